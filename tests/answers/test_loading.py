"""Loading one's own files: trays, questions, whose data, check, load, and whose records."""

import os
import shutil
import stat
import tomllib

import pytest
import three

from tightrope import paths, settings
from tightrope.answers import asked, findings, loading, trays
from tightrope.answers.loading import Council
from tightrope.errors import NotAllowed, Refusal
from tightrope.evidence import folder
from tightrope.evidence.report import Report
from tightrope.evidence.staging import Source
from tightrope.records import house as holding
from tightrope.records.roles import LOAD_DATA, ROLES, Reader, looking_as

OFFICER = looking_as("data_officer")


@pytest.fixture
def opened(home):
    """A home in which nothing was built."""
    yield holding.house()
    holding.leave()
    settings.use("")
    asked.forget()


@pytest.fixture
def hallamford(demo):
    """The demo council of this test alone, opened."""
    yield holding.house()
    holding.leave()
    settings.use("")
    asked.forget()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def named(tray):
    return {one.file: one for one in asked.taken(tray)}


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_load_data_have_trays(opened, role):
    may = LOAD_DATA in ROLES[role]
    assert may == (role in ("data_officer", "admin"))
    if may:
        assert trays.begin(looking_as(role)).folder.is_dir()
        return
    tray = trays.begin(OFFICER)
    with pytest.raises(NotAllowed):
        trays.begin(looking_as(role))
    with pytest.raises(NotAllowed):
        trays.find(looking_as(role), tray.tray_id)
    with pytest.raises(NotAllowed):
        loading.check(looking_as(role), tray)
    with pytest.raises(NotAllowed):
        loading.load(opened, looking_as(role), tray)


def test_a_tray_is_its_owners_alone_and_is_found_again(opened):
    tray = trays.begin(OFFICER)
    assert trays.find(OFFICER, tray.tray_id) == tray
    assert trays.find(OFFICER, None) == tray, "the page was loaded anew"
    other = Reader("A2", "Somebody else", "data_officer")
    assert trays.find(other, tray.tray_id) is None
    assert trays.find(OFFICER, "../" + tray.tray_id) == tray and trays.find(other, "../../records") is None


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_nobody_else_on_this_computer_reads_what_lies_there(opened):
    tray = three.ready(opened, OFFICER)
    loading.check(OFFICER, tray)
    assert {mode(one) for one in (trays.incoming(), tray.folder, tray.files)} == {0o700}
    files = [one for one in tray.folder.rglob("*") if one.is_file() and one.name != folder.MAPPING]
    assert len(files) == 7 and {mode(one) for one in files} == {0o600}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("kpi.csv", "kpi.csv"),
        ("../../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\me\\kpi.xlsx", "kpi.xlsx"),
        ("a*b?[c].csv", "a_b__c_.csv"),
        ("..csv.csv", "csv.csv"),
        ("con.csv", "_con.csv"),
        ("sources.csv", "_sources.csv"),
        ("kpi\n\u202evsc.csv", "kpi__vsc.csv"),
        ("x" * 300 + ".csv", "x" * 100 + ".csv"),
        ("Über Größe.CSV", "Über Größe.CSV"),
    ],
)
def test_names_from_a_browser_lose_paths_and_signs(opened, given, kept):
    assert trays.keep(trays.begin(OFFICER), given, b"a\n1\n") == kept


@pytest.mark.parametrize("given", ["settings.exe", ".csv", "register.xls", "notes.pdf", "", "csv", "../.."])
def test_other_files_are_refused_in_words(opened, given):
    tray = trays.begin(OFFICER)
    with pytest.raises(Refusal, match="Save the table as .xlsx"):
        trays.keep(tray, given, b"x")
    assert list(tray.files.iterdir()) == []


def test_too_large_a_file_is_refused_with_what_to_do(opened, monkeypatch):
    monkeypatch.setattr(trays, "MOST_MEGABYTES", 0.00001)
    with pytest.raises(Refusal, match="python3 run.py build --from"):
        trays.keep(trays.begin(OFFICER), "kpi.csv", b"x" * 100)


def test_the_same_name_replaces_the_file_and_taking_out_forgets_its_answers(opened):
    tray = trays.begin(OFFICER)
    trays.keep(tray, "kpi.csv", b"a\n1\n")
    trays.keep(tray, "KPI.csv", b"b\n1\n")
    assert [one.name for one in folder.data_files(tray.files)] == ["KPI.csv"]
    asked.answer(tray, "KPI.csv", "table||", "contract")
    trays.take_out(tray, "KPI.csv")
    assert folder.data_files(tray.files) == [] and tray.state()["files"] == {}


