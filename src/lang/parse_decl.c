/* lang/parse_decl.c: declarations, the clock and phases.
 *
 * Names are only read here; whether they are declared, and once, is
 * compile.c's.  spec: lang 2. */
#include "lang/parse_int.h"

#include "base/suggest.h"

static const struct {
    str word;
    enum keyword kw;
} decls[DECL_COUNT] = {
    [DECL_PARTY] = {STR_INIT("party"), KW_party},
    [DECL_FORCE] = {STR_INIT("force"), KW_force},
    [DECL_MEDIATOR] = {STR_INIT("mediator"), KW_mediator},
    [DECL_GUARANTOR] = {STR_INIT("guarantor"), KW_guarantor},
    [DECL_AGENCY] = {STR_INIT("agency"), KW_agency},
    [DECL_OBSERVER] = {STR_INIT("observer"), KW_observer},
    [DECL_PRESS] = {STR_INIT("press"), KW_press},
    [DECL_VERIFIER] = {STR_INIT("verifier"), KW_verifier},
    [DECL_ZONE] = {STR_INIT("zone"), KW_zone},
    [DECL_LINE] = {STR_INIT("line"), KW_line},
    [DECL_ITEM] = {STR_INIT("item"), KW_item},
    [DECL_LIST] = {STR_INIT("list"), KW_list},
    [DECL_ACT] = {STR_INIT("act"), KW_act},
    [DECL_STATE] = {STR_INIT("state"), KW_state},
    [DECL_CONDITION] = {STR_INIT("condition"), KW_condition},
    [DECL_TERM] = {STR_INIT("term"), KW_term},
    [DECL_STANDARD] = {STR_INIT("standard"), KW_standard},
    [DECL_REPORTING] = {STR_INIT("reporting"), KW_reporting},
    [DECL_CLOCK] = {STR_INIT("clock"), KW_clock},
    [DECL_PHASE] = {STR_INIT("phase"), KW_phase},
    [DECL_WAIVER] = {STR_INIT("waive"), KW_waive},
    [DECL_CAPACITY] = {STR_INIT("capacity"), KW_capacity},
    [DECL_INSTRUMENT] = {STR_INIT("instrument"), KW_instrument},
    [DECL_PUBLICATION] = {STR_INIT("publication"), KW_publication},
    [DECL_HOTLINE] = {STR_INIT("hotline"), KW_hotline},
    [DECL_AUTHORITY] = {STR_INIT("authority"), KW_authority},
    [DECL_AMENDMENT] = {STR_INIT("amendment"), KW_amendment},
    [DECL_TERMINATION] = {STR_INIT("termination"), KW_termination},
    [DECL_FUNDING] = {STR_INIT("funding"), KW_funding},
    [DECL_DISPUTES] = {STR_INIT("disputes"), KW_disputes},
};

str ast_decl_word(enum ast_decl_kind kind)
{
    return decls[kind].word;
}

enum ast_decl_kind decl_of_keyword(enum keyword kw)
{
    uint32_t k = 0;
    while (k < DECL_COUNT && decls[k].kw != kw)
        k++;
    return (enum ast_decl_kind)k;
}

/* A new object in the tree's arena, or NULL (noted). */
static void *make(struct parser *p, size_t size)
{
    void *v = arena_alloc(p->a, size);
    if (v == NULL)
        parse_note(p, arena_fail(p->cx, p->a));
    return v;
}

static bool one_named(struct parser *p, const char *what, struct ast_decl *out)
{
    out->names = make(p, sizeof *out->names);
    if (out->names == NULL)
        return false;
    if (!parse_named(p, what, out->names))
        return false;
    out->n_names = 1;
    return true;
}

static bool several_named(struct parser *p, const char *what,
                          struct ast_decl *out)
{
    VEC(struct ast_named) v = {0};
    bool good;
    do {
        struct ast_named n = {0};
        good = parse_named(p, what, &n);
        if (good)
            PUSH(p, &v, n);
    } while (good && accept(p, T_COMMA));
    out->names = v.p;
    out->n_names = (uint32_t)v.n;
    return good;
}

/* --- verifiers
 * --------------------------------------------------------------------- */

