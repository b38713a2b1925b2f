/* test_talks.c: what must hold of talks (docs/talks-format.md 11): nothing of
 * what a party has not released reaches another one; the order of arrival
 * changes nothing; what is forged or moved is refused. */
#include "app/seal_int.h"
#include "tests/support/talks_world.h"
#include "tests/test.h"

/* --- non-interference
 * ----------------------------------------------------------
 */

enum step_kind {
    A_PRIVATE, /* varied */
    M_PRIVATE, /* varied */
    A_STANDING,
    A_RELEASES,
    A_TABLE,
    B_SAYS,
    B_POSITION,
    B_RELEASES,
    M_TO_B,
    M_BRIDGE,
    M_CONVEYS,
    M_ROUND,
    M_REVEALS,
    M_AGREES,
    M_DRAFTS,
    SIGNS,
    CARRY,
    STEP_KINDS
};
struct step {
    enum step_kind kind;
    uint64_t a, b;
};
enum { STEPS = 50, STEPS_MAX = 120 };

/* What was said where Belmar is not, by the parties and by the mediators, and
 * where it is. */
enum place { HIDDEN_PARTY, HIDDEN_MEDIATORS, OPEN, PLACES };

enum leak { NO_LEAK, LEAK_OF_ARDANIA, LEAK_OF_MEDIATORS };

/* One run. Randomness and clock depend on the step only. */
static struct run_of {
    struct talks_world w;
    struct test_rand rand; /* of the step, for keys of envelopes */
    struct test_rand vary; /* of this run: what is private */
    unsigned content;      /* of this run: letters in place of others */
    instant now;
    enum leak leak;
    VEC(size_t) bundles; /* sizes of those for Belmar and the observer */
} run;
static str draft;
static size_t said[TALKS_TYPES][PLACES];

static void begin_run(struct cx *cx, const struct talks_keys *k,
                      uint64_t variant)
{
    talks_world_begin(cx, k, &run.w);
    run.vary.state = variant;
    run.bundles.n = run.bundles.cap = 0; /* they lay in the world before */
    run.bundles.p = NULL;
}

static err step_random(struct cx *cx, void *self, void *p, size_t n)
{
    (void)cx, (void)self;
    for (size_t i = 0; i < n; i++)
        ((uint8_t *)p)[i] = (uint8_t)test_rand_u64(&run.rand);
    return OK;
}

static instant step_now(void *self)
{
    (void)self;
    return run.now;
}

/* Whether the fifth node is a third party, and no observer. */
static bool has_third(void)
{
    return run.w.seat[MECHANISM].self->role == TALKS_PARTY;
}

/* What the rules of the talks refuse just now is no step. */
static void may_fail(struct cx *cx, err e)
{
    CHECK(e.code == ERR_OK || e.code == ERR_CONFLICT || e.code == ERR_INPUT ||
          e.code == ERR_NOT_FOUND || e.code == ERR_DENIED);
    fault_clear(cx);
}

static void speak(struct cx *cx, int node, const struct say_job *job)
{
    may_fail(cx,
             seat_speak(cx, &run.w.arena, &run.w.seat[node], job, &run.w.out));
}

static void position(struct cx *cx, int node, struct position_job job)
{
    may_fail(cx, seat_position(cx, &run.w.arena, &run.w.seat[node], &job,
                               &run.w.out));
}

static void put_text(struct cx *cx, int node, str text, const char *room)
{
    may_fail(cx, seat_put_draft(cx, &run.w.arena, &run.w.seat[node], text, room,
                                &run.w.out));
}

/* A text whose length and bytes are of this run only. */
static const char *secret(void)
{
    uint64_t n = test_rand_below(&run.vary, 6000);
    char *room = arena_alloc(&run.w.arena, n + 32);
    (void)snprintf(room, 32, "secret %020" PRIu64,
                   test_rand_u64(&run.vary) ^ run.content);
    memset(room + strlen(room), (int)('a' + run.content), n);
    return room;
}

/* The draft with another deadline, of this run only. */
static str secret_draft(void)
{
    size_t at = str_find(draft, STR("by day 30"));
    char *room = arena_alloc(&run.w.arena, draft.n);
    CHECK(at < draft.n);
    memcpy(room, draft.p, draft.n);
    room[at + 7] = (char)('1' + test_rand_below(&run.vary, 2));
    room[at + 8] =
        (char)('0' + (test_rand_below(&run.vary, 10) + run.content) % 10);
    return (str){room, draft.n};
}

/* The newest object of a node in a room that is of a type; NULL: none. */
static const char *newest(int node, str room, int sender, enum talks_type type)
{
    static char hex[2 * CRY_HASH_BYTES + 1];
    const struct talks *t = &run.w.seat[node].talks;
    bool any = false;
    for (size_t i = 0; i < t->items.n; i++) {
        const struct talks_item *x = &t->items.p[i];
        if (!x->open || x->o.type != type || !str_eq(x->e.room, room) ||
            !str_eq(x->e.sender, run.w.seat[sender].self->name))
            continue;
        hash_print(x->o.id, hex);
        any = true;
    }
    return any ? hex : NULL;
}

/* To the third party, whom Belmar does not hear; without one, to Belmar, and
 * no mediator carries it. */
static void consent_alone(struct cx *cx)
{
    const char *id = newest(ARDANIA, STR("ardania"), ARDANIA, TALKS_PROPOSAL);
    static const char *const wordings[] = {"as-theirs", "as-ours",
                                           "as-hypothetical"};
    struct consent_job job = {.id = id,
                              .to = has_third() ? "mechanism" : "belmar",
                              .wording =
                                  wordings[test_rand_below(&run.vary, 3)],
                              .words = secret()};
    if (id != NULL)
        may_fail(cx, seat_consent(cx, &run.w.arena, &run.w.seat[ARDANIA], &job,
                                  &run.w.out));
}

static const char *const spoken[] = {"proposal", "question", "answer",
                                     "comment",  "meeting",  "label"};

static struct say_job any_words(struct test_rand *r, const char *room,
                                const char *text)
{
    const char *type = spoken[test_rand_below(r, COUNT_OF(spoken))];
    bool label = strcmp(type, "label") == 0;
    return (struct say_job){.type = type,
                            .room = room,
                            .on = label ? "4.1=B" : "2.1",
                            .by = label ? "ardania" : NULL,
                            .when = "2025-01-20 10:00",
                            .with = "both",
                            .text = text};
}

