"""How alike two specifications are, and what differs: worked by hand, and difflib as a second opinion."""

import re
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tightrope import paths
from tightrope.renewals.difference import (
    ADDED,
    CHANGED,
    FEWEST_WORDS,
    FOLDED,
    REMOVED,
    SAME,
    difference,
    folded,
    likeness,
    parts,
    sentences,
)

VISITS = "Visits last thirty minutes. Workers are paid for travel. Two workers come where two are needed. "
MEALS = "Meals are cooked at the visit. Nobody is late. "


def plain(made):
    """Parts as (kind, text), runs as (kind, text)."""
    return [(one.kind, [(run.kind, run.text) for run in one.runs] or one.text) for one in made]


@pytest.mark.parametrize(
    ("before", "after", "same", "words"),
    [
        ("one two three four", "one two four five", 3, 8),
        ("a b c a b", "b c a", 3, 8),
        ("Café for all", "café for ALL", 3, 6),
        ("a b c d e f", "d e f a b c", 3, 12),  # order counts
        ("a", "", 0, 1),
    ],
)
def test_likeness_by_hand(before, after, same, words):
    assert likeness(before, after) == pytest.approx(2 * same / words)
    assert likeness(after, before) == pytest.approx(2 * same / words), "the same both ways round"


word = st.sampled_from("the visit lasts thirty fifteen minutes and workers are paid".split())


