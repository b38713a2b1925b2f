/* tests/tools/record_vectors.c: writes the test vectors of the record.
 *
 *     build/release/record_vectors FOLDER      FOLDER must not be there
 *
 * A log of 258 entries, so that one tile is full, from fixed seeds and a fixed
 * clock: the same bytes each time (tests/cli/vectors.t compares them with
 * tests/vectors/record/). For people who write a verifier in another language:
 * tests/vectors/record/README.md. */
#include "base/cx.h"
#include "base/sys.h"
#include "proof/bundle.h"
#include "record/log.h"
#include "record/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define MADE STR("2025-01-19T10:00:00Z")
enum { ENTRIES = 258, COSIGNED_AT = 1737280800 };

static struct cx cx;
static struct arena scratch, arena;
static const char *folder;
static str other_path;

static void must(err e)
{
    if (is_ok(e))
        return;
    fprintf(stderr, "record_vectors: %s\n", cx.fault.message);
    exit(3);
}

static void must_be(bool b)
{
    must(b ? OK : fail(&cx, ERR_RESOURCE, "memory or a path"));
}

static void make_folder(const char *name)
{
    str path;
    must_be(arena_printf(&arena, &path, "%s%s", folder, name) &&
            mkdir(path.p, 0755) == 0);
}

static void put(const char *name, str bytes)
{
    str path;
    must_be(arena_printf(&arena, &path, "%s/%s", folder, name));
    must(sys_write_new(&cx, path.p, false, bytes));
}

static str key_of(const struct signer *s)
{
    struct buf b;
    buf_init(&b, &arena, 1000);
    note_key_print(&s->key, &b);
    must(buf_finish(&cx, &b));
    return buf_view(&b);
}

static str policy_of(const struct signer *log, const struct signer *witness)
{
    str out, l = key_of(log), w = key_of(witness);
    must_be(arena_printf(&arena, &out, "log %.*s\nwitness W %.*s\nquorum W\n",
                         STR_ARG(l), STR_ARG(w)));
    return out;
}

static str line_of(const char *before, str text, const char *after)
{
    str out;
    must_be(
        arena_printf(&arena, &out, "%s%.*s%s", before, STR_ARG(text), after));
    return out;
}

static struct log *make_log(struct store *s, const struct signer *by,
                            const struct signer *sender, str policy)
{
    struct log *l;
    uint64_t n;
    must(log_create(&cx, s, NULL, by, policy, MADE, &l));
    must(log_begin(&cx, l));
    must(log_write(
        &cx, l, by, STR("key"),
        line_of("{\"key\":\"", key_of(sender), "\",\"purpose\":\"sender\"}"),
        MADE, &n));
    while (log_size(l) < ENTRIES) {
        char text[100];
        snprintf(text, sizeof text, "{\"type\":\"source\",\"id\":\"s-%llu\"}",
                 (unsigned long long)log_size(l));
        must(log_write(&cx, l, sender, STR("source"), str_of(text), MADE, &n));
    }
    must(log_commit(&cx, l));
    must(log_sign(&cx, l, by));
    return l;
}

static void cosign(struct log *l, const struct signer *witness, str policy)
{
    struct policy *p = arena_alloc(&arena, sizeof *p);
    struct checkpoint head;
    struct buf line;
    unsigned added;
    uint64_t size;
    str note;
    must_be(p != NULL);
    must(policy_parse(&cx, policy, p));
    must(log_head(&cx, l, &arena, &note, &head));
    buf_init(&line, &arena, 10000);
    must(note_sign(&cx, str_sub(note, 0, str_find(note, STR("\n\n")) + 1),
                   &witness->key, witness->secret.p, COSIGNED_AT, &line));
    must(log_cosign(&cx, l, p, buf_view(&line), &added, &size));
    must_be(added == 1);
}

