package dev.interrater.quality;

import dev.interrater.answer.Category;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The consensus of a project in one dimension, as it is kept.
 *
 * @param id of the run
 * @param fromName name of the control whose answers they are
 * @param isOfControl whether they are that control's own, not a value inside its results
 * @param computedAt when the project's consensus was computed
 * @param outOfDate whether answers have changed since
 * @param byMedoid whether the consensus of a task is the answer of one of its annotators, and not a value
 * @param reason why there is none; null where there is one
 * @param values as people write them
 * @param priors of the values
 */
record KeptRun(
        long id,
        long dimension,
        String name,
        String fromName,
        boolean isOfControl,
        Instant computedAt,
        boolean outOfDate,
        boolean byMedoid,
        String reason,
        List<String> values,
        Double[] priors,
        long tasks,
        long answers) {
    static KeptRun of(Row row) {
        return new KeptRun(
                row.getLong("run"),
                row.getLong("dimension"),
                row.getString("name"),
                row.getString("from_name"),
                row.getBoolean("is_of_control"),
                row.getOffsetDateTime("computed_at").toInstant(),
                row.getBoolean("out_of_date"),
                row.getBoolean("by_medoid"),
                row.getString("reason"),
                Stream.of(row.getArrayOfStrings("categories"))
                        .map(Category::display)
                        .toList(),
                row.getArrayOfDoubles("priors"),
                row.getLong("tasks"),
                row.getLong("answers"));
    }
}
