"""What pages say and still do where data, the key or the warehouse are missing or broken."""

import os
import shutil

import duckdb
import pytest
from looking import KEYS, PROVIDERS_SAY, everything, forget, look, people, screen, title

from tightrope import paths
from tightrope.errors import Refusal
from tightrope.evidence import warehouses
from tightrope.records import house as holding

FEW = ("overview", "weigh", "data")  # where the words come from the frame, which is one for all pages
SEALED = "These words cannot be opened now: the master key is missing."
LONG_AGO = "2020-01-01T000000-aaaaaa.duckdb"


@pytest.fixture
def empty(home):
    """A home in which nothing was ever built."""
    forget()
    yield home
    forget()


RECORDS_ALONE = {  # what was told must be read and coded whether or not there are data
    "triage": "Every account has been read",
    "coding": "Every account has been coded",
    "replies": "No account is on record, so no answer is owed",
}


@pytest.mark.parametrize("key", [key for key in KEYS if key not in RECORDS_ALONE])
def test_without_a_warehouse_every_page_says_what_to_do(empty, key):
    app = look(key)
    assert not app.exception
    assert "python3 run.py build" in screen(app) or "measure_return.csv brings them" in screen(app)
    assert title(app) in ("This cannot be shown now", "No data are loaded yet")


@pytest.mark.parametrize("key", RECORDS_ALONE)
def test_without_a_warehouse_what_was_told_can_be_read_and_coded_all_the_same(empty, key):
    app = look(key)
    assert not app.exception and title(app) == RECORDS_ALONE[key]


@pytest.mark.parametrize("role", ["commissioner", "admin"])
def test_without_the_master_key_numbers_work_and_words_stay_shut(spoilt, role):
    holding.house()  # the words are taken in and sealed while the key is there
    holding.leave()
    paths.master_key_file().unlink()
    for key in KEYS if role == "commissioner" else FEW:
        app = look(key, role)
        assert not app.exception
        assert [one.value for one in app.warning][0].startswith("The master key is missing, so people's words cannot")
    app = look("weigh", role, of="HC-01", look="all:")
    assert title(app) == "They disagree: the numbers are good, what people tell is not"
    assert "£409,652" in screen(app) and "17 of 23 people we heard from" in screen(app)
    counted = "They let us count this, not show it."
    by_role = "Your role counts accounts and does not read them."
    assert set(people(app)) - PROVIDERS_SAY == ({SEALED, counted} if role == "commissioner" else {by_role})
    overview = look("overview", role)
    assert title(overview) == "Three contracts need you before the committee on 14 January"
    assert "Visits on time: 95%" in screen(overview)


def test_with_another_master_key_words_stay_shut_and_the_page_says_why(spoilt):
    holding.house()
    holding.leave()
    paths.master_key_file().write_text("ab" * 32 + "\n", encoding="ascii")
    app = look("weigh", of="HC-01")
    assert not app.exception and "not the one these records were sealed with" in app.warning[0].value
    assert SEALED in people(app) and not [one for one in people(app) if "kettle" in one]


