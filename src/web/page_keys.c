/* web/page_keys.c: the keys that page.js knows, as a page: complete without. */
#include "web/web_int.h"

static void put_key(const struct web_view *v, struct buf *b, const char *key,
                    enum word w)
{
    buf_printf(b, "<tr><th scope=\"row\"><kbd>%s</kbd></th><td>", key);
    say(v, b, w);
    buf_c(b, "</td></tr>\n");
}

err web_keys(struct cx *cx, const struct web_view *v, struct buf *out)
{
    static const enum word columns[] = {W_KEYS_KEY, W_KEYS_LEADS, N_WORDS};
    size_t n;
    const struct nav_item *items = nav_items(&n);
    page_begin(v, out, NAV_NONE, word(v, W_KEYS_TITLE));
    put_prose(out, "p", STR(""), word(v, W_KEYS_INTRO));
    buf_c(out, "<p hidden><input type=\"checkbox\" id=\"keys-on\" checked> "
               "<label for=\"keys-on\">");
    say(v, out, W_KEYS_ON);
    buf_c(out, "</label></p>\n");
    table_begin(v, out, "rows", word(v, W_KEYS_TITLE), columns);
    for (size_t i = 0; i < n; i++)
        put_key(v, out, items[i].key, items[i].w);
    put_key(v, out, "[", W_DAY_BEFORE);
    put_key(v, out, "]", W_DAY_AFTER);
    put_key(v, out, "/", W_REPORTS_SEARCH);
    put_key(v, out, "?", W_KEYS_TITLE);
    table_end(out);
    put_prose(out, "p", STR(""), word(v, W_KEYS_KIOSK));
    page_end(v, out);
    return buf_finish(cx, out);
}
