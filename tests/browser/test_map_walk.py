"""The map is drawn, an area opened and its contract weighed; the bus line at three widths; a map without WebGL."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect
from serving import SIZES, Watch, go, settled

PAPER = (250, 248, 244)
DRAWN = 0.10  # of the picture is no paper, at least: a blank map fails


def share_drawn(picture):
    """Share of the points that are not the paper's colour, and how many colours there are."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").resize((320, 180))
    points = list(image.get_flattened_data())
    off = [one for one in points if max(abs(a - b) for a, b in zip(one, PAPER, strict=True)) > 12]
    return len(off) / len(points), len(set(off))


def is_drawn(page, picture):
    """True once more than a tenth of the picture is drawn, in five colours or more: in software that takes a while."""
    for _ in range(10):
        page.wait_for_timeout(2000)
        drawn, colours = share_drawn(picture.screenshot())
        if drawn > DRAWN and colours >= 5:
            return True
    return False


def test_a_map_an_area_and_its_contract_on_weigh(server, window):
    page = window("laptop")
    watch = Watch(page, server.address)
    go(page, f"{server.address}/places?area=HF0054")
    expect(page.locator("h1")).to_contain_text("most in Brookvale")
    canvas = page.locator("#deckgl-overlay")
    canvas.wait_for()
    assert is_drawn(page, canvas)
    expect(page.get_by_role("heading", name="Its numbers")).to_be_visible()
    expect(page.get_by_text("An account is placed no finer than a part of the city.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Home care")).first.click()
    page.wait_for_url(re.compile("/weigh"))
    settled(page)
    expect(page.get_by_text("What people tell, what is measured, what is paid")).to_be_visible(timeout=20_000)
    assert watch.outside == set() and watch.errors == []


@pytest.mark.parametrize("size", SIZES)
def test_the_bus_line_fits_and_its_pictures_share_one_axis(server, window, size):
    page = go(window(size), f"{server.address}/places?view=line&route=38")
    expect(page.locator("h1")).to_contain_text("On the 38, 63 minutes are 9.0 years of a woman's life")
    expect(page.locator("#panel .line svg")).to_have_count(8, timeout=20_000)
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
    expect(page.get_by_text("This browser draws no maps of the usual sort")).to_be_visible(timeout=20_000)
    picture = page.locator(".js-plotly-plot")
    picture.wait_for()
    assert is_drawn(page, picture)