@pytest.mark.parametrize("damage", ["torn", "emptied", "missing", "no_database"])
def test_a_broken_warehouse_is_said_and_the_last_good_one_served(spoilt, damage):
    newest = warehouses.current()
    shutil.copy(newest, newest.with_name(LONG_AGO))
    content = newest.read_bytes()
    if damage == "missing":
        newest.unlink()
    else:
        newest.write_bytes({"torn": content[: len(content) // 3], "emptied": b"", "no_database": b"x" * 9_000}[damage])
    for key in KEYS if damage == "torn" else FEW:
        app = look(key)
        assert not app.exception
        said = app.warning[0].value
        assert newest.name in said and "Until then the data of 2020-01-01 are shown." in said
        assert "python3 -m tightrope build" in said or "cannot be opened" in said
        assert str(paths.home()) not in said, "a reader needs no path of the machine"
    assert title(look()) == "Three contracts need you before the committee on 14 January"


def test_with_no_warehouse_that_opens_the_page_says_so(spoilt):
    for path in warehouses.all_files():
        path.write_bytes(b"half")
    for key in KEYS:
        app = look(key)
        assert not app.exception
        assert "damaged or only half written" in screen(app)
        assert title(app) in ("This cannot be shown now", "No data are loaded yet") or key in RECORDS_ALONE


def test_records_that_another_app_holds_stop_every_page_with_one_sentence(spoilt, monkeypatch):
    def held():
        raise Refusal("Tightrope is already running here (process 7, port 8501). Use that one, or close it first.")

    monkeypatch.setattr(holding, "open_house", held)
    app = look()
    assert not app.exception and title(app) == "Tightrope cannot start"
    assert "already running here" in screen(app)


# One contract for each way in which something may be missing; all others are as built.
THIN = {
    "no stories": "CH-05",
    "none readable": "CH-08",
    "one teller": "CH-06",
    "tellers unknown": "CH-02",
    "no measures": "HC-03",
    "no returns": "HC-05",
    "no payments": "HC-02",
    "starts next year": "SL-03",
    "all held": "DO-02",
    "ended yesterday": "PR-01",
}


@pytest.fixture(scope="module")
def thin(built, tmp_path_factory):
    """The demo council with each of THIN made so, opened once."""
    forget()
    folder = shutil.copytree(built, tmp_path_factory.mktemp("thin") / "demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        with duckdb.connect(str(warehouses.current())) as connection:
            for table in ("contract_measure", "measure_return"):
                connection.execute(f"DELETE FROM {table} WHERE contract_id = '{THIN['no measures']}'")
            connection.execute(f"DELETE FROM measure_return WHERE contract_id = '{THIN['no returns']}'")
            connection.execute(f"DELETE FROM payment WHERE contract_id = '{THIN['no payments']}'")
            change = "starts_on = DATE '2027-02-01', ends_on = DATE '2031-01-31', status = 'planned'"
            connection.execute(f"UPDATE contract SET {change} WHERE contract_id = '{THIN['starts next year']}'")
            change = "ends_on = DATE '2026-11-02', ended_on = DATE '2026-11-02', status = 'ended'"
            connection.execute(f"UPDATE contract SET {change} WHERE contract_id = '{THIN['ended yesterday']}'")
        stores = holding.house().stores

        def change(cursor):
            where = {name: f"WHERE contract_id = '{key}'" for name, key in THIN.items()}
            cursor.execute(f"UPDATE records.story SET contract_id = NULL {where['no stories']}")
            cursor.execute(f"UPDATE records.story SET consent_level = 1 {where['none readable']}")
            cursor.execute(f"UPDATE records.story SET teller_id = 'T-only' {where['one teller']}")
            cursor.execute(f"UPDATE records.story SET teller_id = NULL {where['tellers unknown']}")
            cursor.execute(f"UPDATE records.story SET triage_state = 'quarantined' {where['all held']}")

        stores.write(change)
        yield stores
        forget()


@pytest.mark.parametrize("name", [name for name in THIN if name not in ("starts next year", "ended yesterday")])
def test_every_thin_contract_opens_with_a_title_in_words(thin, name):
    for opens in ("nothing", "all:"):
        app = look("weigh", of=THIN[name], look=opens)
        assert not app.exception, name
        assert app.query_params["of"] in (THIN[name], [THIN[name]])
        shown = everything(app)
        assert not [odd for odd in ("nan", "None", "inf%", "NaT") if f" {odd} " in screen(app)], name
        assert "Traceback" not in shown
    assert not look("weigh", of=THIN[name], **{"with": "HC-01"}).exception


def test_a_contract_nobody_told_of_is_not_called_content(thin):
    app = look("weigh", of=THIN["no stories"])
    assert title(app) == "Nobody we can count was heard"
    assert "Silence is not satisfaction" in screen(app) and "Stories: not heard" in screen(app)


def test_accounts_that_may_only_be_counted_are_counted_and_have_cards(thin):
    app = look("weigh", of=THIN["none readable"], look="all:")
    assert set(people(app)) == {"They let us count this, not show it."} and len(people(app)) >= 8
    assert "people with a good experience" in screen(app) and "Nobody we can count" not in title(app)


def test_one_teller_is_one_person_however_often_they_tell(thin):
    app = look("weigh", of=THIN["one teller"])
    assert title(app).startswith("Too few people were heard")
    assert "accounts from 1 people" not in screen(app), "1 person"


def test_accounts_that_name_no_teller_make_every_count_an_at_least(thin):
    app = look("weigh", of=THIN["tellers unknown"])
    assert "accounts from at least 1 person" in screen(app)


def test_a_contract_that_asks_for_nothing_has_no_numbers_to_weigh(thin):
    app = look("weigh", of=THIN["no measures"])
    assert "No measure is in the contract." in screen(app) and "Numbers: nothing returned" in screen(app)
    assert not title(app).startswith(("Both are good", "Both are poor", "They disagree"))


def test_a_contract_without_returns_has_no_numbers_to_weigh(thin):
    app = look("weigh", of=THIN["no returns"])
    assert title(app).startswith("Nothing that the contract asks for was returned")
    assert "nothing returned" in screen(app) and "Good" not in title(app)


def test_a_contract_without_payments_says_which_file_brings_them(thin):
    app = look("weigh", of=THIN["no payments"])
    assert "No payments are loaded: payment.csv brings them." in screen(app)
    for opens in ("payments:rushed", "visits:rushed"):
        opened = look("weigh", of=THIN["no payments"], look=opens)
        assert not opened.exception and "No payments are loaded" in screen(opened)


def test_a_contract_that_starts_next_year_is_not_offered(thin):
    app = look("weigh", of=THIN["starts next year"])
    assert "names a contract" in app.info[0].value
    offered = [options for box in app.selectbox for options in box.options]
    assert not [one for one in offered if THIN["starts next year"] in one]
    assert "SL-03" not in everything(look("overview", show="all"))


def test_a_contract_that_ended_yesterday_is_among_those_that_ended(thin):
    app = look("weigh", kind="ended", of=THIN["ended yesterday"])
    assert not app.exception and not app.info
    assert "Ended on 2 November 2026." in screen(app)
    assert look("weigh", of=THIN["ended yesterday"]).info


def test_where_safeguarding_holds_every_account_the_page_says_so_and_calls_nothing_good(thin):
    app = look("weigh", of=THIN["all held"], look="all:")
    assert "Safeguarding holds 21 accounts about this." in screen(app)
    assert "Both are good" not in screen(app) and title(app) == "Nobody we can count was heard"
    assert not [one for one in people(app) if len(one) > 60], "no words of theirs"
