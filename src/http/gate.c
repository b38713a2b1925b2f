/* http/gate.c: the head of a request, read strictly.
 *
 * Numbers in comments are sections of RFC 9112 unless another is named.
 * Read next: gate.h, server.c. */
#include "http/gate.h"

#include "base/utf8.h"

static enum gate_verdict refuse(struct gate *g, unsigned status)
{
    g->status = status;
    return GATE_REFUSE;
}

/* RFC 9110 5.6.2 */
static bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_token(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_token_char(s.p[i]))
            return false;
    return s.n > 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Names of headers and codings do not depend on case. `want` is lower. */
static bool is_word(str s, str want)
{
    if (s.n != want.n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (lower(s.p[i]) != want.p[i])
            return false;
    return true;
}

/* --- the request line (3) ------------------------------------------------- */

static bool is_method(struct gate *g, str s)
{
    g->post = str_eq(s, STR("POST"));
    return g->post || str_eq(s, STR("GET")) || str_eq(s, STR("HEAD"));
}

/* The origin form, or the absolute form that clients of proxies send (3.2). */
static bool is_target(str s)
{
    if (!str_starts(s, STR("/")) && !str_starts(s, STR("http://")) &&
        !str_starts(s, STR("https://")))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == '#')
            return false;
    return true;
}

/* 0, or the status of a refusal. */
static unsigned read_version(struct gate *g, str s)
{
    if (s.n != 8 || !str_starts(s, STR("HTTP/")) || s.p[6] != '.' ||
        s.p[5] < '0' || s.p[5] > '9' || s.p[7] < '0' || s.p[7] > '9')
        return 400;
    if (s.p[5] != '1' || s.p[7] > '1')
        return 505;
    g->old = s.p[7] == '0';
    return 0;
}

static unsigned read_request_line(struct gate *g, str line)
{
    str method, target, version;
    if (!str_cut(line, ' ', &method, &target) ||
        !str_cut(target, ' ', &target, &version) || !is_token(method))
        return 400;
    unsigned status = read_version(g, version);
    if (status != 0)
        return status;
    if (!is_target(target))
        return 400;
    if (target.n > GATE_TARGET_MAX)
        return 414;
    return is_method(g, method) ? 0 : 501;
}

/* --- headers (5) ---------------------------------------------------------- */

/* RFC 9110 7.2: a host with or without a port; may be empty. */
static bool is_host(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_token_char(s.p[i]) && strchr("()[]:;,=", s.p[i]) == NULL)
            return false;
    return true;
}

static unsigned read_length(struct gate *g, str value)
{
    uint64_t n = 0, max = g->body_max == 0 ? GATE_BODY_MAX : g->body_max;
    if (g->has_length || value.n == 0)
        return 400;
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] < '0' || value.p[i] > '9')
            return 400;
        if (n < UINT64_MAX / 16)
            n = n * 10 + (uint64_t)(value.p[i] - '0');
    }
    g->has_length = true;
    g->body = n;
    g->too_long = n > max;
    return 0;
}

static unsigned read_known(struct gate *g, str name, str value)
{
    if (is_word(name, STR("host")))
        return g->hosts++ > 0 || !is_host(value) ? 400 : 0;
    if (is_word(name, STR("content-length")))
        return read_length(g, value);
    if (is_word(name, STR("transfer-encoding"))) {
        if (g->has_coding)
            return 400;
        g->has_coding = true;
        g->chunked = is_word(value, STR("chunked"));
    }
    if (is_word(name, STR("expect"))) {
        g->waits = true;
        return is_word(value, STR("100-continue")) ? 0 : 417;
    }
    return 0;
}

/* A folded line begins with a blank, so it has no name (5.2); a blank before
 * the colon is no part of a token either (5.1). */
static unsigned read_header(struct gate *g, str line)
{
    str name, value;
    if (++g->headers > GATE_HEADERS_MAX)
        return 431;
    if (!str_cut(line, ':', &name, &value) || !is_token(name))
        return 400;
    for (size_t i = 0; i < value.n; i++)
        if (((unsigned char)value.p[i] < ' ' && value.p[i] != '\t') ||
            value.p[i] == 0x7f)
            return 400;
    return read_known(g, name, str_trim(value));
}

