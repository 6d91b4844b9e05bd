"""Which table a file is for, and which of its columns is which of ours, each with how sure that is and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tightrope import tables
from tightrope.evidence import guess_words as like
from tightrope.tables import Field, Table

TAKEN_FROM = 50  # a column is put into a draft from this confidence on
MOST_WORDS = 60  # a column with more different values than that is no fixed list

Seen = dict[tuple[str, str], float | None]  # their column and a type -> the share of values that could be of it


@dataclass(frozen=True)
class ColumnGuess:
    """One of their columns: our column ("" for none), how sure (0 to 100) and why, what else it could be."""

    name: str
    target: str = ""
    confidence: int = 0
    reason: str = ""
    others: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """True where the name is ours already, so that there is nothing to ask."""
        return self.confidence == like.SAME


def which_table(file_name: str, values: Mapping[str, Sequence[str]]) -> tuple[Table, int, str]:
    """The table that a file is most likely for: (table, confidence, why)."""
    stem = like.plain(file_name.rsplit(".", 1)[0])
    scored, seen = [], {}
    for one in tables.load().values():
        if one.origin != "imported":
            continue
        if stem == like.plain(one.name):
            return one, like.SAME, "the file has the table's name"
        named = [w for w in like.synonyms().get(one.name, {}).get("files", []) if f" {like.plain(w)} " in f" {stem} "]
        hits = {c.target: c.confidence for c in match(one, values, seen) if c.target}
        must = [f.name for f in one.in_file if f.required]
        fit = sum(hits.values()) / 100 / max(len(values), 1)
        need = sum(hits.get(name, 0) for name in must) / 100 / len(must)
        # A longer name says more: "provider payments" is about payments.
        name_says = max((len(w.split()) for w in named), default=0)
        scored.append((0.4 * fit + 0.35 * need + (0.2 + 0.02 * name_says if named else 0), one, len(hits), named))
    scored.sort(key=lambda row: -row[0])
    (score, best, many, named), (second, *_) = scored[0], scored[1]
    sure = min(95, int(100 * score) + (10 if score - second > 0.15 else 0)) if score - second > 0.03 else 40
    name_words = "its name says so and " if named else ""
    return best, sure, f"{name_words}{many} of its {len(values)} columns look like those of {best.name}"


def match(table: Table, values: Mapping[str, Sequence[str]], seen: Seen | None = None) -> list[ColumnGuess]:
    """For each of their columns the likeliest of the table's, none twice; the surest are placed first.

    `seen` keeps what the values look like from one table to the next.
    """
    pairs, seen = [], {} if seen is None else seen
    for place, (name, given) in enumerate(values.items()):
        for one in table.in_file:
            sure, reason = _sure(name, given, table, one, seen)
            if sure >= TAKEN_FROM and (sure >= like.KNOWN or not like.is_personal(name)):
                pairs.append((-sure, place, name, one.name, reason))
    taken: dict[str, ColumnGuess] = {}
    used: set[str] = set()
    for minus, _, name, target, reason in sorted(pairs):
        if name not in taken and target not in used:
            others = tuple(p[3] for p in sorted(pairs) if p[2] == name and p[3] != target)
            taken[name] = ColumnGuess(name, target, -minus, reason, others)
            used.add(target)
    left = {name: tuple(p[3] for p in sorted(pairs) if p[2] == name) for name in values if name not in taken}
    return [taken.get(name) or ColumnGuess(name, others=left[name]) for name in values]


def _sure(name: str, given: Sequence[str], table: Table, one: Field, seen: Seen) -> tuple[int, str]:
    sure, reason = like.likeness(name, table.name, one)
    if sure == like.SAME:
        return sure, reason
    if one.enum and given:
        sure, reason = _by_words(sure, reason, set(given), table, one)
    if (name, one.type) not in seen:
        seen[name, one.type] = like.share_that_fits(one, given)
    fits = seen[name, one.type]
    what = {"date": "dates", "datetime": "dates and times", "yearmonth": "months", "boolean": "yes or no"}
    if not sure or fits is None:
        return sure, reason
    kind = what.get(one.type, "numbers")
    if fits < 0.5:
        return sure - 45, f"{reason}, but the values do not look like {kind}"
    return min(sure + 3, like.SAME - 1) if fits > 0.95 else sure, f"{reason}, and the values look like {kind}"


def _by_words(sure: int, reason: str, words: set[str], table: Table, one: Field) -> tuple[int, str]:
    """The likeness of a column with a fixed list, the words in it considered."""
    known = 0 if len(words) > MOST_WORDS else sum(like.is_known_word(word, table.name, one) for word in words)
    if sure and known < 0.3 * len(words):
        return sure - 35, f"{reason}, but its words are not those we know for it"
    if sure < like.BY_VALUES and 2 <= known == len(words):
        return like.BY_VALUES, "its words are those we know for it"
    return sure, reason
