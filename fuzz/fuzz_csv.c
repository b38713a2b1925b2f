/* fuzz/fuzz_csv.c: any bytes as a table. The first byte chooses the delimiter.
 * What can be read and is written again is read as the same. */
#include "base/cx.h"
#include "facts/csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = ",;\t|";
    struct cx cx;
    struct arena scratch, a;
    struct csv csv, again;
    struct csv_row row, copy;
    bool more;
    if (size == 0)
        return 0;
    char delimiter = delimiters[data[0] % 4];
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, cx.mem, "fuzz", (size_t)1 << 30);
    csv_init(&csv, (str){(const char *)data + 1, size - 1}, delimiter);
    uint32_t line = 0;
    for (;;) {
        struct buf b;
        must(is_ok(csv_next(&cx, &a, &csv, &row, &more)));
        if (!more)
            break;
        must(row.line > line);
        line = row.line;
        if (row.wrong != NULL) {
            must(row.wrong_line >= row.line && row.wrong_cell <= CSV_CELLS);
            continue;
        }
        buf_init(&b, &a, SIZE_MAX);
        for (size_t i = 0; i < row.n; i++) {
            if (i > 0)
                buf_char(&b, delimiter);
            csv_cell(&b, row.cells[i], delimiter, false);
        }
        if (row.n == 0 || (row.n == 1 && row.cells[0].n == 0))
            continue; /* an empty line */
        buf_c(&b, "\r\n");
        csv_init(&again, buf_view(&b), delimiter);
        if (str_starts(buf_view(&b), STR("\xef\xbb\xbf")))
            continue; /* the cell begins like a byte order mark */
        must(is_ok(csv_next(&cx, &a, &again, &copy, &more)));
        must(more && copy.wrong == NULL && copy.n == row.n);
        for (size_t i = 0; i < row.n; i++)
            must(str_eq(copy.cells[i], row.cells[i]));
    }
    must(csv.pos == csv.bytes.n);
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
