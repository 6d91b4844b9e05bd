"""What was looked at becomes one plain CSV; every row is written, named as broken, or said to be left out."""

import csv
import datetime
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.evidence import readers, workbooks
from tightrope.evidence.heads import LOOKED_AT, head
from tightrope.evidence.unpack import Formula, Noted, needs_unpacking, unpack

BAD = Path(__file__).resolve().parents[1] / "data" / "bad"
FILES = BAD / "files"


def unpacked(path, into, **known):
    """(what came of it, the rows written with their header)."""
    out = unpack(path, head(path, **known), into)
    assert out.path == into
    with into.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle, strict=True))
    assert out.records == len(rows) - 1
    return out, rows


def written(tmp_path, data, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


@pytest.fixture
def into(tmp_path):
    return tmp_path / "plain.csv"


def workbook(tmp_path, cells, title="Spend", change=None):
    """A workbook with these cells; `change` takes and gives the XML of the sheet."""
    made = openpyxl.Workbook()
    made.active.title = title
    for place, value in cells.items():
        made.active[place] = value
    path = tmp_path / "book.xlsx"
    made.save(path)
    if change:
        with zipfile.ZipFile(path) as old:
            parts = {one: old.read(one) for one in old.namelist()}
        before = parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = change(before)
        assert parts["xl/worksheets/sheet1.xml"] != before
        with zipfile.ZipFile(path, "w") as new:
            for one, data in parts.items():
                new.writestr(one, data)
    return path


def test_windows_text_with_pounds(into):
    out, rows = unpacked(FILES / "latin1_pounds.csv", into)
    assert rows == [
        ["record_number", "Provider", "Weekly fee", "Note"],
        ["2", "Oak House", "£912.50", "Café on site"],
        ["3", "Elm Lodge", "£870.00", ""],
    ]
    assert (out.broken, out.formulas, out.left_out, out.notes) == ([], [], [], [])


def test_semicolons_leave_commas_alone(into):
    _, rows = unpacked(FILES / "semicolons.csv", into)
    assert rows[2:] == [["3", "Elm Lodge, East", "2,0", "29,85"], ["4", "Ash Court", "3,25", "48,10"]]


def test_utf16(into):
    _, rows = unpacked(FILES / "utf16.csv", into)
    assert rows == [["record_number", "Provider", "Hours"], ["2", "Oak House", "12"], ["3", "Zoë's Place", "7"]]


def test_rows_below_a_title_keep_the_numbers_that_people_find(into):
    _, rows = unpacked(FILES / "title_rows.csv", into)
    assert [row[:2] for row in rows] == [["record_number", "Invoice"], ["5", "INV-1"], ["6", "INV-2"]]


def test_totals_at_the_end_are_left_out_and_said(into):
    out, rows = unpacked(FILES / "totals.csv", into)
    assert [row[:2] for row in rows[1:]] == [
        ["2", "Oak House"],
        ["3", "Total"],  # in the middle it is a row like others: nobody knows what it adds up
        ["4", "Elm Lodge"],
        ["7", "Figures are fictional"],
    ]
    assert out.left_out == [
        Noted(5, "Supplier", "Sub-total:, 5, 1,100.00"),
        Noted(6, "Supplier", "GRAND TOTAL, 15, £1,300.00"),
    ]
    assert out.notes == ["Totals at the end were left out: rows 5, 6."]


def test_more_totals_than_a_table_has_are_rows(tmp_path, into):
    out, _ = unpacked(written(tmp_path, "Supplier,Amount\nOak,1\n" + "Total,1\n" * 250), into)
    assert out.records + len(out.left_out) == 251 and len(out.left_out) == 48  # 2 x 101 were let go


def test_cells_that_begin_like_a_formula_are_named_and_signed_numbers_are_not(into):
    out, rows = unpacked(FILES / "formulas.csv", into)
    assert out.formulas == [
        Formula(2, "Supplier", "A2", '=HYPERLINK("http://example.org","pay")', False),
        Formula(3, "Supplier", "A3", "@SUM(A1)", False),
        Formula(4, "Supplier", "A4", "-2+3", False),
        Formula(4, "Note", "C4", "\tstep", False),
    ]
    assert rows[1] == ["2", '=HYPERLINK("http://example.org","pay")', "-12.50", "+3"]
    assert out.notes == ["4 cells begin like a formula. They were taken as text."]


def test_a_broken_quote_costs_one_record_whatever_the_delimiter(into):
    out, rows = unpacked(FILES / "broken_quote_pipes.csv", into)
    assert rows[1:] == [["2", "Oak House", "fine", "1"], ["4", "Ash Court", "a, b", "3"]]
    assert out.broken == [readers.Broken(3, 'Elm Lodge|"never closed, this|2', readers.WRONG_QUOTE)]


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16")])
def test_a_broken_quote_at_row_40001_costs_exactly_that_row(tmp_path, into, delimiter, encoding):
    lines = [delimiter.join(["Account", "Supplier", "Purpose", "Hours", "Amount"])]
    for row in range(2, 40_011):
        name = '"Café £' if row == 40_001 else "Café £"
        lines.append(delimiter.join([f"A{row}", name, "Home care", "2", "31.50"]))
    path = written(tmp_path, ("\n".join(lines) + "\n").encode(encoding))
    out, rows = unpacked(path, into)
    assert [one.record_number for one in out.broken] == [40_001]
    assert out.broken[0].text.startswith(f"A40001{delimiter}")
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(2, 40_011) if n != 40_001]
    assert all(row[1] == f"A{row[0]}" and row[2] == "Café £" for row in rows[1:])


