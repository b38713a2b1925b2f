/* test_sshsig.c: public keys and signatures of OpenSSH: those that a software
 * authenticator makes, the outside vectors, and every single byte changed. */
#include "proof/sshsig.h"

#include "base/sys.h"
#include "tests/support/authenticator.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

#include <jansson.h>

#define NS   STR("agreement@truce")
#define TEXT STR("what was agreed\n")

static const char *const kinds[AUTH_KINDS] = {"ed25519", "p256", "sk-ed25519",
                                              "sk-p256", "browser"};

static bool holds_in(str sig, str name_space, str text, bool verified)
{
    struct cx *cx = test_cx();
    struct sshsig s;
    err e = sshsig_parse(cx, test_arena(), sig, &s);
    if (is_ok(e))
        e = sshsig_check(cx, &s, name_space, text, verified);
    if (!is_ok(e) && e.code != ERR_INPUT)
        FAIL("%s", cx->fault.message);
    return is_ok(e);
}

static str sign(enum auth_kind k, const struct auth_how *how)
{
    char *room = arena_alloc(test_arena(), 12000);
    auth_sign(k, 1, "agreement@truce", TEXT, how, room, 12000);
    return str_of(room);
}

void test_sshsig__every_kind_of_key(void)
{
    struct cx *cx = test_cx();
    for (int k = 0; k < AUTH_KINDS; k++) {
        CASE("%s", kinds[k]);
        struct auth_how sha256 = {.sha256 = true},
                        verified = {.verified = true};
        str sig = sign((enum auth_kind)k, NULL);
        bool sk = k >= AUTH_SK_ED25519;
        CHECK(holds_in(sig, NS, TEXT, false));
        CHECK(!holds_in(sig, NS, TEXT, true));
        CHECK(!holds_in(sig, STR("approval@truce"), TEXT, false));
        CHECK(!holds_in(sig, NS, STR("what was agreed"), false));
        CHECK(holds_in(sign((enum auth_kind)k, &sha256), NS, TEXT, false));
        CHECK(holds_in(sign((enum auth_kind)k, &verified), NS, TEXT, true) ==
              sk);

        /* The key that it names is the one that signed. */
        char text[1000];
        struct sshsig s;
        struct sshkey key;
        auth_public((enum auth_kind)k, 1, text, sizeof text);
        CHECK_OK(cx, sshsig_parse(cx, test_arena(), sig, &s));
        CHECK_OK(cx,
                 sshkey_parse_text(cx, test_arena(), str_of(text), &key, NULL));
        CHECK(sshkey_eq(&s.key, &key));

        /* It prints as ssh-keygen writes it, and as it was read. */
        struct buf b;
        buf_init(&b, test_arena(), SSHSIG_MAX_TEXT);
        CHECK_OK(cx, sshsig_print(cx, &s, &b));
        CHECK_STR(buf_view(&b), sig);
        buf_clear(&b);
        sshkey_print(&key, &b);
        CHECK_STR(buf_view(&b), str_of(text));
    }
}

/* No byte can be another one, neither of the armor nor below it: each bit
 * turned over, or (`all`) each other value. */
static void change_each(str sig, bool all)
{
    char *b = arena_alloc(test_arena(), sig.n);
    memcpy(b, sig.p, sig.n);
    for (size_t i = 0; i < sig.n; i++) {
        for (unsigned v = 1; v < 256; v = all ? v + 1 : v * 2) {
            struct arena_mark mark = arena_mark(test_arena());
            b[i] = (char)((unsigned char)sig.p[i] ^ v);
            if (holds_in((str){b, sig.n}, NS, TEXT, false))
                FAIL("byte %zu changed by %u", i, v);
            arena_rewind(test_arena(), mark);
        }
        b[i] = sig.p[i];
    }
}

void test_sshsig__any_changed_byte_is_refused(void)
{
    for (int k = 0; k < AUTH_KINDS; k++) {
        CASE("%s", kinds[k]);
        change_each(sign((enum auth_kind)k, NULL), false);
    }
}

void test_sshsig__cut_or_longer(void)
{
    for (int k = 0; k < AUTH_KINDS; k++) {
        CASE("%s", kinds[k]);
        str sig = sign((enum auth_kind)k, NULL);
        for (size_t n = 0; n < sig.n; n++) {
            bool last = n == sig.n - 1; /* without the last LF */
            CHECK(holds_in(str_sub(sig, 0, n), NS, TEXT, false) == last);
        }
        str more;
        CHECK(arena_printf(test_arena(), &more, "%s\n", sig.p));
        CHECK(!holds_in(more, NS, TEXT, false));
    }
}

