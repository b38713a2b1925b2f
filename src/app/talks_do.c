/* app/talks_do.c: what a node says, and what mediators carry. See talks.h. */
#include "app/talks_int.h"

#include "app/casefile_int.h"
#include "app/text.h"
#include "base/sys.h"

#include <inttypes.h>

static str or_dash(const char *text)
{
    return text == NULL ? STR("-") : str_of(text);
}

static err set_hash(struct cx *cx, struct arena *a, hash h, str *out)
{
    char hex[2 * CRY_HASH_BYTES];
    hash_print(h, hex);
    TRY_ROOM(cx, a, arena_dup_str(a, (str){hex, sizeof hex}, out));
    return OK;
}

/* The room that is named, or a party's own, else the table. */
static err room_of(struct cx *cx, const struct seat_file *n, const char *room,
                   str *out)
{
    *out = room != NULL                   ? str_of(room)
           : n->self->role == TALKS_PARTY ? n->self->name
                                          : STR("table");
    if (!talks_room_exists(&n->charter, *out) ||
        (!str_eq(*out, STR("own")) &&
         !talks_is_member(&n->charter, *out, n->self)))
        return fail_hint(cx, ERR_INPUT,
                         "There are: own, table, a party's name, and for "
                         "mediators also mediators.",
                         "this node is in no room %.*s", STR_ARG(*out));
    return OK;
}

static void say_where(const struct talks_object *o, struct buf *out)
{
    seat_print_id(o->id, out);
    buf_printf(out, "  %s in the room %.*s\n", talks_type_name(o->type),
               STR_ARG(o->room));
}

static err say(struct cx *cx, struct seat_file *n, struct talks_object *o,
               struct buf *out)
{
    TRY(cx, seat_say(cx, n, o));
    say_where(o, out);
    return OK;
}

/* --- drafts, positions, words
 * ---------------------------------------------------
 */

static err draft_text(struct cx *cx, struct arena *a, const char *file,
                      struct buf *out, str *text)
{
    struct app_text t;
    struct buf messages;
    buf_init(&messages, a, 1 << 20);
    err e = app_read_sound_text(cx, a, file, NULL, 0, false, &messages, &t);
    buf_str(out, buf_view(&messages));
    TRY(cx, e);
    return app_canonical_text(cx, a, &t, text);
}

err seat_put_draft(struct cx *cx, struct arena *a, struct seat_file *n,
                   str text, const char *room, struct buf *out)
{
    struct seat_draft before, now;
    struct talks_object o = {.type = TALKS_DRAFT, .body = text};
    TRY(cx, draft_clauses(cx, a, o.body, &now));
    TRY(cx, seat_last_draft(cx, a, n, &before));
    TRY(cx, room_of(cx, n, room, &o.room));
    if (before.item != NULL)
        TRY(cx, set_hash(cx, a, before.hash, &o.field[0]));
    TRY(cx, say(cx, n, &o, out));
    size_t open = 0;
    for (size_t i = 0; i < now.n; i++)
        open += now.clause[i].n > 1;
    buf_printf(out, "  draft  ");
    app_print_hash(o.body, out);
    buf_printf(out, "\n  %zu clauses, %zu of them in brackets\n", now.n, open);
    return OK;
}

err talks_draft(struct cx *cx, struct arena *a, const char *node,
                const char *file, const char *room, struct buf *out)
{
    struct seat_file n;
    str text;
    TRY(cx, draft_text(cx, a, file, out, &text));
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_put_draft(cx, a, &n, text, room, out);
    seat_close(&n);
    return e;
}

/* Finds "4.1=B" in the draft. */
static err find_words(struct cx *cx, const struct seat_draft *d, str on,
                      str *label, str *id, hash *words)
{
    if (!str_cut(on, '=', label, id))
        *id = STR("-");
    for (size_t i = 0; i < d->n; i++)
        for (size_t k = 0; k < d->clause[i].n; k++)
            if (str_eq(d->clause[i].label, *label) &&
                str_eq(d->clause[i].alternative[k].id, *id)) {
                *words = d->clause[i].alternative[k].words;
                return OK;
            }
    return fail_hint(cx, ERR_INPUT,
                     "A clause in brackets is named with its alternative, "
                     "4.1=B, others by label, 1.1; `rest` is all that is in "
                     "no bracket.",
                     "the draft on the table has no %.*s", STR_ARG(on));
}

