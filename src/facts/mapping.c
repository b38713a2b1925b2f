/* facts/mapping.c: the mapping file of an importer, read. docs/import.md is
 * its description. Read next: import.c. */
#include "facts/import_int.h"

#include "base/suggest.h"

#include <jansson.h>

struct reader {
    struct cx *cx;
    struct arena *a;
    struct mapping *m;
    VEC(str) columns;
    /* where we are, for messages: "record.occurred.from" */
    char path[256];
    size_t path_n;
    char what[300];
};

static void json_close(json_t **j)
{
    if (*j != NULL)
        json_decref(*j);
    *j = NULL;
}

/* Goes into a member; gives the length to come back to. */
static size_t enter(struct reader *r, const char *name)
{
    size_t was = r->path_n;
    int n = snprintf(r->path + was, sizeof r->path - was, "%s%s",
                     was == 0 ? "" : ".", name);
    if (n > 0)
        r->path_n = was + (size_t)n < sizeof r->path ? was + (size_t)n
                                                     : sizeof r->path - 1;
    return was;
}

/* A fault of the mapping, with its place in it. */
#define BAD(r, hint, ...)                                                      \
    (bad((r), __VA_ARGS__),                                                    \
     fail_hint((r)->cx, ERR_INPUT, (hint), "%.*s: %.*s: %s",                   \
               STR_ARG((r)->m->name), (int)(r)->path_n, (r)->path, (r)->what))
PRINTF_LIKE(2, 3) static void bad(struct reader *r, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(r->what, sizeof r->what, fmt, args);
    va_end(args);
    if (r->path_n == 0)
        (void)enter(r, "the mapping");
}

static err text(struct reader *r, const json_t *j, str *out)
{
    if (!json_is_string(j))
        return BAD(r, "put it in quotes", "text was expected");
    str s = {json_string_value(j), json_string_length(j)};
    TRY_ROOM(r->cx, r->a, arena_dup_str(r->a, s, out));
    return OK;
}

static err flag(struct reader *r, const json_t *j, bool *out)
{
    if (!json_is_boolean(j))
        return BAD(r, "write true or false, without quotes",
                   "true or false was expected");
    *out = json_is_true(j);
    return OK;
}

/* Text, or a list of texts. */
static err texts(struct reader *r, const json_t *j, const str **out,
                 uint32_t *n)
{
    size_t count = json_is_array(j) ? json_array_size(j) : 1;
    str *v;
    TRY_NEW_ARRAY(r->cx, r->a, count, v);
    for (size_t i = 0; i < count; i++)
        TRY(r->cx, text(r, json_is_array(j) ? json_array_get(j, i) : j, &v[i]));
    *out = v;
    *n = (uint32_t)count;
    return OK;
}

/* A single character that is neither quote nor line end. */
static err character(struct reader *r, const json_t *j, char *out)
{
    str s;
    TRY(r->cx, text(r, j, &s));
    if (s.n != 1 || s.p[0] == '"' || s.p[0] == '\n' || s.p[0] == '\r')
        return BAD(r, "such as \",\", \";\" or \"\\t\"",
                   "one ASCII character was expected");
    *out = s.p[0];
    return OK;
}

static err column(struct reader *r, str name, int *out)
{
    if (name.n == 0)
        return BAD(r, "name it as the header does", "a column without a name");
    if (str_eq(name, STR("row"))) {
        *out = COLUMN_ROW;
        return OK;
    }
    for (size_t i = 0; i < r->columns.n; i++)
        if (str_eq(r->columns.p[i], name)) {
            *out = (int)i;
            return OK;
        }
    if (r->columns.n == 1000)
        return BAD(r, "name only those that are used",
                   "more than 1000 columns");
    *out = (int)r->columns.n;
    TRY_ROOM(r->cx, r->a, vec_push(r->a, &r->columns, name));
    return OK;
}

static err column_named(struct reader *r, const json_t *j, int *out)
{
    str name;
    TRY(r->cx, text(r, j, &name));
    return column(r, name, out);
}

