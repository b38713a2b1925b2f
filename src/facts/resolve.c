/* facts/resolve.c: a record as written becomes a fact: names to indexes, times
 * to instants, quantities to bounds. docs/reports.md; sem 3, 4. */
#include "facts/reader_int.h"

#include "base/suggest.h"
#include "base/utf8.h"

/* --- Times ------------------------------------------------------------- */

static inline bool digits(const char *p, unsigned n, unsigned *out)
{
    unsigned v = 0, bad = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned d = (unsigned)(unsigned char)p[i] - '0';
        bad |= d > 9;
        v = v * 10 + d;
    }
    *out = v;
    return bad == 0;
}

/* The day written in the ten bytes from p on; NULL: none. */
static const struct day_cache *day_of(struct facts *f, const struct tz *tz,
                                      const char *p)
{
    struct day_cache *c = &f->days[(unsigned char)p[9] % DAY_CACHE];
    unsigned y, m, d;
    if (c->tz == tz && scan_same(c->text, p, sizeof c->text))
        return c;
    if (!digits(p, 4, &y) || p[4] != '-' || !digits(p + 5, 2, &m) ||
        p[7] != '-' || !digits(p + 8, 2, &d))
        return NULL;
    struct civil_date date = {(int16_t)y, (uint8_t)m, (uint8_t)d};
    if (!civil_date_is_valid(date))
        return NULL;
    struct civil_span span = civil_day_span(tz, date);
    struct tz_stretch stretch = tz_stretch_at(tz, span.begin);
    *c = (struct day_cache){.tz = tz,
                            .days = civil_days(date),
                            .begin = span.begin,
                            .end = span.end};
    memcpy(c->text, p, sizeof c->text);
    c->plain = stretch.end >= span.end && span.end - span.begin == 86400 &&
               c->days * 86400 - stretch.offset_s == span.begin;
    return c;
}

/* The forms that almost every report has. false: the slow way, which also
 * says what is wrong. */
static bool fast_time(struct facts *f, str text, const struct tz *tz,
                      struct civil_span *out)
{
    const char *p = text.p;
    unsigned h, mi, s = 0, oh, om;
    const struct day_cache *day = text.n < 10 ? NULL : day_of(f, tz, p);
    if (day == NULL)
        return false;
    if (text.n == 10) {
        *out = (struct civil_span){day->begin, day->end};
        return day->begin < day->end;
    }
    if (text.n < 16 || (p[10] != 'T' && p[10] != ' ') ||
        !digits(p + 11, 2, &h) || p[13] != ':' || !digits(p + 14, 2, &mi) ||
        h > 23 || mi > 59)
        return false;
    size_t at = 16;
    instant length = 60;
    if (text.n > 16 && p[16] == ':') {
        if (text.n < 19 || !digits(p + 17, 2, &s) || s > 59)
            return false;
        at = 19;
        length = 1;
    }
    instant clock = (instant)h * 3600 + (instant)mi * 60 + s;
    instant begin;
    if (at == text.n) {
        if (!day->plain)
            return false;
        begin = day->begin + clock;
    } else if (p[at] == 'Z' && at + 1 == text.n) {
        begin = day->days * 86400 + clock;
    } else if ((p[at] == '+' || p[at] == '-') && at + 6 == text.n &&
               digits(p + at + 1, 2, &oh) && p[at + 3] == ':' &&
               digits(p + at + 4, 2, &om) && oh <= 23 && om <= 59) {
        instant offset = (instant)oh * 3600 + (instant)om * 60;
        begin = day->days * 86400 + clock + (p[at] == '+' ? -offset : offset);
    } else {
        return false;
    }
    *out = (struct civil_span){begin, begin + length};
    return true;
}

err resolve_time(struct cx *cx, struct facts *f, str text, const struct tz *tz,
                 const char *at, const char *field, struct civil_span *out,
                 bool *good)
{
    if (fast_time(f, text, tz, out))
        return OK;
    struct civil_span span = {0, 0};
    err e = civil_span_parse(cx, text, tz, &span, NULL);
    if (is_ok(e) && span.begin < span.end) {
        *out = span;
        return OK;
    }
    if (!is_ok(e) && e.code != ERR_INPUT && e.code != ERR_LIMIT)
        return e;
    *good = false;
    if (is_ok(e))
        return problem(cx, f, at, field, "name the day before or after it",
                       "this zone's clocks left out the day \"%.*s\"",
                       STR_ARG(text));
    struct fault fault = cx->fault;
    fault_clear(cx);
    return problem(cx, f, at, field, fault.hint, "%s", fault.message);
}

/* --- Names ------------------------------------------------------------- */

static err unknown_name(struct cx *cx, struct facts *f, const char *at,
                        const char *field, enum name_kind kind, str word)
{
    char hint[256];
    struct suggest s;
    str name;
    suggest_init(&s, word);
    for (uint32_t i = 0; names_nth(f->ag, kind, i, &name); i++)
        if (name.n > 0)
            suggest_offer(&s, name);
    if (s.best.n > 0) {
        snprintf(hint, sizeof hint, "did you mean \"%.*s\"?", STR_ARG(s.best));
        return problem(cx, f, at, field, hint,
                       "\"%.*s\" is not %s of this agreement", STR_ARG(word),
                       name_kind_word[kind]);
    }
    for (enum name_kind k = 0; k < N_NAME_KINDS; k++)
        if (names_find(&f->names, k, word) != NONE) {
            snprintf(hint, sizeof hint, "it is %s", name_kind_word[k]);
            return problem(cx, f, at, field, hint,
                           "\"%.*s\" is not %s of this agreement",
                           STR_ARG(word), name_kind_word[kind]);
        }
    int n = snprintf(hint, sizeof hint, "its %s:", name_kind_plural[kind]);
    bool any = false;
    for (uint32_t i = 0; names_nth(f->ag, kind, i, &name); i++) {
        if (name.n == 0)
            continue;
        if ((size_t)n + name.n + 8 > sizeof hint) {
            n += snprintf(hint + n, sizeof hint - (size_t)n, " ...");
            break;
        }
        n += snprintf(hint + n, sizeof hint - (size_t)n, "%s %.*s",
                      any ? "," : "", STR_ARG(name));
        any = true;
    }
    if (!any)
        snprintf(hint, sizeof hint, "it declares no %s",
                 name_kind_plural[kind]);
    return problem(cx, f, at, field, hint,
                   "\"%.*s\" is not %s of this agreement", STR_ARG(word),
                   name_kind_word[kind]);
}

