/* web/page_incident_forms.c: the steps of an incident that who looks may take,
 * as forms. Which these are app/ decides; each is sent to the incident's own
 * address with the name of its step. */
#include "web/web_int.h"

/* A view that fills in what was typed into this form, and into no other. */
static struct web_view of_step(const struct web_view *v, const char *step)
{
    struct web_view w = *v;
    if (!str_eq(typed(v, "do", STR("")), str_of(step)))
        w.form = NULL;
    return w;
}

/* The form of a step, under a title that names `of` if the word does. */
static void step_begin_of(const struct web_view *v, struct buf *b,
                          enum word title, str of, const char *step)
{
    buf_printf(b, "<section class=\"step\" id=\"step-%s\"><h2>", step);
    SAY(v, b, title, of);
    buf_c(b, "</h2>\n<form class=\"entry\" method=\"post\" action=\"");
    html_text(b, v->path);
    put_query(v, b, v->lang, v->lang_given, STR(""), STR(""), STR(""));
    buf_c(b, "\">");
    if (v->me != NULL) {
        put_hidden_field(b, "form", v->me->form_token);
        put_hidden_field(b, "once", v->me->once);
    }
    put_hidden_field(b, "do", str_of(step));
}

static void step_begin(const struct web_view *v, struct buf *b, enum word title,
                       const char *step)
{
    step_begin_of(v, b, title, STR(""), step);
}

static void step_end(const struct web_view *v, struct buf *b)
{
    form_end(v, b, W_INC_SEND);
    buf_c(b, "</section>\n");
}

static void put_actors(const struct web_view *v, struct buf *b,
                       const struct field *f, bool may_be_none)
{
    const struct agreement *ag = v->c->ag;
    select_begin(v, b, f);
    if (may_be_none)
        option_put(v, b, f, STR(""), STR("–"));
    for (uint32_t i = 0; i < ag->n_actors; i++)
        option_put(v, b, f, ag->actors[i].id, name_of_actor(v, (int)i));
    select_end(v, b, f);
}

static void put_clauses(const struct web_view *v, struct buf *b,
                        const struct field *f)
{
    const struct agreement *ag = v->c->ag;
    select_begin(v, b, f);
    option_put(v, b, f, STR(""), STR("–"));
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if (i == 0 || !str_eq(ag->clauses[i].label, ag->clauses[i - 1].label))
            option_put(v, b, f, ag->clauses[i].label, ag->clauses[i].label);
    select_end(v, b, f);
}

static str clause_label(const struct web_view *v, const struct incident *x)
{
    return x->clause == NONE ? STR("") : v->c->ag->clauses[x->clause].label;
}

static void put_place(const struct web_view *v, struct buf *b,
                      const struct field *f)
{
    const struct agreement *ag = v->c->ag;
    select_begin(v, b, f);
    option_put(v, b, f, STR(""), STR("–"));
    for (uint32_t i = 0; i < ag->n_zones; i++)
        if (ag->zones[i].id.n > 0)
            option_put(v, b, f, ag->zones[i].id, name_of_zone(v, (int)i));
    select_end(v, b, f);
}

static void put_due(const struct web_view *v, struct buf *b)
{
    put_text_field(v, b,
                   &(struct field){.name = "due",
                                   .label = W_INC_BY_WHEN,
                                   .help = W_INC_NEW_WHEN_HELP,
                                   .ltr = true});
}

static void put_words(const struct web_view *v, struct buf *b, enum word label,
                      bool required)
{
    put_area(
        v, b,
        &(struct field){.name = "text", .label = label, .required = required});
}

/* --- Intake */

/* "rep-2 · Ardania · 20 Mar 21:20": who reports it, and when it was. */
static str like_text(const struct web_view *v, struct arena *a,
                     const struct incident *x)
{
    struct fact buffer;
    struct buf t;
    const struct fact *f =
        x->n_steps == 0
            ? NULL
            : v->c->fact(v->c->self, x->steps[0].said->fact, &buffer);
    struct text when = span_text(v, x->from, x->to_);
    buf_init(&t, a, SIZE_MAX);
    buf_str(&t, x->id);
    if (f != NULL) {
        buf_c(&t, " · ");
        buf_str(&t, name_of_source(v, f->source));
    }
    buf_c(&t, " · ");
    buf_str(&t, text_str(&when));
    return buf_view(&t);
}

