/* Time stamps of others (RFC 3161): outside vectors, and what is refused. */
#include "base/sys.h"
#include "crypto/stamp.h"
#include "tests/test.h"

#include <openssl/ts.h>

static bool vectors(const char *name, str *out)
{
    const char *folder = getenv("TRUCE_VECTORS");
    str path;
    if (folder == NULL)
        return false;
    CHECK(arena_printf(test_arena(), &path, "%s/rfc3161/%s", folder, name));
    CHECK_OK(test_cx(),
             sys_read_file(test_cx(), test_arena(), path.p, 1 << 20, out));
    return true;
}

/* One chain is in DER. */
static void to_pem(str *chain)
{
    struct buf b;
    char *text = arena_alloc(test_arena(), 2 * chain->n + 4);
    if (str_find(*chain, STR("-----BEGIN")) < chain->n || text == NULL)
        return;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "-----BEGIN CERTIFICATE-----\n");
    size_t n = cry_base64((const uint8_t *)chain->p, chain->n, text);
    for (size_t i = 0; i < n; i += 64) {
        buf_str(&b, str_sub((str){text, n}, i, i + 64));
        buf_char(&b, '\n');
    }
    buf_c(&b, "-----END CERTIFICATE-----\n");
    *chain = buf_view(&b);
}

/* The message is "hello" in all but one, whose message lies beside it. */
static const struct row {
    const char *folder, *file;
    const char *time; /* NULL: refused */
    const char *says; /* the authority, or a part of the message */
} rows[] = {
    {"test_tsa", "response.tsr", "1728402032", "Test TSA Timestamping"},
    /* By another authority of the same names, whose chain is not there;
     * `openssl ts -verify` refuses it too. */
    {"test_tsa", "other_response.tsr", NULL, "local issuer certificate"},
    /* Another certificate was put in front; the SignerInfo says which one
     * signed, and it did. `openssl ts -verify` accepts it too. */
    {"test_tsa", "response-injected-certs.tsr", "1728402032",
     "Test TSA Timestamping"},
    {"sigstage", "response-sha256.tsr", "1746791935", "sigstore-tsa"},
    {"sigstage", "response-sha384.tsr", "1746791935", "sigstore-tsa"},
    {"sigstage", "response-sha512.tsr", "1746791936", "sigstore-tsa"},
    {"sigstage", "response-invalid-signature.tsr", NULL, "signature"},
    /* The certificate comes with the chain. */
    {"sigstage", "response-no-embedded-cert.tsr", "1750234382", "sigstore-tsa"},
    /* Expired today, valid when it stamped: that is what counts. */
    {"sigstore.mock", "response-expired.tsr", "1675209600", "tsa signing"},
    {"identrust", "issue-104.tsr", "1741683128", ""},
};

void test_stamp__vectors(void)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cx *cx = test_cx();
        const struct row *r = &rows[i];
        struct cry_stamp s;
        str tsr, chain, path, bytes = STR("hello");
        CASE("%s/%s", r->folder, r->file);
        CHECK(arena_printf(test_arena(), &path, "%s/%s", r->folder, r->file));
        if (!vectors(path.p, &tsr)) {
            fprintf(stderr, "SKIPPED: outside vectors rfc3161 (TRUCE_VECTORS "
                            "is not set)\n");
            return;
        }
        CHECK(arena_printf(test_arena(), &path, "%s/ts_chain.pem", r->folder));
        CHECK(vectors(path.p, &chain));
        to_pem(&chain);
        if (strcmp(r->folder, "sigstore.mock") == 0)
            CHECK(vectors("sigstore.mock/payload", &bytes));
        err e = cry_stamp_check(cx, tsr, bytes, chain, &s);
        CHECK(is_ok(e) == (r->time != NULL));
        if (r->time == NULL) {
            CHECK(e.code == ERR_INPUT);
            CHECK(strstr(cx->fault.message, r->says) != NULL);
            continue;
        }
        if (!is_ok(e)) {
            FAIL("%s", cx->fault.message);
            continue;
        }
        CHECK_INT(s.at, strtoll(r->time, NULL, 10));
        if (r->says[0] != '\0')
            CHECK_STR(str_of(s.authority), str_of(r->says));
        /* Of other bytes, or by another authority, it is refused. */
        CHECK_FAILS(cx, cry_stamp_check(cx, tsr, STR("hallo"), chain, &s),
                    ERR_INPUT);
        CHECK(vectors(strcmp(r->folder, "sigstage") == 0
                          ? "test_tsa/ts_chain.pem"
                          : "sigstage/ts_chain.pem",
                      &chain));
        CHECK_FAILS(cx, cry_stamp_check(cx, tsr, bytes, chain, &s), ERR_INPUT);
    }
}

