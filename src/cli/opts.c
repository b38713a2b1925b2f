/* cli/opts.c: reads a command line by a command's table, see cli.h.
 *
 * No abbreviations of long options: a script that uses one would break when a
 * second option begins alike. A wrong one gets a suggestion instead. */
#include "cli/cli.h"

#include "base/suggest.h"
#include "base/vec.h"

static const char *const color_choices[] = {"auto", "always", "never", NULL};

const struct opt common_opts[] = {
    {.name = "color",
     .value = "WHEN",
     .choices = color_choices,
     .help = "Colour: auto (on a terminal, unless NO_COLOR is set), always or "
             "never."},
    {.name = "help", .letter = 'h', .help = "Prints the help of the command."},
    {.name = NULL},
};

static const struct opt *find_in(const struct opt *table, str name)
{
    for (; table != NULL && table->name != NULL; table++)
        if (str_eq(str_of(table->name), name))
            return table;
    return NULL;
}

static const struct opt *find_name(const struct cmd *cmd, str name)
{
    const struct opt *o = find_in(cmd->opts, name);
    return o != NULL ? o : find_in(common_opts, name);
}

static const struct opt *find_letter(const struct cmd *cmd, char letter)
{
    for (const struct opt *o = cmd->opts; o != NULL && o->name != NULL; o++)
        if (o->letter == letter)
            return o;
    for (const struct opt *o = common_opts; o->name != NULL; o++)
        if (o->letter == letter)
            return o;
    return NULL;
}

static void offer_all(struct suggest *s, const struct opt *table)
{
    for (; table != NULL && table->name != NULL; table++)
        suggest_offer(s, str_of(table->name));
}

static err unknown_option(struct cli *c, const struct cmd *cmd, str name)
{
    struct suggest s;
    str hint = STR("");
    suggest_init(&s, name);
    offer_all(&s, cmd->opts);
    offer_all(&s, common_opts);
    if (s.best.n > 0)
        TRY_ROOM(c->cx, c->arena,
                 arena_printf(c->arena, &hint, "did you mean --%.*s?",
                              STR_ARG(s.best)));
    return usage_fail(c, hint.p, "there is no option --%.*s", STR_ARG(name));
}

/* "text, json, csv" */
static err list_choices(struct cli *c, const char *const *choices, str *out)
{
    struct buf b;
    buf_init(&b, c->arena, 4096);
    for (size_t i = 0; choices[i] != NULL; i++) {
        if (i > 0)
            buf_c(&b, ", ");
        buf_c(&b, choices[i]);
    }
    buf_char(&b, '\0');
    TRY(c->cx, buf_finish(c->cx, &b));
    *out = (str){b.p, b.n - 1};
    return OK;
}

/* Fails unless value is one of choices; what names the option or operand. */
static err check_choice(struct cli *c, const char *what,
                        const char *const *choices, const char *value)
{
    struct suggest s;
    str list, hint = STR("");
    if (choices == NULL)
        return OK;
    suggest_init(&s, str_of(value));
    for (size_t i = 0; choices[i] != NULL; i++) {
        if (strcmp(choices[i], value) == 0)
            return OK;
        suggest_offer(&s, str_of(choices[i]));
    }
    TRY(c->cx, list_choices(c, choices, &list));
    if (s.best.n > 0)
        TRY_ROOM(c->cx, c->arena,
                 arena_printf(c->arena, &hint, "did you mean %.*s?",
                              STR_ARG(s.best)));
    return usage_fail(c, hint.p, "%s \"%s\" is not one of %.*s", what, value,
                      STR_ARG(list));
}

typedef VEC(struct given) given_vec;

static err give(struct cli *c, given_vec *v, const struct opt *o,
                const char *value)
{
    char what[64];
    if (value != NULL) {
        snprintf(what, sizeof what, "--%s", o->name);
        TRY(c->cx, check_choice(c, what, o->choices, value));
    }
    for (size_t i = 0; i < v->n && o->value != NULL && !o->repeats; i++)
        if (v->p[i].opt == o)
            return usage_fail(c, "", "--%s is given twice", o->name);
    TRY_ROOM(c->cx, c->arena,
             vec_push(c->arena, v, ((struct given){o, value})));
    return OK;
}

/* --name, --name=value, --name value. *i is the place in argv. */
static err long_option(struct cli *c, const struct cmd *cmd, int n,
                       char *const *argv, int *i, given_vec *v)
{
    str name, rest;
    const char *value = NULL;
    bool has_value = str_cut(str_of(argv[*i] + 2), '=', &name, &rest);
    const struct opt *o = find_name(cmd, name);
    if (o == NULL)
        return unknown_option(c, cmd, name);
    if (o->value == NULL && has_value)
        return usage_fail(c, "", "--%s takes no value", o->name);
    if (o->value != NULL && has_value) {
        value = rest.p; /* argv's strings end where their rest ends */
        if (rest.n == 0)
            value = "";
    } else if (o->value != NULL) {
        if (*i + 1 >= n)
            return usage_fail(c, "", "--%s needs its %s", o->name, o->value);
        value = argv[++*i];
    }
    return give(c, v, o, value);
}

/* -a, -abc (flags), -f value, -fvalue. */
static err short_options(struct cli *c, const struct cmd *cmd, int n,
                         char *const *argv, int *i, given_vec *v)
{
    for (const char *p = argv[*i] + 1; *p != '\0'; p++) {
        const struct opt *o = find_letter(cmd, *p);
        if (o == NULL)
            return usage_fail(c, "", "there is no option -%c (in \"%s\")", *p,
                              argv[*i]);
        if (o->value == NULL) {
            TRY(c->cx, give(c, v, o, NULL));
            continue;
        }
        if (p[1] != '\0')
            return give(c, v, o, p + 1);
        if (*i + 1 >= n)
            return usage_fail(c, "", "-%c needs its %s", *p, o->value);
        return give(c, v, o, argv[++*i]);
    }
    return OK;
}

