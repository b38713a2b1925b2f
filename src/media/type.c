/* media/type.c: the type of a file by its first bytes. See media.h. */
#include "media/media.h"

#include "base/utf8.h"

static const struct {
    size_t at;
    str magic;
    const char *type;
} known[] = {
    {0, STR_INIT("\xff\xd8\xff"), "image/jpeg"},
    {0, STR_INIT("\x89PNG\r\n\x1a\n"), "image/png"},
    {0, STR_INIT("GIF87a"), "image/gif"},
    {0, STR_INIT("GIF89a"), "image/gif"},
    {8, STR_INIT("WEBP"), "image/webp"},
    {0, STR_INIT("II*\0"), "image/tiff"},
    {0, STR_INIT("MM\0*"), "image/tiff"},
    {4, STR_INIT("ftypheic"), "image/heic"},
    {4, STR_INIT("ftypmif1"), "image/heif"},
    {4, STR_INIT("ftypqt  "), "video/quicktime"},
    {4, STR_INIT("ftyp"), "video/mp4"},
    {0, STR_INIT("\x1a\x45\xdf\xa3"), "video/webm"},
    {8, STR_INIT("AVI "), "video/x-msvideo"},
    {8, STR_INIT("WAVE"), "audio/wav"},
    {0, STR_INIT("ID3"), "audio/mpeg"},
    {0, STR_INIT("\xff\xfb"), "audio/mpeg"},
    {0, STR_INIT("OggS"), "audio/ogg"},
    {0, STR_INIT("fLaC"), "audio/flac"},
    {0, STR_INIT("#!AMR"), "audio/amr"},
    {0, STR_INIT("%PDF-"), "application/pdf"},
    {0, STR_INIT("PK\x03\x04"), "application/zip"},
    {0, STR_INIT("\x1f\x8b"), "application/gzip"},
    {0, STR_INIT("\xd0\xcf\x11\xe0"), "application/x-ole-storage"},
    {0, STR_INIT("age-encryption.org/v1\n"), "application/x-age"},
    {0, STR_INIT("SQLite format 3\0"), "application/vnd.sqlite3"},
};

/* A character may be cut off at the end of what is looked at. */
static bool is_text(str s)
{
    size_t bad;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') ||
            c == 0x7f)
            return false;
    }
    return utf8_valid(s, &bad) || (s.n == MEDIA_HEAD_BYTES && s.n - bad < 4);
}

const char *media_type(str head)
{
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (head.n >= known[i].at &&
            str_starts(str_sub(head, known[i].at, head.n), known[i].magic) &&
            (known[i].at != 8 || str_starts(head, STR("RIFF"))))
            return known[i].type;
    return is_text(head) ? "text/plain" : "application/octet-stream";
}
