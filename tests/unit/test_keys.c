/* test_keys.c: the rules by which keys stand (docs/record-format.md 7.2, 7.3),
 * and what ordinary tools are given of them. */
#include "proof/keys.h"

#include "proof/allowed.h"
#include "tests/support/authenticator.h"
#include "tests/test.h"

#define LOG  STR("log.example/keys")
#define MADE "2025-01-19T10:00:00Z"

static struct keyring ring;
static uint64_t next_number;

static str public_key(uint8_t seed)
{
    char *room = arena_alloc(test_arena(), 1000);
    auth_public(seed % 2 == 0 ? AUTH_ED25519 : AUTH_SK_P256, seed, room, 1000);
    return str_of(room);
}

static str vkey(const char *name, uint8_t seed)
{
    uint8_t s[32] = {seed}, pub[32];
    struct note_key k;
    struct buf b;
    cry_sign_public(s, pub);
    CHECK_OK(test_cx(),
             note_key_make(test_cx(), str_of(name), NOTE_ED25519, pub, &k));
    buf_init(&b, test_arena(), 1000);
    note_key_print(&k, &b);
    return buf_view(&b);
}

/* One whose key signs statements too, as auth_sign() does by this (even) seed.
 */
static str vkey_of_signer(const char *name, uint8_t seed)
{
    struct sshkey k;
    struct note_key n;
    struct buf b;
    CHECK_OK(test_cx(), sshkey_parse_text(test_cx(), test_arena(),
                                          public_key(seed), &k, NULL));
    CHECK_INT(k.point.n, CRY_SIGN_PUBLIC_BYTES);
    CHECK_OK(test_cx(), note_key_make(test_cx(), str_of(name), NOTE_ED25519,
                                      (const uint8_t *)k.point.p, &n));
    buf_init(&b, test_arena(), 1000);
    note_key_print(&n, &b);
    return buf_view(&b);
}

/* The content: the statement with signatures by the keys of these seeds, 0 at
 * the end. */
static str content_of(const struct key_statement *s, const uint8_t *by,
                      const char *name_space)
{
    struct buf b;
    str line;
    static char room[12000];
    buf_init(&b, test_arena(), 100000);
    CHECK_OK(test_cx(), key_statement_print(test_cx(), s, &b));
    CHECK(arena_printf(test_arena(), &line, "%.*s\n", STR_ARG(buf_view(&b))));
    for (size_t i = 0; by != NULL && by[i] != 0; i++) {
        auth_sign(by[i] % 2 == 0 ? AUTH_ED25519 : AUTH_SK_P256, by[i],
                  name_space, line, NULL, room, sizeof room);
        if (i == 0)
            buf_char(&b, '\n');
        buf_c(&b, room);
    }
    CHECK_OK(test_cx(), buf_finish(test_cx(), &b));
    return buf_view(&b);
}

static err take_content(const char *type, const char *made, str content)
{
    struct entry e = {.log = LOG, .type = str_of(type), .sender = LOG};
    memcpy(e.made, made, 20);
    err x = keyring_take(test_cx(), &ring, next_number, &e, content);
    if (is_ok(x))
        next_number++;
    return x;
}

static err take(const struct key_statement *s, const uint8_t *by)
{
    return take_content(s->revokes ? "revocation" : "key", MADE,
                        content_of(s, by, "key@truce"));
}

/* A ring with the sequencer's key and a policy; a holder with n keys of seeds
 * 2, 3, 4 ... */
