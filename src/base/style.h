/* base/style.h: emphasis on a terminal. Colour is never the only carrier of a
 * meaning, and never stands for a party.
 *
 * Whether to use it is decided once, in cli (a terminal, NO_COLOR, --color),
 * and passed on as a bool. */
#ifndef BASE_STYLE_H
#define BASE_STYLE_H

#include "base/buf.h"

enum style {
    STYLE_NONE,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_ERROR,   /* something prevents the work */
    STYLE_WARNING, /* something deserves a look */
    STYLE_NOTE,    /* in passing */
    STYLE_GOOD,    /* done, found, equal */
    STYLE_PLACE,   /* file:line:column */
};

/* Text in a style; just the text if colour is false. */
void buf_styled(struct buf *b, bool colour, enum style style, str text);

/* The same in two parts, for text made of several. */
void buf_style_on(struct buf *b, bool colour, enum style style);
void buf_style_off(struct buf *b, bool colour, enum style style);

#endif
