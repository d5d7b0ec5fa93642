package dev.interrater.labelconfig;

import java.util.Locale;
import java.util.Map;

/**
 * What kind of answer a control tag gives. The defaults are those of Label Studio's Agreement V2 documentation.
 *
 * @param kind what its answers are
 * @param equalityByDefault whether its answers are the same or not, unless somebody chooses another metric
 */
public record TagRules(Kind kind, boolean equalityByDefault) {
    /** Categories are equal or not, with nothing in between; of numbers and other values some are nearer than others. */
    public enum Kind {
        CATEGORY,
        NUMBER,
        VALUE,
        REGIONS
    }

    private static final TagRules CATEGORY = new TagRules(Kind.CATEGORY, true);
    private static final TagRules NUMBER = new TagRules(Kind.NUMBER, false);
    private static final TagRules OVERLAP = new TagRules(Kind.REGIONS, false);

    /**
     * Ellipse, Brush, BitMask, KeyPoint, Vector, OcrLabels, VideoVector, MagicWand, Cube, and whatever Label Studio adds.
     */
    private static final TagRules ANY_OTHER = new TagRules(Kind.REGIONS, true);

    private static final Map<String, TagRules> BY_TAG = Map.ofEntries(
            Map.entry("choices", CATEGORY),
            Map.entry("taxonomy", CATEGORY),
            Map.entry("pairwise", CATEGORY),
            Map.entry("datetime", CATEGORY),
            Map.entry("ranker", CATEGORY),
            Map.entry("number", NUMBER),
            Map.entry("rating", NUMBER),
            Map.entry("textarea", new TagRules(Kind.VALUE, false)),
            Map.entry("chat", new TagRules(Kind.VALUE, true)),
            Map.entry("reactcode", new TagRules(Kind.VALUE, true)),
            Map.entry("rectangle", OVERLAP),
            Map.entry("rectanglelabels", OVERLAP),
            Map.entry("polygon", OVERLAP),
            Map.entry("polygonlabels", OVERLAP),
            Map.entry("labels", OVERLAP),
            Map.entry("paragraphlabels", OVERLAP),
            Map.entry("timeserieslabels", OVERLAP),
            Map.entry("timelinelabels", OVERLAP),
            Map.entry("hypertextlabels", OVERLAP),
            Map.entry("videorectangle", OVERLAP));

    public static TagRules of(ControlTag control) {
        return BY_TAG.getOrDefault(control.type().toLowerCase(Locale.ROOT), ANY_OTHER);
    }

    /** Whether its answers are regions, not values. */
    public boolean marksRegions() {
        return kind == Kind.REGIONS;
    }
}
