package dev.interrater.analytics;

import dev.interrater.coefficient.Coefficient;
import dev.interrater.coefficient.DimensionCoefficients;
import dev.interrater.coefficient.ValueAgreement;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The coefficients of one dimension.
 *
 * @param id the dimension's
 * @param raters how many annotators answered
 * @param cohenKappa of every two annotators who answered a task both
 * @param cohenKappaReason why there is none of them; null when there are all
 * @param weighted by each kind of weights: of numbers all, else only being the same
 * @param values the most frequent ones first
 * @param valuesReason why there are none; null when there are
 */
@RegisterForReflection
@Schema(
        name = "DimensionCoefficients",
        requiredProperties = {
            "id",
            "name",
            "from_name",
            "control_tag",
            "units",
            "raters",
            "krippendorff_alpha",
            "fleiss_kappa",
            "cohen_kappa",
            "cohen_kappa_reason",
            "weighted",
            "values",
            "values_reason"
        })
public record DimensionCoefficientsView(
        @Schema(description = "ID of the dimension") long id,

        @Schema(description = "Name of the dimension") String name,

        @Schema(description = "Name of the control whose answers they are")
        String fromName,

        @Schema(nullable = true, description = "Tag of the control; null where answers are a value inside its results")
        String controlTag,

        @Schema(description = "How many tasks have two answers or more")
        long units,

        @Schema(description = "How many annotators answered")
        int raters,

        KrippendorffAlpha krippendorffAlpha,

        CoefficientView fleissKappa,

        @Schema(description = "Cohen's kappa of every two annotators with a task in common")
        List<CohenKappaView> cohenKappa,

        @Schema(
                nullable = true,
                description = "Why there is no kappa of any pair: too many pairs or values. Null when there are all")
        String cohenKappaReason,

        @Schema(
                description =
                        "The coefficients of all annotators together, by each kind of weights: of numbers all, else only identity")
        List<WeightedCoefficientsView> weighted,

        @Schema(maxItems = ValueAgreement.MOST, description = "The most frequent values")
        List<ValueAgreementView> values,

        @Schema(nullable = true, description = "Why there are no values: too many. Null when there are")
        String valuesReason) {

    /** Krippendorff's alpha by what disagreement means: being different, and of numbers how far apart by rank or value. */
    @RegisterForReflection
    @Schema(
            name = "KrippendorffAlpha",
            requiredProperties = {"nominal", "ordinal", "interval"})
    public record KrippendorffAlpha(CoefficientView nominal, CoefficientView ordinal, CoefficientView interval) {}

    static DimensionCoefficientsView of(CountedDimension dimension, DimensionCoefficients coefficients) {
        Coefficient nominal = coefficients.nominal();
        return new DimensionCoefficientsView(
                dimension.id(),
                dimension.name(),
                dimension.fromName(),
                dimension.controlTag(),
                nominal.units(),
                coefficients.raters(),
                new KrippendorffAlpha(
                        CoefficientView.of(nominal),
                        CoefficientView.of(coefficients.ordinal()),
                        CoefficientView.of(coefficients.interval())),
                CoefficientView.of(coefficients.fleiss()),
                coefficients.cohen().values().entrySet().stream()
                        .map(kappa -> CohenKappaView.of(kappa.getKey(), kappa.getValue()))
                        .toList(),
                coefficients.cohen().reason(),
                coefficients.weighted().stream()
                        .map(WeightedCoefficientsView::of)
                        .toList(),
                coefficients.values().stream().map(ValueAgreementView::of).toList(),
                coefficients.valuesReason());
    }
}
