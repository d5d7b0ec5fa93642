package dev.interrater.analytics;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Figures of several users.
 *
 * @param agreement by user ID, in the order that was asked for: 0…1, or by label, or null where there is none
 */
@RegisterForReflection
@Schema(
        name = "Agreements",
        requiredProperties = {"agreement"})
public record AgreementsView(
        @Schema(
                type = SchemaType.OBJECT,
                description =
                        "By user ID: 0 to 1, null where there is none; with per_label an object of figures by label")
        Map<String, Object> agreement) {

    static AgreementsView of(Collection<Long> users, Map<Long, Object> figures) {
        Map<String, Object> agreement = new LinkedHashMap<>();
        users.forEach(user -> agreement.put(user.toString(), figures.get(user)));
        return new AgreementsView(agreement);
    }

    /** One figure. */
    @RegisterForReflection
    @Schema(
            name = "Agreement",
            requiredProperties = {"agreement"})
    public record Single(
            @Schema(
                    implementation = Object.class,
                    description = "0 to 1, null where there is none; with per_label an object of figures by label")
            Object agreement) {}

    /** The same under another name. */
    @RegisterForReflection
    @Schema(
            name = "AgreementOfAnnotator",
            requiredProperties = {"Agreement_per_annotator"})
    public record OfAnnotator(
            @JsonProperty("Agreement_per_annotator")
            @Schema(
                    name = "Agreement_per_annotator",
                    nullable = true,
                    minimum = "0",
                    maximum = "1",
                    description = "Agreement score for the annotator, null where there is none")
            Double agreement) {}

    /** The same under another name. */
    @RegisterForReflection
    @Schema(
            name = "PredictionAgreementOfUser",
            requiredProperties = {"average_prediction_agreement_per_user"})
    public record OfUser(
            @Schema(
                    implementation = Object.class,
                    description = "0 to 1, null where there is none; with per_label an object of figures by label")
            Object averagePredictionAgreementPerUser) {}

    /** The same under another name. */
    @RegisterForReflection
    @Schema(
            name = "PredictionAgreementOfModel",
            requiredProperties = {"average_prediction_agreement_per_model"})
    public record OfModel(
            @Schema(
                    implementation = Object.class,
                    description = "0 to 1, null where there is none; with per_label an object of figures by label")
            Object averagePredictionAgreementPerModel) {}

    /** Of the whole project. */
    @RegisterForReflection
    @Schema(
            name = "TotalAgreement",
            requiredProperties = {"total_agreement"})
    public record Total(
            @Schema(implementation = Object.class, description = "0 to 1; with per_label an object of figures by label")
            Object totalAgreement) {}
}
