package dev.interrater.page;

import io.quarkus.runtime.util.HashUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * The files of the page, read once and compressed once.
 *
 * @param shell the document that all views begin with
 * @param tag its entity tag
 * @param assets what it loads, by name
 * @param version of the assets: another one whenever a byte of them is another
 */
record PageFiles(PageFile shell, String tag, Map<String, PageFile> assets, String version) {
    /** Where assets are, before the version. */
    static final String ASSETS = "/agreement/assets/";

    /** Every file but the shell. Native executables cannot list a directory; a test compares. */
    static final List<String> NAMES = List.of(
            "icon.svg",
            "style.css",
            "main.js",
            "api.js",
            "backfills.js",
            "charts.js",
            "competence.js",
            "dialog.js",
            "dimensions.js",
            "dom.js",
            "format.js",
            "heatmap.js",
            "members.js",
            "next.js",
            "pager.js",
            "parts.js",
            "poll.js",
            "progress.js",
            "project.js",
            "projects.js",
            "quality.js",
            "router.js",
            "session.js",
            "sign-in.js",
            "table.js",
            "task.js",
            "tasks.js",
            "text.js",
            "whoami.js");

    /** A file as it is sent, plain and compressed. */
    record PageFile(String type, byte[] plain, byte[] compressed) {
        static PageFile of(String name, byte[] plain) {
            String type = switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "js" -> "text/javascript";
                case "css" -> "text/css";
                case "svg" -> "image/svg+xml";
                default -> "text/html";
            };
            return new PageFile(type + ";charset=UTF-8", plain, compress(plain));
        }
    }

    /**
     * Reads them from the class path, which blocks.
     *
     * @param sessions whether people may be signed in by Label Studio's session
     * @param demo tokens of the demo's users, separated by spaces
     */
    static PageFiles read(boolean sessions, String demo) {
        Map<String, PageFile> assets = new LinkedHashMap<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : NAMES) {
            byte[] bytes = bytes(name);
            all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
            assets.put(name, PageFile.of(name, bytes));
        }
        String version = HashUtil.sha256(all.toByteArray()).substring(0, 16);
        // Modules name each other, and a browser would learn of one after the other.
        String preload = NAMES.stream()
                .filter(name -> name.endsWith(".js") && !name.equals("main.js"))
                .map(name -> "<link rel=\"modulepreload\" href=\"" + address(version, name) + "\">")
                .collect(Collectors.joining("\n"));
        byte[] shell = new String(bytes("index.html"), StandardCharsets.UTF_8)
                .replace("{assets}", ASSETS + version)
                .replace("{preload}", preload)
                .replace("{session}", String.valueOf(sessions))
                .replace("{demo}", demo)
                .getBytes(StandardCharsets.UTF_8);
        String tag = "W/\"" + HashUtil.sha256(shell).substring(0, 16) + '"';
        return new PageFiles(PageFile.of("index.html", shell), tag, Map.copyOf(assets), version);
    }

    /** Where one of the assets is. */
    String address(String name) {
        return address(version, name);
    }

    private static String address(String version, String name) {
        return ASSETS + version + "/" + name;
    }

    private static byte[] bytes(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream("/page/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
