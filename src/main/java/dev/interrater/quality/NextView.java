package dev.interrater.quality;

import dev.interrater.analytics.ParticipantView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What to look at next in a dimension. */
@RegisterForReflection
@Schema(
        name = "AgreementNext",
        requiredProperties = {"dimension", "name", "computed_at", "out_of_date", "tasks", "surprises"})
public record NextView(
        @Schema(description = "ID of the dimension") long dimension,

        @Schema(description = "Name of the dimension") String name,

        Instant computedAt,

        @Schema(description = "Whether answers have changed since")
        boolean outOfDate,

        @Schema(description = "Tasks of which another answer would tell most, the first one most of all")
        List<Task> tasks,

        @Schema(description = "Answers that are not to be expected of their annotators, the least probable first")
        List<Surprise> surprises) {
    /**
     * A task of which another answer would tell something.
     *
     * @param value what is probably right
     * @param entropy of that, in bits
     * @param gain how much of it another answer would tell, in bits
     */
    @RegisterForReflection
    @Schema(
            name = "AgreementNextTask",
            requiredProperties = {"id", "value", "probability", "annotators", "entropy", "gain"})
    public record Task(
            long id,

            @Schema(description = "What is probably right") String value,

            @Schema(minimum = "0", maximum = "1") double probability,

            @Schema(description = "How many annotators have answered it")
            int annotators,

            @Schema(minimum = "0", description = "How uncertain it is, in bits")
            double entropy,

            @Schema(
                    minimum = "0",
                    description =
                            "Entropy times how much of it those who have not answered get right, the mean by how much they answer")
            double gain) {
        static Task of(Row row, List<String> values) {
            return new Task(
                    row.getLong("task_id"),
                    values.get(row.getInteger("value")),
                    row.getDouble("probability"),
                    row.getInteger("answers"),
                    row.getDouble("entropy"),
                    row.getDouble("gain"));
        }
    }

    /**
     * An answer that is not to be expected of its annotator.
     *
     * @param annotator a user's ID, or {@code model:<version>}
     * @param name the user's name or the version; null where neither is known
     * @param probability that this annotator answers so, given what is probably right
     */
    @RegisterForReflection
    @Schema(
            name = "SurprisingAnswer",
            requiredProperties = {"annotator", "name", "task", "answer", "consensus", "probability"})
    public record Surprise(
            @Schema(
                    oneOf = {Long.class, String.class},
                    description = "ID of the user, or model:<version>")
            Object annotator,

            @Schema(nullable = true) String name,

            @Schema(description = "ID of the task") long task,

            String answer,

            @Schema(description = "What is probably right") String consensus,

            @Schema(
                    minimum = "0",
                    maximum = "1",
                    description = "That this annotator answers so, given what is probably right")
            double probability) {
        static Surprise of(Row row, List<String> values) {
            return new Surprise(
                    ParticipantView.id(row.getLong("participant"), row.getString("version")),
                    row.getString("person"),
                    row.getLong("task_id"),
                    values.get(row.getInteger("answer")),
                    values.get(row.getInteger("value")),
                    row.getDouble("probability"));
        }
    }
}
