"""Blacking out what identifies somebody by its form: telephone, e-mail, postcode, NHS and NI number, date of birth.

Patterns follow the published formats (BS 7666 postcodes; NHS number with its modulus 11 check digit; HMRC's
National Insurance format). Names are not found by form: a person still reads every account before it is quoted.
"""

import re

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
NHS_SHAPE = rf"(?<!\d)\d{{3}}{GAP}\d{{3}}{GAP}\d{{4}}(?!\d)"
NHS_NAMED = rf"(\bNHS(?:\s(?:no|num|number))?\.?\s?:?\s?(?:is\s)?){NHS_SHAPE}"  # mistyped, but said to be one
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

RULES = (
    (re.compile(NHS_NAMED, re.IGNORECASE), r"\1[NHS number]"),
    (re.compile(EMAIL), "[e-mail]"),
    (re.compile(NI_NUMBER, re.IGNORECASE), "[number]"),
    (re.compile(POSTCODE, re.IGNORECASE), "[postcode]"),
    *((re.compile(one, re.IGNORECASE), "[date]") for one in FULL_DATES),
    (re.compile(PHONE), "[telephone]"),
)


def nhs_number(text: str) -> bool:
    """True when the digits are a valid NHS number: ten digits whose last one is the modulus 11 check digit."""
    digits = [int(one) for one in text if one.isdecimal()]
    if len(digits) != 10:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and (0 if check == 11 else check) == digits[9]


def redact(text: str) -> str:
    """The text with each identifier replaced by a word in brackets that says what stood there."""
    text = re.sub(NHS_SHAPE, lambda found: "[NHS number]" if nhs_number(found[0]) else found[0], text)
    for pattern, instead in RULES:
        text = pattern.sub(instead, text)
    return text
