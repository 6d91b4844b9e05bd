"""What the Missing page is about: chosen on the page, kept in the address."""

from datetime import date

import streamlit as st

from tightrope.answers import evidence, met
from tightrope.answers.evidence import Evidence
from tightrope.answers.missing_groups import ALL, GROUP_KINDS, KINDS, choices
from tightrope.answers.period import Period, earlier, month_of
from tightrope.answers.subjects import Subject
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import address, controls
from tightrope.screens.links import Choice, Month
from tightrope.screens.voices_choices import MONTHS_BACK, usual_period
from tightrope.weighing.by_whom import SELF, WORDS

WHO, SILENCE, STEPS, SURVEY, BARRIERS, MET = "who", "silence", "steps", "survey", "barriers", "met"
PLAN = "outreach"  # the view that a press on "Plan how to hear them" opens
PLACE = "locality"  # a group that people_served does not know and the planner does
VIEWS = {
    WHO: "Who is missing",
    SILENCE: "Silence",
    STEPS: "Where people drop out",
    BARRIERS: "What stands in the way",
    PLAN: "How to hear them",
    MET: "The person you met",
    SURVEY: "The survey",
}
OF_ONE = (WHO, STEPS, SURVEY)  # views of one service line, contract or place


def read(house: House, reader: Reader, data_date: date) -> dict[str, str]:
    """The checked choices of the address, in the order the page needs them."""
    usual = usual_period(house)
    found = evidence.evidence(house, reader.audience, usual)
    kinds = [kind for kind in KINDS if choices(found, kind)]
    kind = st.query_params.get("kind", kinds[0])
    known = list(choices(found, kind if kind in kinds else kinds[0]))
    last, first = f"{usual.last:%Y-%m}", f"{earlier(usual.last, MONTHS_BACK):%Y-%m}"
    values = {value for kinds_of in found.served.values() for one in GROUP_KINDS for value in kinds_of.get(one, {})}
    values |= {place for row in found.contracts.values() for place in (row["localities"] or "").split(", ")}
    lines = list(met.lines(found))
    return address.read(
        [
            Choice("view", "part", list(VIEWS), WHO),
            Choice("kind", "sort of thing", kinds, kinds[0]),
            Choice("of", "service line, contract or place", known, known[0]),
            Choice("by", "sort of teller", list(WORDS), SELF),
            Month("from", "month", first, last, f"{usual.first:%Y-%m}"),
            Month("to", "month", first, last, last),
            Choice("contract", "contract", ["", *choices(found, "contract")], ""),
            Choice("group_kind", "sort of group", ["", *GROUP_KINDS, PLACE], ""),
            Choice("group_value", "group", ["", *sorted(values - {""})], ""),
            Choice("service", "service line", lines, lines[0]),
        ],
        data_date,
    )


def draw(house: House, reader: Reader, chosen: dict[str, str]) -> Period:
    """The controls, thin enough for a phone; returns the months chosen. Changes `chosen` in place."""
    found = evidence.evidence(house, reader.audience, usual_period(house))
    chosen["view"] = controls.parts(VIEWS, chosen["view"], "missing_view")
    left, right = st.columns([2.2, 1.3])
    if chosen["view"] in OF_ONE:
        with left:
            _subject(found, chosen)
    with right.popover(period(chosen).words, width="stretch"):
        _months(house, chosen)
    return period(chosen)


def period(chosen: dict[str, str]) -> Period:
    """The months chosen; where they are the wrong way round, they are swapped."""
    return Period(*sorted((month_of(chosen["from"]), month_of(chosen["to"]))))


def after(chosen: dict[str, str], pressed: str | None) -> str:
    """What a press changes, in place: by|sort whose accounts, who|contract one contract here, plan|contract|kind|value
    the planner. Returns the contract to open on Weigh (weigh|contract), or nothing.
    """
    what, _, rest = (pressed or "").partition("|")
    if what == "weigh":
        return rest
    if what == "by" and rest in WORDS:
        chosen["by"] = rest
    elif what == "who":
        chosen.update(view=WHO, kind="contract", of=rest, by=SELF)
    elif what == "plan":
        contract, kind, value = (rest.split("|") + ["", ""])[:3]
        chosen.update(view=PLAN, contract=contract, group_kind=kind, group_value=value)
    return ""


def _subject(found: Evidence, chosen: dict[str, str]) -> None:
    """All services, a service line, a place or a contract: one list of everything, so that one pick is enough."""
    names = {f"{kind}|{key}": _name(kind, one) for kind in KINDS for key, one in choices(found, kind).items()}
    now = f"{chosen['kind']}|{chosen['of']}"
    picked = controls.select(
        st, "Of what", list(names), now, "missing_of", names.__getitem__, label_visibility="collapsed"
    )
    chosen["kind"], _, chosen["of"] = picked.partition("|")


def _name(kind: str, one: Subject) -> str:
    if kind == ALL:
        return one.title
    return f"{KINDS[kind]}: {one.title} ({one.key})" if kind == "contract" else f"{KINDS[kind]}: {one.title}"


def _months(house: House, chosen: dict[str, str]) -> None:
    last = usual_period(house).last
    known = [f"{earlier(last, back):%Y-%m}" for back in range(MONTHS_BACK, -1, -1)]
    chosen["from"] = controls.select(st, "From", known, chosen["from"], "missing_from", None)
    chosen["to"] = controls.select(st, "To", known, chosen["to"], "missing_to", None)
