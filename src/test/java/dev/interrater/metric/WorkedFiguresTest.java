package dev.interrater.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Figures that can be checked by hand; most are from Label Studio's documentation. */
class WorkedFiguresTest {

    private static final double EXACT = 1e-12;

    @Test
    void two_of_three_annotators_choosing_the_same() {
        PairScores scores = chosen("A", "A", "C");
        assertEquals(1.0 / 3, scores.pairwise(), EXACT);
        assertEquals(2.0 / 3, scores.consensus(true), EXACT);
    }

    @Test
    void three_annotators_choosing_differently() {
        PairScores scores = chosen("A", "B", "C");
        assertEquals(0, scores.pairwise());
        assertEquals(1.0 / 3, scores.consensus(true), EXACT);
        assertEquals(0, scores.consensus(false));
    }

    @Test
    void consensus_of_boxes_by_threshold() {
        double[] ious = {0.82, 0.65, 0.58};
        assertEquals(1, atLeast(0.5, ious).consensus(false));
        assertEquals(2.0 / 3, atLeast(0.75, ious).consensus(false), EXACT);
        assertEquals(0, atLeast(0.9, ious).consensus(false));
        assertEquals(0.82 / 3, PairScores.of(3, new double[] {0.82, 0, 0}).pairwise(), EXACT);
    }

    @Test
    void overall_agreement_by_weights() {
        WeightedMean mean = new WeightedMean().add(0.83, 1).add(0.33, 0.3).add(0.33, 0.2);
        assertEquals(0.995 / 1.5, mean.value().orElseThrow(), EXACT);
        assertEquals(0.83, new WeightedMean().add(0.83, 1).add(0.1, 0).value().orElseThrow(), EXACT);
        assertFalse(new WeightedMean().add(0.83, 0).value().isPresent());
        assertFalse(new WeightedMean().add(0.83, Double.NaN).value().isPresent());
    }

    @Test
    void spans_that_overlap_in_part() {
        Answer a = regions(new Span(0, 14), "Person", new Span(41, 47), "Location");
        Answer b = regions(new Span(4, 14), "Person", new Span(41, 58), "Location");
        assertEquals((10.0 / 14 + 6.0 / 17) / 2, score("span_overlap", a, b), EXACT);
    }

    @Test
    void boxes_that_overlap_in_part() {
        Answer a = regions(Box.of(10, 20, 100, 80), "Car");
        Answer b = regions(Box.of(30, 20, 100, 80), "Car");
        assertEquals(6400.0 / 9600, score("iou", a, b), EXACT);
    }

    @Test
    void shapes_without_size() {
        assertEquals(1, Box.of(5, 5, 0, 0).iou(Box.of(5, 5, 0, 0)));
        assertEquals(0, Box.of(5, 5, 0, 0).iou(Box.of(6, 5, 0, 0)));
        assertEquals(0, Box.of(5, 5, 0, 0).iou(Box.of(0, 0, 10, 10)));
        assertEquals(1, new Span(3, 3).iou(new Span(3, 3)));
        assertEquals(0, new Span(3, 3).iou(new Span(0, 5)));
    }

    @Test
    void ranges_of_frames_and_pixels() {
        Ranges three = new Ranges(List.of(new Ranges.Range(3, 5)));
        Ranges split = new Ranges(List.of(new Ranges.Range(7, 7), new Ranges.Range(5, 6)));
        assertEquals(0.2, three.iou(split), EXACT);
        assertEquals(0.2, new Mask(100, three).iou(new Mask(100, split)), EXACT);
        assertEquals(0, new Mask(100, three).iou(new Mask(200, three)));
        Ranges nothing = new Ranges(List.of());
        assertEquals(1, new Mask(100, nothing).iou(new Mask(100, nothing)));
        assertEquals(0, new Mask(100, nothing).iou(new Mask(100, three)));
    }

