/* cli/demo_talks.c: see demo_talks.h.
 *
 * A list of commands, run one by one as main would. In them @ is the folder and
 * % the id that the last command printed first. docs/talks.md tells the same at
 * more length. */
#include "cli/demo_talks.h"

#include "base/sys.h"
#include "base/sys_tree.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define DRAFT_FILE "examples/harbour-draft/agreement.truce"
#define MAPS_FILE  "examples/harbour-draft/zones.geojson"

enum { WORDS_MAX = 16, CARRY_ROUNDS = 2 };
static const char *const nodes[] = {"ardania", "belmar", "delvia", "estria"};

static const char *const join[] = {
    "# Four organisations make a node each, with keys that never leave it.",
    "talks join @/ardania --name ardania --role party",
    "talks join @/belmar --name belmar --role party",
    "talks join @/delvia --name delvia --role mediator",
    "talks join @/estria --name estria --role mediator",
    "# A charter says who takes part; both mediators assent to what crosses.",
};
static const char *const by_courier[] = {
    "talks charter @/charter @/ardania/line @/belmar/line @/delvia/line "
    "@/estria/line --name harbour --convey all",
};
static const char *const by_relay[] = {
    "talks charter @/charter @/ardania/line @/belmar/line @/delvia/line "
    "@/estria/line --name harbour --convey all --relay @/relay.key",
};

static const char *const begin[] = {
    "talks sign-charter @/ardania @/charter",
    "talks sign-charter @/belmar @/charter",
    "talks sign-charter @/delvia @/charter",
    "talks sign-charter @/estria @/charter",
    "talks begin @/ardania @/charter",
    "talks begin @/belmar @/charter",
    "talks begin @/delvia @/charter",
    "talks begin @/estria @/charter",
};
static const char *const talk[] = {
    "# The mediators put the draft on the table.",
    "talks draft @/delvia " DRAFT_FILE,
    "+",
    "# Each party says to the mediators, and to nobody else, where it stands.",
    "talks position @/ardania rest accept --standing",
    "talks position @/ardania 4.1=B accept --if 2.2=A --standing",
    "talks position @/ardania 2.2=A accept --standing",
    "talks position @/belmar rest accept --standing",
    "talks position @/belmar 2.2=A accept --if 4.1=B --standing",
    "talks position @/belmar 4.1=C accept",
    "+",
    "talks table @/delvia",
    "# Belmar lets these words cross, as a hypothetical; both mediators carry "
    "them.",
    "talks say @/belmar proposal 'We could live with 300 trucks a week.' --on "
    "4.1",
    "talks consent @/belmar % --to ardania --wording as-hypothetical --text "
    "'What if it were 300 trucks a week?'",
    "+",
    "talks convey @/delvia %",
    "+",
    "talks convey @/estria %",
    "+",
    "talks read @/ardania %",
    "# Belmar moves. The conditions of the two sides meet.",
    "talks position @/belmar 4.1=B accept --standing",
    "+",
    "talks match @/delvia",
    "talks round @/delvia",
    "talks reveal @/delvia",
    "# Everything is agreed: one text, whose hash is compared on paper.",
    "talks agree @/delvia",
    "+",
};

static const char *const end[] = {
    "# The same text goes on as a case, with the keys that signed.",
    "init @/harbour.case --origin mediators.example/harbour "
    "@/agreed/agreement.truce",
    "record key @/harbour.case --purpose sign --holder ardania --key "
    "@/agreed/ardania.pub",
    "sign @/harbour.case --as ardania --with @/agreed/ardania.sig",
    "record key @/harbour.case --purpose sign --holder belmar --key "
    "@/agreed/belmar.pub",
    "sign @/harbour.case --as belmar --with @/agreed/belmar.sig",
    "status @/harbour.case --brief",
};

enum { NODES = COUNT_OF(nodes), SERVED = NODES + 1, READY_TRIES = 200 };

struct demo {
    struct cli *c;
    const char *folder;
    str id; /* that was printed last */

    bool serves;
    int64_t port;
    str relay;         /* its address */
    pid_t pid[SERVED]; /* of the relay and the nodes; 0: not begun */
};