static void put_group(const struct web_view *v, struct buf *b,
                      const struct web_incident *d)
{
    struct web_view w = of_step(v, "group");
    const struct field into = {.name = "into", .label = W_INC_DO_GROUP_INTO};
    step_begin(&w, b, W_INC_DO_GROUP, "group");
    if (d->n_like > 0) {
        select_begin(&w, b, &into);
        option_put(&w, b, &into, STR(""), word(v, W_INC_DO_GROUP_ALONE));
        for (uint32_t i = 0; i < d->n_like; i++) {
            const struct incident *x = &d->list->v[d->like[i].index];
            option_put(&w, b, &into, x->id, like_text(v, b->arena, x));
        }
        select_end(&w, b, &into);
    }
    step_end(&w, b);
}

static void put_assign(const struct web_view *v, struct buf *b,
                       const struct incident *x)
{
    struct web_view w = of_step(v, "assign");
    str body = x->body == NONE ? STR("") : v->c->ag->actors[x->body].id;
    step_begin(&w, b, W_INC_DO_ASSIGN, "assign");
    put_actors(
        &w, b,
        &(struct field){.name = "to", .label = W_REPORT_TO, .value = body},
        false);
    pair_begin(b);
    put_text_field(&w, b,
                   &(struct field){.name = "team", .label = W_INC_DO_TEAM});
    put_due(&w, b);
    pair_end(b);
    step_end(&w, b);
}

/* --- Assessment */

static void put_yes_no(const struct web_view *v, struct buf *b)
{
    const struct field f = {.name = "observed", .label = W_INC_OBSERVED};
    select_begin(v, b, &f);
    option_put(v, b, &f, STR(""), STR("–"));
    option_put(v, b, &f, STR("yes"), word(v, W_INC_YES));
    option_put(v, b, &f, STR("no"), word(v, W_INC_NO));
    select_end(v, b, &f);
}

static void put_verified(const struct web_view *v, struct buf *b)
{
    const struct field f = {
        .name = "verified", .label = W_INC_VERIFIED, .required = true};
    select_begin(v, b, &f);
    option_put(v, b, &f, STR(""), STR("–"));
    option_put(v, b, &f, STR("yes"), word(v, W_INC_VERIFIED_YES));
    option_put(v, b, &f, STR("unclear"), word(v, W_INC_VERIFIED_UNCLEAR));
    option_put(v, b, &f, STR("no"), word(v, W_INC_VERIFIED_NO));
    select_end(v, b, &f);
}

/* Under which clause, and how severe. */
static void put_scope(const struct web_view *v, struct buf *b,
                      const struct incident *x)
{
    put_clauses(v, b,
                &(struct field){.name = "clause",
                                .label = W_INC_SCOPE,
                                .value = clause_label(v, x)});
    put_text_field(
        v, b, &(struct field){.name = "severity", .label = W_INC_SEVERITY});
}

/* Only where the text lets the body attribute. */
static void put_attribution(const struct web_view *v, struct buf *b, int body)
{
    const struct actor *a = body == NONE ? NULL : &v->c->ag->actors[body];
    buf_c(b, "<p>");
    if (a == NULL || !a->may_attribute || a->mandate == NULL) {
        SAY(v, b, W_INC_DO_NO_ATTRIBUTION,
            body == NONE ? STR("–") : name_of_actor(v, body));
        buf_c(b, "</p>\n");
        return;
    }
    if (a->mandate->confidence > 0) {
        struct text t = count_text(v, a->mandate->confidence);
        SAY(v, b, W_INC_DO_ATTRIBUTE_HELP, text_str(&t));
    }
    buf_c(b, "</p>\n");
    put_actors(
        v, b,
        &(struct field){.name = "attributed-to", .label = W_INC_ATTRIBUTED},
        true);
}

