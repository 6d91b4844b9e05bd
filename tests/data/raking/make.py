"""Writes samplics.json beside it: what samplics makes of seeded cases. samplics is archived and warns when imported,
so it is asked once, in an environment of its own: pip install samplics==0.6.1; python -W ignore make.py
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
from samplics.weighting import SampleWeight

# Seed, people who answered, and for each margin the chance of each category and the people it is about.
CASES = (
    (1, 60, {"sex": ([0.5, 0.5], [35303, 21464])}),
    (2, 142, {"age": ([0.4, 0.3, 0.2, 0.1], [26, 71, 155, 168]), "sex": ([0.5, 0.5], [261, 159])}),
    (3, 400, {"age": ([0.1, 0.2, 0.3, 0.4], [7612, 9225, 18952, 20978]), "sex": ([0.7, 0.3], [35303, 21464]),
              "housebound": ([0.93, 0.07], [42777, 13990])}),
    (4, 900, {"age": ([0.1, 0.2, 0.3, 0.4], [10, 20, 30, 40]), "ethnicity": ([0.9, 0.04, 0.03, 0.03], [70, 15, 10, 5]),
              "support": ([0.5, 0.2, 0.3], [60, 25, 15]), "language": ([0.95, 0.05], [90, 10])}),
)  # fmt: skip


def case(seed, people, margins):
    rng = np.random.default_rng(seed)
    members, targets = {}, {}
    for name, (chances, served) in margins.items():
        members[name] = [f"{name}{one}" for one in rng.choice(len(chances), people, p=chances)]
        targets[name] = {f"{name}{place}": number for place, number in enumerate(served)}
    control = {name: {k: v / sum(one.values()) * people for k, v in one.items()} for name, one in targets.items()}
    arrays = {name: np.array(one) for name, one in members.items()}
    asked = SampleWeight()
    weights = asked.rake(np.ones(people), arrays, control, tol=1e-13, ctrl_tol=1e-13, max_iter=5000)
    return {
        "members": members,
        "targets": targets,
        "weights": [float(one) for one in weights],
        "design_effect": float(asked.calculate_deff_weight(weights)),
    }


if __name__ == "__main__":
    made = {
        "made_with": {"samplics": version("samplics"), "numpy": version("numpy"), "python": platform.python_version()},
        "cases": [case(*one) for one in CASES],
    }
    Path(__file__).with_name("samplics.json").write_text(json.dumps(made) + "\n", encoding="utf-8")
