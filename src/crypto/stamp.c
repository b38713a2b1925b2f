/* crypto/stamp.c: see stamp.h. */
#include "crypto/stamp.h"

#include "base/cx.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/banned.h"

struct stamp_parts {
    TS_RESP *response;
    X509_STORE *store;
    STACK_OF(X509) * others;
    X509 *signer;
    ASN1_TIME *epoch;
    BIO *pem;
    TS_REQ *query;
    TS_MSG_IMPRINT *imprint;
    X509_ALGOR *algorithm;
    ASN1_INTEGER *number;
    unsigned char *der;
};

static void stamp_release(struct stamp_parts *p)
{
    TS_RESP_free(p->response);
    X509_STORE_free(p->store);
    sk_X509_pop_free(p->others, X509_free);
    X509_free(p->signer);
    ASN1_TIME_free(p->epoch);
    BIO_free(p->pem);
    TS_REQ_free(p->query);
    TS_MSG_IMPRINT_free(p->imprint);
    X509_ALGOR_free(p->algorithm);
    ASN1_INTEGER_free(p->number);
    OPENSSL_free(p->der);
    ERR_clear_error();
}

static err no_memory(struct cx *cx)
{
    return fail(cx, ERR_RESOURCE, "libcrypto has no memory");
}

/* What libcrypto said first is nearest to the cause; of a chain, which it calls
 * a verify error, its data says what is wrong with it. */
static err stamp_wrong(struct cx *cx, const char *what)
{
    static const str of_chain = STR_INIT("Verify error:");
    const char *data = NULL, *reason;
    int flags = 0;
    reason = ERR_reason_error_string(
        ERR_peek_error_all(NULL, NULL, NULL, &data, &flags));
    if (data != NULL && (flags & ERR_TXT_STRING) != 0 &&
        str_starts(str_of(data), of_chain))
        reason = data + of_chain.n;
    return fail(cx, ERR_INPUT, "%s%s%s", what, reason == NULL ? "" : ": ",
                reason == NULL ? "" : reason);
}

/* --- certificates
 * ------------------------------------------------------------ */

static err add_certificate(struct cx *cx, struct stamp_parts *p, X509 *x,
                           size_t *n)
{
    bool root = X509_check_issued(x, x) == X509_V_OK;
    (*n)++;
    if (root ? X509_STORE_add_cert(p->store, x) == 1
             : sk_X509_push(p->others, x) > 0) {
        if (root)
            X509_free(x);
        return OK;
    }
    X509_free(x);
    return no_memory(cx);
}

static err read_certificates(struct cx *cx, struct stamp_parts *p, str pem)
{
    size_t n = 0;
    if (pem.n > CRY_CERTIFICATES_MAX)
        return fail(cx, ERR_LIMIT, "the certificates are longer than %d bytes",
                    CRY_CERTIFICATES_MAX);
    p->store = X509_STORE_new();
    p->others = sk_X509_new_null();
    p->pem = BIO_new_mem_buf(pem.p, (int)pem.n);
    if (p->store == NULL || p->others == NULL || p->pem == NULL)
        return no_memory(cx);
    for (;;) {
        ERR_clear_error();
        X509 *x = PEM_read_bio_X509(p->pem, NULL, NULL, NULL);
        if (x == NULL)
            break;
        TRY(cx, add_certificate(cx, p, x, &n));
    }
    /* It must have ended because there is no more. */
    if (n == 0 || ERR_GET_REASON(ERR_peek_error()) != PEM_R_NO_START_LINE) {
        err e = stamp_wrong(cx, "these are no certificates (PEM)");
        ERR_clear_error();
        return e;
    }
    ERR_clear_error();
    return OK;
}

err cry_certificates_check(struct cx *cx, str pem)
{
    CLEANUP(stamp_release) struct stamp_parts p = {0};
    return read_certificates(cx, &p, pem);
}

/* --- checking
 * ---------------------------------------------------------------- */

static err read_response(struct cx *cx, struct stamp_parts *p, str tsr,
                         TS_TST_INFO **info)
{
    const unsigned char *q = (const unsigned char *)tsr.p;
    if (tsr.n == 0 || tsr.n > CRY_STAMP_MAX)
        return fail(cx, ERR_INPUT, "an answer has 1 to %d bytes, this has %zu",
                    CRY_STAMP_MAX, tsr.n);
    p->response = d2i_TS_RESP(NULL, &q, (long)tsr.n);
    if (p->response == NULL)
        return stamp_wrong(cx, "this is no answer of RFC 3161");
    if (q != (const unsigned char *)tsr.p + tsr.n)
        return fail(cx, ERR_INPUT, "something follows the answer");
    long status = ASN1_INTEGER_get(
        TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(p->response)));
    if (status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS)
        return fail(cx, ERR_INPUT, "the authority refused: status %ld", status);
    *info = TS_RESP_get_tst_info(p->response);
    if (*info == NULL || TS_RESP_get_token(p->response) == NULL)
        return fail(cx, ERR_INPUT, "the answer has no time stamp");
    return TS_TST_INFO_get_version(*info) == 1
               ? OK
               : fail(cx, ERR_INPUT, "the stamp is of an unknown version");
}

