"""Who was heard, for a board: the people behind each count, and the accounts whose words a link may open, by rule.

Counts leave here with the people behind them, and are not yet published. No words of any account leave here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.answers import said_heard
from tightrope.answers.cards import ROLE_WORDS, in_order, season, tone
from tightrope.answers.evidence import Evidence
from tightrope.answers.pairs import told_of
from tightrope.answers.shapes import PairLine
from tightrope.answers.standing import account_vote, thresholds
from tightrope.answers.subjects import Subject, accounts_of
from tightrope.answers.voices import heard_of
from tightrope.records.house import House
from tightrope.records.share_links import Opener
from tightrope.records.stories import SHOWN, words
from tightrope.voices import quotes as by_rule
from tightrope.voices.apart import words_of
from tightrope.voices.heard import Heard
from tightrope.weighing.by_whom import speaks_for_self
from tightrope.weighing.voice_score import count_votes

HEARD, GOOD, SELF, THEME, GROUP = "heard", "good", "self", "theme:", "group:"
MOST_THEMES = 5
MOST_POOL = 200  # accounts from which quotes are chosen: the most serious and latest
LATEST = "latest"
RULE_WORDS = by_rule.RULES | {LATEST: "The most serious and latest, because few may be read."}
MOST_WHEN_FEW = 3


@dataclass(frozen=True)
class Counted:
    """One count with the people behind it (references of tellers). `of` says what is counted, the same for every
    subject; `place` is a part of the city or empty; `among_heard`: it is said of those heard."""

    of: str
    name: str
    people: frozenset[str]
    place: str = ""
    among_heard: bool = True


@dataclass(frozen=True)
class Voice:
    """One account that a link opens: its reference, the rule that chose it, who tells and when. Never its words."""

    story_id: str
    rule: str
    by: str
    tone: str


@dataclass(frozen=True)
class Chosen:
    """The accounts of a link; `about` says of what they tell, where that is wider than the subject; `note` why there
    are none, or why nobody says the contrary."""

    voices: tuple[Voice, ...]
    about: str = ""
    note: str = ""


def tellers(accounts: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The people who told: those who can be told apart, else one who stands for accounts that name nobody."""
    some = list(accounts)
    known = frozenset(one["teller_id"] for one in some if one["teller_id"])
    return known or frozenset(sorted(one["story_id"] for one in some)[:1])


def counts(found: Evidence, subject: Subject, pairs: Sequence[PairLine]) -> list[Counted]:
    """Every count of people that a board reads: heard, with a good experience, for themselves, by theme and group."""
    accounts = accounts_of(found, subject)
    by_id = {one["story_id"]: one for one in accounts}
    made = [
        Counted(HEARD, "People we heard from", tellers(accounts), among_heard=False),
        Counted(GOOD, "told of a good experience", _good(accounts)),
        Counted(SELF, "told us of support they draw on themselves", tellers(filter(speaks_for_self, accounts))),
    ]
    shown = {pair.theme_id: pair.theme for pair in pairs}
    for told in sorted(told_of(found, accounts)[0], key=lambda one: (-one.tellers, one.theme_id))[:MOST_THEMES]:
        shown.setdefault(told.theme_id, told.theme_name)
    of_theme = told_of(found, accounts)[1]
    for theme_id, name in shown.items():
        made.append(Counted(THEME + theme_id, name, tellers(by_id[one] for one in of_theme.get(theme_id, []))))
    return [*made, *_groups(found, subject, accounts)]


def by_place(found: Evidence, subject: Subject, places: Sequence[str]) -> list[Counted]:
    """People heard about the subject in each part of the city."""
    accounts = accounts_of(found, subject)
    return [
        Counted(HEARD, one, tellers(each for each in accounts if each["locality"] == one), one, among_heard=False)
        for one in places
    ]


def chosen(house: House, opener: Opener, found: Evidence, subject: Subject, line: Subject, fewest: int) -> Chosen:
    """The accounts a link of the opener's level may open, chosen by rule, at least one contrary where there is one.

    `found` is the evidence for the opener's audience. Fewer than `fewest` people heard, or served: they are taken from
    the whole service `line`, and from nowhere where that has no more.
    """
    for wider, each in enumerate((subject, line)):
        accounts = accounts_of(found, each)
        if len(tellers(accounts)) < fewest or _served(found, each) < fewest:
            continue
        readable = [one for one in in_order(accounts) if one["may_read"]][:MOST_POOL]
        heard, said = _opened(house, opener, found, readable)
        picked = _with_contrary(_picked(heard, said), heard)
        about = each.title if wider and picked else ""
        by_id = {one["story_id"]: one for one in accounts}
        return Chosen(tuple(_voice(by_id[key], rule) for rule, key in picked), about, _note(picked, heard))
    return Chosen((), note=f"Fewer than {fewest} people told us, or draw on it: their words could show who they are.")


