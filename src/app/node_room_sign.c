/* app/node_room_sign.c: the agreed text and its signatures. Keys of people
 * never come here: a signature is made elsewhere, and entered as a file. See
 * node_room.h. */
#include "app/node_room.h"

#include "app/agreement.h"

/* The agreed text, or NULL. */
static err find_agreed(struct ask *q, const struct talks_item **out)
{
    *out = NULL;
    err e = seat_agreed(q->cx, seat_of(q), out);
    if (e.code != ERR_CONFLICT)
        return e;
    fault_clear(q->cx);
    return OK;
}

static str actor_name(const struct agreement *ag, uint32_t i)
{
    return ag->actors[i].name.n > 0 ? ag->actors[i].name : ag->actors[i].id;
}

/* "when Ardania and Belmar have signed": the text's own rule. */
static err force_words(struct ask *q, str text, str *out)
{
    struct app_agreement g;
    struct buf b;
    bool any = false;
    TRY(q->cx, app_compile_agreement(q->cx, q->a, "the agreed text", text, NULL,
                                     0, &g));
    buf_init(&b, q->a, SIZE_MAX);
    switch (g.ag->force) {
    case FORCE_AT:
        lang_point_print(q->cx, g.ag, &g.ag->force_at, &b);
        break;
    case FORCE_SIGNED:
    case FORCE_ANNOUNCED:
        buf_c(&b, "when ");
        for (uint32_t i = 0; i < g.ag->n_actors; i++)
            if (g.ag->force_by & (actor_set)1 << i) {
                buf_c(&b, any ? " and " : "");
                buf_str(&b, actor_name(g.ag, i));
                any = true;
            }
        buf_c(&b, g.ag->force == FORCE_SIGNED ? " have signed"
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

static err signing(struct ask *q)
{
    struct web_signing s = {0};
    TRY(q->cx, find_agreed(q, &s.agreed));
    if (s.agreed == NULL)
        return web_room_signing(q->cx, &q->view, &s, q->out);
    TRY(q->cx, room_hex(q, cry_sha256(s.agreed->o.body, STR("")), &s.hash));
    s.choice = talks_field(&s.agreed->o, "choice");
    TRY(q->cx, force_words(q, s.agreed->o.body, &s.force));
    TRY(q->cx, gather(q, &s));
    return web_room_signing(q->cx, &q->view, &s, q->out);
}

static err do_signing(struct ask *q)
{
    const struct form_field *f = form_file(&q->form, "file");
    struct buf out;
    TRY(q->cx, room_must_bind(q));
    if (!room_does(q, "sign") || room_mediates(q))
        return room_not_ours(q);
    q->wrong_field = STR("file");
    if (f == NULL || f->value.n == 0)
        return fail(q->cx, ERR_INPUT, "no file was sent");
    buf_init(&out, q->a, SIZE_MAX);
    TRY(q->cx, seat_enter_signature(q->cx, q->a, seat_of(q), f->value, &out));
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
