/* app/explain.c: `truce explain`. */
#include "app/case_int.h"

#include "base/suggest.h"
#include "lang/ast.h"

#include <inttypes.h>

/* So many instances are explained one by one; more are listed. */
enum { TEXT_MOST = 3, JSON_MOST = 1000 };

/* With the blanks before it, so that its lines stand under each other. */
static str with_indent(str source, struct span at)
{
    size_t from = at.offset, to = from + at.length;
    while (from > 0 &&
           (source.p[from - 1] == ' ' || source.p[from - 1] == '\t'))
        from--;
    return str_sub(source, from, to);
}

/* The lines of a clause in the file, without those of the next one. */
str case_clause_text(const struct app_case *c, const struct clause *cl)
{
    for (uint32_t i = 0; i < c->ast->n_parts; i++) {
        const struct ast_article *art = c->ast->parts[i].article;
        for (uint32_t k = 0; art != NULL && k < art->n_clauses; k++)
            if (str_eq(art->clauses[k].label.text, cl->label))
                return with_indent(c->source, art->clauses[k].at);
    }
    return STR("");
}

err case_clause_meaning(struct app_case *c, int clause, str *out)
{
    struct buf b;
    buf_init(&b, c->a, SIZE_MAX);
    lang_clause_print(c->cx, c->ag, clause, &b);
    TRY(c->cx, buf_finish(c->cx, &b));
    /* The label stands before it already. */
    str head, tail;
    *out = buf_view(&b);
    if (str_cut(*out, ' ', &head, &tail))
        *out = tail;
    return OK;
}

struct wanted {
    str label;
    const char *instance, *bearer;
};

static bool is_instance(str instance, const char *given)
{
    if (given == NULL || str_eq(instance, str_of(given)))
        return true;
    return str_starts(instance, STR("step ")) &&
           str_eq(str_sub(instance, 5, instance.n), str_of(given));
}

static bool is_wanted(const struct app_case *c, const struct verdict *v,
                      const struct wanted *w)
{
    if (!str_eq(c->ag->clauses[v->clause].label, w->label))
        return false;
    if (w->bearer != NULL &&
        (v->bearer == NONE ||
         !str_eq(c->ag->actors[v->bearer].id, str_of(w->bearer))))
        return false;
    return is_instance(v->instance, w->instance);
}

/* Nothing fits: says what there is. */
static err no_instance(struct app_case *c, const struct wanted *w)
{
    struct suggest s;
    struct buf b;
    uint32_t n = 0;
    suggest_init(&s, str_of(w->instance == NULL ? "" : w->instance));
    buf_init(&b, c->a, SIZE_MAX);
    buf_c(&b, "there are:");
    for (uint32_t i = 0; i < c->verdicts.n; i++) {
        const struct verdict *v = &c->verdicts.v[i];
        if (!str_eq(c->ag->clauses[v->clause].label, w->label))
            continue;
        suggest_offer(&s, v->instance);
        if (n++ < 8) {
            buf_c(&b, n == 1 ? " '" : ", '");
            buf_str(&b, v->instance);
            buf_char(&b, '\'');
        }
    }
    if (n > 8)
        buf_printf(&b, " and %" PRIu32 " more", n - 8);
    if (s.best.n > 0) {
        buf_clear(&b);
        buf_printf(&b, "did you mean '%.*s'?", STR_ARG(s.best));
    }
    buf_char(&b, '\0');
    TRY(c->cx, buf_finish(c->cx, &b));
    return fail_typed(c->cx, ERR_NOT_FOUND, buf_view(&b).p,
                      "clause %.*s has no instance \"%s\"%s%s",
                      STR_ARG(w->label), w->instance == NULL ? "" : w->instance,
                      w->bearer == NULL ? "" : " of ",
                      w->bearer == NULL ? "" : w->bearer);
}

static err put_list(struct app_case *c, const struct wanted *w, struct buf *out)
{
    struct report_choice choice = c->choice;
    choice.clause = w->label;
    buf_char(out, '\n');
    TRY(c->cx, report_instances_text(c->cx, &c->report, &choice, out));
    buf_printf(out,
               "\nName an instance to have it explained: truce explain ... "
               "%.*s INSTANCE\n",
               STR_ARG(w->label));
    return OK;
}

/* The clause alone: nothing has triggered it yet, or its days have not begun.
 */
