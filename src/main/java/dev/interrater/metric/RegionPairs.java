package dev.interrater.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may match whom: the regions of two annotators that lie at the same place, and if asked for, have the same labels. */
final class RegionPairs {

    /** Twenty thousand regions on either side take seconds; what is beyond could take days. */
    private static final long MOST_PAIRS = 400_000_000;

    private static final int ROWS_AT_ONCE = 16;
    private static final int[] NOBODY = {};

    private record Group(Place place, Set<String> labels) {}

    /** Takes regions of the one and the other by their positions in their lists. */
    interface Visitor {
        void visit(int a, int b);
    }

    private RegionPairs() {}

    /**
     * Visits all pairs.
     *
     * @throws IncomparableAnswerException if that would take more than seconds
     */
    static void visit(List<Region> a, List<Region> b, boolean sameLabels, Visitor visitor) {
        if ((long) a.size() * b.size() > MOST_PAIRS) {
            throw new IncomparableAnswerException("too many regions to compare: " + a.size() + " with " + b.size());
        }
        Map<Group, List<Integer>> groups = new HashMap<>();
        for (int j = 0; j < b.size(); j++) {
            groups.computeIfAbsent(group(b.get(j), sameLabels), group -> new ArrayList<>())
                    .add(j);
        }
        Map<Group, int[]> others = new HashMap<>();
        groups.forEach((group, members) ->
                others.put(group, members.stream().mapToInt(Integer::intValue).toArray()));
        for (int i = 0; i < a.size(); i++) {
            if (i % ROWS_AT_ONCE == 0) {
                Deadline.check();
            }
            for (int j : others.getOrDefault(group(a.get(i), sameLabels), NOBODY)) {
                visitor.visit(i, j);
            }
        }
    }

    private static Group group(Region region, boolean sameLabels) {
        return new Group(region.place(), sameLabels ? region.labels() : Set.of());
    }
}
