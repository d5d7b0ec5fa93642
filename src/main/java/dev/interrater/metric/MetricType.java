package dev.interrater.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** A kind of metric; with its parameters filled in it is a {@link Metric}. */
public final class MetricType {

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

    private final String code;
    private final List<Parameter> parameters;
    private final boolean binary;
    private final Function<Settings, Metric> maker;

    MetricType(String code, List<Parameter> parameters, boolean binary, Function<Settings, Metric> maker) {
        this.code = code;
        this.parameters = parameters;
        this.binary = binary;
        this.maker = maker;
    }

    /** What {@code metric_type} calls it. */
    public String code() {
        return code;
    }

    /** Those that it understands. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Whether it says yes or no, as consensus needs; a pair matches with a score of 1. */
    public boolean binary() {
        return binary;
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
        return make(settings);
    }

    /** Makes the metric from complete parameters. */
    Metric make(Settings settings) {
        return maker.apply(settings);
    }

    /** The threshold variant: 1 for a score of at least {@code threshold}, otherwise 0. */
    MetricType thresholded(double defaultThreshold) {
        List<Parameter> withThreshold = Stream.concat(
                        parameters.stream(),
                        Stream.of(Parameter.share(
                                THRESHOLD, "Similarity from which two answers match", defaultThreshold)))
                .toList();
        return new MetricType(code + "_threshold", withThreshold, true, settings -> {
            Metric metric = maker.apply(settings);
            double threshold = settings.number(THRESHOLD);
            return (a, b) -> metric.compare(a, b) + ROUNDING >= threshold ? 1 : 0;
        });
    }
}
