package dev.interrater.agreement;

import dev.interrater.answer.Category;
import dev.interrater.dimension.ActiveDimension;
import dev.interrater.dimension.ProjectDimensions;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.InvalidLabelConfigException;
import dev.interrater.web.ApiError;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** Compares the participants of a single task as they are now, for an answer. Nothing of it is kept. */
@Singleton
public class TaskComparison {
    /** How many versions of models take part in one task. */
    private static final int MODELS = 100;

    /** How long comparing a task may take: who asks waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final String MODELS_ON_TASK = "SELECT version FROM agreement.model_versions_on($1, $2)";

    private final Pool pool;
    private final Vertx vertx;
    private final ProjectDimensions dimensions;
    private final TaskReader reader;

    /** Not the threads of jobs, which may be busy for seconds. */
    private final ComputePool compute = new ComputePool(1);

    TaskComparison(Pool pool, Vertx vertx, ProjectDimensions dimensions, ReadBudget budget) {
        this.pool = pool;
        this.vertx = vertx;
        this.dimensions = dimensions;
        this.reader = new TaskReader(pool::withTransaction, budget);
    }

    @PreDestroy
    void close() {
        compute.close();
    }

    /** Compares a task. Fails with an {@link ApiError} 404 when the organization has no such project, or that no such task. */
    public Uni<ComparedTask> of(long organizationId, long projectId, long taskId) {
        return reader.project(projectId).chain(project -> {
            if (project == null || !Long.valueOf(organizationId).equals(project.organizationId())) {
                throw ApiError.notFound("No Project matches the given query.");
            }
            // A label config may have megabytes, and reading it is no work for an event loop.
            return vertx.executeBlocking(() -> config(project))
                    .chain(config -> active(projectId, config))
                    .chain(active ->
                            models(taskId).chain(models -> compare(project, projectId, taskId, active, models)));
        });
    }

    private static List<ConfigDimension> config(ProjectSettings project) {
        try {
            return project.dimensions();
        } catch (InvalidLabelConfigException e) {
            return List.of();
        }
    }

    private Uni<List<ActiveDimension>> active(long projectId, List<ConfigDimension> config) {
        return dimensions
                .follow(pool, projectId, config)
                .chain(() -> pool.withTransaction(transaction -> dimensions.active(transaction, projectId, config)));
    }

    /** As participants they have numbers of this comparison alone. */
    private Uni<ModelVersions> models(long taskId) {
        return pool.preparedQuery(MODELS_ON_TASK)
                .execute(Tuple.of(taskId, MODELS))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("version"))
                        .toArray(String[]::new))
                .map(versions -> new ModelVersions(
                        versions,
                        LongStream.range(0, versions.length)
                                .mapToObj(i -> i - versions.length)
                                .toArray(Long[]::new)));
    }

    private Uni<ComparedTask> compare(
            ProjectSettings project, long projectId, long taskId, List<ActiveDimension> active, ModelVersions models) {
        ProjectComparison comparison = new ProjectComparison(
                        active,
                        models,
                        project.cluster(),
                        true,
                        PATIENCE,
                        fault -> Log.errorf(fault, "Task %d of project %d cannot be compared", taskId, projectId))
                .afresh();
        AgreementPages pages = new AgreementPages(
                reader,
                compute,
                comparison,
                projectId,
                0,
                new Long[] {taskId},
                1,
                PATIENCE,
                () -> false,
                new WorkTimes());
        return pages.next().map(page -> {
            if (page.isEmpty()) {
                throw ApiError.notFound("No Task matches the given query.");
            }
            TaskAgreement task = page.compared().isEmpty()
                    ? TaskAgreement.unanswered(page.tasks().get(0))
                    : page.compared().get(0);
            return compared(task, comparison.dimensions(), models);
        });
    }

    private static ComparedTask compared(TaskAgreement task, List<ActiveDimension> active, ModelVersions models) {
        Long[] ids =
                task.task().participants() == null ? new Long[0] : task.task().participants();
        List<Participant> participants =
                Arrays.stream(ids).map(id -> participant(id, models)).toList();
        ComparedTask.Scores none = scores(ids.length, new double[0], null, null);
        List<ComparedTask.InDimension> dimensions = new ArrayList<>();
        for (int d = 0; d < active.size(); d++) {
            Matrix matrix = task.matrices().isEmpty() ? null : task.matrices().get(d);
            dimensions.add(
                    matrix == null
                            ? new ComparedTask.InDimension(active.get(d), none, null, null)
                            : new ComparedTask.InDimension(
                                    active.get(d),
                                    scores(ids.length, matrix.scores(), matrix.pairwise(), matrix.consensus()),
                                    matrix.answers() == null
                                            ? null
                                            : Arrays.stream(matrix.answers())
                                                    .map(Category::values)
                                                    .toList(),
                                    labels(matrix.labels(), ids.length)));
        }
        return new ComparedTask(
                task.task().id(),
                participants,
                task.matrices().isEmpty() ? none : scores(ids.length, task.scores(), task.pairwise(), task.consensus()),
                dimensions,
                task.error());
    }

    private static List<Map<String, Integer>> labels(LabelScores scores, int participants) {
        if (scores == null) {
            return null;
        }
        List<Map<String, Integer>> used = new ArrayList<>();
        for (int p = 0; p < participants; p++) {
            Map<String, Integer> own = new LinkedHashMap<>();
            for (int l = 0; l < scores.labels().length; l++) {
                if (scores.counts()[l * participants + p] > 0) {
                    own.put(scores.labels()[l], scores.counts()[l * participants + p]);
                }
            }
            used.add(own);
        }
        return used;
    }

    private static Participant participant(long id, ModelVersions models) {
        return new Participant(
                id, id < TaskHead.GROUND_TRUTH ? models.versions()[(int) (id + models.versions().length)] : null);
    }

    private static ComparedTask.Scores scores(int participants, double[] pairs, Double pairwise, Double consensus) {
        return new ComparedTask.Scores(participants, pairs, pairwise, consensus);
    }
}
