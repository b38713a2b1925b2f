/* Tests of the reading half of lang/: lexer, parser, findings.
 *
 * The texts of tests/lang/syntax/ begin with lines `# expect: CODE LINE:COLUMN`
 * and must give exactly these findings, in this order. */
#include "tests/test.h"

#include "base/buf.h"
#include "base/json_out.h"
#include "base/utf8.h"
#include "lang/diag.h"
#include "lang/lang.h"
#include "lang/lex_int.h"
#include "lang/usage.h"
#include "tests/support/lang_texts.h"

static struct ast *parse(str text, struct diagnostics *d)
{
    struct ast *t = NULL;
    *d = (struct diagnostics){0};
    CHECK_OK(test_cx(),
             lang_parse(test_cx(), test_arena(), STR("a.truce"), text, &t, d));
    return t;
}

/* --- findings
 * ------------------------------------------------------------------ */

static void put_findings(const struct diagnostics *d, struct buf *out)
{
    for (uint32_t i = 0; i < d->n; i++)
        buf_printf(out, "# expect: %s %u:%u\n", d->v[i].code, d->v[i].line,
                   d->v[i].column);
}

static void expect_findings(const char *path, str text)
{
    struct buf want, got, shown;
    struct diagnostics d;
    str line, rest = text;
    (void)path;
    buf_init(&want, test_arena(), SIZE_MAX);
    buf_init(&got, test_arena(), SIZE_MAX);
    buf_init(&shown, test_arena(), SIZE_MAX);
    while (rest.n > 0) {
        (void)str_cut(rest, '\n', &line, &rest);
        if (!str_starts(line, STR("# expect:")))
            continue;
        buf_str(&want, line);
        buf_char(&want, '\n');
    }
    parse(text, &d);
    put_findings(&d, &got);
    CHECK_STR(buf_view(&got), buf_view(&want));
    CHECK_INT(d.errors, d.n);
    diagnostics_print_text(&d, STR("a.truce"), text, true, &shown);
    CHECK(utf8_valid(buf_view(&shown), NULL));
    for (uint32_t i = 0; i < d.n; i++) {
        CHECK(d.v[i].offset + (size_t)d.v[i].length <= text.n);
        CHECK(d.v[i].message.n > 0);
        CHECK(diag_code_find(d.v[i].code) != NULL);
    }
}

void test_lang_syntax__findings(void)
{
    CHECK(test_each_file("tests/lang/syntax", ".truce", expect_findings) > 20);
}

static bool seen[1000];

static void mark_codes(const char *path, str text)
{
    struct diagnostics d;
    (void)path;
    parse(text, &d);
    for (uint32_t i = 0; i < d.n; i++) {
        int64_t n = 0;
        if (str_int(str_sub(str_of(d.v[i].code), 1, 9), 0, 999, &n))
            seen[n] = true;
    }
}

/* Every code of reading has a text that shows it. */
void test_lang_syntax__each_code_has_a_text(void)
{
    char code[8];
    memset(seen, 0, sizeof seen);
    (void)test_each_file("tests/lang/syntax", ".truce", mark_codes);
    for (int n = 101; n < 300; n++) {
        (void)snprintf(code, sizeof code, "E%04d", n);
        CASE("%s", code);
        if (diag_code_find(code) != NULL && !seen[n] && n != 218)
            FAIL("no text of tests/lang/syntax shows %s", code);
    }
}

/* --- what drafts write
 * ------------------------------------------------------------ */

static const struct usage *usage_of(str words)
{
    for (uint32_t i = 0; i < lang_usage_n; i++) {
        str one, rest = str_of(lang_usage[i].words);
        while (str_cut(rest, '|', &one, &rest) || one.n > 0) {
            if (str_eq(one, words))
                return &lang_usage[i];
            if (rest.n == 0)
                break;
        }
    }
    FAIL("src/lang/usage.c has no `%.*s`", STR_ARG(words));
    return NULL;
}

static void in_frame(str clause, struct diagnostics *d)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_str(&b, lang_frame());
    buf_printf(&b,
               "1.1 ardania shall admit 60 truck into harbour each day\n"
               "1.2 %.*s\n",
               STR_ARG(clause));
    struct agreement *ag;
    struct ast *t = parse(buf_view(&b), d);
    CHECK_OK(test_cx(), lang_compile(test_cx(), test_arena(), t, &ag, d));
}

/* Each line of tests/lang/usage.txt gives the help it names; each help has a
 * line; and the clause of each help is one of the language. */
