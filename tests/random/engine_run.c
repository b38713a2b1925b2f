/* tests/random/engine_run.c: the engine, driven with a case. */
#include "tests/random/random.h"

#include <stdio.h>
#include <stdlib.h>

static void must(struct cx *cx, err e, const char *what)
{
    if (!is_ok(e)) {
        fprintf(stderr, "%s fails: %s\n", what, cx->fault.message);
        abort();
    }
}

struct telling { /* what engine_changes told last */
    struct cx *cx;
    struct arena *a;
    struct change *v;
    uint32_t n, cap;
};

static void tell(struct telling *t, struct engine *e, instant clock,
                 bool *consistent)
{
    struct change *new_ones;
    uint32_t n;
    must(t->cx, engine_changes(t->cx, e, clock, t->a, &new_ones, &n),
         "engine_changes");
    for (uint32_t i = 0; i < n; i++) {
        struct change *old = NULL;
        for (uint32_t k = 0; k < t->n; k++)
            if (t->v[k].clause == new_ones[i].clause &&
                t->v[k].bearer == new_ones[i].bearer &&
                str_eq(t->v[k].instance, new_ones[i].instance))
                old = &t->v[k];
        if (old == NULL) {
            if (t->n == t->cap) {
                struct change *v =
                    arena_alloc_array(t->a, t->cap * 2 + 64, sizeof *v);
                if (v == NULL)
                    abort();
                if (t->n > 0)
                    memcpy(v, t->v, t->n * sizeof *v);
                t->v = v;
                t->cap = t->cap * 2 + 64;
            }
            old = &t->v[t->n++];
        } else if (old->to != new_ones[i].from) {
            *consistent = false; /* it did not say what lay between */
        }
        *old = new_ones[i];
        if (!arena_dup_str(t->a, new_ones[i].instance, &old->instance))
            abort();
    }
}

static str id_of(const void *self, uint32_t n)
{
    struct fact f;
    const struct fact *p = engine_fact(self, n, &f);
    return p == NULL ? STR("?") : p->id;
}

str engine_text(struct cx *cx, struct arena *a, const struct rcase *c,
                instant at, const struct run *r, bool *told_out)
{
    struct engine *e;
    struct verdicts v;
    struct buf out;
    struct dice d = {r->salt};
    struct telling t = {.cx = cx, .a = a};
    bool told = true;
    must(cx, engine_new(cx, &c->ag, &e), "engine_new");
    for (uint32_t i = 0; i < c->n_extra_accounts; i++) {
        int account;
        must(cx, engine_account(cx, e, STR("other"), STR("other"), &account),
             "engine_account");
        if (account != (int)(c->ag.n_actors + i))
            abort();
    }
    for (uint32_t i = 0; i < c->n_sources; i++) {
        int source;
        must(cx,
             engine_source(cx, e, c->sources[i].id, c->sources[i].name,
                           c->sources[i].account, &source),
             "engine_source");
        if (source != (int)i)
            abort();
    }
    instant clock = at == INSTANT_MAX
                        ? ref_latest(&(struct ref_input){.facts = c->facts,
                                                         .n_facts = c->n_facts})
                        : at;
    for (uint32_t i = 0; i < c->n_facts; i++) {
        const struct fact *f = &c->facts[r->order == NULL ? i : r->order[i]];
        bool dup;
        must(cx, engine_add(cx, e, f, &dup), "engine_add");
        if (r->changes && chance(&d, 10)) {
            must(cx, engine_add(cx, e, f, &dup), "engine_add again");
            if (!dup)
                told = false;
        }
        if (r->changes && chance(&d, 30))
            tell(&t, e, clock - (instant)dice(&d, 12) * 43200, &told);
    }
    if (r->changes)
        tell(&t, e, clock, &told);
    must(cx, engine_status(cx, e, at, a, &v), "engine_status");
    for (uint32_t i = 0; r->changes && i < v.n; i++) {
        bool found = false;
        for (uint32_t k = 0; k < t.n; k++)
            if (t.v[k].clause == v.v[i].clause &&
                t.v[k].bearer == v.v[i].bearer &&
                str_eq(t.v[k].instance, v.v[i].instance)) {
                found = true;
                if (t.v[k].to != v.v[i].status)
                    told = false;
            }
        if (!found && v.v[i].status != ST_WAITING)
            told = false;
    }
    buf_init(&out, a, (size_t)64 << 20);
    struct show s = {cx, c, id_of, e, r->map, r->sorted, r->pretty};
    verdicts_print(&s, &v, a, &out);
    must(cx, buf_finish(cx, &out), "printing");
    engine_free(e);
    if (told_out != NULL)
        *told_out = told;
    return buf_view(&out);
}
