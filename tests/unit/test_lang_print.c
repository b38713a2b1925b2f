/* Tests of lang/print.c, choose.c and diff.c.
 *
 * The properties hold for the examples, for the blocks of docs/language.md, for
 * random agreements, and for each of them with tokens dropped, doubled or
 * swapped, as long as what results can still be read:
 * - what is printed can be read, and prints the same;
 * - the canonical bytes of both are the same;
 * - two texts differ in canonical bytes exactly if diff names a change. */
#include "tests/test.h"

#include "base/buf.h"
#include "base/mem.h"
#include "lang/lang.h"
#include "lang/lex_int.h"
#include "tests/support/lang_texts.h"

static struct ast *parse(struct arena *a, str text, struct diagnostics *d)
{
    struct ast *t = NULL;
    *d = (struct diagnostics){0};
    CHECK_OK(test_cx(), lang_parse(test_cx(), a, STR("a.truce"), text, &t, d));
    return t;
}

static str printed(struct arena *a, const struct ast *t, bool canonical)
{
    struct buf b;
    buf_init(&b, a, SIZE_MAX);
    if (canonical)
        lang_print_canonical(t, &b);
    else
        lang_print(t, &b);
    CHECK_OK(test_cx(), buf_finish(test_cx(), &b));
    return buf_view(&b);
}

static uint32_t changes(struct arena *a, const struct ast *x,
                        const struct ast *y, str *text)
{
    struct buf b;
    uint32_t n = 0;
    buf_init(&b, a, SIZE_MAX);
    CHECK_OK(test_cx(), lang_diff(test_cx(), a, x, y, false, &b, &n));
    *text = buf_view(&b);
    return n;
}

/* How many times `needle` is in `s`. */
static size_t count(str s, str needle)
{
    size_t n = 0;
    for (;; n++) {
        size_t at = str_find(s, needle);
        if (at == s.n)
            return n;
        s = str_sub(s, at + needle.n, s.n);
    }
}

/* The properties of a text without mistakes; gives its canonical bytes. */
static str round_trip(struct arena *a, const struct ast *t, str text)
{
    struct diagnostics d;
    str first = printed(a, t, false), canonical = printed(a, t, true), what;
    const struct ast *u = parse(a, first, &d);
    if (d.n > 0) {
        struct buf b;
        buf_init(&b, a, SIZE_MAX);
        diagnostics_print_text(&d, STR("printed"), first, false, &b);
        FAIL("what is printed cannot be read:\n%.*s\nfrom:\n%.*s",
             STR_ARG(buf_view(&b)), STR_ARG(text));
        return canonical;
    }
    CHECK_STR(printed(a, u, false), first);
    CHECK_STR(printed(a, u, true), canonical);
    if (changes(a, t, u, &what) != 0)
        FAIL("printing changed it:\n%.*s", STR_ARG(what));
    const struct ast *v = parse(a, canonical, &d);
    CHECK_INT(d.n, 0);
    CHECK_STR(printed(a, v, true), canonical);
    return canonical;
}

static void example_file(const char *path, str text)
{
    struct diagnostics d;
    const struct ast *t = parse(test_arena(), text, &d);
    (void)path;
    CHECK_INT(d.n, 0);
    round_trip(test_arena(), t, text);
    CHECK_INT(t->n_comments > 0, count(text, STR("#")) > 0);
}

void test_lang_print__examples_round_trip(void)
{
    CHECK(test_each_file("examples", ".truce", example_file) >= 5);
}

static void doc_example(const struct lang_example *e)
{
    struct diagnostics d;
    const struct ast *t = parse(test_arena(), e->text, &d);
    round_trip(test_arena(), t, e->text);
}

void test_lang_print__specification_round_trips(void)
{
    CHECK(lang_examples(doc_example) > 0);
}

/* --- random agreements
 * ----------------------------------------------------------- */

static void arena_of_its_own(struct arena *a)
{
    arena_init(a, mem_system(), "test", (size_t)256 << 20);
}

