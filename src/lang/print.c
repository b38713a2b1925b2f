/* lang/print.c: an agreement in its canonical layout.
 *
 * Each declaration and clause becomes a row of pieces (a keyword with its name,
 * a phrase, a text), and the row is set into lines of at most LINE_WIDTH
 * characters.  Comments are found by offset: one that stands in its own line
 * goes before the piece that follows it, one at the end of a line stays behind
 * its piece, which then ends the line.  So a comment stays with the phrase it
 * was written beside, also where phrases change their order.
 *
 * Widths are counted in characters, not in columns of a terminal: the canonical
 * bytes must not depend on a version of Unicode's tables of widths.
 *
 * spec: lang 5.  The words are in print_words.c. */
#include "lang/lang.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "lang/print_int.h"

#include <stdlib.h>

enum {
    KEYWORD_COLUMN = 10, /* names of actors stand there */
    CONTINUE_COLUMN = 5, /* of other declarations, where they go on */
    NAME_WIDTH = 24,     /* longer names are not aligned to */
    CELL_WIDTH = 56,     /* likewise what stands before the last column */
    LABEL_WIDTH = 8,
    TEXT_WIDTH = 30 /* at least so much of a text on each line */
};

enum piece_break {
    FLOW,  /* on the same line if it fits */
    LINE,  /* on a new line */
    JOINED /* right after the piece before it */
};

#define NO_PLACE UINT32_MAX

struct piece {
    size_t text, n;      /* in printer.words */
    uint32_t begin, end; /* in the source; begin NO_PLACE: none of its own */
    uint32_t indent;     /* where it stands if it begins a line */
    uint32_t pad_to;     /* the column to which it is moved, if it flows */
    enum piece_break brk;
};

struct place_order {
    uint32_t begin, end, piece;
};

struct printer {
    struct buf *out;
    const struct ast *t;
    bool canonical; /* no comments, no blank lines but the fixed ones */
    uint32_t next_comment;
    struct buf words;
    VEC(struct piece) pieces;
    VEC(struct place_order) order;
    bool open; /* the last piece is being written */
    bool any;  /* something was printed */
};

static void out_of_room(struct printer *p)
{
    if (p->out->state == BUF_OK)
        p->out->state = BUF_ROOM;
}

/* --- pieces ------------------------------------------------------------------
 */

static void close_piece(struct printer *p)
{
    if (p->open)
        vec_last(&p->pieces)->n = p->words.n - vec_last(&p->pieces)->text;
    p->open = false;
}

/* Begins a piece; what is then written to the buffer it gives belongs to it. */
static struct buf *piece(struct printer *p, enum piece_break brk,
                         uint32_t indent, struct span at)
{
    close_piece(p);
    struct piece q = {.text = p->words.n,
                      .begin = at.length == 0 ? NO_PLACE : at.offset,
                      .end = at.offset + at.length,
                      .indent = indent,
                      .brk = brk};
    p->open = vec_push(p->out->arena, &p->pieces, q);
    if (!p->open)
        out_of_room(p);
    return &p->words;
}

static const struct span nowhere = {0};

/* Characters of text `s`. */
static uint32_t width(str s)
{
    uint32_t w = 0;
    for (size_t i = 0; i < s.n; i++)
        w += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return w;
}

static uint32_t piece_width(const struct printer *p, size_t from)
{
    return width(str_sub(buf_view(&p->words), from, p->words.n));
}

/* Takes from `s` as many characters as fit in `room`, to the end of a word;
 * at least one word. */
static str take_words(str *s, uint32_t room)
{
    size_t cut = 0;
    uint32_t w = 0;
    for (size_t i = 0; i < s->n; i++) {
        char c = s->p[i];
        w += ((unsigned char)c & 0xC0) != 0x80;
        w += c == '"' || c == '\\';
        if (w > room && cut > 0)
            break;
        if (c == ' ' || i + 1 == s->n)
            cut = i + 1;
    }
    str head = str_sub(*s, 0, cut);
    *s = str_sub(*s, cut, s->n);
    return head;
}

/* Writes a text into the open piece; what does not fit goes on in lines of its
 * own, in line with the first quote.  `column` is where it stands. */
