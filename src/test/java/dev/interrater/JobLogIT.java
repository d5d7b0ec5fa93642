package dev.interrater;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the packaged service logs, for people and for machines. */
class JobLogIT {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/></Choices></View>";
    private static final Pattern JOB =
            Pattern.compile("ackfill job (\\d+) \\((?:[A-Z_]+, )?organization (\\d+), project (\\d+)");

    private final ObjectMapper json = new ObjectMapper();
    private final Sql sql = Sql.in("logs");

    @BeforeAll
    static void createDatabase() {
        TestDatabase.create("logs", "/label-studio/worker.sql");
    }

    private static Service start(String json) {
        Map<String, String> environment = TestDatabase.environment(
                "logs",
                Map.of(
                        "INTERRATER_WORKER_CONCURRENCY",
                        "4",
                        "INTERRATER_WORKER_PAGE_TASKS",
                        "1",
                        "INTERRATER_WORKER_POLL",
                        "1S",
                        "INTERRATER_WORKER_PROGRESS",
                        "0S"));
        if (json != null) {
            environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", json);
        }
        return Service.launch(environment).awaitStart();
    }

    @Test
    void by_default_lines_are_plain_text() {
        try (Service service = start(null)) {
            assertTrue(service.output().stream().anyMatch(line -> line.contains("INFO  [io.quarkus] (main)")));
        }
    }

    @Test
    void every_line_of_a_job_carries_its_ids_and_no_other_line_does() throws Exception {
        try (Service service = start("true")) {
            Organization organization = Organization.createIn(sql);
            List<Long> jobs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                jobs.add(organization.job(project(organization, i), "QUEUED"));
            }
            jobs.add(organization.job(organization.project(), "RUNNING", Map.of("attempt", "1"))); // nobody's: rescued
            jobs.forEach(job -> await().until(() -> ended(job)));
            jobs.forEach(job -> await().until(() -> loggedEnd(service, job)));

            List<JsonNode> lines = new ArrayList<>();
            for (String line : service.output()) {
                if (line.startsWith("{")) {
                    lines.add(json.readTree(line));
                }
            }
            int about = 0;
            for (JsonNode line : lines) {
                Matcher job = JOB.matcher(line.get("message").asText());
                JsonNode ids = line.get("mdc");
                if (job.find()) {
                    about++;
                    assertEquals(job.group(1), ids.path("job_id").asText(), line::toString);
                    assertEquals(job.group(2), ids.path("organization_id").asText(), line::toString);
                    assertEquals(job.group(3), ids.path("project_id").asText(), line::toString);
                } else {
                    assertFalse(ids != null && ids.has("job_id"), line::toString);
                }
            }
            assertTrue(about > 4 * jobs.size(), about + " of " + lines.size() + " lines");
            assertTrue(
                    lines.stream().anyMatch(line -> line.get("message").asText().contains("was abandoned")));
        }
    }

    private int project(Organization organization, int number) {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        labelling.tasks(5 + number);
        for (int i = 0; i < 2; i++) {
            labelling.annotations(organization.member(), "'" + Labelling.choice("mood", "A") + "'");
        }
        return labelling.project();
    }

    private boolean ended(long job) {
        return sql.<Boolean>value(
                "SELECT status IN ('COMPLETED', 'FAILED') FROM agreement.backfill_job WHERE id = ?", job);
    }

    private static boolean loggedEnd(Service service, long job) {
        return service.output().stream()
                .anyMatch(line -> line.contains("job " + job + " (") && line.matches(".*(COMPLETED|FAILED).*"));
    }
}
