"""What is hidden in the fictional council is found, and what is not there is not found: PLANTED.md, line by line."""

import json
import re
from dataclasses import asdict
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from tightrope.answers.conflicts import conflicts
from tightrope.answers.evidence import evidence
from tightrope.answers.overview import overview, reasons, title
from tightrope.answers.period import Period, earlier, twelve_months
from tightrope.answers.standing import standings
from tightrope.answers.weigh import weigh

COMMITTEE = date(2027, 1, 14)
POOR = {"HC-04", "SL-02", "DO-02"}
QUIET = ("NH-04", "HC-06", "SH-03", "HC-09", "DO-03")
ACCUSING = re.compile(r"corrupt|fraud|nepotis|favour(?:s|ed|itism)\b|conflict of interest|brib", re.IGNORECASE)
PRAISING = re.compile(r"cheap|good value|best value|saves|low price|lowest|bargain|efficient", re.IGNORECASE)
RANKING = re.compile(r"\brank|\bworst\b|\bbottom\b|last of|lowest|poorest|(?:\d|fir)st of \d", re.IGNORECASE)


@pytest.fixture(scope="module")
def listed(house, commissioner, year):
    return overview(house, commissioner, year)


@pytest.fixture(scope="module")
def needs(listed):
    return {need.contract_id: need for need in listed.needs}


@pytest.fixture(scope="module")
def judged(house, year):
    return standings(house, "officers", year)


@pytest.fixture
def weighed(house, commissioner, year):
    return lambda key, kind="contract": weigh(house, commissioner, kind, key, year)


def said(found):
    """All that a page would say of something, without people's own words."""
    plain = asdict(found)
    plain.pop("cards", None)
    plain.pop("quote", None)
    return json.dumps(plain, default=str, ensure_ascii=False)


# what must be found


def test_the_year_is_the_one_that_is_meant(year):
    assert (year.first, year.last) == (date(2025, 11, 1), date(2026, 10, 1))


def test_three_disagree_and_no_other(house, commissioner, year):
    found = {one.contract_id: one.kind for one in conflicts(house, commissioner, year)}
    assert found == {
        "HC-01": "numbers_good_stories_bad",
        "EC-01": "numbers_good_stories_bad",
        "DO-02": "numbers_bad_stories_good",
    }


def test_with_everything_two_more_are_poor_on_both_sides(house, commissioner, year):
    found = conflicts(house, commissioner, year, everything=True)
    assert {one.contract_id: one.kind for one in found} == {
        "HC-01": "numbers_good_stories_bad",
        "EC-01": "numbers_good_stories_bad",
        "DO-02": "numbers_bad_stories_good",
        "HC-04": "both_bad",
        "SL-02": "both_bad",
    }
    assert [one.sure for one in found] == sorted((one.sure for one in found), reverse=True)
    assert all(one.sure >= 0.95 and one.tellers >= 19 for one in found)
    assert np.mean([1 - one.sure for one in found]) <= 0.05


def test_the_list_says_how_many_people_and_how_sure(house, commissioner, year):
    sentence = {one.contract_id: one.sentence for one in conflicts(house, commissioner, year)}["HC-01"]
    assert sentence == (
        "They disagree: the numbers are good, what people tell is not. "
        "4 of 23 people we heard from told of a good experience. We are 99% sure."
    )


def test_larkfield_house_is_not_heard(judged, needs):
    silence = judged.silence["CH-03"]
    counted = (silence.people, silence.heard, silence.elsewhere_people, silence.elsewhere_heard)
    assert counted == (140, 0, 280, 18)
    # Beta(18.5, 262.5) and nobody of 140: the product of (262.5 + i) / (281 + i) over i = 0..139
    by_hand = np.prod([(262.5 + i) / (281 + i) for i in range(140)])
    assert silence.chance == pytest.approx(by_hand, rel=1e-9) == pytest.approx(0.000452, abs=5e-7)
    assert silence.chance <= 0.001
    need = needs["CH-03"]
    assert need.reasons == ("not_heard",) and need.headline == "Not heard"
    assert need.numbers_words == "Full. Rated Good." and "2023" in need.numbers_detail
    assert (need.quote.text, need.quote.by, need.quote.story_id) == ("", "", "")
    assert "about 9" in need.stories_detail and "March 2025" in need.stories_detail