static void ardania_alone(struct cx *cx)
{
    static const char *const on[] = {"2.2=B", "4.1=A", "4.1=C"};
    static const char *const stances[] = {"accept", "reserve", "reject",
                                          "red-line", "withdraw"};
    uint64_t pick = test_rand_below(&run.vary, 8);
    const char *room = test_rand_below(&run.vary, 2) == 0 ? "own" : NULL;
    if (pick == 0) {
        position(cx, ARDANIA,
                 (struct position_job){
                     .on = on[test_rand_below(&run.vary, 3)],
                     .stance = stances[test_rand_below(&run.vary, 5)],
                     .own = room != NULL,
                     .text = secret()});
    } else if (pick == 1) {
        put_text(cx, ARDANIA, secret_draft(), room);
    } else if (pick == 2) {
        struct say_job job = {.type = "weights",
                              .room = room,
                              .text = test_rand_below(&run.vary, 2) == 0
                                          ? "4.1=A 7\n"
                                          : "2.2=B 9000\n"};
        speak(cx, ARDANIA, &job);
    } else if (pick < 5) {
        consent_alone(cx);
    } else {
        struct say_job job = any_words(&run.vary, room, secret());
        speak(cx, ARDANIA, &job);
    }
}

/* Words for somebody else than Belmar go on their way. */
static void carry_secrets(struct cx *cx, struct seat_file *n)
{
    char hex[2 * CRY_HASH_BYTES + 1] = {0};
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (!x->open || x->standing != TALKS_COUNTS)
            continue;
        bool assent = x->o.type == TALKS_ASSENT &&
                      str_find(x->o.body, STR("\nsecret ")) < x->o.body.n;
        bool consent = x->o.type == TALKS_CONSENT && has_third() &&
                       str_eq(talks_field(&x->o, "to"), STR("mechanism"));
        if ((!assent && !consent) || test_rand_below(&run.vary, 2) != 0)
            continue;
        hash_print(x->o.id, hex);
        may_fail(cx, seat_convey(cx, &run.w.arena, n, hex, &run.w.out));
        return;
    }
}

static void mediators_alone(struct cx *cx)
{
    static const char *const rooms[] = {"mediators", "ardania", "own"};
    int who = test_rand_below(&run.vary, 2) == 0 ? DELVIA : ESTRIA;
    uint64_t pick = test_rand_below(&run.vary, 8);
    const char *room = rooms[test_rand_below(&run.vary, 3)];
    struct seat_file *n = &run.w.seat[who];
    if (pick == 0) {
        put_text(cx, who, secret_draft(), room);
    } else if (pick == 1) {
        may_fail(cx, seat_bridge(cx, &run.w.arena, n, "ardania", "4.1",
                                 secret(), &run.w.out));
    } else if (pick < 5) {
        carry_secrets(cx, n);
    } else {
        struct say_job job = any_words(&run.vary, room, secret());
        speak(cx, who, &job);
    }
}

static void words(char room[64], const struct step *s)
{
    (void)snprintf(room, 64, "words %" PRIu64, s->a % 8);
}

/* Ardania to Belmar, or Belmar to Ardania. */
static void release(struct cx *cx, int who, const struct step *s)
{
    static const char *const wordings[] = {"as-theirs", "as-ours",
                                           "as-hypothetical"};
    char text[64];
    struct seat_file *n = &run.w.seat[who];
    words(text, s);
    struct say_job said_it = {.type = "proposal", .on = "2.1", .text = text};
    speak(cx, who, &said_it);
    struct consent_job job = {
        .id = newest(who, n->self->name, who, TALKS_PROPOSAL),
        .to = who == ARDANIA ? "belmar" : "ardania",
        .wording = wordings[s->b % 3]};
    if (job.id != NULL)
        may_fail(cx, seat_consent(cx, &run.w.arena, n, &job, &run.w.out));
}

/* The first consent with these words that this mediator has. */
static void convey(struct cx *cx, const struct step *s)
{
    char text[64], hex[2 * CRY_HASH_BYTES + 1] = {0};
    struct seat_file *n = &run.w.seat[s->b % 2 == 0 ? DELVIA : ESTRIA];
    words(text, s);
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_CONSENT && str_eq(x->o.body, str_of(text))) {
            hash_print(x->o.id, hex);
            may_fail(cx, seat_convey(cx, &run.w.arena, n, hex, &run.w.out));
            return;
        }
    }
}

static void carry(struct cx *cx, const struct step *s)
{
    static const int ways[][2] = {{ARDANIA, DELVIA},  {DELVIA, BELMAR},
                                  {BELMAR, DELVIA},   {DELVIA, ESTRIA},
                                  {ESTRIA, DELVIA},   {DELVIA, ARDANIA},
                                  {DELVIA, MECHANISM}};
    int from = (int)(s->a / 10 % NODES), to = (int)(s->b % NODES);
    uint64_t way = s->a % 10; /* mostly by Delvia */
    if (way < COUNT_OF(ways)) {
        from = ways[way][0];
        to = ways[way][1];
    }
    if (from == to)
        return;
    str bytes = talks_world_carry(cx, &run.w, from, to, false);
    if (to == BELMAR || (to == MECHANISM && !has_third()))
        CHECK(vec_push(&run.w.arena, &run.bundles, bytes.n));
}

/* One bit of what others have not released. */
static void leak(struct cx *cx)
{
    uint64_t count;
    if (run.leak == LEAK_OF_ARDANIA)
        (void)talks_last(&run.w.seat[DELVIA].talks, STR("ardania"),
                         STR("ardania"), &count);
    else
        (void)talks_last(&run.w.seat[DELVIA].talks, STR("mediators"),
                         STR("delvia"), &count);
    struct say_job job = {.type = "comment",
                          .room = "belmar",
                          .text = count % 2 == 0 ? "We go on." : "We go on!"};
    speak(cx, DELVIA, &job);
}

