"""What a pack's files say: figures as published, words within consent, nothing exempt, nothing that would run."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from itertools import combinations

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image
from pptx import Presentation
from reading import parts, text

from tightrope import disclosure, sealing, settings
from tightrope.answers.weigh import weigh
from tightrope.board import files, images, notice, one_file, pack, pack_open
from tightrope.board.chart_figures import Bar, Chart, charts, themes
from tightrope.board.pack import Asked, Wanted
from tightrope.board.pack_shapes import LEFT_OUT, NOT_PUBLIC, Quote
from tightrope.board.safe_cells import plain
from tightrope.disclosure import Figure, publish
from tightrope.errors import Refusal
from tightrope.evidence import intake_file
from tightrope.records import intake
from tightrope.records.packs import EXEMPT, PUBLIC

THREE = ("HC-01", "RS-01", "CH-03")
FORMATS = ("pptx", "docx", "html", "csv", "zip")
HEADINGS = (
    ("Purpose", "Recommendation", "Background", "Proposal", "Alternative options considered and rejected")
    + ("Consultation, co-production and what changed", "Equality impact", "Financial implications")
    + ("Legal and procurement implications", "Risk", "Climate implications", "Other implications")
    + ("Reasons for the recommendation", "Background papers")
)
MARKED = {  # source_id: contract, what makes it so
    "M1": ("RS-01", {"consent_level": 1}),
    "M2": ("RS-01", {"consent_level": 2}),
    "M3": ("RS-01", {"consent_level": 3}),
    "M4": ("RS-01", {"consent_level": 4}),
    "gone": ("RS-01", {"consent_level": 5, "withdrawn_at": "2026-10-20T09:00:00"}),
    "late": ("RS-01", {"consent_level": 5, "consent_until_on": "2026-11-02"}),
}


def marker(name):
    return f"lighthouse-{name.lower()}-words"


@pytest.fixture(scope="module", autouse=True)
def marked(house):
    """Grave accounts of each consent about RS-01, so that they are the ones which rules would choose."""
    rows = [
        {
            "source": "markers", "source_id": name, "received_on": "2026-10-12", "event_month": "2026-10-01",
            "channel": "phone", "teller_id": f"T-{name}", "teller_role": "unpaid_carer", "is_panel": False,
            "about": "service", "service_id": "respite", "contract_id": contract, "locality": "North East",
            "language": "English", "valence": -1, "severity": 5, "themes": "unsuitable_break",
            "triage_state": "cleared", "paraphrase": f"Retold {marker(name)}.", "asks": f"Please {marker(name)} it.",
            "words": f"Sent away {marker(name)} at the door of the house. Nobody rang to say why or what comes next.",
            **given,
        }
        for name, (contract, given) in MARKED.items()
    ]  # fmt: skip
    intake_file.write(sealing.find_master(), rows, "2026-11-03T120000")
    taken = intake.take_in(house.stores, house.master)
    assert (taken.new, taken.problems) == (len(MARKED), [])


@pytest.fixture(scope="module")
def pack_id(house, officer, year, marked):
    wanted = Wanted("Committee, 14 January 2027", tuple(Asked("contract", key) for key in THREE))
    return pack.make(house, officer, year, wanted)


@pytest.fixture(scope="module")
def public(house, officer, pack_id):
    return replace(pack_open.opened(house, officer, pack_id), link="https://a.test/x")


@pytest.fixture(scope="module")
def closed(house, officer, pack_id):
    return pack_open.opened(house, officer, pack_id, EXEMPT)


@pytest.fixture(scope="module")
def written(public):
    """Every public file of the pack."""
    return {kind: files.file(public, kind).data for kind in FORMATS}


@pytest.fixture(scope="module")
def slides(written):
    return Presentation(io.BytesIO(written["pptx"])).slides


def drawn(slides, number):
    """The charts of one item as they stand in the file: series name -> category -> value."""
    found = {}
    for slide in slides:
        if slide.shapes.title.text_frame.text.startswith(f"{number}. "):
            for shape in slide.shapes:
                if shape.has_chart:
                    plot = shape.chart.plots[0]
                    (series,) = plot.series
                    found[series.name] = dict(zip(plot.categories, series.values, strict=True))
    return found


# figures


@pytest.mark.parametrize(("number", "key"), [*enumerate(THREE, start=1)])
def test_charts_hold_the_figures_of_weigh_as_they_may_be_published(house, officer, year, slides, number, key):
    weighed, found = weigh(house, officer, "contract", key, year), drawn(slides, number)
    reached = {line.name: round(100 * line.attained) for line in weighed.in_contract if line.attained is not None}
    numbers = found["What the numbers say, of 100"]
    for name, value in numbers.items():
        if value is not None:
            assert value == reached[name]
    assert sum(value is not None for value in numbers.values()) >= 3
    told = found.get("What people tell, people", {})
    for pair in weighed.pairs:
        figure = publish(Figure(pair.tellers, "people", "people", denominator=weighed.tellers))
        if figure.value is not None:
            assert told[pair.theme] == figure.value
    assert all(value is None or (value >= 10 and value % 5 == 0) or value == 0 for value in told.values())


def test_the_planted_count_stands_in_the_workbook_behind_the_chart(written):
    """17 of 23 people told of being rushed at HC-01: the chart and the sheet behind it hold 15."""
    sheets = [data for name, data in parts(written["pptx"]).items() if name.endswith("/xl/worksheets/sheet1.xml")]
    strings = [data for name, data in parts(written["pptx"]).items() if name.endswith("/xl/sharedStrings.xml")]
    (place,) = [each for each, data in enumerate(strings) if b"<t>Rushed</t>" in data and b"Medicines" in data]
    names = re.findall(r"<t[^>]*>([^<]*)</t>", strings[place].decode())
    cells = dict(re.findall(r'<c r="([A-Z]\d+)"[^>]*><v>([^<]*)</v>', sheets[place].decode()))
    row = next(cell[1:] for cell, value in cells.items() if cell[0] == "A" and names[int(value)] == "Rushed")
    assert cells[f"B{row}"] == "15"


def test_every_count_of_people_in_the_tables_is_a_published_one(written):
    (table,) = [data for name, data in parts(written["csv"]).items() if name.endswith("people-heard.csv")]
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    shown = {row["people"] for row in rows}
    assert {"0", "fewer than 8", "15"} <= shown
    for one in shown:
        assert not one.isdigit() or disclosure.count(int(one)).words == one
    assert {row["as_at"] for row in rows} == {"2026-11-03"}


def test_each_row_says_where_it_is_from(public, written):
    tables = {name.rpartition("/")[2]: data for name, data in parts(written["csv"]).items() if name.endswith(".csv")}
    assert tables.keys() == {
        "items.csv",
        "money.csv",
        "measures.csv",
        "people-heard.csv",
        "options.csv",
        "accounts.csv",
    }
    for data in tables.values():
        for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))):
            assert row["source"].startswith("Hallamford (a fictional council): the contract register")
            assert (row["as_at"], row["pack"]) == ("2026-11-03", public.pack_id)
            assert row["data_version"].endswith(f"records {public.items[0].snapshot.records_version}")


@pytest.mark.parametrize("kind", FORMATS)
def test_every_file_carries_day_source_version_reference_and_that_it_is_made_up(public, written, kind):
    found = plain(re.sub(r"<[^>]+>", "", text(written[kind]))).replace("&#39;", "'")
    for words in (
        public.pack_id,
        "3 November 2026",
        "fictional council",
        "Source: the contract register",
        public.items[0].snapshot.warehouse.removesuffix(".duckdb"),
        "To check that it still stands",
    ):
        assert words in found, words


# what is exempt


def test_no_price_stands_in_any_part_of_any_public_file(closed, written):
    """HC-01 pays £24.10 an hour and RS-01 £165.00 a night (contract.csv); what one delivered costs follows from it."""
    secrets = {line.words for item in closed.items for line in item.commercial if line.reason}
    assert {"£24.10", "£165.00"} <= secrets and len(secrets) == 7
    for kind, data in written.items():
        found = text(data)
        for words in secrets:
            for number in re.findall(r"[\d,]+\.\d\d", words):
                assert number not in found, (kind, words)
        assert LEFT_OUT in found, kind


@pytest.mark.parametrize("kind", FORMATS)
def test_the_exempt_part_holds_them_marked_with_the_reason(closed, kind):
    found = text(files.file(closed, kind).data)
    assert "24.10" in found and NOT_PUBLIC in found and "Paragraph 3 of Schedule 12A" in found
    assert files.file(closed, kind).name.startswith(f"{closed.pack_id}-exempt.")


# words


def test_words_below_the_consent_of_a_file_are_nowhere(written, public):
    shown = {quote.text for item in public.items for quote in item.quotes}
    assert any(marker("M4") in one for one in shown), "the gravest that may be read: the rule has to choose it"
    for data in written.values():
        found = text(data)
        assert not [name for name in ("M1", "M2", "M3", "gone", "late") if marker(name) in found]
    for kind in ("pptx", "docx", "html"):
        assert marker("M4") in text(written[kind])
    assert marker("M4") not in text(written["csv"]), "no words in tables"


def test_each_item_has_a_contrary_account_or_says_that_there_is_none(public):
    for item in public.items:
        tones = {voice.tone for voice in item.snapshot.voices}
        assert {"good", "bad"} <= tones or item.snapshot.voices_note


def test_the_paper_holds_every_account_whole(public, written):
    found = "\n".join(one.text for one in docx.Document(io.BytesIO(written["docx"])).paragraphs)
    for item in public.items:
        for quote in item.quotes:
            assert (
                all(line in found for line in plain(quote.text).split("\n")) and f"{quote.number}. {quote.by}" in found
            )


def test_words_that_fit_on_no_slide_are_cut_and_keep_who_tells_them(public):
    words = "She stood at the door and nobody came. " * 400
    one = odd(public, "Papers")
    item = replace(one.items[0], quotes=(Quote("1.1", "Latest.", words, "Friend, spring 2026"),), gone=())
    made = Presentation(io.BytesIO(files.file(replace(one, items=(item,)), "pptx").data))
    told = next(one for one in made.slides if "In their own words" in one.shapes.title.text_frame.text)
    said = [each.text for shape in told.shapes for each in shape.text_frame.paragraphs]
    assert "1.1. Friend, spring 2026" in said
    (cut,) = [each for each in said if each.startswith("She stood")]
    assert cut.endswith(" … (whole in the document)") and words.startswith(cut.partition(" …")[0])
    assert words.strip() in "\n".join(
        each.text.strip()
        for each in docx.Document(io.BytesIO(files.file(replace(one, items=(item,)), "docx").data)).paragraphs
    )


def test_nothing_of_what_is_held_stands_in_a_file(written):
    for data in written.values():
        found = text(data).lower()
        assert "safeguarding holds" not in found and "first time" not in found and "quarantine" not in found


def odd(public, words):
    """The pack with these words wherever people write."""
    item = public.items[0]
    cover = replace(item.cover, title=words, decision=words)
    quotes = (Quote("1.1", words, words, words),)
    return replace(public, title=words, items=(replace(item, cover=cover, quotes=quotes, gone=(words,)),))


def test_text_by_people_stays_text(public):
    """No field, no link, no markup, and nothing that XML cannot hold."""
    words = 'a\x00b\x0bc\x1fd\ud800\u202ee <b>x</b> { HYPERLINK "http://a.test" } http://b.test & _x000D_ \uffff'
    kept = 'abcde <b>x</b> { HYPERLINK "http://a.test" } http://b.test & _x000D_'
    one = replace(odd(public, words), link="")
    for kind in ("pptx", "docx", "html"):
        data = files.file(one, kind).data
        for name, part in parts(data).items():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(part)
                assert b"fldSimple" not in part and b"instrText" not in part and b"hlinkClick" not in part, name
            assert b"http://a.test" not in part if name.endswith(".rels") else True
    document = docx.Document(io.BytesIO(files.file(one, "docx").data))
    assert any(kept in paragraph.text for paragraph in document.paragraphs)
    page = files.file(one, "html").data.decode()
    assert "<b>x</b>" not in page and "&lt;b&gt;x&lt;/b&gt;" in page


@pytest.mark.parametrize("words", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "\r=1", "http://a.test"])
def test_nothing_in_a_cell_is_carried_out(public, words):
    one = odd(public, words)
    (table,) = [data for name, data in parts(files.file(one, "csv").data).items() if name.endswith("items.csv")]
    for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig"))):
        assert not row["title"].startswith(("=", "+", "-", "@", "\t", "\r"))
    item = one.items[0]
    count = replace(item.snapshot.themes[0], name=words)
    named = tuple(count if each is item.snapshot.themes[0] else each for each in item.snapshot.counts)
    one = replace(one, items=(replace(item, snapshot=replace(item.snapshot, counts=named)),))
    for name, data in parts(files.file(one, "pptx").data).items():
        if "/xl/" in name:
            assert b"<f>" not in data and b"hyperlink" not in data, name


# forms


def test_numbers_and_stories_stand_side_by_side_at_one_size(slides):
    both = next(one for one in slides if one.shapes.title.text_frame.text.startswith("1. They disagree"))
    left, right = [shape for shape in both.shapes if shape.has_chart]
    assert (left.width, left.height, left.top) == (right.width, right.height, right.top)
    asked = next(one for one in slides if "What should follow Home care" in one.shapes.title.text_frame.text)
    boxes = {shape.text_frame.paragraphs[0].text: shape for shape in asked.shapes if shape.has_text_frame}
    blue, clay = boxes["What the numbers say"], boxes["What people tell"]
    assert (blue.width, blue.height) == (clay.width, clay.height)


def test_everything_stands_on_the_slide_and_nothing_lies_on_anything(written):
    made = Presentation(io.BytesIO(written["pptx"]))
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= made.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= made.slide_height
        for one, other in combinations(slide.shapes, 2):
            beside = one.left + one.width <= other.left or other.left + other.width <= one.left
            assert beside or one.top + one.height <= other.top or other.top + other.height <= one.top


def test_a_cover_line_says_what_is_asked_what_it_costs_and_what_is_to_be_decided(slides):
    (table,) = [shape.table for shape in slides[0].shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["No.", "Item", "What is asked", "A year", "Decision needed"]
    assert rows[1] == ["1", "Home care, North East",
                       "What should follow Home care, North East when it ends on 31 January 2028?", "£1,214,640",
                       "Choose one of 5 options that are still open."]  # fmt: skip


def test_the_square_leads_to_the_link_and_stands_there_with_a_link_alone(public, slides):
    assert [shape.shape_type for shape in slides[len(slides) - 1].shapes].count(13) == 1  # 13: a picture
    without = Presentation(io.BytesIO(files.file(replace(public, link=""), "pptx").data)).slides
    assert not [shape for shape in without[len(without) - 1].shapes if shape.shape_type == 13]


def test_the_paper_is_a4_in_british_english_with_real_headings(written):
    made = docx.Document(io.BytesIO(written["docx"]))
    assert (round(made.sections[0].page_width.mm), round(made.sections[0].page_height.mm)) == (210, 297)
    assert {one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    titles = [one.text for one in made.paragraphs if one.style.name == "Heading 2"]
    assert titles[: len(HEADINGS)] == [f"1.{number} {one}" for number, one in enumerate(HEADINGS, start=1)]
    assert len(titles) == 3 * len(HEADINGS)
    assert made.tables and all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in made.tables)


def test_a_notice_has_the_parts_of_the_regulations(public):
    made = docx.Document(io.BytesIO(notice.notices(replace(public, items=public.items[:1]))))
    found = [one.text for one in made.paragraphs]
    for label in ("Date of the decision", "Decision", "Who decides", "Under which delegation", "Key decision"):
        assert any(one.startswith(f"{label}: ") for one in found), label
    assert "Date of the decision: Not decided yet: this is a draft." in found
    titles = [one.text for one in made.paragraphs if one.style.name == "Heading 2"]
    assert titles[:3] == ["Reasons", "Alternatives considered and rejected", "Interests declared"]
    assert "Not asked yet: nobody's interest is assumed to be none." in found
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert ["Bring it in-house", "it was lost on 19 June 2026"] in rows
    assert not any("4 of 23" in one or "17 of 23" in one for one in found)


def test_a_decision_on_record_is_printed_with_what_speaks_against_it(public):
    item = public.items[0]
    told = replace(
        item.notice, reference="D1", date="20 October 2026", review="due for review since 30 October 2026",
        dissent=("A member: It is too long.",), not_heard="Nobody who cannot leave home was heard.",
        set_aside=("Measures: Visits on time.", "Why: It says little."),
    )  # fmt: skip
    one = replace(public, items=(replace(item, notice=told),))
    for data in (notice.notices(one), files.file(one, "docx").data):
        found = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
        for words in ("Who did not agree", "Evidence set aside", *told.dissent, *told.set_aside):
            assert words in found, words
        for words in (told.not_heard, "Day of review: due for review since 30 October 2026"):
            assert any(words in line for line in found), words
    assert "Who did not agree" not in [one.text for one in docx.Document(io.BytesIO(notice.notices(public))).paragraphs]


def test_the_page_asks_nothing_of_anybody_else(public, written):
    page = written["html"].decode()
    assert "<script" not in page and "@page { size: A4" in page and page.count("<svg") >= 9
    addresses = set(re.findall(r"(?:https?:)?//[^\s\"'<>]+", page))
    assert addresses == {"http://www.w3.org/2000/svg", "https://a.test/x"}
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", page)
    assert len(written["html"]) < 150_000


def test_whoever_checks_a_file_is_sent_to_the_telephone_alone(public, monkeypatch):
    """No page of the council answers whether a file still stands."""
    monkeypatch.setenv("TIGHTROPE_PUBLIC_URL", "https://hallamford.example")
    phone = settings.settings().telling.phone
    assert public.check == f"To check that it still stands, ring {phone} and say {public.pack_id}."


def test_pictures_say_what_they_show_and_where_they_are_from(public, written):
    found = parts(written["zip"])
    pngs = {name: data for name, data in found.items() if name.endswith(".png") and "/charts/" in name}
    svgs = {name: data for name, data in found.items() if name.endswith(".svg")}
    drawn = [chart.key for item in public.items for chart in charts(item)]
    assert {name.rpartition("/")[2] for name in pngs} == {f"{key}.png" for key in drawn}
    assert len(svgs) == len(drawn) + 3
    for data in svgs.values():
        words = " ".join(etree.fromstring(data).itertext())
        assert public.pack_id in words and "fictional council" in words
    for data in pngs.values():
        with Image.open(io.BytesIO(data)) as picture:
            assert public.pack_id in picture.text["Comment"] and "contract register" in picture.text["Source"]


def test_a_bar_of_a_picture_is_as_long_as_its_figure(public):
    """15 of 30 is half of the 952 pixels between the edges of the picture."""
    chart = Chart("1", "Title", "Says", "stories", "people", 30, (Bar("Rushed", 15, "15 of 30 people"),))
    with Image.open(io.BytesIO(images.png(chart, public))) as picture:
        line = [picture.getpixel((x, images.HEAD + 26 + images.BAR // 2)) for x in range(images.WIDE)]
    assert line.count((0x9A, 0x4A, 0x2C)) == pytest.approx(952 / 2, abs=2)


def test_what_is_hidden_has_no_bar_and_its_words(public):
    chart = themes(public.items[0])
    hidden = [bar for bar in chart.bars if bar.value is None]
    assert hidden and all(bar.label == f"{bar.name}: fewer than 8 of 25 people" for bar in hidden)
    assert 'opacity="0.35"' in one_file.svg(chart)


def test_sixty_items_make_every_file(public):
    many = tuple(replace(public.items[place % 3], number=place + 1) for place in range(60))
    one = replace(public, items=many)
    made = Presentation(io.BytesIO(files.file(one, "pptx").data))
    covers = [slide for slide in made.slides if any(shape.has_table for shape in slide.shapes)][:10]
    assert len(covers) == 10 and "60. " in made.slides[len(made.slides) - 2].shapes.title.text_frame.text
    assert 'id="item-60"' in files.file(one, "html").data.decode()
    assert len(docx.Document(io.BytesIO(files.file(one, "docx").data)).tables) >= 60


# templates


def template(layouts=True, slides=2):
    made = Presentation()
    made.slide_width, made.slide_height = 9_144_000, 5_143_500
    for number in range(slides):
        made.slides.add_slide(made.slide_layouts[0]).shapes.title.text_frame.text = f"Example {number}"
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_a_template_gives_its_size_and_layouts_and_none_of_its_slides(public):
    data = files.file(public, "pptx", template()).data
    made = Presentation(io.BytesIO(data))
    assert (made.slide_width, made.slide_height) == (9_144_000, 5_143_500)
    assert made.slides[0].shapes.title.text_frame.text == "Committee, 14 January 2027"
    assert "Example" not in text(data)
    for slide in made.slides:
        assert all(shape.left + shape.width <= made.slide_width for shape in slide.shapes)


def packed(changes):
    import zipfile

    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template())) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return kept.getvalue()


def outside():
    name = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    link = ('<Relationship Id="rId99" TargetMode="External" Target="http://a.test/x.png" Type="http://schemas.'
            'openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>')  # fmt: skip
    return {name: parts(template())[f"file/{name}"].decode().replace("</Relationships>", link).encode()}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: b"", "no PowerPoint file"),
        (lambda: b"%PDF-1.7 not slides", "no PowerPoint file"),
        (lambda: template()[:2000], "no PowerPoint file"),
        (lambda: packed({"ppt/presentation.xml": b"<p>"}), "cannot|can be read|no PowerPoint"),
        (lambda: packed({"ppt/vbaProject.bin": b"x"}), "macros"),
        (lambda: packed(outside()), "from another place"),
        (lambda: b"0" * 25_000_001, "larger than 25 MB"),
    ],
)
def test_a_bad_template_is_refused_in_words(public, data, said):
    with pytest.raises(Refusal, match="This template cannot be used.") as refused:
        files.file(public, "pptx", data())
    assert re.search(said, refused.value.problems[0])


def test_a_template_is_for_slides(public):
    with pytest.raises(Refusal, match="for slides"):
        files.file(public, "docx", template())
    with pytest.raises(Refusal, match="can be had as"):
        files.file(public, "xls")


def test_what_is_frozen_holds_no_words(house, pack_id, public):
    rows = house.stores.raw(f"SELECT body FROM records.pack WHERE pack_id = '{pack_id}'")
    rows += house.stores.raw(f"SELECT body FROM records.pack_item WHERE pack_id = '{pack_id}'")
    whole = json.dumps([row["body"] for row in rows])
    assert not [quote for item in public.items for quote in item.quotes if quote.text[:40] in whole]
    assert "lighthouse" not in whole and public.part == PUBLIC and public.made_on == date(2026, 11, 3)
