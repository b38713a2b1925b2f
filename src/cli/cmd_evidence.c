/* cli/cmd_evidence.c: `truce evidence ACTION CASE ...`. */
#include "app/evidence.h"
#include "cli/cli.h"

struct evidence_call {
    struct cli *c;
    const struct args *args;
    struct evidence_by by;
    const char *const *operands; /* those after the case */
    size_t n;
    int *status;
};

static err do_add(struct evidence_call *x)
{
    struct cli *c = x->c;
    size_t kept;
    struct evidence_add what = {.by = x->by,
                                .from = args_value(x->args, "from"),
                                .derived_from =
                                    args_value(x->args, "derived-from"),
                                .how = args_value(x->args, "how"),
                                .files = x->operands,
                                .n = x->n};
    if (what.how != NULL && what.derived_from == NULL)
        return usage_fail(c, "", "--how belongs to --derived-from");
    return evidence_add(c->cx, c->arena, &what, c->out, &kept);
}

static err do_check(struct evidence_call *x)
{
    bool holds = false;
    TRY(x->c->cx,
        evidence_check(x->c->cx, x->c->arena, x->by.path, x->c->out, &holds));
    if (!holds)
        *x->status = EXIT_NO;
    return OK;
}

static err do_copy(struct evidence_call *x)
{
    int64_t metres = 0;
    const char *coarse = args_value(x->args, "coarse");
    struct evidence_copy what = {.by = x->by,
                                 .hash = x->operands[0],
                                 .out = args_value(x->args, "out"),
                                 .strip = args_flag(x->args, "strip")};
    if (what.out == NULL)
        return usage_fail(x->c, "", "--out is missing");
    if (coarse != NULL && !what.strip)
        return usage_fail(x->c, "", "--coarse belongs to --strip");
    if (coarse != NULL &&
        !str_int(str_of(coarse), 1, EVIDENCE_COARSE_MAX, &metres))
        return usage_fail(x->c, "", "--coarse is of 1 to %d metres, not \"%s\"",
                          EVIDENCE_COARSE_MAX, coarse);
    what.coarse_m = (uint32_t)metres;
    return evidence_copy(x->c->cx, x->c->arena, &what, x->c->out);
}

static err do_list(struct evidence_call *x)
{
    bool json = strcmp(args_value(x->args, "format"), "json") == 0;
    return evidence_list(x->c->cx, x->c->arena, x->by.path, json, x->c->out);
}

static err do_note(struct evidence_call *x)
{
    static const char *const acts[] = {"received", "copied", "opened", "sealed",
                                       "exported"};
    for (size_t i = 0; i < COUNT_OF(acts); i++)
        if (strcmp(acts[i], x->operands[1]) == 0)
            return evidence_act(x->c->cx, x->c->arena, &x->by, x->operands[0],
                                acts[i], x->c->out);
    return usage_fail(x->c,
                      "it is one of received, copied, opened, sealed, exported",
                      "\"%s\" is no act", x->operands[1]);
}

static err do_show(struct evidence_call *x)
{
    return evidence_show(x->c->cx, x->c->arena, x->by.path, x->operands[0],
                         x->c->out);
}

static const struct {
    struct action_form form;
    err (*run)(struct evidence_call *x);
} actions[] = {
    {{"add",
      1,
      SIZE_MAX,
      "add CASE FILE...",
      {"as", "who", "purpose", "from", "derived-from", "how"}},
     do_add},
    {{"check", 0, 0, "check CASE", {NULL}}, do_check},
    {{"copy",
      1,
      1,
      "copy CASE HASH --out FILE",
      {"as", "who", "purpose", "out", "strip", "coarse"}},
     do_copy},
    {{"list", 0, 0, "list CASE", {"format"}}, do_list},
    {{"note", 2, 2, "note CASE HASH ACT", {"as", "who", "purpose"}}, do_note},
    {{"show", 1, 1, "show CASE HASH", {NULL}}, do_show},
};

static err run(struct cli *c, const struct args *args, int *status)
{
    size_t action;
    struct evidence_call x = {.c = c, .args = args, .status = status};
    TRY(c->cx, args_action(c, args, actions, sizeof actions[0],
                           COUNT_OF(actions), &action));
    x.by = (struct evidence_by){.path = args->operands[1],
                                .key = args_value(args, "as"),
                                .who = args_value(args, "who"),
                                .purpose = args_value(args, "purpose")};
    x.operands = args->operands + 2;
    x.n = args->operands_n - 2;
    return actions[action].run(&x);
}

static const char *const formats[] = {"text", "json", NULL};

static const struct opt opts[] = {
    {.name = "as",
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .help = "Signs the entries with this secret key. Without it with the "
             "sequencer's, CASE.key."},
    {.name = "who",
     .value = "WHO",
     .help = "Who acts, by office or pseudonym; without it the name of the "
             "key."},
    {.name = "purpose", .value = "TEXT", .help = "Why."},
    {.name = "from",
     .value = "TEXT",
     .help = "For add: from whom the files came."},
    {.name = "derived-from",
     .value = "HASH",
     .help = "For add: the files were made from this one of the case."},
    {.name = "how",
     .value = "TEXT",
     .help = "For add: what was done to make them from it."},
    {.name = "out",
     .letter = 'o',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For copy: the copy. Nothing is overwritten."},
    {.name = "strip",
     .help = "For copy: a working copy of a JPEG or PNG picture without its "
             "metadata, for release. It is kept and entered as a file derived "
             "from the original, which stays as it is."},
    {.name = "coarse",
     .value = "METRES",
     .help = "For copy --strip: the description of the copy has the place of "
             "the original to so many metres; without it no place."},
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = formats,
     .otherwise = "text",
     .help = "For list: text or json."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce evidence add harbour.case --from 'monitor 12' docs/img/status.svg",
     "Keeps the file under its hash and enters it", EXIT_DONE},
    {"truce evidence list harbour.case", "What there is", EXIT_DONE},
    {"truce evidence check harbour.case", "Whether all is as it was entered",
     EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "done"},
    {EXIT_NO, "check: a file is missing, or not the one that was entered"},
    {0, NULL},
};

const struct cmd cmd_evidence = {
    .name = "evidence",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "keeps files of evidence, and who had them when",
    .operands = "ACTION CASE [...]",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "Files of evidence lie beside the case, in CASE.evidence, each under "
        "its SHA-256, read-only and untouched. An entry of the case says what "
        "it is; further entries say who received, copied, opened, sealed or "
        "exported it, when and why. The actions:\n\n"
        " add CASE FILE...      keeps files and enters them\n"
        " list CASE             all files\n"
        " show CASE HASH        one of them, its custody, what is derived\n"
        " copy CASE HASH        a copy, the same or without metadata\n"
        " note CASE HASH ACT    enters that it was opened, sealed, ...\n"
        " check CASE            hashes every file again\n\n"
        "HASH is the file's SHA-256 or its first digits. The file is hashed "
        "before an act is entered and after it. Time and place that a picture "
        "has of itself are shown as its own account: nothing checks them, and "
        "whoever releases the file releases them. docs/evidence.md explains "
        "it.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
