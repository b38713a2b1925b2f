/* base/banned.h: what does not compile outside base. The Makefile includes it
 * before every file of the other modules; nobody includes it by hand.
 *
 * The system's own headers come first, because they may mention the names. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

/* Memory comes from an arena. */
#pragma GCC poison malloc calloc realloc free strdup strndup alloca
/* No bound: buf_printf, arena_printf, str. */
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets stpcpy
/* No error, or a hidden state: str_int, str_cut. */
#pragma GCC poison atoi atol atoll atof strtol strtoul strtoll strtoull strtok
#pragma GCC poison strtok_r sscanf rand srand drand48
/* The process's locale and zone: time/. */
#pragma GCC poison localtime gmtime localtime_r gmtime_r mktime strftime
#pragma GCC poison asctime ctime setlocale tzset strcoll
/* Hash tables and sorts with hidden state. */
#pragma GCC poison hcreate hsearch

#endif
