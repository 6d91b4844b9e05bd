"""Themes: what people tell, with the words that point to each; one file each in data/themes."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tightrope import paths
from tightrope.evidence import definitions
from tightrope.evidence.definitions import Definition
from tightrope.evidence.measures import Measure

WELLBEING = ("a", "b", "c", "d", "e", "f", "g", "h", "i")  # the nine areas of section 1(2) of the Care Act 2014
MAKING_IT_REAL = (1, 2, 3, 4, 5, 6)  # the six themes of Making It Real (TLAP 2018)
CQC = (1, 2, 3, 4, 5, 6, 7, 8, 9)  # CQC's quality statements for councils
ASCOT = (  # the eight domains of the Adult Social Care Outcomes Toolkit
    "control over daily life", "personal cleanliness and comfort", "food and drink", "personal safety",
    "social participation", "occupation", "accommodation cleanliness and comfort", "dignity",
)  # fmt: skip
VALENCES = ("usually_bad", "usually_good", "either")
NAME_FITS = 40
MONEY = re.compile(r"(money/[a-z][a-z0-9_]*)?")
PHRASE = re.compile(r"[a-z0-9][a-z0-9'-]*\*?( [a-z0-9][a-z0-9'-]*\*?)*")


@dataclass(frozen=True)
class Crosswalks:
    """Where a theme stands in four published frames."""

    wellbeing: tuple[str, ...]
    making_it_real: tuple[int, ...]
    ascot: tuple[str, ...]
    cqc: tuple[int, ...]


@dataclass(frozen=True)
class Theme:
    """One theme of the codebook."""

    theme_id: str
    name: str
    definition: str
    example: str
    counter_example: str
    lexicon: tuple[str, ...]  # phrases that point to it; * at the end of a word stands for any ending
    not_lexicon: tuple[str, ...]  # phrases that must not count, whatever they hold
    crosswalks: Crosswalks
    answers_to: tuple[str, ...]  # measures that should have caught it; empty: nobody measures this
    money: str  # the query that gives the pounds, or "" where there is no figure
    valence_hint: str
    author: str
    next_review: date


def load_themes(folder: Path = paths.THEMES, measure_ids: Collection[str] | None = None) -> dict[str, Theme]:
    """Every theme of the folder by id, in the order of the ids.

    `measure_ids` are the measures that may be named: those of data/measures where None is given. Raises Refusal
    that lists all faults of all files, each with file, field, what is wrong and how to mend it.
    """
    known = definitions.ids(paths.MEASURES) if measure_ids is None else measure_ids
    return definitions.read_folder(folder, "theme", lambda file: _theme(file, known))


def one_sided(measures: Iterable[Measure], themes: Iterable[Theme]) -> list[str]:
    """Ties that only one side names, in plain words: a measure and a theme must name each other or neither."""
    from_themes = {(m, t.theme_id) for t in themes for m in t.answers_to}
    from_measures = {(m.measure_id, t) for m in measures for t in m.themes}
    missing = [
        f"{m}.toml, themes: The theme {t} answers to this measure. Add it, or take the measure out of {t}.toml."
        for m, t in from_themes - from_measures
    ]
    missing += [
        f"{t}.toml, answers_to: The measure {m} names this theme. Add it, or take the theme out of {m}.toml."
        for m, t in from_measures - from_themes
    ]
    return sorted(missing)


def hits(theme: Theme, text: str) -> tuple[str, ...]:
    """The pieces of the text that point to the theme, in small letters, each once, as they come; empty for none.

    Whole words only, in any case and with any kind of apostrophe or none; what a phrase of `not_lexicon` covers
    does not count.
    """
    plain = text.casefold().replace("\u2019", "'").replace("\u2018", "'")
    if theme.not_lexicon:
        plain = _pattern(theme.not_lexicon).sub("|", plain)  # a mark that no phrase can bridge
    found = (" ".join(match.group().split()) for match in _pattern(theme.lexicon).finditer(plain))
    return tuple(dict.fromkeys(found))


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all phrases, the longest first, so that the fullest piece of text is the one reported."""
    parts = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(_phrase(part) for part in parts) + r")(?!\w)")


def _phrase(phrase: str) -> str:
    words = re.split("[ -]", phrase)
    return r"[\s-]+".join(re.escape(word.removesuffix("*")).replace("'", "'?") + _ending(word) for word in words)


def _ending(word: str) -> str:
    return r"\w*" if word.endswith("*") else ""


def _theme(file: Definition, measure_ids: Collection[str]) -> Theme:
    money = file.words("money", may_be_empty=True)
    if not MONEY.fullmatch(money):
        file.wrong("money", f'"{money}" is not a query of money/. Write "money/its_name", or "" for no figure.')
    theme = Theme(
        theme_id=file.id,
        name=file.words("name", longest=NAME_FITS),
        definition=file.words("definition"),
        example=file.words("example"),
        counter_example=file.words("counter_example"),
        lexicon=_phrases(file, "lexicon", fewest=1),
        not_lexicon=_phrases(file, "not_lexicon"),
        crosswalks=_crosswalks(file.section("crosswalks")),
        answers_to=file.several("answers_to", measure_ids, what="measure"),
        money=money,
        valence_hint=file.choice("valence_hint", VALENCES),
        author=file.words("author"),
        next_review=file.day("next_review"),
    )
    for both in sorted(set(theme.lexicon) & set(theme.not_lexicon)):
        file.wrong("not_lexicon", f'"{both}" stands in lexicon too. Keep it in one of them.')
    return theme


def _phrases(file: Definition, field: str, fewest: int = 0) -> tuple[str, ...]:
    found = file.several(field, what="phrase", fewest=fewest)
    for phrase in found:
        if not PHRASE.fullmatch(phrase):
            how = "Use small letters, digits, ' and -, single blanks, and * only at the end of a word."
            file.wrong(field, f'"{phrase}" cannot be matched. {how}')
    return found


def _crosswalks(part: Definition) -> Crosswalks:
    made = Crosswalks(
        wellbeing=part.several("wellbeing", WELLBEING, what="area of wellbeing", fewest=1),
        making_it_real=part.several("making_it_real", MAKING_IT_REAL, what="theme of Making It Real", fewest=1),
        ascot=part.several("ascot", ASCOT, what="ASCOT domain"),
        cqc=part.several("cqc", CQC, what="quality statement", fewest=1),
    )
    part.no_more()
    return made
