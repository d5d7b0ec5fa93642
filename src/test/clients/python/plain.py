"""Without any package: plain.py <address> <token> <project>"""
# doc: plain
import json
import sys
import time
import urllib.error
import urllib.request

url, token, project = sys.argv[1:4]
headers = {"Authorization": f"Token {token}"}

body = json.dumps({"project_id": int(project)}).encode()
trigger = urllib.request.Request(
    f"{url}/api/dimensions/backfill/", body, {**headers, "Content-Type": "application/json"})
urllib.request.urlopen(trigger)

job = {"completed_at": None}
while job["completed_at"] is None:
    status = urllib.request.Request(f"{url}/api/dimensions/backfill/status/?project_id={project}", headers=headers)
    try:
        with urllib.request.urlopen(status) as answer:
            job = json.load(answer)
            headers["If-None-Match"] = answer.headers["ETag"]
    except urllib.error.HTTPError as answer:
        if answer.code == 503:
            time.sleep(int(answer.headers["Retry-After"]))
        elif answer.code != 304:  # 304: it is as it was
            sys.exit(json.load(answer)["detail"])
    time.sleep(1)
print(job["status"], job["progress_data"])
# end
