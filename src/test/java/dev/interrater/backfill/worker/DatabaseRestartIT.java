package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.RestartableDatabase;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away in the middle of a job and comes back: so does the service, by itself, and the job is done. */
class DatabaseRestartIT {
    private static final int TASKS = 20_000;

    private RestartableDatabase database;
    private Organization organization;
    private int project;
    private long job;

    @Test
    void a_job_survives_a_restart_and_a_crash_of_the_database() throws Exception {
        try (RestartableDatabase started = RestartableDatabase.start();
                Service service = Service.launch(environment(started)).awaitStart()) {
            database = started;
            queue();
            awaitProgress(0);

            database.stop();
            await().until(() -> status(service) == 503);
            database.startAgain();
            await().atMost(Duration.ofSeconds(30)).until(() -> status(service) == 200);
            awaitProgress(processed());

            database.crash();
            await().until(() -> status(service) == 503);
            database.startAgain();

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !value("status").equals("RUNNING")
                            && !value("status").equals("QUEUED"));
            assertEquals("COMPLETED", value("status"));
            assertEquals(TASKS, processed());
            assertEquals(
                    (long) TASKS,
                    sql().<Long>value(
                                    "SELECT count(*) FROM agreement.task_agreement t JOIN agreement.agreement_matrix m"
                                            + " USING (task_id) WHERE project_id = ?",
                                    project));
        }
    }

    private static Map<String, String> environment(RestartableDatabase database) {
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + database.port() + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME", "interrater",
                "QUARKUS_DATASOURCE_PASSWORD", "interrater",
                "INTERRATER_AUTH_MAX_AGE", "0S",
                "INTERRATER_WORKER_PAGE_TASKS", "20",
                "INTERRATER_WORKER_LEASE", "2S",
                "INTERRATER_WORKER_HEARTBEAT", "300MS",
                "INTERRATER_WORKER_POLL", "1S",
                "INTERRATER_WORKER_RETRY", "1S");
    }

    private void queue() {
        organization = Organization.createIn(sql());
        Labelling labelling = Labelling.create(
                sql(),
                organization,
                "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>");
        labelling.tasks(TASKS);
        for (int i = 0; i < 2; i++) {
            labelling.annotations(organization.member(), "'" + Labelling.choice("mood", "A") + "'");
        }
        project = labelling.project();
        job = organization.job(project, "QUEUED");
    }

    private Sql sql() {
        return database.sql();
    }

    private String value(String column) {
        return sql().value("SELECT " + column + "::text FROM agreement.backfill_job WHERE id = ?", job);
    }

    private int processed() {
        return Integer.parseInt(value("tasks_processed"));
    }

    private void awaitProgress(int beyond) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> processed() > beyond);
    }

    private int status(Service service) throws IOException, InterruptedException {
        return service.get(
                        "/api/dimensions/backfill/status/?job_id=" + job,
                        organization.owner().token())
                .statusCode();
    }
}