/* The line ends of another system, and lines of another length. */
void test_sshsig__other_line_ends(void)
{
    str sig = sign(AUTH_ED25519, NULL);
    char *b = arena_alloc(test_arena(), 2 * sig.n);
    size_t n = 0;
    for (size_t i = 0; i < sig.n; i++) {
        if (sig.p[i] == '\n')
            b[n++] = '\r';
        b[n++] = sig.p[i];
    }
    CHECK(holds_in((str){b, n}, NS, TEXT, false));
    struct cx *cx = test_cx();
    struct sshsig s;
    struct buf out;
    buf_init(&out, test_arena(), SSHSIG_MAX_TEXT);
    CHECK_OK(cx, sshsig_parse(cx, test_arena(), (str){b, n}, &s));
    CHECK_OK(cx, sshsig_print(cx, &s, &out));
    CHECK_STR(buf_view(&out), sig);
}

void test_sshsig__flags_of_security_keys(void)
{
    for (int k = AUTH_SK_ED25519; k < AUTH_KINDS; k++) {
        CASE("%s", kinds[k]);
        struct auth_how no_touch = {.no_touch = true, .verified = true};
        CHECK(!holds_in(sign((enum auth_kind)k, &no_touch), NS, TEXT, false));
        struct auth_how extensions = {.extensions = true};
        bool browser = k == AUTH_BROWSER;
        CHECK(holds_in(sign((enum auth_kind)k, &extensions), NS, TEXT, false) ==
              browser);
    }
}

void test_sshsig__what_is_malformed(void)
{
    static const struct {
        enum auth_kind kind;
        struct auth_how how;
    } bad[] = {
        {AUTH_ED25519, {.trailing = true}},
        {AUTH_BROWSER, {.trailing = true}},
        {AUTH_ED25519, {.reserved = "x"}},
        {AUTH_P256, {.long_number = true}},
        {AUTH_BROWSER, {.origin = "https://a\",\"origin\":\"b"}},
        {AUTH_BROWSER, {.client = "{\"type\":\"webauthn.create\"}"}},
        {AUTH_BROWSER, {.client = ""}},
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("%zu", i);
        CHECK(!holds_in(sign(bad[i].kind, &bad[i].how), NS, TEXT, false));
    }
}

void test_sshsig__own_signatures(void)
{
    struct cx *cx = test_cx();
    uint8_t seed[32] = {7}, pub[32], room[SSHKEY_ED25519_BYTES];
    struct sshsig s;
    struct buf b;
    cry_sign_public(seed, pub);
    struct sshkey key = sshkey_of_ed25519(pub, room), again;
    buf_init(&b, test_arena(), SSHSIG_MAX_TEXT);
    CHECK_OK(cx, sshsig_sign(cx, seed, NS, TEXT, &b));
    CHECK(holds_in(buf_view(&b), NS, TEXT, false));
    CHECK_OK(cx, sshsig_parse(cx, test_arena(), buf_view(&b), &s));
    CHECK(sshkey_eq(&s.key, &key));
    CHECK_OK(cx, sshkey_parse(cx, key.blob, &again));
    CHECK(str_eq(again.point, key.point));
    change_each(buf_view(&b), true);
}

void test_sshsig__bad_keys(void)
{
    static const char *const bad[] = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 ",
        "ssh-ed25519  AAAAC3NzaC1lZDI1NTE5AAAAIA==",
        "ssh-ed25519 "
        "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        "AAAAAAAA",
        "ssh-dss AAAAB3NzaC1kc3M=",
        "ssh-ed25519-cert-v01@openssh.com AAAA",
        "ecdsa-sha2-nistp384 AAAA",
    };
    struct cx *cx = test_cx();
    struct sshkey k;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("%s", bad[i]);
        CHECK_FAILS(
            cx, sshkey_parse_text(cx, test_arena(), str_of(bad[i]), &k, NULL),
            ERR_INPUT);
    }
    /* Every byte of an encoding: another key, or none. */
    for (int kind = 0; kind < AUTH_KINDS; kind++) {
        char text[1000];
        CASE("bytes of %s", kinds[kind]);
        auth_public((enum auth_kind)kind, 1, text, sizeof text);
        CHECK_OK(cx,
                 sshkey_parse_text(cx, test_arena(), str_of(text), &k, NULL));
        char *b = arena_alloc(test_arena(), k.blob.n + 1);
        memcpy(b, k.blob.p, k.blob.n);
        struct sshkey other;
        for (size_t n = 0; n < k.blob.n; n++)
            CHECK_FAILS(cx, sshkey_parse(cx, str_sub(k.blob, 0, n), &other),
                        ERR_INPUT);
        CHECK_FAILS(cx, sshkey_parse(cx, (str){b, k.blob.n + 1}, &other),
                    ERR_INPUT);
        for (size_t i = 0; i < k.blob.n; i++) {
            b[i] ^= 1;
            if (is_ok(sshkey_parse(cx, (str){b, k.blob.n}, &other)))
                CHECK(!sshkey_eq(&k, &other));
            b[i] ^= 1;
        }
    }
}

/* --- outside vectors -------------------------------------------------------
 */

static str outside(const char *name)
{
    str path, text = STR("");
    CHECK(arena_printf(test_arena(), &path, "%s/sshsig-openssh/%s",
                       getenv("TRUCE_VECTORS"), name));
    CHECK_OK(test_cx(),
             sys_read_file(test_cx(), test_arena(), path.p, 100000, &text));
    return text;
}

