/* proof/package.c: see package.h. Reads from top to bottom as 10.2 does. */
#include "proof/package.h"

#include "base/cx.h"
#include "base/map.h"
#include "base/vec.h"
#include "proof/batch.h"
#include "proof/flat.h"

#include <inttypes.h>
#include <stdlib.h>

/* --- what is known while checking --------------------------------------------
 */

struct pk_sender {
    struct note_key key;
    size_t state; /* in the keyring; SIZE_MAX for the log's own key */
    bool sent;
    uint64_t number; /* of its last entry that was read */
    uint64_t out;    /* entries of the log that are left out before that one */
    hash leaf;
};

/* What an entry says of a file, a content or a stamp. */
struct pk_entry {
    uint64_t number;
    struct bag_file *note;
};

/* Waits for the entry that signs its batch. */
struct pk_member {
    uint64_t number; /* in the log */
    struct entry e;  /* log, sender, number and in_batch only */
    hash leaf;
    hash path[BATCH_PATH_MAX];
    size_t n;
};

struct pk_evidence {
    uint64_t number;
    hash sha256;
    uint64_t bytes;
};

struct checker {
    struct cx *cx;
    struct arena *a;
    const struct package_ask *ask;
    struct package_counts n;
    struct bag bag;
    struct policy *policy;
    struct checkpoint head;
    str head_note;
    str named; /* the log, by bag-info.txt */
    VEC(struct pk_entry) entries;
    VEC(struct pk_sender) senders;
    VEC(struct pk_member) members; /* of the batch that has not ended */
    VEC(struct pk_evidence) evidence;
    VEC(struct package_stamp) stamps;
    struct map sender_of;    /* name: index */
    struct map evidence_of;  /* hexadecimal: index */
    struct map_u64 stamp_of; /* entry: 1 + offset of its content in `stamped` */
    VEC(str) stamped;
    str policy_text, agreement; /* contents of the last such entries */
    bool has_agreement, agreement_out;
    struct map text_of; /* hexadecimal of an agreement: index */
    VEC(str) texts;
    struct arena key_arena;
    struct keyring keys;
    uint64_t done;
};

static err pk_found(struct checker *k, const char *place, const char *what)
{
    k->n.findings++;
    return k->ask->found(k->cx, k->ask->self, place, what);
}

/* A failure that is a finding about `place`; others are passed on. */
static err pk_judge(struct checker *k, err e, const char *place)
{
    char what[FAULT_MESSAGE_BYTES];
    if (is_ok(e) || e.code == ERR_RESOURCE || e.code == ERR_BUG)
        return e;
    memcpy(what, k->cx->fault.message, sizeof what);
    fault_clear(k->cx);
    return pk_found(k, place, what);
}

/* NUL-terminated, for messages: paths of a bag are ASCII and short. */
struct pk_place {
    char s[BAG_PATH_MAX + 1];
};
static struct pk_place place_of_path(str path)
{
    struct pk_place p = {""};
    if (!str_to_c(str_sub(path, 0, BAG_PATH_MAX), p.s, sizeof p.s))
        p.s[0] = '\0';
    return p;
}

static struct pk_place place_of_entry(uint64_t number)
{
    struct pk_place p;
    snprintf(p.s, sizeof p.s, "entry %" PRIu64, number);
    return p;
}

static void tick(struct checker *k)
{
    enum { EACH = 256 };
    if (k->ask->progress != NULL && k->done++ % EACH == 0)
        k->ask->progress(k->ask->progress_self, k->done, k->entries.n);
}

/* --- 1, 2: names and manifests -----------------------------------------------
 */

static const char *const tag_files[] = {"bag-info.txt", "bagit.txt",
                                        "manifest-sha256.txt"};

/* Whether s is a number in its one spelling, then `end`. */
static bool is_number_and(str s, const char *end, uint64_t *n)
{
    str e = str_of(end);
    return str_ends(s, e) && note_decimal(str_sub(s, 0, s.n - e.n), n);
}

/* SIZE-N and `end`. */
static bool is_stamp_name(str s, const char *end, uint64_t *size, uint64_t *n)
{
    str head, tail;
    return str_cut(s, '-', &head, &tail) && note_decimal(head, size) &&
           is_number_and(tail, end, n);
}

