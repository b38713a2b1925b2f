/* report/incident.c: incidents as text and as JSON: a list, and one whole.
 *
 * What parties allege and what was verified are counted apart, in lines of
 * their own, and never added. */
#include "report/incident.h"

#include "report/report_int.h"

#include <inttypes.h>

static const char *const stages[N_STAGES] = {
    "alleged", "open", "assigned", "verified", "found", "follow-up", "closed"};

str incident_stage_name(enum incident_stage s)
{
    return str_of(stages[s]);
}

str incident_state_name(enum incident_state s)
{
    static const char *const names[N_INC_STATES] = {
        [INC_IS_VERIFIED] = "verified",           [INC_IS_UNCLEAR] = "unclear",
        [INC_IS_NOT_CONFIRMED] = "not-confirmed", [INC_IS_ADOPTED] = "adopted",
        [INC_IS_DENIAL] = "access-denied",        [INC_IS_OVERDUE] = "overdue"};
    return str_of(names[s]);
}

bool incident_is(const struct incident *x, enum incident_state s)
{
    str verified =
        x->assessment == NULL ? STR("") : x->assessment->said->verified;
    switch (s) {
    case INC_IS_VERIFIED:
        return str_eq(verified, STR("yes"));
    case INC_IS_UNCLEAR:
        return str_eq(verified, STR("unclear"));
    case INC_IS_NOT_CONFIRMED:
        return str_eq(verified, STR("no"));
    case INC_IS_ADOPTED:
        return x->finding != NULL;
    case INC_IS_DENIAL:
        return x->denial;
    case INC_IS_OVERDUE:
        return x->overdue;
    case N_INC_STATES:
        break;
    }
    return false;
}

static bool is_shown(const struct incident_choice *choice, uint32_t i)
{
    return choice->show == NULL || choice->show[i];
}

/* What it is about: "attack", "access denied". */
static str what_of(const struct report_case *c, const struct incident *x)
{
    if (x->denial)
        return STR("access denied");
    return x->act == NONE ? STR("-") : c->ag->acts[x->act].inf;
}

static str claimed_of(const struct report_case *c, const struct incident *x)
{
    if (x->claims_differ)
        return STR("accounts differ");
    return x->claimed == NONE ? STR("-") : show_actor_name(c->ag, x->claimed);
}

/* What somebody has to do next. */
static const char *next_of(const struct incident *x)
{
    switch (x->stage) {
    case STAGE_ALLEGED:
        return "to take up";
    case STAGE_OPEN:
        return "to assign";
    case STAGE_ASSIGNED:
        return "to verify";
    case STAGE_VERIFIED:
        return "to decide";
    case STAGE_FOUND:
        return "to follow up or close";
    case STAGE_FOLLOW_UP:
        return "to do what was asked";
    case STAGE_CLOSED:
    case N_STAGES:
        break;
    }
    return "";
}

static void put_due(const struct report_case *c, const struct incident *x,
                    struct buf *b)
{
    if (!x->has_due)
        return;
    buf_c(b, ", by ");
    show_moment(c, b, x->due, true);
    if (x->overdue)
        buf_c(b, ", which has passed");
}

static void put_next(const struct report_case *c, const struct incident *x,
                     struct buf *b)
{
    if (x->waits_for == NONE)
        return;
    buf_str(b, show_actor_name(c->ag, x->waits_for));
    buf_char(b, ' ');
    buf_c(b, next_of(x));
    put_due(c, x, b);
}

static str account_name(const struct report_case *c, int account)
{
    return account < (int)c->ag->n_actors ? show_actor_name(c->ag, account)
                                          : show_account_name(c, account);
}

