/* report/ics.c: see ics.h. */
#include "report/ics.h"

#include "base/utf8.h"
#include "time/tz.h"

enum { LINE = 75 };

/* RFC 5545 3.1: a long line goes on after CRLF and a blank. */
struct line {
    struct buf *out;
    size_t n; /* bytes of it so far */
};

static void add(struct line *l, str s)
{
    while (s.n > 0) {
        uint32_t cp;
        size_t n = utf8_decode(s, &cp);
        str c = n == 0 ? STR("\xef\xbf\xbd") : str_sub(s, 0, n);
        if (l->n + c.n > LINE) {
            buf_c(l->out, "\r\n ");
            l->n = 1;
        }
        buf_str(l->out, c);
        l->n += c.n;
        s = str_sub(s, n == 0 ? 1 : n, s.n);
    }
}

void ics_line(struct buf *out, const char *name, str value)
{
    struct line l = {out, 0};
    add(&l, str_of(name));
    add(&l, STR(":"));
    add(&l, value);
    buf_c(out, "\r\n");
}

/* RFC 5545 3.3.11. */
void ics_text(struct buf *out, const char *name, str text)
{
    struct line l = {out, 0};
    add(&l, str_of(name));
    add(&l, STR(":"));
    for (size_t i = 0; i < text.n;) {
        unsigned char c = (unsigned char)text.p[i];
        size_t plain = i;
        while (plain < text.n && (unsigned char)text.p[plain] >= 0x20 &&
               strchr("\\;,\x7f", text.p[plain]) == NULL)
            plain++;
        if (plain > i) {
            add(&l, str_sub(text, i, plain));
            i = plain;
            continue;
        }
        if (c == '\n')
            add(&l, STR("\\n"));
        else if (c == '\\' || c == ';' || c == ',')
            add(&l, ((str){(char[]){'\\', (char)c}, 2}));
        i++;
    }
    buf_c(out, "\r\n");
}

static void put_date(struct buf *b, struct civil_date d)
{
    buf_uint_pad(b, (uint64_t)d.year, 4);
    buf_uint_pad(b, d.month, 2);
    buf_uint_pad(b, d.day, 2);
}

void ics_time(struct buf *out, const char *name, instant at)
{
    struct civil c = civil_local(tz_utc(), at).civil;
    buf_c(out, name);
    buf_char(out, ':');
    put_date(out, c.date);
    buf_char(out, 'T');
    buf_uint_pad(out, c.clock.hour, 2);
    buf_uint_pad(out, c.clock.minute, 2);
    buf_uint_pad(out, c.clock.second, 2);
    buf_c(out, "Z\r\n");
}

void ics_day(struct buf *out, const char *name, struct civil_date d)
{
    buf_c(out, name);
    buf_c(out, ";VALUE=DATE:");
    put_date(out, d);
    buf_c(out, "\r\n");
}

void ics_begin(struct buf *out, str name)
{
    buf_c(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//truce//truce//EN"
               "\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    ics_text(out, "NAME", name);
    ics_text(out, "X-WR-CALNAME", name);
    buf_c(out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
               "X-PUBLISHED-TTL:PT1H\r\n");
}

void ics_end(struct buf *out)
{
    buf_c(out, "END:VCALENDAR\r\n");
}
