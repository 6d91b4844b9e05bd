"""Every query: one statement with its grain, an order, a user; it runs; and stories are read through the door alone."""

import datetime as dt
import re

import duckdb
import pytest

from tightrope import database, paths, settings
from tightrope.evidence import build as building

NAMES = sorted(path.relative_to(paths.QUERIES).with_suffix("").as_posix() for path in paths.QUERIES.rglob("*.sql"))
DOOR = "door/story_shown"
BUILD = [name for name in NAMES if name.startswith("build/")]
COMPARED = "build/figures"  # asked of two warehouses by a build, to say what moved
ASKED = [name for name in NAMES if name != DOOR and name not in BUILD]

DAY, MOMENT = dt.date(2026, 11, 3), dt.datetime(2026, 11, 3, 9, 0)
PARAMETERS = {
    "account_id": "nobody",
    "area_code": "HF0054",
    "audience": "officers",
    "body": "Adult Care Policy Committee",
    "change_over_minutes": 2,
    "code_hash": "0" * 64,
    "contract_id": "HC-01",
    "committee_on": dt.date(2027, 1, 14),
    "contract_ids": ["HC-01", "RS-01"],
    "council_code": "E08000901",
    "counts": ["number of respondents"],
    "decision_id": "D0",
    "first": dt.date(2025, 11, 1),
    "idle_since": MOMENT,
    "invite_hash": "0" * 64,
    "last": dt.date(2026, 10, 1),
    "late_minutes": 30,
    "locality": "North East",
    "media_id": "M0000000000000000",
    "most": 100,
    "now": MOMENT,
    "on_day": DAY,
    "on_time_minutes": 15,
    "kind": "split",
    "pack_id": "PK0",
    "parts": ["outcome"],
    "person_id": "P0",
    "pot_id": "POT-1",
    "room_id": "RM0",
    "scenario_id": "SC0",
    "seat_hash": "0" * 64,
    "subject": "POT-1",
    "session_hash": "0" * 64,
    "sign_in_name": "nobody",
    "service_id": "home_care",
    "since": MOMENT,
    "selection": "2025-11..2026-10",
    "story_id": "S0000000000000000",
    "story_ids": ["S0000000000000000"],
    "tables": ["Table_1a"],
    "travel_kmh": 30.0,
    "worker_id": "W0",
    "year": "2026-27",
}

