"""Search: accounts that have the words somebody types, or that are similar to a sentence or an idea.

The index only proposes. Who may be found is asked at the one door again for every answer, and nothing that anybody
looks for is kept or logged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tightrope import settings
from tightrope.answers.cards import Card, cards
from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.errors import NotFound
from tightrope.evidence.concepts import concepts
from tightrope.records import finding as index
from tightrope.records import finding_build, stories
from tightrope.records.finding import Finding, Seen
from tightrope.records.house import House
from tightrope.records.roles import READ_WORDS, Reader
from tightrope.voices import exact_words, nearness
from tightrope.voices.sentences import sentences

WORDS, SIMILAR = "words", "similar"
PAGE = 20  # accounts shown at first, and more at each asking
SPARE = 20  # proposed beyond those, for the case that some may not be shown any more
MOST_LETTERS = 2_000  # of a text to compare: longer ones take seconds, and say nothing sharper
MOST_SENTENCES = 10  # of it: the mean of more is near to everything
FEWEST_WORDS = 4  # of a sentence; key words are compared, and find little
NOT_YOURS = "Your role counts accounts and does not read them, so it cannot search them."


@dataclass(frozen=True)
class Found:
    """The answer to one search. `why_not` says why there is none; `title` is empty while nothing is asked.

    `some` and `every`: accounts of the period with one of the words or more, and with all of them; None for similar
    ones, which nobody can count. `progress` says how far reading is, while it goes on.
    """

    mode: str
    title: str = ""
    cards: tuple[Card, ...] = ()
    some: int | None = None
    every: int | None = None
    more: bool = False
    notes: tuple[str, ...] = ()
    progress: str = ""
    why_not: str = ""


def find(
    house: House,
    reader: Reader,
    period: Period,
    text: str = "",
    mode: str = WORDS,
    concept: str = "",
    shown: int = PAGE,
) -> Found:
    """The best `shown` accounts of a period: with the words of `text` in them, or similar to `text`, else to a concept.

    Raises NotFound for a concept that is not in the list.
    """
    if not reader.may(READ_WORDS):
        return Found(mode, why_not=NOT_YOURS)
    if house.master is None:
        return Found(mode, why_not=house.key_problem)
    asked = index.finding(house)
    if mode == SIMILAR:
        return _similar(house, reader, period, asked, text[:MOST_LETTERS].strip(), concept, shown)
    return _with_words(house, reader, period, asked.look(house), text, shown)


def _with_words(house: House, reader: Reader, period: Period, seen: Seen, text: str, shown: int) -> Found:
    answer = Found(WORDS)
    told = list(seen.told)
    if 0 < len(seen.unread) <= index.SCANNED:  # a plain look at those that came since: nobody waits for the index
        told.append(_read_now(house, reader, seen))
    elif len(seen.unread):
        answer = replace(answer, progress=f"{seen.read:,} of {seen.accounts:,} accounts read so far.")
    wanted = exact_words.tokens(text)
    if not wanted:
        return replace(answer, notes=("These are signs, not words.",) if text.strip() else ())
    number = len(dict.fromkeys(wanted))
    if number > exact_words.MOST_WORDS:
        answer = replace(answer, notes=(f"Only the first {exact_words.MOST_WORDS} words were looked for.",))
    best, some, every = [], 0, 0
    for part, (score, has) in zip(told, exact_words.scores([one.postings for one in told], wanted), strict=True):
        inside = _within(part.months, period) & (has > 0)
        best.append(_proposed(part.ids, np.where(inside, score, np.float32(0)), shown))
        some += int(inside.sum())
        every += int((inside & (has == min(number, exact_words.MOST_WORDS))).sum())
    proposed = nearness.merged(best, shown + SPARE)
    return replace(
        answer,
        title=_words_title(some, every, number),
        cards=_cards(house, reader, period, proposed, shown),
        some=some,
        every=every,
        more=len(proposed) > shown,
    )


def _similar(
    house: House, reader: Reader, period: Period, asked: Finding, text: str, concept: str, shown: int
) -> Found:
    why_off = asked.why_off()
    if why_off:
        return Found(SIMILAR, why_not=f"Only exact words can be searched here. {why_off}")
    seen = asked.look(house)
    answer = replace(Found(SIMILAR), notes=_left_out(seen), progress=_compared(seen))
    said = sentences(text)[:MOST_SENTENCES] if text else _said(concept)
    if not said:
        return answer
    if text and len(text.split()) < FEWEST_WORDS:
        advice = "Single words find little here: write a sentence as somebody would say it, or choose from the list."
        answer = replace(answer, notes=(advice, *answer.notes))
    vector = nearness.idea(asked.vectors(said))
    best = []
    for part, score in zip(seen.near, nearness.likeness([one.vectors for one in seen.near], vector), strict=True):
        inside = np.where(_within(part.months, period), score, np.float32(0))
        best.append(_proposed(part.ids, inside, shown, nearness.LEAST))
    proposed = nearness.merged(best, shown + SPARE)
    found = _cards(house, reader, period, proposed, shown)
    return replace(answer, title=_similar_title(len(found)), cards=found, more=len(proposed) > shown)


def _cards(
    house: House, reader: Reader, period: Period, proposed: Sequence[tuple[str, float]], shown: int
) -> tuple[Card, ...]:
    """Those that may be shown now, in order: the door is asked again, whatever the index says."""
    ids = [one for one, _ in proposed]
    if not ids:
        return ()
    still = house.stores.rows(
        "find/still",
        audience=reader.audience,
        on_day=settings.today(),
        story_ids=ids,
        first=period.first,
        last=period.last,
    )
    by_id = {row["story_id"]: row for row in still}
    accounts = [by_id[one] for one in ids if one in by_id][:shown]
    return tuple(cards(house, reader, evidence(house, reader.audience, period), accounts))


def _read_now(house: House, reader: Reader, seen: Seen) -> finding_build.Told:
    opened = stories.words(house, reader, finding_build.names(seen.unread.ids))
    texts = {story_id: parts[stories.SHOWN] for story_id, parts in opened.items() if stories.SHOWN in parts}
    return finding_build.told(seen.unread, texts)


def _proposed(ids: np.ndarray, scores: np.ndarray, shown: int, above: float = 0.0) -> list[tuple[str, float]]:
    places = nearness.top(scores, shown + SPARE, above)
    return list(zip(finding_build.names(ids[places]), scores[places].tolist(), strict=True))


def _within(months: np.ndarray, period: Period) -> np.ndarray:
    return (months >= _month(period.first)) & (months <= _month(period.last))


def _month(day: date) -> int:
    """As find/marks numbers months."""
    return day.year * 12 + day.month


def _said(concept: str) -> Sequence[str]:
    if not concept:
        return ()
    known = concepts()
    if concept not in known:
        raise NotFound(f"There is no {concept} in the list of what to look for.")
    return known[concept].sentences


def _words_title(some: int, every: int, number: int) -> str:
    if not some:
        return "No account has this word" if number == 1 else "No account has any of these words"
    if number == 1:
        return "1 account has this word" if some == 1 else f"{some:,} accounts have this word"
    all_of = "1 account has all of these words" if every == 1 else f"{every:,} accounts have all of these words"
    rest = some - every
    if not rest:
        return all_of
    some_of = f"{rest:,} {'more has' if rest == 1 else 'more have'} some of them"
    return (
        f"{all_of}, {some_of}" if every else f"No account has all of these words, {rest:,} {_have(rest)} some of them"
    )


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _similar_title(number: int) -> str:
    if not number:
        return "No similar account was found; there may be some all the same"
    return f"{number} similar {'account' if number == 1 else 'accounts'}; there may be others"


def _left_out(seen: Seen) -> tuple[str, ...]:
    notes = []
    newer = seen.fitting - seen.compared + len(seen.unread)
    if seen.caught_up and newer > 0:
        are = "newer account is" if newer == 1 else "newer accounts are"
        notes.append(f"{newer:,} {are} not in the search for similar ones yet.")
    apart = seen.read - seen.fitting
    if apart > 0:
        are = "account is" if apart == 1 else "accounts are"
        notes.append(
            f"{apart:,} {are} under {nearness.FEWEST_WORDS} words or in another language than English: "
            "look for those by their exact words."
        )
    return tuple(notes)


def _compared(seen: Seen) -> str:
    left = seen.fitting - seen.compared + len(seen.unread)
    if seen.caught_up or left <= 0:
        return ""
    return f"{seen.compared:,} of {seen.compared + left:,} accounts read for likeness so far."
