"""Joining a meeting's question from a phone: codes cannot be guessed or used twice, answers are one a phone."""

import json
import logging
from datetime import timedelta

import pytest

from tightrope import clock, settings
from tightrope.answers import rooms as shown
from tightrope.errors import NotAllowed, Refusal
from tightrope.public import callers
from tightrope.records import house as holding
from tightrope.records import rooms
from tightrope.records.roles import looking_as
from tightrope.records.rooms import Line

EVIL = "<script>alert(1)</script> **bold** {{ 7 * 7 }}"
LINES = [Line("POOR", "Poorer areas", "2,700 people at risk"), Line("RICH", "Affluent areas", EVIL)]
LEADER = looking_as("manager")


@pytest.fixture
def asked(app):
    """An open question: its reference, its code, and a maker of phones."""
    callers.forget()
    key, code = rooms.open_room(holding.house(), LEADER, rooms.SPLIT, "How would you split it?", "POT-1", LINES)
    return key, code, app


def joined(app, code, role="member"):
    phone = app()
    answer = phone.post("/p/join", data={"code": code, "role": role})
    return phone, answer


def give(phone, first, second):
    return phone.post("/p/join", data={"answer": "yes", "line0": first, "line1": second})


def answers(key):
    rows = holding.house().stores.rows("rooms/answers", room_id=key)
    return [(row["role"], json.loads(row["body"])) for row in rows]


def test_a_phone_joins_and_answers_without_a_name(asked):
    key, code, app = asked
    phone, answer = joined(app, f" {code[:4].lower()}-{code[4:]} ")
    assert answer.status_code == 303 and answer.headers["location"] == "/p/join"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/p/join" in cookie
    sheet = phone.get("/p/join")
    assert "How would you split it?" in sheet.text and "Poorer areas" in sheet.text
    assert "<script>alert" not in sheet.text and "{{ 7" in sheet.text
    assert "Kept" in give(phone, "60", "20").text
    # 60 and 20 parts of 80: 75 and 25 of a hundred
    assert answers(key) == [("member", {"POOR": 75.0, "RICH": 25.0})]
    assert "Kept" in give(phone, "50", "50").text
    assert answers(key) == [("member", {"POOR": 50.0, "RICH": 50.0})]


def test_a_phone_that_answers_leaves_every_figure_as_worked_out_and_shows_at_once(asked):
    key, code, app = asked
    before = holding.house().stores.version
    phone, _ = joined(app, code)
    assert shown.spread(holding.house(), key).joined == 1
    give(phone, "60", "20")
    joined_again = phone.post("/p/join", data={"code": code, "role": "provider"})
    assert joined_again.status_code == 303
    (role,) = shown.spread(holding.house(), key).lines[0].roles
    assert (role.role, role.middle) == (rooms.ROLES["provider"], 75.0)
    assert holding.house().stores.version == before


def test_nothing_that_tells_who_answered_is_kept(asked):
    key, code, app = asked
    phone, answer = joined(app, code)
    give(phone, "1", "0")
    token = phone.cookies["tightrope_seat"]
    for table in ("room", "seat", "room_answer"):
        text = str(holding.house().stores.raw(f"SELECT * FROM records.{table}"))
        assert token not in text and code not in text and "127.0.0.1" not in text


def test_a_guessed_code_is_refused_and_guesses_are_counted(asked, caplog):
    _, code, app = asked
    phone, most = app(), settings.settings().room.joins_in_hour
    caplog.set_level(logging.DEBUG)
    for number in range(most):
        answer = phone.post("/p/join", data={"code": f"AAAA{number:04}", "role": "member"})
        assert answer.status_code == 404 and rooms.NO_ROOM in answer.text and "set-cookie" not in answer.headers
    assert phone.post("/p/join", data={"code": code, "role": "member"}).status_code == 429
    assert code not in caplog.text