def test_nobody_else_is_called_silent(judged):
    assert [key for key, silence in judged.silence.items() if silence.named] == ["CH-03"]


def test_exactly_three_before_the_committee(listed):
    before = [need.contract_id for need in listed.needs if need.committee_on == COMMITTEE]
    assert sorted(before) == ["CH-03", "HC-01", "RS-01"]
    assert (listed.committee_on, listed.before_committee) == (COMMITTEE, 3)
    assert [need.contract_id for need in listed.needs[:3]] == before, "earliest lost option first"
    assert title(listed) == "Three contracts need you before the committee on 14 January"


def test_the_first_card_is_home_care_in_the_north_east(listed):
    need = listed.needs[0]
    assert need.contract_id == "HC-01" and need.headline == "They disagree"
    assert need.numbers_words == "Visits on time: 95%" and need.numbers_detail.startswith("Asked for 90%.")
    assert need.quote.text == "She had her coat on before the kettle boiled."
    assert need.stories_detail == "17 of 23 people we heard from: rushed."
    assert "paper due 18 December" in need.decide_words and "14 January" in need.decide_words


def test_the_respite_card_says_what_the_stories_explain(needs):
    need = needs["RS-01"]
    assert need.headline == "The stories explain the number"
    assert need.numbers_words.startswith("£212,025 ") and need.numbers_words.endswith("nights not used")
    assert need.quote.text == "They offered Mum a room miles away with strangers."


def test_what_is_on_the_list_is_there_for_a_reason(needs):
    assert set(needs) == {"HC-01", "CH-03", "RS-01", "DO-02", "HC-04", "SL-02", "EC-01"}
    assert {key: need.reasons[0] for key, need in needs.items()} == {
        "HC-01": "disagree",
        "EC-01": "disagree",
        "DO-02": "disagree",
        "HC-04": "both_poor",
        "SL-02": "both_poor",
        "CH-03": "not_heard",
        "RS-01": "serious",
    }


def test_every_quote_stands_word_for_word_in_an_account_that_may_be_read(house, commissioner, year, needs):
    for key, need in needs.items():
        if not need.quote.story_id:
            assert key == "CH-03"
            continue
        texts = {card.story_id: card for card in weigh(house, commissioner, "contract", key, year).cards}
        card = texts[need.quote.story_id]
        assert card.shows == "words" and need.quote.text in card.text and need.quote.by == card.by


def test_a_the_record_of_home_care_north_east_shows_what_the_contract_does_not_ask(weighed):
    found = weighed("HC-01")
    assert {line.measure_id: line.value_words for line in found.in_contract}["on_time"] == "95%"
    also = {line.measure_id: line.value_words for line in found.also}
    assert (also["duration_met"], also["continuity_top_three"]) == ("42%", "45%")
    assert found.pairs[0].theme_id == "rushed" and found.pairs[0].told_words == "17 of 23 people we heard from"
    assert found.pairs[0].pounds == Decimal("409651.80") and found.pairs[0].opens == "visits"
    assert found.pairs[0].in_contract is False and "£409,652 a year" in found.pairs[0].sentence
    assert "Renewed unchanged in 2023" in " ".join(found.still_possible)
    assert "ead of commissioning" in " ".join(found.still_possible)


def test_a_weaver_court_is_about_nights(weighed):
    found = weighed("EC-01")
    nights = {pair.theme_id: pair for pair in found.pairs}["nights"]
    assert nights.tellers >= 15 and nights.in_contract is False
    line = {line.measure_id: line for line in found.also}["night_response"]
    assert line.value == pytest.approx(25, abs=1) and line.attained is not None and line.attained < 0.5
    assert "last out with a front-line team 600 days ago" in found.responsible


def test_b_the_allotment_lacks_sheets_not_people(weighed):
    found = weighed("DO-02")
    assert found.numbers.high < 0.5 and found.good_tellers >= 19
    assert {line.note for line in found.in_contract if line.attained < 0.5} == {"sheet not returned"}
    assert all(line.attained >= 0.7 for line in found.also if line.measure_id in ("same_key_worker", "drop_out"))


@pytest.mark.parametrize("key", ["HC-04", "SL-02"])
def test_c_both_poor_and_renewed_unchanged(weighed, key):
    found = weighed(key)
    assert found.numbers.high < 0.5 and found.voices.high < 0.5 and found.tellers >= 19
    assert found.sentence.startswith("Both are poor")
    assert any(one.startswith("Renewed unchanged") for one in found.still_possible)


