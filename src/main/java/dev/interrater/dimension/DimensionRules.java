package dev.interrater.dimension;

import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.ValuePath;
import dev.interrater.metric.MetricType;
import dev.interrater.metric.Metrics;
import dev.interrater.metric.Parameter;
import dev.interrater.web.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What may be set on a dimension of a project. Everything that a request gets wrong is refused by the name of its field, and
 * told by {@link Fields#verify}.
 *
 * @param config the dimensions of the project's label config
 * @param consensus whether only metrics are allowed that say yes or no
 */
record DimensionRules(List<ConfigDimension> config, boolean consensus) {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_DESCRIPTION = 10_000;
    private static final int LONGEST_CODE = 32;

    /** What the label config, or Label Studio's control weights, decide of any dimension. */
    private static final List<String> DECIDED_ELSEWHERE =
            List.of("control_tag", "weight", "values_enum", "is_categorical");

    /** The metrics that may compare a dimension's answers, the default one first; none where its control is gone. */
    List<MetricType> allowed(Dimension dimension) {
        ConfigDimension source = source(dimension);
        if (source == null) {
            return List.of();
        }
        return consensus ? source.allowedMetricsUnderConsensus() : source.allowedMetrics();
    }

    /** Whether it is listed: a dimension of the label config is no longer when its control is gone. */
    boolean exists(Dimension dimension) {
        return dimension.isUserDefined || source(dimension) != null;
    }

    /** Sets what a new dimension is to be: the name is required, and where its answers come from. */
    void define(Dimension dimension, Fields fields) {
        String method = fields.text("extraction_method", LONGEST_CODE);
        dimension.extractionMethod = method == null ? Dimension.CONTROL_TAG : method;
        if (fields.object("extraction_method_params") == null) {
            fields.require("extraction_method_params");
        }
        setExtraction(dimension, fields);
        set(dimension, fields, true);
        ConfigDimension source = source(dimension);
        if (source != null && dimension.metricType == null) {
            dimension.metricType = allowed(dimension).get(0).code();
        }
    }

    /**
     * Sets those fields that a request has.
     *
     * @param whole whether the request has to have all fields that are required
     */
    void set(Dimension dimension, Fields fields, boolean whole) {
        setName(dimension, fields, whole);
        String description = fields.text("description", LONGEST_DESCRIPTION);
        dimension.description = description == null ? dimension.description : description;
        Boolean active = fields.bool("is_active");
        dimension.isActive = active == null ? dimension.isActive : active;
        Integer order = fields.integer("order", 0, Integer.MAX_VALUE);
        dimension.order = order == null ? dimension.order : order;
        DECIDED_ELSEWHERE.stream()
                .filter(fields::has)
                .forEach(name -> fields.refuse(name, "The label config decides this."));
        if (fields.has("is_user_defined") && !Objects.equals(fields.bool("is_user_defined"), dimension.isUserDefined)) {
            fields.refuse("is_user_defined", "This cannot be changed.");
        }
        if (dimension.id != null) {
            changeExtraction(dimension, fields);
        }
        setMetric(dimension, fields);
    }

    private void setName(Dimension dimension, Fields fields, boolean required) {
        String name = fields.text("name", LONGEST_NAME);
        if (name == null) {
            if (required) {
                fields.require("name");
            }
        } else if (name.isBlank()) {
            fields.refuse("name", "This field may not be blank.");
        } else if (config.stream().anyMatch(control -> control.name().equals(name))
                && !name.equals(dimension.configName)) {
            fields.refuse("name", "A control of the label config has this name.");
        } else {
            dimension.name = name;
        }
    }

    /** Of the label config's dimensions nothing of it can be changed; of others all. */
    private void changeExtraction(Dimension dimension, Fields fields) {
        String method = fields.text("extraction_method", LONGEST_CODE);
        Fields params = fields.object("extraction_method_params");
        if (dimension.isUserDefined) {
            dimension.extractionMethod = method == null ? dimension.extractionMethod : method;
            if (params != null || method != null) {
                setExtraction(dimension, fields);
            }
            return;
        }
        if (method != null && !method.equals(dimension.extractionMethod)) {
            fields.refuse("extraction_method", "The label config decides this.");
        }
        if (params != null && !params.values().equals(dimension.extractionParams())) {
            fields.refuse("extraction_method_params", "The label config decides this.");
        }
    }

    private void setExtraction(Dimension dimension, Fields fields) {
        Fields params = fields.object("extraction_method_params");
        Map<String, Object> extraction = new LinkedHashMap<>();
        boolean path = dimension.extractionMethod.equals(Dimension.JSON_PATH);
        if (!path && !dimension.extractionMethod.equals(Dimension.CONTROL_TAG)) {
            fields.refuse("extraction_method", "\"" + dimension.extractionMethod + "\" is not a valid choice.");
        } else if (params != null) {
            String key = path ? "from_name" : Dimension.CONTROL_TAG;
            extraction.put(key, control(params, key));
            if (path) {
                extraction.put("path", path(params));
            }
            Set<String> known = extraction.keySet();
            params.values().keySet().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> params.refuse(name, "There is no such parameter."));
            dimension.extractionMethodParams = extraction;
            ConfigDimension source = source(dimension);
            dimension.controlTag = source == null || path ? null : source.controlTag();
            dimension.isCategorical = source != null && source.isCategorical();
        }
    }

    private String control(Fields params, String key) {
        String name = params.text(key, LONGEST_NAME);
        if (name == null) {
            return params.require(key);
        }
        return config.stream().anyMatch(control -> control.name().equals(name))
                ? name
                : params.refuse(key, "The label config has no such control.");
    }

    private static String path(Fields params) {
        String path = params.text("path", LONGEST_NAME);
        if (path == null) {
            return params.require("path");
        }
        try {
            return ValuePath.of(path, "").text();
        } catch (IllegalArgumentException e) {
            return params.refuse("path", e.getMessage());
        }
    }

    private void setMetric(Dimension dimension, Fields fields) {
        String code = fields.text("metric_type", LONGEST_CODE);
        if (code != null) {
            if (allowed(dimension).stream().noneMatch(metric -> metric.code().equals(code))) {
                fields.refuse("metric_type", "\"" + code + "\" is not a valid choice.");
                return;
            }
            dimension.metricType = code;
            dimension.metricIsChosen = true;
            ConfigDimension source = source(dimension);
            dimension.isCategorical = source != null && source.isCategorical();
        }
        Fields params = fields.object("metric_params");
        if (params != null && dimension.metricType != null) {
            dimension.metricParams = parameters(dimension.metricType, params);
        }
    }

    /** Those of the metric, and those of its threshold variant, by which consensus counts matches. */
    private static Map<String, Object> parameters(String code, Fields given) {
        Map<String, Parameter> known = new LinkedHashMap<>();
        Stream.of(code, code + "_threshold")
                .flatMap(metric -> Metrics.find(metric).stream())
                .flatMap(metric -> metric.parameters().stream())
                .forEach(parameter -> known.put(parameter.name(), parameter));
        Map<String, Object> parameters = new LinkedHashMap<>();
        given.values().forEach((name, value) -> {
            Parameter parameter = known.get(name);
            if (parameter == null) {
                given.refuse(name, "\"" + code + "\" has no such parameter.");
            } else if (value != null) {
                try {
                    parameters.put(name, parameter.valueOf(value));
                } catch (IllegalArgumentException e) {
                    given.refuse(name, e.getMessage());
                }
            }
        });
        return parameters;
    }

    /** Of what the scores of a dimension depend on now; null where its control is gone. */
    UUID fingerprint(Dimension dimension) {
        ConfigDimension source = source(dimension);
        return source == null
                ? null
                : Fingerprint.of(
                        new ActiveDimension(dimension.id, source, dimension.metricType, dimension.metricParams));
    }

    private ConfigDimension source(Dimension dimension) {
        Map<String, Object> params = dimension.extractionParams();
        Object name = params.getOrDefault(Dimension.CONTROL_TAG, params.get("from_name"));
        ConfigDimension control = config.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElse(null);
        return control == null || !(params.get("path") instanceof String path)
                ? control
                : control.at(ValuePath.of(path, dimension.metricType == null ? "" : dimension.metricType));
    }
}
