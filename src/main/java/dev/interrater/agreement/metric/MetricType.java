package dev.interrater.agreement.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A kind of metric; with its parameters filled in it is a {@link Metric}.
 *
 * @param code what {@code metric_type} calls it
 * @param parameters those it understands
 * @param binary whether it only ever gives 0 or 1, as consensus needs
 * @param maker makes the metric from complete parameters
 */
public record MetricType(String code, List<Parameter> parameters, boolean binary, Function<Settings, Metric> maker) {

    /** Scores of a threshold's worth may miss it by what summing them up in another order can make. */
    static final double ROUNDING = 1e-9;

    private static final String THRESHOLD = "threshold";

    /** Complete parameters of a metric: what was given, defaults for the rest. */
    static final class Settings {
        private final Map<String, Object> values = new LinkedHashMap<>();

        double number(String name) {
            return (double) values.get(name);
        }

        String word(String name) {
            return (String) values.get(name);
        }
    }

    /**
     * The metric with these parameters.
     *
     * @param params {@code metric_params}; missing ones have their defaults, those of other metrics are ignored, null is none
     * @throws IllegalArgumentException with a sentence for people, if one has a value that it cannot have
     */
    public Metric with(Map<String, ?> params) {
        Settings settings = new Settings();
        for (Parameter parameter : parameters) {
            Object given = params == null ? null : params.get(parameter.name());
            settings.values.put(parameter.name(), parameter.valueOf(given));
        }
        return maker.apply(settings);
    }

    /** The threshold variant: 1 for a score of at least {@code threshold}, otherwise 0. */
    MetricType thresholded(double defaultThreshold) {
        List<Parameter> withThreshold = Stream.concat(
                        parameters.stream(), Stream.of(Parameter.number(THRESHOLD, defaultThreshold, 0, 1)))
                .toList();
        return new MetricType(code + "_threshold", withThreshold, true, settings -> {
            Metric metric = maker.apply(settings);
            double threshold = settings.number(THRESHOLD);
            return (a, b) -> metric.compare(a, b) + ROUNDING >= threshold ? 1 : 0;
        });
    }
}
