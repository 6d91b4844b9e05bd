"""The parts of the Weigh page. Each takes what was asked and draws it; most return what was pressed."""

from collections.abc import Sequence

import streamlit as st

from tightrope.answers import drill
from tightrope.answers.cards import CHANNEL_WORDS, ROLE_WORDS, Card, cards
from tightrope.answers.evidence import Evidence, evidence
from tightrope.answers.pair import open_pair
from tightrope.answers.period import Period, earlier
from tightrope.answers.shapes import Weighing
from tightrope.answers.subjects import subjects
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download, table
from tightrope.screens.words import month

FIRST_CARDS = 6  # accounts in the right pan before "show all"
LINES = 3  # measures on the clock


def heading(found: Weighing) -> None:
    """The answer in a sentence, and what it is about."""
    note(f"{found.title}. {found.subtitle}. {found.period}.")
    st.title(found.answer)
    if found.ended_words:
        st.text(found.ended_words)
    rest = found.sentence.removeprefix(found.answer).lstrip(". ")
    if rest:
        st.text(rest)


def rope_and_pairs(house: House, reader: Reader, found: Weighing, look: str, period: Period) -> str | None:
    """The rope, and a row for each pair; one of them open, with the record beside four accounts."""
    what, _, key = look.partition(":")
    pair = next((one for one in found.pairs if what in ("pair", "theme") and one.theme_id == key), None)
    detail = open_pair(house, reader, found, pair, period) if pair and what == "pair" else None
    values = {"w": found, "label": _rope_label(found), "open_theme": key if detail else "", "detail": detail}
    return panel("pairs.html", "pairs", values)


def opened(house: House, reader: Reader, found: Weighing, look: str, period: Period) -> str | None:
    """What the reader asked to see: the accounts behind a theme, one account, the visits or the payments."""
    what, _, key = look.partition(":")
    if what == "theme":
        pair = next((one for one in found.pairs if one.theme_id == key), None)
        if pair is None:
            return None
        shown = _cards_of(house, reader, period, pair.story_ids)
        sentence = f"{pair.told_words} speak of it. Most serious first, then latest."
        return _opened(f"{pair.theme}: {len(shown)} accounts", sentence, shown)
    if what == "story":
        shown = _cards_of(house, reader, period, [key]) if any(dot.story_id == key for dot in found.dots) else []
        return _opened("One account", "", shown, key) if shown else None
    if what in ("visits", "payments"):
        members = subjects(evidence(house, reader.audience, period), found.kind)[found.key].members
        _money_drill(house, members, what, period)
        return "close|" if st.button("Close", key="close_drill") else None
    return None


def pans(found: Weighing, look: str) -> str | None:
    """The two pans, equal: cost and performance on the left, stories as prose on the right."""
    everything = look == "all:"
    shown = found.cards if everything else found.cards[:FIRST_CARDS]
    return panel(
        "pans.html",
        "pans",
        {
            "w": found,
            "cards": shown,
            "more": len(found.cards) > len(shown),
            "many": len({line.contract_id for line in found.in_contract}) > 1,
            "who": _counted(found.who, ROLE_WORDS),
            "channels": _counted(found.channels, CHANNEL_WORDS),
        },
    )


def clock(asked: Evidence, house: House, found: Weighing, period: Period) -> str | None:
    """Measures and stories on one time axis, a dot an account."""
    series = drill.clock_lines(asked, house, found, period)[:LINES]
    names = [earlier(period.last, back) for back in range(period.months - 1, -1, -1)]
    dots = {one: [dot for dot in found.dots if dot.month == one] for one in names}
    months = [{"name": month(one), "short": f"{one:%b}", "dots": dots[one]} for one in names]
    lines = [{"name": line.name, "points": _points(line.attained, len(names))} for line in series]
    sentence = (
        "Lines show how far each measure reaches what is asked: the dashed line on top is what we ask. "
        "Below them, a dot for every account, by the month it is about."
    )
    alt = "; ".join(f"{line.name} between {line.least} and {line.most} of what is asked" for line in series)
    values = {"months": months, "lines": lines, "sentence": sentence, "alt": alt, "w": found}
    return panel("clock.html", "clock", values)


