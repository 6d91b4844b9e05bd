"""The links to board pages that were made: by whom, for whom, how often opened, and whether they still open."""

from dataclasses import dataclass
from datetime import datetime

from tightrope import clock
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, ROLE_WORDS, Reader

OPENS, ENDED, WITHDRAWN, USED_UP = "opens", "ended", "withdrawn", "used_up"
STATE_WORDS = {OPENS: "Opens", ENDED: "Has ended", WITHDRAWN: "Withdrawn", USED_UP: "Opened as often as it may be"}


@dataclass(frozen=True)
class Link:
    """One link as its maker sees it; the token is not here, for it is kept nowhere. `subject` is kind:key."""

    share_id: str
    subject: str
    state: str
    for_words: str
    made_by: str
    made_at: datetime
    ends_at: datetime | None
    views: int
    views_allowed: int | None
    last_opened_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def state_words(self) -> str:
        """How it stands, in words."""
        return STATE_WORDS[self.state]

    @property
    def views_words(self) -> str:
        """opened 3 times, of 5 allowed."""
        times = {0: "not opened yet", 1: "opened once"}.get(self.views, f"opened {self.views:,} times")
        return times if self.views_allowed is None else f"{times}, of {self.views_allowed:,} allowed"


def list_of(house: House, reader: Reader) -> list[Link]:
    """Every link, the latest first. Raises NotAllowed."""
    reader.require(DECIDE)
    now = clock.now()
    return [
        Link(
            share_id=row["share_id"],
            subject=row["subject"],
            state=_state(row, now),
            for_words=_for_words(row),
            made_by=row["made_by_name"] or _role(row["made_by"]),
            made_at=row["made_at"],
            ends_at=row["ends_at"],
            views=row["views"],
            views_allowed=row["views_allowed"],
            last_opened_at=row["last_opened_at"],
            withdrawn_at=row["withdrawn_at"],
        )
        for row in house.stores.rows("share/links")
    ]


def _state(row: dict[str, object], now: datetime) -> str:
    if row["withdrawn_at"] is not None:
        return WITHDRAWN
    if row["ends_at"] is None or row["ends_at"] <= now:
        return ENDED
    if row["views_allowed"] is not None and row["views"] >= row["views_allowed"]:
        return USED_UP
    return OPENS


def _for_words(row: dict[str, object]) -> str:
    if row["recipients"]:
        return f"{row['recipients']}, with a passcode"
    return "anybody who has it and the passcode" if row["has_passcode"] else "anybody who has it"


def _role(account_id: str) -> str:
    """The role's name where "Looking as" stands in for an account."""
    return ROLE_WORDS.get(account_id.removeprefix("as-"), account_id)
