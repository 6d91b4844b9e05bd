"""Checks generated from the table contracts and run in DuckDB: every faulty row is set aside with its reason.

Duplicate rule: the first record with a key is kept, later ones are set aside. A row that points to a row
which does not exist (or was set aside) is set aside too.
"""

from dataclasses import dataclass

from tightrope.tables import Field, Table

EARLIEST, LATEST = "1990-01-01", "2060-12-31"  # no contract, visit or stay lies outside; 1900 and 2099 are slips
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
PSEUDONYM = "^[A-Za-z]{0,4}[-_]?[0-9][A-Za-z0-9_-]*$"
# Text columns of the warehouse in which somebody might write down who somebody is.
FREE_TEXT = (
    *("note", "reason", "refused_reason", "wanted", "offered", "why_ended", "title", "purpose", "specification"),
    *("background", "interest_declared", "supplier_name"),
)
# An NHS number: ten digits, often 3-3-4, the last a check on the first nine (NHS data dictionary, modulus 11). Every
# sign that is no digit is doubled first: two numbers that share the gap between them are then found both.
NHS_SHAPE = r"(?:^|[^0-9])([0-9]{3}[\s\x{00a0}-]{0,4}[0-9]{3}[\s\x{00a0}-]{0,4}[0-9]{4})(?:[^0-9]|$)"
_DIGITS = "regexp_replace(one, '[^0-9]', '', 'g')"
_WEIGHED = " + ".join(f"{11 - place} * TRY_CAST(substr({_DIGITS}, {place}, 1) AS INTEGER)" for place in range(1, 10))
NHS_NUMBER = (  # the shape is looked for first, so that only the few rows that have it are worked out
    "CREATE OR REPLACE TEMP MACRO is_nhs_number(value) AS CASE "
    "WHEN value IS NULL OR length(value) < 10 THEN false "
    f"WHEN NOT regexp_matches(value, '{NHS_SHAPE}') THEN false "
    r"ELSE len(list_filter(regexp_extract_all(regexp_replace(value, '([^0-9])', '\1\1', 'g'), "
    f"'{NHS_SHAPE}', 1), lambda one: (11 - ({_WEIGHED}) % 11) % 11 = TRY_CAST(right({_DIGITS}, 1) AS INTEGER))) > 0 END"
)
NOT_SHOWN = ("nhs_number", "pseudonym")  # rules whose value may say who somebody is: found by its row, never kept
NO_DEGREES = 1000  # beyond it a place is in metres: nowhere in Britain is an easting and a northing below
GRID_WORDS = (
    "It looks like an easting or a northing of the British National Grid, in metres. A longitude and a latitude in "
    "degrees (WGS 84) are needed, such as -1.47 and 53.38: export the file again in EPSG:4326, or let "
    "`import boundaries` bring the middle of each small area from the published outlines."
)
DAY = r"\d{4}-\d{2}-\d{2}"
TEXT = {  # how a value is written; which of those exist (no 30 February) the cast decides
    "integer": r"[+-]?[0-9]+",
    "number": r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?",
    "date": DAY,
    "datetime": DAY + r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?",
    "yearmonth": r"\d{4}-\d{2}(-01)?",
}

KIND_WORDS = {
    "integer": "a whole number",
    "number": "a number without commas or signs such as £",
    "boolean": "true or false",
    "date": "a date written YYYY-MM-DD",
    "datetime": "a local date and time written YYYY-MM-DDTHH:MM:SS",
    "yearmonth": "a month written YYYY-MM",
    "string": "text",
}


@dataclass(frozen=True)
class Rule:
    """One thing that must hold for a row: the SQL that is true for a FAULTY row, and how to say it."""

    name: str
    column: str
    faulty: str
    words: str
    needs: tuple[str, ...] = ()  # other columns that the SQL names


def typed(field: Field, raw_type: str, row: str = "") -> str:
    """SQL that turns the raw column into its contract type, or NULL where that is impossible.

    `row` is put before the column's name, where a statement reads several tables.
    """
    raw = f"{row}{field.name}"
    if raw_type != "VARCHAR":
        return f"CAST({raw} AS {field.storage})"
    if field.type == "string":
        return f"nullif({raw}, '')"
    if field.type == "boolean":
        return f"CASE WHEN trim({raw}) IN {TRUE} THEN true WHEN trim({raw}) IN {FALSE} THEN false END"
    value = f"left(trim({raw}), 7) || '-01'" if field.type == "yearmonth" else f"trim({raw})"
    fits = f"regexp_full_match(trim({raw}), '{TEXT[field.type]}')"
    if field.storage == "DOUBLE":
        fits += f" AND isfinite(TRY_CAST({value} AS DOUBLE))"  # 1e400 is written well and is no number
    return f"CASE WHEN {fits} THEN TRY_CAST({value} AS {field.storage}) END"


def rules(table: Table, raw_types: dict[str, str]) -> list[Rule]:
    """The rules for single rows of one table, for the columns a file has (`raw_types`: name -> SQL type)."""
    found: list[Rule] = []
    for field in table.in_file:
        if field.name not in raw_types:
            continue
        found += _field_rules(field, raw_types[field.name])
    return found + _row_rules(table, raw_types)