static bool path_is_known(str path)
{
    static const char *const plain[] = {
        "data/VERIFY.md",  "data/agreement.truce", "data/allowed_signers",
        "data/checkpoint", "data/custody.csv",     "data/index.html",
        "data/policy",     "data/revoked_keys",    "data/verify.sh",
        "data/check.sh"};
    static const str entries = STR_INIT("data/entries/"),
                     proofs = STR_INIT("data/proofs/"),
                     blobs = STR_INIT("data/blob/"),
                     evidence = STR_INIT("data/evidence/"),
                     stamps = STR_INIT("data/stamps/"),
                     signatures = STR_INIT("data/signatures/");
    uint64_t n, size;
    hash h;
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        if (str_eq(path, str_of(plain[i])))
            return true;
    if (str_starts(path, entries))
        return note_decimal(str_sub(path, entries.n, path.n), &n);
    if (str_starts(path, proofs))
        return is_number_and(str_sub(path, proofs.n, path.n), ".tlog-proof",
                             &n);
    if (str_starts(path, blobs))
        return hash_parse(str_sub(path, blobs.n, path.n), &h);
    if (str_starts(path, evidence))
        return hash_parse(str_sub(path, evidence.n, path.n), &h);
    if (str_starts(path, signatures))
        return is_number_and(str_sub(path, signatures.n, path.n), ".sig", &n);
    if (!str_starts(path, stamps))
        return false;
    str s = str_sub(path, stamps.n, path.n);
    return is_number_and(s, ".checkpoint", &n) ||
           is_number_and(s, ".consistency", &n) ||
           is_stamp_name(s, ".tsr", &size, &n) ||
           is_stamp_name(s, ".pem", &size, &n);
}

static err check_names(struct checker *k)
{
    for (size_t i = 0; i < k->bag.n; i++) {
        str path = k->bag.file[i].path;
        bool tag = str_eq(path, STR("tagmanifest-sha256.txt"));
        for (size_t t = 0; t < COUNT_OF(tag_files); t++)
            tag |= str_eq(path, str_of(tag_files[t]));
        if (!tag && !path_is_known(path))
            TRY(k->cx, pk_found(k, place_of_path(path).s,
                                "a package has no such file"));
    }
    return OK;
}

/* *bytes is empty if it is missing, which is a finding. */
static err read_raw(struct checker *k, const char *path, size_t max, str *bytes)
{
    struct bag_file *f = bag_find(&k->bag, path);
    *bytes = STR("");
    if (f == NULL)
        return fail(k->cx, ERR_INPUT, "it is missing");
    return bag_read_raw(k->cx, &k->bag, k->a, f, max, bytes);
}

static err take_tag_manifest(struct checker *k)
{
    str bytes;
    TRY(k->cx, read_raw(k, "tagmanifest-sha256.txt", 4096, &bytes));
    TRY(k->cx, bag_take_manifest(k->cx, &k->bag, bytes, STR("")));
    size_t n = 0;
    for (size_t i = 0; i < k->bag.n; i++)
        n += k->bag.file[i].listed;
    for (size_t i = 0; i < COUNT_OF(tag_files); i++) {
        struct bag_file *f = bag_find(&k->bag, tag_files[i]);
        if (f == NULL || !f->listed)
            return fail(k->cx, ERR_INPUT, "%s is not in it", tag_files[i]);
    }
    return n == COUNT_OF(tag_files)
               ? OK
               : fail(k->cx, ERR_INPUT, "it names other files");
}

/* A file that the manifests name, checked against them. */
static err read_listed(struct checker *k, struct arena *a, const char *path,
                       size_t max, str *bytes)
{
    struct bag_file *f = bag_find(&k->bag, path);
    if (f == NULL)
        return fail(k->cx, ERR_INPUT, "it is missing");
    return bag_read(k->cx, &k->bag, a, f, max, bytes);
}

static err take_manifest(struct checker *k)
{
    str bytes;
    TRY(k->cx,
        read_listed(k, k->a, "manifest-sha256.txt", BAG_MANIFEST_MAX, &bytes));
    return bag_take_manifest(k->cx, &k->bag, bytes, STR("data/"));
}

static err check_bagit(struct checker *k)
{
    str bytes;
    TRY(k->cx, read_listed(k, k->a, "bagit.txt", 4096, &bytes));
    if (!str_eq(bytes, STR("BagIt-Version: 1.0\n"
                           "Tag-File-Character-Encoding: UTF-8\n")))
        return fail(k->cx, ERR_INPUT, "it is not that of a package");
    return OK;
}

/* The value of one line "Name: VALUE". */
static bool info_value(str info, const char *name, str *out)
{
    for (str rest = info, line; rest.n > 0;) {
        str head, tail;
        str_cut(rest, '\n', &line, &rest);
        if (str_cut(line, ':', &head, &tail) && str_eq(head, str_of(name)) &&
            str_starts(tail, STR(" "))) {
            *out = str_sub(tail, 1, tail.n);
            return true;
        }
    }
    return false;
}

static err check_info(struct checker *k)
{
    str bytes, value, sum, count;
    uint64_t octets, files;
    k->named = STR("");
    TRY(k->cx, read_listed(k, k->a, "bag-info.txt", 4096, &bytes));
    if (!info_value(bytes, "Truce-Package", &value) || !str_eq(value, STR("1")))
        return fail_hint(k->cx, ERR_INPUT, "A later version may read it.",
                         "it is not a package of version 1");
    if (!info_value(bytes, "External-Identifier", &k->named))
        return fail(k->cx, ERR_INPUT, "it names no log");
    for (size_t i = 0; i < k->bag.n; i++)
        if (str_starts(k->bag.file[i].path, STR("data/"))) {
            k->n.files++;
            k->n.bytes += k->bag.file[i].size;
        }
    if (!info_value(bytes, "Payload-Oxum", &value) ||
        !str_cut(value, '.', &sum, &count) || !note_decimal(sum, &octets) ||
        !note_decimal(count, &files) || octets != k->n.bytes ||
        files != k->n.files)
        return fail(k->cx, ERR_INPUT,
                    "Payload-Oxum does not fit: there are %" PRIu64
                    " bytes in %" PRIu64 " files",
                    k->n.bytes, k->n.files);
    return OK;
}