/* Finds a name, also when it is not in NFC. */
static err find_name(struct cx *cx, struct facts *f, const char *at,
                     const char *field, enum name_kind kind, str word, int *out,
                     bool *good)
{
    *out = names_find(&f->names, kind, word);
    if (*out != NONE || f->opt.any_names)
        return OK;
    if (word.n <= LIMIT_NAME_BYTES) {
        str nfc;
        TRY(cx, utf8_nfc(cx, &f->room, word, &nfc));
        *out = names_find(&f->names, kind, nfc);
        if (*out != NONE)
            return OK;
    }
    *good = false;
    return unknown_name(cx, f, at, field, kind, word);
}

static bool has(const struct rec *r, enum field field)
{
    return r->has >> field & 1;
}

static err name(struct cx *cx, struct facts *f, const struct rec *r,
                enum field field, enum name_kind kind, int *out, bool *good)
{
    *out = NONE;
    if (!has(r, field))
        return OK;
    return find_name(cx, f, r->at[field], field_table[field].name.p, kind,
                     r->v[field].s, out, good);
}

static bool is_word(str given, const char *word)
{
    size_t i = 0;
    while (i < given.n && word[i] == given.p[i] && word[i] != '\0')
        i++;
    return i == given.n && word[i] == '\0';
}

/* One of a fixed set of words. */
static err word(struct cx *cx, struct facts *f, const struct rec *r,
                enum field field, const char *const *words, size_t n,
                size_t *out, bool *good)
{
    str given = r->v[field].s;
    for (size_t i = 0; i < n; i++)
        if (is_word(given, words[i])) {
            *out = i;
            return OK;
        }
    struct suggest s;
    suggest_init(&s, given);
    for (size_t i = 0; i < n; i++)
        suggest_offer(&s, str_of(words[i]));
    char hint[256];
    int at = 0;
    if (s.best.n > 0)
        at = snprintf(hint, sizeof hint, "did you mean \"%.*s\"? ",
                      STR_ARG(s.best));
    at += snprintf(hint + at, sizeof hint - (size_t)at, "one of");
    for (size_t i = 0; i < n && (size_t)at + 40 < sizeof hint; i++)
        at += snprintf(hint + at, sizeof hint - (size_t)at, "%s %s",
                       i == 0 ? "" : ",", words[i]);
    *good = false;
    *out = 0;
    return problem(cx, f, r->at[field], field_table[field].name.p, hint,
                   "\"%.*s\" is not known here", STR_ARG(given));
}

/* Says what is wrong with a field; *good becomes false. */
#define BAD(field_, hint_, ...)                                                \
    do {                                                                       \
        *good = false;                                                         \
        TRY(cx, problem(cx, f, has(r, field_) ? r->at[field_] : NULL,          \
                        field_table[field_].name.p, (hint_), __VA_ARGS__));    \
    } while (0)

/* --- Ids --------------------------------------------------------------- */

enum { ID_BYTES = 200 };

static bool is_id(str s)
{
    if (s.n == 0 || s.n > ID_BYTES)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!letter && !(c >= '-' && c <= ':') && c != '_')
            return false; /* '-' to ':' is - . / 0-9 : */
    }
    return true;
}

static err check_id(struct cx *cx, struct facts *f, const char *at,
                    const char *field, str id, bool *good)
{
    if (is_id(id))
        return OK;
    *good = false;
    const char *hint = "letters, digits and . _ - : / only, 1 to 200 of them";
    if (id.n > ID_BYTES)
        return problem(cx, f, at, field, hint, "an id of %zu bytes is too long",
                       id.n);
    return problem(cx, f, at, field, hint, "\"%.*s\" cannot be an id",
                   STR_ARG(id));
}

static err check_ids(struct cx *cx, struct facts *f, const struct rec *r,
                     enum field field, bool *good)
{
    if (!has(r, field))
        return OK;
    const struct str_list *l = &r->v[field].list;
    for (uint32_t i = 0; i < l->n; i++) {
        TRY(cx, check_id(cx, f, r->at[field], field_table[field].name.p,
                         l->v[i], good));
        if (has(r, FIELD_id) && str_eq(l->v[i], r->v[FIELD_id].s))
            BAD(field, "name another record", "a record cannot name itself");
    }
    return OK;
}

/* --- The parts of a fact ----------------------------------------------- */

