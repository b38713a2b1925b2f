/* store/store.h: where a log's entries and blobs lie, behind one interface.
 *
 * Truth only grows: entries (numbered from 0), heads (signed checkpoints, one a
 * size), blobs (at most one an entry; they can be dropped, by law or
 * agreement). Everything else is a *view*: named rows of key and value that can
 * be cleared and made again from the truth, and that are never migrated.
 *
 * The store sees bytes. It does not know what an entry means, hashes nothing
 * and signs nothing: that is record's business, which also reads back what it
 * wrote. Backends: memory, and one SQLite file (WAL, synchronous=FULL).
 * docs/record-format.md section 9 is the layout of the file.
 *
 * Every function may fail with RESOURCE (disk, memory) or CORRUPT (the file is
 * not what was written); after either the transaction is to be rolled back.
 * Not here: SQL for anything else. No other module includes sqlite3.h. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/err.h"
#include "base/str.h"

enum {
    STORE_NOTE_MAX = 65535,     /* bytes of an entry */
    STORE_BLOB_MAX = 256 << 20, /* bytes of a blob */
    STORE_VIEW_MAX = 63         /* bytes of the name of a view */
};

struct store;

enum store_mode {
    STORE_CREATE, /* a new file: CONFLICT if there is one */
    STORE_WRITE,  /* NOT_FOUND if there is none */
    STORE_READ
};

/* An empty store that ends with the process. */
MUST_USE err store_open_memory(struct cx *cx, struct store **out);
/* A file. INPUT if it is not a case file; CONFLICT if its version is later
 * than this program's. */
MUST_USE err store_open_file(struct cx *cx, const char *path,
                             enum store_mode mode, struct store **out);
/* Whether a path is that of an SQLite file, by its first bytes. It is read by
 * way of SQLite: a process that closes a file which it has open a second time
 * loses SQLite's locks on it, and then another process takes away the journal
 * that this one writes to (sqlite.org/howtocorrupt.html 2.2). So nothing but
 * the store opens a case. */
bool store_is_file(const char *path);
/* Rolls back what is open. Accepts NULL. */
void store_close(struct store *s);

/* One writer at a time: begin waits at most 5 seconds for another process,
 * then CONFLICT. What commit acknowledged is on the disk. */
MUST_USE err store_begin(struct cx *cx, struct store *s);
/* The same for what can be found again elsewhere: after a power cut the
 * transaction may be missing as a whole, but nothing that was committed before
 * it. The next commit that is not lazy makes it durable too. */
MUST_USE err store_begin_lazy(struct cx *cx, struct store *s);
MUST_USE err store_commit(struct cx *cx, struct store *s);
void store_rollback(struct store *s);

/* Entries. Append and put need an open transaction (else BUG). */
MUST_USE err store_append(struct cx *cx, struct store *s, str note,
                          uint64_t *number);
MUST_USE err store_count(struct cx *cx, struct store *s, uint64_t *n);
/* NOT_FOUND beyond the end. The copy lives in a. */
MUST_USE err store_entry(struct cx *cx, struct store *s, struct arena *a,
                         uint64_t number, str *note);
/* Entries [from, to) in order; fn's failure ends it and is returned. note is
 * borrowed until fn returns. CORRUPT if a number is missing. */
typedef err store_entry_fn(struct cx *cx, void *self, uint64_t number,
                           str note);
MUST_USE err store_entries(struct cx *cx, struct store *s, uint64_t from,
                           uint64_t to, store_entry_fn *fn, void *self);

/* Heads: signed checkpoints by size. Put replaces that of the same size, since
 * a head gathers cosignatures. Last: NOT_FOUND if there is none. */
MUST_USE err store_put_head(struct cx *cx, struct store *s, uint64_t size,
                            str note);
MUST_USE err store_last_head(struct cx *cx, struct store *s, struct arena *a,
                             uint64_t *size, str *note);
/* The head nearest to a size, on one side of it: *found is its own size.
 * NOT_FOUND if there is none on that side. */
enum store_side { STORE_AT_MOST, STORE_AT_LEAST };
MUST_USE err store_head(struct cx *cx, struct store *s, struct arena *a,
                        enum store_side side, uint64_t size, uint64_t *found,
                        str *note);

/* Blobs, by the number of their entry: so they lie in one order with the
 * entries. Putting one that is there changes nothing. */
MUST_USE err store_put_blob(struct cx *cx, struct store *s, uint64_t number,
                            str bytes);
MUST_USE err store_blob(struct cx *cx, struct store *s, struct arena *a,
                        uint64_t number, str *bytes);
MUST_USE err store_drop_blob(struct cx *cx, struct store *s, uint64_t number);

/* Views: put replaces; get is NOT_FOUND without the key; clear forgets all
 * rows of the view. each gives the rows whose key begins with prefix, and is
 * not before `from` (empty: from the first), in order of the bytes of the key;
 * fn's failure ends it and is returned. */
MUST_USE err store_view_put(struct cx *cx, struct store *s, str view, str key,
                            str value);
MUST_USE err store_view_get(struct cx *cx, struct store *s, struct arena *a,
                            str view, str key, str *value);
typedef err store_row_fn(struct cx *cx, void *self, str key, str value);
MUST_USE err store_view_each(struct cx *cx, struct store *s, str view,
                             str prefix, str from, store_row_fn *fn,
                             void *self);
MUST_USE err store_view_count(struct cx *cx, struct store *s, str view,
                              uint64_t *rows);
MUST_USE err store_view_clear(struct cx *cx, struct store *s, str view);

#endif
