"""The Missing page: each part by link, presses, roles, and data that are not there or do not fit."""

import pytest
from looking import html, look, notes, people, screen, title

from tightrope.screens import missing_choices
from tightrope.screens.missing_more import odds

VIEWS = ("who", "silence", "steps", "survey")
MEMORY = "Nobody who needs help with memory told us themselves; they are 16 in 100 of those who use it"
SILENT = "One contract is silent: Larkfield House, 0 heard of about 9 expected"


@pytest.mark.parametrize("role", ["viewer", "commissioner", "voice_team", "admin"])
@pytest.mark.parametrize(
    ("view", "wanted"),
    [
        ("who", MEMORY),
        ("silence", SILENT),
        ("steps", "Most drop out after they were asked: 218 of 294 did not answer"),
        ("survey", "29 of 130 answered the survey; it cannot speak for everybody"),
    ],
)
def test_every_part_opens_by_link_and_shows_no_words(council, view, wanted, role):
    app = look("missing", role, view=view, kind="contract", of="HC-01")
    assert not app.exception and not notes(app) and not people(app)
    assert title(app) == wanted
    assert "kettle" not in screen(app)


def test_the_four_counts_stand_there_whichever_is_shown(council):
    for by in ("self", "proxy", "advocate", "observed"):
        said = screen(look("missing", kind="contract", of="HC-01", by=by))
        for words in ("People who speak for themselves: 11 (11 accounts)", "who speak for somebody: 7 (7 accounts)",
                      "Advocates: 1 (1 account)", "what they saw: 4 (4 accounts)"):  # fmt: skip
            assert words in said, (by, words)


def test_what_is_not_known_has_a_bar_of_its_own_and_the_figures_a_table(council):
    said = screen(look("missing", kind="contract", of="HC-01"))
    assert "Not known 7 of 11 told us" in said
    assert "4 of 11 told us , 229 of 420 use it : about their share" in said
    assert "People who use it and people who told us, by group" in said


def test_larkfield_house_says_since_when_and_what_stopped(council):
    said = screen(look("missing", view="silence"))
    for words in ("140 people, 0 heard of about 9 expected", "less than once in 2,000 times",
                  "Nobody who lives there has been heard since March 2025, when advocacy ended.",
                  "Advocacy ended on 31 March 2025.", "Residents' meetings ended on 31 December 2024.",
                  "They cannot stand in for those it is for.", "grade D"):  # fmt: skip
        assert words in said, words


def test_two_loud_people_are_said(council):
    said = screen(look("missing", kind="contract", of="DO-03"))
    assert "19 of 36 accounts come from people who sit on a panel, and 19 of 36 from the two who told most." in said


def test_one_sentence_says_what_may_not_be_said(council):
    said = screen(look("missing", view="survey", kind="contract", of="HC-01"))
    assert "Say \u201c4 of 23 people we heard from\u201d, not 17%: people who choose to tell are no sample." in said


def test_statisticians_words_stand_behind_how_this_is_worked_out_alone(council):
    for view in VIEWS:
        app = look("missing", view=view, kind="contract", of="HC-01")
        assert not [word for word in ("raking", "Kish", "n_eff", "Jeffreys", "posterior") if word in html(app)]
        assert not [one.value for one in (*app.title, *app.header) if "design effect" in one.value]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"view": "nowhere"}, "part"),
        ({"kind": "planet"}, "sort of thing"),
        ({"kind": "contract", "of": "x' OR 1=1 --"}, "service line, contract or place"),
        ({"by": "everybody"}, "sort of teller"),
        ({"from": "2026-13"}, "month"),
        ({"contract": "HC-99"}, "contract"),
        ({"group_kind": "shoe_size"}, "sort of group"),
        ({"group_value": "<script>"}, "group"),
    ],
)
def test_what_a_link_brings_is_checked(council, query, said):
    app = look("missing", **query)
    assert not app.exception
    assert len(notes(app)) == 1 and notes(app)[0].startswith(f"The link names a {said} that is not here.")
    assert "<script>" not in html(app)


def test_months_the_wrong_way_round_are_swapped(council):
    app = look("missing", kind="contract", of="HC-01", **{"from": "2026-06", "to": "2026-01"})
    assert not app.exception and "Jan 2026 to Jun 2026" in screen(app)


def test_one_pick_after_another_is_taken(council):
    app = look("missing")
    for picked in ("contract|HC-01", "line|home_care", "place|East", "all|all", "contract|CH-03"):
        box = next(one for one in app.selectbox if one.label == "Of what")
        app = box.set_value(picked).run()
        kind, _, key = picked.partition("|")
        assert kind in str(app.query_params["kind"]) and key in str(app.query_params["of"])


@pytest.mark.parametrize(
    ("pressed", "opens", "changed"),
    [
        ("by|proxy", "", {"by": "proxy"}),
        ("by|everybody", "", {}),
        ("weigh|CH-03", "CH-03", {}),
        ("who|CH-03", "", {"view": "who", "kind": "contract", "of": "CH-03", "by": "self"}),
        (None, "", {}),
    ],
)
def test_what_a_press_changes(pressed, opens, changed):
    chosen = {"view": "silence", "kind": "all", "of": "all", "by": "advocate"}
    wanted = chosen | changed
    assert missing_choices.after(chosen, pressed) == opens and chosen == wanted


