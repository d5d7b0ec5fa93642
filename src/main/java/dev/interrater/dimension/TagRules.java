package dev.interrater.dimension;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What kind of answer a control tag gives, and which metrics compare it. The defaults are those of Label Studio's Agreement V2
 * documentation.
 *
 * @param marksRegions whether its answers are regions, not values
 * @param categorical whether its answers are equal or not, with nothing in between
 * @param metrics codes of the metrics that may compare it, the default first
 * @param regionMetrics how the metrics of answers about such regions begin, null where only equality is known
 */
record TagRules(boolean marksRegions, boolean categorical, List<String> metrics, String regionMetrics) {

    private static final String EXACT_MATCH = "exact_match";
    private static final String NUMERIC = "numeric_difference";
    private static final Map<String, TagRules> BY_TAG = Map.ofEntries(
            Map.entry("choices", category()),
            Map.entry("taxonomy", category("taxonomy_paths*", "taxonomy_subtree*")),
            Map.entry("pairwise", category()),
            Map.entry("datetime", category()),
            Map.entry("ranker", category()),
            Map.entry("number", value(NUMERIC + "*", EXACT_MATCH)),
            Map.entry("rating", value(NUMERIC + "*", EXACT_MATCH)),
            Map.entry("textarea", value("text_similarity*", EXACT_MATCH)),
            Map.entry("chat", value(EXACT_MATCH)),
            Map.entry("reactcode", value(EXACT_MATCH)),
            Map.entry("rectangle", regions("bbox", "iou*", EXACT_MATCH)),
            Map.entry("rectanglelabels", regions("bbox", "iou*", EXACT_MATCH)),
            Map.entry("polygon", regions("polygon", "polygon_iou*", EXACT_MATCH)),
            Map.entry("polygonlabels", regions("polygon", "polygon_iou*", EXACT_MATCH)),
            Map.entry("ellipse", regions(null, EXACT_MATCH, "ellipse_iou*")),
            Map.entry("ellipselabels", regions(null, EXACT_MATCH, "ellipse_iou*")),
            Map.entry("brush", regions(null, EXACT_MATCH, "brush_iou*")),
            Map.entry("brushlabels", regions(null, EXACT_MATCH, "brush_iou*")),
            Map.entry("keypointlabels", regions(null, EXACT_MATCH, "keypoint_distance")),
            Map.entry("labels", regions("span", "span_overlap*", EXACT_MATCH)),
            Map.entry("paragraphlabels", regions(null, "span_overlap*", EXACT_MATCH)),
            Map.entry("timeserieslabels", regions(null, "span_overlap*", EXACT_MATCH)),
            Map.entry("timelinelabels", regions(null, "span_overlap*", "timeline_unordered", EXACT_MATCH)),
            Map.entry("hypertextlabels", regions("html_span", "html_span_overlap*", EXACT_MATCH)),
            Map.entry("videorectangle", regions(null, "exact_frames*", "video_tracking*", EXACT_MATCH)));

    /** BitMask, KeyPoint, Vector, OcrLabels, VideoVector, MagicWand, Cube, and whatever Label Studio adds. */
    private static final TagRules ANY_OTHER = regions(null, EXACT_MATCH);

    private static final TagRules MULTIPLE_CHOICES = category("jaccard*");

    static TagRules of(ControlTag control) {
        return control.multiple() && control.type().equalsIgnoreCase("Choices")
                ? MULTIPLE_CHOICES
                : BY_TAG.getOrDefault(control.type().toLowerCase(Locale.ROOT), ANY_OTHER);
    }

    /** Whether its answers are numbers. */
    boolean numeric() {
        return metrics.contains(NUMERIC);
    }

    /** Codes of the metrics for what a control says about the regions of a tag with these rules, the default first. */
    List<String> metricsOfAnswersPerRegion(ControlTag control) {
        String kind = control.type().equalsIgnoreCase("Choices")
                ? "_labels*"
                : control.type().equalsIgnoreCase("TextArea") ? "_text*" : null;
        return regionMetrics == null || kind == null ? List.of(EXACT_MATCH) : codes(regionMetrics + kind, EXACT_MATCH);
    }

    private static TagRules category(String... others) {
        List<String> metrics = new ArrayList<>(List.of(EXACT_MATCH));
        metrics.addAll(codes(others));
        return new TagRules(false, true, List.copyOf(metrics), null);
    }

    private static TagRules value(String... metrics) {
        return new TagRules(false, false, codes(metrics), null);
    }

    private static TagRules regions(String regionMetrics, String... metrics) {
        return new TagRules(true, false, codes(metrics), regionMetrics);
    }

    /** An asterisk stands for the threshold variant beside the metric itself. */
    private static List<String> codes(String... patterns) {
        List<String> codes = new ArrayList<>();
        for (String pattern : patterns) {
            String code = pattern.replace("*", "");
            codes.add(code);
            if (!code.equals(pattern)) {
                codes.add(code + "_threshold");
            }
        }
        return List.copyOf(codes);
    }
}
