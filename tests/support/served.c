/* tests/support/served.c: see served.h. */
#include "tests/support/served.h"

#include "base/buf.h"
#include "base/sys.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(struct http_options o, int port_to)
{
    struct cx cx;
    struct arena scratch;
    struct http_server *s = NULL;
    unsigned port = 0;
    if (!is_ok(cx_init_system(&cx, &scratch)))
        _exit(3);
    o.listen = "127.0.0.1:0";
    err e = http_server_new(&cx, &o, &s);
    if (is_ok(e))
        port = http_server_port(s);
    if (write(port_to, &port, sizeof port) != (ssize_t)sizeof port)
        _exit(3);
    close(port_to);
    if (is_ok(e))
        e = http_server_run(s);
    http_server_free(s);
    cx_release(&cx);
    /* exit, not _exit: so that leaks are looked for. */
    exit(is_ok(e) ? 0 : 3);
}

struct served served_begin(struct http_options o)
{
    struct served s = {-1, 0};
    int ends[2];
    if (pipe(ends) != 0)
        return s;
    fflush(NULL);
    s.pid = fork();
    if (s.pid == 0) {
        close(ends[0]);
        serve(o, ends[1]);
    }
    close(ends[1]);
    if (s.pid > 0 &&
        (read(ends[0], &s.port, sizeof s.port) != (ssize_t)sizeof s.port ||
         s.port == 0)) {
        waitpid(s.pid, NULL, 0);
        s.pid = -1;
    }
    close(ends[0]);
    return s;
}

int served_end(struct served *s, int signal)
{
    int status = 0;
    if (s->pid < 0)
        return -1;
    kill(s->pid, signal);
    for (int i = 0; i < 2000; i++) {
        if (waitpid(s->pid, &status, WNOHANG) == s->pid) {
            s->pid = -1;
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        }
        sys_sleep_ms(10);
    }
    kill(s->pid, SIGKILL);
    waitpid(s->pid, NULL, 0);
    s->pid = -1;
    return -1;
}

int served_connect(const struct served *s)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)s->port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

bool served_send(int fd, str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
    return true;
}

str served_receive(struct arena *a, int fd, unsigned wait_ms)
{
    static char room[65536];
    struct buf b;
    buf_init(&b, a, (size_t)64 << 20);
    for (;;) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, (int)wait_ms) <= 0)
            break;
        ssize_t n = recv(fd, room, sizeof room, 0);
        if (n <= 0)
            break;
        buf_bytes(&b, room, (size_t)n);
    }
    return buf_view(&b);
}

str served_ask(struct arena *a, const struct served *s, str bytes)
{
    int fd = served_connect(s);
    if (fd < 0)
        return STR("no connection");
    (void)served_send(fd, bytes);
    str out = served_receive(a, fd, 5000);
    close(fd);
    return out;
}
