"""A place without contracts: every page works with what open data say, and names what is missing."""

import json
import os
import shutil

import pytest
from looking import Looking, figures, forget, look, notes, screen, title

from tightrope import paths, settings
from tightrope.answers import areas, places_map
from tightrope.evidence.adapters import boundaries, imd, stops
from tightrope.evidence.adapters.base import Told, write_into
from tightrope.public import binding
from tightrope.records import accounts
from tightrope.records import house as holding
from tightrope.records.roles import looking_as
from tightrope.screens import session
from tightrope.screens.data_parts import PARTS
from tightrope.screens.voices_choices import usual_period

OPEN_DATA = paths.ROOT.parent / "shared" / "open-data"
NO_OPEN_DATA = f"LEFT OUT: the published files are not at {OPEN_DATA}, so the real place was not built"


@pytest.fixture(scope="module")
def home_of_place(built_place, tmp_path_factory):
    """The made-up place in a home of this file's own."""
    folder = shutil.copytree(built_place, tmp_path_factory.mktemp("place-pages") / "millbeck")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        patch.setenv("TIGHTROPE_AS_AT", "2026-11-22")
        patch.setattr(settings, "_own", settings._own)
        forget()
        yield folder
        forget()


@pytest.fixture
def signed_in(home_of_place, monkeypatch):
    """Nobody signs in here: a role is tried on, as on the demo council."""
    monkeypatch.setattr(binding, "sign_in_needed", lambda: False)


def test_a_newcomer_is_asked_to_sign_in_and_told_how_the_first_account_is_made(home_of_place, monkeypatch):
    monkeypatch.setattr(accounts, "reader_of", lambda *given: None)  # there are no cookies without a browser
    monkeypatch.setattr(session, "_here", lambda: "/")
    app = Looking().app
    assert not app.exception and title(app) == "Sign in to Tightrope"
    assert "Millbeck: these pages are for people with an account." in screen(app)
    assert "Nobody has an account yet." in screen(app)
    assert app.code[0].value == "python3 run.py account add NAME --role admin"
    assert "fictional" not in screen(app) and "Looking as" not in screen(app) and not figures(app)
    monkeypatch.setattr(accounts, "any_account", lambda stores: True)
    assert "Nobody has an account" not in screen(Looking().app), "with the first account this is nobody's business"


def test_the_frame_names_the_council_and_its_day(signed_in):
    for key in ("overview", "weigh", "data"):
        app = look(key)
        assert not app.exception
        assert "Millbeck. Today here is 22 Nov 2026." in screen(app) and "fictional" not in screen(app)


def test_the_overview_gives_each_figure_with_what_it_is_of_its_day_and_its_publisher(signed_in):
    app = look()
    assert title(app) == "What open data say about Millbeck" and not notes(app)
    shown = figures(app)
    assert {name: shown[name] for name in (
        "areas", "most_deprived", "mean_score", "population", "pop_65_plus", "locations", "locations-care_home",
        "locations-nursing_home", "locations-office", "outcome-Table_1a", "outcome-Table_1e", "outcome-Table_2c",
        "stops",
    )} == {
        "areas": "5", "most_deprived": "2", "mean_score": "34.2", "population": "6200", "pop_65_plus": "1250",
        "locations": "6", "locations-care_home": "3", "locations-nursing_home": "1", "locations-office": "2",
        "outcome-Table_1a": "18.5", "outcome-Table_1e": "31.2", "outcome-Table_2c": "None", "stops": "2",
    }  # fmt: skip
    for words in (
        "of 4 small areas with an index: 50%",
        "Indices of 2025. Real open data: Ministry of Indices, published 30 Oct 2025",
        "34.200 score, higher is more deprived; 4 of 5 areas, weighted by their 5,000 people",
        "Published for the council as a whole: 34.05 (2025, with the population made for the indices)",
        "Indices of 2025, with the population of mid-2020.",
        "of 6,200 people: 20%",
        "Mid-2020. Real open data: Office of Counting",
        "of 8 locations in the register; the others are of health care",
        "2 Good, 1 Requires improvement Ratings of 1 May 2019 to 3 Feb 2025. Real open data: Commission of Care, "
        "published 1 Feb 2026",
        "1 Good, 1 no rating",
        "half of 5 rated places have an older rating; 3 are older than three years",
        "18.5 out of 24; give or take 0.4; 395 people who answered; more is better",
        "England: 19.1; middle of 2 of the 3 councils most like it: 19.5",
        "England: not available; middle of 1 of the 3 councils most like it: 40%",
        "kept back, as too few people are in it",
        "4 care homes; more is better",
        "of 3 in the register of stops; 1 of those in use stand in a known small area",
        "The council's own file: Millbeck",
    ):  # fmt: skip
        assert words in screen(app), words
    assert "not measured" not in screen(app), "the year without a survey is passed over"
    assert not any(mark in screen(app) for mark in ("[x]", "[z]", "[c]"))


