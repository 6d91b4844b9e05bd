"""You said, we did: what people told of a service, what is done about it, who answers, and whether it worked.

Everything here may be read by anybody. Counts of people are published counts; words are officers' own; officers stand
by their post. What the council did stands as it is, done or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import disclosure, settings
from tightrope.answers.evidence import kept
from tightrope.answers.posts import NOBODY, contracts, posts, services
from tightrope.answers.promises import ByPost, Promise, by_post, promises
from tightrope.answers.said_heard import AUDIENCE, Strip, strips
from tightrope.answers.say import day
from tightrope.records.house import House
from tightrope.voices.heard import people_among

DONE, DOING, NOT_DOING, NEED_HELP = "done", "doing_by", "not_doing_because", "need_your_help"
STATES = {NOT_DOING: "Not doing it", NEED_HELP: "We need your help", DOING: "Doing it", DONE: "Done"}
ORDER = tuple(STATES)  # by rule: what is not done stands first, whatever looks best
ASKED = {  # what the verdicts of those who were answered tell of
    DONE: "Did it work?",
    DOING: "Will that do?",
    NOT_DOING: "Does that answer them?",
    NEED_HELP: "Does that answer them?",
}
OVERALL = "Does it answer people?"
ANSWERED, NOT_ANSWERED = "answered", "not_answered"


@dataclass(frozen=True)
class Line:
    """One line as the public reads it."""

    we_did_id: str
    service_id: str
    about: str  # the contract or the part of the city, where it is about one; else empty
    you_said: str
    told: str
    we_did: str
    easy_read: tuple[str, ...]
    state: str
    state_words: str
    due_on: date | None
    late: bool
    post: str
    said_on: date | None
    since: str
    worked: str


@dataclass(frozen=True)
class Service:
    """One service with its lines in order; `strip` is None where nobody told of it and nobody is known to use it."""

    service_id: str
    name: str
    lines: tuple[Line, ...]
    strip: Strip | None
    worked: str


@dataclass(frozen=True)
class Said:
    """The whole page. `counts` are lines by state, in order; they are the council's own work and exact."""

    services: tuple[Service, ...]
    counts: dict[str, int]
    late: int
    promises: tuple[Promise, ...]
    by_post: tuple[ByPost, ...]
    worked: str = ""  # what those who were answered say, over everything shown

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return sum(self.counts.values())


def said(house: House, service_id: str = "") -> Said:
    """What stands before the public today, of all services or of one; an unknown service has nothing."""
    whole = kept(house, "said", lambda: _said(house))
    if not service_id:
        return whole
    worked = next((one.worked for one in whole.services if one.service_id == service_id), "")
    return _of(whole.services, whole.promises, worked, service_id)


