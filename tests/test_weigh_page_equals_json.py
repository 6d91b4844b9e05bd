"""Every figure on the Weigh page is the one that `weigh --json` prints: read from the page's own HTML, one by one."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from html.parser import HTMLParser

import pytest
import streamlit as st
from shell import shell
from streamlit.testing.v1 import AppTest

from tightrope import commands, paths
from tightrope.answers.evidence import usual_period
from tightrope.answers.weigh import weigh
from tightrope.records import house as holding
from tightrope.records.roles import looking_as

ENTRY = paths.ROOT / "tightrope" / "screens" / "entry.py"
FIRST_CARDS = 6  # accounts on the page before "Show all"
FEWEST = 25
MOST_SECONDS = 90
VOID = {"br", "img", "input", "hr"}
KEYS = ("HC-01", "EC-01", "RS-01")


class Marked(HTMLParser):
    """Elements that carry a figure, a story, a dot or a pair: their attributes and the text inside."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.stack, self.figures, self.stories, self.dots, self.text = [], [], [], [], []
        self.feed(html)
        self.close()
        assert not self.stack, f"never closed: {self.stack}"

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        entry = {"tag": tag, "attributes": found, "text": ""}
        if "data-figure" in found:
            self.figures.append(entry)
        if "data-story" in found:
            self.stories.append(found["data-story"])
        if "data-story-dot" in found:
            self.dots.append((found["data-story-dot"], found["class"].split()[-1]))
        if tag not in VOID:
            self.stack.append(entry)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        assert self.stack.pop()["tag"] == tag

    def handle_data(self, data):
        self.text.append(data)
        for entry in self.stack:
            entry["text"] += data