/* OpenSSH's own: RSA, P-256, Ed25519, security keys, a browser. One is of a
 * type that is too new for any library of Debian 12, and is refused by name. */
void test_sshsig__of_openssh(void)
{
    static const char *const names[] = {
        "ecdsa",   "ecdsa_sk",   "ecdsa_sk_webauthn",
        "ed25519", "ed25519_sk", "rsa"};
    struct cx *cx = test_cx();
    struct sshsig s;
    if (getenv("TRUCE_VECTORS") == NULL) {
        fprintf(stderr, "SKIPPED: outside vectors sshsig-openssh "
                        "(TRUCE_VECTORS is not set)\n");
        return;
    }
    str data = outside("signed-data"), ns = str_trim(outside("namespace"));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char file[100];
        struct sshkey k;
        str comment;
        CASE("%s", names[i]);
        snprintf(file, sizeof file, "%s.sig", names[i]);
        str sig = outside(file);
        CHECK(holds_in(sig, ns, data, false));
        CHECK(!holds_in(sig, STR("agreement@truce"), data, false));
        CHECK(!holds_in(sig, ns, STR("other data"), false));
        CHECK_OK(cx, sshsig_parse(cx, test_arena(), sig, &s));
        snprintf(file, sizeof file, "%s.pub", names[i]);
        CHECK_OK(cx, sshkey_parse_text(cx, test_arena(),
                                       str_trim(outside(file)), &k, &comment));
        CHECK(sshkey_eq(&k, &s.key));
    }
    CASE("mldsa44-ed25519");
    CHECK_FAILS(
        cx, sshsig_parse(cx, test_arena(), outside("mldsa44-ed25519.sig"), &s),
        ERR_INPUT);
    CHECK(strstr(cx->fault.message, "ssh-mldsa44-ed25519@openssh.com\" is not "
                                    "accepted") != NULL);
}

static void unhex(const char *hex, uint8_t *out, size_t n)
{
    CHECK_INT(strlen(hex), 2 * n);
    for (size_t i = 0; i < n && hex[2 * i] != '\0'; i++) {
        unsigned v = 0;
        CHECK(sscanf(hex + 2 * i, "%2x", &v) == 1);
        out[i] = (uint8_t)v;
    }
}

/* The edge cases of Ed25519: what libsodium accepts is exactly what has none
 * of these; and no key that is enrolled has a part of small order. */
static void ed25519_cases(const char *path, const json_t *all)
{
    static const char *const refused[] = {"low_order_A", "low_order_R",
                                          "non_canonical_A", "non_canonical_R",
                                          "low_order_residue"};
    static const char *const key_refused[] = {"low_order_A", "non_canonical_A",
                                              "low_order_component_A"};
    size_t i;
    json_t *one;
    (void)path;
    CHECK(json_array_size(all) == 914);
    json_array_foreach(all, i, one)
    {
        uint8_t key[32], sig[64];
        bool want = true, want_key = true;
        size_t k;
        json_t *flag;
        CASE("%zu", i);
        unhex(json_string_value(json_object_get(one, "key")), key, 32);
        unhex(json_string_value(json_object_get(one, "sig")), sig, 64);
        const char *msg = json_string_value(json_object_get(one, "msg"));
        json_array_foreach(json_object_get(one, "flags"), k, flag)
        {
            for (size_t r = 0; r < COUNT_OF(refused); r++)
                want = want && strcmp(json_string_value(flag), refused[r]) != 0;
            for (size_t r = 0; r < COUNT_OF(key_refused); r++)
                want_key = want_key &&
                           strcmp(json_string_value(flag), key_refused[r]) != 0;
        }
        CHECK(cry_verify(key, str_of(msg), sig) == want);
        CHECK(cry_key_is_sound(key) == want_key);
    }
}

void test_sshsig__ed25519_edge_cases(void)
{
    vectors_each("cctv-ed25519", "vectors.json", ed25519_cases);
}

/* --- own vectors -----------------------------------------------------------
 */

static str own(str name)
{
    char path[200];
    snprintf(path, sizeof path, "tests/vectors/sshsig/files/%.*s",
             STR_ARG(name));
    return test_read(path);
}

void test_sshsig__own_vectors(void)
{
    str rest = test_read("tests/vectors/sshsig/cases.tsv"), line;
    while (str_cut(rest, '\n', &line, &rest)) {
        str want = STR(""), peer = want, sig = want, text = want, need = want;
        CASE("%.*s", STR_ARG(line));
        CHECK(str_cut(line, '\t', &want, &line) &&
              str_cut(line, '\t', &peer, &line) &&
              str_cut(line, '\t', &sig, &line) &&
              str_cut(line, '\t', &text, &need));
        CHECK(
            holds_in(own(sig), NS, own(text), str_eq(need, STR("verified"))) ==
            str_eq(want, STR("yes")));
    }
}
