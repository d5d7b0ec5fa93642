package dev.interrater.benchmark;

import static org.awaitility.Awaitility.await;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Wall time of a backfill with three annotators a task, against COPY of the same annotations out of the database. */
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

    private final Sql sql = Sql.in("backfill");

    @Test
    void choices() throws Exception {
        measure(
                "choices",
                "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>",
                "jsonb_build_array(jsonb_build_object('id', task::text, 'from_name', 'mood', 'to_name', 'text',"
                        + " 'type', 'choices', 'value', jsonb_build_object('choices', jsonb_build_array(chr(65 + (task / %d) %% 3)))))");
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

    private void measure(String name, String config, String result) throws Exception {
        Organization organization = Organization.createIn(sql);
        Labelling labelling = Labelling.create(sql, organization, config);
        labelling.tasks(TASKS);
        for (int i = 1; i <= ANNOTATORS; i++) {
            labelling.annotations(organization.member(), result.formatted(i));
        }
        sql.run("VACUUM ANALYZE");
        for (int round = 1; round <= 2; round++) {
            double copy = copy(labelling.project());
            double fresh = backfill(organization, labelling.project());
            double again = backfill(organization, labelling.project());
            System.out.printf(
                    "%s, round %d: COPY %.2f s, backfill %.2f s (%.0f tasks/s, %.1f times COPY), unchanged %.2f s%n",
                    name, round, copy, fresh, TASKS / fresh, fresh / copy, again);
            sql.run("TRUNCATE agreement.agreement_matrix, agreement.task_agreement");
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

    private double backfill(Organization organization, int project) {
        long start = System.nanoTime();
        long job = organization.job(project, "QUEUED");
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sql.<String>value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                        .equals("COMPLETED"));
        return (System.nanoTime() - start) / 1e9;
    }
}