static err occurrence(struct cx *cx, struct facts *f, const struct rec *r,
                      const struct civil_span *said, struct fact *o, bool *good)
{
    const char *at = r->at[FIELD_occurred];
    struct civil_span span = {0, 0};
    if (!has(r, FIELD_occurred)) {
        o->from = said->begin; /* the caller has checked that it is known */
        o->to_ = said->end;
        return OK;
    }
    if (r->occurred.text.p != NULL) {
        TRY(cx, resolve_time(cx, f, r->occurred.text, f->tz, at, "occurred",
                             &span, good));
        o->from = span.begin;
        o->to_ = span.end;
        return OK;
    }
    const struct tz *tz = f->tz;
    if (r->occurred.zone.p != NULL) {
        err e = tz_find(cx, r->occurred.zone, &tz);
        if (e.code == ERR_NOT_FOUND) {
            struct fault fault = cx->fault;
            fault_clear(cx);
            *good = false;
            tz = f->tz;
            TRY(cx, problem(cx, f, at, "occurred", fault.hint, "%s",
                            fault.message));
        } else {
            TRY(cx, e);
        }
    }
    static const char *const precisions[] = {"second", "minute", "hour", "day",
                                             "unknown"};
    enum { SECOND, MINUTE, HOUR, DAY, UNKNOWN, AS_WRITTEN };
    size_t precision = AS_WRITTEN;
    if (r->occurred.precision.p != NULL) {
        for (precision = 0; precision < COUNT_OF(precisions); precision++)
            if (str_eq(r->occurred.precision, str_of(precisions[precision])))
                break;
        if (precision == COUNT_OF(precisions)) {
            precision = AS_WRITTEN;
            BAD(FIELD_occurred, "second, minute, hour, day, unknown",
                "\"%.*s\" is no precision", STR_ARG(r->occurred.precision));
        }
    }
    bool from = r->occurred.from.p != NULL, to = r->occurred.to.p != NULL;
    if (!from && precision != UNKNOWN) {
        if (*good)
            BAD(FIELD_occurred, "{\"from\": ..., \"to\": ...}",
                "a time without \"from\"");
        return OK;
    }
    if (from) {
        TRY(cx, resolve_time(cx, f, r->occurred.from, tz, at, "occurred.from",
                             &span, good));
    } else {
        span.begin = f->force_lo; /* sem 3: from entry into force */
    }
    if (to) {
        struct civil_span last = {0, 0};
        TRY(cx, resolve_time(cx, f, r->occurred.to, tz, at, "occurred.to",
                             &last, good));
        if (!*good)
            return OK;
        /* A date is its last day, inclusive; a time is the moment at which it
         * ended; the same minute or second twice is that minute. */
        if (r->occurred.to.n <= 10 ||
            (last.begin == span.begin && last.end == span.end))
            span.end = last.end;
        else
            span.end = last.begin;
        if (span.end <= span.begin)
            BAD(FIELD_occurred, "exchange \"from\" and \"to\", or correct one",
                "it ends before it begins");
    } else if (precision == UNKNOWN) {
        if (!has(r, FIELD_recorded) && !has(r, FIELD_reported)) {
            BAD(FIELD_occurred, "add \"reported\" or \"recorded\"",
                "an unknown time needs to be reported at a known one");
            return OK;
        }
        span.end = said->end;
    } else if (*good && precision != AS_WRITTEN) {
        if (precision == SECOND)
            span.end = span.begin + 1;
        else if (precision == MINUTE)
            span.end = span.begin + 60;
        else if (precision == HOUR)
            span.end = span.begin + 3600;
        else
            span = civil_day_span(tz, civil_local(tz, span.begin).civil.date);
    }
    if (*good && span.end <= span.begin)
        BAD(FIELD_occurred, "", "it ends before it begins");
    o->from = span.begin;
    o->to_ = span.end;
    return OK;
}

/* occurred, reported, recorded: each by default from the others. */
static err times(struct cx *cx, struct facts *f, const struct rec *r,
                 struct facts_record *out, bool *good)
{
    struct fact *o = &out->fact;
    struct civil_span reported = {0, 0}, recorded = {0, 0};
    bool has_reported = has(r, FIELD_reported);
    bool has_recorded = has(r, FIELD_recorded);
    if (has_reported)
        TRY(cx,
            resolve_time(cx, f, r->v[FIELD_reported].s, f->tz,
                         r->at[FIELD_reported], "reported", &reported, good));
    if (has_recorded)
        TRY(cx,
            resolve_time(cx, f, r->v[FIELD_recorded].s, f->tz,
                         r->at[FIELD_recorded], "recorded", &recorded, good));
    if (!*good)
        return OK;
    if (!has(r, FIELD_occurred) && !has_reported && !has_recorded) {
        BAD(FIELD_occurred,
            "\"occurred\": \"2025-01-19\", or {\"precision\": \"unknown\"} "
            "with \"reported\"",
            "no time is given");
        return OK;
    }
    TRY(cx,
        occurrence(cx, f, r, has_reported ? &reported : &recorded, o, good));
    if (!*good)
        return OK;
    if (has_reported && reported.end <= o->from)
        BAD(FIELD_reported, "is the year right? is the offset?",
            "reported before it occurred");
    if (has_recorded && recorded.end <= o->from)
        BAD(FIELD_recorded, "is the year right? is the offset?",
            "recorded before it occurred");
    if (has_recorded && has_reported && recorded.end <= reported.begin)
        BAD(FIELD_recorded, "is the year right? is the offset?",
            "recorded before it was reported");
    if (has_reported)
        out->shown.reported = reported.end - 1;
    o->recorded = (has_recorded   ? recorded.end
                   : has_reported ? reported.end
                                  : o->to_) -
                  1;
    return OK;
}

static void is_somewhere(struct fact *o)
{
    o->in.w[SOMEWHERE / 64] |= (uint64_t)1 << (SOMEWHERE % 64);
}

static err where(struct cx *cx, struct facts *f, const struct rec *r,
                 struct fact *o, bool *good)
{
    if (!has(r, FIELD_place))
        return OK;
    switch (r->place.form) {
    case PLACE_ZONE:
        TRY(cx, find_name(cx, f, r->at[FIELD_place], "place", NAME_ZONE,
                          r->place.zone, &o->zone, good));
        if (o->zone != NONE)
            o->in = f->zone_in[o->zone];
        return OK;
    case PLACE_POINT:
        if (f->opt.any_names)
            return OK;
        if (f->opt.locate == NULL) {
            BAD(FIELD_place, "name the zone; or give the zones a GeoJSON file",
                "a point, but there is no map of the zones");
            return OK;
        }
        TRY(cx, f->opt.locate(cx, f->opt.locate_self, r->place.lon,
                              r->place.lat, r->place.metres, &o->in));
        /* What lies in a zone lies in those around it. */
        for (uint32_t z = 0; z < f->ag->n_zones; z++)
            if (o->in.w[z / 64] >> (z % 64) & 1)
                for (size_t i = 0; i < COUNT_OF(o->in.w); i++)
                    o->in.w[i] |= f->zone_in[z].w[i];
        is_somewhere(o);
        return OK;
    case PLACE_BEARING: {
        int from;
        is_somewhere(o);
        return find_name(cx, f, r->at[FIELD_place], "place.from", NAME_ZONE,
                         r->place.zone, &from, good);
    }
    }
    BUG("an unknown form of place");
}

