/* Turns compiled time zone files into the table src/time/tz_table.c.
 *
 * Input: a tzdata.zi (for the release and the list of names, links included)
 * and a directory in which zic has compiled that file (RFC 8536 files with a
 * POSIX rule in the footer). Output: C on standard output, the same bytes for
 * the same input.
 *
 * It does not interpret the rules of tzdata.zi: zic does. It does not run zic
 * either; tools/mktz does both. It stops on anything it does not understand
 * (a footer that is not of the form Mm.w.d, more than 255 kinds in a zone)
 * instead of writing a table that is almost right.
 *
 * Read next: src/time/tz_int.h, which defines the structs written here.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_NAMES = 2000,
    MAX_FILE = 1 << 20,
    MAX_TRANSITIONS = 1 << 18,
    MAX_KINDS = 1 << 14,
    MAX_ABBREVS = 1 << 14
};

struct name {
    char text[36];   /* as struct tz has it */
    char target[36]; /* empty for a zone, else what the link names */
    size_t rules;
};

struct kind {
    int32_t offset_s;
    int dst;
    size_t abbrev;
};

struct rule_date {
    int month, week, weekday;
    long time_s;
};

struct rules {
    size_t transition, transitions;
    size_t kind, kinds;
    int yearly;
    size_t std, dst; /* kinds that hold in the footer's two seasons */
    struct rule_date dst_start, dst_end;
    const char *first_name;
};

static struct name names[MAX_NAMES];
static size_t names_n;
static int64_t at[MAX_TRANSITIONS];
static unsigned char kind_at[MAX_TRANSITIONS];
static size_t at_n;
static struct kind kinds[MAX_KINDS];
static size_t kinds_n;
static char abbrevs[MAX_ABBREVS];
static size_t abbrevs_n;
static struct rules rules[MAX_NAMES];
static size_t rules_n;
static unsigned char file[MAX_FILE];

static void die(const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    fputs("mktz: ", stderr);
    vfprintf(stderr, format, ap);
    fputs("\n", stderr);
    va_end(ap);
    exit(3);
}

static int64_t be(const unsigned char *p, size_t n)
{
    uint64_t v = p[0] & 0x80 ? UINT64_MAX : 0;

    for (size_t i = 0; i < n; i++) {
        v = v << 8 | p[i];
    }
    return (int64_t)v;
}

static size_t abbrev_put(const char *s, size_t n)
{
    for (size_t i = 0; i < abbrevs_n; i += strlen(abbrevs + i) + 1) {
        if (strlen(abbrevs + i) == n && memcmp(abbrevs + i, s, n) == 0) {
            return i;
        }
    }
    if (abbrevs_n + n + 1 > MAX_ABBREVS) {
        die("too many abbreviations");
    }
    size_t where = abbrevs_n;
    memcpy(abbrevs + where, s, n);
    abbrevs[where + n] = '\0';
    abbrevs_n += n + 1;
    return where;
}

/* The kind's index within the zone being built, which owns the last kinds. */
static size_t kind_put(struct rules *r, struct kind k)
{
    for (size_t i = 0; i < r->kinds; i++) {
        const struct kind *have = &kinds[r->kind + i];

        if (have->offset_s == k.offset_s && have->dst == k.dst &&
            have->abbrev == k.abbrev) {
            return i;
        }
    }
    if (kinds_n == MAX_KINDS || r->kinds == 255) {
        die("too many kinds of local time");
    }
    kinds[kinds_n++] = k;
    return r->kinds++;
}

/* ---- the footer: a POSIX TZ string, as in RFC 8536 section 3.3.1 ---- */

static const char *footer_abbrev(const char *p, size_t *abbrev)
{
    const char *from = p;

    if (*p == '<') {
        const char *end = strchr(p, '>');

        if (end == NULL) {
            die("footer: unclosed <");
        }
        *abbrev = abbrev_put(p + 1, (size_t)(end - p - 1));
        return end + 1;
    }
    while (isalpha((unsigned char)*p)) {
        p++;
    }
    if (p - from < 3) {
        die("footer: short abbreviation in %s", from);
    }
    *abbrev = abbrev_put(from, (size_t)(p - from));
    return p;
}

