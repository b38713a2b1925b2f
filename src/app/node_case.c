/* app/node_case.c: the cases that a node holds open, and what was evaluated.
 *
 * A page over a million reports must not read and judge them anew. So cases are
 * held: one of all that is known, and those that were asked for last as
 * somebody sees it or as it was known; and of each the verdicts at the times
 * asked for last. When the case has grown what was entered is taken in; the
 * latest verdicts are kept up to date by the engine, others are forgotten.
 *
 * What somebody may not see is not in the case that is opened for it
 * (case_sight.c): nothing that is computed from n->c can tell it. */
#include "app/node_int.h"

#include "app/incident.h"

#include <limits.h>

void node_forget_view(struct held_view *v)
{
    if (v->filled)
        arena_release(&v->room);
    sys_copy_free(v->copy);
    v->copy = NULL;
    v->filled = v->has_incidents = v->has_changes = v->owed = false;
}

static void forget_views(struct held_case *h, bool grows)
{
    for (size_t i = 0; i < COUNT_OF(h->views); i++)
        if (!grows || !h->views[i].owed)
            node_forget_view(&h->views[i]);
    node_forget_view(&h->latest);
    h->series = (series_vec){0};
    h->has_series = NULL;
    h->view = NULL;
}

static void forget_answers(struct held_case *h)
{
    arena_reset(&h->answers_room);
    h->answers = NULL;
    h->n_answers = 0;
}

bool node_held(struct ask *q, str key, str *body, const char **type)
{
    const struct held_case *h = q->n->now;
    for (uint32_t i = 0; i < h->n_answers; i++)
        if (str_eq(h->answers[i].key, key)) {
            *body = h->answers[i].body;
            *type = h->answers[i].type;
            return true;
        }
    return false;
}

/* Where there is no room all of them go: the next to ask fill it again. */
void node_hold(struct ask *q, str key, str body, const char *type)
{
    struct held_case *h = q->n->now;
    struct held_answer a = {.type = type};
    if (body.n > HELD_ANSWER_BYTES)
        return;
    if (h->n_answers == HELD_ANSWERS)
        forget_answers(h);
    if (h->answers == NULL) {
        h->answers =
            arena_alloc(&h->answers_room, HELD_ANSWERS * sizeof *h->answers);
        if (h->answers == NULL)
            return;
    }
    if (!arena_dup_str(&h->answers_room, key, &a.key) ||
        !arena_dup_str(&h->answers_room, body, &a.body)) {
        forget_answers(h);
        return;
    }
    h->answers[h->n_answers++] = a;
}

/* A key of facts is no path, so no page has it. */
bool node_held_facts(struct ask *q, str key, uint32_t **facts, uint32_t *n)
{
    const char *type;
    str bytes;
    if (!node_held(q, key, &bytes, &type))
        return false;
    *facts = arena_alloc(q->a, bytes.n);
    if (*facts == NULL)
        return false;
    memcpy(*facts, bytes.p, bytes.n);
    *n = (uint32_t)(bytes.n / sizeof **facts);
    return true;
}

void node_hold_facts(struct ask *q, str key, const uint32_t *facts, uint32_t n)
{
    node_hold(q, key, (str){(const char *)facts, n * sizeof *facts}, "");
}

void node_drop(struct held_case *h)
{
    forget_views(h, false);
    forget_answers(h);
    case_close(h->c);
    h->c = NULL;
    arena_reset(&h->room);
}

void node_case_init(struct cx *cx, struct node *n)
{
    for (size_t i = 0; i < COUNT_OF(n->places); i++) {
        struct held_case *h = &n->places[i];
        arena_init(&h->room, cx->mem, "case", cx->limits.document_bytes);
        arena_init(&h->answers_room, cx->mem, "answers", HELD_BYTES);
        if (i < HELD_CASES)
            n->held[i] = h;
        else
            n->spare = h;
    }
}

void node_case_release(struct node *n)
{
    if (n->opening.thread != NULL) {
        sys_thread_join(n->opening.thread);
        arena_release(&n->opening.scratch);
    }
    sys_copy_free(n->judging.copy);
    for (size_t i = 0; i < COUNT_OF(n->places); i++) {
        node_drop(&n->places[i]);
        arena_release(&n->places[i].room);
        arena_release(&n->places[i].answers_room);
    }
}

bool node_is_of(const struct held_case *h, const char *sees, str known)
{
    return h->c != NULL && str_eq(h->known, known) &&
           h->all == (sees == NULL) &&
           (sees == NULL || str_eq(h->sees, str_of(sees)));
}

