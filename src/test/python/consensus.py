"""Writes generated projects and what crowd-kit's DawidSkene makes of them, which DawidSkeneTest holds the service's own against.

    pip install -r requirements.txt
    python consensus.py ../resources/consensus.json
    python consensus.py elsewhere.json     # the test compares the two, where Python is

A project has a list of tasks, each a list of [annotator, value]; then the posterior of every value of each task, and the priors.
"""

import json
import random
import sys

import pandas as pd
from crowdkit.aggregation import DawidSkene


def answer(dice, kind, truth, values):
    if kind == "lazy":
        return 0
    if kind == "random":
        return dice.randrange(values)
    if kind == "inverted":
        return (truth + 1) % values
    return truth if dice.random() < kind else dice.randrange(values)


def project(seed):
    dice = random.Random(seed)
    values = dice.choice([2, 2, 3, 4, 6])
    annotators = dice.randint(3, 12)
    kinds = [dice.choice([0.95, 0.8, 0.6, 0.4]) for _ in range(annotators)]
    for kind in ["inverted", "lazy", "random"][: dice.randint(0, 3)]:
        kinds[dice.randrange(annotators)] = kind
    weights = [dice.random() + 0.1 for _ in range(values)]
    tasks = []
    for _ in range(dice.randint(30, 120)):
        truth = dice.choices(range(values), weights)[0]
        who = dice.sample(range(annotators), dice.randint(1, min(5, annotators)))
        tasks.append([[one, answer(dice, kinds[one], truth, values)] for one in sorted(who)])
    return {"name": f"generated {seed}", "annotators": annotators, "values": values, "tasks": tasks}


def consensus(tasks, values):
    rows = [(task, one, value) for task, answers in enumerate(tasks) for one, value in answers]
    model = DawidSkene(n_iter=100, tol=1e-5).fit(pd.DataFrame(rows, columns=["task", "worker", "label"]))
    posteriors = model.probas_.sort_index().reindex(columns=range(values), fill_value=0.0)
    return {
        "posteriors": [[round(float(p), 7) for p in row] for row in posteriors.to_numpy()],
        "priors": [round(float(p), 9) for p in model.priors_.reindex(range(values), fill_value=0.0)],
        "steps": len(model.loss_history_),
    }


def main(path):
    projects = [project(seed) for seed in range(50)]
    cases = [{**one, **consensus(one["tasks"], one["values"])} for one in projects]
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


main(sys.argv[1])
