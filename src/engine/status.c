/* status.c - what is shown: the verdicts of all clauses at one instant.
 *
 * Puts the sheets of the own standard and of each account side by side: the
 * instances shown are the union over the perspectives (sem 1). Also rows of
 * judged and declaratory clauses, readings (21), series (18), circular
 * waiting (16). */
#include "engine/engine_int.h"

static const char *const NAMES[N_STATUS] = {
    [ST_WAITING] = "waiting",
    [ST_RUNNING] = "running",
    [ST_MET] = "met",
    [ST_MET_LATE] = "met late",
    [ST_CONTESTED] = "contested",
    [ST_REPORTED_NOT_VERIFIED] = "reported, not verified",
    [ST_PARTLY_MET] = "partly met",
    [ST_UNMET] = "unmet",
    [ST_PARTLY] = "partly",
    [ST_NOT_REPORTED] = "not reported",
    [ST_SUSPENDED] = "suspended",
    [ST_WAIVED] = "waived",
    [ST_EXCUSED] = "excused",
    [ST_LAPSED] = "lapsed",
    [ST_NOT_ARISING] = "not arising",
    [ST_DEPENDS] = "depends",
    [ST_DEPENDS_ON_READING] = "depends on reading",
    [ST_WAITING_ON_EACH_OTHER] = "waiting on each other",
    [ST_NONE_REPORTED] = "none reported",
    [ST_REPORTED] = "reported",
    [ST_ADMITTED] = "admitted",
    [ST_FOUND] = "found",
    [ST_JUDGED] = "judged",
    [ST_NOT_JUDGED] = "not judged",
    [ST_DECLARATORY] = "declaratory",
    [ST_PERMITTED] = "permitted",
};

str status_name(enum status s)
{
    return str_of(NAMES[s]);
}

err row_name(struct query *q, struct arena *a, const struct clause *c,
             const struct row *r, str *out)
{
    char room[CIVIL_PRINT_SIZE];
    str s = STR("");
    (void)c;
    switch (r->name) {
    case NAME_NONE:
        break;
    case NAME_OVERALL:
        s = STR("overall");
        break;
    case NAME_STEP:
        TRY_ROOM(q->cx, a,
                 arena_printf(a, out, "step %lld", (long long)r->ordinal));
        return OK;
    case NAME_NUMBER:
        TRY_ROOM(q->cx, a, arena_printf(a, out, "%lld", (long long)r->ordinal));
        return OK;
    case NAME_WORD:
        s = word_at(q->e, r->key);
        break;
    case NAME_PLACE:
        s = q->ag->zones[r->key - 1].id;
        break;
    case NAME_DAY:
        s = civil_date_print(civil_from_days(r->ordinal), room);
        break;
    }
    TRY_ROOM(q->cx, a, arena_dup_str(a, s, out));
    return OK;
}

/* --- Reports that count
 * ---------------------------------------------------------------- */

/* Those of a voice that is but listed; room is there. */
static void listed_of(const struct engine *e, const struct voice *v, instant a,
                      instant b, u32_vec *out)
{
    enum { AHEAD = 16 };
    for (uint32_t i = 0; i < v->n_facts; i++) {
        const struct rec *r = rec_at(e, v->facts[i]);
        if (i + AHEAD < v->n_facts)
            PREFETCH(rec_at(e, v->facts[i + AHEAD]));
        if (rec_stands(r) && r->from < b && rec_to(e, r) > a)
            out->p[out->n++] = v->facts[i];
    }
}

/* Reports of some accounts that meet [a, b), in order. */
static err reports_of(struct show *w, const struct voices *vs,
                      const struct clause *c, uint32_t bearer, int account,
                      instant a, instant b, const uint32_t **out, uint32_t *n)
{
    struct query *q = w->q;
    struct sides sides = standard_sides(q->ag, c, bearer);
    enum compare cmp = c->kind == CLAUSE_DUTY || c->measure == MEASURE_LEVEL
                           ? c->need.cmp
                           : AT_MOST;
    u32_vec facts = {0};
    bool in_order = false;
    for (uint32_t i = 0; i < vs->n; i++) {
        const struct voice *v = &vs->v[i];
        int of = q->e->sources.p[v->source].account;
        if (account == OWN ? !standard_counts(q, &c->standard, &sides, cmp, of)
                           : of != account)
            continue;
        if (b <= a)
            continue;
        if (v->facts != NULL) {
            in_order = facts.n == 0;
            TRY_ROOM(q->cx, w->a, vec_room(w->a, &facts, v->n_facts));
            listed_of(q->e, v, a, b, &facts);
            continue;
        }
        in_order = false;
        if (v->level) {
            for (uint32_t k = v->n_ev; k-- > 0;) {
                if (v->ev[k].from < b) {
                    TRY_ROOM(q->cx, w->a,
                             vec_push(w->a, &facts, v->ev[k].fact));
                    break;
                }
            }
            continue;
        }
        uint32_t k = 0, end = v->n_ev;
        for (; k < end && v->ev[k].from < a - v->longest;)
            k = end - k > 64 && v->ev[k + (end - k) / 2].from < a - v->longest
                    ? k + (end - k) / 2
                    : k + 1;
        for (; k < end && v->ev[k].from < b; k++)
            if (v->ev[k].to > a)
                TRY_ROOM(q->cx, w->a, vec_push(w->a, &facts, v->ev[k].fact));
        for (k = 0; k < v->n_tot && v->tot[k].from < b; k++)
            if (v->tot[k].to > a)
                TRY_ROOM(q->cx, w->a, vec_push(w->a, &facts, v->tot[k].fact));
    }
    if (!in_order)
        TRY(q->cx, query_sort(q->cx, w->a, q->e, facts.p, facts.n));
    *out = facts.p;
    *n = (uint32_t)facts.n;
    return OK;
}