def test_payments_stand_by_financial_year_with_credits_and_names_taken_out(signed_in):
    app = look()
    table = app.dataframe[0].value
    assert list(table["year"]) == ["2024-25", "2025-26", "2026-27"]
    assert list(table["amount"]) == [100.25, 175.0, 7.0] and list(table["lines"]) == [1, 4, 1]
    assert list(table["credits"]) == ["0", "2 (-£55)", "0"] and list(table["redacted"]) == [0, 2, 0]
    assert "6 payment lines, 31 Mar 2025 to 1 Apr 2026" in screen(app)
    assert "Real open data: Millbeck Council" in screen(app)


@pytest.mark.parametrize("key", ["overview", "weigh"])
def test_what_is_missing_stands_with_the_file_that_brings_it(signed_in, key):
    app = look(key)
    for words in ("Contracts: contract.csv", "Stories and other accounts: story.csv", "Budget: budget.csv",
                  "Beds: location.csv, column beds", "Households without a car: area.csv, column no_car_share",
                  "contract.csv, measure_return.csv and story.csv are enough"):  # fmt: skip
        assert words in screen(app), words
    assert "Bus stops:" not in screen(app) and "waiting:" not in screen(app), "what is there is not missing"


def test_weigh_says_that_there_is_nothing_to_weigh(signed_in):
    app = look("weigh", of="HC-01", kind="line")
    assert not app.exception
    assert title(app) == "There is nothing to weigh yet: no contract of Millbeck is loaded"
    assert "They say nothing of any one contract." in screen(app)
    assert [one.label for one in app.selectbox] == ["Looking as"], "there is nothing to choose from"


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_data_page_opens(signed_in, part):
    app = look("data", "data_officer", part=part)
    assert not app.exception
    assert title(app) == "62 rows about Millbeck are loaded, no contract among them, and 2 rows were set aside"


def test_each_source_has_its_day_and_its_note(signed_in):
    table = look("data", part="loaded").dataframe[0].value
    row = table[table["file"] == "indices.csv"].iloc[0]
    assert (row["published"], row["publisher"]) == ("30 Oct 2025", "Ministry of Indices")
    assert "most deprived tenth" in row["note"]


def test_what_a_page_reads_and_nobody_filled_is_named(signed_in):
    app = look("data", part="coverage")
    table = app.dataframe[0].value.set_index(["table_name", "column_name"])
    assert list(table["share"]) == sorted(table["share"])
    assert (table.loc[("location", "beds"), "read"], table.loc[("location", "beds"), "filled"]) == ("read by a page", 0)
    assert table.loc[("area", "lives_alone_65_share"), "read"] == ""
    assert (table.loc[("area", "imd_score"), "filled"], table.loc[("area", "imd_score"), "share"]) == (4, 0.8)
    assert list(app.dataframe[2].value["month"]) == ["Mar 2026", "Apr 2026"]
    assert "2 months have no row between the first and the last" in screen(app)


def test_doubtful_rows_are_counted_by_rule(signed_in):
    app = look("data", part="to-look-at")
    assert "2 loaded rows look doubtful" in screen(app)
    assert list(app.dataframe[0].value["rows"]) == [2] and list(app.dataframe[1].value["row_key"]) == ["a4", "a5"]


def test_doubtful_rows_that_are_not_all_listed_are_all_counted(signed_in, monkeypatch):
    from tightrope.answers import completeness

    monkeypatch.setattr(completeness, "MOST_DOUBTFUL", 1)
    opened = holding.house()
    real = opened.stores.rows
    facts = [{"name": "doubts", "value": json.dumps({"redacted_payee": 97_096})}]
    monkeypatch.setattr(opened.stores, "rows", lambda name, **put: facts if name == "data/facts" else real(name, **put))
    assert [row["rows"] for row in completeness.doubtful(opened)] == [97_096]
    assert len(completeness.doubtful_rows(opened)) == 1


def test_a_name_is_matched_by_a_button(signed_in):
    app = look("data", "data_officer", part="names")
    assert "£250 of £282 paid is joined to a provider, and 1 name waits for a person" in screen(app)
    next(one for one in app.button if one.label == "It is this one").click().run()
    assert not app.exception
    assert "£257 of £282 paid is joined to a provider, and 0 names wait for a person" in screen(app)


def test_money_says_what_cannot_be_held_against_the_ledger(signed_in):
    app = look("data", part="money")
    assert "No budget is loaded for 2025-26, so nothing is held against finance's ledger." in screen(app)
    table = app.dataframe[0].value
    assert dict(zip(table["service_name"], table["published"], strict=True)) == {
        "Care homes": 150, "Home care": 30, "All lines": 180,
    }  # fmt: skip


