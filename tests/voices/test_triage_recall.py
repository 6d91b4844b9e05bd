"""What the order of the queue finds: indirect tellings by another writer, fixed before the model was learnt."""

import csv
from collections import Counter

import pytest
from scipy.stats import binomtest

from tightrope import paths
from tightrope.evidence import harm_model, harm_words
from tightrope.voices.triage import IN_TURN, order

FROZEN = paths.ROOT / "tests" / "data" / "indirect_disclosures.csv"
LISTS = harm_words.patterns()
FOUND_AT_LEAST = 30  # of 44; 34 were found, see docs/methods/words.md
ALARMS_AT_MOST = 14  # of 22 that only sound alike; 12 were moved forward

needs_model = pytest.mark.skipif(bool(harm_model.why_off()), reason=harm_model.why_off() or "installed")


def places(kind, with_model):
    with FROZEN.open(encoding="utf-8", newline="") as file:
        texts = [row["sentence"] for row in csv.DictReader(file) if row["kind"] == kind]
    return Counter(
        order(text, LISTS, likeness=harm_model.likeness(text) if with_model else None).place for text in texts
    )


def test_the_planted_disclosures_are_never_in_turn_by_the_lists_alone():
    with (paths.SAMPLE / "story.csv").open(encoding="utf-8", newline="") as file:
        held = [row for row in csv.DictReader(file) if row["triage_state"] == "quarantined"]
    assert len(held) == 6
    assert [row["story_id"] for row in held if order(row["words"], LISTS, row["language"]).place == IN_TURN] == []


def test_the_lists_alone_miss_most_of_what_is_told_indirectly():
    found = places("indirect", with_model=False)
    assert found.total() == 44 and found[IN_TURN] > 22


@needs_model
def test_the_model_finds_most_of_it(capsys):
    found, alike = places("indirect", with_model=True), places("near_miss", with_model=True)
    moved = found.total() - found[IN_TURN]
    low, high = binomtest(moved, found.total()).proportion_ci(method="wilson")
    with capsys.disabled():
        print(f"\ntriage: {moved} of {found.total()} indirect tellings not in turn, {low:.2f} to {high:.2f}; {alike}")
    assert (found.total(), alike.total()) == (44, 22)
    assert moved >= FOUND_AT_LEAST
    assert alike.total() - alike[IN_TURN] <= ALARMS_AT_MOST


@needs_model
def test_the_weights_kept_were_learnt_from_the_sentences_kept_beside_them():
    kept = harm_model.from_json(harm_model.MODEL.read_text(encoding="utf-8"), harm_model.encoder.MODEL_SHA256)
    assert kept.learnt_from == harm_model.mark(*harm_model.sentences_to_learn_from())


@needs_model
def test_a_frozen_sentence_was_not_learnt_from():
    known, usual = harm_model.sentences_to_learn_from()
    learnt = {" ".join(one.lower().split()) for found in (*known.values(), usual) for one in found}
    with FROZEN.open(encoding="utf-8", newline="") as file:
        assert not [row for row in csv.DictReader(file) if " ".join(row["sentence"].lower().split()) in learnt]
