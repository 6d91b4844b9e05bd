"""Consult or tell: each consultation with its dates, options, ticks and the step claimed against the step rated."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.answers.officers import number_words
from tightrope.records.house import House
from tightrope.voices import taking_part
from tightrope.voices.taking_part import AFTER, EARLY, GUNNING, MET, TOLD, Rated, Timing

STATE_WORDS = {
    taking_part.MET: "Yes",
    taking_part.NOT_MET: "No",
    taking_part.NOBODY_SAID: "Nobody has said",
    taking_part.NO_EVIDENCE: "Said, and nothing shows it",
}
DECIDED = (TOLD, EARLY, AFTER, taking_part.CANNOT_SAY)


@dataclass(frozen=True)
class Tick:
    """One of the four Gunning principles: how it stands, what shows it, and what the dates and options on file say."""

    key: str
    name: str
    state: str
    evidence: str
    known: str

    @property
    def state_words(self) -> str:
        """As it stands in words."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class Option:
    """One option. `moved` is None where nobody has said whether it changed after people were heard."""

    number: int
    words: str
    moved: bool | None
    how: str


@dataclass(frozen=True)
class Consultation:
    """One consultation as the page tells it. `about` is what it is about; `row` what is on record, as it is."""

    consultation_id: str
    title: str
    about: str
    contract_id: str | None
    service_id: str | None
    officer: str
    timing: Timing
    options: tuple[Option, ...]
    ticks: tuple[Tick, ...]
    claimed: int | None
    rated: Rated
    level_words: str
    gap: float | None
    answered_words: str
    row: dict[str, Any]

    @property
    def moved(self) -> tuple[Option, ...]:
        """Options that changed after people were heard."""
        return tuple(one for one in self.options if one.moved)

    @property
    def moved_words(self) -> str:
        """Whether any option moved, in a sentence."""
        if self.moved:
            some, of = number_words(len(self.moved)), number_words(len(self.options)).lower()
            return f"{some} of {of} option{'' if of == 'one' else 's'} changed after people were heard."
        if not self.options:
            return "No option is on record, so nothing can be seen to have moved."
        unsaid = sum(one.moved is None for one in self.options)
        if self.timing.kind not in DECIDED and unsaid:
            return "Not decided yet, so it is too early to say whether an option moves."
        if unsaid:
            return "Nobody has said whether every option stayed as it was."
        return "No option changed after people were heard."


def consultations(house: House) -> list[Consultation]:
    """Every consultation on record, the latest first. Remembered until data or records change; never alter it."""
    return kept(house, "consultations", lambda: _ask(house))


def unplaced(house: House) -> str:
    """How many options and ratings name a consultation that is not on record, in words; empty where none do."""
    known = {one.consultation_id for one in consultations(house)}
    options = sum(row["consultation_id"] not in known for row in house.stores.rows("consult/options"))
    ratings = sum(row["people"] for row in house.stores.rows("consult/ratings") if row["consultation_id"] not in known)
    parts = [
        f"{number:,} {what}{'' if number == 1 else 's'}"
        for number, what in ((options, "option"), (ratings, "rating"))
        if number
    ]
    if not parts:
        return ""
    return f"On record without their consultation, which consultation.csv brings: {' and '.join(parts)}."


def about(found: Sequence[Consultation], of: str) -> list[Consultation]:
    """Those of one contract or service line; all where `of` is empty."""
    return [one for one in found if not of or of in (one.contract_id, one.service_id)]


def answer(found: Sequence[Consultation], of_words: str = "") -> str:
    """The page's title: of those decided, how many were told, cut short, and moved an option."""
    if not found:
        where = f" of {of_words}" if of_words else ""
        return f"No consultation{where} is on record"
    decided = [one for one in found if one.timing.kind in DECIDED]
    if not decided:
        return f"{_many(len(found))} on record, and nothing decided yet"
    if len(found) == 1:
        return f"{decided[0].timing.words.rstrip('.')}. {decided[0].moved_words.rstrip('.')}"
    told = sum(one.timing.kind == TOLD for one in decided)
    early = sum(one.timing.kind == EARLY for one in decided)
    moved = sum(bool(one.moved) for one in decided)
    parts = [f"{number_words(told).lower()} told and did not ask"] if told else []
    if early:
        parts.append(f"{number_words(early).lower()} {'was' if early == 1 else 'were'} decided while still open")
    parts.append(f"an option moved in {number_words(moved).lower() if moved else 'none'}")
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"Of {_many(len(decided)).lower()} decided, {listed}"


