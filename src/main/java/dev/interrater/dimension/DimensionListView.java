package dev.interrater.dimension;

import dev.interrater.metric.MetricType;
import dev.interrater.metric.Parameter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dimension in a list of them, as clients see it. All keys are always present. */
@RegisterForReflection
@Schema(
        name = "DimensionList",
        requiredProperties = {
            "id",
            "project",
            "name",
            "description",
            "control_tag",
            "extraction_method",
            "extraction_method_params",
            "metric_type",
            "metric_params",
            "allowed_metrics_with_params",
            "is_active",
            "is_user_defined",
            "is_categorical",
            "values_enum",
            "order",
            "created_at",
            "updated_at"
        })
public class DimensionListView {
    public final long id;

    @Schema(description = "The project it belongs to")
    public final long project;

    @Schema(minLength = 1, maxLength = 255, description = "Unique in its project")
    public final String name;

    @Schema(description = "What it is about, for people")
    public final String description;

    @Schema(nullable = true, description = "Tag of the control whose answers it compares; null where there is none")
    public final String controlTag;

    @Schema(maxLength = 32, description = "How its answers are taken out of a result: control_tag or json_path")
    public final String extractionMethod;

    @Schema(
            type = SchemaType.OBJECT,
            description = "Of control_tag the name of the control, of json_path its name (from_name) and the path")
    public final Map<String, Object> extractionMethodParams;

    @Schema(maxLength = 32, description = "The metric that compares its answers")
    public final String metricType;

    @Schema(type = SchemaType.OBJECT, description = "Parameters of the metric that are not its defaults")
    public final Map<String, Object> metricParams;

    @Schema(
            type = SchemaType.OBJECT,
            description = "For every metric that may be chosen the JSON schema of its parameters")
    public final Map<String, Object> allowedMetricsWithParams;

    @Schema(description = "Whether it takes part in the agreement of tasks")
    public final boolean isActive;

    @Schema(description = "Whether people have defined it; the others follow the label config")
    public final boolean isUserDefined;

    @Schema(description = "Whether its answers are equal or not, with nothing in between")
    public final boolean isCategorical;

    @Schema(
            nullable = true,
            description = "All answers or labels that the label config has; null where it does not tell")
    public final List<String> valuesEnum;

    @Schema(minimum = "0", maximum = "2147483647", description = "Its place among the project's dimensions")
    public final int order;

    @Schema(implementation = String.class, format = "date-time", description = "When it was made")
    public final Instant createdAt;

    @Schema(implementation = String.class, format = "date-time", description = "When it was changed last")
    public final Instant updatedAt;

    /**
     * Of a dimension.
     *
     * @param allowed the metrics that may be chosen for it
     */
    DimensionListView(Dimension dimension, List<MetricType> allowed) {
        id = dimension.id;
        project = dimension.projectId;
        name = dimension.name;
        description = dimension.description;
        controlTag = dimension.controlTag;
        extractionMethod = dimension.extractionMethod;
        extractionMethodParams = dimension.extractionParams();
        metricType = dimension.metricType;
        metricParams = dimension.metricParams;
        allowedMetricsWithParams = schemas(allowed);
        isActive = dimension.isActive;
        isUserDefined = dimension.isUserDefined;
        isCategorical = dimension.isCategorical;
        valuesEnum = dimension.valuesEnum();
        order = dimension.order;
        createdAt = dimension.createdAt;
        updatedAt = dimension.updatedAt;
    }

    private static Map<String, Object> schemas(List<MetricType> allowed) {
        Map<String, Object> schemas = new LinkedHashMap<>();
        for (MetricType metric : allowed) {
            Map<String, Object> properties = new LinkedHashMap<>();
            for (Parameter parameter : metric.parameters()) {
                properties.put(parameter.name(), parameter.schema());
            }
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "object");
            schema.put("properties", properties);
            schemas.put(metric.code(), schema);
        }
        return schemas;
    }
}
