package dev.interrater.benchmark;

import static dev.interrater.testing.Api.STATUS;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Requests per second of the status endpoint against {@link BareHandler}, which runs the bare SQL on the same pool; and the
 * aggregate of organizations of growing size. All slices are interleaved, so that a noisy machine disturbs all alike; what
 * counts are the ratios of medians.
 */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "benchmark"))
class StatusBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 9);
    private static final int WARM_UP_ROUNDS = Integer.getInteger("warm-up", 8);
    private static final long SLICE_MILLIS = Long.getLong("slice", 2_000);
    private static final int CONNECTIONS = Integer.getInteger("connections", 16);
    private static final int[][] SIZES = {{10, 1}, {1_000, 10}, {100_000, 10}}; // projects, jobs of each

    private final Sql sql = Sql.in("benchmark");

    @Test
    void requests_per_second() throws InterruptedException {
        Organization organization = Organization.createIn(sql);
        long job = organization.job(organization.project(), "COMPLETED");

        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("bare SQL", BareHandler.PATH + job);
        paths.put("job", STATUS + "?job_id=" + job);
        paths.put("aggregate", STATUS);
        Map<String, List<Load.Result>> results =
                measure(paths, organization.owner().token());

        double bare = median(results.get("bare SQL"), Load.Result::perSecond);
        System.out.printf("%n%-12s %12s %10s %10s %8s%n", "", "requests/s", "p50 µs", "p99 µs", "ratio");
        results.forEach((name, runs) -> System.out.printf(
                "%-12s %12.0f %10.0f %10.0f %8.2f%n",
                name,
                median(runs, Load.Result::perSecond),
                median(runs, Load.Result::medianMicros),
                median(runs, Load.Result::p99Micros),
                median(runs, Load.Result::perSecond) / bare));
    }

    @Test
    void aggregate_of_growing_organizations() throws InterruptedException {
        Map<String, List<Load.Result>> results = new LinkedHashMap<>();
        Map<String, String> tokens = new LinkedHashMap<>();
        for (int[] size : SIZES) {
            String name = "%,d jobs of %,d projects".formatted(size[0] * size[1], size[0]);
            tokens.put(name, organization(size[0], size[1]).owner().token());
            results.put(name, new ArrayList<>());
        }
        sql.run("VACUUM ANALYZE");
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (String name : tokens.keySet()) {
                try (Load load = new Load(RestAssured.port, CONNECTIONS, tokens.get(name))) {
                    Load.Result result = load.run(STATUS, SLICE_MILLIS);
                    if (round >= 0) {
                        results.get(name).add(result);
                    }
                }
            }
        }

        double smallest = median(results.values().iterator().next(), Load.Result::medianMicros);
        System.out.printf(
                "%n%-36s %12s %10s %10s %8s%n", "aggregate of", "requests/s", "p50 µs", "p99 µs", "p50 ratio");
        results.forEach((name, runs) -> System.out.printf(
                "%-36s %12.0f %10.0f %10.0f %8.2f%n",
                name,
                median(runs, Load.Result::perSecond),
                median(runs, Load.Result::medianMicros),
                median(runs, Load.Result::p99Micros),
                median(runs, Load.Result::medianMicros) / smallest));
    }

    /** One with so many projects and jobs of each; a tenth of the projects are deleted, some jobs failed, some are in flight. */
    private Organization organization(int projects, int jobs) {
        Organization organization = Organization.createIn(sql);
        sql.run("""
                INSERT INTO project (title, organization_id, label_config, show_instruction, show_skip_button,
                                     enable_empty_annotation, reveal_preannotations_interactively, show_annotation_history,
                                     show_collab_predictions, evaluate_predictions_automatically, result_count,
                                     maximum_annotations, min_annotations_to_start_training, is_draft, is_published,
                                     created_at, updated_at, show_ground_truth_first, show_overlap_first,
                                     overlap_cohort_percentage, deleted_at)
                SELECT 'Test', ?, '<View></View>', false, false, false, false, false, false, false, 0, 1, 0, false, false,
                       now(), now(), false, false, 100, CASE WHEN n % 10 = 0 THEN now() END
                  FROM generate_series(1, ?) n
                """, organization.id(), projects);
        for (int i = 1; i <= jobs; i++) {
            sql.run("""
                    INSERT INTO agreement.backfill_job (organization_id, project_id, status, rq_job_id, triggered_by,
                                                        started_at, completed_at, error_message, tasks_total)
                    SELECT organization_id, id, status, gen_random_uuid(), 'owner@example.org',
                           CASE WHEN status <> 'QUEUED' THEN clock_timestamp() END,
                           CASE WHEN status IN ('COMPLETED', 'FAILED') THEN clock_timestamp() END,
                           CASE WHEN status = 'FAILED' THEN 'It broke' ELSE '' END, 100
                      FROM (SELECT *, CASE WHEN ? THEN 'COMPLETED'
                                           WHEN random() < 0.1 THEN 'FAILED'
                                           WHEN random() < 0.1 AND deleted_at IS NULL THEN 'QUEUED'
                                           ELSE 'COMPLETED' END AS status
                              FROM project WHERE organization_id = ?) p
                    """, i < jobs, organization.id());
        }
        return organization;
    }

    private Map<String, List<Load.Result>> measure(Map<String, String> paths, String token)
            throws InterruptedException {
        Map<String, List<Load.Result>> results = new LinkedHashMap<>();
        paths.keySet().forEach(name -> results.put(name, new ArrayList<>()));
        try (Load load = new Load(RestAssured.port, CONNECTIONS, token)) {
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                for (Map.Entry<String, String> path : paths.entrySet()) {
                    Load.Result result = load.run(path.getValue(), SLICE_MILLIS);
                    if (round >= 0) {
                        results.get(path.getKey()).add(result);
                    }
                }
            }
        }
        return results;
    }

    private static double median(List<Load.Result> runs, java.util.function.ToDoubleFunction<Load.Result> value) {
        return runs.stream().mapToDouble(value).sorted().toArray()[runs.size() / 2];
    }
}
