package dev.interrater.labelstudio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A control of a label config, found without any of the code under test. */
record LabelConfigControl(String config, String name, String object, List<String> labels) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

    /** The first control with this tag that asks about a task as a whole. */
    static Optional<LabelConfigControl> in(String config, String tag) {
        NodeList elements = parse(config).getElementsByTagName(tag);
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            if (!element.getAttribute("toName").isEmpty()
                    && !element.getAttribute("name").contains("{{")
                    && !element.getAttribute("perRegion").equals("true")) {
                return Optional.of(new LabelConfigControl(
                        config, element.getAttribute("name"), element.getAttribute("toName"), labels(element)));
            }
        }
        return Optional.empty();
    }

    private static List<String> labels(Element control) {
        List<String> labels = new ArrayList<>();
        NodeList children = control.getElementsByTagName("*");
        for (int i = 0; i < children.getLength(); i++) {
            labels.add(((Element) children.item(i)).getAttribute("value"));
        }
        return labels;
    }

    private static Document parse(String config) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(config)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException(config, e);
        }
    }

    /** A task for it: something for every variable of the config. */
    Map<String, Object> task() {
        Map<String, Object> data = new HashMap<>();
        Matcher variables = VARIABLE.matcher(config);
        while (variables.find()) {
            data.put(variables.group(1), "http://127.0.0.1:1/thing");
        }
        return data;
    }

    /** A value of this control from a sample's text. */
    Object value(String text) {
        String first = labels.isEmpty() ? "One" : labels.get(0);
        String second = labels.size() < 2 ? "Two" : labels.get(1);
        try {
            return JSON.readTree(text.replace("LABEL", first).replace("OTHER", second));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
