"""How far an account has come and how a desk ages, on a few rows done by hand."""

from datetime import date

import pytest

from tightrope.voices import answering
from tightrope.voices.answering import Rules, aged, standing

RULES = Rules(3, 20, 60, frozenset({date(2026, 8, 31)}))
ACCOUNT = {"received_on": date(2026, 8, 3), "reply_route": "phone"}
REPLY = {
    "reply_id": "R1",
    "state": "answered",
    "answered_on": date(2026, 8, 10),
    "told_on": date(2026, 8, 12),
    "teller_verdict": None,
    "verdict_on": None,
}


def stands(*replies, own=None, **account):
    return standing({**ACCOUNT, **account}, [{**REPLY, **one} for one in replies], RULES, own)


def test_days_due_by_hand():
    said = stands()
    # Monday 3 August: Thu 6; 20 days is Mon 31, a bank holiday of this test, so Tue 1 September; 60 is Tue 27 October.
    assert (said.acknowledge_by, said.answer_by, said.change_by) == (
        date(2026, 8, 6), date(2026, 9, 1), date(2026, 10, 27)
    )  # fmt: skip
    assert stands(own=10).answer_by == date(2026, 8, 17) and stands(own=30).answer_by == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("replies", "stage", "owed"),
    [
        ([], "unheard", True),
        ([{"state": "received", "answered_on": None, "told_on": None}], "unheard", True),
        ([{"state": "read", "answered_on": None, "told_on": None}], "read", True),
        ([{"told_on": None}], "read", True),
        ([{}], "answered", False),
        ([{"state": "decided"}], "decided", False),
        ([{"state": "changed"}], "changed", False),
        ([{"state": "changed", "teller_verdict": "answered"}], "agreed", False),
        ([{"teller_verdict": "answered"}], "answered", False),
        ([{"state": "changed", "teller_verdict": "not_answered", "verdict_on": date(2026, 8, 20)}], "read", True),
        (
            [
                {"teller_verdict": "not_answered", "verdict_on": date(2026, 8, 20)},
                {"reply_id": "R2", "answered_on": date(2026, 8, 24), "told_on": date(2026, 8, 24)},
            ],
            "answered",
            False,
        ),
    ],
)
def test_stages(replies, stage, owed):
    said = stands(*replies)
    assert (said.stage, said.owed) == (stage, owed)


def test_who_wants_no_answer_is_owed_none():
    said = stands(reply_route="none")
    assert not said.owed and said.answer_by is None and not said.late(date(2027, 1, 1)) and said.stage == "unheard"
    assert stands({}, reply_route="none").stage == "answered"


def test_reopened_counts_from_the_day_they_said_so():
    said = stands({"teller_verdict": "not_answered", "verdict_on": date(2026, 8, 20)})
    # Friday 21 is the first day; the 20th is Friday 18 September, the bank holiday left out.
    assert said.reopened and said.asked_on == date(2026, 8, 20) and said.answer_by == date(2026, 9, 18)
    assert not said.late(date(2026, 9, 18)) and said.late(date(2026, 9, 19))


def test_a_desk_by_hand():
    other = {**REPLY, "told_on": date(2026, 8, 4), "teller_verdict": "answered"}
    untold = {**REPLY, "told_on": None}
    desk = [stands(), stands({"told_on": None}), stands({}), stands(reply_route="none")]
    made = aged(
        desk,
        [(REPLY, ACCOUNT["received_on"]), (other, ACCOUNT["received_on"]), (untold, ACCOUNT["received_on"])],
        date(2026, 9, 2),
        RULES.holidays,
    )
    # Told after 7 and 1 working days: the median is 4.
    assert (made.asked, made.owed, made.late, made.written, made.told) == (3, 2, 2, 3, 2)
    assert (made.days, made.said, made.yes, made.oldest_on) == (4, 1, 1, date(2026, 8, 3))
    empty = aged([], [], date(2026, 9, 2), RULES.holidays)
    assert (empty.owed, empty.days, empty.oldest_on) == (0, None, None)


def test_the_reply_written_last_stands():
    first, second = {**REPLY}, {**REPLY, "reply_id": "R2", "answered_on": date(2026, 8, 11)}
    assert answering.latest([second, first])["reply_id"] == "R2"
    assert answering.latest([{**REPLY, "state": "read"}]) is None
