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
        [PERSON_VIEWER] = W_ROLE_VIEWER};
    return words[r];
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

err web_login(struct cx *cx, const struct web_view *v, str next, str name,
              struct buf *out)
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
    say(v, b, role_word(who->role));
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

static void put_sessions(const struct web_view *v, struct buf *b,
                         const struct web_session *s, uint32_t n)
{
    static const enum word columns[] = {W_SESSION_MADE, W_SESSION_SEEN,
                                        W_SESSION_HERE, N_WORDS};
    buf_c(b, "<h2>");
    say(v, b, W_SESSIONS_TITLE);
    buf_c(b, "</h2>\n");
    table_begin(v, b, "rows", word(v, W_SESSIONS_TITLE), columns);
    for (uint32_t i = 0; i < n; i++) {
        struct text made = moment_text(v, s[i].made, false);
        struct text seen = moment_text(v, s[i].seen, false);
        buf_c(b, "<tr>");
        cell_begin(v, b, W_SESSION_MADE);
        put_when(b, v, s[i].made, &made);
        buf_c(b, "</td>");
        cell_begin(v, b, W_SESSION_SEEN);
        put_when(b, v, s[i].seen, &seen);
        buf_c(b, "</td>");
        cell_begin(v, b, W_SESSION_HERE);
        if (s[i].current)
            say(v, b, W_YES);
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
    form_begin(v, b, "/account");
    put_hidden_field(b, "do", STR("others"));
    form_end(v, b, W_SESSIONS_END);
}

err web_account(struct cx *cx, const struct web_view *v,
                const struct web_session *s, uint32_t n, struct buf *out)
{
    page_begin(v, out, NAV_NONE, word(v, W_ACCOUNT_TITLE));
    put_problem(v, out);
    put_person(v, out, v->me);
    put_sessions(v, out, s, n);
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
