/* cli/cmd_explain.c: `truce explain`. */
#include "cli/case_opts.h"

static const struct opt opts[] = {
    CASE_OPTS,
    {.name = "instance",
     .letter = 'i',
     .value = "NAME",
     .kind = ARG_TEXT,
     .help = "Explains this instance alone: a day (2025-01-24), a step "
             "('step 2' or 2), the number or key of a trigger."},
    {.name = "bearer",
     .value = "ID",
     .kind = ARG_TEXT,
     .help = "Of a clause that binds several, this one's obligation alone."},
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = case_text_or_json,
     .otherwise = "text",
     .help = "How to print: text or json."},
    {.name = NULL},
};

/* AGREEMENT [REPORTS...] CLAUSE [INSTANCE]: what is a file stands before what
 * is not; an operand that is no file ends the list of reports. */
static size_t count_reports(const struct args *args)
{
    size_t n = 1;
    while (n < args->operands_n && case_opts_is_input(args->operands[n]))
        n++;
    return n - 1;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    struct case_options o;
    struct app_case *k;
    size_t reports = count_reports(args), rest = 1 + reports;
    const char *instance = args_value(args, "instance");
    if (rest >= args->operands_n)
        return usage_fail(c,
                          "for instance: truce explain AGREEMENT REPORTS "
                          "4.1",
                          "the clause to explain is missing");
    if (rest + 2 < args->operands_n)
        return usage_fail(c,
                          "reports are files; then come one clause and one "
                          "instance",
                          "\"%s\" is not a file", args->operands[rest]);
    if (rest + 1 < args->operands_n)
        instance = args->operands[rest + 1];
    TRY(c->cx, case_opts_read(c, args, reports, &o));
    err e = case_opts_open(c, &o, &k);
    if (is_ok(e))
        e = case_explain(k, args->operands[rest], instance,
                         args_value(args, "bearer"), case_opts_format(args),
                         c->out);
    if (is_ok(e) && case_problems(k) > 0)
        *status = EXIT_ERROR;
    case_close(k);
    return e;
}

static const struct example examples[] = {
    {"truce explain examples/gaza-2025-01/agreement.truce "
     "examples/gaza-2025-01/reports.jsonl b13.1 2025-01-24",
     "Why 24 January is partly met, and what would change that", EXIT_DONE},
    {"truce explain examples/harbour/agreement.truce "
     "examples/harbour/reports.jsonl 3.1",
     "How a deadline after another clause was found", EXIT_DONE},
    {"truce explain examples/harbour/agreement.truce 2.4 --format json",
     "The meaning of a clause, without any reports", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "printed, and every line of the reports was used"},
    {0, NULL},
};

const struct cmd cmd_explain = {
    .name = "explain",
    .group = GROUP_STATUS,
    .stability = CMD_STABLE,
    .summary = "explains a status: dates, arithmetic, reports, changes",
    .operands = "AGREEMENT [REPORTS...] CLAUSE [INSTANCE]",
    .operands_min = 2,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "Takes one obligation apart: the clause as written and what it means; "
        "how each date was found; the figures and the comparison; the reports "
        "that were counted, those that were not and why; the fewest reports "
        "that alone give the status; and what would change it.\n"
        "\n"
        "Operands that name files are reports; the first that does not is the "
        "clause, the next one its instance. A clause with more than three "
        "instances is listed: name the one to explain.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
