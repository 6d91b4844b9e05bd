"""Whether what stands beside an account could tell who told it: the role, a small place and the time together.

Blacking out names is not enough: "a nurse at a home of six, in March" is a name to whoever works there. Each of the
three alone says little; the warning comes where they meet.
"""

ROLES = {
    "person": "Somebody who lives there or is helped there",
    "unpaid_carer": "An unpaid carer",
    "family": "A member of the family",
    "friend": "A friend or neighbour",
    "advocate": "An advocate",
    "social_worker": "A social worker",
    "care_worker": "A care worker",
    "nurse": "A nurse",
    "provider": "Somebody who works for the provider",
    "observer": "Somebody who looked on",
}
UNKNOWN = "Somebody whose role is shown"
# Of these there are few at any place, so that the place need not be small: twice the usual limit still points at one.
FEW_ANYWHERE = frozenset(("advocate", "nurse", "social_worker", "provider"))
TIMES_FEW = 2
ADVICE = "Leave out one of the three, or show the account at a wider level."


def warning(role: str | None, people: int | None, when: str, fewest: int) -> str:
    """One sentence of warning and one of advice, or nothing where the three do not meet.

    `role` is the teller's as in the table of accounts, empty where none is shown; `people` is how many the place
    serves, None where nobody knows (then it is taken for small); `when` is the month or season as it would be shown
    ("March 2026", "spring"), empty where none is. `fewest` is the council's limit for small numbers
    (settings, [disclosure] fewest_people). A place below the limit is small.

    >>> warning("nurse", 6, "March 2026", 8)
    'A nurse, a place that serves 6 people and March 2026 could together point to one person. Leave out one of the \
three, or show the account at a wider level.'
    >>> warning("nurse", 6, "", 8)
    ''
    """
    if not role or not when.strip():
        return ""
    limit = fewest * TIMES_FEW if role in FEW_ANYWHERE else fewest
    if people is not None and people >= limit:
        return ""
    if people is None:
        place = "a place of which we do not know how many people it serves"
    else:
        place = f"a place that serves {people} {'person' if people == 1 else 'people'}"
    return f"{ROLES.get(role, UNKNOWN)}, {place} and {when.strip()} could together point to one person. {ADVICE}"
