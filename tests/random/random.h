/* tests/random/random.h: random agreements with random records, for comparing
 * the engine with the reference evaluator.
 *
 * A case is made from two numbers (seed, case), so that any of them can be
 * made again. Nothing in it is stored by pointer into something hidden: the
 * shrinker copies a case and takes parts out of it. */
#ifndef TESTS_RANDOM_RANDOM_H
#define TESTS_RANDOM_RANDOM_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/cx.h"
#include "engine/engine.h"
#include "tests/reference/ref.h"

struct rcase {
    uint64_t seed, number;
    bool focused; /* on a shape whose rows are kept between questions */
    bool texts;   /* made so that text.c can write it */
    struct agreement ag;
    struct source *sources;
    uint32_t n_sources, n_extra_accounts;
    struct fact *facts; /* in the order in which they were written */
    uint32_t n_facts;
    instant at[3]; /* the times asked */
    uint32_t n_at;
};

/* Points in some of the places of gen.c (`in`: a bit for each), far enough from
 * all bounds. */
enum { N_SPOTS = 8 };
struct spot {
    uint64_t in;
    const char *written; /* in JSON, without the braces */
};
extern const struct spot rcase_spots[N_SPOTS];

/* Makes a case; `texts`: one that the language and the format of reports can
 * say. All of it lives in a. Aborts without memory. */
void rcase_make(struct cx *cx, struct arena *a, uint64_t seed, uint64_t number,
                bool texts, struct rcase *out);

/* A copy whose clauses, phases, facts and sources may be changed. */
void rcase_copy(struct arena *a, const struct rcase *from, struct rcase *to);

/* The parties swapped with all that is theirs; actor indexes through map. */
void rcase_swap(struct arena *a, const struct rcase *from, struct rcase *to,
                int map[MAX_ACTORS]);

/* Readable text: the agreement's clauses, then the record. */
void rcase_print(struct cx *cx, const struct rcase *c, struct buf *out);
void time_print(struct cx *cx, const struct rcase *c, instant at,
                struct buf *out);

/* A list of verdicts as text: what is compared. Fact numbers become ids
 * through id_of. `map`, if not NULL, renames actors; then the lines are sorted,
 * since the order of accounts is that of the actors. `pretty`: civil times. */
typedef str fact_id(const void *self, uint32_t n);
struct show {
    struct cx *cx;
    const struct rcase *c;
    fact_id *id_of;
    const void *self;
    const int *map;
    bool sorted, pretty;
};
void verdicts_print(const struct show *s, const struct verdicts *v,
                    struct arena *a, struct buf *out);

/* --- engine_run.c: the engine under test --------------------------------- */

/* Facts are added in the order of `order` (n_facts indexes); with `changes`
 * the engine is asked what changed in between, at moving clocks made from
 * `salt`, and the statuses so told are compared with those at the end: then
 * *told_out says whether they agree. `walk`: most of what is asked comes after
 * the records. Text of the verdicts at `at` in a. */
struct run {
    const uint32_t *order;
    bool changes, walk, sorted, pretty;
    uint64_t salt;
    const int *map;
};
str engine_text(struct cx *cx, struct arena *a, const struct rcase *c,
                instant at, const struct run *r, bool *told_out);

struct ref_input rcase_input(const struct rcase *c);

/* What is wrong with the explanations of all verdicts, empty if nothing: the
 * verdict explained is the one shown; the reports that it rests on alone give
 * the same status, by the reference evaluator; none of them can be left out. */
str explained_text(struct cx *cx, struct arena *a, const struct rcase *c,
                   instant at);

/* --- text.c: the case as a text and a record -------------------------------
 */

/* The agreement, and the record in JSON Lines: in an order made from salt,
 * with some lines twice, and some ids twice with another content, which must
 * lose (*conflicts of them). */
void rcase_write(struct cx *cx, const struct rcase *c, uint64_t salt,
                 struct buf *agreement, struct buf *reports,
                 uint32_t *conflicts);

/* The GeoJSON file "map" that the text names. */
extern const char rcase_map[];

/* The text of the verdicts by way of lexer, parser, compiler, reader, resolver
 * and engine. False, with the reason in *out, if the text or a line of the
 * record is refused that should not be. */
bool texts_run(struct cx *cx, struct arena *a, const struct rcase *c,
               instant at, uint64_t salt, bool pretty, str *out);

/* splitmix64 */
struct dice {
    uint64_t state;
};
uint64_t dice_u64(struct dice *d);
/* 0 <= result < n; n > 0 */
int dice(struct dice *d, int n);
/* true in pct of a hundred */
bool chance(struct dice *d, int pct);

#endif
