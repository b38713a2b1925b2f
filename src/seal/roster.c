/* seal/roster.c: see roster.h. */
#include "seal/roster.h"

bool roster_name_is_valid(str s)
{
    if (s.n == 0 || s.n > ROSTER_NAME_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                    (c == '.' && i > 0);
        if (!good)
            return false;
    }
    return true;
}

/* --- lines ------------------------------------------------------------------
 */

struct place {
    const char *name; /* of the file; NULL: of the roster itself */
    size_t line;
};

static err bad(struct cx *cx, struct place at, const char *hint,
               const char *what)
{
    if (at.name == NULL)
        return fail_hint(cx, ERR_INPUT, hint, "roster line %zu: %s", at.line,
                         what);
    return fail_hint(cx, ERR_INPUT, hint, "%s:%zu: %s", at.name, at.line, what);
}

static err read_owner(struct cx *cx, struct place at, str words,
                      struct roster *r)
{
    struct roster_owner o = {.has_next = true};
    str next;
    static const char form[] =
        "owner NAME+HASH+KEY NEXT: a verifier key, then the SHA-256 of the "
        "one that may replace it, or -";
    if (!str_cut(words, ' ', &o.vkey, &next))
        return bad(cx, at, form, "an owner has two words");
    if (str_eq(next, STR("-")))
        o.has_next = false;
    else if (!hash_parse(next, &o.next))
        return bad(cx, at, form, "no hash of 64 hexadecimal digits, and not -");
    TRY(cx, note_key_parse(cx, o.vkey, &o.key));
    if (o.key.alg != NOTE_ED25519)
        return bad(cx, at, form, "this is the key of a witness");
    if (r->n_owners == ROSTER_OWNERS_MAX)
        return bad(cx, at, "", "more than 32 owners");
    for (size_t i = 0; i < r->n_owners; i++)
        if (str_eq(r->owner[i].key.name, o.key.name) ||
            memcmp(r->owner[i].key.public_key, o.key.public_key,
                   sizeof o.key.public_key) == 0)
            return bad(cx, at, "", "this owner stands there already");
    r->owner[r->n_owners++] = o;
    return OK;
}

static bool is_taken(const struct roster *r, const struct recipient *x)
{
    for (size_t i = 0; i < r->n_persons; i++)
        if (recipient_eq(&r->person[i].device, x) ||
            recipient_eq(&r->person[i].recovery, x))
            return true;
    return false;
}

static err read_person(struct cx *cx, struct place at, str words,
                       struct roster *r)
{
    struct roster_person p;
    char place[64];
    str device, recovery;
    static const char form[] =
        "person NAME age1... age1...: the device's key, then the recovery "
        "key's; `truce seal keygen --name NAME --sheet FILE` prints the line";
    if (!str_cut(words, ' ', &p.name, &words) ||
        !str_cut(words, ' ', &device, &recovery))
        return bad(cx, at, form, "a person has a name and two recipients");
    if (!roster_name_is_valid(p.name))
        return bad(cx, at,
                   "A pseudonym of 1 to 64 letters, digits, - _ . such as "
                   "ardania-2.",
                   "this cannot be the name of a person");
    (void)snprintf(place, sizeof place, "line %zu: ", at.line);
    TRY(cx, recipient_parse(cx, place, device, &p.device));
    TRY(cx, recipient_parse(cx, place, recovery, &p.recovery));
    if (r->n_persons == ROSTER_PERSONS_MAX)
        return bad(cx, at, "", "more than 64 persons");
    for (size_t i = 0; i < r->n_persons; i++)
        if (str_eq(r->person[i].name, p.name))
            return bad(cx, at, "", "this name stands there already");
    if (is_taken(r, &p.device) || is_taken(r, &p.recovery) ||
        recipient_eq(&p.device, &p.recovery))
        return bad(cx, at,
                   "Each person has a device's key and a recovery key, and "
                   "nobody else has them.",
                   "a recipient stands there twice");
    r->person[r->n_persons++] = p;
    return OK;
}

/* A key that is committed to counts for one owner only: it is nobody's now, and
 * nobody else's next. */
static err check_next(struct cx *cx, const struct roster *r)
{
    for (size_t i = 0; i < r->n_owners; i++)
        for (size_t k = 0; r->owner[i].has_next && k < r->n_owners; k++)
            if (hash_eq(cry_sha256(r->owner[k].vkey, STR("")),
                        r->owner[i].next) ||
                (k != i && r->owner[k].has_next &&
                 hash_eq(r->owner[k].next, r->owner[i].next)))
                return fail(cx, ERR_INPUT,
                            "the next key of %.*s is also another one of the "
                            "roster",
                            STR_ARG(r->owner[i].key.name));
    return OK;
}

