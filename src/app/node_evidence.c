/* app/node_evidence.c: files of evidence in the browser: the list with their
 * custody, each look at which is noted, and a form that sends a file, whole or
 * in pieces.
 *
 * A piece is the same form with `upload` (hexadecimal, chosen by the sender),
 * `offset` and `total`; GET /evidence?upload=...&total=... says how much has
 * come. Without them the file is whole. */
#include "app/node_int.h"

#include "app/evidence.h"
#include "app/evidence_int.h"
#include "base/html.h"

#include <inttypes.h>

static err c_copy(struct ask *q, str s, const char **out)
{
    str copy;
    TRY_ROOM(q->cx, q->a, arena_printf(q->a, &copy, "%.*s", STR_ARG(s)));
    *out = copy.p;
    return OK;
}

/* --- The list
 * ---------------------------------------------------------------- */

/* Whether who looks has added it. */
static bool is_own(const struct ask *q, const custody_items *all, hash h)
{
    for (size_t i = 0; i < all->n; i++)
        if (hash_eq(all->p[i].sha256, h) &&
            str_eq(all->p[i].act, STR("received")) &&
            str_eq(all->p[i].who, q->who->name))
            return true;
    return false;
}

/* Who else sent the same file, and who looked at it, is for those who see all
 * evidence. */
static err keep_custody(struct ask *q, const custody_items *all, hash h,
                        bool all_of_it, struct web_evidence *e)
{
    VEC(struct web_custody) v = {0};
    for (size_t i = 0; i < all->n; i++) {
        const struct custody_item *c = &all->p[i];
        if (!hash_eq(c->sha256, h) ||
            (!all_of_it && !str_eq(c->who, q->who->name)))
            continue;
        const struct web_custody w = {c->act, c->who, c->when,
                                      all_of_it ? c->purpose : STR("")};
        TRY_ROOM(q->cx, q->a, vec_push(q->a, &v, w));
    }
    e->custody = v.p;
    e->n_custody = (uint32_t)v.n;
    return OK;
}

static err put_item(struct ask *q, const struct evidence_item *x,
                    const custody_items *acts, bool all,
                    struct web_evidence_page *d, struct web_evidence *v)
{
    struct web_evidence *e = &v[d->n++];
    char hex[EVIDENCE_HEX];
    hash_print(x->sha256, hex);
    *e = (struct web_evidence){.number = all ? x->number : 0,
                               .bytes = x->bytes,
                               .name = x->name,
                               .type = x->media_type,
                               .received = x->received,
                               .from = x->from};
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, (str){hex, sizeof hex}, &e->hex));
    return keep_custody(q, acts, x->sha256, all, e);
}

/* What who looks has added, in the order and by the name in which it did: as if
 * nobody else had sent the same file. */
static err read_own(struct ask *q, const evidence_items *items,
                    const custody_items *acts, struct web_evidence_page *d,
                    struct web_evidence *v)
{
    static const str as = STR_INIT("as ");
    for (size_t i = acts->n; i-- > 0;) {
        const struct custody_item *c = &acts->p[i];
        if (!str_eq(c->act, STR("received")) || !str_eq(c->who, q->who->name))
            continue;
        for (size_t k = 0; k < items->n && d->n < items->n; k++) {
            struct evidence_item x = items->p[k];
            if (!hash_eq(x.sha256, c->sha256))
                continue;
            /* Entered with it: first of all. */
            bool first = x.number + 1 == c->number;
            if (!first)
                x.name = str_starts(c->purpose, as)
                             ? str_sub(c->purpose, as.n, c->purpose.n)
                             : STR("");
            x.from = STR("");
            TRY(q->cx, put_item(q, &x, acts, false, d, v));
            v[d->n - 1].received = c->when;
            break;
        }
    }
    return OK;
}

/* Whether an entry, made then by its sender's clock, is known; without regard
 * to others, which may not be for who looks. */
static bool is_known(const struct ask *q, uint64_t number, str made)
{
    const struct app_case *c = q->n->c;
    char room[CIVIL_PRINT_SIZE];
    return number < c->below &&
           (!c->has_known_at ||
            str_cmp(made, civil_rfc3339_print(tz_utc(), c->known_at, room)) <=
                0);
}

/* Of the acts those that are known (known=); of the files, too, if `all` are
 * seen: whoever sees its own has added it by an act. */
