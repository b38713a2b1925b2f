/* fuzz/fuzz_files.c: what the record reads back from a disk or a sender. The
 * first byte chooses: 'k' a secret key's file, 'h' the copy of the last head,
 * 'b' a path into a batch, all else the lines of a receipt, which are signed
 * here by a key made up, since nobody guesses a signature. */
#define _GNU_SOURCE
#include "base/cx.h"
#include "proof/batch.h"
#include "record/headfile.h"
#include "record/receipt.h"
#include "record/sshfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static bool must_tell(struct cx *cx, err e)
{
    if (is_ok(e))
        return true;
    must(e.code != ERR_BUG && cx->fault.message[0] != '\0');
    fault_clear(cx);
    return false;
}

/* What is read as a key prints as a file that reads as the same key. */
static void one_key(struct cx *cx, const char *path)
{
    struct ssh_signer k = {0};
    if (!must_tell(cx, ssh_signer_read(cx, path, &k)))
        return;
    uint8_t point[CRY_SIGN_PUBLIC_BYTES];
    cry_sign_public(k.seed.p, point);
    must(cry_equal(point, k.point, sizeof point));
    ssh_signer_wipe(&k);
}

static void one_head(struct cx *cx, struct arena *a, const char *path)
{
    struct headfile f;
    if (!must_tell(cx, headfile_read(cx, a, path, &f)))
        return;
    for (size_t i = 0; i < 2; i++)
        must(f.note[i].n == 0 ||
             (f.note[i].p >= f.bytes.p &&
              f.note[i].p + f.note[i].n <= f.bytes.p + f.bytes.n));
}

static void one_path(struct cx *cx, struct arena *a, str s)
{
    hash path[BATCH_PATH_MAX];
    size_t n;
    struct buf b;
    if (!must_tell(cx, batch_path_parse(cx, s, path, &n)))
        return;
    must(n <= BATCH_PATH_MAX);
    buf_init(&b, a, SIZE_MAX);
    batch_path_print(path, n, &b);
    must(str_eq(buf_view(&b), s));
}

static void one_receipt(struct cx *cx, struct arena *a, str s)
{
    struct signer by;
    struct receipt r;
    struct buf b;
    must(is_ok(signer_make(cx, STR("test.example/log"), NOTE_ED25519, &by)));
    buf_init(&b, a, SIZE_MAX);
    buf_str(&b, s);
    buf_char(&b, '\n');
    if (must_tell(cx, note_sign(cx, s, &by.key, by.secret.p, 0, &b)) &&
        must_tell(cx, receipt_open(cx, a, buf_view(&b), &by.key, &r)))
        must(str_find(s, r.log) < s.n && str_find(s, r.sender) < s.n);
    signer_wipe(&by);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    if (size == 0)
        return 0;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "fuzz", (size_t)64 << 20);
    str s = {(const char *)data + 1, size - 1};
    if (data[0] == 'k' || data[0] == 'h') {
        char path[40];
        int fd = memfd_create("fuzz", 0);
        must(fd >= 0 && write(fd, s.p, s.n) == (ssize_t)s.n);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        if (data[0] == 'k')
            one_key(&cx, path);
        else
            one_head(&cx, &a, path);
        close(fd);
    } else if (data[0] == 'b') {
        one_path(&cx, &a, s);
    } else {
        one_receipt(&cx, &a, s);
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
