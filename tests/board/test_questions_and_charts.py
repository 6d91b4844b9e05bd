"""Three questions by rule, and small charts that are made of numbers and escaped words alone."""

import re
from dataclasses import replace

from tightrope.answers.board_item import Choice, Replied
from tightrope.board import charts_svg
from tightrope.board.questions_to_ask import ALWAYS, Gaps, questions
from tightrope.board.sentences import Rope

NONE = Gaps(
    silent=False, heard_hidden=False, not_heard=(), unmeasured="", pounds="",
    replies=(Replied("f", "s", "", "Answered on 16 October 2026."),), choices=(), renewed_unchanged=False,
    hidden_measures=0, cheapest=False, short_period=False,
)  # fmt: skip


def test_without_any_gap_three_can_still_be_asked():
    assert questions(NONE) == ALWAYS


def test_silence_comes_first_and_three_are_enough():
    gaps = replace(
        NONE, silent=True, pounds="£409,652 a year pays for minutes nobody got", unmeasured="Rushed",
        renewed_unchanged=True, not_heard=("People who live in a home",), replies=(),
    )  # fmt: skip
    first, second, third = questions(gaps)
    assert first.startswith("Hardly anybody who draws on it told us themselves")
    assert second == "£409,652 a year pays for minutes nobody got. How will what follows stop that?"
    assert third.startswith("People tell of this: rushed. No measure in the contract would show it.")


def test_each_gap_has_its_question():
    waiting = Replied("f", "Nothing yet.", "", "Asked on 3 November 2026, none yet. Due by 17 November 2026.")
    lost = Choice("Re-tender", "lost", "lost on 1 May 2026.")
    for gap, word in (
        ({"heard_hidden": True}, "no count"),
        ({"replies": ()}, "been asked"),
        ({"replies": (waiting,)}, "Asked on 3 November 2026, none yet."),
        ({"not_heard": ("Unpaid carers",)}, "unpaid carers"),
        ({"cheapest": True}, "lowest"),
        ({"choices": (lost,)}, "Re-tender can no longer be chosen"),
        ({"hidden_measures": 1}, "too few people"),
        ({"short_period": True}, "less than a year"),
        ({"renewed_unchanged": True}, "renewed unchanged"),
    ):
        asked = questions(replace(NONE, **gap))
        assert word in asked[0] and len(asked) == 3


def test_the_rope_marks_what_there_is_and_says_it():
    """0.5 of a rope from 12 to 308 is at 160; few of 25 have no mark but a band from 12 to 94.9 (0.28 of 296)."""
    drawn = charts_svg.rope(Rope(0.4, 0.5, 0.6, 0.0, 0.28))
    assert 'class="numbers" cx="160.0"' in drawn and 'x="12.0"' in drawn and 'width="82.9"' in drawn
    assert "What people tell: between 0 and 28 of 100 on the way" in drawn
    empty = charts_svg.rope(Rope(None, None, None, None, None))
    assert empty.count("ring") == 2 and "The numbers: nothing to show." in empty


def test_a_long_label_takes_two_lines_and_moves_what_is_below():
    """A line is 16 high, a bar 14, a gap 10: 56 for a bar with two lines, 40 for one with one."""
    label = "Falls with injury, less: 1.5 per 1,000 days lived there (99 of 100)"
    name, _, words = label.partition(": ")
    drawn = charts_svg.bars([(name, "99", words), ("Beds in use", "99", "99%")], 100, 7)
    lines = re.findall(r"<text [^>]*>([^<]*)</text>", drawn)
    assert " ".join(lines[:2]) == label and lines[2:] == ["Beds in use: 99%"]
    assert max(map(len, lines)) <= charts_svg.LETTERS
    assert re.findall(r'<rect class="line" x="0" y="(\d+)"', drawn) == ["35", "75"]
    assert 'viewBox="0 0 320 96"' in drawn


def test_bars_escape_their_words_and_pale_ones_stand_for_hidden_counts():
    """15 of 25 of 320 is 192; at most 7 of 25 is 89.6."""
    drawn = charts_svg.bars([("<b>Rushed</b>", "15", "15 of 25"), ("Kind", "fewer than 8", "fewer than 8")], 25, 7)
    assert "<b>" not in drawn and 'width="192.0"' in drawn
    assert 'width="89.6" height="14" fill="#9a4a2c" opacity="0.35"' in drawn
    hidden = charts_svg.bars([("Kind", "too few to show separately", "too few")], 25, 7)
    assert 'class="stories"' not in hidden
    assert "<script" not in drawn and "<style" not in drawn and "style=" not in drawn
