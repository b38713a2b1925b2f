/* app/incident_enter.c: a step of an incident, entered if it may be taken.
 *
 * Each is one line of JSON in the form of docs/reports.md, checked like any
 * other line that is added to a case. What decides whether it may be entered is
 * the record as it stands, read just before; if an entry came in between,
 * everything is looked at again. */
#include "app/incident.h"

#include "app/case_int.h"
#include "app/casefile_int.h"
#include "app/evidence_int.h"
#include "base/json_out.h"

#include <inttypes.h>

enum { LINE_MAX_BYTES = 256 << 10, AUTHOR_MAX = 64, TRIES = 5 };

struct entering {
    struct cx *cx;
    struct arena *a;
    const struct incident_entry *e;
    const struct incident_words *w;
    struct app_case *c;
    struct incident_list list;
    const struct incident *x; /* or NULL */
    int body;
    str source;
    struct json_out j;
    struct buf b;
    str id;
    bool again;
};

static bool is_said(const char *s)
{
    return s != NULL && *s != '\0';
}

static str said(const char *s)
{
    return is_said(s) ? str_of(s) : STR("");
}

static const struct agreement *ag_of(const struct entering *n)
{
    return n->c->ag;
}

static str actor_id(const struct entering *n, int actor)
{
    return actor == NONE ? STR("") : ag_of(n)->actors[actor].id;
}

static int find_actor(const struct entering *n, str id)
{
    for (uint32_t i = 0; i < ag_of(n)->n_actors; i++)
        if (str_eq(ag_of(n)->actors[i].id, id))
            return (int)i;
    return NONE;
}

const char **incident_word(struct incident_words *w, size_t i,
                           const char **name)
{
    const struct {
        const char *name;
        const char **at;
    } rows[] = {
        {"act", &w->act},
        {"actor", &w->actor},
        {"place", &w->place},
        {"occurred", &w->occurred},
        {"how-known", &w->how_known},
        {"denied-by", &w->denied_by},
        {"note", &w->note},
        {"clause", &w->clause},
        {"severity", &w->severity},
        {"observed", &w->observed},
        {"verified", &w->verified},
        {"confidence", &w->confidence},
        {"attributed-to", &w->attributed_to},
        {"text", &w->text},
        {"to", &w->to},
        {"team", &w->team},
        {"due", &w->due},
        /* INC_WORDS_TYPED */
        {"source", &w->source},
        {"item", &w->item},
        {"quantity", &w->quantity},
        {"reported", &w->reported},
        {"recorded", &w->recorded},
    };
    if (i >= COUNT_OF(rows))
        return NULL;
    *name = rows[i].name;
    return rows[i].at;
}

static err must_say(const struct entering *n, const char *value,
                    const char *what, const char *hint)
{
    if (is_said(value))
        return OK;
    return fail_hint(n->cx, ERR_INPUT, hint, "%s is missing", what);
}

/* --- Who may
 * --------------------------------------------------------------- */

static err check_author(const struct entering *n)
{
    str s = said(n->e->author);
    bool good = s.n > 0 && s.n <= AUTHOR_MAX;
    for (size_t i = 0; good && i < s.n; i++) {
        char c = s.p[i];
        good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    }
    if (good)
        return OK;
    return fail_hint(n->cx, ERR_INPUT,
                     "for instance duty-1: letters, digits and . _ - only; no "
                     "person's name",
                     s.n == 0 ? "the account of who does it is missing"
                              : "\"%.*s\" is no name of an account",
                     STR_ARG(s));
}

static err check_apart(const struct entering *n, bool adopts)
{
    const struct incident_judge who = {.author = said(n->e->author),
                                       .spoke_for = n->e->spoke_for,
                                       .n_spoke_for = n->e->n_spoke_for};
    return incident_apart(n->c, n->x, &who, adopts);
}

static void print_members(const struct entering *n, int body, struct buf *b)
{
    const struct mandate *m = ag_of(n)->actors[body].mandate;
    actor_set s = m->members | m->chaired_by;
    bool any = false;
    for (uint32_t i = 0; i < ag_of(n)->n_actors; i++) {
        if ((s >> i & 1) == 0)
            continue;
        buf_c(b, any ? ", " : "");
        buf_str(b, ag_of(n)->actors[i].id);
        any = true;
    }
    if (!any)
        buf_c(b, "members whom the text does not name");
}

/* "by 2 of 3", as the text has it. */
static void print_rule(const struct entering *n, int body, struct buf *b)
{
    const struct mandate *m = ag_of(n)->actors[body].mandate;
    switch (m->decides) {
    case DECIDES_UNSTATED:
        buf_c(b, "by no rule that the text states");
        break;
    case DECIDES_CONSENSUS:
        buf_c(b, "by consensus");
        break;
    case DECIDES_MAJORITY:
        buf_c(b, "by majority");
        break;
    case DECIDES_KOF:
        buf_printf(b, "by %" PRIu32 " of %" PRIu32, m->k, m->of);
        break;
    }
}

