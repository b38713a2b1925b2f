/* report/apart.c: what the statements of different sources make of one total.
 *
 * Each statement is taken alone: what it leaves of the need, or how far it goes
 * beyond. Statements of different sources are never added, nor are those of
 * one source here: what the engine makes of them stands beside (sem 5). Not
 * here: totals over several periods (status_text.c). */
#include "report/report_int.h"

#include "base/vec.h"

enum { LINES_MOST = 16 };

typedef VEC(uint32_t) fact_vec;

static err add_new(struct cx *cx, fact_vec *v, const uint32_t *facts,
                   uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < v->n && v->p[k] != facts[i])
            k++;
        if (k == v->n)
            TRY_ROOM(cx, cx->scratch, vec_push(cx->scratch, v, facts[i]));
    }
    return OK;
}

static bool has_label(const struct report_case *c, uint32_t fact)
{
    struct report_shown shown = {0};
    c->shown(c->self, fact, &shown);
    return shown.label.n > 0;
}

/* The reports behind a verdict and its accounts; what is said with a label of
 * this instance, or of its round. */
static err gather(struct cx *cx, const struct report_case *c,
                  const struct verdict *v, fact_vec *out)
{
    const struct clause *cl = &c->ag->clauses[v->clause];
    struct fact buffer;
    TRY(cx, add_new(cx, out, v->reports, v->n_reports));
    for (uint32_t i = 0; i < v->n_accounts; i++)
        TRY(cx,
            add_new(cx, out, v->accounts[i].reports, v->accounts[i].n_reports));
    for (uint32_t i = 0; i < c->n_notices; i++) {
        const struct report_notice *n = &c->notices[i];
        const struct fact *f = c->fact(c->self, n->fact, &buffer);
        if (n->clause == v->clause && f != NULL && f->from <= c->v->at &&
            (f->instance.n == 0 || str_eq(f->instance, v->instance)) &&
            has_label(c, n->fact))
            TRY(cx, add_new(cx, out, &n->fact, 1));
    }
    for (uint32_t i = 0; i < c->n_labelled && cl->key == KEY_ROUND; i++) {
        const struct fact *f = c->fact(c->self, c->labelled[i], &buffer);
        if (f != NULL && str_eq(f->round, v->instance) &&
            f->act == cl->perf.act && f->item == cl->perf.item &&
            f->from <= c->v->at && !c->gone[c->labelled[i]])
            TRY(cx, add_new(cx, out, &c->labelled[i], 1));
    }
    return report_order(cx, c, out->p, out->n);
}

static bool is_counted(const struct fact *f)
{
    return f->kind == FACT_EVENT || f->kind == FACT_TOTAL;
}

static bool states_some(const struct fact *f)
{
    return is_counted(f) && f->lo > 0;
}

/* Two whole statements of one time that cannot both be right. */
static bool exclude(const struct clause *cl, const struct fact *a,
                    const struct fact *b)
{
    return a->source != b->source && states_some(a) && states_some(b) &&
           a->item == cl->perf.item && b->item == a->item &&
           a->kind == FACT_TOTAL && b->kind == FACT_TOTAL && a->from < b->to_ &&
           b->from < a->to_ && (a->hi < b->lo || b->hi < a->lo);
}

/* Whether sources come to different totals: two exclude each other, or the need
 * is not met and several state a share of it. */
static bool are_apart(const struct report_case *c, const struct verdict *v,
                      const fact_vec *facts)
{
    const struct clause *cl = &c->ag->clauses[v->clause];
    struct fact x, y;
    int first = NONE;
    for (size_t i = 0; i < facts->n && facts->n <= 500; i++) {
        const struct fact *a = c->fact(c->self, facts->p[i], &x);
        if (a == NULL || !states_some(a))
            continue;
        if (v->status != ST_MET && v->status != ST_MET_LATE) {
            if (first != NONE && a->source != first)
                return true;
            first = a->source;
        }
        for (size_t k = i + 1; k < facts->n; k++) {
            const struct fact *b = c->fact(c->self, facts->p[k], &y);
            if (b != NULL && exclude(cl, a, b))
                return true;
        }
    }
    return false;
}

static bool has_total(const struct report_case *c, const struct verdict *v)
{
    const struct clause *cl = &c->ag->clauses[v->clause];
    return cl->kind == CLAUSE_DUTY && cl->measure == MEASURE_SUM &&
           cl->period == PERIOD_NONE && cl->need.cmp == AT_LEAST &&
           !cl->need.percent && v->required > 0;
}

err show_apart(struct cx *cx, const struct report_case *c,
               const struct verdict *v, uint32_t **facts, uint32_t *n)
{
    fact_vec all = {0};
    *n = 0;
    if (!has_total(c, v))
        return OK;
    TRY(cx, gather(cx, c, v, &all));
    if (!are_apart(c, v, &all))
        return OK;
    *facts = all.p;
    *n = (uint32_t)all.n;
    return OK;
}

