package dev.interrater.analytics;

import dev.interrater.dimension.Methodology;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a project's agreement is told.
 *
 * @param agreementThreshold tasks with less count as low; 0…1 with two decimals at most
 * @param metricName the methodology, {@code pairwise} or {@code consensus}
 * @param metricParams always empty: metrics and their parameters are chosen for each dimension
 * @param maxAdditionalAnnotatorsAssignable always null: Label Studio Community assigns nobody
 * @param allowed what the first two may be
 */
@RegisterForReflection
@Schema(
        name = "MetricParam",
        requiredProperties = {
            "agreement_threshold",
            "metric_name",
            "metric_params",
            "max_additional_annotators_assignable",
            "allowed"
        })
public record MetricParamView(
        @Schema(minimum = "0", maximum = "1", description = "Tasks with less agreement count as low")
        double agreementThreshold,

        @Schema(description = "How the agreement of a task's annotators becomes one figure: pairwise or consensus")
        String metricName,

        @Schema(type = SchemaType.OBJECT, description = "Empty: metrics have their parameters with each dimension")
        Map<String, Object> metricParams,

        @Schema(nullable = true, description = "Null: Label Studio Community does not assign annotators")
        Integer maxAdditionalAnnotatorsAssignable,

        @Schema(type = SchemaType.OBJECT, description = "The JSON schemas of what can be changed")
        Map<String, Object> allowed) {
    /** Sorted, so that every process writes them alike. */
    private static final Map<String, Object> ALLOWED = new TreeMap<>(Map.of(
            "agreement_threshold",
            new TreeMap<>(Map.of("type", "number", "minimum", 0, "maximum", 1, "multipleOf", 0.01)),
            "metric_name",
            new TreeMap<>(Map.of("type", "string", "enum", methodologies()))));

    static MetricParamView of(Row row) {
        return new MetricParamView(
                row.getBigDecimal("agreement_threshold").doubleValue(),
                row.getString("methodology"),
                Map.of(),
                null,
                ALLOWED);
    }

    private static List<String> methodologies() {
        return Arrays.stream(Methodology.values()).map(Methodology::toString).toList();
    }
}
