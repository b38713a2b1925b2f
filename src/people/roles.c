/* people/roles.c: the table. Read next: roles.h. */
#include "people/roles.h"

static const struct {
    str name;
    bool needs_actor;
} roles[N_ROLES] = {
    [PERSON_ADMINISTRATOR] = {STR_INIT("administrator"), false},
    [PERSON_DUTY_OFFICER] = {STR_INIT("duty-officer"), false},
    [PERSON_MONITOR] = {STR_INIT("monitor"), true},
    [PERSON_VERIFIER] = {STR_INIT("verifier"), false},
    [PERSON_HEAD] = {STR_INIT("head"), false},
    [PERSON_PARTY] = {STR_INIT("party"), true},
    [PERSON_AID] = {STR_INIT("aid-coordinator"), true},
    [PERSON_VIEWER] = {STR_INIT("viewer"), false},
    [PERSON_DELEGATE] = {STR_INIT("delegate"), false},
};

static const str actions[N_ACTIONS] = {
    [MAY_ENTER_NODE] = STR_INIT("enter-node"),
    [MAY_OWN_ACCOUNT] = STR_INIT("own-account"),
    [MAY_READ] = STR_INIT("read"),
    [MAY_REPORT] = STR_INIT("report"),
    [MAY_SEE_INTAKE] = STR_INIT("see-intake"),
    [MAY_TAKE_INCIDENT] = STR_INIT("take-incident"),
    [MAY_ASSIGN] = STR_INIT("assign"),
    [MAY_VERIFY] = STR_INIT("verify"),
    [MAY_PROPOSE] = STR_INIT("propose"),
    [MAY_ADOPT] = STR_INIT("adopt"),
    [MAY_RESPOND] = STR_INIT("respond"),
    [MAY_FOLLOW_UP] = STR_INIT("follow-up"),
    [MAY_SEE_EVIDENCE] = STR_INIT("see-evidence"),
    [MAY_ADD_EVIDENCE] = STR_INIT("add-evidence"),
    [MAY_PUBLISH] = STR_INIT("publish"),
    [MAY_KEEP_PEOPLE] = STR_INIT("keep-people"),
    [MAY_SEE_TALKS] = STR_INIT("see-talks"),
    [MAY_SPEAK] = STR_INIT("speak"),
    [MAY_BIND] = STR_INIT("bind"),
};

#define NO  FOR_NOBODY
#define OWN FOR_OWN
#define ALL FOR_ALL

/* docs/people.md shows this table; a test compares the two. */
static const unsigned char table[N_ACTIONS][N_ROLES] = {
    /* clang-format off */
    /*                     admin duty monitor verif head party aid  viewer deleg */
    [MAY_ENTER_NODE] =    {ALL,  ALL, ALL,    ALL,  ALL, ALL,  ALL, ALL,   ALL},
    [MAY_OWN_ACCOUNT] =   {OWN,  OWN, OWN,    OWN,  OWN, OWN,  OWN, OWN,   OWN},
    [MAY_READ] =          {ALL,  ALL, ALL,    ALL,  ALL, ALL,  ALL, ALL,   ALL},
    [MAY_REPORT] =        {NO,   NO,  OWN,    NO,   NO,  OWN,  OWN, NO,    NO},
    [MAY_SEE_INTAKE] =    {NO,   ALL, ALL,    ALL,  ALL, OWN,  OWN, NO,    NO},
    [MAY_TAKE_INCIDENT] = {NO,   ALL, OWN,    NO,   NO,  OWN,  NO,  NO,    NO},
    [MAY_ASSIGN] =        {NO,   ALL, NO,     NO,   NO,  NO,   NO,  NO,    NO},
    [MAY_VERIFY] =        {NO,   NO,  NO,     ALL,  NO,  NO,   NO,  NO,    NO},
    [MAY_PROPOSE] =       {NO,   NO,  NO,     ALL,  NO,  NO,   NO,  NO,    NO},
    [MAY_ADOPT] =         {NO,   NO,  NO,     NO,   ALL, NO,   NO,  NO,    NO},
    [MAY_RESPOND] =       {NO,   NO,  NO,     NO,   NO,  OWN,  NO,  NO,    NO},
    [MAY_FOLLOW_UP] =     {NO,   ALL, NO,     NO,   ALL, OWN,  NO,  NO,    NO},
    [MAY_SEE_EVIDENCE] =  {NO,   ALL, OWN,    ALL,  ALL, OWN,  NO,  NO,    NO},
    [MAY_ADD_EVIDENCE] =  {NO,   ALL, OWN,    ALL,  NO,  OWN,  NO,  NO,    NO},
    [MAY_PUBLISH] =       {NO,   NO,  NO,     NO,   ALL, NO,   NO,  NO,    NO},
    [MAY_KEEP_PEOPLE] =   {ALL,  NO,  NO,     NO,   NO,  NO,   NO,  NO,    NO},
    [MAY_SEE_TALKS] =     {NO,   NO,  NO,     NO,   ALL, NO,   NO,  ALL,   ALL},
    [MAY_SPEAK] =         {NO,   NO,  NO,     NO,   ALL, NO,   NO,  NO,    ALL},
    [MAY_BIND] =          {NO,   NO,  NO,     NO,   ALL, NO,   NO,  NO,    NO},
    /* clang-format on */
};

enum role_extent role_extent_of(enum role r, enum action a)
{
    if (NEVER((unsigned)r >= N_ROLES || (unsigned)a >= N_ACTIONS))
        return FOR_NOBODY;
    return (enum role_extent)table[a][r];
}

bool role_may(enum role r, enum action a, bool own)
{
    enum role_extent x = role_extent_of(r, a);
    return x == FOR_ALL || (x == FOR_OWN && own);
}

str role_name(enum role r)
{
    return roles[r].name;
}

bool role_find(str name, enum role *out)
{
    for (int i = 0; i < N_ROLES; i++)
        if (str_eq(name, roles[i].name)) {
            *out = (enum role)i;
            return true;
        }
    return false;
}

str action_name(enum action a)
{
    return actions[a];
}

bool role_is_of_talks(enum role r)
{
    return r == PERSON_ADMINISTRATOR || r == PERSON_HEAD ||
           r == PERSON_DELEGATE || r == PERSON_VIEWER;
}

bool role_is_of_case(enum role r)
{
    return r != PERSON_DELEGATE;
}

bool role_needs_actor(enum role r)
{
    return roles[r].needs_actor;
}
