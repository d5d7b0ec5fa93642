package dev.interrater.consensus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.testing.ReferencePython;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consensus, against that of crowd-kit. */
class DawidSkeneTest {
    private static final double TOLERANCE = 1e-4;

    @Test
    void posteriors_priors_and_steps_are_those_of_crowd_kit() throws IOException {
        for (JsonNode project : ReferencePython.kept("consensus")) {
            Consensus consensus = of(project);
            String at = project.path("name").asText();
            List<double[]> posteriors = posteriors(consensus);
            assertEquals(project.path("posteriors").size(), posteriors.size(), at);
            for (int task = 0; task < posteriors.size(); task++) {
                assertArrayEquals(
                        doubles(project.path("posteriors").get(task)),
                        posteriors.get(task),
                        TOLERANCE,
                        at + " " + task);
            }
            assertArrayEquals(doubles(project.path("priors")), consensus.priors(), TOLERANCE, at);
            assertEquals(project.path("steps").asInt(), consensus.steps(), at);
        }
    }

    @Test
    void where_python_is_its_figures_are_the_kept_ones(@TempDir Path directory) throws Exception {
        Optional<JsonNode> fresh = ReferencePython.fresh("consensus", "crowdkit", directory);
        assumeTrue(fresh.isPresent(), "there is no Python with crowd-kit");
        ReferencePython.assertSame(ReferencePython.kept("consensus"), fresh.get(), 1e-6, "consensus.json");
    }

    @Test
    void the_same_answers_give_the_same_consensus_to_the_last_bit() throws IOException {
        for (JsonNode project : ReferencePython.kept("consensus")) {
            List<double[]> once = posteriors(of(project));
            List<double[]> again = posteriors(of(project));
            for (int task = 0; task < once.size(); task++) {
                assertArrayEquals(once.get(task), again.get(task));
            }
        }
    }

    @Test
    void a_single_answer_takes_part_and_a_single_value_is_certain() {
        Answers answers = new Answers();
        answers.add(7, new int[] {0}, new int[] {0}, 1);
        Consensus consensus = DawidSkene.of(answers, 1, 1, () -> {});
        consensus.forEach((id, posterior, entropy, who, what, size) -> {
            assertEquals(7, id);
            assertEquals(1, posterior[0]);
            assertEquals(0, entropy);
        });
        Competence competence = consensus.competences().get(0);
        assertEquals(1, competence.value());
        assertEquals(null, competence.finding());
        assertEquals(1, competence.tasks());
    }

    @Test
    void a_thousand_answers_to_a_task_do_not_lose_its_consensus_to_rounding() {
        Answers answers = new Answers();
        int many = 1_000;
        Random random = new Random(1);
        for (int task = 0; task < 20; task++) {
            int[] who = new int[many];
            int[] what = new int[many];
            for (int i = 0; i < many; i++) {
                who[i] = i;
                what[i] = random.nextInt(10) < 6 ? task % 3 : random.nextInt(3);
            }
            answers.add(task, who, what, many);
        }
        DawidSkene.of(answers, many, 3, () -> {}).forEach((id, posterior, entropy, who, what, size) -> {
            assertEquals(id % 3, Review.best(posterior));
            double sum = posterior[0] + posterior[1] + posterior[2];
            assertEquals(1, sum, 1e-12);
            assertTrue(entropy >= 0);
        });
    }

    @Test
    void whoever_ends_the_work_ends_it_at_the_next_step() {
        Answers answers = new Answers();
        answers.add(1, new int[] {0, 1}, new int[] {0, 1}, 2);
        assertThrows(
                IllegalStateException.class,
                () -> DawidSkene.of(answers, 2, 2, () -> {
                    throw new IllegalStateException("enough");
                }));
    }

