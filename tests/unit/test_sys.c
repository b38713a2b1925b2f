/* Tests of base/sys.h and base/err.h. */
#include "tests/test.h"

#include "base/sys.h"
#include "base/sys_copy.h"
#include "base/sys_thread.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void temp_path(char *out, size_t cap, const char *name)
{
    snprintf(out, cap, "build/test-%s-%ld", name, (long)getpid());
}

void test_sys__write_then_read(void)
{
    struct cx *cx = test_cx();
    char path[128];
    str out;
    struct sys_map map = {0};
    bool mapped = false;
    temp_path(path, sizeof path, "write");
    CHECK_OK(cx, sys_write_file(cx, path, STR("one")));
    CHECK(chmod(path, 0640) == 0);
    CHECK_OK(cx, sys_write_file(cx, path, STR("two\0three")));
    struct stat st;
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0640);
    CHECK_OK(cx, sys_read_file(cx, test_arena(), path, 9, &out));
    CHECK_STR(out, STR("two\0three"));
    CHECK(out.p[out.n] == '\0');
    CHECK_FAILS(cx, sys_read_file(cx, test_arena(), path, 8, &out), ERR_LIMIT);
    CHECK(strstr(cx->fault.message, path) != NULL);
    CHECK_OK(cx, sys_map_file(cx, path, &map, &mapped));
    CHECK(mapped);
    CHECK_STR(map.bytes, STR("two\0three"));
    sys_unmap(&map);
    CHECK_OK(cx, sys_write_file(cx, path, STR("")));
    CHECK_OK(cx, sys_read_file(cx, test_arena(), path, 0, &out));
    CHECK_INT(out.n, 0);
    CHECK_OK(cx, sys_map_file(cx, path, &map, &mapped));
    CHECK(mapped && map.bytes.n == 0);
    sys_unmap(&map);
    CHECK(unlink(path) == 0);
    CHECK_FAILS(cx, sys_read_file(cx, test_arena(), path, 9, &out),
                ERR_NOT_FOUND);
    CHECK_FAILS(cx, sys_read_file(cx, test_arena(), "src", 9, &out), ERR_INPUT);
    CHECK_FAILS(cx, sys_map_file(cx, "src", &map, &mapped), ERR_INPUT);
    CHECK_FAILS(cx, sys_write_file(cx, "no/such/folder", STR("x")),
                ERR_NOT_FOUND);
}

void test_sys__read_grows(void)
{
    struct cx *cx = test_cx();
    char path[128];
    str in, out;
    temp_path(path, sizeof path, "grow");
    char *p = arena_alloc(test_arena(), 1000000);
    CHECK(p != NULL);
    memset(p, 'z', 1000000);
    in = (str){p, 1000000};
    CHECK_OK(cx, sys_write_file(cx, path, in));
    CHECK_OK(cx, sys_read_file(cx, test_arena(), path, SIZE_MAX, &out));
    CHECK(str_eq(in, out));
    FILE *pipe = popen("head -c 300000 /dev/zero", "r");
    CHECK(pipe != NULL);
    CHECK_OK(cx, sys_read_fd(cx, test_arena(), fileno(pipe), "pipe", SIZE_MAX,
                             &out));
    CHECK_INT(out.n, 300000);
    pclose(pipe);
    CHECK(unlink(path) == 0);
}

static err inner(struct cx *cx)
{
    return fail_hint(cx, ERR_INPUT, "do that", "no %s on day %d", "x", 7);
}

static err outer(struct cx *cx)
{
    TRY(cx, inner(cx));
    return OK;
}

void test_err__trail_and_hint(void)
{
    struct cx *cx = test_cx();
    CHECK_FAILS(cx, outer(cx), ERR_INPUT);
    CHECK(strcmp(cx->fault.message, "no x on day 7") == 0);
    CHECK(strcmp(cx->fault.hint, "do that") == 0);
    CHECK_INT(cx->fault.trail_n, 2);
    /* A second fault forgets the hint of the first, and may quote it. */
    err e = fail(cx, ERR_LIMIT, "after: %s", cx->fault.message);
    CHECK(e.code == ERR_LIMIT);
    CHECK(strcmp(cx->fault.message, "after: no x on day 7") == 0);
    CHECK(cx->fault.hint[0] == '\0');
}

void test_err__long_message_is_cut_at_a_character(void)
{
    struct cx *cx = test_cx();
    char text[2000];
    for (size_t i = 0; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "\xC3\xA9", 2);
    text[sizeof text - 1] = '\0';
    text[sizeof text - 2] = '\0';
    CHECK_FAILS(cx, fail(cx, ERR_INPUT, "%s", text), ERR_INPUT);
    str m = str_of(cx->fault.message);
    CHECK(m.n < FAULT_MESSAGE_BYTES);
    CHECK(str_ends(m, STR("\xC3\xA9...")));
}

