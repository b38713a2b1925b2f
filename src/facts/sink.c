/* facts/sink.c: where a reader declares accounts and sources. A file of its
 * own, so that a program that only checks reports needs no engine. */
#include "facts/facts.h"

static err engine_sink_account(struct cx *cx, void *self, str id, str name,
                               int *out)
{
    return engine_account(cx, self, id, name, out);
}

static err engine_sink_source(struct cx *cx, void *self, str id, str name,
                              int account, int *out)
{
    return engine_source(cx, self, id, name, account, out);
}

struct facts_sink facts_sink_engine(struct engine *e)
{
    return (struct facts_sink){e, engine_sink_account, engine_sink_source};
}
