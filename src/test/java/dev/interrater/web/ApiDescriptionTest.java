package dev.interrater.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document, held against what clients were promised. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class ApiDescriptionTest {
    private static final String STATUS = "paths.'/api/dimensions/backfill/status/'.get.";
    private static final String TRIGGER = "paths.'/api/dimensions/backfill/'.post.";
    private static final String CANCEL = "paths.'/api/dimensions/backfill/'.delete.";
    private static final String LIST = "paths.'/api/dimensions/backfill/jobs/'.get.";
    private static final String COUNT_STATUS = "paths.'/api/dimensions/value-counts-backfill/status/'.get.";
    private static final String COUNT_TRIGGER = "paths.'/api/dimensions/value-counts-backfill/'.post.";
    private static final String COUNT_CANCEL = "paths.'/api/dimensions/value-counts-backfill/'.delete.";
    private static final String COUNT_LIST = "paths.'/api/dimensions/value-counts-backfill/jobs/'.get.";
    private static final String UPDATE_STATS = "paths.'/api/projects/{id}/update-stats'.get.";
    private static final String JOB = "components.schemas.AgreementV2BackfillJob.";

    private JsonPath document;

    @BeforeEach
    void fetch() {
        document = RestAssured.get("/q/openapi?format=json").jsonPath();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json"})
    void the_document_is_the_one_that_is_kept(String format) throws IOException {
        String name = "openapi." + format;
        assertEquals(
                Files.readString(Path.of("docs", name)),
                RestAssured.get("/q/" + name).asString(),
                name);
    }

    @ParameterizedTest
    @CsvSource({
        "'', */*, yaml",
        "'', 'application/json, */*', json",
        "?format=JSON, */*, json",
        "?format=yaml, application/json, yaml",
        ".yml, application/json, yaml",
        ".json, application/yaml, json"
    })
    void the_document_is_written_as_it_is_asked_for(String address, String accept, String format) {
        RestAssured.given()
                .accept(accept)
                .get("/q/openapi" + address)
                .then()
                .statusCode(200)
                .header("Content-Type", "application/" + format + ";charset=UTF-8");
        String length = RestAssured.given()
                .accept(accept)
                .head("/q/openapi" + address)
                .then()
                .statusCode(200)
                .extract()
                .header("Content-Length");
        assertEquals(RestAssured.get("/q/openapi." + format).asByteArray().length, Integer.parseInt(length));
    }

    @Test
    void operations_are_named_as_label_studio_names_them() {
        Map<String, List<String>> operations = Map.of(
                STATUS, List.of("api_dimensions_backfill_status_retrieve", "get_backfill_status"),
                TRIGGER, List.of("api_dimensions_backfill_create", "trigger_backfill"),
                CANCEL, List.of("api_dimensions_backfill_destroy", "cancel_backfill"),
                LIST, List.of("api_dimensions_backfill_jobs_list", "list_backfills"),
                COUNT_STATUS,
                        List.of(
                                "api_dimensions_value_counts_backfill_status_retrieve",
                                "get_value_counts_backfill_status"),
                COUNT_TRIGGER, List.of("api_dimensions_value_counts_backfill_create", "trigger_value_counts_backfill"),
                COUNT_CANCEL, List.of("api_dimensions_value_counts_backfill_destroy", "cancel_value_counts_backfill"),
                COUNT_LIST, List.of("api_dimensions_value_counts_backfill_jobs_list", "list_value_counts_backfills"));
        operations.forEach((operation, names) -> {
            assertEquals(names.get(0), document.get(operation + "operationId"));
            assertEquals(names.get(1), document.get(operation + "'x-fern-sdk-method-name'"));
            assertEquals("dimensions", document.get(operation + "'x-fern-sdk-group-name'"));
            assertEquals(List.of("Dimensions"), document.get(operation + "tags"));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stats/agreement_annotators | get | api_projects_stats_agreement_annotators_retrieve"
                        + " | agreement_annotators | ids",
                "stats/agreement_annotator/{user_id} | get | api_projects_stats_agreement_annotator_retrieve"
                        + " | agreement_annotator |",
                "stats/agreement-groundtruth | get | api_projects_stats_agreement_groundtruth_retrieve"
                        + " | users_ground_truth_agreement | ids per_label",
                "users/{user_pk}/stats/agreement-groundtruth | get | api_projects_users_stats_agreement_groundtruth_retrieve"
                        + " | user_ground_truth_agreement | per_label",
                "user-stats/prediction | get | api_projects_user_stats_prediction_list"
                        + " | users_prediction_agreement | ids per_label",
                "user-stats/{user_pk}/prediction | get | api_projects_user_stats_prediction_retrieve"
                        + " | user_prediction_agreement | per_label",
                "model-stats/{model_version}/agreement | get | api_projects_model_stats_agreement_retrieve"
                        + " | model_version_annotator_agreement |",
                "model-stats/{model_version}/agreement-groundtruth | get | api_projects_model_stats_agreement_groundtruth_retrieve"
                        + " | model_version_ground_truth_agreement | per_label",
                "model-stats/{model_version}/prediction | get | api_projects_model_stats_prediction_retrieve"
                        + " | model_version_prediction_agreement | per_label",
                "stats/IAA | get | api_projects_stats_IAA_retrieve" + " | iaa | expand per_label std task",
                "stats/total_agreement | get | api_projects_stats_total_agreement_retrieve"
                        + " | total_agreement | per_label",
                "stats/label-distribution/structure | get | api_projects_stats_label_distribution_structure_retrieve"
                        + " | label_distribution_structure |",
                "stats/label-distribution/counts | get | api_projects_stats_label_distribution_counts_retrieve"
                        + " | label_distribution_counts | choice_keys filters limit offset",
                "analytics/data-quality/agreement-analysis/dimensions | get | api_projects_analytics_data_quality_agreement_analysis_dimensions_retrieve"
                        + " | data_quality_agreement_dimensions |",
                "analytics/data-quality/agreement-analysis/distribution | get | api_projects_analytics_data_quality_agreement_analysis_distribution_retrieve"
                        + " | data_quality_agreement_distribution |",
                "analytics/data-quality/agreement-analysis/confusion-matrix | get | api_projects_analytics_data_quality_agreement_analysis_confusion_matrix_retrieve"
                        + " | data_quality_agreement_confusion_matrix | from_name mode",
                "stats/finished                     | get  | api_projects_stats_finished_retrieve | finished_tasks | user_pk",
                "stats/lead_time                    | get  | api_projects_stats_lead_time_retrieve | lead_time |",
                "stats/data_filter                  | get  | api_projects_stats_data_filter_retrieve | data_filters |",
                "stats/member_performance_participants/ | get | api_projects_stats_member_performance_participants_list"
                        + " | member_performance_participants | table",
                "stats/member_performance_rows/     | get  | api_projects_stats_member_performance_rows_retrieve"
                        + " | member_performance_rows | ids ordering page page_size table",
                "stats/member_performance_summary/  | get  | api_projects_stats_member_performance_summary_retrieve"
                        + " | member_performance_summary | ids table",
                "user-stats/review_score            | get  | api_projects_user_stats_review_score_list"
                        + " | users_review_score | ids per_label",
                "user-stats/{user_pk}/review_score  | get  | api_projects_user_stats_review_score_retrieve"
                        + " | user_review_score | per_label",
                "metricparam/                       | get  | api_projects_metricparam_retrieve | get |",
                "metricparam/                       | post | api_projects_metricparam_create | update |"
            })
    void statistics_are_where_label_studio_has_them(
            String path, String verb, String id, String method, String parameters) {
        Map<String, Object> operation = document.getMap("paths.'/api/projects/{id}/" + path + "'." + verb);

        assertEquals(id, operation.get("operationId"));
        assertEquals(method, operation.get("x-fern-sdk-method-name"));
        boolean metrics = path.startsWith("metricparam");
        assertEquals(List.of("projects", metrics ? "metrics" : "stats"), operation.get("x-fern-sdk-group-name"));
        assertEquals(List.of(metrics ? "Metrics" : "Stats"), operation.get("tags"));
        assertEquals(parameters == null ? "" : parameters, names(operation));
    }

    /** The names of the parameters of the query, sorted. */
    private static String names(Map<String, Object> operation) {
        return ((List<?>) operation.getOrDefault("parameters", List.of()))
                .stream()
                        .map(parameter -> (Map<?, ?>) parameter)
                        .filter(parameter -> parameter.get("in").equals("query"))
                        .map(parameter -> parameter.get("name").toString())
                        .sorted()
                        .collect(Collectors.joining(" "));
    }

    @Test
    void the_parameters_of_status_and_cancel_are_optional_64_bit_integers() {
        optionalIntegers(document.get(STATUS + "parameters"));
        optionalIntegers(document.get(CANCEL + "parameters"));
    }

    private static void optionalIntegers(List<Map<String, Object>> parameters) {
        assertEquals(
                List.of("job_id", "project_id"),
                parameters.stream().map(p -> p.get("name")).toList());
        for (Map<String, Object> parameter : parameters) {
            assertEquals("query", parameter.get("in"));
            assertTrue(parameter.get("required") == null
                    || parameter.get("required").equals(false));
            assertEquals(Map.of("type", "integer", "format", "int64"), parameter.get("schema"));
        }
    }

    @Test
    void a_job_has_ten_required_properties_of_the_right_types() {
        Map<String, Map<String, Object>> properties = document.get(JOB + "properties");
        Map<String, String> types = Map.of(
                "created_at", "string date-time",
                "job_id", "integer int64",
                "project_id", "integer int64 null",
                "rq_job_id", "string null",
                "triggered_by", "string",
                "completed_at", "string date-time null",
                "error_message", "string",
                "progress_data", "object AgreementV2BackfillJobProgress AgreementV2BackfillProjectsProgress",
                "started_at", "string date-time null",
                "status", "string AgreementV2BackfillJobStatusEnum");

        assertEquals(types.keySet(), properties.keySet());
        assertEquals(types.keySet(), Set.copyOf(document.getList(JOB + "required", String.class)));
        types.forEach((property, type) -> assertEquals(type, type(properties.get(property)), property));
        for (String property : List.of("created_at", "job_id", "project_id", "rq_job_id", "triggered_by")) {
            assertEquals(true, properties.get(property).get("readOnly"), property);
        }
    }

    private static String type(Map<String, Object> schema) {
        String type = (String) schema.get("type");
        if (schema.get("format") != null) {
            type += " " + schema.get("format");
        }
        if (schema.get("allOf") != null) {
            type += ((List<?>) schema.get("allOf"))
                    .stream()
                            .map(part -> part.toString().replaceAll(".*/|[^\\w]*$", ""))
                            .collect(Collectors.joining(" ", " ", ""));
        }
        return Boolean.TRUE.equals(schema.get("nullable")) ? type + " null" : type;
    }

    @Test
    void progress_is_counters_of_a_job_and_of_projects_and_what_else_there_may_be() {
        assertEquals(
                Map.of(
                        "tasks_total", "integer int64",
                        "tasks_processed", "integer int64",
                        "tasks_skipped", "integer int64",
                        "matrices_created", "integer int64",
                        "errors", "integer int64",
                        "last_error", "string"),
                types("AgreementV2BackfillJobProgress"));
        assertEquals(
                Map.of(
                        "total_projects", "integer int64",
                        "not_started_projects", "integer int64",
                        "pending_projects", "integer int64",
                        "queued_projects", "integer int64",
                        "running_projects", "integer int64",
                        "completed_projects", "integer int64",
                        "failed_projects", "integer int64"),
                types("AgreementV2BackfillProjectsProgress"));
        for (String progress : List.of("AgreementV2BackfillJobProgress", "AgreementV2BackfillProjectsProgress")) {
            assertEquals(
                    true, document.<Object>get("components.schemas." + progress + ".additionalProperties"), progress);
        }
    }

    @Test
    void a_trigger_takes_json_and_forms_and_answers_with_all_keys() {
        Map<String, Map<String, Object>> bodies = document.get(TRIGGER + "requestBody.content");
        assertEquals(
                Set.of("application/json", "application/x-www-form-urlencoded", "multipart/form-data"),
                bodies.keySet());
        bodies.values()
                .forEach(body -> assertEquals(
                        Map.of("$ref", "#/components/schemas/AgreementV2BackfillTriggerRequest"), body.get("schema")));
        assertNull(document.get(TRIGGER + "parameters"));
        assertEquals(
                Map.of(
                        "project_id",
                        "integer int64 null",
                        "num_projects",
                        "integer int64 null",
                        "all_projects",
                        "boolean null"),
                types("AgreementV2BackfillTriggerRequest"));
        assertEquals(
                "#/components/schemas/AgreementV2BackfillTriggerResponse",
                document.get(TRIGGER + "responses.'201'.content.'application/json'.schema.'$ref'"));
        assertEquals(
                Map.of(
                        "jobs", "array",
                        "jobs_queued", "integer int64",
                        "message", "string",
                        "organization_id", "integer int64",
                        "projects_remaining", "integer int64",
                        "projects_skipped", "integer int64"),
                types("AgreementV2BackfillTriggerResponse"));
        assertEquals(
                Map.of("job_id", "integer int64", "rq_job_id", "string", "project_id", "integer int64"),
                types("AgreementV2BackfillQueuedJob"));
    }

    @Test
    void a_cancellation_answers_with_its_count() {
        assertEquals(
                "#/components/schemas/AgreementV2BackfillCancelResponse",
                document.get(CANCEL + "responses.'200'.content.'application/json'.schema.'$ref'"));
        assertEquals(
                Map.of("cancelled_count", "integer int64", "message", "string"),
                types("AgreementV2BackfillCancelResponse"));
    }

    @Test
    void the_list_is_an_array_of_jobs_with_headers() {
        String answer = LIST + "responses.'200'.";
        assertEquals("array", document.get(answer + "content.'application/json'.schema.type"));
        assertEquals(
                "#/components/schemas/AgreementV2BackfillJob",
                document.get(answer + "content.'application/json'.schema.items.'$ref'"));
        assertEquals(
                Set.of("X-Total-Count", "Link", "ETag"),
                document.getMap(answer + "headers").keySet());
        assertEquals(List.of("page", "page_size", "status"), document.get(LIST + "parameters.name"));
    }

    private Map<String, String> types(String schema) {
        Map<String, String> types = new TreeMap<>();
        document.<String, Map<String, Object>>getMap("components.schemas." + schema + ".properties")
                .forEach((name, property) -> types.put(name, type(property)));
        return types;
    }

    @Test
    void value_counts_backfills_are_described_as_their_siblings_with_a_job_of_their_own_name() {
        String job = "#/components/schemas/ValueCountsBackfillJob";
        assertEquals(job, document.get(COUNT_STATUS + "responses.'200'.content.'application/json'.schema.'$ref'"));
        assertEquals(job, document.get(COUNT_LIST + "responses.'200'.content.'application/json'.schema.items.'$ref'"));
        assertEquals(
                List.of(Map.of("$ref", "#/components/schemas/AgreementV2BackfillJob")),
                document.get("components.schemas.ValueCountsBackfillJob.allOf"));
        for (String same : List.of("requestBody", "responses.'201'.content.'application/json'.schema", "parameters")) {
            assertEquals(document.<Object>get(TRIGGER + same), document.get(COUNT_TRIGGER + same), same);
        }
        assertEquals(document.<Object>get(CANCEL + "parameters"), document.get(COUNT_CANCEL + "parameters"));
        assertEquals(document.<Object>get(LIST + "parameters"), document.get(COUNT_LIST + "parameters"));
    }

    @Test
    void statistics_are_updated_under_the_names_of_label_studio() {
        assertEquals("api_projects_update_stats_retrieve", document.get(UPDATE_STATS + "operationId"));
        assertEquals(List.of("projects", "stats"), document.get(UPDATE_STATS + "'x-fern-sdk-group-name'"));
        assertEquals("update_stats", document.get(UPDATE_STATS + "'x-fern-sdk-method-name'"));
        assertEquals(List.of("Stats"), document.get(UPDATE_STATS + "tags"));
        assertEquals(
                Map.of(
                        "type", "object",
                        "title", "Stat recalculation job",
                        "description", "Stat recalculation job"),
                document.get(UPDATE_STATS + "responses.'200'.content.'application/json'.schema"));
    }

    @Test
    void the_status_has_five_values() {
        assertEquals(
                List.of("PENDING", "QUEUED", "RUNNING", "COMPLETED", "FAILED"),
                document.get("components.schemas.AgreementV2BackfillJobStatusEnum.enum"));
    }

    @Test
    void every_operation_describes_its_answers() {
        Map<String, Map<String, Map<String, Object>>> paths = document.get("paths");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            Map<?, ?> responses = (Map<?, ?>) operation.get("responses");
            for (String error : List.of("400", "401", "403", "404")) {
                String name = ((Map<?, ?>) responses.get(error))
                        .get("$ref")
                        .toString()
                        .replaceFirst(".*/", "");
                assertEquals(
                        "#/components/schemas/ErrorResponse",
                        document.get("components.responses." + name + ".content.'application/json'.schema.'$ref'"));
            }
        }));
        assertEquals(
                "#/components/schemas/AgreementV2BackfillJob",
                document.get(STATUS + "responses.'200'.content.'application/json'.schema.'$ref'"));
    }

    @Test
    void every_operation_is_a_method_of_label_studios_sdk_or_is_named_like_one() {
        Map<String, Map<String, Map<String, Object>>> paths = document.get("paths");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            assertTrue(operation.containsKey("x-fern-sdk-group-name"), path);
            assertTrue(operation.containsKey("x-fern-sdk-method-name"), path);
        }));
    }

    @Test
    void every_body_and_every_header_has_an_example() {
        List<String> without = new ArrayList<>();
        Map<String, Map<String, Map<String, Object>>> paths = document.get("paths");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            collectWithoutExample(method + " " + path, operation.get("requestBody"), without);
            collectWithoutExample(method + " " + path, operation.get("responses"), without);
        }));
        collectWithoutExample("errors", document.get("components.responses"), without);

        assertEquals(List.of(), without);
    }

    private static void collectWithoutExample(String at, Object node, List<String> without) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value instanceof Map<?, ?> described && described.containsKey("schema")) {
                    if (!described.containsKey("example")) {
                        without.add(at + " " + key);
                    }
                } else {
                    collectWithoutExample(at + " " + key, value, without);
                }
            });
        }
    }

    @Test
    void what_has_a_body_may_refuse_it_and_nothing_else_may() {
        for (String error : List.of("413", "415")) {
            assertTrue(document.getMap(TRIGGER + "responses").containsKey(error), error);
            assertFalse(document.getMap(CANCEL + "responses").containsKey(error), error);
        }
    }

    @Test
    void errors_have_label_studios_shape() {
        assertEquals(
                Set.of("id", "status_code", "version", "detail", "exc_info"),
                Set.copyOf(document.getList("components.schemas.ErrorResponse.required", String.class)));
        assertEquals(
                Set.of("id", "status_code", "version", "detail", "exc_info", "validation_errors"),
                document.getMap("components.schemas.ErrorResponse.properties").keySet());
    }

    @Test
    void a_token_is_sent_in_the_authorization_header() {
        Map<String, Object> scheme = document.getMap("components.securitySchemes.Token");

        assertEquals("apiKey", scheme.get("type"));
        assertEquals("header", scheme.get("in"));
        assertEquals("Authorization", scheme.get("name"));
        assertEquals(List.of(Map.of("Token", List.of())), document.get("security"));
        assertNull(document.get(STATUS + "security"));
    }

    @Test
    void no_schema_is_called_as_a_class_that_every_program_knows() {
        Set<String> schemas =
                document.<String, Object>getMap("components.schemas").keySet();
        for (String known : List.of("Error", "Object", "String", "Map", "Exception", "Response")) {
            assertFalse(schemas.contains(known), known);
        }
    }

    @Test
    void it_is_in_the_version_that_generators_understand() {
        assertEquals("3.0.3", document.get("openapi"));
    }
}
