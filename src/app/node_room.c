/* app/node_room.c: a node of talks in the browser: opening, who may, the first
 * page, the log, bundles and the relay.
 *
 * What is said and seen is decided in talks/ and app/talks_*.c; the command
 * line does the same by the same functions. Read next: node_room_text.c,
 * node_room_edit.c, node_room_words.c, node_room_table.c, node_room_sign.c. */
#include "app/node_room.h"

#include "app/casefile_int.h"

#include <inttypes.h>

enum { BUNDLE_ROOM = 1 << 30 };

/* Numbers of forms that were sent, by the day. A form can be sent as long as
 * its session lives, so those of the days before yesterday are forgotten. */
static const str view_once[] = {STR_INIT("once0"), STR_INIT("once1"),
                                STR_INIT("once2")};
enum { DAY_S = 24 * 3600 };
STATIC_ASSERT((int)PEOPLE_SESSION_S < (int)DAY_S,
              "no session lives longer than a number is kept");

/* 0: that of today, 1: of yesterday, 2: of the day before, or of tomorrow. */
static str once_of(struct ask *q, int64_t ago)
{
    int64_t day = q->cx->now(q->cx->self) / DAY_S - ago;
    return view_once[(day % 3 + 3) % 3];
}

/* --- opening
 * ---------------------------------------------------------------------
 */

static err make(struct cx *cx, struct node *n)
{
    TRY_NEW(cx, n->a, n->talks);
    arena_init(&n->talks->room, cx->mem, "talks", (size_t)4 << 30);
    n->talks->own.lock = -1;
    return OK;
}

static void show_names(struct room_node *r)
{
    r->view.talks = r->seat->charter.name;
    r->view.self = r->seat->self->name;
    r->view.mediator = r->seat->self->role == TALKS_MEDIATOR;
}

static err read_seat(struct cx *cx, struct node *n)
{
    struct room_node *r = n->talks;
    seat_close(&r->own);
    arena_reset(&r->room);
    TRY(cx, seat_open(cx, &r->room, n->o->agreement, &r->own));
    seat_rest(&r->own);
    r->seat = &r->own;
    r->wakes = true;
    show_names(r);
    return OK;
}

err room_open(struct cx *cx, struct node *n)
{
    const char *path;
    sys_forbid_dumps(); /* keys, and what is sealed */
    TRY(cx, make(cx, n));
    if (seat_has_begun(n->o->agreement))
        TRY(cx, read_seat(cx, n));
    else
        TRY(cx, join_open(cx, n));
    TRY(cx, seat_path(cx, n->a, n->o->agreement, "people", &path));
    return sys_exists(path) ? people_open(cx, path, &n->people) : OK;
}

err room_over(struct cx *cx, struct arena *a, struct seat_file *seat,
              struct node **out)
{
    static const struct case_options none;
    struct node *n;
    TRY_NEW(cx, a, n);
    n->o = &none;
    n->a = a;
    node_case_init(cx, n);
    TRY(cx, make(cx, n));
    n->talks->seat = seat;
    show_names(n->talks);
    *out = n;
    return OK;
}

void room_close(struct node *n)
{
    if (n->talks == NULL)
        return;
    seat_close(&n->talks->own);
    arena_release(&n->talks->room);
}

str room_title(const struct node *n)
{
    const struct web_room *v = &n->talks->view;
    return v->talks.n > 0 ? v->talks : v->self;
}

/* --- who, and what was sent
 * -----------------------------------------------------------
 */

struct seat_file *seat_of(struct ask *q)
{
    return q->n->talks->seat;
}

bool room_mediates(const struct ask *q)
{
    return q->n->talks->view.mediator;
}

err room_must_speak(struct ask *q)
{
    return ask_must(q, MAY_SPEAK, STR(""));
}

err room_must_bind(struct ask *q)
{
    return ask_must(q, MAY_BIND, STR(""));
}

bool room_does(const struct ask *q, const char *deed)
{
    return str_eq(ask_field(q, "do"), str_of(deed));
}

err room_not_ours(struct ask *q)
{
    return fail(q->cx, ERR_INPUT, "this form is not one of ours");
}

err room_text(struct ask *q, const char *name, const char **out)
{
    str s = ask_field(q, name), copy;
    *out = NULL;
    if (s.n == 0)
        return OK;
    q->wrong_field = str_of(name);
    if (memchr(s.p, '\0', s.n) != NULL)
        return fail(q->cx, ERR_INPUT, "%s: that is no text", name);
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, s, &copy));
    q->wrong_field = STR("");
    *out = copy.p;
    return OK;
}

