/* lang/vocab.c: the standard vocabulary of acts, as docs/language.md 2 lists
 * it. A test compares the two. */
#include "lang/vocab.h"

#define ACT(id, inf, done)                                                     \
    {                                                                          \
        STR_INIT(id), STR_INIT(inf), STR_INIT(done), true, STR_INIT("")        \
    }

/* clang-format off */
const struct act lang_vocab[] = {
    ACT("release", "release", "released"),
    ACT("hand_over", "hand over", "handed over"),
    ACT("withdraw", "withdraw", "withdrawn"),
    ACT("redeploy", "redeploy", "redeployed"),
    ACT("vacate", "vacate", "vacated"),
    ACT("attack", "attack", "attacked"),
    ACT("fire", "fire", "fired"),
    ACT("overfly", "overfly", "overflown"),
    ACT("enter", "enter", "entered"),
    ACT("admit", "admit", "admitted"),
    ACT("deliver", "deliver", "delivered"),
    ACT("offload", "offload", "offloaded"),
    ACT("open", "open", "opened"),
    ACT("close", "close", "closed"),
    ACT("return", "return", "returned"),
    ACT("transfer", "transfer", "transferred"),
    ACT("register", "register", "registered"),
    ACT("disarm", "disarm", "disarmed"),
    ACT("clear", "clear", "cleared"),
    ACT("mark", "mark", "marked"),
    ACT("notify", "notify", "notified"),
    ACT("report", "report", "reported"),
    ACT("publish", "publish", "published"),
    ACT("provide", "provide", "provided"),
    ACT("begin", "begin", "begun"),
    ACT("announce", "announce", "announced"),
    ACT("sign", "sign", "signed"),
    ACT("evacuate", "evacuate", "evacuated"),
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
