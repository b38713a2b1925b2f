/* app/rehearse.c: `truce rehearse`, see rehearse.h. */
#include "app/rehearse.h"

#include "app/agreement.h"
#include "base/sys.h"
#include "base/vec.h"
#include "lang/ast.h"
#include "plan/play.h"
#include "report/report.h"
#include "time/civil.h"

#include <inttypes.h>

struct rehearsal {
    struct cx *cx;
    struct arena *a;
    const struct rehearse_options *o;
    struct app_agreement g;
    bool inserted; /* an entry into force that the text does not state */
    struct plan *plan;
    VEC(struct report_open) open;
    struct buf *messages;
    bool usage;
};

/* --- The text
 * ------------------------------------------------------------------
 */

static err list_open(struct rehearsal *r)
{
    for (uint32_t i = 0; i < r->g.ast->n_parts; i++) {
        const struct ast_article *art = r->g.ast->parts[i].article;
        for (uint32_t k = 0; art != NULL && k < art->n_clauses; k++) {
            const struct ast_clause *cl = &art->clauses[k];
            struct buf b;
            if (cl->form != AST_DRAFT || cl->broken)
                continue;
            buf_init(&b, r->a, SIZE_MAX);
            for (uint32_t n = 0; n < cl->n_bodies; n++) {
                buf_c(&b, n == 0 ? "" : ", ");
                buf_str(&b, cl->bodies[n].id.text);
            }
            struct report_open x = {.label = cl->label.text,
                                    .choices = buf_view(&b),
                                    .line = cl->label.at.line};
            TRY_ROOM(r->cx, r->a, vec_push(r->a, &r->open, x));
        }
    }
    return OK;
}

static bool is_word(str line, str word)
{
    str s = str_trim(line);
    return str_starts(s, word) && (s.n == word.n || s.p[word.n] == ' ' ||
                                   s.p[word.n] == '\t' || s.p[word.n] == '#');
}

/* The text with an entry into force where it states none: on the line of its
 * clock, so that no line moves. */
static err with_start(struct rehearsal *r, str date, str *out)
{
    str rest = r->g.source, line;
    struct buf b;
    bool done = false, more = true;
    buf_init(&b, r->a, r->g.source.n + 200);
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        if (!done && is_word(line, STR("clock"))) {
            size_t at = str_find(line, STR("clock")) + 5;
            buf_str(&b, str_sub(line, 0, at));
            buf_printf(&b, " in force at %.*s 00:00 ", STR_ARG(date));
            buf_str(&b, str_sub(line, at, line.n));
            done = true;
        } else {
            buf_str(&b, line);
        }
        if (more)
            buf_char(&b, '\n');
    }
    if (!done)
        buf_printf(&b, "\nclock\n  in force at %.*s 00:00\n", STR_ARG(date));
    *out = buf_view(&b);
    return buf_finish(r->cx, &b);
}

static err load(struct rehearsal *r)
{
    const struct rehearse_options *o = r->o;
    str source, date = STR("2030-01-07");
    TRY(r->cx, app_load_agreement(r->cx, r->a, o->path, o->choices,
                                  o->n_choices, &r->g));
    if (app_agreement_is_sound(&r->g) && r->g.ag->force == FORCE_UNSTATED) {
        if (o->start != NULL)
            date = str_sub(str_of(o->start), 0, 10);
        TRY(r->cx, with_start(r, date, &source));
        r->inserted = true;
        TRY(r->cx, app_compile_agreement(r->cx, r->a, o->path, source,
                                         o->choices, o->n_choices, &r->g));
    }
    if (!app_agreement_is_sound(&r->g)) {
        diagnostics_print_text(&r->g.diagnostics, str_of(o->path), r->g.source,
                               o->colour, r->messages);
        return fail_hint(
            r->cx, ERR_INPUT, "truce check says how each is mended",
            "%s has %" PRIu32 " error%s: nothing was rehearsed", o->path,
            r->g.diagnostics.errors, r->g.diagnostics.errors == 1 ? "" : "s");
    }
    return list_open(r);
}

