"""Every physical record of a file is accounted for: loaded unchanged, or set aside with its reason."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope import database, tables
from tightrope.errors import Refusal
from tightrope.evidence import readers
from tightrope.evidence.staging import Stage

BAD = Path(__file__).parent.parent / "data" / "bad"


def sifted(path):
    """(rows, record numbers, broken) of a file, all blocks together."""
    header = readers.columns(path)
    rows, numbers, broken = [], [], []
    for block in readers.sift(path):
        found = block.table(header)
        rows += [list(row.values())[1:] for row in found.to_pylist()]
        numbers += found["record_number"].to_pylist()
        broken += block.broken
    return rows, numbers, broken


def written(tmp_path, data, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,2\n3,4\n",
        b"\xef\xbb\xbfa,b\n1,2\n3,4\n",  # byte-order mark
        b"a,b\r\n1,2\r\n3,4\r\n",
        b"a,b\r\n1,2\n3,4\r\n",  # both line ends in one file
        b"a,b\r1,2\r3,4\r",  # as old Macs wrote
        b"a,b\n1,2\n3,4",  # no line end at the end
        b"a,b\n\n1,2\n\n\n3,4\n\n",  # blank lines are no records
        b'"a","b"\n"1","2"\n"3","4"\n',
        b" a , b\n1,2\n3,4\n",
    ],
)
def test_the_same_rows_however_the_file_was_saved(tmp_path, data):
    rows, numbers, broken = sifted(written(tmp_path, data))
    assert (rows, numbers, broken) == ([["1", "2"], ["3", "4"]], [2, 3], [])


def test_what_stands_in_quotes_comes_back_as_it_was(tmp_path):
    rows, _, broken = sifted(written(tmp_path, 'a,b\r\n"one\r\ntwo, ""three""",x\n5" pipe,"",\n , 7 \n'))
    assert rows == [['one\r\ntwo, "three"', "x"], ['5" pipe', ""], [" ", " 7 "]]
    assert broken == []


def test_a_file_with_a_header_alone_has_no_records(tmp_path):
    assert sifted(written(tmp_path, "a,b")) == ([], [], [])


def test_a_broken_quote_costs_one_record():
    rows, numbers, broken = sifted(BAD / "broken_quote.csv")
    assert numbers == [2, 3, 5, 6, 7]
    assert rows[3][1] == "Kiln, Hill"
    assert [(one.record_number, one.text) for one in broken] == [(4, 'C4,"Kiln Hill,1,2,3,4')]
    assert "quotation mark" in broken[0].words


def test_two_broken_quotes_do_not_swallow_what_stands_between_them():
    rows, numbers, broken = sifted(BAD / "two_broken_quotes.csv")
    assert [one.record_number for one in broken] == [3]
    assert numbers == [2, 4, 5, 6, 7]
    assert rows[3][1] == 'Kiln Hill"'  # a mark inside an unquoted value is a mark: it is loaded as it stands


def test_columns_too_few_or_too_many_are_set_aside_with_their_count():
    rows, numbers, broken = sifted(BAD / "columns.csv")
    assert numbers == [2, 5, 6]
    assert rows[1] == ["C5", "Kiln Hill", "1", "2", "3", "4"]
    assert [(one.record_number, one.words[:45]) for one in broken] == [
        (3, "It has 5 columns; the header names 6. Look fo"),
        (4, "It has 7 columns; the header names 6. Look fo"),
    ]


def test_a_line_of_spaces_is_a_record_and_a_blank_line_is_not():
    _, numbers, broken = sifted(BAD / "spaces.csv")
    assert numbers == [2, 4]
    assert [one.record_number for one in broken] == [3]


def test_a_long_account_over_many_lines_is_one_record(tmp_path):
    words = "\n".join(f"line {n}, and more" for n in range(300))
    path = tmp_path / "file.csv"
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows([["a", "b", "c"], ["1", words, "2"], ["3", "4", "5"]])
    assert sifted(path) == ([["1", words, "2"], ["3", "4", "5"]], [2, 3], [])


