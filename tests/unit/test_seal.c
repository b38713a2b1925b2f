/* test_seal.c: sealed files: keys, sizes, what is changed, what is cut short.
 * The vectors of others are run by tests/seal/vectors.py, other programs by
 * tests/peers/. */
#include "crypto/crypto.h"
#include "seal/pad.h"
#include "seal/seal.h"
#include "tests/test.h"

/* An identity of the age test vectors, and its recipient by age-keygen. */
#define IDENTITY                                                               \
    STR("AGE-SECRET-KEY-"                                                      \
        "1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0")
#define RECIPIENT                                                              \
    STR("age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4q47ryef")

/* --- keys ------------------------------------------------------------------
 */

void test_seal_key__is_read_and_printed(void)
{
    struct cx *cx = test_cx();
    struct identity i;
    struct recipient r;
    struct buf b;
    struct secret_text t = {0};
    CHECK_OK(cx, identity_parse(cx, "", IDENTITY, &i));
    buf_init(&b, test_arena(), 1000);
    recipient_print(&i.recipient, &b);
    CHECK_STR(buf_view(&b), RECIPIENT);
    CHECK_OK(cx, recipient_parse(cx, "", RECIPIENT, &r));
    CHECK(recipient_eq(&r, &i.recipient));
    CHECK_OK(cx, secret_make(cx, SEAL_KEY_TEXT, &t.room));
    identity_put(&i, &t);
    CHECK_STR(secret_text_view(&t), IDENTITY);
    secret_release(&t.room);
    identity_release(&i);
}

void test_seal_key__random_ones_come_back(void)
{
    struct cx *cx = test_cx();
    for (size_t n = 0; n < 200 * test_times(); n++) {
        struct identity i, back;
        struct secret_text t = {0};
        struct buf b;
        struct recipient r;
        CHECK_OK(cx, identity_make(cx, &i));
        CHECK_OK(cx, secret_make(cx, SEAL_KEY_TEXT, &t.room));
        identity_put(&i, &t);
        CHECK_OK(cx, identity_parse(cx, "", secret_text_view(&t), &back));
        CHECK(cry_equal(i.key.p, back.key.p, 32));
        buf_init(&b, test_arena(), 1000);
        recipient_print(&i.recipient, &b);
        CHECK_INT(b.n, SEAL_RECIPIENT_TEXT);
        CHECK_OK(cx, recipient_parse(cx, "", buf_view(&b), &r));
        CHECK(recipient_eq(&r, &back.recipient));
        secret_release(&t.room);
        identity_release(&i);
        identity_release(&back);
    }
}

/* Each other byte at each place, and each length. */
void test_seal_key__has_one_spelling(void)
{
    struct cx *cx = test_cx();
    char text[SEAL_KEY_TEXT + 1];
    struct recipient r;
    struct identity i;
    size_t accepted = 0;
    memcpy(text, RECIPIENT.p, SEAL_RECIPIENT_TEXT);
    for (size_t at = 0; at < SEAL_RECIPIENT_TEXT; at++) {
        for (int c = 0; c < 256; c++) {
            text[at] = (char)c;
            accepted += c != (unsigned char)RECIPIENT.p[at] &&
                        is_ok(recipient_parse(
                            cx, "", (str){text, SEAL_RECIPIENT_TEXT}, &r));
        }
        text[at] = RECIPIENT.p[at];
    }
    memcpy(text, IDENTITY.p, SEAL_KEY_TEXT);
    for (size_t at = 0; at < SEAL_KEY_TEXT; at++) {
        for (int c = 0; c < 256; c += 3) {
            text[at] = (char)c;
            accepted +=
                c != (unsigned char)IDENTITY.p[at] &&
                is_ok(identity_parse(cx, "", (str){text, SEAL_KEY_TEXT}, &i));
        }
        text[at] = IDENTITY.p[at];
    }
    for (size_t n = 0; n < SEAL_KEY_TEXT; n++) {
        accepted += is_ok(identity_parse(cx, "", (str){text, n}, &i));
        accepted += n < SEAL_RECIPIENT_TEXT &&
                    is_ok(recipient_parse(cx, "", (str){RECIPIENT.p, n}, &r));
    }
    CHECK_INT(accepted, 0);
}

