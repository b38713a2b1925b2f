/* app/export_write.c: the files of a package, into a folder or a zip file.
 *
 * A zip file is synced before it takes its name; a folder is not, file by file:
 * thirty thousand of them would take a minute, and a package that a power cut
 * spoilt does not verify and can be made again. See export.h. */
#include "app/export_int.h"

#include "base/sys.h"
#include "base/sys_tree.h"

#include <inttypes.h>
#include <stdlib.h>

static bool to_file(void *self, const char *p, size_t n)
{
    struct exporter *x = self;
    err e = sys_write(x->cx, x->fd, x->what->out, p, n);
    return is_ok(e);
}

err export_begin(struct exporter *x)
{
    uint64_t tag;
    str s, path = str_of(x->what->out);
    x->fd = -1;
    x->zip = str_ends(path, STR(".zip"));
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    if (sys_exists(x->what->out))
        return fail_hint(x->cx, ERR_CONFLICT,
                         "Nothing is ever overwritten; choose another name.",
                         "%s is there already", x->what->out);
    TRY(x->cx, x->cx->random(x->cx, x->cx->self, &tag, sizeof tag));
    TRY_ROOM(x->cx, x->a,
             arena_printf(x->a, &s, "%.*s.%016" PRIx64 ".part%s", STR_ARG(path),
                          tag, x->zip ? ".zip" : ""));
    if (x->zip) {
        TRY_NEW(x->cx, x->a, x->crc);
        zip_crc_init(x->crc);
        TRY(x->cx, sys_create(x->cx, s.p, 0666, &x->fd));
        buf_init_sink(&x->file, x->a, to_file, x);
        zip_writer_init(&x->writer, x->a, &x->file);
    } else {
        TRY(x->cx, sys_make_open_folder(x->cx, s.p));
    }
    x->root = s.p;
    return OK;
}

static err remember(struct exporter *x, const char *path, hash h, uint64_t size)
{
    struct export_file f = {.h = h};
    if (x->n_files == BAG_MAX_FILES)
        return fail_hint(x->cx, ERR_LIMIT, "Leave something out: --omit.",
                         "a package has at most %d files", BAG_MAX_FILES);
    if (x->n_files == x->cap_files) {
        size_t cap = x->cap_files == 0 ? 256 : 2 * x->cap_files;
        struct export_file *more = arena_grow(
            x->a, x->files, x->cap_files * sizeof *more, cap * sizeof *more);
        TRY_ROOM(x->cx, x->a, more != NULL);
        x->files = more;
        x->cap_files = cap;
    }
    TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, str_of(path), &f.path));
    x->files[x->n_files++] = f;
    x->bytes += size;
    return OK;
}

static err full_path(struct exporter *x, const char *path, char room[4096])
{
    int n = snprintf(room, 4096, "%s/%s", x->root, path);
    if (n < 0 || n >= 4096)
        return fail(x->cx, ERR_INPUT, "%s: the path is too long", x->what->out);
    return OK;
}

/* Folders of a package are two deep. */
static err make_folders(struct exporter *x, const char *path)
{
    char room[4096];
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return OK;
    str folder = {path, (size_t)(slash - path)};
    if (str_eq(folder, x->last_folder))
        return OK;
    TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, folder, &x->last_folder));
    for (size_t i = 0; i <= folder.n; i++) {
        if (i < folder.n && folder.p[i] != '/')
            continue;
        int n =
            snprintf(room, sizeof room, "%s/%.*s", x->root, (int)i, folder.p);
        if (n < 0 || (size_t)n >= sizeof room)
            return fail(x->cx, ERR_INPUT, "%s: the path is too long",
                        x->what->out);
        if (!sys_is_folder(room))
            TRY(x->cx, sys_make_open_folder(x->cx, room));
    }
    return OK;
}

static err member(struct exporter *x, const char *path, uint64_t size,
                  uint32_t crc)
{
    char room[ZIP_NAME_MAX + 1];
    int n = snprintf(room, sizeof room, "package/%s", path);
    if (n < 0 || (size_t)n >= sizeof room)
        return fail(x->cx, ERR_LIMIT, "%s: the path is too long", path);
    return zip_member_begin(x->cx, &x->writer, (str){room, (size_t)n}, size,
                            crc);
}

/* Without the manifest. */
static err put_plain(struct exporter *x, const char *path, str bytes)
{
    char room[4096];
    CLEANUP(sys_close) int fd = -1;
    if (x->zip) {
        TRY(x->cx, member(x, path, bytes.n, zip_crc_add(x->crc, 0, bytes)));
        buf_str(&x->file, bytes);
        return OK;
    }
    TRY(x->cx, make_folders(x, path));
    TRY(x->cx, full_path(x, path, room));
    TRY(x->cx, sys_create(x->cx, room, 0666, &fd));
    return sys_write(x->cx, fd, room, bytes.p, bytes.n);
}

err export_put(struct exporter *x, const char *path, str bytes)
{
    TRY(x->cx, put_plain(x, path, bytes));
    return remember(x, path, cry_sha256(bytes, STR("")), bytes.n);
}

/* One pass over a file: its hash, length and checksum; with `to`, it is copied
 * there, with a sink into it. */
