/* test_proof.c: entries, policies and proof files together: a small log is
 * made, cosigned and proved; then everything in it is changed, byte by byte. */
#include "base/arena.h"
#include "proof/bundle.h"
#include "proof/entry.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

static void make_key(const char *name, enum note_alg alg, uint8_t first,
                     uint8_t pair[64], struct note_key *k)
{
    memset(pair, 0, 64);
    pair[0] = first;
    cry_pair_complete(pair);
    CHECK_OK(test_cx(),
             note_key_make(test_cx(), str_of(name), alg, pair + 32, k));
}

static struct entry sample(void)
{
    return (struct entry){.log = STR("case.example/harbour"),
                          .type = STR("report"),
                          .sender = STR("ardania-1"),
                          .number = 1,
                          .has_after = true,
                          .after = merkle_leaf(STR("before")),
                          .made = "2025-01-19T10:00:00Z",
                          .has_content = true,
                          .content = cry_sha256(STR("blob"), STR(""))};
}

static str signed_sample(struct note_key *k)
{
    uint8_t seed[64];
    struct entry e = sample();
    struct buf b;
    str whole = STR("");
    make_key("ardania-1", NOTE_ED25519, 5, seed, k);
    buf_init(&b, test_arena(), ENTRY_MAX_BYTES);
    CHECK_OK(test_cx(), entry_sign(test_cx(), &e, k, seed, &b));
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &whole));
    return whole;
}

void test_entry__opens_as_it_was_signed(void)
{
    struct note_key k, wrong;
    uint8_t seed[64];
    str bytes = signed_sample(&k);
    struct entry e, want = sample();
    CHECK_OK(test_cx(), entry_open(test_cx(), test_arena(), bytes, &k, &e));
    CHECK_STR(e.log, want.log);
    CHECK_STR(e.type, want.type);
    CHECK_STR(e.sender, want.sender);
    CHECK_INT(e.number, 1);
    CHECK(e.has_after && hash_eq(e.after, want.after));
    CHECK(e.has_content && hash_eq(e.content, want.content));
    CHECK_STR(str_of(e.made), str_of(want.made));
    make_key("ardania-1", NOTE_ED25519, 6, seed, &wrong);
    CHECK_FAILS(test_cx(),
                entry_open(test_cx(), test_arena(), bytes, &wrong, &e),
                ERR_INPUT);
}

void test_entry__any_changed_byte_is_refused(void)
{
    struct note_key k;
    str bytes = signed_sample(&k);
    char *b = (char *)(uintptr_t)bytes.p;
    struct entry e;
    for (size_t i = 0; i < bytes.n; i++) {
        for (int bit = 0; bit < 8; bit++) {
            b[i] ^= (char)(1 << bit);
            CHECK(!is_ok(entry_open(test_cx(), test_arena(), bytes, &k, &e)));
            b[i] ^= (char)(1 << bit);
        }
    }
}

#define HEX "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define LINES(number, after, made, content)                                    \
    "truce entry 1\nlog a\ntype report\nsender b\nnumber " number              \
    "\nafter " after "\nmade " made "\ncontent " content "\n"

