/*
 * ceiling.c - what the machine could do: hand-written passes over a trace.
 *
 *   ceiling lines FILE     find the line ends
 *   ceiling check FILE     gen's text: parse and judge the five patterns
 *   ceiling scan  FILE     gen's JSON Lines: find every name and value, once
 *
 * `check` knows the five patterns, that times never go back and that nothing
 * is late, retracted or contradicted: it is the floor of cost, not a peer.
 * `scan` is a bare scan: it splits lines into strings, numbers and marks and
 * adds them up, and neither checks UTF-8 nor keeps anything.
 * Prints one line: mode, reports, seconds of CPU, then counts.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "trace.h"

#define WEEK (7 * 86400)

struct map {
    uint64_t *key, *value;
    size_t n, mask;
};
#define EMPTY UINT64_MAX

static size_t slot(const struct map *m, uint64_t k)
{
    return (size_t)((k * 0x9E3779B97F4A7C15u) >> 20) & m->mask;
}

static void map_init(struct map *m, size_t cap)
{
    m->key = malloc(cap * sizeof *m->key);
    m->value = malloc(cap * sizeof *m->value);
    if (!m->key || !m->value)
        abort();
    memset(m->key, 0xff, cap * sizeof *m->key);
    m->n = 0;
    m->mask = cap - 1;
}

static uint64_t *map_find(struct map *m, uint64_t k)
{
    for (size_t i = slot(m, k);; i = (i + 1) & m->mask) {
        if (m->key[i] == k)
            return &m->value[i];
        if (m->key[i] == EMPTY)
            return NULL;
    }
}

static void map_put(struct map *m, uint64_t k, uint64_t v)
{
    if (m->n * 2 > m->mask) {
        struct map old = *m;
        map_init(m, (old.mask + 1) * 2);
        for (size_t i = 0; i <= old.mask; i++)
            if (old.key[i] != EMPTY)
                map_put(m, old.key[i], old.value[i]);
        free(old.key);
        free(old.value);
    }
    size_t i = slot(m, k);
    while (m->key[i] != EMPTY && m->key[i] != k)
        i = (i + 1) & m->mask;
    m->n += m->key[i] == EMPTY;
    m->key[i] = k;
    m->value[i] = v;
}

static void map_remove(struct map *m, uint64_t k)
{
    size_t i = slot(m, k);
    while (m->key[i] != k) {
        if (m->key[i] == EMPTY)
            return;
        i = (i + 1) & m->mask;
    }
    m->n--;
    for (size_t j = i;;) {
        j = (j + 1) & m->mask;
        if (m->key[j] == EMPTY)
            break;
        size_t h = slot(m, m->key[j]);
        if (((j - h) & m->mask) >= ((j - i) & m->mask)) {
            m->key[i] = m->key[j];
            m->value[i] = m->value[j];
            i = j;
        }
    }
    m->key[i] = EMPTY;
}

/* Deadlines of one clause come in order of time. */
struct due {
    int64_t at;
    uint64_t id;
};
struct fifo {
    struct due *v;
    size_t head, n, mask;
};

static void fifo_push(struct fifo *f, int64_t at, uint64_t id)
{
    if (!f->v || f->n > f->mask) {
        size_t cap = f->v ? (f->mask + 1) * 2 : 1024;
        struct due *v = malloc(cap * sizeof *v);
        if (!v)
            abort();
        for (size_t i = 0; i < f->n; i++)
            v[i] = f->v[(f->head + i) & f->mask];
        free(f->v);
        *f = (struct fifo){v, 0, f->n, cap - 1};
    }
    f->v[(f->head + f->n++) & f->mask] = (struct due){at, id};
}

static int fifo_past(struct fifo *f, int64_t now, uint64_t *id)
{
    if (!f->n || f->v[f->head].at >= now)
        return 0;
    *id = f->v[f->head].id;
    f->head = (f->head + 1) & f->mask;
    f->n--;
    return 1;
}

static struct map orders, rounds, withdrawn;
static struct fifo due_orders, due_rounds, due_withdrawals;
static unsigned char quiet[64];
static uint64_t trucks, short_of[6];

static void judge_past(int64_t now)
{
    uint64_t id;
    while (fifo_past(&due_orders, now, &id))
        if (map_find(&orders, id)) {
            short_of[1]++;
            map_remove(&orders, id);
        }
    while (fifo_past(&due_rounds, now, &id)) {
        short_of[4] += (int64_t)*map_find(&rounds, id) > 0;
        map_remove(&rounds, id);
    }
    while (fifo_past(&due_withdrawals, now, &id))
        short_of[5] += !map_find(&withdrawn, id);
}

