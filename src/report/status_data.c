/* report/status_data.c: `truce status` as JSON and CSV.
 *
 * Others rely on the names in `obligations`: fields may be added, none is
 * renamed. Instants are RFC 3339 in the agreement's zone; a missing bound is
 * null; figures are whole numbers. */
#include "report/report_int.h"

static void key_instant(struct json_out *j, const struct report_case *c,
                        const char *key, bool has, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    json_key(j, key);
    if (has && at >= INSTANT_MIN && at <= INSTANT_MAX)
        json_str(j, civil_rfc3339_print(c->tz, at, room));
    else
        json_null(j);
}

static void key_bound(struct json_out *j, const char *key, int64_t n)
{
    json_key(j, key);
    if (n == QTY_INF)
        json_null(j);
    else
        json_int(j, n);
}

static void key_actor(struct json_out *j, const struct agreement *ag,
                      const char *key, int actor)
{
    json_key(j, key);
    if (actor == NONE)
        json_null(j);
    else
        json_str(j, ag->actors[actor].id);
}

static void key_ids(struct json_out *j, const struct report_case *c,
                    const char *key, const uint32_t *facts, uint32_t n)
{
    struct fact buffer;
    json_key(j, key);
    json_arr_begin(j);
    for (uint32_t i = 0; i < n; i++) {
        const struct fact *f = c->fact(c->self, facts[i], &buffer);
        if (f != NULL)
            json_str(j, f->id);
    }
    json_arr_end(j);
}

static void key_actors(struct json_out *j, const struct agreement *ag,
                       const char *key, actor_set set)
{
    json_key(j, key);
    json_arr_begin(j);
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (((set >> i) & 1) != 0)
            json_str(j, ag->actors[i].id);
    json_arr_end(j);
}

static void key_standard(struct json_out *j, struct cx *cx,
                         const struct agreement *ag, const struct clause *cl)
{
    if (cl->kind == CLAUSE_JUDGED) {
        struct arena_mark mark = arena_mark(cx->scratch);
        struct buf b;
        buf_init(&b, cx->scratch, SIZE_MAX);
        buf_c(&b, "judged by ");
        if (cl->judged_by != NONE)
            buf_str(&b, ag->actors[cl->judged_by].id);
        json_key_text(j, "standard", buf_view(&b));
        arena_rewind(cx->scratch, mark);
        return;
    }
    if (cl->kind == CLAUSE_DECLARATORY) {
        json_key_c(j, "standard", "declaratory");
        return;
    }
    struct arena_mark mark = arena_mark(cx->scratch);
    struct buf b;
    buf_init(&b, cx->scratch, SIZE_MAX);
    show_standard(ag, &cl->standard, &b);
    json_key_text(j, "standard", buf_view(&b));
    arena_rewind(cx->scratch, mark);
}

static void put_account(struct json_out *j, const struct report_case *c,
                        const struct clause *cl, const struct account_view *a)
{
    json_key_str(j, show_account_name(c, a->account));
    json_obj_begin(j);
    key_instant(j, c, "due", a->has_due, a->due_hi);
    json_key_text(j, "status", status_name(a->status));
    json_key_int(j, "done", a->fig.lo);
    json_key_int(j, "required", a->required);
    json_key_text(j, "unit", show_unit_of(c->ag, cl));
    key_ids(j, c, "reports", a->reports, a->n_reports);
    if (a->n_left > 0)
        json_key_int(j, "reports_earlier", a->n_left);
    key_bound(j, "done_at_most", a->fig.hi);
    json_key_int(j, "possible", a->fig.may);
    json_key(j, "arises");
    json_bool(j, a->arises);
    json_obj_end(j);
}

static void put_marks(struct json_out *j, unsigned marks)
{
    unsigned i = 0;
    const char *name;
    json_key(j, "marks");
    json_arr_begin(j);
    while ((name = mark_name(marks, &i)) != NULL)
        json_c(j, name);
    json_arr_end(j);
}

static const char *kind_name(enum clause_kind k)
{
    switch (k) {
    case CLAUSE_DUTY:
        return "duty";
    case CLAUSE_BAN:
        return "prohibition";
    case CLAUSE_KEEP:
        return "state to keep";
    case CLAUSE_MAY:
        return "permission";
    case CLAUSE_JUDGED:
        return "judged";
    case CLAUSE_DECLARATORY:
        return "declaratory";
    }
    return "";
}

