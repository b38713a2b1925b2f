/* app/follow.c: `truce follow`.
 *
 * The reports before the last file are read whole; then the last one as it
 * grows. After each of its lines the engine tells which statuses changed, so
 * that a change names the lines that made it; what a batch of them changed in
 * all is printed at its end. Of a long batch the lines past STEPS are asked
 * about once. A file that was cut short or replaced is read again
 * from its beginning, and said to be. */
#include "app/case_int.h"

#include "base/map.h"
#include "base/sys.h"

/* A step costs what changed, and the rows that are not kept (engine.h). */
enum { STEPS = 64 };

/* A row that the batch changed, and through which records. */
struct moved_row {
    struct report_change ch;
    VEC(uint32_t) by;
    size_t next; /* of the same clause, 0: none; counted from 1 */
};

struct follower {
    struct app_case *c;
    const struct follow_options *o;
    struct buf *out;
    int fd;
    struct arena arena[2]; /* verdicts now and before, in turn */
    unsigned turn;
    struct verdicts before;
    bool has_before;
    bool anew; /* the file was read again: nothing can be told from the engine
                  alone */
    uint64_t records_before;
    size_t problems; /* that have been told */
    /* The batch; it lives in arena[turn]. */
    VEC(struct moved_row) moved;
    struct map index; /* clause, bearer, instance -> place in moved */
    struct {
        size_t first, last; /* as moved_row.next */
    } * of_clause;
    unsigned steps;
    uint64_t records_asked; /* records at the last step */
};

static void tell(const struct follower *f, const char *text)
{
    if (f->o->note != NULL)
        f->o->note(f->o->self, text);
}

static err tell_problems(struct follower *f)
{
    size_t n;
    uint64_t left_out;
    const struct facts_problem *p = facts_problems(f->c->facts, &n, &left_out);
    for (; f->problems < n; f->problems++) {
        struct buf b;
        struct arena_mark mark = arena_mark(f->c->cx->scratch);
        buf_init(&b, f->c->cx->scratch, SIZE_MAX);
        facts_problem_print(&p[f->problems], &b);
        buf_char(&b, '\0');
        TRY(f->c->cx, buf_finish(f->c->cx, &b));
        tell(f, buf_view(&b).p);
        arena_rewind(f->c->cx->scratch, mark);
    }
    return OK;
}

/* A pass from the beginning: the whole files, then the one that grows. */
static err open_inputs(struct follower *f)
{
    struct app_case *c = f->c;
    struct facts_options options = {.trust_ids = true}; /* the engine's work */
    TRY(c->cx, case_read_zones(c, &options));
    facts_free(c->facts);
    c->facts = NULL;
    TRY(c->cx, facts_new(c->cx, c->a, c->ag, &options, &c->facts));
    for (size_t i = 0; i < c->o->reports_n; i++)
        TRY(c->cx, case_add_input(c, c->o->reports[i]));
    sys_close(&f->fd);
    TRY(c->cx, sys_open_read(c->cx, f->o->path, &f->fd));
    TRY(c->cx,
        facts_add_stream(c->cx, c->facts, str_of(f->o->path), f->fd, true));
    f->problems = 0;
    return case_begin(c);
}

/* The time looked at: as asked, else the latest that the record speaks of. */
static err find_time(struct follower *f)
{
    struct app_case *c = f->c;
    c->at = INSTANT_MAX;
    if (c->o->at != NULL)
        TRY(c->cx, case_parse_time(c, "--at", c->o->at, &c->at));
    c->verdicts.at = c->at == INSTANT_MAX ? engine_latest(c->engine) : c->at;
    return OK;
}

static err evaluate(struct follower *f)
{
    struct app_case *c = f->c;
    TRY(c->cx, case_settle(c));
    TRY(c->cx, find_time(f));
    return case_evaluate(c, c->at, &f->arena[f->turn]);
}

/* From here on the engine tells what changes. */
static err begin_changes(struct follower *f)
{
    struct cx *cx = f->c->cx;
    struct arena_mark mark = arena_mark(cx->scratch);
    struct change *none;
    uint32_t n;
    TRY(cx, engine_changes(cx, f->c->engine, f->c->verdicts.at, cx->scratch,
                           &none, &n));
    arena_rewind(cx->scratch, mark);
    return OK;
}