static void keep_known(const struct ask *q, bool all, evidence_items *items,
                       custody_items *acts)
{
    size_t n = 0;
    for (size_t i = 0; all && i < items->n; i++)
        if (is_known(q, items->p[i].number, items->p[i].made))
            items->p[n++] = items->p[i];
    items->n = all ? n : items->n;
    n = 0;
    for (size_t i = 0; i < acts->n; i++)
        if (is_known(q, acts->p[i].number, acts->p[i].made))
            acts->p[n++] = acts->p[i];
    acts->n = n;
}

/* All of them, or those that who looks has added; with who had them when, as
 * far as is known, or without: to be named, whenever they came. */
static err read_list(struct ask *q, bool custody, struct web_evidence_page *d)
{
    bool all = ask_may(q, MAY_SEE_EVIDENCE, STR(""));
    evidence_items items;
    custody_items acts = {0};
    struct web_evidence *v;
    const struct casefile *c = &q->n->c->record;
    TRY(q->cx, evidence_items_read(q->cx, q->a, c, &items));
    if (custody || !all)
        TRY(q->cx, custody_items_read(q->cx, q->a, c, &acts));
    if (custody)
        keep_known(q, all, &items, &acts);
    TRY_NEW_ARRAY(q->cx, q->a, items.n + 1, v);
    d->v = v;
    if (!all)
        return read_own(q, &items, &acts, d, v);
    for (size_t i = items.n; i-- > 0;)
        TRY(q->cx, put_item(q, &items.p[i], &acts, true, d, v));
    return OK;
}

err node_files(struct ask *q, bool choose, struct web_files *out)
{
    struct web_evidence_page d = {.n = 0};
    *out = (struct web_files){.n = 0};
    if (q->who == NULL || !q->view.is_case ||
        !ask_may_at_all(q, MAY_SEE_EVIDENCE))
        return OK;
    TRY(q->cx, read_list(q, false, &d));
    *out = (struct web_files){d.v, d.n};
    return choose && d.n > 0 ? ask_note(q, STR("the list")) : OK;
}

/* --- What a form cites
 * ------------------------------------------------------ */

enum { CITED_MOST = 64 };
struct citing {
    evidence_items seen;
    const char **v;
    size_t n;
};

static err read_seen(struct ask *q, evidence_items *out)
{
    evidence_items all;
    custody_items acts;
    const struct casefile *c = &q->n->c->record;
    TRY(q->cx, node_need_record(q));
    TRY(q->cx, evidence_items_read(q->cx, q->a, c, &all));
    if (ask_may(q, MAY_SEE_EVIDENCE, STR(""))) {
        *out = all;
        return OK;
    }
    TRY(q->cx, custody_items_read(q->cx, q->a, c, &acts));
    for (size_t i = 0; i < all.n; i++)
        if (is_own(q, &acts, all.p[i].sha256))
            TRY_ROOM(q->cx, q->a, vec_push(q->a, out, all.p[i]));
    return OK;
}

/* One file, once. */
static err cite(struct ask *q, struct citing *k, str prefix)
{
    static const str scheme = STR_INIT("sha256:");
    const char *text;
    char hex[EVIDENCE_HEX];
    size_t at;
    if (str_starts(prefix, scheme))
        prefix = str_sub(prefix, scheme.n, prefix.n);
    TRY(q->cx, c_copy(q, prefix, &text));
    TRY(q->cx, evidence_find(q->cx, &k->seen, q->n->o->agreement, text, &at));
    hash_print(k->seen.p[at].sha256, hex);
    for (size_t i = 0; i < k->n; i++)
        if (memcmp(k->v[i], hex, sizeof hex) == 0)
            return OK;
    if (k->n == CITED_MOST)
        return fail(q->cx, ERR_LIMIT, "at most %d files of evidence",
                    CITED_MOST);
    return c_copy(q, (str){hex, sizeof hex}, &k->v[k->n++]);
}

/* Hashes, with blanks or commas between. */
static err cite_typed(struct ask *q, struct citing *k, str rest)
{
    while (rest.n > 0) {
        size_t end = 0;
        while (end < rest.n && strchr(" ,\t\n", rest.p[end]) == NULL)
            end++;
        if (end > 0)
            TRY(q->cx, cite(q, k, str_sub(rest, 0, end)));
        rest = str_sub(rest, end + 1, rest.n);
    }
    return OK;
}

