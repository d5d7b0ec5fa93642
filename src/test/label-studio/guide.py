"""The guide's program with Label Studio's SDK: guide.py <address> <token or personal access token> <project>"""
# doc: sdk
import sys
import time

from label_studio_sdk import LabelStudio
from label_studio_sdk.core.api_error import ApiError

url, key, project = sys.argv[1], sys.argv[2], int(sys.argv[3])
client = LabelStudio(base_url=url, api_key=key)

client.dimensions.trigger_backfill(project_id=project)
job = client.dimensions.get_backfill_status(project_id=project)
while job.completed_at is None:
    time.sleep(1)
    try:
        job = client.dimensions.get_backfill_status(project_id=project)
    except ApiError as error:
        if error.status_code != 503:
            raise
print(job.status, job.progress_data)
for dimension in client.dimensions.list(project):
    print(dimension.name, dimension.metric_type)
print(client.projects.stats.total_agreement(project))
# end
