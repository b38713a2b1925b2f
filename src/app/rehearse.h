/* app/rehearse.h: `truce rehearse`: what will make an agreement fail, before
 * anybody signs it.
 *
 * Reads a text, lets plan/ work on it, and renders. Read next: plan/plan.h. */
#ifndef APP_REHEARSE_H
#define APP_REHEARSE_H

#include "base/buf.h"
#include "base/cx.h"

enum rehearse_format { REHEARSE_TEXT, REHEARSE_JSON };

struct rehearse_options {
    const char *path;
    const char *const *choices;
    size_t n_choices;
    const char *start;   /* entry into force to reckon with; NULL: see plan.h */
    const char *html;    /* a page is written here; NULL: none */
    const char *compare; /* an open clause, whose alternatives are set side by
                            side instead; NULL: none */
    const char *courses; /* a folder for the courses of events; NULL: none */
    /* A table-top exercise in place of the report; NULL: none. path may be NULL
     * if the file of orders names the agreement. */
    const char *scenario;
    bool person; /* somebody types */
    void (*flush)(void *self);
    void *self;
    enum rehearse_format format;
    int64_t late_days; /* how late each step is played, 1 or more */
    bool all;
    size_t width;
    bool colour;
};

/* *breaks_out: findings that cannot work as written. What is wrong with the
 * text goes to `messages`, and the call fails then. */
MUST_USE err app_rehearse(struct cx *cx, struct arena *a,
                          const struct rehearse_options *o, struct buf *out,
                          struct buf *messages, uint32_t *breaks_out);

#endif
