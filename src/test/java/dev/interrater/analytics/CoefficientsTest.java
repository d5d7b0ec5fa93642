package dev.interrater.analytics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.agreement.coefficient.Coefficient;
import dev.interrater.agreement.coefficient.CohenKappa;
import dev.interrater.agreement.coefficient.FleissKappa;
import dev.interrater.agreement.coefficient.IntervalAlpha;
import dev.interrater.agreement.coefficient.NominalAlpha;
import dev.interrater.agreement.coefficient.OrdinalAlpha;
import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coefficients on their whole way: annotations in Label Studio's tables, a backfill, and what the API says then. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class CoefficientsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double PRINTED = 1e-5;
    private static final double ROUNDING = 1e-9;
    private static final String RATING = "<View><Rating name='answer' toName='text'/></View>";
    private static final String CHOICES = "<View><Choices name='answer' toName='text'/></View>";

    private final Sql sql = Sql.in("worker");
    private final Organization organization = Organization.createIn(sql);

    /** An answer of "." is an annotation without one, and one of "-" no annotation. */
    private Labelling labelled(String config, Function<String, String> result, String... observers) {
        Labelling labelling = Labelling.create(sql, organization, config);
        String[][] rows = Arrays.stream(observers).map(row -> row.split(" ")).toArray(String[][]::new);
        List<Organization.User> annotators =
                Stream.generate(organization::member).limit(rows.length).toList();
        for (int unit = 0; unit < rows[0].length; unit++) {
            int task = labelling.task();
            for (int i = 0; i < rows.length; i++) {
                if (!rows[i][unit].equals("-")) {
                    String answer = rows[i][unit].equals(".") ? "[]" : result.apply(rows[i][unit]);
                    labelling.annotation(task, annotators.get(i), answer);
                }
            }
        }
        return labelling;
    }

    private static String rating(String stars) {
        return """
                [{"id": "1", "from_name": "answer", "to_name": "text", "type": "rating", "value": {"rating": %s}}]
                """.formatted(stars);
    }

    private static String choice(String choice) {
        return Labelling.choice("answer", choice);
    }

    private void backfill(Labelling labelling) {
        long job = organization.job(labelling.project(), "QUEUED");
        await().until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                .equals("COMPLETED"));
    }

    private static String path(Labelling labelling) {
        return "/api/projects/" + labelling.project() + "/analytics/data-quality/agreement-analysis/coefficients";
    }

    private JsonNode get(String path) {
        String body = Api.as(organization.owner())
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }

    private JsonNode coefficients(Labelling labelling) {
        backfill(labelling);
        JsonNode dimensions = get(path(labelling));
        assertEquals(1, dimensions.size());
        return dimensions.get(0);
    }

    private static void assertValue(double expected, JsonNode coefficient, double tolerance) {
        assertTrue(coefficient.path("reason").isNull(), coefficient.toString());
        assertEquals(expected, coefficient.path("value").asDouble(), tolerance);
    }

    private static void assertUndefined(String reason, JsonNode coefficient) {
        assertTrue(coefficient.path("value").isNull(), coefficient.toString());
        assertEquals(reason, coefficient.path("reason").asText());
    }

    @Test
    void krippendorffs_four_observers_have_the_published_alphas() {
        JsonNode found = coefficients(labelled(
                RATING,
                CoefficientsTest::rating,
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

    @Test
    void two_observers_have_the_published_alphas() {
        assertValue(
                0.09524,
                coefficients(labelled(CHOICES, CoefficientsTest::choice, "0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"))
                        .at("/krippendorff_alpha/nominal"),
                PRINTED);
        JsonNode letters = coefficients(
                labelled(CHOICES, CoefficientsTest::choice, "a a b b d c c c e d d a", "b a b b b c c c e d d d"));
        assertValue(0.69196, letters.at("/krippendorff_alpha/nominal"), PRINTED);
        assertUndefined("The answers are no single numbers.", letters.at("/krippendorff_alpha/ordinal"));
        assertUndefined("The answers are no single numbers.", letters.at("/krippendorff_alpha/interval"));
    }

    @Test
    void fifty_proposals_have_the_published_cohen_kappa() {
        JsonNode found = coefficients(labelled(
                CHOICES,
                CoefficientsTest::choice,
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
                CoefficientsTest::choice,
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

        JsonNode found = coefficients(labelled(RATING, CoefficientsTest::rating, observers));

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

    @Test
    void what_is_undefined_says_why() {
        JsonNode same = coefficients(labelled(RATING, CoefficientsTest::rating, "4 4 4", "4 4 4"));
        for (String name : List.of(
                "/krippendorff_alpha/nominal",
                "/krippendorff_alpha/ordinal",
                "/krippendorff_alpha/interval",
                "/fleiss_kappa",
                "/cohen_kappa/0")) {
            assertUndefined("All answers are the same.", same.at(name));
        }
        JsonNode alone = coefficients(labelled(CHOICES, CoefficientsTest::choice, "A . A", ". B ."));
        assertUndefined("No task has two answers.", alone.at("/krippendorff_alpha/nominal"));
        assertUndefined("No task has two answers.", alone.path("fleiss_kappa"));
        assertEquals(0, alone.path("cohen_kappa").size());
        assertEquals(2, alone.path("raters").asInt());
        assertEquals(0, alone.path("units").asInt());
    }

    @Test
    void more_different_answers_than_can_be_categories_are_not_counted() {
        Labelling labelling = Labelling.create(sql, organization, RATING);
        labelling.tasks(10_001);
        for (int i = 0; i < 2; i++) {
            labelling.annotations(organization.member(), "replace('" + rating("777") + "', '777', task::text)");
        }

        JsonNode found = coefficients(labelling);

        assertUndefined("There are more than 10000 different values.", found.at("/krippendorff_alpha/nominal"));
        assertUndefined("There are more than 300 different values.", found.at("/krippendorff_alpha/ordinal"));
        assertValue(1, found.at("/krippendorff_alpha/interval"), ROUNDING);
        assertUndefined("There are more than 10000 different values.", found.path("fleiss_kappa"));
        assertEquals(0, found.path("cohen_kappa").size());
        assertEquals(
                "There are more than 10000 different values.",
                found.path("cohen_kappa_reason").asText());
    }

    @Test
    void deleted_tasks_and_dimensions_count_nowhere() {
        Labelling labelling = labelled(
                "<View><Choices name='answer' toName='text'/><Choices name='other' toName='text'/></View>",
                CoefficientsTest::choice,
                "A B A A",
                "A B B A");
        backfill(labelling);
        assertEquals(4, get(path(labelling)).at("/0/units").asInt());

        int gone = sql.value("SELECT max(id) FROM task WHERE project_id = ?", labelling.project());
        sql.run("DELETE FROM task_completion WHERE task_id = ?", gone);
        sql.run("DELETE FROM task WHERE id = ?", gone);
        sql.run(
                "UPDATE agreement.dimension SET is_active = false WHERE project_id = ? AND name = 'other'",
                labelling.project());

        JsonNode left = get(path(labelling));
        assertEquals(1, left.size());
        assertEquals(3, left.at("/0/units").asInt());
        assertEquals(3, left.at("/0/cohen_kappa/0/tasks").asInt());
    }

    @Test
    void only_what_is_kept_without_answers_is_computed_again() {
        Labelling labelling = labelled(CHOICES, CoefficientsTest::choice, "A B A", "A B B");
        backfill(labelling);
        // As a backfill left it before answers were kept.
        sql.run(
                "UPDATE agreement.task_agreement SET fingerprint = gen_random_uuid() WHERE project_id = ?",
                labelling.project());
        sql.run(
                "UPDATE agreement.agreement_matrix SET answers = NULL WHERE dimension_id IN"
                        + " (SELECT id FROM agreement.dimension WHERE project_id = ?)",
                labelling.project());
        assertEquals(0, get(path(labelling)).at("/0/raters").asInt());

        assertEquals(3, coefficients(labelling).path("units").asInt());
        backfill(labelling);
        assertEquals(
                3L,
                sql.<Long>value(
                        "SELECT tasks_skipped FROM agreement.backfill_job WHERE project_id = ? AND newest",
                        labelling.project()));
    }

    @Test
    void answers_are_told_apart_whatever_is_in_them() {
        String odd = "A\\\\ \\\"{,}NULL\\\\u0000" + "é".repeat(5_000);
        Labelling labelling = labelled(
                CHOICES,
                answer ->
                        Labelling.choice("answer", answer.equals("x") ? odd : answer.equals("y") ? odd + "!" : answer),
                "x x y NULL {} \\\\",
                "x y y NULL {} \\\\");

        assertEquals(5 / 6.0, observedAgreement(coefficients(labelling)), ROUNDING);
    }

    /** Of two annotators: the share of tasks in which they said the same, from Cohen's kappa of four categories. */
    private double observedAgreement(JsonNode found) {
        // x x y N {} \ and x y y N {} \: chance gives (2·1 + 1·2 + 1 + 1 + 1) / 36.
        double expected = 7 / 36.0;
        return found.at("/cohen_kappa/0/value").asDouble() * (1 - expected) + expected;
    }

    @Test
    void many_who_ask_at_once_are_answered_or_asked_to_wait_and_nobody_is_left_out_for_ever() throws Exception {
        Labelling labelling = labelled(CHOICES, CoefficientsTest::choice, "A B", "A A");
        backfill(labelling);
        List<Integer> statuses = Storm.of(
                16, () -> Api.as(organization.owner()).get(path(labelling)).statusCode());
        assertTrue(List.of(200, 503).containsAll(statuses) && statuses.contains(200), statuses::toString);
        for (int i = 0; i < 5; i++) {
            Api.as(organization.owner())
                    .get(path(labelling) + "?dimension=0")
                    .then()
                    .statusCode(404);
        }
        assertEquals(1, get(path(labelling)).size());
    }

    @Test
    void one_dimension_can_be_asked_for_and_only_those_with_categories_or_numbers_are_there() {
        Labelling labelling = labelled(
                "<View><Choices name='answer' toName='text'/><Number name='n' toName='text'/>"
                        + "<TextArea name='t' toName='text'/><RectangleLabels name='r' toName='img'/></View>",
                CoefficientsTest::choice,
                "A B",
                "A A");
        backfill(labelling);
        List<Long> ids = sql.column(
                "SELECT id FROM agreement.dimension WHERE project_id = ? ORDER BY \"order\"", labelling.project());

        JsonNode all = get(path(labelling) + "/");
        assertEquals(List.of("answer", "n"), all.findValuesAsText("name"));
        assertEquals(
                all.get(1), get(path(labelling) + "?dimension=" + ids.get(1)).get(0));
        assertEquals(0, get(path(labelling) + "?dimension=" + ids.get(2)).size());
        assertEquals(0, get(path(Labelling.create(sql, organization, CHOICES))).size());
    }

    @Test
    void what_is_not_there_or_elsewhere_is_not_found_and_what_makes_no_sense_is_refused() {
        Labelling labelling = labelled(CHOICES, CoefficientsTest::choice, "A B", "A A");
        backfill(labelling);
        Labelling other = Labelling.create(sql, Organization.createIn(sql), CHOICES);
        Labelling deleted = Labelling.create(sql, organization, CHOICES);
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", deleted.project());
        for (String missing : List.of(
                path(other),
                path(deleted),
                path(labelling).replaceFirst("[0-9]+", "2147483647"),
                path(labelling).replaceFirst("[0-9]+", "9223372036854775807"),
                path(labelling).replaceFirst("[0-9]+", "x"),
                path(labelling) + "?dimension=0",
                path(labelling) + "?dimension=9223372036854775807")) {
            Api.as(organization.owner()).get(missing).then().statusCode(404);
        }
        for (String senseless : List.of("x", "", "1&dimension=2", "9223372036854775808")) {
            Api.as(organization.owner())
                    .get(path(labelling) + "?dimension=" + senseless)
                    .then()
                    .statusCode(400);
        }
    }
}
