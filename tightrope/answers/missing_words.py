"""The sentences of the Missing page about who is missing; every page, file and command line takes them from here."""

from collections.abc import Sequence

from tightrope.answers.missing_groups import REST, group_name, nobody_of
from tightrope.weighing import by_whom, representation
from tightrope.weighing.representation import FEWER, MAYBE_FEWER, NOBODY, Group, Represented

TELL_WORDS = {  # how one of a group was heard, to end a sentence that begins with nobody
    by_whom.SELF: "told us themselves",
    by_whom.PROXY: "was spoken for by family, friends or carers",
    by_whom.ADVOCATE: "was spoken for by an advocate",
    by_whom.OBSERVED: "was told of by staff or others who saw it",
}
HEARD_WORDS = {  # the same for people who were
    by_whom.SELF: "told us themselves",
    by_whom.PROXY: "were spoken for by family, friends or carers",
    by_whom.ADVOCATE: "were spoken for by an advocate",
    by_whom.OBSERVED: "were told of by staff or others who saw it",
}
NONE_WORDS = {  # where there was none at all
    by_whom.SELF: "Nobody we can count",
    by_whom.PROXY: "No relative, friend or carer we can count",
    by_whom.ADVOCATE: "No advocate we can count",
    by_whom.OBSERVED: "No member of staff or other witness we can count",
}
EXPECTED = 1.0  # a group of whom fewer would be heard by their share is not said to be missing: it may be chance
MOSTLY_UNKNOWN = 0.5  # where it is not known for more tellers than this, a group that seems missing may not be
VERDICT_WORDS = {
    representation.NOBODY: "nobody",
    representation.UNKNOWN: "not known",
    representation.FEWER: "too few",
    representation.MAYBE_FEWER: "fewer; chance may explain it",
    representation.ALIKE: "about their share",
    representation.MAYBE_MORE: "more; chance may explain it",
    representation.MORE: "more than their share",
    representation.BEYOND: "more told us than are served: the two counts cannot be set against each other",
}


def in_100(share: float) -> str:
    """41 in 100; fewer than one is said so."""
    number = round(100 * share)
    return f"{number} in 100" if number or not share else "fewer than 1 in 100"


def verdict_words(group: Group, made: Represented) -> str:
    """What is said of a group beside its figures; where tellers are not placed, what they might change."""
    words = VERDICT_WORDS[group.verdict]
    if made.unknown and group.verdict == NOBODY:
        return f"{words} that we know of"
    if made.unknown and group.verdict == MAYBE_FEWER:
        return "fewer; chance or those not known may explain it"
    return words


def is_missing(kind: str, group: Group, made: Represented) -> bool:
    """True where nobody of a group was heard though at least one would be expected by its share."""
    return group.verdict == NOBODY and (kind, group.value) not in REST and made.expected(group) >= EXPECTED


def said_of(kind: str, by: str, made: Represented) -> str:
    """What is missing of one kind of group, in a sentence or two; empty where nobody told at all."""
    if not made.tellers:
        return ""
    if made.says_nothing:
        return "It is noted of nobody who told us, so who is missing here cannot be said."
    gone = [one for one in made.groups if is_missing(kind, one, made)]
    few = [one for one in made.groups if one.verdict == FEWER]
    said = [
        f"{nobody_of(kind, one.value)} {TELL_WORDS[by]}; they are {in_100(one.served_share)}, "
        f"so about {round(made.expected(one))} of {made.tellers} would be expected."
        for one in gone
    ]
    said += [f"{_big(group_name(kind, one.value))}: {_against(one)}." for one in few]
    if not said and all(one.tellers for one in made.groups):
        said = [f"Every group{' large enough to be named' if made.hides_small else ''} was heard."]
    elif not said:
        said = ["No group is certain to be missing."]
    if made.unknown_share > MOSTLY_UNKNOWN:
        said.append("But for most of those who told us it is not known.")
    elif made.unknown:
        said.append(f"Of {made.unknown} who told us it is not known.")
    return " ".join(said)


def title_of(
    name: str, by: str, people: int, tellers: int, found: Sequence[tuple[str, Represented]], fewest: int
) -> str:
    """The answer: who is missing most, else how many were heard; `fewest` tellers are needed to say anything."""
    if not tellers:
        return f"{NONE_WORDS[by]} told us about {name}{' for themselves' if by == by_whom.SELF else ''}"
    if not people:
        return f"{tellers} {_were(tellers)} heard about {name}; who is missing cannot be said"
    if tellers > people:
        return f"{tellers} people told us about {name} and only {people} are counted as using it: check that count"
    if tellers < fewest:
        return f"Only {tellers} of {people:,} people {HEARD_WORDS[by]}: too few to say who is missing"
    sound = [(kind, made) for kind, made in found if made.unknown_share <= MOSTLY_UNKNOWN]
    missing = [(one, kind, made) for kind, made in sound for one in made.groups if is_missing(kind, one, made)]
    if missing:
        group, kind, made = max(missing, key=lambda each: each[0].served)
        known = ", as far as is known" if made.unknown else ""
        share = f"they are {in_100(group.served_share)} of those who use it"
        return f"{nobody_of(kind, group.value)} {TELL_WORDS[by]}{known}; {share}"
    few = [(group, kind) for kind, made in found for group in made.groups if group.verdict == FEWER]
    if few:
        group, kind = min(few, key=lambda pair: (pair[0].ratio or 0.0, pair[1], pair[0].value))
        return f"Too few are heard of {group_name(kind, group.value)}: {_against(group)}"
    return f"{tellers} of {people:,} people told us; no group is certain to be missing"


def _against(group: Group) -> str:
    return f"{in_100(group.share)} of those who told us, {in_100(group.served_share)} of those who use it"


def _were(people: int) -> str:
    return "person was" if people == 1 else "people were"


def _big(text: str) -> str:
    return text[:1].upper() + text[1:]
