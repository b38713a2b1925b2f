/* http/form.h: the body of a form as a browser sends it.
 *
 * application/x-www-form-urlencoded and multipart/form-data (RFC 7578, as the
 * HTML standard writes them), read strictly: what a browser does not send is
 * refused with a reason, never guessed. A pure function of the bytes.
 * Not here: what fields mean; whether the sender may (app/node_login.c). */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/str.h"

enum {
    FORM_FIELDS_MAX = 200,  /* a page of ours has fewer than 40 */
    FORM_NAME_MAX = 64,     /* bytes of a name */
    FORM_VALUE_MAX = 65536, /* bytes of a value that is no file */
    FORM_BOUNDARY_MAX = 70  /* RFC 2046 5.1.1 */
};

struct form_field {
    str name;      /* a-z 0-9 _ - */
    str value;     /* UTF-8 without control characters but TAB and LF (a line
                      end of any kind is LF); of a file its bytes as they are */
    bool is_file;  /* with the next two */
    str file_name; /* as the sender says: never a path here; may be empty */
    str type;      /* media type as the sender says, or empty */
};
struct form {
    const struct form_field *v;
    size_t n;
};

/* Reads a body of the media type (the header Content-Type, whole). Values of
 * urlencoded forms and names live in a, files are borrowed from body. INPUT
 * with a reason. */
MUST_USE err form_read(struct cx *cx, struct arena *a, str content_type,
                       str body, struct form *out);
/* The first field of this name that is no file; empty without one. */
str form_value(const struct form *f, const char *name);
/* The first file of this name, or NULL. */
const struct form_field *form_file(const struct form *f, const char *name);

/* The value of a cookie in the header Cookie (RFC 6265 5.4); empty without
 * one, or if there are two. */
str cookie_value(str header, const char *name);

#endif
