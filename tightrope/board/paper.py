"""A pack as a committee paper in Word, with the headings that councils' papers have.

The headings are those seen across councils, in their order (Purpose to Background papers). What only the author can
write says so; nothing is made up to fill it.
"""

from itertools import groupby
from typing import Any

from tightrope.answers.pack_item import TO_WRITE
from tightrope.board.pack_shapes import LEFT_OUT, Item, Pack
from tightrope.board.word_parts import begin, heading, labelled, listed, page_break, pictures, quote, save, say, table

STATES = {"open": "Open", "lost": "No longer possible", "not_offered": "Not offered"}


def docx(pack: Pack) -> bytes:
    """One paper for the whole meeting: a cover table, then a paper for each item."""
    made = begin(pack, pack.title)
    labelled(made, "Date", pack.as_at)
    labelled(made, "Report to", pack.items[0].notice.decided_by)
    heading(made, "Items")
    rows = [(str(one.number), one.cover.title, one.cover.asked, one.cover.a_year, one.cover.decision)
            for one in pack.items]  # fmt: skip
    table(made, ("No.", "Item", "What is asked", "Pounds a year", "Decision needed"), rows)
    for item in pack.items:
        page_break(made)
        _item(made, pack, item)
    heading(made, "How this was made")
    say(made, *pack.about)
    return save(made)


def _item(made: Any, pack: Pack, item: Item) -> None:
    one, notice = item.snapshot, item.notice
    heading(made, f"Item {item.number}: {item.cover.title}")
    officer = ", ".join(part for part in (one.officer.name, one.officer.post, one.officer.phone) if part)
    labelled(made, "Author", officer or "Nobody is named.")
    labelled(made, "Subject", one.subtitle)
    labelled(made, "Key decision", notice.key)
    labelled(made, "Open or closed", _open_or_closed(item))
    parts = (
        ("Purpose", lambda: say(made, one.ask, one.until)),
        ("Recommendation", lambda: say(made, item.cover.decision, *_decided(item))),
        ("Background", lambda: say(made, f"{one.title}: {one.subtitle}.", *one.if_no)),
        ("Proposal", lambda: say(made, notice.decision)),
        ("Alternative options considered and rejected", lambda: _options(made, item)),
        ("Consultation, co-production and what changed", lambda: _heard(made, item)),
        ("Equality impact", lambda: _equality(made, item)),
        ("Financial implications", lambda: _money(made, item)),
        ("Legal and procurement implications", lambda: say(made, f"Who decides: {notice.decided_by}.",
                                                           f"Under: {notice.delegation}.")),
        ("Risk", lambda: say(made, *one.how_sure, f"What would make us reverse it: {notice.reverse_if}")),
        ("Climate implications", lambda: say(made, TO_WRITE)),
        ("Other implications", lambda: _replies(made, item)),
        ("Reasons for the recommendation", lambda: _reasons(made, pack, item)),
        ("Background papers", lambda: say(made, f"Frozen figures of {pack.pack_id}, item {item.number}. {pack.check}")),
    )  # fmt: skip
    for number, (title, write) in enumerate(parts, start=1):
        heading(made, f"{item.number}.{number} {title}", 2)
        write()


def _open_or_closed(item: Item) -> str:
    if any(line.words == LEFT_OUT for line in item.commercial):
        return "Open. Some figures are exempt and stand in the closed part."
    return "Closed: it holds what is exempt." if any(line.reason for line in item.commercial) else "Open."


def _decided(item: Item) -> tuple[str, ...]:
    """That it is decided already, and when it is, or was, to be reviewed."""
    one = item.notice
    return (f"Decided: {one.date}", f"Day of review: {one.review}") if one.reference else ()


def _options(made: Any, item: Item) -> None:
    until = {each.name: f"{STATES.get(each.state, 'Not known')}: {each.words}" for each in item.snapshot.choices}
    rows = [(each.name, each.why, until.get(each.name, "")) for each in item.notice.rejected]
    table(made, ("Option", "Why it was rejected", "How it stands"), rows)


def _heard(made: Any, item: Item) -> None:
    one = item.snapshot
    labelled(made, "Step of taking part", item.notice.participation)
    say(made, f"Heard from: {one.heard.words}. {one.clay}")
    if one.themes:
        table(made, ("What people tell of", "How many"), [(each.name, each.words) for each in one.themes])
    heading(made, f"In their own words{f': {one.voices_about}' if one.voices_about else ''}", 3)
    for rule, some in groupby(item.quotes, lambda each: each.rule):
        say(made, rule)
        for each in some:
            quote(made, each.number, each.text, each.by)
    say(made, *item.beside_words)
    heading(made, "Who was not heard", 3)
    say(
        made,
        f"Nobody took part: {'; '.join(one.not_heard)}." if one.not_heard else "",
        f"Hardly anybody: {'; '.join(one.hardly_heard)}." if one.hardly_heard else "",
        f"As recorded with the decision: {item.notice.not_heard}" if item.notice.not_heard else "",
        "Silence does not mean that people are content.",
    )


def _equality(made: Any, item: Item) -> None:
    say(made, item.notice.equality)
    some = item.snapshot.places
    if some:
        table(made, ("Part of the city", "Heard from"), [(each.name, each.words) for each in some])


def _money(made: Any, item: Item) -> None:
    rows = [(each.label, each.words, "") for each in item.snapshot.money]
    rows += [(each.label, each.words, each.reason) for each in item.commercial]
    table(made, ("What", "Pounds", "Why it is exempt"), rows)


def _replies(made: Any, item: Item) -> None:
    labelled(made, "What the provider says", "" if item.snapshot.replies else "The provider was not asked.")
    for each in item.snapshot.replies:
        say(made, each.standing, f"What was found: {each.finding}", f"What it says: {each.says}", each.added)


def _reasons(made: Any, pack: Pack, item: Item) -> None:
    say(made, *item.notice.reasons)
    rows = [(each.name, each.value, each.asked or "not in the contract") for each in item.snapshot.measures]
    if rows:
        table(made, ("Measure", "Result", "Asked"), rows)
    pictures(made, pack, item)
    for title, lines in (("Who did not agree", item.notice.dissent), ("Evidence set aside", item.notice.set_aside)):
        if lines:
            heading(made, title, 3)
            say(made, *lines)
    heading(made, "Three questions you could ask", 3)
    listed(made, item.snapshot.questions)
