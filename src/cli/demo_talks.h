/* cli/demo_talks.h: `truce demo talks`. */
#ifndef CLI_DEMO_TALKS_H
#define CLI_DEMO_TALKS_H

#include "cli/cli.h"

/* Plays the talks about the fictional harbour in a new folder: four nodes, by
 * bundles, to a signed agreement in force. Each command is shown as it would be
 * typed, and run. */
MUST_USE err demo_talks(struct cli *c, const char *folder, int64_t port,
                        int *status);

#endif