/* One word from *line, with @ and % put in; quotes keep blanks. */
static err take_word(struct demo *d, str *line, const char **word)
{
    struct buf b;
    bool quoted = false;
    size_t i = 0;
    buf_init(&b, d->c->arena, LIMIT_LINE_BYTES);
    for (; i < line->n && (quoted || line->p[i] != ' '); i++) {
        char ch = line->p[i];
        if (ch == '\'')
            quoted = !quoted;
        else if (ch == '@' && !quoted)
            buf_c(&b, d->folder);
        else if (ch == '%' && !quoted)
            buf_str(&b, d->id);
        else
            buf_char(&b, ch);
    }
    buf_char(&b, '\0');
    TRY(d->c->cx, buf_finish(d->c->cx, &b));
    *line = str_sub(*line, i + 1, line->n);
    *word = b.p;
    return OK;
}

static err run_words(struct demo *d, size_t n, char *const *words,
                     struct buf *out)
{
    struct cli c = *d->c;
    struct args args;
    int status = EXIT_DONE;
    c.out = out;
    c.cmd = n == 0 ? NULL : command_find(words[0]);
    if (c.cmd == NULL)
        BUG("a demo of a command that is not there");
    TRY(c.cx, args_parse(&c, c.cmd, (int)n - 1, words + 1, &args));
    return c.cmd->run(&c, &args, &status);
}

static void show(struct demo *d, str line, struct buf *result)
{
    struct buf *out = d->c->out;
    buf_c(out, "$ truce ");
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == '@')
            buf_c(out, d->folder);
        else if (line.p[i] == '%')
            buf_str(out, d->id);
        else
            buf_char(out, line.p[i]);
    buf_char(out, '\n');
    buf_str(out, buf_view(result));
}

static bool is_id(str s)
{
    for (size_t i = 0; i < 12; i++)
        if (i >= s.n || !((s.p[i] >= '0' && s.p[i] <= '9') ||
                          (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return true;
}

static err run_line(struct demo *d, const char *text, bool shown)
{
    char *words[WORDS_MAX] = {NULL};
    struct buf result;
    str line = str_of(text);
    size_t n = 0;
    while (line.n > 0 && n < WORDS_MAX) {
        const char *word;
        TRY(d->c->cx, take_word(d, &line, &word));
        words[n++] = (char *)(uintptr_t)word;
    }
    buf_init(&result, d->c->arena, LIMIT_LINE_BYTES);
    TRY(d->c->cx, run_words(d, n, words, &result));
    if (shown)
        show(d, str_of(text), &result);
    if (shown && is_id(buf_view(&result)))
        d->id = str_sub(buf_view(&result), 0, 12);
    return OK;
}

/* Bundles from each to each that shares a room besides the table; twice, so
 * that all have what all may have. */
static err carry(struct demo *d)
{
    str out, in, stick;
    struct arena *a = d->c->arena;
    TRY_ROOM(d->c->cx, a, arena_printf(a, &stick, "%s/stick", d->folder));
    for (size_t k = 0; k < CARRY_ROUNDS; k++)
        for (size_t x = 0; x < COUNT_OF(nodes); x++)
            for (size_t y = 0; y < COUNT_OF(nodes); y++) {
                if (x == y)
                    continue;
                TRY_ROOM(d->c->cx, a,
                         arena_printf(a, &out,
                                      "bundle out @/%s @/stick --to %s",
                                      nodes[x], nodes[y]));
                TRY_ROOM(
                    d->c->cx, a,
                    arena_printf(a, &in, "bundle in @/%s @/stick", nodes[y]));
                TRY(d->c->cx, run_line(d, out.p, false));
                err e = run_line(d, in.p, false);
                sys_remove(stick.p);
                TRY(d->c->cx, e);
            }
    buf_c(d->c->out, "(couriers carry bundles between all four)\n");
    return OK;
}

/* Each with the relay, twice. The first one waits until the relay listens. */
static err exchange(struct demo *d)
{
    struct cx *cx = d->c->cx;
    for (size_t k = 0; k < CARRY_ROUNDS; k++)
        for (size_t x = 0; x < NODES; x++) {
            str line;
            err e = OK;
            TRY_ROOM(cx, d->c->arena,
                     arena_printf(d->c->arena, &line, "sync @/%s %.*s",
                                  nodes[x], STR_ARG(d->relay)));
            for (int t = 0; t < READY_TRIES; t++) {
                e = run_line(d, line.p, false);
                if (e.code != ERR_RESOURCE)
                    break;
                sys_sleep_ms(50);
            }
            TRY(cx, e);
        }
    buf_c(d->c->out, "(all four exchange with the relay)\n");
    return OK;
}

static err play(struct demo *d, const char *const *lines, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (lines[i][0] == '#')
            buf_printf(d->c->out, "\n%s\n", lines[i]);
        else if (lines[i][0] == '+')
            TRY(d->c->cx, d->serves ? exchange(d) : carry(d));
        else
            TRY(d->c->cx, run_line(d, lines[i], true));
    }
    return OK;
}

/* People's keys are those of OpenSSH: made here as truce record key does. */
static err sign(struct demo *d)
{
    static const char *const lines[] = {
        "# Each party signs these very bytes with a key of its own.",
        "init @/keys.case --origin demo.example/keys " DRAFT_FILE
        " --choose 2.2=A --choose 4.1=B",
        "record key @/keys.case --purpose sign --holder ardania --out "
        "@/ardania.ssh",
        "record key @/keys.case --purpose sign --holder belmar --out "
        "@/belmar.ssh",
        "talks sign @/ardania --key @/ardania.ssh",
        "talks sign @/belmar --key @/belmar.ssh",
        "+",
        "talks out @/estria @/agreed",
    };
    return play(d, lines, COUNT_OF(lines));
}

static err copy_map(struct demo *d)
{
    str path, bytes;
    struct arena *a = d->c->arena;
    TRY_ROOM(d->c->cx, a,
             arena_printf(a, &path, "%s/agreed/zones.geojson", d->folder));
    TRY(d->c->cx,
        sys_read_file(d->c->cx, a, MAPS_FILE, LIMIT_SIDE_FILE_BYTES, &bytes));
    return sys_write_file(d->c->cx, path.p, bytes);
}

/* --- the pages --------------------------------------------------------------
 */

static void stop(struct demo *d)
{
    for (size_t i = 0; i < SERVED; i++)
        if (d->pid[i] > 0)
            (void)kill(d->pid[i], SIGTERM);
    for (size_t i = 0; i < SERVED; i++)
        if (d->pid[i] > 0)
            (void)waitpid(d->pid[i], NULL, 0);
    memset(d->pid, 0, sizeof d->pid);
}

/* Signals wait until they are asked for, so that none ends this process and
 * leaves the others. */
static void hold_signals(int how)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGCHLD);
    (void)sigprocmask(how, &set, NULL);
}