# Who may read the table of accounts itself, and why. Counts and dates of the council's own work are for everybody.
COUNTS_ONLY = {
    "share/held": "how many accounts safeguarding holds about a contract: it has to agree before that is shared",
    "share/gone": "how many of the accounts that a link opened were withdrawn by whoever told them",
    "story/waiting": "how many accounts wait for triage or are held, and since when: everybody signed in sees it",
    "weigh/held": "a contract with accounts held or waiting says so and is never called good on both sides",
    "triage/unread": "how many accounts nobody has looked at, by the day they came: everybody sees who answers for it",
    "look/since": "how many accounts were withdrawn since somebody last looked",
}
# Who may read what hangs on an account, because the account comes through the door in the same statement.
BESIDE_THE_DOOR = {
    "story/words": "sealed words of accounts that the audience may read",
    "find/marks": "a mark of the sealed words of accounts that the audience may read, to see that they changed",
    "find/words": "sealed words of accounts that the audience may read, for the search that is kept in memory",
    "weigh/groups": "groups of accounts that the audience may count",
    "replies/given": "replies to accounts that the audience may count, without their words",
    "replies/words": "sealed words of replies to accounts that the audience may read or read retold",
    "replies/key": "the key of an account that the audience may read or read retold, to seal an answer to it",
    "renewals/replies": "whether accounts that the audience may count have been answered",
    "coding/key": "the key of an account that the audience may read, to seal why it is serious",
    "coding/suggested": "how often a person took what was suggested, of accounts that the audience may count",
    "said/told": "accounts that the audience may count and that tell of the theme of a line before the public",
    "said/answered": "accounts that the audience may count and that were answered, with what their tellers say of it",
    "said/replies": "replies to accounts that the audience may count, without words",
    "missing/told_back": "accounts that the audience may count whose teller was told what came of it",
    "weigh/themes": "confirmed themes of accounts that the audience may count",
}
# Who may read the table of accounts and what hangs on it past the door: those who triage, and the teller with the code.
HANDLERS = {
    "triage/queue": "what waits or is held, without words; records/triage.py lets in who triages",
    "triage/words": "sealed words of what waits or is held; records/triage.py logs each look",
    "follow/status": "how far one account has come, for whoever holds its code",
    "follow/reply_words": "the answer to one account, sealed, for whoever holds its code",
    "replies/handled": "what is to be answered, without words; records/answering_desk.py lets in who triages",
    "replies/handled_words": "sealed words of what is to be answered or told; records/answering_desk.py logs each look",
    "media/of_account": "what goes with an account that waits or is held; records/media.py lets in who triages",
    "media/one": "one sealed file of what waits or is held; records/media.py logs each look",
    "media/place": "whether an account still takes a file, for whoever holds its code",
}
NO_ANSWER = {  # on the demo council as built: nobody has signed in and no row was set aside
    "share/by_token", "share/clearings", "share/held", "share/links", "share/published",
    "meeting/notes",
    "again/asked", "again/named", "again/of_account", "again/waves",
    "decisions/cited", "decisions/events", "decisions/index", "decisions/shares",
    "coding/coders", "coding/key", "coding/seconds", "coding/suggested", "quotes/swaps", "quotes/ticks",
    "account/all", "account/by_name", "account/by_session", "account/invite", "contracts/free_places",
    "data/rejected", "find/still", "find/words", "follow/by_code", "follow/status", "follow/reply_words", "look/last",
    "replies/key", "replies/words", "replies/handled_words",
    "media/of_account", "media/one", "media/place", "missing/cited", "offers/by_code", "right_of_reply/by_code",
    "data/months_missing", "names/decided", "names/payees", "names/places", "names/registered",
    "note/concerns", "note/together", "deciders/invites", "outreach/planned",
    "place/outcomes", "place/payments", "places/outlines_around", "renewals/answers", "renewals/promises",
    "story/words",
    "triage/words", "visits/one_by_one",
    "rooms/answers", "rooms/by_code", "rooms/asked", "rooms/seat",
    "split/moves", "split/one", "split/saved",
    "packs/downloads", "packs/ends", "packs/index", "packs/items", "packs/one", "packs/quoted", "packs/readable",
}  # fmt: skip


@pytest.fixture(scope="module")
def opened(shared_house):
    return shared_house


@pytest.fixture(scope="module")
def quoted():
    """Every text in quotes in the package, the pages and the definitions."""
    files = [paths.ROOT / "app.py", paths.ROOT / "run.py"]
    for folder, ending in (("tightrope", "py"), ("pages", "py"), ("data", "toml")):
        files += (paths.ROOT / folder).rglob(f"*.{ending}")
    return {found for path in files for found in re.findall(r'"([^"\n]+)"', path.read_text(encoding="utf-8"))}


