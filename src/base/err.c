/* base/err.c: faults, see err.h. */
#include "base/err.h"

#include "base/cx.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bug_at(const char *file, int line, const char *text)
{
    fprintf(stderr, "truce: internal error at %s:%d: %s\n", file, line, text);
    abort();
}

/* Cuts a text that did not fit, at a character's boundary. */
static void mark_cut(char *text, size_t cap)
{
    size_t n = cap - 4;
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    memcpy(text + n, "...", 4);
}

void fault_make(struct cx *cx, const char *file, int line, enum err_class class,
                const char *fmt, ...)
{
    struct fault *f = &cx->fault;
    va_list ap;
    int n;

    /* Formatted aside: an argument may be the old message. */
    char text[FAULT_MESSAGE_BYTES];
    va_start(ap, fmt);
    n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n < 0)
        memcpy(text, "(no message)", 13);
    else if ((size_t)n >= sizeof text)
        mark_cut(text, sizeof text);

    fault_clear(cx);
    f->code = class;
    memcpy(f->message, text, sizeof text);
    fault_add_step(cx, file, line);
}

void fault_add_hint(struct cx *cx, const char *hint)
{
    int n = snprintf(cx->fault.hint, sizeof cx->fault.hint, "%s", hint);
    if (n > 0 && (size_t)n >= sizeof cx->fault.hint)
        mark_cut(cx->fault.hint, sizeof cx->fault.hint);
}

void fault_set_typed(struct cx *cx, bool typed)
{
    cx->fault.typed = typed;
}

void fault_add_step(struct cx *cx, const char *file, int line)
{
    struct fault *f = &cx->fault;
    if (f->trail_n < FAULT_TRAIL) {
        f->trail[f->trail_n].file = file;
        f->trail[f->trail_n].line = line;
        f->trail_n++;
    }
}

void fault_clear(struct cx *cx)
{
    cx->fault.code = ERR_OK;
    cx->fault.message[0] = '\0';
    cx->fault.hint[0] = '\0';
    cx->fault.typed = false;
    cx->fault.trail_n = 0;
}

const char *err_class_name(enum err_class class)
{
    switch (class) {
    case ERR_OK:
        return "ok";
    case ERR_INPUT:
        return "input";
    case ERR_NOT_FOUND:
        return "not found";
    case ERR_CONFLICT:
        return "conflict";
    case ERR_DENIED:
        return "denied";
    case ERR_CORRUPT:
        return "corrupt";
    case ERR_LIMIT:
        return "limit";
    case ERR_RESOURCE:
        return "resource";
    case ERR_BUG:
        return "bug";
    }
    BUG("not an error class");
}
