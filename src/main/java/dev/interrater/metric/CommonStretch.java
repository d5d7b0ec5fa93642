package dev.interrater.metric;

/**
 * The longest stretch of tokens that two texts have in common, found in linear time with the suffix automaton of the second
 * text (Blumer and others, 1985).
 *
 * @param startA where it begins in the first text
 * @param startB where it begins in the second text
 * @param length in tokens, 0 if there is none
 */
record CommonStretch(int startA, int startB, int length) {

    /** Among equally long ones the first of the first text, there the first of the second. */
    static CommonStretch longest(int[] a, int startA, int endA, int[] b, int startB, int endB) {
        SuffixAutomaton automaton = new SuffixAutomaton(endB - startB);
        for (int j = startB; j < endB; j++) {
            automaton.append(b[j], j);
        }
        int state = 0;
        int length = 0;
        CommonStretch longest = new CommonStretch(startA, startB, 0);
        for (int i = startA; i < endA; i++) {
            int next = automaton.next(state, a[i]);
            while (next < 0 && state != 0) {
                state = automaton.suffix(state);
                length = automaton.length(state);
                next = automaton.next(state, a[i]);
            }
            if (next >= 0) {
                state = next;
                length++;
            }
            if (length > longest.length) {
                longest = new CommonStretch(i - length + 1, automaton.firstEnd(state) - length + 1, length);
            }
        }
        return longest;
    }
}
