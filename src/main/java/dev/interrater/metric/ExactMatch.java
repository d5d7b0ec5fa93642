package dev.interrater.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * 1 if the answers are equal, otherwise 0. Chosen items must be the same in the same order; of paths and regions there must
 * be the same, in any order.
 */
final class ExactMatch implements Metric {

    static final MetricType TYPE = new MetricType("exact_match", List.of(), true, settings -> new ExactMatch());

    @Override
    public double compare(Answer a, Answer b) {
        if (a instanceof Answer.Regions one && b instanceof Answer.Regions other) {
            return one.regions().size() == other.regions().size() && counts(one).equals(counts(other)) ? 1 : 0;
        }
        return a.equals(b) ? 1 : 0;
    }

    private static Map<Region, Integer> counts(Answer.Regions answer) {
        Map<Region, Integer> counts = new HashMap<>();
        for (Region region : answer.regions()) {
            Deadline.check();
            counts.merge(region, 1, Integer::sum);
        }
        return counts;
    }
}
