/* app/keys.c: see keys.h. */
#include "app/keys.h"

#include "app/agreement.h"
#include "app/casefile_int.h"
#include "base/suggest.h"
#include "base/sys.h"
#include "record/sshfile.h"

#include <inttypes.h>

/* --- naming a key ------------------------------------------------------------
 */

/* KEY of a .pub file: without the comment. */
static err read_public(struct cx *cx, struct arena *a, const char *path,
                       str *key)
{
    str text, comment;
    struct sshkey k;
    struct buf b;
    TRY(cx, sys_read_file(cx, a, path, 4 * (size_t)SSHKEY_MAX_BYTES, &text));
    TRY(cx, sshkey_parse_text(cx, a, str_trim(text), &k, &comment));
    buf_init(&b, a, 4 * (size_t)SSHKEY_MAX_BYTES);
    sshkey_print(&k, &b);
    TRY(cx, buf_finish(cx, &b));
    *key = buf_view(&b);
    return OK;
}

/* A public key that is given: a .pub file, or as text. */
static err given_key(struct cx *cx, struct arena *a, const char *text, str *key)
{
    if (!sys_exists(text)) {
        *key = str_of(text);
        return OK;
    }
    return read_public(cx, a, text, key);
}

static bool is_ssh(const struct key_state *k)
{
    return k->said.purpose == KEY_SIGN || k->said.purpose == KEY_LOGIN;
}

static bool is_named(const struct key_state *k, str name)
{
    char print[SSHKEY_FINGERPRINT_BYTES];
    if (str_eq(k->said.key, name))
        return true;
    if (!is_ssh(k))
        return str_eq(k->note.name, name) && k->ended == KEY_STANDS;
    sshkey_fingerprint(&k->ssh, print);
    return str_eq((str){print, sizeof print}, name);
}

static err find_key(struct cx *cx, struct arena *a, const struct casefile *c,
                    const char *which, const struct key_state **out)
{
    const struct keyring *r = log_keys(c->log);
    str name;
    TRY(cx, given_key(cx, a, which, &name));
    for (size_t i = 0; i < r->keys.n; i++)
        if (is_named(&r->keys.p[i], name)) {
            *out = &r->keys.p[i];
            return OK;
        }
    return fail_hint(cx, ERR_NOT_FOUND,
                     "truce record keys CASE lists them; a key is named by its "
                     "fingerprint, a .pub file or the name of its sender.",
                     "%s has no key \"%s\"", c->path, which);
}

static err check_holder(struct cx *cx, struct arena *a,
                        const struct casefile *c, const char *holder)
{
    struct casefile_entry x;
    struct app_agreement g;
    struct suggest s;
    bool found;
    str hint = STR("");
    TRY(cx, casefile_last(cx, a, c, "agreement", UINT64_MAX, &x, &found));
    if (!found || !x.there)
        return OK;
    TRY(cx, app_compile_agreement(cx, a, c->path, x.content, NULL, 0, &g));
    suggest_init(&s, str_of(holder));
    for (uint32_t i = 0; i < g.ag->n_actors; i++) {
        if (str_eq(g.ag->actors[i].id, str_of(holder)))
            return OK;
        suggest_offer(&s, g.ag->actors[i].id);
    }
    if (s.best.n > 0)
        TRY_ROOM(cx, a,
                 arena_printf(a, &hint, "did you mean %.*s?", STR_ARG(s.best)));
    return fail_hint(cx, ERR_NOT_FOUND, hint.p,
                     "--holder: the agreement names no actor \"%s\"", holder);
}

/* --- statements --------------------------------------------------------------
 */

/* A date is its beginning. */
static err read_time(struct cx *cx, struct arena *a, const char *option,
                     const char *text, str *out)
{
    *out = STR("");
    if (text == NULL)
        return OK;
    bool date = strlen(text) == 10;
    TRY_ROOM(cx, a,
             arena_printf(a, out, "%s%s", text, date ? "T00:00:00Z" : ""));
    if (entry_time_is_valid(*out))
        return OK;
    return fail_hint(cx, ERR_INPUT, "For instance 2025-01-19T10:00:00Z.",
                     "%s: \"%s\" is no time", option, text);
}

