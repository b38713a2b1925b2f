/* fuzz/fuzz_whole.c: any bytes as the files of a package. A file begins at a
 * line `%% PATH` and goes to the next one. Checksums and manifests are made to
 * fit, as whoever made the package could, so that what is behind them is
 * reached. There is always an answer, and each finding is told. */
#define _GNU_SOURCE
#include "base/cx.h"
#include "proof/package.h"
#include "proof/zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct zip_crc *crc_table;

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void add_file(struct cx *cx, struct zip_writer *w, str path, str bytes)
{
    struct buf name;
    buf_init(&name, cx->scratch, SIZE_MAX);
    buf_c(&name, "package/");
    buf_str(&name, path);
    must(is_ok(zip_member_begin(cx, w, buf_view(&name), bytes.n,
                                zip_crc_add(crc_table, 0, bytes))));
    buf_str(w->out, bytes);
}

static void add_row(struct buf *manifest, str path, str bytes)
{
    hash h = cry_sha256(bytes, STR(""));
    for (size_t i = 0; i < sizeof h.b; i++)
        buf_printf(manifest, "%02x", h.b[i]);
    buf_c(manifest, "  ");
    buf_str(manifest, path);
    buf_char(manifest, '\n');
}

/* The files as one zip file, with their manifests. */
static str put_together(struct cx *cx, struct arena *a, str s)
{
    static const str mark = STR_INIT("%% ");
    struct buf zip, payload, tags;
    struct zip_writer w;
    buf_init(&zip, a, SIZE_MAX);
    buf_init(&payload, a, SIZE_MAX);
    buf_init(&tags, a, SIZE_MAX);
    zip_writer_init(&w, a, &zip);
    while (str_starts(s, mark)) {
        str path, bytes;
        str_cut(str_sub(s, mark.n, s.n), '\n', &path, &s);
        size_t n = str_starts(s, mark) ? 0 : str_find(s, STR("\n%% "));
        bytes = str_sub(s, 0, n);
        s = str_sub(s, n + (n > 0), s.n);
        if (path.n == 0 || path.n > 200)
            continue;
        add_file(cx, &w, path, bytes);
        add_row(str_starts(path, STR("data/")) ? &payload : &tags, path, bytes);
    }
    add_row(&tags, STR("manifest-sha256.txt"), buf_view(&payload));
    add_file(cx, &w, STR("manifest-sha256.txt"), buf_view(&payload));
    add_file(cx, &w, STR("tagmanifest-sha256.txt"), buf_view(&tags));
    must(is_ok(zip_finish(cx, &w)));
    return buf_view(&zip);
}

static err count_finding(struct cx *cx, void *self, const char *place,
                         const char *what)
{
    uint64_t *n = self;
    (void)cx;
    must(place[0] != '\0' && what[0] != '\0');
    (*n)++;
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct zip_crc table;
    struct cx cx;
    struct arena scratch, a;
    struct package_counts n;
    struct buf said;
    char path[40];
    uint64_t told = 0;
    zip_crc_init(&table);
    crc_table = &table;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "fuzz", (size_t)256 << 20);
    str zip = put_together(&cx, &a, (str){(const char *)data, size});
    int fd = memfd_create("package", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, zip.p, zip.n) == (ssize_t)zip.n);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct package_ask ask = {
        .path = path, .found = count_finding, .self = &told};
    must(is_ok(package_check(&cx, &a, &ask, &n)) && told == n.findings);
    buf_init(&said, &a, SIZE_MAX);
    package_print(&ask, &n, &said);
    must(buf_view(&said).n > 0);
    if (getenv("TRUCE_FUZZ_SHOW") != NULL)
        fwrite(said.p, 1, said.n, stderr);
    close(fd);
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
