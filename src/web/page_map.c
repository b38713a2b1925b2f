/* web/page_map.c: places on paper: the zones and lines of the text, a base map
 * under them, and reports with how exactly their place is known.
 *
 * A drawing in whole tenths of a pixel, without a script: nothing moves, and
 * what is looked at stands in the address. Degrees are drawn straight, a degree
 * of longitude as short as it is in the middle of the picture: enough for the
 * size of a truce, not for measuring. The tables say the same in words. */
#include "web/web_int.h"

#include <inttypes.h>

enum { WIDTH = 9000, HEIGHT = 6000, MARGIN = 300, FAR = 10000000 };

/* From degrees times 10^7 to tenths of a pixel. */
struct sheet_of_paper {
    int64_t lon, lat;    /* of the middle */
    int64_t east, north; /* nanometres of ground to 1e-7 degrees */
    int64_t nm;          /* of ground to a tenth of a pixel */
};

static int64_t limited(int64_t v)
{
    return v > FAR ? FAR : v < -FAR ? -FAR : v;
}

static int64_t x_of(const struct sheet_of_paper *p, int64_t lon)
{
    return limited(WIDTH / 2 + (lon - p->lon) * p->east / p->nm);
}

static int64_t y_of(const struct sheet_of_paper *p, int64_t lat)
{
    return limited(HEIGHT / 2 - (lat - p->lat) * p->north / p->nm);
}

static void put_tenths(struct buf *b, int64_t v)
{
    if (v < 0)
        buf_char(b, '-');
    v = v < 0 ? -v : v;
    buf_int(b, v / 10);
    if (v % 10 != 0) {
        buf_char(b, '.');
        buf_int(b, v % 10);
    }
}

/* --- What fits on it ------------------------------------------------------ */

static void widen(struct geo_box *all, struct geo_box more)
{
    if (more.min.lon_e7 > more.max.lon_e7)
        return;
    if (more.min.lon_e7 < all->min.lon_e7)
        all->min.lon_e7 = more.min.lon_e7;
    if (more.min.lat_e7 < all->min.lat_e7)
        all->min.lat_e7 = more.min.lat_e7;
    if (more.max.lon_e7 > all->max.lon_e7)
        all->max.lon_e7 = more.max.lon_e7;
    if (more.max.lat_e7 > all->max.lat_e7)
        all->max.lat_e7 = more.max.lat_e7;
}

static struct geo_box nothing(void)
{
    return (struct geo_box){{INT32_MAX, INT32_MAX}, {INT32_MIN, INT32_MIN}};
}

/* All of the text's places and the reports; the base map where there is
 * neither. */
static struct geo_box box_of(const struct web_view *v, const struct web_map *m)
{
    struct geo_box all = nothing();
    if (m->focus != NONE && m->zones[m->focus] != NULL)
        return geo_box(m->zones[m->focus]);
    for (uint32_t i = 0; i < v->c->ag->n_zones; i++)
        if (m->zones[i] != NULL)
            widen(&all, geo_box(m->zones[i]));
    for (uint32_t i = 0; i < m->n; i++)
        widen(&all, (struct geo_box){m->places[i].at, m->places[i].at});
    if (all.min.lon_e7 > all.max.lon_e7 && m->base != NULL)
        for (size_t i = 0; i < geo_count(m->base); i++)
            widen(&all, geo_box(geo_nth(m->base, i)));
    return all;
}

