package dev.interrater.metric;

import java.util.Arrays;

/**
 * Levenshtein's distance, and Damerau's, which counts two neighbours that changed places as one edit (optimal string
 * alignment). Computed for 64 tokens at a time: Myers (1999), and Hyyrö (2003), "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances".
 */
final class EditDistance {

    /** A second or two of work. */
    private static final long MOST_CELLS = 40_000_000_000L;

    private static final int TOKENS_AT_ONCE = 256;

    private final int size;
    private final TokenPositions positions;
    private final boolean transpositions;
    private final long[] increasing;
    private final long[] decreasing;
    private final long[] diagonal;

    private EditDistance(int[] pattern, boolean transpositions) {
        this.size = pattern.length;
        this.positions = new TokenPositions(pattern);
        this.transpositions = transpositions;
        int words = positions.words();
        this.increasing = new long[words];
        this.decreasing = new long[words];
        this.diagonal = new long[words];
        Arrays.fill(increasing, ~0L);
    }

    /** 1 less the distance as a share of the longer text; neither may be empty. */
    static double similarity(int[] a, int[] b, boolean transpositions) {
        if ((long) a.length * b.length > MOST_CELLS) {
            throw new IncomparableAnswerException("the texts are too long to compare");
        }
        int shortest = Math.min(a.length, b.length);
        int start = 0;
        while (start < shortest && a[start] == b[start]) {
            start++;
        }
        int end = 0;
        while (end < shortest - start && a[a.length - 1 - end] == b[b.length - 1 - end]) {
            end++;
        }
        int[] pattern = Arrays.copyOfRange(a, start, a.length - end);
        int[] text = Arrays.copyOfRange(b, start, b.length - end);
        int distance = pattern.length == 0 || text.length == 0
                ? Math.max(pattern.length, text.length)
                : new EditDistance(pattern, transpositions).distance(text);
        return 1 - (double) distance / Math.max(a.length, b.length);
    }

    private int distance(int[] text) {
        int distance = size;
        long[] before = new long[positions.words()];
        for (int i = 0; i < text.length; i++) {
            if (i % TOKENS_AT_ONCE == 0) {
                Deadline.check();
            }
            long[] here = positions.of(text[i]);
            distance += column(here, before);
            positions.release(before);
            before = here;
        }
        return distance;
    }

    /** One column of the table of distances, as bits that say where it rises and falls; gives the change of its last cell. */
    private int column(long[] here, long[] before) {
        long carryUp = 1;
        long carryDown = 0;
        long diagonalOfLastWord = 0;
        long hereInLastWord = 0;
        long last = 1L << ((size - 1) % 64);
        int change = 0;
        for (int word = 0; word < here.length; word++) {
            long match = here[word];
            long transposed =
                    transpositions ? (~diagonal[word] & match) << 1 | (~diagonalOfLastWord & hereInLastWord) >>> 63 : 0;
            diagonalOfLastWord = diagonal[word];
            hereInLastWord = match;
            long vertical = increasing[word];
            long matchOrCarry = match | carryDown;
            long equal = ((matchOrCarry & vertical) + vertical ^ vertical)
                    | matchOrCarry
                    | decreasing[word]
                    | transposed & before[word];
            long up = decreasing[word] | ~(equal | vertical);
            long down = equal & vertical;
            if (word == here.length - 1) {
                change = (up & last) != 0 ? 1 : (down & last) != 0 ? -1 : 0;
            }
            long shiftedUp = up << 1 | carryUp;
            long shiftedDown = down << 1 | carryDown;
            carryUp = up >>> 63;
            carryDown = down >>> 63;
            increasing[word] = shiftedDown | ~(equal | shiftedUp);
            decreasing[word] = shiftedUp & equal;
            diagonal[word] = equal;
        }
        return change;
    }
}
