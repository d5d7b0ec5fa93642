package dev.interrater.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.testing.Api;
import dev.interrater.testing.ChangingProject;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Requests to all operations, made up from a seed and from the service's own description: each is answered as that describes,
 * with status, media type and schema, and never by a fault of the server. The project that most of them are about has results, and
 * whatever the requests change is changed while they go on.
 */
abstract class RandomOperations {
    private static final long SEED = Long.getLong("seed", 20261125);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** So many requests are enough for each operation to succeed once. */
    private static final int MANY = 10_000;

    /** How often a request is sent again that a slow database has kept from being answered. */
    private static final int PATIENCE = 3;

    /** Of how many requests one may be sent again. */
    private static final int RARELY = 20;

    /** {@code quarkus.http.limits.max-initial-line-length}. */
    private static final int LONGEST_LINE = 8_192;

    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
    private static final Pattern IN_PATH = Pattern.compile("(/\\w[\\w-]*/)\\{(\\w+)}");

    /** What nobody sends who knows what is asked for. */
    private static final List<String> ODD = List.of(
            "0",
            "-1",
            "1.5",
            "1e9",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "",
            " ",
            "null",
            "true",
            "x",
            "[]",
            "{}",
            "[1]",
            "{\"a\":1}",
            "\"",
            "'",
            "%",
            "\0",
            "\ud83d\ude00",
            "a,b",
            "1,,2",
            ",",
            "{",
            "\u00e9",
            "NaN",
            "\\",
            "/",
            "..",
            "x".repeat(300),
            "[".repeat(2_000),
            "+1",
            "NULL",
            "\u0661");

    /**
     * Operations that need what there may not be: a job in flight, a Label Studio to write to, and for a dimension's replacement a whole body
     * in which everything fits by chance.
     */
    private static final Set<String> BY_CHANCE = Set.of(
            "api_dimensions_backfill_destroy",
            "api_dimensions_value_counts_backfill_destroy",
            "api_projects_agreement_data_manager_update",
            "api_projects_dimensions_update");

    private final Sql sql = Sql.in("worker");
    private final Random random = new Random(SEED);
    private final Organization organization = Organization.createIn(sql);
    private final ChangingProject answered = new ChangingProject(sql, organization, 12, random);
    private final int unanswered = organization.project();
    private final int foreign = Organization.createIn(sql).project();
    private final Organization.User stranger = Organization.createIn(sql).owner();
    private final Organization.User member = organization.member();
    private final Organization.User visitor = organization.visitor();
    private final List<String> cursors = new ArrayList<>(List.of("MQ"));
    private final List<String> versions = new ArrayList<>(List.of("*"));
    private final Map<String, List<Object>> ids = new TreeMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Supplier<List<String>>> sensible = new TreeMap<>();

    /** How many. */
    abstract int requests();