/* sem 4: exact, at least, at most, between, rounded; "about" says nothing. */
static void bounds(const struct rec *r, struct fact *o)
{
    int64_t a = r->quantity.a, b = r->quantity.b;
    o->lo = 0;
    o->hi = QTY_INF;
    switch (r->quantity.form) {
    case QTY_EXACT:
        o->lo = o->hi = a;
        break;
    case QTY_AT_LEAST:
        o->lo = a;
        break;
    case QTY_MORE_THAN:
        o->lo = a + 1;
        break;
    case QTY_AT_MOST:
        o->hi = a;
        break;
    case QTY_BETWEEN:
        o->lo = a;
        o->hi = b;
        break;
    case QTY_ROUNDED:
        o->lo = a > b / 2 ? a - b / 2 : 0;
        o->hi = a + (b + 1) / 2 - 1;
        break;
    case QTY_ABOUT:
        break;
    }
}

/* The act that counts the item, if it has one: its own, else its parent's. */
static int counting_act(const struct agreement *ag, int item)
{
    for (uint32_t n = 0; item != NONE && n <= ag->n_items; n++) {
        if (ag->items[item].act != NONE)
            return ag->items[item].act;
        item = ag->items[item].parent;
    }
    return NONE;
}

static err what(struct cx *cx, struct facts *f, const struct rec *r,
                struct facts_record *out, bool *good)
{
    static const char *const known[] = {"seen", "heard",       "sensor",
                                        "told", "open_source", "unknown"};
    static const char *const access[] = {"full", "limited", "denied"};
    struct fact *o = &out->fact;
    size_t i;
    int ignored;
    TRY(cx, name(cx, f, r, FIELD_act, NAME_ACT, &o->act, good));
    TRY(cx, name(cx, f, r, FIELD_item, NAME_ITEM, &o->item, good));
    TRY(cx, name(cx, f, r, FIELD_actor, NAME_ACTOR, &o->performer, good));
    TRY(cx, name(cx, f, r, FIELD_to, NAME_ACTOR, &o->to, good));
    TRY(cx, name(cx, f, r, FIELD_state, NAME_STATE, &o->state, good));
    TRY(cx, where(cx, f, r, o, good));
    if (has(r, FIELD_object))
        o->object = r->v[FIELD_object].s;
    if (has(r, FIELD_round))
        o->round = r->v[FIELD_round].s;
    o->did_not = has(r, FIELD_did_not) && r->v[FIELD_did_not].i;
    o->holds = has(r, FIELD_holds) && r->v[FIELD_holds].i;
    if (has(r, FIELD_quantity))
        bounds(r, o);
    if (has(r, FIELD_unit)) {
        str unit = r->v[FIELD_unit].s;
        if (!has(r, FIELD_item)) {
            BAD(FIELD_unit, "add the item", "a unit, but no item");
        } else if (o->item != NONE &&
                   !str_eq(unit, f->ag->items[o->item].unit)) {
            char hint[160];
            snprintf(hint, sizeof hint, "convert it: %.*s counts in \"%.*s\"",
                     STR_ARG(f->ag->items[o->item].id),
                     STR_ARG(f->ag->items[o->item].unit));
            BAD(FIELD_unit, hint, "the unit \"%.*s\" is not that of the item",
                STR_ARG(unit));
        }
    }
    if (has(r, FIELD_how_known))
        TRY(cx,
            word(cx, f, r, FIELD_how_known, known, COUNT_OF(known), &i, good));
    if (has(r, FIELD_access))
        TRY(cx,
            word(cx, f, r, FIELD_access, access, COUNT_OF(access), &i, good));
    TRY(cx, name(cx, f, r, FIELD_access_denied_by, NAME_ACTOR, &ignored, good));
    if (o->act == NONE && !has(r, FIELD_act) && o->item != NONE &&
        o->state == NONE)
        o->act = counting_act(f->ag, o->item);
    return OK;
}

static err need_act(struct cx *cx, struct facts *f, const struct rec *r,
                    const struct fact *o, bool *good)
{
    if (o->act == NONE && !has(r, FIELD_act)) {
        if (has(r, FIELD_item) && f->opt.any_names)
            return OK; /* the item may name the act that counts it */
        if (has(r, FIELD_item))
            BAD(FIELD_act, "add \"act\"",
                "no act is given, and the item names none that counts it");
        else
            BAD(FIELD_act, "add \"act\"", "no act is given");
    }
    return OK;
}

/* Without a number: one act, or at least one of the item. */
static void event_bounds(const struct rec *r, struct fact *o)
{
    if (has(r, FIELD_quantity))
        return;
    o->lo = 1;
    o->hi = o->item == NONE ? 1 : QTY_INF;
}

