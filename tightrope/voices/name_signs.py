"""Whether one word of a text is somebody's name: by what the lists say of it, and by what stands beside it."""

import re
from dataclasses import dataclass, field

from tightrope.voices import name_cues as cues
from tightrope.voices.word_lists import words
from tightrope.voices.word_sorts import BOTH, FAMILY, GIVEN, ORDINARY, UNKNOWN, may_be_english

STARTS = re.compile(r"(?:^|[.!?:;\u2026\n\r]|\s[-\u2013\u2014\u2022*>])[\s\"'\u201c\u201d\u2018\u2019\[*_]*$")
LOOK_BACK = 12  # characters before a word that show whether a sentence begins
SHORTEST_SMALL = 4  # letters of a word in small letters that nothing else gives away
SHORTEST_LARGE = 3  # letters of an unknown word that begins a sentence
LONGEST_SHORT = 5  # letters: all in capitals, such a word is an abbreviation unless somebody may be called that
LONG_SLIP = 8  # letters from which a misspelt word at the start of a sentence is told from a name


@dataclass(frozen=True, slots=True)
class Token:
    """One word: where it stands, as the lists have it, and what they say of it. `end` leaves out the 's."""

    start: int
    end: int
    key: str
    sort: str
    large: bool  # begins with a capital
    shouted: bool  # all capitals


@dataclass
class Reading:
    """One text under reading; `stays` and `named` are places of words in `tokens`."""

    text: str
    tokens: list[Token]
    stays: set[int] = field(default_factory=set)
    within: set[int] = field(default_factory=set)  # those that stay as one of several words: Amber Court
    named: set[int] = field(default_factory=set)
    english: bool = True
    loud: bool = False  # written in capitals: they say nothing here

    def gap(self, at: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.tokens[at - 1].end : self.tokens[at].start] if 0 < at < len(self.tokens) else ""

    def key(self, at: int) -> str:
        """The word at a place, or nothing beyond the ends."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def is_large(self, at: int) -> bool:
        """True for a word with a capital, where capitals say something."""
        return 0 <= at < len(self.tokens) and self.tokens[at].large and not self.loud

    def begins(self, at: int) -> bool:
        """True where a sentence, a line or a quotation begins with this word."""
        start = self.tokens[at].start
        before = self.text[max(0, start - LOOK_BACK) : start]
        return bool(STARTS.search(before)) if start > LOOK_BACK else bool(STARTS.search(before) or not before.strip())


def is_name(read: Reading, at: int) -> bool:
    token = read.tokens[at]
    large = token.large and not read.loud
    if token.key in cues.NEVER and not (large and token.sort is not ORDINARY):
        return False
    said = _told_before(read, at, large)
    if at in read.stays:
        # A month or a town may be somebody's name too; here only what stands beside it can say so.
        if at in read.within:
            return False
        if large and _after_title(read, at, large):
            return True
        acts = read.gap(at + 1) == " " and read.key(at + 1) in cues.DOES and read.key(at - 1) not in cues.PREPOSITIONS
        if token.sort is BOTH and large and not token.shouted and (acts or _has_surname(read, at)):
            return True
        somebody = token.sort is BOTH or (token.sort in (GIVEN, FAMILY) and read.key(at - 1) not in cues.PREPOSITIONS)
        return said and somebody
    if token.sort is ORDINARY:
        return said and _after_title(read, at, large)
    if token.sort is BOTH:
        return said or _both_is_name(read, at, large)
    return _unknown_is_name(read, at, large, said)


def _has_surname(read: Reading, at: int) -> bool:
    """June Baker: a month before a word that is a family name too, and no place or feast ("May Bank Holiday")."""
    after = read.key(at + 1) if read.gap(at + 1) == " " and read.is_large(at + 1) else ""
    known = after in words().surnames or (after and read.tokens[at + 1].sort in (GIVEN, FAMILY))
    return bool(known) and at + 1 not in read.stays and after not in cues.PLACES and after not in cues.NO_SURNAMES


def _unknown_is_name(read: Reading, at: int, large: bool, said: bool) -> bool:
    token = read.tokens[at]
    listed = token.sort in (GIVEN, FAMILY)
    if read.loud:
        return (
            said
            or (listed and len(token.key) >= SHORTEST_SMALL)
            or (len(token.key) > LONGEST_SHORT and not may_be_english(token.key))
        )
    if token.shouted:
        return said or listed or (len(token.key) > LONGEST_SHORT and not may_be_english(token.key))
    if large:
        if said or listed:
            return True
        slip = len(token.key) >= LONG_SLIP and may_be_english(token.key) and not _does(read, at)
        return not ((slip or len(token.key) < SHORTEST_LARGE) and read.begins(at))
    if said:
        return True
    if len(token.key) < SHORTEST_SMALL:
        return False
    if token.sort is GIVEN:
        return True
    return read.english and not token.key.endswith(cues.WORD_ENDINGS) and not may_be_english(token.key)


def _both_is_name(read: Reading, at: int, large: bool) -> bool:
    """A word that may be a name, with nothing before it that says so."""
    token, after = read.tokens[at], read.key(at + 1)
    if not large or token.shouted:
        return False
    if not read.begins(at):
        away = token.key in cues.AS_WORDS and read.gap(at + 1) == " " and after in cues.AWAY
        return not away and not _is_place(read, at)
    if read.gap(at + 1) != " ":
        whose = read.gap(at + 1)[:2] in ("'s", "\u2019s") and after not in cues.PLACES
        return whose and token.key not in cues.AS_WORDS
    if after in cues.DOES or (after in cues.OFTEN and token.key not in ("may", "will")):
        return True
    return after in cues.IS and token.key not in cues.AS_WORDS


def _does(read: Reading, at: int) -> bool:
    """True where the next word says what somebody does or is, or "and" joins another capital."""
    after = read.key(at + 1)
    if read.gap(at + 1) != " ":
        return False
    joined = after in ("and", "or") and read.is_large(at + 2)
    return joined or after in cues.DOES or after in cues.IS or after in cues.OFTEN


def _is_place(read: Reading, at: int) -> bool:
    """Holly Lodge, Ridge Lane, the Trust: a word of a place or a body where somebody's name would do as well."""
    after = read.key(at + 1) if read.gap(at + 1) == " " else ""
    if after in cues.SMALL_PLACES or (after in cues.PLACES and read.is_large(at + 1)):
        return True
    if read.gap(at) == " " and read.key(at - 1) in cues.THE:
        return True
    return read.key(at) in cues.PLACES and read.gap(at) == " " and read.is_large(at - 1)


