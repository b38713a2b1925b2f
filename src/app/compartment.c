/* app/compartment.c: see compartment.h. */
#include "app/compartment.h"

#include "app/casefile_int.h"
#include "app/seal_int.h"
#include "base/sys.h"
#include "record/witness.h"
#include "time/civil.h"
#include "time/tz.h"

#include <inttypes.h>

enum { SEALED_MAX = 16 << 20, UNTIL_DAYS = 90, DAY = 86400 };

err compartment_now(struct cx *cx, char room[40], str *out)
{
    return casefile_now(cx, room, out);
}

/* --- reading ----------------------------------------------------------------
 */

/* What is gathered while the entries go by. */
struct walk {
    struct arena *a;
    struct casefile *c;
    struct compartment *out;
    uint64_t head_size;
    struct merkle_edge edge; /* of the entries under the head */
    struct roster *next;     /* room for the one that is read */
};

/* Its content. The walk goes on meanwhile, so only blobs may be read. */
static err roster_content(struct cx *cx, struct walk *w, uint64_t number,
                          const struct entry *e, str *out)
{
    str blob = STR("");
    err r = store_blob(cx, w->c->store, w->a, number, &blob);
    if (r.code == ERR_NOT_FOUND)
        fault_clear(cx);
    else
        TRY(cx, r);
    if (!e->has_content || blob.n < CRY_HASH_BYTES ||
        !hash_eq(cry_sha256(blob, STR("")), e->content))
        return fail_hint(
            cx, ERR_CORRUPT, "Take a whole copy of the compartment.",
            "%s: the roster of entry %" PRIu64 " is missing or changed",
            w->c->path, number);
    *out = str_sub(blob, CRY_HASH_BYTES, blob.n);
    return OK;
}

/* A roster entry: the one in force, if it is valid. */
static err take_roster(struct cx *cx, struct walk *w, uint64_t number,
                       const struct entry *entry)
{
    struct note *n;
    unsigned by;
    str content;
    TRY(cx, roster_content(cx, w, number, entry, &content));
    TRY_NEW(cx, w->a, n);
    if (w->next == NULL)
        TRY_NEW(cx, w->a, w->next);
    err e = note_parse(cx, w->a, content, n);
    if (is_ok(e))
        e = roster_parse(cx, n->text, w->next);
    if (is_ok(e) && !str_eq(w->next->log, w->out->origin))
        e = fail(cx, ERR_INPUT, "the roster is of another log");
    if (is_ok(e))
        e = roster_check(cx, n, w->next, w->out->roster, &by);
    if (e.code == ERR_INPUT || e.code == ERR_LIMIT) {
        fault_clear(cx); /* an entry that changes nothing */
        return OK;
    }
    TRY(cx, e);
    if (w->out->roster == NULL)
        w->out->first = roster_hash(w->next);
    w->out->roster = w->next;
    w->out->hash = roster_hash(w->next);
    w->out->entry = number;
    w->next = NULL;
    return OK;
}

static err walk_entry(struct cx *cx, void *self, uint64_t number, str note)
{
    struct walk *w = self;
    struct note *n;
    struct entry e;
    struct arena_mark mark = arena_mark(cx->scratch);
    if (number < w->head_size)
        merkle_append(&w->edge, merkle_leaf(note), NULL, NULL);
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, entry_read(cx, cx->scratch, note, n, &e));
    if (str_eq(e.type, STR("roster")) && number >= w->head_size)
        w->out->pending = true;
    else if (str_eq(e.type, STR("roster")))
        TRY(cx, take_roster(cx, w, number, &e));
    arena_rewind(cx->scratch, mark);
    return OK;
}

