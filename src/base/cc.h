/* base/cc.h: the few compiler features beyond C11 that the program uses, each
 * behind a name, so that gcc and clang are the only place where it matters.
 *
 * Not here: anything that needs a function body in a .c file but bug_at().
 * Read next: err.h. */
#ifndef BASE_CC_H
#define BASE_CC_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The result of a function so marked cannot be ignored. */
#define MUST_USE __attribute__((warn_unused_result))

/* Arguments are checked against a printf format: position of the format, and
 * of the first argument (0 when it takes a va_list). */
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))

/* A local variable so marked calls fn(&variable) when its scope ends. fn must
 * accept a zeroed object. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

/* A function so marked has a body of its own: what is seldom done is kept out
 * of the one that is called often. */
#define NO_INLINE __attribute__((noinline))

#define NORETURN                  _Noreturn
#define UNUSED                    __attribute__((unused))
#define FALLTHROUGH               __attribute__((fallthrough))
#define COUNT_OF(array)           (sizeof(array) / sizeof((array)[0]))
#define STATIC_ASSERT(cond, text) _Static_assert(cond, text)

/* Asks for the line of the cache at p ahead of its use; p may be any address.
 * The empty asm is an effect: gcc 12 leaves out calls of functions that do
 * nothing but prefetch. */
#define PREFETCH(p)                                                            \
    do {                                                                       \
        __builtin_prefetch(p);                                                 \
        __asm__ volatile("");                                                  \
    } while (0)

/* Checked arithmetic over any two integer types: *out = a op b in the type of
 * *out, true if the exact result fits. On false *out is not to be used. */
#define add_ok(a, b, out) (!__builtin_add_overflow((a), (b), (out)))
#define sub_ok(a, b, out) (!__builtin_sub_overflow((a), (b), (out)))
#define mul_ok(a, b, out) (!__builtin_mul_overflow((a), (b), (out)))

/* Ends the process with a message and abort(): a programmer's mistake, never
 * the consequence of bad input. Defined in err.c. */
NORETURN void bug_at(const char *file, int line, const char *text);

#define BUG(text) bug_at(__FILE__, __LINE__, (text))

/* ASSERT(x): proven; checked in debug builds only.
 * ALWAYS(x), NEVER(x): believed; debug builds abort when the belief is wrong,
 * release builds take the defensive branch, coverage builds see a constant. */
#if defined(TRUCE_DEBUG)
#define ASSERT(x) ((x) ? (void)0 : BUG("assertion failed: " #x))
#else
#define ASSERT(x) ((void)sizeof((x) ? 1 : 0))
#endif

#if defined(TRUCE_COVERAGE)
#define ALWAYS(x) ((void)(x), true)
#define NEVER(x)  ((void)(x), false)
#elif defined(TRUCE_DEBUG)
#define ALWAYS(x) ((x) ? true : (BUG("not always: " #x), false))
#define NEVER(x)  ((x) ? (BUG("not never: " #x), true) : false)
#else
#define ALWAYS(x) (x)
#define NEVER(x)  (x)
#endif

#endif
