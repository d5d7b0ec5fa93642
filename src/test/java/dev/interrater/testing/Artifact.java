package dev.interrater.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** What the build has made: a jar for a Java virtual machine, or a native executable. */
final class Artifact {
    private static final Path TARGET = Path.of("target");

    private Artifact() {}

    /** The command that runs it with options of the virtual machine or system properties, and arguments of its own. */
    static List<String> command(List<String> options, List<String> arguments) {
        Properties artifact = properties();
        String path = TARGET.resolve(artifact.getProperty("path")).toString();
        List<String> command = new ArrayList<>();
        if (isNative()) {
            command.add(path);
            command.addAll(options);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-jar", path));
        }
        command.addAll(arguments);
        return command;
    }

    static boolean isNative() {
        return properties().getProperty("type").equals("native");
    }

    /** Whether it is a jar with the embedded database beside it. */
    static boolean hasDemo() {
        return hasLibrary("io.zonky");
    }

    /** Whether it is a jar with the migrations and what runs them. */
    static boolean migrates() {
        return hasLibrary("org.flywaydb");
    }

    /** Where the manifests are that were written with it. */
    static Path manifests() {
        Path beside = TARGET.resolve(properties().getProperty("path")).resolveSibling("kubernetes");
        return Files.exists(beside) ? beside : TARGET.resolve("kubernetes");
    }

    /** Libraries lie beside a jar, or, with a cache, all in one; a native executable has neither. */
    private static boolean hasLibrary(String group) {
        Path artifact = TARGET.resolve(properties().getProperty("path"));
        Path several = artifact.resolveSibling("lib/main");
        Path one = artifact.resolveSibling("libraries.jar");
        try {
            if (Files.exists(one)) {
                try (ZipFile libraries = new ZipFile(one.toFile())) {
                    return libraries.getEntry(group.replace('.', '/') + "/") != null;
                }
            }
            try (Stream<Path> files = Files.exists(several) ? Files.list(several) : Stream.empty()) {
                return files.anyMatch(file -> file.getFileName().toString().startsWith(group));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Quarkus leaves them for its own integration tests. */
    private static Properties properties() {
        Properties properties = new Properties();
        try (InputStream file = Files.newInputStream(TARGET.resolve("quarkus-artifact.properties"))) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is packaged", e);
        }
        return properties;
    }
}
