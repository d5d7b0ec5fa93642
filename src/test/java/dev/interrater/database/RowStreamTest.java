package dev.interrater.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Connections;
import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever wants no more rows, at whatever moment, leaves the connection to others. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class RowStreamTest {
    private static final int ROUNDS = 200;
    private static final String ROWS = "SELECT generate_series(1, 100000)";

    @Inject
    RowStream stream;

    @Inject
    Pool pool;

    private Cancellable read() {
        return stream.of(ROWS, Tuple.tuple(), 10).subscribe().with(rows -> {}, failure -> {});
    }

    @Test
    void nobody_who_has_left_while_waiting_for_a_connection_keeps_it() {
        List<SqlConnection> busy = Connections.all(pool);
        List<Cancellable> waiting = new ArrayList<>();
        for (int i = 0; i < busy.size(); i++) {
            waiting.add(read());
            waiting.add(pool.withTransaction(c -> c.query("SELECT 1").execute())
                    .subscribe()
                    .with(x -> {}, x -> {}));
            waiting.add(pool.query("SELECT 1").execute().subscribe().with(x -> {}, x -> {}));
        }
        waiting.forEach(Cancellable::cancel);
        Connections.giveBack(busy);

        Connections.giveBack(Connections.all(pool));
    }

    @Test
    void whoever_leaves_at_any_moment_does_others_no_harm() throws Exception {
        AtomicInteger seeds = new AtomicInteger();
        Storm.of(4, () -> {
            Random random = new Random(seeds.incrementAndGet());
            for (int i = 0; i < ROUNDS; i++) {
                Cancellable leaving = read();
                Storm.spin(random.nextInt(4_000));
                leaving.cancel();

                assertEquals(
                        1, pool.withTransaction(RowStreamTest::others).await().indefinitely());
            }
            return null;
        });

        Connections.giveBack(Connections.all(pool));
    }

    private static Uni<Integer> others(SqlConnection transaction) {
        return transaction
                .query("SELECT 1 WHERE current_setting('enable_seqscan') = 'on'")
                .execute()
                .map(RowSet::size);
    }
}