def _told_before(read: Reading, at: int, large: bool) -> bool:
    """True where what stands before a word says that it is a name."""
    gap, before, token = read.gap(at), read.key(at - 1), read.tokens[at]
    if at == 0 or len(gap) > 3:
        return False
    if _after_title(read, at, large):
        return True
    if gap == " ":
        if before in cues.CALLED or _is_my_name(read, at - 1):
            return token.sort is not ORDINARY
        if before in cues.ROLES:
            if large or token.sort in (GIVEN, FAMILY):
                return token.sort is not ORDINARY
            if token.sort is BOTH:
                return _does(read, at) and token.key not in cues.SMALL_WORDS
            return token.sort is UNKNOWN and (_does(read, at) or not may_be_english(token.key))
        if before in cues.TOWARDS or (before in cues.PREPOSITIONS and read.key(at - 2) in cues.TOWARDS):
            return large and token.sort is not ORDINARY
    if gap == ", " and before in cues.ROLES and large and token.sort is not ORDINARY:
        return read.gap(at + 1)[:1] in (",", ")", ".") or token.sort is not BOTH
    return False


def _is_my_name(read: Reading, at: int) -> bool:
    """True at the last word of "my name is", "his name was", "her name's"."""
    if read.key(at) == "name":
        return read.text[read.tokens[at].end :][:2] in ("'s", "\u2019s")
    return read.key(at) in ("is", "was") and read.key(at - 1) == "name"


def _after_title(read: Reading, at: int, large: bool) -> bool:
    before = read.key(at - 1)
    if at == 0 or before not in cues.TITLES or read.gap(at) not in (" ", ". ", "."):
        return False
    if read.tokens[at - 1].shouted and not read.loud:
        return False  # MS is an illness
    if before in ("dr", "doctor") and read.tokens[at].sort is ORDINARY and not (large and read.is_large(at - 1)):
        return False  # "the Dr needs", "a dr. However"
    if read.loud or not large:
        return before in cues.SMALL_TITLES and read.tokens[at].key not in cues.NEVER
    return read.is_large(at - 1) or before in cues.SMALL_TITLES
