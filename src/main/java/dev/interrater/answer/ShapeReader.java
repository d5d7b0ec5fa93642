package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.labelconfig.ControlTag;
import dev.interrater.metric.ConvexPolygon;
import dev.interrater.metric.Drawing;
import dev.interrater.metric.Ellipse;
import dev.interrater.metric.NodeSpan;
import dev.interrater.metric.Outline;
import dev.interrater.metric.Point;
import dev.interrater.metric.Ranges;
import dev.interrater.metric.Shape;
import dev.interrater.metric.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads where the region of an item lies. The fields of its value tell the kind of shape, its tag only what must be there. */
final class ShapeReader {

    /** Far beyond every image, and near enough that no product of sizes overflows. */
    private static final double FARTHEST = 1e9;

    /** Far beyond every video. */
    static final long LAST_FRAME = 1_000_000_000_000L;

    private final ResultItem item;
    private final JsonNode value;

    private ShapeReader(ResultItem item) {
        this.item = item;
        this.value = item.value();
    }

    /** The shape that the item itself has, if it has one of those that its control makes. */
    static Optional<Shape> find(ResultItem item) {
        return fits(item.control(), item) ? Optional.ofNullable(new ShapeReader(item).read()) : Optional.empty();
    }

    /** The shape of an item that must have one: what is missing in it is the reason why it cannot be read. */
    static Shape read(ResultItem item) {
        ShapeReader reader = new ShapeReader(item);
        return switch (item.control().type().toLowerCase(Locale.ROOT)) {
            case "rectangle", "rectanglelabels" -> reader.rectangle();
            case "polygon", "polygonlabels" -> reader.outline();
            case "ellipse", "ellipselabels" -> reader.ellipse();
            case "keypoint", "keypointlabels" -> reader.point();
            case "brush", "brushlabels" -> MaskReader.read(item);
            case "hypertextlabels", "paragraphlabels" -> reader.nodeSpan();
            case "timeserieslabels" -> reader.span();
            case "timelinelabels" -> reader.ranges();
            case "videorectangle" -> TrackReader.read(item);
            default -> new Drawing(CanonicalJson.of(reader.value));
        };
    }

    /** Whether an item has a shape that a control makes, as far as the control's tag tells. */
    static boolean fits(ControlTag control, ResultItem item) {
        JsonNode value = item.value();
        return switch (control.type().toLowerCase(Locale.ROOT)) {
            case "rectangle", "rectanglelabels" -> value.has("x") && value.has("height");
            case "polygon", "polygonlabels" -> value.has("points");
            case "ellipse", "ellipselabels" -> value.has("radiusX");
            case "keypoint", "keypointlabels" -> value.has("x") && !value.has("height") && !value.has("radiusX");
            case "brush", "brushlabels", "magicwand" -> value.has("rle");
            case "bitmask", "bitmasklabels" -> value.has("imageDataURL");
            case "vector", "vectorlabels" -> value.has("vertices");
            case "hypertextlabels", "paragraphlabels" -> value.has("startOffset") || value.has("globalOffsets");
            case "timeserieslabels" -> value.has("start");
            case "timelinelabels" -> value.has("ranges");
            case "videorectangle", "videovector", "videovectorlabels" -> value.has("sequence");
            default -> true;
        };
    }

    private Shape read() {
        if (value.has("sequence")) {
            return TrackReader.read(item);
        } else if (value.has("ranges")) {
            return ranges();
        } else if (value.has("rle")) {
            return MaskReader.read(item);
        } else if (value.has("points")) {
            return outline();
        } else if (value.has("radiusX")) {
            return ellipse();
        } else if (value.has("startOffset") || value.has("globalOffsets")) {
            return nodeSpan();
        } else if (value.has("start")) {
            return span();
        } else if (value.has("x") && value.has("height")) {
            return rectangle();
        } else if (value.has("x")) {
            return point();
        }
        return value.has("vertices") || value.has("imageDataURL") ? new Drawing(CanonicalJson.of(geometry())) : null;
    }

