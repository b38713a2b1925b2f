/* Tests of people/webauthn.h, and of logging in with a passkey (people.h). */
#include "base/buf.h"
#include "people/people.h"
#include "people/webauthn.h"
#include "tests/support/passkey.h"
#include "tests/test.h"

#include <sqlite3.h>
#include <unistd.h>

#define ORIGIN    "https://node.example"
#define CHALLENGE "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static const struct webauthn_ask asked = {.challenge = STR_INIT(CHALLENGE),
                                          .origin = STR_INIT(ORIGIN),
                                          .rp_id = STR_INIT("node.example")};

static err make(const struct passkey *k, struct webauthn_made *out)
{
    return webauthn_make(test_cx(), &asked,
                         passkey_client(k, "create", STR(CHALLENGE)),
                         passkey_attestation(k), out);
}

static bool says(const char *text)
{
    str m = str_of(test_cx()->fault.message);
    bool yes = str_find(m, str_of(text)) < m.n;
    if (!yes)
        FAIL("it says %.*s", STR_ARG(m));
    fault_clear(test_cx());
    return yes;
}

void test_webauthn__a_passkey_is_made_and_signs(void)
{
    static const struct passkey keys[] = {
        {.ed25519 = true, .count = 1},
        {.ed25519 = false, .seed = 3},
        {.seed = 4, .flags = 0x5d}, /* may be backed up, and is */
        {.seed = 5, .after = "}"},
        {.seed = 6, .after = ",\"crossOrigin\":false,\"x\":[]}"},
        {.seed = 7, .flags = 0xc5, .more = "a1636162636378797a"},
        {.seed = 8, .id = WEBAUTHN_ID_MAX},
        /* Packed: an attestation that is passed over. */
        {.seed = 9,
         .envelope = "a363666d74667061636b65646761747453746d74a363616c672663736"
                     "967420102"
                     "637835638140"},
    };
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct passkey k = keys[i];
        struct webauthn_made made;
        uint32_t count;
        CASE("key %zu", i);
        CHECK_OK(test_cx(), make(&k, &made));
        CHECK_INT(made.id.n, k.id == 0 ? 16 : k.id);
        CHECK_INT(made.count, k.count);
        CHECK_INT(made.key.alg, k.ed25519 ? -8 : -7);
        if (k.flags == 0xc5)
            k.flags = 0x85;
        else if (k.flags != 0)
            k.flags &= 0xbf;
        str client = passkey_client(&k, "get", STR(CHALLENGE));
        str data = passkey_data(&k, false);
        CHECK_OK(test_cx(),
                 webauthn_sign(test_cx(), &asked, &made.key, client, data,
                               passkey_signature(&k, data, client), &count));
        CHECK_INT(count, k.count);
    }
}

