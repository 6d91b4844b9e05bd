"""A newcomer with three files of their own: upload, questions, report, load, first administrator, Weigh."""

import re

import pytest
from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect
from serving import MOST_SECONDS, Server, Watch, go, settled

from tightrope import paths

FOLDER = paths.ROOT / "tests" / "data" / "three"
FILES = [FOLDER / name for name in ("contract-register.csv", "kpi-return.csv", "complaints-log.csv")]
PASSWORD = "plum river ladder seven"
AS_AT = {"TIGHTROPE_AS_AT": "2026-11-03"}
WORDS = "without tea"  # of an account: on no screen, in no log
ANSWERS = (
    ("Complaint", "words:"),
    ("Case no", "source_id:"),
    ("“Wife/husband” in teller role", "family"),
    ("“Low” in severity", "1"),
    ("“Medium” in severity", "2"),
    ("“High” in severity", "3"),
    ("What may these accounts be used for", "1: counted"),
)


def pick(page, box, option):
    """Choose from a list by typing, as somebody would; a list that a rerun shut is opened again."""
    for _ in range(5):
        settled(page)
        box.click()
        box.fill(option)
        try:
            page.get_by_role("option", name=option).first.click(timeout=5_000)
            break
        except NotInTime:
            page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    settled(page)


def press(page, name):
    settled(page)
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_timeout(400)
    settled(page)


def as_data_officer(page, server):
    go(page, server.address)
    box = page.get_by_role("combobox", name="Looking as")
    pick(page, box, "Looking as: Data officer")
    page.get_by_text("Understand").first.click()
    page.get_by_role("menuitem", name="Load your data").click()
    page.get_by_role("heading", name="1. Your files").wait_for()
    settled(page)


def answer_everything(page):
    page.locator("input[type=file]").set_input_files(FILES)
    page.get_by_role("heading", name="2. What they hold").wait_for(timeout=MOST_SECONDS)
    for _ in FILES:
        press(page, "It holds this")
    for label, option in ANSWERS:
        pick(page, page.get_by_role("combobox", name=label).first, option)
    pick(page, page.get_by_role("combobox", name="Dates in this file").last, "DD/MM/YYYY")
    for _ in FILES:
        press(page, "These are right")
    page.get_by_label("Name of the council").fill("Northbridge")
    press(page, "Keep this")


@pytest.fixture
def server(fresh):
    return fresh(**AS_AT)


@pytest.fixture
def empty(chromium_path, tmp_path):
    """A home in which nothing was ever built."""
    (tmp_path / "empty").mkdir()
    made = Server(tmp_path / "empty", **AS_AT)
    yield made
    made.stop()


def test_from_three_files_to_weigh(server, window):
    page, other = window(), window()
    watch = Watch(page, server.address)
    go(other, f"{server.address}/weigh?of=HC-01")
    as_data_officer(page, server)
    expect(page.get_by_role("heading", level=1)).to_have_text("Load your council's own files")
    answer_everything(page)

    press(page, "Check")
    expect(page.get_by_role("heading", level=1)).to_have_text("41 rows are right, 2 would be set aside")
    report = page.locator("body").inner_text()
    assert "contract-register.csv, Start Date: 1 row" in report and "kpi-return.csv, Numerator: 1 row" in report
    assert "It must be a date that exists, written DD/MM/YYYY." in report
    assert "Hallamford's records stay apart" in report and WORDS not in page.content()

    page.reload()
    page.wait_for_selector("h1")
    assert "Hallamford" in settled(page).locator("body").inner_text(), "nothing is loaded yet"
    as_data_officer(page, server)
    expect(page.get_by_role("heading", level=1)).to_have_text("41 rows are right, 2 would be set aside")

    press(page, "Load these")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Tightrope", timeout=MOST_SECONDS)
    expect(page.get_by_text("Northbridge: these pages are for people with an account.")).to_be_visible()

    other.get_by_role("combobox").first.click()
    other.keyboard.press("ArrowDown")
    other.keyboard.press("Enter")
    # The page before goes while this one comes: for a moment both headings stand there.
    expect(other.get_by_role("heading", level=1, name="Sign in to Tightrope")).to_be_visible(timeout=MOST_SECONDS)
    expect(other.get_by_role("heading", level=1)).to_have_count(1, timeout=MOST_SECONDS)
    go(other, f"{server.address}/weigh?of=NB-HC-1")
    seen = other.locator("body").inner_text()
    assert "Northbridge" in seen and "Larchfield" not in seen and "first administrator" not in seen

    page.get_by_role("link", name="Make the first administrator").click()
    page.get_by_label("Sign-in name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make account").click()
    page.wait_for_selector("h1")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("No contract can be weighed yet")
    assert "Hallamford" not in page.locator("body").inner_text()
    page.get_by_role("button", name="ann").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    expect(page.get_by_text("Northbridge").first).to_be_visible()

    page.goto(f"{server.address}/sign-in?next=/weigh%3Fof%3DNB-HC-1")
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/weigh*")
    page.wait_for_selector("h1")
    settled(page)
    for words in (
        "Home care, town. Larchfield Care",
        "£1,250,000",
        "95%",
        "7 accounts wait to be read for the first time.",
        "14 accounts wait to be read for the first time, the oldest since 1 Jan 2026.",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    assert page.get_by_text(WORDS).count() == 0 and WORDS not in server.printed()
    assert watch.outside == set() and not watch.errors
    assert re.search(r"/invite/\S+", server.printed()), "and where Tightrope was started"
    left = server.folder / "home" / "incoming"
    assert list(left.iterdir()) == []


def test_a_newcomer_without_any_data_gets_there_and_no_page_is_wider_than_the_screen(empty, window):
    page = go(window("phone"), empty.address)
    press(page, "Load your council's own files, as its data officer")
    expect(page.get_by_role("heading", level=1)).to_have_text("No data are loaded yet")
    page.locator("input[type=file]").set_input_files(FILES)
    page.get_by_role("heading", name="2. What they hold").wait_for(timeout=MOST_SECONDS)
    for _ in FILES:
        press(page, "It holds this")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.get_by_text(WORDS).count() == 0
