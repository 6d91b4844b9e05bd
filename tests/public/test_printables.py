"""What is printed: every question of the page, nothing from elsewhere, and codes that are for one person each."""

import html
import re

import pytest

from tightrope.errors import NotFound
from tightrope.public import speak_words
from tightrope.records import follow, telling
from tightrope.records import house as holding
from tightrope.records.telling import Told

PATHS = ("/p/print/form", "/p/print/bill-insert", "/p/print/card")
PHONE, FREEPOST = "01632 960100", "Freepost HALLAMFORD TELL US"


@pytest.fixture
def home(demo):
    """The demo council in the place of an empty home."""
    return demo


def text_of(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def codes_in(answer):
    return re.findall(r'class="code">([a-z ]+)<', answer.text)


@pytest.mark.parametrize("path", PATHS)
def test_a_printable_is_small_for_paper_and_asks_nobody_else(app, path):
    answer = app(client=("10.0.0.9", 5000)).get(path)
    assert answer.status_code == 200 and len(answer.content) <= 60_000, "anybody may print it"
    assert "<script" not in answer.text and "style=" not in answer.text
    assert not re.search(r"(src|href|url|action)\s*[=(]\s*[\"']?(https?:)?//", answer.text)
    assert "@page { size: A4" in answer.text and "@media print" in answer.text
    nonce = re.search("style-src 'nonce-([^']+)'", answer.headers["content-security-policy"])[1]
    assert f'<style nonce="{nonce}">' in answer.text
    said = text_of(answer)
    assert PHONE in said and "999" in said and "01632 960200" in said
    assert "This does not change the care you get" in said and "The provider is not told who you are" in said


def test_the_form_has_every_question_and_every_choice_of_the_page(app):
    said = text_of(app().get("/p/print/form"))
    asked = ("What happened?", "What should change?", "Who are you?", "own part in this?", "Is it about…",
             "Which service or place?", "Roughly where", "which month?", "In which language did you write",
             "How can we answer you?", "What may we do with your words?")  # fmt: skip
    for one in asked:
        assert one in said, one
    for choices in (speak_words.ROLES, speak_words.OWN_PARTS, speak_words.ABOUT, speak_words.ROUTES):
        assert all(one in said for one in choices.values())
    assert all(" ".join(one[0:1]) in said and one[1] in said for one in speak_words.CONSENT.values())
    assert FREEPOST in said
    assert len(re.findall(r"<h2>\d+\. ", app().get("/p/print/form").text)) == 10


def test_the_form_has_no_code_because_it_is_copied(app):
    assert codes_in(app().get("/p/print/form")) == codes_in(app().get("/p/print/bill-insert")) == []


def test_a_bill_goes_with_three_slips(app):
    answer = app().get("/p/print/bill-insert")
    assert answer.text.count('class="slip"') == 3 and text_of(answer).count(FREEPOST) == 3
    assert "nor what you pay" in text_of(answer)


def test_eight_cards_have_a_code_each_and_nothing_of_them_is_kept(app):
    first, second = app().get("/p/print/card"), app().get("/p/print/card")
    codes = [*codes_in(first), *codes_in(second)]
    assert len(codes) == len(set(codes)) == 16
    for code in codes:
        assert follow.on_card(code) == code
        with pytest.raises(NotFound):
            follow.story_of(holding.house(), code)
    assert holding.house().stores.raw("SELECT count(*) AS n FROM records.follow_code")[0]["n"] == 0
    assert first.headers["cache-control"] == "no-store" and "Do not copy it" in text_of(first)


def test_a_printed_code_is_verified_once_it_was_taken_down(app):
    code, unused = codes_in(app().get("/p/print/card"))[:2]
    told = Told(source=telling.FOR_SOMEBODY, source_id="a" * 32, words="Nobody came.")
    receipt = telling.tell(holding.house(), told, card=code)
    assert follow.story_of(holding.house(), code) == receipt.story_id
    assert app().post("/p/follow", data={"code": code}).status_code == 200
    assert app().post("/p/follow", data={"code": unused}).status_code == 404


def test_the_address_stands_there_once_the_door_has_one(app, monkeypatch):
    assert "or at" not in text_of(app().get("/p/print/bill-insert"))
    monkeypatch.setenv("TIGHTROPE_PUBLIC_URL", "https://tell.hallamford.example/")
    assert "tell.hallamford.example/p/speak" in text_of(app().get("/p/print/bill-insert"))
    assert "https:" not in app().get("/p/print/form").text


def test_without_data_the_form_prints_all_the_same(app, monkeypatch):
    monkeypatch.setattr(type(holding.house()), "has_data", property(lambda self: False))
    answer = app().get("/p/print/form")
    assert answer.status_code == 200 and "Which service or place?" in text_of(answer)
