package dev.interrater.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.LabelConfig;
import dev.interrater.metric.Answer;
import dev.interrater.metric.Box;
import dev.interrater.metric.IncomparableAnswerException;
import dev.interrater.metric.Mask;
import dev.interrater.metric.Place;
import dev.interrater.metric.Region;
import dev.interrater.metric.Shape;
import dev.interrater.metric.Span;
import dev.interrater.metric.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultReaderTest {

    private static final String GEOMETRY = "'x':5,'y':6,'width':20,'height':9,'rotation':0";

    @Test
    void items_without_from_name_of_unknown_controls_and_relations_are_left_out() {
        Answer answer = read("<Choices name='c' toName='t'/>", """
                [{'type':'relation','from_id':'a','to_id':'b','direction':'right','labels':['is']},
                 {'id':'x','type':'choices','from_name':'gone','value':{'choices':['No']}},
                 {'id':'y','value':null}, {'from_name':7},
                 {'id':'z','type':'choices','from_name':'c','to_name':'t','value':{'choices':['Yes']}}]
                """);
        assertEquals(new Answer.Values(Map.of(Place.WHOLE_TASK, Value.Choices.of(List.of("Yes")))), answer);
    }

    @Test
    void a_shape_split_over_two_items_is_one_region() {
        String config = "<Rectangle name='r' toName='i'/><Labels name='l' toName='i'><Label value='Car'/></Labels>";
        String items = """
                [{'id':'1','type':'rectangle','from_name':'r','value':{%1$s}},
                 {'id':'1','type':'labels','from_name':'l','value':{%1$s,'labels':['Car']}},
                 {'id':'2','type':'labels','from_name':'l','value':{'labels':['Dog']}},
                 {'id':'2','type':'rectangle','from_name':'r','value':{%1$s}}]
                """.formatted(GEOMETRY);
        List<Region> regions = List.of(
                new Region(Place.WHOLE_TASK, Set.of("Car"), Box.of(5, 6, 20, 9), null),
                new Region(Place.WHOLE_TASK, Set.of("Dog"), Box.of(5, 6, 20, 9), null));
        Map<String, Answer> answers = reader(config).read(json(items));
        assertEquals(new Answer.Regions(regions), answers.get("r"));
        assertEquals(Set.of("r"), answers.keySet());
    }

    @Test
    void answers_per_region_belong_to_the_kind_of_region_they_sit_on() {
        String config = """
                <RectangleLabels name='box' toName='i'/><PolygonLabels name='poly' toName='i'/>
                <Choices name='kind' toName='i' perRegion='true'/>
                """;
        String items = """
                [{'id':'1','type':'rectanglelabels','from_name':'box','value':{%1$s,'rectanglelabels':['Car']}},
                 {'id':'1','type':'choices','from_name':'kind','value':{'choices':['Old']}},
                 {'id':'2','type':'choices','from_name':'kind','value':{'points':[[0,0],[1,0],[0,1]],'choices':['New']}},
                 {'id':'3','type':'choices','from_name':'kind','value':{%1$s,'choices':[]}}]
                """.formatted(GEOMETRY);
        Map<String, Answer> answers = reader(config).read(json(items));
        Value old = Value.Choices.of(List.of("Old"));
        assertEquals(
                new Answer.Regions(List.of(new Region(Place.WHOLE_TASK, Set.of("Car"), Box.of(5, 6, 20, 9), old))),
                answers.get("kind per box"));
        Region polygon = region(answers.get("kind per poly"));
        assertEquals(Value.Choices.of(List.of("New")), polygon.value());
        assertTrue(answers.get("poly").isEmpty());
    }

    @Test
    void items_pages_channels_and_repeated_controls_are_different_places() {
        Answer pages = read("<Choices name='c' toName='t' perItem='true'/>", """
                [{'id':'1','from_name':'c','item_index':0,'value':{'choices':['A']}},
                 {'id':'2','from_name':'c','item_index':2,'value':{'choices':['B']}}]
                """);
        assertEquals(
                Set.of(new Place(0, 0, ""), new Place(2, 0, "")),
                ((Answer.Values) pages).byPlace().keySet());
        Answer repeated = read("<Repeater on='$p'><Choices name='c_{{idx}}' toName='t_{{idx}}'/></Repeater>", """
                [{'id':'1','from_name':'c_0','value':{'choices':['A']}},
                 {'id':'2','from_name':'c_1','value':{'choices':['B']}}]
                """);
        assertEquals(2, ((Answer.Values) repeated).byPlace().size());
        Answer audio = read(
                "<Labels name='l' toName='a'/>",
                "[{'id':'1','from_name':'l','type':'labels','value':{'start':1.5,'end':3,'channel':1,'labels':['Speech']}}]");
        assertEquals(new Region(new Place(0, 1, ""), Set.of("Speech"), new Span(1.5, 3), null), region(audio));
        Answer ocr = read(
                "<RectangleLabels name='l' toName='a'/>",
                "[{'id':'1','from_name':'l','value':{" + GEOMETRY + ",'pageIndex':3}}]");
        assertEquals(3, region(ocr).place().item());
    }

    @Test
    void answers_to_nothing_are_no_answers() {
        assertTrue(read("<Choices name='c' toName='t'/>", "[{'from_name':'c','value':{'choices':[]}}]")
                .isEmpty());
        assertTrue(read("<TextArea name='c' toName='t'/>", "[{'from_name':'c','value':{'text':[]}}]")
                .isEmpty());
        assertTrue(read("<Taxonomy name='c' toName='t'/>", "[{'from_name':'c','value':{'taxonomy':[]}}]")
                .isEmpty());
        assertTrue(read("<Number name='c' toName='t'/>", "[]").isEmpty());
    }

    @Test
    void several_items_of_one_control_are_one_answer() {
        Answer answer = read(
                "<TextArea name='c' toName='t'/>",
                "[{'from_name':'c','value':{'text':['a']}},{'from_name':'c','value':{'text':'b'}}]");
        assertEquals(new Answer.Values(Map.of(Place.WHOLE_TASK, new Value.Text(List.of("a", "b")))), answer);
    }

    @Test
    void a_hundred_thousand_items_with_one_id_are_one_region() {
        String item = "{'id':'1','type':'rectangle','from_name':'r','value':{" + GEOMETRY + "}},";
        Answer answer = read("<Rectangle name='r' toName='i'/>", "[" + item.repeat(100_000) + "{'type':'relation'}]");
        assertEquals(1, ((Answer.Regions) answer).regions().size());
    }

    @Test
    void nested_choices_are_told_apart_by_their_paths() {
        Answer answer = read(
                "<Choices name='c' toName='t' allowNested='true'/>",
                "[{'from_name':'c','value':{'choices':[['Animal','Other'],['Plant','Other']]}}]");
        Value paths = new Value.Choices(List.of(List.of("Animal", "Other"), List.of("Plant", "Other")));
        assertEquals(new Answer.Values(Map.of(Place.WHOLE_TASK, paths)), answer);
    }

    @Test
    void vectors_are_the_same_whatever_the_editor_calls_their_points() {
        String vector = """
                [{'id':'%1$s','from_name':'v','type':'vectorlabels','value':{'vectorlabels':['Lane'],'closed':false,
                  'vertices':[{'id':'%1$s1','x':10,'y':5.0,'prevPointId':null},{'id':'%1$s2','x':22,'y':9,'prevPointId':'%1$s1'}]}}]
                """;
        String config = "<VectorLabels name='v' toName='i'/>";
        assertEquals(read(config, vector.formatted("a")), read(config, vector.formatted("b")));
        assertTrue(!read(config, vector.formatted("a"))
                .equals(read(config, vector.formatted("b").replace("22", "23"))));
    }

    @Test
    void times_are_numbers_or_iso_8601() {
        assertEquals(new Span(1592250751951.0, 1592250759000.0), time("1592250751951", "1592250759000"));
        assertEquals(new Span(0, 60_000), time("'1970-01-01T00:00:00'", "'1970-01-01 00:01'"));
        assertEquals(new Span(0, 86_400_000), time("'1970-01-01'", "'1970-01-02'"));
        assertEquals(new Span(-3_600_000, 250), time("'1970-01-01T00:00:00+01:00'", "'1970-01-01T00:00:00.250Z'"));
        assertEquals(new Span(1, 2.5), time("'2.5'", "'1'"));
    }

    @Test
    void brushes_are_decoded() {
        Random random = new Random(9);
        for (int i = 0; i < 200; i++) {
            boolean[] painted = new boolean[1 + random.nextInt(300)];
            int coarse = 1 + random.nextInt(40);
            for (int at = 0; at < painted.length; at++) {
                painted[at] = at > 0 && random.nextInt(coarse) > 0 ? painted[at - 1] : random.nextBoolean();
            }
            Mask mask = mask(BrushEncoder.encode(painted));
            assertEquals(painted.length, mask.pixels());
            boolean[] decoded = new boolean[painted.length];
            mask.painted().ranges().forEach(r -> Arrays.fill(decoded, (int) r.start(), (int) r.end() + 1, true));
            assertArrayEquals(painted, decoded);
        }
    }

    @Test
    void brushes_that_are_cut_off_are_refused() {
        List<Integer> code = BrushEncoder.encode(new boolean[1_000]);
        for (int length = 0; length < code.size() - 1; length++) {
            List<Integer> cut = code.subList(0, length);
            assertThrows(IncomparableAnswerException.class, () -> mask(cut));
        }
    }

    @Test
    void rotated_rectangles_turn_in_pixels() {
        String item = "[{'id':'1','from_name':'r',%s'value':{'x':20,'y':10,'width':10,'height':10,'rotation':90}}]";
        String config = "<Rectangle name='r' toName='i'/>";
        Shape withSize = region(read(config, item.formatted("'original_width':800,'original_height':400,")))
                .shape();
        Shape without =
                region(read(config, item.formatted("'original_width':800,"))).shape();
        assertEquals(1, withSize.iou(Box.of(15, 10, 5, 20)), 1e-9);
        assertEquals(1, without.iou(Box.of(10, 10, 10, 10)), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "'text'",
                "{}",
                "17",
                "[null]",
                "['x']",
                "[[]]",
                "[{'from_name':'r'}]",
                "[{'from_name':'r','value':null}]",
                "[{'from_name':'r','value':[]}]",
                "[{'from_name':'r','value':{}}]",
                "[{'from_name':'r','value':{'x':1,'y':2,'width':3}}]",
                "[{'from_name':'r','value':{'x':'1','y':2,'width':3,'height':4}}]",
                "[{'from_name':'r','value':{'x':1e999,'y':2,'width':3,'height':4}}]",
                "[{'from_name':'r','value':{'x':1,'y':2,'width':1e300,'height':4}}]",
                "[{'from_name':'r','value':{'x':1,'y':2,'width':3,'height':4,'rotation':{}}}]",
                "[{'from_name':'r','value':{'x':1,'y':2,'width':3,'height':4,'labels':[{}]}}]",
                "[{'from_name':'r','value':{'points':[[1,1]]}}]",
                "[{'from_name':'c','value':{'choices':{'a':1}}}]",
                "[{'from_name':'c','value':{'choices':[null]}}]",
                "[{'from_name':'n','value':{'number':'twelve'}}]",
                "[{'from_name':'n','value':{'number':1e999}}]",
                "[{'from_name':'t','value':{'taxonomy':[[{}]]}}]"
            })
    void malformed_results_are_refused_with_a_short_reason(String result) {
        ResultReader reader = reader("""
                <Rectangle name='r' toName='i'/><Choices name='c' toName='i'/><Number name='n' toName='i'/>
                <Taxonomy name='t' toName='i'/>
                """);
        String reason = assertThrows(IncomparableAnswerException.class, () -> reader.read(json(result)))
                .getMessage();
        assertTrue(reason.length() < 120 && !reason.contains("java"), reason);
    }

    @Test
    void reasons_quote_little_of_what_was_found() {
        String found = "👍".repeat(1_000);
        assertEquals(63, IncomparableAnswerException.quote(found).codePointCount(0, 123));
        assertEquals("'a b'", IncomparableAnswerException.quote("a\nb"));
    }

    private static Shape time(String start, String end) {
        return region(read(
                        "<TimeSeriesLabels name='s' toName='t'/>",
                        "[{'from_name':'s','value':{'start':%s,'end':%s,'timeserieslabels':['Run']}}]"
                                .formatted(start, end)))
                .shape();
    }

    private static Mask mask(List<Integer> code) {
        return (Mask) region(read(
                        "<BrushLabels name='b' toName='i'/>",
                        "[{'from_name':'b','value':{'format':'rle','rle':" + code + ",'brushlabels':['Sky']}}]"))
                .shape();
    }

    private static Region region(Answer answer) {
        return ((Answer.Regions) answer).regions().get(0);
    }

    private static Answer read(String controls, String result) {
        return reader(controls).read(json(result)).values().iterator().next();
    }

    private static ResultReader reader(String controls) {
        return new ResultReader(ConfigDimension.of(LabelConfig.parse("<View>" + controls + "</View>"), null));
    }

    private static JsonNode json(String singleQuoted) {
        try {
            return new ObjectMapper().readTree(singleQuoted.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
