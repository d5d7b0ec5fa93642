package dev.interrater.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MedoidTest {
    private static Medoid of(int answers, Double... scores) {
        boolean[] all = new boolean[answers];
        Arrays.fill(all, true);
        return Medoid.of(all, scores);
    }

    @Test
    void it_is_the_answer_that_agrees_most_with_all_others() {
        assertEquals(new Medoid(1, 0.75, 3), of(3, 0.9, 0.2, 0.6));
        assertEquals(new Medoid(2, 0.75, 4), of(4, 0.125, 0.875, 0.125, 0.75, 0.25, 0.625));
    }

    @Test
    void of_equally_near_ones_it_is_the_first() {
        assertEquals(new Medoid(0, 0.5, 2), of(2, 0.5));
        assertEquals(new Medoid(0, 0.0, 3), of(3, 0.0, 0.0, 0.0));
    }

    @Test
    void an_answer_without_a_score_does_not_count() {
        assertEquals(new Medoid(1, 0.4, 2), of(3, null, null, 0.4));
        assertNull(of(2, (Double) null));
        assertNull(of(1));
        assertNull(of(0));
    }

    @Test
    void who_does_not_take_part_is_neither_chosen_nor_asked() {
        assertEquals(new Medoid(1, 0.3, 2), Medoid.of(new boolean[] {false, true, true}, new Double[] {1.0, 0.9, 0.3}));
    }

    @Test
    void no_other_answer_agrees_more_with_the_rest() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            int size = 2 + random.nextInt(6);
            double[][] matrix = new double[size][size];
            Double[] scores = new Double[size * (size - 1) / 2];
            int pair = 0;
            for (int one = 0; one < size; one++) {
                for (int other = one + 1; other < size; other++) {
                    scores[pair] = random.nextInt(5) / 4.0;
                    matrix[one][other] = matrix[other][one] = scores[pair++];
                }
            }
            Medoid medoid = of(size, scores);
            for (double[] row : matrix) {
                double mean = Arrays.stream(row).sum() / (size - 1);
                assertTrue(mean <= medoid.agreement() + 1e-12, () -> medoid + " of " + Arrays.toString(scores));
            }
        }
    }
}
