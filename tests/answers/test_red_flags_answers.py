"""Red flags from the facts on file: counts made again in plain Python, odd registers, and nothing loaded."""

from datetime import date, timedelta

import odd_register
import pytest

from tightrope import paths
from tightrope.answers import red_flags
from tightrope.answers.period import Period, earlier
from tightrope.errors import NotFound
from tightrope.renewals.flag import FLAG

TODAY = date(2026, 11, 3)
HARM = 4  # of the severity scale in the data dictionary: harm or serious risk
ALWAYS = {  # rules that no missing file can settle otherwise: they rest on the register and the accounts alone
    "single_bidder", "awards_unopposed", "price_weight", "no_lived_experience", "holding_over", "serious_accounts",
    "specification_unchanged",
}  # fmt: skip


@pytest.fixture(scope="module")
def odd(built, tmp_path_factory):
    with odd_register.opened(built, tmp_path_factory.mktemp("odd"), odd_register.ODD) as house:
        yield house


@pytest.fixture(scope="module")
def found(odd, commissioner):
    return red_flags.all_red_flags(odd, commissioner)


def flag(found, key, flag_id):
    one = found[key].flag(flag_id)
    return one.status, one.evidence


def other_settings(tmp_path, monkeypatch, *changes):
    text = paths.SETTINGS.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    changed = tmp_path / "settings.toml"
    changed.write_text(text, encoding="utf-8")
    monkeypatch.setenv("TIGHTROPE_SETTINGS", str(changed))


# Registers and payments that leave things out


@pytest.mark.parametrize(
    ("key", "flag_id", "status", "said"),
    [
        # no predecessor: a first term is nothing to hold against it
        ("HC-01", "renewed_unchanged_poor", "clear", "The register names no term before this one."),
        ("HC-01", "awards_unopposed", "clear", "1 award in a row, the latest first, had one bid or none."),
        ("HC-06", "specification_unchanged", "clear", "The register names no term before this one."),
        # a specification of three words
        (
            "HC-04",
            "specification_unchanged",
            "cannot_say",
            "The specification of this term has 3 words: too short to compare.",
        ),
        (
            "HC-04",
            "renewed_unchanged_poor",
            "cannot_say",
            "Whether it is the same contract again cannot be said from what is on file.",
        ),
        ("HC-04", "same_measures", "raised", "All 6 measures and targets are those of HC-04-T2."),
        # no price basis, and one that is not that of the published line
        (
            "HC-03",
            "fee_below_staff_cost",
            "cannot_say",
            "The price of an hour is not given, or not of the same kind.",
        ),
        (
            "HC-05",
            "fee_below_minimum",
            "cannot_say",
            "The price of an hour is not given, or not of the same kind.",
        ),
        # zero denominators: people, hours held, nights paid, visits delivered
        (
            "ML-01",
            "complaints",
            "cannot_say",
            "Complaints for 100 people are not returned for the last four quarters.",
        ),
        ("HC-09", "hand_back_hours", "cannot_say", "How many hours it holds or handed back is not known."),
        ("RS-01", "paid_not_used", "cannot_say", "What was paid is not known."),
        ("HC-06", "manual_logs", "cannot_say", "No visit was delivered."),
        ("HC-06", "invoice_gap", "cannot_say", "What was paid, or how long people stayed, is not known."),
        ("HC-06", "fifteen_minutes", "clear", "0 of 0 visits planned in the last twelve months."),
        # six months of 90 in 100 nights, six that do not say: 10 x 6 of 600, and 6 x £7,400 x 10%
        (
            "RS-02",
            "paid_not_used",
            "raised",
            "60 of 600 nights paid for (10%) were not used: £4,440 in the last twelve months.",
        ),
        # 140 of 100 nights in one month do not make up for 70 in another: 30 of 1,200, and £26,800 x 30%
        (
            "RS-03",
            "paid_not_used",
            "clear",
            "30 of 1,200 nights paid for (2%) were not used: £8,040 in the last twelve months.",
        ),
    ],
)  # fmt: skip
def test_what_the_register_or_the_payments_leave_out_is_said(found, key, flag_id, status, said):
    assert flag(found, key, flag_id) == (status, said)


def test_months_whose_invoices_do_not_say_what_was_delivered_are_left_out(found):
    # 6 x 900 of 6 x 1,000 hours are 90.0%; with all twelve months in the denominator it would be 45%, and a flag
    status, said = flag(found, "HC-03", "invoice_gap")
    assert said.startswith("Delivered of what was bought: 90.0% by the invoices") and status == "clear"


