"""The chain of the register: against an HMAC done by hand, and every way to spoil a list of entries."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.records.chain import START, Anchor, Event, canonical, faults, head, sealed

KEY = bytes(range(32))
AT = datetime(2026, 11, 3, 9, 30)


def by_hand(key, message):
    """HMAC-SHA-256 as RFC 2104 writes it: H(key xor opad, H(key xor ipad, message)), the key filled up to 64 bytes."""
    filled = key + bytes(64 - len(key))
    inner = hashlib.sha256(bytes(one ^ 0x36 for one in filled) + message).digest()
    return hashlib.sha256(bytes(one ^ 0x5C for one in filled) + inner).hexdigest()


def made(number):
    """A whole chain of that many entries."""
    events, before = [], START
    for sequence in range(1, number + 1):
        row = (sequence, f"D{sequence % 3}", AT + timedelta(minutes=sequence), "A1", canonical({"n": sequence}))
        before = sealed(KEY, before, *row)
        events.append(Event(*row, before))
    return events


def test_an_entry_is_sealed_over_the_one_before_it():
    first, second = made(2)
    for before, one in ((START, first), (first.chain, second)):
        parts = [before, one.sequence, one.decision_id, one.happened_at.isoformat(), "A1", one.body]
        message = json.dumps(parts, separators=(",", ":")).encode()
        assert one.chain == by_hand(KEY, message)


def test_what_is_sealed_has_one_form():
    assert canonical({"b": [1, None], "a": "é £"}) == '{"a":"é £","b":[1,null]}'
    with pytest.raises(ValueError):
        canonical(float("nan"))


def test_a_whole_chain_has_no_fault_and_another_key_finds_every_entry():
    events = made(4)
    assert faults(KEY, events) == [] and faults(KEY, []) == []
    assert faults(KEY, events, [Anchor(0, START), Anchor(2, events[1].chain), head(events)]) == []
    assert len(faults(bytes(32), events)) == 4


CHANGES = {
    "decision_id": "D9",
    "happened_at": AT - timedelta(days=1),
    "account_id": "A2",
    "body": canonical({"n": "other"}),
    "chain": "f" * 64,
    "sequence": 99,
}


@given(st.data())
def test_every_way_to_spoil_a_list_is_found(data):
    """Altered, out of order, dropped inside, put in twice, renumbered, put in by hand, cut off at its end."""
    events = made(data.draw(st.integers(2, 7)))
    kept, at = head(events), data.draw(st.integers(0, len(events) - 1))
    ways = ["alter", "swap", "drop", "twice", "insert", "cut", "renumber"]
    way = data.draw(st.sampled_from(ways))
    spoilt = list(events)
    if way == "alter":
        name = data.draw(st.sampled_from(sorted(CHANGES)))
        spoilt[at] = replace(spoilt[at], **{name: CHANGES[name]})
    elif way == "swap":
        other = data.draw(st.integers(0, len(events) - 1).filter(lambda one: one != at))
        spoilt[at], spoilt[other] = spoilt[other], spoilt[at]
        if data.draw(st.booleans()):  # and numbered as if they had always stood so
            spoilt = [replace(one, sequence=place) for place, one in enumerate(spoilt, start=1)]
    elif way == "drop":
        del spoilt[data.draw(st.integers(0, len(events) - 2))]
        if data.draw(st.booleans()):
            spoilt = [replace(one, sequence=place) for place, one in enumerate(spoilt, start=1)]
    elif way == "twice":
        spoilt.insert(at, spoilt[at])
    elif way == "insert":
        spoilt.insert(at, Event(at + 1, "D9", AT, "A9", canonical({"n": 0}), "0" * 64))
    elif way == "renumber":
        spoilt = [replace(one, sequence=one.sequence + 1) for one in spoilt]
    else:
        spoilt = spoilt[:at]
    assert faults(KEY, spoilt, [kept])
    if way != "cut":
        assert faults(KEY, spoilt), f"{way} needs no anchor to be found"
    else:
        assert not faults(KEY, spoilt), "only an anchor shows that an end was cut off"


def test_one_altered_entry_is_named_once():
    events = made(5)
    events[2] = replace(events[2], body=canonical({"n": 33}))
    assert faults(KEY, events) == ["Entry 3 is not as it was written, or what stood before it was changed."]


def test_what_is_missing_is_said():
    events = made(6)
    assert faults(KEY, events[:2] + events[4:])[0] == "Entries 3 to 4 are missing."
    assert faults(KEY, events[:2] + events[3:])[0] == "Entry 3 is missing."
    assert faults(KEY, events[:4], [Anchor(6, events[5].chain, "last night")]) == [
        "6 entries were there once (last night) and 4 are: the last 2 entries are gone."
    ]
    other = Anchor(3, "a" * 64, "a pack")
    assert faults(KEY, events, [other]) == ["Entry 3 is another than the one that was there (a pack)."]
