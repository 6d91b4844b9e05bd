"""What the lists say of a single word: an English word, somebody's name, both, or neither."""

import re
import unicodedata
from functools import lru_cache

from tightrope.voices import name_cues as cues
from tightrope.voices.word_lists import JOINTS, plain, without_s, words

ORDINARY, BOTH, GIVEN, FAMILY, UNKNOWN = "ordinary", "both", "given", "family", "unknown"
LONG_PLURAL = 6  # letters from which a final s is taken off an unknown word
LONGEST = 60  # letters: what is longer is no word of any kind
RUN_ON = re.compile(r"([A-Za-z][a-z]{2,})([A-Z][a-z]+)")  # careAnd: a blank was left out


@lru_cache(maxsize=100_000)
def known(word: str) -> tuple[str, str, int, bool, bool]:
    """Key, sort, length without the 's, and whether it has a capital first and throughout."""
    key = plain(word)
    length = len(word) - 2 if key.endswith("'s") else len(word)
    key, word = without_s(key), word[:length]
    shouted = len(word) > 1 and (word.isupper() or (len(word) > 2 and word[:-1].isupper() and word[-1] == "s"))  # GPs
    return key, _sort(key, word), length, word[0].isupper(), shouted


def sort_of(word: str) -> str:
    """What the lists say of a word: ORDINARY, BOTH, GIVEN, FAMILY or UNKNOWN."""
    return known(word)[1]


def _sort(key: str, word: str) -> str:
    lists = words()
    if key in lists.both:
        return BOTH
    if key in lists.ordinary or len(key) == 1 or key in cues.PLAINLY_WORDS:
        return ORDINARY
    if key in lists.given:
        return GIVEN
    if key in lists.family:
        return FAMILY
    if len(key) > LONGEST:
        return ORDINARY if not re.search(f"[{JOINTS}]", word) else UNKNOWN
    split = re.split(f"[{JOINTS}]", word)
    if len(split) > 1:
        if len(split[0]) == 1 and split[1][:1].isupper() and "'" in key:
            return FAMILY  # O'Neill, D'Souza
        sorts = {_sort(plain(one), one) for one in split if len(one) > 3 or one[:1].isupper()}  # not "ex", "ups"
        return next((sort for sort in (GIVEN, FAMILY, UNKNOWN) if sort in sorts), BOTH if sorts == {BOTH} else ORDINARY)
    if key in cues.ACCENTED:
        return ORDINARY
    if not key.isascii():
        bare = _sort(_bare(key), word) if _bare(key) != key else UNKNOWN
        return UNKNOWN if bare is ORDINARY and not word.islower() else bare
    if key.endswith("s") and key[:-1] in lists.ordinary and len(key) > LONG_PLURAL:
        return ORDINARY
    run_on = RUN_ON.fullmatch(word)
    if run_on and _sort(plain(run_on[1]), run_on[1]) is ORDINARY and _sort(plain(run_on[2]), run_on[2]) is ORDINARY:
        return ORDINARY
    return UNKNOWN


def _bare(key: str) -> str:
    """Without what stands above and below the letters."""
    return "".join(one for one in unicodedata.normalize("NFD", key) if not unicodedata.combining(one))


@lru_cache(maxsize=50_000)
def may_be_english(key: str) -> bool:
    """Something written wrong, or made of English words."""
    return len(key) <= LONGEST and key.isascii() and (words().is_made_of_words(key) or words().is_slip(key))