static err no_mandate(const struct entering *n, int body, int64_t confidence)
{
    const struct actor *b = body == NONE ? NULL : &ag_of(n)->actors[body];
    if (b == NULL || b->role != ROLE_VERIFIER || !b->may_attribute)
        return fail_hint(n->cx, ERR_DENIED,
                         "leave the attribution out: what was seen can be said "
                         "without it",
                         "the text does not let %.*s attribute",
                         STR_ARG(b == NULL ? n->source : b->id));
    char given[32] = "none is given";
    if (confidence >= 0)
        snprintf(given, sizeof given, "it is %" PRId64 " %%", confidence);
    return fail_hint(n->cx, ERR_DENIED,
                     "leave the attribution out, or say with what confidence",
                     "%.*s attributes from %" PRIu32
                     " %% confidence on, and %s",
                     STR_ARG(b->id), b->mandate->confidence, given);
}

static err check_attribution(const struct entering *n, int64_t confidence,
                             str verified)
{
    int body = find_actor(n, n->source);
    if (!str_eq(verified, STR("yes")))
        return fail_hint(n->cx, ERR_INPUT, "leave the attribution out",
                         "what is not verified is attributed to nobody");
    const struct actor *b = body == NONE ? NULL : &ag_of(n)->actors[body];
    if (b == NULL || b->role != ROLE_VERIFIER || !b->may_attribute ||
        confidence < (int64_t)b->mandate->confidence)
        return no_mandate(n, body, confidence);
    return OK;
}

static err read_confidence(const struct entering *n, int64_t *out)
{
    *out = -1;
    if (is_said(n->w->confidence) &&
        !str_int(str_of(n->w->confidence), 0, 100, out))
        return fail_hint(n->cx, ERR_INPUT, "per cent, 0 to 100",
                         "\"%s\" is no confidence", n->w->confidence);
    return OK;
}

/* --- Parts of a line
 * ------------------------------------------------------- */

static void put(struct entering *n, const char *key, const char *value)
{
    if (is_said(value))
        json_key_text(&n->j, key, str_of(value));
}

static void put_str(struct entering *n, const char *key, str value)
{
    if (value.n > 0)
        json_key_text(&n->j, key, value);
}

static void put_list(struct entering *n, const char *key, const str *v,
                     size_t count)
{
    if (count == 0)
        return;
    json_key(&n->j, key);
    json_arr_begin(&n->j);
    for (size_t i = 0; i < count; i++)
        json_str(&n->j, v[i]);
    json_arr_end(&n->j);
}

static err put_bool(struct entering *n, const char *key, const char *value)
{
    if (!is_said(value))
        return OK;
    bool yes = strcmp(value, "yes") == 0;
    if (!yes && strcmp(value, "no") != 0)
        return fail_hint(n->cx, ERR_INPUT, "yes or no", "%s: \"%s\"", key,
                         value);
    json_key_bool(&n->j, key, yes);
    return OK;
}

/* "sha256:..." for each file of evidence, which the case must have. */
static err put_evidence(struct entering *n)
{
    evidence_items items;
    str *all;
    size_t count = n->w->n_evidence;
    if (count == 0)
        return OK;
    TRY_NEW_ARRAY(n->cx, n->a, count, all);
    TRY(n->cx, evidence_items_read(n->cx, n->a, &n->c->record, &items));
    for (size_t i = 0; i < count; i++) {
        const char *prefix = n->w->evidence[i];
        char hex[EVIDENCE_HEX];
        size_t at = 0;
        if (str_starts(str_of(prefix), STR("sha256:")))
            prefix += 7;
        TRY(n->cx, evidence_find(n->cx, &items, n->e->path, prefix, &at));
        hash_print(items.p[at].sha256, hex);
        TRY_ROOM(
            n->cx, n->a,
            arena_printf(n->a, &all[i], "sha256:%.*s", (int)sizeof hex, hex));
    }
    put_list(n, "evidence", all, count);
    return OK;
}

static void put_incident(struct entering *n)
{
    put_list(n, "reports", &n->x->id, 1);
}

static const char *prefix_of(const struct entering *n)
{
    switch (n->e->act) {
    case INC_DO_REPORT:
        return "rep-";
    case INC_DO_GROUP:
        return is_said(n->e->incident) ? "grp-" : "inc-";
    case INC_DO_ASSIGN:
        return "asg-";
    case INC_DO_VERIFY:
        return "ver-";
    case INC_DO_RESPOND:
        return "rsp-";
    case INC_DO_ADOPT:
        return "fnd-";
    case INC_DO_ASK:
    case INC_DO_DONE:
    case INC_DO_CLOSE:
        return "act-";
    }
    BUG("an unknown step");
}

static bool has_id(const struct entering *n, str id, uint32_t *fact)
{
    struct fact buffer;
    for (uint32_t i = 0; i < engine_n_facts(n->c->engine); i++)
        if (str_eq(engine_fact(n->c->engine, i, &buffer)->id, id)) {
            *fact = i;
            return true;
        }
    return false;
}