static void long_string(struct printer *p, uint32_t column, str s)
{
    uint32_t room = column + TEXT_WIDTH + 2 > LINE_WIDTH
                        ? TEXT_WIDTH
                        : LINE_WIDTH - column - 2;
    put_string(&p->words, take_words(&s, room));
    while (s.n > 0) {
        struct buf *b = piece(p, LINE, column, nowhere);
        put_string(b, take_words(&s, room));
    }
}

/* --- comments and blank lines
 * ------------------------------------------------- */

static bool has_blank(const struct printer *p, uint32_t offset)
{
    size_t lo = 0, hi = p->t->n_blanks;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (p->t->blanks[mid] < offset)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < p->t->n_blanks && p->t->blanks[lo] == offset;
}

static const struct ast_comment *comment_at(const struct printer *p, uint32_t i)
{
    return i < p->t->n_comments && !p->canonical ? &p->t->comments[i] : NULL;
}

static void put_comment(struct printer *p, const struct ast_comment *c)
{
    buf_char(p->out, '#');
    if (c->text.n > 0)
        buf_char(p->out, ' ');
    buf_str(p->out, c->text);
}

static void comment_line(struct printer *p, const struct ast_comment *c,
                         uint32_t indent)
{
    buf_fill(p->out, ' ', indent);
    put_comment(p, c);
    buf_char(p->out, '\n');
    p->any = true;
}

static void blank_line(struct printer *p)
{
    if (p->any)
        buf_char(p->out, '\n');
}

/* What stands before a unit at `begin`: comments in lines of their own, and
 * blank lines, one of which may be demanded. */
static void gap(struct printer *p, bool blank, uint32_t begin, uint32_t indent)
{
    const struct ast_comment *c;
    while ((c = comment_at(p, p->next_comment)) != NULL && c->offset < begin) {
        if (blank || c->blank_before)
            blank_line(p);
        comment_line(p, c, indent);
        blank = false;
        p->next_comment++;
    }
    if (blank || (!p->canonical && has_blank(p, begin)))
        blank_line(p);
}

static int by_begin(const void *x, const void *y)
{
    const struct place_order *a = x, *b = y;
    return a->begin < b->begin ? -1 : a->begin > b->begin;
}

/* Which comments belong before a piece, and behind it: ranges. */
struct beside {
    uint32_t before, before_end, behind, behind_end;
};

/* The places of the pieces in the order of the source. */
static void sort_places(struct printer *p)
{
    p->order.n = 0;
    for (size_t i = 0; i < p->pieces.n; i++) {
        const struct piece *q = &p->pieces.p[i];
        struct place_order o = {q->begin, q->end, (uint32_t)i};
        if (q->begin != NO_PLACE && !vec_push(p->out->arena, &p->order, o))
            out_of_room(p);
    }
    if (p->order.n > 1)
        qsort(p->order.p, p->order.n, sizeof *p->order.p, by_begin);
}

/* Whether the comment stands inside a node that ends at `end`, or behind it on
 * the same line. */
static bool is_beside(const struct printer *p, const struct ast_comment *c,
                      uint32_t end)
{
    if (c->offset < end)
        return true;
    str between = str_sub(p->t->source, end, c->offset);
    return !c->own_line && str_find_char(between, '\n') == between.n;
}

/* Gives each comment of the node that ends at `end` to a piece. */
static void place_comments(struct printer *p, uint32_t end,
                           struct beside *beside)
{
    const struct ast_comment *c;
    sort_places(p);
    size_t k = 0;
    while ((c = comment_at(p, p->next_comment)) != NULL &&
           is_beside(p, c, end)) {
        while (k + 1 < p->order.n && p->order.p[k + 1].begin <= c->offset)
            k++;
        const struct place_order *o = &p->order.p[k];
        uint32_t i = p->next_comment++;
        bool next = c->own_line && c->offset >= o->end && k + 1 < p->order.n;
        struct beside *b = &beside[next ? p->order.p[k + 1].piece : o->piece];
        uint32_t *from = next ? &b->before : &b->behind;
        uint32_t *to = next ? &b->before_end : &b->behind_end;
        if (*from == *to)
            *from = i;
        *to = i + 1;
    }
}

/* --- lines
 * ------------------------------------------------------------------------ */

