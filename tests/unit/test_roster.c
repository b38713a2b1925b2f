/* test_roster.c: rosters: one spelling, and which one is valid after which
 * (docs/record-format.md 12.1). */
#include "record/log.h"
#include "seal/roster.h"
#include "tests/test.h"

enum { OWNERS = 4 };
static struct signer owner[OWNERS];
static str vkey[OWNERS];
static struct identity person[6];

static void make_all(struct cx *cx)
{
    static const char *const names[OWNERS] = {"a-1", "b-1", "c-1", "d-1"};
    for (size_t i = 0; i < OWNERS; i++) {
        struct buf *b = arena_alloc(test_arena(), sizeof *b);
        signer_wipe(&owner[i]);
        CHECK_OK(cx,
                 signer_make(cx, str_of(names[i]), NOTE_ED25519, &owner[i]));
        buf_init(b, test_arena(), 1000);
        note_key_print(&owner[i].key, b);
        vkey[i] = buf_view(b);
    }
    for (size_t i = 0; i < COUNT_OF(person); i++) {
        identity_release(&person[i]);
        CHECK_OK(cx, identity_make(cx, &person[i]));
    }
}

/* Owners 0, 1, 2, two persons. */
static struct roster *plain(void)
{
    struct roster *r = arena_alloc(test_arena(), sizeof *r);
    r->log = STR("mediators.example/harbour/room-1");
    r->number = 3;
    r->until = STR("2099-12-31T23:59:59Z");
    r->sign = 2;
    for (; r->n_owners < 3; r->n_owners++)
        r->owner[r->n_owners] = (struct roster_owner){
            .key = owner[r->n_owners].key, .vkey = vkey[r->n_owners]};
    r->person[0] = (struct roster_person){STR("p-1"), person[0].recipient,
                                          person[1].recipient};
    r->person[1] = (struct roster_person){STR("p-2"), person[2].recipient,
                                          person[3].recipient};
    r->n_persons = 2;
    return r;
}

static str print(struct roster *r)
{
    struct buf *b = arena_alloc(test_arena(), sizeof *b);
    buf_init(b, test_arena(), SIZE_MAX);
    roster_print(r, b);
    r->text = buf_view(b);
    return r->text;
}

/* Signed by those whose bit is set, then read and judged. */
static err judge(struct cx *cx, struct roster *r, const struct roster *before,
                 unsigned who, unsigned *by)
{
    struct buf b;
    struct note *n = arena_alloc(test_arena(), sizeof *n);
    str text = print(r);
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_str(&b, text);
    buf_char(&b, '\n');
    for (unsigned i = 0; i < OWNERS; i++)
        if (who >> i & 1)
            CHECK_OK(cx, note_sign(cx, text, &owner[i].key, owner[i].secret.p,
                                   0, &b));
    CHECK_OK(cx, note_parse(cx, test_arena(), buf_view(&b), n));
    CHECK_OK(cx, roster_parse(cx, n->text, r));
    return roster_check(cx, n, r, before, by);
}

static struct roster *after(const struct roster *before)
{
    struct roster *r = plain();
    r->epoch = before->epoch + 1;
    r->has_after = true;
    r->after = roster_hash(before);
    return r;
}

void test_roster__all_owners_sign_the_first(void)
{
    struct cx *cx = test_cx();
    unsigned by;
    make_all(cx);
    for (unsigned who = 1; who < 16; who++) {
        CASE("signed by %x", who);
        err e = judge(cx, plain(), NULL, who, &by);
        CHECK(is_ok(e) == ((who & 7) == 7));
        CHECK(is_ok(e) || e.code == ERR_INPUT);
        CHECK_INT(by, __builtin_popcount(who & 7));
    }
}

void test_roster__enough_owners_before_sign_the_next(void)
{
    struct cx *cx = test_cx();
    unsigned by;
    make_all(cx);
    struct roster *first = plain();
    CHECK_OK(cx, judge(cx, first, NULL, 7, &by));
    for (unsigned who = 1; who < 16; who++) {
        CASE("signed by %x", who);
        /* Owner 3 is new: its signature does not count for this one. */
        struct roster *r = after(first);
        r->owner[2] =
            (struct roster_owner){.key = owner[3].key, .vkey = vkey[3]};
        bool want = __builtin_popcount(who & 7) >= 2;
        CHECK(is_ok(judge(cx, r, first, who, &by)) == want);
    }
}

void test_roster__a_key_is_replaced_by_the_one_committed_to(void)
{
    struct cx *cx = test_cx();
    unsigned by;
    make_all(cx);
    struct roster *first = plain();
    first->owner[2].has_next = true;
    first->owner[2].next = cry_sha256(vkey[3], STR(""));
    CHECK_OK(cx, judge(cx, first, NULL, 7, &by));
    /* Owner 3 takes the place of 2, and signs beside 0. */
    struct roster *r = after(first);
    r->owner[2] = (struct roster_owner){.key = owner[3].key, .vkey = vkey[3]};
    CHECK_OK(cx, judge(cx, r, first, 9, &by));
    CHECK_INT(by, 2);
    /* Both keys of one owner count once. */
    r = after(first);
    r->owner[2] = (struct roster_owner){.key = owner[3].key, .vkey = vkey[3]};
    CHECK_FAILS(cx, judge(cx, r, first, 12, &by), ERR_INPUT);
    /* Not while it is no owner of the new one. */
    CHECK_FAILS(cx, judge(cx, after(first), first, 9, &by), ERR_INPUT);
    /* A key that is committed to twice, or stands already, would count twice.
     */
    r = plain();
    r->owner[0].has_next = r->owner[1].has_next = true;
    r->owner[0].next = r->owner[1].next = cry_sha256(vkey[3], STR(""));
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    r = plain();
    r->owner[0].has_next = true;
    r->owner[0].next = cry_sha256(vkey[1], STR(""));
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
}

