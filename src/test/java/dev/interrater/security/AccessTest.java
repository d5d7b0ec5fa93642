package dev.interrater.security;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.JOBS;
import static dev.interrater.testing.Api.STATUS;
import static dev.interrater.testing.Api.VALUE_COUNTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Roles × tenants × endpoints: who gets which status from which operation. Every operation of the API has a row. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AccessTest {
    /** An operation, asked for something that the organization has. */
    private record Operation(
            String method,
            Function<Tenant, String> path,
            Function<Tenant, String> body,
            int success,
            int member,
            int elsewhere,
            int agreementV2Off) {
        /** One that asks for something by its ID. */
        Operation(String method, Function<Tenant, String> path, int success, int agreementV2Off) {
            this(method, path, tenant -> null, success, 403, 404, agreementV2Off);
        }

        /** A result, which every member may read. */
        static Operation result(Function<Tenant, String> path) {
            return new Operation("GET", path, tenant -> null, 200, 200, 404, 403);
        }

        /** A change, which administrators may make. */
        static Operation change(String method, Function<Tenant, String> path, String body, int success) {
            return new Operation(method, path, tenant -> body, success, 403, 404, 403);
        }
    }

    /** An organization with something to ask for. */
    private record Tenant(
            Organization organization, int project, long job, long valueCounts, long dimension, int task) {
        String of(String path) {
            return "/api/projects/" + project + "/" + path;
        }

        String dimensions() {
            return of("dimensions/");
        }

        String ownDimension() {
            return dimensions() + dimension + "/";
        }
    }

    private static final Map<String, Operation> OPERATIONS = Map.ofEntries(
            Map.entry(
                    "api_dimensions_backfill_status_retrieve",
                    new Operation("GET", tenant -> STATUS + "?job_id=" + tenant.job(), 200, 403)),
            Map.entry(
                    "api_dimensions_backfill_create",
                    new Operation(
                            "POST",
                            tenant -> BACKFILL,
                            tenant -> "{\"project_id\": " + tenant.project() + "}",
                            201,
                            403,
                            404,
                            400)),
            Map.entry(
                    "api_dimensions_backfill_destroy",
                    new Operation("DELETE", tenant -> BACKFILL + "?job_id=" + tenant.job(), 200, 400)),
            // The owner of another organization lists that one's jobs.
            Map.entry(
                    "api_dimensions_backfill_jobs_list",
                    new Operation("GET", tenant -> JOBS, tenant -> null, 200, 403, 200, 400)),
            Map.entry(
                    "api_dimensions_value_counts_backfill_status_retrieve",
                    new Operation("GET", tenant -> VALUE_COUNTS + "status/?job_id=" + tenant.valueCounts(), 200, 403)),
            Map.entry(
                    "api_dimensions_value_counts_backfill_create",
                    new Operation(
                            "POST",
                            tenant -> VALUE_COUNTS,
                            tenant -> "{\"project_id\": " + tenant.project() + "}",
                            201,
                            403,
                            404,
                            400)),
            Map.entry(
                    "api_dimensions_value_counts_backfill_destroy",
                    new Operation("DELETE", tenant -> VALUE_COUNTS + "?job_id=" + tenant.valueCounts(), 200, 400)),
            Map.entry(
                    "api_dimensions_value_counts_backfill_jobs_list",
                    new Operation("GET", tenant -> VALUE_COUNTS + "jobs/", tenant -> null, 200, 403, 200, 400)),
            Map.entry(
                    "api_projects_update_stats_retrieve",
                    new Operation("GET", tenant -> "/api/projects/" + tenant.project() + "/update-stats", 200, 403)),
            Map.entry(
                    "api_projects_analytics_data_quality_agreement_analysis_coefficients_list",
                    Operation.result(tenant -> "/api/projects/" + tenant.project()
                            + "/analytics/data-quality/agreement-analysis/coefficients/")),
            Map.entry(
                    "api_projects_stats_agreement_annotators_retrieve",
                    Operation.result(tenant -> tenant.of("stats/agreement_annotators?ids=1"))),
            Map.entry(
                    "api_projects_stats_agreement_annotator_retrieve",
                    Operation.result(tenant -> tenant.of("stats/agreement_annotator/1"))),
            Map.entry(
                    "api_projects_stats_agreement_groundtruth_retrieve",
                    Operation.result(tenant -> tenant.of("stats/agreement-groundtruth?ids=1"))),
            Map.entry(
                    "api_projects_users_stats_agreement_groundtruth_retrieve",
                    Operation.result(tenant -> tenant.of("users/1/stats/agreement-groundtruth"))),
            Map.entry(
                    "api_projects_user_stats_prediction_list",
                    Operation.result(tenant -> tenant.of("user-stats/prediction?ids=1"))),
            Map.entry(
                    "api_projects_user_stats_prediction_retrieve",
                    Operation.result(tenant -> tenant.of("user-stats/1/prediction"))),
            Map.entry(
                    "api_projects_model_stats_agreement_retrieve",
                    Operation.result(tenant -> tenant.of("model-stats/v1/agreement"))),
            Map.entry(
                    "api_projects_model_stats_agreement_groundtruth_retrieve",
                    Operation.result(tenant -> tenant.of("model-stats/v1/agreement-groundtruth"))),
            Map.entry(
                    "api_projects_model_stats_prediction_retrieve",
                    Operation.result(tenant -> tenant.of("model-stats/v1/prediction"))),
            Map.entry("api_projects_stats_IAA_retrieve", Operation.result(tenant -> tenant.of("stats/IAA"))),
            Map.entry(
                    "api_projects_analytics_data_quality_agreement_analysis_dimensions_retrieve",
                    Operation.result(tenant -> tenant.of("analytics/data-quality/agreement-analysis/dimensions"))),
            Map.entry(
                    "api_projects_analytics_data_quality_agreement_analysis_distribution_retrieve",
                    Operation.result(tenant -> tenant.of("analytics/data-quality/agreement-analysis/distribution"))),
            Map.entry(
                    "api_projects_analytics_data_quality_agreement_analysis_confusion_matrix_retrieve",
                    Operation.result(
                            tenant -> tenant.of("analytics/data-quality/agreement-analysis/confusion-matrix"))),
            Map.entry(
                    "api_projects_stats_label_distribution_structure_retrieve",
                    Operation.result(tenant -> tenant.of("stats/label-distribution/structure"))),
            Map.entry(
                    "api_projects_stats_label_distribution_counts_retrieve",
                    Operation.result(tenant -> tenant.of("stats/label-distribution/counts"))),
            Map.entry(
                    "api_projects_agreement_participants_list",
                    Operation.result(tenant -> tenant.of("agreement/participants"))),
            Map.entry("api_projects_agreement_pairs_list", Operation.result(tenant -> tenant.of("agreement/pairs"))),
            // Nobody has annotated anything.
            Map.entry(
                    "api_projects_stats_total_agreement_retrieve",
                    new Operation(
                            "GET", tenant -> tenant.of("stats/total_agreement"), tenant -> null, 204, 204, 404, 403)),
            Map.entry(
                    "api_projects_tasks_agreement_matrix_retrieve",
                    Operation.result(tenant ->
                            tenant.of("tasks/" + tenant.task() + "/agreement-matrix?selection[ground_truth]=true"))),
            Map.entry(
                    "api_agreement_projects_list",
                    new Operation("GET", tenant -> "/api/agreement/projects", tenant -> null, 200, 200, 200, 403)),
            Map.entry("api_projects_agreement_tasks_list", Operation.result(tenant -> tenant.of("agreement/tasks"))),
            Map.entry(
                    "api_projects_agreement_tasks_retrieve",
                    Operation.result(tenant -> tenant.of("agreement/tasks/" + tenant.task()))),
            Map.entry("api_projects_stats_finished_retrieve", Operation.result(tenant -> tenant.of("stats/finished"))),
            Map.entry(
                    "api_projects_stats_lead_time_retrieve", Operation.result(tenant -> tenant.of("stats/lead_time"))),
            Map.entry(
                    "api_projects_stats_data_filter_retrieve",
                    Operation.result(tenant -> tenant.of("stats/data_filter"))),
            Map.entry(
                    "api_projects_stats_member_performance_participants_list",
                    Operation.result(tenant -> tenant.of("stats/member_performance_participants/"))),
            Map.entry(
                    "api_projects_stats_member_performance_rows_retrieve",
                    Operation.result(tenant -> tenant.of("stats/member_performance_rows/"))),
            Map.entry(
                    "api_projects_stats_member_performance_summary_retrieve",
                    Operation.result(tenant -> tenant.of("stats/member_performance_summary/"))),
            Map.entry(
                    "api_projects_user_stats_review_score_list",
                    Operation.result(tenant -> tenant.of("user-stats/review_score?ids=1"))),
            Map.entry(
                    "api_projects_user_stats_review_score_retrieve",
                    Operation.result(tenant -> tenant.of("user-stats/1/review_score"))),
            Map.entry("api_projects_metricparam_retrieve", Operation.result(tenant -> tenant.of("metricparam/"))),
            Map.entry(
                    "api_projects_metricparam_create",
                    Operation.change(
                            "POST", tenant -> tenant.of("metricparam/"), "{\"agreement_threshold\": 0.7}", 200)),
            Map.entry("api_projects_dimensions_list", Operation.result(Tenant::dimensions)),
            Map.entry("api_projects_dimensions_retrieve", Operation.result(Tenant::ownDimension)),
            Map.entry("api_projects_dimensions_create", Operation.change("POST", Tenant::dimensions, """
                            {"name": "Another", "extraction_method_params": {"control_tag": "mood"}}""", 201)),
            Map.entry(
                    "api_projects_dimensions_update",
                    Operation.change("PUT", Tenant::ownDimension, "{\"name\": \"Renamed\"}", 200)),
            Map.entry(
                    "api_projects_dimensions_partial_update",
                    Operation.change("PATCH", Tenant::ownDimension, "{\"order\": 3}", 200)),
            Map.entry("api_projects_dimensions_destroy", Operation.change("DELETE", Tenant::ownDimension, null, 204)));

    private final Sql sql = Sql.main();

    @Test
    void every_operation_answers_each_caller_as_it_should() {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        // Whoever only reads leaves everything as it was for the next operation.
        Map<String, Tenant> read = new HashMap<>();
        Map<String, RequestSpecification> readers = new HashMap<>();
        OPERATIONS.forEach((id, operation) -> {
            for (String caller : callers(null).keySet()) {
                boolean reads = operation.method().equals("GET") && !id.equals("api_projects_update_stats_retrieve");
                Tenant tenant = reads ? read.computeIfAbsent(caller, first -> tenant()) : tenant();
                RequestSpecification request = reads
                        ? RestAssured.given()
                                .spec(readers.computeIfAbsent(
                                        caller,
                                        first -> callers(tenant.organization())
                                                .get(caller)
                                                .request()))
                        : callers(tenant.organization()).get(caller).request();
                String body = operation.body().apply(tenant);
                if (body != null) {
                    request.contentType(ContentType.JSON).body(body);
                }
                int status = request.request(
                                operation.method(), operation.path().apply(tenant))
                        .statusCode();
                String cell = id + " / " + caller;
                expected.put(cell, String.valueOf(callers(null).get(caller).status(operation)));
                actual.put(cell, String.valueOf(status));
            }
        });

        assertEquals(lines(expected), lines(actual));
    }

    @Test
    void every_operation_of_the_api_has_a_row() {
        Map<String, Map<String, Map<String, Object>>> paths =
                RestAssured.get("/q/openapi?format=json").path("paths");
        TreeSet<Object> operations = new TreeSet<>();
        paths.values()
                .forEach(
                        methods -> methods.values().forEach(operation -> operations.add(operation.get("operationId"))));

        assertEquals(operations, new TreeSet<>(OPERATIONS.keySet()));
    }

    private Tenant tenant() {
        Organization organization = Organization.create();
        Labelling labelling = Labelling.create(
                sql, organization, "<View><Choices name='mood' toName='text'><Choice value='Good'/></Choices></View>");
        int project = labelling.project();
        long dimension = sql.value("""
                INSERT INTO agreement.dimension
                       (project_id, name, control_tag, extraction_method_params, metric_type, is_categorical, is_user_defined)
                VALUES (?, 'Own', 'Choices', '{"control_tag": "mood"}', 'exact_match', true, true) RETURNING id
                """, project);
        return new Tenant(
                organization,
                project,
                organization.job(project, "COMPLETED"),
                organization.job(project, "COMPLETED", Map.of("kind", "'VALUE_COUNTS'")),
                dimension,
                labelling.task());
    }

    /** A request of somebody, and the status that it is to get; made only when there is an organization. */
    private record Caller(
            java.util.function.Supplier<RequestSpecification> maker, Function<Operation, Integer> expected) {
        RequestSpecification request() {
            return maker.get();
        }

        int status(Operation operation) {
            return expected.apply(operation);
        }
    }

    private Map<String, Caller> callers(Organization organization) {
        Map<String, Caller> callers = new LinkedHashMap<>();
        Function<Operation, Integer> success = Operation::success;
        callers.put("owner", new Caller(() -> Api.as(organization.owner()), success));
        callers.put("appointed administrator", new Caller(() -> Api.as(organization.administrator()), success));
        callers.put("superuser", new Caller(() -> Api.as(flagged(organization.member(), "is_superuser")), success));
        callers.put("staff", new Caller(() -> Api.as(flagged(organization.member(), "is_staff")), success));
        callers.put("member", new Caller(() -> Api.as(organization.member()), Operation::member));
        callers.put(
                "member who may not read",
                new Caller(
                        () -> {
                            sql.run(
                                    "INSERT INTO agreement.organization_settings (organization_id, members_read) VALUES (?, false)",
                                    organization.id());
                            return Api.as(organization.member());
                        },
                        operation -> 403));
        callers.put("visitor", new Caller(() -> Api.as(organization.visitor()), operation -> 403));
        callers.put(
                "superuser without membership",
                new Caller(() -> Api.as(flagged(organization.visitor(), "is_superuser")), operation -> 403));
        callers.put("owner who left", new Caller(() -> Api.as(left(organization.owner())), operation -> 403));
        callers.put(
                "administrator who left",
                new Caller(() -> Api.as(left(organization.administrator())), operation -> 403));
        callers.put(
                "administrator elsewhere",
                new Caller(
                        () -> {
                            User user = organization.member();
                            sql.run(
                                    "INSERT INTO agreement.organization_administrator VALUES (?, ?)",
                                    Organization.create().id(),
                                    user.id());
                            return Api.as(user);
                        },
                        Operation::member));
        callers.put(
                "owner of another organization",
                new Caller(() -> Api.as(Organization.create().owner()), Operation::elsewhere));
        callers.put(
                "administrator without an active organization",
                new Caller(() -> Api.as(active(organization.administrator(), null)), operation -> 404));
        callers.put(
                "administrator whose organization is gone",
                new Caller(
                        () -> {
                            User user = organization.administrator();
                            sql.run(
                                    "SET session_replication_role = replica; UPDATE htx_user SET active_organization_id = 2147483647 WHERE id = "
                                            + user.id());
                            return Api.as(user);
                        },
                        operation -> 404));
        callers.put(
                "deactivated owner",
                new Caller(() -> Api.as(set(organization.owner(), "is_active = false")), operation -> 401));
        callers.put(
                "deleted owner",
                new Caller(() -> Api.as(set(organization.owner(), "is_deleted = true")), operation -> 401));
        callers.put(
                "unknown token",
                new Caller(() -> Api.as("0123456789012345678901234567890123456789"), operation -> 401));
        callers.put("anonymous", new Caller(Api::anonymous, operation -> 401));
        callers.put(
                "owner with Agreement V2 off",
                new Caller(
                        () -> {
                            sql.run(
                                    "INSERT INTO agreement.organization_settings (organization_id, agreement_v2) VALUES (?, false)",
                                    organization.id());
                            return Api.as(organization.owner());
                        },
                        Operation::agreementV2Off));
        return callers;
    }

    private User flagged(User user, String flag) {
        return set(user, flag + " = true");
    }

    private User active(User user, Integer organization) {
        return set(user, "active_organization_id = " + organization);
    }

    private User set(User user, String column) {
        sql.run("UPDATE htx_user SET " + column + " WHERE id = ?", user.id());
        return user;
    }

    private User left(User user) {
        sql.run("UPDATE organizations_organizationmember SET deleted_at = now() WHERE user_id = ?", user.id());
        return user;
    }

    private static String lines(Map<String, String> table) {
        StringBuilder lines = new StringBuilder();
        table.forEach(
                (cell, status) -> lines.append(status).append(' ').append(cell).append('\n'));
        return lines.toString();
    }
}
