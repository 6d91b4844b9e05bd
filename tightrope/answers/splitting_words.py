"""Sentences of a split: who gains and who loses, whose money it is, what cannot move and why. Never a saving from need.

Council cash, what people and the NHS pay, and hours that may fall to unpaid carers are always said apart.
"""

from collections.abc import Collection
from decimal import Decimal

from tightrope.answers.money_now import DEMAND_WORDS
from tightrope.answers.say import day, pounds
from tightrope.answers.splitting_amounts import exact, millions, signed, whole
from tightrope.answers.splitting_asked import GROSS, RULE_WORDS
from tightrope.answers.splitting_shapes import Part, Split, SplitLine
from tightrope.whatif.activity import people
from tightrope.whatif.rebalance import BY_HAND, LEAST_COMMITTED

HOUR, PERSON, PEOPLE = "hour", "person", "people"
NO_PRICE = "what a pound buys here is not known"
NO_EFFECT = "No estimate of effect: nothing is on file about what it prevents or brings."
BEYOND = "more than all its contracts were paid, so take these numbers for a guess"


def title(found: Split) -> str:
    """The answer in a sentence: what moves, and how many people have more and less."""
    if not found.losers and not found.gainers:
        budget = f"{millions(found.total('amount'))} {money_word(found)}"
        return f"{budget} as it is budgeted for {found.asked.year}: nothing moves yet"
    asked = [one for one in (*found.gainers, *found.losers) if one.asked]
    first = max(asked, key=lambda one: abs(one.change))
    way = "to" if first.change > 0 else "from"
    said = "; ".join(one for one in (gain_words(found), lose_words(found), to_find(found)) if one)
    return f"{pounds(abs(first.change))} {way} {first.name}: {said or 'too little to be felt by anybody'}"


def gain_words(found: Split) -> str:
    """How many people have more, for a whole year."""
    more = sum((one.people for one in found.gainers), Decimal(0))
    return f"about {_count(more)} gain" if whole(more) else ""


def lose_words(found: Split) -> str:
    """How many people have less, those with a right to care apart: without it, or the money is overspent."""
    without = people(part.does for part in found.unfunded)
    amount = -sum((part.gross for part in found.unfunded), Decimal(0))
    less = sum((one.people for one in found.losers), Decimal(0)) - without
    made = [f"about {_count(-less)} lose"] if whole(-less) else []
    if amount:
        said = f"about {_count(-without)} unfunded" if whole(-without) else "people unfunded"
        made.append(f"{said}, or {pounds(amount)} overspent")
    return "; ".join(made)


def control(found: Split) -> str:
    """Held against finance's ledger to the penny, before anything moves; then that moving changes no total."""
    made = []
    for name, said in (("gross", found.said_gross), ("net", found.said_net)):
        here = found.total(name)
        if said:
            made.append(f"{name}: ledger {millions(said)}, here {millions(here)}, difference {exact(here - said)}")
        else:
            made.append(f"{name}: here {millions(here)}; finance's ledger total is not in the settings")
    after = found.total("became") - found.total("amount")
    return f"{_first('; '.join(made))}. After the changes the total differs by {exact(after)}."


def to_find(found: Split) -> str:
    """What the lines do not add up to; empty where they do."""
    if found.to_find > 0:
        return f"{exact(found.to_find)} is still to find"
    return f"{exact(-found.to_find)} is still to place" if found.to_find < 0 else ""


def why_to_find(found: Split) -> str:
    """Why money is left over or lacking, and what can be done."""
    if not found.to_find:
        return ""
    if found.asked.rule == BY_HAND:
        return f"{_first(to_find(found))}: by hand, the other lines stay as they are until you change them."
    return (
        f"{_first(to_find(found))}: the other lines have no more that can move by {day(found.asked.on)}. Take it from "
        "a line by hand, choose a later day, or move less."
    )


def rule(found: Split) -> str:
    """The rule for the rest, said as it works."""
    held = "what contracts bind and what follows need stay as they are"
    if found.asked.rule == BY_HAND:
        return "The other lines stay as they are; the rest is yours to find."
    if found.asked.rule == LEAST_COMMITTED:
        return (
            f"The rest comes from the least committed line first, then the next; {held}. What is freed goes to the "
            "other lines in proportion."
        )
    return f"The rest comes {RULE_WORDS[found.asked.rule]} from the other lines, or goes to them; {held}."


def line(one: SplitLine, found: Split) -> str:
    """What a change of a line does, in one paragraph for a table or the command line."""
    return f"{'; '.join(parts(one, len(one.parts)))}. {years(one, found)}" if one.change else "No change."


def effect(one: SplitLine, known: Collection[str]) -> str:
    """What is known of the effect of a line's change; `known` are service lines with evidence on file."""
    some = [each.service for each in one.parts if each.service_id in known]
    if not some:
        return NO_EFFECT
    return f"An effect is on file for {', '.join(some)}, for a small pot of it: see \u201cTarget or spread thin\u201d."


def parts(one: SplitLine, most: int) -> list[str]:
    """What a change of a line does in its service lines, the largest first; the rest are counted."""
    if [each.service_id for each in one.parts] == [one.line_id]:
        return [_first(part(one.parts[0]))]
    made = [f"{each.service}: {part(each)}" for each in one.parts[:most]]
    rest = len(one.parts) - most
    return [*made, f"And {rest} more service {'line' if rest == 1 else 'lines'}"] if rest > 0 else made