err room_done(struct ask *q, const char *deed, str to)
{
    str what;
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &what, "%s %.*s", deed, STR_ARG(to)));
    TRY(q->cx, ask_note(q, what));
    ask_go_to(q, to);
    return OK;
}

/* A form that is sent twice is done once, also if the node was ended and begun
 * again in between: what it enters and its number are one transaction. (The
 * first page's forms do no harm twice, and a check enters nothing.) */
static err was_done(struct ask *q, str once, bool *done)
{
    str when;
    *done = false;
    for (int ago = 0; ago < 2 && !*done; ago++) {
        err e = store_view_get(q->cx, seat_of(q)->store, q->a, once_of(q, ago),
                               once, &when);
        *done = is_ok(e);
        if (!*done && e.code != ERR_NOT_FOUND)
            return e;
        fault_clear(q->cx);
    }
    return OK;
}

/* What a form that fails has entered before stays, as it is in the state. */
static err do_once(struct ask *q, const struct form_route *r, str once)
{
    struct seat_file *n = seat_of(q);
    char room[40];
    str when;
    TRY(q->cx, casefile_now(q->cx, room, &when));
    TRY(q->cx, seat_batch_begin(q->cx, n));
    err e = r->post(q);
    struct fault why = q->cx->fault;
    err kept = OK;
    if (is_ok(e))
        kept = store_view_clear(q->cx, n->store, once_of(q, 2));
    if (is_ok(e) && is_ok(kept))
        kept = store_view_put(q->cx, n->store, once_of(q, 0), once, when);
    if (is_ok(kept))
        kept = seat_batch_end(q->cx, n);
    if (!is_ok(kept))
        return kept;
    q->cx->fault = why;
    return e;
}

static err post_once(struct ask *q)
{
    const struct form_route *r = room_find_route(q);
    str once = form_value(&q->form, "once");
    bool done;
    if (NEVER(r == NULL || r->post == NULL))
        return room_not_ours(q);
    if (q->parts == 0 || once.n != ONCE_CHARS || q->who == NULL ||
        room_does(q, "check"))
        return r->post(q);
    TRY(q->cx, was_done(q, once, &done));
    if (!done)
        return do_once(q, r, once);
    ask_go_to(q, q->view.path);
    return OK;
}

err room_find(struct ask *q, str digits, const struct talks_item **out)
{
    char room[2 * CRY_HASH_BYTES + 1];
    if (!str_to_c(digits, room, sizeof room) || digits.n < 4)
        return fail(q->cx, ERR_NOT_FOUND, "there is no such object");
    return seat_find(q->cx, seat_of(q), room, out);
}

err room_hex(struct ask *q, hash h, str *out)
{
    char hex[2 * CRY_HASH_BYTES];
    hash_print(h, hex);
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, (str){hex, sizeof hex}, out));
    return OK;
}

/* Newest first; of one time, those of a sender in a room stay together. */
static bool is_before(const struct talks_item *x, const struct talks_item *y)
{
    int c = str_cmp(x->o.made, y->o.made);
    if (c == 0)
        c = str_cmp(y->e.sender, x->e.sender);
    if (c == 0)
        c = str_cmp(y->e.room, x->e.room);
    return c != 0 ? c > 0 : x->e.number >= y->e.number;
}

static void sort(const struct talks_item **v, const struct talks_item **room,
                 size_t n)
{
    const struct talks_item **from = v, **to = room;
    for (size_t step = 1; step < n; step *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * step) {
            size_t mid = lo + step < n ? lo + step : n, i = lo, k = mid;
            size_t hi = lo + 2 * step < n ? lo + 2 * step : n;
            for (size_t o = lo; o < hi; o++) {
                bool left = k >= hi || (i < mid && is_before(from[i], from[k]));
                to[o] = left ? from[i++] : from[k++];
            }
        }
        const struct talks_item **x = from;
        from = to;
        to = x;
    }
    if (from != v && n > 0)
        memcpy(v, from, n * sizeof *v);
}