static void begin(unsigned n, const char *policy)
{
    static const uint8_t by[] = {2, 3, 4};
    struct key_statement s = {.key = vkey("log.example/keys", 200),
                              .purpose = KEY_SEQUENCER};
    keyring_init(&ring, test_arena(), LOG);
    next_number = 0;
    CHECK_OK(test_cx(), take(&s, NULL));
    CHECK_OK(test_cx(), take_content("policy", MADE, str_of(policy)));
    for (unsigned i = 0; i < n; i++) {
        uint8_t who[4] = {0};
        memcpy(who, by, i < 3 ? i : 3);
        struct key_statement k = {.key = public_key((uint8_t)(2 + i)),
                                  .holder = STR("ardania"),
                                  .purpose = KEY_SIGN,
                                  .log = i == 0 ? STR("") : LOG};
        CHECK_OK(test_cx(), take(&k, who));
    }
}

static struct key_statement new_key(uint8_t seed)
{
    return (struct key_statement){.key = public_key(seed),
                                  .holder = STR("ardania"),
                                  .purpose = KEY_SIGN,
                                  .log = LOG};
}

static struct key_statement revocation(uint8_t seed)
{
    return (struct key_statement){
        .revokes = true, .key = public_key(seed), .log = LOG};
}

#define BY(...) ((const uint8_t[]){__VA_ARGS__, 0})

void test_keys__a_further_key_needs_those_that_stand(void)
{
    struct cx *cx = test_cx();
    begin(1, "quorum none\n");
    struct key_statement k = new_key(8);
    CHECK_FAILS(cx, take(&k, NULL), ERR_DENIED);
    CHECK_FAILS(cx, take(&k, BY(8)), ERR_DENIED); /* itself is not enough */
    CHECK_FAILS(cx, take(&k, BY(9)), ERR_DENIED); /* a stranger */
    CHECK_FAILS(cx, take(&k, BY(2, 9)), ERR_DENIED);
    CHECK_FAILS(cx, take(&k, BY(2, 2)), ERR_INPUT); /* twice */
    CHECK_OK(cx, take(&k, BY(2, 8)));
    struct key_statement third = new_key(10);
    CHECK_FAILS(cx, take(&third, BY(2)), ERR_DENIED);
    CHECK_OK(cx, take(&third, BY(2, 8)));
    /* Of another holder the first again needs none. */
    struct key_statement other = new_key(12);
    other.holder = STR("belmar");
    CHECK_OK(cx, take(&other, NULL));
    /* So does a sender's key of the holder, of whatever purpose. */
    struct key_statement sender = {.key = vkey("ardania-1", 1),
                                   .holder = STR("ardania"),
                                   .purpose = KEY_SENDER,
                                   .log = LOG};
    CHECK_FAILS(cx, take(&sender, NULL), ERR_DENIED);
    CHECK_FAILS(cx, take(&sender, BY(12)), ERR_DENIED);
    CHECK_OK(cx, take(&sender, BY(8, 10)));
}

void test_keys__what_signs_must_be_right(void)
{
    struct cx *cx = test_cx();
    begin(1, "quorum none\n");
    struct key_statement k = new_key(8);
    str good = content_of(&k, BY(2), "key@truce");
    CHECK_FAILS(
        cx, take_content("key", MADE, content_of(&k, BY(2), "agreement@truce")),
        ERR_INPUT);
    CHECK_FAILS(cx, take_content("revocation", MADE, good), ERR_INPUT);
    k.log = STR("another.example/log");
    CHECK_FAILS(cx, take(&k, BY(2)), ERR_INPUT);
    k.log = STR("");
    CHECK_FAILS(cx, take(&k, BY(2)), ERR_INPUT);
    /* Every changed bit of statement and signature. */
    char *b = arena_alloc(test_arena(), good.n);
    memcpy(b, good.p, good.n);
    for (size_t i = 0; i < good.n; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            struct arena_mark mark = arena_mark(test_arena());
            b[i] ^= (char)(1u << bit);
            if (is_ok(take_content("key", MADE, (str){b, good.n})))
                FAIL("byte %zu bit %u", i, bit);
            b[i] ^= (char)(1u << bit);
            arena_rewind(test_arena(), mark);
        }
    CHECK_INT(ring.keys.n, 2);
    CHECK_OK(cx, take_content("key", MADE, good));
    struct entry e = {.log = LOG, .type = STR("key"), .sender = STR("x")};
    memcpy(e.made, MADE, 20);
    struct key_statement other = {.key = vkey("y", 3), .purpose = KEY_SENDER};
    CHECK_FAILS(
        cx,
        keyring_take(cx, &ring, next_number, &e, content_of(&other, NULL, "")),
        ERR_DENIED);
}

