/* app/export.c: what goes into a package, and in which order. See export.h. */
#include "app/export_int.h"

#include "base/sys.h"
#include "crypto/stamp.h"

#include <inttypes.h>

/* --- what is left out --------------------------------------------------------
 */

enum keep { KEEP, KEEP_NOTE, KEEP_NOTHING };

static bool is_number(const char *s, uint64_t number)
{
    uint64_t n;
    return note_decimal(str_of(s), &n) && n == number;
}

static bool named(const char *const *list, size_t n, uint64_t number, str type)
{
    for (size_t i = 0; i < n; i++) {
        str s = str_of(list[i]);
        if (is_number(list[i], number) || str_eq(s, type) ||
            (str_eq(s, STR("evidence")) && str_eq(type, STR("custody"))))
            return true;
    }
    return false;
}

static enum keep keep_of(const struct exporter *x, uint64_t number, str type)
{
    const struct export *w = x->what;
    if (entry_is_about_keys(type) || str_eq(type, STR("batch")))
        return KEEP;
    if (named(w->omit, w->n_omit, number, type))
        return KEEP_NOTHING;
    return named(w->without, w->n_without, number, type) ? KEEP_NOTE : KEEP;
}

static bool is_type_name(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < 'a' || s.p[i] > 'z') && s.p[i] != '_')
            return false;
    return s.n > 0 && s.n <= ENTRY_TYPE_MAX;
}

static err check_selection(struct exporter *x, const char *option,
                           const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t number;
        str s = str_of(list[i]);
        if (note_decimal(s, &number) ? number >= x->head.size
                                     : !is_type_name(s))
            return fail_hint(x->cx, ERR_INPUT,
                             "A type such as report, the number of an entry, "
                             "evidence or files.",
                             "--%s: \"%s\" is nothing that can be left out",
                             option, list[i]);
        if (str_eq(s, STR("files")))
            x->files_out = true;
        if (entry_is_about_keys(s) || str_eq(s, STR("batch")))
            return fail(x->cx, ERR_INPUT,
                        "--%s: entries of type %s are needed to check the "
                        "others",
                        option, list[i]);
    }
    return OK;
}

/* --- the head ----------------------------------------------------------------
 */

static err judge_head(struct exporter *x, str note, struct policy *p,
                      struct policy_verdict *v)
{
    struct note *n;
    TRY_NEW(x->cx, x->cx->scratch, n);
    TRY(x->cx, note_parse(x->cx, x->cx->scratch, note, n));
    TRY(x->cx, checkpoint_parse(x->cx, n->text, &x->head));
    return policy_judge(x->cx, p, n, &x->head, v);
}

/* The last entry of a type below the head; *content is empty if it has none. */
static err last_content(struct exporter *x, const char *type, str *content,
                        uint64_t *number, bool *found)
{
    struct casefile_entry e;
    *content = STR("");
    TRY(x->cx, casefile_last(x->cx, x->a, x->c, type, x->head.size, &e, found));
    if (*found) {
        *content = e.content;
        *number = e.number;
        *found = e.there;
    }
    return OK;
}

static err take_head(struct exporter *x, uint64_t at_most)
{
    struct policy *p;
    uint64_t size, number;
    bool found;
    struct arena_mark mark = arena_mark(x->cx->scratch);
    TRY(x->cx, log_head_near(x->cx, x->c->log, x->a, STORE_AT_MOST, at_most,
                             &size, &x->head_note));
    x->head.size = size;
    TRY(x->cx, last_content(x, "policy", &x->policy_text, &number, &found));
    if (!found)
        return fail(x->cx, ERR_CORRUPT, "%s: the policy is missing",
                    x->c->path);
    TRY_NEW(x->cx, x->cx->scratch, p);
    TRY(x->cx, policy_parse(x->cx, x->policy_text, p));
    x->asks_for_witnesses = p->quorum >= 0;
    TRY(x->cx, judge_head(x, x->head_note, p, &x->verdict));
    arena_rewind(x->cx->scratch, mark);
    return OK;
}

