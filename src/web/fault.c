/* web/fault.c: errors in the language of the page.
 *
 * An error is made once, in English, with its values. The texts of
 * words/en.faults.txt are those that somebody at a browser can meet: what fits
 * one of them ({1}, {2} ... stand for values) is told in the page's language;
 * all else as it is, marked as English. A test makes the errors. */
#include "web/web_int.h"

static const enum word faults[] = {
    W_FAULT_LOGIN,
    W_FAULT_LOGIN_NEXT,
    W_FAULT_ATTEMPTS,
    W_FAULT_ATTEMPTS_NEXT,
    W_FAULT_PASSWORDS_DIFFER,
    W_FAULT_PASSWORDS_DIFFER_NEXT,
    W_FAULT_PASSWORD_SHORT,
    W_FAULT_PASSWORD_SHORT_NEXT,
    W_FAULT_INVITATION,
    W_FAULT_INVITATION_NEXT,
    W_FAULT_NOT_LOGGED_IN,
    W_FAULT_NOT_LOGGED_IN_NEXT,
    W_FAULT_OTHER_LOGIN,
    W_FAULT_SEND_AGAIN,
    W_FAULT_ELSEWHERE,
    W_FAULT_ELSEWHERE_NEXT,
    W_FAULT_NO_PAGE,
    W_FAULT_NO_PAGE_NEXT,
    W_FAULT_ROLE_PAGE,
    W_FAULT_ROLE_NEXT,
    W_FAULT_ROLE,
    W_FAULT_ROLE_FOR,
    W_FAULT_CANNOT_ENTER,
    W_FAULT_NOT_OURS,
    W_FAULT_NO_FILE,
    W_FAULT_NO_TABLE,
    W_FAULT_CHOOSE_FILE,
    W_FAULT_NO_WAITING,
    W_FAULT_NO_WAITING_NEXT,
    W_FAULT_OTHER_TABLE,
    W_FAULT_ONLY_ADMINISTRATOR,
    W_FAULT_ONLY_ADMINISTRATOR_NEXT,
    W_FAULT_ACCOUNT_NAME,
    W_FAULT_ACCOUNT_NAME_NEXT,
    W_FAULT_ACCOUNT_THERE,
    W_FAULT_ACCOUNT_NONE,
    W_FAULT_NUMBER,
    W_FAULT_NUMBER_NEXT,
    W_FAULT_PASSKEY,
    W_FAULT_PASSKEY_NEXT,
    W_FAULT_AT,
    W_FAULT_PAGES,
    W_FAULT_REPORTED,
    W_FAULT_REPORTED_NEXT,
    W_FAULT_NOBODY,
    W_FAULT_NOBODY_NEXT,
    W_FAULT_PAST,
    W_FAULT_PAST_NEXT,
    W_FAULT_NOT_ASSESSED,
    W_FAULT_NOT_ASSESSED_NEXT,
    W_FAULT_NEEDED,
    W_FAULT_CLOSED,
    W_FAULT_CLOSED_NEXT,
    W_FAULT_READ_ONLY,
    W_FAULT_WRONG_PAGE_OLD,
    W_FAULT_LOAD_AGAIN,
    W_FAULT_ATTRIBUTION,
    W_FAULT_ATTRIBUTION_NONE,
    W_FAULT_ATTRIBUTION_NEXT,
    W_FAULT_NO_MANDATE,
    W_FAULT_NO_MANDATE_NEXT,
};

enum { VALUES = 4 };

/* Whether the text fits a pattern; its values, in the order of their numbers.
 * A value ends where what follows it in the pattern begins. */
static bool fits(str pattern, str text, str *values, size_t *n)
{
    *n = 0;
    for (;;) {
        size_t at = str_find_char(pattern, '{');
        if (!str_starts(text, str_sub(pattern, 0, at)))
            return false;
        text = str_sub(text, at, text.n);
        if (at == pattern.n)
            return text.n == 0;
        pattern = str_sub(pattern, at + 3, pattern.n);
        str then = str_sub(pattern, 0, str_find_char(pattern, '{'));
        size_t end = then.n == 0 ? text.n : str_find(text, then);
        if (end == 0 || *n == VALUES)
            return false;
        values[(*n)++] = str_sub(text, 0, end);
        text = str_sub(text, end, text.n);
    }
}

void put_fault(const struct web_view *v, struct buf *b, str text)
{
    str values[VALUES];
    size_t n;
    for (size_t i = 0; v->lang != LANG_EN && i < COUNT_OF(faults); i++) {
        if (!fits(word_in(LANG_EN, faults[i]), text, values, &n))
            continue;
        buf_c(b, "<p>");
        say_args(b, word(v, faults[i]), values, n, false);
        buf_c(b, "</p>\n");
        return;
    }
    put_prose(b, "p", STR("en"), text);
}
