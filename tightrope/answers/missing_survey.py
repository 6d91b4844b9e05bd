"""The survey, used honestly: whom it was sent to, who answered, and what may be said of everybody by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.answers.cards import GOOD, tone
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.missing import subject_of, years
from tightrope.answers.missing_groups import (
    ALL,
    CONTRACT,
    GROUP_KINDS,
    accounts_about,
    group_name,
    nobody_of,
    people_of_groups,
    person_of,
    served_by,
)
from tightrope.answers.missing_steps import asked_of
from tightrope.answers.period import Period
from tightrope.answers.standing import account_vote, thresholds
from tightrope.answers.subjects import Subject
from tightrope.disclosure import FEWEST_PEOPLE
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.by_whom import speaks_for_self
from tightrope.weighing.raking import TRIM
from tightrope.weighing.survey import Answers, Form, Weighted, unheard, weigh_answers, weigh_forms
from tightrope.weighing.voice_score import count_votes
from tightrope.weighing.words import of_people, percent

SURVEY = "survey"
FORM_KINDS = ("age_band", "sex", "ethnicity", "support_reason", "housebound", "lacks_capacity")
NO_FRAME = "No survey of these people is on file, so nobody knows who was asked: invitation.csv brings it."
NO_PEOPLE = "How many people use it is not known, so nothing can be weighted to them: people_served.csv brings it."


@dataclass(frozen=True)
class Row:
    """One group of those a survey was sent to; `weight` is None where no weights can be made."""

    value: str
    name: str
    served: int
    asked: int
    answered: int
    weight: float | None


@dataclass(frozen=True)
class Margin:
    """One kind of group by which it is noted who was asked: its rows, and in words what that means for the answers."""

    kind: str
    title: str
    rows: tuple[Row, ...]
    said: str
    found: Answers


@dataclass(frozen=True)
class Survey:
    """What a survey may say of a subject. Either `weighted` is there, or `refused` says why not."""

    title: str
    year: str
    asked: int
    answered: int
    forms: int
    margins: tuple[Margin, ...]
    weighted: Weighted | None
    weighted_words: str
    refused: str
    unweighted: str
    self_selected: str


def survey(house: House, reader: Reader, period: Period, kind: str, key: str) -> Survey:
    """The survey of the people a subject is for. Raises NotFound."""
    if kind == CONTRACT:  # quicker made than looked for, and there are many
        return _survey(house, reader, period, kind, key)
    name = ("missing_survey", reader.audience, period, kind, key)
    return kept(house, name, lambda: _survey(house, reader, period, kind, key))


def forms_of(found: Evidence, accounts: Sequence[dict[str, Any]]) -> list[Form]:
    """The forms on file: what people wrote for themselves on a survey form, one a person, the latest."""
    some = [one for one in accounts if one["channel"] == SURVEY and speaks_for_self(one)]
    latest = {person_of(one): one for one in sorted(some, key=lambda one: (one["month"], one["story_id"]))}
    groups: dict[str, dict[str, str]] = {person: {} for person in latest}
    for kind, noted in people_of_groups(found, some).items():
        for person, value in noted.items():
            groups[person][kind] = value
    return [Form(tone(one) == GOOD, groups[person]) for person, one in latest.items()]


def _survey(house: House, reader: Reader, period: Period, kind: str, key: str) -> Survey:
    found = evidence(house, reader.audience, period)
    subject = subject_of(found, kind, key)
    accounts = accounts_about(found, subject)
    invited = asked_of(house, subject.members, SURVEY)
    asked, answered = invited.get((ALL, ALL), [0, 0])
    forms = forms_of(found, accounts)
    margins = tuple(made for one in GROUP_KINDS if asked and (made := margin(found, subject, invited, one)))
    weighted, refused = _weigh(found, subject, forms, asked, answered)
    return Survey(
        title=_title(asked, answered, weighted, margins),
        year=years(house)["asked"] or "",
        asked=asked,
        answered=answered,
        forms=len(forms),
        margins=margins,
        weighted=weighted,
        weighted_words=_weighted_words(weighted) if weighted else "",
        refused=refused,
        unweighted=_unweighted(forms),
        self_selected=_self_selected(accounts),
    )


def margin(
    found: Evidence, subject: Subject, invited: Mapping[tuple[str, str], Sequence[int]], kind: str
) -> Margin | None:
    """Who was asked and who answered by one kind of group; None where that is not noted of every group."""
    served = {value: people for value, people in served_by(found, subject, kind).items() if people >= FEWEST_PEOPLE}
    if len(served) < 2 or any((kind, value) not in invited for value in served):
        return None
    answered = {value: invited[kind, value][1] for value in served}
    made = weigh_answers(answered, served)
    rows = tuple(
        Row(value, group_name(kind, value), people, *invited[kind, value], made.weight.get(value))
        for value, people in served.items()
    )
    return Margin(kind, GROUP_KINDS[kind], rows, _margin_said(kind, made, sum(answered.values())), made)


def _margin_said(kind: str, made: Answers, answered: int) -> str:
    if not answered:
        return "Nobody answered, so there is nothing to weight."
    if made.missing:
        names = "; ".join(group_name(kind, value) for value in made.missing)
        return f"Nobody answered of: {names}. No weight can repair a group with nobody in it."
    said = [
        f"Weighted to those who use it, these {answered:,} answers say as much as {made.size:,.0f} would without "
        f"weights: by them a share is known to {points(made.half or 0)} either way at most."
    ]
    heaviest = max(made.weight, key=lambda value: made.weight[value])
    if made.weight[heaviest] > TRIM[1]:
        said.append(
            f"Each answer of {group_name(kind, heaviest)} would have to stand for {made.weight[heaviest]:.0f}: "
            "more than five is too much to rest on one form."
        )
    return " ".join(said)


def _weigh(
    found: Evidence, subject: Subject, forms: Sequence[Form], asked: int, answered: int
) -> tuple[Weighted | None, str]:
    if not asked:
        return None, NO_FRAME
    served = {kind: dict(served_by(found, subject, kind)) for kind in FORM_KINDS}
    if not any(served.values()):
        return None, NO_PEOPLE
    try:
        return weigh_forms(forms, answered, served), ""
    except Refusal as refusal:
        missing = unheard(forms, served) if refusal.problems else []
        if missing:
            names = "; ".join(group_name(kind, value) for kind, value in missing)
            return None, f"No form came back of: {names}. No weight can repair a group with nobody in it."
        return None, str(refusal)


def _title(asked: int, answered: int, weighted: Weighted | None, margins: Sequence[Margin]) -> str:
    if not asked:
        return "No survey was sent, so nothing can be said of everybody"
    if weighted:
        return f"By the survey, {percent(weighted.share)} had a good experience, give or take {points(weighted.half)}"
    gap = next(((one.kind, value) for one in margins for value in one.found.missing), None)
    if gap and answered:
        nobody = nobody_of(*gap)
        return f"{answered:,} of {asked:,} answered the survey; {nobody[0].lower()}{nobody[1:]} did"
    return f"{answered:,} of {asked:,} answered the survey; it cannot speak for everybody"


def points(half: float) -> str:
    """Half of an interval as points of a percentage, never none at all."""
    number = max(round(100 * half), 1)
    return "1 point" if number == 1 else f"{number} points"


def _weighted_words(made: Weighted) -> str:
    by = ", ".join(GROUP_KINDS[kind].lower() for kind in made.by)
    low, high = max(made.share - made.half, 0), min(made.share + made.half, 1)
    words = (
        f"{made.good} of {made.forms} people who wrote on their form had a good experience. Weighted by {by} to those "
        f"who use it: {percent(made.share)}, and in 19 of 20 such surveys between {percent(low)} and {percent(high)}. "
        f"The weights cost something: the {made.forms} forms say as much as {made.size:.0f} would without."
    )
    if made.left_out:
        words += f" {made.left_out} forms are left out because it is not noted who filled them in."
    if made.trimmed:
        words += f" {made.trimmed} weights were cut, so that nobody counts for more than 5 people or fewer than 0.3."
    return words


def _unweighted(forms: Sequence[Form]) -> str:
    if not forms:
        return ""
    good, people = sum(form.good for form in forms), "person" if len(forms) == 1 else "people"
    return f"{good} of {len(forms)} {people} who wrote on their form for themselves told of a good experience."


def _self_selected(accounts: Sequence[dict[str, Any]]) -> str:
    votes = count_votes(map(account_vote, accounts), thresholds())
    if not votes.voted:
        return ""
    said = of_people(votes.good, votes.voted, votes.at_least)
    return f"Say \u201c{said}\u201d, not {percent(votes.good / votes.voted)}: people who choose to tell are no sample."
