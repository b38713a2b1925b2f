/* app/signatures.c: see signatures.h. */
#include "app/signatures.h"

#include "app/agreement.h"
#include "app/casefile_int.h"
#include "app/text.h"
#include "base/json_out.h"
#include "base/sys.h"
#include "proof/allowed.h"
#include "proof/flat.h"
#include "record/index.h"
#include "record/sshfile.h"

#include <inttypes.h>

#define DIGEST "sha256:"

/* --- entries -----------------------------------------------------------------
 */

/* The agreement before this entry whose bytes have this hash. */
static err find_text(struct cx *cx, struct arena *a, const struct casefile *c,
                     uint64_t before, hash want, str *out)
{
    struct index_list v;
    TRY(cx, index_list(cx, a, c->store, STR("agreement"), &v));
    for (size_t i = v.count; i-- > 0;) {
        struct casefile_entry x;
        if (v.n[i] >= before)
            continue;
        TRY(cx, casefile_entry(cx, a, c, v.n[i], &x));
        if (x.there && hash_eq(cry_sha256(x.content, STR("")), want)) {
            *out = x.content;
            return OK;
        }
    }
    return fail(cx, ERR_INPUT,
                "the agreement that it signs is not in the case before it");
}

static err read_line(struct cx *cx, struct arena *a, str line,
                     struct signature_seen *out)
{
    struct flat *f;
    str text;
    TRY_NEW(cx, a, f);
    TRY(cx, flat_parse(cx, a, line, f));
    text = flat_text(f, "text");
    out->actor = flat_text(f, "source");
    out->id = flat_text(f, "id");
    if (!str_starts(text, STR(DIGEST)) ||
        !hash_parse(str_sub(text, sizeof DIGEST - 1, text.n), &out->text))
        return fail(cx, ERR_INPUT,
                    "it does not say in \"text\" what was signed, as sha256: "
                    "and 64 digits");
    return OK;
}

/* In a record a signature has the spelling of ssh-keygen. */
static err read_signature(struct cx *cx, struct arena *a, str text,
                          struct sshsig *out)
{
    struct buf b;
    TRY(cx, sshsig_parse(cx, a, text, out));
    buf_init(&b, a, SSHSIG_MAX_TEXT);
    TRY(cx, sshsig_print(cx, out, &b));
    if (!str_eq(buf_view(&b), text))
        return fail(cx, ERR_INPUT, "the signature is not in its one spelling");
    return OK;
}

err signature_read(struct cx *cx, struct arena *a, const struct casefile *c,
                   const struct casefile_entry *e, struct signature_seen *out)
{
    struct signature_seen s = {.verified = true};
    str text, armor;
    str_cut(e->content, '\n', &s.line, &armor);
    if (armor.n == 0 && s.line.n == e->content.n) {
        s.verified = false;
        *out = s;
        return OK;
    }
    TRY(cx, read_line(cx, a, s.line, &s));
    TRY(cx, find_text(cx, a, c, e->number, s.text, &text));
    TRY(cx, read_signature(cx, a, armor, &s.sig));
    TRY(cx, keyring_check(cx, log_keys(c->log), e->number, str_of(e->e.made),
                          s.actor, &s.sig, KEYS_NS_AGREEMENT, text));
    *out = s;
    return OK;
}

/* --- what is signed ----------------------------------------------------------
 */

static bool is_agreement(const char *purpose)
{
    return strcmp(purpose, "agreement") == 0;
}

static err text_of(struct cx *cx, struct arena *a, const char *path,
                   const char *purpose, const char *const *choices,
                   size_t n_choices, struct buf *messages, str *out)
{
    struct app_text t;
    if (!is_agreement(purpose))
        return sys_read_file(cx, a, path, LIMIT_SIDE_FILE_BYTES, out);
    if (casefile_is(path))
        return signatures_case_text(cx, a, path, out);
    TRY(cx, app_read_sound_text(cx, a, path, choices, n_choices, false,
                                messages, &t));
    TRY(cx, casefile_must_be_settled(cx, path, t.ast));
    return app_canonical_text(cx, a, &t, out);
}

