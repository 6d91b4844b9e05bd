"""Every chart of accounts says how many of them come from panels, and how many from the two who told most."""

import pytest
from looking import look, screen

# Each page and part that draws accounts, about the centre where two people on a panel told 19 of the 36.
LOUD = "19 of 36"
CHARTS = [
    ("weigh", {"kind": "contract", "of": "DO-03"}, LOUD, 3),  # the rope, the pan and the clock
    ("voices", {"part": "themes", "contract": "DO-03"}, LOUD, 2),  # the trend, and every theme
    ("contracts", {"part": "measures", "of": "HC-01"}, "from the two who told most", 1),
    ("contracts", {"part": "terms"}, "from the two who told most", 1),
    ("contracts", {"part": "cost"}, "from the two who told most", 1),
]


@pytest.mark.parametrize(("page", "query", "words", "least"), CHARTS, ids=[f"{one[0]} {one[1]}" for one in CHARTS])
def test_a_chart_says_who_stands_behind_it(council, page, query, words, least):
    said = screen(look(page, **query))
    assert said.count(words) >= least and said.count("who sit on a panel") >= least
