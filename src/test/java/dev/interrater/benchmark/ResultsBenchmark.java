package dev.interrater.benchmark;

import static org.awaitility.Awaitility.await;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * How long each answer about a project as a whole takes, of one with a few tasks and of one with a thousand times as many; and how fast
 * all scores stream, against COPY of the same. The packaged service answers, with little memory.
 */
class ResultsBenchmark {
    private static final int SMALL = Integer.getInteger("small", 2_000);
    private static final int TASKS = Integer.getInteger("tasks", 2_000_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 100);
    private static final Duration ENOUGH = Duration.ofSeconds(10);
    private static final String HEAP = System.getProperty("heap", "128m");
    private static final String CONFIG = """
            <View><Text name='text' value='$t'/>
              <Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/><Choice value='C'/></Choices>
            </View>
            """;

    /** What Label Studio's own tables say, or single tasks: those may take longer where there is more of that. */
    private static final String GROWING = ".*(finished|lead_time|data_filter|member_performance|tasks).*";

    private final Sql sql = Sql.in("results");
    private final HttpClient http = HttpClient.newHttpClient();
    private final Organization organization = Organization.createIn(sql);
    private final List<Organization.User> annotators =
            Stream.generate(organization::member).limit(3).toList();

    @BeforeAll
    static void createDatabase() throws IOException {
        TestDatabase.create("results", "/label-studio/worker.sql");
        try (Service migrating = launch(Map.of("INTERRATER_WORKER_ENABLED", "false"))) {
            migrating.awaitStart();
        }
    }

    private static Service launch(Map<String, String> environment, String... options) {
        return Service.launch(TestDatabase.environment("results", environment), options);
    }

