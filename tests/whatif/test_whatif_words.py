"""The sentences, as a reader meets them."""

from dataclasses import replace

import pytest

from tightrope.whatif import doubt, draws, fairness, fairness_words, whatif_words
from tightrope.whatif.distributions import fixed, uniform
from tightrope.whatif.model import Split

NAMES = {"target": "target the poorer areas", "even": "the even split", "affluent": "the affluent areas only"}
OUTCOME = "crises avoided in a year"


@pytest.fixture(scope="module")
def totals(unsure):
    return draws.totals(unsure, draws.draw(unsure))


def test_better_in_so_many_of_100(totals):
    found = doubt.compare(totals["target"], totals["even"])
    said = "Target the poorer areas is better than the even split in 83 of 100 plausible futures."
    assert whatif_words.better(found, NAMES["target"], NAMES["even"]) == said
    turned = doubt.compare(totals["even"], totals["target"])
    assert whatif_words.better(turned, NAMES["even"], NAMES["target"]) == said
    assert (
        whatif_words.by_how_much(found, OUTCOME)
        == "The difference is probably between 0.3 fewer and 3.4 more crises avoided in a year; the middle is 1.0 more."
    )
    same = doubt.compare(totals["even"], totals["even"])
    assert whatif_words.better(same, "A", "B") == "A and B come out the same in every plausible future."
    some = doubt.Comparison(0.5, 0.2, 0.3, 0, 0, 0)
    assert whatif_words.better(some, "A", "B").endswith(
        "50 of 100 plausible futures; they come out the same in 20 of 100."
    )


def test_never_all_unless_it_is_all():
    assert [whatif_words.in_a_hundred(share) for share in (0, 0.001, 0.999, 1)] == [
        "0 of 100",
        "1 of 100",
        "99 of 100",
        "100 of 100",
    ]


def test_what_would_have_to_be_true(known, made):
    def said(id, first="target", second="even", scenario=known):
        return whatif_words.would_have_to_be_true(doubt.switching(scenario, id, first, second), NAMES)

    assert said("pP") == "The even split wins if take-up in the poorer areas falls below 0.51."
    assert said("cost") == "The even split wins if cost of a place falls below £46."
    assert said("rrr") == "The even split wins if the effect falls below 0.00."
    assert said("pA") == "Target the poorer areas stays better, whatever take-up in the affluent areas is."
    assert said("pA", "even", "even").endswith("come out the same, whatever take-up in the affluent areas is.")
    sure = {"rrr": fixed(0.20), "pP": uniform(0.7, 0.9), "pA": fixed(0.8), "bP": fixed(0.14), "bA": fixed(0.09)}
    assert said("pP", scenario=made(sure)).endswith("falls below 0.51, which is outside what we think likely.")
    low = {**sure, "pP": fixed(0.3)}
    assert said("pP", scenario=made(low)).startswith(
        "Target the poorer areas wins if take-up in the poorer areas rises"
    )


def test_two_turns_are_both_said(known):
    turns = (doubt.Flip(0.2, "even", "target", True), doubt.Flip(0.8, "target", "even", True))
    found = doubt.Switching(known.parameters[1], "target", "even", "target", turns, 0, 1)
    assert whatif_words.would_have_to_be_true(found, NAMES) == (
        "As take-up in the poorer areas rises, the better split changes 2 times: the even split below 0.20, "
        "target the poorer areas below 0.80, the even split above."
    )


def test_what_finding_out_is_worth(unsure):
    assert whatif_words.knowing(0.0998, OUTCOME) == (
        "Knowing every number before choosing would be worth 0.1 crises avoided in a year, and no study can add more."
    )
    assert "hardly change the choice" in whatif_words.knowing(0.01, OUTCOME)
    assert "hardly change the choice" in whatif_words.learning(unsure.parameters[1], 0.01, OUTCOME)
    assert "up to 2.0 crises" in whatif_words.learning(unsure.parameters[1], 2, OUTCOME)
    assert whatif_words.hearing(1, "people who cannot leave home", 0, OUTCOME) == (
        "Hearing one more person (people who cannot leave home) would hardly change this choice. "
        "They should be heard all the same."
    )
    assert "20 more people" in whatif_words.hearing(20, "G", 12.4, OUTCOME)


