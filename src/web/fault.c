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
    W_FAULT_EXAMPLE,
    W_FAULT_OCCURRED,
    W_FAULT_OCCURRED_NEXT,
    W_FAULT_OCCURRED_NONE,
    W_FAULT_OCCURRED_NONE_NEXT,
    W_FAULT_HOURS,
    W_FAULT_HOURS_NEXT,
    W_FAULT_ACT,
    W_FAULT_ACT_NEXT,
    W_FAULT_ZONE,
    W_FAULT_ZONE_NEXT,
    W_FAULT_BEFORE,
    W_FAULT_BEFORE_NEXT,
    W_FAULT_ENDS,
    W_FAULT_ENDS_NEXT,
    W_FAULT_MISSING_SOURCE,
    W_FAULT_MISSING_OCCURRED,
    W_FAULT_MISSING_WHERE,
    W_FAULT_MISSING_DENIED,
    W_FAULT_MISSING_ACT,
    W_FAULT_MISSING_VERIFIED,
    W_FAULT_MISSING_ANSWER,
    W_FAULT_MISSING_ASKED,
    W_FAULT_MISSING_ASSIGNED,
    W_FAULT_TEAM_NEXT,
    W_FAULT_ACTOR_NEXT,
    W_FAULT_SOURCE_NEXT,
    W_FAULT_DUE,
    W_FAULT_CONFIDENCE,
    W_FAULT_CONFIDENCE_NEXT,
    W_FAULT_UNVERIFIED,
    W_FAULT_UNVERIFIED_NEXT,
    W_FAULT_ASKED_OPEN,
    W_FAULT_NO_FINDING,
    W_FAULT_NO_FINDING_NEXT,
    W_FAULT_SPOKE,
    W_FAULT_TWO,
    W_FAULT_TWO_NEXT,
    W_FAULT_FILE_EMPTY,
    W_FAULT_FILE_OTHER,
    W_FAULT_FILE_OTHER_NEXT,
    W_FAULT_UPLOADS,
    W_FAULT_UPLOADS_NEXT,
    W_FAULT_AS_WAS,
    W_FAULT_ENTRIES,
    W_FAULT_LOG,
    W_FAULT_LOG_NEXT,
    W_FAULT_KNOWN,
    W_FAULT_NONE_INCIDENT,
    W_FAULT_NONE_REPORT,
    W_FAULT_NONE_ITEM,
    W_FAULT_NONE_PLACE,
    W_FAULT_NONE_SOURCE,
    W_FAULT_OCCASION,
    W_FAULT_HEADER,
    W_FAULT_HEADER_NEXT,
    W_FAULT_SPEAKS,
    W_FAULT_SPEAKS_NEXT,
    W_FAULT_NO_PARTY,
    W_FAULT_COARSE,
    W_FAULT_VIEW,
    W_FAULT_HAS_FINDING,
    W_FAULT_OF_INCIDENT,
    W_FAULT_ITSELF,
    W_FAULT_ITSELF_NEXT,
    W_FAULT_NO_OPEN,
    W_FAULT_WHICH_OPEN,
    W_FAULT_NOT_TAKEN_UP,
    W_FAULT_NOT_TAKEN_UP_NEXT,
    W_FAULT_NO_BODY,
    W_FAULT_NO_VERIFIER,
    W_FAULT_NO_VERIFIER_NEXT,
    W_FAULT_AS_IT_IS,
    W_FAULT_OTHER_ENTRY,
    W_FAULT_SEND_ONCE_MORE,
    W_FAULT_NO_EVIDENCE,
    W_FAULT_TWO_FILES,
    W_FAULT_FILES,
    W_FAULT_FILE_LARGE,
    W_FAULT_CELLS,
    W_FAULT_CELLS_OF,
    W_FAULT_CELLS_NEXT,
    W_FAULT_LONGER,
    W_FAULT_NOT_TEXT,
    W_FAULT_PASSWORD_LONG,
    W_FAULT_SPEAKS_NONE,
    W_FAULT_PASSKEYS,
    W_FAULT_PASSKEYS_NEXT,
    W_FAULT_PASSKEY_NAME,
    W_FAULT_PASSKEY_KNOWN,
    W_FAULT_PASSKEY_OWNER,
    W_FAULT_PASSKEY_OWNER_NEXT,
    W_FAULT_LOGIN_ENDED,
    W_FAULT_PASSKEY_REMOVED,
    W_FAULT_SENT_ALREADY,
    W_FAULT_BUSY,
    W_FAULT_BUSY_NEXT,
    W_FAULT_NONE_CALLED,
    W_FAULT_NO_STATUS,
    W_FAULT_NO_GROUP,
    W_FAULT_NO_ROWS,
    W_FAULT_NO_CONTEXT,
    W_FAULT_NO_REGISTER,
    W_FAULT_NO_RECORD,
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
        if (*n == VALUES || (end == 0 && then.n == 0))
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
