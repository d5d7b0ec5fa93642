package dev.interrater.tasks;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A task with its score.
 *
 * @param agreement overall, of the dimension or of the two annotators that were asked for; 0 to 1
 * @param dimensions the same in each active dimension, by its name, as JSON; null where there is none
 * @param annotators how many of them take part
 * @param updatedAt when one of their annotations changed last, as far as the score knows
 */
@RegisterForReflection
@Schema(
        name = "TaskAgreement",
        requiredProperties = {"id", "agreement", "dimensions", "annotators", "updated_at"})
public record TaskScoreView(
        long id,
        double agreement,

        @JsonRawValue
        @Schema(
                implementation = Map.class,
                description = "Agreement in each active dimension by its name, null where there is none")
        String dimensions,

        @Schema(description = "How many annotators have answered it")
        long annotators,

        Instant updatedAt) {
    static TaskScoreView of(Row row) {
        return new TaskScoreView(
                row.getLong("id"),
                row.getDouble("score"),
                row.getString("scores"),
                row.getLong("annotators"),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