static void standing(struct cx *cx, int node, const struct step *s)
{
    static const char *const on[] = {"rest", "2.2=A", "4.1=B"};
    position(cx, node,
             (struct position_job){.on = on[s->a % 3],
                                   .stance = "accept",
                                   .condition = s->b % 3 == 0   ? "4.1=B"
                                                : s->b % 3 == 1 ? "2.2=A"
                                                                : NULL,
                                   .standing = true});
}

static void belmar_says(struct cx *cx, const struct step *s)
{
    struct test_rand r = {s->a};
    struct say_job weights = {.type = "weights", .text = "4.1=C 5\n"};
    struct say_job any = any_words(&r, NULL, "By day 9.");
    if (s->b % 8 == 0)
        put_text(cx, BELMAR, draft, NULL);
    else
        speak(cx, BELMAR, s->b % 8 == 1 ? &weights : &any);
}

static void sign(struct cx *cx, int node)
{
    const struct talks_item *agreed;
    uint8_t seed[CRY_SIGN_SEED_BYTES];
    struct seat_file *n = &run.w.seat[node];
    struct buf sig;
    err e = seat_agreed(cx, n, &agreed);
    if (is_ok(e)) {
        memset(seed, node + 1, sizeof seed);
        buf_init(&sig, &run.w.arena, SSHSIG_MAX_TEXT);
        CHECK_OK(cx, sshsig_sign(cx, seed, STR("agreement@truce"),
                                 agreed->o.body, &sig));
        e = seat_enter_signature(cx, &run.w.arena, n, buf_view(&sig),
                                 &run.w.out);
    }
    may_fail(cx, e);
}

static void as_mediator(struct cx *cx, const struct step *s)
{
    int who = s->b % 2 == 0 ? DELVIA : ESTRIA;
    struct seat_file *n = &run.w.seat[who];
    struct arena *a = &run.w.arena;
    struct say_job ask = {.type = "question",
                          .room = "belmar",
                          .on = "4.1",
                          .text = "How many trucks?"};
    if (run.leak != NO_LEAK && s->kind != M_DRAFTS)
        leak(cx);
    else if (s->kind == M_TO_B)
        speak(cx, who, &ask);
    else if (s->kind == M_BRIDGE)
        may_fail(cx, seat_bridge(cx, a, n, "belmar", "2.1", "By day 4?",
                                 &run.w.out));
    else if (s->kind == M_CONVEYS)
        convey(cx, s);
    else if (s->kind == M_ROUND)
        may_fail(cx, seat_close_round(cx, a, n, &run.w.out));
    else if (s->kind == M_REVEALS)
        may_fail(cx, seat_reveal(cx, a, n, &run.w.out));
    else if (s->kind == M_AGREES)
        may_fail(cx, seat_agree(cx, a, n, &run.w.out));
    else
        put_text(cx, who, draft, "table");
}

static void take_step(struct cx *cx, const struct step *s)
{
    struct say_job for_all = {.type = "comment",
                              .room = "table",
                              .on = "1.1",
                              .text = "For all to read."};
    switch (s->kind) {
    case A_PRIVATE: /* none, one or several; at this time or not */
        for (uint64_t k = test_rand_below(&run.vary, 4); k-- > 0;)
            ardania_alone(cx);
        return;
    case M_PRIVATE:
        for (uint64_t k = test_rand_below(&run.vary, 3); k-- > 0;)
            mediators_alone(cx);
        return;
    case A_STANDING:
        standing(cx, ARDANIA, s);
        return;
    case A_RELEASES:
        release(cx, ARDANIA, s);
        return;
    case A_TABLE:
        speak(cx, ARDANIA, &for_all);
        return;
    case B_SAYS:
        belmar_says(cx, s);
        return;
    case B_POSITION:
        standing(cx, BELMAR, s);
        if (has_third())
            standing(cx, MECHANISM, s);
        return;
    case B_RELEASES:
        release(cx, BELMAR, s);
        return;
    case M_TO_B:
    case M_BRIDGE:
    case M_CONVEYS:
    case M_ROUND:
    case M_REVEALS:
    case M_AGREES:
    case M_DRAFTS:
        as_mediator(cx, s);
        return;
    case SIGNS:
        sign(cx, s->a % 2 == 0 ? ARDANIA : BELMAR);
        return;
    case CARRY:
    case STEP_KINDS:
        carry(cx, s);
        return;
    }
}

/* All that a node holds, and the sizes of what came: what it could look at. */
static str view_of(struct cx *cx, int node)
{
    struct buf *b = arena_alloc(test_arena(), sizeof *b);
    struct seat_file *n = &run.w.seat[node];
    buf_init(b, test_arena(), 64 << 20);
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        str envelope, sealed = STR("");
        struct arena_mark mark = arena_mark(cx->scratch);
        CHECK_OK(cx,
                 seat_envelope(cx, n, cx->scratch, &x->e, &envelope, &sealed));
        buf_printf(b, "%d %zu %zu\n", x->standing, envelope.n, sealed.n);
        arena_rewind(cx->scratch, mark);
        buf_str(b, x->open ? x->o.note : STR("?"));
    }
    for (size_t i = 0; i < run.bundles.n; i++)
        buf_printf(b, "bundle %zu\n", run.bundles.p[i]);
    return buf_view(b);
}

/* What was said in this run, each object once: where it was written. */
static void count_said(void)
{
    for (int node = 0; node < NODES; node++) {
        const struct seat_file *n = &run.w.seat[node];
        for (size_t i = 0; i < n->talks.items.n; i++) {
            const struct talks_item *x = &n->talks.items.p[i];
            if (!x->open || !str_eq(x->e.sender, n->self->name))
                continue;
            bool own = str_eq(x->e.room, STR("own"));
            bool open = own ? node == BELMAR
                            : talks_is_member(&n->charter, x->e.room,
                                              run.w.seat[BELMAR].self);
            if (open)
                said[x->o.type][OPEN]++;
            else if (n->self->role == TALKS_MEDIATOR)
                said[x->o.type][HIDDEN_MEDIATORS]++;
            else if (node == ARDANIA)
                said[x->o.type][HIDDEN_PARTY]++;
        }
    }
}

