"""Who owes whom an answer in Hallamford: what is planted is found, what is shut is nowhere, and figures add up."""

import csv
import os
import shutil
from collections import Counter
from datetime import date

import duckdb
import pytest

from tightrope import paths
from tightrope.answers import replies, replies_ages, replies_calls, replying
from tightrope.evidence import warehouses
from tightrope.records import house as holding
from tightrope.records.roles import ROLES, looking_as
from tightrope.voices import perfunctory

SAMPLE = paths.ROOT / "data" / "sample"


def sample(name):
    return list(csv.DictReader((SAMPLE / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def desk(house, commissioner):
    return replies.desk(house, commissioner)


@pytest.fixture(scope="module")
def by_officer(desk):
    return {row.key: row.aged for row in replies_ages.by_officer(desk)}


def test_planted_one_officers_replies_are_all_one_text_and_nobody_elses(house, commissioner, desk):
    found = replies_ages.one_text_by(house, commissioner, desk)
    assert [(one.officer_id, one.replies) for one in found] == [("C2", 8)]
    assert 0.9 < found[0].alike < 1
    (words,) = replies_ages.one_text_words(found)
    assert words.startswith("Malcolm Thwaite's last 8 replies are 0.94 alike")
    every = {key: replying.last_words(house, commissioner, desk, key) for key in desk.officers}
    alike = {key: perfunctory.one_text(some) for key, some in every.items() if len(some) > 2}
    assert {"C3", "C4", "C7"} <= alike.keys() and all(one < 0.3 for key, one in alike.items() if key != "C2")


def test_planted_those_replies_are_perfunctory_one_by_one_and_nobody_elses(house, commissioner, desk):
    told = {(row["source"], row["source_id"]): row for row in sample("story")}
    named = {row["commissioner_id"]: row["name"] for row in sample("commissioner")}
    flagged = Counter()
    for row in sample("reply"):
        if row["words"]:
            account = told[row["source"], row["source_id"]]
            made = perfunctory.check(
                row["words"], account["words"], account["asks"], [named[row["commissioner_id"]]], [], 0.8
            )
            flagged[row["commissioner_id"]] += made.perfunctory
    assert {key: number for key, number in flagged.items() if number} == {"C2": 12}


def test_the_sample_is_told_and_not_told_early_and_late_and_every_outcome():
    rows = sample("reply")
    written = [row for row in rows if row["words"]]
    assert len(written) >= 40 and len(rows) - len(written) == 2
    assert {row["outcome"] for row in written} == {"done", "doing_by", "not_doing_because", "need_your_help"}
    assert {row["told_how"] for row in written} == {"phone", "letter", "advocate", "web", ""}
    assert {row["teller_verdict"] for row in written} == {"answered", "not_answered", ""}
    late = sum(row["answered_on"] > row["due_on"] for row in written)
    assert 5 < late < len(written) / 2
    assert all(row["told_on"] >= row["answered_on"] for row in written if row["told_on"])


def test_the_ageing_is_that_of_the_files(by_officer, desk):
    rows = [row for row in sample("reply") if row["words"]]
    for key, made in by_officer.items():
        mine = [row for row in rows if row["commissioner_id"] == key]
        told = [row for row in mine if row["told_on"]]
        assert (made.written, made.told) == (len(mine), len(told)), key
        assert made.said == sum(bool(row["teller_verdict"]) for row in mine)
        assert made.yes == sum(row["teller_verdict"] == "answered" for row in mine)
    assert by_officer["C2"].yes == 0 and by_officer["C2"].said == 5
    assert sum(one.owed for one in by_officer.values()) == len(desk.owed)
    services = replies_ages.by_service(desk)
    assert sum(one.aged.owed for one in services) == len(desk.owed)
    assert sum(one.aged.late for one in services) == sum(one.standing.late(desk.today) for one in desk.owed)


def test_figures_are_the_same_whoever_looks(house, desk):
    wanted = (
        replies_ages.by_officer(desk),
        replies_ages.by_service(desk),
        replies_ages.swarm(desk),
        replies.answer(desk),
    )
    for role in ROLES:
        other = replies.desk(house, looking_as(role))
        found = replies_ages.by_officer(other), replies_ages.by_service(other), replies_ages.swarm(other)
        assert (*found, replies.answer(other)) == wanted, role


def test_every_account_that_may_be_counted_has_one_dot(house, desk):
    counted = house.stores.one("story/totals", audience="officers", on_day=desk.today)["accounts"]
    assert sum(number for _, stages in replies_ages.swarm(desk) for _, number in stages) == counted == len(desk.items)
    title = replies_ages.swarm_title(desk)
    given = sum(bool(row["told_on"]) for row in sample("reply"))
    reopened = sum(one.standing.reopened for one in desk.items)
    assert title == f"{given - reopened} of {counted} accounts were answered and their tellers told"


def test_nothing_that_is_shut_is_on_an_officers_desk(house, desk):
    shut = house.stores.raw(
        "SELECT story_id FROM records.story WHERE triage_state NOT IN ('cleared', 'released') "
        "OR withdrawn_at IS NOT NULL OR consent_level = 0 OR consent_until_on < DATE '2026-11-03'"
    )
    ids = {row["story_id"] for row in shut}
    assert len(ids) > 20
    for role in ("commissioner", "manager", "viewer", "data_officer", "admin"):
        assert not ids & {one.story_id for one in replies.desk(house, looking_as(role)).items}, role
    voice = replies.desk(house, looking_as("voice_team"))
    states = house.stores.raw("SELECT story_id, triage_state, withdrawn_at FROM records.story")
    known = {row["story_id"]: row for row in states}
    assert {known[one.story_id]["triage_state"] for one in voice.items} == {"cleared", "released"}
    assert all(known[one.story_id]["withdrawn_at"] is None for one in voice.items)
    safe = replies.desk(house, looking_as("safeguarding"))
    assert {known[one.story_id]["triage_state"] for one in safe.items} == {"cleared", "released", "quarantined"}


def test_the_named_officer_is_the_contracts_else_the_lines_else_nobody(desk):
    contracts = {row["contract_id"]: row for row in sample("contract")}
    for one in desk.items:
        key = one.account["contract_id"]
        if key and contracts[key]["commissioner_id"]:
            assert one.officer_id == contracts[key]["commissioner_id"]
    lines = Counter(
        (row["service_id"], row["commissioner_id"]) for row in contracts.values() if row["status"] != "ended"
    )
    without = [one for one in desk.items if not one.account["contract_id"]]
    assert without
    for one in without:
        most = max(number for (service, _), number in lines.items() if service == one.account["service_id"])
        assert lines[one.account["service_id"], one.officer_id] == most


def test_narrowing_adds_up(desk):
    for officer in {one.officer_id for one in desk.owed}:
        some = replies.narrowed(desk.owed, desk.today, officer, replies.ANY, replies.ANY)
        late = replies.narrowed(desk.owed, desk.today, officer, replies.ANY, replies.LATE)
        early = replies.narrowed(desk.owed, desk.today, officer, replies.ANY, replies.IN_TIME)
        assert len(some) == len(late) + len(early) > 0
        assert replies.answer(desk, officer).startswith(f"{desk.name(officer)} owes {len(some)} answer")
    assert replies.narrowed(desk.owed, desk.today, "C9", replies.ANY, replies.ANY) == []
    order = [one.standing.answer_by for one in desk.owed]
    assert order == sorted(order), "the longest overdue first"


def test_who_is_to_be_told(house, commissioner, desk):
    some = replies_calls.calls(house, commissioner, desk, {})
    waiting = {row["reply_id"] for row in sample("reply") if row["words"] and not row["told_on"]}
    assert {one.reply_id for one in some} == waiting
    assert {one.contact for one in some} == {""}
    assert all(replies_calls.contact_words(commissioner, one, False).startswith("The voice team holds") for one in some)
    voice = looking_as("voice_team")
    theirs = replies_calls.calls(house, voice, replies.desk(house, voice), {})
    assert {one.reply_id for one in theirs} == waiting
    assert replies_calls.answer(desk) == "3 answers are written and their tellers have not been told"


def test_a_reply_that_names_somebody_is_pointed_out_and_officers_are_not(house, commissioner, desk):
    one = replying.opened(house, commissioner, desk, desk.owed[0])
    officer = desk.name("C3")
    words = (
        f"Siobhan Adeyemi told me. Ring me on 01632 960103, by 3 December. {officer}. Her NHS number is 943 476 5919."
    )
    looked = replying.look_over(house, commissioner, desk, one, "C3", words)
    assert looked.named == ("Siobhan Adeyemi", "943 476 5919") and "named" in looked.lacks
    clean = replying.look_over(
        house, commissioner, desk, one, "C3", f"Ring me on 01632 960103 on 3 December. {officer}."
    )
    assert clean.named == ()


def test_a_good_answer_is_found_good_beside_its_own_account(house, commissioner, desk):
    key = next(
        one
        for one in desk.items
        if one.replies and one.replies[0]["commissioner_id"] == "C7" and one.account["may_read"]
    )
    one = replying.opened(house, commissioner, desk, key)
    (row, words) = one.replies[0]
    assert words and not replying.look_over(house, commissioner, desk, one, "C7", words).check.perfunctory
    again = replying.look_over(house, commissioner, desk, desk_other(house, commissioner, desk, key), "C7", words)
    assert again.check.alike == 1 and again.check.perfunctory, "the same text to somebody else"


def desk_other(house, reader, desk, item):
    other = next(one for one in desk.owed if one.account["may_read"] and one.story_id != item.story_id)
    return replying.opened(house, reader, desk, other)


def test_words_are_nowhere_in_what_is_kept(house, commissioner, desk):
    from tightrope.answers import evidence

    replies_ages.one_text_by(house, commissioner, desk)
    text = repr(list(evidence._kept.values()))
    assert "forklift" not in text and "feedback is valued" not in text


@pytest.fixture
def altered(built, tmp_path, monkeypatch):
    """The demo council of this test alone, its warehouse changed by statements before it is opened."""
    folder = shutil.copytree(built, tmp_path / "own")
    monkeypatch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
    monkeypatch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
    held = holding._open
    monkeypatch.setattr(holding, "_open", None)

    def run(*statements):
        with duckdb.connect(str(warehouses.current())) as connection:
            for one in statements:
                connection.execute(one)
        return holding.house()

    yield run
    holding.leave()
    monkeypatch.setattr(holding, "_open", held)


def test_bank_holidays_that_are_not_on_file_are_said(altered, commissioner):
    house = altered("DELETE FROM bank_holiday WHERE year(holiday_on) = 2026")
    found = replies.desk(house, commissioner)
    assert found.missing == (2026,)
    assert replies.notes(found)[0] == (
        "Bank holidays of 2026 are not on file: bank_holiday.csv brings them; dates may be a day or more early."
    )


def test_where_nobody_is_named_it_is_said(altered, commissioner):
    house = altered("UPDATE contract SET commissioner_id = NULL WHERE service_id = 'home_care'")
    found = replies.desk(house, commissioner)
    owed = [one for one in found.owed if one.account["service_id"] == "home_care"]
    assert owed and {one.officer_id for one in owed} == {""}
    assert replies.answer(found, "nobody").startswith(f"{len(owed)} answers are owed by nobody who is named")
    assert f"Nobody is named for {len(owed)} of them" in " ".join(replies.notes(found))
    names = [row.name for row in replies_ages.by_officer(found)]
    assert "Nobody is named" in names


def test_few_in_one_home_are_not_counted_out(altered, commissioner):
    house = altered(
        "DELETE FROM contract WHERE service_id = 'specialist_home' AND contract_id <> 'SH-01'",
    )
    found = replies.desk(house, commissioner)
    (row,) = [one for one in replies_ages.by_service(found) if one.one_home]
    words = replies_ages.words(row)
    assert 0 < row.aged.written < 8 and words["told"] == "fewer than 8 of fewer than 8"
    assert isinstance(row.aged.oldest_on, date)
