"""The map is drawn, an area clicked and its contract weighed; the bus line at three widths; a map without WebGL."""

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


def test_a_map_a_click_and_its_contract_on_weigh(server, window):
    page = window("laptop")
    watch = Watch(page, server.address)
    go(page, f"{server.address}/places")
    expect(page.locator("h1")).to_contain_text("most in Brookvale")
    canvas = page.locator("#deckgl-overlay")
    canvas.wait_for()
    page.wait_for_timeout(2500)  # the first drawing of 343 outlines in software
    drawn, colours = share_drawn(canvas.screenshot())
    assert drawn > DRAWN and colours >= 5, (drawn, colours)

    box = canvas.bounding_box()
    spot = (box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.6)
    numbers = page.get_by_role("heading", name="Its numbers")
    for _ in range(6):  # a click is lost while a slow computer still draws, as it is for a person
        page.mouse.move(spot[0] - 3, spot[1])
        page.mouse.move(*spot)
        page.wait_for_timeout(1500)  # what lies under the pointer is found by drawing it once more
        page.mouse.click(*spot, delay=80)
        page.wait_for_timeout(4000)
        if numbers.count():
            break
    expect(numbers).to_be_visible()
    expect(page.get_by_text("An account is placed no finer than a part of the city.")).to_be_visible()
    assert re.search(r"area=HF\d{4}", page.url)
    settled(page)
    page.get_by_role("button", name=re.compile("^Home care")).first.click()
    page.wait_for_url(re.compile("/weigh"))
    settled(page)
    expect(page.get_by_text("What people tell, what is measured, what is paid")).to_be_visible()
    assert watch.outside == set() and watch.errors == []


@pytest.mark.parametrize("size", SIZES)
def test_the_bus_line_fits_and_its_pictures_share_one_axis(server, window, size):
    page = go(window(size), f"{server.address}/places?view=line&route=38")
    expect(page.locator("h1")).to_contain_text("On the 38, 63 minutes are 9.0 years of a woman's life")
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
    page.wait_for_timeout(1000)
    drawn, colours = share_drawn(picture.screenshot())
    assert drawn > DRAWN and colours >= 5, (drawn, colours)