/* The last one that is witnessed, else the last one. */
static err pick_head(struct exporter *x)
{
    uint64_t at = INT64_MAX;
    TRY(x->cx, take_head(x, at));
    uint64_t last = x->head.size;
    for (at = last; x->asks_for_witnesses && !x->verdict.witnessed && at > 0 &&
                    !x->what->recorded;
         at = x->head.size - 1) {
        err e = take_head(x, at);
        if (e.code == ERR_NOT_FOUND)
            break;
        TRY(x->cx, e);
        if (x->head.size == 0)
            break;
    }
    return x->what->recorded || x->verdict.witnessed ? OK : take_head(x, last);
}

/* --- entries -----------------------------------------------------------------
 */

/* The path of an entry in its batch, as its proof has it. */
static err path_in_batch(struct exporter *x, uint64_t number, str *out)
{
    hash path[BATCH_PATH_MAX];
    struct buf line;
    size_t n;
    if (x->batch == NULL)
        TRY_NEW(x->cx, x->a, x->batch);
    TRY(x->cx, member_path(x->cx, x->c->log, x->batch, number, path, &n));
    buf_init(&line, x->cx->scratch, 1000);
    batch_path_print(path, n, &line);
    TRY(x->cx, buf_finish(x->cx, &line));
    *out = buf_view(&line);
    return OK;
}

static err put_proof(struct exporter *x, uint64_t number, bool in_batch)
{
    struct bundle b = {.index = number, .checkpoint = x->head_note};
    struct buf out;
    char path[64];
    TRY(x->cx, merkle_prove_inclusion(x->cx, number, x->head.size, tree_node,
                                      log_tree(x->c->log), b.path, &b.n));
    if (in_batch)
        TRY(x->cx, path_in_batch(x, number, &b.extra));
    buf_init(&out, x->cx->scratch, 2 * NOTE_MAX_BYTES);
    bundle_print(&b, &out);
    TRY(x->cx, buf_finish(x->cx, &out));
    snprintf(path, sizeof path, "data/proofs/%" PRIu64 ".tlog-proof", number);
    return export_put(x, path, buf_view(&out));
}

static bool has_left_out(const struct exporter *x, hash h)
{
    char hex[EVIDENCE_HEX];
    hash_print(h, hex);
    return map_get(&x->left_out, (str){hex, sizeof hex}, NULL);
}

static err leave_out(struct exporter *x, hash h)
{
    char hex[EVIDENCE_HEX];
    str key;
    hash_print(h, hex);
    TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, (str){hex, sizeof hex}, &key));
    TRY_ROOM(x->cx, x->a, map_put(&x->left_out, key, 1));
    return OK;
}

/* Reads what the entry says, and remembers it if it is kept. A content that is
 * none is an entry like any other. */
static err note_evidence(struct exporter *x, const struct casefile_entry *e,
                         enum keep *keep)
{
    struct evidence_item item;
    struct casefile_entry mine = *e;
    TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, e->content, &mine.content));
    err r = evidence_item_read(x->cx, x->a, &mine, &item);
    if (!is_ok(r)) {
        fault_clear(x->cx);
        return r.code == ERR_RESOURCE ? r : OK;
    }
    if (*keep != KEEP)
        return leave_out(x, item.sha256);
    TRY_ROOM(x->cx, x->a, vec_push(x->a, &x->evidence, item));
    return OK;
}

static err note_custody(struct exporter *x, const struct casefile_entry *e,
                        enum keep *keep)
{
    struct custody_item item;
    struct casefile_entry mine = *e;
    TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, e->content, &mine.content));
    err r = custody_item_read(x->cx, x->a, &mine, &item);
    if (!is_ok(r)) {
        fault_clear(x->cx);
        return r.code == ERR_RESOURCE ? r : OK;
    }
    if (*keep == KEEP && has_left_out(x, item.sha256))
        *keep = KEEP_NOTE;
    if (*keep == KEEP)
        TRY_ROOM(x->cx, x->a, vec_push(x->a, &x->custody, item));
    return OK;
}