static void new_line(struct printer *p, uint32_t indent, uint32_t *column)
{
    if (*column > 0)
        buf_char(p->out, '\n');
    buf_fill(p->out, ' ', indent);
    *column = indent;
}

/* Comments behind a piece, as one. */
static void put_behind(struct printer *p, const struct beside *b)
{
    for (uint32_t i = b->behind; i < b->behind_end; i++) {
        buf_c(p->out, "  ");
        put_comment(p, &p->t->comments[i]);
    }
}

/* Sets one piece; gives the column after it. */
static uint32_t set_piece(struct printer *p, size_t i, const struct beside *b,
                          bool forced, uint32_t column)
{
    const struct piece *q = &p->pieces.p[i];
    str text = str_sub(buf_view(&p->words), q->text, q->text + q->n);
    uint32_t w = width(text);
    if (b != NULL && b->before < b->before_end) {
        if (column > 0)
            buf_char(p->out, '\n');
        for (uint32_t k = b->before; k < b->before_end; k++)
            comment_line(p, &p->t->comments[k], q->indent);
        column = 0;
        forced = true;
    }
    if (i == 0 || forced || (q->brk == LINE)) {
        new_line(p, q->indent, &column);
    } else if (q->brk == FLOW) {
        uint32_t at = column + 1 < q->pad_to ? q->pad_to : column + 1;
        if (at + w > LINE_WIDTH && column > q->indent) {
            new_line(p, q->indent, &column);
        } else {
            buf_fill(p->out, ' ', at - column);
            column = at;
        }
    }
    buf_str(p->out, text);
    p->any = true;
    return column + w;
}

/* Sets all pieces of a node, which ends at `end` in the source, into lines, and
 * forgets them. */
static void set_lines(struct printer *p, uint32_t end)
{
    close_piece(p);
    const struct ast_comment *c = comment_at(p, p->next_comment);
    struct beside *beside = NULL;
    if (c != NULL && is_beside(p, c, end) && p->pieces.n > 0) {
        beside = arena_alloc_array(p->out->arena, p->pieces.n, sizeof *beside);
        if (beside == NULL)
            out_of_room(p);
        else
            place_comments(p, end, beside);
    }
    uint32_t column = 0;
    bool forced = false;
    const struct beside *behind = NULL;
    for (size_t i = 0; i < p->pieces.n; i++) {
        const struct beside *b = beside == NULL ? NULL : &beside[i];
        /* What is behind a text stands after its last line. */
        if (behind != NULL && p->pieces.p[i].begin != NO_PLACE) {
            put_behind(p, behind);
            behind = NULL;
            forced = true;
        }
        column = set_piece(p, i, b, forced, column);
        forced = false;
        if (b != NULL && b->behind < b->behind_end)
            behind = b;
    }
    if (behind != NULL)
        put_behind(p, behind);
    if (p->pieces.n > 0)
        buf_char(p->out, '\n');
    p->pieces.n = 0;
    buf_clear(&p->words);
}

/* A node that could not be read stays as it is written. */
static void verbatim(struct printer *p, struct span at, uint32_t indent)
{
    const struct ast_comment *c;
    uint32_t end = at.offset + at.length;
    buf_fill(p->out, ' ', indent);
    buf_str(p->out, str_trim(str_sub(p->t->source, at.offset, end)));
    buf_char(p->out, '\n');
    p->any = true;
    while ((c = comment_at(p, p->next_comment)) != NULL && c->offset < end)
        p->next_comment++;
}

/* --- declarations
 * ------------------------------------------------------------------- */

/* Columns shared by declarations of one kind that follow each other. */
struct columns {
    uint32_t name; /* width of the names, padded to */
    uint32_t rest; /* column of what follows the name in words; 0: none */
};

static bool is_actor(enum ast_decl_kind k)
{
    return k <= DECL_VERIFIER;
}

/* Writes blanks to the column `to` of the piece that began at `from`. */
static void pad(struct printer *p, size_t from, uint32_t to)
{
    uint32_t w = piece_width(p, from);
    if (w < to)
        buf_fill(&p->words, ' ', to - w);
}

