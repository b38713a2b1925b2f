/* test_writer.c: entries of many askers, committed together. */
#include "app/writer.h"

#include "app/casefile.h"
#include "app/casefile_int.h"
#include "base/sys.h"
#include "record/receipt.h"
#include "tests/test.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/truce-writer-XXXXXX";

static const char *path_of(const char *name)
{
    static char room[4][600];
    static unsigned next;
    static bool made;
    if (!made)
        made = mkdtemp(folder) != NULL;
    char *p = room[next++ & 3];
    snprintf(p, sizeof room[0], "%s/%s", folder, name);
    return p;
}

/* A case without agreement. */
static const char *make_case(void)
{
    static const char *const ends[] = {"",      "-wal", "-shm",
                                       ".head", ".key", ".lock"};
    struct buf messages, out;
    const char *path = path_of("x.case");
    const struct casefile_init what = {.path = path,
                                       .origin = "case.example/writer"};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        char other[700];
        snprintf(other, sizeof other, "%s%s", path, ends[i]);
        unlink(other);
    }
    buf_init(&messages, test_arena(), 10000);
    buf_init(&out, test_arena(), 10000);
    CHECK_OK(test_cx(),
             casefile_init(test_cx(), test_arena(), &what, &messages, &out));
    return path;
}

struct told {
    unsigned yes, no;
    uint64_t last;
    hash leaf;
    char receipt[4096];
    struct writer *again; /* submits one more when told */
};

static void told(struct cx *cx, void *self, const struct writer_result *r)
{
    struct told *t = self;
    if (r == NULL) {
        CHECK(cx->fault.message[0] != '\0');
        t->no++;
        return;
    }
    t->yes++;
    t->last = r->number;
    t->leaf = r->leaf;
    CHECK(str_to_c(r->receipt, t->receipt, sizeof t->receipt));
    if (t->again != NULL) {
        struct writer *w = t->again;
        t->again = NULL;
        CHECK_OK(cx, writer_submit(cx, w, "report", STR("{}"), told, t));
    }
}

static uint64_t heads_of(struct store *s)
{
    uint64_t n = 0, at = 0;
    str note;
    while (is_ok(store_head(test_cx(), s, test_arena(), STORE_AT_LEAST, at, &at,
                            &note))) {
        n++;
        at++;
    }
    fault_clear(test_cx());
    return n;
}

void test_writer__many_share_a_head(void)
{
    struct cx *cx = test_cx();
    const char *path = make_case();
    struct writer *w = NULL;
    struct told t = {0};
    CHECK_OK(cx, writer_open(cx, path, NULL, &w));
    CHECK_OK(cx, writer_flush(cx, w)); /* nothing waits */
    for (int i = 0; i < 5; i++)
        CHECK_OK(cx, writer_submit(cx, w, "report", STR("{}"), told, &t));
    CHECK_OK(cx, writer_submit(cx, w, "notice", STR("{}"), NULL, NULL));
    CHECK(writer_waiting(w) == 6 && t.yes == 0);
    CHECK_OK(cx, writer_flush(cx, w));
    CHECK(writer_waiting(w) == 0 && t.yes == 5 && t.no == 0);
    CHECK_INT(t.last, 6); /* after key and policy */
    writer_close(cx, w);

    /* All of it is there, under one head more; the receipt holds. */
    struct casefile c;
    struct receipt r;
    struct casefile_entry x;
    CHECK_OK(cx, casefile_open(cx, test_arena(), path, STORE_READ, &c));
    CHECK_INT(log_size(c.log), 8);
    CHECK_INT(heads_of(c.store), 2);
    CHECK_OK(cx, casefile_entry(cx, test_arena(), &c, t.last, &x));
    CHECK(str_eq(x.e.type, STR("report")) && str_eq(x.content, STR("{}")));
    CHECK(hash_eq(merkle_leaf(x.note), t.leaf));
    struct note_key k;
    CHECK_OK(cx, log_key(cx, c.log, log_origin(c.log), &k));
    CHECK_OK(cx, receipt_open(cx, test_arena(), str_of(t.receipt), &k, &r));
    CHECK(r.entry == t.last && hash_eq(r.leaf, t.leaf));
    casefile_close(&c);
}