/* No cut and no changed bit is accepted, and none leads astray (asan). */
void test_stamp__spoilt(void)
{
    struct cx *cx = test_cx();
    struct cry_stamp s;
    str tsr, chain;
    if (!vectors("sigstage/response-sha256.tsr", &tsr) ||
        !vectors("sigstage/ts_chain.pem", &chain)) {
        fprintf(stderr, "SKIPPED: outside vectors rfc3161 (TRUCE_VECTORS is "
                        "not set)\n");
        return;
    }
    char *copy = arena_alloc(test_arena(), tsr.n + 1);
    CHECK(copy != NULL);
    size_t accepted = 0;
    for (size_t i = 0; i < tsr.n; i += 37) {
        memcpy(copy, tsr.p, tsr.n);
        copy[i] = (char)(copy[i] ^ 0x10);
        err e =
            cry_stamp_check(cx, (str){copy, tsr.n}, STR("hello"), chain, &s);
        accepted += is_ok(e);
        CHECK(is_ok(e) || e.code == ERR_INPUT);
        CHECK_FAILS(
            cx, cry_stamp_check(cx, (str){copy, i}, STR("hello"), chain, &s),
            ERR_INPUT);
    }
    /* What is not signed (a certificate that is not needed) may change. */
    CHECK(accepted < tsr.n / 37);
    memcpy(copy, tsr.p, tsr.n);
    copy[tsr.n] = '\0';
    CHECK_FAILS(
        cx,
        cry_stamp_check(cx, (str){copy, tsr.n + 1}, STR("hello"), chain, &s),
        ERR_INPUT);
}

void test_stamp__query(void)
{
    struct cx *cx = test_cx();
    struct buf b;
    buf_init(&b, test_arena(), 1000);
    CHECK_OK(cx, cry_stamp_query(cx, STR("hello"), 7, &b));
    const unsigned char *p = (const unsigned char *)b.p;
    TS_REQ *q = d2i_TS_REQ(NULL, &p, (long)b.n);
    CHECK(q != NULL);
    CHECK(q != NULL && TS_REQ_get_cert_req(q) == 1);
    TS_REQ_free(q);
}

void test_stamp__certificates(void)
{
    struct cx *cx = test_cx();
    static const str bad[] = {
        STR_INIT(""), STR_INIT("no certificate"),
        STR_INIT("-----BEGIN CERTIFICATE-----\nAAAA\n-----END "
                 "CERTIFICATE-----\n"),
        STR_INIT("-----BEGIN CERTIFICATE-----\n")};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("row %zu", i);
        CHECK_FAILS(cx, cry_certificates_check(cx, bad[i]), ERR_INPUT);
    }
}

/* What counts is whether the signer was valid when it stamped. Both answers are
 * by one signer, whose certificate ended between the two. */
void test_stamp__expired_signer(void)
{
    static const struct {
        const char *path;
        bool holds;
    } own[] = {{"tests/vectors/stamp/expired-since.tsr", true},
               {"tests/vectors/stamp/expired-before.tsr", false}};
    struct cx *cx = test_cx();
    struct cry_stamp s;
    str root, tsr;
    CHECK_OK(cx, sys_read_file(cx, test_arena(), "tests/vectors/stamp/root.pem",
                               1 << 20, &root));
    for (size_t i = 0; i < COUNT_OF(own); i++) {
        CASE("%s", own[i].path);
        CHECK_OK(cx,
                 sys_read_file(cx, test_arena(), own[i].path, 1 << 20, &tsr));
        err e = cry_stamp_check(cx, tsr, STR("hello"), root, &s);
        CHECK(is_ok(e) == own[i].holds);
        if (is_ok(e))
            CHECK_STR(str_of(s.authority), STR("Authority of a day"));
        else
            CHECK(str_ends(str_of(cx->fault.message),
                           STR("certificate has expired")));
    }
}