/* A command in a process of its own, which ends when it is told to. */
static err start(struct demo *d, size_t place, const char *line)
{
    struct cx *cx = d->c->cx;
    TRY(cx, buf_finish(cx, d->c->out)); /* else both would print it */
    pid_t pid = fork();
    if (pid < 0)
        return fail(cx, ERR_RESOURCE, "no process can be begun");
    if (pid > 0) {
        d->pid[place] = pid;
        return OK;
    }
    hold_signals(SIG_UNBLOCK);
    err e = run_line(d, line, false);
    if (!is_ok(e)) {
        const char *say = cx->fault.message;
        ssize_t n = write(STDERR_FILENO, say, strlen(say));
        n += write(STDERR_FILENO, "\n", 1);
        (void)n;
    }
    _exit(is_ok(e) ? 0 : 1);
}

static err begin_relay(struct demo *d)
{
    struct cli *c = d->c;
    struct buf key;
    struct cli quiet = *c;
    str line, path;
    buf_init(&key, c->arena, LIMIT_LINE_BYTES);
    quiet.out = &key;
    struct demo with = *d;
    with.c = &quiet;
    buf_c(c->out, "\n# A relay: a mailbox without keys.\n");
    TRY_ROOM(c->cx, c->arena,
             arena_printf(c->arena, &path, "%s/relay.key", d->folder));
    TRY(c->cx,
        run_line(&with, "relay init @/relay --name relay.demo.example", true));
    str bytes = buf_view(&key), rest;
    (void)str_cut(bytes, '\n', &line, &rest); /* the command itself */
    buf_str(c->out, bytes);
    return sys_write_file(c->cx, path.p, rest);
}

static err serve_relay(struct demo *d)
{
    str line;
    struct arena *a = d->c->arena;
    TRY_ROOM(d->c->cx, a,
             arena_printf(a, &d->relay, "http://127.0.0.1:%lld",
                          (long long)d->port + 1));
    TRY_ROOM(d->c->cx, a,
             arena_printf(a, &line,
                          "relay serve @/relay --listen 127.0.0.1:%lld",
                          (long long)d->port + 1));
    static const char *const lines[] = {"relay begin @/relay @/charter"};
    TRY(d->c->cx, play(d, lines, COUNT_OF(lines)));
    return start(d, 0, line.p);
}

