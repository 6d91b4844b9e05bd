"""The map drawn, an area on it clicked, its contract weighed; the bus line at three widths; a map without WebGL."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect
from serving import SIZES, Watch, go, settled

PAPER = (250, 248, 244)
SPOTS = ((0.5, 0.5), (0.45, 0.75), (0.55, 0.62), (0.5, 0.3), (0.4, 0.8))  # of the canvas: well inside the city
# The map takes a press for a click only if it is let go within a quarter of a second by Date.now. Where maps are drawn
# in software on a busy computer it answers the press later than that: time stands still for the length of a click.
STILL = """
const real = Date.now
let held = null
Date.now = () => held ?? real.call(Date)
window.holdTime = on => { held = on ? real.call(Date) : null }
"""
DRAWN = 0.10  # of the picture is no paper, at least: a blank map fails


def share_drawn(picture):
    """Share of the points that are not the paper's colour, and how many colours there are."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").resize((320, 180))
    points = list(image.get_flattened_data())
    off = [one for one in points if max(abs(a - b) for a, b in zip(one, PAPER, strict=True)) > 12]
    return len(off) / len(points), len(set(off))


def is_drawn(page, picture):
    """True once more than a tenth of the picture is drawn, in five colours or more: in software that takes a while."""
    for _ in range(40):
        drawn, colours = share_drawn(picture.screenshot())
        if drawn > DRAWN and colours >= 5:
            return True
        page.wait_for_timeout(500)
    return False


def click_an_area(page, canvas):
    """Click on the map where areas lie until one opens: a click may hit a home, or come while the map is drawn."""
    opened = page.get_by_role("heading", name="Its numbers")
    for across, down in SPOTS * 2:
        canvas.evaluate("canvas => canvas.scrollIntoView({block: 'center'})")
        box = canvas.bounding_box()
        x, y = box["x"] + across * box["width"], box["y"] + down * box["height"]
        page.mouse.move(x - 3, y - 3)
        page.mouse.move(x, y)
        page.wait_for_timeout(400)
        page.evaluate("window.holdTime(true)")
        page.mouse.click(x, y, delay=80)
        page.evaluate("window.holdTime(false)")
        try:
            opened.wait_for(timeout=6_000)
            return
        except NotInTime:
            continue
    raise AssertionError("no click on the map opened an area")


def test_a_map_an_area_clicked_and_its_contract_on_weigh(server, window):
    page = window("laptop")
    page.add_init_script(STILL)
    watch = Watch(page, server.address)
    go(page, f"{server.address}/places")
    expect(page.locator("h1")).to_contain_text(["most in Brookvale"])
    canvas = page.locator("#deckgl-overlay")
    canvas.wait_for()
    assert is_drawn(page, canvas)
    assert "area=HF" not in page.url, "nobody has picked one yet"
    click_an_area(page, canvas)
    page.wait_for_url(re.compile(r"area=HF\d{4}"))
    settled(page)
    expect(page.get_by_text("An account is placed no finer than a part of the city.")).to_be_visible()
    page.locator("#panel button.link[data-do^=weigh]").first.click()
    page.wait_for_url(re.compile("/weigh"))
    settled(page)
    expect(page.get_by_text("What people tell, what is measured, what is paid")).to_be_visible()
    assert watch.outside == set() and watch.errors == []


@pytest.mark.parametrize("size", SIZES)
def test_the_bus_line_fits_and_its_pictures_share_one_axis(server, window, size):
    page = go(window(size), f"{server.address}/places?view=line&route=38")
    expect(page.locator("h1")).to_contain_text(["On the 38, 63 minutes are 9.0 years of a woman's life"])
    expect(page.locator("#panel .line svg")).to_have_count(8)
    boxes = [one.bounding_box() for one in page.locator("#panel .line svg").all()]
    assert len(boxes) == 8  # the stops, and seven measures
    assert len({(round(one["x"]), round(one["width"])) for one in boxes}) == 1
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_browser_without_webgl_gets_the_simple_map(server, window):
    page = window("laptop")
    page.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        "  return String(kind).includes('webgl') ? null : real.call(this, kind, ...more) }"
    )
    go(page, f"{server.address}/places")
    expect(page.get_by_text("This browser draws no maps of the usual sort")).to_be_visible()
    picture = page.locator(".js-plotly-plot")
    picture.wait_for()
    assert is_drawn(page, picture)
