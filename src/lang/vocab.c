/* lang/vocab.c: the standard vocabulary of acts, as docs/language.md 2 lists
 * it. A test compares the two. */
#include "lang/vocab.h"

#define ACT_AT(id, inf, done, place)                                           \
    {                                                                          \
        STR_INIT(id), STR_INIT(inf), STR_INIT(done), place, true, STR_INIT("") \
    }
#define ACT(id, inf, done) ACT_AT(id, inf, done, PLACE_WHERE)

/* clang-format off */
const struct act lang_vocab[] = {
    ACT("release", "release", "released"),
    ACT_AT("hand_over", "hand over", "handed over", PLACE_GIVEN),
    ACT_AT("withdraw", "withdraw", "withdrawn", PLACE_LEFT),
    ACT_AT("redeploy", "redeploy", "redeployed", PLACE_LEFT_FROM),
    ACT_AT("vacate", "vacate", "vacated", PLACE_LEFT),
    ACT("attack", "attack", "attacked"),
    ACT("fire", "fire", "fired"),
    ACT("overfly", "overfly", "overflown"),
    ACT("enter", "enter", "entered"),
    ACT("admit", "admit", "admitted"),
    ACT("deliver", "deliver", "delivered"),
    ACT("offload", "offload", "offloaded"),
    ACT_AT("open", "open", "opened", PLACE_GIVEN),
    ACT_AT("close", "close", "closed", PLACE_GIVEN),
    ACT("return", "return", "returned"),
    ACT_AT("transfer", "transfer", "transferred", PLACE_GIVEN),
    ACT("register", "register", "registered"),
    ACT("disarm", "disarm", "disarmed"),
    ACT_AT("clear", "clear", "cleared", PLACE_LEFT),
    ACT("mark", "mark", "marked"),
    ACT("notify", "notify", "notified"),
    ACT("report", "report", "reported"),
    ACT("publish", "publish", "published"),
    ACT("provide", "provide", "provided"),
    ACT("begin", "begin", "begun"),
    ACT("announce", "announce", "announced"),
    ACT("sign", "sign", "signed"),
    ACT_AT("evacuate", "evacuate", "evacuated", PLACE_LEFT),
    ACT("deploy", "deploy", "deployed"),
    ACT("suspend", "suspend", "suspended"),
    ACT("resume", "resume", "resumed"),
    ACT("permit", "permit", "permitted"),
    ACT("inspect", "inspect", "inspected"),
    ACT("complain", "complain", "complained"),
    ACT("investigate", "investigate", "investigated"),
};
/* clang-format on */

const uint32_t lang_vocab_n = COUNT_OF(lang_vocab);
