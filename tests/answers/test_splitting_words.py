"""Sentences of a split: never a saving from need, whose money it is, and what cannot move with its reason."""

from datetime import date
from decimal import Decimal

import pytest

from tightrope.answers import splitting, splitting_stories
from tightrope.answers import splitting_words as words
from tightrope.answers.splitting_binding import binds, can_move
from tightrope.records.roles import looking_as
from tightrope.screens.panel import render

APRIL = date(2027, 4, 1)


@pytest.fixture(scope="module")
def split(house, commissioner, year):
    def make(by="service", on=APRIL, rule="proportion", **changes):
        given = {name: Decimal(amount) for name, amount in changes.items()}
        return splitting.split(house, commissioner, year, by, "gross", on, rule, given)

    return make


def line(found, name):
    return next(one for one in found.lines if one.line_id == name)


def test_before_anything_moves(split):
    assert words.title(split()) == "£330.0m gross as it is budgeted for 2026-27: nothing moves yet"
    assert words.control(split()) == (
        "Gross: ledger £330.0m, here £330.0m, difference £0; net: ledger £165.0m, here £165.0m, difference £0. After "
        "the changes the total differs by £0."
    )


def test_a_pound_is_too_little_to_say_for_whom(split):
    assert words.title(split(respite=1)) == "£1 to Short breaks for unpaid carers: too little to be felt by anybody"


def test_a_cut_of_what_follows_need_is_people_or_an_overspend_and_never_a_saving(split):
    found = split(home_care=-500_000)
    assert words.title(found).endswith("about 48 people unfunded, or £500,000 overspent")
    said = words.line(line(found, "home_care"), found)
    assert said.startswith("About 48 people unfunded for a year, or £500,000 overspent: about 18,")
    cash = dict(words.who_pays(found))["Council cash"]
    assert cash.endswith("; £261,985 a year of it overspent where people have what they have a right to")
    assert "sav" not in " ".join([said, cash, words.title(found)])
    unknown = split(rule="hand", not_contracted=-1000)
    assert words.title(unknown).endswith("people unfunded, or £1,000 overspent; £1,000 is still to place")


def test_more_than_all_contracts_were_paid_is_called_a_guess(split):
    # The contracts of Keeping well at home were paid £884,340 in twelve months; what its budget buys beyond is unknown.
    for amount, guess in ((-884_000, False), (-885_000, True)):
        found = split(rule="hand", prevention=amount)
        assert ("take these numbers for a guess" in words.line(line(found, "prevention"), found)) == guess


def test_whose_money_is_said_apart(split):
    cash, rest, carers = words.who_pays(split(respite=250_000))
    assert cash == ("Council cash", "+£20,168 in a whole year, £0 in 2026-27")
    assert rest == ("What people and the NHS pay", "-£20,168 in a whole year, £0 in 2026-27")
    assert carers[1] == "Up to 2,229 hours of care a year may fall to families, if nobody else gives them"
    # Advocacy is paid by the hour too, but nobody has hours a week of it on record: none of it falls to families.
    assert "No hours" in dict(words.who_pays(split(rule="hand", advocacy=-100_000)))["Unpaid carers"]


def test_what_cannot_move_has_its_reason(split):
    one = line(split(), "day_opportunities")
    assert can_move(one) == "£8,167,600 a year can move, £1,232,400 cannot"
    assert binds(one, APRIL) == (
        "£1,232,400 of £9,400,000 is bound on 1 April 2027: DO-04 runs to 31 March 2030; 12 months' notice, so not "
        "before 1 December 2027."
    )
    need = binds(line(split(), "home_care"), APRIL)
    assert need.endswith(
        "And 4 more contracts. It follows need: whoever has a right to care has it whatever the budget says."
    )
    assert can_move(line(split(), "home_care")) == "Any cut leaves people unfunded, or is overspent"


def test_what_is_left_over_or_lacking_says_what_to_do(split):
    assert words.why_to_find(split(respite=10)) == ""
    assert words.why_to_find(split(rule="hand", respite=10)).startswith("£10 is still to find: by hand")
    lacking = split(on=date(2026, 12, 1), respite=100_000_000)
    assert lacking.to_find > 0 and "choose a later day" in words.why_to_find(lacking)