void test_keys__one_key_has_one_purpose(void)
{
    struct cx *cx = test_cx();
    begin(0, "quorum none\n");
    uint8_t seed[32] = {7}, pub[32], room[SSHKEY_ED25519_BYTES];
    struct buf b;
    struct key_statement sender = {.key = vkey("node-1", 7),
                                   .purpose = KEY_SENDER};
    CHECK_OK(cx, take(&sender, NULL));
    cry_sign_public(seed, pub);
    struct sshkey same = sshkey_of_ed25519(pub, room);
    buf_init(&b, test_arena(), 1000);
    sshkey_print(&same, &b);
    struct key_statement sign = {
        .key = buf_view(&b), .holder = STR("ardania"), .purpose = KEY_SIGN};
    CHECK_FAILS(cx, take(&sign, NULL), ERR_CONFLICT);
    /* A key that logs in never signs, nor stands among the signers. */
    struct key_statement login = new_key(20);
    login.purpose = KEY_LOGIN;
    CHECK_OK(cx, take(&login, NULL));
    login.purpose = KEY_SIGN;
    CHECK_FAILS(cx, take(&login, NULL), ERR_CONFLICT);
    buf_clear(&b);
    for (size_t i = 0; i < ring.keys.n; i++)
        key_print_allowed(&ring.keys.p[i], &b);
    CHECK_INT(b.n, 0);
    CHECK(!keyring_has_signer(&ring, STR("ardania"), UINT64_MAX));
    /* Nor can a name be taken twice. */
    struct key_statement again = {.key = vkey("node-1", 8),
                                  .purpose = KEY_SENDER};
    CHECK_FAILS(cx, take(&again, NULL), ERR_CONFLICT);
}

void test_keys__a_promised_key_replaces(void)
{
    struct cx *cx = test_cx();
    begin(1, "quorum none\n");
    struct key_statement k = new_key(8);
    k.has_next = true;
    k.next = cry_sha256(public_key(10), STR(""));
    CHECK_OK(cx, take(&k, BY(2)));
    struct key_statement other = new_key(12), promised = new_key(10);
    other.replaces = promised.replaces = public_key(8);
    CHECK_FAILS(cx, take(&other, BY(12)), ERR_DENIED);
    CHECK_FAILS(cx, take(&promised, NULL), ERR_DENIED);
    CHECK_FAILS(cx, take(&promised, BY(2)), ERR_DENIED);
    CHECK_FAILS(cx, take(&promised, BY(8)), ERR_DENIED);
    CHECK_OK(cx, take_content("policy", MADE, STR("quorum none\n")));
    uint64_t at = next_number;
    CHECK_OK(cx, take(&promised, BY(10)));
    const struct key_state *old = keyring_find(&ring, public_key(8));
    CHECK(old->replaced && old->ended == at);
    CHECK(key_stood(old, at - 1, STR(MADE)) && !key_stood(old, at, STR(MADE)));
    CHECK_FAILS(cx, take(&other, BY(2)), ERR_INPUT); /* it is replaced */
    /* Of another holder it cannot take the place. */
    struct key_statement thief = new_key(14);
    thief.holder = STR("belmar");
    thief.replaces = public_key(10);
    CHECK_FAILS(cx, take(&thief, BY(14)), ERR_INPUT);
}

