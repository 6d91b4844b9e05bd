"""Finding where somebody lives: house or flat number with a street, a named house on a street, a street after "lives".

The last word tells a street in the United Kingdom; where it does not, a number before somebody's name and another
capital does ("80 Hugh Underpass"). A place that the council runs stays, unless a flat or house number stands before it.
"""

import re

from tightrope.voices import name_cues as cues
from tightrope.voices.word_lists import LATIN, Allow, parts
from tightrope.voices.word_sorts import ORDINARY, sort_of

STREETS = (
    "Acre Acres Alley Apartments Approach Arcade Avenue Ave Bank Barn Bridge Brook Brooks Broadway Buildings "
    "Bungalow Bungalows Bypass Causeway Chambers Chase Circle Circus Cliff Cliffs Close Common Copse Corner "
    "Cottage Cottages Court Courts Courtyard Crescent Cres Croft Cross Crossing Cut Dale Dell Dene Drive Drove "
    "Edge Embankment End Esplanade Estate Farm Ferry Field Fields Flats Fold Ford Forge Gardens Garden Gdns Garth "
    "Gate Gateway Glade Glebe Glen Green Greens Grove Groves Hall Harbour Haven Heath Heights Highway Hill Hills "
    "Hollow House Houses Island Isle Junction Knoll Lake Lakes Landing Lane Lawn Lea Lock Locks Lodge Loop Mall "
    "Manor Meadow Meadows Mews Mill Mills Moor Mount Mountain Nook Orchard Oval Paddock Parade Park Parkway Pass "
    "Passage Pastures Path Pike Place Plain Plains Plaza Point Port Precinct Promenade Quay Quays Rectory Ridge "
    "Ring Rise River Road Roads Rd Row Shore Spinney Spring Springs Spur Square Sq Station Street St Strand "
    "Stream Summit Terrace Tower Towers Track Trail Tunnel Turn Underpass Union Vale Valley Viaduct Vicarage View "
    "Views Villa Villas Village Walk Walks Wall Warren Way Well Wells Wharf Wood Woods Wynd Yard"
).split()
SMALL_STREETS = "street|road|avenue|lane|crescent|terrace|grove|gardens|st|rd|ave"  # also where nobody used capitals
NOT_STREETS = (
    "a|an|the|of|on|in|at|to|by|for|and|or|from|with|way|lane|minutes?|mins?|hours?|days?|weeks?|months?|years?|miles?|"
    "times?|people|cars?|buses|bus|houses|doors?|main|busy|side|long|different|other|more|quiet|whole|small|"
    "local|same|new|old|next|first|yards?|metres?"
)
WORD = rf"[A-Z\u00c0-\u00de][{LATIN}'\u2019-]{{0,30}}"  # bounded, so that long text stays quick
LONG = rf"[A-Z\u00c0-\u00de][{LATIN}'\u2019-]{{1,30}}"  # of two letters or more
STREET = rf"(?:(?:St|Rd|Ave|Cres|Sq)\.|(?:{'|'.join(sorted(STREETS, key=len, reverse=True))})\b)"
NAMED = rf"(?:(?:The|St\.?)\s)?{WORD}(?:[ ]{WORD}){{0,2}}?"  # the words before the last one
NUMBER = r"(?<![\d\u00a3$.,:/-])\b\d{1,4}(?:[ ]?-[ ]?\d{1,4})?[a-zA-Z]?"
FLAT = r"\b(?i:flat|apartment|apt|unit|studio|maisonette|room)\.?[ ]?(?:\d{1,4}[a-zA-Z]?|[A-Z]\b)"
PARTED = r"(?:,?[ ]|,?[ ]?\n)"
OUTSIDE = re.compile(
    rf"(?:{FLAT}{PARTED})?{NUMBER},?[ ]{NAMED}[ ]{STREET}"
    rf"|{FLAT}{PARTED}{NAMED}[ ]{STREET}(?:{PARTED}{NUMBER}[ ]{NAMED}[ ]{STREET})?"
)
BY_NAME = re.compile(rf"(\b(?:at|to|of|from)[ ])?({NUMBER}[ ]({LONG})(?:[ ]{LONG})?[ ]{LONG})")
BY_FLAT = re.compile(rf"{FLAT}{PARTED}(?:{NUMBER}[ ])?({LONG})(?:[ ]{LONG}){{1,2}}")
SMALL = re.compile(
    rf"\b\d{{1,4}}[a-z]?[ ](?!(?:{NOT_STREETS})\b)[a-z]{{3,20}}(?:[ ](?!(?:{NOT_STREETS})\b)[a-z]{{3,20}})?"
    rf"[ ](?:{SMALL_STREETS})\b"
)
NO_NAMES = frozenset("care nursing council extra sheltered supported residential retirement warden own".split())
HOUSES = "Cottage|House|Farm|Lodge|Rectory|Vicarage|Barn|Villa|Bungalow|Grange"
HOUSE_NAME = re.compile(rf"\b{NAMED}[ ](?:{HOUSES}),?[ ]{NAMED}[ ]{STREET}")
HINT = re.compile(rf"\d|\b(?:[Ll]iv(?:e|es|ed|ing)|[Aa]ddress|[Mm]oved|house on|home on|{HOUSES})\b")  # else, none
LIVES = re.compile(
    rf"\b(?i:live|lives|lived|living|address is|address:|moved from|moved to|moved out of|house on|home on)"
    rf"[ ](?:(?:at|on|in|to)[ ])?((?:(?:The|St\.?)[ ])?{WORD}(?:[ ]{WORD}){{0,2}}?[ ]{STREET})"
)
TO_POSTCODE = rf"(?:{PARTED}{WORD}(?:[ ]{WORD})?){{1,4}}{PARTED}"  # village and town


