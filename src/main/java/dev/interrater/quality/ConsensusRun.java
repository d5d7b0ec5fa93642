package dev.interrater.quality;

import dev.interrater.consensus.Consensus;
import dev.interrater.consensus.DawidSkene;
import dev.interrater.consensus.Medoid;
import dev.interrater.consensus.Review;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One attempt to compute the consensus of a project: the answers of each dimension are read once, in pages. Blocks, so it needs a thread
 * of its own. An attempt that ends before it is finished leaves nothing that anybody sees.
 */
final class ConsensusRun {
    /** Longer than any page; nothing waits for ever for a database that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int PAGE = 5_000;

    /** Of tasks with many annotators each has thousands. */
    private static final int PAGE_OF_SCORES = 1_000;

    /** A project rests for so many times as long as its last run took: one whose answers change all the time is not computed all the time. */
    private static final int RESTS = 5;

    private final ConsensusStore store;
    private final ConsensusConfig config;
    private final ConsensusClaim claim;
    private final Duration lease;
    private final Runnable check;
    private long renewed = System.nanoTime();

    /**
     * An attempt.
     *
     * @param check called between pages and steps; what it throws ends the attempt
     */
    ConsensusRun(ConsensusStore store, ConsensusConfig config, ConsensusClaim claim, Duration lease, Runnable check) {
        this.store = store;
        this.config = config;
        this.claim = claim;
        this.lease = lease;
        this.check = check;
    }

    /**
     * Runs to the end.
     *
     * @return how long the project rests now, before it is computed again
     * @throws ConsensusLostException if the project is another worker's
     */
    Duration run() {
        long began = System.nanoTime();
        for (Row dimension : await(store.read(ConsensusSql.DIMENSIONS, Tuple.of(claim.projectId())))) {
            if (dimension.getBoolean("is_categorical")) {
                computeValues(dimension.getLong("id"));
            } else {
                computeMedoids(dimension.getLong("id"));
            }
        }
        Duration pause = Duration.ofNanos(RESTS * (System.nanoTime() - began));
        await(store.finish(claim, pause));
        return pause;
    }

    private void computeValues(long dimension) {
        DimensionAnswers read = read(dimension);
        String reason = read.reason();
        long run = begin(dimension, false);
        if (reason != null) {
            describe(run, reason, 0, 0);
            return;
        }
        Consensus consensus = DawidSkene.of(
                read.answers(), read.participants().size(), read.values().size(), this::stay);
        RunWriter writer = new RunWriter(run, read, this::write);
        Review review = new Review(consensus.competences());
        consensus.forEach((id, posterior, entropy, annotators, given, size) -> {
            review.task(id, posterior, entropy, annotators, given, size);
            writer.task(id, Review.best(posterior), posterior, size);
        });
        writer.finish(consensus, review);
    }

    /** Each task by itself, so nothing of the project is in memory but a page of scores. */
    private void computeMedoids(long dimension) {
        long run = begin(dimension, true);
        TaskWriter writer = new TaskWriter(run, this::write);
        forEach(ConsensusSql.SCORES, PAGE_OF_SCORES, dimension, row -> addMedoid(writer, row), () -> true);
        writer.flush();
        describe(
                run,
                writer.tasks() == 0 ? "No two annotators have answered the same task." : null,
                writer.tasks(),
                writer.answers());
    }

    private static void addMedoid(TaskWriter writer, Row row) {
        Long[] participants = row.getArrayOfLongs("participants");
        boolean[] annotators = new boolean[participants.length];
        for (int i = 0; i < participants.length; i++) {
            annotators[i] = participants[i] > 0;
        }
        Medoid medoid = Medoid.of(annotators, row.getArrayOfDoubles("scores"));
        if (medoid != null) {
            writer.add(
                    row.getLong("task_id"), null, participants[medoid.answer()], medoid.agreement(), medoid.answers());
        }
    }

    private long begin(long dimension, boolean byMedoid) {
        return await(store.write(
                        claim,
                        transaction -> ConsensusStore.execute(
                                transaction,
                                ConsensusSql.BEGIN_RUN,
                                Tuple.of(claim.projectId(), claim.attempt(), dimension, byMedoid))))
                .iterator()
                .next()
                .getLong("id");
    }

    /** What a run without values came to. */
    private void describe(long run, String reason, long tasks, long answers) {
        write(
                ConsensusSql.DESCRIBE_RUN,
                Tuple.of(run, reason, new String[0], new Double[0], tasks, answers)
                        .addInteger(0));
    }

    private DimensionAnswers read(long dimension) {
        DimensionAnswers read = new DimensionAnswers(config.memory().asLongValue(), config.models());
        forEach(
                ConsensusSql.ANSWERS,
                PAGE,
                dimension,
                read::add,
                () -> read.answers().tasks() == 0 || read.reason() == null);
        return read;
    }

    /** Reads the tasks of a dimension in pages, as long as more are wanted. */
    private void forEach(String sql, int size, long dimension, Consumer<Row> action, BooleanSupplier more) {
        CompletableFuture<RowSet<Row>> page = page(sql, size, dimension, 0);
        for (RowSet<Row> rows = result(page); rows.size() > 0; rows = result(page)) {
            long last = 0;
            for (Row row : rows) {
                last = row.getLong("task_id");
            }
            page = page(sql, size, dimension, last); // is read while these are added
            rows.forEach(action);
            stay();
            if (!more.getAsBoolean()) {
                page.cancel(false);
                return;
            }
        }
    }

    private CompletableFuture<RowSet<Row>> page(String sql, int size, long dimension, long after) {
        return store.read(sql, Tuple.of(dimension, after, size)).subscribeAsCompletionStage();
    }

    private void write(String sql, Tuple... rows) {
        check.run();
        await(store.write(
                claim,
                transaction -> transaction
                        .preparedQuery(sql)
                        .executeBatch(Arrays.asList(rows))
                        .replaceWithVoid()));
        renewed = System.nanoTime();
    }

    /** Goes on only as long as the project is ours, and says that we live before anybody doubts it. */
    private void stay() {
        check.run();
        if (System.nanoTime() - renewed > lease.toNanos() / 3) {
            await(store.hold(claim));
            renewed = System.nanoTime();
        }
    }

    private static <T> T await(Uni<T> uni) {
        return result(uni.subscribeAsCompletionStage());
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            future.cancel(false);
            throw new IllegalStateException("The database does not answer", e);
        }
    }
}