err node_cited(struct ask *q, const char *const **v, size_t *n)
{
    struct citing k = {.n = 0};
    str text = ask_field(q, "evidence");
    bool any = text.n > 0;
    for (size_t i = 0; i < q->form.n; i++)
        any |= str_eq(q->form.v[i].name, STR("cite"));
    *n = 0;
    if (!any)
        return OK;
    TRY_NEW_ARRAY(q->cx, q->a, CITED_MOST, k.v);
    TRY(q->cx, read_seen(q, &k.seen));
    for (size_t i = 0; i < q->form.n; i++)
        if (str_eq(q->form.v[i].name, STR("cite")))
            TRY(q->cx, cite(q, &k, q->form.v[i].value));
    TRY(q->cx, cite_typed(q, &k, text));
    *v = k.v;
    *n = k.n;
    return OK;
}

static err read_part(struct ask *q, struct web_evidence_page *d)
{
    str upload, total;
    int64_t of = 0;
    const char *name, *who;
    TRY(q->cx, param(q, "upload", &upload));
    TRY(q->cx, param(q, "total", &total));
    if (upload.n == 0)
        return OK;
    if (total.n > 0 && !str_int(total, 1, EVIDENCE_UPLOAD_MAX, &of))
        return fail(q->cx, ERR_INPUT, "total: that is no size");
    TRY(q->cx, c_copy(q, upload, &name));
    TRY(q->cx, c_copy(q, q->who->name, &who));
    TRY(q->cx, evidence_upload_size(q->cx, q->a, q->n->o->agreement, who, name,
                                    &d->part));
    d->has_part = true;
    d->of = (uint64_t)of;
    return OK;
}

static err list(struct ask *q)
{
    struct web_evidence_page d = {.n = 0};
    TRY(q->cx, node_need_record(q));
    TRY(q->cx, read_list(q, true, &d));
    TRY(q->cx, read_part(q, &d));
    d.may_add = q->view.known.n == 0 && ask_may_at_all(q, MAY_ADD_EVIDENCE);
    TRY(q->cx, ask_note(q, STR("the list")));
    return web_evidence(q->cx, &q->view, &d, q->out);
}

/* --- The same for programs ------------------------------------------------ */

static const struct sheet_column columns[] = {
    {"sha256", "#meta+id"},   {"name", "#meta+name"},
    {"type", "#meta+type"},   {"bytes", "#meta+size"},
    {"received", "#date"},    {"from", "#meta+source"},
    {"entry", "#meta+entry"}, {"custody", "#meta+custody"},
};

