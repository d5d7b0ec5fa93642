package dev.interrater.metric;

import java.util.Arrays;

/**
 * All stretches of a text as a graph: state 0 is the empty stretch, and each transition appends a token. It has fewer than two
 * states and three transitions for every token.
 */
final class SuffixAutomaton {

    private static final int NONE = -1;

    private final int[] suffix;
    private final int[] length;
    private final int[] firstEnd;
    private int states = 1;
    private int last;

    // Transitions: found by state and token through a hash table, and listed for each state.
    private final int[] slots;
    private final int[] from;
    private final int[] token;
    private final int[] to;
    private final int[] nextOfState;
    private final int[] firstOfState;
    private int transitions;

    SuffixAutomaton(int tokens) {
        suffix = new int[2 * tokens + 1];
        length = new int[2 * tokens + 1];
        firstEnd = new int[2 * tokens + 1];
        firstOfState = filled(2 * tokens + 1);
        from = new int[3 * tokens + 1];
        token = new int[3 * tokens + 1];
        to = new int[3 * tokens + 1];
        nextOfState = new int[3 * tokens + 1];
        slots = filled(Integer.highestOneBit(3 * tokens + 1) * 4);
        suffix[0] = NONE;
    }

    private static int[] filled(int size) {
        int[] filled = new int[size];
        Arrays.fill(filled, NONE);
        return filled;
    }

    /** The state of the longest true suffix that stands elsewhere too. */
    int suffix(int state) {
        return suffix[state];
    }

    /** The length of the state's longest stretch. */
    int length(int state) {
        return length[state];
    }

    /** The position of the last token of the state's first stretch. */
    int firstEnd(int state) {
        return firstEnd[state];
    }

    /** The state after one more token, negative if the text has no such stretch. */
    int next(int state, int wanted) {
        int transition = slots[slot(state, wanted)];
        return transition == NONE ? NONE : to[transition];
    }

    void append(int appended, int position) {
        int added = states++;
        length[added] = length[last] + 1;
        firstEnd[added] = position;
        int state = last;
        for (; state != NONE && next(state, appended) == NONE; state = suffix[state]) {
            connect(state, appended, added);
        }
        suffix[added] = state == NONE ? 0 : suffixState(state, appended);
        last = added;
    }

    private int suffixState(int state, int appended) {
        int target = next(state, appended);
        if (length[state] + 1 == length[target]) {
            return target;
        }
        int clone = states++;
        length[clone] = length[state] + 1;
        suffix[clone] = suffix[target];
        firstEnd[clone] = firstEnd[target];
        for (int i = firstOfState[target]; i != NONE; i = nextOfState[i]) {
            connect(clone, token[i], to[i]);
        }
        for (int s = state; s != NONE && next(s, appended) == target; s = suffix[s]) {
            to[slots[slot(s, appended)]] = clone;
        }
        suffix[target] = clone;
        return clone;
    }

    private void connect(int state, int with, int target) {
        from[transitions] = state;
        token[transitions] = with;
        to[transitions] = target;
        nextOfState[transitions] = firstOfState[state];
        firstOfState[state] = transitions;
        slots[slot(state, with)] = transitions++;
    }

    /** The slot of a transition, or the empty one where it belongs. */
    private int slot(int state, int wanted) {
        int mask = slots.length - 1;
        int slot = (state * 0x9E3779B9 ^ wanted * 0x85EBCA6B) * 0xC2B2AE35 >>> 7 & mask;
        while (slots[slot] != NONE && (from[slots[slot]] != state || token[slots[slot]] != wanted)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
