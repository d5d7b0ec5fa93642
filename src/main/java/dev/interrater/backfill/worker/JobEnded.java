package dev.interrater.backfill.worker;

/** An attempt at a job has ended in this process, however: what is kept of its project may have changed. */
public record JobEnded(long jobId) {}
