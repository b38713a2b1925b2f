/* report/areas.c: which clauses of a text are about exchanges, which about
 * other quantities.
 *
 * By the form of the text alone, no list of words: what is exchanged is what a
 * duty gives "for each" of something, that something, and whatever has a list
 * of entries; every other counted quantity is a delivery. */
#include "report/report.h"

static int root_of(const struct agreement *ag, int item)
{
    while (item != NONE && ag->items[item].parent != NONE)
        item = ag->items[item].parent;
    return item;
}

bool report_is_exchanged(const struct agreement *ag, int item)
{
    int root = root_of(ag, item);
    if (root == NONE)
        return false;
    if (ag->items[root].registered >= 0)
        return true;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *cl = &ag->clauses[i];
        if (cl->trigger == TRIG_EVENT && cl->trig.item != NONE &&
            cl->perf.item != NONE &&
            (root_of(ag, cl->trig.item) == root ||
             root_of(ag, cl->perf.item) == root))
            return true;
    }
    return false;
}

enum report_area report_area_of(const struct agreement *ag,
                                const struct clause *cl)
{
    if (cl->kind != CLAUSE_DUTY || cl->perf.item == NONE ||
        (cl->measure != MEASURE_SUM && cl->measure != MEASURE_LEVEL))
        return AREA_NEITHER;
    return report_is_exchanged(ag, cl->perf.item) ? AREA_EXCHANGE : AREA_AID;
}
