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
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Wall time of the consensus of choices with three annotators a task, who are right with 90, 80 and 70 %, beside that of the backfill
 * before it; and the medians of its answers, of many tasks and of few.
 */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "backfill"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class ConsensusBenchmark {
    private static final int TASKS = Integer.getInteger("tasks", 200_000);
    private static final int FEW = 2_000;
    private static final int ASKED = 200;

    private final Sql sql = Sql.in("backfill");
    private final Organization organization = Organization.createIn(sql);

    @Test
    void choices() {
        int few = labelled(FEW);
        measure(FEW, few);
        int many = labelled(TASKS);
        measure(TASKS, many);
        for (String operation :
                new String[] {"annotators", "consensus", "consensus?max=0.6", "next", "consensus?min=0.9&page_size=500"
                }) {
            double ofFew = median(few, operation);
            double ofMany = median(many, operation);
            System.out.printf(
                    "%s: %.2f ms of %d tasks, %.2f ms of %d: %.2f times%n",
                    operation, ofFew, FEW, ofMany, TASKS, ofMany / ofFew);
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

    private void measure(int tasks, int project) {
        long start = System.nanoTime();
        long job = organization.job(project, "QUEUED");
        await().atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sql.<String>value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                        .equals("COMPLETED"));
        double backfill = (System.nanoTime() - start) / 1e9;
        long computing = System.nanoTime();
        await().atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sql.<Boolean>value(
                        "SELECT computed IS NOT DISTINCT FROM changes FROM agreement.consensus WHERE project_id = ?",
                        project));
        double consensus = (System.nanoTime() - computing) / 1e9;
        System.out.printf(
                "%d tasks: backfill %.2f s, consensus %.2f s: %.2f of it, %d steps%n",
                tasks,
                backfill,
                consensus,
                consensus / backfill,
                sql.<Integer>value("SELECT max(steps) FROM agreement.consensus_run WHERE project_id = ?", project));
    }

    private double median(int project, String operation) {
        double[] times = new double[ASKED];
        for (int i = -ASKED / 2; i < ASKED; i++) {
            long start = System.nanoTime();
            RestAssured.given()
                    .header("Authorization", "Token " + organization.owner().token())
                    .get("/api/projects/" + project + "/agreement/" + operation)
                    .then()
                    .statusCode(200);
            if (i >= 0) {
                times[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return Arrays.stream(times).sorted().toArray()[ASKED / 2];
    }
}
