/* app/evidence_read.c: which evidence a case has, and whether it is as it was.
 * See evidence.h. */
#include "app/evidence_int.h"

#include "base/json_out.h"
#include "base/sys.h"
#include "base/sys_tree.h"

#include <inttypes.h>

/* --- contents of entries -----------------------------------------------------
 */

err evidence_item_read(struct cx *cx, struct arena *a,
                       const struct casefile_entry *e,
                       struct evidence_item *out)
{
    struct evidence_item x = {.number = e->number};
    struct flat *f;
    TRY_NEW(cx, a, f);
    TRY(cx, flat_parse(cx, a, e->content, f));
    if (!hash_parse(flat_text(f, "sha256"), &x.sha256) ||
        !flat_uint(f, "bytes", &x.bytes))
        return fail(cx, ERR_INPUT,
                    "the content of entry %" PRIu64 " describes no file",
                    e->number);
    if (!flat_uint(f, "within_m", &x.within_m))
        x.within_m = 0;
    TRY_ROOM(cx, a, arena_dup_str(a, str_of(e->e.made), &x.made));
    x.media_type = flat_text(f, "media_type");
    x.name = flat_text(f, "name");
    x.received = flat_text(f, "received");
    x.from = flat_text(f, "from");
    x.derived_from = flat_text(f, "derived_from");
    x.how = flat_text(f, "how");
    x.taken = flat_text(f, "taken");
    x.latitude = flat_text(f, "latitude");
    x.longitude = flat_text(f, "longitude");
    *out = x;
    return OK;
}

err custody_item_read(struct cx *cx, struct arena *a,
                      const struct casefile_entry *e, struct custody_item *out)
{
    struct custody_item x = {.number = e->number};
    struct flat *f;
    TRY_NEW(cx, a, f);
    TRY(cx, flat_parse(cx, a, e->content, f));
    if (!hash_parse(flat_text(f, "sha256"), &x.sha256))
        return fail(cx, ERR_INPUT,
                    "the content of entry %" PRIu64 " names no file",
                    e->number);
    TRY_ROOM(cx, a, arena_dup_str(a, str_of(e->e.made), &x.made));
    x.act = flat_text(f, "act");
    x.who = flat_text(f, "who");
    x.when = flat_text(f, "when");
    x.purpose = flat_text(f, "purpose");
    x.package = flat_text(f, "package");
    *out = x;
    return OK;
}

struct collecting {
    struct arena *a;
    evidence_items *items;
    custody_items *acts;
};

/* A content that is not a description is kept and shown as an entry only. */
static err collect(struct cx *cx, void *self, const struct casefile_entry *e)
{
    struct collecting *k = self;
    struct casefile_entry mine = *e;
    struct evidence_item item;
    struct custody_item act;
    if (!e->there)
        return OK;
    TRY_ROOM(cx, k->a, arena_dup_str(k->a, e->content, &mine.content));
    err r = k->items != NULL ? evidence_item_read(cx, k->a, &mine, &item)
                             : custody_item_read(cx, k->a, &mine, &act);
    if (r.code == ERR_INPUT || (r.code == ERR_LIMIT && !k->a->hit_limit)) {
        fault_clear(cx);
        return OK;
    }
    TRY(cx, r);
    if (k->items != NULL && k->items->n >= EVIDENCE_MAX)
        return fail(cx, ERR_LIMIT, "a case has at most %d files of evidence",
                    EVIDENCE_MAX);
    if (k->items != NULL)
        TRY_ROOM(cx, k->a, vec_push(k->a, k->items, item));
    else
        TRY_ROOM(cx, k->a, vec_push(k->a, k->acts, act));
    return OK;
}

err evidence_items_read(struct cx *cx, struct arena *a,
                        const struct casefile *c, evidence_items *out)
{
    struct collecting k = {a, out, NULL};
    *out = (evidence_items){0};
    return casefile_each(cx, c, "evidence", collect, &k);
}

err custody_items_read(struct cx *cx, struct arena *a, const struct casefile *c,
                       custody_items *out)
{
    struct collecting k = {a, NULL, out};
    *out = (custody_items){0};
    return casefile_each(cx, c, "custody", collect, &k);
}

/* --- files -------------------------------------------------------------------
 */

err evidence_folder(struct cx *cx, struct arena *a, const char *path,
                    const char **out)
{
    str s;
    TRY_ROOM(cx, a, arena_printf(a, &s, "%s.evidence", path));
    *out = s.p;
    return OK;
}

