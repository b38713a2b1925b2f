/* app/talks_agree.c: from what all accept to one text, its signatures, and the
 * files that a case begins with. See talks.h. */
#include "app/talks_int.h"

#include "app/agreement.h"
#include "app/casefile_int.h"
#include "app/text.h"
#include "base/sys.h"
#include "base/sys_tree.h"
#include "lang/ast.h"
#include "proof/sshsig.h"
#include "record/sshfile.h"

static const str name_space = STR_INIT("agreement@truce");

/* --- the text
 * ----------------------------------------------------------------------
 */

static err name_open(struct cx *cx, struct arena *a, const struct frozen *f)
{
    struct buf b;
    size_t open = 0;
    buf_init(&b, a, LIMIT_LINE_BYTES);
    for (size_t i = 0; i < f->d.n; i++) {
        if (f->choice[i] != SIZE_MAX)
            continue;
        if (open++ < 20) {
            buf_c(&b, open > 1 ? ", " : "");
            buf_str(&b, f->d.clause[i].label);
        }
    }
    if (open == 0)
        return OK;
    buf_c(&b, open > 20 ? " ..." : "");
    return fail_hint(cx, ERR_CONFLICT,
                     "What counts are acceptances with --standing, as they "
                     "were when the last round closed.",
                     "not accepted by all: %.*s", STR_ARG(buf_view(&b)));
}

/* By article: those of which a clause is open fall away. */
static void drop_open_articles(struct ast *t, const struct frozen *f)
{
    size_t at = 0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_article *article = t->parts[i].article;
        bool open = false;
        for (uint32_t k = 0; article != NULL && k < article->n_clauses; k++)
            open = f->choice[at++] == SIZE_MAX || open;
        if (!open)
            t->parts[kept++] = t->parts[i];
    }
    t->n_parts = kept;
}

static err choose(struct cx *cx, struct arena *a, struct ast *t, str choice)
{
    str rest = choice, one;
    bool more = !str_eq(choice, STR("-"));
    while (more) {
        more = str_cut(rest, ',', &one, &rest);
        TRY(cx, lang_choose(cx, a, t, &one, 1));
    }
    return OK;
}

static err check_sound(struct cx *cx, struct arena *a, str text)
{
    struct app_agreement g;
    TRY(cx, app_compile_agreement(cx, a, "the agreed text", text, NULL, 0, &g));
    for (uint32_t i = 0; i < g.diagnostics.n; i++)
        if (g.diagnostics.v[i].severity == SEV_ERROR)
            return fail_hint(cx, ERR_CONFLICT,
                             "A clause that is agreed may name one that is "
                             "not.",
                             "what is agreed makes no whole text: %.*s",
                             STR_ARG(g.diagnostics.v[i].message));
    return OK;
}

static err make_text(struct cx *cx, struct arena *a, const struct seat_file *n,
                     const struct frozen *f, str choice, str *out)
{
    struct ast *t;
    struct diagnostics d = {0};
    struct buf b;
    if (!n->charter.articles)
        TRY(cx, name_open(cx, a, f));
    TRY(cx, lang_parse(cx, a, STR("the draft"), f->d.item->o.body, &t, &d));
    TRY(cx, choose(cx, a, t, choice));
    if (n->charter.articles)
        drop_open_articles(t, f);
    buf_init(&b, a, LIMIT_TEXT_BYTES);
    lang_print_canonical(t, &b);
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return check_sound(cx, a, *out);
}

static void print_text(str body, struct buf *out)
{
    buf_c(out, "  text   ");
    app_print_hash(body, out);
    buf_char(out, '\n');
}

err seat_agree(struct cx *cx, struct arena *a, struct seat_file *n,
               struct buf *out)
{
    struct frozen f = {0};
    struct talks_object o = {.type = TALKS_AGREED, .room = STR("table")};
    char hex[2 * CRY_HASH_BYTES];
    TRY(cx, talks_must_mediate(cx, n));
    TRY(cx, talks_find_frozen(cx, a, n, &f));
    TRY(cx, talks_choice_text(cx, a, &f, &o.field[1]));
    TRY(cx, make_text(cx, a, n, &f, o.field[1], &o.body));
    hash_print(f.d.hash, hex);
    o.field[0] = (str){hex, sizeof hex};
    TRY(cx, seat_say(cx, n, &o));
    seat_print_id(o.id, out);
    buf_c(out, "  agreed in the room table\n");
    print_text(o.body, out);
    return OK;
}

err talks_agree(struct cx *cx, struct arena *a, const char *node,
                struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_agree(cx, a, &n, out);
    seat_close(&n);
    return e;
}

/* --- signatures
 * -----------------------------------------------------------------------
 */

const struct talks_item *seat_find_agreed(const struct seat_file *n)
{
    const struct talks_item *last = NULL;
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (!x->open || x->standing != TALKS_COUNTS ||
            x->o.type != TALKS_AGREED)
            continue;
        int c = last == NULL ? 1 : str_cmp(x->o.made, last->o.made);
        if (c > 0 ||
            (c == 0 && memcmp(x->o.id.b, last->o.id.b, sizeof x->o.id.b) > 0))
            last = x;
    }
    return last;
}

