"""Sentences: titles and initials do not end one, nothing is lost, and endless ones are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.voices.sentences import FEWEST, LONGEST, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("She came. He left!", ["She came.", "He left!"]),
        ("Mr. Khan rang Dr. Bell. J. Smith did not.", ["Mr. Khan rang Dr. Bell.", "J. Smith did not."]),
        ("So did I. Then she went.", ["So did I.", "Then she went."]),
        ("First line\nsecond line", ["First line", "second line"]),
        ('"Stop." She cried...  Then?', ['"Stop."', "She cried...", "Then?"]),
        ("At 3.45 p.m. it was \u00a319.80 an hour", ["At 3.45 p.m.", "it was \u00a319.80 an hour"]),
        ("!!! ok", ["!!! ok"]),
        ("  ", []),
        ("", []),
        ("Hm", ["Hm"]),
    ],
)
def test_where_a_sentence_ends(text, parts):
    assert sentences(text) == parts


def test_a_text_without_stops_is_cut_at_blanks():
    parts = sentences("and then she said " * 100)
    assert len(parts) == 5 and max(map(len, parts)) <= LONGEST  # 1,800 characters, 400 each
    assert " ".join(parts) == ("and then she said " * 100).strip()
    assert [len(one) for one in sentences("x" * 900)] == [400, 400, 100]


@given(st.text(max_size=1500))
def test_letters_are_kept_and_nothing_is_too_long(text):
    parts = sentences(text)
    assert all(len(one) <= LONGEST and one == one.strip() and one for one in parts)
    letters = [letter for letter in text if letter.isalnum()]
    kept = [letter for one in parts for letter in one if letter.isalnum()]
    left_out = len(letters) - len(kept)
    assert 0 <= left_out <= (FEWEST - 1) * (text.count("\n") + len(text))
    assert bool(parts) == bool(text.strip())
