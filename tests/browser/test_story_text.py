"""A story is text, whatever it looks like: nothing in it is carried out, formatted, cut or turned round."""

import pytest
from conftest import STRANGE, STRANGE_CONTRACT
from playwright.sync_api import expect
from serving import SIZES, Watch, go, settled


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_a_strange_story_is_shown_as_it_was_told(server, window, size):
    page = window(size)
    watch, asked = Watch(page, server.address), []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    go(page, f"{server.address}/weigh?kind=contract&of={STRANGE_CONTRACT}")
    words = page.locator("article.story .words", has_text="document.title")
    words.wait_for()
    assert len(STRANGE) > 19_990
    assert words.locator("[data-text]").text_content() == STRANGE
    assert words.locator("[data-text] *").count() == 0, "no element was made of it"
    assert page.title().endswith("Tightrope") or "taken over" not in page.title()
    box = words.bounding_box()
    assert box["height"] < 2 * SIZES[size][1] and box["x"] + box["width"] <= SIZES[size][0]
    card = page.locator("article.story", has_text="document.title")
    expect(card.locator(".by")).to_be_visible()
    assert "back to front" not in card.locator(".by").inner_text()
    assert asked == [] and watch.errors == [] and watch.outside == set()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 4


def test_it_is_read_whole_by_keyboard(server, window):
    page = go(window(), f"{server.address}/weigh?kind=contract&of={STRANGE_CONTRACT}")
    words = page.locator("article.story .words", has_text="document.title")
    words.wait_for()
    words.focus()
    page.keyboard.press("End")
    settled(page)
    page.wait_for_timeout(300)
    assert words.evaluate("one => one.scrollHeight - one.clientHeight - one.scrollTop") <= 2, "the end is reached"
