"""A cell of a notebook: heatmap.py <address> <token> <project>"""
import sys

url, token, project = sys.argv[1:4]

# doc: heatmap
import json
import urllib.request

import matplotlib.pyplot as plt

request = urllib.request.Request(f"{url}/api/projects/{project}/stats/IAA", headers={"Authorization": f"Token {token}"})
agreement = json.load(urllib.request.urlopen(request))
names = [user["email"] for user in agreement["users"]]
matrix = [[float("nan") if score is None else score for score in row] for row in agreement["IAA"]]

figure, axes = plt.subplots()
image = axes.imshow(matrix, vmin=0, vmax=1, cmap="viridis")
axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
axes.set_yticks(range(len(names)), names)
for row, scores in enumerate(matrix):
    for column, score in enumerate(scores):
        axes.text(column, row, f"{score:.2f}", ha="center", va="center", color="white" if score < 0.6 else "black")
figure.colorbar(image, label="agreement")
figure.tight_layout()
plt.show()
# end

figure.savefig("heatmap.png")
