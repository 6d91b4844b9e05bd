"""Saved splits keep their figures, are held against each other in true words, and count only what may be shown."""

import json
from dataclasses import replace

import pytest

from tightrope.answers import pots, scenario_difference, scenarios
from tightrope.errors import Refusal
from tightrope.records import scenarios as records
from tightrope.records.roles import looking_as
from tightrope.records.scenarios import ACTIVITY, EFFECTS, Saved
from tightrope.screens import scenario_report
from tightrope.screens.panel import render
from tightrope.whatif import scenario as files

POT = {"poorer_areas": 0.3, "affluent_areas": 0.7}
# Contracts bind £1,398,002.40 of Short breaks on 1 December 2026: with £199,999.99 left it cannot be worked out.
BOUND = {"on": "2026-12-01", "changes": {"respite": "-3000000.00"}}
CUT = {"on": "2027-04-01", "changes": {"home_care": "-500000.00"}}


@pytest.fixture(scope="module")
def keep(house, commissioner, year):
    """Save a split and open it."""

    def make(kind, body, figures, stories=(), subject="", title="Kept"):
        text = body if isinstance(body, str) else json.dumps(body)
        saved = Saved(title, kind, subject, text, figures, stories, True, "", False, "")
        return scenarios.opened(house, commissioner, year, records.save(house, looking_as("manager"), saved))

    return make


@pytest.fixture(scope="module")
def budget(keep):
    def make(asked, figures=None, **more):
        body = {"kind": "activity", "year": "2026-27", "by": "service", "basis": "gross", "rule": "hand", **asked}
        return keep(ACTIVITY, body, figures or {}, **more)

    return make


@pytest.fixture(scope="module")
def pot(house):
    return pots.pots(house)["POT-1"]


@pytest.fixture(scope="module")
def gone(budget):
    return budget(BOUND, {"respite": 199_999.99, "to find": -3_000_000.0}, title="No <b>longer</b>")


@pytest.fixture(scope="module")
def unknown(keep, pot):
    """A pot of which nothing is known but places and people."""
    made = pots.scenario(replace(pot, effect=None), POT, 0.0, 0.0)
    return keep(EFFECTS, files.write(made), scenarios.of_effects(made), title="Unknown")


def view(one):
    """The HTML of a saved split on screen."""
    values = {"row": one.row, "parent": "", "changed": one.changed, "moves": one.moves}
    return render("scenario.html", **values, **scenario_report.table(one), **scenario_report.told(one))[0]


def test_what_cannot_be_worked_out_any_more_keeps_its_figures(gone):
    assert gone.split is None and not gone.worked_out and "it cannot be worked out" in gone.changed
    for html in (view(gone), scenario_report.report(gone)):
        assert "Short breaks for unpaid carers" in html and 'data-value="199999.99">£200,000<' in html
        assert "Still to find, or to place where it is below £0" in html and ">-£3,000,000<" in html
        assert "<b>" not in html


def test_figures_that_moved_are_named_as_the_lines_are(budget):
    one = budget(CUT, {"home_care": 1.0})
    assert one.changed.startswith("Figures have changed since it was saved. ") and ": 1.00 then, " in one.changed
    assert "home_care" not in one.changed


def test_two_that_cannot_be_held_against_each_other_say_why(gone, budget, unknown):
    fine = budget(CUT)
    said = ["\u201cNo <b>longer</b>\u201d cannot be worked out with what is known today."]
    assert scenario_difference.difference(gone, fine) == scenario_difference.difference(fine, gone) == said
    assert scenario_difference.difference(gone, unknown) == [scenario_difference.OTHER_KIND]
    assert scenario_difference.difference(fine, fine)[0] == "Pounds: the same in every line."


def test_a_cut_of_what_follows_need_is_people_or_an_overspend_on_screen_and_in_the_report(budget):
    one = budget(CUT)
    for html in (view(one), scenario_report.report(one)):
        assert "About 48 people unfunded for a year, or £500,000 overspent" in html and ">-£500,000<" not in html
        assert "about 48 people unfunded, or £500,000 overspent; £500,000 is still to place" in html  # the title
        for whose in ("Council cash", "What people and the NHS pay", "Unpaid carers"):
            assert whose in html
        assert "£500,000 is still to place: by hand" in html
    once = budget({"on": "2027-04-01", "changes": {"prevention": "-2200000.00", "respite": "2200000.00"}})
    # Keeping well at home has £2,015,999.99 every year: £184,000.01 of 2,200,000 comes once.
    assert "£184,000 of the £2,200,000 moved comes once only" in view(once)


def test_without_an_effect_people_are_counted_and_nothing_is_better(unknown):
    # £72,000 and £168,000 at £400 are 180 and 420 places: 2,700 (1 - e^(-180/2,700)) + 1,320 (1 - e^(-420/1,320))
    # = 174.13 + 359.74 = 533.87 people reached.
    assert unknown.kept["The split you chose"] == pytest.approx(533.87, abs=0.01)
    assert not [name for name in unknown.kept if "futures" in name] and unknown.changed == ""
    for html in (view(unknown), scenario_report.report(unknown)):
        assert "about 534<" in html and "People reached" in html and "better in" not in html
        assert "No estimate of effect" in html and "plausible futures" not in html
    with pytest.raises(Refusal, match="No effect is on file for \u201cUnknown\u201d"):
        scenario_difference.steps(unknown, unknown)


def test_the_same_split_is_called_the_same_and_not_better_in_none(keep, pot):
    made = pots.scenario(pot, {"poorer_areas": 0.5, "affluent_areas": 0.5}, 0.2, 0.0)
    figures = scenarios.of_effects(made)
    assert not [name for name in figures if "even" in name and "futures" in name]
    assert len([name for name in figures if "futures" in name]) == 3  # requested, by head count and by need
    one = keep(EFFECTS, files.write(made), figures, subject="POT-1")
    better = {row["id"]: row["better"] for row in scenario_report.table(one)["rows"]}
    assert better["even"] == "the same split" and better["need"].endswith(" of 100 futures")
    assert one.changed == "" and scenario_difference.steps(one, one).steps == ()


def test_the_report_of_effects_says_all_that_the_page_says(keep, pot):
    made = pots.scenario(pot, POT, 0.2, 0.0)
    one = keep(EFFECTS, files.write(made), scenarios.of_effects(made), subject="POT-1")
    html = scenario_report.report(one)
    assert "Assumed: effects are taken 20% lower than they were measured elsewhere." in html
    assert "A split by need alone is better than the requested split in 90 of 100 plausible futures." in html
    for words in (
        "The difference is probably between",
        "What would turn the choice",
        "Who gains and who loses",
        " wins",
    ):
        assert words in html
    assert "gap" in html and scenario_report.told(one)["title"] in view(one)


def test_only_accounts_that_may_still_be_shown_are_counted(house, keep):
    rows = house.stores.raw("SELECT story_id, triage_state, consent_level, withdrawn_at FROM records.story")
    held = next(one["story_id"] for one in rows if one["triage_state"] == "quarantined")
    open_ = next(
        one["story_id"]
        for one in rows
        if one["triage_state"] == "cleared" and one["consent_level"] == 3 and one["withdrawn_at"] is None
    )
    one = keep(ACTIVITY, {}, {}, stories=[held, open_, open_, "nobody"])
    assert one.stories == (open_,)
    assert "on screen before it was saved and may still be shown: 1." in scenario_report.report(one)
