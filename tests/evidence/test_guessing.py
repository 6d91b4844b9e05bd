"""Guesses about files that councils really keep: right where they are sure, asked where they are not, agreed never."""

import duckdb
import pytest

from tightrope import tables
from tightrope.errors import Refusal
from tightrope.evidence import guess_words as like
from tightrope.evidence import mapping
from tightrope.evidence.guessing import LEAVE_OUT, answered, guess
from tightrope.evidence.mapping import Mapping

REGISTER = (
    "Contracts register Q1 2025.xlsx",
    {
        "Reference Number": ["C001", "C002", "C003"],
        "Title of Agreement": ["Home care, North", "Day support", "Advocacy"],
        "Department": ["Adults", "Adults", "Adults"],
        "Supplier Name": ["Elm Care", "Oak House", "Speak Out"],
        "Contract Type": ["Block contract", "Spot Purchase", "SLA"],
        "Contract Status": ["Active", "Expired", "Live"],
        "Start Date": ["01/04/2023", "13/05/2023", "01/06/2024"],
        "End Date": ["31/03/2026", "12/05/2025", "31/05/2027"],
        "Review Date": ["01/10/2025", "TBC", "01/12/2026"],
        "Estimated annual value (£)": ["£1,234,500.00", "£45,000.00", "(£10.50)"],
        "Notice period": ["6 months", "3 months", "3 months"],
        "SME?": ["Yes", "No", "No"],
        "Notes": ["", "", ""],
    },
    "contract",
)
KPI = (
    "Home care KPI return.xlsx",
    {
        "Contract Ref": ["C001", "C001"],
        "KPI": ["Visits on time", "Missed visits"],
        "Reporting Month": ["Apr-25", "May-25"],
        "Numerator": ["95", "3"],
        "Denominator": ["100", "100"],
        "Achieved %": ["95", "3"],
        "Target %": ["90", "1"],
        "Data Source": ["Provider", "ECM"],
        "Commentary": ["", "Two staff off"],
    },
    "measure_return",
)
COMPLAINTS = (
    "Complaints log 2025-26.csv",
    {
        "Complaint Ref": ["CMP1", "CMP2"],
        "Date Received": ["03/04/2025", "05/06/2025"],
        "Name of complainant": ["Ada Example", "Ben Sample"],
        "Complainant type": ["Daughter", "Service user"],
        "Contact method": ["Telephone", "Email"],
        "Details of complaint": ["She was late again", "Nobody came"],
        "Desired outcome": ["Be on time", "Come"],
        "NHS No": ["943 476 5919", "943 476 5870"],
        "Stage": ["1", "2"],
    },
    "story",
)
CALLS = (
    "Call monitoring extract May.csv",
    {
        "Contract No": ["C001", "C001"],
        "Visit Date": ["14/05/2025", "15/05/2025"],
        "Planned Start": ["07:30", "07:30"],
        "Planned Duration": ["30", "30"],
        "Actual Start": ["07:42", ""],
        "Actual Duration (mins)": ["14", ""],
        "Client ID": ["P1042", "P1043"],
        "Carer ID": ["W12", ""],
        "Call Type": ["Personal Care", "Meds"],
        "Carers Required": ["1", "2"],
        "Log Type": ["NFC tag", "Manual entry"],
        "Visit Status": ["Completed", "Missed call"],
        "LSOA": ["E01000001", "E01000001"],
    },
    "visit",
)
LEDGER = (
    "Provider payments 2025.csv",
    {
        "Contract Reference": ["C001", "C001"],
        "Service Month": ["04/2025", "05/2025"],
        "Hours Billed": ["100", "100"],
        "Hours Delivered": ["92.5", "90"],
        "Gross Amount": ["£2,410.00", "(£100.00)"],
        "PO Number": ["4500001", "4500002"],
    },
    "payment",
)
SPEND = (
    "Spend over £500 - April 2025.csv",
    {
        "Body Name": ["Council", "Council"],
        "Beneficiary": ["Elm Care", "REDACTED"],
        "Payment Date": ["04/30/2025", "04/02/2025"],
        "Transaction Number": ["T1", "T2"],
        "Net Amount": ["1,000.00", "-50.00"],
        "Purpose of Expenditure": ["Ext dom care", "Refund"],
    },
    "spend_line",
)
SETS = (REGISTER, KPI, COMPLAINTS, CALLS, LEDGER, SPEND)
WANTED = {
    "contract": {
        "Reference Number": "contract_id",
        "Title of Agreement": "title",
        "Department": "service_id",
        "Supplier Name": "provider_id",
        "Contract Type": "kind",
        "Contract Status": "status",
        "Start Date": "starts_on",
        "End Date": "ends_on",
        "Review Date": "review_on",
        "Estimated annual value (£)": "annual_value",
        "Notice period": "notice_months",
    },
    "measure_return": {
        "Contract Ref": "contract_id",
        "KPI": "measure_id",
        "Reporting Month": "month",
        "Numerator": "numerator",
        "Denominator": "denominator",
        "Achieved %": "value",
        "Target %": "target",
        "Data Source": "source",
        "Commentary": "note",
    },
    "story": {
        "Complaint Ref": "source_id",
        "Date Received": "received_on",
        "Complainant type": "teller_role",
        "Contact method": "channel",
        "Details of complaint": "words",
        "Desired outcome": "asks",
    },
    "visit": {
        "Contract No": "contract_id",
        "Planned Duration": "planned_minutes",
        "Actual Duration (mins)": "actual_minutes",
        "Client ID": "person_id",
        "Carer ID": "worker_id",
        "Call Type": "visit_type",
        "Carers Required": "workers_planned",
        "Log Type": "log_method",
        "Visit Status": "status",
        "LSOA": "area_code",
    },
    "payment": {
        "Contract Reference": "contract_id",
        "Service Month": "month",
        "Hours Billed": "units_paid",
        "Hours Delivered": "units_delivered",
        "Gross Amount": "amount",
    },
    "spend_line": {
        "Body Name": "unit_words",
        "Beneficiary": "supplier_name",
        "Payment Date": "paid_on",
        "Transaction Number": "spend_line_id",
        "Net Amount": "amount",
        "Purpose of Expenditure": "purpose",
    },
}


