"""Names in payments and contracts set beside registered providers. Pure: it suggests, a person confirms.

Three bins. `same`: the normalised names are equal, nobody else has that name, and it is one that only one may have.
`likely`: alike by a score, clear of the next, and every telling word has its counterpart. `unsure`: all else. Nothing
may be joined on `likely` until a person said so (docs/methods/provider-names.md has the measured accuracy of each).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from tightrope.evidence.plain_names import forms, normalise, sides

__all__ = ["BINS", "Candidate", "Match", "match", "normalise"]

SAME, LIKELY, UNSURE = BINS = ("same", "likely", "unsure")

LIKELY_SCORE = 88.0  # of 100: one letter in eight may differ, so a typing slip passes and another word does not
CLEAR_BY = 4.0  # points ahead of the next provider: a slip in a name of 25 letters costs 4, so less decides nothing
SHOWN_SCORE = 65.0  # below it, lists of names hold nothing that reviewers took for the payee
WORD_SCORE = 85.0  # one word against another: a letter left out passes, one changed in a short word makes another name
CUT_SHORT = 30  # letters: payment systems cut names at 30 to 35, so a name that long may go on
CUT_SHORT_SCORE = 95.0  # a name that begins with all of a cut one: near certain, and still for a person
CANDIDATES = 3  # shown to a person: more is a list to search, not a choice
AT_ONCE = 200  # payees compared at a time: 200 x 80,000 names of the whole register stay under 70 MB

# Words that nearly every name of the field has: sharing them says nothing about who it is.
COMMON = frozenset(
    "and of for the in by care caring carers home homes homecare healthcare health daycare day service"
    " services support supported living nursing residential residence rest house lodge group uk gb community"
    " domiciliary housing trust association society nhs foundation council city county school nursery solutions"
    " management company holdings centre homehelp help people social medical staffing recruitment agency".split()
)


@dataclass(frozen=True)
class Candidate:
    """A provider that a payee may be: the name it was found by, how alike (0 to 100), and in which bin."""

    provider_id: str
    name: str
    score: float
    word: str


@dataclass(frozen=True)
class Match:
    """What is thought of one payee: its bin, and up to three candidates, the most alike first."""

    payee: str
    key: str
    word: str
    candidates: tuple[Candidate, ...]

    @property
    def provider_id(self) -> str | None:
        """The provider it may be joined to without asking; None unless the bin is `same`."""
        return self.candidates[0].provider_id if self.word == SAME else None


OURS, REGISTERED, LOOSE = "ours", "registered", "loose"


@dataclass(frozen=True)
class _Alias:
    """One way in which an organisation is named: in the council's list, in the register, or loosely (place, T/A)."""

    text: str
    name: str
    provider_id: str
    standing: str


def match(
    payees: Sequence[str],
    providers: Iterable[tuple[str, str]],
    places: Iterable[tuple[str, str]] = (),
    ours: Iterable[tuple[str, str]] = (),
) -> list[Match]:
    """For each payee, in order, what it may be among (provider_id, name); a provider may have several names.

    `places` are (provider_id, name of a place it runs): a payee may be paid under it, but homes of different owners
    share names, so a place's name alone is `likely` at most. `ours` are names of the council's own list of providers:
    it pays whom it buys from, so an equal name there needs no legal form and goes before the register.

    The score is the share of letters in common (rapidfuzz, indel ratio x 100) after the words of both were put in
    order: "token sort". Token-set and weighted ratios give 90 to 100 wherever one name's words are among the other's,
    which here is the usual false friend.
    """
    known = [alias for provider_id, name in providers for alias in _aliases(name, provider_id, REGISTERED)]
    known += [alias for provider_id, name in ours for alias in _aliases(name, provider_id, OURS)]
    known += [_Alias(normalise(name), name, provider_id, LOOSE) for provider_id, name in places]
    known = [alias for alias in known if alias.text]
    asked = [[alias for alias in _aliases(payee, "", REGISTERED) if alias.text] for payee in payees]
    scored = _scores(sorted({alias.text for one in asked for alias in one}), known)
    return [_judge(payee, aliases, scored, known) for payee, aliases in zip(payees, asked, strict=True)]


def _aliases(name: str, provider_id: str, standing: str) -> list[_Alias]:
    """The whole name and, round a "T/A", the name before it (loose unless it states a legal form) and behind it."""
    legal, trading = sides(name)
    found = [_Alias(normalise(name), name, provider_id, standing)]
    if trading:
        found.append(_Alias(normalise(legal), legal, provider_id, standing if forms(legal) else LOOSE))
        found.append(_Alias(normalise(trading), trading, provider_id, LOOSE))
    return found


