/* app/talks_join.c: a node that has keys and has not begun: the charter that
 * came, which lies beside the node as the file `coming`, and who has signed it.
 * See talks_int.h. */
#include "app/talks_int.h"

#include "app/casefile_int.h"
#include "base/sys.h"
#include "base/sys_tree.h"

err coming_path(struct cx *cx, struct arena *a, const char *folder,
                const char **out)
{
    return seat_path(cx, a, folder, "coming", out);
}

bool seat_has_begun(const char *folder)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/charter", folder);
    return n > 0 && (size_t)n < sizeof path && sys_exists(path);
}

err seat_line(struct cx *cx, struct arena *a, const char *folder, str *name,
              str *role, str *line)
{
    const char *path;
    str rest;
    TRY(cx, seat_path(cx, a, folder, "line", &path));
    TRY(cx, sys_read_file(cx, a, path, LIMIT_LINE_BYTES, line));
    *line = str_trim(*line);
    if (!str_cut(*line, ' ', name, &rest) || !str_cut(rest, ' ', name, &rest) ||
        !str_cut(rest, ' ', role, &rest))
        return fail(cx, ERR_CORRUPT, "%s: this is no line of a node", path);
    return OK;
}

/* Its own key is in it: another one's charter is none to sign. */
static err check_ours(struct cx *cx, struct arena *a, const char *folder,
                      const struct charter *c, const struct talks_node **self)
{
    CLEANUP(signer_wipe) struct signer s = {0};
    const char *key;
    TRY(cx, seat_path(cx, a, folder, "node.key", &key));
    TRY(cx, casefile_read_key(cx, a, key, &s));
    *self = charter_node(c, s.key.name);
    if (*self == NULL || memcmp((*self)->key.public_key, s.key.public_key,
                                sizeof s.key.public_key) != 0)
        return fail_hint(cx, ERR_INPUT,
                         "Give the line of this node to who makes the charter.",
                         "the charter has not the key of this node");
    return OK;
}

/* Who has signed; what does not hold would only stand in the way. */
static err read_signatures(struct cx *cx, struct arena *a, struct coming *c,
                           str signatures)
{
    struct note *n;
    struct buf b;
    c->all = false;
    if (signatures.n == 0)
        return OK;
    buf_init(&b, a, NOTE_MAX_BYTES);
    buf_str(&b, c->charter.text);
    buf_char(&b, '\n');
    buf_str(&b, signatures);
    TRY(cx, buf_finish(cx, &b));
    TRY_NEW(cx, a, n);
    TRY(cx, note_parse(cx, a, buf_view(&b), n));
    size_t hold = 0, lines = 0;
    for (size_t i = 0; i < c->charter.n_nodes; i++) {
        TRY(cx, note_verify(cx, n, &c->charter.node[i].key, &c->signed_by[i],
                            NULL));
        hold += c->signed_by[i];
    }
    for (size_t i = 0; i < signatures.n; i++)
        lines += signatures.p[i] == '\n';
    if (hold != lines)
        return fail_hint(cx, ERR_INPUT, "Ask for the charter again.",
                         "a signature on this charter does not hold, or is of "
                         "nobody in it");
    c->all = hold == c->charter.n_nodes;
    return OK;
}

static err read_coming(struct cx *cx, struct arena *a, const char *folder,
                       str bytes, struct coming *out)
{
    size_t at = str_find(bytes, STR("\n\n"));
    str text = str_sub(bytes, 0, at + (at < bytes.n));
    *out = (struct coming){.bytes = bytes};
    TRY(cx, charter_parse(cx, text, &out->charter));
    TRY(cx, check_ours(cx, a, folder, &out->charter, &out->self));
    out->signatures = str_sub(bytes, at + 2, bytes.n);
    TRY(cx, read_signatures(cx, a, out, out->signatures));
    out->mine = out->signed_by[out->self - out->charter.node];
    return OK;
}

err coming_read(struct cx *cx, struct arena *a, const char *folder, bool *there,
                struct coming *out)
{
    const char *path;
    str bytes;
    TRY(cx, coming_path(cx, a, folder, &path));
    *there = sys_exists(path);
    if (!*there)
        return OK;
    TRY(cx, sys_read_file(cx, a, path, TALKS_CHARTER_MAX, &bytes));
    return read_coming(cx, a, folder, bytes, out);
}

/* The lines of `from` that are not in b yet. */
static void add_missing(struct buf *b, str from)
{
    while (from.n > 0) {
        str line;
        (void)str_cut(from, '\n', &line, &from);
        if (line.n == 0 || str_find(buf_view(b), line) < b->n)
            continue;
        buf_str(b, line);
        buf_char(b, '\n');
    }
}

err coming_take(struct cx *cx, struct arena *a, const char *folder, str bytes)
{
    struct coming *came, *here, *both;
    bool there;
    const char *path;
    struct buf b;
    TRY_NEW(cx, a, came);
    TRY_NEW(cx, a, here);
    TRY_NEW(cx, a, both);
    if (bytes.n > TALKS_CHARTER_MAX)
        return fail(cx, ERR_LIMIT, "a charter has at most %d bytes",
                    TALKS_CHARTER_MAX);
    TRY(cx, read_coming(cx, a, folder, bytes, came));
    TRY(cx, coming_read(cx, a, folder, &there, here));
    if (there &&
        !hash_eq(charter_id(&here->charter), charter_id(&came->charter)))
        return fail_hint(cx, ERR_CONFLICT,
                         "Put the one aside to look at the other.",
                         "this is another charter than the one that is here");
    buf_init(&b, a, NOTE_MAX_BYTES);
    buf_str(&b, came->charter.text);
    buf_char(&b, '\n');
    add_missing(&b, came->signatures);
    if (there)
        add_missing(&b, here->signatures);
    TRY(cx, buf_finish(cx, &b));
    TRY(cx, read_coming(cx, a, folder, buf_view(&b), both));
    TRY(cx, coming_path(cx, a, folder, &path));
    return sys_write_file(cx, path, buf_view(&b));
}

err coming_drop(struct cx *cx, struct arena *a, const char *folder)
{
    const char *path;
    TRY(cx, coming_path(cx, a, folder, &path));
    sys_remove(path);
    return OK;
}