err evidence_path(struct cx *cx, struct arena *a, const char *path, hash h,
                  const char **out)
{
    char hex[EVIDENCE_HEX];
    str s;
    hash_print(h, hex);
    TRY_ROOM(cx, a,
             arena_printf(a, &s, "%s.evidence/%.*s", path, EVIDENCE_HEX, hex));
    *out = s.p;
    return OK;
}

err evidence_hash(struct cx *cx, const char *path, hash *h, uint64_t *bytes)
{
    enum { PIECE = 64 << 10 };
    struct arena_mark mark = arena_mark(cx->scratch);
    struct hasher hasher;
    CLEANUP(sys_close) int fd = -1;
    uint64_t size;
    size_t n = 1;
    char *room;
    TRY_NEW_ARRAY(cx, cx->scratch, PIECE, room);
    TRY(cx, sys_open_plain(cx, path, &fd, &size));
    cry_hasher_init(&hasher);
    for (*bytes = 0; n > 0; *bytes += n) {
        TRY(cx, sys_read(cx, fd, path, room, PIECE, &n));
        cry_hasher_add(&hasher, (str){room, n});
    }
    *h = cry_hasher_result(&hasher);
    arena_rewind(cx->scratch, mark);
    return OK;
}

/* --- list --------------------------------------------------------------------
 */

static void print_number(struct json_out *j, const char *key, uint64_t v)
{
    json_key(j, key);
    json_uint(j, v);
}

static void text_if(struct json_out *j, const char *key, str s)
{
    if (s.n > 0)
        json_key_text(j, key, s);
}

static void list_json(const evidence_items *items, str origin, struct buf *out)
{
    struct json_out j;
    char hex[EVIDENCE_HEX];
    json_init(&j, out, 2);
    json_obj_begin(&j);
    json_key_text(&j, "origin", origin);
    json_key(&j, "evidence");
    json_arr_begin(&j);
    for (size_t i = 0; i < items->n; i++) {
        const struct evidence_item *x = &items->p[i];
        json_obj_begin(&j);
        print_number(&j, "entry", x->number);
        hash_print(x->sha256, hex);
        json_key_text(&j, "sha256", (str){hex, sizeof hex});
        print_number(&j, "bytes", x->bytes);
        text_if(&j, "media_type", x->media_type);
        text_if(&j, "name", x->name);
        text_if(&j, "received", x->received);
        text_if(&j, "from", x->from);
        text_if(&j, "derived_from", x->derived_from);
        text_if(&j, "how", x->how);
        text_if(&j, "taken", x->taken);
        text_if(&j, "latitude", x->latitude);
        text_if(&j, "longitude", x->longitude);
        if (x->within_m > 0)
            print_number(&j, "within_m", x->within_m);
        json_obj_end(&j);
    }
    json_arr_end(&j);
    json_obj_end(&j);
    json_line_end(&j);
}

static void list_text(const evidence_items *items, struct buf *out)
{
    char hex[EVIDENCE_HEX];
    if (items->n == 0) {
        buf_c(out, "no files of evidence\n");
        return;
    }
    buf_printf(out, "%7s  %-12s  %12s  %-24s  %s\n", "entry", "sha256", "bytes",
               "type", "name");
    for (size_t i = 0; i < items->n; i++) {
        const struct evidence_item *x = &items->p[i];
        struct buf *b = out;
        hash_print(x->sha256, hex);
        buf_printf(b, "%7" PRIu64 "  %.12s  %12" PRIu64 "  ", x->number, hex,
                   x->bytes);
        size_t from = b->n;
        buf_safe(b, x->media_type);
        for (size_t w = b->n - from; w < 24; w++)
            buf_char(b, ' ');
        buf_c(b, "  ");
        buf_safe(b, x->name);
        if (x->derived_from.n > 0) {
            buf_c(b, " (derived from ");
            buf_safe(b, str_sub(x->derived_from, 0, 12));
            buf_char(b, ')');
        }
        buf_char(b, '\n');
    }
}

err evidence_list(struct cx *cx, struct arena *a, const char *path, bool json,
                  struct buf *out)
{
    struct casefile c;
    evidence_items items;
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    err e = evidence_items_read(cx, a, &c, &items);
    if (is_ok(e) && json)
        list_json(&items, log_origin(c.log), out);
    else if (is_ok(e))
        list_text(&items, out);
    casefile_close(&c);
    return e;
}

