package dev.interrater.backfill;

/**
 * What a job computes. Each kind has its own operations, its own jobs in flight and its own aggregate of an organization. They
 * share one table and one queue, which runs one job of a project at a time: both kinds write the same rows.
 */
public enum JobKind {
    /** The agreement matrices of a project that are missing or out of date, and the counts of values beside them. */
    AGREEMENT,
    /** The counts of values of every task and dimension of a project, without agreement. */
    VALUE_COUNTS
}
