/* cli/cmd_roster.c: `truce roster ACTION ...`: who is in a compartment. */
#include "app/compartment.h"
#include "cli/cli.h"

struct call {
    struct cli *c;
    const struct args *args;
    const char *const *operands; /* after the action */
    int *status;
};

static err needs(struct call *x, const char *option, const char **out)
{
    *out = args_value(x->args, option);
    if (*out == NULL)
        return usage_fail(x->c, "", "--%s is missing", option);
    return OK;
}

static err number(struct call *x, const char *option, int64_t max, int64_t *out)
{
    const char *text = args_value(x->args, option);
    if (text != NULL && !str_int(str_of(text), 0, max, out))
        return usage_fail(x->c, "", "--%s: \"%s\" is no number that it can be",
                          option, text);
    return OK;
}

static err do_new(struct call *x)
{
    struct compartment_init what = {.path = x->operands[0],
                                    .policy = args_value(x->args, "policy")};
    TRY(x->c->cx, needs(x, "origin", &what.origin));
    TRY(x->c->cx, needs(x, "of", &what.of));
    return compartment_make(x->c->cx, x->c->arena, &what, x->c->out);
}

static err do_draft(struct call *x)
{
    struct roster_draft d = {.path = x->operands[0],
                             .lines = x->operands[1],
                             .until = args_value(x->args, "until")};
    TRY(x->c->cx, needs(x, "out", &d.out));
    TRY(x->c->cx, number(x, "sign", ROSTER_OWNERS_MAX, &d.sign));
    TRY(x->c->cx, number(x, "number", INT64_MAX - 1, &d.number));
    return roster_write_draft(x->c->cx, x->c->arena, &d, x->c->out);
}

static err do_sign(struct call *x)
{
    const char *key;
    TRY(x->c->cx, needs(x, "as", &key));
    return roster_sign_file(x->c->cx, x->c->arena, x->operands[0], key,
                            x->c->out);
}

static err do_enter(struct call *x)
{
    return roster_enter(x->c->cx, x->c->arena, x->operands[0], x->operands[1],
                        args_value(x->args, "as"), x->c->out);
}

static err do_show(struct call *x)
{
    bool holds;
    TRY(x->c->cx, roster_show(x->c->cx, x->c->arena, x->operands[0],
                              &(struct own_view){args_value(x->args, "policy"),
                                                 args_value(x->args, "witness"),
                                                 args_value(x->args, "first")},
                              x->c->out, &holds));
    if (!holds)
        *x->status = EXIT_NO;
    return OK;
}

static const struct action {
    const char *name;
    size_t operands;
    const char *usage;
    const char *options[5];
    err (*run)(struct call *x);
} actions[] = {
    {"draft",
     2,
     "draft CASE LINES --out ROSTER",
     {"out", "until", "sign", "number"},
     do_draft},
    {"enter", 2, "enter CASE ROSTER", {"as"}, do_enter},
    {"new",
     1,
     "new CASE --origin NAME --of CASE",
     {"origin", "of", "policy"},
     do_new},
    {"show", 1, "show CASE", {"policy", "witness", "first"}, do_show},
    {"sign", 1, "sign ROSTER --as KEYFILE", {"as"}, do_sign},
};

static err run(struct cli *c, const struct args *args, int *status)
{
    struct call x = {c, args, args->operands + 1, status};
    const struct action *a = NULL;
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (strcmp(actions[i].name, args->operands[0]) == 0)
            a = &actions[i];
    if (a == NULL)
        return usage_fail(c, "there are: draft, enter, new, show, sign",
                          "there is no truce roster %s", args->operands[0]);
    if (args->operands_n != a->operands + 1)
        return usage_fail(c, "", "usage: truce roster %s", a->usage);
    TRY(c->cx,
        args_must_belong(c, args, a->options, COUNT_OF(a->options), a->name));
    return a->run(&x);
}

static const struct opt opts[] = {
    {.name = "origin",
     .value = "NAME",
     .help = "For new: the name of the compartment's log, for good."},
    {.name = "of",
     .value = "CASE",
     .kind = ARG_FILE,
     .help = "For new: the case that it belongs to. The compartment names it; "
             "the case does not name the compartment."},
    {.name = "policy",
     .letter = 'p',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For show: your own policy, with the log's key and your own "
             "witness. For new: that of the log, as for truce init."},
    {.name = "witness",
     .letter = 'w',
     .value = "FOLDER",
     .kind = ARG_FILE,
     .help = "For show: the folder of your own witness, if it is on this "
             "machine: an "
             "older copy of the compartment is noticed then."},
    {.name = "first",
     .value = "HASH",
     .help = "For show: the hash of the first roster, as an owner told it to "
             "you; another one is an error."},
    {.name = "out",
     .letter = 'o',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For draft: the new roster, to be signed."},
    {.name = "until",
     .value = "TIME",
     .help = "For draft: when it ends, such as 2026-06-30T00:00:00Z (default "
             "in 90 days). An end limits what a stale copy can do."},
    {.name = "sign",
     .value = "K",
     .help = "For draft: how many owners must sign the roster after it "
             "(default all)."},
    {.name = "number",
     .value = "N",
     .help = "For draft: the compartment's number, with its first roster."},
    {.name = "as",
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .help = "For sign: the owner's secret key; enter: the sender's (default "
             "the sequencer's)."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce roster new room.case --origin mediators.example/harbour/room-1 "
     "--of harbour.case",
     "A compartment: a case file with a log of its own", EXIT_DONE},
    {"truce roster new room.case --origin mediators.example/harbour/room-1 "
     "--of harbour.case > made && truce roster show room.case",
     "It has no roster yet", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "done; show --policy: something may be sealed to it"},
    {EXIT_NO, "show --policy: nothing may be sealed to it; the state says why"},
    {0, NULL},
};

const struct cmd cmd_roster = {
    .name = "roster",
    .group = GROUP_SEAL,
    .stability = CMD_CHANGING,
    .summary = "says who is in a compartment, by its owners' signatures",
    .operands = "ACTION [...]",
    .operands_min = 1,
    .operands_max = 3,
    .operand_kind = ARG_FILE,
    .text =
        "A compartment is a case file with a log of its own. Its roster says "
        "to whom is sealed from now on: two keys for each person. The owners "
        "sign it. The actions:\n\n"
        " new CASE           makes a compartment\n"
        " draft CASE LINES   the next roster, from lines `owner` and `person`\n"
        " sign ROSTER        adds an owner's signature to that file\n"
        " enter CASE ROSTER  enters it, if enough owners have signed\n"
        " show CASE          the roster in force\n\n"
        "The file LINES holds owner VKEY NEXT and person NAME age1... age1..., "
        "a line each; truce seal keygen --sheet prints the line of a person. "
        "NEXT is the SHA-256 of the key that may replace the owner's, or -.\n\n"
        "All owners sign the first roster; each later one is signed by as many "
        "owners of the one before as that asks for. Who is taken off keeps "
        "what was sealed before. docs/sealing.md explains it.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
