/* A small second reader of explanations: from the claim of `truce explain` and
 * the reports it lists, and nothing else, is the claim true?
 *
 * It shares no code with the engine: it reads the reports' own lines, adds up
 * what is listed and compares. It knows duties of "at least N" of an item by a
 * named body or one of a set, with times of the agreement's own zone: most of
 * what the examples hold. Not: hours, shares, validation, prohibitions. */
#include "tests/test.h"

#include "app/case.h"
#include "base/map.h"

#include <jansson.h>

enum { TOTALS_MOST = 14, LISTED_MOST = 256, TIME_BYTES = 17 };

struct reader {
    json_t *reports;  /* by id */
    json_t *accounts; /* by source */
    size_t checked;
};

/* One listed report: its lower bound and its time, "2025-01-19T00:00". */
struct listed {
    const char *source;
    int64_t lo;
    char from[TIME_BYTES], to[TIME_BYTES];
    bool is_total;
};

/* --- The reports' own lines ------------------------------------------------
 */

static void read_lines(struct reader *r, const char *path)
{
    str text = test_read(path);
    r->reports = json_object();
    r->accounts = json_object();
    while (text.n > 0) {
        str line;
        if (!str_cut(text, '\n', &line, &text))
            text = STR("");
        json_t *o = json_loadb(line.p, line.n, 0, NULL);
        if (o == NULL)
            continue;
        const char *id = json_string_value(json_object_get(o, "id"));
        const char *type = json_string_value(json_object_get(o, "type"));
        const char *class = json_string_value(json_object_get(o, "class"));
        json_t *account = json_object_get(o, "account");
        if (strcmp(type, "source") != 0)
            json_object_set(r->reports, id, o);
        else if (account != NULL)
            json_object_set(r->accounts, id, account);
        else if (class != NULL && strcmp(class, "press") == 0)
            json_object_set_new(r->accounts, id, json_string("press"));
        json_decref(o);
    }
}

static void release(struct reader *r)
{
    json_decref(r->reports);
    json_decref(r->accounts);
}

static int64_t lower(json_t *q)
{
    json_t *v;
    if (q == NULL)
        return 1;
    if (json_is_integer(q))
        return json_integer_value(q);
    if ((v = json_object_get(q, "at_least")) != NULL)
        return json_integer_value(v);
    if ((v = json_object_get(q, "more_than")) != NULL)
        return json_integer_value(v) + 1;
    if ((v = json_object_get(q, "between")) != NULL)
        return json_integer_value(json_array_get(v, 0));
    if ((v = json_object_get(q, "rounded")) != NULL)
        return json_integer_value(v) -
               json_integer_value(json_object_get(q, "to")) / 2;
    return 0; /* at_most, about */
}

/* A date is from its first minute to its last. */
static void put_time(const char *text, const char *minute, char out[TIME_BYTES])
{
    if (strlen(text) == 10)
        snprintf(out, TIME_BYTES, "%.10sT%.5s", text, minute);
    else
        snprintf(out, TIME_BYTES, "%.16s", text);
}

static bool read_report(const struct reader *r, const char *id,
                        struct listed *out)
{
    json_t *o = json_object_get(r->reports, id);
    json_t *when = json_object_get(o, "occurred");
    const char *kind = json_string_value(json_object_get(o, "kind"));
    const char *type = json_string_value(json_object_get(o, "type"));
    const char *from = json_string_value(when), *to = from;
    if (o == NULL)
        return false;
    if (json_is_object(when)) {
        from = json_string_value(json_object_get(when, "from"));
        to = json_string_value(json_object_get(when, "to"));
    }
    bool none = kind != NULL && strcmp(kind, "not_done") == 0;
    out->source = json_string_value(json_object_get(o, "source"));
    out->lo = none ? 0 : lower(json_object_get(o, "quantity"));
    out->is_total = none || strcmp(type, "return") == 0 ||
                    (kind != NULL && strcmp(kind, "total") == 0);
    put_time(from, "00:00", out->from);
    put_time(to, "23:59", out->to);
    return true;
}

static const char *account_of(const struct reader *r, const char *source)
{
    const char *a = json_string_value(json_object_get(r->accounts, source));
    return a == NULL ? source : a;
}

/* --- Adding up --------------------------------------------------------------
 */

