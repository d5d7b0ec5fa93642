package dev.interrater.backfill.worker;

import dev.interrater.agreement.AgreementPage;
import dev.interrater.agreement.AgreementPages;
import dev.interrater.agreement.AgreementRows;
import dev.interrater.agreement.ModelVersions;
import dev.interrater.agreement.ProjectComparison;
import dev.interrater.agreement.ProjectSettings;
import dev.interrater.agreement.ProjectWrites;
import dev.interrater.agreement.ProjectWrites.Begun;
import dev.interrater.agreement.StoppedException;
import dev.interrater.agreement.WorkTimes;
import dev.interrater.backfill.JobKind;
import dev.interrater.labelconfig.ConfigDimension;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One attempt at one job: page after page, each committed with the progress that it makes. */
final class BackfillRun {
    /** Longer than any page; nothing waits for ever for a database that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final RunServices services;
    private final Lease lease;
    private Claim claim;
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
        ProjectSettings settings = await(services.tasks().project(claim.projectId()));
        if (settings == null || !Long.valueOf(claim.organizationId()).equals(settings.organizationId())) {
            throw new JobFailedException("Project " + claim.projectId() + " no longer exists.");
        }
        List<ConfigDimension> config = settings.dimensions();
        Begun begun = begin(settings, config);
        ProgressLog log = new ProgressLog(
                claim, count(), services.clock(), services.config().progress());
        long last = writePages(begun.comparison(), log);
        complete(config, last, begun.basis());
        log.completed(times);
    }

    /**
     * Holds the job meanwhile: no attempt that has lost it writes dimensions. Waits before that for housekeeping, which sees a job
     * that has begun, and deletes nothing of its project.
     */
    private Begun begin(ProjectSettings settings, List<ConfigDimension> config) {
        JobQueue queue = services.queue();
        ProjectWrites writes = services.writes();
        long project = claim.projectId();
        ModelVersions models =
                await(services.tasks().models(project, services.config().models()));
        return inTransaction(transaction -> writes.keepResults(transaction, project)
                .chain(() -> queue.hold(transaction, claim))
                .chain(() -> writes.jobBegins(transaction, project, claim.organizationId()))
                .chain(() -> writes.begin(
                        transaction,
                        project,
                        settings,
                        config,
                        models,
                        claim.kind() == JobKind.AGREEMENT,
                        services.config().taskTime(),
                        this::notCompared))
                .call(begun -> queue.begin(
                                transaction, claim, begun.comparison().fingerprint(), begun.basis())
                        .invoke(ours -> claim = ours)));
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
                null,
                services.config().pageTasks(),
                services.config().pageTime(),
                lease::isOver,
                times);
        long last = claim.cursor();
        AgreementPage page = await(pages.next());
        while (!page.isEmpty()) {
            CompletableFuture<AgreementPage> following = lease.start(pages.next());
            lease.check();
            write(page);
            log.add(page.tasks().size());
            last = page.last();
            page = lease.await(following, PATIENCE);
        }
        return last;
    }

    private void notCompared(Throwable fault) {
        JobLog.of(claim, () -> Log.errorf(fault, "%s: a task cannot be compared", claim));
    }

    private void write(AgreementPage page) {
        AgreementRows rows = AgreementRows.of(claim.projectId(), page);
        PageProgress progress = new PageProgress(
                page.last(), page.tasks().size(), page.skipped(), page.matrices(), page.errors(), page.lastError());
        untilDone(transaction -> removeGone(transaction, page.after(), page.last(), page.ids())
                .call(done -> done
                        ? services.matrices()
                                .keep(transaction, rows)
                                .chain(() -> services.queue().advance(transaction, claim, progress))
                        : Uni.createFrom().voidItem()));
        services.metrics().committed(progress);
    }

    private Uni<Boolean> removeGone(SqlConnection transaction, long after, long last, Long[] existing) {
        return services.matrices()
                .removeGone(transaction, claim.projectId(), after, last, existing)
                .call(done ->
                        done ? Uni.createFrom().voidItem() : services.queue().hold(transaction, claim));
    }

    private void complete(List<ConfigDimension> config, long last, UUID basis) {
        long project = claim.projectId();
        untilDone(transaction -> removeGone(transaction, last, Long.MAX_VALUE, new Long[0]));
        untilDone(transaction -> services.queue()
                .hold(transaction, claim)
                .chain(() -> services.writes().emptyOthers(transaction, project, config)));
        inTransaction(transaction -> services.queue()
                .hold(transaction, claim)
                .chain(() -> services.writes().tidy(transaction, project, config))
                .chain(() -> services.queue().complete(transaction, claim))
                .chain(() -> claim.kind() == JobKind.AGREEMENT
                        ? services.writes().jobCompletes(transaction, project, basis)
                        : Uni.createFrom().voidItem()));
    }

    /** Work in chunks: one transaction after the other, each of which says whether it was the last. */
    private void untilDone(Function<SqlConnection, Uni<Boolean>> work) {
        while (!inTransaction(work)) {
            lease.check();
        }
    }

    /** A worker that is stopped in the middle of it must not hold the job for longer than its lease. */
    private <T> T inTransaction(Function<SqlConnection, Uni<T>> work) {
        return await(times.writing(services.pool()
                .inTransaction(transaction -> services.bound(transaction).chain(() -> work.apply(transaction)))));
    }

    private <T> T await(Uni<T> uni) {
        return lease.await(lease.start(uni), PATIENCE);
    }
}
