"""What a person is asked about a file, and what their answer changes in the draft."""

import copy
from dataclasses import dataclass

from tightrope.errors import Refusal
from tightrope.evidence.mapped import FileMapping

LEAVE_OUT = "leave out"
YES_NO = ("yes", "no")
CONSENT = {
    "0": "handlers only, never counted",
    "1": "counted",
    "2": "an officer's retelling, for officers",
    "3": "its words, for officers",
    "4": "its words, in public",
}


@dataclass(frozen=True)
class Question:
    """Something a person is asked. `about` says what; `subject` is their column, or ours for words and needed.

    about: table, column, leave_out, together, dates, per_cent, words, needed, pseudonym or consent. `value` is their
    word, for words. `suggestion` is "" where there is none; `choices` is empty where anything may be answered.
    """

    about: str
    words: str
    subject: str = ""
    value: str = ""
    suggestion: str = ""
    confidence: int = 0
    reason: str = ""
    choices: tuple[str, ...] = ()


def answered(draft: FileMapping, question: Question, reply: str) -> FileMapping:
    """A copy of the draft as the reply has it; it is agreed no more than before.

    After a new table, guess again with that table: the other questions are different ones then. Raises Refusal where
    the reply is none of the choices.
    """
    if question.choices and reply not in question.choices:
        raise Refusal(f"{reply or 'Nothing'} is no answer to: {question.words} Choose one of the answers offered.")
    new, subject = copy.deepcopy(draft), question.subject
    if question.about == "table":
        new.table = reply
    elif question.about in ("column", "leave_out", "pseudonym"):
        _place(new, subject, reply)
    elif question.about == "dates" and subject:
        new.dates_of.pop(subject, None)
        if reply != new.dates:
            new.dates_of[subject] = reply
    elif question.about == "dates":
        new.dates = reply
    elif question.about == "words":
        new.words.setdefault(subject, {})[question.value] = reply
    elif question.about == "needed":
        new.always[subject] = reply
    elif question.about == "consent":
        new.may_be_used_for = int(reply)
    elif question.about == "per_cent":
        new.per_cent = [one for one in new.per_cent if one != subject] + ([subject] if reply == "yes" else [])
    elif question.about == "together" and reply == "no":
        new.together.pop(subject, None)
    return new


def _place(new: FileMapping, theirs: str, reply: str) -> None:
    """Match their column with ours, or leave it out; what only belonged to the former match goes."""
    before = new.columns.pop(theirs, None)
    new.ignore = [one for one in new.ignore if one != theirs]
    if reply == LEAVE_OUT:
        new.ignore.append(theirs)
        new.dates_of.pop(theirs, None)
        new.per_cent = [one for one in new.per_cent if one != theirs]
    else:
        new.columns[theirs] = reply
        new.always.pop(reply, None)
    if before != reply:
        new.words.pop(before or "", None)
