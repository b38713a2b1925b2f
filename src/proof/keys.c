/* proof/keys.c: statements about keys, and the rules by which keys stand.
 * Read next: keys.h, docs/record-format.md sections 7.2 and 7.3. */
#include "proof/keys.h"

#include "base/cx.h"
#include "base/json_out.h"
#include "base/utf8.h"
#include "proof/flat.h"

static const char *const purposes[KEY_PURPOSES] = {
    [KEY_SEQUENCER] = "sequencer", [KEY_SENDER] = "sender",
    [KEY_WITNESS] = "witness",     [KEY_SIGN] = "sign",
    [KEY_LOGIN] = "login",
};

const char *key_purpose_name(enum key_purpose p)
{
    return purposes[p];
}

/* --- statements --------------------------------------------------------------
 */

/* What can stand in allowed_signers as a name, and nothing a pattern could
 * mean. */
static bool holder_is_valid(str s)
{
    if (s.n == 0 || s.n > KEYS_HOLDER_MAX || !utf8_valid(s, NULL))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            !(c >= '0' && c <= '9') && c != '_' && c != '-' && c != '.')
            return false;
    }
    return true;
}

static err check_fields(struct cx *cx, const struct key_statement *s)
{
    if (s->key.n == 0)
        return fail(cx, ERR_INPUT, "the statement names no key");
    if (s->holder.n > 0 && !holder_is_valid(s->holder))
        return fail(cx, ERR_INPUT, "\"%.*s\" cannot be the holder of a key",
                    STR_ARG(s->holder));
    if (s->purpose == KEY_SIGN && s->holder.n == 0 && !s->revokes)
        return fail_hint(cx, ERR_INPUT, "Name it with --holder ACTOR.",
                         "a signing key has a holder");
    if ((s->from.n > 0 && !entry_time_is_valid(s->from)) ||
        (s->until.n > 0 && !entry_time_is_valid(s->until)))
        return fail_hint(cx, ERR_INPUT, "For instance 2025-01-19T10:00:00Z.",
                         "the statement has a time that is none");
    if (s->from.n > 0 && s->until.n > 0 && str_cmp(s->from, s->until) >= 0)
        return fail(cx, ERR_INPUT, "the key would end before it begins");
    if (str_eq(s->replaces, s->key))
        return fail(cx, ERR_INPUT, "a key cannot replace itself");
    return OK;
}

static void put(struct json_out *j, const char *name, str value)
{
    if (value.n > 0)
        json_key_text(j, name, value);
}

err key_statement_print(struct cx *cx, const struct key_statement *s,
                        struct buf *out)
{
    struct json_out j;
    char hex[2 * CRY_HASH_BYTES];
    TRY(cx, check_fields(cx, s));
    json_init(&j, out, 0);
    json_obj_begin(&j);
    if (s->revokes) {
        put(&j, "revokes", s->key);
    } else {
        put(&j, "key", s->key);
        put(&j, "holder", s->holder);
        put(&j, "purpose", str_of(purposes[s->purpose]));
        if (s->verified)
            json_key_c(&j, "user", "verified");
        put(&j, "from", s->from);
        put(&j, "until", s->until);
        hash_print(s->next, hex);
        if (s->has_next)
            put(&j, "next", (str){hex, sizeof hex});
        put(&j, "replaces", s->replaces);
    }
    put(&j, "log", s->log);
    json_obj_end(&j);
    return buf_finish(cx, out);
}

static bool read_purpose(str name, enum key_purpose *out)
{
    for (size_t i = 0; i < KEY_PURPOSES; i++)
        if (str_eq(name, str_of(purposes[i]))) {
            *out = (enum key_purpose)i;
            return true;
        }
    return false;
}

