"""What a program does with the client that is generated for Python.

    story.py <address> <token> <member's token> <project> [<other project> <task>]
"""
import json
import sys
import time
from typing import Callable

from interrater_client import (
    AgreementApi,
    AgreementV2BackfillJob,
    AgreementV2BackfillJobStatusEnum,
    AgreementV2BackfillTriggerRequest,
    ApiClient,
    Configuration,
    DimensionRequest,
    DimensionsApi,
    ErrorResponse,
    PatchedDimensionRequest,
    StatsApi,
)
from interrater_client.exceptions import (
    ApiException,
    BadRequestException,
    ForbiddenException,
    NotFoundException,
    ServiceException,
    UnauthorizedException,
)


# doc: connect
def client(url: str, token: str) -> ApiClient:
    return ApiClient(Configuration(host=url, api_key={"Token": token}, api_key_prefix={"Token": "Token"}))
# end


# doc: backfill
def backfill(dimensions: DimensionsApi, project: int) -> AgreementV2BackfillJob:
    dimensions.dimensions_backfill_create(AgreementV2BackfillTriggerRequest(project_id=project))
    job, tag = None, ""
    while job is None or job.completed_at is None:
        try:
            answer = dimensions.dimensions_backfill_status_retrieve_with_http_info(
                project_id=project, _headers={"If-None-Match": tag})
            job, tag = answer.data, (answer.headers or {})["ETag"]
        except ServiceException as away:
            time.sleep(int((away.headers or {})["Retry-After"]))
        except ApiException as answer:
            if answer.status != 304:  # it is as it was
                raise
        time.sleep(1)
    return job
# end


def refused(kind: type[ApiException], call: Callable[[], object]) -> ErrorResponse:
    try:
        call()
    except kind as answer:
        # doc: errors
        error = answer.data
        assert isinstance(error, ErrorResponse)
        # end
        assert error.status_code == answer.status and error.detail, error
        return error
    raise AssertionError(f"not refused: {kind}")


def errors(dimensions: DimensionsApi, url: str, member: str, project: int) -> None:
    status = dimensions.dimensions_backfill_status_retrieve
    both = AgreementV2BackfillTriggerRequest(project_id=project, num_projects=1)
    invalid = refused(BadRequestException, lambda: dimensions.dimensions_backfill_create(both))
    assert "non_field_errors" in (invalid.validation_errors or {}), invalid
    for kind, token in ((UnauthorizedException, "0000"), (ForbiddenException, member)):
        refused(kind, DimensionsApi(client(url, token)).dimensions_backfill_status_retrieve)
    refused(NotFoundException, lambda: status(job_id=2**40))


def jobs(dimensions: DimensionsApi, project: int, other: int) -> None:
    page = dimensions.dimensions_backfill_jobs_list_with_http_info(
        page=1, page_size=10, status=AgreementV2BackfillJobStatusEnum.COMPLETED)
    assert page.data[0].project_id == project, page
    assert (page.headers or {})["X-Total-Count"] == "1", page
    assert dimensions.dimensions_backfill_destroy(project_id=other).cancelled_count == 1
    assert dimensions.dimensions_backfill_status_retrieve(project_id=other).status == "FAILED"
    assert dimensions.dimensions_backfill_status_retrieve().progress_data.total_projects == 2


def own_dimension(dimensions: DimensionsApi, project: int) -> None:
    own = dimensions.projects_dimensions_create(project, DimensionRequest(
        name="Once more", extraction_method="control_tag", extraction_method_params={"control_tag": "mood"}))
    assert own.id is not None
    number = own.id
    off = dimensions.projects_dimensions_partial_update(number, project, PatchedDimensionRequest(is_active=False))
    assert not off.is_active and off.name == "Once more", off
    assert len(dimensions.projects_dimensions_list(project)) == 2
    dimensions.projects_dimensions_destroy(number, project)
    refused(NotFoundException, lambda: dimensions.projects_dimensions_retrieve(number, project))


def results(api: ApiClient, project: int, task: int) -> None:
    everybody = json.dumps({"annotators": {"all": True}, "ground_truth": True})
    matrix = DimensionsApi(api).projects_tasks_agreement_matrix_retrieve(everybody, project, task)
    assert len(matrix.matrix) == len(matrix.users), matrix
    statistics = StatsApi(api)
    everyone = statistics.projects_stats_iaa_retrieve(project, std=True)
    assert len(everyone.iaa or []) == 3 and everyone.std, everyone
    coefficients = statistics.projects_analytics_data_quality_agreement_analysis_coefficients_list(project)
    assert coefficients[0].units == 4, coefficients
    assert len(AgreementApi(api).projects_agreement_pairs_list(project)) == 3


def main(url: str, token: str, member: str, project: str, *more: str) -> None:
    api = client(url, token)
    dimensions = DimensionsApi(api)
    if not more:
        try:
            dimensions.dimensions_backfill_status_retrieve(project_id=int(project))
            raise AssertionError("not away")
        except ServiceException as away:
            assert away.status == 503 and int((away.headers or {})["Retry-After"]) > 0, away
        return
    job = backfill(dimensions, int(project))
    assert job.status == AgreementV2BackfillJobStatusEnum.COMPLETED, job
    assert job.progress_data.tasks_processed == 4 and job.error_message == "", job
    jobs(dimensions, int(project), int(more[0]))
    own_dimension(dimensions, int(project))
    results(api, int(project), int(more[1]))
    errors(dimensions, url, member, int(project))


main(*sys.argv[1:])
