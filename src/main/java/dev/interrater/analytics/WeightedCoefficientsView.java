package dev.interrater.analytics;

import dev.interrater.coefficient.WeightedCoefficients;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Coefficients of all annotators of a dimension together, where values agree by weights. Tasks with one answer count for how often a value
 * is given.
 *
 * @param weights how far two different values agree: {@code identity} not at all, {@code linear}, {@code quadratic}, {@code ordinal}
 *     and {@code ratio} by their distance
 * @param congerKappa of two annotators Cohen's
 */
@RegisterForReflection
@Schema(
        name = "WeightedCoefficients",
        requiredProperties = {
            "weights",
            "percent_agreement",
            "gwet_ac",
            "brennan_prediger",
            "krippendorff_alpha",
            "fleiss_kappa",
            "conger_kappa"
        })
public record WeightedCoefficientsView(
        @Schema(
                enumeration = {"identity", "linear", "quadratic", "ordinal", "ratio"},
                description = "How far two different values agree: not at all, or by their distance")
        String weights,

        @Schema(description = "The share of pairs of answers that agree, by weights")
        CoefficientView percentAgreement,

        @Schema(description = "Gwet's AC1, by weights AC2") CoefficientView gwetAc,

        CoefficientView brennanPrediger,
        CoefficientView krippendorffAlpha,

        @Schema(description = "Of tasks with any number of answers")
        CoefficientView fleissKappa,

        @Schema(description = "Of two annotators Cohen's kappa")
        CoefficientView congerKappa) {
    static WeightedCoefficientsView of(WeightedCoefficients coefficients) {
        return new WeightedCoefficientsView(
                coefficients.weights().name().toLowerCase(Locale.ROOT),
                CoefficientView.of(coefficients.percentAgreement()),
                CoefficientView.of(coefficients.gwet()),
                CoefficientView.of(coefficients.brennanPrediger()),
                CoefficientView.of(coefficients.krippendorff()),
                CoefficientView.of(coefficients.fleiss()),
                CoefficientView.of(coefficients.congerKappa()));
    }
}
