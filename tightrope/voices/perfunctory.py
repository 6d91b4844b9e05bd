"""Does a reply answer somebody, or only acknowledge them? Signs in its words, each said with what to mend.

It reads wording, not truth: a reply that promises and is not kept passes. So it warns and never blocks, and the
teller's own verdict counts for more. Measured in docs/methods/replies.md.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from tightrope.voices.exact_words import tokens
from tightrope.voices.sentences import sentences

POINT, CHANGE, PERSON, DAY, OWN = "point", "change", "person", "day", "own"
FEWEST_SHARED = 2  # words of the account that a reply takes up; one alone is often chance
FEWEST_LETTERS = 3  # of a word that says what an account is about
LAST_REPLIES = 8  # of one officer, when it is asked whether they are all one text

# What is true of any letter and says nothing of this one. A sentence that has one of these is not looked at further.
HOLLOW = (
    "thank you for", "thanks so much", "thank you again", "feedback", "pass it on", "passed to", "passed on to",
    "noted", "kept on file", "important to us", "take all comments", "seriously", "committed to", "inform future",
    "used to inform", "due course", "under review", "review of", "reviewed with", "continue to monitor",
    "monitor the situation", "working with our", "lessons have been", "assured us", "confidence in", "hope this",
    "hope that you", "trust that", "hesitate to", "policy", "in accordance", "in line with", "responsibility of",
    "matter for the", "raise your comments", "your comments", "your views", "your contribution", "challeng",
    "difficult decisions", "many priorities", "inconvenience", "contact the", "is rated", "national standards",
    "meets its duties", "can be requested", "on our website", "on the website", "using the form",
    "procedure", "value the", "valued", "recognise that", "understands the importance", "take part in future",
    "really appreciate", "weekend", "wonderful job", "may be entitled", "sufficient at all times", "can imagine",
    "need to get better", "were sorry to learn", "sorry to hear", "sincerely",
)  # fmt: skip
# What is done, will be done or will not be done, and why not.
DOES = re.compile(
    r"\b(?:i|we|they|he|she|it|that|who|somebody|nobody|everybody)\s(?:have|has|had|will|'ll|can|now)\b"
    r"|\b(?:i|we)'(?:ve|ll)\b|\b(?:cannot|can't|will not|won't|not able to|no longer)\b|\bbecause\b"
    r"|\b(?:is|are|was|were|has been|have been|came|goes|comes|starts?|begins?|stops?|pays?|gets?)\s"
    r"(?:now|off|on|back|fitted|ordered|agreed|paid|changed|moved|put|mended|stopped|written|different|owed|yours)\b"
    r"|\bfrom (?:now|today|tomorrow|monday|tuesday|wednesday|thursday|friday|next|this|\d"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|\b(?:done|now|agreed|fitted|ordered|changed|mended|paid|starting|starts|stopped)\b"
    r"|\bi (?:asked|rang|went|told|read|checked|looked|tried|rode|came|am|do|did|owe|counted)\b"
    r"|\bwould you\b|\bneed your help\b",
    re.IGNORECASE,
)
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|april?|may|june?|july?|aug(?:ust)?|sept(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
DATED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s(?:{MONTHS})\b|\b(?:{MONTHS})\s\d{{1,2}}\b|\b(?:in|by|since|until|from|of)\s"
    rf"(?:the\s(?:end|middle)\sof\s)?(?:{MONTHS})\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\b(?:today|tomorrow|yesterday|christmas|easter)\b|\b(?:this|next)\s(?:week|month|year)\b"
    r"|\bwithin\s(?:a|one|two|three|\d+)\s\w+|\b(?:the|by)\s\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"\b(?:yours\s(?:sincerely|faithfully|truly)|kind regards|best wishes)\b.*", re.IGNORECASE | re.DOTALL
)
COMMON = frozenset(
    "that this with have from they them their there then than when what which were been will would your yours about "
    "because could should after before again every only just said says told tell came come gone goes going went very "
    "the and for are was but not you she her his him had has who why how can did does get got any all one two own our "
    "out off way day let now too see say may yes put its it's i'm i've don't didn't that's isn't it'll she's he's "
    "much more most some somebody anybody nobody everybody council home service people thing things time like know "
    "want need asked please into over back down here where being other first never always think make made".split()
)
MEND = {
    POINT: "Take up what they told, in their own words: what happened, or what they ask for.",
    CHANGE: "Say what will change, what was done, or why it will not be.",
    PERSON: "Name a person whom they can ask, and how.",
    DAY: "Give a day: when it was done, when it will be, or when they hear more.",
    OWN: "Write it anew for this account.",
}


@dataclass(frozen=True)
class Line:
    """One thing that a reply has or lacks: `words` say which, and `mend` what to do; empty where it has it."""

    what: str
    holds: bool
    words: str
    mend: str


@dataclass(frozen=True)
class Check:
    """The lines, in order; `alike` is the likeness 0 to 1 to the nearest earlier reply, None where there is none."""

    lines: tuple[Line, ...]
    alike: float | None

    @property
    def lacks(self) -> frozenset[str]:
        """What is missing."""
        return frozenset(one.what for one in self.lines if not one.holds)

    @property
    def perfunctory(self) -> bool:
        """True where it misses the point, says nothing of change, is an earlier text, or has neither name nor day."""
        return bool(self.lacks & {POINT, CHANGE, OWN}) or {PERSON, DAY} <= self.lacks


def check(
    reply: str,
    told: str,
    asks: str,
    names: Collection[str],
    earlier: Sequence[str],
    most_alike: float,
    themes: Mapping[str, re.Pattern[str]] | None = None,
) -> Check:
    """Look a reply over.

    `told` and `asks`: what was told and what should change, as far as the writer may read it; empty where they may not,
    and then nothing is said of the point. `names`: how the officers who may be asked are called. `earlier`: this
    officer's last replies. `themes`: what the account is about, each with the words it is told by.
    """
    alike = max((likeness(reply, one) for one in earlier), default=None)
    said = SIGNED.sub("", reply)
    telling = [one for one in sentences(said) if not _hollow(one)]
    lines = [
        _line(CHANGE, any(DOES.search(one) for one in telling), "It says what was done, will change, or why not."),
        _line(PERSON, _names(reply, names), "It names somebody to ask."),
        _line(DAY, any(DATED.search(one) for one in telling), "It gives a day."),
    ]
    if told.strip() or asks.strip():
        lines.insert(0, _line(POINT, _takes_up(telling, told, asks, themes or {}), "It takes up what they told."))
    if alike is not None:
        lines.append(_line(OWN, alike <= most_alike, _alike_words(alike, alike > most_alike)))
    return Check(tuple(lines), alike)


def likeness(one: str, other: str) -> float:
    """0 to 1: twice the words both have in the same order, over all words of both; case and marks aside.

    >>> round(likeness("It is noted.", "it is KEPT"), 2)
    0.67
    """
    return Indel.normalized_similarity(tokens(one), tokens(other))


def one_text(replies: Sequence[str]) -> float | None:
    """How alike replies are among themselves: the mean over all pairs; None for fewer than two."""
    pairs = [likeness(a, b) for n, a in enumerate(replies) for b in replies[n + 1 :]]
    return sum(pairs) / len(pairs) if pairs else None


def stem(word: str) -> str:
    """A word without its commonest endings, so that visits are a visit and washing is a wash.

    >>> stem("visits"), stem("washing"), stem("stopped"), stem("families")
    ('visit', 'wash', 'stop', 'famil')
    """
    for ending in ("ings", "ing", "ied", "ies", "ed", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


def _takes_up(telling: Sequence[str], told: str, asks: str, themes: Mapping[str, re.Pattern[str]]) -> bool:
    """One word of what they ask for, two of what they told, or one of those by which its themes are told."""
    text = " ".join(telling)
    about = _about(text)
    return (
        bool(about & _about(asks))
        or len(about & _about(told)) >= FEWEST_SHARED
        or any(one.search(text.lower()) for one in themes.values())
    )


def _about(text: str) -> set[str]:
    words = (one for one in tokens(text) if len(one) >= FEWEST_LETTERS and one not in COMMON)
    return {stem(one) for one in words}


def _hollow(sentence: str) -> bool:
    low = sentence.lower()
    return any(one in low for one in HOLLOW)


def _names(text: str, names: Collection[str]) -> bool:
    low = set(tokens(text))
    return any(part in low for name in names for part in tokens(name) if len(part) > 2)


def _line(what: str, holds: bool, words: str) -> Line:
    lacking = {POINT: "It does not take up what they told.", CHANGE: "It says neither what will change nor why not.",
               PERSON: "It names nobody.", DAY: "It gives no day."}  # fmt: skip
    return Line(what, holds, words if holds or what == OWN else lacking[what], "" if holds else MEND[what])


def _alike_words(alike: float, too_alike: bool) -> str:
    share = f"{round(100 * alike)} of 100 words are those of an earlier reply"
    return f"It is an earlier text: {share}." if too_alike else f"It is a text of its own: {share}, in the same order."