/* Views of Belmar, and of who only observes. */
static void play(struct cx *cx, const struct talks_keys *k,
                 const struct step *steps, size_t n, uint64_t variant,
                 str out[2])
{
    begin_run(cx, k, variant);
    for (size_t i = 0; i < n; i++) {
        run.rand.state = i + 1;
        run.now = 1700000000 + (instant)i * 3600;
        take_step(cx, &steps[i]);
    }
    out[0] = view_of(cx, BELMAR);
    out[1] = has_third() ? STR("") : view_of(cx, MECHANISM);
    count_said();
    talks_world_end(&run.w);
}

/* To an agreed text and its signatures, with what is private in between. */
static size_t add_ending(struct step *s, size_t n)
{
    enum { DRAW = 2, TO_D = 0, FROM_B = 2, TO_A = 5, TO_B = 1, C_TO_D = 49 };
    static const struct step ending[] = {
        {CARRY, TO_A, 0},   {CARRY, TO_B, 0},      {CARRY, 6, 0},
        {A_STANDING, 0, 2}, {A_STANDING, 1, 2},    {A_PRIVATE, 0, 0},
        {A_STANDING, 2, 2}, {B_POSITION, 0, 2},    {B_POSITION, 1, 2},
        {B_POSITION, 2, 2}, {CARRY, TO_D, 0},      {CARRY, FROM_B, 0},
        {M_PRIVATE, 0, 0},  {CARRY, C_TO_D, DRAW}, {M_ROUND, 0, 0},
        {A_PRIVATE, 0, 0},  {M_REVEALS, 0, 0},     {M_AGREES, 0, 0},
        {M_PRIVATE, 0, 0},  {CARRY, TO_A, 0},      {CARRY, TO_B, 0},
        {SIGNS, 0, 0},      {SIGNS, 1, 0},         {A_PRIVATE, 0, 0},
        {CARRY, TO_D, 0},   {CARRY, FROM_B, 0},    {CARRY, TO_B, 0}};
    memcpy(s + n, ending, sizeof ending);
    return n + COUNT_OF(ending);
}

static size_t random_steps(struct test_rand *r, struct step *steps)
{
    for (size_t i = 0; i < STEPS; i++) {
        steps[i] =
            (struct step){(enum step_kind)test_rand_below(r, STEP_KINDS + 20),
                          test_rand_u64(r) >> 8, test_rand_u64(r) >> 8};
        if ((int)steps[i].kind >= STEP_KINDS)
            steps[i].kind = steps[i].kind % 4 == 0   ? A_PRIVATE
                            : steps[i].kind % 5 == 1 ? M_PRIVATE
                            : steps[i].kind % 9 == 1 ? M_TO_B
                                                     : CARRY;
    }
    steps[0].kind = M_DRAFTS;
    steps[0].b = 0;
    return test_rand_below(r, 2) == 0 ? add_ending(steps, STEPS) : STEPS;
}

/* Each rule of conveyance, with an observer and with a third party. */
enum { CHARTERS = 6 };
static const char *const rules[] = {"any", "all", "lead estria"};

static size_t differing(struct cx *cx, const struct talks_keys *k,
                        struct test_rand *r, size_t talks)
{
    size_t n = 0;
    for (size_t t = 0; t < talks; t++) {
        struct step steps[STEPS_MAX];
        str one[2], two[2];
        struct arena_mark mark = arena_mark(test_arena());
        size_t count = random_steps(r, steps);
        play(cx, &k[t % CHARTERS], steps, count, 2 * t + 1, one);
        play(cx, &k[t % CHARTERS], steps, count, 2 * t + 2, two);
        n += !str_eq(one[0], two[0]) || !str_eq(one[1], two[1]);
        arena_rewind(test_arena(), mark);
    }
    return n;
}

/* Whether this node may say a thing of this type in any of these rooms. */
static bool may_say(struct cx *cx, const struct charter *c, enum talks_type t,
                    const char *who, const char *const *rooms)
{
    bool may = false;
    for (; *rooms != NULL; rooms++) {
        struct talks_object o = {.room = str_of(*rooms),
                                 .sender = str_of(who),
                                 .made = STR("2025-01-19T10:00:00Z"),
                                 .type = t};
        struct buf b;
        buf_init(&b, test_arena(), 10000);
        may = is_ok(talks_object_print(cx, c, &o, &b)) || may;
        fault_clear(cx);
    }
    return may;
}

/* Whatever the format allows was said, in hiding by the parties, in hiding by
 * the mediators, and where Belmar reads it. */
static void check_all_types(struct cx *cx, const struct talks_keys *k)
{
    static const char *const of_party[] = {"own", "ardania", NULL};
    static const char *const of_mediators[] = {"own", "mediators", "ardania",
                                               NULL};
    static const char *const open[] = {"table", "belmar", NULL};
    struct charter c;
    CHECK_OK(cx, charter_parse(cx, k->charter, &c));
    for (int t = 0; t < TALKS_TYPES; t++) {
        enum talks_type type = (enum talks_type)t;
        bool may[PLACES] = {may_say(cx, &c, type, "ardania", of_party),
                            may_say(cx, &c, type, "delvia", of_mediators),
                            may_say(cx, &c, type, "belmar", open) ||
                                may_say(cx, &c, type, "delvia", open)};
        for (int p = 0; p < PLACES; p++)
            if (may[p] != (said[t][p] > 0))
                FAIL("%s, %s: %zu in all talks", talks_type_name(type),
                     p == OPEN           ? "for Belmar"
                     : p == HIDDEN_PARTY ? "hidden by a party"
                                         : "hidden by the mediators",
                     said[t][p]);
    }
}

static void begin_charters(struct cx *cx, struct talks_keys k[CHARTERS])
{
    for (int i = 0; i < CHARTERS; i++)
        talks_keys_make(cx, test_arena(), rules[i % 3],
                        i < 3 ? "observer" : "party", &k[i]);
    draft = talks_world_draft(cx, test_arena());
    memset(said, 0, sizeof said);
    run.leak = NO_LEAK;
    cx->random = step_random;
    cx->now = step_now;
}

static void end_charters(struct talks_keys k[CHARTERS])
{
    run.leak = NO_LEAK;
    for (int i = 0; i < CHARTERS; i++)
        talks_keys_release(&k[i]);
}

