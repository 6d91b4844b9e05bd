"""/p/invite: for staff alone, small, nothing lost on error, and what was answered is seen by those who asked."""

import re

import pytest
from starlette.testclient import TestClient

from tightrope import settings
from tightrope.public import door, invite
from tightrope.public.signing import COOKIE
from tightrope.records import accounts, inviting
from tightrope.records import house as holding
from tightrope.records.roles import looking_as

GOOD = {
    "reference": "a" * 32,
    "of": "officer:C2",
    "team": "Dementia care team, Parkside",
    "words": "How a morning goes when two of five are off.",
    "day": "2026-11-20",
}
SMALL = 60_000
OFFICER = looking_as("commissioner")
PASSWORD = "plum river ladder seven"
NASTY = '<script>alert("x")</script>'


@pytest.fixture
def home(demo):
    """The demo council in the place of an empty home."""
    return demo


@pytest.fixture
def ask(app):
    return app()


def send(ask, **changes):
    return ask.post("/p/invite", data={**GOOD, **changes})


def rows():
    return holding.house().stores.rows("deciders/invites")


def test_the_page_is_small_and_names_officers_and_contracts(ask):
    answer = ask.get("/p/invite?of=contract:EC-01")
    assert answer.status_code == 200 and len(answer.content) <= SMALL and "<script" not in answer.text
    assert '<option value="officer:C2">Malcolm Thwaite, Commissioning manager, homes</option>' in answer.text
    assert re.search(r'<option value="contract:EC-01" selected>Weaver Court[^<]*: Gareth Lowe</option>', answer.text)
    assert "ML-00" not in answer.text, "what has ended has nobody to show"


def test_asking_and_the_answer(ask):
    answer = send(ask)
    assert answer.status_code == 200 and "Asked. The officer sees it at once." in answer.text
    assert "no answer yet (for 20 November 2026)" in answer.text
    (row,) = rows()
    assert (row["commissioner_id"], row["team"], row["proposed_on"].isoformat()) == ("C2", GOOD["team"], "2026-11-20")
    again = send(ask)
    assert "This was asked already" in again.text and len(rows()) == 1
    inviting.decline(holding.house(), OFFICER, row["invite_id"], f"I am in hospital. {NASTY}")
    seen = ask.get("/p/invite").text
    assert "said no on 3 November 2026" in seen and "I am in hospital. &lt;script&gt;" in seen


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"of": ""}, "Choose an officer, or a contract."),
        ({"team": ""}, "Say which team asks."),
        ({"words": "hm"}, "Say what they would see with you"),
        ({"day": "2026-11-02"}, "Propose a day between today and a year from now"),
        ({"day": "20 November"}, "The day is none"),
    ],
)
def test_nothing_is_lost_where_something_is_wrong(ask, changes, wrong):
    answer = send(ask, **changes)
    assert answer.status_code == 400 and wrong in answer.text and rows() == []
    for key, value in {**GOOD, **changes}.items():
        if key == "of" and value:
            assert f'value="{value}" selected' in answer.text
        elif value:
            assert value in answer.text


def test_markup_is_shown_as_text(ask):
    wrong = send(ask, team=NASTY, words=NASTY * 2, of="")
    assert NASTY not in wrong.text and "&lt;script&gt;" in wrong.text
    kept = send(ask, team=NASTY, words=f"A {NASTY} morning round")
    assert kept.status_code == 200 and NASTY not in kept.text


def test_too_long_is_said_and_bounded(ask):
    body = b"words=" + b"x" * (invite.LARGEST_FORM + 1)
    answer = ask.post("/p/invite", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413 and invite.TOO_LONG in answer.text


def test_whoever_is_not_signed_in_is_told_where_to(app, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_SIGN_IN", "required")
    ask = app()
    answer = ask.get("/p/invite?of=officer:C2")
    assert answer.status_code == 403 and "next=%2Fp%2Finvite%3Fof" in answer.text
    assert "Malcolm" not in answer.text
    sent = send(ask)
    assert sent.status_code == 403 and "You are signed out" in sent.text and GOOD["words"] in sent.text
    assert "Malcolm" not in sent.text and 'name="of" value="officer:C2"' in sent.text
    assert rows() == []


def test_any_role_that_is_signed_in_may_ask_and_sees_its_own_alone(app, opened, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_SIGN_IN", "required")
    rules = settings.settings().accounts
    clients = []
    for name in ("ann", "bob"):
        account = accounts.add(opened.stores, rules, name, name.title(), "viewer", PASSWORD)
        client = app()
        client.cookies.set(COOKIE, accounts.open_session(opened.stores, rules, account))
        clients.append(client)
    ann, bob = clients
    assert "Asked. The officer sees it at once." in send(ann).text
    assert "no answer yet" in ann.get("/p/invite").text and "no answer yet" not in bob.get("/p/invite").text


def test_another_site_cannot_ask_in_our_name(ask):
    answer = ask.post("/p/invite", data=GOOD, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403 and rows() == [] and "Press the button again here" in answer.text


def test_behind_the_public_door_nobody_counts_as_this_computer(opened):
    outside = TestClient(door.public_app(), base_url="http://board.example.org")
    answer = outside.get("/p/invite")
    assert answer.status_code == 403 and "Malcolm" not in answer.text


def test_the_form_for_those_who_took_part_has_seven_steps_and_no_field(ask):
    answer = ask.get("/p/print/took-part")
    assert answer.status_code == 200 and answer.text.count("We were told what will happen.") == 2
    assert not re.search(r"<(form|input|script|img)", answer.text)
    assert "once 8 people have" in answer.text
    assert all(f"{step}. " in answer.text for step in range(1, 8))
