/* facts/reader_int.h: what the files of the reader share.
 *
 *     bytes --lines.c--> a line --record.c--> struct rec --resolve.c--> fact
 *                                               |
 *                                 reader.c: sources, ids, order of things
 *
 * Not for other modules. */
#ifndef FACTS_READER_INT_H
#define FACTS_READER_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "facts/facts.h"
#include "facts/scan_int.h"
#include "time/civil.h"
#include "time/tz.h"

/* --- The fields of a record ------------------------------------------- */

/* How a field is written: NAME and TEXT are strings (a name is resolved, a
 * text is shown), LIST is a string or a list of strings. */
/* Strings first: F_TIME is the last of them. */
enum form {
    F_NAME,
    F_TEXT,
    F_TIME,
    F_BOOL,
    F_INT,
    F_LIST,
    F_OCCURRED,
    F_PLACE,
    F_QUANTITY,
    F_DISSENT
};

#define FIELDS(X)                                                              \
    X(type, F_NAME)                                                            \
    X(id, F_NAME)                                                              \
    X(source, F_NAME)                                                          \
    X(via, F_LIST)                                                             \
    X(author, F_TEXT)                                                          \
    X(recorded, F_TIME)                                                        \
    X(reported, F_TIME)                                                        \
    X(occurred, F_OCCURRED)                                                    \
    X(kind, F_NAME)                                                            \
    X(act, F_NAME)                                                             \
    X(actor, F_NAME)                                                           \
    X(to, F_NAME)                                                              \
    X(item, F_NAME)                                                            \
    X(place, F_PLACE)                                                          \
    X(object, F_TEXT)                                                          \
    X(round, F_TEXT)                                                           \
    X(did_not, F_BOOL)                                                         \
    X(quantity, F_QUANTITY)                                                    \
    X(unit, F_NAME)                                                            \
    X(final, F_BOOL)                                                           \
    X(state, F_NAME)                                                           \
    X(holds, F_BOOL)                                                           \
    X(how_known, F_NAME)                                                       \
    X(access, F_NAME)                                                          \
    X(access_denied_by, F_NAME)                                                \
    X(evidence, F_LIST)                                                        \
    X(url, F_TEXT)                                                             \
    X(note, F_TEXT)                                                            \
    X(label, F_TEXT)                                                           \
    X(stage, F_TEXT)                                                           \
    X(amends, F_LIST)                                                          \
    X(retracts, F_LIST)                                                        \
    X(corroborates, F_LIST)                                                    \
    X(disputes, F_LIST)                                                        \
    X(reports, F_LIST)                                                         \
    X(observed, F_BOOL)                                                        \
    X(verified, F_NAME)                                                        \
    X(confidence, F_INT)                                                       \
    X(clause, F_NAME)                                                          \
    X(severity, F_TEXT)                                                        \
    X(attributed_to, F_NAME)                                                   \
    X(reasons, F_TEXT)                                                         \
    X(dissent, F_DISSENT)                                                      \
    X(adopted_by, F_LIST)                                                      \
    X(response, F_TEXT)                                                        \
    X(valid, F_INT)                                                            \
    X(invalid, F_INT)                                                          \
    X(condition, F_NAME)                                                       \
    X(outcome, F_NAME)                                                         \
    X(instance, F_TEXT)                                                        \
    X(text, F_TEXT)                                                            \
    X(consents_to, F_NAME)                                                     \
    X(target, F_NAME)                                                          \
    X(days, F_INT)                                                             \
    X(proposal, F_TEXT)                                                        \
    X(effective, F_TIME)                                                       \
    X(due, F_TIME)                                                             \
    X(announces, F_NAME)                                                       \
    X(at, F_TIME)                                                              \
    X(invokes, F_NAME)                                                         \
    X(account, F_NAME)                                                         \
    X(class, F_NAME)                                                           \
    X(name, F_TEXT)

enum field {
#define X(name, form) FIELD_##name,
    FIELDS(X)
#undef X
        N_FIELDS
};
STATIC_ASSERT(N_FIELDS <= 64, "the set of fields is one uint64_t");
#define BIT(field) ((uint64_t)1 << FIELD_##field)