static bool paper_for(const struct web_view *v, const struct web_map *m,
                      struct sheet_of_paper *p)
{
    enum { LEAST = 1000 }; /* ground of a pixel: 1 m */
    struct geo_box box = box_of(v, m);
    if (m->wide_m > 0) {
        p->lon = m->middle.lon_e7;
        p->lat = m->middle.lat_e7;
        geo_scale(p->lat, &p->east, &p->north);
        p->nm = m->wide_m * 1000000000 / WIDTH;
        return true;
    }
    if (box.min.lon_e7 > box.max.lon_e7)
        return false;
    p->lon = ((int64_t)box.min.lon_e7 + box.max.lon_e7) / 2;
    p->lat = ((int64_t)box.min.lat_e7 + box.max.lat_e7) / 2;
    geo_scale(p->lat, &p->east, &p->north);
    int64_t wide = ((int64_t)box.max.lon_e7 - box.min.lon_e7) * p->east /
                   (WIDTH - 2 * MARGIN);
    int64_t high = ((int64_t)box.max.lat_e7 - box.min.lat_e7) * p->north /
                   (HEIGHT - 2 * MARGIN);
    p->nm = wide > high ? wide : high;
    if (p->nm < (int64_t)LEAST * 100000)
        p->nm = (int64_t)LEAST * 100000;
    return true;
}

/* --- Drawing -------------------------------------------------------------- */

static void put_path(struct buf *b, const struct sheet_of_paper *p,
                     const struct geo_shape *s, const char *class)
{
    bool area = geo_kind(s) == GEO_AREA;
    buf_printf(b, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < geo_paths(s); i++) {
        struct geo_path path = geo_path(s, i);
        int64_t before_x = INT64_MAX, before_y = INT64_MAX;
        size_t n = area ? path.n - 1 : path.n;
        for (size_t k = 0; k < n; k++) {
            int64_t x = x_of(p, path.p[k].lon_e7);
            int64_t y = y_of(p, path.p[k].lat_e7);
            if (x == before_x && y == before_y)
                continue;
            buf_char(b, before_x == INT64_MAX ? 'M' : 'L');
            put_tenths(b, x);
            buf_char(b, ' ');
            put_tenths(b, y);
            before_x = x;
            before_y = y;
        }
        if (area)
            buf_char(b, 'Z');
    }
    buf_c(b, "\"/>");
}

static void put_spot(struct buf *b, const struct sheet_of_paper *p,
                     struct geo_point at, int64_t radius, const char *class)
{
    buf_printf(b, "<circle class=\"%s\" cx=\"", class);
    put_tenths(b, x_of(p, at.lon_e7));
    buf_c(b, "\" cy=\"");
    put_tenths(b, y_of(p, at.lat_e7));
    buf_c(b, "\" r=\"");
    put_tenths(b, radius);
    buf_c(b, "\"/>");
}

static void put_shape(struct buf *b, const struct sheet_of_paper *p,
                      const struct geo_shape *s, const char *class)
{
    enum { POINT_RADIUS = 40 };
    if (geo_kind(s) == GEO_POINT)
        put_spot(b, p, geo_path(s, 0).p[0], POINT_RADIUS, class);
    else if (geo_kind(s) != GEO_NOTHING)
        put_path(b, p, s, class);
}

/* Where a line from west to east at this latitude crosses an edge. */
static bool crossing_of(struct geo_point a, struct geo_point c, int64_t lat,
                        int64_t *lon)
{
    if ((a.lat_e7 > lat) == (c.lat_e7 > lat))
        return false;
    /* Degrees times 10^7 have 32 bits: thinned, so that products fit 64. */
    int64_t part = (lat - a.lat_e7) * 1024 / ((int64_t)c.lat_e7 - a.lat_e7);
    *lon = a.lon_e7 + ((int64_t)c.lon_e7 - a.lon_e7) * part / 1024;
    return true;
}

/* A place well inside: the middle of the widest piece of a line through the
 * middle of the box; of a line or point, its middle position. */
static struct geo_point inside_of(const struct geo_shape *s)
{
    enum { CUTS = 64 };
    struct geo_box box = geo_box(s);
    struct geo_path path = geo_path(s, 0);
    struct geo_point out = path.p[path.n / 2];
    int64_t lat = ((int64_t)box.min.lat_e7 + box.max.lat_e7) / 2;
    int64_t cuts[CUTS], widest = -1;
    size_t n = 0;
    if (geo_kind(s) != GEO_AREA)
        return out;
    for (size_t i = 0; i + 1 < path.n && n < CUTS; i++) {
        size_t k = n;
        int64_t lon;
        if (!crossing_of(path.p[i], path.p[i + 1], lat, &lon))
            continue;
        for (; k > 0 && cuts[k - 1] > lon; k--)
            cuts[k] = cuts[k - 1];
        cuts[k] = lon;
        n++;
    }
    for (size_t i = 0; i + 1 < n; i += 2) {
        if (cuts[i + 1] - cuts[i] <= widest)
            continue;
        widest = cuts[i + 1] - cuts[i];
        out = (struct geo_point){(int32_t)((cuts[i] + cuts[i + 1]) / 2),
                                 (int32_t)lat};
    }
    return out;
}

