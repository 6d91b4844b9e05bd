"""Offers by providers at the door: nothing typed is lost, codes cannot be guessed, nothing typed is markup."""

import html
import logging
import re

import pytest

from tightrope.public import callers
from tightrope.records import house as holding

EVIL = "<script>alert(1)</script> **bold** [x](javascript:1) {{ 7 * 7 }}"
GOOD = {
    "reference": "a" * 32, "provider_name": "Tandem Visits", "size": "small", "service": "home_care",
    "place": "North East", "words": "Weekday mornings on one street", "price": "24.50", "price_unit": "an hour",
    "places": "30", "contact": "01632 960777",
}  # fmt: skip
NO_CODE = "No offer has this code"


@pytest.fixture
def home(demo):
    """The demo council in the place of an empty home."""
    return demo


@pytest.fixture
def ask(app):
    callers.forget()
    return app()


def send(ask, headers=None, **changes):
    return ask.post("/p/offer", data={**GOOD, **changes}, headers=headers)


def rows():
    return holding.house().stores.raw("SELECT * FROM records.offer WHERE length(offer_id) > 8")


def code_in(answer):
    return re.search(r'id="code">([a-z ]+)<', answer.text).group(1)


def test_the_form_is_small_and_says_that_nothing_is_promised(ask):
    answer = ask.get("/p/offer")
    text = html.unescape(answer.text)
    assert answer.status_code == 200 and len(answer.content) <= 60_000 and "<script" not in text
    assert "nothing is promised" in text and "A favour is not asked for and not given" in text
    assert "10 working days" in text and "01632 960100" in text


def test_an_offer_gets_a_code_that_shows_what_became_of_it(ask):
    answer = send(ask)
    assert answer.status_code == 200 and len(rows()) == 1
    code = code_in(answer)
    shown = ask.post("/p/offer/follow", data={"code": code})
    assert shown.status_code == 200 and "Your offer waits for an answer" in shown.text
    assert "960777" not in shown.text
    again = send(ask)
    assert "We had this already" in again.text and code_in(again) == code and len(rows()) == 1


@pytest.mark.parametrize(
    "changes",
    [{"words": ""}, {"size": "huge"}, {"service": "nowhere"}, {"place": "Atlantis"}, {"price": "cheap"},
     {"places": "some"}, {"contact": " "}, {"provider_name": ""}],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(ask, changes):
    answer = send(ask, **changes)
    text = html.unescape(answer.text)
    assert answer.status_code == 400 and "Not sent yet." in text and rows() == []
    for name in ("provider_name", "words", "contact", "price_unit"):
        if name not in changes:
            assert GOOD[name] in text
    assert 'value="' + "a" * 32 in answer.text, "the same form, so that a second sending is no second offer"


def test_markup_in_every_field_is_text_on_every_answer(ask):
    evil = {name: EVIL for name in ("provider_name", "words", "contact", "reference")}
    back = send(ask, **evil, price_unit="<b>", price="x")
    assert back.status_code == 400 and "<script" not in back.text and "<b>" not in back.text
    answer = send(ask, **evil, price_unit="<b>an hour</b>")
    assert answer.status_code == 200 and "<script" not in answer.text
    shown = ask.post("/p/offer/follow", data={"code": code_in(answer)})
    assert "<script" not in shown.text and "{{ 7 * 7 }}" in shown.text
    wrong = ask.post("/p/offer/follow", data={"code": EVIL})
    assert wrong.status_code == 404 and "alert(1)" not in wrong.text


def test_nothing_typed_reaches_a_header(ask):
    answer = send(ask, provider_name="x\r\nSet-Cookie: a=b", reference="r\r\nX-Evil: 1")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers and "x-evil" not in answer.headers


def test_a_long_form_a_flood_of_fields_and_files_keep_nothing(ask):
    assert send(ask, words="x" * 200_000).status_code == 413
    assert ask.post("/p/offer", data={f"f{n}": "x" for n in range(200)}).status_code == 400
    assert ask.post("/p/offer", files={"words": ("a.txt", b"x")}).status_code == 400
    assert ask.post("/p/offer", content=b"\xff\xfe", headers={"content-type": "application/json"}).status_code == 400
    assert send(ask, words="x" * 1501).status_code == 400
    assert rows() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_page_of_another_site_sends_nothing_and_what_was_typed_stays(ask, headers):
    answer = send(ask, headers)
    assert answer.status_code == 403 and "Weekday mornings on one street" in answer.text and rows() == []


def test_guessed_shortened_and_doubled_codes_get_one_answer_and_fifty_tries_are_held_back(ask):
    code = code_in(send(ask))
    words = code.split()
    tried = [" ".join(words[:5]), f"{code} {code}", " ".join(words[::-1]), "", "abandon " * 6]
    tried += ["' OR ''='", "%", "x" * 5000]
    answers = [ask.post("/p/offer/follow", data={"code": one}) for one in tried]
    assert {one.status_code for one in answers} == {404}
    bodies = {re.sub(r'nonce="[^"]*"', "", one.text) for one in answers}
    assert len(bodies) == 1 and NO_CODE in bodies.pop()
    many = [ask.post("/p/offer/follow", data={"code": f"guess {n}"}).status_code for n in range(50)]
    assert many.count(404) == 30 - len(tried) and many[-1] == 429
    assert ask.post("/p/offer/follow", data={"code": code}).status_code == 429, "the right one is not told apart"


def test_a_flood_of_offers_is_held_back_and_nothing_typed_is_lost(ask):
    for number in range(60):
        assert send(ask, reference=f"{number:032d}").status_code == 200
    answer = send(ask, reference="9" * 32)
    assert answer.status_code == 429 and "Weekday mornings" in answer.text and len(rows()) == 60


def test_no_log_holds_a_code_and_no_address_does(ask, caplog):
    caplog.set_level(logging.DEBUG)
    code = code_in(send(ask))
    answer = ask.post("/p/offer/follow", data={"code": code})
    assert code not in caplog.text and code not in str(answer.url) and code not in str(answer.headers)
    assert ask.get(f"/p/offer/follow?code={code}").text.count(code) == 0, "a code in an address opens nothing"


def test_without_data_the_form_opens_and_says_what_is_missing(app, monkeypatch):
    callers.forget()
    monkeypatch.setattr("tightrope.public.choices.services", lambda: [])
    monkeypatch.setattr("tightrope.public.choices.localities", lambda: [])
    answer = app().post("/p/offer", data={**GOOD, "place": "city-wide"})
    assert answer.status_code == 400 and "Please choose the service" in answer.text