static err check_stance(struct cx *cx, const struct position_job *job)
{
    static const char *const stances[] = {"accept", "reserve", "reject",
                                          "red-line", "withdraw"};
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(stances); i++)
        known = known || strcmp(job->stance, stances[i]) == 0;
    if (!known)
        return fail(cx, ERR_INPUT,
                    "a stance is accept, reserve, reject, red-line or "
                    "withdraw, not %s",
                    job->stance);
    if (strcmp(job->stance, "accept") != 0 &&
        (job->condition != NULL || job->standing))
        return fail(cx, ERR_INPUT,
                    "only an acceptance has a condition or can stand open to "
                    "be revealed");
    return OK;
}

static err check_conditions(struct cx *cx, const struct seat_draft *d,
                            const char *list)
{
    str rest = str_of(list), one, label, id;
    hash words;
    bool more = true;
    while (more) {
        more = str_cut(rest, ',', &one, &rest);
        TRY(cx, find_words(cx, d, one, &label, &id, &words));
    }
    return OK;
}

err seat_position(struct cx *cx, struct arena *a, struct seat_file *n,
                  const struct position_job *job, struct buf *out)
{
    struct seat_draft d;
    hash words;
    struct talks_object o = {.type = TALKS_POSITION,
                             .room = job->own ? STR("own") : n->self->name};
    TRY(cx, check_stance(cx, job));
    TRY(cx, seat_last_draft(cx, a, n, &d));
    if (d.item == NULL)
        return fail_hint(cx, ERR_CONFLICT,
                         "truce talks draft NODE FILE --room table.",
                         "there is no draft on the table yet");
    if (strcmp(job->on, "rest") == 0) {
        o.field[0] = STR("rest");
        o.field[1] = STR("-");
        words = talks_rest(d.clause, d.n);
    } else {
        TRY(cx, find_words(cx, &d, str_of(job->on), &o.field[0], &o.field[1],
                           &words));
    }
    if (job->condition != NULL)
        TRY(cx, check_conditions(cx, &d, job->condition));
    TRY(cx, set_hash(cx, a, words, &o.field[2]));
    o.field[3] = str_of(job->stance);
    o.field[4] = or_dash(job->condition);
    o.field[5] = job->standing ? STR("yes") : STR("no");
    o.body = job->text == NULL ? STR("") : str_of(job->text);
    return say(cx, n, &o, out);
}

err talks_position(struct cx *cx, struct arena *a, const char *node,
                   const struct position_job *job, struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_position(cx, a, &n, job, out);
    seat_close(&n);
    return e;
}

static err type_of(struct cx *cx, const char *name, enum talks_type *out)
{
    static const enum talks_type free_ones[] = {
        TALKS_PROPOSAL, TALKS_QUESTION, TALKS_ANSWER, TALKS_COMMENT,
        TALKS_MEETING,  TALKS_LABEL,    TALKS_WEIGHTS};
    for (size_t i = 0; i < COUNT_OF(free_ones); i++)
        if (strcmp(name, talks_type_name(free_ones[i])) == 0) {
            *out = free_ones[i];
            return OK;
        }
    return fail(cx, ERR_INPUT,
                "there are: proposal, question, answer, comment, meeting, "
                "label, weights; not %s",
                name);
}

