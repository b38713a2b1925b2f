/* app/agreement.c: see agreement.h. The maps are read here because lang/ reads
 * no files. */
#include "app/agreement.h"

#include "base/sys.h"
#include "geo/geo.h"

err app_load_agreement(struct cx *cx, struct arena *a, const char *path,
                       const char *const *choices, size_t n_choices,
                       struct app_agreement *out)
{
    str source;
    TRY(cx, sys_read_file(cx, a, path, LIMIT_TEXT_BYTES, &source));
    return app_compile_agreement(cx, a, path, source, choices, n_choices, out);
}

err app_compile_agreement(struct cx *cx, struct arena *a, const char *name,
                          str source, const char *const *choices,
                          size_t n_choices, struct app_agreement *out)
{
    struct app_agreement g = {.source = source};
    str *chosen;
    TRY_NEW_ARRAY(cx, a, n_choices, chosen);
    for (size_t i = 0; i < n_choices; i++)
        chosen[i] = str_of(choices[i]);
    TRY_ROOM(cx, a, arena_dup_str(a, str_of(name), &g.path));
    TRY(cx, lang_parse(cx, a, g.path, g.source, &g.ast, &g.diagnostics));
    if (n_choices > 0)
        TRY(cx, lang_choose(cx, a, g.ast, chosen, (uint32_t)n_choices));
    TRY(cx, lang_compile(cx, a, g.ast, &g.ag, &g.diagnostics));
    *out = g;
    return OK;
}

bool app_agreement_is_sound(const struct app_agreement *g)
{
    for (uint32_t i = 0; i < g->diagnostics.n; i++) {
        const struct diagnostic *d = &g->diagnostics.v[i];
        if (d->severity == SEV_ERROR && !lang_is_lint(str_of(d->code)))
            return false;
    }
    return true;
}

err app_side_path(struct cx *cx, struct arena *a, str agreement, str file,
                  str *out)
{
    size_t n = agreement.n;
    while (n > 0 && agreement.p[n - 1] != '/')
        n--;
    if (file.n > 0 && file.p[0] == '/')
        n = 0;
    TRY_ROOM(
        cx, a,
        arena_printf(a, out, "%.*s%.*s", (int)n, agreement.p, STR_ARG(file)));
    return OK;
}

/* --- Maps
 * ------------------------------------------------------------------------ */

struct maps {
    struct cx *cx;
    struct arena *a;
    struct app_agreement *g;
    const struct geo_shape **shapes; /* of each zone; NULL: none */
};

static err say(struct maps *m, const char *code, enum severity severity,
               int zone, str message)
{
    return lang_add_map_finding(m->cx, m->a, m->g->ast, m->g->ag,
                                &m->g->diagnostics, code, severity, zone,
                                message);
}

static err shape_of(struct maps *m, int zone, const struct geo_map *map)
{
    const struct zone *z = &m->g->ag->zones[zone];
    const struct geo_shape *s = geo_find(map, z->id);
    str text;
    if (s == NULL || geo_kind(s) == GEO_NOTHING) {
        TRY_ROOM(m->cx, m->a,
                 arena_printf(m->a, &text,
                              s == NULL ? "%.*s has no feature `%.*s`"
                                        : "%.*s has no shape yet for `%.*s`",
                              STR_ARG(z->file), STR_ARG(z->id)));
        return say(m, "L07", SEV_ERROR, zone, text);
    }
    if (geo_kind(s) != (z->line ? GEO_LINE : GEO_AREA)) {
        TRY_ROOM(m->cx, m->a,
                 arena_printf(m->a, &text, "the shape of `%.*s` is no %s",
                              STR_ARG(z->id), z->line ? "line" : "area"));
        return say(m, "L08", SEV_ERROR, zone, text);
    }
    m->shapes[zone] = s;
    return OK;
}

/* One file: its own defects are told once, at the first zone that names it. */
static err read_map(struct maps *m, int first)
{
    const struct agreement *ag = m->g->ag;
    str file = ag->zones[first].file, path, bytes, text;
    const struct geo_map *map;
    const struct geo_warning *w;
    size_t n;
    char name[4096];
    TRY(m->cx, app_side_path(m->cx, m->a, m->g->path, file, &path));
    if (!str_to_c(path, name, sizeof name))
        return say(m, "L08", SEV_ERROR, first,
                   STR("this is no name of a file"));
    err e = sys_read_file(m->cx, m->a, name, LIMIT_SIDE_FILE_BYTES, &bytes);
    if (is_ok(e))
        e = geo_read(m->cx, m->a, bytes, name, &map);
    if (e.code == ERR_RESOURCE || e.code == ERR_BUG)
        return e;
    if (!is_ok(e)) {
        TRY_ROOM(m->cx, m->a,
                 arena_dup_str(m->a, str_of(m->cx->fault.message), &text));
        fault_clear(m->cx);
        return say(m, "L08", SEV_ERROR, first, text);
    }
    w = geo_warnings(map, &n);
    for (size_t i = 0; i < n; i++) {
        TRY_ROOM(m->cx, m->a,
                 arena_printf(m->a, &text, "%.*s, feature %zu%s%.*s: %.*s",
                              STR_ARG(file), w[i].feature + 1,
                              w[i].id.n > 0 ? ", " : "", STR_ARG(w[i].id),
                              STR_ARG(w[i].text)));
        TRY(m->cx, say(m, "L08", SEV_WARNING, first, text));
    }
    for (uint32_t i = (uint32_t)first; i < ag->n_zones; i++)
        if (ag->zones[i].base == NONE && str_eq(ag->zones[i].file, file))
            TRY(m->cx, shape_of(m, (int)i, map));
    return OK;
}

/* What is said to lie in a zone lies there. */
static err check_nesting(struct maps *m)
{
    const struct agreement *ag = m->g->ag;
    for (uint32_t i = 0; i < ag->n_zones; i++) {
        const struct zone *z = &ag->zones[i];
        str text;
        if (z->in == NONE || m->shapes[i] == NULL || m->shapes[z->in] == NULL ||
            z->line)
            continue;
        enum geo_relation r = geo_relate(m->shapes[i], m->shapes[z->in]);
        if (r != GEO_PARTLY && r != GEO_APART)
            continue;
        TRY_ROOM(m->cx, m->a,
                 arena_printf(m->a, &text,
                              "by the map `%.*s` does not lie%s in `%.*s`",
                              STR_ARG(z->id), r == GEO_PARTLY ? " wholly" : "",
                              STR_ARG(ag->zones[z->in].id)));
        TRY(m->cx, say(m, "L08", r == GEO_PARTLY ? SEV_WARNING : SEV_ERROR,
                       (int)i, text));
    }
    return OK;
}

err app_review_agreement(struct cx *cx, struct arena *a,
                         struct app_agreement *g)
{
    struct maps m = {cx, a, g, NULL};
    TRY(cx, lang_review(cx, a, g->ast, g->ag, &g->diagnostics));
    TRY_NEW_ARRAY(cx, a, g->ag->n_zones, m.shapes);
    for (uint32_t i = 0; i < g->ag->n_zones; i++) {
        const struct zone *z = &g->ag->zones[i];
        bool seen = z->file.n == 0 || z->base != NONE;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = str_eq(g->ag->zones[k].file, z->file);
        if (!seen)
            TRY(cx, read_map(&m, (int)i));
    }
    TRY(cx, check_nesting(&m));
    TRY(cx, lang_review_waivers(cx, a, g->ast, g->ag, &g->diagnostics));
    lang_sort_findings(&g->diagnostics);
    return OK;
}
