package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A task among others whose comparison would take minutes: thousands of boxes, turned and stacked, by many annotators. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class SlowTaskAttack {
    private static final String CONFIG =
            "<View><RectangleLabels name='box' toName='img'><Label value='Car'/></RectangleLabels></View>";
    private static final int ANNOTATORS = 19;
    private static final int BOXES = 5_000;

    private final Sql sql = Sql.in("worker");
    private final Random random = new Random(3);

    @Test
    void one_task_is_an_error_and_the_job_is_completed() {
        Organization organization = Organization.createIn(sql);
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        List<Organization.User> annotators =
                Stream.generate(organization::member).limit(ANNOTATORS).toList();
        int last = labelling.tasks(50);
        annotators.forEach(annotator -> labelling.annotations(annotator, "'" + boxes(2) + "'"));
        int slow = labelling.task();
        annotators.forEach(annotator -> labelling.annotation(slow, annotator, boxes(BOXES)));

        long job = organization.job(labelling.project(), "QUEUED");
        await().atMost(Duration.ofMinutes(4)).until(() -> column("status", job).matches("COMPLETED|FAILED"));

        assertEquals(
                "COMPLETED/51/50/1/task " + slow + ": comparing takes longer than 30S",
                column("concat_ws('/', status, tasks_processed, matrices_created, errors, last_error)", job));
        assertEquals(last + 1, slow);
    }

    private String boxes(int size) {
        return Stream.generate(() -> String.format(
                        Locale.ROOT,
                        "{\"id\": \"%s\", \"type\": \"rectanglelabels\", \"from_name\": \"box\", \"value\": {\"x\": %f, \"y\": %f,"
                                + " \"width\": 50, \"height\": 50, \"rotation\": %d, \"rectanglelabels\": [\"Car\"]}}",
                        Long.toString(random.nextLong(), 36),
                        40 + random.nextDouble(),
                        40 + random.nextDouble(),
                        1 + random.nextInt(80)))
                .limit(size)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String column(String column, long job) {
        return sql.value("SELECT (" + column + ")::text FROM agreement.backfill_job WHERE id = ?", job);
    }
}
