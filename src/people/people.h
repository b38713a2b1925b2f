/* people/people.h: the accounts of a node, in a file beside the case.
 *
 * CASE.people is the node's own: no part of the signed record, never given
 * away, readable by its owner alone. Names are pseudonyms. Of passwords it
 * holds Argon2id hashes, of sessions and invitations hashes of random tokens:
 * who reads the file can log in as nobody.
 *
 * What is done to accounts, and each reading of what is sensitive, is a line of
 * the node's own log, in which each line holds the hash of the one before.
 *
 * Times are instants (UTC seconds), asked of cx->now; tokens come from
 * cx->random. Not here: cookies, pages (app/node_login.c), who may do what
 * (roles.h). Read next: roles.h. */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/str.h"
#include "people/roles.h"

enum {
    PEOPLE_NAME_MAX = 40,      /* bytes: a-z 0-9 . _ - */
    PEOPLE_PASSWORD_MIN = 12,  /* characters */
    PEOPLE_PASSWORD_MAX = 512, /* bytes */
    PEOPLE_TOKEN_CHARS = 64,   /* 32 random bytes in hexadecimal */
    PEOPLE_IDLE_S = 2 * 3600,  /* a session ends when it is not used */
    PEOPLE_SESSION_S = 12 * 3600,
    PEOPLE_INVITATION_S = 3 * 24 * 3600,
    /* Failures within PEOPLE_WINDOW_S after which nobody logs in under a name,
     * or from an address. */
    PEOPLE_WINDOW_S = 15 * 60,
    PEOPLE_NAME_TRIES = 10,
    PEOPLE_ADDRESS_TRIES = 30
};

struct people;

/* CONFLICT if it is there. */
MUST_USE err people_create(struct cx *cx, const char *path,
                           struct people **out);
/* NOT_FOUND without one; INPUT if it is no such file. */
MUST_USE err people_open(struct cx *cx, const char *path, struct people **out);
void people_close(struct people *p); /* accepts NULL */

struct person {
    int64_t id; /* from 1 */
    str name;
    enum role role;
    str of;       /* the actor that it speaks for, or empty */
    bool waiting; /* invited, and has no password yet */
    bool disabled;
    instant made, seen; /* INSTANT_NONE: never */
};

struct token {
    char hex[PEOPLE_TOKEN_CHARS + 1];
};

/* Who does it, for the node's log: "-" is the command line. */

/* A name, role and actor that can be: else INPUT, with the remedy. */
MUST_USE err people_check(struct cx *cx, str name, enum role r, str of);
MUST_USE err people_check_password(struct cx *cx, str password);

/* Calls fn with each actor for which the account was ever made to speak, as the
 * node's log has it; one may come more than once. */
typedef err people_actor_fn(struct cx *cx, void *self, str actor);
MUST_USE err people_spoke_for(struct cx *cx, struct people *p, str name,
                              people_actor_fn *fn, void *self);

/* A new account, CONFLICT if the name is taken, with an invitation for it; or
 * a new invitation for one that is there (who forgot a password). It works
 * once, until the time given; an earlier one ends, and so do all sessions of
 * the account. */
MUST_USE err people_invite(struct cx *cx, struct people *p, str by, str name,
                           enum role r, str of, struct token *out);
MUST_USE err people_invite_again(struct cx *cx, struct people *p, str by,
                                 str name, struct token *out);
/* Whose invitation it is; NOT_FOUND if it is none, used or too old. */
MUST_USE err people_invited(struct cx *cx, struct people *p, struct arena *a,
                            str token, struct person *out);
/* Takes it: sets the password, ends all sessions of the account and takes its
 * passkeys away. */
MUST_USE err people_accept(struct cx *cx, struct people *p, str token,
                           str password);

MUST_USE err people_set_role(struct cx *cx, struct people *p, str by, str name,
                             enum role r, str of);
/* Also ends its sessions. CONFLICT for the only administrator. */
MUST_USE err people_disable(struct cx *cx, struct people *p, str by, str name,
                            bool disabled);

/* In order of their making. */
typedef err person_fn(struct cx *cx, void *self, const struct person *x);
MUST_USE err people_each(struct cx *cx, struct people *p, person_fn *fn,
                         void *self);
MUST_USE err people_find(struct cx *cx, struct people *p, struct arena *a,
                         str name, struct person *out);

/* DENIED, with the same words and work whatever was wrong; LIMIT after too many
 * failures under this name or from this address ("192.0.2.7", or a prefix). */
MUST_USE err people_login(struct cx *cx, struct people *p, str name,
                          str password, str address, struct token *out);