void test_roster__follows_only_the_one_before(void)
{
    struct cx *cx = test_cx();
    unsigned by;
    make_all(cx);
    struct roster *first = plain(), *r;
    CHECK_OK(cx, judge(cx, first, NULL, 7, &by));
    CHECK_OK(cx, judge(cx, after(first), first, 3, &by));
    CASE("the same again");
    CHECK_FAILS(cx, judge(cx, plain(), first, 7, &by), ERR_INPUT);
    CASE("an epoch left out");
    r = after(first);
    r->epoch = 2;
    CHECK_FAILS(cx, judge(cx, r, first, 7, &by), ERR_INPUT);
    CASE("after another");
    r = after(first);
    r->after.b[0] ^= 1;
    CHECK_FAILS(cx, judge(cx, r, first, 7, &by), ERR_INPUT);
    CASE("another compartment");
    r = after(first);
    r->number = 4;
    CHECK_FAILS(cx, judge(cx, r, first, 7, &by), ERR_INPUT);
    CASE("another log");
    r = after(first);
    r->log = STR("mediators.example/harbour/room-2");
    CHECK_FAILS(cx, judge(cx, r, first, 7, &by), ERR_INPUT);
    CASE("not the first");
    CHECK_FAILS(cx, judge(cx, after(first), NULL, 7, &by), ERR_INPUT);
}

/* Each byte of it counts: changed, it is none, or another one, which nobody
 * signed. */
void test_roster__has_one_spelling(void)
{
    struct cx *cx = test_cx();
    make_all(cx);
    struct roster *r = plain(), *back = arena_alloc(test_arena(), sizeof *back);
    str text = print(r);
    CHECK_OK(cx, roster_parse(cx, text, back));
    CHECK_STR(print(back), text);
    char *p = arena_alloc(test_arena(), text.n);
    memcpy(p, text.p, text.n);
    for (size_t i = 0; i < text.n; i++) {
        char was = p[i];
        p[i] ^= (char)(1 << (i % 8));
        str changed = {p, text.n};
        if (is_ok(roster_parse(cx, changed, back)))
            CHECK(str_eq(print(back), changed));
        p[i] = was;
        CHECK(!is_ok(roster_parse(cx, str_sub(text, 0, i), back)) ||
              str_eq(print(back), str_sub(text, 0, i)));
    }
}

void test_roster__says_what_is_wrong(void)
{
    struct cx *cx = test_cx();
    struct roster *r;
    make_all(cx);
    CASE("one person");
    r = plain();
    r->n_persons = 1;
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    CASE("a recipient twice");
    r = plain();
    r->person[1].recovery = r->person[0].device;
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    CASE("device and recovery the same");
    r = plain();
    r->person[1].recovery = r->person[1].device;
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    CASE("a name twice");
    r = plain();
    r->person[1].name = STR("p-1");
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    CASE("an owner twice");
    r = plain();
    r->owner[1] = r->owner[0];
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    CASE("more signatures than owners");
    r = plain();
    r->sign = 4;
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    CASE("no signature");
    r = plain();
    r->sign = 0;
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    CASE("no owner");
    r = plain();
    r->n_owners = 0;
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    CASE("no day");
    r = plain();
    r->until = STR("2025-02-29T00:00:00Z");
    CHECK_FAILS(cx, roster_parse(cx, print(r), r), ERR_INPUT);
    CASE("the year 1999");
    r = plain();
    r->until = STR("1999-02-28T00:00:00Z");
    CHECK_OK(cx, roster_parse(cx, print(r), r));
    CASE("most persons");
    r = plain();
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_str(&b, print(r));
    for (int i = 2; i < ROSTER_PERSONS_MAX + 1; i++) {
        struct identity x, y;
        if (i == ROSTER_PERSONS_MAX) {
            CHECK_OK(cx, roster_parse(cx, buf_view(&b), r));
            CHECK_INT(r->n_persons, ROSTER_PERSONS_MAX);
        }
        CHECK_OK(cx, identity_make(cx, &x));
        CHECK_OK(cx, identity_make(cx, &y));
        buf_printf(&b, "person q-%d ", i);
        recipient_print(&x.recipient, &b);
        buf_char(&b, ' ');
        recipient_print(&y.recipient, &b);
        buf_char(&b, '\n');
        identity_release(&x);
        identity_release(&y);
    }
    CHECK_FAILS(cx, roster_parse(cx, buf_view(&b), r), ERR_INPUT);
}
