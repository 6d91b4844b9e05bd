"""You said, we did, as officers write it: drafts, what stands before the public, and the replies a line may sum up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope import settings
from tightrope.answers.posts import contracts, services
from tightrope.answers.said import Line, read
from tightrope.answers.say import day
from tightrope.evidence.themes import load_themes
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.saying import Draft, named, repeated
from tightrope.voices import reading_age

OUTCOME_WORDS = {
    "done": "done",
    "doing_by": "doing it",
    "not_doing_because": "not doing it",
    "need_your_help": "we need your help",
}


@dataclass(frozen=True)
class Written:
    """One line with what only officers see of it; `line` is what the public reads."""

    line: Line
    draft: Draft
    service: str
    standing: str
    is_draft: bool
    is_public: bool
    reading: str


@dataclass(frozen=True)
class Reply:
    """One reply with an outcome, by what it is about; its words stay with the account."""

    reply_id: str
    service_id: str
    words: str


def desk(house: House, reader: Reader) -> list[Written]:
    """Every line: drafts first, then what stands before the public, then what was taken down."""
    rows, joined = house.stores.rows("said/lines"), _joined(house, reader)
    lines, names = read(house, rows), services(house)
    made = [_written(row, line, joined.get(line.we_did_id, ()), names) for row, line in zip(rows, lines, strict=True)]
    return sorted(made, key=lambda one: (not one.is_draft, not one.is_public, one.service, one.line.we_did_id))


def replies(house: House, reader: Reader) -> list[Reply]:
    """Replies that a line may sum up: those to accounts the reader may count, with what was said in them."""
    titles, names = contracts(house), services(house)
    made = []
    for row in house.stores.rows("said/replies", audience=reader.audience, on_day=settings.today()):
        about = titles.get(row["contract_id"] or "", ("", ""))[0] or names.get(row["service_id"] or "", "no service")
        when = f", {day(row['answered_on'])}" if row["answered_on"] else ""
        said = f"{about}{when}: {OUTCOME_WORDS[row['outcome']]} ({row['reply_id']})"
        made.append(Reply(row["reply_id"], row["service_id"] or "", said))
    return made


def themes() -> dict[str, str]:
    """Themes that a line may answer, by name."""
    return {key: theme.name for key, theme in sorted(load_themes().items(), key=lambda one: one[1].name)}


def localities(house: House) -> list[str]:
    """Parts of the city, by name; empty without data."""
    return [row["locality"] for row in house.stores.rows("speak/localities")] if house.has_data else []


def warnings(house: House, reader: Reader, draft: Draft) -> list[str]:
    """What an officer should look at again before anybody else reads it."""
    found = [f"This seems to name somebody: {one}" for one in named(house, draft)]
    return found + [
        f"These are somebody's own words: \u201c{one}\u201d. Say it in yours."
        for one in repeated(house, reader, draft)[:3]
    ]


def _written(row: dict[str, Any], line: Line, reply_ids: Sequence[str], names: dict[str, str]) -> Written:
    is_draft = row["published_on"] is None
    is_public = not is_draft and row["taken_down_on"] is None
    if is_draft:
        standing = f"a draft of {day(row['written_on'])}"
    elif is_public:
        standing = f"before the public since {day(row['published_on'])}"
    else:
        standing = f"taken down on {day(row['taken_down_on'])}"
    draft = Draft(
        service_id=row["service_id"],
        you_said=row["you_said"],
        we_did=row["we_did"],
        state=row["state"],
        commissioner_id=row["commissioner_id"],
        due_on=row["due_on"],
        contract_id=row["contract_id"],
        locality=row["locality"],
        theme_id=row["theme_id"],
        easy_read=row["easy_read"] or "",
        reply_ids=tuple(reply_ids),
    )
    age = reading_age.words(reading_age.reading(f"{row['you_said']} {row['we_did']}"))
    return Written(line, draft, names.get(row["service_id"], row["service_id"]), standing, is_draft, is_public, age)


def _joined(house: House, reader: Reader) -> dict[str, list[str]]:
    made: dict[str, list[str]] = defaultdict(list)
    for row in house.stores.rows("said/answered", audience=reader.audience, on_day=settings.today()):
        made[row["we_did_id"]].append(row["reply_id"])
    return made