void test_cc__checked_arithmetic(void)
{
    int64_t r;
    size_t s;
    CHECK(add_ok(INT64_MAX - 1, (int64_t)1, &r) && r == INT64_MAX);
    CHECK(!add_ok(INT64_MAX, (int64_t)1, &r));
    CHECK(!sub_ok(INT64_MIN, (int64_t)1, &r));
    CHECK(!mul_ok(INT64_MIN, (int64_t)-1, &r));
    CHECK(!mul_ok(SIZE_MAX, (size_t)2, &s));
    CHECK(!sub_ok((size_t)1, (size_t)2, &s));
}

void test_sys__a_new_file_is_never_an_old_one(void)
{
    struct cx *cx = test_cx();
    char path[128];
    struct stat st;
    str out;
    temp_path(path, sizeof path, "new");
    CHECK_OK(cx, sys_write_new(cx, path, true, STR("secret")));
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
    CHECK_FAILS(cx, sys_write_new(cx, path, true, STR("other")), ERR_CONFLICT);
    CHECK(strstr(cx->fault.message, path) != NULL);
    CHECK_OK(cx, sys_read_file(cx, test_arena(), path, 100, &out));
    CHECK_STR(out, STR("secret"));
    CHECK(unlink(path) == 0);
    CHECK_FAILS(cx, sys_write_new(cx, "no/such/folder", false, STR("x")),
                ERR_NOT_FOUND);
    CHECK_FAILS(cx, sys_write_new(cx, "/dev/full", false, STR("x")),
                ERR_CONFLICT);
}

void test_sys__a_full_disk_is_told(void)
{
    struct cx *cx = test_cx();
    int fd = open("/dev/full", O_WRONLY);
    CHECK(fd >= 0);
    CHECK_FAILS(cx, sys_write(cx, fd, "/dev/full", "x", 1), ERR_RESOURCE);
    CHECK(strstr(cx->fault.message, "/dev/full") != NULL);
    sys_close(&fd);
    CHECK_INT(fd, -1);
    sys_close(&fd);
}

void test_sys__folders(void)
{
    struct cx *cx = test_cx();
    char path[128];
    struct stat st;
    temp_path(path, sizeof path, "folder");
    CHECK(!sys_is_folder(path) && !sys_exists(path));
    CHECK_OK(cx, sys_make_folder(cx, path));
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0700);
    CHECK(sys_is_folder(path) && sys_exists(path));
    CHECK_FAILS(cx, sys_make_folder(cx, path), ERR_CONFLICT);
    CHECK(rmdir(path) == 0);
    CHECK_FAILS(cx, sys_make_folder(cx, "no/such/folder"), ERR_NOT_FOUND);
}

void test_sys__a_cut_or_replaced_file_is_noticed(void)
{
    struct cx *cx = test_cx();
    char path[128], byte;
    struct sys_file before, after, open_one;
    int64_t position;
    size_t n;
    int fd;
    temp_path(path, sizeof path, "state");
    CHECK(!sys_file_state(path, &before));
    CHECK_OK(cx, sys_write_file(cx, path, STR("abc")));
    CHECK(sys_file_state(path, &before));
    CHECK_INT(before.size, 3);
    CHECK_OK(cx, sys_open_read(cx, path, &fd));
    CHECK_OK(cx, sys_read(cx, fd, path, &byte, 1, &n));
    CHECK(sys_open_state(fd, &open_one, &position));
    CHECK_INT(position, 1);
    CHECK(open_one.inode == before.inode && open_one.device == before.device);
    CHECK_OK(cx, sys_write_file(cx, path, STR("ab")));
    CHECK(sys_file_state(path, &after));
    CHECK_INT(after.size, 2);
    CHECK(after.inode != open_one.inode);
    sys_close(&fd);
    CHECK(!sys_open_state(fd, &open_one, &position));
    CHECK(unlink(path) == 0);
}

/* Locks are a process's own: another process holds this one. */
void test_sys__a_lock_held_elsewhere(void)
{
    struct cx *cx = test_cx();
    char path[128], byte = 0;
    int fd = -1, ready[2], go[2];
    temp_path(path, sizeof path, "lock");
    CHECK(pipe(ready) == 0 && pipe(go) == 0);
    pid_t child = fork();
    if (child == 0) {
        int mine;
        bool held = is_ok(sys_lock(cx, path, 0, &mine));
        byte = held ? 'y' : 'n';
        if (write(ready[1], &byte, 1) == 1 && read(go[0], &byte, 1) == 1)
            _exit(0);
        _exit(1);
    }
    CHECK(child > 0);
    CHECK(read(ready[0], &byte, 1) == 1 && byte == 'y');
    CHECK_FAILS(cx, sys_lock(cx, path, 3, &fd), ERR_CONFLICT);
    CHECK_INT(fd, -1);
    CHECK(write(go[1], "x", 1) == 1);
    CHECK(waitpid(child, NULL, 0) == child);
    CHECK_OK(cx, sys_lock(cx, path, 1000, &fd));
    sys_close(&fd);
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(go[i]);
    }
    CHECK(unlink(path) == 0);
    CHECK_FAILS(cx, sys_lock(cx, "no/such/folder/lock", 0, &fd), ERR_NOT_FOUND);
}

