"""Writing a consultation down: what is refused, two who change it at once, options, ratings and who may."""

import threading
from datetime import date

import pytest

from tightrope.answers import consultations
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import consulting
from tightrope.records.roles import looking_as

OFFICER, VOICE = looking_as("commissioner"), looking_as("voice_team")
GOOD = {
    "title": "Bathing at day centres",
    "contract_id": "DO-04",
    "commissioner_id": "C4",
    "opened_on": date(2026, 9, 1),
    "closed_on": date(2026, 10, 1),
    "level_claimed": 4,
}


def record(house, **changes):
    return consulting.record(house, OFFICER, {**GOOD, **changes})


def stored(house, key):
    return house.stores.raw("SELECT * FROM records.consultation WHERE consultation_id = $key", {"key": key})[0]


def audit(house, key):
    rows = house.stores.raw(
        "SELECT did, detail FROM records.audit_event WHERE subject = $key ORDER BY happened_at, audit_event_id",
        {"key": key},
    )
    return [(row["did"], row["detail"]) for row in rows]


def test_what_is_recorded_stands_on_the_page(house):
    key = record(house)
    one = {each.consultation_id: each for each in consultations.consultations(house)}[key]
    assert (one.title, one.about, one.officer) == (
        "Bathing at day centres", "Parkside day centre", "Tom Ellery, Commissioning officer, communities",
    )  # fmt: skip
    assert one.timing.words == "It closed 33 days ago, and no decision is on record."
    assert audit(house, key)[0][0] == "consultation_recorded"


