/* tests/support/vectors.h: outside test vectors, in the folder that the
 * environment variable TRUCE_VECTORS names. Where it is not set, the tests that
 * need them say so on standard error and count nothing. */
#ifndef TESTS_SUPPORT_VECTORS_H
#define TESTS_SUPPORT_VECTORS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Calls fn with every file below folder whose name ends so, in the order of
 * the paths, read as JSON. */
void vectors_each(const char *folder, const char *ending,
                  void (*fn)(const char *path, const json_t *json));

/* Standard base64 with padding; false if it is none or too long. */
bool vectors_base64(const char *s, uint8_t *out, size_t max, size_t *n);

#endif
