/* facts/facts.h: from the bytes of reports to facts of the engine.
 *
 * Front header of the module. docs/reports.md is the format. A reader takes
 * one or several inputs (files in memory, or streams), resolves each record
 * against an agreement and gives `struct fact`s one by one:
 *
 *     facts_new(cx, a, ag, &options, &f);
 *     facts_add_bytes(cx, f, STR("reports.jsonl"), bytes);
 *     do {
 *         engine_new(...);
 *         facts_begin(cx, f, facts_sink_engine(engine));
 *         while (facts_next(cx, f, &r) == OK and r.line != 0)
 *             engine_add(cx, engine, &r.fact, &dup);
 *     } while (facts_must_restart(f));
 *     facts_problems(f) ...
 *
 * A line that cannot be used becomes a problem with its place, the cause and
 * the remedy; the others are kept. Only lack of memory and failures of the
 * system end the reading.
 *
 * Source records may stand anywhere: in memory they are looked for first; in a
 * stream, a record whose source is not known yet waits for it.
 *
 * Records with one id: equal ones are given once (and counted); of different
 * ones that which was recorded first stands, then the one with the smaller
 * bytes, whatever their order (sem 2). When that is found too late, because
 * the other one has been given already, facts_must_restart() says so at the
 * end, and the next pass is right. An engine does the same by itself: whoever
 * has one says trust_ids, and what an id costs is paid once. In a stream ids
 * are not compared.
 *
 * Memory: with trust_ids, in pieces or in a stream nothing is kept of a record
 * (but of one that waits for its source); else 28 bytes, at most 40, for its
 * id. A stream has a buffer of 256 KiB, more where a line is longer, up to 1.3
 * MiB.
 *
 * Read next: reader.c (records), resolve.c (names, times), lines.c (input);
 * import.h (CSV). Not here: what facts mean (engine/), other formats. */
#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/cx.h"
#include "base/err.h"
#include "engine/engine.h"
#include "lang/norm.h"

struct facts;

/* Where accounts and sources are declared: the actors first, in the order of
 * the agreement, each as a source (a force in the account of its party), then
 * the source records in the order of the input. */
struct facts_sink {
    void *self;
    err (*account)(struct cx *cx, void *self, str id, str name, int *out);
    err (*source)(struct cx *cx, void *self, str id, str name, int account,
                  int *out);
};
/* A sink that is an engine. */
struct facts_sink facts_sink_engine(struct engine *e);
/* A sink that only counts: for checks of a file without an engine. */
struct facts_sink facts_sink_none(int counter[2]);

/* Finds the zones in which a point surely lies: those that hold the whole disc
 * of precision_m metres around it. Degrees times 10^7. Lines' neighbourhoods
 * (zone.base) included. */
typedef err facts_locate(struct cx *cx, void *self, int64_t lon_e7,
                         int64_t lat_e7, int64_t precision_m, zone_set *in);

struct facts_options {
    facts_locate *locate; /* NULL: points cannot be placed, and say so */
    void *locate_self;
    /* For each zone of the agreement those in which it surely lies by its
     * geometry, or NULL: by declaration only. */
    const zone_set *zone_in;
    bool trust_ids; /* ids are not compared: the caller does that */
    /* Only the form is read: every name is taken as known (its index is NONE),
     * and points need no map. For checks without an agreement. */
    bool any_names;
    /* Told of every line that cannot be used, once in a pass; may be NULL. */
    void (*refused)(void *self, str file, uint32_t line);
    void *refused_self;
    /* What a stream that grows may keep waiting for its source; 0: 64 MiB. */
    size_t max_waiting_bytes;
};

/* What is shown with a record and decides nothing. Empty where not said.
 * Borrowed until the next call of facts_next(). */
struct facts_shown {
    str source; /* its id, as written */
    str file;
    str url, note, label, stage, how_known, access, access_denied_by;
    str severity, reasons, response, verified, observed, kind, type;
    int64_t confidence; /* per cent, or -1 */
    int attributed_to;  /* actor, or NONE */
    const str *via, *evidence, *adopted_by;
    uint32_t n_via, n_evidence, n_adopted_by;
    const str *dissent; /* by, text, by, text ... */
    uint32_t n_dissent; /* pairs */
    str author, outcome;
    instant reported; /* INSTANT_MIN: not written */
    bool has_due;
    instant due;    /* the last second of it */
    bool intent;    /* an announcement of an intention */
    bool has_point; /* the place is a point: degrees times 10^7, and metres */
    int64_t lon_e7, lat_e7, precision_m;
};