err room_list(struct ask *q, room_filter *f, const void *self,
              const struct talks_item ***out, size_t *n)
{
    const struct talks *t = &seat_of(q)->talks;
    const struct talks_item **v, **room;
    TRY_NEW_ARRAY(q->cx, q->a, t->items.n, v);
    *n = 0;
    for (size_t i = 0; i < t->items.n; i++)
        if (f(self, &t->items.p[i]))
            v[(*n)++] = &t->items.p[i];
    TRY_NEW_ARRAY(q->cx, q->a, *n, room);
    sort(v, room, *n);
    *out = v;
    return OK;
}

/* --- acknowledged
 * -----------------------------------------------------------------------
 */

/* How many of a sender's objects in a room `by` has said that it has. */
static uint64_t have_of(const struct talks_item *receipt, str sender)
{
    str list = talks_field(&receipt->o, "have"), one, name, count;
    uint64_t v, have = 0;
    bool more = true;
    while (more) {
        more = str_cut(list, ',', &one, &list);
        if (str_cut(one, ':', &name, &count) && str_eq(name, sender) &&
            note_decimal(count, &v))
            have = v;
    }
    return have;
}

static const struct talks_item *last_receipt(const struct seat_file *n,
                                             str room, str by)
{
    const struct talks_item *last = NULL;
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_RECEIPT && str_eq(x->e.sender, by) &&
            str_eq(x->e.room, room))
            last = x;
    }
    return last;
}

bool room_has(const struct seat_file *n, const struct talks_item *x, str by)
{
    const struct talks_item *r = last_receipt(n, x->e.room, by);
    return r != NULL && have_of(r, x->e.sender) > x->e.number;
}

/* Its own chains and others', room by room: of each chain what is there less
 * what it has; receipts at the end of a chain are not acknowledged. */
static int64_t lacking(const struct seat_file *n, const struct talks_node *to)
{
    int64_t sum = 0;
    uint64_t have = 0, last = 0;
    const struct talks_item *before = NULL;
    for (size_t i = 0; i <= n->talks.items.n; i++) {
        const struct talks_item *x =
            i < n->talks.items.n ? &n->talks.items.p[i] : NULL;
        bool same = before != NULL && x != NULL &&
                    str_eq(before->e.room, x->e.room) &&
                    str_eq(before->e.sender, x->e.sender);
        if (!same) {
            sum += last > have ? (int64_t)(last - have) : 0;
            last = have = 0;
            if (x == NULL)
                break;
            const struct talks_item *r = last_receipt(n, x->e.room, to->name);
            have = r == NULL ? 0 : have_of(r, x->e.sender);
        }
        before = x;
        if (talks_is_member(&n->charter, x->e.room, to) &&
            !str_eq(x->e.room, STR("own")) && !str_eq(x->e.sender, to->name) &&
            !(x->open && x->o.type == TALKS_RECEIPT))
            last = x->e.number + 1;
    }
    return sum;
}

/* --- what waits
 * -------------------------------------------------------------------------
 */

struct waits {
    struct ask *q;
    VEC(struct web_wait) v;
};

static err wait(struct waits *w, enum room_wait kind,
                const struct talks_item *x, int64_t n)
{
    struct web_wait y = {kind, x, n};
    TRY_ROOM(w->q->cx, w->q->a, vec_push(w->q->a, &w->v, y));
    return OK;
}

/* What is referred to by an object of ours of this type. */
static err note_answered(struct ask *q, enum talks_type type, struct map *out)
{
    const struct seat_file *n = seat_of(q);
    map_init(out, q->a, q->cx);
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        str re;
        if (!x->open || x->o.type != type ||
            !str_eq(x->e.sender, n->self->name))
            continue;
        re = talks_field(&x->o, "re");
        TRY_ROOM(q->cx, q->a, map_put(out, re, 1));
    }
    return OK;
}

static err wait_questions(struct waits *w)
{
    const struct seat_file *n = seat_of(w->q);
    struct map answered;
    TRY(w->q->cx, note_answered(w->q, TALKS_ANSWER, &answered));
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        char hex[2 * CRY_HASH_BYTES];
        if (!x->open || x->standing != TALKS_COUNTS ||
            x->o.type != TALKS_QUESTION || str_eq(x->e.sender, n->self->name))
            continue;
        hash_print(x->o.id, hex);
        if (!map_get(&answered, (str){hex, sizeof hex}, NULL))
            TRY(w->q->cx, wait(w, WAIT_QUESTION, x, 0));
    }
    return OK;
}

