package dev.interrater.analytics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The columns of {@link MemberRow} in the order in which they are exported, each named as in JSON. */
enum MemberColumn {
    ID(MemberRow::id),
    USERNAME(MemberRow::username),
    EMAIL(MemberRow::email),
    FIRST_NAME(MemberRow::firstName),
    LAST_NAME(MemberRow::lastName),
    AGREEMENT(MemberRow::agreement),
    FINISHED(MemberRow::finished),
    SKIPPED(MemberRow::skipped),
    REVIEWED(MemberRow::reviewed),
    ACCEPTED(MemberRow::accepted),
    FIXED_AND_ACCEPTED(MemberRow::fixedAndAccepted),
    REJECTED(MemberRow::rejected),
    REVIEW_SCORE(MemberRow::reviewScore),
    PERFORMANCE_SCORE(MemberRow::performanceScore),
    SUM_LEAD_TIME(MemberRow::sumLeadTime),
    MEAN_TIME(MemberRow::meanTime),
    MEDIAN_TIME(MemberRow::medianTime),
    GROUND_TRUTH_AGREEMENT(MemberRow::groundTruthAgreement),
    PREDICTION_AGREEMENT(MemberRow::predictionAgreement),
    LAST_ACTIVE(MemberRow::lastActive);

    /** Users by their IDs, then models by their versions. */
    static final Comparator<MemberRow> BY_ID = Comparator.<MemberRow, Long>comparing(
                    row -> row.id() instanceof Long user ? user : Long.MAX_VALUE)
            .thenComparing(row -> row.id().toString());

    private final Function<MemberRow, Object> value;

    MemberColumn(Function<MemberRow, Object> value) {
        this.value = value;
    }

    /** The names of all columns. */
    static List<String> names() {
        return Arrays.stream(values()).map(MemberColumn::toString).toList();
    }

    /** The values of all columns. */
    static List<Object> of(MemberRow row) {
        return Arrays.stream(values()).map(column -> column.value.apply(row)).toList();
    }

    /**
     * The order of a table: what has no value comes last in any case, and what is equal goes by ID.
     *
     * @param field the name of a column, after a minus descending; null: by ID
     * @return null when there is no such column
     */
    static Comparator<MemberRow> ordering(String field) {
        boolean descending = field != null && field.startsWith("-");
        String name = field == null ? ID.toString() : descending ? field.substring(1) : field;
        return Arrays.stream(values())
                .filter(column -> column.toString().equals(name))
                .findFirst()
                .map(column -> column.ordering(descending))
                .orElse(null);
    }

    private Comparator<MemberRow> ordering(boolean descending) {
        if (this == ID) {
            return descending ? BY_ID.reversed() : BY_ID;
        }
        Comparator<Comparable<Object>> ascending = Comparator.naturalOrder();
        return Comparator.comparing(
                        this::comparable, Comparator.nullsLast(descending ? ascending.reversed() : ascending))
                .thenComparing(BY_ID);
    }

    /** The values of a column are all of one type that has an order. */
    @SuppressWarnings("unchecked")
    private Comparable<Object> comparable(MemberRow row) {
        return (Comparable<Object>) value.apply(row);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