void test_keys__a_sender_keeps_its_name(void)
{
    struct cx *cx = test_cx();
    begin(3, "quorum none\n");
    struct key_statement first = {.key = vkey_of_signer("ardania-1", 50),
                                  .holder = STR("ardania"),
                                  .purpose = KEY_SENDER,
                                  .has_next = true,
                                  .log = LOG};
    struct key_statement second = first, third = first, renamed = first;
    second.key = vkey_of_signer("ardania-1", 52);
    second.replaces = first.key;
    first.next = cry_sha256(second.key, STR(""));
    CHECK_OK(cx, take(&first, BY(2, 3)));
    /* The host puts a key of its own beside it, under the same name. */
    struct key_statement beside = {.key = vkey_of_signer("ardania-1", 60),
                                   .purpose = KEY_SENDER};
    CHECK_FAILS(cx, take(&beside, NULL), ERR_CONFLICT);
    beside.holder = STR("belmar");
    CHECK_FAILS(cx, take(&beside, NULL), ERR_CONFLICT);
    /* Or in its place, as promised or as lost. */
    beside.replaces = first.key;
    CHECK_FAILS(cx, take(&beside, NULL), ERR_INPUT);
    beside.holder = STR("ardania");
    beside.log = LOG;
    CHECK_FAILS(cx, take(&beside, NULL), ERR_DENIED);
    CHECK_FAILS(cx, take(&beside, BY(2)), ERR_DENIED);
    CHECK_FAILS(cx, take(&beside, BY(60)), ERR_DENIED);
    CHECK_FAILS(cx, take(&second, NULL), ERR_DENIED);
    CHECK_FAILS(cx, take(&second, BY(2)), ERR_DENIED);
    CHECK_OK(cx, take(&second, BY(52)));
    CHECK_FAILS(cx, take(&beside, BY(2, 3)), ERR_INPUT); /* it stands no more */
    /* Lost: two signing keys; the name stays, also for the third. */
    third.key = vkey_of_signer("ardania-1", 54);
    third.replaces = second.key;
    CHECK_FAILS(cx, take(&third, BY(54)), ERR_DENIED);
    CHECK_OK(cx, take(&third, BY(2, 4)));
    renamed.key = vkey_of_signer("ardania-2", 56);
    renamed.replaces = third.key;
    CHECK_OK(cx, take(&renamed, BY(3, 4)));
    /* The name that was left is nobody's, also not the line's own. */
    struct key_statement back = renamed;
    back.key = vkey_of_signer("ardania-1", 58);
    back.replaces = renamed.key;
    CHECK_FAILS(cx, take(&back, BY(3, 4)), ERR_CONFLICT);
}

void test_keys__a_promise_does_not_shut_the_others_out(void)
{
    struct cx *cx = test_cx();
    begin(3, "quorum none\n");
    struct key_statement k = new_key(8), promised = new_key(10);
    k.has_next = true;
    k.next = cry_sha256(public_key(10), STR(""));
    CHECK_OK(cx, take(&k, BY(2, 3)));
    promised.replaces = public_key(8);
    CHECK_FAILS(cx, take(&promised, BY(2)), ERR_DENIED);
    CHECK_OK(cx, take(&promised, BY(2, 3))); /* 7.3, rule 3 b */
}

void test_keys__policies_are_the_sequencers(void)
{
    struct entry e = {
        .log = LOG, .type = STR("policy"), .sender = STR("ardania-1")};
    begin(3, "quorum none\n");
    memcpy(e.made, MADE, 20);
    CHECK_FAILS(test_cx(),
                keyring_take(test_cx(), &ring, next_number, &e,
                             STR("quorum none\n#truce keys 9\n")),
                ERR_DENIED);
    CHECK_INT(ring.threshold, 2);
}

