"""Ways of weighing: the scales by hand, the shares against known cases, roles apart, and what no room may work out."""

from types import SimpleNamespace

import numpy as np
import pytest

from tightrope.answers import ways_of_weighing as ways
from tightrope.answers import ways_options
from tightrope.answers.standing import standings
from tightrope.answers.ways_options import COST, NUMBERS, VOICES, Options, Placed, Scale, options
from tightrope.errors import NotFound
from tightrope.records import rooms
from tightrope.records.rooms import SWING
from tightrope.records.share_links import opener
from tightrope.weighing.swing import Given

LINES = [
    {"words": "Direct staff cost of an hour", "amount": 22.71},
    {"words": "Minimum price of an hour", "amount": 32.14},
]


def row(cost, price=30.0):
    return SimpleNamespace(each=None if cost is None else SimpleNamespace(median=cost), unit_price=price)


def made(values, criteria=(COST, NUMBERS, VOICES), draws=10_000, own="A"):
    """Options A, B ... with values that are known exactly."""
    placed = [
        Placed(name, f"Option {name}", dict(zip(criteria, one, strict=True)), False)
        for name, one in zip("ABCDE", values, strict=False)
    ]
    scales = tuple(Scale(one, "worst", "best", "from worst to best") for one in criteria)
    drawn = np.broadcast_to(np.array(values, float), (draws, *np.shape(values)))
    return Options(own, "Home care", scales, tuple(placed), drawn, (), ())


def test_cost_goes_from_the_dearest_to_what_staff_alone_cost():
    scale = ways_options.cost_scale([row(36.36), row(29.47)], LINES)
    # (36.36 - 29.47) / (36.36 - 22.71) = 6.89 / 13.65
    assert (scale.cheap, scale.dear) == (22.71, 36.36)
    assert scale.place(29.47) == pytest.approx(0.504762, abs=1e-6)
    assert (scale.place(50.0), scale.place(20.0)) == (0.0, 1.0)


def test_too_cheap_to_be_kept_is_counted_at_what_could_be_kept():
    cheap = row(22.15, price=21.50)  # the price lies below what staff alone cost
    scale = ways_options.cost_scale([row(36.36), cheap], LINES)
    assert scale.is_too_cheap(cheap) and not scale.is_too_cheap(row(22.15, price=22.71))
    # At the published least price: (36.36 - 32.14) / 13.65, where its own cost would have been a full 1.
    assert scale.place(scale.counted(cheap)) == pytest.approx(0.309158, abs=1e-6)


def test_pennies_are_not_stretched_into_a_gulf():
    scale = ways_options.cost_scale([row(23.14), row(23.84)], [])
    # Dear is a quarter above the cheapest: 28.925. So (28.925 - 23.84) / 5.785.
    assert scale.dear == pytest.approx(28.925) and scale.place(23.84) == pytest.approx(0.878997, abs=1e-6)
    assert ways_options.cost_scale([row(23.14), row(None)], []) is None


def test_three_options_each_best_at_one_thing_come_first_a_third_each():
    found = ways.ranked(made(np.eye(3)))
    # Each weighting is as likely as any other, and whichever weight is largest decides: a third, +- 4 errors of 0.0047.
    assert all(abs(bar.shares[0] - 100 / 3) < 2 for bar in found.bars)
    assert found.title.startswith("Option A comes first in 3") and found.title.endswith("among 3 alike")


def test_an_option_that_another_beats_on_everything_never_comes_first():
    found = ways.ranked(made([[0.4, 0.4, 0.4], [0.5, 0.5, 0.5]]))
    assert [bar.option.contract_id for bar in found.bars] == ["B", "A"]
    assert found.title == "Option A comes first in none of 100 ways of weighing, among 2 alike"
    assert [bar.shares for bar in found.bars] == [(100.0, 0.0, 0.0), (0.0, 100.0, 0.0)]


