package dev.interrater.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsensusTest {

    @Test
    void a_chain_of_matches_is_no_group() {
        assertEquals(2.0 / 3, PairScores.of(3, new double[] {1, 0, 1}).consensus(false), 1e-12);
    }

    @Test
    void the_largest_group_is_that_of_trying_all_groups() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            int n = 2 + random.nextInt(11);
            double density = random.nextDouble();
            PairScores scores = PairScores.of(n, pairs(n, random, density));
            assertEquals(byTryingAll(scores), scores.consensus(true) * n, 1e-9);
        }
    }

    @Test
    void thirty_two_annotators_are_exact_also_in_the_worst_case() {
        // Ten threes and a two, everybody matching all but their own: 3^10 times 2 largest groups.
        double[] scores = new double[32 * 31 / 2];
        int next = 0;
        for (int i = 0; i < 32; i++) {
            for (int j = i + 1; j < 32; j++) {
                scores[next++] = i / 3 == j / 3 ? 0 : 1;
            }
        }
        assertEquals(11.0 / 32, PairScores.of(32, scores).consensus(true), 1e-12);
    }

    @Test
    void hundreds_of_annotators_end_with_a_group_and_always_the_same() {
        double[] scores = pairs(300, new Random(1), 0.9);
        double consensus = PairScores.of(300, scores).consensus(false);
        assertEquals(consensus, PairScores.of(300, scores).consensus(false));
        assertEquals(
                1,
                PairScores.of(
                                300,
                                IntStream.range(0, 300 * 299 / 2)
                                        .mapToDouble(i -> 1)
                                        .toArray())
                        .consensus(false));
    }

    @Test
    void one_participant_has_no_agreement() {
        PairScores alone = PairScores.of(1, new double[0]);
        assertThrows(IllegalStateException.class, alone::pairwise);
        assertThrows(IllegalStateException.class, () -> alone.consensus(true));
    }

    @Test
    void scores_are_found_from_both_sides() {
        PairScores scores = PairScores.of(4, new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6});
        assertEquals(0.3, scores.get(0, 3));
        assertEquals(0.5, scores.get(3, 1));
        assertEquals(0.6, scores.get(2, 3));
        assertEquals(1, scores.get(2, 2));
        assertEquals(0.35, scores.pairwise(), 1e-12);
    }

    private static double[] pairs(int n, Random random, double density) {
        return IntStream.range(0, n * (n - 1) / 2)
                .mapToDouble(i -> random.nextDouble() < density ? 1 : 0)
                .toArray();
    }

    private static int byTryingAll(PairScores scores) {
        int n = scores.participants();
        return IntStream.range(1, 1 << n)
                .filter(group -> IntStream.range(0, n * n).allMatch(pair -> {
                    int i = pair / n;
                    int j = pair % n;
                    return (group >> i & 1) == 0 || (group >> j & 1) == 0 || scores.get(i, j) == 1;
                }))
                .map(Integer::bitCount)
                .max()
                .orElseThrow();
    }
}
