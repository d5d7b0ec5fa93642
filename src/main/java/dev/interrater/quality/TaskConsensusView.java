package dev.interrater.quality;

import dev.interrater.answer.Category;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is probably right in a task.
 *
 * @param value as people write it; null where it is an annotator's answer
 * @param annotator whose answer it is; null where it is a value
 * @param probability that it is right; of an annotator's answer how far the others agree with it
 * @param annotators how many have answered
 */
@RegisterForReflection
@Schema(
        name = "TaskConsensus",
        requiredProperties = {"id", "value", "annotator", "probability", "annotators"})
public record TaskConsensusView(
        long id,

        @Schema(nullable = true, description = "What is probably right; null where that is the answer of an annotator")
        String value,

        @Schema(
                nullable = true,
                description = "ID of the user whose answer agrees most with all others; null where it is a value")
        Long annotator,

        @Schema(
                minimum = "0",
                maximum = "1",
                description =
                        "Probability that it is right; of an annotator's answer its mean agreement with the others")
        double probability,

        @Schema(description = "How many annotators have answered it")
        int annotators) {
    static TaskConsensusView of(Row row) {
        String answer = row.getString("answer");
        return new TaskConsensusView(
                row.getLong("id"),
                answer == null ? null : Category.display(answer),
                row.getLong("annotator"),
                row.getDouble("probability"),
                row.getInteger("answers"));
    }
}