static void put_name(struct buf *b, const struct sheet_of_paper *p,
                     const struct geo_shape *s, str name, const char *class)
{
    enum { ABOVE = 70 };
    if (geo_kind(s) == GEO_NOTHING || name.n == 0)
        return;
    struct geo_point at = inside_of(s);
    int64_t x = x_of(p, at.lon_e7), y = y_of(p, at.lat_e7);
    if (geo_kind(s) != GEO_AREA)
        y -= ABOVE;
    if (x < 0 || x > WIDTH || y < 0 || y > HEIGHT)
        return;
    buf_printf(b, "<text class=\"%s\" x=\"", class);
    put_tenths(b, x);
    buf_c(b, "\" y=\"");
    put_tenths(b, y);
    buf_c(b, "\">");
    html_text(b, name);
    buf_c(b, "</text>");
}

/* --- Pictures under it ---------------------------------------------------- */

/* Columns and rows of a zoom that lie on the paper. */
struct pieces {
    unsigned zoom;
    uint32_t west, east, north, south;
};

static void find_pieces(const struct sheet_of_paper *p, unsigned zoom,
                        struct pieces *out)
{
    int64_t lon = WIDTH / 2 * p->nm / p->east;
    int64_t lat = HEIGHT / 2 * p->nm / p->north;
    *out = (struct pieces){zoom, geo_tile_column(zoom, p->lon - lon),
                           geo_tile_column(zoom, p->lon + lon),
                           geo_tile_row(zoom, p->lat + lat),
                           geo_tile_row(zoom, p->lat - lat)};
}

/* The least zoom at which a piece is no wider than it is in its own pixels. On
 * this paper a degree of latitude has one length, on the map of the pieces it
 * grows: the less of the globe a piece shows, the less that is; of 100 km it is
 * a tenth of a pixel. false: none that is not too many pieces. */
static bool choose_pieces(const struct web_map *m,
                          const struct sheet_of_paper *p, struct pieces *out)
{
    enum { PIECE = 2560, MOST = 100 };
    unsigned zoom = m->tiles->zoom_min;
    while (zoom < m->tiles->zoom_max &&
           (geo_tile_west(zoom, 1) - geo_tile_west(zoom, 0)) * p->east / p->nm >
               PIECE)
        zoom++;
    find_pieces(p, zoom, out);
    return (uint64_t)(out->east - out->west + 1) *
               (out->south - out->north + 1) <=
           MOST;
}

/* A little wider than it is, so that no line shows between two. */
static void put_piece(struct buf *b, const struct sheet_of_paper *p,
                      unsigned zoom, uint32_t column, uint32_t row)
{
    enum { OVER = 4 };
    int64_t west = x_of(p, geo_tile_west(zoom, column));
    int64_t east = x_of(p, geo_tile_west(zoom, column + 1));
    int64_t north = y_of(p, geo_tile_north(zoom, row));
    int64_t south = y_of(p, geo_tile_north(zoom, row + 1));
    buf_printf(b, "<image href=\"/tile/%u/%" PRIu32 "/%" PRIu32 "\" x=\"", zoom,
               column, row);
    put_tenths(b, west);
    buf_c(b, "\" y=\"");
    put_tenths(b, north);
    buf_c(b, "\" width=\"");
    put_tenths(b, east - west + OVER);
    buf_c(b, "\" height=\"");
    put_tenths(b, south - north + OVER);
    buf_c(b, "\" preserveAspectRatio=\"none\"/>\n");
}