/* The voices of one row, from wherever its sheet took them. */
err status_row_voices(struct query *q, const struct sheet *s,
                      const struct row *r, struct voices *own,
                      const struct voices **out)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    *own = (struct voices){0};
    *out = s->voices != NULL ? s->voices : own;
    if (s->voices != NULL)
        return OK;
    if (c->key == KEY_NONE || r->name == NAME_OVERALL || r->name == NAME_DAY)
        return voice_clause(q, s->clause, s->bearer, out);
    if (r->kinst != UINT32_MAX)
        return voice_key(q, s->clause, s->bearer, r->kinst, own);
    return OK;
}

/* --- The union of rows
 * ----------------------------------------------------------------- */

/* Keyed rows have the ordinal of their own perspective; the key names them. */
static uint64_t row_id(const struct row *r)
{
    if (r->name == NAME_WORD || r->name == NAME_PLACE)
        return r->key;
    return (uint64_t)r->ordinal;
}

/* One perspective's sheet while the rows are matched. */
struct side {
    const struct sheet *s;
    int account;
    struct map_u64 index; /* row_id -> row; where rows do not run alike */
    bool indexed, speaks;
    size_t at;
};

static err find_row(struct query *q, struct side *p, const struct row *r,
                    const struct row **out)
{
    const row_vec *rows = &p->s->rows;
    uint64_t i;
    *out = NULL;
    if (rows->n == 0)
        return OK;
    if (p->at < rows->n && row_id(&rows->p[p->at]) == row_id(r) &&
        rows->p[p->at].name == r->name) {
        *out = &rows->p[p->at++];
        return OK;
    }
    if (!p->indexed) {
        map_u64_init(&p->index, q->keep, q->cx);
        for (size_t k = 0; k < rows->n; k++)
            if (rows->p[k].name != NAME_OVERALL)
                TRY_ROOM(q->cx, q->keep,
                         map_u64_put(&p->index, row_id(&rows->p[k]), k));
        p->indexed = true;
    }
    if (r->name == NAME_OVERALL) {
        *out = &rows->p[0];
        p->at = 1;
    } else if (map_u64_get(&p->index, row_id(r), &i)) {
        *out = &rows->p[i];
        p->at = (size_t)i + 1;
    }
    return OK;
}

/* --- Accounts
 * ---------------------------------------------------------------------------
 */

static bool is_good(enum status s)
{
    return s == ST_MET || s == ST_MET_LATE;
}

static bool is_short(enum status s)
{
    return s == ST_UNMET || s == ST_PARTLY_MET;
}

static void differ(struct verdict *v, const struct row *const *rows, uint32_t n,
                   const bool *speaks)
{
    bool good = false, low = false, figure = false;
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i] == NULL || !rows[i]->arises)
            continue;
        good = good || is_good(rows[i]->status);
        low = low || is_short(rows[i]->status);
        for (uint32_t k = 0; k < i; k++)
            if (rows[k] != NULL && speaks[i] && speaks[k] &&
                (rows[i]->ins.lo > rows[k]->ins.hi ||
                 rows[k]->ins.lo > rows[i]->ins.hi))
                figure = true;
    }
    v->on_status = good && low;
    v->accounts_differ = v->on_status || figure;
}

static struct account_view view_of(int account, const struct row *r)
{
    return (struct account_view){
        .account = account,
        .arises = r->arises,
        .has_due = r->has_due,
        .due_lo = r->due_lo,
        .due_hi = r->due_hi,
        .status = r->status,
        .fig = {r->all.lo, r->all.hi, r->all.may},
        .required = r->need,
    };
}

/* No more room than they need: there are as many as rows. */
static err copy_views(struct show *w, const struct account_view *views,
                      uint32_t n, struct verdict *v)
{
    struct account_view *copy;
    TRY_NEW_ARRAY(w->q->cx, w->a, n, copy);
    if (n > 0)
        memcpy(copy, views, n * sizeof *copy);
    v->accounts = copy;
    v->n_accounts = n;
    return OK;
}

/* When time alone may change what is shown of a row. */
static err note_edges(struct show *w, const struct clause *c,
                      const struct row *r)
{
    instant at = w->q->at;
    keep_sooner(at, r->end, &w->edge);
    keep_sooner(at, r->own_due, &w->edge);
    keep_sooner(at, r->own_due + 1, &w->edge);
    if (r->window_known)
        keep_sooner(at, r->a, &w->edge);
    TRY(w->q->cx, judge_notice_edge(w->q, c, r, &w->edge));
    if (!r->has_due)
        return OK;
    keep_sooner(at, r->due_lo, &w->edge);
    keep_sooner(at, r->due_lo + 1, &w->edge);
    keep_sooner(at, r->due_hi, &w->edge);
    keep_sooner(at, r->due_hi + 1, &w->edge);
    return OK;
}

