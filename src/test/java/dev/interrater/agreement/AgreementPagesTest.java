package dev.interrater.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.dimension.ProjectDimensions;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a project is cut into pages. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class AgreementPagesTest {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>";
    private static final String BOXES =
            "<View><Image name='img' value='$i'/><RectangleLabels name='box' toName='img'/></View>";
    private static final Duration LONG = Duration.ofHours(1);

    @Inject
    TaskReader reader;

    @Inject
    ComputePool compute;

    @Inject
    ProjectDimensions dimensions;

    @Inject
    Pool pool;

    private final Sql sql = Sql.in("worker");
    private final List<Long> tasks = new ArrayList<>();
    private Labelling labelling;

    /** Of every four tasks one has no annotations. */
    @BeforeEach
    void createProject() {
        Organization organization = Organization.createIn(sql);
        labelling = Labelling.create(sql, organization, CONFIG);
        List<Organization.User> annotators = List.of(organization.member(), organization.member());
        for (int i = 0; i < 20; i++) {
            int task = labelling.task();
            tasks.add((long) task);
            if (i % 4 != 2) {
                annotators.forEach(annotator -> labelling.annotation(task, annotator, Labelling.choice("mood", "A")));
            }
        }
    }

    private List<AgreementPage> pages(int most, Duration mostTime) {
        return pages(most, mostTime, LONG);
    }

    private List<AgreementPage> pages(int most, Duration mostTime, Duration taskTime) {
        ProjectSettings settings = reader.project(labelling.project()).await().indefinitely();
        ProjectComparison comparison = new ProjectComparison(
                pool.withTransaction(transaction -> dimensions
                                .refresh(transaction, labelling.project(), settings.dimensions())
                                .chain(() ->
                                        dimensions.active(transaction, labelling.project(), settings.dimensions())))
                        .await()
                        .indefinitely(),
                ModelVersions.NONE,
                settings.cluster(),
                true,
                taskTime,
                fault -> {
                    throw new AssertionError(fault);
                });
        AgreementPages pages = new AgreementPages(
                reader,
                compute,
                comparison,
                labelling.project(),
                0,
                null,
                most,
                mostTime,
                () -> false,
                new WorkTimes());
        List<AgreementPage> all = new ArrayList<>();
        AgreementPage page;
        while (!(page = pages.next().await().indefinitely()).isEmpty()) {
            all.add(page);
        }
        return all;
    }

    private void assertComplete(List<AgreementPage> pages) {
        long after = 0;
        for (AgreementPage page : pages) {
            assertEquals(after, page.after());
            after = page.last();
        }
        assertEquals(
                tasks,
                pages.stream()
                        .flatMap(page -> page.tasks().stream())
                        .map(TaskHead::id)
                        .toList());
        assertEquals(
                15, pages.stream().flatMap(page -> page.agreements().stream()).count());
    }

    @Test
    void a_page_has_so_many_tasks_at_most() {
        List<AgreementPage> pages = pages(8, LONG);

        assertEquals(
                List.of(8, 8, 4),
                pages.stream().map(page -> page.tasks().size()).toList());
        assertComplete(pages);
    }

    @Test
    void a_page_ends_when_its_time_is_over_and_the_next_goes_on_behind_it() {
        List<AgreementPage> pages = pages(100, Duration.ZERO);

        assertTrue(pages.stream().allMatch(page -> page.agreements().size() == 1), pages::toString);
        assertComplete(pages);
    }

    @Test
    void a_task_whose_time_is_over_is_an_error_of_its_own_and_the_next_is_compared() {
        List<AgreementPage> pages = pages(8, LONG, Duration.ZERO);

        assertEquals(
                List.of(8, 8, 4),
                pages.stream().map(page -> page.tasks().size()).toList());
        assertEquals(15, pages.stream().mapToLong(AgreementPage::errors).sum());
        assertEquals(0, pages.stream().mapToLong(AgreementPage::matrices).sum());
        assertEquals(
                "task " + pages.get(2).last() + ": comparing takes longer than 0S",
                pages.get(2).lastError());
    }

    @Test
    void a_page_ends_before_it_has_more_than_some_hundred_thousand_scores() {
        annotateAll(100, 50);

        assertEquals(
                List.of(40, 10),
                pages(1000, LONG).stream().map(page -> page.tasks().size()).toList());
    }

    @Test
    void a_page_ends_when_its_tasks_have_a_million_scores_by_label() {
        annotateAll(45, 30, BOXES, boxes(50));

        List<AgreementPage> pages = pages(1000, LONG);

        assertEquals(30, pages.stream().mapToInt(page -> page.tasks().size()).sum());
        assertTrue(pages.size() > 1, () -> pages.size() + " pages");
        assertEquals(0, pages.stream().mapToLong(AgreementPage::errors).sum());
    }

    private static String boxes(int labels) {
        return IntStream.range(0, labels)
                .mapToObj(i -> Labelling.box("box", "L" + i, i, i, 1, 1).strip())
                .map(box -> box.substring(1, box.length() - 1))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void a_task_with_too_many_annotators_to_compare_is_an_error_of_its_own() {
        annotateAll(1_500, 1);

        AgreementPage page = pages(1000, LONG).get(0);

        assertEquals(1, page.errors());
        assertTrue(page.lastError().endsWith("1500 annotators are too many to be compared"), page.lastError());
    }

    /** Another project. */
    private void annotateAll(int annotators, int tasks) {
        annotateAll(annotators, tasks, CONFIG, "[]");
    }

    private void annotateAll(int annotators, int tasks, String config, String result) {
        Organization organization = Organization.createIn(sql);
        labelling = Labelling.create(sql, organization, config);
        labelling.tasks(tasks);
        sql.run(
                "INSERT INTO htx_user (email, username, first_name, last_name, password, is_superuser, phone, avatar, is_staff,"
                        + " is_active, date_joined, activity_at, active_organization_id)"
                        + " SELECT $1 || n, $1 || n, '', '', '', false, '', '', false, true, now(), now(), ?"
                                .replace("$1", "'many " + organization.id() + " '")
                        + " FROM generate_series(1, ?) n",
                organization.id(),
                annotators);
        sql.run(
                "INSERT INTO task_completion (result, task_id, project_id, completed_by_id, was_cancelled, ground_truth,"
                        + " created_at, updated_at, result_count)"
                        + " SELECT ?::jsonb, task.id, project_id, u.id, false, false, now(), now(), 0"
                        + " FROM task, htx_user u WHERE project_id = ? AND u.active_organization_id = ? AND email LIKE 'many%'",
                result, labelling.project(), organization.id());
    }
}
