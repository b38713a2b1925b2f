/* cli/cmd_talks.c: `truce talks ACTION ...`: proximity talks on one's own node.
 */
#include "app/people.h"
#include "app/talks.h"
#include "base/sys.h"
#include "cli/cli.h"
#include "cli/serve.h"

struct call {
    struct cli *c;
    const struct args *args;
    const char *const *operands; /* after the action */
    size_t n;
    int *status;
};

static const char *value(const struct call *x, const char *name)
{
    return args_value(x->args, name);
}

static err needs(struct call *x, const char *option, const char **out)
{
    *out = value(x, option);
    if (*out == NULL)
        return usage_fail(x->c, "", "--%s is missing", option);
    return OK;
}

#define CX(x) (x)->c->cx, (x)->c->arena

static err do_join(struct call *x)
{
    const char *name, *role;
    TRY(x->c->cx, needs(x, "name", &name));
    TRY(x->c->cx, needs(x, "role", &role));
    return talks_join(CX(x), x->operands[0], name, role, x->c->out);
}

/* An account, and the link with which its password is set. */
static err invite(struct call *x, const char *name, const char *role)
{
    str url;
    TRY_ROOM(x->c->cx, x->c->arena,
             arena_printf(x->c->arena, &url, "http%s://%s",
                          value(x, "tls-cert") == NULL ? "" : "s",
                          value(x, "listen")));
    struct people_call what = {
        .path = x->operands[0], .name = name, .role = role, .url = url.p};
    if (value(x, "url") != NULL)
        what.url = value(x, "url");
    return app_people_invite(CX(x), &what, x->c->out);
}

/* Whatever is not there yet is made; then the node is served. */
static err do_start(struct call *x)
{
    const char *node = x->operands[0], *name, *role;
    str people;
    struct serve_options o = {.base = {.agreement = node},
                              .listen = value(x, "listen"),
                              .tls_cert = value(x, "tls-cert"),
                              .tls_key = value(x, "tls-key"),
                              .behind_proxy =
                                  args_flag(x->args, "behind-proxy"),
                              .extras = {.relay = value(x, "relay")}};
    if ((o.tls_cert == NULL) != (o.tls_key == NULL))
        return usage_fail(x->c, "", "--tls-cert and --tls-key belong together");
    /* first: links are made once, and for an address that can be */
    TRY(x->c->cx, serve_must_be_private(x->c->cx, &o));
    if (!sys_exists(node)) {
        struct buf line;
        buf_init(&line, x->c->arena, 4096); /* the first page shows it */
        TRY(x->c->cx, needs(x, "name", &name));
        TRY(x->c->cx, needs(x, "role", &role));
        TRY(x->c->cx, talks_join(CX(x), node, name, role, &line));
    }
    TRY_ROOM(x->c->cx, x->c->arena,
             arena_printf(x->c->arena, &people, "%s/people", node));
    if (!sys_exists(people.p)) {
        TRY(x->c->cx, invite(x, "administrator", "administrator"));
        TRY(x->c->cx, invite(x, "head", "head"));
    }
    return serve_run(x->c, &o, x->status);
}

static err do_charter(struct call *x)
{
    struct charter_job job = {.out = x->operands[0],
                              .name = value(x, "name"),
                              .convey = value(x, "convey"),
                              .agreed = value(x, "agreed"),
                              .failed = value(x, "failed"),
                              .languages = value(x, "languages"),
                              .relay = value(x, "relay"),
                              .lines = x->operands + 1,
                              .n = x->n - 1};
    TRY(x->c->cx, needs(x, "name", &job.name));
    return talks_charter(CX(x), &job, x->c->out);
}

static err do_sign_charter(struct call *x)
{
    return talks_sign_charter(CX(x), x->operands[0], x->operands[1], x->c->out);
}

static err do_begin(struct call *x)
{
    return talks_begin(CX(x), x->operands[0], x->operands[1], x->c->out);
}

static err do_carry_over(struct call *x)
{
    return talks_carry_over(CX(x), x->operands[0], x->operands[1], x->c->out);
}

static err do_destroy(struct call *x)
{
    return talks_destroy(CX(x), x->operands[0], x->operands[1], x->c->out);
}

static err do_show(struct call *x)
{
    return talks_show(CX(x), x->operands[0], x->c->out);
}

static err do_log(struct call *x)
{
    return talks_log(CX(x), x->operands[0], value(x, "room"), x->c->out);
}

static err do_read(struct call *x)
{
    return talks_read(CX(x), x->operands[0], x->operands[1], false, x->c->out);
}