# Real stops from Whirlow through the centre to Firth Park; their order and minutes stand in for a timetable here.
LINE = """line,from and to,ATCO code,minutes
north-south,Whirlow - Firth Park,370021331,0
north-south,Whirlow - Firth Park,370021338,5
north-south,Whirlow - Firth Park,370020622,12
north-south,Whirlow - Firth Park,370020590,17
north-south,Whirlow - Firth Park,370022802,25
north-south,Whirlow - Firth Park,370023172,31
north-south,Whirlow - Firth Park,370020209,34
north-south,Whirlow - Firth Park,370020195,36
north-south,Whirlow - Firth Park,370020177,39
north-south,Whirlow - Firth Park,370020894,43
"""


def with_a_line(folder):
    """A place's folder with a bus line along real stops."""
    order = folder.parent / "order.csv"
    order.write_text(LINE, encoding="utf-8")
    files = [
        OPEN_DATA / one for one in ("transport/naptan_370_south_yorkshire_stops.csv", "geo/lsoa21_sheffield.geojson")
    ]
    write_into(folder, "stops", stops.read([*files, order], Told("E08000019", "Sheffield")))


@pytest.mark.slow
@pytest.mark.skipif(not OPEN_DATA.is_dir(), reason=NO_OPEN_DATA)
def test_the_real_place_has_its_published_figures_on_the_page(home, tmp_path, monkeypatch):
    from tightrope.evidence.build import build
    from tightrope.evidence.places import gather

    monkeypatch.setattr(binding, "sign_in_needed", lambda: False)
    monkeypatch.setattr(settings, "_own", settings._own)
    forget()
    gather("sheffield", OPEN_DATA, tmp_path / "sheffield")
    with_a_line(tmp_path / "sheffield")
    build(tmp_path / "sheffield", demo=False)
    app = look()
    shown = figures(app)
    city = look("places", measure="deprivation")
    bus = look("places", view="line")
    house = holding.house()
    outlines = places_map.outlines(house)
    drawn = areas.areas(house, looking_as("commissioner"), usual_period(house))
    forget()
    assert (len(outlines.rings), outlines.mended, outlines.unread) == (343, (), ())
    assert len(drawn.every) == 343 and sum(one.decile == 1 for one in drawn.every) == 75
    assert not city.exception and title(city).startswith("Deprivation score: most in ")
    assert city.get("deck_gl_json_chart")
    assert not bus.exception and title(bus).startswith("Along the north-south. Deprivation score: from ")
    assert "Ecclesall Road South/Croft Lane" in screen(bus) and "43 minutes from end to end" in screen(bus)
    scores = {one.code: one.values["deprivation"] for one in drawn.every}
    assert max(scores.values()) > 80 and "Barnsley Road/Longley Lane" in screen(bus)
    assert title(app) == "What open data say about Sheffield"
    assert (shown["areas"], shown["most_deprived"], shown["locations"]) == ("343", "75", "196")
    assert abs(float(shown["mean_score"]) - 27.6) <= 0.1
    assert "Published for the council as a whole: 27.574" in screen(app) and "the population of mid-2020" in screen(app)
    assert "196 of them stand in a known small area" in screen(app)
    assert "Real open data: Care Quality Commission" in screen(app)


MOST_BYTES = 5_000_000  # of the map of a whole country on its way to the browser


@pytest.mark.slow
@pytest.mark.skipif(not OPEN_DATA.is_dir(), reason=NO_OPEN_DATA)
def test_all_of_england_is_points_with_outlines_of_councils_and_lists_stay_short(home, tmp_path, monkeypatch):
    from tightrope.evidence.build import build

    monkeypatch.setattr(binding, "sign_in_needed", lambda: False)
    monkeypatch.setattr(settings, "_own", settings._own)
    forget()
    names = ("lsoa21_england_centroids.parquet", "lookup_lsoa21_ward24_ltla24.csv.gz", "ltla24_england.geojson")
    write_into(tmp_path / "england", "boundaries", boundaries.read([OPEN_DATA / "geo" / one for one in names], Told()))
    indices = OPEN_DATA / "imd/imd2025_england_lsoa21.parquet"
    write_into(tmp_path / "england", "imd", imd.read([indices], Told()))
    build(tmp_path / "england", demo=False)
    app = look("places", measure="deprivation")
    drawn = app.get("deck_gl_json_chart")[0].proto.json
    opened = look("places", measure="deprivation", area="E01000001")
    forget()
    layers = {layer["id"]: layer["data"] for layer in json.loads(drawn)["layers"]}
    assert len(layers["areas"]) == 33_755 and len({row["code"] for row in layers["areas"]}) == 33_755
    assert len(layers["around"]) > 296 and len(drawn) < MOST_BYTES
    assert [one.label for one in app.selectbox][-2:] == ["Part", "Small area"]
    assert len(app.selectbox[-2].options) == 297 and len(app.selectbox[-1].options) == 1 and not app.dataframe
    # The City of London has six small areas.
    assert len(opened.selectbox[-1].options) == 7 and len(opened.dataframe[0].value) == 6
    assert "City of London 001A" in screen(opened)
