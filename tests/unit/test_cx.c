/* Tests of base/cx.h, base/style.h, and the corners of base/err.h. */
#include "tests/test.h"

#include "base/buf.h"
#include "base/style.h"
#include "base/sys.h"
#include "base/utf8.h"

void test_cx__system(void)
{
    struct cx cx;
    struct arena scratch;
    unsigned char bytes[64] = {0};
    size_t set = 0;
    CHECK(is_ok(cx_init_system(&cx, &scratch)));
    CHECK(cx.hash_key[0] != 0 || cx.hash_key[1] != 0);
    instant now = cx.now(cx.self);
    CHECK(now > 1700000000 && now < INSTANT_MAX);
    CHECK(is_ok(cx.random(&cx, cx.self, bytes, sizeof bytes)));
    for (size_t i = 0; i < sizeof bytes; i++)
        set += bytes[i] != 0;
    CHECK(set > 32);
    cx_release(&cx);
    uint64_t a = sys_ticks_ns(), b = sys_ticks_ns();
    CHECK(a > 0 && b >= a);
}

void test_cx__fixed_is_the_same_each_time(void)
{
    struct cx a, b;
    struct arena sa, sb;
    uint64_t x = 1, y = 2;
    cx_init_fixed(&a, &sa, mem_system(), 7, 99);
    cx_init_fixed(&b, &sb, mem_system(), 7, 99);
    CHECK(a.now(a.self) == 7);
    CHECK(a.hash_key[0] == b.hash_key[0] && a.hash_key[1] == b.hash_key[1]);
    CHECK(is_ok(a.random(&a, a.self, &x, sizeof x)));
    CHECK(is_ok(b.random(&b, b.self, &y, sizeof y)));
    CHECK(x == y && x != 1);
    cx_release(&a);
    cx_release(&b);
}

void test_err__every_class_has_a_name(void)
{
    for (int c = ERR_OK; c <= ERR_BUG; c++) {
        const char *name = err_class_name((enum err_class)c);
        CHECK(strlen(name) > 1);
        for (int d = ERR_OK; d < c; d++)
            CHECK(strcmp(name, err_class_name((enum err_class)d)) != 0);
    }
}

void test_err__long_hint_is_cut(void)
{
    char text[1000];
    struct cx *cx = test_cx();
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    CHECK_FAILS(cx, fail_hint(cx, ERR_CONFLICT, text, "m"), ERR_CONFLICT);
    CHECK_INT(strlen(cx->fault.hint), FAULT_HINT_BYTES - 1);
    CHECK(str_ends(str_of(cx->fault.hint), STR("x...")));
}

static err deep(struct cx *cx, int depth)
{
    if (depth == 0)
        return fail(cx, ERR_INPUT, "bottom");
    TRY(cx, deep(cx, depth - 1));
    return OK;
}

void test_err__trail_has_an_end(void)
{
    struct cx *cx = test_cx();
    CHECK_FAILS(cx, deep(cx, 100), ERR_INPUT);
    CHECK_INT(cx->fault.trail_n, FAULT_TRAIL);
    fault_clear(cx);
    CHECK_INT(cx->fault.trail_n, 0);
}

void test_style__only_when_asked(void)
{
    static const enum style styles[] = {STYLE_NONE,  STYLE_BOLD,    STYLE_DIM,
                                        STYLE_ERROR, STYLE_WARNING, STYLE_NOTE,
                                        STYLE_GOOD,  STYLE_PLACE};
    struct buf b;
    for (size_t i = 0; i < COUNT_OF(styles); i++) {
        buf_init(&b, test_arena(), 100);
        buf_styled(&b, false, styles[i], STR("x"));
        CHECK_STR(buf_view(&b), STR("x"));
        buf_clear(&b);
        buf_styled(&b, true, styles[i], STR("x"));
        if (styles[i] == STYLE_NONE) {
            CHECK_STR(buf_view(&b), STR("x"));
        } else {
            CHECK(str_starts(buf_view(&b), STR("\x1b[")));
            CHECK(str_ends(buf_view(&b), STR("mx\x1b[0m")));
        }
    }
}

void test_sys__terminal(void)
{
    struct cx *cx = test_cx();
    int fd = -1;
    CHECK_OK(cx, sys_open_read(cx, "VERSION", &fd));
    CHECK(!sys_is_terminal(fd));
    CHECK_INT(sys_terminal_width(fd, 77), 77);
    sys_close(&fd);
    CHECK_INT(fd, -1);
    CHECK(sys_exists("VERSION") && !sys_exists("no-such-file"));
    CHECK(sys_is_folder("src") && !sys_is_folder("VERSION"));
    CHECK_FAILS(cx, sys_open_read(cx, "no-such-file", &fd), ERR_NOT_FOUND);
    CHECK_FAILS(cx, sys_write(cx, -1, "nowhere", "x", 1), ERR_RESOURCE);
    char byte;
    size_t n;
    CHECK_FAILS(cx, sys_read(cx, -1, "nowhere", &byte, 1, &n), ERR_RESOURCE);
}

/* Each allocation of an operation fails once: it says so, and nothing leaks
 * (the sanitizers see to that). */
void test_arena__every_allocation_may_fail(void)
{
    size_t n = 2; /* 1 is the context's own */
    for (;; n++) {
        struct test_heap h = {.fail_at = n};
        struct cx cx;
        struct arena scratch, a;
        struct buf b;
        str out;
        cx_init_fixed(&cx, &scratch, test_heap_mem(&h), 0, 1);
        arena_init(&a, cx.mem, "faults", SIZE_MAX);
        buf_init(&b, &a, SIZE_MAX);
        for (int i = 0; i < 5000; i++)
            buf_printf(&b, "%600d", i);
        err e = buf_finish(&cx, &b);
        if (is_ok(e))
            e = utf8_fold(&cx, &a, STR("\xC3\x89"), &out);
        arena_release(&a);
        cx_release(&cx);
        if (is_ok(e))
            break;
        CHECK(e.code == ERR_RESOURCE);
        CHECK(strstr(cx.fault.message, "no memory for the faults") != NULL);
    }
    CHECK(n > 5);
}
