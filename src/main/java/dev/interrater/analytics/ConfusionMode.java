package dev.interrater.analytics;

import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whose answers a confusion matrix compares. */
@Schema(
        name = "ConfusionModeEnum",
        enumeration = {"accepted", "all", "ground_truth"})
public enum ConfusionMode {
    /** Of annotators whose answers a reviewer has accepted; of all, for Label Studio Community has no reviews. */
    ACCEPTED,
    /** Of all annotators. */
    ALL,
    /** Of annotators with the ground truth. */
    GROUND_TRUTH;

    /** As it is asked for, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
