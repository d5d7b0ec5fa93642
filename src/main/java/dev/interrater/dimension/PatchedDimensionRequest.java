package dev.interrater.dimension;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the body that changes a dimension may have, for the API's description: it is read field by field. */
@Schema(name = "PatchedDimensionRequest")
class PatchedDimensionRequest {
    @Schema(minLength = 1, maxLength = 255, description = "Unique in its project, and no control's name")
    public String name;

    @Schema(description = "What it is about, for people")
    public String description;

    @Schema(maxLength = 32, description = "control_tag or json_path")
    public String extractionMethod;

    @Schema(
            type = SchemaType.OBJECT,
            description = "Of control_tag {\"control_tag\": name}, of json_path {\"from_name\": name, \"path\": path}")
    public Map<String, Object> extractionMethodParams;

    @Schema(maxLength = 32, description = "One of allowed_metrics_with_params")
    public String metricType;

    @Schema(type = SchemaType.OBJECT, description = "Parameters of the metric; those left out have their defaults")
    public Map<String, Object> metricParams;

    @Schema(description = "Whether it takes part in the agreement of tasks")
    public Boolean isActive;

    @Schema(minimum = "0", maximum = "2147483647", description = "Its place among the project's dimensions")
    public Integer order;
}