/* --- 3: the head -------------------------------------------------------------
 */

static err read_policy(struct checker *k)
{
    str own;
    TRY_NEW(k->cx, k->a, k->policy);
    TRY(k->cx, read_listed(k, k->a, "data/policy", NOTE_MAX_BYTES, &own));
    k->policy_text = own;
    k->n.own_policy = k->ask->policy.n > 0;
    TRY(k->cx,
        policy_parse(k->cx, k->n.own_policy ? k->ask->policy : own, k->policy));
    k->n.asks_for_witnesses = k->policy->quorum >= 0;
    return OK;
}

static err check_head(struct checker *k)
{
    struct note *n;
    TRY_NEW(k->cx, k->a, n);
    TRY(k->cx,
        read_listed(k, k->a, "data/checkpoint", NOTE_MAX_BYTES, &k->head_note));
    TRY(k->cx, note_parse(k->cx, k->a, k->head_note, n));
    TRY(k->cx, policy_judge(k->cx, k->policy, n, &k->head, &k->n.verdict));
    if (!k->n.verdict.recorded)
        return fail(k->cx, ERR_INPUT,
                    k->n.own_policy
                        ? "it is not signed by a log of the policy given"
                        : "it is not signed by a log of data/policy");
    if (k->named.n > 0 && !str_eq(k->named, k->head.origin))
        return fail(k->cx, ERR_INPUT, "it is of another log than bag-info.txt");
    k->n.origin = k->head.origin;
    k->n.size = k->head.size;
    return OK;
}

/* --- 4: entries --------------------------------------------------------------
 */

static int by_number(const void *x, const void *y)
{
    const struct pk_entry *a = x, *b = y;
    return (a->number > b->number) - (a->number < b->number);
}

static err list_entries(struct checker *k)
{
    static const str folder = STR_INIT("data/entries/");
    for (size_t i = 0; i < k->bag.n; i++) {
        struct bag_file *f = &k->bag.file[i];
        struct pk_entry e = {.note = f};
        if (str_starts(f->path, folder) &&
            note_decimal(str_sub(f->path, folder.n, f->path.n), &e.number))
            TRY_ROOM(k->cx, k->a, vec_push(k->a, &k->entries, e));
    }
    if (k->entries.n > 0)
        qsort(k->entries.p, k->entries.n, sizeof *k->entries.p, by_number);
    return OK;
}

static err check_inclusion(struct checker *k, struct arena *a, uint64_t number,
                           hash leaf, str *extra)
{
    struct bundle *b;
    char path[64];
    str bytes;
    snprintf(path, sizeof path, "data/proofs/%" PRIu64 ".tlog-proof", number);
    err e = read_listed(k, a, path, 2 * NOTE_MAX_BYTES, &bytes);
    if (e.code == ERR_INPUT && bag_find(&k->bag, path) == NULL)
        return fail(k->cx, ERR_INPUT, "its proof is missing");
    TRY(k->cx, e);
    TRY_NEW(k->cx, a, b);
    TRY(k->cx, bundle_parse(k->cx, bytes, b));
    if (!str_eq(b->checkpoint, k->head_note))
        return fail(k->cx, ERR_INPUT,
                    "its proof is under another head than data/checkpoint");
    if (b->index != number ||
        !merkle_check_inclusion(leaf, number, k->head.size, b->path, b->n,
                                k->head.root))
        return fail(k->cx, ERR_INPUT,
                    "its proof does not show that it is in the log");
    *extra = b->extra;
    return OK;
}

/* The sender's chain, as far as it is there: what it misses is among the
 * entries of the log that are left out (or do not hold, which was told). */
static err check_chain(struct checker *k, struct pk_sender *s,
                       const struct pk_entry *x, const struct entry *e,
                       hash leaf)
{
    bool next = s->sent && e->number == s->number + 1;
    bool first = e->number == 0;
    uint64_t out = x->number - (uint64_t)(x - k->entries.p),
             gap = s->sent ? e->number - s->number - 1 : e->number;
    if (s->sent && e->number <= s->number)
        return fail(k->cx, ERR_INPUT,
                    "its sender has numbered it %" PRIu64 " after %" PRIu64,
                    e->number, s->number);
    if (gap > out - s->out && k->n.findings == 0)
        return fail(k->cx, ERR_INPUT,
                    "its sender's entries before it are not in the log, as its "
                    "number %" PRIu64 " tells",
                    e->number);
    if (s->state == SIZE_MAX)
        k->n.own_out += gap;
    if (first ? e->has_after
              : !e->has_after || (next && !hash_eq(e->after, s->leaf)))
        return fail(k->cx, ERR_INPUT,
                    "it does not go on from its sender's entry before it");
    s->sent = true;
    s->number = e->number;
    s->out = out;
    s->leaf = leaf;
    return OK;
}

