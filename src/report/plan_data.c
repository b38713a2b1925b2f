/* report/plan_data.c: a plan as one JSON object, for programs. Names stay;
 * docs/output.md lists them. Times are RFC 3339 in the agreement's zone, with
 * the day of the truce beside them. */
#include "report/report_int.h"

struct data {
    const struct report_plan *r;
    const struct plan *p;
    const struct agreement *ag;
    struct json_out j;
};

static void when(struct data *d, const char *key, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    json_key(&d->j, key);
    if (at >= INSTANT_MAX || at <= INSTANT_MIN)
        json_null(&d->j);
    else
        json_str(&d->j, civil_rfc3339_print(d->p->tz, at, room));
}

static void labels(struct data *d, const char *key, const int *v, uint32_t n)
{
    json_key(&d->j, key);
    json_arr_begin(&d->j);
    for (uint32_t i = 0; i < n; i++)
        if (v[i] != NONE)
            json_str(&d->j, d->ag->clauses[v[i]].label);
    json_arr_end(&d->j);
}

static void course(struct data *d, const struct play *w, struct buf *words)
{
    json_key(&d->j, "course");
    json_arr_begin(&d->j);
    for (uint32_t i = 0; i < w->n; i++) {
        if (!w->v[i].shown)
            continue;
        json_obj_begin(&d->j);
        when(d, "at", play_told_at(&w->v[i]));
        buf_clear(words);
        play_words(w, i, words);
        json_key_text(&d->j, "event", buf_view(words));
        json_obj_end(&d->j);
    }
    json_arr_end(&d->j);
}

static void finding(struct data *d, const struct plan_finding *f,
                    struct buf *words)
{
    json_obj_begin(&d->j);
    json_key_text(&d->j, "topic", plan_topic_name(f->topic));
    json_key_text(&d->j, "weight", plan_weight_name(f->weight));
    labels(d, "clauses", f->clauses, f->n_clauses);
    json_key_text(&d->j, "title", f->title);
    json_key_text(&d->j, "detail", f->detail);
    json_key_text(&d->j, "hint", f->hint);
    if (f->witness != NULL) {
        json_key(&d->j, "witness");
        json_obj_begin(&d->j);
        course(d, f->witness, words);
        when(d, "at", f->witness->at);
        if (f->about != NONE) {
            json_key_text(&d->j, "clause", d->ag->clauses[f->about].label);
            json_key_text(&d->j, "status", status_name(f->status));
        }
        json_obj_end(&d->j);
    }
    json_obj_end(&d->j);
}

static void step(struct data *d, const struct plan_node *n)
{
    json_obj_begin(&d->j);
    json_key_text(&d->j, "step", n->name);
    json_key_text(&d->j, "clause", d->ag->clauses[n->clause].label);
    json_key_bool(&d->j, "deed", n->deed);
    json_key_bool(&d->j, "never", n->never);
    json_key_bool(&d->j, "optional", n->optional);
    json_key_bool(&d->j, "after_end", n->outside);
    json_key_bool(&d->j, "too_late", n->late);
    json_key_bool(&d->j, "critical", n->critical);
    when(d, "arises_earliest", n->arise.lo);
    when(d, "arises_latest", n->arise.hi);
    when(d, n->deed ? "done_earliest" : "ends_earliest", n->done.lo);
    when(d, n->deed ? "done_latest" : "ends_latest", n->done.hi);
    when(d, "due_earliest", n->has_due ? n->due.lo : INSTANT_MAX);
    when(d, "due_latest", n->has_due ? n->due.hi : INSTANT_MAX);
    json_key(&d->j, "room_s");
    if (n->never || !n->deed || n->done.hi >= INSTANT_MAX)
        json_null(&d->j);
    else
        json_int(&d->j, n->done.hi - n->arise.lo);
    json_key(&d->j, "notice_s");
    if (n->notice_s < 0)
        json_null(&d->j);
    else
        json_int(&d->j, n->notice_s);
    json_obj_end(&d->j);
}

