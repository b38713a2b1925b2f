/* cli/complete.c: completion scripts for bash, zsh and fish, from the
 * commands' tables. */
#include "cli/cli.h"

static void words(struct buf *b, const char *const *choices)
{
    for (size_t i = 0; choices[i] != NULL; i++) {
        if (i > 0)
            buf_char(b, ' ');
        buf_c(b, choices[i]);
    }
}

static void names(struct buf *b)
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (i > 0)
            buf_char(b, ' ');
        buf_c(b, commands[i]->name);
    }
}

/* In single quotes, for all three shells; the texts have no backslashes. */
static void quoted(struct buf *b, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '\'')
            buf_c(b, "'\\''");
        else
            buf_char(b, *p);
    }
}

/* bash: one function; COMPREPLY from the word before, then the command. */

static void bash_option_names(struct buf *b, const struct opt *o)
{
    for (; o != NULL && o->name != NULL; o++)
        buf_printf(b, " --%s", o->name);
}

static void bash_values(struct buf *b, const char *command, const struct opt *o)
{
    for (; o != NULL && o->name != NULL; o++) {
        if (o->value == NULL)
            continue;
        buf_printf(b, "    %s:--%s", command, o->name);
        if (o->letter != 0)
            buf_printf(b, " | %s:-%c", command, o->letter);
        buf_c(b, ")\n        ");
        if (o->choices != NULL) {
            buf_c(b, "words=\"");
            words(b, o->choices);
            buf_c(b, "\" ;;\n");
        } else if (o->kind == ARG_FILE) {
            buf_c(b, "files=yes ;;\n");
        } else {
            buf_c(b, "return ;;\n");
        }
    }
}

void complete_bash(struct buf *b)
{
    buf_c(b, "# truce: completion for bash. Load it with\n"
             "#     source <(truce completion bash)\n"
             "_truce() {\n"
             "    local cur=${COMP_WORDS[COMP_CWORD]} cmd='' words='' files=''"
             "\n"
             "    local prev=${COMP_WORDS[COMP_CWORD-1]} line\n"
             "    [ \"$COMP_CWORD\" -gt 1 ] && cmd=${COMP_WORDS[1]}\n"
             "    COMPREPLY=()\n"
             "    case \"$cmd:$prev\" in\n"
             "    :*)\n        words=\"");
    names(b);
    buf_c(b, " --help --version\" ;;\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        bash_values(b, commands[i]->name, commands[i]->opts);
        bash_values(b, commands[i]->name, common_opts);
    }
    for (size_t i = 0; commands[i] != NULL; i++) {
        const struct cmd *cmd = commands[i];
        buf_printf(b, "    %s:*)\n        words=\"", cmd->name);
        if (cmd->operand_choices != NULL)
            words(b, cmd->operand_choices);
        else if (cmd->operand_kind == ARG_COMMAND)
            names(b);
        buf_c(b, "\"\n        case \"$cur\" in -*) words=\"");
        bash_option_names(b, cmd->opts);
        bash_option_names(b, common_opts);
        buf_c(b, "\" ;; ");
        if (cmd->operand_kind == ARG_FILE)
            buf_c(b, "*) files=yes ;; ");
        buf_c(b, "esac ;;\n");
    }
    buf_c(b, "    esac\n"
             "    if [ -n \"$files\" ]; then\n"
             "        while IFS= read -r line; do COMPREPLY+=(\"$line\")\n"
             "        done < <(compgen -f -- \"$cur\")\n"
             "        compopt -o filenames 2>/dev/null\n"
             "    else\n"
             "        while IFS= read -r line; do COMPREPLY+=(\"$line\")\n"
             "        done < <(compgen -W \"$words\" -- \"$cur\")\n"
             "    fi\n"
             "}\n"
             "complete -F _truce truce\n");
}

/* zsh: _arguments specifications. */

static void zsh_text(struct buf *b, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        char one[2] = {*p, '\0'};
        if (*p == ':' || *p == '[' || *p == ']')
            buf_char(b, '\\');
        quoted(b, one);
    }
}

static void zsh_kind(struct buf *b, const char *const *choices,
                     enum arg_kind kind)
{
    if (choices != NULL) {
        buf_char(b, '(');
        words(b, choices);
        buf_char(b, ')');
    } else if (kind == ARG_FILE) {
        buf_c(b, "_files");
    } else if (kind == ARG_COMMAND) {
        buf_char(b, '(');
        names(b);
        buf_char(b, ')');
    }
}

