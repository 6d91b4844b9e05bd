"""A square code for phones, as one path that a template draws: nothing is asked of anybody outside."""

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white around it, which readers need (ISO/IEC 18004)


@dataclass(frozen=True)
class Square:
    """The code: its side in modules, white border included, and the dark modules as an SVG path."""

    side: int
    path: str


def qr(address: str) -> Square:
    """The code of an address; a tenth of it may be hidden and it can still be read."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Square(len(rows) + 2 * QUIET, path)