static err show_accounts(struct show *w, const struct clause *c,
                         const struct sheet *own, const struct row *row,
                         struct side *sides, uint32_t n, struct verdict *v)
{
    struct query *q = w->q;
    struct account_view *views;
    uint32_t n_views = 0;
    const struct row **rows;
    bool *speaks;
    struct arena_mark m = arena_mark(q->tmp);
    TRY_NEW_ARRAY(q->cx, q->tmp, n, views);
    TRY_NEW_ARRAY(q->cx, q->tmp, n, rows);
    TRY_NEW_ARRAY(q->cx, q->tmp, n, speaks);
    for (uint32_t i = 0; i < n; i++) {
        struct voices made;
        const struct voices *vs;
        TRY(q->cx, find_row(q, &sides[i], row, &rows[i]));
        if (rows[i] == NULL)
            continue;
        const struct row *r = rows[i];
        TRY(q->cx, note_edges(w, c, r));
        struct account_view view = view_of(sides[i].account, r);
        instant end = r->shown_to;
        if (sides[i].s->rows.p == own->rows.p && r->arises && r->window_known) {
            view.reports = v->reports; /* the account is the standard's */
            view.n_reports = v->n_reports;
            view.n_left = v->n_left;
        } else if (r->window_known) {
            TRY(q->cx, status_row_voices(q, sides[i].s, r, &made, &vs));
            TRY(q->cx, reports_of(w, vs, c, own->bearer, sides[i].account, r->a,
                                  end, &view.reports, &view.n_reports));
            view.n_left =
                keep_ban_left(q, sides[i].s, sides[i].account, view.n_reports);
        }
        speaks[i] = r->ins.speaks;
        if (view.n_reports == 0 && r->trig_fact == UINT32_MAX) {
            rows[i] = NULL;
            continue;
        }
        views[n_views++] = view;
    }
    differ(v, rows, n, speaks);
    TRY(q->cx, copy_views(w, views, n_views, v));
    arena_rewind(q->tmp, m);
    return OK;
}

/* --- Waiting on each other (sem 16)
 * ---------------------------------------------------- */

/* Past its own due, in step with what has not happened. */
static bool is_held(const struct query *q, const struct row *r)
{
    return r->held && r->arises && r->guard == YES && q->at > r->own_due;
}