/* An entry of a form has its id from the form, so that what is sent twice is
 * entered once. */
static err once_id(struct entering *n, const char *prefix)
{
    enum { DIGITS = 8 };
    TRY_ROOM(n->cx, n->a,
             arena_printf(n->a, &n->id, "%s%.*s", prefix, DIGITS, n->e->once));
    return OK;
}

/* Others are numbered: rep-1, rep-2. */
static err next_id(struct entering *n, const char *prefix)
{
    struct fact buffer;
    str p = str_of(prefix);
    int64_t last = 0, k;
    if (n->e->once != NULL)
        return once_id(n, prefix);
    for (uint32_t i = 0; i < engine_n_facts(n->c->engine); i++) {
        str id = engine_fact(n->c->engine, i, &buffer)->id;
        if (str_starts(id, p) &&
            str_int(str_sub(id, p.n, id.n), 1, INT32_MAX, &k) && k > last)
            last = k;
    }
    TRY_ROOM(n->cx, n->a,
             arena_printf(n->a, &n->id, "%s%" PRId64, prefix, last + 1));
    return OK;
}

/* The line's beginning: type, id, source, author, recorded. */
static err begin(struct entering *n, const char *type)
{
    char room[40];
    str now;
    TRY(n->cx, next_id(n, prefix_of(n)));
    buf_init(&n->b, n->a, LINE_MAX_BYTES);
    json_init(&n->j, &n->b, 0);
    json_obj_begin(&n->j);
    json_key_c(&n->j, "type", type);
    json_key_text(&n->j, "id", n->id);
    json_key_text(&n->j, "source", n->source);
    put(n, "author", n->e->author);
    if (is_said(n->w->recorded)) {
        put(n, "recorded", n->w->recorded);
    } else {
        TRY(n->cx, casefile_now(n->cx, room, &now));
        json_key_text(&n->j, "recorded", now);
    }
    return OK;
}

/* When and where, as the incident's reports agree. With `counts` also the act,
 * so that the statement is one of it (docs/reports.md): a finding is, once; an
 * assessment is not, since nobody has adopted it. A denial of access is no act
 * that was done. */
static void put_event(struct entering *n, bool counts, str attributed)
{
    char from[CIVIL_PRINT_SIZE], to[CIVIL_PRINT_SIZE];
    const struct incident *x = n->x;
    const struct tz *tz = n->c->tz;
    if (is_said(n->w->occurred)) {
        put(n, "occurred", n->w->occurred);
    } else if (x->from != INSTANT_MIN) {
        json_key(&n->j, "occurred");
        json_obj_begin(&n->j);
        json_key_text(&n->j, "from", civil_rfc3339_print(tz, x->from, from));
        json_key_text(&n->j, "to", civil_rfc3339_print(tz, x->to_, to));
        json_obj_end(&n->j);
    }
    if (counts && x->act != NONE && !x->denial) {
        json_key_text(&n->j, "act", ag_of(n)->acts[x->act].id);
        put_str(n, "actor", attributed);
    }
    if (is_said(n->w->place))
        put(n, "place", n->w->place);
    else if (x->zone != NONE)
        put_str(n, "place", ag_of(n)->zones[x->zone].id);
}

/* --- The steps
 * -------------------------------------------------------------- */

/* An act with a denial is what was kept from being done. So it is never one
 * that the text forbids, and nobody keeps itself out: both would make of "it
 * did that, and denied access" that it did not do it. */
static err check_denial(const struct entering *n)
{
    const struct incident_words *w = n->w;
    for (uint32_t i = 0; i < ag_of(n)->n_acts; i++)
        if (n->c->ban_acts[i] && str_eq(ag_of(n)->acts[i].id, said(w->act)))
            return fail_hint(n->cx, ERR_INPUT,
                             "leave the act out here, and report it by itself",
                             "two things in one report: %s, and that access "
                             "was denied",
                             w->act);
    if (is_said(w->actor) && str_eq(str_of(w->actor), str_of(w->denied_by)))
        return fail_hint(n->cx, ERR_INPUT,
                         "who acts is here who was kept out; without it, the "
                         "source",
                         "%s denied access to itself", w->actor);
    return OK;
}

