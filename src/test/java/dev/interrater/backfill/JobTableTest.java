package dev.interrater.backfill;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.Tally;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the database itself guarantees about jobs, whoever writes them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class JobTableTest {
    private final Sql sql = Sql.main();
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
    }

    private void refused(String constraint, Runnable write) {
        String message = assertThrows(IllegalStateException.class, write::run).getMessage();
        assertTrue(message.contains('"' + constraint + '"'), message);
    }

    @Test
    void its_states_are_those_of_the_enum() {
        String check =
                sql.value("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'status_is_known'");
        TreeSet<String> states = new TreeSet<>(Arrays.asList(check.replaceAll("[^A-Z ,']|CHECK|ANY|ARRAY", "")
                .replace("'", "")
                .trim()
                .split("[ ,]+")));

        assertEquals(
                new TreeSet<>(Arrays.stream(JobStatus.values()).map(Enum::name).toList()), states);
    }

    @Test
    void its_kinds_are_those_of_the_enum_and_what_says_none_is_of_the_first() {
        for (JobKind kind : JobKind.values()) {
            organization.job(organization.project(), "COMPLETED", Map.of("kind", "'" + kind + "'"));
        }
        refused("kind_is_known", () -> organization.job(organization.project(), "QUEUED", Map.of("kind", "'OTHER'")));

        long job = organization.job(organization.project(), "QUEUED");
        assertEquals("AGREEMENT", sql.value("SELECT kind FROM agreement.backfill_job WHERE id = ?", job));
    }

    @Test
    void a_project_has_at_most_one_job_of_a_kind_in_flight() {
        int project = organization.project();
        organization.job(project, "COMPLETED");
        organization.job(project, "RUNNING");
        organization.job(project, "QUEUED", Map.of("kind", "'VALUE_COUNTS'"));

        for (String kind : List.of("'AGREEMENT'", "'VALUE_COUNTS'")) {
            for (String status : List.of("PENDING", "QUEUED")) {
                refused(
                        "backfill_job_in_flight_of_project",
                        () -> organization.job(project, status, Map.of("kind", kind)));
            }
            organization.job(project, "FAILED", Map.of("kind", kind));
        }
    }

    @Test
    void a_project_has_at_most_one_running_job_whatever_its_kind() {
        int project = organization.project();
        organization.job(project, "RUNNING");
        organization.job(project, "QUEUED", Map.of("kind", "'VALUE_COUNTS'"));

        refused(
                "backfill_job_running_of_project",
                () -> sql.run(
                        "UPDATE agreement.backfill_job SET status = 'RUNNING', started_at = now() WHERE project_id = ?",
                        project));
    }

    @Test
    void an_organization_has_at_most_one_job_of_a_kind_in_flight_without_a_project() {
        organization.job(null, "QUEUED");
        organization.job(null, "QUEUED", Map.of("kind", "'VALUE_COUNTS'"));

        refused("backfill_job_in_flight_of_organization", () -> organization.job(null, "PENDING"));
        Organization.create().job(null, "QUEUED");
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED, status, 'CANCELLED', status_is_known",
        "PENDING, rq_job_id, gen_random_uuid(), pending_is_not_in_the_queue",
        "QUEUED, rq_job_id, null, queued_has_a_queue_id",
        "RUNNING, started_at, null, running_has_started",
        "RUNNING, completed_at, now(), ended_has_an_end",
        "COMPLETED, completed_at, null, ended_has_an_end",
        "FAILED, error_message, '', failed_says_why",
        "COMPLETED, error_message, 'No', failed_says_why"
    })
    void impossible_jobs_are_refused(String status, String column, String value, String constraint) {
        String quoted = value.matches("[A-Z]\\w+|") ? "'" + value + "'" : value;
        refused(constraint, () -> organization.job(organization.project(), status, Map.of(column, quoted)));
    }

    @Test
    void counters_are_never_negative() {
        for (String counter :
                List.of("tasks_total", "tasks_processed", "tasks_skipped", "matrices_created", "errors")) {
            refused(
                    "backfill_job_" + counter + "_check",
                    () -> organization.job(null, "RUNNING", Map.of(counter, "-1")));
        }
    }

    @Test
    void the_tally_is_what_adding_up_would_give_after_any_history() {
        Random random = new Random(7);
        List<Organization> organizations = List.of(organization, Organization.create());
        List<Integer> projects = new java.util.ArrayList<>();
        for (int i = 0; i < 6; i++) {
            projects.add(organizations.get(i % 2).project());
        }
        for (int i = 0; i < 300; i++) {
            int which = random.nextInt(projects.size() + 2);
            Organization owner = organizations.get(which % 2);
            Integer project = which < projects.size() ? projects.get(which) : null;
            step(random, owner, project, JobKind.values()[random.nextInt(2)]);
            for (Organization each : organizations) {
                assertEquals(Tally.added(sql, each), Tally.kept(sql, each));
            }
        }
        assertEquals(
                16,
                sql.<Long>value(
                        "SELECT count(*) FROM (SELECT DISTINCT organization_id, kind, project_id FROM agreement.backfill_job"
                                + " WHERE organization_id IN (?, ?) AND newest) newest",
                        organizations.get(0).id(),
                        organizations.get(1).id()));
    }

    private void step(Random random, Organization owner, Integer project, JobKind kind) {
        String ofKind = " AND kind = '" + kind + "'";
        String mine =
                " WHERE organization_id = " + owner.id() + " AND project_id IS NOT DISTINCT FROM " + project + ofKind;
        switch (random.nextInt(6)) {
            case 0 -> {
                sql.run("UPDATE agreement.backfill_job SET status = 'FAILED', completed_at = now(), error_message = 'x'"
                        + mine + " AND status IN ('PENDING', 'QUEUED', 'RUNNING')");
                owner.job(
                        project,
                        List.of("PENDING", "QUEUED").get(random.nextInt(2)),
                        Map.of("kind", "'" + kind + "'", "tasks_total", "3"));
            }
            case 1 ->
                owner.job(
                        project,
                        random.nextBoolean() ? "COMPLETED" : "FAILED",
                        Map.of("kind", "'" + kind + "'", "errors", "2"));
            case 2 ->
                sql.run("UPDATE agreement.backfill_job SET tasks_processed = tasks_processed + 1, tasks_skipped = 5"
                        + mine);
            case 3 ->
                sql.run("UPDATE agreement.backfill_job SET status = 'RUNNING', started_at = now(),"
                        + " rq_job_id = gen_random_uuid()" + mine + " AND status IN ('PENDING', 'QUEUED')"
                        + " AND NOT EXISTS (SELECT FROM agreement.backfill_job busy"
                        + " WHERE busy.project_id = backfill_job.project_id AND busy.status = 'RUNNING')");
            case 4 ->
                sql.run("UPDATE agreement.backfill_job SET status = 'COMPLETED', completed_at = now(),"
                        + " matrices_created = 9" + mine + " AND status = 'RUNNING'");
            default -> sql.run("DELETE FROM agreement.backfill_job" + mine + " AND NOT newest");
        }
    }

    @Test
    void nothing_refers_to_label_studios_tables() {
        assertEquals(
                List.of(),
                sql.column(
                        "SELECT conname::text FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid WHERE contype = 'f'"
                                + " AND connamespace = 'agreement'::regnamespace AND t.relnamespace <> connamespace"));
        assertEquals(
                List.of(),
                sql.column(
                        "SELECT DISTINCT v.relname::text FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class"
                                + " JOIN pg_class t ON t.oid = d.refobjid WHERE v.relnamespace = 'agreement'::regnamespace"
                                + " AND t.relnamespace = 'public'::regnamespace"));
    }

    @Test
    void the_service_may_read_label_studios_tables_and_no_more() {
        assertEquals(
                List.of(),
                sql.column("SELECT table_name || ' ' || privilege_type FROM information_schema.role_table_grants"
                        + " WHERE grantee = 'interrater' AND table_schema = 'public' AND privilege_type <> 'SELECT'"));
        assertEquals(
                false,
                sql.value(
                        "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = 'interrater'"));
    }

    @Test
    void many_jobs_in_one_statement_are_not_compared_with_each_other_when_the_table_is_analyzed_meanwhile()
            throws Exception {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            CompletableFuture<Void> locked = new CompletableFuture<>();
            CompletableFuture<Void> analyzed = CompletableFuture.runAsync(() -> analyzeMeanwhile(locked));
            locked.get();
            statement.execute("""
                    INSERT INTO agreement.backfill_job
                           (organization_id, project_id, status, rq_job_id, triggered_by, started_at, completed_at)
                    SELECT 1000000, 1000000 + n, 'COMPLETED', gen_random_uuid(), 'test', now(), now()
                      FROM generate_series(1, 5000) n
                     WHERE n <> 4000 OR pg_advisory_xact_lock_shared(4711) IS NOT NULL
                    """);
            analyzed.get();
            ResultSet read = statement.executeQuery("""
                    SELECT seq_tup_read + coalesce(idx_tup_fetch, 0)
                      FROM pg_stat_xact_user_tables WHERE relname = 'backfill_job'
                    """);
            read.next();
            assertTrue(read.getLong(1) < 100_000, read.getLong(1) + " rows were looked at");
            connection.rollback();
        }
    }

    /** As autovacuum does, while the statement waits for the lock: it sees none of the rows that are under way. */
    private void analyzeMeanwhile(CompletableFuture<Void> locked) {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(4711)");
            locked.complete(null);
            await().until(() ->
                    sql.<Long>value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711"
                                    + " AND NOT granted")
                            > 0);
            sql.run("ANALYZE agreement.backfill_job");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
