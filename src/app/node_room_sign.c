/* app/node_room_sign.c: the agreed text and its signatures. Secret keys of
 * people never come here: a signature is made elsewhere and entered as a file,
 * or by a passkey in the browser, one that is for signing alone. See
 * node_room.h. */
#include "app/node_room.h"

#include "app/agreement.h"
#include "people/webauthn.h"

/* Of each account the passkey with which it signs: "ID KEY", the id as browsers
 * have it, the key as OpenSSH writes it. */
static const str view_signers = STR_INIT("signer");

static str actor_name(const struct agreement *ag, uint32_t i)
{
    return ag->actors[i].name.n > 0 ? ag->actors[i].name : ag->actors[i].id;
}

/* "when Ardania and Belmar have signed": the text's own rule. */
static err force_words(struct ask *q, const struct agreement *ag, str *out)
{
    struct buf b;
    bool any = false;
    buf_init(&b, q->a, SIZE_MAX);
    switch (ag->force) {
    case FORCE_AT:
        lang_point_print(q->cx, ag, &ag->force_at, &b);
        break;
    case FORCE_SIGNED:
    case FORCE_ANNOUNCED:
        buf_c(&b, "when ");
        for (uint32_t i = 0; i < ag->n_actors; i++)
            if (ag->force_by & (actor_set)1 << i) {
                buf_c(&b, any ? " and " : "");
                buf_str(&b, actor_name(ag, i));
                any = true;
            }
        buf_c(&b, ag->force == FORCE_SIGNED ? " have signed"
                                            : " have announced it");
        break;
    case FORCE_UNSTATED:
        buf_c(&b, "the text does not say");
        break;
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    *out = buf_view(&b);
    return OK;
}

/* SHA256:..., as ssh-keygen -l shows it. */
static err fingerprint(struct ask *q, const struct sshsig *sig, str *out)
{
    char print[SSHKEY_FINGERPRINT_BYTES];
    sshkey_fingerprint(&sig->key, print);
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, (str){print, sizeof print}, out));
    return OK;
}

static err gather(struct ask *q, struct web_signing *s)
{
    const struct seat_file *n = seat_of(q);
    struct web_signed *v;
    str *missing;
    TRY_NEW_ARRAY(q->cx, q->a, n->talks.items.n + 1, v);
    TRY_NEW_ARRAY(q->cx, q->a, n->charter.n_nodes, missing);
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        struct sshsig sig;
        bool holds;
        TRY(q->cx, seat_signature(q->cx, q->a, s->agreed, x, &sig, &holds));
        if (!holds)
            continue;
        v[s->n] = (struct web_signed){.who = x->e.sender, .x = x};
        TRY(q->cx, fingerprint(q, &sig, &v[s->n++].key));
    }
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *p = &n->charter.node[i];
        bool signed_it = p->role != TALKS_PARTY;
        for (size_t k = 0; k < s->n; k++)
            signed_it = signed_it || str_eq(v[k].who, p->name);
        if (!signed_it)
            missing[s->n_missing++] = p->name;
    }
    s->v = v;
    s->missing = missing;
    return OK;
}

/* --- by a passkey
 * -------------------------------------------------------------------------
 */

static err base64url(struct ask *q, str bytes, str *out)
{
    char *room;
    TRY_NEW_ARRAY(q->cx, q->a, 4 * (bytes.n + 2) / 3 + 5, room);
    webauthn_encode((const uint8_t *)bytes.p, bytes.n, room);
    *out = str_of(room);
    return OK;
}

/* What a device calls the account by; another name than for its logins, so that
 * no device takes the one key for the other. */
static err user_of(struct ask *q, str *out)
{
    hash h = cry_sha256(STR("truce signer\n"), q->who->name);
    return base64url(q, (str){(const char *)h.b, sizeof h.b}, out);
}

/* A new key of this session: who made it is not asked, so it need not be fresh.
 */
static err challenge_to_make(struct ask *q, str *out)
{
    hash h = cry_sha256(STR("truce signing key\n"), q->session);
    return base64url(q, (str){(const char *)h.b, sizeof h.b}, out);
}

/* The signed message itself: what is signed is this text and no other. */
static err challenge_to_sign(struct ask *q, str text, str *out)
{
    struct buf b;
    buf_init(&b, q->a, SSHSIG_MAX_TEXT);
    TRY(q->cx, sshsig_challenge(q->cx, STR("agreement@truce"), text, &b));
    return base64url(q, buf_view(&b), out);
}

