/* tests/model/convey.pml: what crosses. An owner consents to words, or to others;
 * two mediators sign by the rule of their charter; a receiver counts what has
 * the signatures that the rule asks for. Run by tests/talks-model.
 *
 * What is modelled (docs/talks-format.md 5): every object reaches every node of
 * its room late, twice, in any order, or never. A mediator's program signs a
 * conveyance only with a consent of just these words, its own or named in an
 * assent that it has. LIAR is a mediator whose program signs without. RULE is
 * any 0, all 1, lead 2 (the first one). */
#ifndef RULE
#define RULE 0
#endif
#ifndef LIAR
#define LIAR 9
#endif
#ifndef STRICT /* hold the rule to more than it can do */
#define STRICT 0
#endif

bool consented[2];   /* by the words: the owner's, in its own room */
bool knows[4];       /* mediator * 2 + words: has the consent */
bool assented[4];    /* mediator * 2 + words: its signature is in the room
                        mediators */
bool seen[4];        /* mediator * 2 + words: has the other one's assent */
byte carried[2];     /* signatures on what stands in the receiver's room */
byte came[2];        /* and on what the receiver has of it */

#define ALLOWED(signatures) \
    (RULE == 0 && (signatures) != 0 || RULE == 1 && (signatures) == 3 || \
     RULE == 2 && ((signatures) & 1) != 0)
/* With whom the words are safe. */
#define GUARDED \
    (LIAR == 9 || RULE == 1 || RULE == 2 && LIAR != 0)

active proctype owner()
{
    if
    :: consented[0] = true /* it may, to the one; never to the other */
    :: skip
    fi
}

active proctype carrier()
{
    byte w, m;
end:
    do
    :: atomic { select (w : 0 .. 1); select (m : 0 .. 1);
        if :: consented[w] -> knows[m * 2 + w] = true :: else fi }
    :: atomic { select (w : 0 .. 1); select (m : 0 .. 1);
        if :: assented[(1 - m) * 2 + w] -> seen[m * 2 + w] = true :: else fi }
    :: atomic { select (w : 0 .. 1); came[w] = came[w] | carried[w] }
    od
}

/* One mediator's program; instances 0 and 1. */
proctype mediator(byte m)
{
    byte w, mine;
end:
    do
    :: atomic { select (w : 0 .. 1);
        if
        :: knows[m * 2 + w] || m == LIAR ->
            mine = (1 << m) | (seen[m * 2 + w] -> 1 << (1 - m) : 0);
            if
            :: ALLOWED(mine) -> carried[w] = carried[w] | mine
            :: else -> assented[m * 2 + w] = true
            fi
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