static bool option_at(struct parser *p, enum ast_option *out)
{
    static const enum keyword first[OPT_COUNT] = {
        [OPT_CHAIRED] = KW_chaired, [OPT_MEMBERS] = KW_members,
        [OPT_ATTRIBUTE] = KW_may,   [OPT_CLASSES] = KW_classes,
        [OPT_DECIDES] = KW_decides, [OPT_READY] = KW_ready,
        [OPT_ACCESS] = KW_access,   [OPT_REPORTS] = KW_reports};
    for (uint32_t i = 0; i < OPT_COUNT; i++) {
        if (at_kw(p, first[i])) {
            *out = (enum ast_option)i;
            return true;
        }
    }
    return false;
}

/* "(" named { "|" named } ")" */
static bool alternatives(struct parser *p, const char *what, const char *open,
                         struct ast_named **out, uint32_t *n)
{
    VEC(struct ast_named) v = {0};
    if (!expect(p, T_LPAREN, open))
        return false;
    do {
        struct ast_named one = {0};
        if (!parse_named(p, what, &one))
            return false;
        PUSH(p, &v, one);
    } while (accept(p, T_PIPE));
    *out = v.p;
    *n = (uint32_t)v.n;
    return expect(p, T_RPAREN, "`|` and another one, or `)`");
}

static bool attribute(struct parser *p, struct ast_verifier *v)
{
    v->may_attribute = !accept_kw(p, KW_not);
    if (!expect_kw(p, KW_attribute))
        return false;
    if (!v->may_attribute || !accept_kw(p, KW_at))
        return true;
    return parse_int(p, "a number of per cent", 1, 100, &v->confidence) &&
           expect(p, T_PERCENT, "`%`") && expect_kw(p, KW_confidence);
}

static bool decides(struct parser *p, struct ast_verifier *v)
{
    if (!expect_kw(p, KW_by))
        return false;
    if (accept_kw(p, KW_consensus)) {
        v->decides = DECIDES_CONSENSUS;
    } else if (accept_kw(p, KW_majority)) {
        v->decides = DECIDES_MAJORITY;
    } else if (at(p, T_INT)) {
        v->decides = DECIDES_KOF;
        if (!parse_int(p, "a number", 1, MAX_ACTORS, &v->k) ||
            !expect_kw(p, KW_of))
            return false;
        struct span all = peek(p, 0)->at;
        if (!parse_int(p, "of how many", 1, MAX_ACTORS, &v->of))
            return false;
        if (v->k > v->of) {
            FOUND(p, "E0223", all, "%lld of %lld cannot be reached",
                  (long long)v->k, (long long)v->of);
            return false;
        }
    } else {
        return expected(p, "`consensus`, `majority`, or such as `3 of 5`");
    }
    if (!accept_kw(p, KW_else))
        return true;
    return expect_kw(p, KW_by) &&
           parse_name(p, "who decides if they do not", &v->else_by);
}

static bool option(struct parser *p, enum ast_option o, struct ast_verifier *v)
{
    take(p);
    switch (o) {
    case OPT_CHAIRED:
        return expect_kw(p, KW_by) &&
               parse_names(p, "who chairs", &v->chaired_by);
    case OPT_MEMBERS:
        return parse_names(p, "who sits on it", &v->members);
    case OPT_ATTRIBUTE:
        return attribute(p, v);
    case OPT_CLASSES:
        return alternatives(p, "a name for the class",
                            "`(` and the classes, such as `(minor | grave)`",
                            &v->classes, &v->n_classes);
    case OPT_DECIDES:
        return decides(p, v);
    case OPT_READY:
        return parse_deadline(p, &v->ready);
    case OPT_ACCESS:
        return expect_kw(p, KW_to) && parse_names(p, "a zone", &v->access);
    case OPT_REPORTS:
        if (!expect_kw(p, KW_each) || !parse_period(p, &v->reports))
            return false;
        return !accept_kw(p, KW_to) ||
               parse_names(p, "who receives the reports", &v->reports_to);
    case OPT_COUNT:
        break;
    }
    BUG("option");
}

static bool verifier(struct parser *p, struct ast_decl *out)
{
    struct ast_verifier *v = make(p, sizeof *v);
    if (v == NULL || !one_named(p, "a name for the verifier", out))
        return false;
    out->verifier = v;
    while (!unit_at(p, 0)) {
        enum ast_option o;
        struct span first = peek(p, 0)->at;
        if (!option_at(p, &o)) {
            FOUND(p, "E0221", first, "%s begins nothing that a verifier has",
                  token_words(p, peek(p, 0)).s);
            FOUND_HINT(p, "it may be: chaired by, members, may attribute, "
                          "classes, decides by, ready, access to, reports "
                          "each");
            return false;
        }
        if (v->option_at[o].length != 0)
            FOUND(p, "E0214", first, "`%.*s` stands twice for this verifier",
                  STR_ARG(keyword_text(peek(p, 0)->kw)));
        if (!option(p, o, v))
            return false;
        v->option_at[o] = span_since(p, first);
        if (!accept(p, T_SEMI))
            (void)accept(p, T_COMMA);
    }
    return true;
}