static err check_operands(struct cli *c, const struct cmd *cmd,
                          const char *const *operands, size_t n)
{
    if (n < cmd->operands_min)
        return usage_fail(c, "", "%s is missing (usage: truce %s %s)",
                          n == 0 && cmd->operands_min > 1 ? "all of the input"
                                                          : "an operand",
                          cmd->name, cmd->operands);
    if (n > cmd->operands_max)
        return usage_fail(
            c, "", "\"%s\" is one operand too many (usage: truce %s%s%s)",
            operands[cmd->operands_max], cmd->name,
            *cmd->operands == '\0' ? "" : " ", cmd->operands);
    for (size_t i = 0; i < n; i++)
        TRY(c->cx,
            check_choice(c, "the operand", cmd->operand_choices, operands[i]));
    return OK;
}

err args_parse(struct cli *c, const struct cmd *cmd, int n, char *const *argv,
               struct args *out)
{
    VEC(const char *) operands = {0};
    given_vec given = {0};
    bool only_operands = false;

    for (int i = 0; i < n; i++) {
        const char *a = argv[i];
        if (only_operands || a[0] != '-' || a[1] == '\0')
            TRY_ROOM(c->cx, c->arena, vec_push(c->arena, &operands, a));
        else if (strcmp(a, "--") == 0)
            only_operands = true;
        else if (a[1] == '-')
            TRY(c->cx, long_option(c, cmd, n, argv, &i, &given));
        else
            TRY(c->cx, short_options(c, cmd, n, argv, &i, &given));
    }
    *out = (struct args){.cmd = cmd,
                         .operands = operands.p,
                         .operands_n = operands.n,
                         .given = given.p,
                         .given_n = given.n};
    if (!args_flag(out, "help"))
        TRY(c->cx, check_operands(c, cmd, operands.p, operands.n));
    return OK;
}

static const struct opt *known(const struct args *a, const char *name)
{
    const struct opt *o = find_name(a->cmd, str_of(name));
    if (o == NULL)
        BUG("an option that is not in the command's table");
    return o;
}

const char *args_value_at(const struct args *a, const char *name, size_t i)
{
    const struct opt *o = known(a, name);
    for (size_t k = 0; k < a->given_n; k++)
        if (a->given[k].opt == o && i-- == 0)
            return a->given[k].value;
    return NULL;
}

const char *args_value(const struct args *a, const char *name)
{
    const char *value = args_value_at(a, name, 0);
    return value != NULL ? value : known(a, name)->otherwise;
}

bool args_flag(const struct args *a, const char *name)
{
    const struct opt *o = known(a, name);
    for (size_t k = 0; k < a->given_n; k++)
        if (a->given[k].opt == o)
            return true;
    return false;
}

static bool is_among(const char *name, const char *const *options, size_t n)
{
    for (size_t i = 0; i < n && options[i] != NULL; i++)
        if (strcmp(options[i], name) == 0)
            return true;
    return strcmp(name, "color") == 0;
}

err args_must_belong(struct cli *c, const struct args *a,
                     const char *const *options, size_t n, const char *action)
{
    for (size_t i = 0; i < a->given_n; i++)
        if (!is_among(a->given[i].opt->name, options, n))
            return usage_fail(c, "", "--%s does not belong to truce %s %s",
                              a->given[i].opt->name, a->cmd->name, action);
    return OK;
}

static const struct action_form *action_at(const void *rows, size_t size,
                                           size_t i)
{
    return (const void *)((const char *)rows + i * size);
}

static err no_action(struct cli *c, const struct args *a, const void *rows,
                     size_t size, size_t n)
{
    struct suggest s;
    struct buf hint;
    const char *given = a->operands[0];
    buf_init(&hint, c->arena, FAULT_HINT_BYTES);
    suggest_init(&s, str_of(given));
    for (size_t i = 0; i < n; i++)
        suggest_offer(&s, str_of(action_at(rows, size, i)->name));
    if (s.best.n > 0)
        buf_printf(&hint, "did you mean truce %s %.*s?", a->cmd->name,
                   STR_ARG(s.best));
    for (size_t i = 0; s.best.n == 0 && i < n; i++)
        buf_printf(&hint, "%s %s", i == 0 ? "there are:" : ",",
                   action_at(rows, size, i)->name);
    buf_char(&hint, '\0');
    return usage_fail(c, buf_view(&hint).p, "there is no truce %s %s",
                      a->cmd->name, given);
}

err args_action(struct cli *c, const struct args *a, const void *rows,
                size_t size, size_t n, size_t *row_out)
{
    size_t i = 0, operands = a->operands_n;
    while (i < n && strcmp(action_at(rows, size, i)->name, a->operands[0]) != 0)
        i++;
    if (i == n)
        return no_action(c, a, rows, size, n);
    const struct action_form *f = action_at(rows, size, i);
    if (operands < 2 || operands - 2 < f->min || operands - 2 > f->max)
        return usage_fail(c, "", "usage: truce %s %s", a->cmd->name, f->usage);
    TRY(c->cx, args_must_belong(c, a, f->options, ACTION_OPTIONS, f->name));
    *row_out = i;
    return OK;
}