def rows_of(columns):
    return list(zip(*columns.values(), strict=True))


def look(one, **more):
    name, columns, _ = one
    return guess(name, list(columns), rows_of(columns), **more)


def asked(found, about):
    return {(q.subject, q.value) if about == "words" else q.subject: q for q in found.questions if q.about == about}


@pytest.mark.parametrize("one", SETS, ids=lambda one: one[2])
def test_table_and_columns_of_files_that_councils_keep(one):
    found = look(one)
    assert found.table == one[2]
    assert found.draft().columns == WANTED[one[2]]
    (ask,) = [q for q in found.questions if q.about == "table"]
    assert ask.suggestion == one[2] and 50 <= ask.confidence <= 95


@pytest.mark.parametrize("one", SETS, ids=lambda one: one[2])
def test_a_draft_is_never_agreed_and_every_guess_is_asked(one):
    found = look(one)
    draft = found.draft()
    assert draft.agreed is False
    said = mapping.problems(Mapping({one[0]: draft}), {one[0]: list(one[1])})
    assert any("nobody has agreed" in fault for fault in said)
    subjects = {q.subject for q in found.questions}
    for column in found.columns:
        same = column.target and like.same_name(column.name, tables.load()[found.table].column(column.target))
        used = any(column.name in two for two in draft.together.values())
        assert same or used or column.name in subjects, f"{column.name} was decided without asking"
    for ours, words in draft.words.items():
        assert {(ours, word) for word in words} <= asked(found, "words").keys()
    assert draft.always.keys() <= asked(found, "needed").keys()
    assert set(draft.per_cent) <= asked(found, "per_cent").keys()
    assert all(0 <= q.confidence < like.SAME and q.reason and q.words for q in found.questions)


