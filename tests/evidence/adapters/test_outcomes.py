"""Published outcomes with their marks, and councils that are alike."""

import json
from pathlib import Path

import pandas as pd
import pytest
from adapter_fits import misfits

from tightrope.errors import Refusal
from tightrope.evidence.adapters import ascof, neighbours
from tightrope.evidence.adapters.base import Told, write_into

OPEN = Path(__file__).resolve().parents[4] / "shared" / "open-data"
LONG, ALIKE = OPEN / "outcomes/ascof_2024_25_long.parquet", OPEN / "outcomes/oflog_nearest_neighbours.json"
real = pytest.mark.skipif(not LONG.is_file(), reason=f"the published files are not at {OPEN}")
MILL = Told("E08000901", "Millbeck")  # a council that is made up

HEAD = "la_code,la_name,ons_code,raw,table,title,year,measure_part\n"
ROWS = """9,Millbeck,E08000901,18.2,Table_1a,Table 1a: quality of life [note 1] [note 2],2024 to 2025,outcome
9,Millbeck,E08000901,[x],Table_1a,Table 1a: quality of life [note 1],2023 to 2024,outcome
9,Millbeck,E08000901,[c],Table_1a,Table 1a: quality of life,2024 to 2025,numerator
9,Millbeck,E08000901,0.3 (5.2),Table_1c,Table 1c: carers,2016 to 2017,margin of error
9,Millbeck,E08000901,about 5,Table_1a,Table 1a: quality of life,2024 to 2025,denominator
0,England,E92000001,"1,200",Table_1a,Table 1a: quality of life,2024 to 2025,numerator
8,Dale,E08000902,17,Table_1a,Table 1a: quality of life,2024 to 2025,outcome
7,Hill,E08000903,16,Table_1a,Table 1a: quality of life,2024 to 2025,outcome
S,Shire Counties,[z],15,Table_1a,Table 1a: quality of life,2024 to 2025,outcome
"""


@pytest.fixture
def long(tmp_path):
    path = tmp_path / "ascof.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return path


def listed(folder: Path, lists: dict) -> Path:
    path = folder / "alike.json"
    path.write_text(json.dumps(lists), encoding="utf-8")
    return path


def test_marks_are_kept_apart_from_numbers(long):
    found = ascof.read([long], MILL)
    rows = found.tables["outcome"].set_index(["council_code", "year", "measure_part"])
    mine = rows.loc["E08000901"]
    assert mine.loc[("2024 to 2025", "outcome"), "value"] == 18.2
    assert pd.isna(mine.loc[("2024 to 2025", "outcome"), "mark"])
    for key, mark in ((("2023 to 2024", "outcome"), "[x]"), (("2024 to 2025", "numerator"), "[c]")):
        assert pd.isna(mine.loc[key, "value"]) and mine.loc[key, "mark"] == mark
    assert rows.loc[("E92000001", "2024 to 2025", "numerator"), "value"] == 1200
    assert mine.loc[("2016 to 2017", "margin of error"), "value"] == 0.3  # and 5.2 in brackets behind it
    assert any("1 figures have a second one in brackets" in one for one in found.notes)
    assert set(found.tables["outcome"]["title"]) == {"Table 1a: quality of life", "Table 1c: carers"}
    assert not misfits(found)


def test_what_is_neither_and_groups_without_a_code_are_set_aside(long):
    found = ascof.read([long], MILL)
    assert {(one.row, one.value) for one in found.aside} == {(6, "about 5"), (10, "Shire Counties")}
    assert set(found.tables["outcome"]["council_code"]) == {"E08000901", "E92000001"}


def test_neighbours_come_along_where_they_are_listed(long, tmp_path):
    path = listed(tmp_path, {"E08000901": ["E08000901", "E08000903"]})
    frame = ascof.read([long, path], MILL).tables["outcome"]
    assert set(frame["council_code"]) == {"E08000901", "E92000001", "E08000903"}
    assert set(ascof.read([long], Told()).tables["outcome"]["council_code"]) == {
        "E08000901", "E92000001", "E08000902", "E08000903"
    }  # fmt: skip


def test_marks_survive_being_written(long, tmp_path):
    write_into(tmp_path / "into", "ascof", ascof.read([long], MILL))
    written = pd.read_csv(tmp_path / "into" / "outcome.csv", dtype=str, keep_default_na=False)
    assert list(written.loc[written["mark"] == "[x]", "value"]) == [""]
    assert list(written.loc[written["value"] == "18.2", "mark"]) == [""]


def test_a_council_without_figures_is_refused(long):
    with pytest.raises(Refusal, match="no figure of Nowhere"):
        ascof.read([long], Told("E08000999", "Nowhere"))


def test_neighbours_are_ranked_as_listed_without_the_council_itself(long, tmp_path):
    path = listed(tmp_path, {"E08000901": ["E08000901", "E08000903", "E08000902", "E08000904"]})
    found = neighbours.read([path, long], MILL)
    rows = found.tables["council_neighbour"].sort_values("rank")
    assert list(rows["neighbour_code"]) == ["E08000903", "E08000902", "E08000904"] and list(rows["rank"]) == [1, 2, 3]
    assert list(rows["neighbour_name"]) == ["Hill", "Dale", "E08000904"]
    assert any("go by their code: 1 (E08000904)" in one for one in found.notes)
    assert not misfits(found)


def test_a_list_in_order_of_code_ranks_nobody(tmp_path):
    path = listed(tmp_path, {"E08000901": ["E08000901", "E08000902", "E08000903", "E08000904"]})
    found = neighbours.read([path], MILL)
    assert list(found.tables["council_neighbour"]["rank"]) == [None, None, None]
    assert any("do not say who is most alike" in one for one in found.notes)


def test_a_council_without_a_list_is_refused(tmp_path):
    with pytest.raises(Refusal, match="No neighbours of Millbeck"):
        neighbours.read([listed(tmp_path, {"E08000902": ["E08000903"]})], MILL)


@real
def test_sheffields_figures_and_neighbours_are_those_of_the_files():
    told = Told("E08000019", "Sheffield")
    raw = pd.read_parquet(LONG)
    fifteen = set(json.loads(ALIKE.read_text(encoding="utf-8"))["E08000019"]) - {"E08000019"}
    wanted = raw[raw["ons_code"].isin({"E08000019", "E92000001", *fifteen})]
    frame = ascof.read([LONG, ALIKE], told).tables["outcome"]
    assert len(frame) == len(wanted)
    assert frame["mark"].value_counts().to_dict() == wanted.loc[wanted["value"].isna(), "raw"].value_counts().to_dict()
    assert frame["value"].sum() == pytest.approx(wanted["value"].sum())
    found = neighbours.read([ALIKE, LONG], told)
    assert set(found.tables["council_neighbour"]["neighbour_code"]) == fifteen and len(fifteen) == 15
    assert not misfits(found)


def test_a_workbook_is_read_by_its_largest_sheet(long, tmp_path):
    book, frame = tmp_path / "ascof.xlsx", pd.read_csv(long, dtype=str)
    with pd.ExcelWriter(book, engine="openpyxl") as writer:
        pd.DataFrame({"Notes": ["[x] not available"]}).to_excel(writer, sheet_name="Notes", index=False)
        frame.to_excel(writer, sheet_name="Long", index=False)
    same = ["council_code", "value", "mark"]
    assert ascof.read([book], MILL).tables["outcome"][same].equals(ascof.read([long], MILL).tables["outcome"][same])
