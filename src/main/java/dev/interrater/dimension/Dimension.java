package dev.interrater.dimension;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What annotators of a project can agree on: a control of its label config, or something that people have defined. */
@Entity
@Table(name = "dimension", schema = "agreement")
public class Dimension extends PanacheEntityBase {
    /** Another metric on the answers of a control. */
    static final String CONTROL_TAG = "control_tag";

    /** A value inside a result. */
    static final String JSON_PATH = "json_path";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public long projectId;

    /** What the label config calls it, whatever its name is; null for those that people define. */
    public String configName;

    /** Unique in its project, 1 to 255 characters. */
    public String name;

    public String description = "";

    /** The tag of its control, such as {@code Choices}; null where answers are no control's. */
    public String controlTag;

    public String extractionMethod = CONTROL_TAG;

    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, Object> extractionMethodParams = Map.of();

    public String metricType;

    /** Those that are not the metric's defaults. */
    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, Object> metricParams = Map.of();

    /** Somebody chose {@link #metricType}; it does not follow the label config. */
    public boolean metricIsChosen;

    public boolean isActive = true;

    public boolean isUserDefined;

    public boolean isCategorical;

    /** A JSON array of all answers or labels there can be; null where nobody can tell. The label config decides. */
    @Formula("values_enum::text")
    public String valuesEnum;

    /** Its share in the overall agreement: Label Studio's own setting. */
    public double weight = 1;

    @Column(name = "\"order\"")
    public int order;

    public Instant createdAt;

    public Instant updatedAt;

    /** The user who defined it; null for those of the label config. */
    public Long createdBy;

    /** The project's dimensions in their order. */
    static Uni<List<Dimension>> ofProject(long projectId) {
        return list("from Dimension where projectId = ?1 order by order, id", projectId);
    }

    /** The project's dimension with this ID; null when it has none. */
    static Uni<Dimension> ofProject(long projectId, long id) {
        return find("id = ?1 and projectId = ?2", id, projectId).firstResult();
    }

    /** The same, for whoever is going to change it: until the end of the transaction nobody else does. */
    static Uni<Dimension> lockedOfProject(long projectId, long id) {
        return find("id = ?1 and projectId = ?2", id, projectId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** What its answers are taken from: of a control its name, also where the label config alone says so. */
    Map<String, Object> extractionParams() {
        return configName == null ? extractionMethodParams : Map.of(CONTROL_TAG, configName);
    }

    /** The elements of {@link #valuesEnum}; null where that is null. */
    List<String> valuesEnum() {
        if (valuesEnum == null) {
            return null;
        }
        return new JsonArray(valuesEnum).stream().map(String::valueOf).toList();
    }

    /**
     * Deletes what people have defined. It may have millions of scores, so here it only becomes what a dimension is whose
     * control is gone from the label config: nobody sees it, and the project's next backfill takes its scores, then it.
     */
    void giveUp() {
        isUserDefined = false;
        isActive = false;
        configName = "\n" + id; // no control has such a name, and no other dimension
        name = configName;
    }

    /** Notes a change at this moment, later than any before. */
    void touch(Instant now) {
        Instant moment = now.truncatedTo(ChronoUnit.MICROS);
        updatedAt = moment.isAfter(updatedAt) ? moment : updatedAt.plus(1, ChronoUnit.MICROS);
    }

    /**
     * The order of a list of dimensions.
     *
     * @param field {@code order}, {@code id}, {@code name}, {@code created_at} or {@code updated_at}, after a minus descending;
     *     null is their own order
     * @return null when they cannot be ordered by it
     */
    static Comparator<Dimension> ordering(String field) {
        boolean descending = field != null && field.startsWith("-");
        Comparator<Dimension> ascending = switch (field == null ? "order" : descending ? field.substring(1) : field) {
            case "order" -> Comparator.comparingInt(dimension -> dimension.order);
            case "id" -> Comparator.comparingLong(dimension -> dimension.id);
            case "name" -> Comparator.comparing(dimension -> dimension.name);
            case "created_at" -> Comparator.comparing(dimension -> dimension.createdAt);
            case "updated_at" -> Comparator.comparing(dimension -> dimension.updatedAt);
            default -> null;
        };
        return ascending == null || !descending ? ascending : ascending.reversed();
    }

    /** Changes with every change of it: what an {@code ETag} says. */
    String version() {
        return id + "-" + ChronoUnit.MICROS.between(Instant.EPOCH, updatedAt);
    }
}
