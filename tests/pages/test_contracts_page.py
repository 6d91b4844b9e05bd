"""The contracts page as Streamlit runs it: its figures, its warning, its links and what is missing."""

import pytest
from looking import figures, look, people, screen, title

from tightrope.answers import contracts as answers
from tightrope.answers.evidence import usual_period
from tightrope.records.roles import looking_as
from tightrope.screens.contracts_parts import PARTS


def test_the_figures_on_the_page_are_those_of_the_answers(council):
    house, reader = council(), looking_as("commissioner")
    rows = answers.costs(house, reader, usual_period(house))
    for line in answers.lines_of(rows):
        app = look("contracts", line=line)
        assert not app.exception
        shown = figures(app)
        wanted = {
            f"each-{row.contract_id}": f"£{row.each.median:,.2f}" for row in rows if row.service_id == line and row.each
        }
        assert shown == wanted


def test_too_cheap_is_a_warning_and_never_a_saving(council):
    council()
    app = look("contracts", line="home_care")
    said = [one.value for one in app.warning]
    assert len(said) == 1 and "Swiftline" in said[0] and "too cheap to be kept" in said[0] and "£22.71" in said[0]
    assert "no proof of anything unlawful" in said[0]
    assert " paid, £" in title(app) and title(app).endswith("of it for what was not delivered")


@pytest.mark.parametrize("part", list(PARTS))
@pytest.mark.parametrize("role", ["commissioner", "data_officer", "viewer"])
def test_each_part_opens_for_each_role(council, part, role):
    council()
    app = look("contracts", role, part=part, of="SL-02")
    assert not app.exception and not app.info and title(app)


def test_a_link_that_names_what_is_not_there_says_so(council):
    council()
    app = look("contracts", line="nowhere", of="XX-99", part="measures")
    assert [one.value.split(" that is not")[0] for one in app.info] == [
        "The link names a service line",
        "The link names a contract",
    ]


def test_without_payments_the_page_says_which_file_brings_them(spoilt, alter):
    alter("DELETE FROM payment", "UPDATE contract SET price_basis = NULL WHERE contract_id = 'HC-02'")
    app = look("contracts", line="home_care")
    assert not app.exception and title(app) == "What was paid is not known: payment.csv brings it"
    assert "What was delivered is not known." in screen(app)


def test_a_contract_without_a_price_basis_is_not_compared(spoilt, alter):
    alter("UPDATE contract SET price_basis = NULL WHERE contract_id = 'HC-02'")
    app = look("contracts", line="home_care")
    assert "price_basis in contract.csv" in screen(app) and "of different basis" in screen(app)
    assert not app.warning


NO_VISITS = [f"DELETE FROM {name}" for name in ("visit", "visit_month", "visit_contract_month", "continuity_month")]


def headers(app):
    return [one.value for one in app.header]


def test_visits_of_a_contract_open_and_single_ones_for_who_may_see_them(council):
    council()
    app = look("contracts", part="visits", of="HC-01")
    assert not app.exception and title(app) == "Home care, North East, Beechcroft Homecare: visit by visit"
    assert headers(app)[0].startswith("Half of visits last 1") and headers(app)[0].endswith("though 30 are bought")
    (whose,) = [one for one in app.selectbox if one.label == "Whose visits"]
    worker = next(one for one in whose.options if one.startswith("Worker "))
    app = look("contracts", part="visits", of="HC-01", one=f"worker:{worker.removeprefix('Worker ')}")
    assert f"{worker}: " in screen(app) and "What became of it" in screen(app)
    shut = look("contracts", "data_officer", part="visits", of="HC-01", one=f"worker:{worker.removeprefix('Worker ')}")
    assert worker.removeprefix("Worker ") not in screen(shut)
    assert "for those who may read accounts" in screen(shut)