static err add_sender(struct checker *k, const struct note_key *key,
                      size_t state)
{
    struct pk_sender s = {.key = *key, .state = state};
    uint64_t at;
    str name;
    if (map_get(&k->sender_of, key->name, &at)) {
        /* Replaced; the chain goes on. */
        s.key.name = k->senders.p[at].key.name;
        k->senders.p[at].key = s.key;
        k->senders.p[at].state = state;
        return OK;
    }
    TRY_ROOM(k->cx, k->a, arena_dup_str(k->a, key->name, &name));
    s.key.name = name;
    TRY_ROOM(k->cx, k->a, map_put(&k->sender_of, name, k->senders.n));
    TRY_ROOM(k->cx, k->a, vec_push(k->a, &k->senders, s));
    return OK;
}

/* By the rules of proof/keys.h: what breaks one is a finding. */
static err learn_key(struct checker *k, uint64_t number, const struct entry *e,
                     str content)
{
    size_t before = k->keys.keys.n;
    TRY(k->cx, keyring_take(k->cx, &k->keys, number, e, content));
    if (k->keys.keys.n == before)
        return OK;
    const struct key_state *s = vec_last(&k->keys.keys);
    if (number == 0 &&
        memcmp(s->note.public_key, k->senders.p[0].key.public_key,
               CRY_SIGN_PUBLIC_BYTES) != 0)
        return fail(k->cx, ERR_INPUT,
                    "it enters another key than the policy's");
    return s->said.purpose == KEY_SENDER ? add_sender(k, &s->note, before) : OK;
}

/* The log's own key, by the policy: entry 0 says it again. */
static err add_sequencer(struct checker *k)
{
    for (size_t i = 0; i < k->policy->n_logs; i++)
        if (str_eq(k->policy->log[i].name, k->head.origin))
            return add_sender(k, &k->policy->log[i], SIZE_MAX);
    return OK;
}

static err learn_evidence(struct checker *k, struct arena *a, uint64_t number,
                          str content)
{
    struct pk_evidence x = {.number = number};
    char hex[2 * CRY_HASH_BYTES];
    struct flat *f;
    str key;
    TRY_NEW(k->cx, a, f);
    /* What describes no file is an entry like any other. */
    err e = flat_parse(k->cx, a, content, f);
    if (e.code == ERR_RESOURCE)
        return e;
    if (!is_ok(e) || !hash_parse(flat_text(f, "sha256"), &x.sha256) ||
        !flat_uint(f, "bytes", &x.bytes)) {
        fault_clear(k->cx);
        return OK;
    }
    hash_print(x.sha256, hex);
    TRY_ROOM(k->cx, k->a, arena_dup_str(k->a, (str){hex, sizeof hex}, &key));
    if (map_get(&k->evidence_of, key, NULL))
        return OK;
    TRY_ROOM(k->cx, k->a, map_put(&k->evidence_of, key, k->evidence.n));
    TRY_ROOM(k->cx, k->a, vec_push(k->a, &k->evidence, x));
    return OK;
}

static err keep_content(struct checker *k, str content, str *out)
{
    TRY_ROOM(k->cx, k->a, arena_dup_str(k->a, content, out));
    return OK;
}

static err learn_stamp(struct checker *k, uint64_t number, str content)
{
    str copy;
    TRY(k->cx, keep_content(k, content, &copy));
    TRY_ROOM(k->cx, k->a, vec_push(k->a, &k->stamped, copy));
    TRY_ROOM(k->cx, k->a, map_u64_put(&k->stamp_of, number, k->stamped.n));
    return OK;
}

static bool is_type(const struct entry *e, const char *type)
{
    return str_eq(e->type, str_of(type));
}

static bool is_looked_into(const struct entry *e)
{
    static const char *const types[] = {"agreement", "evidence",   "key",
                                        "policy",    "revocation", "signature",
                                        "stamp"};
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (is_type(e, types[i]))
            return true;
    return false;
}

static err learn_agreement(struct checker *k, str content)
{
    char hex[2 * CRY_HASH_BYTES];
    str key;
    k->has_agreement = true;
    k->agreement_out = false;
    TRY(k->cx, keep_content(k, content, &k->agreement));
    hash_print(cry_sha256(content, STR("")), hex);
    TRY_ROOM(k->cx, k->a, arena_dup_str(k->a, (str){hex, sizeof hex}, &key));
    TRY_ROOM(k->cx, k->a, map_put(&k->text_of, key, k->texts.n));
    TRY_ROOM(k->cx, k->a, vec_push(k->a, &k->texts, k->agreement));
    return OK;
}