/* The last head that a policy calls witnessed; size 0: there is none. */
static err own_head(struct cx *cx, struct arena *a, const struct casefile *c,
                    const struct policy *p, struct checkpoint *head,
                    instant *at)
{
    uint64_t below = INT64_MAX;
    *head = (struct checkpoint){.origin = log_origin(c->log)};
    for (;;) {
        struct note *n;
        struct policy_verdict v;
        struct checkpoint h;
        uint64_t size;
        str note;
        struct arena_mark mark = arena_mark(a);
        err e =
            log_head_near(cx, c->log, a, STORE_AT_MOST, below, &size, &note);
        if (e.code == ERR_NOT_FOUND) {
            fault_clear(cx);
            return OK;
        }
        TRY(cx, e);
        TRY_NEW(cx, a, n);
        TRY(cx, note_parse(cx, a, note, n));
        TRY(cx, policy_judge(cx, p, n, &h, &v));
        if (v.witnessed && h.size == size) {
            *head = h;
            *at = (instant)v.witnessed_at;
            return OK;
        }
        arena_rewind(a, mark);
        if (size == 0)
            return OK;
        below = size - 1;
    }
}

static err find_head(struct cx *cx, struct arena *a, const struct casefile *c,
                     const char *policy, struct checkpoint *head,
                     struct compartment *out)
{
    struct policy *p;
    str text;
    if (policy == NULL)
        return log_head(cx, c->log, a, &text, head);
    TRY(cx, sys_read_file(cx, a, policy, NOTE_MAX_BYTES, &text));
    TRY_NEW(cx, a, p);
    TRY(cx, policy_parse(cx, text, p));
    if (p->quorum < 0)
        return fail_hint(cx, ERR_INPUT,
                         "A policy of your own has the line `log`, your "
                         "witness, and `quorum` with its name.",
                         "%s asks for no witness", policy);
    TRY(cx, own_head(cx, a, c, p, head, &out->witnessed_at));
    out->witnessed = head->size > 0;
    return OK;
}

/* The folder of a witness holds its heads in a folder of its own. */
static err ask_witness(struct cx *cx, struct arena *a, const char *folder,
                       struct compartment *out)
{
    str heads;
    TRY_ROOM(cx, a, arena_printf(a, &heads, "%s/heads", folder));
    if (!sys_is_folder(heads.p))
        return fail_hint(cx, ERR_NOT_FOUND,
                         "--witness is the folder that truce witness init "
                         "made.",
                         "%s is no folder of a witness", folder);
    return witness_stands_at(cx, heads.p, out->origin, &out->witness_size);
}

/* Who makes the first roster names the owners, so that the rest follows. */
static err check_first(struct cx *cx, const struct compartment *c,
                       const char *first)
{
    hash want;
    if (first == NULL || c->roster == NULL)
        return OK;
    if (!hash_parse(str_of(first), &want))
        return fail_hint(
            cx, ERR_INPUT, "An owner reads it to you: truce roster show CASE.",
            "--first: \"%s\" is no hash of 64 hexadecimal digits", first);
    if (hash_eq(want, c->first))
        return OK;
    return fail_hint(cx, ERR_CONFLICT,
                     "Seal nothing to it. Ask an owner, by voice, for the "
                     "hash; if it is right, this is another compartment.",
                     "%s: its first roster is not the one of --first", c->path);
}

static err read_open(struct cx *cx, struct arena *a, struct casefile *c,
                     const struct own_view *own, struct compartment *out)
{
    struct walk w = {.a = a, .c = c, .out = out};
    struct checkpoint head;
    TRY_ROOM(cx, a, arena_dup_str(a, log_origin(c->log), &out->origin));
    TRY(cx, find_head(cx, a, c, own->policy, &head, out));
    if (own->witness != NULL)
        TRY(cx, ask_witness(cx, a, own->witness, out));
    w.head_size = out->head_size = head.size;
    if (head.size > log_size(c->log))
        return fail(cx, ERR_CORRUPT, "%s is shorter than its head", c->path);
    TRY(cx, store_entries(cx, c->store, 0, log_size(c->log), walk_entry, &w));
    hash root = merkle_root(&w.edge);
    if (head.size > 0 && !hash_eq(root, head.root))
        return fail_hint(cx, ERR_CORRUPT, "Take a whole copy of it.",
                         "%s: its entries are not those that were witnessed",
                         c->path);
    return check_first(cx, out, own->first);
}

