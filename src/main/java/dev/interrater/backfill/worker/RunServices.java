package dev.interrater.backfill.worker;

import dev.interrater.agreement.ComputePool;
import dev.interrater.agreement.MatrixStore;
import dev.interrater.agreement.ProjectWrites;
import dev.interrater.agreement.TaskReader;
import dev.interrater.database.JobPool;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What every run works with. */
@Singleton
record RunServices(
        JobPool pool,
        JobQueue queue,
        TaskReader tasks,
        MatrixStore matrices,
        ProjectWrites writes,
        ComputePool compute,
        WorkerConfig config,
        WorkerMetrics metrics,
        Clock clock) {
    /** The database ends a transaction whose worker says nothing for as long as a lease. */
    Uni<Void> bound(SqlConnection transaction) {
        return writes.bound(transaction, config.lease());
    }
}
