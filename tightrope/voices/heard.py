"""One account as the voices page counts it, and the four sorts of people who tell: people are counted, not mentions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

PEOPLE, NEAR, STAFF, OTHERS = "people", "near", "staff", "others"
GROUPS = {
    PEOPLE: "People who draw on support",
    NEAR: "Carers, family and friends",
    STAFF: "People who work in care",
    OTHERS: "Advocates and others",
}
GROUP_OF = {
    "person": PEOPLE,
    "unpaid_carer": NEAR,
    "family": NEAR,
    "friend": NEAR,
    "care_worker": STAFF,
    "nurse": STAFF,
    "social_worker": STAFF,
    "provider": STAFF,
}


@dataclass(frozen=True)
class Heard:
    """One account, without words. `teller` is the pseudonym; None where it cannot be linked to others."""

    story_id: str
    teller: str | None
    role: str
    month: date
    contract_id: str | None
    locality: str | None
    themes: frozenset[str]
    tone: str  # good, mixed or bad
    severity: int

    @property
    def group(self) -> str:
        """Which of GROUPS its teller belongs to."""
        return GROUP_OF.get(self.role, OTHERS)


def people_among(tellers: Iterable[str | None]) -> tuple[int, bool]:
    """How many people told, by the teller of each account, and whether that is an "at least".

    Accounts that name no teller may come from anybody, those counted already among them: they add one person where
    nobody else is known, and make the number an "at least".

    >>> people_among(["T1", "T1", None]), people_among([None, None])
    ((1, True), (1, True))
    """
    known, unlinked = set(), 0
    for teller in tellers:
        if teller:
            known.add(teller)
        else:
            unlinked += 1
    return len(known) or min(unlinked, 1), unlinked > 0


def people(heard: Iterable[Heard]) -> int:
    """How many people told these accounts: each once, however often they told."""
    return people_among(one.teller for one in heard)[0]


def telling_of(heard: Iterable[Heard], theme_id: str) -> list[Heard]:
    """The accounts that tell of a theme."""
    return [one for one in heard if theme_id in one.themes]


def people_words(heard: Iterable[Heard]) -> str:
    """How many people told, in words.

    >>> people_words([])
    'nobody'
    """
    number, at_least = people_among(one.teller for one in heard)
    if not number:
        return "nobody"
    return f"{'at least ' if at_least else ''}{number} {'person' if number == 1 else 'people'}"