static void key_label(struct json_out *j, const struct report_case *c,
                      const char *key, int clause)
{
    json_key(j, key);
    if (clause == NONE)
        json_null(j);
    else
        json_str(j, c->ag->clauses[clause].label);
}

static bool wanted(const struct report_choice *choice, const struct clause *cl)
{
    return choice->clause.n == 0 || str_eq(choice->clause, cl->label);
}

void show_verdict_json(struct cx *cx, struct json_out *j,
                       const struct report_case *c, const struct verdict *v,
                       int account)
{
    const struct clause *cl = &c->ag->clauses[v->clause];
    json_obj_begin(j);
    json_key_text(j, "clause", cl->label);
    json_key_text(j, "instance", v->instance);
    key_actor(j, c->ag, "bearer", v->bearer);
    key_standard(j, cx, c->ag, cl);
    json_key_text(j, "status", status_name(v->status));
    json_key_int(j, "sure", v->sure);
    json_key_int(j, "possible", v->possible);
    json_key(j, "accounts_differ");
    json_bool(j, v->accounts_differ);
    json_key(j, "contested_on");
    if (v->accounts_differ)
        json_c(j, v->on_status ? "status" : "figure");
    else
        json_null(j);
    json_key(j, "accounts");
    json_obj_begin(j);
    for (uint32_t i = 0; i < v->n_accounts; i++)
        if (account == NONE || v->accounts[i].account == account)
            put_account(j, c, cl, &v->accounts[i]);
    json_obj_end(j);
    /* Beyond what others rely on. */
    json_key_text(j, "article", cl->article);
    json_key_c(j, "kind", kind_name(cl->kind));
    if (cl->reading.n > 0) {
        json_key_text(j, "reading", cl->reading);
        key_actors(j, c->ag, "held_by", cl->reading_holders);
        json_key_text(j, "label_status", status_name(v->label_status));
    }
    if (cl->quoted.n > 0)
        json_key_text(j, "text", cl->quoted);
    json_key_int(j, "required", v->required);
    json_key_int(j, "before", v->before);
    json_key_text(j, "unit", show_unit_of(c->ag, cl));
    key_instant(j, c, "due", v->has_due, v->due_hi);
    key_instant(j, c, "due_from", v->has_due, v->due_lo);
    key_instant(j, c, "window_from", c->v->in_force, v->window_from);
    key_instant(j, c, "window_to", v->window_to < INSTANT_MAX, v->window_to);
    key_instant(j, c, "met_from", v->has_met, v->met_from);
    key_instant(j, c, "met_to", v->has_met, v->met_to);
    put_marks(j, v->marks);
    key_label(j, c, "waits_for", v->waits_for);
    if (cl->kind == CLAUSE_BAN || cl->kind == CLAUSE_KEEP) {
        json_key_int(j, "unattributed", v->unattributed);
        key_actors(j, c->ag, "covering", v->covering);
    }
    key_ids(j, c, "reports", v->reports, v->n_reports);
    if (v->n_left > 0)
        json_key_int(j, "reports_earlier", v->n_left);
    json_obj_end(j);
}

static void put_series_json(struct cx *cx, struct json_out *j,
                            const struct report_case *c,
                            const struct report_choice *choice)
{
    json_key(j, "series");
    json_arr_begin(j);
    for (uint32_t i = 0; i < c->v->n_series; i++) {
        const struct series *s = &c->v->series[i];
        const struct clause *cl = &c->ag->clauses[s->clause];
        if (!wanted(choice, cl))
            continue;
        json_obj_begin(j);
        json_key_text(j, "clause", cl->label);
        key_actor(j, c->ag, "bearer", s->bearer);
        key_standard(j, cx, c->ag, cl);
        json_key(j, "by_status");
        json_obj_begin(j);
        for (int k = 0; k < N_STATUS; k++)
            if (s->by_status[k] > 0) {
                json_key_str(j, status_name((enum status)k));
                json_uint(j, s->by_status[k]);
            }
        json_obj_end(j);
        json_key_int(j, "need", s->need);
        json_key_int(j, "sure", s->sure);
        json_key_int(j, "possible", s->possible);
        json_key(j, "accounts");
        json_obj_begin(j);
        for (uint32_t k = 0; k < s->n_accounts; k++)
            if (choice->account == NONE ||
                s->accounts[k].account == choice->account)
                put_account(j, c, cl, &s->accounts[k]);
        json_obj_end(j);
        json_obj_end(j);
    }
    json_arr_end(j);
}

