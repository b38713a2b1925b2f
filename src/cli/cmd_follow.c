/* cli/cmd_follow.c: `truce follow`. */
#include "cli/case_opts.h"

#include "base/sys.h"

#include <stdio.h>

static const struct opt opts[] = {
    CASE_OPTS,
    {.name = "clause",
     .value = "LABEL",
     .kind = ARG_TEXT,
     .help = "Prints changes of this clause alone."},
    {.name = "once",
     .help = "Reads to the end of the file, prints what it changes, and ends."},
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = case_text_or_json,
     .otherwise = "text",
     .help = "How to print: text, or json, one object a line."},
    {.name = NULL},
};

static void flush(void *self)
{
    struct cli *c = self;
    struct fault before = c->cx->fault;
    /* What cannot be written is reported at the end; output is sticky. */
    if (!is_ok(buf_finish(c->cx, c->out)))
        c->cx->fault = before;
}

static bool wait_a_little(void *self)
{
    struct cli *c = self;
    sys_sleep_ms(300);
    return c->out->state == BUF_OK;
}

static void note(void *self, const char *text)
{
    (void)self;
    fputs(text, stderr);
}

static err run(struct cli *c, const struct args *args, int *status)
{
    size_t problems = 0;
    size_t last = args->operands_n - 1;
    struct follow_options o = {.path = args->operands[last],
                               .once = args_flag(args, "once"),
                               .format = case_opts_format(args),
                               .go_on = wait_a_little,
                               .flush = flush,
                               .note = note,
                               .self = c};
    TRY(c->cx, case_opts_read(c, args, last - 1, &o.base));
    o.base.clause = args_value(args, "clause");
    TRY(c->cx, case_follow(c->cx, c->arena, &o, c->out, &problems));
    if (problems > 0)
        *status = EXIT_ERROR;
    return OK;
}

static const struct example examples[] = {
    {"truce follow --once examples/harbour/agreement.truce "
     "examples/harbour/reports.jsonl",
     "What the reports change, against a record without any", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "ended, and every line was used"},
    {0, NULL},
};

const struct cmd cmd_follow = {
    .name = "follow",
    .group = GROUP_STATUS,
    .stability = CMD_CHANGING,
    .summary = "prints what changes as a file of reports grows",
    .operands = "AGREEMENT [REPORTS...] FILE",
    .operands_min = 2,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text = "Reads REPORTS whole, then FILE as it grows. After each batch of "
            "lines every obligation is evaluated again, and what changed is "
            "printed, a line for each change.\n"
            "\n"
            "A file that is cut short or replaced (as when logs are rotated) "
            "is read again from its beginning, with a message; what it no "
            "longer holds no longer counts.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
