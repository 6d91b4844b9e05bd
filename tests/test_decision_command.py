"""The command of the register: what it shows, and that it finds what somebody changed."""

import json
from dataclasses import replace
from datetime import date

import pytest

from tightrope import commands
from tightrope.records import deciding
from tightrope.records.decision_shapes import Decided, Rejected
from tightrope.records.house import House
from tightrope.records.roles import looking_as

READER = looking_as("commissioner")
MADE = Decided(
    kind="contract",
    key="HC-01",
    title="Home care, North East",
    decided_on=date(2026, 10, 20),
    decision="Extend it with conditions.",
    reasons="Visits are too short today.",
    rejected=(Rejected("Re-tender", "there was no time"),),
    decided_by="Priya Raman",
    post="Strategic commissioner",
    delegation="Changes up to £100,000",
    no_interest=True,
    not_heard="Nobody who cannot leave home.",
)


@pytest.fixture
def asked(demo):
    """Ask the command of the demo council with two decisions on record: (exit code, output, errors), and the house."""
    from tightrope.records import house as holding

    house: House = holding.house()
    key = deciding.record(house, READER, MADE).decision_id
    deciding.record(house, READER, replace(MADE, key="RS-01", title="Short breaks"))
    deciding.correct(house, READER, key, MADE, replace(MADE, equality="Older women gain."), "it was left out")
    yield (lambda *words: commands.carry_out(["decision", *words], "", lambda: house)), key, house
    holding.leave()


def test_the_command_shows_verifies_and_finds_what_was_changed(asked, tmp_path):
    ask, key, house = asked
    code, out, err = ask("show")
    assert (code, err) == (0, "") and len(out.splitlines()) == 2
    assert f"{key}\t2026-10-20\tRecorded\tHC-01\tHome care, North East\n" in out
    assert ask("show", "--contract", "RS-01")[1].endswith("Short breaks\n")
    assert ask("show", "--contract", "HC-99") == (0, "No decision is on record.\n", "")
    whole = ask("show", key)[1]
    for words in ("Reasons: Visits are too short today.", "Considered and rejected: Re-tender: there was no time",
                  "Interests: Asked, and nobody has one.", "corrected it. it was left out",
                  "Equality: was nothing; is Older women gain."):  # fmt: skip
        assert words in whole
    (data,) = json.loads(ask("show", key, "--json")[1])
    assert (data["decision_id"], data["decision"], len(data["entries"])) == (key, MADE.decision, 2)
    assert ask("show", "D0")[0] == 2 and "no such decision" in ask("show", "D0")[2]

    assert ask("verify") == (0, "3 entries, each as it was written; held against 1 end noted before.\n", "")
    elsewhere = tmp_path / "kept elsewhere.json"
    elsewhere.write_text(ask("anchor", "--json")[1])
    assert ask("verify", "--anchor", str(elsewhere))[0] == 0
    assert ask("verify", "--anchor", str(tmp_path / "none.json"))[0] == 2

    house.stores.write(lambda cursor: cursor.execute("DELETE FROM records.decision_event WHERE sequence = 3"))
    for path in house.stores.records_path.parent.glob("*-anchors/*.json"):
        path.unlink()  # whoever cuts off the end takes what lies beside it too
    assert ask("verify")[0] == 0, "nothing that is left here shows it"
    code, out, err = ask("verify", "--anchor", str(elsewhere))
    assert code == 1 and "the last entry is gone" in out
    assert json.loads(ask("verify", "--anchor", str(elsewhere), "--json")[1])["faults"] == out.splitlines()
