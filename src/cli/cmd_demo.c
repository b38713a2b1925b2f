/* cli/cmd_demo.c: `truce demo`. */
#include "app/casefile.h"
#include "base/sys.h"
#include "cli/case_opts.h"
#include "cli/demo_talks.h"

#include <stdio.h>

static const char default_folder[] = "examples/gaza-2025-01";

/* A moment for the eye, on a terminal only. */
static void pause_a_little(void *self)
{
    struct cli *c = self;
    struct fault before = c->cx->fault;
    /* What cannot be written is reported at the end; output is sticky. */
    if (!is_ok(buf_finish(c->cx, c->out)))
        c->cx->fault = before;
    sys_sleep_ms(40);
}

static err find(struct cli *c, const char *folder, const char *name,
                const char **out)
{
    str path;
    TRY_ROOM(c->cx, c->arena,
             arena_printf(c->arena, &path, "%s/%s", folder, name));
    *out = path.p;
    if (sys_exists(path.p))
        return OK;
    return fail_hint(c->cx, ERR_NOT_FOUND,
                     "run it at the root of the sources, or name a folder "
                     "with agreement.truce and reports.jsonl, or a case",
                     "there is no %s", path.p);
}

static err run(struct cli *c, const struct args *args, int *status)
{
    const char *folder =
        args->operands_n > 0 ? args->operands[0] : default_folder;
    const char *agreement = folder, *reports = "";
    struct app_case *k;
    int64_t port = 0;
    bool talks = strcmp(folder, "talks") == 0;
    if (args_flag(args, "serve") &&
        !str_int(str_of(args_value(args, "port")), 1024, 65000, &port))
        return usage_fail(c, "for instance --port 8471",
                          "--port: a number from 1024 to 65000");
    if (port > 0 && !talks)
        return usage_fail(c, "truce serve serves a case",
                          "only `talks` takes --serve");
    if (talks)
        return demo_talks(
            c, args->operands_n > 1 ? args->operands[1] : "harbour-talks", port,
            status);
    if (args->operands_n > 1)
        return usage_fail(c, "", "only `talks` takes a second folder");
    bool kept = casefile_is(folder);
    if (!kept) {
        TRY(c->cx, find(c, folder, "agreement.truce", &agreement));
        TRY(c->cx, find(c, folder, "reports.jsonl", &reports));
    }
    struct case_options o = {.agreement = agreement,
                             .reports = &reports,
                             .reports_n = kept ? 0 : 1,
                             .width = c->width,
                             .colour = c->colour};
    err e = case_opts_open(c, &o, &k);
    if (is_ok(e))
        e = case_replay(k, c->colour ? pause_a_little : NULL, c, c->out);
    if (is_ok(e)) {
        buf_printf(c->out,
                   "\nFurther:\n"
                   "  truce explain %s%s%s CLAUSE [INSTANCE]\n"
                   "  truce timeline %s%s%s\n"
                   "  truce %s %s\n",
                   agreement, kept ? "" : " ", reports, agreement,
                   kept ? "" : " ", reports,
                   kept ? "verify" : "check --coverage", agreement);
        if (case_problems(k) > 0)
            *status = EXIT_ERROR;
    }
    case_close(k);
    return e;
}

static const struct opt opts[] = {
    {.name = "serve",
     .help = "For talks: by a relay instead of couriers, and in the end the "
             "pages of all four nodes, each on an address of its own, with a "
             "link to log in. Ctrl-C ends it."},
    {.name = "port",
     .value = "PORT",
     .otherwise = "8471",
     .help = "For --serve: the port of the four nodes; the relay has the next "
             "one."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce demo", "The replay of a real case", EXIT_DONE},
    {"truce demo examples/harbour", "A small fictional one", EXIT_DONE},
    {"truce demo harbour.case", "What a record holds", EXIT_DONE},
    {"truce demo talks",
     "Proximity talks of four nodes, from keys to a signed agreement in force",
     EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "shown, and every line of the reports was used"},
    {0, NULL},
};

const struct cmd cmd_demo = {
    .name = "demo",
    .group = GROUP_ABOUT,
    .stability = CMD_CHANGING,
    .summary = "replays a case day by day, then shows its status",
    .operands = "[FOLDER | CASE | talks [NEW]]",
    .operands_min = 0,
    .operands_max = 2,
    .operand_kind = ARG_FILE,
    .text = "Replays agreement.truce and reports.jsonl of a folder, or a case "
            "that truce init made: a line for each day on which something "
            "changed, then the whole status, the calendar last. "
            "Without a folder: examples/gaza-2025-01, phase 1 of the agreement "
            "of January 2025 with the reports that were published.\n\n"
            "truce demo talks plays the talks about a fictional harbour in a "
            "new folder (default harbour-talks), which stays: two parties and "
            "two mediators, whose nodes exchange bundles only. Each command is "
            "shown as it would be typed. With --serve they exchange by a "
            "relay, and the pages of all four can be opened in the end.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
