/* app/seal.c: see seal.h. */
#include "app/seal_int.h"

#include "app/casefile.h"
#include "app/compartment.h"
#include "base/sys.h"
#include "base/sys_tree.h"
#include "seal/pad.h"

#include <inttypes.h>

enum {
    KEY_FILE_MAX = 64 << 10,
    RECIPIENTS_FILE_MAX = 1 << 20,
    /* What is printed is held in memory until it is known to be whole. */
    PRINT_MAX = 64 << 20,
    /* What is sealed again; larger files have a content key. */
    AGAIN_MAX = 16 << 20,
    PASSPHRASE_MAX = 1024
};

/* --- files ------------------------------------------------------------------
 */

static err must_be_new(struct cx *cx, const char *path)
{
    if (sys_exists(path))
        return fail_hint(cx, ERR_CONFLICT,
                         "Nothing is ever overwritten; choose another name.",
                         "%s is there already", path);
    return OK;
}

err part_open(struct cx *cx, struct arena *a, const char *path,
              struct part *out)
{
    uint32_t tag;
    str next;
    TRY(cx, must_be_new(cx, path));
    TRY(cx, cx->random(cx, cx->self, &tag, sizeof tag));
    TRY_ROOM(cx, a, arena_printf(a, &next, "%s.%08" PRIx32 ".part", path, tag));
    struct part p = {.path = path, .next = next.p};
    TRY(cx, sys_create(cx, p.next, 0600, &p.fd));
    *out = p;
    return OK;
}

err part_keep(struct cx *cx, struct part *p)
{
    TRY(cx, sys_sync(cx, p->fd, p->next));
    TRY(cx, must_be_new(cx, p->path));
    TRY(cx, sys_rename(cx, p->next, p->path));
    p->next = NULL;
    return OK;
}

void part_drop(struct part *p)
{
    if (p->next != NULL)
        sys_remove(p->next);
    p->next = NULL;
    sys_close(&p->fd);
}

static err read_fd(struct cx *cx, void *self, void *p, size_t cap, size_t *n)
{
    return sys_read(cx, *(int *)self, "the file to be read", p, cap, n);
}

struct seal_source seal_from_fd(int *fd, const char *name)
{
    return (struct seal_source){read_fd, fd, name};
}

static err write_part(struct cx *cx, void *self, const void *p, size_t n)
{
    struct part *part = self;
    return sys_write(cx, part->fd, part->path, p, n);
}

struct seal_sink seal_to_part(struct part *p)
{
    return (struct seal_sink){write_part, p};
}

static err read_bytes(struct cx *cx, void *self, void *p, size_t cap, size_t *n)
{
    struct seal_bytes *b = self;
    (void)cx;
    *n = b->rest.n < cap ? b->rest.n : cap;
    if (*n > 0)
        memcpy(p, b->rest.p, *n);
    b->rest = str_sub(b->rest, *n, b->rest.n);
    return OK;
}

struct seal_source seal_from_bytes(struct seal_bytes *b, const char *name)
{
    return (struct seal_source){read_bytes, b, name};
}

static err write_buf(struct cx *cx, void *self, const void *p, size_t n)
{
    struct buf *b = self;
    buf_bytes(b, p, n);
    if (b->state == BUF_FULL)
        return fail_hint(cx, ERR_LIMIT, "Write it to a file with --out FILE.",
                         "more than %zu bytes are not printed", b->max);
    return buf_finish(cx, b);
}

struct seal_sink seal_to_buf(struct buf *b)
{
    return (struct seal_sink){write_buf, b};
}

static err write_secret(struct cx *cx, void *self, const void *p, size_t n)
{
    struct secret_text *t = self;
    if (n > t->room.n - t->n)
        return fail_hint(cx, ERR_LIMIT,
                         "Seal large files with --content-key: then only the "
                         "key is sealed again.",
                         "more than %zu bytes", t->room.n);
    secret_put(t, (str){p, n});
    return OK;
}

struct seal_sink seal_to_secret(struct secret_text *t)
{
    return (struct seal_sink){write_secret, t};
}

/* --- keys -------------------------------------------------------------------
 */

