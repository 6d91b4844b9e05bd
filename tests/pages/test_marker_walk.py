"""Accounts that nobody may read are nowhere: a walk through everything that leaves the stores, looking for their words.

Each account of MARKED carries words of its own in every part. The walk looks for them in every query, page, route,
answer, download, command, file and log. What may be read has to be found by the same walk, or it would prove nothing.
"""

import json
import logging
import os
import shutil
import tempfile
import time
from dataclasses import asdict
from itertools import product

import numpy as np
import pytest
from looking import Looking, everything, forget
from routes import plain_pages

from tightrope import commands, database, paths, sealing, settings, spreadsheet
from tightrope.answers import conflicts, evidence, meeting_agenda, pair
from tightrope.answers import overview as overviews
from tightrope.answers import weigh as weighs
from tightrope.answers.meeting import PUBLIC, ROOMS
from tightrope.answers.meeting_agenda import STEPS
from tightrope.answers.subjects import KINDS, subjects
from tightrope.database import Stores
from tightrope.evidence import intake_file, warehouses
from tightrope.records import finding_build, intake, meeting_notes, schema, stories
from tightrope.records import house as holding
from tightrope.records.finding import Finding
from tightrope.records.house import House
from tightrope.records.meeting_notes import Interests, Meeting
from tightrope.records.roles import READ_WORDS, ROLES, looking_as
from tightrope.screens import (
    board_choices,
    contracts_parts,
    deciders_choices,
    missing_choices,
    places_choices,
    replies_choices,
    what_if_choices,
)
from tightrope.screens.register import PAGES
from tightrope.voices.redaction import redact

AUDIENCES = ("officers", "counts", "named_link", "open_link", "file", "public")
PARTS = ("words", "asks", "paraphrase", "reason")

MARKED = {  # name: what makes it so
    "quarantined": {"triage_state": "quarantined", "consent_level": 5},
    "untriaged": {"triage_state": "untriaged", "consent_level": 5},
    "withdrawn": {"consent_level": 5, "withdrawn_at": "2026-10-20T09:00:00"},
    "expired": {"consent_level": 5, "consent_until_on": "2026-11-02"},
    "consent0": {"consent_level": 0},
    "consent1": {"consent_level": 1},
    "consent2": {"consent_level": 2},
    "consent3": {"consent_level": 3},
    "consent4": {"consent_level": 4},
}
SHUT = ("quarantined", "untriaged", "withdrawn", "expired", "consent0")
COUNTED = ("consent1", "consent2", "consent3", "consent4")
CONTRACT = "HC-01"
OFFICER = looking_as("commissioner")

# Which part of which account an officer who reads words meets: an officer's retelling where the words may not be
# read, else the words. Anything else, anywhere, is a leak.
OFFICERS = {("consent2", "paraphrase")} | set(product(("consent3", "consent4"), ("words", "asks")))
NOBODY = set()
HANDLERS = (  # tests/test_queries.py says who asks these
    "replies/handled", "replies/handled_words", "follow/reply_words",
    "triage/queue", "triage/words", "follow/status", "media/of_account", "media/one", "media/place",
)  # fmt: skip
WAITING = ("quarantined", "untriaged")  # those who triage see that these are there
READERS = {role: OFFICERS if READ_WORDS in allowed else NOBODY for role, allowed in ROLES.items()}


def marker(name, part):
    """Words that nothing else holds; joined, so that neither cutting into sentences nor folding case hides them.

    Plain English words, or redaction would take them for somebody's name and hide a leak.
    """
    return f"lighthouse-{name}-{part}"


def found_in(text):
    """The (account, part) whose marker is in the text."""
    text = text.lower()
    if "lighthouse" not in text:
        return set()
    return {(name, part) for name, part in product(MARKED, PARTS) if marker(name, part) in text}