/* *id is empty if the account has none. */
static err own_signer(struct ask *q, str *id, struct sshkey *key)
{
    str value, text;
    *id = STR("");
    err e = store_view_get(q->cx, seat_of(q)->store, q->a, view_signers,
                           q->who->name, &value);
    if (e.code == ERR_NOT_FOUND) {
        fault_clear(q->cx);
        return OK;
    }
    TRY(q->cx, e);
    (void)str_cut(value, ' ', id, &text);
    return sshkey_parse_text(q->cx, q->a, text, key, NULL);
}

static err show_passkey(struct ask *q, struct web_signing *s)
{
    struct sshkey key;
    char print[SSHKEY_FINGERPRINT_BYTES];
    if (!q->n->talks->view.bind || room_mediates(q))
        return OK;
    TRY(q->cx, user_of(q, &s->user));
    TRY(q->cx, own_signer(q, &s->credential, &key));
    if (s->credential.n == 0)
        return challenge_to_make(q, &s->challenge);
    sshkey_fingerprint(&key, print);
    TRY_ROOM(q->cx, q->a,
             arena_dup_str(q->a, (str){print, sizeof print}, &s->print));
    return challenge_to_sign(q, s->agreed->o.body, &s->challenge);
}

static err ask_of(struct ask *q, struct passkey_sent *sent,
                  struct webauthn_ask *out)
{
    TRY(q->cx, ask_passkey(q, sent));
    *out = (struct webauthn_ask){.origin = sent->origin, .rp_id = sent->rp_id};
    TRY(q->cx, webauthn_decode(q->cx, q->a, sent->client, &sent->client));
    return OK;
}

struct logins {
    str id;
    bool has;
};

static err is_login(struct cx *cx, void *self, const struct people_passkey *k)
{
    struct logins *l = self;
    (void)cx;
    l->has = l->has || str_eq(k->id, l->id);
    return OK;
}

static err make_signer(struct ask *q)
{
    struct passkey_sent sent;
    struct webauthn_ask ask;
    struct webauthn_made made;
    struct sshkey key;
    struct buf b;
    struct logins l = {.has = false};
    TRY(q->cx, ask_of(q, &sent, &ask));
    TRY(q->cx, challenge_to_make(q, &ask.challenge));
    TRY(q->cx,
        webauthn_decode(q->cx, q->a, sent.attestation, &sent.attestation));
    TRY(q->cx,
        webauthn_make(q->cx, &ask, sent.client, sent.attestation, &made));
    if (made.key.alg != WEBAUTHN_P256)
        return fail(q->cx, ERR_INPUT,
                    "a passkey that signs has a key of P-256");
    TRY(q->cx, base64url(q, made.id, &l.id));
    TRY(q->cx, people_passkeys(q->cx, q->n->people, q->who->id, is_login, &l));
    if (l.has)
        return fail(q->cx, ERR_INPUT, "a passkey that logs in never signs");
    TRY(q->cx, sshkey_of_passkey(q->cx, q->a, made.key.bytes, ask.rp_id, &key));
    buf_init(&b, q->a, 2 * SSHKEY_MAX_BYTES);
    buf_str(&b, l.id);
    buf_char(&b, ' ');
    sshkey_print(&key, &b);
    TRY(q->cx, buf_finish(q->cx, &b));
    return store_view_put(q->cx, seat_of(q)->store, view_signers, q->who->name,
                          buf_view(&b));
}

static err sign_with(struct ask *q)
{
    struct passkey_sent sent;
    struct webauthn_ask ask;
    struct webauthn_key key = {.alg = WEBAUTHN_P256, .n = CRY_P256_POINT_BYTES};
    struct webauthn_signed got;
    struct sshsig sig = {.name_space = STR("agreement@truce"),
                         .sha512 = true,
                         .browser = true,
                         .has_flags = true};
    const struct talks_item *agreed;
    struct buf b, out;
    str id;
    TRY(q->cx, seat_agreed(q->cx, seat_of(q), &agreed));
    TRY(q->cx, own_signer(q, &id, &sig.key));
    if (id.n == 0)
        return room_not_ours(q);
    TRY(q->cx, ask_of(q, &sent, &ask));
    TRY(q->cx, challenge_to_sign(q, agreed->o.body, &ask.challenge));
    TRY(q->cx, webauthn_decode(q->cx, q->a, sent.data, &sent.data));
    TRY(q->cx, webauthn_decode(q->cx, q->a, sent.signature, &sent.signature));
    memcpy(key.bytes, sig.key.point.p, sizeof key.bytes);
    TRY(q->cx, webauthn_sign_whole(q->cx, &ask, &key, sent.client, sent.data,
                                   sent.signature, &got));
    sig.flags = got.flags;
    sig.counter = got.count;
    sig.extensions = got.extensions;
    sig.origin = ask.origin;
    sig.client = sent.client;
    sig.signature = (str){(const char *)got.p256, sizeof got.p256};
    buf_init(&b, q->a, SSHSIG_MAX_TEXT);
    buf_init(&out, q->a, SIZE_MAX);
    TRY(q->cx, sshsig_print(q->cx, &sig, &b));
    return seat_enter_signature(q->cx, q->a, seat_of(q), buf_view(&b), &out);
}

