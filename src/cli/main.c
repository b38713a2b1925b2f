/* cli/main.c: makes the context, finds the command, runs it, prints the fault
 * if there is one, and decides the exit status. The only file that reads the
 * environment. */
#include "cli/cli.h"

#include "base/suggest.h"
#include "base/sys.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Standard output as a sink; keeps its own fault, since the command goes on. */
struct output {
    struct cx *cx;
    bool failed;
    struct fault fault;
};

static bool output_write(void *self, const char *p, size_t n)
{
    struct output *o = self;
    struct fault before = o->cx->fault;
    err e = sys_write(o->cx, STDOUT_FILENO, "standard output", p, n);
    if (is_ok(e))
        return true;
    if (!o->failed)
        o->fault = o->cx->fault;
    o->failed = true;
    o->cx->fault = before;
    return false;
}

static bool env_is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0';
}

/* One line on standard error; nothing is to be done if that fails. */
static void print_err(struct buf *b)
{
    str s = buf_view(b);
    fwrite(s.p, 1, s.n, stderr);
}

static void message_begin(struct cli *c, struct buf *b, enum style style)
{
    buf_style_on(b, c->colour_err, style);
    buf_c(b, "truce");
    if (c->cmd != NULL)
        buf_printf(b, " %s", c->cmd->name);
    buf_char(b, ':');
    buf_style_off(b, c->colour_err, style);
    buf_char(b, ' ');
}

void cli_note(struct cli *c, const char *fmt, ...)
{
    char text[2048];
    struct buf b;
    va_list ap;
    struct arena_mark mark = arena_mark(c->arena);
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    buf_init(&b, c->arena, SIZE_MAX);
    message_begin(c, &b, STYLE_NOTE);
    buf_safe(&b, str_of(text));
    buf_char(&b, '\n');
    print_err(&b);
    arena_rewind(c->arena, mark);
}

static void print_fault(struct cli *c, const struct fault *f)
{
    /* Memory of its own: the command's may be what ran out. */
    struct arena a;
    struct buf b;
    arena_init(&a, mem_system(), "message", (size_t)1 << 20);
    buf_init(&b, &a, SIZE_MAX);
    message_begin(c, &b, STYLE_ERROR);
    buf_safe(&b, str_of(f->message));
    buf_char(&b, '\n');
    if (f->hint[0] != '\0') {
        buf_styled(&b, c->colour_err, STYLE_NOTE, STR("  hint: "));
        buf_safe(&b, str_of(f->hint));
        buf_char(&b, '\n');
    } else if (f->typed) {
        buf_styled(&b, c->colour_err, STYLE_NOTE, STR("  hint: "));
        buf_printf(&b, "truce help%s%s\n", c->cmd == NULL ? "" : " ",
                   c->cmd == NULL ? "" : c->cmd->name);
    }
    for (size_t i = 0; env_is_set("TRUCE_TRACE") && i < f->trail_n; i++)
        buf_printf(&b, "  %s %s:%d\n", i == 0 ? "made at" : "through",
                   f->trail[i].file, f->trail[i].line);
    print_err(&b);
    arena_release(&a);
}

static err unknown_command(struct cli *c, const char *name)
{
    struct suggest s;
    str hint = STR("`truce help` lists the commands");
    suggest_init(&s, str_of(name));
    for (size_t i = 0; commands[i] != NULL; i++)
        suggest_offer(&s, str_of(commands[i]->name));
    if (s.best.n > 0)
        TRY_ROOM(c->cx, c->arena,
                 arena_printf(c->arena, &hint, "did you mean truce %.*s?",
                              STR_ARG(s.best)));
    return usage_fail(c, hint.p, "there is no command \"%s\"", name);
}

static void decide_colour(struct cli *c, const char *when)
{
    bool never = env_is_set("NO_COLOR");
    c->colour = !never && sys_is_terminal(STDOUT_FILENO);
    c->colour_err = !never && sys_is_terminal(STDERR_FILENO);
    if (when != NULL && strcmp(when, "auto") != 0)
        c->colour = c->colour_err = strcmp(when, "always") == 0;
}

static err run(struct cli *c, int argc, char **argv, int *status)
{
    struct args args;
    const char *name = argv[1];

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    else if (strcmp(name, "--version") == 0)
        name = "version";
    else if (name[0] == '-')
        return usage_fail(c, "the command comes first: truce COMMAND OPTIONS",
                          "\"%s\" is no command", name);
    const struct cmd *cmd = command_find(name);
    if (cmd == NULL)
        return unknown_command(c, name);
    c->cmd = cmd;
    TRY(c->cx, args_parse(c, cmd, argc - 2, argv + 2, &args));
    decide_colour(c, args_value(&args, "color"));
    if (args_flag(&args, "help")) {
        help_command(c->out, c->colour, cmd);
        return OK;
    }
    return cmd->run(c, &args, status);
}

int main(int argc, char **argv)
{
    struct cx cx;
    struct arena scratch, arena;
    struct buf out;
    struct output output = {.cx = &cx};
    struct cli c = {.cx = &cx, .arena = &arena, .out = &out};
    int status = EXIT_DONE;

    sys_keep_standard();
    decide_colour(&c, NULL);
    c.progress = sys_is_terminal(STDERR_FILENO);
    c.width = sys_terminal_width(STDOUT_FILENO, 80);
    if (!is_ok(cx_init_system(&cx, &scratch))) {
        print_fault(&c, &cx.fault);
        return EXIT_ERROR;
    }
    arena_init(&arena, cx.mem, "command", cx.limits.document_bytes);
    buf_init_sink(&out, &arena, output_write, &output);

    err e = OK;
    if (argc < 2) {
        help_overview(&out, c.colour);
        status = EXIT_USAGE;
    } else {
        e = run(&c, argc, argv, &status);
    }

    /* What was printed before a failure is shown before its message. */
    struct fault fault = cx.fault;
    err written = buf_finish(&cx, &out);
    if (!is_ok(e)) {
        print_fault(&c, &fault);
        status = fault.typed ? EXIT_USAGE : EXIT_ERROR;
    } else if (!is_ok(written)) {
        print_fault(&c, output.failed ? &output.fault : &cx.fault);
        status = EXIT_ERROR;
    }
    arena_release(&arena);
    cx_release(&cx);
    return status;
}
