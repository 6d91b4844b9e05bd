"""Learning from confirmed codes in the background: progress, who suggests afterwards, and what stops it."""

import time

import numpy as np
import pytest

from tightrope.answers import suggesting
from tightrope.records.roles import looking_as
from tightrope.voices import encoder
from tightrope.voices.themes_model import Accuracy, Judged

VOICE = looking_as("voice_team")


@pytest.fixture
def anew(monkeypatch):
    """Learning as in a process that has just begun, without the sentence model: that would take half a minute."""
    monkeypatch.setattr(suggesting, "_learning", suggesting.Learning())
    monkeypatch.setattr(encoder, "available", lambda: "not installed")


def wait():
    until = time.monotonic() + 120
    while suggesting._learning.state in ("reading", "judging") and time.monotonic() < until:
        time.sleep(0.1)


def test_it_is_silent_until_it_is_asked_for(house, anew):
    assert suggesting.progress(house) == ""


@pytest.mark.slow
def test_what_was_learnt_suggests_where_it_beats_the_phrases_alone(house, anew):
    before = suggesting.judged(house, VOICE)
    suggesting.learn(house, VOICE)
    assert suggesting.progress(house).startswith("Learning from confirmed codes")
    wait()
    after = suggesting.judged(house, VOICE)
    assert {key: one.lexicon for key, one in before.items()} == {key: one.lexicon for key, one in after.items()}
    better = [key for key, one in after.items() if one.by_model]
    assert better and all(after[key].model.f1 > after[key].lexicon.f1 for key in better)
    assert suggesting.progress(house) == (
        f"What was learnt beats the phrases in {len(better)} of {len(after)} themes and suggests those."
    )
    text = "They rush in and out, ten minutes and gone, she never has time to sit down."
    assert suggesting.suggest(house, VOICE, [text]) == suggesting.suggest(house, VOICE, [text])


def test_meaning_is_read_a_few_at_a_time_and_once(house, anew, monkeypatch):
    asked = []

    class Model:
        with_meaning = True

        def chances(self, texts, vectors):
            assert vectors.shape == (len(texts), 2)
            return np.full((len(texts), len(suggesting.books())), 0.7)

    class Encoder:
        def encode(self, texts):
            asked.extend(texts)
            return np.ones((len(texts), 2), dtype=np.float32)

    better = [Judged(one.theme_id, Accuracy(1, 2, 2), Accuracy(2, 2, 2)) for one in suggesting.books()]
    one = suggesting._learning
    one.state, one.stores, one.judged, one.model = "done", id(house.stores), tuple(better), Model()
    monkeypatch.setattr(suggesting, "_meaning", {})
    monkeypatch.setattr(suggesting, "AT_ONE_LOOK", 2)
    monkeypatch.setattr(encoder, "encoder", Encoder)
    texts = ["One.", "Two.", "Three."]
    first, second = suggesting.suggest(house, VOICE, texts), suggesting.suggest(house, VOICE, texts)
    assert [made is None for made in first] == [False, False, True]
    assert all(len(made) == len(better) for made in second) and asked == texts
    assert suggesting.read_so_far() == 3


def test_too_few_codes_are_said(house, anew, monkeypatch):
    few = ["Nobody came."], np.zeros((1, len(suggesting.books())), dtype=bool)
    monkeypatch.setattr(suggesting, "_confirmed", lambda *_: few)
    suggesting.learn(house, VOICE)
    wait()
    assert suggesting.progress(house) == "1 accounts are coded; from 100 on a model is tried."


def test_whatever_goes_wrong_the_phrases_go_on(house, anew, monkeypatch):
    def broken(*_):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(suggesting, "_confirmed", broken)
    suggesting.learn(house, VOICE)
    wait()
    assert suggesting.progress(house) == "Learning stopped: the phrases go on suggesting."


def test_another_house_begins_anew(house, anew):
    one = suggesting._learning
    one.state, one.stores, one.judged = "done", id(house.stores) + 1, (Judged("rushed", Accuracy(1, 1, 1), None),)
    assert suggesting.progress(house) == ""
    assert len(suggesting.judged(house, VOICE)) == len(suggesting.books())
