package dev.interrater.metric;

/**
 * A stretch of characters in a document of nodes: HTML, or the phrases of a dialogue.
 *
 * <p>Two of them are compared by their offsets in the whole document where both have them, otherwise by their offsets in the
 * node that they lie in, and where that is not the same single node, they are equal or have nothing in common.
 *
 * @param startNode where it begins: an XPath, or the number of a phrase
 * @param endNode where it ends
 * @param local offsets in the start node and in the end node
 * @param global offsets in the whole document, or null where not known
 */
public record NodeSpan(String startNode, String endNode, Span local, Span global) implements Shape {

    @Override
    public double iou(Shape other) {
        if (!(other instanceof NodeSpan span)) {
            return 0;
        }
        if (global != null && span.global != null) {
            return global.iou(span.global);
        }
        if (!startNode.equals(span.startNode) || !endNode.equals(span.endNode)) {
            return 0;
        }
        if (!startNode.equals(endNode)) {
            return local.equals(span.local) ? 1 : 0;
        }
        return local.iou(span.local);
    }
}
