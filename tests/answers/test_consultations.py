"""Consultations of the demo council by hand, and what is said of odd ones."""

import pytest
from odd_register import opened

from tightrope.answers import consult_about
from tightrope.answers import consultations as answers

LINE = "INSERT INTO records.consultation (consultation_id, title, opened_on, contract_id, service_id, commissioner_id) "


@pytest.fixture
def own(built, tmp_path):
    """The demo council of one test alone."""
    with opened(built, tmp_path, []) as made:
        yield made


@pytest.fixture(scope="module")
def found(house):
    return {one.consultation_id: one for one in answers.consultations(house)}


def test_the_five_of_hallamford(found):
    assert {key: (one.timing.kind, one.timing.days) for key, one in found.items()} == {
        "CN-01": ("told", 18),  # decided 14 November, opened 2 December 2024
        "CN-02": ("after", 104),
        "CN-03": ("early", 15),
        "CN-04": ("after", 27),
        "CN-05": ("open", 24),
    }
    assert {key: len(one.moved) for key, one in found.items()} == {
        "CN-01": 0, "CN-02": 3, "CN-03": 0, "CN-04": 0, "CN-05": 0,
    }  # fmt: skip
    assert list(found) == ["CN-05", "CN-02", "CN-03", "CN-01", "CN-04"], "latest first"


def test_the_step_claimed_against_the_step_rated(found):
    assert found["CN-04"].level_words == "The council says co-designing; 14 people who took part say informing."
    assert {key: (one.claimed, one.rated.people, one.rated.mean, one.gap) for key, one in found.items()} == {
        "CN-01": (4, 13, 2.0, 2.0),
        "CN-02": (6, 16, 6.0, 0.0),
        "CN-03": (5, 5, None, None),
        "CN-04": (6, 14, 3.0, 3.0),
        "CN-05": (5, 0, None, None),
    }
    assert found["CN-03"].rated.too_few and not found["CN-05"].rated.too_few
    assert found["CN-01"].rated.middle == (1, 2) and found["CN-04"].rated.middle == (3, 3)


def test_the_four_ticks(found):
    states = {key: [tick.state for tick in one.ticks] for key, one in found.items()}
    assert states == {
        "CN-01": ["not_met", "met", "met", "nobody_said"],
        "CN-02": ["met"] * 4,
        "CN-03": ["nobody_said", "met", "not_met", "nobody_said"],
        "CN-04": ["met", "not_met", "met", "not_met"],
        "CN-05": ["met", "nobody_said", "nobody_said", "nobody_said"],
    }
    assert found["CN-02"].ticks[3].known == "3 of 4 options changed."
    assert found["CN-04"].ticks[2].known == "It was open for 40 days."
    assert found["CN-05"].ticks[2].known == "It is open for 47 days."
    assert found["CN-03"].ticks[0].known == "Decided 15 days before it closed, while people could still answer."


def test_title_and_narrowing(house, found):
    every = answers.consultations(house)
    assert answers.answer(every) == (
        "Of four consultations decided, one told and did not ask, one was decided while still open and an option "
        "moved in one"
    )
    assert [one.consultation_id for one in answers.about(every, "HC-01")] == ["CN-04"]
    assert [one.consultation_id for one in answers.about(every, "meals")] == ["CN-01"], "by the line of its contract"
    assert answers.about(every, "HC-02") == []
    assert answers.answer([], "Home care, South (HC-02)") == "No consultation of Home care, South (HC-02) is on record"
    assert answers.answer([found["CN-01"]]) == (
        "Told, not asked: it was decided 18 days before it opened. No option changed after people were heard"
    )
    assert answers.answer([found["CN-05"]]) == "One consultation on record, and nothing decided yet"


def test_those_with_one_on_record_are_offered_first(house):
    known = list(consult_about.choices(house))
    first = {"HC-01", "ML-00", "SL-03", "AD-03", "RS-01"}
    first |= {"home_care", "meals", "supported_living", "advocacy", "respite"}
    assert set(known[: len(first)]) == first and "CH-01" in known


def test_a_file_shows_no_number_below_eight(house):
    rows = {row["consultation_id"]: row for row in answers.as_rows(answers.consultations(house))}
    assert (rows["CN-03"]["people_rating"], rows["CN-03"]["step_rated_mean"]) == ("", None)
    assert (rows["CN-04"]["people_rating"], rows["CN-04"]["step_rated_mean"]) == (14, 3.0)


@pytest.mark.parametrize(
    ("values", "about", "officer"),
    [
        ("'X', 'T', DATE '2026-01-01', 'XX-99', NULL, 'C99'", "contract XX-99, which is not in the register",
         "C99 (commissioner.csv says who that is)"),
        ("'X', 'T', DATE '2026-01-01', NULL, 'nothing', NULL", "service line nothing, which is not on file",
         "Nobody is named"),
        ("'X', 'T', DATE '2026-01-01', NULL, NULL, 'C1'", "no contract or service line",
         "Priya Raman, Strategic commissioner, care at home"),
    ],
)  # fmt: skip
def test_what_a_file_names_and_nobody_knows(own, values, about, officer):
    own.stores.write(lambda cursor: cursor.execute(f"{LINE} VALUES ({values})"))
    one = {each.consultation_id: each for each in answers.consultations(own)}["X"]
    assert (one.about, one.officer, one.options, one.rated.people) == (about, officer, (), 0)
    assert one.moved_words == "No option is on record, so nothing can be seen to have moved."


def test_options_and_ratings_of_no_consultation_are_said_and_not_lost(own):
    assert answers.unplaced(own) == ""
    own.stores.write(
        lambda cursor: cursor.execute(
            "INSERT INTO records.consultation_rating VALUES ('R', 'NO', 3, '2026-01-01', NULL)"
        )
    )
    assert answers.unplaced(own) == ("On record without their consultation, which consultation.csv brings: 1 rating.")


def test_ticks_from_a_file_that_dates_or_silence_speak_against(own):
    own.stores.write(
        lambda cursor: cursor.execute(
            "UPDATE records.consultation SET gunning_formative = TRUE, gunning_considered = TRUE, "
            "people_answered = 3 WHERE consultation_id = 'CN-01'"
        )
    )
    one = {each.consultation_id: each for each in answers.consultations(own)}["CN-01"]
    assert one.ticks[0].known == (
        "The dates speak against it. Told, not asked: it was decided 18 days before it opened."
    )
    assert one.ticks[3].state_words == "Said, and nothing shows it"
    assert one.answered_words == (
        "3 of 640 people who were asked answered. More people rated it than are said to have answered."
    )
