"""Search as pages ask for it: who may, what is found, in which order, how it is said, and that the door decides."""

import logging
import time
from datetime import date

import numpy as np
import pytest

from tightrope import sealing
from tightrope.answers import finding as answers
from tightrope.answers.evidence import usual_period
from tightrope.answers.finding import SIMILAR, WORDS
from tightrope.answers.period import Period
from tightrope.errors import NotFound, Refusal
from tightrope.evidence import concepts, intake_file
from tightrope.records import finding, intake
from tightrope.records.finding import Finding
from tightrope.records.roles import looking_as
from tightrope.voices import encoder

COMMISSIONER = looking_as("commissioner")
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


@pytest.fixture(scope="module")
def council(house):
    """The demo council with a few accounts more, searched with vectors of our own."""
    rows = [
        {"words": f"My zebra zebra {TAIL}.", "source_id": "Z1"},
        {"words": f"A zebra and a quagga {TAIL}.", "source_id": "Z2", "event_month": "2026-09-01"},
        {"words": f"The zebra of last year {TAIL}.", "source_id": "Z3", "event_month": "2024-05-01"},
        {"words": "আমার মা। খাবার পায় না!", "source_id": "B1", "language": "Bengali"},
        {"words": "الطعام، بارد؟", "source_id": "R1", "language": "Arabic"},
        {"words": f"I rang about ref777, twice {TAIL}.", "source_id": "D1"},
        {
            "words": f"Nobody hears of the okapi {TAIL}.",
            "source_id": "K1",
            "consent_level": 2,
            "paraphrase": "An okapi.",
        },
        {"words": f"Nobody hears of the okapi {TAIL}.", "source_id": "K2", "triage_state": "quarantined"},
        {"words": f"Nobody hears of the okapi {TAIL}.", "source_id": "K3", "triage_state": "untriaged"},
    ]
    add(house, *rows)
    search = finding.use(house, Finding(house.stores, encode))
    settled(house)
    yield house
    search.end()


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


@pytest.mark.parametrize("role", ["data_officer", "admin"])
@pytest.mark.parametrize("mode", [WORDS, SIMILAR])
def test_who_counts_accounts_alone_is_told_that_they_cannot_search(council, role, mode):
    found = answers.find(council, looking_as(role), usual_period(council), "zebra", mode)
    assert found.why_not == answers.NOT_YOURS
    assert (found.cards, found.title, found.some) == ((), "", None)


def test_exact_words_find_accounts_best_first_as_cards(council):
    found = ask(council, "Zebra")
    assert ids(found) == [of("Z1"), of("Z2")], "twice in it comes before once"
    assert (found.title, found.some, found.every, found.more) == ("2 accounts have this word", 2, 2, False)
    card = found.cards[0]
    assert card.shows == "words" and card.text.startswith("My zebra zebra") and card.themes == ("Rushed",)
    assert card.by.startswith("Somebody who draws on this support, North East, autumn 2026")


def test_what_is_counted_has_all_the_words_or_some(council):
    found = ask(council, "zebra quagga")
    assert found.title == "1 account has all of these words, 1 more has some of them"
    assert (found.some, found.every, ids(found)) == (2, 1, [of("Z2"), of("Z1")])
    assert ask(council, "quagga ref777").title == "No account has all of these words, 2 have some of them"
    assert ask(council, "zebu").title == "No account has this word"


def test_only_the_period_is_searched(council):
    assert ids(ask(council, "zebra", period=Period(date(2026, 9, 1), date(2026, 9, 1)))) == [of("Z2")]
    assert len(ids(ask(council, "zebra", period=Period(date(2024, 1, 1), date(2026, 10, 1))))) == 3
    alone = Period(date(2024, 5, 1), date(2024, 5, 1))
    assert ids(ask(council, "a zebra", mode=SIMILAR, period=alone)) == [of("Z3")]


@pytest.mark.parametrize(("text", "source_id"), [("খাবার", "B1"), ("মা", "B1"), ("الطعام", "R1"), ("REF777", "D1")])
def test_digits_and_every_script_are_found(council, text, source_id):
    assert ids(ask(council, text)) == [of(source_id)]


def test_what_may_not_be_read_is_never_found(council):
    for mode in (WORDS, SIMILAR):
        found = ask(council, "Nobody hears of the okapi", mode=mode)
        assert not {of("K1"), of("K2"), of("K3")} & set(ids(found))
        assert "okapi" not in repr(found)
    assert ask(council, "okapi").some == 0


@pytest.mark.parametrize("mode", [WORDS, SIMILAR])
@pytest.mark.parametrize(
    "text",
    ["", "   ", "!?.,", "x" * 20_000, "word " * 4_000, "<b>bold</b> <script>", "'; DROP TABLE records.story; --", "$q",
     "%_", "\\", "\x00", "\u202e", "🐘", "a" * 3 + "\n" * 50, "NULL", "zebra) OR (1=1"],
)  # fmt: skip
def test_whatever_is_typed_there_is_an_answer(council, text, mode):
    found = ask(council, text, mode=mode)
    assert found.mode == mode and not found.why_not
    if not text.strip():
        assert found.cards == () and found.title == ""


def test_signs_alone_are_called_signs(council):
    assert ask(council, "?!").notes == ("These are signs, not words.",)