static err write_new_key(struct cx *cx, const char *path,
                         struct secret_text *text)
{
    err e = sys_write_new(cx, path, true, secret_text_view(text));
    secret_release(&text->room);
    return e;
}

/* A new key of a person: its file, and beside it the public one. */
static err make_person(struct cx *cx, struct arena *a,
                       const struct keys_new *what, str *key)
{
    CLEANUP(ssh_signer_wipe) struct ssh_signer s = {0};
    struct secret_text text;
    uint8_t room[SSHKEY_ED25519_BYTES];
    struct buf b;
    str path;
    if (what->out == NULL)
        return fail_hint(cx, ERR_INPUT,
                         "--key FILE.pub enters one that is there; --out FILE "
                         "says where a new one goes.",
                         "which signing key?");
    TRY(cx, ssh_signer_make(cx, &s));
    TRY(cx, ssh_signer_print(cx, &s, &text));
    TRY(cx, write_new_key(cx, what->out, &text));
    struct sshkey k = sshkey_of_ed25519(s.point, room);
    buf_init(&b, a, 1000);
    sshkey_print(&k, &b);
    TRY(cx, buf_finish(cx, &b));
    *key = buf_view(&b);
    TRY_ROOM(cx, a, arena_printf(a, &path, "%s.pub", what->out));
    buf_init(&b, a, 1000);
    buf_str(&b, *key);
    buf_char(&b, '\n');
    TRY(cx, buf_finish(cx, &b));
    return sys_write_new(cx, path.p, false, buf_view(&b));
}

/* A new key of a sender. */
static err make_sender(struct cx *cx, struct arena *a,
                       const struct keys_new *what, const char **file, str *key)
{
    CLEANUP(signer_wipe) struct signer s = {0};
    struct secret_text text;
    struct buf b;
    str path;
    if (what->name == NULL)
        return fail_hint(cx, ERR_INPUT, "For instance --name ardania-1.",
                         "--name is missing");
    TRY(cx, signer_make(cx, str_of(what->name), NOTE_ED25519, &s));
    if (*file == NULL) {
        if (strchr(what->name, '/') != NULL)
            return fail_hint(cx, ERR_INPUT, "Name it with --out FILE.",
                             "the name \"%s\" is no name of a file",
                             what->name);
        TRY_ROOM(cx, a, arena_printf(a, &path, "%s.key", what->name));
        *file = path.p;
    }
    TRY(cx, signer_print(cx, &s, &text));
    TRY(cx, write_new_key(cx, *file, &text));
    buf_init(&b, a, 1000);
    note_key_print(&s.key, &b);
    TRY(cx, buf_finish(cx, &b));
    *key = buf_view(&b);
    return OK;
}

static err statement_of(struct cx *cx, struct arena *a,
                        const struct casefile *c, const struct keys_new *what,
                        struct key_statement *s)
{
    const struct key_state *old;
    str next;
    s->purpose = strcmp(what->purpose, "sign") == 0    ? KEY_SIGN
                 : strcmp(what->purpose, "login") == 0 ? KEY_LOGIN
                                                       : KEY_SENDER;
    if (what->holder != NULL) {
        TRY(cx, check_holder(cx, a, c, what->holder));
        s->holder = str_of(what->holder);
    }
    s->verified = what->verified;
    TRY(cx, read_time(cx, a, "--from", what->from, &s->from));
    TRY(cx, read_time(cx, a, "--until", what->until, &s->until));
    if (what->next != NULL) {
        TRY(cx, given_key(cx, a, what->next, &next));
        s->next = cry_sha256(next, STR(""));
        s->has_next = true;
    }
    if (what->replaces != NULL) {
        TRY(cx, find_key(cx, a, c, what->replaces, &old));
        s->replaces = old->said.key;
    }
    if (what->ask != NULL)
        s->log = log_origin(c->log);
    return OK;
}

