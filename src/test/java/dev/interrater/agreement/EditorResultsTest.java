package dev.interrater.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.answer.ResultReader;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.LabelConfig;
import dev.interrater.metric.Answer;
import dev.interrater.metric.IncomparableAnswerException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results as Label Studio's editor and its imports leave them, and what the default metric of their control makes of two. */
class EditorResultsTest {
    private static final double EXACT = 1e-9;
    private static final String PARAGRAPHS =
            "<Paragraphs name='p' value='$p'/><ParagraphLabels name='l' toName='p'><Label value='A'/></ParagraphLabels>";
    private static final String VIDEO = """
            <Labels name='labels' toName='video'><Label value='Man'/><Label value='Dog'/></Labels>
            <Video name='video' value='$video'/><VideoRectangle name='box' toName='video'/>
            """;
    private static final String SERIES =
            "<TimeSeriesLabels name='l' toName='ts'><Label value='Run'/></TimeSeriesLabels>"
                    + "<TimeSeries name='ts' value='$ts' timeColumn='t' timeFormat='%s'/>";

    @ParameterizedTest
    @CsvSource({
        // Over two nodes offsets count from the beginning of each: only the same four are the same.
        "1 5 2 9, 1 5 2 9, 1",
        "1 5 2 9, 1 9 2 5, 0",
        "1 5 2 9, 1 5 2 8, 0",
        "1 5 2 9, 1 5 3 9, 0",
        // In one node they are a stretch, whichever end comes first.
        "1 5 1 9, 1 9 1 5, 1",
        "1 0 1 10, 1 5 1 10, 0.5",
        "1 0 1 10, 2 0 2 10, 0"
    })
    void spans_of_nodes_without_global_offsets(String a, String b, double expected) {
        assertEquals(expected, score(PARAGRAPHS, paragraph(a), paragraph(b)), EXACT);
        assertEquals(expected, score(PARAGRAPHS, paragraph(b), paragraph(a)), EXACT);
    }

    private static String paragraph(String span) {
        Object[] parts = span.split(" ");
        return """
                [{'id':'1','type':'paragraphlabels','from_name':'l','to_name':'p','value':{'paragraphlabels':['A'],
                  'start':'%s','startOffset':%s,'end':'%s','endOffset':%s}}]
                """.formatted(parts);
    }

    @Test
    void only_known_offsets_are_compared_with_each_other() {
        String local = paragraph("1 5 1 9");
        String global =
                "[{'id':'1','type':'paragraphlabels','from_name':'l','value':{'paragraphlabels':['A'],'start':'1','end':'1',"
                        + "'globalOffsets':{'start':5,'end':9}}}]";
        assertEquals(0, score(PARAGRAPHS, local, global), EXACT);
        assertEquals(1, score(PARAGRAPHS, global, global), EXACT);
    }

    @Test
    void labels_that_are_saved_with_the_shapes_of_another_tag_are_no_dimension() {
        assertEquals(List.of("box"), names(VIDEO));
        assertEquals(
                List.of("r", "e"),
                names("<Labels name='l' toName='i'/><Rectangle name='r' toName='i'/><Ellipse name='e' toName='i,j'/>"));
        // Here they mark regions themselves, or say more about regions that have labels of their own.
        assertEquals(List.of("l"), names("<Labels name='l' toName='text'/>"));
        assertEquals(List.of("l", "r"), names("<Labels name='l' toName='text'/><Rectangle name='r' toName='image'/>"));
        assertEquals(List.of("l", "r"), names("<Labels name='l' toName='i'/><RectangleLabels name='r' toName='i'/>"));
        assertEquals(List.of("l", "c"), names("<Labels name='l' toName='i'/><Choices name='c' toName='i'/>"));
    }

    @Test
    void the_labels_of_a_video_count_where_the_editor_saves_them() {
        assertEquals(1, score(VIDEO, video("Man", 10), video("Man", 10)), EXACT);
        assertEquals(0, score(VIDEO, video("Man", 10), video("Dog", 10)), EXACT);
        assertEquals(0, score(VIDEO, video("Man", 10), video("Man", 11)), EXACT);
    }

    private static String video(String label, int x) {
        return """
                [{'id':'1','type':'videorectangle','from_name':'box','to_name':'video','value':{'framesCount':9,'labels':['%s'],
                  'sequence':[{'frame':1,'enabled':true,'x':%d,'y':1,'width':5,'height':5,'rotation':0}]}}]
                """.formatted(label, x);
    }

