/* tests/tools/talks_scene.c: nodes of talks with a story of two weeks, for the
 * picture in docs/talks.md (tests/ui/talks-picture.mjs).
 *
 *     talks_scene FOLDER DRAFT
 *
 * As the command line would have made it, with a clock that goes. */
#include "app/talks_int.h"
#include "base/sys.h"
#include "base/sys_tree.h"

#include <stdio.h>
#include <stdlib.h>

enum { NODES = 4 };
static const char *const names[NODES] = {"ardania", "belmar", "delvia",
                                         "estria"};
static const char *const roles[NODES] = {"party", "party", "mediator",
                                         "mediator"};
static struct cx cx;
static struct arena scratch, arena;
static struct buf out;
static instant today = 1780306200; /* 2026-06-01T09:30:00Z */
static const char *folder;

static void must(err e)
{
    if (is_ok(e))
        return;
    fprintf(stderr, "talks_scene: %s\n", cx.fault.message);
    exit(3);
}

static instant now(void *self)
{
    (void)self;
    return today;
}

static const char *path(const char *name)
{
    str s;
    if (!arena_printf(&arena, &s, "%s/%s", folder, name))
        exit(3);
    return s.p;
}

static void make_nodes(void)
{
    const char *lines[NODES];
    for (size_t i = 0; i < NODES; i++) {
        const char *line;
        must(talks_join(&cx, &arena, path(names[i]), names[i], roles[i], &out));
        must(seat_path(&cx, &arena, path(names[i]), "line", &line));
        lines[i] = line;
    }
    struct charter_job job = {.out = path("charter"),
                              .name = "harbour",
                              .convey = "all",
                              .agreed = "whole",
                              .failed = "keep",
                              .languages = "en",
                              .lines = lines,
                              .n = NODES};
    must(talks_charter(&cx, &arena, &job, &out));
    for (size_t i = 0; i < NODES; i++)
        must(talks_sign_charter(&cx, &arena, path(names[i]), path("charter"),
                                &out));
    for (size_t i = 0; i < NODES; i++)
        must(talks_begin(&cx, &arena, path(names[i]), path("charter"), &out));
}

static void carry(void)
{
    for (int round = 0; round < 2; round++)
        for (size_t x = 0; x < NODES; x++)
            for (size_t y = 0; y < NODES; y++) {
                bool whole;
                if (x == y)
                    continue;
                must(bundle_write(&cx, &arena, path(names[x]), names[y], false,
                                  path("stick"), &out));
                must(bundle_read(&cx, &arena, path(names[y]), path("stick"),
                                 &out, &whole));
                sys_remove(path("stick"));
            }
}

static void take(int node, const char *on, const char *stance,
                 const char *condition)
{
    struct position_job job = {.on = on,
                               .stance = stance,
                               .condition = condition,
                               .standing = strcmp(stance, "accept") == 0};
    must(talks_position(&cx, &arena, path(names[node]), &job, &out));
}

static void later(int64_t days)
{
    today += days * 86400;
}

static void play(const char *draft)
{
    must(talks_draft(&cx, &arena, path("delvia"), draft, NULL, &out));
    carry();
    take(0, "4.1=A", "red-line", NULL);
    take(1, "rest", "reserve", NULL);
    later(2);
    take(0, "rest", "accept", NULL);
    take(1, "4.1=A", "accept", NULL);
    later(1);
    take(1, "2.2=B", "accept", NULL);
    take(0, "2.2=B", "reject", NULL);
    later(3);
    take(1, "rest", "accept", NULL);
    take(0, "4.1=A", "reserve", NULL);
    take(0, "4.1=C", "accept", NULL);
    take(1, "4.1=C", "reject", NULL);
    later(2);
    take(1, "2.2=A", "accept", "4.1=B");
    later(3);
    take(0, "2.2=A", "accept", NULL);
    take(0, "4.1=A", "red-line", NULL);
    take(0, "4.1=B", "accept", "2.2=A");
    carry();
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: talks_scene FOLDER DRAFT\n");
        return 2;
    }
    must(cx_init_system(&cx, &scratch));
    cx.now = now;
    arena_init(&arena, cx.mem, "scene", (size_t)1 << 30);
    buf_init(&out, &arena, (size_t)64 << 20);
    folder = argv[1];
    make_nodes();
    play(argv[2]);
    arena_release(&arena);
    cx_release(&cx);
    return 0;
}
