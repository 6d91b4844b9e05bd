"""Answers to a renewal: who may give them, what is refused, what stands, and that ready needs every one of them."""

from datetime import date

import pytest

from tightrope.errors import NotAllowed, Refusal
from tightrope.records import renewal_answers
from tightrope.records.roles import DECIDE, ROLES, Reader, looking_as
from tightrope.renewals.gate import Blank

OFFICER = Reader("A7", "Dana", "commissioner")
DAY = date(2026, 11, 3)
GOOD = ("theme:rushed", "clause_changed", "Clause 4.2 names thirty minutes", "Dana Moss", DAY)


def answered(stores, *changes, reader=OFFICER):
    given = [*changes, *GOOD[len(changes) :]]
    return renewal_answers.answer(stores, reader, "HC-01", *given)


def standing(stores, contract_id="HC-01"):
    rows = stores.rows("renewals/answers", contract_id=contract_id)
    return {row["part"]: (row["choice"], row["words"]) for row in rows}


def test_the_latest_answer_stands_and_the_one_before_is_kept(stores):
    answered(stores)
    answered(stores, "theme:rushed", "no_because", "Nobody has the money for it")
    assert standing(stores) == {"theme:rushed": ("no_because", "Nobody has the money for it")}
    rows = stores.raw("SELECT choice, named, dated_on, account_id FROM records.renewal_answer ORDER BY answered_at")
    assert [tuple(row.values()) for row in rows] == [
        ("clause_changed", "Dana Moss", DAY, "A7"), ("no_because", "Dana Moss", DAY, "A7"),
    ]  # fmt: skip
    trace = stores.raw("SELECT did, subject, detail FROM records.audit_event ORDER BY happened_at")
    assert [tuple(row.values()) for row in trace] == [
        ("renewal_answered", "HC-01", "theme:rushed: clause_changed"),
        ("renewal_answered", "HC-01", "theme:rushed: no_because"),
    ]


def test_contracts_do_not_touch_each_other(stores):
    answered(stores)
    assert standing(stores, "HC-02") == {}


@pytest.mark.parametrize("role", ROLES)
def test_only_who_decides_may_answer_propose_or_call_ready(stores, role):
    reader = looking_as(role)
    acts = [
        lambda: answered(stores, reader=reader),
        lambda: renewal_answers.propose(stores, reader, "HC-01", "extend"),
        lambda: renewal_answers.call_ready(stores, reader, "HC-01", "Dana", DAY, [Blank("theme:rushed", "Rushed")]),
        lambda: renewal_answers.take_back(stores, reader, "HC-01"),
    ]
    for act in acts:
        if DECIDE in ROLES[role]:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()
    assert bool(standing(stores)) == (DECIDE in ROLES[role])


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (("story:1",), "It is not said what is answered."),
        (("theme:'; DROP TABLE records.story; --",), "It is not said what is answered."),
        (("theme:rushed", ""), "Choose one of the answers."),
        (("theme:rushed", "answered"), "Choose one of the answers."),
        (("question:value", "clause_changed"), "Choose one of the answers."),
        (("question:interests", "answered"), "Choose one of the answers."),
        (("theme:rushed", "clause_changed", " "), "Say which clause, and what it says now, in 3 words or more."),
        (("theme:rushed", "measure_added", "visit length"), "Say which measure, and its target, in 3 words or more."),
        (("theme:rushed", "no_because", "no money"), "Say why not, in 3 words or more."),
        (("question:value", "answered", "good"), "Say the answer, in 3 words or more."),
        (("question:interests", "declared", ""), "Say the answer, in 3 words or more."),
        (("theme:rushed", "no_because", "x " * 2001), "The answer has 4,001 letters: at most 4,000 are kept."),
        (("theme:rushed", "no_because", GOOD[2], "  "), "Name who answers for it."),
        (("theme:rushed", "no_because", GOOD[2], "n" * 121), "A name has at most 120 letters."),
        (("theme:rushed", "no_because", GOOD[2], "Dana", date(1026, 11, 3)), "Give the day from which it holds."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(stores, changes, problem):
    with pytest.raises(Refusal) as refused:
        answered(stores, *changes)
    assert refused.value.problems == [problem]
    assert stores.raw("SELECT count(*) AS n FROM records.renewal_answer")[0]["n"] == 0


def test_no_interest_needs_no_words_and_every_problem_is_said_at_once(stores):
    answered(stores, "question:interests", "none", "")
    with pytest.raises(Refusal) as refused:
        answered(stores, "theme:rushed", "", "", "", date(1, 1, 1))
    assert len(refused.value.problems) == 4
    assert standing(stores) == {"question:interests": ("none", None)}


def test_an_unknown_option_is_refused(stores):
    with pytest.raises(Refusal, match="not one of the eight"):
        renewal_answers.propose(stores, OFFICER, "HC-01", "hope")


def test_ready_is_refused_by_the_store_itself_while_one_is_blank(stores):
    needed = [Blank("option", "which option is proposed"), Blank("theme:rushed", "Rushed"), Blank("account:S9", "Harm")]
    renewal_answers.propose(stores, OFFICER, "HC-01", "extend")
    answered(stores)
    with pytest.raises(Refusal, match="1 of 3 answers are blank") as refused:
        renewal_answers.call_ready(stores, OFFICER, "HC-01", "Dana", DAY, needed)
    assert refused.value.problems == ["Harm"]
    assert "ready" not in standing(stores)
    answered(stores, "account:S9")
    renewal_answers.call_ready(stores, OFFICER, "HC-01", "Dana", DAY, needed)
    assert standing(stores)["ready"] == ("ready", None)
    renewal_answers.take_back(stores, OFFICER, "HC-01")
    assert standing(stores)["ready"] == ("not_ready", None)


def test_ready_of_nothing_is_refused(stores):
    with pytest.raises(Refusal, match="Nothing was said to be needed"):
        renewal_answers.call_ready(stores, OFFICER, "HC-01", "Dana", DAY, [])
