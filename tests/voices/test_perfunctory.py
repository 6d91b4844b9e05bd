"""The check for perfunctory replies: each sign by hand, and how often it is right on replies a person labelled."""

import tomllib

import pytest

from tightrope import paths
from tightrope.voices import perfunctory
from tightrope.voices.perfunctory import CHANGE, DAY, OWN, PERSON, POINT, check, likeness, one_text

HERE = paths.ROOT / "tests" / "voices"
MOST = 0.8
ACCOUNT, ASKS = "The carer is gone by twenty to eleven. I never get a proper wash.", "Stay the half hour."
GOOD = (
    "Your wash is cut short and I have told the provider so. From Monday a visit is half an hour or we do not pay. "
    "Ring me, Priya Raman, if it is not."
)
HOLLOW = "Thank you for your feedback. All feedback is valued and will be used to inform future contract monitoring."


def labelled(name):
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))["reply"]


def measured(name):
    """(precision, recall) as pairs of counts: of those flagged, how many are; of those that are, how many flagged."""
    rows = labelled(name)
    flagged = {
        one["id"]
        for one in rows
        if check(one["words"], one["account"], one["asks"], [one["officer"]], [], MOST).perfunctory
    }
    bad = {one["id"] for one in rows if not one["good"]}
    return (len(flagged & bad), len(flagged)), (len(flagged & bad), len(bad))


def lacks(words, told=ACCOUNT, asks=ASKS, names=("Priya Raman",), earlier=()):
    return check(words, told, asks, names, earlier, MOST).lacks


@pytest.mark.parametrize(
    ("name", "good", "wanted"),
    [
        ("replies_labelled.toml", 20, ((20, 21), (20, 20))),
        ("replies_unseen.toml", 10, ((10, 13), (10, 10))),
    ],
)
def test_how_often_it_is_right_is_what_the_page_on_methods_says(name, good, wanted):
    rows = labelled(name)
    assert sum(one["good"] for one in rows) == good == len(rows) / 2
    assert len({one["id"] for one in rows}) == len(rows) and len({one["words"] for one in rows}) == len(rows)
    assert measured(name) == wanted
    page = (paths.ROOT / "docs" / "methods" / "replies.md").read_text(encoding="utf-8")
    (right, flagged), (found, bad) = wanted
    assert f"| `{name}` | {len(rows)} | {right} of {flagged} | {found} of {bad} |" in page


def test_a_good_reply_lacks_nothing_and_a_hollow_one_nearly_all():
    assert lacks(GOOD) == frozenset()
    assert lacks(HOLLOW) == {POINT, CHANGE, PERSON, DAY}


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (GOOD.replace("Priya Raman, ", "").replace("Ring me,", "Ring us"), PERSON),
        (GOOD.replace("From Monday a", "A"), DAY),
        ("I have written to the painters and they start on 3 June. Priya Raman.", POINT),
        ("Your wash was cut short in that half hour on 3 June. Priya Raman.", CHANGE),
    ],
)
def test_each_sign_is_missed_alone(words, what):
    assert lacks(words) == {what}


def test_every_line_that_is_lacked_says_what_to_mend():
    made = check(HOLLOW, ACCOUNT, ASKS, ["Priya Raman"], [HOLLOW], MOST)
    assert [one.what for one in made.lines] == [POINT, CHANGE, PERSON, DAY, OWN]
    assert all(one.mend and one.words for one in made.lines if not one.holds)
    assert made.perfunctory and made.alike == 1


def test_what_may_not_be_read_is_not_asked_for():
    made = check(GOOD, "", "", ["Priya Raman"], [], MOST)
    assert POINT not in {one.what for one in made.lines} and not made.perfunctory


def test_neither_name_nor_day_is_perfunctory_and_one_of_them_is_not():
    without = "Your wash is cut short and I have told the provider. A visit is half an hour or we do not pay."
    assert lacks(without) == {PERSON, DAY} and check(without, ACCOUNT, ASKS, ["Priya Raman"], [], MOST).perfunctory
    named = f"{without} Priya Raman."
    assert lacks(named) == {DAY} and not check(named, ACCOUNT, ASKS, ["Priya Raman"], [], MOST).perfunctory


def test_a_date_under_the_greeting_is_no_day_given():
    assert DAY in lacks(GOOD.replace("From Monday a", "A") + " Yours sincerely, Priya Raman, 3 November 2026")


def test_likeness_by_hand():
    # Eight words and seven, six of them in the same order: 2 * 6 / 15.
    assert likeness("we have told the provider about your visits", "we have told the home about meals") == (
        pytest.approx(2 * 5 / 15)
    )
    assert likeness("Done.", "done") == 1 and likeness("one two", "three four") == 0
    assert one_text(["a b", "a b", "c d"]) == pytest.approx((1 + 0 + 0) / 3)
    assert one_text(["alone"]) is None and one_text([]) is None


def test_an_earlier_text_is_flagged_and_just_below_the_bound_is_not():
    ten = "one two three four five six seven eight nine ten"
    nine = ten.replace("ten", "other").replace("nine", "other")
    assert likeness(ten, nine) == pytest.approx(0.8)
    assert OWN not in check(ten, "", "", [], [nine], 0.8).lacks, "as alike as the bound is not above it"
    assert OWN in check(ten, "", "", [], [ten.replace("ten", "other")], 0.8).lacks


@pytest.mark.parametrize("words", ["", " ", "?", "." * 5000, "\u202e\u0000", "Thank you " * 2000])
def test_odd_input_breaks_nothing(words):
    assert check(words, ACCOUNT, ASKS, ["Priya Raman"], [GOOD], MOST).perfunctory


def test_stems_join_what_belongs_together():
    groups = [("visit", "visits", "visited", "visiting"), ("wash", "washed", "washing"), ("stop", "stopped", "stops")]
    for group in groups:
        assert len({perfunctory.stem(one) for one in group}) == 1, group
