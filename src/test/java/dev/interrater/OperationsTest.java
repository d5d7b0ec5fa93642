package dev.interrater;

import static dev.interrater.testing.Api.STATUS;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Management;
import dev.interrater.testing.Organization;
import dev.interrater.testing.RawHttp;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The metrics that the operations guide names: all are there, and they move with what happens. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class OperationsTest {
    private static final String CONFIG =
            "<View><Text name='text' value='$text'/><Choices name='mood' toName='text'><Choice value='A'/></Choices></View>";
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([a-z_]+)(\\{[^`]*)?` \\|");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+(?:\\{[^}]*})?) (\\S+)$");

    private final Sql sql = Sql.in("worker");
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        organization = Organization.createIn(sql);
    }

    private String scrape() {
        return Management.get("/q/metrics").asString().replace(",}", "}");
    }

    /** Values by name and labels. */
    private Map<String, Double> samples() {
        Map<String, Double> samples = new TreeMap<>();
        for (MatchResult line : SAMPLE.matcher(scrape()).results().toList()) {
            samples.put(line.group(1), Double.valueOf(line.group(2)));
        }
        return samples;
    }

    /** The sum over all labels that contain this one. */
    private double sum(String name, String label) {
        return samples().entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(name)
                        && sample.getKey().contains(label)
                        && (sample.getKey().length() == name.length()
                                || sample.getKey().charAt(name.length()) == '{'))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private Labelling annotated(int tasks) {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        labelling.tasks(tasks);
        for (int i = 0; i < 2; i++) {
            labelling.annotations(organization.member(), "'" + Labelling.choice("mood", "A") + "'");
        }
        return labelling;
    }

    private String status(long job) {
        return sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job);
    }

    @Test
    void every_metric_that_is_documented_is_there() throws IOException {
        var documented = DOCUMENTED
                .matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertTrue(documented.size() > 15, documented::toString);
        Api.as(organization.owner()).get(STATUS);
        Map<String, Double> samples = samples();
        for (String name : documented) {
            assertTrue(
                    samples.keySet().stream()
                            .anyMatch(sample -> sample.replaceAll("\\{.*", "").equals(name)),
                    name);
        }
        for (String sample : samples.keySet()) {
            String name = sample.replaceAll("\\{.*", "");
            assertTrue(!name.startsWith("interrater_") || documented.contains(name), name + " is not documented");
        }
    }

    @Test
    void a_backfill_moves_what_counts_its_work() {
        Labelling labelling = annotated(7);
        Map<String, Double> before = samples();
        long job = organization.job(labelling.project(), "QUEUED");
        await().until(() -> status(job).equals("COMPLETED"));
        await().until(() -> moved(before, "interrater_attempts_total{outcome=\"completed\"}") >= 1);

        assertEquals(7, moved(before, "interrater_tasks_total"));
        assertEquals(7, moved(before, "interrater_matrices_total"));
        assertEquals(1, moved(before, "interrater_claims_total"));
        assertEquals(0, moved(before, "interrater_tasks_skipped_total"));
        assertEquals(0, moved(before, "interrater_task_errors_total"));

        long again = organization.job(labelling.project(), "QUEUED");
        await().until(() -> status(again).equals("COMPLETED"));
        assertEquals(7, moved(before, "interrater_tasks_skipped_total"));
        assertEquals(14, moved(before, "interrater_tasks_total"));
    }

    private double moved(Map<String, Double> before, String sample) {
        return samples().get(sample) - before.get(sample);
    }

    @Test
    void the_queue_is_measured_in_jobs_by_status_and_by_the_age_of_the_oldest() {
        // Not in anybody's interest but the gauge's: the worker is told of no job that is inserted as RUNNING.
        sql.run("DELETE FROM agreement.backfill_job");
        organization.job(
                organization.project(), "RUNNING", Map.of("lease_until", "now() + interval '1 h'", "attempt", "1"));
        organization.job(organization.project(), "FAILED");
        organization.job(organization.project(), "FAILED");
        organization.job(organization.project(), "COMPLETED");
        organization.job(organization.project(), "PENDING", Map.of("kind", "'VALUE_COUNTS'"));
        sql.run("ALTER TABLE agreement.backfill_job DISABLE TRIGGER notify_workers_of_new");
        try {
            organization.job(
                    organization.project(), "QUEUED", Map.of("created_at", "clock_timestamp() - interval '1 h'"));
        } finally {
            sql.run("ALTER TABLE agreement.backfill_job ENABLE TRIGGER notify_workers_of_new");
        }

        await().until(() -> sum("interrater_queue_age_seconds", "") >= 3600);
        Map<String, Double> samples = samples();
        Map<String, Integer> expected = Map.of("pending", 0, "queued", 1, "running", 1, "completed", 1, "failed", 2);
        expected.forEach((status, jobs) -> assertEquals(
                (double) jobs, samples.get("interrater_jobs{kind=\"agreement\",status=\"" + status + "\"}"), status));
        assertEquals(1, samples.get("interrater_jobs{kind=\"value_counts\",status=\"pending\"}"));
        assertEquals(0, samples.get("interrater_jobs{kind=\"value_counts\",status=\"queued\"}"));
        sql.run("DELETE FROM agreement.backfill_job");
    }

    @Test
    void requests_are_counted_by_path_and_nobody_can_make_up_labels() {
        long job = organization.job(organization.project(), "COMPLETED");
        double before = counted();
        for (int i = 0; i < 50; i++) {
            Api.as(organization.owner()).get(STATUS + "?job_id=" + job);
            given().get("/nobody/has/" + i);
            given().get("/api/dimensions/backfill/" + i);
            given().header("Authorization", "Token x" + i).get(STATUS + i + "/");
            RawHttp.send("METHOD" + i + " " + STATUS + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            RawHttp.send("GET /%zz" + i + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        }

        String scraped = scrape();
        assertFalse(scraped.contains("nobody"), scraped);
        assertFalse(scraped.contains("METHOD"), scraped);
        assertFalse(Pattern.compile("uri=\"[^\"]*[0-9]").matcher(scraped).find(), scraped);
        assertEquals(before + 50, counted());
    }

    private double counted() {
        return sum("http_server_requests_seconds_count", "status=\"200\",uri=\"" + STATUS.replaceAll("/$", "") + "\"");
    }
}
