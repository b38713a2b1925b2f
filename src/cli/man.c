/* cli/man.c: man pages in man(7), from the commands' tables: truce(1) and
 * truce-COMMAND(1). No dates in them, so that builds are reproducible. */
#include "cli/cli.h"

#include "version.h"

/* Text with roff's own characters escaped; hyphens stay what they are typed
 * as, so that options can be copied. */
static void roff(struct buf *b, const char *text)
{
    bool line_start = true;
    for (const char *p = text; *p != '\0'; p++) {
        if (line_start && (*p == '.' || *p == '\''))
            buf_c(b, "\\&");
        if (*p == '\\')
            buf_c(b, "\\e");
        else if (*p == '-')
            buf_c(b, "\\-");
        else
            buf_char(b, *p);
        line_start = *p == '\n';
    }
}

static void bold_line(struct buf *b, const char *text)
{
    buf_c(b, ".B \"");
    for (const char *p = text; *p != '\0'; p++) {
        char one[2] = {*p, '\0'};
        if (*p == '"')
            buf_c(b, "\"\"");
        else
            roff(b, one);
    }
    buf_c(b, "\"\n");
}

static void title(struct buf *b, const char *upper_from, const char *summary)
{
    buf_c(b, ".TH \"");
    for (const char *p = upper_from; *p != '\0'; p++)
        buf_char(b, *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p);
    buf_c(b, "\" 1 \"\" \"truce " TRUCE_VERSION "\"\n.SH NAME\n");
    roff(b, upper_from);
    buf_c(b, " \\- ");
    roff(b, summary);
    buf_char(b, '\n');
}

static void paragraphs(struct buf *b, const char *text)
{
    str rest = str_of(text);
    bool literal = false;
    while (rest.n > 0) {
        str line;
        char piece[2] = "";
        str_cut(rest, '\n', &line, &rest);
        bool verbatim = line.n > 0 && line.p[0] == ' ';
        if (line.n == 0 && rest.n > 0 && rest.p[0] == ' ')
            continue; /* the literal block begins a paragraph itself */
        if (verbatim != literal)
            buf_c(b, verbatim ? ".PP\n.nf\n" : ".fi\n");
        literal = verbatim;
        if (line.n == 0) {
            buf_c(b, ".PP\n");
            continue;
        }
        if (line.p[0] == '.' || line.p[0] == '\'')
            buf_c(b, "\\&");
        for (size_t i = 0; i < line.n; i++) {
            piece[0] = line.p[i];
            if (piece[0] == '.' || piece[0] == '\'')
                buf_char(b, piece[0]);
            else
                roff(b, piece);
        }
        buf_char(b, '\n');
    }
    if (literal)
        buf_c(b, ".fi\n");
}

static void options(struct buf *b, const struct opt *o)
{
    for (; o != NULL && o->name != NULL; o++) {
        buf_c(b, ".TP\n");
        if (o->letter != 0)
            buf_printf(b, "\\fB\\-%c\\fR, ", o->letter);
        buf_c(b, "\\fB\\-\\-");
        roff(b, o->name);
        buf_c(b, "\\fR");
        if (o->value != NULL)
            buf_printf(b, " \\fI%s\\fR", o->value);
        buf_char(b, '\n');
        roff(b, o->help);
        buf_char(b, '\n');
    }
}

static void status(struct buf *b, int number, const char *when)
{
    buf_printf(b, ".TP\n.B %d\n", number);
    roff(b, when);
    buf_char(b, '\n');
}

static void page_of_command(struct buf *b, const struct cmd *cmd)
{
    char name[64];
    snprintf(name, sizeof name, "truce-%s", cmd->name);
    title(b, name, cmd->summary);
    buf_c(b, ".SH SYNOPSIS\n.B truce ");
    roff(b, cmd->name);
    buf_c(b, "\n[\\fIOPTIONS\\fR] ");
    roff(b, cmd->operands);
    buf_c(b, "\n.SH DESCRIPTION\n");
    paragraphs(b, cmd->text);
    buf_c(b, ".SH OPTIONS\n");
    options(b, cmd->opts);
    options(b, common_opts);
    buf_c(b, ".SH EXIT STATUS\n");
    struct exit_row row;
    for (size_t i = 0; command_status(cmd, i, &row); i++)
        status(b, row.status, row.when);
    buf_c(b, ".SH EXAMPLES\n");
    for (const struct example *e = cmd->examples; e->line != NULL; e++) {
        buf_c(b, ".TP\n");
        bold_line(b, e->line);
        roff(b, e->what);
        buf_char(b, '\n');
    }
    if (cmd->stability == CMD_CHANGING)
        buf_c(b, ".SH STABILITY\nThis command may still change between "
                 "versions.\n");
    buf_c(b, ".SH SEE ALSO\n.BR truce (1)\n");
}

static void page_of_program(struct buf *b)
{
    title(b, "truce",
          "from an agreement's text to what is owed, and what is known of it");
    buf_c(b, ".SH SYNOPSIS\n.B truce\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR] "
             "[\\fIFILES\\fR...]\n.SH DESCRIPTION\n");
    paragraphs(b, "An agreement is a readable text; reports are lines of "
                  "JSON. For each obligation truce computes what was owed, "
                  "what is reported done, by whose account, on which reports, "
                  "and what nobody has reported. It takes no side: where "
                  "accounts differ it shows them side by side.");
    for (size_t g = 0; g < GROUPS; g++) {
        size_t i = 0;
        const struct cmd *cmd = command_next((enum cmd_group)g, &i);
        if (cmd != NULL)
            buf_printf(b, ".SS %s\n", group_titles[g]);
        for (; cmd != NULL; cmd = command_next((enum cmd_group)g, &i)) {
            buf_c(b, ".TP\n.BR truce\\-");
            roff(b, cmd->name);
            buf_c(b, " (1)\n");
            roff(b, cmd->summary);
            buf_char(b, '\n');
        }
    }
    buf_c(b, ".SH OPTIONS\n");
    options(b, common_opts);
    buf_c(b, ".TP\n\\fB\\-\\-version\\fR\nPrints the version, as `truce "
             "version`.\n.SH EXIT STATUS\n");
    status(b, 0, "done");
    status(b, 1, "the answer is \"no\"");
    status(b, 2, "the command line is wrong");
    status(b, 3, "the work could not be done, or not all of it");
    buf_c(b, ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nIf set and not empty, no "
             "colour unless \\-\\-color always.\n.TP\n.B TRUCE_TRACE\nIf set "
             "and not empty, an error is followed by the places in the source "
             "that it passed.\n");
}

void man_page(struct buf *b, const struct cmd *cmd)
{
    if (cmd == NULL)
        page_of_program(b);
    else
        page_of_command(b, cmd);
}