/* The keyword, and its first name with its words. */
static void put_head(struct printer *p, const struct ast_decl *d,
                     const struct columns *c, struct span at)
{
    size_t from = p->words.n;
    struct buf *b = piece(p, LINE, 0, at);
    buf_str(b, ast_decl_word(d->kind));
    if (d->n_names == 0)
        return;
    buf_char(b, ' ');
    if (is_actor(d->kind))
        pad(p, from, KEYWORD_COLUMN);
    size_t name = p->words.n;
    put_name(b, d->names[0].id);
    if (d->names[0].name.at.length == 0)
        return;
    if (c != NULL)
        pad(p, name, c->name);
    buf_char(b, ' ');
    long_string(p, piece_width(p, from), d->names[0].name.text);
}

/* " of (fuel | food)" */
static void put_categories(struct buf *b, const struct ast_decl *d)
{
    buf_c(b, "of (");
    for (uint32_t i = 0; i < d->n_categories; i++) {
        if (i > 0)
            buf_c(b, " | ");
        put_named(b, &d->categories[i]);
    }
    buf_char(b, ')');
}

/* The columns of the run of declarations that begins with part i. */
static struct columns run_columns(struct printer *p, uint32_t i, uint32_t *end)
{
    struct columns c = {0};
    const struct ast *t = p->t;
    enum ast_decl_kind kind = t->parts[i].decl->kind;
    uint32_t k = i;
    for (; k < t->n_parts && t->parts[k].decl != NULL &&
           t->parts[k].decl->kind == kind;
         k++) {
        const struct ast_decl *d = t->parts[k].decl;
        uint32_t w = d->n_names == 0 ? 0 : width(d->names[0].id.text);
        if (w <= NAME_WIDTH && w > c.name)
            c.name = w;
    }
    *end = k;
    for (k = i; k < *end && !is_actor(kind); k++) {
        const struct ast_decl *d = t->parts[k].decl;
        if (d->n_names == 0 || d->broken)
            continue;
        put_head(p, d, &c, nowhere);
        if (d->n_categories > 0) {
            buf_char(&p->words, ' ');
            put_categories(&p->words, d);
        }
        uint32_t w = piece_width(p, 0) + 1;
        if (w <= CELL_WIDTH && w > c.rest)
            c.rest = w;
        close_piece(p);
        p->pieces.n = 0;
        buf_clear(&p->words);
    }
    return c;
}

/* A piece after the head, in the last column. */
static struct buf *rest(struct printer *p, const struct columns *c,
                        struct span at)
{
    struct buf *b = piece(p, FLOW, CONTINUE_COLUMN, at);
    if (p->open && c != NULL)
        vec_last(&p->pieces)->pad_to = c->rest;
    return b;
}

static void from_file(struct printer *p, const struct ast_decl *d,
                      const struct columns *c)
{
    if (d->from_file.at.length == 0)
        return;
    struct buf *b = rest(p, c, d->from_file.at);
    buf_c(b, "from ");
    put_string(b, d->from_file.text);
}

static void more_names(struct printer *p, const struct ast_decl *d)
{
    for (uint32_t i = 1; i < d->n_names; i++) {
        buf_char(&p->words, ',');
        struct buf *b = piece(p, FLOW, KEYWORD_COLUMN, d->names[i].id.at);
        put_named(b, &d->names[i]);
    }
}

static void verifier(struct printer *p, const struct ast_decl *d)
{
    bool any = false;
    for (uint32_t o = 0; o < OPT_COUNT; o++) {
        struct span at = d->verifier->option_at[o];
        if (at.length == 0)
            continue;
        if (any)
            buf_char(&p->words, ';');
        struct buf *b = piece(p, FLOW, KEYWORD_COLUMN, at);
        put_option(b, d->verifier, (enum ast_option)o);
        any = true;
    }
}

static void item(struct printer *p, const struct ast_decl *d,
                 const struct columns *c)
{
    struct buf *b;
    for (uint32_t i = 0; i < d->n_categories; i++) {
        b = piece(p, FLOW, CONTINUE_COLUMN, d->categories[i].id.at);
        buf_c(b, i == 0 ? "of (" : "| ");
        put_named(b, &d->categories[i]);
    }
    if (d->n_categories > 0)
        buf_char(&p->words, ')');
    b = rest(p, c, d->unit.at);
    buf_c(b, "unit ");
    put_name(b, d->unit);
    if (d->counted.at.length == 0)
        return;
    b = piece(p, LINE, CONTINUE_COLUMN, d->counted.at);
    buf_c(b, "counted when ");
    put_act(b, p->t, d->counted.act, true);
    if (d->counted.in.at.length != 0) {
        buf_c(b, " in ");
        put_name(b, d->counted.in);
    }
    if (d->counted.by.at.length != 0) {
        buf_c(b, " by ");
        put_name(b, d->counted.by);
    }
}

