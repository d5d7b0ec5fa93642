package dev.interrater.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All that backfills have kept of a project's tasks, score by score and answer by answer; the sums are not looked at. */
public final class StoredResults {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VALUES = 1;
    private static final int CONFUSION = 2;
    private static final int LABELS = 4;

    /** Of two participants in a task; dimension 0 is overall, and an empty label whole answers. */
    public record PairScore(long task, long dimension, String label, long first, long second, double score) {}

    /** A task's own; dimension 0 is overall. */
    public record TaskScore(long task, long dimension, double pairwise, double consensus) {}

    /** A value that a participant has given. */
    public record Given(long dimension, long participant, String value, int times) {}

    /** Two answers to the same task. */
    public record Answers(long task, long dimension, long first, long second, String one, String other) {}

    /** A dimension that is active. */
    public record Dimension(
            long id,
            String name,
            String fromName,
            String controlTag,
            boolean isCategorical,
            boolean isUserDefined,
            List<String> values) {}

    private final List<PairScore> pairs = new ArrayList<>();
    private final List<TaskScore> tasks = new ArrayList<>();
    private final List<Given> given = new ArrayList<>();
    private final List<Answers> answers = new ArrayList<>();
    private final Map<Long, Dimension> dimensions = new LinkedHashMap<>();

    /** Reads them. Of dimensions that are switched off nothing is there. */
    public StoredResults(Sql sql, int project) {
        rows(sql, """
                SELECT id, name, control_tag, is_categorical, is_user_defined, values_enum,
                       coalesce(config_name, extraction_method_params ->> 'control_tag',
                                extraction_method_params ->> 'from_name', name) AS from_name
                  FROM agreement.dimension WHERE project_id = ? AND is_active ORDER BY "order", id
                """, project).forEach(row -> dimensions.put(row.path("id").asLong(), dimension(row)));
        rows(
                        sql,
                        "SELECT task_id, 0 AS dimension_id, participants, scores, pairwise, consensus"
                                + " FROM agreement.task_agreement WHERE project_id = ? AND participants IS NOT NULL",
                        project)
                .forEach(this::addScores);
        rows(
                        sql,
                        "SELECT * FROM agreement.agreement_matrix WHERE counted IS NOT NULL AND dimension_id IN"
                                + " (SELECT id FROM agreement.dimension WHERE project_id = ? AND is_active)",
                        project)
                .forEach(this::addMatrix);
    }

    private static List<JsonNode> rows(Sql sql, String query, int project) {
        return sql.<String>column("SELECT to_jsonb(kept)::text FROM (" + query + ") AS kept", project).stream()
                .map(StoredResults::read)
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }

    private static Dimension dimension(JsonNode row) {
        return new Dimension(
                row.path("id").asLong(),
                row.path("name").asText(),
                row.path("from_name").asText(),
                row.path("control_tag").textValue(),
                row.path("is_categorical").asBoolean(),
                row.path("is_user_defined").asBoolean(),
                row.path("values_enum").isNull() ? null : texts(row.path("values_enum")));
    }

    private void addScores(JsonNode row) {
        long task = row.path("task_id").asLong();
        long dimension = row.path("dimension_id").asLong();
        if (!row.path("pairwise").isNull()) {
            tasks.add(new TaskScore(
                    task,
                    dimension,
                    row.path("pairwise").asDouble(),
                    row.path("consensus").asDouble()));
        }
        addPairs(task, dimension, "", row.path("participants"), row.path("scores"), 0);
    }

    private void addPairs(long task, long dimension, String label, JsonNode participants, JsonNode scores, int from) {
        for (int i = 0, pair = from; i < participants.size(); i++) {
            for (int j = i + 1; j < participants.size(); j++, pair++) {
                if (scores.path(pair).isNumber()) {
                    pairs.add(new PairScore(
                            task,
                            dimension,
                            label,
                            participants.get(i).asLong(),
                            participants.get(j).asLong(),
                            scores.get(pair).asDouble()));
                }
            }
        }
    }

    private void addMatrix(JsonNode row) {
        addScores(row);
        long dimension = row.path("dimension_id").asLong();
        JsonNode participants = row.path("participants");
        int n = participants.size();
        for (int label = 0; label < row.path("labels").size(); label++) {
            String name = row.path("labels").get(label).asText();
            addPairs(
                    row.path("task_id").asLong(),
                    dimension,
                    name,
                    participants,
                    row.path("label_scores"),
                    label * n * (n - 1) / 2);
            for (int p = 0; p < n; p++) {
                int times = row.path("label_counts").get(label * n + p).asInt();
                if (times > 0) {
                    given.add(new Given(dimension, participants.get(p).asLong(), name, times));
                }
            }
        }
        if (!row.path("answers").isNull()) {
            addAnswers(row, row.path("counted").asInt());
        }
    }

    private void addAnswers(JsonNode row, int counted) {
        long task = row.path("task_id").asLong();
        long dimension = row.path("dimension_id").asLong();
        JsonNode participants = row.path("participants");
        JsonNode texts = row.path("answers");
        for (int i = 0, pair = 0; i < participants.size(); i++) {
            long first = participants.get(i).asLong();
            if ((counted & VALUES) != 0) {
                values(texts.get(i).textValue()).forEach(value -> given.add(new Given(dimension, first, value, 1)));
            }
            for (int j = i + 1; j < participants.size(); j++, pair++) {
                long second = participants.get(j).asLong();
                if ((counted & CONFUSION) != 0
                        && texts.get(i).isTextual()
                        && texts.get(j).isTextual()) {
                    answers.add(new Answers(
                            task,
                            dimension,
                            first,
                            second,
                            texts.get(i).textValue(),
                            texts.get(j).textValue()));
                }
                if ((counted & LABELS) != 0 && row.path("scores").path(pair).isNumber()) {
                    Set<String> one = values(texts.get(i).textValue());
                    Set<String> other = values(texts.get(j).textValue());
                    Set<String> either = new TreeSet<>(one);
                    either.addAll(other);
                    either.forEach(value -> pairs.add(new PairScore(
                            task,
                            dimension,
                            value,
                            first,
                            second,
                            one.contains(value) && other.contains(value) ? 1 : 0)));
                }
            }
        }
    }

    /** What an answer consists of: the items of a list, paths written with slashes, a number, or what is at a path. */
    public static Set<String> values(String answer) {
        Set<String> values = new LinkedHashSet<>();
        if (answer == null || answer.startsWith("sha256:")) {
            return values;
        }
        JsonNode read = read(answer);
        if (read.isNumber()) {
            values.add(new BigDecimal(answer).stripTrailingZeros().toPlainString());
        }
        if (read.isTextual()) {
            JsonNode literal = read(read.textValue());
            values.add(literal.isTextual() ? literal.textValue() : read.textValue());
        }
        read.forEach(item -> values.add(item.isArray() ? String.join(" / ", texts(item)) : item.asText()));
        return values;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    public List<PairScore> pairs() {
        return pairs;
    }

    public List<TaskScore> tasks() {
        return tasks;
    }

    public List<Given> given() {
        return given;
    }

    public List<Answers> answers() {
        return answers;
    }

    /** In their order. */
    public List<Dimension> dimensions() {
        return List.copyOf(dimensions.values());
    }
}
