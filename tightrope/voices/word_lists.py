"""The words that redaction knows: English words, names, names that are words too, and what may always stay.

English words are the 82,000 of symspellpy's list (British and American spellings, all in small letters). Which of them
are names and nothing else is told by the spelling dictionary in spylls, which keeps capitals, and by the lists of
American given and family names in zxcvbn. data/words/ adds what a person wrote down; a council may edit it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from tightrope import paths

FOLDER = paths.ROOT / "data" / "words"
# Letters of the Latin script, with what may stand above or below them; words of other scripts are left whole.
LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0300-\u036f\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff"
JOINTS = "'\u2018\u2019\u02bc\u2010\u2011-"  # apostrophes and hyphens within a word
STRAIGHT = str.maketrans(JOINTS, "''''---")
TOKEN = re.compile(rf"[{LATIN}]+(?:[{JOINTS}][{LATIN}]+)*")
# Endings, and what a word that has one may be made of: "carries" of "carry", "liked" of "like".
ENDINGS = (
    ("ies", ("y",)), ("ied", ("y",)), ("ings", ("", "e")), ("ing", ("", "e")), ("ers", ("", "e")), ("er", ("", "e")),
    ("est", ("", "e")), ("ed", ("", "e")), ("es", ("",)), ("s", ("",)), ("ly", ("",)), ("y", ("", "e")),
    ("ness", ("",)), ("ment", ("",)), ("less", ("",)), ("ish", ("", "e")), ("able", ("", "e")),
)  # fmt: skip
INFLECTED = ("s", "ed", "ing")
BEGINNINGS = ("un", "re", "non", "over", "under", "mis", "pre")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_HALF = 3  # letters of each of two words run together


@dataclass(frozen=True)
class Words:
    """Small letters. `both` are words and names; `given` and `family` hold no ordinary word, `surnames` do."""

    ordinary: frozenset[str]
    both: frozenset[str]
    given: frozenset[str]
    family: frozenset[str]
    surnames: frozenset[str]

    def is_made_of_words(self, word: str) -> bool:
        """True for a word with an ending, or two words run together: "carers", "keysafe"."""
        if any(base in self.ordinary for base in bases(word)):
            return True
        halves = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
        return any(word[:at] in self.ordinary and word[at:] in self.ordinary for at in halves)

    def is_slip(self, word: str) -> bool:
        """True where one letter left out, put in, changed or swapped makes an English word of it."""
        for at in range(len(word) + 1):
            before, after = word[:at], word[at:]
            if after and before + after[1:] in self.ordinary:
                return True
            if len(after) > 1 and before + after[1] + after[0] + after[2:] in self.ordinary:
                return True
            for letter in LETTERS:
                if before + letter + after in self.ordinary or (after and before + letter + after[1:] in self.ordinary):
                    return True
        return False


@dataclass(frozen=True)
class Allow:
    """What is nobody's name here: single words, and phrases by their first word, all in small letters."""

    words: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]


@cache
def words() -> Words:
    """Read once; about a quarter of a second."""
    english = {line.split(" ", 1)[0] for line in _packed("symspellpy", "frequency_dictionary_en_82_765.txt")}
    stems = [line.strip().split("/")[0] for line in _packed("spylls.hunspell", "data/en/en_US.dic")]
    small = {stem for stem in stems if stem.islower()}
    large = {stem.lower() for stem in stems if stem[:1].isupper() and not stem.isupper()}
    listed = {*FREQUENCY_LISTS["female_names"], *FREQUENCY_LISTS["male_names"]}
    family = set(FREQUENCY_LISTS["surnames"])
    own, both = set(_own("names.txt")), frozenset(_own("names_that_are_words.txt"))

    def is_only_a_name(word: str) -> bool:
        if word in small:
            return False
        if word in large or word in listed:  # "waters" may be of "water", but "barry" is not of "bar"
            return not (word.endswith(INFLECTED) and any(base in small for base in bases(word)))
        may_be = word in family or (word[-1] == "s" and word[:-1] in large)
        return may_be and not any(base in small for base in bases(word))

    ordinary = frozenset({word for word in english if not is_only_a_name(word)} - own | both)
    given = frozenset((listed | own) - ordinary)
    return Words(ordinary, both, given, frozenset(family - ordinary), frozenset(family))


@cache
def always() -> tuple[str, ...]:
    """What data/words/allow.txt lets stay."""
    lines = (FOLDER / "allow.txt").read_text(encoding="utf-8").splitlines()
    return tuple(one.strip() for line in lines if not line.startswith("#") for one in line.split(",") if one.strip())


def allow(phrases: Iterable[str] = ()) -> Allow:
    """What may stay: allow.txt, and phrases of the council's own (titles, places, parts of the city).

    A word of such a phrase may stand alone as well ("Beechcroft" of Beechcroft Homecare) unless it is somebody's name
    and nothing else. One that is both (Rowan of Rowan Care Co-operative) stays until the sentence says that it is a
    person: "my carer Rowan", "Rowan came".
    """
    known, own = words(), [parts(one) for one in phrases]
    single, more = set(), {}
    for phrase in (*(parts(one) for one in always()), *own):
        if len(phrase) == 1:
            single.add(phrase[0])
        elif phrase:
            more.setdefault(phrase[0], set()).add(phrase)
    not_alone = (known.given | known.family | known.ordinary) - known.both
    single |= {word for phrase in own for word in phrase if len(word) > 2 and word not in not_alone}
    longest_first = {key: tuple(sorted(found, key=lambda one: (-len(one), one))) for key, found in more.items()}
    return Allow(frozenset(single), longest_first)


def parts(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as the lists have them."""
    return tuple(without_s(plain(one)) for one in TOKEN.findall(phrase))


def plain(word: str) -> str:
    """A word as the lists have it: small letters, straight apostrophes and hyphens."""
    small = word.lower()
    return small if small.isascii() else small.translate(STRAIGHT)


def without_s(word: str) -> str:
    """A plain word without the 's that says whose something is."""
    return word[:-2] if word.endswith("'s") else word


def bases(word: str) -> Iterator[str]:
    """What a word may be made of: "stopped" gives "stop", "stopp" and "stoppe"."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            cut = word[: -len(ending)]
            if cut[-1] == cut[-2]:
                yield cut[:-1]
            for one in instead:
                yield cut + one
    for beginning in BEGINNINGS:
        if word.startswith(beginning) and len(word) > len(beginning) + 3:
            yield word[len(beginning) :]


def _packed(package: str, path: str) -> list[str]:
    return resources.files(package).joinpath(path).read_text(encoding="utf-8-sig").splitlines()


def _own(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.lower().split()]
