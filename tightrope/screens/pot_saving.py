"""Saving the split of a pot: what the form needs from what is on screen."""

from tightrope.answers import scenarios
from tightrope.answers.pots import NEED
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.scenarios import EFFECTS
from tightrope.screens import pot_shares, scenario_save, what_if_choices
from tightrope.screens.pot_parts import Drawn
from tightrope.screens.scenario_save import Prepared
from tightrope.screens.words import pounds
from tightrope.whatif import scenario


def draw(house: House, reader: Reader, drawn: Drawn | None, chosen: dict[str, str]) -> str | None:
    """The form under a pot; returns saved|reference once it is kept."""
    if drawn is None:
        return None
    pot, need = drawn.pot, drawn.scenario.split(NEED).amounts
    beside = ", ".join(f"{group.name} {pounds(need[group.line_id])}" for group in pot.groups)
    prepared = Prepared(
        kind=EFFECTS,
        subject=pot.pot_id,
        body=scenario.write(drawn.scenario),
        figures=scenarios.of_effects(drawn.scenario),
        stories=drawn.stories,
        looked=drawn.looked,
        differs=drawn.differs,
        beside=f"Need alone would give: {beside}.",
        moves=pot_shares.moves(pot),
    )
    saved = scenario_save.draw(house, reader, prepared, what_if_choices.parent())
    if saved:
        pot_shares.forget_moves(pot)
    return f"saved|{saved}" if saved else None
