/* app/statements.h: registers of public statements, as files beside a case.
 *
 * They are no entries of its log and give no status: truce statements checks
 * and prints them, truce serve shows them (node_statements.c). */
#ifndef APP_STATEMENTS_H
#define APP_STATEMENTS_H

#include "base/buf.h"
#include "facts/statements.h"
#include "report/sheet.h"

/* All of the files; what is wrong with lines is in out->problems. Everything
 * lives in a. Fails if a file cannot be read or is no register. */
MUST_USE err app_statements_read(struct cx *cx, struct arena *a,
                                 const char *const *paths, size_t n,
                                 struct statements *out);
/* As text, a few lines each. */
void app_statements_text(const struct statements *s, struct buf *out);
void app_statement_head(struct sheet *sheet, struct buf *out,
                        enum sheet_form form);
struct sheet_columns app_statement_columns(void);
void app_statement_row(struct sheet *sheet, const struct statement *s);
/* What is wrong, as text for standard error. */
void app_statements_problems(const struct statements *s, struct buf *out);

#endif