/* Every key of j must be one of `known`. */
static err only(struct reader *r, json_t *j, const char *const *known)
{
    const char *key;
    json_t *value;
    json_object_foreach(j, key, value)
    {
        struct suggest s;
        bool found = false;
        suggest_init(&s, str_of(key));
        for (size_t i = 0; known[i] != NULL; i++) {
            found |= strcmp(known[i], key) == 0;
            suggest_offer(&s, str_of(known[i]));
        }
        if (found)
            continue;
        char hint[100] = "docs/import.md lists the keys";
        if (s.best.n > 0)
            snprintf(hint, sizeof hint, "did you mean \"%.*s\"?",
                     STR_ARG(s.best));
        return BAD(r, hint, "there is no key \"%.60s\"", key);
    }
    return OK;
}

/* "text {column} text" */
static err template(struct reader *r, str s, struct rule *out)
{
    VEC(struct rule_part) parts = {0};
    while (s.n > 0) {
        struct rule_part part = {.column = NONE};
        size_t open = str_find_char(s, '{');
        if (open > 0) {
            part.text = str_sub(s, 0, open);
            s = str_sub(s, open, s.n);
        } else {
            size_t close = str_find_char(s, '}');
            if (close == s.n)
                return BAD(r, "write \"{column}\"", "a brace is not closed");
            TRY(r->cx, column(r, str_sub(s, 1, close), &part.column));
            s = str_sub(s, close + 1, s.n);
        }
        TRY_ROOM(r->cx, r->a, vec_push(r->a, &parts, part));
    }
    out->kind = RULE_TEMPLATE;
    out->parts = parts.p;
    out->n_parts = (uint32_t)parts.n;
    return OK;
}

static err one_of(struct reader *r, const json_t *j, const char *const *words,
                  const char *hint, size_t *out)
{
    str s;
    TRY(r->cx, text(r, j, &s));
    for (*out = 0; words[*out] != NULL; ++*out)
        if (str_eq(s, str_of(words[*out])))
            return OK;
    return BAD(r, hint, "\"%.*s\" is not known here",
               STR_ARG(str_sub(s, 0, 60)));
}

static err rule(struct reader *r, json_t *j, unsigned depth, bool in_map,
                struct rule **out);

static const char *const nots[] = {"omit", "error", "skip", "keep", NULL};

/* {"column": ...} */
static err column_rule(struct reader *r, json_t *j, unsigned depth,
                       struct rule *out)
{
    static const char *const known[] = {
        "column", "map",       "otherwise", "empty", "date", "time",
        "number", "thousands", "form",      "split", NULL};
    static const char *const forms[] = {"exact",   "at_least", "more_than",
                                        "at_most", "about",    NULL};
    size_t i;
    TRY(r->cx, only(r, j, known));
    out->kind = RULE_COLUMN;
    out->time_column = NONE;
    out->otherwise = NOT_ERROR;
    TRY(r->cx, column_named(r, json_object_get(j, "column"), &out->column));
    json_t *x = json_object_get(j, "map");
    if (x != NULL) {
        size_t was = enter(r, "map");
        if (!json_is_object(x))
            return BAD(r, "{\"cell\": value}", "an object was expected");
        TRY_NEW_ARRAY(r->cx, r->a, json_object_size(x) + 1, out->map);
        const char *key;
        json_t *value;
        json_object_foreach(x, key, value)
        {
            struct rule_map *to = &out->map[out->n_map++];
            size_t here = enter(r, key);
            TRY_ROOM(r->cx, r->a, arena_dup_str(r->a, str_of(key), &to->cell));
            TRY(r->cx, rule(r, value, depth, true, &to->value));
            r->path_n = here;
        }
        out->has_map = true;
        r->path_n = was;
    }
    if ((x = json_object_get(j, "otherwise")) != NULL) {
        if (!out->has_map)
            return BAD(r, "add \"map\"", "\"otherwise\" without a map");
        TRY(r->cx, one_of(r, x, nots, "omit, error, skip, keep", &i));
        out->otherwise = (enum when_not)i;
    }
    if ((x = json_object_get(j, "empty")) != NULL) {
        TRY(r->cx, one_of(r, x, nots, "omit, error, skip", &i));
        out->empty = (enum when_not)i;
        if (out->empty == NOT_KEEP)
            return BAD(r, "omit, error, skip", "an empty cell kept");
    }
    if ((x = json_object_get(j, "date")) != NULL)
        TRY(r->cx, texts(r, x, &out->dates, &out->n_dates));
    if ((x = json_object_get(j, "time")) != NULL) {
        if (out->n_dates == 0)
            return BAD(r, "add \"date\"", "\"time\" without a date");
        TRY(r->cx, column_named(r, x, &out->time_column));
    }
    if ((x = json_object_get(j, "number")) != NULL)
        TRY(r->cx, flag(r, x, &out->number));
    if ((x = json_object_get(j, "thousands")) != NULL)
        TRY(r->cx, character(r, x, &out->thousands));
    if ((x = json_object_get(j, "form")) != NULL) {
        TRY(r->cx, one_of(r, x, forms,
                          "exact, at_least, more_than, at_most, about", &i));
        out->form = i == 0 ? STR("") : str_of(forms[i]);
    }
    if ((x = json_object_get(j, "split")) != NULL)
        TRY(r->cx, character(r, x, &out->split));
    if ((out->thousands != 0 || out->form.n > 0) && !out->number)
        return BAD(r, "add \"number\": true",
                   "\"thousands\" and \"form\" belong to numbers");
    if ((out->number && (out->n_dates > 0 || out->split)) ||
        (out->n_dates > 0 && out->split))
        return BAD(r, "keep the one that fits the cells",
                   "date, number and split exclude each other");
    return OK;
}

