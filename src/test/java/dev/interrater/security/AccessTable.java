package dev.interrater.security;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.JOBS;
import static dev.interrater.testing.Api.STATUS;
import static dev.interrater.testing.Api.VALUE_COUNTS;

import dev.interrater.testing.Organization;
import java.util.Map;
import java.util.function.Function;

/** Every operation of the API by its ID, how it is asked, and the status that it answers to whom. */
final class AccessTable {
    private AccessTable() {}

    /** An operation, asked for something that the organization has. */
    record Operation(
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
    record Tenant(Organization organization, int project, long job, long valueCounts, long dimension, int task) {
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

    static final Map<String, Operation> ALL = Map.ofEntries(
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
                    "api_agreement_whoami_retrieve",
                    new Operation("GET", tenant -> "/api/agreement/whoami", tenant -> null, 200, 200, 200, 403)),
            Map.entry(
                    "api_projects_agreement_annotators_list",
                    Operation.result(tenant -> tenant.of("agreement/annotators"))),
            Map.entry(
                    "api_projects_agreement_consensus_retrieve",
                    Operation.result(tenant -> tenant.of("agreement/consensus"))),
            Map.entry("api_projects_agreement_next_retrieve", Operation.result(tenant -> tenant.of("agreement/next"))),
            Map.entry(
                    "api_projects_agreement_freshness_retrieve",
                    Operation.result(tenant -> tenant.of("agreement/freshness"))),
            Map.entry(
                    "api_projects_agreement_data_manager_retrieve",
                    Operation.result(tenant -> tenant.of("agreement/data-manager"))),
            // Where the service does not know where Label Studio is.
            Map.entry(
                    "api_projects_agreement_data_manager_update",
                    Operation.change("PUT", tenant -> tenant.of("agreement/data-manager"), null, 409)),
            Map.entry(
                    "api_projects_agreement_data_manager_destroy",
                    Operation.change("DELETE", tenant -> tenant.of("agreement/data-manager"), null, 200)),
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
}
