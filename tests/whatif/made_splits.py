"""Made-up lines and rules for the tests of the best split, and the same problem given to an independent solver."""

import itertools
import warnings

import numpy as np

from tightrope.whatif.curves import Curve
from tightrope.whatif.parts import Rule


def lines(number, seed, *, steps=False):
    """Lines of the sizes a council has; some with a floor, all with a ceiling; some with a step if wished."""
    rng = np.random.default_rng(seed)
    made = []
    for one in range(number):
        floor = float(rng.integers(0, 20_000)) if rng.random() < 0.4 else 0.0
        made.append(
            Curve(
                f"line-{one:03d}",
                f"Line {one}",
                people=float(rng.integers(50, 3_000)),
                catch=float(rng.uniform(0.3, 0.95)),
                unit_cost=float(rng.integers(100, 3_000)),
                worth=float(rng.uniform(0.002, 0.05)),
                floor=floor,
                ceiling=floor + float(rng.integers(20_000, 900_000)),
                set_up=float(rng.integers(5_000, 60_000)) if steps and rng.random() < 0.5 else 0.0,
                least=float(rng.integers(5_000, 100_000)) if steps and rng.random() < 0.4 else 0.0,
            )
        )
    return made


def rules(curves, total, number, seed):
    """Rules on overlapping thirds of the lines that move a plain equal split by up to a fifth."""
    rng, made = np.random.default_rng(seed), []
    floors = np.array([one.floor for one in curves])
    room = np.array([one.ceiling for one in curves]) - floors
    even = floors + room * max(total - floors.sum(), 0) / room.sum()
    for one in range(number):
        chosen = rng.choice(len(curves), max(1, len(curves) // 3), replace=False)
        pounds = float(np.round(even[chosen].sum(), 2))
        ids = tuple(curves[i].id for i in chosen)
        # the equal split keeps them all, so they never clash
        limit = {"at_least": float(int(pounds))} if rng.random() < 0.5 else {"at_most": float(int(pounds) + 1)}
        made.append(Rule(f"Rule {one}", ids, **limit))
    return made


def by_cvxpy(curves, total, given=(), aim=None, gain_floor=None):
    """The most gain (or the most of `aim` x pounds with so much gain) by CLARABEL on exponential cones."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cvxpy's own, about what it may come to
        import cvxpy

        people = np.array([one.people for one in curves])
        scale = people * np.array([one.worth for one in curves])
        rate = np.array([one.catch / one.unit_cost for one in curves]) / people
        money = total / len(curves)  # one unit, so that the solver sees numbers near 1
        x = cvxpy.Variable(len(curves))
        gain = cvxpy.sum(cvxpy.multiply(scale, 1 - cvxpy.exp(cvxpy.multiply(-rate * money, x))))
        limits = [cvxpy.sum(x) <= total / money]
        limits += [x >= np.array([one.floor for one in curves]) / money]
        limits += [x <= np.array([one.ceiling for one in curves]) / money]
        for rule in given:
            held = cvxpy.sum(x[[i for i, one in enumerate(curves) if one.id in rule.line_ids]])
            limits += [held >= rule.at_least / money] if rule.at_least is not None else []
            limits += [held <= rule.at_most / money] if rule.at_most is not None else []
        wanted = gain if aim is None else np.asarray(aim, float) @ x
        limits += [] if gain_floor is None else [gain >= gain_floor]
        asked = cvxpy.Problem(cvxpy.Maximize(wanted), limits)
        asked.solve(solver=cvxpy.CLARABEL)
        assert asked.status == "optimal"
        return float(asked.value) * (1 if aim is None else money)


def open_sets(curves):
    """Every choice of lines with a step that run, as the same lines without a step (or that gain nothing)."""
    stepped = [i for i, one in enumerate(curves) if max(one.set_up, one.least) > one.floor]
    for runs in itertools.product((False, True), repeat=len(stepped)):
        yield {i: run for i, run in zip(stepped, runs, strict=True)}
