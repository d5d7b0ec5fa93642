package dev.interrater;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.interrater.testing.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests against Kubernetes' and Knative's own models: a field that these do not have is an error. */
class KubernetesModelIT {
    private static final Path MANIFESTS = Service.manifests();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                /** The models would take in whatever they do not know. */
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final Map<String, Class<?>> MODELS = Map.of(
            "v1 Service", io.fabric8.kubernetes.api.model.Service.class,
            "apps/v1 Deployment", io.fabric8.kubernetes.api.model.apps.Deployment.class,
            "autoscaling/v2 HorizontalPodAutoscaler",
                    io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler.class,
            "batch/v1 Job", io.fabric8.kubernetes.api.model.batch.v1.Job.class,
            "networking.k8s.io/v1 NetworkPolicy", io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy.class,
            "policy/v1 PodDisruptionBudget", io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget.class,
            "serving.knative.dev/v1 Service", io.fabric8.knative.serving.v1.Service.class);

    private static List<JsonNode> resources(String file) throws IOException {
        return YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(Files.readString(MANIFESTS.resolve(file)))
                .readAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.yml", "knative.yml", "network-policy.yml", "autoscaling.yml"})
    void every_field_is_one_that_the_cluster_knows(String file) throws IOException {
        for (JsonNode resource : resources(file)) {
            String kind = resource.at("/apiVersion").asText() + " "
                    + resource.at("/kind").asText();
            assertNotNull(MODELS.get(kind), kind);
            STRICT.treeToValue(resource, MODELS.get(kind));
        }
    }

    @Test
    void a_field_that_it_does_not_know_is_found() throws IOException {
        JsonNode job = resources("kubernetes.yml").stream()
                .filter(resource -> resource.at("/kind").asText().equals("Job"))
                .findFirst()
                .orElseThrow();
        ((ObjectNode) job.at("/spec/template/spec/containers/0")).put("memoryLimit", "1Gi");

        assertThrows(
                JsonProcessingException.class,
                () -> STRICT.treeToValue(job, io.fabric8.kubernetes.api.model.batch.v1.Job.class));
    }

    @Test
    void the_base_has_all_that_is_not_an_example() throws IOException {
        JsonNode base = resources("kustomization.yaml").get(0);

        assertEquals(
                List.of("knative.yml", "kubernetes.yml", "network-policy.yml"),
                List.copyOf(
                        new TreeSet<>(StreamSupport.stream(base.get("resources").spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.toList()))));
    }

    @Test
    void policy_and_autoscaler_are_about_pods_that_there_are() throws IOException {
        JsonNode policy = resources("network-policy.yml").get(0);
        assertEquals(
                "[\"interrater-worker\",\"interrater-migrate\"]",
                policy.at("/spec/podSelector/matchExpressions/0/values").toString());
        JsonNode scaled = resources("autoscaling.yml").get(0).at("/spec/scaleTargetRef");
        assertEquals(
                1,
                resources("kubernetes.yml").stream()
                        .filter(resource -> resource.get("kind").equals(scaled.get("kind"))
                                && resource.at("/metadata/name").equals(scaled.get("name"))
                                && resource.get("apiVersion").equals(scaled.get("apiVersion")))
                        .count());
    }
}
