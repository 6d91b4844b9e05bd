"""A name as it is compared: case, punctuation, legal form and office notes taken out, nothing that tells two apart."""

import re
import unicodedata
from functools import lru_cache

# Company, partnership or charity: a name is registered once, whichever of these stands behind it.
LEGAL_FORMS = {
    "ltd": "ltd",
    "limited": "ltd",
    "ltdt": "ltd",  # "Ltd T/A" after a file has lost its spaces
    "plc": "plc",
    "llp": "llp",
    "cic": "cic",
    "cio": "cio",
}
_FORMS_IN_WORDS = (
    ("public limited company", "plc"),
    ("limited liability partnership", "llp"),
    ("community interest company", "cic"),
    ("charitable incorporated organisation", "cio"),
    ("company limited", "company ltd"),
    ("co limited", "ltd"),
    ("co ltd", "ltd"),
)
# Shortened words that stand for one word only. "St", "Hs", "Com" could be several, so they are left alone.
_SHORT = {
    "svc": "service",
    "svcs": "services",
    "assoc": "association",
    "hse": "house",
    "ctr": "centre",
    "gtr": "greater",
    "mgt": "management",
    "mgmt": "management",
    "mbc": "council",
    "mdc": "council",
}
# Written as one word or as two. Only in this order: a care home is no home care.
_JOINED = re.compile(r"\b(home|health|day) care\b")
_TRADING = re.compile(r"(?:\bt\s*[/.\\]\s*as?\b\.?|\btrading\s+(?:as|under)\b)", re.IGNORECASE)
_NOTES = re.compile(
    r"\b(?:in (?:administration|liquidation|receivership)|do not use|bacs only|inactive|duplicate"
    r"|(?:use|see) (?:supplier|vendor) \w+|(?:formerly|previously|now known as|now called)\b.*)",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"\b(?:(?:royal|london|metropolitan) )?(?:borough|district) council\b")
_BOROUGH_OF = re.compile(r"^(?:(?:royal|london|metropolitan) )?borough of (.+?)(?: council)?$")


@lru_cache(maxsize=200_000)
def normalise(name: str) -> str:
    """The name in small letters without accents, punctuation, legal form, "the" in front and notes of an office.

    What tells two organisations apart stays: words in brackets (a place, a number), the name behind "T/A", numbers.
    Empty for a name without letters or digits. Legal form, "&", punctuation and a leading "the" do not make
    two company names different in law either (Companies House, Incorporation and names: the "same as" rules).

    >>> normalise("The Elm & Ash Home Care Co. Ltd."), normalise("ELM AND ASH HOMECARE LIMITED")
    ('elm and ash homecare', 'elm and ash homecare')
    >>> normalise("Springhill (Sale) Ltd"), normalise("Northam MBC"), normalise("Northam Borough Council")
    ('springhill sale', 'northam council', 'northam council')
    """
    words = _words(name)
    kept = [word for word in words if word not in LEGAL_FORMS] or words
    return " ".join(kept)


def forms(name: str) -> frozenset[str]:
    """Legal forms that a name states: of ltd, plc, llp, cic, cio. Empty when it states none."""
    return frozenset(LEGAL_FORMS[word] for word in _words(name) if word in LEGAL_FORMS)


def sides(name: str) -> tuple[str, str]:
    """What stands before and behind "T/A" or "trading as"; the second is empty where it does not stand.

    >>> sides("Jay Four Ltd T/A Prolife"), sides("Prolife"), sides("Total Asbestos")
    (('Jay Four Ltd', 'Prolife'), ('Prolife', ''), ('Total Asbestos', ''))
    """
    found = _TRADING.search(name)
    if not found or not name[: found.start()].strip() or not name[found.end() :].strip():
        return name, ""
    return name[: found.start()].strip(), name[found.end() :].strip()


def _words(name: str) -> list[str]:
    """The words of a name with its legal forms still in it."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _TRADING.sub(" ", text)
    bare = _NOTES.sub(" ", text)
    text = bare if re.search(r"\w", bare) else text
    text = text.replace("(s)", "s").replace("&", " and ").replace("+", " plus ")
    text = re.sub(r"['’‘`´]", "", text)
    text = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", text)  # the dots of C.I.C.
    text = re.sub(r"[\W_]+", " ", text).strip()
    text = re.sub(r"\b(?:\w )+\w\b", lambda run: run[0].replace(" ", ""), text)  # D S Homecare is DS Homecare
    text = " ".join(_SHORT.get(word, word) for word in text.split())
    for said, short in _FORMS_IN_WORDS:
        text = re.sub(rf"\b{said}\b", short, text)
    text = _BOROUGH_OF.sub(r"\1 council", _COUNCIL.sub("council", text))
    text = _JOINED.sub(r"\1care", text)
    return text.removeprefix("the ").split()