/* The option that fills a field. */
static err fill_fields(struct cx *cx, struct arena *a,
                       const struct seat_file *n, const struct say_job *job,
                       struct talks_object *o)
{
    for (size_t i = 0; i < TALKS_FIELDS_MAX; i++) {
        const char *f = talks_type_field(o->type, i);
        const struct talks_item *x;
        str label, id;
        if (f == NULL)
            continue;
        if (strcmp(f, "on") == 0) {
            o->field[i] = or_dash(job->on);
        } else if (strcmp(f, "re") == 0 && job->re != NULL) {
            TRY(cx, seat_find(cx, n, job->re, &x));
            TRY(cx, set_hash(cx, a, x->o.id, &o->field[i]));
        } else if (strcmp(f, "when") == 0) {
            o->field[i] = or_dash(job->when);
        } else if (strcmp(f, "with") == 0) {
            o->field[i] = or_dash(job->with);
        } else if (strcmp(f, "by") == 0) {
            o->field[i] = or_dash(job->by);
        }
        if (o->type == TALKS_LABEL && strcmp(f, "alternative") == 0 &&
            job->on != NULL && str_cut(str_of(job->on), '=', &label, &id))
            o->field[i] = id;
    }
    return OK;
}

static err check_label(struct cx *cx, struct arena *a,
                       const struct seat_file *n, struct talks_object *o)
{
    struct seat_draft d;
    hash words;
    str label, id;
    TRY(cx, seat_last_draft(cx, a, n, &d));
    if (d.item == NULL)
        return fail(cx, ERR_CONFLICT, "there is no draft on the table yet");
    TRY(cx, set_hash(cx, a, d.hash, &o->field[0]));
    TRY(cx, find_words(cx, &d, o->field[1], &label, &id, &words));
    o->field[1] = label;
    return OK;
}

/* Lines "4.1=B 120": weights of alternatives, whole numbers. */
static err check_weights(struct cx *cx, str body)
{
    size_t line = 0;
    while (body.n > 0) {
        str one, on, weight;
        int64_t v;
        line++;
        (void)str_cut(body, '\n', &one, &body);
        if (one.n == 0)
            continue;
        if (!str_cut(one, ' ', &on, &weight) ||
            !str_int(weight, 0, PACKAGE_WEIGHT_MAX, &v))
            return fail_hint(cx, ERR_INPUT,
                             "For instance: 4.1=B 120. What is not named has "
                             "weight 0.",
                             "weights, line %zu is no LABEL=ALTERNATIVE and a "
                             "whole number",
                             line);
    }
    return OK;
}

err seat_speak(struct cx *cx, struct arena *a, struct seat_file *n,
               const struct say_job *job, struct buf *out)
{
    struct talks_object o = {0};
    TRY(cx, type_of(cx, job->type, &o.type));
    const char *room = job->room;
    if (room == NULL && o.type == TALKS_LABEL &&
        n->self->role == TALKS_MEDIATOR)
        room = "mediators";
    TRY(cx, room_of(cx, n, room, &o.room));
    TRY(cx, fill_fields(cx, a, n, job, &o));
    if (o.type == TALKS_LABEL)
        TRY(cx, check_label(cx, a, n, &o));
    if (job->file != NULL)
        TRY(cx, sys_read_file(cx, a, job->file, TALKS_BODY_MAX, &o.body));
    else
        o.body = job->text == NULL ? STR("") : str_of(job->text);
    if (o.type == TALKS_WEIGHTS)
        TRY(cx, check_weights(cx, o.body));
    else if (o.body.n == 0 && o.type != TALKS_MEETING && o.type != TALKS_LABEL)
        return fail(cx, ERR_INPUT, "a %s needs a text", job->type);
    return say(cx, n, &o, out);
}

err talks_say(struct cx *cx, struct arena *a, const char *node,
              const struct say_job *job, struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_speak(cx, a, &n, job, out);
    seat_close(&n);
    return e;
}

/* --- consent and conveyance
 * -------------------------------------------------------
 */

