"""A decision as lines of text, in the order of the written record that the law asks for: for file and command line.

The Openness of Local Government Bodies Regulations 2014, regulation 7; what Tightrope asks besides stands after it.
"""

from tightrope.answers.decision_words import expected_words, measure_name
from tightrope.answers.decisions import STATE_WORDS, Cited, Decision
from tightrope.answers.say import day, pounds
from tightrope.voices.taking_part import LADDER


def lines(one: Decision) -> list[str]:
    """The whole record: what was decided, then everything written about it. No words of accounts."""
    made = one.made
    parts: list[tuple[str, str]] = [
        ("Reference", one.decision_id),
        ("Decided on", day(made.decided_on) if made.decided_on else ""),
        ("Decision", made.decision),
        ("Reasons", made.reasons),
        *(("Considered and rejected", f"{each.option}: {each.why}") for each in made.rejected),
        ("Who decided", ", ".join(part for part in (made.decided_by, made.post) if part)),
        ("Under which delegation", made.delegation),
        ("Interests", "Asked, and nobody has one." if made.no_interest else ""),
        *(("Interest", f"{each.what}: {each.done}") for each in made.interests),
        ("Who was not heard", made.not_heard),
        ("What people tell", cited_words(one.cited)),
        ("Measures it rests on", ", ".join(map(measure_name, made.measures_used))),
        ("Measures set aside", ", ".join(map(measure_name, made.measures_aside))),
        ("Why it was set aside", made.aside_because),
        ("What it costs", cost_words(one)),
        ("Key decision", f"{'yes' if made.is_key else 'no'}. {made.key_reason}".strip()),
        ("How people took part", f"step {made.participation} of 7, {LADDER[made.participation]}, as the council claims"
         if made.participation else ""),
        ("Equality", made.equality),
        ("Who did not agree", made.dissent),
        ("What would make us reverse it", made.reverse_if),
        ("Day of review", day(made.review_on) if made.review_on else ""),
        *(("Expected", expected_words(each)) for each in made.expects),
    ]  # fmt: skip
    made_lines = [f"{made.title} ({STATE_WORDS[one.state].lower()})"]
    made_lines += [f"  {label}: {words}" for label, words in parts if words]
    for entry in one.entries:
        said = f" {entry.said}" if entry.said else ""
        made_lines.append(f"Entry {entry.sequence}, {day(entry.happened_at)}: {entry.by} {entry.words}.{said}")
        made_lines += [f"  {change.part}: was {change.was}; is {change.now}" for change in entry.changes]
        made_lines += [f"  {result['words']}" for result in entry.results]
    return made_lines


def cost_words(one: Decision) -> str:
    """What it costs a year and over the whole term, as far as that is known."""
    made = one.made
    parts = [f"{pounds(made.cost_a_year)} a year"] if made.cost_a_year is not None else []
    if made.cost_term is not None:
        parts.append(f"{pounds(made.cost_term)} over the whole term, extension included")
    return "; ".join(parts)


def cited_words(found: Cited) -> str:
    """How many people a decision rests on, and what has gone since, in a sentence."""
    least = "at least " if found.at_least else ""
    people = "person" if found.people == 1 else "people"
    parts = [f"Rests on what {least}{found.people} {people} told" if found.people else "Rests on nobody's account"]
    if found.set_aside:
        parts.append(f"{found.set_aside} account{'' if found.set_aside == 1 else 's'} set aside")
    if found.gone:
        was = "account is" if found.gone == 1 else "accounts are"
        parts.append(f"{found.gone} {was} no longer here: withdrawn, expired or held")
    return "; ".join(parts) + "."
