/*
 * gen.c - writes the trace as a file.
 *
 *   gen N SEED FORMAT [LATE% RETRACTED%]
 *
 * FORMAT: text   "@SECONDS kind(a,b);", what ceiling.c reads
 *         short  JSON Lines, only the fields that a verdict needs
 *         full   JSON Lines with provenance, about 250 bytes a line
 * The day 0 of the trace is 2025-01-01 in UTC, as in five.truce.
 */
#include "trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY0 1735689600

static const char *const kind_name[TRACE_KINDS] = {
    "order",    "fulfil",    "attack", "quiet", "truck",    "day_end",
    "captives", "prisoners", "commit", "keep",  "withdraw", "other"};

static void print_time(int64_t at)
{
    time_t s = (time_t)(DAY0 + at);
    struct tm tm;
    char b[32];
    gmtime_r(&s, &tm);
    strftime(b, sizeof b, "%Y-%m-%dT%H:%M:%SZ", &tm);
    fputs(b, stdout);
}

static void print_what(const struct trace_event *e)
{
    switch (e->kind) {
    case TRACE_ORDER:
        printf("\"act\":\"order\",\"actor\":\"belmar\",\"object\":\"o%" PRIu64
               "\"",
               e->a);
        break;
    case TRACE_FULFIL:
        printf("\"act\":\"fulfil\",\"actor\":\"ardania\",\"object\":\"o%" PRIu64
               "\"",
               e->a);
        break;
    case TRACE_ATTACK:
        printf("\"act\":\"attack\",\"actor\":\"%s\",\"place\":\"z%" PRIu64 "\"",
               e->b ? "belmar" : "ardania", e->a);
        break;
    case TRACE_QUIET:
        printf("\"kind\":\"state\",\"state\":\"quiet\",\"place\":\"z%" PRIu64
               "\",\"holds\":%s",
               e->a, e->b ? "true" : "false");
        break;
    case TRACE_TRUCK:
        printf("\"act\":\"enter\",\"item\":\"truck\",\"quantity\":%" PRIu64,
               e->b);
        break;
    case TRACE_DAY_END:
        printf("\"act\":\"enter\",\"item\":\"truck\",\"quantity\":%" PRIu64,
               e->b);
        break;
    case TRACE_CAPTIVES:
        printf("\"act\":\"release\",\"actor\":\"belmar\",\"item\":\"captive\","
               "\"quantity\":%" PRIu64 ",\"round\":\"r%" PRIu64 "\"",
               e->b, e->a);
        break;
    case TRACE_PRISONERS:
        printf(
            "\"act\":\"release\",\"actor\":\"ardania\",\"item\":\"prisoner\","
            "\"quantity\":%" PRIu64 ",\"round\":\"r%" PRIu64 "\"",
            e->b, e->a);
        break;
    case TRACE_COMMIT:
        printf("\"act\":\"commit\",\"actor\":\"belmar\",\"object\":\"c%" PRIu64
               "\"",
               e->a);
        break;
    case TRACE_KEEP:
        printf("\"act\":\"honour\",\"actor\":\"belmar\",\"object\":\"c%" PRIu64
               "\"",
               e->a);
        break;
    case TRACE_WITHDRAW:
        printf(
            "\"act\":\"withdraw\",\"actor\":\"ardania\",\"object\":\"c%" PRIu64
            "\"",
            e->a);
        break;
    case TRACE_OTHER:
        printf("\"act\":\"inspect\",\"object\":\"k%" PRIu64 "\"", e->a);
        break;
    case TRACE_KINDS:
        break;
    }
}

static void print_json(const struct arrival *v, int full)
{
    const struct trace_event *e = &v->event;
    if (v->retracts != TRACE_NOTHING) {
        printf("{\"type\":\"report\",\"id\":\"x%" PRIu64
               "\",\"source\":\"mechanism\","
               "\"retracts\":\"e%" PRIu64 "\",\"occurred\":\"",
               v->number, v->retracts);
        print_time(v->arrives);
        puts("\"}");
        return;
    }
    printf("{\"type\":\"%s\",\"id\":\"e%" PRIu64 "\",\"source\":\"mechanism\",",
           e->kind == TRACE_DAY_END ? "return" : "report", v->number);
    print_what(e);
    if (e->kind == TRACE_DAY_END) {
        fputs(",\"final\":true,\"occurred\":{\"from\":\"", stdout);
        print_time(e->at - 86399);
        fputs("\",\"to\":\"", stdout);
        print_time(e->at);
        fputs("\"}", stdout);
    } else {
        fputs(",\"occurred\":\"", stdout);
        print_time(e->at);
        putchar('"');
    }
    fputs(",\"recorded\":\"", stdout);
    print_time(v->arrives);
    putchar('"');
    if (full)
        fputs(",\"how_known\":\"seen\",\"access\":\"full\",\"evidence\":[],"
              "\"via\":[\"field office\"],\"note\":\"as entered by the post\"",
              stdout);
    puts("}");
}

int main(int argc, char **argv)
{
    if (argc != 4 && argc != 6) {
        fputs("usage: gen N SEED text|short|full [LATE RETRACTED]\n", stderr);
        return 2;
    }
    uint64_t n = strtoull(argv[1], NULL, 10),
             seed = strtoull(argv[2], NULL, 10), m;
    unsigned late = argc == 6 ? (unsigned)atoi(argv[4]) : 0;
    unsigned retracted = argc == 6 ? (unsigned)atoi(argv[5]) : 0;
    struct arrival *v = trace_arrivals(seed, n, late, retracted, &m);
    if (!v)
        return 3;
    static char out[1 << 20];
    setvbuf(stdout, out, _IOFBF, sizeof out);
    for (uint64_t i = 0; i < m; i++) {
        const struct trace_event *e = &v[i].event;
        if (!strcmp(argv[3], "text"))
            printf("@%" PRId64 " %s(%" PRIu64 ",%" PRIu64 ");\n", e->at,
                   kind_name[e->kind], e->a, e->b);
        else
            print_json(&v[i], !strcmp(argv[3], "full"));
    }
    free(v);
    return fflush(stdout) ? 3 : 0;
}
