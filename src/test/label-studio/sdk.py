"""What a program does with Label Studio's SDK: one address for Label Studio's own API and for the backfill's.

    sdk.py <address> <legacy token or personal access token> <project> sync|async authorization|x-api-key
"""
import asyncio
import sys

import httpx
from label_studio_sdk import AsyncLabelStudio, LabelStudio
from label_studio_sdk.core.api_error import ApiError

url, key, project, kind, header = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]


async def returned(call):
    """Both clients have the same methods; those of one give what the other's promise."""
    return await call if kind == "async" else call


async def main():
    if header == "x-api-key":
        # It wins over the token that the SDK sends of its own accord.
        http = (httpx.AsyncClient if kind == "async" else httpx.Client)(headers={"X-API-Key": key})
        own = {"api_key": "0000", "httpx_client": http}
    else:
        own = {"api_key": key}
    client = (AsyncLabelStudio if kind == "async" else LabelStudio)(base_url=url, **own)
    assert (await returned(client.projects.get(id=project))).id == project

    triggered = await returned(client.dimensions.trigger_backfill(project_id=project))
    assert triggered.jobs_queued == 1, triggered
    job_id = triggered.jobs[0].job_id if hasattr(triggered.jobs[0], "job_id") else triggered.jobs[0]["job_id"]

    status = await returned(client.dimensions.get_backfill_status(job_id=job_id))
    while status.status not in ("COMPLETED", "FAILED"):
        await asyncio.sleep(0.1)
        status = await returned(client.dimensions.get_backfill_status(project_id=project))
    assert status.status == "COMPLETED" and status.project_id == project, status
    assert status.created_at and status.triggered_by and status.error_message == "", status

    assert job_id in [job.job_id for job in await returned(client.dimensions.list_backfills(status="COMPLETED"))]
    assert (await returned(client.dimensions.cancel_backfill(project_id=project))).cancelled_count == 0
    try:
        await returned(client.dimensions.get_backfill_status(job_id=2**40))
        raise AssertionError("a job that does not exist was found")
    except ApiError as error:
        assert error.status_code == 404, error


asyncio.run(main())
