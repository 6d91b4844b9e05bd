"""Counts of people in a text that are finer than may be published: fewer than eight, or not to the nearest five."""

import re

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
PEOPLE = (
    r"(?:people|persons?|tellers?|famil(?:y|ies)|carers?|residents?|tenants?|wom[ae]n|m[ae]n|daughters?|sons?|wi(?:fe|ves)|"
    r"husbands?|neighbours?|relatives?|workers?|nurses?|accounts?|stories|complaints?|of them|of those)"
)
NUMBER = rf"(\d[\d,]*|{'|'.join(NUMBERS)})"
# "17 of 23 people", "three families", "two other daughters"; one word may stand between the number and the people.
COUNTED = re.compile(
    rf"\b(?:{NUMBER}\s+(?:(?:out\s+)?of\s+(?:the\s+)?))?{NUMBER}\s+(?:[a-z]+\s+)?{PEOPLE}\b", re.IGNORECASE
)
ALLOWED_BEFORE = re.compile(r"\bfewer than\s*$", re.IGNORECASE)


def too_fine(text: str, fewest: int, round_to: int) -> list[str]:
    """The counts of people in the text that are finer than published ones, as they stand.

    >>> too_fine("About 25 people told us; 17 of 23 people say rushed; fewer than 8 people say kind.", 8, 5)
    ['17 of 23 people']
    """
    found = []
    for match in COUNTED.finditer(text):
        if ALLOWED_BEFORE.search(text[: match.start()]):
            continue
        numbers = [_number(one) for one in match.groups() if one]
        if any(0 < number < fewest or number % round_to for number in numbers):
            found.append(match.group(0))
    return found


def _number(text: str) -> int:
    low = text.lower()
    return NUMBERS.index(low) + 1 if low in NUMBERS else int(low.replace(",", ""))