/* A consent without conveyance, another mediator's assent without ours. */
static err wait_crossing(struct waits *w)
{
    const struct seat_file *n = seat_of(w->q);
    struct map assented, conveyed;
    TRY(w->q->cx, note_answered(w->q, TALKS_ASSENT, &assented));
    map_init(&conveyed, w->q->a, w->q->cx);
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_CONVEYED)
            TRY_ROOM(w->q->cx, w->q->a,
                     map_put(&conveyed, talks_field(&x->o, "re"), 1));
    }
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        char hex[2 * CRY_HASH_BYTES];
        str id = {hex, sizeof hex}, re;
        if (!x->open || x->standing != TALKS_COUNTS)
            continue;
        hash_print(x->o.id, hex);
        re = talks_field(&x->o, "re");
        if (x->o.type == TALKS_CONSENT && !map_get(&conveyed, id, NULL) &&
            !map_get(&assented, id, NULL))
            TRY(w->q->cx, wait(w, WAIT_CARRY, x, 0));
        if (x->o.type == TALKS_ASSENT && !str_eq(x->e.sender, n->self->name) &&
            !str_eq(re, STR("-")) && !map_get(&conveyed, re, NULL) &&
            !map_get(&assented, re, NULL))
            TRY(w->q->cx, wait(w, WAIT_ASSENT, x, 0));
    }
    return OK;
}

static bool last_round(const struct seat_file *n, uint64_t *round)
{
    bool any = false;
    *round = 0;
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        uint64_t r, count;
        if (!talks_round(&n->talks, n->charter.node[i].name, &r, &count))
            continue;
        *round = r > *round ? r : *round;
        any = true;
    }
    return any;
}

static err wait_mediator(struct waits *w)
{
    const struct seat_file *n = seat_of(w->q);
    uint64_t round;
    TRY(w->q->cx, wait_crossing(w));
    if (last_round(n, &round) && !talks_is_revealed(n, round))
        TRY(w->q->cx, wait(w, WAIT_REVEAL, NULL, (int64_t)round));
    return OK;
}

static err has_signed(struct ask *q, const struct talks_item *agreed, bool *out)
{
    const struct seat_file *n = seat_of(q);
    *out = false;
    for (size_t i = 0; i < n->talks.items.n && !*out; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        struct sshsig sig;
        if (x->open && x->o.type == TALKS_SIGNATURE &&
            str_eq(x->e.sender, n->self->name))
            TRY(q->cx, seat_signature(q->cx, q->a, agreed, x, &sig, out));
    }
    return OK;
}

static err wait_party(struct waits *w)
{
    struct ask *q = w->q;
    const struct talks_item *agreed = seat_find_agreed(seat_of(q));
    struct room_draft d;
    int64_t missing = 0;
    bool rest = false, done;
    if (agreed != NULL) {
        TRY(q->cx, has_signed(q, agreed, &done));
        return done ? OK : wait(w, WAIT_SIGN, agreed, 0);
    }
    TRY(q->cx, room_read_draft(q, &d));
    for (size_t i = 0; i < d.d.n; i++)
        for (size_t k = 0; k < d.clause[i].n; k++) {
            bool without = d.clause[i].v[k].own == NULL;
            missing += without && d.clause[i].bracket;
            rest = rest || (without && !d.clause[i].bracket);
        }
    if (rest)
        TRY(q->cx, wait(w, WAIT_REST, NULL, 0));
    return missing > 0 ? wait(w, WAIT_POSITION, NULL, missing) : OK;
}

/* --- the first page
 * ---------------------------------------------------------------------
 */

struct chains {
    struct ask *q;
    VEC(struct web_chain) v;
};

static err gather_chains(struct waits *w, struct chains *c)
{
    const struct talks *t = &seat_of(w->q)->talks;
    for (size_t i = 0; i < t->items.n;) {
        const struct talks_item *x = &t->items.p[i];
        struct web_chain y = {.room = x->e.room, .sender = x->e.sender};
        for (; i < t->items.n && str_eq(t->items.p[i].e.room, y.room) &&
               str_eq(t->items.p[i].e.sender, y.sender);
             i++) {
            const struct talks_item *z = &t->items.p[i];
            y.waits += z->standing == TALKS_WAITS;
            y.forked = y.forked || z->standing == TALKS_FORKED;
            y.whole +=
                z->standing == TALKS_COUNTS || z->standing == TALKS_REFUSED;
            y.first = (int64_t)z->waits_for;
        }
        TRY_ROOM(c->q->cx, c->q->a, vec_push(c->q->a, &c->v, y));
        if (y.forked)
            TRY(w->q->cx, wait(w, WAIT_FORK, x, y.first));
        else if (y.waits > 0)
            TRY(w->q->cx, wait(w, WAIT_MISSING, x, y.first));
    }
    return OK;
}

