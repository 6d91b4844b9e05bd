"""Consult or tell, by hand: dates in every order, the ladder's steps from counts, ticks with and without evidence."""

from datetime import date

import pytest

from tightrope.voices import taking_part as judging

TODAY = date(2026, 11, 3)
OPENED, CLOSED = date(2026, 1, 1), date(2026, 2, 1)


@pytest.mark.parametrize(
    ("opened", "closed", "decided", "kind", "days", "words"),
    [
        (OPENED, CLOSED, date(2025, 12, 31), "told", 1, "Told, not asked: it was decided 1 day before it opened."),
        (OPENED, CLOSED, OPENED, "early", 31, "Decided 31 days before it closed, while people could still answer."),
        (OPENED, CLOSED, CLOSED, "early", 0, "Decided on its last day, while people could still answer."),
        (OPENED, CLOSED, date(2026, 2, 2), "after", 1, "Decided 1 day after it closed."),
        (OPENED, None, date(2026, 1, 11), "cannot_say", 10,
         "Decided 10 days after it opened; no last day is on record."),
        (OPENED, CLOSED, None, "undecided", 275, "It closed 275 days ago, and no decision is on record."),
        (OPENED, TODAY, None, "open", 0, "Open now: today is the last day. No decision is on record."),
        (OPENED, date(2026, 11, 4), None, "open", 1, "Open now: 1 day left. No decision is on record."),
        (TODAY, None, None, "open", 0, "Open for 0 days, with no last day on record. No decision is on record."),
        (date(2026, 11, 4), None, None, "planned", 1, "It opens on 4 November 2026."),
        (OPENED, CLOSED, date(2026, 11, 4), "to_decide", 1,
         "To be decided on 4 November 2026, 276 days after it closes."),
        (OPENED, date(2026, 12, 1), date(2026, 11, 20), "to_decide", 17,
         "To be decided on 20 November 2026, before it closes."),
    ],
)  # fmt: skip
def test_dates_in_every_order(opened, closed, decided, kind, days, words):
    found = judging.timing(opened, closed, decided, TODAY)
    assert (found.kind, found.days, found.words) == (kind, days, words)


def test_ratings_by_hand():
    # 1 1 1 1 2 2 2 2 2 2 3 3 4: sum 26, 13 people; quarter is the 4th (3.25 up), three quarters the 10th (9.75 up)
    found = judging.rated({1: 4, 2: 6, 3: 2, 4: 1}, 8)
    assert (found.people, found.mean, found.low, found.high, found.middle) == (13, 2.0, 1, 4, (1, 2))
    assert found.words == "educating"


@pytest.mark.parametrize(("levels", "people", "too_few"), [({}, 0, False), ({3: 7}, 7, True), ({3: 1}, 1, True)])
def test_fewer_than_eight_show_no_figure(levels, people, too_few):
    found = judging.rated(levels, 8)
    assert (found.people, found.too_few, found.mean, found.middle, found.words) == (people, too_few, None, None, "")


def test_eight_are_enough():
    assert judging.rated({3: 8}, 8).mean == 3


def test_half_way_names_both():
    assert judging.rated({3: 4, 4: 4}, 8).words == "between informing and consulting"
    assert judging.rated({3: 5, 4: 4}, 8).words == "informing"
    assert judging.rated({3: 4, 4: 5}, 8).words == "consulting"


def test_the_claim_beside_what_people_say():
    many = judging.rated({1: 1, 2: 2, 3: 8, 4: 2, 5: 1}, 8)
    assert judging.claim_words(6, many) == "The council says co-designing; 14 people who took part say informing."
    assert judging.gap(6, many) == 3.0
    assert judging.gap(2, many) == -1.0, "they may rate it higher than is claimed"
    assert judging.claim_words(None, many).startswith("The council claims no step; 14 people")
    few, none = judging.rated({3: 5}, 8), judging.rated({}, 8)
    assert judging.claim_words(6, few).endswith("Too few of those who took part have rated it to show what they say.")
    assert "5" not in judging.claim_words(6, few)
    assert judging.claim_words(6, none).endswith("Nobody who took part has rated it.")
    assert judging.gap(6, few) is judging.gap(6, none) is judging.gap(None, many) is None


@pytest.mark.parametrize(
    ("met", "evidence", "state"),
    [
        (None, "", "nobody_said"),
        (None, "the letter of May", "nobody_said"),
        (True, "", "no_evidence"),
        (False, "  ", "no_evidence"),
        (True, "the letter of May", "met"),
        (False, "the letter of May", "not_met"),
    ],
)
def test_a_tick_counts_only_with_evidence(met, evidence, state):
    assert judging.tick(met, evidence) == state


def test_the_ladder_has_seven_steps_and_the_principles_are_four():
    assert list(judging.LADDER) == list(judging.LADDER_MEANS) == [1, 2, 3, 4, 5, 6, 7]
    assert list(judging.LADDER.values()) == [
        "coercing", "educating", "informing", "consulting", "engaging", "co-designing", "co-producing",
    ]  # fmt: skip
    assert list(judging.GUNNING) == ["formative", "reasons", "time", "considered"]
