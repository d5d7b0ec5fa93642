package dev.interrater.analytics;

import dev.interrater.coefficient.Coefficient;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A coefficient as clients see it.
 *
 * @param value null where it is undefined
 * @param reason why it is undefined; null where it is not
 * @param units how many tasks it rests on
 * @param leftOut how many tasks it could not use
 * @param standardError null where it cannot be told
 * @param confidenceInterval the two ends of the 95 % interval, null likewise
 * @param pValue null likewise
 * @param errorReason why they cannot be told; null where they can, and where there is no value
 */
@RegisterForReflection
@Schema(
        name = "AgreementCoefficient",
        requiredProperties = {
            "value",
            "reason",
            "units",
            "left_out",
            "standard_error",
            "confidence_interval",
            "p_value",
            "error_reason"
        })
public record CoefficientView(
        @Schema(
                nullable = true,
                maximum = "1",
                description = "1 for perfect agreement, 0 for what chance gives, null where it is undefined")
        Double value,

        @Schema(nullable = true, description = "Why it is undefined, null where it is not")
        String reason,

        @Schema(description = "How many tasks it rests on") long units,

        @Schema(description = "How many tasks it could not use")
        long leftOut,

        @Schema(nullable = true, minimum = "0", description = "Standard error over tasks, null where it cannot be told")
        Double standardError,

        @Schema(
                nullable = true,
                minItems = 2,
                maxItems = 2,
                description =
                        "Between which two values the true one lies with a probability of 95 %, null where that cannot be told")
        List<Double> confidenceInterval,

        @Schema(
                nullable = true,
                minimum = "0",
                maximum = "1",
                description =
                        "How probable a value so far from 0 would be if the true one were 0, null where that cannot be told")
        Double pValue,

        @Schema(
                nullable = true,
                description = "Why the error cannot be told; null where it can, and where there is no value")
        String errorReason) {
    static CoefficientView of(Coefficient coefficient) {
        return new CoefficientView(
                coefficient.value(),
                coefficient.reason(),
                coefficient.units(),
                coefficient.leftOut(),
                coefficient.error() == null ? null : coefficient.error().standardError(),
                coefficient.error() == null
                        ? null
                        : List.of(coefficient.error().low(), coefficient.error().high()),
                coefficient.error() == null ? null : coefficient.error().p(),
                coefficient.errorReason());
    }
}