static err gather_peers(struct ask *q, struct web_home *h)
{
    const struct seat_file *n = seat_of(q);
    struct web_peer *p;
    TRY_NEW_ARRAY(q->cx, q->a, n->charter.n_nodes, p);
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        p[i].node = &n->charter.node[i];
        p[i].lacking = lacking(n, p[i].node);
    }
    for (size_t k = 0; k < n->talks.items.n; k++) {
        const struct talks_item *x = &n->talks.items.p[k];
        for (size_t i = 0; x->open && i < n->charter.n_nodes; i++)
            if (str_eq(p[i].node->name, x->e.sender) &&
                str_cmp(x->o.made, p[i].last) > 0)
                p[i].last = x->o.made;
    }
    h->peers = p;
    h->n_peers = n->charter.n_nodes;
    return OK;
}

static err home(struct ask *q)
{
    const struct seat_file *n = seat_of(q);
    struct waits w = {.q = q};
    struct chains c = {.q = q};
    struct web_home h = {.charter = &n->charter};
    if (!q->n->talks->view.see)
        return web_room_home(q->cx, &q->view, &h, q->out);
    TRY(q->cx, room_hex(q, charter_id(&n->charter), &h.id));
    h.has_round = last_round(n, &h.round);
    TRY(q->cx, wait_questions(&w));
    if (n->self->role == TALKS_MEDIATOR)
        TRY(q->cx, wait_mediator(&w));
    else if (n->self->role == TALKS_PARTY)
        TRY(q->cx, wait_party(&w));
    TRY(q->cx, gather_chains(&w, &c));
    TRY(q->cx, gather_peers(q, &h));
    TRY(q->cx, seat_last_sync(q->cx, q->a, n, &h.synced, &h.said));
    h.waits = w.v.p;
    h.n_waits = w.v.n;
    h.chains = c.v.p;
    h.n_chains = c.v.n;
    if (q->n->more.relay != NULL)
        h.relay = str_of(q->n->more.relay);
    h.exchanges =
        q->n->more.exchanges != NULL && q->n->more.exchanges(q->n->more.self);
    q->reply->soon = h.exchanges;
    return web_room_home(q->cx, &q->view, &h, q->out);
}

static err take_bundle(struct ask *q)
{
    const struct form_field *f = form_file(&q->form, "file");
    struct seat_file *n = seat_of(q);
    struct bundle_reader r;
    struct buf out;
    size_t news;
    q->wrong_field = STR("file");
    if (f == NULL || f->value.n == 0)
        return fail(q->cx, ERR_INPUT, "no file was sent");
    TRY(q->cx, bundle_open(q->cx, &n->charter, f->value, &r));
    buf_init(&out, q->a, SIZE_MAX);
    TRY(q->cx, bundle_take(q->cx, n, &r, &out, &news));
    if (out.n > 0 || !r.whole)
        return fail_hint(q->cx, ERR_CONFLICT,
                         "What was sound was taken in. Ask for the bundle "
                         "again.",
                         "%s%.*s", r.whole ? "" : "the file was cut at its end",
                         STR_ARG(str_trim(buf_view(&out))));
    return OK;
}

static err do_home(struct ask *q)
{
    const struct node_more *m = &q->n->more;
    TRY(q->cx, room_must_speak(q));
    if (room_does(q, "bundle")) {
        TRY(q->cx, take_bundle(q));
        return room_done(q, "bundle", STR("/"));
    }
    if (!room_does(q, "sync") || m->relay == NULL || m->exchange == NULL)
        return room_not_ours(q);
    if (!m->exchanges(m->self))
        TRY(q->cx, m->exchange(q->cx, m->self, q->n->o->agreement, m->relay));
    return room_done(q, "sync", STR("/"));
}

static err bundle(struct ask *q)
{
    struct seat_file *n = seat_of(q);
    const struct talks_node *to = charter_node(&n->charter, q->part[1]);
    size_t count;
    struct buf b;
    TRY(q->cx, room_must_speak(q));
    if (to == NULL || to == n->self)
        return fail(q->cx, ERR_NOT_FOUND, "there is no such node");
    buf_init(&b, q->a, BUNDLE_ROOM);
    TRY(q->cx, bundle_make(q->cx, n, to, false, &b, &count));
    buf_str(q->out, buf_view(&b));
    return buf_finish(q->cx, q->out);
}