static void put_tile(struct log *l, unsigned level, uint64_t index)
{
    char name[40];
    unsigned width;
    str bytes;
    must(tree_tile(&cx, log_tree(l), &arena, level, index, &width, &bytes));
    if (width == TREE_TILE)
        snprintf(name, sizeof name, "tile/%u/%03u", level, (unsigned)index);
    else
        snprintf(name, sizeof name, "tile/%u/%03u.p/%u", level, (unsigned)index,
                 width);
    put(name, bytes);
}

static err add_note(struct cx *c, void *self, uint64_t number, str note)
{
    struct buf *b = self;
    (void)c;
    (void)number;
    buf_char(b, (char)(note.n >> 8));
    buf_char(b, (char)(note.n & 0xff));
    buf_str(b, note);
    return OK;
}

static void put_bundle(struct store *s, uint64_t from, uint64_t to,
                       const char *name)
{
    struct buf b;
    buf_init(&b, &arena, 1 << 24);
    must(store_entries(&cx, s, from, to, add_note, &b));
    must(buf_finish(&cx, &b));
    put(name, buf_view(&b));
}

static str print_bundle(const struct bundle *x)
{
    struct buf b;
    buf_init(&b, &arena, 1 << 20);
    bundle_print(x, &b);
    must(buf_finish(&cx, &b));
    return buf_view(&b);
}

/* Entry, content and proof, and what each of them is when it is spoilt. */
static void put_entry(struct log *l, struct store *s, uint64_t n)
{
    struct bundle b;
    struct note *note = arena_alloc(&arena, sizeof *note);
    struct entry e;
    str bytes, blob, name;
    must_be(note != NULL);
    must(store_entry(&cx, s, &arena, n, &bytes));
    must(note_parse(&cx, &arena, bytes, note));
    must(entry_parse(&cx, note->text, &e));
    must(store_blob(&cx, s, &arena, n, &blob));
    must(log_prove(&cx, l, &arena, NULL, n, &b));
    must_be(arena_printf(&arena, &name, "entry-%u", (unsigned)n));
    put(name.p, bytes);
    must_be(arena_printf(&arena, &name, "entry-%u.blob", (unsigned)n));
    put(name.p, blob);
    must_be(arena_printf(&arena, &name, "entry-%u.tlog-proof", (unsigned)n));
    put(name.p, print_bundle(&b));
    if (n != 3)
        return;
    b.path[0].b[0] ^= 1;
    put("bad-path.tlog-proof", print_bundle(&b));
    b.path[0].b[0] ^= 1;
    b.index ^= 1;
    put("bad-index.tlog-proof", print_bundle(&b));
    b.index ^= 1;
    b.n--;
    put("bad-short.tlog-proof", print_bundle(&b));
    b.n++;
    str head = b.checkpoint;
    size_t root = str_find(head, STR("\n258\n")) + 5;
    char *copy = arena_alloc(&arena, head.n);
    must_be(copy != NULL && root < head.n);
    memcpy(copy, head.p, head.n);
    copy[root] = copy[root] == 'A' ? 'B' : 'A';
    b.checkpoint = (str){copy, head.n};
    put("bad-root.tlog-proof", print_bundle(&b));
}

/* Changed at one place, where `what` begins; the signature stays. */
static str spoilt(str note, const char *what)
{
    char *copy = arena_alloc(&arena, note.n);
    size_t at = str_find(note, str_of(what)) + strlen(what);
    must_be(copy != NULL && at < note.n);
    memcpy(copy, note.p, note.n);
    copy[at] = copy[at] == '1' ? '2' : '1';
    return (str){copy, note.n};
}

