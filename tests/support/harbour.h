/* tests/support/harbour.h: a small agreement made by hand, for tests of what
 * reads reports. Two parties, a zone within a zone, items with categories; no
 * clause can be evaluated. Constant: needs no language module. */
#ifndef TESTS_SUPPORT_HARBOUR_H
#define TESTS_SUPPORT_HARBOUR_H

#include "lang/norm.h"

enum { H_NORTH, H_SOUTH, H_GUARD, H_OFFICE, H_PAPER };      /* actors */
enum { H_TOWN, H_HARBOUR, H_NEAR_LINE, H_LINE };            /* zones */
enum { H_CAPTIVE, H_CIVILIAN, H_SOLDIER, H_TRUCK, H_FUEL }; /* items */
enum { H_RELEASE, H_ENTER, H_ATTACK };                      /* acts */
enum { H_OPEN };                                            /* states */
enum { H_CALM };                                            /* conditions */
enum { H_FIRST };                                           /* phases */
enum { H_1_1, H_1_2, H_2_1 };                               /* clauses */

/* In force at 2025-01-19T06:30:00Z, zone Africa/Cairo. */
const struct agreement *harbour(void);

#endif
