"""Whether a text repeats somebody's words, and counts that are finer than may be published: by hand."""

import pytest

from tightrope.voices.echo import echoes
from tightrope.voices.published_counts import too_fine

TOLD = "She had her coat on before the kettle boiled. I said to the budgie, well, that's us done."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("People say she had her coat on, before.", ["she had her coat on before"]),
        ("SHE HAD HER COAT ON BEFORE", ["she had her coat on before"]),
        ("She had her coat on. After that nothing.", []),  # five words in a row are not six
        (
            "said to the budgie: well, that\u2019s us done",
            ["said to the budgie well thats", "to the budgie well thats us", "the budgie well thats us done"],
        ),
        ("Visits are too short.", []),
        ("", []),
    ],
)  # fmt: skip
def test_six_words_in_a_row_are_somebodys_own(text, found):
    assert echoes(text, ["Nothing here.", TOLD]) == found


def test_the_same_run_is_named_once_and_nobody_told_is_no_echo():
    twice = "She had her coat on before. She had her coat on before."
    assert echoes(twice, [TOLD]) == ["she had her coat on before"]
    assert echoes(twice, []) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("About 25 people told us; fewer than 8 of them are content.", []),
        ("17 of 23 people we heard from", ["17 of 23 people"]),
        ("15 of 25 people", []),
        ("Three families came.", ["Three families"]),
        ("fewer than 8 people", []),
        ("About 10 people, and seven residents", ["seven residents"]),
        ("8 people", ["8 people"]),  # published, eight reads 10
        ("two other daughters", ["two other daughters"]),
        ("10 minutes of 30, 95% of visits, £409,652 a year, 12 months", []),
        ("1,210 people", []),
        ("nobody told us; 0 people", []),
    ],
)
def test_counts_of_people_are_published_counts(text, found):
    assert too_fine(text, 8, 5) == found
