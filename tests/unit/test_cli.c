/* Tests of the commands' tables: what the help, the man pages and the
 * completion rely on. */
#include "tests/test.h"

#include "base/utf8.h"
#include "cli/cli.h"

static bool is_sentence(const char *s)
{
    size_t n = strlen(s);
    return n > 0 && s[n - 1] == '.' && s[0] >= 'A' && s[0] <= 'Z';
}

static void check_opts(const struct opt *opts)
{
    for (const struct opt *o = opts; o != NULL && o->name != NULL; o++) {
        CHECK(strcmp(o->name, "help") != 0 && strcmp(o->name, "color") != 0);
        CHECK(o->letter != 'h');
        if (!is_sentence(o->help))
            FAIL("--%s: the help is no sentence", o->name);
        CHECK(o->value != NULL || (o->choices == NULL && !o->otherwise));
        for (const struct opt *p = opts; p < o; p++) {
            CHECK(strcmp(p->name, o->name) != 0);
            CHECK(o->letter == 0 || p->letter != o->letter);
        }
        bool found = o->otherwise == NULL || o->choices == NULL;
        for (size_t i = 0; o->choices != NULL && o->choices[i] != NULL; i++)
            found = found || strcmp(o->choices[i], o->otherwise) == 0;
        CHECK(found);
    }
}

void test_cli__tables_are_complete(void)
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        const struct cmd *cmd = commands[i];
        CASE("%s", cmd->name);
        CHECK(command_find(cmd->name) == cmd);
        CHECK(i == 0 || strcmp(commands[i - 1]->name, cmd->name) < 0);
        CHECK(cmd->run != NULL && cmd->group < GROUPS);
        CHECK(cmd->operands_min <= cmd->operands_max);
        CHECK((cmd->operands_max == 0) == (*cmd->operands == '\0'));
        size_t n = strlen(cmd->summary);
        CHECK(n > 0 && n <= 62 && cmd->summary[n - 1] != '.');
        CHECK(cmd->summary[0] >= 'a' && cmd->summary[0] <= 'z');
        CHECK(strlen(cmd->text) > 40);
        CHECK(cmd->examples != NULL && cmd->examples[0].line != NULL);
        for (const struct example *e = cmd->examples; e->line != NULL; e++) {
            CHECK(strstr(e->line, "truce") != NULL);
            CHECK(e->what[strlen(e->what) - 1] != '.');
        }
        CHECK(cmd->statuses[0].status == EXIT_DONE);
        struct exit_row row;
        unsigned seen = 0;
        for (size_t k = 0; command_status(cmd, k, &row); k++) {
            CHECK(row.status >= 0 && row.status <= 3);
            CHECK((seen >> row.status & 1) == 0);
            seen |= 1u << row.status;
        }
        CHECK((seen & 13u) == 13u); /* 0, 2, 3; 1 where it can be */
        check_opts(cmd->opts);
    }
}

void test_cli__help_fits_80_columns(void)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    help_overview(&b, false);
    for (size_t i = 0; commands[i] != NULL; i++)
        help_command(&b, false, commands[i]);
    str text = buf_view(&b);
    while (text.n > 0) {
        str line;
        str_cut(text, '\n', &line, &text);
        if (utf8_width(line) > 80 || str_ends(line, STR(" ")))
            FAIL("too wide, or a space at its end: %.*s", STR_ARG(line));
    }
}

static const char *const colours[] = {"red", "blue", NULL};
static const struct opt opts[] = {
    {.name = "all", .letter = 'a', .help = "All."},
    {.name = "brief", .letter = 'b', .help = "Brief."},
    {.name = "choose",
     .letter = 'c',
     .value = "X",
     .repeats = true,
     .help = "Choose."},
    {.name = "tint",
     .value = "T",
     .choices = colours,
     .otherwise = "red",
     .help = "Tint."},
    {.name = NULL},
};
static const struct cmd sample = {.name = "sample",
                                  .operands = "A [B]",
                                  .operands_min = 1,
                                  .operands_max = 2,
                                  .opts = opts};

static bool parse(int n, const char *const *argv, struct args *args)
{
    struct cli c = {.cx = test_cx(), .arena = test_arena()};
    char *copy[16];
    for (int i = 0; i < n; i++) {
        str s;
        CHECK(arena_dup_str(test_arena(), str_of(argv[i]), &s));
        copy[i] = (char *)(uintptr_t)s.p;
    }
    return is_ok(args_parse(&c, &sample, n, copy, args));
}
#define PARSE(args, ...)                                                       \
    parse((int)COUNT_OF(((const char *[]){__VA_ARGS__})),                      \
          (const char *const[]){__VA_ARGS__}, (args))

void test_cli__options_and_operands_mix(void)
{
    struct args a;
    CHECK(PARSE(&a, "x", "-ab", "--choose=1", "-c2", "-c", "3", "--", "-y"));
    CHECK(args_flag(&a, "all") && args_flag(&a, "brief"));
    CHECK(strcmp(args_value_at(&a, "choose", 0), "1") == 0);
    CHECK(strcmp(args_value_at(&a, "choose", 1), "2") == 0);
    CHECK(strcmp(args_value_at(&a, "choose", 2), "3") == 0);
    CHECK(args_value_at(&a, "choose", 3) == NULL);
    CHECK(strcmp(args_value(&a, "tint"), "red") == 0);
    CHECK_INT(a.operands_n, 2);
    CHECK(strcmp(a.operands[0], "x") == 0 && strcmp(a.operands[1], "-y") == 0);

    CHECK(PARSE(&a, "-", "--tint", "blue"));
    CHECK(strcmp(a.operands[0], "-") == 0 && !args_flag(&a, "all"));
    CHECK(strcmp(args_value(&a, "tint"), "blue") == 0);
    CHECK(PARSE(&a, "x", "--choose="));
    CHECK(strcmp(args_value(&a, "choose"), "") == 0);
    CHECK(PARSE(&a, "--help") && a.operands_n == 0);
}

void test_cli__wrong_command_lines(void)
{
    static const struct {
        const char *argv[4];
        const char *message, *hint;
    } rows[] = {
        {{"-a"}, "an operand is missing", ""},
        {{"x", "y", "z"}, "\"z\" is one operand too many", ""},
        {{"x", "--al"}, "no option --al", "--all"},
        {{"x", "--zzzzzz"}, "no option --zzzzzz", ""},
        {{"x", "-z"}, "no option -z", ""},
        {{"x", "--all=1"}, "--all takes no value", ""},
        {{"x", "--choose"}, "--choose needs its X", ""},
        {{"x", "-c"}, "-c needs its X", ""},
        {{"x", "--tint=blu"}, "not one of red, blue", "blue"},
        {{"x", "--tint=red", "--tint=red"}, "given twice", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct args a;
        int n = 0;
        while (n < 4 && rows[i].argv[n] != NULL)
            n++;
        CASE("row %zu", i);
        CHECK(!parse(n, rows[i].argv, &a));
        const struct fault *f = &test_cx()->fault;
        if (strstr(f->message, rows[i].message) == NULL ||
            strstr(f->hint, rows[i].hint) == NULL)
            FAIL("\"%s\" (%s)", f->message, f->hint);
    }
}
