/* app/rehearse.c: `truce rehearse`, see rehearse.h. */
#include "app/rehearse.h"

#include "app/agreement.h"
#include "app/scenario.h"
#include "base/suggest.h"
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
    str orders; /* of the exercise, from a file */
    /* What the file says was not typed. */
    bool start_in_file, choices_in_file;
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

static err load_text(struct rehearsal *r)
{
    const struct rehearse_options *o = r->o;
    err e = app_load_agreement(r->cx, r->a, o->path, o->choices, o->n_choices,
                               &r->g);
    if (!is_ok(e) && r->choices_in_file)
        fault_set_typed(r->cx, false);
    return e;
}

static err load(struct rehearsal *r)
{
    const struct rehearse_options *o = r->o;
    str source, date = STR("2030-01-07");
    TRY(r->cx, load_text(r));
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

static const char *start_name(const struct rehearsal *r)
{
    return r->start_in_file ? "start" : "--start";
}

static err parse_start(struct rehearsal *r, instant *out)
{
    struct civil_span span;
    const struct tz *tz;
    *out = INSTANT_NONE;
    if (r->o->start == NULL)
        return OK;
    TRY(r->cx, tz_find(r->cx, r->g.ag->time_zone, &tz));
    if (!is_ok(civil_span_parse(r->cx, str_of(r->o->start), tz, &span, NULL))) {
        struct fault why = r->cx->fault;
        return fail_typed(r->cx, ERR_INPUT,
                          "for instance 2025-03-10, or 2025-03-10T08:00",
                          "%s: \"%s\" is no time: %s", start_name(r),
                          r->o->start, why.message);
    }
    if (r->g.ag->force == FORCE_AT && !r->inserted) {
        return fail_typed(r->cx, ERR_INPUT, "leave it out",
                          "%s: the text itself says when it enters into force",
                          start_name(r));
    }
    *out = span.begin;
    return OK;
}

static err start_of(struct rehearsal *r, instant *out)
{
    err e = parse_start(r, out);
    if (!is_ok(e) && r->start_in_file)
        fault_set_typed(r->cx, false);
    return e;
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

/* --- Alternatives
 * ------------------------------------------------------------- */

struct alternative {
    str id;
    struct plan *plan;
};

static err plan_of(struct rehearsal *r, str label, str id, struct plan **out)
{
    struct rehearse_options with = *r->o;
    struct rehearsal x = {
        .cx = r->cx, .a = r->a, .o = &with, .messages = r->messages};
    const char **choices;
    str choice;
    instant start;
    TRY_NEW_ARRAY(r->cx, r->a, r->o->n_choices + 1, choices);
    TRY_ROOM(
        r->cx, r->a,
        arena_printf(r->a, &choice, "%.*s=%.*s", STR_ARG(label), STR_ARG(id)));
    for (size_t i = 0; i < r->o->n_choices; i++)
        choices[i] = r->o->choices[i];
    choices[with.n_choices++] = choice.p;
    with.choices = choices;
    TRY(r->cx, load(&x));
    TRY(r->cx, start_of(&x, &start));
    return plan_make(r->cx, r->a, x.g.ag, start, out);
}

static bool says(const struct plan *p, str title)
{
    for (uint32_t i = 0; i < p->n_findings; i++)
        if (str_eq(p->findings[i].title, title))
            return true;
    return false;
}

/* Findings of one alternative that not all others have. */
static void only_here(const struct alternative *v, size_t n, size_t k,
                      struct buf *out)
{
    for (uint32_t i = 0; i < v[k].plan->n_findings; i++) {
        const struct plan_finding *f = &v[k].plan->findings[i];
        bool all = true;
        for (size_t j = 0; j < n; j++)
            all = all && says(v[j].plan, f->title);
        if (all)
            continue;
        buf_printf(out, "     %.*s: ", STR_ARG(plan_weight_name(f->weight)));
        buf_safe(out, f->title);
        buf_char(out, '\n');
    }
}

static void summary_of(const struct alternative *x, struct buf *out)
{
    const struct plan *p = x->plan;
    uint32_t n[3] = {0};
    for (uint32_t i = 0; i < p->n_findings; i++)
        n[p->findings[i].weight]++;
    buf_printf(out,
               "  %.*s  %" PRIu32 " cannot work, %" PRIu32
               " only if somebody so chooses, %" PRIu32 " to note",
               STR_ARG(x->id), n[PLAN_BREAKS], n[PLAN_RISK], n[PLAN_NOTE]);
    if (p->n_moments > 0)
        buf_printf(out,
                   "; at worst %" PRIu32 " unanswered, %" PRId64
                   " days still owed",
                   p->moments[0].unreturned, p->moments[0].days);
    buf_char(out, '\n');
}

static err compare(struct rehearsal *r, struct buf *out)
{
    const struct report_open *o = NULL;
    VEC(struct alternative) v = {0};
    str rest, id;
    bool more = true;
    struct suggest near;
    suggest_init(&near, str_of(r->o->compare));
    for (size_t i = 0; i < r->open.n; i++) {
        if (str_eq(r->open.p[i].label, near.word))
            o = &r->open.p[i];
        suggest_offer(&near, r->open.p[i].label);
    }
    if (o == NULL) {
        str hint = STR("truce check lists what is open in a draft");
        if (near.best.n > 0)
            TRY_ROOM(r->cx, r->a,
                     arena_printf(r->a, &hint, "did you mean %.*s?",
                                  STR_ARG(near.best)));
        return fail_typed(r->cx, ERR_NOT_FOUND, hint.p,
                          "--compare: \"%s\" is no open clause of %s",
                          r->o->compare, r->o->path);
    }
    rest = o->choices;
    while (more) {
        struct alternative x;
        more = str_cut(rest, ',', &id, &rest);
        x.id = str_trim(id);
        TRY(r->cx, plan_of(r, o->label, x.id, &x.plan));
        TRY_ROOM(r->cx, r->a, vec_push(r->a, &v, x));
    }
    buf_printf(out, "Alternatives of %.*s, all else alike\n\n",
               STR_ARG(o->label));
    for (size_t i = 0; i < v.n; i++) {
        summary_of(&v.p[i], out);
        only_here(v.p, v.n, i, out);
    }
    return OK;
}

/* --- All of it
 * ---------------------------------------------------------------- */

static err rehearse(struct rehearsal *r, struct buf *out, uint32_t *breaks)
{
    instant start;
    struct sim_all sims;
    TRY(r->cx, load(r));
    if (r->o->compare != NULL) {
        *breaks = 0;
        return compare(r, out);
    }
    TRY(r->cx, start_of(r, &start));
    TRY(r->cx, plan_make(r->cx, r->a, r->g.ag, start, &r->plan));
    r->plan->force_assumed = r->plan->force_assumed || r->inserted;
    *breaks = 0;
    if (r->o->scenario != NULL) {
        struct scenario_options so = {.path = r->o->scenario,
                                      .text = r->orders,
                                      .person = r->o->person,
                                      .writes = true,
                                      .colour = r->o->colour,
                                      .width = r->o->width,
                                      .flush = r->o->flush,
                                      .self = r->o->self};
        return scenario_run(r->cx, r->a, r->plan, &so, out);
    }
    TRY(r->cx,
        sim_rehearse(r->cx, r->a, r->plan, r->o->late_days * 86400, &sims));
    struct report_plan view = {
        .p = r->plan,
        .sims = &sims,
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
    if (r->o->html != NULL) {
        struct buf page;
        buf_init(&page, r->a, SIZE_MAX);
        TRY(r->cx, report_plan_html(r->cx, &view, &page));
        TRY(r->cx, buf_finish(r->cx, &page));
        TRY(r->cx, sys_write_file(r->cx, r->o->html, buf_view(&page)));
    }
    return r->o->format == REHEARSE_JSON ? report_plan_json(r->cx, &view, out)
                                         : report_plan_text(r->cx, &view, out);
}

err app_rehearse(struct cx *cx, struct arena *a,
                 const struct rehearse_options *o, struct buf *out,
                 struct buf *messages, uint32_t *breaks_out)
{
    struct rehearsal r = {.cx = cx, .a = a, .o = o, .messages = messages};
    struct rehearse_options with;
    if (o->scenario != NULL && !o->person)
        TRY(cx, sys_read_file(cx, a, o->scenario, LIMIT_TEXT_BYTES, &r.orders));
    if (o->scenario != NULL && strcmp(o->scenario, "-") != 0) {
        struct scenario_head head;
        TRY(cx, scenario_read_head(cx, a, o->scenario, r.orders, &head));
        with = *o;
        with.path = o->path != NULL ? o->path : head.agreement;
        with.start = o->start != NULL ? o->start : head.start;
        r.start_in_file = o->start == NULL && head.start != NULL;
        if (o->n_choices == 0) {
            r.choices_in_file = true;
            with.choices = head.choices;
            with.n_choices = head.n_choices;
        }
        r.o = &with;
    }
    if (r.o->path == NULL) {
        return fail_typed(
            cx, ERR_INPUT,
            "name it, or begin the file of orders with: agreement "
            "FILE",
            "the agreement is missing");
    }
    return rehearse(&r, out, breaks_out);
}
