/* tests/support/served.h: an HTTP server in a process of its own, and raw bytes
 * to and from it. */
#ifndef TESTS_SUPPORT_SERVED_H
#define TESTS_SUPPORT_SERVED_H

#include "base/arena.h"
#include "http/http.h"

struct served {
    int pid;
    unsigned port;
};

/* Serves on a free port of 127.0.0.1 by these options; pid -1 if it cannot. */
struct served served_begin(struct http_options o);
/* Sends the signal and waits at most 20 s. The exit status, or -1. */
int served_end(struct served *s, int signal);

/* A connection, or -1. */
int served_connect(const struct served *s);
bool served_send(int fd, str bytes);
/* What comes until the other side closes, or nothing came for wait_ms. */
str served_receive(struct arena *a, int fd, unsigned wait_ms);
/* One connection: send, then receive until it is closed. */
str served_ask(struct arena *a, const struct served *s, str bytes);

#endif