static bool has_pieces(const struct web_map *m)
{
    return m->tiles != NULL && m->under == UNDER_NAMES;
}

static void put_pieces(const struct web_map *m, struct buf *b,
                       const struct sheet_of_paper *p)
{
    const struct web_tiles *t = m->tiles;
    struct pieces k;
    if (!has_pieces(m) || !choose_pieces(m, p, &k))
        return;
    buf_c(b, "<g class=\"pieces\" aria-hidden=\"true\">\n");
    for (uint32_t row = k.north; row <= k.south; row++)
        for (uint32_t column = k.west; column <= k.east; column++)
            if (t->has(t->self, k.zoom, column, row))
                put_piece(b, p, k.zoom, column, row);
    buf_c(b, "</g>");
}

/* Whose pictures they are, or why there are none. */
static void put_pieces_about(const struct web_view *v, struct buf *b,
                             const struct web_map *m,
                             const struct sheet_of_paper *p)
{
    struct pieces k;
    if (!has_pieces(m))
        return;
    if (!choose_pieces(m, p, &k)) {
        put_prose(b, "p", STR(""), word(v, W_MAP_TILES_NONE));
    } else if (m->tiles->attribution.n > 0) {
        buf_c(b, "<p class=\"exports\">");
        SAY(v, b, W_MAP_TILES_BY, m->tiles->attribution);
        buf_c(b, "</p>\n");
    }
}

static void put_base(const struct web_map *m, struct buf *b,
                     const struct sheet_of_paper *p)
{
    if (m->base == NULL || m->under == UNDER_NOTHING)
        return;
    for (size_t i = 0; i < geo_count(m->base); i++)
        put_shape(b, p, geo_nth(m->base, i),
                  geo_kind(geo_nth(m->base, i)) == GEO_LINE ? "base-line"
                                                            : "base");
    for (size_t i = 0; i < geo_count(m->base) && m->under == UNDER_NAMES; i++)
        put_name(b, p, geo_nth(m->base, i), geo_name(geo_nth(m->base, i)),
                 "base-name");
}

static void put_places(const struct web_view *v, const struct web_map *m,
                       struct buf *b, const struct sheet_of_paper *p)
{
    enum { DOT = 45 };
    struct fact buffer;
    for (uint32_t i = m->n; i-- > 0;) {
        const struct web_place *w = &m->places[i];
        const struct fact *f = v->c->fact(v->c->self, w->fact, &buffer);
        int64_t radius = w->precision_m * 1000000000 / p->nm;
        if (NEVER(f == NULL))
            continue;
        if (radius > DOT)
            put_spot(b, p, w->at, limited(radius), "precision");
        link_report_begin(v, b, f->id);
        put_spot(b, p, w->at, DOT, "dot");
        buf_c(b, "<title>");
        html_text(b, f->id);
        buf_c(b, "</title></a>");
    }
}

/* Squares, beneath what was reported to this body. */
static void put_context(const struct web_map *m, struct buf *b,
                        const struct sheet_of_paper *p)
{
    enum { HALF = 35 };
    for (uint32_t i = m->n_context; i-- > 0;) {
        const struct context_event *e = m->context[i];
        int64_t x = x_of(p, e->at.lon_e7), y = y_of(p, e->at.lat_e7);
        if (x < 0 || x > WIDTH || y < 0 || y > HEIGHT)
            continue;
        buf_c(b, "<rect class=\"context\" x=\"");
        put_tenths(b, x - HALF);
        buf_c(b, "\" y=\"");
        put_tenths(b, y - HALF);
        buf_c(b, "\" width=\"7\" height=\"7\"><title>");
        html_text(b, context_set_name(e->set));
        buf_char(b, ' ');
        html_text(b, e->id);
        buf_c(b, ": ");
        html_text(b, e->type);
        buf_c(b, "</title></rect>");
    }
}