void test_lang_print__random_agreements(void)
{
    for (uint64_t seed = 0; seed < 3000 * test_times(); seed++) {
        struct arena a;
        struct buf x, y;
        struct diagnostics d;
        arena_of_its_own(&a);
        buf_init(&x, &a, SIZE_MAX);
        buf_init(&y, &a, SIZE_MAX);
        lang_random_text(seed, false, &x);
        lang_random_text(seed, true, &y);
        const struct ast *t = parse(&a, buf_view(&x), &d);
        if (d.n > 0) {
            struct buf b;
            buf_init(&b, &a, SIZE_MAX);
            diagnostics_print_text(&d, STR("random"), buf_view(&x), false, &b);
            FAIL("seed %" PRIu64 ":\n%.*s", seed, STR_ARG(buf_view(&b)));
        } else {
            str canonical = round_trip(&a, t, buf_view(&x));
            /* Phrases in another order are the same agreement. */
            const struct ast *u = parse(&a, buf_view(&y), &d);
            CHECK_INT(d.n, 0);
            CHECK_STR(round_trip(&a, u, buf_view(&y)), canonical);
            /* No comment is lost. */
            CHECK_INT(count(printed(&a, u, false), STR("# remark")),
                      count(buf_view(&y), STR("# remark")));
            CHECK_INT(count(printed(&a, t, false), STR("# behind")),
                      count(buf_view(&x), STR("# behind")));
        }
        arena_release(&a);
    }
}

/* --- mutations
 * -------------------------------------------------------------------- */

/* The text with one token dropped, doubled, or replaced by another of it. */
static str mutate(struct arena *a, struct test_rand *r, str text)
{
    struct lexer l;
    VEC(struct span) tokens = {0};
    struct buf b;
    lex_init(&l, test_cx(), a, text, NULL, NULL);
    for (; lex_peek(&l, 0)->kind != T_END; lex_skip(&l))
        CHECK(vec_push(a, &tokens, lex_peek(&l, 0)->at));
    struct span at = tokens.p[test_rand_below(r, tokens.n)];
    struct span from = tokens.p[test_rand_below(r, tokens.n)];
    str before = str_sub(text, 0, at.offset);
    str token = str_sub(text, at.offset, at.offset + at.length);
    str other = str_sub(text, from.offset, from.offset + from.length);
    str after = str_sub(text, at.offset + at.length, text.n);
    buf_init(&b, a, SIZE_MAX);
    buf_str(&b, before);
    switch (test_rand_below(r, 4)) {
    case 0:
        break;
    case 1:
        buf_str(&b, token);
        buf_char(&b, ' ');
        buf_str(&b, token);
        break;
    case 2:
        buf_str(&b, token);
        buf_char(&b, ' ');
        buf_str(&b, other);
        break;
    default:
        buf_str(&b, other);
    }
    buf_str(&b, after);
    return buf_view(&b);
}

void test_lang_print__mutated_texts(void)
{
    static const char *const paths[] = {
        "examples/harbour/agreement.truce",
        "examples/harbour-draft/agreement.truce",
        "examples/gaza-2025-01/agreement.truce"};
    struct test_rand r = {7};
    size_t readable = 0;
    str texts[COUNT_OF(paths)];
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        texts[i] = test_read(paths[i]);
    for (size_t i = 0; i < 3000 * test_times(); i++) {
        struct arena a;
        struct diagnostics d;
        str what, text = texts[i % COUNT_OF(paths)];
        arena_of_its_own(&a);
        const struct ast *t = parse(&a, text, &d);
        str changed = mutate(&a, &r, text);
        const struct ast *u = parse(&a, changed, &d);
        (void)printed(&a, u, false); /* also with mistakes in it */
        if (d.errors == 0) {
            readable++;
            str canonical = round_trip(&a, u, changed);
            bool same = str_eq(canonical, printed(&a, t, true));
            uint32_t n = changes(&a, t, u, &what);
            if (same != (n == 0))
                FAIL("%u changes:\n%.*s\nof\n%.*s", n, STR_ARG(what),
                     STR_ARG(canonical));
        }
        arena_release(&a);
    }
    CHECK(readable > 100);
}

/* --- layout
 * ------------------------------------------------------------------------- */

#define HEAD "agreement \"x\"\n\nparty     a, b\n"

static void check_print(const char *in, const char *want)
{
    struct diagnostics d;
    const struct ast *t = parse(test_arena(), str_of(in), &d);
    CHECK_INT(d.n, 0);
    CHECK_STR(printed(test_arena(), t, false), str_of(want));
}

void test_lang_print__layout(void)
{
    check_print("agreement\n \"x\"\n\n\nzone  z",
                "agreement \"x\"\n\nzone z\n");
    check_print(HEAD "article  01 \"One\"\n1.1 a may open in z at 10 for x by "
                     "day 1000000\n1.10 b\nand a\nshall\nkeep z open",
                HEAD "\narticle 1 \"One\"\n"
                     "  1.1   a may open in z at 10 for x by day 1_000_000\n"
                     "  1.10  b, a shall keep z open\n");
}