/* --- things and words
 * ---------------------------------------------------------------- */

static bool force(struct parser *p, struct ast_decl *out)
{
    return one_named(p, "a name for the force", out) &&
           (!accept_kw(p, KW_of) ||
            parse_name(p, "the party that answers for it", &out->of));
}

static bool from_file(struct parser *p, struct ast_decl *out)
{
    return !accept_kw(p, KW_from) ||
           parse_string(p, "the name of a file in quotes", &out->from_file);
}

static bool zone(struct parser *p, struct ast_decl *out)
{
    if (!one_named(p, "a name for the zone", out))
        return false;
    if (accept_kw(p, KW_in) &&
        !parse_name(p, "the zone that contains it", &out->in))
        return false;
    return from_file(p, out);
}

static bool line(struct parser *p, struct ast_decl *out)
{
    return one_named(p, "a name for the line", out) && from_file(p, out);
}

static bool categories(struct parser *p, struct ast_decl *out)
{
    return alternatives(p, "a name for the category",
                        "`(` and the categories, such as `(fuel | food)`",
                        &out->categories, &out->n_categories);
}

static bool counted_when(struct parser *p, struct ast_counted *out)
{
    struct span first = p->prev.at;
    if (!expect_kw(p, KW_when) || !parse_act(p, true, &out->act))
        return false;
    if ((accept_kw(p, KW_in) || accept_kw(p, KW_at)) &&
        !parse_name(p, "the zone where it is counted", &out->in))
        return false;
    if (accept_kw(p, KW_by) && !parse_name(p, "who counts", &out->by))
        return false;
    out->at = span_since(p, first);
    return true;
}

static bool item(struct parser *p, struct ast_decl *out)
{
    if (!one_named(p, "a name for the item", out))
        return false;
    if (accept_kw(p, KW_of) && !categories(p, out))
        return false;
    if (!accept_kw(p, KW_unit)) {
        if (unit_at(p, 0))
            FOUND(p, "E0220", out->names->id.at, "the item `%.*s` has no unit",
                  STR_ARG(out->names->id.text));
        else
            return expected(p, "`unit` and what one of them is, such as `unit "
                               "truck`");
        return false;
    }
    if (!parse_word(p, "what one of them is, such as `truck`", &out->unit))
        return false;
    return !accept_kw(p, KW_counted) || counted_when(p, &out->counted);
}

static bool list(struct parser *p, struct ast_decl *out)
{
    out->count = -1;
    if (!one_named(p, "a name for the list", out) || !expect_kw(p, KW_of) ||
        !parse_name(p, "the item that it lists", &out->of))
        return false;
    if (at(p, T_INT) &&
        !parse_int(p, "how many entries it has", 0, INT64_MAX, &out->count))
        return false;
    return from_file(p, out);
}

static bool term(struct parser *p, struct ast_decl *out)
{
    return parse_one_string(p, "the term in quotes", &out->term) &&
           parse_string(p, "its meaning in quotes", &out->meaning);
}

static bool condition(struct parser *p, struct ast_decl *out)
{
    return one_named(p, "a name for the condition", out) &&
           expect_kw2(p, KW_judged, KW_by) &&
           parse_name(p, "who judges it", &out->by);
}

static bool reporting(struct parser *p, struct ast_decl *out)
{
    if (!expect_kw(p, KW_each) || !parse_period(p, &out->each))
        return false;
    (void)accept(p, T_COMMA);
    return !accept_kw(p, KW_due) || parse_duration(p, &out->due);
}

static bool waiver(struct parser *p, struct ast_decl *out)
{
    if (!parse_word(p, "the code of a finding, such as `L06`", &out->code))
        return false;
    if (accept_kw(p, KW_at) && !parse_label(p, "a label", &out->label))
        return false;
    return expect_kw(p, KW_because) &&
           parse_string(p, "the reason in quotes", &out->because);
}

/* --- capacities, instruments, provisions
 * --------------------------------------------- */

