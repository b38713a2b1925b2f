/* cli/cmd_witness.c: `truce witness`. */
#include "app/casefile.h"
#include "cli/case_opts.h"

static err needs(struct cli *c, const struct args *args, const char *option,
                 const char **out)
{
    *out = args_value(args, option);
    if (*out == NULL)
        return usage_fail(c, "", "--%s is missing", option);
    return OK;
}

static err init(struct cli *c, const struct args *args)
{
    const char *name, *policy;
    if (args->operands_n != 2)
        return usage_fail(c, "",
                          "usage: truce witness init FOLDER --name NAME "
                          "--policy POLICY");
    TRY(c->cx, needs(c, args, "name", &name));
    TRY(c->cx, needs(c, args, "policy", &policy));
    return witness_folder_init(c->cx, c->arena, args->operands[1], name, policy,
                               c->out);
}

static err answer(struct cli *c, const struct args *args, int *status)
{
    const char *out;
    bool cosigned = false;
    if (args->operands_n != 3)
        return usage_fail(c, "",
                          "usage: truce witness answer FOLDER REQUEST "
                          "--out ANSWER");
    TRY(c->cx, needs(c, args, "out", &out));
    TRY(c->cx,
        witness_folder_answer(c->cx, c->arena, args->operands[1],
                              args->operands[2], out, c->out, &cosigned));
    if (!cosigned)
        *status = EXIT_NO;
    return OK;
}

static void print_note(void *self, str line)
{
    case_opts_print_line(self, line);
}

static err serve(struct cli *c, const struct args *args)
{
    const char *listen;
    if (args->operands_n != 2)
        return usage_fail(c, "",
                          "usage: truce witness serve FOLDER --listen ADDRESS");
    TRY(c->cx, needs(c, args, "listen", &listen));
    return witness_folder_serve(c->cx, c->arena, args->operands[1], listen,
                                print_note, c);
}

static err restore(struct cli *c, const struct args *args)
{
    if (args->operands_n < 2)
        return usage_fail(c, "", "usage: truce witness restore FOLDER HEAD...");
    return witness_folder_restore(c->cx, c->arena, args->operands[1],
                                  args->operands + 2, args->operands_n - 2,
                                  c->out);
}

static err run(struct cli *c, const struct args *args, int *status)
{
    const char *action = args->operands[0];
    if (strcmp(action, "init") == 0)
        return init(c, args);
    if (strcmp(action, "answer") == 0)
        return answer(c, args, status);
    if (strcmp(action, "serve") == 0)
        return serve(c, args);
    if (strcmp(action, "restore") == 0)
        return restore(c, args);
    return usage_fail(c, "there are: init, answer, serve, restore",
                      "there is no truce witness %s", action);
}

static const struct opt opts[] = {
    {.name = "name",
     .value = "NAME",
     .help = "For init: the name of the witness's key, such as "
             "witness.ardania.example."},
    {.name = "policy",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For init: a policy whose lines log name the logs that it will "
             "witness; truce record policy CASE prints one."},
    {.name = "out",
     .letter = 'o',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "For answer: the file of the answer."},
    {.name = "listen",
     .value = "ADDRESS",
     .help = "For serve: HOST:PORT, such as 127.0.0.1:8090; port 0 leaves the "
             "choice to the system."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce record policy harbour.case > logs && "
     "truce witness init witness --name witness.ardania.example --policy logs",
     "A witness; the line is for the policy of the case", EXIT_DONE},
    {"truce record policy harbour.case > logs && "
     "truce witness init witness --name witness.ardania.example --policy logs "
     "&& truce record ask harbour.case -o request && "
     "truce witness answer witness request -o answer",
     "A request, and its answer", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "made, or cosigned"},
    {EXIT_NO, "answer: not cosigned; the reason is printed and in the answer"},
    {0, NULL},
};

const struct cmd cmd_witness = {
    .name = "witness",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "cosigns the heads of logs that only ever grow",
    .operands = "ACTION FOLDER [...]",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "A witness keeps the last head of each log that it serves, and cosigns "
        "a later one only if that goes on from it: so a log that shows two "
        "histories, or drops an entry, is found out. Each party runs one, on a "
        "machine of its own.\n\n"
        " init FOLDER            makes a key, and prints its line for a "
        "policy\n"
        " answer FOLDER REQUEST  answers a file that truce record ask wrote\n"
        " serve FOLDER           answers over HTTP, for truce record cosign "
        "--witness\n"
        " restore FOLDER HEAD... lets a copied folder go on from the newest "
        "heads\n\n"
        "Files can be carried both ways, so a witness needs no network. A "
        "folder that was copied or restored does not answer: it may have "
        "forgotten what it cosigned. serve speaks c2sp.org/tlog-witness "
        "v1.0.0, without TLS: on the open internet a web server such as nginx "
        "stands in front. SIGTERM ends it.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
