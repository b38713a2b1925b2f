/* cli/help.c: `truce help` and `truce COMMAND --help`, from the commands'
 * tables. Lines are at most 80 columns wide whatever the terminal, so that
 * they can be quoted. */
#include "cli/cli.h"

#include "base/utf8.h"

enum { WIDTH = 80, INDENT = 2, OPT_COLUMN = 24 };

/* Words of one paragraph from column `at` on, continued at `indent`. */
static void wrap(struct buf *b, str text, size_t at, size_t indent)
{
    bool first = true;
    while (text.n > 0) {
        str word;
        str_cut(text, ' ', &word, &text);
        size_t w = utf8_width(word);
        if (w == 0)
            continue;
        if (!first && at + 1 + w > WIDTH) {
            buf_char(b, '\n');
            buf_fill(b, ' ', indent);
            at = indent;
        } else if (!first) {
            buf_char(b, ' ');
            at++;
        }
        buf_str(b, word);
        at += w;
        first = false;
    }
    buf_char(b, '\n');
}

static void paragraphs(struct buf *b, const char *text)
{
    str rest = str_of(text);
    while (rest.n > 0) {
        str line;
        str_cut(rest, '\n', &line, &rest);
        buf_fill(b, ' ', line.n == 0 ? 0 : INDENT);
        if (line.n > 0 && line.p[0] == ' ') {
            buf_str(b, line);
            buf_char(b, '\n');
        } else {
            wrap(b, line, INDENT, INDENT);
        }
    }
}

static void heading(struct buf *b, bool colour, const char *text)
{
    buf_char(b, '\n');
    buf_styled(b, colour, STYLE_BOLD, str_of(text));
    buf_char(b, '\n');
}

/* "  term      what it means", the meaning beginning at column. */
static void definition(struct buf *b, bool colour, str term, size_t column,
                       const char *what)
{
    size_t w = INDENT + utf8_width(term);
    buf_fill(b, ' ', INDENT);
    buf_styled(b, colour, STYLE_BOLD, term);
    if (w + 2 > column) {
        buf_char(b, '\n');
        w = 0;
    }
    buf_fill(b, ' ', column - w);
    wrap(b, str_of(what), column, column);
}

/* A command line; one that is too long is continued by a backslash, so that it
 * can still be copied. Not broken inside quotes. */
static void command_line(struct buf *b, bool colour, const char *line)
{
    const char *p = line;
    size_t at = INDENT;
    bool quoted = false;
    buf_fill(b, ' ', INDENT);
    buf_style_on(b, colour, STYLE_BOLD);
    while (*p != '\0') {
        const char *end = p;
        while (*end != '\0' && (*end != ' ' || quoted)) {
            quoted ^= *end == '\'';
            end++;
        }
        str word = {p, (size_t)(end - p)};
        size_t w = utf8_width(word);
        if (p > line && at + 1 + w + 2 > WIDTH) {
            buf_c(b, " \\\n");
            buf_fill(b, ' ', 2 * INDENT);
            at = 2 * INDENT;
        } else if (p > line) {
            buf_char(b, ' ');
            at++;
        }
        buf_str(b, word);
        at += w;
        p = *end == ' ' ? end + 1 : end;
    }
    buf_style_off(b, colour, STYLE_BOLD);
    buf_char(b, '\n');
}

static void options(struct buf *b, bool colour, const struct opt *o)
{
    for (; o != NULL && o->name != NULL; o++) {
        char term[96];
        char letter[8] = "    ";
        if (o->letter != 0)
            snprintf(letter, sizeof letter, "-%c, ", o->letter);
        int n = snprintf(term, sizeof term, "%s--%s%s%s", letter, o->name,
                         o->value == NULL ? "" : " ",
                         o->value == NULL ? "" : o->value);
        if (n > 0)
            definition(b, colour, str_of(term), OPT_COLUMN, o->help);
    }
}

void help_overview(struct buf *b, bool colour)
{
    buf_styled(b, colour, STYLE_BOLD, STR("truce"));
    buf_c(b, ": from an agreement's text to what is owed, and what is known "
             "of it\n\nUsage: truce COMMAND [OPTIONS] [FILES...]\n");
    for (size_t g = 0; g < GROUPS; g++) {
        size_t i = 0;
        const struct cmd *cmd = command_next((enum cmd_group)g, &i);
        if (cmd != NULL)
            heading(b, colour, group_titles[g]);
        for (; cmd != NULL; cmd = command_next((enum cmd_group)g, &i))
            definition(b, colour, str_of(cmd->name), 16, cmd->summary);
    }
    buf_c(b, "\n`truce help COMMAND` tells more.\n");
}

void help_command(struct buf *b, bool colour, const struct cmd *cmd)
{
    buf_styled(b, colour, STYLE_BOLD, STR("truce "));
    buf_styled(b, colour, STYLE_BOLD, str_of(cmd->name));
    buf_printf(b, ": %s\n", cmd->summary);
    buf_printf(b, "\nUsage: truce %s [OPTIONS]%s%s\n\n", cmd->name,
               *cmd->operands == '\0' ? "" : " ", cmd->operands);
    paragraphs(b, cmd->text);
    heading(b, colour, "Options");
    options(b, colour, cmd->opts);
    options(b, colour, common_opts);
    heading(b, colour, "Examples");
    for (const struct example *e = cmd->examples; e->line != NULL; e++) {
        command_line(b, colour, e->line);
        buf_fill(b, ' ', 2 * INDENT + 2);
        wrap(b, str_of(e->what), 2 * INDENT + 2, 2 * INDENT + 2);
    }
    heading(b, colour, "Exit status");
    struct exit_row row;
    for (size_t i = 0; command_status(cmd, i, &row); i++) {
        char term[16];
        snprintf(term, sizeof term, "%d", row.status);
        definition(b, colour, str_of(term), 6, row.when);
    }
    if (cmd->stability == CMD_CHANGING)
        buf_c(b, "\nThis command may still change between versions.\n");
}