def test_rows_of_another_width_are_named_in_words_that_fit(tmp_path, into):
    out, rows = unpacked(written(tmp_path, "a;b;c\n1;2;3\n4;5\n6;7;8;9\n"), into)
    assert [row[0] for row in rows[1:]] == ["2"]
    assert [(one.record_number, one.text) for one in out.broken] == [(3, "4;5"), (4, "6;7;8;9")]
    assert out.broken[0].words == "It has 2 columns; the header names 3. Look for a missing or extra semicolon."


def test_a_value_under_no_name_is_not_lost_in_silence(into):
    out, rows = unpacked(FILES / "trailing_commas.csv", into)
    assert rows == [["record_number", "Supplier", "Amount"], ["2", "Oak House", "1"], ["5", "Ash Court", "3"]]
    assert [(one.record_number, one.text) for one in out.broken] == [(3, "Elm Lodge,2,,see me")]


def test_a_byte_that_is_not_utf8_far_down_is_read_as_windows_text_and_said(tmp_path, into):
    start = b"Supplier,Fee\n" + (b"Oak" * 33 + b",1\n") * 10_000
    path = written(tmp_path, start + "Café,£2\n".encode("cp1252") + "Zoë,3\n".encode())
    assert len(start) > LOOKED_AT
    out, rows = unpacked(path, into)
    assert rows[-2:] == [["10002", "Café", "£2"], ["10003", "Zoë", "3"]]
    assert out.notes == [
        "Line 10,002 of file.csv holds a character that is not utf-8. It was read as Windows text; "
        "look whether it is right."
    ]


def test_zero_bytes_and_undefined_ones_do_not_stop_it(tmp_path, into):
    path = written(tmp_path, b"Supplier,Fee\n" + b"Oak \x81\xa3,1\n" + b"Elm\0,2\n" + b"Ash Court House,3\n" * 10)
    out, rows = unpacked(path, into)
    assert rows[1:3] == [["2", "Oak \x81£", "1"], ["3", "Elm", "2"]]
    assert out.notes[-1] == "1 lines held characters without meaning (zero bytes), now left out."


