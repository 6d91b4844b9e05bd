"""Phrases in people's words: whole words, any ending where a star stands, what is ruled out, and any script."""

import pytest

from tightrope.evidence import themes
from tightrope.voices.lexicon import Phrases, compiled, counts, hits, pattern, sorts_found

RUSHED = Phrases("rushed", ("rush*", "no time to", "doesn't stay", "ten minutes"), ("rush hour", "ten minutes late"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They RUSH. She rushes, rushed", ("rush", "rushes", "rushed")),
        ("a crush; brushing her hair", ()),
        ("He doesn\u2019t stay; she doesnt stay", ("doesn't stay", "doesnt stay")),
        ("no\n time-to talk", ("no time-to",)),
        ("stuck in the rush hour, ten minutes late", ()),
        ("ten minutes and then rush hour", ("ten minutes",)),
        ("", ()),
        ("\u0645\u06cc\u0631\u06cc \u0645\u0627\u06ba rushed \u2014 \U0001f600", ("rushed",)),
        ("\u0130rush rush\u00e9d", ("rush\u00e9d",)),  # a capital dotted I grows when made small: places do not slip
    ],
)
def test_what_points_to_a_theme(text, found):
    assert hits(RUSHED, text) == found


def test_what_is_ruled_out_cannot_be_bridged():
    no_way = Phrases("x", ("no time to talk",), ("much",))
    assert hits(no_way, "no time to talk") == ("no time to talk",)
    assert hits(no_way, "no time much to talk") == ()


def test_counts_are_of_different_pieces():
    other = Phrases("meals", ("meal*",))
    assert counts((RUSHED, other), ["rush rush rushed", "a meal", ""]).tolist() == [[2, 0], [0, 1], [0, 0]]
    assert counts((RUSHED, other), []).shape == (0, 2)


@pytest.mark.parametrize(
    ("phrase", "told", "not_told"),
    [
        ("hit {who}", "he hit my mother", "it hit the wall"),
        ("in {whose} own", "in mum's own, in his own", "in the own"),
        ("left .. floor", "left lying there on the floor", "left in one two three four five floor"),
        ("bruis*", "bruised", "unbruised"),
        ("cover-up", "a cover up", "a coverup"),
    ],
)
def test_marks_for_people_and_gaps(phrase, told, not_told):
    one = compiled({"a": [phrase]})
    assert sorts_found(one, told) == ("a",) and sorts_found(one, not_told) == ()


def test_no_phrases_find_nothing_and_signs_are_only_signs():
    assert not pattern(()).search("anything")
    assert sorts_found(compiled({"a": ["a+b (c)"]}), "a+b (c)") == ("a",)
    assert sorts_found(compiled({"a": ["a.b"]}), "axb") == ()


def test_the_same_as_the_codebook_finds_on_its_own_examples():
    for one in themes.load_themes().values():
        book = Phrases(one.theme_id, one.lexicon, one.not_lexicon)
        for text in (one.example, one.counter_example):
            assert tuple(dict.fromkeys(hits(book, text))) == themes.hits(one, text), (one.theme_id, text)
        assert hits(book, one.example) and not hits(book, one.counter_example)


def test_long_texts_without_ends_take_no_time():
    assert hits(RUSHED, "no time " * 20_000) == ()
    assert sorts_found(compiled({"a": ["left .. .. floor"]}), "left " * 5_000) == ()
