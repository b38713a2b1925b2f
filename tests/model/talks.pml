/* tests/model/talks.pml: a chain of envelopes, a relay that lies, a sender whose
 * laptop is set back to an old copy, and two readers. Run by tests/talks-model.
 *
 * What is modelled (docs/talks-format.md 6, 10): a sender writes envelopes 0, 1,
 * ... each after the one before; a carrier gives any that it has to any reader,
 * any number of times, in any order, or never. The sender may be restored: it
 * forgets what it wrote last. If it then fetches before it writes (FETCH), no
 * number is there twice; if not, the chain forks, and both readers stop at the
 * same place. A receipt for an envelope is kept by the sender; the relay may
 * drop its last envelope, and then shows a head. The steps: chain.inc. */
#include "chain.inc"

active proctype sender()
{
    do
    :: atomic { WRITE() }
    :: atomic { TAKE() }
    :: atomic { RECEIPT() }
    :: atomic { !restored && next > 0 -> RESTORE(1) }
    :: atomic { FETCHED() }
    :: atomic { ACCUSE() }
    :: next == N -> break
    od
}

active proctype carrier()
{
    byte i;
end:
    do
    :: atomic { select (i : 0 .. 5); if :: GIVE(0, i) :: else fi }
    :: atomic { select (i : 0 .. 5); if :: GIVE(1, i) :: else fi }
    :: atomic { DROP() }
    od
}

active proctype observer()
{
    byte a, b, k;
    bool same;
end:
    do
    :: atomic {
        COUNTING(0, a);
        COUNTING(1, b);
        /* Nothing is counted that was not written. */
        k = 0;
        do
        :: k < 6 ->
            assert(!HAS(0, k) || written[k]);
            assert(!HAS(1, k) || written[k]);
            k++
        :: else -> break
        od;
        /* Readers that have the same count the same. */
        same = true;
        k = 0;
        do
        :: k < 6 -> same = same && (HAS(0, k) == HAS(1, k)); k++
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
            assert(!FETCH || HAS(0, k * 2) == HAS(1, k * 2));
            k++
        :: else -> break
        od;
        /* Nobody is accused who dropped nothing. */
        assert(!accused || dropped);
        a = 0; b = 0; k = 0; same = false
        }
    od
}
