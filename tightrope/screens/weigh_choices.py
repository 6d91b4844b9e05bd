"""What the Weigh page is about: chosen on the page, kept in the address."""

from datetime import date

import streamlit as st

from tightrope.answers import evidence
from tightrope.answers.evidence import Evidence
from tightrope.answers.period import Period, earlier, month_of, twelve_months
from tightrope.answers.subjects import KINDS, subjects
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import address, controls
from tightrope.screens.links import Choice, Month, Text

NOTHING = "nothing"
MONTHS_BACK = 35  # the first month that can be chosen: three years of returns
FIRST_SUBJECT = "HC-01"


def read(house: House, reader: Reader, data_date: date) -> dict[str, str]:
    """The checked choices of the address, in the order the page needs them."""
    usual = evidence.usual_period(house)
    found = evidence.evidence(house, reader.audience, usual)
    kinds = _kinds(found)
    kind = st.query_params.get("kind", kinds[0])
    known = list(subjects(found, kind if kind in kinds else kinds[0]))
    last, first = f"{usual.last:%Y-%m}", f"{earlier(usual.last, MONTHS_BACK):%Y-%m}"
    default = FIRST_SUBJECT if FIRST_SUBJECT in known else known[0]
    return address.read(
        [
            Choice("kind", "sort of thing", kinds, kinds[0]),
            Choice("of", "contract, provider, line or place", known, default),
            Month("from", "month", first, last, f"{usual.first:%Y-%m}"),
            Month("to", "month", first, last, last),
            Choice("with", "second contract", [NOTHING, *subjects(found, "contract")], NOTHING),
            Text("look", "part of the page", NOTHING),
        ],
        data_date,
    )


def draw(house: House, reader: Reader, chosen: dict[str, str]) -> None:
    """The controls, thin enough for a phone: what is weighed, and beside it everything else that can be changed.

    Changes `chosen` in place.
    """
    usual = evidence.usual_period(house)
    found = evidence.evidence(house, reader.audience, usual)
    left, right = st.columns([2.2, 1.3], vertical_alignment="bottom")
    with right.popover(f"{period(chosen).words}: change or compare", width="stretch"):
        _kind(found, chosen)
        _months(usual, chosen)
        _compare(found, chosen)
    every = subjects(found, chosen["kind"])
    keys, kind = list(every), chosen["kind"]
    picked = controls.select(
        left,
        KINDS[kind],
        keys,
        chosen["of"],
        f"of_{kind}",
        lambda key: _name(kind, key, every[key].title),
        label_visibility="collapsed",
    )
    if picked != chosen["of"]:
        chosen.update(of=picked, look=NOTHING)


def _kind(found: Evidence, chosen: dict[str, str]) -> None:
    """Contract, provider, service line, place or ended: another kind begins with its first subject."""
    kind = controls.select(st, "Weigh", _kinds(found), chosen["kind"], "kind", KINDS.__getitem__)
    if kind != chosen["kind"]:
        chosen.update({"kind": kind, "of": next(iter(subjects(found, kind))), "look": NOTHING, "with": NOTHING})


def _kinds(found: Evidence) -> list[str]:
    """The kinds that have anything to weigh. Raises Refusal where none has."""
    made = [kind for kind in KINDS if subjects(found, kind)]
    if not made:
        raise Refusal("No contract runs today and none has ended, by what is loaded: contract.csv brings them.")
    return made


def _compare(found: Evidence, chosen: dict[str, str]) -> None:
    """A second contract beside the first; other kinds are not compared."""
    if chosen["kind"] != "contract":
        chosen["with"] = NOTHING
        return
    others = [NOTHING, *(key for key in subjects(found, "contract") if key != chosen["of"])]
    beside = chosen["with"] if chosen["with"] in others else NOTHING
    chosen["with"] = controls.select(st, "Compare with", others, beside, "with", lambda key: _beside(found, key))


def period(chosen: dict[str, str]) -> Period:
    """The months chosen; where they are the wrong way round, they are swapped."""
    first, last = sorted((month_of(chosen["from"]), month_of(chosen["to"])))
    return Period(first, last)


def renewal(pressed: str | None) -> str:
    """The contract whose renewal was asked for ("renew|HC-01"), or nothing."""
    what, _, key = (pressed or "").partition("|")
    return key if what == "renew" else ""


def after(pressed: str | None, look: str) -> str:
    """What is open after a button was pressed: "theme:rushed", "visits:rushed", "story:S12", "all:" or nothing."""
    if not pressed:
        return look
    what, _, key = pressed.partition("|")
    return NOTHING if what == "close" else f"{what}:{key}"


def _months(usual: Period, chosen: dict[str, str]) -> None:
    known = [f"{earlier(usual.last, back):%Y-%m}" for back in range(MONTHS_BACK, -1, -1)]
    chosen["from"] = controls.select(st, "From", known, chosen["from"], "from", None)
    chosen["to"] = controls.select(st, "To", known, chosen["to"], "to", None)
    if st.button("The last twelve months"):
        whole = twelve_months(usual.last)
        chosen.update({"from": f"{whole.first:%Y-%m}", "to": f"{whole.last:%Y-%m}"})


def _name(kind: str, key: str, title: str) -> str:
    return f"{title} ({key})" if kind in ("contract", "ended") else title


def _beside(found: Evidence, key: str) -> str:
    return "Nothing" if key == NOTHING else f"{found.contracts[key]['title']} ({key})"
