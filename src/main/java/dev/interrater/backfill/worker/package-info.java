/**
 * Runs backfill jobs: claims them from the queue that the job table is, keeps a lease on each, and computes page by page.
 *
 * <p>{@link dev.interrater.backfill.worker.Worker} decides when to claim; {@link dev.interrater.backfill.worker.JobQueue} is
 * every statement that changes a job; {@link dev.interrater.backfill.worker.BackfillRun} is one job from its claim to its
 * end. A worker that has lost its lease writes nothing any more: each of its writes names the attempt that it claimed.
 */
package dev.interrater.backfill.worker;