static err report(struct cx *cx, struct facts *f, const struct rec *r,
                  struct facts_record *out, bool *good)
{
    static const char *const kinds[] = {"event", "total", "level", "state",
                                        "not_done"};
    enum { EVENT, TOTAL, LEVEL, STATE, NOT_DONE };
    struct fact *o = &out->fact;
    size_t kind = EVENT;
    if (has(r, FIELD_kind))
        TRY(cx,
            word(cx, f, r, FIELD_kind, kinds, COUNT_OF(kinds), &kind, good));
    TRY(cx, what(cx, f, r, out, good));
    uint64_t content = BIT(act) | BIT(item) | BIT(kind) | BIT(quantity) |
                       BIT(state) | BIT(actor) | BIT(holds);
    if ((r->has & content) == 0 &&
        (r->has & (BIT(retracts) | BIT(corroborates) | BIT(disputes)))) {
        if (has(r, FIELD_amends))
            BAD(FIELD_amends, "say what is right: act, item, quantity ...",
                "an amendment takes the place of a report, and this says "
                "nothing in its place");
        o->kind = FACT_REPLY;
        return OK;
    }
    switch (kind) {
    case EVENT:
        o->kind = FACT_EVENT;
        TRY(cx, need_act(cx, f, r, o, good));
        event_bounds(r, o);
        break;
    case TOTAL:
    case LEVEL:
        o->kind = kind == TOTAL ? FACT_TOTAL : FACT_LEVEL;
        if (kind == TOTAL)
            TRY(cx, need_act(cx, f, r, o, good));
        else if (o->item == NONE && !has(r, FIELD_item))
            BAD(FIELD_item, "add \"item\"", "a level of what?");
        if (!has(r, FIELD_quantity))
            BAD(FIELD_quantity, "add \"quantity\"", "a %s without a quantity",
                kinds[kind]);
        break;
    case STATE:
        o->kind = FACT_STATE;
        if (!has(r, FIELD_state))
            BAD(FIELD_state, "add \"state\"", "which state?");
        if (!has(r, FIELD_holds))
            BAD(FIELD_holds, "\"holds\": true or false",
                "does the state hold or not?");
        if (has(r, FIELD_act) || has(r, FIELD_quantity))
            BAD(has(r, FIELD_act) ? FIELD_act : FIELD_quantity,
                "make it a report of its own",
                "a report of a state has no act or quantity");
        break;
    case NOT_DONE:
        o->kind = FACT_TOTAL;
        TRY(cx, need_act(cx, f, r, o, good));
        if (has(r, FIELD_quantity))
            BAD(FIELD_quantity, "leave it out", "not done has no quantity");
        if (o->did_not)
            BAD(FIELD_did_not, "leave one of the two out",
                "\"not_done\" together with \"did_not\"");
        o->lo = o->hi = 0;
        break;
    default:
        BUG("an unknown kind of report");
    }
    if (kind != STATE && (has(r, FIELD_state) || has(r, FIELD_holds)))
        BAD(has(r, FIELD_state) ? FIELD_state : FIELD_holds,
            "\"kind\": \"state\"", "only a report of kind state has it");
    return OK;
}

static err assessment(struct cx *cx, struct facts *f, const struct rec *r,
                      struct facts_record *out, bool *good)
{
    static const char *const verdicts[] = {"yes", "no", "unclear"};
    enum { YES, NO, UNCLEAR };
    struct fact *o = &out->fact;
    size_t verified = YES;
    bool counts = has(r, FIELD_act) || has(r, FIELD_item);
    TRY(cx, what(cx, f, r, out, good));
    TRY(cx, name(cx, f, r, FIELD_clause, NAME_CLAUSE, &o->clause, good));
    TRY(cx,
        name(cx, f, r, FIELD_condition, NAME_CONDITION, &o->condition, good));
    TRY(cx, name(cx, f, r, FIELD_attributed_to, NAME_ACTOR,
                 &out->shown.attributed_to, good));
    if (has(r, FIELD_verified))
        TRY(cx, word(cx, f, r, FIELD_verified, verdicts, COUNT_OF(verdicts),
                     &verified, good));
    if (has(r, FIELD_confidence)) {
        out->shown.confidence = r->v[FIELD_confidence].i;
        if (out->shown.confidence > 100)
            BAD(FIELD_confidence, "0 to 100",
                "a confidence is given in per cent");
    }
    if (has(r, FIELD_reports)) {
        o->refs = r->v[FIELD_reports].list.v;
        o->n_refs = r->v[FIELD_reports].list.n;
    }
    if (has(r, FIELD_valid))
        o->valid = r->v[FIELD_valid].i;
    if (has(r, FIELD_invalid))
        o->invalid = r->v[FIELD_invalid].i;
    if ((has(r, FIELD_valid) || has(r, FIELD_invalid)) && o->n_refs == 0)
        BAD(FIELD_reports, "add \"reports\"",
            "valid or invalid units of which report?");
    if (counts) {
        TRY(cx, need_act(cx, f, r, o, good));
        event_bounds(r, o);
        if (verified != YES) /* what was not verified is not found */
            o->lo = 0;
        if (verified == NO)
            o->hi = 0;
        else if (verified == UNCLEAR)
            o->hi = QTY_INF;
    } else if (has(r, FIELD_quantity)) {
        BAD(FIELD_act, "add \"act\" and \"item\"", "a quantity of what?");
    }
    bool condition = has(r, FIELD_condition), state = has(r, FIELD_state);
    if (condition || state) {
        if (!has(r, FIELD_holds))
            BAD(FIELD_holds, "\"holds\": true or false",
                "does the %s hold or not?", condition ? "condition" : "state");
        if (condition && state)
            BAD(FIELD_state, "make it two findings",
                "a condition and a state in one finding");
        o->will = WILL_HOLDS;
    } else if (has(r, FIELD_holds)) {
        BAD(FIELD_holds, "add \"condition\" or \"state\"", "what holds?");
    }
    if (has(r, FIELD_outcome)) {
        if (!has(r, FIELD_clause))
            BAD(FIELD_clause, "add \"clause\"", "an outcome for which clause?");
        if (o->will != WILL_NONE)
            BAD(FIELD_outcome, "make it two findings",
                "an outcome and what holds in one finding");
        bool excused = str_eq(r->v[FIELD_outcome].s, STR("excused"));
        o->will = excused ? WILL_EXCUSE : WILL_OUTCOME;
        if (!excused)
            o->text = r->v[FIELD_outcome].s;
    }
    if (has(r, FIELD_instance))
        o->instance = r->v[FIELD_instance].s;
    if (has(r, FIELD_text))
        o->text = r->v[FIELD_text].s;
    return OK;
}