static void put_counts(const struct report_case *c,
                       const struct incident_counts *k, struct buf *out)
{
    buf_c(out, "reports, as made:");
    for (uint32_t i = 0; i < k->n_accounts; i++) {
        buf_c(out, i == 0 ? " " : ", ");
        buf_safe(out, account_name(c, k->accounts[i].account));
        buf_printf(out, " %" PRIu32, k->accounts[i].reports);
    }
    buf_c(out, k->n_accounts == 0 ? " none\nincidents:" : "\nincidents:");
    for (int i = 0; i < N_STAGES; i++)
        buf_printf(out, "%s %" PRIu32 " %s", i == 0 ? "" : ",", k->stages[i],
                   stages[i]);
    buf_printf(out,
               "\nassessed: %" PRIu32 " verified, %" PRIu32 " unclear, %" PRIu32
               " not confirmed; findings adopted: %" PRIu32
               "; access denied: %" PRIu32 "; past a deadline: %" PRIu32 "\n",
               k->states[INC_IS_VERIFIED], k->states[INC_IS_UNCLEAR],
               k->states[INC_IS_NOT_CONFIRMED], k->states[INC_IS_ADOPTED],
               k->states[INC_IS_DENIAL], k->states[INC_IS_OVERDUE]);
}

static void put_row(const struct report_case *c, const struct incident *x,
                    struct buf *out)
{
    buf_c(out, "\n");
    buf_safe(out, x->id);
    buf_c(out, "  ");
    buf_c(out, stages[x->stage]);
    buf_c(out, "  ");
    buf_safe(out, what_of(c, x));
    if (x->zone != NONE) {
        buf_c(out, ", ");
        buf_safe(out, show_zone_name(c->ag, x->zone));
    } else if (x->places_differ) {
        buf_c(out, ", places differ");
    }
    if (x->from != INSTANT_MIN) {
        buf_c(out, ", ");
        show_span(c, out, x->from, x->to_);
    }
    buf_c(out, "\n    ");
    if (x->clause != NONE) {
        buf_c(out, x->in_scope ? "clause " : "perhaps clause ");
        buf_safe(out, c->ag->clauses[x->clause].label);
        buf_c(out, "; ");
    }
    buf_c(out, "named in reports: ");
    buf_safe(out, claimed_of(c, x));
    if (x->waits_for != NONE) {
        buf_c(out, "; waits for ");
        put_next(c, x, out);
    }
    buf_char(out, '\n');
}

static void put_at(const struct report_case *c, instant at, struct buf *out)
{
    buf_c(out, "at ");
    show_moment(c, out, at, true);
    buf_c(out, "\n");
}

err report_incidents_text(struct cx *cx, const struct report_case *c,
                          const struct incident_list *l,
                          const struct incident_choice *choice, struct buf *out)
{
    put_at(c, l->at, out);
    put_counts(c, &l->counts, out);
    for (uint32_t i = 0; i < l->n; i++)
        if (is_shown(choice, i))
            put_row(c, &l->v[i], out);
    return buf_finish(cx, out);
}

/* --- One whole
 * ------------------------------------------------------------- */

static const struct fact *fact_of(const struct report_case *c, uint32_t n,
                                  struct fact *buffer)
{
    return c->fact(c->self, n, buffer);
}

static void put_wrapped(struct buf *out, const char *name, str text,
                        size_t width)
{
    if (text.n == 0)
        return;
    enum { INDENT = 4 };
    buf_fill(out, ' ', INDENT);
    buf_c(out, name);
    buf_c(out, ": ");
    show_wrapped(out, text, INDENT + strlen(name) + 2, INDENT + 2, width);
}

static void put_axes(const struct report_case *c, const struct incident_said *s,
                     const struct fact *f, const struct incident_choice *choice,
                     struct buf *out)
{
    buf_c(out, "    observed: ");
    buf_safe(out, s->observed.n > 0 ? s->observed : STR("not said"));
    buf_c(out, "; verified: ");
    buf_safe(out, s->verified.n > 0 ? s->verified : STR("not said"));
    if (s->confidence >= 0)
        buf_printf(out, " at %" PRId64 " %%", s->confidence);
    buf_c(out, "; clause: ");
    buf_safe(out,
             f->clause == NONE ? STR("none") : c->ag->clauses[f->clause].label);
    buf_c(out, "; severity: ");
    buf_safe(out, s->severity.n > 0 ? s->severity : STR("not said"));
    buf_c(out, "\n    attributed to: ");
    buf_safe(out, s->attributed_to == NONE
                      ? STR("nobody")
                      : show_actor_name(c->ag, s->attributed_to));
    buf_char(out, '\n');
    put_wrapped(out, "reasons", s->reasons, choice->width);
    put_wrapped(out, "response", s->response, choice->width);
}