/* Whether the signature holds over the text that its line names. */
static err check_person(struct checker *k, struct arena *a, uint64_t number,
                        const struct entry *e, str line, str armored)
{
    struct sshsig sig;
    struct flat *f;
    uint64_t at;
    TRY_NEW(k->cx, a, f);
    TRY(k->cx, flat_parse(k->cx, a, line, f));
    str text = flat_text(f, "text"), prefix = STR("sha256:");
    if (!str_starts(text, prefix) ||
        !map_get(&k->text_of, str_sub(text, prefix.n, text.n), &at))
        return fail(k->cx, ERR_INPUT, "its text is not here");
    TRY(k->cx, sshsig_parse(k->cx, a, armored, &sig));
    return keyring_check(k->cx, &k->keys, number, str_of(e->made),
                         flat_text(f, "source"), &sig, KEYS_NS_AGREEMENT,
                         k->texts.p[at]);
}

/* data/signatures/N.sig is the entry's, for ssh-keygen. */
static err check_sig_file(struct checker *k, struct arena *a, uint64_t number,
                          str armored)
{
    char path[64];
    str bytes;
    snprintf(path, sizeof path, "data/signatures/%" PRIu64 ".sig", number);
    if (bag_find(&k->bag, path) == NULL)
        return OK;
    TRY(k->cx, read_listed(k, a, path, SSHSIG_MAX_TEXT, &bytes));
    return str_eq(bytes, armored)
               ? OK
               : fail(k->cx, ERR_INPUT, "%s is not its signature", path);
}

static err learn_signature(struct checker *k, struct arena *a, uint64_t number,
                           const struct entry *e, str content)
{
    str line, armored;
    key_content_split(content, &line, &armored);
    if (armored.n == 0)
        return OK;
    TRY(k->cx, check_sig_file(k, a, number, armored));
    err x = check_person(k, a, number, e, line, armored);
    if (x.code == ERR_RESOURCE || x.code == ERR_BUG)
        return x;
    fault_clear(k->cx);
    k->n.signatures += is_ok(x);
    k->n.signatures_void += !is_ok(x);
    return OK;
}

static err learn(struct checker *k, struct arena *a, uint64_t number,
                 const struct entry *e, str content)
{
    if (is_type(e, "policy"))
        TRY(k->cx, keep_content(k, content, &k->policy_text));
    if (entry_is_about_keys(e->type))
        return learn_key(k, number, e, content);
    if (is_type(e, "agreement"))
        return learn_agreement(k, content);
    if (is_type(e, "signature"))
        return learn_signature(k, a, number, e, content);
    if (is_type(e, "evidence"))
        return learn_evidence(k, a, number, content);
    return learn_stamp(k, number, content);
}

static err check_content(struct checker *k, struct arena *a, uint64_t number,
                         const struct entry *e)
{
    char path[sizeof "data/blob/" + 2 * CRY_HASH_BYTES] = "data/blob/";
    const size_t before = sizeof "data/blob/" - 1;
    str bytes;
    if (!e->has_content)
        return OK;
    hash_print(e->content, path + before);
    struct bag_file *f = bag_find_str(&k->bag, (str){path, sizeof path - 1});
    if (f == NULL) {
        if (entry_is_about_keys(e->type))
            return fail(k->cx, ERR_INPUT,
                        "its content is missing, and is needed");
        k->n.contents_out++;
        if (is_type(e, "agreement"))
            k->agreement_out = true;
        return OK;
    }
    if (!f->listed || !hash_eq(f->want, e->content))
        return fail(k->cx, ERR_INPUT, "its content is not the one it names");
    if (!is_looked_into(e)) {
        TRY(k->cx, bag_hash(k->cx, &k->bag, f));
        k->n.contents++;
        return OK;
    }
    TRY(k->cx, bag_read(k->cx, &k->bag, a, f, BAG_FILE_MAX, &bytes));
    if (bytes.n < CRY_HASH_BYTES)
        return fail(k->cx, ERR_INPUT, "its content is too short");
    k->n.contents++;
    return learn(k, a, number, e, str_sub(bytes, CRY_HASH_BYTES, bytes.n));
}

/* --- batches: an entry in one holds when its batch entry has come ------------
 */

static err add_member(struct checker *k, uint64_t number, const struct entry *e,
                      str sender, hash leaf, str extra)
{
    struct pk_member m = {.number = number,
                          .e = {.log = k->head.origin,
                                .sender = sender,
                                .number = e->number,
                                .in_batch = true},
                          .leaf = leaf};
    TRY(k->cx, batch_path_parse(k->cx, extra, m.path, &m.n));
    if (k->members.n == ENTRY_COVERS_MAX)
        return fail(k->cx, ERR_INPUT, "no batch has so many entries");
    TRY_ROOM(k->cx, k->a, vec_push(k->a, &k->members, m));
    return OK;
}

/* What waits when a signed entry comes that is no batch entry, or the end. */
static err lose_members(struct checker *k)
{
    char what[100];
    size_t n = k->members.n;
    if (n == 0)
        return OK;
    k->members.n = 0;
    snprintf(what, sizeof what,
             "the entry that signs its batch (of %zu that are here) does not "
             "follow",
             n);
    return pk_found(k, place_of_entry(k->members.p[0].number).s, what);
}