/* agreement, a phase, or a clause. */
static err target(struct cx *cx, struct facts *f, const struct rec *r,
                  struct fact *o, bool *good)
{
    if (!has(r, FIELD_target))
        return OK;
    str t = r->v[FIELD_target].s;
    if (str_eq(t, STR("agreement")))
        return OK;
    o->phase = names_find(&f->names, NAME_PHASE, t);
    if (o->phase != NONE)
        return OK;
    return find_name(cx, f, r->at[FIELD_target], "target", NAME_CLAUSE, t,
                     &o->clause, good);
}

static err will(struct cx *cx, struct facts *f, const struct rec *r,
                struct facts_record *out, bool *good)
{
    struct fact *o = &out->fact;
    TRY(cx, name(cx, f, r, FIELD_actor, NAME_ACTOR, &o->performer, good));
    TRY(cx, target(cx, f, r, o, good));
    if (has(r, FIELD_instance))
        o->instance = r->v[FIELD_instance].s;
    if (has(r, FIELD_proposal))
        o->proposal = r->v[FIELD_proposal].s;
    if (has(r, FIELD_text))
        o->text = r->v[FIELD_text].s;
    if (has(r, FIELD_days)) {
        o->days = r->v[FIELD_days].i;
        if (o->days < 1 || o->days > 36500)
            BAD(FIELD_days, "1 to 36500", "no such number of days");
    }
    if (has(r, FIELD_effective)) {
        struct civil_span span = {0, 0};
        TRY(cx, resolve_time(cx, f, r->v[FIELD_effective].s, f->tz,
                             r->at[FIELD_effective], "effective", &span, good));
        o->effective = span.begin;
    }
    return OK;
}

static err consent(struct cx *cx, struct facts *f, const struct rec *r,
                   struct facts_record *out, bool *good)
{
    static const char *const words[] = {"extend", "waive", "suspend", "resume",
                                        "excuse"};
    static const enum act_of_will wills[] = {
        WILL_EXTEND, WILL_WAIVE, WILL_SUSPEND, WILL_RESUME, WILL_EXCUSE};
    struct fact *o = &out->fact;
    size_t i = 0;
    TRY(cx,
        word(cx, f, r, FIELD_consents_to, words, COUNT_OF(words), &i, good));
    o->will = wills[i];
    TRY(cx, will(cx, f, r, out, good));
    if (o->will == WILL_EXTEND) {
        if (!has(r, FIELD_days))
            BAD(FIELD_days, "add \"days\"", "an extension by how many days?");
        if (o->clause != NONE)
            BAD(FIELD_target, "\"agreement\" or the id of a phase",
                "only the agreement or a phase is extended");
    } else if (has(r, FIELD_days)) {
        BAD(FIELD_days, "leave it out", "only an extension has days");
    }
    bool clause =
        o->clause != NONE || (f->opt.any_names && has(r, FIELD_target) &&
                              !str_eq(r->v[FIELD_target].s, STR("agreement")));
    if ((o->will == WILL_WAIVE || o->will == WILL_EXCUSE) && !clause)
        BAD(FIELD_target, "the label of a clause",
            "only a clause is waived or excused");
    return OK;
}

static err announcement(struct cx *cx, struct facts *f, const struct rec *r,
                        struct facts_record *out, bool *good)
{
    static const char *const words[] = {"in_force", "extend", "intent"};
    enum { IN_FORCE, EXTEND, INTENT };
    struct fact *o = &out->fact;
    size_t i = INTENT;
    TRY(cx, word(cx, f, r, FIELD_announces, words, COUNT_OF(words), &i, good));
    TRY(cx, will(cx, f, r, out, good));
    if (i == IN_FORCE)
        o->will = WILL_IN_FORCE;
    else if (i == EXTEND)
        o->will = WILL_EXTEND;
    else
        out->shown.intent = true;
    if (i == EXTEND) {
        if (!has(r, FIELD_days))
            BAD(FIELD_days, "add \"days\"", "an extension by how many days?");
        if (o->clause != NONE)
            BAD(FIELD_target, "\"agreement\" or the id of a phase",
                "only the agreement or a phase is extended");
    } else if (has(r, FIELD_days)) {
        BAD(FIELD_days, "leave it out", "only an extension has days");
    }
    if (has(r, FIELD_at)) {
        struct civil_span span = {0, 0};
        TRY(cx, resolve_time(cx, f, r->v[FIELD_at].s, f->tz, r->at[FIELD_at],
                             "at", &span, good));
        o->effective = span.begin;
    } else if (i == IN_FORCE) {
        BAD(FIELD_at, "add \"at\"", "in force from when?");
    }
    return OK;
}

static err notice(struct cx *cx, struct facts *f, const struct rec *r,
                  struct facts_record *out, bool *good)
{
    struct fact *o = &out->fact;
    str invokes = r->v[FIELD_invokes].s;
    TRY(cx, will(cx, f, r, out, good));
    TRY(cx, name(cx, f, r, FIELD_clause, NAME_CLAUSE, &o->clause, good));
    if (str_eq(invokes, STR("suspension"))) {
        o->will = WILL_SUSPEND;
    } else if (str_eq(invokes, STR("resumption"))) {
        o->will = WILL_RESUME;
    } else if (str_eq(invokes, STR("notification"))) {
        o->will = WILL_NOTIFY;
        if (o->clause == NONE && !f->opt.any_names)
            BAD(FIELD_clause, "add \"clause\"", "notice of which clause?");
    } else {
        o->will = WILL_INVOKE;
        if (!str_eq(invokes, STR("withholding")) &&
            !str_eq(invokes, STR("impossibility"))) {
            int clause;
            TRY(cx, find_name(cx, f, r->at[FIELD_invokes], "invokes",
                              NAME_EXCEPTION, invokes, &clause, good));
            /* An exception that one clause has needs no clause beside it. */
            if (*good && o->clause == NONE && clause != NONE) {
                uint32_t n = 0;
                str other;
                for (uint32_t c = 0;
                     names_nth(f->ag, NAME_EXCEPTION, c, &other); c++)
                    n += str_eq(other, f->ag->clauses[clause].exception.id);
                if (n == 1)
                    o->clause = clause;
                else
                    BAD(FIELD_clause, "add \"clause\"",
                        "several clauses have the exception \"%.*s\"",
                        STR_ARG(invokes));
            }
        }
        if (o->text.n == 0)
            o->text = invokes;
    }
    return OK;
}

