package dev.interrater.tasks;

import dev.interrater.agreement.ComparedTask;
import dev.interrater.agreement.Participant;
import dev.interrater.web.Fields;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which participants a matrix of agreement is to have.
 *
 * @param annotators users
 * @param models versions of models
 * @param groundTruth the newest annotation that is ground truth
 */
record AgreementSelection(Group annotators, Group models, boolean groundTruth) {

    static final String NAME = "selection";
    private static final int MOST = 200;
    private static final int LONGEST = 255;

    /** Participants of one kind: all who have answered the task, and those with these IDs whether they have or not. */
    record Group(boolean all, List<String> ids) {}

    /**
     * Reads it from a query: as JSON, {@code selection={"annotators": {"all": true}}}, or as the parameters that Label Studio's SDK
     * makes of an object, {@code selection[annotators][all]=true}. What is wrong with it is told by {@link Fields#verify}.
     */
    static AgreementSelection of(Fields query, UriInfo uri) {
        Map<String, Object> nested = nested(uri.getQueryParameters());
        Fields fields = query.has(NAME) ? query.json(NAME) : nested.isEmpty() ? null : query.inside(NAME, nested);
        if (fields == null) {
            return query.has(NAME) ? null : query.require(NAME);
        }
        return new AgreementSelection(
                group(fields, "annotators", true),
                group(fields, "models", false),
                Boolean.TRUE.equals(fields.bool("ground_truth")));
    }

    private static Group group(Fields selection, String name, boolean ofUsers) {
        Fields group = selection.object(name);
        if (group == null) {
            return new Group(false, List.of());
        }
        List<String> ids = group.texts("ids", MOST, LONGEST);
        if (ofUsers && !ids.stream().allMatch(id -> id.matches("[0-9]{1,18}"))) {
            group.refuse("ids", "Expected IDs of users.");
        }
        return new Group(Boolean.TRUE.equals(group.bool("all")), ids);
    }

    /** The object that parameters with brackets in their names describe. */
    private static Map<String, Object> nested(Map<String, List<String>> parameters) {
        Map<String, Object> root = new HashMap<>();
        parameters.forEach((name, values) -> {
            if (name.startsWith(NAME + "[") && name.endsWith("]")) {
                String[] keys =
                        name.substring(NAME.length() + 1, name.length() - 1).split("\\]\\[", -1);
                List<String> given =
                        values.stream().filter(value -> !value.isEmpty()).toList();
                if (keys.length == 1 && !given.isEmpty()) {
                    root.put(keys[0], given.get(0));
                } else if (keys.length == 2 && !given.isEmpty()) {
                    put(root, keys, given);
                }
            }
        });
        return root;
    }

    private static void put(Map<String, Object> root, String[] keys, List<String> values) {
        Map<String, Object> group = new HashMap<>();
        if (root.get(keys[0]) instanceof Map<?, ?> before) {
            before.forEach((key, value) -> group.put((String) key, value));
        }
        group.put(keys[1], keys[1].equals("ids") ? values : values.get(0));
        root.put(keys[0], group);
    }

    /** The participants that are chosen: annotators, models, the ground truth. Those of the task have its numbers. */
    List<Participant> of(ComparedTask task) {
        Set<Participant> chosen = new LinkedHashSet<>();
        List<Participant> present = task.participants();
        if (annotators.all()) {
            present.stream().filter(Participant::isAnnotator).forEach(chosen::add);
        }
        annotators.ids().stream().map(Long::valueOf).map(Participant::annotator).forEach(chosen::add);
        List<Participant> models = new ArrayList<>();
        present.stream()
                .filter(participant -> participant.model() != null)
                .filter(participant -> this.models.all() || this.models.ids().contains(participant.model()))
                .forEach(models::add);
        this.models.ids().stream()
                .filter(version ->
                        models.stream().noneMatch(model -> model.model().equals(version)))
                .distinct()
                .forEach(version -> models.add(new Participant(Long.MIN_VALUE, version)));
        chosen.addAll(models);
        if (groundTruth) {
            chosen.add(Participant.GROUND_TRUTH);
        }
        return List.copyOf(chosen);
    }
}
