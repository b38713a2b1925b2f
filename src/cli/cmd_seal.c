/* cli/cmd_seal.c: `truce seal`: a file, or one of three actions. */
#include "app/compartment.h"
#include "app/seal.h"
#include "cli/cli.h"

enum { MANY = 64 };

struct lists {
    const char *to[MANY], *keys[MANY];
};

static err all_of(struct cli *c, const struct args *args, const char *option,
                  const char **out, size_t *n)
{
    *n = 0;
    while (*n < MANY && (out[*n] = args_value_at(args, option, *n)) != NULL)
        (*n)++;
    if (*n == MANY)
        return usage_fail(c, "Put the recipients into a file, one a line.",
                          "--%s is given more than %d times", option, MANY - 1);
    return OK;
}

static err read_to(struct cli *c, const struct args *args, struct lists *l,
                   struct seal_to *to)
{
    TRY(c->cx, all_of(c, args, "to", l->to, &to->n));
    to->to = l->to;
    to->policy = args_value(args, "policy");
    to->witness = args_value(args, "witness");
    to->first = args_value(args, "first");
    if (to->n == 0)
        return usage_fail(c,
                          "--to age1..., a file of such keys, or a "
                          "compartment's case file with --policy",
                          "--to is missing");
    return OK;
}

static err do_file(struct cli *c, const struct args *args)
{
    struct lists l;
    struct seal_job job = {.input = args->operands[0],
                           .output = args_value(args, "out"),
                           .armor = args_flag(args, "armor"),
                           .content_key = args_flag(args, "content-key")};
    TRY(c->cx, read_to(c, args, &l, &job.to));
    return app_seal(c->cx, c->arena, &job, c->out);
}

static err do_keygen(struct cli *c, const struct args *args)
{
    struct keygen_job job = {.name = args_value(args, "name"),
                             .file = args_value(args, "out"),
                             .sheet = args_value(args, "sheet")};
    if (job.name == NULL)
        return usage_fail(c, "truce seal keygen --name ardania-2",
                          "--name is missing");
    return app_keygen(c->cx, c->arena, &job, c->out);
}

static err number(struct cli *c, const struct args *args, const char *option,
                  int64_t *out)
{
    const char *text = args_value(args, option);
    *out = -1;
    if (text != NULL && !str_int(str_of(text), 0, INT64_MAX - 1, out))
        return usage_fail(c, "", "--%s: \"%s\" is no number", option, text);
    return OK;
}

static err do_again(struct cli *c, const struct args *args)
{
    struct lists l;
    struct again_job job = {.input = args->operands[1],
                            .output = args_value(args, "out"),
                            .armor = args_flag(args, "armor")};
    TRY(c->cx, read_to(c, args, &l, &job.to));
    TRY(c->cx, all_of(c, args, "identity", l.keys, &job.with.n));
    TRY(c->cx, number(c, args, "entry", &job.entry));
    job.with.identities = l.keys;
    if (job.with.n == 0 || job.output == NULL)
        return usage_fail(c,
                          "truce seal again FILE --identity KEYFILE --to ... "
                          "--out NEW",
                          "--identity or --out is missing");
    return app_seal_again(c->cx, c->arena, &job, c->out);
}

static err do_enter(struct cli *c, const struct args *args)
{
    struct sealed_put what = {.path = args->operands[1],
                              .file = args->operands[2],
                              .as = args_value(args, "as"),
                              .drop = args_flag(args, "drop")};
    TRY(c->cx, number(c, args, "instead-of", &what.again));
    if (what.drop && what.again < 0)
        return usage_fail(c, "", "--drop goes with --instead-of");
    return sealed_enter(c->cx, c->arena, &what, c->out);
}

static const struct action {
    const char *name;
    size_t operands; /* with its own name */
    const char *usage;
    const char *options[8]; /* that belong to it */
    err (*run)(struct cli *c, const struct args *args);
} actions[] = {
    {"again",
     2,
     "again FILE --identity KEYFILE --to ... --out NEW",
     {"identity", "to", "policy", "witness", "first", "out", "armor", "entry"},
     do_again},
    {"enter", 3, "enter CASE SEALED", {"as", "instead-of", "drop"}, do_enter},
    {"keygen", 1, "keygen --name NAME", {"name", "out", "sheet"}, do_keygen},
    {NULL,
     1,
     "FILE --to ...",
     {"to", "policy", "witness", "first", "out", "armor", "content-key"},
     do_file},
};

