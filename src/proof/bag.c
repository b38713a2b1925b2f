/* proof/bag.c: see bag.h. */
#include "proof/bag.h"

#include "base/cx.h"
#include "base/sys_tree.h"
#include "base/vec.h"
#include "proof/entry.h"

#include <stdlib.h>

/* The folder that a zip file holds. */
static const str zip_folder = STR_INIT("package/");

/* --- names -------------------------------------------------------------------
 */

bool bag_path_is_valid(str path)
{
    size_t from = 0;
    if (path.n == 0 || path.n > BAG_PATH_MAX)
        return false;
    for (size_t i = 0; i <= path.n; i++) {
        char c = i < path.n ? path.p[i] : '/';
        if (c == '/') {
            str part = str_sub(path, from, i);
            if (part.n == 0 || str_eq(part, STR(".")) ||
                str_eq(part, STR("..")))
                return false;
            from = i + 1;
        } else if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') &&
                   (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
            return false;
        }
    }
    return true;
}

static int by_path(const void *x, const void *y)
{
    const struct bag_file *a = x, *b = y;
    return str_cmp(a->path, b->path);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int by_lower(const void *x, const void *y)
{
    const str *a = x, *b = y;
    size_t n = a->n < b->n ? a->n : b->n;
    for (size_t i = 0; i < n; i++) {
        char c = lower(a->p[i]), d = lower(b->p[i]);
        if (c != d)
            return c < d ? -1 : 1;
    }
    return (a->n > b->n) - (a->n < b->n);
}

/* Two names that a file system might take for one. */
static err names_must_differ(struct cx *cx, const struct bag *b)
{
    struct arena_mark mark = arena_mark(cx->scratch);
    str *names;
    TRY_NEW_ARRAY(cx, cx->scratch, b->n, names);
    for (size_t i = 0; i < b->n; i++)
        names[i] = b->file[i].path;
    if (b->n > 0)
        qsort(names, b->n, sizeof *names, by_lower);
    for (size_t i = 1; i < b->n; i++)
        if (by_lower(&names[i - 1], &names[i]) == 0)
            return fail(cx, ERR_INPUT,
                        "%s: two files have the name %.*s, or differ in case "
                        "only",
                        b->path, STR_ARG(names[i]));
    arena_rewind(cx->scratch, mark);
    return OK;
}

static err bad_path(struct cx *cx, const char *package, str path)
{
    return fail_hint(cx, ERR_INPUT, "The package is refused whole.",
                     "%s: \"%.*s\" cannot be a path of a package", package,
                     STR_ARG(path));
}

/* --- opening -----------------------------------------------------------------
 */

struct bag_listing {
    struct arena *a;
    const char *path;
    VEC(struct bag_file) files;
};

static err list_file(struct cx *cx, struct bag_listing *l, struct bag_file f)
{
    if (!bag_path_is_valid(f.path))
        return bad_path(cx, l->path, f.path);
    if (l->files.n == BAG_MAX_FILES)
        return fail(cx, ERR_LIMIT, "%s: more than %d files", l->path,
                    BAG_MAX_FILES);
    TRY_ROOM(cx, l->a, vec_push(l->a, &l->files, f));
    return OK;
}

static err list_folder_file(struct cx *cx, void *self, str path,
                            enum sys_kind kind, uint64_t size)
{
    struct bag_listing *l = self;
    struct bag_file f = {.size = size};
    if (kind == SYS_OTHER)
        return fail_hint(cx, ERR_INPUT, "The package is refused whole.",
                         "%s: %.*s is a link or a device", l->path,
                         STR_ARG(path));
    if (!bag_path_is_valid(path))
        return bad_path(cx, l->path, path);
    if (kind == SYS_FOLDER)
        return OK;
    TRY_ROOM(cx, l->a, arena_dup_str(l->a, path, &f.path));
    return list_file(cx, l, f);
}

static err list_zip(struct cx *cx, struct bag *b, struct bag_listing *l)
{
    struct zip_member *m;
    size_t n;
    bool mapped;
    TRY(cx, sys_map_file(cx, l->path, &b->map, &mapped));
    if (!mapped)
        return fail(cx, ERR_INPUT, "%s is neither a folder nor a file",
                    l->path);
    if (!str_starts(b->map.bytes, STR("PK")))
        return fail_hint(cx, ERR_INPUT,
                         "A package is a folder or a zip file that truce "
                         "export made.",
                         "%s is no package", l->path);
    TRY_NEW(cx, l->a, b->crc);
    zip_crc_init(b->crc);
    TRY(cx, zip_parse(cx, l->a, b->map.bytes, &m, &n));
    for (size_t i = 0; i < n; i++) {
        struct bag_file f = {
            .bytes = m[i].bytes, .size = m[i].bytes.n, .crc = m[i].crc};
        if (!str_starts(m[i].name, zip_folder))
            return bad_path(cx, l->path, m[i].name);
        f.path = str_sub(m[i].name, zip_folder.n, m[i].name.n);
        TRY(cx, list_file(cx, l, f));
    }
    return OK;
}

err bag_open(struct cx *cx, struct arena *a, const char *path, struct bag *out)
{
    struct bag b = {.path = path};
    struct bag_listing l = {.a = a, .path = path};
    b.is_zip = !sys_is_folder(path);
    err e = b.is_zip ? list_zip(cx, &b, &l)
                     : sys_walk(cx, path, list_folder_file, &l);
    b.file = l.files.p;
    b.n = l.files.n;
    if (is_ok(e) && b.n > 0)
        qsort(b.file, b.n, sizeof *b.file, by_path);
    if (is_ok(e))
        e = names_must_differ(cx, &b);
    if (!is_ok(e)) {
        bag_close(&b);
        return e;
    }
    *out = b;
    return OK;
}

void bag_close(struct bag *b)
{
    sys_unmap(&b->map);
    *b = (struct bag){0};
}

struct bag_file *bag_find_str(struct bag *b, str path)
{
    struct bag_file key = {.path = path};
    return b->n == 0 ? NULL
                     : bsearch(&key, b->file, b->n, sizeof *b->file, by_path);
}

struct bag_file *bag_find(struct bag *b, const char *path)
{
    return bag_find_str(b, str_of(path));
}

/* --- manifests ---------------------------------------------------------------
 */

err bag_take_manifest(struct cx *cx, struct bag *b, str manifest, str prefix)
{
    enum { HEX = 2 * CRY_HASH_BYTES, SPACES = 2 };
    str before = STR("");
    size_t line_n = 0;
    for (str rest = manifest, line; rest.n > 0;) {
        hash h;
        line_n++;
        if (!str_cut(rest, '\n', &line, &rest))
            return fail(cx, ERR_INPUT, "line %zu does not end", line_n);
        str path = str_sub(line, HEX + SPACES, line.n);
        if (!hash_parse(str_sub(line, 0, HEX), &h) ||
            !str_eq(str_sub(line, HEX, HEX + SPACES), STR("  ")) ||
            !bag_path_is_valid(path) || !str_starts(path, prefix))
            return fail(cx, ERR_INPUT,
                        "line %zu is no hash, two spaces and a path", line_n);
        if (before.n > 0 && str_cmp(before, path) >= 0)
            return fail(cx, ERR_INPUT, "line %zu is not in order", line_n);
        before = path;
        struct bag_file *f = bag_find_str(b, path);
        if (f == NULL)
            return fail(cx, ERR_INPUT, "%.*s, which line %zu names, is missing",
                        STR_ARG(path), line_n);
        f->want = h;
        f->listed = true;
    }
    return OK;
}

/* --- reading -----------------------------------------------------------------
 */

static err open_file(struct cx *cx, const struct bag *b,
                     const struct bag_file *f, int *fd, uint64_t *size)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%.*s", b->path, STR_ARG(f->path));
    if (n < 0 || (size_t)n >= sizeof path)
        return fail(cx, ERR_INPUT, "%s: the path is too long", b->path);
    return sys_open_plain(cx, path, fd, size);
}

