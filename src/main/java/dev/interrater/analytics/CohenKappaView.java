package dev.interrater.analytics;

import dev.interrater.coefficient.Coefficient;
import dev.interrater.coefficient.PairKappas.Pair;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Cohen's kappa of two annotators.
 *
 * @param annotators their user IDs, ascending
 * @param tasks how many tasks both answered
 * @param value null where it is undefined
 * @param reason why it is undefined; null where it is not
 * @param standardError null where it cannot be told
 * @param confidenceInterval the two ends of the 95 % interval, null likewise
 * @param pValue null likewise
 * @param errorReason why they cannot be told; null where they can, and where there is no value
 */
@RegisterForReflection
@Schema(
        name = "CohenKappa",
        requiredProperties = {
            "annotators",
            "tasks",
            "value",
            "reason",
            "standard_error",
            "confidence_interval",
            "p_value",
            "error_reason"
        })
public record CohenKappaView(
        @Schema(description = "IDs of the two users, ascending")
        List<Long> annotators,

        @Schema(description = "How many tasks both of them answered")
        long tasks,

        @Schema(nullable = true, maximum = "1", description = "Null where it is undefined")
        Double value,

        @Schema(nullable = true, description = "Why it is undefined, null where it is not")
        String reason,

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
    static CohenKappaView of(Pair pair, Coefficient kappa) {
        return new CohenKappaView(
                List.of(pair.first(), pair.second()),
                kappa.units(),
                kappa.value(),
                kappa.reason(),
                kappa.error() == null ? null : kappa.error().standardError(),
                kappa.error() == null
                        ? null
                        : List.of(kappa.error().low(), kappa.error().high()),
                kappa.error() == null ? null : kappa.error().p(),
                kappa.errorReason());
    }
}