def as_rows(found: Sequence[Consultation]) -> list[dict[str, Any]]:
    """The same as plain rows, for a file."""
    return [
        {
            "consultation_id": one.consultation_id,
            "title": one.title,
            "about": one.about,
            "officer": one.officer,
            "opened_on": one.row["opened_on"],
            "closed_on": one.row["closed_on"],
            "decided_on": one.row["decided_on"],
            "dates": one.timing.words,
            "options": len(one.options),
            "options_moved": len(one.moved),
            **{f"gunning_{each.key}": each.state_words for each in one.ticks},
            "step_claimed": one.claimed,
            "step_rated_mean": round(one.rated.mean, 2) if one.rated.mean is not None else None,
            "people_rating": "" if one.rated.too_few else one.rated.people,
        }
        for one in found
    ]


def _ask(house: House) -> list[Consultation]:
    options, ratings = defaultdict(list), defaultdict(dict)
    for row in house.stores.rows("consult/options"):
        made = Option(row["option_number"], row["words"], row["moved_after"], row["how_moved"] or "")
        options[row["consultation_id"]].append(made)
    for row in house.stores.rows("consult/ratings"):
        ratings[row["consultation_id"]][row["level"]] = row["people"]
    return [
        _one(row, options.get(row["consultation_id"], []), ratings.get(row["consultation_id"], {}))
        for row in house.stores.rows("consult/consultations")
    ]


def _one(row: dict[str, Any], options: Sequence[Option], ratings: dict[int, int]) -> Consultation:
    when = taking_part.timing(row["opened_on"], row["closed_on"], row["decided_on"], settings.today())
    rated = taking_part.rated(ratings, settings.settings().disclosure.fewest_people)
    claimed = row["level_claimed"]
    return Consultation(
        consultation_id=row["consultation_id"],
        title=row["title"],
        about=_about(row),
        contract_id=row["contract_id"],
        service_id=row["service_id"] or row["contract_service_id"],
        officer=_officer(row),
        timing=when,
        options=tuple(options),
        ticks=tuple(_tick(key, row, when, options) for key in GUNNING),
        claimed=claimed,
        rated=rated,
        level_words=taking_part.claim_words(claimed, rated),
        gap=taking_part.gap(claimed, rated),
        answered_words=_answered(row, rated),
        row=row,
    )


def _tick(key: str, row: dict[str, Any], when: Timing, options: Sequence[Option]) -> Tick:
    evidence = row[f"gunning_{key}_evidence"] or ""
    state = taking_part.tick(row[f"gunning_{key}"], evidence)
    return Tick(key, GUNNING[key], state, evidence, _known(key, state, row, when, options))


def _known(key: str, state: str, row: dict[str, Any], when: Timing, options: Sequence[Option]) -> str:
    """What dates and options on file say beside what somebody says; a tick that they speak against says so."""
    said = ""
    if key == "formative" and when.kind in (TOLD, EARLY):
        said = when.words
    elif key == "time" and row["closed_on"]:
        open_days = (row["closed_on"] - row["opened_on"]).days + 1
        still = when.kind in (taking_part.OPEN, taking_part.PLANNED)
        said = f"It {'is' if still else 'was'} open for {open_days} day{'' if open_days == 1 else 's'}."
        return f"{said} {when.words}" if when.kind == EARLY else said
    elif key == "considered" and options and when.kind in DECIDED:
        moved = sum(bool(one.moved) for one in options)
        return f"{moved} of {len(options)} options changed."
    if said and state == MET:
        return f"The dates speak against it. {said}"
    return said


def _about(row: dict[str, Any]) -> str:
    if row["contract_id"]:
        return row["contract_title"] or f"contract {row['contract_id']}, which is not in the register"
    if row["service_id"]:
        return row["service_name"] or f"service line {row['service_id']}, which is not on file"
    return "no contract or service line"


def _officer(row: dict[str, Any]) -> str:
    if not row["commissioner_id"]:
        return "Nobody is named"
    if row["officer_name"]:
        return f"{row['officer_name']}, {row['officer_post']}"
    return f"{row['commissioner_id']} (commissioner.csv says who that is)"


def _answered(row: dict[str, Any], rated: Rated) -> str:
    asked, answered = row["people_asked"], row["people_answered"]
    if answered is None:
        said = f"{asked:,} people were asked; how many answered is not on record." if asked is not None else ""
    elif asked is None:
        said = f"{answered:,} people answered."
    else:
        said = f"{answered:,} of {asked:,} people who were asked answered."
    if answered is not None and rated.people > answered:
        said += " More people rated it than are said to have answered."
    return said.strip()


def _many(number: int) -> str:
    return f"{number_words(number)} consultation{'' if number == 1 else 's'}"
