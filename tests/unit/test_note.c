/* test_note.c: signed notes and checkpoints: the examples of the
 * specifications (c2sp.org signed-note, tlog-cosignature), round trips, and
 * every single byte changed. */
#include "base/arena.h"
#include "proof/note.h"
#include "tests/test.h"

/* The example of c2sp.org/signed-note. */
#define FOO_KEY                                                                \
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define FOO_NOTE                                                               \
    "This is an example message.\n\n"                                          \
    "\xe2\x80\x94 example.com/foo "                                            \
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3"     \
    "mFXmRKuwHjG1Yu72IneyaQM=\n"

static bool holds(str bytes, str key)
{
    struct cx *cx = test_cx();
    struct note n;
    struct note_key k;
    bool yes = false;
    return is_ok(note_key_parse(cx, key, &k)) &&
           is_ok(note_parse(cx, test_arena(), bytes, &n)) &&
           is_ok(note_verify(cx, &n, &k, &yes, NULL)) && yes;
}

void test_note__example_of_the_specification(void)
{
    CHECK(holds(STR(FOO_NOTE), STR(FOO_KEY)));
}

void test_note__any_changed_byte_is_found(void)
{
    char b[] = FOO_NOTE;
    for (size_t i = 0; i + 1 < sizeof b; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            b[i] ^= (char)(1 << bit);
            CHECK(!holds((str){b, sizeof b - 1}, STR(FOO_KEY)));
            b[i] ^= (char)(1 << bit);
        }
    }
}

void test_note__keys_print_as_they_are_read(void)
{
    struct cx *cx = test_cx();
    struct note_key k;
    struct buf out;
    buf_init(&out, test_arena(), 1000);
    CHECK_OK(cx, note_key_parse(cx, STR(FOO_KEY), &k));
    note_key_print(&k, &out);
    CHECK_STR(buf_view(&out), STR(FOO_KEY));
}

void test_note__bad_keys(void)
{
    static const char *const bad[] = {
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+CekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    };
    struct cx *cx = test_cx();
    struct note_key k;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("%s", bad[i]);
        CHECK_FAILS(cx, note_key_parse(cx, str_of(bad[i]), &k), ERR_INPUT);
    }
}

void test_note__bad_notes(void)
{
    static const char *const bad[] = {
        "",
        "\n",
        "text\n",
        "text\n\n",
        "text\n\n\xe2\x80\x94 a AAAAAA==",
        "text\n\n- a AAAAAAA=\n",
        "text\n\n\xe2\x80\x94 a\n",
        "text\n\n\xe2\x80\x94 a AAAA\n",
        "text\n\n\xe2\x80\x94 a AAAAAAA\n",
        "text\n\n\xe2\x80\x94  AAAAAAA=\n",
        "te\rxt\n\n\xe2\x80\x94 a AAAAAAA=\n",
        "te\xffxt\n\n\xe2\x80\x94 a AAAAAAA=\n",
        "text\n\n\xe2\x80\x94 a AAAAAAA=\nmore\n",
    };
    struct cx *cx = test_cx();
    struct note n;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("bad note %zu", i);
        CHECK_FAILS(cx, note_parse(cx, test_arena(), str_of(bad[i]), &n),
                    ERR_INPUT);
    }
    CASE("a good one");
    CHECK_OK(cx, note_parse(cx, test_arena(),
                            STR("a\n\nb\n\n\xe2\x80\x94 a AAAAAAA=\n"), &n));
    CHECK_STR(n.text, STR("a\n\nb\n"));
    CHECK_INT(n.n, 1);
}

static void sign_and_check(enum note_alg alg, uint64_t time)
{
    struct cx *cx = test_cx();
    struct arena *a = test_arena();
    uint8_t seed[64] = {7, 1}, other[64] = {8};
    struct note_key k, stranger;
    struct buf b;
    struct note n;
    bool yes;
    uint64_t t = 0;
    struct checkpoint c = {STR("example.org/case"), 42,
                           cry_sha256(STR("root"), STR("")), STR("")};
    cry_pair_complete(seed);
    CHECK_OK(cx,
             note_key_make(cx, STR("node.example.org"), alg, seed + 32, &k));
    cry_pair_complete(other);
    CHECK_OK(cx, note_key_make(cx, STR("node.example.org"), alg, other + 32,
                               &stranger));
    buf_init(&b, a, 10000);
    checkpoint_print(&c, &b);
    str text;
    CHECK(arena_dup_str(a, buf_view(&b), &text));
    buf_char(&b, '\n');
    CHECK_OK(cx, note_sign(cx, text, &k, seed, time, &b));
    CHECK_FAILS(cx, note_sign(cx, text, &k, other, time, &b), ERR_INPUT);
    CHECK_OK(cx, note_parse(cx, a, buf_view(&b), &n));
    CHECK_STR(n.text, text);
    CHECK_OK(cx, note_verify(cx, &n, &k, &yes, &t));
    CHECK(yes);
    CHECK_INT(t, alg == NOTE_COSIGNATURE ? (int64_t)time : 0);
    CHECK_OK(cx, note_verify(cx, &n, &stranger, &yes, &t));
    CHECK(!yes);
    struct checkpoint d;
    CHECK_OK(cx, checkpoint_parse(cx, n.text, &d));
    CHECK_STR(d.origin, c.origin);
    CHECK_INT(d.size, 42);
    CHECK(hash_eq(d.root, c.root));
}

void test_note__what_is_signed_verifies(void)
{
    sign_and_check(NOTE_ED25519, 0);
    sign_and_check(NOTE_COSIGNATURE, 1737243000);
}

void test_note__bad_checkpoints(void)
{
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    static const char *const bad[] = {
        "",
        "\n1\n" ROOT,
        "a\n",
        "a\n01\n" ROOT,
        "a\n+1\n" ROOT,
        "a\n-1\n" ROOT,
        "a\n9223372036854775808\n" ROOT,
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
        "a\n1\n" ROOT "\n",
        "a\n1\n" ROOT "x",
        "a\n1\n" ROOT "x\n\n",
    };
    struct cx *cx = test_cx();
    struct checkpoint c;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("bad checkpoint %zu", i);
        CHECK_FAILS(cx, checkpoint_parse(cx, str_of(bad[i]), &c), ERR_INPUT);
    }
    CASE("the example of tlog-checkpoint");
    CHECK_OK(cx,
             checkpoint_parse(
                 cx, STR("example.com/behind-the-sofa\n20852163\n" ROOT), &c));
    CHECK_INT(c.size, 20852163);
    CHECK_OK(cx, checkpoint_parse(cx, STR("a\n0\n" ROOT "x\n"), &c));
    CHECK_STR(c.extensions, STR("x\n"));
#undef ROOT
}
