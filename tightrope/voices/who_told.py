"""Who stands behind a number of accounts: how many come from panels, and how many from the two who told most.

Every chart of accounts prints it, because a few people who tell often can look like many.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LOUDEST = 2  # a panel's two regular speakers: the case that misled people into reading accounts as people


@dataclass(frozen=True)
class WhoTold:
    """`accounts` in all, of which `panel` come from panels that people chose to join and `loudest` from the two who
    told most; `tellers` are the people known, and `unlinked` the accounts that name no teller."""

    accounts: int
    panel: int
    loudest: int
    tellers: int
    unlinked: int


def counted(accounts: Iterable[tuple[str | None, bool]]) -> WhoTold:
    """Count accounts given as (teller, whether it comes from a panel).

    An account without a teller may come from anybody, those who told most among them: it is taken as one person's
    only account, so that `loudest` is never too high.

    >>> counted([("T1", True), ("T1", True), ("T2", False), (None, False)])
    WhoTold(accounts=4, panel=2, loudest=3, tellers=2, unlinked=1)
    """
    told: Counter[str] = Counter()
    panel = unlinked = 0
    for teller, is_panel in accounts:
        panel += bool(is_panel)
        if teller:
            told[teller] += 1
        else:
            unlinked += 1
    known = [number for _, number in told.most_common(LOUDEST)]
    loudest = sum(known) + min(LOUDEST - len(known), unlinked)
    return WhoTold(told.total() + unlinked, panel, loudest, len(told), unlinked)


def panel_words(who: WhoTold) -> str:
    """How many accounts come from panels, as a sentence; empty where there are none at all."""
    return f"{_of(who.panel, who)} people who sit on a panel." if who.accounts else ""


def loud_words(who: WhoTold) -> str:
    """How many accounts come from the two who told most, as a sentence; "at least" where tellers are not all known."""
    if not who.accounts:
        return ""
    words = f"{_of(who.loudest, who)} the two who told most."
    return f"At least {words}" if who.unlinked else words


def who_told(accounts: Iterable[tuple[str | None, bool]]) -> str:
    """Both in one sentence, for any chart of accounts: (teller or None, whether it comes from a panel) each.

    >>> who_told([("T1", True), ("T1", True), ("T2", False), ("T3", False)])
    '2 of 4 accounts come from people who sit on a panel, and 3 of 4 from the two who told most.'
    """
    who = counted(accounts)
    if not who.accounts:
        return ""
    least = "at least " if who.unlinked else ""
    return f"{panel_words(who)[:-1]}, and {least}{who.loudest} of {who.accounts} from the two who told most."


def _of(some: int, who: WhoTold) -> str:
    if who.accounts == 1:
        return f"{some} of 1 account comes from"
    return f"{some} of {who.accounts} accounts come from"