def rows():
    """An account for each of MARKED, as serious as accounts get, so that no page leaves it out for want of room."""
    for number, (name, given) in enumerate(MARKED.items()):
        yield {
            "source": "markers", "source_id": f"M{number}", "received_on": "2026-10-12", "event_month": "2026-10-01",
            "channel": "phone", "teller_id": f"T-marked-{name}", "teller_role": "person", "is_panel": False,
            "about": "service", "service_id": "home_care", "contract_id": CONTRACT, "locality": "North East",
            "language": "English", "valence": -1, "severity": 5, "themes": "rushed;dignity",
            "teller_groups": "age_band=85+", "triage_state": "cleared",
            "words": f"Rushed {marker(name, 'words')} in ten minutes and gone before the tea. "
            "That is how it went on each day of that week, and nobody rang to ask or to say sorry.",
            "asks": f"Please {marker(name, 'asks')} it.",
            "paraphrase": f"A person says {marker(name, 'paraphrase')}.",
            "severity_reason": f"Because {marker(name, 'reason')}.",
            **given,
        }  # fmt: skip


@pytest.fixture(scope="module")
def marked(built, tmp_path_factory):
    """The demo council with the marked accounts taken in, opened; every log line of this file is kept."""
    forget()
    folder = shutil.copytree(built, tmp_path_factory.mktemp("walk") / "demo")
    logged = Lines()
    logging.getLogger().addHandler(logged)
    (folder / "temporary").mkdir()  # whatever is put aside lies where the walk comes by
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        patch.setattr(tempfile, "tempdir", str(folder / "temporary"))
        opened = holding.house()
        intake_file.write(sealing.find_master(), list(rows()), "2026-11-03T120000")
        taken = intake.take_in(opened.stores, opened.master)
        assert (taken.new, taken.problems) == (len(MARKED), [])
        opened.logged = logged
        _asked_for_interests(opened)
        yield opened
        forget()
    logging.getLogger().removeHandler(logged)


def _asked_for_interests(opened):
    """Before everybody was asked, a meeting's later steps show nothing but that."""
    committee = meeting_agenda.agenda(opened, OFFICER, evidence.usual_period(opened), PUBLIC).committee_on
    for role in ("commissioner", "manager"):
        here = Meeting(settings.today(), committee)
        meeting_notes.ask_interests(opened, looking_as(role), here, Interests(none=True))


class Lines(logging.Handler):
    """Keeps every line that is logged."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.getMessage()} {record.exc_text or ''}")


@pytest.fixture(scope="module")
def period(marked):
    return evidence.usual_period(marked)


def ids(opened):
    """Each marked account's id."""
    found = opened.stores.raw("SELECT source_id, story_id FROM records.story WHERE source = 'markers'")
    named = {row["source_id"]: row["story_id"] for row in found}
    return {name: named[f"M{number}"] for number, name in enumerate(MARKED)}


def test_the_walk_would_see_a_marker_wherever_it_stood():
    for name, part in product(MARKED, PARTS):
        assert found_in(f"... {marker(name, part).upper()} ...") == {(name, part)}
        assert found_in(redact(f"Please {marker(name, part)} it.")) == {(name, part)}


# queries and commands


def asked_values(opened, period):
    """A value for every parameter there is."""
    every = [row["story_id"] for row in opened.stores.raw("SELECT story_id FROM records.story")]
    day, moment = settings.today(), "2000-01-01 00:00:00"
    return {
        "account_id": "as-commissioner", "body": settings.settings().council.decides, "contract_id": CONTRACT,
        "area_code": "HF0054",
        "service_id": "home_care", "on_time_minutes": 15, "late_minutes": 30, "travel_kmh": 30.0,
        "change_over_minutes": 2, "person_id": "P0", "worker_id": "W0",
        "contract_ids": [CONTRACT], "first": period.first, "last": period.last, "idle_since": moment, "now": moment,
        "since": moment, "invite_hash": "0" * 64, "session_hash": "0" * 64, "most": 100_000, "on_day": day,
        "sign_in_name": "nobody", "story_ids": every, "year": settings.settings().council.financial_year,
        "council_code": "E08000019", "code_hash": "0" * 64, "locality": "North East", "story_id": "S0",
        "selection": "none", "media_id": "M0", "pack_id": "PK0",
        "pot_id": "POT-1", "scenario_id": "SC0", "room_id": "RM0", "seat_hash": "0" * 64, "kind": "split",
        "subject": "POT-1", "decision_id": "D0", "committee_on": day,
        "tables": ["Table_1a"], "parts": ["outcome"], "counts": ["number of respondents"],
    }  # fmt: skip


