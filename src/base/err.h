/* base/err.h: how an operation fails.
 *
 * A fallible function returns `err` and gives its results through its last
 * parameters, which it leaves alone on failure. The class of the failure is in
 * the value; message, remedy and the trail of file:line are in cx->fault.
 *
 * Not here: diagnostics about somebody's text (those are data, see lang/).
 * Read next: cx.h. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/cc.h"

struct cx;

enum err_class {
    ERR_OK = 0,
    ERR_INPUT,     /* the input is wrong; the message names the place */
    ERR_NOT_FOUND, /* a thing that was named does not exist */
    ERR_CONFLICT,  /* two things that cannot both hold */
    ERR_DENIED,    /* not permitted (files, later: roles) */
    ERR_CORRUPT,   /* stored data is not what was written */
    ERR_LIMIT,     /* a limit of base/limits.h was reached */
    ERR_RESOURCE,  /* the machine refused: memory, disk, descriptors */
    ERR_BUG,       /* the program is wrong and noticed it in time */
};

#if defined(__clang__)
typedef struct __attribute__((warn_unused_result)) err {
    enum err_class code;
} err;
#else
typedef struct err {
    enum err_class code;
} err;
#endif

#define OK ((err){ERR_OK})

enum { FAULT_MESSAGE_BYTES = 768, FAULT_HINT_BYTES = 384, FAULT_TRAIL = 12 };

/* The last failure. message and hint are NUL-terminated; a text too long for
 * them ends in "...". They may hold bytes of the input: print them with
 * buf_safe(). */
struct fault {
    enum err_class code;
    char message[FAULT_MESSAGE_BYTES];
    char hint[FAULT_HINT_BYTES]; /* the remedy; may be empty */
    bool typed;     /* what is wrong is what was typed: an option, an operand */
    size_t trail_n; /* innermost first */
    struct {
        const char *file;
        int line;
    } trail[FAULT_TRAIL];
};

/* Makes a fault in cx->fault, forgetting the one before, and returns its
 * class. The message says what is wrong and where, with the values involved;
 * one sentence without a full stop. */
#define fail(cx, class, ...)                                                   \
    (fault_make((cx), __FILE__, __LINE__, (class), __VA_ARGS__), (err){(class)})

/* The same with a remedy: hint is a plain text, not a format. */
#define fail_hint(cx, class, hint, ...)                                        \
    fault_hint((cx), fail((cx), (class), __VA_ARGS__), (hint))

/* The same, for what was typed to call the program, or chosen in its place. */
#define fail_typed(cx, class, hint, ...)                                       \
    fault_typed((cx), fail_hint((cx), (class), (hint), __VA_ARGS__))

/* What the macros are made of. That they return what they are given is in
 * sight of the compiler on purpose: so it knows that results are set where TRY
 * goes on. */
PRINTF_LIKE(5, 6)
void fault_make(struct cx *cx, const char *file, int line, enum err_class class,
                const char *fmt, ...);
void fault_add_hint(struct cx *cx, const char *hint);
void fault_set_typed(struct cx *cx, bool typed);
void fault_add_step(struct cx *cx, const char *file, int line);

/* Adds a remedy to the fault just made; returns e. */
MUST_USE static inline err fault_hint(struct cx *cx, err e, const char *hint)
{
    fault_add_hint(cx, hint);
    return e;
}
/* Unused where nothing is typed: in the checker of packages as one file. */
MUST_USE UNUSED static inline err fault_typed(struct cx *cx, err e)
{
    fault_set_typed(cx, true);
    return e;
}

/* Adds one step to the trail; returns e. Used by TRY. */
MUST_USE static inline err fault_trail(struct cx *cx, err e, const char *file,
                                       int line)
{
    fault_add_step(cx, file, line);
    return e;
}

/* Forgets the fault: the caller has dealt with it. */
void fault_clear(struct cx *cx);

/* "input", "not found", ...: for messages and tests. */
const char *err_class_name(enum err_class class);

static inline bool is_ok(err e)
{
    return e.code == ERR_OK;
}

/* Returns from the calling function if expr failed, noting where. */
#define TRY(cx, expr)                                                          \
    do {                                                                       \
        err try_err_ = (expr);                                                 \
        if (try_err_.code != ERR_OK)                                           \
            return fault_trail((cx), try_err_, __FILE__, __LINE__);            \
    } while (0)

#endif
