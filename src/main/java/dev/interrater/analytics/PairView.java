package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far two participants agree.
 *
 * @param participants their IDs: models, the ground truth, users
 * @param tasks that both answered
 * @param agreement over all dimensions, 0…1; null where no dimension has a weight
 * @param dimensions the active ones in which they were compared
 */
@RegisterForReflection
@Schema(
        name = "AgreementPair",
        requiredProperties = {"participants", "tasks", "agreement", "dimensions"})
public record PairView(
        @Schema(description = "IDs of users, ground_truth, or model:<version>")
        List<Object> participants,

        @Schema(description = "Tasks that both answered") long tasks,

        @Schema(nullable = true, minimum = "0", maximum = "1")
        Double agreement,

        List<OfDimension> dimensions) {
    /** The same in one dimension. */
    @RegisterForReflection
    @Schema(
            name = "AgreementPairOfDimension",
            requiredProperties = {"id", "tasks", "agreement"})
    public record OfDimension(
            @Schema(description = "ID of the dimension") long id,
            long tasks,
            @Schema(minimum = "0", maximum = "1") double agreement) {}

    /** Of all rows of a pair; overall agreement is dimension 0. */
    static PairView of(List<Row> rows) {
        Row any = rows.get(0);
        Row overall = any.getLong("dimension_id") == 0 ? any : null;
        List<OfDimension> dimensions = rows.stream()
                .filter(row -> row != overall)
                .map(row -> new OfDimension(row.getLong("dimension_id"), row.getLong("tasks"), row.getDouble("mean")))
                .toList();
        return new PairView(
                List.of(
                        ParticipantView.id(any.getLong("first"), any.getString("first_version")),
                        ParticipantView.id(any.getLong("second"), any.getString("second_version"))),
                overall != null
                        ? overall.getLong("tasks")
                        : dimensions.stream()
                                .mapToLong(OfDimension::tasks)
                                .max()
                                .orElse(0),
                overall == null ? null : overall.getDouble("mean"),
                dimensions);
    }
}
