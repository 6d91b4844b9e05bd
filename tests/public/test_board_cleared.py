"""A link closes like one that has ended while safeguarding's word is missing, and opens again with it."""

import re
import warnings
from contextlib import contextmanager
from datetime import timedelta

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

from tightrope import clock
from tightrope.board import links
from tightrope.public import board_cleared, callers, door
from tightrope.records import clearing, share_views, tries
from tightrope.records.roles import looking_as
from tightrope.records.sharing import Wanted

OFFICER, LEAD = looking_as("commissioner"), looking_as("safeguarding")
NOBODYS = "Z" * 43


@pytest.fixture
def quick(monkeypatch):
    """Nobody has tried a passcode yet, and trying one takes no time."""
    callers.forget()
    monkeypatch.setattr("tightrope.records.passwords.COST", 2**4)
    monkeypatch.setattr(tries, "LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(tries, "_made", {})


@pytest.fixture
def ask(shared_house, quick):
    return TestClient(door.public_app(), base_url="http://board.example.org", follow_redirects=False)


@pytest.fixture
def make(shared_house, year, quick):
    def made(key, **wanted):
        return links.make(shared_house, OFFICER, year, "contract", key, Wanted(**wanted))

    return made


@contextmanager
def held(house, key):
    """An account about a contract is held by safeguarding meanwhile."""
    put = "UPDATE records.story SET triage_state = ? WHERE story_id = ?"
    row = house.stores.raw(
        "SELECT story_id, triage_state FROM records.story WHERE contract_id = $key ORDER BY story_id LIMIT 1",
        {"key": key},
    )[0]
    house.stores.write(lambda cursor: cursor.execute(put, ["quarantined", row["story_id"]]))
    try:
        yield
    finally:
        house.stores.write(lambda cursor: cursor.execute(put, [row["triage_state"], row["story_id"]]))


def shape(answer):
    """Everything of an answer but what is drawn anew each time."""
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["content-security-policy"])[1]
    headers = {name: value.replace(nonce, "") for name, value in answer.headers.items()}
    return answer.status_code, headers, answer.text.replace(nonce, "")


def views(house, share_id):
    share_views.write_out(house)
    return house.stores.raw("SELECT views FROM records.share WHERE share_id = $s", {"s": share_id})[0]["views"]


def test_it_is_closed_while_an_account_is_held_and_opens_with_safeguardings_word(ask, shared_house, make):
    made = make("RS-02")
    assert "What should follow" in ask.get(f"/p/board/{made.token}").text
    ask.cookies.clear()
    nobodys = shape(ask.get(f"/p/board/{NOBODYS}"))
    with held(shared_house, "RS-02"):
        before = views(shared_house, made.share_id)
        assert shape(ask.get(f"/p/board/{made.token}")) == nobodys
        assert views(shared_house, made.share_id) == before, "what opened nothing is no opening"
        question = clearing.ask(shared_house, OFFICER, "contract:RS-02")
        assert shape(ask.get(f"/p/board/{made.token}")) == nobodys
        clearing.answer(shared_house, LEAD, question, True)
        assert "What should follow" in ask.get(f"/p/board/{made.token}").text
        ask.cookies.clear()
        clearing.answer(shared_house, LEAD, clearing.ask(shared_house, OFFICER, "contract:RS-02"), False)
        assert shape(ask.get(f"/p/board/{made.token}")) == nobodys
    assert "What should follow" in ask.get(f"/p/board/{made.token}").text


def test_a_ticket_and_the_right_passcode_do_not_open_it_either(ask, shared_house, make):
    made = make("RS-03", with_passcode=True)
    place, right = f"/p/board/{made.token}", {"passcode": made.passcode}
    assert "What should follow" in ask.post(place, data=right).text
    assert "What should follow" in ask.get(place).text, "the ticket"
    with held(shared_house, "RS-03"):
        assert shape(ask.get(place)) == shape(ask.get(f"/p/board/{NOBODYS}"))
        assert shape(ask.post(place, data=right)) == shape(ask.post(f"/p/board/{NOBODYS}", data=right))


def test_a_clearance_ends_without_a_change_of_the_records(ask, shared_house, make, monkeypatch):
    made = make("SH-01", days=90)
    with held(shared_house, "SH-01"):
        clearing.answer(shared_house, LEAD, clearing.ask(shared_house, OFFICER, "contract:SH-01"), True)
        assert "What should follow" in ask.get(f"/p/board/{made.token}").text
        ask.cookies.clear()
        later = clock.now() + timedelta(days=31)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert "What should follow" not in ask.get(f"/p/board/{made.token}").text


def test_it_is_looked_up_once_for_each_state_of_the_records(ask, shared_house, make, monkeypatch):
    made, asked, problem = make("HC-02"), [], clearing.problem
    minute = clock.now()
    monkeypatch.setattr(clock, "now", lambda: minute)
    monkeypatch.setattr(board_cleared.clearing, "problem", lambda *given: asked.append(given) or problem(*given))
    for _ in range(5):
        ask.cookies.clear()
        assert "What should follow" in ask.get(f"/p/board/{made.token}").text
    assert len(asked) == 1
    shared_house.stores.write(lambda cursor: None)
    ask.get(f"/p/board/{made.token}")
    assert len(asked) == 2
