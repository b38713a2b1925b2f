/*
 * lang.h - the agreement language: read, check, print, compare, compile.
 *
 * Front header of the module.  Text in, tree, diagnostics and normal form out;
 * no files, clock, locale or reports.  docs/language.md is the specification.
 */
#ifndef TRUCE_LANG_LANG_H
#define TRUCE_LANG_LANG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/cx.h"
#include "base/err.h"
#include "lang/norm.h"

struct ast; /* the syntax tree with comments; see lang/ast.h */

/* --- Diagnostics: findings about a text; data, not errors ------------- */

enum severity { SEV_ERROR, SEV_WARNING, SEV_NOTE };
/* "error", "warning", "note". */
const char *severity_name(enum severity s);

/* A change of the source that mends a finding: `length` bytes from `offset`
 * on become `text`. */
struct text_edit {
    uint32_t offset, length;
    str text;
};

struct diagnostic {
    const char *code; /* stable, e.g. "E0102", "L04"; never reused */
    enum severity severity;
    uint32_t line, column;   /* 1-based; column in characters, not bytes */
    uint32_t offset, length; /* bytes */
    str message;             /* what is wrong */
    str why;                 /* why it matters, with the precedent; or empty */
    str hint;                /* what would mend it; or empty */
    str waived;              /* the reason, if the text waives it */
    const struct text_edit *edits; /* a proposal that mends it, or none */
    uint32_t n_edits;
};

/* In order of place, then code.  At most LIMIT_DIAGNOSTICS; the last one then
 * says that more were left out. */
struct diagnostics {
    struct diagnostic *v;
    uint32_t n;
    uint32_t errors; /* unwaived ones of SEV_ERROR */
    uint32_t *used;  /* offsets of the waivers that waived something */
    uint32_t n_used;
};

/* Prints `file:line:col: error[CODE]: ...` with the line and a caret; colour
 * if asked. */
void diagnostics_print_text(const struct diagnostics *d, str file, str source,
                            bool colour, struct buf *out);

struct json_out;

/* The array of findings, as a value: [{code, severity, file, line, column,
 * length, message, why?, hint, waived?, edits?}].  Columns and length in
 * characters. */
void diagnostics_print_json(const struct diagnostics *d, str file, str source,
                            struct json_out *out);

/* A whole SARIF 2.1.0 document of one run, with the rules that occur. */
void diagnostics_print_sarif(const struct diagnostics *d, str file, str source,
                             struct buf *out);

/* --- Reading ----------------------------------------------------------- */

/* Parses `source`.  Always gives a tree of what could be read, with the
 * diagnostics of reading in `d`.  Fails only for lack of memory or a limit
 * (ERR_LIMIT).  The tree borrows `source` and lives in `a`. */
MUST_USE err lang_parse(struct cx *cx, struct arena *a, str file, str source,
                        struct ast **out, struct diagnostics *d);

/* Replaces each draft by the alternative named in `choices` ("2.1=B", ...);
 * an unknown label or alternative is an ERR_INPUT, of what was typed, that
 * lists what exists. */
MUST_USE err lang_choose(struct cx *cx, struct arena *a, struct ast *t,
                         const str *choices, uint32_t n);

/* Names, types, units, cycles; then the normal form.  Diagnostics are added
 * to `d`.  If any is an error, *out is still made of the clauses that have
 * none, so that checks go on; callers that evaluate must refuse. */
MUST_USE err lang_compile(struct cx *cx, struct arena *a, const struct ast *t,
                          struct agreement **out, struct diagnostics *d);

/* What the text leaves open: deadlines, bearers, verifiers, maps, numbers,
 * units, counters, phases without an end (codes L01...).  Adds to `d`. */
MUST_USE err lang_review(struct cx *cx, struct arena *a, const struct ast *t,
                         const struct agreement *ag, struct diagnostics *d);

/* Adds a finding about the file of a zone, line or instrument (L07, L08, L35),
 * which only those can see who read files; `id` and `line` are those of its
 * declaration, `hint` its remedy (empty: that of the check). Waivers hold for
 * it as for the others. */
MUST_USE err lang_add_file_finding(struct cx *cx, struct arena *a,
                                   const struct ast *t,
                                   const struct agreement *ag,
                                   struct diagnostics *d, const char *code,
                                   enum severity severity, str id,
                                   uint32_t line, str message, str hint);
/* Waivers for which nothing was found (L44); after all findings. */
MUST_USE err lang_review_waivers(struct cx *cx, struct arena *a,
                                 const struct ast *t,
                                 const struct agreement *ag,
                                 struct diagnostics *d);
/* In the order of place, then code, after findings were added. */
void lang_sort_findings(struct diagnostics *d);

/* Whether `code` is a check of lang_review, which a text can waive. */
bool lang_is_lint(str code);
/* The i-th check's code, empty past the last; its title, empty if unknown. */
str lang_lint_nth(size_t i);
str lang_lint_title(str code);
/* The case in which it was seen, and where that can be read; empty if the code
 * has none. */
str lang_lint_precedent(str code, str *source);
/* What a code of a diagnostic means: what is looked at, why it matters with
 * the case that teaches it, the remedy. false if there is no such code. */
bool lang_code_page(str code, struct buf *out);

struct coverage_item {
    str label, what; /* what cannot be evaluated, and why */
    uint32_t line;
};
struct coverage {
    uint32_t formal, judged, declaratory, open;
    struct coverage_item *items; /* everything the program does not evaluate */
    uint32_t n_items;
};
MUST_USE err lang_coverage(struct cx *cx, struct arena *a, const struct ast *t,
                           const struct agreement *ag, struct coverage *out);

/* --- Printing, comparing ------------------------------------------------ */

/* The text in canonical layout, comments kept. */
void lang_print(const struct ast *t, struct buf *out);
/* The canonical bytes: no comments (docs/language.md 5). */
void lang_print_canonical(const struct ast *t, struct buf *out);

/* Clause by clause, readable by a lawyer: "2.2: deadline day 7 -> day 10".
 * Prose that stays as it was in a clause that changes is told, too.
 * `json`: one object {changes: [{clause, what, from, to, stale}]}. */
MUST_USE err lang_diff(struct cx *cx, struct arena *a, const struct ast *from,
                       const struct ast *to, bool json, struct buf *out,
                       uint32_t *n_changes);

/* --- The normal form in words (prose.c) --------------------------------- */

/* Plain English, read from the normal form alone: what will be evaluated.
 * Points and deadlines as they stand in a sentence: "24 hours after 2.1 is
 * met", "by the end of day 7"; nothing for DUE_NONE. */
void lang_norm_print(struct cx *cx, const struct agreement *ag,
                     struct buf *out);
/* One paragraph without its line end; `index` into ag->clauses. */
void lang_clause_print(struct cx *cx, const struct agreement *ag, int index,
                       struct buf *out);
void lang_point_print(struct cx *cx, const struct agreement *ag,
                      const struct point *at, struct buf *out);
void lang_deadline_print(struct cx *cx, const struct agreement *ag,
                         const struct deadline *d, struct buf *out);
/* "3 days", "24 hours", "2 days and 30 minutes". */
void lang_duration_print(struct duration d, struct buf *out);

#endif