/* The clauses for which instances of this one wait: at most three. */
static err waits_for(struct query *q, int clause, int out[3], uint32_t *n)
{
    const struct clause *c = &q->ag->clauses[clause];
    bool trigger = false, held = false;
    *n = 0;
    for (uint32_t b = 0; b < q->e->clauses[clause].n_bearers; b++) {
        const struct sheet *s;
        TRY(q->cx, instance_sheet(q, clause, b, OWN, false, &s));
        for (size_t i = 0; i < s->rows.n; i++) {
            const struct row *r = &s->rows.p[i];
            if (r->status != ST_WAITING && r->status != ST_LAPSED)
                continue;
            trigger = trigger || !r->arises;
            held = held || is_held(q, r);
        }
    }
    if (trigger && c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        out[(*n)++] = c->trig_clause;
    if (trigger && c->after != POINT_NEVER)
        out[(*n)++] = c->after_clause;
    if (held)
        out[(*n)++] = c->in_step_with;
    return OK;
}

/* Whether a clause waits, through others, for itself. */
static err waits_in_turn(struct query *q, int clause, bool *yes)
{
    int *queue, next[3];
    bool *seen;
    uint32_t head = 0, tail = 0, n;
    struct arena_mark m = arena_mark(q->tmp);
    TRY_NEW_ARRAY(q->cx, q->tmp, q->ag->n_clauses, queue);
    TRY_NEW_ARRAY(q->cx, q->tmp, q->ag->n_clauses, seen);
    *yes = false;
    queue[tail++] = clause;
    while (head < tail && !*yes) {
        TRY(q->cx, waits_for(q, queue[head++], next, &n));
        for (uint32_t i = 0; i < n; i++) {
            *yes = *yes || next[i] == clause;
            if (next[i] != clause && !seen[next[i]])
                queue[tail++] = next[i];
            seen[next[i]] = true;
        }
    }
    arena_rewind(q->tmp, m);
    return OK;
}

/* --- One clause
 * ----------------------------------------------------------------------------
 */

err status_shown(struct query *q, const struct sheet *s, const struct row *r,
                 enum status *out)
{
    bool cycle = false;
    bool waits = r->status == ST_WAITING || r->status == ST_LAPSED;
    if (waits && (is_held(q, r) || (!r->arises && r->has_due &&
                                    q->at > r->due_hi && r->waits_for != NONE)))
        TRY(q->cx, waits_in_turn(q, s->clause, &cycle));
    *out = cycle ? ST_WAITING_ON_EACH_OTHER : r->status;
    return OK;
}

static err show_row(struct show *w, const struct sheet *s, const struct row *r,
                    bool missing, struct side *sides, uint32_t n_sides,
                    struct verdict *v)
{
    struct query *q = w->q;
    const struct clause *c = &q->ag->clauses[s->clause];
    *v = (struct verdict){
        .clause = s->clause,
        .bearer = c->n_bearers == 0 ? NONE : c->bearers[s->bearer],
        .status = r->status,
        .marks = r->marks,
        .waits_for = r->waits_for,
        .required = r->need,
        .before = r->before,
    };
    TRY(q->cx, row_name(q, w->a, c, r, &v->instance));
    w->edge = INSTANT_MAX;
    TRY(q->cx, note_edges(w, c, r));
    if (missing) {
        v->status = ST_WAITING;
        v->marks = 0;
        v->required = v->before = 0;
    } else {
        struct voices made;
        const struct voices *vs;
        instant end = r->shown_to;
        v->window_from = r->a;
        v->window_to = r->end != INSTANT_MAX ? r->end
                       : r->has_due          ? r->due_hi + 1
                                             : INSTANT_MAX;
        v->has_window = r->window_known;
        v->has_due = r->has_due;
        v->due_lo = r->due_lo;
        v->due_hi = r->due_hi;
        v->has_met = r->has_met;
        v->met_from = r->met_from;
        v->met_to = r->met_to;
        v->sure = r->all.lo;
        v->possible = r->possible;
        v->unattributed = r->unattributed;
        v->covering = r->covering;
        if (r->arises && r->window_known) {
            struct arena_mark m = arena_mark(q->tmp);
            TRY(q->cx, status_row_voices(q, s, r, &made, &vs));
            TRY(q->cx, reports_of(w, vs, c, s->bearer, OWN, r->a, end,
                                  &v->reports, &v->n_reports));
            v->n_left = keep_ban_left(q, s, OWN, v->n_reports);
            arena_rewind(q->tmp, m);
        }
    }
    if (!missing)
        TRY(q->cx, status_shown(q, s, r, &v->status));
    v->label_status = v->status;
    return show_accounts(w, c, s, r, sides, n_sides, v);
}

static err push_verdict(struct show *w, const struct verdict *v)
{
    ++*w->q->e->visited;
    TRY_ROOM(w->q->cx, w->a, vec_push(w->a, &w->v, *v));
    if (w->keeps_edges)
        TRY_ROOM(w->q->cx, w->a, vec_push(w->a, &w->edges, w->edge));
    return OK;
}

/* Accounts that speak to a clause, in order of declaration. */
static err clause_sides(struct query *q, int clause, uint32_t bearer,
                        struct side **out, uint32_t *n)
{
    const struct voices *vs;
    bool *speaks;
    uint32_t n_accounts = (uint32_t)q->e->accounts.n, k = 0;
    struct side *sides;
    TRY(q->cx, voice_clause(q, clause, bearer, &vs));
    TRY_NEW_ARRAY(q->cx, q->keep, n_accounts, speaks);
    TRY_NEW_ARRAY(q->cx, q->keep, n_accounts, sides);
    for (uint32_t i = 0; i < vs->n; i++)
        speaks[q->e->sources.p[vs->v[i].source].account] = true;
    if (q->e->clauses[clause].trig != NONE) {
        struct obs *o;
        size_t count;
        TRY(q->cx, voice_triggers(q, clause, q->keep, &o, &count));
        for (size_t i = 0; i < count; i++)
            speaks[q->e->sources.p[o[i].source].account] = true;
    }
    for (uint32_t i = 0; i < n_accounts; i++)
        if (speaks[i])
            sides[k++].account = (int)i;
    *out = sides;
    *n = k;
    return OK;
}

/* The series covers from the first window's beginning to the last end. */
static struct span whole_of(const struct query *q, const struct verdict *v,
                            size_t n)
{
    struct span s = {INSTANT_MAX, INSTANT_MIN};
    for (size_t i = 0; i < n; i++) {
        if (!v[i].has_window)
            continue;
        s.from = v[i].window_from < s.from ? v[i].window_from : s.from;
        s.to = v[i].window_to > s.to ? v[i].window_to : s.to;
    }
    s.to = s.to > q->at + 1 ? q->at + 1 : s.to;
    return s;
}

/* Over the n rows v of one clause and bearer. */
static err show_series(struct show *w, int clause, uint32_t bearer,
                       const struct verdict *v, size_t n_rows,
                       struct side *sides, uint32_t n)
{
    struct query *q = w->q;
    const struct clause *c = &q->ag->clauses[clause];
    struct series x = {.clause = clause,
                       .bearer = c->n_bearers == 0 ? NONE : c->bearers[bearer]};
    struct span whole = whole_of(q, v, n_rows);
    VEC(struct account_view) views = {0};
    const struct voices *vs;
    for (size_t i = 0; i < n_rows; i++) {
        x.by_status[v[i].status]++;
        x.need = qty_add(x.need, v[i].required);
        x.sure = qty_add(x.sure, v[i].sure);
        x.possible = qty_add(x.possible, v[i].possible);
    }
    TRY(q->cx, voice_clause(q, clause, bearer, &vs));
    struct arena_mark m = arena_mark(q->tmp);
    struct fig *figs = NULL;
    if (whole.from != INSTANT_MAX)
        TRY(q->cx, standard_figures(q, vs, whole.from, whole.to, &figs));
    for (uint32_t i = 0; i < n && figs != NULL; i++) {
        struct accepted a;
        struct account_view view = {
            .account = sides[i].account, .arises = true, .required = x.need};
        standard_account(q, sides[i].account, vs, figs, &a);
        if (!a.speaks)
            continue;
        view.fig = (struct figure){a.fig.lo, a.fig.hi, a.fig.may};
        TRY(q->cx, reports_of(w, vs, c, bearer, sides[i].account, whole.from,
                              whole.to, &view.reports, &view.n_reports));
        TRY_ROOM(q->cx, w->a, vec_push(w->a, &views, view));
    }
    arena_rewind(q->tmp, m);
    x.accounts = views.p;
    x.n_accounts = (uint32_t)views.n;
    TRY_ROOM(q->cx, w->a, vec_push(w->a, &w->series, x));
    return OK;
}

static bool repeats(const struct query *q, const struct clause *c)
{
    if (c->kind == CLAUSE_DUTY)
        return c->period != PERIOD_NONE || c->n_steps > 0 ||
               c->trigger == TRIG_EVENT;
    return q->ag->reporting != PERIOD_NONE && c->measure != MEASURE_LEVEL;
}

/* Rows that only accounts have, after those of the own standard. */
static err missing_rows(struct show *w, const struct sheet *s,
                        struct side *sides, uint32_t n)
{
    struct query *q = w->q;
    struct side own = {.s = s};
    struct map_u64 done;
    map_u64_init(&done, q->keep, q->cx);
    for (uint32_t i = 0; i < n; i++) {
        for (size_t k = 0; k < sides[i].s->rows.n; k++) {
            const struct row *r = &sides[i].s->rows.p[k], *found;
            struct verdict v;
            uint64_t id = (uint64_t)r->name << 60 ^ row_id(r);
            TRY(q->cx, find_row(q, &own, r, &found));
            if (found != NULL || map_u64_get(&done, id, NULL))
                continue;
            TRY_ROOM(q->cx, q->keep, map_u64_put(&done, id, 1));
            TRY(q->cx, show_row(w, s, r, true, sides, n, &v));
            if (v.n_accounts > 0)
                TRY(q->cx, push_verdict(w, &v));
        }
    }
    return OK;
}

err status_bearer(struct show *w, int clause, uint32_t bearer)
{
    struct query *q = w->q;
    const struct clause *c = &q->ag->clauses[clause];
    const struct sheet *s;
    struct side *sides;
    uint32_t n;
    size_t first = w->v.n;
    TRY(q->cx, instance_sheet(q, clause, bearer, OWN, false, &s));
    TRY(q->cx, clause_sides(q, clause, bearer, &sides, &n));
    for (uint32_t i = 0; i < n; i++)
        TRY(q->cx, instance_sheet(q, clause, bearer, sides[i].account, false,
                                  &sides[i].s));
    for (size_t i = 0; i < s->rows.n; i++) {
        struct verdict v;
        TRY(q->cx, show_row(w, s, &s->rows.p[i], false, sides, n, &v));
        TRY(q->cx, push_verdict(w, &v));
    }
    TRY(q->cx, missing_rows(w, s, sides, n));
    if (repeats(q, c) && !w->keeps_edges)
        TRY(q->cx, show_series(w, clause, bearer, w->v.p + first,
                               w->v.n - first, sides, n));
    return OK;
}

/* --- Clauses that are not evaluated
 * ----------------------------------------------------- */

enum status status_unevaluated(const struct query *q, int clause,
                               uint32_t *finding)
{
    const struct clause *c = &q->ag->clauses[clause];
    int first = c->reading_of == NONE ? clause : c->reading_of;
    *finding = UINT32_MAX;
    if (c->kind == CLAUSE_MAY)
        return ST_PERMITTED;
    if (c->kind == CLAUSE_DECLARATORY)
        return ST_DECLARATORY;
    for (uint32_t i = 0; i < q->n_wills; i++) {
        const struct rec *r = rec_at(q->e, q->wills[i]);
        const struct fact *f = rec_ext(q->e, r);
        if (r->form->kind == FACT_FINDING && f->will == WILL_OUTCOME &&
            (f->clause == clause || f->clause == first) &&
            rec_account(q->e, r) == c->judged_by)
            *finding = q->wills[i]; /* the latest is quoted */
    }
    return *finding != UINT32_MAX ? ST_JUDGED : ST_NOT_JUDGED;
}

static err show_unevaluated(struct show *w, int clause)
{
    struct query *q = w->q;
    const struct clause *c = &q->ag->clauses[clause];
    struct verdict v = {.clause = clause,
                        .bearer = c->n_bearers > 0 ? c->bearers[0] : NONE,
                        .instance = STR(""),
                        .waits_for = NONE,
                        .window_to = INSTANT_MAX};
    uint32_t finding, *one;
    v.status = status_unevaluated(q, clause, &finding);
    if (finding != UINT32_MAX) {
        TRY_NEW(q->cx, w->a, one);
        *one = finding;
        v.reports = one;
        v.n_reports = 1;
    }
    v.label_status = v.status;
    w->edge = INSTANT_MAX;
    return push_verdict(w, &v);
}

/* Where the readings of a label differ, its status depends on the reading: an
 * instance must be there with one status in all n of them. The rows of a label
 * begin at `first`. */
static void compare_readings(struct show *w, size_t first, uint32_t n)
{
    for (size_t i = first; i < w->v.n; i++) {
        struct verdict *v = &w->v.p[i];
        uint32_t agree = 1;
        for (size_t k = first; k < w->v.n; k++) {
            const struct verdict *o = &w->v.p[k];
            agree += o->clause != v->clause && o->bearer == v->bearer &&
                     str_eq(o->instance, v->instance) && o->status == v->status;
        }
        v->label_status = agree == n ? v->status : ST_DEPENDS_ON_READING;
    }
}

static err show_phases(struct show *w, struct verdicts *out)
{
    struct query *q = w->q;
    TRY_NEW_ARRAY(q->cx, w->a, q->ag->n_phases + (size_t)1, out->phases);
    for (int i = NONE; i < (int)q->ag->n_phases; i++) {
        const struct phase_state *s;
        TRY(q->cx, phase_get(q, OWN, i, &s));
        out->phases[out->n_phases++] =
            (struct phase_view){i,          s->started && s->start <= q->at,
                                s->has_end, s->start,
                                s->end,     s->extended_days};
    }
    return OK;
}

err status_label(struct show *w, int first, uint32_t n)
{
    struct query *q = w->q;
    size_t label = w->v.n;
    for (int i = first; i < first + (int)n; i++) {
        const struct clause *c = &q->ag->clauses[i];
        if (c->kind == CLAUSE_DUTY || c->kind == CLAUSE_BAN ||
            c->kind == CLAUSE_KEEP) {
            for (uint32_t b = 0; b < q->e->clauses[i].n_bearers; b++)
                TRY(q->cx, status_bearer(w, i, b));
        } else {
            TRY(q->cx, show_unevaluated(w, i));
        }
    }
    if (n > 1)
        compare_readings(w, label, n);
    return OK;
}

int status_label_of(const struct agreement *ag, int clause, uint32_t *n)
{
    int of = ag->clauses[clause].reading_of;
    int first = of == NONE ? clause : of, end = first + 1;
    while (end < (int)ag->n_clauses && ag->clauses[end].reading_of != NONE)
        end++;
    *n = (uint32_t)(end - first);
    return first;
}

err status_frame(struct show *w, struct verdicts *out)
{
    struct query *q = w->q;
    *out = (struct verdicts){.at = q->at,
                             .in_force = q->in_force && q->force <= q->at,
                             .force = q->force,
                             .day1 = q->day1};
    return show_phases(w, out);
}

void status_count(const struct verdict *v, size_t n, struct clause_run *runs)
{
    for (size_t i = 0; i < n; i++) {
        struct clause_run *r = &runs[v[i].clause];
        r->by_status[v[i].status]++;
        r->to++; /* how many, until status_runs() */
    }
}

void status_runs(struct clause_run *runs, uint32_t n_clauses)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < n_clauses; i++) {
        runs[i].from = at;
        at = runs[i].to += at;
    }
}