void test_seal_key__others_are_named(void)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"age1pq1xyz", "hybrid"},
        {"ssh-ed25519 AAAA", "SSH key"},
        {"age1yubikey1qwe", "plugin"},
        {"AGE-SECRET-KEY-"
         "1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0",
         "secret key, not a recipient"},
        {"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
         "checksum"},
        {"", "checksum"},
    };
    struct cx *cx = test_cx();
    struct recipient r;
    struct identity i;
    for (size_t k = 0; k < COUNT_OF(rows); k++) {
        CASE("%s", rows[k].text);
        CHECK_FAILS(cx, recipient_parse(cx, "", str_of(rows[k].text), &r),
                    ERR_INPUT);
        CHECK(strstr(cx->fault.message, rows[k].says) != NULL);
    }
    CASE("a recipient for an identity");
    CHECK_FAILS(cx, identity_parse(cx, "", RECIPIENT, &i), ERR_INPUT);
    CHECK(strstr(cx->fault.message, "public key") != NULL);
    CASE("small order");
    /* The point 0, its checksum right. */
    CHECK_FAILS(
        cx,
        recipient_parse(cx, "",
                        STR("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
                            "qqqqqqqqqqqqqlpf8sf"),
                        &r),
        ERR_INPUT);
}

void test_seal_key__files_are_read(void)
{
    struct cx *cx = test_cx();
    static struct identities ids;
    str text;
    CHECK(arena_printf(test_arena(), &text,
                       "# created: today\r\n\n  %.*s  \n#x\n%.*s",
                       STR_ARG(IDENTITY), STR_ARG(IDENTITY)));
    CHECK_OK(cx, identities_add(cx, "k", text, &ids));
    CHECK_INT(ids.n, 2);
    identities_release(&ids);
    CHECK_FAILS(cx, identities_add(cx, "k", STR("# nothing\n"), &ids),
                ERR_INPUT);
    CHECK_FAILS(cx,
                identities_add(cx, "k", STR("#\nAGE-SECRET-KEY-1QQ\n"), &ids),
                ERR_INPUT);
    CHECK(strncmp(cx->fault.message, "k:2: ", 5) == 0);
    CHECK(strstr(cx->fault.message, "1QQ") == NULL);
    CHECK_FAILS(cx,
                identities_add(cx, "k", STR("age-encryption.org/v1\n"), &ids),
                ERR_INPUT);
}

/* --- padding ---------------------------------------------------------------
 */

void test_seal_pad__costs_at_most_an_eighth(void)
{
    struct test_rand r = {7};
    for (size_t i = 0; i < 20000 * test_times(); i++) {
        uint64_t n = i < 10000 ? i
                               : test_rand_u64(&r) % PAD_CONTENT_MAX >>
                                     test_rand_below(&r, 50);
        uint64_t total = pad_total(n);
        CHECK(total >= n + PAD_TRAILER && total >= PAD_LEAST);
        /* At most 12 % more, but for what is short. */
        CHECK(total == PAD_LEAST ||
              (total - n - PAD_TRAILER) * 100 <= 12 * (n + PAD_TRAILER));
        CHECK(pad_total(n + 1) >= total);
        /* A padded length is padded to itself. */
        CHECK(pad_total(total - PAD_TRAILER) == total);
    }
    CHECK_INT(pad_total(0), 4096);
    CHECK_INT(pad_total(4064), 4096);
    CHECK_INT(pad_total(4065), 4352);
    CHECK_INT(pad_total(1000000), 1015808);
}

/* Bytes in pieces of any size; what is found is what was put in. */
static uint64_t content_of(str bytes, struct test_rand *r)
{
    struct unpad u = {0};
    while (bytes.n > 0) {
        size_t n = (size_t)test_rand_below(r, 200);
        str piece = str_sub(bytes, 0, n);
        unpad_add(&u, (const uint8_t *)piece.p, piece.n);
        bytes = str_sub(bytes, piece.n, bytes.n);
    }
    return unpad_content(&u);
}

