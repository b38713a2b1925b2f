/* tests/tools/hostile.c: gives the program spoilt files.
 *
 *     build/release/hostile [--times N] tests/hostile.txt
 *
 * Each line of the list is a number of cases, a file and a command, in which
 * {} stands for a spoilt copy of the file. A case passes when the command ends
 * by itself within the time limit, with an exit status of 0, 1 or 3, and, if it
 * is not 0, says something; what the sanitizers have to say ends it with
 * another status. The same seed gives the same cases; a case that fails is kept
 * in build/hostile/. Complements the fuzz targets, which see one module each:
 * here all of the program is in the way, from file to output. */
#include "base/buf.h"
#include "base/cx.h"
#include "base/sys.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SPOILT_MAX = 4 << 20, SECONDS_LIMIT = 20 };

static struct {
    struct cx cx;
    struct arena scratch, arena;
    uint64_t state;
    size_t passed, failed;
} run;

static void die(const char *what)
{
    fprintf(stderr, "hostile: %s: %s\n", what, run.cx.fault.message);
    exit(3);
}

static size_t below(size_t n)
{
    uint64_t z = (run.state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return n == 0 ? 0 : (size_t)((z ^ (z >> 31)) % n);
}

/* What breaks readers, in a few bytes each. */
static const str pieces[] = {
    STR_INIT("\0"),
    STR_INIT("\xFF"),
    STR_INIT("\xC0\xAF"),
    STR_INIT("\xED\xA0\x80"),
    STR_INIT("\xE2\x80\xAE"),
    STR_INIT("\xEF\xBB\xBF"),
    STR_INIT("\r"),
    STR_INIT("\n\n"),
    STR_INIT("\""),
    STR_INIT("\\"),
    STR_INIT("\\u0000"),
    STR_INIT("\\ud800"),
    STR_INIT("{"),
    STR_INIT("}"),
    STR_INIT("[["),
    STR_INIT("]"),
    STR_INIT("("),
    STR_INIT(")"),
    STR_INIT(","),
    STR_INIT(":"),
    STR_INIT("-"),
    STR_INIT("#"),
    STR_INIT("0"),
    STR_INIT("-1"),
    STR_INIT("9223372036854775808"),
    STR_INIT("99999999999999999999999999"),
    STR_INIT("1e999"),
    STR_INIT("null"),
    STR_INIT("0000-00-00"),
    STR_INIT("2025-02-30"),
    STR_INIT("9999-12-31"),
    STR_INIT("10000-01-01T00:00:00Z"),
    STR_INIT("24:00"),
    STR_INIT("Europe/Nowhere"),
    STR_INIT("../../../../etc/passwd"),
};

static str line_at(str s, size_t at)
{
    size_t from = at, to = at;
    while (from > 0 && s.p[from - 1] != '\n')
        from--;
    while (to < s.n && s.p[to] != '\n')
        to++;
    return str_sub(s, from, to < s.n ? to + 1 : to);
}

static void put(struct buf *b, str s, size_t from, size_t to, str middle)
{
    buf_str(b, str_sub(s, 0, from));
    buf_str(b, middle);
    buf_str(b, str_sub(s, to, s.n));
}

/* One change of s into b. */
static void spoil_once(struct buf *b, str s)
{
    size_t at = below(s.n + 1), other = below(s.n + 1);
    size_t from = at < other ? at : other, to = at < other ? other : at;
    str line = line_at(s, at < s.n ? at : 0);
    size_t line_from = line.n == 0 ? 0 : (size_t)(line.p - s.p);
    char byte = (char)below(256);

    if (to - from > 200)
        to = from + below(200);
    switch (below(10)) {
    case 0: /* cut short */
        put(b, s, at, s.n, STR(""));
        break;
    case 1: /* something taken out */
        put(b, s, from, to, STR(""));
        break;
    case 2: /* something twice */
        put(b, s, to, to, str_sub(s, from, to));
        break;
    case 3: /* another byte */
        put(b, s, at, at + 1 > s.n ? s.n : at + 1, (str){&byte, 1});
        break;
    case 4: /* a line twice: equal ids */
        put(b, s, line_from, line_from, line);
        break;
    case 5: /* a line gone: names without declaration */
        put(b, s, line_from, line_from + line.n, STR(""));
        break;
    case 6: /* a line elsewhere */
        put(b, s, to, to, line);
        break;
    case 7: { /* one piece very often: depth, length */
        str piece = pieces[below(COUNT_OF(pieces))];
        size_t n = below(60000);
        buf_str(b, str_sub(s, 0, at));
        for (size_t i = 0; i < n && b->n < SPOILT_MAX; i++)
            buf_str(b, piece);
        buf_str(b, str_sub(s, at, s.n));
        break;
    }
    default: /* a piece put in, or in place of something */
        put(b, s, from, below(2) == 0 ? from : to,
            pieces[below(COUNT_OF(pieces))]);
    }
}

static str spoil(str s)
{
    size_t n = 1 + below(3);
    for (size_t i = 0; i < n; i++) {
        struct buf b;
        buf_init(&b, &run.arena, SIZE_MAX);
        spoil_once(&b, s);
        if (!is_ok(buf_finish(&run.cx, &b)))
            die("memory");
        s = buf_view(&b);
    }
    return s;
}

static str with_path(str command, const char *path)
{
    struct buf b;
    size_t at = str_find(command, STR("{}"));
    buf_init(&b, &run.arena, SIZE_MAX);
    buf_str(&b, str_sub(command, 0, at));
    buf_c(&b, path);
    buf_str(&b, str_sub(command, at + 2, command.n));
    buf_char(&b, '\0');
    if (!is_ok(buf_finish(&run.cx, &b)))
        die("memory");
    return str_sub(buf_view(&b), 0, b.n - 1);
}

/* The exit status (124: time limit), and the number of bytes printed. */
static int shell(const char *command, const char *log, size_t *printed)
{
    char limit[16];
    int w;
    struct stat st;
    snprintf(limit, sizeof limit, "%d", SECONDS_LIMIT);
    pid_t pid = fork();
    if (pid < 0)
        die("fork");
    if (pid == 0) {
        if (freopen(log, "w", stdout) == NULL || dup2(1, 2) < 0)
            _exit(126);
        execl("/usr/bin/timeout", "timeout", limit, "/bin/sh", "-c", command,
              (char *)NULL);
        _exit(126);
    }
    if (waitpid(pid, &w, 0) < 0)
        die("wait");
    *printed = stat(log, &st) == 0 ? (size_t)st.st_size : 0;
    return WIFEXITED(w) ? WEXITSTATUS(w) : 128 + WTERMSIG(w);
}

/* Without the sync of sys_write_file, which would take most of the time. */
static void write_case(const char *path, str s)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(s.p, 1, s.n, f) != s.n || fclose(f) != 0)
        die(path);
}

