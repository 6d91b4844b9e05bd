"""Whom a decision rests on, asked again: who can be reached, who was asked when, and what they say of the time since.

People are counted, one vote each, by the same functions as the voice score of Weigh. Officers see counts as they are;
whoever may read no accounts sees them as they would be published.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tightrope import disclosure, settings
from tightrope.answers.decisions import Decision
from tightrope.answers.evidence import kept
from tightrope.answers.followed_words import public_words
from tightrope.answers.say import day
from tightrope.answers.standing import thresholds
from tightrope.records.asking import BETTER, CODE, SAME, WAYS, WORSE, open_until, too_soon
from tightrope.records.house import House
from tightrope.records.roles import READ_WORDS, Reader
from tightrope.voices.heard import people_among
from tightrope.weighing.voice_score import Account, Votes, count_votes, voice_score
from tightrope.weighing.words import percent

TONES = {BETTER: 1.0, SAME: 0.0, WORSE: -1.0}  # as a voice: better is good, about the same mixed, worse bad
NOT_TOLD = Votes(0, 0, 0, 0, 0)
SILENT = "Those who did not answer may think otherwise, and what they say need not come from the decision."


@dataclass(frozen=True)
class Reach:
    """Who can be asked now. `ways` and `cannot` count people, each once; `refused` says why not today, if so.

    `can` counts as `people` does: accounts that cannot be tied to one person (`untied` of them) add one in all, and
    only where nobody else is known.
    """

    people: int
    at_least: bool
    can: int
    ways: Mapping[str, int]
    cannot: Mapping[str, int]
    untied: int
    gone: int
    refused: str
    title: str
    words: str


@dataclass(frozen=True)
class Wave:
    """One time of asking. `asked` are people whose accounts still count; `gone` accounts that do not.

    `votes` are those who say better (good), about the same (mixed) or worse (bad); `tellers` of them also counts those
    who cannot say. `low` to `high` is the likely range of the share who say better; None where nobody says.
    Where counts are published they stand in `words` alone.
    """

    wave_id: str
    asked_on: date
    asked_by: str
    open_until: date
    asked: int
    at_least: bool
    answered: int
    silent: int
    votes: Votes
    gone: int
    low: float | None
    middle: float | None
    high: float | None
    words: str = ""

    @property
    def range_words(self) -> str:
        """The likely range in a sentence; empty where there is none."""
        if self.low is None or self.high is None:
            return ""
        return f"Better: probably {percent(self.low)} to {percent(self.high)} of people like those who answered."


def reach(house: House, reader: Reader, one: Decision) -> Reach:
    """Who of those whose accounts a decision rests on can be asked today, and who cannot, and why."""
    today = settings.today()
    rows = house.stores.rows("again/named", audience=reader.audience, on_day=today, decision_id=one.decision_id)
    people, at_least = people_among(row["teller_id"] for row in rows)
    last = max((each.asked_on for each in waves(house, reader, one)), default=None)
    counted = _by_way(rows)
    title, words = public_words(house, one.made)
    return Reach(
        people=people,
        at_least=at_least,
        can=people_among(row["teller_id"] for row in rows if row["way"] in WAYS)[0],
        ways={way: counted[way] for way in WAYS if way in counted},
        cannot={way: number for way, number in counted.items() if way not in WAYS},
        untied=sum(not row["teller_id"] for row in rows),
        gone=one.cited.gone,
        refused=too_soon(one.made.decided_on, last, today),
        title=title,
        words=words,
    )


def waves(house: House, reader: Reader, one: Decision) -> list[Wave]:
    """Each time that people were asked of a decision, the latest first. Remembered until records change."""
    exact = reader.may(READ_WORDS)
    found = kept(house, ("asked_again", reader.audience, exact), lambda: _waves(house, reader.audience, exact))
    return found.get(one.decision_id, [])


def open_accounts(house: House, reader: Reader, wave: Wave) -> list[dict[str, Any]]:
    """Accounts of one time of asking whose tellers may still answer, without words; none where the time is over.

    Who answered with their own code, of whichever account, needs nobody to ring.
    """
    if wave.open_until < settings.today():
        return []
    asked = [row for row in _asked(house, reader.audience) if row["wave_id"] == wave.wave_id]
    own = _by_code(asked)
    return [row for row in asked if row["answered_by"] != CODE and row["teller_id"] not in own]


def lines(house: House, reader: Reader, one: Decision) -> list[str]:
    """The same as lines of text, for the command line."""
    return [" ".join(part for part in (each.words, each.range_words) if part) for each in waves(house, reader, one)]


def as_plain(house: House, reader: Reader, one: Decision) -> list[dict[str, Any]]:
    """The same as plain values for the command line."""
    return [
        {
            "asked_on": each.asked_on,
            "asked_by": each.asked_by,
            "people_asked": each.asked,
            "people_asked_at_least": each.at_least,
            "people_answered": each.answered,
            "better": each.votes.good,
            "about_the_same": each.votes.mixed,
            "worse": each.votes.bad,
            "accounts_gone": each.gone,
            "better_share": [each.low, each.middle, each.high] if each.middle is not None else None,
        }
        for each in waves(house, reader, one)
    ]


def _waves(house: House, audience: str, exact: bool) -> dict[str, list[Wave]]:
    by_wave, made = defaultdict(list), defaultdict(list)
    for row in _asked(house, audience):
        by_wave[row["wave_id"]].append(row)
    for row in house.stores.rows("again/waves"):
        if row["asked_on"] > settings.today():  # looked at as of a day before it
            continue
        made[row["decision_id"]].append(_wave(row, by_wave[row["wave_id"]], exact))
    return dict(made)


def _asked(house: House, audience: str) -> list[dict[str, Any]]:
    return house.stores.rows("again/asked", audience=audience, on_day=settings.today())


def _wave(row: Mapping[str, Any], asked: list[dict[str, Any]], exact: bool) -> Wave:
    own = _by_code(asked)
    # What somebody said with their own code is not weighed against what was written down for another account of theirs.
    answers = [each for each in asked if each["said"] and (each["answered_by"] == CODE or each["teller_id"] not in own)]
    votes = count_votes((Account(each["teller_id"], valence=TONES.get(each["said"])) for each in answers), thresholds())
    told = {each["teller_id"] for each in answers} - {None}
    people, at_least = people_among(each["teller_id"] for each in asked)
    score = voice_score(votes, (), thresholds()) if votes.voted and exact else None
    wave = Wave(
        wave_id=row["wave_id"],
        asked_on=row["asked_on"],
        asked_by=row["asked_by"],
        open_until=open_until(row["asked_on"]),
        asked=people,
        at_least=at_least,
        answered=len(told),
        silent=len({each["teller_id"] for each in asked} - {None} - told),
        votes=votes,
        gone=row["accounts"] - len(asked),
        low=score.low if score else None,
        middle=score.median if score else None,
        high=score.high if score else None,
    )
    if exact:
        return replace(wave, words=_exact_words(wave))
    return replace(wave, asked=0, answered=0, silent=0, gone=0, votes=NOT_TOLD, words=_published_words(wave))


def _by_code(asked: Iterable[Mapping[str, Any]]) -> set[str]:
    """Tellers who answered with their own code."""
    return {each["teller_id"] for each in asked if each["answered_by"] == CODE} - {None}


def _exact_words(one: Wave) -> str:
    words = f"Asked {'at least ' if one.at_least else ''}{_people(one.asked)} on {day(one.asked_on)}; "
    words += f"{one.answered} answered"
    if one.answered:
        votes, cannot = one.votes, one.answered - one.votes.voted
        words += f": {votes.good} better, {votes.mixed} about the same, {votes.bad} worse"
        words += f", {cannot} cannot say" if cannot else ""
    words += f". {one.silent} did not answer." if one.silent else "."
    if one.votes.unlinked:
        words += f" Answers that cannot be tied to one person, and have no vote: {one.votes.unlinked}."
    if one.gone:
        words += f" Accounts that were asked about and do not count any more: {one.gone}."
    return words


def _published_words(one: Wave) -> str:
    """As it may be published: of fewer people than may be counted nothing is said, and no range, which would tell."""
    rules = settings.settings().disclosure
    figure = disclosure.Figure(one.asked, "people", "people")
    people = disclosure.publish(figure, rules.fewest_people, rules.round_to).words
    parts = [one.votes.good, one.votes.mixed, one.votes.bad, one.answered - one.votes.voted]
    table = disclosure.publish_table(parts, one.answered, rules.fewest_people, rules.round_to)
    words = f"Asked on {day(one.asked_on)}: {people} people. Answered: {table.total.words if table.total else 0}."
    if one.answered < rules.fewest_people:
        return words
    said = ("Better", "About the same", "Worse", "Cannot say")
    return f"{words} {'; '.join(f'{name}: {cell.words}' for name, cell in zip(said, table.cells, strict=True))}."


def _by_way(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """People by how they are reached, each once: by the first way where their accounts name more than one."""
    rank = {way: number for number, way in enumerate((*WAYS, "no_code", "none"))}
    first: dict[str, str] = {}
    for row in rows:
        who, way = row["teller_id"], row["way"]
        if who and (who not in first or rank[way] < rank[first[who]]):
            first[who] = way
    counted = Counter(first.values())
    return {way: counted[way] for way in rank if counted[way]}


def _people(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"
