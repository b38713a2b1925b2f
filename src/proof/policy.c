/* proof/policy.c: reads a trust policy and judges checkpoints by it.
 *
 * Members stand before the groups that hold them, so one pass from first to
 * last gives each group its count, and a group is met at the k-th smallest of
 * its members' times.
 * Read next: policy.h. */
#include "proof/policy.h"

#include "base/cx.h"

enum { MAX_WORDS = POLICY_MAX_MEMBERS + 4 };

struct line {
    str word[MAX_WORDS];
    size_t n;
    size_t number;
};

static err split(struct cx *cx, str text, size_t number, struct line *out)
{
    *out = (struct line){.number = number};
    for (size_t i = 0; i < text.n;) {
        if (text.p[i] == ' ' || text.p[i] == '\t') {
            i++;
            continue;
        }
        size_t from = i;
        while (i < text.n && text.p[i] != ' ' && text.p[i] != '\t')
            i++;
        if (out->n == MAX_WORDS)
            return fail(cx, ERR_LIMIT, "policy line %zu has over %d words",
                        number, MAX_WORDS);
        out->word[out->n++] = str_sub(text, from, i);
    }
    return OK;
}

static int find_member(const struct policy *p, str name)
{
    for (size_t i = 0; i < p->n_members; i++)
        if (str_eq(p->member[i].name, name))
            return (int)i;
    return -1;
}

static bool same_key(const struct note_key *a, const struct note_key *b)
{
    return memcmp(a->public_key, b->public_key, sizeof a->public_key) == 0;
}

static err parse_log(struct cx *cx, const struct line *l, struct policy *p)
{
    struct note_key k;
    if (l->n != 2 && l->n != 3)
        return fail(cx, ERR_INPUT, "policy line %zu: log KEY [URL]", l->number);
    if (p->n_logs == POLICY_MAX_LOGS)
        return fail(cx, ERR_LIMIT, "policy line %zu: more than %d logs",
                    l->number, POLICY_MAX_LOGS);
    TRY(cx, note_key_parse(cx, l->word[1], &k));
    if (k.alg != NOTE_ED25519)
        return fail(cx, ERR_INPUT,
                    "policy line %zu: the key of a log is of type 1",
                    l->number);
    for (size_t i = 0; i < p->n_logs; i++)
        if (same_key(&p->log[i], &k))
            return fail(cx, ERR_INPUT,
                        "policy line %zu: this log's key stands above already",
                        l->number);
    p->log[p->n_logs++] = k;
    return OK;
}

static err new_member(struct cx *cx, const struct line *l, struct policy *p,
                      struct policy_member **out)
{
    if (find_member(p, l->word[1]) >= 0 || str_eq(l->word[1], STR("none")))
        return fail_hint(cx, ERR_INPUT, "Give it another name.",
                         "policy line %zu: the name %.*s is taken", l->number,
                         STR_ARG(l->word[1]));
    if (p->n_members == POLICY_MAX_MEMBERS)
        return fail(cx, ERR_LIMIT,
                    "policy line %zu: more than %d witnesses and groups",
                    l->number, POLICY_MAX_MEMBERS);
    *out = &p->member[p->n_members++];
    **out = (struct policy_member){.name = l->word[1], .in = -1};
    return OK;
}

static err parse_witness(struct cx *cx, const struct line *l, struct policy *p)
{
    struct policy_member *m;
    struct note_key k;
    if (l->n != 3 && l->n != 4)
        return fail(cx, ERR_INPUT, "policy line %zu: witness NAME KEY [URL]",
                    l->number);
    TRY(cx, note_key_parse(cx, l->word[2], &k));
    if (k.alg != NOTE_COSIGNATURE)
        return fail(cx, ERR_INPUT,
                    "policy line %zu: the key of a witness is of type 4",
                    l->number);
    for (size_t i = 0; i < p->n_members; i++)
        if (!p->member[i].group && same_key(&p->member[i].key, &k))
            return fail(cx, ERR_INPUT,
                        "policy line %zu: this key is that of %.*s already",
                        l->number, STR_ARG(p->member[i].name));
    TRY(cx, new_member(cx, l, p, &m));
    m->key = k;
    return OK;
}

static err parse_group(struct cx *cx, const struct line *l, struct policy *p)
{
    struct policy_member *m;
    int64_t k;
    if (l->n < 4)
        return fail(cx, ERR_INPUT,
                    "policy line %zu: group NAME all|any|K MEMBER...",
                    l->number);
    size_t n = l->n - 3;
    if (str_eq(l->word[2], STR("all")))
        k = (int64_t)n;
    else if (str_eq(l->word[2], STR("any")))
        k = 1;
    else if (l->word[2].p[0] == '+' || !str_int(l->word[2], 1, (int64_t)n, &k))
        return fail(cx, ERR_INPUT,
                    "policy line %zu: of %zu members all, any or 1 to %zu can "
                    "be asked for",
                    l->number, n, n);
    int me = (int)p->n_members;
    for (size_t i = 0; i < n; i++) {
        int at = find_member(p, l->word[3 + i]);
        if (at < 0)
            return fail_hint(cx, ERR_INPUT,
                             "A member is defined on a line before its group.",
                             "policy line %zu: no witness or group %.*s",
                             l->number, STR_ARG(l->word[3 + i]));
        if (p->member[at].in >= 0)
            return fail(cx, ERR_INPUT,
                        "policy line %zu: %.*s is in a group already",
                        l->number, STR_ARG(l->word[3 + i]));
        p->member[at].in = me;
    }
    TRY(cx, new_member(cx, l, p, &m));
    m->group = true;
    m->k = (unsigned)k;
    m->n = (unsigned)n;
    return OK;
}

