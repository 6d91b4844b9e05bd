"""From the overview to "not ready, because": the options left, what changed last time, what would change this time."""

import re

from playwright.sync_api import expect
from serving import go, settled


def test_from_overview_to_not_ready_because(fresh, window):
    server = fresh()
    page = go(window("phone"), server.address)
    page.get_by_role("button", name="Which options are left").first.click()

    expect(page.locator("h1")).to_have_text(["Home care, North East: 45 days left to re-tender"])
    option = page.locator('[data-figure="option-retender"]')
    expect(option).to_have_text(
        "Re-tender: last committee 14 January 2027; paper due 18 December 2026; forward plan by 17 December 2026."
    )
    expect(page.locator('[data-figure="papers-retender"]')).to_have_attribute("data-value", "45")

    page.get_by_role("radio", name="What changed last time").click()
    expect(page.locator("h1")).to_have_text([re.compile("^Renewed as the same contract again once, last in 2023")])
    expect(page.locator(".spec del").first).to_be_visible()
    expect(page.locator(".spec ins").first).to_be_visible()
    expect(page.get_by_text("Signed by: Head of commissioning both times.")).to_be_visible()

    page.get_by_role("radio", name="What would change this time").click()
    title = page.locator("h1")
    expect(title).to_have_text("Not ready, because 25 answers are blank")
    page.get_by_role("button", name="Answer: rushed").click()
    expect(page.locator("article.story").first).to_be_visible()
    page.get_by_text("Clause changed", exact=True).click()
    page.get_by_label("Which clause or measure").fill("Clause 4.2 names thirty minutes at the door")
    page.get_by_role("button", name="Keep this answer").click()
    expect(title).to_have_text("Not ready, because 24 answers are blank")
    expect(page.locator(".ask").get_by_text("Clause 4.2 names thirty minutes at the door")).to_be_visible()

    settled(page)
    page.get_by_label("Which option is proposed").click()
    page.keyboard.type("in-house")
    expect(page.get_by_role("option")).to_have_text(["Bring it in-house (lost)"])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Propose this option").click()
    expect(title).to_have_text("Bring it in-house: not ready, because this option was lost on 19 June 2026")
    expect(page.get_by_role("button", name="Call it ready")).to_have_count(0)
    assert not server.printed().count("Traceback")