/* An administrator's and a head's account; each link is taken once. Hosts
 * differ, so that one browser can be logged in at all four. */
static err invite(struct demo *d, size_t node)
{
    static const char *const accounts[][2] = {{"admin", "administrator"},
                                              {"head", "head"}};
    str line;
    struct arena *a = d->c->arena;
    for (size_t i = 0; i < COUNT_OF(accounts); i++) {
        TRY_ROOM(d->c->cx, a,
                 arena_printf(a, &line,
                              "people invite @/%s %s --role %s --url "
                              "http://127.0.0.%zu:%lld",
                              nodes[node], accounts[i][0], accounts[i][1],
                              node + 1, (long long)d->port));
        TRY(d->c->cx, run_line(d, line.p, true));
    }
    return OK;
}

static err serve_nodes(struct demo *d)
{
    str line;
    struct arena *a = d->c->arena;
    buf_c(d->c->out, "\n# People of each log in at their own node, with links "
                     "that work once.\n");
    for (size_t i = 0; i < NODES; i++)
        TRY(d->c->cx, invite(d, i));
    buf_c(d->c->out, "\n# Each node is served on its own address.\n");
    for (size_t i = 0; i < NODES; i++) {
        TRY_ROOM(d->c->cx, a,
                 arena_printf(a, &line,
                              "serve @/%s --listen 127.0.0.%zu:%lld --relay "
                              "%.*s",
                              nodes[i], i + 1, (long long)d->port,
                              STR_ARG(d->relay)));
        show(d, line, &(struct buf){0});
        TRY(d->c->cx, start(d, i + 1, line.p));
    }
    return buf_finish(d->c->cx, d->c->out);
}

/* Until one of them ends, or somebody ends this. */
static err wait_for_end(struct demo *d)
{
    sigset_t set;
    int n = 0, status = 0;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGCHLD);
    if (sigwait(&set, &n) != 0 || n != SIGCHLD)
        return OK;
    pid_t pid = waitpid(-1, &status, WNOHANG);
    for (size_t i = 0; i < SERVED; i++)
        if (pid > 0 && d->pid[i] == pid)
            d->pid[i] = 0;
    return fail_hint(d->c->cx, ERR_RESOURCE, "--port names another one.",
                     "one of the servers has ended");
}

/* --- the whole --------------------------------------------------------------
 */

static err play_talks(struct demo *d)
{
    struct cx *cx = d->c->cx;
    TRY(cx, play(d, join, COUNT_OF(join)));
    if (d->serves)
        TRY(cx, begin_relay(d));
    TRY(cx, d->serves ? play(d, by_relay, COUNT_OF(by_relay))
                      : play(d, by_courier, COUNT_OF(by_courier)));
    TRY(cx, play(d, begin, COUNT_OF(begin)));
    if (d->serves)
        TRY(cx, serve_relay(d));
    TRY(cx, play(d, talk, COUNT_OF(talk)));
    TRY(cx, sign(d));
    TRY(cx, copy_map(d));
    TRY(cx, play(d, end, COUNT_OF(end)));
    if (!d->serves)
        return OK;
    TRY(cx, serve_nodes(d));
    return wait_for_end(d);
}

err demo_talks(struct cli *c, const char *folder, int64_t port, int *status)
{
    struct demo d = {
        .c = c, .folder = folder, .serves = port > 0, .port = port};
    (void)status;
    if (!sys_exists(DRAFT_FILE))
        return fail_hint(c->cx, ERR_NOT_FOUND,
                         "Run it at the root of the sources.", "there is no %s",
                         DRAFT_FILE);
    TRY(c->cx, sys_make_folder(c->cx, folder));
    if (d.serves)
        hold_signals(SIG_BLOCK);
    err e = play_talks(&d);
    struct fault before = c->cx->fault;
    stop(&d);
    c->cx->fault = before;
    if (d.serves)
        hold_signals(SIG_UNBLOCK);
    if (is_ok(e) && !d.serves)
        buf_printf(c->out,
                   "\nFurther:\n  truce talks log %s/belmar\n  truce talks "
                   "log %s/delvia\n  truce talks show %s/estria\n",
                   folder, folder, folder);
    return e;
}