def _opened(
    house: House, opener: Opener, found: Evidence, readable: Sequence[dict[str, Any]]
) -> tuple[list[Heard], list[frozenset[str]]]:
    opened = words(house, opener, [one["story_id"] for one in readable])
    heard = [heard_of(found, one) for one in readable if SHOWN in opened.get(one["story_id"], {})]
    return heard, [frozenset(words_of(opened[one.story_id][SHOWN])) for one in heard]


def _picked(heard: Sequence[Heard], said: Sequence[frozenset[str]]) -> list[tuple[str, str]]:
    """(rule, account) in the order of the page; where too few may be read for the rules, the first of them."""
    if len(heard) >= by_rule.FEWEST:
        return [(one.rule, one.story_id) for one in by_rule.quotes(heard, said)]
    return [(LATEST, one.story_id) for one in heard[:MOST_WHEN_FEW]]


def _with_contrary(picked: list[tuple[str, str]], heard: Sequence[Heard]) -> list[tuple[str, str]]:
    """The same, and one whose experience is the opposite of most, where the rules found none and there is one."""
    tone_of = {one.story_id: one.tone for one in heard}
    tones = {tone_of[key] for _, key in picked}
    if {by_rule.GOOD, by_rule.BAD} <= tones or not picked:
        return picked
    other = [one.story_id for one in heard if one.tone in (by_rule.GOOD, by_rule.BAD) and one.tone not in tones]
    return [*picked, (by_rule.CONTRARY, other[0])] if other else picked


def _note(picked: Sequence[tuple[str, str]], heard: Sequence[Heard]) -> str:
    if not picked:
        return "Nobody who told us of it lets us show their words here."
    tones = {one.tone for one in heard}
    if {by_rule.GOOD, by_rule.BAD} <= tones:
        return ""
    return "Of the accounts that may be shown here, none says the contrary."


def _voice(account: dict[str, Any], rule: str) -> Voice:
    """Role and season alone stand beside words: with place and channel more people could be picked out."""
    by = f"{ROLE_WORDS[account['teller_role']]}, {season(account['month'])}"
    return Voice(account["story_id"], RULE_WORDS[rule], by, tone(account))


def _good(accounts: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Those whose votes together are good, by the rule that counts votes on Weigh."""
    theirs: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for one in accounts:
        if one["teller_id"]:
            theirs[one["teller_id"]].append(one)
    rules = thresholds()
    return frozenset(who for who, some in theirs.items() if count_votes(map(account_vote, some), rules).good)


def _groups(found: Evidence, subject: Subject, accounts: Sequence[Mapping[str, Any]]) -> list[Counted]:
    """The groups of "you said, we did" that the subject serves, with who of each took part themselves."""
    groups = {one["story_id"]: set(found.groups_of.get(one["story_id"], [])) for one in accounts}
    served: dict[tuple[str, str], int] = defaultdict(int)
    for member in subject.members:
        for kind, values in found.served.get(member, {}).items():
            for value, people in values.items():
                served[kind, value] += people
    named = {one.group for one in said_heard.strip(subject.key, accounts, groups, served).groups}
    return [
        Counted(GROUP + one.key, one.words, tellers(_theirs(one, accounts, groups)), among_heard=False)
        for one in said_heard.GROUPS
        if one.words in named
    ]


def _theirs(
    group: said_heard.Group, accounts: Sequence[Mapping[str, Any]], groups: Mapping[str, set[tuple[str, str]]]
) -> list[Mapping[str, Any]]:
    """The accounts in which people of a group took part themselves."""
    if group.tells:
        return [one for one in accounts if group.tells(one)]
    return [
        one
        for one in accounts
        if (one["teller_role"] == "person" or one["own_part"] in said_heard.OWN_PART)
        and groups[one["story_id"]] & group.served
    ]


def _served(found: Evidence, subject: Subject) -> float:
    """People served by the subject; without end where that is not known, which is then not held against it."""
    known = [sum(values.values()) for one in subject.members for values in found.served.get(one, {}).values()]
    return max(known, default=float("inf"))
