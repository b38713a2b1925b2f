/* web/page_incident.c: one incident whole: the accounts side by side, the five
 * axes as assessed and as found, its path, what was answered and what followed.
 * The forms of the next step: page_incident_forms.c. */
#include "web/web_int.h"

static const struct fact *fact_of(const struct web_view *v,
                                  const struct incident_said *s,
                                  struct fact *buffer)
{
    return v->c->fact(v->c->self, s->fact, buffer);
}

static void heading(const struct web_view *v, struct buf *b, enum word w)
{
    buf_c(b, "<section><h2>");
    say(v, b, w);
    buf_c(b, "</h2>\n");
}

static void term(const struct web_view *v, struct buf *b, enum word w)
{
    buf_c(b, "<dt>");
    say(v, b, w);
    buf_c(b, "</dt><dd>");
}

static void put_head(const struct web_view *v, struct buf *b,
                     const struct incident *x)
{
    const struct agreement *ag = v->c->ag;
    buf_c(b, "<dl class=\"pairs\">");
    term(v, b, W_INC_STAGE);
    put_stage(v, b, x->stage);
    buf_c(b, "</dd>");
    term(v, b, W_INC_WHAT);
    put_incident_what(v, b, x);
    buf_c(b, "</dd>");
    if (x->from != INSTANT_MIN) {
        struct text t = span_text(v, x->from, x->to_);
        term(v, b, W_INC_WHEN);
        put_when(b, v, x->from, &t);
        if (x->zone != NONE) {
            buf_c(b, " · ");
            put_bdi(b, name_of_zone(v, x->zone));
        } else if (x->places_differ) {
            buf_c(b, " · ");
            say(v, b, W_INC_PLACES_DIFFER);
        }
        buf_c(b, "</dd>");
    }
    if (x->clause != NONE) {
        term(v, b, W_COLUMN_CLAUSE);
        LINK(v, b, "", STR("clause"), ag->clauses[x->clause].label);
        put_bdi(b, ag->clauses[x->clause].label);
        link_end(b);
        buf_char(b, ' ');
        put_clause_words(v, b, &ag->clauses[x->clause], NONE);
        buf_c(b, "</dd>");
    }
    term(v, b, W_INC_NAMED);
    put_incident_named(v, b, x);
    buf_c(b, "</dd>");
    term(v, b, W_INC_WAITS);
    put_incident_waits(v, b, x);
    buf_c(b, "</dd></dl>\n");
}

/* --- Accounts
 * ---------------------------------------------------------------- */

static void put_known(const struct web_view *v, struct buf *b, str how)
{
    static const struct {
        str name;
        enum word w;
    } known[] = {{STR_INIT("seen"), W_INC_KNOWN_SEEN},
                 {STR_INIT("heard"), W_INC_KNOWN_HEARD},
                 {STR_INIT("sensor"), W_INC_KNOWN_SENSOR},
                 {STR_INIT("told"), W_INC_KNOWN_TOLD},
                 {STR_INIT("open_source"), W_INC_KNOWN_OPEN_SOURCE},
                 {STR_INIT("unknown"), W_INC_KNOWN_UNKNOWN}};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq(how, known[i].name)) {
            say(v, b, known[i].w);
            return;
        }
    say(v, b, W_INC_UNSAID);
}

static void put_evidence(const struct web_view *v, struct buf *b,
                         const struct web_files *files,
                         const struct incident_said *s)
{
    for (uint32_t i = 0; i < s->n_evidence; i++) {
        buf_c(b, i == 0 ? "" : "<br>");
        put_cited(v, b, files, s->evidence[i]);
    }
    if (s->n_evidence == 0)
        buf_c(b, "–");
}

