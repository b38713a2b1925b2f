/* test_incident_grows.c: a case that grows record by record has the incidents,
 * links and replies of one that is read anew; and what it takes in costs with
 * what is new. */
#include "app/casefile.h"
#include "app/incident_int.h"
#include "tests/test.h"

#include <unistd.h>

struct growing {
    char folder[64], path[96];
    struct case_options o;
    struct app_case *c;
    uint32_t seed;
};

static uint32_t draw(struct growing *w, uint32_t below)
{
    w->seed = w->seed * 1664525u + 1013904223u;
    return (w->seed >> 8) % below;
}

static void add(struct growing *w, str lines)
{
    static const char *const name[] = {"x"};
    struct buf messages;
    struct casefile_added added;
    const struct casefile_add a = {
        .path = w->path, .inputs = name, .bytes = &lines, .n_inputs = 1};
    buf_init(&messages, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(),
             casefile_add(test_cx(), test_arena(), &a, &messages, &added));
    if (added.refused > 0)
        FAIL("refused: %.*s", STR_ARG(buf_view(&messages)));
}

static void begin(struct growing *w)
{
    struct buf messages, out;
    const struct casefile_init init = {.path = w->path,
                                       .origin = "case.example/harbour",
                                       .agreement =
                                           "examples/harbour/agreement.truce"};
    snprintf(w->folder, sizeof w->folder, "/tmp/truce-grows-XXXXXX");
    CHECK(mkdtemp(w->folder) != NULL);
    snprintf(w->path, sizeof w->path, "%s/case", w->folder);
    buf_init(&messages, test_arena(), SIZE_MAX);
    buf_init(&out, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(),
             casefile_init(test_cx(), test_arena(), &init, &messages, &out));
    add(w, STR("{\"type\":\"report\",\"id\":\"r0\",\"source\":\"mechanism\","
               "\"occurred\":\"2025-03-01\",\"act\":\"enter\",\"item\":"
               "\"truck\",\"quantity\":1}\n"));
    w->o = (struct case_options){.agreement = w->path, .grows = true};
    CHECK_OK(test_cx(), case_open(test_cx(), test_arena(), &w->o, &w->c));
}

static void end(struct growing *w)
{
    static const char *const ends[] = {"",     "-wal",  "-shm",
                                       ".key", ".head", ".lock"};
    char file[128];
    case_close(w->c);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        snprintf(file, sizeof file, "%s%s", w->path, ends[i]);
        unlink(file);
    }
    rmdir(w->folder);
}

static void grow(struct growing *w, struct incident_list *l)
{
    bool grown;
    CHECK_OK(test_cx(), case_grow(w->c, &grown));
    CHECK(grown);
    CHECK_OK(test_cx(), engine_current(test_cx(), w->c->engine, w->c->at,
                                       &w->c->verdicts));
    CHECK_OK(test_cx(), incidents_current(w->c, l));
}

/* --- Records by lot ---------------------------------------------------------
 */

/* Names of records, some of which come later or never. */
static void put_names(struct growing *w, struct buf *b, const char *key,
                      uint32_t id, uint32_t most)
{
    uint32_t n = 1 + draw(w, most);
    buf_printf(b, ",\"%s\":[", key);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t to = (id < 12 ? 0 : id - 12) + draw(w, 16);
        buf_printf(b, "%s\"r%u\"", k == 0 ? "" : ",", to == id ? 999 : to);
    }
    buf_char(b, ']');
}

static void put_report(struct growing *w, struct buf *b, uint32_t id)
{
    static const char *const acts[] = {
        "attack\",\"actor\":\"ardania", "attack\",\"actor\":\"belmar",
        "attack\",\"place\":\"harbour", "enter\",\"item\":\"truck"};
    static const char *const replies[] = {"amends", "disputes", "retracts"};
    buf_printf(b, ",\"occurred\":\"2025-03-%02u\",\"act\":\"%s\"",
               1 + draw(w, 9), acts[draw(w, 4)]);
    if (draw(w, 4) == 0)
        put_names(w, b, replies[draw(w, 3)], id, 1);
}

static void put_step(struct growing *w, struct buf *b, uint32_t kind,
                     uint32_t id)
{
    static const char *const outcomes[] = {"asked", "done", "closed"};
    if (kind < 6)
        put_names(w, b, "reports", id, 2);
    if (kind == 2)
        buf_c(b, ",\"actor\":\"mechanism\",\"due\":\"2025-03-12\"");
    if (kind == 3 || kind == 4)
        buf_c(b, ",\"verified\":\"yes\",\"confidence\":90,\"clause\":\"1.1\"");
    if (kind == 4)
        buf_c(b, ",\"adopted_by\":[\"delvia\",\"estria\"]");
    if (kind == 5)
        buf_printf(b,
                   ",\"outcome\":\"%s\",\"actor\":\"ardania\",\"text\":\"Do.\"",
                   outcomes[draw(w, 3)]);
    if (kind == 6)
        put_names(w, b, "retracts", id, 2);
}

