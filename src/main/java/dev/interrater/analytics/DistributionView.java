package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How the agreement of a project's tasks is distributed.
 *
 * @param averageAgreement null when no task has any
 * @param histogram tasks with agreement from 0 to below 0.1, …, from 0.9 to 1
 * @param lowAgreementCount tasks with less than the project's threshold
 * @param totalTasks tasks with agreement
 */
@RegisterForReflection
@Schema(
        name = "DataQualityAgreementDistribution",
        requiredProperties = {"average_agreement", "histogram", "low_agreement_count", "total_tasks"})
public record DistributionView(
        @Schema(nullable = true, minimum = "0", maximum = "1")
        Double averageAgreement,

        @Schema(minItems = 10, maxItems = 10, description = "Tasks in [0, 0.1), …, [0.9, 1]")
        List<Long> histogram,

        @Schema(description = "Tasks with less agreement than the project's threshold")
        long lowAgreementCount,

        @Schema(description = "Tasks that two annotators or more have agreement on")
        long totalTasks) {
    static DistributionView of(Row row) {
        return new DistributionView(
                row.getDouble("mean"),
                Arrays.asList(row.getArrayOfLongs("histogram")),
                row.getLong("low"),
                row.getLong("tasks"));
    }
}
