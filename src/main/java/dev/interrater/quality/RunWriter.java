package dev.interrater.quality;

import dev.interrater.consensus.Competence;
import dev.interrater.consensus.Consensus;
import dev.interrater.consensus.NextTask;
import dev.interrater.consensus.Review;
import dev.interrater.consensus.Surprise;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Writes what a run has come to, some thousands of rows at a time. */
final class RunWriter {
    /** Their confusions may have a quarter of a million numbers each. */
    private static final int NUMBERS = 100_000;

    private final long run;
    private final DimensionAnswers read;
    private final TaskWriter.Sink sink;
    private final TaskWriter tasks;

    RunWriter(long run, DimensionAnswers read, TaskWriter.Sink sink) {
        this.run = run;
        this.read = read;
        this.sink = sink;
        this.tasks = new TaskWriter(run, sink);
    }

    /** Writes a task with what is probably right. */
    void task(long id, int value, double[] posterior, int size) {
        tasks.add(id, value, null, posterior[value], size);
    }

    /** Writes all that is not about one task. */
    void finish(Consensus consensus, Review review) {
        tasks.flush();
        annotators(consensus.competences());
        next(review.tasks());
        surprises(review.surprises());
        sink.write(
                ConsensusSql.DESCRIBE_RUN,
                Tuple.from(Arrays.asList(
                        run,
                        null,
                        read.values().toArray(String[]::new),
                        boxed(consensus.priors()),
                        (long) read.answers().tasks(),
                        (long) read.answers().count(),
                        consensus.steps())));
    }

    private void annotators(List<Competence> competences) {
        int lot = Math.max(1, NUMBERS / (read.values().size() * read.values().size()));
        for (int from = 0; from < competences.size(); from += lot) {
            List<Tuple> rows = new ArrayList<>();
            for (int i = from; i < Math.min(competences.size(), from + lot); i++) {
                Competence competence = competences.get(i);
                rows.add(Tuple.from(Arrays.asList(
                        run,
                        read.participants().get(i),
                        competence.tasks(),
                        competence.value(),
                        competence.low(),
                        competence.high(),
                        competence.chance(),
                        competence.usual(),
                        competence.usualShare(),
                        competence.finding() == null
                                ? null
                                : competence.finding().name(),
                        confusion(competence.confusion()))));
            }
            sink.write(ConsensusSql.KEEP_ANNOTATOR, rows.toArray(Tuple[]::new));
        }
    }

    private static Double[] confusion(double[][] rows) {
        List<Double> numbers = new ArrayList<>(rows.length * rows.length);
        for (double[] row : rows) {
            numbers.addAll(row == null ? Collections.nCopies(rows.length, null) : Arrays.asList(boxed(row)));
        }
        return numbers.toArray(Double[]::new);
    }

    private void next(List<NextTask> tasks) {
        int size = tasks.size();
        Integer[] places = new Integer[size];
        Long[] tasksIds = new Long[size];
        Integer[] right = new Integer[size];
        Double[] sure = new Double[size];
        Integer[] given = new Integer[size];
        Double[] entropies = new Double[size];
        Double[] gains = new Double[size];
        for (int i = 0; i < size; i++) {
            NextTask task = tasks.get(i);
            places[i] = i + 1;
            tasksIds[i] = task.id();
            right[i] = task.value();
            sure[i] = task.probability();
            given[i] = task.answers();
            entropies[i] = task.entropy();
            gains[i] = task.gain();
        }
        if (size > 0) {
            sink.write(
                    ConsensusSql.KEEP_NEXT,
                    Tuple.from(Arrays.asList(run, places, tasksIds, right, sure, given, entropies, gains)));
        }
    }

    private void surprises(List<Surprise> surprises) {
        for (int from = 0; from < surprises.size(); from += TaskWriter.LOT) {
            List<Surprise> lot = surprises.subList(from, Math.min(surprises.size(), from + TaskWriter.LOT));
            Integer[] places = new Integer[lot.size()];
            for (int i = 0; i < places.length; i++) {
                places[i] = from + i + 1;
            }
            sink.write(
                    ConsensusSql.KEEP_SURPRISES,
                    Tuple.from(Arrays.asList(
                            run,
                            lot.stream()
                                    .map(one -> read.participants().get(one.annotator()))
                                    .toArray(Long[]::new),
                            places,
                            lot.stream().map(Surprise::task).toArray(Long[]::new),
                            lot.stream().map(Surprise::answer).toArray(Integer[]::new),
                            lot.stream().map(Surprise::consensus).toArray(Integer[]::new),
                            lot.stream().map(Surprise::probability).toArray(Double[]::new))));
        }
    }

    private static Double[] boxed(double[] numbers) {
        return Arrays.stream(numbers).boxed().toArray(Double[]::new);
    }
}
