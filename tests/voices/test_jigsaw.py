"""Role, small place and time: the warning comes where all three meet, and nowhere else."""

import pytest

from tightrope.voices.jigsaw import ROLES, UNKNOWN, warning

FEWEST = 8


def test_the_three_together_are_named_with_what_to_do():
    said = warning("family", 6, "March 2026", FEWEST)
    assert said.startswith("A member of the family, a place that serves 6 people and March 2026 could together")
    assert said.endswith("show the account at a wider level.")


@pytest.mark.parametrize(
    ("role", "people", "when", "warns"),
    [
        ("family", 7, "spring", True),  # 7 is below 8
        ("family", 8, "spring", False),  # 8 is not
        ("family", 7, "", False),
        ("family", 7, "  ", False),
        ("", 7, "spring", False),
        (None, 7, "spring", False),
        ("family", None, "spring", True),  # nobody knows how many: taken for small
        ("family", 0, "spring", True),
        ("nurse", 15, "spring", True),  # few of them anywhere: below 2 x 8 = 16
        ("nurse", 16, "spring", False),
        ("care_worker", 15, "spring", False),
    ],
)
def test_where_it_warns(role, people, when, warns):
    assert bool(warning(role, people, when, FEWEST)) is warns


def test_the_limit_is_the_councils():
    assert warning("family", 9, "spring", 10) and not warning("family", 9, "spring", 8)


def test_one_person_is_a_person_and_a_new_role_has_words():
    assert "serves 1 person and" in warning("person", 1, "May", FEWEST)
    assert warning("chaplain", 3, "May", FEWEST).startswith(UNKNOWN)


def test_every_role_of_the_table_has_words():
    from tightrope.tables import load

    roles = next(field for field in load()["story"].fields if field.name == "teller_role").enum
    assert set(roles) == set(ROLES)
