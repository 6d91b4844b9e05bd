"""A first mapping.toml for a folder: what each file may hold, how sure that is, and what has to be asked."""

from dataclasses import dataclass
from pathlib import Path

from tightrope.evidence import folder, guessing, mapping
from tightrope.evidence.folder import MAPPING, data_files, look
from tightrope.evidence.guessing import Question
from tightrope.evidence.mapped import FileMapping


@dataclass(frozen=True)
class Draft:
    """What one file may hold: a mapping nobody has agreed yet, the questions about it, and what was assumed."""

    file: str
    table: str
    part: FileMapping
    questions: tuple[Question, ...]
    doubts: tuple[str, ...]
    warnings: tuple[str, ...]


def draft(path: Path, table: str | None = None) -> Draft:
    """Guess what one file holds. Raises Refusal when it cannot be opened."""
    looked = look(path)
    guessed = guessing.guess(path.name, looked.columns, looked.sample, table)
    part = guessed.draft()
    part.sheet, part.header_row = looked.sheet or "", looked.header_row
    return Draft(
        path.name, guessed.table, part, tuple(guessed.questions), tuple(looked.doubts), tuple(guessed.warnings)
    )


def write(where: Path) -> list[Draft]:
    """Draft a part of mapping.toml for every file that needs one and has none; what is there already stays."""
    said = folder.mapping_of(where)
    found = [draft(path) for path in data_files(where) if said.of(path.name) is None and not folder.needs_none(path)]
    for one in found:
        said.files[one.file] = one.part
    if found:
        mapping.save(said, where / MAPPING)
    return found
