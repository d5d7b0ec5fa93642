package dev.interrater.analytics;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Label Studio's own tables say about a project: tasks finished, time taken, who took part. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class WorkDoneTest extends LabelledProject {
    @Test
    void a_project_without_tasks_has_finished_none() {
        get("stats/finished")
                .statusCode(200)
                .body("id", nullValue())
                .body("finished", equalTo(0))
                .body("progress", equalTo(0));
    }

    @Test
    void tasks_that_have_all_their_annotations_are_finished_and_progress_is_rounded_down() {
        labelling.tasks(200);
        sql.run("UPDATE task SET is_labeled = false WHERE id = ?", labelling.task());

        get("stats/finished").body("finished", equalTo(200)).body("progress", equalTo(99));
        get("stats/finished/").body("finished", equalTo(200));
    }

    @Test
    void of_a_user_those_tasks_are_finished_that_they_have_annotated() {
        User annotator = organization.member();
        int first = labelling.task();
        annotation(first, annotator);
        annotation(first, annotator);
        annotation(labelling.task(), annotator);
        annotation(labelling.task(), annotator, "was_cancelled = true");
        annotation(labelling.task(), organization.member());

        get("stats/finished?user_pk=" + annotator.id())
                .statusCode(200)
                .body("id", equalTo(annotator.id()))
                .body("finished", equalTo(2))
                .body("progress", equalTo(50));
        get("stats/finished?user_pk=9223372036854775807").body("finished", equalTo(0));
    }

    @Test
    void lead_times_are_those_of_submitted_annotations_that_have_one() {
        User quick = organization.member();
        User slow = organization.member();
        User untimed = organization.member();
        int task = labelling.task();
        for (String seconds : List.of("2", "4", "12", "null")) {
            annotation(task, quick, "lead_time = " + seconds);
        }
        annotation(task, quick, "lead_time = 1000, was_cancelled = true");
        annotation(task, slow, "lead_time = 60.5");
        annotation(task, slow, "lead_time = 61.5");
        annotation(task, untimed);
        annotation(task, organization.member(), "lead_time = 5, was_cancelled = true");

        get("stats/lead_time")
                .statusCode(200)
                .body("lead_time_stats.user_id", contains(quick.id(), slow.id(), untimed.id()))
                .body("lead_time_stats.sum_lead_time", contains(18f, 122f, null))
                .body("lead_time_stats.mean_time", contains(6f, 61f, null))
                .body("lead_time_stats.median_time", contains(4f, 61f, null));
    }

    @Test
    void what_is_no_length_of_time_counts_in_no_lead_time() {
        User annotator = organization.member();
        int task = labelling.task();
        for (String seconds : List.of("'NaN'", "'Infinity'", "'-Infinity'", "1e308", "1e308", "-1", "7")) {
            annotation(task, annotator, "lead_time = " + seconds);
        }

        get("stats/lead_time")
                .statusCode(200)
                .body("lead_time_stats.sum_lead_time", contains(7f))
                .body("lead_time_stats.mean_time", contains(7f));
    }

    @Test
    void a_project_that_nobody_has_worked_on_has_no_lead_times_and_no_filters() {
        get("stats/lead_time").statusCode(200).body("lead_time_stats", empty());
        get("stats/data_filter")
                .statusCode(200)
                .body("user_filters.stats", empty())
                .body("user_filters.tasks_with_annotations.count", equalTo(0));
    }

    @Test
    void tasks_can_be_filtered_by_annotators_and_models_the_newest_first() {
        User annotator = organization.member();
        int task = labelling.task();
        annotation(task, annotator);
        annotation(task, organization.owner(), "was_cancelled = true");
        annotation(labelling.task(), annotator, "was_cancelled = true");
        prediction(task, "v1", "2026-01-01");
        prediction(task, "v, 2", "2026-01-02");
        prediction(task, null, "2026-01-03");
        prediction(task, "", "2026-01-03");

        get("stats/data_filter")
                .statusCode(200)
                .body(
                        "user_filters.stats.id",
                        contains(
                                String.valueOf(organization.owner().id()),
                                String.valueOf(annotator.id()),
                                "model:v, 2",
                                "model:v1"))
                .body("user_filters.tasks_with_annotations.count", equalTo(1));
    }

    @Test
    void nobody_has_a_review_score() {
        get("user-stats/review_score?ids=3,4,3&per_label=true")
                .statusCode(200)
                .body("review_score.size()", equalTo(2))
                .body("review_score", hasEntry("3", null))
                .body("performance_score", hasEntry("4", null));
        get("user-stats/3/review_score")
                .statusCode(200)
                .body("$", hasKey("review_score"))
                .body("review_score", nullValue())
                .body("performance_score", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "stats/finished?user_pk=x, user_pk",
        "stats/finished?user_pk=, user_pk",
        "stats/finished?user_pk=1&user_pk=2, user_pk",
        "stats/finished?user_pk=9223372036854775808, user_pk",
        "user-stats/review_score, ids",
        "user-stats/review_score?ids=, ids",
        "user-stats/review_score?ids=1%3B2, ids",
        "user-stats/review_score?ids=-1, ids",
        "user-stats/review_score?ids=model:v1, ids",
        "user-stats/review_score?ids=1&per_label=perhaps, per_label",
        "user-stats/1/review_score?per_label=perhaps, per_label"
    })
    void what_makes_no_sense_is_refused_by_name(String of, String parameter) {
        get(of).statusCode(400).body("validation_errors", hasKey(parameter));
    }

    @Test
    void a_thousand_users_can_be_named_at_once_and_no_more() {
        String ids = IntStream.range(0, 1_001).mapToObj(String::valueOf).collect(Collectors.joining(","));
        get("user-stats/review_score?ids=" + ids).statusCode(400).body("validation_errors", hasKey("ids"));
        get("user-stats/review_score?ids=" + ids.substring(2))
                .statusCode(200)
                .body("review_score.size()", equalTo(1_000));
    }

    @Test
    void a_project_elsewhere_is_not_there() {
        Organization other = Organization.create();
        for (String of : List.of(
                "stats/finished",
                "stats/finished?user_pk=1",
                "stats/lead_time",
                "stats/data_filter",
                "user-stats/review_score?ids=1",
                "user-stats/1/review_score",
                "metricparam/",
                "stats/member_performance_participants/",
                "stats/member_performance_participants/?table=reviews",
                "stats/member_performance_rows/",
                "stats/member_performance_rows/?table=reviews",
                "stats/member_performance_rows/?ids=model:v1",
                "stats/member_performance_summary/")) {
            Api.as(other.owner())
                    .get(path(of))
                    .then()
                    .statusCode(404)
                    .body("detail", equalTo("No Project matches the given query."));
        }
    }
}