static err rule(struct reader *r, json_t *j, unsigned depth, bool in_map,
                struct rule **out)
{
    struct rule *u;
    TRY_NEW(r->cx, r->a, u);
    u->column = u->time_column = NONE;
    *out = u;
    if (depth == 0)
        return BAD(r, "no field of a record is nested so deep",
                   "nested too deep");
    switch (json_typeof(j)) {
    case JSON_STRING:
        u->kind = RULE_TEXT;
        return text(r, j, &u->text);
    case JSON_INTEGER:
        u->kind = RULE_INT;
        u->n = json_integer_value(j);
        return OK;
    case JSON_TRUE:
    case JSON_FALSE:
        u->kind = RULE_BOOL;
        u->n = json_is_true(j);
        return OK;
    case JSON_REAL:
        return BAD(r, "write the smaller unit",
                   "a fraction, where whole numbers count");
    case JSON_NULL:
        if (!in_map)
            return BAD(r, "leave the field out", "a field without a value");
        u->kind = RULE_NOTHING;
        return OK;
    case JSON_ARRAY:
        u->kind = RULE_LIST;
        u->n_rules = (uint32_t)json_array_size(j);
        TRY_NEW_ARRAY(r->cx, r->a, u->n_rules + 1u, u->rules);
        for (size_t i = 0; i < u->n_rules; i++)
            TRY(r->cx,
                rule(r, json_array_get(j, i), depth - 1, false, &u->rules[i]));
        return OK;
    case JSON_OBJECT:
        break;
    }
    if (json_object_get(j, "column") != NULL)
        return column_rule(r, j, depth - 1, u);
    json_t *t = json_object_get(j, "template");
    if (t != NULL) {
        static const char *const known[] = {"template", NULL};
        str s;
        TRY(r->cx, only(r, j, known));
        TRY(r->cx, text(r, t, &s));
        return template(r, s, u);
    }
    u->kind = RULE_OBJECT;
    size_t n = json_object_size(j);
    TRY_NEW_ARRAY(r->cx, r->a, n + 1, u->rules);
    TRY_NEW_ARRAY(r->cx, r->a, n + 1, u->names);
    const char *key;
    json_t *value;
    json_object_foreach(j, key, value)
    {
        size_t was = enter(r, key);
        TRY_ROOM(r->cx, r->a,
                 arena_dup_str(r->a, str_of(key), &u->names[u->n_rules]));
        TRY(r->cx, rule(r, value, depth - 1, false, &u->rules[u->n_rules]));
        u->n_rules++;
        r->path_n = was;
    }
    return OK;
}

