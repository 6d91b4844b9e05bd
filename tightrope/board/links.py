"""Making a link to a board page: frozen now, held against everything that went out before, kept, and its address."""

from dataclasses import dataclass

from tightrope.answers.period import Period
from tightrope.board import snapshot
from tightrope.errors import Refusal
from tightrope.public import binding
from tightrope.records import sharing
from tightrope.records.house import House, who_holds
from tightrope.records.roles import DECIDE, Reader
from tightrope.records.sharing import Frozen, Made, Wanted

USUAL_PORT = 8501
ONLY_HERE = (
    "It opens only on this computer, because the council's public address is not set (TIGHTROPE_PUBLIC_URL). "
    "To show it to others now, send it as one file."
)


@dataclass(frozen=True)
class Address:
    """Where a link leads. `note` says that it opens only on this computer; empty where others can open it."""

    url: str
    note: str


def make(house: House, reader: Reader, period: Period, kind: str, key: str, wanted: Wanted) -> Made:
    """Freeze one subject and make a link to it. Raises NotAllowed, NotFound, and Refusal with every problem."""
    reader.require(DECIDE)
    wrong = sharing.problems(wanted)
    if wrong:
        raise Refusal(sharing.NOT_MADE, wrong)
    return sharing.make(house, reader, wanted, frozen(snapshot.take(house, reader, period, kind, key, wanted.level)))


def frozen(taken: snapshot.Snapshot) -> Frozen:
    """A snapshot as it is kept."""
    return Frozen(taken.subject, snapshot.write(taken)[0], taken.contract_ids, taken.after)


def address(token: str) -> Address:
    """Where a link with this token opens."""
    told = binding.public_url()
    if told:
        return Address(f"{told}/p/board/{token}", "")
    running = who_holds() or {}
    return Address(f"http://localhost:{running.get('port', USUAL_PORT)}/p/board/{token}", ONLY_HERE)
