"""For what age a text reads: the Flesch-Kincaid grade (Kincaid and others, 1975) plus five years, as schools here do.

Syllables are counted by rule. docs/methods/replies.md says how often the rule agrees with a pronouncing dictionary.
"""

import re
from dataclasses import dataclass

from tightrope.voices.sentences import sentences

A_SENTENCE, A_SYLLABLE, LESS = 0.39, 11.8, 15.59  # the grade = 0.39 words a sentence + 11.8 syllables a word - 15.59
YOUNGEST = 5  # years at which school begins: grade 0
FEWEST_WORDS = 20  # of fewer, one long word would decide
PLAIN_AGE = 12  # a letter that most adults read without help: ours, near the nine to eleven that public bodies aim at
LONG_SENTENCE = 25  # words: above, GOV.UK's guidance says to split it
LONG_WORD = 4  # syllables

WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
VOWELS = re.compile(r"[aeiouy]+")
# Two vowels that are said one after the other, and so are two syllables.
APART = re.compile(
    r"(?<![cstgl])ia(?!g)|(?<=t)ia(?=n?ti?)|io(?!u|n)|iu|eo(?!u|p)|ua(?!r)|(?<=[^gq])uo|ie(?=t|nc)|[aeoy]ing|ye(?=r)"
    r"|(?<!q)uel|uity"
)
KEPT_ES = re.compile(r"(?:[cgszx]|[cs]h)es$")  # houses, pages, wishes: the ending is said
ENDINGS = re.compile(r"(?:ful|ly|less|ment|ments|ness)$")
SPECIAL = {"people": 2, "every": 2, "being": 2, "business": 2, "create": 2, "evening": 2, "area": 3, "idea": 3,
           "different": 3, "something": 2, "somebody": 3, "someone": 2, "sometimes": 2, "everybody": 4, "everyone": 3,
           "everything": 3, "quiet": 2, "doesn't": 2, "didn't": 2, "isn't": 2, "wasn't": 2, "couldn't": 2, "hasn't": 2,
           "wouldn't": 2, "january": 4, "february": 4, "wednesday": 2, "quality": 3, "hundred": 2,
           "anyone": 3, "whoever": 3, "ninety": 2, "nineteen": 2, "centre": 2, "evenings": 2, "tired": 2, "language": 2,
           "dementia": 4, "shouldn't": 2, "haven't": 2, "hadn't": 2, "careful": 2, "whole": 1, "gone": 1}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """`age` in years, None for a text too short to say; the longest sentence in words, and words that are hard."""

    age: float | None
    words: int
    longest: int
    hard: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """True where most adults read it without help, or where it is too short to say."""
        return self.age is None or self.age <= PLAIN_AGE


def syllables(word: str) -> int:
    """Syllables of one English word, by rule; at least one.

    >>> [syllables(one) for one in ("cat", "table", "reptilian", "seemingly", "asked", "wanted")]
    [1, 2, 4, 3, 1, 2]
    """
    key = word.lower().replace("\u2019", "'").removesuffix("'s")
    if key in SPECIAL:
        return SPECIAL[key]
    key = key.replace("'", "")
    ending = ENDINGS.search(key)
    if ending and len(key) - len(ending[0]) > 2:
        said = 2 if ending[0] == "fully" else 1
        return _plain(key[: ending.start()]) + said
    return _plain(key)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text. Raises ValueError for one without words.

    >>> round(grade("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."), 1)
    11.3
    """
    found = WORD.findall(text)
    if not found:
        raise ValueError("A text without words has no grade.")
    spoken = sum(syllables(one) for one in found)
    number = max(len(_with_words(text)), 1)
    return A_SENTENCE * len(found) / number + A_SYLLABLE * spoken / len(found) - LESS


def reading(text: str) -> Reading:
    """How a text reads; ages are never below the one at which school begins."""
    found = WORD.findall(text)
    longest = max((len(WORD.findall(one)) for one in _with_words(text)), default=0)
    hard = tuple(dict.fromkeys(one.lower() for one in found if syllables(one) >= LONG_WORD and one.islower()))
    age = max(grade(text), 0.0) + YOUNGEST if len(found) >= FEWEST_WORDS else None
    return Reading(age, len(found), longest, hard)


def words(found: Reading) -> str:
    """How it reads, and what to mend, in plain words."""
    if found.age is None:
        return "Too short to say how it reads."
    said = f"Reads as for somebody of about {found.age:.0f}."
    if found.is_plain:
        return said
    mend = [f"Your longest sentence has {found.longest} words: split it."] if found.longest > LONG_SENTENCE else []
    if found.hard:
        mend.append(f"Long words: {', '.join(found.hard[:4])}.")
    return " ".join([said, *(mend or ["Shorter sentences and shorter words make it plainer."])])


def _with_words(text: str) -> list[str]:
    return [one for one in sentences(text) if WORD.search(one)]


def _plain(key: str) -> int:
    count = len(VOWELS.findall(key)) + len(APART.findall(key))
    if re.search(r"[^aeiouyl]le[sd]?$", key) or re.search(r"[dt]ed$", key) or KEPT_ES.search(key):
        pass  # table, wanted, houses: the last vowel is said
    elif re.search(r"[^aeiouy]e[sd]?$", key) or re.search(r"[aeiouy][^aeiouy]+e$", key):
        count -= 1
    if key.endswith("sm"):
        count += 1
    return max(count, 1)
