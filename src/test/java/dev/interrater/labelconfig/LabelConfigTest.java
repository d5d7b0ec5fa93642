package dev.interrater.labelconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelConfigTest {

    @Test
    void controls_are_elements_with_a_name_and_a_toName_except_filters() {
        LabelConfig config = LabelConfig.parse("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- a comment -->
                <View>
                  <Image name="img" value="$image"/><Relations><Relation value="is"/></Relations>
                  <Filter name="filter" toName="box"/>
                  <RectangleLabels name="box" toName="img, other">
                    <Label value="Car" background="red"/><View><Label value="Very long" alias="VL"/></View>
                  </RectangleLabels>
                  <Choices name="kind" toName="img" perRegion="true" whenTagName="box" choice="multiple">
                    <Choice value="Old"/><Choice value="New"><Choice value="Newest"/></Choice>
                  </Choices>
                  <Taxonomy name="tree" toName="img" apiUrl="https://example.org"/>
                </View>
                """);

        assertEquals(List.of("box", "kind", "tree"), names(config));
        ControlTag box = config.controls().get(0);
        assertEquals(List.of("img", "other"), box.toNames());
        assertEquals(List.of("Car", "VL"), box.labels());
        assertFalse(box.perRegion());
        ControlTag kind = config.controls().get(1);
        assertEquals(List.of("Old", "New", "Newest"), kind.labels());
        assertTrue(kind.perRegion());
        assertTrue(kind.multiple());
        assertEquals(Set.of("box"), kind.whenTagNames());
        assertTrue(config.controls().get(2).dynamicLabels());
    }

    @Test
    void controls_under_a_repeater_have_many_names() {
        LabelConfig config = LabelConfig.parse("""
                <View><Repeater on="$pages" indexFlag="{{page}}"><Repeater on="$rows">
                  <Choices name="a.b_{{page}}_{{idx}}" toName="img_{{page}}"><Choice value="x"/></Choices>
                </Repeater></Repeater><Number name="n_{{idx}}" toName="img"/></View>
                """);
        ControlTag repeated = config.controls().get(0);
        assertTrue(repeated.isNamed("a.b_0_12"));
        assertFalse(repeated.isNamed("a.b_0_x"));
        assertFalse(repeated.isNamed("aXb_0_12"));
        assertFalse(config.controls().get(1).isNamed("n_1"));
    }

    @Test
    void unicode_survives() {
        LabelConfig config = LabelConfig.parse(
                "\uFEFF<View><Labels name='标签 👍🏽' toName='t'><Label value='Ünï &amp; &#x1F600;'/></Labels></View>");
        assertEquals(List.of("标签 👍🏽"), names(config));
        assertEquals(List.of("Ünï & 😀"), config.controls().get(0).labels());
    }

    @Test
    void a_config_of_a_megabyte_is_read() {
        StringBuilder xml = new StringBuilder("<View><Choices name='c' toName='t'>");
        for (int i = 0; i < 30_000; i++) {
            xml.append("<Choice value='choice number ").append(i).append("'/>");
        }
        LabelConfig config = LabelConfig.parse(xml.append("</Choices></View>").toString());
        assertEquals(30_000, config.controls().get(0).labels().size());
    }

    @Test
    void the_first_of_two_controls_with_one_name_counts() {
        LabelConfig config =
                LabelConfig.parse("<View><Number name='n' toName='t'/><Rating name='n' toName='t'/></View>");
        assertEquals("Number", config.controls().get(0).type());
        assertEquals(1, config.controls().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "no xml",
                "<View>",
                "<View></Wiev>",
                "<View a='1' a='2'/>",
                "<View>&nbsp;</View>",
                "<View>&unknown;</View>",
                "<View\u0000/>",
                "<!DOCTYPE View><View/>",
                "<!DOCTYPE View [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><View><Choices name='&x;' toName='t'/></View>",
                "<!DOCTYPE View [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><View>&x;</View>",
                "<!DOCTYPE View SYSTEM 'http://127.0.0.1:1/evil.dtd'><View/>",
                "<!DOCTYPE v [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><View>&c;</View>"
            })
    void what_is_no_plain_xml_is_refused_with_a_short_reason(String xml) {
        String reason = assertThrows(InvalidLabelConfigException.class, () -> LabelConfig.parse(xml))
                .getMessage();
        assertTrue(reason.length() < 80, reason);
        assertFalse(reason.contains("passwd"), reason);
    }

    @Test
    void a_config_that_is_too_deep_or_too_long_is_refused() {
        String deep = "<View>".repeat(100_000) + "</View>".repeat(100_000);
        assertThrows(InvalidLabelConfigException.class, () -> LabelConfig.parse(deep));
        String long_ = "<View>" + " ".repeat(10_000_000) + "</View>";
        assertThrows(InvalidLabelConfigException.class, () -> LabelConfig.parse(long_));
        assertThrows(InvalidLabelConfigException.class, () -> LabelConfig.parse(null));
    }

    private static List<String> names(LabelConfig config) {
        return config.controls().stream().map(ControlTag::name).toList();
    }
}