static void put_adoption(const struct incident_step *p, struct buf *out)
{
    const struct incident_said *s = p->said;
    const struct adoption *d = &p->adoption;
    buf_c(out, "    ");
    switch (d->state) {
    case ADOPTION_HOLDS:
        buf_c(out, "adopted");
        break;
    case ADOPTION_NO_RULE:
        buf_c(out, "the text states no rule of decision; entered");
        break;
    case ADOPTION_SHORT:
        buf_c(out, "not adopted by the rule of the text; entered");
        break;
    case ADOPTION_OTHER_BODY:
        buf_c(out, "not adopted: not by a body that the text lets decide");
        break;
    case ADOPTION_NO_MANDATE:
        buf_c(out, "not adopted: it attributes without a mandate");
        break;
    }
    for (uint32_t i = 0; i < s->n_adopted_by; i++) {
        buf_c(out, i == 0 ? " by " : ", ");
        buf_safe(out, s->adopted_by[i]);
    }
    if (d->needed > 0)
        buf_printf(out, " (%" PRIu32 " of %" PRIu32 " that are needed)",
                   d->have, d->needed);
    buf_char(out, '\n');
}

static void put_dissent(const struct incident_said *s,
                        const struct incident_choice *choice, struct buf *out)
{
    for (uint32_t i = 0; i < s->n_dissent; i++) {
        buf_c(out, "    dissent of ");
        buf_safe(out, s->dissent[2 * i]);
        buf_c(out, ": ");
        show_wrapped(out, s->dissent[2 * i + 1], 17 + s->dissent[2 * i].n, 6,
                     choice->width);
    }
}

static const char *did(const struct incident_step *p)
{
    switch (p->said->kind) {
    case INC_REPORT:
        return "reported";
    case INC_GROUPING:
        return "taken up";
    case INC_ASSIGNMENT:
        return "assigned";
    case INC_ASSESSMENT:
        return p->verifies ? "assessed" : "stated";
    case INC_FINDING:
        return p->adoption.state == ADOPTION_HOLDS ||
                       p->adoption.state == ADOPTION_NO_RULE
                   ? "found"
                   : "a finding is entered";
    case INC_RESPONSE:
        return "answered";
    case INC_ASKED:
        return p->open ? "asked, open" : "asked, done";
    case INC_DONE:
        return "done";
    case INC_CLOSING:
        return "closed";
    }
    return "";
}

static void put_step_text(struct cx *cx, const struct report_case *c,
                          const struct incident_step *p, const struct fact *f,
                          const struct incident_choice *choice, struct buf *out)
{
    struct arena_mark mark = arena_mark(cx->scratch);
    struct buf b;
    buf_init(&b, cx->scratch, SIZE_MAX);
    buf_c(out, "    ");
    if (p->said->kind == INC_REPORT) {
        show_statement(c, p->said->fact, f, &b);
    } else {
        int by = c->source(c->self, f->source)->account;
        buf_str(&b, account_name(c, by));
        if (f->performer != NONE && f->performer != by &&
            (p->said->kind == INC_ASSIGNMENT || p->said->kind == INC_ASKED)) {
            buf_c(&b, " to ");
            buf_str(&b, show_actor_name(c->ag, f->performer));
        }
        if (p->said->has_due) {
            buf_c(&b, ", by ");
            show_moment(c, &b, p->said->due, true);
        }
        if (f->text.n > 0) {
            buf_c(&b, ": ");
            buf_str(&b, f->text);
        }
        buf_c(&b, " [");
        buf_str(&b, f->id);
        buf_char(&b, ']');
    }
    show_wrapped(out, buf_view(&b), 4, 6, choice->width);
    arena_rewind(cx->scratch, mark);
}

