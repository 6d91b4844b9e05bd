"""Comments of a survey or of the NHS Friends and Family Test, one a row, read into table story."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pandas as pd

from tightrope.errors import Refusal
from tightrope.evidence.adapters import sheets
from tightrope.evidence.adapters.base import Aside, Format, Imported, Told

ALIASES: sheets.Aliases = {
    "words": (
        "fftanswer", "comment", "comments", "yourcomments", "commenttext", "feedback", "yourfeedback", "freetext",
        "freetextcomment", "verbatim", "words", "story", "yourstory", "answer", "response",
    ),
    "received_on": (
        "datereceived", "receivedon", "date", "responsedate", "datesubmitted", "submittedon", "submitted",
        "completiontime", "completed", "dateofcomment", "timestamp", "month",
    ),
    "source_id": ("commentid", "responseid", "storyid", "id", "reference", "referencenumber", "ref", "number"),
    "teller": ("respondentid", "tellerid", "participantid"),
    "role": ("role", "tellerrole", "respondenttype", "whoareyou", "relationship", "iama", "iam", "areyou", "youare"),
    "organisation": ("trust", "organisation", "provider", "providername", "source"),
    "question": ("fftquestion", "question", "questiontext", "questionasked"),
    "rating": ("fftcategoricalanswer", "fftresponse", "fftrating"),
    "sentiment": ("commentsentiment",),
    "personal": (
        "personidentifiableinfo", "personidentifiableinformation", "personalinformation", "personaldetails",
        "containspersonaldetails", "identifiable", "pii",
    ),
    "safeguarding": ("safeguardingconcerns", "safeguardingconcern", "safeguarding", "safeguardingflag"),
}  # fmt: skip
NOTHING_SAID = ("", "didnotanswer", "noanswer", "noresponse", "notanswered", "nocomment", "nocomments", "na", "blank")
MARKS = re.compile(r"""[\s.,;:!?*_/\\'"()-]""")  # no letters of any script, and no pictures: a thumb up says something
ROLES = (  # words in a role as published, the narrower first
    ("advocate", ("advocate", "advocacy")),
    ("social_worker", ("socialworker",)),
    ("care_worker", ("careworker", "supportworker", "paidcarer", "careassistant", "staff")),
    ("nurse", ("nurse",)),
    ("unpaid_carer", ("carer",)),
    ("family", ("family", "relative", "husband", "wife", "partner", "daughter", "son", "parent", "mother", "father",
                "sister", "brother", "spouse")),
    ("friend", ("friend", "neighbour")),
    ("person", ("person", "patient", "serviceuser", "resident", "client", "myself", "self", "me", "tenant")),
    ("provider", ("provider", "manager")),
)  # fmt: skip
LETTERS = str.maketrans("0123456789", "ghijklmnop")
RATINGS = {"verygood": 5, "good": 4, "neithergoodnorpoor": 3, "poor": 2, "verypoor": 1}
SET_ASIDE = "Its own column says it holds personal details. Take them out, clear the mark, and bring it again."
BY_HAND = " It is marked as a safeguarding concern: take it to the safeguarding lead by hand."
WHERE = (
    "The survey tool's download (one row a comment, CSV or workbook), or for the Friends and Family Test the provider's"
    " patient-experience team. Ask for a comment, its date, a number for the comment and who was asked."
)


def read(files: list[Path], told: Told) -> Imported:
    """Accounts of some sheets with one column of free text, as rows for table story; no words in notes or set-asides.

    Every account comes with consent level 0 and untriaged, whatever was agreed when it was collected: consent is
    recorded here by a person. One whose column says it holds personal details is set aside without its words, as
    nobody has agreed to those being kept; one marked as a safeguarding concern is taken all the same, quarantined,
    as it must reach the safeguarding lead and not be lost. Answers that say nothing are set aside.

    Without a column of roles the teller is taken to be the person asked (`person`); a role that is not known is
    `observer`. Ratings of the Friends and Family Test become 5 best; a tone given by coders (1 very positive to 5
    very negative) becomes 2 to -2. Theme labels of another codebook are left out: data/themes has no crosswalk to one.
    Raises Refusal where no column of free text, or no date, can be made out.
    """
    found, parts = Imported(), []
    for path in files:
        sheet = _sheet(path, told)
        rows, notes = _accounts(sheet, told, found)
        parts.append(rows)
        found.notes += notes
        found.sources.append({
            "table_name": "story", "file": sheet.file,
            "publisher": told.council_name or ", ".join(one for one in sheet.text("organisation").unique() if one),
            "licence": told.licence, "published_on": told.dated,
            "note": f"Comments as published: {len(rows):,} of {len(sheet.rows):,} rows taken.",
        })  # fmt: skip
    if not parts:
        raise Refusal("No file was given. Name at least one sheet of comments.")
    found.tables["story"] = pd.concat(parts).drop_duplicates(["source", "source_id"]).reset_index(drop=True)
    return found


def _sheet(path: Path, told: Told) -> sheets.Sheet:
    sheet = sheets.read(path, ALIASES, ())
    if "words" not in sheet.columns:
        used = set(sheet.columns.values())
        long = {one: sheet.rows[one].dropna().astype(str).str.len().mean() for one in sheet.rows if one not in used}
        likely = [one for one, mean in long.items() if mean > 40]
        if len(likely) != 1:
            many = f"{len(likely)} columns could be it" if likely else "none is long enough"
            raise Refusal(f"{path.name}: no one column of free text ({many}). Head the one to read 'Comment'.")
        sheet.columns["words"] = likely[0]
    if "received_on" not in sheet.columns and told.dated is None:
        raise Refusal(f"{path.name} has no column of dates. Head it 'Date', or say when the comments were published.")
    return sheet


def _accounts(sheet: sheets.Sheet, told: Told, found: Imported) -> tuple[pd.DataFrame, list[str]]:
    words = sheet.raw("words").map(lambda one: "" if pd.isna(one) else str(one).strip())
    given = sheet.raw("received_on")
    received = sheets.days(given) if "received_on" in sheet.columns else given.map(lambda _: told.dated)
    concern, personal = _marked(sheet, "safeguarding"), _marked(sheet, "personal")
    source = sheet.text("organisation").map(lambda one: _slug(one or told.council_name or Path(sheet.file).stem))
    ids = sheet.text("source_id")
    ids = ids.where(ids != "", [f"{Path(sheet.file).stem}-{row}" for row in sheet.rows.index])
    silent = words.map(lambda one: MARKS.sub("", one.casefold()) in NOTHING_SAID)
    again = pd.DataFrame({"source": source, "id": ids}).duplicated()
    faults = (
        (silent, "words", "Nothing was said."),
        (personal & ~concern, "personal", SET_ASIDE),
        (received.isna(), "received_on", "It has no date that can be read."),
        (again, "source_id", "The same reference stands further up."),
    )
    left, counts = pd.Series(False, index=words.index), []
    for faulty, name, why in faults:
        new = faulty & ~left
        counts.append(int(new.sum()))
        found.aside += [
            Aside(sheet.file, int(row), why + (BY_HAND if concern[row] else ""), sheet.columns.get(name, ""))
            for row in words.index[new]
        ]
        left |= new
    role = sheet.text("role")
    made = pd.DataFrame(
        {
            "source": source + "_survey",
            "source_id": ids,
            "received_on": received,
            "channel": "survey",
            "collected_by": sheet.text("question").map(lambda one: f'Survey question: "{one}"' if one else "Survey"),
            "teller_id": _pseudonyms(source, sheet.text("teller")),
            "teller_role": role.map(_role),
            "is_panel": False,
            "about": "service",
            "words": words,
            "own_rating": sheet.text("rating").map(_rating).astype("Int64"),
            "valence": sheet.text("sentiment").map(lambda one: 3 - int(one) if one in tuple("12345") else None)
            .astype("Int64"),
            "triage_state": concern.map({True: "quarantined", False: "untriaged"}),
            "consent_level": 0,
        }
    )[~left]  # fmt: skip
    return made, _notes(sheet, made, counts, given[~left], personal, role)


def _marked(sheet: sheets.Sheet, name: str) -> pd.Series:
    """True where a column of marks holds anything but a no."""
    return sheet.text(name).map(lambda one: bool(one) and sheets.yes(one) is not False).astype(bool)


def _role(given: str) -> str:
    plain = sheets.plain(given)
    if not plain:
        return "person"
    whole = {"me", "self", "son"}  # too short to be looked for inside a word
    fits = (role for role, words in ROLES for one in words if (plain == one if one in whole else one in plain))
    return next(fits, "observer")


def _rating(given: str) -> int | None:
    """Stars from 1 to 5, 5 best, of the Friends and Family Test's answer: 1 is very good, 5 very poor, 6 unsure."""
    return 6 - int(given) if given in tuple("12345") else RATINGS.get(sheets.plain(given))


def _pseudonyms(source: pd.Series, teller: pd.Series) -> pd.Series:
    """The same pseudonym for the same respondent of one source; a number in a survey might be somebody's own.

    Its hash is in letters: ten figures in a row could pass for an NHS number, and the account would not be loaded.
    """
    both = source + "|" + teller
    made = {one: "T-0" + hashlib.sha256(one.encode()).hexdigest()[:14].translate(LETTERS) for one in both.unique()}
    return both.map(made).where(teller != "", None)


def _slug(name: str) -> str:
    return "_".join("".join(one if one.isalnum() else " " for one in name.casefold()).split()) or "survey"


def _notes(
    sheet: sheets.Sheet, made: pd.DataFrame, counts: list[int], dates: pd.Series, personal: pd.Series, role: pd.Series
) -> list[str]:
    silent, kept_out, undated, again = counts
    found = [
        f"{sheet.file}: {len(sheet.rows):,} rows read, {len(made):,} accounts of {_tellers(made)} taken; set aside"
        f" {silent:,} that say nothing, {kept_out:,} marked as holding personal details, {undated:,} without a date,"
        f" {again:,} with a reference that stands further up."
    ]
    if "personal" in sheet.columns and not personal.any():
        found.append(
            f"{sheet.file}: the column '{sheet.columns['personal']}' is empty throughout. That does not show that no"
            " comment holds personal details: each is read in triage before anybody else sees it."
        )
    if concerns := int((made["triage_state"] == "quarantined").sum()):
        found.append(f"{sheet.file}: {concerns:,} marked as safeguarding concerns go unread to the safeguarding lead.")
    one_way, both = int(sheets.month_first(dates).sum()), int(sheets.either_way(dates).sum())
    if one_way:
        found.append(
            f"{sheet.file}: {one_way:,} dates can only be read month first; {both:,} can be read either way and were"
            " read day first, so their month is not sure."
        )
    if "role" not in sheet.columns:
        found.append(f"{sheet.file}: it does not say who answered; all are taken to be the person asked.")
    elif unknown := int((role.map(_role) == "observer").sum()):
        found.append(f"{sheet.file}: {unknown:,} rows give a role that is not known; those tellers are observers.")
    spare = [one for one in sheet.rows if one not in sheet.columns.values()]
    labels = [one for one in spare if set(sheet.rows[one].dropna().astype(str)) <= {"0", "1"}]
    if labels:
        found.append(
            f"{sheet.file}: {len(labels)} columns of labels are left out: data/themes has no crosswalk to them."
        )
    return found


def _tellers(made: pd.DataFrame) -> str:
    count: Any = made["teller_id"].nunique()
    return f"{count:,} tellers" if count else "an unknown number of tellers"


FORMAT = Format("stories", "Comments of a survey or of the Friends and Family Test", WHERE, read)
