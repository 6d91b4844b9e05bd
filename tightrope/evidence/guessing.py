"""What a council's file may hold: a guess at table, columns, dates and words, each with how sure it is and why.

A guess decides nothing. It becomes a draft that nobody has agreed to, and a list of questions for a person.
"""

import copy
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tightrope import tables
from tightrope.evidence import convert
from tightrope.evidence import guess_words as like
from tightrope.evidence.guess_answers import CONSENT, LEAVE_OUT, YES_NO, Question, answered
from tightrope.evidence.guess_columns import MOST_WORDS, ColumnGuess, match, which_table
from tightrope.evidence.mapped import FileMapping, not_allowed, table_of
from tightrope.tables import Field, Table

__all__ = ["LEAVE_OUT", "ColumnGuess", "Guess", "Question", "answered", "guess"]

ROWS_LOOKED_AT = 1_000
Known = Mapping[str, Mapping[str, str]]


@dataclass
class Guess:
    """What a file may hold. `money` and `warnings` are for whoever looks; the rest makes the draft."""

    file: str
    table: str
    columns: list[ColumnGuess]
    mapped: FileMapping
    money: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def draft(self) -> FileMapping:
        """A copy of what is suggested, to answer the questions on; `agreed` is always false."""
        return copy.deepcopy(self.mapped)


def guess(
    file_name: str,
    columns: Sequence[str],
    sample_rows: Sequence[Sequence[str | None] | Mapping[str, str | None]],
    table: str | None = None,
    known: Known | None = None,
) -> Guess:
    """Guess what a file holds from its name, its column names and some rows (texts, in the order of the columns).

    `table` where a person said which. `known`: our column -> id -> name, for ids that the council has already, such as
    its service lines. Raises Refusal when `table` is no table that a file can fill.
    """
    values = _values(columns, sample_rows)
    if table:
        chosen, sure, reason = table_of(table), like.SAME, "you said so"
    else:
        chosen, sure, reason = which_table(file_name, values)
    found = Guess(file_name, chosen.name, match(chosen, values), FileMapping(table=chosen.name))
    if sure < like.SAME:
        others = tuple(one.name for one in tables.load().values() if one.origin == "imported")
        ask = f"What does {file_name} hold?"
        found.questions.append(Question("table", ask, "", "", chosen.name, sure, reason, others))
    found.money = [name for name, given in values.items() if like.is_money(given)]
    _place(found, chosen, values)
    _pairs(found, chosen, values)
    _ask_columns(found, chosen, values)
    _ask_dates(found, chosen, values)
    _ask_words(found, chosen, values, known or {})
    _ask_rest(found, chosen)
    return found


def _values(columns: Sequence[str], rows: Sequence) -> dict[str, list[str]]:
    """The values of each column that are not empty."""
    found: dict[str, list[str]] = {name: [] for name in columns}
    for row in rows[:ROWS_LOOKED_AT]:
        cells = row if isinstance(row, Mapping) else dict(zip(columns, row, strict=False))
        for name in found:
            if (text := str(cells.get(name) or "").strip()) != "":
                found[name].append(text)
    return found


def _place(found: Guess, table: Table, values: Mapping[str, Sequence[str]]) -> None:
    """Put into the draft what is likely enough; what would tell who somebody is stays out until a person says."""
    for one in found.columns:
        who = like.who_it_names(values[one.name]) if one.target and table.column(one.target).pseudonym else ""
        if not who and not one.exact and any(map(like.is_nhs_number, values[one.name])):
            who = "NHS numbers" if like.who_it_names(values[one.name]) == "NHS numbers" else ""
        if who:
            found.warnings.append(f"{one.name} looks like {who}. Replace them by pseudonyms such as P1042.")
            ask = f"{one.name} looks like {who}. Leave it out, or is it a pseudonym all the same?"
            choices = (LEAVE_OUT, *([one.target] if one.target else []))
            found.questions.append(Question("pseudonym", ask, one.name, "", LEAVE_OUT, 90, f"it holds {who}", choices))
        elif one.target:
            found.mapped.columns[one.name] = one.target


