"""The queue of accounts nobody has read yet: ordered by the machine, read by a person, and late when it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import settings
from tightrope.answers import meaning
from tightrope.answers.evidence import kept
from tightrope.evidence.harm_words import patterns
from tightrope.records import triage as records
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices import working_days
from tightrope.voices.triage import IN_TURN, SORT_WORDS, Order, order

UNREAD = Order(IN_TURN, ())


@dataclass(frozen=True)
class Waiting:
    """One account in the queue, without words. `late` where nobody has looked within the days that are set."""

    story_id: str
    received_on: date
    channel: str
    teller_role: str
    about: str
    language: str
    held: bool
    contract_id: str | None
    locality: str | None
    looks: int
    due_on: date
    late: bool
    order: Order

    @property
    def why(self) -> str:
        """Why it stands where it stands, in words."""
        said = "; ".join(SORT_WORDS[one] for one in self.order.sorts) or "in turn"
        return f"by its sense: {said}" if self.order.by_meaning else said


def queue(house: House, reader: Reader) -> list[Waiting]:
    """Suicidal wording first, then other wording of harm and other languages, then likeness to it, then by age.

    Raises NotAllowed unless the role triages.
    """
    rows = records.queue(house, reader)
    orders, _ = _orders(house, reader)
    holidays = _holidays(house)
    made = [_waiting(row, orders.get(row["story_id"], UNREAD), holidays) for row in rows]
    return sorted(made, key=lambda one: (one.held, one.order.rank, one.received_on, one.story_id))


def still_unread(house: House, reader: Reader) -> int:
    """How many of the queue the machine has not read by meaning yet; each look reads some more."""
    return _orders(house, reader)[1]


def answer(found: Sequence[Waiting]) -> str:
    """The page's title."""
    waiting = [one for one in found if not one.held]
    first = sum(one.order.rank < 2 for one in waiting)
    if not waiting:
        return "Every account has been read"
    number = len(waiting)
    said = f"{number} {'account waits' if number == 1 else 'accounts wait'} to be read"
    return f"{said}, {first} of them first" if first else f"{said} in turn"


def late_words(house: House) -> str:
    """For everybody: how many nobody has looked at in time, and who answers for that; empty where none."""
    rows, chosen = house.stores.rows("triage/unread"), settings.settings().triage
    holidays = _holidays(house) if rows else []
    late = sum(row["unread"] for row in rows if due_on(row["received_on"], holidays) < settings.today())
    if not late:
        return ""
    nobody = "One has" if late == 1 else f"{late} have"
    return (
        f"{nobody} not been looked at within {chosen.look_days} working days: the {chosen.deputy} now answers for it."
    )


def due_on(received_on: date, holidays: Sequence[date]) -> date:
    """The last working day on which somebody must have looked: counted from the day after it came."""
    days = settings.settings().triage.look_days
    return working_days.after(received_on, days, holidays)


def _holidays(house: House) -> list[date]:
    if not house.has_data:
        return []
    return [row["holiday_on"] for row in house.stores.rows("renewals/bank_holidays")]


def _orders(house: House, reader: Reader) -> tuple[dict[str, Order], int]:
    key = ("triage_order", reader.role, meaning.read_so_far())
    return kept(house, key, lambda: _ordered(house, reader))


def _ordered(house: House, reader: Reader) -> tuple[dict[str, Order], int]:
    known = patterns()
    texts = records.words_for_order(house, reader)
    meant, left = meaning.likeness(texts)
    return {key: order(text, known, language, meant.get(key)) for key, (text, language) in texts.items()}, left


def _waiting(row: dict[str, Any], found: Order, holidays: Sequence[date]) -> Waiting:
    due = due_on(row["received_on"], holidays)
    return Waiting(
        story_id=row["story_id"],
        received_on=row["received_on"],
        channel=row["channel"],
        teller_role=row["teller_role"],
        about=row["about"],
        language=row["language"] or "English",
        held=row["triage_state"] == records.HELD,
        contract_id=row["contract_id"],
        locality=row["locality"],
        looks=row["looks"],
        due_on=due,
        late=row["looks"] == 0 and due < settings.today(),
        order=found,
    )
