package dev.interrater.labelstudio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Label Studio's clock, which differs from the database's by an hour, now back and now ahead, where libfaketime is there:
 * {@code -Dfaketime=/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1}.
 */
final class SteppedClock {
    private static final String LIBRARY = System.getProperty("faketime");
    private static final Path DIFFERENCE =
            Path.of("target", "label-studio", "clock").toAbsolutePath();
    private static final List<String> STEPS = List.of("+0", "-1h", "+0", "+1h", "-1h");

    private SteppedClock() {}

    static boolean isAsked() {
        return LIBRARY != null;
    }

    /** What Label Studio is started with. */
    static Map<String, String> environment() throws IOException {
        if (!isAsked()) {
            return Map.of();
        }
        step(0);
        return Map.of(
                "LD_PRELOAD",
                LIBRARY,
                "FAKETIME_TIMESTAMP_FILE",
                DIFFERENCE.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    static void step(int number) throws IOException {
        Files.writeString(DIFFERENCE, STEPS.get(number % STEPS.size()) + "\n");
    }
}