/* What is known now becomes what was known before. */
static void keep(struct follower *f)
{
    f->before = f->c->verdicts;
    f->has_before = true;
    f->records_before = f->c->n_records;
    f->turn = 1 - f->turn;
    arena_reset(&f->arena[f->turn]);
}

static err begin_batch(struct follower *f)
{
    struct arena *a = &f->arena[f->turn];
    arena_reset(a);
    memset(&f->moved, 0, sizeof f->moved);
    map_init(&f->index, a, f->c->cx);
    f->steps = 0;
    f->records_asked = f->c->n_records;
    TRY_NEW_ARRAY(f->c->cx, a, f->c->ag->n_clauses, f->of_clause);
    return OK;
}

static err moved_row(struct follower *f, const struct change *x,
                     struct moved_row **out)
{
    struct cx *cx = f->c->cx;
    struct arena *a = &f->arena[f->turn];
    uint64_t i = f->moved.n;
    str key;
    TRY_ROOM(cx, a,
             arena_printf(a, &key, "%d %d %.*s", x->clause, x->bearer,
                          STR_ARG(x->instance)));
    if (!map_get(&f->index, key, &i)) {
        struct moved_row row = {.ch = {.clause = x->clause,
                                       .bearer = x->bearer,
                                       .instance = x->instance,
                                       .from = x->from}};
        TRY_ROOM(cx, a, vec_push(a, &f->moved, row));
        TRY_ROOM(cx, a, map_put(&f->index, key, i));
        if (f->of_clause[x->clause].last > 0)
            f->moved.p[f->of_clause[x->clause].last - 1].next = i + 1;
        else
            f->of_clause[x->clause].first = i + 1;
        f->of_clause[x->clause].last = i + 1;
    }
    *out = &f->moved.p[i];
    return OK;
}

/* What the records since the last step changed, by the engine's own account. */
static err step(struct follower *f)
{
    struct app_case *c = f->c;
    struct arena *a = &f->arena[f->turn];
    struct change *x;
    uint32_t n;
    uint64_t records = c->n_records - f->records_asked;
    TRY(c->cx, find_time(f));
    TRY(c->cx, engine_changes(c->cx, c->engine, c->verdicts.at, a, &x, &n));
    f->records_asked = c->n_records;
    f->steps++;
    for (uint32_t i = 0; i < n; i++) {
        struct moved_row *row;
        TRY(c->cx, moved_row(f, &x[i], &row));
        row->ch.to = x[i].to;
        if (x[i].cause == UINT32_MAX)
            continue;
        if (records > 1)
            row->ch.among = records;
        else
            TRY_ROOM(c->cx, a, vec_push(a, &row->by, x[i].cause));
    }
    return OK;
}

/* Reads what is there. The state before the first line of the growing file is
 * kept, so that its effect can be told. */
static err read_batch(struct follower *f)
{
    struct app_case *c = f->c;
    struct facts_record r;
    for (;;) {
        TRY(c->cx, facts_next(c->cx, c->facts, &r));
        if (!f->has_before &&
            (r.line == 0 || str_eq(r.shown.file, str_of(f->o->path)))) {
            TRY(c->cx, evaluate(f));
            TRY(c->cx, begin_changes(f));
            keep(f);
            TRY(c->cx, begin_batch(f));
        }
        if (r.line == 0)
            return tell_problems(f);
        TRY(c->cx, case_add(c, &r));
        if (f->has_before && !f->anew && f->steps < STEPS)
            TRY(c->cx, step(f));
    }
}

static void put_change(struct follower *f, const struct report_change *ch)
{
    struct app_case *c = f->c;
    if (c->choice.clause.n > 0 &&
        !str_eq(c->choice.clause, c->ag->clauses[ch->clause].label))
        return;
    /* That a day has begun is no news. */
    if (c->ag->clauses[ch->clause].period != PERIOD_NONE &&
        ch->to == ST_RUNNING)
        return;
    if (f->o->format == CASE_JSON)
        report_change_json(&c->report, c->verdicts.at, ch, f->out);
    else
        report_change_text(&c->report, &c->choice, c->verdicts.at, ch, f->out);
}