static err note_stamp(struct exporter *x, const struct casefile_entry *e,
                      enum keep keep)
{
    struct stamp_item item;
    struct casefile_entry mine = *e;
    if (keep != KEEP)
        return OK;
    TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, e->content, &mine.content));
    err r = stamp_item_read(x->cx, &mine, &item);
    if (!is_ok(r)) {
        fault_clear(x->cx);
        return OK;
    }
    TRY_ROOM(x->cx, x->a, vec_push(x->a, &x->stamps, item));
    return OK;
}

/* The signature of a person, as a file of its own for ssh-keygen. */
static err put_signature(struct exporter *x, const struct casefile_entry *e)
{
    struct export_signature s = {.number = e->number};
    struct flat *f;
    char path[64];
    str line, armored;
    key_content_split(e->content, &line, &armored);
    if (armored.n == 0)
        return OK;
    snprintf(path, sizeof path, "data/signatures/%" PRIu64 ".sig", e->number);
    TRY(x->cx, export_put(x, path, armored));
    TRY_NEW(x->cx, x->cx->scratch, f);
    TRY(x->cx, flat_parse(x->cx, x->cx->scratch, line, f));
    TRY_ROOM(x->cx, x->a,
             arena_dup_str(x->a, flat_text(f, "source"), &s.holder) &&
                 arena_dup_str(x->a, flat_text(f, "text"), &s.text) &&
                 arena_dup_str(x->a, str_of(e->e.made), &s.made));
    if (x->n_signatures == x->cap_signatures) {
        size_t cap = x->cap_signatures == 0 ? 16 : 2 * x->cap_signatures;
        struct export_signature *more =
            arena_grow(x->a, x->signatures, x->cap_signatures * sizeof *more,
                       cap * sizeof *more);
        TRY_ROOM(x->cx, x->a, more != NULL);
        x->signatures = more;
        x->cap_signatures = cap;
    }
    x->signatures[x->n_signatures++] = s;
    return OK;
}

/* Shown as text in index.html. */
enum { SHOWN_MAX = 4096 };

static err remember_entry(struct exporter *x, const struct casefile_entry *e,
                          bool kept, bool shown)
{
    struct export_entry y = {.number = e->number,
                             .has_content = e->e.has_content,
                             .kept = kept,
                             .blob = e->e.content};
    memcpy(y.made, e->e.made, sizeof y.made);
    TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, e->e.type, &y.type));
    TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, e->e.sender, &y.sender));
    if (shown && e->content.n <= SHOWN_MAX)
        TRY_ROOM(x->cx, x->a, arena_dup_str(x->a, e->content, &y.content));
    TRY_ROOM(x->cx, x->a, vec_push(x->a, &x->entries, y));
    return OK;
}

static err put_blob(struct exporter *x, const struct casefile_entry *e)
{
    char hex[EVIDENCE_HEX], path[96];
    str blob;
    hash_print(e->e.content, hex);
    snprintf(path, sizeof path, "data/blob/%.*s", EVIDENCE_HEX, hex);
    TRY(x->cx,
        store_blob(x->cx, x->c->store, x->cx->scratch, e->number, &blob));
    return export_put(x, path, blob);
}

static err put_entry(struct exporter *x, const struct casefile_entry *e)
{
    char path[64];
    enum keep keep = keep_of(x, e->number, e->e.type);
    bool text = true;
    if (e->there && str_eq(e->e.type, STR("evidence")))
        TRY(x->cx, note_evidence(x, e, &keep));
    if (e->there && str_eq(e->e.type, STR("custody")))
        TRY(x->cx, note_custody(x, e, &keep));
    if (e->there && str_eq(e->e.type, STR("stamp"))) {
        TRY(x->cx, note_stamp(x, e, keep));
        text = false;
    }
    if (keep == KEEP_NOTHING)
        return OK;
    snprintf(path, sizeof path, "data/entries/%" PRIu64, e->number);
    TRY(x->cx, export_put(x, path, e->note));
    TRY(x->cx, put_proof(x, e->number, e->e.in_batch));
    bool kept = e->there && keep == KEEP;
    if (kept)
        TRY(x->cx, put_blob(x, e));
    if (kept && str_eq(e->e.type, STR("signature")))
        TRY(x->cx, put_signature(x, e));
    if (e->there)
        TRY(x->cx, keyring_take(x->cx, &x->keys, e->number, &e->e, e->content));
    return remember_entry(x, e, kept, kept && text);
}

