/* base/style.c: see style.h. The sequences are those of ECMA-48. */
#include "base/style.h"

static const char *sequence(enum style style)
{
    switch (style) {
    case STYLE_NONE:
        return "";
    case STYLE_BOLD:
        return "\x1b[1m";
    case STYLE_DIM:
        return "\x1b[2m";
    case STYLE_ERROR:
        return "\x1b[1;31m";
    case STYLE_WARNING:
        return "\x1b[1;33m";
    case STYLE_NOTE:
        return "\x1b[1;36m";
    case STYLE_GOOD:
        return "\x1b[32m";
    case STYLE_PLACE:
        return "\x1b[1m";
    }
    BUG("not a style");
}

void buf_style_on(struct buf *b, bool colour, enum style style)
{
    if (colour)
        buf_c(b, sequence(style));
}

void buf_style_off(struct buf *b, bool colour, enum style style)
{
    if (colour && style != STYLE_NONE)
        buf_c(b, "\x1b[0m");
}

void buf_styled(struct buf *b, bool colour, enum style style, str text)
{
    buf_style_on(b, colour, style);
    buf_str(b, text);
    buf_style_off(b, colour, style);
}