static err show_all(struct query *q, struct arena *a, struct verdicts *out)
{
    struct clause_run *runs;
    struct show w = {.q = q, .a = a};
    struct verdicts all;
    uint32_t n = 0;
    for (uint32_t i = 0; i < q->ag->n_clauses; i += n) {
        int first = status_label_of(q->ag, (int)i, &n);
        TRY(q->cx, status_label(&w, first, n));
    }
    TRY_NEW_ARRAY(q->cx, a, q->ag->n_clauses, runs);
    status_count(w.v.p, w.v.n, runs);
    status_runs(runs, q->ag->n_clauses);
    TRY(q->cx, status_frame(&w, &all));
    all.v = w.v.p;
    all.n = (uint32_t)w.v.n;
    all.runs = runs;
    all.series = w.series.p;
    all.n_series = (uint32_t)w.series.n;
    *out = all;
    return OK;
}

/* --- Some rows of one clause
 * ----------------------------------------------------------------------------
 */

/* A sheet of the one kept row. *vs: its voices, NULL at first. */
static err one_row(struct query *q, int clause, uint32_t bearer, int persp,
                   uint32_t row, const struct voices **vs,
                   const struct sheet **out)
{
    struct sheet *s;
    struct row r;
    bool there;
    TRY_NEW(q->cx, q->keep, s);
    *s = (struct sheet){.clause = clause,
                        .bearer = bearer,
                        .persp = persp,
                        .state = SHEET_DONE};
    TRY(q->cx, keep_make(q, s, row, vs, &r, &there));
    if (there)
        TRY_ROOM(q->cx, q->keep, vec_push(q->keep, &s->rows, r));
    s->voices = *vs;
    *out = s;
    return OK;
}

