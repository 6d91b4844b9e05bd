"""Loading a council's own files from a tray: whose they are, check, load, and what follows for the records."""

import contextlib
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import tomlkit

from tightrope import clock, database, paths, sealing, settings, spreadsheet
from tightrope.answers import asked, findings, trays
from tightrope.answers.findings import Found
from tightrope.answers.trays import Tray
from tightrope.errors import Refusal
from tightrope.evidence import build, folder, template, warehouses
from tightrope.evidence.folder import MAPPING
from tightrope.records import audit
from tightrope.records import house as holding
from tightrope.records.house import House
from tightrope.records.roles import LOAD_DATA, Reader

LONGEST_COUNCIL = 60
YEAR = re.compile(r"(20\d\d)-(\d\d)")
APRIL = 4  # a council's financial year begins on 1 April
UNREADABLE = "These files could not be read to the end. Nothing was changed. Check that each opens in a spreadsheet."

_one_at_a_time = threading.Lock()  # a build takes both processors and much of the memory


@dataclass(frozen=True)
class Council:
    """Whose data a tray holds: pounds are 0 where finance's totals are not given."""

    name: str
    financial_year: str
    ledger_gross: int = 0
    ledger_net: int = 0


@dataclass(frozen=True)
class Done:
    """What loading did. `same`: the council whose data were served before; else its records stay apart."""

    council: str
    before: str
    same: bool
    right: int
    aside: int
    stories: int
    mapping: bytes  # for next month's files; empty where none was needed
    problem: str = ""  # accounts that could not be taken in, in words


def council_said(tray: Tray) -> Council | None:
    """What was said about whose data these are; None where nothing was yet."""
    said = tray.state().get("council")
    return Council(**said) if said else None


def council_usual(house: House) -> Council:
    """What to begin with: the council in use where it is a real one, else nothing but the year we are in."""
    now = settings.settings().council
    if house.has_data and not now.fictional:
        return Council(now.name, now.financial_year, now.ledger_gross, now.ledger_net)
    return Council("", year_of(settings.today()))


def year_of(day: date) -> str:
    """The financial year of a day.

    >>> year_of(date(2026, 3, 31)), year_of(date(2026, 4, 1))
    ('2025-26', '2026-27')
    """
    first = day.year if day.month >= APRIL else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def pounds_of(text: str) -> int:
    """Whole pounds as people write them; nothing is 0. Raises Refusal.

    >>> pounds_of("£330,000,000"), pounds_of("12.5m"), pounds_of("")
    (330000000, 12500000, 0)
    """
    plain = re.sub(r"[£,\s]", "", text.lower())
    found = re.fullmatch(r"(\d{1,12}(?:\.\d+)?)(m?)", plain)
    if plain and not found:
        raise Refusal(f"{text!r} is no sum of pounds. Write it as 330,000,000 or 330m, or leave it empty.")
    return round(float(found[1]) * (1_000_000 if found[2] else 1)) if found else 0


def say_council(house: House, tray: Tray, council: Council) -> None:
    """Write settings.toml of the tray. Raises Refusal for a name or year that will not do.

    The council in use keeps what else it set; data of a real council are never called fictional.
    """
    name = " ".join(council.name.split())
    fictional = settings.load(paths.SETTINGS).council
    if not name or not warehouses.slug(name) or len(name) > LONGEST_COUNCIL or not name.isprintable():
        raise Refusal(f"Say whose data these are: the council's name, in at most {LONGEST_COUNCIL} letters.")
    if fictional.fictional and warehouses.slug(name) == warehouses.slug(fictional.name):
        raise Refusal(f"{fictional.name} is the fictional council. Give the name of your own.")
    year = YEAR.fullmatch(council.financial_year.strip())
    if not year or (int(year[1]) + 1) % 100 != int(year[2]):
        raise Refusal("Write the financial year as 2026-27.")
    said = {
        "name": name,
        "financial_year": year[0],
        "ledger_gross": council.ledger_gross,
        "ledger_net": council.ledger_net,
    }
    own = settings.own() if _is_same(house, name) else ""
    document = tomlkit.parse(own or template.settings_for(name))
    document.setdefault("council", tomlkit.table()).update({**said, "fictional": False})
    text = tomlkit.dumps(document)
    with settings.while_reading(text):  # says what is faulty before anything is read
        sealing.write_private(tray.files / build.OWN_SETTINGS, text.encode("utf-8"))
    tray.keep_state({**tray.state(), "council": said})
    tray.forget_report()


