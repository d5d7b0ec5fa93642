package dev.interrater.analytics;

import dev.interrater.answer.Category;
import dev.interrater.coefficient.ValueAgreement;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far annotators agree on one value.
 *
 * @param value as people write it; several choices in one answer are one value
 * @param share of all answers
 * @param specificAgreement how probable it is that another annotator gives it, too, where one has given it; null where no other was asked
 * @param krippendorffAlpha of this value against all others
 */
@RegisterForReflection
@Schema(
        name = "ValueAgreement",
        requiredProperties = {"value", "answers", "share", "specific_agreement", "krippendorff_alpha"})
public record ValueAgreementView(
        @Schema(description = "The answer; several choices in one are one value")
        String value,

        @Schema(description = "How many answers say so") long answers,

        @Schema(minimum = "0", maximum = "1", description = "Their share of all answers")
        double share,

        @Schema(
                nullable = true,
                minimum = "0",
                maximum = "1",
                description =
                        "How probable it is that another annotator gives it, too, where one has; null where no other answered")
        Double specificAgreement,

        @Schema(description = "Of this value against all others")
        CoefficientView krippendorffAlpha) {
    static ValueAgreementView of(ValueAgreement agreement) {
        return new ValueAgreementView(
                Category.display(agreement.value()),
                agreement.answers(),
                agreement.share(),
                agreement.specific(),
                CoefficientView.of(agreement.alpha()));
    }
}
