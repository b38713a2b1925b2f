/* tests/tools/package_faults.c: changes every byte of a package, one by one.
 *
 *     build/release/package_faults PACKAGE
 *
 * PACKAGE, a zip file or folder that holds, is changed and put back. Each
 * change (one bit, another one at each place; in --long all eight) must be a
 * finding, with its place, and never a failure to answer. Ends with `N passed,
 * N failed`. */
#include "base/cx.h"
#include "base/sys.h"
#include "base/sys_tree.h"
#include "proof/package.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct {
    const char *package;
    uint64_t passed, failed;
    int bits;
} run;

static err count_finding(struct cx *cx, void *self, const char *place,
                         const char *what)
{
    uint64_t *n = self;
    (void)cx;
    *n += place[0] != '\0' && what[0] != '\0';
    return OK;
}

/* Findings, or UINT64_MAX if there was no answer. */
static uint64_t findings(void)
{
    struct cx cx;
    struct arena scratch, a;
    struct package_counts n;
    uint64_t told = 0, result = UINT64_MAX;
    struct package_ask ask = {
        .path = run.package, .found = count_finding, .self = &told};
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "package", (size_t)1 << 30);
    err e = package_check(&cx, &a, &ask, &n);
    if (is_ok(e) && told == n.findings)
        result = told;
    else if (!is_ok(e))
        printf("no answer: %s\n", cx.fault.message);
    arena_release(&a);
    cx_release(&cx);
    return result;
}

static void one_file(const char *path)
{
    unsigned char c;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    for (off_t at = 0; fd >= 0 && pread(fd, &c, 1, at) == 1; at++) {
        for (int k = 0; k < run.bits; k++) {
            unsigned char x = (unsigned char)(c ^ 1 << ((at + k) % 8));
            if (pwrite(fd, &x, 1, at) != 1)
                exit(3);
            uint64_t n = findings();
            if (n > 0 && n != UINT64_MAX) {
                run.passed++;
            } else {
                run.failed++;
                printf("%s: byte %lld, 0x%02x for 0x%02x\n", path,
                       (long long)at, x, c);
            }
        }
        if (pwrite(fd, &c, 1, at) != 1)
            exit(3);
    }
    if (fd < 0)
        run.failed++;
    close(fd);
}

static err each(struct cx *cx, void *self, str path, enum sys_kind kind,
                uint64_t size)
{
    char room[4096];
    (void)cx;
    (void)self;
    (void)size;
    snprintf(room, sizeof room, "%s/%.*s", run.package, STR_ARG(path));
    if (kind == SYS_FILE)
        one_file(room);
    return OK;
}

int main(int argc, char **argv)
{
    struct cx cx;
    struct arena scratch;
    if (argc != 2)
        return 2;
    run.package = argv[1];
    run.bits = getenv("TRUCE_LONG") != NULL ? 8 : 1;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    if (findings() != 0) {
        printf("%s does not hold as it is\n", argv[1]);
        run.failed++;
    } else if (sys_is_folder(argv[1])) {
        run.failed += !is_ok(sys_walk(&cx, argv[1], each, NULL));
    } else {
        one_file(argv[1]);
    }
    run.failed += findings() != 0;
    cx_release(&cx);
    printf("%llu passed, %llu failed\n", (unsigned long long)run.passed,
           (unsigned long long)run.failed);
    return run.failed == 0 ? 0 : 1;
}
