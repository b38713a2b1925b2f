/* lang/compile_int.h: shared by the files that make the normal form.
 *
 *     declare.c     declarations: actors, zones, items ..., the clock
 *     compile_time.c  points, durations, deadlines
 *     compile.c     clauses, references, circles; lang_compile itself
 *
 * Each function that finds a mistake in the text adds a diagnostic, sets
 * `bad`, and goes on; `err` is for lack of memory and limits alone. */
#ifndef LANG_COMPILE_INT_H
#define LANG_COMPILE_INT_H

#include "base/map.h"
#include "base/suggest.h"
#include "base/vec.h"
#include "lang/ast.h"
#include "lang/diag.h"
#include "lang/lang.h"
#include "time/tz.h"

/* One namespace for everything that a text declares, but acts (which reports
 * name in a field of their own) and categories (which belong to their item). */
enum sym_kind {
    SYM_ACTOR = 1,
    SYM_ZONE = 2,
    SYM_ITEM = 4,
    SYM_LIST = 8,
    SYM_STATE = 16,
    SYM_CONDITION = 32,
    SYM_PHASE = 64,
    SYM_INSTRUMENT = 128
};
struct sym {
    enum sym_kind kind;
    int index; /* NONE: its declaration is broken; silence about its uses */
    str id;
    struct span at;
};

/* What a label leads to. */
enum label_state {
    LABEL_CLAUSE, /* `index` is its first clause */
    LABEL_OPEN,   /* a draft without a choice */
    LABEL_BROKEN
};
struct label {
    str text;
    enum label_state state;
    int index; /* among the clauses before any is left out */
    struct span at;
};

/* One clause in the making. */
struct made {
    struct clause c;
    const struct ast_body *body;
    const struct ast_clause *of;
    bool bad;   /* a mistake was found: it is left out */
    bool open;  /* it hangs on a draft without a choice: left out */
    int number; /* in the result, or NONE */
};

struct comp {
    struct cx *cx;
    struct arena *a;
    const struct ast *t;
    struct diagnostics *d;
    struct agreement *ag;
    const struct tz *tz;
    bool bad; /* a mistake in what is being looked at */

    struct map names; /* to syms */
    VEC(struct sym) syms;
    VEC(struct actor) actors;
    VEC(struct zone) zones;
    VEC(struct item) items;
    VEC(struct state) states;
    VEC(struct condition) conditions;
    VEC(struct phase) phases;
    VEC(struct capacity) capacities;
    VEC(struct provision) provisions;
    VEC(struct instrument) instruments;
    VEC(struct span) zone_at; /* where each zone is declared */

    struct map labels; /* to label_v */
    VEC(struct label) label_v;
    VEC(struct made) made;
    bool open; /* the clause in hand refers to an open draft */
    const struct clause *self;
    str self_label;
};

/* An error of the text at `at`; a finding that does not spoil the clause. */
#define SPOIL(c, code, at, ...)                                                \
    do {                                                                       \
        TRY((c)->cx,                                                           \
            diag_add((c)->cx, (c)->a, (c)->d, code, at, __VA_ARGS__));         \
        (c)->bad = true;                                                       \
    } while (0)
#define REMARK(c, code, at, ...)                                               \
    TRY((c)->cx, diag_add((c)->cx, (c)->a, (c)->d, code, at, __VA_ARGS__))
#define HINT(c, ...)                                                           \
    TRY((c)->cx, diag_hint((c)->cx, (c)->a, (c)->d, __VA_ARGS__))

static inline bool written(const struct ast_name *n)
{
    return n->at.length != 0;
}

/* --- Names (declare.c) --------------------------------------------------- */

/* The index of a declared name of one of `kinds`, or NONE with a diagnostic
 * that says what was wanted ("a zone"). *kind_out may be NULL. */
MUST_USE err find_name(struct comp *c, const struct ast_name *n, unsigned kinds,
                       const char *wanted, int *out, enum sym_kind *kind_out);
/* The symbol, or NULL; no diagnostic. */
const struct sym *symbol(const struct comp *c, str id);
/* A category of `item` by its short name, else NONE; no diagnostic. */
int category_of(const struct comp *c, int item, str id);
/* The actors named, as a set and (if not NULL) as a list in a; each must have
 * one of `roles` (bit 1 << role). `what` completes "X, a press, cannot ...". */
MUST_USE err find_actors(struct comp *c, const struct ast_names *names,
                         unsigned roles, const char *what, actor_set *set_out,
                         int **list_out, uint32_t *n_out);
MUST_USE err find_actor(struct comp *c, const struct ast_name *n,
                        unsigned roles, const char *what, int *out);
/* A place as written, to a zone; makes the zone "within N m of LINE". */
MUST_USE err find_place(struct comp *c, const struct ast_place *p, int *out);
/* The item or categories of a selection: fills item, items, n_item_words. */
MUST_USE err find_selection(struct comp *c, const struct ast_selection *s,
                            struct selector *sel);
MUST_USE err select_item(struct comp *c, int item, struct selector *sel);
/* How reports are accepted. */
MUST_USE err find_standard(struct comp *c, const struct ast_accepted *a,
                           struct standard *out);

MUST_USE err declare_all(struct comp *c);
/* The clock, phases and mandates: what may refer to clauses. */
MUST_USE err declare_times(struct comp *c);

#define ROLE(r)  (1u << (r))
#define ANY_ROLE ((1u << (ROLE_VERIFIER + 1)) - 1)
/* Who can be asked to decide, verify, count or receive in confidence. */
#define BODIES (ANY_ROLE & ~ROLE(ROLE_PRESS) & ~ROLE(ROLE_FORCE))

static inline struct selector empty_selector(void)
{
    return (struct selector){.act = NONE,
                             .item = NONE,
                             .place = NONE,
                             .state = NONE,
                             .state_item = NONE};
}

/* --- Time (compile_time.c) ------------------------------------------------ */

static inline struct point point_of(enum point_kind kind)
{
    return (struct point){.kind = kind, .tod = NONE, .ref = NONE};
}

MUST_USE err make_duration(struct comp *c, const struct ast_duration *d,
                           struct duration *out);
MUST_USE err make_point(struct comp *c, const struct ast_point *p,
                        struct point *out);
/* `within D` alone counts from `base`. *at_once may be NULL. */
MUST_USE err make_deadline(struct comp *c, const struct ast_deadline *d,
                           enum point_kind base, struct deadline *out,
                           bool *at_once);
MUST_USE err make_date(struct comp *c, const struct ast_date *d,
                       const struct ast_time *t, struct point *out);
/* A finding if the point lies beyond the agreement's own days. */
MUST_USE err check_in_life(struct comp *c, const struct point *p,
                           struct span at);

/* --- References (compile.c) ----------------------------------------------- */

/* The clause a label leads to, or NONE: unknown (with a diagnostic), open
 * (c->open is set) or broken (c->bad is set). */
MUST_USE err find_label(struct comp *c, const struct ast_name *n, int *out);

#endif
