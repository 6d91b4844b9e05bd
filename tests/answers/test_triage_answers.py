"""The order of the queue: by direct wording and by sense, a few at each look, and by the lists where no model is."""

from collections import OrderedDict

import pytest

from tightrope.answers import evidence, meaning, triage
from tightrope.evidence import harm_model
from tightrope.records import triage as records
from tightrope.records.roles import looking_as
from tightrope.voices.triage import ENGLISH, FIRST, Likeness

VOICE = looking_as("voice_team")


@pytest.fixture
def read(monkeypatch):
    """A model that finds harm in what it is given in words nobody else looks for; returns what it was given."""
    given = []

    def likeness(text):
        given.append(text)
        return Likeness(0.9, "neglect")

    monkeypatch.setattr(harm_model, "why_off", lambda: "")
    monkeypatch.setattr(harm_model, "likeness", likeness)
    monkeypatch.setattr(meaning, "_read", {})
    monkeypatch.setattr(evidence, "_kept", OrderedDict())
    return given


def english(house):
    return {key: text for key, (text, language) in records.words_for_order(house, VOICE).items() if language == ENGLISH}


def test_each_look_reads_a_few_more_and_none_twice(house, read, monkeypatch):
    monkeypatch.setattr(meaning, "AT_ONCE", 2)
    texts = english(house)
    left = [triage.still_unread(house, VOICE) for _ in range(len(texts) // 2 + 2)]
    assert len(texts) > 4 and left[:2] == [len(texts) - 2, len(texts) - 4] and left[-1] == 0
    assert sorted(read) == sorted(texts.values())


def test_what_is_like_told_harm_stands_forward_and_says_that_it_is_by_sense(house, read):
    triage.queue(house, VOICE)
    rows = triage.queue(house, VOICE)
    assert {row.order.place for row in rows} == {FIRST}
    by_sense = [row for row in rows if row.order.by_meaning]
    assert by_sense and {row.why for row in by_sense} == {"by its sense: left without care"}


def test_what_is_not_in_english_is_never_given_to_the_model(house, read):
    texts = records.words_for_order(house, VOICE)
    meaning.likeness({**texts, "ST-X": ("আমার মা", "Bengali")})
    assert "আমার মা" not in read


def test_words_that_change_are_read_anew(read):
    meaning.likeness({"A": ("One thing.", ENGLISH)})
    meaning.likeness({"A": ("Another thing.", ENGLISH)})
    assert read == ["One thing.", "Another thing."]


def test_without_the_model_the_lists_alone_order_and_the_page_can_say_why(house, read, monkeypatch):
    monkeypatch.setattr(harm_model, "why_off", lambda: "The sentence model is not installed.")
    rows = triage.queue(house, VOICE)
    assert rows and not [row for row in rows if row.order.by_meaning] and read == []
    assert triage.still_unread(house, VOICE) == 0
