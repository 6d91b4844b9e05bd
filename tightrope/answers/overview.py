"""What needs us before the next committee: one list of cards, four equal reasons, earliest lost option first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tightrope import settings
from tightrope.answers import officers, say
from tightrope.answers.cards import GOOD, SERIOUS, Card, cards, in_order, why_unread
from tightrope.answers.evidence import Evidence, brought, evidence, kept
from tightrope.answers.measures import measure_lines, telling
from tightrope.answers.pairs import pair_lines
from tightrope.answers.period import Period
from tightrope.answers.shapes import MeasureLine, PairLine
from tightrope.answers.standing import Standings, standings
from tightrope.answers.subjects import Subject, accounts_of, subjects
from tightrope.evidence.themes import hits
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.stories import SHOWN
from tightrope.records.stories import words as words_of
from tightrope.renewals.committees import LastCall, last_call
from tightrope.weighing import words
from tightrope.weighing.disagreement import BOTH_BAD, DISAGREE

DISAGREES, BOTH_POOR, NOT_HEARD, SERIOUS_ACCOUNT = "disagree", "both_poor", "not_heard", "serious"
REASON_WORDS = {
    DISAGREES: "They disagree",
    BOTH_POOR: "Both are poor",
    NOT_HEARD: "Not heard",
    SERIOUS_ACCOUNT: "A serious account",
}
EXPLAINS = "The stories explain the number"
MISSING = {
    "story": "No account is loaded: story.csv brings what people tell.",
    "people_served": "Who was not heard cannot be said: people_served.csv brings how many draw on each contract.",
    "meeting": "Which committee could still decide is not known: meeting.csv brings the meetings.",
    "payment": "What was paid is not known: payment.csv brings it.",
}
SHORTEST_QUOTE = 35  # characters: less is no sentence that says anything


@dataclass(frozen=True)
class Quote:
    """One sentence of one account for a card, chosen by rule; `story_id` is empty where nobody was heard.

    `sentence` says which of the account's sentences it is: the words themselves are read at each look.
    """

    text: str
    by: str
    story_id: str
    sentence: int = 0


@dataclass(frozen=True)
class Need:
    """One card: why this contract needs somebody, half in numbers, half in a person's words."""

    contract_id: str
    title: str
    provider: str
    reasons: tuple[str, ...]
    headline: str
    numbers_words: str
    numbers_detail: str
    quote: Quote
    stories_detail: str
    theme_id: str
    decide_words: str
    needed_by: date
    committee_on: date | None
    lost_on: date | None


@dataclass(frozen=True)
class Overview:
    """The list, and the meeting it is about."""

    needs: tuple[Need, ...]
    committee_on: date | None
    before_committee: int
    waiting: dict[str, Any]
    heard: int = 0  # accounts that may be counted
    missing: tuple[str, ...] = ()  # what cannot be said, and which file would bring it


def overview(house: House, reader: Reader, period: Period) -> Overview:
    """Every contract with a reason, the one whose next option is lost first on top."""
    name = ("overview", reader.audience, period, house.master is not None)
    chosen = kept(house, name, lambda: _chosen(house, reader, period))
    opened = words_of(house, reader, [need.quote.story_id for need in chosen.needs if need.quote.story_id])
    needs = tuple(_with_words(need, opened) for need in chosen.needs)
    return replace(chosen, needs=needs, waiting=house.stores.one("story/waiting") or {})