static err check_imprint(struct cx *cx, TS_TST_INFO *info, str bytes)
{
    TS_MSG_IMPRINT *m = TS_TST_INFO_get_msg_imprint(info);
    const ASN1_OBJECT *o;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    X509_ALGOR_get0(&o, NULL, NULL, TS_MSG_IMPRINT_get_algo(m));
    int nid = OBJ_obj2nid(o);
    const ASN1_OCTET_STRING *got = TS_MSG_IMPRINT_get_msg(m);
    if (nid != NID_sha256 && nid != NID_sha384 && nid != NID_sha512)
        return fail(cx, ERR_INPUT,
                    "the stamp is over another hash than "
                    "SHA-256, SHA-384 or SHA-512");
    if (EVP_Digest(bytes.p, bytes.n, digest, &n, EVP_get_digestbynid(nid),
                   NULL) != 1)
        return no_memory(cx);
    if (ASN1_STRING_length(got) != (int)n ||
        memcmp(ASN1_STRING_get0_data(got), digest, n) != 0)
        return fail(cx, ERR_INPUT, "the stamp is of other bytes");
    return OK;
}

static err stamped_time(struct cx *cx, struct stamp_parts *p, TS_TST_INFO *info,
                        int64_t *out)
{
    int days, seconds;
    p->epoch = ASN1_TIME_set(NULL, 0);
    if (p->epoch == NULL)
        return no_memory(cx);
    if (ASN1_TIME_diff(&days, &seconds, p->epoch, TS_TST_INFO_get_time(info)) !=
        1)
        return stamp_wrong(cx, "the stamp's time cannot be read");
    int64_t at = (int64_t)days * 86400 + seconds;
    if (at <= 0 || at > INSTANT_MAX)
        return fail(cx, ERR_INPUT, "the stamp's time is before 1970");
    *out = at;
    return OK;
}

static void name_signer(const X509 *x, struct cry_stamp *out)
{
    unsigned n = 0;
    X509_NAME *name = X509_get_subject_name(x);
    out->authority[0] = '\0';
    if (X509_NAME_get_text_by_NID(name, NID_commonName, out->authority,
                                  sizeof out->authority) < 0 &&
        X509_NAME_get_text_by_NID(name, NID_organizationName, out->authority,
                                  sizeof out->authority) < 0)
        memcpy(out->authority, "(no name)", sizeof "(no name)");
    X509_digest(x, EVP_sha256(), out->certificate.b, &n);
}

err cry_stamp_check(struct cx *cx, str tsr, str bytes, str certificates,
                    struct cry_stamp *out)
{
    CLEANUP(stamp_release) struct stamp_parts p = {0};
    struct cry_stamp s;
    TS_TST_INFO *info = NULL;
    ERR_clear_error();
    TRY(cx, read_response(cx, &p, tsr, &info));
    TRY(cx, check_imprint(cx, info, bytes));
    TRY(cx, stamped_time(cx, &p, info, &s.at));
    TRY(cx, read_certificates(cx, &p, certificates));
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(p.store), (time_t)s.at);
    /* Finds the signer by its SignerInfo, compares it with the ESS attribute,
     * builds its chain for the purpose of time stamps, checks the signature. */
    if (TS_RESP_verify_signature(TS_RESP_get_token(p.response), p.others,
                                 p.store, &p.signer) != 1)
        return stamp_wrong(cx, "the stamp is not signed by an authority that "
                               "these certificates vouch for");
    name_signer(p.signer, &s);
    *out = s;
    return OK;
}

/* --- asking
 * ------------------------------------------------------------------ */

static bool fill_query(struct stamp_parts *p, hash h, uint64_t nonce)
{
    p->query = TS_REQ_new();
    p->imprint = TS_MSG_IMPRINT_new();
    p->algorithm = X509_ALGOR_new();
    p->number = ASN1_INTEGER_new();
    return p->query != NULL && p->imprint != NULL && p->algorithm != NULL &&
           p->number != NULL &&
           X509_ALGOR_set0(p->algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL,
                           NULL) == 1 &&
           TS_MSG_IMPRINT_set_algo(p->imprint, p->algorithm) == 1 &&
           TS_MSG_IMPRINT_set_msg(p->imprint, h.b, sizeof h.b) == 1 &&
           ASN1_INTEGER_set_uint64(p->number, nonce) == 1 &&
           TS_REQ_set_version(p->query, 1) == 1 &&
           TS_REQ_set_msg_imprint(p->query, p->imprint) == 1 &&
           TS_REQ_set_nonce(p->query, p->number) == 1 &&
           TS_REQ_set_cert_req(p->query, 1) == 1;
}

err cry_stamp_query(struct cx *cx, str bytes, uint64_t nonce, struct buf *out)
{
    CLEANUP(stamp_release) struct stamp_parts p = {0};
    if (!fill_query(&p, cry_sha256(bytes, STR("")), nonce))
        return no_memory(cx);
    int n = i2d_TS_REQ(p.query, &p.der);
    if (n <= 0)
        return no_memory(cx);
    buf_bytes(out, p.der, (size_t)n);
    return OK;
}