void test_lang_print__comments_stay_beside_their_phrase(void)
{
    check_print("# top\n\n\n# second\nagreement \"x\" # title\n"
                "party a, # first\n b # second\n# before the article\n"
                "article 1 # heading\n"
                "# before the clause\n"
                "1.1 a shall release 5 c # what\n"
                "  # own line\n"
                "  verified by b # who\n"
                "  by day 1 # when\n"
                "# end\n\n# last",
                "# top\n\n# second\nagreement \"x\"  # title\n\n"
                "party     a,  # first\n          b  # second\n\n"
                "# before the article\narticle 1  # heading\n"
                "  # before the clause\n"
                "  1.1  a shall release 5 c  # what\n"
                "       by day 1  # when\n"
                "       # own line\n"
                "       verified by b  # who\n"
                "# end\n\n# last\n");
}

void test_lang_print__long_texts_are_split_at_blanks(void)
{
    check_print(
        HEAD "article 1\n1.1 a may open text en \"one two three four five "
             "six seven eight nine ten eleven twelve thirteen fourteen "
             "fifteen sixteen\"\n",
        HEAD "\narticle 1\n  1.1  a may open\n       text en \"one two "
             "three four five six seven eight nine ten eleven twelve "
             "thirteen \"\n               \"fourteen fifteen sixteen\"\n");
}

void test_lang_print__columns(void)
{
    check_print(HEAD "zone x \"X\" from \"f\"\n# remark\n"
                     "zone longer \"Longer one\" in x\nstate s\n",
                HEAD "zone x      \"X\"          from \"f\"\n# remark\n"
                     "zone longer \"Longer one\" in x\nstate s\n");
}

/* --- choices
 * ----------------------------------------------------------------------------
 */

#define DRAFT                                                                  \
    HEAD "article 1\n1.1 [ x: a may open # of x\n by day 1 | y: b may close "  \
         "# of y\n ] note \"n\" # after\n"

void test_lang_choose__replaces_the_bracket(void)
{
    struct diagnostics d;
    struct ast *t = parse(test_arena(), STR(DRAFT), &d);
    str choices[] = {STR("1.1=y"), STR("1.1=y")};
    CHECK_OK(test_cx(), lang_choose(test_cx(), test_arena(), t, choices, 2));
    CHECK_STR(printed(test_arena(), t, false),
              STR(HEAD "\narticle 1\n  1.1  b may close  # of y\n       note "
                       "\"n\"  # after\n"));
}

void test_lang_choose__says_what_there_is(void)
{
    static const struct {
        str choice, message;
    } rows[] = {
        {STR_INIT("1.1=z"), STR_INIT("1.1=z: the clause has no such "
                                     "alternative; open are: 1.1=x|y")},
        {STR_INIT("1.2=x"), STR_INIT("1.2=x: no clause of this label is open; "
                                     "open are: 1.1=x|y")},
        {STR_INIT("x"),
         STR_INIT("x: a choice is LABEL=ALTERNATIVE; open are: 1.1=x|y")},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct diagnostics d;
        struct ast *t = parse(test_arena(), STR(DRAFT), &d);
        CHECK_FAILS(test_cx(),
                    lang_choose(test_cx(), test_arena(), t, &rows[i].choice, 1),
                    ERR_INPUT);
        CHECK_STR(str_of(test_cx()->fault.message), rows[i].message);
    }
    /* Two alternatives of one clause: the second finds no bracket. */
    struct diagnostics d;
    struct ast *t = parse(test_arena(), STR(DRAFT), &d);
    str both[] = {STR("1.1=x"), STR("1.1=y")};
    CHECK_FAILS(test_cx(), lang_choose(test_cx(), test_arena(), t, both, 2),
                ERR_INPUT);
}

/* --- differences
 * ----------------------------------------------------------------------------
 */

