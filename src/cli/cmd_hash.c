/* cli/cmd_hash.c: `truce hash`. */
#include "app/signatures.h"
#include "cli/text_opts.h"

/* Of a case its last agreement, which was entered in these very bytes. */
static err canonical(struct cli *c, const struct args *args, const char *path,
                     str *bytes)
{
    struct app_text t;
    if (casefile_is(path))
        return signatures_case_text(c->cx, c->arena, path, bytes);
    TRY(c->cx, text_opts_read(c, args, path, &t));
    return app_canonical_text(c->cx, c->arena, &t, bytes);
}

static err one(struct cli *c, const struct args *args, const char *path)
{
    str bytes;
    TRY(c->cx, canonical(c, args, path, &bytes));
    if (args_flag(args, "bytes")) {
        buf_str(c->out, bytes);
        return OK;
    }
    app_print_hash(bytes, c->out);
    buf_c(c->out, "  ");
    buf_safe(c->out,
             strcmp(path, "-") == 0 ? STR("standard input") : str_of(path));
    buf_char(c->out, '\n');
    return OK;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    (void)status;
    if (args_flag(args, "bytes") && args->operands_n > 1)
        return usage_fail(c, "name one file",
                          "--bytes prints one text at a time");
    for (size_t i = 0; i < args->operands_n; i++)
        TRY(c->cx, one(c, args, args->operands[i]));
    return OK;
}

static const struct opt opts[] = {
    {.name = "bytes", .help = "Prints the canonical bytes themselves instead."},
    TEXT_CHOOSE_OPT,
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce hash examples/harbour/agreement.truce",
     "The hash and the name of the file", EXIT_DONE},
    {"truce hash --bytes examples/harbour/agreement.truce | sha256sum",
     "The same hash by another program", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "printed"},
    {0, NULL},
};

const struct cmd cmd_hash = {
    .name = "hash",
    .group = GROUP_TEXT,
    .stability = CMD_STABLE,
    .summary = "prints the SHA-256 of an agreement's canonical bytes",
    .operands = "AGREEMENT|CASE...",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "Prints the SHA-256 of the canonical bytes of each text, in the form "
        "of sha256sum. The canonical bytes are what truce fmt prints, without "
        "comments and optional blank lines: so two people who hold the same "
        "agreement in another layout see the same hash, and any change of a "
        "word gives another one. Of a case: its last agreement.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