/* What is not understood is caught by the comparison with its one spelling. */
static err read_members(struct cx *cx, const struct flat *f,
                        struct key_statement *s)
{
    str purpose = flat_text(f, "purpose"), next = flat_text(f, "next");
    s->key = flat_text(f, "revokes");
    s->revokes = s->key.n > 0;
    s->log = flat_text(f, "log");
    if (s->revokes)
        return OK;
    s->key = flat_text(f, "key");
    s->holder = flat_text(f, "holder");
    s->verified = str_eq(flat_text(f, "user"), STR("verified"));
    s->from = flat_text(f, "from");
    s->until = flat_text(f, "until");
    s->replaces = flat_text(f, "replaces");
    s->has_next = next.n > 0;
    if (!read_purpose(purpose, &s->purpose))
        return fail(cx, ERR_INPUT, "a key with the purpose \"%.*s\"",
                    STR_ARG(purpose));
    if (s->has_next && !hash_parse(next, &s->next))
        return fail(cx, ERR_INPUT, "\"next\" is no SHA-256 in hexadecimal");
    return OK;
}

err key_statement_parse(struct cx *cx, struct arena *a, str line,
                        struct key_statement *out)
{
    struct flat *f;
    struct key_statement s = {0};
    struct buf b;
    if (line.n > KEYS_STATEMENT_MAX)
        return fail(cx, ERR_LIMIT, "a statement of more than %d bytes",
                    KEYS_STATEMENT_MAX);
    TRY_NEW(cx, a, f);
    TRY(cx, flat_parse(cx, a, line, f));
    TRY(cx, read_members(cx, f, &s));
    buf_init(&b, a, 2 * (size_t)KEYS_STATEMENT_MAX);
    TRY(cx, key_statement_print(cx, &s, &b));
    if (!str_eq(buf_view(&b), line))
        return fail_hint(cx, ERR_INPUT,
                         "Its members stand in a fixed order, without spaces, "
                         "and there are no others.",
                         "the statement about a key is not in its one "
                         "spelling");
    *out = s;
    return OK;
}

void key_content_split(str content, str *line, str *signatures)
{
    str_cut(content, '\n', line, signatures);
}

/* --- the keyring -------------------------------------------------------------
 */

void keyring_init(struct keyring *r, struct arena *a, str origin)
{
    *r = (struct keyring){
        .arena = a, .log = origin, .threshold = KEYS_THRESHOLD};
}

static bool is_ssh(enum key_purpose p)
{
    return p == KEY_SIGN || p == KEY_LOGIN;
}

static bool is_standing(const struct key_state *k, str made)
{
    return (k->said.from.n == 0 || str_cmp(k->said.from, made) <= 0) &&
           (k->said.until.n == 0 || str_cmp(made, k->said.until) < 0);
}

bool key_stood(const struct key_state *k, uint64_t number, str made)
{
    return k->entry < number && number < k->ended && is_standing(k, made);
}

bool keyring_has_signer(const struct keyring *r, str holder, uint64_t number)
{
    for (size_t i = 0; i < r->keys.n && holder.n > 0; i++) {
        const struct key_state *k = &r->keys.p[i];
        if (k->said.purpose == KEY_SIGN && k->entry < number &&
            str_eq(k->said.holder, holder))
            return true;
    }
    return false;
}

static struct key_state *find(const struct keyring *r, str key)
{
    for (size_t i = 0; i < r->keys.n; i++)
        if (str_eq(r->keys.p[i].said.key, key))
            return &r->keys.p[i];
    return NULL;
}

const struct key_state *keyring_find(const struct keyring *r, str key)
{
    return find(r, key);
}

const struct key_state *keyring_find_ssh(const struct keyring *r,
                                         const struct sshkey *k)
{
    for (size_t i = 0; i < r->keys.n; i++)
        if (r->keys.p[i].said.purpose == KEY_SIGN &&
            sshkey_eq(&r->keys.p[i].ssh, k))
            return &r->keys.p[i];
    return NULL;
}

/* The part of a key that no other may share, whatever it is wrapped in. */
static str point_of(const struct key_state *k)
{
    return is_ssh(k->said.purpose)
               ? k->ssh.point
               : (str){(const char *)k->note.public_key, CRY_SIGN_PUBLIC_BYTES};
}

/* Whether a signature is by this key itself; an Ed25519 verifier key signs as
 * ssh-ed25519. */
static bool is_by(const struct sshsig *s, const struct key_state *k)
{
    return is_ssh(k->said.purpose) ? sshkey_eq(&s->key, &k->ssh)
                                   : s->key.type == SSHKEY_ED25519 &&
                                         str_eq(s->key.point, point_of(k));
}

