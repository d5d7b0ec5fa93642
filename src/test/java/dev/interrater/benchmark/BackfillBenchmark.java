package dev.interrater.benchmark;

import static org.awaitility.Awaitility.await;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * Wall time of a backfill with three annotators a task, against COPY of the same annotations out of the database; the log says
 * after each what share of the work was reading, computing and writing. And what asking for coefficients takes then.
 */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "backfill"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class BackfillBenchmark {
    private static final int TASKS = Integer.getInteger("tasks", 200_000);
    private static final int ANNOTATORS = 3;

    private static final String CHOICES =
            "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>";
    private static final String CHOICE =
            "jsonb_build_array(jsonb_build_object('id', task::text, 'from_name', 'mood', 'to_name', 'text',"
                    + " 'type', 'choices', 'value', jsonb_build_object('choices', jsonb_build_array(chr(65 + (task / %d) %% 3)))))";

    private final Sql sql = Sql.in("backfill");

    @Test
    void choices() throws Exception {
        measure("choices", CHOICES, CHOICE, 0);
    }

    /** 78 pairs of participants for each task instead of 3. */
    @Test
    void choices_with_ten_versions_of_a_model() throws Exception {
        measure("choices with ten versions of a model", CHOICES, CHOICE, 10);
    }

    @Test
    void boxes() throws Exception {
        measure(
                "five boxes",
                "<View><RectangleLabels name='box' toName='img'><Label value='Car'/><Label value='Dog'/></RectangleLabels></View>",
                "(SELECT jsonb_agg(jsonb_build_object('id', task || '-' || n, 'from_name', 'box', 'to_name', 'img',"
                        + " 'type', 'rectanglelabels', 'original_width', 1000, 'original_height', 800, 'image_rotation', 0,"
                        + " 'value', jsonb_build_object('x', n * 15 + (task %% 7) / 3.0 + %d, 'y', 10 + (task %% 11) / 7.0, 'width', 12.5,"
                        + " 'height', 20 + task %% 5, 'rotation', 0, 'rectanglelabels', jsonb_build_array('Car'))))"
                        + " FROM generate_series(1, 5) n)");
    }

    @Test
    void spans() throws Exception {
        measure(
                "eight spans",
                "<View><Labels name='ner' toName='text'><Label value='PER'/><Label value='LOC'/></Labels></View>",
                "(SELECT jsonb_agg(jsonb_build_object('id', task || '-' || n, 'from_name', 'ner', 'to_name', 'text',"
                        + " 'type', 'labels', 'value', jsonb_build_object('start', n * 40 + task %% 7, 'end', n * 40 + 12 + %d,"
                        + " 'text', 'Helsinki City', 'labels', jsonb_build_array((ARRAY['PER', 'LOC'])[1 + n %% 2]))))"
                        + " FROM generate_series(1, 8) n)");
    }

    @Test
    void polygons() throws Exception {
        measure(
                "five polygons",
                "<View><PolygonLabels name='poly' toName='img'><Label value='Roof'/></PolygonLabels></View>",
                "(SELECT jsonb_agg(jsonb_build_object('id', task || '-' || n, 'from_name', 'poly', 'to_name', 'img',"
                        + " 'type', 'polygonlabels', 'original_width', 1000, 'original_height', 800, 'image_rotation', 0,"
                        + " 'value', jsonb_build_object('closed', true, 'polygonlabels', jsonb_build_array('Roof'), 'points',"
                        + " (SELECT jsonb_agg(jsonb_build_array(n * 15 + %d + 8.25 * cos(k * 0.628), 40 + (8 + (task + k) %% 4) * sin(k * 0.628)))"
                        + " FROM generate_series(0, 9) k)))) FROM generate_series(1, 5) n)");
    }

    @Test
    void text() throws Exception {
        measure(
                "text of 400 characters",
                "<View><TextArea name='note' toName='text'/></View>",
                "jsonb_build_array(jsonb_build_object('id', task::text, 'from_name', 'note', 'to_name', 'text',"
                        + " 'type', 'textarea', 'value', jsonb_build_object('text', jsonb_build_array("
                        + "(SELECT string_agg(md5((task * k / (1 + k %% %d))::text), ' ') FROM generate_series(1, 12) k)))))");
    }

    @Test
    void numbers() throws Exception {
        measure(
                "number",
                "<View><Number name='n' toName='text'/></View>",
                "jsonb_build_array(jsonb_build_object('id', task::text, 'from_name', 'n', 'to_name', 'text',"
                        + " 'type', 'number', 'value', jsonb_build_object('number', task %% 5000 + %d)))");
    }

    private void measure(String name, String config, String result) throws Exception {
        measure(name, config, result, 0);
    }

    private void measure(String name, String config, String result, int models) throws Exception {
        Organization organization = Organization.createIn(sql);
        Labelling labelling = Labelling.create(sql, organization, config);
        labelling.tasks(TASKS);
        for (int i = 1; i <= ANNOTATORS; i++) {
            labelling.annotations(organization.member(), result.formatted(i));
        }
        for (int version = 1; version <= models; version++) {
            sql.run(
                    "INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)"
                            + " SELECT " + result.formatted(version) + ", ?, 0, task, ?, now(), now()"
                            + " FROM (SELECT id FROM task WHERE project_id = ?) AS tasks (task)",
                    "v" + version,
                    labelling.project(),
                    labelling.project());
        }
        sql.run("VACUUM ANALYZE");
        for (int round = 1; round <= 2; round++) {
            double copy = copy(labelling.project());
            double fresh = backfill(organization, labelling.project());
            double again = backfill(organization, labelling.project());
            System.out.printf(
                    "%s, round %d: COPY %.2f s, backfill %.2f s (%.0f tasks/s, %.1f times COPY), unchanged %.2f s%n",
                    name, round, copy, fresh, TASKS / fresh, fresh / copy, again);
            System.out.printf(
                    "%s, round %d: coefficients %.3f s%n",
                    name, round, coefficients(organization, labelling.project()));
            sql.run(
                    "TRUNCATE agreement.agreement_matrix, agreement.task_agreement, agreement.pair_sum,"
                            + " agreement.score_sum, agreement.value_count, agreement.confusion, agreement.answer_count, agreement.compared_tasks");
        }
    }

    private double copy(int project) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + TestDatabase.server().port() + "/backfill?user=postgres")) {
            long start = System.nanoTime();
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "COPY (SELECT * FROM task_completion WHERE project_id = " + project + ") TO STDOUT",
                            OutputStream.nullOutputStream());
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** The best of five: what is left is the work. */
    private static double coefficients(Organization organization, int project) {
        return IntStream.range(0, 5)
                .mapToDouble(i -> {
                    long start = System.nanoTime();
                    RestAssured.given()
                            .header(
                                    "Authorization",
                                    "Token " + organization.owner().token())
                            .get("/api/projects/" + project + "/analytics/data-quality/agreement-analysis/coefficients")
                            .then()
                            .statusCode(200);
                    return (System.nanoTime() - start) / 1e9;
                })
                .min()
                .orElseThrow();
    }

    private double backfill(Organization organization, int project) {
        long start = System.nanoTime();
        long job = organization.job(project, "QUEUED");
        await().atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sql.<String>value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                        .equals("COMPLETED"));
        return (System.nanoTime() - start) / 1e9;
    }
}
