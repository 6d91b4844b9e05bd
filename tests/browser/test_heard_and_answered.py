"""From who is missing to a plan; from an answer that is owed to told by telephone, a verdict, and before the public."""

import re
import socket

from playwright.sync_api import expect
from serving import choose, go, pick, settled

ANSWER = (
    "You told us that visits come late and that nobody rings. You are right. From 1 December Beechcroft rings whenever "
    "a visit is more than fifteen minutes late, because we wrote it into the contract; I check the record every month. "
    "Priya Raman, Strategic commissioner, care at home, 01632 960101."
)
YOU_SAID = "Visits come late and nobody rings to say so."
WE_DID = "Your provider now rings whenever a visit is more than fifteen minutes late. It is in the contract."


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_from_a_silent_home_to_a_plan_with_an_owner(fresh, window):
    server = fresh()
    page = go(window("laptop"), f"{server.address}/missing")
    expect(page.locator("h1")).to_contain_text(["told us themselves"])
    page.get_by_role("radio", name="Silence").click()
    expect(page.locator("h1")).to_have_text(["One contract is silent: Larkfield House, 0 heard of about 9 expected"])
    page.get_by_role("button", name="Plan how to hear them at Larkfield House").click()
    expect(page.locator("h1")).to_have_text(["Larkfield House: 5 more accounts, about £480"])
    expect(page.get_by_text("from grade D to B")).to_be_visible()
    pick(page, "Who owns it", re.compile("Malcolm Thwaite"))
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.get_by_role("heading", name="Planned for these people")).to_be_visible()
    expect(page.get_by_text("Malcolm Thwaite, Commissioning manager, homes. £96").first).to_be_visible()
    with page.expect_download() as got:
        page.get_by_role("button", name="Work list to print").click()
    assert "Whom to ask about Larkfield House" in got.value.path().read_text(encoding="utf-8")


def test_owed_written_told_by_telephone_and_before_the_public(fresh, window):
    port = free_port()
    server = fresh(TIGHTROPE_PUBLIC_PORT=str(port))
    page = go(window("laptop"), f"{server.address}/replies?officer=C1&service=home_care")
    expect(page.locator("h1")).to_contain_text(["Priya Raman owes"])
    owed = int(re.search(r"\d+", page.locator("h1").inner_text()).group())
    page.get_by_role("button", name=re.compile("Write the answer")).first.click()
    settled(page)
    page.get_by_label("Your answer, to the person who told it").fill(ANSWER)
    page.get_by_role("heading", name="What they told").click()
    settled(page)
    page.get_by_text("It is done", exact=True).click()
    settled(page)
    why = page.get_by_label("Why it goes as it is")
    if why.count():
        why.fill("It says all we can say today")
        why.blur()
        settled(page)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("It counts as given once the teller was told").first).to_be_visible()
    settled(page)

    pick(page, "Which answer", re.compile("^Priya Raman"))
    pick(page, "How", "By telephone")
    page.get_by_label("Who told them").fill("Voice team, by telephone")
    page.get_by_text("It answered them", exact=True).first.click()
    page.get_by_role("button", name="Keep this").click()
    settled(page)
    page.goto(f"{server.address}/replies?officer=C1&service=home_care")
    settled(page)
    assert int(re.search(r"\d+", page.locator("h1").inner_text()).group()) == owed - 1

    page.goto(f"{server.address}/replies?view=said")
    settled(page)
    page.get_by_text("Write a line", exact=True).click()
    form = page.get_by_test_id("stForm").first
    choose(page, form.get_by_role("combobox", name=re.compile("Service$")).first, re.compile("^Home care$"))
    who = form.get_by_role("combobox", name=re.compile("Who answers for it$")).first
    choose(page, who, re.compile("^Priya Raman"))
    form.get_by_label("You said, in your plain words").fill(YOU_SAID)
    form.get_by_label("We did, or do not do, and why").fill(WE_DID)
    form.get_by_text("Done", exact=True).first.click()
    form.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_role("heading", name="As the public will read it")).to_be_visible()
    settled(page)  # what it asks to look at again comes after the heading
    public = window("phone", java_script_enabled=False)
    door = f"http://localhost:{port}"
    public.goto(f"{door}/p/said?service=home_care")
    expect(public.get_by_text(YOU_SAID)).to_have_count(0)  # a draft is nobody's yet
    looked = page.get_by_text("I looked again, and nobody is named")
    if looked.count():
        looked.click()
        settled(page)
    page.get_by_role("button", name="Put it before the public").click()
    expect(page.get_by_role("heading", name="As the public will read it")).to_have_count(0)

    public.goto(f"{door}/p/said?service=home_care")
    expect(public.get_by_text(YOU_SAID)).to_be_visible()
    expect(public.get_by_text(WE_DID)).to_be_visible()
    expect(public.locator("body")).not_to_contain_text("Priya Raman")  # a post, and nobody's name
    assert public.goto(f"{door}/replies").status == 404
    assert "Traceback" not in server.printed()