static void put_verify(const struct web_view *v, struct buf *b,
                       const struct incident *x, const struct web_files *files)
{
    struct web_view w = of_step(v, "verify");
    step_begin(&w, b, W_INC_DO_VERIFY, "verify");
    pair_begin(b);
    put_yes_no(&w, b);
    put_verified(&w, b);
    put_text_field(&w, b,
                   &(struct field){.name = "confidence",
                                   .label = W_INC_DO_CONFIDENCE,
                                   .ltr = true});
    put_scope(&w, b, x);
    pair_end(b);
    put_attribution(&w, b, x->body);
    put_files_choice(&w, b, files);
    put_words(&w, b, W_INC_REASONS, false);
    step_end(&w, b);
}

static void put_respond(const struct web_view *v, struct buf *b,
                        const struct web_files *files)
{
    struct web_view w = of_step(v, "respond");
    step_begin_of(&w, b, W_INC_DO_RESPOND, name_of_id(v, v->me->of), "respond");
    put_words(&w, b, W_INC_DO_ANSWER, true);
    put_files_choice(&w, b, files);
    step_end(&w, b);
}

/* --- Finding */

/* Where the text names nobody, any other actor: as the rule is held to. */
static actor_set members_of(const struct web_view *v, int body)
{
    const struct mandate *m = v->c->ag->actors[body].mandate;
    actor_set named = m->members | m->chaired_by, all = 0;
    for (uint32_t i = 0; i < v->c->ag->n_actors; i++)
        if ((int)i != body)
            all |= (actor_set)1 << i;
    return named != 0 ? named : all;
}

/* Members, and who decides where they do not. */
static actor_set voters_of(const struct web_view *v, int body)
{
    const struct mandate *m = v->c->ag->actors[body].mandate;
    actor_set all = members_of(v, body);
    if (m->else_by != NONE)
        all |= (actor_set)1 << m->else_by;
    return all;
}

static void put_rule(const struct web_view *v, struct buf *b, int body)
{
    const struct mandate *m = v->c->ag->actors[body].mandate;
    actor_set members = members_of(v, body);
    struct buf names;
    uint32_t n = 0;
    buf_init(&names, b->arena, SIZE_MAX);
    for (uint32_t i = 0; i < v->c->ag->n_actors; i++)
        if ((members >> i & 1) != 0) {
            if (n++ > 0) {
                buf_str(&names, word(v, W_LIST_COMMA));
                buf_char(&names, ' ');
            }
            buf_str(&names, name_of_actor(v, (int)i));
        }
    struct text votes =
        count_text(v, m->decides == DECIDES_MAJORITY ? n / 2 + 1 : m->k);
    buf_c(b, "<p>");
    switch (m->decides) {
    case DECIDES_UNSTATED:
        SAY(v, b, W_INC_DO_RULE_NONE, name_of_actor(v, body));
        break;
    case DECIDES_CONSENSUS:
        SAY(v, b, W_INC_DO_RULE_CONSENSUS, name_of_actor(v, body),
            buf_view(&names));
        break;
    case DECIDES_MAJORITY:
    case DECIDES_KOF:
        SAY(v, b, W_INC_DO_RULE_VOTES, name_of_actor(v, body), text_str(&votes),
            buf_view(&names));
        break;
    }
    if (m->else_by != NONE) {
        buf_char(b, ' ');
        SAY(v, b, W_INC_DO_RULE_ELSE, name_of_actor(v, m->else_by));
    }
    buf_c(b, "</p>\n");
}