static bool capacity_per(struct parser *p, enum capacity_per *out)
{
    *out = CAPACITY_IN_ALL;
    if (!accept_kw(p, KW_each))
        return true;
    if (accept_kw(p, KW_hour))
        *out = CAPACITY_HOUR;
    else if (accept_kw(p, KW_day))
        *out = CAPACITY_DAY;
    else if (accept_kw(p, KW_week))
        *out = CAPACITY_WEEK;
    else
        return expected(p, "`hour`, `day` or `week`");
    return true;
}

static bool capacity(struct parser *p, struct ast_decl *out)
{
    struct ast_capacity *c = make(p, sizeof *c);
    if (c == NULL || !parse_int(p, "how many units", 1, INT64_MAX, &c->n) ||
        !parse_selection(p, &c->selection) || !capacity_per(p, &c->per))
        return false;
    out->capacity = c;
    if ((accept_kw(p, KW_at) || accept_kw(p, KW_in)) &&
        !parse_name(p, "the zone where it is", &c->place))
        return false;
    if (accept_kw(p, KW_between) &&
        (!parse_time_of_day(p, &c->between) || !expect_kw(p, KW_and) ||
         !parse_time_of_day(p, &c->between_end)))
        return false;
    if (accept_kw(p, KW_by) && !parse_name(p, "whose capacity it is", &c->by))
        return false;
    return !accept_kw(p, KW_from) || parse_point(p, &c->from);
}

static bool instrument(struct parser *p, struct ast_decl *out)
{
    return one_named(p, "a name for the instrument", out) &&
           from_file(p, out) &&
           (!accept_kw(p, KW_hash) ||
            parse_string(p, "its SHA-256 in quotes, 64 hexadecimal digits",
                         &out->hash));
}

static bool provision(struct parser *p, struct ast_decl *out)
{
    struct ast_provision *v = make(p, sizeof *v);
    if (v == NULL || !parse_string(p, "what is agreed, in quotes", &v->text))
        return false;
    out->provision = v;
    if (at_kw(p, KW_by) && !point_at(p, 1)) {
        take(p);
        if (!parse_names(p, "who does it", &v->by))
            return false;
    }
    return !deadline_at(p) || parse_deadline(p, &v->due);
}

/* --- extensions
 * ------------------------------------------------------------------------ */

static bool bound(struct parser *p, struct ast_extension *out)
{
    if (!accept_kw2(p, KW_at, KW_most))
        return true;
    if (!parse_duration(p, &out->cap))
        return false;
    if (accept_kw(p, KW_further)) {
        out->cap_kind = AST_CAP_FURTHER;
        return true;
    }
    out->cap_kind = AST_CAP_IN_ALL;
    return accept_kw2(p, KW_in, KW_all) || expected(p, "`further` or `in all`");
}

static bool extension(struct parser *p, struct ast_extension *out)
{
    struct span first = peek(p, 0)->at;
    if (!expect_kw(p, KW_extended))
        return false;
    if (accept_kw(p, KW_by)) {
        bool consent = at_kw(p, KW_consent);
        if (!consent && !at_kw(p, KW_announcement))
            return expected(p, "`consent of` or `announcement of`");
        take(p);
        out->kind = consent ? EXT_CONSENT : EXT_ANNOUNCEMENT;
        if (!expect_kw(p, KW_of) || !parse_names(p, "who extends it", &out->by))
            return false;
    } else {
        out->kind = EXT_EARNED;
        if (!parse_duration(p, &out->each) || !expect_kw2(p, KW_for, KW_each) ||
            !parse_int(p, "a number of items", 1, INT64_MAX, &out->per) ||
            !parse_selection(p, &out->selection) ||
            !parse_act(p, true, &out->act))
            return false;
    }
    if (!bound(p, out))
        return false;
    out->at = span_since(p, first);
    return true;
}

/* { "," extension } */
static bool extensions(struct parser *p, struct ast_extension **out,
                       uint32_t *n)
{
    VEC(struct ast_extension) v = {0};
    bool good = true;
    while (good && (at_kw(p, KW_extended) ||
                    (at(p, T_COMMA) && kw_at(p, 1, KW_extended)))) {
        struct ast_extension e = {0};
        (void)accept(p, T_COMMA);
        good = extension(p, &e);
        if (good)
            PUSH(p, &v, e);
    }
    *out = v.p;
    *n = (uint32_t)v.n;
    return good;
}

/* --- the clock
 * ---------------------------------------------------------------------------
 */