static err put_entries(struct exporter *x)
{
    enum { EACH = 64 };
    for (uint64_t n = 0; n < x->head.size; n++) {
        struct casefile_entry e;
        struct arena_mark mark = arena_mark(x->cx->scratch);
        TRY(x->cx, casefile_entry(x->cx, x->cx->scratch, x->c, n, &e));
        TRY(x->cx, put_entry(x, &e));
        arena_rewind(x->cx->scratch, mark);
        if (x->what->progress != NULL && n % EACH == 0)
            x->what->progress(x->what->progress_self, n, x->head.size);
    }
    return OK;
}

/* --- evidence, stamps, texts -------------------------------------------------
 */

static err put_evidence(struct exporter *x)
{
    struct map seen;
    map_init(&seen, x->a, x->cx);
    for (size_t i = 0; i < x->evidence.n && !x->files_out; i++) {
        const struct evidence_item *item = &x->evidence.p[i];
        char hex[EVIDENCE_HEX], path[96];
        const char *from;
        str key;
        hash_print(item->sha256, hex);
        if (map_get(&seen, (str){hex, sizeof hex}, NULL))
            continue;
        TRY_ROOM(x->cx, x->a,
                 arena_dup_str(x->a, (str){hex, sizeof hex}, &key));
        TRY_ROOM(x->cx, x->a, map_put(&seen, key, 1));
        TRY(x->cx, evidence_path(x->cx, x->a, x->c->path, item->sha256, &from));
        if (!sys_exists(from)) {
            x->evidence_missing++;
            continue;
        }
        snprintf(path, sizeof path, "data/evidence/%.*s", EVIDENCE_HEX, hex);
        TRY(x->cx, export_put_file(x, path, from, item->sha256));
        x->evidence_kept++;
    }
    return OK;
}

static err put_consistency(struct exporter *x, uint64_t size)
{
    hash proof[MERKLE_CONSISTENCY_MAX];
    size_t n = 0;
    struct buf b;
    char path[64], line[44];
    TRY(x->cx, merkle_prove_consistency(x->cx, size, x->head.size, tree_node,
                                        log_tree(x->c->log), proof, &n));
    buf_init(&b, x->a, 1 << 16);
    for (size_t i = 0; i < n; i++) {
        buf_str(&b, (str){line, cry_base64(proof[i].b, CRY_HASH_BYTES, line)});
        buf_char(&b, '\n');
    }
    TRY(x->cx, buf_finish(x->cx, &b));
    snprintf(path, sizeof path, "data/stamps/%" PRIu64 ".consistency", size);
    return export_put(x, path, buf_view(&b));
}

static err put_stamp(struct exporter *x, size_t i)
{
    const struct stamp_item *s = &x->stamps.p[i];
    struct export_stamped *y = &x->stamped[x->n_stamped];
    char path[80];
    str head;
    bool seen = false;
    TRY(x->cx, stamp_head(x->cx, x->a, x->c, s->size, &head));
    for (size_t k = 0; k < i && !seen; k++)
        seen = x->stamps.p[k].size == s->size;
    if (!seen) {
        snprintf(path, sizeof path, "data/stamps/%" PRIu64 ".checkpoint",
                 s->size);
        TRY(x->cx, export_put(x, path, head));
        TRY(x->cx, put_consistency(x, s->size));
    }
    snprintf(path, sizeof path, "data/stamps/%" PRIu64 "-%" PRIu64 ".tsr",
             s->size, s->number);
    TRY(x->cx, export_put(x, path, s->tsr));
    snprintf(path, sizeof path, "data/stamps/%" PRIu64 "-%" PRIu64 ".pem",
             s->size, s->number);
    TRY(x->cx, export_put(x, path, s->certificates));
    y->item = *s;
    err e = cry_stamp_check(x->cx, s->tsr, head, s->certificates, &y->stamp);
    y->holds = is_ok(e);
    x->n_stamped++;
    if (!y->holds && e.code != ERR_INPUT)
        return e;
    fault_clear(x->cx);
    return OK;
}