/* In the order of the text. */
static err print_new(struct follower *f)
{
    if (f->c->n_records > f->records_asked)
        TRY(f->c->cx, step(f));
    for (uint32_t k = 0; k < f->c->ag->n_clauses; k++)
        for (size_t i = f->of_clause[k].first; i > 0;
             i = f->moved.p[i - 1].next) {
            struct moved_row *row = &f->moved.p[i - 1];
            row->ch.causes = row->by.p;
            row->ch.n_causes = row->by.n;
            if (row->ch.from != row->ch.to)
                put_change(f, &row->ch);
        }
    return begin_batch(f);
}

/* After the file was read anew the engine is another one: by comparison. */
static err print_compared(struct follower *f)
{
    struct app_case *c = f->c;
    change_vec changes;
    TRY(c->cx, evaluate(f));
    TRY(c->cx, case_compare(c, &f->before, &f->arena[f->turn], &changes));
    for (size_t i = 0; i < changes.n; i++)
        put_change(f, &changes.p[i]);
    return begin_changes(f);
}

static err print_changes(struct follower *f)
{
    struct app_case *c = f->c;
    if (c->n_records == f->records_before)
        return OK;
    if (f->anew) {
        TRY(c->cx, print_compared(f));
        keep(f);
        TRY(c->cx, begin_batch(f));
        f->anew = false;
    } else {
        TRY(c->cx, print_new(f));
        f->records_before = c->n_records;
    }
    if (f->o->flush != NULL)
        f->o->flush(f->o->self);
    return OK;
}

/* Whether the file at the path is still the one that is being read. */
static const char *what_happened(const struct follower *f)
{
    struct sys_file open, there;
    int64_t position;
    if (!sys_open_state(f->fd, &open, &position))
        return NULL;
    if (open.size < position)
        return "was cut short";
    if (sys_file_state(f->o->path, &there) &&
        (there.inode != open.inode || there.device != open.device))
        return "was replaced";
    return NULL;
}

static err begin_anew(struct follower *f, const char *why)
{
    char text[512];
    snprintf(text, sizeof text,
             "%s %s: it is read again from its beginning, and what it no "
             "longer holds no longer counts\n",
             f->o->path, why);
    tell(f, text);
    /* What was told last is what the next changes start from. */
    TRY(f->c->cx, evaluate(f));
    keep(f);
    return open_inputs(f);
}

static err follow(struct follower *f)
{
    struct app_case *c = f->c;
    TRY(c->cx, open_inputs(f));
    for (;;) {
        TRY(c->cx, read_batch(f));
        if (f->o->once) {
            facts_end(c->facts);
            TRY(c->cx, read_batch(f));
        }
        TRY(c->cx, print_changes(f));
        if (f->o->once || !f->o->go_on(f->o->self))
            return OK;
        const char *why = what_happened(f);
        if (why != NULL) {
            TRY(c->cx, begin_anew(f, why));
            f->anew = true;
            f->records_before = UINT64_MAX; /* evaluate in any case */
        }
    }
}

static err prepare(struct follower *f)
{
    struct app_case *c = f->c;
    TRY(c->cx, case_read_agreement(c));
    c->choice = (struct report_choice){
        .account = NONE, .width = c->o->width, .colour = c->o->colour};
    if (c->o->clause != NULL) {
        int clause;
        c->choice.clause = str_of(c->o->clause);
        TRY(c->cx, case_find_clause(c, c->choice.clause, &clause));
    }
    return follow(f);
}

err case_follow(struct cx *cx, struct arena *a, const struct follow_options *o,
                struct buf *out, size_t *problems_out)
{
    struct follower f = {.o = o, .out = out, .fd = -1};
    TRY(cx, case_new(cx, a, &o->base, &f.c));
    for (int i = 0; i < 2; i++)
        arena_init(&f.arena[i], cx->mem, "verdicts", cx->limits.document_bytes);
    err e = prepare(&f);
    struct buf *m = &f.c->messages;
    buf_char(m, '\0');
    if (m->n > 1)
        tell(&f, m->p);
    *problems_out = f.problems;
    arena_release(&f.arena[0]);
    arena_release(&f.arena[1]);
    sys_close(&f.fd);
    case_close(f.c);
    return e;
}
