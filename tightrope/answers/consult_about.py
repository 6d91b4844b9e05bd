"""What a consultation may be about: contracts and service lines, those with one on record first."""

from tightrope import settings
from tightrope.answers.consultations import consultations
from tightrope.answers.evidence import kept
from tightrope.records.house import House


def contracts(house: House) -> dict[str, str]:
    """Contracts that a consultation may be about, gone ones too: id -> words. Remembered; never alter it."""
    return kept(house, "consult_contracts", lambda: _contracts(house))


def lines(house: House) -> dict[str, str]:
    """Service lines: id -> name. Remembered; never alter it."""
    return kept(house, "consult_lines", lambda: _lines(house))


def choices(house: House) -> dict[str, str]:
    """What the page may be narrowed to: contract or line id -> words; those with a consultation on record first."""
    return kept(house, "consult_choices", lambda: _choices(house))


def _contracts(house: House) -> dict[str, str]:
    rows = house.stores.rows("speak/choices", on_day=settings.today())
    return {
        row["contract_id"]: f"{row['title']} ({row['contract_id']}{', gone' if row['is_gone'] else ''})"
        for row in rows
        if row["contract_id"]
    }


def _lines(house: House) -> dict[str, str]:
    rows = house.stores.rows("speak/choices", on_day=settings.today())
    return {row["service_id"]: row["service_name"] for row in rows}


def _choices(house: House) -> dict[str, str]:
    found, with_one = {**contracts(house), **lines(house)}, set()
    for one in consultations(house):
        for key in (one.contract_id, one.service_id):
            if key:
                with_one.add(key)
                found.setdefault(key, one.about)
    return {key: found[key] for key in sorted(found, key=lambda key: (key not in with_one, found[key], key))}
