"""The gate, from plain values: what is blank, what bars an option, when "ready" counts, what the paper says."""

from datetime import date, datetime

import pytest

from tightrope.renewals import gate as judging
from tightrope.renewals.gate import QUESTIONS, Answer, Concern, because, contradicts, gate, paper, questions

DAY = date(2026, 11, 3)
RUSHED = Concern("theme:rushed", "Rushed", "17 of 23 people we heard from", False, False, ("S1", "S2"))
HARM = Concern("account:S9", "Serious account: medicines", "one account, severity 4 of 5", True, False, ("S9",))
KIND = Concern("theme:kindness", "Kindness", "4 of 23 people we heard from", False, True, ("S3",))
KNOWN = {"heard": ["23 accounts by 23 people."], "staff": ["3 accounts by care workers."], "flags": []}
ALWAYS = [kind.part for kind in QUESTIONS if kind.always]


def said(part, choice="answered", minute=0, words="Clause 4.2 now names thirty minutes"):
    return Answer(part, choice, words, "Ann Reed", DAY, datetime(2026, 11, 3, 9, minute))


def full(option="extend", choice="no_because", also=()):
    """Every answer that RUSHED and HARM and the questions need, and `also`."""
    made = [said("option", option), said(RUSHED.part, choice), said(HARM.part, choice)]
    made += [said(part) for part in [*ALWAYS, "question:flags"]]
    return {one.part: one for one in [*made, *also]}


def held(answers, concerns=(RUSHED, HARM), stops=None, known=KNOWN, anyway=frozenset()):
    return gate("HC-01", concerns, questions(known, anyway), answers, stops or {})


def test_with_nothing_answered_everything_that_needs_a_person_is_blank():
    found = held({})
    asked = [*ALWAYS[:-1], "question:flags", "question:interests"]
    assert [one.part for one in found.blanks] == ["option", RUSHED.part, HARM.part, *asked]
    # 1 option, 2 concerns, 11 questions always asked (14 less heard, staff, flags), and flags: none is known
    assert len(ALWAYS) == 11 and len(found.blanks) == 15
    assert not found.may_be_ready and not found.is_ready
    assert because(found) == "Not ready, because 15 answers are blank"


@pytest.mark.parametrize("part", full())
def test_ready_cannot_be_while_any_one_of_them_is_blank(part):
    answers = full() | {"ready": said("ready", "ready", 5)}
    assert held(answers).is_ready
    del answers[part]
    found = held(answers)
    assert not found.may_be_ready and not found.is_ready
    assert [one.part for one in found.blanks] == [part]
    if part != "option":
        assert because(found) == "Extend as it is: not ready, because one answer is blank"


def test_what_the_data_know_needs_nobody_and_what_they_do_not_know_does():
    assert "question:heard" not in [one.part for one in held({}).blanks]
    unknown = {"heard": [""], "staff": ["3 accounts by care workers."], "flags": ["One bidder."]}
    blank = [one.part for one in held({}, known=unknown).blanks]
    assert "question:heard" in blank and "question:staff" not in blank and "question:flags" not in blank
    asked = held({}, known=unknown, anyway=frozenset({"flags"}))
    assert "question:flags" in [one.part for one in asked.blanks]


def test_a_concern_that_came_later_makes_ready_not_ready():
    answers = full() | {"ready": said("ready", "ready", 5)}
    assert held(answers, (RUSHED, HARM)).is_ready
    later = held(answers, (RUSHED, HARM, KIND))
    assert not later.is_ready and [one.part for one in later.blanks] == [KIND.part]


def test_an_account_that_is_gone_is_neither_asked_nor_told_of():
    found = held(full(), (RUSHED,))
    assert found.may_be_ready
    assert not [line for line in paper(found) if "medicines" in line]


def test_another_option_or_a_word_taken_back_ends_ready():
    answers = full() | {"ready": said("ready", "ready", 5)}
    assert held(answers).is_ready
    assert not held(answers | {"option": said("option", "vary", 6)}).is_ready
    back = held(answers | {"ready": said("ready", "not_ready", 6)})
    assert not back.is_ready and back.may_be_ready
    assert because(back) == "Extend as it is: everything is answered, and nobody has called it ready"


def test_an_option_that_is_lost_is_never_ready_and_says_since_when():
    stops = {"retender": "this option was lost on 18 June 2026"}
    found = held(full("retender") | {"ready": said("ready", "ready", 5)}, stops=stops)
    assert not found.may_be_ready and not found.is_ready
    assert because(found) == "Re-tender: not ready, because this option was lost on 18 June 2026"
    assert held(full("extend"), stops=stops).may_be_ready


@pytest.mark.parametrize(
    ("option", "choices", "wanted"),
    [
        ("extend", ("no_because", "no_because"), ""),
        ("extend", ("clause_changed", "no_because"),
         "One answer changes a clause or a measure: that is “Extend with conditions”, not “Extend as it is”."),
        ("extend", ("clause_changed", "measure_added"),
         "2 answers change a clause or a measure: that is “Extend with conditions”, not “Extend as it is”."),
        ("vary", ("clause_changed", "measure_added"), ""),
    ],
)  # fmt: skip
def test_an_extension_as_it_is_that_changes_something_is_named(option, choices, wanted):
    answers = full(option) | {RUSHED.part: said(RUSHED.part, choices[0]), HARM.part: said(HARM.part, choices[1])}
    assert contradicts(held(answers)) == wanted


def test_the_paper_has_a_line_for_every_concern():
    answers = {RUSHED.part: said(RUSHED.part, "clause_changed", words="Clause 4.2 now names thirty minutes.")}
    assert paper(held(answers)) == (
        "Rushed (17 of 23 people we heard from). Clause changed: Clause 4.2 now names thirty minutes "
        "(Ann Reed, 3 November 2026).",
        "Serious account: medicines (one account, severity 4 of 5): not answered.",
    )


def test_every_question_of_process_c_and_all_five_criteria_are_asked():
    assert [kind.question_id for kind in QUESTIONS][:8] == [
        "satisfying", "likely", "considerable", "quality", "value", "integration", "access", "social_value",
    ]  # fmt: skip
    assert {"heard", "not_heard", "promises", "staff", "interests"} <= {kind.question_id for kind in QUESTIONS}
    assert judging.QUESTIONS[-1].part == "question:interests"
