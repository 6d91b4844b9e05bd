"""The chain of the register of decisions: each event sealed over the one before, so that no change goes unseen.

chain(n) = HMAC-SHA-256 over the chain before and the event's place, decision, time, account and body, under a key that
only the master key gives (RFC 2104; the form of a tamper-evident log is Schneier and Kelsey's, "Secure audit logs to
support computer forensics", ACM Transactions on Information and System Security 2, 1999). Whoever has the file and not
the key can alter nothing inside it unseen. They can cut off its end; an anchor kept elsewhere shows that.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tightrope.sealing import Master

START = "0" * 64  # what stands before the first event
ABOUT = "decision chain"  # what the key is asked for


@dataclass(frozen=True)
class Event:
    """One event as it is stored. `sequence` is its place from 1; `chain` 64 hexadecimal digits."""

    sequence: int
    decision_id: str
    happened_at: datetime
    account_id: str
    body: str
    chain: str


@dataclass(frozen=True)
class Anchor:
    """How long the chain was and how it ended, as somebody wrote it down elsewhere. `where` says who keeps it."""

    count: int
    head: str
    where: str = ""


def canonical(body: Any) -> str:
    """Plain values as JSON in the one form that is sealed: keys in order, no spaces, letters as they are.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def key_of(master: Master) -> bytes:
    """The key of the chain: the master key gives it and it gives nothing of the master key."""
    return master.token(ABOUT)


def sealed(
    key: bytes, before: str, sequence: int, decision_id: str, happened_at: datetime, account_id: str, body: str
) -> str:
    """What stands in `chain`: 64 hexadecimal digits over the chain before and everything of this event."""
    message = canonical([before, sequence, decision_id, happened_at.isoformat(), account_id, body])
    return hmac.digest(key, message.encode("utf-8"), "sha256").hex()


def head(events: Sequence[Event]) -> Anchor:
    """How many events there are and the chain of the last."""
    return Anchor(len(events), events[-1].chain if events else START)


def faults(key: bytes, events: Sequence[Event], anchors: Sequence[Anchor] = ()) -> list[str]:
    """Everything that is not as it was written, in words; empty where the chain is whole.

    Events are taken in the order given. After a fault the next event is held against what stands before it, so that
    one altered event is named once and not every event after it.
    """
    found, before, due = [], START, 1
    for event in events:
        if event.sequence != due:
            found.append(_out_of_place(due, event.sequence))
        wanted = sealed(key, before, event.sequence, event.decision_id, event.happened_at, event.account_id, event.body)
        if not hmac.compare_digest(wanted.encode(), event.chain.encode()):
            found.append(f"Entry {event.sequence} is not as it was written, or what stood before it was changed.")
        before, due = event.chain, event.sequence + 1
    return found + [fault for one in anchors for fault in _against(one, events)]


def _out_of_place(due: int, sequence: int) -> str:
    if sequence < due:
        return f"Entry {sequence} stands where entry {due} should: the order was changed."
    gone = "Entry" if sequence == due + 1 else "Entries"
    which = f"{due}" if sequence == due + 1 else f"{due} to {sequence - 1}"
    return f"{gone} {which} {'is' if sequence == due + 1 else 'are'} missing."


def _against(anchor: Anchor, events: Sequence[Event]) -> list[str]:
    """What an anchor shows: an end that was cut off, or another chain than the one it was taken from."""
    where = f" ({anchor.where})" if anchor.where else ""
    if anchor.count > len(events):
        gone = anchor.count - len(events)
        words = "the last entry is" if gone == 1 else f"the last {gone:,} entries are"
        return [f"{anchor.count:,} entries were there once{where} and {len(events):,} are: {words} gone."]
    there = events[anchor.count - 1].chain if anchor.count else START
    if not hmac.compare_digest(there.encode(), anchor.head.encode()):
        return [f"Entry {anchor.count:,} is another than the one that was there{where}."]
    return []
