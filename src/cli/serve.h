/* cli/serve.h: a node that is served until a signal ends it: `truce serve`, and
 * `truce talks start`. */
#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include "app/node.h"
#include "cli/cli.h"

/* Fills in what is shown, and the exchange with a relay; the rest of o is the
 * caller's. */
MUST_USE err serve_run(struct cli *c, struct serve_options *o, int *status);

#endif
