package dev.interrater.benchmark;

import static org.awaitility.Awaitility.await;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the packaged service takes for the consensus of choices with three annotators a task, who are right with 90, 80 and 70 %,
 * beside the backfill before it: time, and the heap of 256 MB; and the medians of its answers, of many tasks and of few.
 */
class ConsensusBenchmark {
    private static final int TASKS = Integer.getInteger("tasks", 200_000);
    private static final int FEW = 2_000;
    private static final int ASKED = 200;
    private static final String HEAP = System.getProperty("heap", "256m");

    /** Whether the service collects all its garbage twice a second, so that what is left is what is live. That takes time. */
    private static final boolean LIVE = Boolean.getBoolean("live");

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Sql sql = Sql.in("consensus");
    private final HttpClient http = HttpClient.newHttpClient();
    private final Organization organization = Organization.createIn(sql);

    @BeforeAll
    static void createDatabase() throws IOException {
        TestDatabase.create("consensus", "/label-studio/worker.sql");
        try (Service migrating = launch("-Dinterrater.worker.enabled=false")) {
            migrating.awaitStart();
        }
    }

    private static Service launch(String... options) {
        return Service.launch(TestDatabase.environment("consensus", Map.of()), options);
    }

    @Test
    void choices() throws Exception {
        int few = labelled(FEW);
        int many = labelled(TASKS);
        CollectionLog collections = CollectionLog.create();
        try (Service service = launch("-Xmx" + HEAP, collections.option()).awaitStart()) {
            CollectionLog.collect(service.pid());
            System.out.printf("Live in the heap of a worker without work: %d MB%n", collections.mostLive());
            measure(service, FEW, few, collections);
            measure(service, TASKS, many, collections);
            sql.run("VACUUM ANALYZE");
            for (String operation : List.of(
                    "annotators", "consensus", "consensus?max=0.6", "next", "consensus?min=0.9&page_size=500")) {
                double ofFew = median(service, few, operation);
                double ofMany = median(service, many, operation);
                System.out.printf(
                        "%s: %.2f ms of %d tasks, %.2f ms of %d: %.2f times%n",
                        operation, ofFew, FEW, ofMany, TASKS, ofMany / ofFew);
            }
        }
    }

    private int labelled(int tasks) {
        Labelling labelling = Labelling.create(
                sql,
                organization,
                "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/><Choice value='C'/></Choices></View>");
        labelling.tasks(tasks);
        for (int i = 1; i <= 3; i++) {
            // Right is the task's ID modulo 3; a hash decides whether the annotator knows it.
            labelling.annotations(
                    organization.member(),
                    "jsonb_build_array(jsonb_build_object('id', task::text, 'from_name', 'mood', 'to_name', 'text', 'type', 'choices',"
                            + " 'value', jsonb_build_object('choices', jsonb_build_array(chr(65 + (task + CASE WHEN"
                            + " abs(hashint8(task * 10::bigint + " + i + ")) % 100 < " + (10 * i)
                            + " THEN 1 ELSE 0 END) % 3)))))");
        }
        sql.run("VACUUM ANALYZE");
        return labelling.project();
    }

    private void measure(Service service, int tasks, int project, CollectionLog collections) throws Exception {
        most(collections);
        long start = System.nanoTime();
        long job = organization.job(project, "QUEUED");
        until(service, "SELECT status = 'COMPLETED' FROM agreement.backfill_job WHERE id = ?", job);
        double backfill = (System.nanoTime() - start) / 1e9;
        int heapOfBackfill = most(collections);
        long computing = System.nanoTime();
        until(
                service,
                "SELECT computed IS NOT DISTINCT FROM changes FROM agreement.consensus WHERE project_id = ?",
                (long) project);
        double consensus = (System.nanoTime() - computing) / 1e9;
        System.out.printf(
                "%d tasks: backfill %.2f s, %d MB %s at most; consensus %.2f s, %d MB; %.2f of the time, %d steps%n",
                tasks,
                backfill,
                heapOfBackfill,
                LIVE ? "live" : "after a collection",
                consensus,
                most(collections),
                consensus / backfill,
                sql.<Integer>value("SELECT max(steps) FROM agreement.consensus_run WHERE project_id = ?", project));
    }

    private static int most(CollectionLog collections) throws IOException {
        return LIVE ? collections.mostLive() : collections.mostLeft();
    }

    private void until(Service service, String condition, long id) throws Exception {
        await().atMost(Duration.ofHours(1))
                .pollInterval(LIVE ? PAUSE : Duration.ofMillis(20))
                .until(() -> {
                    if (LIVE) {
                        CollectionLog.collect(service.pid());
                    }
                    return sql.<Boolean>value(condition, id);
                });
    }

    private double median(Service service, int project, String operation) throws Exception {
        double[] times = new double[ASKED];
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + service.port() + "/api/projects/" + project + "/agreement/" + operation))
                .header("Authorization", "Token " + organization.owner().token())
                .build();
        for (int i = -ASKED / 2; i < ASKED; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(operation + ": " + answer.body());
            }
            if (i >= 0) {
                times[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return Arrays.stream(times).sorted().toArray()[ASKED / 2];
    }
}
