package dev.interrater.metric;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ratcliff and Obershelp's similarity: the longest stretch that both texts have, then the longest ones to the left and to the
 * right of it, and so on; twice their total length as a share of both lengths. Of equally long stretches that which comes
 * first in the first text counts, then that which comes first in the second.
 */
final class RatcliffObershelp {
    /** Pairs of equal tokens: some seconds of work. Stretches are searched anew on both sides of every match. */
    private static final long MOST_WORK = 1_000_000_000;

    private static final int TOKENS_AT_ONCE = 16;
    private static final int[] NOWHERE = {};

    private record Part(int startA, int endA, int startB, int endB) {
        boolean isEmpty() {
            return startA >= endA || startB >= endB;
        }
    }

    private record Stretch(int startA, int startB, int length) {}

    private final int[] a;
    private final Map<Integer, int[]> positionsInB;
    /** For each position in b, how long the stretch is that ends there and at the current one in a; 0 nearly everywhere. */
    private int[] lengths;

    private int[] nextLengths;
    private long work;

    private RatcliffObershelp(int[] a, int[] b) {
        this.a = a;
        this.positionsInB = positions(b);
        this.lengths = new int[b.length];
        this.nextLengths = new int[b.length];
    }

    static double similarity(int[] a, int[] b) {
        RatcliffObershelp texts = new RatcliffObershelp(a, b);
        long matched = 0;
        Deque<Part> parts = new ArrayDeque<>();
        parts.push(new Part(0, a.length, 0, b.length));
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            Stretch longest = part.isEmpty() ? null : texts.longest(part);
            if (longest != null) {
                matched += longest.length;
                parts.push(new Part(part.startA, longest.startA, part.startB, longest.startB));
                parts.push(new Part(
                        longest.startA + longest.length, part.endA, longest.startB + longest.length, part.endB));
            }
        }
        return 2.0 * matched / (a.length + b.length);
    }

    private static Map<Integer, int[]> positions(int[] text) {
        Map<Integer, List<Integer>> lists = new HashMap<>();
        for (int i = 0; i < text.length; i++) {
            lists.computeIfAbsent(text[i], token -> new ArrayList<>()).add(i);
        }
        Map<Integer, int[]> positions = new HashMap<>();
        lists.forEach((token, list) ->
                positions.put(token, list.stream().mapToInt(Integer::intValue).toArray()));
        return positions;
    }

    /** Null if the texts have no token in common there. */
    private Stretch longest(Part part) {
        Stretch longest = null;
        int[] before = NOWHERE;
        for (int i = part.startA; i < part.endA; i++) {
            if (i % TOKENS_AT_ONCE == 0) {
                Deadline.check();
            }
            int[] here = positionsInB.getOrDefault(a[i], NOWHERE);
            for (int k = firstFrom(here, part.startB); k < here.length && here[k] < part.endB; k++) {
                int j = here[k];
                int length = j == part.startB ? 1 : lengths[j - 1] + 1;
                nextLengths[j] = length;
                work++;
                if (longest == null || length > longest.length) {
                    longest = new Stretch(i - length + 1, j - length + 1, length);
                }
            }
            if (work > MOST_WORK) {
                throw new IncomparableAnswerException("the texts are too long to compare by ratcliff_obershelp");
            }
            forget(before, part);
            int[] spare = lengths;
            lengths = nextLengths;
            nextLengths = spare;
            before = here;
        }
        forget(before, part);
        return longest;
    }

    private void forget(int[] positions, Part part) {
        for (int k = firstFrom(positions, part.startB); k < positions.length && positions[k] < part.endB; k++) {
            lengths[positions[k]] = 0;
        }
    }

    private static int firstFrom(int[] positions, int start) {
        int found = Arrays.binarySearch(positions, start);
        return found >= 0 ? found : -found - 1;
    }
}
