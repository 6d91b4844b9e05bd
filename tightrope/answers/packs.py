"""The register of packs, and after an account was withdrawn: which packs hold it, who has them, what to tell them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tightrope import settings
from tightrope.answers.say import day
from tightrope.records.house import House
from tightrope.records.packs import EXEMPT
from tightrope.records.roles import DECIDE, ROLE_WORDS, Reader
from tightrope.records.sharing import NAMED

FORMAT_WORDS = {
    "pptx": "slides",
    "docx": "document",
    "html": "one page to open anywhere",
    "csv": "tables",
    "zip": "everything in one folder",
}
FILE = "file"  # the audience of story_shown that a file for anybody is


@dataclass(frozen=True)
class Made:
    """One pack of the register; `recipients` is empty where it is for anybody."""

    pack_id: str
    title: str
    subjects: tuple[str, ...]
    restricted: bool
    recipients: tuple[str, ...]
    made_by: str
    made_at: datetime
    made_on: date | None
    downloads: int


@dataclass(frozen=True)
class Given:
    """One file that was given out: to whom, when and what."""

    to: str
    at: datetime
    what: str


@dataclass(frozen=True)
class ToTell:
    """A pack that quotes accounts which may not be shown any more. `notice` is drafted for everybody in `told`.

    `withdrawn` counts those that the person who told them took back; `accounts` say where in the file each stands.
    """

    pack: Made
    accounts: tuple[str, ...]
    withdrawn: int
    told: tuple[str, ...]
    given: tuple[Given, ...]
    notice: str


def list_of(house: House, reader: Reader) -> list[Made]:
    """Every pack, the latest first. Raises NotAllowed."""
    reader.require(DECIDE)
    return [_made(row) for row in house.stores.rows("packs/index")]


def to_tell(house: House, reader: Reader) -> list[ToTell]:
    """Packs that quote what may not be shown any more, the latest first. Raises NotAllowed.

    An account is in the list for whatever reason it is closed: the notice says only that it may not be shown.
    """
    reader.require(DECIDE)
    quoted, given = defaultdict(list), defaultdict(list)
    for row in house.stores.rows("packs/quoted"):
        quoted[row["pack_id"]].append(row)
    for row in house.stores.rows("packs/downloads"):
        given[row["pack_id"]].append(_given(row))
    found = []
    for pack in list_of(house, reader):
        gone = _gone(house, pack, quoted[pack.pack_id])
        if gone:
            found.append(_to_tell(house, pack, gone, tuple(given[pack.pack_id])))
    return found


def _gone(house: House, pack: Made, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not rows:
        return []
    readable = {
        row["story_id"]
        for row in house.stores.rows(
            "packs/readable",
            audience=NAMED if pack.restricted else FILE,
            on_day=settings.today(),
            story_ids=[row["story_id"] for row in rows],
        )
    }
    return [row for row in rows if row["story_id"] not in readable]


def _to_tell(house: House, pack: Made, gone: list[dict[str, Any]], given: tuple[Given, ...]) -> ToTell:
    row = house.stores.one("share/gone", story_ids=[each["story_id"] for each in gone])
    withdrawn, people = (row["withdrawn"], row["people"]) if row else (0, 0)
    accounts = tuple(f"{each['numbers']} ({each['told_by']})" for each in gone)
    told = tuple(dict.fromkeys([pack.made_by, *(one.to for one in given), *pack.recipients]))
    return ToTell(pack, accounts, withdrawn, told, given, _notice(pack, accounts, withdrawn, people))


def _notice(pack: Made, accounts: tuple[str, ...], withdrawn: int, people: int) -> str:
    one = len(accounts) == 1
    which = f"Account {accounts[0]}" if one else f"Accounts {'; '.join(accounts)}"
    made_on = day(pack.made_on or pack.made_at.date())
    back = ""
    if withdrawn:
        who, have = ("The person", "has") if people == 1 else ("The people", "have")
        it = "it" if one else "one of them" if withdrawn == 1 else f"{withdrawn} of them"
        back = f" {who} who told {it} {have} taken {it if one else 'that'} back."
    return (
        f"You have a file of the papers “{pack.title}” (reference {pack.pack_id}, made on {made_on}). "
        f"{which} in it may not be shown any more.{back} Please strike {'it' if one else 'them'} out of every copy, on "
        "paper and on screen, do not quote it again, and tell everybody to whom you gave the file. The figures are "
        "not affected. We can send you the file without it."
    )


def _made(row: dict[str, Any]) -> Made:
    return Made(
        pack_id=row["pack_id"],
        title=row["title"],
        subjects=tuple(row["subject"].split(" ")),
        restricted=row["restricted"],
        recipients=tuple((row["recipients"] or "").split("; ")) if row["recipients"] else (),
        made_by=row["made_by_name"] or _role(row["made_by"]),
        made_at=row["made_at"],
        made_on=row["made_on"],
        downloads=row["downloads"],
    )


def _given(row: dict[str, Any]) -> Given:
    part = ", with what is exempt" if row["part"] == EXEMPT else ""
    return Given(row["given_to"] or _role(row["account_id"]), row["given_at"], FORMAT_WORDS[row["format"]] + part)


def _role(account_id: str) -> str:
    """The role's name where "Looking as" stands in for an account."""
    return ROLE_WORDS.get(account_id.removeprefix("as-"), account_id)
