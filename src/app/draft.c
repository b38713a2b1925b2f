/* app/draft.c: see draft.h. */
#include "app/draft.h"

#include "base/limits.h"
#include "base/sys.h"
#include "base/sys_tree.h"
#include "base/vec.h"

enum { NAME_MOST = 40, PART_BYTES = 16 << 20 };
static const char mapping_end[] = ".map.json";

static bool is_account(str s)
{
    static const char set[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    for (size_t i = 0; i < s.n; i++)
        if (memchr(set, s.p[i], sizeof set - 1) == NULL)
            return false;
    return s.n > 0 && s.n <= NAME_MOST;
}

static bool is_name(str s)
{
    return is_account(s) && s.p[0] != '.';
}

static err folder_of(struct cx *cx, struct arena *a, const char *path, str *out)
{
    TRY_ROOM(cx, a, arena_printf(a, out, "%s.import", path));
    return OK;
}

static err part_path(struct cx *cx, struct arena *a, const char *path, str who,
                     enum draft_part part, str *out)
{
    static const char *const ends[N_DRAFT_PARTS] = {
        [DRAFT_TABLE] = "csv", [DRAFT_FORM] = "form", [DRAFT_MAPPING] = "map"};
    if (!is_account(who))
        return fail(cx, ERR_INPUT, "that is no name of an account");
    /* What begins with a point is no mapping: names there do not. */
    TRY_ROOM(cx, a,
             arena_printf(a, out, "%s.import/.%.*s.%s", path, STR_ARG(who),
                          ends[part]));
    return OK;
}

static err make_folder(struct cx *cx, struct arena *a, const char *path)
{
    str folder;
    TRY(cx, folder_of(cx, a, path, &folder));
    return sys_is_folder(folder.p) ? OK : sys_make_folder(cx, folder.p);
}

err draft_put(struct cx *cx, struct arena *a, const char *path, str who,
              enum draft_part part, str bytes)
{
    str to;
    TRY(cx, part_path(cx, a, path, who, part, &to));
    TRY(cx, make_folder(cx, a, path));
    return sys_write_file(cx, to.p, bytes);
}

err draft_get(struct cx *cx, struct arena *a, const char *path, str who,
              enum draft_part part, str *bytes, bool *there)
{
    str from;
    *bytes = STR("");
    TRY(cx, part_path(cx, a, path, who, part, &from));
    *there = sys_exists(from.p);
    return *there ? sys_read_file(cx, a, from.p, PART_BYTES, bytes) : OK;
}

void draft_drop(struct cx *cx, struct arena *a, const char *path, str who,
                enum draft_part part)
{
    str p;
    if (is_ok(part_path(cx, a, path, who, part, &p)))
        sys_remove(p.p);
    else
        fault_clear(cx);
}

static err mapping_path(struct cx *cx, struct arena *a, const char *path,
                        str name, str *out)
{
    if (!is_name(name))
        return fail_hint(cx, ERR_INPUT,
                         "a-z, 0-9, . _ and -, at most 40 of them",
                         "a mapping cannot have this name");
    TRY_ROOM(cx, a,
             arena_printf(a, out, "%s.import/%.*s%s", path, STR_ARG(name),
                          mapping_end));
    return OK;
}

err mapping_keep(struct cx *cx, struct arena *a, const char *path, str name,
                 str bytes)
{
    str to, there;
    TRY(cx, mapping_path(cx, a, path, name, &to));
    TRY(cx, make_folder(cx, a, path));
    if (!sys_exists(to.p))
        return sys_write_new(cx, to.p, true, bytes);
    TRY(cx, sys_read_file(cx, a, to.p, PART_BYTES, &there));
    if (str_eq(there, bytes))
        return OK;
    return fail_hint(cx, ERR_CONFLICT, "take another name",
                     "another mapping is called \"%.*s\"", STR_ARG(name));
}

err mapping_kept(struct cx *cx, struct arena *a, const char *path, str name,
                 str *bytes)
{
    str from;
    TRY(cx, mapping_path(cx, a, path, name, &from));
    if (!sys_exists(from.p))
        return fail(cx, ERR_NOT_FOUND, "no mapping is called \"%.*s\"",
                    STR_ARG(name));
    return sys_read_file(cx, a, from.p, PART_BYTES, bytes);
}

struct names {
    struct arena *a;
    VEC(str) v;
};

static err keep_name(struct cx *cx, void *self, str path, enum sys_kind kind,
                     uint64_t size)
{
    struct names *n = self;
    const size_t end = sizeof mapping_end - 1;
    str copy;
    (void)size;
    if (kind != SYS_FILE || path.n <= end ||
        !str_eq(str_sub(path, path.n - end, path.n), str_of(mapping_end)) ||
        !is_name(str_sub(path, 0, path.n - end)))
        return OK;
    TRY_ROOM(cx, n->a,
             arena_dup_str(n->a, str_sub(path, 0, path.n - end), &copy));
    size_t at = n->v.n;
    TRY_ROOM(cx, n->a, vec_push(n->a, &n->v, copy));
    for (; at > 0 && str_cmp(copy, n->v.p[at - 1]) < 0; at--)
        n->v.p[at] = n->v.p[at - 1];
    n->v.p[at] = copy;
    return OK;
}

err mapping_names(struct cx *cx, struct arena *a, const char *path,
                  const str **out, size_t *n)
{
    struct names names = {.a = a};
    str folder;
    TRY(cx, folder_of(cx, a, path, &folder));
    if (sys_is_folder(folder.p))
        TRY(cx, sys_walk(cx, folder.p, keep_name, &names));
    *out = names.v.p;
    *n = names.v.n;
    return OK;
}