/* --- show --------------------------------------------------------------------
 */

static void show_line(struct buf *out, const char *what, str value)
{
    if (value.n == 0)
        return;
    buf_printf(out, "%-13s ", what);
    buf_safe(out, value);
    buf_char(out, '\n');
}

static void show_item(const struct evidence_item *x, struct buf *out)
{
    buf_printf(out, "%-13s %" PRIu64 "\n%-13s ", "entry", x->number, "sha256");
    casefile_print_hash(x->sha256, out);
    buf_printf(out, "\n%-13s %" PRIu64 "\n", "bytes", x->bytes);
    show_line(out, "type", x->media_type);
    show_line(out, "name", x->name);
    show_line(out, "received", x->received);
    show_line(out, "from", x->from);
    show_line(out, "derived from", x->derived_from);
    show_line(out, "how", x->how);
    if (x->taken.n > 0) {
        show_line(out, "taken", x->taken);
        buf_c(out, "              (by the file's own account)\n");
    }
    if (x->latitude.n > 0) {
        buf_printf(out, "%-13s ", "place");
        buf_safe(out, x->latitude);
        buf_char(out, ' ');
        buf_safe(out, x->longitude);
        if (x->within_m > 0)
            buf_printf(out, ", coarsened to %" PRIu64 " m\n", x->within_m);
        else
            buf_c(out, "\n              (by the file's own account)\n");
    }
}

static void show_acts(const custody_items *acts, hash h, struct buf *out)
{
    buf_c(out, "\ncustody\n");
    for (size_t i = 0; i < acts->n; i++) {
        const struct custody_item *x = &acts->p[i];
        if (!hash_eq(x->sha256, h))
            continue;
        buf_printf(out, "  entry %-7" PRIu64 " ", x->number);
        buf_safe(out, x->when);
        buf_c(out, "  ");
        buf_safe(out, x->act);
        buf_c(out, " by ");
        buf_safe(out, x->who);
        if (x->purpose.n > 0) {
            buf_c(out, ": ");
            buf_safe(out, x->purpose);
        }
        buf_char(out, '\n');
    }
}

static void show_derived(const evidence_items *items, hash h, struct buf *out)
{
    char hex[EVIDENCE_HEX];
    hash_print(h, hex);
    for (size_t i = 0; i < items->n; i++) {
        if (!str_eq(items->p[i].derived_from, (str){hex, sizeof hex}))
            continue;
        buf_printf(out, "\nderived, entry %" PRIu64 ": ", items->p[i].number);
        casefile_print_hash(items->p[i].sha256, out);
        buf_char(out, '\n');
        show_line(out, "  how", items->p[i].how);
    }
}

err evidence_find(struct cx *cx, const evidence_items *items, const char *path,
                  const char *prefix, size_t *at)
{
    enum { LEAST = 4 };
    str p = str_of(prefix);
    size_t found = 0;
    char hex[EVIDENCE_HEX];
    for (size_t i = 0; i < items->n && p.n >= LEAST; i++) {
        hash_print(items->p[i].sha256, hex);
        if (str_starts((str){hex, sizeof hex}, p)) {
            found += found == 0 ||
                     !hash_eq(items->p[i].sha256, items->p[*at].sha256);
            *at = i;
        }
    }
    if (found == 1)
        return OK;
    return fail_hint(cx, found == 0 ? ERR_NOT_FOUND : ERR_INPUT,
                     "truce evidence list CASE shows them; at least four "
                     "digits of a hash are needed.",
                     found == 0 ? "%s has no evidence %s"
                                : "%s has more than one file of evidence %s",
                     path, prefix);
}

static err show(struct cx *cx, struct arena *a, const struct casefile *c,
                const char *prefix, struct buf *out)
{
    evidence_items items;
    custody_items acts;
    size_t at = 0;
    const char *file;
    TRY(cx, evidence_items_read(cx, a, c, &items));
    TRY(cx, evidence_find(cx, &items, c->path, prefix, &at));
    TRY(cx, custody_items_read(cx, a, c, &acts));
    TRY(cx, evidence_path(cx, a, c->path, items.p[at].sha256, &file));
    show_item(&items.p[at], out);
    show_line(out, "kept as",
              sys_exists(file) ? str_of(file) : STR("(it is not here)"));
    show_acts(&acts, items.p[at].sha256, out);
    show_derived(&items, items.p[at].sha256, out);
    return OK;
}

