/* app/import.c: see import.h. */
#include "app/import.h"

#include "app/agreement.h"
#include "base/cx.h"
#include "base/sys.h"
#include "facts/import.h"

enum { DRY_RUN_ROWS = 40 };

err app_import(struct cx *cx, struct arena *a, const struct app_import *what,
               struct buf *out, struct buf *notes, uint64_t *refused)
{
    const struct mapping *m;
    const struct agreement *ag = NULL;
    struct import_result result;
    str mapping, table;
    TRY(cx,
        sys_read_file(cx, a, what->mapping, LIMIT_SIDE_FILE_BYTES, &mapping));
    TRY(cx, mapping_read(cx, a, str_of(what->mapping), mapping, &m));
    if (what->agreement != NULL) {
        struct app_agreement text;
        TRY(cx, app_load_agreement(cx, a, what->agreement, what->choices,
                                   what->n_choices, &text));
        if (!app_agreement_is_sound(&text))
            return fail_hint(cx, ERR_INPUT, "truce check names its errors",
                             "%s has errors", what->agreement);
        ag = text.ag;
    }
    TRY(cx, sys_read_file(cx, a, what->table, LIMIT_TABLE_BYTES, &table));
    const struct import_how how = {.ag = ag,
                                   .show = what->dry_run ? DRY_RUN_ROWS : 0};
    TRY(cx,
        import_run(cx, a, m, table, &how, what->dry_run ? NULL : out, &result));
    if (what->dry_run)
        import_print_shown(&result, out);
    import_print(&result, str_of(what->table), notes);
    *refused = result.refused + (result.rows == 0 ? result.n_problems : 0);
    if (result.n_problems > 0 && *refused == 0)
        *refused = 1; /* of the mapping's own records */
    return OK;
}