struct held_case **node_place_of(struct node *n, const char *sees, str known)
{
    struct held_case **least = &n->held[1];
    if (sees == NULL && known.n == 0)
        return &n->held[0];
    for (size_t i = 1; i < COUNT_OF(n->held); i++) {
        if (node_is_of(n->held[i], sees, known))
            return &n->held[i];
        if (n->held[i]->c == NULL ||
            ((*least)->c != NULL && n->held[i]->used < (*least)->used))
            least = &n->held[i];
    }
    return least;
}

err node_open_text(struct cx *cx, struct node *n, struct held_case *h,
                   const char *sees, str known)
{
    node_drop(h);
    n->dropped++;
    h->options = *n->o;
    h->stale = h->broken = false;
    h->known = STR("");
    h->all = sees == NULL;
    h->sees = STR("");
    if (known.n > 0) {
        if (!str_to_c(known, h->known_room, sizeof h->known_room))
            return fail_hint(cx, ERR_INPUT, "for instance known=2025-01-25",
                             "known: that is no time");
        h->options.known_at = h->known_room;
        h->known = str_of(h->known_room);
    }
    if (sees != NULL) {
        if (!str_to_c(str_of(sees), h->sees_room, sizeof h->sees_room))
            return fail(cx, ERR_INPUT, "that is no name of an actor");
        h->options.sees = h->sees_room;
        h->sees = str_of(h->sees_room);
    }
    h->options.grows = true;
    (void)sys_file_state(n->o->agreement, &h->file);
    return case_open_begin(cx, &h->room, &h->options, &h->c);
}

static void ask_it(struct node *n, struct held_case *h)
{
    n->now = h;
    n->c = h->c;
}

/* Opens it in its place, and waits for it. n->c is set also on failure. */
static err open_here(struct cx *cx, struct node *n, struct held_case *h,
                     const char *sees, str known)
{
    err e = node_open_text(cx, n, h, sees, known);
    if (is_ok(e))
        e = case_open_end(h->c);
    ask_it(n, h);
    return e;
}

/* What was entered since, if it can be. */
static void take_in(struct cx *cx, const struct node *n, struct held_case *h)
{
    bool grown = false;
    forget_views(h, true);
    forget_answers(h);
    (void)sys_file_state(n->o->agreement, &h->file);
    h->broken = !is_ok(case_grow(h->c, &grown));
    if (h->broken)
        fault_clear(cx); /* opened anew it says why */
    h->stale = h->broken || !grown;
}

/* Whether entries came in since it was opened. */
static bool has_grown(struct cx *cx, struct node *n, const struct held_case *h)
{
    struct sys_file now;
    uint64_t entries;
    if (h->c->record.log != NULL) {
        /* What others enter lies in a file beside the case for a while. */
        err e = node_number(cx, n, &entries);
        if (!is_ok(e))
            fault_clear(cx);
        else if (entries != log_size(h->c->record.log))
            return true;
    }
    return sys_file_state(n->o->agreement, &now) &&
           (now.size != h->file.size || now.inode != h->file.inode ||
            now.device != h->file.device);
}

err node_open_latest(struct cx *cx, struct node *n, bool *ready)
{
    *ready = true;
    if (n->patience_ms == UINT_MAX)
        return open_here(cx, n, n->held[0], NULL, STR(""));
    err e = node_opening_begin(cx, n, NULL, STR(""));
    ask_it(n, n->spare);
    if (is_ok(e))
        e = node_opening_take(cx, n, n->patience_ms, ready);
    if (is_ok(e) && *ready)
        ask_it(n, n->held[0]);
    return e;
}

/* What was asked cannot be. */
static err forget_it(struct cx *cx, struct node *n, struct held_case *h, err e)
{
    struct fault why = cx->fault;
    node_drop(h);
    n->now = NULL;
    n->c = NULL;
    cx->fault = why;
    return e;
}

/* Beside the answers. *ready: it is there, perhaps as it was. */
static err open_beside(struct cx *cx, struct node *n, const char *sees,
                       str known, bool *ready)
{
    bool taken;
    if (n->opening.thread == NULL) { /* who asks again does not wait again */
        TRY(cx, node_opening_begin(cx, n, sees, known));
        TRY(cx, node_opening_take(cx, n, n->patience_ms, &taken));
    }
    struct held_case *h = *node_place_of(n, sees, known);
    *ready = node_is_of(h, sees, known);
    if (*ready)
        ask_it(n, h);
    return OK;
}