static err check_numbers(struct cx *cx, const struct roster *r)
{
    if (r->n_owners == 0)
        return fail(cx, ERR_INPUT, "the roster has no owner");
    if (r->sign < 1 || r->sign > r->n_owners)
        return fail(cx, ERR_INPUT,
                    "the roster asks for %u signatures of %zu owners", r->sign,
                    r->n_owners);
    TRY(cx, check_next(cx, r));
    if (r->n_persons < ROSTER_PERSONS_LEAST)
        return fail_hint(cx, ERR_INPUT,
                         "Who is alone can lose both keys, and nobody can "
                         "open anything any more.",
                         "the roster has %zu person%s; it needs two",
                         r->n_persons, r->n_persons == 1 ? "" : "s");
    return OK;
}

/* --- the text ----------------------------------------------------------------
 */

/* Takes the line "WORD VALUE". */
static err take(struct cx *cx, struct place *at, str *text, const char *word,
                str *value)
{
    str line, first;
    at->line++;
    if (!str_cut(*text, '\n', &line, text) ||
        !str_cut(line, ' ', &first, value) || !str_eq(first, str_of(word)) ||
        value->n == 0)
        return fail_hint(cx, ERR_INPUT,
                         "The lines of a roster stand in a fixed order; "
                         "`truce roster draft` writes them.",
                         "roster line %zu is not `%s ...`", at->line, word);
    return OK;
}

static err read_head(struct cx *cx, struct place *at, str *text,
                     struct roster *r)
{
    str v;
    uint64_t k;
    TRY(cx, take(cx, at, text, "truce", &v));
    if (!str_eq(v, STR("roster 1")))
        return bad(cx, *at, "A later version of this program may read it.",
                   "not a roster of version 1");
    TRY(cx, take(cx, at, text, "log", &r->log));
    TRY(cx, take(cx, at, text, "number", &v));
    if (!note_decimal(v, &r->number))
        return bad(cx, *at, "", "not a number");
    TRY(cx, take(cx, at, text, "epoch", &v));
    if (!note_decimal(v, &r->epoch))
        return bad(cx, *at, "", "not a number");
    TRY(cx, take(cx, at, text, "after", &v));
    r->has_after = !str_eq(v, STR("-"));
    if (r->has_after && !hash_parse(v, &r->after))
        return bad(cx, *at, "", "not a hash");
    if (r->has_after != (r->epoch != 0))
        return bad(cx, *at, "", "only epoch 0 comes after nothing");
    TRY(cx, take(cx, at, text, "until", &r->until));
    if (!entry_time_is_valid(r->until))
        return bad(cx, *at, "Write it like 2026-06-30T00:00:00Z.",
                   "not a time");
    TRY(cx, take(cx, at, text, "sign", &v));
    if (!note_decimal(v, &k) || k > ROSTER_OWNERS_MAX)
        return bad(cx, *at, "", "not a number of owners");
    r->sign = (unsigned)k;
    return OK;
}

err roster_parse(struct cx *cx, str text, struct roster *out)
{
    struct place at = {0};
    str line, word, words, rest = text;
    if (text.n > ROSTER_BYTES_MAX)
        return fail(cx, ERR_LIMIT, "a roster of %zu bytes; at most %d", text.n,
                    ROSTER_BYTES_MAX);
    *out = (struct roster){.text = text};
    TRY(cx, read_head(cx, &at, &rest, out));
    while (rest.n > 0) {
        at.line++;
        if (!str_cut(rest, '\n', &line, &rest))
            return bad(cx, at, "", "the last line does not end");
        (void)str_cut(line, ' ', &word, &words);
        if (str_eq(word, STR("owner")) && out->n_persons == 0)
            TRY(cx, read_owner(cx, at, words, out));
        else if (str_eq(word, STR("person")))
            TRY(cx, read_person(cx, at, words, out));
        else
            return bad(cx, at, "First all owners, then all persons.",
                       "not `owner ...` or `person ...` where it belongs");
    }
    return check_numbers(cx, out);
}

