/* lang/lint_frame.c: checks of the clock, phases, places and bodies. */
#include "lang/lint_int.h"

#include <inttypes.h>

static bool clock_has(const struct review *r, enum ast_clockline line)
{
    return r->clock != NULL && r->clock->line_at[line].length != 0;
}

/* A clock that could not be read has had its diagnostic. */
static bool clock_unread(const struct review *r)
{
    return r->clock != NULL && r->clock_at.length == 0;
}

err lint_force(struct review *r)
{
    const struct agreement *ag = r->ag;
    if (clock_unread(r) || !lint_has_clauses(r))
        return OK;
    if (!clock_has(r, CLOCK_FORCE))
        return lint_at(r, r->clock_at,
                       "the text does not say when it enters into force");
    if (ag->force == FORCE_AT && !clock_has(r, CLOCK_ZONE))
        return lint_at(r, r->clock->line_at[CLOCK_FORCE],
                       "entry into force is a local hour, and the time zone is "
                       "not written");
    return OK;
}

err lint_phase_start(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_phases; i++) {
        const struct phase *ph = &ag->phases[i];
        struct span at = r->title_at;
        for (uint32_t k = 0; k < r->t->n_parts; k++) {
            const struct ast_decl *d = r->t->parts[k].decl;
            if (d != NULL && d->kind == DECL_PHASE && d->n_names > 0 &&
                str_eq(d->names[0].id.text, ph->id))
                at = d->names[0].id.at;
        }
        if (ph->from.kind == POINT_CLAUSE_MET ||
            ph->from.kind == POINT_CLAUSE_VERIFIED) {
            const struct clause *c = &ag->clauses[ph->from.ref];
            if (c->due.kind == DUE_NONE && c->n_steps == 0)
                TRY(r->cx, lint_at(r, at,
                                   "phase %.*s begins after %.*s, which has no "
                                   "deadline",
                                   STR_ARG(ph->id), STR_ARG(c->label)));
        } else if (ph->from.kind == POINT_PHASE_END && ph->from.ref == NONE &&
                   !ag->life.has_lasts && ag->life.until.kind == POINT_NEVER) {
            TRY(r->cx, lint_at(r, at,
                               "phase %.*s begins at the end of the "
                               "agreement, which has none",
                               STR_ARG(ph->id)));
            TRY(r->cx,
                lint_hint(r, "give the agreement an end: `lasts N days`"));
        }
    }
    return OK;
}

err lint_gap(struct review *r)
{
    const struct agreement *ag = r->ag;
    if (ag->force != FORCE_AT && ag->force != FORCE_ANNOUNCED)
        return OK;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (c->from.kind == POINT_SIGNED || c->due.p.kind == POINT_SIGNED)
            return OK;
    }
    return lint_at(r, r->clock->line_at[CLOCK_FORCE],
                   "no clause holds between signature and entry into force");
}

err lint_duration(struct review *r)
{
    if (clock_unread(r) || !lint_has_clauses(r))
        return OK;
    if (!clock_has(r, CLOCK_LASTS))
        return lint_at(r, r->clock_at,
                       "the text does not say how long it lasts");
    if (r->clock->lasts == AST_LASTS_NO_END || r->ag->life.n_ext > 0)
        return OK;
    TRY(r->cx, lint_at(r, r->clock->line_at[CLOCK_LASTS],
                       "nobody is named who may extend the agreement"));
    if (r->ag->life_days == 0)
        return OK;
    return lint_hint(r,
                     "write: `lasts %" PRId32 " days, extended by consent of "
                     "A and B at most N days further`",
                     r->ag->life_days);
}

err lint_open_end(struct review *r)
{
    const struct agreement *ag = r->ag;
    bool open = !ag->life.has_lasts && ag->life.until.kind == POINT_NEVER;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        bool ends =
            c->due.kind != DUE_NONE || (c->until.kind != POINT_NEVER &&
                                        !(c->until.kind == POINT_PHASE_END &&
                                          c->until.ref == NONE && open));
        if (c->guard.kind != GUARD_WHILE || ends)
            continue;
        for (uint32_t k = 0; k < c->guard.n; k++) {
            const struct atom *a = &c->guard.atoms[k];
            if (a->kind != ATOM_CONDITION && a->kind != ATOM_STATE)
                continue;
            str what = a->kind == ATOM_STATE ? ag->states[a->ref].id
                                             : ag->conditions[a->ref].id;
            TRY(r->cx,
                lint_clause(r, (int)i,
                            "holds while `%.*s` does, and has no other end",
                            STR_ARG(what)));
            break;
        }
    }
    return OK;
}

