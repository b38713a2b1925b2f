/* tests/test.h: what a test needs. See tests/README.md.
 *
 * A test is `void test_<module>__<case>(void)` in tests/unit/test_*.c; the
 * Makefile collects them. A failed CHECK is printed and counted, and the test
 * goes on. Each test function counts as one test, or, if it calls CASE(), each
 * case does. */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include "base/cx.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(cond)                                                            \
    ((cond) ? (void)0 : test_failed(__FILE__, __LINE__, "%s", #cond))
#define CHECK_STR(got, want)                                                   \
    test_check_str(__FILE__, __LINE__, #got, (got), (want))
#define CHECK_INT(got, want)                                                   \
    test_check_int(__FILE__, __LINE__, #got, (int64_t)(got), (int64_t)(want))
/* The operation succeeds; else its fault is printed. */
#define CHECK_OK(cx, expr)                                                     \
    test_check_ok(__FILE__, __LINE__, #expr, (cx), (expr))
/* The operation fails with this class. */
#define CHECK_FAILS(cx, expr, class)                                           \
    test_check_fails(__FILE__, __LINE__, #expr, (cx), (expr), (class))
#define FAIL(...) test_failed(__FILE__, __LINE__, __VA_ARGS__)

/* Begins the next case of a data-driven test: what follows is counted under
 * this name, until the next CASE or the end of the function. */
PRINTF_LIKE(1, 2) void test_case(const char *fmt, ...);
#define CASE(...) test_case(__VA_ARGS__)

/* A context with a fixed clock (2025-01-19T06:30:00Z) and seed, and an arena;
 * both fresh for each test function, and released after it. */
struct cx *test_cx(void);
struct arena *test_arena(void);

/* A file of the repository, whole. The test fails, and the text is empty, if
 * it cannot be read. */
str test_read(const char *path);

/* Calls fn for each file of folder (recursively, in byte order) whose name
 * ends in suffix, each as a CASE of its own. Returns their number; a folder
 * that is not there counts as a failure. */
size_t test_each_file(const char *folder, const char *suffix,
                      void (*fn)(const char *path, str text));

/* A heap that fails at the n-th allocation (1 is the first) and at all after
 * it; n = 0 never. *calls counts. For "fail each allocation once" loops:
 *
 *     for (size_t n = 1;; n++) {
 *         struct test_heap h = {.fail_at = n};
 *         cx_init_fixed(&cx, &scratch, test_heap_mem(&h), now, seed);
 *         ... err e = operation(...);
 *         if (is_ok(e)) break;
 *         CHECK(e.code == ERR_RESOURCE);
 *     } */
struct test_heap {
    size_t fail_at;
    size_t calls;
};
struct mem test_heap_mem(struct test_heap *h);

/* A small fast generator for property tests: same seed, same run. */
struct test_rand {
    uint64_t state;
};
uint64_t test_rand_u64(struct test_rand *r);
/* 0 <= result < n; n > 0. */
uint64_t test_rand_below(struct test_rand *r, uint64_t n);

/* How often the long form of a property test should run: 1 normally, more
 * with --times N. */
size_t test_times(void);

/* Used by the macros. */
PRINTF_LIKE(3, 4)
void test_failed(const char *file, int line, const char *fmt, ...);
void test_check_str(const char *file, int line, const char *what, str got,
                    str want);
void test_check_int(const char *file, int line, const char *what, int64_t got,
                    int64_t want);
void test_check_ok(const char *file, int line, const char *what, struct cx *cx,
                   err e);
void test_check_fails(const char *file, int line, const char *what,
                      struct cx *cx, err e, enum err_class class);

#endif
