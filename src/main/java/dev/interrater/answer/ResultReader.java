package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.ControlTag;
import dev.interrater.labelconfig.TagRules;
import dev.interrater.metric.Answer;
import dev.interrater.metric.IncomparableAnswerException;
import dev.interrater.metric.Place;
import dev.interrater.metric.Region;
import dev.interrater.metric.Shape;
import dev.interrater.metric.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the answers of a project's dimensions out of results as Label Studio stores them. */
public final class ResultReader {

    /** Longer names are not looked at: no control is called so. */
    private static final int LONGEST_NAME = 255;

    /** More items about one region are not looked at, so that the work stays in proportion to the result. */
    private static final int MOST_SIBLINGS = 100;

    private final List<ConfigDimension> dimensions;
    private final Map<ControlTag, List<ConfigDimension>> byControl = new IdentityHashMap<>();
    private final Map<ControlTag, List<ConfigDimension>> byLabels = new IdentityHashMap<>();
    private final Map<String, ControlTag> byName = new HashMap<>();
    private final List<ControlTag> repeated = new ArrayList<>();

    /** For the dimensions of one project. */
    public ResultReader(List<ConfigDimension> dimensions) {
        this.dimensions = dimensions.stream().distinct().toList();
        for (ConfigDimension dimension : this.dimensions) {
            if (dimension.path() == null) {
                byControl
                        .computeIfAbsent(dimension.control(), control -> new ArrayList<>())
                        .add(dimension);
            }
            add(dimension.control());
            if (dimension.region() != null) {
                add(dimension.region());
            }
            for (ControlTag tag : dimension.labels()) {
                if (dimension.region() == null) {
                    byLabels.computeIfAbsent(tag, labels -> new ArrayList<>()).add(dimension);
                }
                add(tag);
            }
        }
    }

    private void add(ControlTag control) {
        if (byName.putIfAbsent(control.name(), control) == null && control.repeated() != null) {
            repeated.add(control);
        }
    }

    /**
     * The answers that an annotation or a prediction gives. Items of unknown controls, and relations, are left out.
     *
     * @param result a list of items
     * @return by its name an answer for every dimension, {@link Answer#NONE} where there is none
     * @throws IncomparableAnswerException if the result is malformed
     */
    public Map<String, Answer> read(JsonNode result) {
        if (result == null || !result.isArray()) {
            throw new IncomparableAnswerException("the result is no list");
        }
        List<ResultItem> items = items(result);
        Map<String, List<ResultItem>> byId = new HashMap<>();
        for (ResultItem item : items) {
            List<ResultItem> siblings =
                    item.id() == null ? null : byId.computeIfAbsent(item.id(), id -> new ArrayList<>(2));
            if (siblings != null && siblings.size() < MOST_SIBLINGS) {
                siblings.add(item);
            }
        }
        Map<String, List<ResultItem>> byDimension = new HashMap<>();
        for (ResultItem item : items) {
            ConfigDimension dimension = dimension(item, siblings(item, byId));
            if (dimension != null) {
                byDimension
                        .computeIfAbsent(dimension.name(), name -> new ArrayList<>())
                        .add(item);
            }
        }
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (ConfigDimension dimension : dimensions) {
            List<ResultItem> own = byDimension.getOrDefault(dimension.name(), List.of());
            if (dimension.path() != null) {
                answers.put(dimension.name(), valuesAt(dimension, items));
            } else {
                answers.put(dimension.name(), own.isEmpty() ? Answer.NONE : answer(dimension, own, byId));
            }
        }
        return answers;
    }

    private List<ResultItem> items(JsonNode result) {
        List<ResultItem> items = new ArrayList<>(result.size());
        for (JsonNode json : result) {
            if (!json.isObject()) {
                throw new IncomparableAnswerException("an item of the result is no object");
            }
            ControlTag control = json.path("from_name").isTextual()
                    ? control(json.path("from_name").asText())
                    : null;
            if (control != null) {
                items.add(ResultItem.of(json, control));
            }
        }
        return items;
    }

