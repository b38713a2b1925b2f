/* cli/cmd_verify.c: `truce verify`. */
#include "app/casefile.h"
#include "app/export.h"
#include "app/signatures.h"
#include "cli/cli.h"

static err one_entry(struct cli *c, const struct args *args, bool *holds)
{
    struct casefile_proof what = {.policy = args_value(args, "policy"),
                                  .entry = args->operands[0],
                                  .blob = args_value(args, "blob"),
                                  .key = args_value(args, "key"),
                                  .batch = args_value(args, "batch")};
    if (args->operands_n != 2)
        return usage_fail(c, "",
                          "usage: truce verify --policy POLICY ENTRY PROOF");
    what.proof = args->operands[1];
    return casefile_verify_proof(c->cx, c->arena, &what, c->out, holds);
}

static err by_receipt(struct cli *c, const struct args *args, bool *holds)
{
    if (args->operands_n != 1 || args_value(args, "policy") != NULL)
        return usage_fail(c, "", "usage: truce verify --receipt RECEIPT CASE");
    return casefile_verify_receipt(c->cx, c->arena, args->operands[0],
                                   args_value(args, "receipt"), c->out, holds);
}

static bool is_of_one_entry(const struct args *args)
{
    return args_value(args, "blob") != NULL ||
           args_value(args, "key") != NULL || args_value(args, "batch") != NULL;
}

static err whole_case(struct cli *c, const struct args *args, bool *holds)
{
    struct progress p;
    struct casefile_progress ask = {progress_update, &p};
    if (args->operands_n != 1)
        return usage_fail(c, "name the policy that you trust: --policy POLICY",
                          "an entry and its proof are checked by a policy");
    if (is_of_one_entry(args))
        return usage_fail(c, "",
                          "--blob, --key and --batch belong to one entry");
    progress_begin(&p, c, "entries");
    err e = casefile_verify(c->cx, c->arena, args->operands[0], &ask, c->out,
                            holds);
    progress_end(&p);
    return e;
}

static err package(struct cli *c, const struct args *args, bool *holds)
{
    struct progress p;
    struct casefile_progress ask = {progress_update, &p};
    struct package_opinion by = {args_value(args, "policy"),
                                 args_value(args, "authorities")};
    if (is_of_one_entry(args))
        return usage_fail(c, "",
                          "--blob, --key and --batch belong to one entry");
    progress_begin(&p, c, "entries");
    err e = export_verify(c->cx, c->arena, args->operands[0], &by, &ask, c->out,
                          holds);
    progress_end(&p);
    return e;
}

static err signatures(struct cli *c, const struct args *args, bool *holds)
{
    struct signatures_check what = {.path = args->operands[0],
                                    .purpose = args_value(args, "for"),
                                    .allowed = args_value(args, "signers"),
                                    .revoked = args_value(args, "revoked"),
                                    .at = args_value(args, "at"),
                                    .signatures = args->operands + 1,
                                    .n = args->operands_n - 1};
    struct buf messages;
    if (what.n == 0)
        return usage_fail(
            c, "", "usage: truce verify --signers FILE AGREEMENT SIGNATURE...");
    buf_init(&messages, c->arena, SIZE_MAX);
    err e = signatures_check(c->cx, c->arena, &what, &messages, c->out, holds);
    str text = buf_view(&messages);
    fwrite(text.p, 1, text.n, stderr);
    return e;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    bool holds = false;
    if (args->operands_n == 1 && export_is_package(args->operands[0]))
        TRY(c->cx, package(c, args, &holds));
    else if (args_value(args, "authorities") != NULL)
        return usage_fail(c, "", "--authorities belongs to a package");
    else
        TRY(c->cx,
            args_value(args, "receipt") != NULL   ? by_receipt(c, args, &holds)
            : args_value(args, "signers") != NULL ? signatures(c, args, &holds)
            : args_value(args, "policy") != NULL  ? one_entry(c, args, &holds)
                                                 : whole_case(c, args, &holds));
    if (!holds)
        *status = EXIT_NO;
    return OK;
}

