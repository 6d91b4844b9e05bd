"""A provider's right of reply: what may go out, who opens it, how long, and that an answer is never altered."""

import datetime as dt

import pytest

from tightrope.answers import evidence, weigh
from tightrope.answers import right_of_reply as answers
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import follow, right_of_reply
from tightrope.records.roles import ROLES, looking_as

OFFICER = looking_as("commissioner")
FINDING = "By its returns it does what is asked. About 25 people told us of it; fewer than 8 of them are content."
POST = "Strategic commissioner, care at home"
WRONG = "No question is open under this code."


def rows(house):
    return house.stores.raw("SELECT * FROM records.right_of_reply WHERE length(right_of_reply_id) > 8")


@pytest.fixture
def asked(house):
    return right_of_reply.ask(house, OFFICER, "HC-02", FINDING, POST)


def test_a_question_is_due_in_ten_working_days_and_its_code_is_not_kept(house, asked):
    (row,) = rows(house)
    # From Wednesday 4 November, the day after it was asked: ten working days are two weeks.
    assert row["due_on"] == asked.due_on == dt.date(2026, 11, 17)
    assert row["asked_on"] == dt.date(2026, 11, 3) and row["answered_on"] is None
    words = asked.code.split()
    assert len(words) == 6 and set(words) <= set(follow.words())
    assert asked.code not in repr(house.stores.raw("SELECT * FROM records.right_of_reply"))
    assert asked.code not in repr(house.stores.raw("SELECT * FROM records.audit_event"))


def test_bank_holidays_are_no_working_days(house):
    # Good Friday and Easter Monday 2026 are 3 and 6 April: from 1 April ten working days end two days later.
    assert right_of_reply.due(house, dt.date(2026, 4, 1)) == dt.date(2026, 4, 17)


@pytest.mark.parametrize("role", [role for role, may in ROLES.items() if "decide" not in may])
def test_only_who_decides_asks_or_makes_a_code(house, role):
    for ask in (
        lambda: right_of_reply.ask(house, looking_as(role), "HC-02", FINDING, POST),
        lambda: right_of_reply.new_code(house, looking_as(role), "RR-02"),
    ):
        with pytest.raises(NotAllowed):
            ask()
    assert rows(house) == []


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("Too short.", "8 words or more"),
        ("x" * 1501, "at most 1,500 fit"),
        (f"{FINDING} Brenda Hargreaves rang twice.", "seems to name somebody"),
        (f"{FINDING} Ring 07700 900123 about it.", "seems to name somebody"),
        (f"{FINDING} See T1001.", "A reference to an account"),
        (f"{FINDING} See Sabcdef0123456789.", "A reference to an account"),
        (f"{FINDING} 17 of 23 people say so.", "finer than may be published"),
        (f"{FINDING} Three daughters say so.", "finer than may be published"),
    ],
)
def test_no_finding_with_an_identity_or_a_fine_count_goes_out(house, finding, said):
    with pytest.raises(Refusal) as refused:
        right_of_reply.ask(house, OFFICER, "HC-01", finding, POST)
    assert any(said in one for one in refused.value.problems), refused.value.problems
    assert rows(house) == []


def test_nobodys_own_words_go_to_the_provider(house):
    quoting = f"{FINDING} She had her coat on before the kettle boiled."
    with pytest.raises(Refusal) as refused:
        right_of_reply.ask(house, OFFICER, "HC-01", quoting, POST)
    assert "somebody's own words" in refused.value.problems[0]


def test_who_asks_is_said(house):
    with pytest.raises(Refusal) as refused:
        right_of_reply.ask(house, OFFICER, "HC-02", FINDING, "  ")
    assert "Say who asks" in refused.value.problems[0]


def test_every_finding_made_of_figures_may_go_out(house):
    period = evidence.usual_period(house)
    made = 0
    for key in evidence.evidence(house, OFFICER.audience, period).live:
        for one in answers.findings(weigh.weigh(house, OFFICER, "contract", key, period)):
            made += 1
            assert right_of_reply.problems(house, OFFICER, key, one.words) == [], (key, one.words)
    assert made >= 15


def test_the_code_opens_its_own_question_whatever_its_capitals(house, asked):
    for code in (asked.code, asked.code.upper(), f"  {asked.code.replace(' ', '-')} "):
        assert right_of_reply.opened(house, code)["contract_id"] == "HC-02"


