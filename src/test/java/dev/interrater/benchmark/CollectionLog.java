package dev.interrater.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process's collections leave in its heap, as its own log tells. */
final class CollectionLog {
    private static final Pattern AFTER_COLLECTION = Pattern.compile("Pause.* \\d+M->(\\d+)M\\(");
    private static final Pattern AFTER_FULL_COLLECTION = Pattern.compile("Pause Full.* \\d+M->(\\d+)M\\(");

    private final Path file;
    private int seen;

    private CollectionLog(Path file) {
        this.file = file;
    }

    static CollectionLog create() throws IOException {
        return new CollectionLog(Files.createTempFile("gc", ".log"));
    }

    /** The option with which a Java virtual machine writes it. */
    String option() {
        return "-Xlog:gc:file=" + file;
    }

    /**
     * Megabytes of the heap after the collection that left the most, of those since this was last asked. Most collections leave garbage,
     * too, where the heap has room for it.
     */
    int mostLeft() throws IOException {
        return most(AFTER_COLLECTION);
    }

    /** The same after those that left nothing but what is live. */
    int mostLive() throws IOException {
        return most(AFTER_FULL_COLLECTION);
    }

    private int most(Pattern after) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Stream<String> unseen = lines.stream().skip(seen);
        seen = lines.size();
        return unseen.flatMap(line -> after.matcher(line).results())
                .mapToInt(collection -> Integer.parseInt(collection.group(1)))
                .max()
                .orElse(0);
    }

    /** Lets a process collect all its garbage. */
    static void collect(long process) throws IOException, InterruptedException {
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