err evidence_show(struct cx *cx, struct arena *a, const char *path,
                  const char *prefix, struct buf *out)
{
    struct casefile c;
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    err e = show(cx, a, &c, prefix, out);
    casefile_close(&c);
    return e;
}

/* --- check -------------------------------------------------------------------
 */

struct checking {
    const evidence_items *items;
    struct map known; /* hexadecimal: index of the item */
    struct arena *a;
    struct buf *out;
    uint64_t unnamed, unfinished, damaged;
};

static err check_stray(struct cx *cx, void *self, str path, enum sys_kind kind,
                       uint64_t size)
{
    struct checking *k = self;
    (void)cx;
    (void)size;
    if (kind == SYS_FILE && map_get(&k->known, path, NULL))
        return OK;
    if (kind == SYS_FILE && str_ends(path, STR(".part"))) {
        k->unfinished++;
        return OK;
    }
    k->unnamed++;
    buf_safe(k->out, path);
    buf_c(k->out, ": no entry names it\n  = repair: truce evidence add CASE "
                  "FILE enters it, or take it away\n");
    return OK;
}

static err check_item(struct cx *cx, struct checking *k, const char *path,
                      const struct evidence_item *x)
{
    const char *file;
    hash h;
    uint64_t bytes;
    const char *what = NULL;
    TRY(cx, evidence_path(cx, k->a, path, x->sha256, &file));
    err e = evidence_hash(cx, file, &h, &bytes);
    if (e.code == ERR_NOT_FOUND)
        what = "the file is missing";
    else if (e.code == ERR_INPUT || e.code == ERR_DENIED)
        what = "the file cannot be read";
    else if (!is_ok(e))
        return e;
    else if (!hash_eq(h, x->sha256) || bytes != x->bytes)
        what = "the file is not the one that was entered";
    if (what == NULL)
        return OK;
    fault_clear(cx);
    k->damaged++;
    buf_printf(k->out, "evidence of entry %" PRIu64 ", ", x->number);
    casefile_print_hash(x->sha256, k->out);
    buf_printf(k->out,
               ": %s\n  = repair: put a sound copy there, another party's or "
               "the host's backup; truce evidence add finds its place\n",
               what);
    return OK;
}

static err check(struct cx *cx, struct checking *k, const struct casefile *c)
{
    const char *folder;
    for (size_t i = 0; i < k->items->n; i++) {
        char hex[EVIDENCE_HEX];
        str key;
        hash_print(k->items->p[i].sha256, hex);
        TRY_ROOM(cx, k->a, arena_dup_str(k->a, (str){hex, sizeof hex}, &key));
        if (map_get(&k->known, key, NULL))
            continue;
        TRY_ROOM(cx, k->a, map_put(&k->known, key, i));
        TRY(cx, check_item(cx, k, c->path, &k->items->p[i]));
    }
    TRY(cx, evidence_folder(cx, k->a, c->path, &folder));
    return sys_is_folder(folder) ? sys_walk(cx, folder, check_stray, k) : OK;
}

err evidence_check(struct cx *cx, struct arena *a, const char *path,
                   struct buf *out, bool *holds)
{
    struct casefile c;
    evidence_items items;
    struct checking k = {.items = &items, .a = a, .out = out};
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    map_init(&k.known, a, cx);
    err e = evidence_items_read(cx, a, &c, &items);
    if (is_ok(e))
        e = check(cx, &k, &c);
    casefile_close(&c);
    TRY(cx, e);
    uint64_t bad = k.damaged + k.unnamed;
    buf_printf(out, "%s: %zu file%s of evidence", path, k.known.n,
               k.known.n == 1 ? "" : "s");
    if (bad > 0)
        buf_printf(out, ": damaged in %" PRIu64 " place%s\n", bad,
                   bad == 1 ? "" : "s");
    else
        buf_c(out, ": all as they were entered\n");
    if (k.unfinished > 0)
        buf_printf(out,
                   "%" PRIu64 " file%s whose name ends in .part %s left over "
                   "from work that was cut off, and can be deleted\n",
                   k.unfinished, k.unfinished == 1 ? "" : "s",
                   k.unfinished == 1 ? "is" : "are");
    *holds = bad == 0;
    return OK;
}
