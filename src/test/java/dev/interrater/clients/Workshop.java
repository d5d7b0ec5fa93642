package dev.interrater.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Where generated clients are, with the tools that check and run them, which later runs find again: below {@code target}. */
final class Workshop {
    static final Path SOURCES = Path.of("src", "test", "clients").toAbsolutePath();
    static final Path DIRECTORY = Path.of("target", "clients").toAbsolutePath();

    private Workshop() {}

    /** Installs the packages of the kept lock file. Aborts the test where Node is missing or its registry cannot be reached. */
    static void node() throws IOException, InterruptedException {
        Path lock = DIRECTORY.resolve("package-lock.json");
        Path kept = SOURCES.resolve("package-lock.json");
        if (Files.exists(DIRECTORY.resolve("node_modules")) && Files.exists(lock) && Files.mismatch(lock, kept) == -1) {
            return;
        }
        Files.copy(
                SOURCES.resolve("package.json"),
                DIRECTORY.resolve("package.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(kept, lock, StandardCopyOption.REPLACE_EXISTING);
        if (tried("npm", DIRECTORY, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), Map.of())
                != 0) {
            Files.delete(lock);
            skip("Node.js with npm, or its registry,");
        }
    }

    /** A program of those packages. */
    static String program(String name) {
        return DIRECTORY.resolve("node_modules").resolve(".bin").resolve(name).toString();
    }

    /** A Python with the pinned packages. Aborts the test where there is none or PyPI cannot be reached. */
    static String python() throws IOException, InterruptedException {
        Path environment = DIRECTORY.resolve("venv");
        Path installed = environment.resolve("installed.txt");
        Path kept = SOURCES.resolve("python").resolve("requirements.txt");
        String python = environment.resolve("bin").resolve("python").toString();
        if (Files.exists(installed) && Files.mismatch(installed, kept) == -1) {
            return python;
        }
        if (tried("venv", DIRECTORY, List.of("python3", "-m", "venv", "--clear", environment.toString()), Map.of())
                != 0) {
            skip("Python with venv");
        }
        List<String> install =
                List.of(python, "-m", "pip", "install", "--no-compile", "--no-deps", "-r", kept.toString());
        if (tried("pip", DIRECTORY, install, Map.of()) != 0) {
            skip("A Python that the pinned packages are made for, or PyPI,");
        }
        Files.copy(kept, installed);
        return python;
    }

    private static void skip(String what) {
        System.out.println(what + " is not here: a client is not tried.");
        abort(what + " is not here");
    }

    /** Runs a command, which must succeed, and gives what it has printed. */
    static String run(String name, Path directory, List<String> command) throws IOException, InterruptedException {
        return run(name, directory, command, Map.of());
    }

    /** The same with variables of its environment. */
    static String run(String name, Path directory, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        int code = tried(name, directory, command, environment);
        String printed = Files.readString(log(name));
        assertEquals(0, code, () -> String.join(" ", command) + "\n" + printed);
        return printed;
    }

    private static Path log(String name) {
        return DIRECTORY.resolve(name + ".log");
    }

    private static int tried(String name, Path directory, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            return -1; // there is no such program
        }
    }
}
