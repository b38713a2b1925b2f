/* report/apart.c: what the statements of different sources make of one total.
 *
 * Each statement is taken alone: what it leaves of the need, or how far it goes
 * beyond. Statements of different sources are never added, nor are those of
 * one source here: what the engine makes of them stands beside (sem 5). Not
 * here: totals over several periods (status_text.c). */
#include "report/report_int.h"

#include "base/map.h"
#include "base/vec.h"

#include <stdlib.h>

enum { LINES_MOST = 16 };
/* Of what rests on more statements than this nothing is said here: accounts say
 * what each makes of it. */
enum { STATEMENTS_MOST = 500 };

/* What is said with a label of a round, by (round, fact). */
struct labelled {
    str round;
    uint32_t fact;
};
struct rounds {
    const struct labelled *v;
    size_t n;
};

struct gathering {
    struct cx *cx;
    const struct report_case *c;
    const struct verdict *v;
    VEC(uint32_t) facts;
    struct map_u64 seen;
};

static bool is_full(const struct gathering *g)
{
    return g->facts.n > STATEMENTS_MOST;
}

static err add_new(struct gathering *g, const uint32_t *facts, uint32_t n)
{
    struct arena *a = g->cx->scratch;
    for (uint32_t i = 0; i < n && !is_full(g); i++) {
        if (map_u64_get(&g->seen, facts[i], NULL))
            continue;
        TRY_ROOM(g->cx, a, map_u64_put(&g->seen, facts[i], 1));
        TRY_ROOM(g->cx, a, vec_push(a, &g->facts, facts[i]));
    }
    return OK;
}

static bool has_label(const struct report_case *c, uint32_t fact)
{
    struct report_shown shown = {0};
    c->shown(c->self, fact, &shown);
    return shown.label.n > 0;
}

static int by_round(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;
    int c = str_cmp(x->round, y->round);
    return c != 0 ? c : x->fact < y->fact ? -1 : x->fact > y->fact;
}

static err sort_rounds(struct cx *cx, const struct report_case *c,
                       struct rounds *out)
{
    struct labelled *v;
    struct fact buffer;
    TRY_NEW_ARRAY(cx, cx->scratch, (size_t)c->n_labelled + 1, v);
    *out = (struct rounds){.v = v};
    for (uint32_t i = 0; i < c->n_labelled; i++) {
        const struct fact *f = c->fact(c->self, c->labelled[i], &buffer);
        if (f != NULL && (c->gone == NULL || !c->gone[c->labelled[i]]))
            v[out->n++] = (struct labelled){f->round, c->labelled[i]};
    }
    qsort(v, out->n, sizeof *v, by_round);
    return OK;
}

static err add_round(struct gathering *g, const struct rounds *rounds)
{
    const struct clause *cl = &g->c->ag->clauses[g->v->clause];
    struct fact buffer;
    size_t lo = 0, hi = rounds->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (str_cmp(rounds->v[mid].round, g->v->instance) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < rounds->n && !is_full(g) &&
           str_eq(rounds->v[lo].round, g->v->instance);
         lo++) {
        uint32_t n = rounds->v[lo].fact;
        const struct fact *f = g->c->fact(g->c->self, n, &buffer);
        if (f != NULL && f->act == cl->perf.act && f->item == cl->perf.item &&
            f->from <= g->c->v->at)
            TRY(g->cx, add_new(g, &n, 1));
    }
    return OK;
}

/* Notices are in the order of their clauses. */
static err add_notices(struct gathering *g)
{
    const struct report_case *c = g->c;
    struct fact buffer;
    uint32_t lo = 0, hi = c->n_notices;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->notices[mid].clause < g->v->clause)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < c->n_notices && c->notices[lo].clause == g->v->clause; lo++) {
        const struct report_notice *n = &c->notices[lo];
        const struct fact *f = c->fact(c->self, n->fact, &buffer);
        if (f != NULL && f->from <= c->v->at &&
            (f->instance.n == 0 || str_eq(f->instance, g->v->instance)) &&
            has_label(c, n->fact))
            TRY(g->cx, add_new(g, &n->fact, 1));
    }
    return OK;
}

