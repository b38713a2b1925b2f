/* base/html.c: bytes into HTML, by where they go. */
#include "base/html.h"

#include "base/utf8.h"

void html_text(struct buf *b, str s)
{
    while (s.n > 0) {
        uint32_t c;
        size_t n = utf8_decode(s, &c);
        if (n == 0 || (c < 0x20 && c != '\n' && c != '\t') ||
            (c >= 0x7f && c < 0xa0)) {
            buf_c(b, "\xef\xbf\xbd");
            n = n == 0 ? 1 : n;
        } else if (c == '&') {
            buf_c(b, "&amp;");
        } else if (c == '<') {
            buf_c(b, "&lt;");
        } else if (c == '>') {
            buf_c(b, "&gt;");
        } else if (c == '"') {
            buf_c(b, "&quot;");
        } else if (!utf8_is_bidi_control(c)) {
            buf_bytes(b, s.p, n);
        }
        s = str_sub(s, n, s.n);
    }
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

void url_part(struct buf *b, str s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (is_unreserved(c)) {
            buf_char(b, (char)c);
            continue;
        }
        buf_char(b, '%');
        buf_char(b, hex[c >> 4]);
        buf_char(b, hex[c & 15]);
    }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool url_decode(str s, char *room, size_t *n)
{
    size_t out = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            int hi = s.n - i > 2 ? hex_digit(s.p[i + 1]) : -1;
            int lo = s.n - i > 2 ? hex_digit(s.p[i + 2]) : -1;
            if (hi < 0 || lo < 0)
                return false;
            c = (char)(hi * 16 + lo);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        if ((unsigned char)c < 0x20 || c == 0x7f)
            return false;
        room[out++] = c;
    }
    *n = out;
    return utf8_valid((str){room, out}, NULL);
}