    @Test
    void per_region_questions_are_about_the_shapes_and_not_their_labels() {
        String config = "<Rectangle name='r' toName='i'/><Labels name='l' toName='i'/>"
                + "<Choices name='c' toName='i' perRegion='true' %s/>";
        assertEquals(List.of("r", "c per r"), names(config.formatted("")));
        assertEquals(List.of("r", "c per r"), names(config.formatted("whenTagName='l'")));
        assertEquals(List.of("r", "c"), names(config.formatted("whenTagName='other'")));
    }

    @Test
    void labels_are_those_of_the_item_beside_the_shape() {
        String config = "<Brush name='b' toName='i'/><Rectangle name='r' toName='i'/><Labels name='l' toName='i'/>";
        String both = """
                [{'id':'1','type':'rectangle','from_name':'r','value':{'x':1,'y':1,'width':5,'height':5}},
                 {'id':'1','type':'labels','from_name':'l','value':{'x':1,'y':1,'width':5,'height':5,'labels':['%s']}}]
                """;
        // A prediction may name the labels alone.
        String labelsOnly =
                "[{'id':'9','type':'labels','from_name':'l','value':{'x':1,'y':1,'width':5,'height':5,'labels':['%s']}}]";
        String kind = "r";
        assertEquals(1, score(config, kind, both.formatted("Car"), both.formatted("Car")), EXACT);
        assertEquals(0, score(config, kind, both.formatted("Car"), both.formatted("Dog")), EXACT);
        assertEquals(1, score(config, kind, both.formatted("Car"), labelsOnly.formatted("Car")), EXACT);
        assertEquals(0, score(config, kind, labelsOnly.formatted("Dog"), labelsOnly.formatted("Car")), EXACT);
        assertTrue(answer(config, "b", both.formatted("Car")).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%m/%d/%Y %H:%M:%S    | 06/15/2020 10:00:00 | 06/15/2020 10:00:10 | 06/15/2020 10:00:05",
                "%d.%m.%y %I:%M %p    | 31.12.19 11:58 PM   | 01.01.20 12:08 AM   | 01.01.20 12:03 AM",
                "%Y-%m-%dT%H:%M:%S.%L | 2020-06-15T10:00:00.000 | 2020-06-15T10:00:00.500 | 2020-06-15T10:00:00.250",
                "%H:%M:%S.%f          | 00:00:01.000000     | 00:00:01.500000     | 00:00:01.250000",
                "%b %e, %Y            | Jan  1, 2020        | mar 1, 2020         | JAN 31, 2020",
                "%A %d %B %Y          | Monday 01 June 2020 | Wednesday 03 June 2020 | Tuesday 02 June 2020",
                "%Y %j                | 2020 001            | 2020 011            | 2020 006",
                "%Y-%m-%d %H:%M%Z     | 2020-01-01 00:00+0100 | 2020-01-01 00:00Z | 2020-01-01 02:30+03:00",
                "%s                   | 1592250000          | 1592250010          | 1592250005",
                "%Q                   | 1592250000000       | 1592250000010       | 1592250000005",
                "%x %X                | 1/2/2020 1:00:00 PM | 1/2/2020 1:00:10 PM | 1/2/2020 1:00:05 PM",
                "%G-W%V-%u            | 2020-W53-5          | 2021-W01-1          | 2020-W53-7",
                "%Y %U %w             | 2020 00 3           | 2020 01 0           | 2020 00 5",
                "%Y %W %u             | 2020 00 3           | 2020 01 1           | 2020 00 6",
                "%Y q%q               | 2019 q1             | 2019 q3             | 2019 q2",
                "100%% %S             | 100% 00             | 100% 10             | 100% 05"
            })
    void times_are_read_as_the_time_series_writes_them(String format, String start, String end, String middle) {
        String config = SERIES.formatted(format.strip());
        double first = score(config, series(start, middle), series(start, end));
        double second = score(config, series(middle, end), series(start, end));
        assertEquals(1, first + second, 1e-6);
        assertTrue(first > 0.25 && second > 0.25, first + " and " + second);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-06-15T10:00:00+0000,      2020-06-15 10:00:10+00:00",
        "2020-06-15 10:00:00,           2020-06-15T10:00:10Z",
        "2020-06-15T12:00:00.000+02,    2020-06-15 10:00:10 +0000",
        "2020-06-15T04:30:00-0530,      2020-06-15T10:00:10",
        "1592215200000,                 1592215210000"
    })
    void other_times_are_iso_8601_with_any_offset(String start, String end) {
        for (String format : List.of("", "%m/%d/%Y")) {
            String config = SERIES.formatted(format);
            String exact =
                    "[{'from_name':'l','value':{'start':1592215200000,'end':1592215210000,'timeserieslabels':['Run']}}]";
            assertEquals(1, score(config, series(start, end), exact), EXACT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "06-15-2020", "2020-06-15T10:00:00+99:00", "2020-13-01", "1d", "0x10p1", "NaN", ""})
    void a_time_that_cannot_be_read_is_an_error_and_no_silent_zero(String wrong) {
        String config = SERIES.formatted("%m/%d/%Y");
        for (String result : List.of(series(wrong, "06/15/2020"), series("06/15/2020", wrong), series(wrong, wrong))) {
            String reason = assertThrows(IncomparableAnswerException.class, () -> answer(config, "l", result))
                    .getMessage();
            assertTrue(reason.startsWith("'l': ") && reason.length() < 150, reason);
        }
    }

    private static String series(String start, String end) {
        return "[{'id':'1','type':'timeserieslabels','from_name':'l','value':{'start':'%s','end':'%s','timeserieslabels':['Run']}}]"
                .formatted(start, end);
    }

    @ParameterizedTest
    @CsvSource({"'4', 5, 0.5", "' 4.0 ', 4, 1", "'-1e1', -10, 1", "'.5', '5e-1', 1"})
    void numbers_in_strings_are_numbers(String a, String b, double expected) {
        for (String tag : List.of("Number", "Rating")) {
            String config = "<" + tag + " name='n' toName='t'/>";
            String item = "[{'from_name':'n','value':{'%s':%s}}]";
            String type = tag.toLowerCase(java.util.Locale.ROOT);
            assertEquals(
                    expected,
                    score(config, item.formatted(type, "'" + a + "'"), item.formatted(type, "'" + b + "'")),
                    EXACT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "'four'", "'4f'", "'0x4'", "'NaN'", "'1e999'", "true", "[4]"})
    void other_strings_are_no_numbers(String wrong) {
        assertThrows(
                IncomparableAnswerException.class,
                () -> answer(
                        "<Number name='n' toName='t'/>", "n", "[{'from_name':'n','value':{'number':" + wrong + "}}]"));
    }

    @Test
    void nested_choices_keep_their_levels() {
        String config = "<Choices name='c' toName='t' allowNested='true'/>";
        String item = "[{'from_name':'c','value':{'choices':%s}}]";
        assertEquals(0, score(config, item.formatted("[['A','B']]"), item.formatted("['A / B']")), EXACT);
        assertEquals(0, score(config, item.formatted("[['A','B']]"), item.formatted("[['A / B']]")), EXACT);
        assertEquals(1, score(config, item.formatted("[['A'],['A','B']]"), item.formatted("['A',['A','B']]")), EXACT);
    }

    @Test
    void chats_are_the_same_when_roles_and_contents_are_in_the_same_order() {
        for (String config : List.of("<Chat name='c' value='$messages'/>", "<Chat name='c' toName='t'/>")) {
            String said = chat("user/Hi/1", "assistant/Hello/2");
            assertEquals(1, score(config, said, chat("user/Hi/77", "assistant/Hello/99")), EXACT);
            assertEquals(0, score(config, said, chat("assistant/Hello/2", "user/Hi/1")), EXACT);
            assertEquals(0, score(config, said, chat("user/Hi/1")), EXACT);
            assertEquals(0, score(config, said, chat("user/Bye/1", "assistant/Hello/2")), EXACT);
            assertEquals(0, score(config, said, chat("user/Hi/1", "user/Hello/2")), EXACT);
        }
    }

    private static String chat(String... messages) {
        return java.util.Arrays.stream(messages)
                .map(message -> message.split("/"))
                .map(parts -> """
                        {'id':'m%3$s','type':'chatmessage','from_name':'c','to_name':'c',
                         'value':{'chatmessage':{'role':'%1$s','content':'%2$s','createdAt':%3$s}}}
                        """.formatted((Object[]) parts))
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }

    private static List<String> names(String config) {
        return dimensions(config).stream().map(ConfigDimension::name).toList();
    }

    private static double score(String config, String a, String b) {
        return score(config, dimensions(config).get(0).name(), a, b);
    }

    private static double score(String config, String name, String a, String b) {
        ConfigDimension dimension = dimensions(config).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        return dimension.allowedMetrics().get(0).with(null).score(answer(config, name, a), answer(config, name, b));
    }

    private static Answer answer(String config, String dimension, String result) {
        return new ResultReader(dimensions(config)).read(json(result)).get(dimension);
    }

    private static List<ConfigDimension> dimensions(String config) {
        return ConfigDimension.of(LabelConfig.parse("<View>" + config + "</View>"), null);
    }

    private static JsonNode json(String singleQuoted) {
        try {
            return new ObjectMapper().readTree(singleQuoted.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
