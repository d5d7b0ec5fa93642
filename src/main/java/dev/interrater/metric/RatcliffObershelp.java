package dev.interrater.metric;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Ratcliff and Obershelp's similarity: the longest stretch that both texts have, then the longest ones to the left and to the
 * right of it, and so on; twice their total length as a share of both lengths. Of equally long stretches that which comes
 * first in the first text counts, then that which comes first in the second.
 */
final class RatcliffObershelp {

    /** Stretches of texts are searched anew on both sides of every match: a second or two of work in the worst case. */
    private static final long MOST_WORK = 50_000_000;

    private record Part(int startA, int endA, int startB, int endB) {

        boolean isEmpty() {
            return startA >= endA || startB >= endB;
        }
    }

    private RatcliffObershelp() {}

    static double similarity(int[] a, int[] b) {
        long matched = 0;
        long work = 0;
        Deque<Part> parts = new ArrayDeque<>();
        parts.push(new Part(0, a.length, 0, b.length));
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            if (part.isEmpty()) {
                continue;
            }
            work += part.endA - part.startA + part.endB - part.startB;
            if (work > MOST_WORK) {
                throw new IncomparableAnswerException("the texts are too long to compare by ratcliff_obershelp");
            }
            CommonStretch longest = CommonStretch.longest(a, part.startA, part.endA, b, part.startB, part.endB);
            if (longest.length() > 0) {
                matched += longest.length();
                parts.push(new Part(part.startA, longest.startA(), part.startB, longest.startB()));
                parts.push(new Part(
                        longest.startA() + longest.length(),
                        part.endA,
                        longest.startB() + longest.length(),
                        part.endB));
            }
        }
        return 2.0 * matched / (a.length + b.length);
    }
}