def part(one: Part) -> str:
    """What pounds more or less do in one service line: never a saving where it follows need."""
    amount = pounds(abs(one.gross))
    if not one.follows_need or one.gross > 0:
        said = f"{_does(one)} for {amount} {'more' if one.gross > 0 else 'less'}"
    elif one.does is None or one.does.people is None:
        said = f"people unfunded, or {amount} overspent ({NO_PRICE})"
    else:
        said = f"about {_count(-one.does.people)} unfunded for a year, or {amount} overspent: {_units(one)}"
    return said + (f"; {BEYOND}" if one.beyond else "")


def years(one: SplitLine, found: Split) -> str:
    """This year's part of a change and the whole year's, gross and net."""
    return (
        f"Gross {signed(one.gross_this_year)} in {found.asked.year} and {signed(one.gross_change)} in a whole year; "
        f"net {signed(one.net_this_year)} and {signed(one.net_change)}."
    )


def from_when(found: Split) -> str:
    """The day, and how much of this year it leaves."""
    on = day(found.asked.on)
    if not found.months:
        return f"From {on}: after {found.asked.year}, so nothing of it falls into this year."
    left = "1 month" if found.months == 1 else f"{found.months} months"
    return f"From {on}: {left} of the twelve of {found.asked.year} are left, so that part of a whole year's change."


def demand(one: SplitLine) -> str:
    """What binds a line by its kind."""
    return DEMAND_WORDS.get(one.demand, "several service lines together")


def who_pays(found: Split) -> list[tuple[str, str]]:
    """(whose, what changes for them): council cash, what people and the NHS pay, hours of unpaid carers."""
    net, net_now = found.total("net_change"), found.total("net_this_year")
    rest, rest_now = found.total("gross_change") - net, found.total("gross_this_year") - net_now
    year = found.asked.year
    owed = -sum((part.net for part in found.unfunded), Decimal(0))
    still = f"; {pounds(owed)} a year of it overspent where people have what they have a right to" if owed else ""
    return [
        ("Council cash", f"{signed(net)} in a whole year, {signed(net_now)} in {year}{still}"),
        ("What people and the NHS pay", f"{signed(rest)} in a whole year, {signed(rest_now)} in {year}"),
        ("Unpaid carers", families(found)),
    ]


def families(found: Split) -> str:
    """Hours of care at home that may fall to families: an upper bound, and only where hours are on record."""
    hours = sum(
        (-part.does.units_delivered for one in found.losers for part in one.parts if _at_home(part)), Decimal(0)
    )
    if not hours:
        return "No hours of care at home are taken away where hours are on record"
    return f"Up to {whole(hours):,} hours of care a year may fall to families, if nobody else gives them"


def once(found: Split) -> str:
    """How much of what moves comes once only; empty where none does."""
    taken = sum((one.once for one in found.losers), Decimal(0))
    if not taken:
        return ""
    return (
        f"{pounds(taken)} of the {pounds(found.moved)} moved comes once only: it can pay for one year and not for "
        "something that goes on every year."
    )


def worked_out(found: Split, months: str) -> list[str]:
    """How the figures come about, one sentence or two each."""
    return [
        f"Prices are those of {months}: what was paid to the line's live contracts, for a unit that was paid for and "
        "for a unit that somebody got. Where less was delivered than paid for, a pound buys less than the price says. "
        "The next unit is taken to cost what the others did.",
        "A person for a year is what was paid for twelve months of support of one person; where a unit is a person, it "
        "is a person. Spending is never divided by how many people there are, for a week of care is no year of it.",
        "A change is in pounds of a whole year. This year has the part of it that is left from the day chosen, to the "
        "penny. What contracts bind is what they cost in a year, where notice given today ends after that day.",
        "Net and gross follow each line's own share of what people and the NHS pay. They are not told apart from each "
        "other, because the budget does not tell them apart.",
        f"The day on which notice would be given is {day(found.today)}. Pennies left by rounding go to the largest "
        "remainders, so that every total is kept.",
    ]


def _does(one: Part) -> str:
    """People and units more or fewer."""
    if one.does is None:
        return NO_PRICE
    if one.does.people is None or one.does.unit == PERSON:
        return _units(one)
    number = whole(abs(one.does.people))
    way = "more" if one.gross > 0 else "fewer"
    return f"about {number:,} {way} {PERSON if number == 1 else PEOPLE} for a year, {_units(one)}"


def _units(one: Part) -> str:
    """Units at the price of what was delivered, and at the price paid where that is another number."""
    got, paid = (whole(abs(units)) for units in (one.does.units_delivered, one.does.units_paid))
    unit = one.does.unit if got == 1 else PEOPLE if one.does.unit == PERSON else f"{one.does.unit}s"
    said = f"about {got:,} {'more' if one.gross > 0 else 'fewer'} {unit} at what a delivered one cost"
    return said + (f" ({paid:,} at the price paid)" if got != paid else "")


def _at_home(one: Part) -> bool:
    return one.hours and one.gross < 0 and one.does is not None and one.does.unit == HOUR


def _count(value: Decimal) -> str:
    number = whole(value)
    return f"1 {PERSON}" if number == 1 else f"{number:,} {PEOPLE}"


def money_word(found: Split) -> str:
    """gross or net."""
    return "gross" if found.asked.basis == GROSS else "net"


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