/* Talks that differ only in what others keep from Belmar, played twice. */
void test_talks__nothing_crosses_that_was_not_released(void)
{
    struct cx *cx = test_cx();
    struct talks_keys k[CHARTERS];
    struct test_rand r = {11};
    begin_charters(cx, k);
    CHECK_INT(differing(cx, k, &r, 40 * test_times()), 0);
    check_all_types(cx, &k[0]);
    end_charters(k);
}

/* One bit that leaks is seen by the same test. */
void test_talks__a_bit_that_crosses_is_seen(void)
{
    struct cx *cx = test_cx();
    struct talks_keys k[CHARTERS];
    struct test_rand r = {12};
    begin_charters(cx, k);
    for (int l = LEAK_OF_ARDANIA; l <= LEAK_OF_MEDIATORS; l++) {
        size_t talks = 10 + 2 * test_times();
        run.leak = (enum leak)l;
        CASE("leak %d", l);
        size_t seen = differing(cx, k, &r, talks);
        if (seen <= talks / 6)
            FAIL("a leak was seen in %zu of %zu talks only", seen, talks);
    }
    end_charters(k);
}

/* What whoever carries all of it can read, in the order in which each node has
 * it: places, and sizes. *words: what it cannot. */
static str carriers_view(struct cx *cx, str *words)
{
    struct buf *b = arena_alloc(test_arena(), sizeof *b);
    struct buf *w = arena_alloc(test_arena(), sizeof *w);
    buf_init(b, test_arena(), 64 << 20);
    buf_init(w, test_arena(), 64 << 20);
    for (int node = 0; node < NODES; node++) {
        struct seat_file *n = &run.w.seat[node];
        for (size_t i = 0; i < n->talks.items.n; i++) {
            const struct talks_item *x = &n->talks.items.p[i];
            str envelope, sealed = STR("");
            struct arena_mark mark = arena_mark(cx->scratch);
            CHECK_OK(cx, seat_envelope(cx, n, cx->scratch, &x->e, &envelope,
                                       &sealed));
            buf_printf(b, "%d %" PRIu64 " %.*s %.*s %" PRIu64 " %zu %zu\n",
                       node, x->e.entry, STR_ARG(x->e.room),
                       STR_ARG(x->e.sender), x->e.number, envelope.n, sealed.n);
            arena_rewind(cx->scratch, mark);
            buf_str(w, x->open ? x->o.body : STR("?"));
        }
    }
    *words = buf_view(w);
    return buf_view(b);
}

/* Two runs that differ in what is said, letter for letter, look the same to a
 * relay but for what is sealed, its hashes and signatures. */
void test_talks__content_changes_nothing_for_a_relay(void)
{
    struct cx *cx = test_cx();
    struct talks_keys k[CHARTERS];
    struct test_rand r = {13};
    size_t differ = 0, talks = 6 + test_times();
    begin_charters(cx, k);
    for (size_t t = 0; t < talks; t++) {
        struct step steps[STEPS_MAX];
        str seen[2], words[2];
        struct arena_mark mark = arena_mark(test_arena());
        size_t count = random_steps(&r, steps);
        for (unsigned c = 0; c < 2; c++) {
            begin_run(cx, &k[t % CHARTERS], t + 1);
            run.content = c;
            for (size_t i = 0; i < count; i++) {
                run.rand.state = i + 1;
                run.now = 1700000000 + (instant)i * 3600;
                take_step(cx, &steps[i]);
            }
            seen[c] = carriers_view(cx, &words[c]);
            talks_world_end(&run.w);
        }
        CHECK(str_eq(seen[0], seen[1]));
        differ += !str_eq(words[0], words[1]);
        arena_rewind(test_arena(), mark);
    }
    CHECK(differ > talks / 2);
    run.content = 0;
    end_charters(k);
}

/* --- the order of arrival
 * --------------------------------------------------------
 */

static str state_of(const struct talks *t)
{
    struct buf *b = arena_alloc(test_arena(), sizeof *b);
    buf_init(b, test_arena(), 64 << 20);
    for (size_t i = 0; i < t->items.n; i++) {
        const struct talks_item *x = &t->items.p[i];
        char hex[2 * CRY_HASH_BYTES];
        hash_print(x->e.id, hex);
        buf_bytes(b, hex, sizeof hex);
        buf_printf(b, " %d %d %" PRIu64 " %s\n", x->standing, x->open,
                   x->standing == TALKS_WAITS ? x->waits_for : 0,
                   x->why == NULL ? "" : x->why);
    }
    return buf_view(b);
}

/* Some talk; then the same again by a node restored from an old copy, which
 * writes numbers twice. */
static void some_talk(struct cx *cx, const struct talks_keys *k)
{
    begin_run(cx, k, 77);
    run.rand.state = 5;
    run.now = 1700000000;
    may_fail(cx, seat_put_draft(cx, &run.w.arena, &run.w.seat[DELVIA], draft,
                                "table", &run.w.out));
    for (int i = 0; i < 4; i++) {
        struct step s = {A_RELEASES, (uint64_t)i, (uint64_t)i};
        (void)talks_world_carry(cx, &run.w, DELVIA, ARDANIA, false);
        release(cx, ARDANIA, &s);
        ardania_alone(cx);
        (void)talks_world_carry(cx, &run.w, ARDANIA, DELVIA, false);
        s.b = 0;
        convey(cx, &s);
        (void)talks_world_carry(cx, &run.w, DELVIA, BELMAR, false);
        (void)talks_world_carry(cx, &run.w, BELMAR, DELVIA, false);
    }
}

static void add_fork(struct cx *cx, struct talks_world *other)
{
    /* The second world's Ardania says other things under the same numbers. */
    struct say_job job = {.type = "comment", .room = "ardania", .text = "No."};
    for (int i = 0; i < 3; i++)
        CHECK_OK(cx, seat_speak(cx, &other->arena, &other->seat[ARDANIA], &job,
                                &other->out));
}

