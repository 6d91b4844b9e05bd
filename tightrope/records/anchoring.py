"""Anchors of the register: how long it was and how it ended, kept where whoever cuts off its end does not look.

Every entry leaves the day's anchor in a folder beside the records, and links and packs carry one. A copy that is kept
elsewhere (docs/methods/register.md) is worth most: whoever can write here could put back an older one.
"""

import itertools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tightrope import sealing, settings
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.records import chain
from tightrope.records.chain import START, Anchor
from tightrope.records.decision_entries import cites, events, folded, state_of
from tightrope.sealing import Master

STAMP = "register"  # under which name what a link froze holds stamp()
HEAD = re.compile(r"[0-9a-f]{64}")
NO_KEY = "The register cannot be verified without the master key."


def stamp(stores: Stores) -> dict[str, Any]:
    """How many entries there are and how the chain ends, as plain values for whatever is frozen or handed out."""
    rows = stores.raw("SELECT sequence, chain FROM records.decision_event ORDER BY sequence DESC LIMIT 1")
    return {"count": rows[0]["sequence"], "head": rows[0]["chain"]} if rows else {"count": 0, "head": START}


def stamped(stores: Stores, body: str) -> str:
    """A frozen body, a JSON object, with how the register ends now under STAMP; in the one form that is sealed."""
    return chain.canonical({**json.loads(body), STAMP: stamp(stores)})


def folder(stores: Stores) -> Path:
    """Where the anchors of these records lie."""
    return stores.records_path.with_name(f"{stores.records_path.stem}-anchors")


def write(stores: Stores, into: Path | None = None) -> Path:
    """Write today's anchor as a file that only its owner may read, over an earlier one of the day.

    An earlier one that the entries do not carry any more shows what was cut off or changed: it stays as it is, and
    today's stands beside it under the next number.
    """
    name = f"decisions-{settings.today().isoformat()}"
    where = into or folder(stores)
    paths = (where / f"{name}{'' if number == 1 else f'-{number}'}.json" for number in itertools.count(1))
    path = next(one for one in paths if _may_be_overwritten(stores, one))
    sealing.write_private(path, (json.dumps(stamp(stores)) + "\n").encode("ascii"))
    return path


def read(path: Path) -> Anchor:
    """The anchor in a file. Raises Refusal for a file that is missing or holds none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}. Give its whole path.") from error
    except ValueError:
        found = None
    made = _anchor(found, path.name)
    if made is None:
        raise Refusal(f"{path} holds no end of a register: it should say count and head.")
    return made


def known(stores: Stores) -> list[Anchor]:
    """Every anchor that is found here: the files beside the records, and what links and packs froze."""
    made = [read(path) for path in sorted(folder(stores).glob("decisions-*.json"))]
    for row in stores.rows("decisions/shares"):
        try:
            frozen = json.loads(row["body"])
        except ValueError:
            continue
        one = _anchor(frozen.get(STAMP) if isinstance(frozen, dict) else None, f"link {row['share_id']}")
        if one:
            made.append(one)
    for row in stores.rows("packs/ends"):
        one = _anchor({"count": row["register_count"], "head": row["register_head"]}, f"pack {row['pack_id']}")
        if one:
            made.append(one)
    return made


def verify(stores: Stores, master: Master | None, anchors: Sequence[Anchor] = ()) -> list[str]:
    """Everything in the register that is not as it was written, in words; empty where it is whole.

    The list of decisions is held against their entries as well. Raises Refusal without the master key.
    """
    if master is None:
        raise Refusal(NO_KEY)
    entries = events(stores)
    found = chain.faults(chain.key_of(master), entries, anchors)
    if found:
        return found  # what is listed cannot be held against entries that are not whole
    listed = {row["decision_id"]: row for row in stores.rows("decisions/index")}
    named: dict[str, dict[str, bool]] = {}
    for row in stores.raw("SELECT decision_id, story_id, is_set_aside FROM records.decision_story"):
        named.setdefault(row["decision_id"], {})[row["story_id"]] = bool(row["is_set_aside"])
    for decision_id in sorted({one.decision_id for one in entries} | listed.keys() | named.keys()):
        own = [one for one in entries if one.decision_id == decision_id]
        made, state, row = folded(own), state_of(own), listed.get(decision_id)
        if made is None:
            found.append(f"Decision {decision_id} is listed and has no entry.")
        elif row is None:
            found.append(f"Decision {decision_id} has entries and is not listed.")
        elif (
            (row["title"], row["kind"], row["subject_id"]) != (made.title, made.kind, made.key)
            or row["state"] != state
            or made.decided_on not in (None, row["decided_on"])
        ):
            found.append(f"Decision {decision_id} is listed otherwise than its entries say.")
        elif named.get(decision_id, {}) != cites(made, state):
            found.append(f"Decision {decision_id} names or sets aside other accounts than its entries say.")
    return found


def _may_be_overwritten(stores: Stores, path: Path) -> bool:
    """True where there is no such file, or it holds no anchor, or the entries still carry the one it holds."""
    if not path.exists():
        return True
    try:
        old = read(path)
    except Refusal:
        return True  # nothing in it could show anything
    if not old.count:
        return old.head == START
    there = stores.raw(
        "SELECT chain FROM records.decision_event ORDER BY sequence LIMIT 1 OFFSET $before", {"before": old.count - 1}
    )
    return bool(there) and there[0]["chain"] == old.head


def _anchor(found: Any, where: str) -> Anchor | None:
    if not isinstance(found, dict):
        return None
    count, head = found.get("count"), found.get("head")
    if type(count) is not int or count < 0 or not isinstance(head, str) or not HEAD.fullmatch(head):
        return None
    return Anchor(count, head, where)
