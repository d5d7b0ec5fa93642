package dev.interrater.labelconfig;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.metric.MetricType;
import dev.interrater.metric.Metrics;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that annotators of a project can agree on: a control, or a control that asks about every region of another.
 *
 * @param name unique in its project, at most 255 characters
 * @param control gives the answers
 * @param region marks the regions that the control asks about, null where it asks about the whole task or marks regions itself
 * @param labels tags whose labels say what its regions are, where the tag that draws them has none of its own; they are no
 *     dimensions
 * @param path where in a result of the control its value lies, null where the control's own answers are compared
 * @param weight its share in the overall agreement, 0 or more; 1 unless the project says otherwise
 */
public record ConfigDimension(
        String name, ControlTag control, ControlTag region, List<ControlTag> labels, double weight, ValuePath path) {

    private static final int LONGEST_NAME = 255;

    /**
     * The dimensions of a label config, in its order.
     *
     * @param controlWeights {@code project.control_weights}; null, or what is missing in it, means 1
     */
    public static List<ConfigDimension> of(LabelConfig config, JsonNode controlWeights) {
        Map<String, ConfigDimension> dimensions = new LinkedHashMap<>();
        Map<ControlTag, List<ControlTag>> labels = labels(config.controls());
        List<ControlTag> answering = config.controls().stream()
                .filter(control ->
                        !control.isLabels() || labels.values().stream().noneMatch(tags -> tags.contains(control)))
                .toList();
        for (ControlTag control : answering) {
            List<ControlTag> regions = answering.stream()
                    .filter(region -> control.asksAbout(region, labels.get(region)))
                    .toList();
            double weight = weight(control, controlWeights);
            if (regions.isEmpty()) {
                add(dimensions, new ConfigDimension(control.name(), control, null, labels.get(control), weight, null));
            }
            for (ControlTag region : regions) {
                String name = control.name() + " per " + region.name();
                add(dimensions, new ConfigDimension(name, control, region, labels.get(region), weight, null));
            }
        }
        return List.copyOf(dimensions.values());
    }

    /** For every control the tags that label what it draws. */
    private static Map<ControlTag, List<ControlTag>> labels(List<ControlTag> controls) {
        List<ControlTag> tags = controls.stream().filter(ControlTag::isLabels).toList();
        Map<ControlTag, List<ControlTag>> labels = new IdentityHashMap<>();
        controls.forEach(drawing -> labels.put(
                drawing, tags.stream().filter(tag -> tag.labels(drawing)).toList()));
        return labels;
    }

    /** A value at a path inside the results of this dimension's control, as a dimension of its own. */
    public ConfigDimension at(ValuePath valuePath) {
        return new ConfigDimension(name + "\n" + valuePath.text(), control, null, labels, weight, valuePath);
    }

    /** What it compares, such as {@code Choices}, or {@code Choices per RectangleLabels}. */
    public String controlTag() {
        return region == null ? control.type() : control.type() + " per " + region.type();
    }

    /** Whether its answers are equal or not, with nothing in between. */
    public boolean isCategorical() {
        return path != null
                ? !path.numeric()
                : region == null && TagRules.of(control).kind() == TagRules.Kind.CATEGORY;
    }

    /** Whether its answers are numbers. */
    public boolean isNumeric() {
        return path != null
                ? path.numeric()
                : region == null && TagRules.of(control).kind() == TagRules.Kind.NUMBER;
    }

    /** Whether its answers are chosen items, each of which is a label. */
    public boolean isOfItems() {
        return isTag("choices") || isTag("taxonomy");
    }

    /** Whether its answers consist of a few values that are worth counting. */
    public boolean hasCountableValues() {
        return isOfItems() || isTag("pairwise") || isTag("rating") || path != null && !path.numeric();
    }

    private boolean isTag(String tag) {
        return path == null && region == null && control.type().equalsIgnoreCase(tag);
    }

    /** All answers or labels there can be, or null where the config does not tell. */
    public List<String> valuesEnum() {
        return path != null || control.labels().isEmpty() || control.dynamicLabels() ? null : control.labels();
    }

    /** The metrics that may compare its answers, the default one first. */
    public List<MetricType> allowedMetrics() {
        if (path != null) {
            return path.metrics();
        }
        String tag = controlTag().toLowerCase(Locale.ROOT);
        boolean several = region == null && control.multiple() && tag.equals("choices");
        List<MetricType> metrics = new ArrayList<>(Metrics.ofTag(several ? "multiple choices" : tag));
        boolean equalityFirst = region == null && TagRules.of(control).equalityByDefault();
        metrics.add(
                equalityFirst ? 0 : metrics.size(), Metrics.find("exact_match").orElseThrow());
        return List.copyOf(metrics);
    }

    /** The metrics that may compare its answers under consensus: those that say yes or no, the default one first. */
    public List<MetricType> allowedMetricsUnderConsensus() {
        return allowedMetrics().stream().filter(MetricType::binary).toList();
    }

    private static double weight(ControlTag control, JsonNode controlWeights) {
        JsonNode overall = controlWeights == null
                ? null
                : controlWeights.path(control.name()).get("overall");
        double weight = overall == null || !overall.isNumber() ? 1 : overall.doubleValue();
        return Double.isFinite(weight) && weight >= 0 ? weight : 1;
    }

    private static void add(Map<String, ConfigDimension> dimensions, ConfigDimension dimension) {
        String name = shortened(dimension.name, "");
        for (int i = 2; dimensions.containsKey(name); i++) {
            name = shortened(dimension.name, " " + i);
        }
        dimensions.put(
                name,
                new ConfigDimension(
                        name, dimension.control, dimension.region, dimension.labels, dimension.weight, null));
    }

    private static String shortened(String name, String suffix) {
        int length = Math.min(name.codePointCount(0, name.length()), LONGEST_NAME - suffix.length());
        return name.substring(0, name.offsetByCodePoints(0, length)) + suffix;
    }
}
