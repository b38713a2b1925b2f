/* cli/cmd_init.c: `truce init`. */
#include "app/casefile.h"
#include "cli/cli.h"

static err run(struct cli *c, const struct args *args, int *status)
{
    const char *choices[64];
    struct casefile_init what = {.path = args->operands[0],
                                 .origin = args_value(args, "origin"),
                                 .policy = args_value(args, "policy"),
                                 .choices = choices};
    struct buf messages;
    (void)status;
    if (what.origin == NULL)
        return usage_fail(c,
                          "--origin mediators.example/harbour: a name that "
                          "no other log has",
                          "the name of the log is missing");
    if (args->operands_n > 1)
        what.agreement = args->operands[1];
    while (what.n_choices < COUNT_OF(choices) &&
           (choices[what.n_choices] =
                args_value_at(args, "choose", what.n_choices)) != NULL)
        what.n_choices++;
    buf_init(&messages, c->arena, SIZE_MAX);
    err e = casefile_init(c->cx, c->arena, &what, &messages, c->out);
    str text = buf_view(&messages);
    fwrite(text.p, 1, text.n, stderr);
    return e;
}

static const struct opt opts[] = {
    {.name = "origin",
     .value = "NAME",
     .help = "The name of the log, for good: of a domain that you hold, and "
             "what follows it, such as mediators.example/harbour. No other log "
             "may have it."},
    {.name = "policy",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "Whose cosignatures make an entry witnessed: lines of tlog-policy "
             "(witness, group, quorum). Without it nobody's: quorum none. "
             "truce record policy changes it later."},
    {.name = "choose",
     .value = "LABEL=A",
     .repeats = true,
     .help = "Takes alternative A of a clause that is open in a draft."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce init new.case --origin mediators.example/harbour "
     "examples/harbour/agreement.truce",
     "A case with its agreement; the key that names its log", EXIT_DONE},
    {"truce init draft.case --origin mediators.example/draft "
     "examples/harbour-draft/agreement.truce",
     "A draft is refused: clauses are open", EXIT_ERROR},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "the case is made"},
    {EXIT_ERROR, "nothing was made, or a file of this name is there"},
    {0, NULL},
};

const struct cmd cmd_init = {
    .name = "init",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "makes a case file: the record of one truce",
    .operands = "CASE [AGREEMENT]",
    .operands_min = 1,
    .operands_max = 2,
    .operand_kind = ARG_FILE,
    .text =
        "Makes CASE, a file with an append-only log of signed entries, and "
        "beside it CASE.key, the secret key of its sequencer (only the owner "
        "can read it), and CASE.head, a copy of the last signed head. Nothing "
        "that is there is overwritten.\n\n"
        "The agreement's canonical bytes become an entry, and so does each map "
        "that it names. A text with mistakes is refused, and a draft in which "
        "clauses are open.\n\n"
        "The key that is printed names this log: give it to every party, by a "
        "way that you trust. docs/record.md explains the record.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
