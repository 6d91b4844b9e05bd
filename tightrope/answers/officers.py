"""What is still possible until which committee, who is responsible, and which way of being heard has stopped."""

from datetime import date

from tightrope import settings
from tightrope.answers.evidence import Evidence, brought, kept
from tightrope.answers.say import day, times
from tightrope.answers.subjects import Subject
from tightrope.records.house import House
from tightrope.renewals.committees import Meeting, last_call, months_before, prepared
from tightrope.renewals.difference import likeness


def still_possible(house: House, found: Evidence, subject: Subject) -> list[str]:
    """Until which committee a contract can still be re-tendered, or since when not."""
    if subject.kind != "contract":
        return []
    row, chosen = found.contracts[subject.key], settings.settings()
    if row["ends_on"] < found.today:
        return [f"Its term ended on {day(row['ends_on'])} and it runs on: holding over."]
    known, again = meetings(house, found), renewed(house, subject.key)
    if not known:
        return [_without_meetings(row["ends_on"], found.today), *again]
    call = last_call(row["ends_on"], chosen.lead_months.retender, known, found.today)
    if call.unknown:
        known_until = f"Meetings are known only until {day(call.known_until)}"
        return [f"{known_until}: a re-tender has to be decided by {day(call.needed_by)}.", *again]
    if call.meeting is None:
        return [
            f"Too late to re-tender before it ends on {day(row['ends_on'])}: lost on {day(call.lost_on)}.",
            *again,
        ]
    until = f"Still possible: re-tender until the {call.meeting.meets_on.day} {call.meeting.meets_on:%B %Y} committee"
    return [f"{until} (paper due {day(call.meeting.papers_due_on)}).", *again]


def meetings(house: House, found: Evidence) -> list[Meeting]:
    """Every meeting of the body that decides, past ones too: they say since when an option is lost.

    A paper day or a forward plan that the calendar does not name is counted back by the settings.
    """
    chosen = settings.settings()
    rows = house.stores.rows("weigh/meetings", body=chosen.council.decides, on_day=date.min)
    days = (chosen.renewal.paper_days, chosen.renewal.forward_plan_days)
    return [prepared(row["meets_on"], row["papers_due_on"], row["forward_plan_by"], *days) for row in rows]


def responsible(house: House, found: Evidence, subject: Subject) -> str:
    """Who answers for it, how to reach them, and when they were last out with a front-line team."""
    named = {found.contracts[one]["commissioner_id"] for one in subject.members} - {None}
    if len(named) != 1:
        more = "More than one officer is responsible: open one contract to see who."
        return more if named else _nobody(house)
    rows = {row["commissioner_id"]: row for row in house.stores.rows("weigh/responsible", on_day=found.today)}
    key = named.pop()
    if key not in rows:
        return f"Responsible: {key}, by the contract register. commissioner.csv brings name, post and telephone."
    who = rows[key]
    if who["last_out_on"] is None:
        out = f"never out with a front-line team (asked {times(who['invited'])})"
    else:
        out = f"last out with a front-line team {(found.today - who['last_out_on']).days} days ago"
    return f"Responsible: {who['name']}, {who['post']}, {who['phone']}; {out}."


def _without_meetings(ends_on: date, today: date) -> str:
    """Until when a re-tender can be decided, where it is not known who meets when."""
    chosen = settings.settings()
    needed = months_before(ends_on, chosen.lead_months.retender)
    unknown = f"Which meeting of {chosen.council.decides} is not known: meeting.csv brings them."
    if needed < today:
        return f"Too late to re-tender before it ends on {day(ends_on)}: that had to be decided by {day(needed)}."
    return f"Still possible: re-tender, where it is decided by {day(needed)}. {unknown}"


def _nobody(house: House) -> str:
    if "commissioner" in brought(house):
        return "Nobody is named."
    return "Nobody is named: commissioner.csv, with commissioner_id in contract.csv, says who is responsible."


def number_words(number: int) -> str:
    """Three, or 12: small numbers in words, as they begin a sentence."""
    named = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return named[number] if number < len(named) else str(number)


def renewed(house: House, contract_id: str) -> list[str]:
    """How it came to be renewed last time: unchanged, or not, and who signed; empty for a first term."""
    return kept(house, ("renewed", contract_id), lambda: _renewed(house, contract_id))


def _renewed(house: House, contract_id: str) -> list[str]:
    row = house.stores.one("weigh/renewal", contract_id=contract_id)
    if row is None:
        return []
    how = "Renewed"
    if row["before_text"] and row["after_text"]:
        same = likeness(row["before_text"], row["after_text"]) > settings.settings().renewal.unchanged_likeness
        how = "Renewed unchanged" if same else "Renewed with changes"
    signed = f", signed by: {row['signed_by']}" if row["signed_by"] else ""
    return [f"{how} in {row['starts_on'].year}{signed}."]


def silent_since(house: House, contract_id: str) -> str:
    """Which way of being heard stopped last, and when."""
    rows = house.stores.rows("weigh/voice_routes", contract_ids=[contract_id])
    stopped = [row for row in rows if row["ended_on"] is not None]
    if not stopped:
        return ""
    last = max(stopped, key=lambda row: row["ended_on"])
    return f"{last['kind'].replace('_', ' ').capitalize()} ended in {last['ended_on']:%B %Y}."