static err pass_over(struct exporter *x, const char *from, hash *h,
                     uint64_t *size, uint32_t *crc, int to, bool into_zip)
{
    enum { PIECE = 64 << 10 };
    CLEANUP(sys_close) int fd = -1;
    struct arena_mark mark = arena_mark(x->cx->scratch);
    struct hasher hasher;
    uint64_t claimed;
    size_t n = 1;
    char *room;
    TRY_NEW_ARRAY(x->cx, x->cx->scratch, PIECE, room);
    TRY(x->cx, sys_open_plain(x->cx, from, &fd, &claimed));
    cry_hasher_init(&hasher);
    *crc = 0;
    for (*size = 0; n > 0; *size += n) {
        TRY(x->cx, sys_read(x->cx, fd, from, room, PIECE, &n));
        str piece = {room, n};
        cry_hasher_add(&hasher, piece);
        if (x->crc != NULL)
            *crc = zip_crc_add(x->crc, *crc, piece);
        if (into_zip)
            buf_str(&x->file, piece);
        else if (to >= 0)
            TRY(x->cx, sys_write(x->cx, to, x->what->out, room, n));
    }
    *h = cry_hasher_result(&hasher);
    arena_rewind(x->cx->scratch, mark);
    return OK;
}

static err changed(struct exporter *x, const char *from)
{
    return fail_hint(x->cx, ERR_CORRUPT, "truce evidence check CASE",
                     "%s is not the file that was entered: no package was made",
                     from);
}

err export_put_file(struct exporter *x, const char *path, const char *from,
                    hash want)
{
    char room[4096];
    CLEANUP(sys_close) int fd = -1;
    uint64_t size, again;
    uint32_t crc;
    hash h;
    TRY(x->cx, pass_over(x, from, &h, &size, &crc, -1, false));
    if (!hash_eq(h, want))
        return changed(x, from);
    if (x->zip) {
        TRY(x->cx, member(x, path, size, crc));
    } else {
        TRY(x->cx, make_folders(x, path));
        TRY(x->cx, full_path(x, path, room));
        TRY(x->cx, sys_create(x->cx, room, 0666, &fd));
    }
    TRY(x->cx, pass_over(x, from, &h, &again, &crc, fd, x->zip));
    if (!hash_eq(h, want) || again != size)
        return changed(x, from);
    return remember(x, path, h, size);
}

static int by_path(const void *p, const void *q)
{
    const struct export_file *a = p, *b = q;
    return str_cmp(a->path, b->path);
}

static void manifest_line(struct buf *b, hash h, str path)
{
    casefile_print_hash(h, b);
    buf_c(b, "  ");
    buf_str(b, path);
    buf_char(b, '\n');
}

static err put_tags(struct exporter *x, str info, str manifest)
{
    static const str bagit = STR_INIT("BagIt-Version: 1.0\n"
                                      "Tag-File-Character-Encoding: UTF-8\n");
    struct buf tags;
    TRY(x->cx, put_plain(x, "bag-info.txt", info));
    TRY(x->cx, put_plain(x, "bagit.txt", bagit));
    TRY(x->cx, put_plain(x, "manifest-sha256.txt", manifest));
    buf_init(&tags, x->a, 4096);
    manifest_line(&tags, cry_sha256(info, STR("")), STR("bag-info.txt"));
    manifest_line(&tags, cry_sha256(bagit, STR("")), STR("bagit.txt"));
    x->manifest = cry_sha256(manifest, STR(""));
    manifest_line(&tags, x->manifest, STR("manifest-sha256.txt"));
    TRY(x->cx, buf_finish(x->cx, &tags));
    return put_plain(x, "tagmanifest-sha256.txt", buf_view(&tags));
}

err export_end(struct exporter *x)
{
    struct buf info, manifest;
    if (x->n_files > 0)
        qsort(x->files, x->n_files, sizeof *x->files, by_path);
    buf_init(&manifest, x->a, BAG_MANIFEST_MAX);
    for (size_t i = 0; i < x->n_files; i++)
        manifest_line(&manifest, x->files[i].h, x->files[i].path);
    TRY(x->cx, buf_finish(x->cx, &manifest));
    buf_init(&info, x->a, 4096);
    buf_c(&info, "External-Identifier: ");
    buf_str(&info, x->head.origin);
    buf_printf(&info, "\nPayload-Oxum: %" PRIu64 ".%zu\nTruce-Package: 1\n",
               x->bytes, x->n_files);
    TRY(x->cx, buf_finish(x->cx, &info));
    TRY(x->cx, put_tags(x, buf_view(&info), buf_view(&manifest)));
    if (!x->zip)
        return OK;
    TRY(x->cx, zip_finish(x->cx, &x->writer));
    TRY(x->cx, buf_finish(x->cx, &x->file));
    return sys_sync(x->cx, x->fd, x->what->out);
}

err export_settle(struct exporter *x)
{
    str path = str_of(x->what->out), s;
    sys_close(&x->fd);
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, path, &s));
    TRY(x->cx, sys_rename(x->cx, x->root, s.p));
    x->root = NULL;
    return OK;
}

void export_abandon(struct exporter *x)
{
    sys_close(&x->fd);
    if (x->root != NULL)
        sys_remove(x->root);
    x->root = NULL;
}