def test_a_line_without_end_is_one_broken_record_and_takes_bounded_memory(tmp_path, into):
    path = written(tmp_path, "a,b\n1,2\n" + "x" * (2 * readers.LONGEST_LINE + 5) + "\n3,4\n")
    out, rows = unpacked(path, into)
    assert rows[1:] == [["2", "1", "2"], ["4", "3", "4"]]
    assert [one.record_number for one in out.broken] == [3]


def test_line_breaks_in_values_come_through(tmp_path, into):
    path = written(tmp_path, 'a;b\n"one\r\ntwo; ""three"""; x \n"\r";5\n')
    out, rows = unpacked(path, into)
    assert rows[1:] == [["2", 'one\r\ntwo; "three"', " x "], ["3", "\r", "5"]]
    assert out.broken == []
    again = [row for block in readers.sift(into) for row in block.table(rows[0]).to_pylist()]
    assert [[row["a"], row["b"]] for row in again] == [row[1:] for row in rows[1:]]


WORDS = st.text(st.sampled_from('ab,;|\t"£é-=\n 1.'), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=8), st.sampled_from(",;|\t"))
def test_any_sound_file_comes_back_as_pythons_csv_reads_it(tmp_path, into, rows, delimiter):
    path = tmp_path / "file.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([["Name", "Hours", "Cost"], *rows])
    out, found = unpacked(path, into, delimiter=delimiter, header_row=1)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert out.broken == [] and [row[1:] for row in found[1:]] == kept


def test_a_plain_file_needs_no_unpacking(tmp_path):
    assert not needs_unpacking(head(written(tmp_path, "Supplier,Amount\nOak,1\n")))
    assert not needs_unpacking(head(written(tmp_path, "\ufeffSupplier,Amount\nOak,1\n")))
    assert not needs_unpacking(head(BAD / "broken_quote.csv"))


@pytest.mark.parametrize("name", "latin1_pounds semicolons utf16 title_rows totals trailing_commas".split())
def test_what_the_plain_reader_cannot_take_needs_unpacking(name):
    assert needs_unpacking(head(FILES / f"{name}.csv"))


def test_a_name_over_two_lines_needs_unpacking(tmp_path, into):
    path = written(tmp_path, '"Annual\nvalue",Supplier\n5,Oak\n')
    assert needs_unpacking(head(path))
    _, rows = unpacked(path, into)
    assert rows == [["record_number", "Annual value", "Supplier"], ["2", "5", "Oak"]]


def test_values_of_a_workbook(tmp_path, into):
    cells = {
        "B3": "Name", "C3": "When", "D3": "Amount", "E3": "Open",
        "B4": "Oak", "C4": datetime.datetime(2026, 2, 28), "D4": 1e-7, "E4": True,
        "B5": "Elm", "C5": datetime.datetime(2026, 2, 28, 9, 5), "D5": 12345678901, "E5": False,
        "B6": "01234", "C6": datetime.time(9, 5), "D6": 0.1 + 0.2, "E6": "yes",
        "B8": "Ash", "C8": datetime.timedelta(hours=37, minutes=30), "D8": -12.0, "E8": 1e20,
        "B9": "a\nb", "C9": datetime.date(1999, 12, 31), "D9": 0, "E9": "£5 \"x\"",
    }  # fmt: skip
    path = workbook(tmp_path, cells)
    out, rows = unpacked(path, into)
    assert rows == [
        ["record_number", "Name", "When", "Amount", "Open"],
        ["4", "Oak", "2026-02-28", "0.0000001", "true"],
        ["5", "Elm", "2026-02-28T09:05:00", "12345678901", "false"],
        ["6", "01234", "09:05:00", "0.3", "yes"],
        ["8", "Ash", "37:30:00", "-12", "100000000000000000000"],  # row 7 is empty and still counts
        ["9", "a\nb", "1999-12-31", "0", '£5 "x"'],
    ]
    assert (out.broken, out.formulas, out.errors, out.left_out, out.notes) == ([], [], [], [], [])


