"""On the Missing page: how to hear more people, what stands in their way, and the person an officer met."""

import pytest
from looking import Looking, look, screen, title

from tightrope.records import house as holding

CH03 = {"view": "outreach", "contract": "CH-03"}


def named(some, label):
    return next(one for one in some if one.label == label)


def press(app, label):
    named(app.button, label).click().run()


def planned():
    return holding.house().stores.rows("outreach/planned")


@pytest.fixture
def own(spoilt):
    """The demo council of this test alone."""
    return holding.house()


def test_the_planner_says_what_it_would_take_and_follows_what_is_changed(council):
    app = look("missing", **CH03)
    assert not app.exception
    assert title(app) == "Larkfield House: 5 more accounts, about £480"
    assert "from grade D to B" in screen(app)
    named(app.number_input, "Accounts from people aged 75 to 84").set_value(0).run()
    assert title(app) == "Larkfield House: 4 more accounts, about £384"
    assert "from grade D to C" in screen(app) and "Still too few who speak for themselves" in screen(app)
    named(app.selectbox, "How to ask people aged 18 to 64").select("phone").run()
    assert title(app) == "Larkfield House: 4 more accounts, about £328"  # 56 pounds less: 96 by visit, 40 by telephone


def test_a_group_that_somebody_picked_is_asked_in_any_case(council):
    app = look("missing", **CH03, group_kind="locality", group_value="North East")
    assert named(app.number_input, "Accounts from people in North East").value == 1
    app = look("missing", **CH03, group_kind="ethnicity", group_value="nowhere <b>")
    assert not app.exception and app.info  # a link that names no group of ours says so


def test_a_plan_is_kept_with_an_owner_closed_and_refused_without(own):
    app = look("missing", **CH03)
    press(app, "Keep this plan")
    assert "Say who owns it." in app.error[0].value and planned() == []
    named(app.selectbox, "Who owns it").select("C2")
    press(app, "Keep this plan")
    assert not app.error and len(planned()) == 5
    assert "Planned for these people" in screen(app) and "Malcolm Thwaite, Commissioning manager, homes" in screen(app)
    assert sum(row["accounts"] for row in planned()) == 5


def test_who_only_looks_sees_what_it_takes_and_writes_nothing(council):
    app = look("missing", "viewer", **CH03)
    assert title(app) == "Larkfield House: 5 more accounts, about £480"
    assert all(one.label != "Keep this plan" for one in app.button)
    app = look("missing", "viewer", view="barriers")
    assert "does not write in it" in screen(app) and all(one.label != "Put it on the register" for one in app.button)
    app = look("missing", "viewer", view="met")
    assert all(one.label != "Keep it" for one in app.button)


def test_a_barrier_is_noted_for_a_group_of_the_contract_that_is_picked(own):
    app = look("missing", view="barriers")
    assert title(app) == (
        "7 barriers stand between people and being heard, 2 of them without an owner or a plan; "
        "the oldest since 1 June 2024"
    )
    assert "Pick a contract above first." in screen(app)
    app = look("missing", view="barriers", contract="NH-04")
    press(app, "Put it on the register")
    assert "Say which group." in app.error[0].value and "Say what stands in the way." in app.error[0].value
    named(app.selectbox, "Which group").select(("housebound", "yes"))
    named(app.selectbox, "What stands in the way").select("cannot_leave_home")
    named(app.text_area, "What will be done").input("<b>Visit</b> on Tuesdays")
    press(app, "Put it on the register")
    assert not app.error and title(app).startswith("1 barrier stands")
    row = next(one for one in own.stores.rows("outreach/barriers") if one["contract_id"] == "NH-04")
    assert (row["plan"], row["kind"], row["owner_id"]) == ("<b>Visit</b> on Tuesdays", "cannot_leave_home", None)
    assert "<b>Visit" not in screen(app)  # as text, put in by the browser, never as markup


def test_whoever_an_officer_met_is_kept_once_and_nothing_typed_is_lost(own):
    app = look("missing", view="met", service="prevention")
    named(app.text_area, "What they told you, in their words").input("The lunches keep me going, he told me.")
    press(app, "Keep it")
    assert "Say where they live" in app.error[0].value
    assert named(app.text_area, "What they told you, in their words").value.startswith("The lunches")
    named(app.selectbox, "Where they live").select("South West")
    press(app, "Keep it")
    assert not app.error and "six words" in app.success[0].value
    rows = own.stores.raw("SELECT triage_state, locality, collected_by FROM records.story WHERE source = 'officer_met'")
    assert rows == [
        {"triage_state": "untriaged", "locality": "South West", "collected_by": "Commissioner, who met them"}
    ]


def test_data_officers_plan_nothing_and_every_view_opens_for_every_role(council):
    for role in ("data_officer", "admin", "manager", "voice_team", "safeguarding"):
        session = Looking(role)
        for view in ("outreach", "barriers", "met"):
            app = session.open("missing", view=view)
            assert not app.exception and app.title, (role, view)