def test_stale_trays_go_and_fresh_ones_stay(opened):
    old, fresh, touched = (trays.begin(OFFICER) for _ in range(3))
    long_ago = old.folder.stat().st_mtime - trays.STALE_SECONDS - 60
    three.put(touched)
    for tray in (old, touched):
        for one in (tray.folder, tray.files, tray.folder / "state.json"):
            os.utime(one, (long_ago, long_ago))
    assert trays.clear_stale() == 1
    assert [one.folder.exists() for one in (old, fresh, touched)] == [False, True, True]


def test_what_a_file_holds_is_asked_first_and_alone(opened):
    tray = trays.begin(OFFICER)
    three.put(tray)
    for one in asked.taken(tray):
        assert [question.about for question in one.questions] == ["table"]
        assert one.table == three.TABLES[one.file] and not one.settled and not one.examples


def test_nothing_is_agreed_while_a_question_is_open(opened):
    tray = trays.begin(OFFICER)
    three.put(tray)
    asked.answer(tray, three.RETURN, "table||", "measure_return")
    assert [one.about for one in named(tray)[three.RETURN].open] == ["dates"]
    with pytest.raises(Refusal, match="1 questions"):
        asked.agree(tray, three.RETURN)
    asked.answer(tray, three.RETURN, "dates||", "DD/MM/YYYY")
    assert named(tray)[three.RETURN].open == () and not named(tray)[three.RETURN].settled
    asked.agree(tray, three.RETURN)
    assert named(tray)[three.RETURN].settled


def test_a_missing_column_is_named_and_nothing_is_written(opened):
    tray = trays.begin(OFFICER)
    three.put(tray)
    asked.answer(tray, three.REGISTER, "table||", "contract")
    asked.answer(tray, three.REGISTER, "column|Supplier|", "leave out")
    with pytest.raises(Refusal, match="no column fills provider_id"):
        asked.agree(tray, three.REGISTER)
    assert not (tray.files / folder.MAPPING).exists()


def test_answers_are_kept_and_a_change_opens_the_file_again(opened):
    tray = three.ready(opened, OFFICER)
    loading.check(OFFICER, tray)
    part = tomllib.loads((tray.files / folder.MAPPING).read_text())["file"][three.LOG]
    assert part["columns"]["Complaint"] == "words" and part["may_be_used_for"] == 1
    assert part["words"]["severity"] == {"Low": "1", "Medium": "2", "High": "3"}
    asked.answer(tray, three.LOG, "consent||", "3")
    assert loading.checked(tray) is None and not named(tray)[three.LOG].settled
    assert named(tray)[three.LOG].replies["column|Complaint|"] == "words", "the other answers stay"
    with pytest.raises(Refusal, match="has something to answer"):
        loading.load(opened, OFFICER, tray)


def test_a_column_matched_by_hand_has_its_words_and_dates_asked(opened):
    tray = trays.begin(OFFICER)
    text = "Case,Got,Via,Role,Text\n1,03/04/2026,Carrier pigeon,family,Late again\n"
    trays.keep(tray, "told.csv", text.encode())
    asked.answer(tray, "told.csv", "table||", "story")
    key = next(asked.key_of(one) for one in named(tray)["told.csv"].questions if one.subject == "Via")
    asked.answer(tray, "told.csv", key, "channel")
    about = {(one.about, one.subject, one.value) for one in named(tray)["told.csv"].questions}
    assert ("words", "channel", "Carrier pigeon") in about


def test_longer_texts_of_accounts_are_never_shown():
    assert asked.value_shown("story", "Phone") == "Phone"
    assert asked.value_shown("story", "Nobody came on Sunday.") == asked.HIDDEN
    assert asked.value_shown("story", "x" * 31) == asked.HIDDEN
    assert asked.value_shown("contract", "Nobody came on Sunday.") == "Nobody came on Sunday."


def test_no_words_of_accounts_stand_in_questions_report_or_findings(opened):
    tray = trays.begin(OFFICER)
    three.put(tray)
    three.say_all(tray)
    trays.keep(tray, three.LOG, (three.FOLDER / three.LOG).read_bytes().replace(b"01/01/2026", b"41/01/2026"))
    asked.answer(tray, three.LOG, "consent||", "1")
    assert three.MARKER not in repr([(one.questions, one.examples) for one in asked.taken(tray)])
    asked.agree(tray, three.LOG)
    loading.say_council(opened, tray, Council("Northbridge", "2026-27"))
    found = loading.check(OFFICER, tray)
    assert [one.column for one in found.groups if one.file == three.LOG] == ["Date received"]
    kept = tray.report.read_bytes() + tray.findings.read_bytes() + (tray.folder / "state.json").read_bytes()
    assert three.MARKER.encode() not in kept and b"41/01/2026" not in kept


