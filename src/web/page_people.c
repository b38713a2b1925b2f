/* web/page_people.c: login, invitation, and one's own account. */
#include "web/web_int.h"

enum word role_word(enum role r)
{
    static const enum word words[N_ROLES] = {
        [PERSON_ADMINISTRATOR] = W_ROLE_ADMINISTRATOR,
        [PERSON_DUTY_OFFICER] = W_ROLE_DUTY_OFFICER,
        [PERSON_MONITOR] = W_ROLE_MONITOR,
        [PERSON_VERIFIER] = W_ROLE_VERIFIER,
        [PERSON_HEAD] = W_ROLE_HEAD,
        [PERSON_PARTY] = W_ROLE_PARTY,
        [PERSON_AID] = W_ROLE_AID,
        [PERSON_VIEWER] = W_ROLE_VIEWER,
        [PERSON_DELEGATE] = W_ROLE_DELEGATE};
    return words[r];
}

enum word person_word(const struct web_view *v, enum role r)
{
    return v->room != NULL && r == PERSON_HEAD ? W_ROOM_HEAD : role_word(r);
}

static void put_new_password(const struct web_view *v, struct buf *b)
{
    put_text_field(v, b,
                   &(struct field){.name = "password",
                                   .label = W_PASSWORD_NEW,
                                   .type = "password",
                                   .autocomplete = "new-password",
                                   .help = W_PASSWORD_HELP,
                                   .required = true});
    put_text_field(v, b,
                   &(struct field){.name = "password-again",
                                   .label = W_PASSWORD_AGAIN,
                                   .type = "password",
                                   .autocomplete = "new-password",
                                   .required = true});
}

/* Shown and filled in by entry.js, where the browser has passkeys. */
static void put_passkey_login(const struct web_view *v, struct buf *b, str next,
                              str challenge)
{
    static const char *const filled[] = {"id", "client", "data", "signature",
                                         NULL};
    buf_c(b, "<div hidden data-passkey=\"get\">");
    form_begin(v, b, "/login");
    put_hidden_field(b, "do", STR("passkey"));
    put_hidden_field(b, "next", next);
    put_hidden_field(b, "challenge", challenge);
    put_empty_fields(b, filled);
    buf_c(b, "<p role=\"status\"></p>");
    form_end(v, b, W_PASSKEY_LOGIN);
    buf_c(b, "</div>\n");
    put_entry_script(b);
}

err web_login(struct cx *cx, const struct web_view *v, str next, str name,
              str challenge, struct buf *out)
{
    page_begin(v, out, NAV_NONE, word(v, W_LOGIN_TITLE));
    put_problem(v, out);
    form_begin(v, out, "/login");
    put_hidden_field(out, "next", next);
    put_text_field(v, out,
                   &(struct field){.name = "name",
                                   .label = W_LOGIN_NAME,
                                   .autocomplete = "username",
                                   .value = name,
                                   .required = true,
                                   .ltr = true});
    put_text_field(v, out,
                   &(struct field){.name = "password",
                                   .label = W_LOGIN_PASSWORD,
                                   .type = "password",
                                   .autocomplete = "current-password",
                                   .required = true});
    form_end(v, out, W_LOGIN_SEND);
    put_passkey_login(v, out, next, challenge);
    put_prose(out, "p", STR(""), word(v, W_LOGIN_WHAT));
    page_end(v, out);
    return buf_finish(cx, out);
}

/* "amal, monitor, for Joint Commission". */
static void put_person(const struct web_view *v, struct buf *b,
                       const struct web_person *who)
{
    buf_c(b, "<p><strong>");
    put_bdi(b, who->name);
    buf_c(b, "</strong> · ");
    say(v, b, person_word(v, who->role));
    if (who->of.n > 0) {
        buf_c(b, " · ");
        put_bdi(b, who->of);
    }
    buf_c(b, "</p>\n");
}

