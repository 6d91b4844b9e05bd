"""Writing "you said, we did", its promises, and what officers may not let out; on the demo council."""

import datetime as dt
from dataclasses import replace

import pytest

from tightrope.answers import said
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import promising, saying
from tightrope.records.promising import Made
from tightrope.records.roles import ROLES, looking_as
from tightrope.records.saying import Draft

TODAY = dt.date(2026, 11, 3)
OFFICER = looking_as("commissioner")
LINE = Draft(
    service_id="home_care", you_said="Nobody rings when a visit is late.", we_did="They ring from now on.",
    state="done", commissioner_id="C1", easy_read="They ring you now.",
)  # fmt: skip
DOING = replace(LINE, state="doing_by", due_on=dt.date(2026, 12, 1))


def row(house, key):
    (found,) = house.stores.raw("SELECT * FROM records.we_did WHERE we_did_id = $key", {"key": key})
    return found


def promised(house):
    return house.stores.raw("SELECT * FROM records.promise WHERE promise_id LIKE 'PM_%' AND length(promise_id) > 8")


def public(house):
    return {line.we_did_id for service in said.said(house).services for line in service.lines}


@pytest.mark.parametrize("role", [role for role, may in ROLES.items() if "decide" not in may])
def test_only_who_decides_writes_publishes_takes_down_or_closes(house, role):
    reader = looking_as(role)
    for write in (
        lambda: saying.draft(house, reader, LINE),
        lambda: saying.publish(house, reader, "WD-15", LINE),
        lambda: saying.take_down(house, reader, "WD-01"),
        lambda: promising.close(house, reader, "PM-01", "kept"),
        lambda: promising.promise(house, reader, Made("C1", "Ring back at once.", TODAY)),
    ):
        with pytest.raises(NotAllowed):
            write()
    assert "WD-01" in public(house)


def test_a_draft_is_seen_by_nobody_outside_until_it_is_published_and_after_it_is_taken_down(house):
    key = saying.draft(house, OFFICER, LINE)
    assert key not in public(house)
    saying.publish(house, OFFICER, key, LINE)
    assert key in public(house) and row(house, key)["published_on"] == TODAY
    saying.take_down(house, OFFICER, key)
    assert key not in public(house) and row(house, key)["taken_down_on"] == TODAY
    with pytest.raises(NotFound):
        saying.take_down(house, OFFICER, key)
    kept = house.stores.raw("SELECT * FROM records.audit_event")
    assert sum(key in str(one) for one in kept) == 3


def test_a_draft_can_be_written_again_and_a_published_line_never(house):
    key = saying.draft(house, OFFICER, LINE)
    changed = replace(LINE, we_did="They ring within the hour.")
    assert saying.draft(house, OFFICER, changed, key) == key
    assert row(house, key)["we_did"] == "They ring within the hour."
    with pytest.raises(Refusal, match="changed while you looked"):
        saying.publish(house, OFFICER, key, LINE)
    assert row(house, key)["published_on"] is None
    saying.publish(house, OFFICER, key, changed)
    with pytest.raises(Refusal, match="never altered"):
        saying.draft(house, OFFICER, LINE, key)
    with pytest.raises(Refusal, match="never altered"):
        saying.publish(house, OFFICER, key, changed)
    assert row(house, key)["we_did"] == "They ring within the hour."
    with pytest.raises(NotFound):
        saying.draft(house, OFFICER, LINE, "WD-nothing")


def test_doing_by_makes_one_promise_and_only_when_it_is_published(house):
    key = saying.draft(house, OFFICER, DOING)
    assert promised(house) == [] and row(house, key)["promise_id"] is None
    saying.publish(house, OFFICER, key, DOING)
    (made,) = promised(house)
    assert (made["commissioner_id"], made["due_on"], made["state"], made["service_id"]) == (
        "C1", dt.date(2026, 12, 1), "open", "home_care",
    )  # fmt: skip
    assert row(house, key)["promise_id"] == made["promise_id"]
    done = saying.draft(house, OFFICER, LINE)
    saying.publish(house, OFFICER, done, LINE)
    assert len(promised(house)) == 1


