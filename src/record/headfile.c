/* record/headfile.c: see headfile.h. */
#include "record/headfile.h"

#include "base/cx.h"
#include "base/sys.h"
#include "proof/note.h"

static str before_zeros(str slot)
{
    return str_sub(slot, 0, str_find_char(slot, '\0'));
}

static void split(str bytes, struct headfile *out)
{
    *out = (struct headfile){.bytes = bytes, .note = {bytes, STR("")}};
    out->slotted =
        bytes.n == HEADFILE_BYTES && str_find_char(bytes, '\0') < bytes.n;
    for (size_t i = 0; out->slotted && i < 2; i++)
        out->note[i] = before_zeros(
            str_sub(bytes, i * HEADFILE_SLOT, (i + 1) * HEADFILE_SLOT));
}

err headfile_read(struct cx *cx, struct arena *a, const char *path,
                  struct headfile *out)
{
    str bytes;
    TRY(cx, sys_read_file(cx, a, path, NOTE_MAX_BYTES, &bytes));
    split(bytes, out);
    return OK;
}

err headfile_write(struct cx *cx, struct arena *a, const char *path,
                   const struct headfile *f, unsigned slot, str note,
                   struct headfile *now)
{
    char *room = arena_alloc(a, HEADFILE_BYTES);
    bool fits = note.n < HEADFILE_SLOT;
    bool in_place = fits && f != NULL && f->slotted;
    str all = {room, HEADFILE_BYTES};
    TRY_ROOM(cx, a, room != NULL);
    if (in_place) {
        size_t at = (size_t)slot * HEADFILE_SLOT;
        memcpy(room, f->bytes.p, HEADFILE_BYTES);
        memset(room + at, 0, HEADFILE_SLOT);
        memcpy(room + at, note.p, note.n);
        TRY(cx,
            sys_write_at(cx, path, at, str_sub(all, at, at + HEADFILE_SLOT)));
    } else {
        if (fits)
            memcpy(room, note.p, note.n);
        else
            TRY_ROOM(cx, a, arena_dup_str(a, note, &all));
        TRY(cx, sys_write_file(cx, path, all));
    }
    split(all, now);
    return OK;
}