err seal_open_small(struct cx *cx, const struct seal_keys *keys,
                    struct seal_source source, size_t max, struct secret *out)
{
    struct secret_text t = {0};
    struct seal_opened o;
    TRY(cx, secret_make(cx, (size_t)pad_total(max), &t.room));
    err e = seal_open(cx, keys, source, seal_to_secret(&t), &o);
    if (!is_ok(e)) {
        secret_release(&t.room);
        return e;
    }
    *out = t.room;
    out->n = (size_t)o.bytes;
    return OK;
}

static bool is_sealed(str bytes)
{
    return str_starts(bytes, STR("age-encryption.org/")) ||
           str_starts(bytes, STR("-----BEGIN AGE"));
}

/* The keys of one file; those of a sealed one by those before it. */
static err add_key_file(struct cx *cx, const char *path,
                        const struct seal_keys *before, struct identities *ids)
{
    CLEANUP(secret_release) struct secret file = {0}, inner = {0};
    TRY(cx, secret_read_file(cx, path, KEY_FILE_MAX, &file));
    str text = secret_view(&file);
    if (is_sealed(text)) {
        struct seal_bytes bytes = {text};
        TRY(cx, seal_open_small(cx, before, seal_from_bytes(&bytes, path),
                                KEY_FILE_MAX, &inner));
        text = secret_view(&inner);
    }
    return identities_add(cx, path, text, ids);
}

/* The first line of its file. */
static err read_passphrase(struct cx *cx, const char *path, struct secret *out)
{
    struct secret s = {0};
    TRY(cx, secret_read_file(cx, path, PASSPHRASE_MAX, &s));
    size_t n = str_find_char(secret_view(&s), '\n');
    if (n > 0 && s.p[n - 1] == '\r')
        n--;
    if (n == 0) {
        secret_release(&s);
        return fail(cx, ERR_INPUT, "%s: its first line is empty", path);
    }
    s.n = n;
    *out = s;
    return OK;
}

err seal_read_identities(struct cx *cx, const struct open_with *with,
                         struct identities *ids, struct secret *passphrase)
{
    struct seal_keys keys = {.ids = ids};
    if (with->passphrase != NULL)
        TRY(cx, read_passphrase(cx, with->passphrase, passphrase));
    keys.passphrase = secret_view(passphrase);
    for (size_t i = 0; i < with->n; i++)
        TRY(cx, add_key_file(cx, with->identities[i], &keys, ids));
    return OK;
}

static err add_recipient(struct cx *cx, const char *place, str text,
                         struct recipient *all, size_t *n)
{
    struct recipient r;
    TRY(cx, recipient_parse(cx, place, text, &r));
    for (size_t i = 0; i < *n; i++)
        if (recipient_eq(&r, &all[i]))
            return OK;
    if (*n == SEAL_RECIPIENTS_MAX)
        return fail(cx, ERR_LIMIT, "more than %d recipients",
                    SEAL_RECIPIENTS_MAX);
    all[(*n)++] = r;
    return OK;
}

static err read_recipients(struct cx *cx, struct arena *a, const char *path,
                           struct recipient *all, size_t *n)
{
    char place[4096];
    str text, line;
    size_t before = *n;
    TRY(cx, sys_read_file(cx, a, path, RECIPIENTS_FILE_MAX, &text));
    for (size_t number = 1; text.n > 0; number++) {
        (void)str_cut(text, '\n', &line, &text);
        line = str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        (void)snprintf(place, sizeof place, "%s:%zu: ", path, number);
        TRY(cx, add_recipient(cx, place, line, all, n));
    }
    if (*n == before)
        return fail(cx, ERR_INPUT, "%s names no recipient", path);
    return OK;
}

static err add_roster(struct cx *cx, struct arena *a, const char *path,
                      const struct own_view *own, struct recipient *all,
                      size_t *n)
{
    struct compartment c;
    if (own->policy == NULL)
        return fail_hint(
            cx, ERR_INPUT,
            "--policy FILE: a policy of your own that names the log and your "
            "witness; not the one that the host shows.",
            "%s: a roster is believed only where your own witness saw it",
            path);
    TRY(cx, compartment_read(cx, a, path, own, &c));
    TRY(cx, compartment_must_hold(cx, &c));
    for (size_t i = 0; i < c.roster->n_persons; i++) {
        const struct roster_person *p = &c.roster->person[i];
        if (*n + 2 > SEAL_RECIPIENTS_MAX)
            return fail(cx, ERR_LIMIT, "more than %d recipients",
                        SEAL_RECIPIENTS_MAX);
        all[(*n)++] = p->device;
        all[(*n)++] = p->recovery;
    }
    return OK;
}