/* What the signature does not cover. */
static err note_maps(struct cx *cx, struct arena *a, str text,
                     struct buf *messages)
{
    struct app_agreement g;
    TRY(cx, app_compile_agreement(cx, a, "the text", text, NULL, 0, &g));
    return app_agreement_is_sound(&g) ? app_note_loose_maps(cx, g.ag, messages)
                                      : OK;
}

static err name_space_of(struct cx *cx, struct arena *a, const char *purpose,
                         str *out)
{
    TRY_ROOM(cx, a, arena_printf(a, out, "%s@truce", purpose));
    return OK;
}

static err last_text(struct cx *cx, struct arena *a, const struct casefile *c,
                     str *out)
{
    struct casefile_entry x;
    bool found;
    TRY(cx, casefile_last(cx, a, c, "agreement", UINT64_MAX, &x, &found));
    if (!found || !x.there)
        return fail_hint(cx, ERR_NOT_FOUND,
                         "truce init CASE AGREEMENT enters one.",
                         "%s holds no agreement", c->path);
    *out = x.content;
    return OK;
}

err signatures_case_text(struct cx *cx, struct arena *a, const char *path,
                         str *out)
{
    struct casefile c;
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    err e = last_text(cx, a, &c, out);
    casefile_close(&c);
    return e;
}

/* 128 bits, so that nobody can make two texts with one of them. */
static void print_short(str text, struct buf *out)
{
    enum { SHOWN = 16 };
    hash h = cry_sha256(text, STR(""));
    for (size_t i = 0; i < SHOWN; i++)
        buf_printf(out, "%s%02x", i > 0 && i % 2 == 0 ? " " : "", h.b[i]);
}

static void print_by(const struct sshsig *s, struct buf *out)
{
    char print[SSHKEY_FINGERPRINT_BYTES];
    sshkey_fingerprint(&s->key, print);
    buf_bytes(out, print, sizeof print);
    buf_printf(out, " (%s%s%s)", sshkey_type_name(s->key.type),
               s->browser ? ", a passkey" : "",
               (s->flags & SSHSIG_VERIFIED) != 0 ? ", PIN or fingerprint" : "");
}

/* --- signing -----------------------------------------------------------------
 */

static err make_signature(struct cx *cx, struct arena *a, const char *key,
                          str name_space, str text, str *out)
{
    CLEANUP(ssh_signer_wipe) struct ssh_signer s = {0};
    struct buf b;
    TRY(cx, ssh_signer_read(cx, key, &s));
    buf_init(&b, a, SSHSIG_MAX_TEXT);
    TRY(cx, sshsig_sign(cx, s.seed.p, name_space, text, &b));
    *out = buf_view(&b);
    return OK;
}

err sign_file(struct cx *cx, struct arena *a, const struct sign_file *what,
              struct buf *messages, struct buf *out)
{
    str text, name_space, armor, path;
    struct sshsig s;
    TRY(cx, text_of(cx, a, what->path, what->purpose, what->choices,
                    what->n_choices, messages, &text));
    if (is_agreement(what->purpose))
        TRY(cx, note_maps(cx, a, text, messages));
    TRY(cx, name_space_of(cx, a, what->purpose, &name_space));
    TRY(cx, make_signature(cx, a, what->key, name_space, text, &armor));
    TRY(cx, sshsig_parse(cx, a, armor, &s));
    TRY_ROOM(cx, a,
             arena_printf(a, &path, "%s%s",
                          what->out == NULL ? what->path : what->out,
                          what->out == NULL ? ".sig" : ""));
    TRY(cx, sys_write_new(cx, path.p, false, armor));
    buf_printf(out, "%s: signed as %s\n  key          ", path.p, name_space.p);
    print_by(&s, out);
    buf_c(out, "\n  fingerprint  ");
    print_short(text, out);
    buf_c(out, "   (of the text, to compare on paper)\n");
    return OK;
}

/* The same signature is entered once. */
static err must_be_new(struct cx *cx, struct arena *a, const struct casefile *c,
                       str armor)
{
    struct index_list v;
    TRY(cx, index_list(cx, a, c->store, STR("signature"), &v));
    for (size_t i = 0; i < v.count; i++) {
        struct casefile_entry x;
        str line, there;
        TRY(cx, casefile_entry(cx, a, c, v.n[i], &x));
        str_cut(x.content, '\n', &line, &there);
        if (str_eq(there, armor))
            return fail(cx, ERR_CONFLICT,
                        "this signature stands in entry %" PRIu64 " already",
                        v.n[i]);
    }
    return OK;
}

