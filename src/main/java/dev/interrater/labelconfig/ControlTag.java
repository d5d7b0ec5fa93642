package dev.interrater.labelconfig;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A control tag of a label config: what an annotator answers with.
 *
 * @param name what results call it in {@code from_name}; under a Repeater with its variables, such as {@code kind_{{idx}}}
 * @param type the tag, such as {@code RectangleLabels}
 * @param toNames names of the object tags that it is about
 * @param labels labels or choices, by alias where they have one, in the order of the config
 * @param dynamicLabels whether further labels come with each task
 * @param perRegion whether it asks about every region instead of the task as a whole
 * @param whenTagNames controls whose regions it asks about, empty for all
 * @param multiple whether several choices can be chosen
 * @param repeated all names that a Repeater makes of the name, null outside of Repeaters
 * @param timeFormat how the times of a time series that it is about are written, in d3's notation; null where that is not said
 */
public record ControlTag(
        String name,
        String type,
        List<String> toNames,
        List<String> labels,
        boolean dynamicLabels,
        boolean perRegion,
        Set<String> whenTagNames,
        boolean multiple,
        Pattern repeated,
        String timeFormat) {

    /** Tags that draw, and leave it to a tag of labels to say what they drew. */
    private static final Set<String> DRAWING = Set.of(
            "rectangle",
            "polygon",
            "ellipse",
            "keypoint",
            "brush",
            "bitmask",
            "magicwand",
            "vector",
            "cube",
            "videorectangle",
            "videovector");

    /** The same about a time series whose times are written so. */
    ControlTag withTimeFormat(String format) {
        return new ControlTag(
                name, type, toNames, labels, dynamicLabels, perRegion, whenTagNames, multiple, repeated, format);
    }

    /** Whether a result's {@code from_name} means this control. */
    public boolean isNamed(String fromName) {
        return repeated == null
                ? name.equals(fromName)
                : repeated.matcher(fromName).matches();
    }

    /** Whether it only has labels: for text or sound that it marks itself, or for what another control draws. */
    boolean isLabels() {
        return type.equalsIgnoreCase("Labels") && !perRegion;
    }

    /**
     * Whether its labels say what this other control draws. The editor saves them with the regions of that one: those of a video
     * in the same item, others in an item of the same ID.
     */
    boolean labels(ControlTag drawing) {
        return isLabels() && DRAWING.contains(drawing.type.toLowerCase(Locale.ROOT)) && isAboutTheSameAs(drawing);
    }

    /** Whether it asks about regions that this other control makes, which these others label. */
    boolean asksAbout(ControlTag region, List<ControlTag> labels) {
        return perRegion
                && !region.perRegion
                && TagRules.of(region).marksRegions()
                && isAboutTheSameAs(region)
                && (whenTagNames.isEmpty()
                        || whenTagNames.contains(region.name)
                        || labels.stream().anyMatch(tag -> whenTagNames.contains(tag.name)));
    }

    private boolean isAboutTheSameAs(ControlTag other) {
        return other.toNames.stream().anyMatch(toNames::contains);
    }
}