static err run(struct cli *c, const struct args *args, int *status)
{
    const struct action *a = actions;
    (void)status;
    while (a->name != NULL && strcmp(a->name, args->operands[0]) != 0)
        a++;
    if (args->operands_n != a->operands)
        return usage_fail(c, "", "usage: truce seal %s", a->usage);
    TRY(c->cx,
        args_must_belong(c, args, a->options, COUNT_OF(a->options), a->usage));
    return a->run(c, args);
}

static const struct opt opts[] = {
    {.name = "to",
     .letter = 't',
     .value = "WHOM",
     .kind = ARG_FILE,
     .repeats = true,
     .help = "A public key age1..., a file with one on each line, or a "
             "compartment's case file: those of its roster. May be given "
             "several times."},
    {.name = "policy",
     .letter = 'p',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "Your own policy, with the log's key and your own witness: a "
             "roster counts only where it has seen it."},
    {.name = "witness",
     .letter = 'w',
     .value = "FOLDER",
     .kind = ARG_FILE,
     .help = "The folder of your own witness, if it is on this machine: an "
             "older copy of the compartment is noticed then."},
    {.name = "first",
     .value = "HASH",
     .help = "The hash of the compartment's first roster, as an owner told "
             "it to you: nothing is sealed if it is another one."},
    {.name = "out",
     .letter = 'o',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "The sealed file (default FILE.age); for keygen: the key's "
             "(default NAME.key)."},
    {.name = "armor",
     .letter = 'a',
     .help = "Writes text, for mail, a third longer."},
    {.name = "content-key",
     .help = "Seals the file to a new key, and that key to the recipients, "
             "in FILE.age.key.age: for large files, so that only the key has "
             "to be sealed again."},
    {.name = "identity",
     .letter = 'i',
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .repeats = true,
     .help = "For again: the secret key that opens FILE."},
    {.name = "entry",
     .value = "N",
     .help = "For again: FILE is a compartment's case file; its entry N."},
    {.name = "name",
     .value = "NAME",
     .help = "For keygen: a pseudonym such as ardania-2. All in the "
             "compartment read it."},
    {.name = "sheet",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For keygen: makes a recovery key too, as a page to be printed, "
             "and prints the line for a roster."},
    {.name = "as",
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .help = "For enter: signs the entry with this sender's key."},
    {.name = "instead-of",
     .value = "N",
     .help = "For enter: the file is entry N, sealed again."},
    {.name = "drop",
     .help = "For enter --instead-of: drops the old file from this copy of "
             "the case; its entry stays."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce seal keygen --name ardania-2 --sheet ardania-2.txt",
     "A key in ardania-2.key, a page to be printed, a line for a roster",
     EXIT_DONE},
    {"truce seal keygen --name ardania-2 > to && "
     "truce seal examples/harbour/reports.jsonl --to to -o reports.age",
     "A file that only the holder of ardania-2.key can open", EXIT_DONE},
    {"truce seal examples/harbour/reports.jsonl --to age1mistyped",
     "A mistyped key is noticed", EXIT_ERROR},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "sealed, made or entered"},
    {EXIT_ERROR, "nothing was written: the reason is named"},
    {0, NULL},
};

const struct cmd cmd_seal = {
    .name = "seal",
    .group = GROUP_SEAL,
    .stability = CMD_CHANGING,
    .summary = "seals a file so that only its recipients can open it",
    .operands = "FILE | keygen | again FILE | enter CASE SEALED",
    .operands_min = 1,
    .operands_max = 3,
    .operand_kind = ARG_FILE,
    .text =
        "Seals FILE to keys: whoever holds one of the secret keys opens it, "
        "with truce open or with age. The file is padded and its recipients "
        "are filled up to 4, 8, 16, so that length and number say little.\n\n"
        " FILE               seals it; - is standard input\n"
        " keygen             makes a secret key, and prints the public one\n"
        " again FILE         opens a sealed file and seals it to others\n"
        " enter CASE SEALED  enters a sealed file into a compartment's log\n\n"
        "With --to CASE the file is sealed to the roster of a compartment: to "
        "the device's key and the recovery key of each person. That is done "
        "only if your own witness has seen the roster in the log, so that "
        "nobody can put in a silent reader.\n\n"
        "A file named keygen, again or enter is written ./keygen. "
        "docs/sealing.md explains it all.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
