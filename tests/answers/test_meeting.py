"""A meeting: as whom evidence is read in each room, what is left out, the agenda, and the record it ends with."""

import pytest

from tightrope.answers import meeting, meeting_agenda, meeting_item
from tightrope.answers.meeting import MEMBERS, OFFICERS, PROVIDER, PUBLIC, ROOMS, Dissent, Interests
from tightrope.answers.meeting_agenda import INTERESTS, STEPS
from tightrope.answers.meeting_item import STORY
from tightrope.board.in_the_room import sight
from tightrope.errors import NotFound, Refusal
from tightrope.records.decision_shapes import Interest
from tightrope.records.roles import looking_as


@pytest.mark.parametrize(
    ("room_is", "audience"),
    [(OFFICERS, "officers"), (MEMBERS, "named_link"), (PROVIDER, "open_link"), (PUBLIC, "open_link"),
     ("a room nobody knows", "open_link")],
)  # fmt: skip
def test_who_is_in_the_room_decides_as_whom_evidence_is_read(commissioner, room_is, audience):
    assert meeting.reader_in(room_is, commissioner).audience == audience


def test_whoever_may_read_no_words_reads_none_in_any_room(house, year):
    reader = looking_as("data_officer")
    for room_is in ROOMS:
        assert meeting.reader_in(room_is, reader).audience == "counts"
        seen = sight(house, reader, year, room_is, "HC-01")
        assert not seen.quote and not any(one.is_read for one in seen.things if one.story_id)


@pytest.mark.parametrize(("room_is", "least"), [(OFFICERS, 2), (MEMBERS, 3), (PROVIDER, 4), (PUBLIC, 4)])
def test_no_room_reads_words_below_its_consent(house, commissioner, year, room_is, least):
    levels = {
        row["story_id"]: row["consent_level"]
        for row in house.stores.raw("SELECT story_id, consent_level FROM records.story")
    }
    read = [
        one.story_id
        for contract_id in ("HC-01", "RS-01", "HC-04")
        for one in sight(house, commissioner, year, room_is, contract_id).things
        if one.story_id and one.is_read
    ]
    assert len(read) > 6 and min(levels[one] for one in read) >= least


def test_an_account_for_officers_alone_is_not_on_the_wall_when_the_public_comes_in(house, commissioner, year):
    rows = house.stores.raw("SELECT story_id FROM records.story WHERE consent_level = 3")
    narrow = {STORY + row["story_id"] for row in rows}
    alone = sight(house, commissioner, year, OFFICERS, "HC-01")
    pin = next(one.pin for one in alone.things if one.pin in narrow and one.is_read)
    assert alone.thing(pin) is not None
    assert sight(house, commissioner, year, PUBLIC, "HC-01").thing(pin) is None


def test_exempt_figures_leave_only_for_officers(house, commissioner, year):
    alone = [one.words for one in sight(house, commissioner, year, OFFICERS, "HC-01").prices]
    assert alone[:2] == ["£24.10", "£36.36"]  # the price of an hour, and what one cost once all that was paid counts
    for room_is in (MEMBERS, PROVIDER, PUBLIC):
        prices = sight(house, commissioner, year, room_is, "HC-01").prices
        assert [one.label for one in prices] and {one.words for one in prices} == {meeting.LEFT_OUT}


def test_counts_are_exact_for_officers_and_published_for_everybody_else(house, commissioner, year):
    # 17 of 23 people tell of it: to the nearest 5, 15 of 25; 4 of them tell of medicines: fewer than 8.
    assert sight(house, commissioner, year, OFFICERS, "HC-01").clay == "17 of 23 people we heard from: rushed."
    for room_is in (MEMBERS, PROVIDER, PUBLIC):
        seen = sight(house, commissioner, year, room_is, "HC-01")
        assert seen.clay == "15 of 25 people we heard from tell of: rushed."
        assert seen.thing("pair:medication").words.startswith("Told by fewer than 8 of 25 people.")
        assert "17" not in seen.verdict + seen.clay and "sure" not in seen.verdict


def test_nobody_elses_words_stand_where_those_who_draw_on_it_were_not_heard(house, commissioner, year):
    for room_is in ROOMS:
        seen = sight(house, commissioner, year, room_is, "CH-03")
        assert seen.silent and seen.quote == "" and seen.clay.startswith("Nobody")


def test_what_is_kept_in_memory_holds_no_words(house, commissioner, year):
    made = meeting_item.exact(house, commissioner, year, "HC-01", ())
    assert {one.words for one in made.things if one.story_id} == {""} and made.quote == ""
    assert meeting_item.with_words(house, commissioner, made).quote == "She had her coat on before the kettle boiled."


