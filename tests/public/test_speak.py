"""Telling it on the public page and following it by code, without scripts: what is kept, refused and destroyed."""

import html
import re
from datetime import date
from pathlib import Path

import pytest

from tightrope import paths
from tightrope.public import callers, speak
from tightrope.records import follow, telling
from tightrope.records import house as holding

WORDS = "Marigold told us to ring 07700 900123 and nobody came."
GOOD = {
    "reference": "a" * 32, "words": WORDS, "asks": "Ring before you come.", "teller_role": "person",
    "about": "service", "of": "", "locality": "", "month": "", "language": "", "reply_route": "web", "contact": "",
    "consent": "4",
}  # fmt: skip


@pytest.fixture
def ask(app, monkeypatch):
    callers.forget()
    return app()


def send(ask, **changes):
    return ask.post("/p/speak", data={**GOOD, "step": "send", **changes})


def code_in(answer):
    return re.search(r'id="code">([a-z ]+)<', answer.text).group(1)


def stories():
    return holding.house().stores.raw("SELECT * FROM records.story ORDER BY source_id")


def opened(part):
    found = holding.house()
    rows = found.stores.raw(
        f"SELECT w.*, k.wrapped_key FROM records.story_words AS w JOIN records.story_key AS k USING (story_id) "
        f"WHERE part = '{part}'"
    )
    return [found.master.open_words(row["wrapped_key"], row["story_id"], part, row["sealed"]) for row in rows]


def test_the_page_is_small_says_whom_to_ring_and_works_without_scripts(ask):
    answer = ask.get("/p/speak")
    assert answer.status_code == 200 and len(answer.content) <= 60_000
    text = html.unescape(answer.text)
    for said in ("Ring 999", "01632 960200", "01632 960100", "This does not change the care you get.",
                 "The provider is not told who you are."):  # fmt: skip
        assert said in text, said
    assert text.index("999") < text.index("<h1>"), "the emergency numbers stand on top"
    assert "script-src 'nonce-" in answer.headers["content-security-policy"]


def test_what_is_blacked_out_is_shown_before_it_is_sent_and_nothing_is_kept(ask):
    answer = ask.post("/p/speak", data={**GOOD, "step": "look"})
    assert answer.status_code == 200 and "[telephone]" in answer.text
    shown = answer.text.split('class="account"')[1].split("</div>")[0]
    assert "07700" not in shown
    assert stories() == []


def test_it_is_sealed_untriaged_and_counted_nowhere(ask):
    answer = send(ask)
    assert answer.status_code == 200 and "Thank you. We have it." in answer.text
    (row,) = stories()
    assert (row["triage_state"], row["consent_level"], row["channel"]) == ("untriaged", 4, "web")
    assert row["words"] is None if "words" in row else True
    assert opened("verbatim") == [WORDS] and "07700" not in opened("shown")[0]
    shown = holding.house().stores.raw("SELECT count(*) AS n FROM story_shown('officers', DATE '2026-11-03')")
    assert shown[0]["n"] == 0
    for path in Path(paths.home()).rglob("*"):
        assert not path.is_file() or b"Marigold" not in path.read_bytes(), path


def test_the_same_form_sent_twice_is_one_account_with_the_same_code(ask):
    first, again = send(ask), send(ask)
    assert code_in(first) == code_in(again) and "We had this already" in again.text
    assert len(stories()) == 1
    other = send(ask, reference="b" * 32)
    assert code_in(other) != code_in(first) and len(stories()) == 2


def test_a_code_has_six_words_of_2048_and_only_its_hash_is_kept(ask):
    code = code_in(send(ask)).split()
    assert len(code) == 6 and set(code) <= set(follow.words()) and len(set(follow.words())) == 2048
    rows = holding.house().stores.raw("SELECT * FROM records.follow_code")
    assert len(rows) == 1 and not any(word in str(rows[0]["code_hash"]) for word in code)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": ""}, "Please say what happened."),
        ({"words": "  \n "}, "Please say what happened."),
        ({"words": "x" * 20_001}, "This is 20,001 letters for what happened; at most 20,000 fit."),
        ({"consent": None}, "Please choose what we may do with your words."),
        ({"consent": "5"}, None),
        ({"reply_route": "phone", "contact": " "}, "Please say where an answer should go, or choose no answer."),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(ask, changes, said):
    given = {key: value for key, value in {**GOOD, "step": "send", **changes}.items() if value is not None}
    answer = ask.post("/p/speak", data=given)
    if said is None:
        assert stories()[0]["consent_level"] == 0, "what is no choice allows nothing"
        return
    assert answer.status_code == 400 and said in html.unescape(answer.text)
    assert "Ring before you come." in html.unescape(answer.text) and stories() == []


@pytest.mark.parametrize(
    "words",
    [
        "x" * 20_000,
        "😀" * 50,
        "বাংলায় লেখা একটি গল্প, 07700 900123",
        "قصة باللغة العربية",
        "<script>alert(1)</script><img src=x onerror=alert(2)>",
        "'; DROP TABLE records.story; --",
        "null \x00 byte and \u202e turned",
    ],
)
def test_any_words_are_taken_whole_and_come_back_as_text(ask, words):
    look = ask.post("/p/speak", data={**GOOD, "words": words, "step": "look"})
    assert look.status_code == 200
    assert "<script>alert" not in look.text and "<img" not in look.text
    assert send(ask, words=words).status_code == 200
    assert opened("verbatim") == [words.replace("\x00", "").strip()]
    assert len(stories()) == 1


