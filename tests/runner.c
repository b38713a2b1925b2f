/* tests/runner.c: runs every unit test, or those whose name contains one of
 * the arguments, from the repository's root. Ends with `N passed, N failed`.
 *
 *     build/debug/unit [-l] [-v] [--times N] [PART-OF-NAME...]
 *
 * The state of the run is global here: this is no part of the program. */
#include "tests/test.h"

#include "base/buf.h"
#include "base/sys.h"
#include "base/vec.h"

#include <dirent.h>
#include <stdarg.h>
#include <sys/stat.h>

#define TEST(name) void name(void);
#include "test_list.h"
#undef TEST

static const struct {
    const char *name;
    void (*run)(void);
} tests[] = {
#define TEST(name) {#name, name},
#include "test_list.h"
#undef TEST
    {NULL, NULL},
};

static struct {
    const char *test;
    char name_of_case[256];
    bool has_cases, case_failed, verbose;
    size_t passed, failed, printed, times;
    struct cx cx;
    struct arena scratch, arena;
} run;

enum { PRINT_MAX = 200 };

static void case_end(void)
{
    if (run.case_failed)
        run.failed++;
    else
        run.passed++;
    run.case_failed = false;
}

void test_case(const char *fmt, ...)
{
    va_list ap;
    if (run.has_cases || run.case_failed)
        case_end();
    run.has_cases = true;
    va_start(ap, fmt);
    vsnprintf(run.name_of_case, sizeof run.name_of_case, fmt, ap);
    va_end(ap);
}

void test_failed(const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    run.case_failed = true;
    if (run.printed++ >= PRINT_MAX)
        return;
    fprintf(stderr, "%s:%d: %s%s%s: ", file, line, run.test,
            run.has_cases ? " / " : "", run.name_of_case);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

void test_check_str(const char *file, int line, const char *what, str got,
                    str want)
{
    if (!str_eq(got, want))
        test_failed(file, line, "%s\n  got  \"%.*s\"\n  want \"%.*s\"", what,
                    STR_ARG(got), STR_ARG(want));
}

void test_check_int(const char *file, int line, const char *what, int64_t got,
                    int64_t want)
{
    if (got != want)
        test_failed(file, line, "%s is %" PRId64 ", not %" PRId64, what, got,
                    want);
}

void test_check_ok(const char *file, int line, const char *what, struct cx *cx,
                   err e)
{
    if (!is_ok(e))
        test_failed(file, line, "%s fails: %s", what, cx->fault.message);
}

void test_check_fails(const char *file, int line, const char *what,
                      struct cx *cx, err e, enum err_class class)
{
    if (e.code != class)
        test_failed(file, line, "%s gives \"%s\", not \"%s\": %s", what,
                    err_class_name(e.code), err_class_name(class),
                    cx->fault.message);
}

struct cx *test_cx(void)
{
    return &run.cx;
}

struct arena *test_arena(void)
{
    return &run.arena;
}

size_t test_times(void)
{
    return run.times;
}

str test_read(const char *path)
{
    str text = STR("");
    CHECK_OK(&run.cx,
             sys_read_file(&run.cx, &run.arena, path, (size_t)1 << 30, &text));
    return text;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t test_each_file(const char *folder, const char *suffix,
                      void (*fn)(const char *path, str text))
{
    VEC(const char *) paths = {0};
    size_t count = 0;
    DIR *d = opendir(folder);
    if (d == NULL) {
        FAIL("the folder %s is not there", folder);
        return 0;
    }
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        str path;
        if (e->d_name[0] == '.')
            continue;
        if (!arena_printf(&run.arena, &path, "%s/%s", folder, e->d_name) ||
            !vec_push(&run.arena, &paths, path.p))
            abort();
    }
    closedir(d);
    if (paths.n > 0)
        qsort(paths.p, paths.n, sizeof *paths.p, by_bytes);
    for (size_t i = 0; i < paths.n; i++) {
        if (sys_is_folder(paths.p[i])) {
            count += test_each_file(paths.p[i], suffix, fn);
        } else if (str_ends(str_of(paths.p[i]), str_of(suffix))) {
            CASE("%s", paths.p[i]);
            fn(paths.p[i], test_read(paths.p[i]));
            count++;
        }
    }
    return count;
}

static void *failing_resize(void *self, void *p, size_t old_size,
                            size_t new_size)
{
    struct test_heap *h = self;
    struct mem m = mem_system();
    if (new_size > 0) {
        h->calls++;
        if (h->fail_at != 0 && h->calls >= h->fail_at)
            return NULL;
    }
    return mem_resize(&m, p, old_size, new_size);
}

struct mem test_heap_mem(struct test_heap *h)
{
    return (struct mem){failing_resize, h};
}

uint64_t test_rand_u64(struct test_rand *r)
{
    uint64_t z = (r->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint64_t test_rand_below(struct test_rand *r, uint64_t n)
{
    return test_rand_u64(r) % n;
}

static void run_test(const char *name, void (*fn)(void))
{
    run.test = name;
    run.name_of_case[0] = '\0';
    run.has_cases = false;
    run.case_failed = false;
    cx_init_fixed(&run.cx, &run.scratch, mem_system(), 1737268200, 1);
    arena_init(&run.arena, mem_system(), "test", (size_t)4 << 30);
    uint64_t begin = sys_ticks_ns();
    fn();
    case_end();
    if (run.verbose)
        fprintf(stderr, "%6.1f ms %s\n", (double)(sys_ticks_ns() - begin) / 1e6,
                name);
    arena_release(&run.arena);
    cx_release(&run.cx);
}

int main(int argc, char **argv)
{
    bool list = false;
    int first = 1;
    run.times = 1;
    for (; first < argc && argv[first][0] == '-'; first++) {
        if (strcmp(argv[first], "-l") == 0) {
            list = true;
        } else if (strcmp(argv[first], "-v") == 0) {
            run.verbose = true;
        } else if (strcmp(argv[first], "--times") == 0 && first + 1 < argc) {
            run.times = (size_t)strtoul(argv[++first], NULL, 10);
        } else {
            fprintf(stderr, "usage: %s [-l] [-v] [--times N] [NAME...]\n",
                    argv[0]);
            return 2;
        }
    }
    for (size_t i = 0; tests[i].name != NULL; i++) {
        bool wanted = first == argc;
        for (int a = first; a < argc; a++)
            wanted = wanted || strstr(tests[i].name, argv[a]) != NULL;
        if (wanted && list)
            puts(tests[i].name);
        else if (wanted)
            run_test(tests[i].name, tests[i].run);
    }
    if (list)
        return 0;
    if (run.passed + run.failed == 0) {
        fprintf(stderr, "no test has such a name\n");
        return 1;
    }
    printf("%zu passed, %zu failed\n", run.passed, run.failed);
    return run.failed == 0 ? 0 : 1;
}