def _scores(texts: list[str], known: list[_Alias]) -> dict[str, list[tuple[float, int]]]:
    """For each text, (score, index in known) of the names that reach SHOWN_SCORE."""
    found: dict[str, list[tuple[float, int]]] = {text: [] for text in texts}
    names = sorted({alias.text for alias in known})
    if not names:
        return found
    holders = defaultdict(list)
    for index, alias in enumerate(known):
        holders[alias.text].append(index)
    squashed = defaultdict(list)  # "J.E.M. Care" is "Jemcare"
    for name in names:
        squashed[name.replace(" ", "")].append(name)
    ordered = [_ordered(name) for name in names]
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        table = process.cdist(
            [_ordered(one) for one in some], ordered, scorer=fuzz.ratio, score_cutoff=SHOWN_SCORE, dtype=np.float32
        )
        for row, column in zip(*np.nonzero(table), strict=True):
            score = round(float(table[row, column]), 1)
            found[some[row]] += [(score, index) for index in holders[names[column]]]
        for one in some:
            beside = [(100.0, name) for name in squashed[one.replace(" ", "")] if name != one]
            if len(one) >= CUT_SHORT - 5:  # the letters that brackets and "the" took are not counted
                beside += [(CUT_SHORT_SCORE, name) for name in names if name.startswith(one) and name != one]
            found[one] += [(score, index) for score, name in beside for index in holders[name]]
    return found


def _judge(payee: str, asked: list[_Alias], scored: dict[str, list[tuple[float, int]]], known: list[_Alias]) -> Match:
    best: dict[str, tuple[float, int, bool, str]] = {}  # by provider: score, how surely equal, may be likely, name
    whole = len(payee.strip()) < CUT_SHORT or bool(forms(payee))  # one that states its legal form was not cut
    for mine in asked:
        for score, index in scored[mine.text]:
            theirs = known[index]
            goes_on = score == CUT_SHORT_SCORE and theirs.text != mine.text and theirs.text.startswith(mine.text)
            if goes_on and whole:
                continue
            agree = goes_on or _agree(mine, theirs)
            told = (score, _surely(mine, theirs), agree, theirs.name)
            best[theirs.provider_id] = max(best.get(theirs.provider_id, told), told)
    order = sorted(best.items(), key=lambda one: (-one[1][0], -one[1][1], one[0]))
    if not order:
        return Match(payee, normalise(payee), UNSURE, ())
    score, sure, agree, _ = order[0][1]
    second, second_sure = order[1][1][:2] if len(order) > 1 else (0.0, 0)
    if sure > second_sure and (second < 100 or sure == OWN_LIST):
        word = SAME
    elif agree and score >= LIKELY_SCORE and score - second >= CLEAR_BY:
        word = LIKELY
    else:
        word = UNSURE
    shown = [
        Candidate(provider_id, told[3], told[0], UNSURE if rank else word)
        for rank, (provider_id, told) in enumerate(order[:CANDIDATES])
    ]
    return Match(payee, normalise(payee), word, tuple(shown))


OWN_LIST, IN_REGISTER, NOT_SURE = 2, 1, 0


def _surely(mine: _Alias, theirs: _Alias) -> int:
    """Whether equal names can only be one organisation: by the council's own list, by the register, or not surely.

    Two companies may not have one name (Companies House, Incorporation and names), but a company and a partnership,
    or two of either without a legal form, may: two practices called Richmond Medical Centre are registered. So both
    must state a legal form, the same one, or one of them where two telling words stand beside it.
    """
    if mine.text != theirs.text or LOOSE in (mine.standing, theirs.standing) or _forms_differ(mine, theirs):
        return NOT_SURE
    stated, telling = bool(forms(mine.name)) + bool(forms(theirs.name)), len(_telling(mine.text))
    if theirs.standing == OURS:
        return OWN_LIST if telling else NOT_SURE
    if stated == 2:
        return IN_REGISTER if telling and " " in mine.text else NOT_SURE
    return IN_REGISTER if stated and telling > 1 else NOT_SURE


def _ordered(text: str) -> str:
    return " ".join(sorted(text.split()))


def _telling(text: str) -> list[str]:
    return [word for word in text.split() if word not in COMMON]


def _forms_differ(mine: _Alias, theirs: _Alias) -> bool:
    """True where both state a legal form, and not the same: a group's Ltd is not its PLC."""
    here, there = forms(mine.name), forms(theirs.name)
    return bool(here and there and not here & there)


def _agree(mine: _Alias, theirs: _Alias) -> bool:
    """True when each telling word on either side has a counterpart on the other (or only spaces differ)."""
    if _forms_differ(mine, theirs) or not _telling(mine.text) or not _telling(theirs.text):
        return False
    if mine.text.replace(" ", "") == theirs.text.replace(" ", ""):
        return True
    return _paired(mine.text, theirs.text) and _paired(theirs.text, mine.text)


def _paired(one: str, other: str) -> bool:
    """A telling word may have a common one as its counterpart: "domicilary" is a slip."""
    return all(any(_alike(word, beside) for beside in other.split()) for word in _telling(one))


def _alike(word: str, other: str) -> bool:
    """Equal, or near it for words of four letters and more without a digit: 2 is not 3, and "st" is not "sp"."""
    if word == other:
        return True
    if min(len(word), len(other)) < 4 or any(letter.isdigit() for letter in word + other):
        return False
    return fuzz.ratio(word, other) >= WORD_SCORE
