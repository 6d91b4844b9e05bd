"""The register of packs: who holds what was withdrawn and what they are told; notices that count nobody exactly."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tightrope.answers import pack_item, packs
from tightrope.answers.decision_draft import draft
from tightrope.answers.decision_words import measure_name
from tightrope.answers.pack_item import TO_WRITE
from tightrope.board import files, pack, pack_open
from tightrope.board.pack import Asked, Wanted
from tightrope.errors import NotAllowed
from tightrope.records import anchoring, consent, deciding
from tightrope.records.chain import Anchor
from tightrope.records.decision_shapes import Decided, Expected, Interest, Rejected
from tightrope.records.roles import looking_as

DECIDED = Decided(
    kind="contract",
    key="HC-01",
    title="Home care, North East",
    decided_on=date(2026, 10, 20),
    decision="Re-tender it. 17 of 23 people asked for it.",
    reasons="Half of visits are shorter than what is bought. Four daughters rang 01632 960345 since 3 May 2026.",
    rejected=(Rejected("Extend", "it was lost on 19 June 2026"),),
    decided_by="Priya Raman",
    post="Strategic commissioner",
    delegation="Changes up to £100,000",
    interests=(Interest("A cousin works for the provider.", "Left the room."),),
    not_heard="Nobody who cannot leave home was heard.",
    cost_a_year=Decimal("1214640.00"),
    review_on=date(2027, 4, 20),
    expects=(Expected("voices", "", "People heard from with a good experience", 0.2228, 0.6, 1.0, date(2027, 4, 20)),),
)


@pytest.fixture(scope="module")
def made(house, commissioner, year):
    """Two packs that quote accounts of RS-01, the first also HC-01, and one file of the first given out."""
    first = pack.make(
        house, commissioner, year,
        Wanted("January", (Asked("contract", "HC-01"), Asked("contract", "RS-01")), "pptx", True, ("A. Reader",)),
    )  # fmt: skip
    second = pack.make(house, commissioner, year, Wanted("February", (Asked("contract", "RS-01"),)))
    files.give(house, commissioner, first, "csv", "exempt")
    return first, second


def quoted(house, pack_id):
    return {row["story_id"]: row for row in house.stores.rows("packs/quoted") if row["pack_id"] == pack_id}


def test_packs_are_listed_the_latest_first(house, commissioner, made):
    one, two = packs.list_of(house, commissioner)
    assert (one.pack_id, two.pack_id) == (made[1], made[0])
    assert (two.title, two.subjects, two.recipients) == (
        "January",
        ("contract:HC-01", "contract:RS-01"),
        ("A. Reader",),
    )
    assert (two.restricted, one.restricted, two.downloads, two.made_by) == (True, False, 1, "Commissioner")
    for ask in (packs.list_of, packs.to_tell):
        with pytest.raises(NotAllowed):
            ask(house, looking_as("viewer"))


def test_after_a_withdrawal_the_holders_of_every_pack_that_quotes_it_are_named(house, commissioner, made):
    assert packs.to_tell(house, commissioner) == []
    first, second = (quoted(house, one) for one in made)
    gone = next(one for one in first if one in second)
    consent.withdraw(house.stores, gone, "the teller", "asked")
    later, before = packs.to_tell(house, commissioner)
    assert (later.pack.pack_id, before.pack.pack_id) == (made[1], made[0])
    row = first[gone]
    assert row["numbers"].startswith("2.")
    assert before.accounts == (f"{row['numbers']} ({row['told_by']})",) and before.withdrawn == 1
    assert before.told == ("Commissioner", "A. Reader") and later.told == ("Commissioner",)
    assert [one.what for one in before.given] == ["tables, with what is exempt"]
    assert f"Account {row['numbers']} ({row['told_by']}) in it may not be shown any more." in before.notice
    assert "The person who told it has taken it back." in before.notice and made[0] in before.notice
    assert "3 November 2026" in before.notice and "safeguard" not in before.notice.lower()


def test_a_file_made_anew_has_a_stone_where_it_was(house, commissioner, made):
    """Made after the withdrawal of the test before: words are joined when a file is made, not when it was frozen."""
    item = pack_open.opened(house, commissioner, made[1]).items[0]
    assert len(item.quotes) == len(item.snapshot.voices) - 1
    assert item.gone == ("1 account withdrawn by the person who told it.",)


def test_what_is_closed_for_another_reason_is_listed_and_says_no_more(house, commissioner, made):
    rows = quoted(house, made[1])
    still = next(one for one in rows if one in {q for q in quoted(house, made[0])} and not _withdrawn(house, one))
    house.stores.write(
        lambda cursor: cursor.execute(
            "UPDATE records.story SET triage_state = 'quarantined' WHERE story_id = ?", [still]
        )
    )
    later = packs.to_tell(house, commissioner)[0]
    assert len(later.accounts) == 2 and later.withdrawn == 1
    assert "Accounts " in later.notice and "The person who told one of them has taken that back." in later.notice
    assert not [word for word in ("safeguard", "held", "harm", "quarantin") if word in later.notice.lower()]


def _withdrawn(house, story_id):
    (row,) = house.stores.raw(f"SELECT withdrawn_at FROM records.story WHERE story_id = '{story_id}'")
    return row["withdrawn_at"] is not None


def test_a_pack_holds_how_the_register_ended(house, made):
    stamp = anchoring.stamp(house.stores)
    found = [one for one in anchoring.known(house.stores) if one.where.startswith("pack ")]
    assert found == [Anchor(stamp["count"], stamp["head"], f"pack {one}") for one in made]
    assert anchoring.verify(house.stores, house.master, found) == []


# notices


def test_a_draft_counts_nobody_and_says_what_is_still_to_be_written(house, commissioner, year):
    drafted = draft(house, commissioner, year, "contract", "HC-01").made
    assert "4 of 23 people" in drafted.reasons, "else this shows nothing"
    one = pack_item.notice(house, commissioner, year, "contract", "HC-01", ("15 of 25 people tell of it.", ""))
    assert one.reasons == ("15 of 25 people tell of it.",) and one.reference == "" and "draft" in one.date
    assert one.decision == one.equality == one.reverse_if == TO_WRITE
    assert one.key.startswith("Key decision. It costs £6,073,200") and one.cost_term == "£6,073,200"
    assert "committee" in one.delegation and one.interests[0].startswith("Not asked yet")


def test_a_recorded_decision_is_the_notice_without_sentences_that_count_people(house, commissioner, year):
    kept = deciding.record(house, commissioner, DECIDED).decision_id
    one = pack_item.notice(house, commissioner, year, "contract", "HC-01", ("15 of 25 people tell of it.",))
    assert (one.reference, one.date) == (kept, "20 October 2026")
    assert one.decision == "Re-tender it."
    assert one.reasons == ("Half of visits are shorter than what is bought.", "15 of 25 people tell of it.")
    assert one.rejected[0].why == "it was lost on 19 June 2026"
    assert one.interests == ("A cousin works for the provider. Done about it: Left the room.",)
    assert one.expects == ("People heard from with a good experience: 60 of 100 or more by 20 April 2027.",)


def test_every_part_of_a_notice_counts_nobody_and_keeps_its_days(house, commissioner, year):
    told = "It holds from 3 May 2026. 4 of 23 people asked for it."
    made = replace(
        DECIDED, key="HC-04", decision="12 of 23 people asked for it.", delegation=told, key_reason=told,
        rejected=(Rejected(told, told),), not_heard=told, dissent=f"A member: {told}\nTwo families disagree.",
        measures_aside=("on_time",), stories_aside=("S1", "S2"), aside_because=told,
    )  # fmt: skip
    kept = deciding.record(house, commissioner, made).decision_id
    deciding.dissent(house, commissioner, kept, "Another member", told)
    one = pack_item.notice(house, commissioner, year, "contract", "HC-04", ())
    assert one.delegation == one.not_heard == "It holds from 3 May 2026."
    assert one.rejected == (pack_item.Option("It holds from 3 May 2026.", "It holds from 3 May 2026."),)
    assert one.key == "Not a key decision. It holds from 3 May 2026."
    assert one.decision == pack_item.NOT_SHOWN, "it was written, so it is not still to be written"
    assert one.dissent == (
        "A member: It holds from 3 May 2026.", pack_item.NOT_SHOWN, "Another member: It holds from 3 May 2026.",
    )  # fmt: skip
    assert one.set_aside == (
        f"Measures: {measure_name('on_time')}.", "Some of what people told.", "Why: It holds from 3 May 2026.",
    )  # fmt: skip


def test_a_decision_due_for_review_stands(house, commissioner, year):
    """Its day of review was 30 October; today is 3 November 2026."""
    made = replace(DECIDED, key="HC-05", review_on=date(2026, 10, 30), expects=())
    kept = deciding.record(house, commissioner, made).decision_id
    one = pack_item.notice(house, commissioner, year, "contract", "HC-05", ())
    assert (one.reference, one.date, one.review) == (kept, "20 October 2026", "due for review since 30 October 2026")
    assert one.dissent == ("Nobody is on record as not agreeing.",)
    assert one.set_aside == ("No evidence was set aside.",)
    deciding.review(house, commissioner, kept, "keep", "Visits are longer now")
    again = pack_item.notice(house, commissioner, year, "contract", "HC-05", ())
    assert again.review == "30 October 2026; reviewed on 3 November 2026"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("They disagree. 4 of 23 people say so. £409,652 a year is paid.", "They disagree. £409,652 a year is paid."),
        ("Three families left! It ends on 3 May 2027.", "It ends on 3 May 2027."),
        ("12 of 23 people said it.", ""),
        ("It costs £6,073,200, and people in 5 wards are affected.",) * 2,
        ("For £6,073,200 three families were heard.", ""),
        ("", ""),
    ],
)
def test_sentences_that_count_people_are_left_out(text, kept):
    assert pack_item.without_counts(text) == kept


def test_what_a_unit_costs_is_left_out_with_the_reason_that_a_council_gives(house, commissioner, year, monkeypatch):
    """HC-01: 50,400 hours at £24.10 are £1,214,640; delivered were 33,402, so £1,214,640 / 33,402 = £36.36 each."""
    found = pack_item.commercial(house, commissioner, year, "contract", "HC-01")
    assert [(one.label, one.words) for one in found[:2]] == [
        ("Price of one hour", "£24.10"), ("Cost of one hour delivered", "£36.36"),
    ]  # fmt: skip
    assert found[2].label == "Fair cost of one hour" and all("Schedule 12A" in one.reason for one in found)
    assert pack_item.commercial(house, commissioner, year, "line", "home_care") == ()
    monkeypatch.setattr(pack_item, "NOT_EXEMPT", found[0].reason.lower())
    open_now = pack_item.commercial(house, commissioner, year, "contract", "HC-01")
    assert [one.reason == "" for one in open_now] == [True, False, False]