static err parse_quorum(struct cx *cx, const struct line *l, struct policy *p,
                        bool *seen)
{
    if (l->n != 2 || *seen)
        return fail(cx, ERR_INPUT,
                    "policy line %zu: one line `quorum NAME` is wanted",
                    l->number);
    *seen = true;
    p->quorum = find_member(p, l->word[1]);
    if (p->quorum < 0 && !str_eq(l->word[1], STR("none")))
        return fail_hint(cx, ERR_INPUT, "Define it on a line before.",
                         "policy line %zu: no witness or group %.*s", l->number,
                         STR_ARG(l->word[1]));
    return OK;
}

static err parse_line(struct cx *cx, const struct line *l, struct policy *p,
                      bool *quorum)
{
    if (l->n == 0 || l->word[0].p[0] == '#')
        return OK;
    if (str_eq(l->word[0], STR("log")))
        return parse_log(cx, l, p);
    if (str_eq(l->word[0], STR("witness")))
        return parse_witness(cx, l, p);
    if (str_eq(l->word[0], STR("group")))
        return parse_group(cx, l, p);
    if (str_eq(l->word[0], STR("quorum")))
        return parse_quorum(cx, l, p, quorum);
    return fail_hint(cx, ERR_INPUT,
                     "Lines begin with log, witness, group, quorum or #.",
                     "policy line %zu is none of a policy", l->number);
}

err policy_parse(struct cx *cx, str text, struct policy *out)
{
    struct line l;
    str one;
    bool quorum = false;
    size_t number = 0;
    *out = (struct policy){.quorum = -1};
    if (text.n > 0 && text.p[text.n - 1] != '\n')
        return fail(cx, ERR_INPUT, "the last line of the policy does not end");
    while (str_cut(text, '\n', &one, &text)) {
        number++;
        for (size_t i = 0; i < one.n; i++)
            if (((unsigned char)one.p[i] < 0x20 && one.p[i] != '\t') ||
                one.p[i] == 0x7f)
                return fail(cx, ERR_INPUT,
                            "policy line %zu holds a control character",
                            number);
        TRY(cx, split(cx, one, number, &l));
        TRY(cx, parse_line(cx, &l, out, &quorum));
    }
    if (!quorum)
        return fail_hint(cx, ERR_INPUT,
                         "`quorum none` asks for no cosignature.",
                         "the policy has no quorum");
    return OK;
}

/* A log's origin is the name of its key. */
static err judge_log(struct cx *cx, const struct policy *p,
                     const struct note *n, str origin, bool *recorded)
{
    bool holds;
    *recorded = false;
    for (size_t i = 0; i < p->n_logs && !*recorded; i++) {
        if (!str_eq(p->log[i].name, origin))
            continue;
        TRY(cx, note_verify(cx, n, &p->log[i], &holds, NULL));
        *recorded = holds;
    }
    return OK;
}

static bool bears(const struct note *n, const struct note_key *k)
{
    for (size_t i = 0; i < n->n; i++)
        if (n->sig[i].id == k->id && str_eq(n->sig[i].name, k->name))
            return true;
    return false;
}

/* The k-th smallest time among a group's members; 0 if fewer have one. */
static uint64_t kth_time(const struct policy *p, int group,
                         const uint64_t *time)
{
    uint64_t sorted[POLICY_MAX_MEMBERS] = {0};
    size_t n = 0;
    for (int i = 0; i < group; i++) {
        if (p->member[i].in != group || time[i] == 0)
            continue;
        size_t at = n++;
        for (; at > 0 && sorted[at - 1] > time[i]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = time[i];
    }
    unsigned k = p->member[group].k;
    return n >= k ? sorted[k - 1] : 0;
}

err policy_judge(struct cx *cx, const struct policy *p, const struct note *n,
                 struct checkpoint *head, struct policy_verdict *out)
{
    uint64_t time[POLICY_MAX_MEMBERS] = {0};
    struct policy_verdict v = {0};
    struct checkpoint c;
    bool holds, sound = true;
    TRY(cx, checkpoint_parse(cx, n->text, &c));
    TRY(cx, judge_log(cx, p, n, c.origin, &v.recorded));
    for (size_t i = 0; i < p->n_members; i++) {
        const struct policy_member *m = &p->member[i];
        if (m->group) {
            time[i] = kth_time(p, (int)i, time);
            continue;
        }
        TRY(cx, note_verify(cx, n, &m->key, &holds, &time[i]));
        v.n_cosigned += holds;
        sound = sound && (holds || !bears(n, &m->key));
    }
    if (!sound)
        v = (struct policy_verdict){0};
    if (p->quorum >= 0)
        v.witnessed_at = sound ? time[p->quorum] : 0;
    v.witnessed = v.recorded && (p->quorum < 0 || v.witnessed_at != 0);
    *head = c;
    *out = v;
    return OK;
}