err seat_consent(struct cx *cx, struct arena *a, struct seat_file *n,
                 const struct consent_job *job, struct buf *out)
{
    const struct talks_item *x;
    struct talks_object o = {.type = TALKS_CONSENT, .room = n->self->name};
    TRY(cx, seat_find(cx, n, job->id, &x));
    if (x->e.sender.n == 0 || !str_eq(x->e.sender, n->self->name))
        return fail(cx, ERR_INPUT,
                    "consent is given to what this node itself has said");
    TRY(cx, set_hash(cx, a, x->o.id, &o.field[0]));
    str on = talks_field(&x->o, "on");
    o.field[1] = on.n == 0 ? STR("-") : on;
    o.field[2] = str_of(job->to);
    o.field[3] = str_of(job->wording);
    o.body = job->words == NULL ? x->o.body : str_of(job->words);
    /* As it would be conveyed: what could not be is refused now. */
    struct conveyance v = {
        .to = o.field[2],
        .wording = o.field[3],
        .from = str_eq(o.field[3], STR("as-theirs")) ? n->self->name : STR("-"),
        .on = o.field[1],
        .words = o.body};
    struct buf try;
    buf_init(&try, a, NOTE_MAX_BYTES);
    if (str_eq(v.wording, STR("bridging")) || str_eq(v.to, n->self->name))
        return fail(cx, ERR_INPUT,
                    "consent is to another party, and as-theirs, as-ours or "
                    "as-hypothetical");
    TRY(cx, conveyance_print(cx, &n->charter, &v, &try));
    return say(cx, n, &o, out);
}

err talks_consent(struct cx *cx, struct arena *a, const char *node,
                  const struct consent_job *job, struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_consent(cx, a, &n, job, out);
    seat_close(&n);
    return e;
}

err talks_must_mediate(struct cx *cx, const struct seat_file *n)
{
    if (n->self->role != TALKS_MEDIATOR)
        return fail(cx, ERR_DENIED, "this is for the mediators' nodes");
    return OK;
}

/* The text of it with all signatures of mediators that this node has. */
static err with_signatures(struct cx *cx, struct arena *a, struct seat_file *n,
                           str text, str *note)
{
    struct buf b;
    buf_init(&b, a, NOTE_MAX_BYTES);
    buf_str(&b, text);
    buf_char(&b, '\n');
    TRY(cx, note_sign(cx, text, &n->signer.key, n->signer.secret.p, 0, &b));
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        struct conveyance v;
        bool allowed;
        if (!x->open || x->standing != TALKS_COUNTS ||
            x->o.type != TALKS_ASSENT || str_eq(x->e.sender, n->self->name))
            continue;
        err e = conveyance_open(cx, &n->charter, x->o.body, &v, &allowed);
        if (e.code == ERR_INPUT) {
            fault_clear(cx); /* another mediator's program is wrong */
            continue;
        }
        TRY(cx, e);
        if (!str_eq(v.text, text))
            continue;
        /* The lines after the text and the empty line. */
        buf_str(&b, str_sub(x->o.body, text.n + 1, x->o.body.n));
    }
    TRY(cx, buf_finish(cx, &b));
    *note = buf_view(&b);
    return OK;
}

static bool is_conveyed(const struct seat_file *n, str text)
{
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_CONVEYANCE && str_starts(x->o.body, text))
            return true;
    }
    return false;
}

/* given: the consent; NULL for a bridging text. */
static err carry(struct cx *cx, struct arena *a, struct seat_file *n,
                 const struct conveyance *v, const struct talks_item *given,
                 struct buf *out)
{
    /* A copy: items move when something is said. */
    struct talks_item of = given == NULL ? (struct talks_item){0} : *given;
    const struct talks_item *consent = given == NULL ? NULL : &of;
    struct buf b;
    str note, text;
    bool allowed;
    struct conveyance read;
    buf_init(&b, a, NOTE_MAX_BYTES);
    TRY(cx, conveyance_print(cx, &n->charter, v, &b));
    text = buf_view(&b);
    if (is_conveyed(n, text))
        return fail(cx, ERR_CONFLICT, "this has been conveyed before");
    TRY(cx, with_signatures(cx, a, n, text, &note));
    TRY(cx, conveyance_open(cx, &n->charter, note, &read, &allowed));
    struct talks_object o = {.type = allowed ? TALKS_CONVEYANCE : TALKS_ASSENT,
                             .room = allowed ? v->to : STR("mediators"),
                             .body = note};
    if (!allowed && consent != NULL)
        TRY(cx, set_hash(cx, a, consent->o.id, &o.field[0]));
    TRY(cx, say(cx, n, &o, out));
    if (!allowed) {
        buf_c(out, "  not conveyed yet: the charter asks for the assent of ");
        buf_c(out, n->charter.convey == CONVEY_ALL ? "all mediators\n"
                                                   : "the lead\n");
        return OK;
    }
    if (consent == NULL)
        return OK;
    struct talks_object back = {
        .type = TALKS_CONVEYED, .room = consent->e.room, .body = note};
    TRY(cx, set_hash(cx, a, consent->o.id, &back.field[0]));
    return say(cx, n, &back, out);
}