def test_wrong_shortened_doubled_made_up_and_expired_codes_get_one_answer(house, asked, monkeypatch):
    words = asked.code.split()
    tried = ["", " ", " ".join(words[:5]), f"{asked.code} {asked.code}", " ".join(reversed(words)), "x" * 10_000,
             "abandon " * 6, "' OR 1=1 --", follow.hashed(asked.code), asked.right_of_reply_id]  # fmt: skip
    for code in tried:
        with pytest.raises(NotFound, match=WRONG):
            right_of_reply.opened(house, code)
    monkeypatch.setenv("TIGHTROPE_AS_AT", "2027-02-15")  # 17 November and 90 days: the last day
    right_of_reply.opened(house, asked.code)
    monkeypatch.setenv("TIGHTROPE_AS_AT", "2027-02-16")
    with pytest.raises(NotFound, match=WRONG):
        right_of_reply.opened(house, asked.code)
    with pytest.raises(NotFound, match=WRONG):
        right_of_reply.answer(house, asked.code, "Too late.", "Manager")


def test_a_new_code_takes_the_place_of_the_old(house, asked):
    code = right_of_reply.new_code(house, OFFICER, asked.right_of_reply_id)
    assert right_of_reply.opened(house, code)["contract_id"] == "HC-02"
    with pytest.raises(NotFound):
        right_of_reply.opened(house, asked.code)
    with pytest.raises(NotFound):
        right_of_reply.new_code(house, OFFICER, "RR-nothing")


def test_an_answer_stands_as_it_was_sent_and_one_more_may_be_added(house, asked):
    right_of_reply.answer(house, asked.code, "We are on time.", "Registered manager")
    right_of_reply.answer(house, asked.code, "We are on time.", "Registered manager")  # sent twice
    assert rows(house)[0]["added_words"] is None
    right_of_reply.answer(house, asked.code, "We looked again.", "Somebody else")
    (row,) = rows(house)
    assert (row["words"], row["answered_by"], row["added_words"]) == (
        "We are on time.", "Registered manager", "We looked again.",
    )  # fmt: skip
    with pytest.raises(Refusal, match="You have answered and added"):
        right_of_reply.answer(house, asked.code, "And a third.", "Registered manager")
    assert rows(house) == [row]


def test_an_empty_a_long_and_a_postless_answer_are_refused_with_every_problem(house, asked):
    with pytest.raises(Refusal) as refused:
        right_of_reply.answer(house, asked.code, " ", "")
    assert len(refused.value.problems) == 2
    with pytest.raises(Refusal, match="not sent"):
        right_of_reply.answer(house, asked.code, "x" * 3001, "Manager")
    assert rows(house)[0]["answered_on"] is None


def test_how_far_it_has_come_is_said_on_the_demo(house):
    found = {one.contract_id: one for one in answers.beside(house, ["HC-01", "CH-03", "SL-02"])}
    assert found["CH-03"].standing == "Asked on 27 October 2026, none yet. Due by 10 November 2026."
    assert found["SL-02"].standing == "Asked on 21 September 2026, none yet. Late: it was due by 5 October 2026."
    assert found["SL-02"].late and not found["CH-03"].late and not found["HC-01"].late
    assert found["HC-01"].standing.startswith("Answered on 16 October 2026 by the provider's registered manager.")
    assert found["CH-03"].says == "Nothing yet." and found["HC-01"].added.startswith("We have since looked")


def test_an_answer_after_its_day_is_called_late(house, asked, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_AS_AT", "2026-11-18")
    right_of_reply.answer(house, asked.code, "Here it is.", "Manager")
    (one,) = answers.beside(house, ["HC-02"])
    assert one.late and "Answered on 18 November 2026, late (due by 17 November 2026)" in one.standing


def test_names_in_an_answer_are_blacked_out_where_officers_read_it(house, asked):
    right_of_reply.answer(house, asked.code, "Brenda Hargreaves never complained, ring 07700 900123.", "Manager")
    (one,) = answers.beside(house, ["HC-02"])
    assert "Hargreaves" not in one.says and "07700" not in one.says and "[telephone]" in one.says
    assert "Hargreaves" in rows(house)[0]["words"], "what was sent is kept as it was sent"