@hypothesis_settings(deadline=None)
@given(st.lists(word, min_size=1, max_size=25), st.lists(word, min_size=1, max_size=25))
def test_likeness_is_the_longest_common_run_of_words_in_order(old, new):
    """A plain table of lengths (Wagner and Fischer 1974); never below what difflib finds, which is greedy."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    found = likeness(" ".join(old), " ".join(new))
    assert found == pytest.approx(2 * table[-1][-1] / (len(old) + len(new)))
    assert found >= SequenceMatcher(None, old, new, autojunk=False).ratio() - 1e-12


@hypothesis_settings(deadline=None)
@given(
    st.lists(word, max_size=25), st.lists(word, max_size=25), st.sets(st.integers(0, 24)), st.sets(st.integers(0, 24))
)
def test_both_texts_can_be_read_back_from_the_difference(old, new, old_stops, new_stops):
    before = " ".join(one + "." * (at in old_stops) for at, one in enumerate(old))
    after = " ".join(one + "." * (at in new_stops) for at, one in enumerate(new))
    made = parts(before, after)
    assert _text(made, REMOVED) == before and _text(made, ADDED) == after
    assert made == parts(before, after), "the same texts, the same difference"


def _text(made, own):
    """One of the two texts: what is the same and what is its own."""
    said = []
    for one in made:
        if one.kind in (SAME, own):
            said.append(one.text)
        elif one.kind == CHANGED:
            said += [run.text for run in one.runs if run.kind in (SAME, own)]
    return " ".join(said)


def test_a_changed_sentence_is_shown_word_by_word():
    after = VISITS.replace("thirty", "fifteen")
    assert plain(parts(VISITS, after)) == [
        (CHANGED, [(SAME, "Visits last"), (REMOVED, "thirty"), (ADDED, "fifteen"), (SAME, "minutes.")]),
        (SAME, "Workers are paid for travel."),
        (SAME, "Two workers come where two are needed."),
    ]


def test_sentences_that_have_little_in_common_went_and_came():
    assert plain(parts(VISITS + "Hot soup daily.", VISITS + "Nobody gets lunch.")) [3:] == [
        (REMOVED, "Hot soup daily."),
        (ADDED, "Nobody gets lunch."),
    ]  # fmt: skip


def test_a_sentence_put_between_and_one_taken_out():
    before = "Visits last thirty minutes. Meals are cooked. Workers are paid for travel."
    after = "Visits last thirty minutes. Workers are paid for travel. They are named."
    assert plain(parts(before, after)) == [
        (SAME, "Visits last thirty minutes."),
        (REMOVED, "Meals are cooked."),
        (SAME, "Workers are paid for travel."),
        (ADDED, "They are named."),
    ]


def test_of_several_that_changed_in_one_place_each_finds_its_own():
    before = "A visit lasts thirty minutes at least. The same three workers come in a week."
    after = "Somebody listens. A visit lasts fifteen minutes at least. The same two workers come in a week."
    assert [(kind, text if kind == ADDED else None) for kind, text in plain(parts(before, after))] == [
        (ADDED, "Somebody listens."),
        (CHANGED, None),
        (CHANGED, None),
    ]


def test_long_unchanged_stretches_are_folded_with_their_number():
    steady = " ".join(f"Clause {number} stays." for number in range(20))
    made = folded(parts(f"{steady} Visits last thirty minutes.", f"{steady} Visits last fifteen minutes."))
    assert [(one.kind, one.sentences) for one in made] == [(FOLDED, 19), (SAME, 1), (CHANGED, 1)]
    made = folded(parts(f"Gone. {MEALS}{steady} End.", f"{MEALS}{steady} End. More."))
    assert [one.kind for one in made] == [REMOVED, SAME, FOLDED, SAME, ADDED]
    assert made[2].sentences == 2 + 20 + 1 - 2, "all but the one after the first and the one before the last change"


def test_a_single_unchanged_sentence_is_not_put_away():
    made = folded(parts("A a a. B. C. D. E e e.", "X x x. B. C. D. Y y y."))
    assert FOLDED not in {one.kind for one in made} and "C." in {one.text for one in made}


def test_the_same_text_twice_is_one_fold():
    found = difference(VISITS, VISITS)
    assert (found.likeness, found.words_removed, found.words_added) == (1.0, 0, 0)
    assert [(one.kind, one.sentences) for one in found.parts] == [(FOLDED, 3)]


def test_paragraphs_headings_and_list_items_begin_anew_and_line_ends_do_not_count():
    text = "# Part 1\r\n\r\nVisits last\nthirty minutes. Always.\n\n* on time\n* named\n1. first\n2. second"
    assert sentences(text) == [
        ("# Part 1", True),
        ("Visits last thirty minutes.", True),
        ("Always.", False),
        ("* on time", True),
        ("* named", True),
        ("1. first", True),
        ("2. second", True),
    ]
    wrapped = text.replace("last\nthirty", "last thirty").replace("\r\n", "\n")
    assert {one.kind for one in parts(text, wrapped)} == {SAME}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (None, VISITS, "The specification of the term before is not on file: contract.csv brings it."),
        ("  \n ", VISITS, "The specification of the term before is not on file: contract.csv brings it."),
        (VISITS, "", "The specification of this term is not on file: contract.csv brings it."),
        (VISITS, "Care at home.", "The specification of this term has 3 words: too short to compare."),
    ],
)
def test_a_specification_of_three_words_or_none_is_not_compared(before, after, why):
    found = difference(before, after)
    assert (found.likeness, found.why, found.parts) == (None, why, ())


def test_the_shortest_that_is_compared():
    enough = " ".join(["care"] * FEWEST_WORDS)
    assert difference(enough, enough).likeness == 1.0
    assert difference(enough, enough[5:]).likeness is None


def test_words_that_went_and_came_are_counted():
    """Of 16 and 17 words 15 are the same in order: 1 went, 2 came; 2 x 15 / 33."""
    before = "Visits last thirty minutes. Workers are paid for travel. Two workers come where two are needed."
    found = difference(before, before.replace("thirty", "fifteen long"))
    assert (found.words_before, found.words_after, found.words_removed, found.words_added) == (16, 17, 1, 2)
    assert found.likeness == pytest.approx(30 / 33)


def test_hallamford_s_own_renewals():
    texts = [
        (paths.SAMPLE / "specification" / f"{name}.md").read_text(encoding="utf-8") for name in ("HC-04-T2", "HC-04")
    ]
    found = difference(*texts)
    changed = [one for one in found.parts if one.kind == CHANGED]
    assert 0.95 < found.likeness < 1 and len(changed) == 1
    runs = {run.kind: run.text for run in changed[0].runs if run.kind != SAME}
    assert runs == {REMOVED: "Clinical Commissioning Group", ADDED: "Integrated Care Board"}
    shown = {one.text for one in found.parts}
    assert all(re.sub(r"\s+", " ", text) in re.sub(r"\s+", " ", texts[1]) for text in shown)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x" * 50_000, "y" * 50_000),
        ("word " * 10_000, "word. " * 8_000),
        (" ".join(f"a{i}." for i in range(8_000)), " ".join(f"b{i}." for i in range(8_000))),
        ("\n" * 50_000, " " * 50_000),
        ("#\n" * 25_000 + "word " * 20, "# \n" * 16_000 + "word " * 20),
        ("\x00 \ud800 . " * 5_000, "\u2028 \u200b . " * 5_000),
        (
            " ".join(f"The worker {i} stays." for i in range(2_000)),
            " ".join(f"The nurse {i} stays." for i in range(2_000)),
        ),
    ],
    ids=["no blanks", "one word", "short sentences", "blank", "headings", "odd letters", "more pairs than are held"],
)
def test_large_and_odd_texts_come_through(before, after):
    found = difference(before, after)
    assert found.likeness is None or 0 <= found.likeness <= 1