/* --- authorising signatures --------------------------------------------------
 */

/* Who signed a statement. */
struct signers {
    unsigned others; /* standing signing keys of the holder, apart from it */
    bool self;       /* the key that the statement is about */
    str seen[KEYS_SIGNATURES_MAX]; /* keys, encoded */
    size_t n;
};

/* What a statement is judged by. */
struct judging {
    const struct keyring *r;
    uint64_t number;
    str made, holder, line;
    const struct key_state *self;  /* whose own signature means something */
    const struct key_state *apart; /* whose does not count among others */
};

/* How many of the holder's signing keys stand. */
static unsigned count_standing(const struct judging *j)
{
    unsigned n = 0;
    for (size_t i = 0; i < j->r->keys.n; i++) {
        const struct key_state *k = &j->r->keys.p[i];
        n += k->said.purpose == KEY_SIGN && k != j->apart &&
             str_eq(k->said.holder, j->holder) &&
             key_stood(k, j->number, j->made);
    }
    return n;
}

static err judge_one(struct cx *cx, const struct judging *j,
                     const struct sshsig *s, str signed_line,
                     struct signers *out)
{
    const struct key_state *k = keyring_find_ssh(j->r, &s->key);
    bool self = j->self != NULL && is_by(s, j->self);
    if (!self &&
        (k == NULL || k == j->apart || !str_eq(k->said.holder, j->holder) ||
         !key_stood(k, j->number, j->made)))
        return fail_hint(cx, ERR_DENIED,
                         "The holder's signing keys that stand count; a key "
                         "that is replaced does not.",
                         "a signature under the statement is by a key that "
                         "does not count for %.*s",
                         STR_ARG(j->holder));
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->seen[i], s->key.blob))
            return fail(cx, ERR_INPUT, "one key signed the statement twice");
    TRY(cx, sshsig_check(cx, s, KEYS_NS_KEY, signed_line,
                         self ? j->self->said.verified : k->said.verified));
    out->seen[out->n++] = s->key.blob;
    if (self)
        out->self = true;
    else
        out->others++;
    return OK;
}

static err judge_all(struct cx *cx, const struct judging *j, str signatures,
                     struct signers *out)
{
    struct buf line, again;
    buf_init(&line, cx->scratch, KEYS_STATEMENT_MAX + 1);
    buf_str(&line, j->line);
    buf_char(&line, '\n');
    TRY(cx, buf_finish(cx, &line));
    while (signatures.n > 0) {
        struct sshsig s;
        str before = signatures;
        if (out->n == KEYS_SIGNATURES_MAX)
            return fail(cx, ERR_LIMIT, "more than %d signatures",
                        KEYS_SIGNATURES_MAX);
        TRY(cx, sshsig_take(cx, cx->scratch, &signatures, &s));
        buf_init(&again, cx->scratch, SSHSIG_MAX_TEXT);
        TRY(cx, sshsig_print(cx, &s, &again));
        if (!str_eq(buf_view(&again),
                    str_sub(before, 0, before.n - signatures.n)))
            return fail_hint(cx, ERR_INPUT,
                             "Lines of 70 characters, each ending in LF.",
                             "a signature is not in its one spelling");
        TRY(cx, judge_one(cx, j, &s, buf_view(&line), out));
    }
    return OK;
}

static unsigned least(unsigned k, unsigned n)
{
    unsigned m = k < n ? k : n;
    return m > 0 ? m : 1;
}

static err too_few(struct cx *cx, const struct judging *j, unsigned have,
                   unsigned need)
{
    return fail_hint(
        cx, ERR_DENIED,
        "The holder's signing keys sign the statement in the namespace "
        "key@truce; nobody else can stand in for them.",
        "the statement has %u of the %u signatures of %.*s that it needs", have,
        need, STR_ARG(j->holder));
}

/* --- rules -------------------------------------------------------------------
 */

/* Rule 2. */
static err may_add(struct cx *cx, const struct judging *j,
                   const struct signers *s)
{
    if (!keyring_has_signer(j->r, j->holder, j->number))
        return OK;
    unsigned need = least(j->r->threshold, count_standing(j));
    return s->others >= need ? OK : too_few(cx, j, s->others, need);
}