static void hand(struct data *d, const struct plan_hand *h, struct buf *words)
{
    static const char *const names[] = {
        [HAND_OWN] = "always",           [HAND_BREACH] = "unless_late",
        [HAND_RIGHTS] = "unless_chosen", [HAND_WAITS] = "if_not_too_soon",
        [HAND_SOON] = "unless_soon",     [HAND_NEVER] = "never",
    };
    json_obj_begin(&d->j);
    buf_clear(words);
    plan_hand_name(d->p, h, words);
    json_key_text(&d->j, "step", buf_view(words));
    json_key_text(&d->j, "bearer", d->ag->actors[h->bearer].id);
    json_key_text(&d->j, "in_time", str_of(names[h->kind]));
    if (h->witness != NULL) {
        json_key_text(&d->j, "by", d->p->nodes[h->by].name);
        if (h->event)
            json_key_text(&d->j, "by_what", STR("event"));
        json_key(&d->j, "held");
        json_int(&d->j, h->held);
        json_key(&d->j, "witness");
        json_obj_begin(&d->j);
        course(d, h->witness, words);
        when(d, "at", h->witness->at);
        json_key_text(&d->j, "status", status_name(h->status));
        json_obj_end(&d->j);
    }
    json_obj_end(&d->j);
}

static void conflicts(struct data *d)
{
    json_key(&d->j, "conflicts");
    json_arr_begin(&d->j);
    for (uint32_t i = 0; i < d->p->n_conflicts; i++) {
        const struct plan_conflict *c = &d->p->conflicts[i];
        json_obj_begin(&d->j);
        json_key(&d->j, "step");
        if (c->node == NONE)
            json_null(&d->j);
        else
            json_str(&d->j, d->p->nodes[c->node].name);
        json_key_int(&d->j, "over_s", c->over_s);
        json_key(&d->j, "rules");
        json_arr_begin(&d->j);
        for (uint32_t k = 0; k < c->n_rules; k++)
            json_str(&d->j, c->rules[k].words);
        json_arr_end(&d->j);
        json_obj_end(&d->j);
    }
    json_arr_end(&d->j);
}

static void moment(struct data *d, const struct plan_moment *x)
{
    json_obj_begin(&d->j);
    json_key_int(&d->j, "rank", x->rank);
    json_key_text(&d->j, "before", d->p->nodes[x->node].name);
    when(d, "at", x->at);
    json_key_text(&d->j, "stops", d->ag->actors[x->stopper].id);
    json_key_text(&d->j, "exposed", d->ag->actors[x->exposed].id);
    json_key_int(&d->j, "unanswered_steps", x->unreturned);
    json_key_int(&d->j, "duties_remaining", x->remain);
    json_key_int(&d->j, "duties_falling", x->falls);
    json_key_int(&d->j, "days", x->days);
    json_key(&d->j, "given");
    json_arr_begin(&d->j);
    for (uint32_t i = 0; i < x->n_given; i++) {
        const struct plan_amount *a = &x->given[i];
        json_obj_begin(&d->j);
        json_key_text(&d->j, "by", d->ag->actors[a->giver].id);
        json_key_text(&d->j, "clause", d->ag->clauses[a->clause].label);
        json_key_text(&d->j, "what", a->what);
        json_key_text(&d->j, "unit", a->unit);
        json_key_int(&d->j, "least", a->lo);
        json_key_int(&d->j, "most", a->hi);
        json_obj_end(&d->j);
    }
    json_arr_end(&d->j);
    json_key(&d->j, "duties");
    json_arr_begin(&d->j);
    for (uint32_t i = 0; i < x->n_left; i++) {
        const struct plan_duty_left *l = &x->left[i];
        json_obj_begin(&d->j);
        json_key_text(&d->j, "step", d->p->nodes[l->node].name);
        json_key_bool(&d->j, "falls", l->falls);
        json_key_bool(&d->j, "undated", l->undated);
        json_key(&d->j, "days");
        if (l->falls || l->days < 0)
            json_null(&d->j);
        else
            json_int(&d->j, l->days);
        json_obj_end(&d->j);
    }
    json_arr_end(&d->j);
    json_obj_end(&d->j);
}

static void watch(struct data *d, const struct plan_watch *x)
{
    json_obj_begin(&d->j);
    json_key_text(&d->j, "clause", d->ag->clauses[x->clause].label);
    json_key(&d->j, "voices");
    json_arr_begin(&d->j);
    for (int i = 0; i < (int)d->ag->n_actors; i++)
        if ((x->voices >> i) & 1)
            json_str(&d->j, d->ag->actors[i].id);
    json_arr_end(&d->j);
    json_key_int(&d->j, "needed", x->k);
    json_key_bool(&d->j, "party", x->party);
    json_key_bool(&d->j, "access", x->access && x->access_written);
    when(d, "ready", x->ready);
    json_obj_end(&d->j);
}