struct field_info {
    str name;
    enum form form;
};
extern const struct field_info field_table[N_FIELDS];

enum rec_type {
    TYPE_SOURCE,
    TYPE_REPORT,
    TYPE_RETURN,
    TYPE_INCIDENT,
    TYPE_ASSESSMENT,
    TYPE_FINDING,
    TYPE_CONSENT,
    TYPE_ANNOUNCEMENT,
    TYPE_SIGNATURE,
    TYPE_NOTICE,
    TYPE_ASSIGNMENT,
    TYPE_RESPONSE,
    TYPE_ACTION,
    N_TYPES
};
struct type_info {
    str name;
    uint64_t may, must; /* fields */
};
extern const struct type_info type_table[N_TYPES];

/* A hash of the field names without collisions, made once per reader. */
enum { FIELD_SLOTS = 512 };
struct field_hash {
    uint64_t factor;
    uint8_t slot[FIELD_SLOTS]; /* field + 1, or 0 */
    /* What stood last behind each field, and (at N_FIELDS) first. */
    uint8_t after[N_FIELDS + 1];
};
void field_hash_init(struct field_hash *h);

/* --- A record as written ---------------------------------------------- */

struct str_list {
    const str *v;
    uint32_t n;
};
enum quantity_form {
    QTY_EXACT,
    QTY_AT_LEAST,
    QTY_MORE_THAN,
    QTY_AT_MOST,
    QTY_BETWEEN,
    QTY_ROUNDED,
    QTY_ABOUT
};
enum place_form { PLACE_ZONE, PLACE_POINT, PLACE_BEARING };
struct rec {
    uint64_t has; /* fields, as bits */
    union {
        str s;
        int64_t i; /* also bool */
        struct str_list list;
    } v[N_FIELDS];
    const char *at[N_FIELDS]; /* where the value begins */
    struct {
        str text; /* a string: that time; else the parts, where p is set */
        str from, to, zone, precision;
    } occurred;
    struct {
        enum place_form form;
        str zone, direction;
        int64_t lon, lat, metres; /* 10^-7 degrees */
    } place;
    struct {
        enum quantity_form form;
        int64_t a, b;
    } quantity;
    struct str_list dissent; /* by, text, by, text ... */
    str unknown; /* a field that does not exist, when rec_scan failed */
    enum rec_type type;
};

/* Reads one line. false: sc says what is wrong, and *field where known. */
MUST_USE bool rec_scan(struct field_hash *h, struct scan *sc, struct rec *r,
                       const char **field);

/* --- Names ------------------------------------------------------------ */

enum name_kind {
    NAME_ACTOR,
    NAME_ZONE,
    NAME_ITEM,
    NAME_ACT,
    NAME_STATE,
    NAME_CONDITION,
    NAME_PHASE,
    NAME_CLAUSE,
    NAME_EXCEPTION,
    N_NAME_KINDS
};
struct name_slot {
    str name;
    int32_t value; /* index in the agreement */
    int32_t kind;  /* enum name_kind, or -1: free */
};
struct names {
    struct name_slot *slots;
    size_t mask;
    uint64_t factor;
};
MUST_USE err names_init(struct cx *cx, struct arena *a,
                        const struct agreement *ag, struct names *out);
/* The i-th name of a kind, in the order of the agreement; false: no more. An
 * empty one is passed over by callers. */
bool names_nth(const struct agreement *ag, enum name_kind kind, uint32_t i,
               str *name);
/* The index, or NONE. */
int names_find(const struct names *n, enum name_kind kind, str name);
extern const char *const name_kind_word[N_NAME_KINDS];   /* "an actor" */
extern const char *const name_kind_plural[N_NAME_KINDS]; /* "actors" */

/* --- The reader ------------------------------------------------------- */

struct input {
    str name;
    str bytes;                  /* in memory; of pieces the present one */
    struct facts_pieces pieces; /* next NULL: all of it is in bytes */
    bool stream, grows, ended;
    int fd;
    char *buf; /* stream: bytes [pos, n) are unread; SCAN_PAD behind cap */
    size_t pos, n, cap;
    bool skipping; /* in a line that is too long */
    uint32_t line; /* lines begun */
    uint64_t base; /* in memory: offset of its first byte among all inputs */
};