/* Rule 3. */
static err may_replace(struct cx *cx, const struct judging *j,
                       const struct key_state *new_key, const struct signers *s)
{
    const struct key_state *old = j->apart;
    bool promised =
        old->said.has_next &&
        hash_eq(old->said.next, cry_sha256(new_key->said.key, STR("")));
    if ((promised && s->self) || s->others >= j->r->threshold)
        return OK;
    if (promised)
        return fail_hint(cx, ERR_DENIED,
                         "Sign the statement with the new key, in the "
                         "namespace key@truce.",
                         "the key that was promised has not signed");
    return too_few(cx, j, s->others, j->r->threshold);
}

/* Rule 4. */
static err may_revoke(struct cx *cx, const struct judging *j,
                      const struct signers *s)
{
    if (s->self || !keyring_has_signer(j->r, j->holder, j->number))
        return OK;
    unsigned need = least(j->r->threshold, count_standing(j));
    return s->others >= need ? OK : too_few(cx, j, s->others, need);
}

static err read_key(struct cx *cx, struct keyring *r, struct key_state *k)
{
    enum key_purpose p = k->said.purpose;
    if (is_ssh(p))
        return sshkey_parse_text(cx, r->arena, k->said.key, &k->ssh, NULL);
    TRY(cx, note_key_parse(cx, k->said.key, &k->note));
    if ((k->note.alg == NOTE_COSIGNATURE) != (p == KEY_WITNESS))
        return fail_hint(cx, ERR_INPUT,
                         "Keys of witnesses stand in the policy.",
                         "a key of purpose %s is of another type", purposes[p]);
    return OK;
}

static err check_new(struct cx *cx, const struct keyring *r,
                     const struct key_state *k, const struct key_state *old)
{
    for (size_t i = 0; i < r->keys.n; i++) {
        const struct key_state *o = &r->keys.p[i];
        if (str_eq(point_of(o), point_of(k)))
            return fail_hint(cx, ERR_CONFLICT, "Make a new key.",
                             "this key was entered before, in entry %llu, for "
                             "the purpose %s",
                             (unsigned long long)o->entry,
                             purposes[o->said.purpose]);
        /* All keys of one name are a line, each in the place of the last. */
        if (!is_ssh(o->said.purpose) && !is_ssh(k->said.purpose) &&
            str_eq(o->note.name, k->note.name) &&
            (old == NULL || !str_eq(old->note.name, k->note.name)))
            return fail_hint(cx, ERR_CONFLICT, "Choose another name.",
                             "there has been a key of %.*s",
                             STR_ARG(k->note.name));
    }
    if (r->keys.n == KEYS_MAX)
        return fail(cx, ERR_LIMIT, "more than %d keys in a log", KEYS_MAX);
    return OK;
}

static err find_old(struct cx *cx, const struct keyring *r,
                    const struct key_state *k, struct key_state **out)
{
    *out = NULL;
    if (k->said.replaces.n == 0)
        return OK;
    struct key_state *old = find(r, k->said.replaces);
    if (old == NULL || old->ended != KEY_STANDS)
        return fail(cx, ERR_INPUT,
                    "the key that is replaced does not stand in this log");
    if (old->said.purpose != k->said.purpose ||
        k->said.purpose == KEY_SEQUENCER ||
        !str_eq(old->said.holder, k->said.holder))
        return fail(cx, ERR_INPUT,
                    "a key replaces one of the same holder and purpose");
    *out = old;
    return OK;
}

static void end(struct key_state *k, uint64_t number, const struct entry *e,
                bool replaced)
{
    k->ended = number;
    memcpy(k->ended_made, e->made, sizeof k->ended_made);
    k->replaced = replaced;
}

/* The first entry of a log: the sequencer's own key. */
static err check_first(struct cx *cx, const struct keyring *r,
                       const struct key_state *k, str signatures)
{
    if (k->said.purpose != KEY_SEQUENCER || !str_eq(k->note.name, r->log) ||
        signatures.n > 0 || k->said.replaces.n > 0)
        return fail(cx, ERR_INPUT, "the first key of a log is the sequencer's");
    return OK;
}