/* An agreement names its zones by a file beside it. */
static void copy_zones(const char *file)
{
    char command[512];
    snprintf(command, sizeof command,
             "cp \"$(dirname '%s')\"/*.geojson build/hostile/ 2>/dev/null || :",
             file);
    if (system(command) != 0)
        die(command);
}

static void cases(size_t n, const char *file, str command)
{
    enum { PATH = 128 };
    char path[PATH], log[PATH], kept[PATH];
    str whole;
    const char *name = strrchr(file, '/');
    const char *dot = strrchr(name == NULL ? file : name, '.');
    if (!is_ok(sys_read_file(&run.cx, &run.arena, file, SPOILT_MAX, &whole)))
        die(file);
    copy_zones(file);
    snprintf(path, sizeof path, "build/hostile/case-%ld%s", (long)getpid(),
             dot == NULL ? "" : dot);
    snprintf(log, sizeof log, "build/hostile/log-%ld", (long)getpid());
    for (size_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(&run.arena);
        size_t printed = 0;
        str line = with_path(command, path);
        write_case(path, spoil(whole));
        int status = shell(line.p, log, &printed);
        if (status <= 3 && status != 2 && (status == 0 || printed > 0)) {
            run.passed++;
        } else {
            run.failed++;
            snprintf(kept, sizeof kept, "build/hostile/found-%zu%s", run.failed,
                     dot == NULL ? "" : dot);
            rename(path, kept);
            fprintf(stderr, "status %d: %s\n", status,
                    with_path(command, kept).p);
        }
        arena_rewind(&run.arena, mark);
    }
    unlink(path);
    unlink(log);
}

int main(int argc, char **argv)
{
    int64_t times = 1;
    str list;
    int first = 1;
    if (!is_ok(cx_init_system(&run.cx, &run.scratch)))
        die("start");
    arena_init(&run.arena, mem_system(), "hostile", (size_t)2 << 30);
    if (argc == 4 && strcmp(argv[1], "--times") == 0 &&
        str_int(str_of(argv[2]), 1, 1000000, &times))
        first = 3;
    if (argc != first + 1) {
        fprintf(stderr, "usage: hostile [--times N] LIST\n");
        return 2;
    }
    run.state = 20250119;
    /* A finding of the sanitizers must not look like "the answer is no". */
    setenv("ASAN_OPTIONS", "exitcode=99:detect_stack_use_after_return=1", 1);
    setenv("UBSAN_OPTIONS", "exitcode=99:print_stacktrace=1", 1);
    setenv("LSAN_OPTIONS", "exitcode=99", 1);
    mkdir("build/hostile", 0777);
    if (!is_ok(sys_read_file(&run.cx, &run.arena, argv[first], 1 << 20, &list)))
        die(argv[first]);
    while (list.n > 0) {
        str line, count, file;
        char path[256];
        int64_t n;
        str_cut(list, '\n', &line, &list);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        if (!str_cut(line, ' ', &count, &line) ||
            !str_int(count, 1, 100000, &n) ||
            !str_cut(line, ' ', &file, &line) ||
            !str_to_c(file, path, sizeof path) ||
            str_find(line, STR("{}")) == line.n) {
            fprintf(stderr, "hostile: not a line of the list: %.*s\n",
                    STR_ARG(line));
            return 2;
        }
        cases((size_t)(n * times), path, line);
    }
    arena_release(&run.arena);
    cx_release(&run.cx);
    printf("%zu passed, %zu failed\n", run.passed, run.failed);
    return run.failed == 0 ? 0 : 1;
}