void test_keys__others_stand_in_for_a_lost_key(void)
{
    struct cx *cx = test_cx();
    for (unsigned k = 1; k <= 3; k++) {
        CASE("threshold %u", k);
        char policy[40];
        snprintf(policy, sizeof policy, "quorum none\n#truce keys %u\n", k);
        begin(k + 1, policy);
        struct key_statement s = new_key(20);
        s.replaces = public_key(2);
        uint8_t by[4] = {0};
        for (unsigned i = 0; i < k; i++) {
            CHECK_FAILS(cx, take(&s, by), ERR_DENIED);
            by[i] = (uint8_t)(3 + i);
        }
        uint8_t with_itself[4] = {2};
        memcpy(with_itself + 1, by, k - 1);
        CHECK_FAILS(cx, take(&s, with_itself), ERR_DENIED);
        CHECK_OK(cx, take(&s, by));
    }
}

void test_keys__revocation(void)
{
    struct cx *cx = test_cx();
    begin(3, "quorum none\n");
    struct key_statement r = revocation(3), again = revocation(2),
                         nobody = revocation(30),
                         first = {.revokes = true,
                                  .key = vkey("log.example/keys", 200)};
    CHECK_FAILS(cx, take(&r, NULL), ERR_DENIED);
    CHECK_FAILS(cx, take(&r, BY(2)), ERR_DENIED);
    CHECK_FAILS(cx, take(&nobody, BY(2, 4)), ERR_INPUT);
    CHECK_FAILS(cx, take(&first, NULL), ERR_INPUT);
    CHECK_OK(cx, take(&r, BY(2, 4)));
    CHECK_FAILS(cx, take(&r, BY(2, 4)), ERR_INPUT); /* already */
    CHECK_FAILS(cx, take(&again, BY(3)), ERR_DENIED);
    CHECK_OK(cx, take(&again, BY(2))); /* itself */
    /* One is left: it alone decides about a new one. */
    struct key_statement k = new_key(40);
    CHECK_FAILS(cx, take(&k, BY(2)), ERR_DENIED);
    CHECK_OK(cx, take(&k, BY(4)));
    /* Lost altogether: nobody stands in. */
    struct key_statement last[] = {revocation(4), revocation(40)};
    CHECK_OK(cx, take(&last[0], BY(4)));
    CHECK_OK(cx, take(&last[1], BY(40)));
    struct key_statement more = new_key(42);
    CHECK_FAILS(cx, take(&more, NULL), ERR_DENIED);
    CHECK_FAILS(cx, take(&more, BY(4, 40)), ERR_DENIED);
}

void test_keys__a_policy_only_raises(void)
{
    struct cx *cx = test_cx();
    begin(0, "quorum none\n#truce keys 1\n");
    CHECK_INT(ring.threshold, 1);
    CHECK_OK(cx, take_content("policy", MADE, STR("#truce keys 3\n")));
    CHECK_OK(cx, take_content("policy", MADE, STR("quorum none\n")));
    CHECK_INT(ring.threshold, 3);
    CHECK_FAILS(cx, take_content("policy", MADE, STR("#truce keys 2\n")),
                ERR_DENIED);
    CHECK_FAILS(cx, take_content("policy", MADE, STR("#truce keys 0\n")),
                ERR_INPUT);
    CHECK_FAILS(cx, take_content("policy", MADE, STR("#truce keys 10\n")),
                ERR_INPUT);
}

static err check(uint64_t number, const char *made, const char *holder,
                 uint8_t seed)
{
    static char room[12000];
    struct sshsig s;
    auth_sign(seed % 2 == 0 ? AUTH_ED25519 : AUTH_SK_P256, seed,
              "agreement@truce", STR("text"), NULL, room, sizeof room);
    TRY(test_cx(), sshsig_parse(test_cx(), test_arena(), str_of(room), &s));
    return keyring_check(test_cx(), &ring, number, str_of(made), str_of(holder),
                         &s, KEYS_NS_AGREEMENT, STR("text"));
}

