package dev.interrater.quality;

import dev.interrater.answer.Category;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is probably right in a task.
 *
 * @param value as people write it
 * @param probability that it is right
 * @param annotators how many have answered
 */
@RegisterForReflection
@Schema(
        name = "TaskConsensus",
        requiredProperties = {"id", "value", "probability", "annotators"})
public record TaskConsensusView(
        long id,

        @Schema(description = "What is probably right") String value,

        @Schema(minimum = "0", maximum = "1", description = "Probability that it is right")
        double probability,

        @Schema(description = "How many annotators have answered it")
        int annotators) {
    static TaskConsensusView of(Row row) {
        return new TaskConsensusView(
                row.getLong("id"),
                Category.display(row.getString("answer")),
                row.getDouble("probability"),
                row.getInteger("answers"));
    }
}