static err do_report(struct entering *n)
{
    const struct incident_words *w = n->w;
    bool denied = is_said(w->denied_by);
    int64_t quantity;
    TRY(n->cx, must_say(n, w->source, "who says it (the source)",
                        "an actor of the agreement, or a source of the case"));
    TRY(n->cx, must_say(n, w->occurred, "when it occurred",
                        "for instance 2025-03-14T22:40"));
    if (denied) {
        TRY(n->cx, must_say(n, w->place, "where access was denied",
                            "a zone of the agreement"));
        TRY(n->cx, must_say(n, w->note, "what was denied",
                            "for instance \"patrol to the breakwater\""));
        TRY(n->cx, check_denial(n));
    } else {
        TRY(n->cx, must_say(n, w->act, "what was done (the act)",
                            "an act of the agreement, such as attack"));
    }
    TRY(n->cx, begin(n, "report"));
    put(n, "reported", w->reported);
    put(n, "occurred", w->occurred);
    put(n, "act", is_said(w->act) ? w->act : "inspect");
    if (denied)
        json_key_bool(&n->j, "did_not", true);
    if (is_said(w->actor))
        put(n, "actor", w->actor);
    else if (denied && find_actor(n, n->source) != NONE)
        put_str(n, "actor", n->source);
    put(n, "item", w->item);
    put(n, "place", w->place);
    if (is_said(w->quantity)) {
        if (!str_int(str_of(w->quantity), 0, INT64_MAX, &quantity))
            return fail_hint(n->cx, ERR_INPUT, "a whole number",
                             "\"%s\" is no quantity", w->quantity);
        json_key_int(&n->j, "quantity", quantity);
    }
    put(n, "how_known", w->how_known);
    if (denied) {
        json_key_c(&n->j, "access", "denied");
        put(n, "access_denied_by", w->denied_by);
    }
    put(n, "note", w->note);
    return put_evidence(n);
}

/* An account that stands alone, and no incident yet. */
static err check_groupable(const struct entering *n, str id)
{
    uint32_t i;
    struct fact buffer;
    if (is_ok(incident_find(n->c, &n->list, id, &i)))
        return OK;
    fault_clear(n->cx);
    for (uint32_t k = 0; k < engine_n_facts(n->c->engine); k++) {
        const struct fact *f = engine_fact(n->c->engine, k, &buffer);
        if (str_eq(f->id, id) && !n->c->gone[k])
            return OK;
    }
    return fail_hint(n->cx, ERR_NOT_FOUND,
                     "truce incident list CASE shows them",
                     "there is no report \"%.*s\"", STR_ARG(id));
}

/* The incident in which all that is named was taken up already; else NULL. */
static const struct incident *group_of_all(const struct entering *n)
{
    const struct incident *x = n->x;
    for (size_t i = 0; i < n->w->n_reports; i++) {
        uint32_t at;
        err e = incident_find(n->c, &n->list, str_of(n->w->reports[i]), &at);
        if (!is_ok(e)) {
            fault_clear(n->cx);
            return NULL;
        }
        if (n->list.v[at].stage == STAGE_ALLEGED ||
            (x != NULL && x != &n->list.v[at]))
            return NULL;
        x = &n->list.v[at];
    }
    return x;
}

/* Without an incident a new one; else another grouping that shares a report
 * with it. What is one already is not made one again. */
static err do_group(struct entering *n)
{
    struct fact buffer;
    str *ids;
    size_t count = 0;
    if (n->w->n_reports == 0)
        return fail_hint(n->cx, ERR_INPUT, "name at least one report",
                         "a group of nothing");
    const struct incident *same = group_of_all(n);
    if (same != NULL && !is_said(n->w->severity) && !is_said(n->w->note))
        return fail(n->cx, ERR_CONFLICT, "%s is of the incident %.*s already",
                    n->w->reports[0], STR_ARG(same->id));
    TRY_NEW_ARRAY(n->cx, n->a, n->w->n_reports + 1, ids);
    for (size_t i = 0; i < n->w->n_reports; i++) {
        TRY(n->cx, check_groupable(n, str_of(n->w->reports[i])));
        ids[count++] = str_of(n->w->reports[i]);
    }
    for (uint32_t i = 0; n->x != NULL && i < n->x->n_steps; i++) {
        if (n->x->steps[i].said->kind != INC_REPORT)
            continue;
        const struct fact *f =
            engine_fact(n->c->engine, n->x->steps[i].said->fact, &buffer);
        TRY_ROOM(n->cx, n->a, arena_dup_str(n->a, f->id, &ids[count]));
        count++;
        break;
    }
    TRY(n->cx, begin(n, "incident"));
    put_list(n, "reports", ids, count);
    put(n, "severity", n->w->severity);
    put(n, "note", n->w->note);
    return OK;
}

static err must_be_grouped(const struct entering *n)
{
    if (n->x->stage != STAGE_ALLEGED)
        return OK;
    return fail_hint(n->cx, ERR_INPUT, "group it first, if alone",
                     "%.*s is a report that nobody took up as an incident",
                     STR_ARG(n->x->id));
}

/* When it is recorded: as said, else now. */
static err recorded_at(const struct entering *n, instant *out)
{
    struct civil_span span;
    *out = n->cx->now(n->cx->self);
    if (!is_said(n->w->recorded))
        return OK;
    TRY(n->cx,
        civil_span_parse(n->cx, str_of(n->w->recorded), n->c->tz, &span, NULL));
    *out = span.begin;
    return OK;
}