def bare(name):
    """A query without its comments."""
    return re.sub(r"--.*", "", database.sql(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_one_statement_that_only_reads(name):
    statements = duckdb.extract_statements(database.sql(name))
    assert len(statements) == 1
    kind = duckdb.StatementType.CREATE if name == DOOR else duckdb.StatementType.SELECT
    assert statements[0].type == kind


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_what_a_row_is_first(name):
    first = database.sql(name).splitlines()[0]
    assert re.match(r"-- One row( per |: ).*[a-z]", first), first
    assert first.endswith((".", "..."))


@pytest.mark.parametrize("name", [name for name in NAMES if name != DOOR])
def test_a_query_has_an_order(name):
    """The outermost statement begins at the start of a line, and so does its ORDER BY."""
    assert re.search(r"^ORDER BY \S", bare(name), re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in BUILD])
def test_a_query_is_used(name, quoted):
    assert name in quoted


def test_the_queries_of_the_build_are_those_it_runs():
    assert {f"build/{name}" for name in building.ADD_UP} == set(BUILD) - {COMPARED}


def test_every_parameter_has_a_value_to_try():
    taken = {parameter for name in ASKED for parameter in database.parameters(name)}
    assert taken == PARAMETERS.keys()


@pytest.mark.parametrize("name", ASKED)
def test_a_query_runs_on_the_demo_council(opened, name):
    values = {parameter: PARAMETERS[parameter] for parameter in database.parameters(name)}
    rows = opened.stores.rows(name, **values)
    assert bool(rows) == (name not in NO_ANSWER)
    assert rows == opened.stores.rows(name, **values), "twice the same question, two answers"


@pytest.mark.parametrize("name", [name for name in BUILD if name != COMPARED])
def test_a_query_of_the_build_gives_the_columns_of_its_table(opened, name):
    chosen = settings.settings().visits
    values = {parameter: getattr(chosen, parameter) for parameter in database.parameters(name)}
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{opened.stores.warehouse}' AS warehouse (READ_ONLY)")
        connection.execute("USE warehouse")
        found = connection.execute(database.sql(name), values)
        rows = [dict(zip([column[0] for column in found.description], row, strict=True)) for row in found.fetchall()]
    table = name.removeprefix("build/")
    order = re.search(r"^ORDER BY (.*)$", bare(name), re.MULTILINE).group(1).replace("v.", "")
    assert rows and rows == opened.stores.raw(f"SELECT * FROM warehouse.{table} ORDER BY {order}")


def story_tables(name):
    return set(re.findall(r"\brecords\.(story\w*|consent_event|triage_event|reply)\b", bare(name)))


@pytest.mark.parametrize("name", [name for name in NAMES if name != DOOR])
def test_stories_are_read_through_the_door(name):
    tables = story_tables(name)
    if name in HANDLERS:
        return
    assert ("story" in tables) == (name in COUNTS_ONLY)
    assert bool(tables - {"story", "triage_event"}) == (name in BESIDE_THE_DOOR)
    assert not re.search(r"\bstory_shown\((?!\$audience, \$on_day\))", bare(name)), "the audience comes from the reader"


@pytest.mark.parametrize("name", HANDLERS)
def test_what_handlers_ask_is_named_in_one_module_alone(name):
    sources = [path for path in (paths.ROOT / "tightrope").rglob("*.py") if f'"{name}"' in path.read_text("utf-8")]
    wanted = {
        "triage": "tightrope/records/triage.py",
        "follow": "tightrope/answers/following.py",
        "media": "tightrope/records/media.py",
        "replies": "tightrope/records/answering_desk.py",
    }
    found = [path.relative_to(paths.ROOT).as_posix() for path in sources]
    assert found == [wanted[name.partition("/")[0]]]


@pytest.mark.parametrize("name", COUNTS_ONLY)
def test_who_reads_accounts_past_the_door_gets_counts_and_dates_alone(opened, name):
    values = {parameter: PARAMETERS[parameter] for parameter in database.parameters(name)}
    for row in opened.stores.rows(name, **values):
        rest = {key: value for key, value in row.items() if key != "contract_id"}
        assert all(value is None or type(value) in (int, dt.date) for value in rest.values()), row


@pytest.mark.parametrize("name", BESIDE_THE_DOOR)
def test_what_hangs_on_an_account_is_joined_to_the_door(name):
    text = bare(name)
    assert "FROM story_shown($audience, $on_day) AS shown" in text
    for table in story_tables(name):
        assert re.search(rf"INNER JOIN records\.{table} AS (\w+) ON shown\.story_id = \1\.story_id", text), table
    assert not re.search(r"\b(LEFT|RIGHT|FULL|CROSS) JOIN|\bUNION\b", text)


@pytest.mark.parametrize("name", BUILD)
def test_the_build_never_reads_the_records(name):
    assert "records." not in bare(name) and "story" not in bare(name)
