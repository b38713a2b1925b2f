/* app/node_judge.c: another time is judged beside the answers.
 *
 * To judge a million reports at another time takes a second, and the engine
 * that does it is the one that everybody is answered from. So a copy of the
 * program does it (base/sys_copy.h), in memory that both see; what it made is
 * taken in between two answers, as if it had been made here. Meanwhile whoever
 * asked is told so, and everybody else is answered.
 *
 * The case may have grown by then. What is taken in then names nothing that may
 * have moved, so that it serves who waited for it: else nobody would be served
 * at all where reports come in each second.
 *
 * Which view is needed: node_case.c. */
#include "app/node_int.h"

#include <limits.h>
#include <stdio.h>

/* In memory that both see. */
struct judgement {
    struct held_case *h;
    instant at;
    enum view_need need;
    uint32_t n_facts;
    struct held_view view;
    struct fault why; /* it failed */
    err result;
};

bool node_judges_beside(const struct node *n, enum view_need need)
{
    return need != NEED_TIME && n->patience_ms != UINT_MAX &&
           n->c->report.n_facts > n->c->cx->limits.daily_reports;
}

/* Names of occasions may be the engine's, which moves them when it grows. */
static err own_names(struct cx *cx, struct held_view *v)
{
    for (uint32_t i = 0; i < v->verdicts.n; i++) {
        str *name = &v->verdicts.v[i].instance;
        TRY_ROOM(cx, &v->room, arena_dup_str(&v->room, *name, name));
    }
    return OK;
}

static err fill(struct judgement *j)
{
    struct cx *cx = j->h->c->cx;
    struct held_view *v = &j->view;
    TRY(cx, node_fill_view(j->h, v, j->at, j->need));
    if (j->need == NEED_CHANGES) {
        TRY(cx, node_changes_of(cx, j->h));
        TRY(cx, node_incidents_of(cx, j->h));
    }
    return own_names(cx, v);
}

/* In the copy. */
static bool work(void *self)
{
    struct judgement *j = self;
    j->result = fill(j);
    if (!is_ok(j->result))
        j->why = j->h->c->cx->fault;
    return true;
}

static err begin(struct cx *cx, struct node *n, struct sys_copy *copy,
                 instant at, enum view_need need)
{
    struct judging *g = &n->judging;
    const struct mem mem = sys_copy_mem(copy);
    g->made = mem_resize(&mem, NULL, 0, sizeof *g->made);
    if (g->made == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a judgement");
    *g->made = (struct judgement){
        .h = n->now,
        .at = at,
        .need = need,
        .n_facts = engine_n_facts(n->c->engine),
        .view = {.copy = NULL},
    };
    arena_init(&g->made->view.room, mem, "verdicts", cx->limits.reports_bytes);
    TRY(cx, sys_copy_begin(cx, copy, work, g->made));
    g->copy = copy;
    g->of = n->now;
    g->dropped = n->dropped;
    return OK;
}

/* Whoever waits for it is told why there is none, and asks no more. */
static void keep_failure(struct judging *g, const struct judgement *j,
                         bool done)
{
    g->failed = true;
    g->failed_at = j->at;
    g->result = done ? j->result : (err){ERR_RESOURCE};
    g->why = j->why;
    if (!done)
        snprintf(g->why.message, sizeof g->why.message,
                 "the system ended what judged that time");
}

/* What has been judged becomes a view, if its case is still there. */
static void take(struct node *n)
{
    struct judging *g = &n->judging;
    struct judgement *j = g->made;
    struct sys_copy *copy = g->copy;
    bool done = sys_copy_is_done(copy);
    g->copy = NULL;
    if (!done || !is_ok(j->result))
        keep_failure(g, j, done);
    if (!done || !is_ok(j->result) || g->dropped != n->dropped) {
        sys_copy_free(copy);
        return;
    }
    struct held_view *v = node_view_place(g->of);
    *v = j->view;
    v->copy = copy;
    v->owed = true;
    v->used = ++n->uses;
}

void node_judged_take(struct node *n)
{
    if (n->judging.copy != NULL && sys_copy_wait(n->judging.copy, 0))
        take(n);
}

static struct held_view *find(struct held_case *h, instant at)
{
    for (size_t i = 0; i < COUNT_OF(h->views); i++)
        if (h->views[i].filled && h->views[i].owed && h->views[i].asked == at)
            return &h->views[i];
    return NULL;
}

/* Whether that time could not be judged, which is said once. */
static bool has_failed(struct cx *cx, struct judging *g, instant at)
{
    if (!g->failed || g->failed_at != at)
        return false;
    g->failed = false;
    cx->fault = g->why;
    return true;
}

err node_judge(struct cx *cx, struct node *n, instant at, enum view_need need,
               struct held_view **v)
{
    enum { TIMES = 2 }; /* the reports' bytes, and what tables grew out of */
    struct judging *g = &n->judging;
    struct sys_copy *copy;
    *v = NULL;
    if (has_failed(cx, g, at))
        return g->result;
    if (g->copy != NULL) /* one at a time; who asks again does not wait again */
        return OK;
    TRY(cx, sys_copy_new(cx, cx->limits.reports_bytes * TIMES, &copy));
    err e = begin(cx, n, copy, at, need);
    if (!is_ok(e)) {
        sys_copy_free(copy);
        return e;
    }
    if (!sys_copy_wait(copy, n->patience_ms))
        return OK;
    take(n);
    if (has_failed(cx, g, at))
        return g->result;
    *v = find(n->now, at);
    return OK;
}