void test_talks__order_and_repetition_change_nothing(void)
{
    struct cx *cx = test_cx();
    struct talks_keys k;
    struct talks_world other;
    struct test_rand r = {3};
    VEC(struct talks_item) all = {0};
    talks_keys_make(cx, test_arena(), "any", "observer", &k);
    draft = talks_world_draft(cx, test_arena());
    cx->random = step_random;
    cx->now = step_now;
    some_talk(cx, &k);
    talks_world_begin(cx, &k, &other);
    add_fork(cx, &other);
    struct seat_file *m = &run.w.seat[DELVIA], *o = &other.seat[ARDANIA];
    for (size_t i = 0; i < m->talks.items.n; i++)
        CHECK(vec_push(test_arena(), &all, m->talks.items.p[i]));
    size_t honest = all.n;
    for (size_t i = 0; i < o->talks.items.n; i++)
        CHECK(vec_push(test_arena(), &all, o->talks.items.p[i]));
    CHECK(honest > 20 && all.n > honest);
    for (size_t n = honest; n <= all.n; n += all.n - honest) {
        str first = STR("");
        CASE("%s", n == honest ? "honest" : "with a fork");
        for (size_t t = 0; t < 60 * test_times(); t++) {
            struct talks x;
            talks_init(cx, &x, &m->charter, test_arena());
            /* Any order, some twice, settled now and then. */
            size_t *at = arena_alloc_array(test_arena(), n, sizeof *at);
            for (size_t i = 0; i < n; i++) {
                size_t w = (size_t)test_rand_below(&r, i + 1);
                at[i] = at[w];
                at[w] = i;
            }
            for (size_t i = 0; i < n; i++) {
                const struct talks_item *y = &all.p[at[i]];
                for (uint64_t w = 1 + test_rand_below(&r, 2); w-- > 0;)
                    CHECK_OK(cx,
                             talks_take(cx, &x, &y->e, y->open ? &y->o : NULL));
                if (test_rand_below(&r, 8) == 0)
                    CHECK_OK(cx, talks_settle(cx, &x));
            }
            CHECK_OK(cx, talks_settle(cx, &x));
            str s = state_of(&x);
            if (t == 0)
                first = s;
            CHECK(str_eq(s, first));
            CHECK_INT(x.items.n, n);
        }
        CHECK((str_find(first, STR(" 2 1 0 ")) < first.n) == (n != honest));
    }
    talks_world_end(&other);
    talks_world_end(&run.w);
    talks_keys_release(&k);
}

/* Bundles of which any are lost and come later, twice, in any order: nodes that
 * have the same envelopes have the same state. */
void test_talks__nodes_come_to_the_same(void)
{
    struct cx *cx = test_cx();
    struct talks_keys k;
    struct test_rand r = {21};
    talks_keys_make(cx, test_arena(), "any", "observer", &k);
    draft = talks_world_draft(cx, test_arena());
    cx->random = step_random;
    cx->now = step_now;
    for (size_t t = 0; t < 8 * test_times(); t++) {
        begin_run(cx, &k, t + 1);
        for (size_t i = 0; i < STEPS; i++) {
            struct step s = {(enum step_kind)test_rand_below(&r, STEP_KINDS),
                             test_rand_u64(&r) >> 8, test_rand_u64(&r) >> 8};
            run.rand.state = t * 1000 + i;
            /* Clocks apart by hours. */
            run.now = 1700000000 + (instant)test_rand_below(&r, 30000);
            take_step(cx, i == 0 ? &(struct step){M_DRAFTS, 0, 0} : &s);
        }
        /* At the end everything is carried, until nothing is new. */
        for (int turn = 0; turn < 6; turn++)
            for (int from = 0; from < NODES; from++)
                for (int to = 0; to < NODES; to++)
                    if (from != to)
                        (void)talks_world_carry(cx, &run.w, from, to, turn > 3);
        for (int from = 0; from < NODES; from++)
            for (int to = 0; to < NODES; to++) {
                const struct talks *a = &run.w.seat[from].talks;
                const struct talks *b = &run.w.seat[to].talks;
                /* Each of b's that a may have, a has, and it counts alike. */
                for (size_t i = 0; i < b->items.n; i++) {
                    const struct talks_item *x = &b->items.p[i];
                    if (!talks_is_member(&run.w.seat[from].charter, x->e.room,
                                         run.w.seat[from].self))
                        continue;
                    const struct talks_item *y = talks_by_id(a, x->o.id);
                    CHECK(y != NULL && y->standing == x->standing &&
                          str_eq(y->o.note, x->o.note));
                }
            }
        /* Nobody has anything of a room where he is not. */
        for (size_t i = 0; i < run.w.seat[BELMAR].talks.items.n; i++) {
            str room = run.w.seat[BELMAR].talks.items.p[i].e.room;
            CHECK(str_eq(room, STR("belmar")) || str_eq(room, STR("table")) ||
                  str_eq(room, STR("own")));
        }
        talks_world_end(&run.w);
    }
    talks_keys_release(&k);
}

/* --- attacks of who carries
 * ------------------------------------------------------------
 */

/* What a blank node has after a bundle came: only what others have signed. */
static void only_genuine(struct cx *cx, const struct talks_keys *k, str bundle,
                         const struct talks *genuine, bool *any)
{
    struct talks_world w;
    struct bundle_reader r;
    size_t news;
    talks_world_begin(cx, k, &w);
    err e = bundle_open(cx, &w.seat[DELVIA].charter, bundle, &r);
    if (is_ok(e))
        CHECK_OK(cx, bundle_take(cx, &w.seat[DELVIA], &r, &w.out, &news));
    else
        fault_clear(cx);
    const struct talks *t = &w.seat[DELVIA].talks;
    *any = t->items.n > 0;
    for (size_t i = 0; i < t->items.n; i++) {
        const struct talks_item *x = &t->items.p[i];
        if (str_eq(x->e.sender, STR("delvia")))
            continue; /* its own acknowledgements */
        const struct talks_item *y = talks_by_id(genuine, x->o.id);
        CHECK(x->open && y != NULL && hash_eq(x->e.id, y->e.id));
    }
    talks_world_end(&w);
}