def test_a_contract_that_does_not_run_is_said(house, commissioner, year):
    for room_is in (OFFICERS, PUBLIC):
        with pytest.raises(NotFound):
            sight(house, commissioner, year, room_is, "NONE")


def test_an_account_is_cut_after_whole_sentences():
    one = "She came. " * 30  # ten letters each with the space: 24 sentences have 239 letters with their spaces
    assert meeting_item.shortened(one).endswith("came.") and len(meeting_item.shortened(one)) <= 240
    assert meeting_item.shortened("A" * 500 + ". And then.") == "A" * 500 + "."


def test_pins_are_taken_from_an_address_as_far_as_they_are_pins():
    assert meeting.pins("HC-01|pair:rushed;<b>;|;HC-01|;" + "x" * 200) == [("HC-01", "pair:rushed")]
    kept = meeting.pinned("", "HC-01|pair:rushed")
    assert meeting.pinned(kept, "CH-03|story:S1") == "HC-01|pair:rushed;CH-03|story:S1"
    assert meeting.pinned(kept, "HC-01|pair:rushed") == ""


def test_interests_stand_first_and_the_contracts_of_the_next_committee_follow(house, commissioner, year):
    assert next(iter(STEPS)) == INTERESTS
    for room_is in ROOMS:
        found = meeting_agenda.agenda(house, commissioner, year, room_is)
        assert found.title == "Three contracts need a decision before the committee on 14 January 2027"
        assert [one.contract_id for one in found.entries] == ["HC-01", "CH-03", "RS-01"]
        assert found.entries[0].officer.name == "Priya Raman"
        assert {one.decided for one in found.entries} == {"Nothing is decided yet."}
        assert len(found.others) == 57 and found.title_of("HC-04") == "Home care, East"


def test_promises_not_kept_stand_with_those_about_the_items_first(house, commissioner, year):
    found = meeting_agenda.agenda(house, commissioner, year, PUBLIC)
    # Overdue and open: CH-03 since January, RS-01 since October; dropped: one about care homes, one about SL-02.
    assert [one.promise_id for one in found.broken] == ["PM-05", "PM-07", "PM-06", "PM-11"]
    assert meeting_agenda.promised_title(found) == "Two promises are overdue, two were dropped"


def test_the_record_holds_the_interests_and_who_does_not_agree(house, commissioner, year):
    asked = Interests(meeting.interests_of("Her sister works there: she left the room\n\n"))
    said = [Dissent("A member", "It buys minutes nobody gets."), Dissent("An unpaid carer", "Ask us first.")]
    found = meeting.drafted(house, commissioner, year, "HC-01", asked, said)
    assert found.made.interests == (Interest("Her sister works there", "she left the room"),)
    assert not found.made.no_interest
    assert found.made.dissent == "A member: It buys minutes nobody gets.\nAn unpaid carer: Ask us first."
    assert found.made.key == "HC-01"


def test_an_interest_of_one_item_goes_into_no_other_record(house, commissioner, year):
    items = ["HC-01", "CH-03"]
    typed = "2. Her sister works there: she left the room\n2 members hold shares: they said so"
    declared = meeting.interests_of(typed, items)
    assert [one.contract_id for one in declared] == ["CH-03", ""] and meeting.interests_text(declared, items) == typed
    shares, sister = (
        Interest("2 members hold shares", "they said so"),
        Interest("Her sister works there", "she left the room"),
    )
    for key, wanted in (("HC-01", {shares}), ("CH-03", {shares, sister})):
        made = meeting.drafted(house, commissioner, year, key, Interests(declared), ()).made
        assert set(made.interests) & {shares, sister} == wanted
    alone = meeting.drafted(house, commissioner, year, "HC-01", Interests(declared[:1]), ()).made
    assert not alone.no_interest, "that there is none here is for somebody to confirm"
    for number in (0, 3):
        with pytest.raises(Refusal, match=f"no item {number} on"):
            meeting.interests_of(f"{number}. Her sister: left", items)


def test_that_nobody_has_an_interest_is_never_assumed(house, commissioner, year):
    unasked = meeting.drafted(house, commissioner, year, "HC-01", Interests(), ())
    asked = meeting.drafted(house, commissioner, year, "HC-01", Interests(none=True), ())
    assert not unasked.made.no_interest and asked.made.no_interest
    assert len(asked.blanks) == len(unasked.blanks) - 1
