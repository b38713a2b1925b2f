/* app/export_text.c: what goes into a package for people without this program:
 * the custody as a table, a page of commands, a script of forty lines.
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
    "`bash`, `sha256sum`,\n"
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
    "## Each entry is in the log, and the log's key signed it\n"
    "\n"
    "    bash data/verify.sh\n"
    "    bash data/verify.sh POLICY 7 12\n"
    "\n"
    "POLICY names the key of the log and the keys of its witnesses. Use one "
    "from somebody whom you trust;\n"
    "without it the script takes `data/policy`, which whoever made the "
    "package could have made up. Numbers\n"
    "after it: only these entries.\n"
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
    "script are as trustworthy as whoever\n"
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

/* --- verify.sh ---------------------------------------------------------------
 */

void export_verify_sh(const struct exporter *x, struct buf *out)
{
    (void)x;
    buf_c(
        out,
        "#!/bin/bash\n"
        "# bash data/verify.sh [POLICY [N...]]: checks this package with "
        "sha256sum and openssl.\n"
        "set -eu\n"
        "policy=$(realpath \"${1:-$(dirname \"$0\")/policy}\") t=$(mktemp -d)\n"
        "trap 'rm -rf \"$t\"' EXIT\n"
        "cd \"$(dirname \"$0\")/..\" && shift $(($# > 0))\n"
        "bin() { printf '%b' \"$(sed 's/../\\\\x&/g' <<< \"$1\")\"; } # from "
        "hexadecimal\n"
        "hex() { base64 -d <<< \"$1\" | od -An -v -tx1 | tr -d ' \\n'; }\n"
        "sha() { sha256sum | cut -c1-64; }\n"
        "no() { echo \"does not hold: $1\" && exit 1; }\n"
        "sha256sum --quiet -c tagmanifest-sha256.txt manifest-sha256.txt || "
        "no 'a file was changed'\n"
        "{ read -r origin && read -r size && read -r root; } < "
        "data/checkpoint\n"
        "# The head is signed by the log that the policy names (RFC 8032).\n"
        "key=$(sed -n \"s|^log \\($origin+[0-9a-f]*+.*\\)|\\1|p\" "
        "\"$policy\" | head -n 1) && key=$(hex \"${key#*+*+}\")\n"
        "bin \"302a300506032b6570032100${key#01}\" > \"$t/key\"\n"
        "sed '/^$/,$d' data/checkpoint > \"$t/text\"\n"
        "sed -n \"s|^\xe2\x80\x94 $origin ||p\" data/checkpoint | head -n 1 | "
        "base64 -d | tail -c 64 > \"$t/sig\"\n"
        "openssl pkeyutl -verify -pubin -keyform DER -inkey \"$t/key\" -rawin "
        "-in \"$t/text\" \\\n"
        "    -sigfile \"$t/sig\" > \"$t/out\" 2>&1 || no \"$origin did not "
        "sign the head\"\n"
        "# Each entry is in the tree (RFC 9162 section 2.1.3.2), each content "
        "is the one it names.\n"
        "[ $# -gt 0 ] || set -- $(ls data/entries)\n"
        "for n; do\n"
        "    r=$({ printf '\\0' && cat \"data/entries/$n\"; } | sha) fn=$n "
        "sn=$((size - 1))\n"
        "    for p in $(sed '1,/^index/d; /^$/,$d' "
        "\"data/proofs/$n.tlog-proof\"); "
        "do\n"
        "        p=$(hex \"$p\") && [ \"$sn\" != 0 ] || no \"entry $n: the "
        "proof is too long\"\n"
        "        if [ $((fn & 1)) = 1 ] || [ \"$fn\" = \"$sn\" ]; then\n"
        "            r=$({ printf '\\1' && bin \"$p$r\"; } | sha)\n"
        "            while [ $((fn & 1)) = 0 ] && [ \"$fn\" != 0 ]; do "
        "fn=$((fn >> 1)) sn=$((sn >> 1)); done\n"
        "        else\n"
        "            r=$({ printf '\\1' && bin \"$r$p\"; } | sha)\n"
        "        fi\n"
        "        fn=$((fn >> 1)) sn=$((sn >> 1))\n"
        "    done\n"
        "    [ \"$sn $r\" = \"0 $(hex \"$root\")\" ] || no \"entry $n is not "
        "in the log\"\n"
        "    c=$(sed -n 's/^content //p' \"data/entries/$n\")\n"
        "    [ ! -e \"data/blob/$c\" ] || [ \"$(sha < \"data/blob/$c\")\" = "
        "\"$c\" ] || no \"the content of entry $n\"\n"
        "done\n"
        "for f in data/evidence/*; do\n"
        "    [ ! -e \"$f\" ] || [ \"$(sha < \"$f\")\" = \"${f##*/}\" ] || no "
        "\"$f\"\n"
        "done\n"
        "echo \"$# entries of $origin hold, under a head of $size entries\"\n");
}