/* "2025-03-20T21:10:00Z received duty-1 (team-3); ..." */
static err custody_of(struct ask *q, const struct web_evidence *e, str *out)
{
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    for (uint32_t i = 0; i < e->n_custody; i++) {
        const struct web_custody *c = &e->custody[i];
        buf_c(&b, i > 0 ? "; " : "");
        buf_str(&b, c->when);
        buf_char(&b, ' ');
        buf_str(&b, c->act);
        buf_char(&b, ' ');
        buf_str(&b, c->who);
        if (c->purpose.n == 0)
            continue;
        buf_c(&b, " (");
        buf_str(&b, c->purpose);
        buf_char(&b, ')');
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    *out = buf_view(&b);
    return OK;
}

static err put_row(struct ask *q, struct sheet *s, const struct web_evidence *e)
{
    str custody;
    TRY(q->cx, custody_of(q, e, &custody));
    sheet_text(s, e->hex);
    sheet_text(s, e->name);
    sheet_text(s, e->type);
    sheet_int(s, (int64_t)e->bytes);
    sheet_text(s, e->received);
    sheet_text(s, e->from);
    if (e->number > 0)
        sheet_int(s, (int64_t)e->number);
    else
        sheet_none(s); /* who sees its own alone is told no numbers */
    sheet_text(s, custody);
    return OK;
}

static err sheet(struct ask *q, bool json)
{
    struct web_evidence_page d = {.n = 0};
    struct sheet s;
    enum sheet_form form;
    TRY(q->cx, node_need_record(q));
    TRY(q->cx, node_sheet_form(q, json, &form));
    TRY(q->cx, read_list(q, true, &d));
    TRY(q->cx, ask_note(q, STR("the list")));
    sheet_begin(&s, q->out, form, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < d.n; i++)
        TRY(q->cx, put_row(q, &s, &d.v[i]));
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

static err evidence_csv(struct ask *q)
{
    return sheet(q, false);
}

static err evidence_json(struct ask *q)
{
    return sheet(q, true);
}

/* --- A file comes
 * ------------------------------------------------------------ */

static err read_number(struct ask *q, const char *name, uint64_t otherwise,
                       uint64_t *out)
{
    str s = ask_field(q, name);
    int64_t n;
    *out = otherwise;
    if (s.n == 0)
        return OK;
    if (!str_int(s, 0, INT64_MAX, &n))
        return fail(q->cx, ERR_INPUT, "%s: that is no number", name);
    *out = (uint64_t)n;
    return OK;
}

/* What a browser calls a file is no path here, and no secret: the last part,
 * without what cannot be shown. */
static err read_name(struct ask *q, const struct form_field *file,
                     const char **out)
{
    enum { MOST = 120 };
    str s = ask_field(q, "name");
    if (s.n == 0)
        s = file->file_name;
    for (size_t i = s.n; i-- > 0;)
        if (s.p[i] == '/' || s.p[i] == '\\') {
            s = str_sub(s, i + 1, s.n);
            break;
        }
    if (s.n > MOST)
        s = STR("");
    return c_copy(q, s.n > 0 ? s : STR("file"), out);
}

static err read_piece(struct ask *q, const struct form_field *file,
                      struct evidence_piece *p)
{
    str upload = ask_field(q, "upload"), once;
    TRY(q->cx, ask_once(q, &once));
    TRY(q->cx, c_copy(q,
                      q->n->o->agreement == NULL ? STR("")
                                                 : str_of(q->n->o->agreement),
                      &p->by.path));
    TRY(q->cx, c_copy(q, q->who->name, &p->by.who));
    TRY(q->cx, c_copy(q, upload.n > 0 ? upload : once, &p->upload));
    TRY(q->cx, read_number(q, "offset", 0, &p->offset));
    TRY(q->cx, read_number(q, "total", file->value.n, &p->total));
    TRY(q->cx, read_name(q, file, &p->name));
    if (ask_field(q, "from").n > 0)
        TRY(q->cx, c_copy(q, ask_field(q, "from"), &p->from));
    if (ask_field(q, "sha256").n > 0)
        TRY(q->cx, c_copy(q, ask_field(q, "sha256"), &p->sha256));
    p->bytes = file->value;
    return OK;
}

static err go_on(struct ask *q, const struct evidence_piece *p,
                 const struct evidence_taken *done)
{
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    buf_c(&b, "/evidence");
    if (!done->whole)
        buf_printf(&b, "?upload=%s&total=%" PRIu64, p->upload, p->total);
    TRY(q->cx, buf_finish(q->cx, &b));
    ask_go_to(q, buf_view(&b));
    return OK;
}

static err take(struct ask *q)
{
    const struct form_field *file = form_file(&q->form, "file");
    struct evidence_piece p = {.offset = 0};
    struct evidence_taken done;
    TRY(q->cx, node_need_record(q));
    /* What somebody adds is that person's own. */
    if (!ask_may_at_all(q, MAY_ADD_EVIDENCE))
        return fail(q->cx, ERR_DENIED, "your role may not do this");
    if (file == NULL)
        return fail_hint(q->cx, ERR_INPUT, "choose one and send it",
                         "no file was sent");
    TRY(q->cx, read_piece(q, file, &p));
    TRY(q->cx, evidence_take(q->cx, q->a, &p, &done));
    if (done.whole)
        TRY(q->cx, ask_note(q, done.hex));
    return go_on(q, &p, &done);
}

static const struct form_route forms[] = {
    {{"evidence", 1, list, NULL, "upload total",
      "Files of evidence; one is sent, whole or in pieces."},
     MAY_SEE_EVIDENCE,
     take},
    {{"evidence.csv", 1, evidence_csv, TYPE_CSV, "hxl",
      "Files of evidence with their custody."},
     MAY_SEE_EVIDENCE,
     NULL},
    {{"evidence.json", 1, evidence_json, TYPE_JSON, "",
      "Files of evidence with their custody."},
     MAY_SEE_EVIDENCE,
     NULL},
};
const struct form_table node_evidence_forms = {forms, COUNT_OF(forms)};