/* --- Of the work on an incident: shown, and deciding nothing ------------ */

/* What an assignment, a response and an action share. */
static err step(struct cx *cx, struct facts *f, const struct rec *r,
                struct facts_record *out, bool *good)
{
    struct fact *o = &out->fact;
    o->kind = FACT_REPLY;
    TRY(cx, name(cx, f, r, FIELD_actor, NAME_ACTOR, &o->performer, good));
    o->refs = r->v[FIELD_reports].list.v;
    o->n_refs = r->v[FIELD_reports].list.n;
    if (o->n_refs == 0)
        BAD(FIELD_reports, "name the incident", "a step of no incident");
    if (has(r, FIELD_text))
        o->text = r->v[FIELD_text].s;
    if (has(r, FIELD_due)) {
        struct civil_span span = {0, 0};
        TRY(cx, resolve_time(cx, f, r->v[FIELD_due].s, f->tz, r->at[FIELD_due],
                             "due", &span, good));
        o->effective = out->shown.due = span.end - 1;
        out->shown.has_due = true;
    }
    return OK;
}

static err action(struct cx *cx, struct facts *f, const struct rec *r,
                  struct facts_record *out, bool *good)
{
    static const char *const words[] = {"asked", "done", "closed"};
    enum { ASKED };
    size_t i = ASKED;
    TRY(cx, step(cx, f, r, out, good));
    TRY(cx, word(cx, f, r, FIELD_outcome, words, COUNT_OF(words), &i, good));
    out->fact.proposal = r->v[FIELD_outcome].s;
    if (i == ASKED && !has(r, FIELD_actor))
        BAD(FIELD_actor, "add \"actor\"", "who is asked?");
    if (i == ASKED && !has(r, FIELD_text))
        BAD(FIELD_text, "add \"text\"", "what is asked?");
    if (i != ASKED && has(r, FIELD_due))
        BAD(FIELD_due, "leave it out", "only what is asked has a deadline");
    return OK;
}

/* Who adopted a finding: actors, each once. */
static err adopters(struct cx *cx, struct facts *f, const struct rec *r,
                    bool *good)
{
    if (!has(r, FIELD_adopted_by))
        return OK;
    const struct str_list *l = &r->v[FIELD_adopted_by].list;
    for (uint32_t i = 0; i < l->n; i++) {
        int actor;
        TRY(cx, find_name(cx, f, r->at[FIELD_adopted_by], "adopted_by",
                          NAME_ACTOR, l->v[i], &actor, good));
        for (uint32_t k = 0; k < i; k++)
            if (str_eq(l->v[k], l->v[i]))
                BAD(FIELD_adopted_by, "name each once", "\"%.*s\" stands twice",
                    STR_ARG(l->v[i]));
    }
    return OK;
}

/* --- All together ------------------------------------------------------ */

static err replies(struct cx *cx, struct facts *f, struct arena *room,
                   const struct rec *r, struct fact *o, bool *good)
{
    static const struct {
        enum field field;
        enum reply_kind kind;
    } rows[] = {{FIELD_amends, REPLY_AMENDS},
                {FIELD_retracts, REPLY_RETRACTS},
                {FIELD_corroborates, REPLY_CORROBORATES},
                {FIELD_disputes, REPLY_DISPUTES}};
    uint64_t any =
        BIT(amends) | BIT(retracts) | BIT(corroborates) | BIT(disputes);
    if ((r->has & any) == 0)
        return OK;
    uint32_t n = 0;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        TRY(cx, check_ids(cx, f, r, rows[i].field, good));
        if (has(r, rows[i].field))
            n += r->v[rows[i].field].list.n;
    }
    struct reply *v;
    TRY_NEW_ARRAY(cx, room, n, v);
    o->replies = v;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!has(r, rows[i].field))
            continue;
        const struct str_list *l = &r->v[rows[i].field].list;
        for (uint32_t k = 0; k < l->n; k++)
            v[o->n_replies++] = (struct reply){rows[i].kind, l->v[k]};
    }
    return OK;
}

static str text_of(const struct rec *r, enum field field)
{
    return has(r, field) ? r->v[field].s : STR("");
}