err roster_read_lines(struct cx *cx, const char *name, str text,
                      struct roster *r)
{
    struct place at = {name, 0};
    str line, word, words;
    while (text.n > 0) {
        at.line++;
        (void)str_cut(text, '\n', &line, &text);
        line = str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        (void)str_cut(line, ' ', &word, &words);
        if (str_eq(word, STR("owner")))
            TRY(cx, read_owner(cx, at, words, r));
        else if (str_eq(word, STR("person")))
            TRY(cx, read_person(cx, at, words, r));
        else
            return bad(cx, at,
                       "owner VKEY NEXT, person NAME age1... age1..., or a "
                       "comment after #.",
                       "not a line of a roster");
    }
    return check_numbers(cx, r);
}

static void print_hash(bool has, hash h, struct buf *out)
{
    char hex[2 * CRY_HASH_BYTES];
    hash_print(h, hex);
    buf_str(out, has ? (str){hex, sizeof hex} : STR("-"));
}

void roster_print(const struct roster *r, struct buf *out)
{
    buf_c(out, "truce roster 1\nlog ");
    buf_str(out, r->log);
    buf_c(out, "\nnumber ");
    buf_uint(out, r->number);
    buf_c(out, "\nepoch ");
    buf_uint(out, r->epoch);
    buf_c(out, "\nafter ");
    print_hash(r->has_after, r->after, out);
    buf_c(out, "\nuntil ");
    buf_str(out, r->until);
    buf_printf(out, "\nsign %u\n", r->sign);
    for (size_t i = 0; i < r->n_owners; i++) {
        buf_c(out, "owner ");
        buf_str(out, r->owner[i].vkey);
        buf_char(out, ' ');
        print_hash(r->owner[i].has_next, r->owner[i].next, out);
        buf_char(out, '\n');
    }
    for (size_t i = 0; i < r->n_persons; i++) {
        buf_c(out, "person ");
        buf_str(out, r->person[i].name);
        buf_char(out, ' ');
        recipient_print(&r->person[i].device, out);
        buf_char(out, ' ');
        recipient_print(&r->person[i].recovery, out);
        buf_char(out, '\n');
    }
}

hash roster_hash(const struct roster *r)
{
    return cry_sha256(r->text, STR(""));
}

/* --- what is valid
 * --------------------------------------------------------------
 */

/* An owner of the roster before signed, by its key or by the one that it has
 * committed to, if that is an owner now. */
static err owner_signed(struct cx *cx, const struct note *n,
                        const struct roster_owner *o, const struct roster *r,
                        bool *holds)
{
    TRY(cx, note_verify(cx, n, &o->key, holds, NULL));
    for (size_t i = 0; !*holds && o->has_next && i < r->n_owners; i++)
        if (hash_eq(cry_sha256(r->owner[i].vkey, STR("")), o->next))
            TRY(cx, note_verify(cx, n, &r->owner[i].key, holds, NULL));
    return OK;
}

static err check_after(struct cx *cx, const struct roster *r,
                       const struct roster *before)
{
    if (before == NULL && r->epoch != 0)
        return fail(cx, ERR_INPUT, "the first roster of a log is epoch 0");
    if (before == NULL)
        return OK;
    if (!str_eq(r->log, before->log) || r->number != before->number)
        return fail(cx, ERR_INPUT,
                    "the roster is of another compartment than the one before");
    if (r->epoch != before->epoch + 1 ||
        !hash_eq(r->after, roster_hash(before)))
        return fail_hint(cx, ERR_INPUT,
                         "Draft it again from the roster in force.",
                         "the roster does not come after the one in force, "
                         "epoch %llu",
                         (unsigned long long)before->epoch);
    return OK;
}

err roster_check(struct cx *cx, const struct note *n, const struct roster *r,
                 const struct roster *before, unsigned *signed_by)
{
    const struct roster *who = before == NULL ? r : before;
    size_t want = before == NULL ? r->n_owners : before->sign;
    *signed_by = 0;
    TRY(cx, check_after(cx, r, before));
    for (size_t i = 0; i < who->n_owners; i++) {
        bool holds;
        TRY(cx, owner_signed(cx, n, &who->owner[i], r, &holds));
        *signed_by += holds;
    }
    if (*signed_by < want)
        return fail_hint(
            cx, ERR_INPUT, "truce roster sign FILE --as KEYFILE, by each.",
            before == NULL
                ? "%u of its %zu owners signed the first roster; "
                  "all have to"
                : "%u of the owners of the roster before signed; %zu have "
                  "to",
            *signed_by, want);
    return OK;
}