def test_holding_over_is_raised_for_what_the_register_calls_live(found):
    assert flag(found, "HC-12", "holding_over") == (
        "raised",
        "It ended on 30 September 2026 and runs on, last paid for October 2026.",
    )
    assert not {"HC-08", "HC-10", "HC-11"} & found.keys(), "no rule is asked of what the register calls ended"


def test_what_cannot_be_said_names_a_file_and_nothing_else_does(found):
    for one in found.values():
        for each in one.flags:
            assert bool(each.brings) == (each.status == "cannot_say"), (one.contract_id, each.flag_id)


def test_a_register_alone_raises_only_what_it_can_know(built, tmp_path, commissioner):
    with odd_register.opened(built, tmp_path, odd_register.REGISTER_ALONE) as house:
        house.stores.write(lambda cursor: cursor.execute("DELETE FROM records.reply"))
        every = red_flags.all_red_flags(house, commissioner)
    assert len(every) == 60
    assert {each.flag_id for one in every.values() for each in one.raised} <= ALWAYS
    brings = {each.flag_id: each.brings for each in every["HC-01"].flags if each.status == "cannot_say"}
    assert {key: said.split(".csv")[0] for key, said in brings.items() if ".csv" in said} == {
        "renewed_unchanged_poor": "contract",  # with contract_measure.csv
        "same_measures": "contract_measure",
        "complaints": "measure_return",
        "hand_backs": "hand_back",
        "hand_back_hours": "hand_back",
        "fifteen_minutes": "visit",
        "continuity": "visit",
        "manual_logs": "visit",
        "invoice_gap": "visit",
        "fee_below_staff_cost": "reference_line",
        "fee_below_minimum": "reference_line",
        "rating": "location",
        "rating_old": "location",
    }
    assert every["RS-01"].flag("paid_not_used").brings == "payment.csv"


# The demo council, counted again


def test_serious_accounts_are_counted_over_half_a_year(house, commissioner, year):
    told = house.stores.raw(
        "SELECT contract_id, teller_id, severity, coalesce(event_month, date_trunc('month', received_on)::DATE) "
        "AS month FROM records.story WHERE triage_state IN ('cleared', 'released') AND withdrawn_at IS NULL "
        "AND consent_level >= 1 AND (consent_until_on IS NULL OR consent_until_on >= DATE '2026-11-03')"
    )
    every, raised = red_flags.all_red_flags(house, commissioner, year), 0
    for key, one in every.items():
        mine = [each for each in told if each["contract_id"] == key and (each["severity"] or 0) >= HARM]
        mine = [each for each in mine if earlier(year.last, 5) <= each["month"] <= year.last]
        said = one.flag("serious_accounts")
        assert said.status == ("raised" if mine else "clear"), key
        if mine:
            raised += 1
            assert said.evidence.startswith(f"{len(mine)} account")
            assert "since May 2026" in said.evidence, "October and the five months before"
    assert raised > 2


def test_serious_accounts_are_never_said_of_months_that_were_not_asked_for(
    house, commissioner, year, tmp_path, monkeypatch
):
    """Twenty-four months by the settings, but accounts of eight are at hand: the earliest of those is named."""
    other_settings(tmp_path, monkeypatch, ("serious_months = 6 ", "serious_months = 24 "))
    span = Period(earlier(year.last, 7), year.last)
    found = red_flags.red_flags(house, commissioner, "HC-03", span)
    assert "since March 2026" in found.flag("serious_accounts").evidence


def test_other_limits_in_the_settings_move_the_flags(house, commissioner, year, tmp_path, monkeypatch):
    """HC-03: price 50% of the marks. HC-09: 70 of 126,000 / 52 = 2,423 hours, 2.9%."""
    before = red_flags.all_red_flags(house, commissioner, year)
    changes = (
        ("price_weight = 0.60 ", "price_weight = 0.50 "),
        ("hand_back_hours = 0.02 ", "hand_back_hours = 0.03 "),
    )
    other_settings(tmp_path, monkeypatch, *changes)
    after = red_flags.all_red_flags(house, commissioner, Period(earlier(year.last, 10), year.last))
    assert (flag(before, "HC-03", "price_weight")[0], flag(after, "HC-03", "price_weight")[0]) == ("clear", "raised")
    assert flag(before, "HC-09", "hand_back_hours")[0] == "raised"
    assert flag(after, "HC-09", "hand_back_hours")[0] == "clear"
    assert "50% or more" in after["HC-03"].flag("price_weight").rule