/* What the squares are, and whose. */
static void put_context_about(const struct web_view *v, struct buf *b,
                              const struct web_map *m)
{
    struct text n = count_text(v, m->n_context);
    struct text of = count_text(v, m->of_context);
    bool has[CONTEXT_SETS] = {false};
    if (m->n_context == 0)
        return;
    for (uint32_t i = 0; i < m->n_context; i++)
        has[m->context[i]->set] = true;
    buf_c(b, "<p>");
    LINK(v, b, "", STR("context"));
    say(v, b, W_CONTEXT_TITLE);
    link_end(b);
    buf_c(b, ": ");
    SAY(v, b, W_CONTEXT_SQUARES, text_str(&n), text_str(&of));
    buf_c(b, "</p>\n");
    put_context_terms(v, b, has[CONTEXT_ACLED], has[CONTEXT_GED]);
}

/* A round number of metres that is at most a quarter of the width. */
static void put_measure(const struct web_view *v, struct buf *b,
                        const struct sheet_of_paper *p)
{
    int64_t most = p->nm * (WIDTH / 4) / 1000000000, metres = 1;
    while (metres * 10 <= most)
        metres *= 10;
    metres *= metres * 5 <= most ? 5 : metres * 2 <= most ? 2 : 1;
    int64_t wide = metres * 1000000000 / p->nm;
    struct text n = count_text(v, metres >= 1000 ? metres / 1000 : metres);
    buf_printf(b, "<path class=\"measure\" d=\"M20 580h");
    put_tenths(b, wide);
    buf_c(b, "m0-4v8M20 576v8\"/><text class=\"measure\" x=\"20\" "
             "y=\"570\">");
    html_text(b, text_str(&n));
    buf_c(b, metres >= 1000 ? " km</text>" : " m</text>");
}

/* --- Moving it ------------------------------------------------------------ */

static int64_t between(int64_t least, int64_t n, int64_t most)
{
    return n < least ? least : n > most ? most : n;
}

/* "40.0200000,-30.0500000,5000" */
static void put_view(struct buf *b, int64_t lat, int64_t lon, int64_t nm)
{
    enum { LAT = WEB_MAP_LAT_MOST * GEO_DEGREE, LON = 180 * GEO_DEGREE };
    buf_degrees(b, between(-LAT, lat, LAT));
    buf_char(b, ',');
    buf_degrees(b, between(-LON, lon, LON));
    buf_char(b, ',');
    buf_int(b,
            between(WEB_MAP_WIDE_LEAST, (nm * WIDTH + 500000000) / 1000000000,
                    WEB_MAP_WIDE_MOST));
}

/* What else was asked for, without what is in the picture. */
static void keep_rest(struct buf *b, str rest)
{
    str item;
    while (rest.n > 0) {
        str_cut(rest, '&', &item, &rest);
        if (str_starts(item, STR("view=")) || str_starts(item, STR("zone=")))
            continue;
        buf_str(b, item);
        buf_char(b, '&');
    }
}

static void move_link(const struct web_view *v, struct buf *b, enum word w,
                      const char *sign, const char *key, str view)
{
    struct buf rest;
    buf_init(&rest, b->arena, SIZE_MAX);
    keep_rest(&rest, v->rest);
    if (view.n > 0) {
        buf_c(&rest, "view=");
        buf_str(&rest, view);
    }
    buf_c(b, "<a data-move href=\"/map");
    put_query(v, b, v->lang, v->lang_given, v->at, v->known, buf_view(&rest));
    buf_c(b, "#map\"");
    if (key != NULL)
        buf_printf(b, " aria-keyshortcuts=\"%s\"", key);
    if (sign != NULL) {
        buf_c(b, " aria-label=\"");
        say(v, b, w);
        buf_printf(b, "\">%s</a> ", sign);
        return;
    }
    buf_char(b, '>');
    say(v, b, w);
    buf_c(b, "</a>");
}

/* The picture half of itself further, twice as near or as far: links, which the
 * script of the page follows without loading all of it. */
