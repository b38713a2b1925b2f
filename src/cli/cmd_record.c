/* cli/cmd_record.c: `truce record ACTION CASE ...`: one command with a table of
 * actions, each with the options that belong to it. */
#include "app/casefile.h"
#include "app/keys.h"
#include "cli/case_opts.h"

#include <inttypes.h>

struct call {
    struct cli *c;
    const struct args *args;
    const char *path;            /* the case */
    const char *const *operands; /* those after it */
    size_t n;
    int *status;
};

/* A number of an entry or of entries. */
static err number_of(struct cli *c, const char *what, const char *text,
                     uint64_t *out)
{
    int64_t v;
    if (!str_int(str_of(text), 0, INT64_MAX - 1, &v))
        return usage_fail(c, "", "%s: \"%s\" is no number", what, text);
    *out = (uint64_t)v;
    return OK;
}

static err needs(struct cli *c, const struct args *args, const char *option,
                 const char **out)
{
    *out = args_value(args, option);
    if (*out == NULL)
        return usage_fail(c, "", "--%s is missing", option);
    return OK;
}

static err do_key(struct call *x)
{
    const struct args *args = x->args;
    struct keys_new what = {
        .path = x->path,
        .purpose = args_value(args, "purpose"),
        .name = args_value(args, "name"),
        .holder = args_value(args, "holder"),
        .out = args_value(args, "out"),
        .key = args_value(args, "key"),
        .verified = args_flag(args, "verified"),
        .from = args_value(args, "from"),
        .until = args_value(args, "until"),
        .next = args_value(args, "next"),
        .replaces = args_value(args, "replaces"),
        .ask = args_value(args, "statement"),
    };
    bool sender = strcmp(what.purpose, "sender") == 0;
    if (sender && what.name == NULL && what.key == NULL)
        return usage_fail(x->c, "truce record key CASE --name ardania-1",
                          "--name is missing");
    if (!sender && what.holder == NULL)
        return usage_fail(
            x->c, "truce record key CASE --purpose sign --holder ardania",
            "--holder is missing");
    return keys_add(x->c->cx, x->c->arena, &what, x->c->out);
}

static err do_enter(struct call *x)
{
    return keys_enter(x->c->cx, x->c->arena, x->path, x->operands[0],
                      x->operands + 1, x->n - 1, x->c->out);
}

static err do_revoke(struct call *x)
{
    return keys_revoke(x->c->cx, x->c->arena, x->path, x->operands[0],
                       args_value(x->args, "statement"), x->c->out);
}

static err do_keys(struct call *x)
{
    return keys_list(x->c->cx, x->c->arena, x->path, x->c->out);
}

static err do_allowed(struct call *x)
{
    uint64_t last = UINT64_MAX;
    const char *text = args_value(x->args, "entry");
    if (text != NULL)
        TRY(x->c->cx, number_of(x->c, "--entry", text, &last));
    return keys_print_allowed(x->c->cx, x->c->arena, x->path, last,
                              args_flag(x->args, "revoked"), x->c->out);
}

static void print_batch(void *self, uint64_t from, uint64_t to)
{
    struct cli *c = self;
    buf_printf(c->out, "recorded %" PRIu64 " to %" PRIu64 "\n", from, to - 1);
    /* At once: whoever reads it may rely on it. A failure is kept by the
     * buffer, and reported at the end. */
    if (!is_ok(buf_finish(c->cx, c->out)))
        fault_clear(c->cx);
}

static err do_add(struct call *x)
{
    struct cli *c = x->c;
    struct progress p;
    struct buf messages;
    struct casefile_added done;
    struct casefile_add what = {.path = x->path,
                                .key = args_value(x->args, "as"),
                                .receipt = args_value(x->args, "receipt"),
                                .inputs = x->operands,
                                .n_inputs = x->n,
                                .progress = progress_update,
                                .progress_self = &p};
    if (args_flag(x->args, "batches")) {
        what.recorded = print_batch;
        what.recorded_self = c;
    }
    buf_init(&messages, c->arena, SIZE_MAX);
    progress_begin(&p, c, "lines");
    err e = casefile_add(c->cx, c->arena, &what, &messages, &done);
    progress_end(&p);
    str text = buf_view(&messages);
    fwrite(text.p, 1, text.n, stderr);
    if (!is_ok(e) && done.entered == 0)
        return e;
    buf_printf(c->out, "%" PRIu64 " entered", done.entered);
    if (done.refused > 0)
        buf_printf(c->out, ", %" PRIu64 " refused", done.refused);
    if (is_ok(e))
        buf_printf(c->out, "; the log has %" PRIu64 " entries", done.size);
    buf_char(c->out, '\n');
    if (done.refused > 0)
        *x->status = EXIT_ERROR;
    return e;
}