static void put_step(struct cx *cx, const struct report_case *c,
                     const struct incident_step *p,
                     const struct incident_choice *choice, struct buf *out)
{
    struct fact buffer;
    const struct fact *f = fact_of(c, p->said->fact, &buffer);
    const struct incident_said *s = p->said;
    if (f == NULL)
        return;
    buf_c(out, "  ");
    show_moment(c, out, p->at, true);
    buf_c(out, "  ");
    buf_c(out, did(p));
    if (s->author.n > 0) {
        buf_c(out, " (");
        buf_safe(out, s->author);
        buf_char(out, ')');
    }
    buf_char(out, '\n');
    put_step_text(cx, c, p, f, choice, out);
    if (s->denied) {
        buf_c(out, "    access denied by ");
        buf_safe(out, s->denied_by.n > 0 ? s->denied_by : STR("somebody"));
        buf_char(out, '\n');
    }
    if (s->kind == INC_ASSESSMENT || s->kind == INC_FINDING)
        put_axes(c, s, f, choice, out);
    if (s->kind == INC_FINDING) {
        put_adoption(p, out);
        put_dissent(s, choice, out);
    }
    for (uint32_t i = 0; i < s->n_evidence; i++) {
        buf_c(out, "    evidence ");
        buf_safe(out, s->evidence[i]);
        buf_char(out, '\n');
    }
}

static void put_hours(int64_t seconds, struct buf *b)
{
    enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };
    if (seconds >= DAY)
        buf_printf(b, "%" PRId64 " d %" PRId64 " h", seconds / DAY,
                   seconds % DAY / HOUR);
    else
        buf_printf(b, "%" PRId64 " h %02" PRId64 " min", seconds / HOUR,
                   seconds % HOUR / MINUTE);
}

/* Who had it how long: each step that was taken, and what is awaited. */
static void put_path(const struct report_case *c, const struct incident *x,
                     instant at, struct buf *out)
{
    const struct {
        const char *name;
        instant at;
    } points[] = {
        {"reported", x->path.reported}, {"recorded", x->path.recorded},
        {"taken up", x->path.grouped},  {"assigned", x->path.assigned},
        {"verified", x->path.verified}, {"found", x->path.found},
        {"closed", x->path.closed}};
    instant before = x->path.occurred;
    buf_c(out, "\nhow long it took\n");
    for (size_t i = 0; i < COUNT_OF(points); i++) {
        if (points[i].at == INSTANT_MIN || before == INSTANT_MIN)
            continue;
        buf_printf(out, "  %-9s  ", points[i].name);
        show_moment(c, out, points[i].at, true);
        buf_c(out, ", after ");
        put_hours(points[i].at > before ? points[i].at - before : 0, out);
        buf_char(out, '\n');
        before = points[i].at > before ? points[i].at : before;
    }
    if (x->waits_for == NONE)
        return;
    buf_c(out, "  waits for ");
    put_next(c, x, out);
    if (before != INSTANT_MIN && at > before) {
        buf_c(out, ", since ");
        put_hours(at - before, out);
    }
    buf_char(out, '\n');
}

err report_incident_text(struct cx *cx, const struct report_case *c,
                         const struct incident_list *l, uint32_t index,
                         const struct incident_like *like, uint32_t n_like,
                         const struct incident_choice *choice, struct buf *out)
{
    const struct incident *x = &l->v[index];
    put_at(c, l->at, out);
    put_row(c, x, out);
    buf_char(out, '\n');
    for (uint32_t i = 0; i < x->n_steps; i++)
        put_step(cx, c, &x->steps[i], choice, out);
    put_path(c, x, l->at, out);
    for (uint32_t i = 0; i < n_like; i++) {
        if (i == 0)
            buf_c(out, "\nperhaps the same event; a person decides\n");
        buf_c(out, "  ");
        buf_safe(out, l->v[like[i].index].id);
        buf_c(out, like[i].same_actor ? ": same act, time, place and actor\n"
                                      : ": same act, time and place\n");
    }
    return buf_finish(cx, out);
}

/* --- JSON
 * ------------------------------------------------------------------ */

static void key_actor(struct json_out *j, const struct report_case *c,
                      const char *key, int actor)
{
    json_key(j, key);
    if (actor == NONE)
        json_null(j);
    else
        json_str(j, c->ag->actors[actor].id);
}

