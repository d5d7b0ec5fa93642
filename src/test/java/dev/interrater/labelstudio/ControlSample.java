package dev.interrater.labelstudio;

import java.util.List;
import java.util.Map;

/**
 * Two answers in one kind of control, as Label Studio's editor writes them, and how much they agree.
 *
 * @param tag the control tag
 * @param object the object tag that it is about where no template of Label Studio's has it
 * @param answer the value of the result: JSON in which LABEL and OTHER are the first two labels of the control
 * @param other another one
 * @param score how much the two agree by the control's default metric
 */
record ControlSample(String tag, String object, String answer, String other, double score) {
    private static final double THIRD = 1.0 / 3;

    /** Every control that is compared by more than equality, and the others that Label Studio has. */
    static final List<ControlSample> ALL = List.of(
            new ControlSample("Choices", "Text", "{'choices': ['LABEL']}", "{'choices': ['OTHER']}", 0),
            new ControlSample(
                    "Taxonomy", "Text", "{'taxonomy': [['A', 'B'], ['C']]}", "{'taxonomy': [['A'], ['C']]}", 0),
            new ControlSample("Pairwise", "Text", "{'selected': 'left'}", "{'selected': 'right'}", 0),
            new ControlSample("DateTime", "Text", "{'datetime': '2026-03-09'}", "{'datetime': '2026-03-10'}", 0),
            new ControlSample("Ranker", "List", "{'ranker': {'_': ['1', '2']}}", "{'ranker': {'_': ['2', '1']}}", 0),
            new ControlSample("Number", "Text", "{'number': 4}", "{'number': 5}", 0.5),
            new ControlSample("Rating", "Text", "{'rating': 4}", "{'rating': 2}", THIRD),
            new ControlSample("TextArea", "Text", "{'text': ['two dogs']}", "{'text': ['two cats']}", 0.625),
            new ControlSample(
                    "Chat",
                    "Chat",
                    "{'chatmessage': {'role': 'user', 'content': 'Hello', 'createdAt': 1710000000000}}",
                    "{'chatmessage': {'role': 'user', 'content': 'Bye', 'createdAt': 1710000000000}}",
                    0),
            box("Rectangle", ""),
            box("RectangleLabels", ", 'rectanglelabels': ['LABEL']"),
            polygon("Polygon", ""),
            polygon("PolygonLabels", ", 'polygonlabels': ['LABEL']"),
            ellipse("Ellipse", ""),
            ellipse("EllipseLabels", ", 'ellipselabels': ['LABEL']"),
            new ControlSample(
                    "KeyPoint", "Image", "{'x': 10, 'y': 10, 'width': 0.5}", "{'x': 30, 'y': 10, 'width': 0.5}", 0),
            new ControlSample(
                    "KeyPointLabels",
                    "Image",
                    "{'x': 10, 'y': 10, 'width': 0.5, 'keypointlabels': ['LABEL']}",
                    "{'x': 30, 'y': 10, 'width': 0.5, 'keypointlabels': ['LABEL']}",
                    0),
            new ControlSample(
                    "BrushLabels",
                    "Image",
                    "{'format': 'rle', 'rle': [0, 0, 0, 64, 57, 27, 254, 22, 0, 3, 254, 32, 0, 63, 241, 24, 0], 'brushlabels': ['LABEL']}",
                    "{'format': 'rle', 'rle': [0, 0, 0, 64, 57, 27, 254, 38, 0, 3, 254, 32, 0, 63, 240, 152, 0], 'brushlabels': ['LABEL']}",
                    0),
            new ControlSample(
                    "VectorLabels",
                    "Image",
                    "{'closed': false, 'vertices': [{'id': 'a', 'x': 1, 'y': 1}, {'id': 'b', 'x': 9, 'y': 9}],"
                            + " 'vectorlabels': ['LABEL']}",
                    "{'closed': false, 'vertices': [{'id': 'a', 'x': 1, 'y': 1}, {'id': 'b', 'x': 5, 'y': 9}],"
                            + " 'vectorlabels': ['LABEL']}",
                    0),
            new ControlSample(
                    "OcrLabels",
                    "Pdf",
                    "{'pageIndex': 0, 'x': 4, 'y': 8, 'width': 30, 'height': 3, 'rotation': 0, 'ocrtext': 'Total 12',"
                            + " 'ocrlabels': ['LABEL']}",
                    "{'pageIndex': 0, 'x': 4, 'y': 9, 'width': 30, 'height': 3, 'rotation': 0, 'ocrtext': 'Total 21',"
                            + " 'ocrlabels': ['LABEL']}",
                    0),
            new ControlSample(
                    "Labels",
                    "Text",
                    "{'start': 0, 'end': 10, 'text': 'x', 'labels': ['LABEL']}",
                    "{'start': 5, 'end': 15, 'text': 'x', 'labels': ['LABEL']}",
                    THIRD),
            new ControlSample(
                    "HyperTextLabels",
                    "HyperText",
                    "{'start': '/div[1]/text()[1]', 'end': '/div[1]/text()[1]', 'startOffset': 0, 'endOffset': 10,"
                            + " 'globalOffsets': {'start': 0, 'end': 10}, 'text': 'x', 'hypertextlabels': ['LABEL']}",
                    "{'start': '/div[1]/text()[1]', 'end': '/div[1]/text()[1]', 'startOffset': 5, 'endOffset': 15,"
                            + " 'globalOffsets': {'start': 5, 'end': 15}, 'text': 'x', 'hypertextlabels': ['LABEL']}",
                    THIRD),
            new ControlSample(
                    "ParagraphLabels",
                    "Paragraphs",
                    "{'start': '0', 'end': '0', 'startOffset': 0, 'endOffset': 10, 'text': 'x',"
                            + " 'paragraphlabels': ['LABEL']}",
                    "{'start': '0', 'end': '0', 'startOffset': 5, 'endOffset': 15, 'text': 'x',"
                            + " 'paragraphlabels': ['LABEL']}",
                    THIRD),
            new ControlSample(
                    "TimeSeriesLabels",
                    "TimeSeries",
                    "{'start': 0, 'end': 10, 'instant': false, 'timeserieslabels': ['LABEL']}",
                    "{'start': 5, 'end': 15, 'instant': false, 'timeserieslabels': ['LABEL']}",
                    THIRD),
            new ControlSample(
                    "TimelineLabels",
                    "Video",
                    "{'ranges': [{'start': 1, 'end': 10}], 'timelinelabels': ['LABEL']}",
                    "{'ranges': [{'start': 6, 'end': 15}], 'timelinelabels': ['LABEL']}",
                    THIRD),
            new ControlSample(
                    "VideoRectangle",
                    "Video",
                    "{'framesCount': 120, 'duration': 4.8, 'labels': ['LABEL'], 'sequence': [{'frame': 1, 'time': 0.04,"
                            + " 'enabled': true, 'x': 10, 'y': 10, 'width': 20, 'height': 20, 'rotation': 0}]}",
                    "{'framesCount': 120, 'duration': 4.8, 'labels': ['LABEL'], 'sequence': [{'frame': 1, 'time': 0.04,"
                            + " 'enabled': true, 'x': 30, 'y': 10, 'width': 20, 'height': 20, 'rotation': 0}]}",
                    0));