void test_lang_syntax__usage(void)
{
    bool used[200] = {false};
    struct diagnostics d;
    str line, rest = test_read("tests/lang/usage.txt");
    while (rest.n > 0) {
        str draft, words;
        (void)str_cut(rest, '\n', &line, &rest);
        if (!str_cut(line, '|', &draft, &words))
            continue;
        CASE("%.*s", STR_ARG(line));
        const struct usage *u = usage_of(str_trim(words));
        used[u - lang_usage] = true;
        in_frame(draft, &d);
        CHECK(d.n >= 1);
        CHECK(str_find(d.v[0].hint, str_of(u->clause)) < d.v[0].hint.n);
        CHECK(str_starts(d.v[0].hint, str_of(u->say)));
    }
    CHECK(lang_usage_n <= COUNT_OF(used));
    for (uint32_t i = 0; i < lang_usage_n; i++) {
        CASE("%s", lang_usage[i].words);
        CHECK(used[i]);
        in_frame(str_of(lang_usage[i].clause), &d);
        CHECK_INT(d.errors, 0);
    }
}

/* --- how they are shown
 * ------------------------------------------------------------ */

void test_lang_syntax__caret_stands_under_wide_text(void)
{
    struct diagnostics d;
    struct buf b;
    str text = STR("agreement \"x\"\nparty \xE7\xAC\xAC\xE4\xB8\x89 \"\xE6\x96"
                   "\xB9\" \toops\n");
    parse(text, &d);
    buf_init(&b, test_arena(), SIZE_MAX);
    diagnostics_print_text(&d, STR("a.truce"), text, false, &b);
    CHECK_STR(buf_view(&b),
              STR("a.truce:2:15: error[E0208]: `oops` does not belong to this "
                  "declaration\n"
                  "     2 | party \xE7\xAC\xAC\xE4\xB8\x89 \"\xE6\x96\xB9\"  "
                  "oops\n"
                  "       |                  ^~~~\n"));
}

void test_lang_syntax__long_lines_are_cut(void)
{
    struct diagnostics d;
    struct buf text, b;
    buf_init(&text, test_arena(), SIZE_MAX);
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&text, "agreement \"x\" ");
    buf_fill(&text, ' ', 1000000);
    buf_c(&text, "oops");
    buf_fill(&text, ' ', 1000000);
    parse(buf_view(&text), &d);
    CHECK_INT(d.n, 1);
    diagnostics_print_text(&d, STR("a.truce"), buf_view(&text), false, &b);
    CHECK(b.n < 700);
    CHECK_INT(d.v[0].column, 1000015);
}

void test_lang_syntax__json_and_sarif(void)
{
    struct diagnostics d;
    struct buf b;
    struct json_out j;
    str text = STR("agreement \"x\"\npatry a\n");
    parse(text, &d);
    buf_init(&b, test_arena(), SIZE_MAX);
    json_init(&j, &b, 0);
    diagnostics_print_json(&d, STR("a b.truce"), text, &j);
    CHECK_STR(buf_view(&b),
              STR("[{\"code\":\"E0205\",\"severity\":\"error\",\"file\":\"a "
                  "b.truce\",\"line\":2,\"column\":1,\"length\":5,\"message\":"
                  "\"`patry` begins no declaration, article or clause\","
                  "\"why\":\"\",\"hint\":\"did you mean `party`?\"}]"));
    buf_clear(&b);
    d.v[0].waived = STR("a reason");
    diagnostics_print_sarif(&d, STR("a b.truce"), text, &b);
    str s = buf_view(&b);
    CHECK(str_find(s, STR("\"version\": \"2.1.0\"")) < s.n);
    CHECK(str_find(s, STR("\"uri\": \"a%20b.truce\"")) < s.n);
    CHECK(str_find(s, STR("\"startLine\": 2")) < s.n);
    CHECK(str_find(s, STR("\"endColumn\": 6")) < s.n);
    CHECK(str_find(s, STR("\"justification\": \"a reason\"")) < s.n);
}