/* Nothing else stands between: place and number go up together. */
static err end_batch(struct checker *k, uint64_t number, const struct entry *by)
{
    for (size_t i = 0; i < k->members.n; i++) {
        const struct pk_member *m = &k->members.p[i];
        if (batch_holds(by, &m->e, m->leaf, m->path, m->n) &&
            number - m->number == by->number - m->e.number)
            k->n.entries++;
        else
            TRY(k->cx, pk_found(k, place_of_entry(m->number).s,
                                "it is not one of those that its batch entry "
                                "covers"));
    }
    k->members.n = 0;
    return OK;
}

static err check_signed(struct checker *k, uint64_t number,
                        const struct note *n, const struct entry *e,
                        const struct pk_sender *s)
{
    bool holds;
    TRY(k->cx, note_verify(k->cx, n, &s->key, &holds, NULL));
    if (!holds || n->n != 1)
        return fail(k->cx, ERR_INPUT,
                    "it is not signed by its sender, and by it alone");
    return e->covers > 0 ? end_batch(k, number, e) : lose_members(k);
}

static err check_entry(struct checker *k, struct arena *a,
                       const struct pk_entry *x)
{
    struct note *n;
    struct entry e;
    str bytes, extra;
    uint64_t at;
    TRY(k->cx, bag_read(k->cx, &k->bag, a, x->note, ENTRY_MAX_BYTES, &bytes));
    if (x->number >= k->head.size)
        return fail(k->cx, ERR_INPUT, "the head has only %" PRIu64 " entries",
                    k->head.size);
    hash leaf = merkle_leaf(bytes);
    TRY(k->cx, check_inclusion(k, a, x->number, leaf, &extra));
    TRY_NEW(k->cx, a, n);
    TRY(k->cx, entry_read(k->cx, a, bytes, n, &e));
    if (!str_eq(e.log, k->head.origin))
        return fail(k->cx, ERR_INPUT, "it is of another log");
    if (!map_get(&k->sender_of, e.sender, &at))
        return fail(k->cx, ERR_INPUT,
                    "no key of its sender was entered "
                    "before it");
    struct pk_sender *s = &k->senders.p[at];
    if (s->state != SIZE_MAX &&
        !key_stood(&k->keys.keys.p[s->state], x->number, str_of(e.made)))
        return fail(k->cx, ERR_INPUT, "its sender's key did not stand then");
    if (!e.in_batch)
        TRY(k->cx, check_signed(k, x->number, n, &e, s));
    TRY(k->cx, check_chain(k, s, x, &e, leaf));
    TRY(k->cx, check_content(k, a, x->number, &e));
    if (e.in_batch)
        return add_member(k, x->number, &e, k->senders.p[at].key.name, leaf,
                          extra);
    k->n.entries++;
    return OK;
}

static err check_entries(struct checker *k)
{
    struct arena each;
    err e = OK;
    if (k->entries.n == 0 || k->entries.p[0].number != 0)
        TRY(k->cx, pk_found(k, "entry 0", "the sequencer's key is missing"));
    arena_init(&each, k->cx->mem, "entry", (size_t)2 * BAG_FILE_MAX);
    for (size_t i = 0; i < k->entries.n && is_ok(e); i++) {
        struct arena_mark mark = arena_mark(k->cx->scratch);
        e = check_entry(k, &each, &k->entries.p[i]);
        e = pk_judge(k, e, place_of_entry(k->entries.p[i].number).s);
        arena_rewind(k->cx->scratch, mark);
        arena_reset(&each);
        tick(k);
    }
    if (is_ok(e))
        e = lose_members(k);
    arena_release(&each);
    return e;
}

/* --- 5: contents that are shown apart ----------------------------------------
 */

static err check_same(struct checker *k, const char *path, str want)
{
    str bytes;
    TRY(k->cx, read_listed(k, k->a, path, BAG_FILE_MAX, &bytes));
    return str_eq(bytes, want)
               ? OK
               : fail(k->cx, ERR_INPUT,
                      "it is not the content of the entry that it is said to "
                      "be");
}

/* The signing keys of the log, as ssh-keygen reads them. */
static err check_keys(struct checker *k, const char *path,
                      void (*print)(const struct key_state *, struct buf *))
{
    struct buf b;
    if (bag_find(&k->bag, path) == NULL)
        return OK;
    buf_init(&b, k->a, BAG_FILE_MAX);
    for (size_t i = 0; i < k->keys.keys.n; i++)
        print(&k->keys.keys.p[i], &b);
    TRY(k->cx, buf_finish(k->cx, &b));
    return pk_judge(k, check_same(k, path, buf_view(&b)), path);
}

static err check_shown(struct checker *k)
{
    const char *path = "data/agreement.truce";
    TRY(k->cx, check_keys(k, "data/allowed_signers", key_print_allowed));
    TRY(k->cx, check_keys(k, "data/revoked_keys", key_print_revoked));
    TRY(k->cx, pk_judge(k, check_same(k, "data/policy", k->policy_text),
                        "data/policy"));
    if (k->has_agreement && !k->agreement_out)
        return pk_judge(k, check_same(k, path, k->agreement), path);
    return bag_find(&k->bag, path) == NULL
               ? OK
               : pk_found(k, path, "no entry that is here has this content");
}