def test_regret_drivers_and_certainty(unsure, totals):
    one = doubt.regrets({name: totals[name] for name in ("target", "even")})[1]
    said = whatif_words.regretted(one, NAMES["even"], OUTCOME)
    assert said.startswith("Choosing the even split costs 1.4 crises") and said.endswith("in ten 3.4 or more.")
    drivers = doubt.drivers(unsure, draws.draw(unsure), "target", "even", most=2)
    assert whatif_words.rests_on(drivers) == "The difference rests most on take-up in the poorer areas and the effect."
    assert whatif_words.rests_on(()) == "Nothing that we are unsure of changes the difference."
    assert whatif_words.certainty(unsure.parameters[0]) == (
        "Certainty low: Nobody has measured it here. Source: Illustrative"
    )


def test_what_must_be_said_beside_a_split(known):
    poorer, affluent = known.lines
    nobody = replace(known.parameters[-1], id="none", distribution=fixed(0))
    lines = (
        replace(poorer, least=50_000, committed=30_000),
        replace(affluent, set_up=20_000, ceiling=15_000),
        replace(poorer, id="Q", name="Telecare", observed_places=100),
        replace(affluent, id="R", name="Respite", has_effect=False, people="none"),
    )
    scenario = replace(known, lines=lines, parameters=(*known.parameters, nobody))
    amounts = {"P": 20_000, "A": 18_000, "Q": 100_000}
    assert whatif_words.cautions(scenario, Split("x", "X", amounts, "")) == [
        "Telecare: 250 places, where the most ever run is 100. So far beyond what was seen, what they would reach is a "
        "guess.",
        "Poorer areas: £20,000 is below the £50,000 it needs to run. Nobody is reached.",
        "Poorer areas: £20,000 is below the £30,000 that it must have.",
        "Affluent areas: £18,000 goes on setting it up. Nobody is reached.",
        "Affluent areas: £18,000 is above its ceiling of £15,000.",
        "Respite: no estimate of effect. Places and people only.",
        "Respite: nobody is at risk there, so it reaches nobody.",
        "£102,000 of the total is not given to any line.",
    ]
    assert whatif_words.cautions(known, known.split("even")) == []


def test_who_gains_and_who_loses(known):
    def gap(id):
        return fairness_words.gap_sentence(fairness.gap(known, known.split(id).amounts))

    assert gap("target") == "The gap between the poorest and the least deprived narrows from 5.00 to 4.54 points."
    assert gap("even") == "The gap between the poorest and the least deprived widens from 5.00 to 5.06 points."
    unchanged = fairness_words.gap_sentence(fairness.gap(known, {}))
    assert unchanged == "The gap between the poorest and the least deprived stays at 5.00 points."
    assert "fewer than two groups" in fairness_words.gap_sentence(None)
    balance = fairness.balance(known, "target", "even")
    assert fairness_words.balance_sentence(balance, NAMES) == (
        "Target the poorer areas wins once a gain to the poorest group counts for more than 0.67 times a gain "
        "elsewhere; below that the even split wins."
    )
    same = fairness.balance(known, "even", "even")
    assert fairness_words.balance_sentence(same, NAMES).endswith("as much for the poorest and for the others.")
    ahead = fairness.Balance("target", "even", "tie_elsewhere", ahead="even")
    assert fairness_words.balance_sentence(ahead, NAMES).endswith("counts, as long as that counts at all.")


@pytest.mark.parametrize(
    "amounts, said",
    [
        ({"P": 240_000, "A": 0}, "better for Poorer and worse for Affluent. The gap narrows."),
        ({"P": 120_000, "A": 0}, "better for nobody and worse for Affluent. The gap narrows only because others lose."),
        ({"P": 120_000, "A": 125_000}, "better for Affluent and worse for nobody. The gap does not narrow."),
    ],
)
def test_a_reading_in_words(known, amounts, said):
    found = fairness.reading(replace(known, total=250_000), Split("x", "X", amounts, ""))
    assert fairness_words.reading_sentence(found, "this", "the even split") == f"Against the even split, this is {said}"
    none = fairness.reading(known, known.split("even"))
    assert fairness_words.reading_sentence(none, "this", "that") == "This does as much for every group as that."


def test_the_slope_is_said_from_the_deprived_end():
    found = fairness.Gap(before=0.05, after=0.06, slope_before=-0.10, slope_after=-0.105)
    assert fairness_words.slope_sentence(found) == (
        "Across all groups it happens 10.50 points more often at the most deprived end; 10.00 more if nothing is done."
    )
    assert (
        "1.00 points less often" in fairness_words.slope_sentence(fairness.Gap(0.0, 0.0, 0.0, 0.01))
        and fairness_words.slope_sentence(None) == ""
    )