/* [{"column": ..., "is": ...}, ...] */
static err tests(struct reader *r, json_t *j, struct test **out, uint32_t *n)
{
    static const char *const known[] = {"column", "is", "is_not", NULL};
    if (!json_is_array(j))
        return BAD(r, "[{\"column\": ..., \"is\": ...}]",
                   "a list was expected");
    struct test *v;
    TRY_NEW_ARRAY(r->cx, r->a, json_array_size(j) + 1, v);
    for (size_t i = 0; i < json_array_size(j); i++) {
        json_t *x = json_array_get(j, i);
        if (!json_is_object(x))
            return BAD(r, "{\"column\": ..., \"is\": ...}",
                       "an object was expected");
        TRY(r->cx, only(r, x, known));
        json_t *is = json_object_get(x, "is"),
               *is_not = json_object_get(x, "is_not");
        if ((is == NULL) == (is_not == NULL) ||
            json_object_get(x, "column") == NULL)
            return BAD(r, "{\"column\": ..., \"is\": [...]}",
                       "a condition has a column, and is or is_not");
        TRY(r->cx, column_named(r, json_object_get(x, "column"), &v[i].column));
        if (v[i].column == COLUMN_ROW)
            return BAD(r, "use {row} in a template",
                       "\"row\" is the row's number, not a column");
        v[i].negated = is == NULL;
        TRY(r->cx,
            texts(r, is == NULL ? is_not : is, &v[i].values, &v[i].n_values));
    }
    *out = v;
    *n = (uint32_t)json_array_size(j);
    return OK;
}

static err record(struct reader *r, json_t *j, struct record_rule *out)
{
    if (!json_is_object(j))
        return BAD(r, "{\"type\": \"report\", ...}", "an object was expected");
    json_t *when = json_object_get(j, "when");
    if (when != NULL) {
        size_t was = enter(r, "when");
        TRY(r->cx, tests(r, when, &out->when, &out->n_when));
        r->path_n = was;
        json_object_del(j, "when");
    }
    TRY(r->cx, rule(r, j, MAPPING_DEPTH, false, &out->object));
    if (out->object->kind != RULE_OBJECT)
        return BAD(r, "{\"type\": \"report\", ...}",
                   "a record is an object of fields");
    return OK;
}