static void judge(int64_t at, enum trace_kind kind, uint64_t a, uint64_t b)
{
    uint64_t *left;
    judge_past(at);
    switch (kind) {
    case TRACE_ORDER:
        map_put(&orders, a, 0);
        fifo_push(&due_orders, at + WEEK, a);
        break;
    case TRACE_FULFIL:
        map_remove(&orders, a);
        break;
    case TRACE_ATTACK:
        short_of[2] += quiet[a & 63];
        break;
    case TRACE_QUIET:
        quiet[a & 63] = (unsigned char)b;
        break;
    case TRACE_TRUCK:
        trucks += b;
        break;
    case TRACE_DAY_END:
        short_of[3] += trucks < 600;
        trucks = 0;
        break;
    case TRACE_CAPTIVES:
        map_put(&rounds, a, 3 * b);
        fifo_push(&due_rounds, at + 86400, a);
        break;
    case TRACE_PRISONERS:
        left = map_find(&rounds, a);
        if (left)
            *left -= b;
        break;
    case TRACE_KEEP:
        if (!map_find(&withdrawn, a))
            fifo_push(&due_withdrawals, at + WEEK, a);
        break;
    case TRACE_WITHDRAW:
        map_put(&withdrawn, a, 0);
        break;
    case TRACE_COMMIT:
    case TRACE_OTHER:
    case TRACE_KINDS:
        break;
    }
}

static enum trace_kind kind_of(const char *p, size_t n)
{
    switch (n) {
    case 4:
        return TRACE_KEEP;
    case 5:
        return p[0] == 'o'   ? (p[1] == 'r' ? TRACE_ORDER : TRACE_OTHER)
               : p[0] == 'q' ? TRACE_QUIET
                             : TRACE_TRUCK;
    case 6:
        return p[0] == 'f'   ? TRACE_FULFIL
               : p[0] == 'a' ? TRACE_ATTACK
                             : TRACE_COMMIT;
    case 7:
        return TRACE_DAY_END;
    case 8:
        return p[0] == 'c' ? TRACE_CAPTIVES : TRACE_WITHDRAW;
    default:
        return TRACE_PRISONERS;
    }
}

static const char *number(const char *p, uint64_t *out)
{
    uint64_t x = 0;
    unsigned d;
    while ((d = (unsigned)(*p - '0')) < 10) {
        x = x * 10 + d;
        p++;
    }
    *out = x;
    return p;
}

static uint64_t pass_check(const char *p, const char *end)
{
    uint64_t n = 0, at, a, b;
    while (p < end) {
        p = number(p + 1, &at) + 1;
        const char *word = p;
        while (*p != '(')
            p++;
        enum trace_kind kind = kind_of(word, (size_t)(p - word));
        p = number(p + 1, &a);
        p = number(p + 1, &b) + 3;
        judge((int64_t)at, kind, a, b);
        n++;
    }
    return n;
}

static uint64_t pass_lines(const char *p, const char *end)
{
    uint64_t n = 0;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        n++;
        p++;
    }
    return n;
}

static uint64_t pass_scan(const char *p, const char *end, uint64_t *sum)
{
    uint64_t n = 0, s = 0, v;
    while (p < end) {
        char c = *p;
        if (c == '"') {
            const char *q = ++p;
            while (*p != '"')
                p += 1 + (*p == '\\');
            s += (uint64_t)(p - q) + (unsigned char)*q;
            p++;
        } else if ((unsigned)(c - '0') < 10) {
            p = number(p, &v);
            s += v;
        } else {
            n += c == '\n';
            s += (unsigned char)c;
            p++;
        }
    }
    *sum = s;
    return n;
}

int main(int argc, char **argv)
{
    int fd = argc == 3 ? open(argv[2], O_RDONLY) : -1;
    struct stat st;
    if (fd < 0 || fstat(fd, &st)) {
        fputs("usage: ceiling lines|check|scan FILE\n", stderr);
        return 2;
    }
    size_t n = (size_t)st.st_size;
    const char *p = mmap(NULL, n, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (p == MAP_FAILED)
        return 3;
    map_init(&orders, 1024);
    map_init(&rounds, 1024);
    map_init(&withdrawn, 1024);
    struct timespec t0, t1;
    uint64_t reports, sum = 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t0);
    if (argv[1][0] == 'l')
        reports = pass_lines(p, p + n);
    else if (argv[1][0] == 's')
        reports = pass_scan(p, p + n, &sum);
    else
        reports = pass_check(p, p + n);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t1);
    printf("%s %" PRIu64 " %.4f", argv[1], reports,
           (double)(t1.tv_sec - t0.tv_sec) +
               1e-9 * (double)(t1.tv_nsec - t0.tv_nsec));
    printf(" short: %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
           " sum %" PRIx64 "\n",
           short_of[1], short_of[2], short_of[3], short_of[4], short_of[5],
           sum);
    return 0;
}
