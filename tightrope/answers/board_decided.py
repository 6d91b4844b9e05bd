"""What was decided after a board was asked, and what was promised with it: the link that asked leads with it then."""

from dataclasses import dataclass
from datetime import date

from tightrope.answers.pack_item import NOT_SHOWN, publishable
from tightrope.answers.promises import DROPPED, promises
from tightrope.answers.say import day
from tightrope.records import decision_entries
from tightrope.records.house import House


@dataclass(frozen=True)
class Outcome:
    """A decision in the register, in words that may be published; `promised` are promises since, with their days."""

    on: str
    words: str
    post: str
    promised: tuple[str, ...]


def outcome(house: House, kind: str, key: str, since: date) -> Outcome | None:
    """The latest decision recorded about a contract or line on or after a day; None while there is none.

    Promised are those of the day of the decision and later: one made before it did not come of it.
    """
    wanted = [
        row
        for row in house.stores.rows("decisions/index")
        if (row["kind"], row["subject_id"]) == (kind, key)
        and row["state"] == decision_entries.STANDS
        and row["decided_on"] is not None
        and row["decided_on"] >= since
    ]
    if not wanted:
        return None
    last = wanted[0]["decision_id"]
    made = decision_entries.folded(one for one in decision_entries.events(house.stores) if one.decision_id == last)
    if made is None or made.decided_on is None:
        return None
    column = {"contract": "contract_id", "line": "service_id"}.get(kind, "")
    promised = tuple(
        f"{publishable(house, one.words) or NOT_SHOWN} By {day(one.due_on)}, {one.post}."
        for one in promises(house)
        if column and getattr(one, column) == key and one.promised_on >= made.decided_on and one.standing != DROPPED
    )
    return Outcome(day(made.decided_on), publishable(house, made.decision) or NOT_SHOWN, made.post, promised)
