"""What a guess passes over and a person can settle: strange values under our names, words where numbers are due."""

from dataclasses import replace

from tightrope import tables
from tightrope.evidence import guess_words as like
from tightrope.evidence.guessing import LEAVE_OUT, ColumnGuess, Question
from tightrope.evidence.heads import Head
from tightrope.evidence.mapped import FileMapping
from tightrope.tables import Field

SURE_ENOUGH = 60  # per cent; a guess below is not filled in beforehand: somebody has to say
EXAMPLES, LONGEST_EXAMPLE = 2, 30
STORY = "story"
MOST_STEPS = 12  # of a scale, and words for them, that are asked one by one


def odd_columns(table: str, columns: list[ColumnGuess], looked: Head) -> list[Question]:
    """Columns that have our name and hold something else: nobody would be asked, and every row would fall."""
    made = []
    for one in columns:
        if not one.exact or not one.target:
            continue
        share = like.share_that_fits(tables.load()[table].column(one.target), _values(looked, one.name))
        if share is not None and share * 100 < SURE_ENOUGH:
            reason = f"it has our name, but only {share:.0%} of its values look as they should"
            asked = Question(
                "column", f"Is {one.name} our {one.target}?", one.name, "", one.target, SURE_ENOUGH, reason
            )
            made.append(wider(replace(asked, choices=(one.target, LEAVE_OUT)), table))
    return made


def odd_words(part: FileMapping, looked: Head, known: set[tuple[str, str]]) -> list[Question]:
    """Words where a number is due, such as Low for a severity: few of them can be said to mean a number."""
    made = []
    for theirs, ours in part.columns.items():
        column = tables.load()[part.table].column(ours)
        given = dict.fromkeys(_values(looked, theirs))
        odd = [one for one in given if not like.is_number(one) and not like.is_nothing(one)]
        steps = _scale(column)
        if not steps or len(odd) > MOST_STEPS:
            continue
        choices = (*steps, *(() if column.required else ("",)))
        first = f"a number is due there. {column.description.rstrip('.')}"
        for one in [word for word in odd if (ours, word) not in known]:
            reason = "a number is due there" if made and made[-1].subject == ours else first
            made.append(Question("words", f"What does {one} mean in {ours}?", ours, one, "", 0, reason, choices))
    return made


def _scale(column: Field) -> list[str]:
    """The steps of a short scale of whole numbers; none for any other column."""
    if column.type != "integer" or column.minimum is None or column.maximum is None:
        return []
    steps = range(int(column.minimum), int(column.maximum) + 1)
    return [str(one) for one in steps] if len(steps) <= MOST_STEPS else []


def examples(table: str, looked: Head) -> dict[str, str]:
    """The first values of each column, so that somebody knows it again; of a file of accounts only days."""
    made = {}
    for name in looked.columns:
        given = [one for one in dict.fromkeys(_values(looked, name)) if len(one) <= LONGEST_EXAMPLE]
        if table != STORY or (given and all(map(like.is_day, given))):
            made[name] = ", ".join(given[:EXAMPLES])
    return made


def _values(looked: Head, name: str) -> list[str]:
    at = looked.columns.index(name)
    return [row[at].strip() for row in looked.sample if row[at].strip()]


def wider(one: Question, table: str) -> Question:
    """A column may be any of ours, also one that the guess gave to another column."""
    if one.about not in ("column", "leave_out", "pseudonym"):
        return one
    every = (column.name for column in tables.load()[table].in_file)
    return replace(one, choices=tuple(dict.fromkeys((*one.choices, *every))))