    @Test
    void answers_and_streams() throws Exception {
        int small = project(SMALL);
        int large = project(TASKS);
        try (Service service = launch(Map.of(), "-Xmx256m").awaitStart()) {
            for (int project : List.of(small, large)) {
                long start = System.nanoTime();
                long job = organization.job(project, "QUEUED");
                await().atMost(Duration.ofMinutes(30))
                        .until(() -> "COMPLETED"
                                .equals(sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)));
                System.out.printf("Backfill by process %d: %.1f s%n", service.pid(), (System.nanoTime() - start) / 1e9);
            }
        }
        sql.run("VACUUM ANALYZE");
        try (Service service = launch(Map.of("INTERRATER_WORKER_ENABLED", "false"), "-Xmx" + HEAP)
                .awaitStart()) {
            answers(service, small, large);
            streams(service, large);
        }
    }

    /** Three annotators, a model, and the ground truth of every tenth task. */
    private int project(int tasks) {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        labelling.tasks(tasks);
        String result = "replace('" + Labelling.choice("mood", "?").strip() + "', '?', chr(65 + (task / %d) %% 3))";
        for (int i = 1; i <= annotators.size(); i++) {
            labelling.annotations(annotators.get(i - 1), result.formatted(i));
        }
        sql.run(
                "UPDATE task_completion SET lead_time = 5 + id % 50, ground_truth = true"
                        + " WHERE project_id = ? AND completed_by_id = ? AND task_id % 10 = 0",
                labelling.project(), annotators.get(0).id());
        sql.run(
                "INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)"
                        + " SELECT (" + result.formatted(2) + ")::jsonb, 'v1', 0, task, ?, now(), now()"
                        + " FROM (SELECT id FROM task WHERE project_id = ?) AS tasks (task)",
                labelling.project(),
                labelling.project());
        sql.run("VACUUM ANALYZE");
        return labelling.project();
    }

    private List<String> operations() {
        String ids = annotators.stream().map(user -> String.valueOf(user.id())).collect(Collectors.joining(","));
        String one = ids.split(",")[0];
        String analysis = "analytics/data-quality/agreement-analysis/";
        return List.of(
                analysis + "dimensions",
                analysis + "distribution",
                analysis + "confusion-matrix",
                analysis + "confusion-matrix?mode=ground_truth",
                "stats/total_agreement",
                "stats/total_agreement?per_label=true",
                "stats/IAA?std=true",
                "stats/IAA?per_label=true",
                "stats/agreement_annotators?ids=" + ids,
                "stats/agreement_annotator/" + one,
                "stats/agreement-groundtruth?ids=" + ids,
                "users/" + one + "/stats/agreement-groundtruth?per_label=true",
                "user-stats/prediction?ids=" + ids,
                "user-stats/" + one + "/prediction",
                "model-stats/v1/agreement",
                "model-stats/v1/agreement-groundtruth",
                "model-stats/v1/prediction",
                "stats/label-distribution/structure",
                "stats/label-distribution/counts",
                "agreement/participants",
                "agreement/pairs",
                "metricparam/",
                "dimensions/",
                "user-stats/review_score?ids=" + ids,
                "agreement/tasks",
                "agreement/tasks?ordering=agreement",
                analysis + "coefficients",
                "stats/finished",
                "stats/finished?user_pk=" + one,
                "stats/lead_time",
                "stats/data_filter",
                "stats/member_performance_participants/",
                "stats/member_performance_rows/",
                "stats/member_performance_summary/");
    }

    private void answers(Service service, int small, int large) throws Exception {
        System.out.printf("%n| answer | p50 ms of %,d tasks | of %,d | ratio |%n|---|---|---|---|%n", SMALL, TASKS);
        for (String operation : operations()) {
            Map<Integer, List<Long>> times =
                    new LinkedHashMap<>(Map.of(small, new ArrayList<>(), large, new ArrayList<>()));
            int refused = 0;
            long end = System.nanoTime() + ENOUGH.toNanos();
            for (int round = -ROUNDS / 2; round < ROUNDS && System.nanoTime() < end; round++) {
                for (int project : List.of(small, large)) {
                    long start = System.nanoTime();
                    HttpResponse<String> answer =
                            http.send(request(service, project, operation), BodyHandlers.ofString());
                    if (answer.statusCode() == 503) {
                        refused++; // which takes as long as the database is waited for, and says nothing of the answer
                        continue;
                    }
                    if (answer.statusCode() != 200) {
                        throw new IllegalStateException(operation + ": " + answer.body());
                    }
                    if (round >= 0 || times.get(project).isEmpty()) {
                        times.get(project).add(System.nanoTime() - start);
                    }
                }
            }
            double one = median(times.get(small));
            double other = median(times.get(large));
            System.out.printf(
                    "| `%s` | %.2f | %.2f | %.2f%s%s |%n",
                    operation,
                    one,
                    other,
                    other / one,
                    operation.matches(GROWING) ? "" : other > 2 * one ? " !" : "",
                    refused == 0 ? "" : " (503: " + refused + ")");
        }
    }

    private static double median(List<Long> nanos) {
        return nanos.isEmpty() ? Double.NaN : nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e6;
    }

    private HttpRequest request(Service service, int project, String operation, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + service.port() + "/api/projects/" + project + "/" + operation))
                .header("Authorization", "Token " + organization.owner().token());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private void streams(Service service, int project) throws Exception {
        double copy = copy(project);
        System.out.printf("%n| stream | s | rows/s | of COPY's |%n|---|---|---|---|%n");
        System.out.printf("| COPY | %.1f | %,.0f | 1.00 |%n", copy, TASKS / copy);
        for (String operation : List.of("agreement/tasks", "agreement/tasks?ordering=-agreement")) {
            for (String type : List.of("text/csv", "application/x-ndjson")) {
                long start = System.nanoTime();
                HttpResponse<InputStream> answer =
                        http.send(request(service, project, operation, "Accept", type), BodyHandlers.ofInputStream());
                long lines = lines(answer.body());
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "| `%s` %s: %d, %,d lines | %.1f | %,.0f | %.2f |%n",
                        operation, type, answer.statusCode(), lines, seconds, lines / seconds, copy / seconds);
            }
        }
    }

    private static long lines(InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            for (int i = 0; i < read; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
        }
        return lines;
    }

    /** The same of every task, read by nobody who does anything with it. */
    private double copy(int project) throws Exception {
        String same = """
                COPY (SELECT task.task_id, task.pairwise, json_build_object('mood', matrix.pairwise), 3, task.newest_annotation
                        FROM agreement.task_agreement AS task
                        JOIN agreement.agreement_matrix AS matrix ON matrix.task_id = task.task_id
                       WHERE task.project_id = %1$d
                         AND matrix.dimension_id = (SELECT id FROM agreement.dimension WHERE project_id = %1$d)
                       ORDER BY task.task_id) TO STDOUT (FORMAT csv)
                """.formatted(project);
        try (Connection connection = sql.connect()) {
            long start = System.nanoTime();
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(same, OutputStream.nullOutputStream());
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