err compartment_read(struct cx *cx, struct arena *a, const char *path,
                     const struct own_view *own, struct compartment *out)
{
    struct casefile c;
    char room[40];
    str now;
    *out = (struct compartment){.path = path};
    TRY(cx, casefile_now(cx, room, &now));
    TRY_ROOM(cx, a, arena_dup_str(a, now, &out->now));
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    err e = read_open(cx, a, &c, own, out);
    casefile_close(&c);
    return e;
}

static bool is_expired(const struct compartment *c)
{
    return str_cmp(c->roster->until, c->now) <= 0;
}

err compartment_must_hold(struct cx *cx, const struct compartment *c)
{
    static const char ask[] =
        "truce record ask CASE, then truce witness answer by your own "
        "witness, then truce record cosign.";
    if (!c->witnessed)
        return fail_hint(cx, ERR_CONFLICT, ask,
                         "%s: no head of it is witnessed by your policy",
                         c->path);
    if (c->head_size < c->witness_size)
        return fail_hint(cx, ERR_CONFLICT,
                         "Take the newest copy, with its cosignatures. If "
                         "there is none, somebody keeps it back.",
                         "%s is an older copy: its witnessed head covers "
                         "%" PRIu64 " entries, and your witness has cosigned "
                         "%" PRIu64,
                         c->path, c->head_size, c->witness_size);
    if (c->pending)
        return fail_hint(cx, ERR_CONFLICT, ask,
                         "%s: a later roster is there that your witness has "
                         "not seen; nothing is sealed to the one before",
                         c->path);
    if (c->roster == NULL)
        return fail_hint(cx, ERR_CONFLICT,
                         "truce roster draft, sign and enter make one.",
                         "%s has no roster", c->path);
    if (is_expired(c))
        return fail_hint(cx, ERR_CONFLICT,
                         "Its owners make a new one: truce roster draft.",
                         "%s: the roster of epoch %" PRIu64 " ended at %.*s",
                         c->path, c->roster->epoch, STR_ARG(c->roster->until));
    return OK;
}

/* --- making one
 * ---------------------------------------------------------------
 */

static err enter_link(struct cx *cx, struct arena *a, const char *path,
                      str head)
{
    struct casefile_writer w = {.lock = -1};
    uint64_t n;
    TRY(cx, casefile_writer_open(cx, a, path, NULL, &w));
    err e = casefile_enter(cx, &w, "compartment", head, &n);
    casefile_writer_close(cx, &w);
    return e;
}

err compartment_make(struct cx *cx, struct arena *a,
                     const struct compartment_init *what, struct buf *out)
{
    struct casefile of;
    struct checkpoint head;
    struct buf messages;
    str note;
    struct casefile_init init = {
        .path = what->path, .origin = what->origin, .policy = what->policy};
    TRY(cx, casefile_must_be(cx, what->of));
    TRY(cx, casefile_open(cx, a, what->of, STORE_READ, &of));
    err e = log_head(cx, of.log, a, &note, &head);
    if (is_ok(e) && str_eq(head.origin, str_of(what->origin)))
        e = fail_hint(cx, ERR_INPUT,
                      "For instance the case's origin, a slash, and a number.",
                      "--origin: a compartment's log has a name of its own");
    casefile_close(&of);
    TRY(cx, e);
    buf_init(&messages, a, 1 << 20);
    TRY(cx, casefile_init(cx, a, &init, &messages, out));
    e = enter_link(cx, a, what->path, note);
    if (!is_ok(e))
        casefile_unmake(what->path);
    return e;
}

/* --- rosters
 * -------------------------------------------------------------------
 */

