package dev.interrater.metric;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The Jaccard index over nodes of a taxonomy: only those chosen, or also all above them. */
final class Taxonomy {

    static final MetricType PATHS = type("taxonomy_paths", UnaryOperator.identity());
    static final MetricType SUBTREE = type("taxonomy_subtree", Taxonomy::withNodesAbove);

    private Taxonomy() {}

    private static MetricType type(String code, UnaryOperator<Set<List<String>>> nodes) {
        ValueMetric metric = (a, b) -> Jaccard.index(nodes.apply(paths(a)), nodes.apply(paths(b)));
        return new MetricType(code, List.of(), false, settings -> metric);
    }

    private static Set<List<String>> paths(Value value) {
        return ValueMetric.as(Value.Paths.class, value).paths();
    }

    private static Set<List<String>> withNodesAbove(Set<List<String>> paths) {
        Set<List<String>> nodes = new HashSet<>();
        for (List<String> path : paths) {
            for (int depth = path.size(); depth > 0 && nodes.add(path.subList(0, depth)); depth--) {
                // A node that is there already has brought all nodes above it.
                Deadline.check();
            }
        }
        return nodes;
    }
}
