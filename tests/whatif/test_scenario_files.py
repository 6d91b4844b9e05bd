"""Scenario files: there and back exactly, the older form, and every bad file refused in words that say where."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tightrope.errors import Refusal
from tightrope.paths import ROOT
from tightrope.whatif import scenario as files
from tightrope.whatif.distributions import lognormal, triangular
from tightrope.whatif.model import Rule


@pytest.fixture(scope="module")
def full(unsure):
    """A scenario that uses every field."""
    more = [
        replace(unsure.parameters[0], id="places", distribution=triangular(300, 400, 600), name="Plätze “neu”"),
        replace(unsure.parameters[0], id="long", distribution=lognormal(400, 1.2, 200)),
    ]
    lines = (
        replace(unsure.lines[0], unit_cost="places", floor=10_000.55, ceiling=240_000.0, observed_places=900.0),
        replace(unsure.lines[1], unit_cost="long", set_up=100.0, least=200.0, committed=5.0, deprivation_rank=None),
        replace(unsure.lines[1], id="A2", has_effect=False, baseline_risk=None, reduction=None),
    )
    rules = (Rule("Both", ("P", "A"), at_least=100.0), Rule("Few", ("A",), at_most=200_000.25))
    told = {
        "trend": 0.02,
        "years_ahead": 2,
        "optimism": 0.2,
        "rules": rules,
        "parent": "an-older-one",
        "note": "Line\n2",
    }
    return replace(unsure, parameters=(*unsure.parameters, *more), lines=lines, **told)


@pytest.fixture
def data(full):
    """The same as plain values, to be spoilt."""
    return json.loads(files.write(full))


def refused(data) -> list[str]:
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    with pytest.raises(Refusal) as found:
        files.read(text)
    return found.value.problems or [str(found.value)]


def test_the_published_schema_is_a_schema_and_holds_for_what_is_written(full):
    schema = json.loads((ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(files.write(full)))


def test_there_and_back_exactly(full, known):
    for one in (full, known):
        text = files.write(one)
        assert files.read(text) == one and files.write(files.read(text)) == text
        assert files.read(text.encode()) == one == files.read(b"\xef\xbb\xbf" + text.encode())


def test_the_order_of_a_split_s_pounds_does_not_show(known):
    turned = [replace(split, amounts=dict(reversed(split.amounts.items()))) for split in known.splits]
    assert files.write(replace(known, splits=turned)) == files.write(known)


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 240_000), st.floats(0.001, 0.5), st.text(max_size=40), st.integers(0, 2**53 - 1))
def test_any_numbers_and_words_there_and_back(known, pounds, share, words, seed):
    split = replace(known.splits[2], amounts={"P": pounds}, why=words.encode("utf-8", "ignore").decode())
    one = replace(known, splits=(split,), optimism=share, seed=seed)
    assert files.read(files.write(one)) == one


def test_what_is_left_out_has_its_default(data):
    for name in ("draws", "trend", "years_ahead", "optimism", "rules", "parent", "note"):
        del data[name]
    found = files.read(json.dumps(data))
    assert (found.draws, found.trend, found.years_ahead, found.optimism) == (10_000, 0, 1, 0)
    assert (found.rules, found.parent, found.note) == ((), None, "")


def test_form_1_is_brought_up_to_date(data):
    for name in ("optimism", "trend", "rules"):
        del data[name]
    data["schema"] = 1
    for line in data["lines"]:
        del line["catch"]
        line |= {"precision": 0.9, "take_up": 0.5}
    before = json.dumps(data)
    found, notes = files.read_with_notes(before)
    assert found.optimism == found.trend == 0 and found.rules == ()
    assert found.parameter(found.lines[0].catch).distribution.mean() == pytest.approx(0.45)  # 0.9 x 0.5
    assert found.parameter("P-catch").certainty == "very low"
    assert "nothing taken off for optimism" in notes[0] and len(notes) == 4
    assert notes[1] == "Line “P”: precision 0.9 times take-up 0.5 became one take-up of 0.45, taken as known."
    assert files.read(files.write(found)) == found
    files.migrate(data)
    assert json.dumps(data) == before  # what was handed in is left alone


def test_an_id_already_taken_is_not_taken_again(data):
    data |= {"schema": 1}
    data["parameters"].append({**data["parameters"][0], "id": "P-catch"})
    del data["lines"][0]["catch"]
    data["lines"][0] |= {"precision": 0.5, "take_up": 0.5}
    assert files.read(json.dumps(data)).lines[0].catch == "P-catch-2"


def test_form_1_with_a_share_above_1_is_not_made_up_for(data):
    data["schema"] = 1
    del data["lines"][0]["catch"]
    data["lines"][0] |= {"precision": 9, "take_up": 0.5}
    assert {"Line 1 (P): “catch” is missing.", "Line 1 (P): “precision” is not known here."} <= set(refused(data))


def test_today_s_form_needs_no_notes(data):
    assert files.migrate(data) == (data, ())


@pytest.mark.parametrize("form", [3, 0, "2", True, None, [1], 2.5])
def test_any_other_form_is_refused(data, form):
    (told,) = refused({**data, "schema": form})
    assert told.endswith("Forms 1 and 2 can be read.")


def spoil(data, path, value):
    *way, last = path
    for step in way:
        data = data[step]
    data[last] = value


@pytest.mark.parametrize(
    "path, value, told",
    [
        (["total"], -5, "total: must be 0 or more, not -5."),
        (["total"], "much", "total: must be a number, not text."),
        (["total"], 1000, "The total of £1,000 is £9,006 below what the lines must have at least"),
        (["seed"], 1.5, "seed: must be a whole number, not a number."),
        (["draws"], True, "draws: must be a whole number, not true or false."),
        (["draws"], 10**6, "draws: must be 50,000 or less, not 1,000,000."),
        (["title"], "  ", "title: must not be empty."),
        (["title"], "x" * 201, "title: is longer than 200 characters."),
        (["optimism"], 1.2, "optimism: must be 1 or less, not 1.2."),
        (["trend"], float("nan"), "trend: must be a plain number, not infinite or missing."),
        (["lines", 0, "floor"], float("inf"), "Line 1 (P), floor: must be a plain number, not infinite or missing."),
        (["colour"], "blue", "The scenario: “colour” is not known here."),
        (["base"], "nowhere", "The base “nowhere” is none of the splits."),
        (["lines"], [], "lines: needs at least 1."),
        (["lines"], {"P": 1}, "lines: must be a list [ ], not a group of named values { }."),
        (["lines", 1], None, "Line 2: must be a group of named values { }, not nothing."),
        (["lines", 0, "id"], "two words", "Line 1 (two words), id: must be an id: letters"),
        (["lines", 0, "id"], "A", "The line id “A” is given 2 times. Each needs its own."),
        (["lines", 0, "catch"], "k", "Line “P”: its take-up names the parameter “k”, which is not in the list."),
        (["lines", 0, "deprivation_rank"], 0, "Line 1 (P), deprivation_rank: must be 1 or more, not 0."),
        (["lines", 0, "ceiling"], 5, "Line 1 (P): Line “Poorer areas”: its ceiling (£5) is below its floor."),
        (["parameters", 1, "id"], "rrr", "The parameter id “rrr” is given 2 times. Each needs its own."),
        (["parameters", 0, "source"], "", "Parameter 1 (rrr), source: must not be empty."),
        (["parameters", 0, "certainty"], "sure", "Parameter 1 (rrr), certainty: must be one of high, moderate, low"),
        (["parameters", 0, "distribution", "sd"], 0, "Parameter 1 (rrr): The spread (sd) must be above 0, not 0."),
        (["parameters", 0, "distribution", "kind"], "gamma", "Parameter 1 (rrr), distribution, kind: must be one of"),
        (["parameters", 0, "distribution", "a"], 1, "Parameter 1 (rrr), distribution: “a” is not known here."),
        (["parameters", 1, "distribution", "from"], 2, "Parameter 2 (pP): “From” (2) must be below “to” (0.9)."),
        (
            ["parameters", 1, "distribution", "to"],
            1.3,
            "which must be between 0 and 1; this one can be from 0.45 to 1.3",
        ),
        (["parameters", 1, "distribution", "from"], -0.1, "which must be between 0 and 1; this one can be from -0.1"),
        (["splits", 0, "amounts", "Z"], 5, "Split “target” gives money to “Z”, which is no line here."),
        (["splits", 0, "amounts", "P"], -1, "Split 1 (target), amounts, P: must be 0 or more, not -1."),
        (["splits", 0, "amounts", "A"], 50, "Split “target” spends £50 more than the total of £240,000."),
        (["splits", 0, "id"], "even", "The split id “even” is given 2 times. Each needs its own."),
        (["rules", 0, "line_ids"], ["Z"], "Rule “Both” names “Z”, which is no line here."),
        (["rules", 0, "at_most"], 5, "Rule 1 (Both): Rule “Both” asks for at least more than it allows at most."),
    ],
)
def test_one_thing_wrong_is_said_with_where(data, path, value, told):
    spoil(data, path, value)
    assert any(told in one for one in refused(data)), refused(data)


def test_everything_wrong_is_said_at_once(data):
    spoil(data, ["seed"], "seven")
    spoil(data, ["lines", 0, "catch"], "k")
    spoil(data, ["parameters", 0, "distribution", "sd"], -1)
    spoil(data, ["splits", 0, "amounts", "P"], -1)
    del data["title"], data["parameters"][1]["reason"]
    assert sorted(refused(data)) == sorted(
        [
            "seed: must be a whole number, not text.",
            "Parameter 2 (pP): “reason” is missing.",
            "Split 1 (target), amounts, P: must be 0 or more, not -1.",
            "The scenario: “title” is missing.",
            "Parameter 1 (rrr): The spread (sd) must be above 0, not -1.",
            "Line “P”: its take-up names the parameter “k”, which is not in the list.",
        ]
    )


@pytest.mark.parametrize(
    "text, told",
    [
        (b"\xff\xfe", "not text in UTF-8"),
        ("{", "not JSON: line 1, character 2"),
        ("[]", "one JSON object"),
        ("", "not JSON"),
        ("[" * 100_000, "nested more than 8"),
        ('{"a":' * 9 + "1" + "}" * 9, "nested more than 8"),
        ('{"schema": 2, "title": "\\ud800"}', "half a character"),
        ("x" * 2_000_001, "2.0 MB. A scenario has at most 2 MB"),
        ('"' + 'a\\"' * 100_000, "not JSON"),
        ('"\\', "not JSON"),
    ],
)
def test_what_is_no_scenario_at_all(text, told):
    assert told in refused(text)[0]


def test_brackets_in_words_are_no_depth(known):
    one = replace(known, note='[[[[[[[[[["{{{{{{{{{{')
    assert files.read(files.write(one)) == one


def test_a_number_of_many_digits_and_a_name_given_twice():
    found = refused('{"schema": 2, "seed": ' + "9" * 5000 + ', "note": "a", "note": "b", "lines": {"a": 1e999}}')
    assert "“note” is given twice in one place." in found
    assert "seed: must be a plain number, not infinite or missing." in found
    assert "lines, a: must be a plain number, not infinite or missing." in found


def test_a_file_with_very_many_mistakes_is_told_how_many(data):
    data["parameters"] = [{}] * 100  # seven missing names each
    found = refused(data)
    assert len(found) == 201 and found[-1].startswith("… and ")


def test_what_could_not_be_read_again_is_not_written(known):
    with pytest.raises(Refusal, match="cannot be kept") as found:
        files.write(replace(known, title="x" * 300))
    assert found.value.problems == ["title: is longer than 200 characters."]


def test_a_line_with_nobody_in_it_is_allowed(data):
    spoil(data, ["parameters", 6, "distribution", "value"], 0)
    assert files.read(json.dumps(data)).parameters[6].distribution.mean() == 0


ODD = st.sampled_from([None, True, -1, 0, 1e300, 1.5, "", "x", "rrr", [], [1], {}, {"a": []}, float("nan"), 10**400])


def places(data, way=()):
    """The way to everything in the file."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in list(parts):
        yield (*way, step)
        yield from places(part, (*way, step))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.data())
def test_whatever_stands_anywhere_is_read_or_refused(data, drawn):
    spoilt = json.loads(json.dumps(data))
    for _ in range(drawn.draw(st.integers(1, 3))):
        way = drawn.draw(st.sampled_from(list(places(spoilt))))
        spoil(spoilt, way, drawn.draw(ODD))
    try:
        found = files.read(json.dumps(spoilt))
    except Refusal as refusal:
        assert all("Traceback" not in one and one for one in refusal.problems)
    else:
        assert files.read(files.write(found)) == found


def test_more_futures_than_fit_the_memory_are_refused(full):
    data = json.loads(files.write(full))
    data["draws"] = 50_000
    one = data["parameters"][0]
    data["parameters"] += [{**one, "id": f"more{number}"} for number in range(400)]  # 50,000 x 400 and more
    with pytest.raises(Refusal) as found:
        files.read(json.dumps(data))
    assert any("too many to draw here" in words for words in found.value.problems)