void test_keys__signatures_count_where_the_key_stood(void)
{
    struct cx *cx = test_cx();
    begin(3, "quorum none\n"); /* entries 2, 3, 4 */
    struct key_statement r = revocation(3);
    CHECK_OK(cx, take(&r, BY(3))); /* entry 5 */
    CHECK_FAILS(cx, check(3, MADE, "ardania", 3), ERR_INPUT);
    CHECK_OK(cx, check(4, MADE, "ardania", 3));
    CHECK_FAILS(cx, check(6, MADE, "ardania", 3), ERR_INPUT);
    CHECK_OK(cx, check(6, MADE, "ardania", 2));
    CHECK_FAILS(cx, check(6, MADE, "belmar", 2), ERR_INPUT);
    CHECK_FAILS(cx, check(6, MADE, "ardania", 50), ERR_INPUT);
    struct key_statement k = new_key(8);
    k.from = STR("2025-02-01T00:00:00Z");
    k.until = STR("2025-03-01T00:00:00Z");
    CHECK_OK(cx, take(&k, BY(2, 4)));
    CHECK_FAILS(cx, check(9, "2025-01-31T23:59:59Z", "ardania", 8), ERR_INPUT);
    CHECK_OK(cx, check(9, "2025-02-01T00:00:00Z", "ardania", 8));
    CHECK_OK(cx, check(9, "2025-02-28T23:59:59Z", "ardania", 8));
    CHECK_FAILS(cx, check(9, "2025-03-01T00:00:00Z", "ardania", 8), ERR_INPUT);
    /* One that must show who holds it, and does not. */
    struct key_statement v = new_key(9);
    v.verified = true;
    CHECK_OK(cx, take(&v, BY(2, 4)));
    CHECK_FAILS(cx, check(9, MADE, "ardania", 9), ERR_INPUT);
}

void test_keys__statements_have_one_spelling(void)
{
    static const char *const bad[] = {
        "",
        "{}",
        "{\"key\":\"a\"}",
        "{\"key\":\"\",\"purpose\":\"sign\",\"holder\":\"a\"}",
        "{\"purpose\":\"sender\",\"key\":\"a\"}",
        "{\"key\":\"a\", \"purpose\":\"sender\"}",
        "{\"key\":\"a\",\"purpose\":\"sender\"} ",
        "{\"key\":\"a\",\"purpose\":\"sender\",\"more\":\"b\"}",
        "{\"key\":\"\\u0061\",\"purpose\":\"sender\"}",
        "{\"key\":\"a\",\"purpose\":\"Sender\"}",
        "{\"key\":\"a\",\"purpose\":\"sign\"}",
        "{\"key\":\"a\",\"holder\":\"a b\",\"purpose\":\"sign\"}",
        "{\"key\":\"a\",\"holder\":\"a*\",\"purpose\":\"sign\"}",
        "{\"key\":\"a\",\"purpose\":\"sender\",\"user\":\"present\"}",
        "{\"key\":\"a\",\"purpose\":\"sender\",\"from\":\"2025-01-19\"}",
        ("{\"key\":\"a\",\"purpose\":\"sender\",\"from\":\"2025-02-01T00:00:"
         "00Z\",\"until\":\"2025-01-01T00:00:00Z\"}"),
        "{\"key\":\"a\",\"purpose\":\"sender\",\"next\":\"12\"}",
        "{\"key\":\"a\",\"purpose\":\"sender\",\"replaces\":\"a\"}",
        "{\"revokes\":\"a\",\"purpose\":\"sender\"}",
        "{\"revokes\":1}",
    };
    struct cx *cx = test_cx();
    struct key_statement s;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("%s", bad[i]);
        CHECK_FAILS(cx,
                    key_statement_parse(cx, test_arena(), str_of(bad[i]), &s),
                    ERR_INPUT);
    }
    CASE("good");
    CHECK_OK(cx, key_statement_parse(
                     cx, test_arena(),
                     STR("{\"key\":\"a\",\"holder\":\"ard\xc3\xa1nia\","
                         "\"purpose\":\"sign\",\"user\":\"verified\","
                         "\"until\":\"2025-01-19T10:00:00Z\","
                         "\"log\":\"l\"}"),
                     &s));
    CHECK(s.verified && s.purpose == KEY_SIGN && !s.has_next);
}