static err explain_none(struct app_case *c, int clause, struct buf *out)
{
    str words;
    TRY(c->cx, case_clause_meaning(c, clause, &words));
    TRY(c->cx, report_explain_clause(
                   c->cx, &c->report, &c->choice, clause,
                   case_clause_text(c, &c->ag->clauses[clause]), words, out));
    buf_c(out,
          "\nIt has no instance at this time: its trigger has not come, or "
          "its first day.\n");
    return OK;
}

err case_explain_one(struct app_case *c, const struct verdict *v,
                     struct arena *a, struct explanation *x)
{
    enum clause_kind kind = c->ag->clauses[v->clause].kind;
    /* Nothing is computed of these, so there is nothing to take apart. */
    if (kind == CLAUSE_JUDGED || kind == CLAUSE_DECLARATORY ||
        kind == CLAUSE_MAY) {
        *x = (struct explanation){.verdict = *v};
        return OK;
    }
    TRY(c->cx, engine_explain(c->cx, c->engine, c->at, v->clause, v->bearer,
                              v->instance, a, x));
    x->verdict.label_status = v->label_status; /* of all readings */
    return OK;
}

static err explain_text(struct app_case *c, const struct wanted *w, uint32_t n,
                        struct buf *out)
{
    int last = NONE;
    for (uint32_t i = 0; i < c->verdicts.n; i++) {
        const struct verdict *v = &c->verdicts.v[i];
        struct explanation x;
        if (!is_wanted(c, v, w))
            continue;
        /* Each reading has its own words. */
        if (v->clause != last) {
            str words;
            if (last != NONE)
                buf_char(out, '\n');
            last = v->clause;
            TRY(c->cx, case_clause_meaning(c, v->clause, &words));
            TRY(c->cx, report_explain_clause(
                           c->cx, &c->report, &c->choice, v->clause,
                           case_clause_text(c, &c->ag->clauses[v->clause]),
                           words, out));
            if (n > TEXT_MOST)
                return put_list(c, w, out);
        }
        TRY(c->cx, case_explain_one(c, v, c->a, &x));
        TRY(c->cx, report_explain_text(c->cx, &c->report, &c->choice, &x, out));
    }
    return OK;
}

static err explain_json(struct app_case *c, const struct wanted *w,
                        struct buf *out)
{
    struct json_out j;
    uint32_t n = 0;
    int clause;
    str words;
    TRY(c->cx, case_find_clause(c, w->label, &clause));
    const struct clause *cl = &c->ag->clauses[clause];
    TRY(c->cx, case_clause_meaning(c, clause, &words));
    json_init(&j, out, 1);
    json_obj_begin(&j);
    json_key_text(&j, "clause", cl->label);
    json_key_int(&j, "line", cl->line);
    json_key_text(&j, "text", case_clause_text(c, cl));
    json_key_text(&j, "meaning", words);
    json_key_text(&j, "source", cl->source);
    json_key_text(&j, "note", cl->note);
    json_key(&j, "instances");
    json_arr_begin(&j);
    for (uint32_t i = 0; i < c->verdicts.n && n < JSON_MOST; i++) {
        struct explanation x;
        if (!is_wanted(c, &c->verdicts.v[i], w))
            continue;
        n++;
        TRY(c->cx, case_explain_one(c, &c->verdicts.v[i], c->a, &x));
        TRY(c->cx, report_explain_json(c->cx, &c->report, &c->choice, &x, &j));
    }
    json_arr_end(&j);
    json_obj_end(&j);
    buf_char(out, '\n');
    return OK;
}

err case_explain(struct app_case *c, const char *label, const char *instance,
                 const char *bearer, enum case_format format, struct buf *out)
{
    struct wanted w = {str_of(label), instance, bearer};
    uint32_t n = 0;
    int clause;
    TRY(c->cx, case_find_clause(c, w.label, &clause));
    for (uint32_t i = 0; i < c->verdicts.n; i++)
        n += is_wanted(c, &c->verdicts.v[i], &w);
    if (n == 0 && (instance != NULL || bearer != NULL))
        return no_instance(c, &w);
    if (n == 0 && format != CASE_JSON)
        return explain_none(c, clause, out);
    return format == CASE_JSON ? explain_json(c, &w, out)
                               : explain_text(c, &w, n, out);
}
