/* tests/tools/seal_vector.c: opens one age file as seal/ does, and says what
 * came of it: the fault by the names of the age test vectors, and the SHA-256
 * of what was released.
 *
 *     seal_vector FILE (-i KEY | -p PASSPHRASE)...
 *
 * tests/seal/vectors.py calls it. */
#include "base/sys.h"
#include "seal/seal.h"

#include <stdio.h>
#include <stdlib.h>

static err read_fd(struct cx *cx, void *self, void *p, size_t cap, size_t *n)
{
    return sys_read(cx, *(int *)self, "input", p, cap, n);
}

static err hash_it(struct cx *cx, void *self, const void *p, size_t n)
{
    (void)cx;
    cry_hasher_add(self, (str){p, n});
    return OK;
}

static void print(const struct seal_opened *o, struct hasher *h)
{
    static const char *const names[] = {
        [SEAL_SOUND] = "success",         [SEAL_OTHER] = "other",
        [SEAL_NOT_AGE] = "not age",       [SEAL_ARMOR] = "armor failure",
        [SEAL_HEADER] = "header failure", [SEAL_NO_MATCH] = "no match",
        [SEAL_MAC] = "HMAC failure",      [SEAL_PAYLOAD] = "payload failure"};
    hash sum = cry_hasher_result(h);
    printf("%s\n", names[o->fault]);
    for (size_t i = 0; i < sizeof sum.b; i++)
        printf("%02x", sum.b[i]);
    printf("\n");
}

int main(int argc, char **argv)
{
    struct cx cx;
    struct arena scratch;
    static struct identities ids;
    struct seal_keys keys = {.ids = &ids};
    struct seal_opened opened;
    struct hasher h;
    int fd = -1;
    if (!is_ok(cx_init_system(&cx, &scratch)))
        return 3;
    err e = sys_open_read(&cx, argc > 1 ? argv[1] : "", &fd);
    for (int i = 2; is_ok(e) && i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "-p") == 0)
            keys.passphrase = str_of(argv[i + 1]);
        else
            e = identities_add(&cx, "key", str_of(argv[i + 1]), &ids);
    }
    cry_hasher_init(&h);
    if (is_ok(e)) {
        e = seal_open(&cx, &keys, (struct seal_source){read_fd, &fd, "input"},
                      (struct seal_sink){hash_it, &h}, &opened);
        print(&opened, &h);
    }
    if (!is_ok(e))
        printf("%s\n", cx.fault.message);
    identities_release(&ids);
    sys_close(&fd);
    cx_release(&cx);
    return 0;
}
