"""mapping.toml: what is read, what is written, and every fault that keeps a file from being loaded."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.evidence import mapping
from tightrope.evidence.mapping import FileMapping, Mapping

BY_HAND = """\
# Ann in finance knows this file
[file."Contract register 2025.xlsx"]
table = "contract"
sheet = "Sheet1"
header_row = 3
encoding = "cp1252"
delimiter = ";"
agreed = true  # Ann, 3 March
dates = "DD/MM/YYYY"
ignore = ["Notes"]

[file."Contract register 2025.xlsx".dates_of]
"Review" = "Excel serial"

[file."Contract register 2025.xlsx".columns]
"Contract ref" = "contract_id"
"Title" = "title"
"Supplier" = "provider_id"
"Type" = "kind"
"Start" = "starts_on"
"End" = "ends_on"
"Review" = "review_on"
"Value (£)" = "annual_value"

[file."Contract register 2025.xlsx".words.kind]
"Block contract" = "block"  # their word

[file."Contract register 2025.xlsx".always]
service_id = "home_care"
status = "live"
"""
REGISTER = "Contract register 2025.xlsx"
HEAD = ["Contract ref", "Title", "Supplier", "Type", "Start", "End", "Review", "Value (£)", "Notes"]


@pytest.fixture
def path(tmp_path):
    where = tmp_path / "mapping.toml"
    where.write_text(BY_HAND, encoding="utf-8")
    return where


@pytest.fixture
def read(path):
    return mapping.load(path)


def test_a_file_written_by_hand_is_read(read):
    part = read.files[REGISTER]
    assert (part.table, part.sheet, part.header_row, part.encoding) == ("contract", "Sheet1", 3, "cp1252")
    assert (part.delimiter, part.agreed, part.dates, part.ignore) == (";", True, "DD/MM/YYYY", ["Notes"])
    assert part.columns["Value (£)"] == "annual_value"
    assert part.words == {"kind": {"Block contract": "block"}}
    assert part.always == {"service_id": "home_care", "status": "live"}
    assert part.dates_of == {"Review": "Excel serial"}
    assert part.may_be_used_for is None
    assert mapping.problems(read, {REGISTER: HEAD}) == []


def test_what_is_written_says_the_same_and_keeps_a_persons_notes(path, read):
    mapping.save(read, path)
    assert path.read_text(encoding="utf-8") == BY_HAND  # nothing differs, nothing is touched
    part = read.files[REGISTER]
    part.words["kind"]["Spot deal"] = "spot"
    part.ignore.append("Stage")
    part.sheet = ""
    part.encoding = "utf-8"
    del part.columns["Review"], part.dates_of["Review"]
    read.files["complaints.csv"] = FileMapping("story", may_be_used_for=0, columns={"Ref": "source_id"})
    mapping.save(read, path)
    text = path.read_text(encoding="utf-8")
    assert mapping.load(path) == read
    assert "# Ann in finance knows this file" in text and "# Ann, 3 March" in text and "# their word" in text
    assert "Sheet1" not in text and "Excel serial" not in text
    assert '[file."complaints.csv"]' in text and "may_be_used_for = 0 # consent for accounts that state none" in text
    del read.files["complaints.csv"]
    mapping.save(read, path)
    assert mapping.load(path) == read and "complaints" not in path.read_text(encoding="utf-8")
    assert [one.name for one in path.parent.iterdir()] == ["mapping.toml"]


def test_a_new_file_explains_itself(tmp_path):
    path = tmp_path / "mapping.toml"
    made = Mapping({"x.csv": FileMapping("contract", {"Ref": "contract_id"}, dates="DD/MM/YYYY", ignore=["Notes"])})
    mapping.save(made, path)
    text = path.read_text(encoding="utf-8")
    assert mapping.load(path) == made
    assert text.startswith("# What the council's own files hold")
    for note in ("set to true once a person has looked", "columns that are left out", "their column = ours"):
        assert note in text


NAMES = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), min_size=1, max_size=10)
PARTS = st.builds(
    FileMapping,
    table=st.sampled_from(["contract", "visit", ""]),
    columns=st.dictionaries(NAMES, NAMES, max_size=3),
    header_row=st.integers(0, 5),
    agreed=st.booleans(),
    may_be_used_for=st.none() | st.integers(0, 4),
    ignore=st.lists(NAMES, max_size=2),
    words=st.dictionaries(NAMES, st.dictionaries(st.just("") | NAMES, NAMES, min_size=1, max_size=2), max_size=2),
    always=st.dictionaries(NAMES, NAMES, max_size=2),
    together=st.dictionaries(NAMES, st.lists(NAMES, min_size=2, max_size=2), max_size=1),
)


@settings(max_examples=40, deadline=None)
@given(first=st.dictionaries(NAMES, PARTS, max_size=2), then=st.dictionaries(NAMES, PARTS, max_size=2))
def test_any_names_survive_being_written_over_and_read(tmp_path_factory, first, then):
    path = tmp_path_factory.mktemp("any") / "mapping.toml"
    for files in (first, then):
        mapping.save(Mapping(files), path)
        assert mapping.load(path) == Mapping(files)


def test_values_may_be_written_as_toml_has_them(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text("[file.x.always]\nis_panel = true\nseverity = 3\nreceived_on = 2025-04-01\n", encoding="utf-8")
    assert mapping.load(path).files["x"].always == {"is_panel": "true", "severity": "3", "received_on": "2025-04-01"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[file.x]\ntable = ", "not well-formed TOML"),
        ("[files.x]\ntable = 'contract'", "There is no part files"),
        ("[file]\nx = 1", "Each file needs a part of its own"),
        ("[file.x]\nagred = true", "x: there is no setting agred"),
        ("[file.x]\nagreed = 'yes'", "x: agreed has the wrong form"),
        ("[file.x]\nheader_row = true", "x: header_row has the wrong form"),
        ("[file.x]\nignore = 'Notes'", "x: ignore has the wrong form"),
        ("[file.x]\ncolumns = ['a']", "x: columns has the wrong form"),
        ("[file.x.words]\nkind = 'block'", "x: words has the wrong form"),
        ("[file.x.together]\nplanned_start_at = ['a']", "x: together has the wrong form"),
    ],
)
def test_what_has_the_wrong_form_is_refused(tmp_path, text, said):
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=said):
        mapping.load(path)
    with pytest.raises(Refusal):
        mapping.save(Mapping({}), path)
    assert path.read_text(encoding="utf-8") == text  # what cannot be read is not written over


def test_every_wrong_form_is_said_at_once(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text("[other]\n[file.x]\nagred = true\nignore = 1\n", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        mapping.load(path)
    assert len(caught.value.problems) == 3
    with pytest.raises(Refusal, match="cannot be read"):
        mapping.load(tmp_path / "none.toml")


def only(read, head=None):
    """The problems of the register, without its name before each."""
    found = mapping.problems(read, {REGISTER: HEAD if head is None else head})
    assert all(one.startswith(f"{REGISTER}: ") for one in found)
    return [one.removeprefix(f"{REGISTER}: ") for one in found]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"agreed": False}, "nobody has agreed to it yet"),
        ({"table": "kontract"}, "There is no table kontract"),
        ({"table": "source_file"}, "There is no table source_file"),
        ({"dates": "DD/MM"}, "DD/MM is no way of writing dates"),
        ({"dates": ""}, "how are dates written in Start"),
        ({"dates_of": {"Review": "soon"}}, "soon is no way of writing dates"),
        ({"dates_of": {"Rewiew": "YYYY-MM-DD"}}, "it has no column Rewiew"),
        ({"dates_of": {"Notes": "YYYY-MM-DD"}}, "something is said of Notes"),
        ({"per_cent": ["Weight"]}, "it has no column Weight"),
        ({"ignore": []}, "Notes is neither matched nor left out"),
        ({"ignore": ["Notes", "Title"]}, "Title is both used and left out"),
        ({"words": {"kind": {"Block contract": "blocked"}}}, "Block contract cannot mean 'blocked'"),
        ({"words": {"kind": {"n/a": ""}}}, "n/a cannot mean '': every row needs a value there"),
        ({"words": {"kind": {"Spot": "spot", "SPOT ": "block"}}}, "the word spot of kind stands there twice"),
        ({"words": {"regime": {"LTR": "psr"}}}, "words are given for regime, which nothing fills"),
        ({"words": {"review_on": {"soon": "later"}}}, "soon cannot mean 'later': it must be a date"),
        ({"always": {"status": "live"}}, "no column fills service_id, which every row of contract needs"),
        ({"always": {"service_id": "x", "status": "alive"}}, "status cannot always be 'alive'"),
        ({"always": {"service_id": "x", "status": "live", "title": "y"}}, "title is filled more than once"),
        ({"always": {"service_id": "x", "status": "live", "colour": "y"}}, "contract has no column colour"),
        ({"together": {"signed_by": ["Notes", "Type"]}}, "a day and a time of day together cannot make signed_by"),
        ({"may_be_used_for": 2}, "may_be_used_for is for accounts (story) alone"),
    ],
)
def test_each_fault_is_said_in_plain_words(read, change, said):
    for key, value in change.items():
        setattr(read.files[REGISTER], key, value)
    assert any(one.startswith(said) for one in only(read)), only(read)


def test_columns_that_do_not_fit(read):
    columns = read.files[REGISTER].columns
    assert any("it has no column Title" in one for one in only(read, [one for one in HEAD if one != "Title"]))
    assert any("two columns named Title" in one for one in only(read, [*HEAD, "Title"]))
    assert only(read, [*HEAD, "Stage"]) == ["Stage is neither matched nor left out. Match it, or add it to ignore."]
    columns["Title"] = "name"
    assert [one.split(";")[0].split(",")[0] for one in only(read)] == [
        "contract has no column name",
        "no column fills title",
    ]
    columns["Title"] = "provider_id"
    assert "provider_id is filled more than once. One column, pair or value can fill it." in only(read)


def test_every_fault_at_once(read):
    part = read.files[REGISTER]
    part.agreed, part.dates, part.ignore = False, "", []
    part.words = {"kind": {"x": "y"}}
    read.files["gone.csv"] = FileMapping("contract")
    found = mapping.problems(read, {REGISTER: HEAD, "new.csv": ["a"]})
    wanted = (
        "gone.csv: there is no such file",
        "new.csv: nobody has said yet",
        "agreed",
        "written in Start",
        "written in End",
    )
    for said in (*wanted, "Notes is neither", "x cannot mean 'y'"):
        assert sum(said in one for one in found) == 1, said
    assert len(found) == 7


def test_accounts_need_an_answer_about_consent():
    head = ["Ref", "When", "How", "Who", "Text"]
    columns = dict(zip(head, ("source_id", "received_on", "channel", "teller_role", "words"), strict=True))
    always = {"source": "complaints_log", "about": "service"}
    part = FileMapping("story", columns, agreed=True, dates="DD/MM/YYYY", always=always)
    made = Mapping({"c.csv": part})
    assert mapping.problems(made, {"c.csv": head}) == [
        "c.csv: for what may accounts be used that state no consent? Answer may_be_used_for with 0 to 4."
    ]
    for level in (0, 4):
        part.may_be_used_for = level
        assert mapping.problems(made, {"c.csv": head}) == []
    for level in (5, -1):
        part.may_be_used_for = level
        assert len(mapping.problems(made, {"c.csv": head})) == 1
    part.may_be_used_for = None
    part.columns["Consent"] = "consent_level"
    assert mapping.problems(made, {"c.csv": [*head, "Consent"]}) == []


def test_a_star_stands_for_every_months_file():
    part = FileMapping("payment", {"Ref": "contract_id"}, agreed=True)
    own = FileMapping("payment", agreed=True)
    made = Mapping({"Payments [final] *.csv": part, "Payments [final] May.csv": own})
    assert made.of("payments [FINAL] June.csv") is part
    assert made.of("Payments [final] May.csv") is own
    assert made.of("Payments f June.csv") is None
    made = Mapping({"Payments *.csv": part})
    assert [one for one in mapping.problems(made, {"Payments June.csv": ["Ref"]}) if "no such file" in one] == []


def test_the_selection_turns_a_file_into_our_columns():
    part = FileMapping(
        "story",
        {"Ref.": "source_id", "Got": "received_on", "How": "channel", "Consent": "consent_level"},
        dates="DD/MM/YYYY",
        dates_of={"Got": "Excel serial"},
        words={"channel": {"Telephone": "phone"}},
        always={"source": "it's a log"},
        may_be_used_for=2,
    )
    with duckdb.connect() as con:
        con.execute('CREATE TABLE raw ("Ref." VARCHAR, Got VARCHAR, How VARCHAR, Consent VARCHAR)')
        con.execute("INSERT INTO raw VALUES ('A1', '45748', 'telephone', ''), ('A2', 'soon', 'web', '1')")
        listed = ", ".join(f"{sql} AS {ours}" for ours, sql in part.selection().items())
        found = con.execute(f"SELECT {listed} FROM raw ORDER BY source_id").df().to_dict("records")
    assert found == [
        {
            "source": "it's a log",
            "source_id": "A1",
            "received_on": "2025-04-01",
            "channel": "phone",
            "consent_level": "2",
        },
        {"source": "it's a log", "source_id": "A2", "received_on": "soon", "channel": "web", "consent_level": "1"},
    ]
    del part.columns["Consent"]
    assert part.selection()["consent_level"] == "'2'"
    part.may_be_used_for = None
    assert "consent_level" not in part.selection()


def test_the_selection_joins_day_and_time_and_reads_per_cent():
    visit = FileMapping("visit", dates="DD/MM/YYYY", together={"planned_start_at": ["Day", "In"]})
    measured = FileMapping("measure_return", {"Result": "value"}, per_cent=["Result"])
    with duckdb.connect() as con:
        con.execute("CREATE TABLE raw AS SELECT '01/04/2025' AS \"Day\", '07:30' AS \"In\", '95' AS \"Result\"")
        sql = f"{visit.selection()['planned_start_at']}, {measured.selection()['value']}"
        assert con.execute(f"SELECT {sql} FROM raw").fetchone() == ("2025-04-01T07:30:00", "0.95")
    with pytest.raises(Refusal, match="no table"):
        FileMapping("nowhere").selection()
    with pytest.raises(Refusal, match="no column colour"):
        FileMapping("visit", {"a": "colour"}).selection()
