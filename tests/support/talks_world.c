/* tests/support/talks_world.c: see talks_world.h. */
#include "tests/support/talks_world.h"

#include "app/text.h"
#include "tests/test.h"

static const char *const names[NODES] = {"ardania", "belmar", "delvia",
                                         "estria", "mechanism"};
static const char *const roles[NODES] = {"party", "party", "mediator",
                                         "mediator"};

void talks_keys_make(struct cx *cx, struct arena *a, const char *convey,
                     const char *fifth, struct talks_keys *out)
{
    struct buf b;
    *out = (struct talks_keys){0};
    buf_init(&b, a, TALKS_CHARTER_MAX);
    CHECK_OK(cx, signer_make(cx, STR("relay"), NOTE_ED25519, &out->relay));
    buf_printf(&b, "truce charter 1\nname harbour\nconvey %s\n", convey);
    buf_c(&b, "agreed whole\nfailed keep\nlanguages en\nrelay ");
    note_key_print(&out->relay.key, &b);
    buf_char(&b, '\n');
    for (int i = 0; i < NODES; i++) {
        CHECK_OK(cx, signer_make(cx, str_of(names[i]), NOTE_ED25519,
                                 &out->signer[i]));
        CHECK_OK(cx, identity_make(cx, &out->identity[i]));
        buf_printf(&b, "node %s %s ", names[i],
                   i == MECHANISM ? fifth : roles[i]);
        note_key_print(&out->signer[i].key, &b);
        buf_char(&b, ' ');
        recipient_print(&out->identity[i].recipient, &b);
        buf_char(&b, '\n');
    }
    CHECK_OK(cx, buf_finish(cx, &b));
    out->charter = buf_view(&b);
}

void talks_keys_release(struct talks_keys *k)
{
    for (int i = 0; i < NODES; i++) {
        signer_wipe(&k->signer[i]);
        identity_release(&k->identity[i]);
    }
    signer_wipe(&k->relay);
}

void talks_world_begin(struct cx *cx, const struct talks_keys *k,
                       struct talks_world *w)
{
    *w = (struct talks_world){0};
    arena_init(&w->arena, cx->mem, "talks", (size_t)1 << 30);
    buf_init(&w->out, &w->arena, 1 << 20);
    for (int i = 0; i < NODES; i++) {
        struct seat_file *s = &w->seat[i];
        s->folder = names[i];
        s->signer = k->signer[i];
        s->ids.id[0] = k->identity[i];
        s->ids.n = 1;
        s->arena = &w->arena;
        s->lock = -1;
        if (i == 0) /* which borrows no more than the text */
            CHECK_OK(cx, charter_parse(cx, k->charter, &s->charter));
        else
            s->charter = w->seat[0].charter;
        s->self = charter_node(&s->charter, str_of(names[i]));
        CHECK_OK(cx, store_open_memory(cx, &s->store));
        talks_init(cx, &s->talks, &s->charter, &w->arena);
    }
}

void talks_world_end(struct talks_world *w)
{
    for (int i = 0; i < NODES; i++)
        store_close(w->seat[i].store); /* keys are the others' */
    arena_release(&w->arena);
}

str talks_world_draft(struct cx *cx, struct arena *a)
{
    struct app_text t = {0};
    str out = STR("");
    CHECK_OK(cx, app_read_text(cx, a, "examples/harbour-draft/agreement.truce",
                               NULL, 0, &t));
    CHECK_OK(cx, app_canonical_text(cx, a, &t, &out));
    return out;
}

str talks_world_carry(struct cx *cx, struct talks_world *w, int from, int to,
                      bool all)
{
    struct buf b;
    struct bundle_reader r;
    size_t n, news;
    buf_init(&b, &w->arena, 64 << 20);
    CHECK_OK(cx,
             bundle_make(cx, &w->seat[from], w->seat[to].self, all, &b, &n));
    CHECK_OK(cx, bundle_open(cx, &w->seat[to].charter, buf_view(&b), &r));
    CHECK_OK(cx, bundle_take(cx, &w->seat[to], &r, &w->out, &news));
    CHECK(r.whole && r.n == n);
    return buf_view(&b);
}