static void zsh_options(struct buf *b, const struct opt *o)
{
    for (; o != NULL && o->name != NULL; o++) {
        buf_printf(b, " \\\n        '%s--%s%s[", o->repeats ? "*" : "", o->name,
                   o->value == NULL ? "" : "=");
        zsh_text(b, o->help);
        buf_char(b, ']');
        if (o->value != NULL) {
            buf_printf(b, ":%s:", o->value);
            zsh_kind(b, o->choices, o->kind);
        }
        buf_char(b, '\'');
    }
}

void complete_zsh(struct buf *b)
{
    buf_c(b, "#compdef truce\n"
             "# truce: completion for zsh. Load it with\n"
             "#     source <(truce completion zsh)\n"
             "_truce() {\n"
             "    if (( CURRENT == 2 )); then\n"
             "        local -a list=(");
    for (size_t i = 0; commands[i] != NULL; i++) {
        buf_printf(b, "\n            '%s:", commands[i]->name);
        quoted(b, commands[i]->summary);
        buf_char(b, '\'');
    }
    buf_c(b, ")\n"
             "        _describe command list\n"
             "        return\n"
             "    fi\n"
             "    local cmd=${words[2]}\n"
             "    shift words\n"
             "    (( CURRENT-- ))\n"
             "    case $cmd in\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        const struct cmd *cmd = commands[i];
        buf_printf(b, "    %s)\n        _arguments -s", cmd->name);
        zsh_options(b, cmd->opts);
        zsh_options(b, common_opts);
        if (cmd->operands_max > 0) {
            buf_c(b, " \\\n        '*:");
            zsh_text(b, cmd->operands);
            buf_char(b, ':');
            zsh_kind(b, cmd->operand_choices, cmd->operand_kind);
            buf_char(b, '\'');
        }
        buf_c(b, " ;;\n");
    }
    buf_c(b, "    esac\n"
             "}\n"
             "if [[ $funcstack[1] == _truce ]]; then\n"
             "    _truce \"$@\"\n"
             "elif (( $+functions[compdef] )); then\n"
             "    compdef _truce truce\n"
             "fi\n");
}

/* fish: one line per word. */

static void fish_options(struct buf *b, const char *condition,
                         const struct opt *o)
{
    for (; o != NULL && o->name != NULL; o++) {
        buf_printf(b, "complete -c truce -n '%s' -l %s", condition, o->name);
        if (o->letter != 0)
            buf_printf(b, " -s %c", o->letter);
        if (o->choices != NULL) {
            buf_c(b, " -x -a '");
            words(b, o->choices);
            buf_char(b, '\'');
        } else if (o->value != NULL) {
            buf_c(b, o->kind == ARG_FILE ? " -r -F" : " -x");
        }
        buf_c(b, " -d '");
        for (const char *p = o->help; *p != '\0'; p++) {
            if (*p == '\'')
                buf_c(b, "\\'");
            else
                buf_char(b, *p);
        }
        buf_c(b, "'\n");
    }
}

void complete_fish(struct buf *b)
{
    buf_c(b, "# truce: completion for fish. Load it with\n"
             "#     truce completion fish | source\n"
             "complete -c truce -f\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        const struct cmd *cmd = commands[i];
        char condition[96];
        buf_printf(b, "complete -c truce -n __fish_use_subcommand -a %s -d '",
                   cmd->name);
        for (const char *p = cmd->summary; *p != '\0'; p++) {
            if (*p == '\'')
                buf_c(b, "\\'");
            else
                buf_char(b, *p);
        }
        buf_c(b, "'\n");
        snprintf(condition, sizeof condition, "__fish_seen_subcommand_from %s",
                 cmd->name);
        fish_options(b, condition, cmd->opts);
        fish_options(b, condition, common_opts);
        if (cmd->operand_choices != NULL || cmd->operand_kind == ARG_COMMAND) {
            buf_printf(b, "complete -c truce -n '%s' -a '", condition);
            if (cmd->operand_choices != NULL)
                words(b, cmd->operand_choices);
            else
                names(b);
            buf_c(b, "'\n");
        } else if (cmd->operand_kind == ARG_FILE) {
            buf_printf(b, "complete -c truce -n '%s' -F\n", condition);
        }
    }
}
