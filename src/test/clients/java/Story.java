import dev.interrater.client.ApiClient;
import dev.interrater.client.ApiException;
import dev.interrater.client.ApiResponse;
import dev.interrater.client.JSON;
import dev.interrater.client.api.AgreementApi;
import dev.interrater.client.api.DimensionsApi;
import dev.interrater.client.api.StatsApi;
import dev.interrater.client.model.AgreementV2BackfillJob;
import dev.interrater.client.model.AgreementV2BackfillJobStatusEnum;
import dev.interrater.client.model.AgreementV2BackfillTriggerRequest;
import dev.interrater.client.model.AnnotatorAgreementMatrix;
import dev.interrater.client.model.Dimension;
import dev.interrater.client.model.DimensionRequest;
import dev.interrater.client.model.ErrorResponse;
import dev.interrater.client.model.PatchedDimensionRequest;
import dev.interrater.client.model.TaskAgreementMatrixResponse;
import java.util.List;
import java.util.Map;

/** What a program does with the client that is generated for Java: {@code Story <address> <token> <member's token> <project> <other project> <task>}. */
final class Story {
    private static final String EVERYBODY = "{\"annotators\": {\"all\": true}, \"ground_truth\": true}";

    private final String url;
    private final long project;
    private final DimensionsApi dimensions;

    private Story(String url, String token, long project) {
        this.url = url;
        this.project = project;
        this.dimensions = new DimensionsApi(client(url, token));
    }

    // doc: connect
    /** The native library has no keys of its own, but lets every request be added to. */
    static ApiClient client(String url, String token) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        client.setRequestInterceptor(request -> request.header("Authorization", "Token " + token));
        return client;
    }
    // end

    // doc: backfill
    AgreementV2BackfillJob backfill() throws ApiException, InterruptedException {
        dimensions.dimensionsBackfillCreate(new AgreementV2BackfillTriggerRequest().projectId(project));
        AgreementV2BackfillJob job = null;
        String tag = "";
        while (job == null || job.getCompletedAt() == null) {
            try {
                ApiResponse<AgreementV2BackfillJob> answer =
                        dimensions.dimensionsBackfillStatusRetrieveWithHttpInfo(null, project, Map.of("If-None-Match", tag));
                job = answer.getData();
                tag = answer.getHeaders().get("etag").get(0);
            } catch (ApiException answer) {
                if (answer.getCode() == 503) {
                    Thread.sleep(1000 * Long.parseLong(
                            answer.getResponseHeaders().firstValue("Retry-After").orElseThrow()));
                } else if (answer.getCode() != 304) { // 304: it is as it was
                    throw answer;
                }
            }
            Thread.sleep(1000);
        }
        return job;
    }
    // end

    // doc: errors
    static ErrorResponse error(ApiException answer) throws Exception {
        return JSON.getDefault().getMapper().readValue(answer.getResponseBody(), ErrorResponse.class);
    }
    // end

    private interface Call {
        void send() throws ApiException;
    }

    private static ApiException refused(int status, Call call) throws Exception {
        try {
            call.send();
        } catch (ApiException answer) {
            check(answer.getCode() == status, answer);
            ErrorResponse error = error(answer);
            check(error.getStatusCode() == status && !error.getDetail().isEmpty(), error);
            return answer;
        }
        throw new AssertionError("not refused: " + status);
    }

    private static void check(boolean holds, Object seen) {
        if (!holds) {
            throw new AssertionError(seen);
        }
    }

    private void errors(String member) throws Exception {
        ApiException invalid = refused(
                400,
                () -> dimensions.dimensionsBackfillCreate(
                        new AgreementV2BackfillTriggerRequest().projectId(project).numProjects(1L)));
        check(error(invalid).getValidationErrors().containsKey("non_field_errors"), invalid);
        refused(401, () -> new DimensionsApi(client(url, "0000")).dimensionsBackfillStatusRetrieve(null, null));
        refused(403, () -> new DimensionsApi(client(url, member)).dimensionsBackfillStatusRetrieve(null, null));
        refused(404, () -> dimensions.dimensionsBackfillStatusRetrieve(1L << 40, null));
    }

    private void jobs(long other) throws ApiException {
        ApiResponse<List<AgreementV2BackfillJob>> page = dimensions.dimensionsBackfillJobsListWithHttpInfo(
                1L, 10L, AgreementV2BackfillJobStatusEnum.COMPLETED);
        check(page.getData().get(0).getProjectId() == project, page.getData());
        check(page.getHeaders().get("x-total-count").equals(List.of("1")), page.getHeaders());
        check(dimensions.dimensionsBackfillDestroy(null, other).getCancelledCount() == 1, other);
        check(
                dimensions.dimensionsBackfillStatusRetrieve(null, other).getStatus()
                        == AgreementV2BackfillJobStatusEnum.FAILED,
                other);
        Long projects = dimensions
                .dimensionsBackfillStatusRetrieve(null, null)
                .getProgressData()
                .getTotalProjects();
        check(projects == 2, projects);
    }

    private void ownDimension() throws Exception {
        Dimension own = dimensions.projectsDimensionsCreate(
                project,
                new DimensionRequest()
                        .name("Once more")
                        .extractionMethod("control_tag")
                        .extractionMethodParams(Map.of("control_tag", "mood")));
        long id = own.getId();
        Dimension off = dimensions.projectsDimensionsPartialUpdate(
                id, project, new PatchedDimensionRequest().isActive(false));
        check(!off.getIsActive() && off.getName().equals("Once more"), off);
        check(dimensions.projectsDimensionsList(project, null, null, null).size() == 2, id);
        dimensions.projectsDimensionsDestroy(id, project);
        refused(404, () -> dimensions.projectsDimensionsRetrieve(id, project));
    }

    private void results(ApiClient client, long task) throws ApiException {
        TaskAgreementMatrixResponse matrix =
                dimensions.projectsTasksAgreementMatrixRetrieve(EVERYBODY, project, task, null);
        check(matrix.getMatrix().size() == matrix.getUsers().size(), matrix);
        StatsApi statistics = new StatsApi(client);
        AnnotatorAgreementMatrix all = statistics.projectsStatsIAARetrieve(project, null, null, true, null);
        check(((List<?>) all.getIAA()).size() == 3 && all.getStd() != null, all);
        check(
                statistics
                                .projectsAnalyticsDataQualityAgreementAnalysisCoefficientsList(project, null)
                                .get(0)
                                .getUnits()
                        == 4,
                project);
        check(new AgreementApi(client).projectsAgreementPairsList(project).size() == 3, project);
    }

    private void outage() throws Exception {
        ApiException away = refused(503, () -> dimensions.dimensionsBackfillStatusRetrieve(null, project));
        check(away.getResponseHeaders().firstValue("Retry-After").isPresent(), away);
    }

    public static void main(String... arguments) throws Exception {
        Story story = new Story(arguments[0], arguments[1], Long.parseLong(arguments[3]));
        if (arguments.length == 4) {
            story.outage();
            return;
        }
        AgreementV2BackfillJob job = story.backfill();
        check(job.getStatus() == AgreementV2BackfillJobStatusEnum.COMPLETED, job);
        check(job.getProgressData().getTasksProcessed() == 4 && job.getErrorMessage().isEmpty(), job);
        story.jobs(Long.parseLong(arguments[4]));
        story.ownDimension();
        story.results(client(arguments[0], arguments[1]), Long.parseLong(arguments[5]));
        story.errors(arguments[2]);
    }
}
