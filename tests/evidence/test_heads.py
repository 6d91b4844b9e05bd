"""What a file looks like before it is read: kind, names, first rows, and every assumption in words."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from tightrope.errors import Refusal
from tightrope.evidence import heads, workbooks
from tightrope.evidence.heads import find_header, head, is_number, is_total

FILES = Path(__file__).resolve().parents[1] / "data" / "bad" / "files"
OPEN = Path(__file__).resolve().parents[3] / "shared" / "open-data"
PLAIN = "Supplier,Amount\nOak House,1\nElm Lodge,2\n"


def written(tmp_path, data, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def book(tmp_path, *sheets, name="book.xlsx"):
    """A workbook of (title, rows) pairs."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(tmp_path / name)
    return tmp_path / name


def changed(path, member, change):
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one, data in parts.items():
            new.writestr(one, data)
    return path


def refusal(path, **more):
    with pytest.raises(Refusal) as caught:
        head(path, **more)
    return str(caught.value)


def test_a_plain_file_leaves_no_doubt(tmp_path):
    found = head(written(tmp_path, PLAIN))
    assert (found.kind, found.encoding, found.delimiter, found.header_row) == ("csv", "utf-8", ",", 1)
    assert found.columns == ["Supplier", "Amount"]
    assert found.sample == [["Oak House", "1"], ["Elm Lodge", "2"]]
    assert found.doubts == [] and found.totals == 0 and found.sheets == [] and found.sheet is None


@pytest.mark.parametrize(
    ("mark", "encoding", "expected"),
    [(b"\xef\xbb\xbf", "utf-8", "utf-8-sig"), (b"", "utf-16", "utf-16"), (b"\xfe\xff", "utf-16-be", "utf-16")],
)
def test_byte_order_marks_are_no_part_of_the_first_name(tmp_path, mark, encoding, expected):
    found = head(written(tmp_path, mark + PLAIN.encode(encoding)))
    assert (found.encoding, found.columns, found.doubts) == (expected, ["Supplier", "Amount"], [])


def test_utf16_without_its_mark_is_told_and_said(tmp_path):
    found = head(written(tmp_path, PLAIN.encode("utf-16-le")))
    assert (found.encoding, found.columns) == ("utf-16-le", ["Supplier", "Amount"])
    assert found.doubts == ["The file looks like UTF-16 without its usual mark and was read so."]


def test_windows_text_is_read_and_its_signs_are_shown():
    found = head(FILES / "latin1_pounds.csv")
    assert found.encoding == "cp1252"
    assert found.sample[0] == ["Oak House", "£912.50", "Café on site"]
    assert found.doubts == [
        "It is not UTF-8 and was read as Windows text (cp1252). Look whether these are right: £, é."
    ]


def test_a_character_cut_by_the_end_of_the_sample_is_no_fault(tmp_path):
    text = "a,b\n" + "x,y\n" * 249_998 + "xxx"  # 999,999 bytes; the pound sign after them takes two
    found = head(written(tmp_path, text + "£,1\n"))
    assert len(text) == heads.LOOKED_AT - 1 and (found.encoding, found.doubts) == ("utf-8", [])


@pytest.mark.parametrize(
    ("name", "delimiter", "words", "row"),
    [
        ("semicolons.csv", ";", "semicolons", ["Elm Lodge, East", "2,0", "29,85"]),
        ("utf16.csv", "\t", "tabs", ["Zoë's Place", "7"]),
        ("broken_quote_pipes.csv", "|", "upright lines", ["Elm Lodge", "never closed, this", "2"]),
    ],
)
def test_the_delimiter_is_found_and_said(name, delimiter, words, row):
    found = head(FILES / name)
    assert found.delimiter == delimiter and found.sample[1] == row
    assert found.doubts == [f"Columns were taken to be separated by {words}."]


def test_a_file_of_one_column_has_a_delimiter_too(tmp_path):
    found = head(written(tmp_path, "Postcode\nZZ1 1AA\nZZ1 2AA\n"))
    assert (found.delimiter, found.columns, len(found.sample), found.doubts) == (",", ["Postcode"], 2, [])