static bool inside(const struct listed *x, const char *from, const char *to)
{
    return strcmp(x->from, from) >= 0 && strcmp(x->to, to) <= 0;
}

static bool meet(const struct listed *a, const struct listed *b)
{
    return strcmp(a->from, b->to) <= 0 && strcmp(b->from, a->to) <= 0;
}

/* What one source surely says: the best choice of totals that do not meet each
 * other, with the events that meet none of them. Every choice is tried. */
static int64_t sum_of(const struct listed *v, size_t n, const char *source,
                      const char *from, const char *to)
{
    const struct listed *totals[TOTALS_MOST];
    size_t t = 0;
    int64_t best = 0;
    for (size_t i = 0; i < n; i++)
        if (v[i].is_total && strcmp(v[i].source, source) == 0 &&
            inside(&v[i], from, to) && t < TOTALS_MOST)
            totals[t++] = &v[i];
    for (unsigned choice = 0; choice < 1U << t; choice++) {
        int64_t sum = 0;
        bool apart = true;
        for (size_t a = 0; a < t; a++) {
            if ((choice >> a & 1) == 0)
                continue;
            sum += totals[a]->lo;
            for (size_t b = a + 1; b < t; b++)
                if ((choice >> b & 1) != 0 && meet(totals[a], totals[b]))
                    apart = false;
        }
        for (size_t i = 0; apart && i < n; i++) {
            bool alone = !v[i].is_total && inside(&v[i], from, to) &&
                         strcmp(v[i].source, source) == 0;
            for (size_t a = 0; alone && a < t; a++)
                if ((choice >> a & 1) != 0 && meet(totals[a], &v[i]))
                    alone = false;
            sum += alone ? v[i].lo : 0;
        }
        if (apart && sum > best)
            best = sum;
    }
    return best;
}

/* Whether the standard, in words, takes this account: its name stands in them
 * as a word of its own. */
static bool takes(const char *standard, const char *account)
{
    size_t n = strlen(account);
    for (const char *p = standard; (p = strstr(p, account)) != NULL; p++) {
        bool begins = p == standard || strchr(" (", p[-1]) != NULL;
        if (begins && (p[n] == '\0' || strchr(",) ", p[n]) != NULL))
            return true;
    }
    return false;
}

static int64_t accepted(const struct reader *r, const struct listed *v,
                        size_t n, const char *standard, const char *from,
                        const char *to)
{
    int64_t best = 0;
    for (size_t i = 0; i < n; i++) {
        if (!takes(standard, account_of(r, v[i].source)))
            continue;
        int64_t sum = sum_of(v, n, v[i].source, from, to);
        if (sum > best)
            best = sum;
    }
    return best;
}

/* --- Claims ------------------------------------------------------------------
 */

static const char *text_of(json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s == NULL ? "" : s;
}

static int64_t number(json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}

static bool is_checkable(json_t *o)
{
    static const char *const statuses[] = {
        "met",   "met late",     "partly",  "partly met",
        "unmet", "not reported", "running", "reported, not verified"};
    const char *standard = text_of(o, "standard"), *unit = text_of(o, "unit");
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        known = known || strcmp(text_of(o, "status"), statuses[i]) == 0;
    return known && strcmp(text_of(o, "kind"), "duty") == 0 && *unit != '\0' &&
           strcmp(unit, "second") != 0 &&
           /* Validated by the receiving party. */
           strcmp(text_of(o, "clause"), "b2.3") != 0 &&
           (strncmp(standard, "confirmed by 1 ", 15) == 0 ||
            strncmp(standard, "verified by ", 12) == 0 ||
            strncmp(standard, "counted by ", 11) == 0);
}

/* The listed reports whose units were counted, here or for an earlier one. */
static size_t gather(const struct reader *r, json_t *list, struct listed *out)
{
    size_t i, n = 0;
    json_t *x;
    json_array_foreach(list, i, x)
    {
        const char *outcome = text_of(x, "outcome");
        if (strcmp(outcome, "counted") != 0 &&
            strcmp(outcome, "used before") != 0)
            continue;
        if (n < LISTED_MOST && read_report(r, text_of(x, "id"), &out[n]))
            n++;
    }
    return n;
}