/* What is to be done by a time is still to come when that is said. */
static err check_due(const struct entering *n)
{
    struct civil_span span;
    instant said_at;
    if (!is_said(n->w->due))
        return OK;
    err e = civil_span_parse(n->cx, str_of(n->w->due), n->c->tz, &span, NULL);
    if (!is_ok(e)) {
        fault_clear(n->cx);
        return fail_hint(n->cx, ERR_INPUT, "for instance 2025-03-22",
                         "due: \"%s\" is no time", n->w->due);
    }
    TRY(n->cx, recorded_at(n, &said_at));
    if (span.end > said_at)
        return OK;
    return fail_hint(n->cx, ERR_INPUT, "a day that is still to come",
                     "due: %s is past", n->w->due);
}

static err do_assign(struct entering *n)
{
    TRY(n->cx, must_be_grouped(n));
    if (n->x->stage == STAGE_CLOSED)
        return fail_hint(n->cx, ERR_DENIED,
                         "what is new about it is a report of its own",
                         "%.*s is closed", STR_ARG(n->x->id));
    if (!is_said(n->w->to) && !is_said(n->w->team))
        return fail_hint(n->cx, ERR_INPUT, "a team, or an actor of the text",
                         "to whom it is assigned is missing");
    TRY(n->cx, check_due(n));
    TRY(n->cx, begin(n, "assignment"));
    put_incident(n);
    if (is_said(n->w->to))
        put(n, "actor", n->w->to);
    else
        put_str(n, "actor", actor_id(n, n->body));
    put(n, "due", n->w->due);
    put(n, "text", n->w->team);
    put(n, "note", n->w->note);
    return OK;
}

static err do_verify(struct entering *n)
{
    const struct incident_words *w = n->w;
    int64_t confidence;
    int actor = find_actor(n, n->source);
    TRY(n->cx, must_be_grouped(n));
    if (n->x->path.assigned == INSTANT_MIN)
        return fail_hint(n->cx, ERR_DENIED, "assign it first",
                         "%.*s is assigned to nobody", STR_ARG(n->x->id));
    TRY(n->cx, check_apart(n, false));
    TRY(n->cx, must_say(n, w->verified, "whether it is verified",
                        "yes, no or unclear"));
    TRY(n->cx, read_confidence(n, &confidence));
    if (actor == NONE || (ag_of(n)->actors[actor].role != ROLE_VERIFIER &&
                          actor != n->x->waits_for))
        return fail_hint(n->cx, ERR_DENIED,
                         "a verifier of the agreement, or whom it was assigned "
                         "to",
                         "%.*s is not to verify %.*s", STR_ARG(n->source),
                         STR_ARG(n->x->id));
    if (is_said(w->attributed_to))
        TRY(n->cx, check_attribution(n, confidence, str_of(w->verified)));
    TRY(n->cx, begin(n, "assessment"));
    put_event(n, false, STR(""));
    put_incident(n);
    TRY(n->cx, put_bool(n, "observed", w->observed));
    put(n, "verified", w->verified);
    if (confidence >= 0)
        json_key_int(&n->j, "confidence", confidence);
    put(n, "clause", w->clause);
    put(n, "severity", w->severity);
    put(n, "attributed_to", w->attributed_to);
    put(n, "how_known", w->how_known);
    put(n, "reasons", w->text);
    return put_evidence(n);
}

static err do_respond(struct entering *n)
{
    TRY(n->cx, must_say(n, n->w->source, "who answers (the source)",
                        "an actor of the agreement"));
    TRY(n->cx, must_say(n, n->w->text, "the answer", "--text"));
    TRY(n->cx, begin(n, "response"));
    put_incident(n);
    put(n, "text", n->w->text);
    return put_evidence(n);
}

/* --- A finding */

static err check_body(const struct entering *n)
{
    if (n->body != NONE && str_eq(n->source, actor_id(n, n->body)))
        return OK;
    return fail_hint(n->cx, ERR_DENIED, "the body that the text names decides",
                     "%.*s does not decide on %.*s", STR_ARG(n->source),
                     STR_ARG(n->x->id));
}

static err check_sits(const struct entering *n, str name)
{
    const struct mandate *m = ag_of(n)->actors[n->body].mandate;
    actor_set sit = m->members | m->chaired_by;
    int who = find_actor(n, name);
    struct buf b;
    if (who != NONE && (sit == 0 || (sit >> who & 1) != 0 || who == m->else_by))
        return OK;
    buf_init(&b, n->a, SIZE_MAX);
    buf_c(&b, "there sit: ");
    print_members(n, n->body, &b);
    buf_char(&b, '\0');
    TRY(n->cx, buf_finish(n->cx, &b));
    return fail_hint(n->cx, ERR_DENIED, buf_view(&b).p,
                     "%.*s does not sit on %.*s", STR_ARG(name),
                     STR_ARG(n->source));
}

