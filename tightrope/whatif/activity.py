"""What pounds buy: people and units of support, at the price paid and at the price of what was delivered."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MONTHS = 12


@dataclass(frozen=True)
class Buys:
    """What a service line's contracts got in some months. Pounds, units, and months of support (a person and a month
    at a time; None where no package and no placement is on record). `each_is_a_person`: a unit is a person helped."""

    unit: str
    amount: Decimal
    units_paid: Decimal | None
    units_delivered: Decimal | None
    person_months: int | None
    each_is_a_person: bool = False

    @property
    def price_paid(self) -> Decimal | None:
        """Pounds for a unit paid for."""
        return self.amount / self.units_paid if self.units_paid else None

    @property
    def price_delivered(self) -> Decimal | None:
        """Pounds for a unit that somebody got."""
        return self.amount / self.units_delivered if self.units_delivered else None

    @property
    def person_year(self) -> Decimal | None:
        """Pounds for one person for twelve months: never the year's spending over heads, for a week is no year."""
        if self.each_is_a_person:
            return self.price_delivered
        return self.amount / self.person_months * MONTHS if self.person_months else None


@dataclass(frozen=True)
class Activity:
    """More (above 0) or less of it. `units_paid` at the price paid, `units_delivered` at the price of what was
    delivered, `people` supported for a year; None where no price is known."""

    unit: str
    units_paid: Decimal | None
    units_delivered: Decimal | None
    people: Decimal | None


def activity(pounds: Decimal, buys: Buys | None) -> Activity | None:
    """What a change of gross pounds means; None where nothing is known of what pounds buy there.

    Gross, because a unit costs its whole price whoever pays it. The mean price is taken for the next unit too.
    """
    if buys is None:
        return None
    prices = (buys.price_paid, buys.price_delivered, buys.person_year)
    return Activity(buys.unit, *(None if price is None else pounds / price for price in prices))


def together(rows: Iterable[Buys]) -> Buys | None:
    """Several contracts of one line as one; only those whose units paid and delivered are both known count in it.

    Person-months are of contracts that name their people: where some do not, their money would make a person dearer
    than they are, so that then no price of a person is given.
    """
    known = [one for one in rows if one.units_paid and one.units_delivered]
    if not known:
        return None
    people = [one.person_months for one in known]
    return Buys(
        unit=known[0].unit,
        amount=sum((one.amount for one in known), Decimal(0)),
        units_paid=sum((one.units_paid for one in known), Decimal(0)),
        units_delivered=sum((one.units_delivered for one in known), Decimal(0)),
        person_months=None if None in people else sum(people),
        each_is_a_person=known[0].each_is_a_person,
    )


def people(found: Iterable[Activity | None]) -> Decimal:
    """People over several lines, those alone that are known. Somebody may use two lines: they count in each."""
    return sum((one.people for one in found if one is not None and one.people is not None), Decimal(0))
