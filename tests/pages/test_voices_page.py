"""The Voices page: every part by link, filters, more accounts, who may read, quotes swapped with a reason."""

import pytest
from looking import look, people, screen, title

from tightrope.answers import quoting, voices
from tightrope.answers.evidence import usual_period
from tightrope.records import house as holding
from tightrope.records.roles import looking_as

COMMISSIONER = looking_as("commissioner")
PARTS = ("read", "themes", "between", "quotes", "find")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("role", ["commissioner", "voice_team", "admin"])
def test_every_part_opens_by_link(council, part, role):
    app = look("voices", role, part=part, contract="HC-01")
    assert not app.exception
    assert title(app) == "23 people told us; 17 of them tell of \u201cRushed\u201d"


def test_accounts_stand_in_full_twenty_at_a_time(council):
    house = council()
    period = usual_period(house)
    asked = dict.fromkeys(voices.FILTERS, voices.ANY)
    total = len(voices.told(house, COMMISSIONER, period, asked).accounts)
    app = look("voices")
    assert len(people(app)) >= 20 and f"Show 20 more of {total - 20}" in screen(app)
    app = look("voices", shown="400")
    assert f"more of {total - 400}" in screen(app)


def test_a_filter_without_accounts_says_that_silence_is_no_answer(council):
    app = look("voices", contract="HC-01", channel="councillor", teller="nurse")
    assert not app.exception
    assert title(app) == "Nobody told us of this in these months"
    assert "people may not have been asked" in screen(app)


def test_what_a_link_brings_is_checked(council):
    app = look("voices", contract="x' OR 1=1 --", severity="9", shown="7", part="all")
    assert not app.exception and len(app.info) == 4
    assert title(app) == "462 people told us; 185 of them tell of \u201cKindness\u201d"


def test_who_reads_no_words_counts_them(council):
    app = look("voices", "admin", contract="HC-01")
    assert set(people(app)) == {"Your role counts accounts and does not read them."}


def test_the_four_numbers_stand_beside_a_theme_and_the_trend_says_what_chance_leaves_open(council):
    said = screen(look("voices", part="themes", contract="HC-01"))
    assert "17 of 23" in said and "quarters" in said and "Chance alone could explain how it moves." in said


def test_what_is_looked_for_is_found_and_stands_in_no_address(council):
    app = look("voices", part="find")
    box = next(one for one in app.text_input if one.label == "Words to look for")
    box.input("kettle").run()
    assert not app.exception and [one for one in people(app) if "kettle" in one]
    assert "kettle" not in str(dict(app.query_params))


def test_a_divide_and_what_sets_a_contract_apart_are_said(council):
    said = screen(look("voices", part="between"))
    assert "Strain on unpaid carers: carers, family and friends 72 of 193, all others 2 of 269." in said
    assert "Choose a contract, a place or another filter above." in said
    assert "Rushed: 17 people here" in screen(look("voices", part="between", contract="HC-01"))


def test_a_quote_is_swapped_with_a_reason_that_stands_under_it(spoilt):
    house = holding.house()
    found = voices.told(
        house, COMMISSIONER, usual_period(house), dict.fromkeys(voices.FILTERS, voices.ANY) | {"contract": "HC-01"}
    )
    used = {one.card.story_id for one in quoting.quotes(house, COMMISSIONER, found)}
    other = next(one["story_id"] for one in quoting.pool(found) if one["story_id"] not in used)
    app = look("voices", part="quotes", contract="HC-01")
    assert "stands for 10 of 19" in screen(app)
    swap = next(one for one in app.button if one.label == "Swap it")
    swap.click().run()
    assert "The quote was not swapped." in app.error[0].value
    next(one for one in app.selectbox if one.label == "This account").set_value(other)
    next(one for one in app.text_input if one.label == "Why").input("It says it <b>plainer</b>")
    next(one for one in app.button if one.label == "Swap it").click().run()
    assert not app.exception and not app.error
    assert "Swapped by hand" in screen(app) and "It says it <b>plainer</b>" in people(app)


@pytest.mark.parametrize("role", ["viewer", "voice_team"])
def test_who_decides_nothing_swaps_nothing(council, role):
    app = look("voices", role, part="quotes", contract="HC-01")
    assert not [one for one in app.button if one.label == "Swap it"]