/* "vote-3", "why-3": of actor 3. Names of fields are ASCII, ids are not. */
static void put_vote(const struct web_view *v, struct buf *b, int actor)
{
    enum { ROOM = 16 };
    char vote[ROOM], why[ROOM];
    snprintf(vote, sizeof vote, "vote-%d", actor);
    snprintf(why, sizeof why, "why-%d", actor);
    const struct field f = {.name = vote};
    pair_begin(b);
    buf_printf(b, "<p class=\"field\"><label for=\"f-%s\">", vote);
    SAY(v, b, W_INC_DO_VOTE, name_of_actor(v, actor));
    buf_printf(b, "</label> <select id=\"f-%s\" name=\"%s\">", vote, vote);
    option_put(v, b, &f, STR(""), word(v, W_INC_DO_VOTE_NONE));
    option_put(v, b, &f, STR("yes"), word(v, W_INC_DO_VOTE_YES));
    option_put(v, b, &f, STR("no"), word(v, W_INC_DO_VOTE_NO));
    buf_c(b, "</select></p>\n");
    put_text_field(v, b, &(struct field){.name = why, .label = W_INC_DO_WHY});
    pair_end(b);
}

static void put_adopt(const struct web_view *v, struct buf *b,
                      const struct incident *x)
{
    struct web_view w = of_step(v, "adopt");
    actor_set voters = voters_of(v, x->body);
    if (x->finding != NULL) {
        /* Rare, so it does not stand in the way. */
        buf_c(b, w.form != NULL ? "<details open><summary>"
                                : "<details><summary>");
        say(v, b, W_INC_DO_AMEND);
        buf_c(b, "</summary>\n");
    }
    step_begin(&w, b, W_INC_DO_ADOPT, "adopt");
    put_rule(&w, b, x->body);
    put_prose(b, "p", STR(""), word(v, W_INC_DO_ADOPT_HELP));
    for (uint32_t i = 0; i < v->c->ag->n_actors; i++)
        if ((voters >> i & 1) != 0)
            put_vote(&w, b, (int)i);
    pair_begin(b);
    put_scope(&w, b, x);
    pair_end(b);
    put_words(&w, b, W_INC_REASONS, false);
    if (x->finding != NULL)
        put_hidden_field(b, "amend", STR("yes"));
    step_end(&w, b);
    buf_c(b, x->finding != NULL ? "</details>\n" : "");
}

/* --- What follows */

static void put_ask(const struct web_view *v, struct buf *b)
{
    struct web_view w = of_step(v, "ask");
    step_begin(&w, b, W_INC_DO_ASK, "ask");
    put_actors(&w, b, &(struct field){.name = "to", .label = W_INC_ASKED_OF},
               false);
    put_words(&w, b, W_INC_ASKED, true);
    put_due(&w, b);
    step_end(&w, b);
}

static void put_done_step(const struct web_view *v, struct buf *b,
                          const struct incident *x)
{
    struct web_view w = of_step(v, "done");
    const struct field asked = {.name = "to", .label = W_INC_ASKED};
    struct fact buffer;
    step_begin(&w, b, W_INC_DO_DONE, "done");
    select_begin(&w, b, &asked);
    for (uint32_t i = 0; i < x->n_steps; i++) {
        if (x->steps[i].said->kind != INC_ASKED || !x->steps[i].open)
            continue;
        const struct fact *f =
            v->c->fact(v->c->self, x->steps[i].said->fact, &buffer);
        /* Whoever speaks for an actor does what was asked of that one. */
        if (f != NULL &&
            (v->me->of.n == 0 ||
             (f->performer != NONE &&
              str_eq(v->c->ag->actors[f->performer].id, v->me->of))))
            option_put(&w, b, &asked, f->id, f->text);
    }
    select_end(&w, b, &asked);
    put_words(&w, b, W_INC_DO_WHAT_DONE, false);
    step_end(&w, b);
}

static void put_close(const struct web_view *v, struct buf *b)
{
    struct web_view w = of_step(v, "close");
    step_begin(&w, b, W_INC_DO_CLOSE, "close");
    put_words(&w, b, W_INC_REASONS, false);
    step_end(&w, b);
}