void test_entry__one_spelling_only(void)
{
    static const struct {
        const char *text;
        bool good;
    } row[] = {
        {LINES("0", "-", "2024-02-29T23:59:59Z", "-"), true},
        {LINES("7", HEX, "2000-02-29T00:00:00Z", HEX), true},
        {LINES("0", "-", "2025-02-29T23:59:59Z", "-"), false},
        {LINES("0", "-", "1900-02-29T23:59:59Z", "-"), false},
        {LINES("0", "-", "2025-01-19T24:00:00Z", "-"), false},
        {LINES("0", "-", "2025-01-19T10:00:60Z", "-"), false},
        {LINES("0", "-", "2025-13-19T10:00:00Z", "-"), false},
        {LINES("0", "-", "2025-01-00T10:00:00Z", "-"), false},
        {LINES("0", "-", "2025-01-19 10:00:00Z", "-"), false},
        {LINES("00", "-", "2025-01-19T10:00:00Z", "-"), false},
        {LINES("-0", "-", "2025-01-19T10:00:00Z", "-"), false},
        {LINES("+0", "-", "2025-01-19T10:00:00Z", "-"), false},
        {LINES("1", "-", "2025-01-19T10:00:00Z", "-"), false},
        {LINES("0", HEX, "2025-01-19T10:00:00Z", "-"), false},
        {LINES("1", HEX "0", "2025-01-19T10:00:00Z", "-"), false},
        {LINES("1", "BA", "2025-01-19T10:00:00Z", "-"), false},
        {LINES("0", "-", "2025-01-19T10:00:00Z", "-") "\n", false},
        {LINES("0", "-", "2025-01-19T10:00:00Z", "-") "more x\n", false},
        {LINES("0", "-", "2025-01-19T10:00:00Z", " -"), false},
        {"truce entry 2\n", false},
        {"", false},
    };
    struct entry e;
    struct buf b;
    for (size_t i = 0; i < COUNT_OF(row); i++) {
        CASE("entry %zu", i);
        err r = entry_parse(test_cx(), str_of(row[i].text), &e);
        CHECK(is_ok(r) == row[i].good);
        if (!is_ok(r))
            continue;
        buf_init(&b, test_arena(), ENTRY_MAX_BYTES);
        CHECK_OK(test_cx(), entry_print(test_cx(), &e, &b));
        CHECK_STR(buf_view(&b), str_of(row[i].text));
    }
}

/* --- a log with two witnesses ------------------------------------------- */

struct made {
    struct policy policy;
    str entry, bundle;
};

static err no_node(struct cx *cx, void *self, unsigned level, uint64_t index,
                   hash *out)
{
    const hash *leaf = self;
    if (level > 1 || (level == 1 && index != 0))
        return fail(cx, ERR_BUG, "not asked for in a tree of three");
    *out = level == 0 ? leaf[index] : merkle_node(leaf[0], leaf[1]);
    return OK;
}

static void make(struct made *m, const char *quorum, unsigned cosigned)
{
    struct cx *cx = test_cx();
    struct arena *a = test_arena();
    struct note_key log, w[2], sender;
    uint8_t log_seed[64], w_seed[2][64];
    struct buf b, p;
    make_key("case.example/harbour", NOTE_ED25519, 1, log_seed, &log);
    make_key("witness.ardania", NOTE_COSIGNATURE, 2, w_seed[0], &w[0]);
    make_key("witness.belmar", NOTE_COSIGNATURE, 3, w_seed[1], &w[1]);
    m->entry = signed_sample(&sender);
    hash leaf[3] = {merkle_leaf(STR("0")), merkle_leaf(m->entry),
                    merkle_leaf(STR("2"))};
    struct checkpoint c = {STR("case.example/harbour"), 3, {{0}}, STR("")};
    CHECK_OK(cx, merkle_root_at(cx, 3, no_node, leaf, &c.root));

    buf_init(&b, a, 10000);
    checkpoint_print(&c, &b);
    str text, head;
    CHECK(arena_dup_str(a, buf_view(&b), &text));
    buf_char(&b, '\n');
    CHECK_OK(cx, note_sign(cx, text, &log, log_seed, 0, &b));
    for (unsigned i = 0; i < cosigned; i++)
        CHECK_OK(cx, note_sign(cx, text, &w[i], w_seed[i], 1000 + i, &b));
    CHECK(arena_dup_str(a, buf_view(&b), &head));

    struct bundle proof = {.index = 1, .checkpoint = head};
    CHECK_OK(cx, merkle_prove_inclusion(cx, 1, 3, no_node, leaf, proof.path,
                                        &proof.n));
    buf_clear(&b);
    bundle_print(&proof, &b);
    CHECK(arena_dup_str(a, buf_view(&b), &m->bundle));

    buf_init(&p, a, 10000);
    buf_c(&p, "# one group a party\nlog ");
    note_key_print(&log, &p);
    buf_c(&p, "\nwitness A ");
    note_key_print(&w[0], &p);
    buf_c(&p, " https://ardania.example/\n\twitness B  ");
    note_key_print(&w[1], &p);
    buf_c(&p, "\ngroup both all A B\nquorum ");
    buf_c(&p, quorum);
    buf_c(&p, "\n");
    str policy;
    CHECK(arena_dup_str(a, buf_view(&p), &policy));
    CHECK_OK(cx, policy_parse(cx, policy, &m->policy));
}

