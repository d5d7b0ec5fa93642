package dev.interrater.analytics;

import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The tables of what members have done. */
@Schema(
        name = "MemberTableEnum",
        enumeration = {"annotations", "reviews"})
public enum MemberTable {
    /** Of those who annotate, and of models. */
    ANNOTATIONS,
    /** Of those who review: nobody in Label Studio Community. */
    REVIEWS;

    /** As it is asked for, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