def test_the_old_mac_calendar(tmp_path, into):
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in (["Name", "When"], ["Oak", datetime.date(2026, 2, 28)]):
        made.active.append(row)
    made.save(tmp_path / "mac.xlsx")
    assert unpacked(tmp_path / "mac.xlsx", into)[1][1] == ["2", "Oak", "2026-02-28"]


def test_one_sheet_of_two(tmp_path, into):
    made = openpyxl.Workbook()
    made.active.title = "March"
    for name, value in (("March", 1), ("April", 2)):
        sheet = made[name] if name in made.sheetnames else made.create_sheet(name)
        sheet.append(["Supplier", "Hours"])
        sheet.append(["Oak", value])
    made.save(tmp_path / "a.xlsx")
    assert unpacked(tmp_path / "a.xlsx", into)[1][1] == ["2", "Oak", "1"]
    assert unpacked(tmp_path / "a.xlsx", into, sheet="April")[1][1] == ["2", "Oak", "2"]


FORMULAS = {
    "A1": "Supplier", "B1": "Fee", "C1": "Note",
    "A2": "Oak", "B2": "=1+1", "C2": "x",
    "A3": '=HYPERLINK("http://example.org","pay")', "B3": 3, "C3": '=IF(B3>5,"y","")',
    "A4": "Elm", "B4": "=" + "1+" * 200 + "1", "C4": "z",
    "A5": "Total", "B5": "=SUM(B2:B4)",
}  # fmt: skip


def with_results(xml):
    """As Excel saves it: with the result of each formula."""
    xml = re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v />", xml)  # written so with lxml beside it or without
    assert xml.count(b"</f><v />") == 5
    for result in (b"2", b"p", b"", b"201", b"206"):
        xml = xml.replace(b"</f><v />", b"</f><v>" + result + b"</v>", 1)
    return xml.replace(b'r="A3"', b'r="A3" t="str"').replace(b'r="C3"', b'r="C3" t="str"')


def test_formulas_are_named_and_their_results_read(tmp_path, into):
    out, rows = unpacked(workbook(tmp_path, FORMULAS, change=with_results), into)
    assert rows[1:] == [["2", "Oak", "2", "x"], ["3", "p", "3", ""], ["4", "Elm", "201", "z"]]
    assert out.formulas == [
        Formula(2, "Fee", "B2", "=1+1", True),
        Formula(3, "Supplier", "A3", '=HYPERLINK("http://example.org","pay")', True),
        Formula(3, "Note", "C3", '=IF(B3>5,"y","")', True),
        Formula(4, "Fee", "B4", ("=" + "1+" * 200)[:200], True),
    ]
    assert out.left_out == [Noted(5, "Supplier", "Total, 206")]
    assert out.notes == [
        "Totals at the end were left out: row 5.",
        "4 cells hold formulas. Their stored results were read.",
    ]


def test_formulas_without_results_are_said(tmp_path, into):
    out, _ = unpacked(workbook(tmp_path, FORMULAS), into)
    assert any(note.startswith("5 formulas keep no result, the first in B2") for note in out.notes)


def test_shared_formulas_say_what_they_share(tmp_path, into):
    def share(xml):
        for place, shared in (
            ("B2", b't="shared" ref="B2:B3" si="0">1+1</f><v>2</v>'),
            ("B3", b't="shared" si="0"/><v>3</v>'),
        ):
            cell = f'<c r="{place}" t="n"><v>7</v></c>'.encode()
            assert cell in xml
            xml = xml.replace(cell, f'<c r="{place}"><f '.encode() + shared + b"</c>")
        return xml

    cells = {"A1": "Supplier", "B1": "Fee", "A2": "Oak", "B2": 7, "A3": "Elm", "B3": 7}
    out, rows = unpacked(workbook(tmp_path, cells, change=share), into)
    assert [(one.cell, one.text) for one in out.formulas] == [("B2", "=1+1"), ("B3", "=1+1")]
    assert [row[2] for row in rows[1:]] == ["2", "3"]


