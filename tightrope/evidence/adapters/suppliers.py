"""Rows for table provider out of what a published file says of a supplier."""

import re
from dataclasses import dataclass

import pandas as pd

REGISTERED = ("GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-MPR", "GB-NHS", "GB-LAE")  # org-id.guide: true registers
SHORT = {"limited": "ltd", "incorporated": "inc", "company": "co"}
SECTORS = (  # what a name says of who owns it; first match wins
    ("nhs", r"\bnhs\b"),
    ("council", r"\b(council|borough of|combined authority)\b"),
    ("community", r"\b(cic|c\.i\.c\.?|community interest company|co-?operative|mutual)\b"),
    ("voluntary", r"\b(charity|charitable|age uk|mencap|healthwatch|carers'? centre)\b"),
)
COLUMNS = ["provider_id", "provider_name", "sector", "is_sme", "is_vcse", "registration_number"]


@dataclass(frozen=True)
class Supplier:
    """One supplier as a file names it; `is_sme` and `is_vcse` are None where the file says nothing."""

    name: str
    scheme: str = ""  # list that the number is of, such as GB-COH
    number: str = ""
    is_sme: bool | None = None
    is_vcse: bool | None = None

    @property
    def slug(self) -> str:
        """The name in small letters and hyphens, Limited and Ltd alike: the same for two spellings of one name."""
        words = re.findall(r"[a-z0-9]+", self.name.casefold().replace("&", " and ").replace("'", ""))
        return "-".join(SHORT.get(one, one) for one in words)

    @property
    def registered_id(self) -> str:
        """List and number, such as GB-COH-01234567, where the list is a register; else empty."""
        number = re.sub(r"\s", "", self.number).upper()
        return f"{self.scheme}-{number}" if number and self.scheme in REGISTERED else ""


class Suppliers:
    """Every supplier of some files: first `learn` them all, then ask for ids."""

    def __init__(self) -> None:
        self._known: dict[str, set[str]] = {}
        self._rows: dict[str, Supplier] = {}

    def learn(self, one: Supplier) -> None:
        """Remember which registered number goes with a name."""
        if one.registered_id:
            self._known.setdefault(one.slug, set()).add(one.registered_id)

    def id_of(self, one: Supplier) -> str:
        """The id for table provider: list and number; where the file gives none, that of the one supplier of the
        same name that has one; else the name as a slug. Takes the supplier among `rows`."""
        known = self._known.get(one.slug, set())
        found = one.registered_id or (next(iter(known)) if len(known) == 1 else one.slug)
        before = self._rows.get(found)
        if before is None or _says(one) > _says(before):
            self._rows[found] = one
        return found

    def rows(self) -> pd.DataFrame:
        """Rows for table provider, by id.

        Who owns a supplier is published nowhere: `sector` is filled where the name leaves no doubt, or where the file
        calls it a voluntary or community organisation. What a file does not say stays empty.
        """
        made = [
            (key, one.name, _sector(one), one.is_sme, one.is_vcse, one.number or None)
            for key, one in sorted(self._rows.items())
        ]
        return pd.DataFrame(made, columns=COLUMNS, dtype=object)

    def unsaid(self) -> int:
        """Suppliers of which nothing is said about size."""
        return sum(one.is_sme is None for one in self._rows.values())


def _says(one: Supplier) -> int:
    return (one.is_sme is not None) + (one.is_vcse is not None) + bool(one.number)


def _sector(one: Supplier) -> str | None:
    by_name = next((sector for sector, words in SECTORS if re.search(words, one.name.casefold())), "")
    return by_name or ("voluntary" if one.is_vcse else None)
