"""Writes generated projects and how good cleanlab's CROWDLAB finds their annotators, whose order CleanlabTest holds the service's own against.

    pip install -r requirements.txt
    python quality.py ../resources/quality.json
    python quality.py elsewhere.json     # the test compares the two, where Python is

CROWDLAB asks for a classifier, too: here one that is right with 85 %. The service has none; so only the orders can be compared.
"""

import json
import random
import sys

import numpy as np
import pandas as pd
from cleanlab.multiannotator import get_label_quality_multiannotator


def project(seed):
    dice = random.Random(seed)
    values = dice.choice([2, 3, 5])
    annotators = 12
    skills = [0.4 + 0.05 * i for i in range(annotators)]
    tasks, truths = [], []
    for _ in range(600):
        truth = dice.randrange(values)
        who = sorted(dice.sample(range(annotators), 4))
        tasks.append([[one, truth if dice.random() < skills[one] else dice.randrange(values)] for one in who])
        truths.append(truth)
    return {"name": f"generated {seed}", "annotators": annotators, "values": values, "tasks": tasks}, truths, dice


def crowdlab(case, truths, dice):
    labels = pd.DataFrame(np.nan, index=range(len(case["tasks"])), columns=range(case["annotators"]))
    for task, answers in enumerate(case["tasks"]):
        for one, value in answers:
            labels.loc[task, one] = value
    guesses = np.full((len(truths), case["values"]), 0.15 / (case["values"] - 1))
    for task, truth in enumerate(truths):
        guess = truth if dice.random() < 0.85 else dice.randrange(case["values"])
        guesses[task, guess] = 0.85
    found = get_label_quality_multiannotator(labels, guesses, verbose=False)["annotator_stats"]
    return [round(float(found.loc[one, "annotator_quality"]), 9) for one in range(case["annotators"])]


def main(path):
    cases = []
    for seed in range(5):
        case, truths, dice = project(seed)
        cases.append({**case, "quality": crowdlab(case, truths, dice)})
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


main(sys.argv[1])
