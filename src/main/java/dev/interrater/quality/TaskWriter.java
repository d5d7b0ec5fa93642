package dev.interrater.quality;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Writes the consensus of tasks, some thousands of them at a time. */
final class TaskWriter {
    static final int LOT = 5_000;

    /** Writes rows of a statement, in a transaction. */
    @FunctionalInterface
    interface Sink {
        void write(String sql, Tuple... rows);
    }

    private final long run;
    private final Sink sink;
    private final List<Long> ids = new ArrayList<>(LOT);
    private final List<Integer> values = new ArrayList<>(LOT);
    private final List<Long> annotators = new ArrayList<>(LOT);
    private final List<Double> probabilities = new ArrayList<>(LOT);
    private final List<Integer> answers = new ArrayList<>(LOT);
    private long tasks;
    private long allAnswers;

    TaskWriter(long run, Sink sink) {
        this.run = run;
        this.sink = sink;
    }

    /**
     * Writes a task.
     *
     * @param value the number of the value that is probably right; null where it is the answer of an annotator
     * @param annotator whose answer it is; null where it is a value
     * @param size how many answers there are
     */
    void add(long id, Integer value, Long annotator, double probability, int size) {
        ids.add(id);
        values.add(value);
        annotators.add(annotator);
        probabilities.add(probability);
        answers.add(size);
        tasks++;
        allAnswers += size;
        if (ids.size() == LOT) {
            flush();
        }
    }

    /** Writes what has not been written yet. */
    void flush() {
        if (!ids.isEmpty()) {
            sink.write(
                    ConsensusSql.KEEP_TASKS,
                    Tuple.of(
                            run,
                            ids.toArray(Long[]::new),
                            values.toArray(Integer[]::new),
                            annotators.toArray(Long[]::new),
                            probabilities.toArray(Double[]::new),
                            answers.toArray(Integer[]::new)));
        }
        for (List<?> column : List.of(ids, values, annotators, probabilities, answers)) {
            column.clear();
        }
    }

    /** How many have been added. */
    long tasks() {
        return tasks;
    }

    /** How many answers they have. */
    long answers() {
        return allAnswers;
    }
}