static err too_long(struct cx *cx, const struct bag_file *f, size_t max)
{
    return fail(cx, ERR_INPUT, "%.*s is longer than %zu bytes",
                STR_ARG(f->path), max);
}

static err check_crc(struct cx *cx, const struct bag *b,
                     const struct bag_file *f)
{
    if (zip_crc_add(b->crc, 0, f->bytes) != f->crc)
        return fail(cx, ERR_CORRUPT, "the checksum of %.*s does not hold",
                    STR_ARG(f->path));
    return OK;
}

err bag_read_raw(struct cx *cx, struct bag *b, struct arena *a,
                 struct bag_file *f, size_t max, str *out)
{
    CLEANUP(sys_close) int fd = -1;
    uint64_t size;
    if (f->size > max)
        return too_long(cx, f, max);
    f->read = true;
    if (b->is_zip) {
        TRY(cx, check_crc(cx, b, f));
        *out = f->bytes;
        return OK;
    }
    TRY(cx, open_file(cx, b, f, &fd, &size));
    if (size > max)
        return too_long(cx, f, max);
    return sys_read_fd(cx, a, fd, b->path, max, out);
}

static err not_listed(struct cx *cx, const struct bag_file *f, hash got)
{
    if (!f->listed)
        return fail(cx, ERR_INPUT, "%.*s is in no manifest", STR_ARG(f->path));
    if (!hash_eq(got, f->want))
        return fail(cx, ERR_INPUT, "%.*s is not the file of the manifest",
                    STR_ARG(f->path));
    return OK;
}

err bag_read(struct cx *cx, struct bag *b, struct arena *a, struct bag_file *f,
             size_t max, str *out)
{
    str bytes;
    TRY(cx, bag_read_raw(cx, b, a, f, max, &bytes));
    TRY(cx, not_listed(cx, f, cry_sha256(bytes, STR(""))));
    *out = bytes;
    return OK;
}

err bag_hash(struct cx *cx, struct bag *b, struct bag_file *f)
{
    enum { PIECE = 64 << 10 };
    CLEANUP(sys_close) int fd = -1;
    struct hasher h;
    uint64_t size;
    size_t n = 1;
    char *room;
    f->read = true;
    if (b->is_zip) {
        TRY(cx, check_crc(cx, b, f));
        return not_listed(cx, f, cry_sha256(f->bytes, STR("")));
    }
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY_NEW_ARRAY(cx, cx->scratch, PIECE, room);
    TRY(cx, open_file(cx, b, f, &fd, &size));
    cry_hasher_init(&h);
    while (n > 0) {
        TRY(cx, sys_read(cx, fd, b->path, room, PIECE, &n));
        cry_hasher_add(&h, (str){room, n});
    }
    arena_rewind(cx->scratch, mark);
    return not_listed(cx, f, cry_hasher_result(&h));
}
