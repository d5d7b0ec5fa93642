package dev.interrater.metric;

import java.util.BitSet;

/**
 * The largest clique of a graph: by Bron and Kerbosch's search with Tomita's pivot, which for 32 members tries at most
 * 3^(32/3) groups. For more members the search ends after a fixed number of steps with the largest group found so far, the
 * same one every time (ours).
 */
final class LargestGroup {

    private static final int EXACT_UP_TO = 32;
    private static final int MOST_WORK = 20_000_000;

    private final BitSet[] matches;
    private final boolean exact;
    private int work;
    private int largest;

    private LargestGroup(BitSet[] matches) {
        this.matches = matches;
        this.exact = matches.length <= EXACT_UP_TO;
    }

    /**
     * How many members it has.
     *
     * @param matches for every member, with whom it matches; symmetric, nobody matches itself
     */
    static int size(BitSet[] matches) {
        LargestGroup search = new LargestGroup(matches);
        BitSet all = new BitSet();
        all.set(0, matches.length);
        search.extend(0, all, new BitSet());
        return search.largest;
    }

    private void extend(int size, BitSet candidates, BitSet done) {
        Deadline.check();
        largest = Math.max(largest, size);
        if (size + candidates.cardinality() <= largest || (!exact && (work += matches.length) > MOST_WORK)) {
            return;
        }
        BitSet branches = (BitSet) candidates.clone();
        branches.andNot(matches[pivot(candidates, done)]);
        for (int member = branches.nextSetBit(0); member >= 0; member = branches.nextSetBit(member + 1)) {
            extend(size + 1, and(candidates, matches[member]), and(done, matches[member]));
            candidates.clear(member);
            done.set(member);
        }
    }

    /** The member that matches most candidates: they need no branch of their own. */
    private int pivot(BitSet candidates, BitSet done) {
        BitSet either = (BitSet) candidates.clone();
        either.or(done);
        int pivot = -1;
        int most = -1;
        for (int member = either.nextSetBit(0); member >= 0; member = either.nextSetBit(member + 1)) {
            int matched = and(candidates, matches[member]).cardinality();
            if (matched > most) {
                most = matched;
                pivot = member;
            }
        }
        return pivot;
    }

    private static BitSet and(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        return both;
    }
}
