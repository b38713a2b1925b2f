/* test_witness.c: a log and its witness; a host with two histories; and, where
 * TRUCE_VECTORS is set, requests that another witness was asked. */
#include "base/arena.h"
#include "record/witness.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#define MADE STR("2025-01-19T10:00:00Z")

static char folder[] = "/tmp/truce-witness-XXXXXX";

static void empty_folder(void)
{
    static bool made;
    char path[600];
    if (!made)
        made = mkdtemp(folder) != NULL;
    mkdir(folder, 0700);
    DIR *d = opendir(folder);
    CHECK(d != NULL);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        unlink(path);
    }
    closedir(d);
}

static str ask(const struct witness *w, str request, uint64_t now,
               enum witness_status *status)
{
    struct buf b;
    str out = STR("");
    buf_init(&b, test_arena(), 1 << 20);
    CHECK_OK(test_cx(),
             witness_add_checkpoint(test_cx(), w, request, now, status, &b));
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &out));
    return out;
}

static str request_of(struct log *l, uint64_t old)
{
    struct buf b;
    str out = STR("");
    buf_init(&b, test_arena(), 1 << 20);
    CHECK_OK(test_cx(), witness_request(test_cx(), l, old, &b));
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &out));
    return out;
}

static struct log *new_log(struct store **s, const struct signer *by,
                           str policy)
{
    struct log *l = NULL;
    CHECK_OK(test_cx(), store_open_memory(test_cx(), s));
    CHECK_OK(test_cx(), log_create(test_cx(), *s, NULL, by, policy, MADE, &l));
    return l;
}

static void grow(struct log *l, const struct signer *by, const char *content)
{
    uint64_t n;
    CHECK_OK(test_cx(), log_begin(test_cx(), l));
    CHECK_OK(test_cx(), log_write(test_cx(), l, by, STR("report"),
                                  str_of(content), MADE, &n));
    CHECK_OK(test_cx(), log_commit(test_cx(), l));
    CHECK_OK(test_cx(), log_sign(test_cx(), l, by));
}

void test_witness__cosigns_one_history_only(void)
{
    struct cx *cx = test_cx();
    struct signer by;
    struct witness w = {.folder = folder};
    struct policy *p = arena_alloc(test_arena(), sizeof *p);
    struct buf text;
    enum witness_status status;
    struct store *s, *t;
    unsigned added;
    uint64_t size = 0;
    empty_folder();
    CHECK_OK(cx,
             signer_make(cx, STR("case.example/harbour"), NOTE_ED25519, &by));
    CHECK_OK(cx, signer_make(cx, STR("witness.belmar"), NOTE_COSIGNATURE,
                             &w.signer));
    buf_init(&text, test_arena(), 10000);
    buf_c(&text, "log ");
    note_key_print(&by.key, &text);
    buf_c(&text, "\nwitness B ");
    note_key_print(&w.signer.key, &text);
    buf_c(&text, "\nquorum B\n");
    CHECK_OK(cx, policy_parse(cx, buf_view(&text), p));
    w.logs = p;

    /* Two histories of one log, by a host that holds its key. */
    struct log *l = new_log(&s, &by, buf_view(&text));
    struct log *fork = new_log(&t, &by, buf_view(&text));
    str line = ask(&w, request_of(l, 0), 1000, &status);
    CHECK_INT(status, WITNESS_OK);
    CHECK_OK(cx, log_cosign(cx, l, p, line, &added, &size));
    CHECK_INT(added, 1);

    grow(l, &by, "{\"id\":\"a\"}");
    CHECK_STR(ask(&w, request_of(l, 0), 1001, &status), STR("2\n"));
    CHECK_INT(status, WITNESS_CONFLICT);
    (void)ask(&w, request_of(l, 2), 1002, &status);
    CHECK_INT(status, WITNESS_OK);
    /* The same size again is refreshed. */
    (void)ask(&w, request_of(l, 3), 1003, &status);
    CHECK_INT(status, WITNESS_OK);

    grow(fork, &by, "{\"id\":\"b\"}");
    /* Of the same size and another root: 409 by tlog-witness v1.0.0. */
    CHECK_STR(ask(&w, request_of(fork, 3), 1004, &status), STR("3\n"));
    CHECK_INT(status, WITNESS_CONFLICT);
    grow(fork, &by, "{\"id\":\"c\"}");
    (void)ask(&w, request_of(fork, 3), 1005, &status);
    CHECK_INT(status, WITNESS_UNPROVEN);
    grow(l, &by, "{\"id\":\"d\"}");
    (void)ask(&w, request_of(l, 3), 1006, &status);
    CHECK_INT(status, WITNESS_OK);

    /* Restored from a copy: it stands again where it last cosigned. */
    struct checkpoint head;
    str cosigned, other;
    line = ask(&w, request_of(l, 4), 1006, &status);
    CHECK_OK(cx, log_cosign(cx, l, p, line, &added, &size));
    CHECK_OK(cx, log_head(cx, l, test_arena(), &cosigned, &head));
    CHECK_OK(cx, log_head(cx, fork, test_arena(), &other, &head));
    CHECK_FAILS(cx, witness_take_over(cx, &w, other, &head), ERR_INPUT);
    empty_folder();
    CHECK_STR(ask(&w, request_of(l, 4), 1006, &status), STR("0\n"));
    CHECK_OK(cx, witness_take_over(cx, &w, cosigned, &head));
    CHECK_INT(head.size, 4);
    (void)ask(&w, request_of(l, 4), 1006, &status);
    CHECK_INT(status, WITNESS_OK);

    /* Any changed byte of a good request is answered, never cosigned. */
    grow(l, &by, "{\"id\":\"e\"}");
    str good = request_of(l, 4);
    char *b = (char *)(uintptr_t)good.p;
    for (size_t i = 0; i < good.n; i++) {
        b[i] ^= 1;
        struct arena_mark mark = arena_mark(test_arena());
        (void)ask(&w, good, 1007, &status);
        arena_rewind(test_arena(), mark);
        CHECK(status != WITNESS_OK);
        b[i] ^= 1;
    }
    (void)ask(&w, good, 1007, &status);
    CHECK_INT(status, WITNESS_OK);
    log_close(l);
    log_close(fork);
    store_close(s);
    store_close(t);
    empty_folder();
    rmdir(folder);
}

