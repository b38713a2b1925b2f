/* facts/record.c: one line of JSON as a record, its fields checked for form
 * only. Which fields a type may and must have is said here; names and times
 * are read in resolve.c. See docs/reports.md. */
#include "facts/reader_int.h"

const struct field_info field_table[N_FIELDS] = {
#define X(name, form) {STR_INIT(#name), form},
    FIELDS(X)
#undef X
};

#define COMMON                                                                 \
    (BIT(type) | BIT(id) | BIT(source) | BIT(via) | BIT(author) |              \
     BIT(recorded) | BIT(reported) | BIT(occurred) | BIT(url) | BIT(note) |    \
     BIT(label) | BIT(stage) | BIT(amends) | BIT(retracts) |                   \
     BIT(corroborates) | BIT(disputes))
#define WHAT                                                                   \
    (BIT(act) | BIT(actor) | BIT(to) | BIT(item) | BIT(place) | BIT(object) |  \
     BIT(round) | BIT(did_not) | BIT(quantity) | BIT(unit) | BIT(how_known) |  \
     BIT(access) | BIT(access_denied_by) | BIT(evidence))
#define AXES                                                                   \
    (BIT(reports) | BIT(observed) | BIT(verified) | BIT(confidence) |          \
     BIT(clause) | BIT(severity) | BIT(attributed_to) | BIT(reasons) |         \
     BIT(dissent) | BIT(response) | BIT(valid) | BIT(invalid))
#define WHO (BIT(type) | BIT(id) | BIT(source))

const struct type_info type_table[N_TYPES] = {
    [TYPE_SOURCE] = {STR_INIT("source"),
                     BIT(type) | BIT(id) | BIT(account) | BIT(class) |
                         BIT(name) | BIT(url) | BIT(note),
                     BIT(type) | BIT(id)},
    [TYPE_REPORT] = {STR_INIT("report"),
                     COMMON | WHAT | BIT(kind) | BIT(state) | BIT(holds), WHO},
    [TYPE_RETURN] = {STR_INIT("return"), COMMON | WHAT | BIT(final),
                     WHO | BIT(occurred) | BIT(quantity)},
    [TYPE_INCIDENT] = {STR_INIT("incident"),
                       COMMON | BIT(reports) | BIT(place) | BIT(severity),
                       WHO | BIT(reports)},
    [TYPE_ASSESSMENT] = {STR_INIT("assessment"),
                         COMMON | WHAT | AXES | BIT(state) | BIT(holds), WHO},
    [TYPE_FINDING] = {STR_INIT("finding"),
                      COMMON | WHAT | AXES | BIT(state) | BIT(holds) |
                          BIT(condition) | BIT(outcome) | BIT(instance) |
                          BIT(text) | BIT(adopted_by),
                      WHO},
    [TYPE_CONSENT] = {STR_INIT("consent"),
                      COMMON | BIT(actor) | BIT(consents_to) | BIT(target) |
                          BIT(instance) | BIT(days) | BIT(proposal) |
                          BIT(effective) | BIT(text),
                      WHO | BIT(consents_to)},
    [TYPE_ANNOUNCEMENT] = {STR_INIT("announcement"),
                           COMMON | BIT(actor) | BIT(announces) | BIT(target) |
                               BIT(at) | BIT(days) | BIT(effective) | BIT(text),
                           WHO | BIT(announces)},
    [TYPE_SIGNATURE] = {STR_INIT("signature"), COMMON | BIT(actor) | BIT(text),
                        WHO},
    [TYPE_NOTICE] = {STR_INIT("notice"),
                     COMMON | BIT(actor) | BIT(invokes) | BIT(clause) |
                         BIT(instance) | BIT(effective) | BIT(text),
                     WHO | BIT(invokes)},
    [TYPE_ASSIGNMENT] = {STR_INIT("assignment"),
                         COMMON | BIT(reports) | BIT(actor) | BIT(due) |
                             BIT(text),
                         WHO | BIT(reports) | BIT(actor)},
    [TYPE_RESPONSE] = {STR_INIT("response"),
                       COMMON | BIT(reports) | BIT(text) | BIT(evidence),
                       WHO | BIT(reports) | BIT(text)},
    [TYPE_ACTION] = {STR_INIT("action"),
                     COMMON | BIT(reports) | BIT(actor) | BIT(due) |
                         BIT(outcome) | BIT(text) | BIT(evidence),
                     WHO | BIT(reports) | BIT(outcome)},
};

/* --- Field names ------------------------------------------------------- */

