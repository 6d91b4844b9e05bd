"""The sentences of the Weigh page, in plain words; every page, file and command line takes them from here."""

from math import floor

from tightrope.weighing.disagreement import BOTH_BAD, BOTH_GOOD, NUMBERS_BAD, NUMBERS_GOOD, Verdict
from tightrope.weighing.pairs import Pair
from tightrope.weighing.silence import Silence
from tightrope.weighing.tipping import Tipping
from tightrope.weighing.voice_score import Votes


def sure(q: float) -> str:
    """ "we are 94% sure"; rounded down, so that nothing is claimed that was not reached, and never 100%."""
    percent = floor(q * 100 + 1e-9)
    return "we are more than 99% sure" if percent >= 100 else f"we are {percent}% sure"


def of_people(some: int, heard: int, at_least: bool = False) -> str:
    """ "14 of 23 people we heard from"; "at least" on both where some accounts could not be tied to a person."""
    if heard == 0:
        return "nobody we can count"
    people = "person" if heard == 1 else "people"
    if at_least:
        return f"at least {some} of at least {heard} {people} we heard from"
    return f"{some} of {heard} {people} we heard from"


def experience(votes: Votes) -> str:
    """How many of those we heard told of a good experience, as a sentence."""
    if votes.voted == 0:
        return "Nobody we can count told us how it was for them."
    words = of_people(votes.good, votes.voted, votes.at_least)
    return f"{words[0].upper()}{words[1:]} told of a good experience."


def percent(share: float) -> str:
    """A share as a whole percentage, halves up; for measures and weights, never for those who spoke."""
    return f"{floor(share * 100 + 0.5 + 1e-9)}%"


def more_needed(more: int | None) -> str:
    """What it would take to be able to tell; an empty string where nothing more is needed."""
    if more == 0:
        return ""
    if more is None:
        return "More accounts alone will not settle it."
    people = "one more person" if more == 1 else f"{more} more people"
    return f"Hearing from about {people} would probably settle it."


def verdict_sentence(verdict: Verdict, votes: Votes) -> str:
    """The verdict of one contract in a sentence or two, ending with what would change our mind where we cannot tell."""
    people, certain = experience(votes), f"{sure(verdict.sure)}."
    certain = f"{certain[0].upper()}{certain[1:]}"
    sentence = {
        NUMBERS_GOOD: f"They disagree: the numbers are good, what people tell is not. {people} {certain}",
        NUMBERS_BAD: f"They disagree: the numbers are poor, what people tell is good. {people} {certain}",
        BOTH_BAD: f"Both are poor, the numbers and what people tell. {people} {certain}",
        BOTH_GOOD: f"Both are good, the numbers and what people tell. {people} {certain}",
        "held": "The numbers are good, and so is what we can count of what people tell. But safeguarding holds "
        f"accounts, so this is not called good on both sides. {people}",
        "in_between": f"They do not clearly disagree: at least one of the two lies between good and poor. {people}",
        "not_heard": "Nobody we can count was heard. That is not the same as nobody being unhappy.",
        "too_few": f"Too few people were heard to say whether the two agree. {people}",
        "not_covered": f"Too much is missing to say whether the two agree. {people}",
        "no_numbers": f"Nothing that the contract asks for was returned: there are no numbers to weigh. {people}",
        "cannot_tell": f"We cannot tell yet whether the two agree. {people}",
    }[verdict.kind]
    if verdict.kind == "cannot_tell" or (verdict.kind in ("too_few", "not_heard") and verdict.more_tellers):
        return f"{sentence} {more_needed(verdict.more_tellers)}".rstrip()
    return sentence


def tipping_sentence(tipping: Tipping) -> str:
    """ "Rowan overtakes Beechcroft once stories count for more than 34% (probably between 25% and 41%)." """
    other = tipping.second if tipping.ahead == tipping.first else tipping.first
    if tipping.kind == "same":
        return f"{tipping.first} and {tipping.second} come out the same, however much stories count."
    if tipping.kind == "always":
        return f"{tipping.ahead} is ahead of {other} however much stories count."
    if tipping.kind == "tie_on_numbers":
        return f"{tipping.ahead} and {other} tie on the numbers; {tipping.ahead} leads as soon as stories count at all."
    if tipping.kind == "tie_on_stories":
        return f"{tipping.ahead} and {other} tie on the stories; {tipping.ahead} leads as long as numbers count at all."
    words = f"{tipping.overtakes} overtakes {tipping.ahead} once stories count for more than {percent(tipping.weight)}"
    if tipping.low is None:
        return f"{words}."
    words += f" (probably between {percent(tipping.low)} and {percent(tipping.high)})."
    never = 1 - tipping.crosses
    return words if never < 0.05 else f"{words} There is about a {percent(never)} chance that it never does."


def silence_sentence(silence: Silence, who: str = "people who draw on it") -> str:
    """ "Nobody of 140 people who live there told us anything themselves. We would expect about 9." """
    if silence.people == 0:
        return "Nobody draws on it in this period."
    if silence.heard == 0:
        words = f"Nobody of {silence.people} {who} told us anything themselves."
    else:
        words = f"{silence.heard} of {silence.people} {who} told us something themselves."
    if silence.expected is None:
        return f"{words} There is nowhere else in this line to compare with."
    about = floor(silence.expected + 0.5)
    return f"{words} We would expect about {about}." if about else f"{words} We would expect hardly anybody."


def blind_spot(pair: Pair) -> str:
    """ "“Visits on time” is in the contract. “Time stayed” is not. £410,000 paid for minutes nobody got." """
    sentences = []
    if pair.measure is None:
        sentences.append(f"{pair.measure_words[0].upper()}{pair.measure_words[1:]}.")
    elif pair.measure.in_contract:
        sentences.append(f"“{pair.measure.measure_name}” is in the contract.")
    else:
        if pair.asked_instead:
            sentences.append(f"“{pair.asked_instead.measure_name}” is in the contract.")
        sentences.append(f"“{pair.measure.measure_name}” is not{'' if pair.asked_instead else ' in the contract'}.")
    if pair.pounds:
        sentences.append(f"£{pair.pounds.amount:,.0f} {pair.pounds.words}.")
    return " ".join(sentences)
