package dev.interrater.web;

import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which methods each path has, as the resources declare them: Quarkus answers 405 without saying so. */
@Provider
@Singleton
public class AllowedMethods implements DynamicFeature {
    private final Map<String, Collection<String>> methodsByPath = new TreeMap<>();

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
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
    String of(String path) {
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