/* Nobody adopts it and dissents. */
static err check_members(const struct entering *n)
{
    for (size_t i = 0; i < n->w->n_members; i++)
        TRY(n->cx, check_sits(n, str_of(n->w->members[i])));
    for (size_t i = 0; i < n->w->n_dissents; i++) {
        str by, text;
        if (!str_cut(str_of(n->w->dissents[i]), '=', &by, &text) || by.n == 0 ||
            text.n == 0)
            return fail_hint(n->cx, ERR_INPUT,
                             "for instance estria='Not shown.'",
                             "\"%s\" is no dissent", n->w->dissents[i]);
        TRY(n->cx, check_sits(n, by));
        for (size_t k = 0; k < n->w->n_members; k++)
            if (str_eq(by, str_of(n->w->members[k])))
                return fail_hint(n->cx, ERR_INPUT, "leave one of the two out",
                                 "%.*s adopts it and dissents", STR_ARG(by));
    }
    return OK;
}

static err short_of(const struct entering *n, const struct adoption *d)
{
    struct buf rule, who;
    buf_init(&rule, n->a, SIZE_MAX);
    print_rule(n, n->body, &rule);
    TRY(n->cx, buf_finish(n->cx, &rule));
    buf_init(&who, n->a, SIZE_MAX);
    buf_c(&who, "there sit: ");
    print_members(n, n->body, &who);
    buf_char(&who, '\0');
    TRY(n->cx, buf_finish(n->cx, &who));
    return fail_hint(n->cx, ERR_DENIED, buf_view(&who).p,
                     "%.*s decides %.*s: %" PRIu32 " of its members adopt it, "
                     "%" PRIu32 " are needed",
                     STR_ARG(n->source), STR_ARG(buf_view(&rule)), d->have,
                     d->needed);
}

static err check_rule(const struct entering *n, str *members, bool attributes,
                      int64_t confidence)
{
    for (size_t i = 0; i < n->w->n_members; i++)
        members[i] = str_of(n->w->members[i]);
    struct adoption d =
        incident_adoption(ag_of(n), n->body, members, (uint32_t)n->w->n_members,
                          attributes, confidence);
    switch (d.state) {
    case ADOPTION_HOLDS:
    case ADOPTION_NO_RULE:
        return OK;
    case ADOPTION_SHORT:
        return short_of(n, &d);
    case ADOPTION_NO_MANDATE:
        return no_mandate(n, n->body, confidence);
    case ADOPTION_OTHER_BODY:
        break;
    }
    return fail(n->cx, ERR_DENIED, "the text names no body that decides");
}

static void put_dissent(struct entering *n)
{
    if (n->w->n_dissents == 0)
        return;
    json_key(&n->j, "dissent");
    json_arr_begin(&n->j);
    for (size_t i = 0; i < n->w->n_dissents; i++) {
        str by, text;
        (void)str_cut(str_of(n->w->dissents[i]), '=', &by, &text);
        json_obj_begin(&n->j);
        json_key_text(&n->j, "by", by);
        json_key_text(&n->j, "text", text);
        json_obj_end(&n->j);
    }
    json_arr_end(&n->j);
}

/* As said now, else as assessed. */
static str or_assessed(const char *now, str assessed)
{
    return is_said(now) ? str_of(now) : assessed;
}

static err may_adopt(struct entering *n)
{
    TRY(n->cx, must_be_grouped(n));
    TRY(n->cx, check_body(n));
    if (n->x->assessment == NULL)
        return fail_hint(n->cx, ERR_INPUT, "verify it first",
                         "nothing of %.*s has been assessed",
                         STR_ARG(n->x->id));
    TRY(n->cx, check_apart(n, true));
    if (n->x->finding != NULL && !n->w->amend) {
        struct fact buffer;
        const struct fact *f =
            engine_fact(n->c->engine, n->x->finding->said->fact, &buffer);
        return fail_hint(
            n->cx, ERR_CONFLICT, "--amend: the new one takes its place",
            "%.*s has a finding: %.*s", STR_ARG(n->x->id), STR_ARG(f->id));
    }
    return check_members(n);
}

static err do_adopt(struct entering *n)
{
    const struct incident_words *w = n->w;
    struct fact buffer;
    str *members;
    int64_t confidence;
    TRY(n->cx, may_adopt(n));
    const struct incident_said *s = n->x->assessment->said;
    const struct fact *f = engine_fact(n->c->engine, s->fact, &buffer);
    str verified = or_assessed(w->verified, s->verified);
    str to = or_assessed(w->attributed_to, actor_id(n, s->attributed_to));
    TRY(n->cx, read_confidence(n, &confidence));
    if (confidence < 0)
        confidence = s->confidence;
    if (to.n > 0)
        TRY(n->cx, check_attribution(n, confidence, verified));
    TRY_NEW_ARRAY(n->cx, n->a, w->n_members + 1, members);
    TRY(n->cx, check_rule(n, members, to.n > 0, confidence));
    TRY(n->cx, begin(n, "finding"));
    if (n->x->finding != NULL) {
        const struct fact *old =
            engine_fact(n->c->engine, n->x->finding->said->fact, &buffer);
        put_list(n, "amends", &old->id, 1);
        f = engine_fact(n->c->engine, s->fact, &buffer);
    }
    put_event(n, true, to);
    put_incident(n);
    TRY(n->cx, put_bool(n, "observed",
                        is_said(w->observed) ? w->observed
                        : s->observed.n > 0  ? s->observed.p
                                             : NULL));
    put_str(n, "verified", verified);
    if (confidence >= 0)
        json_key_int(&n->j, "confidence", confidence);
    put_str(n, "clause",
            or_assessed(w->clause, f->clause == NONE
                                       ? STR("")
                                       : ag_of(n)->clauses[f->clause].label));
    put_str(n, "severity", or_assessed(w->severity, s->severity));
    put_str(n, "attributed_to", to);
    put(n, "reasons", w->text);
    put_list(n, "adopted_by", members, w->n_members);
    put_dissent(n);
    if (w->n_evidence > 0)
        return put_evidence(n);
    put_list(n, "evidence", s->evidence, s->n_evidence);
    return OK;
}