static err do_list(struct call *x)
{
    bool json = strcmp(args_value(x->args, "format"), "json") == 0;
    const char *last = args_value(x->args, "last");
    uint64_t n = UINT64_MAX;
    if (last != NULL)
        TRY(x->c->cx, number_of(x->c, "--last", last, &n));
    return casefile_list(x->c->cx, x->c->arena, x->path, n, json, x->c->out);
}

static err do_show(struct call *x)
{
    uint64_t n;
    TRY(x->c->cx, number_of(x->c, "the entry", x->operands[0], &n));
    return casefile_show(x->c->cx, x->c->arena, x->path, n, x->c->out);
}

static err do_prove(struct call *x)
{
    uint64_t n;
    const char *folder = args_value(x->args, "out");
    TRY(x->c->cx, number_of(x->c, "the entry", x->operands[0], &n));
    return casefile_prove(x->c->cx, x->c->arena, x->path, n,
                          folder == NULL ? "." : folder, x->c->out);
}

static err do_head(struct call *x)
{
    return casefile_head(x->c->cx, x->c->arena, x->path,
                         args_flag(x->args, "copy"), x->c->out);
}

static err do_tiles(struct call *x)
{
    const char *folder;
    TRY(x->c->cx, needs(x->c, x->args, "out", &folder));
    return casefile_tiles(x->c->cx, x->c->arena, x->path, folder, x->c->out);
}

static err do_policy(struct call *x)
{
    if (x->n == 0)
        return casefile_show_policy(x->c->cx, x->c->arena, x->path, x->c->out);
    return casefile_enter_policy(x->c->cx, x->c->arena, x->path, x->operands[0],
                                 x->c->out);
}

static err do_ask(struct call *x)
{
    uint64_t old;
    const char *out;
    TRY(x->c->cx, needs(x->c, x->args, "out", &out));
    TRY(x->c->cx, number_of(x->c, "--old", args_value(x->args, "old"), &old));
    return casefile_ask(x->c->cx, x->c->arena, x->path, old, out, x->c->out);
}

/* Each witness is asked; one that cannot be reached keeps no other back. */
static err cosign_by_all(struct call *x, const char *first)
{
    struct cli *c = x->c;
    err result = OK;
    struct fault fault = {0};
    if (x->n > 0)
        return usage_fail(c, "", "with --witness there is no file to take in");
    for (size_t i = 0; first != NULL; i++) {
        unsigned added = 0;
        err e =
            casefile_cosign_by(c->cx, c->arena, x->path, first, c->out, &added);
        if (!is_ok(e) && is_ok(result)) {
            result = e;
            fault = c->cx->fault;
        } else if (!is_ok(e)) {
            case_opts_print_line(c, str_of(c->cx->fault.message));
        } else if (added == 0) {
            *x->status = EXIT_NO;
        }
        first = args_value_at(x->args, "witness", i + 1);
    }
    if (!is_ok(result))
        c->cx->fault = fault;
    return result;
}

static err do_cosign(struct call *x)
{
    unsigned added = 0;
    const char *witness = args_value_at(x->args, "witness", 0);
    if (witness != NULL)
        return cosign_by_all(x, witness);
    if (x->n != 1)
        return usage_fail(x->c, "",
                          "usage: truce record cosign CASE RESPONSE, or "
                          "--witness URL");
    TRY(x->c->cx, casefile_cosign(x->c->cx, x->c->arena, x->path,
                                  x->operands[0], x->c->out, &added));
    if (added == 0)
        *x->status = EXIT_NO;
    return OK;
}