/* The precedent of a check goes with each finding, and with each rule. */
void test_lang_syntax__precedent_in_json_and_sarif(void)
{
    struct diagnostic f = {.code = "L14",
                           .severity = SEV_ERROR,
                           .line = 1,
                           .column = 1,
                           .message = STR("1.1 has no deadline")};
    const struct diagnostics d = {.v = &f, .n = 1, .errors = 1};
    struct buf b;
    struct json_out j;
    buf_init(&b, test_arena(), SIZE_MAX);
    json_init(&j, &b, 0);
    diagnostics_print_json(&d, STR("x"), STR("y"), &j);
    str s = buf_view(&b), want = STR("\"precedent\":{\"case\":\"Minsk ");
    CHECK(str_find(s, want) < s.n);
    CHECK(str_find(s, STR("\"source\":\"the text of 5 ")) < s.n);
    buf_clear(&b);
    diagnostics_print_sarif(&d, STR("x"), STR("y"), &b);
    s = buf_view(&b);
    CHECK(str_find(s, STR("\"properties\": {")) < s.n);
    CHECK(str_find(s, STR("\"case\": \"Minsk ")) < s.n);
    CHECK(str_find(s, STR("\"text\": \"No deadline\"")) < s.n);
}

/* --- the lexer
 * ------------------------------------------------------------------------ */

void test_lang_syntax__keywords_are_sorted(void)
{
    for (int k = KW_NONE + 2; k < KW_COUNT; k++)
        CHECK(str_cmp(keyword_text((enum keyword)(k - 1)),
                      keyword_text((enum keyword)k)) < 0);
    for (int k = KW_NONE + 1; k < KW_COUNT; k++)
        CHECK_INT(keyword_find(keyword_text((enum keyword)k)), k);
    CHECK_INT(keyword_find(STR("")), KW_NONE);
    CHECK_INT(keyword_find(STR("zoned")), KW_NONE);
}

/* "INT DATE ..." of all tokens. */
static void put_tokens(str text, struct buf *out)
{
    static const char *const names[] = {
        [T_END] = "END",     [T_WORD] = "WORD",     [T_PATH] = "PATH",
        [T_INT] = "INT",     [T_DATE] = "DATE",     [T_TIME] = "TIME",
        [T_LABEL] = "LABEL", [T_STRING] = "STRING", [T_COMMA] = ",",
        [T_SEMI] = ";",      [T_COLON] = ":",       [T_PIPE] = "|",
        [T_LPAREN] = "(",    [T_RPAREN] = ")",      [T_LBRACKET] = "[",
        [T_RBRACKET] = "]",  [T_PERCENT] = "%"};
    struct lexer l;
    lex_init(&l, test_cx(), test_arena(), text, NULL, NULL);
    for (; lex_peek(&l, 0)->kind != T_END; lex_skip(&l)) {
        const struct token *t = lex_peek(&l, 0);
        buf_printf(out, "%s%s%s ", t->line_start ? "^" : "", t->bad ? "!" : "",
                   names[t->kind]);
    }
}

void test_lang_syntax__tokens(void)
{
    static const struct {
        str text, tokens;
    } rows[] = {
        {STR_INIT("a _b c_1"), STR_INIT("^WORD WORD WORD ")},
        {STR_INIT("10 10_000 007"), STR_INIT("^INT INT INT ")},
        {STR_INIT("10_ 1__0 1000000000000"), STR_INIT("^!INT !INT !INT ")},
        {STR_INIT("24h 24 h"), STR_INIT("^!INT INT WORD ")},
        {STR_INIT("2025-01-19 08:30 08:30:15"), STR_INIT("^DATE TIME TIME ")},
        {STR_INIT("2025-02-29 8:30 24:00 2025-1-9"),
         STR_INIT("^!DATE !TIME !TIME !DATE ")},
        {STR_INIT("4.1 b13.2 4.1a \xD0\xB1.1\xD0\xB1"),
         STR_INIT("^LABEL LABEL LABEL LABEL ")},
        {STR_INIT("4.1ab 4.1.2 4.1234567890"),
         STR_INIT("^!LABEL !LABEL !LABEL ")},
        {STR_INIT("Europe/Lisbon Etc/GMT+5 America/Port-au-Prince UTC"),
         STR_INIT("^PATH PATH PATH WORD ")},
        {STR_INIT("\"a\" \"\" \"a\\\"b\\\\\""), STR_INIT("^STRING STRING "
                                                         "STRING ")},
        {STR_INIT("\"a\\n\" \"open\nb"), STR_INIT("^!STRING !STRING ^WORD ")},
        {STR_INIT("[a:b|c],;(%)"),
         STR_INIT("^[ WORD : WORD | WORD ] , ; ( % ) ")},
        {STR_INIT("a # b\n# c\r\nd\r\n"), STR_INIT("^WORD ^WORD ")},
        {STR_INIT("\xEF\xBB\xBFparty a"), STR_INIT("^WORD WORD ")},
        {STR_INIT("a\0b"), STR_INIT("^WORD WORD ")},
        {STR_INIT("\xFF\xFE a \xC3"), STR_INIT("^WORD ")},
        {STR_INIT("\xE2\x80\x9C"
                  "a\xE2\x80\x9D b"),
         STR_INIT("^!STRING WORD ")},
        {STR_INIT("a\xE2\x80\x8B"
                  "b"),
         STR_INIT("^!WORD ")},
        {STR_INIT("\"\xE2\x81\xA6x\xE2\x81\xA9\" \"\xE2\x81\xA6x\""),
         STR_INIT("^STRING !STRING ")},
        {STR_INIT("\"\xE2\x80\xAAx\xE2\x81\xA9\" \"\xE2\x80\x8F\""),
         STR_INIT("^!STRING STRING ")},
        {STR_INIT("- ' $ \xD9\xA3"), STR_INIT("")},
        {STR_INIT(""), STR_INIT("")},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf b;
        CASE("%.*s", STR_ARG(rows[i].text));
        buf_init(&b, test_arena(), SIZE_MAX);
        put_tokens(rows[i].text, &b);
        CHECK_STR(buf_view(&b), rows[i].tokens);
    }
}

