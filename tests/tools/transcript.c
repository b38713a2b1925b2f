/* tests/tools/transcript.c: runs the transcripts tests/cli/NAME.t.
 *
 *     build/debug/transcript [--update] FILE...
 *
 * A transcript is lines:
 *     # a comment
 *     $ a command        given to sh, from the root of the repository
 *     what it prints     standard output and error together
 *     ...                a line of three dots: any number of lines
 *     ? 2                its exit status; without this line it is 0
 * An output line that begins with one of "# ", "$ ", "? " or "\" has a "\"
 * before it. Empty lines at the end of an output do not count. $T is a folder
 * of its own for each transcript, empty at the beginning.
 *
 * --update writes what was printed in place of what was expected; outputs that
 * agree (by "..." too) stay as they are. Each command counts as one test. */
#include "base/buf.h"
#include "base/cx.h"
#include "base/sys.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_BYTES = 64 << 20, STATUS_NONE = -1 };

typedef VEC(str) str_vec;

static struct {
    struct cx cx;
    struct arena scratch, arena;
    size_t passed, failed;
    bool update;
} run;

static void die(const char *what)
{
    fprintf(stderr, "transcript: %s: %s\n", what, run.cx.fault.message);
    exit(3);
}

static bool is_special(str line)
{
    return str_starts(line, STR("# ")) || str_starts(line, STR("$ ")) ||
           str_starts(line, STR("? ")) || str_eq(line, STR("#"));
}

static void push(str_vec *v, str s)
{
    if (!vec_push(&run.arena, v, s))
        die("memory");
}

static void drop_empty_end(str_vec *v)
{
    while (v->n > 0 && v->p[v->n - 1].n == 0)
        v->n--;
}

static str_vec lines_of(str text)
{
    str_vec v = {0};
    while (text.n > 0) {
        str line;
        str_cut(text, '\n', &line, &text);
        push(&v, line);
    }
    drop_empty_end(&v);
    return v;
}

/* Whether got fits want, in which "..." stands for any lines. */
static bool fits(const str *want, size_t nw, const str *got, size_t ng)
{
    if (nw == 0)
        return ng == 0;
    if (str_eq(want[0], STR("..."))) {
        for (size_t skip = 0; skip <= ng; skip++)
            if (fits(want + 1, nw - 1, got + skip, ng - skip))
                return true;
        return false;
    }
    return ng > 0 && str_eq(want[0], got[0]) &&
           fits(want + 1, nw - 1, got + 1, ng - 1);
}

/* Runs command by sh; its output whole, and its exit status. */
static str shell(str command, int *status)
{
    str out;
    int fd[2];
    if (pipe(fd) != 0)
        die("pipe");
    pid_t pid = fork();
    if (pid < 0)
        die("fork");
    if (pid == 0) {
        char *text = malloc(command.n + 1);
        if (text == NULL || !str_to_c(command, text, command.n + 1) ||
            dup2(fd[1], 1) < 0 || dup2(fd[1], 2) < 0)
            _exit(126);
        close(fd[0]);
        close(fd[1]);
        execl("/usr/bin/timeout", "timeout", "120", "/bin/sh", "-c", text,
              (char *)NULL);
        _exit(126);
    }
    close(fd[1]);
    if (!is_ok(sys_read_fd(&run.cx, &run.arena, fd[0], "output", OUTPUT_BYTES,
                           &out)))
        die("output");
    close(fd[0]);
    int w;
    if (waitpid(pid, &w, 0) < 0)
        die("wait");
    *status = WIFEXITED(w) ? WEXITSTATUS(w) : 128 + WTERMSIG(w);
    return out;
}

static void show(const char *sign, str_vec v)
{
    for (size_t i = 0; i < v.n && i < 40; i++)
        fprintf(stderr, "  %s %.*s\n", sign, STR_ARG(v.p[i]));
    if (v.n > 40)
        fprintf(stderr, "  %s (and %zu lines more)\n", sign, v.n - 40);
}

static void write_output(struct buf *b, str_vec got, int status)
{
    for (size_t i = 0; i < got.n; i++) {
        if (is_special(got.p[i]) || str_starts(got.p[i], STR("\\")))
            buf_char(b, '\\');
        buf_str(b, got.p[i]);
        buf_char(b, '\n');
    }
    if (status != 0)
        buf_printf(b, "? %d\n", status);
}