/* Where the body ends (6.3). */
static enum gate_verdict end_of_head(struct gate *g)
{
    if (g->hosts == 0 && !g->old)
        return refuse(g, 400);
    if (g->has_coding) {
        if (g->has_length || g->old)
            return refuse(g, 400);
        return refuse(g, g->chunked ? 411 : 501);
    }
    if (!g->post && g->body > 0)
        return refuse(g, 400);
    if (g->post && !g->has_length)
        return refuse(g, 411);
    g->head = g->at;
    return g->too_long ? refuse(g, 413) : GATE_PASS;
}

/* --- lines ---------------------------------------------------------------- */

/* The next line without its CRLF. MORE: it is not complete; PASS: it is. How
 * long it may be is judged by the bytes up to the limit alone, so that cuts do
 * not matter. */
static enum gate_verdict next_line(struct gate *g, str bytes, str *line)
{
    size_t line_max = g->lines == 0 ? GATE_TARGET_MAX + 64 : GATE_LINE_MAX;
    size_t end = g->at + line_max + 2;
    size_t seen = bytes.n < end ? bytes.n : end;
    if (end > GATE_HEAD_MAX) {
        end = GATE_HEAD_MAX;
        seen = bytes.n < end ? bytes.n : end;
    }
    size_t at =
        g->scanned + str_find_char(str_sub(bytes, g->scanned, seen), '\n');
    if (at >= seen) {
        g->scanned = seen;
        if (seen < end)
            return GATE_MORE;
        return refuse(g, g->lines == 0 ? 414 : 431);
    }
    if (at == g->at || bytes.p[at - 1] != '\r')
        return refuse(g, 400); /* bare LF (2.2) */
    *line = str_sub(bytes, g->at, at - 1);
    g->at = g->scanned = at + 1;
    return GATE_PASS;
}

enum gate_verdict gate_read(struct gate *g, str bytes)
{
    str line;
    enum gate_verdict v;
    while ((v = next_line(g, bytes, &line)) == GATE_PASS) {
        unsigned status;
        if (line.n == 0 && g->lines == 0 && !g->skipped) {
            g->head = g->at;
            g->skipped = true;
            return GATE_SKIP; /* 2.2: some clients send one after a body */
        }
        if (line.n == 0 && g->lines > 0)
            return end_of_head(g);
        status =
            g->lines++ == 0 ? read_request_line(g, line) : read_header(g, line);
        if (status != 0)
            return refuse(g, status);
    }
    return v;
}

/* --- paths ---------------------------------------------------------------- */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool decode(str s, char *out, size_t cap, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            if (s.n - i < 3 || hex(s.p[i + 1]) < 0 || hex(s.p[i + 2]) < 0)
                return false;
            c = (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]));
            i += 2;
            if (c == '/')
                return false; /* it would change what the segments are */
        }
        if ((c >= 0 && c < ' ') || c == 0x7f || c == '\\' || *n == cap)
            return false;
        out[(*n)++] = c;
    }
    return true;
}

static bool segments_are_plain(str path)
{
    str one, rest = str_sub(path, 1, path.n);
    while (rest.n > 0) {
        bool more = str_cut(rest, '/', &one, &rest);
        if ((one.n == 0 && more) || str_eq(one, STR(".")) ||
            str_eq(one, STR("..")))
            return false;
    }
    return true;
}

bool gate_path(str target, char *out, size_t cap, str *path, str *query)
{
    size_t n, at;
    if (!str_starts(target, STR("/"))) {
        /* scheme://authority/path */
        at = str_find(target, STR("://"));
        if (at == target.n)
            return false;
        target = str_sub(target, at + 3, target.n);
        at = str_find_char(target, '?');
        n = str_find_char(target, '/');
        if (n > at)
            n = at; /* a query without a path */
        target = str_sub(target, n, target.n);
    }
    (void)str_cut(target, '?', &target, query);
    if (target.n == 0)
        target = STR("/");
    if (!decode(target, out, cap, &n))
        return false;
    *path = (str){out, n};
    return utf8_valid(*path, NULL) && segments_are_plain(*path);
}
