/* app/evidence.c: taking files in, copying them, and entering who had them.
 *
 * The order in which a file is taken in is what makes a power cut harmless: it
 * is written to a neighbour, synced, read back, renamed, its folder synced;
 * only then is it entered. What is entered is there, always; a file that is
 * there and was not entered is entered by adding it again. See evidence.h. */
#include "app/evidence_int.h"

#include "base/json_out.h"
#include "base/sys.h"
#include "base/sys_tree.h"
#include "media/media.h"

#include <inttypes.h>

enum { PIECE_BYTES = 64 << 10, CONTENT_MAX = 32 << 10 };
STATIC_ASSERT((int)EVIDENCE_COARSE_MAX == (int)MEDIA_COARSE_MAX, "one bound");

/* --- contents ----------------------------------------------------------------
 */

static void text_if(struct json_out *j, const char *key, str s)
{
    if (s.n > 0)
        json_key_text(j, key, s);
}

static void hash_member(struct json_out *j, const char *key, hash h)
{
    char hex[EVIDENCE_HEX];
    hash_print(h, hex);
    json_key_text(j, key, (str){hex, sizeof hex});
}

static err item_content(struct cx *cx, struct arena *a,
                        const struct evidence_item *x, str *out)
{
    struct buf b;
    struct json_out j;
    buf_init(&b, a, CONTENT_MAX);
    json_init(&j, &b, 0);
    json_obj_begin(&j);
    hash_member(&j, "sha256", x->sha256);
    json_key(&j, "bytes");
    json_uint(&j, x->bytes);
    json_key_text(&j, "media_type", x->media_type);
    text_if(&j, "name", x->name);
    json_key_text(&j, "received", x->received);
    text_if(&j, "from", x->from);
    text_if(&j, "derived_from", x->derived_from);
    text_if(&j, "how", x->how);
    text_if(&j, "taken", x->taken);
    text_if(&j, "latitude", x->latitude);
    text_if(&j, "longitude", x->longitude);
    if (x->within_m > 0) {
        json_key(&j, "within_m");
        json_uint(&j, x->within_m);
    }
    json_obj_end(&j);
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

err custody_content(struct cx *cx, struct arena *a, hash sha256,
                    const char *act, str who, str when, str purpose,
                    const hash *package, str *out)
{
    struct buf b;
    struct json_out j;
    buf_init(&b, a, CONTENT_MAX);
    json_init(&j, &b, 0);
    json_obj_begin(&j);
    hash_member(&j, "sha256", sha256);
    json_key_c(&j, "act", act);
    json_key_text(&j, "who", who);
    json_key_text(&j, "when", when);
    text_if(&j, "purpose", purpose);
    if (package != NULL)
        hash_member(&j, "package", *package);
    json_obj_end(&j);
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

err evidence_enter(struct cx *cx, struct casefile_writer *w,
                   const struct evidence_entry *entries, size_t n, str made,
                   uint64_t *first)
{
    uint64_t number = 0;
    TRY(cx, log_begin(cx, w->c.log));
    *first = log_size(w->c.log);
    err e = OK;
    for (size_t i = 0; i < n && is_ok(e); i++)
        e = log_write(cx, w->c.log, w->by, str_of(entries[i].type),
                      entries[i].content, made, &number);
    if (is_ok(e))
        e = log_commit(cx, w->c.log);
    if (!is_ok(e)) {
        log_rollback(w->c.log);
        return e;
    }
    return log_sign(cx, w->c.log, &w->sequencer);
}

static str who_of(const struct evidence_by *by, const struct casefile_writer *w)
{
    return by->who != NULL ? str_of(by->who) : w->by->key.name;
}

static str optional(const char *s)
{
    return s == NULL ? STR("") : str_of(s);
}

/* --- keeping a file ----------------------------------------------------------
 */

struct kept {
    hash h;
    uint64_t bytes;
    bool was_there;
    const char *path;
    struct media_info info;
    const char *media_type;
};

/* A new neighbour in the folder, to be renamed. */
static err make_part(struct cx *cx, struct arena *a, const char *folder,
                     const char **path, int *fd)
{
    enum { TRIES = 16 };
    err e = OK;
    for (int i = 0; i < TRIES; i++) {
        uint64_t tag;
        str s;
        TRY(cx, cx->random(cx, cx->self, &tag, sizeof tag));
        TRY_ROOM(cx, a,
                 arena_printf(a, &s, "%s/.%016" PRIx64 ".part", folder, tag));
        e = sys_create(cx, s.p, 0600, fd);
        *path = s.p;
        if (e.code != ERR_CONFLICT)
            break;
    }
    return e;
}

/* Copies from one to the other in pieces; the beginning is kept in head. */
static err copy_bytes(struct cx *cx, int from, const char *from_name, int to,
                      const char *to_name, struct hasher *h, char *head,
                      size_t *head_n, uint64_t *bytes)
{
    char *room;
    size_t n;
    TRY_NEW_ARRAY(cx, cx->scratch, PIECE_BYTES, room);
    for (*bytes = 0;; *bytes += n) {
        TRY(cx, sys_read(cx, from, from_name, room, PIECE_BYTES, &n));
        if (n == 0)
            return OK;
        cry_hasher_add(h, (str){room, n});
        TRY(cx, sys_write(cx, to, to_name, room, n));
        if (head != NULL && *head_n < MEDIA_HEAD_BYTES) {
            size_t more =
                MEDIA_HEAD_BYTES - *head_n < n ? MEDIA_HEAD_BYTES - *head_n : n;
            memcpy(head + *head_n, room, more);
            *head_n += more;
        }
    }
}

/* Gives the part its name, unless that file is there already. */
static err settle(struct cx *cx, struct arena *a, const char *path,
                  const char *part, struct kept *k)
{
    const char *folder;
    hash again;
    uint64_t bytes;
    TRY(cx, evidence_hash(cx, part, &again, &bytes));
    if (!hash_eq(again, k->h) || bytes != k->bytes)
        return fail_hint(cx, ERR_RESOURCE, "Look at the disk; try again.",
                         "%s: what was read back is not what was written",
                         part);
    TRY(cx, evidence_path(cx, a, path, k->h, &k->path));
    TRY(cx, evidence_folder(cx, a, path, &folder));
    if (sys_exists(k->path)) {
        TRY(cx, evidence_hash(cx, k->path, &again, &bytes));
        k->was_there = hash_eq(again, k->h);
        if (k->was_there)
            return OK;
        /* What lies there is not what its name says: this is. */
    }
    TRY(cx, sys_make_read_only(cx, part));
    TRY(cx, sys_rename(cx, part, k->path));
    return sys_sync_folder(cx, folder);
}

static err keep_from(struct cx *cx, struct arena *a, const char *path, int from,
                     const char *name, struct kept *k)
{
    struct hasher h;
    const char *folder, *part = NULL;
    char *head;
    size_t head_n = 0;
    CLEANUP(sys_close) int to = -1;
    TRY_NEW_ARRAY(cx, cx->scratch, MEDIA_HEAD_BYTES, head);
    TRY(cx, evidence_folder(cx, a, path, &folder));
    if (!sys_is_folder(folder))
        TRY(cx, sys_make_folder(cx, folder));
    TRY(cx, make_part(cx, a, folder, &part, &to));
    cry_hasher_init(&h);
    err e = copy_bytes(cx, from, name, to, part, &h, head, &head_n, &k->bytes);
    k->h = cry_hasher_result(&h);
    if (is_ok(e) && k->bytes == 0)
        e = fail_hint(cx, ERR_INPUT, "look whether it was copied whole",
                      "%s is empty: nothing was taken in", name);
    if (is_ok(e))
        e = sys_sync(cx, to, part);
    if (is_ok(e))
        e = settle(cx, a, path, part, k);
    if (!is_ok(e) || k->was_there)
        sys_remove(part);
    TRY(cx, e);
    k->media_type = media_type((str){head, head_n});
    media_read((str){head, head_n}, &k->info);
    return OK;
}

static err keep_file(struct cx *cx, struct arena *a, const char *path,
                     const char *file, struct kept *k)
{
    CLEANUP(sys_close) int from = -1;
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY(cx, sys_open_read(cx, file, &from));
    TRY(cx, keep_from(cx, a, path, from, file, k));
    arena_rewind(cx->scratch, mark);
    return OK;
}

/* --- add ---------------------------------------------------------------------
 */

static str base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_of(slash == NULL ? path : slash + 1);
}

static err degrees_text(struct cx *cx, struct arena *a, int32_t v, str *out)
{
    struct buf b;
    buf_init(&b, a, 32);
    media_degrees_print(v, &b);
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

static err describe(struct cx *cx, struct arena *a, const struct kept *k,
                    str received, struct evidence_item *x)
{
    x->sha256 = k->h;
    x->bytes = k->bytes;
    x->media_type = str_of(k->media_type);
    x->received = received;
    TRY_ROOM(cx, a, arena_dup_str(a, str_of(k->info.taken), &x->taken));
    if (k->info.has_place) {
        TRY(cx, degrees_text(cx, a, k->info.place.latitude, &x->latitude));
        TRY(cx, degrees_text(cx, a, k->info.place.longitude, &x->longitude));
    }
    return OK;
}

static void print_kept(const struct evidence_item *x, struct buf *out)
{
    buf_printf(out, "entry %" PRIu64 ": ", x->number);
    buf_safe(out, x->name.n > 0 ? x->name : STR("a file"));
    buf_printf(out, ", %" PRIu64 " bytes, ", x->bytes);
    buf_safe(out, x->media_type);
    buf_c(out, "\n  sha256  ");
    casefile_print_hash(x->sha256, out);
    buf_char(out, '\n');
    if (x->taken.n > 0) {
        buf_c(out, "  taken   ");
        buf_safe(out, x->taken);
        buf_c(out, ", by its own account\n");
    }
    if (x->latitude.n > 0 && x->within_m == 0) {
        buf_c(out, "  place   ");
        buf_safe(out, x->latitude);
        buf_char(out, ' ');
        buf_safe(out, x->longitude);
        buf_c(out, ", by its own account: release a copy without it (truce "
                   "evidence copy --strip)\n");
    }
}

static err find_entered(struct cx *cx, struct arena *a,
                        const struct casefile *c, hash h, bool *found,
                        uint64_t *number)
{
    evidence_items items;
    *found = false;
    TRY(cx, evidence_items_read(cx, a, c, &items));
    for (size_t i = 0; i < items.n && !*found; i++) {
        *found = hash_eq(items.p[i].sha256, h);
        *number = items.p[i].number;
    }
    return OK;
}

/* Whether this file came from that hand before. */
static err was_received(struct cx *cx, struct arena *a,
                        const struct casefile *c, hash h, str who, bool *found)
{
    custody_items acts;
    *found = false;
    TRY(cx, custody_items_read(cx, a, c, &acts));
    for (size_t i = 0; i < acts.n && !*found; i++)
        *found = hash_eq(acts.p[i].sha256, h) && str_eq(acts.p[i].who, who) &&
                 str_eq(acts.p[i].act, STR("received"));
    return OK;
}

/* A file that is there was sent by somebody else too: that is custody. */
static err enter_second(struct cx *cx, struct arena *a,
                        const struct evidence_add *what, const char *file,
                        const struct kept *k, struct casefile_writer *w,
                        struct buf *out)
{
    struct evidence_entry entry = {.type = "custody"};
    str name = what->name != NULL ? str_of(what->name) : base_name(file);
    str who = who_of(&what->by, w), made, purpose;
    char room[40];
    bool found;
    uint64_t number;
    TRY(cx, was_received(cx, a, &w->c, k->h, who, &found));
    if (found)
        return OK;
    TRY(cx, casefile_now(cx, room, &made));
    purpose = optional(what->by.purpose);
    if (purpose.n == 0)
        TRY_ROOM(cx, a, arena_printf(a, &purpose, "as %.*s", STR_ARG(name)));
    TRY(cx, custody_content(cx, a, k->h, "received", who, made, purpose, NULL,
                            &entry.content));
    TRY(cx, evidence_enter(cx, w, &entry, 1, made, &number));
    buf_printf(out, "entry %" PRIu64 ": received from ", number);
    buf_safe(out, who);
    buf_c(out, " too\n");
    return OK;
}

static err find_original(struct cx *cx, struct arena *a,
                         const struct casefile *c, const char *prefix, str *hex)
{
    evidence_items items;
    size_t at = 0;
    char room[EVIDENCE_HEX];
    TRY(cx, evidence_items_read(cx, a, c, &items));
    TRY(cx, evidence_find(cx, &items, c->path, prefix, &at));
    hash_print(items.p[at].sha256, room);
    TRY_ROOM(cx, a, arena_dup_str(a, (str){room, sizeof room}, hex));
    return OK;
}

/* The file is kept; enters it. */
static err enter_kept(struct cx *cx, struct arena *a,
                      const struct evidence_add *what, const char *file,
                      const struct kept *k, struct casefile_writer *w,
                      struct buf *out)
{
    struct evidence_item x = {.name = what->name != NULL ? str_of(what->name)
                                                         : base_name(file),
                              .from = optional(what->from),
                              .how = optional(what->how)};
    struct evidence_entry entries[2] = {{.type = "evidence"},
                                        {.type = "custody"}};
    char room[40];
    str made;
    bool found;
    uint64_t number;
    TRY(cx, find_entered(cx, a, &w->c, k->h, &found, &number));
    if (found) {
        buf_printf(out, "entry %" PRIu64 " has it already: ", number);
        casefile_print_hash(k->h, out);
        buf_c(out, k->was_there
                       ? "\n"
                       : "; the file was missing or damaged, and is kept "
                         "again\n");
        return enter_second(cx, a, what, file, k, w, out);
    }
    if (what->derived_from != NULL)
        TRY(cx,
            find_original(cx, a, &w->c, what->derived_from, &x.derived_from));
    TRY(cx, casefile_now(cx, room, &made));
    TRY(cx, describe(cx, a, k, made, &x));
    TRY(cx, item_content(cx, a, &x, &entries[0].content));
    TRY(cx,
        custody_content(cx, a, k->h, "received", who_of(&what->by, w), made,
                        optional(what->by.purpose), NULL, &entries[1].content));
    TRY(cx, evidence_enter(cx, w, entries, 2, made, &x.number));
    print_kept(&x, out);
    return OK;
}

/* What it needs is given back after each file: there may be thousands. */
static err add_one(struct cx *cx, const struct evidence_add *what,
                   const char *file, struct buf *out)
{
    CLEANUP(arena_release) struct arena a;
    struct casefile_writer w;
    struct kept k = {.was_there = false};
    arena_init(&a, cx->mem, "evidence", cx->limits.document_bytes);
    TRY(cx, keep_file(cx, &a, what->by.path, file, &k));
    TRY(cx, casefile_writer_open(cx, &a, what->by.path, what->by.key, &w));
    err e = enter_kept(cx, &a, what, file, &k, &w, out);
    casefile_writer_close(cx, &w);
    return e;
}

/* What could not be entered for lack of a key would only lie about. */
err evidence_may_write(struct cx *cx, struct arena *a,
                       const struct evidence_by *by)
{
    struct casefile_writer w;
    struct note_key k;
    TRY(cx, casefile_writer_open(cx, a, by->path, by->key, &w));
    err e = log_key(cx, w.c.log, w.by->key.name, &k);
    casefile_writer_close(cx, &w);
    return e;
}

err evidence_add(struct cx *cx, struct arena *a,
                 const struct evidence_add *what, struct buf *out, size_t *kept)
{
    *kept = 0;
    TRY(cx, evidence_may_write(cx, a, &what->by));
    for (size_t i = 0; i < what->n; i++) {
        TRY(cx, add_one(cx, what, what->files[i], out));
        (*kept)++;
    }
    return OK;
}

/* --- copies and other acts ---------------------------------------------------
 */

/* The original, hashed: CORRUPT if it is not what its name says. */
static err must_be_whole(struct cx *cx, struct arena *a, const char *path,
                         const struct evidence_item *x, const char **file)
{
    hash h;
    uint64_t bytes;
    TRY(cx, evidence_path(cx, a, path, x->sha256, file));
    TRY(cx, evidence_hash(cx, *file, &h, &bytes));
    if (!hash_eq(h, x->sha256))
        return fail_hint(cx, ERR_CORRUPT, "truce evidence check CASE",
                         "%s is not the file that was entered: nothing was "
                         "done",
                         *file);
    return OK;
}

static err find_item(struct cx *cx, struct arena *a, const struct casefile *c,
                     const char *prefix, struct evidence_item *out)
{
    evidence_items items;
    size_t at = 0;
    TRY(cx, evidence_items_read(cx, a, c, &items));
    TRY(cx, evidence_find(cx, &items, c->path, prefix, &at));
    *out = items.p[at];
    return OK;
}

static err copy_plain(struct cx *cx, const char *file, const char *to,
                      hash want)
{
    CLEANUP(sys_close) int from = -1;
    CLEANUP(sys_close) int fd = -1;
    struct hasher h;
    uint64_t bytes;
    hash got;
    TRY(cx, sys_open_plain(cx, file, &from, &bytes));
    TRY(cx, sys_create(cx, to, 0666, &fd));
    cry_hasher_init(&h);
    err e = copy_bytes(cx, from, file, fd, to, &h, NULL, NULL, &bytes);
    if (is_ok(e))
        e = sys_sync(cx, fd, to);
    if (is_ok(e) && !hash_eq(cry_hasher_result(&h), want))
        e = fail(cx, ERR_CORRUPT, "%s changed while it was copied", file);
    if (is_ok(e))
        e = evidence_hash(cx, to, &got, &bytes);
    if (is_ok(e) && !hash_eq(got, want))
        e = fail(cx, ERR_RESOURCE,
                 "%s: what was read back is not what was written", to);
    if (!is_ok(e))
        sys_remove(to);
    return e;
}

/* Puts a copy without metadata to `to`. */
static err copy_stripped(struct cx *cx, struct arena *a, const char *file,
                         const char *to)
{
    struct buf b;
    str bytes;
    TRY(cx, sys_read_file(cx, a, file, MEDIA_STRIP_BYTES, &bytes));
    buf_init(&b, a, bytes.n + 64);
    TRY(cx, media_strip(cx, bytes, &b));
    TRY(cx, buf_finish(cx, &b));
    return sys_write_new(cx, to, false, buf_view(&b));
}

static err place_of(struct cx *cx, struct arena *a, const char *file,
                    uint32_t metres, struct evidence_item *x)
{
    struct media_info info;
    struct arena_mark mark = arena_mark(cx->scratch);
    CLEANUP(sys_close) int fd = -1;
    uint64_t size;
    size_t n = 0, got = 1;
    char *head;
    TRY_NEW_ARRAY(cx, cx->scratch, MEDIA_HEAD_BYTES, head);
    TRY(cx, sys_open_plain(cx, file, &fd, &size));
    for (; got > 0 && n < MEDIA_HEAD_BYTES; n += got)
        TRY(cx, sys_read(cx, fd, file, head + n, MEDIA_HEAD_BYTES - n, &got));
    media_read((str){head, n}, &info);
    arena_rewind(cx->scratch, mark);
    if (!info.has_place)
        return OK;
    struct media_place p = media_coarsen(info.place, metres);
    x->within_m = metres;
    TRY(cx, degrees_text(cx, a, p.latitude, &x->latitude));
    return degrees_text(cx, a, p.longitude, &x->longitude);
}

/* The description of the copy that lies at what->out. */
static err describe_copy(struct cx *cx, struct arena *a,
                         const struct evidence_copy *what,
                         const struct evidence_item *original, const char *file,
                         str made, struct evidence_item *x)
{
    struct kept k = {.was_there = false};
    char hex[EVIDENCE_HEX];
    str how = STR("metadata removed");
    *x = (struct evidence_item){.name = base_name(what->out)};
    TRY(cx, keep_file(cx, a, what->by.path, what->out, &k));
    TRY(cx, describe(cx, a, &k, made, x));
    if (what->coarse_m > 0)
        TRY(cx, place_of(cx, a, file, what->coarse_m, x));
    hash_print(original->sha256, hex);
    TRY_ROOM(cx, a, arena_dup_str(a, (str){hex, sizeof hex}, &x->derived_from));
    if (x->within_m > 0)
        TRY_ROOM(cx, a,
                 arena_printf(a, &how,
                              "metadata removed, place coarsened to %" PRIu32
                              " m",
                              what->coarse_m));
    x->how = how;
    return OK;
}

static err copy(struct cx *cx, struct arena *a,
                const struct evidence_copy *what, struct casefile_writer *w,
                struct buf *out)
{
    struct evidence_entry entries[2] = {{.type = "custody"},
                                        {.type = "evidence"}};
    struct evidence_item original, derived;
    const char *file;
    char room[40];
    str made;
    uint64_t first, number;
    bool found = false;
    TRY(cx, find_item(cx, a, &w->c, what->hash, &original));
    TRY(cx, must_be_whole(cx, a, what->by.path, &original, &file));
    TRY(cx, casefile_now(cx, room, &made));
    TRY(cx, what->strip ? copy_stripped(cx, a, file, what->out)
                        : copy_plain(cx, file, what->out, original.sha256));
    TRY(cx, must_be_whole(cx, a, what->by.path, &original, &file));
    TRY(cx, custody_content(
                cx, a, original.sha256, "copied", who_of(&what->by, w), made,
                optional(what->by.purpose), NULL, &entries[0].content));
    if (what->strip) {
        TRY(cx, describe_copy(cx, a, what, &original, file, made, &derived));
        TRY(cx, item_content(cx, a, &derived, &entries[1].content));
        TRY(cx, find_entered(cx, a, &w->c, derived.sha256, &found, &number));
    }
    TRY(cx, evidence_enter(cx, w, entries, what->strip && !found ? 2 : 1, made,
                           &first));
    buf_printf(out, "entry %" PRIu64 ": ", first);
    casefile_print_hash(original.sha256, out);
    buf_printf(out, " copied to %s\n", what->out);
    if (found) {
        buf_printf(out, "entry %" PRIu64 " has the copy already\n", number);
    } else if (what->strip) {
        derived.number = first + 1;
        print_kept(&derived, out);
        buf_c(out, "  how     ");
        buf_str(out, derived.how);
        buf_char(out, '\n');
    }
    return OK;
}

err evidence_copy(struct cx *cx, struct arena *a,
                  const struct evidence_copy *what, struct buf *out)
{
    struct casefile_writer w;
    TRY(cx, casefile_writer_open(cx, a, what->by.path, what->by.key, &w));
    err e = copy(cx, a, what, &w, out);
    casefile_writer_close(cx, &w);
    return e;
}

static err act(struct cx *cx, struct arena *a, const struct evidence_by *by,
               const char *prefix, const char *name, struct casefile_writer *w,
               struct buf *out)
{
    struct evidence_entry entry = {.type = "custody"};
    struct evidence_item x;
    const char *file;
    char room[40];
    str made;
    uint64_t number;
    TRY(cx, find_item(cx, a, &w->c, prefix, &x));
    TRY(cx, must_be_whole(cx, a, by->path, &x, &file));
    TRY(cx, casefile_now(cx, room, &made));
    TRY(cx, custody_content(cx, a, x.sha256, name, who_of(by, w), made,
                            optional(by->purpose), NULL, &entry.content));
    TRY(cx, must_be_whole(cx, a, by->path, &x, &file));
    TRY(cx, evidence_enter(cx, w, &entry, 1, made, &number));
    buf_printf(out, "entry %" PRIu64 ": ", number);
    casefile_print_hash(x.sha256, out);
    buf_printf(out, " %s\n", name);
    return OK;
}

err evidence_act(struct cx *cx, struct arena *a, const struct evidence_by *by,
                 const char *prefix, const char *name, struct buf *out)
{
    struct casefile_writer w;
    TRY(cx, casefile_writer_open(cx, a, by->path, by->key, &w));
    err e = act(cx, a, by, prefix, name, &w, out);
    casefile_writer_close(cx, &w);
    return e;
}
