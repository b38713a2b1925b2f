/* web/page_enter.c: the form of a report or a return. */
#include "web/web_int.h"

static const struct field type = {.name = "type", .label = W_ENTER_TYPE};
static const struct field act = {.name = "act", .label = W_REPORT_ACT};
static const struct field actor = {
    .name = "actor", .label = W_REPORT_PERFORMER, .help = W_ENTER_ACTOR_HELP};
static const struct field to = {.name = "to", .label = W_REPORT_TO};
static const struct field item = {.name = "item", .label = W_REPORT_ITEM};
static const struct field place = {.name = "place", .label = W_REPORT_PLACE};
static const struct field exact = {.name = "exact", .label = W_ENTER_EXACT};
static const struct field known = {.name = "how_known",
                                   .label = W_ENTER_HOW_KNOWN};

static void put_nothing(const struct web_view *v, struct buf *b,
                        const struct field *f)
{
    option_put(v, b, f, STR(""), word(v, W_ENTER_NOT_SAID));
}

static void put_words(const struct web_view *v, struct buf *b,
                      const struct field *f, const char *const *values,
                      const enum word *words, size_t n)
{
    select_begin(v, b, f);
    for (size_t i = 0; i < n; i++)
        option_put(v, b, f, str_of(values[i]), word(v, words[i]));
    select_end(v, b, f);
}

static void put_types(const struct web_view *v, struct buf *b)
{
    static const char *const values[] = {"report", "not_done", "return"};
    static const enum word words[] = {
        W_ENTER_TYPE_REPORT, W_ENTER_TYPE_NOT_DONE, W_ENTER_TYPE_RETURN};
    put_words(v, b, &type, values, words, COUNT_OF(values));
}

static void put_actors(const struct web_view *v, struct buf *b,
                       const struct field *f)
{
    const struct agreement *ag = v->c->ag;
    select_begin(v, b, f);
    put_nothing(v, b, f);
    for (uint32_t i = 0; i < ag->n_actors; i++)
        option_put(v, b, f, ag->actors[i].id, name_of_actor(v, (int)i));
    select_end(v, b, f);
}

static void put_what(const struct web_view *v, struct buf *b)
{
    const struct agreement *ag = v->c->ag;
    select_begin(v, b, &act);
    put_nothing(v, b, &act);
    for (uint32_t i = 0; i < ag->n_acts; i++)
        option_put(v, b, &act, ag->acts[i].id, ag->acts[i].inf);
    select_end(v, b, &act);
    pair_begin(b);
    put_actors(v, b, &actor);
    put_actors(v, b, &to);
    pair_end(b);
    select_begin(v, b, &item);
    put_nothing(v, b, &item);
    for (uint32_t i = 0; i < ag->n_items; i++)
        option_put(v, b, &item, ag->items[i].id, name_of_item(v, (int)i));
    select_end(v, b, &item);
}

static void put_amount(const struct web_view *v, struct buf *b)
{
    static const char *const values[] = {"", "at_least", "at_most", "about"};
    static const enum word words[] = {W_ENTER_EXACTLY, W_ENTER_AT_LEAST,
                                      W_ENTER_AT_MOST, W_ENTER_ABOUT};
    pair_begin(b);
    put_text_field(v, b,
                   &(struct field){.name = "quantity",
                                   .label = W_REPORT_QUANTITY,
                                   .help = W_ENTER_QUANTITY_HELP,
                                   .ltr = true});
    put_words(v, b, &exact, values, words, COUNT_OF(values));
    pair_end(b);
}

static void put_time_fields(const struct web_view *v, struct buf *b)
{
    pair_begin(b);
    put_text_field(v, b,
                   &(struct field){.name = "day",
                                   .label = W_ENTER_DAY,
                                   .type = "date",
                                   .help = W_ENTER_DAY_HELP,
                                   .required = true,
                                   .ltr = true});
    put_text_field(v, b,
                   &(struct field){.name = "hour",
                                   .label = W_ENTER_HOUR,
                                   .type = "time",
                                   .ltr = true});
    pair_end(b);
    pair_begin(b);
    put_text_field(v, b,
                   &(struct field){.name = "day-to",
                                   .label = W_ENTER_DAY_TO,
                                   .type = "date",
                                   .ltr = true});
    put_text_field(v, b,
                   &(struct field){.name = "hour-to",
                                   .label = W_ENTER_HOUR_TO,
                                   .type = "time",
                                   .ltr = true});
    pair_end(b);
}

static void put_place(const struct web_view *v, struct buf *b)
{
    const struct agreement *ag = v->c->ag;
    select_begin(v, b, &place);
    put_nothing(v, b, &place);
    for (uint32_t i = 0; i < ag->n_zones; i++)
        if (ag->zones[i].base == NONE)
            option_put(v, b, &place, ag->zones[i].id, name_of_zone(v, (int)i));
    select_end(v, b, &place);
}

static void put_how(const struct web_view *v, struct buf *b,
                    const struct web_files *files)
{
    static const char *const values[] = {"",       "seen", "heard",
                                         "sensor", "told", "open_source"};
    static const enum word words[] = {W_ENTER_NOT_SAID, W_ENTER_SEEN,
                                      W_ENTER_HEARD,    W_ENTER_SENSOR,
                                      W_ENTER_TOLD,     W_ENTER_OPEN_SOURCE};
    put_words(v, b, &known, values, words, COUNT_OF(values));
    put_area(v, b,
             &(struct field){.name = "note",
                             .label = W_REPORT_NOTE,
                             .help = W_ENTER_NOTE_HELP});
    put_files_choice(v, b, files);
    put_text_field(
        v, b,
        &(struct field){
            .name = "url", .label = W_REPORT_URL, .type = "url", .ltr = true});
    put_text_field(v, b,
                   &(struct field){.name = "amends",
                                   .label = W_ENTER_AMENDS,
                                   .help = W_ENTER_AMENDS_HELP,
                                   .ltr = true});
}

static str name_of_me(const struct web_view *v)
{
    const struct agreement *ag = v->c->ag;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (str_eq(ag->actors[i].id, v->me->of))
            return name_of_actor(v, (int)i);
    return v->me->of;
}

err web_enter(struct cx *cx, const struct web_view *v,
              const struct web_files *files, struct buf *out)
{
    page_begin(v, out, NAV_NONE, word(v, W_ENTER_TITLE));
    put_problem(v, out);
    buf_c(out, "<p>");
    SAY(v, out, W_ENTER_AS, name_of_me(v), v->me->name);
    buf_c(out, "</p>\n<p>");
    LINK(v, out, "", STR("import"));
    say(v, out, W_IMPORT_MANY);
    link_end(out);
    buf_c(out, "</p>\n");
    form_begin(v, out, "/report/new");
    put_types(v, out);
    put_what(v, out);
    put_amount(v, out);
    put_time_fields(v, out);
    put_place(v, out);
    put_how(v, out, files);
    form_end(v, out, W_ENTER_SEND);
    page_end(v, out);
    return buf_finish(cx, out);
}