def test_why_it_matters_and_the_thresholds_stand_beside_the_charts(council):
    council()
    said = screen(look("contracts", part="visits", of="HC-01"))
    for words in (
        "Why it matters: Minutes that are bought", "Why it matters: Being washed by a stranger",
        "Why it matters: People plan medicines", "Among people with 8 visits or more", "Within 15 minutes of the plan",
        "Late, by more than 30 minutes", "More is better", "Fewer is better",
    ):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"of": "CH-03"}, "this contract is for care homes"),
        ({"of": "HC-01", "from": "2022-01", "to": "2022-03"}, "Choose months among these."),
        ({"of": "HC-01", "one": "person:nobody"}, "Whom the link names has no visits here"),
        ({"of": "HC-01", "one": "<script>"}, "Whom the link names has no visits here"),
        ({"of": "XX-99"}, "The link names a contract that is not here."),
        ({"of": "HC-01", "from": "2026-10", "to": "2026-08"}, "Visits from call monitoring, Aug 2026 to Oct 2026."),
        ({"of": "HC-01", "from": "1066-10"}, "The link names a month that is not here."),
    ],
)
def test_what_has_no_visits_or_is_not_there_is_said_in_plain_words(council, query, words):
    council()
    app = look("contracts", part="visits", **query)
    assert not app.exception and words in screen(app)


def test_without_any_visits_the_part_says_which_file_brings_them(spoilt, alter):
    alter(*NO_VISITS)
    app = look("contracts", part="visits", of="HC-01")
    assert not app.exception and headers(app) == ["How long visits last is not known"]
    assert "visit.csv brings them" in screen(app)


def test_visits_that_nobody_logged_are_never_on_time_late_or_short(spoilt, alter):
    """Half of them by hand, half without a log, no worker named: zero to divide by, everywhere."""
    alter(
        "UPDATE visit SET worker_id = NULL, actual_start_at = NULL, actual_minutes = NULL, "
        "log_method = CASE WHEN planned_minutes = 30 THEN 'manual' ELSE 'none' END",
        "UPDATE visit_month SET logged = 0, on_time = 0, timed = 0, long_enough = 0, manual = delivered",
        "DELETE FROM continuity_month",
    )
    app = look("contracts", part="visits", of="HC-01")
    assert not app.exception
    assert headers(app)[0] == "How long visits last is not known: none was logged as it happened"
    said = screen(app)
    for words in ("0 of those made were logged", "have no log at all", "nobody can say which were late",
                  "Nobody had enough visits to say", "No worker has two logged visits in a row",
                  "No worker is named in these months."):  # fmt: skip
        assert words in said, words


def test_a_place_that_nobody_knows_is_called_so(spoilt, alter):
    first = "(SELECT min(area_code) FROM visit_month WHERE contract_id = 'HC-01')"
    alter(f"UPDATE visit_month SET area_code = 'nowhere' WHERE area_code = {first}")
    app = look("contracts", part="visits", of="HC-01")
    assert not app.exception and "not known" in screen(app)


def test_terms_open_with_the_share_told_by_the_minutes_bought(council):
    council()
    app = look("contracts", part="terms")
    assert not app.exception and title(app) == "What contracts say, beside what people tell"
    shown = figures(app)
    assert shown["terms-rushed_home_care-0"] == "19/82" and shown["terms-rushed_home_care-2"] == "0/17"
    assert any("mostly under one contract" in words for words in people(app))


def test_a_link_to_a_clause_that_is_not_there_says_so(council):
    council()
    app = look("contracts", part="terms", clause="<b>nowhere</b>")
    assert not app.exception
    assert [one.value for one in app.info] == [
        "The link names a clause that is not here. You see minutes bought for a visit instead."
    ]
    assert not look("contracts", part="terms", clause="travel_time_paid").info


def test_without_terms_the_part_says_which_file_brings_them(spoilt, alter):
    alter("DELETE FROM contract_term")
    app = look("contracts", part="terms")
    assert not app.exception and headers(app) == ["What contracts say is not known"]
    assert "contract_term.csv brings it" in screen(app)


def test_zero_units_and_a_line_of_one_contract_open(spoilt, alter):
    alter("UPDATE payment SET units_delivered = 0, units_paid = 0 WHERE contract_id = 'ML-01'")
    app = look("contracts", line="meals")
    assert not app.exception and "What was delivered is not known." in screen(app)
