package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who gives which answer where somebody else gives which.
 *
 * @param labels the answers, ascending; the most frequent ones where there are too many
 * @param matrix how often: a row for the answer of the ground truth, a column for the annotator's; symmetric among annotators
 * @param precision of each label: its share on the diagonal of what its column has; 0 where that has nothing
 * @param recall the same of its row
 * @param topConfusionPairs the most frequent different answers
 */
@RegisterForReflection
@Schema(
        name = "DataQualityAgreementConfusionMatrix",
        requiredProperties = {"labels", "matrix", "precision", "recall", "top_confusion_pairs"})
public record ConfusionView(
        List<String> labels, long[][] matrix, double[] precision, double[] recall, List<Pair> topConfusionPairs) {
    /**
     * Two different answers.
     *
     * @param actual the answer of the ground truth; among annotators the lesser of the two
     * @param label the annotator's; the other
     * @param count how often
     * @param rate its share of all different answers
     * @param fromName the control
     */
    @RegisterForReflection
    @Schema(
            name = "DataQualityConfusionPair",
            requiredProperties = {"actual", "count", "label", "rate", "from_name"})
    public record Pair(String actual, String label, long count, double rate, String fromName) {}
}