def test_a_promise_that_a_reply_made_for_the_same_day_is_not_made_twice(house):
    house.stores.write(
        lambda cursor: cursor.execute("UPDATE records.reply SET promise_id = 'PM-01' WHERE reply_id = 'RP-014'")
    )
    joined = replace(DOING, due_on=dt.date(2027, 1, 14), reply_ids=("RP-014",))
    key = saying.draft(house, OFFICER, joined)
    saying.publish(house, OFFICER, key, joined)
    assert row(house, key)["promise_id"] == "PM-01" and promised(house) == []


@pytest.mark.parametrize(
    ("changes", "said_so"),
    [
        ({"you_said": " "}, "Say what people said"),
        ({"we_did": "Done"}, "Say what is done"),
        ({"you_said": "x " * 400}, "at most 600 fit"),
        ({"state": "brilliant"}, "Choose how it stands."),
        ({"state": "doing_by"}, "Say by when"),
        ({"state": "doing_by", "due_on": dt.date(2026, 11, 2)}, "today or later"),
        ({"state": "not_doing_because", "we_did": "No money for it."}, "Say why it is not done"),
        ({"commissioner_id": ""}, "Choose who answers"),
        ({"service_id": ""}, "Choose the service"),
        ({"easy_read": "one two three four five six seven eight nine ten eleven twelve thirteen"}, "at most 12 words"),
        ({"reply_ids": ("RP-999",)}, "not there any more"),
        ({"reply_ids": ("RP-014", "RP-041")}, "more than one service"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(house, changes, said_so):
    before = house.stores.raw("SELECT count(*) AS n FROM records.we_did")
    with pytest.raises(Refusal) as refused:
        saying.draft(house, OFFICER, replace(LINE, **changes))
    assert any(said_so in one for one in refused.value.problems), refused.value.problems
    assert house.stores.raw("SELECT count(*) AS n FROM records.we_did") == before


def test_a_name_is_pointed_out_and_published_only_after_a_person_looked(house):
    naming = replace(LINE, we_did="We wrote to Brenda Hargreaves about it.")
    assert saying.named(house, naming) and not saying.named(house, LINE)
    key = saying.draft(house, OFFICER, naming)
    with pytest.raises(Refusal) as refused:
        saying.publish(house, OFFICER, key, naming)
    assert "seems to name somebody" in refused.value.problems[0] and key not in public(house)
    saying.publish(house, OFFICER, key, naming, nobody_named=True)
    assert key in public(house)


def test_a_tellers_own_words_are_not_published_whatever_is_ticked(house):
    quoting = replace(LINE, you_said="She had her coat on before the kettle boiled.")
    key = saying.draft(house, OFFICER, quoting)
    with pytest.raises(Refusal) as refused:
        saying.publish(house, OFFICER, key, quoting, nobody_named=True)
    assert "somebody's own words" in refused.value.problems[0] and key not in public(house)


def test_closing_a_promise_in_time_late_or_dropped_with_a_reason(house):
    assert promising.close(house, OFFICER, "PM-01", "kept") == "kept"
    assert promising.close(house, OFFICER, "PM-07", "kept") == "late"
    with pytest.raises(Refusal, match="Say why"):
        promising.close(house, OFFICER, "PM-05", "dropped", "no")
    assert promising.close(house, OFFICER, "PM-05", "dropped", "Nobody could be found.") == "dropped"
    found = {one["promise_id"]: one for one in house.stores.raw("SELECT * FROM records.promise")}
    assert [found[key]["state"] for key in ("PM-01", "PM-07", "PM-05")] == ["kept", "late", "dropped"]
    assert {found[key]["closed_on"] for key in ("PM-01", "PM-07", "PM-05")} == {TODAY}
    assert found["PM-05"]["why_dropped"] == "Nobody could be found." and found["PM-01"]["why_dropped"] is None
    with pytest.raises(Refusal, match="closed already"):
        promising.close(house, OFFICER, "PM-01", "dropped", "We changed our mind.")
    with pytest.raises(NotFound):
        promising.close(house, OFFICER, "PM-none", "kept")
    with pytest.raises(Refusal):
        promising.close(house, OFFICER, "PM-09", "open")


def test_a_promise_names_who_what_and_a_day_to_come(house):
    key = promising.promise(house, OFFICER, Made("C1", "Ring back within a day.", TODAY, "home_care"))
    assert [one["promise_id"] for one in promised(house)] == [key]
    with pytest.raises(Refusal) as refused:
        promising.promise(house, OFFICER, Made("", "Ring", dt.date(2026, 11, 2)))
    assert len(refused.value.problems) == 3