@pytest.mark.parametrize("code", ["", "' OR 1=1 --", "../../etc", "A" * 5000, "\u0000", "%0d%0aSet-Cookie: a=b"])
def test_nonsense_for_a_code_gets_the_same_answer(asked, code):
    answer = asked[2]().post("/p/join", data={"code": code, "role": "member"})
    assert answer.status_code == 404 and rooms.NO_ROOM in answer.text


def test_a_code_is_worth_nothing_once_the_question_is_closed_or_over(asked, monkeypatch):
    key, code, app = asked
    phone, _ = joined(app, code)
    give(phone, "3", "1")
    rooms.close(holding.house(), LEADER, key)
    assert joined(app, code)[1].status_code == 404
    late = give(phone, "0", "1")
    assert late.status_code == 400 and "closed" in late.text
    assert answers(key) == [("member", {"POOR": 75.0, "RICH": 25.0})]
    other, again = rooms.open_room(holding.house(), LEADER, rooms.SPLIT, "And now?", "POT-1", LINES)
    now = clock.now() + timedelta(hours=settings.settings().room.open_hours, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert joined(app, again)[1].status_code == 404 and answers(other) == []


def test_one_phone_has_one_seat_however_often_it_joins(asked):
    key, code, app = asked
    phone, _ = joined(app, code)
    give(phone, "1", "0")
    phone.post("/p/join", data={"code": code, "role": "provider"})
    give(phone, "0", "1")
    assert answers(key) == [("provider", {"POOR": 0.0, "RICH": 100.0})]


def test_asking_anew_closes_the_question_before(asked):
    key, code, app = asked
    phone, _ = joined(app, code)
    rooms.open_room(holding.house(), LEADER, rooms.SPLIT, "Again?", "POT-1", LINES)
    assert give(phone, "1", "0").status_code == 400 and joined(app, code)[1].status_code == 404


def test_another_phone_with_the_same_code_is_another_seat(asked):
    key, code, app = asked
    phone, _ = joined(app, code)
    give(phone, "1", "0")
    assert "Kept" in give(phone, "0", "1").text and len(answers(key)) == 1
    other, _ = joined(app, code, "provider")
    give(other, "1", "1")
    assert [role for role, _ in answers(key)] == ["member", "provider"]


NO_SPLIT = [("-1", "5"), ("101", "5"), ("nan", "5"), ("inf", "1"), ("x", "1"), ("0", "0")]


@pytest.mark.parametrize("first, second", NO_SPLIT)
def test_an_answer_that_is_no_split_is_refused(asked, first, second):
    key, code, app = asked
    phone, _ = joined(app, code)
    assert give(phone, first, second).status_code == 400 and answers(key) == []


def test_a_phone_that_never_joined_cannot_answer(asked):
    key, _, app = asked
    phone = app()
    phone.cookies.set("tightrope_seat", "made-up")
    assert give(phone, "1", "1").status_code == 404 and answers(key) == []
    assert "The code on the screen" in phone.get("/p/join").text


def test_only_those_who_try_splits_ask_a_room(asked):
    house = holding.house()
    for role in ("viewer", "voice_team", "data_officer"):
        with pytest.raises(NotAllowed):
            rooms.open_room(house, looking_as(role), rooms.SPLIT, "t", "POT-1", LINES)
    with pytest.raises(Refusal):
        rooms.open_room(house, LEADER, rooms.SPLIT, "t", "POT-1", LINES[:1])


def test_the_screen_shows_the_spread_by_role_and_not_the_average_alone(asked):
    key, code, app = asked
    for role, first in (("member", 90), ("member", 80), ("provider", 10), ("officer", 60)):
        give(joined(app, code, role)[0], str(first), str(100 - first))
    found = shown.spread(holding.house(), key)
    line = found.lines[0]
    assert (line.name, line.low, line.middle, line.high) == ("Poorer areas", 10, 70, 90)  # of 10, 60, 80, 90
    assert [(one.role, sorted(one.values)) for one in line.roles] == [
        ("Officer of the council", [60]), ("Member of the committee or board", [80, 90]), ("Provider", [10]),
    ]  # fmt: skip
    assert found.answered == 4 and "10 to 90" in found.sentence