static void key_time(struct json_out *j, const struct report_case *c,
                     const char *key, bool is, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    json_key(j, key);
    if (!is || at == INSTANT_MIN)
        json_null(j);
    else
        json_str(j, civil_rfc3339_print(c->tz, at, room));
}

static void key_text(struct json_out *j, const char *key, str s)
{
    json_key(j, key);
    if (s.n == 0)
        json_null(j);
    else
        json_str(j, s);
}

static void put_head_json(struct json_out *j, const struct report_case *c,
                          const struct incident *x)
{
    json_key_text(j, "id", x->id);
    json_key_text(j, "stage", incident_stage_name(x->stage));
    json_key_bool(j, "access_denied", x->denial);
    key_text(j, "act", x->act == NONE ? STR("") : c->ag->acts[x->act].id);
    key_text(j, "place", x->zone == NONE ? STR("") : c->ag->zones[x->zone].id);
    key_time(j, c, "from", true, x->from);
    key_time(j, c, "to", true, x->to_);
    key_text(j, "clause",
             x->clause == NONE ? STR("") : c->ag->clauses[x->clause].label);
    json_key_bool(j, "clause_assessed", x->in_scope);
    key_actor(j, c, "named_in_reports", x->claimed);
    json_key_bool(j, "reports_differ_on_actor", x->claims_differ);
    key_actor(j, c, "body", x->body);
    key_actor(j, c, "waits_for", x->waits_for);
    key_time(j, c, "due", x->has_due, x->due);
    json_key_bool(j, "overdue", x->overdue);
}

static const char *const kinds[] = {"report",     "incident", "assignment",
                                    "assessment", "finding",  "response",
                                    "asked",      "done",     "closed"};

static void put_step_json(struct json_out *j, const struct report_case *c,
                          const struct incident_step *p)
{
    static const char *const adoptions[] = {"adopted", "no_rule", "short",
                                            "other_body", "no_mandate"};
    struct fact buffer;
    const struct incident_said *s = p->said;
    const struct fact *f = fact_of(c, s->fact, &buffer);
    if (f == NULL)
        return;
    json_obj_begin(j);
    json_key_c(j, "kind", kinds[s->kind]);
    json_key_text(j, "id", f->id);
    json_key_text(j, "source", c->source(c->self, f->source)->id);
    key_text(j, "author", s->author);
    key_time(j, c, "recorded", true, p->at);
    key_time(j, c, "due", s->has_due, s->due);
    key_actor(j, c, "actor", f->performer);
    key_text(j, "text", f->text);
    if (s->kind == INC_ASSESSMENT || s->kind == INC_FINDING) {
        key_text(j, "observed", s->observed);
        key_text(j, "verified", s->verified);
        json_key(j, "confidence");
        if (s->confidence < 0)
            json_null(j);
        else
            json_int(j, s->confidence);
        key_text(j, "clause",
                 f->clause == NONE ? STR("") : c->ag->clauses[f->clause].label);
        key_text(j, "severity", s->severity);
        key_actor(j, c, "attributed_to", s->attributed_to);
        key_text(j, "reasons", s->reasons);
    }
    if (s->kind == INC_FINDING) {
        json_key_c(j, "adoption", adoptions[p->adoption.state]);
        json_key_int(j, "votes", p->adoption.have);
        json_key_int(j, "votes_needed", p->adoption.needed);
        json_key(j, "adopted_by");
        json_arr_begin(j);
        for (uint32_t i = 0; i < s->n_adopted_by; i++)
            json_str(j, s->adopted_by[i]);
        json_arr_end(j);
        json_key(j, "dissent");
        json_arr_begin(j);
        for (uint32_t i = 0; i < s->n_dissent; i++) {
            json_obj_begin(j);
            json_key_text(j, "by", s->dissent[2 * i]);
            json_key_text(j, "text", s->dissent[2 * i + 1]);
            json_obj_end(j);
        }
        json_arr_end(j);
    }
    if (s->kind == INC_ASSESSMENT)
        json_key_bool(j, "verifies", p->verifies);
    if (s->denied)
        key_text(j, "access_denied_by", s->denied_by);
    if (s->kind == INC_ASKED)
        json_key_bool(j, "open", p->open);
    json_key(j, "evidence");
    json_arr_begin(j);
    for (uint32_t i = 0; i < s->n_evidence; i++)
        json_str(j, s->evidence[i]);
    json_arr_end(j);
    json_obj_end(j);
}

