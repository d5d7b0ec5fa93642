package dev.interrater.dimension;

import dev.interrater.labelconfig.ConfigDimension;
import java.util.Map;

/**
 * A dimension of a project's label config with what the database keeps about it.
 *
 * @param metricType code of the metric that compares its answers
 * @param metricParams those that are not the metric's defaults
 */
public record Dimension(long id, ConfigDimension dimension, String metricType, Map<String, Object> metricParams) {}