void test_seal_pad__is_found_and_only_it(void)
{
    struct test_rand r = {3};
    enum { MOST = 6000 };
    static char room[2 * MOST];
    for (size_t i = 0; i < 300 * test_times(); i++) {
        uint64_t n = test_rand_below(&r, MOST);
        uint64_t total = pad_total(n);
        memset(room, 0, sizeof room);
        memset(room, 'x', n);
        /* Zeros at the end of the content are content. */
        for (uint64_t k = 0; k < n && k < test_rand_below(&r, 100); k++)
            room[n - 1 - k] = 0;
        pad_trailer(n, room + total - PAD_TRAILER);
        str s = {room, total};
        CHECK_INT(content_of(s, &r), n);
        /* Something else: taken as it is. */
        CHECK_INT(content_of(str_sub(s, 1, total), &r), total - 1);
        if (total - n > PAD_TRAILER) {
            room[n] = 'y';
            CHECK_INT(content_of(s, &r), total);
            room[n] = 0;
        }
        pad_trailer(total - PAD_TRAILER + 1, room + total - PAD_TRAILER);
        CHECK_INT(content_of(s, &r), total);
    }
    CHECK_INT(content_of(STR(""), &r), 0);
    CHECK_INT(content_of(STR("truce padded 1 0000000000000000\n"), &r), 32);
    CHECK_INT(content_of(STR("truce padded 1 +00000000000000x\n"), &r), 32);
}

/* --- files ------------------------------------------------------------------
 */

struct memory {
    const uint8_t *p;
    size_t n, at;
    struct buf *out;
    uint64_t sum, count; /* where nothing is kept */
    size_t step;
};

static err from_memory(struct cx *cx, void *self, void *p, size_t cap,
                       size_t *n)
{
    struct memory *m = self;
    (void)cx;
    *n = m->n - m->at < cap ? m->n - m->at : cap;
    if (m->step > 0 && *n > m->step)
        *n = m->step;
    if (*n > 0)
        memcpy(p, m->p + m->at, *n);
    m->at += *n;
    return OK;
}

static err to_memory(struct cx *cx, void *self, const void *p, size_t n)
{
    struct memory *m = self;
    buf_bytes(m->out, p, n);
    return buf_finish(cx, m->out);
}

static struct identity me[3];

static void make_me(struct cx *cx)
{
    for (size_t i = 0; i < COUNT_OF(me); i++) {
        identity_release(&me[i]);
        CHECK_OK(cx, identity_make(cx, &me[i]));
    }
}

static str seal(struct cx *cx, str content, size_t n, bool armor)
{
    struct recipient r[64];
    struct buf *out = arena_alloc(test_arena(), sizeof *out);
    for (size_t i = 0; i < n; i++)
        r[i] = me[i % COUNT_OF(me)].recipient;
    struct seal_options o = {r, n, armor};
    struct memory in = {
        (const uint8_t *)content.p, content.n, 0, NULL, 0, 0, 1000};
    struct memory to = {.out = out};
    uint64_t bytes = 0;
    buf_init(out, test_arena(), SIZE_MAX);
    CHECK_OK(cx, seal_write(cx, &o, (struct seal_source){from_memory, &in, "f"},
                            (struct seal_sink){to_memory, &to}, &bytes));
    CHECK_INT(bytes, content.n);
    return buf_view(out);
}

/* The content, or what is left out of it: the fault. */
static enum seal_fault open_with(struct cx *cx, const struct identity *by,
                                 str sealed, struct buf *out,
                                 struct seal_opened *opened)
{
    static struct identities ids;
    ids.id[0] = *by;
    ids.n = 1;
    struct seal_keys keys = {.ids = &ids};
    struct memory in = {(const uint8_t *)sealed.p, sealed.n, 0, NULL, 0, 0, 0};
    struct memory to = {.out = out};
    buf_clear(out);
    err e = seal_open(cx, &keys, (struct seal_source){from_memory, &in, "f"},
                      (struct seal_sink){to_memory, &to}, opened);
    CHECK(is_ok(e) == (opened->fault == SEAL_SOUND));
    CHECK(is_ok(e) || e.code == ERR_INPUT);
    return opened->fault;
}

void test_seal__opens_what_it_sealed(void)
{
    static const size_t sizes[] = {0,     1,     4063,  4064,   4065,
                                   65503, 65504, 65505, 65535,  65536,
                                   65537, 98272, 98273, 131072, 300000};
    struct cx *cx = test_cx();
    struct test_rand r = {5};
    struct buf out;
    struct seal_opened o;
    char *content = arena_alloc(test_arena(), 300000);
    make_me(cx);
    for (size_t i = 0; i < 300000; i++)
        content[i] = (char)test_rand_u64(&r);
    buf_init(&out, test_arena(), SIZE_MAX);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        for (int armor = 0; armor < 2; armor++) {
            CASE("%zu bytes%s", sizes[i], armor ? " as text" : "");
            size_t n = 1 + i % 3;
            str want = {content, sizes[i]};
            str s = seal(cx, want, n, armor == 1);
            for (size_t k = 0; k < COUNT_OF(me); k++) {
                enum seal_fault f = open_with(cx, &me[k], s, &out, &o);
                CHECK_INT(f, k < n ? SEAL_SOUND : SEAL_NO_MATCH);
                if (k >= n)
                    continue;
                CHECK_INT(o.bytes, want.n);
                CHECK_INT(o.padded, pad_total(want.n));
                CHECK_INT(o.n_recipients, 4);
                CHECK_INT(o.armored, armor);
                CHECK(str_eq(str_sub(buf_view(&out), 0, want.n), want));
            }
        }
    }
}