err node_case_of(struct cx *cx, struct node *n, const char *sees, str known,
                 bool *ready)
{
    bool taken, latest = sees == NULL && known.n == 0;
    *ready = true;
    bool mine = node_opening_is_of(n, sees, known);
    err e = node_opening_take(cx, n, 0, &taken);
    if (!is_ok(e) && (mine || n->opening.is_first))
        return e;
    if (!is_ok(e))
        fault_clear(cx);
    if (n->opening.thread != NULL && n->opening.is_first) {
        *ready = false;
        return OK;
    }
    struct held_case *h = *node_place_of(n, sees, known);
    h->used = ++n->uses;
    if (node_is_of(h, sees, known)) {
        if (!h->stale && has_grown(cx, n, h))
            take_in(cx, n, h);
        if (!h->stale) {
            ask_it(n, h);
            return OK;
        }
    }
    bool is_there = node_is_of(h, sees, known) && !h->broken;
    if ((!latest || is_there) && n->patience_ms != UINT_MAX)
        return open_beside(cx, n, sees, known, ready);
    e = open_here(cx, n, h, sees, known);
    return is_ok(e) || latest ? e : forget_it(cx, n, h, e);
}

static bool serves(const struct held_view *v, instant at, enum view_need need)
{
    return v->filled && v->asked == at && (v->whole || need == NEED_TIME);
}

struct held_view *node_view_place(struct held_case *h)
{
    struct held_view *v = &h->views[0];
    for (size_t i = 1; i < COUNT_OF(h->views) && v->filled; i++)
        if (!h->views[i].filled || h->views[i].used < v->used)
            v = &h->views[i];
    node_forget_view(v);
    return v;
}

static err judge(struct held_case *h, struct held_view *v, instant at,
                 enum view_need need)
{
    struct app_case *c = h->c;
    const struct rows_wanted none = {.clause = NONE};
    uint32_t n;
    TRY(c->cx, need != NEED_TIME ? case_evaluate(c, at, &v->room)
                                 : engine_rows(c->cx, c->engine, at, &none,
                                               &v->room, &c->verdicts, &n));
    return h->all ? case_tell_broken(c) : OK;
}

err node_fill_view(struct held_case *h, struct held_view *v, instant at,
                   enum view_need need)
{
    err e = judge(h, v, at, need);
    if (!is_ok(e)) {
        arena_release(&v->room);
        return e;
    }
    v->filled = true;
    v->whole = need != NEED_TIME;
    v->n_facts = engine_n_facts(h->c->engine);
    v->asked = at;
    v->verdicts = h->c->verdicts;
    h->view = v;
    return OK;
}

/* The engine has kept most of it. */
static err evaluate_latest(struct cx *cx, struct held_case *h)
{
    struct held_view *v = &h->latest;
    struct verdicts now;
    TRY(cx, engine_current(cx, h->c->engine, h->c->at, &now));
    if (!v->filled) {
        arena_init(&v->room, cx->mem, "verdicts", cx->limits.reports_bytes);
        v->filled = v->whole = true;
        v->verdicts = now;
        if (h->all)
            TRY(cx, case_tell_broken(h->c));
    }
    h->c->verdicts = v->verdicts;
    h->view = v;
    return OK;
}

/* The view of a time that is there, or is made now; NULL: it is being judged.
 */
static err view_at(struct cx *cx, struct node *n, instant at,
                   enum view_need need, struct held_view **out)
{
    struct held_case *h = n->now;
    bool beside = node_judges_beside(n, need);
    for (size_t i = 0; i < COUNT_OF(h->views); i++) {
        struct held_view *v = &h->views[i];
        *out = v;
        if (serves(v, at, need) &&
            (v->owed || v->n_facts == engine_n_facts(h->c->engine)) &&
            (!beside || need != NEED_CHANGES || v->has_changes))
            return OK;
    }
    if (beside)
        return node_judge(cx, n, at, need, out);
    *out = node_view_place(h);
    arena_init(&(*out)->room, cx->mem, "verdicts", cx->limits.reports_bytes);
    return node_fill_view(h, *out, at, need);
}

err node_evaluate(struct cx *cx, struct node *n, instant at,
                  enum view_need need, bool *ready)
{
    struct held_case *h = n->now;
    struct held_view *v;
    *ready = true;
    node_judged_take(n);
    if (at == h->c->at)
        return evaluate_latest(cx, h);
    TRY(cx, view_at(cx, n, at, need, &v));
    *ready = v != NULL;
    if (v == NULL)
        return OK;
    v->used = ++n->uses;
    v->owed = false;
    h->c->verdicts = v->verdicts;
    h->view = v;
    return OK;
}

bool node_is_fresh(const struct node *n)
{
    const struct held_case *h = n->now;
    return h->view == &h->latest ||
           h->view->n_facts == engine_n_facts(h->c->engine);
}

