/* cli/cmd_status.c: `truce status`. */
#include "cli/case_opts.h"

static const struct opt opts[] = {
    CASE_OPTS,
    {.name = "account",
     .value = "ID",
     .kind = ARG_TEXT,
     .help = "Shows the status by this account alone: an actor of the "
             "agreement or an account that the reports declare."},
    {.name = "clause",
     .value = "LABEL",
     .kind = ARG_TEXT,
     .help = "Shows this clause alone."},
    {.name = "fail-on",
     .value = "STATUS",
     .repeats = true,
     .kind = ARG_TEXT,
     .help = "Ends with exit status 1 if an obligation that is shown has this "
             "status, for instance unmet or 'not reported'."},
    {.name = "brief",
     .letter = 'b',
     .help = "Clock, calendar and counts only."},
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = case_formats,
     .otherwise = "text",
     .help = "How to print: text, json (one object; its names stay), or csv "
             "(a row for each obligation and account)."},
    {.name = NULL},
};

static err run(struct cli *c, const struct args *args, int *status)
{
    struct case_options o;
    struct app_case *k;
    const char *fail_on[32];
    size_t n = 0;
    bool any = false;
    while (n < COUNT_OF(fail_on) &&
           (fail_on[n] = args_value_at(args, "fail-on", n)) != NULL)
        n++;
    TRY(c->cx, case_opts_read(c, args, args->operands_n - 1, &o));
    o.account = args_value(args, "account");
    o.clause = args_value(args, "clause");
    err e = case_opts_open(c, &o, &k);
    if (is_ok(e))
        e = case_has_status(k, fail_on, n, &any);
    if (is_ok(e))
        e = case_status(k, case_opts_format(args), args_flag(args, "brief"),
                        c->out);
    if (is_ok(e))
        *status = case_problems(k) > 0 ? EXIT_ERROR : any ? EXIT_NO : EXIT_DONE;
    case_close(k);
    return e;
}

static const struct example examples[] = {
    {"truce status examples/gaza-2025-01/agreement.truce "
     "examples/gaza-2025-01/reports.jsonl",
     "Where each clause stood at the last report", EXIT_DONE},
    {"truce status examples/harbour/agreement.truce "
     "examples/harbour/reports.jsonl --at 'day 7' --known-at 2025-03-14",
     "The seventh day, as it was known on 14 March", EXIT_DONE},
    {"truce status examples/harbour/agreement.truce "
     "examples/harbour/reports.jsonl --account un --format csv",
     "What one account says, for a spreadsheet", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "printed, and every line of the reports was used"},
    {EXIT_NO, "an obligation has a status named by --fail-on"},
    {0, NULL},
};

const struct cmd cmd_status = {
    .name = "status",
    .group = GROUP_STATUS,
    .stability = CMD_STABLE,
    .summary = "shows what was owed, done, disputed and not reported",
    .operands = "AGREEMENT [REPORTS...]",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "Reads an agreement and the reports that came in (JSON Lines, see "
        "docs/reports.md; - is standard input) and says for each obligation "
        "what was owed, what is reported done, by whose account, on which "
        "reports that rests, and what nobody knows. What each status means is "
        "in docs/semantics.md.\n"
        "\n"
        "A line of the reports that cannot be used is named on standard "
        "error; the others are kept, and the exit status is 3.\n"
        "\n"
        "No report is neither compliance nor breach: it is shown as not "
        "reported.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
