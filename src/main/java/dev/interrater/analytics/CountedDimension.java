package dev.interrater.analytics;

import io.vertx.mutiny.sqlclient.Row;

/** A dimension whose answers are categories or numbers, so that they can be counted. */
record CountedDimension(long id, String name, String fromName, String controlTag, boolean numeric) {
    static CountedDimension of(Row row) {
        return new CountedDimension(
                row.getLong("id"),
                row.getString("name"),
                row.getString("from_name"),
                row.getString("control_tag"),
                row.getBoolean("is_numeric"));
    }
}