void put_incident_forms(const struct web_view *v, struct buf *b,
                        const struct web_incident *d)
{
    const struct incident *x = &d->list->v[d->index];
    const struct incident_may *may = &d->may;
    if (v->me == NULL)
        return;
    buf_c(b, "<div class=\"forms\">\n");
    if (may->group)
        put_group(v, b, d);
    if (may->assign)
        put_assign(v, b, x);
    if (may->verify)
        put_verify(v, b, x, &d->files);
    if (may->respond)
        put_respond(v, b, &d->files);
    if (may->adopt)
        put_adopt(v, b, x);
    if (may->done)
        put_done_step(v, b, x);
    if (may->follow_up)
        put_ask(v, b);
    if (may->close)
        put_close(v, b);
    buf_c(b, "</div>\n");
}

/* --- A new report */

static void put_source(const struct web_view *v, struct buf *b, str own)
{
    const struct field f = {
        .name = "source", .label = W_INC_NEW_SOURCE, .required = true};
    if (own.n > 0) {
        put_hidden_field(b, "source", own);
        return;
    }
    select_begin(v, b, &f);
    option_put(v, b, &f, STR(""), STR("–"));
    /* Actors are the first sources; then those that the record declares. */
    for (int i = 0;; i++) {
        const struct source *s = v->c->source(v->c->self, i);
        if (s == NULL)
            break;
        option_put(v, b, &f, s->id, name_of_source(v, i));
    }
    select_end(v, b, &f);
}

static void put_acts(const struct web_view *v, struct buf *b)
{
    const struct agreement *ag = v->c->ag;
    const struct field f = {.name = "act", .label = W_INC_NEW_ACT};
    select_begin(v, b, &f);
    option_put(v, b, &f, STR(""), STR("–"));
    /* What a clause forbids comes first; each once. */
    for (uint32_t i = 0; i < ag->n_acts; i++)
        for (uint32_t k = 0; k < ag->n_clauses; k++)
            if (ag->clauses[k].kind == CLAUSE_BAN &&
                ag->clauses[k].perf.act == (int)i) {
                option_put(v, b, &f, ag->acts[i].id, ag->acts[i].inf);
                break;
            }
    select_end(v, b, &f);
}

err web_incident_new(struct cx *cx, const struct web_view *v, str own,
                     const struct web_files *files, struct buf *out)
{
    static const struct {
        const char *value;
        enum word w;
    } ways[] = {{"", W_INC_UNSAID},
                {"seen", W_INC_KNOWN_SEEN},
                {"heard", W_INC_KNOWN_HEARD},
                {"sensor", W_INC_KNOWN_SENSOR},
                {"told", W_INC_KNOWN_TOLD},
                {"open_source", W_INC_KNOWN_OPEN_SOURCE},
                {"unknown", W_INC_KNOWN_UNKNOWN}};
    const struct field how = {.name = "how-known", .label = W_INC_HOW_KNOWN};
    page_begin_now(v, out, NAV_INCIDENTS, word(v, W_INC_NEW));
    put_problem(v, out);
    form_begin(v, out, "/incidents/new");
    put_source(v, out, own);
    pair_begin(out);
    put_acts(v, out);
    put_actors(v, out,
               &(struct field){.name = "actor", .label = W_INC_NEW_ACTOR},
               true);
    put_place(v, out,
              &(struct field){.name = "place", .label = W_INC_NEW_PLACE});
    put_text_field(v, out,
                   &(struct field){.name = "occurred",
                                   .label = W_INC_NEW_OCCURRED,
                                   .help = W_INC_NEW_WHEN_HELP,
                                   .required = true,
                                   .ltr = true});
    pair_end(out);
    select_begin(v, out, &how);
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        option_put(v, out, &how, str_of(ways[i].value), word(v, ways[i].w));
    select_end(v, out, &how);
    put_actors(v, out,
               &(struct field){.name = "denied-by",
                               .label = W_INC_NEW_DENIED,
                               .help = W_INC_NEW_DENIED_HELP},
               true);
    put_area(v, out, &(struct field){.name = "note", .label = W_INC_NEW_NOTE});
    put_files_choice(v, out, files);
    form_end(v, out, W_INC_SEND);
    page_end(v, out);
    return buf_finish(cx, out);
}