static bool has_person(const struct roster *r, const struct roster_person *p)
{
    for (size_t i = 0; i < r->n_persons; i++)
        if (recipient_eq(&r->person[i].device, &p->device) &&
            recipient_eq(&r->person[i].recovery, &p->recovery))
            return true;
    return false;
}

/* Who comes and who goes; and what going does not do. */
static void say_changes(const struct roster *before, const struct roster *now,
                        struct buf *out)
{
    bool gone = false;
    for (size_t i = 0; i < now->n_persons; i++)
        if (before == NULL || !has_person(before, &now->person[i])) {
            buf_c(out, "  comes  ");
            buf_str(out, now->person[i].name);
            buf_char(out, '\n');
        }
    for (size_t i = 0; before != NULL && i < before->n_persons; i++)
        if (!has_person(now, &before->person[i])) {
            gone = true;
            buf_c(out, "  goes   ");
            buf_str(out, before->person[i].name);
            buf_char(out, '\n');
        }
    if (gone)
        buf_c(out, "  what was sealed before stays readable to those who had "
                   "it; only what is\n  sealed from this roster on is closed "
                   "to them\n");
    if (before != NULL)
        buf_c(out, "  who comes reads nothing from before, until it is sealed "
                   "again: truce seal again\n");
}

static err draft_until(struct cx *cx, struct arena *a, const char *until,
                       str *out)
{
    char room[CIVIL_PRINT_SIZE];
    if (until != NULL) {
        *out = str_of(until);
        if (entry_time_is_valid(*out))
            return OK;
        return fail_hint(cx, ERR_INPUT, "For instance 2026-06-30T00:00:00Z.",
                         "--until: \"%s\" is not a time", until);
    }
    instant at = cx->now(cx->self) + (instant)UNTIL_DAYS * DAY;
    TRY_ROOM(cx, a,
             arena_dup_str(a, civil_rfc3339_print(tz_utc(), at, room), out));
    return OK;
}

err roster_write_draft(struct cx *cx, struct arena *a,
                       const struct roster_draft *d, struct buf *out)
{
    struct compartment c;
    struct roster *r, *check;
    struct buf b;
    str text;
    TRY(cx, compartment_read(cx, a, d->path, &(struct own_view){0}, &c));
    TRY_NEW(cx, a, r);
    TRY_NEW(cx, a, check);
    r->log = c.origin;
    r->number = (uint64_t)d->number;
    if (c.roster != NULL) {
        r->number = c.roster->number;
        r->epoch = c.roster->epoch + 1;
        r->has_after = true;
        r->after = c.hash;
    }
    TRY(cx, draft_until(cx, a, d->until, &r->until));
    TRY(cx, sys_read_file(cx, a, d->lines, ROSTER_BYTES_MAX, &text));
    r->sign = 1;
    TRY(cx, roster_read_lines(cx, d->lines, text, r));
    r->sign = d->sign == 0 ? (unsigned)r->n_owners : (unsigned)d->sign;
    buf_init(&b, a, NOTE_MAX_BYTES);
    roster_print(r, &b);
    TRY(cx, buf_finish(cx, &b));
    TRY(cx, roster_parse(cx, buf_view(&b), check));
    TRY(cx, sys_write_new(cx, d->out, false, buf_view(&b)));
    buf_safe(out, str_of(d->out));
    buf_printf(out, ": the roster of epoch %" PRIu64 ", until %.*s\n", r->epoch,
               STR_ARG(r->until));
    say_changes(c.roster, r, out);
    buf_printf(
        out, "next: %zu owner%s sign%s it: truce roster sign ",
        c.roster == NULL ? r->n_owners : (size_t)c.roster->sign,
        (c.roster == NULL ? r->n_owners : c.roster->sign) == 1 ? "" : "s",
        (c.roster == NULL ? r->n_owners : c.roster->sign) == 1 ? "s" : "");
    buf_safe(out, str_of(d->out));
    buf_c(out, " --as KEYFILE\n");
    return OK;
}

