"""Search while accounts come and go: each test has a council of its own, and alters it."""

import time

import numpy as np
import pytest

from tightrope import sealing
from tightrope.answers import finding as answers
from tightrope.answers.evidence import usual_period
from tightrope.answers.finding import SIMILAR
from tightrope.evidence import intake_file
from tightrope.records import consent, finding, intake
from tightrope.records import house as holding
from tightrope.records.finding import Finding
from tightrope.records.roles import looking_as
from tightrope.voices import encoder

COMMISSIONER = looking_as("commissioner")
WHY_NOT = encoder.available()
installed = pytest.mark.skipif(bool(WHY_NOT), reason=f"SEARCH BY MEANING IS NOT TESTED: {WHY_NOT}")
TAIL = " and so it went on through the whole of the winter, week after week, until my daughter came to stay with me"
ACCOUNT = {
    "source": "added", "received_on": "2026-10-12", "event_month": "2026-10-01", "channel": "phone",
    "teller_role": "person", "is_panel": False, "about": "service", "service_id": "home_care",
    "contract_id": "HC-01", "locality": "North East", "language": "English", "valence": -1, "severity": 1,
    "themes": "rushed", "triage_state": "cleared", "consent_level": 3,
}  # fmt: skip


def encode(texts):
    """One place for texts about zebras, one for all others."""
    return np.array([[1.0, 0.0] if "zebra" in text else [0.0, 1.0] for text in texts], np.float32).reshape(-1, 2)


def add(house, *changes):
    rows = [{**ACCOUNT, "source_id": f"A{number}", **change} for number, change in enumerate(changes)]
    intake_file.write(sealing.find_master(), rows, "2026-11-03T120000")
    house.take_in()


def settled(house):
    """Wait until all is read and compared."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        seen = finding.finding(house).look(house)
        if seen.caught_up and not len(seen.unread) and seen.compared == seen.fitting:
            return
        time.sleep(0.01)
    raise AssertionError("it never came to an end")


def ids(found):
    return [card.story_id for card in found.cards]


def of(source_id):
    return intake.story_id("added", source_id)


def ask(house, text="", **more):
    return answers.find(house, COMMISSIONER, more.pop("period", usual_period(house)), text, **more)


@pytest.fixture
def own(demo, monkeypatch):
    opened = holding.house()
    add(opened, *({"words": f"My zebra number{number} {TAIL}."} for number in range(3)))
    search = finding.use(opened, Finding(opened.stores, encode))
    settled(opened)
    yield opened
    search.end()
    holding.leave()


def test_the_door_is_asked_again_whatever_the_index_says(own, monkeypatch):
    assert len(ids(ask(own, "zebra"))) == 3
    monkeypatch.setattr(Finding, "_sync", lambda self, house: None)  # an index that learns of nothing any more
    consent.withdraw(own.stores, of("A0"), "teller")
    consent.change(own.stores, of("A1"), 2, "teller")
    assert ids(ask(own, "zebra")) == [of("A2")]
    assert ids(ask(own, "Here I saw a zebra.", mode=SIMILAR)) == [of("A2")]


def test_newer_accounts_are_found_by_their_words_before_they_are_in_the_index(own, monkeypatch):
    monkeypatch.setattr(Finding, "_work", lambda self, house: None)  # the thread reads nothing any more
    add(own, *({"words": f"A newer zebra, zebra, zebra {TAIL}.", "source_id": f"N{number}"} for number in range(2)))
    found = ask(own, "zebra")
    assert found.some == 5 and set(ids(found)[:2]) == {of("N0"), of("N1")} and not found.progress
    similar = ask(own, "Here I saw a zebra.", mode=SIMILAR)
    assert set(ids(similar)) == {of("A0"), of("A1"), of("A2")}
    assert similar.notes[0] == "2 newer accounts are not in the search for similar ones yet."


def test_while_it_reads_it_says_how_far_it_has_come(own, monkeypatch):
    monkeypatch.setattr(Finding, "_work", lambda self, house: None)
    monkeypatch.setattr("tightrope.records.finding.SCANNED", 2)
    search = finding.use(own, Finding(own.stores, encode))
    number = own.stores.one("story/totals", audience="officers", on_day="2026-11-03")["readable"]
    found = ask(own, "zebra")
    assert found.progress == f"0 of {number} accounts read so far." and found.some == 0
    assert ask(own, "A zebra I saw.", mode=SIMILAR).progress == f"0 of {number} accounts read for likeness so far."
    search.end()


def test_without_the_key_it_says_why_nothing_can_be_searched(own):
    own.master, own.key_problem = None, "The master key is missing."
    assert ask(own, "zebra").why_not == "The master key is missing."


@installed
def test_a_planted_paraphrase_stands_first_and_its_words_would_not_find_it(demo):
    opened = holding.house()
    most = "UPDATE records.story SET consent_level = 1 WHERE hash(story_id) % 6 <> 0"  # else it reads for a minute
    opened.stores.write(lambda cursor: cursor.execute(most))
    words = (
        "It has been out of order for two months now, that elevator, and my home is four floors up. With a frame you "
        "do not manage stairs. I am a prisoner here until somebody mends it."
    )
    add(opened, {"words": words})
    settled(opened)
    said, period = "The lift is broken, so we cannot get out.", usual_period(opened)
    assert ids(answers.find(opened, COMMISSIONER, period, said, SIMILAR))[0] == of("A0")
    assert of("A0") not in ids(answers.find(opened, COMMISSIONER, period, "lift broken cannot"))
    holding.leave()