static void put_counts_json(struct json_out *j, const struct report_case *c,
                            const struct incident_counts *k)
{
    json_key(j, "reports_by_account");
    json_arr_begin(j);
    for (uint32_t i = 0; i < k->n_accounts; i++) {
        json_obj_begin(j);
        json_key_text(j, "account",
                      c->account(c->self, k->accounts[i].account));
        json_key_int(j, "reports", k->accounts[i].reports);
        json_obj_end(j);
    }
    json_arr_end(j);
    json_key(j, "by_stage");
    json_obj_begin(j);
    for (int i = 0; i < N_STAGES; i++)
        json_key_int(j, stages[i], k->stages[i]);
    json_obj_end(j);
    json_key(j, "assessed");
    json_obj_begin(j);
    json_key_int(j, "yes", k->states[INC_IS_VERIFIED]);
    json_key_int(j, "unclear", k->states[INC_IS_UNCLEAR]);
    json_key_int(j, "no", k->states[INC_IS_NOT_CONFIRMED]);
    json_obj_end(j);
    json_key_int(j, "findings_adopted", k->states[INC_IS_ADOPTED]);
    json_key_int(j, "access_denied", k->states[INC_IS_DENIAL]);
    json_key_int(j, "overdue", k->states[INC_IS_OVERDUE]);
}

err report_incidents_json(struct cx *cx, const struct report_case *c,
                          const struct incident_list *l,
                          const struct incident_choice *choice, struct buf *out)
{
    enum { INDENT = 2 };
    struct json_out j;
    json_init(&j, out, INDENT);
    json_obj_begin(&j);
    key_time(&j, c, "at", true, l->at);
    put_counts_json(&j, c, &l->counts);
    json_key(&j, "incidents");
    json_arr_begin(&j);
    for (uint32_t i = 0; i < l->n; i++) {
        if (!is_shown(choice, i))
            continue;
        json_obj_begin(&j);
        put_head_json(&j, c, &l->v[i]);
        json_obj_end(&j);
    }
    json_arr_end(&j);
    json_obj_end(&j);
    json_line_end(&j);
    return buf_finish(cx, out);
}

err report_incident_json(struct cx *cx, const struct report_case *c,
                         const struct incident_list *l, uint32_t index,
                         const struct incident_like *like, uint32_t n_like,
                         struct buf *out)
{
    enum { INDENT = 2 };
    const struct incident *x = &l->v[index];
    const struct {
        const char *name;
        instant at;
    } points[] = {
        {"occurred", x->path.occurred}, {"reported", x->path.reported},
        {"recorded", x->path.recorded}, {"grouped", x->path.grouped},
        {"assigned", x->path.assigned}, {"verified", x->path.verified},
        {"found", x->path.found},       {"closed", x->path.closed}};
    struct json_out j;
    json_init(&j, out, INDENT);
    json_obj_begin(&j);
    key_time(&j, c, "at", true, l->at);
    put_head_json(&j, c, x);
    json_key(&j, "path");
    json_obj_begin(&j);
    for (size_t i = 0; i < COUNT_OF(points); i++)
        key_time(&j, c, points[i].name, true, points[i].at);
    json_obj_end(&j);
    json_key(&j, "steps");
    json_arr_begin(&j);
    for (uint32_t i = 0; i < x->n_steps; i++)
        put_step_json(&j, c, &x->steps[i]);
    json_arr_end(&j);
    json_key(&j, "perhaps_the_same");
    json_arr_begin(&j);
    for (uint32_t i = 0; i < n_like; i++) {
        json_obj_begin(&j);
        json_key_text(&j, "id", l->v[like[i].index].id);
        json_key_bool(&j, "same_actor", like[i].same_actor);
        json_obj_end(&j);
    }
    json_arr_end(&j);
    json_obj_end(&j);
    json_line_end(&j);
    return buf_finish(cx, out);
}