def test_files_with_our_names_have_nothing_to_ask(opened):
    tray = trays.begin(OFFICER)
    trays.keep(tray, "provider.csv", b"provider_id,provider_name,sector,is_sme,is_vcse\nP1,Alder,private,false,false\n")
    assert named(tray)["provider.csv"].exact and named(tray)["provider.csv"].questions == ()


def test_accounts_with_our_names_and_no_consent_are_asked_about_all_the_same(opened):
    tray = trays.begin(OFFICER)
    head = "source,source_id,received_on,channel,teller_role,about,words"
    trays.keep(tray, "story.csv", f"{head}\nlog,1,2026-03-04,phone,family,service,Late\n".encode())
    one = named(tray)["story.csv"]
    assert not one.exact and not one.settled
    asked.answer(tray, "story.csv", "table||", "story")
    assert "consent" in [question.about for question in named(tray)["story.csv"].questions]


def test_next_month_the_mapping_answers_everything(opened):
    tray = three.ready(opened, OFFICER)
    kept = loading.mapping_for_next_time(tray)
    later = trays.begin(OFFICER)
    three.put(later)
    trays.keep(later, "mapping.toml", kept)
    assert all(one.settled and one.from_earlier for one in asked.taken(later))
    asked.open_again(later, three.RETURN)
    assert [one.file for one in asked.taken(later) if not one.settled] == [three.RETURN]


def test_a_mapping_that_no_longer_fits_is_asked_anew(opened):
    kept = loading.mapping_for_next_time(three.ready(opened, OFFICER))
    later = trays.begin(OFFICER)
    trays.keep(later, "mapping.toml", kept)
    text = (three.FOLDER / three.RETURN).read_text().replace("Denominator", "Out of", 1)
    trays.keep(later, three.RETURN, text.encode())
    assert not named(later)[three.RETURN].settled
    with pytest.raises(Refusal, match="mapping|TOML|toml"):
        trays.keep(later, "mapping.toml", b"[file")
    assert not later.known.exists()


@pytest.mark.parametrize(
    ("name", "year"), [("", "2026-27"), ("Hallamford", "2026-27"), ("hallamford ", "2026-27"), ("!!", "2026-27"),
                       ("x" * 61, "2026-27"), ("Ash\nmere", ""), ("Ashmere", "2026-28"), ("Ashmere", "2026")]
)  # fmt: skip
def test_whose_data_must_be_said_properly(opened, name, year):
    tray = trays.begin(OFFICER)
    with pytest.raises(Refusal):
        loading.say_council(opened, tray, Council(name, year))
    assert loading.council_said(tray) is None and not (tray.files / "settings.toml").exists()


def test_a_name_with_quotes_stays_a_name(opened):
    tray = trays.begin(OFFICER)
    loading.say_council(opened, tray, Council('Ash"\nfictional = true\nx = "', "2026-27"))
    said = tomllib.loads((tray.files / "settings.toml").read_text())["council"]
    assert said["fictional"] is False and said["name"] == 'Ash" fictional = true x = "'


def test_pounds_are_read_as_people_write_them():
    assert [loading.pounds_of(one) for one in ("£1,234", "1.5m", "", " 12 ")] == [1234, 1_500_000, 0, 12]
    with pytest.raises(Refusal):
        loading.pounds_of("about a million")


def test_a_check_says_what_is_wrong_and_changes_nothing(opened):
    tray = three.ready(opened, OFFICER)
    found = loading.check(OFFICER, tray)
    assert (found.right, found.aside, found.stories) == (3 + 24 + 14, 2, 14)
    rows = {(one.file, one.column): one.rows[0] for one in found.of(findings.ASIDE)}
    assert rows[three.REGISTER, "Start Date"] == {"row": 6, "value": "31/02/2025"}
    assert rows[three.RETURN, "Numerator"]["value"] == "412"
    assert loading.checked(tray) == found, "the page may be loaded anew"
    assert b"31/02/2025" in tray.findings.read_bytes()
    assert not opened.has_data and opened.newer_data() is None
    assert settings.settings().council.name == "Hallamford", "who must sign in depends on it"