def test_with_two_criteria_the_share_is_the_length_of_the_interval():
    # A leads on numbers by 0.3, B on stories by 0.6: A is first while stories count for less than 0.3 / 0.9 = a third.
    found = ways.ranked(made([[0.8, 0.2], [0.5, 0.8]], (NUMBERS, VOICES)))
    shares = {bar.option.contract_id: bar.shares[0] for bar in found.bars}
    assert shares["A"] == pytest.approx(100 / 3, abs=2) and shares["B"] == pytest.approx(200 / 3, abs=2)


def test_what_would_turn_it_in_words():
    found = made([[0.8, 0.2], [0.5, 0.8]], (NUMBERS, VOICES))
    said = ways.by_weights(found, {NUMBERS: 0.8, VOICES: 0.2}, officers_alone=True)
    assert said == (
        "At these weights Option A comes first.",
        "Option B overtakes Option A once what people tell counts for more than 33%; now 20%.",
    )
    other = ways.by_weights(found, {NUMBERS: 0.5, VOICES: 0.5}, officers_alone=True)
    assert other[0] == "At these weights Option B comes first."


def test_the_item_itself_is_told_what_would_bring_it_to_the_top():
    found = made([[0.9, 0.0, 0.0], [0.5, 0.6, 0.6], [0.5, 0.5, 0.6]])
    said = ways.by_weights(found, {COST: 1 / 3, NUMBERS: 1 / 3, VOICES: 1 / 3}, officers_alone=True)
    # A against B: on cost 0.4 ahead, on the mean of the others 0.6 behind; level at 0.6 / 1.0.
    assert said[-1] == "Option A overtakes Option B once cost counts for more than 60%; now 33%."


def test_no_turning_weight_is_told_where_a_cost_would_follow_from_it():
    found = made(np.eye(3))
    assert ways.by_weights(found, dict.fromkeys((COST, NUMBERS, VOICES), 1 / 3), officers_alone=False) == (
        "At these weights Option A comes first.", ways.NOT_TOLD,
    )  # fmt: skip


def test_weights_by_role_are_not_averaged_away():
    found = made([[0.8, 0.2], [0.5, 0.8]], (NUMBERS, VOICES))
    some = [
        Given("officer", {NUMBERS: 100, VOICES: 0}),
        Given("officer", {NUMBERS: 100, VOICES: 100}),
        Given("unpaid_carer", {NUMBERS: 25, VOICES: 100}),
    ]
    roles = ways.by_role(found, some)
    # Officers: the mean of 100% and 50% on numbers. The unpaid carer: 25 of 125 points.
    assert [(one.role, one.people, one.first) for one in roles] == [
        ("Officer of the council", 2, "Option A"), ("Unpaid carer or family", 1, "Option B"),
    ]  # fmt: skip
    assert roles[0].weights == pytest.approx({NUMBERS: 75, VOICES: 25})
    assert roles[1].weights == pytest.approx({NUMBERS: 20, VOICES: 80})
    assert ways.apart(roles).startswith("They do not agree, and it changes what comes first.")
    assert ways.apart(roles).endswith("Unpaid carer or family: 20%. Officer of the council: 75%.")
    assert ways.apart(roles[:1]) == ""


def test_points_by_hand_come_before_the_phones_and_those_before_all_alike():
    found = made([[0.8, 0.2], [0.5, 0.8]], (NUMBERS, VOICES))
    points = ways.points_of("numbers:50;voices:100;cost:9;voices:x;<b>", found)
    assert points == {NUMBERS: 50, VOICES: 100} and ways.points_text(points) == "numbers:50;voices:100"
    assert ways.weights_of(points, (), found)[0] == pytest.approx({NUMBERS: 1 / 3, VOICES: 2 / 3})
    none = ways.points_of("numbers:500", found)
    assert ways.weights_of(none, (), found) == ({NUMBERS: 0.5, VOICES: 0.5}, ways.ALIKE)
    some = [Given("officer", {NUMBERS: 100, VOICES: 0})]
    assert ways.weights_of(none, some, found)[0] == {NUMBERS: 1.0, VOICES: 0.0}


