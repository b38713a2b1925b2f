/* media/exif.c: time, place and orientation of a JPEG file.
 *
 * A JPEG begins with segments: FF, a marker, a length of two bytes that counts
 * itself, the rest. Exif is a TIFF file in the segment APP1: a header with the
 * byte order, then directories of 12-byte rows
 *
 *     tag 2 | type 2 | count 4 | value 4, or its offset
 *
 * Every directory is read once and none leads to one more than two steps away,
 * so there is nothing to loop in. See media.h. */
#include "media/media.h"

enum {
    TAG_ORIENTATION = 0x0112,
    TAG_EXIF = 0x8769,
    TAG_GPS = 0x8825,
    TAG_TAKEN = 0x9003,
    TAG_TAKEN_OFFSET = 0x9011,
    GPS_LATITUDE_REF = 1,
    GPS_LATITUDE = 2,
    GPS_LONGITUDE_REF = 3,
    GPS_LONGITUDE = 4,
    TYPE_ASCII = 2,
    TYPE_SHORT = 3,
    TYPE_LONG = 4,
    TYPE_RATIONAL = 5,
    ROW_BYTES = 12,
    E5 = 100000
};

struct tiff {
    str s;
    bool big;
};

static uint32_t u16_at(const struct tiff *t, size_t at)
{
    const unsigned char *p = (const unsigned char *)t->s.p + at;
    return t->big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static uint32_t u32_at(const struct tiff *t, size_t at)
{
    return t->big ? u16_at(t, at) << 16 | u16_at(t, at + 2)
                  : u16_at(t, at + 2) << 16 | u16_at(t, at);
}

static bool fits(const struct tiff *t, size_t at, size_t n)
{
    return at <= t->s.n && n <= t->s.n - at;
}

/* The bytes of a tag's value in the directory at `dir`, if it has that type and
 * at least so many elements: their offset. */
static bool value_of(const struct tiff *t, size_t dir, uint32_t tag,
                     uint32_t type, uint32_t least, size_t *at, uint32_t *count)
{
    static const unsigned char size[] = {0, 1, 1, 2, 4, 8};
    if (!fits(t, dir, 2))
        return false;
    size_t rows = u16_at(t, dir);
    for (size_t i = 0; i < rows && fits(t, dir + 2, (i + 1) * ROW_BYTES); i++) {
        size_t row = dir + 2 + i * ROW_BYTES;
        if (u16_at(t, row) != tag)
            continue;
        *count = u32_at(t, row + 4);
        size_t bytes = (size_t)*count * size[type];
        if (u16_at(t, row + 2) != type || *count < least)
            return false;
        *at = bytes <= 4 ? row + 8 : u32_at(t, row + 8);
        return fits(t, *at, bytes);
    }
    return false;
}

static bool directory_of(const struct tiff *t, size_t dir, uint32_t tag,
                         size_t *out)
{
    size_t at;
    uint32_t count;
    if (!value_of(t, dir, tag, TYPE_LONG, 1, &at, &count))
        return false;
    *out = u32_at(t, at);
    return true;
}

/* Text of a tag without what follows its NUL. */
static str text_of(const struct tiff *t, size_t dir, uint32_t tag)
{
    size_t at;
    uint32_t count;
    if (!value_of(t, dir, tag, TYPE_ASCII, 1, &at, &count))
        return STR("");
    str s = str_sub(t->s, at, at + count);
    return str_sub(s, 0, str_find_char(s, '\0'));
}

/* --- time ------------------------------------------------------------------
 */

/* Whether s has the shape of `form`, in which 0 stands for a digit. */
static bool has_form(str s, const char *form)
{
    if (s.n != strlen(form))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (form[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != form[i])
            return false;
    return true;
}

static int two_at(str s, size_t i)
{
    return 10 * (s.p[i] - '0') + s.p[i + 1] - '0';
}

static void read_time(const struct tiff *t, size_t exif, struct media_info *out)
{
    str s = text_of(t, exif, TAG_TAKEN);
    str zone = text_of(t, exif, TAG_TAKEN_OFFSET);
    if (!has_form(s, "0000:00:00 00:00:00") || two_at(s, 5) < 1 ||
        two_at(s, 5) > 12 || two_at(s, 8) < 1 || two_at(s, 8) > 31 ||
        two_at(s, 11) > 23 || two_at(s, 14) > 59 || two_at(s, 17) > 60)
        return;
    memcpy(out->taken, s.p, s.n);
    out->taken[4] = out->taken[7] = '-';
    out->taken[10] = 'T';
    out->taken[s.n] = '\0';
    if ((has_form(zone, "+00:00") || has_form(zone, "-00:00")) &&
        two_at(zone, 1) <= 14 && two_at(zone, 4) <= 59) {
        memcpy(out->taken + s.n, zone.p, zone.n);
        out->taken[s.n + zone.n] = '\0';
    }
}

/* --- place -----------------------------------------------------------------
 */

/* A rational as parts of 1e-7, or false. */
static bool rational(const struct tiff *t, size_t at, uint64_t per,
                     uint64_t *out)
{
    uint64_t n = u32_at(t, at), d = u32_at(t, at + 4);
    if (d == 0)
        return false;
    *out = n * (E5 * (uint64_t)100) / (d * per);
    return true;
}

/* Degrees, minutes and seconds with their hemisphere. */
static bool degrees(const struct tiff *t, size_t gps, uint32_t ref_tag,
                    uint32_t tag, const char *positive, const char *negative,
                    int32_t max, int32_t *out)
{
    size_t at;
    uint32_t count;
    uint64_t part[3], sum = 0;
    str ref = text_of(t, gps, ref_tag);
    if (!value_of(t, gps, tag, TYPE_RATIONAL, 3, &at, &count))
        return false;
    for (unsigned i = 0; i < 3; i++) {
        static const uint64_t per[] = {1, 60, 3600};
        if (!rational(t, at + (size_t)8 * i, per[i], &part[i]))
            return false;
        sum += part[i];
    }
    sum = (sum + 50) / 100;
    bool minus = str_eq(ref, str_of(negative));
    if (sum > (uint64_t)max * E5 || (!minus && !str_eq(ref, str_of(positive))))
        return false;
    *out = minus ? -(int32_t)sum : (int32_t)sum;
    return true;
}

static void read_tiff(str s, struct media_info *out)
{
    struct tiff t = {s, str_starts(s, STR("MM"))};
    size_t dir, sub, at;
    uint32_t count;
    if (s.n < 8 || (!t.big && !str_starts(s, STR("II"))) || u16_at(&t, 2) != 42)
        return;
    dir = u32_at(&t, 4);
    if (value_of(&t, dir, TAG_ORIENTATION, TYPE_SHORT, 1, &at, &count) &&
        u16_at(&t, at) >= 1 && u16_at(&t, at) <= 8)
        out->orientation = u16_at(&t, at);
    if (directory_of(&t, dir, TAG_EXIF, &sub))
        read_time(&t, sub, out);
    if (directory_of(&t, dir, TAG_GPS, &sub))
        out->has_place = degrees(&t, sub, GPS_LATITUDE_REF, GPS_LATITUDE, "N",
                                 "S", 90, &out->place.latitude) &&
                         degrees(&t, sub, GPS_LONGITUDE_REF, GPS_LONGITUDE, "E",
                                 "W", 180, &out->place.longitude);
}

void media_read(str head, struct media_info *out)
{
    const unsigned char *p = (const unsigned char *)head.p;
    *out = (struct media_info){.taken = ""};
    if (!str_starts(head, STR("\xff\xd8\xff")))
        return;
    for (size_t at = 2; at + 4 <= head.n && p[at] == 0xff;) {
        unsigned marker = p[at + 1];
        size_t length = (size_t)p[at + 2] << 8 | p[at + 3];
        if (length < 2 || length > head.n - at - 2 || marker == 0xda)
            return;
        str body = str_sub(head, at + 4, at + 2 + length);
        if (marker == 0xe1 && str_starts(body, STR("Exif\0\0"))) {
            read_tiff(str_sub(body, 6, body.n), out);
            return;
        }
        at += 2 + length;
    }
}

/* --- coarser places --------------------------------------------------------
 */

/* The middle of the cell of `step` in which v lies, from -range up. */
static int32_t middle(int32_t v, int64_t step, int32_t range)
{
    int64_t from = ((int64_t)v + range) / step * step - range;
    int64_t to = from + step < range ? from + step : range;
    return (int32_t)((from + to) / 2);
}

struct media_place media_coarsen(struct media_place p, uint32_t metres)
{
    /* Of the cosine, a thousandth each, at the far end of ten degrees: cells
     * are never narrower than they should be. */
    static const int64_t cosine[] = {984, 939, 866, 766, 642, 500, 342, 173, 1};
    enum { METRES_A_DEGREE = 111320 };
    struct media_place q;
    int64_t step =
        ((int64_t)metres * E5 + METRES_A_DEGREE - 1) / METRES_A_DEGREE;
    step = step < 1 ? 1 : step;
    q.latitude = middle(p.latitude, step, 90 * E5);
    int32_t up = q.latitude < 0 ? -q.latitude : q.latitude;
    size_t band = (size_t)(up / (10 * E5));
    int64_t wide = step * 1000 / cosine[band > 8 ? 8 : band];
    wide = wide > 360 * E5 ? 360 * E5 : wide;
    q.longitude = middle(p.longitude, wide, 180 * E5);
    return q;
}

void media_degrees_print(int32_t degrees_e5, struct buf *out)
{
    uint32_t v =
        degrees_e5 < 0 ? 0u - (uint32_t)degrees_e5 : (uint32_t)degrees_e5;
    if (degrees_e5 < 0)
        buf_char(out, '-');
    buf_uint(out, v / E5);
    buf_char(out, '.');
    buf_uint_pad(out, v % E5, 5);
}
