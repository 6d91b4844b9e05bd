"""The decision notice in Word, in the shape of the written record that an officer's decision needs.

After The Openness of Local Government Bodies Regulations 2014, regulation 7: the day, the decision and its reasons,
alternatives considered and rejected, interests declared; beside them who decides under which delegation.
"""

from typing import Any

from tightrope.board.pack_shapes import Item, Pack
from tightrope.board.word_parts import begin, heading, labelled, page_break, save, say, table

REGISTER = (
    "Sentences that count people are given here as they may be published; the register of decisions holds the whole "
    "record."
)


def notices(pack: Pack) -> bytes:
    """The notice of every item of a pack, each on a page of its own."""
    made = begin(pack, "Decision notice" if len(pack.items) == 1 else "Decision notices")
    for place, item in enumerate(pack.items):
        if place:
            page_break(made)
        _notice(made, pack, item)
    heading(made, "How this was made", 2)
    say(made, REGISTER, *pack.about)
    return save(made)


def _notice(made: Any, pack: Pack, item: Item) -> None:
    one, notice = item.snapshot, item.notice
    heading(made, item.cover.title)
    for label, words in (
        ("Reference", notice.reference or "none yet"),
        ("Date of the decision", notice.date),
        ("Decision", notice.decision),
        ("Who decides", notice.decided_by),
        ("Under which delegation", notice.delegation),
        ("Key decision", notice.key),
        ("Contracts", ", ".join(one.contract_ids)),
    ):
        labelled(made, label, words)
    heading(made, "Reasons", 2)
    say(made, *notice.reasons)
    heading(made, "Alternatives considered and rejected", 2)
    table(made, ("Alternative", "Why it was rejected"), [(each.name, each.why) for each in notice.rejected])
    heading(made, "Interests declared", 2)
    say(made, *notice.interests)
    if notice.dissent:
        heading(made, "Who did not agree", 2)
        say(made, *notice.dissent)
    heading(made, "Evidence relied on", 2)
    say(made, f"Frozen figures of {pack.pack_id}, item {item.number}. Heard from: {one.heard.words}.",
        f"Nobody took part: {'; '.join(one.not_heard)}." if one.not_heard else "")  # fmt: skip
    if notice.not_heard:
        labelled(made, "Who was not heard, as recorded", notice.not_heard)
    if notice.set_aside:
        heading(made, "Evidence set aside", 2)
        say(made, *notice.set_aside)
    heading(made, "Equality and taking part", 2)
    labelled(made, "Equality", notice.equality)
    labelled(made, "Step of taking part", notice.participation)
    heading(made, "What it costs", 2)
    rows = [("A year", notice.cost_a_year, ""), ("Over the whole term", notice.cost_term, "")]
    table(made, ("What", "Pounds", "Why it is exempt"),
          rows + [(each.label, each.words, each.reason) for each in item.commercial])  # fmt: skip
    heading(made, "Review", 2)
    labelled(made, "Day of review", notice.review)
    labelled(made, "What would make us reverse it", notice.reverse_if)
    say(made, *(f"We expect: {each}" for each in notice.expects))
    officer = ", ".join(part for part in (one.officer.name, one.officer.post, one.officer.phone) if part)
    labelled(made, "Who answers for it", officer or "nobody is named")