def test_answers_make_a_register_that_loads():
    found = look(REGISTER, known={"service_id": {"home_care": "Home care", "advocacy": "Advocacy"}})
    draft = found.draft()
    replies = {"SLA": "grant", "TBC": "", "Adults": "home_care"}
    for q in found.questions:
        draft = answered(draft, q, replies.get(q.value, q.suggestion) if q.about == "words" else q.suggestion)
        assert draft.agreed is False
    head = {REGISTER[0]: list(REGISTER[1])}
    assert mapping.problems(Mapping({REGISTER[0]: draft}), head) == [
        f"{REGISTER[0]}: nobody has agreed to it yet. Look through it, then set agreed = true."
    ]
    draft.agreed = True
    assert mapping.problems(Mapping({REGISTER[0]: draft}), head) == []
    with duckdb.connect() as con:
        con.execute("CREATE TABLE raw (" + ", ".join(f'"{name}" VARCHAR' for name in REGISTER[1]) + ")")
        con.executemany(f"INSERT INTO raw VALUES ({', '.join('?' * len(REGISTER[1]))})", rows_of(REGISTER[1]))
        listed = ", ".join(f"{sql} AS {ours}" for ours, sql in draft.selection().items())
        row = con.execute(f"SELECT {listed} FROM raw ORDER BY contract_id").df().to_dict("records")
    assert [one["kind"] for one in row] == ["block", "spot", "grant"]
    assert [one["status"] for one in row] == ["live", "ended", "live"]
    assert [one["annual_value"] for one in row] == ["1234500.00", "45000.00", "-10.50"]
    assert [one["review_on"] for one in row] == ["2025-10-01", "", "2026-12-01"]
    assert [one["notice_months"] for one in row] == ["6", "3", "3"]
    assert row[1]["starts_on"] == "2023-05-13" and row[0]["service_id"] == "home_care"


def test_words_are_guessed_and_unknown_ones_are_asked():
    found = look(REGISTER)
    draft, words = found.draft(), asked(found, "words")
    assert draft.words["kind"] == {"Block contract": "block", "Spot Purchase": "spot"}
    assert draft.words["status"] == {"Active": "live", "Expired": "ended"}  # Live needs no word
    assert draft.words["review_on"] == {"TBC": ""}
    ask = words["kind", "SLA"]
    assert (ask.suggestion, ask.confidence) == ("", 0) and "grant" in ask.choices
    assert words["kind", "Block contract"].reason == "Block contract is used for it in other councils"
    spelt, sure, _ = like.meaning("Framwork agreemnt", "contract", column("contract", "kind"))
    assert spelt == "framework" and 0 < sure < like.KNOWN


def column(table, name):
    return tables.load()[table].column(name)


def test_known_ids_turn_names_into_ids():
    known = {"measure_id": {"on_time": "Visits on time", "missed_visits": "Missed visits"}}
    found = look(KPI, known=known)
    assert found.draft().words["measure_id"] == {"Visits on time": "on_time", "Missed visits": "missed_visits"}
    assert found.draft().per_cent == ["Achieved %", "Target %"]
    assert found.draft().words["source"] == {"Provider": "provider_return", "ECM": "call_monitoring"}


def test_the_order_of_day_and_month_is_seen_or_asked():
    assert look(REGISTER).draft().dates == "DD/MM/YYYY"
    assert look(SPEND).draft().dates == "MM/DD/YYYY"
    found = look(COMPLAINTS)  # no number over 12
    ask = asked(found, "dates")[""]
    assert found.draft().dates == ""
    assert (ask.suggestion, ask.confidence) == ("DD/MM/YYYY", 50) and "cannot tell" in ask.reason
    assert any("how are dates written" in one for one in mapping.problems(Mapping({"c": found.draft()}), {"c": []}))


@pytest.mark.parametrize(
    ("values", "way", "sure"),
    [
        (["13/04/2025", "01/02/2025"], "DD/MM/YYYY", 98),
        (["04/13/2025", "01/02/2025"], "MM/DD/YYYY", 98),
        (["13/04/25 09:00"], "DD/MM/YYYY", 98),
        (["01/02/2025", "12/12/2025"], "", 0),
        (["13/04/2025", "04/13/2025"], "", 0),
        (["2025-04-13", "2025-01-02"], "YYYY-MM-DD", 100),
        (["45748", "45749.5"], "Excel serial", 85),
        (["1 Apr 2025", "02-May-25"], "DD Mon YYYY", 99),
        (["soon", "2025"], "", 0),
        ([], "", 0),
    ],
)
def test_date_order_from_values(values, way, sure):
    assert like.date_order(values)[:2] == (way, sure)