/* The same text, cut at every byte: nothing is read beyond the end (the
 * sanitizers see it), and every cut is a text that can be judged. */
void test_lang_syntax__every_prefix(void)
{
    str text = test_read("examples/harbour/agreement.truce");
    for (size_t n = 0; n < text.n; n += 7) {
        struct diagnostics d;
        char *copy = malloc(n == 0 ? 1 : n);
        if (n > 0)
            memcpy(copy, text.p, n);
        parse((str){copy, n}, &d);
        free(copy);
    }
}

/* --- limits
 * ------------------------------------------------------------------------------
 */

static void repeat(struct buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_c(b, s);
}

/* A head, n times a piece, a tail. */
static struct ast *parse_many(const char *head, const char *piece, size_t n,
                              const char *tail, struct diagnostics *d)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, head);
    repeat(&b, piece, n);
    buf_c(&b, tail);
    CHECK(b.n <= LIMIT_TEXT_BYTES);
    return parse(buf_view(&b), d);
}

#define HEAD "agreement \"x\"\nparty a\narticle 1\n"

void test_lang_syntax__hostile_texts(void)
{
    static const struct {
        const char *name, *head, *piece, *tail, *code;
        size_t n;
    } rows[] = {
        {"nested brackets", HEAD "1.1 ", "[", "\n", "E0222", 1000000},
        {"nested brackets in alternatives", HEAD "1.1 [ a: ", "[ a: ", "\n",
         "E0222", 500000},
        {"parentheses", HEAD "1.1 a shall release ", "(", "\n", "E0208",
         1000000},
        {"commas", HEAD "1.1 a shall release ", ",", "\n", "E0208", 1000000},
        {"names", HEAD "1.1 ", "a, ", "shall\n", "E0202", 1000000},
        {"points", HEAD "1.1 a shall release by ", "1 day after ", "day 1\n",
         "E0211", 100000},
        {"strings", "agreement ", "\"a\"", "\nx", "E0205", 1000000},
        {"one long word", HEAD, "a", "\n", "E0109", 3000000},
        {"one long number", HEAD "1.1 ", "9", "\n", "E0111", 3000000},
        {"one long comment", HEAD "#", "#", "\nx", "E0205", 3000000},
        {"comments", HEAD, "#\n", "x", "E0205", 1500000},
        {"empty lines", HEAD, "\n", "x", "E0205", 3000000},
        {"mistakes", HEAD, "party\n", "", "E0202", 100000},
        {"broken clauses", HEAD, "1.1 a\n", "", "E0202", 100000},
        {"declarations", HEAD, "state s\n", "", "E0218", 100000},
        {"clauses", HEAD, "1.1 a may open\n", "", "E0218", 100000},
        {"acts", HEAD, "act b \"b\" \"b\"\n", "", "E0217", 100000},
        {"alternatives", HEAD "1.1 [ a: a may open", "| a: a may open", "]\n",
         "E0214", 100000},
        {"readings", HEAD "1.1 ", "reading a held by a: a may open ", "\n",
         "E0214", 100000},
        {"notes", HEAD "1.1 a may open ", "note \"x\" source \"y\" ", "\n",
         "E0207", 100000},
        {"texts", HEAD "1.1 a may open ", "text a \"x\" ", "\n", "E0207",
         100000},
        {"bytes that are no text", HEAD, "\xFF\n", "", "E0101", 1000000},
        {"control characters", HEAD, "\x01", "", "E0102", 1000000},
        {"bad signs", HEAD, "$-", "", "E0103", 1000000},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct diagnostics d;
        CASE("%s", rows[i].name);
        parse_many(rows[i].head, rows[i].piece, rows[i].n, rows[i].tail, &d);
        CHECK(d.n > 0 && d.n <= LIMIT_DIAGNOSTICS);
        CHECK(d.errors >= d.n - 1);
        bool found = false;
        for (uint32_t k = 0; k < d.n; k++)
            found |= strcmp(d.v[k].code, rows[i].code) == 0;
        if (!found)
            FAIL("%s is not among them; the first is %s", rows[i].code,
                 d.n == 0 ? "none" : d.v[0].code);
    }
}

