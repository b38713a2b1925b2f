/* media/strip.c: a copy of a picture without its metadata.
 *
 * What is kept is listed, all else is dropped, so that what a maker of cameras
 * invents tomorrow is dropped too. See media.h. */
#include "media/media.h"

#include "base/cx.h"

static err broken(struct cx *cx, const char *what, size_t at)
{
    return fail_hint(cx, ERR_INPUT,
                     "Make the copy with a picture program, "
                     "and enter it with --derived-from.",
                     "the %s is broken at byte %zu", what, at + 1);
}

/* --- JPEG (ITU T.81 annex B) ------------------------------------------------
 */

enum {
    SOI = 0xd8,
    EOI = 0xd9,
    SOS = 0xda,
    APP0 = 0xe0,
    APP1 = 0xe1,
    APP2 = 0xe2,
    APP14 = 0xee
};

static bool jpeg_keeps(unsigned marker, str body)
{
    if (marker >= 0xc0 && marker <= 0xdf) /* frames, tables, scans */
        return marker != 0xc8;
    if (marker == APP0) /* without a thumbnail */
        return str_starts(body, STR("JFIF\0")) && body.n == 14;
    if (marker == APP2)
        return str_starts(body, STR("ICC_PROFILE\0"));
    return marker == APP14 && str_starts(body, STR("Adobe")) && body.n == 12;
}

/* An Exif of one row, so that the picture does not turn. */
static void put_orientation(unsigned orientation, struct buf *out)
{
    buf_bytes(out,
              "\xff\xe1\0\x22"
              "Exif\0\0"
              "II*\0\x08\0\0\0"
              "\x01\0\x12\x01\x03\0\x01\0\0\0",
              28);
    buf_char(out, (char)orientation);
    buf_bytes(out, "\0\0\0\0\0\0\0", 7);
}

/* From after a scan's header to the marker that ends its data. */
static size_t scan_end(str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p;
    while (at + 1 < s.n) {
        const char *q = memchr(s.p + at, 0xff, s.n - at - 1);
        if (q == NULL)
            return s.n;
        at = (size_t)(q - s.p);
        unsigned c = p[at + 1];
        if (c != 0 && c != 0xff && (c < 0xd0 || c > 0xd7))
            return at;
        at += c == 0xff ? 1 : 2;
    }
    return s.n;
}

static err strip_jpeg(struct cx *cx, str s, struct buf *out)
{
    const unsigned char *p = (const unsigned char *)s.p;
    struct media_info info;
    size_t at = 2;
    bool seen_scan = false;
    media_read(str_sub(s, 0, MEDIA_HEAD_BYTES), &info);
    buf_bytes(out, s.p, 2);
    if (info.orientation > 1)
        put_orientation(info.orientation, out);
    for (;;) {
        while (at + 1 < s.n && p[at] == 0xff && p[at + 1] == 0xff)
            at++; /* fill bytes */
        if (at + 2 > s.n || p[at] != 0xff)
            return broken(cx, "JPEG", at);
        unsigned marker = p[at + 1];
        if (marker == EOI && seen_scan) {
            buf_bytes(out, "\xff\xd9", 2);
            return OK;
        }
        size_t length = at + 4 > s.n ? 0 : (size_t)p[at + 2] << 8 | p[at + 3];
        if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI) ||
            marker == EOI || length < 2 || length > s.n - at - 2)
            return broken(cx, "JPEG", at);
        size_t end = at + 2 + length;
        if (jpeg_keeps(marker, str_sub(s, at + 4, end)))
            buf_bytes(out, s.p + at, end - at);
        at = end;
        if (marker == SOS) {
            end = scan_end(s, at);
            buf_bytes(out, s.p + at, end - at);
            at = end;
            seen_scan = true;
        }
    }
}

/* --- PNG (ISO 15948 section 5) -----------------------------------------------
 */

static bool png_keeps(str type)
{
    static const char kept[] = "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP "
                               "sBIT bKGD pHYs acTL fcTL fdAT";
    for (size_t i = 0; i + 4 < sizeof kept; i += 5)
        if (str_eq(type, (str){kept + i, 4}))
            return true;
    return false;
}

static err strip_png(struct cx *cx, str s, struct buf *out)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t at = 8;
    buf_bytes(out, s.p, at);
    for (;;) {
        if (s.n - at < 12)
            return broken(cx, "PNG", at);
        size_t length = (size_t)p[at] << 24 | (size_t)p[at + 1] << 16 |
                        (size_t)p[at + 2] << 8 | p[at + 3];
        if (length > s.n - at - 12)
            return broken(cx, "PNG", at);
        str type = str_sub(s, at + 4, at + 8);
        if (png_keeps(type))
            buf_bytes(out, s.p + at, length + 12);
        at += length + 12;
        if (str_eq(type, STR("IEND")))
            return OK;
    }
}

err media_strip(struct cx *cx, str file, struct buf *out)
{
    if (str_starts(file, STR("\xff\xd8\xff")))
        return strip_jpeg(cx, file, out);
    if (str_starts(file, STR("\x89PNG\r\n\x1a\n")))
        return strip_png(cx, file, out);
    return fail_hint(cx, ERR_INPUT,
                     "Make a copy without metadata with another program, and "
                     "enter it with --derived-from.",
                     "metadata can be taken out of JPEG and PNG files only, "
                     "and this is %s",
                     media_type(str_sub(file, 0, MEDIA_HEAD_BYTES)));
}