static err print_line(struct cx *cx, struct arena *a,
                      const struct key_statement *s, bool end, str *out)
{
    struct buf b;
    buf_init(&b, a, 2 * (size_t)KEYS_STATEMENT_MAX);
    TRY(cx, key_statement_print(cx, s, &b));
    if (end)
        buf_char(&b, '\n');
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

static err write_ask(struct cx *cx, struct arena *a,
                     const struct key_statement *s, const char *path,
                     struct buf *out)
{
    str line;
    TRY(cx, print_line(cx, a, s, true, &line));
    TRY(cx, sys_write_new(cx, path, false, line));
    buf_printf(out,
               "%s: to be signed by the holder's signing keys, each with\n"
               "  ssh-keygen -Y sign -n key@truce -f KEY %s\n"
               "then truce record enter CASE %s SIGNATURE...\n",
               path, path, path);
    return OK;
}

static void print_key(const struct key_state *k, struct buf *out)
{
    char print[SSHKEY_FINGERPRINT_BYTES];
    if (!is_ssh(k)) {
        note_key_print(&k->note, out);
        return;
    }
    sshkey_fingerprint(&k->ssh, print);
    buf_c(out, sshkey_type_name(k->ssh.type));
    buf_char(out, ' ');
    buf_bytes(out, print, sizeof print);
}

static void print_whose(const struct key_state *k, struct buf *out)
{
    if (k->said.purpose == KEY_SENDER) {
        buf_c(out, "the key of ");
        buf_safe(out, k->note.name);
        return;
    }
    buf_c(out, k->said.purpose == KEY_SIGN ? "a signing key of "
                                           : "a login key of ");
    buf_safe(out, k->said.holder.n > 0 ? k->said.holder : STR("nobody named"));
}

static void print_entered(const struct casefile *c, uint64_t number, str key,
                          const char *secret, struct buf *out)
{
    const struct key_state *k = keyring_find(log_keys(c->log), key);
    buf_printf(out, "entry %" PRIu64 ": ", number);
    print_whose(k, out);
    if (k->ended != KEY_STANDS) {
        buf_c(out, " is revoked; what was recorded before stands\n");
        return;
    }
    buf_c(out, " stands\n  key         ");
    print_key(k, out);
    if (secret != NULL)
        buf_printf(out, "\n  secret key  %s", secret);
    if (k->said.purpose == KEY_SIGN)
        buf_c(out, "\n  compare the fingerprint with its holder, on paper");
    buf_char(out, '\n');
}

/* --- entering ----------------------------------------------------------------
 */

static err add(struct cx *cx, struct arena *a, struct casefile_writer *w,
               const struct casefile *c, const struct keys_new *what,
               struct buf *out)
{
    struct key_statement s = {0};
    const char *file = what->out;
    bool made = what->key == NULL;
    uint64_t number;
    str line;
    TRY(cx, statement_of(cx, a, c, what, &s));
    if (!made)
        TRY(cx, given_key(cx, a, what->key, &s.key));
    /* The file first: a key that stands but that nobody holds is worse. */
    else if (s.purpose == KEY_SENDER)
        TRY(cx, make_sender(cx, a, what, &file, &s.key));
    else
        TRY(cx, make_person(cx, a, what, &s.key));
    if (w == NULL)
        return write_ask(cx, a, &s, what->ask, out);
    TRY(cx, print_line(cx, a, &s, false, &line));
    TRY(cx, casefile_enter(cx, w, "key", line, &number));
    print_entered(c, number, s.key, made ? file : NULL, out);
    return OK;
}

/* What can be known before a secret key is written to a file. */
static err check_new(struct cx *cx, const struct casefile *c,
                     const struct keys_new *what)
{
    const struct keyring *r = log_keys(c->log);
    bool sender = strcmp(what->purpose, "sender") == 0;
    const char *file = what->out;
    char room[NOTE_NAME_MAX + 8];
    for (size_t i = 0; sender && what->name != NULL && i < r->keys.n; i++)
        if (!is_ssh(&r->keys.p[i]) && what->replaces == NULL &&
            str_eq(r->keys.p[i].note.name, str_of(what->name)))
            return fail_hint(cx, ERR_CONFLICT, "Choose another name.",
                             "a key of %s stands already", what->name);
    if (file == NULL && sender && what->name != NULL &&
        strlen(what->name) < NOTE_NAME_MAX) {
        (void)snprintf(room, sizeof room, "%s.key", what->name);
        file = room;
    }
    if (what->key == NULL && file != NULL && sys_exists(file))
        return fail_hint(cx, ERR_CONFLICT,
                         "Nothing is ever overwritten; choose another name.",
                         "%s is there already", file);
    if (!sender && what->holder == NULL)
        return fail_hint(cx, ERR_INPUT, "--holder ACTOR", "whose key is it?");
    if (what->ask == NULL && what->replaces != NULL)
        return fail_hint(
            cx, ERR_INPUT,
            "--statement FILE writes what they sign; then truce record "
            "enter.",
            "a key that replaces another needs signatures");
    if (what->ask == NULL && what->holder != NULL &&
        keyring_has_signer(r, str_of(what->holder), log_size(c->log)))
        return fail_hint(
            cx, ERR_DENIED,
            "--statement FILE writes what they sign; then truce record "
            "enter.",
            "%s has a signing key: a further key needs its "
            "signatures",
            what->holder);
    return OK;
}

err keys_add(struct cx *cx, struct arena *a, const struct keys_new *what,
             struct buf *out)
{
    struct casefile_writer w;
    struct casefile c;
    err e;
    if (what->ask != NULL) {
        TRY(cx, casefile_must_be(cx, what->path));
        TRY(cx, casefile_open(cx, a, what->path, STORE_READ, &c));
        e = check_new(cx, &c, what);
        if (is_ok(e))
            e = add(cx, a, NULL, &c, what, out);
        casefile_close(&c);
        return e;
    }
    TRY(cx, casefile_writer_open(cx, a, what->path, NULL, &w));
    e = check_new(cx, &w.c, what);
    if (is_ok(e))
        e = add(cx, a, &w, &w.c, what, out);
    casefile_writer_close(cx, &w);
    return e;
}

/* The statement and its signatures as they are kept: in one spelling. */
static err gather(struct cx *cx, struct arena *a, const char *statement,
                  const char *const *signatures, size_t n, str *content,
                  struct key_statement *s)
{
    str line, text, rest;
    struct buf b;
    TRY(cx, sys_read_file(cx, a, statement, KEYS_STATEMENT_MAX, &text));
    str_cut(text, '\n', &line, &rest);
    if (rest.n > 0 || line.n + 1 != text.n)
        return fail_hint(cx, ERR_INPUT,
                         "truce record key --statement writes it.",
                         "%s is not one line", statement);
    TRY(cx, key_statement_parse(cx, a, line, s));
    buf_init(&b, a, STORE_NOTE_MAX * 8);
    buf_str(&b, line);
    for (size_t i = 0; i < n; i++) {
        struct sshsig sig;
        TRY(cx, sys_read_file(cx, a, signatures[i], SSHSIG_MAX_TEXT, &text));
        TRY(cx, sshsig_parse(cx, a, text, &sig));
        if (i == 0)
            buf_char(&b, '\n');
        TRY(cx, sshsig_print(cx, &sig, &b));
    }
    TRY(cx, buf_finish(cx, &b));
    *content = buf_view(&b);
    return OK;
}

err keys_enter(struct cx *cx, struct arena *a, const char *path,
               const char *statement, const char *const *signatures, size_t n,
               struct buf *out)
{
    struct casefile_writer w;
    struct key_statement s;
    uint64_t number;
    str content;
    TRY(cx, gather(cx, a, statement, signatures, n, &content, &s));
    TRY(cx, casefile_writer_open(cx, a, path, NULL, &w));
    err e = casefile_enter(cx, &w, s.revokes ? "revocation" : "key", content,
                           &number);
    if (is_ok(e))
        print_entered(&w.c, number, s.key, NULL, out);
    casefile_writer_close(cx, &w);
    return e;
}

static err revoke(struct cx *cx, struct arena *a, struct casefile_writer *w,
                  const struct casefile *c, const char *which, const char *ask,
                  struct buf *out)
{
    const struct key_state *k;
    struct key_statement s = {.revokes = true};
    uint64_t number;
    str line;
    TRY(cx, find_key(cx, a, c, which, &k));
    TRY_ROOM(cx, a, arena_dup_str(a, k->said.key, &s.key));
    if (w == NULL) {
        s.log = log_origin(c->log);
        return write_ask(cx, a, &s, ask, out);
    }
    TRY(cx, print_line(cx, a, &s, false, &line));
    TRY(cx, casefile_enter(cx, w, "revocation", line, &number));
    print_entered(c, number, s.key, NULL, out);
    return OK;
}

err keys_revoke(struct cx *cx, struct arena *a, const char *path,
                const char *which, const char *ask, struct buf *out)
{
    struct casefile_writer w;
    struct casefile c;
    err e;
    if (ask != NULL) {
        TRY(cx, casefile_must_be(cx, path));
        TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
        e = revoke(cx, a, NULL, &c, which, ask, out);
        casefile_close(&c);
        return e;
    }
    TRY(cx, casefile_writer_open(cx, a, path, NULL, &w));
    e = revoke(cx, a, &w, &w.c, which, NULL, out);
    casefile_writer_close(cx, &w);
    return e;
}

/* --- showing -----------------------------------------------------------------
 */

static void print_state(const struct key_state *k, struct buf *out)
{
    if (k->ended != KEY_STANDS)
        buf_printf(out, "%s by entry %" PRIu64,
                   k->replaced ? "replaced" : "revoked", k->ended);
    else
        buf_c(out, "stands");
    if (k->said.from.n > 0)
        buf_printf(out, ", from %.*s", STR_ARG(k->said.from));
    if (k->said.until.n > 0)
        buf_printf(out, ", until %.*s", STR_ARG(k->said.until));
    if (k->said.has_next)
        buf_c(out, ", its successor is chosen");
    if (k->said.verified)
        buf_c(out, ", with PIN or fingerprint");
}

err keys_list(struct cx *cx, struct arena *a, const char *path, struct buf *out)
{
    struct casefile c;
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    const struct keyring *r = log_keys(c.log);
    buf_printf(out, "%7s  %-9s  %-16s  %s\n", "entry", "purpose", "holder",
               "key, state");
    for (size_t i = 0; i < r->keys.n; i++) {
        const struct key_state *k = &r->keys.p[i];
        buf_printf(out, "%7" PRIu64 "  %-9s  %-16.*s  ", k->entry,
                   key_purpose_name(k->said.purpose),
                   STR_ARG(k->said.holder.n > 0 ? k->said.holder : STR("-")));
        print_key(k, out);
        buf_fill(out, ' ', 2);
        print_state(k, out);
        buf_char(out, '\n');
    }
    casefile_close(&c);
    return OK;
}

/* The key as it was after that entry. */
static struct key_state as_of(const struct key_state *k, uint64_t last)
{
    struct key_state s = *k;
    if (s.ended > last)
        s.ended = KEY_STANDS;
    return s;
}

err keys_print_allowed(struct cx *cx, struct arena *a, const char *path,
                       uint64_t last, bool revoked, struct buf *out)
{
    struct casefile c;
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    const struct keyring *r = log_keys(c.log);
    for (size_t i = 0; i < r->keys.n; i++) {
        struct key_state k = as_of(&r->keys.p[i], last);
        if (k.entry <= last)
            (revoked ? key_print_revoked : key_print_allowed)(&k, out);
    }
    casefile_close(&c);
    return OK;
}