static err check(struct made *m, str bundle, str entry,
                 struct policy_verdict *v)
{
    struct bundle b;
    struct checkpoint head;
    struct cx *cx = test_cx();
    TRY(cx, bundle_parse(cx, bundle, &b));
    return bundle_check(cx, test_arena(), &b, entry, &m->policy, &head, v);
}

void test_policy__recorded_and_witnessed(void)
{
    static const struct {
        const char *quorum;
        unsigned cosigned;
        bool witnessed;
        uint64_t at;
    } row[] = {{"both", 0, false, 0},   {"both", 1, false, 0},
               {"both", 2, true, 1001}, {"A", 1, true, 1000},
               {"B", 1, false, 0},      {"none", 0, true, 0}};
    for (size_t i = 0; i < COUNT_OF(row); i++) {
        static struct made m;
        struct policy_verdict v = {0};
        CASE("quorum %s with %u", row[i].quorum, row[i].cosigned);
        make(&m, row[i].quorum, row[i].cosigned);
        CHECK_OK(test_cx(), check(&m, m.bundle, m.entry, &v));
        CHECK(v.recorded);
        CHECK(v.witnessed == row[i].witnessed);
        CHECK_INT(v.witnessed_at, row[i].at);
        CHECK_INT(v.n_cosigned, row[i].cosigned);
    }
}

/* Any byte of the entry or of its proof: what is left is never "witnessed". */
void test_bundle__any_changed_byte_is_found(void)
{
    static struct made m;
    struct policy_verdict v;
    make(&m, "both", 2);
    str parts[2] = {m.bundle, m.entry};
    for (int part = 0; part < 2; part++) {
        char *b = (char *)(uintptr_t)parts[part].p;
        for (size_t i = 0; i < parts[part].n; i++) {
            b[i] ^= 1;
            struct arena_mark mark = arena_mark(test_arena());
            err r = check(&m, m.bundle, m.entry, &v);
            if (is_ok(r) && v.witnessed)
                FAIL("byte %zu of part %d changed and not found", i, part);
            arena_rewind(test_arena(), mark);
            b[i] ^= 1;
        }
    }
}

void test_policy__bad_lines_are_named(void)
{
#define KEY4 "w+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"
    static const char *const bad[] = {
        "",
        "quorum none",
        "quorum a\n",
        "quorum none\nquorum none\n",
        "log x\nquorum none\n",
        "witness a " KEY4 "\nquorum a\n",
        "group g all\nquorum none\n",
        "group g 0 a\nquorum none\n",
        "group g any a\nquorum none\n",
        "what\nquorum none\n",
        "quorum none\r\n",
        "# \x01\nquorum none\n",
    };
    static struct policy p;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("bad policy %zu", i);
        CHECK_FAILS(test_cx(), policy_parse(test_cx(), str_of(bad[i]), &p),
                    ERR_INPUT);
    }
    CASE("the smallest policy");
    CHECK_OK(test_cx(), policy_parse(test_cx(), STR("quorum none\n"), &p));
}