static err put_stamps(struct exporter *x)
{
    TRY_NEW_ARRAY(x->cx, x->a, x->stamps.n, x->stamped);
    for (size_t i = 0; i < x->stamps.n; i++)
        TRY(x->cx, put_stamp(x, i));
    return OK;
}

static err put_agreement(struct exporter *x)
{
    char hex[EVIDENCE_HEX];
    str content;
    uint64_t number = 0;
    bool found;
    TRY(x->cx, last_content(x, "agreement", &content, &number, &found));
    if (!found || keep_of(x, number, STR("agreement")) != KEEP)
        return OK;
    hash_print(cry_sha256(content, STR("")), hex);
    TRY_ROOM(x->cx, x->a,
             arena_printf(x->a, &x->agreement_hash, "sha256:%.*s", EVIDENCE_HEX,
                          hex));
    return export_put(x, "data/agreement.truce", content);
}

static err put_text(struct exporter *x, const char *path,
                    void (*print)(const struct exporter *, struct buf *))
{
    struct buf b;
    buf_init(&b, x->a, BAG_FILE_MAX);
    print(x, &b);
    TRY(x->cx, buf_finish(x->cx, &b));
    return export_put(x, path, buf_view(&b));
}

static err put_keys(struct exporter *x, const char *path,
                    void (*print)(const struct key_state *, struct buf *))
{
    struct buf b;
    buf_init(&b, x->a, BAG_FILE_MAX);
    for (size_t i = 0; i < x->keys.keys.n; i++)
        print(&x->keys.keys.p[i], &b);
    TRY(x->cx, buf_finish(x->cx, &b));
    return b.n == 0 ? OK : export_put(x, path, buf_view(&b));
}

static err put_all(struct exporter *x)
{
    TRY(x->cx, export_put(x, "data/checkpoint", x->head_note));
    TRY(x->cx, export_put(x, "data/policy", x->policy_text));
    TRY(x->cx, put_entries(x));
    TRY(x->cx, put_agreement(x));
    TRY(x->cx, put_keys(x, "data/allowed_signers", key_print_allowed));
    TRY(x->cx, put_keys(x, "data/revoked_keys", key_print_revoked));
    TRY(x->cx, put_evidence(x));
    TRY(x->cx, put_stamps(x));
    TRY(x->cx, put_text(x, "data/custody.csv", export_custody_csv));
    TRY(x->cx, put_text(x, "data/index.html", export_html));
    TRY(x->cx, put_text(x, "data/VERIFY.md", export_verify_md));
    TRY(x->cx, put_text(x, "data/check.sh", export_check_sh));
    TRY(x->cx, put_text(x, "data/verify.sh", export_verify_sh));
    return export_end(x);
}

/* --- checking, entering ------------------------------------------------------
 */

struct first_finding {
    char text[FAULT_MESSAGE_BYTES];
};

static err keep_first(struct cx *cx, void *self, const char *place,
                      const char *what)
{
    struct first_finding *f = self;
    (void)cx;
    if (f->text[0] == '\0')
        snprintf(f->text, sizeof f->text, "%.200s: %.500s", place, what);
    return OK;
}

/* What is handed out is checked as whoever gets it will check it. */
static err check_made(struct exporter *x)
{
    struct first_finding first = {""};
    struct package_counts n;
    struct package_ask ask = {
        .path = x->root, .found = keep_first, .self = &first};
    TRY(x->cx, package_check(x->cx, x->a, &ask, &n));
    if (n.findings == 0)
        return OK;
    return fail_hint(x->cx, ERR_CORRUPT,
                     "truce verify CASE and truce evidence check CASE show all "
                     "damage.",
                     "no package was made, for it would not hold: %s",
                     first.text);
}