static void shown(const struct rec *r, struct facts_shown *s)
{
    s->source = text_of(r, FIELD_source);
    s->url = text_of(r, FIELD_url);
    s->note = text_of(r, FIELD_note);
    s->label = text_of(r, FIELD_label);
    s->stage = text_of(r, FIELD_stage);
    s->how_known = text_of(r, FIELD_how_known);
    s->access = text_of(r, FIELD_access);
    s->access_denied_by = text_of(r, FIELD_access_denied_by);
    s->severity = text_of(r, FIELD_severity);
    s->reasons = text_of(r, FIELD_reasons);
    s->response = text_of(r, FIELD_response);
    s->verified = text_of(r, FIELD_verified);
    s->kind = text_of(r, FIELD_kind);
    s->type = type_table[r->type].name;
    s->observed = !has(r, FIELD_observed)  ? STR("")
                  : r->v[FIELD_observed].i ? STR("yes")
                                           : STR("no");
    s->author = text_of(r, FIELD_author);
    s->outcome = text_of(r, FIELD_outcome);
    if (has(r, FIELD_dissent)) {
        s->dissent = r->dissent.v;
        s->n_dissent = r->dissent.n / 2;
    }
    if (has(r, FIELD_adopted_by)) {
        s->adopted_by = r->v[FIELD_adopted_by].list.v;
        s->n_adopted_by = r->v[FIELD_adopted_by].list.n;
    }
    if (has(r, FIELD_place) && r->place.form == PLACE_POINT) {
        s->has_point = true;
        s->lon_e7 = r->place.lon;
        s->lat_e7 = r->place.lat;
        s->precision_m = r->place.metres;
    }
    if (has(r, FIELD_via)) {
        s->via = r->v[FIELD_via].list.v;
        s->n_via = r->v[FIELD_via].list.n;
    }
    if (has(r, FIELD_evidence)) {
        s->evidence = r->v[FIELD_evidence].list.v;
        s->n_evidence = r->v[FIELD_evidence].list.n;
    }
}

static err check_evidence(struct cx *cx, struct facts *f, const struct rec *r,
                          bool *good)
{
    if (!has(r, FIELD_evidence))
        return OK;
    const struct str_list *l = &r->v[FIELD_evidence].list;
    for (uint32_t i = 0; i < l->n; i++) {
        bool ok = l->v[i].n == 7 + 64 && str_starts(l->v[i], STR("sha256:"));
        for (size_t k = 7; ok && k < l->v[i].n; k++) {
            char c = l->v[i].p[k];
            ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!ok)
            BAD(FIELD_evidence, "sha256: and 64 digits 0-9 a-f",
                "\"%.*s\" is no hash of evidence", STR_ARG(l->v[i]));
    }
    return OK;
}

err resolve(struct cx *cx, struct facts *f, struct arena *room,
            const struct rec *r, struct facts_record *out, bool *good)
{
    static const struct facts_record nothing = {
        .fact = {.source = NONE,
                 .act = NONE,
                 .item = NONE,
                 .performer = NONE,
                 .to = NONE,
                 .state = NONE,
                 .zone = NONE,
                 .valid = -1,
                 .invalid = -1,
                 .clause = NONE,
                 .phase = NONE,
                 .condition = NONE,
                 .object = STR_INIT(""),
                 .round = STR_INIT(""),
                 .instance = STR_INIT(""),
                 .proposal = STR_INIT(""),
                 .text = STR_INIT("")},
        .shown = {.confidence = -1,
                  .attributed_to = NONE,
                  .reported = INSTANT_MIN},
    };
    /* gcc makes string instructions of one large copy, which are slow to begin.
     */
    enum { PIECE = 64, WHOLE = sizeof nothing / PIECE * PIECE };
    const char *from = (const char *)&nothing;
    for (size_t i = 0; i < WHOLE; i += PIECE)
        memcpy((char *)out + i, from + i, PIECE);
    memcpy((char *)out + WHOLE, from + WHOLE, sizeof nothing - WHOLE);
    struct fact *o = &out->fact;
    o->id = r->v[FIELD_id].s;
    TRY(cx, check_id(cx, f, r->at[FIELD_id], "id", o->id, good));
    TRY(cx, times(cx, f, r, out, good));
    o->effective = o->from;
    switch (r->type) {
    case TYPE_SOURCE:
        BUG("a source record is no fact");
    case TYPE_REPORT:
        TRY(cx, report(cx, f, r, out, good));
        if (o->kind != FACT_REPLY && !has(r, FIELD_occurred))
            BAD(FIELD_occurred, "{\"precision\": \"unknown\"} if nobody knows",
                "a report must say when it occurred");
        break;
    case TYPE_RETURN:
        o->kind = FACT_TOTAL;
        TRY(cx, what(cx, f, r, out, good));
        TRY(cx, need_act(cx, f, r, o, good));
        o->final = !has(r, FIELD_final) || r->v[FIELD_final].i;
        break;
    case TYPE_INCIDENT:
        o->kind = FACT_INCIDENT;
        TRY(cx, where(cx, f, r, o, good));
        o->refs = r->v[FIELD_reports].list.v;
        o->n_refs = r->v[FIELD_reports].list.n;
        break;
    case TYPE_ASSESSMENT:
        o->kind = FACT_ASSESSMENT;
        TRY(cx, assessment(cx, f, r, out, good));
        break;
    case TYPE_FINDING:
        o->kind = FACT_FINDING;
        TRY(cx, assessment(cx, f, r, out, good));
        TRY(cx, adopters(cx, f, r, good));
        break;
    case TYPE_CONSENT:
        o->kind = FACT_CONSENT;
        TRY(cx, consent(cx, f, r, out, good));
        break;
    case TYPE_ANNOUNCEMENT:
        o->kind = FACT_ANNOUNCEMENT;
        TRY(cx, announcement(cx, f, r, out, good));
        break;
    case TYPE_SIGNATURE:
        o->kind = FACT_SIGNATURE;
        TRY(cx, will(cx, f, r, out, good));
        break;
    case TYPE_NOTICE:
        o->kind = FACT_NOTICE;
        TRY(cx, notice(cx, f, r, out, good));
        break;
    case TYPE_ASSIGNMENT:
    case TYPE_RESPONSE:
        TRY(cx, step(cx, f, r, out, good));
        break;
    case TYPE_ACTION:
        TRY(cx, action(cx, f, r, out, good));
        break;
    case N_TYPES:
        BUG("an unknown type");
    }
    TRY(cx, check_ids(cx, f, r, FIELD_reports, good));
    TRY(cx, replies(cx, f, room, r, o, good));
    TRY(cx, check_evidence(cx, f, r, good));
    shown(r, &out->shown);
    return OK;
}