struct source_entry {
    str id, name, class_, account_ref;
    str file;
    uint32_t line;
    bool resolved;
    int account; /* number in f->accounts */
    int bound;   /* what the sink gave */
};
struct account_entry {
    str id, name;
    int bound; /* actor index, or what the sink gave; NONE: not yet */
};

/* One civil day, remembered. */
struct day_cache {
    const struct tz *tz;
    char text[10]; /* 2025-01-19 */
    int64_t days;  /* since 1970 */
    instant begin, end;
    bool plain; /* 24 hours of one offset */
};
enum { DAY_CACHE = 10 };

struct waiting {
    str line, source;
    struct input *in;
    uint32_t number;
    bool ready;
};

/* Ids of records in memory: a table, at most half full, of numbers + 1 into a
 * list of places. The id itself is read there again when hashes are equal. */
struct id_table {
    uint32_t *slots;
    size_t n, mask;
};
struct id_place {
    uint32_t hash;
    uint32_t high, low; /* offset of the line */
};
struct facts {
    struct arena own;   /* what lives as long as the reader */
    struct arena pass;  /* one pass: problems, sources, ids */
    struct arena room;  /* one record; reset before the next */
    struct arena other; /* the record that it is compared with */
    struct arena ids;   /* table */
    const struct agreement *ag;
    struct facts_options opt;
    const struct tz *tz;
    struct field_hash fields;
    struct names names;
    zone_set *zone_in; /* per zone: it and all around it */
    instant force_lo;  /* entry into force if known, else INSTANT_MIN */
    struct day_cache days[DAY_CACHE];

    struct facts_sink sink;
    VEC(struct input *) inputs;
    size_t current;
    uint64_t memory_bytes;
    bool begun, ended;

    VEC(struct account_entry) accounts; /* the actors first */
    VEC(struct source_entry) sources;   /* the actors first */
    struct map source_index;
    bool unresolved_sources;

    VEC(struct waiting) waiting;
    size_t waiting_at; /* the next one that is looked at */
    size_t waiting_bytes;
    bool any_ready; /* some of them may be given now */

    struct id_table table;
    VEC(struct id_place) ids_of;
    struct map contested; /* id -> offset of the line that stands */
    bool settled;         /* contested is complete: a later pass */
    bool restart;

    char *pad; /* a copied line */
    size_t pad_cap;
    char *pad2; /* the line that it is compared with */
    size_t pad2_cap;

    VEC(struct facts_problem) problems;
    uint64_t problems_left_out;
    struct facts_counts counts;
    /* the line being read */
    struct input *in;
    const char *line, *end;
    uint32_t number;
    uint32_t id_hash; /* of its id */
    bool line_refused;
    bool quiet; /* problems are not noted: an old line is read again */
    struct rec rec, rec2;
};

/* Notes a problem of the line being read. at NULL: the line as a whole. */
PRINTF_LIKE(6, 7)
MUST_USE err problem(struct cx *cx, struct facts *f, const char *at,
                     const char *field, const char *hint, const char *fmt, ...);

/* lines.c: the next line of in. *state says what there is. */
enum line_state { LINE_READ, LINE_TOO_LONG, LINE_NONE };
MUST_USE err lines_next(struct cx *cx, struct facts *f, struct input *in,
                        const char **line, const char **end,
                        enum line_state *state);
/* A copy of line with an end and room behind it, in *pad of *cap bytes. */
MUST_USE err lines_pad(struct cx *cx, struct facts *f, str line, char **pad,
                       size_t *cap);

/* resolve.c: r, which is no source record, as a fact; its strings live in the
 * line and in room. Problems are noted; then *good is false. */
MUST_USE err resolve(struct cx *cx, struct facts *f, struct arena *room,
                     const struct rec *r, struct facts_record *out, bool *good);
/* A time as written, as [begin, end). false: a problem has been noted. */
MUST_USE err resolve_time(struct cx *cx, struct facts *f, str text,
                          const struct tz *tz, const char *at,
                          const char *field, struct civil_span *out,
                          bool *good);

/* reader.c: the source called id, or NONE. */
int source_find(const struct facts *f, str id);

#endif