static size_t gather_ids(const struct reader *r, json_t *ids,
                         struct listed *out)
{
    size_t i, n = 0;
    json_t *x;
    json_array_foreach(ids, i, x)
    {
        if (n < LISTED_MOST && read_report(r, json_string_value(x), &out[n]))
            n++;
    }
    return n;
}

static void check_claim(struct reader *r, json_t *explained, const char *at)
{
    static struct listed listed[LISTED_MOST];
    json_t *o = json_object_get(explained, "obligation");
    if (!is_checkable(o))
        return;
    const char *status = text_of(o, "status");
    const char *standard = text_of(o, "standard");
    const char *due =
        json_is_null(json_object_get(o, "due")) ? at : text_of(o, "due");
    char from[TIME_BYTES], in_time[TIME_BYTES], ever[TIME_BYTES];
    put_time(text_of(o, "window_from"), "00:00", from);
    put_time(strcmp(due, at) < 0 ? due : at, "23:59", in_time);
    put_time(at, "23:59", ever);
    int64_t need = number(o, "before") + number(o, "required");
    /* A day's own window ends with it. */
    const char *window_to = text_of(o, "window_to");
    bool is_day = strlen(text_of(o, "instance")) == 10 &&
                  strncmp(window_to, in_time, 10) >= 0;
    CASE("%s %s, %s", text_of(o, "clause"), text_of(o, "instance"), status);

    size_t n = gather(r, json_object_get(explained, "considered"), listed);
    int64_t soon = accepted(r, listed, n, standard, from, in_time);
    int64_t late = is_day ? soon : accepted(r, listed, n, standard, from, ever);
    r->checked++;
    if (strcmp(status, "met") == 0) {
        CHECK(soon >= need);
    } else if (strcmp(status, "met late") == 0) {
        CHECK(soon < need);
        CHECK(late >= need);
    } else {
        CHECK(late < need);
    }
    int64_t sure = number(o, "sure"), own = late - number(o, "before");
    if (own < 0)
        own = 0;
    CHECK(sure == own ||
          sure == (own < number(o, "required") ? own : number(o, "required")));
    if (strncmp(status, "met", 3) != 0)
        return;
    /* The least reports that it is said to rest on are enough. */
    n = gather_ids(r, json_object_get(explained, "minimal"), listed);
    CHECK(n > 0);
    CHECK(accepted(r, listed, n, standard, from,
                   strcmp(status, "met") == 0 ? in_time : ever) >= need);
}

static json_t *explained(struct app_case *c, const char *label)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(), case_explain(c, label, NULL, NULL, CASE_JSON, &b));
    str text = buf_view(&b);
    return json_loadb(text.p, text.n, 0, NULL);
}

static void check_example(const char *agreement, const char *reports,
                          const char *at, const char *const *labels,
                          size_t least)
{
    struct case_options o = {.agreement = agreement,
                             .reports = &reports,
                             .reports_n = 1,
                             .width = 80};
    struct reader r = {0};
    struct app_case *c;
    read_lines(&r, reports);
    CHECK_OK(test_cx(), case_open(test_cx(), test_arena(), &o, &c));
    for (; *labels != NULL; labels++) {
        size_t i;
        json_t *x, *root = explained(c, *labels);
        json_array_foreach(json_object_get(root, "instances"), i, x)
            check_claim(&r, x, at);
        json_decref(root);
    }
    CASE("%s: how many", agreement);
    CHECK(r.checked >= least);
    case_close(c);
    release(&r);
}

void test_claims__of_the_real_case_follow_from_the_listed_reports(void)
{
    static const char *const labels[] = {
        "b2.1",  "b2.2",  "b3.1",  "b3.2",  "b3.3",  "b4.1",  "b5.1", "b6.1",
        "b13.1", "b13.2", "b13.3", "b14.1", "b14.2", "b15.2", NULL};
    check_example("examples/gaza-2025-01/agreement.truce",
                  "examples/gaza-2025-01/reports.jsonl", "2025-03-18T23:59",
                  labels, 150);
}

void test_claims__of_the_harbour_follow_from_the_listed_reports(void)
{
    static const char *const labels[] = {"2.1", "2.2", "2.3", "4.1",
                                         "4.2", "4.3", NULL};
    check_example("examples/harbour/agreement.truce",
                  "examples/harbour/reports.jsonl", "2025-03-25T16:00", labels,
                  40);
}