/* A roster's file: its text, and after an empty line the signatures. */
static err read_file(struct cx *cx, struct arena *a, const char *file,
                     struct roster **r, str *text, str *signatures)
{
    str all;
    TRY(cx, sys_read_file(cx, a, file, ROSTER_BYTES_MAX, &all));
    size_t split = str_find(all, STR("\n\n"));
    *text = str_sub(all, 0, split == all.n ? all.n : split + 1);
    *signatures = str_sub(all, split + 2, all.n);
    TRY_NEW(cx, a, *r);
    return roster_parse(cx, *text, *r);
}

static bool is_owner(const struct roster *r, const struct note_key *k)
{
    for (size_t i = 0; i < r->n_owners; i++)
        if (memcmp(r->owner[i].key.public_key, k->public_key,
                   sizeof k->public_key) == 0)
            return true;
    return false;
}

err roster_sign_file(struct cx *cx, struct arena *a, const char *file,
                     const char *key, struct buf *out)
{
    CLEANUP(signer_wipe) struct signer s = {0};
    struct roster *r;
    struct note *n;
    struct buf b;
    str text, signatures;
    bool there = false;
    TRY(cx, read_file(cx, a, file, &r, &text, &signatures));
    TRY(cx, casefile_read_key(cx, a, key, &s));
    if (s.key.alg != NOTE_ED25519)
        return fail(cx, ERR_INPUT, "%s is the key of a witness", key);
    buf_init(&b, a, ROSTER_BYTES_MAX);
    buf_str(&b, text);
    buf_char(&b, '\n');
    buf_str(&b, signatures);
    if (signatures.n > 0) {
        TRY(cx, buf_finish(cx, &b));
        TRY_NEW(cx, a, n);
        TRY(cx, note_parse(cx, a, buf_view(&b), n));
        TRY(cx, note_verify(cx, n, &s.key, &there, NULL));
    }
    if (!there) {
        TRY(cx, note_sign(cx, text, &s.key, s.secret.p, 0, &b));
        TRY(cx, buf_finish(cx, &b));
        TRY(cx, sys_write_file(cx, file, buf_view(&b)));
    }
    buf_safe(out, str_of(file));
    buf_c(out, there ? ": has the signature of " : ": signed by ");
    buf_str(out, s.key.name);
    buf_c(out, is_owner(r, &s.key)
                   ? "\n  roster  "
                   : ", who is no owner from it on\n  roster  ");
    casefile_print_hash(roster_hash(r), out);
    buf_char(out, '\n');
    return OK;
}

static err check_file(struct cx *cx, struct arena *a, const char *file,
                      const struct compartment *c, struct roster **r,
                      str *content)
{
    struct note *n;
    str text, signatures;
    unsigned by;
    TRY(cx, read_file(cx, a, file, r, &text, &signatures));
    if (!str_eq((*r)->log, c->origin))
        return fail(cx, ERR_INPUT, "%s is a roster of %.*s, not of %.*s", file,
                    STR_ARG((*r)->log), STR_ARG(c->origin));
    if (signatures.n == 0)
        return fail_hint(cx, ERR_INPUT,
                         "truce roster sign FILE --as KEYFILE, by each.",
                         "%s: no owner has signed it", file);
    *content = (str){text.p, text.n + 1 + signatures.n};
    TRY_NEW(cx, a, n);
    TRY(cx, note_parse(cx, a, *content, n));
    TRY(cx, roster_check(cx, n, *r, c->roster, &by));
    if (str_cmp((*r)->until, c->now) <= 0)
        return fail(cx, ERR_INPUT, "%s ended at %.*s", file,
                    STR_ARG((*r)->until));
    return OK;
}

