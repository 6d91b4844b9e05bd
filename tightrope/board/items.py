"""What goes before a board, gathered: every figure from the answers that pages show, then published."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tightrope import settings
from tightrope.answers import board_item, board_voices
from tightrope.answers.board_item import Measured
from tightrope.answers.board_voices import GROUP, HEARD
from tightrope.answers.evidence import Evidence, evidence
from tightrope.answers.period import Period
from tightrope.answers.shapes import Weighing
from tightrope.answers.subjects import Subject, subjects
from tightrope.answers.weigh import weigh
from tightrope.board import published, sentences
from tightrope.board.published import Published
from tightrope.board.questions_to_ask import Gaps, questions
from tightrope.board.sentences import Rope
from tightrope.board.wards import wards_of
from tightrope.errors import NotFound, Refusal
from tightrope.records.house import House
from tightrope.records.share_links import opener
from tightrope.records.sharing import CONSENT

YEAR = 12


def gather(house: House, period: Period, kind: str, key: str, level: str, skip_altered: bool = False) -> dict[str, Any]:
    """The parts of a snapshot by name. `skip_altered`: see published.counts. Raises NotFound and Refusal."""
    if level not in CONSENT:
        raise Refusal("Choose whether anybody who has the link may open it, or named people with a passcode.")
    if kind not in board_item.KINDS:
        raise Refusal(f"A contract or a service line can go before a board, not this: {kind}.")
    after = published.how_many(house)  # before the counts: what goes out meanwhile is then noticed
    who = opener(level)
    found = evidence(house, level, period)
    subject = subjects(found, kind).get(key)
    if subject is None:
        raise NotFound(f"There is no {board_item.KINDS[kind].lower()} {key} that runs.")
    council = settings.settings().council
    weighed = weigh(house, who, kind, key, period)
    wards, places = wards_of(house, found, subject)
    as_at = weighed.as_at.isoformat()
    counted = published.counts(
        house, f"{kind}:{key}", as_at, board_voices.counts(found, subject, weighed.pairs),
        board_voices.by_place(found, subject, places), skip_altered,
    )  # fmt: skip
    whole = {one.of: one for one in counted if not one.place}
    rows = board_item.of_subject(house, who, subject)
    voices = board_voices.chosen(house, who, found, subject, _line(found, subject), _fewest())
    groups = [one for one in counted if one.of.startswith(GROUP)]
    not_heard = tuple(one.name for one in groups if one.shown == sentences.NOBODY)
    ask, until = board_item.asked(house, found, subject, rows)
    replies = board_item.replied(house, subject.members)
    choices = board_item.choices(rows)
    measures = board_item.measured(
        found, [*weighed.in_contract, *(one for one in weighed.also if one.attained is not None)]
    )
    return {
        "council": council.name,
        "fictional": council.fictional,
        "kind": kind,
        "key": key,
        "contract_ids": subject.members,
        "level": level,
        "warehouse": house.stores.warehouse.name if house.stores.warehouse else "",
        "records_version": house.stores.version,
        "after": after,
        "as_at": as_at,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "period": weighed.period,
        "title": weighed.title,
        "subtitle": weighed.subtitle,
        "ask": ask,
        "until": until,
        "money": board_item.money(rows, weighed),
        "if_no": board_item.if_no(rows),
        "blue": board_item.blue(found, weighed),
        "clay": sentences.clay(weighed, whole),
        "verdict": sentences.verdict(weighed),
        "rope": _rope(weighed, whole, measures),
        "measures": measures,
        "counts": counted,
        "wards": wards,
        "voices": voices.voices,
        "voices_about": voices.about,
        "voices_note": voices.note,
        "not_heard": not_heard,
        "hardly_heard": tuple(one.name for one in groups if one.shown == f"fewer than {_fewest()}"),
        "choices": choices,
        "how_sure": sentences.how_sure(weighed),
        "questions": questions(
            Gaps(
                silent=weighed.silent,
                heard_hidden=whole[HEARD].value is None,
                not_heard=not_heard,
                unmeasured=next((pair.theme for pair in weighed.pairs if pair.in_contract is not True), ""),
                pounds=sentences.paid_for_nothing(weighed),
                replies=replies,
                choices=choices,
                renewed_unchanged=board_item.renewed_unchanged(house, subject),
                hidden_measures=sum(one.value == board_item.HIDDEN for one in measures),
                cheapest=board_item.cheapest(found, subject),
                short_period=period.months < YEAR,
            )
        ),
        "replies": replies,
        "officer": board_item.officer(house, found, subject),
        "methods": sentences.methods(weighed, counted),
    }  # fmt: skip


def _rope(weighed: Weighing, whole: Mapping[str, Published], measures: Sequence[Measured]) -> Rope:
    """The rope; without its numbers where a measure in the contract is hidden.

    They are the mean of what the measures reach: with that and all the others whoever reads works out the hidden one.
    """
    rope = sentences.rope(weighed, whole)
    if any(one.in_contract and one.value == board_item.HIDDEN for one in measures):
        return replace(rope, numbers_low=None, numbers=None, numbers_high=None)
    return rope


def _line(found: Evidence, subject: Subject) -> Subject:
    """The service line that the subject belongs to; itself where it is one."""
    if subject.kind == "line":
        return subject
    return subjects(found, "line")[found.contracts[subject.key]["service_id"]]


def _fewest() -> int:
    return settings.settings().disclosure.fewest_people
