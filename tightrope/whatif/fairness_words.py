"""The sentences of who gains and who loses, in plain words."""

from collections.abc import Mapping

from tightrope.whatif.fairness import LEVEL_DOWN, SAME, Balance, Gap, Reading
from tightrope.whatif.whatif_words import listed, sentence


def gap_sentence(found: Gap | None) -> str:
    """ "The gap between the poorest and the least deprived narrows from 5.00 to 4.54 points." """
    if found is None:
        return "Nothing can be said of a gap: fewer than two groups are ranked by deprivation."
    before, after = f"{found.before * 100:.2f}", f"{found.after * 100:.2f}"
    if before == after:
        return f"The gap between the poorest and the least deprived stays at {before} points."
    way = "narrows" if abs(found.after) < abs(found.before) else "widens"
    return f"The gap between the poorest and the least deprived {way} from {before} to {after} points."


def slope_sentence(found: Gap | None) -> str:
    """ "Across all groups it happens 10.00 points more often at the most deprived end; before it was 9.50." """
    if found is None:
        return ""
    now, before = (-one * 100 for one in (found.slope_after, found.slope_before))
    way = "more" if now >= 0 else "less"
    return (
        f"Across all groups it happens {abs(now):.2f} points {way} often at the most deprived end; "
        f"{abs(before):.2f} {'more' if before >= 0 else 'less'} if nothing is done."
    )


def balance_sentence(found: Balance, names: Mapping[str, str]) -> str:
    """How much a gain to the poorest group must count for the choice to turn."""
    if found.kind == "same":
        return (
            f"{sentence(names[found.first])} and {names[found.second]} do as much for the poorest and for the others."
        )
    if found.kind == "crosses":
        return (
            f"{sentence(names[found.above])} wins once a gain to the poorest group counts for more than "
            f"{found.weight:.2f} times a gain elsewhere; below that {names[found.below]} wins."
        )
    end = "" if found.kind == "always" else ", as long as that counts at all"
    return f"{sentence(names[found.ahead])} wins, however little or much a gain to the poorest group counts{end}."


def reading_sentence(found: Reading, name: str, base: str) -> str:
    """Who gains and who loses by a split against the base."""
    if found.kind == SAME:
        return f"{sentence(name)} does as much for every group as {base}."
    size = 1e-9 * max(abs(one) for one in found.groups.values())
    gain = [group for group, change in found.groups.items() if change > size]
    lose = [group for group, change in found.groups.items() if change < -size]
    gained = f"better for {listed(gain)}" if gain else "better for nobody"
    lost = f"worse for {listed(lose)}" if lose else "worse for nobody"
    return f"Against {base}, {name} is {gained} and {lost}.{_gap_words(found)}"


def _gap_words(found: Reading) -> str:
    if found.narrows is None:
        return ""
    if not found.narrows:
        return " The gap does not narrow."
    return " The gap narrows only because others lose." if found.kind == LEVEL_DOWN else " The gap narrows."
