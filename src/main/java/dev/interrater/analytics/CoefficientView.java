package dev.interrater.analytics;

import dev.interrater.coefficient.Coefficient;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A coefficient as clients see it.
 *
 * @param value null where it is undefined
 * @param reason why it is undefined; null where it is not
 * @param units how many tasks it rests on
 * @param leftOut how many tasks it could not use
 */
@RegisterForReflection
@Schema(
        name = "AgreementCoefficient",
        requiredProperties = {"value", "reason", "units", "left_out"})
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
        long leftOut) {
    static CoefficientView of(Coefficient coefficient) {
        return new CoefficientView(
                coefficient.value(), coefficient.reason(), coefficient.units(), coefficient.leftOut());
    }
}
