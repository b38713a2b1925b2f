/* talks/relay.c: what a relay signs and is asked: receipts, heads, requests.
 * docs/talks-format.md 10. Read next: app/talks_relay.c. */
#include "talks/talks_int.h"

/* --- receipts
 * ----------------------------------------------------------------------
 */

static void put_number(struct buf *b, const char *word, uint64_t v)
{
    buf_c(b, word);
    buf_char(b, ' ');
    buf_uint(b, v);
    buf_char(b, '\n');
}

void relay_receipt_print(const struct charter *c, const struct relay_receipt *r,
                         struct buf *out)
{
    put_head(out, "receipt", c);
    put_line(out, "room", r->room);
    put_line(out, "sender", r->sender);
    put_number(out, "number", r->number);
    put_hash(out, "envelope", r->envelope);
    put_line(out, "made", r->made);
}

static err take_time(struct cx *cx, struct lines *l, str *out)
{
    TRY(cx, lines_take(cx, l, "made", out));
    if (!entry_time_is_valid(*out))
        return lines_bad(cx, l, "not a time");
    return OK;
}

static err must_have_relay(struct cx *cx, const struct charter *c)
{
    if (!c->has_relay)
        return fail(cx, ERR_INPUT, "the charter names no relay");
    return OK;
}

err relay_receipt_open(struct cx *cx, const struct charter *c, str bytes,
                       struct relay_receipt *out)
{
    struct relay_receipt r;
    struct lines l = {.what = "the receipt"};
    TRY(cx, must_have_relay(cx, c));
    TRY(cx, open_signed(cx, bytes, "receipt", &c->relay, TALKS_CAME, &l.rest));
    TRY(cx, take_head(cx, &l, "receipt", c));
    TRY(cx, lines_take(cx, &l, "room", &r.room));
    TRY(cx, lines_take(cx, &l, "sender", &r.sender));
    TRY(cx, lines_number(cx, &l, "number", &r.number));
    TRY(cx, lines_hash(cx, &l, "envelope", &r.envelope));
    TRY(cx, take_time(cx, &l, &r.made));
    if (l.rest.n > 0)
        return lines_bad(cx, &l, "there are further lines");
    *out = r;
    return OK;
}

/* --- heads and requests
 * ---------------------------------------------------------------
 */

static void put_chains(const struct relay_head *h, struct buf *out)
{
    for (size_t i = 0; i < h->n; i++) {
        const struct relay_count *k = &h->chain[i];
        char hex[2 * CRY_HASH_BYTES];
        buf_c(out, "chain ");
        buf_str(out, k->room);
        buf_char(out, ' ');
        buf_str(out, k->sender);
        buf_char(out, ' ');
        buf_uint(out, k->count);
        hash_print(k->last, hex);
        buf_char(out, ' ');
        buf_bytes(out, hex, sizeof hex);
        buf_char(out, '\n');
    }
}

static err take_chain(struct cx *cx, struct lines *l, struct relay_count *out)
{
    str v, count, hex;
    TRY(cx, lines_take(cx, l, "chain", &v));
    if (!str_cut(v, ' ', &out->room, &v) ||
        !str_cut(v, ' ', &out->sender, &v) || !str_cut(v, ' ', &count, &hex) ||
        !note_decimal(count, &out->count) || !hash_parse(hex, &out->last))
        return lines_bad(cx, l, "a chain is `chain ROOM SENDER COUNT HASH`");
    return OK;
}

static err take_chains(struct cx *cx, struct arena *a, struct lines *l,
                       struct relay_head *h)
{
    TRY_NEW_ARRAY(cx, a, RELAY_CHAINS_MAX, h->chain);
    while (l->rest.n > 0) {
        if (h->n == RELAY_CHAINS_MAX)
            return lines_bad(cx, l, "too many chains");
        TRY(cx, take_chain(cx, l, &h->chain[h->n]));
        h->n++;
    }
    return OK;
}

void relay_head_print(const struct charter *c, const struct relay_head *h,
                      struct buf *out)
{
    put_head(out, "head", c);
    put_line(out, "node", h->node);
    put_number(out, "request", h->request);
    put_line(out, "made", h->made);
    put_chains(h, out);
}

err relay_head_open(struct cx *cx, struct arena *a, const struct charter *c,
                    str bytes, struct relay_head *out)
{
    struct relay_head h = {0};
    struct lines l = {.what = "the head"};
    TRY(cx, must_have_relay(cx, c));
    TRY(cx, open_signed(cx, bytes, "head", &c->relay, TALKS_CAME, &l.rest));
    TRY(cx, take_head(cx, &l, "head", c));
    TRY(cx, lines_take(cx, &l, "node", &h.node));
    TRY(cx, lines_number(cx, &l, "request", &h.request));
    TRY(cx, take_time(cx, &l, &h.made));
    TRY(cx, take_chains(cx, a, &l, &h));
    *out = h;
    return OK;
}

bool relay_has_dropped(const struct relay_receipt *r,
                       const struct relay_head *h)
{
    if (str_cmp(h->made, r->made) < 0)
        return false; /* the head is from before */
    if (!str_eq(h->node, r->sender))
        return false; /* others may not be in that room */
    for (size_t i = 0; i < h->n; i++) {
        const struct relay_count *k = &h->chain[i];
        if (!str_eq(k->room, r->room) || !str_eq(k->sender, r->sender))
            continue;
        return k->count <= r->number ||
               (k->count == r->number + 1 && !hash_eq(k->last, r->envelope));
    }
    return true;
}

void relay_request_print(const struct charter *c, const struct relay_head *r,
                         struct buf *out)
{
    put_head(out, "request", c);
    put_line(out, "node", r->node);
    put_number(out, "request", r->request);
    put_chains(r, out);
}

err relay_request_open(struct cx *cx, struct arena *a, const struct charter *c,
                       str bytes, struct relay_head *out)
{
    struct relay_head r = {0};
    struct lines l = {"the request", bytes, 0};
    str text;
    TRY(cx, take_head(cx, &l, "request", c));
    TRY(cx, lines_take(cx, &l, "node", &r.node));
    const struct talks_node *n = charter_node(c, r.node);
    if (n == NULL)
        return lines_bad(cx, &l, "the charter has no such node");
    TRY(cx, open_signed(cx, bytes, "request", &n->key, TALKS_CAME, &text));
    l.rest = str_sub(text, (size_t)(l.rest.p - bytes.p), text.n);
    TRY(cx, lines_number(cx, &l, "request", &r.request));
    TRY(cx, take_chains(cx, a, &l, &r));
    *out = r;
    return OK;
}