def test_a_press_on_plan_opens_the_planner_for_that_group(monkeypatch):
    monkeypatch.setitem(missing_choices.VIEWS, missing_choices.PLAN, "Plan")
    chosen = {"view": "who"}
    assert missing_choices.after(chosen, "plan|HC-01|housebound|yes") == ""
    assert chosen == {"view": "outreach", "contract": "HC-01", "group_kind": "housebound", "group_value": "yes"}
    missing_choices.after(chosen, "plan|CH-03||")
    assert (chosen["contract"], chosen["group_kind"], chosen["group_value"]) == ("CH-03", "", "")


def test_who_is_missing_and_who_is_silent_can_be_planned_for(council, monkeypatch):
    monkeypatch.setitem(missing_choices.VIEWS, missing_choices.PLAN, "Plan")
    assert 'data-do="plan|HC-01|support_reason|memory"' in html(look("missing", kind="contract", of="HC-01"))
    assert 'data-do="plan|CH-03||"' in html(look("missing", view="silence"))
    line = html(look("missing", kind="line", of="home_care"))
    assert 'data-do="plan|HC-01|support_reason|memory"' in line, "of the line, where most of them are"


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.000452, "less than once in 2,000 times"),
        (0.09, "less than once in 10 times"),  # 11.1, said with one figure
        (0.3, "less than once in 3 times"),
        (0.7, "more often than not"),
        (0.0, "less than once in 1,000,000 times"),
    ],
)
def test_chance_is_said_in_words_and_never_too_small(chance, said):
    assert odds(chance) == said


# data that are not there, or do not fit


def test_without_people_served_counts_stand_without_shares_and_the_file_is_named(spoilt, alter):
    alter("DELETE FROM people_served")
    app = look("missing", kind="contract", of="HC-01")
    assert not app.exception
    assert title(app) == "11 people were heard about Home care, North East; who is missing cannot be said"
    assert "people_served.csv brings it" in screen(app) and "11 (11 accounts)" in screen(app)
    assert "times their share" not in screen(app)
    silent = look("missing", view="silence")
    assert title(silent) == "Who is silent cannot be said" and "people_served.csv brings it" in screen(silent)
    for view in ("steps", "survey"):
        assert not look("missing", view=view, kind="contract", of="HC-01").exception


def test_without_invitations_the_file_is_named(spoilt, alter):
    alter("DELETE FROM invitation")
    for view in ("steps", "survey"):
        app = look("missing", view=view, kind="contract", of="HC-01")
        assert not app.exception and "invitation.csv brings" in screen(app)
    assert "409 of 420 told us nothing in their own words" in screen(look("missing", view="steps", of="HC-01",
                                                                       kind="contract"))  # fmt: skip


def test_more_tellers_than_people_served_are_said_and_no_ratio_is_given(spoilt, alter):
    alter("UPDATE people_served SET people = 9 WHERE contract_id = 'HC-01' AND group_kind IN ('all', 'lives_in')",
          "UPDATE people_served SET people = 2 WHERE contract_id = 'HC-01' AND group_kind = 'age_band'",
          "UPDATE people_served SET people = 8 WHERE contract_id = 'HC-01' AND group_kind = 'sex'")  # fmt: skip
    app = look("missing", kind="contract", of="HC-01")
    assert not app.exception
    assert title(app) == (
        "11 people told us about Home care, North East and only 9 are counted as using it: check that count"
    )
    assert "the counts do not belong together" in screen(app)
    for view in VIEWS:
        assert not look("missing", view=view, kind="contract", of="HC-01").exception


def test_with_nobody_heard_at_all_the_page_says_so(spoilt):
    from tightrope.records import house as holding

    holding.house().stores.write(lambda cursor: cursor.execute("UPDATE records.story SET triage_state = 'untriaged'"))
    app = look("missing")
    assert not app.exception and title(app) == "Nobody we can count told us about all services for themselves"
    for view in VIEWS:
        assert not look("missing", view=view).exception


def test_a_survey_whose_forms_are_on_file_is_weighted(spoilt, add, alter):
    """NH-05: 24 women wrote, 12 content, and 12 men, 3 content; weighted to the women and men who live there."""
    form = {"contract_id": "NH-05", "service_id": "nursing_home", "channel": "survey", "on_behalf_of": "self"}
    rows = [{"teller_groups": "sex=female", "own_rating": 5 if n < 12 else 1} for n in range(24)]
    rows += [{"teller_groups": "sex=male", "own_rating": 5 if n < 3 else 1} for n in range(12)]
    add(*({**form, **row, "teller_id": f"F{n}"} for n, row in enumerate(rows)))
    alter("UPDATE invitation SET asked = 90, answered = 36 WHERE contract_id = 'NH-05' AND channel = 'survey' "
          "AND group_kind = 'all'",
          "UPDATE people_served SET people = 75 WHERE contract_id = 'NH-05' AND group_value = 'female'",
          "UPDATE people_served SET people = 25 WHERE contract_id = 'NH-05' AND group_value = 'male'")  # fmt: skip
    share = 0.75 * 12 / 24 + 0.25 * 3 / 12  # 0.4375
    size = 36**2 / (24 * (0.75 * 36 / 24) ** 2 + 12 * (0.25 * 36 / 12) ** 2)  # 34.9
    half = 1.96 * (share * (1 - share) / size) ** 0.5  # 0.165
    app = look("missing", view="survey", kind="contract", of="NH-05")
    assert not app.exception
    assert title(app) == "By the survey, 44% had a good experience, give or take 16 points" and round(half, 3) == 0.165
    said = screen(app)
    assert (
        "15 of 36 people who wrote on their form had a good experience. Weighted by sex to those who use it: 44%"
        in said
    )
    assert f"the 36 forms say as much as {size:.0f} would without" in said
    assert "between 27% and 60%" in said
