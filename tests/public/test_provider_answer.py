"""A provider answers at the door: its code alone opens the finding, what it sends stands as text and for good."""

import html
import logging
import re

import pytest

from tightrope.public import callers
from tightrope.records import house as holding
from tightrope.records import right_of_reply
from tightrope.records.roles import looking_as

OFFICER = looking_as("commissioner")
FINDING = "By its returns it does what is asked. About 25 people told us of it; fewer than 8 of them are content."
EVIL = "<script>alert(1)</script> **bold** [x](javascript:1) {{ 7 * 7 }}"
NO_CODE = "No question is open under this code"


@pytest.fixture
def home(demo):
    """The demo council in the place of an empty home."""
    return demo


@pytest.fixture
def ask(app):
    callers.forget()
    return app()


@pytest.fixture
def code(opened):
    return right_of_reply.ask(opened, OFFICER, "HC-02", FINDING, "Strategic commissioner, care at home").code


def send(ask, code, headers=None, **changes):
    data = {"code": code, "step": "send", "words": "We are on time.", "post": "Registered manager", **changes}
    return ask.post("/p/answer", data=data, headers=headers)


def row():
    (found,) = holding.house().stores.raw("SELECT * FROM records.right_of_reply WHERE contract_id = 'HC-02'")
    return found


def test_the_code_opens_the_finding_and_nothing_about_who_told(ask, code):
    answer = ask.post("/p/answer", data={"code": code})
    text = html.unescape(answer.text)
    assert answer.status_code == 200 and len(answer.content) <= 60_000
    assert FINDING in text and "Home care, South" in text and "17 November 2026" in text
    assert answer.headers["cache-control"] == "no-store" and "<script" not in text
    for told in holding.house().stores.raw("SELECT story_id, teller_id FROM records.story WHERE contract_id = 'HC-02'"):
        assert told["story_id"] not in text and told["teller_id"] not in text


def test_finding_and_answer_stand_at_the_same_size(ask, code):
    send(ask, code)
    text = ask.post("/p/answer", data={"code": code}).text
    two = re.search(r'<div class="two"><div><h2>(.*?)</h2><p>(.*?)</p></div>\s*<div><h2>(.*?)</h2><p>(.*?)</p>', text)
    assert two and two.group(4) == "We are on time." and "grid-template-columns: 1fr 1fr" in text


def test_an_answer_is_kept_added_to_once_and_never_altered(ask, code):
    assert "Sent." in send(ask, code).text
    assert "Sent." in send(ask, code, words="We looked again.").text
    third = send(ask, code, words="We change our mind.")
    assert third.status_code == 400 and "not altered" in html.unescape(third.text)
    assert (row()["words"], row()["added_words"]) == ("We are on time.", "We looked again.")


@pytest.mark.parametrize("changes", [{"words": " "}, {"post": ""}, {"words": "x" * 3001}, {"post": "x" * 121}])
def test_what_is_missing_is_said_and_what_was_typed_stays(ask, code, changes):
    answer = send(ask, code, **changes)
    assert answer.status_code == 400 and "Not sent yet." in answer.text and row()["answered_on"] is None
    assert changes.get("words", "We are on time.") in answer.text and code in answer.text


def test_markup_is_text(ask, code):
    for changes in ({"words": EVIL}, {"words": EVIL, "post": EVIL}):
        answer = send(ask, code, **changes)
        assert "<script" not in answer.text and "{{ 7 * 7 }}" in answer.text
    wrong = send(ask, EVIL, words=EVIL)
    assert wrong.status_code == 404 and "<script" not in wrong.text


def test_nothing_typed_reaches_a_header(ask, code):
    answer = send(ask, code, post="x\r\nSet-Cookie: a=b")
    assert "set-cookie" not in answer.headers


def test_wrong_shortened_doubled_and_expired_codes_get_one_answer(ask, code, monkeypatch):
    words = code.split()
    tried = [" ".join(words[:5]), f"{code} {code}", " ".join(words[::-1]), "", "abandon " * 6, "RR-01", "x" * 5000]
    answers = [ask.post("/p/answer", data={"code": one}) for one in tried]
    monkeypatch.setenv("TIGHTROPE_AS_AT", "2027-02-16")
    answers.append(ask.post("/p/answer", data={"code": code}))
    assert {one.status_code for one in answers} == {404}
    bodies = {re.sub(r'nonce="[^"]*"', "", one.text) for one in answers}
    assert len(bodies) == 1 and NO_CODE in bodies.pop()


def test_fifty_tries_are_held_back_and_the_right_code_is_not_told_apart(ask, code):
    tried = [ask.post("/p/answer", data={"code": f"guess {n}"}).status_code for n in range(50)]
    assert tried.count(404) == 30 and tried.count(429) == 20
    held = send(ask, code)
    assert held.status_code == 429 and "We are on time." in held.text, "what was typed is not lost"
    assert row()["answered_on"] is None


def test_an_answer_sent_with_a_mistyped_code_is_kept_in_the_form(ask, code):
    answer = send(ask, code + "x")
    assert answer.status_code == 404 and "We are on time." in answer.text
    again = ask.post("/p/answer", data={"code": code, "words": "We are on time."})
    assert again.status_code == 200 and "We are on time." in again.text


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_page_of_another_site_sends_nothing(ask, code, headers):
    answer = send(ask, code, headers)
    assert answer.status_code == 403 and "We are on time." in answer.text and row()["answered_on"] is None


def test_a_long_form_and_a_flood_of_fields_keep_nothing(ask, code):
    assert send(ask, code, words="x" * 200_000).status_code == 413
    assert ask.post("/p/answer", data={f"f{n}": "x" for n in range(100)}).status_code == 404
    assert ask.post("/p/answer", content=b"\xff", headers={"content-type": "text/plain"}).status_code == 404
    assert row()["answered_on"] is None


def test_no_log_and_no_address_holds_the_code(ask, code, caplog):
    caplog.set_level(logging.DEBUG)
    answer = send(ask, code)
    assert code not in caplog.text and code not in str(answer.url) and code not in str(answer.headers)
    by_link = ask.get(f"/p/answer?code={code}")
    assert code not in by_link.text and FINDING not in by_link.text, "a code in an address opens nothing"


def test_no_account_is_opened_by_a_providers_code_and_no_question_by_a_tellers(ask, code):
    assert ask.post("/p/follow", data={"code": code}).status_code == 404
    assert ask.post("/p/offer/follow", data={"code": code}).status_code == 404