def _pairs(found: Guess, table: Table, values: Mapping[str, Sequence[str]]) -> None:
    """A time of day alone needs the column with its day."""
    timed = {name: to for name, to in found.mapped.columns.items() if table.column(to).type == "datetime"}
    clocks = [name for name in timed if sum(map(like.is_clock, values[name])) * 10 > 8 * len(values[name])]
    days = [name for name, given in values.items() if given and name not in clocks and all(map(like.is_day, given))]
    for name in clocks:
        ours = found.mapped.columns.pop(name)
        if not days:
            found.warnings.append(f"{name} is a time of day, and no column says the day.")
            continue
        if days[0] in timed:
            found.mapped.columns.pop(days[0], None)
        found.mapped.together[ours] = [days[0], name]
        ask = f"Do {days[0]} and {name} together say {ours}?"
        found.questions.append(Question("together", ask, ours, "", "yes", 80, f"{name} is a time of day", YES_NO))


def _ask_columns(found: Guess, table: Table, values: Mapping[str, Sequence[str]]) -> None:
    paired = {name for two in found.mapped.together.values() for name in two}
    asked = {one.subject for one in found.questions if one.about == "pseudonym"} | paired
    free = tuple(one.name for one in table.in_file if one.name not in found.mapped.given())
    for one in found.columns:
        if one.name in asked or one.exact:
            continue
        if one.name in found.mapped.columns:
            ask = f"Is {one.name} our {one.target}: {table.column(one.target).description}"
            choices = (one.target, *one.others, LEAVE_OUT)
            said = Question("column", ask, one.name, "", one.target, one.confidence, one.reason, choices)
        else:
            sure, reason = 50, "no column of ours is like it"
            if like.is_personal(one.name):
                sure, reason = 95, "it says who somebody is, and nothing here needs that"
                found.mapped.ignore.append(one.name)
            elif not values[one.name]:
                sure, reason = 80, "it is empty in the rows looked at"
            elif one.others:
                reason = f"it could be {one.others[0]}, but another column is likelier"
            ask = f"What is '{one.name}'? Leave it out?"
            choices = tuple(dict.fromkeys((LEAVE_OUT, *one.others, *free)))
            said = Question("leave_out", ask, one.name, "", LEAVE_OUT, sure, reason, choices)
        found.questions.append(said)


def _ask_dates(found: Guess, table: Table, values: Mapping[str, Sequence[str]]) -> None:
    """One way of writing for the file, others for single columns; where nobody can tell, it is left open and asked."""
    dated = {}
    for name, ours in found.mapped.columns.items():
        kind = table.column(ours).type
        if kind in ("date", "datetime") or (kind == "yearmonth" and any(map(like.is_day, values[name]))):
            dated[name] = like.date_order(values[name])
    for day, _ in found.mapped.together.values():
        dated[day] = like.date_order(values[day])
    if not dated:
        return
    told = Counter(way for way, _, _ in dated.values() if way)
    usual = told.most_common(1)[0][0] if told else ""
    open_in = [name for name, (way, _, _) in dated.items() if not way and values[name]]
    first = next(name for name, (way, _, _) in dated.items() if way == usual)
    _, sure, reason = dated[first]
    found.mapped.dates = usual
    found.mapped.dates_of = {name: way for name, (way, _, _) in dated.items() if way and way != usual}
    if sure < like.SAME or len(told) > 1:
        ask = f"How are dates written in {found.file}?"
        found.questions.append(
            Question("dates", ask, "", "", usual or convert.UK, sure if usual else 50, reason, convert.FORMATS)
        )
    for name, way in found.mapped.dates_of.items():
        ask, (_, sure, reason) = f"How are dates written in {name}?", dated[name]
        found.questions.append(Question("dates", ask, name, "", way, sure, reason, convert.FORMATS))
    for name in open_in if usual else []:
        ask, way, sure = f"How are dates written in {name}?", convert.UK, 50
        if usual in (convert.UK, convert.US):
            ask, way, sure = f"Are dates in {name} written {usual}, as elsewhere in the file?", usual, 60
        found.questions.append(Question("dates", ask, name, "", way, sure, dated[name][2], convert.FORMATS))