static void put_moves(const struct web_view *v, struct buf *b,
                      const struct web_map *m, const struct sheet_of_paper *p)
{
    static const struct {
        enum word w;
        const char *sign, *key;
        int east, north, twice; /* twice: 1 further away, -1 nearer */
    } moves[] = {
        {W_MAP_NEARER, "+", "+", 0, 0, -1}, {W_MAP_FARTHER, "−", "-", 0, 0, 1},
        {W_MAP_WEST, "←", NULL, -1, 0, 0},  {W_MAP_EAST, "→", NULL, 1, 0, 0},
        {W_MAP_NORTH, "↑", NULL, 0, 1, 0},  {W_MAP_SOUTH, "↓", NULL, 0, -1, 0},
    };
    int64_t lat = HEIGHT / 2 * p->nm / p->north;
    int64_t lon = WIDTH / 2 * p->nm / p->east;
    buf_c(b, "<nav class=\"moves\" aria-label=\"");
    say(v, b, W_MAP_MOVE);
    buf_c(b, "\">");
    for (size_t i = 0; i < COUNT_OF(moves); i++) {
        struct buf view;
        buf_init(&view, b->arena, SIZE_MAX);
        put_view(&view, p->lat + moves[i].north * lat,
                 p->lon + moves[i].east * lon,
                 moves[i].twice > 0   ? p->nm * 2
                 : moves[i].twice < 0 ? p->nm / 2
                                      : p->nm);
        move_link(v, b, moves[i].w, moves[i].sign, moves[i].key,
                  buf_view(&view));
    }
    if (m->wide_m > 0 || m->focus != NONE)
        move_link(v, b, W_MAP_WHOLE, NULL, NULL, STR(""));
    buf_c(b, "</nav>\n");
}

/* What a script needs to say where somebody has moved it: the view, and degrees
 * to a thousand units of the drawing. */
static void put_measures(struct buf *b, const struct sheet_of_paper *p)
{
    buf_c(b, " data-view=\"");
    put_view(b, p->lat, p->lon, p->nm);
    buf_c(b, "\" data-east=\"");
    buf_degrees(b, 1000 * 10 * p->nm / p->east);
    buf_c(b, "\" data-north=\"");
    buf_degrees(b, 1000 * 10 * p->nm / p->north);
    buf_char(b, '"');
}

static void put_drawing(const struct web_view *v, struct buf *b,
                        const struct web_map *m, const struct sheet_of_paper *p)
{
    const struct agreement *ag = v->c->ag;
    buf_c(b, "<div id=\"map\">");
    put_moves(v, b, m, p);
    buf_printf(b, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                  "aria-label=\"");
    say(v, b, W_MAP_TITLE);
    buf_printf(b,
               "\"><svg class=\"map\" viewBox=\"0 0 %d %d\" role=\"group\" "
               "aria-label=\"",
               WIDTH / 10, HEIGHT / 10);
    say(v, b, W_MAP_TITLE);
    buf_char(b, '"');
    put_measures(b, p);
    buf_c(b, ">\n");
    put_pieces(m, b, p);
    put_base(m, b, p);
    for (uint32_t i = 0; i < ag->n_zones; i++)
        if (m->zones[i] != NULL)
            put_shape(b, p, m->zones[i],
                      ag->zones[i].line                    ? "front"
                      : geo_kind(m->zones[i]) == GEO_POINT ? "crossing"
                                                           : "zone-area");
    put_context(m, b, p);
    put_places(v, m, b, p);
    for (uint32_t i = 0; i < ag->n_zones; i++)
        if (m->zones[i] != NULL)
            put_name(b, p, m->zones[i], name_of_zone(v, (int)i), "zone-name");
    put_measure(v, b, p);
    buf_c(b, "</svg></div></div>\n");
}

/* --- Around it ------------------------------------------------------------ */

static void put_option(struct buf *b, const char *value, bool chosen, str shown)
{
    buf_printf(b, "<option value=\"%s\"%s>", value, chosen ? " selected" : "");
    html_text(b, shown);
    buf_c(b, "</option>");
}

