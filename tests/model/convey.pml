/* tests/model/convey.pml: what crosses. An owner consents to words, or to others;
 * two mediators sign by the rule of their charter; a receiver counts what has
 * the signatures that the rule asks for. Run by tests/talks-model.
 *
 * What is modelled (docs/talks-format.md 5): every object reaches every node of
 * its room late, twice, in any order, or never. A mediator's program signs a
 * conveyance only with a consent of just these words, its own or named in an
 * assent that it has. The steps: cross.inc. */
#include "cross.inc"

#ifndef STRICT /* hold the rule to more than it can do */
#define STRICT 0
#endif
/* With whom the words are safe. */
#define GUARDED \
    (LIAR == 9 || RULE == 1 || RULE == 2 && LIAR != 0)

active proctype owner()
{
    if
    :: CONSENT(0) /* it may, to the one; never to the other */
    :: skip
    fi
}

active proctype carrier()
{
    byte w, m;
end:
    do
    :: atomic { select (w : 0 .. 1); select (m : 0 .. 1);
        if :: KNOWS(m, w) :: else fi }
    :: atomic { select (w : 0 .. 1); select (m : 0 .. 1);
        if :: SEES(m, w) :: else fi }
    :: atomic { select (w : 0 .. 1); if :: COMES(w) :: else fi }
    od
}

/* One mediator's program; instances 0 and 1. */
proctype mediator(byte m)
{
    byte w;
end:
    do
    :: atomic { select (w : 0 .. 1);
        if
        :: CARRY(m, w)
        :: ASSENT(m, w)
        :: else
        fi }
    od
}

active proctype observer()
{
    byte w;
end:
    do
    :: atomic { select (w : 0 .. 1);
        if
        :: ALLOWED(came[w]) ->
            /* Nobody signed for another one. */
            assert(came[w] < 4);
            assert(!(GUARDED || STRICT) || consented[w])
        :: else
        fi }
    od
}

init { atomic { run mediator(0); run mediator(1) } }