struct facts_record {
    struct fact fact;
    struct facts_shown shown;
    uint32_t line; /* 1-based; 0: there is nothing more now */
};

struct facts_problem {
    str file;
    uint32_t line, column; /* 1-based; column in characters */
    str field;             /* empty: the line as a whole */
    str message, hint;     /* hint may be empty */
};

struct facts_counts {
    uint64_t lines, blank;
    uint64_t records; /* given by facts_next() */
    uint64_t sources;
    uint64_t repeated; /* equal to one with the same id */
    uint64_t refused;  /* lines with at least one problem */
    uint64_t waiting;  /* of a stream, without their source so far */
};

/* A reader for an agreement, which must outlive it. Lives in a, with memory of
 * its own besides: facts_free() at the end. options may be NULL. */
MUST_USE err facts_new(struct cx *cx, struct arena *a,
                       const struct agreement *ag,
                       const struct facts_options *options, struct facts **out);

/* Adds an input in memory (a mapped file). bytes must outlive the reader; name
 * is for messages and is copied. Before facts_begin(). */
MUST_USE err facts_add_bytes(struct cx *cx, struct facts *f, str name,
                             str bytes);

/* Adds lines that lie elsewhere and come in pieces, so that not all of them are
 * in memory at once. rewind(): the next piece is the first one again; with
 * `sources` no lines but source records are needed. next() gives a piece of
 * whole lines, and the number of its first one (1-based); an empty piece is the
 * end. A piece lives until the next call. For readers that trust ids. */
struct facts_pieces {
    void *self;
    void (*rewind)(void *self, bool sources);
    err (*next)(struct cx *cx, void *self, str *bytes, uint32_t *line);
};
MUST_USE err facts_add_pieces(struct cx *cx, struct facts *f, str name,
                              const struct facts_pieces *pieces);

/* After the end of a pass: more lines of an input that grows in memory, of
 * which the first is line number `line` (1-based). facts_next() then gives
 * them. They are of sources that are known already: a source record among them
 * is passed over. */
MUST_USE err facts_continue(struct cx *cx, struct facts *f, str name, str bytes,
                            uint32_t line);

/* Adds a stream, read from fd as facts_next() comes to it; the caller closes
 * it. `grows`: its end is not the end, more may come until facts_end(). */
MUST_USE err facts_add_stream(struct cx *cx, struct facts *f, str name, int fd,
                              bool grows);

/* Begins a pass: looks for the source records of what is in memory, and
 * declares accounts and sources. A further call begins anew (inputs in memory
 * only: a stream cannot be read twice and fails with ERR_INPUT). */
MUST_USE err facts_begin(struct cx *cx, struct facts *f,
                         struct facts_sink sink);

/* The next record. out->line is 0 at the end, or, in a stream that grows, when
 * no whole line is there: call again later. Out's strings live until the next
 * call. */
MUST_USE err facts_next(struct cx *cx, struct facts *f,
                        struct facts_record *out);

/* No more will come in streams that grow: the last line may lack its line end,
 * and records without their source are refused. Then facts_next() again. */
void facts_end(struct facts *f);

/* True at the end of a pass in which a record was given whose id belongs to
 * another one that must stand. At most one restart is needed. */
bool facts_must_restart(const struct facts *f);

struct facts_counts facts_counted(const struct facts *f);

/* The problems of this pass, in order of reading; at most LIMIT_DIAGNOSTICS,
 * *left_out tells how many more there were. */
const struct facts_problem *facts_problems(const struct facts *f, size_t *n,
                                           uint64_t *left_out);

/* A problem that the caller has found in a record given before: at its id, if
 * it is the last one, else at its line. file is one that a record was given
 * with, or outlives the reader. */
PRINTF_LIKE(7, 8)
MUST_USE err facts_refuse(struct cx *cx, struct facts *f, str file,
                          uint32_t line, const char *field, const char *hint,
                          const char *fmt, ...);

/* `file:line:column: field "act": message` and a line with the hint. */
void facts_problem_print(const struct facts_problem *p, struct buf *out);

/* Order of two facts by content: `recorded` first, then each member of struct
 * fact in its order, numbers by value, texts by bytes; 0: they are one (sem
 * 2). What is only shown is not compared. */
int facts_compare(const struct fact *a, const struct fact *b);

/* Gives the reader's memory back; accepts NULL. */
void facts_free(struct facts *f);

#endif