/* What stands after "leaves": of a part nothing but an upper bound is known. */
static void put_rest(const struct clause *cl, const struct fact *f,
                     int64_t need, struct buf *b)
{
    bool part = f->item != cl->perf.item || f->hi == QTY_INF;
    if (f->lo > need) {
        buf_c(b, part ? "; alone at least " : "; alone ");
        show_count(b, f->lo - need);
        buf_c(b, " beyond");
        return;
    }
    buf_c(b, part || f->hi > need ? "; alone it leaves at most "
                                  : "; alone it leaves ");
    if (!part && f->hi <= need && f->hi > f->lo) {
        show_count(b, need - f->hi);
        buf_c(b, " to ");
    }
    show_count(b, need - f->lo);
}

void show_apart_line(const struct report_case *c, const struct verdict *v,
                     uint32_t fact, struct buf *b)
{
    const struct clause *cl = &c->ag->clauses[v->clause];
    struct report_shown shown = {0};
    struct fact buffer;
    const struct fact *f = c->fact(c->self, fact, &buffer);
    const struct source *src = f == NULL ? NULL : c->source(c->self, f->source);
    if (NEVER(src == NULL))
        return;
    c->shown(c->self, fact, &shown);
    buf_str(b, src->name.n > 0 ? src->name : src->id);
    buf_c(b, ", ");
    show_span(c, b, f->from, f->to_);
    buf_c(b, ": ");
    if (states_some(f)) {
        int64_t need = v->before + v->required;
        show_figure(b, f->lo, f->hi);
        if (f->item != cl->perf.item && f->item != NONE) {
            buf_char(b, ' ');
            buf_str(b, show_item_name(c->ag, f->item));
        }
        buf_c(b, " of ");
        show_count(b, need);
        put_rest(cl, f, need, b);
    } else if (is_counted(f) && f->hi == 0) {
        buf_c(b, "none done");
    } else if (shown.label.n == 0) {
        buf_c(b, "no figure that decides");
    }
    if (shown.label.n > 0) {
        buf_c(b, states_some(f) || (is_counted(f) && f->hi == 0) ? "; states \""
                                                                 : "states \"");
        buf_safe(b, shown.label);
        buf_char(b, '"');
        if (shown.note.n > 0) {
            buf_c(b, ": ");
            buf_str(b, shown.note);
        }
    }
    buf_c(b, " [");
    buf_str(b, f->id);
    buf_char(b, ']');
}

err report_apart_text(struct cx *cx, const struct report_case *c,
                      const struct report_choice *choice, struct buf *out)
{
    bool any = false;
    for (uint32_t i = 0; i < c->v->n; i++) {
        const struct verdict *v = &c->v->v[i];
        const struct clause *cl = &c->ag->clauses[v->clause];
        struct arena_mark mark = arena_mark(cx->scratch);
        uint32_t *facts = NULL, n;
        if (choice->clause.n > 0 && !str_eq(choice->clause, cl->label))
            continue;
        TRY(cx, show_apart(cx, c, v, &facts, &n));
        if (n > 0 && !any) {
            buf_char(out, '\n');
            buf_styled(out, choice->colour, STYLE_BOLD,
                       STR("Figures of different sources, each alone, never "
                           "added"));
            buf_char(out, '\n');
            any = true;
        }
        for (uint32_t k = 0; k < n && k < LINES_MOST; k++) {
            struct buf b;
            buf_init(&b, cx->scratch, SIZE_MAX);
            buf_str(&b, cl->label);
            if (v->instance.n > 0) {
                buf_char(&b, ' ');
                buf_str(&b, v->instance);
            }
            buf_char(&b, ' ');
            show_apart_line(c, v, facts[k], &b);
            TRY(cx, buf_finish(cx, &b));
            buf_c(out, "  ");
            show_wrapped(out, buf_view(&b), 2, 4, choice->width);
        }
        if (n > LINES_MOST)
            buf_printf(out, "  and %u more\n", (unsigned)(n - LINES_MOST));
        arena_rewind(cx->scratch, mark);
    }
    return OK;
}

void show_apart_json(struct json_out *j, const struct report_case *c,
                     const struct verdict *v, const uint32_t *facts, uint32_t n)
{
    const struct clause *cl = &c->ag->clauses[v->clause];
    int64_t need = v->before + v->required;
    json_key(j, "statements");
    json_arr_begin(j);
    for (uint32_t i = 0; i < n; i++) {
        struct report_shown shown = {0};
        struct fact buffer;
        const struct fact *f = c->fact(c->self, facts[i], &buffer);
        if (f == NULL)
            continue;
        c->shown(c->self, facts[i], &shown);
        json_obj_begin(j);
        json_key_text(j, "report", f->id);
        json_key_text(j, "source", c->source(c->self, f->source)->id);
        if (is_counted(f)) {
            bool part = f->item != cl->perf.item || f->hi == QTY_INF;
            json_key_int(j, "at_least", f->lo);
            json_key(j, "at_most");
            if (f->hi == QTY_INF)
                json_null(j);
            else
                json_int(j, f->hi);
            json_key_bool(j, "part", f->item != cl->perf.item);
            json_key_int(j, "of", need);
            json_key_int(j, "leaves_at_most", f->lo > need ? 0 : need - f->lo);
            json_key_int(j, "leaves_at_least",
                         part || f->hi > need ? 0 : need - f->hi);
            json_key_int(j, "beyond", f->lo > need ? f->lo - need : 0);
        }
        if (shown.label.n > 0)
            json_key_text(j, "label", shown.label);
        json_obj_end(j);
    }
    json_arr_end(j);
}