def test_title_rows_are_passed_over_and_said():
    found = head(FILES / "title_rows.csv")
    assert (found.header_row, found.columns) == (4, ["Invoice", "Paid on", "Supplier", "Amount"])
    assert found.doubts == ["Rows 1 to 3 were taken for a title and left out."]
    assert found.sample[0] == ["INV-1", "2026-03-02", "Oak House", "120.00"]


def test_what_a_person_knows_better_is_taken(tmp_path):
    path = written(tmp_path, "a;b,c;d\nName;x,Sum;y\nOak;1,2;3\n")
    found = head(path, delimiter=";", header_row=2, encoding="cp1252")
    assert (found.columns, found.sample, found.encoding) == (["Name", "x,Sum", "y"], [["Oak", "1,2", "3"]], "cp1252")
    assert "row 9" in refusal(path, header_row=9)
    assert "no character set 'klingon'" in refusal(path, encoding="klingon")


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["Name", "Hours"], ["Oak", "1"]], 0),
        ([["Spend 2026"], ["Council", "Hallamford"], [], ["A", "B", "C", "D"], ["1", "2", "3", "4"]], 3),
        ([["Line", "2023/24", "2024/25"], ["Home care", "1", "2"]], 0),  # years may name columns
        ([["Oak", "12", "3"], ["Elm", "1", "2"], ["Name", "Hours", "Cost"]], None),  # data come first
        ([["Name", "2026-04-01", "2026-05-01"], ["Oak", "1", "2"]], None),
        ([["x", "x", "x", "x"], ["1", "2", "3", "4"]], None),  # texts that are not distinct name nothing
        ([["Name", "Hours", "Cost"], ["Oak", "1", "2", "", "", "", "", "", "", "stray"], ["Elm", "1", "2"]], 0),
        ([["Spend"], ["1", "2", "3"]], None),  # a title and data without names
        ([["Title"]] * 60 + [["Name", "Hours"]] + [["Oak", "1"]] * 200, None),  # too far down
        ([[], ["", ""]], None),
        ([], None),
    ],
)
def test_where_the_columns_are_named(rows, at):
    assert find_header(rows) == at


def test_no_names_two_alike_and_none_are_refused(tmp_path):
    assert "names the columns" in refusal(FILES / "no_header.csv")
    assert "names a column twice: Supplier, supplier" in refusal(FILES / "twice.csv")
    assert "column without a name: column B" in refusal(FILES / "unnamed.csv")
    many = ",".join(f"c{n}x" for n in range(401))
    assert "401 columns; 400 are the most" in refusal(written(tmp_path, many + "\n"))
    assert head(written(tmp_path, many.rpartition(",")[0] + "\n")).columns[-1] == "c399x"


def test_empty_columns_at_the_end_are_dropped():
    found = head(FILES / "trailing_commas.csv")
    assert found.columns == ["Supplier", "Amount"]
    assert [len(row) for row in found.sample] == [2, 2, 2]


def test_totals_at_the_end_are_seen_and_are_no_sample():
    found = head(FILES / "totals.csv")
    assert found.totals == 2 and found.doubts == ["2 rows at the end look like totals and will be left out."]
    one = head(FILES / "totals.csv", header_row=1)
    assert one == found


def test_totals_are_seen_at_the_end_of_a_long_file(tmp_path):
    path = written(tmp_path, "Supplier,Amount\n" + "Oak House,1\n" * 100_000 + "Total,100000\n")
    assert path.stat().st_size > heads.LOOKED_AT
    found = head(path)
    assert found.totals == 1 and found.doubts == ["The last row looks like a total and will be left out."]
    assert len(found.sample) == 200


@pytest.mark.parametrize(
    "row", [["Total", "1"], ["", "GRAND TOTAL:", "£1,200.50"], ["Sub-total", "", "(3)"], ["sum", "4%"]]
)
def test_a_total(row):
    assert is_total(row)


@pytest.mark.parametrize("row", [["Total"], ["Total", "all of it"], ["Total Care Ltd", "5"], ["Oak", "total", "5"], []])
def test_no_total(row):
    assert not is_total(row)


