/* cli/cmd_incident.c: `truce incident ACTION CASE ...`. */
#include "app/incident.h"
#include "cli/case_opts.h"

struct incident_call {
    struct cli *c;
    const struct args *args;
    struct incident_entry e;
    const char *const *operands; /* those after the case */
    size_t n;
    int *status;
};

/* All values of an option that repeats. */
static err values(struct incident_call *x, const char *name,
                  const char *const **out, size_t *n)
{
    const char **v;
    *n = 0;
    while (args_value_at(x->args, name, *n) != NULL)
        (*n)++;
    TRY_NEW_ARRAY(x->c->cx, x->c->arena, *n + 1, v);
    for (size_t i = 0; i < *n; i++)
        v[i] = args_value_at(x->args, name, i);
    *out = v;
    return OK;
}

static err do_list(struct incident_call *x)
{
    struct case_options o;
    struct app_case *k;
    const struct incident_filter f = {.stage = args_value(x->args, "stage"),
                                      .clause = args_value(x->args, "clause"),
                                      .place = args_value(x->args, "place"),
                                      .waits_for =
                                          args_value(x->args, "waits-for"),
                                      .source = args_value(x->args, "source"),
                                      .is = args_value(x->args, "is")};
    const struct args a = {.operands = &x->e.path,
                           .operands_n = 1,
                           .cmd = x->args->cmd,
                           .given = x->args->given,
                           .given_n = x->args->given_n};
    TRY(x->c->cx, case_opts_read(x->c, &a, 0, &o));
    o.reports = x->operands;
    o.reports_n = x->n;
    err e = case_opts_open(x->c, &o, &k);
    if (is_ok(e))
        e = case_incidents(k, &f, case_opts_format(x->args), x->c->out);
    case_close(k);
    return e;
}

static err do_show(struct incident_call *x)
{
    struct case_options o;
    struct app_case *k;
    const struct args a = {.operands = &x->e.path,
                           .operands_n = 1,
                           .cmd = x->args->cmd,
                           .given = x->args->given,
                           .given_n = x->args->given_n};
    TRY(x->c->cx, case_opts_read(x->c, &a, 0, &o));
    o.reports = x->operands + 1;
    o.reports_n = x->n - 1;
    err e = case_opts_open(x->c, &o, &k);
    if (is_ok(e))
        e = case_incident(k, x->operands[0], case_opts_format(x->args),
                          x->c->out);
    case_close(k);
    return e;
}

static err enter(struct incident_call *x)
{
    struct cli *c = x->c;
    struct incident_entered done;
    bool dry = args_flag(x->args, "dry-run");
    TRY(c->cx, incident_enter(c->cx, c->arena, &x->e, dry, &done));
    if (dry) {
        buf_c(c->out, "would be entered: ");
        buf_safe(c->out, done.line);
    } else {
        buf_c(c->out, "entry ");
        buf_uint(c->out, done.number);
        buf_c(c->out, ": ");
        buf_safe(c->out, done.id);
    }
    buf_char(c->out, '\n');
    return OK;
}

static err do_group(struct incident_call *x)
{
    x->e.act = INC_DO_GROUP;
    x->e.incident = args_value(x->args, "into");
    x->e.words.reports = x->operands;
    x->e.words.n_reports = x->n;
    return enter(x);
}

static err one_incident(struct incident_call *x, enum incident_act act)
{
    x->e.act = act;
    x->e.incident = x->operands[0];
    return enter(x);
}

static err do_report(struct incident_call *x)
{
    x->e.act = INC_DO_REPORT;
    return enter(x);
}

static err do_assign(struct incident_call *x)
{
    return one_incident(x, INC_DO_ASSIGN);
}

static err do_verify(struct incident_call *x)
{
    return one_incident(x, INC_DO_VERIFY);
}

static err do_respond(struct incident_call *x)
{
    return one_incident(x, INC_DO_RESPOND);
}

static err do_adopt(struct incident_call *x)
{
    x->e.words.amend = args_flag(x->args, "amend");
    return one_incident(x, INC_DO_ADOPT);
}

static err do_follow_up(struct incident_call *x)
{
    const char *ask = args_value(x->args, "ask"),
               *done = args_value(x->args, "done");
    bool close = args_flag(x->args, "close");
    if ((ask != NULL) + (done != NULL) + close != 1)
        return usage_fail(x->c, "",
                          "one of --ask ACTOR, --done ACTION and --close");
    x->e.words.to = ask != NULL ? ask : done;
    return one_incident(x, ask != NULL    ? INC_DO_ASK
                           : done != NULL ? INC_DO_DONE
                                          : INC_DO_CLOSE);
}

#define WHO "by", "as", "source", "recorded", "dry-run"

