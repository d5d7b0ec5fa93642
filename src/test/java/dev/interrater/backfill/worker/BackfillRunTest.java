package dev.interrater.backfill.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backfill computes, what it leaves alone, and how it counts that. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class BackfillRunTest {
    private static final String CHOICES = "<View><Text name='text' value='$text'/><Choices name='mood' toName='text'>"
            + "<Choice value='A'/><Choice value='B'/><Choice value='C'/></Choices></View>";
    private static final String BOXES =
            "<View><Image name='img' value='$image'/><RectangleLabels name='box' toName='img'>"
                    + "<Label value='Car'/><Label value='Dog'/></RectangleLabels></View>";

    @Inject
    JobQueue queue;

    @Inject
    JobRunner runner;

    private final Sql sql = Sql.in("worker");
    private Organization organization;
    private List<Organization.User> annotators;

    @BeforeEach
    void emptyQueue() {
        sql.run("DELETE FROM agreement.backfill_job");
        organization = Organization.createIn(sql);
        annotators = List.of(organization.member(), organization.member(), organization.member());
    }

    private Labelling labelling(String config) {
        return Labelling.create(sql, organization, config);
    }

    /** Runs a new job of the project to its end, and gives its progress as total/processed/skipped/matrices/errors. */
    private String backfill(Labelling labelling) {
        long job = organization.job(labelling.project(), "QUEUED");
        runner.run(queue.claim("test").await().indefinitely().orElseThrow());
        assertEquals("COMPLETED", column("status", job), () -> column("error_message", job));
        return column(
                "concat_ws('/', tasks_total, tasks_processed, tasks_skipped, matrices_created, errors, last_error)",
                job);
    }

    @Test
    void values_are_counted_without_scores_which_a_backfill_of_agreement_adds() {
        Labelling labelling = labelling(CHOICES);
        int task = annotated(labelling, "A", "A", "C");
        long counting = organization.job(labelling.project(), "QUEUED", Map.of("kind", "'VALUE_COUNTS'"));
        runner.run(queue.claim("test").await().indefinitely().orElseThrow());

        assertEquals("COMPLETED 1 0", column("concat_ws(' ', status, tasks_processed, errors)", counting));
        assertEquals(List.of(), matrices(labelling));
        assertEquals(1, kept(labelling).size());
        assertEquals("1/1/0/1/0", backfill(labelling));
        assertEquals(List.of(task), matrices(labelling));
    }

    private String column(String column, long job) {
        return sql.value("SELECT (" + column + ")::text FROM agreement.backfill_job WHERE id = ?", job);
    }

    /** Everything that is kept about a project's tasks, and which version of its row it is. */
    private List<String> kept(Labelling labelling) {
        return sql.column(
                "SELECT concat_ws(' ', t.xmin, m.xmin, to_jsonb(t), to_jsonb(m)) FROM agreement.task_agreement t"
                        + " LEFT JOIN agreement.agreement_matrix m ON m.task_id = t.task_id WHERE project_id = ? ORDER BY 1",
                labelling.project());
    }

    private List<Integer> matrices(Labelling labelling) {
        return sql.column(
                "SELECT m.task_id::int FROM agreement.agreement_matrix m JOIN agreement.dimension d ON d.id = dimension_id"
                        + " WHERE project_id = ? AND pairwise IS NOT NULL ORDER BY 1",
                labelling.project());
    }

    private int annotated(Labelling labelling, String... choices) {
        int task = labelling.task();
        for (int i = 0; i < choices.length; i++) {
            labelling.annotation(task, annotators.get(i), Labelling.choice("mood", choices[i]));
        }
        return task;
    }

    private String scores(int task) {
        return sql.value(
                "SELECT concat_ws(' ', m.scores, round(m.pairwise::numeric, 4), round(m.consensus::numeric, 4),"
                        + " round(t.pairwise::numeric, 4), round(t.consensus::numeric, 4))"
                        + " FROM agreement.agreement_matrix m JOIN agreement.task_agreement t USING (task_id) WHERE task_id = ?",
                task);
    }

    @Test
    void three_annotators_agree_as_the_worked_figures_say() {
        Labelling labelling = labelling(CHOICES);
        int two = annotated(labelling, "A", "A", "C");
        int none = annotated(labelling, "A", "B", "C");
        int all = annotated(labelling, "B", "B", "B");

        assertEquals("3/3/0/3/0", backfill(labelling));

        assertEquals("{1,0,0} 0.3333 0.6667 0.3333 0.6667", scores(two));
        assertEquals("{0,0,0} 0.0000 0.3333 0.0000 0.3333", scores(none));
        assertEquals("{1,1,1} 1.0000 1.0000 1.0000 1.0000", scores(all));
        assertEquals(
                annotators.stream()
                        .map(user -> "" + user.id())
                        .collect(java.util.stream.Collectors.joining(",", "{", "}")),
                sql.value("SELECT participants::text FROM agreement.agreement_matrix WHERE task_id = ?", two));
    }

    @Test
    void boxes_get_the_share_of_their_union_that_both_cover() {
        Labelling labelling = labelling(BOXES);
        int apart = boxed(labelling, box("Car", 0, 40, 30), box("Car", 10, 40, 30), box("Dog", 0, 40, 30));
        int alike = boxed(labelling, box("Dog", 7, 40, 30), box("Dog", 7, 40, 30), box("Dog", 7, 40, 30));
        int nested = boxed(labelling, box("Car", 0, 40, 30), box("Car", 0, 40, 15), box("Car", 20, 40, 30));

        assertEquals("3/3/0/3/0", backfill(labelling));

        // 900 of 1500 square percent; another label matches nothing.
        assertEquals("{0.6,0,0} 0.2000 0.6667 0.2000 0.6667", scores(apart));
        assertEquals("{1,1,1} 1.0000 1.0000 1.0000 1.0000", scores(alike));
        // 600 of 1200, 600 of 1800, 300 of 1500.
        assertEquals("{0.5,0.3333333333333333,0.2} 0.3444 0.6667 0.3444 0.6667", scores(nested));
    }

    private static String box(String label, int x, int width, int height) {
        return Labelling.box("box", label, x, 5, width, height);
    }

    private int boxed(Labelling labelling, String... boxes) {
        int task = labelling.task();
        for (int i = 0; i < boxes.length; i++) {
            labelling.annotation(task, annotators.get(i), boxes[i]);
        }
        return task;
    }

    @Test
    void what_is_up_to_date_is_read_and_not_written() {
        Labelling labelling = labelling(CHOICES);
        for (int i = 0; i < 10; i++) {
            annotated(labelling, "A", "B");
        }
        annotated(labelling, "A");
        labelling.task();
        assertEquals("12/12/2/10/0", backfill(labelling));
        List<String> before = kept(labelling);

        assertEquals("12/12/12/0/0", backfill(labelling));

        assertEquals(before, kept(labelling));
    }

    @Test
    void what_changed_is_computed_again() {
        Labelling labelling = labelling(CHOICES);
        int changed = annotated(labelling, "A", "B");
        int extended = annotated(labelling, "A", "B");
        int reduced = annotated(labelling, "A", "B");
        int untouched = annotated(labelling, "A", "B");
        backfill(labelling);

        sql.run(
                "UPDATE task_completion SET result = replace(result::text, '\"B\"', '\"A\"')::jsonb, updated_at = now()"
                        + " WHERE task_id = ?",
                changed);
        labelling.annotation(extended, annotators.get(2), Labelling.choice("mood", "A"));
        sql.run(
                "UPDATE task_completion SET was_cancelled = true WHERE id ="
                        + " (SELECT max(id) FROM task_completion WHERE task_id = ?)",
                reduced);

        assertEquals("4/4/2/2/0", backfill(labelling));
        assertEquals("{1} 1.0000 1.0000 1.0000 1.0000", scores(changed));
        assertEquals("{0,1,0} 0.3333 0.6667 0.3333 0.6667", scores(extended));
        assertEquals(List.of(changed, extended, untouched), matrices(labelling));
    }

    @Test
    void another_metric_or_weight_computes_everything_again_and_is_not_lost() {
        Labelling labelling = labelling(CHOICES);
        annotated(labelling, "A", "B");
        annotated(labelling, "A", "A");
        backfill(labelling);

        sql.run(
                "UPDATE agreement.dimension SET metric_type = 'jaccard', metric_params = '{\"threshold\": 0.25}',"
                        + " description = 'Mine' WHERE project_id = ?",
                labelling.project());
        assertEquals("2/2/0/2/0", backfill(labelling));
        sql.run(
                "UPDATE project SET control_weights = '{\"mood\": {\"overall\": 0}}' WHERE id = ?",
                labelling.project());
        assertEquals("2/2/0/2/0", backfill(labelling));

        assertEquals("2/2/2/0/0", backfill(labelling));
        assertEquals(
                "jaccard {\"threshold\": 0.25} Mine 0",
                sql.value(
                        "SELECT concat_ws(' ', metric_type, metric_params, description, weight)"
                                + " FROM agreement.dimension WHERE project_id = ?",
                        labelling.project()));
        assertEquals(
                2L,
                sql.<Long>value(
                        "SELECT count(*) FROM agreement.task_agreement WHERE project_id = ? AND pairwise IS NULL",
                        labelling.project()));
    }

    @Test
    void deleted_tasks_and_dimensions_vanish() {
        Labelling labelling = labelling(CHOICES);
        List<Integer> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tasks.add(annotated(labelling, "A", "B"));
        }
        backfill(labelling);

        for (int gone : new int[] {1, 3}) {
            sql.run("DELETE FROM task_completion WHERE task_id = ?", tasks.get(gone));
            sql.run("DELETE FROM task WHERE id = ?", tasks.get(gone));
        }
        assertEquals("2/2/2/0/0", backfill(labelling));
        assertEquals(List.of(tasks.get(0), tasks.get(2)), matrices(labelling));

        sql.run(
                "UPDATE project SET label_config = ? WHERE id = ?",
                CHOICES.replace("'mood'", "'feeling'"),
                labelling.project());
        assertEquals("2/2/0/2/0", backfill(labelling));
        assertEquals(
                List.of("feeling"),
                sql.column("SELECT name FROM agreement.dimension WHERE project_id = ?", labelling.project()));
        assertEquals(List.of(tasks.get(0), tasks.get(2)), matrices(labelling));
        assertEquals(
                0L,
                sql.<Long>value("SELECT count(*) FROM agreement.agreement_matrix m WHERE NOT EXISTS"
                        + " (SELECT FROM agreement.dimension d WHERE d.id = m.dimension_id)"));
    }

    @Test
    void a_dimension_with_more_matrices_than_one_transaction_deletes_vanishes_too() {
        String two =
                CHOICES.replace("</View>", "<Choices name='other' toName='text'><Choice value='A'/></Choices></View>");
        Labelling labelling = labelling(two);
        int task = annotated(labelling, "A", "B");
        backfill(labelling);
        // Of tasks that nobody looks at: only the dimension says that they go.
        sql.run("""
                INSERT INTO agreement.agreement_matrix (dimension_id, task_id, participants, scores, newest_annotation)
                SELECT id, 1000000000 + number, '{1,2}', '{1}', now()
                  FROM agreement.dimension, generate_series(1, 45000) AS number
                 WHERE project_id = ? AND name = 'other'
                """, labelling.project());

        sql.run("UPDATE project SET label_config = ? WHERE id = ?", CHOICES, labelling.project());
        assertEquals("1/1/0/1/0", backfill(labelling));

        assertEquals(List.of(task), matrices(labelling));
        assertEquals(
                List.of("mood"),
                sql.column("SELECT name FROM agreement.dimension WHERE project_id = ?", labelling.project()));
    }

    @Test
    void a_task_that_cannot_be_compared_is_counted_and_does_not_fail_the_job() {
        Labelling labelling = labelling(BOXES);
        int good = labelling.task();
        int broken = labelling.task();
        for (Organization.User annotator : annotators) {
            labelling.annotation(good, annotator, Labelling.box("box", "Car", 1, 1, 5, 5));
            labelling.annotation(
                    broken, annotator, Labelling.box("box", "Car", 1, 1, 5, 5).replace("\"x\": 1.0", "\"x\": \"?\""));
        }

        String progress = backfill(labelling);

        assertTrue(progress.startsWith("2/2/0/1/1/task " + broken + ": "), progress);
        assertEquals(List.of(good), matrices(labelling));
    }

    @Test
    void of_several_annotations_the_newest_counts_and_odd_ones_do_no_harm() {
        Labelling labelling = labelling(CHOICES);
        int task = annotated(labelling, "B", "A");
        labelling.annotation(task, annotators.get(0), Labelling.choice("mood", "A"));
        int text = labelling.task();
        labelling.annotation(text, annotators.get(0), "\"[]\"");
        labelling.annotation(text, annotators.get(1), "null");
        sql.run(
                "UPDATE task_completion SET result = NULL WHERE task_id = ? AND completed_by_id = ?",
                text,
                annotators.get(1).id());

        assertEquals("2/2/0/2/0", backfill(labelling));
        assertEquals("{1} 1.0000 1.0000 1.0000 1.0000", scores(task));
        assertEquals("{1} 1.0000 1.0000 1.0000 1.0000", scores(text));
    }

    @Test
    void a_resumed_job_goes_on_behind_its_last_page() {
        Labelling labelling = labelling(CHOICES);
        int first = annotated(labelling, "A", "B");
        int second = annotated(labelling, "A", "B");
        backfill(labelling);
        sql.run("TRUNCATE agreement.task_agreement, agreement.agreement_matrix");
        UUID fingerprint = sql.value(
                "DELETE FROM agreement.backfill_job WHERE project_id = ? RETURNING fingerprint", labelling.project());
        organization.job(
                labelling.project(),
                "QUEUED",
                Map.of(
                        "fingerprint",
                        "'" + fingerprint + "'",
                        "cursor",
                        String.valueOf(first),
                        "tasks_total",
                        "2",
                        "tasks_processed",
                        "1",
                        "matrices_created",
                        "1"));

        runner.run(queue.claim("test").await().indefinitely().orElseThrow());

        assertEquals(List.of(second), matrices(labelling));
        assertEquals(
                "COMPLETED/2/2/2",
                sql.value(
                        "SELECT concat_ws('/', status, tasks_total, tasks_processed, matrices_created)"
                                + " FROM agreement.backfill_job WHERE project_id = ?",
                        labelling.project()));
    }

    @Test
    void a_worker_whose_job_was_taken_from_it_before_it_began_writes_nothing_at_all() {
        Labelling labelling = labelling(CHOICES);
        annotated(labelling, "A", "B");
        organization.job(labelling.project(), "QUEUED");
        Claim stale = queue.claim("test").await().indefinitely().orElseThrow();
        queue.handBack(stale).await().indefinitely();

        runner.run(stale);

        assertEquals(
                0L,
                sql.<Long>value("SELECT count(*) FROM agreement.dimension WHERE project_id = ?", labelling.project()));
        assertEquals(List.of(), kept(labelling));
    }

    @Test
    void a_project_that_cannot_be_backfilled_fails_saying_why() {
        Labelling deleted = labelling(CHOICES);
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", deleted.project());
        assertEquals("Project " + deleted.project() + " no longer exists.", failure(deleted));
        assertEquals("The label config is empty.", failure(labelling("")));
    }

    private String failure(Labelling labelling) {
        long job = organization.job(labelling.project(), "QUEUED");
        runner.run(queue.claim("test").await().indefinitely().orElseThrow());
        assertEquals("FAILED", column("status", job));
        return column("error_message", job);
    }

    @Test
    void many_pages_of_large_annotations_are_read_in_parts() {
        Labelling labelling = labelling(CHOICES);
        labelling.tasks(2_500);
        String choice = "'" + Labelling.choice("mood", "A") + "'";
        annotators.forEach(annotator -> labelling.annotations(annotator, choice));
        int large = labelling.task();
        String result = Labelling.choice("mood", "A".repeat(20_000_000 - 200));
        annotators.forEach(annotator -> labelling.annotation(large, annotator, result));

        assertEquals("2501/2501/0/2501/0", backfill(labelling));
        assertEquals("2501/2501/2501/0/0", backfill(labelling));
    }
}