static err enter(struct cx *cx, struct keyring *r, struct judging j,
                 const struct entry *e, const struct key_statement *said,
                 str signatures)
{
    struct key_state k = {
        .said = *said, .entry = j.number, .ended = KEY_STANDS};
    struct key_state *old;
    struct signers s = {.n = 0};
    memcpy(k.made, e->made, sizeof k.made);
    TRY(cx, read_key(cx, r, &k));
    if (j.number == 0) {
        TRY(cx, check_first(cx, r, &k, signatures));
    } else if (k.said.purpose == KEY_SEQUENCER) {
        return fail(cx, ERR_INPUT, "a log has one sequencer");
    }
    TRY(cx, find_old(cx, r, &k, &old));
    TRY(cx, check_new(cx, r, &k, old));
    j.holder = k.said.holder;
    j.self = &k;
    j.apart = old;
    TRY(cx, judge_all(cx, &j, signatures, &s));
    TRY(cx, old != NULL ? may_replace(cx, &j, &k, &s) : may_add(cx, &j, &s));
    size_t at = old == NULL ? 0 : (size_t)(old - r->keys.p);
    TRY_ROOM(cx, r->arena, vec_push(r->arena, &r->keys, k));
    if (old != NULL)
        end(&r->keys.p[at], j.number, e, true);
    return OK;
}

static err revoke(struct cx *cx, struct keyring *r, struct judging j,
                  const struct entry *e, const struct key_statement *said,
                  str signatures)
{
    struct key_state *k = find(r, said->key);
    struct signers s = {.n = 0};
    if (k == NULL || k->ended != KEY_STANDS)
        return fail(cx, ERR_INPUT,
                    "the key that is revoked does not stand in this log");
    if (k->said.purpose == KEY_SEQUENCER)
        return fail(cx, ERR_INPUT,
                    "the sequencer's key names the log, and is not revoked");
    j.holder = k->said.holder;
    j.self = k;
    j.apart = k;
    TRY(cx, judge_all(cx, &j, signatures, &s));
    TRY(cx, may_revoke(cx, &j, &s));
    end(k, j.number, e, false);
    return OK;
}

static err take_statement(struct cx *cx, struct keyring *r, uint64_t number,
                          const struct entry *e, str content)
{
    str line, signatures;
    struct key_statement said;
    struct judging j = {.r = r, .number = number, .made = str_of(e->made)};
    key_content_split(content, &line, &signatures);
    if (line.n + 1 == content.n)
        return fail(cx, ERR_INPUT, "nothing follows the statement but an LF");
    TRY_ROOM(cx, r->arena, arena_dup_str(r->arena, line, &line));
    TRY(cx, key_statement_parse(cx, r->arena, line, &said));
    j.line = line;
    if (said.revokes != str_eq(e->type, STR("revocation")))
        return fail(cx, ERR_INPUT,
                    "the statement does not fit the type of its entry");
    if ((said.log.n > 0 || signatures.n > 0) && !str_eq(said.log, r->log))
        return fail(cx, ERR_INPUT, "the statement is for the log \"%.*s\"",
                    STR_ARG(said.log));
    return said.revokes ? revoke(cx, r, j, e, &said, signatures)
                        : enter(cx, r, j, e, &said, signatures);
}

/* `#truce keys K`. */
static err take_policy(struct cx *cx, struct keyring *r, uint64_t number,
                       str text)
{
    static const char begin[] = "#truce ";
    str line;
    while (text.n > 0) {
        int64_t k;
        str_cut(text, '\n', &line, &text);
        if (!str_starts(line, str_of(begin)))
            continue;
        str rest = str_sub(line, sizeof begin - 1, line.n);
        if (!str_starts(rest, STR("keys ")) ||
            !str_int(str_sub(rest, 5, rest.n), 1, KEYS_THRESHOLD_MAX, &k) ||
            rest.n != 6)
            return fail_hint(cx, ERR_INPUT,
                             "It reads #truce keys K, K from 1 to 9.",
                             "the policy has a line \"%.*s\"", STR_ARG(line));
        if (number > 1 && k < r->threshold)
            return fail(cx, ERR_DENIED,
                        "a later policy cannot lower the number of keys that "
                        "stand in for a lost one, which is %u",
                        r->threshold);
        r->threshold = (unsigned)k;
    }
    return OK;
}

