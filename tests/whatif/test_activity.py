"""What pounds buy, at the price paid and at the price of what was delivered, worked out by hand."""

from decimal import Decimal

from tightrope.whatif.activity import Buys, activity, people, together


def buys(amount, paid, delivered, months, person=False):
    return Buys("night", Decimal(amount), Decimal(paid), Decimal(delivered), months, person)


def test_half_delivered_buys_half_of_what_the_price_says():
    # £1,000 for 100 nights paid and 50 slept in: £10 a night paid, £20 a night that somebody got. 40 months of support
    # are £25 each, £300 a person and year.
    one = buys(1000, 100, 50, 40)
    assert (one.price_paid, one.price_delivered, one.person_year) == (10, 20, 300)
    found = activity(Decimal(-600), one)
    assert (found.units_paid, found.units_delivered, found.people) == (-60, -30, -2)


def test_where_a_unit_is_a_person_people_are_units():
    one = buys(1000, 100, 50, 40, person=True)
    assert activity(Decimal(600), one).people == 30


def test_several_contracts_count_as_one_line():
    found = together([buys(1000, 100, 50, 40), buys(500, 50, 50, 20)])
    assert (found.amount, found.units_paid, found.units_delivered, found.person_months) == (1500, 150, 100, 60)


def test_a_contract_without_people_on_record_takes_the_price_of_a_person_away():
    found = together([buys(1000, 100, 50, 40), buys(500, 50, 50, None)])
    assert found.person_year is None and activity(Decimal(300), found).people is None
    assert activity(Decimal(300), found).units_paid == 30


def test_a_contract_whose_units_are_not_known_does_not_count():
    unknown = Buys("night", Decimal(9000), None, None, 10)
    assert together([unknown]) is None and activity(Decimal(1), None) is None
    assert together([unknown, buys(1000, 100, 50, 40)]).amount == 1000
    assert activity(Decimal(1), unknown).units_paid is None


def test_people_of_several_lines_are_those_known():
    some = [activity(Decimal(600), buys(1000, 100, 50, 40)), None, activity(Decimal(1), buys(1, 1, 1, None))]
    assert people(some) == 2
