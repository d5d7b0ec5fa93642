package dev.interrater.labelstudio;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Python with just the packages of one version of Label Studio, below {@code target}, where later runs find it again. */
record PythonEnvironment(Path directory) {
    private static final Path ALL = Path.of("target", "label-studio").toAbsolutePath();

    /** The Python that the pinned packages were resolved for first, then those that most of them are made for, too. */
    private static final List<String> PYTHONS = List.of("python3.11", "python3.12", "python3.10", "python3");

    /** Installs a version of Label Studio, every package by its hash. Aborts the test where Python or PyPI is missing. */
    static PythonEnvironment of(String version) throws IOException, InterruptedException {
        PythonEnvironment environment = new PythonEnvironment(ALL.resolve(version));
        Path requirements = requirements(version);
        Path installed = environment.directory.resolve("installed.txt");
        if (Files.exists(installed) && Files.mismatch(installed, requirements) == -1) {
            return environment;
        }
        Files.createDirectories(ALL);
        Path log = ALL.resolve(version + ".log");
        String python = environment.make(log).orElse(null);
        if (python == null) {
            skip(version, "there is no Python with venv and pip here");
        }
        if (!environment.run(
                log,
                "-m",
                "pip",
                "install",
                "--retries",
                "2",
                "--no-compile",
                // All are listed; an older pip would refuse those that another asks for with an extra.
                "--no-deps",
                "--require-hashes",
                "-r",
                requirements.toString())) {
            if (Files.readString(log).contains("connection broken by")) {
                skip(version, "PyPI cannot be reached");
            }
            if (!PYTHONS.get(0).equals(python)) {
                skip(version, "its packages are pinned for " + PYTHONS.get(0) + ", and do not install on " + python);
            }
            throw new IllegalStateException("Label Studio " + version + " cannot be installed, see " + log);
        }
        Files.copy(requirements, installed);
        return environment;
    }

    private static Path requirements(String version) {
        return Path.of("src", "test", "label-studio", "requirements-" + version + ".txt")
                .toAbsolutePath();
    }

    /** All versions that there are pinned packages of, oldest first. */
    static List<String> versions() {
        try (Stream<Path> files = Files.list(Path.of("src", "test", "label-studio"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("requirements-"))
                    .map(name -> name.replaceAll("requirements-|\\.txt", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those that the property {@code label-studio} asks for: one by its number, the newest, or, without a value, all. */
    static List<String> asked() {
        String asked = System.getProperty("label-studio");
        List<String> all = versions();
        if (asked.isEmpty() || asked.equals("true")) {
            return all;
        }
        String version = asked.equals("newest") ? all.get(all.size() - 1) : asked;
        if (!all.contains(version)) {
            throw new IllegalArgumentException("There is no Label Studio " + version + " here, but " + all);
        }
        return List.of(version);
    }

    /** Makes it with the first Python that can, and says with which. */
    private Optional<String> make(Path log) throws InterruptedException {
        for (String python : PYTHONS) {
            try {
                ProcessBuilder venv = new ProcessBuilder(python, "-m", "venv", "--clear", directory.toString());
                if (finish(venv, log)) {
                    return Optional.of(python);
                }
            } catch (IOException e) {
                // This one is not installed.
            }
        }
        return Optional.empty();
    }

    private static void skip(String version, String why) {
        System.out.println("Label Studio " + version + " is not tried: " + why + ".");
        abort(why);
    }

    /** The path of a program of it. */
    String program(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }

    /** Runs its Python with these arguments, and says whether that succeeded. */
    boolean run(Path log, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program("python")));
        command.addAll(List.of(arguments));
        return finish(new ProcessBuilder(command), log);
    }

    private static boolean finish(ProcessBuilder command, Path log) throws IOException, InterruptedException {
        File output = log.toFile();
        return command.redirectErrorStream(true).redirectOutput(output).start().waitFor() == 0;
    }
}