/* --- for ordinary tools ------------------------------------------------------
 */

static err find(str text, uint8_t seed, str name_space, const char *at)
{
    struct sshkey k;
    str holder;
    TRY(test_cx(),
        sshkey_parse_text(test_cx(), test_arena(), public_key(seed), &k, NULL));
    TRY(test_cx(), allowed_find(test_cx(), test_arena(), text, &k, name_space,
                                str_of(at), &holder));
    CHECK_STR(holder, STR("ardania"));
    return OK;
}

void test_keys__allowed_signers_are_read_as_printed(void)
{
    struct cx *cx = test_cx();
    struct buf b;
    begin(2, "quorum none\n");
    struct key_statement k = new_key(8);
    k.from = STR("2025-02-01T00:00:00Z");
    k.until = STR("2025-03-01T00:00:00Z");
    CHECK_OK(cx, take(&k, BY(2, 3)));
    struct key_statement r = revocation(3);
    CHECK_OK(cx, take_content("revocation", "2025-02-02T00:00:00Z",
                              content_of(&r, BY(3), "key@truce")));
    buf_init(&b, test_arena(), 10000);
    buf_c(&b, "# a comment\n\n");
    for (size_t i = 0; i < ring.keys.n; i++)
        key_print_allowed(&ring.keys.p[i], &b);
    str text = buf_view(&b), ns = KEYS_NS_AGREEMENT;
    CHECK_OK(cx, find(text, 2, ns, MADE));
    CHECK_FAILS(cx, find(text, 2, ns, "2025-01-19T09:59:59Z"), ERR_INPUT);
    CHECK_FAILS(cx, find(text, 2, STR("git"), MADE), ERR_INPUT);
    CHECK_FAILS(cx, find(text, 8, ns, MADE), ERR_INPUT);
    CHECK_OK(cx, find(text, 8, ns, "2025-02-01T00:00:00Z"));
    CHECK_FAILS(cx, find(text, 8, ns, "2025-03-01T00:00:00Z"), ERR_INPUT);
    CHECK_OK(cx, find(text, 3, ns, "2025-02-01T23:59:59Z"));
    CHECK_FAILS(cx, find(text, 3, ns, "2025-02-02T00:00:00Z"), ERR_INPUT);
    CHECK_FAILS(cx, find(text, 20, ns, MADE), ERR_INPUT);
}

void test_keys__allowed_signers_by_hand(void)
{
    static const struct {
        const char *before; /* the key */
        bool good;
    } line[] = {
        {"ardania ", true},
        {"ardania namespaces=\"a,agreement@truce\" ", true},
        {"ardania valid-after=\"20250119Z\",valid-before=\"202501191001Z\" ",
         true},
        {"ardania valid-after=\"20250119\" ", false},
        {"ardania valid-after=\"20250132Z\" ", false},
        {"ardania namespaces=agreement@truce ", false},
        {"ardania namespaces=\"agreement@truce\", ", false},
        {"ardania namespaces=\"*\" ", false},
        {"* ", false},
        {"", false},
        {"ardania cert-authority ", false},
        {"ardania unknown=\"x\" ", false},
        {"ardania namespaces=\"x\" ", false},
        {"ardania namespaces=\"agreement@truce", false},
    };
    for (size_t i = 0; i < COUNT_OF(line); i++) {
        str text;
        CASE("%s", line[i].before);
        CHECK(arena_printf(test_arena(), &text, "%s%.*s a comment\n",
                           line[i].before, STR_ARG(public_key(2))));
        CHECK(is_ok(find(text, 2, KEYS_NS_AGREEMENT, MADE)) == line[i].good);
    }
}