def _chosen(house: House, reader: Reader, period: Period) -> Overview:
    """The list without any account's words, so that it may be kept in memory."""
    found = evidence(house, reader.audience, period)
    judged = standings(house, reader.audience, period)
    calls = {key: _call(house, found, found.contracts[key]) for key in found.live}
    needs = [
        _need(house, reader, found, judged, subject, calls[key])
        for key, subject in subjects(found, "contract").items()
        if reasons(found, judged, key)
    ]
    needs.sort(key=lambda need: (need.committee_on is None, need.needed_by, need.contract_id))
    upcoming = [one.meets_on for one in officers.meetings(house, found) if one.papers_due_on >= found.today]
    committee = upcoming[0] if upcoming else None
    return Overview(
        needs=tuple(needs),
        committee_on=committee,
        before_committee=sum(need.committee_on == committee for need in needs) if committee else 0,
        waiting={},
        heard=len(found.accounts),
        missing=tuple(words for table, words in MISSING.items() if table not in brought(house)),
    )


def _with_words(need: Need, opened: dict[str, dict[str, str]]) -> Need:
    """The card with its quote's words, read now; a quote that may no longer be read leaves its place empty."""
    quote = need.quote
    if not quote.story_id:
        return need
    said = sentences(opened.get(quote.story_id, {}).get(SHOWN, ""))
    text = said[quote.sentence] if quote.sentence < len(said) else ""
    return replace(need, quote=replace(quote, text=text))


def reasons(found: Evidence, judged: Standings, contract_id: str) -> list[str]:
    """Why a contract needs somebody; empty where it does not."""
    made = []
    verdict = judged.verdict[contract_id]
    if verdict.kind in DISAGREE:
        made.append(DISAGREES)
    if verdict.kind == BOTH_BAD:
        made.append(BOTH_POOR)
    if judged.silence[contract_id].named:
        made.append(NOT_HEARD)
    if any((account["severity"] or 0) >= SERIOUS for account in found.by_contract.get(contract_id, [])):
        made.append(SERIOUS_ACCOUNT)
    return made


def title(found: Overview) -> str:
    """The answer in a sentence: how many contracts need somebody before which meeting."""
    if not found.needs and not found.heard:
        return "No contract can be weighed yet: nobody we can count was heard"
    if not found.needs:
        return "No contract needs you now by what is loaded"
    if not found.committee_on or not found.before_committee:
        return f"{_so_many(len(found.needs))} a decision"
    when = f"{found.committee_on.day} {found.committee_on:%B}"
    return f"{_so_many(found.before_committee)} you before the committee on {when}"


def _so_many(number: int) -> str:
    return f"{officers.number_words(number)} {'contract needs' if number == 1 else 'contracts need'}"


def _need(house: House, reader: Reader, found: Evidence, judged: Standings, subject: Subject, call: LastCall) -> Need:
    key = subject.key
    why = reasons(found, judged, key)
    accounts = accounts_of(found, subject)
    lines = measure_lines(found, judged, subject)
    pairs = pair_lines(found, judged, subject, accounts, lines)
    lead = leading(pairs)
    numbers, detail = _numbers(found, judged, key, lines, lead)
    row = found.contracts[key]
    return Need(
        contract_id=key,
        title=subject.title,
        provider=row["provider_name"],
        reasons=tuple(why),
        headline=_headline(why, lead),
        numbers_words=numbers,
        numbers_detail=detail,
        quote=_quote(house, reader, found, accounts, None if NOT_HEARD in why else lead),
        stories_detail=_stories(house, found, judged, key, lead, why),
        theme_id=lead.theme_id if lead else "",
        decide_words=" ".join(officers.still_possible(house, found, subject)[:1]),
        needed_by=call.needed_by,
        committee_on=call.meeting.meets_on if call.meeting else None,
        lost_on=call.lost_on,
    )


def leading(pairs: Sequence[PairLine]) -> PairLine | None:
    """The pair a card leads with: the first that has pounds, else the first."""
    return next((pair for pair in pairs if pair.pounds), pairs[0] if pairs else None)


def _headline(why: Sequence[str], lead: PairLine | None) -> str:
    """The reason as it stands on the card; where pounds and stories point the same way, that is said."""
    if list(why) == [SERIOUS_ACCOUNT] and lead and lead.pounds:
        return EXPLAINS
    return REASON_WORDS[why[0]]


