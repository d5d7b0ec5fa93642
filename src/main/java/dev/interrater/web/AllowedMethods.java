package dev.interrater.web;

import io.quarkus.runtime.ImageMode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which methods each path has, as the resources declare them: Quarkus answers 405 without saying so. Java reads what they declare when
 * it is first asked for, since that takes a twentieth of a start; a native executable cannot, and knows it from its build.
 */
@Provider
@Singleton
public class AllowedMethods implements DynamicFeature {
    private final Queue<ResourceInfo> unread = new ArrayDeque<>();
    private final Map<String, Collection<String>> methodsByPath = new TreeMap<>();

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (ImageMode.current() == ImageMode.NATIVE_BUILD) {
            read(resource);
        } else {
            unread.add(resource);
        }
    }

    private void read(ResourceInfo resource) {
        Path root = resource.getResourceClass().getAnnotation(Path.class);
        Path path = resource.getResourceMethod().getAnnotation(Path.class);
        Collection<String> methods = methodsByPath.computeIfAbsent(
                pattern(root == null ? "" : root.value(), path == null ? "" : path.value()), none -> new TreeSet<>());
        for (Annotation annotation : resource.getResourceMethod().getAnnotations()) {
            HttpMethod method = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (method != null) {
                methods.add(method.value());
            }
        }
    }

    private static String pattern(String root, String path) {
        String template = ("/" + root + "/" + path + "/").replaceAll("/+", "/");
        return Pattern.compile("\\{[^}]*}")
                .splitAsStream(template)
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]+"));
    }

    /** The {@code Allow} header for a path, with or without its trailing slash. */
    synchronized String of(String path) {
        while (!unread.isEmpty()) {
            read(unread.remove());
        }
        String slashed = ("/" + path + "/").replaceAll("/+", "/");
        Collection<String> methods = new TreeSet<>();
        methodsByPath.forEach((pattern, declared) -> {
            if (slashed.matches(pattern)) {
                methods.addAll(declared);
            }
        });
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