void test_lang_syntax__limits_at_the_edge(void)
{
    struct diagnostics d;
    struct ast *t;
    t = parse_many(HEAD, "1.1 a may open\n", LIMIT_CLAUSES, "", &d);
    CHECK_INT(d.n, 0);
    CHECK_INT(t->parts[1].article->n_clauses, LIMIT_CLAUSES);
    t = parse_many(HEAD, "1.1 a may open\n", LIMIT_CLAUSES + 1, "", &d);
    CHECK_INT(d.n, 1);
    CHECK_INT(t->parts[1].article->n_clauses, LIMIT_CLAUSES);

    parse_many("agreement \"x\"\n", "state s\n", LIMIT_DECLARATIONS, "", &d);
    CHECK_INT(d.n, 0);
    parse_many("agreement \"x\"\n", "state s\n", LIMIT_DECLARATIONS + 1, "",
               &d);
    CHECK_INT(d.n, 1);

    parse_many(HEAD "1.1 a may open by ", "1 day after ", LIMIT_DEPTH, "day 1",
               &d);
    CHECK_INT(d.n, 0);
    parse_many(HEAD "1.1 a may open by ", "1 day after ", LIMIT_DEPTH + 1,
               "day 1", &d);
    CHECK_INT(d.n, 1);

    parse_many("agreement \"x\"\nparty ", "a", LIMIT_NAME_BYTES, "", &d);
    CHECK_INT(d.n, 0);
    parse_many("agreement \"x\"\nparty ", "a", LIMIT_NAME_BYTES + 1, "", &d);
    CHECK_INT(d.n, 1);

    parse_many("agreement \"x\"\n", "x\n", LIMIT_DIAGNOSTICS - 1, "", &d);
    CHECK_INT(d.n, 1); /* recovery: one for the run */
    parse_many("agreement \"x\"\n", "party\n", LIMIT_DIAGNOSTICS - 1, "", &d);
    CHECK_INT(d.n, LIMIT_DIAGNOSTICS - 1);
    parse_many("agreement \"x\"\n", "party\n", LIMIT_DIAGNOSTICS + 7, "", &d);
    CHECK_INT(d.n, LIMIT_DIAGNOSTICS);
    CHECK_INT(d.errors, LIMIT_DIAGNOSTICS + 7);
    CHECK_STR(str_of(d.v[d.n - 1].code), STR("E0001"));
}

void test_lang_syntax__a_text_may_be_too_long(void)
{
    struct ast *t = NULL;
    struct diagnostics d = {0};
    str big = {arena_alloc(test_arena(), LIMIT_TEXT_BYTES + 1),
               LIMIT_TEXT_BYTES + 1};
    CHECK_FAILS(
        test_cx(),
        lang_parse(test_cx(), test_arena(), STR("a.truce"), big, &t, &d),
        ERR_LIMIT);
    CHECK(t == NULL);
    big.n--;
    CHECK_OK(test_cx(),
             lang_parse(test_cx(), test_arena(), STR("a.truce"), big, &t, &d));
    CHECK(d.n > 0);
}

void test_lang_syntax__each_allocation_may_fail(void)
{
    str text = test_read("examples/harbour-draft/agreement.truce");
    for (size_t n = 1;; n++) {
        struct cx cx;
        struct arena scratch, a;
        struct test_heap h = {.fail_at = n};
        struct ast *t = NULL;
        struct diagnostics d = {0};
        cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
        arena_init(&a, test_heap_mem(&h), "agreement", (size_t)64 << 20);
        err e = lang_parse(&cx, &a, STR("a.truce"), text, &t, &d);
        arena_release(&a);
        cx_release(&cx);
        if (is_ok(e))
            break;
        CHECK(e.code == ERR_RESOURCE && t == NULL);
        if (n > 10000) {
            FAIL("it never succeeds");
            break;
        }
    }
}