err status_kept(struct show *w, int clause, uint32_t bearer, uint32_t kept,
                struct verdict *out, const struct sheet **sheet,
                const struct row **row, bool *found)
{
    struct query *q = w->q;
    uint32_t n = (uint32_t)q->e->accounts.n;
    struct side *sides;
    const struct row *any;
    const struct voices *vs = NULL;
    TRY_NEW_ARRAY(q->cx, q->keep, n, sides);
    TRY(q->cx, one_row(q, clause, bearer, OWN, kept, &vs, sheet));
    *row = any = (*sheet)->rows.n > 0 ? (*sheet)->rows.p : NULL;
    for (uint32_t i = 0; i < n; i++) {
        sides[i].account = (int)i;
        TRY(q->cx, one_row(q, clause, bearer, (int)i, kept, &vs, &sides[i].s));
        if (any == NULL && sides[i].s->rows.n > 0)
            any = sides[i].s->rows.p;
    }
    *found = false;
    if (any == NULL)
        return OK;
    TRY(q->cx, show_row(w, *sheet, any, *row == NULL, sides, n, out));
    *found = *row != NULL || out->n_accounts > 0;
    return OK;
}

err status_one(struct query *q, struct arena *a, int clause, uint32_t bearer,
               str instance, struct verdict *out, const struct sheet **sheet,
               const struct row **row)
{
    struct show w = {.q = q, .a = a};
    uint32_t kept;
    bool made;
    TRY(q->cx, keep_can_make(q, clause, &made));
    if (made && keep_find(q, clause, instance, &kept)) {
        TRY(q->cx,
            status_kept(&w, clause, bearer, kept, out, sheet, row, &made));
        if (made)
            return OK;
    }
    TRY(q->cx, status_bearer(&w, clause, bearer));
    TRY(q->cx, instance_sheet(q, clause, bearer, OWN, false, sheet));
    for (size_t i = 0; i < w.v.n; i++) {
        if (!str_eq(w.v.p[i].instance, instance))
            continue;
        *out = w.v.p[i];
        *row = i < (*sheet)->rows.n ? &(*sheet)->rows.p[i] : NULL;
        return OK;
    }
    if (w.v.n == 0)
        return fail(q->cx, ERR_NOT_FOUND, "the clause has no instance yet");
    return fail(q->cx, ERR_NOT_FOUND,
                "there is no instance \"%.*s\" of %zu, from \"%.*s\" to "
                "\"%.*s\"",
                STR_ARG(instance), w.v.n, STR_ARG(w.v.p[0].instance),
                STR_ARG(w.v.p[w.v.n - 1].instance));
}

