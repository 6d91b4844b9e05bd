"""What a command is and what it gives back."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

DONE, FOUND_SOMETHING, COULD_NOT = 0, 1, 2


@dataclass
class Result:
    """What a command found: `plain` lines for people, `data` for --json, and how it ended."""

    plain: list[str]
    data: Any = None
    code: int = DONE


@dataclass(frozen=True)
class Command:
    """One command: its words, its arguments, and whether it needs the records."""

    name: str
    words: str
    run: Callable[..., Result]
    needs_house: bool = False
    arguments: Callable[[argparse.ArgumentParser], None] = field(default=lambda parser: None)