static err check_evidence(struct checker *k)
{
    for (size_t i = 0; i < k->evidence.n; i++) {
        const struct pk_evidence *x = &k->evidence.p[i];
        char path[sizeof "data/evidence/" + 2 * CRY_HASH_BYTES] =
            "data/evidence/";
        hash_print(x->sha256, path + sizeof "data/evidence/" - 1);
        struct bag_file *f =
            bag_find_str(&k->bag, (str){path, sizeof path - 1});
        if (f == NULL) {
            k->n.evidence_out++;
            continue;
        }
        err e = bag_hash(k->cx, &k->bag, f);
        if (is_ok(e) && (!hash_eq(f->want, x->sha256) || f->size != x->bytes))
            e = fail(k->cx, ERR_INPUT,
                     "it is not the file that entry %" PRIu64 " describes",
                     x->number);
        k->n.evidence += is_ok(e);
        TRY(k->cx, pk_judge(k, e, place_of_path(f->path).s));
    }
    return OK;
}

/* --- 6: stamps ---------------------------------------------------------------
 */

static err check_consistency(struct checker *k, uint64_t size, hash root)
{
    hash proof[MERKLE_CONSISTENCY_MAX];
    char path[64];
    size_t n = 0;
    str bytes;
    snprintf(path, sizeof path, "data/stamps/%" PRIu64 ".consistency", size);
    TRY(k->cx, read_listed(k, k->a, path, 1 << 16, &bytes));
    for (str rest = bytes, line; rest.n > 0; n++) {
        size_t got;
        if (!str_cut(rest, '\n', &line, &rest) || n == COUNT_OF(proof) ||
            !cry_base64_decode(line, proof[n].b, CRY_HASH_BYTES, &got) ||
            got != CRY_HASH_BYTES)
            return fail(k->cx, ERR_INPUT,
                        "the proof that the log goes on from "
                        "it is malformed");
    }
    if (!merkle_check_consistency(size, k->head.size, proof, n, root,
                                  k->head.root))
        return fail(k->cx, ERR_INPUT, "data/checkpoint does not go on from it");
    return OK;
}

/* A head that was stamped: the log's signature and no other. */
static err check_stamped_head(struct checker *k, uint64_t size, str *bytes)
{
    char path[64];
    struct note *n;
    struct checkpoint c;
    bool holds = false;
    snprintf(path, sizeof path, "data/stamps/%" PRIu64 ".checkpoint", size);
    TRY(k->cx, read_listed(k, k->a, path, NOTE_MAX_BYTES, bytes));
    TRY_NEW(k->cx, k->a, n);
    TRY(k->cx, note_parse(k->cx, k->a, *bytes, n));
    TRY(k->cx, checkpoint_parse(k->cx, n->text, &c));
    for (size_t i = 0; i < k->policy->n_logs && !holds; i++)
        if (str_eq(k->policy->log[i].name, k->head.origin))
            TRY(k->cx, note_verify(k->cx, n, &k->policy->log[i], &holds, NULL));
    if (!holds || n->n != 1 || !str_eq(c.origin, k->head.origin) ||
        c.size != size)
        return fail(k->cx, ERR_INPUT,
                    "it is not a head of this log with the log's signature "
                    "alone");
    return check_consistency(k, size, c.root);
}

/* The content of the `stamp` entry, if it is here, is these files. */
static err check_stamp_entry(struct checker *k, uint64_t size, uint64_t number,
                             str tsr, str pem)
{
    uint64_t at, entry_size, bytes;
    str content, line, rest, authority, count;
    if (!map_u64_get(&k->stamp_of, number, &at))
        return fail(k->cx, ERR_INPUT,
                    "entry %" PRIu64 " is no stamp that is here", number);
    content = k->stamped.p[at - 1];
    if (!str_cut(content, '\n', &line, &rest) ||
        !str_cut(line, ' ', &line, &authority) ||
        !str_cut(authority, ' ', &authority, &count) ||
        !note_decimal(line, &entry_size) || !note_decimal(count, &bytes) ||
        entry_size != size || bytes != tsr.n ||
        !str_eq(str_sub(rest, 0, tsr.n), tsr) ||
        !str_eq(str_sub(rest, tsr.n, rest.n), pem))
        return fail(k->cx, ERR_INPUT,
                    "it is not the stamp that entry %" PRIu64 " holds", number);
    return OK;
}

static err check_stamp(struct checker *k, uint64_t size, uint64_t number)
{
    struct package_stamp s = {.size = size};
    struct cry_stamp stamp;
    char path[80];
    str head, tsr, pem;
    TRY(k->cx, check_stamped_head(k, size, &head));
    snprintf(path, sizeof path, "data/stamps/%" PRIu64 "-%" PRIu64 ".tsr", size,
             number);
    TRY(k->cx, read_listed(k, k->a, path, CRY_STAMP_MAX, &tsr));
    snprintf(path, sizeof path, "data/stamps/%" PRIu64 "-%" PRIu64 ".pem", size,
             number);
    TRY(k->cx, read_listed(k, k->a, path, CRY_CERTIFICATES_MAX, &pem));
    TRY(k->cx, check_stamp_entry(k, size, number, tsr, pem));
    err e = cry_stamp_check(k->cx, tsr, head,
                            k->n.own_authorities ? k->ask->certificates : pem,
                            &stamp);
    if (e.code == ERR_INPUT && (k->n.own_authorities || pem.n == 0)) {
        /* By somebody whom the reader did not name: no damage, no proof. */
        fault_clear(k->cx);
        k->n.stamps_unknown++;
        return OK;
    }
    TRY(k->cx, e);
    s.at = stamp.at;
    memcpy(s.authority, stamp.authority, sizeof s.authority);
    TRY_ROOM(k->cx, k->a, vec_push(k->a, &k->stamps, s));
    return OK;
}