err lint_scope(struct review *r)
{
    static const char *const banned[] = {"attack", "fire",   "overfly",
                                         "enter",  "deploy", NULL};
    static const char *const moved[] = {
        "withdraw", "redeploy", "vacate", "evacuate", "clear", "deploy", NULL};
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        bool spatial =
            c->kind == CLAUSE_BAN || c->measure == MEASURE_HOURS
                ? lint_is_act(r, c->perf.act, banned)
                : c->kind == CLAUSE_DUTY && lint_is_act(r, c->perf.act, moved);
        if (spatial && c->perf.place == NONE)
            TRY(r->cx, lint_gather(r, (int)i));
    }
    return lint_tell(r, "names no place", "name no place");
}

static void use_zone(const struct review *r, bool *used, int z)
{
    if (z == NONE)
        return;
    used[z] = true;
    if (r->ag->zones[z].base != NONE)
        used[r->ag->zones[z].base] = true;
}

err lint_map(struct review *r)
{
    const struct agreement *ag = r->ag;
    bool used[MAX_ZONES] = {false};
    char names[1500];
    size_t n = 0;
    uint32_t count = 0;
    struct span at = r->title_at;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        use_zone(r, used, c->perf.place);
        use_zone(r, used, c->trig.place);
        for (uint32_t k = 0; k < c->guard.n; k++)
            use_zone(r, used, c->guard.atoms[k].place);
    }
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        if (d == NULL || (d->kind != DECL_ZONE && d->kind != DECL_LINE) ||
            d->broken)
            continue;
        str id = d->names[0].id.text;
        for (uint32_t z = 0; z < ag->n_zones; z++) {
            if (!used[z] || ag->zones[z].base != NONE ||
                ag->zones[z].file.n > 0 || !str_eq(ag->zones[z].id, id) ||
                ag->zones[z].decl_line != d->names[0].id.at.line)
                continue;
            if (count++ == 0)
                at = d->names[0].id.at;
            if (n + id.n + 2 < sizeof names) {
                if (n > 0) {
                    names[n++] = ',';
                    names[n++] = ' ';
                }
                memcpy(names + n, id.p, id.n);
                n += id.n;
            }
        }
    }
    if (count == 0)
        return OK;
    if (count == 1)
        return lint_at(r, at, "`%.*s` has no map", (int)n, names);
    return lint_at(r, at, "%" PRIu32 " places have no map: %.*s", count, (int)n,
                   names);
}

err lint_access(struct review *r)
{
    for (uint32_t i = 0; i < r->ag->n_actors; i++) {
        const struct actor *a = &r->ag->actors[i];
        if (a->role != ROLE_VERIFIER ||
            (a->mandate != NULL && a->mandate->has_access))
            continue;
        TRY(r->cx, lint_at(r, lint_verifier_at(r, (int)i),
                           "the verifier `%.*s` has no right of access",
                           STR_ARG(a->id)));
    }
    return OK;
}

/* The day that a deadline surely is, if it is written as one: else 0. */
static int64_t day_of(const struct agreement *ag, const struct deadline *d)
{
    if (d->kind == DUE_NONE)
        return 0;
    if (d->p.kind == POINT_DAY_N)
        return d->p.n + d->p.plus.days;
    if (d->p.kind == POINT_FORCE)
        return d->p.plus.days + !ag->day1_after;
    return 0;
}