err seal_find_recipients(struct cx *cx, struct arena *a,
                         const struct seal_to *to, struct recipient *out,
                         size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < to->n; i++) {
        const char *t = to->to[i];
        if (strncmp(t, "age1", 4) == 0 || strncmp(t, "ssh-", 4) == 0)
            TRY(cx, add_recipient(cx, "", str_of(t), out, n));
        else if (casefile_is(t))
            TRY(cx, add_roster(
                        cx, a, t,
                        &(struct own_view){to->policy, to->witness, to->first},
                        out, n));
        else
            TRY(cx, read_recipients(cx, a, t, out, n));
    }
    return OK;
}

/* --- sealing
 * ------------------------------------------------------------------
 */

static void say_made(struct buf *out, const char *path, size_t recipients)
{
    buf_safe(out, str_of(path));
    buf_printf(out, ": sealed to %zu key%s\n", recipients,
               recipients == 1 ? "" : "s");
}

static err seal_to_file(struct cx *cx, struct arena *a,
                        const struct seal_options *o, struct seal_source from,
                        const char *path)
{
    CLEANUP(part_drop) struct part p = {.fd = -1};
    uint64_t bytes;
    TRY(cx, part_open(cx, a, path, &p));
    TRY(cx, seal_write(cx, o, from, seal_to_part(&p), &bytes));
    return part_keep(cx, &p);
}

