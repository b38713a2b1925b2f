/* cli/cmd_open.c: `truce open`. */
#include "app/seal.h"
#include "cli/cli.h"

enum { KEYS_MAX = 64 };

static err run(struct cli *c, const struct args *args, int *status)
{
    const char *keys[KEYS_MAX];
    const char *out = args_value(args, "out");
    const char *entry = args_value(args, "entry");
    struct open_job job = {.input = args->operands[0],
                           .entry = -1,
                           .with = {keys, 0, args_value(args, "passphrase")},
                           .as_is = args_flag(args, "as-is")};
    (void)status;
    while (job.with.n < KEYS_MAX && (keys[job.with.n] = args_value_at(
                                         args, "identity", job.with.n)) != NULL)
        job.with.n++;
    if (job.with.n == 0 && job.with.passphrase == NULL)
        return usage_fail(c, "truce open FILE --identity ardania-2.key",
                          "--identity is missing: the file of your secret key");
    if (entry != NULL && !str_int(str_of(entry), 0, INT64_MAX - 1, &job.entry))
        return usage_fail(c, "", "--entry: \"%s\" is no number", entry);
    job.output = out == NULL || strcmp(out, "-") == 0 ? NULL : out;
    return app_open(c->cx, c->arena, &job, c->out);
}

static const struct opt opts[] = {
    {.name = "identity",
     .letter = 'i',
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .repeats = true,
     .help = "A file with secret keys, as truce seal keygen and age-keygen "
             "write it. One that is sealed itself (a content key) is opened "
             "with those before it."},
    {.name = "out",
     .letter = 'o',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "Writes the content into this new file, which only you can read. "
             "Without it the content is printed, up to 64 MiB."},
    {.name = "entry",
     .value = "N",
     .help = "FILE is a compartment's case file: opens its entry N."},
    {.name = "passphrase",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For a file that is sealed with a passphrase: it is the first "
             "line of this file."},
    {.name = "as-is", .help = "Leaves the padding on: what age -d gives."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce seal keygen --name ardania-2 -o a.key > a.pub && "
     "truce seal examples/harbour/agreement.truce --to a.pub -o text.age && "
     "truce open text.age --identity a.key",
     "The content, once all of it is known to be sound", EXIT_DONE},
    {"truce open examples/harbour/agreement.truce --identity missing.key",
     "What is not sealed, or not to this key, is refused with the reason",
     EXIT_ERROR},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "all of the content is there, as it was sealed"},
    {EXIT_ERROR, "not sealed, to others, changed, or cut short: nothing is "
                 "written"},
    {0, NULL},
};

const struct cmd cmd_open = {
    .name = "open",
    .group = GROUP_SEAL,
    .stability = CMD_CHANGING,
    .summary = "opens a sealed file with a secret key",
    .operands = "FILE",
    .operands_min = 1,
    .operands_max = 1,
    .operand_kind = ARG_FILE,
    .text =
        "Opens a file that was sealed to one of the keys: by truce seal, or by "
        "age or another program for age files (X25519 keys; passphrases). The "
        "padding of truce seal is taken off.\n\n"
        "Nothing is given out before all of the file is known to be sound: a "
        "file that was changed or cut short gives no content, and leaves no "
        "file.\n\n"
        "Without truce: age -d -i KEYFILE FILE > out, then truncate -s "
        "\"$(tail "
        "-c 17 out)\" out. docs/sealing.md explains it.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
