"""Renewals of a council whose register is odd: each contract says what is wrong with it, and every part opens."""

import pytest
from looking import Looking, screen, title

SPEC = "UPDATE contract SET specification = 'Do the work' WHERE contract_id = 'HC-04'"
ODD = [
    "UPDATE contract SET predecessor_id = NULL WHERE contract_id = 'HC-01'",
    SPEC,
    "UPDATE contract SET price_basis = NULL WHERE contract_id = 'HC-03'",
    # HC-02 begins a year before the term before it has ended
    "UPDATE contract SET ends_on = (SELECT starts_on + INTERVAL 1 YEAR FROM contract WHERE contract_id = 'HC-02'), "
    "ended_on = NULL WHERE contract_id = (SELECT predecessor_id FROM contract WHERE contract_id = 'HC-02')",
    # HC-10 is called ended, nothing follows it, and it is paid on
    "UPDATE contract SET status = 'ended', ends_on = DATE '2026-06-30', ended_on = DATE '2026-06-30' "
    "WHERE contract_id = 'HC-10'",
    "UPDATE payment SET units_paid = 0, units_delivered = 0 WHERE contract_id = 'RS-01'",
    "UPDATE measure_return SET numerator = 0, denominator = 0 WHERE contract_id = 'HC-07'",
    "UPDATE contract SET units_per_year = 0 WHERE contract_id = 'HC-09'",
    "DELETE FROM people_served WHERE contract_id = 'HC-08'",
    "DELETE FROM meeting WHERE meets_on > DATE '2026-12-31'",
    "UPDATE contract SET extension_months = NULL, notice_months = NULL, review_on = NULL, annual_value = NULL "
    "WHERE contract_id = 'HC-05'",
    "UPDATE contract SET title = '<script>alert(1)</script> *bold*' WHERE contract_id = 'HC-06'",
]
OPTIONS, DIFFERENCE, FLAGS, CHANGE = "options", "difference", "flags", "change"
SAID = [
    ("HC-01", DIFFERENCE, "The register names no term before this one"),
    ("HC-01", FLAGS, "The register names no term before this one."),
    ("HC-04", DIFFERENCE, "The specification of this term has 3 words: too short to compare."),
    ("HC-04", FLAGS, "The specification of this term has 3 words: too short to compare."),
    ("HC-03", FLAGS, "The price of an hour is not given, or not of the same kind."),
    ("HC-02", OPTIONS, "the two terms overlap."),
    ("HC-10", OPTIONS, "The register calls it ended, and it is still paid."),
    ("HC-10", FLAGS, "the register calls it ended, so no rule is applied"),
    ("RS-01", FLAGS, "What was paid is not known."),
    ("HC-09", FLAGS, "How many hours it holds or handed back is not known."),
    ("HC-08", OPTIONS, "number of people not known"),
    ("HC-01", OPTIONS, "Meetings are known only until 5 November 2026"),
    ("HC-05", OPTIONS, "whether an extension is left is not known (extension_months in contract.csv says)"),
    ("HC-05", OPTIONS, "value not given"),
    ("HC-06", OPTIONS, "<script>alert(1)</script> *bold*"),
]


def test_every_part_of_every_odd_contract_opens_and_says_what_is_odd(spoilt, alter):
    alter(*ODD)
    session, wrong = Looking("commissioner"), []
    app = session.open("renewals", show="all")
    assert not app.exception
    assert title(app) == "Which committee can still decide is not known: meeting.csv brings the meetings"
    for key in dict.fromkeys(key for key, *_ in SAID):
        for part in (OPTIONS, DIFFERENCE, FLAGS, CHANGE):
            app = session.open("renewals", of=key, part=part)
            assert not app.exception, (key, part)
            wrong += [line for line in SAID if line[:2] == (key, part) and line[2].lower() not in screen(app).lower()]
    assert wrong == []


@pytest.mark.parametrize("table", ["contract_measure", "contract_term", "visit", "hand_back", "payment", "capacity"])
def test_without_a_table_every_part_opens_and_names_the_file(spoilt, alter, table):
    alter(f"DELETE FROM {table}")
    session = Looking("commissioner")
    for part in (OPTIONS, DIFFERENCE, FLAGS, CHANGE):
        app = session.open("renewals", of="HC-01", part=part)
        assert not app.exception, part
        if part == FLAGS and table == "contract_measure":
            assert f"{table}.csv" in screen(app)
