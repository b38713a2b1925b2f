/* tests/model/talks.pml: a chain of envelopes, a relay that lies, a sender whose
 * laptop is set back to an old copy, and two readers. Run by tests/talks-model.
 *
 * What is modelled (docs/talks-format.md 6, 10): a sender writes envelopes 0, 1,
 * ... each after the one before; a carrier gives any that it has to any reader,
 * any number of times, in any order, or never. The sender may be restored: it
 * forgets what it wrote last. If it then fetches before it writes (FETCH), no
 * number is there twice; if not, the chain forks, and both readers stop at the
 * same place. A receipt for an envelope is kept by the sender; the relay may
 * drop its last envelope, and then shows a head.
 *
 * An envelope is number and version: version 1 is what a restored sender wrote
 * under a number that it had used. */
#define N 3
#ifndef FETCH
#define FETCH 1
#endif

bool written[6];  /* number * 2 + version: exists */
bool has0[6], has1[6]; /* what each reader has */
byte next;        /* the sender's own count */
byte version;     /* 1: after it was restored without fetching */
byte receipts;    /* how many the sender has receipts for */
byte kept;        /* how many the relay still has, of version 0 */
bool accused;     /* the sender shows that the relay dropped */
bool dropped;     /* it did */
bool restored;

/* How many of a chain count for a reader that has these. */
#define COUNTING(has, out) \
    out = 0; \
    do \
    :: out < N && has[out * 2] && !has[out * 2 + 1] -> out++ \
    :: out < N && !has[out * 2] && has[out * 2 + 1] -> out++ \
    :: else -> break \
    od

active proctype sender()
{
    do
    :: next < N ->
        atomic { written[next * 2 + version] = true; next++ }
    :: atomic { receipts < next && version == 0 && kept == receipts ->
        kept++; receipts++ }
    :: atomic { !restored && next > 0 && version == 0 ->
        restored = true; next--;
        if
        :: FETCH -> next++ /* it comes back from the others, then it writes */
        :: !FETCH -> version = 1
        fi }
    :: atomic { kept < receipts -> accused = true } /* the head it is shown */
    :: next == N -> break
    od
}

active proctype carrier()
{
    byte i;
end:
    do
    :: atomic { select (i : 0 .. 5); if :: written[i] -> has0[i] = true :: else fi }
    :: atomic { select (i : 0 .. 5); if :: written[i] -> has1[i] = true :: else fi }
    :: atomic { !dropped && kept > 0 -> dropped = true; kept-- }
    od
}

active proctype observer()
{
    byte a, b, k;
    bool same;
end:
    do
    :: atomic {
        COUNTING(has0, a);
        COUNTING(has1, b);
        /* Nothing is counted that was not written. */
        k = 0;
        do
        :: k < 6 ->
            assert(!has0[k] || written[k]);
            assert(!has1[k] || written[k]);
            k++
        :: else -> break
        od;
        /* Readers that have the same count the same. */
        same = true;
        k = 0;
        do
        :: k < 6 -> same = same && (has0[k] == has1[k]); k++
        :: else -> break
        od;
        assert(!same || a == b);
        /* With fetching no number is there twice. */
        k = 0;
        do
        :: k < N -> assert(!FETCH || !written[k * 2 + 1]); k++
        :: else -> break
        od;
        /* What counts for one contradicts nothing that counts for the other,
         * unless the sender wrote twice. */
        k = 0;
        do
        :: k < a && k < b ->
            assert(!FETCH || has0[k * 2] == has1[k * 2]);
            k++
        :: else -> break
        od;
        /* Nobody is accused who dropped nothing. */
        assert(!accused || dropped);
        a = 0; b = 0; k = 0; same = false
        }
    od
}
