"""A pack as every file prints it: its items with their words opened now, and the lines that each file carries."""

from dataclasses import dataclass, replace
from datetime import date

from tightrope import settings
from tightrope.answers.pack_item import Commercial, Notice
from tightrope.answers.say import day
from tightrope.board.snapshot import Snapshot
from tightrope.records.packs import EXEMPT, PUBLIC
from tightrope.records.sharing import OPEN

LEFT_OUT = "exempt: commercial"
NOT_PUBLIC = "NOT FOR PUBLICATION"
WIDER = "Too few people are behind this contract alone to show their words safely. These are about the whole service."
SOURCES = "the contract register, providers' returns, payments, and what people told the council"


@dataclass(frozen=True)
class Quote:
    """One account as it may be read now. `number` is the same in every file of the pack: 2.3 is the third of item 2."""

    number: str
    rule: str
    text: str
    by: str


@dataclass(frozen=True)
class Cover:
    """The line of an item on the first page: what is asked, what it costs in a year, which decision is needed."""

    title: str
    asked: str
    a_year: str
    decision: str


@dataclass(frozen=True)
class Item:
    """One item of a meeting. `gone` stands where accounts stood that may not be shown any more."""

    number: int
    snapshot: Snapshot
    cover: Cover
    commercial: tuple[Commercial, ...]
    notice: Notice
    quotes: tuple[Quote, ...]
    gone: tuple[str, ...]

    @property
    def beside_words(self) -> tuple[str, ...]:
        """What has to be said beside the accounts: of whom they are, which are gone, why there are none."""
        wider = WIDER if self.snapshot.voices_about else ""
        return tuple(one for one in (wider, *self.gone, self.snapshot.voices_note) if one)


@dataclass(frozen=True)
class Pack:
    """Everything that files print. `part` PUBLIC holds nothing that is exempt; `level` is the audience of its words.

    `link` is an address for the last slide, as it was given for this file alone; empty where none was.
    """

    pack_id: str
    title: str
    council: str
    fictional: bool
    made_on: date
    part: str
    level: str
    recipients: tuple[str, ...]
    link: str
    register: str
    items: tuple[Item, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """What stands at the head of every file: that it is not for everybody, and that the council is made up."""
        made = []
        if self.part == EXEMPT:
            reasons = dict.fromkeys(line.reason for one in self.items for line in one.commercial if line.reason)
            made.append(f"{NOT_PUBLIC}. {'. '.join(reasons)}." if reasons else f"{NOT_PUBLIC}.")
        if self.level != OPEN:
            made.append(f"RESTRICTED. For {', '.join(self.recipients)} alone: do not pass it on.")
        if self.fictional:
            made.append(f"{self.council} is a fictional council.")
        return tuple(made)

    @property
    def source(self) -> str:
        """Where the figures are from, their day and their version."""
        versions = dict.fromkeys(
            f"{one.snapshot.warehouse.removesuffix('.duckdb')}, records {one.snapshot.records_version}"
            for one in self.items
        )
        return f"Source: {SOURCES}. Figures as at {self.as_at}. Version of the data: {'; '.join(versions)}."

    @property
    def as_at(self) -> str:
        """The day of the figures."""
        return "; ".join(dict.fromkeys(day(date.fromisoformat(one.snapshot.as_at)) for one in self.items))

    @property
    def check(self) -> str:
        """How to find out whether the file still stands."""
        return f"To check that it still stands, ring {settings.settings().telling.phone} and say {self.pack_id}."

    @property
    def foot(self) -> str:
        """One line for the foot of every page."""
        made_up = ", a fictional council" if self.fictional else ""
        return f"{self.council}{made_up} · {self.pack_id} · figures as at {self.as_at}"

    @property
    def about(self) -> tuple[str, ...]:
        """How the file was made: the last lines of each."""
        methods = dict.fromkeys(words for one in self.items for words in one.snapshot.methods)
        return (self.source, f"Reference {self.pack_id}, made on {day(self.made_on)}.", self.check, self.register,
                *methods)  # fmt: skip

    def public(self) -> "Pack":
        """The same without what is exempt: every such line says only that it is."""
        items = tuple(replace(one, commercial=tuple(_public(line) for line in one.commercial)) for one in self.items)
        return replace(self, part=PUBLIC, items=items)


def _public(line: Commercial) -> Commercial:
    return replace(line, words=LEFT_OUT) if line.reason else line
