package dev.interrater.dimension;

import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How the agreement of a task's annotators becomes one figure. */
@Schema(
        name = "AgreementMethodologyEnum",
        enumeration = {"pairwise", "consensus"})
public enum Methodology {
    /** The mean over all pairs of annotators. */
    PAIRWISE,
    /** The share of annotators in the largest group who all match each other. */
    CONSENSUS;

    /** As Label Studio writes it, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