def query_names():
    every = sorted(path.relative_to(paths.QUERIES).with_suffix("").as_posix() for path in paths.QUERIES.rglob("*.sql"))
    return [name for name in every if not name.startswith(("build/", "door/"))]


@pytest.mark.parametrize("name", query_names())
def test_no_query_gives_words_in_clear(marked, period, name):
    taken, marked_ids = database.parameters(name), ids(marked)
    for audience in AUDIENCES if "audience" in taken else AUDIENCES[:1]:
        values = {**asked_values(marked, period), "audience": audience}
        answer = marked.stores.rows(name, **{key: values[key] for key in taken})
        assert found_in(repr(answer)) == set()
        if name in HANDLERS:
            continue  # what waits or is held is what they ask for; the words they get are sealed
        told = {row["story_id"] for row in answer if "story_id" in row}
        assert not told & {marked_ids[one] for one in SHUT}, "not even that they exist"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_sealed_words_open_for_those_who_may_read_them_alone(marked, period, audience):
    retold = set(product(("consent3", "consent4"), ("paraphrase",)))
    wanted = {"officers": OFFICERS | retold, "named_link": set(product(("consent3", "consent4"), ("words", "asks")))}
    wanted |= {one: set(product(("consent4",), ("words", "asks"))) for one in ("open_link", "file")}
    values = {**asked_values(marked, period), "audience": audience}
    found = set()
    for row in marked.stores.rows("story/words", **{k: values[k] for k in database.parameters("story/words")}):
        found |= found_in(marked.master.open_words(row["wrapped_key"], row["story_id"], row["part"], row["sealed"]))
    assert found == wanted.get(audience, NOBODY)


@pytest.mark.parametrize("audience", [one for one in AUDIENCES if one != "public"])
def test_no_command_prints_words(marked, period, audience):
    values = {"audience": audience, "contract_id": CONTRACT, "first": period.first.isoformat(),
              "last": period.last.isoformat(), "most": "100000", "since": "2000-01-01", "year": "2026-27",
              "body": "Adult Care Policy Committee"}  # fmt: skip
    asked = 0
    for name in query_names():
        wanted = database.parameters(name)
        if wanted - values.keys() - {"on_day"}:
            continue
        if "audience" not in wanted and audience != AUDIENCES[0]:
            continue  # the same answer whoever asks
        words = [f"{key}={values[key]}" for key in sorted(wanted & values.keys())]
        for flags in ([], ["--json"]):
            code, out, err = commands.carry_out(["query", name, *words, *flags], "", lambda: marked)
            assert found_in(out + err) == set(), name
            asked += code == 0
    assert asked > (10 if audience == AUDIENCES[0] else 2)


def test_no_other_command_prints_what_may_not_be_read(marked):
    """Whatever commands there are: those that need the records and take nothing, a contract, or --all."""
    for command in commands.COMMANDS:
        if not command.needs_house or command.name in ("query", "account"):
            continue
        for words in ([], ["--all"], [CONTRACT]):
            try:
                code, out, err = commands.carry_out([command.name, *words, "--json"], "", lambda: marked)
            except SystemExit:
                continue
            assert found_in(out + err) <= OFFICERS, command.name


# answers


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_answers_hold_only_what_the_reader_may_read(marked, period, kind, role):
    reader, found = looking_as(role), set()
    every = subjects(evidence.evidence(marked, reader.audience, period), kind)
    for key in every:
        answer = weighs.weigh(marked, reader, kind, key, period)
        found |= found_in(repr(answer) + json.dumps(asdict(answer), default=str))
        for one in answer.pairs[:2]:
            found |= found_in(repr(pair.open_pair(marked, reader, answer, one, period)))
        shut = {ids(marked)[name] for name in SHUT} if key in (CONTRACT, "P01", "home_care", "North East") else set()
        assert not shut & {one.story_id for one in (*answer.cards, *answer.dots)}
    assert found == (READERS[role] if kind in ("contract", "provider", "line", "place") else NOBODY)


