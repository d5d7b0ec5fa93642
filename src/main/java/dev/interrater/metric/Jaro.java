package dev.interrater.metric;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Jaro's similarity: the mean of the shares of matching tokens in both texts and of the share of those that kept their order.
 * Tokens match if they are equal and at most half the longer text apart. Winkler's variant adds to it for a common start.
 */
final class Jaro {

    private static final int LONGEST_PREFIX = 4;
    private static final double PREFIX_SCALE = 0.1;

    /** Winkler (1990): only texts that are alike already gain by their start. */
    private static final double BOOST_FROM = 0.7;

    private Jaro() {}

    static double similarity(int[] a, int[] b) {
        int reach = Math.max(0, Math.max(a.length, b.length) / 2 - 1);
        // For each token its positions in b that are not matched yet; positions that a has passed never come back.
        Map<Integer, Deque<Integer>> open = new HashMap<>();
        for (int j = 0; j < b.length; j++) {
            open.computeIfAbsent(b[j], token -> new ArrayDeque<>()).add(j);
        }
        int[] matchedA = new int[Math.min(a.length, b.length)];
        boolean[] isMatchedB = new boolean[b.length];
        int matches = 0;
        for (int i = 0; i < a.length; i++) {
            Deque<Integer> positions = open.get(a[i]);
            while (positions != null && !positions.isEmpty() && positions.peek() < i - reach) {
                positions.poll();
            }
            if (positions != null && !positions.isEmpty() && positions.peek() <= i + reach) {
                isMatchedB[positions.poll()] = true;
                matchedA[matches++] = a[i];
            }
        }
        if (matches == 0) {
            return 0;
        }
        int moved = 0;
        for (int j = 0, k = 0; j < b.length; j++) {
            if (isMatchedB[j] && matchedA[k++] != b[j]) {
                moved++;
            }
        }
        double m = matches;
        return (m / a.length + m / b.length + (m - moved / 2.0) / m) / 3;
    }

    static double winklerSimilarity(int[] a, int[] b) {
        double jaro = similarity(a, b);
        if (jaro < BOOST_FROM) {
            return jaro;
        }
        int prefix = 0;
        while (prefix < Math.min(LONGEST_PREFIX, Math.min(a.length, b.length)) && a[prefix] == b[prefix]) {
            prefix++;
        }
        return jaro + prefix * PREFIX_SCALE * (1 - jaro);
    }
}