def test_e_swiftline_is_neither_good_nor_poor(weighed):
    found = weighed("HC-09")
    assert 0.5 < found.numbers.middle < 0.7 and found.verdict == "in_between" and found.tellers == 9


def test_f_brook_house_lies_between_and_its_stories_explain_it(weighed):
    found = weighed("RS-01")
    assert 0.5 < found.numbers.middle < 0.7 and found.verdict == "in_between" and found.tellers == 12
    assert {pair.pounds for pair in found.pairs} - {None} == {Decimal("212025.00")}
    assert {line.measure_id: line.value_words for line in (*found.in_contract, *found.also)}["suitable_break"] == "41%"


def test_g_moor_edge_is_far_for_families(weighed):
    far = {line.measure_id: line for line in weighed("CH-05").also}["families_over_45_minutes"]
    assert far.value == pytest.approx(0.58, abs=0.02)


def test_i_six_accounts_are_held_and_only_counted(listed, house, commissioner, year):
    assert listed.waiting["held"] == 6
    found = evidence(house, "officers", year)
    assert sum(row["held"] for row in found.held.values()) == 6
    for key in found.live:
        if found.held.get(key, {}).get("held"):
            one = weigh(house, commissioner, "contract", key, year)
            assert one.verdict != "both_good" and "Safeguarding holds" in one.waiting_words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("HC-01", "last out with a front-line team 412 days ago"),  # C1
        ("CH-03", "never out with a front-line team (asked twice)"),  # C2
        ("SL-02", "35 days ago"),  # C3
        ("DO-02", "12 days ago"),  # C4
        ("EC-01", "600 days ago"),  # C6
        ("RS-01", "88 days ago"),  # C7
    ],
)
def test_k_when_the_officer_was_last_out(weighed, key, words):
    assert words in weighed(key).responsible


def test_l_two_loud_people_are_named_as_such(weighed):
    found = weighed("DO-03")
    assert found.accounts == 11 + 8 + 17 and found.tellers == 2 + 17
    assert found.loud_words == "19 of 36 accounts come from the two who told most."
    assert found.panel_words == "19 of 36 accounts come from people who sit on a panel."
    assert "Two people told 19 of the 36 accounts." in found.grade_reasons and found.grade in "BCD"


def test_m_hot_meals_ended_and_what_came_after(weighed):
    found = weighed("ML-00", "ended")
    assert found.ended_words.startswith("Ended on 31 March 2025: saved £186,000 a year")
    assert found.pairs[0].theme_id == "meals_stopped" and found.pairs[0].pounds > 0
    assert "beside £186,000 saved" in found.pairs[0].pounds_words


def test_what_ended_without_a_successor(house, commissioner, year):
    from tightrope.answers.subjects import subjects

    found = evidence(house, "officers", year)
    assert set(subjects(found, "ended")) == {"ML-00", "AD-03", "DO-00"}
    assert len(found.live) == 60
    assert sum(found.contracts[key]["annual_value"] for key in found.live) == Decimal("157221168")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("HC-01", "re-tender until the 14 January 2027 committee (paper due 18 December 2026)"),
        ("PR-05", "ends on 31 March 2027: lost on 13 February 2026"),  # papers for 12 March 2026
        ("DO-05", "ends on 30 June 2027: lost on 17 April 2026"),  # papers for 14 May 2026
        ("NH-02", "ends on 31 August 2027: lost on 19 June 2026"),  # August recess: papers for 16 July 2026
        ("HC-12", "ended on 30 September 2026 and it runs on: holding over"),
    ],
)
def test_what_is_still_possible(weighed, key, words):
    assert words in weighed(key).still_possible[0]


# what must not be found


@pytest.mark.parametrize("key", QUIET)
def test_quiet_ones_are_on_no_list(house, commissioner, year, judged, needs, key):
    found = evidence(house, "officers", year)
    assert reasons(found, judged, key) == [] and key not in needs
    assert key not in {one.contract_id for one in conflicts(house, commissioner, year, everything=True)}
    assert not judged.silence[key].named