err roster_enter(struct cx *cx, struct arena *a, const char *path,
                 const char *file, const char *as, struct buf *out)
{
    struct casefile_writer w = {.lock = -1};
    struct compartment c;
    struct roster *r;
    uint64_t number;
    str content;
    TRY(cx, compartment_read(cx, a, path, &(struct own_view){0}, &c));
    TRY(cx, check_file(cx, a, file, &c, &r, &content));
    TRY(cx, casefile_writer_open(cx, a, path, as, &w));
    err e = casefile_enter(cx, &w, "roster", content, &number);
    casefile_writer_close(cx, &w);
    TRY(cx, e);
    buf_printf(out, "entry %" PRIu64 ": the roster of epoch %" PRIu64 "\n",
               number, r->epoch);
    say_changes(c.roster, r, out);
    buf_c(out, "next: each member's own witness cosigns it (truce record "
               "ask), then it is sealed to\n");
    return OK;
}

static void show_line(struct buf *out, const char *what, str value)
{
    buf_printf(out, "  %-9s  ", what);
    buf_safe(out, value);
    buf_char(out, '\n');
}

static void show_hash(struct buf *out, const char *what, hash h)
{
    buf_printf(out, "  %-9s  ", what);
    casefile_print_hash(h, out);
    buf_char(out, '\n');
}

static void show_state(const struct compartment *c, const char *policy,
                       struct buf *out)
{
    buf_printf(out, "  %-9s  ", "state");
    if (policy == NULL) {
        buf_c(out, "entered; whether your witness saw it: --policy FILE");
    } else if (!c->witnessed) {
        buf_c(out, "not witnessed by your policy");
    } else {
        buf_printf(out,
                   "witnessed, under the head of %" PRIu64
                   " entries that was cosigned ",
                   c->head_size);
        casefile_print_time(c->witnessed_at, out);
    }
    if (c->head_size < c->witness_size)
        buf_printf(out,
                   "; your witness has cosigned %" PRIu64 ": an older copy",
                   c->witness_size);
    if (c->pending)
        buf_c(out, "; a later roster is not");
    if (c->roster != NULL && is_expired(c))
        buf_c(out, "; it has ended");
    buf_char(out, '\n');
}

err roster_show(struct cx *cx, struct arena *a, const char *path,
                const struct own_view *own, struct buf *out, bool *holds)
{
    struct compartment c;
    TRY(cx, compartment_read(cx, a, path, own, &c));
    *holds = own->policy == NULL || is_ok(compartment_must_hold(cx, &c));
    fault_clear(cx);
    buf_safe(out, c.origin);
    if (c.roster == NULL) {
        buf_c(out, ": no roster\n");
        show_state(&c, own->policy, out);
        return OK;
    }
    const struct roster *r = c.roster;
    buf_printf(out, ": compartment %" PRIu64 ", roster of epoch %" PRIu64 "\n",
               r->number, r->epoch);
    show_hash(out, "roster", c.hash);
    show_hash(out, "first", c.first);
    show_line(out, "until", r->until);
    show_state(&c, own->policy, out);
    buf_printf(out, "  %-9s  %u of %zu: ", "owners", r->sign, r->n_owners);
    for (size_t i = 0; i < r->n_owners; i++) {
        buf_c(out, i == 0 ? "" : ", ");
        buf_safe(out, r->owner[i].key.name);
    }
    buf_char(out, '\n');
    for (size_t i = 0; i < r->n_persons; i++) {
        buf_printf(out, "  %-9s  ", i == 0 ? "persons" : "");
        buf_str(out, r->person[i].name);
        buf_c(out, " ");
        recipient_print(&r->person[i].device, out);
        buf_c(out, " ");
        recipient_print(&r->person[i].recovery, out);
        buf_char(out, '\n');
    }
    return OK;
}

/* --- what is sealed
 * -------------------------------------------------------------
 */