void test_lang_diff__says_it_in_words(void)
{
    static const struct {
        const char *from, *to, *want;
    } rows[] = {
        {"1.1 a shall release 5 c on day 7",
         "1.1 a shall release 5 c on day 10",
         "1.1: deadline day 7 -> day 10\n"},
        {"1.1 a shall release 5 c on day 7",
         "1.1 a shall release 5 c before day 7",
         "1.1: deadline on day 7 -> before day 7\n"},
        {"1.1 a shall admit at least 600 c", "1.1 a shall admit at least 500 c",
         "1.1: quantity at least 600 c -> at least 500 c\n"},
        {"1.1 a may open", "1.1 a may open # same\n\n", ""},
        {"1.1 a may open by day 1 in z", "1.1 a may open in z by day 1", ""},
        {"1.1 a may open", "1.1 a shall open", "1.1: modal may -> shall\n"},
        {"1.1 a may open", "1.1 b may open", "1.1: bound a -> b\n"},
        {"1.1 a may open", "1.1 a may close", "1.1: act open -> close\n"},
        {"1.1 a may open\nact mine \"mine\" \"mined\"",
         "1.1 a may open\nact mine \"mine\" \"mined\" of all",
         "act mine: place added: all of it\n"},
        {"1.1 a may open", "1.1 a may open verified by b",
         "1.1: standard added: verified by b\n"},
        {"1.1 a may open verified by b", "1.1 a may open",
         "1.1: standard dropped: verified by b\n"},
        {"1.1 a may open", "1.1 a may open\n1.2 b may close",
         "1.2: clause added: b may close\n"},
        {"1.1 a may open\n1.2 b may close", "1.1 a may open",
         "1.2: clause dropped: b may close\n"},
        {"1.1 a may open", "1.1 b may close\n1.2 a may open",
         "1.1: clause added: b may close\n1.2: renumbered, was 1.1\n"},
        {"1.1 a may open\narticle 2\n2.1 b may close",
         "1.1 a may open\n1.2 b may close\narticle 2", "1.2: moved, was 2.1\n"},
        {"1.1 a may open\n1.2 b may close", "1.2 b may close\n1.1 a may open",
         "1.1: stands in another place\n"},
        {"1.1 a may open text en \"x\"", "1.1 a may open text en \"y\"",
         "1.1: prose (en) \"x\" -> \"y\"\n"},
        {"1.1 a may open text en \"x\" text fr \"z\"",
         "1.1 a may open text en \"y\" text fr \"z\"",
         "1.1: prose (en) \"x\" -> \"y\"\n1.1: prose (fr) stays as it was: "
         "\"z\"\n"},
        {"1.1 a may open text en \"x\"", "1.1 b may open text en \"x\"",
         "1.1: bound a -> b\n1.1: prose (en) stays as it was: \"x\"\n"},
        {"1.1 a may open text en \"x\" note \"n\"",
         "1.1 a may open text en \"x\" source \"s\"",
         "1.1: note dropped: \"n\"\n1.1: source added: \"s\"\n"},
        {"1.1 a may open text en \"x\"", "1.2 a may open text en \"x\"",
         "1.2: renumbered, was 1.1\n"},
        {"1.1 [ x: a may open text en \"x\" | y: a may close text en \"y\" ]",
         "1.1 [ x: b may open text en \"x\" | y: a may close text en \"y\" ]",
         "1.1: alternative x: bound a -> b\n1.1: alternative x: prose (en) "
         "stays as it was: \"x\"\n"},
        {"1.1 [ x: a may open | y: a may close ] text en \"x\"",
         "1.1 [ x: b may open | y: a may close ] text en \"x\"",
         "1.1: alternative x: bound a -> b\n1.1: prose (en) stays as it was: "
         "\"x\"\n"},
        {"1.1 [ x: a may open | y: a may close ]", "1.1 a may open by day 1",
         "1.1: bracket settled x, y -> x\n1.1: deadline added: by day 1\n"},
        {"1.1 [ x: a may open | y: a may close ]",
         "1.1 [ x: a may open | z: b may close ]",
         "1.1: open between x, y -> x, z\n1.1: alternative y dropped: a may "
         "close\n1.1: alternative z added: b may close\n"},
        {"1.1 [ x: a may open | y: a may close ]",
         "1.1 [ x: b may open | y: a may close ]",
         "1.1: alternative x: bound a -> b\n"},
        {"1.1 a may open\nzone z", "1.1 a may open\nzone z \"Z\"",
         "zone z: name added: \"Z\"\n"},
        {"1.1 a may open\nagency c", "1.1 a may open\npress c",
         "actor c: role agency -> press\n"},
        {"1.1 \"x\" declaratory", "1.1 \"x\" judged by b",
         "1.1: judged by nobody: declaratory -> b\n"},
        {"1.1 a may open\nclock\n lasts 60 days",
         "1.1 a may open\nclock\n lasts 50 days",
         "clock: length 60 days -> 50 days\n"},
        {"1.1 a may open\nitem c unit x", "1.1 a may open\nitem c unit y",
         "item c: unit x -> y\n"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf x, y;
        struct diagnostics d;
        str what;
        CASE("%s / %s", rows[i].from, rows[i].to);
        buf_init(&x, test_arena(), SIZE_MAX);
        buf_init(&y, test_arena(), SIZE_MAX);
        buf_printf(&x, HEAD "article 1\n%s\n", rows[i].from);
        buf_printf(&y, HEAD "article 1\n%s\n", rows[i].to);
        const struct ast *t = parse(test_arena(), buf_view(&x), &d);
        CHECK_INT(d.n, 0);
        const struct ast *u = parse(test_arena(), buf_view(&y), &d);
        CHECK_INT(d.n, 0);
        uint32_t n = changes(test_arena(), t, u, &what);
        CHECK_STR(what, str_of(rows[i].want));
        CHECK_INT(n, count(what, STR("\n")));
    }
}

/* As many alternatives as there may be, in as many clauses: in a second. */
void test_lang_diff__many_alternatives(void)
{
    struct buf x;
    struct diagnostics d;
    str what;
    buf_init(&x, test_arena(), SIZE_MAX);
    buf_c(&x, HEAD "article 1\n");
    for (int i = 0; i < 100; i++) {
        buf_printf(&x, "1.%d", i);
        for (int k = 0; k < 64; k++)
            buf_printf(&x,
                       "%s x%d: a shall release 5 c in z to a by day 1 from "
                       "day %d each day for 5 hours in total verified by b "
                       "cure within 2 days\n",
                       k == 0 ? "[" : "|", k, k + 1);
        buf_c(&x, "]\n");
    }
    const struct ast *t = parse(test_arena(), buf_view(&x), &d);
    CHECK_INT(d.n, 0);
    CHECK_INT(changes(test_arena(), t, t, &what), 0);
    const struct ast *u = parse(test_arena(), STR(HEAD "article 1\n"), &d);
    CHECK_INT(changes(test_arena(), t, u, &what), 100);
    CHECK_INT(changes(test_arena(), u, t, &what), 100);
}

/* Whatever memory there is, a comparison ends with all of it or says that it
 * reached its limit. */
void test_lang_diff__each_limit(void)
{
    struct buf x, y;
    struct diagnostics d;
    buf_init(&x, test_arena(), SIZE_MAX);
    buf_init(&y, test_arena(), SIZE_MAX);
    lang_random_text(7, false, &x);
    lang_random_text(8, false, &y);
    const struct ast *t = parse(test_arena(), buf_view(&x), &d);
    const struct ast *u = parse(test_arena(), buf_view(&y), &d);
    size_t refused = 0;
    for (size_t limit = 64; limit < (size_t)1 << 24; limit += 64 + limit / 64) {
        struct arena a;
        struct buf out;
        uint32_t n = 0;
        arena_init(&a, mem_system(), "comparison", limit);
        buf_init(&out, test_arena(), SIZE_MAX);
        err e = lang_diff(test_cx(), &a, t, u, false, &out, &n);
        arena_release(&a);
        if (is_ok(e)) {
            CHECK(n > 0);
            break;
        }
        CHECK_INT(e.code, ERR_LIMIT);
        fault_clear(test_cx());
        refused++;
    }
    CHECK(refused > 10);
}

/* A text differs from another exactly as that from it: added is dropped. */
void test_lang_diff__random_pairs(void)
{
    for (uint64_t seed = 0; seed < 300 * test_times(); seed++) {
        struct arena a;
        struct buf x, y;
        struct diagnostics d;
        str one, two;
        arena_of_its_own(&a);
        buf_init(&x, &a, SIZE_MAX);
        buf_init(&y, &a, SIZE_MAX);
        lang_random_text(seed, false, &x);
        lang_random_text(seed + 1, false, &y);
        const struct ast *t = parse(&a, buf_view(&x), &d);
        const struct ast *u = parse(&a, buf_view(&y), &d);
        (void)changes(&a, t, u, &one);
        (void)changes(&a, u, t, &two);
        CHECK_INT(count(one, STR(" clause added")),
                  count(two, STR(" clause dropped")));
        arena_release(&a);
    }
}