def test_numbers_as_people_write_them():
    assert all(map(is_number, ["1", "-1.5", "+3", "£1,200", "-£4", "£-4", "(12)", "4%", "1e-7", ".5", "1,5"]))
    assert not any(map(is_number, ["", "-", "£", "1 to 5", "INV-1", "=1", "+44 114", "e5", "--"]))


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "is empty"),
        (b" \r\n\n", "a.csv", "is empty"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "a.xls",
            "an old Excel file (.xls). Open it in Excel, save as",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "protected with a password. Open it in Excel, save as .xlsx without one",
        ),
        (b"PK\x03\x04 and then nothing of a zip", "a.xlsx", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "is a compressed file or a picture"),
        (b"\x1f\x8b\x08\x00", "a.csv.gz", "a compressed file"),
        (b'[\n  {"supplier": "Oak", "amount": 1},', "a.csv", "is JSON"),
        (bytes(range(256)) * 4 + bytes(100), "a.csv", "is no text"),
        (b"PAR1 no more", "a.parquet", "cannot be read as Parquet"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(tmp_path, data, name, words):
    said = refusal(written(tmp_path, data, name))
    assert words in said and said.startswith(name)


def test_the_name_of_a_file_deceives_nobody(tmp_path):
    assert "is a PDF and not a spreadsheet" in refusal(FILES / "portable.xlsx")
    assert "is a web page or XML and not a spreadsheet" in refusal(FILES / "web_page.xls")
    with zipfile.ZipFile(tmp_path / "letters.xlsx", "w") as made:
        made.writestr("word/document.xml", "<w/>")
    assert "is no .xlsx workbook" in refusal(tmp_path / "letters.xlsx")


def test_parquet_is_looked_at(tmp_path):
    day = datetime.date(2026, 2, 28)
    table = pyarrow.table({"Supplier": ["Oak", None], "Paid": [day, None], "Amount": [1e-7, 12345678901.0]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    found = head(tmp_path / "a.parquet")
    assert (found.kind, found.columns, found.header_row) == ("parquet", ["Supplier", "Paid", "Amount"], 1)
    assert found.sample == [["Oak", "2026-02-28", "0.0000001"], ["", "", "12345678901"]]


def test_a_workbook_is_looked_at(tmp_path):
    path = book(tmp_path, ("Spend", [["Supplier ", "Annual\nvalue"], [" Oak", 12.5], ["Elm", 3], ["Total", 15.5]]))
    found = head(path)
    assert (found.kind, found.sheets, found.sheet, found.header_row) == ("xlsx", ["Spend"], "Spend", 1)
    assert (found.columns, found.sample) == (["Supplier", "Annual value"], [["Oak", "12.5"], ["Elm", "3"]])
    assert found.doubts == ["The last row looks like a total and will be left out."]


def test_a_merged_title_above_the_names(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet["B1"], sheet["B2"] = "Hallamford Council", "Paid in March"
    for at, row in enumerate([["Supplier", "Hours", "Amount"], ["Oak", 1, 2], ["Elm", 3, 4], [None, 5, 6]], start=4):
        for column, value in enumerate(row, start=2):
            sheet.cell(at, column, value)
    for cells in ("B1:D1", "B2:D2", "B6:B7"):
        sheet.merge_cells(cells)
    made.save(tmp_path / "a.xlsx")
    found = head(tmp_path / "a.xlsx")
    assert (found.header_row, found.columns) == (4, ["Supplier", "Hours", "Amount"])
    assert found.doubts == [
        "Cells are merged in rows 6 to 7: only the first cell of each holds the value.",
        "Rows 1 to 3 were taken for a title and left out.",
    ]


def test_a_column_without_a_name_is_called_as_the_sheet_calls_it(tmp_path):
    rows = [[None, "Supplier", None, "Hours", "Cost"], [None, "Oak", 1, 2, 3]]
    assert "column without a name: column C" in refusal(book(tmp_path, ("March", rows)))


def test_of_several_sheets_the_first_with_a_table_is_read_and_said(tmp_path):
    rows = [["Supplier", "Hours"], ["Oak", 1]]
    path = book(tmp_path, ("Cover", [[12], [13]]), ("March", rows), ("April", [["Name", "Cost"], ["Elm", 2]]))
    found = head(path)
    assert (found.sheet, found.sheets) == ("March", ["Cover", "March", "April"])
    assert found.doubts == ["The sheet 'March' was read. The workbook also has: Cover, April."]
    other = head(path, "April")
    assert (other.columns, other.doubts) == (["Name", "Cost"], [])
    assert "no sheet 'May'. It has: Cover, March, April" in refusal(path, sheet="May")
    assert "names the columns" in refusal(path, sheet="Cover")


def test_a_hidden_sheet_is_not_the_first(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["Secret", "List"])
    made.active.title, made.active.sheet_state = "Lists", "hidden"
    made.create_sheet("Spend").append(["Supplier", "Hours"])
    made.save(tmp_path / "a.xlsx")
    assert head(tmp_path / "a.xlsx").sheet == "Spend"


def bomb(tmp_path, size, said=None):
    """A workbook whose sheet unpacks to `size` bytes of next to nothing; its directory may say another size."""
    path = book(tmp_path, ("Spend", [["Supplier", "Hours"], ["Oak", 1]]))
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<sheetData>", b" " * size + b"<sheetData>"))
    if said is not None:
        data = bytearray(path.read_bytes())
        for sign, name_at, size_at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
            at = -1
            while (at := data.find(sign, at + 1)) >= 0:
                if data[at + name_at :].startswith(b"xl/worksheets/sheet1.xml"):
                    data[at + size_at : at + size_at + 4] = said.to_bytes(4, "little")
        path.write_bytes(data)
    return path


@pytest.mark.parametrize("said", [None, 700])
def test_a_zip_bomb_is_not_opened_whatever_its_directory_says(tmp_path, said):
    path = bomb(tmp_path, 30_000_000, said)
    assert path.stat().st_size < 60_000
    assert "unpacks to far more than a table needs" in refusal(path)


def test_a_lying_directory_is_read_to_no_more_than_the_limit(tmp_path):
    path = bomb(tmp_path, 30_000_000, 700)
    made = workbooks.Book(path)
    part = made._parts["xl/worksheets/sheet1.xml"]
    read = 0
    with pytest.raises(Refusal):
        for chunk in made._chunks(part):
            read += len(chunk)
    made.close()
    assert read <= max(workbooks.SMALL, workbooks.MOST_RATIO * part.compress_size) < 12_000_000


def test_all_parts_together_have_a_limit(tmp_path, monkeypatch):
    path = book(tmp_path, ("Spend", [["Supplier", "Hours"], ["Oak", 1]]))
    with zipfile.ZipFile(path) as made:
        size = sum(one.file_size for one in made.infolist())
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", size)
    assert head(path).columns == ["Supplier", "Hours"]
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", size - 1)
    assert "unpacks to far more" in refusal(path)


def test_a_cell_far_out_does_not_end_the_process(tmp_path):
    made = openpyxl.Workbook()
    made.active["A1"], made.active["XFD1048576"] = "Supplier", "x"
    made.save(tmp_path / "far.xlsx")
    assert "reaches as far as cell XFD1048576" in refusal(tmp_path / "far.xlsx")


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_are_refused(tmp_path, member):
    path = book(tmp_path, ("Spend", [["Supplier", "Hours"], ["Oak", 1]]))
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    changed(path, member, lambda xml: declared + (xml.partition(b"?>")[2] or xml))
    assert "a document type" in refusal(path)


@pytest.mark.parametrize(
    "change", [lambda xml: xml[:-40], lambda xml: b"", lambda xml: xml.replace(b'r="A1"', b'r="A99999999"')]
)
def test_a_damaged_sheet_is_refused(tmp_path, change):
    path = book(tmp_path, ("Spend", [["Supplier", "Hours"], ["Oak", 1]]))
    assert "damaged" in refusal(changed(path, "xl/worksheets/sheet1.xml", change))


def test_letters_of_columns():
    found = [workbooks.letters(n) for n in (1, 26, 27, 52, 702, 703, 16384)]
    assert found == ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]


PUBLISHED = {
    "cqc/cqc_ratings_sheffield_2021-02.csv": ("Location ID", 1),
    "outcomes/bbc_foi_contracts_handed_back_2023.csv": (None, 1),
    "spend/sheffield_spend_2016Q4_first2000_original.csv": (None, 1),
    "transport/naptan_370_south_yorkshire_stops.csv": ("ATCOCode", 1),
}


@pytest.mark.skipif(not OPEN.is_dir(), reason="the published open data are not beside the project")
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_files_have_their_names_found(name):
    column, row = PUBLISHED[name]
    found = head(OPEN / name)
    assert found.header_row == row and len(found.columns) > 3 and found.sample
    assert column is None or column in found.columns