/* One "$ " line with what follows it; *text is moved to the next one. All of
 * it goes to b, renewed if it was wrong. */
static void one_command(const char *path, size_t line_number, str command,
                        str *text, size_t *lines, struct buf *b)
{
    str_vec want = {0};
    str rest = *text, end = *text;
    int want_status = 0, status = STATUS_NONE;
    bool after_status = false;
    size_t count = 0, last = 0;

    while (rest.n > 0) {
        str line;
        str_cut(rest, '\n', &line, &rest);
        if (after_status || str_starts(line, STR("$ ")) ||
            str_starts(line, STR("# ")) || str_eq(line, STR("#")))
            break;
        count++;
        if (str_starts(line, STR("? "))) {
            int64_t v = 0;
            if (!str_int(str_trim(str_sub(line, 2, line.n)), 0, 255, &v))
                fprintf(stderr, "%s:%zu: not an exit status\n", path,
                        line_number + count);
            want_status = (int)v;
            after_status = true;
        } else {
            push(&want,
                 str_starts(line, STR("\\")) ? str_sub(line, 1, line.n) : line);
        }
        if (line.n > 0) { /* empty lines belong to what follows */
            end = rest;
            last = count;
        }
    }
    drop_empty_end(&want);
    str_vec got = lines_of(shell(command, &status));
    str as_written = str_sub(*text, 0, text->n - end.n);
    if (fits(want.p, want.n, got.p, got.n) && status == want_status) {
        run.passed++;
        buf_str(b, as_written);
    } else {
        run.failed++;
        write_output(b, got, status);
        fprintf(stderr, "%s:%zu: $ %.*s\n", path, line_number,
                STR_ARG(command));
        show("-", want);
        show("+", got);
        if (status != want_status)
            fprintf(stderr, "  exit status %d, not %d\n", status, want_status);
    }
    *text = end;
    *lines += last;
}

static void one_file(const char *path)
{
    str text, line;
    char folder[] = "/tmp/truce-t-XXXXXX";
    char remove[64];
    struct buf b;
    size_t n = 0, failed = run.failed;

    if (!is_ok(sys_read_file(&run.cx, &run.arena, path, OUTPUT_BYTES, &text)))
        die(path);
    if (mkdtemp(folder) == NULL || setenv("T", folder, 1) != 0)
        die("temporary folder");
    buf_init(&b, &run.arena, SIZE_MAX);
    while (text.n > 0) {
        str_cut(text, '\n', &line, &text);
        n++;
        buf_str(&b, line);
        buf_char(&b, '\n');
        if (str_starts(line, STR("$ ")))
            one_command(path, n, str_sub(line, 2, line.n), &text, &n, &b);
        else if (line.n > 0 && line.p[0] != '#')
            fprintf(stderr, "%s:%zu: neither command nor comment\n", path, n);
    }
    if (run.update && run.failed > failed &&
        (!is_ok(buf_finish(&run.cx, &b)) ||
         !is_ok(sys_write_file(&run.cx, path, buf_view(&b)))))
        die(path);
    snprintf(remove, sizeof remove, "rm -rf %s", folder);
    if (system(remove) != 0)
        die(remove);
}

int main(int argc, char **argv)
{
    int first = 1;
    if (!is_ok(cx_init_system(&run.cx, &run.scratch)))
        die("start");
    arena_init(&run.arena, mem_system(), "transcript", (size_t)4 << 30);
    if (argc > 1 && strcmp(argv[1], "--update") == 0) {
        run.update = true;
        first = 2;
    }
    if (first == argc) {
        fprintf(stderr, "usage: transcript [--update] FILE...\n");
        return 2;
    }
    /* The same wherever it runs; the zone is one nobody would choose. */
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TZ", "Pacific/Chatham", 1);
    unsetenv("NO_COLOR");
    unsetenv("TRUCE_TRACE");
    for (int i = first; i < argc; i++) {
        one_file(argv[i]);
        arena_reset(&run.arena);
    }
    arena_release(&run.arena);
    cx_release(&run.cx);
    printf("%zu passed, %zu failed\n", run.passed, run.failed);
    return run.failed == 0 || run.update ? 0 : 1;
}