/* Said before hours of writing: an entry and its proof are two files. */
static err check_count(const struct exporter *x)
{
    bool zip = str_ends(str_of(x->what->out), STR(".zip"));
    uint64_t most = zip ? ZIP_MAX_FILES : BAG_MAX_FILES;
    if (x->what->n_omit > 0 || x->head.size <= most / 2)
        return OK;
    return fail_hint(
        x->cx, ERR_LIMIT,
        zip ? "Write a folder, or leave entries out: --omit report."
            : "Leave entries out (--omit report); truce record prove shows "
              "single ones.",
        "%s has %" PRIu64 " entries under its head; a %s has room for %" PRIu64,
        x->what->by.path, x->head.size, zip ? "zip file" : "package", most / 2);
}

static err make(struct exporter *x)
{
    TRY(x->cx, pick_head(x));
    TRY(x->cx, check_count(x));
    TRY(x->cx,
        check_selection(x, "without", x->what->without, x->what->n_without));
    TRY(x->cx, check_selection(x, "omit", x->what->omit, x->what->n_omit));
    TRY(x->cx, export_begin(x));
    arena_init(&x->key_arena, x->cx->mem, "keys", x->cx->limits.document_bytes);
    keyring_init(&x->keys, &x->key_arena, x->head.origin);
    err e = put_all(x);
    arena_release(&x->key_arena);
    if (is_ok(e))
        e = check_made(x);
    if (is_ok(e))
        e = export_settle(x);
    export_abandon(x);
    return e;
}

static err enter_exported(struct cx *cx, struct arena *a, struct exporter *x,
                          struct casefile_writer *w, uint64_t *n)
{
    const struct evidence_by *by = &x->what->by;
    str who = by->who != NULL ? str_of(by->who) : w->by->key.name;
    str purpose = by->purpose != NULL ? str_of(by->purpose) : STR("");
    struct evidence_entry *entries;
    char room[40];
    str made;
    uint64_t first;
    size_t count = x->evidence_kept > 0 ? x->evidence.n : 1, k = 0;
    TRY(cx, casefile_now(cx, room, &made));
    TRY_NEW_ARRAY(cx, a, count, entries);
    for (size_t i = 0; i < count; i++) {
        const char *from = NULL;
        hash h = x->evidence_kept > 0 ? x->evidence.p[i].sha256 : x->manifest;
        if (x->evidence_kept > 0) {
            TRY(cx, evidence_path(cx, a, x->what->by.path, h, &from));
            if (!sys_exists(from))
                continue;
        }
        entries[k].type = "custody";
        TRY(cx, custody_content(cx, a, h, "exported", who, made, purpose,
                                &x->manifest, &entries[k].content));
        k++;
    }
    *n = k;
    return evidence_enter(cx, w, entries, k, made, &first);
}

static void print_exported(const struct exporter *x, uint64_t entered,
                           uint64_t size_now, struct buf *out)
{
    uint64_t contents = 0;
    for (size_t i = 0; i < x->entries.n; i++)
        contents += x->entries.p[i].kept;
    buf_printf(out,
               "%s: %zu of %" PRIu64 " entries, %" PRIu64 " contents, %" PRIu64
               " file%s of evidence, %zu stamp%s\n",
               x->what->out, x->entries.n, x->head.size, contents,
               x->evidence_kept, x->evidence_kept == 1 ? "" : "s", x->n_stamped,
               x->n_stamped == 1 ? "" : "s");
    buf_printf(out, "  head       of %" PRIu64 " entries, %s\n", x->head.size,
               x->verdict.witnessed && x->asks_for_witnesses ? "witnessed"
                                                             : "recorded");
    if (size_now > x->head.size)
        buf_printf(out,
                   "             the last %" PRIu64
                   " entries are under no witnessed head yet (--recorded)\n",
                   size_now - x->head.size);
    if (x->evidence_missing > 0)
        buf_printf(
            out, "  evidence   %" PRIu64 " file%s described and not here\n",
            x->evidence_missing, x->evidence_missing == 1 ? " is" : "s are");
    buf_c(out, "  manifest   ");
    casefile_print_hash(x->manifest, out);
    buf_c(out, "\n             give this hash to whoever gets the package, by "
               "another way\n");
    if (entered > 0)
        buf_printf(out, "  custody    %" PRIu64 " entr%s: exported\n", entered,
                   entered == 1 ? "y" : "ies");
}

