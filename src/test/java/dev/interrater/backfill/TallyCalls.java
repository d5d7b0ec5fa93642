package dev.interrater.backfill;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.VALUE_COUNTS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.Storm;
import dev.interrater.testing.Tally;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Triggers, cancellations and questions for jobs of both kinds at once, of two organizations, while workers run the jobs
 * and Label Studio deletes projects, restores them and gives them to the other organization. Then the tallies are counted again.
 */
abstract class TallyCalls {
    private static final int CALLERS = 8;
    private static final int PROJECTS = 10;
    private static final Set<Integer> EXPECTED = Set.of(200, 201, 400, 404, 503);

    private final Sql sql = Sql.in("tally");
    private List<Organization> organizations;
    private List<Integer> projects;

    /** How long it lasts. */
    abstract Duration duration();

    @Test
    void the_tally_is_right_after_any_number_of_calls_at_once() throws Exception {
        organizations = List.of(Organization.createIn(sql), Organization.createIn(sql));
        projects = IntStream.range(0, PROJECTS)
                .mapToObj(i -> organizations.get(i % 2).project())
                .toList();
        AtomicInteger seeds = new AtomicInteger();
        long end = System.nanoTime() + duration().toNanos();

        List<Map<Integer, Integer>> answers = Storm.of(CALLERS, () -> {
            Random random = new Random(seeds.incrementAndGet());
            Map<Integer, Integer> statuses = new TreeMap<>();
            while (System.nanoTime() < end) {
                statuses.merge(call(random), 1, Integer::sum);
            }
            return statuses;
        });

        System.out.println("Answers by status: " + answers);
        assertTrue(answers.stream().allMatch(statuses -> EXPECTED.containsAll(statuses.keySet())), answers::toString);
        await().until(() -> sql.<Long>value(
                        "SELECT count(*) FROM agreement.backfill_job WHERE status IN ('PENDING', 'QUEUED', 'RUNNING')")
                == 0);
        for (Organization organization : organizations) {
            assertEquals(Tally.added(sql, organization), Tally.kept(sql, organization));
        }
    }

    private int call(Random random) {
        Organization organization = organizations.get(random.nextInt(2));
        int project = projects.get(random.nextInt(PROJECTS));
        RequestSpecification owner = RestAssured.given()
                .header("Authorization", "Token " + organization.owner().token())
                .contentType("application/json");
        String path = random.nextBoolean() ? BACKFILL : VALUE_COUNTS;
        switch (random.nextInt(10)) {
            case 0, 1:
                return owner.body("{\"project_id\": " + project + "}")
                        .post(path)
                        .statusCode();
            case 2:
                return owner.body("{\"num_projects\": 2}").post(path).statusCode();
            case 3:
                return owner.body("{\"all_projects\": true}").post(path).statusCode();
            case 4:
                return owner.delete(path).statusCode();
            case 5:
                return owner.delete(path + "?project_id=" + project).statusCode();
            case 6:
                return labelStudio(random, organization, project);
            case 7:
                return owner.get(path + "status/?project_id=" + project).statusCode();
            default:
                return plausible(owner.get(path + "status/")).statusCode();
        }
    }

    private int labelStudio(Random random, Organization organization, int project) {
        if (random.nextInt(4) == 0) {
            sql.run("UPDATE project SET organization_id = ? WHERE id = ?", organization.id(), project);
        } else {
            sql.run(
                    "UPDATE project SET deleted_at = CASE WHEN deleted_at IS NULL THEN now() END WHERE id = ?",
                    project);
        }
        return 200;
    }

    /** No count is negative, and there are as many projects in a status as have been started. */
    private static Response plausible(Response answer) {
        if (answer.statusCode() == 200) {
            Map<String, Integer> data = answer.path("progress_data");
            assertTrue(data.values().stream().allMatch(count -> count >= 0), data::toString);
            int inAStatus = data.get("pending_projects")
                    + data.get("queued_projects")
                    + data.get("running_projects")
                    + data.get("completed_projects")
                    + data.get("failed_projects");
            assertEquals(data.get("total_projects") - data.get("not_started_projects"), inAStatus, data::toString);
        }
        return answer;
    }
}
