/**
 * Label Studio's own tables, read only, with just the columns that Interrater needs.
 *
 * <p>Versions of Label Studio differ in their columns. Where a column is optional, the entity's SQL selects it beside an
 * outer column of the same name: if the table has it, the inner one is meant, else the outer one, which is the default.
 * So one statement serves every version, and Label Studio may be upgraded while Interrater runs.
 *
 * <p>Rows that Label Studio has deleted softly (users, members, projects) are not there at all.
 *
 * <p>IDs are {@code long} here and {@code integer} in most installations: cast a parameter ({@code cast(:id as Long)})
 * before it is compared with one, or the driver cuts it to 32 bits and finds somebody else's row.
 */
package dev.interrater.labelstudio;