/* The secret of a content key as a key file, sealed to those who are meant. */
static err seal_content_key(struct cx *cx, struct arena *a,
                            const struct seal_options *o,
                            const struct identity *key, const char *file,
                            const char *path)
{
    CLEANUP(secret_release) struct secret room = {0};
    struct secret_text t = {0};
    struct seal_bytes bytes;
    static const char first[] = "# the content key of ";
    TRY(cx, secret_make(cx, sizeof first + strlen(file) + SEAL_KEY_TEXT + 8,
                        &room));
    t.room = room;
    secret_put(&t, str_of(first));
    secret_put(&t, str_of(file));
    secret_put(&t, STR("\n"));
    identity_put(key, &t);
    secret_put(&t, STR("\n"));
    bytes.rest = secret_text_view(&t);
    return seal_to_file(cx, a, o, seal_from_bytes(&bytes, path), path);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static err output_name(struct cx *cx, struct arena *a, const char *input,
                       const char *output, const char **out)
{
    str s;
    *out = output;
    if (output != NULL)
        return OK;
    if (strcmp(input, "-") == 0)
        return fail_hint(cx, ERR_INPUT, "--out FILE", "where to is missing");
    TRY_ROOM(cx, a, arena_printf(a, &s, "%s.age", input));
    *out = s.p;
    return OK;
}

err app_seal(struct cx *cx, struct arena *a, const struct seal_job *job,
             struct buf *out)
{
    CLEANUP(sys_close) int fd = -1;
    CLEANUP(identity_release) struct identity key = {0};
    struct recipient all[SEAL_RECIPIENTS_MAX];
    struct seal_options o = {.recipients = all, .armor = job->armor};
    const char *path;
    str key_path = STR("");
    TRY(cx, output_name(cx, a, job->input, job->output, &path));
    TRY(cx, seal_find_recipients(cx, a, &job->to, all, &o.n_recipients));
    if (sys_is_folder(job->input))
        return fail_hint(cx, ERR_INPUT,
                         "Pack it first: tar -cf FOLDER.tar "
                         "FOLDER",
                         "%s is a folder", job->input);
    TRY(cx, sys_open_read(cx, job->input, &fd));
    struct seal_options to = o;
    if (job->content_key) {
        TRY_ROOM(cx, a, arena_printf(a, &key_path, "%s.key.age", path));
        TRY(cx, must_be_new(cx, key_path.p));
        TRY(cx, identity_make(cx, &key));
        to.recipients = &key.recipient;
        to.n_recipients = 1;
    }
    TRY(cx, seal_to_file(cx, a, &to, seal_from_fd(&fd, job->input), path));
    if (!job->content_key) {
        say_made(out, path, o.n_recipients);
        return OK;
    }
    err e = seal_content_key(cx, a, &o, &key, base_name(path), key_path.p);
    if (!is_ok(e)) {
        sys_remove(path); /* which nobody could open */
        return e;
    }
    buf_safe(out, str_of(path));
    buf_c(out, ": sealed to a content key\n");
    say_made(out, key_path.p, o.n_recipients);
    return OK;
}

/* --- opening
 * ------------------------------------------------------------------
 */

/* A sealed file, or one that is an entry of a compartment. */
struct sealed {
    int fd;
    struct seal_bytes bytes;
    struct seal_source source;
};

static void sealed_close(struct sealed *s)
{
    sys_close(&s->fd);
}

/* out stays where it is: the source points into it. */
static err sealed_open(struct cx *cx, struct arena *a, const char *input,
                       int64_t entry, struct sealed *out)
{
    if (entry >= 0) {
        TRY(cx, sealed_get(cx, a, input, (uint64_t)entry, &out->bytes.rest));
        out->source = seal_from_bytes(&out->bytes, input);
        return OK;
    }
    if (sys_is_folder(input))
        return fail(cx, ERR_INPUT, "%s is a folder", input);
    if (casefile_is(input))
        return fail_hint(cx, ERR_INPUT,
                         "truce record list CASE shows its entries; then "
                         "--entry N.",
                         "%s is a case file: which entry?", input);
    TRY(cx, sys_open_read(cx, input, &out->fd));
    out->source = seal_from_fd(&out->fd, input);
    return OK;
}

static err open_to_file(struct cx *cx, struct arena *a,
                        const struct open_job *job,
                        const struct seal_keys *keys, struct seal_source from,
                        struct seal_opened *o)
{
    CLEANUP(part_drop) struct part p = {.fd = -1};
    TRY(cx, part_open(cx, a, job->output, &p));
    TRY(cx, seal_open(cx, keys, from, seal_to_part(&p), o));
    if (!job->as_is)
        TRY(cx, sys_cut(cx, p.fd, p.next, o->bytes));
    return part_keep(cx, &p);
}

static err open_to_buf(struct cx *cx, const struct open_job *job,
                       const struct seal_keys *keys, struct seal_source from,
                       struct buf *out)
{
    struct arena a;
    struct buf b;
    struct seal_opened o;
    arena_init(&a, cx->mem, "opened content", 3 * (size_t)PRINT_MAX);
    buf_init(&b, &a, PRINT_MAX);
    err e = seal_open(cx, keys, from, seal_to_buf(&b), &o);
    if (is_ok(e))
        buf_str(out, str_sub(buf_view(&b), 0, job->as_is ? b.n : o.bytes));
    if (b.p != NULL)
        cry_wipe(b.p, b.n);
    arena_release(&a);
    return e;
}

err app_open(struct cx *cx, struct arena *a, const struct open_job *job,
             struct buf *out)
{
    CLEANUP(sealed_close) struct sealed from = {.fd = -1};
    CLEANUP(secret_release) struct secret passphrase = {0};
    CLEANUP(identities_release) struct identities ids = {.n = 0};
    struct seal_opened o;
    TRY(cx, sealed_open(cx, a, job->input, job->entry, &from));
    TRY(cx, seal_read_identities(cx, &job->with, &ids, &passphrase));
    struct seal_keys keys = {&ids, secret_view(&passphrase)};
    if (job->output == NULL)
        return open_to_buf(cx, job, &keys, from.source, out);
    TRY(cx, open_to_file(cx, a, job, &keys, from.source, &o));
    buf_safe(out, str_of(job->output));
    buf_printf(out, ": %" PRIu64 " bytes\n", job->as_is ? o.padded : o.bytes);
    return OK;
}

err app_seal_again(struct cx *cx, struct arena *a, const struct again_job *job,
                   struct buf *out)
{
    CLEANUP(sealed_close) struct sealed from = {.fd = -1};
    CLEANUP(secret_release) struct secret passphrase = {0}, content = {0};
    CLEANUP(identities_release) struct identities ids = {.n = 0};
    struct recipient all[SEAL_RECIPIENTS_MAX];
    struct seal_options o = {.recipients = all, .armor = job->armor};
    struct seal_bytes bytes;
    TRY(cx, must_be_new(cx, job->output));
    TRY(cx, seal_find_recipients(cx, a, &job->to, all, &o.n_recipients));
    TRY(cx, sealed_open(cx, a, job->input, job->entry, &from));
    TRY(cx, seal_read_identities(cx, &job->with, &ids, &passphrase));
    struct seal_keys keys = {&ids, secret_view(&passphrase)};
    TRY(cx, seal_open_small(cx, &keys, from.source, AGAIN_MAX, &content));
    bytes.rest = secret_view(&content);
    TRY(cx, seal_to_file(cx, a, &o, seal_from_bytes(&bytes, job->input),
                         job->output));
    say_made(out, job->output, o.n_recipients);
    return OK;
}

/* --- making keys
 * --------------------------------------------------------------
 */

/* $ is the name, & the time. */
static const char key_head[] =
    "# The secret key of $, for this machine only.\n"
    "# Made &. Whoever has it reads what is sealed to $.\n";

static const char sheet_head[] =
    "# RECOVERY KEY of $\n"
    "# made &\n"
    "#\n"
    "# Print this page, put it into an envelope, close it and sign over the\n"
    "# flap, keep it apart from the machine. Then delete the file.\n"
    "# Whoever has this page reads what is sealed to $.\n"
    "#\n"
    "# If the machine is lost: type the last line, from AGE-SECRET-KEY-1 on,\n"
    "# into a file, and open sealed files with it:\n"
    "#     truce open FILE --identity THAT_FILE        (or: age -d -i ...)\n"
    "# A typing error is noticed: the key has a checksum. Then make new keys,\n"
    "# and ask the owners of the compartment for a new roster.\n"
    "#\n";

static void print_head(const char *head, const char *name, str made,
                       struct buf *b)
{
    for (; *head != '\0'; head++) {
        if (*head == '$')
            buf_c(b, name);
        else if (*head == '&')
            buf_str(b, made);
        else
            buf_char(b, *head);
    }
}

static err write_key(struct cx *cx, struct arena *a, const char *path,
                     const char *head, const char *name, str made,
                     const struct identity *i)
{
    CLEANUP(secret_release) struct secret room = {0};
    struct secret_text t = {0};
    struct buf b;
    buf_init(&b, a, 4000);
    print_head(head, name, made, &b);
    buf_c(&b, "# public key: ");
    recipient_print(&i->recipient, &b);
    buf_char(&b, '\n');
    TRY(cx, buf_finish(cx, &b));
    TRY(cx, secret_make(cx, b.n + SEAL_KEY_TEXT + 1, &room));
    t.room = room;
    secret_put(&t, buf_view(&b));
    identity_put(i, &t);
    secret_put(&t, STR("\n"));
    return sys_write_new(cx, path, true, secret_text_view(&t));
}

/* A name that can stand in a roster, and in the name of a file. */
static err check_name(struct cx *cx, const char *name)
{
    if (roster_name_is_valid(str_of(name)) && strchr(name, '/') == NULL)
        return OK;
    return fail_hint(cx, ERR_INPUT,
                     "A pseudonym of 1 to 64 letters, digits, - _ . such as "
                     "ardania-2: it is read by all in the compartment.",
                     "--name: \"%s\" cannot be the name of a key", name);
}

err app_keygen(struct cx *cx, struct arena *a, const struct keygen_job *job,
               struct buf *out)
{
    CLEANUP(identity_release) struct identity device = {0}, recovery = {0};
    const char *file = job->file;
    char made[40];
    str path, time;
    TRY(cx, check_name(cx, job->name));
    if (file == NULL) {
        TRY_ROOM(cx, a, arena_printf(a, &path, "%s.key", job->name));
        file = path.p;
    }
    TRY(cx, compartment_now(cx, made, &time));
    TRY(cx, must_be_new(cx, file));
    TRY(cx, identity_make(cx, &device));
    if (job->sheet != NULL) {
        TRY(cx, must_be_new(cx, job->sheet));
        TRY(cx, identity_make(cx, &recovery));
        TRY(cx, write_key(cx, a, job->sheet, sheet_head, job->name, time,
                          &recovery));
    }
    err e = write_key(cx, a, file, key_head, job->name, time, &device);
    if (!is_ok(e)) {
        if (job->sheet != NULL)
            sys_remove(job->sheet);
        return e;
    }
    if (job->sheet != NULL)
        buf_printf(out, "person %s ", job->name);
    recipient_print(&device.recipient, out);
    if (job->sheet != NULL) {
        buf_char(out, ' ');
        recipient_print(&recovery.recipient, out);
    }
    buf_char(out, '\n');
    return OK;
}
