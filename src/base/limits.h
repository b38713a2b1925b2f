/* base/limits.h: every limit of the program, with its reason. A test hits each
 * at the limit and one past it. The depth limit of a parser is what makes
 * every later walk over its tree safe, so nothing else counts depth. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include "base/cc.h"

/* Instants, amounts and sizes are 64 bits wide throughout. */
STATIC_ASSERT(sizeof(size_t) == 8, "truce needs a 64-bit system");

/* Files. */
/* The longest real agreement text known is under 0.5 MB with annexes; spans in
 * it are 32-bit. */
#define LIMIT_TEXT_BYTES ((size_t)4 << 20)
/* One report with its evidence list; the longest seen is 3 kB. A line beyond
 * it is skipped and named, the rest is read. */
#define LIMIT_LINE_BYTES ((size_t)1 << 20)
/* GeoJSON and other side files are read whole by jansson, which takes about
 * ten times their size. */
#define LIMIT_SIDE_FILE_BYTES ((size_t)64 << 20)
/* A table to import is held in memory with what is made of it, which takes some
 * eight times its size; half a million rows of 60 bytes. */
#define LIMIT_TABLE_BYTES ((size_t)32 << 20)

/* A coastline at 1:1,000,000 has some 400,000 positions; zones of agreements
 * have hundreds. jansson takes about 200 bytes for each. */
#define LIMIT_GEO_VERTICES 500000
/* An agreement names 256 zones; a file of all districts of a country has a few
 * thousand. */
#define LIMIT_GEO_FEATURES 20000

/* Texts. */
/* Real clauses nest five deep; each level costs a parser frame. */
#define LIMIT_DEPTH 32
/* Sentences of an agreement, each alternative and reading counted; the
 * longest real one known (Colombia 2016) has 578 stipulations. */
#define LIMIT_CLAUSES 10000
/* Declarations of one agreement: what fits the tables of norm.h, tenfold. */
#define LIMIT_DECLARATIONS 10000
/* Longest identifier, in bytes: a name must fit a table column. */
#define LIMIT_NAME_BYTES 128
/* Clauses of which each depends on the one before: the engine follows them by
 * recursion. Real agreements have fewer than ten. */
#define LIMIT_CHAIN 500
/* Findings about one text before the rest is only counted. */
#define LIMIT_DIAGNOSTICS 500

/* Bytes of declared names with which the names in the prose of a text are
 * compared (check L09): below a second. A text of 500 clauses with 100 names
 * needs less; what is beyond is said to be unread. */
#define LIMIT_NAMES_COMPARED 20000000

/* Memory, adjustable per run. */
struct limits {
    size_t document_bytes; /* an agreement with everything made of it */
    size_t scratch_bytes;  /* room an operation may use and give back */
    size_t reports_bytes;  /* reports and the engine's state */
    /* Of more reports a page does not judge each day anew: it would take
     * minutes, while others wait. */
    uint32_t daily_reports;
};

/* A field laptop with 4 GB stays usable. */
#define LIMITS_DEFAULT                                                         \
    ((struct limits){.document_bytes = (size_t)512 << 20,                      \
                     .scratch_bytes = (size_t)256 << 20,                       \
                     .reports_bytes = (size_t)16 << 30,                        \
                     .daily_reports = 50000})

#endif
