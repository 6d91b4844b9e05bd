"""Working days against days counted by hand, round Easter and Christmas; and the bank holidays on file."""

import csv
from datetime import date, timedelta

import pytest

from tightrope import paths
from tightrope.voices import working_days

ON_FILE = (paths.ROOT / "data" / "sample" / "bank_holiday.csv").read_text(encoding="utf-8")
HOLIDAYS = [date.fromisoformat(row["holiday_on"]) for row in csv.DictReader(ON_FILE.splitlines())]

# England and Wales as published by the government (gov.uk/bank-holidays), written here apart from the file.
PUBLISHED = """
2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26
2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
"""

# From, working days, to; counted from the day after.
BY_HAND = [
    ("2026-11-03", 0, "2026-11-03", "a Tuesday, no day on"),
    ("2026-11-03", 1, "2026-11-04", "the next day"),
    ("2026-11-06", 1, "2026-11-09", "Friday, then Monday"),
    ("2026-11-07", 1, "2026-11-09", "came on a Saturday: Monday is the first"),
    ("2026-11-08", 3, "2026-11-11", "came on a Sunday: Mon, Tue, Wed"),
    ("2026-04-01", 3, "2026-04-08", "Thu 2; Good Friday 3 and Easter Monday 6 out; Tue 7, Wed 8"),
    ("2026-04-02", 1, "2026-04-07", "Maundy Thursday: Tuesday after Easter"),
    ("2026-04-03", 1, "2026-04-07", "came on Good Friday"),
    (
        "2026-03-17",
        20,
        "2026-04-16",
        "13 days to Thu 2 April but 3 is out: 18-20, 23-27, 30-2 are 12; 7-10 16; 13-16 20",
    ),
    ("2025-04-17", 3, "2025-04-24", "Thu; 18 and 21 out; Tue 22, Wed 23, Thu 24"),
    ("2024-03-27", 5, "2024-04-05", "Thu 28; 29 and 1 out; Tue 2, Wed 3, Thu 4, Fri 5"),
    ("2027-03-24", 2, "2027-03-30", "Thu 25; 26 and 29 out; Tue 30"),
    ("2025-12-23", 3, "2025-12-30", "Wed 24; 25 and 26 out; Mon 29, Tue 30"),
    ("2025-12-23", 5, "2026-01-02", "and Wed 31; 1 January out; Fri 2"),
    ("2026-12-24", 3, "2026-12-31", "Fri 25 and Mon 28 (substitute) out; Tue 29, Wed 30, Thu 31"),
    ("2026-12-24", 4, "2027-01-04", "and Fri 1 January out; Mon 4"),
    ("2027-12-24", 1, "2027-12-29", "Mon 27 and Tue 28 (both substitutes) out"),
    ("2024-12-24", 2, "2024-12-30", "25 and 26 out; Fri 27, Mon 30"),
    ("2026-08-28", 1, "2026-09-01", "Friday before the summer bank holiday"),
]


@pytest.mark.parametrize(("first", "days", "last", "why"), BY_HAND)
def test_working_days_as_counted_by_hand(first, days, last, why):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    assert working_days.after(first, days, HOLIDAYS) == last, why
    assert working_days.between(first, last, HOLIDAYS) == days, why


def plainly(first, days, holidays):
    """The same, one day at a time."""
    day = first
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in holidays
    return day


def test_every_day_of_four_years_is_counted_as_one_by_one():
    for number in range(0, 4 * 365, 3):
        first = date(2024, 1, 1) + timedelta(days=number)
        for days in (1, 3, 10, 20, 60):
            last = plainly(first, days, set(HOLIDAYS))
            assert working_days.after(first, days, HOLIDAYS) == last
            assert working_days.between(first, last, HOLIDAYS) == days
            assert working_days.between(last, first, HOLIDAYS) == -days


def test_the_bank_holidays_on_file_are_those_of_england():
    wanted = [date.fromisoformat(one) for one in PUBLISHED.split()]
    assert [one for one in HOLIDAYS if 2024 <= one.year <= 2027] == wanted
    assert not [one for one in HOLIDAYS if one.weekday() > 4], "a weekend's holiday is given on a working day instead"


def test_a_year_that_is_not_on_file_is_named():
    assert working_days.missing_years([date(2028, 1, 3), date(2027, 6, 1)], PUBLISHED_DAYS) == [2028]
    assert working_days.missing_words([2028]) == (
        "Bank holidays of 2028 are not on file: bank_holiday.csv brings them; dates may be a day or more early."
    )
    assert working_days.missing_words([2028, 2029]).startswith("Bank holidays of 2028 and 2029 are not on file")
    assert working_days.missing_words([]) == ""
    assert working_days.missing_years([date(2026, 1, 2)], []) == [2026]


PUBLISHED_DAYS = [date.fromisoformat(one) for one in PUBLISHED.split()]