/* --- the page
 * -----------------------------------------------------------------------------
 */

static err signing(struct ask *q)
{
    struct web_signing s = {.agreed = seat_find_agreed(seat_of(q))};
    if (s.agreed == NULL)
        return web_room_signing(q->cx, &q->view, &s, q->out);
    TRY(q->cx, room_hex(q, cry_sha256(s.agreed->o.body, STR("")), &s.hash));
    s.choice = talks_field(&s.agreed->o, "choice");
    struct app_agreement g;
    TRY(q->cx, app_compile_agreement(q->cx, q->a, "the agreed text",
                                     s.agreed->o.body, NULL, 0, &g));
    s.ag = g.ag;
    TRY(q->cx, force_words(q, s.ag, &s.force));
    TRY(q->cx, gather(q, &s));
    TRY(q->cx, show_passkey(q, &s));
    return web_room_signing(q->cx, &q->view, &s, q->out);
}

static err enter_file(struct ask *q)
{
    const struct form_field *f = form_file(&q->form, "file");
    struct buf out;
    q->wrong_field = STR("file");
    if (f == NULL || f->value.n == 0)
        return fail(q->cx, ERR_INPUT, "no file was sent");
    buf_init(&out, q->a, SIZE_MAX);
    return seat_enter_signature(q->cx, q->a, seat_of(q), f->value, &out);
}

static err do_signing(struct ask *q)
{
    TRY(q->cx, room_must_bind(q));
    if (room_mediates(q))
        return room_not_ours(q);
    if (room_does(q, "make")) {
        TRY(q->cx, make_signer(q));
        return room_done(q, "make a signing passkey", STR("/signing"));
    }
    if (room_does(q, "passkey"))
        TRY(q->cx, sign_with(q));
    else if (room_does(q, "sign"))
        TRY(q->cx, enter_file(q));
    else
        return room_not_ours(q);
    return room_done(q, "sign", STR("/signing"));
}

/* /signing/agreement.truce, /signing/NAME.sig, /signing/NAME.pub. */
static err file(struct ask *q)
{
    const struct seat_file *n = seat_of(q);
    const struct talks_item *agreed;
    str name = q->part[1];
    bool sig = str_ends(name, STR(".sig")), pub = str_ends(name, STR(".pub"));
    TRY(q->cx, seat_agreed(q->cx, n, &agreed));
    if (str_eq(name, STR("agreement.truce"))) {
        buf_str(q->out, agreed->o.body);
        return buf_finish(q->cx, q->out);
    }
    for (size_t i = 0; (sig || pub) && i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        struct sshsig s;
        bool holds;
        TRY(q->cx, seat_signature(q->cx, q->a, agreed, x, &s, &holds));
        if (!holds || !str_eq(x->e.sender, str_sub(name, 0, name.n - 4)))
            continue;
        if (sig) {
            buf_str(q->out, x->o.body);
        } else {
            sshkey_print(&s.key, q->out);
            buf_char(q->out, '\n');
        }
        return buf_finish(q->cx, q->out);
    }
    return fail(q->cx, ERR_NOT_FOUND, "there is no such file");
}

static const struct form_route routes[] = {
    {{"signing", 1, signing, NULL, "", "The agreed text and its signatures."},
     MAY_SEE_TALKS,
     do_signing},
    {{"signing", 2, file, "application/octet-stream", "",
      "/signing/FILE: the text or a signature, byte for byte."},
     MAY_SEE_TALKS,
     NULL},
};
const struct form_table room_sign_routes = {routes, COUNT_OF(routes)};
