/* app/case_grow.c: a case that is open takes in what was entered meanwhile.
 *
 * Records are added to the engine that is there, which answers the same in
 * whatever order they come; what ties records together is made anew. What bears
 * on earlier entries (a text, a key, a source, a signature) is not taken in so:
 * then the case is opened anew. */
#include "app/case_int.h"

static bool can_grow(const struct app_case *c)
{
    return c->record.log != NULL && !c->has_known_at &&
           c->below == UINT64_MAX && c->o->reports_n == 0 && c->o->sees == NULL;
}

static err add_lines(struct app_case *c, str lines, uint64_t from)
{
    struct facts_record r;
    bool began = false;
    TRY(c->cx, facts_continue(c->cx, c->facts, str_of(c->o->agreement), lines,
                              (uint32_t)from));
    for (;;) {
        TRY(c->cx, facts_next(c->cx, c->facts, &r));
        if (r.line == 0)
            return OK;
        if (!began) /* of many days at once the first look judges them */
            TRY(c->cx, case_keep_day(c, &r.fact, &began));
        TRY(c->cx, case_add(c, &r));
    }
}

/* The lines of what was entered since, and the record as it is now. plain:
 * nothing of it bears on earlier entries. */
static err read_on(struct app_case *c, struct casefile *now, str *lines,
                   bool *plain)
{
    uint64_t from = log_size(c->record.log), to = log_size(now->log);
    if (to < from || to > UINT32_MAX || from == 0)
        return fail(c->cx, ERR_CONFLICT, "the case is another one");
    return casefile_more_records(c->cx, &c->recorded, now, from, to, lines,
                                 plain);
}

static err take_in(struct app_case *c, str lines, uint64_t from)
{
    size_t problems, unsigned_ = c->unsigned_.n;
    uint64_t left_out;
    (void)facts_problems(c->facts, &problems, &left_out);
    c->problems.n -= c->n_broken; /* told again when it is evaluated */
    c->n_broken = 0;
    TRY(c->cx, add_lines(c, lines, from));
    TRY(c->cx, case_keep_unsigned(c, unsigned_));
    TRY(c->cx, case_keep_problems(c, problems));
    return case_settle(c);
}

err case_grow(struct app_case *c, bool *grown)
{
    struct casefile now;
    str lines;
    bool plain;
    *grown = false;
    if (!can_grow(c))
        return OK;
    uint64_t from = log_size(c->record.log);
    TRY(c->cx, casefile_open(c->cx, c->a, c->o->agreement, STORE_READ, &now));
    err e = read_on(c, &now, &lines, &plain);
    if (!is_ok(e) || !plain) {
        casefile_close(&now);
        return e;
    }
    casefile_close(&c->record);
    c->record = now;
    *grown = true;
    return take_in(c, lines, from);
}
