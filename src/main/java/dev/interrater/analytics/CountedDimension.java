package dev.interrater.analytics;

import io.vertx.mutiny.sqlclient.Row;

/**
 * A dimension whose answers are categories or numbers, so that they can be counted.
 *
 * @param isSummed whether they are taken from the sums
 */
record CountedDimension(long id, String name, String fromName, String controlTag, boolean numeric, boolean isSummed) {
    static CountedDimension of(Row row) {
        return new CountedDimension(
                row.getLong("id"),
                row.getString("name"),
                row.getString("from_name"),
                row.getString("control_tag"),
                row.getBoolean("is_numeric"),
                row.getBoolean("is_summed"));
    }
}
