/* cli/cmd_export.c: `truce export`. */
#include "app/export.h"
#include "cli/cli.h"

/* The values of an option that repeats. */
static err values_of(struct cli *c, const struct args *args, const char *name,
                     const char *const **out, size_t *n)
{
    const char **list;
    *n = 0;
    while (args_value_at(args, name, *n) != NULL)
        (*n)++;
    TRY_NEW_ARRAY(c->cx, c->arena, *n, list);
    for (size_t i = 0; i < *n; i++)
        list[i] = args_value_at(args, name, i);
    *out = list;
    return OK;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    struct progress p;
    struct export what = {.by = {.path = args->operands[0],
                                 .key = args_value(args, "as"),
                                 .who = args_value(args, "who"),
                                 .purpose = args_value(args, "purpose")},
                          .out = args_value(args, "out"),
                          .recorded = args_flag(args, "recorded"),
                          .no_entry = args_flag(args, "no-entry"),
                          .progress = progress_update,
                          .progress_self = &p};
    (void)status;
    if (what.out == NULL)
        return usage_fail(c, "--out FOLDER, or --out FILE.zip",
                          "--out is missing");
    if (what.no_entry &&
        (what.by.key != NULL || what.by.who != NULL || what.by.purpose != NULL))
        return usage_fail(c, "",
                          "--as, --who and --purpose are for the entry "
                          "that --no-entry leaves out");
    TRY(c->cx, values_of(c, args, "without", &what.without, &what.n_without));
    TRY(c->cx, values_of(c, args, "omit", &what.omit, &what.n_omit));
    progress_begin(&p, c, "entries");
    err e = export_case(c->cx, c->arena, &what, c->out);
    progress_end(&p);
    return e;
}

static const struct opt opts[] = {
    {.name = "out",
     .letter = 'o',
     .value = "PATH",
     .kind = ARG_FILE,
     .help = "A folder, or a zip file if it ends in .zip. Nothing is "
             "overwritten."},
    {.name = "without",
     .value = "WHAT",
     .repeats = true,
     .help = "Leaves contents out: of all entries of a type (report), of one "
             "entry (its number), of evidence with its files and custody "
             "(evidence), or the files alone (files). The entries stay, with "
             "type, sender and time."},
    {.name = "omit",
     .value = "WHAT",
     .repeats = true,
     .help = "Leaves the entries of a type, or one of them, out altogether."},
    {.name = "recorded",
     .help = "Under the last head, even if it is not witnessed yet."},
    {.name = "as",
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .help = "Signs the custody entry with this secret key. Without it with "
             "the sequencer's, CASE.key."},
    {.name = "who",
     .value = "WHO",
     .help = "Who exports, by office or pseudonym; without it the name of the "
             "key."},
    {.name = "purpose", .value = "TEXT", .help = "Why, or for whom."},
    {.name = "no-entry",
     .help = "Does not enter that it was exported: for a copy of a case "
             "without its key."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce export harbour.case --out package.zip --no-entry && "
     "truce verify package.zip",
     "A package, and what a stranger makes of it", EXIT_DONE},
    {"truce export harbour.case --out package --without report --omit source "
     "--purpose 'for the guarantors'",
     "One that keeps the reports back", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "the package is there, and holds"},
    {0, NULL},
};

const struct cmd cmd_export = {
    .name = "export",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "makes a package that anybody can check without truce",
    .operands = "CASE",
    .operands_min = 1,
    .operands_max = 1,
    .operand_kind = ARG_FILE,
    .text =
        "Writes a BagIt folder (RFC 8493), or the same as a zip file: the "
        "agreement, each entry with its proof and its content, the signed head "
        "with its cosignatures, the policy, time stamps, files of evidence, "
        "their custody, a page to be read (index.html) and one of commands "
        "(VERIFY.md). sha256sum and openssl check it, and so do truce verify "
        "and the single file truce-verify.c.\n\n"
        "Whatever is left out, what is kept is proved as before, and how much "
        "is missing is shown. The package is checked before it gets its name. "
        "The same case gives the same bytes; afterwards the export is entered "
        "as an act of custody.\n\n"
        "Entries under no witnessed head yet are not in it, unless there is "
        "none at all or with --recorded. docs/evidence.md explains it.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