err seat_agreed(struct cx *cx, const struct seat_file *n,
                const struct talks_item **out)
{
    *out = seat_find_agreed(n);
    return *out != NULL
               ? OK
               : fail_hint(cx, ERR_CONFLICT, "Mediators: truce talks agree.",
                           "there is no agreed text on the table");
}

err seat_signature(struct cx *cx, struct arena *a,
                   const struct talks_item *agreed, const struct talks_item *x,
                   struct sshsig *sig, bool *holds)
{
    hash h;
    *holds = false;
    if (!x->open || x->standing != TALKS_COUNTS ||
        x->o.type != TALKS_SIGNATURE ||
        !hash_parse(talks_field(&x->o, "agreed"), &h) ||
        !hash_eq(h, cry_sha256(agreed->o.body, STR(""))))
        return OK;
    err e = sshsig_parse(cx, a, x->o.body, sig);
    if (is_ok(e))
        e = sshsig_check(cx, sig, name_space, agreed->o.body, false);
    *holds = is_ok(e);
    if (e.code != ERR_INPUT)
        return e;
    fault_clear(cx);
    return OK;
}

static err make_signature(struct cx *cx, struct arena *a, const char *key,
                          str text, str *out)
{
    CLEANUP(ssh_signer_wipe) struct ssh_signer s = {0};
    struct buf b;
    TRY(cx, ssh_signer_read(cx, key, &s));
    buf_init(&b, a, SSHSIG_MAX_TEXT);
    TRY(cx, sshsig_sign(cx, s.seed.p, name_space, text, &b));
    *out = buf_view(&b);
    return OK;
}

err seat_sign(struct cx *cx, struct arena *a, struct seat_file *n,
              const char *key, const char *with, struct buf *out)
{
    const struct talks_item *agreed;
    str bytes;
    TRY(cx, seat_agreed(cx, n, &agreed));
    if (key != NULL)
        TRY(cx, make_signature(cx, a, key, agreed->o.body, &bytes));
    else
        TRY(cx, sys_read_file(cx, a, with, SSHSIG_MAX_TEXT, &bytes));
    return seat_enter_signature(cx, a, n, bytes, out);
}

err seat_enter_signature(struct cx *cx, struct arena *a, struct seat_file *n,
                         str bytes, struct buf *out)
{
    const struct talks_item *agreed;
    struct talks_object o = {
        .type = TALKS_SIGNATURE, .room = STR("table"), .body = bytes};
    struct sshsig sig;
    char hex[2 * CRY_HASH_BYTES];
    TRY(cx, seat_agreed(cx, n, &agreed));
    str text = agreed->o.body; /* items move when something is said */
    TRY(cx, sshsig_parse(cx, a, bytes, &sig));
    TRY(cx, sshsig_check(cx, &sig, name_space, text, false));
    hash_print(cry_sha256(text, STR("")), hex);
    o.field[0] = (str){hex, sizeof hex};
    TRY(cx, seat_say(cx, n, &o));
    seat_print_id(o.id, out);
    buf_c(out, "  signature in the room table\n");
    print_text(text, out);
    return OK;
}

err talks_sign(struct cx *cx, struct arena *a, const char *node,
               const char *key, const char *with, struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_sign(cx, a, &n, key, with, out);
    seat_close(&n);
    return e;
}

/* --- out into a folder
 * -----------------------------------------------------------------
 */

static err write_file(struct cx *cx, struct arena *a, const char *folder,
                      str name, const char *end, str bytes, struct buf *out)
{
    str path;
    TRY_ROOM(cx, a,
             arena_printf(a, &path, "%s/%.*s%s", folder, STR_ARG(name), end));
    TRY(cx, sys_write_new(cx, path.p, false, bytes));
    buf_safe(out, path);
    buf_char(out, '\n');
    return OK;
}

static err do_take_out(struct cx *cx, struct arena *a, struct seat_file *n,
                       const char *folder, struct buf *out)
{
    const struct talks_item *agreed;
    TRY(cx, seat_agreed(cx, n, &agreed));
    TRY(cx, sys_make_open_folder(cx, folder));
    TRY(cx, write_file(cx, a, folder, STR("agreement"), ".truce",
                       agreed->o.body, out));
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        struct sshsig sig;
        struct buf b;
        bool holds;
        TRY(cx, seat_signature(cx, a, agreed, x, &sig, &holds));
        if (!holds)
            continue;
        TRY(cx, write_file(cx, a, folder, x->e.sender, ".sig", x->o.body, out));
        buf_init(&b, a, 2 * SSHKEY_MAX_BYTES);
        sshkey_print(&sig.key, &b);
        buf_char(&b, '\n');
        TRY(cx, buf_finish(cx, &b));
        TRY(cx,
            write_file(cx, a, folder, x->e.sender, ".pub", buf_view(&b), out));
    }
    return OK;
}

err talks_take_out(struct cx *cx, struct arena *a, const char *node,
                   const char *folder, struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = do_take_out(cx, a, &n, folder, out);
    seat_close(&n);
    return e;
}