static err top(struct reader *r, json_t *j)
{
    static const char *const known[] = {
        "delimiter", "header",  "skip_lines", "ignore", "where", "prelude",
        "record",    "records", "columns",    "about",  NULL};
    struct mapping *m = r->m;
    json_t *x;
    size_t was;
    if (!json_is_object(j))
        return BAD(r, "{\"record\": {...}}", "an object was expected");
    TRY(r->cx, only(r, j, known));
    m->delimiter = ',';
    m->header = true;
    if ((x = json_object_get(j, "delimiter")) != NULL) {
        was = enter(r, "delimiter");
        TRY(r->cx, character(r, x, &m->delimiter));
        r->path_n = was;
    }
    if ((x = json_object_get(j, "header")) != NULL) {
        was = enter(r, "header");
        TRY(r->cx, flag(r, x, &m->header));
        r->path_n = was;
    }
    if ((x = json_object_get(j, "skip_lines")) != NULL) {
        was = enter(r, "skip_lines");
        if (!json_is_integer(x) || json_integer_value(x) < 0 ||
            json_integer_value(x) > 1000)
            return BAD(r, "0 to 1000", "no such number of lines");
        m->skip_lines = (uint32_t)json_integer_value(x);
        r->path_n = was;
    }
    if ((x = json_object_get(j, "columns")) != NULL) {
        /* A table without a header: its columns, in order. */
        was = enter(r, "columns");
        const str *v;
        uint32_t n;
        if (m->header)
            return BAD(r, "\"header\": false",
                       "names of columns, but the table has a header");
        TRY(r->cx, texts(r, x, &v, &n));
        for (uint32_t i = 0; i < n; i++) {
            int index;
            TRY(r->cx, column(r, v[i], &index));
            if (index != (int)i)
                return BAD(r, "name each column once, and none of them row",
                           "a column named twice, or \"row\"");
        }
        r->path_n = was;
    } else if (!m->header) {
        return BAD(r, "add \"columns\": [...]",
                   "a table without a header needs names of columns");
    }
    if ((x = json_object_get(j, "ignore")) != NULL) {
        was = enter(r, "ignore");
        TRY(r->cx, texts(r, x, &m->ignore, &m->n_ignore));
        m->ignore_all = json_is_string(x) && m->ignore[0].n == 1 &&
                        m->ignore[0].p[0] == '*';
        r->path_n = was;
    }
    if ((x = json_object_get(j, "where")) != NULL) {
        was = enter(r, "where");
        TRY(r->cx, tests(r, x, &m->where, &m->n_where));
        r->path_n = was;
    }
    if ((x = json_object_get(j, "prelude")) != NULL) {
        was = enter(r, "prelude");
        if (!json_is_array(x))
            return BAD(r, "[{\"type\": \"source\", ...}]",
                       "a list was expected");
        size_t columns = r->columns.n;
        TRY_NEW_ARRAY(r->cx, r->a, json_array_size(x) + 1, m->prelude);
        for (size_t i = 0; i < json_array_size(x); i++) {
            TRY(r->cx, rule(r, json_array_get(x, i), MAPPING_DEPTH, false,
                            &m->prelude[m->n_prelude]));
            if (m->prelude[m->n_prelude]->kind != RULE_OBJECT)
                return BAD(r, "{\"type\": \"report\", ...}",
                           "a record is an object of fields");
            m->n_prelude++;
        }
        if (r->columns.n != columns)
            return BAD(r, "put it into record",
                       "a record of no row cannot use a column");
        r->path_n = was;
    }
    json_t *one = json_object_get(j, "record"),
           *many = json_object_get(j, "records");
    if ((one == NULL) == (many == NULL))
        return BAD(r, "\"record\": {...}, or \"records\": [...]",
                   "either one record or several for each row");
    was = enter(r, one != NULL ? "record" : "records");
    if (one == NULL && (!json_is_array(many) || json_array_size(many) == 0))
        return BAD(r, "[{...}, {...}]", "a list was expected");
    m->n_records = one != NULL ? 1 : (uint32_t)json_array_size(many);
    TRY_NEW_ARRAY(r->cx, r->a, m->n_records, m->records);
    for (uint32_t i = 0; i < m->n_records; i++)
        TRY(r->cx, record(r, one != NULL ? one : json_array_get(many, i),
                          &m->records[i]));
    r->path_n = was;
    m->columns = r->columns.p;
    m->n_columns = (uint32_t)r->columns.n;
    return OK;
}

/* Nesting is bounded before jansson sees the bytes. */
static bool too_deep(str bytes)
{
    size_t depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        if (in_text) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '[' || c == '{') {
            if (++depth > LIMIT_DEPTH)
                return true;
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    return false;
}

err mapping_read(struct cx *cx, struct arena *a, str name, str bytes,
                 const struct mapping **out)
{
    CLEANUP(json_close) json_t *root = NULL;
    json_error_t e;
    struct mapping *m;
    TRY_NEW(cx, a, m);
    m->name = name;
    struct reader r = {.cx = cx, .a = a, .m = m};
    if (bytes.n > MAPPING_BYTES)
        return fail_hint(cx, ERR_LIMIT, "is it the right file?",
                         "%.*s: a mapping of more than 1 MiB", STR_ARG(name));
    if (too_deep(bytes))
        return BAD(&r, "a mapping is JSON: docs/import.md",
                   "nested more than %d deep", LIMIT_DEPTH);
    root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &e);
    if (root == NULL && json_error_code(&e) == json_error_out_of_memory)
        return fail(cx, ERR_RESOURCE, "no memory to read %.*s", STR_ARG(name));
    if (root == NULL)
        return fail_hint(cx, ERR_INPUT, "a mapping is JSON: docs/import.md",
                         "%.*s:%d:%d: %s", STR_ARG(name), e.line, e.column,
                         e.text);
    TRY(cx, top(&r, root));
    *out = m;
    return OK;
}
