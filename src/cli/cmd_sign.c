/* cli/cmd_sign.c: `truce sign`. */
#include "app/signatures.h"
#include "cli/text_opts.h"

static err one_case(struct cli *c, const struct args *args)
{
    struct sign_case what = {.path = args->operands[0],
                             .actor = args_value(args, "as"),
                             .key = args_value(args, "key"),
                             .with = args_value(args, "with"),
                             .sender = args_value(args, "sender"),
                             .out = args_value(args, "out")};
    if (what.actor == NULL)
        return usage_fail(c, "--as ACTOR: as the agreement names the signatory",
                          "who signs?");
    if ((what.key == NULL) == (what.with == NULL))
        return usage_fail(c,
                          "--key signs here; --with enters a signature that "
                          "was made elsewhere",
                          "give one of --key and --with");
    if (what.with != NULL && what.out != NULL)
        return usage_fail(c, "", "--out belongs to --key");
    return sign_case(c->cx, c->arena, &what, c->out);
}

static err one_file(struct cli *c, const struct args *args)
{
    struct buf messages;
    const char **choices;
    size_t n = 0;
    if (args_value(args, "key") == NULL)
        return usage_fail(c, "--key FILE: an Ed25519 key of OpenSSH",
                          "--key is missing");
    if (args_value(args, "as") != NULL || args_value(args, "with") != NULL ||
        args_value(args, "sender") != NULL)
        return usage_fail(c, "", "--as, --with and --sender belong to a case");
    while (args_value_at(args, "choose", n) != NULL)
        n++;
    TRY_NEW_ARRAY(c->cx, c->arena, n + 1, choices);
    for (size_t i = 0; i < n; i++)
        choices[i] = args_value_at(args, "choose", i);
    struct sign_file what = {.path = args->operands[0],
                             .purpose = args_value(args, "for"),
                             .choices = choices,
                             .n_choices = n,
                             .key = args_value(args, "key"),
                             .out = args_value(args, "out")};
    buf_init(&messages, c->arena, SIZE_MAX);
    err e = sign_file(c->cx, c->arena, &what, &messages, c->out);
    str text = buf_view(&messages);
    fwrite(text.p, 1, text.n, stderr);
    return e;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    (void)status;
    return casefile_is(args->operands[0]) ? one_case(c, args)
                                          : one_file(c, args);
}

static const char *const purposes[] = {"agreement", "approval", "key", NULL};

static const struct opt opts[] = {
    {.name = "key",
     .letter = 'k',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "Signs with this secret key: an Ed25519 key of OpenSSH without "
             "passphrase. Any other key signs by ssh-keygen."},
    {.name = "as",
     .value = "ACTOR",
     .help = "Of a case: who signs, as the agreement names them."},
    {.name = "with",
     .letter = 'w',
     .value = "FILE.sig",
     .kind = ARG_FILE,
     .help = "Of a case: enters this signature, which was made elsewhere."},
    {.name = "sender",
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .help = "Of a case: the sender who enters it. Without it the sequencer, "
             "CASE.key."},
    {.name = "for",
     .value = "PURPOSE",
     .choices = purposes,
     .otherwise = "agreement",
     .help = "Of a file: what for. An agreement is signed in its canonical "
             "bytes, everything else as the file is."},
    {.name = "out",
     .letter = 'o',
     .value = "FILE.sig",
     .kind = ARG_FILE,
     .help = "Where the signature goes. Without it beside what is signed."},
    TEXT_CHOOSE_OPT,
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce record key harbour.case --purpose sign --holder ardania "
     "--out ardania.key && "
     "truce sign harbour.case --as ardania --key ardania.key",
     "A signature enters the record", EXIT_DONE},
    {"ssh-keygen -q -t ed25519 -N '' -f id && "
     "truce sign --key id -o my.sig examples/harbour/agreement.truce",
     "A detached signature on a text", EXIT_DONE},
    {"truce hash --bytes harbour.case > text && "
     "ssh-keygen -q -t ecdsa -N '' -f id && "
     "ssh-keygen -q -Y sign -n agreement@truce -f id text && "
     "truce record key harbour.case --purpose sign --holder belmar --key "
     "id.pub "
     "&& truce sign harbour.case --as belmar --with text.sig",
     "A signature that ssh-keygen made", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "signed, and of a case entered"},
    {0, NULL},
};

const struct cmd cmd_sign = {
    .name = "sign",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "signs an agreement, or enters a signature into a case",
    .operands = "AGREEMENT | CASE",
    .operands_min = 1,
    .operands_max = 1,
    .operand_kind = ARG_FILE,
    .text =
        "What is signed is what truce hash hashes: the canonical bytes. A "
        "signature is a small file of its own, in the format of OpenSSH "
        "(SSHSIG), which ssh-keygen -Y verify checks too.\n\n"
        "With a case: signs its last agreement and enters the signature. The "
        "key must stand in the record as a signing key of the signatory (truce "
        "record key --purpose sign). A key in a security key or with a "
        "passphrase signs elsewhere:\n\n"
        " truce hash --bytes CASE > text\n"
        " ssh-keygen -Y sign -n agreement@truce -f KEY text\n"
        " truce sign CASE --as ACTOR --with text.sig\n\n"
        "From its first signing key on an actor signs with its keys only: a "
        "record that just says so no longer counts. The fingerprint that is "
        "printed is that of the text: compare it with the other signatories, "
        "on paper or aloud, before you sign.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
