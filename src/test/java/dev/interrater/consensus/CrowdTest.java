package dev.interrater.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Crowds whose truth is known: twenty annotators of mixed quality, of whom one is inverted, one lazy and one answers at random. */
class CrowdTest {
    private static final int ANNOTATORS = 20;
    private static final int TASKS = 2_000;
    private static final int INVERTED = 17;
    private static final int LAZY = 18;
    private static final int RANDOM = 19;

    /** What came of a crowd. */
    private record Result(
            int values, int answers, double majority, double consensus, double error, List<Competence> competences) {
        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %d | %d | %.1f %% | %.1f %% | %.3f |",
                    values,
                    answers,
                    100 * majority,
                    100 * consensus,
                    error);
        }
    }

    /** The table in docs/results.md is what this prints. */
    @Test
    void the_consensus_is_right_more_often_than_the_majority_and_the_document_says_how_often() throws IOException {
        String document = Files.readString(Path.of("docs/results.md"));
        StringBuilder table = new StringBuilder();
        for (int values : new int[] {3, 12}) {
            for (int answers = 1; answers <= 5; answers++) {
                Result result = crowd(values, answers);
                table.append(result.row()).append('\n');
                if (answers >= 3) {
                    assertTrue(result.consensus > result.majority, result.row());
                    assertTrue(result.error < 0.05, result.row());
                }
            }
        }
        assertTrue(document.contains(table), "docs/results.md is to have this table:\n" + table);
    }

    @Test
    void who_does_no_better_than_chance_is_named_and_nobody_else() {
        for (int values : new int[] {3, 12}) {
            Result result = crowd(values, 3);
            for (int annotator = 0; annotator < ANNOTATORS; annotator++) {
                Finding expected = switch (annotator) {
                    case INVERTED -> Finding.INVERTED;
                    case LAZY -> Finding.SAME_ANSWER;
                    case RANDOM -> Finding.RANDOM;
                    default -> null;
                };
                Competence found = result.competences.get(annotator);
                assertEquals(expected, found.finding(), annotator + " of " + values + ": " + found);
            }
            assertTrue(result.competences.get(LAZY).usualShare() > 0.95);
        }
    }

    @Test
    void a_handful_of_answers_names_nobody() {
        Answers answers = new Answers();
        for (int task = 0; task < 4; task++) {
            answers.add(task, new int[] {0, 1, 2}, new int[] {task % 2, task % 2, 1 - task % 2}, 3);
        }
        DawidSkene.of(answers, 3, 2, () -> {})
                .competences()
                .subList(0, 2)
                .forEach(competence -> assertEquals(null, competence.finding()));
    }

    /** Who always says what is nearly always right cannot be told from who looks. */
    @Test
    void always_the_frequent_answer_is_no_finding_where_hardly_anything_else_is_right() {
        Answers answers = new Answers();
        for (int task = 0; task < 500; task++) {
            int right = task % 200 == 0 ? 1 : 0;
            answers.add(task, new int[] {0, 1, 2}, new int[] {right, right, 0}, 3);
        }
        Competence lazy = DawidSkene.of(answers, 3, 2, () -> {}).competences().get(2);
        assertEquals(null, lazy.finding(), lazy.toString());
    }

    /** In 95 of 100 samples the interval has what is true of the annotator, if the consensus is (nearly) right. */
    @Test
    void intervals_of_competence_have_the_truth_about_as_often_as_they_say() {
        int inside = 0;
        int all = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Answers answers = new Answers();
            double[] quality = new double[9];
            for (int i = 0; i < quality.length; i++) {
                quality[i] = 0.55 + 0.05 * i;
            }
            int[] everybody = {0, 1, 2, 3, 4, 5, 6, 7, 8};
            for (int task = 0; task < 200; task++) {
                int right = random.nextInt(3);
                int[] what = new int[9];
                for (int i = 0; i < 9; i++) {
                    what[i] = random.nextDouble() < quality[i] ? right : (right + 1 + random.nextInt(2)) % 3;
                }
                answers.add(task, everybody, what, 9);
            }
            List<Competence> found = DawidSkene.of(answers, 9, 3, () -> {}).competences();
            for (int i = 0; i < 9; i++) {
                all++;
                inside += found.get(i).low() <= quality[i]
                                && quality[i] <= found.get(i).high()
                        ? 1
                        : 0;
            }
        }
        assertEquals(0.95, (double) inside / all, 0.05);
    }

    @Test
    void what_to_look_at_next_is_what_is_uncertain_and_what_somebody_competent_can_still_answer() {
        Answers answers = new Answers();
        Random random = new Random(5);
        for (int task = 0; task < 300; task++) {
            int right = random.nextInt(2);
            int[] who = task % 3 == 0 ? new int[] {0, 1} : new int[] {0, 1, 2, 3};
            int[] what = new int[who.length];
            for (int i = 0; i < who.length; i++) {
                what[i] = random.nextDouble() < 0.8 ? right : 1 - right;
            }
            answers.add(task, who, what, who.length);
        }
        Consensus consensus = DawidSkene.of(answers, 4, 2, () -> {});
        Review review = new Review(consensus.competences());
        consensus.forEach(review);

        List<NextTask> next = review.tasks();
        assertTrue(next.size() > 10 && next.size() <= 100, () -> "all can still be answered: " + next.size());
        for (int i = 0; i < next.size(); i++) {
            assertEquals(0, next.get(i).id() % 3, "everybody has answered the others");
            assertTrue(next.get(i).gain() <= next.get(i).entropy());
            assertTrue(i == 0 || next.get(i).gain() <= next.get(i - 1).gain());
        }
        assertTrue(next.get(0).probability() < next.get(next.size() - 1).probability());
        List<Surprise> surprises = review.surprises();
        assertTrue(surprises.size() <= 4 * Review.SURPRISES);
        surprises.forEach(surprise -> assertTrue(surprise.answer() != surprise.consensus()));
    }

    private static Result crowd(int values, int answersOfTask) {
        Random random = new Random(100L * values + answersOfTask);
        Answers answers = new Answers();
        List<Integer> truth = new ArrayList<>();
        int[] right = new int[ANNOTATORS];
        int[] given = new int[ANNOTATORS];
        int[] majorityRight = {0};
        for (int task = 0; task < TASKS; task++) {
            int true_ = random.nextInt(values);
            truth.add(true_);
            int[] who = random.ints(0, ANNOTATORS)
                    .distinct()
                    .limit(answersOfTask)
                    .sorted()
                    .toArray();
            int[] what = new int[who.length];
            int[] votes = new int[values];
            for (int i = 0; i < who.length; i++) {
                what[i] = answer(random, who[i], true_, values);
                votes[what[i]]++;
                given[who[i]]++;
                right[who[i]] += what[i] == true_ ? 1 : 0;
            }
            answers.add(task, who, what, who.length);
            majorityRight[0] += winner(votes, random) == true_ ? 1 : 0;
        }
        Consensus consensus = DawidSkene.of(answers, ANNOTATORS, values, () -> {});
        int[] consensusRight = {0};
        consensus.forEach((id, posterior, entropy, annotators, what, size) ->
                consensusRight[0] += Review.best(posterior) == truth.get((int) id) ? 1 : 0);
        double error = 0;
        for (int annotator = 0; annotator < ANNOTATORS; annotator++) {
            double real = (double) right[annotator] / given[annotator];
            error += Math.abs(real - consensus.competences().get(annotator).value()) / ANNOTATORS;
        }
        return new Result(
                values,
                answersOfTask,
                (double) majorityRight[0] / TASKS,
                (double) consensusRight[0] / TASKS,
                error,
                consensus.competences());
    }

    private static int answer(Random random, int annotator, int truth, int values) {
        return switch (annotator) {
            case INVERTED -> (truth + 1) % values;
            case LAZY -> 0;
            case RANDOM -> random.nextInt(values);
            default ->
                random.nextDouble() < 0.55 + 0.025 * annotator
                        ? truth
                        : (truth + 1 + random.nextInt(values - 1)) % values;
        };
    }

    /** Of those with most votes any. */
    private static int winner(int[] votes, Random random) {
        List<Integer> winners = new ArrayList<>();
        int most = 0;
        for (int value = 0; value < votes.length; value++) {
            if (votes[value] > most) {
                winners.clear();
                most = votes[value];
            }
            if (votes[value] == most) {
                winners.add(value);
            }
        }
        return winners.get(random.nextInt(winners.size()));
    }
}
