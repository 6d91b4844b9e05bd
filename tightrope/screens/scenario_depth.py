"""Any scenario in depth, as under a pot: how sure, who gains and who loses, and what would do most."""

import streamlit as st

from tightrope.answers import futures, scenarios
from tightrope.answers import futures_words as say
from tightrope.screens import best_split_parts, futures_parts
from tightrope.whatif.model import Scenario


def draw(read: Scenario) -> None:
    """The chosen split against need alone, the base or another."""
    found, first = futures.futures(read), scenarios.chosen(read)
    duel = futures.duel(read, first, scenarios.rival(read))
    for line in filter(None, (say.assumed(read), *say.three(found, duel))):
        st.text(line)
    futures_parts.draw(found, duel)
    best_split_parts.draw(read, read.split(first).amounts)
