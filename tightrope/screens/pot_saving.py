"""Saving the split of a pot: what the form needs from what is on screen."""

from tightrope.answers import pots, scenarios
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
    pot, need = drawn.pot, pots.needed(drawn.scenario)
    beside = "What need alone would give cannot be said: nobody is on file as at risk."
    if need is not None:
        some = ", ".join(f"{group.name} {pounds(need[group.line_id])}" for group in pot.groups)
        beside = f"Need alone would give: {some}."
    prepared = Prepared(
        kind=EFFECTS,
        subject=pot.pot_id,
        body=scenario.write(drawn.scenario),
        figures=scenarios.of_effects(drawn.scenario),
        stories=drawn.stories,
        looked=drawn.looked,
        differs=drawn.differs,
        beside=beside,
        moves=pot_shares.moves(pot),
    )
    saved = scenario_save.draw(house, reader, prepared, what_if_choices.parent(what_if_choices.POT, pot.pot_id))
    if saved:
        pot_shares.forget_moves(pot.pot_id)
    return f"saved|{saved}" if saved else None