static void put_member(struct log *l, struct store *s, uint64_t n)
{
    struct bundle b;
    str note, batch, name;
    must(store_entry(&cx, s, &arena, n, &note));
    must(log_prove(&cx, l, &arena, NULL, n, &b));
    must(member_proof(&cx, l, &arena, n, &b.extra, &batch));
    must_be(arena_printf(&arena, &name, "batch/entry-%u", (unsigned)n));
    put(name.p, note);
    must_be(
        arena_printf(&arena, &name, "batch/entry-%u.tlog-proof", (unsigned)n));
    put(name.p, print_bundle(&b));
    if (n == 4) /* its path, under the proof of another entry of the batch */
        other_path = b.extra;
    if (n != 5)
        return;
    put("batch/entry-8", batch);
    put("batch/bad-count", spoilt(batch, "covers "));
    put("batch/bad-root", spoilt(batch, "covers 5 "));
    b.extra = other_path;
    put("batch/bad-path.tlog-proof", print_bundle(&b));
    b.extra = STR("");
    put("batch/no-path.tlog-proof", print_bundle(&b));
}

/* A batch of five: entries 3 to 7 of a log of their own, signed by entry 8; and
 * what is no proof of entry 5. */
static void put_batch(const struct signer *by, const struct signer *sender)
{
    struct store *s;
    struct log *l;
    uint64_t n;
    str policy = line_of("log ", key_of(by), "\nquorum none\n");
    must(store_open_memory(&cx, &s));
    must(log_create(&cx, s, NULL, by, policy, MADE, &l));
    must(log_begin(&cx, l));
    must(log_write(
        &cx, l, by, STR("key"),
        line_of("{\"key\":\"", key_of(sender), "\",\"purpose\":\"sender\"}"),
        MADE, &n));
    for (unsigned i = 0; i < 5; i++) {
        char text[100];
        snprintf(text, sizeof text, "{\"type\":\"source\",\"id\":\"b-%u\"}", i);
        must(log_write_in_batch(&cx, l, sender, STR("source"), str_of(text),
                                MADE, &n));
    }
    must(log_end_batch(&cx, l, sender, MADE, &n));
    must(log_commit(&cx, l));
    must(log_sign(&cx, l, by));
    make_folder("/batch");
    put("batch/policy", policy);
    put("batch/sender.vkey", line_of("", key_of(sender), "\n"));
    put("batch/log.vkey", line_of("", key_of(by), "\n"));
    for (uint64_t i = 3; i < 8; i++)
        put_member(l, s, i);
    log_close(l);
    store_close(s);
}

int main(int argc, char **argv)
{
    struct signer by, sender, witness;
    struct checkpoint head;
    struct store *s;
    str note;
    cx_init_fixed(&cx, &scratch, mem_system(), COSIGNED_AT, 7);
    arena_init(&arena, mem_system(), "vectors", (size_t)64 << 20);
    if (argc != 2) {
        fputs("usage: record_vectors FOLDER\n", stderr);
        return 2;
    }
    folder = argv[1];
    must(signer_make(&cx, STR("log.example/vectors"), NOTE_ED25519, &by));
    must(signer_make(&cx, STR("sender-1"), NOTE_ED25519, &sender));
    must(signer_make(&cx, STR("witness.example"), NOTE_COSIGNATURE, &witness));
    str policy = policy_of(&by, &witness);
    must(store_open_memory(&cx, &s));
    struct log *l = make_log(s, &by, &sender, policy);
    cosign(l, &witness, policy);

    static const char *const folders[] = {
        "",        "/tile",         "/tile/0",       "/tile/0/001.p",
        "/tile/1", "/tile/1/000.p", "/tile/entries", "/tile/entries/001.p"};
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        make_folder(folders[i]);
    put("policy", policy);
    put("sender.vkey", line_of("", key_of(&sender), "\n"));
    must(log_head(&cx, l, &arena, &note, &head));
    put("checkpoint", note);
    put_tile(l, 0, 0);
    put_tile(l, 0, 1);
    put_tile(l, 1, 0);
    put_bundle(s, 0, 256, "tile/entries/000");
    put_bundle(s, 256, ENTRIES, "tile/entries/001.p/2");
    static const uint64_t shown[] = {0, 1, 3, 255, 256, 257};
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        put_entry(l, s, shown[i]);
    put("bad-policy", policy_of(&sender, &witness));
    put_batch(&by, &sender);
    log_close(l);
    store_close(s);
    arena_release(&arena);
    cx_release(&cx);
    return 0;
}
