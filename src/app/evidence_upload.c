/* app/evidence_upload.c: a file of evidence that comes in pieces.
 *
 * The pieces of an upload are appended to CASE.evidence/.WHO.UPLOAD.upload,
 * each on the disk before it is answered. When all of it is there it is taken
 * in like any other file (evidence.c), and that name goes. Whose upload it is
 * stands in the name, so nobody goes on with that of another. */
#include "app/evidence_int.h"

#include "base/sys.h"
#include "base/sys_tree.h"

#include <inttypes.h>

enum { UPLOAD_NAME_MOST = 64 };

static bool is_name(const char *s, const char *extra)
{
    size_t n = s == NULL ? 0 : strlen(s);
    for (size_t i = 0; i < n; i++)
        if (!(s[i] >= '0' && s[i] <= '9') && !(s[i] >= 'a' && s[i] <= 'f') &&
            strchr(extra, s[i]) == NULL)
            return false;
    return n > 0 && n <= UPLOAD_NAME_MOST;
}

static err part_path(struct cx *cx, struct arena *a, const char *path,
                     const char *who, const char *upload, const char **out)
{
    const char *folder;
    str s;
    if (!is_name(upload, "") || !is_name(who, "ghijklmnopqrstuvwxyz._-"))
        return fail(cx, ERR_INPUT, "that is no name of an upload");
    TRY(cx, evidence_folder(cx, a, path, &folder));
    if (!sys_is_folder(folder))
        TRY(cx, sys_make_folder(cx, folder));
    TRY_ROOM(cx, a,
             arena_printf(a, &s, "%s/.%s.%s.upload", folder, who, upload));
    *out = s.p;
    return OK;
}

static uint64_t size_of(const char *part)
{
    struct sys_file f;
    return sys_file_state(part, &f) && f.size > 0 ? (uint64_t)f.size : 0;
}

err evidence_upload_size(struct cx *cx, struct arena *a, const char *path,
                         const char *who, const char *upload, uint64_t *size)
{
    const char *part;
    TRY(cx, part_path(cx, a, path, who, upload, &part));
    *size = size_of(part);
    return OK;
}

static err check_piece(struct cx *cx, const struct evidence_piece *p,
                       uint64_t there)
{
    uint64_t end;
    if (p->total == 0 || p->bytes.n == 0)
        return fail(cx, ERR_INPUT, "a file without bytes");
    if (p->total > EVIDENCE_UPLOAD_MAX)
        return fail_hint(
            cx, ERR_LIMIT, "truce evidence add takes a file of any size",
            "a file of %" PRIu64 " bytes is too large to be sent", p->total);
    if (p->offset != there)
        return fail_hint(cx, ERR_CONFLICT, "go on from there",
                         "%" PRIu64 " bytes are here, and this begins at "
                         "%" PRIu64,
                         there, p->offset);
    if (!add_ok(p->offset, p->bytes.n, &end) || end > p->total)
        return fail(cx, ERR_INPUT, "more bytes than the file has");
    return OK;
}

/* Uploads that were begun and not ended. */
struct sweeping {
    struct arena *a;
    const char *folder;
    str mine; /* how the names of whoever sends begin: ".who." */
    uint32_t open;
};

static err sweep_one(struct cx *cx, void *self, str path, enum sys_kind kind,
                     uint64_t size)
{
    static const str end = STR_INIT(".upload");
    struct sweeping *s = self;
    str file;
    (void)size;
    if (kind != SYS_FILE || path.n <= end.n || path.p[0] != '.' ||
        !str_eq(str_sub(path, path.n - end.n, path.n), end))
        return OK;
    TRY_ROOM(cx, s->a,
             arena_printf(s->a, &file, "%s/%.*s", s->folder, STR_ARG(path)));
    if (sys_age_s(file.p) > EVIDENCE_UPLOAD_KEPT_S)
        sys_remove(file.p);
    else if (str_starts(path, s->mine) &&
             str_find(str_sub(path, s->mine.n, path.n), STR(".")) ==
                 path.n - s->mine.n - end.n)
        s->open++; /* what follows the name is the upload's own, without dots */
    return OK;
}

/* Before another one begins: those that nobody goes on with any more go, and
 * of one sender there are not too many. */
static err sweep(struct cx *cx, struct arena *a, const struct evidence_piece *p)
{
    struct sweeping s = {.a = a};
    TRY(cx, evidence_folder(cx, a, p->by.path, &s.folder));
    TRY_ROOM(cx, a, arena_printf(a, &s.mine, ".%s.", p->by.who));
    TRY(cx, sys_walk(cx, s.folder, sweep_one, &s));
    if (s.open < EVIDENCE_UPLOADS_MAX)
        return OK;
    return fail_hint(cx, ERR_LIMIT, "go on with one of them, or wait a week",
                     "%d files of yours have begun to come and have not ended",
                     EVIDENCE_UPLOADS_MAX);
}

static err append(struct cx *cx, const char *part, uint64_t there, str bytes)
{
    return there == 0 ? sys_write_new(cx, part, true, bytes)
                      : sys_write_at(cx, part, there, bytes);
}

/* All of it is there. */
static err take_whole(struct cx *cx, struct arena *a,
                      const struct evidence_piece *p, const char *part,
                      struct evidence_taken *out)
{
    char hex[EVIDENCE_HEX];
    hash h;
    uint64_t bytes;
    size_t kept;
    struct buf said;
    TRY(cx, evidence_hash(cx, part, &h, &bytes));
    hash_print(h, hex);
    if (p->sha256 != NULL &&
        !str_eq(str_of(p->sha256), (str){hex, sizeof hex})) {
        sys_remove(part);
        return fail_hint(cx, ERR_CONFLICT, "Send it again from the beginning.",
                         "what came is not what was sent: its SHA-256 is %.*s",
                         (int)sizeof hex, hex);
    }
    const struct evidence_add add = {
        .by = p->by, .from = p->from, .name = p->name, .files = &part, .n = 1};
    buf_init(&said, a, SIZE_MAX);
    TRY(cx, evidence_add(cx, a, &add, &said, &kept));
    sys_remove(part);
    out->whole = true;
    TRY_ROOM(cx, a, arena_dup_str(a, (str){hex, sizeof hex}, &out->hex));
    return OK;
}

err evidence_take(struct cx *cx, struct arena *a,
                  const struct evidence_piece *p, struct evidence_taken *out)
{
    const char *part;
    *out = (struct evidence_taken){.whole = false};
    TRY(cx, casefile_must_be(cx, p->by.path));
    TRY(cx, part_path(cx, a, p->by.path, p->by.who, p->upload, &part));
    uint64_t there = size_of(part);
    TRY(cx, check_piece(cx, p, there));
    if (there == 0)
        TRY(cx, sweep(cx, a, p));
    TRY(cx, append(cx, part, there, p->bytes));
    out->size = there + p->bytes.n;
    return out->size == p->total ? take_whole(cx, a, p, part, out) : OK;
}