def test_one_column_may_write_dates_in_another_way():
    columns = {"Start Date": ["13/04/2025"], "End Date": ["2026-03-31"], "Review Date": ["14/04/2025"]}
    found = guess("contracts.csv", list(columns), rows_of(columns))
    assert found.draft().dates == "DD/MM/YYYY" and found.draft().dates_of == {"End Date": "YYYY-MM-DD"}


@pytest.mark.parametrize(
    ("elsewhere", "suggested", "sure"), [("13/04/2025", "DD/MM/YYYY", 60), ("2025-04-13", "DD/MM/YYYY", 50)]
)
def test_a_column_that_cannot_tell_is_asked_beside_one_that_can(elsewhere, suggested, sure):
    found = guess("contracts.csv", ["Start Date", "End Date"], [[elsewhere, "03/04/2026"]])
    ask = asked(found, "dates")["End Date"]
    assert (ask.suggestion, ask.confidence) == (suggested, sure) and "cannot tell" in ask.reason
    own = answered(found.draft(), ask, "MM/DD/YYYY").dates_of
    assert own == {"End Date": "MM/DD/YYYY"}


def test_day_and_time_of_day_are_put_together():
    found = look(CALLS)
    pairs = {"planned_start_at": ["Visit Date", "Planned Start"], "actual_start_at": ["Visit Date", "Actual Start"]}
    assert found.draft().together == pairs and found.draft().dates == "DD/MM/YYYY"
    ask = asked(found, "together")["actual_start_at"]
    assert answered(found.draft(), ask, "no").together.keys() == {"planned_start_at"}
    lone = guess("visits.csv", ["Planned Start"], [["07:30"]], "visit")
    assert lone.draft().together == {} and "no column says the day" in lone.warnings[0]


def test_columns_that_say_who_somebody_is_are_left_out_and_warned_of():
    found = look(COMPLAINTS)
    assert found.draft().ignore == ["Name of complainant"]
    assert found.warnings == ["NHS No looks like NHS numbers. Replace them by pseudonyms such as P1042."]
    assert asked(found, "leave_out")["Name of complainant"].confidence == 95
    for values, what in ((["Ada Example", "Mr B. Sample"], "names of people"), (["9434765919"], "NHS numbers")):
        found = guess("visits.csv", ["Client ID"], [[one] for one in values], "visit")
        assert found.warnings == [f"Client ID looks like {what}. Replace them by pseudonyms such as P1042."]
        assert found.draft().columns == {}
        ask = asked(found, "pseudonym")["Client ID"]
        assert ask.choices == (LEAVE_OUT, "person_id")
        assert answered(found.draft(), ask, "person_id").columns == {"Client ID": "person_id"}
        assert answered(found.draft(), ask, LEAVE_OUT).ignore == ["Client ID"]
    assert look(CALLS).warnings == []


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("943 476 5919", True),  # 299 by the weights, remainder 2, so the last is 9
        ("9434765919", True),
        ("943-476-5918", False),
        ("1234567890", False),
        ("0000000000", False),
        ("P1042", False),
        ("94347659190", False),
    ],
)
def test_nhs_numbers_by_their_check_digit(number, sound):
    assert like.is_nhs_number(number) is sound


def test_exact_names_are_no_guesses():
    columns = {"contract_id": ["C1"], "Starts On": ["2025-04-01"], "ENDS_ON": ["2026-03-31"], "An nual Value": ["1"]}
    found = guess("contract.csv", list(columns), rows_of(columns))
    assert found.table == "contract" and not asked(found, "table") and not asked(found, "column")
    assert [one.exact for one in found.columns] == [True] * 4
    assert found.draft().agreed is False and found.draft().dates == "YYYY-MM-DD" and not asked(found, "dates")


