"""The renewals page as Streamlit runs it: every part for every role, an answer given, links, and what is missing."""

import datetime as dt

import pytest
from looking import Looking, figures, html, look, people, screen, title

from tightrope.answers import gate, renewals
from tightrope.answers.red_flags import all_red_flags
from tightrope.records.roles import looking_as
from tightrope.screens.renewal_one import PARTS

COMMISSIONER = looking_as("commissioner")


@pytest.mark.parametrize("part", list(PARTS))
@pytest.mark.parametrize("role", ["commissioner", "data_officer", "viewer"])
def test_each_part_opens_for_each_role(council, part, role):
    council()
    app = look("renewals", role, of="HC-01", part=part, item="theme:rushed")
    assert not app.exception and not app.info and title(app)
    if part == "change":
        assert bool(labels(app) & {"Keep this answer"}) == (role == "commissioner"), "who decides answers"
        assert len(people(app)) >= 4 and ("[name]" in " ".join(people(app))) == (role != "data_officer")


def test_the_list_is_that_of_the_answers_and_says_what_is_lost_next(council):
    house = council()
    rows = renewals.renewals(house, COMMISSIONER)
    app = look("renewals", show="all")
    shown = figures(app)
    assert shown == {
        f"days-{row.contract_id}": str(row.next_lost.days) for row in rows if row.next_lost and not row.holding_over
    }
    assert shown["days-HC-01"] == "45", "3 November to 18 December 2026: 27 days left of November and 18"
    assert screen(app).count("Holding over") == 1
    assert screen(look("renewals")).count("Options, changes and flags of") == 8


def test_one_contract_has_all_eight_options_and_days_to_both_closing_dates(council):
    council()
    app = look("renewals", of="HC-01")
    assert title(app) == "Home care, North East: 45 days left to re-tender"
    said = screen(app)
    last = "Re-tender: last committee 14 January 2027"
    assert f"{last}; paper due 18 December 2026; forward plan by 17 December 2026." in said
    assert "45 days left until the paper is due, 44 until the forward plan closes." in said
    assert figures(app)["option-insource"] == "lost" and figures(app)["option-extend"] == "not_offered"
    assert len([name for name in figures(app) if name.startswith("option-")]) == 8


def test_the_difference_shows_what_went_and_what_came(council):
    council()
    app = look("renewals", of="SL-02", part="difference")
    assert title(app).startswith("Renewed as the same contract again twice, last in 2023")
    assert "<del>" in html(app) and "<ins>" in html(app)
    assert "Signed by: Head of commissioning both times." in screen(app)


def test_every_raised_flag_opens_what_it_rests_on(council):
    house = council()
    every, session = all_red_flags(house, COMMISSIONER), Looking("commissioner")
    raised = [flag for key in ("HC-01", "HC-04", "HC-09", "HC-12", "SL-02") for flag in every[key].raised]
    for key, values in {(flag.opens[0], tuple(sorted(flag.opens[1].items()))) for flag in raised}:
        app = session.open(key, **dict(values))
        assert not app.exception and not app.info, (key, values)


def test_an_answer_given_on_the_page_is_kept_and_the_next_blank_opens(council):
    house = council()
    app = look("renewals", of="HC-02", part="change")
    first, second = [one.part for one in gate.gate(house, COMMISSIONER, "HC-02").blanks if one.part != "option"][:2]
    blank = len(gate.gate(house, COMMISSIONER, "HC-02").blanks)
    assert title(app) == f"Not ready, because {blank} answers are blank"
    app = look("renewals", of="HC-02", part="change", item=first)
    app.radio[0].set_value("clause_changed")
    app.text_area[0].input("<b>Clause</b> 7 names *two* hours")
    press(app, "Keep this answer")
    assert not app.exception and not app.error
    assert title(app) == f"Not ready, because {blank - 1} answers are blank"
    assert _one(app.query_params["item"]) == second
    assert "<b>Clause</b> 7 names *two* hours" in people(app), "as text, never as HTML or Markdown"
    kept = gate.gate(house, COMMISSIONER, "HC-02").answers[first]
    assert kept.choice == "clause_changed" and kept.dated_on == dt.date(2026, 11, 3)
    assert kept.named, "the officer responsible, unless another is named"


def test_what_is_missing_in_an_answer_is_said_and_what_was_typed_stays(council):
    house = council()
    part = gate.gate(house, COMMISSIONER, "HC-03").concerns[0].part
    app = look("renewals", of="HC-03", part="change", item=part)
    app.text_area[0].input("Because not")
    press(app, "Keep this answer")
    assert "Choose one of the answers." in app.error[0].value
    assert app.text_area[0].value == "Because not"
    assert part not in gate.gate(house, COMMISSIONER, "HC-03").answers


def test_an_option_is_proposed_and_one_that_is_lost_says_not_ready_because(council):
    house = council()
    app = look("renewals", of="HC-01", part="change")
    app.selectbox(key="option_HC-01").set_value("insource").run()
    press(app, "Propose this option")
    assert title(app) == "Bring it in-house: not ready, because this option was lost on 19 June 2026"
    assert gate.gate(house, COMMISSIONER, "HC-01").option == "insource"
    assert "Call it ready" not in labels(app)


def test_a_link_that_names_what_is_not_there_says_so(council):
    council()
    app = look("renewals", of="ML-00", part="nowhere", item="theme:nothing")
    assert [one.value.split(" that is not")[0] for one in app.info] == [
        "The link names a contract",
        "The link names a part",
    ]
    app = look("renewals", of="HC-01", part="change", item="account:S0")
    assert not app.exception and not app.text_area


def test_without_meetings_no_committee_is_named(spoilt, alter):
    alter("DELETE FROM meeting")
    app = look("renewals", of="HC-01")
    assert not app.exception
    assert title(look("renewals")) == "Which committee can still decide is not known: meeting.csv brings the meetings"
    assert "no meetings are known (meeting.csv brings them)" in screen(app)


def labels(app):
    return {one.label for one in app.button}


def press(app, label):
    next(one for one in app.button if one.label == label).click().run()


def _one(value):
    return value[0] if isinstance(value, list) else value