def compared(found: Weighing, other: Weighing, tipping: str) -> tuple[str, str] | None:
    """Two contracts in the same layout, and the weight at which the order turns; returns (contract, pressed)."""
    note(f"{found.title} beside {other.title}. {found.period}.")
    st.title(tipping)
    pressed = None
    for column, one in zip(st.columns(2), (found, other), strict=True):
        with column:
            st.header(one.title)
            note(one.subtitle)
            st.text(one.sentence)
            values = {"w": one, "label": _rope_label(one), "open_theme": "", "detail": None}
            did = panel("pairs.html", f"pairs_{one.key}", values)
            values = {"w": one, "cards": one.cards[:FIRST_CARDS], "more": False, "many": False}
            values |= {"who": _counted(one.who, ROLE_WORDS), "channels": _counted(one.channels, CHANNEL_WORDS)}
            did = panel("pans.html", f"pans_{one.key}", values) or did
            pressed = (one.key, did) if did else pressed
    return pressed


def _opened(heading: str, sentence: str, shown: Sequence[Card], highlight: str = "") -> str | None:
    values = {"heading": heading, "sentence": sentence, "cards": shown, "highlight": highlight}
    return panel("opened.html", "opened", values)


def _cards_of(house: House, reader: Reader, period: Period, story_ids: Sequence[str]) -> list[Card]:
    found = evidence(house, reader.audience, period)
    wanted = {account["story_id"]: account for account in found.accounts}
    return cards(house, reader, found, [wanted[one] for one in story_ids if one in wanted])


def _money_drill(house: House, members: Sequence[str], what: str, period: Period) -> None:
    if what == "visits":
        st.header("The visits behind the pounds")
        rows = drill.visits_by_length(house, members, period)
        columns = {
            "planned_minutes": "Minutes bought",
            "delivered": st.column_config.NumberColumn("Visits delivered", format="localized"),
            "timed": st.column_config.NumberColumn("With a logged length", format="localized"),
            "short_stays": st.column_config.NumberColumn("Of them 14 minutes or less", format="localized"),
            "minutes_bought": st.column_config.NumberColumn("Minutes bought", format="localized"),
            "minutes_delivered": st.column_config.NumberColumn("Minutes stayed", format="localized"),
        }
        table(rows, columns, "Visits by minutes bought", "No visits are loaded: visit.csv brings them.")
        st.text("Call monitoring holds a part of all visits; the pounds come from what was paid, month by month:")
    else:
        st.header("The payments behind the pounds")
    rows = drill.payments_by_month(house, members, period)
    columns = {
        "month": "Month",
        "units_paid": st.column_config.NumberColumn("Paid for", format="localized"),
        "units_delivered": st.column_config.NumberColumn("Delivered", format="localized"),
        "amount": st.column_config.NumberColumn("Paid", format="£%,.2f"),
        "not_delivered": st.column_config.NumberColumn("Paid for what was not delivered", format="£%,.2f"),
    }
    table(rows, columns, "Payments by month in pounds", "No payments are loaded: payment.csv brings them.")
    download("These rows as CSV", rows, "tightrope-payments.csv", "payments")


def _rope_label(found: Weighing) -> str:
    numbers = found.numbers_word.lower() if found.numbers.middle is not None else "nothing returned"
    least = "at least " if found.tellers_at_least else ""
    stories = f"{found.good_tellers} of {least}{found.tellers} people with a good experience"
    return f"From far below what we ask to what we ask: numbers {numbers}; stories {stories}"


def _counted(counts: dict[str, int], words: dict[str, str]) -> str:
    return ", ".join(f"{words[one].lower()} {number}" for one, number in counts.items())


def _points(attained: Sequence[float | None], months: int) -> str:
    """SVG points: months across, 0 to 1 upwards; a month without a return is left out."""
    step = 100 / months
    return " ".join(
        f"{step * (place + 0.5):.1f},{96 - 92 * value:.1f}" for place, value in enumerate(attained) if value is not None
    )
