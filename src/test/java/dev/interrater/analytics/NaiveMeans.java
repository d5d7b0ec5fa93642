package dev.interrater.analytics;

import dev.interrater.testing.StoredResults;
import dev.interrater.testing.StoredResults.PairScore;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which scores count, and their mean. */
final class NaiveMeans {
    static final long OVERALL = 0;
    private static final long TRUTH = 0;

    private NaiveMeans() {}

    static Set<String> labels(List<PairScore> pairs) {
        return pairs.stream().map(PairScore::label).collect(Collectors.toCollection(TreeSet::new));
    }

    static Stream<PairScore> whole(StoredResults stored, long dimension) {
        return stored.pairs().stream()
                .filter(pair -> pair.dimension() == dimension && pair.label().isEmpty());
    }

    static Predicate<PairScore> with(long participant, Predicate<Long> others) {
        return pair -> pair.first() == participant && others.test(pair.second())
                || pair.second() == participant && others.test(pair.first());
    }

    static boolean isPeople(PairScore pair) {
        return isUser(pair.first()) && isUser(pair.second());
    }

    static boolean isUser(long participant) {
        return participant > TRUTH;
    }

    static boolean isTruth(long participant) {
        return participant == TRUTH;
    }

    static boolean isModel(long participant) {
        return participant < TRUTH;
    }

    static <T> Double mean(Stream<T> of, ToDoubleFunction<T> score) {
        OptionalDouble mean = of.mapToDouble(score).average();
        return mean.isPresent() ? mean.getAsDouble() : null;
    }
}