def test_one_alone_is_not_weighed():
    found = made([[0.5, 0.5]], (NUMBERS, VOICES))
    assert (
        not found.can_be_weighed and ways.ranked(found).bars == () and ways.rows(found, ways.ranked(found), True) == []
    )
    assert ways.by_weights(found, {NUMBERS: 0.5, VOICES: 0.5}, True) == ()


def test_home_care_is_weighed_with_what_is_known_of_it(house, commissioner, year):
    found = options(house, commissioner, year, "HC-01", officers_alone=True)
    assert [one.criterion for one in found.scales] == [COST, NUMBERS, VOICES]
    assert found.drawn.shape == (10_000, 12, 3) and found.drawn.min() >= 0 and found.drawn.max() <= 1
    middles = np.array([[one.values[each.criterion] for each in found.scales] for one in found.placed])
    assert np.abs(np.median(found.drawn, axis=0) - middles).max() < 0.03
    assert [one.contract_id for one in found.placed if one.too_cheap] == ["HC-09"]
    picture = ways.ways(house, commissioner, year, "HC-01", officers_alone=True)
    assert sum(bar.shares[0] for bar in picture.bars) == pytest.approx(100)
    assert sum(bar.is_own for bar in picture.bars) == 1


def test_who_was_not_heard_is_not_weighed_as_if_they_were(house, commissioner, year):
    found = options(house, commissioner, year, "CH-03", officers_alone=True)
    assert "CH-03" not in [one.contract_id for one in found.placed]
    assert any(one.startswith("Larkfield House: those who draw on it were not heard") for one in found.left_out)
    assert ways.ranked(found).title.startswith("The contract itself cannot be weighed")


def test_others_than_officers_get_no_figure_from_which_an_exempt_one_follows(house, commissioner, year):
    found = options(house, opener("open_link"), year, "HC-01", officers_alone=False)
    votes = standings(house, "open_link", year).votes
    assert min(votes[one.contract_id].voted for one in found.placed) >= 8
    assert "Home care, South West: fewer than 8 people told us of it, too few to show in this room." in found.left_out
    assert not any("£" in one.worst + one.best + one.public for one in found.scales)
    assert not any(one.too_cheap for one in found.placed)
    rows = ways.rows(found, ways.ranked(found), officers_alone=False)
    assert set(rows[0]) == {"contract_id", "title", *(f"place_{place}" for place in range(1, len(rows) + 1))}


def test_phones_are_asked_in_words_without_exempt_figures(house, commissioner, year):
    found = options(house, commissioner, year, "HC-01", officers_alone=True)
    lines = ways.questions(found)
    assert [line.line_id for line in lines] == [COST, NUMBERS, VOICES] and not any("£" in line.words for line in lines)
    room_id, code = rooms.open_room(house, commissioner, SWING, "How much does it matter?", "contract:HC-01", lines)
    for role, points in (("officer", (100, 50, 50)), ("unpaid_carer", (0, 50, 100))):
        token = rooms.join(house, code, role)
        rooms.answer(house, token, dict(zip((COST, NUMBERS, VOICES), points, strict=True)))
    some = ways.given(house, room_id, found)
    # 100 of 200 points on cost; 100 of 150 on what people tell.
    roles = {one.role: one for one in ways.by_role(found, some)}
    assert roles["Officer of the council"].weights[COST] == pytest.approx(50)
    assert roles["Unpaid carer or family"].weights[VOICES] == pytest.approx(66.67, abs=0.01)
    assert ways.given(house, room_id, made([[0.5, 0.5]], (NUMBERS, VOICES))) == []  # another question's answers


def test_a_contract_that_does_not_run_is_not_weighed(house, commissioner, year):
    with pytest.raises(NotFound):
        options(house, commissioner, year, "NONE", officers_alone=True)
