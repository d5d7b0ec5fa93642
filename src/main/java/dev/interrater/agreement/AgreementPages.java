package dev.interrater.agreement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The pages of one project, one after the other. However large annotations are, no more than a number of bytes of them is
 * fetched at once: a page ends before it would be more, and a task that is more by itself is fetched in parts. And however long
 * comparing them takes, a page ends after some time.
 */
public final class AgreementPages {
    /** A result of up to this size is taken for so many times longer as text; of others PostgreSQL is asked. */
    private static final int SMALL = 16 * 1024;

    private static final int TEXT = 2;

    /** How many scores a page has: some megabytes on their way to the database. */
    private static final long SCORES = 200_000;

    /** How many scores by label, after which it ends. */
    private static final long LABEL_SCORES = 1_000_000;

    /** How many a task may have, that makes a page of its own then. */
    private static final long SCORES_OF_TASK = 1_000_000;

    private final TaskReader reader;
    private final ComputePool compute;
    private final ProjectComparison comparison;
    private final long projectId;
    private final Long[] among;
    private final int most;
    private final Duration mostTime;
    private final BooleanSupplier stopped;
    private final WorkTimes times;
    private final Deque<TaskHead> read = new ArrayDeque<>();
    private final Map<Long, Long> lengths = new HashMap<>();
    private long cursor;

    /** How many tasks can be compared in time, as far as is known. */
    private int limit;

    /**
     * Behind a task.
     *
     * @param among the IDs of tasks that are read; null: all of the project
     * @param most tasks of a page
     * @param mostTime how long a page's tasks are compared; at least one is, however long it takes
     * @param stopped asked before every task: whether nobody wants the result any more
     * @param times what reading and comparing take is added to
     */
    public AgreementPages(
            TaskReader reader,
            ComputePool compute,
            ProjectComparison comparison,
            long projectId,
            long cursor,
            Long[] among,
            int most,
            Duration mostTime,
            BooleanSupplier stopped,
            WorkTimes times) {
        this.reader = reader;
        this.compute = compute;
        this.comparison = comparison;
        this.projectId = projectId;
        this.cursor = cursor;
        this.among = among;
        this.most = most;
        this.mostTime = mostTime;
        this.limit = most;
        this.stopped = stopped;
        this.times = times;
    }

    /** Reads and compares the next page. One at a time. */
    public Uni<AgreementPage> next() {
        Uni<?> heads =
                read.isEmpty() ? times.reading(readHeads()) : Uni.createFrom().voidItem();
        return heads.chain(() -> {
            List<TaskHead> tasks = cut();
            return compare(tasks.stream().filter(TaskHead::isToBeCompared).toList())
                    .map(compared -> page(tasks, compared));
        });
    }

    /** Of those tasks that come before the first that there was no time for. */
    private AgreementPage page(List<TaskHead> tasks, List<Optional<TaskAgreement>> compared) {
        List<TaskAgreement> agreements = compared.stream()
                .takeWhile(Optional::isPresent)
                .map(Optional::get)
                .toList();
        int size = tasks.size();
        if (agreements.size() < compared.size()) {
            TaskHead first = tasks.stream()
                    .filter(TaskHead::isToBeCompared)
                    .skip(agreements.size())
                    .findFirst()
                    .orElseThrow();
            size = tasks.indexOf(first);
            for (int i = tasks.size() - 1; i >= size; i--) {
                read.addFirst(tasks.get(i));
            }
            limit = Math.max(1, agreements.size());
        } else {
            limit = Math.min(most, 2 * limit);
        }
        long after = cursor;
        if (size > 0) {
            cursor = tasks.get(size - 1).id();
        }
        return new AgreementPage(after, tasks.subList(0, size), agreements);
    }

    private Uni<?> readHeads() {
        return reader.page(projectId, cursor, most, comparison, among).chain(heads -> {
            read.addAll(heads);
            lengths.clear();
            List<Long> large = new ArrayList<>();
            heads.stream().filter(TaskHead::isToBeCompared).forEach(task -> {
                for (int i = 0; i < task.annotations().length; i++) {
                    if (task.stored()[i] == null || task.stored()[i] > SMALL) {
                        large.add(task.annotations()[i]);
                    } else {
                        lengths.put(task.annotations()[i], (long) task.stored()[i] * TEXT);
                    }
                }
            });
            return large.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : reader.lengths(large)
                            .invoke(rows -> rows.forEach(row -> lengths.put(row.getLong("id"), row.getLong("length"))));
        });
    }

