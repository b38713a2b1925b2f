/* fuzz/fuzz_tiles.c: any bytes as a map in tiles: opened, and asked for pieces.
 * What is handed on is a picture of a bounded size, and plain text. */
#include "base/utf8.h"
#include "tiles/tiles.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void ask(struct cx *cx, struct tiles *t, struct arena *a, unsigned zoom)
{
    uint32_t last = ((uint32_t)1 << zoom) - 1;
    const uint32_t at[][2] = {{0, 0}, {last, 0}, {last / 2, last}};
    for (size_t i = 0; i < COUNT_OF(at); i++) {
        const char *type = NULL;
        str bytes;
        bool there = tiles_has(cx, t, zoom, at[i][0], at[i][1]);
        err e = tiles_get(cx, t, a, zoom, at[i][0], at[i][1], &bytes, &type);
        if (is_ok(e))
            must(there && type != NULL && bytes.n <= TILES_PIECE_BYTES);
        else
            fault_clear(cx);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/fuzz-tiles-XXXXXX";
    struct cx cx;
    struct arena scratch, a;
    struct tiles *t = NULL;
    int fd = mkstemp(path);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    close(fd);
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, cx.mem, "fuzz", (size_t)1 << 30);
    (void)tiles_is_file(path);
    if (is_ok(tiles_open(&cx, &a, path, &t))) {
        const struct tiles_about *about = tiles_about(t);
        size_t bad;
        must(about->zoom_min <= about->zoom_max &&
             about->zoom_max <= TILES_ZOOM_MAX);
        must(utf8_valid(about->attribution, &bad) &&
             utf8_valid(about->name, &bad));
        for (unsigned z = about->zoom_min; z <= about->zoom_max; z++)
            ask(&cx, t, &a, z);
    }
    tiles_close(t);
    unlink(path);
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