err seat_convey(struct cx *cx, struct arena *a, struct seat_file *n,
                const char *id, struct buf *out)
{
    const struct talks_item *x;
    struct conveyance v = {0};
    bool allowed;
    TRY(cx, talks_must_mediate(cx, n));
    TRY(cx, seat_find(cx, n, id, &x));
    if (x->standing == TALKS_COUNTS && x->o.type == TALKS_ASSENT) {
        TRY(cx, conveyance_open(cx, &n->charter, x->o.body, &v, &allowed));
        x = talks_consent_for(&n->talks, &v);
        if (x == NULL && !str_eq(v.wording, STR("bridging")))
            return fail(cx, ERR_DENIED,
                        "no owner has consented to these words for %.*s",
                        STR_ARG(v.to));
        return carry(cx, a, n, &v, x, out);
    }
    if (x->standing != TALKS_COUNTS || x->o.type != TALKS_CONSENT)
        return fail_hint(cx, ERR_INPUT,
                         "The owner gives it: truce talks consent.",
                         "%s is no consent that counts, and no assent", id);
    v.to = talks_field(&x->o, "to");
    v.wording = talks_field(&x->o, "wording");
    v.on = talks_field(&x->o, "on");
    v.from = str_eq(v.wording, STR("as-theirs")) ? x->e.sender : STR("-");
    v.words = x->o.body;
    return carry(cx, a, n, &v, x, out);
}

err talks_convey(struct cx *cx, struct arena *a, const char *node,
                 const char *consent, struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_convey(cx, a, &n, consent, out);
    seat_close(&n);
    return e;
}

err seat_bridge(struct cx *cx, struct arena *a, struct seat_file *n,
                const char *to, const char *on, const char *text,
                struct buf *out)
{
    struct conveyance v = {.to = str_of(to),
                           .wording = STR("bridging"),
                           .from = STR("-"),
                           .on = or_dash(on),
                           .words = str_of(text)};
    TRY(cx, talks_must_mediate(cx, n));
    return carry(cx, a, n, &v, NULL, out);
}

err talks_bridge(struct cx *cx, struct arena *a, const char *node,
                 const char *to, const char *on, const char *text,
                 struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_bridge(cx, a, &n, to, on, text, out);
    seat_close(&n);
    return e;
}

/* --- rounds
 * ------------------------------------------------------------------------
 */

static err number_text(struct cx *cx, struct arena *a, uint64_t v, str *out)
{
    TRY_ROOM(cx, a, arena_printf(a, out, "%" PRIu64, v));
    return OK;
}

/* Each party is told of its own objects only: how many another one has is not
 * its business. */
err seat_close_round(struct cx *cx, struct arena *a, struct seat_file *n,
                     struct buf *out)
{
    uint64_t last = 0;
    TRY(cx, talks_must_mediate(cx, n));
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        uint64_t round, count;
        if (talks_round(&n->talks, n->charter.node[i].name, &round, &count) &&
            round > last)
            last = round;
    }
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *p = &n->charter.node[i];
        struct talks_object o = {.type = TALKS_ROUND, .room = p->name};
        uint64_t count;
        if (p->role != TALKS_PARTY)
            continue;
        (void)talks_last(&n->talks, p->name, p->name, &count);
        TRY(cx, number_text(cx, a, last + 1, &o.field[0]));
        TRY(cx, number_text(cx, a, count, &o.field[1]));
        TRY(cx, say(cx, n, &o, out));
    }
    buf_printf(out, "  round %" PRIu64 " is closed\n", last + 1);
    return OK;
}