static void put_clock_json(struct json_out *j, const struct report_case *c)
{
    const struct verdicts *v = c->v;
    json_key(j, "clock");
    json_obj_begin(j);
    json_key(j, "in_force");
    json_bool(j, v->in_force);
    key_instant(j, c, "force", v->in_force, v->force);
    json_key(j, "day");
    if (v->in_force)
        json_int(j, day_number(c, v->at));
    else
        json_null(j);
    const struct phase_view *life = v->n_phases > 0 ? &v->phases[0] : NULL;
    json_key(j, "days");
    if (v->in_force && life != NULL && life->has_end)
        json_int(j, day_number(c, life->end - 1));
    else
        json_null(j);
    json_key_text(j, "time_zone", tz_name(c->tz));
    json_key_text(j, "time_zone_release", tz_release());
    json_obj_end(j);
    json_key(j, "phases");
    json_arr_begin(j);
    for (uint32_t i = 0; i < v->n_phases; i++) {
        const struct phase_view *p = &v->phases[i];
        json_obj_begin(j);
        json_key(j, "phase");
        if (p->phase == NONE)
            json_null(j);
        else
            json_str(j, c->ag->phases[p->phase].id);
        json_key(j, "started");
        json_bool(j, p->started);
        key_instant(j, c, "start", p->started, p->start);
        key_instant(j, c, "end", p->started && p->has_end, p->end);
        json_key_int(j, "extended_days", p->extended_days);
        json_obj_end(j);
    }
    json_arr_end(j);
}

static void put_problems_json(struct json_out *j, const struct report_case *c)
{
    json_key(j, "open");
    json_arr_begin(j);
    for (uint32_t i = 0; i < c->n_open; i++) {
        json_obj_begin(j);
        json_key_text(j, "clause", c->open[i].label);
        json_key_text(j, "alternatives", c->open[i].choices);
        json_key_int(j, "line", c->open[i].line);
        json_obj_end(j);
    }
    json_arr_end(j);
    json_key(j, "problems");
    json_arr_begin(j);
    for (uint32_t i = 0; i < c->n_problems; i++) {
        const struct report_problem *p = &c->problems[i];
        json_obj_begin(j);
        json_key_text(j, "file", p->file);
        json_key_int(j, "line", p->line);
        json_key_int(j, "column", p->column);
        json_key_text(j, "field", p->field);
        json_key_text(j, "message", p->message);
        json_key_text(j, "hint", p->hint);
        json_obj_end(j);
    }
    json_arr_end(j);
}

err report_status_json(struct cx *cx, const struct report_case *c,
                       const struct report_choice *choice, struct buf *out)
{
    struct json_out j;
    json_init(&j, out, 1);
    json_obj_begin(&j);
    json_key_text(&j, "agreement", c->ag->title);
    key_instant(&j, c, "at", c->v->at > INSTANT_MIN, c->v->at);
    key_instant(&j, c, "known_at", c->has_known_at, c->known_at);
    if (choice->account != NONE)
        json_key_text(&j, "account", show_account_name(c, choice->account));
    put_clock_json(&j, c);
    json_key(&j, "obligations");
    json_arr_begin(&j);
    for (uint32_t i = 0; i < c->v->n; i++) {
        const struct verdict *v = &c->v->v[i];
        if (!wanted(choice, &c->ag->clauses[v->clause]))
            continue;
        bool speaks = choice->account == NONE;
        for (uint32_t k = 0; k < v->n_accounts; k++)
            if (v->accounts[k].account == choice->account)
                speaks = true;
        if (speaks)
            show_verdict_json(cx, &j, c, v, choice->account);
    }
    json_arr_end(&j);
    put_series_json(cx, &j, c, choice);
    json_key(&j, "basis");
    json_obj_begin(&j);
    json_key(&j, "records");
    json_uint(&j, c->records);
    json_key_int(&j, "formal", c->coverage.formal);
    json_key_int(&j, "judged", c->coverage.judged);
    json_key_int(&j, "declaratory", c->coverage.declaratory);
    json_obj_end(&j);
    put_problems_json(&j, c);
    json_obj_end(&j);
    buf_char(out, '\n');
    return OK;
}