static bool clock_zone(struct parser *p, struct ast_clock *c)
{
    if (!expect_kw2(p, KW_time, KW_zone))
        return false;
    if (!at(p, T_PATH) && !at(p, T_WORD))
        return expected(p, "a zone of the IANA table, such as `Europe/Lisbon`");
    const struct token *t = peek(p, 0);
    c->zone = (struct ast_name){parse_text(p, t), t->at};
    take(p);
    return true;
}

static bool clock_force(struct parser *p, struct ast_clock *c)
{
    if (!expect_kw2(p, KW_in, KW_force))
        return false;
    if (accept_kw(p, KW_at)) {
        c->force = AST_FORCE_AT;
        return parse_date(p, &c->date) && parse_time_of_day(p, &c->time);
    }
    if (accept_kw(p, KW_on)) {
        c->force = AST_FORCE_ON;
        return parse_date(p, &c->date);
    }
    if (!accept_kw(p, KW_when))
        return expected(p, "`at` a date and time, `on` a date, or `when`");
    if (at_kw2(p, KW_announced, KW_by)) {
        take(p);
        take(p);
        c->force = AST_FORCE_ANNOUNCED;
        return parse_names(p, "who announces it", &c->by);
    }
    c->force = AST_FORCE_SIGNED;
    return parse_names(p, "who signs, or `announced by`", &c->by) &&
           expect_kw2(p, KW_have, KW_signed);
}

static bool clock_day1(struct parser *p, struct ast_clock *c)
{
    int64_t n;
    if (!expect_kw(p, KW_day) || !parse_int(p, "1", 1, 1, &n) ||
        !expect_kw2(p, KW_is, KW_the) || !expect_kw(p, KW_day))
        return false;
    if (accept_kw(p, KW_after))
        c->day1_after = true;
    else if (!accept_kw(p, KW_of))
        return expected(p, "`of` or `after`");
    return expect_kw(p, KW_entry) && expect_kw2(p, KW_into, KW_force);
}

static bool clock_lasts(struct parser *p, struct ast_clock *c)
{
    if (!expect_kw(p, KW_lasts))
        return false;
    if (accept_kw(p, KW_until)) {
        c->lasts = AST_LASTS_UNTIL;
        if (!parse_date(p, &c->until))
            return false;
    } else if (accept_kw(p, KW_without)) {
        c->lasts = AST_LASTS_NO_END;
        return expect_kw(p, KW_end);
    } else if (at(p, T_INT)) {
        c->lasts = AST_LASTS_DAYS;
        if (!parse_int(p, "a number of days", 1, 1000000, &c->days))
            return false;
        if (!accept_kw(p, KW_days) && !accept_kw(p, KW_day)) {
            expected(p, "`days`");
            FOUND_HINT(p, "an agreement lasts whole days; so that nobody has "
                          "to guess, write the last one as a number of days");
            return false;
        }
    } else {
        return expected(p, "a number of days, `until` a date, or `without "
                           "end`");
    }
    return extensions(p, &c->ext, &c->n_ext);
}

static bool clockline_at(struct parser *p, enum ast_clockline *out)
{
    static const enum keyword first[CLOCK_COUNT] = {[CLOCK_ZONE] = KW_time,
                                                    [CLOCK_FORCE] = KW_in,
                                                    [CLOCK_DAY1] = KW_day,
                                                    [CLOCK_LASTS] = KW_lasts};
    for (uint32_t i = 0; i < CLOCK_COUNT; i++) {
        if (at_kw(p, first[i])) {
            *out = (enum ast_clockline)i;
            return true;
        }
    }
    return false;
}

/* To the next line that begins a line of the clock, or a unit. */
static void recover_clock(struct parser *p)
{
    enum ast_clockline l;
    while (!at(p, T_END) && !unit_at(p, 0) &&
           !(peek(p, 0)->line_start && clockline_at(p, &l)))
        take(p);
}

static bool clockline(struct parser *p, enum ast_clockline l,
                      struct ast_clock *c)
{
    switch (l) {
    case CLOCK_ZONE:
        return clock_zone(p, c);
    case CLOCK_FORCE:
        return clock_force(p, c);
    case CLOCK_DAY1:
        return clock_day1(p, c);
    case CLOCK_LASTS:
        return clock_lasts(p, c);
    case CLOCK_COUNT:
        break;
    }
    BUG("line of the clock");
}