def still_open(tray: Tray) -> list[str]:
    """What has to be settled before a check, a sentence each; empty when nothing is."""
    files = asked.taken(tray)
    made = [f"{one.file} cannot be read." for one in files if one.refusal]
    made += [f"{one.file} has something to answer." for one in files if not one.refusal and not one.settled]
    if not files:
        made.append("There is no file yet.")
    if council_said(tray) is None:
        made.append("Nobody has said yet whose data these are.")
    return made


def check(reader: Reader, tray: Tray) -> Found:
    """Read and check the files of a tray; nothing is loaded. What was found is kept in the tray.

    Raises Refusal, in plain words, when something is open or the files cannot be read; the tray stays as it is.
    """
    reader.require(LOAD_DATA)
    _settled(tray)
    with _one_at_a_time, _in_plain_words():
        report = build.check(tray.files)
    found = findings.found(report)
    sealing.write_private(tray.findings, spreadsheet.csv(report.findings()))
    sealing.write_private(tray.report, findings.as_json(found))
    return found


def checked(tray: Tray) -> Found | None:
    """What the last check found; None where nothing was checked since the last change."""
    return findings.read(tray.report)


def is_same_council(house: House, tray: Tray) -> bool:
    """True when the tray's data are those of the council that is served."""
    said = council_said(tray)
    return said is not None and _is_same(house, said.name)


def load(house: House, reader: Reader, tray: Tray) -> tuple[House, Done]:
    """Build from a checked tray, serve it, and empty the tray; returns the house that serves it now.

    Another council's data have records of their own: then the former house is closed, and everybody has to sign in.
    Raises Refusal, leaving what is served and the tray as they are.
    """
    reader.require(LOAD_DATA)
    _settled(tray)
    found, said, same = checked(tray), council_said(tray), is_same_council(house, tray)
    if found is None or said is None:
        raise Refusal("Something changed since the check. Check again, then load.")
    if found.stories and house.master is None:
        raise Refusal(f"The accounts could not be sealed, so nothing was loaded. {house.key_problem}")
    if not same and os.environ.get("TIGHTROPE_RECORDS"):
        raise Refusal(
            "TIGHTROPE_RECORDS gives all councils one file of records, and no two councils' may stand in one. "
            "Start Tightrope without it, or with another file, and load again. Your files stay here."
        )
    before = settings.settings().council.name
    with _one_at_a_time, _in_plain_words():
        report = build.build(tray.files, demo=False, master=house.master)
        words = f"{said.name}: {found.right} rows right, {report.set_aside} set aside, {report.stories} accounts"
        _note(house, reader, report.warehouse.name, words)
        house.use_newest()
    opened = house if same else holding.house()
    if not same:
        _note(opened, None, report.warehouse.name, words)
    done = Done(
        council=said.name,
        before=before,
        same=same,
        right=found.right,
        aside=report.set_aside,
        stories=report.stories,
        mapping=mapping_for_next_time(tray),
        problem=opened.intake_problem or opened.data_problem,
    )
    trays.empty(tray)
    asked.forget()
    return opened, done


def mapping_for_next_time(tray: Tray) -> bytes:
    """mapping.toml as answered, to give with next month's files; empty where no file needed one."""
    path = tray.files / MAPPING
    return path.read_bytes() if path.is_file() and folder.mapping_of(tray.files).files else b""


def _settled(tray: Tray) -> None:
    left = still_open(tray)
    if left:
        raise Refusal(" ".join(left), left)


def _is_same(house: House, name: str) -> bool:
    return house.has_data and warehouses.slug(name) == house.council


def _note(house: House, reader: Reader | None, subject: str, words: str) -> None:
    who, at = reader.account_id if reader else None, clock.now()
    house.stores.write(lambda cursor: audit.note(cursor, at, who, "data_loaded", subject, words))


@contextlib.contextmanager
def _in_plain_words() -> Iterator[Any]:
    """What the database says when it stumbles may hold cells of a file: it is neither shown nor logged."""
    try:
        yield
    except (database.Error, UnicodeError, MemoryError):
        raise Refusal(UNREADABLE) from None
