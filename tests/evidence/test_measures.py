"""Measures: every committed file loads, and every fault in a file is named with its mending."""

import csv
import re
import shutil
from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path

import pytest

from tightrope import paths, settings
from tightrope.errors import Refusal
from tightrope.evidence.measures import SERVICES, load_measures, overdue

BAD = Path(__file__).parent.parent / "data" / "bad" / "measures"
TODAY = date(2026, 11, 3)

MISSING_WORDS = 'It is missing. Add words in "quotation marks".'
AGREE = "Check the direction, or swap the two."

# file -> every fault in it, word for word
FAULTS = {
    "without_direction": ["direction: It is missing. Write one of: up_is_good, down_is_good, context_only."],
    "target_below_floor": [f"target: 0.6 is not above the floor 0.7, but up is good. {AGREE}"],
    "target_above_floor": [f"target: 0.9 is not below the floor 0.7, but down is good. {AGREE}"],
    "target_at_floor": [f"target: 0.7 is not above the floor 0.7, but up is good. {AGREE}"],
    "share_95": ["target: 95 is not within 0 and 1. Where the unit is %, write 0.95 for 95%."],
    "unknown_key": ["colour: It is not a field we know. Mend its name or take it out."],
    "unknown_service": [f'services: There is no service "hairdressing". Known: {", ".join(sorted(SERVICES))}.'],
    "unknown_theme": [
        'themes: "rushed" stands in it 2 times. Keep one.',
        'themes: There is no theme "weather". Known: meals, rushed.',
    ],
    "context_with_target": [
        "target: A measure that is context_only is never rated. Take it out.",
        "floor: A measure that is context_only is never rated. Take it out.",
    ],
    "rate_of_another_size": [
        'unit: "per 100 visits" does not say "per 1,000 ...", as per = 1000 does. Make them agree.'
    ],
    "share_in_words": [
        'per: 100 goes only with kind = "rate". Write per = 1.',
        'unit: "percent" does not go with a share. Write unit = "%".',
    ],
    "from_a_return": [
        'source: "provider_return" does not go with from_visits = true. Write source = "call_monitoring".'
    ],
    "no_services": ["services: It names no service. Name at least 1.", "reference: It is empty. Write the words."],
    "wrong_types": [
        'per: "1" is not a number. Write it without quotation marks, signs or units.',
        "target: true is not a number. Write it without quotation marks, signs or units.",
        "floor: nan is not a number. Write it without quotation marks, signs or units.",
        'from_visits: "no" is neither true nor false. Write one of them, without quotation marks.',
        'name: 7 is not words. Put words in "quotation marks".',
        'services: "home_care" is not a list of words in "quotation marks". Write it in [square brackets].',
        'frequency: "fortnightly" is not known. Write one of: monthly, quarterly, yearly.',
        'next_review: "2027-03-02" is not a date. '
        "Write it as year-month-day without quotation marks, such as 2027-03-31.",
    ],
    "with_a_time": [
        "per: 0.5 is not a whole number of 1 or more. Write 1, or 1000 for a rate per 1,000.",
        "next_review: 2027-03-02 09:00:00 is not a date. "
        "Write it as year-month-day without quotation marks, such as 2027-03-31.",
    ],
    "long_name": ["name: It has 56 characters; at most 40 fit on screen. Shorten it."],
    "On-Time": [
        "file name: It is the id and may have only small letters, digits and _, a letter first. Rename the file."
    ],
    "broken": ["whole file: It cannot be read as TOML: Invalid value (at line 2, column 8). Mend that line."],
    "not_utf8": ["whole file: It is not UTF-8 text. Save it again as UTF-8."],
    "nothing": [
        "kind: It is missing. Write one of: share, rate, mean, count, median.",
        "direction: It is missing. Write one of: up_is_good, down_is_good, context_only.",
        f"unit: {MISSING_WORDS}",
        "per: It is missing. Write a number.",
        "source: It is missing. Write one of: provider_return, call_monitoring, council_record, survey, cqc, "
        "quality_visit.",
        "from_visits: It is missing. Write true or false.",
        f"name: {MISSING_WORDS}",
        f"numerator: {MISSING_WORDS}",
        f"denominator: {MISSING_WORDS}",
        f"why_it_matters: {MISSING_WORDS}",
        f"what_it_misses: {MISSING_WORDS}",
        "services: It is missing. Write a list in [square brackets].",
        'threshold_words: It is missing. Add words in "quotation marks", or "" for none.',
        "themes: It is missing. Write a list in [square brackets], or [] for none.",
        "frequency: It is missing. Write one of: monthly, quarterly, yearly.",
        f"reference: {MISSING_WORDS}",
        f"author: {MISSING_WORDS}",
        f"checker: {MISSING_WORDS}",
        "next_review: It is missing. Write it as year-month-day without quotation marks, such as 2027-03-31.",
    ],
}
CLASH = 'name: "visits we LIKE" is the name of same_name_one.toml too. Give one of them another name.'


@pytest.fixture(scope="module")
def measures():
    return load_measures()


def _refused(folder):
    with pytest.raises(Refusal) as refusal:
        load_measures(folder, theme_ids={"rushed", "meals"})
    return refusal.value


def test_every_file_loads_under_its_own_id(measures):
    assert {f"{id_}.toml" for id_ in measures} == {path.name for path in paths.MEASURES.iterdir()}
    assert len(measures) == 45
    assert all(measure.measure_id == id_ for id_, measure in measures.items())


