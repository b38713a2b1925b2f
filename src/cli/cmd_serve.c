/* cli/cmd_serve.c: `truce serve`. */
#include "app/node.h"
#include "cli/case_opts.h"
#include "cli/serve.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct opt opts[] = {
    {.name = "listen",
     .letter = 'l',
     .value = "ADDRESS",
     .kind = ARG_TEXT,
     .otherwise = "127.0.0.1:8470",
     .help = "Where to listen: HOST:PORT. 127.0.0.1 is this machine alone; "
             "anybody who reaches another address can read all of the case. "
             "With port 0 the system chooses one."},
    {.name = "tls-cert",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "Speaks https with this certificate: PEM, the server's own first, "
             "then those above it. Needs --tls-key."},
    {.name = "tls-key",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "The private key of the certificate: PEM without a passphrase."},
    {.name = "behind-proxy",
     .help = "A web server with https stands in front of it: cookies are for "
             "https, and who asks is the last of X-Forwarded-For. Nothing but "
             "that server may reach the address."},
    {.name = "print",
     .value = "PAGE",
     .kind = ARG_TEXT,
     .help = "Prints this page, /agreement?lang=ar for instance, and ends: to "
             "keep a page as a file, or to look at it without a browser."},
    {.name = "base-map",
     .value = "FILE",
     .repeats = true,
     .kind = ARG_FILE,
     .help = "What the map shows under the places of the text: coasts, roads, "
             "borders, with or without names. A GeoJSON file, or pictures of a "
             "map in tiles (MBTiles, PMTiles; no vector tiles), or one of "
             "each. "
             "Whose lines these are is the choice of whoever serves; on the "
             "page they can be hidden."},
    {.name = "statements",
     .value = "TABLE",
     .repeats = true,
     .kind = ARG_FILE,
     .help =
         "A register of public statements (truce statements) to show beside "
         "the case. It gives no status."},
    {.name = "context",
     .value = "TABLE",
     .repeats = true,
     .kind = ARG_FILE,
     .help = "Events as others collect them, a CSV table in the columns of "
             "ACLED or UCDP GED, to show beside the case and on the map. They "
             "give no status. Their owners' terms hold for who can read the "
             "pages."},
    {.name = "coarsen",
     .value = "METRES",
     .kind = ARG_TEXT,
     .help = "Tells the points of reports only to so many metres, on the map "
             "and in what is downloaded: where a point could put somebody in "
             "danger."},
    {.name = "relay",
     .value = "URL",
     .kind = ARG_TEXT,
     .help = "Of a node of talks: where its relay is. On the first page things "
             "are then exchanged with it."},
    {.name = "choose",
     .value = "LABEL=A",
     .repeats = true,
     .kind = ARG_TEXT,
     .help = "Takes alternative A of a clause that is open in a draft."},
    {.name = NULL},
};

/* --- an exchange with the relay, in a process of its own --------------------
 */

struct serving {
    struct cli *c;
    pid_t exchange; /* 0: none is under way */
};

static bool exchanges(void *self)
{
    struct serving *s = self;
    if (s->exchange > 0 && waitpid(s->exchange, NULL, WNOHANG) != 0)
        s->exchange = 0;
    return s->exchange > 0;
}

/* What it says is kept by the node. A new program, and not a copy of this one:
 * no sockets, keys or stores are shared. */
static err exchange(struct cx *cx, void *self, const char *node,
                    const char *relay)
{
    struct serving *s = self;
    pid_t pid = fork();
    if (pid < 0)
        return fail(cx, ERR_RESOURCE, "no process can be begun");
    if (pid == 0) {
        if (freopen("/dev/null", "r", stdin) == NULL ||
            freopen("/dev/null", "w", stdout) == NULL)
            _exit(EXIT_ERROR);
        (void)execl("/proc/self/exe", "truce", "sync", "--", node, relay,
                    (char *)NULL);
        _exit(EXIT_ERROR);
    }
    s->exchange = pid;
    return OK;
}

static void end_exchange(struct serving *s)
{
    if (s->exchange <= 0)
        return;
    (void)kill(s->exchange, SIGTERM);
    (void)waitpid(s->exchange, NULL, 0);
}

/* --- the command ------------------------------------------------------------
 */

static void ready(void *self, str title, str url)
{
    struct cli *c = ((struct serving *)self)->c;
    buf_safe(c->out, title);
    buf_c(c->out, ": ");
    buf_str(c->out, url);
    buf_c(c->out, "\nCtrl-C ends it.\n");
    /* What cannot be written is reported at the end; output is sticky. */
    struct fault before = c->cx->fault;
    if (!is_ok(buf_finish(c->cx, c->out)))
        c->cx->fault = before;
}

