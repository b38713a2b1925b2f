/* app/agreement.c: see agreement.h. The maps are read here because lang/ reads
 * no files. */
#include "app/agreement.h"

#include "app/casefile.h"
#include "base/sys.h"
#include "crypto/crypto.h"
#include "geo/geo.h"
#include "proof/entry.h"

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

/* --- papers that the text fixes by their hash
 * ------------------------------------------------------------------------ */

bool app_is_fixed(const struct agreement *ag, str file, str bytes, bool *any)
{
    char hex[2 * CRY_HASH_BYTES];
    bool said = false, same = true;
    hash_print(cry_sha256(bytes, STR("")), hex);
    for (uint32_t i = 0; i < ag->n_instruments; i++) {
        const struct instrument *x = &ag->instruments[i];
        if (x->hash.n == 0 || !str_eq(x->file, file))
            continue;
        said = true;
        same = same && str_eq(x->hash, (str){hex, sizeof hex});
    }
    if (any != NULL)
        *any = said;
    return same;
}

err app_note_loose_maps(struct cx *cx, const struct agreement *ag,
                        struct buf *out)
{
    for (uint32_t i = 0; i < ag->n_zones; i++) {
        str file = ag->zones[i].file;
        bool told = file.n == 0 || ag->zones[i].base != NONE, fixed;
        for (uint32_t k = 0; k < i && !told; k++)
            told = str_eq(ag->zones[k].file, file);
        (void)app_is_fixed(ag, file, STR(""), &fixed);
        if (told || fixed)
            continue;
        buf_c(out, "note: the signature covers the text, not the map ");
        buf_safe(out, file);
        buf_c(out, "\n  = help: a text fixes its map so: instrument map from "
                   "\"");
        buf_safe(out, file);
        buf_c(out, "\" hash \"...\" (sha256sum)\n");
    }
    return buf_finish(cx, out);
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
               int zone, str message, const char *hint)
{
    const struct zone *z = &m->g->ag->zones[zone];
    return lang_add_file_finding(m->cx, m->a, m->g->ast, m->g->ag,
                                 &m->g->diagnostics, code, severity, z->id,
                                 z->decl_line, message, str_of(hint));
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
        return say(m, "L07", SEV_ERROR, zone, text,
                   "draw it in that file, as a feature with this name as its "
                   "id");
    }
    if (geo_kind(s) != (z->line ? GEO_LINE : GEO_AREA)) {
        TRY_ROOM(m->cx, m->a,
                 arena_printf(m->a, &text, "the shape of `%.*s` is no %s",
                              STR_ARG(z->id), z->line ? "line" : "area"));
        return say(m, "L08", SEV_ERROR, zone, text, "");
    }
    m->shapes[zone] = s;
    return OK;
}

/* Of the record, or else of the disk. */
static err read_shapes(struct maps *m, str file, const char *path,
                       const struct geo_map **map)
{
    str bytes;
    bool found = false;
    if (m->g->record != NULL)
        TRY(m->cx,
            casefile_annex(m->cx, m->a, m->g->record, file, &bytes, &found));
    if (!found)
        TRY(m->cx,
            sys_read_file(m->cx, m->a, path, LIMIT_SIDE_FILE_BYTES, &bytes));
    return geo_read(m->cx, m->a, bytes, path, map);
}

/* One file: its own defects are told once, at the first zone that names it. */
static err read_map(struct maps *m, int first)
{
    const struct agreement *ag = m->g->ag;
    str file = ag->zones[first].file, path, text;
    const struct geo_map *map;
    const struct geo_warning *w;
    size_t n;
    char name[4096];
    TRY(m->cx, app_side_path(m->cx, m->a, m->g->path, file, &path));
    if (!str_to_c(path, name, sizeof name))
        return say(m, "L08", SEV_ERROR, first, STR("this is no name of a file"),
                   "");
    err e = read_shapes(m, file, name, &map);
    if (e.code == ERR_RESOURCE || e.code == ERR_BUG)
        return e;
    if (!is_ok(e)) {
        TRY_ROOM(m->cx, m->a,
                 arena_dup_str(m->a, str_of(m->cx->fault.message), &text));
        fault_clear(m->cx);
        return say(m, "L08", SEV_ERROR, first, text, "");
    }
    w = geo_warnings(map, &n);
    for (size_t i = 0; i < n; i++) {
        const struct geo_shape *s = geo_find(map, w[i].id);
        if (s != NULL && geo_kind(s) == GEO_NOTHING)
            continue; /* no map, L07, where a zone needs it */
        TRY_ROOM(m->cx, m->a,
                 arena_printf(m->a, &text, "%.*s, feature %zu%s%.*s: %.*s",
                              STR_ARG(file), w[i].feature + 1,
                              w[i].id.n > 0 ? ", " : "", STR_ARG(w[i].id),
                              STR_ARG(w[i].text)));
        TRY(m->cx, say(m, "L08", SEV_WARNING, first, text, ""));
    }
    for (uint32_t i = (uint32_t)first; i < ag->n_zones; i++)
        if (ag->zones[i].base == NONE && str_eq(ag->zones[i].file, file))
            TRY(m->cx, shape_of(m, (int)i, map));
    return OK;
}

/* An instrument with a hash whose file lies beside the text: it is that one. */
static err check_papers(struct maps *m)
{
    const struct agreement *ag = m->g->ag;
    for (uint32_t i = 0; i < ag->n_instruments; i++) {
        const struct instrument *x = &ag->instruments[i];
        str path, bytes, text;
        char name[4096];
        if (x->hash.n == 0 || x->file.n == 0)
            continue;
        TRY(m->cx, app_side_path(m->cx, m->a, m->g->path, x->file, &path));
        if (!str_to_c(path, name, sizeof name) || !sys_exists(name))
            continue;
        TRY(m->cx,
            sys_read_file(m->cx, m->a, name, LIMIT_SIDE_FILE_BYTES, &bytes));
        if (app_is_fixed(ag, x->file, bytes, NULL))
            continue;
        TRY_ROOM(m->cx, m->a,
                 arena_printf(m->a, &text,
                              "%.*s is another paper than the one whose hash "
                              "the text gives",
                              STR_ARG(x->file)));
        TRY(m->cx, lang_add_file_finding(m->cx, m->a, m->g->ast, ag,
                                         &m->g->diagnostics, "L35", SEV_ERROR,
                                         x->id, x->line, text,
                                         STR("put the paper there that is "
                                             "meant, or give its own SHA-256: "
                                             "`hash \"...\"`")));
    }
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
                       (int)i, text, ""));
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
    TRY(cx, check_papers(&m));
    TRY(cx, lang_review_waivers(cx, a, g->ast, g->ag, &g->diagnostics));
    lang_sort_findings(&g->diagnostics);
    return OK;
}
