"""Writes figures of irrCAC and krippendorff, which PublishedIntervalsTest holds the service's own against.

    pip install -r requirements.txt
    python coefficients.py ../resources/coefficients.json     # all cases, with their ratings
    python coefficients.py cases.json                         # elsewhere: the test compares the two, where Python is

Ratings are a list of units, each with a rating or null of every rater. What irrCAC refuses is missing.
"""

import json
import random
import sys

import krippendorff
import numpy as np
import pandas as pd
from irrCAC import datasets
from irrCAC.raw import CAC
from scipy import stats

WEIGHTS = ["identity", "linear", "quadratic", "ordinal", "ratio"]
METHODS = {
    "gwet": "gwet",
    "brennan_prediger": "bp",
    "krippendorff": "krippendorff",
    "fleiss": "fleiss",
    "conger": "conger",
}


def estimate(cac, method):
    found = getattr(cac, method)()["est"]
    p = float(found["p_value"])
    return {
        "value": float(found["coefficient_value"]),
        "se": float(found["se"]),
        "low": float(found["confidence_interval"][0]),
        "high": float(found["confidence_interval"][1]),
        # The port doubles the tail for all but this one; R's irrCAC doubles it here, too.
        "p": 2 * p if method == "bp" else p,
    }


def percent_agreement(cac):
    """The port has none. This is pa.coeff.raw of R's irrCAC, by its description: the coefficient where chance is 0."""
    counts = np.array([[(cac.ratings.iloc[i] == c).sum() for c in cac.categories] for i in range(cac.n)], dtype=float)
    ratings = counts.sum(axis=1)
    agreed = (counts * (counts @ cac.weights_mat.T - 1)).sum(axis=1)
    paired = ratings >= 2
    units = np.where(paired, agreed / np.where(paired, ratings * (ratings - 1), 1), 0) * cac.n / paired.sum()
    value = units.mean()
    se = np.sqrt(((units - value) ** 2).sum() / (cac.n * (cac.n - 1)))
    half = stats.t.ppf(0.975, cac.n - 1) * se
    return {
        "value": value,
        "se": se,
        "low": value - half,
        "high": min(1, value + half),
        "p": 2 * stats.t.sf(value / se, cac.n - 1) if se > 0 else 0,
    }


def figures(ratings):
    table = pd.DataFrame(ratings, dtype=float)
    found = {}
    for weights in WEIGHTS:
        if weights == "ratio" and (table == 0).any().any():
            continue
        cac = CAC(table, weights=weights, digits=14)
        found[weights] = {name: estimate(cac, method) for name, method in METHODS.items()}
        found[weights]["percent_agreement"] = percent_agreement(cac)
    alphas = {
        level: krippendorff.alpha(reliability_data=table.to_numpy().T, level_of_measurement=level)
        for level in ["nominal", "ordinal", "interval", "ratio"]
    }
    return {"weights": found, "alpha": alphas}


def number(rating):
    """Letters count as 1, 2, …; what is missing is null."""
    if isinstance(rating, str):
        return ord(rating) - ord("a") + 1
    return None if pd.isna(rating) else float(rating)


def published():
    for name in ["raw_4raters", "raw_5observers", "raw_ben_gerry", "raw_gender", "raw_g1g2"]:
        table = getattr(datasets, name)()
        rows = [[number(rating) for rating in row] for row in table.values.tolist()]
        yield name, [row for row in rows if any(value is not None for value in row)]


def generated():
    for seed in range(20):
        dice = random.Random(seed)
        values = [1, 2, 3, 4, 5, 8][: dice.randint(2, 6)]
        raters = dice.randint(2, 6)
        missing = dice.choice([0, 0.2, 0.5])
        rows = []
        for _ in range(dice.randint(12, 60)):
            truth = dice.choice(values)
            row = [truth if dice.random() < 0.7 else dice.choice(values) for _ in range(raters)]
            rows.append([None if dice.random() < missing else value for value in row])
        yield f"generated {seed}", [row for row in rows if any(value is not None for value in row)]


def main(path):
    cases = [
        {"name": name, "ratings": ratings, **figures(ratings)}
        for source in (published(), generated())
        for name, ratings in source
    ]
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


main(sys.argv[1])