static void put_focus(const struct web_view *v, struct buf *b,
                      const struct web_map *m)
{
    const struct agreement *ag = v->c->ag;
    buf_c(b, "<label>");
    say(v, b, W_MAP_FOCUS);
    buf_c(b, " <select name=\"zone\"><option value=\"\">");
    say(v, b, m->wide_m > 0 ? W_MAP_KEPT : W_MAP_WHOLE);
    buf_c(b, "</option>");
    for (uint32_t i = 0; i < ag->n_zones; i++) {
        if (m->zones[i] == NULL)
            continue;
        buf_c(b, "<option value=\"");
        html_text(b, ag->zones[i].id);
        buf_c(b, m->focus == (int)i ? "\" selected>" : "\">");
        html_text(b, name_of_zone(v, (int)i));
        buf_c(b, "</option>");
    }
    buf_c(b, "</select></label> ");
}

static void put_choices(const struct web_view *v, struct buf *b,
                        const struct web_map *m)
{
    static const struct {
        const char *value;
        int64_t metres;
        const char *shown;
    } steps[] = {{"1000", 1000, "1 km"},
                 {"5000", 5000, "5 km"},
                 {"20000", 20000, "20 km"}};
    buf_c(b, "<form class=\"filter\" method=\"get\" action=\"/map\">");
    put_hidden(v, b);
    if (m->wide_m > 0) {
        struct buf view;
        buf_init(&view, b->arena, SIZE_MAX);
        buf_degrees(&view, m->middle.lat_e7);
        buf_char(&view, ',');
        buf_degrees(&view, m->middle.lon_e7);
        buf_char(&view, ',');
        buf_int(&view, m->wide_m);
        put_hidden_field(b, "view", buf_view(&view));
    }
    put_focus(v, b, m);
    buf_c(b, "<label>");
    say(v, b, W_MAP_EXACT);
    buf_c(b, " <select name=\"coarse\">");
    put_option(b, "", m->coarse_m == 0, word(v, W_MAP_AS_REPORTED));
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        if (steps[i].metres >= m->coarse_least)
            put_option(b, steps[i].value, m->coarse_m == steps[i].metres,
                       str_of(steps[i].shown));
    buf_c(b, "</select></label> ");
    if (m->base != NULL || m->tiles != NULL) {
        buf_c(b, "<label>");
        say(v, b, W_MAP_UNDER);
        buf_c(b, " <select name=\"under\">");
        put_option(b, "", m->under == UNDER_NAMES, word(v, W_MAP_UNDER_NAMES));
        if (m->base != NULL)
            put_option(b, "lines", m->under == UNDER_LINES,
                       word(v, W_MAP_UNDER_LINES));
        put_option(b, "nothing", m->under == UNDER_NOTHING,
                   word(v, W_MAP_UNDER_NOTHING));
        buf_c(b, "</select></label> ");
    }
    if (m->has_context) {
        buf_c(b, "<label>");
        say(v, b, W_NAV_CONTEXT);
        buf_c(b, " <select name=\"context\">");
        put_option(b, "", m->n_context > 0, word(v, W_CONTEXT_SHOWN));
        put_option(b, "hidden", m->n_context == 0,
                   word(v, W_MAP_UNDER_NOTHING));
        buf_c(b, "</select></label> ");
    }
    buf_c(b, "<button>");
    say(v, b, W_ASOF_SHOW);
    buf_c(b, "</button></form>\n");
}