/* The reports behind a verdict and its accounts; what is said with a label of
 * this instance, or of its round. */
static err gather(struct gathering *g, const struct rounds *rounds)
{
    const struct verdict *v = g->v;
    map_u64_init(&g->seen, g->cx->scratch, g->cx);
    TRY(g->cx, add_new(g, v->reports, v->n_reports));
    for (uint32_t i = 0; i < v->n_accounts; i++)
        TRY(g->cx,
            add_new(g, v->accounts[i].reports, v->accounts[i].n_reports));
    TRY(g->cx, add_notices(g));
    if (g->c->ag->clauses[v->clause].key == KEY_ROUND)
        TRY(g->cx, add_round(g, rounds));
    return is_full(g) ? OK : report_order(g->cx, g->c, g->facts.p, g->facts.n);
}

static bool is_counted(const struct fact *f)
{
    return f->kind == FACT_EVENT || f->kind == FACT_TOTAL;
}

static bool states_some(const struct fact *f)
{
    return is_counted(f) && f->lo > 0;
}

/* A whole statement of a time. */
struct total {
    int source;
    instant from, to;
    int64_t lo, hi;
};

/* Whether they cannot both be right. */
static bool exclude(const struct total *a, const struct total *b)
{
    return a->source != b->source && a->from < b->to && b->from < a->to &&
           (a->hi < b->lo || b->hi < a->lo);
}

/* Whether sources come to different totals: two exclude each other, or the need
 * is not met and several state a share of it. */
static bool are_apart(const struct gathering *g)
{
    const struct report_case *c = g->c;
    const struct clause *cl = &c->ag->clauses[g->v->clause];
    bool met = g->v->status == ST_MET || g->v->status == ST_MET_LATE;
    struct total totals[STATEMENTS_MOST];
    size_t n = 0;
    int first = NONE;
    struct fact buffer;
    for (size_t i = 0; i < g->facts.n; i++) {
        const struct fact *f = c->fact(c->self, g->facts.p[i], &buffer);
        if (f == NULL || !states_some(f))
            continue;
        if (!met && first != NONE && f->source != first)
            return true;
        first = f->source;
        if (f->kind != FACT_TOTAL || f->item != cl->perf.item)
            continue;
        totals[n] = (struct total){f->source, f->from, f->to_, f->lo, f->hi};
        for (size_t k = 0; k < n; k++)
            if (exclude(&totals[k], &totals[n]))
                return true;
        n++;
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

static err find_apart(struct cx *cx, const struct report_case *c,
                      const struct rounds *rounds, const struct verdict *v,
                      uint32_t **facts, uint32_t *n)
{
    struct gathering g = {.cx = cx, .c = c, .v = v};
    *n = 0;
    if (!has_total(c, v))
        return OK;
    TRY(cx, gather(&g, rounds));
    if (is_full(&g) || !are_apart(&g))
        return OK;
    *facts = g.facts.p;
    *n = (uint32_t)g.facts.n;
    return OK;
}

err show_apart(struct cx *cx, const struct report_case *c,
               const struct verdict *v, uint32_t **facts, uint32_t *n)
{
    struct rounds rounds;
    TRY(cx, sort_rounds(cx, c, &rounds));
    return find_apart(cx, c, &rounds, v, facts, n);
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
    struct rounds rounds;
    TRY(cx, sort_rounds(cx, c, &rounds));
    for (uint32_t i = 0; i < c->v->n; i++) {
        const struct verdict *v = &c->v->v[i];
        const struct clause *cl = &c->ag->clauses[v->clause];
        struct arena_mark mark = arena_mark(cx->scratch);
        uint32_t *facts = NULL, n;
        if (choice->clause.n > 0 && !str_eq(choice->clause, cl->label))
            continue;
        TRY(cx, find_apart(cx, c, &rounds, v, &facts, &n));
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
