package dev.interrater.labelconfig;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamReader;

/** Collects the control tags of a label config while its elements pass by, by the rules of Label Studio's own parser. */
final class ControlTagCollector {

    private static final String DEFAULT_INDEX_FLAG = "{{idx}}";

    private static final class Element {
        private final String tag;
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private final Set<String> labels = new LinkedHashSet<>();

        Element(XMLStreamReader reader) {
            tag = reader.getLocalName();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }

        String attribute(String name) {
            return attributes.getOrDefault(name, "").strip();
        }

        boolean is(String name) {
            return tag.equalsIgnoreCase(name);
        }

        boolean isControl() {
            return !attribute("name").isEmpty() && !toName().isEmpty() && !is("Filter");
        }

        /** A chat shows a dialogue and goes on with it: its messages name it as what they are about. */
        String toName() {
            return attribute("toName").isEmpty() && is("Chat") ? attribute("name") : attribute("toName");
        }
    }

    private final Deque<Element> open = new ArrayDeque<>();
    private final Map<String, ControlTag> controls = new LinkedHashMap<>();
    private final Map<String, String> timeFormats = new HashMap<>();

    List<ControlTag> controls() {
        return controls.values().stream().map(this::withTimeFormat).toList();
    }

    /** What a control is about may come after it. */
    private ControlTag withTimeFormat(ControlTag control) {
        return control.toNames().stream()
                .filter(timeFormats::containsKey)
                .findFirst()
                .map(series -> control.withTimeFormat(timeFormats.get(series)))
                .orElse(control);
    }

    void start(XMLStreamReader reader) {
        Element element = new Element(reader);
        if (element.is("Label") || element.is("Choice") || element.is("Relation")) {
            String label =
                    element.attribute("alias").isEmpty() ? element.attribute("value") : element.attribute("alias");
            open.stream().filter(Element::isControl).findFirst().ifPresent(control -> control.labels.add(label));
        }
        if (element.is("TimeSeries") && !element.attribute("timeFormat").isEmpty()) {
            timeFormats.put(element.attribute("name"), element.attribute("timeFormat"));
        }
        open.push(element);
        if (element.isControl()) {
            // Controls keep the order in which they begin, their labels are complete when they end.
            controls.putIfAbsent(element.attribute("name"), null);
        }
    }

    void end() {
        Element element = open.pop();
        if (element.isControl() && controls.get(element.attribute("name")) == null) {
            controls.put(element.attribute("name"), control(element));
        }
    }

    private ControlTag control(Element element) {
        element.labels.remove("");
        return new ControlTag(
                element.attribute("name"),
                element.tag,
                names(element.toName()),
                List.copyOf(element.labels),
                element.attribute("value").startsWith("$")
                        || !element.attribute("apiUrl").isEmpty(),
                element.attribute("perRegion").equalsIgnoreCase("true"),
                Set.copyOf(names(element.attribute("whenTagName"))),
                element.attribute("choice").equalsIgnoreCase("multiple"),
                repeated(element.attribute("name")),
                null);
    }

    private Pattern repeated(String name) {
        Set<String> flags = open.stream()
                .filter(element -> element.is("Repeater"))
                .map(repeater -> repeater.attribute("indexFlag").isEmpty()
                        ? DEFAULT_INDEX_FLAG
                        : repeater.attribute("indexFlag"))
                .filter(name::contains)
                .collect(Collectors.toSet());
        if (flags.isEmpty()) {
            return null;
        }
        String anyFlag = flags.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        String regex =
                Arrays.stream(name.split(anyFlag, -1)).map(Pattern::quote).collect(Collectors.joining("[0-9]+"));
        return Pattern.compile(regex);
    }

    private static List<String> names(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }
}