    @Test
    void answers_are_found_again_in_the_order_in_which_they_were_added_beyond_the_end_of_a_block() {
        Answers answers = new Answers();
        int[] who = {3, 1, 4, 1, 5};
        int[] what = {2, 7, 1, 8, 2};
        for (int task = 0; task < 70_000; task++) {
            answers.add(task, who, what, task % 6 > 5 ? 0 : task % 6);
        }
        int[] seen = new int[2];
        answers.forEach((id, annotators, values, size) -> {
            assertEquals(id % 6, size);
            for (int i = 0; i < size; i++) {
                assertEquals(who[i], annotators[i]);
                assertEquals(what[i], values[i]);
            }
            seen[0]++;
            seen[1] += size;
        });
        assertEquals(answers.tasks(), seen[0]);
        assertEquals(answers.count(), seen[1]);
    }

    @Test
    void however_many_of_the_answers_differ_each_task_has_its_own_and_all_are_counted() {
        Answers answers = new Answers();
        for (int task = 0; task < 200_000; task++) {
            answers.add(task * 1_000_000_000L, annotatorsOf(task), valuesOf(task), annotatorsOf(task).length);
        }
        int[] seen = new int[1];
        answers.forEach((id, annotators, values, size) -> {
            int task = seen[0]++;
            assertEquals(task * 1_000_000_000L, id);
            assertEquals(annotatorsOf(task).length, size);
            for (int i = 0; i < size; i++) {
                assertEquals(annotatorsOf(task)[i], annotators[i]);
                assertEquals(valuesOf(task)[i], values[i]);
            }
        });
        int[] shared = new int[3];
        answers.forEachShared((tasks, annotators, values, size) -> {
            shared[0] += tasks;
            shared[1] += tasks * size;
            shared[2] = Math.max(shared[2], tasks);
        });
        assertEquals(200_000, seen[0]);
        assertEquals(200_000, shared[0]);
        assertEquals(answers.count(), shared[1]);
        assertEquals(100_000, shared[2], "every other task has the same answers");
    }

    private static int[] annotatorsOf(int task) {
        return task % 2 == 0 ? new int[] {1, 2} : new int[] {task % 97, 100 + task % 101, 300 + task % 89};
    }

    private static int[] valuesOf(int task) {
        return task % 2 == 0 ? new int[] {Answers.MOST, 0} : new int[] {task % 7, task % 11, task % 13};
    }

    @Test
    void tasks_that_the_same_annotators_answer_alike_take_a_few_bytes_and_others_no_more_than_is_promised() {
        Answers alike = new Answers();
        Answers different = new Answers();
        Random random = new Random(3);
        int tasks = 300_000;
        for (int task = 0; task < tasks; task++) {
            alike.add(
                    1_000_000_000L + task,
                    new int[] {0, 1, 2},
                    random.ints(3, 0, 3).toArray(),
                    3);
            different.add(
                    1_000_000_000L + task,
                    new int[] {0, 1, 2},
                    random.ints(3, 0, 500).toArray(),
                    3);
        }
        assertTrue(alike.bytes() < 2.1 * tasks, () -> alike.bytes() + " bytes");
        assertTrue(different.bytes() < (10 + 3 * 4) * tasks, () -> different.bytes() + " bytes");
    }

    static Consensus of(JsonNode project) {
        Answers answers = new Answers();
        long id = 0;
        for (JsonNode task : project.path("tasks")) {
            int[] who = new int[task.size()];
            int[] what = new int[task.size()];
            for (int i = 0; i < who.length; i++) {
                who[i] = task.get(i).get(0).asInt();
                what[i] = task.get(i).get(1).asInt();
            }
            answers.add(++id, who, what, who.length);
        }
        return DawidSkene.of(
                answers,
                project.path("annotators").asInt(),
                project.path("values").asInt(),
                () -> {});
    }

    private static List<double[]> posteriors(Consensus consensus) {
        List<double[]> posteriors = new ArrayList<>();
        consensus.forEach((id, posterior, entropy, who, what, size) -> posteriors.add(posterior.clone()));
        return posteriors;
    }

    private static double[] doubles(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
