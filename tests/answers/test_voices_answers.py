"""What the Voices page counts, against the rows of the demo council; quotes with swaps; what coding waits for."""

from collections import Counter

import pytest

from tightrope.answers import coding, quoting, suggesting, voices
from tightrope.errors import NotAllowed
from tightrope.records import swapping
from tightrope.records.roles import looking_as
from tightrope.voices.quotes import TYPICAL

VOICE = looking_as("voice_team")
ALL = dict.fromkeys(voices.FILTERS, voices.ANY)


@pytest.fixture
def home_care(house, commissioner, year):
    return voices.told(house, commissioner, year, ALL | {"contract": "HC-01"})


def shown(house, where):
    return house.stores.raw(
        "SELECT s.* FROM story_shown('officers', DATE '2026-11-03') AS s "
        "WHERE s.event_month BETWEEN DATE '2025-11-01' AND DATE '2026-10-01' AND " + where
    )


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"contract": "HC-01"}, "contract_id = 'HC-01'"),
        ({"teller": "care_worker", "service": "home_care"}, "teller_role = 'care_worker' AND service_id = 'home_care'"),
        ({"severity": "3"}, "severity >= 3"),
        ({"about": "gone", "channel": "letter"}, "about = 'gone' AND channel = 'letter'"),
        ({"place": "Nether Vale"}, "locality = 'Nether Vale'"),
    ],
)
def test_a_filter_leaves_what_the_table_has(house, commissioner, year, asked, where):
    found = voices.told(house, commissioner, year, ALL | asked)
    assert Counter(one["story_id"] for one in found.accounts) == Counter(r["story_id"] for r in shown(house, where))


def test_a_theme_has_its_four_numbers(house, commissioner, year, home_care):
    rows = {row.theme_id: row for row in voices.themes(house, commissioner, home_care)}
    four = rows["rushed"].four
    assert (four.people, four.heard, four.at_least, four.contracts) == (17, 23, False, 1)
    months = [row["event_month"] for row in shown(house, "contract_id = 'HC-01'")]
    assert four.latest <= max(months) and four.quarters_looked_at == 5
    assert sum(one.heard for one in rows["rushed"].groups.values()) == 23
    assert sum(one.telling for one in rows["rushed"].groups.values()) == 17
    assert voices.answer(home_care) == "23 people told us; 17 of them tell of \u201cRushed\u201d"


def test_counts_stand_for_roles_that_read_no_words_and_quotes_and_words_do_not(house, year):
    admin = looking_as("admin")
    found = voices.told(house, admin, year, ALL | {"contract": "HC-01"})
    assert voices.answer(found) == "23 people told us; 17 of them tell of \u201cRushed\u201d"
    assert quoting.quotes(house, admin, found) == []
    words, themes = quoting.apart(house, admin, found, voices.everything(house, admin, year))
    assert words == [] and themes[0].what == "rushed"


def test_what_sets_home_care_apart_is_being_rushed(house, commissioner, year, home_care):
    words, themes = quoting.apart(house, commissioner, home_care, voices.everything(house, commissioner, year))
    assert themes[0].what == "rushed" and themes[0].here == 17
    assert all(one.here >= 3 for one in words + themes)


def test_quotes_are_the_same_each_time_and_a_swap_stands_with_its_reason(house, commissioner, home_care):
    first = quoting.quotes(house, commissioner, home_care)
    assert [one.card.story_id for one in first] == [
        one.card.story_id for one in quoting.quotes(house, commissioner, home_care)
    ]
    typical = [one for one in first if one.rule == TYPICAL]
    readable = len(quoting.pool(home_care))
    assert typical[0].stands_words.endswith(f" of {readable}")
    assert sum(int(one.stands_words.split()[2]) for one in typical) == readable
    used = {one.card.story_id for one in first}
    other = next(one["story_id"] for one in quoting.pool(home_care) if one["story_id"] not in used)
    pool = [one["story_id"] for one in quoting.pool(home_care)]
    selection = quoting.selection(home_care)
    swapping.swap(house, commissioner, selection, TYPICAL, typical[0].chosen_id, other, "It says it plainer", pool)
    now = quoting.quotes(house, commissioner, home_care)
    assert (now[0].card.story_id, now[0].swapped_why) == (other, "It says it plainer")
    assert now[0].stands_words == f"swapped in, one of {readable}"
    everything = voices.told(house, commissioner, home_care.found.period, ALL)
    assert not [one for one in quoting.quotes(house, commissioner, everything) if one.swapped_why]


def test_the_share_for_a_second_view_is_drawn_by_reference():
    drawn = sum(coding.wants_second(f"S{number}") for number in range(20_000))
    assert 0.14 < drawn / 20_000 < 0.16
    assert coding.wants_second("S7") == coding.wants_second("S7")


def test_the_queue_holds_no_account_that_may_not_be_read(house):
    rows = coding.queue(house, VOICE)
    may = {row["story_id"] for row in shown(house, "may_read")}
    older = {row["story_id"] for row in house.stores.raw("FROM story_shown('officers', DATE '2026-11-03')")}
    assert rows and {one.story_id for one in rows} <= older and may & {one.story_id for one in rows}
    with pytest.raises(NotAllowed):
        coding.queue(house, looking_as("commissioner"))


def test_a_second_coder_sees_no_codes_and_no_suggestions(house):
    story_id = next(one.story_id for one in coding.queue(house, VOICE) if one.second)
    blind, open_one = (coding.item(house, VOICE, story_id, second) for second in (True, False))
    assert (blind.suggestions, blind.themes, blind.severity) == ((), (), None)
    assert open_one.themes and open_one.severity is not None and open_one.words == blind.words


def test_accuracy_of_the_phrases_is_counted_against_what_people_confirmed(house):
    judged = suggesting.judged(house, VOICE)
    one = judged["rushed"].lexicon
    assert 0 < one.right <= min(one.suggested, one.coded)
    assert suggesting.words_of(one) == f"right {one.right} of {one.suggested} times, finds {one.right} of {one.coded}"
