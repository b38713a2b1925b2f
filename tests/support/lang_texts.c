/* tests/support/lang_texts.c: see lang_texts.h. */
#include "tests/support/lang_texts.h"

/* --- the examples of the specification
 * ----------------------------------------- */

/* The next block whose fence is "```" and `mark`, from *rest on. */
static bool next_block(str *rest, uint32_t *line, str *mark, str *text)
{
    while (rest->n > 0) {
        str l;
        (void)str_cut(*rest, '\n', &l, rest);
        ++*line;
        if (!str_starts(l, STR("```")))
            continue;
        *mark = str_sub(l, 3, l.n);
        const char *begin = rest->p;
        while (rest->n > 0) {
            const char *end = rest->p;
            (void)str_cut(*rest, '\n', &l, rest);
            ++*line;
            if (str_eq(l, STR("```"))) {
                *text = (str){begin, (size_t)(end - begin)};
                return true;
            }
        }
    }
    return false;
}

static str find_frame(str doc)
{
    uint32_t line = 0;
    str mark, text;
    while (next_block(&doc, &line, &mark, &text)) {
        if (str_eq(mark, STR("truce frame")))
            return text;
    }
    FAIL("docs/language.md has no block marked `truce frame`");
    return STR("");
}

str lang_frame(void)
{
    return find_frame(test_read("docs/language.md"));
}

size_t lang_examples(void (*fn)(const struct lang_example *e))
{
    str doc = test_read("docs/language.md"), frame = find_frame(doc);
    str mark, text;
    size_t n = 0;
    uint32_t line = 0;
    while (next_block(&doc, &line, &mark, &text)) {
        struct lang_example e = {.line = line};
        struct buf b;
        e.clause = str_eq(mark, STR("truce clause"));
        bool is_frame = str_eq(mark, STR("truce frame"));
        if (!e.clause && !is_frame && !str_eq(mark, STR("truce")))
            continue;
        buf_init(&b, test_arena(), SIZE_MAX);
        if (e.clause)
            buf_str(&b, frame);
        buf_str(&b, text);
        e.text = buf_view(&b);
        CASE("docs/language.md, block that ends at line %u", line);
        fn(&e);
        n++;
    }
    return n;
}

/* --- random texts
 * ---------------------------------------------------------------- */

struct gen {
    struct test_rand r, order; /* order: only of what changes no meaning */
    bool shuffle;
    struct buf *out;
};

static uint64_t below(struct gen *g, uint64_t n)
{
    return test_rand_below(&g->r, n);
}

