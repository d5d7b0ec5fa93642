package dev.interrater.agreement;

import dev.interrater.answer.ResultReader;
import dev.interrater.answer.Results;
import dev.interrater.dimension.ActiveDimension;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.metric.Answer;
import dev.interrater.metric.Deadline;
import dev.interrater.metric.IncomparableAnswerException;
import dev.interrater.metric.WeightedMean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Compares the annotators of a project's tasks in all its active dimensions. No I/O; any number of threads may use it. */
public final class ProjectComparison {
    private final List<DimensionComparison> comparisons;
    private final ResultReader reader;
    private final Duration taskTime;
    private final Consumer<Throwable> faults;
    private final UUID fingerprint;

    /**
     * For these active dimensions of a project.
     *
     * @param cluster where the project's rows lie, see {@link ProjectSettings}
     * @param taskTime how long comparing one task may take; a task that takes longer is not compared, and says so
     * @param faults told of what is a fault of ours, or a result that nobody thought of, on the thread where it happens
     * @throws dev.interrater.labelconfig.InvalidLabelConfigException if a metric cannot have its parameters
     */
    public ProjectComparison(
            List<ActiveDimension> dimensions, long cluster, Duration taskTime, Consumer<Throwable> faults) {
        this.taskTime = taskTime;
        this.faults = faults;
        this.comparisons = dimensions.stream().map(DimensionComparison::of).toList();
        this.reader = new ResultReader(
                dimensions.stream().map(ActiveDimension::dimension).toList());
        this.fingerprint = Fingerprint.of(dimensions, cluster);
    }

    /** Changes with everything that scores depend on but the annotations. */
    public UUID fingerprint() {
        return fingerprint;
    }

    /** In how many dimensions. */
    int dimensions() {
        return comparisons.size();
    }

    /** The answers that an annotation gives, or why it cannot be read. */
    Answers read(String result) {
        try {
            return new Answers(reader.read(Results.parse(result)), null);
        } catch (IncomparableAnswerException e) {
            return new Answers(null, e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return new Answers(null, unexpected(e));
        }
    }

    /** It costs this task, not the job. */
    private String unexpected(Throwable fault) {
        faults.accept(fault);
        return "an unexpected error, which the service has logged";
    }

    /** Compares the answers to a task, in the order of its annotators. */
    TaskAgreement compare(TaskHead task, List<Answers> annotations) {
        for (Answers annotation : annotations) {
            if (annotation.error() != null) {
                return TaskAgreement.broken(task, annotation.error());
            }
        }
        try {
            return Deadline.within(taskTime, System::nanoTime, () -> agreement(task, annotations));
        } catch (IncomparableAnswerException e) {
            return TaskAgreement.broken(task, e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return TaskAgreement.broken(task, unexpected(e));
        }
    }

    private TaskAgreement agreement(TaskHead task, List<Answers> annotations) {
        WeightedMean pairwise = new WeightedMean();
        WeightedMean consensus = new WeightedMean();
        List<TaskAgreement.Matrix> matrices = new ArrayList<>(comparisons.size());
        for (DimensionComparison comparison : comparisons) {
            ConfigDimension dimension = comparison.kept().dimension();
            TaskAgreement.Matrix matrix = comparison.compare(annotations.stream()
                    .map(annotation -> annotation.byDimension().get(dimension.name()))
                    .toList());
            pairwise.add(matrix.pairwise(), dimension.weight());
            consensus.add(matrix.consensus(), dimension.weight());
            matrices.add(matrix);
        }
        return new TaskAgreement(task, orNull(pairwise), orNull(consensus), matrices, null);
    }

    private static Double orNull(WeightedMean mean) {
        return mean.value().isPresent() ? mean.value().getAsDouble() : null;
    }

    /**
     * What one annotation says.
     *
     * @param byDimension an answer for every dimension, by its name
     * @param error why it cannot be read; null when it can
     */
    record Answers(Map<String, Answer> byDimension, String error) {}
}
