"""Signs up the owner of a new Label Studio, makes a project with annotations by them, and prints what asks for it:

    people.py <address>

The project's ID, the owner's legacy token and a personal access token.
"""
import sys

import requests

url = sys.argv[1]
session = requests.Session()


def post(path, body):
    response = session.post(url + path, json=body, headers={"X-CSRFToken": session.cookies["csrftoken"]})
    response.raise_for_status()
    return response.json()


session.get(url + "/user/signup/").raise_for_status()
session.post(
    url + "/user/signup/",
    data={
        "csrfmiddlewaretoken": session.cookies["csrftoken"],
        "email": "owner@example.org",
        "password": "a password of the owner",
        "allow_newsletters": "false",
    },
).raise_for_status()

post("/api/jwt/settings", {"api_tokens_enabled": True, "legacy_api_tokens_enabled": True})
config = """<View><Text name="text" value="$text"/>
<Choices name="sentiment" toName="text"><Choice value="Good"/><Choice value="Bad"/></Choices></View>"""
project = post("/api/projects/", {"title": "Try", "label_config": config})["id"]
for number in range(20):
    task = post("/api/tasks/", {"project": project, "data": {"text": f"text {number}"}})["id"]
    for choice in ("Good", "Bad" if number % 3 == 0 else "Good"):
        result = {"from_name": "sentiment", "to_name": "text", "type": "choices", "value": {"choices": [choice]}}
        post(f"/api/tasks/{task}/annotations/", {"result": [result]})

legacy = session.get(url + "/api/current-user/token").json()["token"]
personal = post("/api/token/", {})["token"]
print(project, legacy, personal)
