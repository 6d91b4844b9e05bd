"""Pictures of measures: what is drawn, that shapes and words say it, that they are kept, and the part as it runs."""

import re
from dataclasses import replace
from datetime import date

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tightrope.answers.moving_chart import Moving
from tightrope.answers.moving_funnel import Line
from tightrope.answers.moving_told import Block, Concern
from tightrope.answers.period import earlier
from tightrope.evidence.measures import load_measures
from tightrope.records import house as holding
from tightrope.screens import charts
from tightrope.screens.chart_looks import colours, plain, reach, thin
from tightrope.weighing.change import Told, moved
from tightrope.weighing.control import SHARE, Returned, Rules, control_chart
from tightrope.weighing.funnel import funnel

MEASURES = load_measures()
LATEST = date(2026, 10, 1)
STATISTICIANS = re.compile(
    r"\b(posterior|prior|p[- ]?values?|sigma|standard deviations?|confidence intervals?|hypothes\w+|regressions?|"
    r"benjamini\w*|binomial|clients?|service users?|elderly|vulnerable|consulted|conflicts?)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def fresh():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def months(values):
    return [
        Returned(earlier(LATEST, len(values) - 1 - i), round(1000 * one), 1000.0, one) for i, one in enumerate(values)
    ]


def moving(last=(0.9, 0.9, 0.9, 0.9, 0.9, 0.7), **changes):
    measure, rules = MEASURES["on_time"], Rules()
    chart = control_chart(SHARE, months([0.89, 0.91] * 9 + list(last)), earlier(LATEST, 5), rules)
    made = Moving(
        contract_id="HC-01",
        measure=measure,
        chart=chart,
        move=moved(chart, earlier(LATEST, 5)),
        rules=rules,
        answer="",
        shown="",
        few_words="",
        earlier_words="",
        in_contract=True,
        target=0.9,
        target_words="asked for 90%",
        threshold="on time = within 15 minutes of the plan",
        way_words="more is better",
        source_words="call monitoring",
        notes=(),
    )
    return replace(made, **changes)


def names(figure):
    return [trace.name for trace in figure.data if trace.name]


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def test_a_trend_has_limits_target_usual_and_marks_in_words():
    figure = charts.trend(moving(), dark=False)
    assert names(figure) == [
        "limits of chance",
        "usual 90%",
        "asked for 90%",
        "the month's value",
        "one month outside the limits",
    ]
    outside = trace(figure, "one month outside the limits")
    assert list(outside.x) == [LATEST] and outside.marker.symbol == "diamond"
    assert "one month outside the limits" in outside.text[0] and "700 of 1,000" in outside.text[0]
    assert len(trace(figure, "the month's value").x) == 24
    assert trace(figure, "asked for 90%").line.dash == "dash"
    assert [one.text for one in figure.layout.annotations] == ["on time = within 15 minutes of the plan"]


def test_each_rule_has_a_shape_of_its_own():
    assert len(set(charts.MARKS.values())) == len(charts.MARKS) == 5
    rising = charts.trend(moving((0.901, 0.902, 0.903, 0.904, 0.905, 0.906)), dark=False)
    assert trace(rising, "6 months in a row up").marker.symbol == "triangle-up"


def test_a_month_that_breaks_two_rules_has_the_shape_of_the_graver_one():
    """0.68 and 0.70 lie outside, and as two of three beyond two thirds of the way they lie close as well."""
    figure = charts.trend(moving((0.9, 0.9, 0.9, 0.9, 0.68, 0.7)), dark=False)
    outside = trace(figure, "one month outside the limits")
    assert len(outside.x) == 2 and "two of three close to a limit" in outside.text[0]
    assert "two of three close to a limit" not in names(figure)


def test_a_month_with_a_note_has_a_ring_and_its_words_stay_out():
    figure = charts.trend(moving(notes=((LATEST, "<b>sheet</b> not returned"),)), dark=False)
    assert list(trace(figure, "month with a note").x) == [LATEST]
    assert "sheet" not in figure.to_json()


def test_without_limits_only_what_is_known_is_drawn():
    found = moving()
    bare = control_chart(SHARE, months([0.9, 0.8, 0.85]), LATEST, Rules())
    figure = charts.trend(replace(found, chart=bare, target=None, target_words=""), dark=True)
    assert names(figure) == ["the month's value"]
    assert "none judged" in charts.alt_trend(replace(found, chart=bare))


def test_figures_are_kept_and_look_like_nobody_elses():
    found = moving()
    assert charts.trend(found, False) is charts.trend(moving(), False)
    assert charts.trend(found, True) is not charts.trend(found, False)
    assert charts.trend(replace(found, target=0.8), False) is not charts.trend(found, False)
    drawn = charts.trend(found, False)
    assert len(drawn.layout.template.to_plotly_json().get("layout", {})) == 0
    assert len(drawn.to_json()) < 40_000


def test_colours_come_from_the_theme():
    for dark in (False, True):
        assert all(re.fullmatch(r"#[0-9a-f]{6}", one) for one in vars(colours(dark)).values())
    light = colours(False)
    assert light.numbers == st.get_option("theme.light.blueColor") != colours(True).numbers
    assert trace(charts.trend(moving(), False), "the month's value").line.color == light.numbers
    assert thin("#ff0080", 0.1) == "rgba(255,0,128,0.1)"


def concern(blocks):
    return Concern(("Rushed",), tuple(blocks), 30, Told(1, 2, 3, 4), False, "still", "")


def test_people_stand_before_all_who_told_anything():
    blocks = [
        Block(earlier(LATEST, back + 2), earlier(LATEST, back), told, people, least)
        for back, told, people, least in ((9, 0, 0, False), (6, 0, 0, False), (3, 3, 7, False), (0, 1, 6, True))
    ]
    figure = charts.told(concern(blocks), dark=False)
    every, told = figure.data
    assert (list(every.y), list(told.y)) == ([7, 6], [3, 1]), "from the first three months in which anybody told"
    assert list(every.text) == ["3 of 7", "1 of 6"]
    assert every.customdata[1] == "Aug 2026 to Oct 2026: 1 of at least 6 people"
    assert told.marker.color == colours(False).stories
    assert charts.alt_told(concern(blocks)).endswith("May 2026 to Jul 2026: 3 of 7; Aug 2026 to Oct 2026: 1 of 6")
    assert len(charts.told(concern(blocks[:2]), dark=False).data) == 2, "nobody at all is drawn too"


def line(rows):
    made = funnel(rows)
    names_of = tuple((key, f"Title {key}", "<i>Provider</i> & Sons") for key, _, _ in rows)
    return Line(MEASURES["on_time"], "Home care", made, names_of, "C", "Said.")


def test_a_funnel_shows_limits_each_place_and_this_contract():
    figure = charts.funnel(line([("A", 90, 100), ("B", 94, 100), ("C", 100, 100), ("D", 61, 100)]), dark=False)
    assert names(figure) == [
        *["chance reaches here 2 times in 1,000"] * 2,
        *["chance reaches here 1 time in 20"] * 2,
        "the whole line: 86.2%",
        "within what chance explains",
        "near the edge",
        "further out than chance explains",
        "this contract",
    ]
    assert len(set(charts.SPOTS.values())) == 3
    assert list(trace(figure, "this contract").y) == [1.0]
    beyond = trace(figure, "further out than chance explains")
    assert beyond.text[0].startswith("Title C<br>&lt;i&gt;Provider&lt;/i&gt; &amp; Sons<br>100%, 100 of 100")


def test_ranges_hold_everything_and_no_more():
    assert reach([0.4, 0.9], 1.0) == [pytest.approx(0.37), pytest.approx(0.93)]
    assert reach([0.0, 1.0], 1.0) == [pytest.approx(-0.03), pytest.approx(1.03)]
    low, high = reach([5.0, 5.0], float("inf"))
    assert low < 5.0 < high
    assert plain("<b>%{x}") == "&lt;b&gt;% {x}"


SCRIPT = """
import streamlit as st
from tightrope.answers.evidence import usual_period
from tightrope.records.house import house
from tightrope.records.roles import looking_as
from tightrope.screens.measures_parts import measures
asked = st.session_state
asked["got"] = measures(
    house(), looking_as("commissioner"), asked["contract"], usual_period(house()), asked["measure"]
)
"""


def seen(app):
    """Everything on the page as one text."""
    kinds = ("title", "header", "subheader", "text", "markdown", "caption", "expander")
    return "\n".join(str(getattr(one, "value", None) or one.label) for kind in kinds for one in app.get(kind))


def test_the_part_as_it_runs(demo):
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    cases = [
        ("HC-01", "on_time", "on_time", "Visits on time did not move", 3),
        ("HC-01", "nonsense", None, "", None),
        ("DO-02", "attendance", "attendance", "sheet not returned", 3),
        ("CH-06", "manager_in_post", "manager_in_post", "moved for the worse: 5 months outside the limits", 2),
        ("HC-06", "on_time", "on_time", "too few to say whether more or fewer", 2),
        ("RE-02", "at_home_91_days", "at_home_91_days", "too few to set side by side", 1),
        ("HC-01", "missed_visits", "missed_visits", "not a share", 2),
        ("HC-07", "safeguarding_concerns", None, "", None),
        ("HC-99", "on_time", "", "measure_return.csv", 0),
    ]
    try:
        for contract, measure, got, said, drawn in cases:
            app.session_state["contract"], app.session_state["measure"] = contract, measure
            app.run()
            assert not app.exception, (contract, measure)
            text = seen(app)
            assert said in text, (contract, measure, text)
            assert STATISTICIANS.findall(text) == []
            if got is not None:
                assert app.session_state["got"] == got
            if drawn is not None:
                pictures = app.get("plotly_chart")
                assert len(pictures) == drawn, (contract, measure)
                assert all(one.proto.alt for one in pictures)
    finally:
        holding.leave()


def test_another_measure_is_picked(demo):
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    app.session_state["contract"], app.session_state["measure"] = "HC-01", "on_time"
    try:
        app.run()
        app.selectbox[0].set_value("duration_met").run()
        assert app.session_state["got"] == "duration_met"
        assert app.header[0].value.startswith("Visits that last as long as bought")
        assert app.dataframe[-1].value.iloc[0]["month"] == "Oct 2026"
    finally:
        holding.leave()
