package dev.interrater.backfill.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.dimension.Fingerprint;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No change of what scores depend on is missed, whoever makes it and whenever. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class MissedChangesTest {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/></Choices></View>";
    private static final int TASKS = 20;

    @Inject
    JobQueue queue;

    @Inject
    JobRunner runner;

    private final Sql sql = Sql.in("worker");
    private Organization organization;
    private Labelling labelling;

    /** Two annotators; they agree on every second task. */
    @BeforeEach
    void createProject() {
        sql.run("DELETE FROM agreement.backfill_job");
        organization = Organization.createIn(sql);
        labelling = Labelling.create(sql, organization, CONFIG);
        labelling.tasks(TASKS);
        String choice = "replace('" + Labelling.choice("mood", "?") + "', '?', chr(65 + %s))";
        labelling.annotations(organization.member(), choice.formatted("0"));
        labelling.annotations(organization.member(), choice.formatted("task % 2"));
    }

    /** Runs a new job to its end, and gives its progress as total/processed/skipped/matrices/errors. */
    private String backfill() {
        return run(organization.job(labelling.project(), "QUEUED"));
    }

    private String run(long job) {
        runner.run(queue.claim("test").await().indefinitely().orElseThrow());
        return sql.value(
                "SELECT concat_ws('/', status, tasks_total, tasks_processed, tasks_skipped, matrices_created, errors)"
                        + " FROM agreement.backfill_job WHERE id = ?",
                job);
    }

    private String agreement() {
        return sql.value(
                "SELECT round(avg(pairwise)::numeric, 2)::text FROM agreement.task_agreement WHERE project_id = ?",
                labelling.project());
    }

    @Test
    void a_result_that_is_written_without_its_date_is_compared_again() {
        backfill();
        assertEquals("0.50", agreement());

        sql.run(
                "UPDATE task_completion SET result = replace(result::text, '\"B\"', '\"A\"')::jsonb"
                        + " WHERE project_id = ? AND result::text LIKE '%\"B\"%'",
                labelling.project());

        assertEquals("COMPLETED/20/20/10/10/0", backfill());
        assertEquals("1.00", agreement());
        assertEquals("COMPLETED/20/20/20/0/0", backfill());
    }

    @Test
    void an_annotation_that_becomes_anothers_is_compared_again() {
        backfill();
        Organization.User heir = organization.member();
        sql.run(
                "UPDATE task_completion SET completed_by_id = ? WHERE id ="
                        + " (SELECT max(id) FROM task_completion WHERE project_id = ?)",
                heir.id(),
                labelling.project());

        assertEquals("COMPLETED/20/20/19/1/0", backfill());

        assertEquals(
                1L,
                sql.<Long>value("SELECT count(*) FROM agreement.agreement_matrix WHERE ? = ANY (participants)", (long)
                        heir.id()));
    }

    @Test
    void an_attempt_that_is_resumed_with_another_config_starts_again() {
        long job = halfDone();
        sql.run(
                "UPDATE project SET control_weights = '{\"mood\": {\"overall\": 0.5}}' WHERE id = ?",
                labelling.project());

        assertEquals("COMPLETED/20/20/0/20/0", run(job));
        assertEquals(
                "20/1",
                sql.value(
                        "SELECT concat_ws('/', count(*), count(DISTINCT fingerprint)) FROM agreement.task_agreement"
                                + " WHERE project_id = ?",
                        labelling.project()));
    }

    @Test
    void an_attempt_that_is_resumed_with_the_same_config_goes_on() {
        long job = halfDone();
        sql.run("UPDATE project SET title = 'Renamed' WHERE id = ?", labelling.project());

        assertEquals("COMPLETED/20/20/0/20/0", run(job));
        assertEquals(
                10L,
                sql.<Long>value(
                        "SELECT count(*) FROM agreement.task_agreement WHERE project_id = ?", labelling.project()));
    }

    /** A job that was handed back after ten tasks, whose results are no more: who goes on leaves them alone. */
    private long halfDone() {
        backfill();
        sql.run("DELETE FROM agreement.task_agreement WHERE project_id = ?", labelling.project());
        return sql.value(
                "UPDATE agreement.backfill_job SET status = 'QUEUED', completed_at = NULL, tasks_processed = 10,"
                        + " matrices_created = 10, cursor = (SELECT max(id) - 10 FROM task WHERE project_id = $1)"
                                .replace("$1", "" + labelling.project())
                        + " WHERE project_id = ? RETURNING id",
                labelling.project());
    }

    @Test
    void a_job_says_what_it_compared_by_as_the_trigger_asks_for_it() {
        backfill();

        assertTrue(upToDate());
        sql.run("UPDATE agreement.dimension SET is_active = false WHERE project_id = ?", labelling.project());
        assertTrue(!upToDate());
    }

    private boolean upToDate() {
        return sql.<Boolean>value(
                "SELECT basis = agreement.comparison_basis(?, project_id) FROM agreement.backfill_job WHERE project_id = ?",
                Fingerprint.RULES,
                labelling.project());
    }
}
