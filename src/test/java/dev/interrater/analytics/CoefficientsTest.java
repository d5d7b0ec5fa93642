package dev.interrater.analytics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What counts for coefficients, what is undefined, and who may ask for what. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class CoefficientsTest extends AnsweredProjects {
    @Test
    void what_is_undefined_says_why() {
        JsonNode same = coefficients(labelled(RATING, AnsweredProjects::rating, "4 4 4", "4 4 4"));
        for (String name : List.of(
                "/krippendorff_alpha/nominal",
                "/krippendorff_alpha/ordinal",
                "/krippendorff_alpha/interval",
                "/fleiss_kappa",
                "/cohen_kappa/0")) {
            assertUndefined("All answers are the same.", same.at(name));
        }
        JsonNode alone = coefficients(labelled(CHOICES, AnsweredProjects::choice, "A . A", ". B ."));
        assertUndefined("No task has two answers.", alone.at("/krippendorff_alpha/nominal"));
        assertUndefined("No task has two answers.", alone.path("fleiss_kappa"));
        assertEquals(0, alone.path("cohen_kappa").size());
        assertEquals(2, alone.path("raters").asInt());
        assertEquals(0, alone.path("units").asInt());
    }

    @Test
    void models_and_the_ground_truth_are_no_raters() {
        Labelling labelling = labelled(CHOICES, AnsweredProjects::choice, "A B A C", "A B B C");
        JsonNode people = coefficients(labelling);
        sql.run(
                "INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)"
                        + " SELECT ?::jsonb, 'v1', 0, id, project_id, now(), now() FROM task WHERE project_id = ?",
                choice("C"),
                labelling.project());
        sql.run("UPDATE task_completion SET ground_truth = true WHERE project_id = ?", labelling.project());

        assertEquals(people, coefficients(labelling));
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
                AnsweredProjects::choice,
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
    void from_the_sums_of_many_tasks_they_are_what_they_are_when_those_are_counted() {
        Labelling labelling = labelled(
                "<View><Choices name='answer' toName='text' choice='multiple'/><Rating name='stars' toName='text'/></View>",
                CoefficientsTest::choiceAndStars,
                "A B A C . A A B",
                "A B B C A A A B",
                ". . B C A B A A");
        sql.run(
                "INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)"
                        + " SELECT ?::jsonb, 'v1', 0, id, project_id, now(), now() FROM task WHERE project_id = ?",
                choice("C"),
                labelling.project());
        backfill(labelling);
        JsonNode counted = get(path(labelling));
        assertEquals(2, counted.size());
        assertEquals(8, counted.at("/0/units").asInt());

        sql.run("UPDATE agreement.compared_tasks SET tasks = tasks + 20000 WHERE project_id = ?", labelling.project());
        assertSame(counted, get(path(labelling)));

        // As the version before left them.
        sql.run("""
                WITH before AS (
                    UPDATE agreement.agreement_matrix
                       SET counted = nullif(counted & 7, 1)
                     WHERE dimension_id IN (SELECT id FROM agreement.dimension WHERE project_id = ?)
                )
                DELETE FROM agreement.answer_count WHERE project_id = ?
                """, labelling.project(), labelling.project());
        assertSame(counted, get(path(labelling)));
    }

    /** But for rounding: they are added up in another order. */
    private static void assertSame(JsonNode expected, JsonNode found) {
        boolean same = expected.equals(
                (one, other) -> one.isDouble() && Math.abs(one.asDouble() - other.asDouble()) < ROUNDING
                        ? 0
                        : one.equals(other) ? 0 : 1,
                found);
        assertTrue(same, () -> expected + "\n" + found);
    }

    private static String choiceAndStars(String value) {
        int stars = value.charAt(0) - 'A' + 1;
        return (choice(value) + rating(String.valueOf(stars)).replace("answer", "stars")).replaceAll("\\]\\s*\\[", ",");
    }

    @Test
    void only_what_is_kept_without_answers_is_computed_again() {
        Labelling labelling = labelled(CHOICES, AnsweredProjects::choice, "A B A", "A B B");
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
    void four_who_ask_at_once_are_answered_and_the_others_are_asked_to_wait() throws Exception {
        Labelling labelling = labelled(CHOICES, AnsweredProjects::choice, "A B", "A A");
        backfill(labelling);
        AtomicInteger refused = new AtomicInteger();
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE agreement.dimension");
            CompletableFuture<List<Integer>> statuses =
                    CompletableFuture.supplyAsync(() -> askAtOnce(16, labelling, refused));
            await().until(() -> refused.get() == 12);
            connection.rollback();
            assertEquals(4, Collections.frequency(statuses.get(), 200), statuses::toString);
            assertEquals(12, Collections.frequency(statuses.get(), 503), statuses::toString);
        }
    }

    private List<Integer> askAtOnce(int callers, Labelling labelling, AtomicInteger refused) {
        try {
            return Storm.of(callers, () -> {
                int status = Api.as(organization.owner()).get(path(labelling)).statusCode();
                refused.addAndGet(status == 503 ? 1 : 0);
                return status;
            });
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void who_is_refused_or_finds_nothing_leaves_room_for_others() {
        Labelling labelling = labelled(CHOICES, AnsweredProjects::choice, "A B", "A A");
        backfill(labelling);
        askAtOnce(16, labelling, new AtomicInteger());
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
                AnsweredProjects::choice,
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
        Labelling labelling = labelled(CHOICES, AnsweredProjects::choice, "A B", "A A");
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