err engine_status(struct cx *cx, struct engine *e, instant at, struct arena *a,
                  struct verdicts *out)
{
    struct query q;
    struct arena keep;
    arena_init(&keep, cx->mem, "evaluation", cx->limits.reports_bytes);
    struct arena_mark m = arena_mark(cx->scratch);
    if (at == INSTANT_MAX)
        at = e->latest;
    err x = query_begin(cx, e, at, &keep, &q);
    if (is_ok(x)) {
        q.by_key = arena_alloc_array(&keep, e->ag->n_clauses, sizeof *q.by_key);
        x = q.by_key == NULL ? arena_fail(cx, &keep) : show_all(&q, a, out);
    }
    arena_rewind(cx->scratch, m);
    arena_release(&keep);
    return x;
}

static bool is_wanted(const struct rows_wanted *w, enum status s)
{
    return w->statuses == 0 || (w->statuses >> s & 1) != 0;
}

/* Those of the clause whose rows are not kept. */
static err some_of_all(struct show *w, const struct rows_wanted *want,
                       bool evaluated, uint32_t *total)
{
    struct query *q = w->q;
    uint32_t n;
    size_t kept = 0;
    int first = status_label_of(q->ag, want->clause, &n);
    *total = 0;
    TRY(q->cx, status_label(w, first, n));
    for (size_t i = 0; i < w->v.n; i++) {
        const struct verdict *v = &w->v.p[i];
        if (v->clause != want->clause ||
            (evaluated && v->bearer != want->bearer) ||
            !is_wanted(want, v->status))
            continue;
        if (*total >= want->first && *total - want->first < want->most)
            w->v.p[kept++] = *v;
        ++*total;
    }
    w->v.n = kept;
    return OK;
}

static err some_kept(struct show *w, const struct rows_wanted *want,
                     uint32_t bearer, const u32_vec *rows)
{
    struct query *q = w->q;
    for (size_t i = want->first; i < rows->n && i - want->first < want->most;
         i++) {
        struct verdict v;
        const struct sheet *s;
        const struct row *r;
        bool found;
        struct arena_mark m = arena_mark(q->tmp);
        TRY(q->cx, status_kept(w, want->clause, bearer, rows->p[i], &v, &s, &r,
                               &found));
        arena_rewind(q->tmp, m);
        if (ALWAYS(found))
            TRY(q->cx, push_verdict(w, &v));
    }
    return OK;
}

static err some_rows(struct show *w, const struct rows_wanted *want,
                     uint32_t *total)
{
    struct query *q = w->q;
    const struct clause *c = &q->ag->clauses[want->clause];
    bool evaluated = c->kind == CLAUSE_DUTY || c->kind == CLAUSE_BAN ||
                     c->kind == CLAUSE_KEEP;
    uint32_t b = 0, n;
    u32_vec rows = {0};
    bool fit;
    while (b < c->n_bearers && c->bearers[b] != want->bearer)
        b++;
    if (evaluated &&
        (c->n_bearers == 0 ? want->bearer != NONE : b == c->n_bearers))
        return fail(q->cx, ERR_NOT_FOUND, "clause %.*s does not bind that one",
                    STR_ARG(c->label));
    TRY(q->cx, keep_settle(q));
    status_label_of(q->ag, want->clause, &n);
    TRY(q->cx, keep_list(q, want->clause, b, want->statuses, &rows, &fit));
    if (!fit || n > 1)
        return some_of_all(w, want, evaluated, total);
    *total = (uint32_t)rows.n;
    return some_kept(w, want, b, &rows);
}