/* --- the specification
 * ---------------------------------------------------------------------- */

static void whole_example(const struct lang_example *e)
{
    struct diagnostics d;
    struct buf b;
    parse(e->text, &d);
    buf_init(&b, test_arena(), SIZE_MAX);
    diagnostics_print_text(&d, STR("docs/language.md"), e->text, false, &b);
    if (d.n > 0)
        FAIL("line %u of docs/language.md:\n%.*s", e->line,
             STR_ARG(buf_view(&b)));
}

void test_lang_syntax__examples_of_the_specification(void)
{
    CHECK(lang_examples(whole_example) >= 10);
}

/* They are also understood: every name is declared, every unit fits. */
static void compiled_example(const struct lang_example *e)
{
    struct diagnostics d;
    struct agreement *ag = NULL;
    struct buf b;
    const struct ast *t = parse(e->text, &d);
    CHECK_OK(test_cx(), lang_compile(test_cx(), test_arena(), t, &ag, &d));
    buf_init(&b, test_arena(), SIZE_MAX);
    diagnostics_print_text(&d, STR("docs/language.md"), e->text, false, &b);
    if (d.errors > 0)
        FAIL("block that ends at line %u of docs/language.md:\n%.*s", e->line,
             STR_ARG(buf_view(&b)));
}

void test_lang_syntax__examples_of_the_specification_compile(void)
{
    CHECK(lang_examples(compiled_example) >= 10);
}

static bool used[KW_COUNT];

static void mark_words(const struct lang_example *e)
{
    struct lexer l;
    struct diagnostics d;
    lex_init(&l, test_cx(), test_arena(), e->text, NULL, NULL);
    for (; lex_peek(&l, 0)->kind != T_END; lex_skip(&l))
        used[lex_peek(&l, 0)->kw] = true;
    (void)parse(e->text, &d);
}

/* Each word of the language stands in an example of the specification: so no
 * production is without one. */
void test_lang_syntax__examples_use_every_word(void)
{
    memset(used, 0, sizeof used);
    (void)lang_examples(mark_words);
    for (int k = KW_NONE + 1; k < KW_COUNT; k++) {
        CASE("%.*s", STR_ARG(keyword_text((enum keyword)k)));
        if (!used[k])
            FAIL("no example of docs/language.md uses it");
    }
}

static bool phrase_seen[PH_COUNT], decl_seen[DECL_COUNT];

static void mark_kinds(const struct lang_example *e)
{
    struct diagnostics d;
    const struct ast *t = parse(e->text, &d);
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_article *a = t->parts[i].article;
        if (t->parts[i].decl != NULL)
            decl_seen[t->parts[i].decl->kind] = true;
        for (uint32_t k = 0; a != NULL && k < a->n_clauses; k++) {
            const struct ast_clause *c = &a->clauses[k];
            for (uint32_t j = 0; j < c->n_bodies; j++) {
                for (int p = 0; p < PH_COUNT; p++)
                    phrase_seen[p] |=
                        ast_has(&c->bodies[j], (enum ast_phrase)p);
            }
        }
    }
}

void test_lang_syntax__examples_use_every_phrase(void)
{
    memset(phrase_seen, 0, sizeof phrase_seen);
    memset(decl_seen, 0, sizeof decl_seen);
    (void)lang_examples(mark_kinds);
    for (int p = 0; p < PH_COUNT; p++) {
        if (!phrase_seen[p])
            FAIL("no example has phrase %d", p);
    }
    for (int k = 0; k < DECL_COUNT; k++) {
        if (!decl_seen[k])
            FAIL("no example has declaration %d", k);
    }
}

/* Appendix B lists the reserved words, and no others. */
void test_lang_syntax__appendix_lists_reserved_words(void)
{
    str doc = test_read("docs/language.md");
    doc = str_sub(doc, str_find(doc, STR("## Appendix B")), doc.n);
    for (int k = KW_NONE + 1; k < KW_COUNT; k++) {
        char quoted[40];
        str word = keyword_text((enum keyword)k);
        int n = snprintf(quoted, sizeof quoted, "`%.*s`", STR_ARG(word));
        bool listed = str_find(doc, (str){quoted, (size_t)n}) < doc.n;
        if (listed != keyword_is_reserved((enum keyword)k))
            FAIL("%s: listed %d", quoted, listed);
    }
}
