package dev.interrater.backfill.worker;

import dev.interrater.agreement.ComputePool;
import dev.interrater.agreement.MatrixStore;
import dev.interrater.agreement.TaskReader;
import dev.interrater.database.JobPool;
import dev.interrater.dimension.ProjectDimensions;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What every run works with. */
@Singleton
record RunServices(
        JobPool pool,
        JobQueue queue,
        TaskReader tasks,
        ProjectDimensions dimensions,
        MatrixStore matrices,
        ComputePool compute,
        WorkerConfig config,
        WorkerMetrics metrics,
        Clock clock) {}
