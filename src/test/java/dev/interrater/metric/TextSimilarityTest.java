package dev.interrater.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.junit.jupiter.api.Test;

class TextSimilarityTest {

    private static final double EXACT = 1e-12;

    @Test
    void edit_distances_are_those_of_a_library_also_beyond_64_tokens() {
        againstLibrary(
                "levenshtein",
                (a, b) -> share(LevenshteinDistance.getDefaultInstance().apply(a, b), a, b));
        againstLibrary("damerau_levenshtein", (a, b) -> share(new DamerauLevenshteinDistance().apply(a, b), a, b));
    }

    @Test
    void jaro_winkler_is_that_of_a_library() {
        againstLibrary("jaro_winkler", new JaroWinklerSimilarity()::apply);
    }

    @Test
    void published_similarities() {
        assertEquals(17.0 / 18, score("jaro", "char", "MARTHA", "MARHTA"), EXACT);
        assertEquals(0.822222222222, score("jaro", "char", "DWAYNE", "DUANE"), 1e-9);
        assertEquals(0.961111111111, score("jaro_winkler", "char", "MARTHA", "MARHTA"), 1e-9);
        assertEquals(7.0 / 9, score("ratcliff_obershelp", "char", "WIKIMEDIA", "WIKIMANIA"), EXACT);
        assertEquals(14.0 / 18, score("ratcliff_obershelp", "char", "WIKIMANIA", "WIKIMEDIA"), EXACT);
        assertEquals(1 - 3.0 / 7, score("levenshtein", "char", "kitten", "sitting"), EXACT);
        assertEquals(0.5, score("damerau_levenshtein", "char", "abcd", "badc"), EXACT);
    }

    @Test
    void characters_are_code_points_and_words_split_at_any_space() {
        assertEquals(0.5, score("levenshtein", "char", "👍👎", "👍👍"), EXACT);
        assertEquals(1, score("levenshtein", "word", " one\ttwo\u00a0", "one  two"), EXACT);
        assertEquals(0.5, score("hamming", "bigram", "abc", "abd"), EXACT);
        assertEquals(0, score("levenshtein", "trigram", "ab", "ac"), EXACT);
        assertEquals(0, score("levenshtein", "char", "", "ac"), EXACT);
    }

    @Test
    void lines_without_a_partner_count_as_nothing() {
        assertEquals(1.0 / 3, metric("levenshtein", "char").score(text("a", "b", "c"), text("a")), EXACT);
    }

    @Test
    void texts_of_more_than_20_000_characters_are_compared_by_word() {
        String words = "word ".repeat(4_001);
        assertEquals(4_000.0 / 4_001, score("levenshtein", "char", words, words.replaceFirst("word", "sword")), EXACT);
    }

    @Test
    void long_texts_are_compared_like_short_ones() {
        Random random = new Random(7);
        String a = randomText(random, 20_000, 30);
        String b = randomText(random, 20_000, 30);
        assertEquals(score("levenshtein", "char", a, b), score("levenshtein", "char", b, a), EXACT);
        assertEquals(1 - 1.0 / 20_000, score("levenshtein", "char", a, a.replaceFirst("[a-f]", "#")), EXACT);
    }

    @Test
    void texts_beyond_all_measure_are_refused() {
        String a = "a ".repeat(300_000);
        String b = "b ".repeat(300_000);
        assertThrows(IncomparableAnswerException.class, () -> score("levenshtein", "char", a, b));
    }

    private static void againstLibrary(String algorithm, ToDoubleBiFunction<String, String> library) {
        Random random = new Random(42);
        IntStream.range(0, 3_000).forEach(i -> {
            int letters = 1 + random.nextInt(i % 2 == 0 ? 4 : 20);
            String a = randomText(random, random.nextInt(i % 10 == 0 ? 300 : 12), letters);
            String b = random.nextBoolean() ? mutated(random, a) : randomText(random, random.nextInt(200), letters);
            if (!a.isEmpty() && !b.isEmpty()) {
                assertEquals(library.applyAsDouble(a, b), score(algorithm, "char", a, b), EXACT, () -> a + " and " + b);
            }
        });
    }

    private static double share(int distance, String a, String b) {
        return 1 - (double) distance / Math.max(a.length(), b.length());
    }

    private static String randomText(Random random, int length, int letters) {
        return random.ints(length, 'a', 'a' + letters)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String mutated(Random random, String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(5); i > 0 && mutated.length() > 1; i--) {
            int at = random.nextInt(mutated.length() - 1);
            char first = mutated.charAt(at);
            mutated.setCharAt(at, mutated.charAt(at + 1));
            mutated.setCharAt(at + 1, first);
        }
        return mutated.toString();
    }

    private static Metric metric(String algorithm, String granularity) {
        return Metrics.of("text_similarity", Map.of("algorithm", algorithm, "granularity", granularity));
    }

    private static double score(String algorithm, String granularity, String a, String b) {
        return metric(algorithm, granularity).score(text(a), text(b));
    }

    private static Answer text(String... lines) {
        return new Answer.Values(Map.of(Place.WHOLE_TASK, new Value.Text(List.of(lines))));
    }
}