void test_writer__one_told_submits_more(void)
{
    struct cx *cx = test_cx();
    struct writer *w = NULL;
    struct told t = {0};
    CHECK_OK(cx, writer_open(cx, make_case(), NULL, &w));
    t.again = w;
    CHECK_OK(cx, writer_submit(cx, w, "report", STR("{}"), told, &t));
    CHECK_OK(cx, writer_flush(cx, w));
    CHECK(writer_waiting(w) == 1 && t.yes == 1);
    CHECK_OK(cx, writer_flush(cx, w));
    CHECK(writer_waiting(w) == 0 && t.yes == 2);
    CHECK_INT(t.last, 3);
    /* What is left when it ends is told so. */
    CHECK_OK(cx, writer_submit(cx, w, "report", STR("{}"), told, &t));
    writer_close(cx, w);
    CHECK(t.yes == 2 && t.no == 1);
    fault_clear(cx);
    writer_close(cx, NULL);
}

void test_writer__what_cannot_be_submitted(void)
{
    struct cx *cx = test_cx();
    struct writer *w = NULL;
    static char large[WRITER_CONTENT_MAX + 1];
    const char *path = make_case();
    CHECK_OK(cx, writer_open(cx, path, NULL, &w));
    static const char *const types[] = {"key", "policy", "revocation",
                                        "",    "a b",    "batch"};
    for (size_t i = 0; i < COUNT_OF(types); i++)
        CHECK_FAILS(cx, writer_submit(cx, w, types[i], STR("{}"), NULL, NULL),
                    ERR_INPUT);
    CHECK_FAILS(
        cx,
        writer_submit(cx, w, "report", (str){large, sizeof large}, NULL, NULL),
        ERR_LIMIT);
    CHECK_OK(cx, writer_submit(cx, w, "report", (str){large, sizeof large - 1},
                               NULL, NULL));
    for (int i = 1; i < WRITER_WAITING_MAX; i++)
        CHECK_OK(cx, writer_submit(cx, w, "report", STR("{}"), NULL, NULL));
    CHECK_FAILS(cx, writer_submit(cx, w, "report", STR("{}"), NULL, NULL),
                ERR_LIMIT);
    CHECK_OK(cx, writer_flush(cx, w));
    writer_close(cx, w);
    CHECK_FAILS(cx, writer_open(cx, path_of("none.case"), NULL, &w),
                ERR_NOT_FOUND);
    CHECK_FAILS(cx, writer_open(cx, path, path_of("none.key"), &w),
                ERR_NOT_FOUND);
}

/* Another process wrote meanwhile; then one that holds the lock's file away. */
void test_writer__others_write_too(void)
{
    struct cx *cx = test_cx();
    const char *path = make_case();
    struct writer *w = NULL, *v = NULL;
    struct told t = {0};
    CHECK_OK(cx, writer_open(cx, path, NULL, &w));
    CHECK_OK(cx, writer_open(cx, path, NULL, &v));
    CHECK_OK(cx, writer_submit(cx, w, "report", STR("{}"), told, &t));
    CHECK_OK(cx, writer_flush(cx, w));
    CHECK_OK(cx, writer_submit(cx, v, "report", STR("{}"), told, &t));
    CHECK_OK(cx, writer_flush(cx, v));
    CHECK_OK(cx, writer_submit(cx, w, "report", STR("{}"), told, &t));
    CHECK_OK(cx, writer_flush(cx, w));
    CHECK(t.yes == 3);
    CHECK_INT(t.last, 4);
    writer_close(cx, v);
    /* A head that is not of this log: nothing is signed, all are told. */
    char head[700];
    snprintf(head, sizeof head, "%s.head", path);
    CHECK_OK(cx, sys_write_file(cx, head, STR("no head\n")));
    CHECK_OK(cx, writer_submit(cx, w, "report", STR("{}"), told, &t));
    CHECK(!is_ok(writer_flush(cx, w)));
    fault_clear(cx);
    CHECK(t.yes == 3 && t.no == 1);
    writer_close(cx, w);
}