static const char *const sign_purposes[] = {"agreement", "approval", "key",
                                            NULL};

static const struct opt opts[] = {
    {.name = "policy",
     .letter = 'p',
     .value = "POLICY",
     .kind = ARG_FILE,
     .help = "Checks one entry by its proof, or a package, by this policy. It "
             "names the log's key and the witnesses that you trust: have it "
             "from them, not from whoever shows you the entry."},
    {.name = "authorities",
     .value = "CERTIFICATES",
     .kind = ARG_FILE,
     .help = "For a package: the time authorities that you trust (PEM). "
             "Without it stamps are checked by the certificates in the "
             "package."},
    {.name = "receipt",
     .value = "RECEIPT",
     .kind = ARG_FILE,
     .help =
         "Looks whether a case, the host's or another party's copy, has the "
         "entry of a receipt in its place."},
    {.name = "batch",
     .value = "BATCH",
     .kind = ARG_FILE,
     .help = "With --key, for an entry in a batch: the entry that signs it, "
             "entry-N.batch of truce record prove."},
    {.name = "blob",
     .value = "BLOB",
     .kind = ARG_FILE,
     .help = "The content of the entry: shows that it is the one."},
    {.name = "key",
     .value = "VKEY",
     .help = "The sender's verifier key: its signature is checked too."},
    {.name = "signers",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "Checks signatures of people on an agreement: the file "
             "allowed_signers of ssh-keygen, which truce record "
             "allowed-signers makes, names who may sign."},
    {.name = "revoked",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "With --signers: a list of public keys that no longer count."},
    {.name = "at",
     .value = "TIME",
     .help = "With --signers: the keys must be valid at this time, for "
             "instance 2025-01-19T10:00:00Z. Without it: now."},
    {.name = "for",
     .value = "PURPOSE",
     .choices = sign_purposes,
     .otherwise = "agreement",
     .help = "With --signers: what was signed. Of anything but an agreement "
             "the bytes of the file."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce verify harbour.case",
     "Every signature, chain, hash, tile and head of a case", EXIT_DONE},
    {"truce record prove harbour.case 2 && "
     "truce verify -p policy entry-2 entry-2.tlog-proof --blob entry-2.blob",
     "One entry, by files alone", EXIT_DONE},
    {"truce record key harbour.case --purpose sign --holder ardania -o id && "
     "truce sign harbour.case --as ardania --key id -o my.sig && "
     "truce record allowed-signers harbour.case > signers && "
     "truce verify --signers signers examples/harbour/agreement.truce my.sig",
     "Who signed an agreement", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "all of it holds"},
    {EXIT_NO, "something does not hold; what, is printed"},
    {0, NULL},
};

const struct cmd cmd_verify = {
    .name = "verify",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "checks a package, an entry, signatures, or a whole case",
    .operands = "CASE | PACKAGE | ENTRY PROOF | TEXT SIGNATURE...",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "With a package (a folder or zip file that truce export made): "
        "every path, hash, proof, signature and stamp in it; what does not "
        "hold is named with its place. Nothing of it is taken for true "
        "before it is checked; give the policy and the time authorities "
        "that you trust, else those of the package are used, and the "
        "answer says so.\n\n"
        "With a policy and two files: checks that an entry is in a log "
        "that the policy "
        "names, whether it is recorded, and since when it is witnessed. It "
        "needs the three files alone, and no network.\n\n"
        "With a case: reads all of it, computes every hash, tile and head "
        "again, checks every signature and each sender's chain, and names "
        "what is damaged, with its place and the way to repair it. Keys and "
        "signatures of people are judged as they stood at their place.\n\n"
        "With --signers: checks detached signatures on an agreement, as "
        "ssh-keygen -Y verify does.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
