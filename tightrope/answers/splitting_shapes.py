"""What a split is made of: lines, what a change of each does inside it, and the whole."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tightrope.answers.splitting_asked import Asked
from tightrope.whatif.activity import Activity, people
from tightrope.whatif.movable import Bound

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Part:
    """What a change of one line does to one service line in it. Gross and net pounds of a whole year.

    `does` is None where nothing is known of what pounds buy; `hours` says that hours of care at home are on record;
    `beyond` that the change is more than all that its contracts were paid, so that prices are known of less than that.
    """

    service_id: str
    service: str
    follows_need: bool
    gross: Decimal
    net: Decimal
    does: Activity | None
    hours: bool
    beyond: bool


@dataclass(frozen=True)
class SplitLine:
    """One line. `amount`, `change`, `this_year`, `floor`, `held` and `once` are in the money that is split.

    Nothing takes the line below `floor`, which contracts bind until after the day asked for (`binds`; `over` is what
    they cost beyond the budget, gross); no rule takes it below `held`, which adds what follows need. `once` is the part
    of the change that moves money which comes once only.
    """

    line_id: str
    name: str
    demand: str
    gross: Decimal
    net: Decimal
    amount: Decimal
    change: Decimal
    this_year: Decimal
    gross_change: Decimal
    net_change: Decimal
    gross_this_year: Decimal
    net_this_year: Decimal
    floor: Decimal
    held: Decimal
    over: Decimal
    once: Decimal
    binds: tuple[Bound, ...]
    asked: bool
    parts: tuple[Part, ...]

    @property
    def became(self) -> Decimal:
        """What the line has after the change."""
        return self.amount + self.change

    @property
    def people(self) -> Decimal:
        """People more or fewer for a whole year, where that is known."""
        return people(part.does for part in self.parts)


@dataclass(frozen=True)
class Split:
    """The whole. `to_find` is above 0 where more is given than taken; `places` are gross pounds by part of the city;
    `months` of this year are left from the day asked for; `today` is the day on which notice would be given."""

    asked: Asked
    lines: tuple[SplitLine, ...]
    said_gross: Decimal
    said_net: Decimal
    to_find: Decimal
    months: int
    places: dict[str, Decimal]
    today: date
    notes: tuple[str, ...]

    def total(self, name: str) -> Decimal:
        """The sum of a column over all lines."""
        return sum((getattr(line, name) for line in self.lines), NOTHING)

    @property
    def losers(self) -> tuple[SplitLine, ...]:
        """Lines that have less, the most first."""
        return tuple(sorted((one for one in self.lines if one.change < 0), key=lambda one: (one.change, one.line_id)))

    @property
    def gainers(self) -> tuple[SplitLine, ...]:
        """Lines that have more, the most first."""
        return tuple(sorted((one for one in self.lines if one.change > 0), key=lambda one: (-one.change, one.line_id)))

    @property
    def moved(self) -> Decimal:
        """Pounds of a whole year that lines get more."""
        return sum((one.change for one in self.gainers), NOTHING)

    @property
    def unfunded(self) -> tuple[Part, ...]:
        """What is taken from service lines that follow need: people without, or overspent, and never a saving."""
        return tuple(part for one in self.lines for part in one.parts if part.follows_need and part.gross < 0)