static void extensions(struct printer *p, const struct ast_extension *e,
                       uint32_t n, uint32_t indent)
{
    for (uint32_t i = 0; i < n; i++) {
        buf_char(&p->words, ',');
        struct buf *b = piece(p, FLOW, indent, e[i].at);
        put_extension(b, p->t, &e[i]);
    }
}

static void clock_lines(struct printer *p, const struct ast_clock *c)
{
    for (uint32_t l = 0; l < CLOCK_COUNT; l++) {
        if (c->line_at[l].length == 0)
            continue;
        struct buf *b = piece(p, LINE, 2, c->line_at[l]);
        put_clockline(b, c, (enum ast_clockline)l);
        if (l == CLOCK_LASTS)
            extensions(p, c->ext, c->n_ext, 4);
    }
}

static void phase(struct printer *p, const struct ast_decl *d)
{
    const struct ast_phase *h = d->phase;
    struct buf *b = piece(p, FLOW, CONTINUE_COLUMN, h->from->at);
    buf_c(b, "from ");
    put_point(b, h->from);
    b = piece(p, FLOW, CONTINUE_COLUMN,
              h->has_lasts ? h->lasts.at : h->until->at);
    buf_c(b, h->has_lasts ? "lasts " : "until ");
    if (h->has_lasts)
        put_duration(b, &h->lasts);
    else
        put_point(b, h->until);
    extensions(p, h->ext, h->n_ext, CONTINUE_COLUMN);
}

static void term(struct printer *p, const struct ast_decl *d)
{
    buf_char(&p->words, ' ');
    put_string(&p->words, d->term.text);
    uint32_t head = piece_width(p, 0),
             w = width(d->meaning.text) + 3; /* quotes and a blank */
    bool fits = head + w <= LINE_WIDTH;
    piece(p, fits ? FLOW : LINE, CONTINUE_COLUMN, d->meaning.at);
    long_string(p, fits ? head + 1 : CONTINUE_COLUMN, d->meaning.text);
}

static void act(struct printer *p, const struct ast_decl *d)
{
    const struct ast_vocab *v = &p->t->acts[d->act];
    buf_char(&p->words, ' ');
    buf_str(&p->words, v->id);
    buf_char(&p->words, ' ');
    put_string(&p->words, v->inf);
    buf_char(&p->words, ' ');
    put_string(&p->words, v->done);
    if (v->of_all)
        buf_c(&p->words, " of all");
    if (v->seen.at.length == 0)
        return;
    piece(p, FLOW, CONTINUE_COLUMN, v->seen.at);
    buf_c(&p->words, "seen as ");
    long_string(p, CONTINUE_COLUMN + (uint32_t)strlen("seen as "),
                v->seen.text);
}

static void waiver(struct printer *p, const struct ast_decl *d)
{
    buf_char(&p->words, ' ');
    put_name(&p->words, d->code);
    if (d->label.at.length != 0) {
        buf_c(&p->words, " at ");
        put_name(&p->words, d->label);
    }
    buf_c(&p->words, " because ");
    long_string(p, piece_width(p, 0), d->because.text);
}

static void provision(struct printer *p, const struct ast_provision *v)
{
    buf_char(&p->words, ' ');
    long_string(p, piece_width(p, 0), v->text.text);
    if (v->by.n > 0) {
        struct buf *b = piece(p, FLOW, CONTINUE_COLUMN, v->by.v[0].at);
        buf_c(b, "by ");
        put_names(b, &v->by);
    }
    if (v->due.at.length != 0)
        put_deadline(piece(p, FLOW, CONTINUE_COLUMN, v->due.at), &v->due);
}

static void reporting(struct printer *p, const struct ast_decl *d)
{
    buf_char(&p->words, ' ');
    put_period(&p->words, d->each);
    if (d->due.at.length != 0) {
        buf_c(&p->words, ", due ");
        put_duration(&p->words, &d->due);
    }
}