static const char *footer_time(const char *p, long *seconds)
{
    long sign = 1;
    long part[3] = {0, 0, 0};

    if (*p == '-' || *p == '+') {
        sign = *p++ == '-' ? -1 : 1;
    }
    for (int i = 0; i < 3; i++) {
        char *end;

        if (!isdigit((unsigned char)*p)) {
            die("footer: no number at %s", p);
        }
        part[i] = strtol(p, &end, 10);
        p = end;
        if (*p != ':') {
            break;
        }
        p++;
    }
    *seconds = sign * (part[0] * 3600 + part[1] * 60 + part[2]);
    return p;
}

static const char *footer_date(const char *p, struct rule_date *d)
{
    int used = 0;

    if (sscanf(p, ",M%d.%d.%d%n", &d->month, &d->week, &d->weekday, &used) !=
        3) {
        die("footer: only the form Mm.w.d is known, not %s", p);
    }
    p += used;
    d->time_s = 7200;
    return *p == '/' ? footer_time(p + 1, &d->time_s) : p;
}

static void footer_read(struct rules *r, const char *p)
{
    size_t abbrev;
    long west;

    p = footer_abbrev(p, &abbrev);
    p = footer_time(p, &west);
    r->std = kind_put(r, (struct kind){(int32_t)-west, 0, abbrev});
    r->dst = r->std;
    if (*p == '\0') {
        return;
    }
    r->yearly = 1;
    p = footer_abbrev(p, &abbrev);
    west -= 3600;
    if (*p != ',') {
        p = footer_time(p, &west);
    }
    r->dst = kind_put(r, (struct kind){(int32_t)-west, 1, abbrev});
    p = footer_date(p, &r->dst_start);
    p = footer_date(p, &r->dst_end);
    if (*p != '\0') {
        die("footer: text left over: %s", p);
    }
}

/* ---- one compiled file ---- */

static size_t file_load(const char *dir, const char *name)
{
    char path[4096];
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    f = fopen(path, "rb");
    if (f == NULL) {
        die("cannot open %s", path);
    }
    size_t n = fread(file, 1, sizeof(file) - 1, f);
    fclose(f);
    file[n] = '\0';
    return n;
}

/* Data of one version: counts in the header's order. */
static size_t block_size(const unsigned char *h, size_t time_size)
{
    size_t isut = (size_t)be(h + 20, 4);
    size_t isstd = (size_t)be(h + 24, 4);
    size_t leap = (size_t)be(h + 28, 4);
    size_t time = (size_t)be(h + 32, 4);
    size_t type = (size_t)be(h + 36, 4);
    size_t chars = (size_t)be(h + 40, 4);

    if (leap != 0) {
        die("leap seconds are not wanted here");
    }
    return time * (time_size + 1) + type * 6 + chars + isstd + isut;
}

