package dev.interrater.quality;

import dev.interrater.analytics.ParticipantView;
import dev.interrater.consensus.Finding;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How competent an annotator is, if the consensus is right.
 *
 * @param id a user's ID, or {@code model:<version>}
 * @param name the user's name or the version; null where neither is known
 * @param tasks how many they have answered
 * @param competence the probability that they say what is right; null where they have met no value often enough
 * @param low the lower end of its 95 % interval; null likewise
 * @param high the upper end; null likewise
 * @param chance the competence of somebody who gives the same answers as often and does not look; null likewise
 * @param finding {@code inverted}, {@code same_answer} or {@code random}; null where nothing is wrong, or it cannot be told
 * @param confusion how probable each answer is, for each right value; null where there are too many for one answer of the API
 */
@RegisterForReflection
@Schema(
        name = "AnnotatorCompetence",
        requiredProperties = {
            "id",
            "name",
            "tasks",
            "competence",
            "low",
            "high",
            "chance",
            "most_frequent",
            "finding",
            "confusion"
        })
public record AnnotatorView(
        @Schema(
                oneOf = {Long.class, String.class},
                description = "ID of the user, or model:<version>")
        Object id,

        @Schema(nullable = true) String name,

        @Schema(description = "How many tasks they have answered")
        long tasks,

        @Schema(
                nullable = true,
                minimum = "0",
                maximum = "1",
                description = "Probability that they say what is right, null where too little is known")
        Double competence,

        @Schema(nullable = true, description = "Lower end of its 95 % interval")
        Double low,

        @Schema(nullable = true, description = "Upper end of its 95 % interval")
        Double high,

        @Schema(
                nullable = true,
                description = "Competence of somebody who gives the same answers as often, and does not look")
        Double chance,

        @Schema(description = "The answer that they give most often")
        MostFrequent mostFrequent,

        // No enumeration: in OpenAPI 3.0 null would have to be one of it, which generators make a value of.
        @Schema(
                nullable = true,
                description =
                        "What is wrong with somebody who does no better than chance: inverted, same_answer or random;"
                                + " null where nothing is, or answers are too few")
        String finding,

        @Schema(
                nullable = true,
                description =
                        "[i][j]: how probable it is that they answer values[j] where values[i] is right; null where they have never"
                                + " met that. Null as a whole where the dimension has too many annotators and values")
        List<List<Double>> confusion) {
    /** An answer and its share of somebody's answers. */
    @RegisterForReflection
    @Schema(
            name = "MostFrequentAnswer",
            requiredProperties = {"value", "share"})
    public record MostFrequent(
            String value,
            @Schema(minimum = "0", maximum = "1") double share) {}

    static AnnotatorView of(Row row, List<String> values, boolean withConfusion) {
        String finding = row.getString("finding");
        return new AnnotatorView(
                ParticipantView.id(row.getLong("participant"), row.getString("version")),
                row.getString("person"),
                row.getLong("tasks"),
                row.getDouble("competence"),
                row.getDouble("low"),
                row.getDouble("high"),
                row.getDouble("chance"),
                new MostFrequent(values.get(row.getInteger("usual")), row.getDouble("usual_share")),
                finding == null ? null : Finding.valueOf(finding).name().toLowerCase(Locale.ROOT),
                withConfusion ? matrix(row.getArrayOfDoubles("confusion"), values.size()) : null);
    }

    private static List<List<Double>> matrix(Double[] numbers, int size) {
        List<List<Double>> rows = new ArrayList<>(size);
        for (int from = 0; from < numbers.length; from += size) {
            rows.add(Arrays.asList(Arrays.copyOfRange(numbers, from, from + size)));
        }
        return rows;
    }
}
