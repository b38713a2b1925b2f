/* tools/truce-verify/main.c: the main function of dist/truce-verify.c, the
 * checker of packages as a single file (`make dist/truce-verify.c`).
 *
 *     truce-verify [--policy POLICY] [--authorities CERTIFICATES] PACKAGE
 *
 * The same answer as `truce verify PACKAGE`, with the same exit status: 0 all of
 * it holds, 1 something does not, 2 usage, 3 no answer can be given. */
#include "base/cx.h"
#include "base/sys.h"
#include "proof/package.h"

#include <stdio.h>

static bool to_stdout(void *self, const char *p, size_t n)
{
    (void)self;
    return fwrite(p, 1, n, stdout) == n;
}

static err print_one(struct cx *cx, void *self, const char *place,
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

static int usage(void)
{
    fputs("usage: truce-verify [--policy POLICY] [--authorities CERTIFICATES] "
          "PACKAGE\n"
          "Checks a package that truce export made, a folder or a zip file.\n",
          stderr);
    return 2;
}

static err answer(struct cx *cx, struct arena *a, struct package_ask *ask,
                  const char *policy, const char *authorities, struct buf *out,
                  bool *holds)
{
    struct package_counts n;
    if (policy != NULL)
        TRY(cx, sys_read_file(cx, a, policy, NOTE_MAX_BYTES, &ask->policy));
    if (authorities != NULL)
        TRY(cx, sys_read_file(cx, a, authorities, CRY_CERTIFICATES_MAX,
                              &ask->certificates));
    TRY(cx, package_check(cx, a, ask, &n));
    package_print(ask, &n, out);
    *holds = n.findings == 0;
    return buf_finish(cx, out);
}

int main(int argc, char **argv)
{
    struct cx cx;
    struct arena scratch, a;
    struct buf out;
    const char *policy = NULL, *authorities = NULL;
    bool holds = false;
    int i = 1;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        if (strcmp(argv[i], "--policy") == 0)
            policy = argv[i + 1];
        else if (strcmp(argv[i], "--authorities") == 0)
            authorities = argv[i + 1];
        else
            return usage();
    }
    if (i + 1 != argc || argv[i][0] == '-')
        return usage();
    if (!is_ok(cx_init_system(&cx, &scratch))) {
        fputs("truce-verify: the system gives no randomness\n", stderr);
        return 3;
    }
    arena_init(&a, cx.mem, "package", cx.limits.document_bytes);
    buf_init_sink(&out, &a, to_stdout, NULL);
    struct package_ask ask = {.path = argv[i],
                              .found = print_one,
                              .self = &out};
    err e = answer(&cx, &a, &ask, policy, authorities, &out, &holds);
    if (!is_ok(e))
        fprintf(stderr, "truce-verify: %s\n", cx.fault.message);
    arena_release(&a);
    cx_release(&cx);
    return !is_ok(e) ? 3 : holds ? 0 : 1;
}