def test_not_a_bad_month_of_hc_06(house, weighed, year):
    """It is the lowest of the twelve and inside its limits (mean of the months less 2.66 mean moving ranges)."""
    rows = house.stores.rows("weigh/returns_by_month", contract_ids=["HC-06"], first=year.first, last=year.last)
    by_month = {row["month"]: row["value"] for row in rows if row["measure_id"] == "on_time"}
    values = [by_month[month] for month in sorted(by_month)]
    assert min(by_month, key=by_month.get) == date(2026, 3, 1)
    assert min(values) > np.mean(values) - 2.66 * np.mean(np.abs(np.diff(values)))
    found = weighed("HC-06")
    line = {line.measure_id: line for line in found.in_contract}["on_time"]
    assert line.attained >= 0.7 and found.numbers_word in ("Good", "Approaching target")
    assert not re.search(r"change|fell|drop|worse", found.sentence + line.note, re.IGNORECASE)


def test_not_last_of_its_line(weighed, judged):
    """SH-03 has 9 of 12 complaints in time; its likely range reaches over those of all its neighbours."""
    found = weighed("SH-03")
    line = {line.measure_id: line for line in (*found.in_contract, *found.also)}["complaints_in_time"]
    assert line.counted_words == "9 of 12"
    for other in ("SH-01", "SH-02", "SH-04"):
        assert judged.levels["SH-03", "complaints_in_time"].high >= judged.levels[other, "complaints_in_time"].low
    assert not RANKING.search(said(found))


def test_three_bad_accounts_are_too_few(weighed):
    found = weighed("NH-04")
    assert (found.tellers, found.good_tellers, found.accounts) == (3, 0, 3)
    assert found.verdict == "too_few" and found.sentence.startswith("Too few people were heard to say")
    assert "stories are bad" not in said(found) and "is not." not in found.sentence
    assert found.numbers.middle >= 0.7


def test_two_people_are_not_nineteen(weighed):
    found = weighed("DO-03")
    assert found.verdict == "cannot_tell" and found.sure < 0.8
    assert found.cell != "numbers_bad_stories_good" and found.numbers.middle >= 0.7


def test_no_praise_for_a_price_too_low_to_be_kept(weighed):
    found = weighed("HC-09")
    assert found.verdict != "both_good" and not PRAISING.search(said(found))


def test_nobody_is_accused(listed, house, commissioner, year):
    found = evidence(house, "officers", year)
    pages = [weigh(house, commissioner, "contract", key, year) for key in found.live if key.startswith("PR-")]
    pages.append(weigh(house, commissioner, "line", "prevention", year))
    pages.append(weigh(house, commissioner, "place", "South West", year))
    for page in (*pages, *listed.needs):
        assert not ACCUSING.search(said(page)), ACCUSING.search(said(page))


def test_no_other_contract_is_poor_by_what_it_asks_for(judged):
    score = {key: standing.numbers.score for key, standing in judged.standing.items()}
    assert {key for key, value in score.items() if value < 0.5} == POOR
    assert all(score[key] < 0.4 for key in POOR)
    assert min(value for key, value in score.items() if key not in POOR) >= 0.53  # 0.55 in the long run


def test_no_fourth_contract_before_the_committee(listed):
    assert sum(need.committee_on == COMMITTEE for need in listed.needs) == 3
    assert all(need.committee_on is None or need.committee_on > COMMITTEE for need in listed.needs[3:])


def test_larkfield_house_is_never_good_on_both_sides(house, commissioner, year):
    spans = [twelve_months(earlier(year.last, back)) for back in (0, 6, 12)]
    spans += [Period(year.last, year.last), Period(earlier(year.last, 35), year.last)]
    for span in spans:
        found = weigh(house, commissioner, "contract", "CH-03", span)
        assert found.verdict not in ("both_good", "held") and not found.sentence.startswith("Both are good")


def test_only_five_kept_their_measures_and_targets(house, year):
    asked = {}
    rows = house.stores.raw("SELECT contract_id, measure_id, target FROM warehouse.contract_measure WHERE in_contract")
    for row in rows:
        asked.setdefault(row["contract_id"], set()).add((row["measure_id"], row["target"]))
    found = evidence(house, "officers", year)
    before = {key: found.contracts[key]["predecessor_id"] for key in found.live}
    kept = {key for key, old in before.items() if old in asked and asked[old] == asked[key]}
    assert kept == {"HC-01", "HC-04", "SL-02", "CH-03", "RS-01"}
