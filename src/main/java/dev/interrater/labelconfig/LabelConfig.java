package dev.interrater.labelconfig;

import io.quarkus.runtime.annotations.RegisterResourceBundle;
import java.io.StringReader;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A project's label config.
 *
 * @param controls its control tags in the order of the config: elements with a name and a toName, except Filter
 */
@RegisterResourceBundle(
        bundleName = "com.sun.org.apache.xerces.internal.impl.msg.XMLMessages",
        moduleName = "java.xml") // without its messages the parser would fail otherwise than by an XMLStreamException
public record LabelConfig(List<ControlTag> controls) {

    private static final int LONGEST = 10_000_000;
    private static final int DEEPEST = 500;

    /**
     * Reads Label Studio's XML.
     *
     * @throws InvalidLabelConfigException if it is no XML, has a DOCTYPE, is longer than 10 million characters, or deeper than
     *     500 elements
     */
    public static LabelConfig parse(String xml) {
        if (xml == null || xml.isBlank()) {
            throw new InvalidLabelConfigException("The label config is empty.");
        }
        if (xml.length() > LONGEST) {
            throw new InvalidLabelConfigException("The label config is too long.");
        }
        ControlTagCollector collector = new ControlTagCollector();
        try {
            XMLStreamReader reader = factory()
                    .createXMLStreamReader(
                            new StringReader(withoutByteOrderMark(xml).strip()));
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++depth > DEEPEST) {
                            throw new InvalidLabelConfigException("The label config is nested too deeply.");
                        }
                        collector.start(reader);
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        collector.end();
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new InvalidLabelConfigException("The label config must not have a DOCTYPE or entities.");
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            throw new InvalidLabelConfigException("The label config is no XML (line " + line + ").");
        }
        return new LabelConfig(collector.controls());
    }

    private static String withoutByteOrderMark(String xml) {
        return xml.startsWith("\uFEFF") ? xml.substring(1) : xml;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("external entity");
        });
        return factory;
    }
}