/* The first eight bytes, the length and the last byte tell all fields apart.
 * p has SCAN_PAD readable bytes behind its end. */
static inline size_t field_slot(uint64_t factor, const char *p, size_t n)
{
    uint64_t w;
    memcpy(&w, p, 8);
    if (n < 8)
        w &= ((uint64_t)1 << (8 * n)) - 1;
    w ^= (uint64_t)n << 59 ^ (uint64_t)(unsigned char)p[n - 1] << 47;
    w ^= w >> 29;
    return (size_t)((w * factor) >> 55);
}
STATIC_ASSERT(FIELD_SLOTS == 1 << (64 - 55), "as many as field_slot gives");

void field_hash_init(struct field_hash *h)
{
    /* The first odd factor of a fixed row without a collision: about one in
     * thirty has none. */
    for (uint64_t factor = 0x9e3779b97f4a7c15u;;
         factor += 0xbf58476d1ce4e5b2u) {
        memset(h, 0, sizeof *h);
        h->factor = factor;
        size_t f = 0;
        for (; f < N_FIELDS; f++) {
            char padded[64] = {0};
            str name = field_table[f].name;
            memcpy(padded, name.p, name.n);
            size_t slot = field_slot(factor, padded, name.n);
            if (h->slot[slot] != 0)
                break;
            h->slot[slot] = (uint8_t)(f + 1);
        }
        if (f == N_FIELDS)
            return;
    }
}

enum { FIELD_NAME_MOST = 32 }; /* longer ones are none of ours */

/* N_FIELDS if there is none of this name. in_line: it is borrowed from the
 * line, not a copy without escapes. */
static size_t field_find(const struct field_hash *h, str name, bool in_line)
{
    if (name.n == 0)
        return N_FIELDS;
    char padded[FIELD_NAME_MOST + SCAN_PAD];
    const char *p = name.p;
    if (!in_line) {
        if (name.n > FIELD_NAME_MOST)
            return N_FIELDS;
        memset(padded, 0, sizeof padded);
        memcpy(padded, name.p, name.n);
        p = padded;
    }
    size_t f = h->slot[field_slot(h->factor, p, name.n)];
    if (f == 0 || !scan_eq(field_table[f - 1].name, name))
        return N_FIELDS;
    return f - 1;
}

/* The closing quote, if field f's name and `":` stand at p; else NULL. */
static inline const char *field_is(const char *p, size_t f)
{
    const str *name = &field_table[f].name;
    const char *close = p + name->n;
    STATIC_ASSERT(sizeof "access_denied_by\":" - 1 <= SCAN_PAD,
                  "the longest name can be looked for at any byte of a line");
    return close[0] == '"' && close[1] == ':' && scan_same(p, name->p, name->n)
               ? close
               : NULL;
}

/* --- Values ------------------------------------------------------------ */

static bool no_room(struct scan *s)
{
    s->no_room = true;
    return scan_fail(s, s->p, "no room for this record", NULL);
}

/* The next key of an object, with its colon; *end at the closing brace. Call
 * with *first true behind the opening one. */
static bool next_key(struct scan *s, bool *first, str *key, bool *end)
{
    *end = false;
    if (scan_if(s, '}')) {
        *end = true;
        return true;
    }
    if (!*first && !scan_if(s, ','))
        return scan_unexpected(s, "a comma or } was expected");
    *first = false;
    scan_space(s);
    if (*s->p != '"')
        return scan_unexpected(s, "the name of a field was expected");
    s->key = s->p;
    if (!scan_string(s, key))
        return false;
    if (!scan_if(s, ':'))
        return scan_unexpected(s, "a colon was expected");
    scan_space(s);
    return true;
}

static bool twice(struct scan *s)
{
    return scan_fail(s, s->key, "this field stands twice in one object",
                     "keep the right one");
}

static bool list(struct scan *s, bool single, struct str_list *out)
{
    VEC(str) v = {0};
    if (single && *s->p == '"') {
        str one;
        if (!scan_string(s, &one))
            return false;
        if (!vec_push(s->room, &v, one))
            return no_room(s);
    } else {
        if (*s->p != '[')
            return scan_unexpected(s, single ? "text or a list was expected"
                                             : "a list was expected");
        s->p++;
        if (!scan_if(s, ']')) {
            do {
                str one;
                scan_space(s);
                if (!scan_string(s, &one))
                    return false;
                if (v.n == 0 && *s->p == ']') { /* mostly there is but one */
                    v.p = arena_alloc(s->room, sizeof one);
                    v.cap = v.p == NULL ? 0 : 1;
                }
                if (!vec_push(s->room, &v, one))
                    return no_room(s);
            } while (scan_if(s, ','));
            if (!scan_if(s, ']'))
                return scan_unexpected(s, "a comma or ] was expected");
        }
    }
    if (v.n > UINT32_MAX)
        return no_room(s);
    *out = (struct str_list){v.p, (uint32_t)v.n};
    return true;
}

