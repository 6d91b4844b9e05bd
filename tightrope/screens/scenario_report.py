"""One split as a table of its figures, and as one HTML file of inputs, reasons and outputs to print or send."""

from collections.abc import Mapping
from typing import Any

from tightrope import settings
from tightrope.answers import futures, scenarios
from tightrope.answers import futures_words as say
from tightrope.answers.scenarios import Opened
from tightrope.screens.panel import render
from tightrope.screens.words import pounds
from tightrope.whatif import whatif_words
from tightrope.whatif.model import Scenario


def table(one: Opened) -> dict[str, Any]:
    """The splits of a saved scenario with their figures, for a template."""
    return of_scenario(one.scenario) if one.scenario is not None else {"rows": [], "names": [], "outcome": ""}


def of_scenario(scenario: Scenario) -> dict[str, Any]:
    """The same for any scenario."""
    found, picked = futures.futures(scenario), scenarios.chosen(scenario)
    rows = []
    for key, seen in found.seen.items():
        better = "" if key == picked else f"{futures.better_in(scenario, picked, key):.0%} of futures"
        rows.append(
            {
                "id": key, "name": seen.split.name, "value": round(seen.mean, 4),
                "parts": [pounds(seen.split.amounts.get(line.id, 0.0)) for line in scenario.lines],
                "avoided": f"about {seen.mean:,.1f} ({say.between(seen.low, seen.high)})", "better": better,
            }
        )  # fmt: skip
    return {"rows": rows, "names": [line.name for line in scenario.lines], "outcome": scenario.outcome}


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
    html, texts = render(
        "scenario_report.html", one=one, council=council, today=settings.today(), inputs=inputs, table=table(one),
        lines=one.split.lines if one.split is not None else (),
    )  # fmt: skip
    assert not texts  # a file has no script that would put them in: the template writes them, escaped
    return html
