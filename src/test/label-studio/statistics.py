"""Calls every method that Label Studio's SDK has for dimensions, agreement, statistics and metrics of a project, and says what
must come back.

    statistics.py <address> <legacy token> <project> <task> <annotators' IDs, ascending, by commas> sync|async

Two annotators say A and the third C, which is the ground truth; version v1 of a model says A.
"""
import asyncio
import inspect
import sys

from label_studio_sdk import AsyncLabelStudio, LabelStudio

url, key, project, task, users, kind = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5], sys.argv[6]
one, two, three = users.split(",")
called = set()


async def returned(group, name, *arguments, **named):
    called.add((group.__class__.__name__.removeprefix("Async"), name))
    call = getattr(group, name)(*arguments, **named)
    return await call if kind == "async" else call


def close(actual, expected):
    assert actual is not None and abs(actual - expected) < 1e-6, (actual, expected)


async def main():
    client = (AsyncLabelStudio if kind == "async" else LabelStudio)(base_url=url, api_key=key)
    stats, metrics = client.projects.stats, client.projects.metrics
    dimensions, matrices = client.dimensions, client.tasks.agreement_matrix

    async def get(name, **arguments):
        return await returned(stats, name, project, **arguments)

    matrix = await get("iaa", std=True)
    assert matrix.iaa == [[1, 1, 0], [1, 1, 0], [0, 0, 1]], matrix
    assert matrix.common_tasks[0] == [0, 1, 1] and [user["id"] for user in matrix.users] == [int(u) for u in users.split(",")]
    close(matrix.std, 2**0.5 / 3)
    assert (await get("iaa", per_label=True)).iaa["A"][0] == [None, 1, 0]
    close((await get("total_agreement")).total_agreement, 1 / 3)
    close((await get("total_agreement", per_label=True)).total_agreement["A"], 1 / 3)
    close((await get("agreement_annotator", user_id=int(one))).agreement_per_annotator, 0.5)
    assert (await get("agreement_annotators", ids=users)).agreement == {one: 0.5, two: 0.5, three: 0}
    assert (await get("users_ground_truth_agreement", ids=users)).agreement == {one: 0, two: 0, three: 1}
    assert (await get("user_ground_truth_agreement", user_pk=int(three))).agreement == 1
    assert (await get("users_prediction_agreement", ids=users)).agreement == {one: 1, two: 1, three: 0}
    assert (await get("user_prediction_agreement", user_pk=int(one))).average_prediction_agreement_per_user == 1
    close((await get("model_version_annotator_agreement", model_version="v1")).agreement, 2 / 3)
    assert (await get("model_version_ground_truth_agreement", model_version="v1")).agreement == 0
    other = await get("model_version_prediction_agreement", model_version="v1")
    assert other.average_prediction_agreement_per_model is None

    dimension, = await get("data_quality_agreement_dimensions")
    assert dimension.from_name == "answer" and dimension.control_tag == "Choices"
    close(dimension.agreement, 1 / 3)
    distribution = await get("data_quality_agreement_distribution")
    assert distribution.histogram == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0] and distribution.low_agreement_count == 1
    confusion = await get("data_quality_agreement_confusion_matrix", mode="ground_truth", from_name="answer")
    assert confusion.labels == ["A", "C"] and confusion.matrix == [[0, 0], [2, 1]], confusion
    structure = await get("label_distribution_structure")
    assert structure.choice_keys[0] == "answer___SEP___A", structure
    counts = await get("label_distribution_counts", choice_keys="answer___SEP___A")
    assert counts.results[0].from_annotations_count == 2 and counts.results[0].from_predictions_count == 1

    assert (await get("finished_tasks")).progress == 100
    assert (await get("finished_tasks", user_pk=int(one))).id == int(one)
    assert len((await get("lead_time")).lead_time_stats) == 3
    filters = (await get("data_filters")).user_filters
    assert [f.id if hasattr(f, "id") else f["id"] for f in filters.stats] == [one, two, three, "model:v1"], filters
    assert [user.id for user in await get("member_performance_participants", table="annotations")] == [int(u) for u in users.split(",")]
    rows = await get("member_performance_rows", ordering="-agreement", page=1, page_size=2)
    assert rows.count == 4 and rows.results[0]["id"] == "model:v1" and len(rows.results) == 2, rows
    assert (await get("member_performance_summary", ids=users)).summary["sum_finished"] == 3
    assert (await get("users_review_score", ids=users)).review_score == {one: None, two: None, three: None}
    assert (await get("user_review_score", user_pk=int(one))).review_score is None

    assert (await returned(metrics, "get", project)).metric_name == "pairwise"
    changed = await returned(metrics, "update", project, agreement_threshold=1, metric_name="consensus")
    assert changed.metric_name == "consensus" and changed.agreement_threshold == 1, changed
    close((await get("total_agreement")).total_agreement, 2 / 3)
    await returned(metrics, "update", project, metric_name="pairwise")

    own, = await returned(dimensions, "list", project, agreement_methodology="pairwise", is_active=True, ordering="id")
    assert (own.name, own.control_tag, own.metric_type) == ("answer", "Choices", "exact_match"), own
    assert "exact_match" in own.allowed_metrics_with_params, own
    assert (await returned(dimensions, "get", project, own.id)).name == "answer"

    everybody = {"annotators": {"all": True}, "models": {"ids": ["v1"]}, "ground_truth": True}
    matrix = await returned(matrices, "get", project, task, selection=everybody)
    assert [user["id"] for user in matrix.users] == [int(u) for u in users.split(",")] + ["model:v1", "ground_truth"], matrix
    assert matrix.matrix[0] == [1, 1, 0, 1, 0] and matrix.matrix[4] == [0, 0, 1, 0, 1], matrix
    pair = {"annotators": {"ids": [int(one), int(three)]}, "models": {}, "ground_truth": False}
    matrix = await returned(matrices, "get", project, task, selection=pair, dimension=own.id)
    assert matrix.matrix == [[1, 0], [0, 1]], matrix

    for trigger, status, listed, cancel, stat_type in (
        ("trigger_backfill", "get_backfill_status", "list_backfills", "cancel_backfill", "stats"),
        ("trigger_value_counts_backfill", "get_value_counts_backfill_status", "list_value_counts_backfills",
         "cancel_value_counts_backfill", "label"),
    ):
        async def completed():
            job = await returned(dimensions, status, project_id=project)
            while job.status not in ("COMPLETED", "FAILED"):
                await asyncio.sleep(0.1)
                job = await returned(dimensions, status, project_id=project)
            assert job.status == "COMPLETED", job
            return job

        assert (await returned(dimensions, trigger, project_id=project)).jobs_queued == 1
        job = await completed()
        assert job.progress_data["tasks_total"] == 1, job
        assert job.job_id in [other.job_id for other in await returned(dimensions, listed, status="COMPLETED")]
        assert (await returned(dimensions, cancel, project_id=project)).cancelled_count == 0
        # The SDK gives whatever the answer is.
        assert await get("update_stats", stat_type=stat_type)
        assert (await completed()).job_id > job.job_id

    methods = {
        (group.__class__.__name__.removeprefix("Async"), name)
        for group in (stats, metrics, dimensions, matrices)
        for name, method in inspect.getmembers(group.__class__, inspect.isfunction)
        if not name.startswith("_")
    }
    assert not methods - called, methods - called
    print(len(methods), "methods:", ", ".join(f"{group}.{name}" for group, name in sorted(methods)))


asyncio.run(main())