static void torchwood(const char *path, const json_t *j)
{
    struct cx *cx = test_cx();
    struct witness w = {.folder = folder};
    struct policy *p = arena_alloc(test_arena(), sizeof *p);
    const json_t *cases = json_object_get(j, "cases"), *one;
    const char *hex =
        json_string_value(json_object_get(j, "sigsum_log_public_key_hex"));
    static const char origin[] =
        "sigsum.org/v1/tree/"
        "4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
    hash key;
    enum witness_status status;
    (void)path;
    CHECK(hex != NULL && hash_parse(str_of(hex), &key));
    CHECK_OK(
        cx, note_key_make(cx, str_of(origin), NOTE_ED25519, key.b, &p->log[0]));
    p->n_logs = 1;
    p->quorum = -1;
    w.logs = p;
    CHECK_OK(cx, signer_make(cx, STR("example.com/witness"), NOTE_COSIGNATURE,
                             &w.signer));
    for (size_t i = 0; i < json_array_size(cases); i++) {
        one = json_array_get(cases, i);
        const char *file = json_string_value(json_object_get(one, "file"));
        str body = str_of(json_string_value(json_object_get(one, "body")));
        long long want = json_integer_value(json_object_get(one, "status"));
        CASE("%s %zu", file, i);
        /* Its origin is not the name of its key, as that log predates the
         * format: no log of a case is like that. */
        if (strcmp(file, "sumdb") == 0)
            continue;
        if (strcmp(file, "bastion") == 0)
            empty_folder(); /* a witness of its own there */
        /* tlog-witness 1.0.0 asks for 404 where that program said 403. */
        if (str_find(body, STR("0309e563\n")) < body.n)
            want = WITNESS_UNKNOWN;
        /* Its signature's base64 has bits left over: not a note here. */
        if (str_find(body, STR("WVrx6gx=\n")) < body.n)
            want = WITNESS_MALFORMED;
        (void)ask(&w, body, 1000 + i, &status);
        CHECK_INT(status, want);
    }
}

void test_witness__requests_another_was_asked(void)
{
    empty_folder();
    vectors_each("witness-torchwood", ".json", torchwood);
    empty_folder();
    rmdir(folder);
}
