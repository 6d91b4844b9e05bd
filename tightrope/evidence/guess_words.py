"""What names and values of a council's columns look like: the likeness of names, the kinds of values.

The synonyms stand in data/mapping/synonyms.toml. Everything here gives a guess, never a decision.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from tightrope import paths
from tightrope.evidence import convert
from tightrope.tables import Field

SYNONYMS = paths.ROOT / "data" / "mapping" / "synonyms.toml"
SAME, NEARLY_SAME, KNOWN, PERHAPS, BY_VALUES = 100, 90, 92, 65, 58  # how sure each sort of likeness makes us
ALIKE = 84  # of 100, from which two names count as nearly the same
TOO_SHORT = 5  # letters; shorter names are alike by chance
SHORT_FORMS = {
    "ref": "reference", "no": "number", "num": "number", "nr": "number", "dt": "date", "desc": "description",
    "mins": "minutes", "hrs": "hours", "qty": "quantity", "amt": "amount", "pct": "percent", "perc": "percent",
    "org": "organisation", "organization": "organisation",
}  # fmt: skip
NOISE = {"gbp", "the", "a"}

DAY = re.compile(
    "|".join(f"(?:{convert.shape(way)})" for way in (convert.ISO, convert.WORDED, convert.UK)), re.IGNORECASE
)
CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?", re.IGNORECASE)
NUMBER = re.compile(r"\(?[-−–]?\s*(£|gbp)?\s*[-−–]?(\d[\d, ]*\.?\d*|\.\d+)\s*([km]|bn|%|[a-z]{3,7})?\s*\)?-?", re.I)
MONEY = re.compile(r".*(£|gbp|\d,\d{3}\b|\d\.\d{2}\)?-?$)", re.IGNORECASE)
MONTH = re.compile(r"[a-z]{3,9}[\s,'’/.-]*(\d{4}|\d{2})|\d{1,2}[/.-]\d{4}|\d{4}[/.-]?\d{2}", re.IGNORECASE)
TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Sir|Cllr)\.?\s+)"
NAME = re.compile(rf"{TITLE}?[A-Z][a-z'’-]+(?:,?\s+[A-Z][A-Za-z.'’-]*)+|{TITLE}[A-Z][A-Za-z'’-]+|[A-Z][a-z]+")


@cache
def synonyms() -> dict[str, Any]:
    """data/mapping/synonyms.toml as it stands."""
    return tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))


@cache
def plain(name: str) -> str:
    """The same as simple(), remembered: for names and synonyms, never for what stands in a file."""
    return simple(name)


def simple(name: str) -> str:
    """A name or word without capitals, signs and short forms: "ContractRef. (£)" is "contract reference"."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower().replace("&", " and ").replace("%", " percent ")
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=\w)['’](?=s\b)", "", apart))
    return " ".join(SHORT_FORMS.get(one, one) for one in words if one not in NOISE)


def same_name(name: str, field: Field) -> bool:
    """True where only capitals, spaces and underscores differ: that is no guess."""
    return re.sub(r"[\s_-]+", "", name).lower() == field.name.replace("_", "")


def likeness(name: str, table: str, field: Field) -> tuple[int, str]:
    """How surely (0 to 100) a column of that name is the field, and why in plain words."""
    if same_name(name, field):
        return SAME, "the name is the same"
    given = plain(name)
    known, perhaps = _forms(table, field.name)
    if given in known:
        return KNOWN, f"known as {name} in other councils"
    short = re.sub(r" (on|at|id)$", "", plain(field.name))
    if given in (short, plain(field.name)) and given != "":
        return (PERHAPS if field.name.endswith("_id") else NEARLY_SAME), "the name is nearly the same"
    if given in perhaps:
        return PERHAPS, f"sometimes known as {name} in other councils"
    if len(given) < TOO_SHORT:
        return 0, ""
    sure = _alike(given, [*known, plain(field.name), short])
    return (int(sure * 0.88), "the name is nearly the same") if sure >= ALIKE else (0, "")


def meaning(value: str, table: str, field: Field, known: dict[str, str] | None = None) -> tuple[str, int, str]:
    """Which allowed word a council's word means: (ours or "", confidence, why). `known`: id -> name, if not fixed."""
    given = simple(value)
    ours = known if known is not None else {one: one for one in field.enum}
    for one, name in ours.items():
        if given in (plain(one), plain(name)):
            return one, SAME, "the word is the same"
    others = synonyms().get(table, {}).get("words", {}).get(field.name, {})
    for one, words in others.items():
        if one in ours and given in map(plain, words):
            return one, KNOWN, f"{value} is used for it in other councils"
    if given in map(plain, synonyms()["nothing"]["words"]) or not given:
        return "", 80, "it stands where nothing is given"
    best, score = "", 0.0
    for one, name in ours.items():
        alike = _alike(given, [plain(one), plain(name), *map(plain, others.get(one, []))])
        if alike > score and len(given) >= TOO_SHORT:
            best, score = one, alike
    return (best, int(score * 0.85), "the words are nearly the same") if score >= ALIKE else ("", 0, "nobody knows it")


def is_known_word(value: str, table: str, field: Field) -> bool:
    """True for a word that surely means one of a fixed list."""
    return simple(value) in _meanings(table, field)


def is_nothing(value: str) -> bool:
    """True for the marks that stand where nothing is given, such as n/a and TBC."""
    return value.strip().lower() in synonyms()["nothing"]["words"]


def is_personal(name: str) -> bool:
    """True for a column that by its name says who somebody is."""
    return plain(name) in {plain(one) for one in synonyms()["personal"]["headings"]}


def share_that_fits(field: Field, values: Sequence[str]) -> float | None:
    """Share of the values that could be of the field's type; None where any text is or there are no values."""
    tests = {"date": is_day, "datetime": is_moment, "yearmonth": is_month, "boolean": is_yes_or_no}
    test = tests.get(field.type, is_number if field.type in ("number", "integer") else None)
    given = [one for one in values if not is_nothing(one)]
    return sum(map(test, given)) / len(given) if test and given else None


def is_day(value: str) -> bool:
    """True for a date in any known way of writing, with or without a time of day."""
    return DAY.fullmatch(value.strip()) is not None or serial_like(value)


def serial_like(value: str) -> bool:
    """True for a number as large as those by which Excel keeps the days of 1990 to 2060."""
    return re.fullmatch(r"\d{5}(\.\d+)?", value.strip()) is not None and 32_874 <= float(value) < 58_806


def is_moment(value: str) -> bool:
    """True for a date with a time, and for a time of day whose date stands in another column."""
    return is_day(value) or is_clock(value)


def is_clock(value: str) -> bool:
    """True for a time of day alone."""
    return CLOCK.fullmatch(value.strip()) is not None


def is_month(value: str) -> bool:
    """True for a month, or a date in one."""
    return is_day(value) or MONTH.fullmatch(value.strip()) is not None


def is_number(value: str) -> bool:
    """True for a number, also with £, %, k or m, or in brackets."""
    return NUMBER.fullmatch(value.strip()) is not None


def figure(value: str) -> float:
    """The size of a number without its signs; 0 for anything else. For a look only: convert.py does the reading."""
    bare = re.sub(r"[^0-9.]", "", value) if is_number(value) else ""
    return float(bare) if re.fullmatch(r"\d+\.?\d*|\.\d+", bare) else 0.0


def is_yes_or_no(value: str) -> bool:
    """True for yes, no and what is used for them."""
    return value.strip().lower() in convert.YES + convert.NO


def is_money(values: Sequence[str]) -> bool:
    """True where most values are numbers written as money is."""
    return bool(values) and sum(is_number(v) and MONEY.match(v) is not None for v in values) > len(values) / 2


def who_it_names(values: Sequence[str]) -> str:
    """What would tell who somebody is among the values, in words; empty where nothing does.

    NHS numbers by their check digit (modulus 11); one in eleven other numbers of ten figures passes by chance, so
    half must pass.
    """
    given = [one.strip() for one in values if one.strip() and not is_nothing(one)]
    if given and sum(map(is_nhs_number, given)) * 2 >= len(given):
        return "NHS numbers"
    if given and sum(NAME.fullmatch(one) is not None for one in given) * 10 >= len(given) * 3:
        return "names of people"
    return ""


def is_nhs_number(value: str) -> bool:
    """True for ten figures, spaces and hyphens apart, whose last is the NHS check digit.

    Weights 10 to 2 for the first nine; 11 minus the remainder by 11 is the last, 11 means 0 and 10 is never issued
    (NHS Data Dictionary, NHS NUMBER).
    """
    figures = re.sub(r"[\s-]", "", value)
    if not re.fullmatch(r"[0-9]{10}", figures) or len(set(figures)) == 1:
        return False
    check = 11 - sum(int(one) * weight for one, weight in zip(figures, range(10, 1, -1), strict=False)) % 11
    return int(figures[9]) == (0 if check == 11 else check)


def date_order(values: Iterable[str]) -> tuple[str, int, str]:
    """How dates are written: (one of convert.FORMATS or "" where one cannot tell, confidence, why)."""
    given = [one.strip() for one in values if is_day(one)]
    if not given:
        return "", 0, "cannot tell: there are no dates to look at"
    if all(map(serial_like, given)):
        return convert.SERIAL, 85, "the values are numbers such as Excel keeps dates by"
    parts = [re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-]", one) for one in given]
    found = [(int(one[1]), int(one[2])) for one in parts if one]
    if not found:
        iso = re.match(r"\d{4}", given[0]) is not None
        return (convert.ISO, 100, "the year comes first") if iso else (convert.WORDED, 99, "the month is a word")
    day_first = sum(first > 12 for first, _ in found)
    month_first = sum(second > 12 for _, second in found)
    if day_first and month_first:
        return "", 0, f"cannot tell: {day_first} can only be day first, {month_first} only month first"
    if day_first or month_first:
        where, many = ("first", day_first) if day_first else ("second", month_first)
        words = f"in {many} of {len(found)} values the {where} number is over 12"
        return (convert.UK if day_first else convert.US), 98, words
    return "", 0, "cannot tell: no value has a number over 12, so day and month could change places"


def _alike(given: str, forms: Iterable[str]) -> float:
    return max((fuzz.token_sort_ratio(given, one) for one in forms if len(one) >= TOO_SHORT), default=0.0)


@cache
def _meanings(table: str, field: Field) -> dict[str, str]:
    """Every known way of writing the words of a fixed list -> the word."""
    words = synonyms().get(table, {}).get("words", {}).get(field.name, {})
    return {plain(way): one for one in field.enum for way in (one, *words.get(one, []))}


@cache
def _forms(table: str, column: str) -> tuple[frozenset[str], frozenset[str]]:
    """Other names of a column: those that surely mean it, those that may."""
    every = [synonyms().get(table, {}), synonyms()["every"]]
    known, perhaps = (
        frozenset(plain(name) for part in every for name in part.get(how, {}).get(column, []))
        for how in ("known", "perhaps")
    )
    return known, perhaps - known