def read(house: House, rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Lines as the public reads them, or would read them, in the order of the rows."""
    told, answered = _by_line(_rows(house, "said/told")), _by_line(_rows(house, "said/answered"))
    named, titles = posts(house), contracts(house)
    return [
        _line(row, told.get(row["we_did_id"], []), answered.get(row["we_did_id"], []), named, titles) for row in rows
    ]


def title(found: Said) -> str:
    """The answer in a sentence.

    >>> title(Said((), {}, 0, (), ()))
    'Nothing has been written down here yet'
    """
    if not found.lines:
        return "Nothing has been written down here yet"
    things = "one thing" if found.lines == 1 else f"{found.lines} things"
    counts = {key: found.counts.get(key, 0) for key in STATES}
    return (
        f"You told us {things}. {counts[DONE]} {_is(counts[DONE])} done, {counts[DOING]} {_is(counts[DOING])} being "
        f"done, {counts[NOT_DOING]} {_is(counts[NOT_DOING])} not, and with {counts[NEED_HELP]} we need your help"
    )


def _said(house: House) -> Said:
    rows = house.stores.rows("said/published", on_day=settings.today())
    answered, heard, names = _by_line(_rows(house, "said/answered")), strips(house), services(house)
    by_service: dict[str, list[Line]] = defaultdict(list)
    for line in read(house, rows):
        by_service[line.service_id].append(line)
    every = {*by_service, *(key for key in heard if key in names)}
    made = []
    for key in sorted(every, key=lambda key: (key not in by_service, names.get(key, key), key)):
        lines = tuple(sorted(by_service.get(key, []), key=_place))
        theirs = [row for line in lines for row in answered.get(line.we_did_id, [])]
        made.append(Service(key, names.get(key, key), lines, heard.get(key), _worked(theirs, OVERALL)))
    shown = {row["we_did_id"] for row in rows}
    return _of(made, promises(house), _worked([row for key in shown for row in answered.get(key, [])], OVERALL))


def _of(made: Iterable[Service], promised: Sequence[Promise], worked: str, service_id: str = "") -> Said:
    some = tuple(one for one in made if service_id in ("", one.service_id))
    theirs = tuple(one for one in promised if service_id in ("", one.service_id))
    lines = [line for one in some for line in one.lines]
    counts = {key: sum(line.state == key for line in lines) for key in STATES}
    return Said(some, counts, sum(line.late for line in lines), theirs, tuple(by_post(theirs)), worked)


def _place(line: Line) -> tuple[int, date, str]:
    """Not done first; within a state what is due first, then what was said first."""
    return (ORDER.index(line.state), line.due_on or line.said_on or date.max, line.we_did_id)


def _line(
    row: Mapping[str, Any],
    told: Sequence[Mapping[str, Any]],
    answered: Sequence[Mapping[str, Any]],
    named: Mapping[str, str],
    titles: Mapping[str, tuple[str, str]],
) -> Line:
    late = row["state"] == DOING and row["due_on"] is not None and row["due_on"] < settings.today()
    title_of = titles.get(row["contract_id"] or "", ("", ""))[0]
    before = [one for one in told if not one["is_since"]]
    return Line(
        we_did_id=row["we_did_id"],
        service_id=row["service_id"],
        about=title_of or row["locality"] or "",
        you_said=row["you_said"],
        told=_told({one["story_id"]: one["teller_id"] for one in [*before, *answered]}),
        we_did=row["we_did"],
        easy_read=tuple(one.strip() for one in (row["easy_read"] or "").splitlines() if one.strip()),
        state=row["state"],
        state_words=_state(row["state"], row["due_on"], late),
        due_on=row["due_on"],
        late=late,
        post=named.get(row["commissioner_id"], NOBODY),
        said_on=row["published_on"],
        since=_since(told) if row["published_on"] else "",
        worked=_worked(answered, ASKED[row["state"]]),
    )


def _state(state: str, due_on: date | None, late: bool) -> str:
    if state == DOING and due_on is not None:
        return f"Late: it was to be done by {day(due_on)}" if late else f"Doing it by {day(due_on)}"
    return STATES[state]


def _told(tellers: Mapping[str, str | None]) -> str:
    number, at_least = people_among(tellers.values())
    if not number:
        return "Nobody whom we may count has told us this in so many words."
    return f"{_people(number).capitalize()}{' or more' if at_least else ''} told us."


def _since(told: Sequence[Mapping[str, Any]]) -> str:
    """Who tells of the same after the answer stood here: the plainest sign that it did not work."""
    number, _ = people_among({one["story_id"]: one["teller_id"] for one in told if one["is_since"]}.values())
    return f"Since then {_people(number)} told us of it again." if number else "Since then nobody told us of it again."


def _worked(answered: Sequence[Mapping[str, Any]], asked: str = "Did it work?") -> str:
    """What those say who were answered; each once, and whoever says both says no. Of fewer people than may be counted
    in public nothing is said: all of them saying the same would tell what each of them says."""
    if not answered:
        return f"{asked} Nobody who told us of it has been asked yet."
    verdicts: dict[str, str] = {}
    for row in answered:
        who, verdict = row["teller_id"] or row["story_id"], row["teller_verdict"]
        if verdict and verdicts.get(who) != NOT_ANSWERED:
            verdicts[who] = verdict
    yes = sum(one == ANSWERED for one in verdicts.values())
    rules = settings.settings().disclosure
    if not verdicts:
        return f"{asked} None of those we answered has said so yet."
    if len(verdicts) < rules.fewest_people:
        return f"{asked} Fewer than {rules.fewest_people} of those we answered have said: too few to show."
    cells = disclosure.publish_table([yes, len(verdicts) - yes], None, rules.fewest_people, rules.round_to).cells
    said_yes, said_no = (one.words if one.value != 0 else "nobody" for one in cells)
    return f"{asked} Of those we answered, about {said_yes} say yes and about {said_no} say no.".replace(
        "about fewer", "fewer"
    ).replace("about nobody", "nobody")


def _people(number: int) -> str:
    """Fewer than 8 people, or about 15 people."""
    rules = settings.settings().disclosure
    figure = disclosure.Figure(value=number, unit="people", kind="people")
    shown = disclosure.publish(figure, rules.fewest_people, rules.round_to)
    return f"{shown.words if shown.value is None else f'about {shown.words}'} people"


def _rows(house: House, name: str) -> list[dict[str, Any]]:
    return house.stores.rows(name, audience=AUDIENCE, on_day=settings.today())


def _by_line(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        made[row["we_did_id"]].append(row)
    return made


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
