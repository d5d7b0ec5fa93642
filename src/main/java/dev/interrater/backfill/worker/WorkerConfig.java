package dev.interrater.backfill.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this process runs backfill jobs, if it does. */
@ConfigMapping(prefix = "interrater.worker")
public interface WorkerConfig {
    String ENABLED = "true";
    String CONCURRENCY = "2";
    String PAGE_TASKS = "1000";
    String PAGE_TIME = "5S";
    String TASK_TIME = "30S";
    String LEASE = "30S";
    String HEARTBEAT = "5S";
    String POLL = "10S";
    String ATTEMPTS = "5";
    String RETRY = "5S";
    String PROGRESS = "30S";
    String HOUSEKEEPING = "1H";
    String MODELS = "10";

    /** Whether this process runs jobs at all. One that does not still answers requests. */
    @WithDefault(ENABLED)
    boolean enabled();

    /** How many jobs it runs at the same time. */
    @WithDefault(CONCURRENCY)
    int concurrency();

    /** How many tasks are committed together, and at most computed again after a crash. */
    @WithDefault(PAGE_TASKS)
    int pageTasks();

    /** How long the tasks of a page are compared before those that are done are committed. */
    @WithDefault(PAGE_TIME)
    Duration pageTime();

    /**
     * How long a single task is compared. One that takes longer counts as an error with that reason, and the job goes on. Tasks
     * of tens of thousands of regions need seconds; a page must end long before the run gives up waiting for it.
     */
    @WithDefault(TASK_TIME)
    Duration taskTime();

    /** How long a job stays with a worker that gives no sign of life. */
    @WithDefault(LEASE)
    Duration lease();

    /** How often a worker gives a sign of life. */
    @WithDefault(HEARTBEAT)
    Duration heartbeat();

    /** How often the queue is looked at, and abandoned jobs are put back, when no notification comes. */
    @WithDefault(POLL)
    Duration poll();

    /** How many attempts in a row may break off without a page committed before a job fails. */
    @WithDefault(ATTEMPTS)
    int attempts();

    /** How long a job rests after an attempt that broke off; twice as long after each further one in a row. */
    @WithDefault(RETRY)
    Duration retry();

    /** How often a running job logs how far it is. */
    @WithDefault(PROGRESS)
    Duration progress();

    /** How often results are deleted that belong to nothing any more, such as those of projects that Label Studio deleted. */
    @WithDefault(HOUSEKEEPING)
    Duration housekeeping();

    /** How many versions of models take part in a project: those that predicted last. 0: predictions are not read. */
    @WithDefault(MODELS)
    int models();
}
