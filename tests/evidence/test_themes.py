"""Themes: every committed file loads, agrees with the measures, and its words find what they should and no more."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tightrope import paths
from tightrope.errors import Refusal
from tightrope.evidence.measures import load_measures
from tightrope.evidence.themes import hits, load_themes, one_sided

BAD = Path(__file__).parent.parent / "data" / "bad" / "themes"
MEASURES = load_measures()
THEMES = load_themes(paths.THEMES, MEASURES.keys())
each_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.theme_id)

NOT_MATCHED = "cannot be matched. Use small letters, digits, ' and -, single blanks, and * only at the end of a word."
FAULTS = {
    "without_definition": ['definition: It is missing. Add words in "quotation marks".'],
    "unknown_measure": ['answers_to: There is no measure "smiles". Known: on_time.'],
    "unknown_key": [
        "[crosswalks] nice: It is not a field we know. Mend its name or take it out.",
        "colour: It is not a field we know. Mend its name or take it out.",
    ],
    "crosswalks_astray": [
        '[crosswalks] wellbeing: There is no area of wellbeing "j". Known: a, b, c, d, e, f, g, h, i.',
        '[crosswalks] making_it_real: ["six"] is not a list of whole numbers. Write it in [square brackets].',
        '[crosswalks] ascot: There is no ASCOT domain "fun". Known: accommodation cleanliness and comfort, '
        "control over daily life, dignity, food and drink, occupation, personal cleanliness and comfort, "
        "personal safety, social participation.",
        "[crosswalks] cqc: It names no quality statement. Name at least 1.",
    ],
    "without_crosswalks": ["crosswalks: The section is missing. Add [crosswalks]."],
    "crosswalks_in_words": ['crosswalks: "none" is not a section. Write [crosswalks] on a line of its own.'],
    "odd_phrases": [f'lexicon: "{phrase}" {NOT_MATCHED}' for phrase in ("Rush", "ru*sh", "two  blanks", "'")],
    "in_both": ['not_lexicon: "rush*" stands in lexicon too. Keep it in one of them.'],
    "no_lexicon": ["lexicon: It names no phrase. Name at least 1."],
    "money_elsewhere": [
        'money: "weighing/pounds; drop" is not a query of money/. Write "money/its_name", or "" for no figure.',
        'valence_hint: "awful" is not known. Write one of: usually_bad, usually_good, either.',
    ],
    "broken": [
        "whole file: It cannot be read as TOML: Cannot overwrite a value (at line 2, column 15). Mend that line."
    ],
}
CLASH = 'name: "hurry" is the name of same_name_one.toml too. Give one of them another name.'


def _refused(folder):
    with pytest.raises(Refusal) as refusal:
        load_themes(folder, {"on_time"})
    return refusal.value


def test_every_file_loads_under_its_own_id():
    assert {f"{id_}.toml" for id_ in THEMES} == {path.name for path in paths.THEMES.iterdir()}
    assert len(THEMES) == 25
    assert all(theme.theme_id == id_ for id_, theme in THEMES.items())


def test_the_measures_that_may_be_named_are_found_without_being_given():
    assert load_themes() == THEMES


def test_one_theme_read_field_by_field():
    theme = THEMES["unsuitable_break"]
    assert theme.answers_to == ("suitable_break", "nights_used", "cancelled_breaks")
    assert theme.money == "money/nights_not_used"
    assert theme.valence_hint == "usually_bad"
    assert theme.crosswalks.wellbeing == ("g", "h")
    assert theme.crosswalks.ascot == ("control over daily life", "personal safety")


def test_measures_and_themes_name_each_other():
    assert one_sided(MEASURES.values(), THEMES.values()) == []


def test_a_tie_that_only_one_side_names_is_told():
    rushed = replace(THEMES["rushed"], answers_to=("duration_met",))
    duration = replace(MEASURES["duration_met"], themes=())
    short = MEASURES["short_visits_agreed"]
    assert one_sided([duration, short], [rushed]) == [
        "duration_met.toml, themes: The theme rushed answers to this measure. "
        "Add it, or take the measure out of rushed.toml.",
        "rushed.toml, answers_to: The measure short_visits_agreed names this theme. "
        "Add it, or take the theme out of short_visits_agreed.toml.",
    ]


@each_theme
def test_every_measure_a_theme_answers_to_exists(theme):
    assert set(theme.answers_to) <= MEASURES.keys()


def test_some_things_that_people_tell_nobody_measures():
    assert {id_ for id_, theme in THEMES.items() if not theme.answers_to} == {
        "meals_stopped",
        "changed_without_asking",
        "dignity",
        "kindness",
        "information",
        "paying_for_it",
        "language_and_culture",
    }


def test_pounds_are_named_where_there_are_any():
    assert {id_: theme.money for id_, theme in THEMES.items() if theme.money} == {
        "rushed": "money/minutes_not_delivered",
        "unsuitable_break": "money/nights_not_used",
        "meals_stopped": "money/meals_saving_and_after",
        "late_or_missed": "money/visits_missed_paid",
    }


@each_theme
def test_the_example_is_found_and_the_counter_example_is_not(theme):
    assert hits(theme, theme.example)
    assert hits(theme, theme.counter_example) == ()


@each_theme
def test_the_lexicon_is_neither_thin_nor_endless(theme):
    assert 12 <= len(theme.lexicon) <= 35


@each_theme
def test_every_phrase_can_be_found_and_every_exception_holds(theme):
    assert [phrase for phrase in theme.lexicon if not hits(theme, phrase.replace("*", ""))] == []
    assert [phrase for phrase in theme.not_lexicon if hits(theme, phrase.replace("*", ""))] == []


@each_theme
def test_every_exception_takes_something_out(theme):
    """An exception that holds no phrase of the lexicon is of no use."""
    bare = replace(theme, not_lexicon=())
    assert [phrase for phrase in theme.not_lexicon if not hits(bare, phrase.replace("*", ""))] == []


def _theme(*lexicon, without=()):
    return replace(THEMES["rushed"], lexicon=lexicon, not_lexicon=without)


def test_whole_words_in_any_case():
    assert hits(_theme("bus"), "The BUS.") == ("bus",)
    assert hits(_theme("bus"), "busy, abus, omnibus") == ()


def test_a_star_stands_for_any_ending():
    assert hits(_theme("rush*"), "Rushed, rushing; a rush") == ("rushed", "rushing", "rush")
    assert hits(_theme("rush*"), "crush") == ()
    assert hits(_theme("talk* over her"), "they talked over her") == ("talked over her",)


def test_each_piece_is_told_once_and_the_fullest_one():
    assert hits(_theme("late", "hours late"), "Hours late, then hours late, then late") == ("hours late", "late")


def test_blanks_hyphens_and_apostrophes_do_not_hide_a_phrase():
    assert hits(_theme("hand back"), "a hand-back and a hand\n  back") == ("hand-back", "hand back")
    assert hits(_theme("top-up*"), "two top ups") == ("top ups",)
    assert hits(_theme("doesn't stay"), "doesn\u2019t stay, DOESNT STAY") == ("doesn't stay", "doesnt stay")


def test_what_an_exception_covers_does_not_count_and_does_not_join_its_neighbours():
    theme = _theme("rush*", "in out", without=("never rush*",))
    assert hits(theme, "She never rushes.") == ()
    assert hits(theme, "She never rushes, but he rushed.") == ("rushed",)
    assert hits(theme, "in never rushing out") == ()


def test_nothing_is_found_in_nothing():
    assert hits(THEMES["rushed"], "") == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_file_is_refused_with_every_fault_named(name, tmp_path):
    shutil.copy(BAD / f"{name}.toml", tmp_path)
    expected = [f"{name}.toml, {fault}" for fault in FAULTS[name]]
    refusal = _refused(tmp_path)
    assert refusal.problems == expected
    many = "" if len(expected) == 1 else "s"
    heading = f"Nothing was loaded: {len(expected)} problem{many} in 1 theme file."
    assert str(refusal) == "\n".join([heading, *(f"- {one}" for one in expected)])


def test_all_faults_of_all_files_are_told_at_once():
    files = {path.stem for path in BAD.glob("*.toml")}
    assert files == FAULTS.keys() | {"same_name_one", "same_name_two"}
    refusal = _refused(BAD)
    told = [f"{name}.toml, {fault}" for name, faults in FAULTS.items() for fault in faults]
    assert sorted(refusal.problems) == sorted([*told, f"same_name_two.toml, {CLASH}"])
    assert str(refusal).startswith(f"Nothing was loaded: {len(told) + 1} problems in {len(files) - 1} theme files.\n")
