"""The command that writes papers for a meeting: the file, its reference, what it refuses, and whom to tell."""

import io
import json
import os

import pytest
from pptx import Presentation

from tightrope import commands
from tightrope.commands import packing
from tightrope.records import consent


@pytest.fixture(scope="module")
def house(shared_house):
    return shared_house


def carried(house, *arguments):
    return commands.carry_out(["pack", *map(str, arguments)], "", lambda: house)


def test_slides_are_written_and_entered(house, tmp_path):
    out = tmp_path / "papers.pptx"
    code, told, err = carried(house, "HC-01", "RS-01", "--out", out, "--title", "14 January", "--json")
    assert (code, err) == (0, "")
    found = json.loads(told)
    made = Presentation(out)
    assert made.slides[0].shapes.title.text_frame.text == "14 January" and out.stat().st_size == found["bytes"]
    (row,) = house.stores.rows("packs/downloads")
    assert (row["pack_id"], row["format"], row["part"], row["account_id"]) == (
        found["pack_id"], "pptx", "public", "command-line",
    )  # fmt: skip
    code, told, err = carried(house, "HC-01", "--out", out)
    assert code == 2 and "is there already" in err and len(house.stores.rows("packs/index")) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["HC-01"], "--out FILE"),
        (["--out", "x.pptx"], "pack needs the items"),
        (["HC-01", "--out", "x.pdf"], "ends in .pdf"),
        (["HC-01", "--out", "nowhere/x.pptx"], "no folder nowhere"),
        (["NO-1", "--out", "x.pptx"], "There is no contract NO-1 that runs."),
        (["pot:x", "--out", "x.pptx"], "A contract or a service line"),
        (["HC-01", "--out", "x.pptx", "--template", "none.pptx"], "none.pptx cannot be read"),
        (["HC-01", "--out", "x.docx", "--template", "bad.pptx"], "A template is for slides"),
        (["HC-01", "--out", "x.pptx", "--template", "bad.pptx"], "no PowerPoint file"),
        (["HC-01", "--out", "x.pptx", "--link", "ftp://a.test"], "no address"),
    ],
)
def test_what_cannot_be_is_refused_and_neither_written_nor_entered(house, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.pptx").write_bytes(b"no slides")
    before = len(house.stores.rows("packs/index"))
    code, out, err = carried(house, *arguments)
    assert (code, out) == (2, "") and said in err
    assert [one.name for one in tmp_path.iterdir()] == ["bad.pptx"]
    assert len(house.stores.rows("packs/index")) == before


def test_the_running_app_wants_whole_paths(house, monkeypatch):
    monkeypatch.setattr(packing, "who_holds", lambda: {"pid": os.getpid()})
    code, _, err = carried(house, "HC-01", "--out", "x.pptx")
    assert code == 2 and "give the whole path of x.pptx" in err


def test_a_restricted_paper_with_what_is_exempt_on_the_councils_template(house, tmp_path):
    kept = io.BytesIO()
    Presentation().save(kept)
    (tmp_path / "own.pptx").write_bytes(kept.getvalue())
    out = tmp_path / "x.pptx"
    code, _, err = carried(
        house, "RS-01", "--out", out, "--exempt", "--for", "A. Reader", "--template", tmp_path / "own.pptx"
    )
    assert (code, err) == (0, "")
    said = "\n".join(
        shape.text_frame.text for slide in Presentation(out).slides for shape in slide.shapes if shape.has_text_frame
    )
    assert "£165.00" in said and "NOT FOR PUBLICATION" in said and "For A. Reader alone" in said


def test_withdrawn_accounts_are_reported(house, tmp_path):
    assert carried(house, "--withdrawn") == (0, "No pack quotes anything that may not be shown.\n", "")
    code, told, _ = carried(house, "RS-01", "--out", tmp_path / "x.html", "--json")
    pack_id = json.loads(told)["pack_id"]
    row = next(one for one in house.stores.rows("packs/quoted") if one["pack_id"] == pack_id)
    consent.withdraw(house.stores, row["story_id"], "the teller")
    code, told, _ = carried(house, "--withdrawn", "--json")
    found = {one["pack"]["pack_id"]: one for one in json.loads(told)}
    assert code == 1 and found[pack_id]["told"] == ["command-line"]
    assert row["told_by"] in carried(house, "--withdrawn")[1]