/* The i-th; now and then of an id that there is, and so in its place. */
static void put_record(struct growing *w, struct buf *b, uint32_t i)
{
    static const char *const types[] = {"report",     "incident", "assignment",
                                        "assessment", "finding",  "action",
                                        "report"};
    uint32_t kind = draw(w, 12), id = draw(w, 14) == 0 ? draw(w, i + 1) : i;
    kind = kind < COUNT_OF(types) ? kind : 0;
    /* So that of one id that which was recorded first may come last. */
    uint32_t hour = 23 - draw(w, 3);
    buf_printf(b, "{\"type\":\"%s\",\"id\":\"r%u\",\"source\":\"mechanism\"",
               types[kind], id);
    buf_printf(b, ",\"recorded\":\"2025-03-%02uT%02u:%02u\"", 10 + i / 20, hour,
               i % 60);
    if (kind == 0)
        put_report(w, b, id);
    else
        put_step(w, b, kind, id);
    buf_c(b, "}\n");
}

/* --- Alike ------------------------------------------------------------------
 */

static uint32_t step_number(const struct incident *x,
                            const struct incident_step *p)
{
    return p == NULL ? UINT32_MAX : (uint32_t)(p - x->steps);
}

static void check_steps(const struct incident *x, const struct incident *y)
{
    CHECK_INT(x->n_steps, y->n_steps);
    for (uint32_t i = 0; i < x->n_steps; i++) {
        const struct incident_step *p = &x->steps[i], *q = &y->steps[i];
        CHECK_INT(p->said->fact, q->said->fact);
        CHECK_INT((int)p->said->kind, (int)q->said->kind);
        CHECK_INT(p->at, q->at);
        CHECK_INT((int)p->adoption.state, (int)q->adoption.state);
        CHECK_INT(p->adoption.have, q->adoption.have);
        CHECK(p->open == q->open && p->verifies == q->verifies);
    }
    CHECK_INT(step_number(x, x->assessment), step_number(y, y->assessment));
    CHECK_INT(step_number(x, x->finding), step_number(y, y->finding));
}

static void check_incident(const struct incident *x, const struct incident *y)
{
    CHECK_STR(x->id, y->id);
    CHECK_INT(x->fact, y->fact);
    CHECK_INT((int)x->stage, (int)y->stage);
    CHECK_INT(x->clause, y->clause);
    CHECK_INT(x->act, y->act);
    CHECK_INT(x->zone, y->zone);
    CHECK_INT(x->claimed, y->claimed);
    CHECK(x->denial == y->denial && x->in_scope == y->in_scope &&
          x->claims_differ == y->claims_differ &&
          x->places_differ == y->places_differ);
    CHECK(x->from == y->from && x->to_ == y->to_);
    CHECK(memcmp(&x->path, &y->path, sizeof x->path) == 0);
    CHECK_INT(x->body, y->body);
    CHECK_INT(x->waits_for, y->waits_for);
    CHECK(x->has_due == y->has_due && x->overdue == y->overdue);
    if (x->has_due)
        CHECK_INT(x->due, y->due);
    check_steps(x, y);
}

static void check_lists(const struct incident_list *x,
                        const struct incident_list *y)
{
    CHECK_INT(x->at, y->at);
    CHECK_INT(x->n, y->n);
    for (uint32_t i = 0; i < x->n; i++)
        check_incident(&x->v[i], &y->v[i]);
    for (int i = 0; i < N_STAGES; i++)
        CHECK_INT(x->counts.stages[i], y->counts.stages[i]);
    for (int i = 0; i < N_INC_STATES; i++)
        CHECK_INT(x->counts.states[i], y->counts.states[i]);
    CHECK_INT(x->counts.n_accounts, y->counts.n_accounts);
    for (uint32_t i = 0; i < x->counts.n_accounts; i++) {
        CHECK_INT(x->counts.accounts[i].account, y->counts.accounts[i].account);
        CHECK_INT(x->counts.accounts[i].reports, y->counts.accounts[i].reports);
    }
}

static void check_tied(const struct app_case *x, const struct app_case *y)
{
    CHECK_INT(engine_n_facts(x->engine), engine_n_facts(y->engine));
    for (uint32_t i = 0; i < engine_n_facts(x->engine); i++)
        CHECK(x->gone[i] == y->gone[i]);
    CHECK_INT(x->links.n, y->links.n);
    for (size_t i = 0; i < x->links.n; i++)
        CHECK(x->links.p[i].to == y->links.p[i].to &&
              x->links.p[i].by == y->links.p[i].by);
    CHECK_INT(x->notices.n, y->notices.n);
    for (size_t i = 0; i < x->notices.n; i++)
        CHECK_INT(x->notices.p[i].fact, y->notices.p[i].fact);
}

static void check_fresh(struct growing *w, const struct incident_list *l)
{
    struct app_case *fresh;
    struct arena a;
    struct incident_list read;
    struct case_options o = {.agreement = w->path};
    arena_init(&a, mem_system(), "fresh", SIZE_MAX);
    CHECK_OK(test_cx(), case_open(test_cx(), &a, &o, &fresh));
    check_tied(w->c, fresh);
    CHECK_OK(test_cx(), incidents_read(fresh, &a, &read));
    check_lists(l, &read);
    case_close(fresh);
    arena_release(&a);
}

