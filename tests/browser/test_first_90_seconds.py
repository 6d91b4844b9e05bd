"""The first 90 seconds at Hallamford: three halves in numbers, three in people's words, one click, the sentence."""

import pytest
from playwright.sync_api import expect
from serving import SIZES, go, settled

SIZES_HELD = ("laptop", "phone")
QUOTE, RESPITE = "She had her coat on before the kettle boiled.", "They offered Mum a room miles away with strangers."
BLIND = (
    "“Visits on time” is in the contract. “Visits that last as long as bought” is not. "
    "£409,652 a year pays for minutes nobody got."
)
POSSIBLE = "Still possible: re-tender until the 14 January 2027 committee (paper due 18 December 2026)."
ONE_CLICK = "/weigh?kind=contract&of=HC-01&look=pair:rushed"  # what it opens; a test below holds that it does


@pytest.fixture(params=SIZES_HELD)
def size(request):
    return request.param


@pytest.fixture
def overview(size, server, window):
    return go(window(size), server.address)


@pytest.fixture
def weigh(size, server, window):
    """Weigh as the one click leaves it."""
    page = go(window(size), server.address + ONE_CLICK)
    page.locator(".halves.open").wait_for()
    return page


def figures(page):
    return page.locator("[data-figure]").evaluate_all("all => all.map(one => [one.dataset.figure, one.dataset.value])")


def test_three_cards_each_half_numbers_and_half_somebody_s_words(overview):
    expect(overview.locator("h1")).to_have_text(["Three contracts need you before the committee on 14 January"])
    cards = overview.locator("article.need")
    expect(cards).to_have_count(3)
    first, second, third = (cards.nth(place) for place in range(3))

    expect(first.locator(".half.blue")).to_contain_text("95%")
    expect(first.locator(".half.blue")).to_contain_text("Asked for 90%")
    expect(first.locator(".half.clay .said")).to_have_text(f"“{QUOTE}”")
    expect(first.locator(".half.clay")).to_contain_text("17 of 23 people we heard from")
    expect(first).to_contain_text("They disagree")

    expect(second).to_contain_text("Larkfield House")
    expect(second.locator(".half.blue")).to_contain_text("Full. Rated Good.")
    expect(second.locator(".half.clay .empty")).to_be_visible()
    expect(second.locator(".half.clay")).to_contain_text("Nobody of 140 people who live there told us anything")
    expect(second.locator(".half.clay")).to_contain_text("We would expect about 9.")
    expect(second.locator(".half.clay")).to_contain_text("March 2025")
    expect(second.locator(".half.clay .said [data-text]")).to_have_count(0)
    expect(second).to_contain_text("Not heard")

    expect(third.locator(".half.blue")).to_contain_text("£212,025")
    expect(third.locator(".half.blue")).to_contain_text("nights not used")
    expect(third.locator(".half.clay .said")).to_have_text(f"“{RESPITE}”")
    expect(third).to_contain_text("The stories explain the number")


def test_numbers_and_words_have_equal_space_and_nobody_has_to_scroll(overview, size):
    assert overview.locator("article.need").first.bounding_box()["y"] < SIZES[size][1] / 2
    for place in range(3):
        card = overview.locator("article.need").nth(place)
        blue, clay = card.locator(".half.blue").bounding_box(), card.locator(".half.clay").bounding_box()
        assert abs(blue["width"] - clay["width"]) <= 2
        low, high = sorted((blue["height"], clay["height"]))
        # Beside each other they are one height; one under the other neither may be a footnote of the other.
        assert high - low <= 2 if abs(blue["y"] - clay["y"]) <= 2 else high <= 2 * low
        sizes = [card.locator(one).evaluate("one => getComputedStyle(one).fontSize") for one in (".big", ".said")]
        assert sizes[0] == sizes[1]


def test_one_click_shows_the_pair_the_accounts_and_the_sentence(overview):
    overview.get_by_role("button", name="See why").first.click()
    overview.locator(".halves.open").wait_for()
    weigh = settled(overview)
    assert "/weigh?" in weigh.url and "of=HC-01" in weigh.url and "look=pair%3Arushed" in weigh.url
    pair = weigh.locator('[data-pair="rushed"]')
    opened = pair.locator(".halves.open")
    expect(opened.locator(".half.blue")).to_contain_text("95%")
    expect(opened.locator(".half.blue")).to_contain_text("Bought: 30 minutes a visit.")
    expect(opened.locator(".half.blue")).to_contain_text("last 14 minutes or less")
    accounts = opened.locator(".half.clay article.story")
    expect(accounts).to_have_count(4)
    for place in range(4):
        account = accounts.nth(place)
        expect(account).not_to_have_class("counted")
        assert len(account.locator(".words").inner_text()) > 60, "in full, not a line of it"
    expect(opened.locator(".half.clay")).to_contain_text("And one who says otherwise:")
    expect(pair.locator(".across")).to_contain_text(BLIND)
    page = weigh.locator("body")
    expect(page).to_contain_text(POSSIBLE)
    expect(page).to_contain_text("Renewed unchanged in 2023")
    expect(page).to_contain_text("Priya Raman")
    expect(page).to_contain_text("last out with a front-line team 412 days ago")


def test_a_dot_on_the_clock_opens_its_story(weigh):
    dot = weigh.locator("[data-story-dot]").first
    wanted = dot.get_attribute("data-story-dot")
    dot.click()
    weigh.get_by_role("heading", name="One account").wait_for()
    settled(weigh)
    expect(weigh.locator(f'article.story.open[data-story="{wanted}"]')).to_be_visible()
    assert f"look=story%3A{wanted}" in weigh.url


def test_the_pounds_open_the_visits(weigh):
    weigh.locator('[data-figure="pair-rushed-pounds"]').click()
    weigh.get_by_role("heading", name="The visits behind the pounds").wait_for()
    expect(settled(weigh).locator('[data-testid="stDataFrame"]').first).to_be_visible()


def test_the_seventeen_open_the_seventeen(weigh):
    weigh.locator('[data-figure="pair-rushed-tellers"]').click()
    weigh.get_by_role("heading", name="Rushed: 17 accounts").wait_for()
    settled(weigh)
    panel = weigh.locator("#panel", has=weigh.get_by_role("heading", name="Rushed: 17 accounts"))
    expect(panel.locator("article.story")).to_have_count(17)
    expect(panel.get_by_text(QUOTE[:40])).to_have_count(1)


def test_a_second_contract_beside_it_gives_the_tipping_point(weigh):
    weigh.get_by_role("button", name="change or compare").click()
    weigh.get_by_label("Compare with").click()
    weigh.keyboard.type("HC-02")
    weigh.keyboard.press("Enter")
    expect(weigh.get_by_role("heading", level=1)).to_contain_text("stories count")
    settled(weigh)
    assert "with=HC-02" in weigh.url
    expect(weigh.locator(".rope")).to_have_count(2)
    expect(weigh.locator(".pan.stories")).to_have_count(2)


def test_the_address_opens_the_same_for_somebody_else(weigh, window, size):
    theirs = go(window(size), weigh.url)
    theirs.locator(".halves.open").wait_for()
    assert theirs.url == weigh.url
    assert theirs.locator("h1").inner_text() == weigh.locator("h1").inner_text()
    assert figures(theirs) == figures(weigh) and len(figures(weigh)) > 20
    stories = "all => all.map(one => one.textContent)"
    assert theirs.locator("article.story").evaluate_all(stories) == weigh.locator("article.story").evaluate_all(stories)
