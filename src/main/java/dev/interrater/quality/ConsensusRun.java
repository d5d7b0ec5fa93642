package dev.interrater.quality;

import dev.interrater.consensus.Consensus;
import dev.interrater.consensus.DawidSkene;
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

/**
 * One attempt to compute the consensus of a project: the answers of each dimension are read once, in pages. Blocks, so it needs a thread
 * of its own. An attempt that ends before it is finished leaves nothing that anybody sees.
 */
final class ConsensusRun {
    /** Longer than any page; nothing waits for ever for a database that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int PAGE = 5_000;

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
     * @throws ConsensusLostException if the project is another worker's
     */
    void run() {
        for (Row dimension : await(store.read(ConsensusSql.DIMENSIONS, Tuple.of(claim.projectId())))) {
            compute(dimension.getLong("id"));
        }
        await(store.finish(claim));
    }

    private void compute(long dimension) {
        DimensionAnswers read = read(dimension);
        String reason = read.reason();
        long run = await(store.write(
                        claim,
                        transaction -> ConsensusStore.execute(
                                transaction,
                                ConsensusSql.BEGIN_RUN,
                                Tuple.of(claim.projectId(), claim.attempt(), dimension))))
                .iterator()
                .next()
                .getLong("id");
        if (reason != null) {
            write(
                    ConsensusSql.DESCRIBE_RUN,
                    Tuple.of(run, reason, new String[0], new Double[0], 0L, 0L).addInteger(0));
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

    private DimensionAnswers read(long dimension) {
        DimensionAnswers read = new DimensionAnswers(config.memory().asLongValue(), config.models());
        CompletableFuture<RowSet<Row>> page = page(dimension, 0);
        while (true) {
            RowSet<Row> rows = result(page);
            if (rows.size() == 0) {
                return read;
            }
            long last = 0;
            for (Row row : rows) {
                last = row.getLong("task_id");
            }
            page = page(dimension, last); // is read while these are added
            rows.forEach(read::add);
            stay();
            if (read.answers().tasks() > 0 && read.reason() != null) {
                page.cancel(false);
                return read;
            }
        }
    }

    private CompletableFuture<RowSet<Row>> page(long dimension, long after) {
        return store.read(ConsensusSql.ANSWERS, Tuple.of(dimension, after, PAGE))
                .subscribeAsCompletionStage();
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