/* --- What follows */

static uint32_t n_open(const struct incident *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n_steps; i++)
        n += x->steps[i].said->kind == INC_ASKED && x->steps[i].open;
    return n;
}

static err do_ask(struct entering *n)
{
    TRY(n->cx, must_be_grouped(n));
    TRY(n->cx, must_say(n, n->w->to, "of whom it is asked",
                        "an actor of the agreement"));
    TRY(n->cx, must_say(n, n->w->text, "what is asked", "--text"));
    if (n->x->assessment == NULL && n->x->finding == NULL)
        return fail_hint(n->cx, ERR_INPUT, "verify it first",
                         "nothing of %.*s has been assessed",
                         STR_ARG(n->x->id));
    TRY(n->cx, check_due(n));
    TRY(n->cx, begin(n, "action"));
    put_incident(n);
    put(n, "actor", n->w->to);
    put(n, "due", n->w->due);
    json_key_c(&n->j, "outcome", "asked");
    put(n, "text", n->w->text);
    return OK;
}

static err do_done(struct entering *n)
{
    struct fact buffer;
    str asked = STR("");
    uint32_t open = n_open(n->x);
    for (uint32_t i = 0; i < n->x->n_steps; i++) {
        const struct incident_step *s = &n->x->steps[i];
        if (s->said->kind != INC_ASKED || !s->open)
            continue;
        str id = engine_fact(n->c->engine, s->said->fact, &buffer)->id;
        if (open == 1 || str_eq(id, said(n->w->to)))
            TRY_ROOM(n->cx, n->a, arena_dup_str(n->a, id, &asked));
    }
    if (asked.n == 0 || (is_said(n->w->to) && !str_eq(asked, said(n->w->to))))
        return fail_hint(n->cx, ERR_NOT_FOUND,
                         "truce incident show CASE INCIDENT shows what was "
                         "asked",
                         open > 1 && !is_said(n->w->to)
                             ? "%.*s: which one of those that were asked?"
                             : "%.*s: there is no such open follow-up",
                         STR_ARG(n->x->id));
    TRY(n->cx, begin(n, "action"));
    put_list(n, "reports", &asked, 1);
    json_key_c(&n->j, "outcome", "done");
    put(n, "text", n->w->text);
    return put_evidence(n);
}

static err do_close(struct entering *n)
{
    const struct incident *x = n->x;
    TRY(n->cx, must_be_grouped(n));
    TRY(n->cx, check_body(n));
    bool none = x->assessment != NULL &&
                str_eq(x->assessment->said->verified, STR("no"));
    if (x->stage == STAGE_CLOSED)
        return fail_hint(n->cx, ERR_DENIED,
                         "what is new about it is a report of its own",
                         "%.*s is closed", STR_ARG(x->id));
    if (x->finding == NULL && !none)
        return fail_hint(n->cx, ERR_DENIED,
                         "adopt a finding, or verify that it did not happen",
                         "%.*s has no finding", STR_ARG(x->id));
    if (n_open(x) > 0)
        return fail_hint(n->cx, ERR_DENIED,
                         "truce incident show CASE INCIDENT shows what was "
                         "asked",
                         "%.*s: %" PRIu32 " of what was asked is open",
                         STR_ARG(x->id), n_open(x));
    TRY(n->cx, begin(n, "action"));
    put_incident(n);
    json_key_c(&n->j, "outcome", "closed");
    put(n, "text", n->w->text);
    return OK;
}

static err make_line(struct entering *n)
{
    switch (n->e->act) {
    case INC_DO_REPORT:
        return do_report(n);
    case INC_DO_GROUP:
        return do_group(n);
    case INC_DO_ASSIGN:
        return do_assign(n);
    case INC_DO_VERIFY:
        return do_verify(n);
    case INC_DO_RESPOND:
        return do_respond(n);
    case INC_DO_ADOPT:
        return do_adopt(n);
    case INC_DO_ASK:
        return do_ask(n);
    case INC_DO_DONE:
        return do_done(n);
    case INC_DO_CLOSE:
        return do_close(n);
    }
    BUG("an unknown step");
}