void test_incident_grows__as_if_read_anew(void)
{
    for (uint32_t seed = 1; seed <= 3; seed++) {
        struct growing w = {.seed = seed};
        struct incident_list l;
        begin(&w);
        for (uint32_t i = 1; i < 100;) {
            struct buf b;
            CASE("seed %u, record %u", (unsigned)seed, (unsigned)i);
            buf_init(&b, test_arena(), SIZE_MAX);
            for (uint32_t n = 1 + draw(&w, 3); n > 0; n--)
                put_record(&w, &b, i++);
            add(&w, buf_view(&b));
            grow(&w, &l);
            check_fresh(&w, &l);
        }
        CHECK(l.n > 10);
        end(&w);
    }
}

/* What a grouping makes an account belongs to what it amends once the grouping
 * is taken back. */
void test_incident_grows__a_grouping_is_taken_back(void)
{
    static const char *const lines[] = {
        "\"report\",\"id\":\"a\",\"occurred\":\"2025-03-02\",\"act\":"
        "\"attack\",\"actor\":\"ardania\"}\n",
        "\"incident\",\"id\":\"h\",\"recorded\":\"2025-03-03\",\"reports\":"
        "[\"a\"]}\n",
        "\"report\",\"id\":\"e\",\"occurred\":\"2025-03-03\",\"act\":"
        "\"enter\",\"item\":\"truck\",\"quantity\":1,\"amends\":\"a\"}\n",
        "\"incident\",\"id\":\"g\",\"recorded\":\"2025-03-04\",\"reports\":"
        "[\"e\"]}\n",
        "\"report\",\"id\":\"x\",\"occurred\":\"2025-03-05\",\"retracts\":"
        "\"g\"}\n",
        "\"finding\",\"id\":\"f\",\"recorded\":\"2025-03-06\",\"reports\":"
        "[\"h\"],\"verified\":\"yes\"}\n"};
    struct growing w = {.seed = 1};
    struct incident_list l;
    begin(&w);
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct buf b;
        CASE("line %zu", i);
        buf_init(&b, test_arena(), SIZE_MAX);
        buf_printf(&b, "{\"source\":\"mechanism\",\"type\":%s", lines[i]);
        add(&w, buf_view(&b));
        grow(&w, &l);
        check_fresh(&w, &l);
    }
    CHECK_INT(l.n, 1);
    CHECK_INT(l.v[0].n_steps, 3); /* h, e, f: a was amended */
    end(&w);
}

/* Of many or few allegations: one more costs the same. */
void test_incident_grows__costs_with_what_is_new(void)
{
    uint64_t cost[2];
    for (uint32_t k = 0; k < 2; k++) {
        struct growing w = {.seed = 1};
        struct incident_list l;
        struct buf b;
        uint32_t n = k == 0 ? 20 : 600;
        begin(&w);
        buf_init(&b, test_arena(), SIZE_MAX);
        for (uint32_t i = 1; i <= n; i++)
            buf_printf(&b,
                       "{\"type\":\"report\",\"id\":\"r%u\",\"source\":"
                       "\"mechanism\",\"occurred\":\"2025-03-10T10:%02u\","
                       "\"act\":\"attack\",\"actor\":\"ardania\"}\n"
                       "{\"type\":\"report\",\"id\":\"d%u\",\"source\":"
                       "\"mechanism\",\"occurred\":\"2025-03-11\","
                       "\"disputes\":[\"r%u\"]}\n",
                       (unsigned)i, (unsigned)i % 60, (unsigned)i, (unsigned)i);
        add(&w, buf_view(&b));
        grow(&w, &l);
        CHECK_INT(l.n, n);
        add(&w, STR("{\"type\":\"incident\",\"id\":\"inc\",\"source\":"
                    "\"mechanism\",\"recorded\":\"2025-03-12\",\"reports\":"
                    "[\"r7\",\"r9\"]}\n"
                    "{\"type\":\"report\",\"id\":\"x\",\"source\":"
                    "\"mechanism\",\"occurred\":\"2025-03-12\","
                    "\"disputes\":[\"inc\"]}\n"));
        bool grown;
        uint64_t before = engine_visited(w.c->engine);
        CHECK_OK(test_cx(), case_grow(w.c, &grown));
        uint64_t after = engine_visited(w.c->engine);
        CHECK_OK(test_cx(), engine_current(test_cx(), w.c->engine, w.c->at,
                                           &w.c->verdicts));
        cost[k] = after - before - engine_visited(w.c->engine);
        CHECK_OK(test_cx(), incidents_current(w.c, &l));
        cost[k] += engine_visited(w.c->engine);
        CHECK_INT(l.n, n - 1);
        end(&w);
    }
    CHECK(cost[0] > 0);
    CHECK_INT(cost[0], cost[1]);
}