static void put_account(const struct web_view *v, struct buf *b,
                        const struct incident_step *p,
                        const struct web_files *files)
{
    const struct incident_said *s = p->said;
    struct text t = moment_text(v, p->at, true);
    buf_c(b, "<tr><th scope=\"row\">");
    link_report(v, b, s->fact);
    buf_c(b, "</th>");
    cell_begin(v, b, W_INC_SAYS);
    buf_c(b, "<div class=\"said\">");
    if (s->denied) {
        SAY(v, b, W_INC_DENIED_BY, s->denied_by);
        buf_c(b, " · ");
    }
    put_statement(v, b, s->fact);
    buf_c(b, "</div></td>");
    cell_begin(v, b, W_INC_HOW_KNOWN);
    put_known(v, b, s->how_known);
    buf_c(b, "</td>");
    cell_begin(v, b, W_REPORT_RECORDED);
    put_when(b, v, p->at, &t);
    buf_c(b, "</td>");
    cell_begin(v, b, W_INC_AUTHOR);
    put_bdi(b, s->author.n > 0 ? s->author : STR("–"));
    buf_c(b, "</td>");
    cell_begin(v, b, W_INC_EVIDENCE);
    put_evidence(v, b, files, s);
    buf_c(b, "</td></tr>\n");
}

static void put_all_accounts(const struct web_view *v, struct buf *b,
                             const struct incident *x,
                             const struct web_files *files)
{
    static const enum word columns[] = {
        W_COLUMN_REPORTS, W_INC_SAYS,     W_INC_HOW_KNOWN, W_REPORT_RECORDED,
        W_INC_AUTHOR,     W_INC_EVIDENCE, N_WORDS};
    heading(v, b, W_INC_ACCOUNTS);
    table_begin(v, b, "rows", word(v, W_INC_ACCOUNTS), columns);
    for (uint32_t i = 0; i < x->n_steps; i++)
        if (x->steps[i].said->kind == INC_REPORT)
            put_account(v, b, &x->steps[i], files);
    table_end(b);
    buf_c(b, "</section>\n");
}

/* --- Five axes
 * --------------------------------------------------------------- */

enum axis {
    AXIS_OBSERVED,
    AXIS_VERIFIED,
    AXIS_SCOPE,
    AXIS_SEVERITY,
    AXIS_ATTRIBUTED,
    N_AXES
};

static void put_yes_no(const struct web_view *v, struct buf *b, str s)
{
    say(v, b,
        str_eq(s, STR("yes"))  ? W_INC_YES
        : str_eq(s, STR("no")) ? W_INC_NO
                               : W_INC_UNSAID);
}

static void put_verified(const struct web_view *v, struct buf *b,
                         const struct incident_said *s)
{
    enum word w = str_eq(s->verified, STR("yes"))       ? W_INC_VERIFIED_YES
                  : str_eq(s->verified, STR("no"))      ? W_INC_VERIFIED_NO
                  : str_eq(s->verified, STR("unclear")) ? W_INC_VERIFIED_UNCLEAR
                                                        : W_INC_UNSAID;
    if (s->confidence < 0) {
        say(v, b, w);
        return;
    }
    struct text t = count_text(v, s->confidence);
    SAY(v, b, W_INC_CONFIDENCE, word(v, w), text_str(&t));
}

static void put_axis(const struct web_view *v, struct buf *b, enum axis axis,
                     const struct incident_step *p)
{
    struct fact buffer;
    const struct incident_said *s = p->said;
    const struct fact *f = fact_of(v, s, &buffer);
    switch (axis) {
    case AXIS_OBSERVED:
        put_yes_no(v, b, s->observed);
        break;
    case AXIS_VERIFIED:
        put_verified(v, b, s);
        break;
    case AXIS_SCOPE:
        if (f == NULL || f->clause == NONE)
            say(v, b, W_INC_UNSAID);
        else
            put_bdi(b, v->c->ag->clauses[f->clause].label);
        break;
    case AXIS_SEVERITY:
        if (s->severity.n > 0)
            put_bdi(b, s->severity);
        else
            say(v, b, W_INC_UNSAID);
        break;
    case AXIS_ATTRIBUTED:
        if (s->attributed_to != NONE)
            put_bdi(b, name_of_actor(v, s->attributed_to));
        else
            say(v, b, W_INC_NOBODY);
        break;
    case N_AXES:
        break;
    }
}