err sealed_get(struct cx *cx, struct arena *a, const char *path, uint64_t entry,
               str *out)
{
    struct casefile c;
    struct casefile_entry x;
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    err e = casefile_entry(cx, a, &c, entry, &x);
    casefile_close(&c);
    TRY(cx, e);
    if (!str_eq(x.e.type, STR("sealed")))
        return fail_hint(cx, ERR_INPUT, "truce record list CASE shows them.",
                         "%s: entry %" PRIu64 " is a %.*s, not a sealed file",
                         path, entry, STR_ARG(x.e.type));
    if (!x.there)
        return fail(cx, ERR_NOT_FOUND,
                    "%s: the sealed file of entry %" PRIu64 " was dropped",
                    path, entry);
    *out = x.content;
    return OK;
}

static err link_text(struct cx *cx, struct casefile_writer *w, struct arena *a,
                     uint64_t old, uint64_t new, hash roster, str *out)
{
    struct casefile_entry x, y;
    struct buf b;
    TRY(cx, casefile_entry(cx, a, &w->c, old, &x));
    TRY(cx, casefile_entry(cx, a, &w->c, new, &y));
    if (!str_eq(x.e.type, STR("sealed")))
        return fail(cx, ERR_INPUT, "entry %" PRIu64 " is not a sealed file",
                    old);
    buf_init(&b, a, 4096);
    buf_c(&b, "truce resealed 1\nold ");
    casefile_print_hash(x.e.content, &b);
    buf_c(&b, "\nnew ");
    casefile_print_hash(y.e.content, &b);
    buf_c(&b, "\nroster ");
    casefile_print_hash(roster, &b);
    buf_char(&b, '\n');
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

static err drop_old(struct cx *cx, struct casefile_writer *w, uint64_t number)
{
    TRY(cx, store_begin(cx, w->c.store));
    err e = store_drop_blob(cx, w->c.store, number);
    if (is_ok(e))
        e = store_commit(cx, w->c.store);
    if (!is_ok(e))
        store_rollback(w->c.store);
    return e;
}

static err enter_sealed(struct cx *cx, struct arena *a,
                        struct casefile_writer *w,
                        const struct sealed_put *what,
                        const struct compartment *c, str file, struct buf *out)
{
    uint64_t n, link;
    str text;
    if (what->again >= 0 && (uint64_t)what->again >= log_size(w->c.log))
        return fail(cx, ERR_NOT_FOUND, "%s has no entry %" PRId64, what->path,
                    what->again);
    TRY(cx, casefile_enter(cx, w, "sealed", file, &n));
    buf_printf(out,
               "entry %" PRIu64 ": sealed to the roster of epoch %" PRIu64 "\n",
               n, c->roster->epoch);
    if (what->again < 0)
        return OK;
    TRY(cx, link_text(cx, w, a, (uint64_t)what->again, n, c->hash, &text));
    TRY(cx, casefile_enter(cx, w, "resealed", text, &link));
    buf_printf(out,
               "entry %" PRIu64 ": it takes the place of entry %" PRId64 "\n",
               link, what->again);
    if (!what->drop)
        return OK;
    TRY(cx, drop_old(cx, w, (uint64_t)what->again));
    buf_c(out, "  which is dropped here; copies elsewhere are still opened by "
               "the keys of that time\n");
    return OK;
}

err sealed_enter(struct cx *cx, struct arena *a, const struct sealed_put *what,
                 struct buf *out)
{
    struct casefile_writer w = {.lock = -1};
    struct compartment c;
    str file;
    TRY(cx, sys_read_file(cx, a, what->file, SEALED_MAX, &file));
    TRY(cx, compartment_read(cx, a, what->path, &(struct own_view){0}, &c));
    if (c.roster == NULL)
        return fail(cx, ERR_CONFLICT, "%s has no roster", what->path);
    struct seal_bytes bytes = {file};
    size_t recipients;
    TRY(cx, seal_look(cx, seal_from_bytes(&bytes, what->file), &recipients));
    TRY(cx, casefile_writer_open(cx, a, what->path, what->as, &w));
    err e = enter_sealed(cx, a, &w, what, &c, file, out);
    casefile_writer_close(cx, &w);
    return e;
}