static err entry_of(struct cx *cx, struct arena *a, const char *actor, str made,
                    str text, str armor, str *out)
{
    enum { SHOWN = 16 };
    struct buf b;
    struct json_out j;
    char hex[2 * CRY_HASH_BYTES];
    str id, digest;
    hash_print(cry_sha256(armor, STR("")), hex);
    TRY_ROOM(cx, a,
             arena_printf(a, &id, "signature-%s-%.*s", actor, (int)SHOWN, hex));
    hash_print(cry_sha256(text, STR("")), hex);
    TRY_ROOM(cx, a,
             arena_printf(a, &digest, DIGEST "%.*s", (int)sizeof hex, hex));
    buf_init(&b, a, 2 * SSHSIG_MAX_TEXT);
    json_init(&j, &b, 0);
    json_obj_begin(&j);
    json_key_c(&j, "type", "signature");
    json_key_text(&j, "id", id);
    json_key_c(&j, "source", actor);
    json_key_text(&j, "occurred", made);
    json_key_text(&j, "text", digest);
    json_obj_end(&j);
    buf_char(&b, '\n');
    buf_str(&b, armor);
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

/* The signature as it is kept: read from a file and printed again, or made. */
static err get_signature(struct cx *cx, struct arena *a,
                         const struct sign_case *what, str text, str *armor,
                         struct sshsig *s)
{
    struct buf b;
    str file;
    if (what->with == NULL) {
        TRY(cx,
            make_signature(cx, a, what->key, KEYS_NS_AGREEMENT, text, &file));
    } else {
        TRY(cx, sys_read_file(cx, a, what->with, SSHSIG_MAX_TEXT, &file));
    }
    TRY(cx, sshsig_parse(cx, a, file, s));
    buf_init(&b, a, SSHSIG_MAX_TEXT);
    TRY(cx, sshsig_print(cx, s, &b));
    *armor = buf_view(&b);
    return OK;
}

static err enter(struct cx *cx, struct arena *a, struct casefile_writer *w,
                 const struct sign_case *what, struct buf *out)
{
    char room[40];
    struct sshsig s;
    uint64_t number;
    str text, armor, made, content, path = STR("");
    TRY(cx, last_text(cx, a, &w->c, &text));
    TRY(cx, casefile_now(cx, room, &made));
    TRY(cx, get_signature(cx, a, what, text, &armor, &s));
    TRY(cx, keyring_check(cx, log_keys(w->c.log), log_size(w->c.log), made,
                          str_of(what->actor), &s, KEYS_NS_AGREEMENT, text));
    TRY(cx, must_be_new(cx, a, &w->c, armor));
    TRY(cx, entry_of(cx, a, what->actor, made, text, armor, &content));
    if (what->with == NULL) {
        if (what->out == NULL)
            TRY_ROOM(
                cx, a,
                arena_printf(a, &path, "%s.%s.sig", what->path, what->actor));
        else
            path = str_of(what->out);
        TRY(cx, sys_write_new(cx, path.p, false, armor));
    }
    TRY(cx, casefile_enter(cx, w, "signature", content, &number));
    buf_printf(out, "entry %" PRIu64 ": %s has signed\n  key          ", number,
               what->actor);
    print_by(&s, out);
    buf_c(out, "\n  fingerprint  ");
    print_short(text, out);
    buf_c(out, "   (of the text, to compare on paper)\n");
    if (path.n > 0)
        buf_printf(out, "  signature    %s\n", path.p);
    return OK;
}

err sign_case(struct cx *cx, struct arena *a, const struct sign_case *what,
              struct buf *out)
{
    struct casefile_writer w;
    TRY(cx, casefile_writer_open(cx, a, what->path, what->sender, &w));
    err e = enter(cx, a, &w, what, out);
    casefile_writer_close(cx, &w);
    return e;
}

/* --- checking ----------------------------------------------------------------
 */

struct checking {
    const struct signatures_check *what;
    str text, name_space, allowed, revoked, at;
};

static err check_one(struct cx *cx, struct arena *a, const struct checking *k,
                     const char *path, struct sshsig *s, str *holder)
{
    bool revoked;
    str armor;
    TRY(cx, sys_read_file(cx, a, path, SSHSIG_MAX_TEXT, &armor));
    TRY(cx, sshsig_parse(cx, a, armor, s));
    TRY(cx, sshsig_check(cx, s, k->name_space, k->text, false));
    TRY(cx, revoked_has(cx, a, k->revoked, &s->key, &revoked));
    if (revoked)
        return fail(cx, ERR_INPUT, "its key is among the revoked ones");
    return allowed_find(cx, a, k->allowed, &s->key, k->name_space, k->at,
                        holder);
}

static err print_one(struct cx *cx, struct arena *a, const struct checking *k,
                     const char *path, struct buf *out, bool *holds)
{
    struct sshsig s;
    str holder;
    err e = check_one(cx, a, k, path, &s, &holder);
    *holds = is_ok(e);
    if (e.code == ERR_INPUT) {
        buf_safe(out, str_of(path));
        buf_c(out, ": does not hold: ");
        buf_safe(out, str_of(cx->fault.message));
        buf_char(out, '\n');
        fault_clear(cx);
        return OK;
    }
    TRY(cx, e);
    buf_safe(out, str_of(path));
    buf_c(out, ": signed by ");
    buf_safe(out, holder);
    buf_c(out, ", ");
    print_by(&s, out);
    buf_char(out, '\n');
    return OK;
}

err signatures_check(struct cx *cx, struct arena *a,
                     const struct signatures_check *what, struct buf *messages,
                     struct buf *out, bool *hold)
{
    char room[40];
    struct checking k = {.what = what};
    TRY(cx, text_of(cx, a, what->path, what->purpose, what->choices,
                    what->n_choices, messages, &k.text));
    TRY(cx, name_space_of(cx, a, what->purpose, &k.name_space));
    TRY(cx,
        sys_read_file(cx, a, what->allowed, LIMIT_SIDE_FILE_BYTES, &k.allowed));
    if (what->revoked != NULL)
        TRY(cx, sys_read_file(cx, a, what->revoked, LIMIT_SIDE_FILE_BYTES,
                              &k.revoked));
    k.at = str_of(what->at == NULL ? "" : what->at);
    if (what->at == NULL)
        TRY(cx, casefile_now(cx, room, &k.at));
    else if (!entry_time_is_valid(k.at))
        return fail_hint(cx, ERR_INPUT, "For instance 2025-01-19T10:00:00Z.",
                         "--at: \"%s\" is no time", what->at);
    *hold = true;
    for (size_t i = 0; i < what->n; i++) {
        bool one;
        TRY(cx, print_one(cx, a, &k, what->signatures[i], out, &one));
        *hold = *hold && one;
    }
    buf_c(out, "the text's fingerprint is ");
    print_short(k.text, out);
    buf_char(out, '\n');
    return OK;
}

struct tally {
    const struct casefile *c;
    struct arena *a;
    struct buf *out;
    uint64_t *good, *bad;
};

static err check_entry(struct cx *cx, void *self,
                       const struct casefile_entry *e)
{
    struct tally *t = self;
    struct signature_seen s;
    if (!e->there)
        return OK;
    struct arena_mark mark = arena_mark(t->a);
    err r = signature_read(cx, t->a, t->c, e, &s);
    arena_rewind(t->a, mark);
    if (is_ok(r)) {
        *t->good += s.verified;
        return OK;
    }
    if (r.code == ERR_RESOURCE || r.code == ERR_BUG)
        return r;
    (*t->bad)++;
    buf_printf(t->out,
               "entry %" PRIu64 ": the signature does not hold: ", e->number);
    buf_safe(t->out, str_of(cx->fault.message));
    buf_c(t->out,
          "\n  = repair: restore a copy of the case; if all copies have "
          "it so, it counts in none: its holder signs again\n");
    fault_clear(cx);
    return OK;
}

err signatures_check_case(struct cx *cx, struct arena *a,
                          const struct casefile *c, struct buf *out,
                          uint64_t *good, uint64_t *bad)
{
    struct tally t = {c, a, out, good, bad};
    *good = *bad = 0;
    return casefile_each(cx, c, "signature", check_entry, &t);
}
