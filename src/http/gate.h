/* http/gate.h: which bytes of a connection may reach the HTTP library.
 *
 * libevent's evhttp reads requests leniently: it joins folded lines, takes bare
 * LF, two lengths, no Host. What a proxy in front understands otherwise is
 * request smuggling. So each connection's bytes pass this gate first, which
 * reads the head of a request by RFC 9112, strictly, and lets it through whole
 * or not at all. It is a pure function of the bytes: the same verdict however
 * they were cut on the way.
 *
 * Stricter than the RFC in three points, each of which it allows: a body comes
 * with Content-Length (else 411, 6.3), GET and HEAD have none (400), and
 * methods are GET, HEAD and POST (501).
 *
 * Not here: sockets, time (server.c). */
#ifndef HTTP_GATE_H
#define HTTP_GATE_H

#include "base/str.h"

enum {
    GATE_TARGET_MAX = 8192, /* bytes: the length that nginx takes */
    GATE_LINE_MAX = 8192,   /* of a header line, without its CRLF */
    GATE_HEADERS_MAX = 64,  /* browsers send fewer than 30 */
    GATE_HEAD_MAX = 32768,  /* of all of the head */
    GATE_BODY_MAX = 10 << 20
};

enum gate_verdict {
    GATE_MORE, /* the head is not complete */
    GATE_SKIP, /* an empty line before the request: drop `head` bytes */
    GATE_PASS, /* a sound head of `head` bytes; `body` bytes follow */
    GATE_REFUSE
};

/* How far one head was read. Zeroed: at its beginning. */
struct gate {
    size_t at;      /* begin of the first line not yet read */
    size_t scanned; /* no LF in bytes [at, scanned) */
    unsigned lines, headers, hosts;
    bool skipped, old, post, has_length, has_coding, chunked, waits, too_long;
    uint64_t body_max; /* 0: GATE_BODY_MAX */

    size_t head;     /* PASS, SKIP */
    uint64_t body;   /* PASS; of REFUSE with 413: as was said */
    unsigned status; /* REFUSE: 400, 411, 413, 414, 417, 431, 501, 505 */
};

/* Reads on in `bytes`: all that has come since the beginning of this head, a
 * prefix of which was given before. After a verdict other than MORE: zero it
 * for the next head (after SKIP keep `skipped`); after REFUSE nothing that
 * follows on the connection means anything. */
enum gate_verdict gate_read(struct gate *g, str bytes);

/* A request target's path, percent-decoded, and its query as it came. False if
 * it is not UTF-8, has control characters, backslashes, empty, "." or ".."
 * segments, or does not fit: such a path names nothing here. */
MUST_USE bool gate_path(str target, char *out, size_t cap, str *path,
                        str *query);

#endif