def test_decided_before_it_opened_is_a_fact_and_no_error(house):
    key = record(house, decided_on=date(2026, 8, 1))
    one = {each.consultation_id: each for each in consultations.consultations(house)}[key]
    assert one.timing.words == "Told, not asked: it was decided 31 days before it opened."


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": "  "}, "Give it a title."),
        ({"title": "x" * 201}, "A title has at most 200 letters."),
        ({"opened_on": None}, "Give the first day."),
        ({"closed_on": date(2026, 8, 31)}, "The last day lies before the first."),
        ({"decided_on": date(1026, 8, 31)}, "The day of the decision is not a day between 2000 and 2100."),
        ({"level_claimed": 8}, "The step claimed is none of the seven."),
        ({"level_claimed": 0}, "The step claimed is none of the seven."),
        ({"contract_id": "XX-99"}, "There is no contract XX-99 in the data in use."),
        ({"service_id": "'; DROP TABLE service; --"},
         "There is no service line '; DROP TABLE service; -- in the data in use."),
        ({"commissioner_id": "C99"}, "There is no officer C99 in the data in use."),
        ({"people_asked": -1}, "The number of people asked cannot be below nought."),
        ({"people_asked": 3, "people_answered": 4},
         "More people answered than were asked. Where anybody could answer, leave the number asked empty."),
        ({"gunning_time": True},
         "Enough time to consider and to answer: say what shows it, in 3 words or more. A tick alone is not kept."),
        ({"gunning_time": False, "gunning_time_evidence": "two words"},
         "Enough time to consider and to answer: say what shows it, in 3 words or more. A tick alone is not kept."),
        ({"gunning_reasons_evidence": "The letter of 3 May"},
         "Enough reasons given to answer with sense: it is said what shows it, and not whether it was so. "
         "Say yes or no."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(house, changes, wrong):
    with pytest.raises(Refusal) as refused:
        record(house, **changes)
    assert refused.value.problems == [wrong]
    assert len(consultations.consultations(house)) == 5


def test_everything_wrong_is_said_at_once(house):
    with pytest.raises(Refusal) as refused:
        consulting.record(house, OFFICER, {"level_claimed": 9, "gunning_time": True, "contract_id": "none"})
    assert len(refused.value.problems) == 5


def test_only_those_who_decide_write_it_and_only_those_who_take_down_rate(house):
    key = record(house)
    for role in ("viewer", "voice_team", "data_officer", "admin"):
        reader = looking_as(role)
        for forbidden in (
            lambda reader=reader: consulting.record(house, reader, GOOD),
            lambda reader=reader: consulting.change(house, reader, key, {"title": "x"}, {"title": "y"}),
            lambda reader=reader: consulting.keep_option(house, reader, key, None, "x", None, ""),
        ):
            with pytest.raises(NotAllowed):
                forbidden()
    with pytest.raises(NotAllowed):
        consulting.rate(house, OFFICER, key, 3, "phone", date(2026, 10, 5))
    with pytest.raises(NotAllowed):
        consulting.take_back(house, OFFICER, "CN-01-01")


def test_two_who_change_different_things_at_once_both_stand(house):
    key = record(house)
    seen = stored(house, key)
    assert consulting.change(house, OFFICER, key, {**seen, "decided_on": date(2026, 10, 20)}, seen) == []
    assert consulting.change(house, OFFICER, key, {**seen, "title": "Bathing"}, seen) == []
    now = stored(house, key)
    assert (now["decided_on"], now["title"]) == (date(2026, 10, 20), "Bathing")


def test_two_who_change_the_same_at_once_the_later_stands_and_both_are_on_record(house):
    key = record(house)
    seen = stored(house, key)
    consulting.change(house, OFFICER, key, {"decided_on": date(2026, 10, 20)}, seen)
    lost = consulting.change(house, OFFICER, key, {"decided_on": date(2026, 10, 21)}, seen)
    assert lost == ["decided on said 2026-10-20 when you kept yours"]
    assert stored(house, key)["decided_on"] == date(2026, 10, 21)
    assert audit(house, key)[1:] == [
        ("consultation_changed", "decided_on: None -> 2026-10-20"),
        ("consultation_changed", "decided_on: 2026-10-20 -> 2026-10-21"),
    ]


def test_twenty_at_once_leave_twenty_lines(house):
    key = record(house)
    seen, failed = stored(house, key), []

    def one(number):
        try:
            consulting.change(house, OFFICER, key, {"people_asked": number}, seen)
        except Exception as error:  # a thread must not swallow it
            failed.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(1, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    changes = [detail for did, detail in audit(house, key) if did == "consultation_changed"]
    assert not failed and len(changes) == 20
    assert stored(house, key)["people_asked"] in range(1, 21)


def test_a_change_that_would_leave_it_wrong_is_refused_whole(house):
    key = record(house)
    seen = stored(house, key)
    with pytest.raises(Refusal) as refused:
        consulting.change(house, OFFICER, key, {"title": "New", "closed_on": date(2026, 1, 1)}, seen)
    assert refused.value.problems == ["The last day lies before the first."]
    assert stored(house, key)["title"] == "Bathing at day centres"
    with pytest.raises(NotFound):
        consulting.change(house, OFFICER, "none", {"title": "New"}, {"title": "Old"})
    assert consulting.change(house, OFFICER, key, dict(seen), seen) == [], "nothing changed, nothing written"
    assert len(audit(house, key)) == 1


def test_options_are_numbered_and_one_that_moved_says_how(house):
    key = record(house)
    assert consulting.keep_option(house, OFFICER, key, None, "Keep the bath", None, "") == 1
    assert consulting.keep_option(house, OFFICER, key, None, "Close it", False, "") == 2
    with pytest.raises(Refusal) as refused:
        consulting.keep_option(house, OFFICER, key, 2, "", True, "yes")
    assert refused.value.problems == [
        "Say what the option is.", "Say what changed in it, and why, in 3 words or more.",
    ]  # fmt: skip
    with pytest.raises(Refusal):
        consulting.keep_option(house, OFFICER, key, 2, "Close it", None, "it was changed")
    assert consulting.keep_option(house, OFFICER, key, 2, "Close it in May", True, "Two months later than planned") == 2
    one = {each.consultation_id: each for each in consultations.consultations(house)}[key]
    assert [(each.words, each.moved) for each in one.options] == [("Keep the bath", None), ("Close it in May", True)]
    assert one.moved_words == "One of two options changed after people were heard."
    assert "('Close it', False, None) -> ('Close it in May', True" in audit(house, key)[-1][1]
    for lost in (("none", None), (key, 9)):
        with pytest.raises(NotFound):
            consulting.keep_option(house, OFFICER, *lost, "Words", None, "")


def test_ratings_count_from_eight_on(house):
    key = record(house)
    for number in range(7):
        consulting.rate(house, VOICE, key, 3, "phone", date(2026, 10, 5))
        one = {each.consultation_id: each for each in consultations.consultations(house)}[key]
        assert one.rated.too_few and one.rated.people == number + 1
    last = consulting.rate(house, VOICE, key, 7, "paper", date(2026, 10, 6))
    one = {each.consultation_id: each for each in consultations.consultations(house)}[key]
    assert (one.rated.mean, one.rated.high) == (3.5, 7)  # (7 x 3 + 7) / 8
    consulting.take_back(house, VOICE, last)
    one = {each.consultation_id: each for each in consultations.consultations(house)}[key]
    assert one.rated.too_few
    assert audit(house, key)[-1] == ("consultation_rating_taken_back", f"{last}: 7")
    with pytest.raises(NotFound):
        consulting.take_back(house, VOICE, last)


@pytest.mark.parametrize(
    ("level", "how", "on", "wrong"),
    [
        (8, "phone", date(2026, 10, 5), "Choose one of the seven steps."),
        (None, "phone", date(2026, 10, 5), "Choose one of the seven steps."),
        (3, "telepathy", date(2026, 10, 5), "Say how it was given."),
        (3, "phone", date(2026, 11, 4), "The day it was given lies in the future."),
        (3, "phone", date(2026, 8, 31), "The day it was given lies before the consultation opened."),
    ],
)
def test_a_rating_that_cannot_be(house, level, how, on, wrong):
    key = record(house)
    with pytest.raises(Refusal) as refused:
        consulting.rate(house, VOICE, key, level, how, on)
    assert refused.value.problems == [wrong]
    with pytest.raises(NotFound):
        consulting.rate(house, VOICE, "none", 3, "phone", date(2026, 10, 5))


def test_words_are_kept_as_they_were_written(house):
    text = '<script>alert("x")</script> *bold* $1'
    key = record(house, title=text, gunning_time=True, gunning_time_evidence=text)
    now = stored(house, key)
    assert now["title"] == now["gunning_time_evidence"] == text
