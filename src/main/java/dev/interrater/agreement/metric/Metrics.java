package dev.interrater.agreement.metric;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All metrics there are. A new one is a class with a {@link MetricType} and a line here. */
public final class Metrics {

    private static final Map<String, MetricType> ALL = new LinkedHashMap<>();

    static {
        add(ExactMatch.TYPE);
        add(Jaccard.TYPE, 0.5);
        add(Taxonomy.PATHS, 0.5);
        add(Taxonomy.SUBTREE, 0.5);
        add(NumericDifference.TYPE);
        add(NumericDifference.THRESHOLD);
        add(RegionOverlap.type("iou"), 0.5);
        add(RegionOverlap.type("polygon_iou"), 0.5);
        add(RegionOverlap.type("ellipse_iou"), 0.5);
        add(RegionOverlap.type("brush_iou"), 0.5);
        add(RegionOverlap.type("span_overlap"), 0.5);
        add(RegionOverlap.type("html_span_overlap"), 0.5);
        add(ExactFrames.TYPE, 0.5);
        add(RegionOverlap.type("video_tracking"), 0.5);
        add(TimelineUnordered.TYPE);
        add(KeypointDistance.TYPE);
        add(TextSimilarity.TYPE, 0.85);
        for (String shape : new String[] {"bbox", "polygon", "span", "html_span"}) {
            add(RegionValues.type(shape + "_labels", Jaccard.TYPE), 0.5);
            add(RegionValues.type(shape + "_text", TextSimilarity.TYPE), 0.85);
        }
    }

    private Metrics() {}

    private static void add(MetricType type) {
        ALL.put(type.code(), type);
    }

    private static void add(MetricType type, double defaultThreshold) {
        add(type);
        add(type.thresholded(defaultThreshold));
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
