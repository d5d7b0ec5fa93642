package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far annotators agree in a dimension.
 *
 * @param controlTag null where answers are a value inside a result
 * @param agreement mean over the tasks with two annotators or more, 0…1; null where there are none
 */
@RegisterForReflection
@Schema(
        name = "DataQualityAgreementDimensions",
        requiredProperties = {"agreement", "from_name", "name", "control_tag"})
public record DimensionAgreementView(
        @Schema(nullable = true, minimum = "0", maximum = "1")
        Double agreement,

        @Schema(nullable = true, description = "Tag of the control")
        String controlTag,

        @Schema(description = "Name of the control whose answers they are")
        String fromName,

        @Schema(description = "Name of the dimension") String name) {
    static DimensionAgreementView of(Row row) {
        return new DimensionAgreementView(
                row.getDouble("mean"), row.getString("control_tag"), row.getString("from_name"), row.getString("name"));
    }
}
