"""A provider is asked and answers; a small one offers something and hears what became of it; it reads on paper too."""

import re

from playwright.sync_api import expect
from serving import go, settled

ANSWER = "We have hired two more workers and pay for the road between visits since June."


def pick(page, label, option):
    """By keyboard: after a click that has to scroll to the box first, its list was seen to close by itself."""
    page.get_by_label(label).click()
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=option)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(0)


def test_asked_on_weigh_answered_at_the_door_and_printed_beside_the_finding(own_server, window):
    server = own_server
    address = f"{server.address}/weigh?kind=contract&of=HC-04"
    page = go(window("laptop"), address)
    page.get_by_text("Ask the provider what it says to this").click()
    expect(page.get_by_label("The finding, as the provider reads it")).to_have_value(re.compile("Both are poor"))
    page.get_by_role("button", name="Ask the provider").click()
    settled(page)
    code = page.get_by_test_id("stCode").inner_text().strip()
    assert len(code.split()) == 6 and code.split()[0] not in page.url

    phone = window("phone", java_script_enabled=False)
    phone.goto(f"{server.address}/p/answer")
    phone.get_by_label("The six words").fill(code.upper())
    phone.get_by_role("button", name="Show the finding").click()
    expect(phone.locator("main")).to_contain_text("Both are poor")
    phone.get_by_label("Your answer").fill(ANSWER)
    phone.get_by_label("Your post").fill("Registered manager")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.locator("main")).to_contain_text("Sent.")

    page = go(window("laptop"), address)
    block = page.locator("section.reply")
    expect(block).to_contain_text(ANSWER)
    halves = block.locator(".half")
    boxes = [halves.nth(n).bounding_box() for n in range(2)]
    assert abs(boxes[0]["width"] - boxes[1]["width"]) <= 2 and boxes[0]["height"] == boxes[1]["height"]
    sizes = block.locator(".equal").evaluate_all("all => all.map(one => getComputedStyle(one).fontSize)")
    assert len(set(sizes)) == 1
    assert code not in server.printed() and "Traceback" not in server.printed()


def test_an_offer_is_made_answered_by_a_named_officer_and_followed(own_server, window):
    server = own_server
    phone = window("phone", java_script_enabled=False)
    phone.goto(f"{server.address}/p/offer")
    phone.get_by_label("Who are you?").fill("Quince Street Callers")
    phone.get_by_text("A charity or community group").click()
    phone.get_by_label("For which service?").select_option("prevention")
    phone.get_by_label("Where could you do it?").select_option("North East")
    phone.get_by_label("What do you offer?").fill("Somebody who calls each morning.")
    phone.get_by_label("How do we reach you?").fill("01632 960799")
    phone.get_by_role("button", name="Send the offer").click()
    code = phone.locator("#code").inner_text()

    page = go(window("laptop"), f"{server.address}/decisions?view=providers")
    expect(page.locator("h1")).to_have_text([re.compile("^7 offers by providers: 3 wait")])
    page.get_by_text("Say what became of an offer").click()
    pick(page, "Which offer", "Quince Street Callers")
    page.get_by_text("Met", exact=True).click()
    page.get_by_label("In words").fill("We met in your kitchen.")
    pick(page, "Who answers", "Tom Ellery")
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.locator("h1")).to_have_text([re.compile("^7 offers by providers: 2 wait")])

    phone.goto(f"{server.address}/p/offer/follow")
    phone.get_by_label("Your six words").fill(code)
    phone.get_by_role("button", name="Show me").click()
    expect(phone.locator("main")).to_contain_text("We met in your kitchen.")
    expect(phone.locator("main")).to_contain_text("Tom Ellery")
    assert "960799" not in phone.content() and code not in server.printed()


def test_you_said_we_did_fits_a_sheet_of_paper_without_scripts(server, window):
    page = window("laptop", java_script_enabled=False)
    for path, largest in (("/p/said", 11), ("/p/said?easy=yes&service=home_care", 16)):
        page.goto(f"{server.address}{path}")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 680, "height": 960})  # A4 less its margins, at 96 dots an inch
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize) * 72 / 96")
        assert round(size) == largest, "points on paper"
        expect(page.locator("form")).to_have_count(0) if "easy" in path else expect(page.locator("form")).to_be_hidden()
        pages = page.pdf(format="A4")
        assert pages.startswith(b"%PDF") and len(pages) > 1000
        page.emulate_media(media="screen")