static void put_axis_row(const struct web_view *v, struct buf *b,
                         const struct incident *x, enum axis axis)
{
    static const enum word words[N_AXES] = {W_INC_OBSERVED, W_INC_VERIFIED,
                                            W_INC_SCOPE, W_INC_SEVERITY,
                                            W_INC_ATTRIBUTED};
    buf_c(b, "<tr><th scope=\"row\">");
    say(v, b, words[axis]);
    buf_c(b, "</th>");
    cell_begin(v, b, W_INC_ASSESSMENT);
    if (x->assessment != NULL)
        put_axis(v, b, axis, x->assessment);
    else
        buf_c(b, "–");
    buf_c(b, "</td>");
    cell_begin(v, b, W_INC_FINDING);
    if (x->finding != NULL)
        put_axis(v, b, axis, x->finding);
    else
        buf_c(b, "–");
    buf_c(b, "</td></tr>\n");
}

static void put_reasons(const struct web_view *v, struct buf *b,
                        const struct incident_step *p, enum word what)
{
    if (p == NULL || p->said->reasons.n == 0)
        return;
    buf_c(b, "<h3>");
    say(v, b, what);
    buf_c(b, " · ");
    say(v, b, W_INC_REASONS);
    buf_c(b, "</h3>");
    put_prose(b, "p", STR(""), p->said->reasons);
}

static void join(const struct web_view *v, struct buf *b, const str *of,
                 uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) {
            buf_str(b, word(v, W_LIST_COMMA));
            buf_char(b, ' ');
        }
        buf_str(b, of[i]);
    }
}

/* Names of those who adopted it. */
static str adopters(const struct web_view *v, struct buf *b,
                    const struct incident_said *s)
{
    str *names = arena_alloc(b->arena, (s->n_adopted_by + 1) * sizeof *names);
    struct buf out;
    if (names == NULL)
        return STR("");
    for (uint32_t i = 0; i < s->n_adopted_by; i++)
        names[i] = name_of_id(v, s->adopted_by[i]);
    buf_init(&out, b->arena, SIZE_MAX);
    join(v, &out, names, s->n_adopted_by);
    return buf_view(&out);
}

static void put_adoption(const struct web_view *v, struct buf *b,
                         const struct incident_step *p)
{
    const struct adoption *d = &p->adoption;
    struct text have = count_text(v, d->have),
                needed = count_text(v, d->needed);
    buf_c(b, "<p>");
    switch (d->state) {
    case ADOPTION_HOLDS:
        SAY(v, b, W_INC_ADOPTED_HOLDS, adopters(v, b, p->said));
        break;
    case ADOPTION_NO_RULE:
        say(v, b, W_INC_ADOPTED_NO_RULE);
        break;
    case ADOPTION_SHORT:
        SAY(v, b, W_INC_ADOPTED_SHORT, text_str(&have), text_str(&needed));
        break;
    case ADOPTION_OTHER_BODY:
        say(v, b, W_INC_ADOPTED_OTHER_BODY);
        break;
    case ADOPTION_NO_MANDATE:
        say(v, b, W_INC_ADOPTED_NO_MANDATE);
        break;
    }
    buf_c(b, "</p>\n");
    for (uint32_t i = 0; i < p->said->n_dissent; i++) {
        buf_c(b, "<p class=\"dissent\"><strong>");
        SAY(v, b, W_INC_DISSENT, name_of_id(v, p->said->dissent[2 * i]));
        buf_c(b, "</strong> ");
        put_prose(b, "q", STR(""), p->said->dissent[2 * i + 1]);
        buf_c(b, "</p>\n");
    }
}

/* The last finding, adopted or not. */
static const struct incident_step *last_finding(const struct incident *x)
{
    for (uint32_t i = x->n_steps; i-- > 0;)
        if (x->steps[i].said->kind == INC_FINDING)
            return &x->steps[i];
    return NULL;
}

