/* cli/cmd_people.c: `truce people ACTION CASE ...`: who logs in on the node. */
#include "app/people.h"
#include "cli/cli.h"

static err disable(struct cx *cx, struct arena *a,
                   const struct people_call *what, struct buf *out)
{
    return app_people_disable(cx, a, what, true, out);
}

static err enable(struct cx *cx, struct arena *a,
                  const struct people_call *what, struct buf *out)
{
    return app_people_disable(cx, a, what, false, out);
}

static const struct people_action {
    const char *name, *usage;
    size_t operands;
    bool role, url; /* --role is needed; --url may be given */
    err (*run)(struct cx *cx, struct arena *a, const struct people_call *what,
               struct buf *out);
} actions[] = {
    {"disable", "disable CASE NAME", 2, false, false, disable},
    {"enable", "enable CASE NAME", 2, false, false, enable},
    {"invite", "invite CASE NAME --role ROLE [--of ACTOR]", 2, true, true,
     app_people_invite},
    {"link", "link CASE NAME", 2, false, true, app_people_link},
    {"list", "list CASE", 1, false, false, app_people_list},
    {"log", "log CASE", 1, false, false, app_people_log},
    {"password", "password CASE NAME", 2, false, false, app_people_password},
    {"role", "role CASE NAME --role ROLE [--of ACTOR]", 2, true, false,
     app_people_role},
};

static err run(struct cli *c, const struct args *args, int *status)
{
    const struct people_action *a = NULL;
    struct people_call what = {.role = args_value(args, "role"),
                               .of = args_value(args, "of"),
                               .url = args_value(args, "url")};
    (void)status;
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (strcmp(actions[i].name, args->operands[0]) == 0)
            a = &actions[i];
    if (a == NULL)
        return usage_fail(c,
                          "there are: disable, enable, invite, link, list, "
                          "log, password, role",
                          "there is no truce people %s", args->operands[0]);
    if (args->operands_n != a->operands + 1 || (a->role && what.role == NULL))
        return usage_fail(c, "", "usage: truce people %s", a->usage);
    if ((!a->role && (what.role != NULL || what.of != NULL)) ||
        (!a->url && what.url != NULL))
        return usage_fail(c, "", "usage: truce people %s", a->usage);
    what.path = args->operands[1];
    what.name = a->operands > 1 ? args->operands[2] : "";
    return a->run(c->cx, c->arena, &what, c->out);
}

static const char *const roles[] = {
    "administrator", "duty-officer",    "monitor", "verifier", "head",
    "party",         "aid-coordinator", "viewer",  "delegate", NULL};

static const struct opt opts[] = {
    {.name = "role",
     .value = "ROLE",
     .choices = roles,
     .help =
         "For invite and role: what it may do; docs/people.md has the table. "
         "The first account is an administrator's."},
    {.name = "of",
     .value = "ACTOR",
     .help = "For invite and role: the actor of the agreement for which the "
             "account speaks, by its id: that of a party's user, a monitor, an "
             "aid coordinator."},
    {.name = "url",
     .value = "URL",
     .help = "For invite and link: where the node is reached, such as "
             "https://mechanism.example; it is put before the link."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce init new.case --origin mediators.example/harbour "
     "examples/harbour/agreement.truce > made && "
     "truce people invite new.case amal --role administrator > link && "
     "truce people list new.case",
     "The first account, which has no password yet", EXIT_DONE},
    {"truce init new.case --origin mediators.example/harbour "
     "examples/harbour/agreement.truce > made && "
     "truce people invite new.case rashid --role monitor --of un",
     "Refused: there is no administrator yet", EXIT_ERROR},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "done"},
    {0, NULL},
};

const struct cmd cmd_people = {
    .name = "people",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "says who logs in on the node of a case, and in which role",
    .operands = "ACTION CASE [NAME]",
    .operands_min = 1,
    .operands_max = 3,
    .operand_kind = ARG_FILE,
    .text =
        "Once a case has accounts, truce serve asks for a name and a password, "
        "and takes reports in. The accounts lie in CASE.people beside the "
        "case: private to the node, no part of the record. The actions:\n\n"
        " invite CASE NAME    a new account; prints a link, good once\n"
        " link CASE NAME      a new link for an account: a forgotten password\n"
        " password CASE NAME  sets the password to a line of standard input\n"
        " role CASE NAME      another role\n"
        " disable CASE NAME   it cannot log in, and is logged out\n"
        " enable CASE NAME    it can again\n"
        " list CASE           all accounts\n"
        " log CASE            what was done to accounts, and who read what is "
        "sensitive\n\n"
        "A name is a pseudonym of a-z, 0-9, ., _ and -: reports that somebody "
        "enters name it, in the record that all read. Whoever can read the "
        "case file can do all this; there is no login here.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
