"""Take it down for somebody: by telephone, on a visit or with an advocate, in their words and read back to them."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.errors import Refusal
from tightrope.public import choices, forms, printables, staff, staff_words
from tightrope.public.pages import page
from tightrope.records import follow, telling
from tightrope.records.house import house
from tightrope.records.roles import Reader
from tightrope.records.telling import FEWEST_WORDS, FOR_SOMEBODY, WITHOUT_CAPACITY, BestInterests, Told

LARGEST_FORM = 1_000_000  # bytes, as for an account that somebody writes down alone
MOST_FIELDS = 40
LONGEST_POST = 120
NOT_TAKEN = "This was not taken down yet."
TOO_LONG = "This is longer than we can take at once. Please shorten it."
CHOICES = {  # field: (what it may be, what is said where nothing was chosen)
    "channel": (staff_words.CHANNELS, "Please choose how they told it."),
    "teller_role": (staff_words.TELLERS, "Please choose who tells it."),
    "whom": (staff_words.WHOM, "Please choose for whom it is told."),
    "consent": (staff_words.CONSENT, "Please choose what we may do with the words."),
}
FOR_ANOTHER = {
    "own_part": (staff_words.OWN_PARTS, "Please choose what the person's own part in it was."),
    "authority": (staff_words.AUTHORITY, "Please choose by what right it is told for the person, even if by none."),
}
READ_BACK = "Please read it back, and tick that they agreed, or say why it could not be read back."
WHY_NOT = f"Please say why it could not be read back, in {FEWEST_WORDS} words or more."
WHOSE_DECISION = "A best-interests decision is for somebody who lacks capacity: choose that under “For whom”."
YOUR_POST = f"Please say your post and how you know the person, in at most {LONGEST_POST} letters."
AGREED = "Read back: they agreed that it says what they meant."


def form(request: Request) -> Response:
    """The empty form."""
    who = staff.reader(request)
    if who is None:
        return staff.turned_away(request)
    return _form(request, {"reference": telling.new_reference(), "collected_by": staff.post_of(who)})


async def send(request: Request) -> Response:
    """Take it, or say everything that is missing and keep what was typed."""
    try:
        values = await forms.fields(request, LARGEST_FORM, MOST_FIELDS)
    except forms.TooLarge:
        return await run_in_threadpool(_form, request, {"reference": telling.new_reference()}, [TOO_LONG], 413)
    return await run_in_threadpool(_answer, request, values)


def _answer(request: Request, values: dict[str, str]) -> Response:
    who, refused = staff.sent_by(request, values)
    if refused:
        return _form(request, values, [refused], 403)
    if who is None:
        return staff.turned_away(request)
    told = _told(values)
    wrong = [*_missing(values), *telling.problems(told), *_card(values)]
    if wrong:
        return _form(request, values, wrong, 400)
    try:
        receipt = telling.tell(house(), told, card=values.get("card", ""))
    except Refusal as refusal:
        return _form(request, values, [str(refusal), *refusal.problems], 503 if house().master is None else 400)
    by, at = _by(who, told), printables.address("/p/follow")
    return page(request, "take_down_sent.html", receipt=receipt, told=told, by=by, follow_at=at, **_around())


def _form(request: Request, values: dict[str, str], wrong: list[str] | None = None, status: int = 200) -> Response:
    return page(
        request,
        "take_down.html",
        status,
        values=values,
        wrong=wrong or [],
        said=NOT_TAKEN,
        services=choices.services(),
        localities=choices.localities(),
        months=choices.months(),
        today_iso=settings.today().isoformat(),
        **_around(),
    )


def _around() -> dict[str, Any]:
    chosen = settings.settings().telling
    return {"phone": chosen.phone, "harm": chosen.safeguarding_phone, "longest": chosen.longest, "words": staff_words}


def _missing(values: dict[str, str]) -> list[str]:
    """What the form itself needs beside what every account needs."""
    needed = CHOICES if values.get("whom", "self") == "self" else {**CHOICES, **FOR_ANOTHER}
    found = [said for name, (known, said) in needed.items() if values.get(name) not in known]
    if values.get("authority") == "best_interests" and values.get("whom") != WITHOUT_CAPACITY:
        found.append(WHOSE_DECISION)
    read_back = values.get("read_back")
    if read_back not in ("yes", "no"):
        found.append(READ_BACK)
    if read_back == "no" and len(values.get("why_not", "").split()) < FEWEST_WORDS:
        found.append(WHY_NOT)
    if not 0 < len(values.get("collected_by", "").strip()) <= LONGEST_POST:
        found.append(YOUR_POST)
    return found


def _card(values: dict[str, str]) -> list[str]:
    try:
        if values.get("card", "").strip():
            follow.on_card(values["card"])
    except Refusal as refusal:
        return [str(refusal)]
    return []


def _told(values: dict[str, str]) -> Told:
    """The account in the form; whatever is not one of the choices counts as not said."""

    def one_of(name: str, known: dict[str, Any], else_: Any) -> Any:
        return values[name] if values.get(name) in known else else_

    whom = one_of("whom", staff_words.WHOM, "observed")
    service_id, contract_id = choices.of(values.get("of", ""))
    place = values.get("locality", "")
    return Told(
        source=FOR_SOMEBODY,
        source_id=values["reference"],
        words=values.get("words", ""),
        asks=values.get("asks", ""),
        channel=one_of("channel", staff_words.CHANNELS, "other"),
        teller_role=one_of("teller_role", staff_words.TELLERS, "observer"),
        on_behalf_of=whom,
        own_part=one_of("own_part", staff_words.OWN_PARTS, "told_it" if whom == "self" else None),
        authority=one_of("authority", staff_words.AUTHORITY, None) if whom != "self" else None,
        about=one_of("about", staff_words.ABOUT, "service"),
        service_id=service_id,
        contract_id=contract_id,
        locality=place if place in choices.localities() else None,
        event_month=choices.month(values.get("month", "")),
        language=_language(values.get("language", "")),
        reply_route=one_of("reply_route", staff_words.ROUTES, "none"),
        contact=values.get("contact", ""),
        consent_level=int(one_of("consent", staff_words.CONSENT, "0")),
        collected_by=values.get("collected_by", "").strip()[:LONGEST_POST],
        handling=AGREED if values.get("read_back") == "yes" else f"Not read back: {values.get('why_not', '').strip()}",
        best_interests=_best_interests(values) if whom == WITHOUT_CAPACITY else None,
    )


def _best_interests(values: dict[str, str]) -> BestInterests:
    on = _day(values.get("decided_on", "").strip())
    return BestInterests(values.get("decided_by", "")[:LONGEST_POST], on, values.get("decided_why", ""))


def _day(given: str) -> date | None:
    """A day as browsers send it, or as it is written by hand where they show no calendar: 2026-11-02 or 02/11/2026."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        with suppress(ValueError):
            return datetime.strptime(given, form).date()
    return None


def _language(given: str) -> str:
    found = given.strip()[:40]
    return found if found.casefold() not in ("", telling.ENGLISH.casefold()) else telling.ENGLISH


def _by(who: Reader, told: Told) -> str:
    """Who took it down, as the receipt says it."""
    name = staff.name_of(who)
    return f"{name}, {told.collected_by}" if name else str(told.collected_by)