    @Test
    void key_points_within_a_distance() {
        Answer a = regions(new Point(10, 10), "Nose", new Point(50, 50), "Ear");
        Answer b = regions(new Point(13, 14), "Nose", new Point(50, 50), "Eye");
        assertEquals(0.5, score("keypoint_distance", a, b));
        assertEquals(
                0, Metrics.of("keypoint_distance", Map.of("max_distance", 4.9)).score(a, b));
    }

    @Test
    void choices_of_the_regions_that_overlap_most() {
        Answer a = new Answer.Regions(List.of(asked(0, "Old", "Red"), asked(50, "New")));
        Answer b = new Answer.Regions(List.of(asked(2, "Old"), asked(9, "Red")));
        // 0 to 10 and 2 to 12 overlap by 8/12, 50 to 60 and 9 to 19 overlap nothing by half.
        assertEquals((0.5 + 0 + 0.5 + 0) / 4, score("bbox_labels", a, b), EXACT);
        assertEquals(0, Metrics.of("bbox_labels", Map.of("iou_threshold", 0.7)).score(a, b));
    }

    private static Region asked(double x, String... choices) {
        return new Region(Place.WHOLE_TASK, Set.of(), Box.of(x, 0, 10, 10), Value.Choices.of(List.of(choices)));
    }

    @Test
    void keyframes_that_are_the_same() {
        Answer a = regions(new Track(List.of(keyframe(1, true, 0), keyframe(5, true, 9)), 9), "Dog");
        Answer b = regions(new Track(List.of(keyframe(1, true, 1e-7), keyframe(7, true, 9)), 9), "Dog");
        assertEquals(1.0 / 3, score("exact_frames", a, b), EXACT);
        assertEquals(
                1,
                Metrics.of("exact_frames_threshold", Map.of("threshold", 0.3)).score(a, b));
    }

    @Test
    void a_number_about_the_whole_task() {
        assertEquals(
                4,
                new Answer.Values(Map.of(Place.WHOLE_TASK, new Value.Quantity(4)))
                        .number()
                        .orElseThrow());
        assertFalse(((Answer.Values) Answer.NONE).number().isPresent());
    }

    @Test
    void sets_of_choices() {
        Answer a = choices("Sports", "Politics", "Technology");
        assertEquals(0.5, score("jaccard", a, choices("Politics", "Technology", "Health")), EXACT);
        assertEquals(0, score("exact_match", choices("a", "b"), choices("b", "a")));
    }

    @Test
    void nodes_of_a_taxonomy() {
        Value labrador = paths("Animal/Dog/Labrador");
        assertEquals(0.5, score("taxonomy_subtree", labrador, paths("Animal/Dog/Poodle")), EXACT);
        assertEquals(0.2, score("taxonomy_subtree", labrador, paths("Animal/Cat/Siamese")), EXACT);
        Value one = paths("Animal/Dog/Labrador", "Animal/Bird/Eagle");
        Value other = paths("Animal/Dog/Labrador", "Animal/Bird/Sparrow");
        assertEquals(1.0 / 3, score("taxonomy_paths", one, other), EXACT);
        assertEquals(4.0 / 6, score("taxonomy_subtree", one, other), EXACT);
    }

    @Test
    void numbers() {
        assertEquals(0.5, score("numeric_difference", new Value.Quantity(4), new Value.Quantity(5)), EXACT);
        assertEquals(1.0 / 21, score("numeric_difference", new Value.Quantity(30), new Value.Quantity(50)), EXACT);
        assertEquals(1, score("numeric_difference_threshold", new Value.Quantity(4), new Value.Quantity(5)));
        assertEquals(0, score("numeric_difference_threshold", new Value.Quantity(4), new Value.Quantity(5.01)));
    }

    @Test
    void html_without_offsets_in_the_document() {
        Span global = new Span(100, 110);
        NodeSpan inDocument = nodeSpan("/p[1]", 0, "/p[1]", 10, global);
        assertEquals(1, inDocument.iou(nodeSpan("/div", 50, "/div", 60, global)));
        assertEquals(0.5, inDocument.iou(nodeSpan("/p[1]", 5, "/p[1]", 10, null)));
        assertEquals(0, inDocument.iou(nodeSpan("/p[2]", 0, "/p[2]", 10, null)));
        NodeSpan across = nodeSpan("/p[1]", 3, "/p[2]", 10, null);
        assertEquals(1, across.iou(nodeSpan("/p[1]", 3, "/p[2]", 10, null)));
        assertEquals(0, across.iou(nodeSpan("/p[1]", 4, "/p[2]", 10, null)));
        assertEquals(0, across.iou(nodeSpan("/p[1]", 10, "/p[2]", 3, null)));
    }

