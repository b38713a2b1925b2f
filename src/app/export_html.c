/* app/export_html.c: what a package holds, as a page to be read and printed.
 *
 * No script, nothing loaded, and a policy that forbids both: the page can be
 * opened from a folder on any machine. Whatever came from outside is escaped,
 * and stands in an element that takes its direction from its own letters, so
 * that Arabic and Hebrew read as they should. The page proves nothing, and says
 * so. See export.h. */
#include "app/export_int.h"

#include "base/html.h"
#include "base/utf8.h"

#include <inttypes.h>

static void bdi(struct buf *out, str s)
{
    buf_c(out, "<bdi>");
    html_text(out, s);
    buf_c(out, "</bdi>");
}

static void row(struct buf *out, const char *name)
{
    buf_c(out, "<dt>");
    buf_c(out, name);
    buf_c(out, "</dt><dd>");
}

static const char head_1[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'\">\n"
    "<title>";
static const char head_2[] =
    "</title>\n"
    "<style>\n"
    ":root { color-scheme: light dark; }\n"
    "body { font: 1rem/1.5 system-ui, sans-serif; max-inline-size: 64rem; "
    "margin-inline: auto; padding: 1rem; }\n"
    "h1 { font-size: 1.6rem; line-height: 1.2; } h2 { margin-block-start: "
    "2rem; font-size: 1.2rem; }\n"
    "dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: "
    ".25rem 1rem; }\n"
    "dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }\n"
    "dl.said { margin: 0; display: grid; grid-template-columns: max-content "
    "1fr; gap: 0 .75rem; font-size: .95em; }\n"
    "dl.said dt { font-weight: 400; opacity: .75; }\n"
    "table { border-collapse: collapse; inline-size: 100%; }\n"
    "caption { text-align: start; padding-block-end: .5rem; }\n"
    "th, td { text-align: start; vertical-align: top; padding: .4rem .5rem; "
    "border-block-start: 1px solid GrayText; overflow-wrap: anywhere; }\n"
    "pre { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: "
    "plaintext; border: 1px solid GrayText; padding: .75rem; }\n"
    "code { overflow-wrap: anywhere; } .out { font-style: italic; }\n"
    "th, td:nth-child(2):not([data-of=File]), time { white-space: nowrap; } td "
    "pre { margin: "
    "0; }\n"
    "a:focus-visible { outline: 3px solid; }\n"
    "@media (max-width: 44rem) { dl.facts { grid-template-columns: "
    "1fr; gap: 0; } dl.facts dd { margin-block-end: .5rem; }\n"
    "thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: "
    "hidden; clip-path: inset(50%); }\n"
    "tr { display: block; padding-block: .5rem; border-block-start: 1px solid "
    "GrayText; } th, td { display: block; border: 0; padding: .1rem 0; }\n"
    "td[data-of]::before { content: attr(data-of); font-weight: 600; "
    "margin-inline-end: .5rem; } }\n"
    "@media print { body { max-inline-size: none; padding: 0; font-size: "
    "10pt; } tr, dl, pre { break-inside: avoid; } h2 { break-after: avoid; } "
    "thead { display: table-header-group; } a { color: inherit; "
    "text-decoration: none; } @page { margin: 15mm; } }\n"
    "</style>\n"
    "</head>\n"
    "<body>\n"
    "<main>\n";

/* The name that the agreement gives itself: its first text in quotes. */
static str title_of(const struct exporter *x)
{
    str t = STR("");
    for (size_t i = 0; i < x->entries.n; i++) {
        const struct export_entry *e = &x->entries.p[i];
        str before, rest, name, after;
        if (str_eq(e->type, STR("agreement")) && e->kept &&
            str_cut(str_sub(e->content, 0, 1000), '"', &before, &rest) &&
            str_cut(rest, '"', &name, &after))
            t = name;
    }
    return t.n > 0 ? t : x->head.origin;
}

static void link_to(struct buf *out, const char *folder, str name, str text)
{
    buf_printf(out, "<a href=\"%s%.*s\">", folder, STR_ARG(name));
    html_text(out, text);
    buf_c(out, "</a>");
}

static void link_hash(struct buf *out, const char *folder, hash h, str text)
{
    char hex[EVIDENCE_HEX];
    hash_print(h, hex);
    link_to(out, folder, (str){hex, sizeof hex}, text);
}

static void time_of(struct buf *out, int64_t at)
{
    package_time_print(at, out);
    buf_c(out, " (UTC)");
}

/* --- the summary -------------------------------------------------------------
 */

static void summary(const struct exporter *x, struct buf *out)
{
    uint64_t there = 0, named = 0;
    for (size_t i = 0; i < x->entries.n; i++) {
        there += x->entries.p[i].kept;
        named += x->entries.p[i].has_content;
    }
    buf_c(out, "<p>This is a part of a record: an append-only list of signed "
               "entries. This page shows what the package holds; it proves "
               "nothing by itself. <a href=\"VERIFY.md\">VERIFY.md</a> says "
               "how to check the package with ordinary tools.</p>\n"
               "<dl class=\"facts\">\n");
    row(out, "Record");
    bdi(out, x->head.origin);
    buf_c(out, "</dd>\n");
    row(out, "Entries");
    buf_printf(out, "%zu of the first %" PRIu64, x->entries.n, x->head.size);
    if (x->entries.n < x->head.size)
        buf_printf(out, "; <strong>%" PRIu64 " left out</strong>",
                   x->head.size - x->entries.n);
    buf_c(out, "</dd>\n");
    row(out, "Contents");
    buf_printf(out, "%" PRIu64 " of %" PRIu64, there, named);
    if (there < named)
        buf_printf(out, "; <strong>%" PRIu64 " left out</strong>",
                   named - there);
    buf_c(out, "</dd>\n");
    row(out, "Evidence");
    buf_printf(out, "%" PRIu64 " files", x->evidence_kept);
    buf_c(out, "</dd>\n");
    row(out, "Witnessed");
    if (!x->asks_for_witnesses) {
        buf_c(out, "the policy asks for no witness");
    } else if (x->verdict.witnessed) {
        buf_c(out, "since ");
        time_of(out, (int64_t)x->verdict.witnessed_at);
        buf_printf(out, ", by %u", x->verdict.n_cosigned);
    } else {
        buf_c(out, "not yet");
    }
    buf_c(out, "</dd>\n");
    for (size_t i = 0; i < x->n_stamped; i++) {
        const struct export_stamped *s = &x->stamped[i];
        row(out, "Stamped");
        buf_printf(out, "the first %" PRIu64 " entries, ", s->item.size);
        if (s->holds) {
            time_of(out, s->stamp.at);
            buf_c(out, ", by ");
            bdi(out, str_of(s->stamp.authority));
        } else {
            buf_c(out, "by ");
            bdi(out, s->item.authority);
            buf_c(out, ", whose certificates are not here");
        }
        buf_c(out, "</dd>\n");
    }
    buf_c(out, "</dl>\n");
}

/* --- the agreement -----------------------------------------------------------
 */

static void agreement(const struct exporter *x, struct buf *out)
{
    const struct export_entry *last = NULL;
    for (size_t i = 0; i < x->entries.n; i++)
        if (str_eq(x->entries.p[i].type, STR("agreement")))
            last = &x->entries.p[i];
    if (last == NULL || !last->kept)
        return;
    buf_c(out,
          "<h2 id=\"agreement\">The agreement</h2>\n<p>Its text, as it is "
          "signed: <a href=\"agreement.truce\">agreement.truce</a>, entry ");
    buf_printf(out, "%" PRIu64 ".</p>\n", last->number);
    if (last->content.n == 0)
        return;
    buf_c(out, "<pre dir=\"auto\" tabindex=\"0\">");
    html_text(out, last->content);
    buf_c(out, "</pre>\n");
}

/* --- evidence ----------------------------------------------------------------
 */

static void acts(const struct exporter *x, hash h, struct buf *out)
{
    bool any = false;
    for (size_t i = 0; i < x->custody.n; i++) {
        const struct custody_item *c = &x->custody.p[i];
        if (!hash_eq(c->sha256, h))
            continue;
        buf_c(out, any ? "<br>" : "");
        any = true;
        bdi(out, c->when);
        buf_char(out, ' ');
        bdi(out, c->act);
        buf_c(out, " by ");
        bdi(out, c->who);
        if (c->purpose.n > 0) {
            buf_c(out, ": ");
            bdi(out, c->purpose);
        }
    }
}

static void item(const struct exporter *x, const struct evidence_item *e,
                 struct buf *out)
{
    buf_printf(out,
               "<tr><th scope=\"row\">%" PRIu64 "</th><td data-of=\"File\">",
               e->number);
    link_hash(out, "evidence/", e->sha256,
              e->name.n > 0 ? e->name : STR("(no name)"));
    buf_c(out, "<br>");
    bdi(out, e->media_type);
    buf_printf(out, ", %" PRIu64 " bytes<br><code>", e->bytes);
    casefile_print_hash(e->sha256, out);
    buf_c(out, "</code></td><td data-of=\"From\">");
    bdi(out, e->from);
    if (e->derived_from.n > 0) {
        buf_c(out, "derived from <code>");
        html_text(out, str_sub(e->derived_from, 0, 12));
        buf_c(out, "</code> ");
        bdi(out, e->how);
    }
    if (e->taken.n > 0) {
        buf_c(out, "<br>taken ");
        bdi(out, e->taken);
        buf_c(out, " (by its own account)");
    }
    if (e->latitude.n > 0) {
        buf_c(out, "<br>at ");
        bdi(out, e->latitude);
        buf_char(out, ' ');
        bdi(out, e->longitude);
        if (e->within_m > 0)
            buf_printf(out, ", to %" PRIu64 " m", e->within_m);
    }
    buf_c(out, "</td><td data-of=\"Custody\">");
    acts(x, e->sha256, out);
    buf_c(out, "</td></tr>\n");
}

static void evidence(const struct exporter *x, struct buf *out)
{
    if (x->evidence.n == 0)
        return;
    buf_c(out, "<h2 id=\"evidence\">Evidence</h2>\n<table>\n<caption>Files, "
               "with who had them. The custody is in <a "
               "href=\"custody.csv\">custody.csv</a> too.");
    if (x->evidence_kept < x->evidence.n)
        buf_c(out, " Not all of these files are in the package.");
    buf_c(out, "</caption>\n<thead><tr><th scope=\"col\">Entry</th><th "
               "scope=\"col\">File</th><th scope=\"col\">From</th><th "
               "scope=\"col\">Custody</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < x->evidence.n; i++)
        item(x, &x->evidence.p[i], out);
    buf_c(out, "</tbody>\n</table>\n");
}

/* --- entries -----------------------------------------------------------------
 */

/* What an entry says: member by member if it is an object, else its text. */
static void said(const struct exporter *x, const struct export_entry *e,
                 struct buf *out)
{
    struct arena_mark mark = arena_mark(x->cx->scratch);
    struct flat *f = arena_alloc(x->cx->scratch, sizeof *f);
    str line, rest;
    str_cut(e->content, '\n', &line, &rest);
    if (f != NULL && is_ok(flat_parse(x->cx, x->cx->scratch, line, f))) {
        buf_c(out, "<dl class=\"said\">");
        for (size_t i = 0; i < f->n; i++) {
            buf_c(out, "<dt>");
            html_text(out, f->m[i].name);
            buf_c(out, "</dt><dd dir=\"auto\">");
            html_text(out, f->m[i].value);
            buf_c(out, "</dd>");
        }
        buf_c(out, "</dl>");
    } else {
        fault_clear(x->cx);
        buf_c(out, "<pre dir=\"auto\">");
        html_text(out, e->content);
        buf_c(out, "</pre>");
    }
    arena_rewind(x->cx->scratch, mark);
}

static void content_of(const struct exporter *x, const struct export_entry *e,
                       struct buf *out)
{
    bool apart =
        str_eq(e->type, STR("agreement")) || str_eq(e->type, STR("annex"));
    if (!e->has_content) {
        buf_c(out, "(none)");
    } else if (!e->kept) {
        buf_c(out, "<span class=\"out\">left out</span>");
    } else {
        if (e->content.n > 0 && !apart && utf8_valid(e->content, NULL))
            said(x, e, out);
        link_hash(out, "blob/", e->blob, STR("content"));
    }
}

static void entries(const struct exporter *x, struct buf *out)
{
    char number[24];
    buf_c(out, "<h2 id=\"entries\">Entries</h2>\n<table>\n<caption>What was "
               "entered, in the order of the record. The time is by the "
               "sender's clock.</caption>\n<thead><tr><th "
               "scope=\"col\">Entry</th><th scope=\"col\">Type</th><th "
               "scope=\"col\">Sender, time</th><th scope=\"col\">What it "
               "says</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < x->entries.n; i++) {
        const struct export_entry *e = &x->entries.p[i];
        int n = snprintf(number, sizeof number, "%" PRIu64, e->number);
        str name = {number, n < 0 ? 0 : (size_t)n};
        buf_c(out, "<tr><th scope=\"row\">");
        link_to(out, "entries/", name, name);
        buf_c(out, "</th><td data-of=\"Type\">");
        html_text(out, e->type);
        buf_c(out, "</td><td data-of=\"Sender\">");
        bdi(out, e->sender);
        buf_c(out, "<br><time>");
        buf_c(out, e->made);
        buf_c(out, "</time></td><td>");
        content_of(x, e, out);
        buf_c(out, "</td></tr>\n");
    }
    buf_c(out, "</tbody>\n</table>\n");
}

void export_html(const struct exporter *x, struct buf *out)
{
    str title = title_of(x);
    buf_c(out, head_1);
    html_text(out, title);
    buf_c(out, head_2);
    buf_c(out, "<h1 dir=\"auto\">");
    html_text(out, title);
    buf_c(out, "</h1>\n");
    summary(x, out);
    agreement(x, out);
    evidence(x, out);
    entries(x, out);
    buf_c(out, "</main>\n</body>\n</html>\n");
}
