"""Small charts as SVG, made from numbers and plain words alone: for the board page, one-file pages and documents.

No script, no style element, nothing from elsewhere. Colours stand as attributes, so that a page's own style may change
them by class: `numbers` is slate blue, `stories` warm clay.
"""

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from tightrope.board.sentences import Rope

NUMBERS, STORIES, INK, LINE = "#33597f", "#9a4a2c", "#23282f", "#d9d4ca"
WIDE, HIGH = 320, 64
LEFT, RIGHT = 12, 308
ROW, BAR, GAP = 16, 14, 10
LETTERS = 46  # of a line: 48 in DejaVu Sans, the widest of the usual fonts, take 302 of 320 px
FONT = "system-ui, sans-serif"


def rope(one: Rope) -> str:
    """The rope from far below what we ask to what we ask, a blue mark for the numbers and a clay one for the stories.

    An open ring stands in the place of a side that has nothing to show.
    """
    parts = [
        f'<line class="line" x1="{LEFT}" y1="32" x2="{RIGHT}" y2="32" stroke="{LINE}" stroke-width="4"/>',
        _side("numbers", NUMBERS, 22, one.numbers_low, one.numbers, one.numbers_high),
        _side("stories", STORIES, 42, one.stories_low, _middle(one.stories_low, one.stories_high), one.stories_high),
        _text(LEFT, 61, "far below what we ask"),
        _text(RIGHT, 61, "what we ask", "end"),
    ]
    return _svg(WIDE, HIGH, rope_words(one), parts)


def rope_words(one: Rope) -> str:
    """What the rope shows, for whoever does not see it."""
    said = []
    for name, low, high in (
        ("The numbers", one.numbers, one.numbers),
        ("What people tell", one.stories_low, one.stories_high),
    ):
        if low is None or high is None:
            said.append(f"{name}: nothing to show.")
        elif low == high:
            said.append(f"{name}: {round(100 * low)} of 100 on the way to what we ask.")
        else:
            said.append(f"{name}: between {round(100 * low)} and {round(100 * high)} of 100 on the way to what we ask.")
    return " ".join(said)


def bars(rows: Sequence[tuple[str, str, str]], most: int, few: int, kind: str = "stories") -> str:
    """A bar for each (name, shown, words), out of `most` people; a pale one up to `few` where it is fewer than that
    and one more, and none where nothing may be shown."""
    colour, parts, top = (STORIES if kind == "stories" else NUMBERS), [], 0
    for name, shown, words in rows:
        for line in wrap(f"{name}: {words}", LETTERS):
            parts.append(_text(0, top + 13, line))
            top += ROW
        is_count = shown.isdigit()
        parts.append(f'<rect class="line" x="0" y="{top + 3}" width="{WIDE}" height="{BAR}" fill="{LINE}"/>')
        count = int(shown) if is_count else few if shown.startswith("fewer") else 0
        if count and most:
            wide, pale = round(WIDE * min(1.0, count / most), 1), "" if is_count else ' opacity="0.35"'
            parts.append(
                f'<rect class="{kind}" x="0" y="{top + 3}" width="{wide}" height="{BAR}" fill="{colour}"{pale}/>'
            )
        top += BAR + GAP
    return _svg(WIDE, max(top, 1), "; ".join(f"{name}: {words}" for name, _, words in rows), parts)


def _side(kind: str, colour: str, y: int, low: float | None, middle: float | None, high: float | None) -> str:
    if middle is None:
        return (
            f'<circle class="{kind} ring" cx="{LEFT}" cy="{y}" r="6" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
    left, right = _x(low if low is not None else middle), _x(high if high is not None else middle)
    band = (
        f'<rect class="{kind}" x="{left}" y="{y - 3}" width="{round(max(right - left, 1), 1)}" height="6" '
        f'fill="{colour}" opacity="0.35"/>'
    )
    return f'{band}<circle class="{kind}" cx="{_x(middle)}" cy="{y}" r="7" fill="{colour}"/>'


def _middle(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None else (low + high) / 2


def _x(share: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share)), 1)


def _text(x: int, y: int, words: str, anchor: str = "start") -> str:
    return (
        f'<text class="ink" x="{x}" y="{y}" text-anchor="{anchor}" font-family="{FONT}" font-size="12" '
        f'fill="{INK}">{escape(words)}</text>'
    )


def _svg(wide: int, high: int, words: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" '
        f'aria-label="{escape(words)}">{"".join(parts)}</svg>'
    )
