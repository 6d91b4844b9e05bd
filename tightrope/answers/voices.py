"""What people tell: the accounts of a selection in full, and its themes by who tells of them and by four numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.answers import say, suggesting
from tightrope.answers.cards import CHANNEL_WORDS, ROLE_WORDS, in_order, tone
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.period import Period
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.stories import SHOWN, words
from tightrope.voices import between, trend
from tightrope.voices.four_numbers import FourNumbers, four_numbers
from tightrope.voices.heard import GROUPS, Heard, people_among, people_words, telling_of
from tightrope.voices.triage import ENGLISH

ANY = "any"
ABOUT_WORDS = {
    "service": "a service",
    "gone": "one that is gone",
    "never_there": "one that was never there",
    "nothing_suitable": "nothing suitable",
}
SEVERITY_WORDS = {
    ANY: "any",
    "2": "distress or worse",
    "3": "repeated, or loss of essential care",
    "4": "harm or serious risk",
}
FILTERS = ("service", "contract", "place", "teller", "channel", "theme", "severity", "about")
COLUMNS = {"service": "service_id", "contract": "contract_id", "place": "locality", "teller": "teller_role"} | {
    "channel": "channel",
    "about": "about",
}


@dataclass(frozen=True)
class Told:
    """The accounts of one selection, most serious first and then the latest, without words, and the same as counted."""

    found: Evidence
    asked: dict[str, str]
    accounts: tuple[dict[str, Any], ...]
    heard: tuple[Heard, ...]

    @property
    def narrowed(self) -> bool:
        """True where not all of the period's accounts are looked at."""
        return any(self.asked[one] != ANY for one in FILTERS)


@dataclass(frozen=True)
class ThemeRow:
    """One theme of a selection. `suggested` people are said by the machine alone; `accuracy` is how good it is."""

    theme_id: str
    name: str
    definition: str
    four: FourNumbers | None
    groups: dict[str, between.Counted]
    suggested: int
    accuracy: str


def told(house: House, reader: Reader, period: Period, asked: dict[str, str]) -> Told:
    """The accounts that fit every filter; ANY leaves one out. What is asked is matched, never put into SQL."""
    found = evidence(house, reader.audience, period)
    some = [account for account in found.accounts if _fits(found, account, asked)]
    ordered = tuple(in_order(some))
    return Told(found, dict(asked), ordered, tuple(heard_of(found, account) for account in ordered))


def everything(house: House, reader: Reader, period: Period) -> Told:
    """All accounts of the period."""
    return told(house, reader, period, dict.fromkeys(FILTERS, ANY))


def choices(found: Evidence) -> dict[str, dict[str, str]]:
    """What each filter may be set to, in words: only what some account of the period has."""
    lines = {row["service_id"]: row["service_name"] for row in found.contracts.values()}
    titles = {key: f"{row['title']} ({key})" for key, row in found.contracts.items()}
    themes = {key: theme.name for key, theme in found.themes.items()}
    there = {name: {account[column] for account in found.accounts} for name, column in COLUMNS.items()}
    there["theme"] = {theme for account in found.accounts for theme in found.themes_of.get(account["story_id"], [])}
    words_of = {
        "service": lines, "contract": titles, "teller": ROLE_WORDS, "channel": CHANNEL_WORDS, "about": ABOUT_WORDS,
        "theme": themes,
    }  # fmt: skip
    made = {
        name: {ANY: "all"} | dict(sorted(((key, known.get(key, key)) for key in there[name] if key), key=_by_words))
        for name, known in words_of.items()
    }
    made["place"] = {ANY: "all"} | {one: one for one in sorted(key for key in there["place"] if key)}
    made["severity"] = SEVERITY_WORDS
    return made


def answer(found: Told) -> str:
    """The page's title: how many people told, and of what most."""
    if not found.accounts:
        return "Nobody told us of this in these months"
    rows = sorted(theme_ids(found), key=lambda one: (-_people(found, one), one))
    said = people_words(found.heard)
    said = f"{said[0].upper()}{said[1:]} told us"
    if not rows:
        return f"{said}; nothing of it is coded yet"
    number = _people(found, rows[0])
    tell = "tells" if number == 1 else "tell"
    return f"{said}; {number} of them {tell} of \u201c{found.found.themes[rows[0]].name}\u201d"


def theme_ids(found: Told) -> list[str]:
    """Themes that some account of the selection was given."""
    return sorted({theme for one in found.heard for theme in one.themes if theme in found.found.themes})