static void outcomes(struct data *d, const char *key,
                     const struct sim_outcome *v, uint32_t n)
{
    json_key(&d->j, key);
    json_arr_begin(&d->j);
    for (uint32_t i = 0; i < n; i++) {
        json_obj_begin(&d->j);
        json_key_text(&d->j, "clause", d->ag->clauses[v[i].clause].label);
        json_key(&d->j, "by_status");
        json_obj_begin(&d->j);
        for (int k = 0; k < N_STATUS; k++) {
            if (v[i].by_status[k] == 0)
                continue;
            json_key_str(&d->j, status_name((enum status)k));
            json_uint(&d->j, v[i].by_status[k]);
        }
        json_obj_end(&d->j);
        json_obj_end(&d->j);
    }
    json_arr_end(&d->j);
}

static void rehearsals(struct data *d, struct buf *words)
{
    const struct sim_all *s = d->r->sims;
    if (s == NULL)
        return;
    outcomes(d, "on_time", s->on_time, s->n_on_time);
    json_key(&d->j, "rehearsals");
    json_arr_begin(&d->j);
    for (uint32_t i = 0; i < s->n; i++) {
        json_obj_begin(&d->j);
        buf_clear(words);
        sim_words(d->p, &s->v[i].move, words);
        json_key_text(&d->j, "what", buf_view(words));
        json_key_int(&d->j, "no_longer_met", s->v[i].worse);
        outcomes(d, "changes", s->v[i].v, s->v[i].n);
        json_obj_end(&d->j);
    }
    json_arr_end(&d->j);
}

err report_plan_json(struct cx *cx, const struct report_plan *r,
                     struct buf *out)
{
    struct arena_mark m = arena_mark(cx->scratch);
    struct data d = {.r = r, .p = r->p, .ag = r->p->ag};
    const struct plan *p = r->p;
    struct buf words;
    buf_init(&words, cx->scratch, SIZE_MAX);
    json_init(&d.j, out, 2);
    json_obj_begin(&d.j);
    json_key_text(&d.j, "agreement", d.ag->title);
    json_key_bool(&d.j, "start_assumed", p->force_assumed);
    when(&d, "in_force", p->force);
    when(&d, "ends", p->end);
    json_key(&d.j, "open");
    json_arr_begin(&d.j);
    for (uint32_t i = 0; i < r->n_open; i++)
        json_str(&d.j, r->open[i].label);
    json_arr_end(&d.j);
    json_key(&d.j, "findings");
    json_arr_begin(&d.j);
    for (uint32_t i = 0; i < p->n_findings; i++)
        finding(&d, &p->findings[i], &words);
    json_arr_end(&d.j);
    conflicts(&d);
    json_key(&d.j, "steps");
    json_arr_begin(&d.j);
    for (uint32_t c = 0; c < d.ag->n_clauses; c++)
        for (uint32_t i = p->first[c]; i < p->last[c]; i++)
            step(&d, &p->nodes[i]);
    json_arr_end(&d.j);
    json_key(&d.j, "duties");
    json_arr_begin(&d.j);
    for (uint32_t i = 0; i < p->n_hands; i++)
        hand(&d, &p->hands[i], &words);
    json_arr_end(&d.j);
    json_key(&d.j, "longest_chain");
    json_arr_begin(&d.j);
    for (uint32_t i = 0; i < p->n_chain; i++)
        json_str(&d.j, p->nodes[p->chain[i]].name);
    json_arr_end(&d.j);
    json_key(&d.j, "exposure");
    json_arr_begin(&d.j);
    for (uint32_t i = 0; i < p->n_moments; i++)
        moment(&d, &p->moments[i]);
    json_arr_end(&d.j);
    rehearsals(&d, &words);
    json_key(&d.j, "observation");
    json_arr_begin(&d.j);
    for (uint32_t i = 0; i < p->n_watches; i++)
        watch(&d, &p->watches[i]);
    json_arr_end(&d.j);
    json_key(&d.j, "not_covered");
    json_arr_begin(&d.j);
    for (uint32_t i = 0; i < p->n_not_covered; i++)
        json_str(&d.j, p->not_covered[i]);
    for (uint32_t i = 0; r->sims != NULL && i < r->sims->n_not_covered; i++)
        json_str(&d.j, r->sims->not_covered[i]);
    json_arr_end(&d.j);
    json_key_int(&d.j, "states_searched", (int64_t)p->searched);
    json_obj_end(&d.j);
    json_line_end(&d.j);
    err e = buf_finish(cx, &words);
    arena_rewind(cx->scratch, m);
    return e;
}
