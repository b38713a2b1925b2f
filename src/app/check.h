/* app/check.h: `truce check`: what is wrong with a text, what it leaves open,
 * and how much of it can be evaluated. */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app/agreement.h"

enum check_format { CHECK_TEXT, CHECK_JSON, CHECK_SARIF };

struct check_options {
    const char *path;
    const char *const *choices; /* "2.1=B" */
    size_t n_choices;
    enum check_format format;
    bool coverage; /* text: list what is not evaluated */
    bool norm;     /* text: what each clause was understood to mean */
    bool colour;
};

/* Checks one agreement and writes the result. *errors_out: findings of the
 * severity error that the text does not waive. */
MUST_USE err app_check(struct cx *cx, struct arena *a,
                       const struct check_options *o, struct buf *out,
                       uint32_t *errors_out);

/* Writes the page of a code; fails, with the nearest code as remedy, if there
 * is none. */
MUST_USE err app_check_explain(struct cx *cx, str code, struct buf *out);

#endif
