"""A command as the shell runs it, in this process: the same bytes in and out, without starting Python anew.

What only a process of its own can show (its environment, signals, a reader that goes away, a lock) is tested with one.
"""

import io
import os
import sys
from dataclasses import dataclass
from unittest.mock import patch

from tightrope import __main__ as command_line


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it wrote."""

    returncode: int
    stdout: bytes
    stderr: bytes


def shell(*arguments, given=b"", encoding="utf-8"):
    """Run one command; `encoding` is that of the terminal, which no command may depend on.

    What a command sets in its environment (--as-at) ends with it, as it would with its process.
    """
    streams = [io.TextIOWrapper(io.BytesIO(one), encoding=encoding) for one in (given, b"", b"")]
    with patch.dict(os.environ), patch.multiple(sys, stdin=streams[0], stdout=streams[1], stderr=streams[2]):
        try:
            code = command_line.main(list(arguments))
        except SystemExit as ended:
            code = ended.code or 0
        for one in streams[1:]:
            one.flush()
    return Ended(code, *(one.buffer.getvalue() for one in streams[1:]))
