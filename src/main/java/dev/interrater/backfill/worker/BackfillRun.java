package dev.interrater.backfill.worker;

import dev.interrater.agreement.AgreementPage;
import dev.interrater.agreement.AgreementPages;
import dev.interrater.agreement.MatrixStore;
import dev.interrater.agreement.ProjectComparison;
import dev.interrater.agreement.StoppedException;
import dev.interrater.agreement.WorkTimes;
import dev.interrater.labelconfig.ConfigDimension;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One attempt at one job: page after page, each committed with the progress that it makes. */
final class BackfillRun {
    /** Longer than any page; nothing waits for ever for a database that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final RunServices services;
    private final Lease lease;
    private final Claim claim;
    private final WorkTimes times = new WorkTimes();

    BackfillRun(RunServices services, Lease lease) {
        this.services = services;
        this.lease = lease;
        this.claim = lease.claim();
    }

    /**
     * Runs to the end of the job. Blocks, so it needs a thread of its own; what it waits for happens elsewhere.
     *
     * @throws JobFailedException if no further attempt can mend it
     * @throws LeaseLostException if the job is not ours any more
     * @throws StoppedException if the worker shuts down
     */
    void run() {
        if (claim.projectId() == null) {
            throw new JobFailedException("A backfill needs a project.");
        }
        var settings = await(services.tasks().project(claim.projectId()));
        if (settings == null || !Long.valueOf(claim.organizationId()).equals(settings.organizationId())) {
            throw new JobFailedException("Project " + claim.projectId() + " no longer exists.");
        }
        List<ConfigDimension> config = settings.dimensions();
        ProjectComparison comparison = new ProjectComparison(
                inTransaction(transaction -> services.queue()
                        .hold(transaction, claim)
                        .chain(() -> services.dimensions().refresh(transaction, claim.projectId(), config))),
                services.config().taskTime(),
                this::notCompared);
        ProgressLog log = new ProgressLog(
                claim, count(), services.clock(), services.config().progress());
        long last = writePages(comparison, log);
        complete(config, last);
        log.completed(times);
    }

    /** Counted once, when the job starts; a later attempt goes on with the same figure. */
    private long count() {
        if (claim.cursor() > 0) {
            return claim.tasksTotal();
        }
        long tasks = await(services.tasks().count(claim.projectId()));
        await(services.queue().counted(claim, tasks));
        return tasks;
    }

    /** The next page is read and compared while one is written. */
    private long writePages(ProjectComparison comparison, ProgressLog log) {
        AgreementPages pages = new AgreementPages(
                services.tasks(),
                services.compute(),
                comparison,
                claim.projectId(),
                claim.cursor(),
                services.config().pageTasks(),
                services.config().pageTime(),
                lease::isOver,
                times);
        long last = claim.cursor();
        AgreementPage page = await(pages.next());
        while (!page.isEmpty()) {
            CompletableFuture<AgreementPage> following = pages.next().subscribeAsCompletionStage();
            lease.check();
            write(comparison, page);
            log.add(page.tasks().size());
            last = page.last();
            page = lease.await(following, PATIENCE);
        }
        return last;
    }

    private void notCompared(Throwable fault) {
        JobLog.of(claim, () -> Log.errorf(fault, "%s: a task cannot be compared", claim));
    }

    private void write(ProjectComparison comparison, AgreementPage page) {
        MatrixStore store = services.matrices();
        PageProgress progress = new PageProgress(
                page.last(), page.tasks().size(), page.skipped(), page.matrices(), page.errors(), page.lastError());
        inTransaction(transaction -> store.write(transaction, claim.projectId(), comparison, page)
                .chain(() -> services.queue().advance(transaction, claim, progress)));
        services.metrics().committed(progress);
    }

    private void complete(List<ConfigDimension> config, long last) {
        inTransaction(transaction -> services.matrices()
                .removeBehind(transaction, claim.projectId(), last)
                .chain(() -> services.dimensions().removeOthers(transaction, claim.projectId(), config))
                .chain(() -> services.queue().complete(transaction, claim)));
    }

    /** A worker that is stopped in the middle of it must not hold the job for longer than its lease. */
    private <T> T inTransaction(Function<SqlConnection, Uni<T>> work) {
        return await(times.writing(services.pool()
                .withTransaction(
                        transaction -> services.queue().bound(transaction).chain(() -> work.apply(transaction)))));
    }

    private <T> T await(Uni<T> uni) {
        return lease.await(uni.subscribeAsCompletionStage(), PATIENCE);
    }
}
