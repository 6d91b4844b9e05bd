"""What the teller of one account sees of it with the code: how far it has come and with whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import settings
from tightrope.answers.followed_words import public_words
from tightrope.answers.say import day
from tightrope.records import asking, consent, decision_entries, follow, telling, verdicts
from tightrope.records.house import House
from tightrope.records.telling import ADDED, Receipt, Told

HELD = "quarantined"
OUTCOMES = {
    "done": "It is done.",
    "doing_by": "It is being done",
    "not_doing_because": "It is not being done, and you are told why.",
    "need_your_help": "We need your help with it.",
}


@dataclass(frozen=True)
class Step:
    """One step on the way; `on` is None while it is ahead."""

    name: str
    on: date | None
    words: str = ""


@dataclass(frozen=True)
class Asked:
    """A decision that the account was part of, in words that anybody may read, and what its teller says of the time
    since. `decision` is empty where nothing of it may be shown; `is_open` while an answer is taken or changed."""

    wave_id: str
    title: str
    decided_on: date
    decision: str
    until: date
    is_open: bool
    said: str


@dataclass(frozen=True)
class Following:
    """Everything the page shows: of words the answer's alone, none of the account's, since the device may be shared."""

    story_id: str
    withdrawn: bool
    consent_level: int
    steps: tuple[Step, ...]
    answered: bool
    verdict: str
    asked: tuple[Asked, ...] = ()


def following(house: House, code: str) -> Following:
    """The account behind a code. Raises NotFound."""
    key = follow.story_of(house, code)
    row = house.stores.one("follow/status", story_id=key)
    if row is None:
        return Following(key, True, 0, (), False, "")
    return Following(
        story_id=key,
        withdrawn=row["withdrawn_at"] is not None,
        consent_level=row["consent_level"] or 0,
        steps=tuple(_steps(house, key, row)),
        answered=row["is_own"] and _given(row),
        verdict=row["teller_verdict"] or "",
        asked=tuple(_asked(house, key)),
    )


def allow(house: House, code: str, level: int) -> None:
    """Change what may be done with it. Raises NotFound and Refusal."""
    consent.change(house.stores, follow.story_of(house, code), level, "the teller", "with the code")


def withdraw(house: House, code: str) -> None:
    """Take it back for good. Raises NotFound."""
    consent.withdraw(house.stores, follow.story_of(house, code), "the teller", "with the code")


def add(house: House, code: str, reference: str, words: str) -> Receipt:
    """Tell more of the same: an account of its own by the same teller. Raises NotFound and Refusal."""
    row = house.stores.one("follow/status", story_id=follow.story_of(house, code))
    told = Told(
        source=ADDED,
        source_id=reference,
        words=words,
        teller_role=row["teller_role"],
        teller_id=row["teller_id"],
        service_id=row["service_id"],
        contract_id=row["contract_id"],
        locality=row["locality"],
        reply_route=row["reply_route"] if row["reply_route"] in ("web", "none") else "web",
        consent_level=min(row["consent_level"] or 0, 4),
    )
    return telling.tell(house, told)


def answered(house: House, code: str, verdict: str) -> None:
    """Say whether the reply answered it. Raises NotFound, and Refusal while there is no reply."""
    verdicts.say(house.stores, follow.story_of(house, code), verdict)


def since(house: House, code: str, wave_id: str, said: str) -> None:
    """Say whether it is better since a decision. Raises NotFound, and Refusal where this account is not asked."""
    asking.answer(house, follow.story_of(house, code), wave_id, said)


def _asked(house: House, key: str) -> list[Asked]:
    """What the teller was asked about, while the account counts: through the one door, like every count of it."""
    today = settings.today()
    found = []
    for row in house.stores.rows("again/of_account", audience=asking.ANYBODY, on_day=today, story_id=key):
        if row["asked_on"] > today:
            continue
        every = decision_entries.events(house.stores)
        made = decision_entries.folded(one for one in every if one.decision_id == row["decision_id"])
        if made is None or made.decided_on is None:
            continue
        title, words = public_words(house, made)
        until = asking.open_until(row["asked_on"])
        found.append(Asked(row["wave_id"], title, made.decided_on, words, until, today <= until, row["said"] or ""))
    return found


def _steps(house: House, key: str, row: dict[str, Any]) -> list[Step]:
    """Received, read, triaged, with whom, answered, decided, changed: those behind with their day."""
    state, reply = row["triage_state"], row["reply_state"]
    made = [Step("Received", row["received_on"])]
    made.append(Step("Read by a person", row["read_at"].date() if row["read_at"] else None))
    if state == HELD:
        words = "It is with the safeguarding team: they act on it before anybody else sees it."
        made.append(Step("Passed on to safeguarding", row["triaged_at"].date() if row["triaged_at"] else None, words))
        return made
    made.append(Step("Ready to be heard", row["triaged_at"].date() if row["triaged_at"] else None))
    made.append(Step("With an officer", row["received_on"] if state != "untriaged" else None, _officer(house, row)))
    given, told = _given(row), row["told_on"]
    due = f"Due by {day(row['due_on'])}." if row["due_on"] and not given else ""
    made.append(Step("Answered", told if given else None, _answer(house, key) if given and row["is_own"] else due))
    made.append(Step("Decided", told if given and reply in ("decided", "changed") else None, _outcome(row, given)))
    made.append(Step("Changed", told if given and reply == "changed" else None))
    return made


def _given(row: dict[str, Any]) -> bool:
    """True once an answer is written and its teller was told: until then there is none."""
    return row["reply_state"] in ("answered", "decided", "changed") and row["told_on"] is not None


def _outcome(row: dict[str, Any], given: bool) -> str:
    said = OUTCOMES.get(row["outcome"], "") if given else ""
    if row["outcome"] != "doing_by" or not said:
        return said
    return f"{said}, by {day(row['doing_by_on'])}." if row["doing_by_on"] else f"{said}."


def _answer(house: House, story_id: str) -> str:
    """The words of the answer given last; nothing while the master key is missing."""
    rows = house.stores.rows("follow/reply_words", story_id=story_id)
    if not rows or house.master is None:
        return ""
    last = rows[-1]
    return house.master.open_words(last["wrapped_key"], story_id, last["part"], last["sealed"])


def _officer(house: House, row: dict[str, Any]) -> str:
    asked = {"contract_id": row["contract_id"]}
    found = house.stores.one("follow/officer", **asked) if row["contract_id"] and house.has_data else None
    key = found["commissioner_id"] if found else None
    if not key:
        return "Who answers for it is being found out."
    known = {one["commissioner_id"]: one for one in house.stores.rows("weigh/responsible", on_day=settings.today())}
    who = known.get(key)
    return f"{who['name']}, {who['post']}, {who['phone']}" if who else str(key)