def test_another_language_is_never_redacted_by_machine(ask):
    look = ask.post("/p/speak", data={**GOOD, "language": "Bengali", "words": "বাংলা", "step": "look"})
    assert "a person who reads Bengali reads it first" in look.text and 'class="account"' not in look.text
    send(ask, language="Bengali", words="বাংলা")
    assert opened("verbatim") == ["বাংলা"] and opened("shown") == []


def test_contact_is_sealed_apart(ask):
    send(ask, reply_route="phone", contact="01632 960555, mornings")
    assert opened("contact") == ["01632 960555, mornings"]
    assert "960555" not in str(stories())


def test_more_than_fits_is_refused_early(ask):
    answer = ask.post("/p/speak", content=b"words=" + b"x" * (speak.LARGEST_FORM + 1),
                        headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert answer.status_code == 413 and stories() == []
    chunks = (b"x" * 100_000 for _ in range(20))
    answer = ask.post("/p/speak", content=chunks, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413, "without a length it is counted as it comes"


def test_many_from_one_address_wait_and_those_of_another_do_not(ask, app):
    for number in range(60):
        assert send(ask, reference=f"{number:032x}").status_code == 200
    answer = send(ask, reference="f" * 32)
    assert answer.status_code == 429 and "Ring before you come." in html.unescape(answer.text), "nothing typed is lost"
    assert len(stories()) == 60
    assert send(app(client=("10.0.0.9", 5000)), reference="f" * 32).status_code in (200, 403)


def test_no_address_is_kept(ask):
    send(ask)
    assert all(b"127.0.0.1" not in part for _, part in callers._made), "only a salted hash"


def test_without_the_master_key_nothing_is_taken_and_the_words_stay_on_the_page(ask):
    holding.house().master = None
    answer = send(ask)
    assert answer.status_code == 503 and "the master key is missing" in answer.text
    assert "Marigold" in answer.text and stories() == []


def test_month_and_place_are_taken_only_from_the_list(ask):
    send(ask, month="2026-09")
    assert stories()[0]["event_month"] == date(2026, 9, 1)
    send(ask, reference="c" * 32, month="1926-09", of="contract:HC-01", teller_role="king", about="nothing")
    row = stories()[1]
    assert (row["event_month"], row["contract_id"], row["teller_role"], row["about"]) == (
        None, None, "observer", "service",
    )  # fmt: skip


# following it


def ask_for(ask, code, **more):
    return ask.post("/p/follow", data={"code": code, **more})


def test_with_the_code_one_sees_how_far_it_has_come_and_none_of_its_words(ask):
    code = code_in(send(ask))
    answer = ask_for(ask, code.upper().replace(" ", "-"))
    assert answer.status_code == 200 and "Received" in answer.text and "3 November 2026" in answer.text
    assert "Read by a person</strong>: not yet" in answer.text
    assert "Marigold" not in answer.text


@pytest.mark.parametrize("code", ["", "abandon " * 6, "x" * 5_000, "'; DROP TABLE records.follow_code; --"])
def test_a_guessed_code_gets_one_answer(ask, code):
    send(ask)
    answer = ask_for(ask, code)
    assert answer.status_code == 404 and "No account has this code." in answer.text


def test_guessing_is_slowed_for_one_address(ask):
    for _ in range(30):
        ask_for(ask, "abandon " * 6)
    assert ask_for(ask, "abandon " * 6).status_code == 429


def test_consent_is_changed_and_every_change_is_kept(ask):
    code = code_in(send(ask))
    assert "Changed." in ask_for(ask, code, do="allow", consent="1").text
    assert stories()[0]["consent_level"] == 1
    rows = holding.house().stores.raw("SELECT level FROM records.consent_event ORDER BY happened_at")
    assert [row["level"] for row in rows] == [4, 1]
    ask_for(ask, code, do="allow", consent="5")
    assert stories()[0]["consent_level"] == 1


def test_taken_back_its_words_and_its_key_are_gone(ask):
    code = code_in(send(ask))
    assert "Tick the box" in ask_for(ask, code, do="withdraw").text and len(opened("verbatim")) == 1
    assert "destroyed" in ask_for(ask, code, do="withdraw", sure="yes").text
    assert opened("verbatim") == []
    assert holding.house().stores.raw("SELECT count(*) AS n FROM records.story_key")[0]["n"] == 0
    assert stories()[0]["withdrawn_at"] is not None
    assert "You took this back" in ask_for(ask, code).text
    assert ask_for(ask, code, do="withdraw", sure="yes").status_code == 404


def test_more_is_an_account_of_the_same_teller_with_a_code_of_its_own(ask):
    code = code_in(send(ask))
    answer = ask_for(ask, code, do="add", reference="d" * 32, words="And again on Tuesday.")
    assert "its six words are:" in answer.text
    rows = stories()
    assert len(rows) == 2 and len({row["teller_id"] for row in rows}) == 1
    assert {row["source"] for row in rows} == {telling.WEB, telling.ADDED}
    assert ask_for(ask, code, do="add", reference="e" * 32, words=" ").status_code == 400