static void put_axes(const struct web_view *v, struct buf *b,
                     const struct incident *x, const struct web_files *files)
{
    static const enum word columns[] = {W_INC_AXIS, W_INC_ASSESSMENT,
                                        W_INC_FINDING, N_WORDS};
    const struct incident_step *finding = last_finding(x);
    if (x->assessment == NULL && finding == NULL)
        return;
    heading(v, b, W_INC_AXES);
    table_begin(v, b, "rows axes", word(v, W_INC_AXES), columns);
    for (int i = 0; i < N_AXES; i++)
        put_axis_row(v, b, x, (enum axis)i);
    if (x->assessment != NULL) {
        buf_c(b, "<tr><th scope=\"row\">");
        say(v, b, W_INC_EVIDENCE);
        buf_c(b, "</th>");
        cell_begin(v, b, W_INC_ASSESSMENT);
        put_evidence(v, b, files, x->assessment->said);
        buf_c(b, "</td>");
        cell_begin(v, b, W_INC_FINDING);
        if (x->finding != NULL)
            put_evidence(v, b, files, x->finding->said);
        else
            buf_c(b, "–");
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
    if (finding != NULL)
        put_adoption(v, b, finding);
    put_reasons(v, b, x->assessment, W_INC_ASSESSMENT);
    put_reasons(v, b, finding, W_INC_FINDING);
    buf_c(b, "</section>\n");
}

/* --- Path
 * --------------------------------------------------------------------- */

static enum word did_word(const struct incident_step *p)
{
    switch (p->said->kind) {
    case INC_REPORT:
        return W_INC_DID_REPORT;
    case INC_GROUPING:
        return W_INC_DID_GROUP;
    case INC_ASSIGNMENT:
        return W_INC_DID_ASSIGN;
    case INC_ASSESSMENT:
        return p->verifies ? W_INC_DID_ASSESS : W_INC_DID_STATE;
    case INC_FINDING:
        return p->adoption.state == ADOPTION_HOLDS ||
                       p->adoption.state == ADOPTION_NO_RULE
                   ? W_INC_DID_FIND
                   : W_INC_DID_FIND_NOT;
    case INC_RESPONSE:
        return W_INC_DID_ANSWER;
    case INC_ASKED:
        return W_INC_DID_ASK;
    case INC_DONE:
        return W_INC_DID_DO;
    case INC_CLOSING:
        return W_INC_DID_CLOSE;
    }
    return W_INC_DID_REPORT;
}

/* What was done, by whom, of whom and by when, in whose words. */
static void put_did(const struct web_view *v, struct buf *b,
                    const struct incident_step *p, const struct fact *f)
{
    const struct incident_said *s = p->said;
    buf_c(b, " <strong>");
    say(v, b, did_word(p));
    buf_c(b, "</strong> · ");
    put_bdi(b, name_of_source(v, f->source));
    if (f->performer != NONE &&
        f->performer != v->c->source(v->c->self, f->source)->account &&
        (s->kind == INC_ASSIGNMENT || s->kind == INC_ASKED)) {
        buf_char(b, ' ');
        SAY(v, b, W_INC_TO, name_of_actor(v, f->performer));
    }
    if (s->has_due) {
        struct text due = due_text(v, s->due);
        buf_c(b, " · ");
        SAY(v, b, W_INC_DUE, text_str(&due));
    }
    if (s->kind != INC_REPORT && f->text.n > 0) {
        buf_char(b, ' ');
        put_prose(b, "q", STR(""), f->text);
    }
}

bool put_incident_news(const struct web_view *v, struct buf *b,
                       const struct incident_list *l, uint32_t fact)
{
    struct fact buffer;
    const struct fact *of = v->c->fact(v->c->self, fact, &buffer);
    if (of == NULL || of->kind < FACT_INCIDENT) /* no step of one */
        return false;
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t k = 0; k < l->v[i].n_steps; k++) {
            const struct incident_step *p = &l->v[i].steps[k];
            const struct fact *f =
                p->said->fact == fact ? fact_of(v, p->said, &buffer) : NULL;
            if (f == NULL || p->said->kind == INC_REPORT)
                continue;
            if (p->said->kind != INC_GROUPING) {
                link_report(v, b, fact);
                buf_char(b, ' ');
            }
            link_incident(v, b, l->v[i].id);
            put_did(v, b, p, f);
            return true;
        }
    return false;
}