static void fault(void *self, const struct fault *f)
{
    (void)self;
    fprintf(stderr, "truce serve: %s\n", f->message);
}

/* Every value of an option that may be given more than once. */
static err read_all(struct cli *c, const struct args *args, const char *name,
                    const char *const **out, size_t *n_out)
{
    const char **paths;
    size_t n = 0;
    while (args_value_at(args, name, n) != NULL)
        n++;
    TRY_NEW_ARRAY(c->cx, c->arena, n + 1, paths);
    for (size_t i = 0; i < n; i++)
        paths[i] = args_value_at(args, name, i);
    *out = paths;
    *n_out = n;
    return OK;
}

err serve_run(struct cli *c, struct serve_options *o, int *status)
{
    struct serving s = {.c = c};
    struct progress p;
    str messages;
    bool found = true;
    o->out = c->out;
    o->ready = ready;
    o->fault = fault;
    o->self = &s;
    o->extras.exchange = exchange;
    o->extras.exchanges = exchanges;
    o->extras.self = &s;
    progress_begin(&p, c, "reports");
    o->base.progress = progress_update;
    o->base.progress_self = &p;
    err e = app_serve(c->cx, c->arena, o, &messages, &found);
    progress_end(&p);
    end_exchange(&s);
    case_opts_print_err(messages);
    if (!found)
        *status = EXIT_NO;
    return e;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    struct serve_options o = {.listen = args_value(args, "listen"),
                              .print = args_value(args, "print"),
                              .tls_cert = args_value(args, "tls-cert"),
                              .tls_key = args_value(args, "tls-key"),
                              .behind_proxy = args_flag(args, "behind-proxy")};
    if ((o.tls_cert == NULL) != (o.tls_key == NULL))
        return usage_fail(c, "", "--tls-cert and --tls-key belong together");
    TRY(c->cx, case_opts_read_plain(c, args, args->operands_n - 1, &o.base));
    TRY(c->cx, read_all(c, args, "statements", &o.extras.statements,
                        &o.extras.statements_n));
    TRY(c->cx,
        read_all(c, args, "context", &o.extras.context, &o.extras.context_n));
    TRY(c->cx, read_all(c, args, "base-map", &o.extras.base_maps,
                        &o.extras.base_maps_n));
    o.extras.relay = args_value(args, "relay");
    const char *coarsen = args_value(args, "coarsen");
    if (coarsen != NULL &&
        !str_int(str_of(coarsen), 1, 500000, &o.extras.coarse_m))
        return usage_fail(c, "for instance --coarsen 5000",
                          "--coarsen: metres, from 1 to 500000");
    return serve_run(c, &o, status);
}

static const struct example examples[] = {
    {"truce serve examples/harbour/agreement.truce "
     "examples/harbour/reports.jsonl --print /clause/2.1",
     "One page, as a browser would get it", EXIT_DONE},
    {"truce serve ardania --print /draft",
     "A node of talks: its folder (truce talks join)", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "ended by a signal, or printed"},
    {EXIT_NO, "with --print: there is no such page"},
    {0, NULL},
};

const struct cmd cmd_serve = {
    .name = "serve",
    .group = GROUP_STATUS,
    .stability = CMD_CHANGING,
    .summary = "shows a case, or a node of talks, in the browser",
    .operands = "CASE|AGREEMENT|NODE [REPORTS...]",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "Answers a browser on this machine with the pages of a case: what is "
        "owed today, what changed, every clause with its status and the "
        "reports "
        "behind it, the calendar, the reports, the record, and what the text "
        "leaves open; in English, Arabic, Hebrew, French, Spanish, Russian, "
        "Ukrainian and Portuguese. Nothing is loaded from the network, and no "
        "script is needed.\n"
        "\n"
        "Each address is a permalink: at=2025-01-25 in it looks at that day, "
        "known=2025-01-26 at what was known then, lang=ar chooses the "
        "language. "
        "The same for programs: /status.json, /status.csv, /timeline.json.\n"
        "\n"
        "A node of proximity talks (truce talks) is served by its folder: text "
        "and brackets, positions, messages, the mediators' table, packages, "
        "signing; before it has begun, the charter. It needs accounts: truce "
        "talks start makes the first two, truce people invite NODE NAME --role "
        "administrator one. See docs/talks.md.\n\n"
        "A case that grows is read again by itself. The pages only show, until "
        "the case has accounts (truce people): then whoever asks logs in, and "
        "enters reports by their role.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
