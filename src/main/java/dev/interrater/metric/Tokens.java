package dev.interrater.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two lines of text as numbered tokens, equal numbers for equal tokens of both. */
final class Tokens {

    static final String CHAR = "char";
    static final String BIGRAM = "bigram";
    static final String TRIGRAM = "trigram";
    static final String WORD = "word";

    /** Longer lines are compared by word: the algorithms for characters take time for every pair of them. */
    private static final int MOST_CHARACTERS = 20_000;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final String granularity;

    private Tokens(String granularity) {
        this.granularity = granularity;
    }

    /** The tokens of both lines. */
    static int[][] of(String line, String other, String granularity) {
        boolean isLong = line.codePointCount(0, line.length()) > MOST_CHARACTERS
                || other.codePointCount(0, other.length()) > MOST_CHARACTERS;
        Tokens tokens = new Tokens(isLong ? WORD : granularity);
        return new int[][] {tokens.tokenize(line), tokens.tokenize(other)};
    }

    private int[] tokenize(String line) {
        return switch (granularity) {
            case CHAR -> line.codePoints().toArray();
            case BIGRAM -> numbered(grams(line, 2));
            case TRIGRAM -> numbered(grams(line, 3));
            default -> numbered(words(line));
        };
    }

    /** All stretches of n code points; a line shorter than that is one token. */
    private static List<String> grams(String line, int n) {
        int[] points = line.codePoints().toArray();
        if (points.length < n) {
            return points.length == 0 ? List.of() : List.of(line);
        }
        List<String> grams = new ArrayList<>(points.length);
        for (int i = 0; i + n <= points.length; i++) {
            grams.add(new String(points, i, n));
        }
        return grams;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            int point = line.codePointAt(i);
            boolean space = Character.isWhitespace(point) || Character.isSpaceChar(point);
            if (space && start >= 0) {
                words.add(line.substring(start, i));
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            words.add(line.substring(start));
        }
        return words;
    }

    private int[] numbered(List<String> tokens) {
        return tokens.stream()
                .mapToInt(token -> numbers.computeIfAbsent(token, t -> numbers.size()))
                .toArray();
    }
}
