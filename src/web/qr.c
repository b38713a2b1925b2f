/* web/qr.c: a text as a QR code (ISO/IEC 18004), by libqrencode, drawn in the
 * page itself. Not here: what it says; every page shows the text beside it. */
#include <qrencode.h>

#include "web/web_int.h"

/* One run of dark squares of a row is one stroke of the path. */
static void put_rows(struct buf *b, const QRcode *q)
{
    for (int y = 0; y < q->width; y++)
        for (int x = 0; x < q->width; x++) {
            const unsigned char *row = q->data + (size_t)y * (size_t)q->width;
            int from = x;
            while (x < q->width && (row[x] & 1) != 0)
                x++;
            if (x > from)
                buf_printf(b, "M%d %dh%dv1h-%dz", from, y, x - from, x - from);
        }
}

void put_qr(struct buf *b, str text, str label)
{
    enum { QUIET = 4 }; /* squares around it that stay light */
    char room[1024];
    QRcode *q = NULL;
    if (str_to_c(text, room, sizeof room))
        q = QRcode_encodeString8bit(room, 0, QR_ECLEVEL_M);
    if (q == NULL) /* too long, or no memory: the text is there */
        return;
    int side = q->width + 2 * QUIET;
    buf_printf(b,
               "<svg class=\"qr\" role=\"img\" viewBox=\"-%d -%d %d %d\" "
               "shape-rendering=\"crispEdges\" aria-label=\"",
               QUIET, QUIET, side, side);
    html_text(b, label);
    buf_c(b, "\"><path d=\"");
    put_rows(b, q);
    buf_c(b, "\"/></svg>\n");
    QRcode_free(q);
}
