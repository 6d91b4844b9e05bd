"""The register on screen: what is drafted, what is missing said, edits shown as edits, people's words as text alone."""

import json
from dataclasses import replace
from datetime import date

import pytest
from looking import Looking, figures, html, look, people, screen, title

from tightrope import commands
from tightrope.answers import decision_draft, decisions, renewals
from tightrope.records import deciding
from tightrope.records import house as holding
from tightrope.records.decision_entries import events, folded
from tightrope.records.decision_shapes import Expected, Rejected
from tightrope.records.roles import looking_as

NASTY = '<img src=x onerror="alert(1)"> *bold* [link](http://evil.example)'
VIEW = {"view": "register"}
READER = looking_as("commissioner")


def press(app, label):
    next(one for one in app.button if one.label == label).click().run()


def box(app, label):
    every = (*app.text_input, *app.text_area, *app.selectbox, *app.date_input, *app.multiselect, *app.number_input)
    return next(one for one in every if one.label.startswith(label))


def ready(opened, **changes):
    """A decision on HC-01 that may be recorded."""
    draft = decision_draft.draft(opened, READER, renewals.usual(opened), "contract", "HC-01")
    whole = {
        "decision": "Extend it with conditions.",
        "no_interest": True,
        "rejected": (Rejected("Re-tender", "there was no time left"),),
    }
    return replace(draft.made, **{**whole, **changes})


def test_an_empty_register_says_so_and_who_may_write(council):
    council()
    app = look("decisions", **VIEW)
    assert title(app) == "No decision is on record yet" and not app.exception
    assert "you say what was decided" in screen(app)
    viewer = look("decisions", "viewer", view="register", item="contract:HC-01")
    assert title(viewer) == "No decision is on record yet" and "Record a decision" not in [
        one.label for one in viewer.button
    ]
    for item in ("D0", "correct:D0", "contract:HC-99", "pot:", "change:CN-05", NASTY):
        assert not look("decisions", view="register", item=item).exception, item


def test_a_decision_is_drafted_filled_in_recorded_and_corrected(spoilt):
    session = Looking("commissioner")
    app = session.open("decisions", **VIEW)
    press(app, "Record a decision")
    assert title(app) == "What is the decision about?"
    app.selectbox[-1].select("contract:HC-01").run()
    assert title(app) == "Record a decision: Home care, North East"
    assert box(app, "The reasons").value.startswith("They disagree")
    assert box(app, "Who was not heard").value.startswith("Nobody who needs help with memory")
    press(app, "Record the decision")
    said = app.error[0].value
    assert "confirm that there are none" in said and "Say why this option was rejected: Re-tender." in said
    box(app, "What was decided").input(f"Extend it {NASTY}")
    box(app, "Options considered").input("Re-tender: there was no time\n\nEnd it: people need it")
    next(one for one in app.radio if one.label == "Interests").set_value("none")
    chosen = box(app, "Measures it rests on")
    chosen.set_value([one for one in chosen.value if one != "on_time"])
    box(app, "Why it was set aside").input("On time says nothing of how long they stay")
    press(app, "Record the decision")
    assert not app.error and not app.exception
    assert "It is recorded as entry 1." in screen(app).splitlines()
    assert title(app) == "Decided on 3 November 2026; to be reviewed on 3 November 2027"
    made = folded(events(holding.house().stores))
    assert made.rejected == (Rejected("Re-tender", "there was no time"), Rejected("End it", "people need it"))
    assert made.measures_aside == ("on_time",) and "on_time" not in made.measures_used
    assert made.no_interest and len(made.stories_used) == 23 and len(made.expects) == 2
    draft = ready(holding.house())
    assert (made.cost_a_year, made.cost_term, made.expects) == (draft.cost_a_year, draft.cost_term, draft.expects)
    assert f"Extend it {NASTY}" in people(app) and "<img" not in html(app), "text, whatever it looks like"
    assert figures(app)["decision-people"] == "23"

    press(app, "Correct it")
    box(app, "Why it is corrected").input("it was left out")
    press(app, "Record the correction")
    assert "Nothing was changed" in app.error[0].value, "opening the form and sending it changes nothing"
    box(app, "Equality").input(f"Older women gain {NASTY}")
    press(app, "Record the correction")
    assert not app.error and not app.exception
    (change,) = [each for one in decisions.decisions(holding.house(), READER) for entry in one.entries
                 for each in entry.changes]  # fmt: skip
    assert (change.part, change.was, change.now) == ("Equality", "nothing", f"Older women gain {NASTY}")
    assert {"nothing", f"Older women gain {NASTY}"} <= set(people(app)) and "<del" in html(app)


def test_a_draft_is_taken_up_and_whoever_writes_is_told_what_came_meanwhile(spoilt):
    app = Looking("commissioner").open("decisions", view="register", item="pot:POT-1")
    assert "No interest was recorded with the request" in screen(app)
    press(app, "Keep it as a draft")
    assert not app.error and title(app).startswith("A draft")
    app = look("decisions", **VIEW)
    assert title(app) == "No decision is on record yet; one draft waits"
    (row,) = holding.house().stores.rows("decisions/index")
    app = look("decisions", view="register", item=row["decision_id"])
    assert "Rests on" not in screen(app), "a draft cites nobody"
    press(app, "Take this draft up")
    assert title(app) == "Record a decision: Keeping well at home"

    opened = holding.house()
    app = Looking("manager").open("decisions", view="register", item="contract:HC-01")
    deciding.record(opened, READER, ready(opened))
    box(app, "What was decided").input("End it next year.")
    box(app, "Options considered").input("Re-tender: there was no time")
    next(one for one in app.radio if one.label == "Interests").set_value("none")
    press(app, "Record the decision")
    assert "While you wrote: Commissioner recorded the decision (entry 2)." in screen(app)
    _, first, second = events(opened.stores)
    assert "Since you wrote" not in screen(app)
    shown = screen(look("decisions", view="register", item=first.decision_id))
    assert "Also on record about the same" in shown and first.decision_id != second.decision_id