/* --- Passkeys (webauthn.h) -------------------------------------------------
 *
 * A challenge is good for PEOPLE_CHALLENGE_S, for this process and this session
 * (empty: a login), and for one success. Nothing is stored of it before. */
enum {
    PEOPLE_CHALLENGE_S = 300,
    PEOPLE_CHALLENGE_CHARS = 43, /* 32 bytes as base64url */
    PEOPLE_PASSKEYS = 10,        /* of an account */
    PEOPLE_PASSKEY_NAME = 60     /* bytes */
};
MUST_USE err people_challenge(struct cx *cx, struct people *p, str session,
                              char out[PEOPLE_CHALLENGE_CHARS + 1]);
/* What a browser sent, as base64url. */
struct passkey_sent {
    str challenge, client;
    str attestation;         /* of a new one */
    str id, data, signature; /* of a login */
    str origin, rp_id;       /* "https://node.example", "node.example" */
};
/* A new one of the account. DENIED if the password is wrong (which counts as a
 * failed login); INPUT, with the reason, if it is not what was asked for. */
MUST_USE err people_add_passkey(struct cx *cx, struct people *p,
                                const struct person *x, str session,
                                str password, str name,
                                const struct passkey_sent *sent);
/* NOT_FOUND if the account has none of this number. */
MUST_USE err people_drop_passkey(struct cx *cx, struct people *p,
                                 const struct person *x, int64_t number);
/* DENIED, with the same words whatever was wrong: the reason is in the node's
 * log. LIMIT as people_login(). A passkey whose count of signatures does not
 * grow may have been copied and is refused. */
MUST_USE err people_passkey_login(struct cx *cx, struct people *p,
                                  const struct passkey_sent *sent, str address,
                                  struct token *out);
struct people_passkey {
    int64_t number;
    str name, id;       /* id as base64url */
    instant made, seen; /* seen: INSTANT_NONE, never used */
};
typedef err people_passkey_fn(struct cx *cx, void *self,
                              const struct people_passkey *k);
MUST_USE err people_passkeys(struct cx *cx, struct people *p, int64_t id,
                             people_passkey_fn *fn, void *self);

/* Whose session it is, which is used now. NOT_FOUND: none, ended, too old, or
 * its account is disabled. */
MUST_USE err people_session(struct cx *cx, struct people *p, struct arena *a,
                            str token, struct person *out);
/* The same without using it: who looks on has not asked for anything. */
MUST_USE err people_session_holds(struct cx *cx, struct people *p,
                                  struct arena *a, str token,
                                  struct person *out);
MUST_USE err people_logout(struct cx *cx, struct people *p, str token);
/* All sessions of an account but the one of `keep` (empty: all). */
MUST_USE err people_logout_all(struct cx *cx, struct people *p, int64_t id,
                               str keep);
/* DENIED if `old` is wrong (which counts as a failed login). Ends the other
 * sessions. */
MUST_USE err people_change_password(struct cx *cx, struct people *p,
                                    const struct person *x, str old,
                                    str password, str keep);
struct people_session_row {
    instant made, seen;
    bool current;
    int64_t number; /* for people_end_session(); says nothing of the token */
};
typedef err people_session_fn(struct cx *cx, void *self,
                              const struct people_session_row *s);
MUST_USE err people_sessions(struct cx *cx, struct people *p, int64_t id,
                             str current, people_session_fn *fn, void *self);
/* NOT_FOUND if the account has no such session. */
MUST_USE err people_end_session(struct cx *cx, struct people *p,
                                const struct person *x, int64_t number);

/* What a form of this session must carry: 64 characters. */
void people_form_token(str session, struct token *out);
/* 32 random characters: a form is sent once under it. */
MUST_USE err people_once(struct cx *cx, char out[33]);

/* The node's own log. what: one line. */
MUST_USE err people_note(struct cx *cx, struct people *p, str by, str action,
                         str what);
/* The same, unless such a line stands there already that is not older than so
 * many seconds and among the last few hundred. */
MUST_USE err people_note_again(struct cx *cx, struct people *p, str by,
                               str action, str what, int64_t within_s);
struct people_line {
    int64_t number; /* from 1 */
    instant at;
    str by, action, what;
};
typedef err people_line_fn(struct cx *cx, void *self,
                           const struct people_line *l);
/* The last `most` lines, newest first. */
MUST_USE err people_log(struct cx *cx, struct people *p, int64_t most,
                        people_line_fn *fn, void *self);
/* CORRUPT, naming the first line that does not follow from the one before. */
MUST_USE err people_check_log(struct cx *cx, struct people *p, int64_t *lines);

#endif