static void put_step(const struct web_view *v, struct buf *b,
                     const struct incident_step *p)
{
    const struct incident_said *s = p->said;
    struct fact buffer;
    const struct fact *f = fact_of(v, s, &buffer);
    struct text t = moment_text(v, p->at, true);
    if (f == NULL)
        return;
    buf_c(b, "<li>");
    put_when(b, v, p->at, &t);
    put_did(v, b, p, f);
    buf_c(b, " <span class=\"rep\">");
    link_report(v, b, s->fact);
    buf_c(b, "</span>");
    if (s->author.n > 0) {
        buf_c(b, " <small>");
        say(v, b, W_INC_AUTHOR);
        buf_char(b, ' ');
        put_bdi(b, s->author);
        buf_c(b, "</small>");
    }
    buf_c(b, "</li>\n");
}

void put_length(const struct web_view *v, struct buf *b, int64_t s)
{
    enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };
    bool days = s >= DAY;
    struct text x = count_text(v, days ? s / DAY : s / HOUR);
    struct text y = count_text(v, days ? s % DAY / HOUR : s % HOUR / MINUTE);
    SAY(v, b, days ? W_INC_DAYS : W_INC_HOURS, text_str(&x), text_str(&y));
}

static void put_took_row(const struct web_view *v, struct buf *b, enum word w,
                         instant at, instant before)
{
    struct text t = moment_text(v, at, true);
    buf_c(b, "<tr><th scope=\"row\">");
    say(v, b, w);
    buf_c(b, "</th>");
    cell_begin(v, b, W_INC_TOOK_AT);
    put_when(b, v, at, &t);
    buf_c(b, "</td>");
    cell_begin(v, b, W_INC_TOOK_AFTER);
    put_length(v, b, at > before ? at - before : 0);
    buf_c(b, "</td></tr>\n");
}

static void put_took(const struct web_view *v, struct buf *b,
                     const struct incident *x)
{
    static const enum word columns[] = {W_INC_TOOK_STEP, W_INC_TOOK_AT,
                                        W_INC_TOOK_AFTER, N_WORDS};
    const struct {
        enum word w;
        instant at;
    } points[] = {{W_INC_DID_REPORT, x->path.reported},
                  {W_INC_TOOK_RECORDED, x->path.recorded},
                  {W_INC_DID_GROUP, x->path.grouped},
                  {W_INC_DID_ASSIGN, x->path.assigned},
                  {W_INC_DID_ASSESS, x->path.verified},
                  {W_INC_DID_FIND, x->path.found},
                  {W_INC_DID_CLOSE, x->path.closed}};
    instant before = x->path.occurred;
    heading(v, b, W_INC_TOOK);
    table_begin(v, b, "rows took", word(v, W_INC_TOOK), columns);
    for (size_t i = 0; i < COUNT_OF(points) && before != INSTANT_MIN; i++) {
        if (points[i].at == INSTANT_MIN)
            continue;
        put_took_row(v, b, points[i].w, points[i].at, before);
        if (points[i].at > before)
            before = points[i].at;
    }
    table_end(b);
    buf_c(b, "</section>\n");
}

static void put_path(const struct web_view *v, struct buf *b,
                     const struct incident *x)
{
    heading(v, b, W_INC_PATH);
    buf_c(b, "<ol class=\"path\">\n");
    for (uint32_t i = 0; i < x->n_steps; i++)
        put_step(v, b, &x->steps[i]);
    buf_c(b, "</ol></section>\n");
}

/* --- Answers, and what followed
 * ---------------------------------------------- */

static void put_answers(const struct web_view *v, struct buf *b,
                        const struct incident *x, const struct web_files *files)
{
    bool any = false;
    for (uint32_t i = 0; i < x->n_steps; i++) {
        const struct incident_said *s = x->steps[i].said;
        if (s->kind != INC_RESPONSE)
            continue;
        if (!any) {
            heading(v, b, W_INC_ANSWERS);
            buf_c(b, "<ul class=\"plain\">");
        }
        any = true;
        buf_c(b, "<li>");
        link_report(v, b, s->fact);
        buf_char(b, ' ');
        put_statement(v, b, s->fact);
        if (s->n_evidence > 0) {
            buf_c(b, "<br>");
            put_evidence(v, b, files, s);
        }
        buf_c(b, "</li>\n");
    }
    if (any)
        buf_c(b, "</ul></section>\n");
}

