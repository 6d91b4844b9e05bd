"""One split as a table of its figures, in words, and as one HTML file of inputs, reasons and outputs."""

from collections.abc import Mapping
from typing import Any

from tightrope import settings
from tightrope.answers import futures, scenarios
from tightrope.answers import futures_words as say
from tightrope.answers import splitting_words as split_words
from tightrope.answers.scenarios import Opened
from tightrope.answers.splitting_shapes import Split
from tightrope.records.scenarios import ACTIVITY
from tightrope.screens.panel import render
from tightrope.screens.words import pounds
from tightrope.whatif import whatif_words
from tightrope.whatif.model import Scenario

PEOPLE = "people reached"
NOTHING: dict[str, Any] = {"rows": [], "names": [], "outcome": "", "known": True}


def table(one: Opened) -> dict[str, Any]:
    """The splits of a saved scenario with their figures, for a template."""
    return of_scenario(one.scenario) if one.scenario is not None else NOTHING


def of_scenario(scenario: Scenario) -> dict[str, Any]:
    """The same for any scenario. Where no effect is known there is neither a range nor a better one, only people."""
    found, picked = futures.futures(scenario), scenarios.chosen(scenario)
    rows = []
    for key, seen in found.seen.items():
        spread = f"about {seen.value:,.1f} ({say.between(seen.low, seen.high)})"
        rows.append(
            {
                "id": key, "name": seen.split.name, "value": round(seen.value, 4),
                "parts": [pounds(seen.split.amounts.get(line.id, 0.0)) for line in scenario.lines],
                "avoided": spread if found.known else f"about {seen.value:,.0f}",
                "better": "" if key == picked or not found.known else say.against(scenario, picked, key),
            }
        )  # fmt: skip
    outcome = scenario.outcome if found.known else PEOPLE
    return {"rows": rows, "names": [line.name for line in scenario.lines], "outcome": outcome, "known": found.known}


def told(one: Opened) -> dict[str, Any]:
    """What the split comes to in words, for a template: `title`, `pays`, `said`, `lines`, and `turning`, `fairness` and
    `cautions` of effects; `kept` are the figures of the day it was saved, where it cannot be worked out any more."""
    made: dict[str, Any] = {name: [] for name in ("pays", "said", "lines", "turning", "fairness", "cautions", "kept")}
    made["title"] = ""
    if one.split is not None:
        return made | _of_split(one.split)
    if one.scenario is not None:
        return made | _of_effects(one.scenario)
    return made | {"kept": [_kept(one, key, value) for key, value in one.kept.items()]}


def report(one: Opened) -> str:
    """One HTML file that stands alone: no script, no outside request, words of people as text."""
    council = settings.settings().council
    inputs: list[Mapping[str, Any]] = []
    if one.scenario is not None:
        inputs = [
            {
                "name": whatif_words.sentence(number.name), "value": say.spread(number.distribution),
                "certainty": number.certainty, "source": number.source, "reason": number.reason,
            }
            for number in one.scenario.parameters
        ]  # fmt: skip
    values = {"one": one, "council": council, "today": settings.today(), "inputs": inputs}
    html, texts = render("scenario_report.html", **values, **table(one), **told(one))
    assert not texts  # a file has no script that would put them in: the template writes them, escaped
    return html


def _of_split(split: Split) -> dict[str, Any]:
    """A line that has less because of need reads as people unfunded or an overspend, so no column of bare changes."""
    lines = [
        {
            "id": line.line_id, "name": line.name, "value": float(line.became), "was": pounds(line.amount),
            "became": pounds(line.became), "does": split_words.line(line, split),
        }
        for line in split.lines
    ]  # fmt: skip
    said = [split_words.why_to_find(split), split_words.once(split), *split.notes]
    return {
        "title": split_words.title(split), "pays": split_words.who_pays(split), "said": [one for one in said if one],
        "lines": lines,
    }  # fmt: skip


def _of_effects(scenario: Scenario) -> dict[str, Any]:
    found, picked = futures.futures(scenario), scenarios.chosen(scenario)
    duel = futures.duel(scenario, picked, scenarios.rival(scenario))
    title, said = say.title(found, duel), (say.assumed(scenario), *say.three(found, duel))
    return {
        "title": title,
        "said": [one for one in said if one and one.removesuffix(".") != title],
        "turning": say.turning(found, duel) if found.known else [],
        "fairness": say.fairness(found, duel) if found.known else [],
        "cautions": whatif_words.cautions(scenario, scenario.split(picked)),
    }


def _kept(one: Opened, key: str, value: float) -> dict[str, Any]:
    said = pounds(value) if one.row.kind == ACTIVITY else f"{value:,.2f}"
    return {"id": key, "name": one.names.get(key, key), "value": value, "said": said}