static void must_fail(const char *path, const json_t *j)
{
    const json_t *v = json_object_get(j, "must_fail");
    if (strstr(path, "tlog-proof-bad") == NULL)
        return;
    CHECK(json_array_size(v) > 0);
    for (size_t i = 0; i < json_array_size(v); i++) {
        const json_t *one = json_array_get(v, i);
        struct bundle b;
        CASE("%s", json_string_value(json_object_get(one, "name")));
        CHECK(!is_ok(bundle_parse(
            test_cx(), str_of(json_string_value(json_object_get(one, "proof"))),
            &b)));
    }
}

void test_bundle__outside_vectors(void)
{
    vectors_each("c2sp-examples", ".json", must_fail);
}

static void vkeys(const char *path, const json_t *j)
{
    const json_t *v = json_object_get(j, "vkeys");
    if (strstr(path, "cosignature-vkeys") == NULL)
        return;
    for (size_t i = 0; i < json_array_size(v); i++) {
        const json_t *one = json_array_get(v, i);
        str key = str_of(json_string_value(json_object_get(one, "vkey")));
        struct note_key k;
        CASE("%s", json_string_value(json_object_get(one, "name")));
        bool good = is_ok(note_key_parse(test_cx(), key, &k));
        /* ML-DSA-44 keys are 1,313 bytes; no library here can check them. */
        if (key.n > 1000)
            CHECK(!good);
        else
            CHECK(good == json_is_true(json_object_get(one, "valid")));
    }
}

void test_note__outside_keys(void)
{
    vectors_each("c2sp-examples", ".json", vkeys);
}

/* A log that Tessera wrote, at each of its sizes: signature, leaves, root. */
void test_proof__a_log_of_others(void)
{
    struct cx *cx = test_cx();
    const char *vectors = getenv("TRUCE_VECTORS");
    struct note_key key;
    hash leaves[15];
    if (vectors == NULL) {
        fprintf(stderr, "SKIPPED: outside vectors tessera-log "
                        "(TRUCE_VECTORS is not set)\n");
        return;
    }
    CHECK_OK(cx, note_key_parse(cx,
                                STR("example.com/log/testdata+33d7b496+"
                                    "AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+"
                                    "oO5xCFkkSx"),
                                &key));
    for (unsigned size = 0; size <= 15; size++) {
        char path[300];
        struct note *n = arena_alloc(test_arena(), sizeof *n);
        struct checkpoint c;
        bool holds = false;
        size_t count = 0;
        struct merkle_edge edge = {0};
        CASE("size %u", size);
        snprintf(path, sizeof path, "%s/tessera-log/log/checkpoint.%u", vectors,
                 size);
        CHECK_OK(cx, note_parse(cx, test_arena(), test_read(path), n));
        CHECK_OK(cx, checkpoint_parse(cx, n->text, &c));
        CHECK_OK(cx, note_verify(cx, n, &key, &holds, NULL));
        CHECK(holds);
        CHECK_INT(c.size, size);
        if (size == 0)
            continue;
        snprintf(path, sizeof path, "%s/tessera-log/log/tile/entries/000.p/%u",
                 vectors, size);
        str bundle = test_read(path);
        while (bundle.n >= 2 && count < COUNT_OF(leaves)) {
            size_t k = (size_t)(unsigned char)bundle.p[0] << 8 |
                       (unsigned char)bundle.p[1];
            leaves[count++] = merkle_leaf(str_sub(bundle, 2, 2 + k));
            bundle = str_sub(bundle, 2 + k, bundle.n);
        }
        CHECK_INT(count, size);
        snprintf(path, sizeof path, "%s/tessera-log/log/tile/0/000.p/%u",
                 vectors, size);
        str tile = test_read(path);
        CHECK(
            str_eq(tile, (str){(const char *)leaves, count * sizeof *leaves}));
        for (size_t i = 0; i < count; i++)
            merkle_append(&edge, leaves[i], NULL, NULL);
        CHECK(hash_eq(merkle_root(&edge), c.root));
    }
}
