"""Where numbers and stories disagree, and where both are poor: the list of the command line and the digest."""

from dataclasses import dataclass

from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.answers.standing import standings
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.disagreement import BOTH_BAD, DISAGREE
from tightrope.weighing.words import verdict_sentence


@dataclass(frozen=True)
class Conflict:
    """One contract on the list; `kind` is numbers_good_stories_bad, numbers_bad_stories_good or both_bad."""

    contract_id: str
    kind: str
    title: str
    sure: float
    tellers: int
    good_tellers: int
    sentence: str


def conflicts(house: House, reader: Reader, period: Period, everything: bool = False) -> list[Conflict]:
    """Live contracts that disagree, surest first; with `everything` those that are poor on both sides as well."""
    found = evidence(house, reader.audience, period)
    judged = standings(house, reader.audience, period)
    kinds = (*DISAGREE, BOTH_BAD) if everything else DISAGREE
    listed = [verdict for verdict in judged.verdict.values() if verdict.kind in kinds]
    listed.sort(key=lambda verdict: (-verdict.sure, verdict.contract_id))
    return [
        Conflict(
            contract_id=verdict.contract_id,
            kind=verdict.kind,
            title=found.contracts[verdict.contract_id]["title"],
            sure=verdict.sure,
            tellers=judged.votes[verdict.contract_id].tellers,
            good_tellers=judged.votes[verdict.contract_id].good,
            sentence=verdict_sentence(verdict, judged.votes[verdict.contract_id]),
        )
        for verdict in listed
    ]
