package dev.interrater.datamanager;

import dev.interrater.agreement.StoppedException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One attempt to bring the predictions of a project in line with its scores, or to take all of them out. It goes over all tasks in pages, and
 * gives the project back when its turn is over. Blocks, so it needs a thread of its own.
 */
final class ScoreRun {
    /** A project rests for so many times as long as its last turn took. */
    static final int RESTS = 5;

    /** Longer than any page; nothing waits for ever for a database that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int PAGE = 1_000;

    /** After this long other projects may have their turn. */
    private static final Duration TURN = Duration.ofSeconds(30);

    /** Predictions that one request creates. Behind each Label Studio counts anew what every task of the project has. */
    private static final int MOST_AT_ONCE = 5_000;

    /** Of how many tasks it counts that in the time that creating a prediction by itself takes. */
    private static final int COUNTED_MEANWHILE = 40;

    /** Predictions that Label Studio deletes by one request, in one transaction: a few seconds. */
    private static final int MOST_DELETED = 500;

    private final ScoreStore store;
    private final LabelStudioApi api;
    private final ScoreClaim claim;
    private final Duration lease;
    private final Duration leastRest;
    private final BooleanSupplier stopped;
    private final List<TaskScore> missing = new ArrayList<>();
    private final long began = System.nanoTime();
    private long held;
    private long tasks;
    private boolean written;
    private boolean unanswered;

    /**
     * An attempt.
     *
     * @param leastRest how long the project rests at least when it has ended
     * @param stopped whether the process shuts down
     */
    ScoreRun(
            ScoreStore store,
            LabelStudioApi api,
            ScoreClaim claim,
            Duration lease,
            Duration leastRest,
            BooleanSupplier stopped) {
        this.store = store;
        this.api = api;
        this.claim = claim;
        this.lease = lease;
        this.leastRest = leastRest;
        this.stopped = stopped;
    }

    /**
     * What the attempt has come to so far.
     *
     * @param written whether Label Studio has done something
     * @param unanswered whether it may still do something that it has given no answer to
     */
    record End(boolean written, boolean unanswered) {}

    End end() {
        return new End(written, unanswered);
    }

    /**
     * Runs until the turn is over.
     *
     * @return how long the project rests now
     * @throws ScoresLostException if it is not ours any more
     * @throws StoppedException if the process shuts down
     * @throws LabelStudioRefusedException if Label Studio does not do what it is asked to
     */
    Duration run() {
        if (!claim.wanted() && isTakenOutAtOnce()) {
            return endOfRemoval();
        }
        tasks = await(store.tasks(claim.projectId()));
        long walkedTo = claim.walkedTo();
        List<TaskScore> page;
        do {
            page = await(store.page(claim.projectId(), walkedTo, PAGE));
            page.forEach(this::write);
            walkedTo = page.isEmpty() ? walkedTo : page.get(page.size() - 1).task();
        } while (page.size() == PAGE && System.nanoTime() - began < TURN.toNanos());
        createMissing();
        if (page.size() == PAGE) {
            await(store.pause(claim, end(), walkedTo));
            return Duration.ZERO;
        }
        return claim.wanted() ? finish() : endOfRemoval();
    }

    /** Brings one task in line, or notes that it has no prediction yet. */
    private void write(TaskScore task) {
        if (claim.wanted() && task.isMissing()) {
            missing.add(task);
            if (missing.size() == MOST_AT_ONCE) {
                createMissing();
            }
        } else if (task.predictions() != null) {
            int kept = claim.wanted() ? task.kept() : -1;
            for (int i = 0; i < task.predictions().length; i++) {
                long prediction = task.predictions()[i];
                if (i != kept) {
                    send(() -> api.delete(claim, prediction));
                } else if (!task.score().equals(task.scores()[i])) {
                    send(() -> api.change(claim, prediction, task.score()));
                }
            }
        }
    }

    /** By one request, unless that would take longer than one for each of them. */
    private void createMissing() {
        if (missing.isEmpty()) {
            return;
        }
        if ((long) missing.size() * COUNTED_MEANWHILE >= tasks) {
            hold();
            send(() -> api.create(claim, missing));
        } else {
            missing.forEach(task -> send(() -> api.create(claim, task)));
        }
        missing.clear();
    }

    /**
     * Whether few are left, which go by one request. It lets the project show no model version any more if it shows ours, and also if it shows a
     * model that is connected; so it is left alone then, as where a task has several, which Label Studio would count wrongly.
     */
    private boolean isTakenOutAtOnce() {
        ScoreStore.LeftOver left = leftOver();
        boolean isShown = ScoreStore.VERSION.equals(left.shown());
        if (left.predictions() > MOST_DELETED
                || left.predictions() > left.tasks()
                || !isShown && left.shown() != null && !left.shown().isEmpty()) {
            return false;
        }
        if (left.predictions() > 0 || isShown) {
            send(() -> api.deleteAll(claim));
        }
        return true;
    }

    private Duration endOfRemoval() {
        ScoreStore.LeftOver left = leftOver();
        if (left.predictions() == 0 && ScoreStore.VERSION.equals(left.shown())) {
            send(() -> api.deleteAll(claim));
        }
        if (left.predictions() == 0 && claim.unansweredUntil() == null) {
            await(store.cleared(claim));
            return leastRest;
        }
        return finish();
    }

    private ScoreStore.LeftOver leftOver() {
        ScoreStore.LeftOver left = await(store.leftOver(claim.projectId(), MOST_DELETED + 1));
        if (left == null) {
            throw new ScoresLostException(claim); // Label Studio has deleted it meanwhile
        }
        return left;
    }

    private Duration finish() {
        Duration pause = Duration.ofNanos(Math.max(leastRest.toNanos(), RESTS * (System.nanoTime() - began)));
        return await(store.finish(claim, end(), pause));
    }

    private void send(Runnable request) {
        stay();
        unanswered = true;
        try {
            request.run();
            written = true;
            unanswered = false;
        } catch (LabelStudioRefusedException e) {
            unanswered = !e.isAnswered();
            throw e;
        }
    }

    /** Goes on only as long as the project is ours, and says that we live before anybody doubts it. */
    private void stay() {
        if (stopped.getAsBoolean()) {
            throw new StoppedException();
        }
        if (held == 0 || System.nanoTime() - held > lease.toNanos() / 6) {
            hold();
        }
    }

    private void hold() {
        await(store.hold(claim));
        held = System.nanoTime();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