static const char *pick(struct gen *g, const char *const *from, size_t n)
{
    return from[below(g, n)];
}
#define PICK(g, ...)                                                           \
    pick((g), (const char *const[]){__VA_ARGS__},                              \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static const char *name(struct gen *g)
{
    return PICK(g, "a", "b", "ardania", "un", "press", "place", "object",
                "\xD0\xBC\xD0\xB8\xD1\x80", "\xE7\xAC\xAC\xE4\xB8\x89",
                "cafe\xCC\x81", "a_long_name_with_several_parts", "step",
                "total", "met", "suspend", "time");
}

static void names(struct gen *g, struct buf *b)
{
    for (uint64_t n = 1 + below(g, 3); n-- > 0;) {
        buf_c(b, name(g));
        if (n > 0)
            buf_c(b, PICK(g, ", ", " and "));
    }
}

static const char *label(struct gen *g)
{
    return PICK(g, "1.1", "1.2a", "annex.1", "12.34");
}

static void number(struct gen *g, struct buf *b)
{
    static const uint64_t sizes[] = {10, 1000, 100000, 1000000000};
    buf_uint(b, below(g, sizes[below(g, 4)]));
}

static void text(struct gen *g, struct buf *b)
{
    buf_char(b, '"');
    for (uint64_t n = below(g, below(g, 4) == 0 ? 60 : 4); n-- > 0;) {
        buf_c(b, PICK(g, "word", "a", "\\\"quoted\\\"", "back\\\\slash",
                      "\xC3\xA9t\xC3\xA9", "e\xCC\x81", "# no comment",
                      "averyverylongwordwithoutblanks", "  "));
        if (n > 0)
            buf_char(b, ' ');
    }
    buf_char(b, '"');
    if (below(g, 6) == 0)
        buf_c(b, " \"and more\"");
}

static void duration(struct gen *g, struct buf *b)
{
    buf_uint(b, below(g, 100));
    buf_c(b, PICK(g, " hours", " days", " minute", " weeks", " day"));
}

static void point(struct gen *g, struct buf *b)
{
    switch (below(g, 9)) {
    case 0:
        buf_printf(b, "day %u", 1 + (unsigned)below(g, 90));
        return;
    case 1:
        buf_c(b, "day 12_000 08:30");
        return;
    case 2:
        buf_c(b, "2025-01-19");
        return;
    case 3:
        buf_c(b, "2025-12-31 23:59:00");
        return;
    case 4:
        buf_c(b, PICK(g, "entry into force", "signature"));
        return;
    case 5:
        buf_printf(b, "%s of %s", PICK(g, "start", "end"), name(g));
        return;
    case 6:
        buf_c(b, "end of agreement");
        return;
    case 7:
        buf_printf(b, "%s is %s", label(g), PICK(g, "met", "verified"));
        return;
    default:
        duration(g, b);
        buf_c(b, PICK(g, " after ", " before "));
        point(g, b);
    }
}

static void deadline(struct gen *g, struct buf *b)
{
    switch (below(g, 4)) {
    case 0:
        buf_c(b, "at once");
        return;
    case 1:
        buf_c(b, "within ");
        duration(g, b);
        if (below(g, 2) == 0) {
            buf_c(b, " after ");
            point(g, b);
        }
        return;
    default:
        buf_c(b, PICK(g, "on ", "by ", "before ", "at "));
        point(g, b);
    }
}

static void place(struct gen *g, struct buf *b)
{
    if (below(g, 4) == 0)
        buf_printf(b, "%s %u %s %s %s", PICK(g, "within", "beyond"),
                   (unsigned)below(g, 99999), PICK(g, "km", "m"),
                   PICK(g, "of", "from"), name(g));
    else
        buf_printf(b, "%s %s", PICK(g, "in", "into", "from", "at"), name(g));
}

static void selection(struct gen *g, struct buf *b)
{
    buf_c(b, name(g));
    if (below(g, 3) == 0) {
        buf_c(b, " of ");
        names(g, b);
    }
}

static void quantity(struct gen *g, struct buf *b)
{
    if (below(g, 6) == 0) {
        buf_c(b, "all");
        return;
    }
    buf_c(b, PICK(g, "", "at least ", "at most ", "exactly "));
    number(g, b);
}

static void share(struct gen *g, struct buf *b)
{
    buf_printf(b, "%u %% of %s%s", (unsigned)below(g, 101), name(g),
               PICK(g, "", " as registered at the deadline",
                    " as finally registered"));
}

static void accepted(struct gen *g, struct buf *b)
{
    switch (below(g, 3)) {
    case 0:
        buf_printf(b, "%s by %s", PICK(g, "verified", "counted"), name(g));
        return;
    case 1:
        buf_c(b, "confirmed by 1 of (");
        names(g, b);
        buf_char(b, ')');
        return;
    default:
        buf_c(b, "accepted against interest");
    }
}

static void atom(struct gen *g, struct buf *b)
{
    switch (below(g, 3)) {
    case 0:
        buf_printf(b, "%s is %smet", label(g), PICK(g, "", "not "));
        return;
    case 1:
        buf_printf(b, "phase %s runs", name(g));
        return;
    default:
        buf_printf(b, "%s %s%s", name(g), PICK(g, "holds", "does not hold"),
                   PICK(g, "", " there", " in a"));
    }
}

static void guard(struct gen *g, struct buf *b)
{
    const char *join = PICK(g, " and ", " or ");
    buf_c(b, PICK(g, "if ", "while ", "unless "));
    for (uint64_t n = 1 + below(g, 3); n-- > 0;) {
        atom(g, b);
        if (n > 0)
            buf_c(b, join);
    }
}

enum { PHRASES = 28 };

/* Phrase k, in the usual order. */
static void phrase(struct gen *g, struct buf *b, int k)
{
    switch (k) {
    case 0:
        place(g, b);
        return;
    case 1:
        buf_c(b, "to ");
        names(g, b);
        return;
    case 2:
        buf_c(b, "in steps (");
        for (uint64_t n = 1 + below(g, 5); n-- > 0;) {
            number(g, b);
            buf_char(b, ' ');
            deadline(g, b);
            buf_c(b, n > 0 ? ", " : ")");
        }
        return;
    case 3:
        buf_c(b, "at ");
        for (uint64_t n = 1 + below(g, 3); n-- > 0;) {
            number(g, b);
            buf_printf(b, " for %s%s", name(g), n > 0 ? ", " : "");
        }
        return;
    case 4:
        buf_printf(b, "after %s is %s", label(g), PICK(g, "met", "verified"));
        return;
    case 5:
        deadline(g, b);
        return;
    case 6:
        buf_c(b, PICK(g, "from ", "not before "));
        point(g, b);
        return;
    case 7:
        buf_c(b, "until ");
        point(g, b);
        return;
    case 8:
        buf_printf(b, "throughout %s", PICK(g, "", "one"));
        return;
    case 9:
        buf_printf(b, "each %s", PICK(g, "day", "week"));
        return;
    case 10:
        buf_c(b, "between 08:30 and 18:00:30");
        return;
    case 11:
        buf_c(b, "for ");
        duration(g, b);
        buf_c(b, PICK(g, " in total", " without a break"));
        return;
    case 12:
        buf_c(b, "carrying over surplus");
        return;
    case 13:
        buf_printf(b, "chosen by %s", name(g));
        return;
    case 14:
        buf_c(b, "notified by 18:00 the day before");
        return;
    case 15:
        buf_c(b, "notified within ");
        duration(g, b);
        return;
    case 16:
        guard(g, b);
        return;
    case 17:
        accepted(g, b);
        return;
    case 18:
        buf_printf(b, "validated by %s within 3 days", name(g));
        return;
    case 19:
        buf_printf(b, "in addition to %s", label(g));
        return;
    case 20:
        buf_printf(b, "in parallel with %s", label(g));
        return;
    case 21:
        buf_printf(b, "in step with %s", label(g));
        return;
    case 22:
        buf_printf(b, "exception %s", name(g));
        if (below(g, 2) == 0) {
            buf_char(b, ' ');
            text(g, b);
        }
        if (below(g, 2) == 0)
            buf_c(b, ", notified within 24 hours");
        if (below(g, 2) == 0)
            buf_printf(b, ", decided by %s", name(g));
        return;
    case 23:
        buf_c(b, "cure within ");
        duration(g, b);
        return;
    case 24:
        buf_c(b, "lapses at the deadline");
        return;
    case 25:
        buf_c(b, "reported within ");
        duration(g, b);
        return;
    case 26:
        buf_c(b, "confidential to ");
        names(g, b);
        return;
    default:
        buf_printf(b, "matched by %s", PICK(g, "object", "round", "place"));
    }
}

static void space(struct gen *g)
{
    buf_c(g->out, test_rand_below(&g->order, 4) == 0 ? "\n     " : " ");
    if (test_rand_below(&g->order, 40) == 0)
        buf_c(g->out, "# remark\n ");
}

static void phrases(struct gen *g, bool key, bool quoted)
{
    struct buf b[PHRASES];
    int chosen[PHRASES], n = 0, first = 0;
    uint64_t rare = 2 + below(g, 12);
    for (int k = 0; k < PHRASES; k++) {
        if (below(g, rare) != 0 || (k == PHRASES - 1 && !key) ||
            (quoted && k == 0))
            continue;
        buf_init(&b[n], test_arena(), SIZE_MAX);
        phrase(g, &b[n], k);
        chosen[n] = n;
        n++;
        if (k <= 4)
            first = n;
    }
    /* Place and precondition stay first: "holds in a", and "within a day after
     * 1.1 is met", would take them in. */
    for (int i = n; g->shuffle && i > first + 1; i--) {
        int k = first + (int)test_rand_below(&g->order, (uint64_t)(i - first));
        int t = chosen[k];
        chosen[k] = chosen[i - 1];
        chosen[i - 1] = t;
    }
    for (int i = 0; i < n; i++) {
        space(g);
        buf_str(g->out, buf_view(&b[chosen[i]]));
    }
}

static void tails(struct gen *g, bool fresh)
{
    const char *mark = fresh ? "" : "x";
    if (below(g, 4) == 0) {
        buf_printf(g->out, "\n text %sen ", mark);
        text(g, g->out);
    }
    if (below(g, 6) == 0) {
        buf_printf(g->out, " text %sis ", mark);
        text(g, g->out);
    }
    if (fresh && below(g, 6) == 0) {
        buf_c(g->out, "\n source ");
        text(g, g->out);
    }
    if (!fresh && below(g, 6) == 0) {
        buf_c(g->out, "\n note ");
        text(g, g->out);
    }
}

static void body(struct gen *g)
{
    struct buf *b = g->out;
    bool key = true, quoted = false;
    if (below(g, 8) == 0) {
        quoted = true;
        text(g, b);
        buf_printf(b, " %s", PICK(g, "declaratory", "judged by un"));
    } else {
        switch (below(g, 4)) {
        case 0:
            buf_c(b, "for each ");
            if (below(g, 3) == 0) {
                buf_c(b, PICK(g, "attack", "hand over", "set free"));
            } else {
                if (below(g, 3) == 0)
                    buf_printf(b, "%u ", 1 + (unsigned)below(g, 20));
                selection(g, b);
                buf_c(b, PICK(g, " released", " handed over", " set free"));
            }
            if (below(g, 2) == 0)
                buf_printf(b, " by %s and %s", name(g), name(g));
            if (below(g, 2) == 0) {
                buf_char(b, ' ');
                place(g, b);
            }
            if (below(g, 2) == 0) {
                key = false;
                buf_c(b, ", matched by round");
            }
            buf_c(b, PICK(g, " ", ", ", "\n"));
            break;
        case 1:
            buf_printf(b, "when %s is %s ", label(g),
                       PICK(g, "met", "unmet", "verified"));
            break;
        default:
            break;
        }
        switch (below(g, 8)) {
        case 0:
            buf_c(b, "of these ");
            quantity(g, b);
            buf_printf(b, "%s", PICK(g, "", " of a", " of b, a"));
            break;
        case 1:
            quantity(g, b);
            buf_char(b, ' ');
            selection(g, b);
            buf_c(b, " shall enter");
            break;
        case 2:
            names(g, b);
            buf_printf(b, " shall keep %s open", name(g));
            break;
        case 3:
            names(g, b);
            buf_c(b, " shall keep ");
            quantity(g, b);
            buf_char(b, ' ');
            selection(g, b);
            break;
        case 4:
            names(g, b);
            buf_c(b, " may suspend 1.1, annex.2");
            break;
        case 5:
            names(g, b);
            buf_c(b, " shall disarm ");
            share(g, b);
            buf_c(b, PICK(g, "", " of b", " a", " a of b"));
            break;
        default:
            names(g, b);
            buf_printf(b, " %s ", PICK(g, "shall", "shall not", "may"));
            buf_c(b, PICK(g, "release", "hand over", "set free", "report"));
            if (below(g, 2) == 0) {
                buf_char(b, ' ');
                if (below(g, 2) == 0) {
                    quantity(g, b);
                    buf_char(b, ' ');
                }
                selection(g, b);
            }
        }
    }
    phrases(g, key, quoted);
}

static void clause(struct gen *g, unsigned k)
{
    struct buf *b = g->out;
    buf_printf(b, "1.%u%s ", k, PICK(g, "", "", "a", "\xC3\xA9"));
    switch (below(g, 6)) {
    case 0:
        for (unsigned i = 0, n = 1 + (unsigned)below(g, 3); i < n; i++) {
            buf_printf(b, "%s %c%u: ", i == 0 ? "[" : "\n |", 'p', i);
            body(g);
            tails(g, true);
        }
        buf_c(b, " ]");
        tails(g, false);
        break;
    case 1:
        for (unsigned i = 0, n = 1 + (unsigned)below(g, 3); i < n; i++) {
            buf_printf(b, "\n reading r%u held by ", i);
            names(g, b);
            buf_c(b, ": ");
            body(g);
            tails(g, true);
        }
        break;
    default:
        body(g);
        tails(g, true);
    }
    buf_c(b, PICK(g, "\n", "\n", "\n\n", "  # behind\n", "\n# own line\n"));
}

static void named(struct gen *g, const char *word)
{
    buf_printf(g->out, "%s %s", word, name(g));
    if (below(g, 2) == 0) {
        buf_char(g->out, ' ');
        text(g, g->out);
    }
}

static void declaration(struct gen *g)
{
    struct buf *b = g->out;
    switch (below(g, 14)) {
    case 0:
        named(g, PICK(g, "party", "mediator", "agency", "press"));
        if (below(g, 2) == 0)
            buf_printf(b, ",\n  %s", name(g));
        break;
    case 1:
        named(g, "force");
        buf_printf(b, " of %s", name(g));
        break;
    case 2:
        named(g, "verifier");
        buf_c(b, " chaired by ");
        names(g, b);
        buf_c(b, PICK(g, "; ", " ", ", "));
        buf_c(b, PICK(g, "may attribute; decides by majority",
                      "may not attribute ready by day 1",
                      "access to a, b; decides by 1 of 3",
                      "reports each day to un decides by consensus"));
        break;
    case 3:
        named(g, "zone");
        if (below(g, 2) == 0)
            buf_printf(b, " in %s", name(g));
        if (below(g, 2) == 0)
            buf_c(b, " from \"zones.geojson\"");
        break;
    case 4:
        named(g, "line");
        buf_c(b, PICK(g, "", " from \"z\""));
        break;
    case 5:
        named(g, "item");
        for (uint64_t i = 0, n = below(g, 8); i < n; i++) {
            buf_printf(b, "%s%s", i == 0 ? " of (" : " | ", name(g));
            if (below(g, 3) == 0) {
                buf_char(b, ' ');
                text(g, b);
            }
            buf_c(b, i + 1 == n ? ")" : "");
        }
        buf_printf(b, " unit %s", PICK(g, "person", "day", "truck"));
        buf_c(b, PICK(g, "", " counted when handed over",
                      " counted when entered in a by b"));
        break;
    case 6:
        named(g, "list");
        buf_c(b, PICK(g, " of a", " of a 10", " of b 23_000 from \"x\""));
        break;
    case 7:
        named(g, "state");
        break;
    case 8:
        named(g, "condition");
        buf_c(b, " judged by un");
        break;
    case 9:
        buf_c(b, "term \"a term\" ");
        text(g, b);
        break;
    case 10:
        buf_c(b, "standard ");
        accepted(g, b);
        break;
    case 11:
        buf_c(b, PICK(g, "reporting each day",
                      "reporting each week, due "
                      "24 hours"));
        break;
    case 12:
        named(g, "phase");
        buf_c(b, " from ");
        point(g, b);
        buf_c(b, PICK(g, " lasts 42 days", " until end of agreement"));
        buf_c(b, PICK(g, "", ", extended by consent of a and b",
                      ", extended 1 day for each 10 a released at most 9 days "
                      "in all, extended by announcement of a"));
        break;
    default:
        buf_c(b, PICK(g, "waive L01 because \"so\"",
                      "waive L02 at 1.1 because \"so\" \"it is\""));
    }
    buf_c(b, PICK(g, "\n", "\n", "\n\n", " # behind\n", "\n  # own\n"));
}

void lang_random_text(uint64_t seed, bool shuffle, struct buf *out)
{
    struct gen g = {.r = {seed}, .out = out, .shuffle = shuffle};
    g.order.state = seed + shuffle;
    buf_c(out, PICK(&g, "", "# first\n", "\n\n"));
    buf_c(out, "agreement ");
    text(&g, out);
    buf_c(out, PICK(&g, "\n", "\nlanguages en, fr\n",
                    "\nformal text prevails\nlanguages en, fr, fr prevails # "
                    "x\n"));
    buf_c(out, "act set_free \"set free\" \"set free\"\n");
    buf_c(out, PICK(&g, "", "clock\n",
                    "clock\n lasts 60 days, extended by consent of a # c\n"
                    " # d\n time zone UTC\n in force on 2025-01-19\n",
                    "clock\n in force when a, b have signed day 1 is the day "
                    "of entry into force\n"));
    for (uint64_t n = below(&g, 10); n-- > 0;)
        declaration(&g);
    buf_c(out, "article 1 ");
    if (below(&g, 2) == 0)
        text(&g, out);
    buf_c(out, "\n");
    for (unsigned k = 1, n = (unsigned)below(&g, 8); k <= n; k++)
        clause(&g, k);
    for (uint64_t n = below(&g, 3); n-- > 0;)
        declaration(&g);
}