    private ControlTag control(String fromName) {
        ControlTag control = byName.get(fromName);
        return control != null || fromName.length() > LONGEST_NAME
                ? control
                : repeated.stream()
                        .filter(tag -> tag.isNamed(fromName))
                        .findFirst()
                        .orElse(null);
    }

    private static List<ResultItem> siblings(ResultItem item, Map<String, List<ResultItem>> byId) {
        return item.id() == null ? List.of(item) : byId.get(item.id());
    }

    /** The dimension of the item's control, and where that asks about regions, of the kind of region that the item is about. */
    private ConfigDimension dimension(ResultItem item, List<ResultItem> siblings) {
        if (byLabels.containsKey(item.control())) {
            return drawn(item, siblings);
        }
        List<ConfigDimension> candidates = byControl.getOrDefault(item.control(), List.of());
        return candidates.stream()
                .filter(d -> isAmong(siblings, d.region()))
                .findFirst()
                .orElseGet(() -> candidates.stream()
                        .filter(d -> d.region() == null || ShapeReader.fits(d.region(), item))
                        .findFirst()
                        .orElse(candidates.isEmpty() ? null : candidates.get(0)));
    }

    /**
     * Labels belong to the region that another item draws. Where none does, as in predictions from elsewhere, they belong to the
     * tag that could have drawn it.
     */
    private ConfigDimension drawn(ResultItem labels, List<ResultItem> siblings) {
        List<ConfigDimension> drawings = byLabels.get(labels.control());
        return drawings.stream().anyMatch(d -> isAmong(siblings, d.control()))
                ? null
                : drawings.stream()
                        .filter(d -> ShapeReader.fits(d.control(), labels))
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isAmong(List<ResultItem> siblings, ControlTag control) {
        return siblings.stream().anyMatch(sibling -> sibling.control() == control);
    }

    private static Answer answer(
            ConfigDimension dimension, List<ResultItem> items, Map<String, List<ResultItem>> byId) {
        if (dimension.region() == null && !TagRules.of(dimension.control()).marksRegions()) {
            return values(items);
        }
        List<Region> regions = new ArrayList<>(items.size());
        Set<String> seen = new HashSet<>();
        for (ResultItem item : items) {
            if (item.id() == null || seen.add(item.id() + '\n' + item.place())) {
                Region region = region(dimension, item, siblings(item, byId));
                if (region != null) {
                    regions.add(region);
                }
            }
        }
        return new Answer.Regions(regions);
    }

    private static Answer valuesAt(ConfigDimension dimension, List<ResultItem> items) {
        Map<Place, Value> byPlace = new LinkedHashMap<>();
        for (ResultItem item : items) {
            Value value = item.control() == dimension.control() ? ValueReader.readAt(dimension.path(), item) : null;
            if (value != null) {
                byPlace.put(item.place(), value);
            }
        }
        return byPlace.isEmpty() ? Answer.NONE : new Answer.Values(byPlace);
    }

    private static Answer values(List<ResultItem> items) {
        Map<Place, Value> byPlace = new LinkedHashMap<>();
        for (ResultItem item : items) {
            Value value = ValueReader.read(item);
            if (value != null) {
                byPlace.merge(item.place(), value, ValueReader::joined);
            }
        }
        return new Answer.Values(byPlace);
    }

    /** All items with one id are one region: one may give the shape, another the labels. */
    private static Region region(ConfigDimension dimension, ResultItem item, List<ResultItem> siblings) {
        Value value = null;
        if (dimension.region() != null) {
            value = ValueReader.read(item);
            if (value == null) {
                return null;
            }
        }
        Set<String> labels = new HashSet<>(item.labels());
        if (labels.isEmpty()) {
            siblings.forEach(sibling -> labels.addAll(sibling.labels()));
        }
        Shape shape = ShapeReader.find(item)
                .orElseGet(() -> siblings.stream()
                        .flatMap(sibling -> ShapeReader.find(sibling).stream())
                        .findFirst()
                        .orElseGet(() -> ShapeReader.read(item)));
        return new Region(item.place(), labels, shape, value);
    }
}