def _numbers(
    found: Evidence, judged: Standings, key: str, lines: Sequence[MeasureLine], lead: PairLine | None
) -> tuple[str, str]:
    """The blue half: what looks good where they disagree, else the pounds, else the measure people feel first."""
    row = found.contracts[key]
    worth = say.value_of([row])
    value = f"Value {worth}" if row["annual_value"] is not None else worth.capitalize()
    if judged.silence[key].named and row["cqc_rating"]:
        full = "Full. " if row["vacancies"] == 0 else ""
        rated = f" in {row['cqc_rated_on'].year}" if row["cqc_rated_on"] else ""
        return f"{full}Rated {row['cqc_rating'].replace('_', ' ')}.", f"By the Care Quality Commission{rated}. {value}"
    if judged.verdict[key].kind not in DISAGREE and lead and lead.pounds:
        return f"{say.pounds(lead.pounds)} {lead.pounds_words}", value
    line = telling(lines)
    if line is None:
        return "Nothing was returned", value
    return f"{line.name}: {line.value_words}", f"{line.asked_words.capitalize()}. {value}"


def _quote(
    house: House, reader: Reader, found: Evidence, accounts: Sequence[dict[str, Any]], lead: PairLine | None
) -> Quote:
    """The clay half, by rule: of the accounts about the leading pair that may be read, the shortest opening
    sentence that speaks of its theme by the codebook's words; else the shortest sentence that does; else the
    opening of the first account in the published order. Good accounts come last. Nobody chooses.

    Where those who draw on the service were not heard (`lead` is None) nobody else's words stand in their place.
    """
    if lead is None:
        return Quote("", "", "")
    wanted = set(lead.story_ids)
    pool = [account for account in accounts if account["story_id"] in wanted and account["may_read"]]
    shown = [card for card in cards(house, reader, found, in_order(pool)) if card.shows == "words"]
    theme = found.themes[lead.theme_id]
    said = [(one, place, card) for card in shown for place, one in enumerate(sentences(card.text))]
    opening = [each for each in said if each[1] == 0]
    on_theme = [each for each in opening if hits(theme, each[0])] or [each for each in said if hits(theme, each[0])]
    best = min(_whole(on_theme), key=_least_first) if on_theme else next(iter(_whole(opening)), None)
    if best is None:
        return Quote(why_unread(found), "", "")
    return Quote("", best[2].by, best[2].story_id, best[1])


def _whole(said: list[tuple[str, int, Card]]) -> list[tuple[str, int, Card]]:
    """Sentences that say something and have nothing blacked out; all of them where none is such."""
    return [each for each in said if len(each[0]) >= SHORTEST_QUOTE and "[" not in each[0]] or said


def _least_first(each: tuple[str, int, Card]) -> tuple[bool, int, str]:
    sentence, _, card = each
    return card.tone == GOOD, len(sentence), card.story_id


def sentences(text: str) -> list[str]:
    """An account cut into sentences at full stops, question and exclamation marks; never empty for any words."""
    return [one.strip() for one in re.split(r"(?<=[.!?])\s+", text) if one.strip()] or [text.strip()]


def _stories(
    house: House, found: Evidence, judged: Standings, key: str, lead: PairLine | None, why: Sequence[str]
) -> str:
    if NOT_HEARD in why:
        who = say.whom(found, subjects(found, "contract")[key])
        parts = (words.silence_sentence(judged.silence[key], who), officers.silent_since(house, key))
        return " ".join(one for one in parts if one)
    if lead:
        return f"{lead.told_words}: {lead.theme.lower()}."
    return words.experience(judged.votes[key])


def _call(house: House, found: Evidence, row: dict[str, Any]) -> LastCall:
    meetings = kept(house, "meetings", lambda: officers.meetings(house, found))
    return last_call(row["ends_on"], settings.settings().lead_months.retender, meetings, found.today)