static void zone_read(const char *dir, struct name *z)
{
    size_t n = file_load(dir, z->text);
    struct rules *r = &rules[rules_n];

    if (n < 44 || memcmp(file, "TZif", 4) != 0 || file[4] < '2') {
        die("%s: not a TZif file of version 2 or later", z->text);
    }
    const unsigned char *h = file + 44 + block_size(file, 4);
    const unsigned char *times = h + 44;
    if (times > file + n || memcmp(h, "TZif", 4) != 0) {
        die("%s: second header missing", z->text);
    }
    size_t time_n = (size_t)be(h + 32, 4);
    size_t type_n = (size_t)be(h + 36, 4);
    const unsigned char *idx = times + 8 * time_n;
    const unsigned char *types = idx + time_n;
    const unsigned char *chars = types + 6 * type_n;
    char *footer = (char *)file + (times - file) + block_size(h, 8);
    if ((unsigned char *)footer >= file + n || footer[0] != '\n') {
        die("%s: footer missing", z->text);
    }
    footer++;
    char *end = strchr(footer, '\n');
    if (end == NULL || end == footer) {
        die("%s: empty footer", z->text);
    }
    *end = '\0';

    *r = (struct rules){0};
    r->first_name = z->text;
    r->transition = at_n;
    r->kind = kinds_n;
    size_t last = SIZE_MAX;
    for (size_t i = 0; i <= time_n; i++) {
        /* Round 0 is type 0, which holds before the first transition. */
        size_t t = i == 0 ? 0 : idx[i - 1];
        const unsigned char *type = types + 6 * t;
        const char *abbrev = (const char *)chars + type[5];
        struct kind k = {(int32_t)be(type, 4), type[4],
                         abbrev_put(abbrev, strlen(abbrev))};
        size_t now = kind_put(r, k);

        /* A change to the same kind says nothing, unless it is the last one:
         * then it says from when on the footer holds (America/Nuuk, 2023). */
        if (i > 0 && (now != last || i == time_n)) {
            if (at_n == MAX_TRANSITIONS) {
                die("too many transitions");
            }
            at[at_n] = be(times + 8 * (i - 1), 8);
            kind_at[at_n] = (unsigned char)now;
            at_n++;
            r->transitions++;
        }
        last = now;
    }
    footer_read(r, footer);

    for (size_t i = 0; i < rules_n; i++) {
        const struct rules *o = &rules[i];
        int same =
            o->transitions == r->transitions && o->kinds == r->kinds &&
            o->yearly == r->yearly && o->std == r->std && o->dst == r->dst &&
            memcmp(&o->dst_start, &r->dst_start, sizeof(o->dst_start)) == 0 &&
            memcmp(&o->dst_end, &r->dst_end, sizeof(o->dst_end)) == 0;

        for (size_t j = 0; same && j < r->transitions; j++) {
            same = at[o->transition + j] == at[r->transition + j] &&
                   kind_at[o->transition + j] == kind_at[r->transition + j];
        }
        for (size_t j = 0; same && j < r->kinds; j++) {
            const struct kind *a = &kinds[o->kind + j];
            const struct kind *b = &kinds[r->kind + j];

            same = a->offset_s == b->offset_s && a->dst == b->dst &&
                   a->abbrev == b->abbrev;
        }
        if (same) {
            at_n = r->transition;
            kinds_n = r->kind;
            z->rules = i;
            return;
        }
    }
    z->rules = rules_n++;
}

/* ---- the list of names ---- */

static int name_cmp(const void *a, const void *b)
{
    return strcmp(((const struct name *)a)->text,
                  ((const struct name *)b)->text);
}

static struct name *name_find(const char *text)
{
    for (size_t i = 0; i < names_n; i++) {
        if (strcmp(names[i].text, text) == 0) {
            return &names[i];
        }
    }
    return NULL;
}

static void names_read(const char *path, char release[16])
{
    FILE *f = fopen(path, "r");
    char line[1024];

    if (f == NULL) {
        die("cannot open %s", path);
    }
    release[0] = '\0';
    while (fgets(line, sizeof(line), f) != NULL) {
        struct name *z = &names[names_n];
        char a[36];
        char b[36];

        if (sscanf(line, "# version %15s", release) == 1) {
            continue;
        }
        if (names_n == MAX_NAMES) {
            die("too many names");
        }
        *z = (struct name){.rules = SIZE_MAX};
        if (sscanf(line, "Z %35s", a) == 1) {
            strcpy(z->text, a);
            names_n++;
        } else if (sscanf(line, "L %35s %35s", a, b) == 2) {
            strcpy(z->text, b);
            strcpy(z->target, a);
            names_n++;
        }
    }
    fclose(f);
    if (release[0] == '\0' || names_n == 0) {
        die("%s: no release or no zones in it", path);
    }
}

/* ---- output ---- */

static void put_number(int *column, long long v)
{
    char text[32];
    int n = snprintf(text, sizeof(text), "%lld,", v);

    if (*column + n + 1 > 79) {
        printf("\n");
        *column = 0;
    }
    *column += printf(*column == 0 ? "    %s" : " %s", text);
}