def test_complaints_of_the_only_contract_that_returns_them(house, commissioner, year):
    """ML-01: complaints of twelve months for 100 people at the end of four quarters, from the returns."""
    returned = {
        row["month"]: row["numerator"] / row["denominator"] * 100
        for row in house.stores.raw(
            "SELECT month, numerator, denominator FROM warehouse.measure_return "
            "WHERE contract_id = 'ML-01' AND measure_id = 'complaints_per_100'"
        )
    }
    rates = [returned[earlier(year.last, back)] for back in (0, 3, 6, 9)]
    rises = sum(now > before for now, before in zip(rates, rates[1:], strict=False))
    said = red_flags.red_flags(house, commissioner, "ML-01", year).flag("complaints").evidence
    assert said.startswith(
        f"{rates[0]:.1f} complaints for 100 people in the last twelve months, {rates[3]:.1f} nine months ago; "
        f"they rose in {rises} of the last three quarters"
    )


def test_counts_are_those_of_flags_without_notes(house, commissioner):
    numbers = red_flags.counts(house, commissioner)
    every = red_flags.all_red_flags(house, commissioner)
    for key, one in every.items():
        assert numbers[key] == len([each for each in one.flags if each.status == "raised" and each.level == FLAG])
    assert numbers["HC-04"] < len(every["HC-04"].raised), "the trade body's price is a note"


def test_ids_that_are_none_are_refused(house, commissioner):
    for key in ("", "HC-04-T2", "HC-99"):
        with pytest.raises(NotFound, match="runs today"):
            red_flags.red_flags(house, commissioner, key)


# Who waits for a reply: nobody's is recorded until one is


def test_before_any_reply_is_recorded_nobody_is_said_to_wait(built, tmp_path, commissioner):
    with odd_register.opened(built, tmp_path, []) as house:
        house.stores.write(lambda cursor: cursor.execute("DELETE FROM records.reply"))
        every = red_flags.all_red_flags(house, commissioner)
        assert house.stores.rows("renewals/asked_for_reply", audience="officers", on_day=TODAY)
    assert {one.flag("replies_late").status for one in every.values()} == {"cannot_say"}


def test_who_waits_longer_than_twenty_working_days(odd, commissioner, year):
    """One teller was told the answer; one account is only read, one answered and not told, one answered by no means as
    its teller says; all but the first are counted day by day, without weekends and holidays."""
    odd.stores.write(lambda cursor: cursor.execute("DELETE FROM records.reply"))
    asked = odd.stores.rows("renewals/asked_for_reply", audience="officers", on_day=TODAY)
    mine = [row for row in asked if row["contract_id"] == "HC-01"]
    answered, read, untold, denied = (one["story_id"] for one in mine[:4])
    rows = [(answered, "answered", TODAY, None), (read, "read", None, None), (untold, "answered", None, None)]
    rows.append((denied, "answered", TODAY, "not_answered"))
    named = "reply_id, story_id, state, told_on, teller_verdict, commissioner_id, due_on"
    insert = f"INSERT INTO records.reply ({named}) VALUES (?, ?, ?, ?, ?, 'C1', DATE '2026-11-03')"
    for number, row in enumerate(rows):
        odd.stores.write(lambda cursor, row=(f"R{number}", *row): cursor.execute(insert, row))
    holidays = {row["holiday_on"] for row in odd.stores.raw("SELECT holiday_on FROM warehouse.bank_holiday")}

    def due(received, closed):
        day, left = received, 20
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5 and day not in closed
        return day

    def late(closed):
        return [row for row in asked if row["story_id"] != answered and due(row["received_on"], closed) < TODAY]

    waiting, found = late(holidays), red_flags.all_red_flags(odd, commissioner)
    assert len(late(())) > len(waiting), "the week in October makes a difference"
    for key in found:
        mine = [row for row in waiting if row["contract_id"] == key]
        status, said = flag(found, key, "replies_late")
        assert status == ("raised" if mine else "clear"), key
        if mine:
            since = min(row["received_on"] for row in mine)
            number = sum(row["contract_id"] == key for row in asked)
            assert said == (
                f"{len(mine)} of {number} accounts that asked for a reply wait longer than that, "
                f"the longest since {since.day} {since:%B %Y}."
            )
    assert {read, untold, denied} <= {row["story_id"] for row in waiting}