    RandomOperations() {
        List<String> users = answered.annotators().stream()
                .map(user -> String.valueOf(user.id()))
                .toList();
        for (String name : List.of("user_id", "user_pk")) {
            sensible.put(name, () -> users);
        }
        sensible.put(
                "ids", () -> List.of(String.join(",", users), users.get(0), "model:v1", users.get(1) + ",model:v2"));
        sensible.put(
                "annotators", () -> List.of(users.get(0) + "," + users.get(1), users.get(2) + ", " + users.get(0)));
        sensible.put("model_version", () -> List.of("v1", "v2", "v3", "v9", "no such"));
        sensible.put("task", () -> List.of(ids("task"), String.join(",", ids("task"), ids("task"))));
        sensible.put("task_id", () -> List.of(ids("task")));
        sensible.put("task_pk", sensible.get("task_id"));
        sensible.put("dimension", () -> List.of(ids("agreement.dimension")));
        sensible.put("dimension_id", sensible.get("dimension"));
        sensible.put(
                "project_id",
                () -> List.of(
                        "" + answered.project(),
                        "" + answered.project(),
                        "" + answered.project(),
                        "" + answered.project(),
                        "" + unanswered,
                        "" + foreign));
        sensible.put("job_id", () -> List.of(ids("agreement.backfill_job")));
        sensible.put("num_projects", () -> List.of("1"));
        sensible.put("cursor", () -> cursors);
        sensible.put("label", () -> List.of("A", "Car", "Dog / Poodle", "3"));
        sensible.put("from_name", () -> List.of("mood", "topics", ""));
        sensible.put("choice_keys", () -> List.of("mood___SEP___A", "mood___SEP___A___PIPE___box___SEP___Car"));
        sensible.put(
                "filters", () -> List.of("{\"conjunction\":\"and\",\"items\":[]}", "{}", "{\"items\":[1]}", "null"));
        sensible.put(
                "selection",
                () -> List.of(
                        "{\"annotators\":{\"all\":true},\"models\":{\"all\":true},\"ground_truth\":true}",
                        "{\"annotators\":{\"ids\":[\"" + users.get(0) + "\"]}}",
                        "{\"models\":{\"ids\":[\"v1\",\"nobody\"]}}",
                        "{}",
                        "null",
                        "{\"annotators\":[]}"));
        sensible.put("ordering", () -> List.of("id", "-id", "agreement", "-agreement", "name", "title", "-order"));
        sensible.put("search", () -> List.of("t", "Test"));
        sensible.put("expand", () -> List.of("users"));
        sensible.put("min", () -> List.of("0", "0.5", "1"));
        sensible.put("max", sensible.get("min"));
        sensible.put("name", () -> List.of("mine", "mood", "other " + random.nextInt(9)));
        sensible.put("extraction_method", () -> List.of("control_tag", "json_path"));
        sensible.put(
                "extraction_method_params",
                () -> List.of(
                        "{\"control_tag\":\"mood\"}",
                        "{\"control_tag\":\"box\"}",
                        "{\"control_tag\":\"none\"}",
                        "{\"from_name\":\"stars\",\"path\":\"value.rating\"}",
                        "{\"from_name\":\"box\",\"path\":\"value.x\"}"));
        sensible.put(
                "metric_type", () -> List.of("exact_match", "jaccard", "iou", "iou_threshold", "numeric_difference"));
        sensible.put(
                "metric_params",
                () -> List.of("{}", "{\"threshold\":0.7}", "{\"threshold\":2}", "{\"max_difference\":3}"));
        sensible.put("metric_name", () -> List.of("pairwise", "consensus"));
        sensible.put("agreement_threshold", () -> List.of("0.25", "1", "0.125"));
        sensible.put("stat_type", () -> List.of("stats", "label"));
    }

