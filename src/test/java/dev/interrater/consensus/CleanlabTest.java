package dev.interrater.consensus;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.testing.ReferencePython;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of annotators by competence, against cleanlab's CROWDLAB, which knows a classifier besides. */
class CleanlabTest {
    @Test
    void annotators_come_in_nearly_the_order_of_cleanlab() throws IOException {
        for (JsonNode project : ReferencePython.kept("quality")) {
            double[] theirs = IntStream.range(0, project.path("annotators").asInt())
                    .mapToDouble(i -> project.path("quality").get(i).asDouble())
                    .toArray();
            double[] ours = DawidSkeneTest.of(project).competences().stream()
                    .mapToDouble(Competence::value)
                    .toArray();
            double correlation = rankCorrelation(theirs, ours);
            assertTrue(correlation > 0.9, project.path("name").asText() + ": " + correlation);
        }
    }

    @Test
    void where_python_is_its_figures_are_the_kept_ones(@TempDir Path directory) throws Exception {
        Optional<JsonNode> fresh = ReferencePython.fresh("quality", "cleanlab", directory);
        assumeTrue(fresh.isPresent(), "there is no Python with cleanlab");
        ReferencePython.assertSame(ReferencePython.kept("quality"), fresh.get(), 1e-6, "quality.json");
    }

    /** Spearman's, without ties. */
    private static double rankCorrelation(double[] one, double[] other) {
        int[] first = ranks(one);
        int[] second = ranks(other);
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            squares += Math.pow(first[i] - second[i], 2);
        }
        return 1 - 6 * squares / (one.length * (Math.pow(one.length, 2) - 1));
    }

    private static int[] ranks(double[] numbers) {
        Integer[] order = IntStream.range(0, numbers.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> numbers[i]));
        int[] ranks = new int[numbers.length];
        for (int place = 0; place < order.length; place++) {
            ranks[order[place]] = place;
        }
        return ranks;
    }
}
