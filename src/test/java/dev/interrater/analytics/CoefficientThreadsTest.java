package dev.interrater.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.agreement.ComputePool;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who asks for coefficients has a transaction open meanwhile. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class CoefficientThreadsTest extends AnsweredProjects {
    @Inject
    ComputePool jobs;

    @Test
    void they_do_not_wait_for_the_threads_that_jobs_compare_on() {
        Labelling labelling = labelled(CHOICES, AnsweredProjects::choice, "A B", "A A");
        backfill(labelling);
        CountDownLatch answered = new CountDownLatch(1);
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                jobs.execute(() -> await(answered));
            }

            assertEquals(2, get(path(labelling)).at("/0/units").asInt());
        } finally {
            answered.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