err talks_close_round(struct cx *cx, struct arena *a, const char *node,
                      struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_close_round(cx, a, &n, out);
    seat_close(&n);
    return e;
}

err talks_find_frozen(struct cx *cx, struct arena *a, struct seat_file *n,
                      struct frozen *f)
{
    struct talks_limit limit = {.rounds = true};
    bool exact, first = true;
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *p = &n->charter.node[i];
        uint64_t round = 0, count;
        if (p->role != TALKS_PARTY)
            continue;
        bool closed = talks_round(&n->talks, p->name, &round, &count);
        if (!closed || (!first && round != f->round))
            return fail_hint(cx, ERR_CONFLICT, "truce talks round closes it.",
                             "no round is closed for all parties");
        f->round = round;
        first = false;
    }
    TRY(cx, seat_last_draft(cx, a, n, &f->d));
    if (f->d.item == NULL)
        return fail(cx, ERR_CONFLICT, "there is no draft on the table yet");
    TRY(cx, talks_tabulate(cx, a, &n->talks, f->d.clause, f->d.n, &limit,
                           &f->table));
    TRY_NEW_ARRAY(cx, a, f->d.n, f->choice);
    TRY(cx, talks_match(cx, &f->table, f->choice, &f->agreed, &exact));
    if (!exact)
        return fail_hint(cx, ERR_LIMIT, "Settle some clauses first.",
                         "the conditions are too many to be matched");
    return OK;
}

/* "2.2=A,4.1=B": the clauses in brackets that all accept. */
err talks_choice_text(struct cx *cx, struct arena *a, const struct frozen *f,
                      str *out)
{
    struct buf b;
    buf_init(&b, a, TALKS_FIELD_MAX);
    for (size_t i = 0; i < f->d.n; i++) {
        const struct talks_clause *c = &f->d.clause[i];
        if (f->choice[i] == SIZE_MAX || str_eq(c->alternative[0].id, STR("-")))
            continue;
        buf_c(&b, b.n > 0 ? "," : "");
        buf_str(&b, c->label);
        buf_char(&b, '=');
        buf_str(&b, c->alternative[f->choice[i]].id);
    }
    TRY(cx, buf_finish(cx, &b));
    *out = b.n == 0 ? STR("-") : buf_view(&b);
    return OK;
}

bool talks_is_revealed(const struct seat_file *n, uint64_t round)
{
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        uint64_t r;
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_OVERLAP &&
            note_decimal(talks_field(&x->o, "round"), &r) && r == round)
            return true;
    }
    return false;
}

err seat_reveal(struct cx *cx, struct arena *a, struct seat_file *n,
                struct buf *out)
{
    struct frozen f = {0};
    str round, accepted;
    TRY(cx, talks_must_mediate(cx, n));
    TRY(cx, talks_find_frozen(cx, a, n, &f));
    if (talks_is_revealed(n, f.round))
        return fail_hint(cx, ERR_CONFLICT,
                         "Once a round, so that nobody can try out what the "
                         "other side would accept.",
                         "round %" PRIu64 " has been revealed", f.round);
    TRY(cx, number_text(cx, a, f.round, &round));
    TRY(cx, talks_choice_text(cx, a, &f, &accepted));
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *p = &n->charter.node[i];
        struct talks_object o = {.type = TALKS_OVERLAP, .room = p->name};
        if (p->role != TALKS_PARTY)
            continue;
        o.field[0] = round;
        o.field[1] = accepted;
        TRY(cx, say(cx, n, &o, out));
    }
    buf_c(out, "  accepted by all, and now known to all: ");
    buf_safe(out, accepted);
    buf_char(out, '\n');
    return OK;
}

err talks_reveal(struct cx *cx, struct arena *a, const char *node,
                 struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_reveal(cx, a, &n, out);
    seat_close(&n);
    return e;
}
