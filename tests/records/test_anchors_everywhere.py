"""How the register ended stands in every link, pack and day's file: an end that is cut off is found by any of them."""

import hashlib
import json
import shutil
from datetime import date

import pytest
from test_deciding import COMMISSIONER, WHOLE

from tightrope import commands
from tightrope.records import anchoring, deciding, packs, sharing
from tightrope.records.house import House
from tightrope.records.packs import FrozenPack
from tightrope.records.sharing import OPEN, Frozen, Wanted

LAST = "(SELECT arg_max(decision_id, sequence) FROM records.decision_event)"


@pytest.fixture
def house(stores, master):
    """Records with two decisions."""
    made = House(stores, master)
    for _ in range(2):
        deciding.record(made, COMMISSIONER, WHOLE)
    return made


def link(house):
    """A link; its reference."""
    return sharing.make(house, COMMISSIONER, Wanted(), Frozen("contract:HC-01", '{"z":1}', ("HC-01",), 0)).share_id


def pack(house):
    """A pack without an item; its reference."""
    made = FrozenPack("Papers", "pptx", OPEN, (), date(2026, 11, 3), "[]", "h", (), {})
    return packs.keep(house, COMMISSIONER, made)


def cut(house, files_too=True):
    """Take away the last decision, its place in the list and each day's file: as one would who wants it unseen."""
    for table in ("decision_story", "decision", "decision_event"):
        change = f"DELETE FROM records.{table} WHERE decision_id = {LAST}"
        house.stores.write(lambda cursor, change=change: cursor.execute(change))
    if files_too:
        shutil.rmtree(anchoring.folder(house.stores))


def verified(house, *words):
    """What `decision verify` prints, and its exit code."""
    code, out, err = commands.carry_out(["decision", "verify", *words], "", lambda: house)
    assert err == ""
    return code, out


@pytest.mark.parametrize(("make", "name"), [(link, "link"), (pack, "pack")])
def test_an_end_cut_off_is_found_against_what_went_out(house, make, name):
    key = make(house)
    assert verified(house) == (0, "2 entries, each as it was written; held against 2 ends noted before.\n")
    cut(house)
    assert verified(house) == (1, f"2 entries were there once ({name} {key}) and 1 are: the last entry is gone.\n")


@pytest.mark.parametrize("make", [link, pack])
def test_what_went_out_before_an_entry_says_nothing_of_it(house, make):
    """The other way round, so that the test before can fail: made with two entries, a third is cut off."""
    make(house)
    deciding.record(house, COMMISSIONER, WHOLE)
    cut(house)
    assert verified(house) == (0, "2 entries, each as it was written; held against 1 end noted before.\n")


@pytest.mark.parametrize(("make", "name"), [(link, "link"), (pack, "pack")])
def test_another_chain_of_the_same_length_is_found_too(house, make, name):
    key = make(house)
    cut(house)
    deciding.record(house, COMMISSIONER, WHOLE)  # what is written now ends otherwise: its time is another
    assert verified(house) == (1, f"Entry 2 is another than the one that was there ({name} {key}).\n")


def test_the_day_s_anchor_that_shows_a_cut_end_is_not_written_over(house):
    cut(house, files_too=False)
    for _ in range(2):  # the second goes over the one that the first left, which the entries still carry
        deciding.record(house, COMMISSIONER, WHOLE)
    later, first = anchoring.known(house.stores)
    assert (later.where, later.count) == ("decisions-2026-11-03-2.json", 3)
    assert (first.where, first.count) == ("decisions-2026-11-03.json", 2)
    assert verified(house) == (1, "Entry 2 is another than the one that was there (decisions-2026-11-03.json).\n")


def test_each_of_the_three_is_held_against_it(house, tmp_path):
    nightly = tmp_path / "night.json"
    nightly.write_text(commands.carry_out(["decision", "anchor", "--json"], "", lambda: house)[1])
    share_id = link(house)
    anchors = [one.where for one in anchoring.known(house.stores)]
    assert anchors == ["decisions-2026-11-03.json", f"link {share_id}"]
    cut(house, files_too=False)
    code, out = verified(house, "--anchor", str(nightly))
    assert code == 1
    for where in (*anchors, "night.json"):
        assert f"2 entries were there once ({where}) and 1 are: the last entry is gone.\n" in out


def test_a_link_keeps_it_under_its_hash(house):
    """Beside what was frozen, in the one form that is sealed, so that nobody takes it out unseen."""
    link(house)
    (row,) = house.stores.raw("SELECT body, body_hash FROM records.share")
    stamp = anchoring.stamp(house.stores)
    assert row["body"] == f'{{"register":{{"count":2,"head":"{stamp["head"]}"}},"z":1}}'
    assert row["body_hash"] == hashlib.sha256(row["body"].encode()).hexdigest()
    (noted,) = house.stores.raw("SELECT * FROM records.audit_event WHERE did = 'share_made'")
    assert row["body_hash"] in json.dumps(noted, default=str)


def test_before_the_first_decision_there_is_nothing_to_cut(stores, master):
    house = House(stores, master)
    link(house)
    assert anchoring.stamp(stores) == {"count": 0, "head": "0" * 64}
    assert verified(house) == (0, "0 entries, each as it was written; held against 1 end noted before.\n")
