/* report/report_int.h: what the renderings share. See view.c. */
#ifndef REPORT_REPORT_INT_H
#define REPORT_REPORT_INT_H

#include "base/json_out.h"
#include "base/style.h"
#include "report/report.h"
#include "time/civil.h"

enum { SYMBOL_BYTES = 8 };

enum style status_style(enum status s);

const char *group_title(enum group g);

/* Name, or id where there is none. */
str show_actor_name(const struct agreement *ag, int actor);
str show_item_name(const struct agreement *ag, int item);
str show_zone_name(const struct agreement *ag, int zone);
/* "captive (civilian)": an item, or a category of one. */
void show_item(const struct agreement *ag, int item, struct buf *b);
str show_unit_of(const struct agreement *ag, const struct clause *c);
str show_account_name(const struct report_case *c, int account);

/* "25 Jan", "25 Jan 08:30"; with the year if `year`. */
void show_date(const struct report_case *c, struct buf *b, instant at,
               bool year);
/* A whole day is a date; another instant has its minute. `end` says that the
 * instant is the last second of what is meant. */
void show_moment(const struct report_case *c, struct buf *b, instant at,
                 bool end);
/* An occurrence [from, to): "25 Jan", "19 Jan to 7 Feb", "25 Jan 08:30". */
void show_span(const struct report_case *c, struct buf *b, instant from,
               instant to);
/* 12000 as 12,000. */
void show_count(struct buf *b, int64_t n);
/* "4", "at least 4", "4 to 6"; nothing said: "-". */
void show_figure(struct buf *b, int64_t lo, int64_t hi);
/* Civil days of [from, to) in the zone. */
int64_t days_in(const struct report_case *c, instant from, instant to);
/* Number of the civil day of `at`, day 1 being that of entry into force. */
int64_t day_number(const struct report_case *c, instant at);

/* plan_text.c: what a clause asks for, and where: "hand over captive", "not
 * attack, Harbour district", "keep hotline staffed". */
void plan_deed_words(const struct agreement *ag, int clause, struct buf *b);
/* "2.2 step 1 hand over captive": its name, and what it is. */
void plan_step_words(const struct plan *p, const struct plan_node *n,
                     struct buf *b);
/* The clauses of a finding, "2.1 Belmar: hand over captive; 3.1 Ardania:
 * withdraw"; false, and nothing, if they are too many to be read. */
bool plan_gist(const struct plan *p, const struct plan_finding *f,
               struct buf *b);

/* A record in words: "Reuters: Hamas released 4 hostage, Gaza: note [id]". */
void show_statement(const struct report_case *c, uint32_t n,
                    const struct fact *f, struct buf *b);
/* "verified by X", "confirmed by 1 of (...)", "against interest". */
void show_standard(const struct agreement *ag, const struct standard *s,
                   struct buf *b);
/* What each reading of the label says of this instance, beside each other:
 * "narrow (held by A): met; wide (held by B): unmet" (sem 21). Nothing for a
 * clause that is read in one way. */
void show_readings(const struct report_case *c, const struct verdict *v,
                   struct buf *b);
/* Marks by name, one after the other; `i` from 0 until NULL. */
const char *mark_name(unsigned marks, unsigned *i);

/* `text` cut to `width` columns, with an ellipsis; never inside a character.
 * Returns the columns used. Unsafe characters are shown escaped. */
size_t show_cut(struct buf *b, str text, size_t width);
/* Words of `text`, each line indented, at most `width` columns wide. The first
 * line begins at column `used`. Ends with a line end. */
void show_wrapped(struct buf *b, str text, size_t used, size_t indent,
                  size_t width);

/* One element of `obligations` (status_data.c); `account`: only that one, or
 * NONE. */
void show_verdict_json(struct cx *cx, struct json_out *j,
                       const struct report_case *c, const struct verdict *v,
                       int account);

/* What is said about the reports of a verdict, and about its clause: a line
 * each, indented (status_text.c). */
MUST_USE err show_said(struct cx *cx, const struct report_case *c,
                       const struct report_choice *choice,
                       const struct verdict *v, size_t indent, struct buf *out);

/* apart.c: where sources come to different totals of what v is about, their
 * statements, in order, in cx->scratch; else *n is 0. Then one of them in
 * words, and all of them as a member of an object. */
MUST_USE err show_apart(struct cx *cx, const struct report_case *c,
                        const struct verdict *v, uint32_t **facts, uint32_t *n);
void show_apart_line(const struct report_case *c, const struct verdict *v,
                     uint32_t fact, struct buf *b);
void show_apart_json(struct json_out *j, const struct report_case *c,
                     const struct verdict *v, const uint32_t *facts,
                     uint32_t n);
/* All of them that the choice shows, with a title. */
MUST_USE err report_apart_text(struct cx *cx, const struct report_case *c,
                               const struct report_choice *choice,
                               struct buf *out);

/* The calendar strip (strip.c). */
err show_strip(struct cx *cx, const struct report_case *c,
               const struct report_choice *choice, struct buf *out);

#endif
