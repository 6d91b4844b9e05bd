"""Was a contract renewed as it was? How alike two specifications are, and what differs, to be read by people.

Both rest on the longest common subsequence (rapidfuzz, bit-parallel): of all ways to line two texts up in order the
one that keeps most. First sentences are lined up; a sentence that went and one that came in its place, alike enough,
are shown as one that changed, word by word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

FEWEST_WORDS = 10  # a shorter specification says too little to be compared
ALIKE = 0.5  # of the letters in common, from which two sentences are one that was changed
AROUND = 1  # unchanged sentences shown before and after a change; the rest is folded
LONGEST_MARK = 6  # letters of a mark that opens a list item, such as "12.3."
MOST_PAIRS = 250_000  # pairs of sentences held against each other in one place; above, they went and came
MOST_CELLS = 400_000_000  # words times words lined up at once, about 50 MB; above, the sentence went and came
SAME, REMOVED, ADDED, CHANGED, FOLDED = "same", "removed", "added", "changed", "folded"


@dataclass(frozen=True)
class Run:
    """Words in a row of a changed sentence: same, removed or added."""

    kind: str
    text: str


@dataclass(frozen=True)
class Part:
    """A sentence that is the same, was removed, added or changed; or `sentences` that are the same, folded away.

    `runs` only for a changed one; `starts` is True for the first sentence of a paragraph, heading or list item.
    """

    kind: str
    text: str = ""
    runs: tuple[Run, ...] = ()
    sentences: int = 1
    starts: bool = False


@dataclass(frozen=True)
class Difference:
    """Two specifications held against each other. `likeness` is None, and `why` says so, where they cannot be."""

    likeness: float | None
    why: str
    words_before: int
    words_after: int
    words_removed: int
    words_added: int
    parts: tuple[Part, ...]


def likeness(before: str, after: str) -> float:
    """0 to 1: twice the words that both have in the same order, over all words of both; headings and case aside.

    >>> likeness("Visits of thirty minutes", "visits of fifteen minutes")
    0.75
    """
    return Indel.normalized_similarity(*_numbered(_words(before), _words(after)))


def difference(before: str | None, after: str | None) -> Difference:
    """What is the same and what differs, from the first sentence to the last."""
    before, after = before or "", after or ""
    counted = len(_words(before)), len(_words(after))
    why = _too_short(*counted)
    if why:
        return Difference(None, why, *counted, 0, 0, ())
    kept = likeness(before, after)
    common = round(kept * sum(counted) / 2)
    return Difference(kept, "", *counted, counted[0] - common, counted[1] - common, tuple(folded(parts(before, after))))


def parts(before: str, after: str) -> list[Part]:
    """Every sentence of both texts, in reading order, nothing folded."""
    old, new = sentences(before), sentences(after)
    made: list[Part] = []
    gone, come = [], []
    for step in Indel.opcodes(*_numbered([one for one, _ in old], [one for one, _ in new])):
        if step.tag == "equal":
            made += _replaced(gone, come)
            gone, come = [], []
            made += [Part(SAME, text, starts=first) for text, first in new[step.dest_start : step.dest_end]]
        else:
            gone += old[step.src_start : step.src_end]
            come += new[step.dest_start : step.dest_end]
    return made + _replaced(gone, come)


def folded(made: Sequence[Part], around: int = AROUND) -> list[Part]:
    """The same with long unchanged stretches put away: `around` sentences stay on either side of a change.

    A single sentence is never put away: saying so would take its place.
    """
    near = {at + step for at, one in enumerate(made) if one.kind != SAME for step in range(-around, around + 1)}
    short: list[Part] = []
    waiting: list[Part] = []
    for at, one in enumerate(made):
        if at in near:
            short += _put_away(waiting)
            waiting = []
            short.append(one)
        else:
            waiting.append(one)
    return short + _put_away(waiting)


def sentences(text: str) -> list[tuple[str, bool]]:
    """Sentences with their spaces made one, and whether each begins a paragraph, heading or list item.

    A line that begins like a heading or a list item begins one; other lines of a paragraph are run together.
    """
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[#*+|-]|\d+[.)])\s)|(?<=\n)(?=#)", text.replace("\r\n", "\n"))
    made = []
    for block in blocks:
        plain = " ".join(block.split())
        cut = [one for one in re.split(r"(?<=[.!?;:]) (?=\S)", plain) if one]
        made += [(one, at == 0) for at, one in enumerate(_mended(cut))]
    return made


def _mended(cut: list[str]) -> list[str]:
    """A number or a mark that only opens a list item ("1.") is no sentence of its own."""
    made: list[str] = []
    for one in cut:
        if made and len(made[-1]) <= LONGEST_MARK and re.fullmatch(r"\W*\d*\W*", made[-1]):
            made[-1] += f" {one}"
        else:
            made.append(one)
    return made


def _replaced(gone: list[tuple[str, bool]], come: list[tuple[str, bool]]) -> list[Part]:
    """Sentences that went and those that came in their place: pairs that are alike as changed ones."""
    made: list[Part] = []
    i = j = 0
    for left, right in [*_pairs([one for one, _ in gone], [one for one, _ in come]), (len(gone), len(come))]:
        made += [Part(REMOVED, text, starts=first) for text, first in gone[i:left]]
        made += [Part(ADDED, text, starts=first) for text, first in come[j:right]]
        if left < len(gone):
            made += _changed(gone[left][0], *come[right])
        i, j = left + 1, right + 1
    return made


def _pairs(gone: list[str], come: list[str]) -> list[tuple[int, int]]:
    """Which sentence became which, in order, so that the likenesses add up to most; the earliest pairs where tied."""
    if not gone or not come or len(gone) * len(come) > MOST_PAIRS:
        return []
    alike = cdist(gone, come, scorer=Indel.normalized_similarity, score_cutoff=ALIKE).tolist()
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    for i in range(len(gone) - 1, -1, -1):
        row, below, this = best[i], best[i + 1], alike[i]
        for j in range(len(come) - 1, -1, -1):
            row[j] = max(below[j], row[j + 1], this[j] + below[j + 1] if this[j] else 0.0)
    found, i, j = [], 0, 0
    while i < len(gone) and j < len(come):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _changed(before: str, after: str, first: bool) -> list[Part]:
    """One changed sentence as runs of words; words that went stand before those that came."""
    old, new = before.split(), after.split()
    if len(old) * len(new) > MOST_CELLS:
        return [Part(REMOVED, before, starts=first), Part(ADDED, after, starts=first)]
    runs: list[Run] = []
    gone, come = [], []

    def close() -> None:
        runs.extend(Run(kind, " ".join(words)) for kind, words in ((REMOVED, gone), (ADDED, come)) if words)

    for step in Indel.opcodes(*_numbered(old, new)):
        if step.tag == "equal":
            close()
            gone, come = [], []
            runs.append(Run(SAME, " ".join(new[step.dest_start : step.dest_end])))
        else:
            gone = gone + old[step.src_start : step.src_end]
            come = come + new[step.dest_start : step.dest_end]
    close()
    return [Part(CHANGED, after, tuple(runs), starts=first)]


def _put_away(waiting: list[Part]) -> list[Part]:
    return [Part(FOLDED, sentences=len(waiting))] if len(waiting) > 1 else waiting


def _too_short(before: int, after: int) -> str:
    for words, which in ((before, "the term before"), (after, "this term")):
        if words == 0:
            return f"The specification of {which} is not on file: contract.csv brings it."
        if words < FEWEST_WORDS:
            return f"The specification of {which} has {words} words: too short to compare."
    return ""


def _words(text: str) -> list[str]:
    return re.findall(r"[\w£%.']+", text.lower())


def _numbered(before: Sequence[str], after: Sequence[str]) -> tuple[list[int], list[int]]:
    """Each word or sentence by a number, so that nothing rests on how this process happens to hash text."""
    known: dict[str, int] = {}
    first = [known.setdefault(one, len(known)) for one in before]
    return first, [known.setdefault(one, len(known)) for one in after]