    private static NodeSpan nodeSpan(String start, double startOffset, String end, double endOffset, Span global) {
        return new NodeSpan(new NodeSpan.End(start, startOffset), new NodeSpan.End(end, endOffset), global);
    }

    @Test
    void answers_at_different_places_never_match() {
        Answer page1 = new Answer.Regions(List.of(region(Box.of(0, 0, 9, 9), new Place(0, 0, ""), "Car")));
        Answer page2 = new Answer.Regions(List.of(region(Box.of(0, 0, 9, 9), new Place(1, 0, ""), "Car")));
        assertEquals(0, score("iou", page1, page2));
    }

    @Test
    void tracks_in_all_frames_that_show_either() {
        Track ten = new Track(List.of(keyframe(1, true, 0), keyframe(10, false, 0)), 0);
        Track five = new Track(List.of(keyframe(1, true, 0), keyframe(5, false, 0)), 0);
        Track moving = new Track(List.of(keyframe(1, true, 0), keyframe(3, true, 20), keyframe(4, false, 20)), 0);
        assertEquals(0.5, ten.iou(five), EXACT);
        assertEquals((1 + 1.0 / 3) / 10, ten.iou(moving), EXACT);
    }

    @Test
    void a_metric_ignores_the_parameters_of_others_and_refuses_wrong_ones() {
        Metrics.of("exact_match", Map.of("threshold", 0.5));
        assertThrows(IllegalArgumentException.class, () -> Metrics.of("semantic_similarity", Map.of()));
        for (Object wrong : List.of("0.5", 1.5, -0.1, Double.NaN, List.of())) {
            assertThrows(IllegalArgumentException.class, () -> Metrics.of("iou_threshold", Map.of("threshold", wrong)));
        }
        assertThrows(
                IllegalArgumentException.class, () -> Metrics.of("text_similarity", Map.of("algorithm", "soundex")));
    }

    private static Track.Keyframe keyframe(long frame, boolean enabled, double x) {
        return new Track.Keyframe(frame, enabled, x, 0, 20, 20, 0);
    }

    private static PairScores chosen(String... choices) {
        return PairScores.of(
                Arrays.stream(choices).map(WorkedFiguresTest::choices).toList(), Metrics.of("exact_match", null));
    }

    private static PairScores atLeast(double threshold, double... scores) {
        return PairScores.of(
                3, Arrays.stream(scores).map(s -> s >= threshold ? 1 : 0).toArray());
    }

    private static double score(String code, Answer a, Answer b) {
        return Metrics.of(code, Map.of()).score(a, b);
    }

    private static double score(String code, Value a, Value b) {
        return score(
                code, new Answer.Values(Map.of(Place.WHOLE_TASK, a)), new Answer.Values(Map.of(Place.WHOLE_TASK, b)));
    }

    private static Answer choices(String... items) {
        return new Answer.Values(Map.of(Place.WHOLE_TASK, Value.Choices.of(List.of(items))));
    }

    private static Value paths(String... paths) {
        return new Value.Paths(
                Set.copyOf(Arrays.stream(paths).map(p -> List.of(p.split("/"))).toList()));
    }

    private static Answer regions(Object... shapesAndLabels) {
        Region[] regions = new Region[shapesAndLabels.length / 2];
        Arrays.setAll(
                regions,
                i -> region((Shape) shapesAndLabels[2 * i], Place.WHOLE_TASK, (String) shapesAndLabels[2 * i + 1]));
        return new Answer.Regions(List.of(regions));
    }

    private static Region region(Shape shape, Place place, String label) {
        return new Region(place, Set.of(label), shape, null);
    }
}