def test_a_quote_that_stays_open_longer_than_any_account_is_broken(tmp_path):
    lines = "".join(f"{n},x,y\n" for n in range(1000))
    rows, _, broken = sifted(written(tmp_path, f'a,b,c\n0,"x,y\n{lines}'))
    assert len(rows) == 1000
    assert [one.record_number for one in broken] == [2]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("latin1.csv", r"latin1.csv is not UTF-8 \(line 3\)"),
        ("twice.csv", "twice.csv names a column twice: contract_id"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(name, words):
    with pytest.raises(Refusal, match=words):
        sifted(BAD / name)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "has no header row"),
        (b"\n1,2\n", "has no header row"),
        (b"  \n1,2\n", "has no header row"),
        (b'a,"b\n1,2\n', "header row of file.csv cannot be read"),
        (b"a,,\n1,2,3\n", "names a column twice: one without a name"),
        ("a,b\n1,2\n".encode("utf-16"), r"not UTF-8 \(line 1\)"),
        (b"a,b\n" + b"1,2\n" * 100_000 + b"\xe9,2\n", r"not UTF-8 \(line 100002\)"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(tmp_path, data, words):
    with pytest.raises(Refusal, match=words):
        sifted(written(tmp_path, data))


# staging: through DuckDB where the file is sound, record by record where it is not

AREA = tables.load()["contract_area"]


def staged(path, table=AREA):
    """(rows with record numbers, source) after staging a file."""
    with database.scratch() as build:
        stage = Stage(build)
        source = stage.file(table, path)
        rows = build.execute(f"SELECT * FROM raw_{table.name} ORDER BY record_number").fetchall()
    return rows, source


@pytest.mark.parametrize("closed", ['C40001,"Kiln Hill\n', '"C40001,Kiln Hill\n', 'C40001,"Kiln" Hill\n'])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_broken_quote_at_record_40001_of_50000(tmp_path, closed, quoted):
    """The header is record 1, so that the file holds records 2 to 50,001."""
    sound = '"C{n}","Kiln, Hill"\n' if quoted else "C{n},Kiln Hill\n"
    lines = [sound.format(n=n) for n in range(2, 50_002)]
    lines[40_001 - 2] = closed
    rows, source = staged(written(tmp_path, "contract_id,locality\n" + "".join(lines)))
    assert source.records == 50_000
    assert len(rows) == 49_999
    assert [fault["record_number"] for fault in source.faults] == [40_001]
    assert [row[0] for row in rows] == [n for n in range(2, 50_002) if n != 40_001]
    assert all(row[1] == f"C{row[0]}" for row in rows)
    assert {row[2] for row in rows} == {"Kiln, Hill" if quoted else "Kiln Hill"}


def test_several_broken_quotes_each_cost_one_record(tmp_path):
    lines = [f"C{n},Kiln Hill\n" for n in range(2, 1002)]
    for record in (10, 11, 500, 1001):
        lines[record - 2] = f'C{record},"Kiln Hill\n'
    rows, source = staged(written(tmp_path, "contract_id,locality\n" + "".join(lines)))
    assert [fault["record_number"] for fault in source.faults] == [10, 11, 500, 1001]
    assert (len(rows), source.records) == (996, 1000)


def test_two_broken_quotes_are_not_taken_for_one_long_value_by_the_fast_way():
    """DuckDB alone reads the file without complaint, as three records with one value of four lines."""
    names = readers.columns(BAD / "two_broken_quotes.csv")
    table = replace(AREA, fields=tuple(replace(AREA.fields[0], name=name) for name in names), key=("contract_id",))
    rows, source = staged(BAD / "two_broken_quotes.csv", table)
    assert [row[0] for row in rows] == [2, 4, 5, 6, 7]
    assert [fault["record_number"] for fault in source.faults] == [3]


def test_both_ways_of_reading_give_the_same_rows(tmp_path):
    """A sound file goes straight through DuckDB; one broken record sends the whole file the careful way."""
    lines = [f'C{n},"Kiln ""{n}"", Hill"\n' if n % 3 else f"C{n}, Kiln Hill \n" for n in range(2, 5002)]
    text = "contract_id,locality\n" + "".join(lines)
    straight, _ = staged(written(tmp_path, text, "contract_area.csv"))
    careful, source = staged(written(tmp_path, text + 'C9999,"\n', "again.csv"))
    assert straight == careful
    assert len(source.faults) == 1


def test_a_folder_whose_name_is_a_pattern_is_read_as_it_stands(tmp_path):
    for folder, locality in (("data[1]", "North"), ("data1", "South"), ("it's", "East")):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder, f"contract_id,locality\nC1,{locality}\n")
    assert staged(tmp_path / "data[1]" / "file.csv")[0] == [(2, "C1", "North")]
    assert staged(tmp_path / "it's" / "file.csv")[0] == [(2, "C1", "East")]