static const struct {
    struct action_form form;
    err (*run)(struct call *x);
} actions[] = {
    {{"add", 1, SIZE_MAX, "add CASE REPORTS...", {"as", "batches", "receipt"}},
     do_add},
    {{"allowed-signers", 0, 0, "allowed-signers CASE", {"entry", "revoked"}},
     do_allowed},
    {{"ask", 0, 0, "ask CASE --out REQUEST", {"old", "out"}}, do_ask},
    {{"cosign", 0, 1, "cosign CASE RESPONSE", {"witness"}}, do_cosign},
    {{"head", 0, 0, "head CASE", {"copy"}}, do_head},
    {{"enter", 1, SIZE_MAX, "enter CASE STATEMENT [SIGNATURE...]", {NULL}},
     do_enter},
    {{"key",
      0,
      0,
      "key CASE --name NAME",
      {"name", "holder", "out", "key", "purpose", "verified", "from", "until",
       "next", "replaces", "statement"}},
     do_key},
    {{"keys", 0, 0, "keys CASE", {NULL}}, do_keys},
    {{"list", 0, 0, "list CASE", {"format", "last"}}, do_list},
    {{"policy", 0, 1, "policy CASE [POLICY]", {NULL}}, do_policy},
    {{"prove", 1, 1, "prove CASE ENTRY", {"out"}}, do_prove},
    {{"revoke", 1, 1, "revoke CASE KEY", {"statement"}}, do_revoke},
    {{"show", 1, 1, "show CASE ENTRY", {NULL}}, do_show},
    {{"tiles", 0, 0, "tiles CASE --out FOLDER", {"out"}}, do_tiles},
};

static err run(struct cli *c, const struct args *args, int *status)
{
    size_t action;
    struct call x = {c, args, NULL, NULL, 0, status};
    TRY(c->cx, args_action(c, args, actions, sizeof actions[0],
                           COUNT_OF(actions), &action));
    x.path = args->operands[1];
    x.operands = args->operands + 2;
    x.n = args->operands_n - 2;
    return actions[action].run(&x);
}

static const char *const purposes[] = {"sender", "sign", "login", NULL};
static const char *const formats[] = {"text", "json", NULL};