static err do_prove(struct call *x)
{
    return talks_read(CX(x), x->operands[0], x->operands[1], true, x->c->out);
}

static err do_check(struct call *x)
{
    return talks_check_proof(CX(x), x->operands[0], x->operands[1], x->c->out);
}

static err do_draft(struct call *x)
{
    return talks_draft(CX(x), x->operands[0], x->operands[1], value(x, "room"),
                       x->c->out);
}

static err do_position(struct call *x)
{
    struct position_job job = {.on = x->operands[1],
                               .stance = x->operands[2],
                               .condition = value(x, "if"),
                               .standing = args_flag(x->args, "standing"),
                               .text = value(x, "text")};
    const char *room = value(x, "room");
    if (room != NULL && strcmp(room, "own") != 0)
        return usage_fail(x->c, "",
                          "a position is for the mediators, or with --room "
                          "own for oneself");
    job.own = room != NULL;
    return talks_position(CX(x), x->operands[0], &job, x->c->out);
}

static err do_say(struct call *x)
{
    struct say_job job = {.type = x->operands[1],
                          .text = x->n > 2 ? x->operands[2] : NULL,
                          .room = value(x, "room"),
                          .on = value(x, "on"),
                          .re = value(x, "re"),
                          .when = value(x, "when"),
                          .with = value(x, "with"),
                          .by = value(x, "by"),
                          .file = value(x, "file")};
    return talks_say(CX(x), x->operands[0], &job, x->c->out);
}

static err do_consent(struct call *x)
{
    struct consent_job job = {.id = x->operands[1], .words = value(x, "text")};
    TRY(x->c->cx, needs(x, "to", &job.to));
    TRY(x->c->cx, needs(x, "wording", &job.wording));
    return talks_consent(CX(x), x->operands[0], &job, x->c->out);
}

static err do_convey(struct call *x)
{
    return talks_convey(CX(x), x->operands[0], x->operands[1], x->c->out);
}

static err do_bridge(struct call *x)
{
    const char *to;
    TRY(x->c->cx, needs(x, "to", &to));
    return talks_bridge(CX(x), x->operands[0], to, value(x, "on"),
                        x->operands[1], x->c->out);
}

static err do_table(struct call *x)
{
    return talks_print_table(CX(x), x->operands[0], x->c->out);
}

static err do_match(struct call *x)
{
    return talks_print_match(CX(x), x->operands[0], x->c->out);
}

static err do_distance(struct call *x)
{
    return talks_print_distance(CX(x), x->operands[0], x->c->out);
}

static err do_packages(struct call *x)
{
    return talks_print_packages(CX(x), x->operands[0], x->c->out);
}

static err do_round(struct call *x)
{
    return talks_close_round(CX(x), x->operands[0], x->c->out);
}

static err do_reveal(struct call *x)
{
    return talks_reveal(CX(x), x->operands[0], x->c->out);
}

static err do_agree(struct call *x)
{
    return talks_agree(CX(x), x->operands[0], x->c->out);
}

static err do_sign(struct call *x)
{
    const char *key = value(x, "key"), *with = value(x, "with-signature");
    if ((key == NULL) == (with == NULL))
        return usage_fail(x->c, "",
                          "--key signs here, --with-signature enters one made "
                          "elsewhere: one of the two");
    return talks_sign(CX(x), x->operands[0], key, with, x->c->out);
}

static err do_out(struct call *x)
{
    return talks_take_out(CX(x), x->operands[0], x->operands[1], x->c->out);
}