# random tables, written by csv.writer, with some lines damaged

PLAIN = st.text(st.characters(codec="utf-8", exclude_characters='\x00"\r\n', exclude_categories=["Cs"]), max_size=8)
ANY = PLAIN | st.sampled_from(['say "no"', "two\nlines", "a, b", "1\r\n2", '"', "\n", ""])
DAMAGE = ("short", "long", "inside", "open")


@st.composite
def damaged_tables(draw):
    """(rows, lines as csv.writer writes them, some of which are replaced by damaged ones, and which those are).

    Where a quote is left open no other value has quotes: two of them can be one well-formed value, and nobody could
    tell which was meant.
    """
    width = draw(st.integers(2, 7))
    damages = draw(st.sampled_from([DAMAGE[:3], DAMAGE]))
    value = (PLAIN.filter(lambda text: "," not in text) if "open" in damages else ANY) | st.sampled_from(["7", ""])
    rows = draw(st.lists(st.lists(value, min_size=width, max_size=width), max_size=12))
    damaged = draw(st.dictionaries(st.integers(0, 11), st.sampled_from(damages), max_size=4))
    damaged = {number: how for number, how in damaged.items() if number < len(rows)}
    quoting = csv.QUOTE_MINIMAL if "open" in damages else draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    lines = []
    for number, row in enumerate(rows):
        out = io.StringIO()
        csv.writer(out, quoting=quoting).writerow(row)
        lines.append(_line(damaged[number], width, draw) if number in damaged else out.getvalue().removesuffix("\r\n"))
    return rows, lines, damaged


def _line(how, width, draw):
    values = [f"v{place}" for place in range(width)]
    if how == "short":
        return ",".join(values[1:])
    if how == "long":
        return ",".join([*values, "more"])
    place = draw(st.integers(0, width - 1))
    values[place] = '"v' if how == "open" else '"v"v'
    return ",".join(values)


@settings(max_examples=300, deadline=None)
@given(case=damaged_tables(), end=st.sampled_from(["\n", "\r\n"]))
def test_loaded_and_set_aside_are_all_records_there_are(tmp_path_factory, case, end):
    rows, lines, damaged = case
    header = ",".join(f"c{place}" for place in range(len(rows[0]) if rows else 2))
    path = tmp_path_factory.mktemp("random") / "file.csv"
    path.write_bytes((end.join([header, *lines]) + end).encode("utf-8"))
    loaded, numbers, broken = sifted(path)
    assert len(loaded) + len(broken) == len(rows)
    assert loaded == [row for n, row in enumerate(rows) if n not in damaged]
    assert numbers == [n + 2 for n in range(len(rows)) if n not in damaged]
    assert [one.record_number for one in broken] == sorted(n + 2 for n in damaged)