static const struct {
    struct action_form form;
    err (*run)(struct incident_call *x);
} actions[] = {
    {{"adopt",
      1,
      1,
      "adopt CASE INCIDENT --by ACCOUNT --member ACTOR ...",
      {WHO, "member", "dissent", "observed", "verified", "confidence", "clause",
       "severity", "attributed-to", "evidence", "text", "amend", "place",
       "occurred"}},
     do_adopt},
    {{"assign",
      1,
      1,
      "assign CASE INCIDENT --by ACCOUNT",
      {WHO, "to", "team", "due", "note"}},
     do_assign},
    {{"follow-up",
      1,
      1,
      "follow-up CASE INCIDENT --by ACCOUNT --ask ACTOR --text TEXT",
      {WHO, "ask", "done", "close", "due", "text", "evidence"}},
     do_follow_up},
    {{"group",
      1,
      SIZE_MAX,
      "group CASE REPORT... --by ACCOUNT",
      {WHO, "into", "severity", "note"}},
     do_group},
    {{"list",
      0,
      SIZE_MAX,
      "list CASE",
      {"stage", "clause", "place", "waits-for", "source", "is", "format", "at",
       "known-at", "choose"}},
     do_list},
    {{"report",
      0,
      0,
      "report CASE --by ACCOUNT --source WHO --act ACT --occurred TIME",
      {WHO, "act", "actor", "item", "quantity", "place", "occurred", "reported",
       "how-known", "denied-by", "evidence", "note"}},
     do_report},
    {{"respond",
      1,
      1,
      "respond CASE INCIDENT --by ACCOUNT --source ACTOR --text TEXT",
      {WHO, "text", "evidence"}},
     do_respond},
    {{"show",
      1,
      SIZE_MAX,
      "show CASE INCIDENT",
      {"format", "at", "known-at", "choose"}},
     do_show},
    {{"verify",
      1,
      1,
      "verify CASE INCIDENT --by ACCOUNT --verified yes|no|unclear",
      {WHO, "observed", "verified", "confidence", "clause", "severity",
       "attributed-to", "how-known", "evidence", "text", "place", "occurred"}},
     do_verify},
};

static err read_words(struct incident_call *x)
{
    const struct args *args = x->args;
    struct incident_words *w = &x->e.words;
    const char **to, *name;
    for (size_t i = 0; (to = incident_word(w, i, &name)) != NULL; i++)
        *to = args_value(args, name);
    TRY(x->c->cx, values(x, "evidence", &w->evidence, &w->n_evidence));
    TRY(x->c->cx, values(x, "member", &w->members, &w->n_members));
    return values(x, "dissent", &w->dissents, &w->n_dissents);
}

static err run(struct cli *c, const struct args *args, int *status)
{
    size_t action;
    struct incident_call x = {.c = c, .args = args, .status = status};
    TRY(c->cx, args_action(c, args, actions, sizeof actions[0],
                           COUNT_OF(actions), &action));
    x.e.path = args->operands[1];
    x.e.key = args_value(args, "as");
    x.e.author = args_value(args, "by");
    x.operands = args->operands + 2;
    x.n = args->operands_n - 2;
    TRY(c->cx, read_words(&x));
    return actions[action].run(&x);
}

static const char *const yes_no[] = {"yes", "no", NULL};
static const char *const verdicts[] = {"yes", "no", "unclear", NULL};
static const char *const ways[] = {"seen",        "heard",   "sensor", "told",
                                   "open_source", "unknown", NULL};

