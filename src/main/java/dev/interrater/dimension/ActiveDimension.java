package dev.interrater.dimension;

import dev.interrater.labelconfig.ConfigDimension;
import java.util.Map;

/**
 * A dimension that is compared: what the label config says of it, with the metric that is chosen for it.
 *
 * @param id the kept dimension's
 * @param metricType code of the metric that compares its answers
 * @param metricParams those that are not the metric's defaults
 */
public record ActiveDimension(
        long id, ConfigDimension dimension, String metricType, Map<String, Object> metricParams) {}
