package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A project in which every tenth task is broken, each in another way. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class BrokenTasksTest {
    private static final String CONFIG = """
            <View>
              <Choices name='mood' toName='t'/> <Number name='n' toName='t'/> <TextArea name='note' toName='t'/>
              <Taxonomy name='tree' toName='t'/> <DateTime name='when' toName='t'/> <Labels name='ner' toName='t'/>
              <RectangleLabels name='box' toName='i'/> <PolygonLabels name='poly' toName='i'/>
              <EllipseLabels name='ell' toName='i'/> <BrushLabels name='brush' toName='i'/>
              <VideoRectangle name='video' toName='v'/> <Choices name='kind' toName='i' perRegion='true'/>
            </View>
            """;
    private static final int DIMENSIONS = 15;
    private static final int BETWEEN = 10;

    /** Whole results. */
    private static final List<String> NO_RESULTS = List.of(
            "null",
            "7",
            "true",
            "\"no JSON\"",
            "\"[{\"",
            "{\"choices\": [\"A\"]}",
            "[null]",
            "[1, \"x\"]",
            "[[]]",
            "[".repeat(1_500) + "]".repeat(1_500));

    /** A control and the value that it cannot have given. */
    private static final List<String[]> NO_ANSWERS = List.of(
            new String[] {"mood", "null"},
            new String[] {"mood", "[]"},
            new String[] {"mood", "{}"},
            new String[] {"mood", "{\"choices\": 5}"},
            new String[] {"mood", "{\"choices\": [null]}"},
            new String[] {"n", "{\"number\": \"NaN\"}"},
            new String[] {"n", "{\"number\": 1e400}"},
            new String[] {"n", "{\"number\": [4]}"},
            new String[] {"note", "{\"text\": {\"a\": 1}}"},
            new String[] {"tree", "{\"taxonomy\": \"A\"}"},
            new String[] {"tree", "{\"taxonomy\": [[{}]]}"},
            new String[] {"when", "{}"},
            new String[] {"ner", "{\"start\": 1, \"labels\": [\"A\"]}"},
            new String[] {"ner", "{\"start\": {}, \"end\": 2, \"labels\": [\"A\"]}"},
            new String[] {"box", "{\"x\": \"?\", \"y\": 1, \"width\": 2, \"height\": 2, \"rotation\": 0}"},
            new String[] {"box", "{\"x\": 1, \"y\": 1, \"width\": null, \"height\": 2, \"rotation\": 0}"},
            new String[] {"box", "{\"x\": 1e400, \"y\": 1, \"width\": 2, \"height\": 2, \"rotation\": 0}"},
            new String[] {"poly", "{\"points\": [[1, 1]]}"},
            new String[] {"poly", "{\"points\": [[1, 1], [2], [3, 3]]}"},
            new String[] {"poly", "{\"points\": [[1, 1], [2, \"x\"], [3, 3]]}"},
            new String[] {"poly", "{\"points\": " + scribble() + "}"},
            new String[] {"ell", "{\"x\": 1, \"y\": 2}"},
            new String[] {"brush", "{\"format\": \"rle\", \"rle\": [0, 0, 1]}"},
            new String[] {"brush", "{\"format\": \"rle\", \"rle\": [255, 255, 255, 255, 1, 2, 3, 4, 5]}"},
            new String[] {"brush", "{\"format\": \"rle\", \"rle\": [0, 0, -1, 999]}"},
            new String[] {"brush", "{\"format\": \"rle\", \"rle\": \"AAAA\"}"},
            new String[] {"video", "{\"sequence\": \"x\"}"},
            new String[] {"video", "{\"sequence\": [{\"frame\": \"x\"}], \"framesCount\": 5}"});

    private final Sql sql = Sql.in("worker");
    private final Organization organization = Organization.createIn(sql);

    @Test
    void every_other_task_is_compared_and_just_the_broken_ones_are_errors() {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        List<Organization.User> annotators =
                Stream.generate(organization::member).limit(3).toList();
        List<String> broken = Stream.concat(
                        NO_RESULTS.stream(), NO_ANSWERS.stream().map(answer -> result(answer[0], answer[1])))
                .toList();
        int last = labelling.tasks(broken.size() * BETWEEN);
        int first = last - broken.size() * BETWEEN + 1;
        List<Integer> errors = new ArrayList<>();
        for (int i = 0; i < broken.size(); i++) {
            errors.add(first + i * BETWEEN + 3);
        }
        for (int i = 0; i < annotators.size(); i++) {
            labelling.annotations(annotators.get(i), "'" + good(i) + "'");
        }
        for (int i = 0; i < broken.size(); i++) {
            answer(errors.get(i), annotators.get(i % 3), broken.get(i));
        }
        answerStrangely(first, annotators);

        long job = organization.job(labelling.project(), "QUEUED");
        await().atMost(Duration.ofMinutes(5)).until(() -> column("status", job).matches("COMPLETED|FAILED"));

        List<Integer> compared = IntStream.rangeClosed(first, last)
                .boxed()
                .filter(task -> !errors.contains(task))
                .toList();
        assertEquals(
                compared,
                sql.column(
                        "SELECT task_id::int FROM agreement.task_agreement WHERE project_id = ? ORDER BY 1",
                        labelling.project()));
        assertEquals(
                "COMPLETED/" + broken.size() * BETWEEN + "/0/" + DIMENSIONS * compared.size() + "/" + errors.size(),
                column("concat_ws('/', status, tasks_processed, tasks_skipped, matrices_created, errors)", job));
        String error = column("last_error", job);
        assertTrue(
                error.matches("task " + errors.get(errors.size() - 1) + ": \\S.*") && !error.contains("unexpected"),
                error);
        assertEquals(
                DIMENSIONS + " " + compared.size(),
                sql.value(
                        "SELECT concat_ws(' ', min(matrices), count(*)) FROM (SELECT count(*) AS matrices"
                                + " FROM agreement.agreement_matrix WHERE task_id BETWEEN ? AND ? GROUP BY task_id) AS tasks",
                        first,
                        last));
    }

    /** Odd, and yet answers: nothing at all, unknown controls, five thousand boxes, ten million characters. */
    private void answerStrangely(int first, List<Organization.User> annotators) {
        sql.run(
                "UPDATE task_completion SET result = NULL WHERE task_id = ? AND completed_by_id = ?",
                first,
                annotators.get(0).id());
        answer(first, annotators.get(1), "\"[]\"");
        answer(first + 1, annotators.get(0), "[]");
        answer(
                first + 1,
                annotators.get(1),
                "[{\"type\": \"relation\"}, {\"from_name\": \"gone\", \"value\": 7}, {\"from_name\": 7}]");
        Random random = new Random(4);
        for (Organization.User annotator : annotators) {
            answer(
                    first + 2,
                    annotator,
                    IntStream.range(0, 5_000)
                            .mapToObj(i -> item(
                                    "box",
                                    String.valueOf(i),
                                    "{\"x\": %d, \"y\": %d, \"width\": 5, \"height\": 5, \"rotation\": %d}"
                                            .formatted(random.nextInt(90), random.nextInt(90), i % 2)))
                            .collect(Collectors.joining(",", "[", "]")));
        }
        answer(first + 4, annotators.get(2), result("note", "{\"text\": [\"" + "word ".repeat(2_000_000) + "\"]}"));
    }

    private void answer(int task, Organization.User annotator, String result) {
        sql.run(
                "UPDATE task_completion SET result = ?::jsonb WHERE task_id = ? AND completed_by_id = ?",
                result,
                task,
                annotator.id());
    }

    private String column(String column, long job) {
        return sql.value("SELECT (" + column + ")::text FROM agreement.backfill_job WHERE id = ?", job);
    }

    private static String good(int annotator) {
        return "[" + item("mood", "1", "{\"choices\": [\"A\"]}") + ","
                + item("note", "2", "{\"text\": [\"some words\"]}") + ","
                + item("n", "3", "{\"number\": " + annotator + "}") + "]";
    }

    private static String result(String control, String value) {
        return "[" + item(control, "1", value) + "]";
    }

    private static String item(String control, String id, String value) {
        return "{\"id\": \"%s\", \"from_name\": \"%s\", \"to_name\": \"t\", \"type\": \"%s\", \"value\": %s}"
                .formatted(id, control, type(control), value);
    }

    private static String type(String control) {
        return switch (control) {
            case "box" -> "rectanglelabels";
            case "poly" -> "polygonlabels";
            case "ell" -> "ellipselabels";
            case "brush" -> "brushlabels";
            case "ner" -> "labels";
            case "video" -> "videorectangle";
            default -> control;
        };
    }

    /** It crosses itself millions of times. */
    private static String scribble() {
        Random random = new Random(9);
        return IntStream.range(0, 20_000)
                .mapToObj(i -> "[" + random.nextInt(100) + "," + random.nextInt(100) + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