@pytest.mark.parametrize("role", ROLES)
def test_lists_hold_only_what_the_reader_may_read(marked, period, role):
    reader = looking_as(role)
    text = repr(conflicts.conflicts(marked, reader, period, everything=True))
    text += repr(overviews.overview(marked, reader, period))
    assert found_in(text) <= READERS[role]


def test_accounts_are_counted_as_far_as_they_let_us(marked, period):
    answer = weighs.weigh(marked, looking_as("commissioner"), "contract", CONTRACT, period)
    assert answer.tellers == answer.accounts == 23 + len(COUNTED)
    assert (answer.held, answer.untriaged) == (1, 1)
    shown = {card.story_id: card.shows for card in answer.cards}
    marked_ids = ids(marked)
    assert {name: shown.get(marked_ids[name]) for name in MARKED} == {
        **dict.fromkeys(SHUT),
        "consent1": "counted",
        "consent2": "retelling",
        "consent3": "words",
        "consent4": "words",
    }


# pages and routes


def links(marked_ids):
    """Every page, and on Weigh every way to open accounts."""
    for page in PAGES:
        yield page.key, {}
    yield "overview", {"show": "all"}
    for part in ("coverage", "set-aside", "money", "dictionary", "figures"):
        yield "data", {"part": part, "table": "story"}
    for part in contracts_parts.PARTS:
        yield "contracts", {"part": part, "of": CONTRACT}
    for view in deciders_choices.VIEWS:
        yield "decisions", {"view": view}
    for view in missing_choices.VIEWS:
        yield "missing", {"view": view, "kind": "contract", "of": CONTRACT, "contract": CONTRACT}
    for view in places_choices.VIEWS:
        yield "places", {"view": view, "area": "HF0054"}
    for view in replies_choices.VIEWS:
        yield "replies", {"view": view}
    for view in board_choices.VIEWS:
        yield "board", {"view": view, "of": f"contract:{CONTRACT}", "items": f"contract:{CONTRACT}"}
    for step, room in product(STEPS, ROOMS):
        yield "board", {"step": step, "room_is": room, "item": CONTRACT}
    for view in what_if_choices.VIEWS:
        yield "what-if", {"view": view, "changes": "home_care:-250000;respite:250000"}
    for one in marked_ids.values():
        yield "replies", {"view": "write", "of": one}
    opens = ["all:", "pair:rushed", "theme:rushed", "pair:dignity", "theme:dignity", "visits:rushed", "payments:rushed"]
    for look in [*opens, *(f"story:{one}" for one in marked_ids.values())]:
        yield "weigh", {"of": CONTRACT, "look": look}
    yield "weigh", {"of": "HC-02", "with": CONTRACT}
    for kind, of in (("provider", "P01"), ("line", "home_care"), ("place", "North East"), ("ended", "ML-00")):
        yield "weigh", {"kind": kind, "of": of, "look": "all:"}


@pytest.fixture
def downloads(monkeypatch):
    """The files behind the buttons of the pages that are opened, as they are made."""
    made = []

    def keeping(given):
        made.append(plain(given))
        return made[-1]

    plain = spreadsheet.csv
    monkeypatch.setattr(spreadsheet, "csv", keeping)
    return made