/* --- All together
 * --------------------------------------------------------- */

/* The first verifier of the text: who takes in what belongs to no incident. */
static int first_body(const struct entering *n)
{
    for (uint32_t i = 0; i < ag_of(n)->n_actors; i++)
        if (ag_of(n)->actors[i].role == ROLE_VERIFIER)
            return (int)i;
    return NONE;
}

static err prepare(struct entering *n)
{
    uint32_t index;
    bool needs = n->e->act != INC_DO_REPORT && n->e->act != INC_DO_GROUP;
    TRY(n->cx, check_author(n));
    TRY(n->cx, incidents_read(n->c, n->a, &n->list));
    n->body = first_body(n);
    if (is_said(n->e->incident)) {
        TRY(n->cx,
            incident_find(n->c, &n->list, str_of(n->e->incident), &index));
        n->x = &n->list.v[index];
        n->body = n->x->body;
    } else if (needs) {
        return fail_hint(n->cx, ERR_INPUT,
                         "truce incident list CASE shows them",
                         "which incident?");
    }
    n->source =
        is_said(n->w->source) ? str_of(n->w->source) : actor_id(n, n->body);
    if (n->source.n == 0)
        return fail_hint(n->cx, ERR_INPUT, "say who does it",
                         "the text names no verifier");
    return OK;
}

static void on_problem(void *self, const struct facts_problem *p)
{
    char hint[FAULT_HINT_BYTES];
    struct entering *n = self;
    if (!str_to_c(p->hint, hint, sizeof hint))
        hint[0] = '\0';
    fault_make(n->cx, __FILE__, __LINE__, ERR_INPUT, "%.*s%s%.*s",
               STR_ARG(p->field), p->field.n > 0 ? ": " : "",
               STR_ARG(p->message));
    fault_add_hint(n->cx, hint);
}

static err add_line(struct entering *n, bool dry, struct incident_entered *out)
{
    static const char *const name = "the entry";
    struct casefile_added done;
    struct buf messages;
    str line = buf_view(&n->b);
    struct casefile_add what = {.path = n->e->path,
                                .key = n->e->key,
                                .inputs = &name,
                                .bytes = &line,
                                .n_inputs = 1,
                                .problem = on_problem,
                                .problem_self = n,
                                .expected = log_size(n->c->record.log),
                                .only_check = dry};
    buf_init(&messages, n->a, SIZE_MAX);
    fault_clear(n->cx);
    TRY(n->cx, casefile_add(n->cx, n->a, &what, &messages, &done));
    if (done.refused > 0 || done.entered != 1) {
        if (n->cx->fault.code == ERR_INPUT)
            return (err){ERR_INPUT};
        return fail(n->cx, ERR_INPUT, "it cannot be entered as it is");
    }
    *out =
        (struct incident_entered){n->id, dry ? 0 : done.size - 1, line, false};
    return OK;
}

/* Whether the form was sent before: then what it made is there. */
static err was_sent(struct entering *n, struct incident_entered *out)
{
    uint32_t fact;
    if (n->e->once == NULL)
        return OK;
    TRY(n->cx, once_id(n, prefix_of(n)));
    n->again = has_id(n, n->id, &fact);
    if (!n->again)
        return OK;
    for (size_t i = 0; i < n->c->said.n; i++)
        if (n->c->said.p[i]->fact == fact &&
            !str_eq(n->c->said.p[i]->author, said(n->e->author)))
            return fail_hint(n->cx, ERR_CONFLICT, "Send it again.",
                             "%.*s is the id of another entry", STR_ARG(n->id));
    *out = (struct incident_entered){n->id, 0, STR(""), true};
    return OK;
}

err incident_enter_in(struct app_case *c, struct arena *a,
                      const struct incident_entry *e, bool dry,
                      struct incident_entered *out)
{
    struct entering n = {.cx = c->cx, .a = a, .e = e, .w = &e->words, .c = c};
    TRY(c->cx, was_sent(&n, out));
    if (n.again)
        return OK;
    TRY(c->cx, prepare(&n));
    TRY(c->cx, make_line(&n));
    json_obj_end(&n.j);
    TRY(c->cx, buf_finish(c->cx, &n.b));
    return add_line(&n, dry, out);
}

err incident_enter(struct cx *cx, struct arena *a,
                   const struct incident_entry *e, bool dry,
                   struct incident_entered *out)
{
    err r = OK;
    TRY(cx, casefile_must_be(cx, e->path));
    for (int i = 0; i < TRIES; i++) {
        const struct case_options o = {.agreement = e->path};
        struct app_case *c = NULL;
        struct arena room;
        arena_init(&room, cx->mem, "case", cx->limits.document_bytes);
        r = case_open(cx, &room, &o, &c);
        if (is_ok(r))
            r = incident_enter_in(c, a, e, dry, out);
        case_close(c);
        arena_release(&room);
        if (r.code != ERR_CONFLICT)
            break;
    }
    return r;
}