def _ask_words(found: Guess, table: Table, values: Mapping[str, Sequence[str]], known: Known) -> None:
    for name, ours in found.mapped.columns.items():
        column, given = table.column(ours), dict.fromkeys(values[name])
        ids = known.get(ours)
        if ids or (column.enum and len(given) <= MOST_WORDS):
            for word in given:
                _ask_word(found, column, word, *like.meaning(word, table.name, column, ids), tuple(ids or column.enum))
        elif like.share_that_fits(column, ["1"]) is not None:
            for word in [one for one in given if like.is_nothing(one)]:
                _ask_word(found, column, word, "", 80, "it stands where nothing is given", ())
            if column.type == "boolean":
                for word in [one for one in given if not like.is_nothing(one) and not like.is_yes_or_no(one)]:
                    _ask_word(found, column, word, "", 0, "nobody knows it", ("true", "false"))
        _ask_per_cent(found, name, column, values[name])


def _ask_word(
    found: Guess, column: Field, word: str, ours: str, sure: int, reason: str, choices: tuple[str, ...]
) -> None:
    if (column.enum and convert.slug(word) == convert.slug(ours)) or word == ours:
        return  # turned without being told
    if ours or (sure and not column.required):
        found.mapped.words.setdefault(column.name, {})[word] = ours
    if sure < like.SAME:
        ask = f"What does {word} mean in {column.name}?"
        choices = (*choices, *(() if column.required else ("",)))
        found.questions.append(Question("words", ask, column.name, word, ours, sure, reason, choices))


def _ask_per_cent(found: Guess, name: str, column: Field, given: Sequence[str]) -> None:
    if column.type != "number" or column.unit not in ("share", "") or not given:
        return
    signs = sum("%" in one for one in given)
    above = any(like.figure(one) > 1 for one in given)
    headed = "percent" in like.plain(name)
    if (column.unit == "share" and above and signs < len(given)) or (not column.unit and above and (signs or headed)):
        found.mapped.per_cent.append(name)
        reason = f"{signs} of {len(given)} values have a % sign" if signs else "the numbers are above 1"
        ask = f"Are the numbers in {name} per cent, so that 95 means 0.95?"
        found.questions.append(Question("per_cent", ask, name, "", "yes", 80, reason, YES_NO))


def _ask_rest(found: Guess, table: Table) -> None:
    """Columns that every row needs and the file lacks; the consent of accounts that state none."""
    stem = f" {like.plain(found.file.rsplit('.', 1)[0])} "
    usual = {}
    for word, always in like.synonyms().get(table.name, {}).get("always", {}).items():
        if word == "any" or f" {word}" in stem:
            usual = always
            break
    asked = {choice for one in found.questions if one.about == "pseudonym" for choice in one.choices}
    for one in table.in_file:
        if one.name in found.mapped.given() | asked or not (one.required or one.name in table.key):
            continue
        choices = one.enum or (("true", "false") if one.type == "boolean" else ())
        suggested = usual.get(one.name, "")
        if suggested and not not_allowed(one, suggested):
            found.mapped.always[one.name] = suggested
        reason = "such files usually hold that" if suggested else "no column of the file looks like it"
        ask = f"Every row needs {one.name} ({one.description}) What is it for all rows of {found.file}?"
        sure = 70 if suggested else 0
        found.questions.append(Question("needed", ask, one.name, "", suggested, sure, reason, choices))
    if table.name == "story" and "consent_level" not in found.mapped.given():
        choices = "; ".join(f"{level}: {words}" for level, words in CONSENT.items())
        ask = f"For what may these accounts be used, where they state no consent? {choices}."
        reason = "nothing in the file says what people agreed to"
        found.questions.append(Question("consent", ask, "", "", "", 0, reason, tuple(CONSENT)))