err web_invitation(struct cx *cx, const struct web_view *v, str token,
                   const struct web_person *who, struct buf *out)
{
    page_begin(v, out, NAV_NONE, word(v, W_INVITATION_TITLE));
    put_problem(v, out);
    put_person(v, out, who);
    form_begin(v, out, "/invitation");
    put_hidden_field(out, "token", token);
    put_new_password(v, out);
    form_end(v, out, W_INVITATION_SEND);
    put_prose(out, "p", STR(""), word(v, W_LOGIN_WHAT));
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- All accounts, for an administrator ------------------------------------
 */

static void put_role_fields(const struct web_view *v, struct buf *b,
                            const char *role_id, const char *of_id)
{
    const struct field role = {.name = "role",
                               .id = role_id,
                               .label = W_PEOPLE_ROLE,
                               .value = role_name(PERSON_VIEWER)};
    const struct field of = {.name = "of",
                             .id = of_id,
                             .label = W_PEOPLE_OF,
                             .help = W_PEOPLE_OF_HELP};
    select_begin(v, b, &role);
    for (int i = 0; i < N_ROLES; i++)
        if (v->room != NULL ? role_is_of_talks((enum role)i)
                            : role_is_of_case((enum role)i))
            option_put(v, b, &role, role_name((enum role)i),
                       word(v, person_word(v, (enum role)i)));
    select_end(v, b, &role);
    if (v->room != NULL)
        return; /* its people are all of the node's organisation */
    select_begin(v, b, &of);
    option_put(v, b, &of, STR(""), word(v, W_ENTER_NOT_SAID));
    for (uint32_t i = 0; i < v->c->ag->n_actors; i++)
        option_put(v, b, &of, v->c->ag->actors[i].id, name_of_actor(v, (int)i));
    select_end(v, b, &of);
}

static void put_link(const struct web_view *v, struct buf *b,
                     const struct web_people *p)
{
    if (p->link.n == 0)
        return;
    buf_c(b, "<div class=\"made\" role=\"status\"><p>");
    SAY(v, b, W_PEOPLE_LINK, p->link_for);
    buf_c(b, "</p><p><code dir=\"ltr\">");
    html_text(b, p->link);
    buf_c(b, "</code></p>\n");
    put_qr(b, p->link, word(v, W_PEOPLE_QR));
    put_prose(b, "p", STR(""), word(v, W_PEOPLE_QR));
    buf_c(b, "</div>\n");
}

static void put_row(const struct web_view *v, struct buf *b,
                    const struct web_account_row *r)
{
    buf_c(b, "<tr><th scope=\"row\">");
    put_bdi(b, r->name);
    buf_c(b, "</th>");
    cell_begin(v, b, W_PEOPLE_ROLE);
    say(v, b, person_word(v, r->role));
    if (r->of.n > 0) {
        buf_c(b, " · ");
        put_bdi(b, r->of);
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_PEOPLE_STATE);
    say(v, b,
        r->disabled  ? W_PEOPLE_DISABLED
        : r->waiting ? W_PEOPLE_WAITING
                     : W_PEOPLE_ACTIVE);
    buf_c(b, "</td>");
    cell_begin(v, b, W_SESSION_SEEN);
    if (r->has_seen) {
        struct text t = moment_text(v, r->seen, false);
        put_when(b, v, r->seen, &t);
    }
    buf_c(b, "</td></tr>\n");
}

/* One form for whatever is done to an account that is there. */
static void put_change(const struct web_view *v, struct buf *b,
                       const struct web_people *p)
{
    static const struct field account = {
        .name = "name", .id = "account", .label = W_LOGIN_NAME};
    static const struct {
        const char *value;
        enum word w;
    } deeds[] = {{"link", W_PEOPLE_DO_LINK},
                 {"role", W_PEOPLE_DO_ROLE},
                 {"disable", W_PEOPLE_DO_DISABLE},
                 {"enable", W_PEOPLE_DO_ENABLE}};
    static const struct field deed = {.name = "do", .label = W_PEOPLE_DO};
    buf_c(b, "<h2>");
    say(v, b, W_PEOPLE_CHANGE);
    buf_c(b, "</h2>\n");
    form_begin(v, b, "/people");
    select_begin(v, b, &account);
    for (uint32_t i = 0; i < p->n; i++)
        option_put(v, b, &account, p->rows[i].name, p->rows[i].name);
    select_end(v, b, &account);
    select_begin(v, b, &deed);
    for (size_t i = 0; i < COUNT_OF(deeds); i++)
        option_put(v, b, &deed, str_of(deeds[i].value), word(v, deeds[i].w));
    select_end(v, b, &deed);
    put_role_fields(v, b, "new-role", "new-of");
    form_end(v, b, W_PEOPLE_SEND);
}

err web_people(struct cx *cx, const struct web_view *v,
               const struct web_people *p, struct buf *out)
{
    static const enum word columns[] = {
        W_LOGIN_NAME, W_PEOPLE_ROLE, W_PEOPLE_STATE, W_SESSION_SEEN, N_WORDS};
    page_begin(v, out, NAV_NONE, word(v, W_PEOPLE_TITLE));
    put_problem(v, out);
    put_link(v, out, p);
    if (v->room == NULL)
        put_export_links(v, out, "people");
    table_begin(v, out, "rows", word(v, W_PEOPLE_TITLE), columns);
    for (uint32_t i = 0; i < p->n; i++)
        put_row(v, out, &p->rows[i]);
    table_end(out);
    buf_c(out, "<div class=\"forms\"><section><h2>");
    say(v, out, W_PEOPLE_INVITE);
    buf_c(out, "</h2>\n");
    form_begin(v, out, "/people");
    put_hidden_field(out, "do", STR("invite"));
    put_text_field(v, out,
                   &(struct field){.name = "name",
                                   .label = W_LOGIN_NAME,
                                   .help = W_PEOPLE_NAME_HELP,
                                   .required = true,
                                   .ltr = true});
    put_role_fields(v, out, "role", "of");
    form_end(v, out, W_PEOPLE_INVITE_SEND);
    buf_c(out, "</section>\n<section>");
    put_change(v, out, p);
    buf_c(out, "</section></div>\n<p>");
    LINK(v, out, "", STR("people"), STR("log"));
    say(v, out, W_PEOPLE_LOG_TITLE);
    link_end(out);
    buf_c(out, "</p>\n");
    page_end(v, out);
    return buf_finish(cx, out);
}

err web_people_log(struct cx *cx, const struct web_view *v,
                   const struct web_log_line *l, uint32_t n, struct buf *out)
{
    static const enum word columns[] = {W_PEOPLE_LOG_NUMBER, W_REPORT_RECORDED,
                                        W_LOGIN_NAME, W_PEOPLE_LOG_WHAT,
                                        N_WORDS};
    page_begin(v, out, NAV_NONE, word(v, W_PEOPLE_LOG_TITLE));
    put_prose(out, "p", STR(""), word(v, W_PEOPLE_LOG_INTRO));
    if (v->room == NULL)
        put_export_links(v, out, "people/log");
    table_begin(v, out, "rows", word(v, W_PEOPLE_LOG_TITLE), columns);
    for (uint32_t i = 0; i < n; i++) {
        struct text number = count_text(v, l[i].number);
        struct text at = moment_text(v, l[i].at, false);
        buf_c(out, "<tr><th scope=\"row\">");
        put_bdi(out, text_str(&number));
        buf_c(out, "</th>");
        cell_begin(v, out, W_REPORT_RECORDED);
        put_when(out, v, l[i].at, &at);
        buf_c(out, "</td>");
        cell_begin(v, out, W_LOGIN_NAME);
        put_bdi(out, l[i].by);
        buf_c(out, "</td>");
        cell_begin(v, out, W_PEOPLE_LOG_WHAT);
        /* As it stands in the log, in every direction of the page. */
        buf_c(out, "<span dir=\"ltr\">");
        html_text(out, l[i].action);
        buf_char(out, ' ');
        html_text(out, l[i].what);
        buf_c(out, "</span></td></tr>\n");
    }
    table_end(out);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- One's own -------------------------------------------------------------
 */

static void put_moment_cell(const struct web_view *v, struct buf *b,
                            enum word w, instant at, bool there)
{
    cell_begin(v, b, w);
    if (there) {
        struct text t = moment_text(v, at, false);
        put_when(b, v, at, &t);
    }
    buf_c(b, "</td>");
}

/* A button that does something to the row it stands in. */
static void put_row_button(const struct web_view *v, struct buf *b,
                           const char *what, int64_t number, enum word label,
                           enum word column)
{
    char room[24];
    int n = snprintf(room, sizeof room, "%lld", (long long)number);
    cell_begin(v, b, column);
    form_begin(v, b, "/account");
    put_hidden_field(b, "do", str_of(what));
    put_hidden_field(b, "number", (str){room, n < 0 ? 0 : (size_t)n});
    buf_c(b, "<button>");
    say(v, b, label);
    buf_c(b, "</button></form></td>");
}

static void put_sessions(const struct web_view *v, struct buf *b,
                         const struct web_account *d)
{
    static const enum word columns[] = {W_SESSION_MADE, W_SESSION_SEEN,
                                        W_SESSION_HERE, N_WORDS};
    buf_c(b, "<h2>");
    say(v, b, W_SESSIONS_TITLE);
    buf_c(b, "</h2>\n");
    table_begin(v, b, "rows", word(v, W_SESSIONS_TITLE), columns);
    for (uint32_t i = 0; i < d->n_sessions; i++) {
        const struct web_session *s = &d->sessions[i];
        buf_c(b, "<tr>");
        put_moment_cell(v, b, W_SESSION_MADE, s->made, true);
        put_moment_cell(v, b, W_SESSION_SEEN, s->seen, true);
        if (s->current) {
            cell_begin(v, b, W_SESSION_HERE);
            say(v, b, W_YES);
            buf_c(b, "</td>");
        } else {
            put_row_button(v, b, "end", s->number, W_SESSION_END,
                           W_SESSION_HERE);
        }
        buf_c(b, "</tr>\n");
    }
    table_end(b);
    form_begin(v, b, "/account");
    put_hidden_field(b, "do", STR("others"));
    form_end(v, b, W_SESSIONS_END);
}

/* Shown and filled in by entry.js, where the browser has passkeys. */
static void put_new_passkey(const struct web_view *v, struct buf *b,
                            const struct web_account *d)
{
    static const char *const filled[] = {"client", "attestation", NULL};
    buf_c(b, "<div hidden data-passkey=\"create\" data-user=\"");
    html_text(b, d->user);
    buf_c(b, "\" data-account=\"");
    html_text(b, v->me->name);
    buf_c(b, "\" data-known=\"");
    for (uint32_t i = 0; i < d->n_passkeys; i++) {
        if (i > 0)
            buf_char(b, ' ');
        html_text(b, d->passkeys[i].id);
    }
    buf_c(b, "\">");
    form_begin(v, b, "/account");
    put_hidden_field(b, "do", STR("passkey"));
    put_hidden_field(b, "challenge", d->challenge);
    put_empty_fields(b, filled);
    put_text_field(v, b,
                   &(struct field){.name = "passkey-name",
                                   .label = W_PASSKEY_NAME,
                                   .help = W_PASSKEY_NAME_HELP,
                                   .required = true});
    put_text_field(v, b,
                   &(struct field){.name = "password",
                                   .id = "passkey-password",
                                   .label = W_LOGIN_PASSWORD,
                                   .type = "password",
                                   .autocomplete = "current-password",
                                   .required = true});
    buf_c(b, "<p role=\"status\"></p>");
    form_end(v, b, W_PASSKEY_ADD);
    buf_c(b, "</div>\n");
    put_entry_script(b);
}

static void put_passkeys(const struct web_view *v, struct buf *b,
                         const struct web_account *d)
{
    static const enum word columns[] = {W_PASSKEY_NAME, W_SESSION_MADE,
                                        W_SESSION_SEEN, W_PASSKEY_REMOVE,
                                        N_WORDS};
    buf_c(b, "<h2>");
    say(v, b, W_PASSKEYS);
    buf_c(b, "</h2>\n");
    put_prose(b, "p", STR(""), word(v, W_PASSKEY_WHAT));
    if (d->n_passkeys > 0) {
        table_begin(v, b, "rows", word(v, W_PASSKEYS), columns);
        for (uint32_t i = 0; i < d->n_passkeys; i++) {
            const struct web_passkey *k = &d->passkeys[i];
            buf_c(b, "<tr><th scope=\"row\">");
            put_bdi(b, k->name);
            buf_c(b, "</th>");
            put_moment_cell(v, b, W_SESSION_MADE, k->made, true);
            put_moment_cell(v, b, W_SESSION_SEEN, k->seen, k->used);
            put_row_button(v, b, "remove", k->number, W_PASSKEY_REMOVE,
                           W_PASSKEY_REMOVE);
            buf_c(b, "</tr>\n");
        }
        table_end(b);
    }
    put_new_passkey(v, b, d);
}

err web_account(struct cx *cx, const struct web_view *v,
                const struct web_account *d, struct buf *out)
{
    page_begin(v, out, NAV_NONE, word(v, W_ACCOUNT_TITLE));
    put_problem(v, out);
    put_person(v, out, v->me);
    put_sessions(v, out, d);
    put_passkeys(v, out, d);
    buf_c(out, "<h2>");
    say(v, out, W_PASSWORD_TITLE);
    buf_c(out, "</h2>\n");
    form_begin(v, out, "/account");
    put_hidden_field(out, "do", STR("password"));
    put_text_field(v, out,
                   &(struct field){.name = "password-old",
                                   .label = W_PASSWORD_OLD,
                                   .type = "password",
                                   .autocomplete = "current-password",
                                   .required = true});
    put_new_password(v, out);
    form_end(v, out, W_PASSWORD_SEND);
    page_end(v, out);
    return buf_finish(cx, out);
}