void test_webauthn__what_is_no_passkey(void)
{
    static const struct {
        struct passkey k;
        const char *says;
    } rows[] = {
        {{.challenge = NULL, .type = "get"}, "asked for something else"},
        {{.origin = "https://node.example.evil"}, "asked for something else"},
        {{.origin = "http://node.example"}, "asked for something else"},
        {{.client = "{}"}, "asked for something else"},
        {{.after = ",\"crossOrigin\":true}"}, "the page of another"},
        {{.after = ",\"topOrigin\":\"x\"}"}, "the page of another"},
        {{.after = ""}, "the page of another"},
        {{.rp = "example"}, "of another site"},
        {{.flags = 0x44}, "its owner is there"},
        {{.flags = 0x41}, "its owner is there"},
        {{.flags = 0x55}, "malformed"}, /* backed up, and may not be */
        {{.flags = 0x05}, "no key in it"},
        {{.flags = 0xc5}, "malformed"}, /* extensions that are not there */
        {{.more = "a0"}, "malformed"},  /* and some that are not announced */
        {{.flags = 0xc5, .more = "a1"}, "malformed"},
        {{.flags = 0xc5, .more = "01"}, "malformed"},
        {{.flags = 0xc5, .more = "a00000"}, "malformed"},
        {{.flags = 0xc5, .more = "bf616100ff"}, "malformed"}, /* indefinite */
        {{.flags = 0xc5, .more = "a161611801"}, "malformed"}, /* not shortest */
        {{.flags = 0xc5, .more = "a16161a16161a16161a16161a161618100"},
         "malformed"}, /* too deep */
        {{.flags = 0xc5, .more = "a16161fb3ff0000000000000"}, "malformed"},
        {{.flags = 0xc5, .more = "a161619bffffffffffffffff"}, "malformed"},
        {{.id = WEBAUTHN_ID_MAX + 1}, "malformed"},
        {{.cose = "a0"}, "is Ed25519 or P-256"},
        {{.cose = "a10102"}, "is Ed25519 or P-256"},
        {{.cose = "a201020102"}, "key of the passkey is malformed"},
        {{.cose = "a10402"}, "key of the passkey is malformed"},
        {{.cose = "a10002"}, "key of the passkey is malformed"},
        {{.cose = "a60102032620012140224040"}, "malformed"},
        {{.cose = "80"}, "key of the passkey is malformed"},
        {{.cose = "a4010103272006214100"}, "is Ed25519 or P-256"},
        /* Of small order: 32 bytes of zero; not on the curve. */
        {{.cose = "a40101032720062158200000000000000000000000000000000000000000"
                  "000000000000000000000000"},
         "is Ed25519 or P-256"},
        {{.cose = "a50102032620012158200101010101010101010101010101010101010101"
                  "010101010101010101010101225820010101010101010101010101010101"
                  "0101010101010101010101010101010101"},
         "is Ed25519 or P-256"},
        {{.envelope = "a263666d74646e6f6e65"}, "the browser sent is malformed"},
        {{.envelope = "a363666d74646e6f6e6563666d74646e6f6e65"},
         "the browser sent is malformed"},
        {{.envelope = "a363666d74646e6f6e656761747453746d7480"},
         "the browser sent is malformed"},
        {{.envelope = "a363666d74646e6f6e656161a0"},
         "the browser sent is malformed"},
    };
    struct webauthn_made made;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%zu, which must say %s", i, rows[i].says);
        CHECK_FAILS(test_cx(), make(&rows[i].k, &made), ERR_INPUT);
        CHECK(says(rows[i].says));
    }
    /* Cut anywhere, and one byte more. */
    const struct passkey k = {.ed25519 = true};
    str whole = passkey_attestation(&k),
        client = passkey_client(&k, "create", STR(CHALLENGE));
    for (size_t n = 0; n < whole.n; n++) {
        CASE("cut at %zu", n);
        CHECK_FAILS(test_cx(),
                    webauthn_make(test_cx(), &asked, client,
                                  str_sub(whole, 0, n), &made),
                    ERR_INPUT);
        fault_clear(test_cx());
    }
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_str(&b, whole);
    buf_char(&b, '\0');
    CHECK_FAILS(test_cx(),
                webauthn_make(test_cx(), &asked, client, buf_view(&b), &made),
                ERR_INPUT);
    fault_clear(test_cx());
}

void test_webauthn__a_signature_that_does_not_hold(void)
{
    for (int ed = 0; ed < 2; ed++) {
        const struct passkey k = {.ed25519 = ed == 1, .seed = 2, .count = 9};
        struct webauthn_made made;
        uint32_t count;
        CASE("Ed25519: %d", ed);
        CHECK_OK(test_cx(), make(&k, &made));
        str client = passkey_client(&k, "get", STR(CHALLENGE));
        str data = passkey_data(&k, false),
            sig = passkey_signature(&k, data, client);
        /* Every bit of data, client and signature counts. */
        str parts[] = {data, client, sig};
        for (size_t p = 0; p < COUNT_OF(parts); p++)
            for (size_t i = 0; i < parts[p].n; i++) {
                str copy, was = parts[p];
                char *x;
                CHECK(arena_dup_str(test_arena(), was, &copy));
                memcpy(&x, &copy.p, sizeof x);
                x[i] ^= 1;
                parts[p] = copy;
                CHECK_FAILS(test_cx(),
                            webauthn_sign(test_cx(), &asked, &made.key,
                                          parts[1], parts[0], parts[2], &count),
                            ERR_INPUT);
                fault_clear(test_cx());
                parts[p] = was;
            }
        for (size_t n = 0; n < sig.n; n++) {
            CHECK_FAILS(test_cx(),
                        webauthn_sign(test_cx(), &asked, &made.key, client,
                                      data, str_sub(sig, 0, n), &count),
                        ERR_INPUT);
            fault_clear(test_cx());
        }
    }
    /* DER that is not the shortest, or negative. */
    static const char *const ders[] = {
        "300802020001020101", "3006020180020101", "30060200020101",
        "300602010102010100", "3106020101020101", "3003020101",
        "300602010103010101", "3006020101020301",
    };
    const struct passkey k = {.seed = 2};
    struct webauthn_made made;
    uint32_t count;
    CHECK_OK(test_cx(), make(&k, &made));
    for (size_t i = 0; i < COUNT_OF(ders); i++) {
        struct buf b;
        buf_init(&b, test_arena(), SIZE_MAX);
        passkey_put_hex(&b, ders[i]);
        CHECK_FAILS(test_cx(),
                    webauthn_sign(test_cx(), &asked, &made.key,
                                  passkey_client(&k, "get", STR(CHALLENGE)),
                                  passkey_data(&k, false), buf_view(&b),
                                  &count),
                    ERR_INPUT);
        fault_clear(test_cx());
    }
}