@pytest.mark.parametrize("role", ROLES)
def test_no_page_and_no_download_holds_what_the_reader_may_not_read(marked, downloads, role):
    session, met, marked_ids = Looking(role), set(), ids(marked)
    for key, query in links(marked_ids):
        if query.get("view") == "write" and role in ("voice_team", "safeguarding"):
            continue  # they answer what officers may not read: tests/pages/test_replies_page.py walks what they open
        app = session.open(key, **query)
        assert not app.exception
        text = everything(app)
        assert found_in(text) <= READERS[role], (key, query)
        met |= found_in(text)
        seen = {name for name, story_id in marked_ids.items() if story_id in text}
        asked = {name for name, one in marked_ids.items() if one in (query.get("of"), query.get("look", "")[6:])}
        open_here = set(WAITING) if key == "triage" else set()
        assert not seen & set(SHUT) - asked - open_here, "not even a dot"
    assert met == READERS[role]
    assert len(downloads) > 3 or role != "commissioner"
    for text in downloads:
        assert found_in(text.decode("utf-8-sig")) == set()


def test_no_plain_page_holds_a_word(marked):
    answers = list(plain_pages([f"/p/{one}" for one in ids(marked).values()]))
    assert len(answers) > 20
    for path, answer in answers:
        assert found_in(answer.text + str(answer.headers)) == set(), path


# memory, disk and logs: after everything above has been asked


def test_what_is_kept_in_memory_holds_no_words(marked, period):
    evidence.evidence(marked, "officers", period)
    assert evidence._kept
    assert {"T-marked-consent1", CONTRACT} <= (words := set(texts(list(evidence._kept.items()))))
    assert found_in("\n".join(words)) == set()