void test_seal__recipients_are_filled_up(void)
{
    static const size_t rows[][2] = {{1, 4},  {4, 4},   {5, 8},
                                     {9, 16}, {16, 16}, {17, 32}};
    struct cx *cx = test_cx();
    struct buf out;
    struct seal_opened o;
    make_me(cx);
    buf_init(&out, test_arena(), SIZE_MAX);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        str s = seal(cx, STR("x"), rows[i][0], false);
        CHECK_INT(open_with(cx, &me[0], s, &out, &o), SEAL_SOUND);
        CHECK_INT(o.n_recipients, rows[i][1]);
        /* Nothing but their number decides the length. */
        CHECK_INT(s.n,
                  str_find(s, STR("\n---")) + 4 + 1 + 43 + 1 + 16 + 4096 + 16);
    }
    struct seal_options none = {NULL, 0, false};
    struct memory in = {0};
    uint64_t n;
    CHECK_FAILS(cx,
                seal_write(cx, &none,
                           (struct seal_source){from_memory, &in, "f"},
                           (struct seal_sink){to_memory, &in}, &n),
                ERR_LIMIT);
}

/* One bit of each byte, and each length: nothing passes for the content. */
void test_seal__each_changed_byte_is_found(void)
{
    struct cx *cx = test_cx();
    struct buf out;
    struct seal_opened o;
    size_t sound = 0;
    make_me(cx);
    buf_init(&out, test_arena(), SIZE_MAX);
    str s = seal(cx, STR("Article 4.1: we accept, if 3.1."), 1, false);
    char *p = (char *)(uintptr_t)s.p;
    for (size_t i = 0; i < s.n; i++) {
        char was = p[i];
        p[i] ^= (char)(1 << (i % 8));
        sound += open_with(cx, &me[0], s, &out, &o) == SEAL_SOUND;
        p[i] = was;
        if (i % 5 != 0)
            continue;
        sound +=
            open_with(cx, &me[0], str_sub(s, 0, i), &out, &o) == SEAL_SOUND;
        CHECK(o.fault != SEAL_OTHER);
    }
    CHECK_INT(sound, 0);
    CHECK_INT(open_with(cx, &me[0], s, &out, &o), SEAL_SOUND);
}

/* In the text form too, but for what stands outside: there may be white space,
 * and the ends of lines may be CRLF. */
void test_seal__each_changed_letter_is_found(void)
{
    struct cx *cx = test_cx();
    struct buf out;
    struct seal_opened o;
    size_t sound = 0;
    make_me(cx);
    buf_init(&out, test_arena(), SIZE_MAX);
    str s = seal(cx, STR("Article 4.1"), 1, true);
    char *p = (char *)(uintptr_t)s.p;
    for (size_t i = 0; i + 1 < s.n; i++) {
        char was = p[i];
        if (i > 1000 && i + 1000 < s.n && i % 5 != 0)
            continue;
        p[i] = was == 'A' ? 'B' : 'A';
        sound += open_with(cx, &me[0], s, &out, &o) == SEAL_SOUND;
        p[i] = was;
        if (i % 5 == 0)
            sound +=
                open_with(cx, &me[0], str_sub(s, 0, i), &out, &o) == SEAL_SOUND;
    }
    /* Without its last LF it is whole. */
    CHECK_INT(sound, 0);
    CHECK_INT(open_with(cx, &me[0], str_sub(s, 0, s.n - 1), &out, &o),
              SEAL_SOUND);
}

