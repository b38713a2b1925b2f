/* app/export_text.c: what goes into a package for people without this program:
 * the custody as a table, a page of commands, two scripts.
 * See export.h. */
#include "app/export_int.h"

#include <inttypes.h>

/* --- custody.csv (RFC 4180) --------------------------------------------------
 */

/* Spreadsheets take a cell that begins so for a formula. */
static bool is_formula(str s)
{
    return s.n > 0 && s.p[0] != '\0' && strchr("=+-@\t\r", s.p[0]) != NULL;
}

static void csv_cell(struct buf *out, str s, const char *end)
{
    buf_char(out, '"');
    if (is_formula(s))
        buf_char(out, '\'');
    for (str rest = s, piece; rest.n > 0;) {
        bool quote = str_cut(rest, '"', &piece, &rest);
        buf_str(out, piece);
        if (quote)
            buf_c(out, "\"\"");
    }
    buf_char(out, '"');
    buf_c(out, end);
}

void export_custody_csv(const struct exporter *x, struct buf *out)
{
    buf_c(out, "entry,sha256,act,who,when,purpose,package\r\n");
    for (size_t i = 0; i < x->custody.n; i++) {
        const struct custody_item *c = &x->custody.p[i];
        buf_uint(out, c->number);
        buf_char(out, ',');
        casefile_print_hash(c->sha256, out);
        buf_char(out, ',');
        csv_cell(out, c->act, ",");
        csv_cell(out, c->who, ",");
        csv_cell(out, c->when, ",");
        csv_cell(out, c->purpose, ",");
        csv_cell(out, c->package, "\r\n");
    }
}

/* --- VERIFY.md ---------------------------------------------------------------
 */

static const char verify_1[] =
    "\n\n"
    "Commands for a terminal, in the folder that holds `bagit.txt`. They need "
    "`bash`, coreutils, `awk`,\n"
    "`openssl` 3 and, for people's signatures, `ssh-keygen` (OpenSSH 8.2 or "
    "later); not the program that\n"
    "made this package. With it: `truce verify FOLDER`.\n"
    "\n"
    "## Nothing was changed since it was packed\n"
    "\n"
    "    sha256sum --quiet -c tagmanifest-sha256.txt manifest-sha256.txt\n"
    "    sha256sum manifest-sha256.txt\n"
    "\n"
    "The first prints nothing if all is as it was packed. Compare the hash "
    "that the second prints with the one\n"
    "that you were told by another way (by telephone, on paper).\n"
    "\n"
    "## What matters most\n"
    "\n"
    "    bash data/check.sh POLICY\n"
    "\n"
    "POLICY names the key of the log and the keys of its witnesses. Use one "
    "from somebody whom you trust;\n"
    "without it the scripts take `data/policy`, which whoever made the "
    "package could have made up. They\n"
    "were packed with the rest: read them, or use a copy from elsewhere. This "
    "one has thirty lines; it checks\n"
    "that no file was changed, that the log signed the head, that each entry "
    "is in the log at its place, and that\n"
    "the contents, the agreement and the signers' keys are those of entries. "
    "With the commands below it shows what\n"
    "was signed, by whom and when.\n"
    "\n"
    "## All of it\n"
    "\n"
    "    bash data/verify.sh POLICY\n"
    "\n"
    "It checks that no file was changed, added or taken away; that the log "
    "signed the head and which witnesses\n"
    "cosigned it; that each entry is in the log, has its content, and is "
    "signed by its sender or by its batch; that\n"
    "files are named by entries; the stamps; and people's signatures. It "
    "leaves to `truce verify`, to\n"
    "`truce-verify.c` or to a reader of your own (docs/record-format.md): by "
    "whose signatures a key was entered\n"
    "or revoked, from when until when it stood, that no entry of a sender is "
    "missing, and the policy's quorum,\n"
    "for which it prints the cosignatures to be counted.\n"
    "\n"
    "## It existed at a certain time\n"
    "\n";

