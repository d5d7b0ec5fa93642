package dev.interrater.metric;

import java.util.List;

/** How near two numbers are: 1 / (1 + |a - b|), or whether they differ by at most {@code max_difference}. */
final class NumericDifference implements ValueMetric {

    static final MetricType TYPE =
            new MetricType("numeric_difference", List.of(), false, settings -> new NumericDifference());

    static final MetricType THRESHOLD = new MetricType(
            "numeric_difference_threshold",
            List.of(Parameter.distance("max_difference", "Difference up to which two numbers match", 1)),
            true,
            settings -> {
                double most = settings.number("max_difference") + MetricType.ROUNDING;
                ValueMetric within = (a, b) -> difference(a, b) <= most ? 1 : 0;
                return within;
            });

    @Override
    public double compare(Value a, Value b) {
        return 1 / (1 + difference(a, b));
    }

    private static double difference(Value a, Value b) {
        return Math.abs(ValueMetric.as(Value.Quantity.class, a).amount()
                - ValueMetric.as(Value.Quantity.class, b).amount());
    }
}