static bool occurred(struct scan *s, struct rec *r)
{
    memset(&r->occurred, 0, sizeof r->occurred);
    if (*s->p == '"')
        return scan_string(s, &r->occurred.text);
    if (*s->p != '{')
        return scan_unexpected(s, "a time or an object was expected");
    const char *at = s->p++;
    bool first = true, end;
    str key = {0};
    while (next_key(s, &first, &key, &end)) {
        if (end) {
            if (r->occurred.from.p == NULL && r->occurred.precision.p == NULL)
                return scan_fail(s, at, "a time without \"from\"",
                                 "{\"from\": ..., \"to\": ...}, or "
                                 "{\"precision\": \"unknown\"}");
            return true;
        }
        str *to;
        if (str_eq(key, STR("from")))
            to = &r->occurred.from;
        else if (str_eq(key, STR("to")))
            to = &r->occurred.to;
        else if (str_eq(key, STR("zone")))
            to = &r->occurred.zone;
        else if (str_eq(key, STR("precision")))
            to = &r->occurred.precision;
        else
            return scan_fail(s, s->key, "\"occurred\" has no such field",
                             "from, to, zone, precision");
        if (to->p != NULL)
            return twice(s);
        if (!scan_string(s, to))
            return false;
    }
    return false;
}

enum { DEGREE_PLACES = 7 };

static bool place(struct scan *s, struct rec *r)
{
    memset(&r->place, 0, sizeof r->place);
    if (*s->p == '"') {
        r->place.form = PLACE_ZONE;
        return scan_string(s, &r->place.zone);
    }
    if (*s->p != '{')
        return scan_unexpected(s, "a zone or an object was expected");
    const char *at = s->p++;
    enum {
        LON = 1,
        LAT = 2,
        PRECISION = 4,
        FROM = 8,
        DIRECTION = 16,
        DISTANCE = 32
    };
    unsigned has = 0;
    bool first = true, end;
    str key = {0};
    while (next_key(s, &first, &key, &end)) {
        if (end)
            break;
        unsigned bit;
        bool ok;
        const char *value = s->p;
        if (str_eq(key, STR("lon"))) {
            bit = LON;
            ok = scan_decimal(s, DEGREE_PLACES, &r->place.lon);
        } else if (str_eq(key, STR("lat"))) {
            bit = LAT;
            ok = scan_decimal(s, DEGREE_PLACES, &r->place.lat);
        } else if (str_eq(key, STR("precision_m"))) {
            bit = PRECISION;
            ok = scan_int(s, &r->place.metres);
        } else if (str_eq(key, STR("from"))) {
            bit = FROM;
            ok = scan_string(s, &r->place.zone);
        } else if (str_eq(key, STR("direction"))) {
            bit = DIRECTION;
            ok = scan_string(s, &r->place.direction);
        } else if (str_eq(key, STR("distance_m"))) {
            bit = DISTANCE;
            ok = scan_int(s, &r->place.metres);
        } else {
            return scan_fail(s, s->key, "\"place\" has no such field",
                             "lon, lat, precision_m; or from, direction, "
                             "distance_m");
        }
        if (!ok)
            return false;
        if (has & bit)
            return twice(s);
        has |= bit;
        if ((bit == LON &&
             (r->place.lon < -1800000000 || r->place.lon > 1800000000)) ||
            (bit == LAT &&
             (r->place.lat < -900000000 || r->place.lat > 900000000)))
            return scan_fail(s, value, "no such place on Earth",
                             "degrees: lon -180 to 180, lat -90 to 90");
        if ((bit & (PRECISION | DISTANCE)) &&
            (r->place.metres < 0 || r->place.metres > 1000000))
            return scan_fail(s, value, "a distance outside 0 to 1000000 m",
                             NULL);
    }
    if (!end)
        return false;
    if ((has & (LON | LAT)) == (LON | LAT) &&
        (has & ~(unsigned)(LON | LAT | PRECISION)) == 0) {
        r->place.form = PLACE_POINT;
        return true;
    }
    if ((has & FROM) && (has & ~(unsigned)(FROM | DIRECTION | DISTANCE)) == 0) {
        r->place.form = PLACE_BEARING;
        return true;
    }
    return scan_fail(s, at, "a place that is neither a point nor a bearing",
                     "{\"lon\", \"lat\", \"precision_m\"} or {\"from\", "
                     "\"direction\", \"distance_m\"}");
}