static void list(struct printer *p, const struct ast_decl *d,
                 const struct columns *c)
{
    struct buf *b = rest(p, c, d->of.at);
    buf_c(b, "of ");
    put_name(b, d->of);
    if (d->count >= 0) {
        buf_char(b, ' ');
        put_number(b, d->count);
    }
    if (d->from_file.at.length == 0)
        return;
    b = piece(p, FLOW, CONTINUE_COLUMN, d->from_file.at);
    buf_c(b, "from ");
    put_string(b, d->from_file.text);
}

/* The pieces of a declaration. */
static void decl_pieces(struct printer *p, const struct ast_decl *d,
                        const struct columns *c)
{
    struct span head = {d->at.offset, 1, 0, 0};
    struct buf *b;
    put_head(p, d, c, head);
    switch (d->kind) {
    case DECL_PARTY:
    case DECL_MEDIATOR:
    case DECL_GUARANTOR:
    case DECL_AGENCY:
    case DECL_OBSERVER:
    case DECL_PRESS:
        more_names(p, d);
        return;
    case DECL_FORCE:
        if (d->of.at.length == 0)
            return;
        b = piece(p, FLOW, KEYWORD_COLUMN, d->of.at);
        buf_c(b, "of ");
        put_name(b, d->of);
        return;
    case DECL_VERIFIER:
        verifier(p, d);
        return;
    case DECL_ZONE:
        if (d->in.at.length != 0) {
            b = rest(p, c, d->in.at);
            buf_c(b, "in ");
            put_name(b, d->in);
            c = NULL;
        }
        from_file(p, d, c);
        return;
    case DECL_LINE:
        from_file(p, d, c);
        return;
    case DECL_ITEM:
        item(p, d, c);
        return;
    case DECL_LIST:
        list(p, d, c);
        return;
    case DECL_ACT:
        act(p, d);
        return;
    case DECL_STATE:
        return;
    case DECL_CONDITION:
        b = rest(p, c, d->by.at);
        buf_c(b, "judged by ");
        put_name(b, d->by);
        return;
    case DECL_TERM:
        term(p, d);
        return;
    case DECL_STANDARD:
        buf_char(&p->words, ' ');
        put_accepted(&p->words, &d->accepted);
        return;
    case DECL_REPORTING:
        reporting(p, d);
        return;
    case DECL_CLOCK:
        clock_lines(p, d->clock);
        return;
    case DECL_PHASE:
        phase(p, d);
        return;
    case DECL_WAIVER:
        waiver(p, d);
        return;
    case DECL_CAPACITY:
        buf_char(&p->words, ' ');
        put_capacity(&p->words, d->capacity);
        return;
    case DECL_INSTRUMENT:
        from_file(p, d, c);
        if (d->hash.at.length != 0) {
            b = piece(p, FLOW, CONTINUE_COLUMN, d->hash.at);
            buf_c(b, "hash ");
            put_string(b, d->hash.text);
        }
        return;
    case DECL_PUBLICATION:
    case DECL_HOTLINE:
    case DECL_AUTHORITY:
    case DECL_AMENDMENT:
    case DECL_TERMINATION:
    case DECL_FUNDING:
    case DECL_DISPUTES:
        provision(p, d->provision);
        return;
    case DECL_COUNT:
        break;
    }
    BUG("declaration");
}

/* --- clauses
 * ---------------------------------------------------------------------------
 */

static void tail_pieces(struct printer *p, const struct ast_tail *tails,
                        uint32_t n, uint32_t indent)
{
    static const enum ast_tail_kind order[] = {AST_TEXT, AST_SOURCE, AST_NOTE};
    for (size_t k = 0; k < COUNT_OF(order); k++) {
        for (uint32_t i = 0; i < n; i++) {
            if (tails[i].kind != order[k])
                continue;
            struct buf *b = piece(p, LINE, indent, tails[i].at);
            size_t from = p->words.n;
            if (order[k] == AST_TEXT) {
                buf_c(b, "text ");
                put_name(b, tails[i].lang);
                buf_char(b, ' ');
            } else {
                buf_c(b, order[k] == AST_SOURCE ? "source " : "note ");
            }
            long_string(p, indent + piece_width(p, from), tails[i].text.text);
        }
    }
}

