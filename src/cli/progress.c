/* cli/progress.c: see cli.h. */
#include "cli/cli.h"

#include "base/sys.h"

#include <inttypes.h>

static const uint64_t first_ns = 500000000, step_ns = 100000000;

void progress_begin(struct progress *p, struct cli *c, const char *what)
{
    *p = (struct progress){.cli = c, .what = what, .begin_ns = sys_ticks_ns()};
}

void progress_update(void *self, uint64_t done, uint64_t total)
{
    struct progress *p = self;
    uint64_t now;

    if (!p->cli->progress)
        return;
    now = sys_ticks_ns();
    if (now - p->begin_ns < first_ns || now - p->last_ns < step_ns)
        return;
    p->last_ns = now;
    p->shown = true;
    fprintf(stderr, "\r\x1b[K%" PRIu64, done);
    if (total > 0)
        fprintf(stderr, " of %" PRIu64 " %s (%" PRIu64 " %%)", total, p->what,
                done / (total / 100 + 1));
    else
        fprintf(stderr, " %s", p->what);
    fflush(stderr);
}

void progress_end(struct progress *p)
{
    if (p->shown) {
        fputs("\r\x1b[K", stderr);
        fflush(stderr);
    }
    p->shown = false;
}
