// What a program does with the client that is generated for TypeScript:
// story.js <address> <token> <member's token> <project> [<other project> <task>]
import {
    AgreementApi,
    AgreementV2BackfillJobStatusEnum,
    Configuration,
    DimensionsApi,
    ErrorResponseFromJSON,
    ResponseError,
    StatsApi,
    type AgreementV2BackfillJob,
    type ErrorResponse,
} from "./client/index.js";

// doc: connect
function configuration(url: string, token: string): Configuration {
    return new Configuration({ basePath: url, apiKey: `Token ${token}` });
}
// end

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

// doc: backfill
async function backfill(dimensions: DimensionsApi, projectId: number): Promise<AgreementV2BackfillJob> {
    await dimensions.dimensionsBackfillCreate({ agreementV2BackfillTriggerRequest: { projectId } });
    let tag = "";
    for (;;) {
        try {
            const answer = await dimensions.dimensionsBackfillStatusRetrieveRaw({ projectId }, async ({ init }) => ({
                headers: { ...init.headers, "If-None-Match": tag },
            }));
            tag = answer.raw.headers.get("ETag") ?? "";
            const job = await answer.value();
            if (job.completedAt !== null) {
                return job;
            }
        } catch (problem) {
            const response = problem instanceof ResponseError ? problem.response : undefined;
            if (response?.status === 503) {
                await sleep(Number(response.headers.get("Retry-After")));
            } else if (response?.status !== 304) { // it is as it was
                throw problem;
            }
        }
        await sleep(1);
    }
}
// end

// doc: errors
async function error(problem: ResponseError): Promise<ErrorResponse> {
    return ErrorResponseFromJSON(await problem.response.json());
}
// end

function check(holds: boolean, seen: unknown): void {
    if (!holds) {
        throw new Error(JSON.stringify(seen));
    }
}

async function refused(status: number, call: () => Promise<unknown>): Promise<ErrorResponse & { after: string | null }> {
    try {
        await call();
    } catch (problem) {
        if (problem instanceof ResponseError) {
            const said = await error(problem);
            check(problem.response.status === status && said.statusCode === status && said.detail !== "", said);
            return { ...said, after: problem.response.headers.get("Retry-After") };
        }
        throw problem;
    }
    throw new Error(`not refused: ${status}`);
}

async function errors(dimensions: DimensionsApi, url: string, member: string, projectId: number): Promise<void> {
    const both = { agreementV2BackfillTriggerRequest: { projectId, numProjects: 1 } };
    const invalid = await refused(400, () => dimensions.dimensionsBackfillCreate(both));
    check("non_field_errors" in (invalid.validationErrors ?? {}), invalid);
    for (const [status, token] of [[401, "0000"], [403, member]] as const) {
        await refused(status, () => new DimensionsApi(configuration(url, token)).dimensionsBackfillStatusRetrieve());
    }
    await refused(404, () => dimensions.dimensionsBackfillStatusRetrieve({ jobId: 2 ** 40 }));
}

async function jobs(dimensions: DimensionsApi, project: number, other: number): Promise<void> {
    const page = await dimensions.dimensionsBackfillJobsListRaw({
        page: 1, pageSize: 10, status: AgreementV2BackfillJobStatusEnum.Completed,
    });
    const listed = await page.value();
    check(listed[0]?.projectId === project, listed);
    check(page.raw.headers.get("X-Total-Count") === "1", listed);
    check((await dimensions.dimensionsBackfillDestroy({ projectId: other })).cancelledCount === 1, other);
    check((await dimensions.dimensionsBackfillStatusRetrieve({ projectId: other })).status === "FAILED", other);
    check((await dimensions.dimensionsBackfillStatusRetrieve()).progressData.totalProjects === 2, project);
}

async function ownDimension(dimensions: DimensionsApi, projectPk: number): Promise<void> {
    const own = await dimensions.projectsDimensionsCreate({
        projectPk,
        dimensionRequest: {
            name: "Once more", extractionMethod: "control_tag", extractionMethodParams: { control_tag: "mood" },
        },
    });
    const id = own.id ?? 0;
    const off = await dimensions.projectsDimensionsPartialUpdate({
        id, projectPk, patchedDimensionRequest: { isActive: false },
    });
    check(off.isActive === false && off.name === "Once more", off);
    check((await dimensions.projectsDimensionsList({ projectPk })).length === 2, id);
    await dimensions.projectsDimensionsDestroy({ id, projectPk });
    await refused(404, () => dimensions.projectsDimensionsRetrieve({ id, projectPk }));
}

async function results(address: Configuration, id: number, taskPk: number): Promise<void> {
    const selection = JSON.stringify({ annotators: { all: true }, ground_truth: true });
    const matrix = await new DimensionsApi(address).projectsTasksAgreementMatrixRetrieve({
        projectPk: id, taskPk, selection,
    });
    check(matrix.matrix.length === matrix.users.length, matrix);
    const statistics = new StatsApi(address);
    const all = await statistics.projectsStatsIAARetrieve({ id, std: true });
    check(all.iAA.length === 3 && all.std !== undefined, all);
    const coefficients = await statistics.projectsAnalyticsDataQualityAgreementAnalysisCoefficientsList({ id });
    check(coefficients[0]?.units === 4, coefficients);
    check((await new AgreementApi(address).projectsAgreementPairsList({ id })).length === 3, id);
}

const [url = "", token = "", member = "", project = "", other, task] = process.argv.slice(2);
const address = configuration(url, token);
const dimensions = new DimensionsApi(address);
if (other === undefined) {
    const away = await refused(503, () => dimensions.dimensionsBackfillStatusRetrieve({ projectId: Number(project) }));
    check(Number(away.after) > 0, away);
} else {
    const job = await backfill(dimensions, Number(project));
    check(job.status === AgreementV2BackfillJobStatusEnum.Completed, job);
    check(job.progressData.tasksProcessed === 4 && job.errorMessage === "", job);
    await jobs(dimensions, Number(project), Number(other));
    await ownDimension(dimensions, Number(project));
    await results(address, Number(project), Number(task));
    await errors(dimensions, url, member, Number(project));
}
