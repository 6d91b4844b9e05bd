"""Who decides, on screen: officers in their own words, invitations answered, consultations recorded, odd registers."""

import re

import pytest
from looking import Looking, everything, figures, html, look, notes, people, screen, title

from tightrope.answers import consultations
from tightrope.records import house as holding
from tightrope.records import inviting
from tightrope.records.inviting import Asked
from tightrope.records.roles import looking_as
from tightrope.screens import consult_parts

NASTY = '<img src=x onerror="alert(1)"> *bold* [link](http://evil.example)'
CONSULT = {"view": "consult"}


def press(app, label):
    next(one for one in app.button if one.label == label).click().run()


def box(app, label):
    return next(one for one in (*app.text_input, *app.text_area, *app.selectbox, *app.date_input) if one.label == label)


def invited(house, **changes):
    good = {
        "reference": "r1",
        "of": "officer:C2",
        "team": "Night staff",
        "words": "One worker at three",
        "proposed_on": None,
    }
    return inviting.invite(house, looking_as("voice_team"), Asked(**{**good, **changes}))[0]


def test_who_decides_says_it_as_planted(council):
    council()
    app = look("decisions")
    assert title(app) == "Six officers answer for all 60 contracts" and len(app.title) == 1
    out = {key: value for key, value in figures(app).items() if key.startswith("out-")}
    assert out == {
        "out-C1": "412", "out-C2": "", "out-C3": "35", "out-C4": "12", "out-C5": "201", "out-C6": "600", "out-C7": "88",
    }  # fmt: skip
    assert "never (asked twice)" in screen(app) and "412 days ago" in screen(app)
    assert sum(one.startswith("I ") for one in people(app)) == 7, "everybody in their own words"
    assert 'href="tel:01632960102"' in html(app) and 'href="mailto:malcolm.thwaite@hallamford.example"' in html(app)
    assert "score" not in screen(app).lower() and "rank" not in screen(app).lower()


def test_a_search_narrows_and_stands_in_the_address(council):
    council()
    app = look("decisions", find="hearth")
    assert "Tom Ellery" not in screen(app) and "Hearth Meals" in screen(app)
    box(app, "Name, post, service, contract or provider").input("ellery").run()
    assert app.query_params["find"] in ("ellery", ["ellery"]) and "Tom Ellery" in screen(app)
    assert "No officer and no contract fits this." in screen(look("decisions", find="nobody at all"))
    app = look("decisions", contract="HC-99", view="nowhere", service=NASTY, of="HC-99")
    assert not app.exception and len(notes(app)) == 4 and title(app) == "Six officers answer for all 60 contracts"


def test_the_voice_team_asks_and_the_officer_answers_on_the_page(spoilt):
    session = Looking("voice_team")
    app = session.open("decisions")
    press(app, "Send the invitation")
    assert "Choose an officer, or a contract." in app.error[0].value and "Say which team asks." in app.error[0].value
    box(app, "Whom").select("officer:C6")
    box(app, "Which team asks").input("Night staff")
    box(app, "What they would see").input(f"What one worker does alone {NASTY}")
    press(app, "Send the invitation")
    assert not app.error and not app.exception
    assert "Asked today by Night staff: no answer yet." in screen(app)
    (row,) = holding.house().stores.rows("deciders/invites")
    app = Looking("commissioner").open("decisions", invite=row["invite_id"])
    assert "Night staff asks Gareth Lowe" in screen(app)
    press(app, "Keep this answer")
    assert "Choose yes, no, or that they went." in app.error[0].value
    app.radio[0].set_value("declined")
    box(app, "What you say with it; the team reads it").input("no")
    press(app, "Keep this answer")
    assert "Say why, in 3 words or more" in app.error[0].value
    assert box(app, "What you say with it; the team reads it").value == "no", "nothing typed is lost"
    app.radio[0].set_value("been")
    press(app, "Keep this answer")
    assert not app.error and figures(app)["out-C6"] == "0" and "went on 3 November 2026." in screen(app)
    assert not [one for one in app.button if one.label == "Keep this answer"], "the form closes"