    private JsonNode geometry() {
        return value.has("vertices") ? value.path("vertices") : value.path("imageDataURL");
    }

    private Shape rectangle() {
        return ConvexPolygon.rectangle(
                number("x"), number("y"), number("width"), number("height"), rotation(), aspectRatio(item));
    }

    private Shape ellipse() {
        double radiusX = Math.abs(number("radiusX"));
        double radiusY = Math.abs(number("radiusY"));
        double radians = Math.toRadians(rotation());
        double cos = Math.cos(radians);
        double sin = Math.sin(radians);
        double ratio = aspectRatio(item);
        return new Ellipse(
                number("x"), number("y"), radiusX * cos, radiusX * sin * ratio, -radiusY * sin / ratio, radiusY * cos);
    }

    private Shape outline() {
        JsonNode points = item.required("points");
        double[] xs = new double[points.size()];
        double[] ys = new double[points.size()];
        for (int i = 0; i < xs.length; i++) {
            JsonNode point = points.path(i);
            if (!point.isArray() || point.size() < 2) {
                throw item.malformed("a point is no pair of numbers");
            }
            xs[i] = finite(item, point.path(0), "a point");
            ys[i] = finite(item, point.path(1), "a point");
        }
        return new Outline(xs, ys);
    }

    private Shape point() {
        return new Point(number("x") + 0.0, number("y") + 0.0);
    }

    private Shape span() {
        return Span.between(position("start"), position("end"));
    }

    private double position(String field) {
        return Positions.read(item.required(field), item.control().timeFormat())
                .orElseThrow(() -> item.malformed(field + " is no position and no time that can be read"));
    }

    private Shape nodeSpan() {
        JsonNode global = value.path("globalOffsets");
        Span globalOffsets = global.isObject() ? between(global, "start", "end") : null;
        if (!value.has("startOffset") && globalOffsets == null) {
            throw item.malformed("startOffset is missing");
        }
        return value.has("startOffset")
                ? new NodeSpan(end("start", "startOffset"), end("end", "endOffset"), globalOffsets)
                : new NodeSpan(null, null, globalOffsets);
    }

    private NodeSpan.End end(String node, String offset) {
        return new NodeSpan.End(value.path(node).asText(), number(offset) + 0.0);
    }

    private Span between(JsonNode object, String from, String to) {
        return Span.between(number(item, object, from), number(item, object, to));
    }

    private Shape ranges() {
        JsonNode list = item.required("ranges");
        List<Ranges.Range> ranges = new ArrayList<>(list.size());
        for (JsonNode range : list) {
            long start = frame(item, range, "start");
            long end = frame(item, range, "end");
            ranges.add(new Ranges.Range(Math.min(start, end), Math.max(start, end)));
        }
        if (ranges.isEmpty()) {
            throw item.malformed("ranges are missing");
        }
        return new Ranges(ranges);
    }

    /** Width of the image over its height, in pixels; 1 where one of them is not known. */
    private static double aspectRatio(ResultItem item) {
        double ratio = item.json().path("original_width").asDouble()
                / item.json().path("original_height").asDouble();
        return ratio > 1 / FARTHEST && ratio < FARTHEST ? ratio : 1;
    }

    private double rotation() {
        return value.hasNonNull("rotation") ? number("rotation") % 360 : 0;
    }

    private double number(String field) {
        return number(item, value, field);
    }

    static long frame(ResultItem item, JsonNode object, String field) {
        JsonNode number = object.path(field);
        if (!number.isNumber() || !(Math.abs(number.doubleValue()) <= LAST_FRAME)) {
            throw item.malformed(field + " is no frame");
        }
        return number.longValue();
    }

    static double number(ResultItem item, JsonNode object, String field) {
        return finite(item, object.path(field), field);
    }

    private static double finite(ResultItem item, JsonNode number, String field) {
        if (number.isMissingNode() || number.isNull()) {
            throw item.malformed(field + " is missing");
        }
        if (!number.isNumber() || !(Math.abs(number.doubleValue()) <= FARTHEST)) {
            throw item.malformed(field + " is no number in range");
        }
        return number.doubleValue();
    }
}
