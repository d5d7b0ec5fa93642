package dev.interrater.live;

import dev.interrater.agreement.AgreementPage;
import dev.interrater.agreement.AgreementPages;
import dev.interrater.agreement.AgreementRows;
import dev.interrater.agreement.MatrixStore;
import dev.interrater.agreement.ModelVersions;
import dev.interrater.agreement.ProjectSettings;
import dev.interrater.agreement.ProjectWrites.Begun;
import dev.interrater.agreement.WorkTimes;
import dev.interrater.labelconfig.ConfigDimension;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Compares some tasks of a claimed project: those that have changed, or all that follow those looked at before. */
final class LiveRun {
    /** Longer than any page; nothing waits for ever for a database that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How long tasks are compared before those that are done are committed, and others may have their turn. */
    private static final Duration TURN = Duration.ofSeconds(2);

    /** Tasks of a page. */
    private static final int PAGE = 1_000;

    private final LiveServices services;
    private final LiveClaim claim;
    private final BooleanSupplier stopped;
    private boolean changed;

    LiveRun(LiveServices services, LiveClaim claim, BooleanSupplier stopped) {
        this.services = services;
        this.claim = claim;
        this.stopped = stopped;
    }

    /**
     * Runs until the turn is over. Blocks, so it needs a thread of its own.
     *
     * @return whether what is kept of the project has changed
     * @throws ClaimLostException if the project is not ours any more
     * @throws dev.interrater.agreement.StoppedException if the worker shuts down
     * @throws dev.interrater.labelconfig.InvalidLabelConfigException if nothing can be compared
     * @throws ProjectGoneException if there is no such project any more
     */
    boolean run() {
        long project = claim.projectId();
        ProjectSettings settings = await(services.tasks().project(project));
        if (settings == null) {
            throw new ProjectGoneException();
        }
        List<ConfigDimension> config = settings.dimensions();
        ModelVersions models =
                await(services.tasks().models(project, services.worker().models()));
        Begun begun = write(transaction -> services.writes()
                .begin(
                        transaction,
                        project,
                        settings,
                        config,
                        models,
                        true,
                        services.worker().taskTime(),
                        fault -> Log.errorf(fault, "%s: a task cannot be compared", claim)));
        if (claim.sweeps()) {
            sweep(begun, config);
        } else {
            compareChanged(begun);
        }
        await(services.store().finish(claim));
        return changed;
    }

    private void compareChanged(Begun begun) {
        Map<Long, Long> notices = new HashMap<>();
        for (Row row : await(services.store().changed(claim, PAGE))) {
            notices.put(row.getLong("task_id"), row.getLong("notice"));
        }
        Long[] tasks = notices.keySet().stream().sorted().toArray(Long[]::new);
        AgreementPages pages = pages(begun, 0, tasks);
        long end = System.nanoTime() + TURN.toNanos();
        AgreementPage page = await(pages.next());
        while (!page.isEmpty() && System.nanoTime() < end) {
            keepChanged(page, between(tasks, page.after(), page.last()), notices);
            page = await(pages.next());
        }
        if (page.isEmpty()) {
            // Those behind the last one are gone.
            keepChanged(page, between(tasks, page.after(), Long.MAX_VALUE), notices);
        }
    }

    /** Tasks between two, the first excluded. */
    private static Long[] between(Long[] tasks, long after, long last) {
        return Arrays.stream(tasks).filter(id -> id > after && id <= last).toArray(Long[]::new);
    }

    /** Keeps what a page came to; asked for were these tasks. */
    private void keepChanged(AgreementPage page, Long[] asked, Map<Long, Long> notices) {
        if (asked.length == 0) {
            return;
        }
        AgreementRows rows = AgreementRows.of(claim.projectId(), page);
        Set<Long> existing = Set.of(page.ids());
        Long[] gone = Arrays.stream(asked).filter(id -> !existing.contains(id)).toArray(Long[]::new);
        Long[] noticed = Arrays.stream(asked).map(notices::get).toArray(Long[]::new);
        List<Double> waited = write(transaction -> matrices()
                .remove(transaction, claim.projectId(), gone)
                .chain(() -> matrices().keep(transaction, rows))
                .chain(() -> services.store().compared(transaction, claim, asked, noticed)));
        changed |= rows.tasks() != null || gone.length > 0 || rows.withdrawn().length > 0;
        services.metrics().followed(waited);
    }

    private void sweep(Begun begun, List<ConfigDimension> config) {
        boolean goesOn = begun.comparison().fingerprint().equals(claim.fingerprint());
        AgreementPages pages = pages(begun, goesOn ? claim.cursor() : 0, null);
        long end = System.nanoTime() + TURN.toNanos();
        AgreementPage page = await(pages.next());
        while (!page.isEmpty()) {
            keepSwept(page, begun);
            if (System.nanoTime() > end) {
                return;
            }
            page = await(pages.next());
        }
        complete(page.after(), begun, config);
    }

    private void keepSwept(AgreementPage page, Begun begun) {
        AgreementRows rows = AgreementRows.of(claim.projectId(), page);
        untilDone(transaction -> matrices()
                .removeGone(transaction, claim.projectId(), page.after(), page.last(), page.ids())
                .call(done -> done
                        ? matrices()
                                .keep(transaction, rows)
                                .chain(() -> services.store()
                                        .sweptTo(
                                                transaction,
                                                claim,
                                                page.last(),
                                                begun.comparison().fingerprint()))
                        : Uni.createFrom().voidItem()));
        changed |= rows.tasks() != null || rows.withdrawn().length > 0;
    }

    private void complete(long last, Begun begun, List<ConfigDimension> config) {
        long project = claim.projectId();
        untilDone(transaction -> matrices().removeGone(transaction, project, last, Long.MAX_VALUE, new Long[0]));
        untilDone(transaction -> services.writes().emptyOthers(transaction, project, config));
        write(transaction -> services.writes()
                .tidy(transaction, project, config)
                .chain(() -> services.store().swept(transaction, claim, begun.basis())));
    }

    private AgreementPages pages(Begun begun, long cursor, Long[] among) {
        return new AgreementPages(
                services.tasks(),
                services.compute(),
                begun.comparison(),
                claim.projectId(),
                cursor,
                among,
                PAGE,
                TURN,
                stopped,
                new WorkTimes());
    }

    private MatrixStore matrices() {
        return services.matrices();
    }

    /** Work in chunks: one transaction after the other, each of which says whether it was the last. */
    private void untilDone(Function<SqlConnection, Uni<Boolean>> work) {
        while (!write(work)) {
            changed = true;
        }
    }

    private <T> T write(Function<SqlConnection, Uni<T>> work) {
        return await(services.store().write(claim, work));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
