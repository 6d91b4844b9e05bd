"""Plans to hear more people at the demo council, its barriers, and the person somebody met."""

from dataclasses import replace
from datetime import date

import pytest

from tightrope.answers import barriers, met, outreach
from tightrope.answers.cards import MET_WORDS, attribution
from tightrope.answers.evidence import evidence
from tightrope.answers.met import Met
from tightrope.errors import NotAllowed, Refusal
from tightrope.records import triage
from tightrope.records.roles import looking_as
from tightrope.weighing.confidence import confidence
from tightrope.weighing.outreach import ADVOCATE, HOME_VISIT


@pytest.fixture(scope="module")
def larkfield(house, commissioner, year):
    return outreach.situation(house, commissioner, "CH-03", year)


def test_the_home_that_is_not_heard_comes_from_d_to_b_with_five_visits(larkfield):
    """Five must speak for themselves (0.0796 for four, 0.1459 for five), three groups are missing, 6 are heard now.

    With 11 people of every group the grade falls once, for fewer than 16: B. Five visits at 96 pounds are 480.
    """
    plan = outreach.lift(larkfield)
    assert (larkfield.grade, larkfield.own_more) == ("D", 5)
    assert (plan.before, plan.after, plan.accounts, plan.cost, plan.reached) == ("D", "B", 5, 480.0, True)
    assert {one.route for one in plan.asks} == {HOME_VISIT}
    missing = {one.name for one in larkfield.groups if not one.heard}
    assert missing <= {one.group.name for one in plan.asks}
    said = outreach.sentence(larkfield, plan)
    assert said.startswith("5 more accounts for about £480, ") and "from grade D to B" in said


def test_what_it_costs_is_said_against_the_contracts_year(larkfield):
    plan = outreach.lift(larkfield)
    assert larkfield.yearly == pytest.approx(6_006_000, rel=0.2)
    pence = plan.cost / larkfield.yearly * 100 * 100
    assert f"{pence:.2g}p of each £100 that it costs in a year" in outreach.sentence(larkfield, plan)


def test_a_pot_is_named_where_the_line_shares_one_out(house, commissioner, year):
    one = outreach.situation(house, commissioner, "PR-01", year)
    assert (one.pot, one.yearly) == ("Keeping well at home", 240_000.0)
    plan = outreach.lift(one)
    if plan.asks:
        assert "in Keeping well at home" in outreach.sentence(one, plan)


def test_whoever_lacks_capacity_is_asked_through_an_advocate_and_that_does_not_end_silence(larkfield):
    group = next(one for one in larkfield.groups if one.kind == "lacks_capacity")
    assert group.route == ADVOCATE
    by_advocates = outreach.by_hand(larkfield, [(group, ADVOCATE, 8)])
    assert by_advocates.still_silent and not by_advocates.reached


def test_a_part_of_the_city_can_be_asked_and_nothing_else_that_is_not_there(larkfield):
    assert outreach.asked_for(larkfield, "locality", "North East").people == 0
    assert outreach.asked_for(larkfield, "age_band", "12-13") is None


def test_where_nobody_knows_who_is_served_there_is_no_plan(larkfield):
    bare = replace(larkfield, groups=(), unsettled=True, settle=12)
    assert outreach.lift(bare) is None and outreach.settling(bare) is None


def test_settling_asks_as_many_as_it_takes(larkfield):
    one = replace(larkfield, unsettled=True, settle=12)
    assert outreach.settling(one).accounts == 12
    assert outreach.settling(replace(one, settle=None)) is None
    assert outreach.settling(replace(one, unsettled=False)) is None


def test_the_worst_grade_stands_first_in_the_list_of_contracts(house, commissioner, year):
    listed = list(outreach.contracts(house, commissioner, year).values())
    assert listed[0] == "Larkfield House (CH-03), grade D"
    assert listed == sorted(listed, key=lambda one: -ord(one[-1]))
    assert len(listed) == 60


def test_the_work_list_holds_groups_and_pounds_and_nobodys_words(larkfield):
    rows = outreach.work_list(larkfield, outreach.lift(larkfield))
    assert sum(row["accounts"] for row in rows) == 5 and sum(row["pounds"] for row in rows) == 480.0
    assert set(rows[0]) == {"group", "people served", "heard so far", "how", "accounts", "pounds"}


def test_the_grade_that_is_planned_from_is_the_one_on_weigh(house, commissioner, year, larkfield):
    assert confidence(larkfield.heard).grade == larkfield.grade
    assert any("Far fewer people told us themselves" in one for one in larkfield.reasons)


def test_barriers_without_owner_or_plan_stand_first(house, commissioner, year):
    rows = barriers.register(house, evidence(house, "officers", year))
    adrift = [one.barrier_id for one in rows if one.adrift]
    assert adrift == [one.barrier_id for one in rows[: len(adrift)]] == ["BR-07", "BR-01"]
    assert rows[-1].barrier_id == "BR-06" and rows[-1].done_on == date(2026, 4, 30)
    assert barriers.sentence(rows) == (
        "7 barriers stand between people and being heard, 2 of them without an owner or a plan; "
        "the oldest since 1 June 2024."
    )
    assert rows[1].age == "19 months"  # 31 March 2025 to 3 November 2026
    assert barriers.sentence([]) == "No barrier is on the register yet."


def test_parts_of_the_city_where_nobody_was_heard_stand_first_with_a_ring(house, commissioner, year):
    made = met.places(house, commissioner, year, "prevention")
    numbers = [one.people for one in made]
    assert numbers == sorted(numbers)
    for one in made:
        assert (one.card is None) or one.people
    silent = [one.locality for one in made if not one.people]
    said = met.sentence("Prevention", made)
    assert all(one in said for one in silent)
    assert met.sentence("Prevention", []).endswith("contract_area.csv says it.")


# Last: these write.


def test_an_encounter_waits_for_a_person_and_is_marked_then(house, commissioner, year):
    now = met.until_today(year)
    before = len(evidence(house, "officers", now).accounts)
    words = "I met him at the bowls club and he said the lunches keep him going."
    one = Met("form-1", "prevention", "South West", words, consent_level=3)
    receipt = met.keep(house, commissioner, one)
    again = met.keep(house, commissioner, one)
    assert (receipt.is_new, again.is_new, again.story_id) == (True, False, receipt.story_id)
    assert len(evidence(house, "officers", now).accounts) == before  # nobody has read it
    assert all(not place.met for place in met.places(house, commissioner, year, "prevention"))
    reader = looking_as("voice_team")
    triage.look(house, reader, receipt.story_id)
    triage.clear(house, reader, receipt.story_id, words)
    (found,) = [a for a in evidence(house, "officers", now).accounts if a["story_id"] == receipt.story_id]
    assert attribution(found).endswith(MET_WORDS)
    here = next(p for p in met.places(house, commissioner, year, "prevention") if p.locality == "South West")
    assert here.met == 1


def test_an_encounter_without_words_or_by_somebody_else_is_refused(house, commissioner):
    with pytest.raises(Refusal) as refused:
        met.keep(house, commissioner, Met("form-2", "prevention", "South West", "  "))
    assert "Please say what happened." in refused.value.problems
    with pytest.raises(NotAllowed):
        met.keep(house, looking_as("viewer"), Met("form-3", "prevention", "South West", "Somebody told me a thing."))
