r"""SQL that turns a column as a council wrote it into the text that our checks expect.

What cannot be turned without doubt stays as it was found, so that the fault shows what stood there. Every name
and value that comes from a file is quoted; nothing of it can become SQL. The same patterns serve the guesses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tightrope.errors import Refusal
from tightrope.evidence.checks import FALSE, TEXT, TRUE
from tightrope.tables import Field

UK, US, ISO, SERIAL, WORDED = "DD/MM/YYYY", "MM/DD/YYYY", "YYYY-MM-DD", "Excel serial", "DD Mon YYYY"
FORMATS = (UK, US, ISO, SERIAL, WORDED)

YES, NO = ("yes", "y", "true", "t", "1"), ("no", "n", "false", "f", "0")
FINANCIAL_YEAR = "^20[0-9]{2}-[0-9]{2}$"

_WHITE = r"[\s\x{00a0}\x{200b}\x{feff}]"
_YEAR = r"(\d{4}|[0-5]\d|60)"  # two figures mean 2000 to 2060, the last year that the checks let pass
_SEP = r"[/.-]"
_MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?,?\s+)?"
_TIME = r"[T ,]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*([ap]m)?"

# Each: the shape of a day, and how its parts are put as year-month-day.
_DAYS = {
    ISO: (r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", r"\1-\2-\3"),
    WORDED: (rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s/.-]+{_MONTH}[\s,/.-]+{_YEAR}", r"\3-\2-\1"),
    "Mon DD YYYY": (rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", r"\3-\1-\2"),
    UK: (rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}{_YEAR}", r"\3-\2-\1"),
    US: (rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}{_YEAR}", r"\3-\1-\2"),
}
_SURE = (ISO, WORDED, "Mon DD YYYY")  # nobody can read these two ways
_MONTHS = (
    (r"(\d{4})-(\d{2})", r"\1-\2-01"),
    (rf"{_MONTH}[\s,'’/.-]*{_YEAR}", r"\2-\1-01"),
    (rf"(\d{{1,2}}){_SEP}(\d{{4}})", r"\2-\1-01"),
    (rf"(\d{{4}}){_SEP}(\d{{1,2}})", r"\1-\2-01"),
    (r"(20\d{2})(0[1-9]|1[0-2])", r"\1-\2-01"),
)
_READ = [f"%Y-{m}-%d{t}" for m in ("%m", "%b") for t in ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")]
_WRITE = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M:%S", "yearmonth": "%Y-%m"}

_CLOCK = r" \4 \5"
_TWO_YEARS = r"\1-\2"

_POUND = "(?:£|gbp)?"
_GAP = r"[, \x{00a0}\x{202f}]"
_DIGITS = rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+"
_MINUS = "[-−–]"
_UNIT_WORDS = {  # "6 months" in a column of months is 6
    "months": r"\s*(?:months?|mths?)?",
    "minutes": r"\s*(?:minutes?|mins?)?",
    "hours_per_week": r"\s*(?:hours?|hrs?)?",
    "days": r"\s*(?:days?)?",
    "share": r"\s*%?",
}
_TIMES = {"thousand": 3, "million": 6, "billion": 9, "k": 3, "mn": 6, "m": 6, "bn": 9}


@dataclass(frozen=True)
class Options:
    """How one column is written, as a person agreed.

    `dates`: one of FORMATS, or "" where only dates that nobody can read two ways are turned. `words`: what stands
    there -> what it means with us ("" for nothing), capitals and outer spaces apart. `per_cent`: every number is per
    cent, with the sign or without, and becomes a share. `time_column`: the column with the time of day.
    """

    dates: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    per_cent: bool = False
    time_column: str = ""


PLAIN = Options()


def expression(target: Field, raw_column: str, options: Options = PLAIN) -> str:
    """SQL (DuckDB, type VARCHAR) for the contract column `target` out of the text column `raw_column`.

    Raises Refusal for a date format that is not one of FORMATS, and for names and words that hold the character 0.
    """
    if options.dates and options.dates not in FORMATS:
        raise Refusal(f"{options.dates} is no way of writing dates known here. Use one of: {', '.join(FORMATS)}.")
    raw = identifier(raw_column)
    if options.time_column:
        raw = _joined(raw, identifier(options.time_column))
    found = _by_type(target, "raw", "clean", options)
    if options.words:
        given = " ".join(f"WHEN lower({literal(k.strip())}) THEN {literal(v)}" for k, v in options.words.items())
        found = f"CASE lower(coalesce(clean, '')) {given} ELSE {found} END"
    return _let("raw", raw, _let("clean", _clean("raw"), found))


def identifier(name: str) -> str:
    """The name quoted for SQL. Raises Refusal where it cannot be one."""
    if not name or "\x00" in name:
        raise Refusal("A column without a name, or with the character 0 in its name, cannot be read. Rename it.")
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """The text quoted for SQL. Raises Refusal where it holds the character 0."""
    if "\x00" in text:
        raise Refusal("A value holds the character 0, which no text should. Take it out.")
    return "'" + text.replace("'", "''") + "'"


def slug(text: str) -> str:
    """The text as a word of a fixed list is compared: capitals, spaces, underscores and hyphens apart."""
    return re.sub(r"[\s_-]+", "_", text.strip()).lower()


def is_money(target: Field) -> bool:
    """True where the column holds pounds."""
    return target.unit.startswith("GBP") or target.storage.startswith("DECIMAL")


def shape(date_format: str) -> str:
    """Pattern (Python and RE2, capitals apart) of a whole date in that format, with or without a time of day."""
    return f"{_DAYS[date_format][0]}(?:{_TIME})?"


def _by_type(target: Field, raw: str, clean: str, options: Options) -> str:
    if target.type in _WRITE:
        return _dated(target.type, raw, clean, options.dates)
    if target.type in ("number", "integer"):
        return _number(target, raw, clean, options.per_cent)
    if target.type == "boolean":
        yes, no = (", ".join(map(literal, words)) for words in (YES, NO))
        plain = ", ".join(map(literal, TRUE + FALSE))
        return (
            f"CASE WHEN {clean} IN ({plain}) THEN {clean} WHEN lower({clean}) IN ({yes}) THEN 'true' "
            f"WHEN lower({clean}) IN ({no}) THEN 'false' ELSE {raw} END"
        )
    if target.enum:
        word = f"lower(regexp_replace({clean}, '[\\s_-]+', '_', 'g'))"
        known = " ".join(f"WHEN {literal(one.lower())} THEN {literal(one)}" for one in target.enum)
        return f"CASE {word} {known} ELSE {clean} END"
    if target.pattern == FINANCIAL_YEAR:
        years = r"(20\d{2})\s*[/–-]\s*(?:20)?(\d{2})"
        return f"CASE WHEN {_is(clean, years)} THEN {_put(clean, years, _TWO_YEARS)} ELSE {clean} END"
    return clean


def _dated(kind: str, raw: str, clean: str, date_format: str) -> str:
    time = _TIME if kind == "datetime" else f"(?:{_TIME})?"  # a time of day is never made up
    known = [*([date_format] if date_format in (UK, US) else []), *_SURE]
    shapes = list(_MONTHS) if kind == "yearmonth" else []
    shapes += [(_DAYS[one][0] + time, _DAYS[one][1] + _CLOCK) for one in known]
    parts = " ".join(f"WHEN {_is(clean, pattern)} THEN {_put(clean, pattern, to)}" for pattern, to in shapes)
    day = f"regexp_replace(CASE {parts} END, '^([0-9]{{2}})-', '20\\1-')"
    day = f"trim(regexp_replace({day}, '-([A-Za-z]{{3}})[a-z]*-', '-\\1-', 'i'))"
    found = [f"strftime(try_strptime({day}, {_READ}), '{_WRITE[kind]}')"]
    if date_format == SERIAL:
        found.append(f"strftime({_serial(clean)}, '{_WRITE[kind]}')")
    turned = f"coalesce({', '.join(found)}, {raw})"
    return f"CASE WHEN {_is(clean, TEXT[kind])} THEN {clean} ELSE {turned} END"


def _serial(clean: str) -> str:
    """Days since 1899-12-30, to the second. Below 60 they count from a day later: 60 is 29 February 1900, which
    never was and stays as found."""
    number = f"TRY_CAST({clean} AS DOUBLE)"
    seconds = f"to_seconds(CAST(round({number} * 86400) AS BIGINT))"
    moment = f"TIMESTAMP '1899-12-30' + {seconds} + CASE WHEN {number} < 60 THEN INTERVAL 1 DAY ELSE INTERVAL 0 DAY END"
    sound = rf"{_is(clean, r'[1-9][0-9]{0,5}([.][0-9]+)?')} AND NOT ({number} >= 60 AND {number} < 61)"
    return f"CASE WHEN {sound} THEN {moment} END"


def _number(target: Field, raw: str, clean: str, per_cent: bool) -> str:
    money, share = is_money(target), per_cent or target.unit == "share"
    pound = _POUND if money or not target.unit else ""
    times = {word: zeros for word, zeros in _TIMES.items() if money or word in ("k", "thousand")}
    scale = f"(?:{'|'.join(times)})?"
    unit = _UNIT_WORDS.get("share" if share else target.unit, "")
    core = rf"{pound}\s*(?:{_DIGITS})\s*{scale}\s*{pound}{unit}"
    below = [rf"\(\s*{core}\s*\)", rf"{core}\s*{_MINUS}", rf"{_MINUS}\s*{core}"]
    if pound:
        below += [rf"(?:£|gbp)\s*{_MINUS}\s*{core}", rf"(?:£|gbp)\s*\(\s*{core}\s*\)"]
    negative, positive = "|".join(below), rf"\+?\s*{core}"
    sign = f"CASE WHEN {_is(clean, negative)} THEN '-' WHEN {_is(clean, positive)} THEN '' END"
    value = _scaled(clean, times, share, per_cent)
    if target.type == "integer":
        value = f"regexp_replace({value}, '[.]0*$', '')"  # spreadsheets write 12 as 12.0
    turned = f"nullif(regexp_extract({sign} || {value}, {literal(f'^(?:{TEXT[target.type]})$')}), '')"
    told = "false" if per_cent else _is(clean, TEXT[target.type])
    return f"CASE WHEN {told} THEN {clean} ELSE coalesce({turned}, {raw}) END"


def _scaled(clean: str, times: dict[str, int], share: bool, per_cent: bool) -> str:
    """The figures of a number without its sign, moved by as many places as k, m or % say. Text throughout: exact."""
    bare = f"regexp_replace(regexp_extract({clean}, {literal(_DIGITS)}), {literal(_GAP)}, '', 'g')"
    words = " ".join(f"WHEN '{word}' THEN {zeros}" for word, zeros in times.items())
    found = f"lower(regexp_extract({clean}, '[0-9.]\\s*({'|'.join(times)})', 1, 'i'))"
    after = "CASE WHEN length(rest) > zeros THEN '.' || substr(rest, zeros + 1) ELSE '' END"
    moved = _let("zeros", f"CASE {found} {words} ELSE 0 END", f"whole || rpad(rest, zeros, '0') || {after}")
    if share:
        hundredth = "left('000' || whole, -2) || '.' || right('000' || whole, 2) || rest"
        moved = f"CASE WHEN {str(per_cent).lower()} OR contains({clean}, '%') THEN {hundredth} ELSE {moved} END"
    parts = _let("whole", "split_part(bare, '.', 1)", _let("rest", "split_part(bare, '.', 2)", moved))
    moved = _let("bare", bare, parts)
    return f"regexp_replace({moved}, '^0+([0-9])', '\\1')"


def _joined(day: str, time: str) -> str:
    """Day and time of day from two columns; empty where no time is given, for then nothing happened."""
    bare = f"regexp_replace({_clean(day)}, '[T ]00:00(:00)?([.]0+)?$', '')"
    return f"CASE WHEN coalesce({_clean(time)}, '') = '' THEN '' ELSE concat_ws(' ', {bare}, {_clean(time)}) END"


def _let(name: str, sql: str, then: str) -> str:
    """`then`, in which `name` stands for `sql`: worked out once, and hiding any column of that name."""
    return f"list_transform([{sql}], lambda {name}: {then})[1]"


def _clean(sql: str) -> str:
    return f"regexp_replace({sql}, '^{_WHITE}+|{_WHITE}+$', '', 'g')"


def _is(sql: str, pattern: str) -> str:
    return f"regexp_full_match({sql}, {literal(pattern)}, 'i')"


def _put(sql: str, pattern: str, to: str) -> str:
    return f"regexp_replace({sql}, {literal(f'^(?:{pattern})$')}, {literal(to)}, 'i')"
