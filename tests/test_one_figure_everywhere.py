"""One figure, everywhere: the page, the command and the officers' tables say the same; whatever goes out says that
figure as it may be published, and nothing finer stands in any part of it."""

import csv
import html
import io
import re
import runpy
import warnings
from dataclasses import replace
from decimal import Decimal

import pytest
import streamlit as st
import test_weigh_page_equals_json as weighed

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

from tightrope import paths
from tightrope.answers.evidence import usual_period
from tightrope.board import files, links, pack, pack_open, published, snapshot
from tightrope.board.pack import Asked
from tightrope.board.pack import Wanted as WantedPack
from tightrope.disclosure import Figure, count, publish
from tightrope.public import door
from tightrope.records import house as holding
from tightrope.records import sharing
from tightrope.records.roles import looking_as
from tightrope.records.sharing import OPEN, Wanted

council, page = weighed.council, weighed.page  # its fixtures
parts = runpy.run_path(str(paths.ROOT / "tests" / "board" / "reading.py"))["parts"]

OFFICER = looking_as("commissioner")
KEYS = ("HC-01", "RS-01", "CH-05")  # of the last, a small home, ten people told us
BOARD = "board page"
PEOPLE = re.compile(r"((?<!ewer than )\b\d[\d,]*(?: of \d[\d,]*)?|[Ff]ewer than \d+ of \d+) people\b")
FINE = re.compile(r"(?<![\d.])\d+\.\d{3,}")  # no figure goes out with three places
WRITTEN_BY_OTHERS = re.compile(r"docProps|slideMaster|slideLayout|theme|printerSettings|\.(png|jpe?g|rels|bin)$")
FORMS = {  # form: the part of a name by which it is known
    BOARD: BOARD,
    "slides": "slides.pptx/",
    "paper": "paper.docx/",
    "notice": "decision-notices.docx/",
    "one file": "page.html",
    "tables": "tables/",
    "pictures": "charts/",
}


# what the figures are, and how each may be published


def people(one):
    """Name of each count of people -> how it may be published, worked out from the command's JSON alone."""
    among = one["tellers"]
    made = {"People we heard from": publish(Figure(among, "people", "people"))}
    made["told of a good experience"] = publish(Figure(one["good_tellers"], "people", "people", denominator=among))
    for pair in one["pairs"]:
        made[pair["theme"]] = publish(Figure(pair["tellers"], "people", "people", denominator=among))
    return made


def measures(one):
    """Name of each measure with a word for how far it came -> how it may be published.

    It is of as many people as in the month in which it was counted on most: their months are not people.
    """
    house, made = holding.house(), {}
    year = usual_period(house)
    most = "SELECT max(denominator) AS most FROM warehouse.measure_return WHERE contract_id = $contract"
    most += " AND measure_id = $measure AND month BETWEEN $first AND $last"
    span = {"first": year.first, "last": year.last}
    for line in (*one["in_contract"], *one["also"]):
        if line["value"] is None or line["attained"] is None:
            continue
        asked = {"contract": line["contract_id"], "measure": line["measure_id"], **span}
        on = house.stores.raw(most, asked)[0]["most"]
        figure = Figure(line["value"], "", "measure", denominator=int(on) if on else None,
                        denominator_unit="people" if on else "")  # fmt: skip
        hidden = publish(figure).value is None
        made[line["name"]] = "measured on too few people to show" if hidden else line["value_words"]
    return made


def exact(one):
    """What may stand nowhere: exact counts as a reader would see them, what measures were counted on, prices."""
    among, made = one["tellers"], set()
    if count(among).words != str(among):
        made |= {f"{among} people", f" of {among} "}
    for few in (one["good_tellers"], *(pair["tellers"] for pair in one["pairs"])):
        if f"{few} of {among}" != publish(Figure(few, "people", "people", denominator=among)).words:
            made |= {f"{few} of {among}", f"{few},{among}"}  # in a sentence, and side by side in a table
    made |= {line["counted_words"] for line in (*one["in_contract"], *one["also"]) if " of " in line["counted_words"]}
    made |= {line["words"] for line in one["cost"] if line["label"].startswith(("Price of", "Cost of"))}
    return {re.sub(r"^£", "", each) for each in made}


def allowed(one):
    """Every "n of m people" that a form may say, in small letters."""
    return {figure.words.lower() for figure in people(one).values()}


# what went out


