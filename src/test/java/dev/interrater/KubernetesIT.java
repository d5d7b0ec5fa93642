package dev.interrater;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.interrater.testing.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build has written for Kubernetes and Knative. */
class KubernetesIT {
    private static final String API = "knative.yml Service interrater";
    private static final String WORKER = "kubernetes.yml Deployment interrater-worker";
    private static final String MIGRATION = "kubernetes.yml Job interrater-migrate";

    private static JsonNode resource(String name) throws IOException {
        String[] parts = name.split(" ");
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode resource : resources(parts[0])) {
            if (resource.at("/kind").asText().equals(parts[1])
                    && resource.at("/metadata/name").asText().equals(parts[2])) {
                found.add(resource);
            }
        }
        assertEquals(1, found.size(), name);
        return found.get(0);
    }

    private static List<JsonNode> resources(String file) throws IOException {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        return yaml.readerFor(JsonNode.class)
                .<JsonNode>readValues(Files.readString(Service.manifests().resolve(file)))
                .readAll();
    }

    private static JsonNode pod(String name) throws IOException {
        return resource(name).at("/spec/template/spec");
    }

    private static JsonNode container(String name) throws IOException {
        JsonNode containers = pod(name).at("/containers");
        assertEquals(1, containers.size(), name);
        assertTrue(pod(name).at("/initContainers").isMissingNode(), name);
        return containers.get(0);
    }

    private static String env(String name, String variable) throws IOException {
        for (JsonNode env : container(name).at("/env")) {
            if (env.at("/name").asText().equals(variable)) {
                return env.at("/value").asText();
            }
        }
        return null;
    }

    @Test
    void there_is_the_api_the_workers_the_migration_and_what_looks_after_them_and_nothing_else() throws IOException {
        Set<String> resources = new TreeSet<>();
        for (String file : List.of("knative.yml", "kubernetes.yml")) {
            for (JsonNode resource : resources(file)) {
                resources.add(file + " " + resource.at("/kind").asText() + " "
                        + resource.at("/metadata/name").asText());
            }
        }
        assertEquals(
                new TreeSet<>(List.of(
                        API,
                        WORKER,
                        MIGRATION,
                        "kubernetes.yml PodDisruptionBudget interrater-worker",
                        "kubernetes.yml Service interrater-worker")),
                resources);
    }

    @ParameterizedTest
    @ValueSource(strings = {API, WORKER, MIGRATION})
    void a_container_may_do_no_more_than_it_must(String name) throws IOException {
        JsonNode container = container(name);
        JsonNode own = container.at("/securityContext");
        JsonNode ofPod = pod(name).at("/securityContext");
        assertTrue(either(own, ofPod, "/runAsNonRoot").asBoolean());
        assertTrue(either(own, ofPod, "/runAsUser").asInt() > 0);
        assertEquals(
                "RuntimeDefault", either(own, ofPod, "/seccompProfile/type").asText());
        assertTrue(own.at("/readOnlyRootFilesystem").asBoolean());
        assertFalse(own.at("/allowPrivilegeEscalation").asBoolean(true));
        assertEquals("[\"ALL\"]", own.at("/capabilities/drop").toString());
        assertTrue(own.at("/capabilities/add").isMissingNode());
        assertFalse(pod(name).at("/automountServiceAccountToken").asBoolean(true));
        assertFalse(pod(name).at("/enableServiceLinks").asBoolean(true));

        // The only place to write to is a volume that ends with the pod.
        assertEquals(1, container.at("/volumeMounts").size());
        assertEquals("/tmp", container.at("/volumeMounts/0/mountPath").asText());
        assertFalse(container.at("/volumeMounts/0/readOnly").asBoolean());
        assertEquals(container.at("/volumeMounts/0/name"), pod(name).at("/volumes/0/name"));
        assertTrue(pod(name).at("/volumes/0/emptyDir").isObject());
        assertTrue(pod(name).at("/volumes/1").isMissingNode());
    }

    private static JsonNode either(JsonNode own, JsonNode ofPod, String path) {
        return own.at(path) instanceof MissingNode ? ofPod.at(path) : own.at(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {API, WORKER, MIGRATION})
    void a_container_runs_its_image_with_bounded_memory(String name) throws IOException {
        String version = resource(WORKER)
                .at("/metadata/labels/app.kubernetes.io~1version")
                .asText();
        assertEquals(
                (name.equals(API) ? "interrater-native:" : "interrater:") + version,
                container(name).at("/image").asText());
        JsonNode resources = container(name).at("/resources");
        assertTrue(resources.at("/requests/cpu").isTextual(), resources::toString);
        assertTrue(resources.at("/requests/memory").isTextual(), resources::toString);
        assertEquals(resources.at("/requests/memory"), resources.at("/limits/memory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {API, WORKER, MIGRATION})
    void the_database_comes_from_the_secret_and_every_variable_is_a_setting(String name) throws IOException {
        JsonNode container = container(name);
        assertEquals(
                "[{\"secretRef\":{\"name\":\"interrater\"}}]",
                container.at("/envFrom").toString());
        Set<String> settings = new TreeSet<>();
        ConfigProvider.getConfig().getPropertyNames().forEach(property -> settings.add(variable(property)));
        for (JsonNode env : container.at("/env")) {
            String variable = env.at("/name").asText();
            assertTrue(settings.contains(variable) || isSetting(variable), variable);
            assertTrue(env.at("/value").isTextual(), env::toString);
            assertFalse(variable.matches(".*(PASSWORD|SECRET|USERNAME).*"), variable);
        }
    }

    private static boolean isSetting(String variable) throws IOException {
        String document = Files.readString(Path.of("docs/settings.md"));
        return document.lines()
                .anyMatch(line ->
                        line.startsWith("| `") && variable(line.split("`")[1]).equals(variable));
    }

    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase();
    }

    @Test
    void only_workers_work_and_only_the_migration_migrates() throws IOException {
        assertEquals("false", env(API, "INTERRATER_WORKER_ENABLED"));
        assertEquals("true", env(WORKER, "INTERRATER_WORKER_ENABLED"));
        assertEquals("false", env(API, "INTERRATER_DATABASE_MIGRATE_AT_START"));
        assertEquals("false", env(WORKER, "INTERRATER_DATABASE_MIGRATE_AT_START"));
        assertEquals("[\"migrate\"]", container(MIGRATION).at("/args").toString());
        assertTrue(container(API).at("/args").isMissingNode());
        assertTrue(container(WORKER).at("/args").isMissingNode());
    }

    @Test
    void workers_are_probed_on_the_management_port_and_given_time_to_end() throws IOException {
        JsonNode container = container(WORKER);
        assertEquals("/q/health/live 9000", probe(container, "livenessProbe"));
        assertEquals("/q/health/ready 9000", probe(container, "readinessProbe"));
        assertEquals("/q/health/started 9000", probe(container, "startupProbe"));
        assertTrue(container.at("/readinessProbe/timeoutSeconds").asInt() > 2);
        assertTrue(pod(WORKER).at("/terminationGracePeriodSeconds").asInt() > 10);
    }

    private static String probe(JsonNode container, String name) {
        JsonNode get = container.at("/" + name + "/httpGet");
        return get.at("/path").asText() + " " + get.at("/port").asText();
    }

    /** As serving.knative.dev/v1 has it: a single port, to which all probes go, whatever they say; none of the start. */
    @Test
    void the_api_scales_to_zero_and_keeps_to_what_knative_allows() throws IOException {
        JsonNode container = container(API);
        JsonNode annotations = resource(API).at("/spec/template/metadata/annotations");
        assertEquals("0", annotations.get("autoscaling.knative.dev/min-scale").asText());
        assertTrue(annotations.has("autoscaling.knative.dev/max-scale"));
        assertEquals(
                "30s",
                annotations.at("/autoscaling.knative.dev~1scale-down-delay").asText());
        assertEquals(1, container.at("/readinessProbe/periodSeconds").asInt());
        assertEquals(1, container.at("/ports").size());
        assertEquals(8080, container.at("/ports/0/containerPort").asInt());
        assertEquals("/q/health/live null", probe(container, "livenessProbe"));
        assertEquals("/q/health/ready null", probe(container, "readinessProbe"));
        assertTrue(container.at("/startupProbe").isMissingNode());
        assertTrue(pod(API).at("/securityContext").isMissingNode());
    }

    @Test
    void budget_and_service_select_the_workers_and_prometheus_finds_them() throws IOException {
        JsonNode pod = resource(WORKER).at("/spec/template/metadata");
        for (String selector : List.of(
                "PodDisruptionBudget /spec/selector/matchLabels",
                "Deployment /spec/selector/matchLabels",
                "Service /spec/selector")) {
            String[] parts = selector.split(" ");
            assertEquals(
                    "{\"app.kubernetes.io/name\":\"interrater-worker\"}",
                    resource("kubernetes.yml " + parts[0] + " interrater-worker")
                            .at(parts[1])
                            .toString());
        }
        assertEquals(
                "interrater-worker", pod.at("/labels/app.kubernetes.io~1name").asText());
        assertNotEquals(
                "interrater-worker",
                resource(MIGRATION)
                        .at("/spec/template/metadata/labels/app.kubernetes.io~1name")
                        .asText());
        assertEquals("true", pod.at("/annotations/prometheus.io~1scrape").asText());
        assertEquals("9000", pod.at("/annotations/prometheus.io~1port").asText());
        assertEquals("/q/metrics", pod.at("/annotations/prometheus.io~1path").asText());
    }
}
