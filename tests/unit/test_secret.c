/* test_secret.c: where the bytes of secret keys lie: in guarded memory while
 * they are needed, and then nowhere. Looks for them in all memory of the
 * process that can be read, as a core file would show it. */
#include "base/sys.h"
#include "crypto/crypto.h"
#include "record/log.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* What is looked for is kept under a mask, so that it is not found here. */
enum { MASK = 0x5c, PART = 16 };
static uint8_t masked[PART];

static void look_for(const uint8_t *p)
{
    for (size_t i = 0; i < PART; i++)
        masked[i] = p[i] ^ MASK;
}

/* No AddressSanitizer here: its shadow and its zones are read too. */
#if defined(__SANITIZE_ADDRESS__)
__attribute__((no_sanitize_address))
#endif
static size_t
count_in(const volatile uint8_t *p, size_t n)
{
    size_t count = 0;
    uint8_t first = masked[0] ^ MASK;
    for (size_t i = 0; i + PART <= n; i++) {
        size_t k = 0;
        if (p[i] != first)
            continue;
        while (k < PART && (p[i + k] ^ MASK) == masked[k])
            k++;
        count += k == PART;
    }
    return count;
}

struct found {
    size_t dumped,
        guarded; /* in memory that a core holds; that it leaves out */
};

/* Walks /proc/self/smaps: ranges that can be read, and whether they are left
 * out of dumps ("dd" of VmFlags). */
static struct found find(void)
{
    struct found f = {0};
    struct {
        uintptr_t from, to;
    } range[4096];
    static char line[4096];
    bool guarded[4096] = {0};
    size_t n = 0;
    bool open = false;
    FILE *maps = fopen("/proc/self/smaps", "r");
    if (maps == NULL) {
        FAIL("/proc/self/smaps cannot be read");
        return f;
    }
    while (fgets(line, sizeof line, maps) != NULL) {
        char *end;
        uintptr_t from = strtoull(line, &end, 16), to;
        if (*end == '-' && end > line) {
            to = strtoull(end + 1, &end, 16);
            open = end[1] == 'r' && end[2] == 'w' && n < COUNT_OF(range);
            if (open) {
                range[n].from = from;
                range[n++].to = to;
            }
        } else if (open && strncmp(line, "VmFlags:", 8) == 0) {
            guarded[n - 1] = strstr(line, " dd") != NULL;
        }
    }
    fclose(maps);
    memset(line, 0, sizeof line);
    for (size_t i = 0; i < n; i++) {
        /* AddressSanitizer reserves terabytes that hold nothing. */
        if (range[i].to - range[i].from > (size_t)4 << 30)
            continue;
        size_t count = count_in((const volatile uint8_t *)range[i].from,
                                range[i].to - range[i].from);
        if (guarded[i])
            f.guarded += count;
        else
            f.dumped += count;
    }
    return f;
}

void test_secret__is_where_no_core_goes(void)
{
    struct cx *cx = test_cx();
    struct secret s;
    struct rlimit core;
    CHECK_OK(cx, secret_make(cx, 32, &s));
    for (size_t i = 0; i < s.n; i++)
        CHECK_INT(s.p[i], 0);
    CHECK_OK(cx, sys_random(cx, s.p, s.n));
    look_for(s.p);
    struct found f = find();
    CHECK_INT(f.guarded, 1);
    CHECK_INT(f.dumped, 0);
    CHECK_INT(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
    CHECK(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0);
    secret_release(&s);
    f = find();
    CHECK_INT(f.guarded + f.dumped, 0);
    secret_release(&s);
}

/* That the search finds what is there: else the others show nothing. */
void test_secret__the_search_finds_a_careless_copy(void)
{
    struct cx *cx = test_cx();
    uint8_t *copy = arena_alloc(test_arena(), 64);
    CHECK_OK(cx, sys_random(cx, copy, 64));
    look_for(copy + 7);
    CHECK_INT(find().dumped, 1);
    memset(copy, 0, 64);
    CHECK_INT(find().dumped, 0);
}

void test_secret__a_key_signs_and_is_gone(void)
{
    struct cx *cx = test_cx();
    struct signer by, back;
    struct secret_text t;
    struct secret file;
    struct buf line;
    char path[64];
    struct found f;
    CHECK_OK(cx, signer_make(cx, STR("ardania-1"), NOTE_ED25519, &by));
    CHECK_OK(cx, sys_random(cx, by.secret.p, CRY_SIGN_SEED_BYTES));
    cry_pair_complete(by.secret.p);
    CHECK_OK(cx, note_key_make(cx, STR("ardania-1"), NOTE_ED25519,
                               by.secret.p + CRY_SIGN_SEED_BYTES, &by.key));
    look_for(by.secret.p + 8);
    snprintf(path, sizeof path, "/tmp/truce-secret-%ld", (long)getpid());
    CHECK_OK(cx, signer_print(cx, &by, &t));
    CHECK_OK(cx, sys_write_new(cx, path, true, secret_text_view(&t)));
    signer_wipe(&by);
    secret_release(&t.room);
    f = find();
    CHECK_INT(f.guarded + f.dumped, 0);
    /* Read again, and used. */
    CHECK_OK(cx, secret_read_file(cx, path, 1000, &file));
    CHECK_FAILS(cx, secret_read_file(cx, path, 10, &file), ERR_LIMIT);
    CHECK_OK(cx, secret_read_file(cx, path, 1000, &file));
    CHECK_OK(cx, signer_parse(cx, str_trim(secret_view(&file)), &back));
    buf_init(&line, test_arena(), 1000);
    CHECK_OK(cx, note_sign(cx, STR("x\n"), &back.key, back.secret.p, 0, &line));
    f = find();
    CHECK_INT(f.guarded, 1);
    CHECK_INT(f.dumped, 0);
    /* Its text, in base64, is elsewhere neither. */
    look_for(file.p + file.n - 30);
    f = find();
    CHECK(f.guarded >= 1);
    CHECK_INT(f.dumped, 0);
    signer_wipe(&back);
    secret_release(&file);
    f = find();
    CHECK_INT(f.guarded, 1); /* the file that was read twice above */
    CHECK_INT(f.dumped, 0);
    unlink(path);
}

void test_secret__x25519_leaves_nothing(void)
{
    struct cx *cx = test_cx();
    struct secret s;
    uint8_t public_key[32], shared[32];
    CHECK_OK(cx, secret_make(cx, 32, &s));
    CHECK_OK(cx, sys_random(cx, s.p, s.n));
    cry_x25519_public(s.p, public_key);
    CHECK(cry_x25519(s.p, public_key, shared));
    look_for(s.p + 8);
    CHECK_INT(find().dumped, 0);
    look_for(shared + 8);
    memset(shared, 0, sizeof shared);
    CHECK_INT(find().dumped, 0);
    secret_release(&s);
}
