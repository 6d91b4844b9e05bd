"""What whoever follows their account by code reads of a decision: its words, as anybody at all may read them.

Counts are exact in the register, prices are exempt from publication, and a total over a volume that is public gives a
price away. So a sentence with any number, or with a word about money, is left out.
"""

import re

from tightrope.answers.pack_item import DAY, SENTENCE_END, publishable
from tightrope.records.decision_shapes import Decided
from tightrope.records.house import House

NO_TITLE = "A decision about the support you told us of"
NUMBERS = "|".join(
    (
        "both two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundreds? thousands? millions? "
        "dozens? half halves thirds? quarters? fifths? tenths?"
    ).split()
)
MONEY = (
    r"rates?|fees?|cost\w*|prices?|priced|uplifts?|pounds?|pence|gbp|budgets?|spen[dt]\w*|pay\w*|paid|charg\w*|"
    r"tariffs?|cheap\w*|dear\w*|expensive"
)
# Days, years and how long something lasts count nobody.
TIMES = re.compile(
    rf"{DAY.pattern}|\b20\d\d\b|\b(?:\d+|{NUMBERS}|one)[ -](?:year|month|week|day|hour|minute)s?\b", re.IGNORECASE
)
UNTOLD = re.compile(rf"\d|[£%]|\b(?:{NUMBERS}|one of|one person|{MONEY})\b", re.IGNORECASE)


def public_words(house: House, made: Decided) -> tuple[str, str]:
    """Title and decision as anybody may read them, names blacked out. Empty where nothing is left of what was decided;
    a title that says too much gives way to one that says nothing."""
    title, words = (told_to_anybody(publishable(house, text)) for text in (made.title, made.decision))
    return title or NO_TITLE, words


def told_to_anybody(text: str) -> str:
    """The text without the sentences that hold a number or a word about money.

    >>> told_to_anybody("Visits stay for 30 minutes, from 1 May 2027 on. Four of five asked for it. The fee is 24.10.")
    'Visits stay for 30 minutes, from 1 May 2027 on.'
    """
    return " ".join(one for one in SENTENCE_END.split(text) if not UNTOLD.search(TIMES.sub(" ", one)))
