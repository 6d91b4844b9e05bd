"""What is frozen: figures as they may be published, accounts by rule and consent, never words; and any alteration."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from tightrope import disclosure
from tightrope.answers import board_item, renewals
from tightrope.answers.evidence import evidence
from tightrope.answers.meeting import PUBLIC
from tightrope.answers.weigh import weigh
from tightrope.board import links, sentences, snapshot
from tightrope.board.differencing import TOO_FEW
from tightrope.board.in_the_room import sight
from tightrope.board.published import EARLIER_ALTERED
from tightrope.disclosure import Figure, publish
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import sharing
from tightrope.records.roles import looking_as
from tightrope.records.sharing import NAMED, OPEN, Wanted
from tightrope.records.stories import words

THREE = ("HC-01", "RS-01", "CH-03")


@pytest.fixture(scope="module")
def taken(house, officer, year):
    return {key: snapshot.take(house, officer, year, "contract", key, OPEN) for key in THREE}


@pytest.mark.parametrize("key", THREE)
def test_named_figures_are_those_of_weigh_as_they_may_be_published(house, officer, year, taken, key):
    weighed, one = weigh(house, officer, "contract", key, year), taken[key]
    heard = publish(Figure(weighed.tellers, "people", "people"))
    assert one.heard.value == heard.value
    assert one.heard.words == (f"{heard.words} people" if weighed.tellers else "nobody")
    good = publish(Figure(weighed.good_tellers, "people", "people", denominator=weighed.tellers))
    assert one.count("good").value == good.value
    for pair in weighed.pairs:
        figure = publish(Figure(pair.tellers, "people", "people", denominator=weighed.tellers))
        assert one.count(f"theme:{pair.theme_id}").value == figure.value
        among = "" if heard.value is None else f" of {heard.value}"
        assert one.count(f"theme:{pair.theme_id}").shown + among == figure.words
    shown = {measure.name: measure.value for measure in one.measures}
    most = {
        row["measure_id"]: row["most"] or 0
        for row in house.stores.raw(
            "SELECT measure_id, max(denominator) AS most FROM warehouse.measure_return "
            "WHERE contract_id = $key AND month BETWEEN $first AND $last GROUP BY measure_id",
            {"key": key, "first": year.first, "last": year.last},
        )
    }
    for line in weighed.in_contract:
        if line.value is not None:
            few = 0 < most[line.measure_id] < disclosure.FEWEST_PEOPLE
            assert shown[line.name] == (board_item.HIDDEN if few else line.value_words)
    (row,) = [each for each in renewals.renewals(house, officer) if each.contract_id == key]
    assert one.money[0].words == f"£{row.annual_value:,.0f}"
    assert f"{publish(Figure(row.people, 'people', 'people')).words} people draw on it." in " ".join(one.if_no)


def test_the_whole_term_is_every_year_of_it(taken):
    """HC-01 runs 60 months, February 2023 to January 2028, at £1,214,640 a year: five times that is £6,073,200."""
    assert taken["HC-01"].money[1].words == "£6,073,200, from 1 February 2023 to 31 January 2028"


def test_planted_counts_read_as_published(taken):
    """17 of 23 people say rushed: 15 of 25. Nobody who lives at CH-03 told us."""
    assert taken["HC-01"].count("theme:rushed").words == "15 of 25 people"
    assert taken["HC-01"].clay == "15 of 25 people we heard from tell of: rushed."
    assert taken["CH-03"].clay == "Nobody who draws on it told us anything themselves."
    assert taken["CH-03"].questions[0].startswith("Hardly anybody who draws on it told us themselves.")


@pytest.mark.parametrize("key", THREE)
def test_it_holds_no_word_of_an_account(house, officer, year, taken, key):
    body, _ = snapshot.write(taken[key])
    ids = [account["story_id"] for account in evidence(house, "officers", year).accounts]
    for parts in words(house, officer, ids).values():
        for said in parts.values():
            assert said.strip()[:60] not in body
    for who in house.stores.raw("SELECT DISTINCT teller_id FROM records.story WHERE teller_id IS NOT NULL"):
        assert f'"{who["teller_id"]}"' not in body


@pytest.mark.parametrize("level", [OPEN, NAMED])
@pytest.mark.parametrize("key", ["HC-01", "RS-01"])
def test_accounts_are_chosen_within_consent_and_one_says_the_contrary(house, officer, year, key, level):
    one = snapshot.take(house, officer, year, "contract", key, level)
    consent = {row["story_id"]: row for row in house.stores.raw("SELECT * FROM records.story")}
    chosen = [consent[voice.story_id] for voice in one.voices]
    assert chosen and all(row["consent_level"] >= sharing.CONSENT[level] for row in chosen)
    assert {"good", "bad"} <= {voice.tone for voice in one.voices}
    assert all(row["contract_id"] == key and row["triage_state"] in ("cleared", "released") for row in chosen)


def test_words_of_a_contract_with_few_tellers_are_taken_from_the_whole_line(house, taken):
    """Six people told of CH-03: theirs would be picked out, so all are about care homes."""
    one = taken["CH-03"]
    assert one.voices_about == "Care homes" and one.voices
    rows = house.stores.raw("SELECT story_id, service_id FROM records.story")
    line = {row["story_id"] for row in rows if row["service_id"] == "care_home"}
    assert all(voice.story_id in line for voice in one.voices)


def test_written_and_read_it_is_the_same(taken):
    for one in taken.values():
        body, body_hash = snapshot.write(one)
        assert snapshot.read(body, body_hash) == one
        assert body == json.dumps(json.loads(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert body_hash == sha256(body.encode()).hexdigest()


def test_one_letter_altered_is_refused(taken):
    body, body_hash = snapshot.write(taken["HC-01"])
    with pytest.raises(snapshot.Altered):
        snapshot.read(body.replace("£1,214,640", "£1,214,641"), body_hash)


def test_another_version_is_refused_and_not_called_altered(taken):
    body = snapshot.write(taken["HC-01"])[0].replace('"version":1', '"version":2')
    with pytest.raises(Refusal) as refused:
        snapshot.read(body, sha256(body.encode()).hexdigest())
    assert not isinstance(refused.value, snapshot.Altered)


def test_what_cannot_go_before_a_board_is_refused(house, officer, year):
    with pytest.raises(NotAllowed):
        snapshot.take(house, looking_as("viewer"), year, "contract", "HC-01", OPEN)
    with pytest.raises(NotFound):
        snapshot.take(house, officer, year, "contract", "../HC-01", OPEN)
    for kind, level in (("provider", OPEN), ("contract", "officers")):
        with pytest.raises(Refusal):
            snapshot.take(house, officer, year, kind, "HC-01", level)


def test_a_whole_service_line_can_go_before_a_board(house, officer, year):
    one = snapshot.take(house, officer, year, "line", "home_care", OPEN)
    assert one.ask.startswith("What should follow the") and one.heard.value
    assert "HC-01" in one.contract_ids and snapshot.read(*snapshot.write(one)) == one


def test_what_safeguarding_holds_is_nowhere(house, officer, year):
    held = {row["contract_id"] for row in house.stores.rows("weigh/held") if row["held"]}
    assert held
    for key in held & {row["contract_id"] for row in house.stores.rows("weigh/contracts") if row["status"] == "live"}:
        one = snapshot.take(house, officer, year, "contract", key, OPEN)
        body = snapshot.write(one)[0].lower()
        assert "safeguarding holds" not in body and "first time" not in body and "both are good" not in body


def test_both_good_reads_the_same_whether_or_not_accounts_are_held(house, officer, year):
    weighed = weigh(house, officer, "contract", "HC-01", year)
    for kind in ("held", "both_good"):
        assert sentences.verdict(replace(weighed, verdict=kind)) == "They do not disagree."
    assert sentences.verdict(weighed).startswith("They disagree")


def test_where_a_measure_is_hidden_the_numbers_leave_the_rope(house, officer, year, taken, monkeypatch):
    """A mean beside all but one of what it is the mean of tells the one: of 0.5, 0.7 and a mean of 0.6 it is 0.6."""
    measured, rope = board_item.measured, taken["HC-01"].rope

    def one_hidden(in_contract):
        def made(found, lines):
            every = measured(found, lines)
            one = next(each for each in every if each.in_contract == in_contract)
            return tuple(replace(each, value=board_item.HIDDEN) if each is one else each for each in every)

        return made

    monkeypatch.setattr(board_item, "measured", one_hidden(True))
    found = snapshot.take(house, officer, year, "contract", "HC-01", OPEN).rope
    assert found == replace(rope, numbers_low=None, numbers=None, numbers_high=None)
    monkeypatch.setattr(board_item, "measured", one_hidden(False))
    assert snapshot.take(house, officer, year, "contract", "HC-01", OPEN).rope == rope and rope.numbers is not None


def test_whatever_reads_differently_is_a_difference_and_a_day_alone_is_none(taken):
    one = taken["HC-01"]
    reply = board_item.Replied("A finding", "Nothing yet.", "", "Asked on 1 October 2026.")
    for changes in (
        {"verdict": "They do not disagree."},
        {"choices": one.choices[1:]},
        {"replies": (*one.replies, reply)},
        {"blue": "Another."},
    ):
        assert snapshot.differs(one, replace(one, **changes)), changes
    assert not snapshot.differs(one, replace(one, as_at="2026-11-04"))


def test_without_the_master_key_nothing_is_frozen(house, officer, year, monkeypatch):
    monkeypatch.setattr(house, "master", None)
    with pytest.raises(Refusal, match="master key"):
        snapshot.take(house, officer, year, "contract", "HC-01", OPEN)


# beside what went out before: these make links, so they stand last


def test_a_second_link_on_the_same_day_shows_the_same(house, officer, year, taken):
    links.make(house, officer, year, "contract", "RS-01", Wanted())
    again = snapshot.take(house, officer, year, "contract", "RS-01", OPEN)
    assert [one.words for one in again.counts] == [one.words for one in taken["RS-01"].counts]
    assert not snapshot.differs(taken["RS-01"], again)


def test_three_people_less_keep_what_went_out(house, officer, year, taken):
    """Three of the twelve people who told of RS-01 take their accounts back: no count that went out changes by them."""
    accounts = evidence(house, OPEN, year).by_contract["RS-01"]
    three = sorted({account["teller_id"] for account in accounts})[:3]
    ids = [account["story_id"] for account in accounts if account["teller_id"] in three][:3]
    house.stores.write(
        lambda cursor: cursor.execute("UPDATE records.story SET consent_level = 0 WHERE story_id IN (?, ?, ?)", ids)
    )
    now = snapshot.take(house, officer, year, "contract", "RS-01", OPEN)
    assert weigh(house, officer, "contract", "RS-01", year).tellers == 9 and now.heard.words == "10 people"
    was = {(one.of, one.place): one for one in taken["RS-01"].counts}
    for one in now.counts:
        before = was.get((one.of, one.place))
        apart = set(one.people) ^ set(before.people) if before else set()
        assert not 0 < len(apart) < disclosure.FEWEST_PEOPLE or one.shown in (before.shown, TOO_FEW), one.name


def test_nothing_is_shared_while_an_earlier_link_is_altered(house, officer, year):
    house.stores.write(lambda cursor: cursor.execute("UPDATE records.share SET body = replace(body, '10', '20')"))
    with pytest.raises(Refusal) as refused:
        snapshot.take(house, officer, year, "contract", "HC-01", OPEN)
    assert str(refused.value) == EARLIER_ALTERED


def test_a_room_goes_on_while_an_earlier_link_is_altered(house, officer, year, taken, caplog):
    """As the test before left it."""
    assert sight(house, officer, year, PUBLIC, "HC-01").clay == taken["HC-01"].clay
    assert "was altered after it went out" in caplog.text