def find(text: str, allow: Allow, postcodes: list[int]) -> list[tuple[int, int]]:
    """Where addresses stand, as (start, end). `postcodes` are the starts of those found before (masked by now)."""
    if not HINT.search(text):
        return []
    found = [one.span() for pattern in (OUTSIDE, SMALL) for one in pattern.finditer(text)]
    for one in BY_NAME.finditer(text):
        if _may_be_a_name(one[3], allow) or (one[1] and not _stays(one[3], allow)):
            found.append(one.span(2))
    found += [one.span() for one in BY_FLAT.finditer(text) if not _stays(one[1], allow)]
    for one in HOUSE_NAME.finditer(text):
        found.append(one.span())
    for one in LIVES.finditer(text):
        if not _is_ours(one[1], allow):
            found.append(one.span(1))
    return [(start, _up_to(text, end, postcodes)) for start, end in _apart(found)]


def _may_be_a_name(word: str, allow: Allow) -> bool:
    return sort_of(word) != ORDINARY and not _stays(word, allow)


def _stays(word: str, allow: Allow) -> bool:
    """True for a title, a month and whatever else is no part of an address."""
    key = parts(word)[:1]
    return bool(key) and (key[0] in allow.words or key[0] in cues.TITLES or key[0] in cues.NEVER)


def _is_ours(place: str, allow: Allow) -> bool:
    """True for a place the council runs, for a part of the city, and for no place by name ("lives in a Care Home")."""
    keys = parts(place)
    if keys[0] in NO_NAMES or all(one in allow.words for one in keys):
        return True
    return any(keys[: len(one)] == one for one in allow.phrases.get(keys[0], ()))


def _up_to(text: str, end: int, postcodes: list[int]) -> int:
    """The end of an address, with the village and the town where a postcode follows them."""
    for start in postcodes:
        if 0 < start - end <= 80 and re.fullmatch(TO_POSTCODE, text[end:start]):
            return end + len(text[end:start].rstrip(" ,\n"))
    return end


def _apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order; those that overlap are one."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