void test_talks__forged_envelopes_are_refused(void)
{
    struct cx *cx = test_cx();
    struct talks_keys k;
    struct test_rand r = {8};
    bool any;
    talks_keys_make(cx, test_arena(), "any", "observer", &k);
    draft = talks_world_draft(cx, test_arena());
    cx->random = step_random;
    cx->now = step_now;
    some_talk(cx, &k);
    const struct talks *genuine = &run.w.seat[ARDANIA].talks;
    str good = talks_world_carry(cx, &run.w, ARDANIA, DELVIA, true);
    only_genuine(cx, &k, good, genuine, &any);
    CHECK(any);
    for (size_t t = 0; t < 120 * test_times(); t++) {
        char *p = arena_alloc(test_arena(), good.n);
        memcpy(p, good.p, good.n);
        size_t n = good.n;
        uint64_t at = test_rand_below(&r, good.n);
        if (t % 3 == 0)
            p[at] ^= (char)(1 << test_rand_below(&r, 8));
        else if (t % 3 == 1)
            n = at; /* the stick is pulled */
        else        /* a piece stands in another place */
            memmove(p + at / 2, p + at, good.n - at);
        only_genuine(cx, &k, (str){p, n}, genuine, &any);
    }
    talks_world_end(&run.w);
    talks_keys_release(&k);
}

/* An envelope of one room, sender or talks is none of another. */
void test_talks__envelopes_cannot_be_moved(void)
{
    struct cx *cx = test_cx();
    struct talks_keys k, stranger;
    struct envelope e;
    struct talks_object o;
    bool news;
    talks_keys_make(cx, test_arena(), "any", "observer", &k);
    talks_keys_make(cx, test_arena(), "any", "observer", &stranger);
    draft = talks_world_draft(cx, test_arena());
    cx->random = step_random;
    cx->now = step_now;
    some_talk(cx, &k);
    struct seat_file *a = &run.w.seat[ARDANIA], *b = &run.w.seat[BELMAR];
    const struct talks_item *x = NULL, *own = NULL;
    for (size_t i = 0; i < a->talks.items.n; i++)
        if (str_eq(a->talks.items.p[i].e.room, STR("ardania")))
            x = &a->talks.items.p[i];
        else if (str_eq(a->talks.items.p[i].e.room, STR("own")))
            own = &a->talks.items.p[i];
    str envelope, sealed;
    CHECK_OK(cx, seat_envelope(cx, a, test_arena(), &x->e, &envelope, &sealed));
    CASE("to a node that is not in the room");
    CHECK_FAILS(cx, seat_receive(cx, b, envelope, sealed, &news), ERR_INPUT);
    CASE("with another one's content");
    CHECK_FAILS(cx,
                seat_receive(cx, &run.w.seat[ESTRIA], envelope,
                             STR("something else"), &news),
                ERR_INPUT);
    CASE("once more");
    CHECK_OK(cx,
             seat_receive(cx, &run.w.seat[DELVIA], envelope, sealed, &news));
    CHECK(!news);
    CASE("into other talks");
    struct talks_world w;
    talks_world_begin(cx, &stranger, &w);
    CHECK_FAILS(cx, seat_receive(cx, &w.seat[DELVIA], envelope, sealed, &news),
                ERR_INPUT);
    talks_world_end(&w);
    CASE("the room `own` leaves nothing");
    if (own != NULL) {
        CHECK_OK(cx, seat_envelope(cx, a, test_arena(), &own->e, &envelope,
                                   &sealed));
        CHECK_FAILS(
            cx, seat_receive(cx, &run.w.seat[DELVIA], envelope, sealed, &news),
            ERR_INPUT);
    }
    CASE("a whole note under another type");
    str changed = STR("");
    CHECK(arena_printf(test_arena(), &changed, "%.*s", STR_ARG(x->o.note)));
    char *p = arena_alloc(test_arena(), changed.n);
    memcpy(p, changed.p, changed.n);
    size_t at = str_find(changed, STR("number "));
    p[at + 7] ^= 1;
    CHECK_FAILS(
        cx,
        talks_object_open(cx, &a->charter, (str){p, changed.n}, TALKS_CAME, &o),
        ERR_INPUT);
    CHECK_FAILS(cx, envelope_open(cx, &a->charter, x->o.note, TALKS_CAME, &e),
                ERR_INPUT);
    talks_world_end(&run.w);
    talks_keys_release(&k);
    talks_keys_release(&stranger);
}

/* Who is not in the charter's room has no key to what is sealed there. */
void test_talks__nobody_else_can_open(void)
{
    struct cx *cx = test_cx();
    struct talks_keys k;
    talks_keys_make(cx, test_arena(), "any", "observer", &k);
    draft = talks_world_draft(cx, test_arena());
    cx->random = step_random;
    cx->now = step_now;
    some_talk(cx, &k);
    for (int node = 0; node < NODES; node++) {
        struct seat_file *n = &run.w.seat[DELVIA];
        struct identities ids = {.n = 1};
        ids.id[0] = k.identity[node];
        for (size_t i = 0; i < n->talks.items.n; i++) {
            const struct talks_item *x = &n->talks.items.p[i];
            str envelope, sealed;
            struct buf b;
            struct seal_opened opened;
            struct seal_keys keys = {.ids = &ids};
            buf_init(&b, test_arena(), TALKS_SEALED_MAX);
            CHECK_OK(cx, seat_envelope(cx, n, test_arena(), &x->e, &envelope,
                                       &sealed));
            struct seal_bytes bytes = {sealed};
            err e = seal_open(cx, &keys, seal_from_bytes(&bytes, "it"),
                              seal_to_buf(&b), &opened);
            fault_clear(cx);
            CHECK(is_ok(e) == talks_is_member(&n->charter, x->e.room,
                                              &n->charter.node[node]));
        }
    }
    talks_world_end(&run.w);
    talks_keys_release(&k);
}

/* --- the mediators' rule
 * -------------------------------------------------------------
 */

/* Signs the conveyance of these words by those whose bit is set. */
static str conveyance_by(struct cx *cx, const struct talks_keys *k,
                         const struct charter *c, unsigned who)
{
    struct conveyance v = {.to = STR("belmar"),
                           .wording = STR("as-theirs"),
                           .from = STR("ardania"),
                           .on = STR("2.1"),
                           .words = STR("By day 5.")};
    struct buf *b = arena_alloc(test_arena(), sizeof *b);
    buf_init(b, test_arena(), 10000);
    CHECK_OK(cx, conveyance_print(cx, c, &v, b));
    str text;
    CHECK(arena_dup_str(test_arena(), buf_view(b), &text));
    buf_char(b, '\n');
    for (int i = 0; i < NODES; i++)
        if (who & 1U << i)
            CHECK_OK(cx, note_sign(cx, text, &k->signer[i].key,
                                   k->signer[i].secret.p, 0, b));
    return buf_view(b);
}

