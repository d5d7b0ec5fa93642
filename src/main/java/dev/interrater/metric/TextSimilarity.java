package dev.interrater.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * How similar two texts are: line by line, the n-th with the n-th, as the mean over the lines of the longer text; a line
 * without a partner counts as 0.
 */
final class TextSimilarity implements ValueMetric {

    private static final String ALGORITHM = "algorithm";
    private static final String GRANULARITY = "granularity";

    private static final Map<String, ToDoubleBiFunction<int[], int[]>> ALGORITHMS = Map.of(
            "levenshtein", (a, b) -> EditDistance.similarity(a, b, false),
            "damerau_levenshtein", (a, b) -> EditDistance.similarity(a, b, true),
            "jaro", Jaro::similarity,
            "jaro_winkler", Jaro::winklerSimilarity,
            "hamming", TextSimilarity::hamming,
            "ratcliff_obershelp", RatcliffObershelp::similarity);

    static final MetricType TYPE = new MetricType(
            "text_similarity",
            List.of(
                    Parameter.word(
                            ALGORITHM,
                            "How the similarity of two texts is measured",
                            List.of(
                                    "levenshtein",
                                    "damerau_levenshtein",
                                    "jaro",
                                    "jaro_winkler",
                                    "hamming",
                                    "ratcliff_obershelp")),
                    Parameter.word(
                            GRANULARITY,
                            "What texts are compared by",
                            List.of(Tokens.CHAR, Tokens.BIGRAM, Tokens.TRIGRAM, Tokens.WORD))),
            false,
            settings -> new TextSimilarity(ALGORITHMS.get(settings.word(ALGORITHM)), settings.word(GRANULARITY)));

    private final ToDoubleBiFunction<int[], int[]> algorithm;
    private final String granularity;

    private TextSimilarity(ToDoubleBiFunction<int[], int[]> algorithm, String granularity) {
        this.algorithm = algorithm;
        this.granularity = granularity;
    }

    @Override
    public double compare(Value a, Value b) {
        List<String> one = ValueMetric.as(Value.Text.class, a).lines();
        List<String> other = ValueMetric.as(Value.Text.class, b).lines();
        double sum = 0;
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            sum += compareLines(one.get(i), other.get(i));
        }
        int lines = Math.max(one.size(), other.size());
        return lines == 0 ? 1 : sum / lines;
    }

    private double compareLines(String line, String other) {
        Deadline.check();
        if (line.equals(other)) {
            return 1;
        }
        int[][] tokens = Tokens.of(line, other, granularity);
        if (tokens[0].length == 0 || tokens[1].length == 0 || Arrays.equals(tokens[0], tokens[1])) {
            return Arrays.equals(tokens[0], tokens[1]) ? 1 : 0;
        }
        // Some algorithms look from the shorter text, or take the first of equal chances; the order makes both sides
        // agree.
        boolean ordered =
                tokens[0].length != tokens[1].length ? tokens[0].length < tokens[1].length : line.compareTo(other) < 0;
        return ordered ? algorithm.applyAsDouble(tokens[0], tokens[1]) : algorithm.applyAsDouble(tokens[1], tokens[0]);
    }

    /** The share of positions with the same token, of all positions of the longer text. */
    private static double hamming(int[] shorter, int[] longer) {
        int same = 0;
        for (int i = 0; i < shorter.length; i++) {
            same += shorter[i] == longer[i] ? 1 : 0;
        }
        return (double) same / longer.length;
    }
}
