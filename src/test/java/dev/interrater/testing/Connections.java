package dev.interrater.testing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;

/** The connections that requests have. */
public final class Connections {
    private Connections() {}

    /** How many there are. */
    public static int most() {
        return ConfigProvider.getConfig().getValue("quarkus.datasource.reactive.max-size", Integer.class);
    }

    /** Borrows all of them; fails when one is not to be had for as long as a request waits. */
    public static List<SqlConnection> all(Pool pool) {
        return Uni.join()
                .all(IntStream.range(0, most())
                        .mapToObj(i -> pool.getConnection())
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();
    }

    /** Gives them back. */
    public static void giveBack(List<SqlConnection> connections) {
        connections.forEach(SqlConnection::closeAndAwait);
    }
}