static const char verify_2[] =
    "\n"
    "The certificates are the package's own. Compare their root with the "
    "authority's, had from it. If a certificate has\n"
    "expired since, `-attime SECONDS` checks it as of the stamped time, which\n"
    "`openssl ts -reply -text -in FILE.tsr` shows.\n";

static const char verify_3[] =
    "\n"
    "## Files of evidence are those that were entered\n"
    "\n"
    "    cd data/evidence && sha256sum *\n"
    "\n"
    "Each file's name is its hash. The contents of the `evidence` entries name "
    "the same hashes: `tail -c +33 data/blob/HEX`\n"
    "prints a content, HEX being the line `content` of the entry.\n"
    "\n"
    "## What this shows, and what not\n"
    "\n"
    "It shows that these entries stand at these places of one log, that the "
    "holder of its key signed it, who signed each\n"
    "entry, and, by witnesses and stamps, since when at the latest. It does "
    "not show that what an entry says is true, nor\n"
    "that a sender's clock was right. Entries and contents may have been left "
    "out; how many, index.html says, and the\n"
    "numbers of the entries show. index.html, custody.csv, this page and the "
    "scripts are as trustworthy as whoever\n"
    "made the package.\n";

static void print_stamp_commands(const struct exporter *x, struct buf *out)
{
    for (size_t i = 0; i < x->n_stamped; i++) {
        const struct stamp_item *s = &x->stamped[i].item;
        buf_printf(out,
                   "    openssl ts -verify -data data/stamps/%" PRIu64
                   ".checkpoint -in data/stamps/%" PRIu64 "-%" PRIu64
                   ".tsr \\\n"
                   "        -CAfile data/stamps/%" PRIu64 "-%" PRIu64
                   ".pem -untrusted data/stamps/%" PRIu64 "-%" PRIu64 ".pem\n",
                   s->size, s->size, s->number, s->size, s->number, s->size,
                   s->number);
    }
    if (x->n_stamped == 0)
        buf_c(out, "This package has no stamps of time authorities.\n");
    else
        buf_c(out, verify_2);
}

/* For the text that lies here as agreement.truce. */
static void print_signature_commands(const struct exporter *x, struct buf *out)
{
    bool any = false;
    for (size_t i = 0; i < x->n_signatures; i++) {
        const struct export_signature *s = &x->signatures[i];
        if (!str_eq(s->text, x->agreement_hash) ||
            str_find_char(s->holder, '\'') < s->holder.n || s->made.n != 20)
            continue;
        if (!any)
            buf_c(out, "\n## People signed the agreement\n\n");
        any = true;
        buf_printf(out,
                   "    ssh-keygen -Y verify -f data/allowed_signers -n "
                   "agreement@truce -I '%.*s' \\\n"
                   "        -s data/signatures/%" PRIu64 ".sig -O verify-time=",
                   STR_ARG(s->holder), s->number);
        /* 2025-01-19T10:00:00Z as 20250119100000Z */
        for (size_t k = 0; k < s->made.n; k++)
            if (s->made.p[k] != '-' && s->made.p[k] != 'T' &&
                s->made.p[k] != ':')
                buf_char(out, s->made.p[k]);
        buf_c(out, " < data/agreement.truce\n");
    }
    if (any)
        buf_c(out, "\nThe keys, and who holds them, come from the log's `key` "
                   "entries. The time is that of the entry,\n"
                   "by its sender's clock.\n");
}

void export_verify_md(const struct exporter *x, struct buf *out)
{
    buf_c(out, "# How to check this package of ");
    buf_str(out, x->head.origin);
    buf_c(out, verify_1);
    print_stamp_commands(x, out);
    print_signature_commands(x, out);
    buf_c(out, verify_3);
}

/* --- check.sh, verify.sh -----------------------------------------------------
 */

void export_check_sh(const struct exporter *x, struct buf *out)
{
    static const char script[] =
#include "app_check_sh.h"
        ;
    (void)x;
    buf_c(out, script);
}

void export_verify_sh(const struct exporter *x, struct buf *out)
{
    static const char script[] =
#include "app_verify_sh.h"
        ;
    (void)x;
    buf_c(out, script);
}
