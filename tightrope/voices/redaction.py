"""Blacking out what identifies somebody: what has a form of its own, addresses, and names.

Patterns follow the published formats (BS 7666 postcodes; NHS number with its modulus 11 check digit; HMRC's
National Insurance format). Names are found by inverse dictionary (names.py). Neither is anonymity: a person reads every
account before it is quoted, and the place, the role and the month together may still tell who it was (jigsaw.py).
"""

import re
from functools import cache

from tightrope.voices import addresses, names
from tightrope.voices.word_lists import Allow
from tightrope.voices.word_lists import allow as allow_list

NAME, ADDRESS, POSTCODE_KIND, PHONE_KIND, EMAIL_KIND = "name", "address", "postcode", "telephone", "e-mail"
NHS_KIND, NUMBER_KIND, DATE_KIND = "NHS number", "number", "date"
KINDS = (NAME, ADDRESS, POSTCODE_KIND, PHONE_KIND, EMAIL_KIND, NHS_KIND, NUMBER_KIND, DATE_KIND)
DONE_BEFORE = re.compile(rf"\[(?:{'|'.join(map(re.escape, KINDS))})\]")
MASK = "]"  # no letter, no digit, no space, and in no pattern: what was found once is found by nothing else

GAP = r"[\s.\-\u2010-\u2015]{0,2}"  # how people part the groups of a long number, or not at all
POSTCODE = (
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9](?:[0-9]|[ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW])"
    r"\s{0,2}[0-9][ABD-HJLNP-UW-Z]{2})\b"
)
EMAIL = r"[^\s@<>()\[\],;:]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"  # bounded, so that long text stays quick
PHONE = rf"(?<!\d)(?<!\d[.,])(?:(?:\+|00){GAP}44{GAP}\(?0?\)?|\(?0)(?:{GAP}\(?\d\)?){{8,10}}(?!\d)"
NI_NUMBER = (
    rf"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]{GAP}\d{{2}}{GAP}\d{{2}}{GAP}\d{{2}}{GAP}[A-D]\b"
)
NI_NAMED = (  # mistyped or without its last letter, but said to be one
    r"\b(?:NINO|NI|national insurance)(?:\s(?:no|num|number))?\.?\s?:?\s?(?:is\s)?"
    rf"([A-Z]{{2}}{GAP}\d{{2}}{GAP}\d{{2}}{GAP}\d{{2}}(?:{GAP}[A-Z])?)\b"
)
NHS_SHAPE = rf"(?<!\d)\d{{3}}{GAP}\d{{3}}{GAP}\d{{4}}(?!\d)"
NHS_NAMED = rf"\bNHS(?:\s(?:no|num|number))?\.?\s?:?\s?(?:is\s)?({NHS_SHAPE})"  # mistyped, but said to be one
MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?:19|20)?\d{2}"
FULL_DATES = (
    # The same mark twice: "8.30-10.15" is a time of day.
    rf"\b(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1{YEAR}\b",
    r"\b(?:19|20)\d{2}([/.-])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])\b",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?[\s-]{MONTH}\.?,?[\s-]{YEAR}\b",
    rf"\b{MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d{{2}}\b",
)
BORN = (  # a day without its year, said to be somebody's
    r"\b(?:dob|d\.o\.b|date of birth|birthday|born)\.?(?:\s(?:on|is|was))?(?:\sthe)?\s?:?\s?"
    rf"(\d{{8}}|\d{{6}}|\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{MONTH})\b"
)

# In this order, each with the group that goes.
RULES = (
    (re.compile(NHS_NAMED, re.IGNORECASE), NHS_KIND, 1),
    (re.compile(EMAIL), EMAIL_KIND, 0),
    (re.compile(NI_NUMBER, re.IGNORECASE), NUMBER_KIND, 0),
    (re.compile(NI_NAMED, re.IGNORECASE), NUMBER_KIND, 1),
    (re.compile(POSTCODE, re.IGNORECASE), POSTCODE_KIND, 0),
    *((re.compile(one, re.IGNORECASE), DATE_KIND, 0) for one in FULL_DATES),
    (re.compile(BORN, re.IGNORECASE), DATE_KIND, 1),
    (re.compile(PHONE), PHONE_KIND, 0),
)
NHS = re.compile(NHS_SHAPE)
DIGIT = re.compile(r"\d")

Span = tuple[int, int, str]


def nhs_number(text: str) -> bool:
    """True when the digits are a valid NHS number: ten digits whose last one is the modulus 11 check digit."""
    digits = [int(one) for one in text if one.isdecimal()]
    if len(digits) != 10:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and (0 if check == 11 else check) == digits[9]


def redact(text: str, allow: Allow | None = None) -> str:
    """The text with each identifier replaced by a word in brackets that says what stood there.

    >>> redact("My carer Olumide is on 07700 900123.")
    'My carer [name] is on [telephone].'
    """
    made, at = [], 0
    for start, end, kind in spans(text, allow):
        made += [text[at:start], f"[{kind}]"]
        at = end
    return "".join([*made, text[at:]]) if made else text


def spans(text: str, allow: Allow | None = None) -> list[Span]:
    """Where identifiers stand and of which of KINDS, as (start, end, kind), in order and apart from one another.

    `allow` says what is nobody's name here (word_lists.allow); without it, data/words/allow.txt alone does.
    """
    allowed = allow or _allowed_anywhere()
    found, masked = _structured(text)
    postcodes = [start for start, _, kind in found if kind == POSTCODE_KIND]
    masked = _mark(found, masked, addresses.find(masked, allowed, postcodes), ADDRESS)
    found += [(start, end, NAME) for start, end in names.find(masked, allowed)]
    return sorted(found)


def _structured(text: str) -> tuple[list[Span], str]:
    """Identifiers by form, and the text with them and with earlier redactions masked, letter for letter."""
    found: list[Span] = []
    masked = text
    if "[" in text:
        masked = DONE_BEFORE.sub(lambda one: MASK * len(one[0]), masked)
    has_digit = DIGIT.search(text) is not None
    if has_digit:
        valid = [one.span() for one in NHS.finditer(masked) if nhs_number(one[0])]
        masked = _mark(found, masked, valid, NHS_KIND)
    for pattern, kind, group in RULES:
        if has_digit or (kind == EMAIL_KIND and "@" in masked):
            masked = _mark(found, masked, [one.span(group) for one in pattern.finditer(masked)], kind)
    return found, masked


def _mark(found: list[Span], masked: str, places: list[tuple[int, int]], kind: str) -> str:
    for start, end in places:
        found.append((start, end, kind))
        masked = masked[:start] + MASK * (end - start) + masked[end:]
    return masked


@cache
def _allowed_anywhere() -> Allow:
    return allow_list()
