"""Move the budget on the What if page: by link, by slider, what is left out, and where something is missing."""

import json

import pytest
from looking import figures, html, look, people, screen, title

from tightrope.screens import split_parts, split_table


def test_every_way_to_split_opens_by_link_with_the_stories_of_who_loses(council):
    for by, line in (("service", "respite"), ("place", "South West"), ("fifth", "Most deprived fifth")):
        app = look("what-if", by=by, on="2027-06-01", changes=f"{line}:250000")
        assert not app.exception and title(app).startswith("£250,000 to ")
        assert "difference £0" in screen(app) and "Who loses, and what they tell" in screen(app)
        assert len(people(app)) >= 3
        assert figures(app)[f"split-{line}"] == "250000"


def test_a_slider_moves_the_same_split_as_the_address(council):
    app = look("what-if", on="2027-04-01")
    assert title(app).endswith("nothing moves yet")
    app.selectbox(key=split_parts.LINE).set_value("respite").run()
    app.slider(key=split_parts.SLIDER).set_value(250_000).run()
    assert title(app) == "£250,000 to Short breaks for unpaid carers: about 69 people gain; about 179 people lose"
    assert app.query_params["changes"] in ("respite:250000", ["respite:250000"])
    (move,) = app.session_state[split_parts.MOVES]
    assert move.line == "respite" and move.became - move.was == 250_000
    app.button(key="split_back").click().run()
    assert title(app).endswith("nothing moves yet")


def test_other_money_begins_anew(council):
    app = look("what-if", on="2027-04-01", changes="respite:250000")
    app.selectbox(key="split_basis").set_value("net").run()
    assert title(app) == "£165.0m net as it is budgeted for 2026-27: nothing moves yet"


def test_what_a_link_brings_is_checked_and_said(council):
    app = look("what-if", on="2001-01-01", rule="fair", by="moon", changes="respite:lots;meals:-900000;<b>:5")
    said = screen(app)
    assert not app.exception and title(app).endswith("nothing moves yet")
    assert "The link names a day that is not offered" in said
    assert "Left out: respite: “lots” is no amount in pounds" in said
    assert "Left out: Meals at home has £500,000: £900,000 cannot be taken from it, £400,000 too much." in said
    assert "<b>" not in html(app)


def test_a_line_that_is_bound_cannot_be_dragged_below_it(council):
    bars = next(one for one in look("what-if", on="2026-12-01").get("bidi_component") if "splitbar" in one.proto.json)
    shown = json.loads(bars.proto.json)["html"]
    # Short breaks: £3,199,999.99 less £1,398,002.40 that contracts bind is £1,801,997.59: 1,801 steps of £1,000.
    assert 'data-line="respite" data-amount="3199999.99" min="-1801000"' in shown
    assert "6 months&#39; notice, so not before 1 June 2027" in shown


def test_an_empty_quote_of_the_same_size_where_nobody_was_heard(council):
    app = look("what-if", rule="hand", on="2027-04-01", changes="not_contracted:-1000")
    assert "An empty quote: nobody was heard" in screen(app)
    assert "Nobody who uses Not bought by contract was heard in these months." in screen(app)


def test_who_reads_no_accounts_reads_none_here(council):
    app = look("what-if", "data_officer", on="2027-04-01", changes="respite:250000")
    assert set(people(app)) == {"Your role counts accounts and does not read them."}


def test_what_is_typed_into_the_table():
    lines, changes = ["a", "b", "c"], {"a": 5, "b": 7}
    made, wrong = split_table.edited(
        lines, {0: {"change": "-£1,200.50"}, 1: {"change": None}, 2: {"change": "lots"}}, changes
    )
    assert {name: float(amount) for name, amount in made.items()} == {"a": -1200.5}
    assert wrong == ["“lots” is no amount in pounds: write it like -250000 or 12,500.50."]
    assert split_table.edited(lines, {9: {"change": "1"}, 1: {"name": "x"}}, changes) == (changes, [])
    assert changes == {"a": 5, "b": 7}


@pytest.mark.parametrize(
    ("gone", "wanted"),
    [
        ("budget", "No budget is loaded for 2026-27, so there is nothing to split: budget.csv brings it."),
        ("payment", "No payment of 2026-27 is loaded: what contracts bind cannot be said. payment.csv brings it."),
    ],
)
def test_without_budget_or_payments_it_says_which_file_brings_them(spoilt, alter, gone, wanted):
    alter(f"DELETE FROM {gone}")
    app = look("what-if", on="2027-04-01", changes="meals:-1000")
    assert not app.exception and wanted in screen(app)
