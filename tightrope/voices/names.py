"""Finding people's names by inverse dictionary: what is neither an English word nor known to be nobody's is a name.

A word that is both (Mark, Blessing, June) is a name where the sentence says so. Of two mistakes, a name left standing
is the worse one: what is doubtful goes.
"""

from tightrope.voices import name_cues as cues
from tightrope.voices.name_signs import SHORTEST_LARGE, Reading, Token, is_name
from tightrope.voices.word_lists import TOKEN, Allow, words
from tightrope.voices.word_sorts import BOTH, FAMILY, GIVEN, ORDINARY, UNKNOWN, known

ENGLISH_SHARE, FEWEST_WORDS = 0.6, 4  # below, a text is not taken for English and unknown small words stay
LOUD_SHARE = 0.6  # of its words in capitals, and capitals say nothing


def find(text: str, allow: Allow) -> list[tuple[int, int]]:
    """Where names stand, as (start, end), in order. Only words of the Latin script are looked at."""
    read = Reading(text, [])
    told = False
    for one in TOKEN.finditer(text):
        key, sort, length, large, shouted = known(one[0])
        start = one.start()
        if start and text[start - 1].isdigit():
            sort = ORDINARY  # 3rd, 10am
        told = told or sort is not ORDINARY or key in cues.TITLES
        read.tokens.append(Token(start, start + length, key, sort, large, shouted))
    if not told:
        return []
    ordinary = sum(one.sort is ORDINARY or one.sort is BOTH or one.key in allow.words for one in read.tokens)
    read.english = len(read.tokens) >= FEWEST_WORDS and ordinary >= ENGLISH_SHARE * len(read.tokens)
    shouted = sum(one.shouted or len(one.key) == 1 for one in read.tokens)
    read.loud = len(read.tokens) > 2 and shouted > LOUD_SHARE * len(read.tokens)
    read.stays, read.within = _allowed(read.tokens, allow)
    for at in range(len(read.tokens)):
        if is_name(read, at):
            read.named.add(at)
    _grow(read)
    return _spans(read)


def _allowed(tokens: list[Token], allow: Allow) -> tuple[set[int], set[int]]:
    """Places of the words that are nobody's name here, and of those that are so only together."""
    stays, within = set(), set()
    for at, token in enumerate(tokens):
        key = token.key
        for phrase in allow.phrases.get(key, ()):
            if all(at + n < len(tokens) and tokens[at + n].key == one for n, one in enumerate(phrase)):
                within |= set(range(at, at + len(phrase)))
                break
        joined = "-" in key and token.sort is UNKNOWN and all(_stays_alone(one, allow) for one in key.split("-"))
        if joined or key in allow.words:
            stays.add(at)
    return stays | within, within


def _stays_alone(part: str, allow: Allow) -> bool:
    return len(part) < SHORTEST_LARGE or part in allow.words or part in words().ordinary


def _grow(read: Reading) -> None:
    """Titles, initials, surnames, particles and the other half of "Jack and Olumide" go with the name beside them."""
    for at in range(len(read.tokens)):
        if at not in read.named and _joins_before(read, at):
            read.named.add(at)
    for at in reversed(range(len(read.tokens))):
        if at not in read.named and (at + 1 in read.named and _joins_after(read, at) or _is_first_of_two(read, at)):
            read.named.add(at)
    for at in range(len(read.tokens)):
        if at not in read.named and _joins_before(read, at):
            read.named.add(at)


def _joins_before(read: Reading, at: int) -> bool:
    """True for a word that goes on with the name before it: a surname, an initial, "and Mark"."""
    token, gap = read.tokens[at], read.gap(at)
    if at - 1 in read.named and gap == " " and read.is_large(at):
        if len(token.key) == 1:
            return token.key not in ("i", "a")
        if token.key in cues.NEVER or token.key in cues.CALENDAR:
            return False
        titled = read.key(at - 2) in cues.TITLES
        surname = read.tokens[at - 1].sort is GIVEN or titled
        if at in read.stays:
            return surname and (titled or token.sort in (GIVEN, FAMILY)) and at not in read.within
        return surname or token.key not in cues.PLACES
    if at - 1 in read.named and gap == " " and token.key in cues.PARTICLES and at + 1 in read.named:
        return True
    if at - 1 in read.named and gap in (". ", ".") and len(read.key(at - 1)) == 1:
        return read.is_large(at) and token.key not in cues.NEVER
    joined = gap in (", ", " & ", "/", " / ") and at - 1 in read.named
    joined = joined or (gap == " " and read.key(at - 1) in ("and", "or") and at - 2 in read.named)
    return joined and token.sort is BOTH and read.is_large(at) and at not in read.stays


def _is_first_of_two(read: Reading, at: int) -> bool:
    """Victor and Iain, Mark & Fatima: a word that is a name because another name follows it."""
    token = read.tokens[at]
    if token.sort is not BOTH or not read.is_large(at) or at in read.stays or token.key in ("will", "may"):
        return False
    joined = read.gap(at + 1) == " " and read.key(at + 1) in ("and", "or") and at + 2 in read.named
    return joined or (read.gap(at + 1) in (" & ", "/", ", ") and at + 1 in read.named)


def _joins_after(read: Reading, at: int) -> bool:
    """True for a word that goes before the name after it: a title, an initial, a given name that is a word too."""
    token, gap = read.tokens[at], read.gap(at + 1)
    if token.key in cues.TITLES and gap in (" ", ". ", "."):
        return read.is_large(at) or token.key in cues.SMALL_TITLES
    if len(token.key) == 1 and gap in (" ", ". ", "."):
        return read.is_large(at) and token.key not in ("i", "a")
    if gap in (" ", "-") and token.sort is BOTH and read.is_large(at) and read.is_large(at + 1):
        return True
    if gap == " " and token.key in cues.PARTICLES and read.is_large(at + 1):
        return read.is_large(at) or at - 1 in read.named
    if gap == " " and read.is_large(at) and at not in read.stays and not read.begins(at):
        other = token.key in cues.PLACES or token.key in cues.ROLES or token.key in cues.NEVER
        return read.is_large(at + 1) and not other  # Shiny Joseph
    return False


def _spans(read: Reading) -> list[tuple[int, int]]:
    """Names that stand side by side are one."""
    made: list[tuple[int, int]] = []
    for at in sorted(read.named):
        token = read.tokens[at]
        beside = made and at - 1 in read.named and read.gap(at) in (" ", "  ", ". ", ".", "-")
        if beside and (read.gap(at) in (" ", "  ", "-") or _ends_short(read, at - 1)):
            made[-1] = (made[-1][0], token.end)
        else:
            made.append((token.start, token.end))
    return made


def _ends_short(read: Reading, at: int) -> bool:
    return len(read.key(at)) == 1 or read.key(at) in cues.TITLES
