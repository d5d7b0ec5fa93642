package dev.interrater.consensus;

import java.util.List;
import java.util.Random;

/** The consensus of many answers in a process of its own, whose heap is small: {@code tasks answersOfTask annotators values}. */
final class ManyAnswers {
    private ManyAnswers() {}

    /** How a heap of so many megabytes ended the work: 0 when it was enough. */
    static int inHeap(int megabytes, int tasks, int answers, int annotators, int values) throws Exception {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx" + megabytes + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyAnswers.class.getName(),
                        String.valueOf(tasks),
                        String.valueOf(answers),
                        String.valueOf(annotators),
                        String.valueOf(values)))
                .inheritIO()
                .start()
                .waitFor();
    }

    public static void main(String[] arguments) {
        int tasks = Integer.parseInt(arguments[0]);
        int size = Integer.parseInt(arguments[1]);
        int annotators = Integer.parseInt(arguments[2]);
        int values = Integer.parseInt(arguments[3]);
        Random random = new Random(1);
        Answers answers = new Answers();
        int[] who = new int[size];
        int[] what = new int[size];
        for (int task = 1; task <= tasks; task++) {
            int truth = random.nextInt(values);
            int first = random.nextInt(annotators);
            for (int i = 0; i < size; i++) {
                who[i] = (first + i) % annotators;
                what[i] = random.nextInt(10) < 7 ? truth : random.nextInt(values);
            }
            answers.add(task, who, what, size);
        }
        Consensus consensus = DawidSkene.of(answers, annotators, values, () -> {});
        Review review = new Review(consensus.competences());
        consensus.forEach(review);
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "%d answers: %d steps, %d MB of heap%n",
                answers.count(), consensus.steps(), (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }
}