def test_money_that_comes_once_cannot_pay_for_every_year(split):
    said = words.once(split(rule="hand", prevention=-2_200_000, respite=2_200_000))
    assert said.startswith("£184,000 of the £2,200,000 moved comes once only: it can pay for one year")
    assert words.once(split(respite=10)) == ""


def test_stories_of_every_line_that_loses_are_chosen_by_rule(house, commissioner, year, split):
    found = split(respite=250_000)
    stories = splitting_stories.of_cuts(house, commissioner, year, found)
    assert [one.line_id for one in stories] == [one.line_id for one in found.losers]
    first = stories[0]
    assert first.line_id == "day_opportunities" and first.chosen == ("Typical", "Contrary")
    few = next(one for one in stories if one.line_id == "reablement")
    assert set(few.chosen) == {""} and 0 < len(few.cards) < 10  # fewer than ten may be read: all of them
    ids = splitting_stories.story_ids(stories)
    assert len(ids) == len(set(ids)) == sum(len(one.cards) for one in stories)
    assert all(card.shows == "words" for one in stories for card in one.cards)


def test_who_may_not_read_sees_that_they_count(house, year, split):
    officer = looking_as("data_officer")
    cards = [one for each in splitting_stories.of_cuts(house, officer, year, split(respite=10)) for one in each.cards]
    assert cards and {one.shows for one in cards} == {"counted"}


def test_where_nobody_was_heard_it_is_said(house, commissioner, year, split):
    found = split(rule="hand", not_contracted=-1000)
    (one,) = splitting_stories.of_cuts(house, commissioner, year, found)
    assert one.cards == () and one.said == "Nobody who uses Not bought by contract was heard in these months."


@pytest.fixture
def meals_held(house):
    """Every account of Meals at home held by safeguarding but one, which nobody has read; then as they were."""
    was = house.stores.raw("SELECT story_id, triage_state FROM records.story WHERE service_id = 'meals'")
    last = max(one["story_id"] for one in was)

    def put(states):
        def change(cursor):
            for story_id, state in states:
                cursor.execute("UPDATE records.story SET triage_state = ? WHERE story_id = ?", [state, story_id])

        house.stores.write(change)

    put((one["story_id"], "untriaged" if one["story_id"] == last else "quarantined") for one in was)
    yield house
    put((one["story_id"], one["triage_state"]) for one in was)


def test_where_accounts_wait_or_are_held_nobody_says_that_nobody_was_heard(meals_held, commissioner, year, split):
    counted = meals_held.stores.raw(
        "SELECT triage_state, count(*) AS n FROM records.story "
        "WHERE contract_id LIKE 'ML-%' AND withdrawn_at IS NULL GROUP BY triage_state"
    )
    held = {one["triage_state"]: one["n"] for one in counted}
    found = split(rule="hand", meals=-1000)
    (one,) = splitting_stories.of_cuts(meals_held, commissioner, year, found)
    assert one.cards == () and held["quarantined"] > 1 and held["untriaged"] == 1
    assert one.said == (
        f"Nobody who uses Meals at home may be shown in these months. Safeguarding holds {held['quarantined']} "
        "accounts about this. One account waits to be read for the first time."
    )
    shown = {"pays": [], "said": [], "gainers": [], "losers": [
        {"name": "Meals", "demand": "", "amount": "", "parts": [], "years": "", "effect": "", "binds": "", "cards": [],
         "said": one.said},
    ]}  # fmt: skip
    assert "An empty quote: nobody may be shown" in render("split_after.html", **shown)[0]


@pytest.mark.parametrize(("by", "name"), [("place", "South West"), ("fifth", "Least deprived fifth")])
def test_places_have_stories_of_the_line_that_loses_most_there(house, commissioner, year, split, by, name):
    found = split(by=by, rule="hand", **{name: -100_000})
    (one,) = splitting_stories.of_cuts(house, commissioner, year, found)
    assert one.said.startswith("Day opportunities in South West: ") and one.cards