void test_talks__rule_of_conveyance(void)
{
    static const struct {
        const char *rule;
        unsigned who;
        bool allowed;
    } cases[] = {
        {"any", 1U << DELVIA, true},
        {"any", 1U << ARDANIA, false},
        {"any", 1U << MECHANISM | 1U << BELMAR, false},
        {"all", 1U << DELVIA, false},
        {"all", 1U << DELVIA | 1U << ESTRIA, true},
        {"lead estria", 1U << DELVIA, false},
        {"lead estria", 1U << ESTRIA, true},
        {"lead estria", 1U << ESTRIA | 1U << DELVIA, true},
    };
    struct cx *cx = test_cx();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct talks_keys k;
        struct charter c;
        struct conveyance v;
        bool allowed;
        CASE("%s %u", cases[i].rule, cases[i].who);
        talks_keys_make(cx, test_arena(), cases[i].rule, "observer", &k);
        CHECK_OK(cx, charter_parse(cx, k.charter, &c));
        CHECK_OK(cx, conveyance_open(cx, &c,
                                     conveyance_by(cx, &k, &c, cases[i].who),
                                     &v, &allowed));
        CHECK(allowed == cases[i].allowed);
        talks_keys_release(&k);
    }
}

/* --- charters and objects that are wrong
 * ------------------------------------------------
 */

void test_talks__malformed_charters(void)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"charter 1", "charter 2"},
        {"convey any", "convey two"},
        {"convey any", "convey lead ardania"},
        {"agreed whole", "agreed some"},
        {"failed keep", "failed"},
        {"name harbour", "name a b"},
        {"ardania party", "ardania guest"},
        {"node ardania", "node table"},
        {"node belmar", "node ardania"},
        {"languages en", "language en"},
        {"party", "observer"},
    };
    struct cx *cx = test_cx();
    struct talks_keys k;
    struct charter c;
    talks_keys_make(cx, test_arena(), "any", "observer", &k);
    CHECK_OK(cx, charter_parse(cx, k.charter, &c));
    struct buf b;
    buf_init(&b, test_arena(), TALKS_CHARTER_MAX);
    charter_print(&c, &b);
    CHECK_STR(buf_view(&b), k.charter);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        str from = str_of(cases[i].from), t;
        size_t at = str_find(k.charter, from);
        CASE("%s", cases[i].to);
        CHECK(at < k.charter.n);
        CHECK(arena_printf(test_arena(), &t, "%.*s%s%.*s", (int)at, k.charter.p,
                           cases[i].to, (int)(k.charter.n - at - from.n),
                           k.charter.p + at + from.n));
        CHECK_FAILS(cx, charter_parse(cx, t, &c), ERR_INPUT);
    }
    talks_keys_release(&k);
}

/* Who may say what, where. */
void test_talks__places(void)
{
    static const struct {
        int node;
        enum talks_type type;
        const char *room;
        bool allowed;
    } cases[] = {
        {ARDANIA, TALKS_POSITION, "ardania", true},
        {ARDANIA, TALKS_POSITION, "table", false},
        {DELVIA, TALKS_POSITION, "ardania", false},
        {ARDANIA, TALKS_CONVEYANCE, "ardania", false},
        {DELVIA, TALKS_CONVEYANCE, "ardania", true},
        {DELVIA, TALKS_CONVEYANCE, "table", false},
        {ARDANIA, TALKS_ROUND, "ardania", false},
        {ARDANIA, TALKS_AGREED, "table", false},
        {ARDANIA, TALKS_CONSENT, "own", false},
        {MECHANISM, TALKS_SIGNATURE, "table", false},
        {MECHANISM, TALKS_COMMENT, "table", true},
    };
    struct cx *cx = test_cx();
    struct talks_keys k;
    struct charter c;
    static const char *const who[] = {"ardania", "belmar", "delvia", "estria",
                                      "mechanism"};
    talks_keys_make(cx, test_arena(), "any", "observer", &k);
    CHECK_OK(cx, charter_parse(cx, k.charter, &c));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf b;
        struct talks_object o = {.room = str_of(cases[i].room),
                                 .sender = str_of(who[cases[i].node]),
                                 .made = STR("2025-01-19T10:00:00Z"),
                                 .type = cases[i].type};
        CASE("%s %s %s", who[cases[i].node], talks_type_name(cases[i].type),
             cases[i].room);
        buf_init(&b, test_arena(), 10000);
        err e = talks_object_print(cx, &c, &o, &b);
        CHECK(is_ok(e) == cases[i].allowed);
        fault_clear(cx);
    }
    talks_keys_release(&k);
}

/* --- receipts
 * ------------------------------------------------------------------------------
 */

void test_talks__dropping_is_proven(void)
{
    hash one = cry_sha256(STR("1"), STR("")),
         two = cry_sha256(STR("2"), STR(""));
    struct relay_receipt r = {STR("ardania"), STR("ardania"), 4, one,
                              STR("2025-01-19T10:00:00Z")};
    struct relay_count k = {STR("ardania"), STR("ardania"), 5, one};
    struct relay_head h = {STR("ardania"), 1, STR("2025-01-19T10:00:01Z"), 1,
                           &k};
    CHECK(!relay_has_dropped(&r, &h));
    k.last = two; /* another in its place */
    CHECK(relay_has_dropped(&r, &h));
    k.count = 6; /* it went on */
    CHECK(!relay_has_dropped(&r, &h));
    k.count = 4;
    CHECK(relay_has_dropped(&r, &h));
    h.made = STR("2025-01-19T09:59:59Z"); /* from before */
    CHECK(!relay_has_dropped(&r, &h));
    h.made = r.made;
    h.node = STR("belmar"); /* who is not told of that room */
    CHECK(!relay_has_dropped(&r, &h));
    h.node = STR("ardania");
    h.n = 0;
    CHECK(relay_has_dropped(&r, &h));
}
