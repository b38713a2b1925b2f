/* cli/cli.h: what a command is, and what it is given.
 *
 * One file per command, cmd_NAME.c, exports `const struct cmd cmd_NAME`; the
 * Makefile collects them. Help, man pages, shell completion and the tests of
 * the examples are all derived from that one value. Begin a new one with
 * `tools/new-command NAME`.
 *
 * Only this module prints, reads the environment and decides the exit status.
 * Read next: cmd_version.c (the smallest command), opts.c, main.c. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/cx.h"
#include "base/style.h"

/* Scripts depend on these. */
enum {
    EXIT_DONE = 0,
    EXIT_NO = 1,    /* the answer is "no" */
    EXIT_USAGE = 2, /* the command line is wrong */
    EXIT_ERROR = 3, /* the work could not be done, or not all of it */
};

/* What a value or an operand may be: for completion. */
enum arg_kind {
    ARG_TEXT,
    ARG_FILE,
    ARG_COMMAND, /* the name of a command */
};

struct opt {
    const char *name;           /* "format", without the hyphens */
    char letter;                /* 'f' for -f, or 0 */
    const char *value;          /* "FORMAT"; NULL for a flag */
    const char *const *choices; /* NULL-terminated; NULL: any value */
    enum arg_kind kind;
    bool repeats;          /* may be given more than once */
    const char *otherwise; /* what args_value gives if it is not given */
    const char *help;      /* one or more sentences */
};

struct example {
    const char *line; /* as typed at the root of the repository */
    const char *what; /* what one sees; a sentence without a full stop */
    int status;       /* the exit status it ends with */
};

struct exit_row {
    int status;
    const char *when;
};

enum cmd_group {
    GROUP_TEXT,   /* write and check an agreement */
    GROUP_STATUS, /* see where it stands */
    GROUP_INPUT,  /* bring reports in */
    GROUP_TALKS,  /* hold talks */
    GROUP_RECORD, /* keep the record, and check it */
    GROUP_SEAL,   /* seal what is confidential */
    GROUP_ABOUT,  /* about the program */
    GROUPS
};

enum stability {
    CMD_STABLE,   /* options and output fields stay */
    CMD_CHANGING, /* may still change between versions */
};

struct cli;
struct args;

struct cmd {
    const char *name;
    enum cmd_group group;
    enum stability stability;
    const char *summary;  /* "shows ...": no capital, no full stop, <= 60 */
    const char *operands; /* "AGREEMENT [REPORTS...]", or "" */
    size_t operands_min, operands_max; /* SIZE_MAX: any number */
    enum arg_kind operand_kind;
    const char *const *operand_choices; /* as of an option */
    /* Paragraphs, an empty line between; a line that begins with a space is
     * kept as it is. */
    const char *text;
    const struct opt *opts;          /* ends with name NULL; or NULL */
    const struct example *examples;  /* ends with line NULL */
    const struct exit_row *statuses; /* ends with when NULL; 2 and 3 are added
                                        where they are not told */
    /* Does the work. *status is EXIT_DONE before; on failure the status is
     * EXIT_ERROR (or EXIT_USAGE, see usage_fail) and main prints the fault. */
    err (*run)(struct cli *c, const struct args *args, int *status);
};

/* What a command is given. */
struct cli {
    struct cx *cx;
    struct arena *arena; /* lives as long as the command */
    struct buf *out;     /* standard output; sticky, checked by main */
    bool colour;         /* use style on out */
    bool colour_err;     /* ... on standard error */
    bool progress;       /* standard error is a terminal: progress is welcome */
    size_t width;        /* columns of the terminal; 80 if there is none */
    const struct cmd *cmd;
};

/* Every command, in byte order of the names; ends with NULL. */
extern const struct cmd *const commands[];
const struct cmd *command_find(const char *name);
extern const char *const group_titles[GROUPS];

/* The i-th exit status of cmd, those that all commands share included; false
 * when there are no more. */
bool command_status(const struct cmd *cmd, size_t i, struct exit_row *out);

/* The first command of group g from commands[*i] on, or NULL; *i is moved past
 * it. Begin with *i = 0. */
const struct cmd *command_next(enum cmd_group g, size_t *i);

/* Options (opts.c) */

/* Options of every command: --help, --color. */
extern const struct opt common_opts[];

struct given {
    const struct opt *opt;
    const char *value; /* NULL for a flag */
};

struct args {
    const struct cmd *cmd;
    const char *const *operands;
    size_t operands_n;
    const struct given *given;
    size_t given_n;
};

/* Reads argv[0..n): what follows the command's name. Options and operands may
 * be mixed; "--" ends the options; "-" is an operand. Fails with a fault of
 * usage that says what was meant. With --help the number of operands is not
 * checked. */
MUST_USE err args_parse(struct cli *c, const struct cmd *cmd, int n,
                        char *const *argv, struct args *out);

/* By the option's long name, which must be in the command's table. */
bool args_flag(const struct args *a, const char *name);
/* The value given (the first, if it repeats), else its `otherwise`, or NULL. */
const char *args_value(const struct args *a, const char *name);
/* The i-th value given, or NULL when there are no more. */
const char *args_value_at(const struct args *a, const char *name, size_t i);

/* A fault that ends with EXIT_USAGE and a pointer to --help. */
#define usage_fail(c, hint, ...)                                               \
    fail_typed((c)->cx, ERR_INPUT, (hint), __VA_ARGS__)

/* For a command with actions: a fault of usage that names the action, unless
 * each option given is among the action's, n names or up to NULL, or --color.
 */
MUST_USE err args_must_belong(struct cli *c, const struct args *a,
                              const char *const *options, size_t n,
                              const char *action);

/* One action of a command, `truce COMMAND NAME CASE ...`: begins each row of
 * the command's table. */
enum { ACTION_OPTIONS = 20 };
struct action_form {
    const char *name;
    size_t min, max; /* operands after CASE */
    const char *usage;
    const char *options[ACTION_OPTIONS]; /* that belong to it */
};
/* The row of a table of n rows of `size` bytes that the first operand names. A
 * fault of usage names what there is, or how it is used. */
MUST_USE err args_action(struct cli *c, const struct args *a, const void *rows,
                         size_t size, size_t n, size_t *row_out);

/* Messages beside the result: "truce status: ..." on standard error, at once.
 * Bytes that could disturb a terminal are shown escaped. */
PRINTF_LIKE(2, 3) void cli_note(struct cli *c, const char *fmt, ...);

/* Progress of long work (progress.c): a line on standard error that is
 * rewritten at most ten times a second, begins after half a second, and is gone
 * at the end; nothing unless c->progress. `what` is "reports", "days", ... */
struct progress {
    struct cli *cli;
    const char *what;
    uint64_t begin_ns, last_ns;
    bool shown;
};

void progress_begin(struct progress *p, struct cli *c, const char *what);
/* self is the struct progress, so that the function can be passed on as a
 * callback. total 0: not known. */
void progress_update(void *self, uint64_t done, uint64_t total);
void progress_end(struct progress *p);

/* Derived texts (help.c, man.c, complete.c) */

void help_overview(struct buf *b, bool colour);
void help_command(struct buf *b, bool colour, const struct cmd *cmd);
/* cmd NULL: truce(1). */
void man_page(struct buf *b, const struct cmd *cmd);
void complete_bash(struct buf *b);
void complete_zsh(struct buf *b);
void complete_fish(struct buf *b);

#endif
