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
 */
@RegisterForReflection
@Schema(
        name = "CohenKappa",
        requiredProperties = {"annotators", "tasks", "value", "reason"})
public record CohenKappaView(
        @Schema(description = "IDs of the two users, ascending")
        List<Long> annotators,

        @Schema(description = "How many tasks both of them answered")
        long tasks,

        @Schema(nullable = true, maximum = "1", description = "Null where it is undefined")
        Double value,

        @Schema(nullable = true, description = "Why it is undefined, null where it is not")
        String reason) {
    static CohenKappaView of(Pair pair, Coefficient kappa) {
        return new CohenKappaView(List.of(pair.first(), pair.second()), kappa.units(), kappa.value(), kappa.reason());
    }
}
