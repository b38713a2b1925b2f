/* Tests of base/sys.h and base/err.h. */
#include "tests/test.h"

#include "base/sys.h"

#include <sys/stat.h>
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
