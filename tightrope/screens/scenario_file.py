"""A scenario file: every number with its source and reason as whoever wrote it has them; looked at and saved."""

import streamlit as st

from tightrope.answers import pot_stories, scenarios
from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.answers.pots import NEED
from tightrope.answers.subjects import subjects
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import TRY_SPLITS, Reader
from tightrope.records.scenarios import EFFECTS
from tightrope.screens import scenario_depth, scenario_report, scenario_save
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.scenario_save import Prepared
from tightrope.whatif import scenario as files
from tightrope.whatif.model import Line, Scenario

WHAT = "JSON as \u201cScenario as JSON\u201d gives it; docs/scenario.schema.json says what may stand in it."
LESS = "Gets less than before"


def draw(house: House, reader: Reader, period: Period) -> str | None:
    """The file that was given, or where to give one; returns saved|reference once it is kept."""
    with st.expander("Look at a scenario file"):
        note(WHAT)
        given = st.file_uploader("Scenario file", type=["json"], key="scenario_file")
    if given is None:
        return None
    try:
        reader.require(TRY_SPLITS)
        read, notes = files.read_with_notes(given.getvalue())
    except Refusal as refusal:
        panel("refused.html", "scenario_refused", {"said": str(refusal), "problems": refusal.problems})
        return None
    for line in notes:
        note(line)
    panel("titled.html", "scenario_file_title", {"title": read.title})
    panel("scenario_table.html", "scenario_file_table", scenario_report.of_scenario(read))
    told = _told(house, reader, period, read)
    scenario_depth.draw(read)
    return _save(house, reader, read, told)


def _told(house: House, reader: Reader, period: Period, read: Scenario) -> list[pot_stories.Told]:
    """What people say in the parts of the city that get less than in the base."""
    known = subjects(evidence(house, reader.audience, period), "place")
    told = pot_stories.told(house, reader, period, "", [one for one in _less(read) if one.locality in known])
    if told:
        groups = [{"told": one, "words": LESS} for one in told]
        panel("pot_told.html", "scenario_told", {"groups": groups})
    return told


def _less(read: Scenario) -> list[Line]:
    """Lines that get less than in the base; where the base is the chosen split itself, less than an even share."""
    now, base = read.split(scenarios.chosen(read)).amounts, read.split(read.base).amounts
    even = sum(now.values()) / len(read.lines)
    before = {line.id: even if base == now else base.get(line.id, 0.0) for line in read.lines}
    return [line for line in read.lines if now.get(line.id, 0.0) < before[line.id]]


def _save(house: House, reader: Reader, read: Scenario, told: list[pot_stories.Told]) -> str | None:
    needed = next((one for one in read.splits if one.id == NEED), None)
    chosen = read.split(scenarios.chosen(read)).amounts
    beside = "The file has no split by need alone (id \u201cneed\u201d) to hold it against."
    if needed:
        some = ", ".join(f"{line.name} £{needed.amounts.get(line.id, 0.0):,.0f}" for line in read.lines)
        beside = f"Need alone would give: {some}."
    prepared = Prepared(
        kind=EFFECTS, subject="", body=files.write(read), figures=scenarios.of_effects(read),
        stories=pot_stories.ids(told), looked=True, differs=needed is None or needed.amounts != chosen, beside=beside,
        moves=(),
    )  # fmt: skip
    saved = scenario_save.draw(house, reader, prepared, None)
    return f"saved|{saved}" if saved else None