@pytest.fixture(scope="module")
def council(built, tmp_path_factory):
    """The demo council in a home of this file's own; it is only read."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("weigh-page") / "demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        st.cache_data.clear()
        st.cache_resource.clear()
        yield
        st.cache_data.clear()
        st.cache_resource.clear()
        holding.leave()


@pytest.fixture
def page(council):
    """page(key): the Weigh page of a contract, run as Streamlit runs it, and its three panels by name."""

    def opened(key, **query):
        app = AppTest.from_file(str(ENTRY), default_timeout=MOST_SECONDS).run()
        app.switch_page("../../pages/weigh.py")
        app.query_params = {"kind": "contract", "of": key, **query}
        app.run()
        assert not app.exception, app.exception
        panels = {}
        for element in app.get("bidi_component"):
            panels[element.proto.id.rsplit("-", 1)[-1]] = json.loads(element.proto.json)
        return app, panels

    return opened


def command(*arguments):
    """What a command prints with --json, read back."""
    code, out, err = commands.carry_out([*arguments, "--json"], "", holding.house)
    assert (code, err) == (0, "")
    return json.loads(out)


def from_outside(*arguments):
    """The same in a process of its own."""
    holding.leave()
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tightrope", *arguments, "--json"],
        capture_output=True,
        cwd=paths.ROOT,
        env=dict(os.environ),
        timeout=MOST_SECONDS,
    )
    assert ended.returncode == 0 and not ended.stderr, ended.stderr.decode()
    return json.loads(ended.stdout)


def as_json(found):
    """A Weighing as JSON, read back; money as text, to the penny."""
    return json.loads(json.dumps(asdict(found), default=str))


def answered(key):
    """What weigh() gives in this process."""
    house = holding.house()
    return as_json(weigh(house, looking_as("commissioner"), "contract", key, usual_period(house)))


def expected(one):
    """(value, text on the page) of every figure the page must show, from the JSON alone; text None: a mark only."""
    made = {
        "numbers": (one["numbers"]["middle"], None),
        "voices": (one["voices"]["middle"], None),
        "accounts": (one["accounts"], str(one["accounts"])),
        "tellers": (one["tellers"], str(one["tellers"])),
        "good_tellers": (one["good_tellers"], str(one["good_tellers"])),
        "grade": (one["grade"], one["grade"]),
    }
    for pair in one["pairs"]:
        name = f"pair-{pair['theme_id']}"
        made[f"{name}-tellers"] = (pair["tellers"], pair["told_words"])
        made[f"{name}-measure"] = (pair["measure_value_words"], pair["measure_value_words"])
        if pair["pounds"] is not None:
            made[f"{name}-pounds"] = (pair["pounds"], f"£{float(pair['pounds']):,.0f}")
    for line in (*one["in_contract"], *one["also"]):
        made[f"measure-{line['contract_id']}-{line['measure_id']}"] = (line["value"], line["value_words"])
    for place, line in enumerate(one["cost"], start=1):
        made[f"cost-{place}"] = (line["words"], line["words"])
    return made


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_of_the_page_is_the_command_s(page, key):
    one = command("weigh", key)
    _, panels = page(key)
    assert set(panels) - {"right_of_reply"} == {"pairs", "pans", "clock"}
    read = {name: Marked(panel["html"]) for name, panel in panels.items()}
    shown = [entry for marked in read.values() for entry in marked.figures]
    names = [entry["attributes"]["data-figure"] for entry in shown]
    assert len(names) == len(set(names)), "a figure stands once"
    wanted, compared = expected(one), 0
    assert set(names) == set(wanted)
    for entry in shown:
        value, text = wanted[entry["attributes"]["data-figure"]]
        on_page = entry["attributes"]["data-value"]
        assert (float(on_page) if isinstance(value, int | float) else on_page) == value, entry
        if text is not None:
            assert " ".join(entry["text"].split()) == text, entry
        compared += 1
    assert compared >= FEWEST
    print(f"{key}: {compared} figures compared")


@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_of_the_page_is_the_answer_s(page, key):
    app, panels = page(key)
    one = answered(key)
    read = {name: " ".join(" ".join(Marked(panel["html"]).text).split()) for name, panel in panels.items()}
    text = " ".join(part.value for part in (*app.title, *app.text))
    assert app.title[0].value == one["answer"]
    assert one["sentence"].removeprefix(one["answer"]).lstrip(". ") in text
    assert f"Stories: {one['good_tellers']} of {one['tellers']} good" in read["pairs"]
    for sentence in one["still_possible"]:
        assert sentence in read["pairs"]
    for pair in one["pairs"]:
        for name in ("theme", "measure_words", "pounds_words", "sentence"):
            assert pair[name] in read["pairs"], pair[name]
    for line in (*one["in_contract"], *one["also"]):
        for name in ("name", "counted_words", "note"):
            assert line[name] in read["pans"], line[name]
        assert line["asked_words"].capitalize() in read["pans"]
        assert line["range_words"].capitalize() in read["pans"]
    for name in ("panel_words", "loud_words", "silence_words"):
        assert one[name] in read["pans"]
    for sentence in (*one["change_mind"], one["responsible"]):
        assert sentence in read["clock"]


@pytest.mark.parametrize("key", KEYS)
def test_every_account_of_the_page_is_the_answer_s(page, key):
    """The first cards in their order with their words, and a dot for every account; all of them when asked."""
    app, panels = page(key)
    one = answered(key)
    pans = Marked(panels["pans"]["html"])
    first = one["cards"][:FIRST_CARDS]
    assert pans.stories == [card["story_id"] for card in first]
    said = [words for card in first for words in (card["text"], card["asks"]) if words]
    assert panels["pans"]["texts"] == said
    clock = Marked(panels["clock"]["html"])
    assert sorted(clock.dots) == sorted((dot["story_id"], dot["tone"]) for dot in one["dots"])
    assert len(clock.dots) == one["accounts"]
    _, everything = page(key, look="all:")
    assert Marked(everything["pans"]["html"]).stories == [card["story_id"] for card in one["cards"]]


def test_people_s_words_are_never_in_the_html(page):
    """They travel beside it and are put in as text by the browser."""
    _, panels = page("HC-01", look="all:")
    everything = " ".join(panel["html"] for panel in panels.values())
    assert len(panels["pans"]["texts"]) >= 23
    for words in panels["pans"]["texts"]:
        assert words[:40] not in everything or words.startswith("They let us count")


def test_the_pair_of_the_first_ninety_seconds(page):
    _, panels = page("HC-01", look="pair:rushed")
    read = Marked(panels["pairs"]["html"])
    text = " ".join(" ".join(read.text).split())
    assert "Bought: 30 minutes a visit." in text and "of those visits last 14 minutes or less." in text
    assert "Visits on time: 95%, asked for 90%." in text and "one who says otherwise" in text
    assert len(read.stories) == 4 == len(set(read.stories))
    assert "“Visits on time” is in the contract." in text and "£409,652 a year pays for minutes nobody got." in text


def same(one, other, where=""):
    """The same, however a number of pounds is written: as text or as a number."""
    if isinstance(one, dict) and isinstance(other, dict):
        assert one.keys() == other.keys(), where
        for name in one:
            same(one[name], other[name], f"{where}.{name}")
    elif isinstance(one, list) and isinstance(other, list):
        assert len(one) == len(other), where
        for place, (first, second) in enumerate(zip(one, other, strict=True)):
            same(first, second, f"{where}[{place}]")
    elif isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        assert one is other, where
    elif isinstance(one, int | float) != isinstance(other, int | float):
        assert float(one) == float(other), where
    else:
        assert one == other, where


@pytest.mark.parametrize("key", KEYS)
def test_the_command_prints_the_whole_answer(council, key):
    """Field by field, words and cards included; the first from a process of its own, which shares nothing with this."""
    printed = from_outside("weigh", key) if key == KEYS[0] else command("weigh", key)
    same(printed, answered(key))


def test_the_command_weighs_other_kinds_and_months(council):
    ended = command("weigh", "ML-00", "--kind", "ended")
    assert ended["ended_words"].startswith("Ended on 31 March 2025: saved £186,000 a year")
    june = command("weigh", "HC-01", "--from", "2026-06", "--to", "2026-06")
    assert june["period"] == "June 2026" and june["accounts"] < 23
    assert command("weigh", "East", "--kind", "place")["title"] == "East"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("weigh", "HC-99"), b"There is no contract HC-99 to weigh."),
        (("weigh", "HC-01", "--from", "lately"), b"'lately' is not a month. Write it as YYYY-MM."),
        (("weigh", "HC-01", "--from", "2026-06", "--to", "2026-05"), b"The period ends before it begins."),
        (("conflicts", "--to", "2020-01"), b"The period ends before it begins."),
        (("weigh",), b"usage"),
        (("weigh", "HC-01", "--kind", "planet"), b"usage"),
    ],
)
def test_what_cannot_be_weighed_ends_with_2_and_says_why(council, arguments, words):
    ended = shell(*arguments)
    assert ended.returncode == 2 and words in ended.stderr and b"Traceback" not in ended.stderr


def test_conflicts_lists_what_is_hidden_and_no_more(council):
    """One object a contract with its id and kind; with --all those that are poor on both sides as well."""
    disagree = {one["contract_id"]: one["kind"] for one in command("conflicts")}
    assert disagree == {
        "HC-01": "numbers_good_stories_bad",
        "EC-01": "numbers_good_stories_bad",
        "DO-02": "numbers_bad_stories_good",
    }
    everything = {one["contract_id"]: one["kind"] for one in command("conflicts", "--all")}
    assert everything == {**disagree, "HC-04": "both_bad", "SL-02": "both_bad"}
