package dev.interrater.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link MetricScores} with JMH and prints a table of what came of it; {@code -Dsubject=} takes one row only. */
class MetricBenchmark {
    @Test
    void scores() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(MetricScores.class.getName());
        String subject = System.getProperty("subject");
        if (subject != null) {
            options.param("subject", subject);
        }
        Map<String, Double> metric = new TreeMap<>();
        Map<String, Double> exactMatch = new TreeMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            (result.getPrimaryResult().getLabel().equals("metric") ? metric : exactMatch)
                    .put(
                            result.getParams().getParam("subject"),
                            result.getPrimaryResult().getScore());
        }

        assertEquals(metric.keySet(), exactMatch.keySet());
        System.out.printf(
                "| metric | answers | size of each | ms | scores/s | times exact_match |%n|---|---|---|---|---|---|%n");
        metric.forEach((name, seconds) -> System.out.printf(
                "| `%s` | %s | %s | %,.4f | %,.0f | %,.0f |%n",
                name.split("/")[0],
                name.split("/")[1],
                name.split("/")[2],
                seconds * 1000,
                1 / seconds,
                seconds / exactMatch.get(name)));
    }
}
