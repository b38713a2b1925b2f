/* base/vec.c: see vec.h. */
#include "base/vec.h"

struct raw {
    void *p;
    size_t n, cap;
};

enum { HUGE_BYTES = 32 * 1024 * 1024 };

bool vec_grow_raw(struct arena *a, void *v, size_t extra, size_t size)
{
    struct raw r;
    size_t want, twice, bytes;

    /* Every VEC has this layout; memcpy because its type is another. */
    memcpy(&r, v, sizeof r);
    if (!add_ok(r.n, extra, &want))
        return false;
    if (r.cap > HUGE_BYTES / size)
        twice = r.cap + r.cap / 8; /* moved by its pages, not copied */
    else if (!mul_ok(r.cap, (size_t)2, &twice))
        twice = 0;
    want = want < twice ? twice : want;
    if (want < 8)
        want = 8;
    if (!mul_ok(want, size, &bytes))
        return arena_alloc_array(a, want, size) != NULL;
    void *p = arena_grow_raw(a, r.p, r.cap * size, bytes);
    if (p == NULL)
        return false;
    r.p = p;
    r.cap = want;
    memcpy(v, &r, sizeof r);
    return true;
}
