"""What an uploaded file is taken for, what has to be asked about it, and what the answers make of it."""

import copy
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from tightrope import tables
from tightrope.answers.odd import STORY, SURE_ENOUGH, examples, odd_columns, odd_words, wider
from tightrope.answers.trays import Tray
from tightrope.errors import Refusal
from tightrope.evidence import folder, guessing, mapping
from tightrope.evidence.folder import MAPPING
from tightrope.evidence.guessing import LEAVE_OUT, Question, answered
from tightrope.evidence.heads import Head
from tightrope.evidence.mapped import FileMapping, Mapping
from tightrope.evidence.measures import load_measures

LONGEST_CODE, MOST_WORDS = 30, 3  # a value of a story file that is longer may be what somebody said, and stays unseen
HIDDEN = "a longer text, which is not shown here"
DRAFTS_KEPT = 64


@dataclass(frozen=True)
class Taken:
    """One file of a tray: what it is taken for, what is asked, what was answered (by `key_of`), and what is open.

    `exact`: its columns have our names and nothing has to be asked. `refusal`: why it cannot be read.
    """

    file: str
    size: int
    table: str = ""
    exact: bool = False
    agreed: bool = False
    from_earlier: bool = False
    questions: tuple[Question, ...] = ()
    replies: Pairs[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    examples: Pairs[str, str] = field(default_factory=dict)  # column -> its first values, once the table is said
    refusal: str = ""

    @property
    def open(self) -> tuple[Question, ...]:
        """Questions without an answer and without a guess that is likely enough."""
        return tuple(one for one in self.questions if reply_to(one, self.replies) is None)

    @property
    def settled(self) -> bool:
        """True when the file may be read."""
        return not self.refusal and (self.exact or self.agreed)


def key_of(question: Question) -> str:
    """What an answer is kept under."""
    return f"{question.about}|{question.subject}|{question.value}"


def reply_to(question: Question, replies: Pairs[str, str]) -> str | None:
    """What was answered, else the guess where it is likely enough, else None."""
    said = replies.get(key_of(question)) if replies else None
    if said is not None and (not question.choices or said in question.choices):
        return said
    likely = question.confidence >= SURE_ENOUGH or question.about == "leave_out"
    if likely and question.suggestion:
        return question.suggestion
    return "" if likely and "" in question.choices else None


def value_shown(table: str, value: str) -> str:
    """A value of a file as it may be shown: of a file of accounts only what is short enough to be a code."""
    if table == STORY and (len(value) > LONGEST_CODE or len(value.split()) > MOST_WORDS):
        return HIDDEN
    return value


def taken(tray: Tray) -> list[Taken]:
    """Every data file of a tray, by name."""
    said, known, state = folder.mapping_of(tray.files), _earlier(tray), tray.state()["files"]
    return [_one(tray, path, said, known, state.get(path.name, {})) for path in folder.data_files(tray.files)]


def answer(tray: Tray, file: str, key: str, reply: str) -> None:
    """Keep one answer. What was agreed about the file has to be agreed anew, and what was checked checked."""
    state = tray.state()
    about = state["files"].setdefault(file, {"replies": {}})
    if key.startswith("table|"):
        about.clear()
        about.update(table=reply, replies={})
    else:
        about["replies"][key] = reply
    tray.keep_state(state)
    open_again(tray, file)


def open_again(tray: Tray, file: str) -> None:
    """Take back that somebody agreed to what a file holds."""
    said = folder.mapping_of(tray.files)
    if said.files.pop(file, None) is not None:
        mapping.save(said, tray.files / MAPPING)
    state = tray.state()
    state["files"].setdefault(file, {"replies": {}})["anew"] = True
    tray.keep_state(state)
    tray.forget_report()


def agree(tray: Tray, file: str) -> None:
    """Write the answers about a file into mapping.toml. Raises Refusal, listing all that is still missing."""
    path = tray.files / file
    about = tray.state()["files"].get(file, {})
    looked, drafted, questions = _asked(path, about)
    replies = about.get("replies", {})
    unanswered = [one for one in questions if reply_to(one, replies) is None]
    if unanswered:
        raise Refusal(f"{len(unanswered)} questions about {file} have no answer yet.", [o.words for o in unanswered])
    part = _folded(drafted, questions, replies)
    part.agreed = True
    part.ignore += [one for one in looked.columns if one not in _used(part) and one not in part.ignore]
    faults = mapping.problems(Mapping({file: part}), {file: looked.columns})
    if faults:
        raise Refusal(" ".join(faults), faults)
    said = folder.mapping_of(tray.files)
    said.files[file] = part
    mapping.save(said, tray.files / MAPPING)
    tray.forget_report()


def _one(tray: Tray, path: Path, said: Mapping, known: Mapping, about: dict) -> Taken:
    size, part = path.stat().st_size, said.of(path.name)
    plain_name = _is_exact(path) and not about.get("table")
    try:
        if plain_name:
            return Taken(path.name, size, path.stem.lower(), exact=True)
        if part is None and not about.get("anew") and (part := _as_before(path, known)):
            said.files[path.name] = part
            mapping.save(said, tray.files / MAPPING)
            return Taken(path.name, size, part.table, agreed=True, from_earlier=True)
        looked, drafted, questions = _asked(path, about)
    except Refusal as refusal:
        return Taken(path.name, size, refusal=str(refusal))
    return Taken(
        path.name,
        size,
        drafted.table,
        agreed=part is not None,
        questions=tuple(questions),
        replies=about.get("replies", {}),
        notes=(*looked.doubts, *_guessed(path, about.get("table")).warnings),
        examples=examples(drafted.table, looked) if about.get("table") else {},
    )


def _is_exact(path: Path) -> bool:
    """True for a file that is read as it stands; accounts that say nothing of consent have that asked all the same."""
    if not folder.needs_none(path):
        return False
    return path.stem.lower() != STORY or "consent_level" in folder.look(path).columns


def _as_before(path: Path, known: Mapping) -> FileMapping | None:
    """What an earlier month's mapping.toml says about a file, where it still fits."""
    part = known.of(path.name)
    if part is None or not part.agreed:
        return None
    part = copy.deepcopy(part)
    fits = not mapping.problems(Mapping({path.name: part}), {path.name: folder.look(path, part).columns})
    return part if fits else None


def _earlier(tray: Tray) -> Mapping:
    return mapping.load(tray.known) if tray.known.is_file() else Mapping({})


def _asked(path: Path, about: dict) -> tuple[Head, FileMapping, list[Question]]:
    """The file's head, the mapping as guessed, and every question that applies after the answers so far.

    What a file holds comes first and alone: until somebody has said so, nothing of its content is asked about.
    """
    guess = _guessed(path, about.get("table"))
    looked, drafted = _head(path), guess.draft()
    drafted.sheet, drafted.header_row = looked.sheet or "", looked.header_row
    first = [one for one in guess.questions if one.about == "table"]
    if first:
        return looked, drafted, first
    replies, table = about.get("replies", {}), drafted.table
    every = [*(wider(one, table) for one in guess.questions), *odd_columns(table, guess.columns, looked)]
    part = _folded(drafted, every, replies)
    asked = [one for one in every if _applies(part, one)]
    asked += odd_words(part, looked, {(one.subject, one.value) for one in asked})
    for theirs, ours in part.columns.items():
        if drafted.columns.get(theirs) != ours:
            asked += _follow_up(path, drafted, looked, theirs, ours)
    return looked, drafted, asked


def _folded(drafted: FileMapping, questions: list[Question], replies: Pairs[str, str]) -> FileMapping:
    """The draft with every answer in it; a question that an earlier answer made idle is passed over."""
    part = copy.deepcopy(drafted)
    for one in questions:
        reply = reply_to(one, replies)
        if reply is not None and _applies(part, one):
            part = answered(part, one, reply)
    return part


def _applies(part: FileMapping, one: Question) -> bool:
    if one.about == "words":
        return one.subject in part.given()
    if one.about == "needed":
        return one.subject not in {*part.columns.values(), *part.together}
    if one.about in ("dates", "per_cent") and one.subject:
        return one.subject in _used(part)
    return True


def _used(part: FileMapping) -> set[str]:
    return {*part.columns, *(name for two in part.together.values() for name in two)}


def _follow_up(path: Path, drafted: FileMapping, looked: Head, theirs: str, ours: str) -> list[Question]:
    """Questions on a column that a person matched otherwise than guessed: looked at as if it had our name."""
    at = looked.columns.index(theirs)
    rows = [[row[at]] for row in looked.sample]
    found = guessing.guess(path.name, [ours], rows, drafted.table, _known())
    asked = [one for one in found.questions if one.about in ("words", "per_cent", "dates")]
    told = {one.value for one in asked if one.about == "words"}
    for word, meaning in found.mapped.words.get(ours, {}).items():
        if word not in told:  # so sure that it would not be asked: kept with the rest
            drafted.words.setdefault(ours, {})[word] = meaning
    if found.mapped.dates and not any(one.about == "dates" for one in asked):
        drafted.dates_of[theirs] = found.mapped.dates
    return [one if one.about == "words" else replace(one, subject=theirs) for one in asked]


def _head(path: Path) -> Head:
    return _looked(path, path.stat().st_mtime_ns)


def _guessed(path: Path, table: str | None) -> guessing.Guess:
    return _drafted(path, path.stat().st_mtime_ns, table)


@lru_cache(DRAFTS_KEPT)
def _looked(path: Path, changed: int) -> Head:
    return folder.look(path)


@lru_cache(DRAFTS_KEPT)
def _drafted(path: Path, changed: int, table: str | None) -> guessing.Guess:
    looked = _looked(path, changed)
    return guessing.guess(path.name, looked.columns, looked.sample, table, _known())


@lru_cache(1)
def _known() -> dict[str, dict[str, str]]:
    return {"measure_id": {one.measure_id: one.name for one in load_measures().values()}}


def forget() -> None:
    """Drop what is kept in memory of files: it holds rows of them."""
    _looked.cache_clear()
    _drafted.cache_clear()


def table_words() -> dict[str, str]:
    """Every table that a file can fill, with what a row of it is."""
    return {one.name: one.grain for one in tables.load().values() if one.origin == "imported"}


def column_words(table: str) -> dict[str, str]:
    """Our columns of a table, with what stands in them; and leaving out."""
    return {LEAVE_OUT: "Leave it out"} | {one.name: one.description for one in tables.load()[table].in_file}