void test_sys__clocks_go_on(void)
{
    uint64_t before = sys_ticks_ns();
    sys_sleep_ms(2);
    CHECK(sys_ticks_ns() - before >= 2000000);
    CHECK(sys_now() > 1700000000);
    CHECK(!sys_is_terminal(-1));
    CHECK_INT(sys_terminal_width(-1, 77), 77);
}

static void count_up(void *self)
{
    _Atomic int *n = self;
    while (*n < 1000)
        ++*n;
}

static void add_one(void *self)
{
    _Atomic int *n = self;
    ++*n;
}

void test_sys__work_beside_the_caller(void)
{
    _Atomic int n = 0;
    struct sys_thread *t;
    CHECK_OK(test_cx(), sys_thread_start(test_cx(), count_up, &n, &t));
    while (!sys_thread_wait(t, 1))
        CHECK(n <= 1000);
    CHECK(sys_thread_wait(t, 0));
    CHECK(!sys_thread_leave(t, add_one)); /* it has ended */
    sys_thread_join(t);
    CHECK_INT(n, 1000);
    n = -10000000;
    CHECK_OK(test_cx(), sys_thread_start(test_cx(), count_up, &n, &t));
    int more = sys_thread_leave(t, add_one);
    sys_thread_join(t);
    CHECK_INT(n, 1000 + more);
}

struct copied {
    int *here;      /* the caller's own */
    struct arena a; /* in memory that both see */
    uint32_t *list;
    size_t n;
};

static bool make_list(void *self)
{
    struct copied *c = self;
    ++*c->here;
    for (c->n = 0; c->n < 100000; c->n++) {
        uint32_t *more = arena_grow(&c->a, c->list, c->n * sizeof *more,
                                    (c->n + 1) * sizeof *more);
        if (more == NULL)
            return false;
        c->list = more;
        c->list[c->n] = (uint32_t)c->n;
        if (c->n % 1000 == 0 && arena_alloc(&c->a, 100) == NULL)
            return false;
    }
    return true;
}

static bool wait_long(void *self)
{
    (void)self;
    sys_sleep_ms(1000 * 1000);
    return true;
}

/* What a copy makes is there when it has ended, also in growing blocks; what it
 * does to the caller's own is not. It can be ended at any time. */
void test_sys__work_in_a_copy(void)
{
    struct sys_copy *c;
    int here = 1;
    CHECK_OK(test_cx(), sys_copy_new(test_cx(), (size_t)1 << 30, &c));
    const struct mem mem = sys_copy_mem(c);
    struct copied *x = mem_resize(&mem, NULL, 0, sizeof *x);
    CHECK(x != NULL);
    *x = (struct copied){.here = &here};
    arena_init(&x->a, mem, "list", SIZE_MAX);
    CHECK_OK(test_cx(), sys_copy_begin(test_cx(), c, make_list, x));
    while (!sys_copy_wait(c, 10))
        ;
    CHECK(sys_copy_is_done(c));
    CHECK_INT(here, 1);
    CHECK_INT(x->n, 100000);
    for (size_t i = 0; i < x->n; i++)
        if (x->list[i] != i)
            CHECK_INT(x->list[i], i);
    CHECK(make_list(x)); /* it can be gone on with here */
    CHECK_INT(here, 2);
    arena_release(&x->a);
    sys_copy_free(c);

    CASE("of too little memory");
    CHECK_OK(test_cx(), sys_copy_new(test_cx(), 1 << 16, &c));
    const struct mem little = sys_copy_mem(c);
    x = mem_resize(&little, NULL, 0, sizeof *x);
    *x = (struct copied){.here = &here};
    arena_init(&x->a, little, "list", SIZE_MAX);
    CHECK_OK(test_cx(), sys_copy_begin(test_cx(), c, make_list, x));
    while (!sys_copy_wait(c, 10))
        ;
    CHECK(!sys_copy_is_done(c));
    sys_copy_free(c);

    CASE("more than there is");
    CHECK_FAILS(test_cx(), sys_copy_new(test_cx(), SIZE_MAX, &c), ERR_RESOURCE);
    CHECK_OK(test_cx(), sys_copy_new(test_cx(), 1 << 16, &c));
    const struct mem few = sys_copy_mem(c);
    CHECK(mem_resize(&few, NULL, 0, SIZE_MAX) == NULL);
    CHECK(mem_resize(&few, NULL, 0, 1 << 16) == NULL);
    char *last = mem_resize(&few, NULL, 0, 100);
    CHECK(mem_resize(&few, last, 100, 200) == last);
    sys_copy_free(c);

    CASE("ended before its end");
    CHECK_OK(test_cx(), sys_copy_new(test_cx(), 1 << 16, &c));
    CHECK_OK(test_cx(), sys_copy_begin(test_cx(), c, wait_long, NULL));
    CHECK(!sys_copy_wait(c, 0));
    CHECK(!sys_copy_is_done(c));
    sys_copy_free(c);
    sys_copy_free(NULL);
}