/* Sums of ten million of these fit 64 bits with room to spare: an agreement's
 * numbers end there too. */
#define QUANTITY_MAX INT64_C(999999999999)

static bool number(struct scan *s, int64_t min, int64_t *out)
{
    const char *at = s->p;
    if (!scan_int(s, out))
        return false;
    if (*out < min)
        return scan_fail(
            s, at, min == 0 ? "a number below 0" : "a number below 1", NULL);
    if (*out > QUANTITY_MAX)
        return scan_fail(s, at, "a number above 999999999999", NULL);
    return true;
}

static bool quantity(struct scan *s, struct rec *r)
{
    static const struct {
        str name;
        enum quantity_form form;
    } forms[] = {
        {STR_INIT("at_least"), QTY_AT_LEAST},
        {STR_INIT("more_than"), QTY_MORE_THAN},
        {STR_INIT("at_most"), QTY_AT_MOST},
        {STR_INIT("between"), QTY_BETWEEN},
        {STR_INIT("rounded"), QTY_ROUNDED},
        {STR_INIT("about"), QTY_ABOUT},
        {STR_INIT("to"), QTY_ROUNDED},
    };
    enum { TO = COUNT_OF(forms) - 1 };
    memset(&r->quantity, 0, sizeof r->quantity);
    if (*s->p != '{') {
        r->quantity.form = QTY_EXACT;
        return number(s, 0, &r->quantity.a);
    }
    const char *at = s->p++;
    unsigned has = 0;
    bool first = true, end;
    str key = {0};
    while (next_key(s, &first, &key, &end)) {
        if (end)
            break;
        size_t i = 0;
        while (i < COUNT_OF(forms) && !str_eq(key, forms[i].name))
            i++;
        if (i == COUNT_OF(forms))
            return scan_fail(s, s->key, "\"quantity\" has no such field",
                             "at_least, more_than, at_most, between, rounded "
                             "with to, about");
        if (has & 1u << i)
            return twice(s);
        has |= 1u << i;
        if (i == TO) {
            if (!number(s, 1, &r->quantity.b))
                return false;
            continue;
        }
        r->quantity.form = forms[i].form;
        if (forms[i].form != QTY_BETWEEN) {
            if (!number(s, 0, &r->quantity.a))
                return false;
            continue;
        }
        const char *pair = s->p;
        if (!scan_if(s, '['))
            return scan_unexpected(s, "[least, greatest] was expected");
        scan_space(s);
        if (!number(s, 0, &r->quantity.a))
            return false;
        if (!scan_if(s, ','))
            return scan_unexpected(s, "[least, greatest] was expected");
        scan_space(s);
        if (!number(s, 0, &r->quantity.b))
            return false;
        if (!scan_if(s, ']'))
            return scan_unexpected(s, "[least, greatest] was expected");
        if (r->quantity.a > r->quantity.b)
            return scan_fail(s, pair, "the least is above the greatest",
                             "[least, greatest]");
    }
    if (!end)
        return false;
    unsigned to = 1u << TO, rounded = 1u << (TO - 2);
    STATIC_ASSERT(COUNT_OF(forms) == 7, "rounded stands two before to");
    unsigned what = has & ~to;
    if (what == 0 || (what & (what - 1)) != 0)
        return scan_fail(s, at, "a quantity must be one thing",
                         "one of at_least, more_than, at_most, between, "
                         "rounded with to, about");
    if (((has & to) != 0) != (what == rounded))
        return scan_fail(s, at, "\"rounded\" and \"to\" belong together",
                         "{\"rounded\": 4200, \"to\": 100}");
    return true;
}

/* One of {"by": ..., "text": ...}, behind its brace. */
static bool one_dissent(struct scan *s, str *by, str *text)
{
    bool first = true, end;
    unsigned has = 0;
    str key = {0};
    while (next_key(s, &first, &key, &end)) {
        if (end)
            break;
        bool is_by = str_eq(key, STR("by"));
        unsigned bit = is_by ? 1 : 2;
        if (!is_by && !str_eq(key, STR("text")))
            return scan_fail(s, s->key, "\"dissent\" has no such field",
                             "by, text");
        if (has & bit)
            return twice(s);
        has |= bit;
        if (!scan_string(s, is_by ? by : text))
            return false;
    }
    if (!end)
        return false;
    if (has != 3)
        return scan_fail(s, s->p - 1, "a dissent without by or text", NULL);
    return true;
}