err lint_ready(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        const struct actor *a = &ag->actors[i];
        int64_t first = 0;
        int clause = NONE;
        bool verifies = false;
        if (a->role != ROLE_VERIFIER)
            continue;
        for (uint32_t k = 0; k < ag->n_clauses; k++) {
            const struct clause *c = &ag->clauses[k];
            int64_t day = day_of(ag, &c->due);
            if (c->standard.kind != STD_NAMED || c->standard.by != (int)i)
                continue;
            verifies = true;
            if (day > 0 && (first == 0 || day < first)) {
                first = day;
                clause = (int)k;
            }
        }
        if (!verifies)
            continue;
        if (a->mandate == NULL || !a->mandate->has_ready) {
            TRY(r->cx,
                lint_at(r, lint_verifier_at(r, (int)i),
                        "no day is written by which the verifier `%.*s` is "
                        "ready",
                        STR_ARG(a->id)));
            continue;
        }
        int64_t ready = day_of(ag, &a->mandate->ready);
        if (ready > 0 && first > 0 && ready > first) {
            TRY(r->cx, lint_at(r, lint_verifier_at(r, (int)i),
                               "the verifier `%.*s` is ready by day %" PRId64
                               ", after %.*s is due on day %" PRId64,
                               STR_ARG(a->id), ready,
                               STR_ARG(ag->clauses[clause].label), first));
            TRY(r->cx, lint_hint(r,
                                 "let it be ready before that: `ready by day "
                                 "%" PRId64 "`",
                                 first));
        }
    }
    return OK;
}

err lint_reports(struct review *r)
{
    static const char *const acts[] = {"report", "publish", NULL};
    const struct agreement *ag = r->ag;
    if (ag->reporting != PERIOD_NONE)
        return OK;
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        const struct actor *a = &ag->actors[i];
        bool reports = a->mandate != NULL && a->mandate->reports != PERIOD_NONE;
        if (a->role != ROLE_VERIFIER)
            continue;
        for (uint32_t k = 0; k < ag->n_clauses; k++) {
            const struct clause *c = &ag->clauses[k];
            for (uint32_t j = 0; j < c->n_bearers; j++)
                reports = reports ||
                          (c->kind == CLAUSE_DUTY && c->bearers[j] == (int)i &&
                           lint_is_act(r, c->perf.act, acts));
        }
        if (reports)
            continue;
        TRY(r->cx, lint_at(r, lint_verifier_at(r, (int)i),
                           "nothing says how often the verifier `%.*s` reports",
                           STR_ARG(a->id)));
    }
    return OK;
}

/* --- Time
 * ------------------------------------------------------------------------ */

struct use_of_time {
    bool local, numbered;
};

static void use_point(struct use_of_time *u, const struct point *p)
{
    if (p->kind == POINT_DAY_N)
        u->numbered = u->local = true;
    if (p->kind == POINT_INSTANT || p->plus.days != 0)
        u->local = true;
}

err lint_time(struct review *r)
{
    const struct agreement *ag = r->ag;
    struct use_of_time u = {false, false};
    if (clock_unread(r))
        return OK;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        use_point(&u, &c->from);
        use_point(&u, &c->until);
        use_point(&u, &c->due.p);
        for (uint32_t k = 0; k < c->n_steps; k++)
            use_point(&u, &c->steps[k].due.p);
        u.local = u.local || c->period != PERIOD_NONE || c->tod_from != NONE ||
                  c->notified_tod != NONE;
    }
    for (uint32_t i = 0; i < ag->n_phases; i++) {
        use_point(&u, &ag->phases[i].from);
        use_point(&u, &ag->phases[i].until);
        u.local = u.local || ag->phases[i].lasts.days != 0;
    }
    u.local = u.local || ag->life_days > 0 ||
              ag->life.until.kind == POINT_INSTANT || ag->force == FORCE_AT;
    u.numbered = u.numbered || ag->life_days > 0;
    if (u.local && !clock_has(r, CLOCK_ZONE)) {
        TRY(r->cx, lint_at(r, r->clock_at,
                           "days and hours are used, and no time zone is "
                           "written"));
        TRY(r->cx,
            lint_hint(r, "write under `clock`: `time zone REGION/CITY`"));
    }
    if (u.numbered && !clock_has(r, CLOCK_DAY1)) {
        TRY(r->cx, lint_at(r, r->clock_at,
                           "days are counted, and the text does not say which "
                           "is day 1"));
        TRY(r->cx,
            lint_hint(r, "write under `clock`: `day 1 is the day of entry into "
                         "force`, or `day 1 is the day after entry into "
                         "force`"));
    }
    return OK;
}
