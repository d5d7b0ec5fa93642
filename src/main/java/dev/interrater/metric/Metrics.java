package dev.interrater.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All metrics there are. A new one is a class with a {@link MetricType} and a line here. */
public final class Metrics {

    private static final Map<String, MetricType> ALL = new LinkedHashMap<>();
    private static final Map<String, List<MetricType>> BY_TAG = new HashMap<>();

    // After its threshold variant, the control tags whose answers a metric may compare. Equality is for all.
    static {
        add(ExactMatch.TYPE);
        add(Jaccard.TYPE, 0.5, "multiple choices");
        add(Taxonomy.PATHS, 0.5, "taxonomy");
        add(Taxonomy.SUBTREE, 0.5, "taxonomy");
        add(NumericDifference.TYPE, "number", "rating");
        add(NumericDifference.THRESHOLD, "number", "rating");
        add(RegionOverlap.type("iou"), 0.5, "rectangle", "rectanglelabels");
        add(RegionOverlap.type("polygon_iou"), 0.5, "polygon", "polygonlabels");
        add(RegionOverlap.type("ellipse_iou"), 0.5, "ellipse", "ellipselabels");
        add(RegionOverlap.type("brush_iou"), 0.5, "brush", "brushlabels");
        add(RegionOverlap.type("span_overlap"), 0.5, "labels", "paragraphlabels", "timeserieslabels", "timelinelabels");
        add(RegionOverlap.type("html_span_overlap"), 0.5, "hypertextlabels");
        add(ExactFrames.TYPE, 0.5, "videorectangle");
        add(RegionOverlap.type("video_tracking"), 0.5, "videorectangle");
        add(TimelineUnordered.TYPE, "timelinelabels");
        add(KeypointDistance.TYPE, "keypointlabels");
        add(TextSimilarity.TYPE, 0.85, "textarea");
        addPerRegion("bbox", "rectangle", "rectanglelabels");
        addPerRegion("polygon", "polygon", "polygonlabels");
        addPerRegion("span", "labels");
        addPerRegion("html_span", "hypertextlabels");
    }

    private Metrics() {}

    private static void add(MetricType type, String... tags) {
        ALL.put(type.code(), type);
        for (String tag : tags) {
            BY_TAG.computeIfAbsent(tag, none -> new ArrayList<>()).add(type);
        }
    }

    private static void add(MetricType type, double defaultThreshold, String... tags) {
        add(type, tags);
        add(type.thresholded(defaultThreshold), tags);
    }

    private static void addPerRegion(String shape, String... regions) {
        add(RegionValues.type(shape + "_labels", Jaccard.TYPE), 0.5, per("choices", regions));
        add(RegionValues.type(shape + "_text", TextSimilarity.TYPE), 0.85, per("textarea", regions));
    }

    private static String[] per(String control, String... regions) {
        return Stream.of(regions).map(region -> control + " per " + region).toArray(String[]::new);
    }

    /**
     * The metrics, besides equality, that may compare the answers of a control tag.
     *
     * @param tag in lower case; {@code multiple choices} is one of its own, and so is one tag {@code per} another
     */
    public static List<MetricType> ofTag(String tag) {
        return List.copyOf(BY_TAG.getOrDefault(tag, List.of()));
    }

    /** Every kind of metric. */
    public static Collection<MetricType> all() {
        return ALL.values();
    }

    /** The kind of metric with a {@code metric_type} code. */
    public static Optional<MetricType> find(String code) {
        return Optional.ofNullable(ALL.get(code));
    }

    /**
     * The metric with a {@code metric_type} code and {@code metric_params}; see {@link MetricType#with}.
     *
     * @throws IllegalArgumentException with a sentence for people, if there is no such metric or a parameter does not fit
     */
    public static Metric of(String code, Map<String, ?> params) {
        return find(code)
                .orElseThrow(() -> new IllegalArgumentException("There is no metric " + code + "."))
                .with(params);
    }
}
