/* web/page_record.c: the entries of the log, and the findings about the text.
 */
#include "web/web_int.h"

#include <inttypes.h>

static void put_entry(const struct web_view *v, struct buf *b,
                      const struct web_entry *e)
{
    buf_printf(b, "<tr><th scope=\"row\">%" PRIu64 "</th>", e->number);
    cell_begin(v, b, W_COLUMN_TYPE);
    put_bdi(b, e->type);
    buf_c(b, "</td>");
    cell_begin(v, b, W_COLUMN_SENDER);
    put_bdi(b, e->sender);
    buf_c(b, "</td>");
    cell_begin(v, b, W_COLUMN_MADE);
    put_bdi(b, e->made);
    buf_c(b, "</td>");
    cell_begin(v, b, W_COLUMN_STATE);
    say(v, b,
        e->witnessed ? W_RECORD_STATE_WITNESSED : W_RECORD_STATE_RECORDED);
    buf_c(b, "</td>");
    if (e->id.n > 0)
        cell_begin(v, b, W_COLUMN_REPORTS);
    else
        buf_c(b, "<td>"); /* empty, and so not there on a narrow screen */
    if (e->id.n > 0)
        link_report_id(v, b, e->id);
    buf_c(b, "</td></tr>\n");
}

err web_record(struct cx *cx, const struct web_view *v,
               const struct web_record *r, struct buf *out)
{
    static const enum word columns[] = {
        W_COLUMN_NUMBER, W_COLUMN_TYPE,    W_COLUMN_SENDER, W_COLUMN_MADE,
        W_COLUMN_STATE,  W_COLUMN_REPORTS, N_WORDS};
    struct text n = count_text(v, (int64_t)r->size);
    page_begin(v, out, NAV_RECORD, word(v, W_RECORD_TITLE));
    put_prose(out, "p", STR(""), word(v, W_RECORD_INTRO));
    put_export_links(v, out, "record");
    buf_c(out, "<p>");
    SAY(v, out, v->known.n > 0 ? W_RECORD_THEN : W_RECORD_HEAD, text_str(&n));
    buf_c(out, "</p>\n");
    if (r->n == 0) {
        put_prose(out, "p", STR(""), word(v, W_NO_ROWS));
    } else {
        table_begin(v, out, "rows", word(v, W_RECORD_TITLE), columns);
        for (uint32_t i = 0; i < r->n; i++)
            put_entry(v, out, &r->entries[i]);
        table_end(out);
    }
    put_pages(v, out, r->page, r->pages, STR(""));
    page_end(v, out);
    return buf_finish(cx, out);
}

static enum word severity_word(str severity)
{
    if (str_eq(severity, STR("error")))
        return W_SEVERITY_ERROR;
    if (str_eq(severity, STR("warning")))
        return W_SEVERITY_WARNING;
    return W_SEVERITY_NOTE;
}

static void put_pair(const struct web_view *v, struct buf *b, enum word w,
                     str s)
{
    if (s.n == 0)
        return;
    buf_c(b, "<dt>");
    say(v, b, w);
    buf_c(b, "</dt>");
    put_found(v, b, "dd", s);
}

/* `said`: the finding before it; what both have in common is said once. */
static void put_finding(const struct web_view *v, struct buf *b,
                        const struct web_finding *f,
                        const struct web_finding *said)
{
    bool same = said != NULL && str_eq(said->code, f->code);
    buf_c(b, "<li><h2>");
    put_bdi(b, f->code);
    buf_c(b, " <small>");
    if (f->waived.n > 0)
        SAY(v, b, W_FINDING_WAIVED, f->waived);
    else
        say(v, b, severity_word(f->severity));
    buf_c(b, "</small></h2>");
    put_found(v, b, "p", f->message);
    buf_c(b, "<dl class=\"pairs\">");
    if (!same || !str_eq(said->why, f->why))
        put_pair(v, b, W_COLUMN_WHY, f->why);
    if (!same) {
        put_pair(v, b, W_COLUMN_PRECEDENT, f->precedent);
        if (f->source.n > 0) { /* as it is found, in whatever language */
            buf_c(b, "<dt>");
            say(v, b, W_CLAUSE_SOURCE);
            buf_c(b, "</dt>");
            put_english(b, "dd", f->source);
        }
    }
    if (!same || !str_eq(said->hint, f->hint))
        put_pair(v, b, W_COLUMN_REPAIR, f->hint);
    buf_c(b, "</dl></li>\n");
}

err web_findings(struct cx *cx, const struct web_view *v,
                 const struct web_finding *f, uint32_t n, struct buf *out)
{
    page_begin(v, out, NAV_FINDINGS, word(v, W_FINDINGS_TITLE));
    if (n == 0)
        put_prose(out, "p", STR(""), word(v, W_FINDINGS_NONE));
    buf_c(out, "<ol class=\"findings\">");
    for (uint32_t i = 0; i < n; i++)
        put_finding(v, out, &f[i], i == 0 ? NULL : &f[i - 1]);
    buf_c(out, "</ol>\n");
    page_end(v, out);
    return buf_finish(cx, out);
}