def test_who_may_neither_ask_nor_answer_sees_no_form(spoilt):
    key = invited(holding.house())
    for role in ("viewer", "data_officer"):
        app = look("decisions", role, invite=key)
        assert not app.exception and not [one for one in app.button if "nvitation" in one.label or "Keep" in one.label]
        assert "Asked today by Night staff" in screen(app) and 'data-do="answer' not in html(app)


def test_contracts_with_nobody_named_stand_first_in_plain_words(spoilt, alter):
    alter(
        "UPDATE contract SET commissioner_id = NULL WHERE contract_id = 'HC-04'",
        f"UPDATE commissioner SET name = '{NASTY}', post = '{NASTY}', background = '{NASTY}', email = '{NASTY}', "
        f"phone = '{NASTY}', may_decide = '{NASTY}', deputy_id = NULL, reply_working_days = NULL "
        "WHERE commissioner_id = 'C1'",
        "UPDATE commissioner SET background = NULL, email = NULL, phone = NULL, may_decide = NULL "
        "WHERE commissioner_id = 'C4'",
    )
    app = look("decisions")
    assert not app.exception
    assert title(app) == "One of 60 contracts has nobody named who answers for it"
    said = screen(app)
    assert said.index("Nobody is named for 1 contract") < said.index("Gareth Lowe")
    assert "No address and no telephone on file" in said and "They have not said what they bring" in said
    assert NASTY in people(app) and "<img" not in html(app) and 'http://evil.example"' not in html(app)


def test_without_commissioner_csv_the_page_says_which_file_brings_it(spoilt, alter):
    alter("DELETE FROM front_line_visit", "DELETE FROM commissioner")
    app = look("decisions")
    assert not app.exception and "commissioner.csv brings name, post, background and telephone" in title(app)
    assert "The contract register names C1 and no more" in screen(app)
    assert not look("decisions", **CONSULT).exception
    assert not look("decisions", "voice_team").exception


def test_consult_or_tell_shows_claimed_beside_rated(council):
    council()
    app = look("decisions", **CONSULT)
    assert title(app).startswith("Of four consultations decided, one told and did not ask")
    shown = figures(app)
    assert (shown["claimed-CN-04"], shown["rated-CN-04"]) == ("6", "3.0")
    assert "rated-CN-03" not in shown and "rated-CN-05" not in shown
    for words in (
        "Told, not asked: it was decided 18 days before it opened.",
        "The council says co-designing; 14 people who took part say informing.",
        "The council claims 3 steps more.",
        "Fewer than 8 people rated it: too few to show.",
        "Decided 15 days before it closed, while people could still answer.",
        "Nobody has said Enough reasons given to answer with sense.",
    ):
        assert words in screen(app), words
    assert not re.search(r"\b5 people", everything(app)), "too few are not counted out"
    app = look("decisions", view="consult", of="HC-02")
    assert title(app) == "No consultation of Home care, South (HC-02) is on record"


@pytest.mark.parametrize(
    ("gap", "words"),
    [(3.0, "The council claims 3 steps more."), (-1.0, "The council claims 1 step less."),
     (0.4, "The two agree to within half a step."), (-0.5, "The council claims half a step less.")],
)  # fmt: skip
def test_the_gap_in_words(gap, words):
    assert consult_parts.gap_words(gap) == words


def test_a_consultation_is_recorded_changed_and_given_options_on_the_page(spoilt):
    session = Looking("commissioner")
    app = session.open("decisions", view="consult", item="new")
    box(app, "Title").input(NASTY)
    press(app, "Keep it")
    assert "Give the first day." in app.error[0].value and box(app, "Title").value == NASTY
    app.date_input(key="new_opened_on").set_value("2026-10-01")
    app.date_input(key="new_decided_on").set_value("2026-09-01")
    app.selectbox(key="new_gunning_time").select(True)
    press(app, "Keep it")
    assert "A tick alone is not kept." in app.error[0].value
    app.text_area(key="new_gunning_time_evidence").input(NASTY + " shows it")
    press(app, "Keep it")
    assert not app.error and not app.exception
    assert "Told, not asked: it was decided 30 days before it opened." in screen(app)
    assert NASTY in people(app) and "<img" not in html(app)
    key = next(one.consultation_id for one in consultations.consultations(holding.house()) if one.title == NASTY)
    app = session.open("decisions", view="consult", item=f"option:{key}:new")
    box(app, "The option").input("Do nothing")
    app.radio[0].set_value(True)
    press(app, "Keep it")
    assert "Say what changed in it, and why" in app.error[0].value and box(app, "The option").value == "Do nothing"
    box(app, "What changed in it, and why").input(f"They asked {NASTY}")
    press(app, "Keep it")
    assert not app.error and "One of one option changed after people were heard." in screen(app)
    app = session.open("decisions", view="consult", item=f"change:{key}")
    app.selectbox(key=f"{key}_level").select(6)
    press(app, "Keep it")
    assert "The council says co-designing. Nobody who took part has rated it." in screen(app)