def test_lists_of_choices_below_the_cells_are_no_formulas(tmp_path, into):
    def choices(xml):
        return xml.replace(
            b"</worksheet>", b"<extLst><ext><x:f xmlns:x='x'>Lists!$A$1</x:f></ext></extLst></worksheet>"
        )

    cells = {"A1": "Supplier", "B1": "Fee", "A2": "Oak", "B2": 7}
    out, _ = unpacked(workbook(tmp_path, cells, change=choices), into)
    assert out.formulas == [] and out.notes == []


def test_error_cells_become_text_and_are_named(tmp_path, into):
    made = openpyxl.Workbook()
    for row in (["Supplier", "Fee"], ["Oak", "#N/A"], ["Elm", 5], ["#REF!", "#DIV/0!"]):
        made.active.append(row)
    assert made.active["B2"].data_type == "e"
    made.save(tmp_path / "a.xlsx")
    out, rows = unpacked(tmp_path / "a.xlsx", into)
    assert rows[1:] == [["2", "Oak", "#N/A"], ["3", "Elm", "5"], ["4", "#REF!", "#DIV/0!"]]
    assert out.errors == [Noted(2, "Fee", "#N/A"), Noted(4, "Supplier", "#REF!"), Noted(4, "Fee", "#DIV/0!")]
    assert out.notes == ["3 cells show an error, the first #N/A in B2."]


def test_a_remark_beside_the_table_breaks_its_row_and_is_named(tmp_path, into):
    cells = {"A1": "Supplier", "B1": "Fee", "A2": "Oak", "B2": 1, "D2": "ask Ann", "A3": "Elm", "B3": 2}
    out, rows = unpacked(workbook(tmp_path, cells), into)
    assert rows[1:] == [["3", "Elm", "2"]]
    assert [(one.record_number, one.text) for one in out.broken] == [(2, "Oak,1,,ask Ann")]


def test_too_many_errors_are_refused(tmp_path, into, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ERRORS", 1)
    path = workbook(tmp_path, {"A1": "Supplier", "B1": "Fee", "A2": "#N/A", "B2": "#N/A"})
    with pytest.raises(Refusal, match="over 1 cells that show an error, such as #N/A"):
        head(path)


def test_long_lists_are_cut_and_counted(tmp_path, into, monkeypatch):
    monkeypatch.setattr("tightrope.evidence.unpack.MOST_LISTED", 2)
    out, _ = unpacked(written(tmp_path, "Supplier,Note\n" + "Oak,=a\n" * 5), into)
    assert len(out.formulas) == 2 and out.notes == ["5 cells begin like a formula. They were taken as text."]


def test_nothing_is_left_behind_by_a_refusal(tmp_path, into):
    path = workbook(tmp_path, {"A1": "Supplier", "B1": "Fee", "A2": "Oak", "B2": 1})
    seen = head(path)
    path.write_bytes(b"PK\x03\x04 overwritten since")
    with pytest.raises(Refusal, match="damaged"):
        unpack(path, seen, into)
    assert not into.exists()


def test_parquet_and_a_column_with_our_name_are_refused(tmp_path, into):
    table = pytest.importorskip("pyarrow").table({"Supplier": ["Oak"], "Fee": [1]})
    pytest.importorskip("pyarrow.parquet").write_table(table, tmp_path / "a.parquet")
    seen = head(tmp_path / "a.parquet")
    assert not needs_unpacking(seen)
    with pytest.raises(Refusal, match="needs no unpacking"):
        unpack(tmp_path / "a.parquet", seen, into)
    path = written(tmp_path, "Record_Number;Fee\n1;2\n")
    with pytest.raises(Refusal, match="has a column record_number"):
        unpack(path, head(path), into)
    assert not into.exists()