static bool clock_block(struct parser *p, struct ast_decl *out)
{
    bool good = true;
    struct ast_clock *c = make(p, sizeof *c);
    if (c == NULL)
        return false;
    out->clock = c;
    while (!unit_at(p, 0)) {
        enum ast_clockline l;
        struct span first = peek(p, 0)->at;
        bool known = clockline_at(p, &l);
        if (known && c->line_at[l].length != 0) {
            FOUND(p, "E0214", first,
                  "this line of the clock stands twice; the first one is line "
                  "%u",
                  c->line_at[l].line);
            good = false;
        }
        if (!known)
            expected(p, "a line of the clock: `time zone`, `in force`, `day 1 "
                        "is`, or `lasts`");
        if (known && clockline(p, l, c)) {
            c->line_at[l] = span_since(p, first);
            continue;
        }
        good = false;
        if (!known)
            take(p);
        recover_clock(p);
    }
    return good;
}

/* --- phases
 * --------------------------------------------------------------------------------
 */

static bool phase(struct parser *p, struct ast_decl *out)
{
    struct ast_phase *ph = make(p, sizeof *ph);
    if (ph == NULL || !one_named(p, "a name for the phase", out))
        return false;
    out->phase = ph;
    if (!expect_kw(p, KW_from) || !parse_point(p, &ph->from))
        return false;
    if (accept_kw(p, KW_lasts)) {
        ph->has_lasts = true;
        if (!parse_duration(p, &ph->lasts))
            return false;
    } else if (accept_kw(p, KW_until)) {
        if (!parse_point(p, &ph->until))
            return false;
    } else {
        return expected(p, "`lasts` and a duration, or `until` and a point in "
                           "time");
    }
    return extensions(p, &ph->ext, &ph->n_ext);
}

/* --- all
 * --------------------------------------------------------------------------------------
 */

static bool declaration(struct parser *p, struct ast_decl *out)
{
    switch (out->kind) {
    case DECL_PARTY:
        return several_named(p, "a name for the party", out);
    case DECL_FORCE:
        return force(p, out);
    case DECL_MEDIATOR:
    case DECL_GUARANTOR:
    case DECL_AGENCY:
    case DECL_OBSERVER:
    case DECL_PRESS:
        return several_named(p, "a name for the body", out);
    case DECL_VERIFIER:
        return verifier(p, out);
    case DECL_ZONE:
        return zone(p, out);
    case DECL_LINE:
        return line(p, out);
    case DECL_ITEM:
        return item(p, out);
    case DECL_LIST:
        return list(p, out);
    case DECL_ACT:
        return parse_act_decl(p, &out->act);
    case DECL_STATE:
        return one_named(p, "a name for the state", out);
    case DECL_CONDITION:
        return condition(p, out);
    case DECL_TERM:
        return term(p, out);
    case DECL_STANDARD:
        return parse_accepted(p, &out->accepted);
    case DECL_REPORTING:
        return reporting(p, out);
    case DECL_CLOCK:
        return clock_block(p, out);
    case DECL_PHASE:
        return phase(p, out);
    case DECL_WAIVER:
        return waiver(p, out);
    case DECL_CAPACITY:
        return capacity(p, out);
    case DECL_INSTRUMENT:
        return instrument(p, out);
    case DECL_PUBLICATION:
    case DECL_HOTLINE:
    case DECL_AUTHORITY:
    case DECL_AMENDMENT:
    case DECL_TERMINATION:
    case DECL_FUNDING:
    case DECL_DISPUTES:
        return provision(p, out);
    case DECL_COUNT:
        break;
    }
    BUG("declaration");
}

void parse_decl(struct parser *p, struct ast_decl *out)
{
    struct span first = peek(p, 0)->at;
    *out = (struct ast_decl){
        .kind = decl_of_keyword(peek(p, 0)->kw), .act = NONE, .count = -1};
    if (!peek(p, 0)->line_start)
        FOUND(p, "E0203", first, "a declaration begins a new line");
    take(p);
    out->broken = !declaration(p, out);
    /* What begins a line is the next unit's affair (units()). */
    if (!out->broken && !peek(p, 0)->line_start && !misplaced_unit_at(p)) {
        FOUND(p, "E0208", peek(p, 0)->at,
              "%s does not belong to this declaration",
              token_words(p, peek(p, 0)).s);
        if (out->kind == DECL_CLOCK || out->n_names == 0)
            FOUND_HINT(p, "the next declaration begins a new line");
        else if (at(p, T_WORD) && out->names[0].name.at.length == 0)
            FOUND_HINT(p, "its name in words stands in quotes after `%.*s`",
                       STR_ARG(out->names[0].id.text));
        out->broken = true;
    }
    if (out->broken)
        parse_recover(p);
    out->at = span_since(p, first);
}