def test_what_somebody_else_changed_meanwhile_is_not_undone(spoilt):
    app = look("decisions", view="consult", item="change:CN-05")
    house = holding.house()
    house.stores.write(
        lambda c: c.execute("UPDATE records.consultation SET people_answered = 60 WHERE consultation_id = 'CN-05'")
    )
    app.text_input(key="CN-05_title").input("Short breaks")
    press(app, "Keep it")
    one = {each.consultation_id: each for each in consultations.consultations(house)}["CN-05"]
    assert (one.title, one.row["people_answered"]) == ("Short breaks", 60)


def test_two_who_change_the_same_are_told_and_both_stay_on_record(spoilt):
    app = look("decisions", view="consult", item="change:CN-05")
    house = holding.house()
    house.stores.write(
        lambda c: c.execute("UPDATE records.consultation SET title = 'By another' WHERE consultation_id = 'CN-05'")
    )
    app.text_input(key="CN-05_title").input("By me")
    press(app, "Keep it")
    assert "title said By another when you kept yours" in notes(app)[0]
    (row,) = house.stores.raw("SELECT detail FROM records.audit_event WHERE did = 'consultation_changed'")
    assert row["detail"] == "title: By another -> By me"
    assert not notes(app.run()), "said once"


def test_a_form_can_be_closed_and_keeps_nothing(spoilt):
    app = look("decisions", view="consult", item="change:CN-05")
    app.text_input(key="CN-05_title").input("By me").run()
    press(app, "Close this form")
    assert "Keep it" not in [one.label for one in app.button]
    assert {one.title for one in consultations.consultations(holding.house())} & {"By me"} == set()


def test_the_voice_team_adds_ratings_and_takes_one_back(spoilt):
    app = look("decisions", "voice_team", view="consult", item="rate:CN-03")
    press(app, "Keep this rating")
    assert "Choose one of the seven steps." in app.error[0].value
    for _ in range(3):
        app.radio[0].set_value(2)
        press(app, "Keep this rating")
        assert not app.error
    assert figures(app)["rated-CN-03"] == "2.5", "2 2 3 3 4 and three times 2"
    press(app, "Take back the one you just kept")
    assert not app.exception and "rated-CN-03" not in figures(app)


CLOSED = [
    ("viewer", "new"),
    ("viewer", "rate:CN-03"),
    ("voice_team", "change:CN-03"),
    ("commissioner", "rate:CN-03"),
    ("commissioner", "change:nowhere"),
    ("commissioner", NASTY),
]


@pytest.mark.parametrize(("role", "item"), CLOSED)
def test_a_form_is_closed_to_whoever_may_not(council, role, item):
    council()
    app = look("decisions", role, view="consult", item=item)
    assert not app.exception and not [one for one in app.button if one.label.startswith("Keep")]


def test_a_thousand_contracts_and_two_hundred_consultations_still_open(spoilt, alter):
    alter(
        "INSERT INTO contract SELECT c.* REPLACE (contract_id || '-' || n AS contract_id) "
        "FROM contract AS c, range(20) AS t(n) WHERE status = 'live'"
    )
    house = holding.house()
    house.stores.write(
        lambda c: c.execute(
            "INSERT INTO records.consultation SELECT c.* REPLACE (consultation_id || '-' || n AS consultation_id) "
            "FROM records.consultation AS c, range(40) AS t(n)"
        )
    )
    app = look("decisions")
    assert not app.exception and title(app) == "Six officers answer for all 1,260 contracts"
    assert len(html(app)) < 600_000 and "narrow them above, or take the file below" in screen(app)
    app = look("decisions", **CONSULT)
    assert not app.exception and "And 175 more" in screen(app)