void test_webauthn__base64url(void)
{
    static const struct {
        const char *text, *bytes;
    } rows[] = {
        {"", ""},        {"YQ", "a"},         {"YWI", "ab"},
        {"YWJj", "abc"}, {"_-8", "\xff\xef"}, {"YQ==", NULL},
        {"YQ=", NULL},   {"Y", NULL},         {"YR", NULL},
        {"Y Q", NULL},   {"+w", NULL},        {"/w", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        str out;
        CASE("%s", rows[i].text);
        err e = webauthn_decode(test_cx(), test_arena(), str_of(rows[i].text),
                                &out);
        CHECK(is_ok(e) == (rows[i].bytes != NULL));
        fault_clear(test_cx());
        if (rows[i].bytes == NULL)
            continue;
        CHECK_STR(out, str_of(rows[i].bytes));
        char back[16];
        webauthn_encode((const uint8_t *)out.p, out.n, back);
        CHECK_STR(str_of(back), str_of(rows[i].text));
    }
}

/* --- Accounts ---------------------------------------------------------------
 */

static const char path[] = "build/test-passkeys.people";
static const str password = STR_INIT("correct horse battery");
static instant clock_at;

static instant moved_now(void *self)
{
    (void)self;
    return clock_at;
}

static void remove_file(void)
{
    unlink(path);
    unlink("build/test-passkeys.people-wal");
    unlink("build/test-passkeys.people-shm");
}

static str encoded(str bytes)
{
    char *room = arena_alloc(test_arena(), 2 * bytes.n + 8);
    webauthn_encode((const uint8_t *)bytes.p, bytes.n, room);
    return str_of(room);
}

static struct passkey_sent made_by(const struct passkey *k, str challenge)
{
    return (struct passkey_sent){
        .challenge = challenge,
        .client = encoded(passkey_client(k, "create", challenge)),
        .attestation = encoded(passkey_attestation(k)),
        .origin = STR(ORIGIN),
        .rp_id = STR("node.example")};
}

static struct passkey_sent signed_by(const struct passkey *k, str challenge)
{
    struct buf id;
    str client = passkey_client(k, "get", challenge),
        data = passkey_data(k, false);
    buf_init(&id, test_arena(), SIZE_MAX);
    buf_fill(&id, (char)('a' + k->seed), 16);
    return (struct passkey_sent){
        .challenge = challenge,
        .client = encoded(client),
        .id = encoded(buf_view(&id)),
        .data = encoded(data),
        .signature = encoded(passkey_signature(k, data, client)),
        .origin = STR(ORIGIN),
        .rp_id = STR("node.example")};
}

static str challenge_for(struct people *p, str session)
{
    char *room = arena_alloc(test_arena(), PEOPLE_CHALLENGE_CHARS + 1);
    CHECK_OK(test_cx(), people_challenge(test_cx(), p, session, room));
    CHECK_INT(strlen(room), PEOPLE_CHALLENGE_CHARS);
    return str_of(room);
}

static err count_key(struct cx *cx, void *self, const struct people_passkey *k)
{
    int64_t *last = self;
    (void)cx;
    CHECK(k->id.n > 0 && k->name.n > 0);
    *last = k->number;
    return OK;
}

static err enter(struct people *p, const struct passkey *k, struct token *t)
{
    const struct passkey_sent s = signed_by(k, challenge_for(p, STR("")));
    return people_passkey_login(test_cx(), p, &s, STR("192.0.2.1"), t);
}

void test_webauthn__an_account_with_a_passkey(void)
{
    static const str session = STR_INIT("s1");
    struct cx *cx = test_cx();
    struct people *p;
    struct token t, again;
    struct person x;
    struct passkey k = {.ed25519 = true, .count = 1};
    int64_t number = 0;
    clock_at = 1800000000;
    cx->now = moved_now;
    remove_file();
    CHECK_OK(cx, people_create(cx, path, &p));
    CHECK_OK(cx, people_invite(cx, p, STR("-"), STR("vera"), PERSON_VERIFIER,
                               STR(""), &t));
    CHECK_OK(cx, people_accept(cx, p, str_of(t.hex), password));
    CHECK_OK(cx, people_invite(cx, p, STR("-"), STR("amal"),
                               PERSON_ADMINISTRATOR, STR(""), &t));
    CHECK_OK(cx, people_find(cx, p, test_arena(), STR("vera"), &x));
    CHECK_FAILS(cx, enter(p, &k, &t), ERR_DENIED); /* not known yet */
    fault_clear(cx);

    /* It takes the password, and a challenge of this session. */
    str challenge = challenge_for(p, session);
    const struct passkey_sent sent = made_by(&k, challenge);
    CHECK_FAILS(cx,
                people_add_passkey(cx, p, &x, session, STR("wrong horse"),
                                   STR("phone"), &sent),
                ERR_DENIED);
    CHECK_FAILS(
        cx,
        people_add_passkey(cx, p, &x, STR("s2"), password, STR("phone"), &sent),
        ERR_INPUT);
    CHECK(says("none of ours"));
    CHECK_FAILS(
        cx, people_add_passkey(cx, p, &x, session, password, STR(""), &sent),
        ERR_INPUT);
    CHECK_OK(cx, people_add_passkey(cx, p, &x, session, password, STR("phone"),
                                    &sent));
    CHECK_FAILS(
        cx,
        people_add_passkey(cx, p, &x, session, password, STR("phone"), &sent),
        ERR_INPUT);
    CHECK(says("sent already"));
    const struct passkey_sent twice = made_by(&k, challenge_for(p, session));
    CHECK_FAILS(
        cx,
        people_add_passkey(cx, p, &x, session, password, STR("phone"), &twice),
        ERR_CONFLICT);
    fault_clear(cx);

    /* It logs in; the same answer a second time does not. */
    k.count = 2;
    const struct passkey_sent in = signed_by(&k, challenge_for(p, STR("")));
    CHECK_OK(cx, people_passkey_login(cx, p, &in, STR("::1"), &t));
    CHECK_OK(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x));
    CHECK_STR(x.name, STR("vera"));
    CHECK_FAILS(cx, people_passkey_login(cx, p, &in, STR("::1"), &again),
                ERR_DENIED);
    fault_clear(cx);
    /* A copy has a count that is behind. */
    CHECK_FAILS(cx, enter(p, &k, &again), ERR_DENIED);
    k.count = 3;
    CHECK_OK(cx, enter(p, &k, &again));
    /* Too late; a challenge of a session; one of another process. */
    k.count = 4;
    const struct passkey_sent late = signed_by(&k, challenge_for(p, STR("")));
    clock_at += PEOPLE_CHALLENGE_S;
    CHECK_FAILS(cx, people_passkey_login(cx, p, &late, STR("::1"), &again),
                ERR_DENIED);
    const struct passkey_sent other = signed_by(&k, challenge_for(p, session));
    CHECK_FAILS(cx, people_passkey_login(cx, p, &other, STR("::1"), &again),
                ERR_DENIED);
    const struct passkey_sent short_one = signed_by(&k, STR("AAAA"));
    CHECK_FAILS(cx, people_passkey_login(cx, p, &short_one, STR("::1"), &again),
                ERR_DENIED);
    fault_clear(cx);

    CHECK_OK(cx, people_passkeys(cx, p, x.id, count_key, &number));
    CHECK_INT(number, 1);
    /* Who is disabled does not come in; a new password takes passkeys away. */
    CHECK_OK(cx, people_disable(cx, p, STR("-"), STR("vera"), true));
    CHECK_FAILS(cx, enter(p, &k, &again), ERR_DENIED);
    fault_clear(cx);
    CHECK_OK(cx, people_disable(cx, p, STR("-"), STR("vera"), false));
    CHECK_OK(cx, enter(p, &k, &again));
    CHECK_OK(cx, people_drop_passkey(cx, p, &x, number));
    CHECK_FAILS(cx, people_drop_passkey(cx, p, &x, number), ERR_NOT_FOUND);
    CHECK_FAILS(cx, enter(p, &k, &again), ERR_DENIED);
    fault_clear(cx);
    for (uint8_t i = 0; i < PEOPLE_PASSKEYS + 1; i++) {
        const struct passkey other_key = {.seed = i};
        const struct passkey_sent one =
            made_by(&other_key, challenge_for(p, session));
        err e =
            people_add_passkey(cx, p, &x, session, password, STR("k"), &one);
        CHECK(i < PEOPLE_PASSKEYS ? is_ok(e) : e.code == ERR_CONFLICT);
        fault_clear(cx);
    }
    CHECK_OK(cx, people_invite_again(cx, p, STR("-"), STR("vera"), &t));
    CHECK_OK(cx, people_accept(cx, p, str_of(t.hex), password));
    number = 0;
    CHECK_OK(cx, people_passkeys(cx, p, x.id, count_key, &number));
    CHECK_INT(number, 0);
    /* Guessing is slowed down. */
    err e = OK;
    for (int i = 0; i < PEOPLE_NAME_TRIES + 1; i++) {
        fault_clear(cx);
        e = enter(p, &k, &again);
    }
    CHECK_INT(e.code, ERR_LIMIT);
    fault_clear(cx);
    int64_t lines;
    CHECK_OK(cx, people_check_log(cx, p, &lines));
    people_close(p);
    remove_file();
}