def test_whoever_recorded_first_is_told_while_their_record_is_open(spoilt):
    app = Looking("manager").open("decisions", view="register", item="contract:HC-01")
    opened = holding.house()
    box(app, "What was decided").input("End it next year.")
    box(app, "Options considered").input("Re-tender: there was no time")
    next(one for one in app.radio if one.label == "Interests").set_value("none")
    press(app, "Record the decision")
    assert "It is recorded as entry 1." in screen(app) and "Since you wrote" not in screen(app)
    deciding.record(opened, READER, ready(opened, kind="line", key="home_care"))
    app.run()
    assert "Since you wrote" not in screen(app), "that was about something else"
    deciding.record(opened, READER, ready(opened))
    app.run()
    assert "Since you wrote: Commissioner recorded the decision (entry 3). Both are kept" in screen(app)
    (first, *_) = events(opened.stores)
    other = look("decisions", "manager", view="register", item=first.decision_id)
    assert "Since you wrote" not in screen(other), "who did not write is not told so"


@pytest.fixture
def past(spoilt):
    """A decision of a year ago on HC-01, with what was expected by now."""
    opened = holding.house()
    expects = (
        Expected("measure", "duration_met", "Visits that last as long", 0.40, 0.90, 1.0, date(2026, 10, 31)),
        Expected("voices", "", "People with a good experience", 0.22, 0.60, 1.0, date(2026, 10, 31)),
    )
    made = ready(opened, decided_on=date(2025, 10, 20), review_on=date(2026, 10, 20), expects=expects)
    return deciding.record(opened, READER, made).decision_id


def test_those_it_rests_on_are_asked_again_and_what_they_say_stands_beside_it(past):
    app = look("decisions", "viewer", view="register", item=past)
    ask, keep = "Ask them whether it is better", "Keep this answer"
    assert "Nobody was asked again yet." in screen(app) and ask not in [one.label for one in app.button]
    session = Looking("commissioner")
    app = session.open("decisions", view="register", item=past)
    can, everybody = int(figures(app)["again-can"]), int(figures(app)["again-people"])
    assert everybody == 23 and 0 < can < everybody and "They named no way to be answered: " in screen(app)
    assert "Extend it with conditions." in people(app), "who asks reads what they will read"
    press(app, ask)
    assert not app.error and not app.exception
    assert f"Asked {can} people on 3 November 2026; 0 answered. {can} did not answer." in screen(app)
    assert ask not in [one.label for one in app.button] and "after 90 days, from 1 February 2027 on" in screen(app)
    press(app, keep)
    assert app.error[0].value == "Choose who answered."
    waiting = [row["story_id"] for row in holding.house().stores.raw(
        "SELECT min(story_id) AS story_id FROM records.asking_story INNER JOIN records.story USING (story_id) "
        "WHERE way = 'phone' GROUP BY teller_id ORDER BY story_id")]  # fmt: skip
    for number, said in enumerate(("better", "worse", "better")):
        box(app, "Whose answer").set_value(waiting[number])
        next(one for one in app.radio if one.label == "Since then it is").set_value(said)
        box(app, "How they were asked").set_value("phone")
        press(app, keep)
        assert not app.error, app.error[0].value
    shown = screen(app)
    assert f"Asked {can} people on 3 November 2026; 3 answered: 2 better, 0 about the same, 1 worse" in shown
    assert figures(app)["asked-better"] == "2"
    code, out, _ = commands.carry_out(["decision", "show", past], "", holding.house)
    assert code == 0 and "3 answered: 2 better, 0 about the same, 1 worse" in out and "Better: probably " in out
    (data,) = json.loads(commands.carry_out(["decision", "show", past, "--json"], "", holding.house)[1])
    assert [(one["people_asked"], one["better"], one["worse"]) for one in data["asked_again"]] == [(can, 2, 1)]
    counted = screen(look("decisions", "data_officer", view="register", item=past))
    assert "Answered: fewer than 8." in counted and "2 better" not in counted and "Who can be asked" not in counted


def test_a_past_decision_says_whether_it_worked_and_is_reviewed(past):
    app = look("decisions", "manager", view="register", item=past)
    assert not app.exception
    assert title(app) == "Decided on 20 October 2025; due for review since 20 October 2026"
    assert "Did it work? 0 of 2 things that were expected came about" in [one.value for one in app.header]
    shown = screen(app)
    assert "4 of 23 people we heard from told of a good experience." in shown and "By telephone: " in shown
    assert "need not come from it" in shown and "Hours of care paid for and not delivered" in shown
    press(app, "Write this into the register")
    box(app, "What was found").input("Visits are as short as they were")
    next(one for one in app.radio if one.label == "What it comes to").set_value("change")
    press(app, "Keep this review")
    assert not app.error and title(app) == "Decided on 20 October 2025; reviewed on 3 November 2026"
    kinds = [entry.what for entry in decisions.one(holding.house(), READER, past).entries]
    assert kinds == ["recorded", "expectation_checked", "reviewed"]
    listed = screen(look("decisions", **VIEW))
    assert "0 of 2 things expected came about" in listed and "not why" in listed

    opened = holding.house()
    change = "UPDATE records.decision_event SET body = replace(body, 'conditions', 'pleasure')"
    opened.stores.write(lambda cursor: cursor.execute(change))
    app = look("decisions", **VIEW)
    assert "Entry 1 is not as it was written" in app.error[0].value
