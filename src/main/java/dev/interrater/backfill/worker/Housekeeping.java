package dev.interrater.backfill.worker;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Deletes results that belong to nothing any more, now and then. It takes a small transaction for some of them at a time, and rests
 * in between. Any number of workers may do it at once.
 */
@ApplicationScoped
class Housekeeping {
    private static final int CHUNK = 1_000;
    private static final Duration REST = Duration.ofMillis(50);

    private final RunServices services;
    private final Vertx vertx;
    private final AtomicBoolean busy = new AtomicBoolean();
    private Long timer;

    Housekeeping(RunServices services, Vertx vertx) {
        this.services = services;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (services.config().enabled()) {
            timer = vertx.setPeriodic(services.config().housekeeping().toMillis(), id -> passNow());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private void passNow() {
        if (busy.compareAndSet(false, true)) {
            pass().onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> Log.warnf("Housekeeping broke off: %s", failure.getMessage()));
        }
    }

    /** Deletes all that there is to delete. */
    Uni<Void> pass() {
        return removeOrphans().chain(() -> removeGone(0));
    }

    private Uni<Void> removeOrphans() {
        return inTransaction(transaction -> transaction
                        .preparedQuery(HousekeepingSql.REMOVE_ORPHANS)
                        .execute(Tuple.of(CHUNK)))
                .chain(deleted ->
                        deleted.rowCount() < CHUNK ? Uni.createFrom().voidItem() : rest().chain(this::removeOrphans));
    }

    /** From this job on. */
    private Uni<Void> removeGone(long from) {
        return inTransaction(transaction -> removeSomeOfGone(transaction, from))
                .chain(job -> job == null ? Uni.createFrom().voidItem() : rest().chain(() -> removeGone(job)));
    }

    /** The job from which on to look for more; null when there is no more. */
    private Uni<Long> removeSomeOfGone(SqlConnection transaction, long from) {
        return transaction
                .preparedQuery(HousekeepingSql.GONE)
                .execute(Tuple.of(from))
                .chain(rows -> {
                    if (rows.rowCount() == 0) {
                        return Uni.createFrom().nullItem();
                    }
                    long job = rows.iterator().next().getLong("id");
                    long project = rows.iterator().next().getLong("project_id");
                    return services.writes()
                            .keepResults(transaction, project)
                            .chain(() -> transaction
                                    .preparedQuery(HousekeepingSql.IS_IDLE)
                                    .execute(Tuple.of(project)))
                            .chain(idle -> idle.iterator().next().getBoolean(0)
                                    ? removeSome(transaction, project).replaceWith(job)
                                    : Uni.createFrom().item(job + 1));
                });
    }

    private Uni<Void> removeSome(SqlConnection transaction, long project) {
        return transaction
                .preparedQuery(HousekeepingSql.FORGET)
                .execute(Tuple.of(project))
                .chain(() -> services.matrices().removeGone(transaction, project, 0, Long.MAX_VALUE, new Long[0]))
                .chain(done ->
                        done ? empty(transaction, project) : Uni.createFrom().voidItem())
                .chain(() -> services.matrices().sweep(transaction, project))
                .chain(() -> transaction
                        .preparedQuery(HousekeepingSql.REMOVE_DIMENSIONS)
                        .execute(Tuple.of(project)))
                .replaceWithVoid();
    }

    /** Of matrices whose task has no agreement any more. */
    private Uni<Void> empty(SqlConnection transaction, long project) {
        return transaction
                .preparedQuery(HousekeepingSql.DIMENSIONS)
                .execute(Tuple.of(project))
                .map(rows -> rows.iterator().next().getArrayOfLongs(0))
                .chain(dimensions -> services.matrices().empty(transaction, project, dimensions))
                .replaceWithVoid();
    }

    private static Uni<Void> rest() {
        return Uni.createFrom().voidItem().onItem().delayIt().by(REST);
    }

    private <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return services.pool()
                .inTransaction(transaction -> services.bound(transaction).chain(() -> work.apply(transaction)));
    }
}
