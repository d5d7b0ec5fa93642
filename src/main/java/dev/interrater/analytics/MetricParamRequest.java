package dev.interrater.analytics;

import dev.interrater.dimension.Methodology;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the body that changes a project's settings may have, for the API's description: it is read field by field. */
@Schema(name = "MetricParamRequest")
class MetricParamRequest {
    @Schema(
            minimum = "0",
            maximum = "1",
            description = "Tasks with less agreement count as low; two decimals at most",
            implementation = Double.class)
    public Double agreementThreshold;

    @Schema(description = "How the agreement of a task's annotators becomes one figure")
    public Methodology metricName;
}