static err export_read(struct cx *cx, struct arena *a, struct exporter *x,
                       uint64_t *size)
{
    struct casefile c;
    TRY(cx, casefile_must_be(cx, x->what->by.path));
    TRY(cx, casefile_open(cx, a, x->what->by.path, STORE_READ, &c));
    x->c = &c;
    *size = log_size(c.log);
    err e = make(x);
    x->c = NULL;
    casefile_close(&c);
    return e;
}

static err enter(struct cx *cx, struct arena *a, struct exporter *x,
                 uint64_t *entered)
{
    struct casefile_writer w;
    TRY(cx, casefile_writer_open(cx, a, x->what->by.path, x->what->by.key, &w));
    err e = enter_exported(cx, a, x, &w, entered);
    casefile_writer_close(cx, &w);
    return e;
}

err export_case(struct cx *cx, struct arena *a, const struct export *what,
                struct buf *out)
{
    struct exporter *x;
    uint64_t entered = 0, size = 0;
    TRY_NEW(cx, a, x);
    *x = (struct exporter){.cx = cx, .a = a, .what = what, .fd = -1};
    map_init(&x->left_out, a, cx);
    if (!what->no_entry) {
        err e = evidence_may_write(cx, a, &what->by);
        if (!is_ok(e) && casefile_is(what->by.path))
            return fault_hint(cx, e,
                              "--no-entry exports without entering that it "
                              "was done.");
        TRY(cx, e);
    }
    /* Others may write meanwhile: what is under the head stays. */
    TRY(cx, export_read(cx, a, x, &size));
    if (!what->no_entry)
        TRY(cx, enter(cx, a, x, &entered));
    print_exported(x, entered, size, out);
    return OK;
}

/* --- checking somebody's package ---------------------------------------------
 */

bool export_is_package(const char *path)
{
    char begin[2];
    size_t n = 0;
    struct cx cx;
    struct arena scratch;
    CLEANUP(sys_close) int fd = -1;
    if (sys_is_folder(path))
        return true;
    if (strcmp(path, "-") == 0 || !sys_exists(path))
        return false;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 0);
    err e = sys_open_read(&cx, path, &fd);
    if (is_ok(e))
        e = sys_read(&cx, fd, path, begin, sizeof begin, &n);
    cx_release(&cx);
    return is_ok(e) && n == sizeof begin && memcmp(begin, "PK", n) == 0;
}

static err print_found(struct cx *cx, void *self, const char *place,
                       const char *what)
{
    struct buf *out = self;
    (void)cx;
    buf_safe(out, str_of(place));
    buf_c(out, ": ");
    buf_safe(out, str_of(what));
    buf_char(out, '\n');
    return OK;
}

err export_verify(struct cx *cx, struct arena *a, const char *path,
                  const struct package_opinion *by,
                  const struct casefile_progress *p, struct buf *out,
                  bool *holds)
{
    struct package_counts n;
    struct package_ask ask = {.path = path,
                              .found = print_found,
                              .self = out,
                              .progress = p->progress,
                              .progress_self = p->self};
    if (by->policy != NULL)
        TRY(cx, sys_read_file(cx, a, by->policy, NOTE_MAX_BYTES, &ask.policy));
    if (by->authorities != NULL)
        TRY(cx, sys_read_file(cx, a, by->authorities, CRY_CERTIFICATES_MAX,
                              &ask.certificates));
    TRY(cx, package_check(cx, a, &ask, &n));
    package_print(&ask, &n, out);
    *holds = n.findings == 0;
    return OK;
}
