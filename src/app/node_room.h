/* app/node_room.h: what the pages of a node of talks share. See node_room.c. */
#ifndef APP_NODE_ROOM_H
#define APP_NODE_ROOM_H

#include "app/node_int.h"
#include "app/talks_int.h"
#include "web/rooms.h"

enum { ONCE_CHARS = 32 };

/* A node of talks that is served. It is read once; before each request it takes
 * its lock and what others put into its store in the meantime. */
struct room_node {
    struct seat_file *seat; /* own, or that of a test; NULL: not begun yet */
    struct seat_file own;
    struct arena room;
    bool wakes; /* it is a folder on the disk, under a lock */
    struct web_room view;
};
/* Over a seat that is open, in memory: for tests. */
MUST_USE err room_over(struct cx *cx, struct arena *a, struct seat_file *seat,
                       struct node **out);

struct seat_file *seat_of(struct ask *q);
bool room_mediates(const struct ask *q);
/* DENIED but for who may. */
MUST_USE err room_must_speak(struct ask *q);
MUST_USE err room_must_bind(struct ask *q);
/* "do" of the form, which is one of ours. */
bool room_does(const struct ask *q, const char *deed);
MUST_USE err room_not_ours(struct ask *q);
/* A field as a C string; NULL if it is empty. INPUT if it has a NUL. */
MUST_USE err room_text(struct ask *q, const char *name, const char **out);
/* Notes who did it, and goes on to `to`. */
MUST_USE err room_done(struct ask *q, const char *deed, str to);
/* An object whose id begins so, from the path. */
MUST_USE err room_find(struct ask *q, str digits,
                       const struct talks_item **out);
MUST_USE err room_hex(struct ask *q, hash h, str *out);
/* Objects that f says yes to, newest first by what they say of their time. */
typedef bool room_filter(const void *self, const struct talks_item *x);
MUST_USE err room_list(struct ask *q, room_filter *f, const void *self,
                       const struct talks_item ***out, size_t *n);
/* Whether another node has acknowledged it. */
bool room_has(const struct seat_file *n, const struct talks_item *x, str by);

/* node_join.c: a node that has keys and no charter yet. */
MUST_USE err join_open(struct cx *cx, struct node *n);

/* node_room_text.c. The last draft with its words; clause NULL: there is none.
 */
struct room_draft {
    struct seat_draft d;
    struct web_room_clause *clause;
    str title;
    const struct talks_item *rest;
};
MUST_USE err room_read_draft(struct ask *q, struct room_draft *out);
/* Of out->d, which is there: its title, and its clauses with their words. */
MUST_USE err room_read_text(struct ask *q, struct room_draft *out);

/* node_room_words.c. What the form says (put_say_form). */
MUST_USE err room_say(struct ask *q);

/* talks_effects.c: see web/rooms.h. */
/* choice: of each clause an alternative; that of `clause` is varied. */
MUST_USE err talks_effects_of(struct cx *cx, struct arena *a,
                              const struct seat_draft *d, const size_t *choice,
                              size_t clause, struct web_effects *out);

/* What is found in a draft with each of its alternatives, each finding once;
 * of those that make no whole text, why not. */
MUST_USE err talks_findings_of(struct cx *cx, struct arena *a,
                               const struct seat_draft *d,
                               const struct diagnostic ***out, size_t *n);

extern const struct form_table room_join_routes, room_home_routes,
    room_text_routes, room_edit_routes, room_words_routes, room_table_routes,
    room_sign_routes;

#endif