def test_one_measure_read_field_by_field(measures):
    measure = measures["missed_visits"]
    assert (measure.kind, measure.per, measure.unit) == ("rate", 1000, "per 1,000 visits")
    assert (measure.direction, measure.target, measure.floor) == ("down_is_good", 1.0, 6.0)
    assert (measure.services, measure.source, measure.from_visits) == (("home_care",), "call_monitoring", True)
    assert measure.themes == ("late_or_missed", "medication")
    assert measure.next_review == date(2027, 3, 2)
    assert (measure.rated, measure.percent) == (True, False)
    assert measures["on_time"].percent
    with pytest.raises(FrozenInstanceError):
        measure.target = 2.0


def test_words_over_several_lines_become_one(measures):
    assert not [id_ for id_, m in measures.items() if "\n" in m.why_it_matters + m.what_it_misses + m.threshold_words]


def test_concerns_raised_are_never_rated(measures):
    concerns = measures["safeguarding_concerns"]
    assert not concerns.rated
    assert (concerns.target, concerns.floor) == (None, None)
    assert {id_ for id_, m in measures.items() if not m.rated} == {"safeguarding_concerns", "complaints_per_100"}


def test_explanations_are_short(measures):
    """What a number cannot say is one sentence; why it matters is at most three."""
    for id_, measure in measures.items():
        assert len(re.findall(r"[.!?](?:\s|$)", measure.what_it_misses)) == 1, id_
        assert 1 <= len(re.findall(r"[.!?](?:\s|$)", measure.why_it_matters)) <= 3, id_


def test_settings_named_in_thresholds_exist(measures):
    sections = settings.load(paths.SETTINGS)
    named = [hit for m in measures.values() for hit in re.findall(r"\b([a-z]+)\.([a-z_]+)\b", m.threshold_words)]
    assert set(named) == {
        ("visits", "on_time_minutes"),
        ("visits", "long_enough_share"),
        ("visits", "continuity_visits"),
    }
    assert all(hasattr(getattr(sections, section), name) for section, name in named)


def test_services_are_those_that_are_bought_by_contract():
    with (paths.SAMPLE / "service.csv").open(encoding="utf-8", newline="") as file:
        bought = {row["service_id"] for row in csv.DictReader(file) if row["under_contract"] == "true"}
    assert set(SERVICES) == bought


def test_contracts_ask_only_for_measures_that_fit_their_service(measures):
    with (paths.SAMPLE / "contract.csv").open(encoding="utf-8", newline="") as file:
        service = {row["contract_id"]: row["service_id"] for row in csv.DictReader(file)}
    with (paths.SAMPLE / "contract_measure.csv").open(encoding="utf-8", newline="") as file:
        asked = {(service[row["contract_id"]], row["measure_id"]) for row in csv.DictReader(file)}
    assert not sorted(pair for pair in asked if pair[0] not in measures[pair[1]].services)


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_file_is_refused_with_every_fault_named(name, tmp_path):
    shutil.copy(BAD / f"{name}.toml", tmp_path)
    expected = [f"{name}.toml, {fault}" for fault in FAULTS[name]]
    refusal = _refused(tmp_path)
    assert refusal.problems == expected
    many = "" if len(expected) == 1 else "s"
    heading = f"Nothing was loaded: {len(expected)} problem{many} in 1 measure file."
    assert str(refusal) == "\n".join([heading, *(f"- {one}" for one in expected)])


def test_two_measures_of_one_name_are_refused(tmp_path):
    for name in ("same_name_one", "same_name_two"):
        shutil.copy(BAD / f"{name}.toml", tmp_path)
    assert _refused(tmp_path).problems == [f"same_name_two.toml, {CLASH}"]


def test_all_faults_of_all_files_are_told_at_once():
    files = {path.stem for path in BAD.glob("*.toml")}
    assert files == FAULTS.keys() | {"same_name_one", "same_name_two"}
    refusal = _refused(BAD)
    told = [f"{name}.toml, {fault}" for name, faults in FAULTS.items() for fault in faults]
    assert sorted(refusal.problems) == sorted([*told, f"same_name_two.toml, {CLASH}"])
    assert str(refusal).startswith(f"Nothing was loaded: {len(told) + 1} problems in {len(files) - 1} measure files.\n")


def test_a_folder_without_measures_is_refused(tmp_path):
    with pytest.raises(Refusal, match=r"There are no measure files \(\*\.toml\) in .*\. Check the folder\."):
        load_measures(tmp_path)


def test_a_count_may_do_without_a_denominator(tmp_path):
    text = (BAD / "same_name_one.toml").read_text(encoding="utf-8")
    text = text.replace('denominator = "Visits with a log"', 'denominator = ""')
    (tmp_path / "a_share.toml").write_text(text, encoding="utf-8")
    assert _refused(tmp_path).problems == ["a_share.toml, denominator: It is empty. Write the words."]
    (tmp_path / "a_share.toml").unlink()
    counted = text.replace('"share"', '"count"').replace('"%"', '"visits"').replace("0.9", "9").replace("0.7", "7")
    (tmp_path / "a_count.toml").write_text(counted, encoding="utf-8")
    assert load_measures(tmp_path, theme_ids={"rushed"})["a_count"].denominator == ""


def test_reviews_that_are_past_are_listed_longest_past_first(measures):
    assert overdue(measures.values(), TODAY) == []
    one = replace(measures["on_time"], next_review=date(2026, 11, 2))
    two = replace(measures["meals_hot"], next_review=date(2026, 10, 1))
    due_today = replace(measures["attendance"], next_review=TODAY)
    assert overdue([one, due_today, two], TODAY) == [two, one]