@pytest.fixture(scope="module")
def sent(council):
    """Contract -> the command's JSON, the pack as it is printed, and every part of every form: name -> text."""
    house = holding.house()
    year, made = usual_period(house), {}
    for key in KEYS:
        pack_id = pack.make(house, OFFICER, year, WantedPack("Papers", (Asked("contract", key),)))
        taken = snapshot.take(house, OFFICER, year, "contract", key, OPEN)
        printed = pack_open.opened(house, OFFICER, pack_id)
        made[key] = weighed.command("weigh", key), printed, texts(house, taken, printed)
    return made


def texts(house, taken, printed):
    """Every part of every form with something to read in it: the link's page, then all that a pack is given as."""
    link = sharing.make(house, OFFICER, Wanted(), links.frozen(taken))
    ask = TestClient(door.public_app(), base_url="http://board.example.org")
    answer = ask.get(f"/p/board/{link.token}")
    assert answer.status_code == 200 and "What people tell" in answer.text
    found = {BOARD: answer.content, **parts(files.file(printed, "zip").data)}
    return {name: plain(data) for name, data in found.items() if not WRITTEN_BY_OTHERS.search(name)}


def plain(data):
    """What a reader sees: without markup and style, every run of blanks as one."""
    text = re.sub(r"(?s)<style.*?</style>", " ", data.decode("utf-8-sig"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def of_form(form, found):
    """All that can be read in one form."""
    return " ".join(text for name, text in found.items() if FORMS[form] in name)


def finer(one, found):
    """What stands in a form and is finer than what may be published: (part, words)."""
    may, made = allowed(one), []
    secret = {words: re.compile(rf"(?<![\d.])(?<!\d,){re.escape(words)}(?!\d)") for words in sorted(exact(one))}
    for name, text in found.items():
        made += [(name, words) for words, sign in secret.items() if sign.search(text)]
        for told in PEOPLE.findall(text):
            rounded = " of " not in told and count(int(told.replace(",", ""))).words == told.replace(",", "")
            if not rounded and told.lower() not in may:
                made.append((name, told))
    return made


def charted(found, name, words):
    """True where the chart that has a category of this name holds these words, or this value."""
    return any(name in text and re.search(rf"\b{words}\b", text) for part, text in found.items() if "/charts/" in part)


# officers: exactly


@pytest.mark.parametrize("key", KEYS)
def test_the_page_is_the_command(page, monkeypatch, key):
    monkeypatch.setattr(weighed, "FEWEST", 22)  # the small home is asked for less
    weighed.test_every_figure_of_the_page_is_the_command_s(page, key)


def test_one_figure_that_is_another_is_found(page, monkeypatch):
    """The same with one more person in the command's answer: so the test before can fail."""
    one = weighed.command("weigh", "CH-05")
    one["pairs"][0]["tellers"] += 1
    monkeypatch.setattr(weighed, "command", lambda *words: one)
    with pytest.raises(AssertionError, match="pair-travel_to_visit-tellers"):
        weighed.test_every_figure_of_the_page_is_the_command_s(page, "CH-05")


@pytest.mark.parametrize("key", KEYS)
def test_officers_tables_and_their_csv_are_the_command(page, monkeypatch, key):
    """Month by month what was paid and not delivered, on the page and as the file it gives: together, to the penny and
    the unit, the lines of the answer."""
    given = {}
    monkeypatch.setattr(st, "download_button", lambda label, data, file_name, **more: given.update({file_name: data}))
    one = weighed.command("weigh", key)
    app, _ = page(key, look="payments:")
    rows = list(csv.DictReader(io.StringIO(given["tightrope-payments.csv"].decode("utf-8-sig"))))
    assert len(rows) == 12
    shown = app.dataframe[-1].value
    for name in shown.columns:
        written = [row[name] if name == "month" else float(row[name]) for row in rows]
        assert list(shown[name]) == written, name
    cost = {line["label"]: line for line in one["cost"]}
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(str(cost["Paid in the period"]["amount"]))
    delivered, paid = (sum(Decimal(row[name]) for row in rows) for name in ("units_delivered", "units_paid"))
    assert cost["Delivered of what was paid for"]["words"].startswith(f"{delivered:,.0f} of {paid:,.0f} ")
    (pounds,) = [pair["pounds"] for pair in one["pairs"] if pair["pounds"] is not None] or [None]
    if pounds is not None:
        assert sum(Decimal(row["not_delivered"]) for row in rows) == Decimal(str(pounds))


# what goes out: as published


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("form", [BOARD, "paper", "one file", "pictures"])
def test_every_count_of_people_stands_as_published(sent, form, key):
    one, _, found = sent[key]
    text, compared = of_form(form, found), 0
    for name, figure in people(one).items():
        own = name in ("People we heard from", "told of a good experience")  # the forms name these in other words
        if form != BOARD and name == "told of a good experience":
            continue  # the rope's mark alone stands for it there
        assert f"{figure.words} people" in text and (own or name in text), name
        compared += 1
    assert compared >= 3


@pytest.mark.parametrize("key", KEYS)
def test_the_notice_and_slides_say_who_was_heard_as_published(sent, key):
    one, _, found = sent[key]
    heard = f"Heard from: {people(one)['People we heard from'].words} people"
    assert heard in of_form("notice", found) and heard in of_form("slides", found)
    for pair in one["pairs"]:
        figure = people(one)[pair["theme"]]
        words = f"{pair['theme']}: {figure.words} people" if figure.value is None else str(figure.value)
        assert charted(found, pair["theme"], re.escape(words)), pair["theme"]


@pytest.mark.parametrize("key", KEYS)
def test_every_row_of_the_public_tables_is_the_figure_as_published(sent, key):
    one, printed, _ = sent[key]
    tables = read_tables(printed)
    counted = {row["what"]: (row["people"], row["of"]) for row in tables["people-heard.csv"] if not row["place"]}
    for name, figure in people(one).items():
        assert counted[name] == figure.words.partition(" of ")[::2], name
    assert {row["measure"]: row["result"] for row in tables["measures.csv"]} == measures(one)
    money = [row["words"] for row in tables["money.csv"]]
    assert money[0] == tables["items.csv"][0]["pounds_a_year"] == one["cost"][0]["words"]


def read_tables(printed):
    """Name of each public table -> its rows."""
    found = parts(files.file(printed, "csv").data)
    return {
        name.rpartition("/")[2]: list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        for name, data in found.items()
        if name.endswith(".csv")
    }


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("form", ["paper", "one file", BOARD])
def test_measures_and_money_stand_as_they_are(sent, form, key):
    one, _, found = sent[key]
    text = of_form(form, found)
    for line in one["in_contract"]:
        assert line["name"] in text and measures(one)[line["name"]] in text
    assert one["cost"][0]["words"] in text
    for pair in one["pairs"]:
        if pair["pounds"] is not None:
            assert f"£{Decimal(str(pair['pounds'])):,.0f} {pair['pounds_words']}" in text


@pytest.mark.parametrize("form", ["slides", "notice"])
@pytest.mark.parametrize("key", KEYS)
def test_a_year_costs_the_same_on_slides_and_in_the_notice(sent, form, key):
    one, _, found = sent[key]
    assert one["cost"][0]["words"] in of_form(form, found)


# nothing finer


@pytest.mark.parametrize("key", KEYS)
def test_nothing_finer_stands_in_any_part_of_any_form(sent, key):
    one, _, found = sent[key]
    assert {form for form in FORMS if of_form(form, found)} == set(FORMS), "each was looked through"
    assert len(exact(one)) >= 8 and finer(one, found) == []


@pytest.mark.parametrize("key", KEYS)
def test_no_figure_has_more_places_than_are_printed(sent, key):
    """A share to sixteen places gives away both counts: 0.0327413 of what is asked of RS-01 is 128 of 312 breaks."""
    assert {name: FINE.findall(text) for name, text in sent[key][2].items() if FINE.search(text)} == {}


@pytest.fixture(scope="module")
def leaked(sent):
    """Every form again, printed from counts that nobody published: for the test that the looking finds them."""
    one, printed, _ = sent["HC-01"]
    taken = printed.items[0].snapshot
    told = {pair["theme"]: str(pair["tellers"]) for pair in one["pairs"]}
    told |= {"People we heard from": str(one["tellers"]), "told of a good experience": str(one["good_tellers"])}
    counts = tuple(
        replace(each, shown=told[each.name], words=f"{told[each.name]} of {one['tellers']} people", among="23")
        if each.name in told and not each.place
        else each
        for each in taken.counts
    )
    taken = replace(taken, counts=counts, after=published.how_many(holding.house()))
    return one, texts(holding.house(), taken, replace(printed, items=(replace(printed.items[0], snapshot=taken),)))


@pytest.mark.parametrize("form", FORMS)
def test_an_exact_count_is_found_in_every_form(leaked, form):
    one, found = leaked
    assert [words for name, words in finer(one, found) if FORMS[form] in name], form