static void steps_pieces(struct printer *p, const struct ast_body *v,
                         uint32_t indent)
{
    for (uint32_t i = 0; i < v->n_steps; i++) {
        struct buf *b = piece(p, FLOW, i == 0 ? indent : indent + 10,
                              i == 0 ? v->phrase_at[PH_STEPS] : v->steps[i].at);
        if (i == 0)
            buf_c(b, "in steps (");
        put_step(b, &v->steps[i]);
        buf_char(b, i + 1 == v->n_steps ? ')' : ',');
    }
}

static void phrase_pieces(struct printer *p, const struct ast_body *v,
                          uint32_t indent)
{
    for (uint32_t k = 0; k < PH_COUNT; k++) {
        enum ast_phrase ph = (enum ast_phrase)k;
        if (!ast_has(v, ph) || (ph == PH_KEY && key_in_trigger(v)))
            continue;
        if (ph == PH_STEPS) {
            steps_pieces(p, v, indent);
            continue;
        }
        bool own = ph == PH_EXCEPTION || ph == PH_GUARD;
        struct buf *b = piece(p, own ? LINE : FLOW, indent, v->phrase_at[ph]);
        put_phrase(b, v, ph);
    }
}

/* The pieces of a body.  The open piece ("4.1  ", "[ a: ") takes its first
 * words, from `column` on; the rest stands at `indent`. */
static void body_pieces(struct printer *p, const struct ast_body *v,
                        uint32_t column, uint32_t indent)
{
    struct buf *b = &p->words;
    if (v->sentence == AST_QUOTED) {
        long_string(p, column, v->quoted.text);
        b = piece(p, FLOW, indent,
                  v->judged_by.at.length != 0 ? v->judged_by.at : nowhere);
        buf_c(b, v->judged_by.at.length != 0 ? "judged by " : "declaratory");
        put_name(b, v->judged_by);
    } else {
        if (v->trigger.kind != AST_NO_TRIGGER) {
            put_trigger(b, p->t, v);
            b = piece(p, LINE, indent, v->sentence_at);
        }
        put_bearers(b, v);
        buf_char(b, ' ');
        put_predicate(b, p->t, v);
    }
    phrase_pieces(p, v, indent);
    tail_pieces(p, v->tails, v->n_tails, indent);
}

static void clause_pieces(struct printer *p, const struct ast_clause *c,
                          uint32_t label_width)
{
    uint32_t column = 2 + label_width + 2;
    struct span head = {c->at.offset, 1, 0, 0};
    struct buf *b = piece(p, LINE, 2, head);
    size_t from = p->words.n;
    put_name(b, c->label);
    pad(p, from, label_width + 2);
    if (width(c->label.text) > label_width)
        buf_c(b, "  ");
    if (c->form == AST_PLAIN) {
        body_pieces(p, &c->bodies[0], 2 + piece_width(p, from), column);
        return;
    }
    for (uint32_t i = 0; i < c->n_bodies; i++) {
        const struct ast_body *v = &c->bodies[i];
        struct span at = {v->at.offset, 1, 0, 0};
        if (i > 0) {
            b = piece(p, LINE, column, at);
            from = p->words.n;
        }
        uint32_t begin = i > 0 ? column : 2;
        if (c->form == AST_DRAFT) {
            buf_c(b, i == 0 ? "[ " : "| ");
            put_name(b, v->id);
            buf_c(b, ": ");
            body_pieces(p, v, begin + piece_width(p, from), column + 2);
        } else {
            buf_c(b, "reading ");
            put_name(b, v->id);
            buf_c(b, " held by ");
            put_names(b, &v->held_by);
            buf_char(b, ':');
            at.offset = (v->trigger.kind != AST_NO_TRIGGER ? v->trigger.at
                                                           : v->sentence_at)
                            .offset;
            piece(p, LINE, column + 2, at);
            body_pieces(p, v, column + 2, column + 2);
        }
    }
    if (c->form == AST_DRAFT) {
        buf_c(piece(p, LINE, column, nowhere), "]");
        tail_pieces(p, c->tails, c->n_tails, column);
    }
}

static bool is_broken(const struct ast_clause *c)
{
    bool broken = c->broken;
    for (uint32_t i = 0; i < c->n_bodies; i++)
        broken |= c->bodies[i].broken;
    return broken;
}

