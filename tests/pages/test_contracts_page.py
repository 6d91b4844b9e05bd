"""The contracts page as Streamlit runs it: its figures, its warning, its links and what is missing."""

import pytest
from looking import figures, look, screen, title

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


def test_zero_units_and_a_line_of_one_contract_open(spoilt, alter):
    alter("UPDATE payment SET units_delivered = 0, units_paid = 0 WHERE contract_id = 'ML-01'")
    app = look("contracts", line="meals")
    assert not app.exception and "What was delivered is not known." in screen(app)
