package dev.interrater.metric;

/**
 * A stretch of characters in a document of nodes: HTML, or the phrases of a dialogue.
 *
 * <p>Two of them are compared by their offsets in the whole document where both have them, otherwise by their offsets in the
 * node that they lie in. Offsets in different nodes say nothing about each other: where that is not the same single node, the
 * two are the same or have nothing in common.
 *
 * @param start where it begins, or null where only the offsets in the whole document are known
 * @param end where it ends, null together with start
 * @param global offsets in the whole document, or null where not known
 */
public record NodeSpan(End start, End end, Span global) implements Shape {

    /**
     * Where it begins or ends.
     *
     * @param node an XPath, or the number of a phrase
     * @param offset characters from the beginning of that node
     */
    public record End(String node, double offset) {}

    @Override
    public double iou(Shape other) {
        if (!(other instanceof NodeSpan span)) {
            return 0;
        }
        if (global != null && span.global != null) {
            return global.iou(span.global);
        }
        if (start == null || span.start == null) {
            return 0;
        }
        if (isWithin(start.node) && span.isWithin(start.node)) {
            return Span.between(start.offset, end.offset).iou(Span.between(span.start.offset, span.end.offset));
        }
        return start.equals(span.start) && end.equals(span.end) ? 1 : 0;
    }

    private boolean isWithin(String node) {
        return start.node.equals(node) && end.node.equals(node);
    }
}
