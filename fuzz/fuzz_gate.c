/* fuzz/fuzz_gate.c: a stream of requests before the gate. However it is cut the
 * verdicts are the same; what passes has none of what RFC 9112 calls invalid,
 * by a second look at the bytes; paths that are let through have no way up. */
#include "base/utf8.h"
#include "http/gate.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

/* A line begins so, in any case. */
static size_t lines_that_begin(str head, const char *name)
{
    size_t n = strlen(name), count = 0;
    for (size_t i = 0; i + 2 + n <= head.n; i++) {
        size_t k = 0;
        if (head.p[i] != '\r' || head.p[i + 1] != '\n')
            continue;
        while (k < n && (head.p[i + 2 + k] | 0x20) == name[k])
            k++;
        count += k == n;
    }
    return count;
}

static void look_at(str head, uint64_t body)
{
    must(head.n <= GATE_HEAD_MAX && body <= GATE_BODY_MAX);
    must(str_ends(head, STR("\r\n\r\n")));
    must(str_find(head, STR("\r\n\r\n")) == head.n - 4);
    for (size_t i = 0; i < head.n; i++) {
        must(head.p[i] != '\0');
        must(head.p[i] != '\n' || head.p[i - 1] == '\r');
        must(head.p[i] != '\r' || head.p[i + 1] == '\n');
    }
    must(str_find(head, STR("\r\n ")) == head.n);
    must(str_find(head, STR("\r\n\t")) == head.n);
    must(lines_that_begin(head, "transfer-encoding:") == 0);
    must(lines_that_begin(head, "content-length:") <= 1);
    must(lines_that_begin(head, "host:") <= 1);
    must(body == 0 || str_starts(head, STR("POST ")));
}

static void look_at_path(str head)
{
    char room[GATE_TARGET_MAX];
    str method, target, rest, path, query;
    must(str_cut(head, ' ', &method, &rest));
    must(str_cut(rest, ' ', &target, &rest));
    if (!gate_path(target, room, sizeof room, &path, &query))
        return;
    must(path.n > 0 && path.p[0] == '/' && utf8_valid(path, NULL));
    must(str_find(path, STR("/../")) == path.n && !str_ends(path, STR("/..")));
    must(str_find(path, STR("//")) == path.n);
    must(str_find_char(path, '\0') == path.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str all = {(const char *)data, size};
    bool skipped = false;
    while (all.n > 0) {
        struct gate whole = {.skipped = skipped}, bytes = whole;
        enum gate_verdict v = gate_read(&whole, all), w = GATE_MORE;
        for (size_t i = 0; i <= all.n && w == GATE_MORE; i++)
            w = gate_read(&bytes, str_sub(all, 0, i));
        must(v == w && whole.head == bytes.head && whole.body == bytes.body);
        must(whole.status == bytes.status);
        if (v == GATE_REFUSE)
            must(whole.status >= 400 && whole.status < 600);
        if (v == GATE_MORE || v == GATE_REFUSE)
            return 0;
        str head = str_sub(all, 0, whole.head);
        if (v == GATE_PASS) {
            look_at(head, whole.body);
            look_at_path(head);
        }
        skipped = v == GATE_SKIP;
        size_t next = whole.head + (v == GATE_PASS ? (size_t)whole.body : 0);
        all = str_sub(all, next, all.n);
    }
    return 0;
}
