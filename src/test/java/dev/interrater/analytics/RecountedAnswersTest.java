package dev.interrater.analytics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.testing.Api;
import dev.interrater.testing.ChangingProject;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.StoredResults;
import dev.interrater.testing.StoredResults.TaskScore;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whatever changes in a project, before the next backfill and after it: what is answered about the project as a whole equals what
 * {@link NaiveAnswers} make of the single scores that are kept.
 */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class RecountedAnswersTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int CHANGES = 30;

    /** How often a request is sent again that a slow database has kept from being answered; and of how many one may be. */
    private static final int PATIENCE = 5;

    private static final int RARELY = 20;
    private static final long SEED = Long.getLong("seed", 20261126);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sql sql = Sql.in("worker");
    private final Random random = new Random(SEED);
    private final Organization organization = Organization.createIn(sql);
    private final ChangingProject changing = new ChangingProject(sql, organization, 15, random);
    private final int project = changing.project();
    private int asked;
    private int slow;

    @Test
    void every_answer_about_a_project_is_what_its_single_scores_add_up_to() throws Exception {
        int compared = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> changes = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                changes.add(random.nextInt(8) == 0 ? ask() : changing.change());
            }
            String when = "seed " + SEED + ", round " + round + ", changes " + changes;
            compared += compare("Before the backfill, " + when);
            backfill();
            compared += compare("After the backfill, " + when);
            compareTasks(when);
        }
        System.out.printf(
                "%,d changes, %,d answers compared; %,d of %,d requests were refused for a slow database%n",
                ROUNDS * CHANGES, compared, slow, asked);
        assertTrue(slow <= asked / RARELY, slow + " of " + asked);
    }

    /** Changes something through the API. */
    private String ask() throws Exception {
        JsonNode dimensions = JSON.readTree(get(path("dimensions/")).asString());
        JsonNode any = dimensions.get(random.nextInt(dimensions.size()));
        String own = path("dimensions/" + any.path("id").asLong() + "/");
        RequestSpecification json = request().contentType(ContentType.JSON);
        return switch (random.nextInt(6)) {
            case 0 ->
                told(
                        200,
                        json.body(Map.of(
                                        "metric_name",
                                        random.nextBoolean() ? "consensus" : "pairwise",
                                        "agreement_threshold",
                                        random.nextInt(101) / 100.0))
                                .post(path("metricparam/")));
            case 1 ->
                told(
                        200,
                        json.body(Map.of("is_active", !any.path("is_active").asBoolean()))
                                .patch(own));
            case 2 -> // compared by the control's own metric, for which others are allowed depends on the methodology
                dimensions.size() > 12
                        ? "enough"
                        : told(
                                201,
                                json.body(Map.of(
                                                "name",
                                                "mine " + random.nextInt(),
                                                "extraction_method",
                                                "control_tag",
                                                "extraction_method_params",
                                                Map.of("control_tag", "topics")))
                                        .post(path("dimensions/")));
            case 3 ->
                dimensions.size() > 12
                        ? "enough"
                        : told(
                                201,
                                json.body(Map.of(
                                                "name",
                                                "mine " + random.nextInt(),
                                                "extraction_method",
                                                "json_path",
                                                "extraction_method_params",
                                                Map.of("from_name", "age", "path", "value.number"),
                                                "metric_type",
                                                "exact_match"))
                                        .post(path("dimensions/")));
            default ->
                any.path("is_user_defined").asBoolean() ? told(204, request().delete(own)) : "nothing";
        };
    }

    private String told(int status, Response answer) {
        if (isSlow(answer)) {
            return "nothing: the database is slow";
        }
        assertEquals(status, answer.statusCode(), answer.asString());
        return answer.asString();
    }

    private void backfill() {
        long job = organization.job(project, "QUEUED");
        await().until(() -> !List.of("QUEUED", "RUNNING")
                .contains(sql.<String>value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)));
        assertEquals(
                "COMPLETED ",
                sql.value(
                        "SELECT status || ' ' || coalesce(last_error, '') FROM agreement.backfill_job WHERE id = ?",
                        job));
    }

    private NaiveAnswers naive(StoredResults stored) {
        Map<Long, String> people = new TreeMap<>();
        changing.annotators().forEach(user -> people.put((long) user.id(), user.email()));
        Map<Long, String> models = new TreeMap<>();
        sql.<String>column("SELECT -id || ' ' || version FROM agreement.model_version WHERE project_id = ?", (long)
                        project)
                .forEach(model -> models.put(Long.valueOf(model.split(" ")[0]), model.split(" ")[1]));
        return new NaiveAnswers(
                stored,
                people,
                models,
                "consensus"
                        .equals(sql.value("SELECT methodology FROM agreement.configured_project(?)", (long) project)),
                sql.<BigDecimal>value(
                        "SELECT agreement_threshold FROM agreement.configured_project(?)", (long) project));
    }

    private int compare(String when) throws Exception {
        StoredResults stored = new StoredResults(sql, project);
        NaiveAnswers naive = naive(stored);
        Map<String, String> differences = new LinkedHashMap<>();
        Map<String, Object> all = naive.all();
        for (Map.Entry<String, Object> expected : all.entrySet()) {
            Response answer = get(path(expected.getKey()));
            assertEquals(expected.getValue() == null ? 204 : 200, answer.statusCode(), expected.getKey() + " " + when);
            if (expected.getValue() != null) {
                String difference = difference(expected.getValue(), JSON.readTree(answer.asString()), "");
                if (difference != null) {
                    differences.put(expected.getKey(), difference);
                }
            }
        }
        JsonNode members =
                JSON.readTree(get(path("stats/member_performance_rows/")).asString());
        for (JsonNode row : members.path("results")) {
            Map<String, Object> expected = naive.member(
                    row.path("id").isNumber()
                            ? (Object) row.path("id").asLong()
                            : row.path("id").asText());
            expected.forEach((name, figure) -> {
                String difference = difference(figure, row.path(name), name);
                if (difference != null) {
                    differences.put("member " + row.path("id"), difference);
                }
            });
        }
        JsonNode listed =
                JSON.readTree(get("/api/agreement/projects").asString()).get(0);
        String difference = difference(naive.total(), listed.path("agreement"), "agreement");
        if (difference != null || listed.path("compared_tasks").asLong() != naive.scored()) {
            differences.put("projects", listed + " for " + naive.total() + " of " + naive.scored());
        }
        assertEquals(Map.of(), differences, when);
        return all.size() + 2;
    }

    /** The list of tasks has the scores that are kept, and a task that is compared for an answer gets the same. */
    private void compareTasks(String when) throws Exception {
        StoredResults stored = new StoredResults(sql, project);
        NaiveAnswers naive = naive(stored);
        Map<Long, Double> expected = new TreeMap<>();
        Set<Long> there = new HashSet<>();
        sql.<Number>column("SELECT id FROM task WHERE project_id = ?", project)
                .forEach(id -> there.add(id.longValue()));
        for (TaskScore task : stored.tasks()) {
            if (task.dimension() == 0 && there.contains(task.task())) {
                expected.put(task.task(), naive.score(task));
            }
        }
        Map<Long, Double> listed = new TreeMap<>();
        String lines = get(path("agreement/tasks"), "application/x-ndjson").asString();
        for (String line : lines.lines().toList()) {
            JsonNode task = JSON.readTree(line);
            listed.put(task.path("id").asLong(), task.path("agreement").asDouble());
        }
        assertEquals(expected, listed, when);
        for (TaskScore task : stored.tasks().stream()
                .filter(of -> of.dimension() == 0)
                .limit(2)
                .toList()) {
            JsonNode detail =
                    JSON.readTree(get(path("agreement/tasks/" + task.task())).asString());
            assertEquals(task.pairwise(), detail.path("pairwise").asDouble(), 1e-9, when);
            assertEquals(task.consensus(), detail.path("consensus").asDouble(), 1e-9, when);
        }
    }

    /** Where an answer is not what it should be; null when it is. */
    private static String difference(Object expected, JsonNode actual, String where) {
        if (expected instanceof Map<?, ?> fields) {
            Set<Object> names = new TreeSet<>();
            actual.fieldNames().forEachRemaining(names::add);
            if (!actual.isObject() || !names.equals(fields.keySet())) {
                return where + ": expected " + fields + ", got " + actual;
            }
            return fields.entrySet().stream()
                    .map(field -> difference(
                            field.getValue(), actual.get((String) field.getKey()), where + "/" + field.getKey()))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElse(null);
        }
        if (expected instanceof List<?> items) {
            if (!actual.isArray() || items.size() != actual.size()) {
                return where + ": expected " + items + ", got " + actual;
            }
            for (int i = 0; i < items.size(); i++) {
                String found = difference(items.get(i), actual.get(i), where + "/" + i);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        boolean same = expected == null
                ? actual.isNull()
                : expected instanceof Number number
                        ? actual.isNumber() && Math.abs(number.doubleValue() - actual.asDouble()) <= 1e-6
                        : actual.isTextual() && expected.equals(actual.asText());
        return same ? null : where + ": expected " + expected + ", got " + actual;
    }

    private RequestSpecification request() {
        return Api.as(organization.owner());
    }

    /** The answer; a slow database is asked again. */
    private Response get(String path) {
        return get(path, "*/*");
    }

    private Response get(String path, String type) {
        Response answer = request().accept(type).get(path);
        for (int again = 0; isSlow(answer) && again < PATIENCE; again++) {
            answer = request().accept(type).get(path);
        }
        return answer;
    }

    private boolean isSlow(Response answer) {
        asked++;
        if (answer.statusCode() != 503) {
            return false;
        }
        slow++;
        return true;
    }

    private String path(String of) {
        return "/api/projects/" + project + "/" + of;
    }
}
