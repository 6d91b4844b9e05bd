"""The digest: only what passed a test since a day, each with its page; and that there may be nothing."""

import argparse
from dataclasses import replace
from datetime import date, datetime

import pytest

from tightrope.answers import digest as answers
from tightrope.answers import moving
from tightrope.answers.conflicts import Conflict
from tightrope.answers.digest import BROKEN, DISAGREE, LAST_CALL, MOVED, SILENT, UNANSWERED, Line
from tightrope.board import digest_file
from tightrope.commands import digest as digest_command
from tightrope.commands.base import DONE, FOUND_SOMETHING
from tightrope.errors import Refusal
from tightrope.records.roles import looking_as
from tightrope.screens.register import page

JUNE, OCTOBER = date(2026, 6, 1), date(2026, 10, 3)  # today is 3 November 2026 here


@pytest.fixture(scope="module")
def summer(house, commissioner):
    return answers.digest(house, commissioner, JUNE, "the day that was chosen")


def test_from_which_day_it_looks(house, commissioner):
    assert answers.since_of(house, commissioner, "2026-06-01") == (JUNE, "the day that was chosen")
    for none in ("", "soon", "2026-11-03", "2031-01-01", "1990-01-01"):
        assert answers.since_of(house, commissioner, none) == (OCTOBER, "a month ago")


def test_the_last_look_is_the_usual_day(house):
    reader = looking_as("manager")
    looked = [reader.account_id, datetime(2026, 9, 7, 8, 30)]
    house.stores.write(lambda cursor: cursor.execute("INSERT INTO records.last_look VALUES (?, ?)", looked))
    assert answers.since_of(house, reader) == (date(2026, 9, 7), "when you last looked at the overview")


def test_nothing_new_is_said_in_words(house, commissioner):
    found = answers.digest(house, commissioner, date(2026, 11, 2))
    assert found.lines == () and found.title == "Nothing passed a test since 2 November 2026"
    assert found.notes == (answers.NO_RETURNS_SINCE,) and "60 contracts" in found.looked_at
    assert found.title.encode() in digest_file.html(found) and found.title.encode() in digest_file.csv(found)


def test_the_silence_that_began_is_in_it(summer):
    (one,) = summer.of(SILENT)
    assert one.key == "CH-03" and one.words.startswith("New: Larkfield House. Nobody of 140 people")


def test_measures_are_those_that_passed_month_by_month(house, commissioner, summer):
    # The latest returns before June are May's: June to October are new, each with its own allowance for many looks.
    wanted = [
        (one.contract_id, one.measure_id)
        for month in (6, 7, 8, 9, 10)
        for one in moving.flags(house, commissioner, date(2026, month, 1)).named
    ]
    assert [(one.key, one.values["measure"]) for one in summer.of(MOVED)] == wanted and wanted


def test_a_promise_is_overdue_from_the_day_after_its_day(house, commissioner):
    def broken(since):
        return [one.key for one in answers.digest(house, commissioner, since).of(BROKEN)]

    # PM-07 was due on 1 October 2026 and is not done; PM-11 was dropped on 2 July 2026.
    assert broken(date(2026, 10, 1)) == ["PM-07"] and broken(date(2026, 10, 2)) == []
    assert broken(date(2026, 7, 1)) == ["PM-07", "PM-11"] and broken(date(2026, 7, 2)) == ["PM-07"]


def test_providers_who_owe_an_answer(summer):
    assert [one.key for one in summer.of(UNANSWERED)] == ["SL-02"]
    assert "due by 5 October 2026" in summer.of(UNANSWERED)[0].words


def test_a_last_committee_is_new_once_the_papers_before_it_were_due(house, commissioner):
    def last(since):
        lines = answers.digest(house, commissioner, since).of(LAST_CALL)
        return sorted(one.key for one in lines if one.words.startswith("Last committee"))

    # Papers for the committee of 5 November were due on 14 October: from then on the next is that of 14 January.
    assert last(date(2026, 10, 13)) == ["CH-03", "HC-01", "RS-01"] and last(date(2026, 10, 14)) == []


def test_options_lost_since_stand_in_one_line_a_contract(summer):
    lost = [one for one in summer.of(LAST_CALL) if one.words.startswith("Lost")]
    assert len({one.key for one in lost}) == len(lost)
    home = next(one.words for one in lost if one.key == "HC-01")
    assert (
        home == "Lost: Home care, North East. No longer possible: split into smaller or local lots, bring it in-house."
    )


def test_disagreements_come_and_go(house, commissioner, monkeypatch):
    def one(contract_id):
        return Conflict(contract_id, "numbers_good_stories_bad", f"Contract {contract_id}", 0.9, 9, 2, "They disagree.")

    def found(house, reader, period, everything=False):
        return [one("A"), one("B")] if period.last == date(2026, 10, 1) else [one("B"), one("C")]

    monkeypatch.setattr(answers.conflicts, "conflicts", found)
    lines = answers.digest(house, commissioner, OCTOBER).of(DISAGREE)
    assert [line.words for line in lines] == [
        "New: Contract A. They disagree.", "Gone: Contract C no longer clearly disagrees.",
    ]  # fmt: skip


def test_each_line_opens_a_page_that_is_there(summer):
    for one in summer.lines:
        assert digest_file.address(one, summer).startswith(f"{page(one.page).address}?")
    assert digest_file.address(summer.of(SILENT)[0], summer) == "/missing?view=silence&v=1&at=2026-11-03"


def test_files_hold_every_line_and_carry_out_nothing(summer):
    bad = Line(BROKEN, "PM-1", "=SUM(1) <script>x</script>", "replies", {"view": "said"})
    found = replace(summer, lines=(*summer.lines, bad))
    html = digest_file.html(found, "https://council.example/").decode()
    assert html.count("<li>") == len(found.lines) and "<script" not in html and "&lt;script&gt;" in html
    assert 'href="https://council.example/replies?view=said&amp;v=1' in html and "a fictional council" in html
    rows = digest_file.csv(found).decode("utf-8-sig").splitlines()
    assert len(rows) == len(found.lines) + 1 and "'=SUM(1)" in rows[-1]


def test_the_command_gives_the_same_and_writes_a_file(house, tmp_path):
    (command,) = digest_command.COMMANDS
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    out = tmp_path / "new.html"
    made = command.run(parser.parse_args(["--since", "2026-06-01", "--out", str(out)]), "", house)
    assert made.code == FOUND_SOMETHING and made.plain[0].endswith("things to know since 1 June 2026")
    assert "Larkfield House" in out.read_text(encoding="utf-8")
    assert command.run(parser.parse_args(["--since", "2026-11-02"]), "", house).code == DONE
    for wrong in (["--since", "soon"], ["--out", str(tmp_path / "new.pdf")]):
        with pytest.raises(Refusal):
            command.run(parser.parse_args(wrong), "", house)