void test_seal__says_what_is_wrong(void)
{
    struct cx *cx = test_cx();
    struct buf out, two;
    struct seal_opened o;
    char *content = arena_alloc(test_arena(), 200000);
    make_me(cx);
    buf_init(&out, test_arena(), SIZE_MAX);
    buf_init(&two, test_arena(), SIZE_MAX);
    str s = seal(cx, (str){content, 200000}, 1, false);
    size_t head = str_find(s, STR("\n---")) + 4 + 1 + 43 + 1 + 16;
    const struct {
        str text;
        const char *says;
    } rows[] = {
        {STR("PK\003\004"), "not a sealed file"},
        {STR(""), "empty"},
        {STR("age-encryption.org/v2\n-> x\n\n--- \n"), "not known"},
        {STR("-----BEGIN PGP MESSAGE-----\n"), "not -----BEGIN AGE"},
        {str_sub(s, 0, 300), "cut short"},
        {str_sub(s, 0, head - 3), "cut short behind its header"},
        {str_sub(s, 0, head + 65552), "cut short, after 65536 bytes"},
        {str_sub(s, 0, head + 70000), "changed or cut short, after 65536"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s", rows[i].says);
        CHECK(open_with(cx, &me[0], rows[i].text, &out, &o) != SEAL_SOUND);
        CHECK(strstr(cx->fault.message, rows[i].says) != NULL);
        CHECK(cx->fault.hint[0] != '\0');
    }
    CASE("something behind it");
    buf_str(&two, s);
    buf_c(&two, "x");
    CHECK_INT(open_with(cx, &me[0], buf_view(&two), &out, &o), SEAL_PAYLOAD);
    CASE("another key");
    CHECK_INT(open_with(cx, &me[1], s, &out, &o), SEAL_NO_MATCH);
    CHECK(strstr(cx->fault.message, "not one that opens") != NULL);
    CASE("a changed header");
    char *p = (char *)(uintptr_t)s.p;
    p[str_find(s, STR("\n---")) + 6] ^= 1;
    CHECK(open_with(cx, &me[0], s, &out, &o) != SEAL_SOUND);
}

/* A large file passes through a little memory. */
static err endless(struct cx *cx, void *self, void *p, size_t cap, size_t *n)
{
    struct memory *m = self;
    (void)cx;
    *n = m->n < cap ? m->n : cap;
    memset(p, 'x', *n);
    m->n -= *n;
    return OK;
}

static err discard(struct cx *cx, void *self, const void *p, size_t n)
{
    struct memory *m = self;
    (void)cx;
    (void)p;
    m->count += n;
    return OK;
}

void test_seal__needs_little_memory(void)
{
    struct cx *cx = test_cx();
    struct recipient r;
    struct memory in = {.n = (size_t)32 << 20}, to = {0};
    uint64_t n;
    make_me(cx);
    r = me[0].recipient;
    struct seal_options o = {&r, 1, false};
    struct arena_mark mark = arena_mark(cx->scratch);
    size_t limit = cx->scratch->limit_bytes;
    cx->scratch->limit_bytes = cx->scratch->used_bytes + (1 << 20);
    CHECK_OK(cx, seal_write(cx, &o, (struct seal_source){endless, &in, "f"},
                            (struct seal_sink){discard, &to}, &n));
    CHECK_INT(n, 32 << 20);
    CHECK(to.count > n && to.count < n + n / 8);
    cx->scratch->limit_bytes = limit;
    arena_rewind(cx->scratch, mark);
}

void test_seal__survives_each_failed_allocation(void)
{
    struct cx cx;
    struct arena scratch;
    str s;
    struct buf out;
    struct seal_opened o;
    size_t n = 2; /* the first is the context's own */
    make_me(test_cx());
    s = seal(test_cx(), STR("x"), 1, false);
    for (;; n++) {
        static struct identities ids;
        struct test_heap h = {.fail_at = n};
        cx_init_fixed(&cx, &scratch, test_heap_mem(&h), 0, 1);
        ids.id[0] = me[0];
        ids.n = 1;
        struct seal_keys keys = {.ids = &ids};
        struct memory in = {(const uint8_t *)s.p, s.n, 0, NULL, 0, 0, 0};
        struct memory to = {.out = &out};
        buf_init(&out, test_arena(), SIZE_MAX);
        err e =
            seal_open(&cx, &keys, (struct seal_source){from_memory, &in, "f"},
                      (struct seal_sink){to_memory, &to}, &o);
        cx_release(&cx);
        if (is_ok(e))
            break;
        CHECK(e.code == ERR_RESOURCE);
        CHECK_INT(o.fault, SEAL_OTHER);
    }
    CHECK(n > 2);
}