static const struct opt opts[] = {
    {.name = "as",
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .help = "For add: signs the entries with this secret key. Without it with "
             "the sequencer's, CASE.key."},
    {.name = "batches",
     .help =
         "For add: prints a line for each batch, once it is on the disk and "
         "under a signed head."},
    {.name = "receipt",
     .value = "FILE",
     .kind = ARG_FILE,
     .help =
         "For add: writes the sequencer's receipt, for the last entry and so "
         "for all before it of the same sender. truce verify --receipt looks "
         "whether a case keeps it."},
    {.name = "name",
     .value = "NAME",
     .help =
         "For key: the name of the key, such as ardania-1. It stands in every "
         "entry: no person's name."},
    {.name = "holder",
     .value = "ACTOR",
     .help = "For key: the actor of the agreement who holds it."},
    {.name = "key",
     .value = "KEY",
     .kind = ARG_FILE,
     .help = "For key: enters this public key, made elsewhere, and makes none: "
             "a verifier key, or of a signing key the .pub file of OpenSSH."},
    {.name = "purpose",
     .value = "PURPOSE",
     .choices = purposes,
     .otherwise = "sender",
     .help = "For key: sender signs entries; sign signs agreements, for a "
             "person; login never counts as a signature."},
    {.name = "verified",
     .help = "For key: a signature counts only if the security key or passkey "
             "asked for a PIN or fingerprint."},
    {.name = "from",
     .value = "TIME",
     .help = "For key: it stands from then on; a date, or a time with Z."},
    {.name = "until",
     .value = "TIME",
     .help = "For key: it stands until then."},
    {.name = "next",
     .value = "KEY",
     .kind = ARG_FILE,
     .help = "For key: the public key that may take its place. Only its hash "
             "is entered."},
    {.name = "replaces",
     .value = "KEY",
     .kind = ARG_FILE,
     .help = "For key: the one whose place it takes: a .pub file, a "
             "fingerprint, or the name of a sender."},
    {.name = "statement",
     .letter = 's',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For key and revoke: enters nothing, and writes to FILE what the "
             "holder's signing keys are to sign. Then: enter."},
    {.name = "entry",
     .value = "N",
     .help = "For allowed-signers: as it stood after entry N."},
    {.name = "revoked",
     .help = "For allowed-signers: prints the revoked and replaced keys "
             "instead, for ssh-keygen -Y verify -r."},
    {.name = "out",
     .letter = 'o',
     .value = "PATH",
     .kind = ARG_FILE,
     .help =
         "For key: the file of the secret key (default NAME.key); prove: the "
         "folder (default here); ask: the file of the request; tiles: the "
         "folder."},
    {.name = "old",
     .value = "N",
     .otherwise = "0",
     .help =
         "For ask: the number of entries at which the witness stands; 0 for "
         "one that has not seen this log."},
    {.name = "witness",
     .value = "URL",
     .repeats = true,
     .help = "For cosign: asks the witness at this address (http or https), at "
             "most 20 seconds for each answer, and takes in its cosignature. "
             "May be given for each witness."},
    {.name = "copy",
     .help =
         "For head: also writes CASE.head again, where it was lost. Compare "
         "the head with a witness first."},
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = formats,
     .otherwise = "text",
     .help = "For list: text or json."},
    {.name = "last",
     .value = "N",
     .help = "For list: only the last N entries; at once, however many there "
             "are."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce record list harbour.case", "What was entered, by whom, when",
     EXIT_DONE},
    {"truce record key harbour.case --name ardania-1 --holder ardania",
     "A key for a sender; its secret is in ardania-1.key", EXIT_DONE},
    {"truce record key harbour.case --purpose sign --holder belmar "
     "--out belmar.key && truce record keys harbour.case",
     "A signing key of a person, and who holds which key", EXIT_DONE},
    {"truce record allowed-signers harbour.case",
     "The signing keys, as ssh-keygen -Y verify reads them", EXIT_DONE},
    {"truce record add harbour.case examples/harbour/reports.jsonl",
     "Each line becomes a signed entry", EXIT_DONE},
    {"truce record show harbour.case 2", "One entry with its content",
     EXIT_DONE},
    {"truce record prove harbour.case 2 --out .",
     "The files that a stranger needs to check it", EXIT_DONE},
    {"truce record head harbour.case", "The signed head of the log", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "done"},
    {EXIT_NO, "cosign: the witness said no, or no line is a cosignature"},
    {EXIT_ERROR, "add: a line was refused; the others are entered"},
    {0, NULL},
};

const struct cmd cmd_record = {
    .name = "record",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "adds to a case file, lists it, proves entries of it",
    .operands = "ACTION CASE [...]",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "Works on a case file that truce init made. The actions:\n\n"
        " key CASE            enters a key; makes one unless it is given\n"
        " keys CASE           who holds which key, and how it stands\n"
        " revoke CASE KEY     what the key signed before stands, nothing "
        "after\n"
        " enter CASE STATEMENT SIGNATURE...\n"
        "                     a key or revocation with its signatures\n"
        " allowed-signers CASE  the signing keys for ssh-keygen -Y verify\n"
        " add CASE REPORTS... enters each line of JSON Lines; - is standard "
        "input\n"
        " list CASE           every entry: type, sender, time, state\n"
        " show CASE ENTRY     one entry with its content\n"
        " prove CASE ENTRY    writes entry, content, proof and policy\n"
        " head CASE           the last signed head\n"
        " policy CASE         the policy in force; with a file: a new one\n"
        " ask CASE            writes a request for a witness\n"
        " cosign CASE ANSWER  takes in the witness's answer; with --witness it "
        "asks\n"
        " tiles CASE          writes the log as tlog-tiles, for a web "
        "server\n\n"
        "Lines that are added are first checked against the case's agreement. "
        "A line that cannot be used is named with its number, the cause and "
        "the remedy; the others are entered. Entries are written in batches "
        "of up to 1,000: each is on the disk, read back, and under a signed "
        "head before the next begins.\n\n"
        "An entry is recorded once a signed head covers it, and witnessed once "
        "the witnesses of the policy have cosigned such a head. docs/record.md "
        "explains it.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
