/* base/html.h: bytes into HTML and addresses, by where they go.
 *
 * Everything that a file, report or person wrote passes through one of these,
 * so that nothing of it is ever read as markup. Markup itself is written with
 * buf_c, from literals only. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/* Between tags, or as the value of an attribute in double quotes. Control
 * characters and bytes that are not UTF-8 become U+FFFD; bidi controls are
 * left out, since elements isolate each text (web/view.c). */
void html_text(struct buf *b, str s);

/* One part of a path, or a name or value of a query (RFC 3986 2.3: all but the
 * unreserved characters is escaped). */
void url_part(struct buf *b, str s);

/* Undoes url_part for a value of a query, in which + is a blank, into room (as
 * long as s). False if an escape is broken, or what it spells is not UTF-8 or
 * has control characters. */
MUST_USE bool url_decode(str s, char *room, size_t *n);

#endif
