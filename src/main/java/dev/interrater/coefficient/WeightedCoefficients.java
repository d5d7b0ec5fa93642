package dev.interrater.coefficient;

import java.util.List;

/**
 * All coefficients of a dimension by one kind of weights, each with its sampling error.
 *
 * @param congerKappa of two annotators Cohen's
 */
public record WeightedCoefficients(
        Weights weights,
        Coefficient percentAgreement,
        Coefficient gwet,
        Coefficient brennanPrediger,
        Coefficient krippendorff,
        Coefficient fleiss,
        Coefficient congerKappa) {

    static WeightedCoefficients of(Weights weights, Units units, double[][] matrix) {
        UnitAgreement agreement = new UnitAgreement(units.all(), matrix);
        List<Units.RatedUnit> rated = units.rated();
        return new WeightedCoefficients(
                weights,
                agreement.percentAgreement(),
                agreement.gwet(),
                agreement.brennanPrediger(),
                agreement.krippendorff(),
                agreement.fleiss(),
                units.ratersReason() == null
                        ? agreement.conger(rated, units.raters())
                        : Coefficient.undefined(units.ratersReason(), 0, 0));
    }

    static WeightedCoefficients undefined(Weights weights, String reason) {
        Coefficient none = Coefficient.undefined(reason, 0, 0);
        return new WeightedCoefficients(weights, none, none, none, none, none, none);
    }
}