static void print_article(struct printer *p, const struct ast_article *a)
{
    uint32_t w = 0;
    if (a->at.length != 0) {
        struct span head = {a->at.offset, 1, 0, 0};
        struct buf *b = piece(p, LINE, 0, head);
        buf_c(b, "article ");
        put_name(b, a->id);
        if (a->title.at.length != 0) {
            buf_char(b, ' ');
            long_string(p, piece_width(p, 0), a->title.text);
        }
        set_lines(p, a->at.offset + a->at.length);
    }
    for (uint32_t i = 0; i < a->n_clauses; i++) {
        uint32_t label = width(a->clauses[i].label.text);
        if (label <= LABEL_WIDTH && label > w)
            w = label;
    }
    for (uint32_t i = 0; i < a->n_clauses; i++) {
        const struct ast_clause *c = &a->clauses[i];
        gap(p, false, c->at.offset, 2);
        if (is_broken(c)) {
            verbatim(p, c->at, 2);
            continue;
        }
        clause_pieces(p, c, w);
        set_lines(p, c->at.offset + c->at.length);
    }
}

/* --- the whole
 * ---------------------------------------------------------------------------
 */

static void print_header(struct printer *p)
{
    const struct ast *t = p->t;
    struct buf *b;
    if (t->agreement_at.length == 0)
        return;
    gap(p, false, t->agreement_at.offset, 0);
    b = piece(p, LINE, 0, t->agreement_at);
    buf_c(b, "agreement ");
    long_string(p, 10, t->title.text);
    if (t->languages_at.length != 0) {
        b = piece(p, LINE, 0, t->languages_at);
        buf_c(b, "languages ");
        put_names(b, &t->languages);
        if (t->prevails.at.length != 0) {
            buf_c(b, ", ");
            put_name(b, t->prevails);
            buf_c(b, " prevails");
        }
    }
    if (t->formal_prevails_at.length != 0) {
        b = piece(p, LINE, 0, t->formal_prevails_at);
        buf_c(b, "formal text prevails");
    }
    uint32_t end = t->agreement_at.offset + t->agreement_at.length;
    if (t->languages_at.offset > end)
        end = t->languages_at.offset + t->languages_at.length;
    if (t->formal_prevails_at.offset > end)
        end = t->formal_prevails_at.offset + t->formal_prevails_at.length;
    set_lines(p, end);
}

static uint32_t part_offset(const struct ast_part *part)
{
    if (part->decl != NULL)
        return part->decl->at.offset;
    const struct ast_article *a = part->article;
    if (a->at.length != 0 || a->n_clauses == 0)
        return a->at.offset;
    return a->clauses[0].at.offset;
}

/* Articles and the clock stand apart. */
static bool stands_apart(const struct ast_part *part)
{
    return part->article != NULL || part->decl->kind == DECL_CLOCK;
}

static void print_parts(struct printer *p)
{
    struct columns columns = {0};
    uint32_t run_end = 0;
    for (uint32_t i = 0; i < p->t->n_parts; i++) {
        const struct ast_part *part = &p->t->parts[i];
        bool blank =
            i == 0 || stands_apart(part) || stands_apart(&p->t->parts[i - 1]);
        if (part->decl != NULL && i >= run_end)
            columns = run_columns(p, i, &run_end);
        gap(p, blank, part_offset(part), 0);
        if (part->article != NULL) {
            print_article(p, part->article);
        } else if (part->decl->broken) {
            verbatim(p, part->decl->at, 0);
        } else {
            decl_pieces(p, part->decl, &columns);
            set_lines(p, part->decl->at.offset + part->decl->at.length);
        }
    }
}

static void print(const struct ast *t, bool canonical, struct buf *out)
{
    struct printer p = {.out = out, .t = t, .canonical = canonical};
    buf_init(&p.words, out->arena, SIZE_MAX);
    print_header(&p);
    print_parts(&p);
    gap(&p, false, (uint32_t)t->source.n + 1, 0);
    if (p.words.state != BUF_OK)
        out_of_room(&p);
}

void lang_print(const struct ast *t, struct buf *out)
{
    print(t, false, out);
}

void lang_print_canonical(const struct ast *t, struct buf *out)
{
    print(t, true, out);
}