    /** Half of what may be read at once, so that two jobs need not wait for each other. */
    private List<TaskHead> cut() {
        List<TaskHead> page = new ArrayList<>();
        long bytes = 0;
        long scores = 0;
        int toCompare = 0;
        while (!read.isEmpty()) {
            bytes += bytes(read.peek());
            scores += scores(read.peek());
            toCompare += read.peek().isToBeCompared() ? 1 : 0;
            if ((bytes > reader.mostBytes() / 2 || scores > SCORES || toCompare > limit) && !page.isEmpty()) {
                break;
            }
            page.add(read.poll());
        }
        return page;
    }

    private long bytes(TaskHead task) {
        return task.isToBeCompared()
                ? Arrays.stream(task.annotations()).mapToLong(this::length).sum()
                : 0;
    }

    private long scores(TaskHead task) {
        return task.isToBeCompared() ? task.pairs() * comparison.dimensions().size() : 0;
    }

    private long length(Long annotation) {
        return lengths.getOrDefault(annotation, 0L);
    }

    /**
     * An empty one for each task that there was no time for, or no room: nobody knows before how many labels a task has. The first is
     * compared always.
     */
    private Uni<List<Optional<TaskAgreement>>> compare(List<TaskHead> tasks) {
        Map<Long, ProjectComparison.Answers> answers = new HashMap<>();
        return Multi.createFrom()
                .iterable(parts(tasks))
                .onItem()
                .transformToUniAndConcatenate(part -> times.reading(reader.results(
                                part, part.stream().mapToLong(this::length).sum(), this::decode))
                        .invoke(decoded -> decoded.forEach(answers::putAll)))
                .collect()
                .last()
                .chain(done -> {
                    long end = System.nanoTime() + mostTime.toNanos();
                    AtomicLong labelScores = new AtomicLong();
                    return compute.map(tasks, task -> {
                        if ((System.nanoTime() >= end || labelScores.get() > LABEL_SCORES) && task != tasks.get(0)) {
                            return Optional.<TaskAgreement>empty();
                        }
                        TaskAgreement compared = times.computing(() -> compare(task, answers));
                        labelScores.addAndGet(compared.labelScores());
                        return Optional.of(compared);
                    });
                });
    }

    private Uni<List<Map<Long, ProjectComparison.Answers>>> decode(RowSet<Row> rows) {
        return compute.map(
                StreamSupport.stream(rows.spliterator(), false).toList(),
                row -> times.computing(() -> {
                    checkStopped();
                    return Map.of(row.getLong("id"), comparison.read(row.getString("result")));
                }));
    }

    /** Mostly one part; several where a single task has more bytes than are to be fetched at once. */
    private List<List<Long>> parts(List<TaskHead> tasks) {
        List<List<Long>> parts = new ArrayList<>();
        long bytes = Long.MAX_VALUE;
        for (Long annotation :
                tasks.stream().flatMap(task -> Stream.of(task.annotations())).toList()) {
            if (length(annotation) > reader.mostBytes()) {
                continue;
            }
            if (bytes > reader.mostBytes() / 2 - length(annotation)) {
                parts.add(new ArrayList<>());
                bytes = 0;
            }
            bytes += length(annotation);
            parts.get(parts.size() - 1).add(annotation);
        }
        return parts;
    }

    private void checkStopped() {
        if (stopped.getAsBoolean()) {
            throw new StoppedException();
        }
    }

    private TaskAgreement compare(TaskHead task, Map<Long, ProjectComparison.Answers> answers) {
        checkStopped();
        if (scores(task) > SCORES_OF_TASK) {
            return TaskAgreement.broken(task, task.participants().length + " annotators are too many to be compared");
        }
        return comparison.compare(
                task,
                Stream.of(task.annotations())
                        .map(annotation -> answers(annotation, answers))
                        .toList());
    }

    private ProjectComparison.Answers answers(Long annotation, Map<Long, ProjectComparison.Answers> read) {
        if (length(annotation) > reader.mostBytes()) {
            return new ProjectComparison.Answers(
                    null, "annotation " + annotation + " is too large: " + length(annotation) + " bytes");
        }
        ProjectComparison.Answers answers = read.get(annotation);
        return answers == null
                ? new ProjectComparison.Answers(null, "an annotation was deleted while it was read")
                : answers;
    }
}
