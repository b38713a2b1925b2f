/* tests/tools/shot.c: a picture of terminal output: text with colour sequences
 * on standard input, SVG on standard output. For README.md.
 *
 *     truce demo --color=always | build/release/shot "truce demo" > demo.svg
 *
 * Knows the sequences that base/style.c writes (SGR); each character is placed
 * in its column, so that the picture does not depend on the reader's font. */
#include "base/buf.h"
#include "base/cx.h"
#include "base/sys.h"
#include "base/utf8.h"

#include <stdio.h>
#include <unistd.h>

enum { CELL_W = 8, CELL_H = 18, PAD = 14, BAR = 30, COLUMNS_MIN = 60 };

struct pen {
    bool bold, dim;
    const char *colour;
};

static const char *colour_of(int64_t code)
{
    static const char *const names[8] = {"#7a7a7a", "#e0786c", "#7fb77e",
                                         "#d8b35a", "#7da7d9", "#c39ac9",
                                         "#6fb9b5", "#d7d7d7"};
    if (code >= 30 && code <= 37)
        return names[code - 30];
    if (code >= 90 && code <= 97)
        return names[code - 90];
    return "#d7d7d7";
}

/* Reads ESC [ ... m at the beginning of *s, if it is there. */
static bool take_sequence(str *s, struct pen *pen)
{
    str body, rest, code;
    if (!str_starts(*s, STR("\x1b[")))
        return false;
    if (!str_cut(str_sub(*s, 2, s->n), 'm', &body, &rest))
        return false;
    *s = rest;
    do {
        int64_t v = 0;
        bool more = str_cut(body, ';', &code, &body);
        if (code.n > 0 && !str_int(code, 0, 255, &v))
            v = 0;
        if (v == 0)
            *pen = (struct pen){.colour = colour_of(0)};
        else if (v == 1)
            pen->bold = true;
        else if (v == 2)
            pen->dim = true;
        else
            pen->colour = colour_of(v);
        if (!more)
            break;
    } while (true);
    return true;
}

static void escaped(struct buf *b, str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '<')
            buf_c(b, "&lt;");
        else if (s.p[i] == '&')
            buf_c(b, "&amp;");
        else
            buf_char(b, s.p[i]);
    }
}

/* One run of text in one style, at its column. */
static void run_out(struct buf *b, str text, struct pen pen, size_t column,
                    size_t y)
{
    if (str_trim(text).n == 0)
        return;
    buf_printf(b,
               "<text x=\"%zu\" y=\"%zu\" fill=\"%s\" textLength=\"%zu\"%s%s>",
               PAD + column * CELL_W, y, pen.colour, utf8_width(text) * CELL_W,
               pen.bold ? " font-weight=\"bold\"" : "",
               pen.dim ? " opacity=\"0.65\"" : "");
    escaped(b, text);
    buf_c(b, "</text>\n");
}

static size_t line_out(struct buf *b, str line, struct pen *pen, size_t y)
{
    size_t column = 0;
    while (line.n > 0) {
        if (take_sequence(&line, pen))
            continue;
        size_t n = str_find_char(line, '\x1b');
        if (n == 0)
            n = 1;
        str text = str_sub(line, 0, n);
        run_out(b, text, *pen, column, y);
        column += utf8_width(text);
        line = str_sub(line, n, line.n);
    }
    return column;
}

int main(int argc, char **argv)
{
    struct cx cx;
    struct arena scratch, a;
    struct buf body, out;
    struct pen pen = {.colour = colour_of(0)};
    str in;
    size_t columns = COLUMNS_MIN, y = BAR + PAD;

    if (argc != 2 || !is_ok(cx_init_system(&cx, &scratch)))
        return 2;
    arena_init(&a, cx.mem, "picture", (size_t)256 << 20);
    if (!is_ok(sys_read_file(&cx, &a, "-", (size_t)16 << 20, &in))) {
        fprintf(stderr, "shot: %s\n", cx.fault.message);
        return 3;
    }
    buf_init(&body, &a, SIZE_MAX);
    buf_init(&out, &a, SIZE_MAX);
    while (in.n > 0) {
        str line;
        str_cut(in, '\n', &line, &in);
        y += CELL_H;
        size_t n = line_out(&body, line, &pen, y - 5);
        if (n > columns)
            columns = n;
    }
    size_t w = 2 * PAD + columns * CELL_W, h = y + PAD;
    buf_printf(&out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" "
               "height=\"%zu\" viewBox=\"0 0 %zu %zu\" role=\"img\" "
               "aria-label=\"Terminal: %s\" xml:space=\"preserve\" "
               "font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, "
               "Consolas, monospace\" font-size=\"13\">\n"
               "<rect width=\"%zu\" height=\"%zu\" rx=\"8\" "
               "fill=\"#1d2126\"/>\n"
               "<text x=\"%d\" y=\"20\" fill=\"#8a9199\">$ %s</text>\n",
               w, h, w, h, argv[1], w, h, PAD, argv[1]);
    buf_str(&out, buf_view(&body));
    buf_c(&out, "</svg>\n");
    if (!is_ok(buf_finish(&cx, &out)) ||
        !is_ok(sys_write(&cx, STDOUT_FILENO, "picture", out.p, out.n))) {
        fprintf(stderr, "shot: %s\n", cx.fault.message);
        return 3;
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
