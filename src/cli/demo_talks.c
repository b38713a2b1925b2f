/* cli/demo_talks.c: see demo_talks.h.
 *
 * A list of commands, run one by one as main would. In them @ is the folder and
 * % the id that the last command printed first. docs/talks.md tells the same at
 * more length. */
#include "cli/demo_talks.h"

#include "base/sys.h"
#include "base/sys_tree.h"

#define DRAFT_FILE "examples/harbour-draft/agreement.truce"
#define MAPS_FILE  "examples/harbour-draft/zones.geojson"

enum { WORDS_MAX = 16, CARRY_ROUNDS = 2 };
static const char *const nodes[] = {"ardania", "belmar", "delvia", "estria"};

static const char *const begin[] = {
    "# Four organisations make a node each, with keys that never leave it.",
    "talks join @/ardania --name ardania --role party",
    "talks join @/belmar --name belmar --role party",
    "talks join @/delvia --name delvia --role mediator",
    "talks join @/estria --name estria --role mediator",
    "# A charter says who takes part, and that both mediators must assent to "
    "what crosses.",
    "talks charter @/charter @/ardania/line @/belmar/line @/delvia/line "
    "@/estria/line --name harbour --convey all",
    "talks sign-charter @/ardania @/charter",
    "talks sign-charter @/belmar @/charter",
    "talks sign-charter @/delvia @/charter",
    "talks sign-charter @/estria @/charter",
    "talks begin @/ardania @/charter",
    "talks begin @/belmar @/charter",
    "talks begin @/delvia @/charter",
    "talks begin @/estria @/charter",
    "# The mediators put the draft on the table. Couriers carry bundles.",
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

struct demo {
    struct cli *c;
    const char *folder;
    str id; /* that was printed last */
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
    c.cmd = command_find(words[0]);
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
    char *words[WORDS_MAX];
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

static err play(struct demo *d, const char *const *lines, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (lines[i][0] == '#')
            buf_printf(d->c->out, "\n%s\n", lines[i]);
        else if (lines[i][0] == '+')
            TRY(d->c->cx, carry(d));
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

err demo_talks(struct cli *c, const char *folder, int *status)
{
    struct demo d = {.c = c, .folder = folder};
    (void)status;
    if (!sys_exists(DRAFT_FILE))
        return fail_hint(c->cx, ERR_NOT_FOUND,
                         "Run it at the root of the sources.", "there is no %s",
                         DRAFT_FILE);
    TRY(c->cx, sys_make_folder(c->cx, folder));
    TRY(c->cx, play(&d, begin, COUNT_OF(begin)));
    TRY(c->cx, sign(&d));
    TRY(c->cx, copy_map(&d));
    TRY(c->cx, play(&d, end, COUNT_OF(end)));
    buf_printf(c->out,
               "\nFurther:\n  truce talks log %s/belmar\n  truce talks log "
               "%s/delvia\n  truce talks show %s/estria\n",
               folder, folder, folder);
    return OK;
}
