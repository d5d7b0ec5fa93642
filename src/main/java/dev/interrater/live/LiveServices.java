package dev.interrater.live;

import dev.interrater.agreement.ComputePool;
import dev.interrater.agreement.MatrixStore;
import dev.interrater.agreement.ProjectWrites;
import dev.interrater.agreement.TaskReader;
import dev.interrater.backfill.worker.WorkerConfig;
import jakarta.inject.Singleton;

/** What following a project works with. */
@Singleton
record LiveServices(
        LiveStore store,
        TaskReader tasks,
        ProjectWrites writes,
        MatrixStore matrices,
        ComputePool compute,
        WorkerConfig worker,
        LiveMetrics metrics) {}
