package dev.interrater.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.coefficient.Coefficient;
import dev.interrater.coefficient.CohenKappa;
import dev.interrater.coefficient.FleissKappa;
import dev.interrater.coefficient.IntervalAlpha;
import dev.interrater.coefficient.NominalAlpha;
import dev.interrater.coefficient.OrdinalAlpha;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures on their whole way: annotations in Label Studio's tables, a backfill, and what the API says then. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class CoefficientFiguresTest extends AnsweredProjects {
    @Test
    void krippendorffs_four_observers_have_the_published_alphas() {
        JsonNode found = coefficients(labelled(
                RATING,
                AnsweredProjects::rating,
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                "- 3 3 3 2 3 4 2 2 5 1 -",
                "1 2 3 3 2 4 4 1 2 5 1 ."));

        assertValue(0.74342, found.at("/krippendorff_alpha/nominal"), PRINTED);
        assertValue(0.81539, found.at("/krippendorff_alpha/ordinal"), PRINTED);
        assertValue(0.84911, found.at("/krippendorff_alpha/interval"), PRINTED);
        assertEquals(11, found.path("units").asInt());
        assertEquals(4, found.path("raters").asInt());
        assertEquals(11, found.at("/krippendorff_alpha/nominal/units").asInt());
        assertEquals(1, found.at("/krippendorff_alpha/nominal/left_out").asInt());
        assertEquals("answer", found.path("from_name").asText());
        assertEquals("Rating", found.path("control_tag").asText());
    }

    /** What irrCAC's documentation prints of the same data, of which the last task has a single answer. */
    @Test
    void krippendorffs_four_observers_have_the_errors_that_irrcac_publishes() {
        JsonNode found = coefficients(labelled(
                RATING,
                AnsweredProjects::rating,
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . .",
                "- 3 3 3 2 3 4 2 2 5 1 3",
                "1 2 3 3 2 4 4 1 2 5 1 -"));

        JsonNode identity = found.at("/weighted/0");
        assertEquals("identity", identity.path("weights").asText());
        JsonNode ac1 = identity.path("gwet_ac");
        assertValue(0.77544, ac1, PRINTED);
        assertEquals(0.14295, ac1.path("standard_error").asDouble(), PRINTED);
        assertEquals(0.46081, ac1.at("/confidence_interval/0").asDouble(), PRINTED);
        assertEquals(1, ac1.at("/confidence_interval/1").asDouble());
        assertEquals(0.00021, ac1.path("p_value").asDouble(), PRINTED);
        assertTrue(ac1.path("error_reason").isNull());
        assertEquals(11, ac1.path("units").asInt());
        assertEquals(1, ac1.path("left_out").asInt());
        JsonNode fleiss = identity.path("fleiss_kappa");
        assertValue(0.76117, fleiss, PRINTED);
        assertEquals(0.15302, fleiss.path("standard_error").asDouble(), PRINTED);
        assertValue(0.81818, identity.path("percent_agreement"), PRINTED);
        assertEquals(
                List.of("identity", "linear", "quadratic", "ordinal", "ratio"),
                found.path("weighted").findValuesAsText("weights"));
        JsonNode two = found.at("/values/0");
        assertEquals("2", two.path("value").asText());
        assertEquals(13, two.path("answers").asInt());
        assertTrue(found.path("values_reason").isNull());
    }

    @Test
    void an_answer_of_one_annotator_counts_for_how_often_values_are_given_and_changes_no_older_coefficient() {
        JsonNode without = coefficients(labelled(CHOICES, AnsweredProjects::choice, "a b a b a", "a b b b b"));
        JsonNode with =
                coefficients(labelled(CHOICES, AnsweredProjects::choice, "a b a b a b", "a b b b b -", "- - - - - -"));

        for (String old : List.of("units", "raters", "krippendorff_alpha", "fleiss_kappa")) {
            assertEquals(without.path(old), with.path(old), old);
        }
        assertEquals(5, with.at("/weighted/0/gwet_ac/units").asInt());
        assertEquals(0, without.at("/weighted/0/gwet_ac/left_out").asInt());
        assertEquals(1, with.at("/weighted/0/gwet_ac/left_out").asInt());
        assertEquals(
                10,
                without.at("/values/0/answers").asInt()
                        + without.at("/values/1/answers").asInt());
        assertEquals(
                11,
                with.at("/values/0/answers").asInt()
                        + with.at("/values/1/answers").asInt());
    }

    @Test
    void two_observers_have_the_published_alphas() {
        assertValue(
                0.09524,
                coefficients(labelled(CHOICES, AnsweredProjects::choice, "0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"))
                        .at("/krippendorff_alpha/nominal"),
                PRINTED);
        JsonNode letters = coefficients(
                labelled(CHOICES, AnsweredProjects::choice, "a a b b d c c c e d d a", "b a b b b c c c e d d d"));
        assertValue(0.69196, letters.at("/krippendorff_alpha/nominal"), PRINTED);
        assertUndefined("The answers are no single numbers.", letters.at("/krippendorff_alpha/ordinal"));
        assertUndefined("The answers are no single numbers.", letters.at("/krippendorff_alpha/interval"));
    }

    @Test
    void fifty_proposals_have_the_published_cohen_kappa() {
        JsonNode found = coefficients(labelled(
                CHOICES,
                AnsweredProjects::choice,
                "yes ".repeat(25) + "no ".repeat(25),
                "yes ".repeat(20) + "no ".repeat(5) + "yes ".repeat(10) + "no ".repeat(15)));

        assertEquals(1, found.path("cohen_kappa").size());
        assertValue(0.4, found.at("/cohen_kappa/0"), ROUNDING);
        assertEquals(50, found.at("/cohen_kappa/0/tasks").asInt());
        assertTrue(found.at("/cohen_kappa/0/annotators/0").asInt()
                < found.at("/cohen_kappa/0/annotators/1").asInt());
        assertTrue(found.path("cohen_kappa_reason").isNull());
    }

    @Test
    void fleiss_ten_subjects_have_the_published_kappa_and_others_are_left_out() {
        int[][] table = {
            {0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
            {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}
        };
        StringBuilder[] observers =
                Stream.generate(StringBuilder::new).limit(14).toArray(StringBuilder[]::new);
        for (int[] counts : table) {
            int observer = 0;
            for (int category = 0; category < counts.length; category++) {
                for (int i = 0; i < counts[category]; i++) {
                    observers[observer++].append(category).append(' ');
                }
            }
        }
        for (int i = 0; i < observers.length; i++) {
            observers[i].append(i < 3 ? "1 1" : ". -");
        }

        JsonNode found = coefficients(labelled(
                CHOICES,
                AnsweredProjects::choice,
                Arrays.stream(observers).map(StringBuilder::toString).toArray(String[]::new)));

        assertValue(0.20993, found.path("fleiss_kappa"), PRINTED);
        assertEquals(10, found.at("/fleiss_kappa/units").asInt());
        assertEquals(2, found.at("/fleiss_kappa/left_out").asInt());
        assertEquals(14 * 13 / 2, found.path("cohen_kappa").size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_random_project_has_the_coefficients_of_its_answers_one_by_one(long seed) {
        Random random = new Random(seed);
        String[] observers = Stream.generate(() -> IntStream.range(0, 40)
                        .mapToObj(unit ->
                                List.of("1", "2", "2", "3", "4.5", ".", "-").get(random.nextInt(7)))
                        .reduce((left, right) -> left + " " + right)
                        .orElseThrow())
                .limit(4)
                .toArray(String[]::new);

        JsonNode found = coefficients(labelled(RATING, AnsweredProjects::rating, observers));

        NominalAlpha nominal = new NominalAlpha();
        OrdinalAlpha ordinal = new OrdinalAlpha();
        IntervalAlpha interval = new IntervalAlpha();
        FleissKappa fleiss = new FleissKappa();
        List<CohenKappa> cohen = Stream.generate(CohenKappa::new).limit(6).toList();
        for (List<Double> unit : units(observers)) {
            nominal.add(unit);
            ordinal.add(unit);
            interval.add(unit);
            fleiss.add(unit);
            for (int i = 0, pair = 0; i < 4; i++) {
                for (int j = i + 1; j < 4; j++) {
                    cohen.get(pair++).add(unit.get(i), unit.get(j));
                }
            }
        }
        assertSame(nominal.value(), found.at("/krippendorff_alpha/nominal"));
        assertSame(ordinal.value(), found.at("/krippendorff_alpha/ordinal"));
        assertSame(interval.value(), found.at("/krippendorff_alpha/interval"));
        assertSame(fleiss.value(), found.path("fleiss_kappa"));
        for (int pair = 0; pair < 6; pair++) {
            JsonNode kappa = found.path("cohen_kappa").path(pair);
            assertEquals(cohen.get(pair).value().units(), kappa.path("tasks").asLong());
            assertValue(cohen.get(pair).value().value(), kappa, ROUNDING);
        }
    }

    private static List<List<Double>> units(String... observers) {
        List<List<Double>> units = new ArrayList<>();
        String[][] rows = Arrays.stream(observers).map(row -> row.split(" ")).toArray(String[][]::new);
        for (int unit = 0; unit < rows[0].length; unit++) {
            List<Double> answers = new ArrayList<>();
            for (String[] row : rows) {
                answers.add(row[unit].matches("[.-]") ? null : Double.valueOf(row[unit]));
            }
            units.add(answers);
        }
        return units;
    }

    private static void assertSame(Coefficient expected, JsonNode found) {
        assertValue(expected.value(), found, ROUNDING);
        assertEquals(expected.units(), found.path("units").asLong());
    }
}