static const struct talks_action {
    const char *name;
    size_t least, most; /* operands */
    const char *usage;
    const char *options[8];
    err (*run)(struct call *x);
} actions[] = {
    {"agree", 1, 1, "agree NODE", {0}, do_agree},
    {"begin", 2, 2, "begin NODE CHARTER", {0}, do_begin},
    {"bridge", 2, 2, "bridge NODE TEXT --to PARTY", {"to", "on"}, do_bridge},
    {"carry-over", 2, 2, "carry-over NODE OLD-NODE", {0}, do_carry_over},
    {"charter",
     2,
     SIZE_MAX,
     "charter FILE LINES... --name NAME",
     {"name", "convey", "agreed", "failed", "languages", "relay"},
     do_charter},
    {"check", 2, 2, "check CHARTER PROOF", {0}, do_check},
    {"consent",
     2,
     2,
     "consent NODE ID --to PARTY --wording WORDING",
     {"to", "wording", "text"},
     do_consent},
    {"convey", 2, 2, "convey NODE ID", {0}, do_convey},
    {"destroy", 2, 2, "destroy NODE TALKS", {0}, do_destroy},
    {"distance", 1, 1, "distance NODE", {0}, do_distance},
    {"draft", 2, 2, "draft NODE AGREEMENT", {"room"}, do_draft},
    {"join",
     1,
     1,
     "join NODE --name NAME --role ROLE",
     {"name", "role"},
     do_join},
    {"log", 1, 1, "log NODE", {"room"}, do_log},
    {"match", 1, 1, "match NODE", {0}, do_match},
    {"out", 2, 2, "out NODE FOLDER", {0}, do_out},
    {"packages", 1, 1, "packages NODE", {0}, do_packages},
    {"position",
     3,
     3,
     "position NODE CLAUSE STANCE",
     {"if", "standing", "room", "text"},
     do_position},
    {"prove", 2, 2, "prove NODE ID", {0}, do_prove},
    {"read", 2, 2, "read NODE ID", {0}, do_read},
    {"reveal", 1, 1, "reveal NODE", {0}, do_reveal},
    {"round", 1, 1, "round NODE", {0}, do_round},
    {"say",
     2,
     3,
     "say NODE TYPE [TEXT]",
     {"room", "on", "re", "when", "with", "by", "file"},
     do_say},
    {"show", 1, 1, "show NODE", {0}, do_show},
    {"sign",
     1,
     1,
     "sign NODE --key KEYFILE",
     {"key", "with-signature"},
     do_sign},
    {"sign-charter", 2, 2, "sign-charter NODE CHARTER", {0}, do_sign_charter},
    {"start",
     1,
     1,
     "start NODE --name NAME --role ROLE",
     {"name", "role", "listen", "url", "tls-cert", "tls-key", "behind-proxy",
      "relay"},
     do_start},
    {"table", 1, 1, "table NODE", {0}, do_table},
};

static err run(struct cli *c, const struct args *args, int *status)
{
    struct call x = {c, args, args->operands + 1, args->operands_n - 1, status};
    const struct talks_action *a = NULL;
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (strcmp(actions[i].name, args->operands[0]) == 0)
            a = &actions[i];
    if (a == NULL)
        return usage_fail(c, "truce talks --help lists the actions",
                          "there is no truce talks %s", args->operands[0]);
    if (x.n < a->least || x.n > a->most)
        return usage_fail(c, "", "usage: truce talks %s", a->usage);
    TRY(c->cx,
        args_must_belong(c, args, a->options, COUNT_OF(a->options), a->name));
    return a->run(&x);
}

static const char *const roles[] = {"party", "mediator", "observer", NULL};
static const char *const wordings[] = {"as-theirs", "as-ours",
                                       "as-hypothetical", NULL};
static const char *const agreed[] = {"whole", "articles", NULL};
static const char *const failed[] = {"keep", "destroy", NULL};

