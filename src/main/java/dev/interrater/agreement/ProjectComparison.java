package dev.interrater.agreement;

import dev.interrater.answer.ResultReader;
import dev.interrater.answer.Results;
import dev.interrater.dimension.ActiveDimension;
import dev.interrater.dimension.Fingerprint;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.metric.Answer;
import dev.interrater.metric.Deadline;
import dev.interrater.metric.IncomparableAnswerException;
import dev.interrater.metric.WeightedMean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Compares the participants of a project's tasks in all its active dimensions. No I/O; any number of threads may use it. */
public final class ProjectComparison {
    private final List<DimensionComparison> comparisons;
    private final ResultReader reader;
    private final ModelVersions models;
    private final Duration taskTime;
    private final Consumer<Throwable> faults;
    private final UUID fingerprint;
    private final UUID ofAnswers;
    private final boolean scoring;
    private final UUID[] upToDate;

    /**
     * For these active dimensions of a project.
     *
     * @param models whose predictions take part
     * @param cluster where the project's rows lie, see {@link ProjectSettings}
     * @param scoring false: of tasks without scores only answers are kept
     * @param taskTime how long comparing one task may take; a task that takes longer is not compared, and says so
     * @param faults told of what is a fault of ours, or a result that nobody thought of, on the thread where it happens
     * @throws dev.interrater.labelconfig.InvalidLabelConfigException if a metric cannot have its parameters
     */
    public ProjectComparison(
            List<ActiveDimension> dimensions,
            ModelVersions models,
            long cluster,
            boolean scoring,
            Duration taskTime,
            Consumer<Throwable> faults) {
        this.models = models;
        this.scoring = scoring;
        this.taskTime = taskTime;
        this.faults = faults;
        this.comparisons = dimensions.stream().map(DimensionComparison::of).toList();
        this.reader = new ResultReader(
                dimensions.stream().map(ActiveDimension::dimension).toList());
        this.fingerprint = Fingerprint.of(dimensions, cluster);
        this.ofAnswers = Fingerprint.ofAnswers(dimensions, cluster);
        this.upToDate = scoring ? new UUID[] {fingerprint} : new UUID[] {fingerprint, ofAnswers};
    }

    private ProjectComparison(ProjectComparison same, UUID[] upToDate) {
        this.comparisons = same.comparisons;
        this.reader = same.reader;
        this.models = same.models;
        this.taskTime = same.taskTime;
        this.faults = same.faults;
        this.fingerprint = same.fingerprint;
        this.ofAnswers = same.ofAnswers;
        this.scoring = same.scoring;
        this.upToDate = upToDate;
    }

    /** The same for which nothing that is kept is up to date. */
    ProjectComparison afresh() {
        return new ProjectComparison(this, new UUID[0]);
    }

    /** Changes with everything that scores depend on but the annotations. */
    public UUID fingerprint() {
        return fingerprint;
    }

    /** What is kept of a task under one of these, and of the same annotations, is up to date. */
    UUID[] fingerprints() {
        return upToDate.clone();
    }

    /** Whose predictions take part. */
    ModelVersions models() {
        return models;
    }

    /** The dimensions that are compared. */
    public List<ActiveDimension> dimensions() {
        return comparisons.stream().map(DimensionComparison::kept).toList();
    }

    /** The answers that an annotation or a prediction gives, or why it cannot be read. */
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

    /**
     * Compares the answers to a task, in the order of its participants. An annotation that cannot be read costs the task its agreement. A
     * prediction that cannot be read costs only the model its own: people's work does not depend on it.
     */
    TaskAgreement compare(TaskHead task, List<Answers> answers) {
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).error() != null && task.participants()[i] >= TaskHead.GROUND_TRUTH) {
                return TaskAgreement.broken(task, answers.get(i).error());
            }
        }
        try {
            return Deadline.within(
                    taskTime,
                    System::nanoTime,
                    () -> scoring || task.scored() ? agreement(task, answers) : counts(task, answers));
        } catch (IncomparableAnswerException e) {
            return TaskAgreement.broken(task, e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return TaskAgreement.broken(task, unexpected(e));
        }
    }

    private TaskAgreement agreement(TaskHead task, List<Answers> answers) {
        int annotators = task.annotators();
        WeightedMean pairwise = new WeightedMean();
        WeightedMean consensus = new WeightedMean();
        WeightedMean[] overall = new WeightedMean[Math.toIntExact(task.pairs())];
        Arrays.setAll(overall, pair -> new WeightedMean());
        List<Matrix> matrices = new ArrayList<>(comparisons.size());
        for (DimensionComparison comparison : comparisons) {
            ConfigDimension dimension = comparison.kept().dimension();
            Matrix matrix = comparison.compare(in(dimension, answers), annotators);
            if (annotators >= 2) {
                pairwise.add(matrix.pairwise(), dimension.weight());
                consensus.add(matrix.consensus(), dimension.weight());
            }
            for (int pair = 0; pair < overall.length; pair++) {
                overall[pair].add(matrix.scores()[pair], dimension.weight());
            }
            matrices.add(matrix);
        }
        double[] scores = Arrays.stream(overall)
                .mapToDouble(mean -> mean.value().orElse(Double.NaN))
                .toArray();
        return new TaskAgreement(task, fingerprint, scores, orNull(pairwise), orNull(consensus), matrices, null);
    }

    private TaskAgreement counts(TaskHead task, List<Answers> answers) {
        double[] none = new double[Math.toIntExact(task.pairs())];
        Arrays.fill(none, Double.NaN);
        List<Matrix> matrices = comparisons.stream()
                .map(comparison -> comparison.count(in(comparison.kept().dimension(), answers)))
                .toList();
        return new TaskAgreement(task, ofAnswers, none, null, null, matrices, null);
    }

    private static List<Answer> in(ConfigDimension dimension, List<Answers> answers) {
        List<Answer> own = new ArrayList<>(answers.size());
        for (Answers all : answers) {
            own.add(all.error() == null ? all.byDimension().get(dimension.name()) : null);
        }
        return own;
    }

    private static Double orNull(WeightedMean mean) {
        return mean.value().isPresent() ? mean.value().getAsDouble() : null;
    }

    /**
     * What one annotation or prediction says.
     *
     * @param byDimension an answer for every dimension, by its name
     * @param error why it cannot be read; null when it can
     */
    record Answers(Map<String, Answer> byDimension, String error) {}
}