def test_files_that_cannot_be_read_lie_there_still(opened):
    tray = trays.begin(OFFICER)
    trays.keep(tray, "contract.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    one = named(tray)["contract.xlsx"]
    assert one.refusal and not one.settled and (tray.files / "contract.xlsx").is_file()
    assert "contract.xlsx cannot be read." in loading.still_open(tray)


def test_a_report_of_very_many_bad_rows_stays_short():
    fault = {"table_name": "contract", "file": "c.csv", "column_name": "kind", "value": "x", "rule": "enum",
             "words": "It must be one of …"}  # fmt: skip
    faults = [{**fault, "record_number": number} for number in range(2, 10_002)]
    faults += [{**fault, "record_number": 1, "column_name": f"c{number}"} for number in range(200)]
    source = Source("contract", "c.csv", "abc", 1_000_000)
    found = findings.found(Report(paths.ROOT, [source], {"contract": 0}, faults))
    assert found.aside == 1_000_000 and len(found.groups) == findings.MOST_GROUPS
    assert found.more_groups == 201 - findings.MOST_GROUPS
    assert found.groups[0].count == 10_000 and found.groups[0].is_least and len(found.groups[0].rows) == 5
    assert len(findings.as_json(found)) < 60_000


def test_another_councils_data_have_records_of_their_own(hallamford):
    before = hallamford.stores.records_path
    tray = three.ready(hallamford, OFFICER)
    loading.check(OFFICER, tray)
    opened, done = loading.load(hallamford, OFFICER, tray)
    assert (done.same, done.before, done.council, done.stories) == (False, "Hallamford", "Northbridge", 14)
    assert opened is holding.house() and opened is not hallamford and opened.stores.records_path != before
    assert settings.settings().council.name == "Northbridge" and not settings.settings().council.fictional
    assert opened.stores.one("story/waiting")["untriaged"] == 14
    with pytest.raises(Refusal, match="Load the page again"):
        hallamford.stores.one("story/waiting")
    assert not tray.folder.exists() and b"may_be_used_for" in done.mapping
    noted = opened.stores.raw("SELECT did, detail FROM records.audit_event")
    assert [one["did"] for one in noted] == ["data_loaded"] and "Northbridge" in noted[0]["detail"]
    for path in [one for one in paths.home().rglob("*") if one.is_file()]:
        assert three.MARKER.encode() not in path.read_bytes(), path.name


def test_the_same_councils_data_are_swapped_in_place(opened):
    tray = three.ready(opened, OFFICER)
    loading.check(OFFICER, tray)
    first, _ = loading.load(opened, OFFICER, tray)
    reader, served = Reader("A1", "Ann", "admin"), first.stores.warehouse
    tray = three.ready(first, reader, "NORTHBRIDGE")
    assert loading.is_same_council(first, tray)
    assert loading.council_usual(first).ledger_gross == 3_000_000
    loading.check(reader, tray)
    second, done = loading.load(first, reader, tray)
    assert second is first and done.same and first.stores.warehouse != served
    assert first.stores.one("story/waiting")["untriaged"] == 14, "a known account comes in once"
    asks = "SELECT account_id FROM records.audit_event WHERE did = 'data_loaded' ORDER BY happened_at"
    noted = first.stores.raw(asks)
    assert [one["account_id"] for one in noted] == [None, "A1"]


def test_a_council_keeps_what_else_it_set(opened):
    settings.use(loading.template.settings_for("Northbridge") + "\n[weighing]\nfewest_tellers = 12\n")
    tray = trays.begin(OFFICER)
    opened.council, opened.stores.warehouse = "northbridge", paths.home()
    loading.say_council(opened, tray, Council("Northbridge", "2027-28"))
    opened.stores.warehouse = None
    said = tomllib.loads((tray.files / "settings.toml").read_text())
    assert said["weighing"]["fewest_tellers"] == 12 and said["council"]["financial_year"] == "2027-28"


def test_one_file_of_records_for_all_councils_is_refused_before_anything_is_built(hallamford, monkeypatch):
    tray = three.ready(hallamford, OFFICER)
    loading.check(OFFICER, tray)
    monkeypatch.setenv("TIGHTROPE_RECORDS", str(hallamford.stores.records_path))
    with pytest.raises(Refusal, match="TIGHTROPE_RECORDS"):
        loading.load(hallamford, OFFICER, tray)
    assert hallamford.newer_data() is None and tray.folder.is_dir()


def test_without_the_master_key_accounts_are_not_left_out_in_silence(hallamford):
    tray = three.ready(hallamford, OFFICER)
    loading.check(OFFICER, tray)
    hallamford.master, hallamford.key_problem = None, "The master key is missing."
    with pytest.raises(Refusal, match="master key is missing"):
        loading.load(hallamford, OFFICER, tray)
    assert hallamford.newer_data() is None and tray.folder.is_dir()


def test_a_file_changed_after_the_check_is_not_loaded(opened):
    tray = three.ready(opened, OFFICER)
    loading.check(OFFICER, tray)
    shutil.copy(three.FOLDER / three.RETURN, tray.files / three.RETURN)
    trays.take_out(tray, three.RETURN)
    with pytest.raises(Refusal, match="Something changed"):
        loading.load(opened, OFFICER, tray)