/* In the order of the text. */
static err add_series(struct cx *cx, struct held_case *h, int clause)
{
    struct held_view *v = &h->latest;
    struct series *s;
    uint32_t n;
    size_t at = h->series.n;
    if (h->has_series[clause])
        return OK;
    TRY(cx, engine_series(cx, h->c->engine, &v->verdicts, clause, &v->room, &s,
                          &n));
    TRY_ROOM(cx, &v->room, vec_room(&v->room, &h->series, n));
    while (at > 0 && h->series.p[at - 1].clause > clause)
        at--;
    if (n > 0) {
        memmove(h->series.p + at + n, h->series.p + at,
                (h->series.n - at) * sizeof *s);
        memcpy(h->series.p + at, s, n * sizeof *s);
        h->series.n += n;
    }
    h->has_series[clause] = true;
    return OK;
}

err node_series(struct cx *cx, struct node *n, int clause)
{
    struct held_case *h = n->now;
    if (h->view != &h->latest)
        return OK; /* it has them */
    if (h->has_series == NULL)
        TRY_NEW_ARRAY(cx, &h->latest.room, h->c->ag->n_clauses, h->has_series);
    for (int i = 0; i < (int)h->c->ag->n_clauses; i++)
        if (clause == NONE || i == clause)
            TRY(cx, add_series(cx, h, i));
    h->c->verdicts.series = h->series.p;
    h->c->verdicts.n_series = (uint32_t)h->series.n;
    return OK;
}

err node_incidents_of(struct cx *cx, struct held_case *h)
{
    struct held_view *v = h->view;
    bool latest = v == &h->latest && h->c->at == INSTANT_MAX;
    if (!v->has_incidents)
        TRY(cx, latest ? incidents_current(h->c, &v->incidents)
                       : incidents_read(h->c, &v->room, &v->incidents));
    v->has_incidents = true;
    return OK;
}

err node_incidents(struct cx *cx, struct node *n, struct incident_list *out)
{
    if (NEVER(n->now->view == NULL))
        return fail(cx, ERR_BUG, "incidents of no time");
    TRY(cx, node_incidents_of(cx, n->now));
    *out = n->now->view->incidents;
    return OK;
}

/* Of the latest view it is kept; of others it is made, in `tmp`. */
static err stood_before(struct held_case *h, instant at, struct arena *tmp,
                        struct case_standings *out)
{
    return h->view == &h->latest ? case_stood_before(h->c, at, out)
                                 : case_stood(h->c, at, tmp, out);
}

/* At a report that comes late what it is about changes on the day it comes. */
static err compare_days(struct held_case *h, instant day, struct arena *tmp,
                        change_vec *out)
{
    struct app_case *c = h->c;
    struct verdicts shown = c->verdicts, now = shown;
    struct case_standings before;
    TRY(c->cx, stood_before(h, day - 1, tmp, &before));
    if (!case_was_known(c, shown.at))
        TRY(c->cx, case_evaluate_known(c, shown.at, tmp, &now));
    c->verdicts = now;
    err e = case_compare_with(c, &before, tmp, out);
    c->verdicts = shown;
    return e;
}

/* What was compared goes before they do. */
static err copy_changes(struct cx *cx, struct arena *a, const change_vec *v,
                        change_vec *out)
{
    *out = (change_vec){0};
    TRY_ROOM(cx, a, vec_room(a, out, v->n));
    for (size_t i = 0; i < v->n; i++) {
        struct report_change *x = &out->p[out->n++];
        uint32_t *reports;
        *x = v->p[i];
        TRY_ROOM(cx, a, arena_dup_str(a, x->instance, &x->instance));
        TRY_NEW_ARRAY(cx, a, (size_t)x->n_reports + 1, reports);
        if (x->n_reports > 0)
            memcpy(reports, x->reports, x->n_reports * sizeof *reports);
        x->reports = reports;
    }
    return OK;
}

err node_changes_of(struct cx *cx, struct held_case *h)
{
    struct held_view *v = h->view;
    const struct tz *tz = h->c->tz;
    struct arena tmp;
    change_vec changes = {0};
    if (v->has_changes)
        return OK;
    v->day = civil_day_span(tz, civil_local(tz, h->c->verdicts.at).civil.date);
    arena_init(&tmp, cx->mem, "verdicts", cx->limits.reports_bytes);
    err e = compare_days(h, v->day.begin, &tmp, &changes);
    if (is_ok(e))
        e = copy_changes(cx, &v->room, &changes, &v->changes);
    arena_release(&tmp);
    v->has_changes = is_ok(e);
    return e;
}

err node_changes(struct cx *cx, struct node *n, struct civil_span *day,
                 change_vec *out)
{
    if (NEVER(n->now->view == NULL))
        return fail(cx, ERR_BUG, "changes of no time");
    TRY(cx, node_changes_of(cx, n->now));
    *day = n->now->view->day;
    *out = n->now->view->changes;
    return OK;
}

err node_prepare(struct cx *cx, struct held_case *h)
{
    TRY(cx, evaluate_latest(cx, h));
    TRY(cx, node_changes_of(cx, h));
    return node_incidents_of(cx, h);
}