static void put_date(const struct rule_date *d)
{
    printf("{ %d, %d, %d, %ld }", d->month, d->week, d->weekday, d->time_s);
}

static void table_print(const char *release)
{
    int column;

    printf("/* Time zones of the IANA time zone database, release %s.\n"
           " *\n"
           " * Generated by tools/mktz from tools/tz/tzdata.zi: do not edit.\n"
           " * What the fields mean: tz_int.h. The data are in the public "
           "domain.\n"
           " */\n"
           "/* clang-format off */\n"
           "#include \"time/tz_int.h\"\n\n",
           release);
    printf("const char tz_table_release[] = \"%s\";\n\n", release);

    printf("const char tz_table_abbrevs[] =\n");
    for (size_t i = 0; i < abbrevs_n; i += strlen(abbrevs + i) + 1) {
        printf("    \"%s\\0\"\n", abbrevs + i);
    }
    printf("    ;\n\n");

    printf("const struct tz_kind tz_table_kinds[] = {\n");
    for (size_t i = 0; i < kinds_n; i++) {
        printf("    { %ld, %zu, %s },\n", (long)kinds[i].offset_s,
               kinds[i].abbrev, kinds[i].dst ? "true" : "false");
    }
    printf("};\n\n");

    printf("const int64_t tz_table_at[] = {\n");
    for (size_t i = 0; i < rules_n; i++) {
        if (rules[i].transitions == 0) {
            continue;
        }
        printf("    /* %s */\n", rules[i].first_name);
        column = 0;
        for (size_t j = 0; j < rules[i].transitions; j++) {
            put_number(&column, at[rules[i].transition + j]);
        }
        printf("\n");
    }
    printf("};\n\n");

    printf("const uint8_t tz_table_kind_at[] = {\n");
    for (size_t i = 0; i < rules_n; i++) {
        if (rules[i].transitions == 0) {
            continue;
        }
        printf("    /* %s */\n", rules[i].first_name);
        column = 0;
        for (size_t j = 0; j < rules[i].transitions; j++) {
            put_number(&column, kind_at[rules[i].transition + j]);
        }
        printf("\n");
    }
    printf("};\n\n");

    printf("const struct tz_rules tz_table_rules[] = {\n");
    for (size_t i = 0; i < rules_n; i++) {
        const struct rules *r = &rules[i];

        printf("    /* %s */\n    { %zu, %zu, %zu, %zu, %zu, %zu, %s,\n      ",
               r->first_name, r->transition, r->transitions, r->kind, r->kinds,
               r->std, r->dst, r->yearly ? "true" : "false");
        put_date(&r->dst_start);
        printf(", ");
        put_date(&r->dst_end);
        printf(" },\n");
    }
    printf("};\n\n");

    printf("const struct tz tz_table_names[] = {\n");
    for (size_t i = 0; i < names_n; i++) {
        printf("    { \"%s\", %zu, %zu },\n", names[i].text,
               strlen(names[i].text), names[i].rules);
    }
    printf("};\n\nconst size_t tz_table_names_n = %zu;\n", names_n);
}

int main(int argc, char **argv)
{
    char release[16];

    if (argc != 3) {
        die("usage: mktz TZDATA.ZI COMPILED_DIRECTORY");
    }
    names_read(argv[1], release);
    qsort(names, names_n, sizeof(names[0]), name_cmp);
    for (size_t i = 0; i < names_n; i++) {
        if (names[i].target[0] == '\0') {
            zone_read(argv[2], &names[i]);
        }
    }
    for (size_t i = 0; i < names_n; i++) {
        const struct name *z = &names[i];

        for (int hops = 0; z != NULL && z->target[0] != '\0'; hops++) {
            if (hops == 10) {
                die("%s: links in a circle", names[i].text);
            }
            z = name_find(z->target);
        }
        if (z == NULL) {
            die("%s: links to nothing", names[i].text);
        }
        names[i].rules = z->rules;
    }
    table_print(release);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 3;
}
