package dev.interrater.tasks;

import dev.interrater.agreement.ComparedTask;
import dev.interrater.quality.TaskConsensus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the participants of a task have answered, and how far they agree.
 *
 * @param pairwise overall, among annotators; null when there are fewer than two
 * @param consensus overall, among annotators; null when there are fewer than two
 * @param error why the task cannot be compared; null when it can
 * @param users the participants: versions of models, ground truth, annotators
 * @param matrix overall, in the order of the participants
 */
@RegisterForReflection
@Schema(
        name = "TaskAgreementDetail",
        requiredProperties = {"id", "pairwise", "consensus", "error", "users", "matrix", "dimensions"})
public record TaskDetailView(
        long id,
        @Schema(nullable = true) Double pairwise,
        @Schema(nullable = true) Double consensus,

        @Schema(nullable = true, description = "Why the task cannot be compared, null when it can")
        String error,

        @Schema(type = SchemaType.ARRAY, implementation = Map.class)
        List<Map<String, Object>> users,

        @Schema(description = "Agreement of each two participants, 1 with oneself, null where it is not defined")
        List<List<Double>> matrix,

        List<InDimension> dimensions) {

    /**
     * The same in one dimension.
     *
     * @param answers the values that each participant has chosen; null where answers are no values
     * @param consensusAnswer what is probably right; null where that is not computed
     * @param consensusProbability that it is right; null likewise
     * @param consensusOutOfDate whether answers of the project have changed since that was computed; null likewise
     * @param labels how often each participant uses which label; null where there are none
     */
    @RegisterForReflection
    @Schema(
            name = "TaskAgreementDetailDimension",
            requiredProperties = {
                "id",
                "name",
                "pairwise",
                "consensus",
                "consensus_answer",
                "consensus_probability",
                "consensus_out_of_date",
                "matrix",
                "answers",
                "labels"
            })
    public record InDimension(
            long id,
            String name,
            @Schema(nullable = true) Double pairwise,
            @Schema(nullable = true) Double consensus,

            @Schema(nullable = true, description = "What is probably right, null where that is not computed")
            String consensusAnswer,

            @Schema(nullable = true, minimum = "0", maximum = "1", description = "Probability that it is right")
            Double consensusProbability,

            @Schema(nullable = true, description = "Whether answers of the project have changed since it was computed")
            Boolean consensusOutOfDate,

            List<List<Double>> matrix,
            @Schema(nullable = true) List<List<String>> answers,

            @Schema(nullable = true, type = SchemaType.ARRAY, implementation = Map.class)
            List<Map<String, Integer>> labels) {
        static InDimension of(ComparedTask.InDimension in, TaskConsensus.Answer consensus) {
            return new InDimension(
                    in.dimension().id(),
                    in.dimension().dimension().name(),
                    in.scores().pairwise(),
                    in.scores().consensus(),
                    consensus == null ? null : consensus.value(),
                    consensus == null ? null : consensus.probability(),
                    consensus == null ? null : consensus.outOfDate(),
                    TaskDetailView.matrix(in.scores()),
                    in.answers(),
                    in.labels());
        }
    }

    static TaskDetailView of(
            ComparedTask task, List<Map<String, Object>> users, Map<Long, TaskConsensus.Answer> consensus) {
        return new TaskDetailView(
                task.id(),
                task.overall().pairwise(),
                task.overall().consensus(),
                task.error(),
                users,
                matrix(task.overall()),
                task.dimensions().stream()
                        .map(in ->
                                InDimension.of(in, consensus.get(in.dimension().id())))
                        .toList());
    }

    private static List<List<Double>> matrix(ComparedTask.Scores scores) {
        return IntStream.range(0, scores.participants())
                .mapToObj(i -> IntStream.range(0, scores.participants())
                        .mapToObj(j -> scores.of(i, j))
                        .toList())
                .toList();
    }
}
