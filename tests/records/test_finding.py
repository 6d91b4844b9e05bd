"""The search's own store: what is never in it, what leaves it and when, and that it ends with its house."""

import gc
import threading
import time
import weakref

import numpy as np
import pytest

from tightrope import paths
from tightrope.records import consent, finding, finding_build
from tightrope.records.finding import Finding
from tightrope.records.house import House
from tightrope.voices import exact_words

LONG = " and so it went on through the whole of the winter, week after week, until my daughter came to stay with me"
IDEAS = ("lonely", "rushed", "food")


def encode(texts):
    """A vector with a place for each idea, and one for all else."""
    found = np.array([[word in text for word in IDEAS] for text in texts], dtype=np.float32).reshape(-1, len(IDEAS))
    return np.hstack([found, np.full((len(texts), 1), 0.1, np.float32)])


@pytest.fixture
def house(stores, master):
    return House(stores, master)


@pytest.fixture
def search(house):
    made = Finding(house.stores, encode)
    yield made
    made.end()


def whole(search, house):
    """A look when all is read and compared."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        seen = search.look(house)
        if not len(seen.unread) and seen.compared == seen.fitting:
            return seen
        time.sleep(0.01)
    raise AssertionError("it never came to an end")


def found(seen, query):
    """Ids of accounts with one of the words, the best first."""
    best = []
    parts = [part.postings for part in seen.told]
    for part, (score, _) in zip(seen.told, exact_words.scores(parts, exact_words.tokens(query)), strict=True):
        best += [(-value, one) for value, one in zip(score, finding_build.names(part.ids), strict=True) if value > 0]
    return [one for _, one in sorted(best)]


def inside(seen):
    """Every id and every word that the store holds."""
    ids = {one for part in (*seen.told, *seen.near) for one in finding_build.names(part.ids)}
    return ids | {word for part in seen.told for word in part.postings.words}


def told(word, **changes):
    return {"words": f"I said {word} {LONG}.", **changes}


def test_accounts_officers_may_read_are_found_and_compared(house, search, tell):
    first, second, _ = tell(told("lonely"), told("rushed rushed lonely"), told("fine"))
    seen = whole(search, house)
    assert found(seen, "lonely") == [first, second] and found(seen, "Rushed!") == [second]
    assert (seen.accounts, seen.read, seen.fitting, seen.compared) == (3, 3, 3, 3)
    assert seen.nbytes > sum(part.vectors.nbytes for part in seen.near) > 0


@pytest.mark.parametrize(
    "shut",
    [
        {"triage_state": "untriaged"},
        {"triage_state": "quarantined"},
        {"consent_level": 0},
        {"consent_level": 1},
        {"consent_level": 2, "paraphrase": "Retold marigold."},
        {"consent_until_on": "2026-11-02"},
        {"withdrawn_at": "2026-10-20T09:00:00"},
    ],
    ids=str,
)
def test_what_officers_may_not_read_never_comes_in(house, search, tell, shut):
    story_id, other = tell(told("buttercup", **shut), told("fine"))
    held = inside(whole(search, house))
    assert other in held and not held & {story_id, "buttercup", "marigold"}


def test_only_the_words_that_are_shown_come_in(house, search, tell):
    tell(told("fine 07700 900123", asks="A larkspur.", paraphrase="A foxglove.", severity_reason="A primrose."))
    assert not inside(whole(search, house)) & {"900123", "larkspur", "foxglove", "primrose"}


LEAVING = {
    "withdrawn": lambda stores, one: consent.withdraw(stores, one, "teller"),
    "counted alone": lambda stores, one: consent.change(stores, one, 1, "teller"),
    "retold alone": lambda stores, one: consent.change(stores, one, 2, "teller"),
    "held": "UPDATE records.story SET triage_state = 'quarantined' WHERE story_id = ?",
    "lapsed": "UPDATE records.story SET consent_until_on = DATE '2026-11-02' WHERE story_id = ?",
    "erased": "DELETE FROM records.story WHERE story_id = ?",
}


@pytest.mark.parametrize("how", LEAVING)
def test_what_leaves_the_door_is_gone_at_the_next_look_words_and_vector(house, search, tell, how):
    story_id, other = tell(told("buttercup lonely"), told("lonely"))
    before = whole(search, house)
    assert {story_id, "buttercup"} <= inside(before) and before.compared == 2
    leave = LEAVING[how]
    if isinstance(leave, str):
        house.stores.write(lambda cursor: cursor.execute(leave, [story_id]))
    else:
        leave(house.stores, story_id)
    seen = search.look(house)
    assert not inside(seen) & {story_id, "buttercup"}
    assert found(seen, "lonely buttercup") == [other]
    assert (seen.accounts, seen.read, seen.compared) == (1, 1, 1)
    assert len(search._bare) == len(search._unread) == 0


def test_consent_that_lapses_overnight_ends_without_any_write(house, search, tell, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_AS_AT", "2026-11-03")
    (story_id,) = tell(told("buttercup", consent_until_on="2026-11-03"))
    assert story_id in inside(whole(search, house))
    monkeypatch.setenv("TIGHTROPE_AS_AT", "2026-11-04")
    assert inside(search.look(house)) == set()


def test_words_that_change_are_read_anew_and_the_old_ones_go(house, search, tell):
    (story_id,) = tell(told("buttercup"))
    assert "buttercup" in inside(whole(search, house))
    row = house.stores.rows("find/words", audience="officers", on_day="2026-11-03", story_ids=[story_id])[0]
    sealed = house.master.seal_words(row["wrapped_key"], story_id, "shown", f"I said rushed {LONG}.")
    house.stores.write(
        lambda cursor: cursor.execute("UPDATE records.story_words SET sealed = ? WHERE part = 'shown'", [sealed])
    )
    assert "buttercup" not in inside(search.look(house))
    seen = whole(search, house)
    assert found(seen, "rushed") == [story_id] and found(seen, "buttercup") == []
    assert seen.compared == 1


def test_what_left_while_it_was_being_read_is_not_brought_in(house, search, tell, monkeypatch):
    story_id, other = tell(told("buttercup"), told("fine"))
    reading, left = finding_build.read, []

    def read(house, ids):
        texts = reading(house, ids)
        if story_id in texts and not left:
            left.append(story_id)
            consent.withdraw(house.stores, story_id, "teller")
            search._sync(house)  # somebody looks between
        return texts

    monkeypatch.setattr(finding_build, "read", read)
    seen = whole(search, house)
    assert left and other in inside(seen) and not inside(seen) & {story_id, "buttercup"}


def test_what_left_while_its_vector_was_made_gets_none(house, tell):
    story_id, other = tell(told("buttercup"), told("fine"))
    left = []

    def slow(texts):
        if not left:
            left.append(story_id)
            consent.withdraw(house.stores, story_id, "teller")
            search._sync(house)
        return encode(texts)

    search = Finding(house.stores, slow)
    seen = whole(search, house)
    assert left and other in inside(seen) and not inside(seen) & {story_id, "buttercup"}
    search.end()


def test_short_accounts_and_other_languages_are_found_by_words_and_not_compared(house, search, tell):
    short, bengali = tell({"words": "Having home visits."}, told("খাবার", language="Bengali"))
    seen = whole(search, house)
    assert found(seen, "visits") == [short] and found(seen, "খাবার") == [bengali]
    assert (seen.read, seen.fitting, seen.compared) == (2, 0, 0)


def test_what_comes_later_waits_to_be_read_and_then_is(house, search, tell):
    tell(told("first", source_id="1"))
    whole(search, house)
    (story_id,) = tell(told("second", source_id="2"))
    seen = search.look(house, wait=0)
    assert seen.accounts == 2 and seen.caught_up
    assert found(whole(search, house), "second") == [story_id]


def test_read_a_few_at_a_time_they_end_in_few_parts_and_none_twice(house, search, tell, monkeypatch):
    monkeypatch.setattr(finding, "AT_ONCE", 3)
    monkeypatch.setattr(finding, "VECTORS_AT_ONCE", 2)
    ids = tell(*(told(f"word{number} lonely", source_id=str(number)) for number in range(40)))
    seen = whole(search, house)
    assert sorted(found(seen, "lonely")) == sorted(ids)
    assert sorted(one for part in seen.near for one in finding_build.names(part.ids)) == sorted(ids)
    assert len(seen.told) <= 5 and len(seen.near) <= 6
    assert found(seen, "word17") == [ids[17]]


def test_an_account_that_cannot_be_opened_keeps_no_other_from_being_found(house, search, tell):
    story_id, other = tell(told("buttercup"), told("fine"))
    spoil = "UPDATE records.story_words SET sealed = 'x'::BLOB WHERE story_id = ?"
    house.stores.write(lambda cursor: cursor.execute(spoil, [story_id]))
    assert inside(whole(search, house)) & {story_id, other} == {other}


def test_without_the_master_key_there_is_nothing_to_search(house, search, tell):
    tell(told("buttercup"))
    house.master = None
    assert search.look(house).accounts == 0


def test_nothing_of_it_is_written_to_disk(house, search, tell):
    tell(told("buttercup"))
    before = {path for path in paths.home().rglob("*") if path.is_file()}
    assert "buttercup" in inside(whole(search, house))
    after = {path for path in paths.home().rglob("*") if path.is_file()}
    assert after == before
    assert not [path for path in after if b"buttercup" in path.read_bytes()]


def test_it_ends_with_its_house_and_keeps_nothing(house, tell, monkeypatch):
    tell(*(told(f"buttercup{number}", source_id=str(number)) for number in range(30)))
    monkeypatch.setattr(finding, "VECTORS_AT_ONCE", 1)
    reached = threading.Event()

    def slow(texts):
        reached.set()
        time.sleep(0.02)
        return encode(texts)

    search = Finding(house.stores, slow)
    search.look(house)
    assert reached.wait(5)
    house.stores.close()
    search._thread.join(5) if search._thread else None
    assert search._thread is None and search._told == search._near == () and len(search._bare) == 0


def test_a_house_that_is_let_go_is_not_kept_by_its_search():
    class Let:
        version = 1

    stores = Let()
    search = Finding(stores, encode)
    search._told = ("something",)
    gone = weakref.ref(stores)
    del stores
    gc.collect()
    assert gone() is None and search.of() is None and search._told == ()


def test_one_house_has_one_search_and_the_next_house_another(house, tell):
    first = finding.finding(house)
    assert finding.finding(house) is first

    class Other:
        stores = type("Let", (), {"version": 1})()

    second = finding.finding(Other)
    assert second is not first and first._stop.is_set()
    second.end()


def test_a_look_never_waits_longer_than_a_moment(house, tell):
    tell(*(told(f"w{number}", source_id=str(number)) for number in range(20)))
    free = threading.Event()

    def stuck(texts):
        free.wait(10)
        return encode(texts)

    search = Finding(house.stores, stuck)
    started = time.monotonic()
    for _ in range(5):
        search.look(house)
    assert time.monotonic() - started < 3
    free.set()
    search.end()
