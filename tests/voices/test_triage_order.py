"""The order of the queue: direct wording first, suicidal wording first of all, whole words only, never "no harm"."""

import pytest

from tightrope.errors import Refusal
from tightrope.evidence import harm_words
from tightrope.voices.triage import FIRST, IN_TURN, SORT_WORDS, order

LISTS = harm_words.patterns()


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("He said he wants to die and nobody rang back.", ("suicidal",)),
        ("Mum had bruises on both arms.", ("physical",)),
        ("She was left on the floor from six till nine.", ("neglect",)),
        ("They gave him the WRONG TABLETS again.", ("medication",)),
        ("Her bank card went missing and the money has gone.", ("money",)),
        ("He won\u2019t let her see us.", ("control",)),
        ("I was told not to say anything.", ("organisational",)),
        ("He threatened to stop coming and slapped the table.", ("physical", "psychological")),
    ],
)
def test_direct_wording_is_read_first_and_says_why(text, sorts):
    found = order(text, LISTS)
    assert (found.place, found.sorts) == (FIRST, sorts)
    assert all(one in SORT_WORDS for one in found.sorts)


@pytest.mark.parametrize(
    "text",
    [
        "", "She had her coat on before the kettle boiled.", "The passports office is next door, nicely restored.",
        "They are kind and never rush.", "Therapeutic gardening on Tuesdays.", "The grape vine is lovely.",
    ],
)  # fmt: skip
def test_the_rest_stands_in_turn(text):
    assert order(text, LISTS).place == IN_TURN


def test_suicidal_wording_stands_before_other_harm_and_that_before_the_rest():
    texts = ("no point in going on, and bruises", "bruises", "a nice visit")
    assert [order(text, LISTS).rank for text in texts] == [0, 1, 3]


def test_another_language_goes_to_a_person_first():
    found = order("আমার মা", LISTS, "Bengali")
    assert (found.place, found.sorts, found.rank) == (FIRST, ("language",), 1)


def test_twenty_thousand_letters_are_no_trouble():
    assert order("a visit that was late " * 900, LISTS).place == IN_TURN


def test_every_list_has_words_for_the_screen_and_a_faulty_file_is_refused(tmp_path):
    assert set(harm_words.read(harm_words.FILE)) <= set(SORT_WORDS)
    path = tmp_path / "harm.toml"
    path.write_text('[weather]\nphrases = ["rain"]\n[physical]\nphrases = []\n', encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        harm_words.read(path)
    assert refused.value.problems == ["[weather] is not a sort we know.", "[physical] has no phrases."]
