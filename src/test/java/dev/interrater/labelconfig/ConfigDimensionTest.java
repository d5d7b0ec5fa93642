package dev.interrater.labelconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.metric.MetricType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDimensionTest {

    @Test
    void a_control_per_region_makes_a_dimension_for_every_kind_of_region() {
        List<ConfigDimension> dimensions = dimensions("""
                <View>
                  <RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels>
                  <PolygonLabels name="poly" toName="img"><Label value="Car"/></PolygonLabels>
                  <Labels name="ner" toName="txt"><Label value="Car"/></Labels>
                  <Choices name="kind" toName="img" perRegion="true"><Choice value="Old"/></Choices>
                  <TextArea name="note" toName="img" perRegion="true" whenTagName="poly"/>
                  <Rating name="stars" toName="aud" perRegion="true"/>
                </View>
                """, "null");
        assertEquals(
                List.of("box", "poly", "ner", "kind per box", "kind per poly", "note per poly", "stars"),
                dimensions.stream().map(ConfigDimension::name).toList());
        assertEquals("Choices per PolygonLabels", dimensions.get(4).controlTag());
        assertEquals("polygon_labels", dimensions.get(4).allowedMetrics().get(0).code());
        assertEquals(List.of("Old"), dimensions.get(4).valuesEnum());
        assertEquals("polygon_text", dimensions.get(5).allowedMetrics().get(0).code());
        assertFalse(dimensions.get(4).isCategorical());
    }

    @ParameterizedTest
    @CsvSource({
        "Choices, exact_match, exact_match, true",
        "Taxonomy, exact_match, exact_match, true",
        "Pairwise, exact_match, exact_match, true",
        "DateTime, exact_match, exact_match, true",
        "Ranker, exact_match, exact_match, true",
        "Number, numeric_difference, numeric_difference_threshold, false",
        "Rating, numeric_difference, numeric_difference_threshold, false",
        "TextArea, text_similarity, text_similarity_threshold, false",
        "Rectangle, iou, iou_threshold, false",
        "RectangleLabels, iou, iou_threshold, false",
        "rectanglelabels, iou, iou_threshold, false",
        "PolygonLabels, polygon_iou, polygon_iou_threshold, false",
        "EllipseLabels, exact_match, exact_match, false",
        "BrushLabels, exact_match, exact_match, false",
        "BitMaskLabels, exact_match, exact_match, false",
        "KeyPointLabels, exact_match, exact_match, false",
        "VectorLabels, exact_match, exact_match, false",
        "Labels, span_overlap, span_overlap_threshold, false",
        "ParagraphLabels, span_overlap, span_overlap_threshold, false",
        "TimeSeriesLabels, span_overlap, span_overlap_threshold, false",
        "TimelineLabels, span_overlap, span_overlap_threshold, false",
        "HyperTextLabels, html_span_overlap, html_span_overlap_threshold, false",
        "VideoRectangle, exact_frames, exact_frames_threshold, false",
        "SomethingNew, exact_match, exact_match, false"
    })
    void every_tag_has_a_default_metric_and_one_for_consensus(
            String tag, String pairwise, String consensus, boolean categorical) {
        ConfigDimension dimension = dimensions("<View><" + tag + " name='c' toName='t'/></View>", "null")
                .get(0);
        assertEquals(pairwise, dimension.allowedMetrics().get(0).code());
        assertEquals(consensus, dimension.allowedMetricsUnderConsensus().get(0).code());
        assertEquals(categorical, dimension.isCategorical());
        assertTrue(dimension.allowedMetrics().stream().map(MetricType::code).anyMatch("exact_match"::equals));
        assertNull(dimension.valuesEnum());
    }

    @Test
    void only_several_choices_can_be_compared_as_sets() {
        assertEquals(List.of("exact_match"), codes("<View><Choices name='c' toName='t'/></View>"));
        assertEquals(
                List.of("exact_match", "jaccard", "jaccard_threshold"),
                codes("<View><Choices name='c' toName='t' choice='multiple'/></View>"));
    }

    @Test
    void weights_are_those_of_the_project_and_otherwise_1() {
        String weights = """
                {"a": {"overall": 0.3, "type": "Number", "labels": {}}, "b": {"overall": 0}, "c": {"overall": "x"},
                 "d": null, "e": {"overall": -1}}
                """;
        String config = "<View>"
                + List.of("a", "b", "c", "d", "e", "f").stream()
                        .map("<Number name='%s' toName='t'/>"::formatted)
                        .reduce("", String::concat)
                + "</View>";
        assertEquals(
                List.of(0.3, 0.0, 1.0, 1.0, 1.0, 1.0),
                dimensions(config, weights).stream()
                        .map(ConfigDimension::weight)
                        .toList());
        assertEquals(
                1, ConfigDimension.of(LabelConfig.parse(config), null).get(0).weight());
    }

    @Test
    void names_fit_and_stay_different() {
        String longName = "n".repeat(300);
        List<ConfigDimension> dimensions = dimensions(
                "<View><Number name='%s1' toName='t'/><Number name='%s2' toName='t'/></View>"
                        .formatted(longName, longName),
                "{}");
        assertEquals(
                2, dimensions.stream().map(ConfigDimension::name).distinct().count());
        assertTrue(dimensions.stream().allMatch(d -> d.name().length() <= 255));
    }

    private static List<String> codes(String config) {
        return dimensions(config, "{}").get(0).allowedMetrics().stream()
                .map(MetricType::code)
                .toList();
    }

    private static List<ConfigDimension> dimensions(String config, String weights) {
        try {
            return ConfigDimension.of(LabelConfig.parse(config), new ObjectMapper().readTree(weights));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
