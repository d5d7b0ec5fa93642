package dev.interrater.labelstudio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Label Studio's SDK, as its package is, asks for dimensions, agreement and statistics. It runs where Label Studio is tried; {@code -Dlabel-studio.python}
 * names the directory of a Python environment that has the SDK already.
 */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
@EnabledIfSystemProperty(named = "label-studio", matches = ".*")
class StatisticsSdkTest {
    private final Sql sql = Sql.in("worker");

    @TestHTTPResource
    String address;

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void every_method_for_dimensions_agreement_statistics_and_metrics_gives_what_it_promises(String kind)
            throws Exception {
        Organization organization = Organization.createIn(sql);
        Labelling labelling = Labelling.create(
                sql,
                organization,
                "<View><Choices name='answer' toName='text'><Choice value='A'/><Choice value='C'/></Choices></View>");
        List<User> annotators = Stream.generate(organization::member).limit(3).toList();
        int task = labelling.task();
        for (int i = 0; i < 3; i++) {
            int annotation =
                    labelling.annotation(task, annotators.get(i), Labelling.choice("answer", i < 2 ? "A" : "C"));
            sql.run("UPDATE task_completion SET ground_truth = ? WHERE id = ?", i == 2, annotation);
        }
        sql.run("""
                INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)
                VALUES (?::jsonb, 'v1', 0, ?, ?, now(), now())
                """, Labelling.choice("answer", "A"), task, labelling.project());
        long job = organization.job(labelling.project(), "QUEUED");
        await().until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                .equals("COMPLETED"));

        Path log = Files.createTempFile("statistics", ".log");
        String[] arguments = {
            "src/test/label-studio/statistics.py",
            address.replaceFirst("/$", ""),
            organization.owner().token(),
            String.valueOf(labelling.project()),
            String.valueOf(task),
            annotators.stream().map(user -> String.valueOf(user.id())).collect(Collectors.joining(",")),
            kind
        };
        assertTrue(environment().run(log, arguments), () -> read(log));
        System.out.println(read(log));
    }

    @Test
    void the_program_of_the_guide_runs() throws Exception {
        Organization organization = Organization.createIn(sql);
        Labelling labelling = Labelling.create(
                sql,
                organization,
                "<View><Choices name='answer' toName='text'><Choice value='A'/><Choice value='C'/></Choices></View>");
        int task = labelling.task();
        for (int i = 0; i < 2; i++) {
            labelling.annotation(task, organization.member(), Labelling.choice("answer", "A"));
        }

        Path log = Files.createTempFile("guide", ".log");
        String[] arguments = {
            "src/test/label-studio/guide.py",
            address.replaceFirst("/$", ""),
            organization.owner().token(),
            String.valueOf(labelling.project())
        };
        assertTrue(environment().run(log, arguments), () -> read(log));
        assertTrue(read(log).startsWith("COMPLETED"), () -> read(log));
    }

    private static PythonEnvironment environment() throws IOException, InterruptedException {
        String directory = System.getProperty("label-studio.python");
        return directory == null
                ? PythonEnvironment.of(Collections.max(PythonEnvironment.versions()))
                : new PythonEnvironment(Path.of(directory));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
