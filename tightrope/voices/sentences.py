"""A text in its sentences, for what is judged one sentence at a time."""

import re

ABBREVIATED = frozenset("mr mrs ms miss dr st prof rev e.g i.e etc approx no vs".split())
END = re.compile(r"[.!?\u2026]+[\"'\u2019\u201d)\]]*\s+|\n+|\s*[\u2022;]\s+")
LONGEST = 400  # characters; where somebody writes without full stops, a piece is cut at a comma or a blank
FEWEST = 3  # letters and digits; less says nothing


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, without blanks around them; at least one unless the text is empty.

    >>> sentences("She came at ten. Mr. Ali didn't! Why?")
    ['She came at ten.', "Mr. Ali didn't!", 'Why?']
    """
    made: list[str] = []
    start = 0
    for end in END.finditer(text):
        if _abbreviation(text[start : end.start() + 1]):
            continue
        made += _pieces(text[start : end.end()])
        start = end.end()
    made += _pieces(text[start:])
    said = [one for one in made if sum(letter.isalnum() for letter in one) >= FEWEST]
    return said or ([text.strip()] if text.strip() else [])


def _abbreviation(so_far: str) -> bool:
    last = so_far.split()[-1:] or [""]
    word = last[0].removesuffix(".").casefold()
    return so_far.endswith(".") and (word in ABBREVIATED or (len(word) == 1 and word.isalpha() and word != "i"))


def _pieces(text: str) -> list[str]:
    text = text.strip()
    if len(text) <= LONGEST:
        return [text] if text else []
    cut = max(text.rfind(", ", 1, LONGEST), text.rfind(" ", 1, LONGEST) if ", " not in text[:LONGEST] else -1)
    cut = LONGEST if cut < 1 else cut + 1
    return [text[:cut].strip(), *_pieces(text[cut:])]
