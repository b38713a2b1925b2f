/* app/export.h: a package from a case, for somebody who has neither the case
 * nor this program.
 *
 * docs/record-format.md section 10 is what is written. The package is made
 * under another name beside its place, checked whole as a stranger would check
 * it, then renamed: what is there holds. The same case gives the same bytes.
 *
 * Read next: export.c, proof/package.h. */
#ifndef APP_EXPORT_H
#define APP_EXPORT_H

#include "app/evidence.h"

struct export
{
    struct evidence_by by; /* the case; who exports, and why */
    const char *out;       /* a folder, or a file that ends in .zip */
    bool recorded;         /* under the last head, witnessed or not */
    bool no_entry;         /* nothing is entered: reading only */
    /* What is left out: TYPE, number of an entry, `evidence`, `files`. omit
     * leaves out the entries too. */
    const char *const *without, *const *omit;
    size_t n_without, n_omit;
    void (*progress)(void *self, uint64_t done, uint64_t total);
    void *progress_self;
};
MUST_USE err export_case(struct cx *cx, struct arena *a,
                         const struct export *what, struct buf *out);

struct package_opinion {
    const char *policy;      /* path; NULL: that of the package */
    const char *authorities; /* path; NULL: those of the package */
};
/* Checks a package as proof/package.h does. */
MUST_USE err export_verify(struct cx *cx, struct arena *a, const char *path,
                           const struct package_opinion *by,
                           const struct casefile_progress *p, struct buf *out,
                           bool *holds);
/* A folder, or a zip file. */
bool export_is_package(const char *path);

#endif