static err first_session(struct cx *cx, void *self,
                         const struct people_session_row *s)
{
    int64_t *other = self;
    (void)cx;
    if (!s->current)
        *other = s->number;
    return OK;
}

/* A login on a device that was lost is ended from another. */
void test_webauthn__one_login_is_ended(void)
{
    struct cx *cx = test_cx();
    struct people *p;
    struct token t, here, lost;
    struct person x;
    int64_t number = 0;
    clock_at = 1800000000;
    cx->now = moved_now;
    remove_file();
    CHECK_OK(cx, people_create(cx, path, &p));
    CHECK_OK(cx, people_invite(cx, p, STR("-"), STR("vera"), PERSON_VERIFIER,
                               STR(""), &t));
    CHECK_OK(cx, people_accept(cx, p, str_of(t.hex), password));
    CHECK_OK(cx, people_login(cx, p, STR("vera"), password, STR("::1"), &lost));
    CHECK_OK(cx, people_login(cx, p, STR("vera"), password, STR("::1"), &here));
    CHECK_OK(cx, people_find(cx, p, test_arena(), STR("vera"), &x));
    CHECK_OK(cx, people_sessions(cx, p, x.id, str_of(here.hex), first_session,
                                 &number));
    CHECK_OK(cx, people_end_session(cx, p, &x, number));
    CHECK_FAILS(cx, people_session(cx, p, test_arena(), str_of(lost.hex), &x),
                ERR_NOT_FOUND);
    fault_clear(cx);
    CHECK_OK(cx, people_session(cx, p, test_arena(), str_of(here.hex), &x));
    CHECK_FAILS(cx, people_end_session(cx, p, &x, number), ERR_NOT_FOUND);
    fault_clear(cx);
    people_close(p);
    remove_file();
}