static err check_stamps(struct checker *k)
{
    static const str folder = STR_INIT("data/stamps/");
    k->n.own_authorities = k->ask->certificates.n > 0;
    if (k->n.own_authorities)
        TRY(k->cx, cry_certificates_check(k->cx, k->ask->certificates));
    for (size_t i = 0; i < k->bag.n; i++) {
        str path = k->bag.file[i].path;
        uint64_t size, number;
        if (str_starts(path, folder) &&
            is_stamp_name(str_sub(path, folder.n, path.n), ".tsr", &size,
                          &number))
            TRY(k->cx, pk_judge(k, check_stamp(k, size, number),
                                place_of_path(path).s));
    }
    k->n.stamp = k->stamps.p;
    k->n.n_stamps = k->stamps.n;
    return OK;
}

/* --- what is left ------------------------------------------------------------
 */

static bool must_be_named(str path)
{
    return str_starts(path, STR("data/blob/")) ||
           str_starts(path, STR("data/evidence/")) ||
           str_starts(path, STR("data/proofs/")) ||
           str_starts(path, STR("data/signatures/")) ||
           str_starts(path, STR("data/stamps/"));
}

/* Every file has been read once, or is read now. What nothing names is a
 * finding of its own only where nothing else was found: else it follows. */
static err check_rest(struct checker *k)
{
    bool damaged = k->n.findings > 0;
    for (size_t i = 0; i < k->bag.n; i++) {
        struct bag_file *f = &k->bag.file[i];
        if (f->read)
            continue;
        err e = bag_hash(k->cx, &k->bag, f);
        if (is_ok(e) && !damaged && must_be_named(f->path))
            e = fail(k->cx, ERR_INPUT, "nothing that is here names it");
        TRY(k->cx, pk_judge(k, e, place_of_path(f->path).s));
    }
    return OK;
}

static err begin(struct checker *k)
{
    TRY(k->cx, check_names(k));
    TRY(k->cx, pk_judge(k, take_tag_manifest(k), "tagmanifest-sha256.txt"));
    TRY(k->cx, pk_judge(k, take_manifest(k), "manifest-sha256.txt"));
    TRY(k->cx, pk_judge(k, check_bagit(k), "bagit.txt"));
    return pk_judge(k, check_info(k), "bag-info.txt");
}

static err check(struct checker *k)
{
    uint64_t before;
    TRY(k->cx, begin(k));
    before = k->n.findings;
    TRY(k->cx, pk_judge(k, read_policy(k), "data/policy"));
    if (k->n.findings == before)
        TRY(k->cx, pk_judge(k, check_head(k), "data/checkpoint"));
    if (k->n.findings == before) {
        keyring_init(&k->keys, &k->key_arena, k->head.origin);
        TRY(k->cx, add_sequencer(k));
        TRY(k->cx, list_entries(k));
        TRY(k->cx, check_entries(k));
        TRY(k->cx, check_shown(k));
        TRY(k->cx, check_evidence(k));
        TRY(k->cx, check_stamps(k));
    }
    return check_rest(k);
}

/* A package that is not there, or cannot be looked at, is no finding. */
static err open_and_check(struct checker *k)
{
    err opened = bag_open(k->cx, k->a, k->ask->path, &k->bag);
    if (opened.code == ERR_NOT_FOUND || opened.code == ERR_DENIED)
        return opened;
    if (!is_ok(opened))
        return pk_judge(k, opened, "the package");
    err e = check(k);
    /* What the counts borrow of a zip file must outlive it. */
    if (is_ok(e) && !arena_dup_str(k->a, k->n.origin, &k->n.origin))
        e = arena_fail(k->cx, k->a);
    bag_close(&k->bag);
    return e;
}

err package_check(struct cx *cx, struct arena *a, const struct package_ask *ask,
                  struct package_counts *out)
{
    struct checker *k;
    TRY_NEW(cx, a, k);
    k->cx = cx;
    k->a = a;
    k->ask = ask;
    arena_init(&k->key_arena, cx->mem, "keys", cx->limits.document_bytes);
    map_init(&k->sender_of, a, cx);
    map_init(&k->text_of, a, cx);
    map_init(&k->evidence_of, a, cx);
    map_u64_init(&k->stamp_of, a, cx);
    err e = open_and_check(k);
    arena_release(&k->key_arena);
    TRY(cx, e);
    *out = k->n;
    return OK;
}