def test_similar_accounts_are_called_similar_and_never_all(council):
    found = ask(council, "I met a zebra in the hall.", mode=SIMILAR)
    assert set(ids(found)) == {of("Z1"), of("Z2")}
    assert found.title == "2 similar accounts; there may be others" and found.some is found.every is None
    assert "are under 20 words or in another language than English" in " ".join(found.notes)
    many = ask(council, "Something else altogether, I think.", mode=SIMILAR)
    assert many.title == "20 similar accounts; there may be others" and many.more and len(many.cards) == 20
    assert len(ask(council, "Something else altogether.", mode=SIMILAR, shown=40).cards) == 40


def test_single_words_are_compared_with_advice(council):
    assert "write a sentence" in ask(council, "zebra", mode=SIMILAR).notes[0]
    assert not [one for one in ask(council, "I saw a zebra there.", mode=SIMILAR).notes if "write a sentence" in one]


def test_an_idea_from_the_list_is_the_mean_of_its_sentences(council, monkeypatch):
    asked = []
    monkeypatch.setattr(finding.finding(council), "_encode", lambda texts: asked.append(list(texts)) or encode(texts))
    found = ask(council, mode=SIMILAR, concept="lonely")
    assert asked == [list(concepts.concepts()["lonely"].sentences)] and len(found.cards) == 20
    ask(council, "My own sentence it is.", mode=SIMILAR, concept="lonely")
    assert asked[1:] == [["My own sentence it is."]], "what somebody writes comes before the list"
    with pytest.raises(NotFound):
        ask(council, mode=SIMILAR, concept="nothing_such")


def test_nothing_asked_is_no_answer_and_no_fault(council):
    for mode in (WORDS, SIMILAR):
        found = ask(council, mode=mode)
        assert (found.cards, found.title, found.why_not) == ((), "", "")


def test_what_somebody_looks_for_is_logged_nowhere(council, caplog):
    caplog.set_level(logging.DEBUG)
    before = council.stores.raw("SELECT count(*) AS n FROM records.audit_event")
    version = council.stores.version
    ask(council, "wombatish"), ask(council, "I met a wombatish thing there.", mode=SIMILAR)
    assert "wombatish" not in caplog.text
    assert council.stores.raw("SELECT count(*) AS n FROM records.audit_event") == before
    assert council.stores.version == version
    assert not [part for part in finding.finding(council).look(council).told if "wombatish" in part.postings.words]


def test_without_the_model_exact_words_alone_are_searched_and_it_says_why(council, monkeypatch):
    monkeypatch.setattr(finding.finding(council), "_encode", None)
    monkeypatch.setattr(encoder, "available", lambda: "The sentence model is not installed.")
    found = ask(council, "I met a zebra.", mode=SIMILAR)
    assert found.why_not == "Only exact words can be searched here. The sentence model is not installed."
    assert ids(ask(council, "zebra"))


# the list of what to look for


def test_the_list_has_about_twenty_five_ideas_each_told_in_the_first_person():
    known = concepts.concepts()
    assert 20 <= len(known) <= 30 and {"lonely", "rushed_visits", "nobody_rang_back", "food"} <= known.keys()
    assert all(2 <= len(one.sentences) <= 4 for one in known.values())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "There is no concept in it."),
        ("[a]\nsentences = ['I am by myself all day.', 'I see nobody at all.']", "[a] has no name."),
        ("[a]\nname = 'A'\nsentences = ['I am by myself all day.']", "[a] has 1 sentences: 2 to 4 are needed."),
        ("[a]\nname = 'A'\nsentences = 'I am'", "[a] sentences is not a list of sentences in quotes."),
        (
            "[a]\nname = 'A'\nsentences = ['I am by myself all day.', 'Lonely.']",
            "[a] sentence 2 has 1 words: 5 to 40 are needed.",
        ),
        (
            "[a]\nname = 'A'\nsentences = ['I am by myself all day.', 'People are lonely in winter.']",
            "[a] sentence 2 is not in the first person: say I, my, we or our.",
        ),
        ("a = 1", "a stands outside a concept: write [a] above its name and sentences."),
        (
            "['A b']\nname = 'A'\nsentences = ['I am by myself all day.', 'I see nobody at all.']",
            "[A b] is no id: small letters, digits and _ only.",
        ),
        (
            "[a]\nname = 'A'\ncolour = 1\nsentences = ['I am by myself all day.', 'I see nobody at all.']",
            "[a] colour is not known: name and sentences.",
        ),
        (
            "[a]\nname = 'A'\nsentences = ['I am by myself all day.', 'I see nobody at all.']\n"
            "[b]\nname = 'a '\nsentences = ['I am by myself all day.', 'I see nobody at all.']",
            "[b] has the name of [a].",
        ),
    ],
)
def test_what_is_wrong_with_the_list_is_named(tmp_path, text, problem):
    path = tmp_path / "concepts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match="concepts.toml") as refused:
        concepts.read(path)
    assert refused.value.problems == [problem]


@pytest.mark.parametrize("content", [b"[a", b"\xff\xfe"])
def test_a_list_that_is_no_list_is_refused(tmp_path, content):
    (tmp_path / "concepts.toml").write_bytes(content)
    with pytest.raises(Refusal, match=r"concepts\.toml cannot be read"):
        concepts.read(tmp_path / "concepts.toml")
