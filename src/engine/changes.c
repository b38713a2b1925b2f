/* changes.c - what changed since the last call. */
#include "engine/engine_int.h"

err changes_touch(struct cx *cx, struct engine *e, uint32_t n)
{
    (void)cx;
    (void)n;
    e->version++;
    return OK;
}
