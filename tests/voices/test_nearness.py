"""Likeness by dot product, the best of several lists, and the vector of an idea, worked by hand."""

import numpy as np
import pytest

from tightrope.voices import encoder, nearness
from tightrope.voices.nearness import idea, likeness, long_enough, merged, top

WHY_NOT = encoder.available()
installed = pytest.mark.skipif(bool(WHY_NOT), reason=f"SEARCH BY MEANING IS NOT TESTED: {WHY_NOT}")


def unit(*vectors):
    made = np.array(vectors, dtype=np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_an_idea_is_the_mean_of_its_sentences_brought_to_length_one():
    assert idea(unit([1, 0, 0], [0, 1, 0])) == pytest.approx([0.70711, 0.70711, 0], abs=1e-5)
    assert idea(unit([1, 0, 0], [1, 0, 0], [0, 1, 0])) == pytest.approx([0.89443, 0.44721, 0], abs=1e-5)
    assert idea(np.zeros((2, 3), np.float32)).tolist() == [0, 0, 0]


def test_likeness_is_the_cosine_of_each_text_in_each_part():
    parts = [unit([3, 4], [0, 2]), unit([4, 3])]
    found = likeness(parts, idea(unit([1, 0])))
    assert [one.tolist() for one in found] == [pytest.approx([0.6, 0.0]), pytest.approx([0.8])]


def test_the_best_come_first_and_of_equal_ones_the_earlier():
    scores = np.array([0.2, 0.9, 0.5, 0.9, 0.0, 0.5], dtype=np.float32)
    assert top(scores, 3).tolist() == [1, 3, 2]
    assert top(scores, 10).tolist() == [1, 3, 2, 5, 0], "a score of nought is no hit"
    assert top(scores, 10, above=0.5).tolist() == [1, 3]
    assert top(scores, 0).tolist() == [] and top(scores[:0], 5).tolist() == []


@pytest.mark.parametrize("k", [1, 7, 50, 400])
def test_the_best_are_those_a_full_sort_gives(k):
    scores = np.random.default_rng(k).random(300).astype(np.float32)
    assert top(scores, k).tolist() == np.argsort(-scores, kind="stable")[:k].tolist()


def test_lists_become_one_and_what_stands_in_two_keeps_its_better_score():
    lists = [[("a", 0.9), ("b", 0.4)], [("b", 0.6), ("c", 0.6)], []]
    assert merged(lists, 3) == [("a", 0.9), ("b", 0.6), ("c", 0.6)]
    assert merged(lists, 1) == [("a", 0.9)] and merged([], 5) == []


def test_a_text_of_twenty_words_is_long_enough():
    assert long_enough(["word"] * 20) and not long_enough(["word"] * 19)


def test_of_many_vectors_the_nearest_are_found_exactly():
    rng = np.random.default_rng(11)
    texts = rng.standard_normal((5_000, 384)).astype(np.float32)
    texts /= np.linalg.norm(texts, axis=1, keepdims=True)
    query = idea(texts[[17, 4_000]])
    parts = [texts[:1_024], texts[1_024:1_025], texts[1_025:]]
    exact = (texts.astype(np.float64) @ query.astype(np.float64)).argsort()[::-1][:10]
    assert top(np.concatenate(likeness(parts, query)), 10).tolist() == exact.tolist()
    assert set(exact[:2]) == {17, 4_000}


@installed
def test_a_paraphrase_without_one_word_in_common_is_nearest():
    texts = [
        "In and out in ten minutes with her coat still on, and I had not even got my stockings up before she left.",
        "The lift was painted green last spring and the parking in front of the centre is much better than it was.",
        "My tablets came from the chemist in a box with the days on it, which the pharmacist explained to my son.",
    ]
    make = encoder.encoder().encode
    said = ["They have no time for me.", "My visits are rushed, she hurries away before anything is done."]
    found = likeness([make(texts)], idea(make(said)))[0]
    assert top(found, 3, nearness.LEAST)[0] == 0
    assert found[0] > found[1:].max() + 0.1