def test_names_that_are_nearly_the_same_and_values_that_do_not_fit():
    spelt = guess("contracts.csv", ["Contract Tittle", "Begin"], [["Home care", "x"]], "contract").columns
    assert (spelt[0].target, spelt[0].reason) == ("title", "the name is nearly the same")
    assert like.ALIKE * 0.88 - 1 <= spelt[0].confidence < like.KNOWN
    assert spelt[1].target == ""
    never = guess("contracts.csv", ["Start Date"], [["Elm Care"], ["Oak House"]], "contract").columns[0]
    sure = guess("contracts.csv", ["Start Date"], [["01/04/2025"]], "contract").columns[0]
    assert (never.target, sure.target, sure.confidence) == ("", "starts_on", 95)
    assert sure.reason == "known as Start Date in other councils, and the values look like dates"
    by_words = guess("x.csv", ["How"], [["Block"], ["Spot"], ["Framework"]], "contract").columns[0]
    assert (by_words.target, by_words.confidence) == ("kind", like.BY_VALUES)


def test_one_of_ours_is_never_guessed_twice():
    columns = ["Contract Ref", "Contract Reference", "Contract Number"]
    found = guess("payments.csv", columns, [["C1", "C1", "C1"]], "payment")
    assert list(found.draft().columns.values()) == ["contract_id"]
    others = [q for q in asked(found, "leave_out").values()]
    assert len(others) == 2 and all(q.reason.startswith("it could be contract_id") for q in others)


def test_accounts_are_asked_for_consent_and_for_what_every_row_needs():
    found = look(COMPLAINTS)
    ask = asked(found, "consent")[""]
    assert (ask.suggestion, ask.choices) == ("", ("0", "1", "2", "3", "4"))
    assert found.draft().may_be_used_for is None
    assert answered(found.draft(), ask, "1").may_be_used_for == 1
    assert found.draft().always == {"source": "complaints_log", "about": "service"}
    with pytest.raises(Refusal, match="is no answer to"):
        answered(found.draft(), ask, "5")


def test_money_is_seen():
    assert look(REGISTER).money == ["Estimated annual value (£)"]
    assert look(LEDGER).money == ["Gross Amount"]


def test_a_reply_changes_its_own_part_alone():
    found = look(REGISTER)
    before, columns = found.draft(), asked(found, "column")
    out = answered(before, columns["Contract Type"], LEAVE_OUT)
    assert "Contract Type" in out.ignore and "Contract Type" not in out.columns and "kind" not in out.words
    assert before.columns["Contract Type"] == "kind" and out.columns.items() <= before.columns.items()
    notes = asked(found, "leave_out")["Notes"]
    assert answered(before, notes, "signed_by").columns["Notes"] == "signed_by"
    assert found.draft() == before


def test_rows_may_be_dictionaries_and_a_table_may_be_told():
    found = guess("abc.csv", ["Ref", "From"], [{"Ref": "C1", "From": None}], "payment")
    assert found.table == "payment" and not asked(found, "table")
    with pytest.raises(Refusal, match="no table nowhere"):
        guess("abc.csv", ["Ref"], [], "nowhere")
    assert guess("abc.csv", [], []).draft().columns == {}


def test_the_synonyms_name_only_what_is_there():
    for name, part in like.synonyms().items():
        if name in ("nothing", "personal"):
            continue
        known = {f.name for t in tables.load().values() for f in t.in_file if name in ("every", t.name)}
        assert {*part.get("known", {}), *part.get("perhaps", {}), *part.get("words", {})} <= known, name
        for ours, words in part.get("words", {}).items():
            assert set(words) <= set(column(name, ours).enum), (name, ours)
            plain = [one for listed in words.values() for one in {like.plain(word) for word in listed}]
            assert len(plain) == len(set(plain)), f"a word of {name}.{ours} means two things"
        names = [one for listed in part.get("known", {}).values() for one in {like.plain(name) for name in listed}]
        twice = {one for one in names if names.count(one) > 1}
        assert not twice, f"{name}: {twice} are known as two columns"