static void put_zone_table(const struct web_view *v, struct buf *b,
                           const struct web_map *m)
{
    static const enum word columns[] = {W_REPORT_PLACE, W_MAP_WITHIN,
                                        W_COLUMN_TYPE, N_WORDS};
    const struct agreement *ag = v->c->ag;
    buf_c(b, "<h2>");
    say(v, b, W_MAP_PLACES);
    buf_c(b, "</h2>\n");
    table_begin(v, b, "rows", word(v, W_MAP_PLACES), columns);
    for (uint32_t i = 0; i < ag->n_zones; i++) {
        const struct zone *z = &ag->zones[i];
        if (z->base != NONE)
            continue;
        buf_c(b, "<tr><th scope=\"row\">");
        put_bdi(b, name_of_zone(v, (int)i));
        buf_c(b, "</th>");
        cell_begin(v, b, W_MAP_WITHIN);
        if (z->in != NONE)
            put_bdi(b, name_of_zone(v, z->in));
        buf_c(b, "</td>");
        cell_begin(v, b, W_COLUMN_TYPE);
        say(v, b,
            m->zones[i] == NULL ? W_MAP_NO_SHAPE
            : z->line           ? W_MAP_LINE
                                : W_MAP_ZONE);
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
}

static void put_point_table(const struct web_view *v, struct buf *b,
                            const struct web_map *m)
{
    static const enum word columns[] = {W_COLUMN_REPORTS, W_COLUMN_DATE,
                                        W_MAP_WHERE, W_COLUMN_HAPPENED,
                                        N_WORDS};
    struct text n = count_text(v, m->n), of = count_text(v, m->of);
    struct fact buffer;
    buf_c(b, "<h2>");
    say(v, b, W_MAP_REPORTS);
    buf_c(b, "</h2>\n");
    if (m->n == 0) {
        put_prose(b, "p", STR(""), word(v, W_NO_ROWS));
        return;
    }
    buf_c(b, "<p>");
    SAY(v, b, W_REPORTS_COUNT, text_str(&n), text_str(&of));
    buf_c(b, "</p>\n");
    table_begin(v, b, "rows", word(v, W_MAP_REPORTS), columns);
    for (uint32_t i = 0; i < m->n; i++) {
        const struct web_place *w = &m->places[i];
        const struct fact *f = v->c->fact(v->c->self, w->fact, &buffer);
        if (NEVER(f == NULL))
            continue;
        struct text when = span_text(v, f->from, f->to_);
        struct text metres = count_text(v, w->precision_m);
        buf_c(b, "<tr><th scope=\"row\">");
        link_report(v, b, w->fact);
        buf_c(b, "</th>");
        cell_begin(v, b, W_COLUMN_DATE);
        put_when(b, v, f->from, &when);
        buf_c(b, "</td>");
        cell_begin(v, b, W_MAP_WHERE);
        buf_c(b, "<bdi dir=\"ltr\">");
        buf_degrees(b, w->at.lat_e7);
        buf_c(b, ", ");
        buf_degrees(b, w->at.lon_e7);
        buf_c(b, " ±");
        html_text(b, text_str(&metres));
        buf_c(b, " m</bdi>");
        if (w->displaced) {
            buf_char(b, ' ');
            buf_c(b, "<small>");
            say(v, b, W_MAP_DISPLACED);
            buf_c(b, "</small>");
        }
        buf_c(b, "</td><td>");
        put_statement(v, b, w->fact);
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
}

err web_map(struct cx *cx, const struct web_view *v, const struct web_map *m,
            struct buf *out)
{
    struct sheet_of_paper paper;
    page_begin(v, out, NAV_MAP, word(v, W_MAP_TITLE));
    put_prose(out, "p", STR(""), word(v, W_MAP_INTRO));
    buf_c(out, "<p class=\"exports\">");
    say(v, out, W_EXPORT_AS);
    buf_c(out, " <a href=\"/map.geojson");
    put_query(v, out, v->lang, false, v->at, v->known, v->rest);
    buf_c(out, "\"><bdi>GeoJSON</bdi></a></p>\n");
    put_choices(v, out, m);
    if (paper_for(v, m, &paper)) {
        put_drawing(v, out, m, &paper);
        put_pieces_about(v, out, m, &paper);
        put_context_about(v, out, m);
    } else
        put_prose(out, "p", STR(""), word(v, W_MAP_EMPTY));
    put_prose(out, "p", STR(""), word(v, W_MAP_NEUTRAL));
    put_point_table(v, out, m);
    put_zone_table(v, out, m);
    page_end(v, out);
    return buf_finish(cx, out);
}
