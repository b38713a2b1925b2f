/* proof/package_print.c: the answer about a package, in words. Both programs
 * that check packages print this, so that their answers can be compared. */
#include "proof/package.h"

#include <inttypes.h>

void package_time_print(int64_t at, struct buf *out)
{
    /* Days from the civil calendar, after Howard Hinnant, "chrono-Compatible
     * Low-Level Date Algorithms": years begin in March. */
    enum { ERA_DAYS = 146097, TO_1970 = 719468, DAY = 86400 };
    uint64_t days = (uint64_t)at / DAY + TO_1970, second = (uint64_t)at % DAY;
    uint64_t era = days / ERA_DAYS, in_era = days % ERA_DAYS;
    uint64_t year =
        (in_era - in_era / 1460 + in_era / 36524 - in_era / (ERA_DAYS - 1)) /
        365;
    uint64_t day = in_era - (365 * year + year / 4 - year / 100);
    uint64_t month = (5 * day + 2) / 153;
    day = day - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    buf_uint_pad(out, era * 400 + year + (month <= 2), 4);
    buf_char(out, '-');
    buf_uint_pad(out, month, 2);
    buf_char(out, '-');
    buf_uint_pad(out, day, 2);
    buf_char(out, 'T');
    buf_uint_pad(out, second / 3600, 2);
    buf_char(out, ':');
    buf_uint_pad(out, second / 60 % 60, 2);
    buf_char(out, ':');
    buf_uint_pad(out, second % 60, 2);
    buf_char(out, 'Z');
}

static void print_out(const char *what, uint64_t there, uint64_t out_n,
                      struct buf *out)
{
    buf_printf(out, "  %-10s %" PRIu64, what, there);
    if (out_n > 0)
        buf_printf(out, "; %" PRIu64 " left out", out_n);
    buf_char(out, '\n');
}

static void print_witnessed(const struct package_counts *n, struct buf *out)
{
    buf_c(out, "  witnessed  ");
    if (!n->asks_for_witnesses) {
        buf_c(out, "the policy asks for no witness\n");
    } else if (n->verdict.witnessed) {
        buf_c(out, "since ");
        package_time_print((int64_t)n->verdict.witnessed_at, out);
        buf_printf(out, ", by %u cosignature%s\n", n->verdict.n_cosigned,
                   n->verdict.n_cosigned == 1 ? "" : "s");
    } else {
        buf_printf(out, "not yet: %u cosignature%s of the policy's\n",
                   n->verdict.n_cosigned,
                   n->verdict.n_cosigned == 1 ? "" : "s");
    }
}

static void print_stamps(const struct package_counts *n, struct buf *out)
{
    for (size_t i = 0; i < n->n_stamps; i++) {
        const struct package_stamp *s = &n->stamp[i];
        buf_c(out, "  stamped    ");
        package_time_print(s->at, out);
        buf_printf(out, ", the first %" PRIu64 " entries, by ", s->size);
        buf_safe(out, str_of(s->authority));
        buf_char(out, '\n');
    }
    if (n->n_stamps > 0 && !n->own_authorities)
        buf_c(out, "             (their certificates are the package's own: "
                   "--authorities)\n");
    if (n->stamps_unknown > 0)
        buf_printf(out,
                   "  stamps     %" PRIu64 " more, not by the authorities "
                   "given\n",
                   n->stamps_unknown);
}

void package_print(const struct package_ask *ask,
                   const struct package_counts *n, struct buf *out)
{
    if (n->size == 0) {
        buf_printf(out, "%s: does not hold\n", ask->path);
        return;
    }
    buf_printf(out, "%s: a package of ", ask->path);
    buf_safe(out, n->origin);
    buf_printf(out, "\n  %-10s %" PRIu64 " of %" PRIu64, "entries", n->entries,
               n->size);
    buf_c(out, n->entries == n->size
                   ? ", all of the log\n"
                   : "; the others are left out, or do not hold\n");
    print_out("contents", n->contents, n->contents_out, out);
    print_out("evidence", n->evidence, n->evidence_out, out);
    if (n->signatures + n->signatures_void > 0)
        buf_printf(out, "  signatures %" PRIu64 " of people hold",
                   n->signatures);
    if (n->signatures_void > 0)
        buf_printf(out, "; %" PRIu64 " more do not count", n->signatures_void);
    if (n->signatures + n->signatures_void > 0)
        buf_char(out, '\n');
    if (n->signatures > 0 && n->own_out > 0)
        buf_printf(out,
                   "             (%" PRIu64
                   " of the log's own entries left out: "
                   "a revocation could be among them)\n",
                   n->own_out);
    buf_printf(out, "  recorded   under a head of %" PRIu64 " entries, by %s\n",
               n->size,
               n->own_policy ? "the policy given"
                             : "the policy of the package itself (--policy)");
    print_witnessed(n, out);
    print_stamps(n, out);
    if (n->findings == 0)
        buf_c(out, "all of it holds\n");
    else
        buf_printf(out, "does not hold: %" PRIu64 " finding%s\n", n->findings,
                   n->findings == 1 ? "" : "s");
}