static void put_asked(const struct web_view *v, struct buf *b,
                      const struct incident_step *p, instant at)
{
    struct fact buffer;
    const struct fact *f = fact_of(v, p->said, &buffer);
    if (f == NULL)
        return;
    buf_c(b, "<tr><th scope=\"row\">");
    put_bdi(b, name_of_actor(v, f->performer));
    buf_c(b, "</th>");
    cell_begin(v, b, W_INC_ASKED);
    put_bdi(b, f->text);
    buf_c(b, "</td>");
    cell_begin(v, b, W_INC_BY_WHEN);
    if (p->said->has_due) {
        struct text t = due_text(v, p->said->due);
        put_when(b, v, p->said->due, &t);
    } else {
        buf_c(b, "–");
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_COLUMN_STATE);
    say(v, b, p->open ? W_INC_LEDGER_OPEN : W_INC_LEDGER_DONE);
    if (p->open && p->said->has_due && p->said->due < at) {
        buf_c(b, " <strong class=\"overdue\">⚠ ");
        say(v, b, W_INC_OVERDUE);
        buf_c(b, "</strong>");
    }
    buf_c(b, "</td></tr>\n");
}

static void put_ledger(const struct web_view *v, struct buf *b,
                       const struct incident *x, instant at)
{
    static const enum word columns[] = {W_INC_ASKED_OF, W_INC_ASKED,
                                        W_INC_BY_WHEN, W_COLUMN_STATE, N_WORDS};
    bool any = false;
    for (uint32_t i = 0; i < x->n_steps; i++) {
        if (x->steps[i].said->kind != INC_ASKED)
            continue;
        if (!any) {
            heading(v, b, W_INC_LEDGER);
            table_begin(v, b, "rows", word(v, W_INC_LEDGER), columns);
        }
        any = true;
        put_asked(v, b, &x->steps[i], at);
    }
    if (!any)
        return;
    table_end(b);
    buf_c(b, "</section>\n");
}

static void put_likes(const struct web_view *v, struct buf *b,
                      const struct web_incident *d)
{
    if (d->n_like == 0)
        return;
    heading(v, b, W_INC_LIKES);
    put_prose(b, "p", STR(""), word(v, W_INC_LIKES_RULE));
    buf_c(b, "<ul class=\"plain\">");
    for (uint32_t i = 0; i < d->n_like; i++) {
        const struct incident *x = &d->list->v[d->like[i].index];
        buf_c(b, "<li>");
        link_incident(v, b, x->id);
        buf_c(b, " · ");
        put_stage(v, b, x->stage);
        if (d->like[i].same_actor) {
            buf_c(b, " · ");
            say(v, b, W_INC_LIKES_ACTOR);
        }
        buf_c(b, "</li>\n");
    }
    buf_c(b, "</ul></section>\n");
}

err web_incident(struct cx *cx, const struct web_view *v,
                 const struct web_incident *d, struct buf *out)
{
    const struct incident *x = &d->list->v[d->index];
    struct buf title;
    buf_init(&title, out->arena, SIZE_MAX);
    /* Plain text: the title of the page too. */
    str form =
        word(v, x->stage == STAGE_ALLEGED ? W_INC_REPORT_ONE : W_INC_ONE);
    size_t at = str_find(form, STR("{1}"));
    buf_str(&title, str_sub(form, 0, at));
    buf_str(&title, x->id);
    buf_str(&title, str_sub(form, at + 3, form.n));
    page_begin(v, out, NAV_INCIDENTS, buf_view(&title));
    put_problem(v, out);
    put_head(v, out, x);
    put_all_accounts(v, out, x, &d->files);
    put_likes(v, out, d);
    put_axes(v, out, x, &d->files);
    put_answers(v, out, x, &d->files);
    put_ledger(v, out, x, d->list->at);
    put_incident_forms(v, out, d);
    put_path(v, out, x);
    put_took(v, out, x);
    page_end(v, out);
    return buf_finish(cx, out);
}
