package dev.interrater.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Connections of jobs that are stopped at any moment, and what connections are set to. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class JobPoolTest {
    private static final int ROUNDS = 200;

    @Inject
    JobPool pool;

    @Inject
    Pool requests;

    private Uni<Integer> work() {
        return pool.inTransaction(transaction -> transaction
                .query("SELECT 1")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0)));
    }

    @Test
    void work_that_is_given_up_does_others_no_harm() throws Exception {
        AtomicInteger seeds = new AtomicInteger();

        Storm.of(4, () -> {
            Random random = new Random(seeds.incrementAndGet());
            for (int i = 0; i < ROUNDS; i++) {
                CompletableFuture<?> givenUp =
                        (i % 2 == 0 ? work() : pool.execute("SELECT 1", Tuple.tuple())).subscribeAsCompletionStage();
                Storm.spin(random.nextInt(4_000));
                givenUp.cancel(false);

                assertEquals(1, work().await().indefinitely());
            }
            return null;
        });

        // No connection is missing.
        Uni.join()
                .all(pool.inTransaction(a -> pool.inTransaction(b -> pool.inTransaction(c -> work()))))
                .andFailFast()
                .await()
                .indefinitely();
    }

    @Test
    void statements_are_planned_once_for_each_connection_and_never_compiled_to_machine_code() {
        for (String setting : List.of("plan_cache_mode", "jit")) {
            Function<SqlConnection, Uni<String>> show = transaction -> transaction
                    .query("SHOW " + setting)
                    .execute()
                    .map(rows -> rows.iterator().next().getString(0));
            String expected = setting.equals("jit") ? "off" : "force_generic_plan";
            assertEquals(expected, pool.inTransaction(show).await().indefinitely());
            assertEquals(expected, requests.withTransaction(show).await().indefinitely());
        }
    }
}