static bool is_worth_a_line(const void *self, const struct talks_item *x)
{
    (void)self;
    return !x->open || x->o.type != TALKS_RECEIPT;
}

static err log_page(struct ask *q)
{
    struct web_said_list l = {0};
    const struct talks_item **v;
    size_t n;
    TRY(q->cx, room_list(q, is_worth_a_line, NULL, &v, &n));
    TRY(q->cx, page_number(q, n, &l.page, &l.pages));
    size_t from = (size_t)(l.page - 1) * ROWS;
    l.v = v + from;
    l.n = (uint32_t)(n - from < ROWS ? n - from : ROWS);
    return web_room_log(q->cx, &q->view, &l, q->out);
}

static const struct form_route routes[] = {
    {{"", 0, home, NULL, "", "What waits, and the way to the others."},
     MAY_READ,
     do_home},
    {{"bundle", 2, bundle, "application/octet-stream", "",
      "/bundle/NODE: what that node may have, sealed."},
     MAY_SEE_TALKS,
     NULL},
    {{"log", 1, log_page, NULL, "page", "All objects that are here."},
     MAY_SEE_TALKS,
     NULL},
};
const struct form_table room_home_routes = {routes, COUNT_OF(routes)};

/* --- answering
 * ----------------------------------------------------------------------------
 */

static const struct form_table *const tables[] = {
    &room_home_routes,  &room_text_routes,  &room_edit_routes,
    &room_words_routes, &room_table_routes, &room_sign_routes,
    &node_login_routes, &node_people_routes};

/* Of a node that has not begun. */
static const struct form_table *const joining[] = {
    &room_join_routes, &node_login_routes, &node_people_routes};

bool room_route_at(size_t i, struct form_route *out)
{
    for (size_t t = 0; t < COUNT_OF(tables); t++) {
        if (i < tables[t]->n) {
            *out = tables[t]->v[i];
            return true;
        }
        i -= tables[t]->n;
    }
    return false;
}

const struct form_route *room_find_route(const struct ask *q)
{
    bool joins = q->n->talks->seat == NULL;
    const struct form_table *const *in = joins ? joining : tables;
    for (size_t t = 0; t < (joins ? COUNT_OF(joining) : COUNT_OF(tables)); t++)
        for (size_t i = 0; i < in[t]->n; i++) {
            const struct form_route *r = &in[t]->v[i];
            if (r->page.parts == q->parts &&
                (q->parts == 0 || str_eq(q->part[0], str_of(r->page.name))))
                return r;
        }
    return NULL;
}

static err wake(struct ask *q)
{
    struct room_node *r = q->n->talks;
    if (!r->wakes)
        return OK;
    err e = seat_wake(q->cx, r->seat);
    if (e.code != ERR_CORRUPT)
        return e;
    fault_clear(q->cx); /* the store was replaced: a backup was put back */
    TRY(q->cx, read_seat(q->cx, q->n));
    return seat_wake(q->cx, r->seat);
}

static err answer(struct ask *q)
{
    struct web_room *v = &q->n->talks->view;
    v->see = ask_may(q, MAY_SEE_TALKS, STR(""));
    v->speak = q->n->people != NULL && ask_may(q, MAY_SPEAK, STR(""));
    v->bind = q->n->people != NULL && ask_may(q, MAY_BIND, STR(""));
    q->view.room = v;
    q->view.at = q->view.known = STR("");
    if (q->route->type != NULL)
        q->reply->type = q->route->type;
    if (!q->request->post)
        return q->route->answer(q);
    if (q->post != NULL && q->n->talks->seat != NULL)
        q->post = post_once;
    return node_post(q);
}

err room_answer(struct ask *q)
{
    if (q->n->talks->seat == NULL && seat_has_begun(q->n->o->agreement)) {
        TRY(q->cx, read_seat(q->cx, q->n)); /* its pages are others now */
        ask_go_to(q, STR("/"));
        return OK;
    }
    err e = wake(q);
    if (is_ok(e))
        e = answer(q);
    if (q->n->talks->wakes)
        seat_rest(q->n->talks->seat);
    return e;
}