err keyring_take(struct cx *cx, struct keyring *r, uint64_t number,
                 const struct entry *e, str content)
{
    struct arena_mark scratch = arena_mark(cx->scratch),
                      mark = arena_mark(r->arena);
    if (!entry_is_about_keys(e->type))
        return OK;
    if (!str_eq(e->sender, r->log))
        return fail(cx, ERR_DENIED,
                    "keys and policies are entered by the sequencer %.*s",
                    STR_ARG(r->log));
    if (str_eq(e->type, STR("policy")))
        return take_policy(cx, r, number, content);
    err x = take_statement(cx, r, number, e, content);
    arena_rewind(cx->scratch, scratch);
    if (!is_ok(x))
        arena_rewind(r->arena, mark);
    return x;
}

/* --- asking ------------------------------------------------------------------
 */

err keyring_check(struct cx *cx, const struct keyring *r, uint64_t number,
                  str made, str holder, const struct sshsig *s, str name_space,
                  str bytes)
{
    char print[SSHKEY_FINGERPRINT_BYTES];
    const struct key_state *k = keyring_find_ssh(r, &s->key);
    sshkey_fingerprint(&s->key, print);
    if (k == NULL || k->entry >= number)
        return fail_hint(cx, ERR_INPUT,
                         "truce record keys CASE lists the keys.",
                         "the key %.*s is no signing key of this log",
                         (int)sizeof print, print);
    if (!str_eq(k->said.holder, holder))
        return fail(cx, ERR_INPUT, "the key %.*s is held by %.*s, not by %.*s",
                    (int)sizeof print, print, STR_ARG(k->said.holder),
                    STR_ARG(holder));
    if (k->ended < number)
        return fail(cx, ERR_INPUT, "the key %.*s was %s by entry %llu",
                    (int)sizeof print, print,
                    k->replaced ? "replaced" : "revoked",
                    (unsigned long long)k->ended);
    if (!is_standing(k, made))
        return fail(cx, ERR_INPUT,
                    "the key %.*s stands from %.*s until %.*s, not at %.*s",
                    (int)sizeof print, print,
                    STR_ARG(k->said.from.n > 0 ? k->said.from : STR("ever")),
                    STR_ARG(k->said.until.n > 0 ? k->said.until : STR("ever")),
                    STR_ARG(made));
    return sshsig_check(cx, s, name_space, bytes, k->said.verified);
}

/* 2025-01-19T10:00:00Z as 20250119100000Z. */
static void put_time(const char *name, str t, struct buf *out)
{
    buf_c(out, name);
    for (size_t i = 0; i < t.n; i++)
        if ((t.p[i] >= '0' && t.p[i] <= '9') || t.p[i] == 'Z')
            buf_char(out, t.p[i]);
    buf_char(out, '"');
}

void key_print_allowed(const struct key_state *k, struct buf *out)
{
    str after = str_of(k->made), before = k->said.until;
    if (k->said.purpose != KEY_SIGN)
        return;
    if (str_cmp(k->said.from, after) > 0)
        after = k->said.from;
    if (k->ended != KEY_STANDS &&
        (before.n == 0 || str_cmp(str_of(k->ended_made), before) < 0))
        before = str_of(k->ended_made);
    buf_str(out, k->said.holder);
    buf_c(out, " namespaces=\"agreement@truce,approval@truce,key@truce\"");
    put_time(",valid-after=\"", after, out);
    if (before.n > 0)
        put_time(",valid-before=\"", before, out);
    buf_char(out, ' ');
    buf_str(out, k->said.key);
    buf_char(out, '\n');
}

void key_print_revoked(const struct key_state *k, struct buf *out)
{
    if (k->said.purpose != KEY_SIGN || k->ended == KEY_STANDS)
        return;
    buf_str(out, k->said.key);
    buf_char(out, '\n');
}