def texts(value, seen=None):
    """Every text in a nest of plain values."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return
    if isinstance(value, str):
        yield value
        return
    seen.add(id(value))
    if isinstance(value, dict):
        value = [*value, *value.values()]
    elif not isinstance(value, list | tuple | set | frozenset):
        value = list(vars(value).values()) if hasattr(value, "__dict__") else []
    for one in value:
        yield from texts(one, seen)


def test_the_search_knows_only_words_that_officers_may_read(marked):
    search = Finding(marked.stores, lambda texts: np.zeros((len(texts), 1), np.float32))
    seen = search.look(marked, wait=60)
    until = time.monotonic() + 60
    while not (seen := search.look(marked)).caught_up and time.monotonic() < until:
        time.sleep(0.05)
    compared = {name for part in seen.near for name in finding_build.names(part.ids)}
    may = {key for name, key in ids(marked).items() if (name, "words") in OFFICERS}
    assert compared & set(ids(marked).values()) == may, "a vector is made of what may be read and of nothing else"
    known = [word for part in seen.told for word in part.postings.words]
    search.end()
    assert len(known) > 1_000 and found_in(" ".join(known)) == OFFICERS & set(product(MARKED, ("words",)))


def test_no_table_of_either_store_holds_words_in_clear(marked):
    """The reason an officer gives for a severity is coding, not the account: it is read through no door at all."""
    for store in ("records", "warehouse"):
        named = "SELECT table_name FROM duckdb_tables() WHERE database_name = $store"
        names = [row["table_name"] for row in marked.stores.raw(named, {"store": store})]
        assert len(names) > 20
        for name in names:
            if name in ("visit", "measure_return"):
                continue  # numbers alone, and many
            text = repr(marked.stores.raw(f'SELECT * FROM {store}."{name}"'))
            found = found_in(text)
            assert found == set(), f"{store}.{name}"
    assert "severity_reason" not in "".join(database.sql(name) for name in query_names())


def test_no_file_holds_words_in_clear(marked):
    marked.stores.write(lambda cursor: None)
    with marked.stores.cursor() as cursor:
        cursor.execute("CHECKPOINT records")
    walked = [path for path in paths.home().parent.rglob("*") if path.is_file()]
    assert {paths.records_file(), warehouses.current()} <= set(walked)
    for path in walked:
        content = path.read_bytes().lower()
        for name, part in product(MARKED, PARTS[:3]):
            assert marker(name, part).encode() not in content, path.name
    assert b"t-marked" in paths.records_file().read_bytes().lower(), "what is in clear is found like this"
    assert not intake_file.waiting()


def test_a_backup_of_the_records_opens_no_words_without_the_key(marked, tmp_path, monkeypatch):
    """What docs/deployment.md says to copy, opened on another computer by somebody who has no key."""
    with marked.stores.cursor() as cursor:
        cursor.execute("CHECKPOINT records")
    copy = tmp_path / "backup.duckdb"
    copy.write_bytes(paths.records_file().read_bytes())
    monkeypatch.setenv("TIGHTROPE_KEY_FILE", str(tmp_path / "no.key"))
    stores = Stores(copy, tmp_path / "warehouse", schema.statements())
    try:
        taken = House(stores, None)
        assert len(stores.raw("SELECT 1 FROM records.story_words")) > len(MARKED)
        reader = looking_as("commissioner")
        assert stories.words(taken, reader, list(ids(marked).values())) == {}
        sealed = stores.raw("SELECT sealed FROM records.story_words")
        assert found_in(b"".join(bytes(row["sealed"]) for row in sealed).decode("latin-1")) == set()
    finally:
        stores.close()


def test_no_log_holds_words(marked):
    logging.getLogger("tightrope").warning("a line")
    assert "a line" in "\n".join(marked.logged.lines)
    assert found_in("\n".join(marked.logged.lines)) == set()


# held accounts and the verdict


def cheerful(contract_id, service_id, state):
    """Thirty people of every age who are content, and one account in another state."""
    for number in range(31):
        last = number == 30
        yield {
            "source": "cheerful", "source_id": f"{contract_id}-{number}", "received_on": "2026-10-12",
            "event_month": "2026-10-01", "channel": ("phone", "outreach", "survey")[number % 3],
            "teller_id": f"T-{contract_id}-{number}", "teller_role": "person", "is_panel": False, "about": "service",
            "service_id": service_id, "contract_id": contract_id, "language": "English", "own_rating": 5, "valence": 1,
            "severity": 1, "themes": "kindness", "consent_level": 3, "words": "Kind and on time, every day.",
            "teller_groups": f"age_band={('18-64', '65-74', '75-84', '85+')[number % 4]}",
            "triage_state": state if last else "cleared",
        }  # fmt: skip


@pytest.mark.parametrize(("state", "kind"), [("cleared", "both_good"), ("quarantined", "held")])
def test_a_contract_with_held_accounts_is_never_called_good_on_both_sides(spoilt, state, kind):
    opened = holding.house()
    opened.stores.write(lambda cursor: cursor.execute("DELETE FROM records.story WHERE contract_id = 'CH-02'"))
    intake_file.write(sealing.find_master(), list(cheerful("CH-02", "care_home", state)), "2026-11-03T130000")
    opened.take_in()
    answer = weighs.weigh(opened, looking_as("viewer"), "contract", "CH-02", evidence.usual_period(opened))
    assert (answer.verdict, answer.held) == (kind, 1 if kind == "held" else 0)
    assert answer.sentence.startswith("Both are good") == (kind == "both_good")
    text = everything(Looking("viewer").open("weigh", of="CH-02"))
    assert ("Both are good, the numbers and what people tell" in text) == (kind == "both_good")
    assert ("Safeguarding holds one account about this." in text) == (kind == "held")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_can_be_weighed_is_called_good_while_accounts_are_held(spoilt, kind):
    opened = holding.house()
    one_each = "SELECT min(story_id) FROM records.story GROUP BY contract_id"
    held = f"UPDATE records.story SET triage_state = 'quarantined' WHERE story_id IN ({one_each})"
    opened.stores.write(lambda cursor: cursor.execute("UPDATE records.story SET own_rating = 5, valence = 1"))
    opened.stores.write(lambda cursor: cursor.execute(held))
    period, reader = evidence.usual_period(opened), looking_as("commissioner")
    every = subjects(evidence.evidence(opened, "officers", period), kind)
    answers = [weighs.weigh(opened, reader, kind, key, period) for key in every]
    assert [one.key for one in answers if one.held and one.verdict == "both_good"] == []
    assert any(one.held for one in answers)
    if kind in ("contract", "provider"):
        assert "held" in {one.verdict for one in answers}, "or this would prove nothing"
