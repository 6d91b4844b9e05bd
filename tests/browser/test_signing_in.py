"""Where people sign in: the first administrator by a printed link, in, about, and out again."""

import re

import pytest
from playwright.sync_api import expect
from serving import Watch, go, settled

PASSWORD = "plum river ladder seven"
TITLE = "Three contracts need you before the committee on 14 January"


@pytest.fixture
def guarded(fresh):
    return fresh(TIGHTROPE_SIGN_IN="required")


def test_from_the_printed_link_to_signing_out_and_in_again(guarded, window):
    page = window()
    watch = Watch(page, guarded.address)
    link = re.search(r"http://localhost:\d+/invite/\S+", guarded.printed()).group()

    page.goto(link)
    expect(page.get_by_text("Administrator")).to_be_visible()
    page.get_by_label("Sign-in name").fill("ann")
    page.get_by_label("Your name, as others see it").fill("Ann <b>Okoro</b>")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make account").click()
    page.wait_for_url(f"{guarded.address}/**")
    page.wait_for_selector("h1")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert page.get_by_text("Looking as").count() == 0, "nobody tries on a role where people sign in"
    assert "She had her coat on" not in page.locator("body").inner_text(), "an administrator reads no accounts"

    page.get_by_role("button", name="Ann").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    go(page, f"{guarded.address}/weigh?kind=contract&of=HC-01")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Tightrope")

    page.goto(guarded.address + page.get_by_role("link", name="Sign in").get_attribute("href"))
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill("not the right one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("That name and password do not go together.")
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/weigh?*")
    page.wait_for_selector("h1")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("They disagree")
    assert "of=HC-01" in page.url, "back where they were going"
    assert watch.outside == set()
    assert not [one for one in watch.errors if "403" not in one]  # 403: the wrong password


def test_the_printed_link_works_once(guarded, window):
    page = window()
    link = re.search(r"http://localhost:\d+/invite/\S+", guarded.printed()).group()
    page.goto(link)
    page.get_by_label("Sign-in name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make account").click()
    page.wait_for_selector("h1")
    settled(page)
    again = window()
    again.goto(link)
    expect(again.get_by_role("alert")).to_contain_text("used or is over")
    assert again.get_by_label("Sign-in name").count() == 0
