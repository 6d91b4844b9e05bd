"""Asked on the page of whoever follows: what is shown, and that nobody answers who is not asked."""

import html
from datetime import date

import pytest

from tightrope.public import callers
from tightrope.records import asking, deciding, telling, triage
from tightrope.records import house as holding
from tightrope.records.decision_shapes import Decided, Rejected
from tightrope.records.roles import looking_as
from tightrope.records.telling import Told

OFFICER, VOICE = looking_as("commissioner"), looking_as("voice_team")
QUESTION = "Since then, is it better, about the same, or worse?"
NASTY = '<img src=x onerror="alert()">'


@pytest.fixture
def ask(app):
    callers.forget()
    return app()


@pytest.fixture
def told(opened):
    """Three accounts, heard; a decision rests on the first two, whose tellers follow by code, and was asked about."""
    found = []
    for number in range(3):
        receipt = telling.tell(opened, Told("web", str(number), "Marigold came late.", reply_route="web",
                                            consent_level=1))  # fmt: skip
        triage.clear(opened, VOICE, receipt.story_id, "She came late.")
        found.append(receipt)
    made = Decided(
        kind="contract", key="HC-01", title=f"Home care {NASTY}", decided_on=date(2026, 10, 20),
        decision="Visits stay as long as they are bought. It costs £24.10 an hour.", reasons="Visits are too short.",
        rejected=(Rejected("Re-tender", "no time"),), decided_by="Priya Raman", post="Commissioner", delegation="Own",
        no_interest=True, not_heard="Nobody who cannot leave home.",
        stories_used=tuple(one.story_id for one in found[:2]),
    )  # fmt: skip
    deciding.keep_draft(opened, OFFICER, made)
    wave = asking.ask(opened, OFFICER, deciding.record(opened, OFFICER, made).decision_id)
    return found, wave


def send(ask, code, **more):
    return ask.post("/p/follow", data={"code": code, **more})


def kept():
    return [(row["story_id"], row["said"]) for row in holding.house().stores.raw(
        "SELECT story_id, said FROM records.asking_answer ORDER BY kept_at, version")]  # fmt: skip


def test_whoever_follows_is_asked_answers_and_changes_it_without_a_script(ask, told):
    (one, _, other), wave = told
    shown = send(ask, one.code).text
    assert shown.count(QUESTION) == 1 and "decided on 20 October 2026" in shown and "/p/speak" in shown
    assert "Visits stay as long as they are bought." in shown and "24.10" not in shown and "£" not in shown
    assert "<img" not in shown and NASTY in html.unescape(shown) and "<script" not in shown.partition("<h1>")[2]
    assert QUESTION not in send(ask, other.code).text, "of an account that no decision names nothing is asked"
    for _ in range(2):
        said = send(ask, one.code, do="worse", wave=wave)
        assert said.status_code == 200 and "You said: it is worse." in said.text
    assert "You said: I cannot say." in send(ask, one.code, do="cannot_say", wave=wave).text
    assert kept() == [(one.story_id, "worse"), (one.story_id, "cannot_say")], "sent twice is one"


def test_nobody_answers_for_another_or_unasked(ask, told):
    (one, second, other), wave = told
    forged = (
        ("abandon " * 6, wave, "worse", 404),
        (other.code, wave, "worse", 400),
        (one.code, "AG0", "worse", 400),
        (one.code, "", "worse", 400),
        (one.code, "'; DROP TABLE records.asking; --", "worse", 400),
        (one.code, wave, "splendid", 200),
        (one.code, wave, "", 200),
    )
    for code, which, what, status in forged:
        assert send(ask, code, do=what, wave=which, story_id=second.story_id).status_code == status
    assert kept() == []
    send(ask, one.code, do="better", wave=wave, story_id=second.story_id)
    assert kept() == [(one.story_id, "better")], "a code answers for its own account alone"


def test_taken_back_nothing_is_asked(ask, told):
    (one, *_), wave = told
    send(ask, one.code, do="better", wave=wave)
    assert QUESTION not in send(ask, one.code, do="allow", consent="0").text
    assert QUESTION in send(ask, one.code, do="allow", consent="1").text
    assert QUESTION not in send(ask, one.code, do="withdraw", sure="yes").text
    assert send(ask, one.code, do="worse", wave=wave).status_code == 400 and kept() == []


def test_answers_are_counted_among_the_tries_of_one_address(ask, told):
    (one, *_), wave = told
    for _ in range(30):
        send(ask, one.code, do="worse", wave=wave)
    assert send(ask, one.code, do="better", wave=wave).status_code == 429
    assert kept() == [(one.story_id, "worse")]
