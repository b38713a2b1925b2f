/* web/room_int.h: what the pages of talks share. See page_room.c. */
#ifndef WEB_ROOM_INT_H
#define WEB_ROOM_INT_H

#include "web/rooms.h"
#include "web/web_int.h"

/* "2026-06-01 10:00", from what the object says. */
void put_made(struct buf *b, str made);
/* Where about so many bytes of it end, not within a character. */
size_t beginning_of(str s, size_t most);
enum word type_word(enum talks_type t);
void put_room_name(const struct web_view *v, struct buf *b, str room);
/* "accept if 2.2=A"; x may be NULL. */
void put_stance(const struct web_view *v, struct buf *b,
                const struct talks_item *x);
/* A link to the object: its type, or its first digits. */
void put_said_link(const struct web_view *v, struct buf *b,
                   const struct talks_item *x);
/* "/on/4.1": empty or "-" is no link. */
void put_on_link(const struct web_view *v, struct buf *b, str on);
/* Rows of objects: when, who, where, what, about. */
void put_said_table(const struct web_view *v, struct buf *b, str caption,
                    const struct talks_item *const *list, size_t n);
/* Whether it counts; nothing where it does. */
void put_standing(const struct web_view *v, struct buf *b,
                  const struct talks_item *x);
/* A column for each alternative (page_room_text.c). */
void put_effects(const struct web_view *v, struct buf *b,
                 const struct web_effects *e);
/* What changed, a line each; n 0: nothing. */
void put_changes(const struct web_view *v, struct buf *b, str changes,
                 int64_t n);
/* Where a version is put, of those rooms that who looks may put it into. */
void put_draft_room(const struct web_view *v, struct buf *b, str value);
void put_heading(const struct web_view *v, struct buf *b, enum word w);
void put_paragraph(const struct web_view *v, struct buf *b, enum word w);
/* <tr><th> with a word, <td> follows; ended by row_end(). */
void row_begin(const struct web_view *v, struct buf *b, enum word w);
void row_end(struct buf *b);
void pairs_begin(struct buf *b);
void pair_term(const struct web_view *v, struct buf *b, enum word w);
void pairs_end(struct buf *b);
/* party, mediator, observer. */
enum word role_of_node(const struct talks_node *n);
/* What the charter settles, and its hash. */
void put_rules(const struct web_view *v, struct buf *b, const struct charter *c,
               str id);
/* A hash in groups of four, two lines: to be read out and ticked off. */
void put_groups(struct buf *b, str hex);
/* A button of a form with nothing else in it. */
void put_button_form(const struct web_view *v, struct buf *b, const char *deed,
                     enum word w);
/* The form in which something is said: on "" asks for a clause. */
void put_say_form(const struct web_view *v, struct buf *b, str on);
void put_wording(const struct web_view *v, struct buf *b, str wording,
                 str from);

#endif