static bool dissent(struct scan *s, struct rec *r)
{
    VEC(str) v = {0};
    r->dissent = (struct str_list){NULL, 0};
    if (*s->p != '[')
        return scan_unexpected(s, "a list was expected");
    s->p++;
    if (scan_if(s, ']'))
        return true;
    do {
        str by = {0}, text = {0};
        if (!scan_if(s, '{'))
            return scan_unexpected(s, "{\"by\": ..., \"text\": ...} was "
                                      "expected");
        if (!one_dissent(s, &by, &text))
            return false;
        if (!vec_push(s->room, &v, by) || !vec_push(s->room, &v, text))
            return no_room(s);
    } while (scan_if(s, ','));
    if (!scan_if(s, ']'))
        return scan_unexpected(s, "a comma or ] was expected");
    if (v.n > UINT32_MAX)
        return no_room(s);
    r->dissent = (struct str_list){v.p, (uint32_t)v.n};
    return true;
}

static bool value(struct scan *s, struct rec *r, enum form form, size_t f)
{
    bool truth;
    switch (form) {
    case F_NAME:
    case F_TEXT:
    case F_TIME:
        return scan_string(s, &r->v[f].s);
    case F_BOOL:
        if (!scan_bool(s, &truth))
            return false;
        r->v[f].i = truth;
        return true;
    case F_INT:
        return number(s, 0, &r->v[f].i);
    case F_LIST:
        return list(
            s, f != FIELD_via && f != FIELD_evidence && f != FIELD_adopted_by,
            &r->v[f].list);
    case F_OCCURRED:
        return occurred(s, r);
    case F_PLACE:
        return place(s, r);
    case F_QUANTITY:
        return quantity(s, r);
    case F_DISSENT:
        return dissent(s, r);
    }
    BUG("an unknown form");
}

/* The next name, its field, where it is not the one that stood here last.
 * false: wrong, or *end: there is none. */
static bool next_field(struct field_hash *h, struct scan *s, bool *first,
                       size_t last, struct rec *r, size_t *f, bool *end)
{
    str key = {0};
    const char *begin = s->p + 2, *close;
    if (!*first && s->p[0] == ',' && s->p[1] == '"' &&
        *(close = scan_plain(begin)) == '"' && close[1] == ':') {
        s->key = begin - 1;
        key = (str){begin, (size_t)(close - begin)};
        s->p = close + 2;
        scan_space(s);
    } else if (!next_key(s, first, &key, end) || *end) {
        return false;
    }
    *f = field_find(h, key, key.p == s->key + 1);
    if (*f == N_FIELDS) {
        /* The reader makes a better message of it. */
        r->unknown = key;
        return scan_fail(s, s->key, NULL, NULL);
    }
    h->after[last] = (uint8_t)*f;
    return true;
}

bool rec_scan(struct field_hash *h, struct scan *s, struct rec *r,
              const char **field)
{
    r->has = 0;
    *field = "";
    if (!scan_if(s, '{'))
        return scan_fail(s, s->p, "a record is an object in braces",
                         "one record a line, as JSON; tables: truce import");
    bool first = true, end = false;
    size_t last = N_FIELDS; /* the beginning */
    const char *p = s->p;   /* s->p is brought up to it where others read */
    for (;;) {
        const char *close, *name = p + !first;
        size_t f = h->after[last];
        if ((first || *p == ',') && *name == '"' &&
            (close = field_is(name + 1, f)) != NULL) {
            /* Records of one maker have their fields in one order. */
            first = false;
            s->key = name;
            p = close + 2;
            while (*p == ' ' || *p == '\t')
                p++;
        } else if (*p == '}' && !first) {
            s->p = p + 1;
            return scan_line_end(s);
        } else {
            s->p = p;
            if (!next_field(h, s, &first, last, r, &f, &end))
                return end && scan_line_end(s);
            p = s->p;
        }
        last = f;
        if (r->has & (uint64_t)1 << f) {
            *field = field_table[f].name.p;
            return twice(s);
        }
        r->has |= (uint64_t)1 << f;
        r->at[f] = p;
        enum form form = field_table[f].form;
        if (form <= F_TIME && *p == '"' &&
            *(close = scan_plain(p + 1)) == '"') {
            r->v[f].s = (str){p + 1, (size_t)(close - p - 1)};
            p = close + 1;
            continue;
        }
        s->p = p;
        if (!value(s, r, form, f)) {
            *field = field_table[f].name.p;
            return false;
        }
        p = s->p;
    }
}
