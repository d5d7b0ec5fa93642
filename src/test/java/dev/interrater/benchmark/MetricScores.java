package dev.interrater.benchmark;

import dev.interrater.metric.Answer;
import dev.interrater.metric.Metric;
import dev.interrater.metric.Metrics;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One score of two answers, by a metric and by exact_match, each in a heap of 256 MB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MetricScores {
    /** Metric, the answers that it compares, and how many parts or characters each has. */
    @Param({
        "numeric_difference/number/1",
        "jaccard/choices/5",
        "jaccard/choices/50",
        "taxonomy_paths/paths/5",
        "taxonomy_subtree/paths/5",
        "taxonomy_subtree/paths/50",
        "iou/boxes/5",
        "iou/boxes/100",
        "iou/boxes/5000",
        "iou/stacked boxes/5000",
        "iou/rotated boxes/5",
        "iou/stacked rotated boxes/5000",
        "polygon_iou/polygons/5",
        "polygon_iou/polygons/100",
        "polygon_iou/polygons/5000",
        "polygon_iou/stacked polygons/1000",
        "ellipse_iou/ellipses/5",
        "ellipse_iou/stacked ellipses/500",
        "brush_iou/masks/5",
        "span_overlap/spans/8",
        "span_overlap/spans/5000",
        "html_span_overlap/html spans/8",
        "html_span_overlap/html spans/5000",
        "timeline_unordered/timelines/8",
        "keypoint_distance/points/8",
        "keypoint_distance/points/5000",
        "exact_frames/tracks/5",
        "video_tracking/tracks/5",
        "bbox_labels/boxes with choices/5",
        "bbox_labels/boxes with choices/5000",
        "bbox_text/boxes with text/5",
        "text_similarity/text/100",
        "text_similarity/text/2000",
        "text_similarity/text/20000",
        "text_similarity damerau_levenshtein/text/20000",
        "text_similarity jaro_winkler/text/20000",
        "text_similarity ratcliff_obershelp/text/20000"
    })
    public String subject;

    private final Metric exactMatch = Metrics.of("exact_match", Map.of());
    private Metric metric;
    private Answer one;
    private Answer other;

    /** Makes the answers. */
    @Setup
    public void prepare() {
        String[] parts = subject.split("/");
        String[] code = parts[0].split(" ");
        metric = Metrics.of(code[0], code.length == 1 ? Map.of() : Map.of("algorithm", code[1]));
        MetricAnswers answers = new MetricAnswers(2026);
        one = answers.of(parts[1], Integer.parseInt(parts[2]));
        other = answers.of(parts[1], Integer.parseInt(parts[2]));
    }

    /** By the metric. */
    @Benchmark
    public double metric() {
        return metric.score(one, other);
    }

    /** By the cheapest of all metrics. */
    @Benchmark
    public double exactMatch() {
        return exactMatch.score(one, other);
    }
}
