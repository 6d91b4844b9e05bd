"""The evidence gate of one contract: what it takes to call its renewal ready, and what is blank still."""

from datetime import date

from tightrope.answers.cards import SERIOUS, in_order
from tightrope.answers.evidence import Evidence, evidence
from tightrope.answers.gate_knows import knows
from tightrope.answers.pairs import USUALLY_GOOD, told_of
from tightrope.answers.period import Period
from tightrope.answers.red_flags import all_red_flags
from tightrope.answers.renewals import Renewal, one, usual
from tightrope.answers.standing import thresholds
from tightrope.errors import Refusal
from tightrope.records import renewal_answers
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals import gate as judging
from tightrope.renewals.flag import FLAG
from tightrope.renewals.gate import Answer, Concern, Gate
from tightrope.renewals.options import LOST, NOT_OFFERED, day_words
from tightrope.weighing.words import of_people

LOST_WORDS = "this option was lost on {}"
NO_EXTENSION = "no extension is left in the contract: going on as it is would be a new award"


def gate(house: House, reader: Reader, contract_id: str, period: Period | None = None) -> Gate:
    """What stands between one contract that runs and "ready". Raises NotFound for any other."""
    span = period or usual(house)
    row, found = one(house, reader, contract_id, span), evidence(house, reader.audience, span)
    flags = all_red_flags(house, reader, span).get(contract_id)
    raised = [flag for flag in flags.raised if flag.level == FLAG] if flags else []
    lines = knows(house, reader, contract_id, span, raised)
    anyway = frozenset({"flags"} if raised else ())
    answers = {
        each["part"]: Answer(**{**each, "words": each["words"] or ""})
        for each in house.stores.rows("renewals/answers", contract_id=contract_id)
    }
    return judging.gate(
        contract_id, concerns(found, contract_id), judging.questions(lines, anyway), answers, _stops(row)
    )


def concerns(found: Evidence, contract_id: str) -> list[Concern]:
    """Each serious account, then each theme that enough people told, most people first.

    Enough is what a pair on Weigh takes. A theme of praise is among them: what people value can be lost too. An
    account that was withdrawn, has expired or is held is no longer here, and with it goes what was answered to it.
    """
    accounts = found.by_contract.get(contract_id, [])
    told, behind = told_of(found, accounts)
    serious = [
        Concern(
            part=f"account:{account['story_id']}",
            title=_about(found, account["story_id"]),
            told=f"one account, severity {account['severity']} of 5",
            serious=True,
            praised=False,
            story_ids=(account["story_id"],),
        )
        for account in in_order(accounts)
        if (account["severity"] or 0) >= SERIOUS
    ]
    enough = [each for each in told if max(each.tellers, each.at_most) >= thresholds().pair_tellers]
    enough.sort(key=lambda each: (-each.tellers, each.theme_id))
    return serious + [
        Concern(
            part=f"theme:{each.theme_id}",
            title=each.theme_name,
            told=of_people(each.tellers, each.heard, each.at_least),
            serious=False,
            praised=found.themes[each.theme_id].valence_hint == USUALLY_GOOD,
            story_ids=tuple(behind[each.theme_id]),
        )
        for each in enough
    ]


def answer(
    house: House,
    reader: Reader,
    contract_id: str,
    part: str,
    choice: str,
    words: str,
    named: str,
    dated_on: date,
    period: Period | None = None,
) -> str:
    """Keep the answer to one part of the gate. Raises Refusal for a part that is not asked of this contract."""
    found = gate(house, reader, contract_id, period)
    asked = {each.part for each in found.concerns} | {each.kind.part for each in found.questions}
    if part not in asked:
        raise Refusal("This is not asked of this contract now: the account may have been withdrawn.")
    return renewal_answers.answer(house.stores, reader, contract_id, part, choice, words, named, dated_on)


def propose(house: House, reader: Reader, contract_id: str, option: str) -> str:
    """Keep which option is proposed. Raises NotFound for a contract that does not run, and Refusal."""
    one(house, reader, contract_id)
    return renewal_answers.propose(house.stores, reader, contract_id, option)


def call_ready(
    house: House, reader: Reader, contract_id: str, named: str, dated_on: date, period: Period | None = None
) -> str:
    """Call the renewal ready. Raises Refusal, naming each, while a required part is empty or the option is barred."""
    found = gate(house, reader, contract_id, period)
    if found.stops:
        raise Refusal(f"Not ready, because {found.stops[0]}.")
    if found.blanks:
        number = len(found.blanks)
        raise Refusal(
            f"Not ready: {number} {'answer is' if number == 1 else 'answers are'} blank.",
            [each.words for each in found.blanks],
        )
    return renewal_answers.call_ready(house.stores, reader, contract_id, named, dated_on, _needed(found))


def take_back(house: House, reader: Reader, contract_id: str) -> str:
    """Say that a renewal is not ready after all."""
    return renewal_answers.take_back(house.stores, reader, contract_id)


def _needed(found: Gate) -> list[judging.Blank]:
    """Every part that must have an answer, whether it has one or not."""
    made = [judging.Blank(judging.OPTION_PART, "which option is proposed")]
    made += [judging.Blank(each.part, each.title) for each in found.concerns]
    return made + [judging.Blank(each.kind.part, each.kind.title) for each in found.questions if each.needs_person]


def _stops(row: Renewal) -> dict[str, str]:
    """Options that are closed by their dates. A contract that holds over has none left in time, and must be decided."""
    if row.holding_over:
        return {}
    made = {each.option_id: LOST_WORDS.format(day_words(each.lost_on)) for each in row.options if each.status == LOST}
    return made | {each.option_id: NO_EXTENSION for each in row.options if each.status == NOT_OFFERED}


def _about(found: Evidence, story_id: str) -> str:
    names = [found.themes[each].name for each in found.themes_of.get(story_id, []) if each in found.themes]
    return f"Serious account: {', '.join(names).lower()}" if names else "Serious account"
