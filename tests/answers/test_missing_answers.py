"""Who is missing, silence, the way to an answer and the survey: on the demo council against its files, by hand."""

import csv
from collections import defaultdict

import pytest

from tightrope import paths
from tightrope.answers import missing
from tightrope.answers.evidence import evidence
from tightrope.answers.missing_groups import GROUP_KINDS, KINDS, NAMES, choices, group_name, most_served, nobody_of
from tightrope.answers.missing_silence import quiets
from tightrope.answers.missing_steps import NOT_CITED, asked_of, ways
from tightrope.answers.missing_survey import NO_FRAME, survey
from tightrope.answers.standing import standings
from tightrope.errors import NotFound
from tightrope.weighing.by_whom import ADVOCATE, OBSERVED, PROXY, SELF, WORDS
from tightrope.weighing.representation import FEWER, NOBODY

STAFF = ("care_worker", "nurse", "social_worker", "provider", "observer")


@pytest.fixture(scope="module")
def written():
    """Accounts of the twelve months that may be counted, from the file, by contract."""
    found = defaultdict(list)
    with (paths.SAMPLE / "story.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            month = row["event_month"] or row["received_on"][:7]
            shown = row["triage_state"] in ("cleared", "released") and int(row["consent_level"]) >= 1
            gone = row["withdrawn_at"] or (row["consent_until_on"] and row["consent_until_on"] < "2026-11-03")
            if "2025-11" <= month <= "2026-10" and shown and not gone:
                found[row["contract_id"]].append(row)
    return found


def sort_of(row):
    if row["teller_role"] == "person" or (row["teller_role"] == "unpaid_carer" and row["on_behalf_of"] == "self"):
        return SELF
    if row["teller_role"] == "advocate":
        return ADVOCATE
    return OBSERVED if row["teller_role"] in STAFF or row["on_behalf_of"] in ("group", "observed") else PROXY


def groups_of(row):
    return dict(one.split("=") for one in row["teller_groups"].split(";") if one)


@pytest.mark.parametrize("key", ["HC-01", "CH-03", "DO-03", "EC-01", "RS-01"])
def test_the_four_sorts_are_always_there_and_never_added_up(house, commissioner, year, written, key):
    found = missing.who(house, commissioner, year, "contract", key)
    people = {by: {row["teller_id"] for row in written[key] if sort_of(row) == by} for by in WORDS}
    assert {one.by: one.people for one in found.sorts} == {by: len(one) for by, one in people.items()}
    assert {one.by: one.accounts for one in found.sorts} == {
        by: sum(sort_of(row) == by for row in written[key]) for by in WORDS
    }
    assert found.tellers == len(people[SELF])


@pytest.mark.parametrize("by", WORDS)
@pytest.mark.parametrize("kind", ["age_band", "ethnicity", "housebound", "support_reason"])
def test_every_group_is_counted_in_people_and_what_is_not_known_is_kept(house, commissioner, year, written, kind, by):
    found = missing.who(house, commissioner, year, "contract", "HC-01", by)
    block = next(one for one in found.blocks if one.kind == kind).found
    some = sorted((row for row in written["HC-01"] if sort_of(row) == by), key=lambda row: row["event_month"])
    told = {row["teller_id"]: groups_of(row)[kind] for row in some if kind in groups_of(row)}
    for group in block.groups:
        assert group.tellers == list(told.values()).count(group.value)
    assert block.unknown == len({row["teller_id"] for row in some} - told.keys())
    served = house.stores.raw(
        "SELECT group_value, people FROM warehouse.people_served WHERE contract_id = 'HC-01' AND year = '2026-27' "
        f"AND group_kind = '{kind}'"
    )
    assert {group.value: group.served for group in block.groups} == {
        row["group_value"]: row["people"] for row in served if row["people"] >= 8
    }


def test_the_title_says_who_is_missing(house, commissioner, year):
    """67 of 420 who use it need help with memory (16 in 100), and none of the eleven who told us themselves."""
    found = missing.who(house, commissioner, year, "contract", "HC-01")
    assert (found.people, found.tellers, found.year) == (420, 11, "2026-27")
    assert found.title == "Nobody who needs help with memory told us themselves; they are 16 in 100 of those who use it"
    assert found.blocks[0].said.startswith(
        "Nobody who needs help with memory told us themselves; they are 16 in 100, so about 2 of 11 would be expected."
    )


def test_those_who_need_help_with_memory_are_missing_of_everybody_and_the_oldest_too_few(house, commissioner, year):
    found = missing.who(house, commissioner, year, "all", "all")
    verdicts = {(block.kind, group.value): group.verdict for block in found.blocks for group in block.found.groups}
    assert verdicts["support_reason", "memory"] == NOBODY and verdicts["age_band", "85+"] == FEWER
    assert "as far as is known" in found.title, "of some who told us it is not known what their support is for"


def test_what_nobody_noted_is_not_said_to_be_missing(house, commissioner, year):
    """No account says how poor the area is: nobody from the poorest areas heard would be untrue."""
    found = missing.who(house, commissioner, year, "all", "all")
    block = next(one for one in found.blocks if one.kind == "deprivation_fifth")
    assert block.found.says_nothing and block.said.startswith("It is noted of nobody who told us")
    assert found.blocks[-1].found.says_nothing, "and it stands last"


def test_d_larkfield_house_is_silent_since_when_and_why_and_no_other(house, commissioner, year):
    found = quiets(house, commissioner, year)
    assert [one.contract_id for one in found.silent] == ["CH-03"]
    one = found.silent[0]
    assert round(one.chance, 6) == 0.000452 and (one.people, one.heard, one.expected) == (140, 0, 9)
    assert one.since_words == "Nobody who lives there has been heard since March 2025, when advocacy ended."
    assert [words.partition(".")[0] for words in one.stopped] == [
        "Advocacy ended on 31 March 2025",
        "Residents' meetings ended on 31 December 2024",
        "The survey ended on 31 January 2023",
    ]
    assert one.still == () and one.grade == "D"
    assert one.others.startswith("Others told us about it: family member (4), nurse (1), social worker (1).")
    assert found.title == "One contract is silent: Larkfield House, 0 heard of about 9 expected"
    assert len(found.every) == 59 and found.alone == 1  # meals has one contract


def test_d_silence_is_a_reason_of_the_grade(house, commissioner, year):
    judged = standings(house, commissioner.audience, year)
    reasons = {key: [one for one in found.reasons if "themselves" in one] for key, found in judged.confidence.items()}
    assert [key for key, found in reasons.items() if found] == ["CH-03"]


def test_d_silence_is_the_title_and_does_not_hide_that_families_spoke(house, commissioner, year):
    found = missing.who(house, commissioner, year, "contract", "CH-03")
    assert found.title == "Nobody of 140 people who live there told us anything themselves; we would expect about 9"
    assert {one.by: one.people for one in found.sorts} == {SELF: 0, PROXY: 4, ADVOCATE: 0, OBSERVED: 2}
    assert all(group.verdict == NOBODY for block in found.blocks for group in block.found.groups)
    families = missing.who(house, commissioner, year, "contract", "CH-03", PROXY)
    assert "in 4 they could not be asked" in " ".join(families.notes)


def test_l_two_loud_people_are_said_and_counted_once(house, commissioner, year):
    found = missing.who(house, commissioner, year, "contract", "DO-03")
    assert found.all_told == (
        "19 of 36 accounts come from people who sit on a panel, and 19 of 36 from the two who told most."
    )
    assert found.title == "Only 7 of 75 people told us themselves: too few to say who is missing"
    ethnicity = [block for block in found.blocks if block.kind == "ethnicity"]
    assert not ethnicity, "only one group of eight and more is served: naming it alone would name the others"


def test_nh_04_with_three_accounts_is_no_silence_by_chance(house, commissioner, year):
    title = missing.who(house, commissioner, year, "contract", "NH-04").title
    assert title == "Nobody we can count told us about Fernlea Park for themselves"
    assert "NH-04" not in [one.contract_id for one in quiets(house, commissioner, year).silent]


def test_groups_of_fewer_than_eight_are_named_nowhere(house, commissioner, year):
    found = evidence(house, commissioner.audience, year)
    for key, subject in choices(found, "contract").items():
        made = missing.who(house, commissioner, year, "contract", key)
        assert all(group.served >= 8 for block in made.blocks for group in block.found.groups)
        for way in ways(house, commissioner, year, "contract", key).ways[1:]:
            assert found.served[key][way.kind][way.value] >= 8
        for one in survey(house, commissioner, year, "contract", key).margins:
            assert all(row.served >= 8 for row in one.rows)
        assert subject.key == key


@pytest.mark.parametrize("kind", KINDS)
def test_every_subject_has_an_answer_in_words(house, commissioner, year, kind):
    for key in choices(evidence(house, commissioner.audience, year), kind):
        for by in WORDS:
            found = missing.who(house, commissioner, year, kind, key, by)
            assert found.title and "None" not in found.title and "nan" not in " ".join(found.notes)
            assert all(block.said or not found.tellers for block in found.blocks)
        assert ways(house, commissioner, year, kind, key).title
        assert survey(house, commissioner, year, kind, key).title


@pytest.mark.parametrize("call", [missing.who, ways, survey])
def test_what_is_not_there_is_not_found(house, commissioner, year, call):
    with pytest.raises(NotFound):
        call(house, commissioner, year, "contract", "HC-99")


def test_every_group_of_the_council_has_words(house, commissioner, year):
    found = evidence(house, commissioner.audience, year)
    there = {(kind, value) for kinds in found.served.values() for kind in GROUP_KINDS for value in kinds.get(kind, {})}
    assert not [one for one in there if "(" in group_name(*one) or not nobody_of(*one).startswith("No")]
    assert len(NAMES) > 25 and len(there) > 30


def test_the_plan_begins_where_most_of_a_group_are(house, commissioner, year):
    found = evidence(house, commissioner.audience, year)
    line = choices(found, "line")["home_care"]
    most = max(line.members, key=lambda one: found.served[one]["housebound"]["yes"])
    assert most_served(found, line, "housebound", "yes") == most
    assert most_served(found, line, "lives_in", "care_home") == ""


# the way from using it to being told what happened


def test_larkfield_house_was_never_asked(house, commissioner, year):
    found = ways(house, commissioner, year, "contract", "CH-03")
    assert found.title == "Most drop out at the start: 140 of 140 were never asked"
    assert NOT_CITED in found.notes


def test_each_step_of_hc_01_by_hand(house, commissioner, year, written):
    found = ways(house, commissioner, year, "contract", "HC-01")
    everybody = {one.stage: one.people for one in found.ways[0].steps}
    asked = house.stores.raw(
        "SELECT channel, group_kind, sum(asked) AS asked, sum(answered) AS answered FROM warehouse.invitation "
        "WHERE contract_id = 'HC-01' AND year = '2026-27' GROUP BY ALL"
    )
    noted = {row["channel"] for row in asked if row["group_kind"] == "all"}
    whole = [row for row in asked if row["group_kind"] == "all" or row["channel"] not in noted]
    assert everybody["uses"] == 420 and everybody["asked"] == sum(row["asked"] for row in whole)
    assert everybody["answered"] == sum(row["answered"] for row in whole)
    assert everybody["told"] == 11 and everybody["read"] == 11 and everybody["cited"] == 0
    home = next(way for way in found.ways if (way.kind, way.value) == ("housebound", "yes"))
    assert [one.people for one in home.steps][:5] == [229, 27 + 8, 1 + 5, 4, 4]  # by survey and by telephone
    assert "194 of 229 were never asked" in home.dropped


def test_by_whom_changes_who_told_and_not_who_was_asked(house, commissioner, year):
    told = {by: ways(house, commissioner, year, "contract", "HC-01", by).ways[0].steps for by in (SELF, PROXY)}
    assert [one.people for one in told[SELF]][:3] == [one.people for one in told[PROXY]][:3]
    assert (told[SELF][3].people, told[PROXY][3].people) == (11, 7)


def test_invitations_of_one_way_of_asking(house):
    whole, survey_alone = asked_of(house, ["HC-01"]), asked_of(house, ["HC-01"], "survey")
    assert survey_alone["all", "all"] == [130, 29] and whole["all", "all"][0] > 130
    assert ("unpaid_carer", "yes") not in survey_alone and asked_of(house, []) == {}


# the survey


def test_accounts_that_people_chose_to_give_are_never_weighted(house, commissioner, year):
    found = survey(house, commissioner, year, "contract", "HC-01")
    assert found.weighted is None and found.refused == (
        "3 of the 29 forms that came back are on file as accounts. What the other 26 say is not known, so no weight "
        "makes these a sample."
    )
    assert (
        found.self_selected == "Say “4 of 23 people we heard from”, not 17%: people who choose to tell are no sample."
    )


def test_where_no_survey_was_sent_that_is_said(house, commissioner, year):
    found = survey(house, commissioner, year, "contract", "CH-03")
    assert (found.asked, found.refused, found.margins) == (0, NO_FRAME, ())


def test_a_group_of_whom_nobody_answered_is_named(house, commissioner, year):
    """CH-01: two of twelve answered, none of the fifteen who lack capacity."""
    found = survey(house, commissioner, year, "contract", "CH-01")
    assert found.title == "2 of 12 answered the survey; nobody who lacks capacity did"
    assert "No weight can repair a group with nobody in it" in found.margins[0].said
    assert {row.weight for row in found.margins[0].rows} == {None}


def test_what_the_answers_of_home_care_are_worth_by_hand(house, commissioner, year):
    """113 who can leave home and 14 who cannot answered; 1,466 and 1,794 use it."""
    found = survey(house, commissioner, year, "line", "home_care")
    home = next(one for one in found.margins if one.kind == "housebound")
    rows = {row.value: row for row in home.rows}
    assert (rows["no"].answered, rows["yes"].answered) == (113, 14)
    wanted = {"no": (1466 / 3260) / (113 / 127), "yes": (1794 / 3260) / (14 / 127)}
    assert {value: row.weight for value, row in rows.items()} == pytest.approx(wanted)
    size = 127**2 / (113 * wanted["no"] ** 2 + 14 * wanted["yes"] ** 2)
    assert home.found.size == pytest.approx(size) and f"as much as {size:.0f} would" in home.said
