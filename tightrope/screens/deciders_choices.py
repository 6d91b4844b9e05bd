"""What the page Who decides shows: which view, and what narrows it, kept in the address."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from tightrope.answers import consult_about, deciders, deciders_narrowed
from tightrope.answers.deciders import Deciders
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import address, controls
from tightrope.screens.links import Choice, Text

WHO, CONSULT, PROVIDERS, REGISTER = "who", "consult", "providers", "register"
VIEWS = {WHO: "Who decides", REGISTER: "What was decided", CONSULT: "Consult or tell", PROVIDERS: "Providers"}
FILTERS = {"service": "Service", "provider": "Provider", "contract": "Contract"}
MOST_LABEL = 120  # letters of a button


def read(house: House, reader: Reader, data_date: date) -> dict[str, str]:
    """The checked choices of the address. Raises Refusal where no data are built."""
    known = deciders_narrowed.choices(deciders.deciders(house, reader))
    parts = [Choice("view", "view", list(VIEWS), WHO), Text("find", "search")]
    parts += [Choice(name, name, list(known[name]), "") for name in FILTERS]
    parts.append(Text("invite", "invitation"))
    parts.append(Choice("of", "contract or service line", ["", *consult_about.choices(house)], ""))
    parts.append(Text("item", "consultation or decision"))
    return address.read(parts, data_date)


def narrow(found: Deciders, chosen: dict[str, str]) -> Deciders:
    """The search box and the filters behind one button; changes `chosen` in place and gives what fits."""
    known = deciders_narrowed.choices(found)
    left, right = st.columns(2, vertical_alignment="bottom")
    chosen["find"] = _search(left, chosen["find"])
    on = [known[name][chosen[name]] for name in FILTERS if chosen[name]]
    with right.popover((", ".join(on) or "Every contract: narrow them")[:MOST_LABEL], width="stretch"):
        for name, words in FILTERS.items():
            options: Mapping[str, str] = known[name]
            chosen[name] = controls.select(
                st, words, list(options), chosen[name], f"deciders_{name}", options.__getitem__
            )
    return deciders_narrowed.narrowed(found, chosen["find"], chosen["service"], chosen["provider"], chosen["contract"])


def is_narrowed(chosen: Mapping[str, str]) -> bool:
    """True where not everything is shown."""
    return any(chosen[name] for name in ("find", *FILTERS))


def _search(place: st.delta_generator.DeltaGenerator, value: str) -> str:
    """A box that follows the address like controls.select()."""
    key, said = "deciders_find", "deciders_find_said"
    if st.session_state.get(said) != value:
        st.session_state[key] = value
    typed = place.text_input("Name, post, service, contract or provider", key=key, max_chars=120)
    st.session_state[said] = typed
    return typed
