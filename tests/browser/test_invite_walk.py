"""A team asks an officer on a telephone; the officer says no, then goes; a commissioner changes a consultation."""

import re

from playwright.sync_api import expect
from serving import go, settled

TEAM, SEE = "Night staff at Weaver Court", "What one worker does alone at three in the morning"


def test_a_team_asks_and_the_officer_goes(own_server, window):
    server = own_server
    page = window("phone")
    page.goto(f"{server.address}/p/invite?of=contract:EC-01")
    page.get_by_label("Your team").fill(TEAM)
    page.get_by_label("What would they see with you?").fill(SEE)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_have_text("Asked. The officer sees it at once.")
    expect(page.get_by_role("listitem")).to_have_text(re.compile(f"Gareth Lowe.*{TEAM}: no answer yet"))

    page = go(page, f"{server.address}/decisions?find=gareth")
    expect(page.locator('[data-figure="out-C6"]')).to_have_text("600 days ago")
    page.get_by_role("button", name=f"Answer the invitation by {TEAM}").click()
    expect(page.get_by_role("heading", name=f"{TEAM} asks Gareth Lowe")).to_be_visible()
    page.get_by_text("No, because", exact=True).click()
    page.get_by_label("What you say with it").fill("I am away until Christmas.")
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("said no on 3 November 2026.")).to_be_visible()
    expect(page.get_by_text("I am away until Christmas.")).to_be_visible()
    settled(page)
    page.get_by_role("button", name=f"Change the invitation by {TEAM}").click()
    page.get_by_text("They went, on this day", exact=True).click()
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.locator('[data-figure="out-C6"]')).to_have_text("today")

    settled(page)
    page.get_by_role("button", name="Weaver Court extra care").first.click()
    expect(page).to_have_url(re.compile("/renewals.*of=EC-01"))
    assert not server.printed().count("Traceback")


def test_a_consultation_is_changed_where_it_stands(own_server, window):
    server = own_server
    page = go(window("laptop"), f"{server.address}/decisions?view=consult&of=RS-01")
    expect(page.locator("h1")).to_have_text(["One consultation on record, and nothing decided yet"])
    page.get_by_role("button", name="Change what is on record").click()
    page.get_by_label("What shows it: enough time to consider and to answer").fill("Six weeks, and evenings too")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("it is said what shows it, and not whether it was so")).to_be_visible()
    page.get_by_label("Enough time to consider and to answer", exact=True).click()
    page.get_by_role("option", name="Yes").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Keep it")).to_have_count(0)
    expect(page.locator("li.tick.met").get_by_text("Six weeks, and evenings too")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="What would change this time").click()
    expect(page).to_have_url(re.compile("/renewals.*of=RS-01.*part=change"))
    assert not server.printed().count("Traceback")