static const struct opt opts[] = {
    {.name = "name",
     .value = "NAME",
     .help = "For join and start: the name of the node; of a party as in the "
             "agreement. "
             "For charter: that of the talks."},
    {.name = "role",
     .value = "ROLE",
     .choices = roles,
     .help = "For join and start: party, mediator or observer."},
    {.name = "convey",
     .value = "RULE",
     .otherwise = "any",
     .help = "For charter: whose assent a conveyance needs: any mediator's, "
             "all, or \"lead NAME\"."},
    {.name = "agreed",
     .value = "RULE",
     .choices = agreed,
     .otherwise = "whole",
     .help = "For charter: whole (nothing is agreed until everything is "
             "agreed), or articles."},
    {.name = "failed",
     .value = "RULE",
     .choices = failed,
     .otherwise = "keep",
     .help = "For charter: what the nodes undertake to do with what was said "
             "if the talks fail."},
    {.name = "languages",
     .value = "LIST",
     .otherwise = "en",
     .help = "For charter: the authentic languages, such as \"en ar\"."},
    {.name = "relay",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For charter: the public key of the relay, a file, as truce relay "
             "init prints it. For start: its URL."},
    {.name = "listen",
     .letter = 'l',
     .value = "ADDRESS",
     .otherwise = "localhost:8470",
     .help = "For start: where to listen, HOST:PORT. localhost is this machine "
             "alone."},
    {.name = "url",
     .value = "URL",
     .help = "For start: how browsers reach it, for the links. Default: by the "
             "address of --listen."},
    {.name = "tls-cert",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For start: speaks https with this certificate, as truce serve. "
             "Needs --tls-key."},
    {.name = "tls-key",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For start: the private key of the certificate."},
    {.name = "behind-proxy",
     .help = "For start: a web server with https stands in front of it, as "
             "truce serve."},
    {.name = "room",
     .value = "ROOM",
     .help = "The room: own (it never leaves this node), table (all), a "
             "party's name "
             "(that party and the mediators), mediators. Default: a party's "
             "own name, for others the table."},
    {.name = "on",
     .value = "CLAUSE",
     .help = "For say, bridge: what it is about, such as 4.1 or 4.1=B."},
    {.name = "re", .value = "ID", .help = "For say: what it answers."},
    {.name = "when",
     .value = "TIME",
     .help = "For a meeting: when it was, or will be."},
    {.name = "with", .value = "WHOM", .help = "For a meeting: who met."},
    {.name = "by",
     .value = "PARTY",
     .help = "For a label: who proposes the alternative."},
    {.name = "file",
     .letter = 'f',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For say: the text is in this file."},
    {.name = "if",
     .value = "LIST",
     .help = "For position: the acceptance holds only with these, such as "
             "3.1,2.2=A."},
    {.name = "standing",
     .help = "For position: the mediators may reveal the acceptance where all "
             "accept the same."},
    {.name = "text",
     .value = "TEXT",
     .help = "For position: why. For consent: other words that may cross."},
    {.name = "to",
     .value = "PARTY",
     .help = "For consent, bridge: who is to have it."},
    {.name = "wording",
     .value = "WORDING",
     .choices = wordings,
     .help = "For consent: as-theirs names this party; as-ours is the "
             "mediators' own; as-hypothetical is nobody's."},
    {.name = "key",
     .letter = 'k',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For sign: a secret key of OpenSSH."},
    {.name = "with-signature",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For sign: a signature that ssh-keygen -Y sign -n "
             "agreement@truce made."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce talks join talks-a --name ardania --role party",
     "A node with new keys; the line is for the charter", EXIT_DONE},
    {"truce talks table delvia", "Clause by party, for the mediators",
     EXIT_DONE},
    {"truce talks say ardania question \"How many trucks in a week?\" --on 4.1",
     "A question to the mediators, which nobody else can read", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "done"},
    {0, NULL},
};

const struct cmd cmd_talks = {
    .name = "talks",
    .group = GROUP_TALKS,
    .stability = CMD_CHANGING,
    .summary = "holds talks between parties that do not meet",
    .operands = "ACTION [NODE] [...]",
    .operands_min = 2,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "Each organisation runs its own node, a folder with its keys. What is "
        "said in a room is sealed to those in it: a party and the mediators, "
        "the mediators, or all. Nothing crosses from one party to another but "
        "what its owner consents to and the mediators convey. truce bundle and "
        "truce sync carry it.\n\n"
        " start NODE                  a new node, its first accounts, and its\n"
        "                             pages in the browser: --name, --role; "
        "later\n"
        "                             without them\n"
        " join NODE                   a new node alone: --name, --role\n"
        " charter FILE LINES...       who takes part, by which rules\n"
        " sign-charter NODE CHARTER   each node signs it\n"
        " begin NODE CHARTER          it holds from now on\n"
        " carry-over NODE OLD-NODE    keys or members changed: what stood is\n"
        "                             said again under the new charter\n"
        " destroy NODE TALKS          they failed, and the charter says so\n"
        " show, log NODE              what this node has\n"
        " read NODE ID                one object of it\n\n"
        " draft NODE AGREEMENT        a version of the text\n"
        " position NODE CLAUSE STANCE accept, reserve, reject, red-line, or\n"
        "                             withdraw\n"
        " say NODE TYPE TEXT          proposal, question, answer, comment,\n"
        "                             meeting, label, weights\n"
        " consent NODE ID             a party lets its words cross\n\n"
        " convey NODE ID              carries what was consented to\n"
        " bridge NODE TEXT            a text of the mediators' own\n"
        " table NODE                  clause by party\n"
        " match NODE                  conditions that meet\n"
        " distance NODE               how many are agreed, day by day\n"
        " packages NODE               what no other choice beats for both\n"
        " round NODE                  closes a round\n"
        " reveal NODE                 tells all what all accept\n"
        " agree NODE                  the agreed text, on the table\n\n"
        " sign NODE                   a party signs it\n"
        " out NODE FOLDER             text and signatures, as files\n"
        " prove NODE ID               the signed object, for others\n"
        " check CHARTER PROOF         what it says, and who signed it\n\n"
        "docs/talks.md is a guide; docs/talks-format.md the format.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