err engine_rows(struct cx *cx, struct engine *e, instant at,
                const struct rows_wanted *want, struct arena *a,
                struct verdicts *out, uint32_t *total)
{
    struct query q;
    struct arena keep;
    struct show w = {.q = &q, .a = a};
    struct verdicts some = {0};
    *total = 0;
    if (want->clause != NONE &&
        (want->clause < 0 || (uint32_t)want->clause >= e->ag->n_clauses))
        return fail(cx, ERR_NOT_FOUND, "there is no such clause");
    arena_init(&keep, cx->mem, "evaluation", cx->limits.reports_bytes);
    struct arena_mark m = arena_mark(cx->scratch);
    err x = query_begin(cx, e, at == INSTANT_MAX ? e->latest : at, &keep, &q);
    if (is_ok(x) && want->clause != NONE)
        x = some_rows(&w, want, total);
    if (is_ok(x))
        x = status_frame(&w, &some);
    arena_rewind(cx->scratch, m);
    arena_release(&keep);
    if (!is_ok(x))
        return x;
    some.v = w.v.p;
    some.n = (uint32_t)w.v.n;
    *out = some;
    return OK;
}

static err tally_all(struct query *q, struct arena *a, struct tally **out,
                     uint32_t *n)
{
    VEC(struct tally) all = {0};
    for (uint32_t i = 0; i < q->ag->n_clauses; i++) {
        const struct clause *c = &q->ag->clauses[i];
        for (uint32_t b = 0; b < q->e->clauses[i].n_bearers; b++) {
            const struct sheet *s;
            struct tally t = {.clause = (int)i,
                              .bearer =
                                  c->n_bearers == 0 ? NONE : c->bearers[b]};
            uint32_t finding;
            enum status st;
            if (q->e->clauses[i].kept.shape != SHAPE_NONE) {
                memcpy(t.by_status, q->e->clauses[i].kept.tally[b],
                       sizeof t.by_status);
                TRY_ROOM(q->cx, a, vec_push(a, &all, t));
                continue;
            }
            TRY(q->cx, instance_sheet(q, (int)i, b, OWN, false, &s));
            for (size_t k = 0; k < s->rows.n; k++) {
                TRY(q->cx, status_shown(q, s, &s->rows.p[k], &st));
                t.by_status[st]++;
            }
            if (c->kind != CLAUSE_DUTY && c->kind != CLAUSE_BAN &&
                c->kind != CLAUSE_KEEP)
                t.by_status[status_unevaluated(q, (int)i, &finding)]++;
            TRY_ROOM(q->cx, a, vec_push(a, &all, t));
        }
    }
    *out = all.p;
    *n = (uint32_t)all.n;
    return OK;
}

err engine_tally(struct cx *cx, struct engine *e, instant at, struct arena *a,
                 struct tally **out, uint32_t *n)
{
    struct query q;
    struct arena keep;
    arena_init(&keep, cx->mem, "evaluation", cx->limits.reports_bytes);
    struct arena_mark m = arena_mark(cx->scratch);
    err x = query_begin(cx, e, at == INSTANT_MAX ? e->latest : at, &keep, &q);
    if (is_ok(x))
        x = keep_settle(&q);
    if (is_ok(x))
        x = tally_all(&q, a, out, n);
    arena_rewind(cx->scratch, m);
    arena_release(&keep);
    return x;
}

/* --- Series of verdicts that are there
 * ----------------------------------------------------------------------------
 */

static err series_of(struct show *w, const struct verdicts *v, int clause)
{
    const struct clause *c = &w->q->ag->clauses[clause];
    uint32_t end = 0;
    if (!repeats(w->q, c) || (c->kind != CLAUSE_DUTY && c->kind != CLAUSE_BAN &&
                              c->kind != CLAUSE_KEEP))
        return OK;
    while (end < v->n && v->v[end].clause != clause)
        end++;
    for (uint32_t b = 0; b < w->q->e->clauses[clause].n_bearers; b++) {
        int bearer = c->n_bearers == 0 ? NONE : c->bearers[b];
        uint32_t first = end, n;
        struct side *sides;
        while (end < v->n && v->v[end].clause == clause &&
               v->v[end].bearer == bearer)
            end++;
        TRY(w->q->cx, clause_sides(w->q, clause, b, &sides, &n));
        TRY(w->q->cx,
            show_series(w, clause, b, v->v + first, end - first, sides, n));
    }
    return OK;
}

err engine_series(struct cx *cx, struct engine *e, const struct verdicts *v,
                  int clause, struct arena *a, struct series **out, uint32_t *n)
{
    struct query q;
    struct arena keep;
    struct show w = {.q = &q, .a = a};
    arena_init(&keep, cx->mem, "evaluation", cx->limits.reports_bytes);
    struct arena_mark m = arena_mark(cx->scratch);
    err x = query_begin(cx, e, v->at, &keep, &q);
    for (int i = 0; is_ok(x) && i < (int)e->ag->n_clauses; i++)
        if (clause == NONE || clause == i)
            x = series_of(&w, v, i);
    arena_rewind(cx->scratch, m);
    arena_release(&keep);
    if (!is_ok(x))
        return x;
    *out = w.series.p;
    *n = (uint32_t)w.series.n;
    return OK;
}
