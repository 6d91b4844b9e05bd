"""One measure across its service line: which contracts lie further out than counting chance explains."""

from dataclasses import dataclass
from typing import Any

from tightrope.answers.evidence import evidence, kept
from tightrope.answers.moving_words import inside, number
from tightrope.answers.period import Period
from tightrope.answers.say import WAY_WORDS
from tightrope.evidence.measures import Measure
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.control import SHARE
from tightrope.weighing.funnel import BETWEEN, BEYOND, FEWEST_CONTRACTS, INSIDE, Funnel, funnel

WHERE_WORDS = {
    INSIDE: "within what chance explains",
    BETWEEN: "near the edge",
    BEYOND: "further out than chance explains",
}


@dataclass(frozen=True)
class Line:
    """The funnel of a service line for one measure and period; None with the reason in `words`."""

    measure: Measure
    service: str
    funnel: Funnel | None
    names: tuple[tuple[str, str, str], ...]  # contract_id, title, provider, in the funnel's order
    own: str
    words: str

    @property
    def way_words(self) -> str:
        """More is better; or what else holds for the measure."""
        said = WAY_WORDS[self.measure.direction]
        return said[0].upper() + said[1:]


def line_funnel(house: House, reader: Reader, contract_id: str, measure_id: str, period: Period) -> Line:
    """The funnel of the running contracts of a contract's service line, in the order of their titles."""
    name = ("moving_funnel", reader.audience, contract_id, measure_id, period)
    return kept(house, name, lambda: _line(house, reader, contract_id, measure_id, period))


def table_rows(found: Line) -> list[dict[str, Any]]:
    """The funnel as a table: by title, never by how good it is."""
    if found.funnel is None:
        return []
    return [
        {
            "contract": title,
            "provider": provider,
            "numerator": spot.k,
            "denominator": spot.n,
            "share": round(spot.share * 100, 2),
            "low": round(spot.low * 100, 2),
            "high": round(spot.high * 100, 2),
            "where": WHERE_WORDS[spot.where],
        }
        for spot, (_, title, provider) in zip(found.funnel.spots, found.names, strict=True)
    ]


def _line(house: House, reader: Reader, contract_id: str, measure_id: str, period: Period) -> Line:
    asked = evidence(house, reader.audience, period)
    measure, own = asked.measures[measure_id], asked.contracts[contract_id]
    service = own["service_name"]
    if measure.kind != SHARE:
        said = "The measure is not a share, so its contracts are not set side by side."
        return Line(measure, service, None, (), contract_id, said)
    found = []
    for one in asked.live:
        if asked.contracts[one]["service_id"] == own["service_id"]:
            found += [
                row for row in asked.returns.get(one, ()) if row["measure_id"] == measure_id and row["denominator"]
            ]
    found.sort(key=lambda row: (asked.contracts[row["contract_id"]]["title"], row["contract_id"]))
    made = funnel([(row["contract_id"], row["numerator"] or 0.0, row["denominator"]) for row in found])
    if made is None:
        count = "1 contract" if len(found) == 1 else f"{len(found)} contracts"
        said = f"{count} of {service.lower()} returned it: too few to set side by side. {FEWEST_CONTRACTS} are needed."
        return Line(measure, service, None, (), contract_id, said)
    names = tuple(
        (
            spot.contract_id,
            asked.contracts[spot.contract_id]["title"],
            asked.contracts[spot.contract_id]["provider_name"],
        )
        for spot in made.spots
    )
    return Line(measure, service, made, names, contract_id, _words(measure, service, made, names, contract_id))


def _words(
    measure: Measure, service: str, made: Funnel, names: tuple[tuple[str, str, str], ...], contract_id: str
) -> str:
    beyond = sum(spot.where == BEYOND for spot in made.spots)
    centre = number(made.centre, measure)
    line = f"{beyond if beyond else 'None'} of {len(made.spots)} contracts of {service.lower()}"
    verb = "lies" if beyond == 1 else "lie"
    said = f"{line} {verb} further from the line's {centre} than counting chance explains, for {inside(measure.name)}."
    if 2 * beyond > len(made.spots):
        said += " So much is counted here that small true differences lie outside: look at how far, not at whether."
    mine = next((spot for spot in made.spots if spot.contract_id == contract_id), None)
    if mine is None:
        return said
    title = next(name for key, name, _ in names if key == contract_id)
    return f"{said} {title}: {number(mine.share, measure)}, {WHERE_WORDS[mine.where]}."