static err start_of(struct rehearsal *r, instant *out)
{
    struct civil_span span;
    const struct tz *tz;
    *out = INSTANT_NONE;
    if (r->o->start == NULL)
        return OK;
    TRY(r->cx, tz_find(r->cx, r->g.ag->time_zone, &tz));
    if (!is_ok(civil_span_parse(r->cx, str_of(r->o->start), tz, &span, NULL))) {
        struct fault why = r->cx->fault;
        r->usage = true;
        return fail_hint(r->cx, ERR_INPUT,
                         "for instance --start 2025-03-10, or "
                         "--start 2025-03-10T08:00",
                         "--start: \"%s\" is no time: %s", r->o->start,
                         why.message);
    }
    if (r->g.ag->force == FORCE_AT && !r->inserted) {
        r->usage = true;
        return fail_hint(r->cx, ERR_INPUT, "leave --start out",
                         "--start: the text itself says when it enters into "
                         "force");
    }
    *out = span.begin;
    return OK;
}

/* --- Courses of events as files
 * --------------------------------------------------
 */

static err write_course(struct rehearsal *r, uint32_t i)
{
    const struct plan_finding *f = &r->plan->findings[i];
    str path;
    struct buf b;
    TRY_ROOM(r->cx, r->a,
             arena_printf(r->a, &path, "%s/%02" PRIu32 "-%.*s.jsonl",
                          r->o->courses, i + 1,
                          STR_ARG(r->g.ag->clauses[f->clauses[0]].label)));
    buf_init(&b, r->a, SIZE_MAX);
    play_lines(f->witness, &b);
    TRY(r->cx, buf_finish(r->cx, &b));
    return sys_write_file(r->cx, path.p, buf_view(&b));
}

static err write_courses(struct rehearsal *r)
{
    char room[CIVIL_PRINT_SIZE];
    if (!sys_is_folder(r->o->courses))
        TRY(r->cx, sys_make_folder(r->cx, r->o->courses));
    for (uint32_t i = 0; i < r->plan->n_findings; i++)
        if (r->plan->findings[i].witness != NULL)
            TRY(r->cx, write_course(r, i));
    struct buf b;
    str path;
    buf_init(&b, r->a, SIZE_MAX);
    buf_c(&b,
          "Each file is the course of events of the finding of that number.\n"
          "To see what the engine makes of it:\n\n");
    if (r->inserted)
        buf_c(&b, "(The text states no entry into force; add to its clock the "
                  "one below.)\n\n");
    for (uint32_t i = 0; i < r->plan->n_findings; i++) {
        const struct plan_finding *f = &r->plan->findings[i];
        if (f->witness == NULL)
            continue;
        buf_printf(
            &b, "truce status %s %02" PRIu32 "-%.*s.jsonl --at %.*s\n",
            r->o->path, i + 1, STR_ARG(r->g.ag->clauses[f->clauses[0]].label),
            STR_ARG(civil_rfc3339_print(r->plan->tz, f->witness->at, room)));
    }
    buf_printf(&b, "\nin force at %.*s\n",
               STR_ARG(civil_rfc3339_print(r->plan->tz, r->plan->force, room)));
    TRY(r->cx, buf_finish(r->cx, &b));
    TRY_ROOM(r->cx, r->a,
             arena_printf(r->a, &path, "%s/README", r->o->courses));
    return sys_write_file(r->cx, path.p, buf_view(&b));
}

/* --- All of it
 * ---------------------------------------------------------------- */

static err rehearse(struct rehearsal *r, struct buf *out, uint32_t *breaks)
{
    instant start;
    TRY(r->cx, load(r));
    TRY(r->cx, start_of(r, &start));
    TRY(r->cx, plan_make(r->cx, r->a, r->g.ag, start, &r->plan));
    r->plan->force_assumed = r->plan->force_assumed || r->inserted;
    struct report_plan view = {
        .p = r->plan,
        .file = r->g.path,
        .open = r->open.p,
        .n_open = (uint32_t)r->open.n,
        .width = r->o->width,
        .colour = r->o->colour,
        .all = r->o->all,
        .unstated = r->inserted,
    };
    *breaks = 0;
    for (uint32_t i = 0; i < r->plan->n_findings; i++)
        *breaks += r->plan->findings[i].weight == PLAN_BREAKS;
    if (r->o->courses != NULL)
        TRY(r->cx, write_courses(r));
    return r->o->format == REHEARSE_JSON ? report_plan_json(r->cx, &view, out)
                                         : report_plan_text(r->cx, &view, out);
}

err app_rehearse(struct cx *cx, struct arena *a,
                 const struct rehearse_options *o, struct buf *out,
                 struct buf *messages, uint32_t *breaks_out, bool *usage_out)
{
    struct rehearsal r = {.cx = cx, .a = a, .o = o, .messages = messages};
    err e = rehearse(&r, out, breaks_out);
    *usage_out = r.usage;
    return e;
}