    private static ControlSample box(String tag, String labels) {
        String box = "{'x': %d, 'y': 10, 'width': 20, 'height': 20, 'rotation': 0" + labels + "}";
        return new ControlSample(tag, "Image", box.formatted(10), box.formatted(20), THIRD);
    }

    private static ControlSample polygon(String tag, String labels) {
        String square = "{'points': [[%1$d, 10], [%2$d, 10], [%2$d, 30], [%1$d, 30]], 'closed': true" + labels + "}";
        return new ControlSample(tag, "Image", square.formatted(10, 30), square.formatted(20, 40), THIRD);
    }

    private static ControlSample ellipse(String tag, String labels) {
        String ellipse = "{'x': %d, 'y': 40, 'radiusX': 8, 'radiusY': 5, 'rotation': 0" + labels + "}";
        return new ControlSample(tag, "Image", ellipse.formatted(50), ellipse.formatted(52), 0);
    }

    /** A label config with just this control. */
    String config() {
        String children = tag.endsWith("Labels") ? "<Label value='One'/><Label value='Two'/>" : "";
        return "<View><%2$s name='thing' value='$thing'/><%1$s name='control' toName='thing'>%3$s</%1$s></View>"
                .formatted(
                        tag, object, tag.equals("Choices") ? "<Choice value='One'/><Choice value='Two'/>" : children);
    }

    /** One item of a result that says this in a control of a config. */
    Map<String, Object> item(LabelConfigControl control, String value) {
        return Map.of(
                "id",
                "region",
                "from_name",
                control.name(),
                "to_name",
                control.object(),
                "type",
                tag.toLowerCase(),
                "origin",
                "manual",
                "original_width",
                100,
                "original_height",
                100,
                "image_rotation",
                0,
                "value",
                control.value(value));
    }
}