def themes(house: House, reader: Reader, found: Told) -> list[ThemeRow]:
    """Every theme that a person gave, or the machine suggests, in the selection; that of most people first."""
    key = ("voices_suggested", reader.audience, found.found.period, tuple(sorted(found.asked.items())))
    key = (*key, suggesting.progress(house), suggesting.read_so_far())
    suggested = kept(house, key, lambda: _suggested(house, reader, found))
    judged = suggesting.judged(house, reader) if suggested else {}  # it takes a while, and stands beside those alone
    given = theme_ids(found)
    counted = between.by_group(found.heard, given)
    span = found.found.period
    made = []
    for theme_id in sorted({*given, *suggested}):
        theme = found.found.themes[theme_id]
        made.append(
            ThemeRow(
                theme_id,
                theme.name,
                theme.definition,
                four_numbers(found.heard, theme_id, span.first, span.last),
                counted.get(theme_id, {}),
                suggested.get(theme_id, 0),
                suggesting.words_of(judged[theme_id].accuracy) if theme_id in judged else "",
            )
        )
    return sorted(made, key=lambda one: (-(one.four.people if one.four else 0), -one.suggested, one.name))


def groups(found: Told) -> dict[str, str]:
    """The sorts of tellers that were heard in the selection, with how many people of each."""
    made = {}
    for key, name in GROUPS.items():
        some = [one for one in found.heard if one.group == key]
        if some:
            made[key] = f"{name} ({people_words(some)})"
    return made


def common_and_divided(found: Told) -> tuple[list[str], list[between.Divide]]:
    """Themes that every sort of teller tells of, and those that divide them; both empty where too few were heard."""
    counted = between.by_group(found.heard, theme_ids(found))
    return between.common_ground(counted), between.divides(counted)


def told_by(found: Told) -> str:
    """The share from self-selected panels and from the two who told most, as every chart of accounts prints it."""
    return say.told_by(found.accounts)


def quarters(found: Told, theme_id: str) -> tuple[list[trend.Quarter], str]:
    """How a theme went quarter by quarter, and what may be said of it."""
    made = trend.trend(found.heard, theme_id, found.found.period.first, found.found.period.last)
    return made, trend.moved(made)


def heard_of(found: Evidence, account: dict[str, Any]) -> Heard:
    """An account as it is counted."""
    return Heard(
        story_id=account["story_id"],
        teller=account["teller_id"],
        role=account["teller_role"],
        month=account["month"],
        contract_id=account["contract_id"],
        locality=account["locality"],
        themes=frozenset(found.themes_of.get(account["story_id"], [])),
        tone=tone(account),
        severity=account["severity"] or 0,
    )


def _fits(found: Evidence, account: dict[str, Any], asked: dict[str, str]) -> bool:
    for name, column in COLUMNS.items():
        if asked[name] not in (ANY, account[column]):
            return False
    if asked["theme"] != ANY and asked["theme"] not in found.themes_of.get(account["story_id"], []):
        return False
    return asked["severity"] == ANY or (account["severity"] or 0) >= int(asked["severity"])


def _suggested(house: House, reader: Reader, found: Told) -> dict[str, int]:
    """People by theme that the machine alone suggests: of accounts nobody has coded, in English, that may be read."""
    some = [one for one in found.accounts if _uncoded(found, one)]
    opened = words(house, reader, [one["story_id"] for one in some])
    texts = [(one["teller_id"], opened[one["story_id"]][SHOWN]) for one in some if SHOWN in opened[one["story_id"]]]
    said: dict[str, list[str | None]] = {}
    for (teller, _), suggestions in zip(
        texts, suggesting.suggest(house, reader, [text for _, text in texts]), strict=True
    ):
        for one in suggestions or ():  # those whose meaning is not read yet are counted at a later look
            said.setdefault(one.theme_id, []).append(teller)
    return {theme: people_among(tellers)[0] for theme, tellers in said.items()}


def _uncoded(found: Told, account: dict[str, Any]) -> bool:
    coded = found.found.themes_of.get(account["story_id"]) or account["severity"] is not None
    return not coded and account["may_read"] and (account["language"] or ENGLISH) == ENGLISH


def _people(found: Told, theme_id: str) -> int:
    return people_among(one.teller for one in telling_of(found.heard, theme_id))[0]


def _by_words(pair: Sequence[str]) -> str:
    return pair[1]
