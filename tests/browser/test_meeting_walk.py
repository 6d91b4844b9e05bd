"""A whole meeting: from the overview to two phones, a decision, a link, a pack, and an account that is taken back."""

import re
import shutil
import socket
from datetime import date

import docx
import pptx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from serving import SIZES, Server, Watch, go, pick, settled

from tightrope.records import house as holding
from tightrope.records import telling
from tightrope.records.telling import Told

WORDS = "Nobody came on the Sunday and the sloe gin was still on the step on the Monday, that is how I know."
MONTH = date(2026, 10, 1)
WEIGH = "They disagree: the numbers are good, what people tell is not"
DECIDED = "Re-tender for visits of 30 minutes, with travel time paid"


@pytest.fixture
def served(built, tmp_path, monkeypatch, chromium_path):
    """The demo council with one account more, which anybody may read and whose teller holds its code; and a door."""
    folder = shutil.copytree(built, tmp_path / "demo")
    with monkeypatch.context() as patch:
        patch.setenv("TIGHTROPE_HOME", str(folder / "home"))
        patch.setenv("TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        opened = holding.house()
        told = Told(
            "web", "a" * 32, WORDS, contract_id="HC-01", service_id="home_care", event_month=MONTH, consent_level=4
        )
        receipt = telling.tell(opened, told)
        put = "UPDATE records.story SET triage_state = 'cleared', severity = 4, valence = -1 WHERE story_id = ?"
        opened.stores.write(lambda cursor: cursor.execute(put, [receipt.story_id]))
        holding.leave()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(folder, TIGHTROPE_PUBLIC_PORT=str(port))
    yield server, f"http://localhost:{port}", receipt.code
    server.stop()


def step(page, name):
    page.get_by_role("radio", name=name).click()
    settled(page)


def answer(phone, door, code, role, points):
    phone.goto(f"{door}/p/join?code={code}")
    phone.get_by_label("You answer as").select_option(label=role)
    phone.get_by_role("button", name="Join").click()
    for place, value in enumerate(points):
        phone.locator(f"#line{place}").fill(str(value))
    phone.get_by_role("button", name="Send my answer").click()
    expect(phone.get_by_text("Kept. You may change it until the question is closed.")).to_be_visible()


def open_to_everybody(page, address):
    """No rule of axe is broken, in light or dark, on a phone or a laptop."""
    page.goto(address)
    for scheme, size in (("light", "phone"), ("dark", "phone"), ("light", "laptop")):
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        looked = Axe().run(page).response
        broken = [(one["id"], [str(node["target"]) for node in one["nodes"]][:3]) for one in looked["violations"]]
        assert looked["passes"] and broken == [], (address.rpartition("/")[0], scheme, size)
    page.emulate_media(color_scheme="light")


def saved(page, kind):
    """The file of the pack that is chosen, as one kind."""
    pick(page, "As", kind)
    page.get_by_role("button", name="Prepare the file").click()
    settled(page)
    with page.expect_download() as got:
        page.get_by_role("button", name=re.compile("^Save ")).click()
    return got.value.path()


def test_a_whole_meeting(served, window):
    server, door, six_words = served
    page = window("projector")
    watch = Watch(page, server.address)
    go(page, f"{server.address}/")
    page.get_by_role("button", name=re.compile("^See why")).first.click()
    expect(page.locator("h1")).to_have_text([WEIGH])

    # interests first; then two people's weights from two phones
    go(page, f"{server.address}/board?room_is=officers&item=HC-01")
    expect(page.locator("h1")).to_have_text(["Interests come first: nobody was asked yet"])
    page.get_by_text("Everybody who prepares or decides this was asked, and has none").click()
    page.get_by_role("button", name="Everybody was asked").click()
    settled(page)
    step(page, "What matters to us")
    page.get_by_role("button", name="Ask the room now").click()
    code = page.locator("#panel .room-code .code").inner_text().replace(" ", "")
    answer(window("phone"), door, code, "Member of the committee or board", (100, 20, 10))
    answer(window("phone"), door, code, "Somebody who draws on care", (10, 30, 100))
    expect(page.get_by_text("2 people answered").first).to_be_visible()
    step(page, "Ways of weighing")
    expect(page.locator("h1")).to_contain_text(["of 100 ways"])
    expect(page.get_by_role("heading", name="What would turn it")).to_be_visible()

    # who does not agree, and the record
    step(page, "Decide")
    page.get_by_label("Who does not agree").fill("Councillor of Ashmere ward")
    page.get_by_label("Why", exact=True).fill("It costs more, and the report says so late")
    page.get_by_role("button", name="Write it down").click()
    settled(page)
    page.get_by_role("button", name="Open the drafted record").click()
    page.wait_for_url(re.compile("/decisions"))
    settled(page)
    page.get_by_label("What was decided").fill(DECIDED)
    rejected = page.get_by_label(re.compile("^Options considered and rejected"))
    rejected.fill("Extend as it is: no extension is left\nEnd it: 420 people draw on it")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("button", name="Record the decision")).to_have_count(0)
    expect(page.get_by_text(DECIDED).first).to_be_visible()
    expect(page.get_by_text("Councillor of Ashmere ward").first).to_be_visible()

    # a link, opened by somebody else on the public port, without scripts
    go(page, f"{server.address}/board?view=links&of=contract:HC-01")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_test_id("stCode").inner_text().strip()
    opened = window("phone", java_script_enabled=False)
    link = door + "/p/board/" + address.rpartition("/")[2]
    opened.goto(link)
    expect(opened.locator("main")).to_contain_text(DECIDED)
    expect(opened.locator("main")).to_contain_text("the sloe gin was still on the step")
    assert opened.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    ward = opened.get_by_role("heading", name="My ward")
    expect(ward).to_be_visible()
    opened.emulate_media(media="print")  # on paper nothing can be chosen, so nothing asks for a choice
    expect(opened.locator("form")).to_be_hidden()
    expect(ward).to_be_hidden()
    opened.emulate_media(media="screen")
    checked = window("phone")
    open_to_everybody(checked, link)
    open_to_everybody(checked, link + "x")  # the form for a passcode

    # a pack, opened by what opens such files
    go(page, f"{server.address}/board?view=packs&items=contract:HC-01;contract:RS-01")
    page.get_by_role("button", name="Make the pack").click()
    expect(page.get_by_role("heading", name="Files")).to_be_visible()
    slides = pptx.Presentation(str(saved(page, "slides")))
    assert sum(shape.has_chart for slide in slides.slides for shape in slide.shapes) >= 2
    paper = docx.Document(str(saved(page, "document")))
    assert any("Alternative options considered and rejected" in one.text for one in paper.paragraphs)

    # the account is taken back: a tombstone in the old link, and the pack is on the list of those to be told of
    phone = window("phone")
    phone.goto(f"{door}/p/follow")
    phone.get_by_label("Your six words").fill(six_words)
    phone.get_by_role("button", name="Show me").click()
    phone.get_by_label("Yes, I am sure").check()
    phone.get_by_role("button", name="Take it back").click()
    expect(phone.get_by_text("Taken back. Your words are destroyed.")).to_be_visible()
    opened.goto(link)
    expect(opened.locator("main")).to_contain_text("1 account withdrawn by the person who told it")
    expect(opened.locator("main")).not_to_contain_text("sloe gin")
    open_to_everybody(checked, link)
    go(page, f"{server.address}/board?view=packs")
    expect(page.locator("h1")).to_have_text(["1 pack quotes what may not be shown any more: tell those who hold it"])
    assert watch.outside == set() and watch.errors == []
    assert address.rpartition("/")[2] not in server.printed() and code not in server.printed()
