"""Offers by providers: taken once, followed by a code, answered by a named officer, contacts for officers alone."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from tightrope.answers import offers as answers
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import follow, offering
from tightrope.records.offering import Offer
from tightrope.records.roles import ROLES, looking_as

OFFICER = looking_as("commissioner")
GOOD = Offer(
    reference="a" * 32, provider_name="Tandem Visits", size="small", service_id="home_care", locality="North East",
    words="Weekday mornings on one street", contact="01632 960777", price="£24.50", price_unit="an hour", places="30",
)  # fmt: skip


def rows(house):
    return house.stores.raw("SELECT * FROM records.offer WHERE length(offer_id) > 8")


def test_an_offer_is_kept_once_and_its_code_is_not(house):
    first, again = offering.offer(house, GOOD), offering.offer(house, GOOD)
    assert first.code == again.code and (first.is_new, again.is_new) == (True, False)
    (row,) = rows(house)
    assert (row["unit_price"], row["places"], row["offered_on"]) == (Decimal("24.50"), 30, dt.date(2026, 11, 3))
    assert row["outcome_state"] == "received" and row["outcome"] is None
    assert first.code not in repr(rows(house)) + repr(house.stores.raw("SELECT * FROM records.audit_event"))
    other = offering.offer(house, replace(GOOD, reference="b" * 32))
    assert other.code != first.code and len(rows(house)) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"provider_name": " "}, "say who you are"),
        ({"size": "vast"}, "what sort of organisation"),
        ({"service_id": ""}, "choose the service"),
        ({"locality": ""}, "choose where"),
        ({"words": "\n"}, "say what you offer"),
        ({"contact": ""}, "how we reach you"),
        ({"price": "cheap"}, "write the price as a number"),
        ({"price": "-3"}, "write the price as a number"),
        ({"price": "1e9"}, "write the price as a number"),
        ({"price": "NaN"}, "write the price as a number"),
        ({"price": "3", "price_unit": ""}, "what the price is for"),
        ({"places": "3.5"}, "as a whole number"),
        ({"places": "9" * 30}, "as a whole number"),
        ({"words": "x" * 1501}, "at most 1,500 fit"),
        ({"contact": "x" * 301}, "at most 300 fit"),
        ({"provider_name": "x" * 121}, "at most 120 fit"),
        ({"price_unit": "x" * 41}, "at most 40 fit"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(house, changes, said):
    with pytest.raises(Refusal) as refused:
        offering.offer(house, replace(GOOD, **changes))
    assert len(refused.value.problems) == 1 and said in refused.value.problems[0]
    assert rows(house) == []


def test_price_and_number_may_be_left_out(house):
    offering.offer(house, replace(GOOD, price="", price_unit="", places=""))
    assert (rows(house)[0]["unit_price"], rows(house)[0]["places"]) == (None, None)


def test_a_code_shows_what_became_of_it_and_no_contact(house):
    code = offering.offer(house, GOOD).code
    found = answers.followed(house, code)
    assert found.title == "Your offer waits for an answer"
    assert found.due == "An answer is due by 17 November 2026."
    assert "960777" not in repr(found)
    offering.answer(house, OFFICER, rows(house)[0]["offer_id"], "met", "We met on Monday.", "C1")
    found = answers.followed(house, code)
    assert (found.title, found.outcome) == ("Your offer: met", "We met on Monday.")
    assert found.officer == "Priya Raman, Strategic commissioner, care at home, 01632 960101"
    assert [(step.name, step.on) for step in found.steps] == [
        ("Received", "3 November 2026"), ("Met", "3 November 2026"),
    ]  # fmt: skip


def test_wrong_codes_get_one_answer_and_codes_of_accounts_open_no_offer(house):
    code = offering.offer(house, GOOD).code
    account = follow.code(house.master, "speak_up|x")
    for tried in ("", code.rsplit(" ", 1)[0], f"{code} {code}", account, "' OR ''='", "x" * 9999):
        with pytest.raises(NotFound, match="No offer has this code"):
            offering.opened(house, tried)
    assert offering.opened(house, code.upper())["provider_name"] == "Tandem Visits"


def test_without_a_master_key_nothing_is_taken(house):
    house.master = None
    with pytest.raises(Refusal, match="Please telephone"):
        offering.offer(house, GOOD)
    assert rows(house) == []


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_decide_sees_no_contact_and_answers_nothing(house, role):
    reader = looking_as(role)
    found = answers.offers(house, reader)
    assert len(found) == 6
    if reader.may("decide"):
        assert all(one.contact for one in found)
        return
    assert not any(one.contact for one in found) and "01632" not in repr(found)
    with pytest.raises(NotAllowed):
        offering.answer(house, reader, "OF-01", "met", "We met on Monday.", "C1")


def test_an_answer_names_its_officer_and_says_something(house):
    with pytest.raises(Refusal) as refused:
        offering.answer(house, OFFICER, "OF-01", "perhaps", "Hm", "")
    assert len(refused.value.problems) == 3
    with pytest.raises(NotFound):
        offering.answer(house, OFFICER, "OF-none", "met", "We met on Monday.", "C1")


def test_who_waits_longest_stands_first_and_is_owed_after_ten_working_days(house):
    found = answers.offers(house, OFFICER)
    assert [one.offer_id for one in found] == ["OF-04", "OF-01", "OF-02", "OF-05", "OF-03", "OF-06"]
    # 5 October is a Monday, 12 October too: two weeks of working days each.
    assert [(one.due_on, one.late) for one in found[:2]] == [
        (dt.date(2026, 10, 19), True), (dt.date(2026, 10, 26), True),
    ]  # fmt: skip
    assert answers.title(found) == "6 offers by providers: 2 wait for an answer, 2 of them past their day"
    offering.offer(house, GOOD)
    later = answers.offers(house, OFFICER)
    assert answers.title(later) == "7 offers by providers: 3 wait for an answer, 2 of them past their day"


def test_an_offer_for_the_whole_city_is_one_for_every_place(house):
    found = answers.offers(house, OFFICER)
    here = {one.offer_id for one in answers.narrowed(found, "any", "East")}
    assert here == {"OF-03", "OF-04", "OF-06"}
    assert [one.offer_id for one in answers.narrowed(found, "respite", "any")] == ["OF-02"]


def test_what_was_taken_up_or_turned_down_no_longer_stands_among_who_could_take_it(house):
    names = [row["provider_name"] for row in house.stores.rows("contracts/offers", service_id="home_care")]
    assert names == ["Rota Mates"]
    offering.answer(house, OFFICER, "OF-04", "met", "We met on Monday.", "C1")
    assert house.stores.rows("contracts/offers", service_id="home_care"), "met is still open"
    offering.answer(house, OFFICER, "OF-04", "not_used", "The lot is full until April.", "C1")
    assert house.stores.rows("contracts/offers", service_id="home_care") == []
    assert "contact" not in "".join(house.stores.query("contracts/offers", service_id="meals").columns)
