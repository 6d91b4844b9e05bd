"""Somebody tells it at phone size without scripts, follows it by code, it is read, coded, heard, taken back, gone."""

import re

from playwright.sync_api import expect
from serving import go, settled

WORDS = "The quince jelly never came and Marigold Nobody rang 07700 900123 for nothing."
HEARD = "The quince jelly never came"


def tell(page, address):
    page.goto(f"{address}/p/speak")
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("What should change?").fill("Ring before you come.")
    page.get_by_label("Which service or place?").select_option("contract:HC-02")
    page.get_by_label("In which month?").select_option("2026-10")
    page.get_by_text("Show my words to officers").click()
    page.get_by_role("button", name="See what will be blacked out").click()
    expect(page.locator(".account")).to_contain_text("[telephone]")
    expect(page.locator(".account")).not_to_contain_text("07700")
    page.get_by_role("button", name="Send this").click()
    expect(page.locator("h1")).to_have_text(["Thank you. We have it."])
    return page.locator("#code").inner_text()


def follow(page, address, code):
    page.goto(f"{address}/p/follow")
    page.get_by_label("Your six words").fill(code)
    page.get_by_role("button", name="Show me").click()


def look_as(page, role):
    """Pick who is looking, at the fictional council."""
    box = page.get_by_label("Looking as").first
    box.click()
    page.get_by_role("option", name=role).click()
    settled(page)


def choose(page, label, option):
    page.get_by_label(label).first.click()
    page.get_by_role("option", name=option).click()


def code_it(page, address):
    """As the voice team: what it tells of, its tone, how serious it is and why."""
    go(page, f"{address}/coding")
    look_as(page, "Voice team")
    expect(page.locator("h1")).to_have_text([re.compile("^1 account waits to be coded")])
    page.get_by_role("button", name=re.compile("Read and code it")).first.click()
    expect(page.get_by_text(HEARD)).to_be_visible()
    page.get_by_label("What it tells of").first.click()
    page.keyboard.type("Food and meals")  # the list is long: only its first part is drawn
    page.get_by_role("option", name="Food and meals").click()
    page.keyboard.press("Escape")
    choose(page, "How the experience was", re.compile("^bad$"))
    choose(page, "How serious it is", re.compile("^1: inconvenience"))
    page.get_by_label("Why it is that serious").fill("A dinner that never came")
    page.get_by_role("button", name="Keep these codes").click()
    expect(page.locator("h1")).to_have_text([re.compile("^All are coded once")])


def test_told_followed_read_heard_coded_and_taken_back(own_server, window):
    server = own_server
    phone = window("phone", java_script_enabled=False)
    code = tell(phone, server.address)
    assert len(code.split()) == 6

    follow(phone, server.address, code)
    expect(phone.locator(".steps")).to_contain_text("Received: 3 November 2026")
    expect(phone.locator(".steps")).to_contain_text("Read by a person: not yet")
    assert HEARD not in phone.content(), "the device may be shared"

    page = go(window("laptop"), f"{server.address}/triage")
    look_as(page, "Voice team")
    expect(page.locator("h1")).to_have_text([re.compile(r"^\d+ accounts wait to be read")])
    assert HEARD not in page.content()
    page.get_by_role("button", name=re.compile("Somebody who draws on this support, 3 Nov")).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_text("It may be heard, as it stands below").click()
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_text(WORDS)).to_have_count(0)

    code_it(page, server.address)

    weigh = go(window("laptop"), f"{server.address}/weigh?kind=contract&of=HC-02&from=2026-10&to=2026-10&look=all:")
    expect(weigh.get_by_text(HEARD).first).to_be_visible()
    expect(weigh.get_by_text("07700")).to_have_count(0)
    card = weigh.locator("article.story", has_text=HEARD).first
    expect(card).to_contain_text("About: food and meals.")

    follow(phone, server.address, code)
    expect(phone.locator(".steps")).not_to_contain_text("Read by a person: not yet")
    phone.get_by_label("Yes, I am sure").check()
    phone.get_by_role("button", name="Take it back").click()
    expect(phone.locator("h1")).to_have_text(["You took this back"])

    weigh.reload()
    settled(weigh)
    expect(weigh.get_by_text(HEARD)).to_have_count(0)
    assert "Traceback" not in server.printed()


def test_a_draft_stays_on_the_device_until_it_is_cleared_or_sent(own_server, window):
    server = own_server
    page = window("phone")
    page.goto(f"{server.address}/p/speak")
    page.get_by_label("What happened?").fill("Half a story")
    page.get_by_label("Telephone number, address").fill("01632 960555")
    page.goto(f"{server.address}/p/speak")
    expect(page.get_by_label("What happened?")).to_have_value("Half a story")
    expect(page.get_by_label("Telephone number, address")).to_have_value("")
    page.get_by_role("button", name="Clear this from the device").click()
    page.goto(f"{server.address}/p/speak")
    expect(page.get_by_label("What happened?")).to_have_value("")
    tell(page, server.address)
    page.goto(f"{server.address}/p/speak")
    expect(page.get_by_label("What happened?")).to_have_value("")
