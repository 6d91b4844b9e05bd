"""Writing down a consultation: what is changed, by whom, from what to what. The latest stands; the audit keeps all."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit
from tightrope.records.house import House
from tightrope.records.roles import CODE, DECIDE, Reader
from tightrope.tables import load
from tightrope.voices.taking_part import GUNNING, LADDER

NOT_KEPT = "This was not kept."
MOST_TITLE, MOST_WORDS = 200, 2000
FEWEST_WORDS = 3  # fewer show nothing
FIRST_YEAR, LAST_YEAR = 2000, 2100
HOW = {"phone": "By telephone", "paper": "On paper", "in_person": "In person", "web": "On the web"}
DATES = {"opened_on": "The first day", "closed_on": "The last day", "decided_on": "The day of the decision"}
NAMED = {"contract_id": "contract", "service_id": "service line", "commissioner_id": "officer"}
IN = {"contract_id": "contract", "service_id": "service", "commissioner_id": "commissioner"}  # the table that names it


def fields() -> list[str]:
    """What can be said of a consultation, in the order of its table."""
    return [field.name for field in load()["consultation"].stored if field.name != "consultation_id"]


def record(house: House, reader: Reader, values: Mapping[str, Any]) -> str:
    """Keep a new consultation and return its reference. Raises NotAllowed, and Refusal with every problem at once."""
    reader.require(DECIDE)
    made = _clean({name: values.get(name) for name in fields()})
    wrong = [*problems(made), *_not_there(house, made)]
    if wrong:
        raise Refusal(NOT_KEPT, wrong)
    key, at, names = "CN" + secrets.token_hex(6), clock.now(), fields()

    def change(cursor: Any) -> None:
        marks = ", ".join("?" for _ in range(len(names) + 1))
        cursor.execute(
            f"INSERT INTO records.consultation (consultation_id, {', '.join(names)}) VALUES ({marks})",
            [key, *(made[name] for name in names)],
        )
        audit.note(cursor, at, reader.account_id, "consultation_recorded", key, _said(made))

    house.stores.write(change)
    return key


def change(house: House, reader: Reader, key: str, values: Mapping[str, Any], seen: Mapping[str, Any]) -> list[str]:
    """Change what differs from what its writer had `seen`; what they left alone stays as it is now on record.

    Two who change the same thing at once: the later stands, the audit holds both with what each replaced, and the
    answer says what was replaced. Raises NotAllowed, NotFound, and Refusal with every problem at once.
    """
    reader.require(DECIDE)
    wanted = _clean({name: value for name, value in values.items() if name in fields()})
    before = _clean({name: seen.get(name) for name in wanted})
    mine = {name: value for name, value in wanted.items() if value != before[name]}
    at = clock.now()
    missing = _not_there(house, mine)

    def write(cursor: Any) -> list[str]:
        names = fields()
        cursor.execute(f"SELECT {', '.join(names)} FROM records.consultation WHERE consultation_id = ?", [key])
        found = cursor.fetchone()
        if found is None:
            raise NotFound("No such consultation is on record.")
        now = dict(zip(names, found, strict=True))
        wrong = [*problems({**_clean(now), **mine}), *missing]
        if wrong:
            raise Refusal(NOT_KEPT, wrong)
        lost = []
        for name, value in mine.items():
            if now[name] == value:
                continue
            cursor.execute(f"UPDATE records.consultation SET {name} = ? WHERE consultation_id = ?", [value, key])
            audit.note(cursor, at, reader.account_id, "consultation_changed", key, f"{name}: {now[name]} -> {value}")
            if _clean(now)[name] != before[name]:
                lost.append(f"{name.replace('_', ' ')} said {now[name]} when you kept yours")
        return lost

    return house.stores.write(write) if mine or missing else []


def keep_option(
    house: House, reader: Reader, key: str, number: int | None, words: str, moved: bool | None, how: str
) -> int:
    """Keep an option, a new one where `number` is None; returns its number. Raises NotAllowed, NotFound and Refusal."""
    reader.require(DECIDE)
    words, how, at = words.strip(), how.strip(), clock.now()
    wrong = [] if words else ["Say what the option is."]
    if moved and len(how.split()) < FEWEST_WORDS:
        wrong.append(f"Say what changed in it, and why, in {FEWEST_WORDS} words or more.")
    if how and not moved:
        wrong.append("It is said how the option changed: say too that it changed, or leave that empty.")
    wrong += [f"At most {MOST_WORDS:,} letters fit." for text in (words, how) if len(text) > MOST_WORDS][:1]
    if wrong:
        raise Refusal(NOT_KEPT, wrong)

    def write(cursor: Any) -> int:
        cursor.execute("SELECT count(*) FROM records.consultation WHERE consultation_id = ?", [key])
        if not cursor.fetchone()[0]:
            raise NotFound("No such consultation is on record.")
        cursor.execute(
            "SELECT option_number, words, moved_after, how_moved FROM records.consultation_option "
            "WHERE consultation_id = ? ORDER BY option_number",
            [key],
        )
        known = {row[0]: row[1:] for row in cursor.fetchall()}
        if number is not None and number not in known:
            raise NotFound("No such option is on record.")
        place = number if number is not None else max(known, default=0) + 1
        if number is None:
            row = [key, place, words, moved, how or None]
            cursor.execute("INSERT INTO records.consultation_option VALUES (?, ?, ?, ?, ?)", row)
        else:
            cursor.execute(
                "UPDATE records.consultation_option SET words = ?, moved_after = ?, how_moved = ? "
                "WHERE consultation_id = ? AND option_number = ?",
                [words, moved, how or None, key, place],
            )
        detail = f"option {place}: {known.get(place)} -> {(words, moved, how or None)}"
        audit.note(cursor, at, reader.account_id, "consultation_option", key, detail)
        return place

    return house.stores.write(write)


def rate(house: House, reader: Reader, key: str, level: int | None, how: str, rated_on: date) -> str:
    """Keep the step that one person who took part gave by phone, on paper or in person; returns its reference.

    Raises NotAllowed unless the role takes down what people tell, NotFound and Refusal.
    """
    reader.require(CODE)
    wrong = [] if level in LADDER else ["Choose one of the seven steps."]
    wrong += [] if how in HOW else ["Say how it was given."]
    wrong += _year("The day it was given", rated_on)
    wrong += ["The day it was given lies in the future."] if rated_on > settings.today() else []
    if wrong:
        raise Refusal(NOT_KEPT, wrong)
    rating, at = "CR" + secrets.token_hex(8), clock.now()

    def write(cursor: Any) -> None:
        cursor.execute("SELECT opened_on FROM records.consultation WHERE consultation_id = ?", [key])
        found = cursor.fetchone()
        if found is None:
            raise NotFound("No such consultation is on record.")
        if rated_on < found[0]:
            raise Refusal(NOT_KEPT, ["The day it was given lies before the consultation opened."])
        cursor.execute(
            "INSERT INTO records.consultation_rating VALUES (?, ?, ?, ?, ?)", [rating, key, level, rated_on, how]
        )
        audit.note(cursor, at, reader.account_id, "consultation_rated", key, rating)

    house.stores.write(write)
    return rating


def take_back(house: House, reader: Reader, rating: str) -> None:
    """Remove a rating entered by mistake; that it was there stays in the audit. Raises NotAllowed and NotFound."""
    reader.require(CODE)
    at = clock.now()

    def write(cursor: Any) -> None:
        cursor.execute("SELECT consultation_id, level FROM records.consultation_rating WHERE rating_id = ?", [rating])
        found = cursor.fetchone()
        if found is None:
            raise NotFound("No such rating is on record.")
        cursor.execute("DELETE FROM records.consultation_rating WHERE rating_id = ?", [rating])
        audit.note(cursor, at, reader.account_id, "consultation_rating_taken_back", found[0], f"{rating}: {found[1]}")

    house.stores.write(write)


def problems(values: Mapping[str, Any]) -> list[str]:
    """What is missing or wrong, in plain words. That it was decided before it opened is a fact, and no error."""
    found = [] if values["title"] else ["Give it a title."]
    if values["title"] and len(values["title"]) > MOST_TITLE:
        found.append(f"A title has at most {MOST_TITLE} letters.")
    if values["opened_on"] is None:
        found.append("Give the first day.")
    for name, words in DATES.items():
        found += _year(words, values[name])
    opened, closed = values["opened_on"], values["closed_on"]
    if opened and closed and closed < opened:
        found.append("The last day lies before the first.")
    for name, words in (("people_asked", "people asked"), ("people_answered", "people who answered")):
        if values[name] is not None and values[name] < 0:
            found.append(f"The number of {words} cannot be below nought.")
    asked, answered = values["people_asked"], values["people_answered"]
    if asked is not None and answered is not None and answered > asked:
        found.append("More people answered than were asked. Where anybody could answer, leave the number asked empty.")
    if values["level_claimed"] is not None and values["level_claimed"] not in LADDER:
        found.append("The step claimed is none of the seven.")
    return found + [one for key, name in GUNNING.items() for one in _tick(key, name, values)]


def _tick(key: str, name: str, values: Mapping[str, Any]) -> list[str]:
    met, evidence = values[f"gunning_{key}"], values[f"gunning_{key}_evidence"] or ""
    if len(evidence) > MOST_WORDS:
        return [f"{name}: at most {MOST_WORDS:,} letters fit."]
    if met is not None and len(evidence.split()) < FEWEST_WORDS:
        return [f"{name}: say what shows it, in {FEWEST_WORDS} words or more. A tick alone is not kept."]
    if met is None and evidence:
        return [f"{name}: it is said what shows it, and not whether it was so. Say yes or no."]
    return []


def _not_there(house: House, values: Mapping[str, Any]) -> list[str]:
    """What is named and is not in the data in use."""
    found = []
    for name, words in NAMED.items():
        if values.get(name) is None:
            continue
        known = house.has_data and house.stores.raw(
            f"SELECT 1 FROM warehouse.{IN[name]} WHERE {name} = $key", {"key": values[name]}
        )
        if not known:
            found.append(f"There is no {words} {values[name][:40]} in the data in use.")
    return found


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts without space around them, and nothing where they are empty."""
    return {name: (value.strip() or None) if isinstance(value, str) else value for name, value in values.items()}


def _year(words: str, value: date | None) -> list[str]:
    if value is None or FIRST_YEAR <= value.year <= LAST_YEAR:
        return []
    return [f"{words} is not a day between {FIRST_YEAR} and {LAST_YEAR}."]


def _said(values: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in values.items() if value is not None)