/* --- CSV (RFC 4180) ---------------------------------------------------- */

/* A text that a spreadsheet would read as a formula is kept from it. */
static void cell(struct buf *out, str s, const char *end)
{
    bool quote = false;
    bool formula = s.n > 0 && (s.p[0] == '=' || s.p[0] == '+' ||
                               s.p[0] == '@' || s.p[0] == '-');
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
            quote = true;
    if (quote)
        buf_char(out, '"');
    if (formula)
        buf_char(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, s.p[i]);
    }
    if (quote)
        buf_char(out, '"');
    buf_c(out, end);
}

static void cell_instant(struct buf *out, const struct report_case *c, bool has,
                         instant at)
{
    char room[CIVIL_PRINT_SIZE];
    if (has && at >= INSTANT_MIN && at <= INSTANT_MAX)
        buf_str(out, civil_rfc3339_print(c->tz, at, room));
    buf_char(out, ',');
}

static void cell_int(struct buf *out, int64_t n, const char *end)
{
    if (n != QTY_INF)
        buf_int(out, n);
    buf_c(out, end);
}

static void cell_ids(struct buf *out, const struct report_case *c,
                     const uint32_t *facts, uint32_t n)
{
    struct fact buffer;
    for (uint32_t i = 0; i < n; i++) {
        const struct fact *f = c->fact(c->self, facts[i], &buffer);
        if (i > 0)
            buf_char(out, ' ');
        if (f != NULL)
            buf_str(out, f->id);
    }
    buf_char(out, ',');
}

/* The columns that every row of an obligation begins with. */
static void row_begin(struct buf *out, const struct report_case *c,
                      const struct verdict *v)
{
    const struct clause *cl = &c->ag->clauses[v->clause];
    cell(out, cl->label, ",");
    cell(out, cl->reading, ",");
    cell(out, v->instance, ",");
    cell(out, report_bearer(c->ag, v->bearer), ",");
}

err report_status_csv(struct cx *cx, const struct report_case *c,
                      const struct report_choice *choice, struct buf *out)
{
    (void)cx;
    buf_c(out, "clause,reading,instance,bearer,account,status,done,"
               "done_at_most,possible,required,unit,due,accounts_differ,"
               "contested_on,reports,label_status\n");
    if (choice->hxl)
        buf_c(out, "#meta+clause,#meta+reading,#meta+occasion,#org+bearer,"
                   "#org+account,#status,#indicator+done,#indicator+done+max,"
                   "#indicator+possible,#indicator+required,#meta+unit,"
                   "#date+due,#status+differ,#status+contested,#meta+report,"
                   "#status+label\n");
    for (uint32_t i = 0; i < c->v->n; i++) {
        const struct verdict *v = &c->v->v[i];
        const struct clause *cl = &c->ag->clauses[v->clause];
        const char *on = !v->accounts_differ ? ""
                         : v->on_status      ? "status"
                                             : "figure";
        if (!wanted(choice, cl))
            continue;
        /* The own standard is the row without an account. */
        for (uint32_t k = 0; k <= v->n_accounts; k++) {
            const struct account_view *a = k > 0 ? &v->accounts[k - 1] : NULL;
            if (choice->account != NONE &&
                (a == NULL || a->account != choice->account))
                continue;
            row_begin(out, c, v);
            cell(out, a != NULL ? show_account_name(c, a->account) : STR(""),
                 ",");
            cell(out, status_name(a != NULL ? a->status : v->status), ",");
            cell_int(out, a != NULL ? a->fig.lo : v->sure, ",");
            cell_int(out, a != NULL ? a->fig.hi : QTY_INF, ",");
            cell_int(out, a != NULL ? a->fig.may : v->possible, ",");
            cell_int(out, a != NULL ? a->required : v->required, ",");
            cell(out, show_unit_of(c->ag, cl), ",");
            cell_instant(out, c, a != NULL ? a->has_due : v->has_due,
                         a != NULL ? a->due_hi : v->due_hi);
            buf_c(out, v->accounts_differ ? "yes," : "no,");
            buf_printf(out, "%s,", on);
            cell_ids(out, c, a != NULL ? a->reports : v->reports,
                     a != NULL ? a->n_reports : v->n_reports);
            bool read = a == NULL && cl->reading.n > 0;
            cell(out, read ? status_name(v->label_status) : STR(""), "\n");
        }
    }
    return OK;
}