def _field_rules(field: Field, raw_type: str) -> list[Rule]:
    value, raw = typed(field, raw_type), field.name
    given = f"nullif(trim(CAST({raw} AS VARCHAR)), '') IS NOT NULL" if raw_type == "VARCHAR" else f"{raw} IS NOT NULL"
    found = []
    if field.required:
        found.append(Rule("required", raw, f"NOT ({given})", "It is empty; every row needs a value here."))
    if raw_type == "VARCHAR" and field.type != "string":
        found.append(Rule("type", raw, f"{given} AND {value} IS NULL", f"It must be {KIND_WORDS[field.type]}."))
    if field.type == "integer" and raw_type.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        found.append(Rule("type", raw, f"{raw} <> round({raw})", f"It must be {KIND_WORDS[field.type]}."))
    if field.enum:
        words = "It must be one of: " + ", ".join(field.enum) + "."
        found.append(Rule("allowed_values", raw, f"{given} AND {value} NOT IN ({_listed(list(field.enum))})", words))
    if field.minimum is not None:
        found.append(Rule("minimum", raw, f"{value} < {field.minimum}", f"It must be at least {field.minimum:g}."))
    if field.maximum is not None:
        faulty = f"{value} > {field.maximum}"
        if field.unit == "degrees":
            found.append(Rule("degrees", raw, f"{value} > {NO_DEGREES}", GRID_WORDS))
            faulty += f" AND {value} <= {NO_DEGREES}"
        found.append(Rule("maximum", raw, faulty, f"It must be at most {field.maximum:g}."))
    if field.pattern:
        pattern = field.pattern.removeprefix("^").removesuffix("$")
        faulty = f"{given} AND NOT regexp_full_match(CAST({raw} AS VARCHAR), '{pattern}')"
        found.append(Rule("pattern", raw, faulty, f"It must look like {field.pattern}."))
    if field.pseudonym:
        faulty = f"{given} AND NOT regexp_full_match(CAST({raw} AS VARCHAR), '{PSEUDONYM[1:-1]}')"
        words = "It must be a pseudonym such as P1042, never a name. Replace it before loading."
        found.append(Rule("pseudonym", raw, faulty, words))
    if field.pseudonym or field.name in FREE_TEXT:
        words = "It holds an NHS number. The row was not loaded and the number not kept. Take it out of the file."
        found.append(Rule("nhs_number", raw, f"is_nhs_number(CAST({raw} AS VARCHAR))", words))
    if field.type in ("date", "datetime", "yearmonth"):
        faulty = f"{value} < DATE '{EARLIEST}' OR {value} >= DATE '{LATEST}' + INTERVAL 1 DAY"
        words = f"The year cannot be right: dates lie between {EARLIEST[:4]} and {LATEST[:4]}."
        found.append(Rule("plausible_date", raw, faulty, words))
    return found


def _row_rules(table: Table, raw_types: dict[str, str]) -> list[Rule]:
    found = []
    for field in table.in_file:
        if field.not_before and field.name in raw_types and field.not_before in raw_types:
            first = typed(table.column(field.not_before), raw_types[field.not_before])
            last = typed(field, raw_types[field.name])
            words = f"It lies before {field.not_before}. Check which of the two dates is wrong."
            found.append(Rule("order_of_dates", field.name, f"{last} < {first}", words, (field.not_before,)))
    if {"asked", "answered"} <= raw_types.keys():
        asked, answered = (typed(table.column(n), raw_types[n]) for n in ("asked", "answered"))
        words = "More answered than were asked."
        found.append(Rule("answered_within_asked", "answered", f"{answered} > {asked}", words, ("asked",)))
    return found


def share_rule(share_measures: list[str]) -> Rule:
    """measure_return: where a measure is a share, the numerator cannot be above the denominator."""
    faulty = f"measure_id IN ({_listed(share_measures)}) AND {_number('numerator')} > {_number('denominator')}"
    words = "The numerator is above the denominator, but the measure is a share. Check whether they are swapped."
    return Rule("numerator_within_denominator", "numerator", faulty, words, ("measure_id", "denominator"))


def known_rule(column: str, known: list[str], what: str) -> Rule:
    """A column that must name something kept elsewhere than in the tables being loaded, such as a measure."""
    faulty = f"nullif(trim({column}), '') IS NOT NULL AND {column} NOT IN ({_listed(known)})"
    return Rule(f"known_{what}", column, faulty, f"There is no such {what}. Add it or mend the name.")


def known_list_rule(column: str, known: list[str], what: str) -> Rule:
    """The same for a column that holds several names separated by semicolons."""
    each = f"list_transform(string_split({column}, ';'), lambda one: trim(one))"
    unknown = f"list_filter({each}, lambda one: one <> '' AND one NOT IN ({_listed(known)}))"
    return Rule(
        f"known_{what}", column, f"len({unknown}) > 0", f"It names a {what} that does not exist. Mend the name."
    )


def counts_sql(raw: str, found: list[Rule]) -> str:
    """One row: how many rows break each rule, in the order of `found`; one pass, so a clean file costs one scan."""
    counts = ", ".join(f"count(*) FILTER (WHERE {rule.faulty})" for rule in found) or "0"
    return f"SELECT {counts} FROM {raw}"


def faults_sql(raw: str, found: list[Rule], shown: int) -> str:
    """One row per faulty row and rule: record_number, column_name, value (cut), rule, words."""
    parts = []
    for rule in found:
        value = "NULL" if rule.name in NOT_SHOWN else f"left(CAST({rule.column} AS VARCHAR), {shown})"
        columns = f"'{rule.column}' AS column_name, {value} AS value, '{rule.name}' AS rule"
        words = f"{_quoted(rule.words)} AS words"
        parts.append(f"SELECT record_number, {columns}, {words} FROM {raw} WHERE {rule.faulty}")
    return " UNION ALL ".join(parts)


def _number(column: str) -> str:
    return f"TRY_CAST({column} AS DOUBLE)"


def _listed(values: list[str]) -> str:
    return ", ".join(_quoted(one) for one in values) or "''"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