/* A file of the format before passkeys is brought up, and keeps its accounts.
 */
void test_webauthn__a_file_of_format_1(void)
{
    struct cx *cx = test_cx();
    struct people *p;
    struct token t;
    struct person x;
    sqlite3 *db;
    int64_t number = 0;
    clock_at = 1800000000;
    cx->now = moved_now;
    remove_file();
    CHECK_OK(cx, people_create(cx, path, &p));
    CHECK_OK(cx, people_invite(cx, p, STR("-"), STR("vera"), PERSON_VERIFIER,
                               STR(""), &t));
    people_close(p);
    CHECK_INT(sqlite3_open(path, &db), SQLITE_OK);
    CHECK_INT(sqlite3_exec(db,
                           "DROP TABLE passkey; DROP TABLE used;"
                           "PRAGMA user_version=1",
                           NULL, NULL, NULL),
              SQLITE_OK);
    sqlite3_close(db);
    for (int times = 0; times < 2; times++) {
        CHECK_OK(cx, people_open(cx, path, &p));
        CHECK_OK(cx, people_find(cx, p, test_arena(), STR("vera"), &x));
        CHECK_OK(cx, people_passkeys(cx, p, x.id, count_key, &number));
        people_close(p);
    }
    CHECK_INT(sqlite3_open(path, &db), SQLITE_OK);
    CHECK_INT(sqlite3_exec(db, "PRAGMA user_version=3", NULL, NULL, NULL),
              SQLITE_OK);
    sqlite3_close(db);
    CHECK_FAILS(cx, people_open(cx, path, &p), ERR_CONFLICT);
    fault_clear(cx);
    remove_file();
}
