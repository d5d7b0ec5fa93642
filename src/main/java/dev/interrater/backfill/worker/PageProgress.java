package dev.interrater.backfill.worker;

/**
 * What one page adds to a job's progress.
 *
 * @param cursor its last task
 * @param processed all its tasks, with the skipped ones and the errors
 * @param lastError null: none in this page
 */
record PageProgress(long cursor, long processed, long skipped, long matrices, long errors, String lastError) {}
