"""A decision drafted from what is on screen: Hallamford's figures, what stays blank, what makes a key decision."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tightrope.answers import decision_draft, decision_facts, weigh
from tightrope.errors import NotFound
from tightrope.records.decision_shapes import Rejected, problems
from tightrope.records.roles import looking_as


@pytest.fixture(scope="module")
def drafted(house, commissioner, year):
    return lambda kind, key: decision_draft.draft(house, commissioner, year, kind, key)


def test_home_care_is_drafted_with_the_figures_that_weigh_shows(house, commissioner, year, drafted):
    found, weighed = drafted("contract", "HC-01"), weigh.weigh(house, commissioner, "contract", "HC-01", year)
    made = found.made
    assert (made.kind, made.key, made.title, made.decided_on) == (
        "contract", "HC-01", "Home care, North East", date(2026, 11, 3),
    )  # fmt: skip
    assert made.reasons.startswith(weighed.sentence) and "  " not in made.reasons
    assert set(made.stories_used) == {dot.story_id for dot in weighed.dots} and len(made.stories_used) == 23
    lines = [*weighed.in_contract, *weighed.also]
    assert set(made.measures_used) == {line.measure_id for line in lines if line.value is not None}
    assert made.stories_aside == made.measures_aside == ()
    # £1,214,640 a year from 1 February 2023 to 31 January 2028, no extension: five years
    assert (made.cost_a_year, made.cost_term) == (Decimal("1214640.00"), Decimal("6073200.00"))
    assert found.known["What it costs"] == "£1,214,640 a year; £6,073,200 over the whole term"
    assert (made.decided_by, made.is_key) == ("Adult Care Policy Committee", True)
    assert "Priya Raman" in made.post
    assert made.participation == 6, "what the council claims for its consultation"
    assert made.review_on == date(2027, 11, 3), "twelve months after"


def test_what_only_a_person_can_know_stays_blank(drafted):
    found = drafted("contract", "HC-01")
    assert found.made.decision == "" and not found.made.no_interest and found.made.interests == ()
    assert found.blanks == tuple(problems(found.made))
    assert any("interests of everybody" in one for one in found.blanks)
    lost = {one.option: one.why for one in found.made.rejected}
    assert len(lost) == 8 and lost["Bring it in-house"] == "it was lost on 19 June 2026"
    assert lost["Re-tender"] == "", "it can still be taken, so why not is for a person to say"


def test_what_it_should_change_is_the_measure_furthest_from_what_is_asked(drafted):
    measure, voices = drafted("contract", "HC-01").made.expects
    assert (measure.key, measure.low, measure.high, measure.by) == ("duration_met", 0.9, 1.0, date(2027, 11, 3))
    assert 0.41 < measure.start < 0.43
    assert (voices.of, voices.low, voices.high) == ("voices", 0.6, 1.0) and 0.2 < voices.start < 0.25


def test_silence_comes_before_any_group(drafted):
    words = drafted("contract", "CH-03").made.not_heard
    assert words.startswith("Nobody of 140 people who live there told us anything themselves")
    words = drafted("contract", "HC-01").made.not_heard
    assert words.startswith("Nobody who needs help with memory told us themselves")
    assert "Every group" not in words


def test_themes_count_people_and_an_account_stands_under_each_of_its_themes(drafted):
    found = drafted("contract", "HC-01")
    assert next(iter(found.themes.values())) == "Rushed (17 people)"
    assert {story for some in found.stories.values() for story in some} == set(found.made.stories_used)


def test_the_pot_tells_who_asked_and_that_no_interest_was_recorded(drafted):
    found = drafted("pot", "POT-1")
    assert found.known["Interests"] == (
        "Asked for by Ashmere Wellbeing Circle, through a member's office. "
        "No interest was recorded with the request: ask, and write down what is said."
    )
    assert found.made.rejected == (
        Rejected("The split that was asked for (Affluent areas 70%, Poorer areas 30%)", ""),
        Rejected("A split by need alone", ""),
    )
    assert found.made.cost_a_year == Decimal("240000.00") and not found.made.no_interest


def test_a_contract_that_holds_over_has_no_option_called_lost(drafted):
    assert {one.why for one in drafted("contract", "HC-12").made.rejected} <= {""}


def test_everything_that_may_be_chosen_can_be_drafted(house, commissioner, year, drafted):
    choices = decision_facts.choices(house, commissioner, year)
    assert len(choices) == 76
    for one in list(choices)[::6] + ["contract:ML-00", "line:home_care", "line:meals"]:
        found = drafted(*one.split(":"))
        assert found.made.cost_a_year is not None and found.made.title
        ready = replace(
            found.made,
            decision="It goes on as it is.",
            no_interest=True,
            not_heard=found.made.not_heard or "Nobody is known to be missing.",
            rejected=(Rejected("End it", "people need it"),),
            reasons=found.made.reasons or "It is needed as before.",
            decided_by="Priya Raman",
            post="Commissioner",
        )
        assert problems(ready) == [], one
    for kind, key in (("contract", "HC-99"), ("pot", "HC-01"), ("nothing", "x")):
        with pytest.raises(NotFound):
            drafted(kind, key)


def test_who_may_not_read_words_drafts_the_same_counts(house, year):
    found = decision_draft.draft(house, looking_as("data_officer"), year, "contract", "HC-01")
    assert len(found.made.stories_used) == 23, "accounts are named by reference, never in words"


@pytest.mark.parametrize(
    ("cost", "wards", "is_key"),
    [
        (Decimal(500_000), 1, False),  # above, not at
        (Decimal("500000.01"), 1, True),
        (Decimal(1_000), 2, True),
        (Decimal(1_000), 1, False),
        (None, 1, False),
        (None, 3, True),
    ],
)
def test_what_makes_a_key_decision(cost, wards, is_key):
    found, words = decision_facts.key_decision(cost, wards)
    assert found is is_key
    assert "more than £500,000 or 2 wards make one." in words
    assert ("not known" in words) == (cost is None)
