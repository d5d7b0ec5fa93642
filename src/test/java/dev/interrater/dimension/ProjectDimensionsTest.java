package dev.interrater.dimension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.LabelConfig;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dimensions follow the label config, and keep what people have set on them. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class ProjectDimensionsTest {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/></Choices></View>";

    @Inject
    ProjectDimensions dimensions;

    @Inject
    Pool pool;

    private final Sql sql = Sql.in("worker");
    private final int project = Organization.createIn(sql).project();

    private List<ActiveDimension> refresh(String config) {
        List<ConfigDimension> all = ConfigDimension.of(LabelConfig.parse(config), null);
        return pool.withTransaction(transaction -> dimensions
                        .refresh(transaction, project, all)
                        .chain(() -> dimensions.removeOthers(transaction, project, all))
                        .chain(() -> dimensions.active(transaction, project, all)))
                .await()
                .indefinitely();
    }

    private void define(String name) {
        sql.run(
                "INSERT INTO agreement.dimension (project_id, name, metric_type, is_categorical, is_user_defined)"
                        + " VALUES (?, ?, 'exact_match', true, true)",
                project,
                name);
    }

    private List<String> kept() {
        return sql.column(
                "SELECT concat_ws(' ', name, CASE WHEN is_user_defined THEN 'defined' ELSE metric_type END)"
                        + " FROM agreement.dimension WHERE project_id = ? ORDER BY id",
                project);
    }

    private static List<String> controls(List<ActiveDimension> dimensions) {
        return dimensions.stream().map(kept -> kept.dimension().name()).toList();
    }

    @Test
    void a_control_whose_name_somebody_has_given_to_a_dimension_has_a_dimension_with_another_name() {
        define("mood");

        assertEquals(List.of("mood"), controls(refresh(CONFIG)));
        assertEquals(List.of("mood"), controls(refresh(CONFIG)));

        assertEquals(List.of("mood defined", "mood 2 exact_match"), kept());
    }

    @Test
    void the_other_name_is_nobodys() {
        define("mood");
        define("mood 2");
        String config = "<View><Choices name='mood' toName='t'/><Choices name='mood 3' toName='t'/></View>";

        assertEquals(List.of("mood", "mood 3"), controls(refresh(config)));

        assertEquals(List.of("mood defined", "mood 2 defined", "mood 4 exact_match", "mood 3 exact_match"), kept());
    }

    @Test
    void a_dimension_that_was_renamed_is_still_that_of_its_control() {
        refresh(CONFIG);
        sql.run("UPDATE agreement.dimension SET name = 'Feeling', config_name = 'mood' WHERE project_id = ?", project);

        assertEquals(List.of("mood"), controls(refresh(CONFIG)));

        assertEquals(List.of("Feeling exact_match"), kept());
    }

    /** As if an earlier version of the service had had another default. */
    private void defaultWas(String metric) {
        sql.run("UPDATE agreement.dimension SET default_metric = ? WHERE project_id = ?", metric, project);
    }

    private void set(String metric, boolean chosen) {
        sql.run(
                "UPDATE agreement.dimension SET metric_type = ?, metric_is_chosen = ? WHERE project_id = ?",
                metric,
                chosen,
                project);
    }

    @Test
    void a_metric_that_nobody_has_chosen_follows_the_default() {
        refresh(CONFIG);
        defaultWas("jaccard");
        set("jaccard", false);
        refresh(CONFIG);

        assertEquals(List.of("mood exact_match"), kept());
    }

    @Test
    void a_chosen_metric_stays_when_the_default_changes_that_it_was() {
        refresh(CONFIG);
        defaultWas("jaccard");
        set("jaccard", true);
        refresh(CONFIG);

        assertEquals(List.of("mood jaccard"), kept());
    }

    @Test
    void another_metric_than_the_default_stays_chosen_when_it_has_been_the_default_for_a_while() {
        refresh(CONFIG);
        defaultWas("iou");
        set("exact_match", false);
        refresh(CONFIG);

        assertEquals(true, sql.value("SELECT metric_is_chosen FROM agreement.dimension WHERE project_id = ?", project));
    }

    @Test
    void a_choice_is_given_up_when_the_control_is_another_tag() {
        refresh(CONFIG);
        set("iou", true);
        sql.run("UPDATE agreement.dimension SET control_tag = 'Rectangle' WHERE project_id = ?", project);
        refresh(CONFIG);

        assertEquals(List.of("mood exact_match"), kept());
    }
}