    @Test
    void every_operation_answers_as_it_is_described_whatever_it_is_asked() throws Exception {
        for (int i = 0; i < 80; i++) {
            answered.change();
        }
        long job = organization.job(answered.project(), "QUEUED");
        await().until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                .equals("COMPLETED"));
        List<DescribedOperation> operations = DescribedOperation.of(
                JSON.readTree(RestAssured.get("/q/openapi?format=json").asString()));
        Map<Integer, Integer> answers = new TreeMap<>();
        Map<String, Integer> again = new TreeMap<>();
        Map<String, String> faults = new LinkedHashMap<>();
        Set<String> never = new TreeSet<>();
        operations.forEach(operation -> never.add(operation.id()));
        for (int i = 0; i < requests(); i++) {
            DescribedOperation operation = pick(operations);
            String asked = path(operation) + query(operation);
            String body = operation.body() == null || random.nextInt(20) == 0 ? null : body(operation);
            HttpRequest request = request(operation, asked, body);
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            for (int times = 0; answer.statusCode() == 503 && times < PATIENCE; times++) {
                again.merge(operation.id(), 1, Integer::sum);
                answer = http.send(request, BodyHandlers.ofByteArray());
            }
            answers.merge(answer.statusCode(), 1, Integer::sum);
            remember(answer);
            if (answer.statusCode() < 300) {
                never.remove(operation.id());
            }
            boolean noLines = answer.statusCode() == 200
                    && answer.body().length == 0
                    && answer.headers().firstValue("Content-Type").orElse("").startsWith("application/x-ndjson");
            List<String> wrong = tooLong(operation, asked)
                    ? answer.statusCode() == 414 ? List.of() : List.of("longer than a line may be")
                    : noLines ? List.of() : Api.faults(operation.method(), asked.split("\\?")[0], answer);
            if (answer.statusCode() >= 500 || !wrong.isEmpty()) {
                faults.putIfAbsent(
                        operation.id() + " " + answer.statusCode(),
                        wrong + " " + asked + " " + body + ": " + new String(answer.body(), StandardCharsets.UTF_8));
            }
        }
        int sent = again.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%,d random requests: %s, %,d of them sent again: %s%n", requests(), answers, sent, again);
        assertEquals(Map.of(), faults, () -> "seed " + SEED + ", of " + answers);
        assertTrue(sent <= requests() / RARELY, () -> "sent again: " + again);
        never.removeAll(BY_CHANCE);
        int few = requests() < MANY ? operations.size() / 3 : 0;
        assertTrue(never.size() <= few, () -> "never succeeded: " + never);
        assertTrue(answers.keySet().containsAll(List.of(200, 201, 400, 401, 403, 404)), answers::toString);
    }

    /** What has a line that is too long is no request, so no operation answers it, and none describes that. */
    private static boolean tooLong(DescribedOperation operation, String asked) {
        return (operation.method() + " " + asked + " HTTP/1.1").length() > LONGEST_LINE;
    }

    private HttpRequest request(DescribedOperation operation, String asked, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + asked))
                .method(operation.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Accept", accepted(operation));
        String token = token();
        if (token != null) {
            request.header("Authorization", "Token " + token);
        }
        if (random.nextInt(3) == 0) {
            request.header("If-Match", pick(versions));
        }
        if (body != null) {
            boolean json = body.startsWith("{") || random.nextBoolean();
            request.header("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
        }
        return request.build();
    }

    private String token() {
        return switch (random.nextInt(20)) {
            case 0 -> null;
            case 1 -> stranger.token();
            case 2 -> visitor.token();
            case 3, 4 -> member.token();
            default -> organization.owner().token();
        };
    }

    private String accepted(DescribedOperation operation) {
        return operation.answers().isEmpty() || random.nextInt(3) == 0 ? "*/*" : pick(operation.answers());
    }

    /** What later requests may send back. */
    private void remember(HttpResponse<byte[]> answer) {
        answer.headers().firstValue("ETag").ifPresent(versions::add);
        Matcher next = NEXT.matcher(new String(answer.body(), StandardCharsets.UTF_8));
        if (next.find()) {
            cursors.add(next.group(1));
        }
    }

    private String path(DescribedOperation operation) {
        Matcher parameter = IN_PATH.matcher(operation.path());
        StringBuilder path = new StringBuilder();
        while (parameter.find()) {
            String name = parameter.group(2);
            String meant = parameter.group(1).equals("/projects/")
                    ? "project_id"
                    : parameter.group(1).equals("/dimensions/") ? "dimension_id" : name;
            String value = value(meant);
            // A segment that is not there is another path.
            parameter.appendReplacement(
                    path, Matcher.quoteReplacement(parameter.group(1) + encoded(value.isEmpty() ? "x" : value)));
        }
        return parameter.appendTail(path).toString();
    }

    private String query(DescribedOperation operation) {
        StringBuilder query = new StringBuilder();
        operation.query().forEach((name, schema) -> {
            for (int times = random.nextInt(30) == 0 ? 2 : random.nextInt(2); times > 0; times--) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(encoded(name))
                        .append('=')
                        .append(encoded(value(name, schema)));
            }
        });
        return query.toString();
    }

    private String body(DescribedOperation operation) {
        if (random.nextInt(20) == 0) {
            return pick(ODD);
        }
        boolean form = random.nextInt(4) == 0;
        boolean few = operation.method().equals("PATCH");
        List<String> fields = new ArrayList<>();
        operation.body().forEach((name, schema) -> {
            if (random.nextInt(3) > (few ? 1 : 0)) {
                String value = value(name, schema);
                fields.add(
                        form
                                ? name + "=" + encoded(value)
                                : quoted(name) + ":" + (isJson(value) ? value : quoted(value)));
            }
        });
        return form ? String.join("&", fields) : "{" + String.join(",", fields) + "}";
    }

    private static boolean isJson(String value) {
        try {
            JsonNode read = JSON.readTree(value);
            return read != null && !read.isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String value(String name, JsonNode schema) {
        if (random.nextInt(8) > 0 && !sensible.containsKey(name)) {
            if (schema.has("enum")) {
                List<String> choices = new ArrayList<>();
                schema.path("enum").forEach(choice -> choices.add(choice.asText()));
                return pick(choices);
            }
            switch (schema.path("type").asText()) {
                case "boolean":
                    return String.valueOf(random.nextBoolean());
                case "integer":
                    return String.valueOf(1 + random.nextInt(3));
                default:
            }
        }
        return value(name);
    }

    private String value(String name) {
        return sensible.containsKey(name) && random.nextInt(8) > 0
                ? pick(sensible.get(name).get())
                : pick(ODD);
    }

    /** Any of the project's in a table, as it was not long ago. */
    private String ids(String table) {
        if (random.nextInt(50) == 0) {
            ids.clear();
        }
        return String.valueOf(pick(ids.computeIfAbsent(
                table,
                from -> sql.<Object>column(
                        "SELECT id FROM " + from + " WHERE project_id IN (?, ?) UNION ALL SELECT 1",
                        answered.project(),
                        unanswered))));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