static const struct opt opts[] = {
    {.name = "by",
     .value = "ACCOUNT",
     .help = "Who does it: an account such as duty-1, no person's name. It "
             "stands in the entry; by it who reports does not verify, and who "
             "verifies does not adopt."},
    {.name = "as",
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .help = "Signs the entry with this secret key. Without it with the "
             "sequencer's, CASE.key."},
    {.name = "source",
     .value = "WHO",
     .help = "Whose words it is: an actor of the agreement, or a source of the "
             "case. Without it the body that decides on the incident."},
    {.name = "recorded",
     .value = "TIME",
     .help = "When it became known; without it now."},
    {.name = "dry-run",
     .letter = 'n',
     .help = "Checks it, prints the line, and enters nothing."},
    {.name = "act", .value = "ACT", .help = "For report: what was done."},
    {.name = "actor",
     .value = "ACTOR",
     .help = "For report: who did it, as the source says."},
    {.name = "item", .value = "ITEM", .help = "For report: of what."},
    {.name = "quantity", .value = "N", .help = "For report: how many."},
    {.name = "place",
     .value = "ZONE",
     .help = "For report: where; for verify and adopt, where it is not what "
             "the reports agree on. For list: only there."},
    {.name = "occurred",
     .value = "TIME",
     .help = "When: a day, or a minute such as 2025-03-14T22:40."},
    {.name = "reported",
     .value = "TIME",
     .help = "For report: when the source said it."},
    {.name = "how-known",
     .value = "HOW",
     .choices = ways,
     .help = "How it is known."},
    {.name = "denied-by",
     .value = "ACTOR",
     .help = "For report: access was denied, by whom; --note says what was "
             "denied."},
    {.name = "evidence",
     .value = "HASH",
     .repeats = true,
     .help = "A file of evidence of the case, or the beginning of its hash."},
    {.name = "note", .value = "TEXT", .help = "A remark, which is shown."},
    {.name = "into",
     .value = "INCIDENT",
     .help = "For group: adds the reports to this one."},
    {.name = "severity",
     .value = "WORD",
     .help = "How grave, in the mechanism's own word."},
    {.name = "to",
     .value = "ACTOR",
     .help = "For assign: who is to verify; without it the body itself."},
    {.name = "team",
     .value = "TEAM",
     .help = "For assign: which team or account of theirs."},
    {.name = "due", .value = "TIME", .help = "By when."},
    {.name = "observed",
     .value = "YES",
     .choices = yes_no,
     .help = "Whether the mechanism observed it itself."},
    {.name = "verified",
     .value = "HOW",
     .choices = verdicts,
     .help = "Whether it is verified: yes, no or unclear."},
    {.name = "confidence",
     .value = "PERCENT",
     .help = "With what confidence, 0 to 100."},
    {.name = "clause",
     .value = "LABEL",
     .help = "The clause in whose scope it is. For list: only of it."},
    {.name = "attributed-to",
     .value = "ACTOR",
     .help = "To whom it is attributed: only where the text lets the body "
             "attribute."},
    {.name = "text",
     .value = "TEXT",
     .help = "Reasons; an answer; what is asked or was done."},
    {.name = "member",
     .value = "ACTOR",
     .repeats = true,
     .help = "For adopt: a member of the body who adopts the finding."},
    {.name = "dissent",
     .value = "ACTOR=TEXT",
     .repeats = true,
     .help = "For adopt: a member who does not, and why."},
    {.name = "amend",
     .help = "For adopt: takes the place of the finding that there is."},
    {.name = "ask",
     .value = "ACTOR",
     .help = "For follow-up: asks something of this actor."},
    {.name = "done",
     .value = "ACTION",
     .help = "For follow-up: what was asked by this record is done."},
    {.name = "close", .help = "For follow-up: closes the incident."},
    {.name = "stage",
     .value = "STAGE",
     .help = "For list: only those that are alleged, open, assigned, verified, "
             "found, follow-up or closed."},
    {.name = "waits-for",
     .value = "ACTOR",
     .help = "For list: only those that wait for this actor."},
    {.name = "is",
     .value = "STATE",
     .help = "For list: only those that are verified, unclear, not-confirmed, "
             "adopted, access-denied or overdue."},
    CASE_OPTS,
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = case_text_or_json,
     .otherwise = "text",
     .help = "For list and show: text or json."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce incident list examples/harbour/agreement.truce "
     "examples/harbour/reports.jsonl",
     "What was alleged, and how far each incident has come", EXIT_DONE},
    {"truce incident show examples/harbour/agreement.truce inc-1 "
     "examples/harbour/reports.jsonl",
     "One of them whole", EXIT_DONE},
    {"truce incident report harbour.case --by duty-1 --source belmar "
     "--act attack --actor ardania --place harbour --occurred 2025-03-20T21:10 "
     "&& truce incident group harbour.case rep-1 --by duty-1",
     "Takes in an allegation, and takes it up as an incident", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "done"},
    {0, NULL},
};

const struct cmd cmd_incident = {
    .name = "incident",
    .group = GROUP_INPUT,
    .stability = CMD_CHANGING,
    .summary = "takes incidents from intake to adopted finding",
    .operands = "ACTION CASE [...]",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "An incident is not a violation, and a violation is not an "
        "attribution: each is a step of its own, by somebody else, in the "
        "record. The actions:\n\n"
        " report CASE               takes in a report, or a denial of access\n"
        " group CASE REPORT...      takes reports up as one incident\n"
        " assign CASE INCIDENT      gives it to somebody to verify\n"
        " verify CASE INCIDENT      enters an assessment, on five axes\n"
        " respond CASE INCIDENT     enters what a party answers\n"
        " adopt CASE INCIDENT       enters a finding of the body\n"
        " follow-up CASE INCIDENT   asks, notes as done, closes\n"
        " list CASE                 all of them, and for whom each waits\n"
        " show CASE INCIDENT        one of them whole\n\n"
        "The stage of an incident is computed from these records; nobody types "
        "it. What parties report is counted by who reported it, and never "
        "added to what was verified. Who reported an incident does not verify "
        "it; who verified it does not adopt the finding; a finding is adopted "
        "by the rule that the agreement states (decides by consensus, majority "
        "or k of n); it attributes only where the agreement lets the body "
        "attribute. docs/incidents.md explains it.\n\n"
        "list and show also take an agreement with files of reports in the "
        "place of a case.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
