package dev.interrater.labelconfig;

import java.util.List;
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
        Pattern repeated) {

    /** Whether a result's {@code from_name} means this control. */
    public boolean isNamed(String fromName) {
        return repeated == null
                ? name.equals(fromName)
                : repeated.matcher(fromName).matches();
    }

    /** Whether it asks about regions that this other control makes. */
    boolean asksAbout(ControlTag region) {
        return perRegion
                && !region.perRegion
                && TagRules.of(region).marksRegions()
                && region.toNames.stream().anyMatch(toNames::contains)
                && (whenTagNames.isEmpty() || whenTagNames.contains(region.name));
    }
}
